"""Mistakes of where σ′ is taken: at another number, of another neuron, of another layer."""

from __future__ import annotations

from ..activations import SOFTMAX, relu_slope, sigmoid_slope
from ..backprop import Backpropagation
from ..door import RULES, admitted_example
from ..backprop import backpropagate
from .entry import Mistake
from .passes import activation, backward_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Sequence, Tuple

    from ..network import Example, Network
    from ..numerals import Number, Vector
    from ..rules import Rules
    from .entry import Replacements
    from .passes import Formula, Place


# ---- the right slope at the wrong place ------------------------------------------------------


def with_slope(slope: Formula) -> Tuple[Formula, Formula]:
    """δ of a hidden and of an output neuron with this slope in the place of σ′(z_j)."""

    def hidden(at: Place, j: int) -> Number:
        return at.eq.hidden_delta(at.next_delta, at.next_w, j, slope(at, j))

    def output(at: Place, j: int) -> Number:
        return at.eq.output_delta(at.dC_da(j), slope(at, j))

    return hidden, output


def slope_at_activation(at: Place, j: int) -> Number:
    return at.slope_at(at.a[at.l][j])


def slope_made_from(name: str, z_j: Number, a_j: Number) -> Number:
    """σ′ as most programs have it: that of sigmoid and tanh from a, the others from z."""
    if name in (SOFTMAX, "sigmoid"):
        return a_j * (1 - a_j)
    return 1 - a_j * a_j if name == "tanh" else RULES.activations[name].slope(z_j)


def slope_from_a(at: Place, j: int) -> Number:
    return slope_made_from(at.layer.activation, at.z[at.l][j], at.a[at.l][j])


def of_last_layer_from_a(at: Place, j: int) -> Number:
    name = at.network.layers[-1].activation
    name = at.layer.activation if name == SOFTMAX else name
    return slope_made_from(name, at.z[at.l][j], at.a[at.l][j])


def of_last_layer_or_softmax_from_a(at: Place, j: int) -> Number:
    return slope_made_from(at.network.layers[-1].activation, at.z[at.l][j], at.a[at.l][j])


def of_next_layer_whole(at: Place, j: int) -> Number:
    """σ′ of the layer after it at that layer's own z_j and a_j."""
    z, a = at.z[at.l + 1], at.a[at.l + 1]
    if len(z) not in (1, len(at.z[at.l])):
        return at.slope(j)
    i = j if len(z) > 1 else 0
    return slope_made_from(at.network.layers[at.l + 1].activation, z[i], a[i])


def z_of_next_layer_as_far(at: Place, j: int) -> Number:
    """The function of this layer, z and a of the next where it is wide enough."""
    z, a = at.z[at.l + 1], at.a[at.l + 1]
    return slope_made_from(at.layer.activation, z[j], a[j]) if j < len(z) else at.slope(j)


def at_error(at: Place, j: int) -> Number:
    return at.slope_at(at.dC_da(j))


def activation_itself(at: Place, j: int) -> Number:
    return at.a[at.l][j]


def sigmoid_slope_of_activation(at: Place, j: int) -> Number:
    a_j = at.a[at.l][j]
    return a_j * (1 - a_j)


def sigmoid_slope_of_z(at: Place, j: int) -> Number:
    return sigmoid_slope(at.z[at.l][j])


def function_of_next_layer(at: Place, j: int) -> Number:
    name = at.network.layers[min(at.l + 1, at.last)].activation
    name = at.layer.activation if name == SOFTMAX else name
    return at.eq.activations[name].slope(at.z[at.l][j])


def function_of_last_layer(at: Place, j: int) -> Number:
    name = at.network.layers[-1].activation
    name = at.layer.activation if name == SOFTMAX else name
    return at.eq.activations[name].slope(at.z[at.l][j])


def function_of_last_or_a(at: Place, j: int) -> Number:
    """The same; for softmax a_j(1 − a_j)."""
    if at.network.layers[-1].activation == SOFTMAX:
        return sigmoid_slope_of_activation(at, j)
    return function_of_last_layer(at, j)


