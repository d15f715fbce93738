"""The slips that people know by a name: which parts they are made of, what one sees of each, and where it hides.

    KNOWN    one entry for each, in the order of a step
    NAMES    group, substitute and extent → name
    SAID     name → what one sees, and where it cannot be seen

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
        "Every z is off by its bias, and with it everything that follows.",
        "Where every bias is 0.",
    ),
    Known(
        "no-bias-in-output-layer", "bias", "0", "in-last-layer",
        "Hidden layers are right going forward, the last z is off by its bias.",
        "Where every output bias is 0.",
    ),
    Known(
        "bias-subtracted", "bias", "negated", "",
        "Every z is off by twice its bias.",
        "Where every bias is 0.",
    ),
    Known(
        "bias-added-twice", "bias", "doubled", "",
        "Every z is off by its bias: it starts the sum and is added after it, too.",
        "Where every bias is 0.",
    ),
    Known(
        "bias-added-in-the-loop", "bias", "times-fan-in", "",
        "The bias counts once for each input, or once more.",
        "Where a neuron has one input, or the bias is 0.",
    ),
    Known(
        "bias-from-start-of-row", "bias", "first-weight", "",
        "Each neuron has its first weight for a bias: a row with the bias after the weights is read from its start.",
        "Where the two are equal.",
    ),
    Known(
        "bias-after-activation", "bias-and-activation", "bias-after-activation", "",
        "z lacks its bias; it is added to the activation.",
        "Where every bias is 0, and in layers of the identity.",
    ),
    Known(
        "one-bias-per-layer", "bias", "first-bias", "",
        "Neuron 0 of the first layer is right, its neighbours use its bias.",
        "Where the biases of a layer are equal, as in many published examples, or really shared.",
    ),
    Known(
        "biases-in-reverse", "bias", "mirrored-bias", "",
        "Each neuron uses the bias of its mirror image.",
        "Where the biases of a layer are equal, or one neuron is alone.",
    ),
    Known(
        "weights-transposed-forward", "weights", "column", "",
        "In square layers z uses the column instead of the row; the backward pass uses the right weights.",
        "In symmetric weights; where layers are not square it cannot run (right here), or reads a flat array down.",
    ),
    Known(
        "last-input-left-out", "sum", "without-last", "",
        "A loop ends one too early: the last weight of each neuron has no part in z.",
        "Where that weight or a_k is 0.",
    ),
    Known(
        "weighted-sum-overwritten", "sum", "only-last", "",
        "Only the last input counts.",
        "Where each neuron has one input.",
    ),
    Known(
        "weighted-sum-not-reset", "weighted-sum", "starts-from-neuron-before", "",
        "Neuron 0 of each layer is right, each other one adds to the sum of its neighbour.",
        "In layers of one neuron.",
    ),
    Known(
        "mean-of-inputs", "sum", "mean", "",
        "The sum shrinks by the number of inputs; slopes and gradients are those of the smaller z.",
        "Where each neuron has one input.",
    ),
    Known(
        "sum-over-root-of-inputs", "sum", "over-root", "",
        "The sum is scaled as initial weights are.",
        "Where each neuron has one input.",
    ),
    Known(
        "activation-twice", "activation", "twice-activated", "",
        "Activations are squeezed twice.",
        "For identity and relu, whose second time changes nothing, and for softmax.",
    ),
    Known(
        "sums-for-activations-forward", "inputs", "z", "",
        "Each layer is fed with z of the layer before it; gradients take a all the same.",
        "With one layer, and after layers of the identity.",
    ),
    Known(
        "no-output-activation-forward", "function", "identity", "in-last-layer",
        "The outputs are the weighted sums; with softmax they may be negative.",
        "Where the last layer is the identity.",
    ),
    Known(
        "output-activation-ignored", "function-and-slope", "identity", "in-last-layer",
        "The outputs are the weighted sums, and the last δ has no slope.",
        "Where the last layer is the identity.",
    ),
    Known(
        "hidden-activation-ignored", "function-and-slope", "identity", "in-hidden-layers",
        "The whole network before its last layer is one linear map.",
        "Without hidden layers, or where they are the identity.",
    ),
    Known(
        "activation-of-first-layer", "function-and-slope", "of-first-layer", "",
        "One activation for the whole network, that of the first layer (softmax is kept, or not); or for the last"
        " layer alone.",
        "Where all layers have the same.",
    ),
    Known(
        "activation-of-last-layer", "function-and-slope", "of-last-layer", "",
        "One activation for the whole network, that of the last layer (unless it is softmax).",
        "Where all layers have the same.",
    ),
    Known(
        "sigmoid-in-hidden-layers", "function-and-slope", "sigmoid", "in-hidden-layers",
        "Hidden layers all have one activation, the last layer has its own.",
        "Without hidden layers, and where they are sigmoid.",
    ),
    Known(
        "slope-at-activation", "slope", "slope-at-activation", "",
        "Slopes too large where the activation saturates.",
        "For the identity, and for relu and leaky_relu, whose slopes agree.",
    ),
    Known(
        "slope-at-activation-hidden", "slope", "slope-at-activation", "in-hidden-layers",
        "The output layer is right, the layers before it are not.",
        "Without hidden layers; for identity, relu and leaky_relu.",
    ),
    Known(
        "slope-at-activation-output", "slope", "slope-at-activation", "in-last-layer",
        "Every δ is off by one factor for each output.",
        "With softmax; for identity, relu and leaky_relu.",
    ),
    Known(
        "activation-for-slope", "slope", "activation", "",
        "A neuron that is off still learns nothing, one that saturates learns at full rate.",
        "Where σ(z) happens to be σ′(z).",
    ),
    Known(
        "a-formula-at-z", "slope", "a-formula-at-z", "",
        "Slopes that are large and negative where |z| is large.",
        "For activations other than sigmoid and tanh.",
    ),
    Known(
        "slope-with-z-and-a-swapped", "slope", "with-z-and-a-swapped", "",
        "Two arguments changed places: z(1 − z) for sigmoid, 1 − z² for tanh, and σ′(a_j) for the others.",
        "For the identity, and for relu and leaky_relu, whose slopes agree.",
    ),
    Known(
        "sigmoid-slope-everywhere", "slope", "of-sigmoid", "",
        "Slopes of at most 1/4 in layers that are not sigmoids.",
        "Where every layer is a sigmoid (or softmax).",
    ),
    Known(
        "a-times-1-minus-a-everywhere", "slope", "a-times-1-minus-a", "",
        "Slopes that are negative where a is, and 0 for relu at a = 1.",
        "Where every layer is a sigmoid (or softmax).",
    ),
    Known(
        "tanh-slope-everywhere", "slope", "1-minus-a-squared", "",
        "Slopes of tanh in layers that are not.",
        "Where every layer is tanh (or softmax).",
    ),
    Known(
        "slope-of-next-layer-function", "slope", "of-next-layer", "in-hidden-layers",
        "Hidden layers have the slope of their successor.",
        "Where layers have the same activation, or the next one is softmax.",
    ),
    Known(
        "slope-of-last-layer-function", "slope", "of-last-layer", "in-hidden-layers",
        "Hidden layers have the slope of the output.",
        "Where layers have the same activation.",
    ),
    Known(
        "slope-of-layer-before-function", "slope", "of-before-layer", "",
        "Layers have the slope of their predecessor.",
        "Where layers have the same activation.",
    ),
    Known(
        "slope-of-first-neuron", "slope", "first-slope", "",
        "Neuron 0 of each layer is right, its neighbours have its slope.",
        "In layers of one neuron, and for the identity.",
    ),
    Known(
        "tanh-slope-plus", "slope", "tanh-plus", "",
        "Slopes between 1 and 2.",
        "Without tanh; almost, near z = 0.",
    ),
    Known(
        "tanh-slope-without-1", "slope", "tanh-without-1", "",
        "Slopes below 0.",
        "Without tanh.",
    ),
    Known(
        "tanh-slope-not-squared", "slope", "tanh-not-squared", "",
        "Slopes above 1 where z is negative.",
        "Without tanh.",
    ),
    Known(
        "relu-slope-always-1", "slope", "relu-always-1", "",
        "Neurons that are off are blamed and moved.",
        "Where no relu neuron is off.",
    ),
    Known(
        "relu-slope-inverted", "slope", "relu-inverted", "",
        "Neurons that are on learn nothing, those that are off do.",
        "Without relu.",
    ),
    Known(
        "softplus-slope-of-sigmoid", "slope", "softplus-of-sigmoid", "",
        "One derivative too many: s is the slope already.",
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
        "No ∂C/∂a_j is negative: outputs only ever go down.",
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
        "The shortcut of sigmoid with binary_cross_entropy and of softmax with cross_entropy, used everywhere.",
        "Where the shortcut holds, and for the identity with half_squared_error.",
    ),
    Known(
        "bce-first-term-only", "cost-slope", "bce-first-term-only", "",
        "Outputs whose target is 0 are not blamed.",
        "Where every target is 1.",
    ),
    Known(
        "bce-slope-a-minus-y", "cost-slope", "error", "with-binary_cross_entropy",
        "The δ of a sigmoid is a_j − y_j already: σ′ is there once too often.",
        "Without binary_cross_entropy.",
    ),
    Known(
        "ce-slope-a-minus-y", "cost-slope", "error", "with-cross_entropy",
        "The δ of softmax is a_j − y_j already: its slopes are there once too often.",
        "Without cross_entropy.",
    ),
    Known(
        "one-error-for-all", "cost-slope", "sum-cost-slope", "",
        "One error for the whole layer: outputs that were right are blamed for their neighbours.",
        "With one output, and with softmax, where the deltas may become 0.",
    ),
    Known(
        "mean-error-for-all", "cost-slope", "mean-cost-slope", "",
        "One error for the whole layer, their mean.",
        "With one output, and with softmax.",
    ),
    Known(
        "error-clipped", "cost-slope", "cut", "",
        "Outputs that are far off are blamed no more than others, as by the Huber loss.",
        "Where every ∂C/∂a_j is within ±c.",
    ),
    Known(
        "first-output-only", "cost-slope", "only-first", "",
        "Only the first output is blamed for anything.",
        "With one output.",
    ),
    Known(
        "softmax-diagonal-only", "softmax", "diagonal-only", "",
        "Softmax treated as if each output had its own z: the deltas no longer add up to 0.",
        "Without softmax.",
    ),
    Known(
        "softmax-step-missing", "softmax", "step-missing", "",
        "What the cost gives is used as δ: the slopes of softmax are forgotten.",
        "Without softmax.",
    ),
    Known(
        "softmax-shortcut-with-slope", "softmax", "a-minus-y-with-slope", "with-cross_entropy",
        "The shortcut contains the slopes already, and one is multiplied again.",
        "Without softmax and cross_entropy.",
    ),
    Known(
        "half-squared-as-squared", "cost", "as-squared_error", "with-half_squared_error",
        "Cost, deltas and gradients are off by one constant factor.",
        "Without half_squared_error.",
    ),
    Known(
        "half-squared-as-mean-squared", "cost", "as-mean_squared_error", "with-half_squared_error",
        "Cost, deltas and gradients are off by one constant factor.",
        "Without half_squared_error. With two outputs.",
    ),
    Known(
        "squared-as-half-squared", "cost", "as-half_squared_error", "with-squared_error",
        "Cost, deltas and gradients are off by one constant factor.",
        "Without squared_error.",
    ),
    Known(
        "squared-as-mean-squared", "cost", "as-mean_squared_error", "with-squared_error",
        "Cost, deltas and gradients are off by one constant factor.",
        "Without squared_error. With one output.",
    ),
    Known(
        "mean-squared-as-half-squared", "cost", "as-half_squared_error", "with-mean_squared_error",
        "Cost, deltas and gradients are off by one constant factor.",
        "Without mean_squared_error. With two outputs.",
    ),
    Known(
        "mean-squared-as-squared", "cost", "as-squared_error", "with-mean_squared_error",
        "Cost, deltas and gradients are off by one constant factor.",
        "Without mean_squared_error. With one output.",
    ),
    Known(
        "next-layer-slopes", "slopes", "of-next-layer-in-the-sum", "",
        "Each layer before the last has the slopes of the layer after it, within the sum, and not its own.",
        "Without hidden layers, or where slopes are 1.",
    ),
    Known(
        "hidden-slope-missing", "slope", "missing", "in-hidden-layers",
        "Every hidden δ is too large by 1/σ′(z_j), once more for every layer further back.",
        "Where hidden layers are the identity, or relu neurons that are all on.",
    ),
    Known(
        "hidden-slope-twice", "slope", "squared", "in-hidden-layers",
        "Every hidden δ is too small by σ′(z_j).",
        "Where the slopes of hidden layers are 0 or 1.",
    ),
    Known(
        "hidden-delta-0", "slope", "0", "in-hidden-layers",
        "Nothing arrives before the last layer: its inputs are taken as constants.",
        "Without hidden layers.",
    ),
    Known(
        "first-next-neuron-only", "next-sum", "only-first", "",
        "One term instead of the sum: the other neurons that j feeds do not count.",
        "Where every layer after a hidden one has one neuron.",
    ),
    Known(
        "last-next-neuron-only", "next-sum", "only-last", "",
        "Each term overwrites the one before it.",
        "Where every layer after a hidden one has one neuron.",
    ),
    Known(
        "own-index-only", "next-sum", "only-own", "",
        "A product element by element instead of the sum over m.",
        "Where layers differ in width it cannot run; taken as right there.",
    ),
    Known(
        "unweighted-sum", "next-weights", "missing", "",
        "All neurons of a hidden layer get the same blame, but for their slope.",
        "Without hidden layers.",
    ),
    Known(
        "deltas-left-out-of-sum", "next-deltas", "missing", "",
        "Hidden deltas do not depend on the target.",
        "Without hidden layers.",
    ),
    Known(
        "index-swapped", "next-weights", "row", "",
        "The row of the next layer's weights is used where its column belongs (W δ for W^T δ).",
        "In symmetric weights; where the next layer is not square it cannot run, taken as right there, or with "
        "all weights in one list reads w[j n + m].",
    ),
    Known(
        "normalised-by-weights", "next-weights", "over-row", "",
        "The blame is shared out in proportion to the weights. Some books explain it so; it is not the derivative.",
        "Without hidden layers.",
    ),
    Known(
        "mean-over-next", "next-sum", "mean", "",
        "Hidden deltas shrink by the width of every layer they come through.",
        "Where every layer after a hidden one has one neuron.",
    ),
    Known(
        "absolute-weights", "next-weights", "size", "",
        "A weight below 0 hands the blame back with the wrong sign.",
        "Where no weight after the first layer is negative.",
    ),
    Known(
        "bias-row-kept", "next-weights", "bias-in-front", "",
        "The bias stands as weight 0 of each row and was not taken out: δ_0 is built from biases, the others from"
        " the weights of their neighbours.",
        "Without hidden layers.",
    ),
    Known(
        "own-weights", "next-weights", "own-column", "",
        "The weights of the layer itself instead of the next layer's, or the first of the neuron's own.",
        "Where the layer is not square or the next one has another width it cannot run; taken as right there.",
    ),
    Known(
        "error-not-delta", "delta", "errors-instead-of-deltas", "",
        "Errors go back through the weights alone; the slopes on the way are left out.",
        "Where the layers after the first are the identity.",
    ),
    Known(
        "error-handed-back", "next-deltas", "differences", "",
        "The last layer is right; what it hands back is its error, not its δ.",
        "Where δ of the last layer is a − y, as in softmax with cross_entropy.",
    ),
    Known(
        "next-slope-again", "next-deltas", "times-slopes", "",
        "δ_m contains σ′(z_m) already.",
        "Where the slopes of the layers after a hidden one are 0 or 1, or it is softmax.",
    ),
    Known(
        "first-layer-slope-missing", "slope", "missing", "in-first-layer",
        "All is right but the first layer, whose δ lacks σ′(z_j).",
        "Without hidden layers, or where slopes of the first are 1.",
    ),
    Known(
        "sum-not-reset", "back-sum", "sum-not-reset", "",
        "The sum is set to 0 before the loop over the neurons, not in it: neuron 0 is right, the others drag "
        "along what came before.",
        "In hidden layers of one neuron.",
    ),
    Known(
        "z-for-a", "input-for-weights", "z", "",
        "The weighted sums of the layer before are used instead of its activations.",
        "In the first layer, and where the layer before is the identity.",
    ),
    Known(
        "x-for-a", "input-for-weights", "x", "",
        "Layers after the first are multiplied by the network's input.",
        "With one layer; where the widths differ it cannot run, taken as right there.",
    ),
    Known(
        "own-activation-for-input", "input-for-weights", "own-activations", "",
        "What a layer gives, or what the neuron itself gives, is taken for what it gets.",
        "Where the widths differ it cannot run, taken as right there, or reads on in a list of all activations.",
    ),
    Known(
        "gradient-transposed", "weight-gradient", "transposed", "",
        "In square layers the outer product is the wrong way round (a δ^T for δ a^T).",
        "Where layers are not square it cannot run, taken as right there, or with all weights in one list writes "
        "to k n + j.",
    ),
    Known(
        "times-weight", "input-for-weights", "times-weights", "",
        "The weight itself is a factor: the gradient of a contribution, not of a weight.",
        "Where weights are 1.",
    ),
    Known(
        "weight-for-input", "input-for-weights", "weights", "",
        "∂z_j/∂w_jk is taken to be w_jk, which is ∂z_j/∂a_k.",
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
        "Biases are right, weights lack σ′(z_j).",
        "Where slopes are 1, and under softmax, where this entry takes ∂C/∂a_j for δ_j.",
    ),
    Known(
        "slope-again-in-weight-gradient", "delta-for-weights", "times-slope", "",
        "Biases are right, weights have σ′(z_j) twice.",
        "Where slopes are 0 or 1, and under softmax.",
    ),
    Known(
        "weight-gradient-0", "weight-gradient", "0", "",
        "No weight has a gradient, biases are right.",
        "Where gradients are 0.",
    ),
    Known(
        "next-layer-delta-for-weights", "delta-for-weights", "next-layer-delta", "",
        "The deltas come from the layer after.",
        "In the last layer; where the widths differ it cannot run, taken as right there.",
    ),
    Known(
        "sum-of-layer-deltas-for-weights", "delta-for-weights", "sum-delta", "",
        "All neurons of a layer have the same weight gradients.",
        "In layers of one neuron; under softmax all output gradients become 0.",
    ),
    Known(
        "sum-of-layer-deltas", "bias-gradient", "sum-delta", "without-shared-bias",
        "All biases of a layer have the same gradient.",
        "In layers of one neuron, and where a bias is really shared. Under softmax the sum is 0, so the output "
        "biases never learn.",
    ),
    Known(
        "mean-of-layer-deltas", "bias-gradient", "mean-delta", "",
        "All biases of a layer have the same gradient: the mean went along the wrong axis.",
        "In layers of one neuron, and where a bias is really shared. Under softmax it is 0.",
    ),
    Known(
        "first-delta-of-layer", "bias-gradient", "first-delta", "without-shared-bias",
        "Neuron 0 is right, its neighbours have its gradient.",
        "In layers of one neuron, and where a bias is really shared.",
    ),
    Known(
        "last-delta-of-layer", "bias-gradient", "last-delta", "without-shared-bias",
        "The last neuron is right, its neighbours have its gradient.",
        "In layers of one neuron, and where a bias is really shared.",
    ),
    Known(
        "deltas-in-reverse", "bias-gradient", "mirrored-delta", "",
        "Each neuron has the gradient of its mirror image.",
        "In layers of one neuron, and where a bias is really shared.",
    ),
    Known(
        "bias-times-inputs", "bias-gradient", "times-sum-input", "without-shared-bias",
        "The bias is treated like a weight, once for each input.",
        "Where the inputs add up to 1. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "bias-times-first-input", "bias-gradient", "times-first-input", "without-shared-bias",
        "The bias is treated like the first weight.",
        "Where the first input is 1. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "bias-times-last-input", "bias-gradient", "times-last-input", "without-shared-bias",
        "The bias is treated like the last weight: k was still set by the loop.",
        "Where the last input is 1. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "bias-times-own-activation", "bias-gradient", "times-activation", "without-shared-bias",
        "The neuron's own activation is a factor.",
        "Where a bias is really shared and its sum is right.",
    ),
    Known(
        "bias-times-bias", "bias-gradient", "times-bias", "without-shared-bias",
        "The bias's value stands where its input 1 belongs.",
        "Where b_j = 1. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "bias-times-fan-in", "bias-gradient", "times-fan-in", "without-shared-bias",
        "The gradient is added up inside the loop over the weights.",
        "In layers with one input. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "slope-at-bias", "bias-gradient", "slope-at-bias", "without-shared-bias",
        "The slope is taken at the bias instead of z.",
        "Where slopes do not vary, under softmax. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "bias-without-slope", "bias-gradient", "cost-slope", "without-shared-bias",
        "Weights are right, biases lack σ′(z_j).",
        "Where slopes are 1. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "bias-for-gradient", "bias-gradient", "bias", "without-shared-bias",
        "The bias stands where its gradient belongs: it shrinks by α of itself, whatever the target is.",
        "Where a bias is really shared and its sum is right.",
    ),
    Known(
        "next-layer-delta", "bias-gradient", "next-layer-delta", "without-shared-bias",
        "The deltas come from the layer after.",
        "In the last layer; where the widths differ it cannot run, taken as right there.",
    ),
    Known(
        "layer-before-delta", "bias-gradient", "before-layer-delta", "without-shared-bias",
        "The deltas come from the layer before.",
        "In the first layer; where the widths differ it cannot run, taken as right there.",
    ),
    Known(
        "zero-bias-zero-gradient", "bias-gradient", "0-where-bias-is-0", "",
        "A bias that starts at 0 stays there: its value is taken for its gradient, or 0 for \"there is none\".",
        "Where no bias is 0.",
    ),
    Known(
        "bias-gradient-0", "bias-gradient", "0", "without-shared-bias",
        "No bias has a gradient, none ever moves.",
        "Where every δ is 0. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "hidden-bias-gradient-0", "bias-gradient", "0", "in-hidden-layers",
        "Only the output biases learn.",
        "Without hidden layers. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "bias-gradient-negated", "bias-gradient", "negated", "without-shared-bias",
        "Weights go downhill and biases uphill.",
        "Where every δ is 0. Where a bias is really shared and its sum is right.",
    ),
    Known(
        "shared-bias-mean", "shared-bias-gradient", "over-width", "",
        "The bias moves n times too slowly.",
        "Without a shared bias, and in layers of one neuron.",
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
        "The mean goes over all numbers of the batch, the default of many libraries.",
        "With one output. Where the case asks for the sum.",
    ),
    Known(
        "over-outputs", "divisor-of-gradients", "outputs", "",
        "The mean is taken over the outputs instead of the examples.",
        "Where there are as many examples as outputs. Where the case asks for the sum.",
    ),
    Known(
        "last-example-only", "examples", "last", "",
        "Gradients are set to 0 inside the loop, or = stands instead of +=.",
        "With one example.",
    ),
    Known(
        "first-example-only", "examples", "first", "",
        "The loop returns in its first round.",
        "With one example.",
    ),
    Known(
        "last-example-left-out", "examples", "without-last", "",
        "A loop ends one too early.",
        "Where that example's gradients are 0.",
    ),
    Known(
        "running-average", "examples", "running-average", "",
        "The last example counts half of all.",
        "With one example or two, and where the case asks for the sum.",
    ),
    Known(
        "deltas-not-zeroed", "delta", "plus-earlier-delta", "",
        "Each δ is added to the old one, by += for =, or what is added up is not set to 0 for each example.",
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
        "The learning rate is multiplied twice.",
        "Where α = 1. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "parameters-never-updated", "rate", "0", "",
        "The new value is the old one.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "weights-never-updated", "rate-for-weights", "0", "",
        "The new value is the old one.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "biases-never-updated", "rate-for-biases", "0", "",
        "The new value is the old one.",
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
        "The step is made twice.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "output-layer-only", "rate", "0", "in-hidden-layers",
        "Hidden layers keep their weights and biases.",
        "Without hidden layers. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "bias-moved-for-each-weight", "rate-for-biases", "times-fan-in", "",
        "The bias's update stands inside the loop over the weights.",
        "In layers with one input. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "rate-over-examples", "rate", "over-examples", "",
        "The gradient is reduced already; the update divides by N again (or, for a sum, for the first time).",
        "With one example. Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "gradients-times-constant", "cost-slope", "times-constant", "",
        "Every gradient is off by one factor. It came in with the cost, with the last δ or at the end.",
        "Where every δ is 0.",
    ),
    Known(
        "weight-decay", "weights-moved-by", "plus-constant-times-weights", "",
        "Weights shrink by αλ of themselves, a penalty that the case does not ask for; biases are right.",
        "Where they are 0; where no update is asked for, unless gradients that are handed out have it too.",
    ),
    Known(
        "weight-decay-on-all", "moved-by", "plus-constant-times-parameters", "",
        "Weights and biases shrink by αλ of themselves.",
        "Where they are 0; where no update is asked for, unless gradients that are handed out have it too.",
    ),
    Known(
        "parameters-sign-of-gradient", "moved-by", "sign", "",
        "Every step is exactly α long.",
        "Where no update is asked for, and where gradients are 0.",
    ),
    Known(
        "rate-divided", "rate", "divides", "",
        "The learning rate divides where it belongs as a factor.",
        "Where α = 1. Where no update is asked for, and where gradients are 0.",
    ),
)

NAMES = {(one.group, one.substitute, one.extent): one.name for one in KNOWN}
SAID = {one.name: (one.shows, one.hidden) for one in KNOWN}
