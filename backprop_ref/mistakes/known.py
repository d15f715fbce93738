"""The slips that people know by a name: their parts, what one sees of each, and where it does not show.

    KNOWN    one entry for each, in the order of a step
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
        "no-bias-in-output-layer", "bias", "0", "in-last-layer",
        "The forward pass is right up to the last layer, where z is off by its bias.",
        "Where every output bias is 0.",
    ),
    Known(
        "bias-subtracted", "bias", "negated", "",
        "Every z is off by twice its bias.",
        "Where every bias is 0.",
    ),
    Known(
        "bias-added-twice", "bias", "doubled", "",
        "Every z is off by its bias: the sum starts from the bias, and the bias is added again at the end.",
        "Where every bias is 0.",
    ),
    Known(
        "bias-added-in-the-loop", "bias", "times-fan-in", "",
        "The bias is added once for each input (or once more than that).",
        "Where a neuron has only one input, or the bias is 0.",
    ),
    Known(
        "bias-from-start-of-row", "bias", "first-weight", "",
        "Each neuron uses its first weight as its bias: a row that ends with the bias is read from its start.",
        "Where the two are equal.",
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
        "last-input-left-out", "sum", "without-last", "",
        "A loop ends one step too early: the last weight of each neuron is left out of z.",
        "Where that weight or a_k is 0.",
    ),
    Known(
        "weighted-sum-overwritten", "sum", "only-last", "",
        "Only the last input counts.",
        "Where each neuron has only one input.",
    ),
    Known(
        "weighted-sum-not-reset", "weighted-sum", "starts-from-neuron-before", "",
        "Neuron 0 of each layer is right; every other neuron adds to the sum of the neuron before it.",
        "In layers with one neuron.",
    ),
    Known(
        "mean-of-inputs", "sum", "mean", "",
        "The sum is divided by the number of inputs; slopes and gradients are computed from the smaller z.",
        "Where each neuron has only one input.",
    ),
    Known(
        "sum-over-root-of-inputs", "sum", "over-root", "",
        "The sum is scaled the way initial weights often are.",
        "Where each neuron has only one input.",
    ),
    Known(
        "activation-twice", "activation", "twice-activated", "",
        "The activation function is applied twice.",
        "For identity and relu, where the second time changes nothing, and for softmax.",
    ),
    Known(
        "sums-for-activations-forward", "inputs", "z", "",
        "Each layer receives z of the layer before it instead of a. The gradients still use a.",
        "With one layer, and after layers of the identity.",
    ),
    Known(
        "no-output-activation-forward", "function", "identity", "in-last-layer",
        "The outputs are the weighted sums; with softmax they may be negative.",
        "Where the last layer is the identity.",
    ),
    Known(
        "output-activation-ignored", "function-and-slope", "identity", "in-last-layer",
        "The outputs are the weighted sums, and the last δ has no slope factor.",
        "Where the last layer is the identity.",
    ),
    Known(
        "hidden-activation-ignored", "function-and-slope", "identity", "in-hidden-layers",
        "Everything before the last layer is one linear map.",
        "Without hidden layers, or where they are the identity.",
    ),
    Known(
        "activation-of-first-layer", "function-and-slope", "of-first-layer", "",
        "The whole network, or the last layer alone, uses the activation of the first layer (softmax may be kept).",
        "Where all layers have the same activation.",
    ),
    Known(
        "activation-of-last-layer", "function-and-slope", "of-last-layer", "",
        "The whole network uses the activation of the last layer (unless that is softmax).",
        "Where all layers have the same activation.",
    ),
    Known(
        "sigmoid-in-hidden-layers", "function-and-slope", "sigmoid", "in-hidden-layers",
        "All hidden layers use sigmoid; only the last layer uses its own activation.",
        "Without hidden layers, and where they are sigmoid.",
    ),
    Known(
        "slope-at-activation", "slope", "slope-at-activation", "",
        "Slopes are too large where the activation saturates.",
        "For the identity, and for relu and leaky_relu, whose slopes agree.",
    ),
    Known(
        "slope-at-activation-hidden", "slope", "slope-at-activation", "in-hidden-layers",
        "The last layer is right, but the layers before it are not.",
        "Without hidden layers; for identity, relu and leaky_relu.",
    ),
    Known(
        "slope-at-activation-output", "slope", "slope-at-activation", "in-last-layer",
        "Every δ of the last layer is off by a factor, a different one for each output.",
        "With softmax; for identity, relu and leaky_relu.",
    ),
    Known(
        "activation-for-slope", "slope", "activation", "",
        "A neuron that is off still learns nothing; a saturated one learns at the full rate.",
        "Where σ(z) happens to be σ′(z).",
    ),
    Known(
        "a-formula-at-z", "slope", "a-formula-at-z", "",
        "Where |z| is large, slopes are large and negative.",
        "For activations other than sigmoid and tanh.",
    ),
    Known(
        "slope-with-z-and-a-swapped", "slope", "with-z-and-a-swapped", "",
        "Two arguments are swapped: z(1 − z) for sigmoid, 1 − z² for tanh, and σ′(a_j) for the others.",
        "For the identity, and for relu and leaky_relu, whose slopes agree.",
    ),
    Known(
        "sigmoid-slope-everywhere", "slope", "of-sigmoid", "",
        "Slopes are at most 1/4, even in layers that are not sigmoid.",
        "Where every layer is sigmoid (or softmax).",
    ),
    Known(
        "a-times-1-minus-a-everywhere", "slope", "a-times-1-minus-a", "",
        "Slopes are negative where a is negative, and 0 for relu at a = 1.",
        "Where every layer is sigmoid (or softmax).",
    ),
    Known(
        "tanh-slope-everywhere", "slope", "1-minus-a-squared", "",
        "The slope of tanh is used in layers that are not tanh.",
        "Where every layer is tanh (or softmax).",
    ),
    Known(
        "slope-of-next-layer-function", "slope", "of-next-layer", "in-hidden-layers",
        "Each hidden layer uses the slope function of the layer after it.",
        "Where all layers have the same activation, or the next layer is softmax.",
    ),
    Known(
        "slope-of-last-layer-function", "slope", "of-last-layer", "in-hidden-layers",
        "Hidden layers use the slope function of the output layer.",
        "Where all layers have the same activation.",
    ),
    Known(
        "slope-of-layer-before-function", "slope", "of-before-layer", "",
        "Each layer uses the slope function of the layer before it.",
        "Where all layers have the same activation.",
    ),
    Known(
        "slope-of-first-neuron", "slope", "first-slope", "",
        "Neuron 0 of each layer is right; the other neurons use its slope.",
        "In layers with one neuron, and for identity.",
    ),
    Known(
        "tanh-slope-plus", "slope", "tanh-plus", "",
        "Slopes lie between 1 and 2.",
        "Without tanh. Near z = 0 it hardly shows.",
    ),
    Known(
        "tanh-slope-without-1", "slope", "tanh-without-1", "",
        "Slopes are negative.",
        "Without tanh.",
    ),
    Known(
        "tanh-slope-not-squared", "slope", "tanh-not-squared", "",
        "Slopes are greater than 1 where z is negative.",
        "Without tanh.",
    ),
    Known(
        "relu-slope-always-1", "slope", "relu-always-1", "",
        "Neurons that are off get a δ and learn.",
        "Where no relu neuron is off.",
    ),
    Known(
        "relu-slope-inverted", "slope", "relu-inverted", "",
        "Neurons that are on learn nothing; neurons that are off do.",
        "Without relu.",
    ),
    Known(
        "softplus-slope-of-sigmoid", "slope", "softplus-of-sigmoid", "",
        "One derivative too many: s is already the slope.",
        "Without softplus.",
    ),
    Known(
        "relu-overwrites-upstream", "back-sum", "missing", "in-relu-layers",
        "Every neuron that is on gets a δ of exactly 1.",
        "Without hidden relu layers.",
    ),
    Known(
        "sign-of-error", "cost-slope", "negated", "",
        "Every δ and every gradient has the other sign, and the update goes uphill.",
        "Where all gradients are 0.",
    ),
    Known(
        "absolute-error", "cost-slope", "size", "",
        "∂C/∂a_j is never negative, so outputs can only go down.",
        "Where every output is above its target.",
    ),
    Known(
        "output-slope-missing", "slope", "missing", "in-last-layer",
        "Every δ of the last layer is too large by 1/σ′(z_j), and so is everything before it.",
        "Where the last layer is the identity, or softmax.",
    ),
    Known(
        "output-slope-twice", "slope", "squared", "in-last-layer",
        "Every δ of the last layer is too small.",
        "Where the last layer is the identity, or softmax.",
    ),
    Known(
        "a-minus-y-for-every-cost", "delta", "error", "",
        "The shortcut δ = a − y holds for sigmoid with binary_cross_entropy and for softmax with cross_entropy. Here "
        "it is used everywhere.",
        "Where the shortcut holds, and for identity with half_squared_error.",
    ),
    Known(
        "bce-first-term-only", "cost-slope", "bce-first-term-only", "",
        "Outputs with target 0 get no δ.",
        "Where every target is 1.",
    ),
    Known(
        "bce-slope-a-minus-y", "cost-slope", "error", "with-binary_cross_entropy",
        "For sigmoid, δ is already a_j − y_j: σ′ is one factor too many.",
        "Without binary_cross_entropy.",
    ),
    Known(
        "ce-slope-a-minus-y", "cost-slope", "error", "with-cross_entropy",
        "For softmax, δ is already a_j − y_j: the slopes of softmax come in once too often.",
        "Without cross_entropy.",
    ),
    Known(
        "one-error-for-all", "cost-slope", "sum-cost-slope", "",
        "The whole layer gets one error: an output that was right is blamed for the others.",
        "With one output, and with softmax, where every δ may become 0.",
    ),
    Known(
        "mean-error-for-all", "cost-slope", "mean-cost-slope", "",
        "The whole layer gets one error, the mean.",
        "With one output, and with softmax.",
    ),
    Known(
        "error-clipped", "cost-slope", "cut", "",
        "An output that is far off gets no larger error than the limit, as with the Huber loss.",
        "Where every ∂C/∂a_j lies in [−c, c].",
    ),
    Known(
        "first-output-only", "cost-slope", "only-first", "",
        "Only the first output gets a δ.",
        "With one output.",
    ),
    Known(
        "softmax-diagonal-only", "softmax", "diagonal-only", "",
        "Softmax is treated as if each output depended only on its own z: the deltas no longer add up to 0.",
        "Without softmax.",
    ),
    Known(
        "softmax-step-missing", "softmax", "step-missing", "",
        "∂C/∂a is used as δ: the slopes of softmax are forgotten.",
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
        "squared-as-half-squared", "cost", "as-half_squared_error", "with-squared_error",
        "Cost, deltas and gradients are all off by the same constant factor.",
        "Without squared_error.",
    ),
    Known(
        "squared-as-mean-squared", "cost", "as-mean_squared_error", "with-squared_error",
        "Cost, deltas and gradients are all off by the same constant factor.",
        "Without squared_error. With one output.",
    ),
    Known(
        "mean-squared-as-half-squared", "cost", "as-half_squared_error", "with-mean_squared_error",
        "Cost, deltas and gradients are all off by the same constant factor.",
        "Without mean_squared_error. With two outputs.",
    ),
    Known(
        "mean-squared-as-squared", "cost", "as-squared_error", "with-mean_squared_error",
        "Cost, deltas and gradients are all off by the same constant factor.",
        "Without mean_squared_error. With one output.",
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
        "hidden-slope-twice", "slope", "squared", "in-hidden-layers",
        "Every hidden δ is too small by the factor σ′(z_j).",
        "Where the slopes of hidden layers are 0 or 1.",
    ),
    Known(
        "hidden-delta-0", "slope", "0", "in-hidden-layers",
        "Nothing is passed back from the last layer: its inputs are treated as constants.",
        "Without hidden layers.",
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
        "own-index-only", "next-sum", "only-own", "",
        "An elementwise product instead of the sum over m.",
        "Where layers differ in width, the program cannot run (this entry then uses the right formula).",
    ),
    Known(
        "unweighted-sum", "next-weights", "missing", "",
        "All neurons of a hidden layer get the same sum; only their slopes differ.",
        "Without hidden layers.",
    ),
    Known(
        "deltas-left-out-of-sum", "next-deltas", "missing", "",
        "Hidden deltas do not depend on the target.",
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
        "mean-over-next", "next-sum", "mean", "",
        "Hidden deltas are divided by the width of every layer that they pass through.",
        "Where every layer after a hidden layer has one neuron.",
    ),
    Known(
        "absolute-weights", "next-weights", "size", "",
        "A negative weight passes δ back with the wrong sign.",
        "Where no weight after the first layer is negative.",
    ),
    Known(
        "bias-row-kept", "next-weights", "bias-in-front", "",
        "Each row starts with the bias, which was not removed: δ_0 is computed from biases, and every other δ from "
        "the weights of the neuron before it.",
        "Without hidden layers.",
    ),
    Known(
        "own-weights", "next-weights", "own-column", "",
        "The layer's own weights are used instead of the next layer's.",
        "Where the layer is not square or the next one has another width, the program cannot run (this entry then "
        "uses the right formula).",
    ),
    Known(
        "error-not-delta", "delta", "errors-instead-of-deltas", "",
        "Errors are passed back through the weights alone; the slopes on the way are left out.",
        "Where the layers after the first are identity.",
    ),
    Known(
        "error-handed-back", "next-deltas", "differences", "",
        "The last layer is right, but it passes back its error a − y instead of its δ.",
        "Where the δ of the last layer is a − y, as for softmax with cross_entropy.",
    ),
    Known(
        "next-slope-again", "next-deltas", "times-slopes", "",
        "σ′(z_m) is multiplied in again; δ_m already contains it.",
        "Where the slopes of the layers after a hidden layer are 0 or 1, or that layer is softmax.",
    ),
    Known(
        "first-layer-slope-missing", "slope", "missing", "in-first-layer",
        "Everything is right except the first layer, where δ lacks σ′(z_j).",
        "Without hidden layers, or where the slopes of the first layer are 1.",
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
        "times-weight", "input-for-weights", "times-weights", "",
        "The weight itself is one factor too many.",
        "Where the weights are 1.",
    ),
    Known(
        "weight-for-input", "input-for-weights", "weights", "",
        "∂z_j/∂w_jk is taken to be w_jk, but that is ∂z_j/∂a_k.",
        "Where w_jk = a_k.",
    ),
    Known(
        "input-missing", "input-for-weights", "missing", "",
        "Every weight of a neuron has the gradient of its bias.",
        "Where all inputs are 1.",
    ),
    Known(
        "delta-missing", "weight-gradient", "input-only", "",
        "Gradients do not depend on the target.",
        "Nowhere, unless every δ is 1.",
    ),
    Known(
        "sum-of-inputs", "input-for-weights", "sum-for-all", "",
        "All weights of a neuron have the same gradient.",
        "In layers with one input.",
    ),
    Known(
        "weight-gradient-without-slope", "delta-for-weights", "cost-slope", "",
        "The bias gradients are right; σ′(z_j) is missing from the weight gradients.",
        "Where slopes are 1.",
    ),
    Known(
        "slope-again-in-weight-gradient", "delta-for-weights", "times-slope", "",
        "The bias gradients are right; the weight gradients contain σ′(z_j) twice.",
        "Where slopes are 0 or 1, and with softmax.",
    ),
    Known(
        "weight-gradient-0", "weight-gradient", "0", "",
        "All weight gradients are 0; the bias gradients are right.",
        "Where gradients are 0.",
    ),
    Known(
        "next-layer-delta-for-weights", "delta-for-weights", "next-layer-delta", "",
        "The deltas are those of the next layer.",
        "In the last layer. Where the widths differ, the program cannot run (this entry then uses the right formula).",
    ),
    Known(
        "sum-of-layer-deltas-for-weights", "delta-for-weights", "sum-delta", "",
        "All neurons of a layer have the same weight gradients.",
        "In layers with one neuron. With softmax, all output gradients become 0.",
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
        "first-delta-of-layer", "bias-gradient", "first-delta", "without-shared-bias",
        "Neuron 0 is right; the other biases have its gradient.",
        "In layers with one neuron, and where the layer shares one bias.",
    ),
    Known(
        "last-delta-of-layer", "bias-gradient", "last-delta", "without-shared-bias",
        "The last neuron is right; the other biases have its gradient.",
        "In layers with one neuron, and where the layer shares one bias.",
    ),
    Known(
        "deltas-in-reverse", "bias-gradient", "mirrored-delta", "",
        "Each bias has the gradient of the neuron at the same distance from the other end.",
        "In layers with one neuron, and where the layer shares one bias.",
    ),
    Known(
        "bias-times-inputs", "bias-gradient", "times-sum-input", "without-shared-bias",
        "The bias is treated like a weight, once for each input.",
        "Where the inputs add up to 1. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-times-first-input", "bias-gradient", "times-first-input", "without-shared-bias",
        "The bias is treated like the first weight.",
        "Where the first input is 1. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-times-last-input", "bias-gradient", "times-last-input", "without-shared-bias",
        "The bias is treated like the last weight: k still has its value from the end of the loop.",
        "Where the last input is 1. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-times-own-activation", "bias-gradient", "times-activation", "without-shared-bias",
        "The neuron's own activation is one factor too many.",
        "Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-times-bias", "bias-gradient", "times-bias", "without-shared-bias",
        "The value of the bias is used instead of its input, which is 1.",
        "Where b_j = 1. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-times-fan-in", "bias-gradient", "times-fan-in", "without-shared-bias",
        "The gradient is added up inside the loop over the weights.",
        "In layers with one input. Where the layer shares one bias and sums it correctly.",
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
        "layer-before-delta", "bias-gradient", "before-layer-delta", "without-shared-bias",
        "The deltas are those of the layer before.",
        "In the first layer. Where the widths differ, the program cannot run (this entry then uses the right formula).",
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
        "hidden-bias-gradient-0", "bias-gradient", "0", "in-hidden-layers",
        "Only the output biases learn.",
        "Without hidden layers. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "bias-gradient-negated", "bias-gradient", "negated", "without-shared-bias",
        "Weights go downhill, biases uphill.",
        "Where every δ is 0. Where the layer shares one bias and sums it correctly.",
    ),
    Known(
        "shared-bias-mean", "shared-bias-gradient", "over-width", "",
        "The bias moves n times too slowly.",
        "Without a shared bias, and in layers with one neuron.",
    ),
    Known(
        "sum-for-mean", "divisor", "1", "",
        "Cost and gradients are N times too large.",
        "With one example. Where the case asks for the sum.",
    ),
    Known(
        "mean-for-sum", "divisor", "examples", "",
        "Cost and gradients are N times too small.",
        "With one example. Where the case asks for the mean.",
    ),
    Known(
        "biases-not-averaged", "divisor-for-biases", "1", "",
        "Bias gradients are N times too large.",
        "With one example. Where the case asks for the sum.",
    ),
    Known(
        "weights-not-averaged", "divisor-for-weights", "1", "",
        "Weight gradients are N times too large.",
        "With one example. Where the case asks for the sum.",
    ),
    Known(
        "averaged-twice", "divisor-of-gradients", "squared", "",
        "Gradients are N times too small.",
        "With one example. Where the case asks for the sum.",
    ),
    Known(
        "over-all-elements", "divisor-of-gradients", "elements", "",
        "The mean is taken over all outputs of all examples, the default of many libraries.",
        "With one output. Where the case asks for the sum.",
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
        "first-example-only", "examples", "first", "",
        "The loop ends after the first example.",
        "With one example.",
    ),
    Known(
        "last-example-left-out", "examples", "without-last", "",
        "A loop ends one step too early.",
        "Where the gradients of the last example are 0.",
    ),
    Known(
        "running-average", "examples", "running-average", "",
        "The last example counts as much as all others together.",
        "With one or two examples, and where the case asks for the sum.",
    ),
    Known(
        "deltas-not-zeroed", "delta", "plus-earlier-delta", "",
        "Each δ is added to the δ of the example before: += instead of =, or the deltas are not reset to 0.",
        "With one example.",
    ),
    Known(
        "parameters-ascent", "rate", "negated", "",
        "The update goes uphill: the cost grows.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "weights-ascent", "rate-for-weights", "negated", "",
        "The update goes uphill: the cost grows.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "biases-ascent", "rate-for-biases", "negated", "",
        "The update goes uphill: the cost grows.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "parameters-rate-missing", "rate", "missing", "",
        "The learning rate is left out.",
        "Where α = 1. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "parameters-rate-twice", "rate", "squared", "",
        "The learning rate is multiplied in twice.",
        "Where α = 1. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "parameters-never-updated", "rate", "0", "",
        "The new value equals the old one.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "weights-never-updated", "rate-for-weights", "0", "",
        "The new value equals the old one.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "biases-never-updated", "rate-for-biases", "0", "",
        "The new value equals the old one.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "parameters-assigned", "old-parameters", "0", "",
        "= instead of +=: the old value is lost.",
        "Where the old value is 0, and where no update is asked for.",
    ),
    Known(
        "biases-assigned", "old-bias", "0", "",
        "= instead of +=: the old value is lost.",
        "Where the old value is 0, and where no update is asked for.",
    ),
    Known(
        "biases-doubled", "old-bias", "doubled", "",
        "The new value is added to the old one.",
        "Where the old value is 0, and where no update is asked for.",
    ),
    Known(
        "biases-updated-twice", "rate-for-biases", "doubled", "",
        "The step is taken twice.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "output-layer-only", "rate", "0", "in-hidden-layers",
        "Hidden layers keep their weights and biases.",
        "Without hidden layers. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "biases-moved-by-sum-of-layer", "biases-moved-by", "sum-bias-gradient", "",
        "The gradients are right, but every bias of a layer is moved by the sum of all of them.",
        "In layers with one neuron, and where the layer shares one bias. With softmax the output biases never move.",
    ),
    Known(
        "bias-moved-for-each-weight", "rate-for-biases", "times-fan-in", "",
        "The bias is updated inside the loop over the weights.",
        "In layers with one input. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "rate-over-examples", "rate", "over-examples", "",
        "The update divides by N, although the gradient is already summed or averaged as the case asks.",
        "With one example. Where no update is asked for, and where gradients are 0.",
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
    Known(
        "weight-decay-on-all", "moved-by", "plus-constant-times-parameters", "",
        "Every step shrinks each weight and bias by the factor 1 − αλ, a penalty that the case does not ask for.",
        "Where they are 0, and where no update is asked for (unless the reported gradients include the penalty).",
    ),
    Known(
        "parameters-sign-of-gradient", "moved-by", "sign", "",
        "Every parameter changes by exactly α.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "rate-divided", "rate", "divides", "",
        "The gradient is divided by the learning rate instead of multiplied by it.",
        "Where α = 1. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "inputs-times-constant", "inputs-as-given", "times-constant", "",
        "The inputs are scaled, as pixels often are by 1/255.",
        "Where x is 0.",
    ),
    Known(
        "targets-reversed", "targets", "reversed", "",
        "Each output has the target of the output at the same distance from the other end.",
        "With one output, and where y is the same backward.",
    ),
    Known(
        "targets-smoothed", "targets", "smoothed", "",
        "Targets are moved toward 1/n: label smoothing.",
        "Where targets are 1/n.",
    ),
    Known(
        "targets-one-hot", "targets", "one-hot", "",
        "Targets were turned into classes.",
        "Where each target has one 1 and otherwise 0.",
    ),
    Known(
        "gradients-in-integers", "finished-gradients", "whole", "",
        "The gradients are stored in an array of integers: most become 0.",
        "Where gradients are whole numbers.",
    ),
    Known(
        "gradients-clipped", "finished-gradients", "cut", "",
        "Every gradient lies in [−c, c].",
        "Where every gradient already lies in [−c, c].",
    ),
    Known(
        "divided-by-integers", "divisor", "infinite", "",
        "Nothing is learned from more than one example: 1/N is 0 in integers.",
        "With one example. Where the case asks for the sum.",
    ),
    *(
        Known(
            f"{array}-in-single", f"{array}-in", "single", "",
            "Everything that is computed from it has 16 digits, but only about seven are right.",
            "Where all numbers in the array are singles, such as 0.5.",
        ) for array in ("parameters", "weights", "biases", "examples", "inputs", "targets", "activations", "errors",
                        "deltas", "gradients", "updates")
    ),
)

NAMES = {(one.group, one.substitute, one.extent): one.name for one in KNOWN}
SAID = {one.name: (one.shows, one.hidden) for one in KNOWN}