def function_of_first_layer(at: Place, j: int) -> Number:
    name = at.network.layers[0].activation
    return at.eq.activations[name].slope(at.z[at.l][j]) if name != SOFTMAX else at.slope(j)


def tanh_slope_of_activation(at: Place, j: int) -> Number:
    a_j = at.a[at.l][j]
    return 1 - a_j * a_j


def relu_slope_of_z(at: Place, j: int) -> Number:
    return relu_slope(at.z[at.l][j])


def function_of_layer_before(at: Place, j: int) -> Number:
    name = at.network.layers[max(at.l - 1, 0)].activation
    return at.eq.activations[name].slope(at.z[at.l][j])


def of_layer_before_from_a(at: Place, j: int) -> Number:
    return slope_made_from(at.network.layers[max(at.l - 1, 0)].activation, at.z[at.l][j], at.a[at.l][j])


def of_layer_before_for_softmax_too(at: Place, j: int) -> Number:
    """δ_j of a softmax by the slope of the layer before; with cross_entropy it is right, as a shortcut."""
    if at.cost == "cross_entropy":
        return at.right_delta(j)
    return at.dC_da(j) * of_layer_before_from_a(at, j)


def with_arguments_swapped(at: Place, j: int) -> Number:
    return slope_made_from(at.layer.activation, at.a[at.l][j], at.z[at.l][j])


def z_of_next_layer(at: Place, j: int) -> Number:
    z = at.z[at.l + 1]
    return at.slope_at(z[j]) if len(z) == len(at.z[at.l]) else at.slope(j)


def z_of_layer_before(at: Place, j: int) -> Number:
    z = at.z[at.l - 1] if at.l else []
    return at.slope_at(z[j]) if len(z) == len(at.z[at.l]) else at.slope(j)


def first_slope_for_all(at: Place, j: int) -> Number:
    return at.slope(0)


def slope_of_mean(at: Place, j: int) -> Number:
    total = at.z[at.l][0]
    for z_j in at.z[at.l][1:]:
        total = total + z_j
    return at.slope_at(total / len(at.z[at.l]))


# ---- slopes that need x ----------------------------------------------------------------------


