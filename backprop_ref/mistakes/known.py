"""The slips that people know by a name: their parts, what one sees of each, and where it does not show.

    KNOWN    the common ones in full, in the order of a step
    OTHERS   the names of some more
    NAMES    group, substitute and extent → name
    SAID     name → what one sees, and where it does not show

Over 400 lines, since it is a table: a few lines for each mistake.
"""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """A slip that people know by a name."""

    name: str
    group: str
    substitute: str
    extent: str
    shows: str
    hidden: str


KNOWN = (
    Known(
        "no-bias-forward", "bias", "0", "",
        "Every z is off by its bias, and so is everything computed from it.",
        "Where every bias is 0.",
    ),
    Known(
        "bias-subtracted", "bias", "negated", "",
        "Every z is off by twice its bias.",
        "Where every bias is 0.",
    ),
    Known(
        "z-overwritten-by-activation", "kept-sum", "activation", "",
        "The activations are right, but z has been overwritten by them: every slope is taken at σ(z).",
        "Where no z is given and every slope is computed from a.",
    ),
    Known(
        "bias-after-activation", "bias-and-activation", "bias-after-activation", "",
        "The bias is added to the activation instead of z.",
        "Where every bias is 0, and in layers of the identity.",
    ),
    Known(
        "one-bias-per-layer", "bias", "first-bias", "",
        "Neuron 0 of the first layer is right; the other neurons use its bias.",
        "Where all biases of a layer are equal, as in many published examples, or where the layer shares one bias.",
    ),
    Known(
        "biases-in-reverse", "bias", "mirrored-bias", "",
        "Each neuron uses the bias of the neuron at the same distance from the other end.",
        "Where all biases of a layer are equal, or the layer has only one neuron.",
    ),
    Known(
        "weights-transposed-forward", "weights", "column", "",
        "In square layers z uses the column instead of the row; the backward pass uses the right weights.",
        "Where the weights are symmetric. Where a layer is not square, the program cannot run (this entry then "
        "uses the right formula), or it reads a flat array by columns.",
    ),
    Known(
        "weighted-sum-not-reset", "weighted-sum", "starts-from-neuron-before", "",
        "Neuron 0 of each layer is right; every other neuron adds to the sum of the neuron before it.",
        "In layers with one neuron.",
    ),
    Known(
        "no-output-activation-forward", "function", "identity", "in-last-layer",
        "The outputs are the weighted sums; with softmax they may be negative.",
        "Where the last layer is the identity.",
    ),
    Known(
        "slope-at-activation", "slope", "slope-at-activation", "",
        "Slopes are too large where the activation saturates.",
        "For the identity, and for relu and leaky_relu, whose slopes agree.",
    ),
    Known(
        "a-formula-at-z", "slope", "a-formula-at-z", "",
        "Where |z| is large, slopes are large and negative.",
        "For activations other than sigmoid and tanh.",
    ),
    Known(
        "sigmoid-slope-everywhere", "slope", "of-sigmoid", "",
        "Slopes are at most 1/4, even in layers that are not sigmoid.",
        "Where every layer is sigmoid (or softmax).",
    ),
    Known(
        "relu-slope-always-1", "slope", "missing", "in-relu-layers",
        "Neurons that are off get a δ and learn.",
        "Where no relu neuron is off.",
    ),
    Known(
        "relu-overwrites-upstream", "errors", "missing", "in-relu-layers",
        "Every neuron that is on gets a δ of exactly 1.",
        "Without relu layers.",
    ),
    Known(
        "sign-of-error", "cost-slope", "negated", "",
        "Every δ and every gradient has the other sign, and the update goes uphill.",
        "Where all gradients are 0.",
    ),
    Known(
        "output-slope-missing", "slope", "missing", "in-last-layer",
        "Every δ of the last layer is too large by 1/σ′(z_j), and so is everything before it.",
        "Where the last layer is the identity, or softmax.",
    ),
    Known(
        "bce-slope-a-minus-y", "cost-slope", "error", "with-binary_cross_entropy",
        "For sigmoid, δ is already a_j − y_j: σ′ is one factor too many.",
        "Without binary_cross_entropy.",
    ),
    Known(
        "one-error-for-all", "cost-slope", "sum-cost-slope", "",
        "The whole layer gets one error: an output that was right is blamed for the others.",
        "With one output, and with softmax, where every δ may become 0.",
    ),
    Known(
        "error-clipped", "cost-slope", "cut", "",
        "An output that is far off gets no larger error than the limit, as with the Huber loss.",
        "Where every ∂C/∂a_j lies in [−c, c].",
    ),
    Known(
        "softmax-diagonal-only", "softmax", "diagonal-only", "",
        "Softmax is treated as if each output depended only on its own z: the deltas no longer add up to 0.",
        "Without softmax.",
    ),
    Known(
        "softmax-shortcut-with-slope", "softmax", "a-minus-y-with-slope", "with-cross_entropy",
        "The shortcut a − y already contains the slopes; here a slope is multiplied in again.",
        "Without softmax and cross_entropy.",
    ),
    Known(
        "half-squared-as-squared", "cost", "as-squared_error", "with-half_squared_error",
        "Cost, deltas and gradients are all off by the same constant factor.",
        "Without half_squared_error.",
    ),
    Known(
        "half-squared-as-mean-squared", "cost", "as-mean_squared_error", "with-half_squared_error",
        "Cost, deltas and gradients are all off by the same constant factor.",
        "Without half_squared_error. With two outputs.",
    ),
    Known(
        "next-layer-slopes", "slopes", "of-next-layer-in-the-sum", "",
        "Each hidden layer uses, inside the sum, the slopes of the layer after it, and not its own slopes.",
        "Without hidden layers, or where slopes are 1.",
    ),
    Known(
        "hidden-slope-missing", "slope", "missing", "in-hidden-layers",
        "Every hidden δ is too large by the factor 1/σ′(z_j), once more for each layer further back.",
        "Where hidden layers are identity, or relu with all neurons on.",
    ),
    Known(
        "first-next-neuron-only", "next-sum", "only-first", "",
        "One term instead of the sum: the other neurons that j leads to do not count.",
        "Where every layer after a hidden layer has one neuron.",
    ),
    Known(
        "last-next-neuron-only", "next-sum", "only-last", "",
        "Each term overwrites the one before it.",
        "Where every layer after a hidden layer has one neuron.",
    ),
    Known(
        "unweighted-sum", "next-weights", "missing", "",
        "All neurons of a hidden layer get the same sum; only their slopes differ.",
        "Without hidden layers.",
    ),
    Known(
        "index-swapped", "next-weights", "row", "",
        "A row of the next layer's weights is used instead of a column (W δ instead of W^T δ).",
        "Where the weights are symmetric. Where the next layer is not square, the program cannot run (this entry "
        "then uses the right formula), or it reads w[j n + m] from one list of all weights.",
    ),
    Known(
        "normalised-by-weights", "next-weights", "over-row", "",
        "The error is divided in proportion to the weights. Some books explain it this way, but it is not the "
        "derivative.",
        "Without hidden layers.",
    ),
    Known(
        "bias-row-kept", "next-weights", "bias-in-front", "",
        "Each row starts with the bias, which was not removed: δ_0 is computed from biases, and every other δ from "
        "the weights of the neuron before it.",
        "Without hidden layers.",
    ),
    Known(
        "error-not-delta", "delta", "errors-instead-of-deltas", "",
        "Errors are passed back through the weights alone; the slopes on the way are left out.",
        "Where the layers after the first are identity.",
    ),
    Known(
        "sum-not-reset", "back-sum", "sum-not-reset", "",
        "The sum is set to 0 before the loop over the neurons, not inside it: neuron 0 is right; every other sum "
        "still contains the earlier ones.",
        "In hidden layers with one neuron.",
    ),
    Known(
        "z-for-a", "input-for-weights", "z", "",
        "The weighted sums of the layer before are used instead of its activations.",
        "In the first layer, and where the layer before is identity.",
    ),
    Known(
        "x-for-a", "input-for-weights", "x", "",
        "In layers after the first, δ is multiplied by the network's input.",
        "With one layer. Where the widths differ, the program cannot run (this entry then uses the right formula).",
    ),
    Known(
        "own-activation-for-input", "input-for-weights", "own-activations", "",
        "The layer's own outputs are used instead of its inputs.",
        "Where the widths differ, the program cannot run (this entry then uses the right formula), or it reads on in "
        "one "
        "list of all activations.",
    ),
    Known(
        "gradient-transposed", "weight-gradient", "transposed", "",
        "In square layers the outer product is the wrong way round (a δ^T instead of δ a^T).",
        "Where layers are not square, the program cannot run (this entry then uses the right formula), or it writes "
        "to k n "
        "+ j in one list of all weights.",
    ),
    Known(
        "sum-of-layer-deltas", "bias-gradient", "sum-delta", "without-shared-bias",
        "All biases of a layer have the same gradient.",
        "In layers with one neuron, and where the layer shares one bias. With softmax the sum is 0, so the output "
        "biases never learn.",
    ),
    Known(
        "mean-of-layer-deltas", "bias-gradient", "mean-delta", "",
        "All biases of a layer have the same gradient: the mean was taken along the wrong axis.",
        "In layers with one neuron, and where the layer shares one bias. With softmax the mean is 0.",
    ),
    Known(
        "bias-times-inputs", "bias-gradient", "times-sum-input", "without-shared-bias",
        "The bias is treated like a weight, once for each input.",
        "Where the inputs add up to 1. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "slope-at-bias", "bias-gradient", "slope-at-bias", "without-shared-bias",
        "The slope is taken at b_j instead of z_j.",
        "Where all slopes are the same, and with softmax. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-without-slope", "bias-gradient", "cost-slope", "without-shared-bias",
        "The weight gradients are right; σ′(z_j) is missing from the bias gradients.",
        "Where slopes are 1. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-for-gradient", "bias-gradient", "bias", "without-shared-bias",
        "The bias itself is used as its gradient: every step shrinks it by the factor 1 − α, whatever the target is.",
        "Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "next-layer-delta", "bias-gradient", "next-layer-delta", "without-shared-bias",
        "The deltas are those of the next layer.",
        "In the last layer. Where the widths differ, the program cannot run (this entry then uses the right formula).",
    ),
    Known(
        "zero-bias-zero-gradient", "bias-gradient", "0-where-bias-is-0", "",
        "A bias that starts at 0 stays 0: its value is confused with its gradient, or 0 is read as \"no bias\".",
        "Where no bias is 0.",
    ),
    Known(
        "bias-gradient-0", "bias-gradient", "0", "without-shared-bias",
        "All bias gradients are 0; no bias ever changes.",
        "Where every δ is 0. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-gradient-negated", "bias-gradient", "negated", "without-shared-bias",
        "Weights go downhill, biases uphill.",
        "Where every δ is 0. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "sum-for-mean", "divisor", "1", "",
        "The cost and the gradients are N times too large.",
        "With one example. Where the case asks for the sum.",
    ),
    Known(
        "mean-for-sum", "divisor", "examples", "",
        "The cost and the gradients are N times too small.",
        "With one example. Where the case asks for the mean.",
    ),
    Known(
        "biases-not-averaged", "divisor-for-biases", "1", "",
        "Bias gradients are N times too large.",
        "With one example. Where the case asks for the sum.",
    ),
    Known(
        "averaged-twice", "divisor-of-gradients", "squared", "",
        "Gradients are N times too small.",
        "With one example. Where the case asks for the sum.",
    ),
    Known(
        "over-outputs", "divisor-of-gradients", "outputs", "",
        "The mean is taken over the outputs instead of the examples.",
        "Where there are as many examples as outputs. Where the case asks for the sum.",
    ),
    Known(
        "last-example-only", "examples", "last", "",
        "Gradients are set to 0 inside the loop, or the loop has = instead of +=.",
        "With one example.",
    ),
    Known(
        "running-average", "examples", "running-average", "",
        "The last example counts as much as all others together.",
        "With one or two examples, and where the case asks for the sum.",
    ),
    Known(
        "parameters-ascent", "rate", "negated", "",
        "The update goes uphill: the cost grows.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "parameters-rate-missing", "rate", "missing", "",
        "The learning rate is left out.",
        "Where α = 1. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "biases-never-updated", "rate-for-biases", "0", "",
        "The new value equals the old one.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "biases-updated-twice", "rate-for-biases", "doubled", "",
        "The step is taken twice.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "gradients-times-constant", "cost-slope", "times-constant", "",
        "Every gradient is off by the same factor. It may come from the cost, from the last δ or from the end of the "
        "computation.",
        "Where every δ is 0.",
    ),
    Known(
        "weight-decay", "weights-moved-by", "plus-constant-times-weights", "",
        "Every step shrinks each weight by the factor 1 − αλ, a penalty that the case does not ask for. The biases "
        "are right.",
        "Where they are 0, and where no update is asked for (unless the reported gradients include the penalty).",
    ),
)

