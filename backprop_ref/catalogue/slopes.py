"""Mistakes of σ′: the wrong slope, the right slope at the wrong place, another layer's slope."""

from __future__ import annotations

from ..activations import SOFTMAX, sigmoid, sigmoid_slope
from ..numerals import exp, normal_cdf, normal_pdf, tanh
from ..rules import RULES
from .entry import Mistake
from .passes import activation, backward_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Tuple

    from ..numerals import Number
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


def function_of_layer_before(at: Place, j: int) -> Number:
    name = at.network.layers[max(at.l - 1, 0)].activation
    return at.eq.activations[name].slope(at.z[at.l][j])


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


# ---- the wrong slope -------------------------------------------------------------------------


def one(z: Number) -> Number:
    return type(z)(1)


def relu_slope_at_zero(value: Callable[[Number], Number]) -> Callable[[Number], Number]:
    """σ′ of relu with this value at z = 0."""

    def slope(z: Number) -> Number:
        if z > 0:
            return type(z)(1)
        return value(z) if z == 0 else type(z)(0)

    return slope


def leaky_slope_at_zero(value: Callable[[Number], Number]) -> Callable[[Number], Number]:
    """σ′ of leaky_relu with this value at z = 0."""

    def slope(z: Number) -> Number:
        if z > 0:
            return type(z)(1)
        return value(z) if z == 0 else type(z)(1) / 100

    return slope


def positive(z: Number) -> Number:
    return type(z)(1 if z > 0 else 0)


def negative(z: Number) -> Number:
    return type(z)(0 if z > 0 else 1)


def leaky_kept_below(z: Number) -> Number:
    """The activation z/100 in the place of its slope 1/100."""
    return type(z)(1) if z > 0 else z / 100


def elu_kept_below(z: Number) -> Number:
    """e^z − 1, the activation, in the place of its slope e^z."""
    return type(z)(1) if z > 0 else exp(z) - 1


def softsign_without_abs(z: Number) -> Number:
    d = 1 + z
    return 1 / (d * d)


def softsign_not_squared(z: Number) -> Number:
    return 1 / (1 + abs(z))


def relu_overwrites(at: Place, j: int) -> Number:
    """0 or 1 in the place of what comes from above times 0 or 1."""
    return at.slope(j) if at.layer.activation == "relu" else at.right_delta(j)


# ---- the entries -----------------------------------------------------------------------------


def of_place(
    name: str, written: str, shows: str, hidden: str, slope: Formula, equation: str = "8/9"
) -> Mistake:
    """An entry whose δ has this in the place of σ′(z_j), in hidden layers, in the last one, or in both."""
    of_hidden, of_output = with_slope(slope)
    formulas = {"8": (of_hidden, None), "9": (None, of_output), "8/9": (of_hidden, of_output)}[equation]
    return Mistake(
        name, "equation", equation, written, "σ′(z_j)", shows, hidden, {"backward": backward_by(*formulas)}
    )


def of_function(name: str, of: str, written: str, shows: str, hidden: str, slope: Callable[..., Number]) -> Mistake:
    """An entry that has another slope for one activation."""
    right = f"{of}: σ′(z) = {RULES.activations[of].slope_formula}"
    return Mistake(
        name, "equation", "8/9", f"{of}: σ′(z) = {written}", right, shows, hidden,
        {"activations": {of: activation(of, slope=slope)}},
    )


def at_kink(name: str, of: str, value: str, where: str, slope: Callable[..., Number]) -> Mistake:
    """An entry that differs at a kink alone."""
    return Mistake(
        name, "convention", "8/9", f"{of}: σ′(0) = {value}", f"{of}: σ′(0) = {'0' if of == 'relu' else '1/100'}",
        f"Only where a z is exactly 0. {where} Everything between the one-sided slopes counts as right.",
        "Wherever no z is exactly 0.",
        {"activations": {of: activation(of, slope=slope)}}, allowed=True,
    )