def hidden_slopes_by(slope: Formula) -> Replacements:
    """Hidden slopes by a formula that may look at x."""

    def changed(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
        x = admitted_example(network, example).x

        def hidden(at: Place, j: int) -> Number:
            at.before = at.before if at.l else x
            return at.eq.hidden_delta(at.next_delta, at.next_w, j, slope(at, j))

        return backpropagate(network, example, cost, eq.replaced(backward=backward_by(hidden)))

    return {"backpropagate": changed}


def beside(values: Vector, at: Place, j: int) -> Optional[Number]:
    """The number at j of another layer's, the only one where it is alone; None where the widths do not fit."""
    if len(values) not in (1, len(at.z[at.l])):
        return None
    return values[j if len(values) > 1 else 0]


def of_input(at: Place, j: int) -> Number:
    """σ′ at what comes into the layer, from a where σ′ is made from a."""
    a_k = beside(at.before, at, j)
    if a_k is None:
        return at.slope(j)
    return slope_made_from(at.layer.activation, a_k, a_k)


def at_z_and_a_before(at: Place, j: int) -> Number:
    """σ′ at z and a of the layer before; before the first, Python's z[-1] is that of the last layer, and a is x."""
    z_k, a_k = beside(at.z[at.l - 1], at, j), beside(at.before, at, j)
    from_a = at.layer.activation in ("sigmoid", "tanh")
    if (a_k if from_a else z_k) is None:
        return at.slope(j)
    return slope_made_from(at.layer.activation, z_k, a_k)


# ---- the entries -----------------------------------------------------------------------------


def of_place(
    name: str, written: str, shows: str, hidden: str, slope: Formula, equation: str = "8/9",
    also: Sequence[Replacements] = (),
) -> Mistake:
    """An entry whose δ has this in the place of σ′(z_j), in hidden layers, in the last one, or in both."""
    return Mistake(
        name, "equation", equation, written, "σ′(z_j)", shows, hidden, slopes_by(slope, equation), also=also
    )


def slopes_by(slope: Formula, equation: str = "8/9") -> Replacements:
    """Slopes by this formula in hidden layers (8), in the last one (9), or in both."""
    of_hidden, of_output = with_slope(slope)
    formulas = {"8": (of_hidden, None), "9": (None, of_output), "8/9": (of_hidden, of_output)}[equation]
    return {"backward": backward_by(*formulas)}


def at_activation_of(*names: str) -> Replacements:
    """σ′(a) for these activations alone."""

    def slope(name: str) -> Replacements:
        right = RULES.activations[name]
        return {name: activation(name, slope=lambda z: right.slope(right.sigma(z)))}

    return {"activations": {name: entry for one in names for name, entry in slope(one).items()}}


SLOPES_FROM_A = slopes_by(slope_from_a)
SMOOTH = ("sigmoid", "tanh", "softplus", "softsign", "elu", "silu", "gelu")
AT_A: List[Replacements] = [at_activation_of(name) for name in SMOOTH] + [at_activation_of("sigmoid", "tanh")]


ENTRIES = [
    of_place(
        "slope-at-activation", "σ′(a_j): z was overwritten by a, or a was handed to a slope written for z",
        "Slopes too large where the activation saturates.",
        "For the identity, and for relu and leaky_relu, whose slopes agree.",
        slope_at_activation, also=AT_A,
    ),
    of_place(
        "slope-at-activation-hidden", "σ′(a_j) in hidden layers",
        "The output layer is right, the layers before it are not.",
        "Without hidden layers; for identity, relu and leaky_relu.", slope_at_activation, "8",
    ),
    of_place(
        "slope-at-activation-output", "σ′(a_j) in the last layer", "Every δ is off by one factor for each output.",
        "With softmax; for identity, relu and leaky_relu.", slope_at_activation, "9",
    ),
    of_place(
        "activation-for-slope", "σ(z_j)",
        "A neuron that is off still learns nothing, one that saturates learns at full rate.",
        "Where σ(z) happens to be σ′(z).", activation_itself,
    ),
    of_place(
        "activation-for-slope-hidden", "σ(z_j) in hidden layers",
        "The output layer is right, the layers before it are not.",
        "Without hidden layers.", activation_itself, "8",
    ),
    of_place(
        "activation-for-slope-output", "σ(z_j) in the last layer", "The last δ has the output as a factor.",
        "With softmax.", activation_itself, "9",
    ),
    of_place(
        "sigmoid-slope-everywhere", "s(1 − s), s = 1/(1 + e^−z_j), whatever the activation is",
        "Slopes of at most 1/4 in layers that are not sigmoids.", "Where every layer is a sigmoid (or softmax).",
        sigmoid_slope_of_z,
    ),
    of_place(
        "a-times-1-minus-a-everywhere", "a_j(1 − a_j) whatever the activation is",
        "Slopes that are negative where a is, and 0 for relu at a = 1.",
        "Where every layer is a sigmoid (or softmax).",
        sigmoid_slope_of_activation,
    ),
    of_place(
        "slope-of-next-layer-function", "σ′ of layer l+1 at z_j of layer l",
        "Hidden layers have the slope of their successor.",
        "Where layers have the same activation, or the next one is softmax.", function_of_next_layer, "8",
    ),
    Mistake(
        "slope-of-last-layer-function", "equation", "8", "σ′ of the last layer at z_j of every hidden layer", "σ′(z_j)",
        "Hidden layers have the slope of the output.", "Where layers have the same activation.",
        {"backward": backward_by(with_slope(function_of_last_layer)[0])},
        also=[
            {"backward": backward_by(with_slope(function_of_last_or_a)[0])},
            slopes_by(of_last_layer_from_a, "8"), slopes_by(of_last_layer_or_softmax_from_a, "8"),
        ],
    ),
    of_place(
        "slope-of-first-layer-function", "σ′ of layer 0 at z_j of every layer", "Layers have the slope of the first.",
        "Where layers have the same activation.", function_of_first_layer,
    ),
    of_place(
        "sigmoid-slope-in-hidden-layers", "s(1 − s), s = 1/(1 + e^−z_j), in hidden layers whatever they are",
        "Hidden slopes are at most 1/4, the last layer is right.", "Where every hidden layer is a sigmoid.",
        sigmoid_slope_of_z, "8",
    ),
    of_place(
        "a-times-1-minus-a-in-hidden-layers", "a_j(1 − a_j) in hidden layers whatever they are",
        "Hidden slopes are negative where a is, the last layer is right.", "Where every hidden layer is a sigmoid.",
        sigmoid_slope_of_activation, "8",
    ),
    of_place(
        "a-times-1-minus-a-in-output-layer", "a_j(1 − a_j) in the last layer whatever it is",
        "The last slope is a sigmoid's, hidden layers have their own.",
        "Where the last layer is a sigmoid (or softmax).",
        sigmoid_slope_of_activation, "9",
    ),
    of_place(
        "tanh-slope-everywhere", "1 − a_j² whatever the activation is", "Slopes of tanh in layers that are not.",
        "Where every layer is tanh (or softmax).", tanh_slope_of_activation,
    ),
    of_place(
        "relu-slope-everywhere", "1 if z_j > 0 else 0, whatever the activation is",
        "Neurons with a negative sum learn nothing, others at full rate.", "Where every layer is relu (or softmax).",
        relu_slope_of_z,
    ),
    of_place(
        "slope-of-layer-before-function", "σ′ of layer l−1 at z_j of layer l",
        "Layers have the slope of their predecessor.",
        "Where layers have the same activation.", function_of_layer_before, also=[
            slopes_by(of_layer_before_from_a),
            {"backward": backward_by(*with_slope(of_layer_before_from_a), of_layer_before_for_softmax_too)},
        ],
    ),
    of_place(
        "slope-with-z-and-a-swapped", "σ′ with z_j where a_j belongs, and a_j for z_j",
        "Two arguments changed places: z(1 − z) for sigmoid, 1 − z² for tanh, and σ′(a_j) for the others.",
        "For the identity, and for relu and leaky_relu, whose slopes agree.", with_arguments_swapped,
    ),
    of_place(
        "slope-at-next-layer-z", "σ′(z_j^(l+1))", "A hidden slope is taken at the sums of the layer after it.",
        "Where σ′ does not vary; where the widths differ it cannot run, taken as right there.", z_of_next_layer, "8",
        [slopes_by(of_next_layer_whole, "8"), slopes_by(z_of_next_layer_as_far, "8")],
    ),
    of_place(
        "slope-at-layer-before-z", "σ′(z_j^(l−1))", "A slope is taken at the sums of the layer before it.",
        "In the first layer, where σ′ does not vary; where the widths differ it cannot run, taken as right there.",
        z_of_layer_before,
    ),
    Mistake(
        "slope-at-input-of-layer", "equation", "8", "σ′ from a_j^(l−1), x in the first layer", "σ′(z_j)",
        "Hidden slopes are made from what comes into the layer: a list of activations begins with x, and the index is "
        "one too low.", "Without hidden layers; where the widths differ it cannot run, taken as right there.",
        hidden_slopes_by(of_input), also=[hidden_slopes_by(at_z_and_a_before)],
    ),
    of_place(
        "slope-of-first-neuron", "σ′(z_0) for every j",
        "Neuron 0 of each layer is right, its neighbours have its slope.",
        "In layers of one neuron, and for the identity.", first_slope_for_all,
        also=[slopes_by(first_slope_for_all, "9"), slopes_by(first_slope_for_all, "8")],
    ),
    of_place(
        "slope-at-error", "σ′(Σ_m δ_m w_mj)", "A hidden slope is taken at what comes back, not at what went forward.",
        "Without hidden layers, and for the identity.", at_error, "8",
    ),
    of_place(
        "slope-at-mean-z", "σ′ at the mean of z over the layer", "All neurons of a layer have one slope.",
        "In layers of one neuron, and for the identity.", slope_of_mean,
    ),
]
