"""Mistakes in the formula of σ′."""

from __future__ import annotations

from ..activations import sigmoid, sigmoid_slope
from ..numerals import exp, ln, normal_cdf, normal_pdf, tanh
from ..door import RULES
from .entry import Mistake, Parameter
from .passes import activation, backward_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from ..numerals import Number
    from .entry import Replacements
    from .passes import Place


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


def softsign_slope_without_abs(z: Number) -> Number:
    d = 1 + z
    return 1 / (d * d)


def softsign_not_squared(z: Number) -> Number:
    return 1 / (1 + abs(z))


def whole_part(z: Number) -> Number:
    """|z| without what stands behind its point, as C's abs() has it."""
    return type(z)(abs(int(float(z))))


def softsign_of_whole_part(z: Number) -> Number:
    return z / (1 + whole_part(z))


def softsign_slope_of_whole_part(z: Number) -> Number:
    d = 1 + whole_part(z)
    return 1 / (d * d)


def density_with(pi: float) -> Replacements:
    """φ(z) = e^(−z²/2)/√(2π) with this π, in the slope of gelu."""

    def slope(z: Number) -> Number:
        return normal_cdf(z) + z * exp(-z * z / 2) / exp(ln(type(z)(2 * pi)) / 2)

    return {"activations": {"gelu": activation("gelu", slope=slope)}}


def relu_overwrites(at: Place, j: int) -> Number:
    """0 or 1 in the place of what comes from above times 0 or 1."""
    return at.slope(j) if at.layer.activation == "relu" else at.right_delta(j)


# ---- the entries -----------------------------------------------------------------------------


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


def masked_by_error(guided: bool) -> Callable[[Place, int], Number]:
    """What comes back to a relu passes where it is above 0 itself; guided: and where z is too."""

    def delta(at: Place, j: int) -> Number:
        error = at.dC_da(j)
        if at.layer.activation != "relu":
            return at.right_delta(j)
        return error if error > 0 and not (guided and not at.z[at.l][j] > 0) else error * 0

    return delta