PLACES = [
    of_place(
        "slope-at-activation", "σ′(a_j): z was overwritten by a, or a was handed to a slope written for z",
        "Slopes too large where the activation saturates.",
        "For the identity, and for relu and leaky_relu, whose slopes agree.",
        slope_at_activation,
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
    of_place(
        "slope-of-layer-before-function", "σ′ of layer l−1 at z_j of layer l",
        "Layers have the slope of their predecessor.",
        "Where layers have the same activation.", function_of_layer_before,
    ),
    of_place(
        "slope-at-next-layer-z", "σ′(z_j^(l+1))", "A hidden slope is taken at the sums of the layer after it.",
        "Where σ′ does not vary; where the widths differ it cannot run, taken as right there.", z_of_next_layer, "8",
    ),
    of_place(
        "slope-at-layer-before-z", "σ′(z_j^(l−1))", "A slope is taken at the sums of the layer before it.",
        "In the first layer, where σ′ does not vary; where the widths differ it cannot run, taken as right there.",
        z_of_layer_before,
    ),
    of_place(
        "slope-of-first-neuron", "σ′(z_0) for every j",
        "Neuron 0 of each layer is right, its neighbours have its slope.",
        "In layers of one neuron, and for the identity.", first_slope_for_all,
    ),
    of_place(
        "slope-at-mean-z", "σ′ at the mean of z over the layer", "All neurons of a layer have one slope.",
        "In layers of one neuron, and for the identity.", slope_of_mean,
    ),
]

FUNCTIONS = [
    Mistake(
        "a-formula-at-z", "equation", "8/9", "z(1 − z) for sigmoid, 1 − z² for tanh: the formula for a, fed with z",
        "a(1 − a) and 1 − a², or the formula for z",
        "Slopes that are large and negative where |z| is large.", "For activations other than sigmoid and tanh.",
        {"activations": {
            "sigmoid": activation("sigmoid", slope=lambda z: z * (1 - z)),
            "tanh": activation("tanh", slope=lambda z: 1 - z * z),
        }},
    ),
    of_function(
        "sigmoid-slope-negated", "sigmoid", "σ(z)(σ(z) − 1)", "Every δ of a sigmoid layer has the other sign.",
        "Without sigmoid.",
        lambda z: -sigmoid_slope(z),
    ),
    of_function(
        "sigmoid-slope-half", "sigmoid", "1 − σ(z)", "The factor σ(z) is gone: slopes up to 1.",
        "Without sigmoid; almost, where σ(z) is near 1.",
        lambda z: 1 - sigmoid(z),
    ),
    of_function(
        "tanh-slope-plus", "tanh", "1 + tanh² z", "Slopes between 1 and 2.", "Without tanh; almost, near z = 0.",
        lambda z: 1 + tanh(z) * tanh(z),
    ),
    of_function(
        "tanh-slope-without-1", "tanh", "−tanh² z", "Slopes below 0.", "Without tanh.",
        lambda z: -tanh(z) * tanh(z),
    ),
    of_function(
        "tanh-slope-not-squared", "tanh", "1 − tanh z", "Slopes above 1 where z is negative.", "Without tanh.",
        lambda z: 1 - tanh(z),
    ),
    of_function(
        "relu-slope-always-1", "relu", "1 wherever relu(z) ≥ 0, which is everywhere",
        "Neurons that are off are blamed and moved.", "Where no relu neuron is off.", one,
    ),
    of_function(
        "relu-slope-inverted", "relu", "0 if z > 0 else 1",
        "Neurons that are on learn nothing, those that are off do.",
        "Without relu.", negative,
    ),
    of_function(
        "leaky-relu-slope-0", "leaky_relu", "1 if z > 0 else 0", "Neurons below 0 learn nothing, as with relu.",
        "Where all z of leaky_relu layers are positive.", positive,
    ),
    of_function(
        "leaky-relu-slope-1", "leaky_relu", "1", "Neurons below 0 learn a hundred times too much.",
        "Where all z of leaky_relu layers are positive.", one,
    ),
    of_function(
        "leaky-relu-value-for-slope", "leaky_relu", "1 if z > 0 else z/100", "Below 0 the slope is the activation.",
        "Where all z of leaky_relu layers are positive.", leaky_kept_below,
    ),
    of_function(
        "elu-value-for-slope", "elu", "1 if z > 0 else e^z − 1",
        "Below 0 the slope is negative: a stands where a + 1 belongs.",
        "Where all z of elu layers are positive.", elu_kept_below,
    ),
    of_function(
        "softplus-slope-of-sigmoid", "softplus", "s(1 − s), s = 1/(1 + e^−z)",
        "One derivative too many: s is the slope already.", "Without softplus.", sigmoid_slope,
    ),
    of_function(
        "softsign-slope-without-abs", "softsign", "1/(1 + z)²", "Slopes above 1 where z is negative.",
        "Where all z of softsign layers are positive.", softsign_without_abs,
    ),
    of_function(
        "softsign-slope-not-squared", "softsign", "1/(1 + |z|)", "Slopes too large, the more the larger |z| is.",
        "Almost, near z = 0.", softsign_not_squared,
    ),
    of_function(
        "silu-slope-without-product", "silu", "s, s = 1/(1 + e^−z)", "The product rule's second term is missing.",
        "Without silu; almost, near z = 0.", sigmoid,
    ),
    of_function(
        "silu-slope-without-1-minus-s", "silu", "s(1 + z), s = 1/(1 + e^−z)", "The inner slope 1 − s is missing.",
        "Without silu.", lambda z: sigmoid(z) * (1 + z),
    ),
    of_function(
        "gelu-slope-without-product", "gelu", "Φ(z)", "The product rule's second term is missing.",
        "Without gelu; almost, near z = 0.", normal_cdf,
    ),
    of_function(
        "gelu-slope-density-only", "gelu", "Φ(z) + φ(z)", "The factor z of the second term is missing.",
        "Without gelu.", lambda z: normal_cdf(z) + normal_pdf(z),
    ),
    Mistake(
        "relu-overwrites-upstream", "equation", "8", "δ_j = 1 if z_j > 0 else 0 in relu layers",
        "δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
        "Every neuron that is on gets a δ of exactly 1.", "Without hidden relu layers.",
        {"backward": backward_by(relu_overwrites)},
    ),
]

KINKS = [
    at_kink("relu-slope-1-at-kink", "relu", "1", "z >= 0 in the place of z > 0.", relu_slope_at_zero(one)),
    at_kink(
        "relu-slope-half-at-kink", "relu", "½", "So where relu is written as a maximum whose ties share the slope.",
        relu_slope_at_zero(lambda z: type(z)(1) / 2),
    ),
    at_kink(
        "leaky-relu-slope-1-at-kink", "leaky_relu", "1", "z >= 0 in the place of z > 0.", leaky_slope_at_zero(one)
    ),
    at_kink(
        "leaky-relu-slope-mean-at-kink", "leaky_relu", "101/200", "The mean of both sides.",
        leaky_slope_at_zero(lambda z: type(z)(101) / 200),
    ),
]

ENTRIES = PLACES + FUNCTIONS + KINKS