OTHERS = (  # of which the grammar says enough: name, group, substitute, extent
    ("no-bias-in-output-layer", "bias", "0", "in-last-layer"),
    ("bias-added-twice", "bias", "doubled", ""),
    ("bias-added-in-the-loop", "bias", "times-fan-in", ""),
    ("bias-from-start-of-row", "bias", "first-weight", ""),
    ("last-input-left-out", "sum", "without-last", ""),
    ("weighted-sum-overwritten", "sum", "only-last", ""),
    ("mean-of-inputs", "sum", "mean", ""),
    ("sum-over-root-of-inputs", "sum", "over-root", ""),
    ("activation-twice", "activation", "twice-activated", ""),
    ("sums-for-activations-forward", "inputs", "z", ""),
    ("output-activation-ignored", "function-and-slope", "identity", "in-last-layer"),
    ("hidden-activation-ignored", "function-and-slope", "identity", "in-hidden-layers"),
    ("activation-of-first-layer", "function-and-slope", "of-first-layer", ""),
    ("activation-of-last-layer", "function-and-slope", "of-last-layer", ""),
    ("sigmoid-in-hidden-layers", "function-and-slope", "sigmoid", "in-hidden-layers"),
    ("slope-at-activation-hidden", "slope", "slope-at-activation", "in-hidden-layers"),
    ("slope-at-activation-output", "slope", "slope-at-activation", "in-last-layer"),
    ("activation-for-slope", "slope", "activation", ""),
    ("slope-with-z-and-a-swapped", "slope", "with-z-and-a-swapped", ""),
    ("a-times-1-minus-a-everywhere", "slope", "a-times-1-minus-a", ""),
    ("tanh-slope-everywhere", "slope", "1-minus-a-squared", ""),
    ("slope-of-next-layer-function", "slope", "of-next-layer", "in-hidden-layers"),
    ("slope-of-last-layer-function", "slope", "of-last-layer", "in-hidden-layers"),
    ("slope-of-layer-before-function", "slope", "of-before-layer", ""),
    ("slope-of-first-neuron", "slope", "first-slope", ""),
    ("tanh-slope-plus", "slope", "tanh-1-plus-tanh-squared-z", ""),
    ("tanh-slope-without-1", "slope", "tanh-minus-tanh-squared-z", ""),
    ("tanh-slope-not-squared", "slope", "tanh-1-minus-tanh-z", ""),
    ("relu-slope-inverted", "slope", "relu-0-if-z-above-0-else-1", ""),
    ("slope-relu-1-at-kink", "slope", "relu-1-if-z-from-0-else-0", ""),
    ("softplus-slope-of-sigmoid", "slope", "softplus-of-sigmoid", ""),
    ("absolute-error", "cost-slope", "size", ""),
    ("output-slope-twice", "slope", "squared", "in-last-layer"),
    ("a-minus-y-for-every-cost", "delta", "error", ""),
    ("bce-first-term-only", "cost-slope", "binary_cross_entropy-minus-y-over-a", ""),
    ("ce-slope-a-minus-y", "cost-slope", "error", "with-cross_entropy"),
    ("mean-error-for-all", "cost-slope", "mean-cost-slope", ""),
    ("first-output-only", "cost-slope", "only-first", ""),
    ("softmax-step-missing", "softmax", "step-missing", ""),
    ("squared-as-half-squared", "cost", "as-half_squared_error", "with-squared_error"),
    ("squared-as-mean-squared", "cost", "as-mean_squared_error", "with-squared_error"),
    ("mean-squared-as-half-squared", "cost", "as-half_squared_error", "with-mean_squared_error"),
    ("mean-squared-as-squared", "cost", "as-squared_error", "with-mean_squared_error"),
    ("hidden-slope-twice", "slope", "squared", "in-hidden-layers"),
    ("hidden-delta-0", "slope", "0", "in-hidden-layers"),
    ("own-index-only", "next-sum", "only-own", ""),
    ("deltas-left-out-of-sum", "next-deltas", "missing", ""),
    ("mean-over-next", "next-sum", "mean", ""),
    ("absolute-weights", "next-weights", "size", ""),
    ("own-weights", "next-weights", "own-column", ""),
    ("error-handed-back", "next-deltas", "differences", ""),
    ("next-slope-again", "next-deltas", "times-slopes", ""),
    ("first-layer-slope-missing", "slope", "missing", "in-first-layer"),
    ("times-weight", "input-for-weights", "times-weights", ""),
    ("weight-for-input", "input-for-weights", "weights", ""),
    ("input-missing", "input-for-weights", "missing", ""),
    ("delta-missing", "weight-gradient", "input-only", ""),
    ("sum-of-inputs", "input-for-weights", "sum-for-all", ""),
    ("weight-gradient-without-slope", "delta-for-weights", "cost-slope", ""),
    ("slope-again-in-weight-gradient", "delta-for-weights", "times-slope", ""),
    ("weight-gradient-0", "weight-gradient", "0", ""),
    ("next-layer-delta-for-weights", "delta-for-weights", "next-layer-delta", ""),
    ("sum-of-layer-deltas-for-weights", "delta-for-weights", "sum-delta", ""),
    ("first-delta-of-layer", "bias-gradient", "first-delta", "without-shared-bias"),
    ("last-delta-of-layer", "bias-gradient", "last-delta", "without-shared-bias"),
    ("deltas-in-reverse", "bias-gradient", "mirrored-delta", ""),
    ("bias-times-first-input", "bias-gradient", "times-first-input", "without-shared-bias"),
    ("bias-times-last-input", "bias-gradient", "times-last-input", "without-shared-bias"),
    ("bias-times-own-activation", "bias-gradient", "times-activation", "without-shared-bias"),
    ("bias-times-bias", "bias-gradient", "times-bias", "without-shared-bias"),
    ("bias-times-fan-in", "bias-gradient", "times-fan-in", "without-shared-bias"),
    ("layer-before-delta", "bias-gradient", "before-layer-delta", "without-shared-bias"),
    ("hidden-bias-gradient-0", "bias-gradient", "0", "in-hidden-layers"),
    ("shared-bias-mean", "shared-bias-gradient", "over-width", ""),
    ("weights-not-averaged", "divisor-for-weights", "1", ""),
    ("over-all-elements", "divisor-of-gradients", "elements", ""),
    ("first-example-only", "examples", "first", ""),
    ("last-example-left-out", "examples", "without-last", ""),
    ("deltas-not-zeroed", "delta", "plus-earlier-delta", ""),
    ("weights-ascent", "rate-for-weights", "negated", ""),
    ("biases-ascent", "rate-for-biases", "negated", ""),
    ("parameters-rate-twice", "rate", "squared", ""),
    ("parameters-never-updated", "rate", "0", ""),
    ("weights-never-updated", "rate-for-weights", "0", ""),
    ("parameters-assigned", "old-parameters", "0", ""),
    ("biases-assigned", "old-bias", "0", ""),
    ("biases-doubled", "old-bias", "doubled", ""),
    ("output-layer-only", "rate", "0", "in-hidden-layers"),
    ("biases-moved-by-sum-of-layer", "biases-moved-by", "sum-bias-gradient", ""),
    ("bias-moved-for-each-weight", "rate-for-biases", "times-fan-in", ""),
    ("rate-over-examples", "rate", "over-examples", ""),
    ("weight-decay-on-all", "moved-by", "plus-constant-times-parameters", ""),
    ("parameters-sign-of-gradient", "moved-by", "sign", ""),
    ("rate-divided", "rate", "divides", ""),
    ("inputs-times-constant", "inputs-as-given", "times-constant", ""),
    ("gradients-in-integers", "finished-gradients", "whole", ""),
    ("weight-gradients-clipped", "finished-weight-gradients", "cut", ""),
    ("gradients-clipped", "finished-gradients", "cut", ""),
    ("divided-by-integers", "divisor", "infinite", ""),
    ("leaky-relu-slope", "activation-and-slope", "leaky_relu-below", ""),
    ("elu-factor", "activation-and-slope", "elu-times", ""),
    ("tanh-gain", "argument-and-slope", "times-constant", "in-tanh-layers"),
    ("sigmoid-gain", "argument-and-slope", "times-constant", "in-sigmoid-layers"),
    ("tanh-gain-not-in-slope", "argument-and-slope", "times-constant-from-a", "in-tanh-layers"),
    ("sigmoid-gain-not-in-slope", "argument-and-slope", "times-constant-from-a", "in-sigmoid-layers"),
    ("sums-clipped", "argument-and-slope", "cut", "in-sigmoid-layers"),
    ("gelu-tanh", "activation", "gelu-by-tanh", ""),
    ("gelu-sigmoid", "activation", "gelu-by-sigmoid", ""),
    ("bias-as-threshold", "bias-and-gradient", "negated", ""),
    ("outputs-clipped", "cost", "outputs-clipped", ""),
    ("slopes-at-outputs-clipped", "cost", "slopes-at-outputs-clipped", ""),
    ("logarithm-plus-epsilon", "cost", "logarithm-plus-epsilon", ""),
    ("cost-logarithm-plus-epsilon", "cost-alone", "logarithm-plus-epsilon", ""),
    ("logarithm-to-another-base", "cost", "logarithm-to-another-base", ""),
    ("logarithms-clamped-at-minus-100", "cost", "logarithms-at-least-minus-100", ""),
    ("sigmoid-in-cost-too", "cost", "of-sigmoid", ""),
    ("softmax-in-cost-too", "cost-and-slope", "of-softmax", ""),
    ("huber-loss", "cost", "huber-loss", ""),
    ("adam-for-gradient-descent", "optimizer", "adam", ""),
    ("adam-without-bias-correction", "optimizer", "adam-without-bias-correction", ""),
    ("rmsprop", "optimizer", "rmsprop", ""),
    ("nesterov-momentum", "optimizer", "nesterov-momentum", ""),
    ("damped-momentum", "optimizer", "damped-momentum", ""),
    ("biases-only-if-several-examples", "rate-for-biases", "0-with-one-example", ""),
    ("offset-of-layer-forgotten", "next-weights", "of-list-of-all-layers", ""),
    ("softmax-first-left-out-of-sum", "activation", "softmax-without-first-power", ""),
    ("softmax-epsilon", "activation", "softmax-with-epsilon", ""),
    ("softmax-twice", "activation", "twice-activated", "in-softmax-layers"),
)

NAMES = {
    **{(one.group, one.substitute, one.extent): one.name for one in KNOWN},
    **{(group, substitute, extent): name for name, group, substitute, extent in OTHERS},
}
SAID = {one.name: (one.shows, one.hidden) for one in KNOWN}