FUNCTIONS = [
    of_function(
        "sigmoid-slope-itself", "sigmoid", "σ(z)", "The factor 1 − σ(z) is gone.",
        "Without sigmoid.", sigmoid,
    ),
    of_function(
        "sigmoid-slope-with-z", "sigmoid", "σ(z)(1 − z)", "One of the two a is z.", "Without sigmoid.",
        lambda z: sigmoid(z) * (1 - z),
    ),
    of_function(
        "sigmoid-slope-plus", "sigmoid", "σ(z)(1 + σ(z))", "A sign is lost: slopes up to 2.", "Without sigmoid.",
        lambda z: sigmoid(z) * (1 + sigmoid(z)),
    ),
    of_function(
        "softsign-slope-of-plain-quotient", "softsign", "(1 + |z| − z)/(1 + |z|)²",
        "The derivative of |z| is taken as 1 everywhere.", "Where all z of softsign layers are positive.",
        lambda z: (1 + abs(z) - z) / ((1 + abs(z)) * (1 + abs(z))),
    ),
    of_function(
        "silu-slope-without-s", "silu", "s + z(1 − s), s = 1/(1 + e^−z)", "The factor s of the second term is missing.",
        "Without silu.", lambda z: sigmoid(z) + z * sigmoid(-z),
    ),
    of_function(
        "gelu-slope-density-too-large", "gelu", "Φ(z) + z e^(−z²/2)", "The density lacks 1/√(2π).",
        "Without gelu.", lambda z: normal_cdf(z) + z * exp(-z * z / 2),
    ),
    of_function(
        "leaky-relu-slope-of-both", "leaky_relu", "1.01", "Both branches of max(z, z/100) hand the error back.",
        "Without leaky_relu.", lambda z: type(z)(101) / 100,
    ),
    Mistake(
        "relu-mask-of-error", "equation", "8/9", "relu: δ_j = max(0, Σ_m δ_m w_mj), whatever z is",
        "δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
        "What is compared with 0 is the error that comes back, not z; or both (guided backpropagation).",
        "Without relu.", {"backward": backward_by(masked_by_error(False))},
        also=[
            {"backward": backward_by(masked_by_error(False), masked_by_error(False))},
            {"backward": backward_by(masked_by_error(True))},
            {"backward": backward_by(masked_by_error(True), masked_by_error(True))},
        ],
    ),
    Mistake(
        "a-formula-at-z", "equation", "8/9", "z(1 − z) for sigmoid, 1 − z² for tanh: the formula for a, fed with z",
        "a(1 − a) and 1 − a², or the formula for z",
        "Slopes that are large and negative where |z| is large.", "For activations other than sigmoid and tanh.",
        {"activations": {
            "sigmoid": activation("sigmoid", slope=lambda z: z * (1 - z)),
            "tanh": activation("tanh", slope=lambda z: 1 - z * z),
        }},
        also=[
            {"activations": {"sigmoid": activation("sigmoid", slope=lambda z: z * (1 - z))}},
            {"activations": {"tanh": activation("tanh", slope=lambda z: 1 - z * z)}},
        ],
    ),
    of_function(
        "sigmoid-slope-a-squared", "sigmoid", "σ(z)²(1 − σ(z))", "σ(z) is multiplied once too often.",
        "Without sigmoid.", lambda z: sigmoid(z) * sigmoid_slope(z),
    ),
    of_function(
        "sigmoid-slope-1-minus-square", "sigmoid", "1 − σ(z)²", "The formula of tanh with the value of the sigmoid.",
        "Without sigmoid.", lambda z: 1 - sigmoid(z) * sigmoid(z),
    ),
    of_function(
        "tanh-slope-of-sigmoid", "tanh", "tanh z (1 − tanh z)", "The formula of the sigmoid with the value of tanh.",
        "Without tanh.", lambda z: tanh(z) * (1 - tanh(z)),
    ),
    of_function(
        "tanh-slope-cubed", "tanh", "1 − |tanh z|^3", "The power is one too high.", "Without tanh.",
        lambda z: 1 - abs(tanh(z) * tanh(z) * tanh(z)),
    ),
    of_function(
        "tanh-slope-1-minus-a-to-the-square", "tanh", "(1 − tanh z)²", "The square is outside the bracket.",
        "Without tanh.", lambda z: (1 - tanh(z)) * (1 - tanh(z)),
    ),
    of_function(
        "relu-slope-above-1", "relu", "1 if z > 1 else 0", "Neurons that are only a little on learn nothing.",
        "Where no relu neuron has a z between 0 and 1.", lambda z: type(z)(1 if z > 1 else 0),
    ),
    of_function(
        "relu-slope-itself", "relu", "z if z > 0 else 0", "The activation stands in the place of its slope.",
        "Without relu.", lambda z: z if z > 0 else type(z)(0),
    ),
    of_function(
        "softplus-slope-flipped", "softplus", "1/(1 + e^z)", "The sign of z is lost: 1 − s in the place of s.",
        "Without softplus.", lambda z: sigmoid(-z),
    ),
    of_function(
        "elu-slope-1", "elu", "1", "Neurons below 0 learn as much as those above.",
        "Where all z of elu layers are positive.", one,
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
        "Where all z of softsign layers are positive.", softsign_slope_without_abs,
    ),
    of_function(
        "softsign-slope-not-squared", "softsign", "1/(1 + |z|)", "Slopes too large, the more the larger |z| is.",
        "Almost, near z = 0.", softsign_not_squared,
    ),
    of_function(
        "softsign-slope-of-square", "softsign", "1/(1 + z²)", "The square went inside: the slope of arctan.",
        "Almost, near z = 0.", lambda z: 1 / (1 + z * z),
    ),
    Mistake(
        "softsign-slope-of-whole-part", "equation", "8/9", "softsign: σ′(z) = 1/(1 + |whole part of z|)²",
        "softsign: σ′(z) = 1/(1 + |z|)²", "C's abs() in the place of fabs(): a slope of 1 between −1 and 1. Here "
        "alone, or in σ too.", "Where z of softsign layers are whole numbers.",
        {"activations": {"softsign": activation("softsign", slope=softsign_slope_of_whole_part)}},
        also=[{"activations": {"softsign": activation(
            "softsign", sigma=softsign_of_whole_part, slope=softsign_slope_of_whole_part,
        )}}],
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
        "gelu-slope-pi-with-few-digits", "precision", "8/9",
        "gelu: σ′(z) = Φ(z) + z e^(−z²/2)/√(2π), π with few digits",
        "gelu: σ′(z) = Φ(z) + z e^(−z²/2)/√(2π)", "Slopes are right to some digits only: 3.14 or 3.14159 stands for π.",
        "Without gelu.", density_with, parameter=Parameter("π", 3.14159, (3.14, 3.1416, 3.141592)),
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

ENTRIES = FUNCTIONS + KINKS
