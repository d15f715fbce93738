"""What well-known libraries do otherwise than the definition: approximations, factors, clipped outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import sigmoid
from ..costs import Cost
from ..door import RULES
from ..numerals import Number, Vector, exp, expm1, ln, normal_cdf, normal_pdf, tanh
from .by_hand_passes import BCE, ENTROPIES, activation, cost, forms_of_activation
from .entry import Mistake, Parameter, Replacements


def softsign_slope_without_abs(z: Number) -> Number:
    d = 1 + z
    return 1 / (d * d)


Scalar = Callable[[Number], Number]

EPSILON = Parameter("ε", 1e-7, (1e-8, 1e-10, 1e-12, 1e-15, 1e-5))


# ---- activations -----------------------------------------------------------------------------


def softplus_linear(z: Number) -> Number:
    return z if z > 20 else RULES.activations["softplus"].sigma(z)


def softplus_linear_slope(z: Number) -> Number:
    return type(z)(1) if z > 20 else sigmoid(z)


def gelu_tanh_argument(z: Number) -> Number:
    """√(2/π) (z + 0.044715 z^3); √(2/π) is twice the density at 0."""
    return 2 * normal_pdf(type(z)(0)) * (z + z * z * z * 44715 / 10**6)


def gelu_tanh(z: Number) -> Number:
    return z * (1 + tanh(gelu_tanh_argument(z))) / 2


def gelu_tanh_slope(z: Number) -> Number:
    t = tanh(gelu_tanh_argument(z))
    inner = 2 * normal_pdf(type(z)(0)) * (1 + z * z * 3 * 44715 / 10**6)
    return (1 + t) / 2 + z * (1 - t * t) * inner / 2


def gelu_sigmoid(z: Number) -> Number:
    return z * sigmoid(z * 1702 / 1000)


def gelu_sigmoid_slope(z: Number) -> Number:
    s = sigmoid(z * 1702 / 1000)
    return s + z * s * (1 - s) * 1702 / 1000


def selu(scale: int, alpha: int) -> dict[str, Scalar]:
    """σ and σ′ of selu with these λ and α, both times 10^15 and below 2^53."""
    one = 10**15
    return {
        "sigma": lambda z: z * scale / one if z > 0 else expm1(z) * alpha / one * scale / one,
        "slope": lambda z: type(z)(scale) / one if z > 0 else exp(z) * alpha / one * scale / one,
    }


def between(z: Number, low: int, high: int, inside: Number) -> Number:
    """0 up to low, 1 from high on, in between what is given."""
    if z <= low:
        return type(z)(0)
    return type(z)(1) if z >= high else inside


def ramp(width: int) -> dict[str, Scalar]:
    """σ and σ′ of min(1, max(0, z/width + ½))."""

    def sigma(z: Number) -> Number:
        if 2 * z >= width:
            return type(z)(1)
        return z / width + type(z)(1) / 2 if 2 * z > -width else type(z)(0)

    def slope(z: Number) -> Number:
        return type(z)(1) / width if -width < 2 * z < width else type(z)(0)

    return {"sigma": sigma, "slope": slope}


def hard_silu(z: Number) -> Number:
    return z * between(z, -3, 3, (z + 3) / 6)


def hard_silu_slope(z: Number) -> Number:
    return between(z, -3, 3, z / 3 + type(z)(1) / 2)


def relu6(z: Number) -> Number:
    if z >= 6:
        return type(z)(6)
    return z if z > 0 else type(z)(0)


def relu6_slope(z: Number) -> Number:
    return type(z)(1 if 0 < z < 6 else 0)


def hard_tanh(z: Number) -> Number:
    if z >= 1:
        return type(z)(1)
    return z if z > -1 else type(z)(-1)


def hard_tanh_slope(z: Number) -> Number:
    return type(z)(1 if -1 < z < 1 else 0)


def softsign_without_abs(z: Number) -> Number:
    return z / (1 + z)


def elu_without_1(z: Number) -> Number:
    return z if z > 0 else exp(z)


def elu_slope_from_larger_a(z: Number) -> Number:
    """a + 1, with an a that is too large by 1."""
    return type(z)(1) if z > 0 else exp(z) + 1


def times_root_of_2(z: Number) -> Number:
    return z * exp(ln(type(z)(2)) / 2)


def gelu_of_plain_erf(z: Number) -> Number:
    return z * normal_cdf(times_root_of_2(z))


def gelu_of_plain_erf_slope(z: Number) -> Number:
    return normal_cdf(times_root_of_2(z)) + times_root_of_2(z) * normal_pdf(times_root_of_2(z))


def gelu_of_plain_erf_right_density(z: Number) -> Number:
    return normal_cdf(times_root_of_2(z)) + z * normal_pdf(z)


def scaled_tanh(z: Number) -> Number:
    return tanh(z * 2 / 3) * 17159 / 10**4


def scaled_tanh_slope(z: Number) -> Number:
    t = tanh(z * 2 / 3)
    return (1 - t * t) * 2 / 3 * 17159 / 10**4


# ---- logarithms ------------------------------------------------------------------------------


def clamped_logarithms(a: Vector, y: Vector) -> Number:
    """Each ln at least −100."""
    C = type(a[0])(0)
    for a_j, y_j in zip(a, y):
        C = C - y_j * at_least_minus_100(a_j) - (1 - y_j) * at_least_minus_100(1 - a_j)
    return C


def at_least_minus_100(x: Number) -> Number:
    value = ln(x) if x > 0 else type(x)(-100)
    return value if value > -100 else type(x)(-100)


def clamped_slope(a_j: Number, y_j: Number, n: int) -> Number:
    """(a − y)/max(a(1 − a), 10^−12)."""
    below, least = a_j * (1 - a_j), type(a_j)(1) / 10**12
    return (a_j - y_j) / (below if below > least else least)


def clip(a_j: Number, width: float) -> Number:
    """a_j moved into [ε, 1 − ε]."""
    epsilon = type(a_j)(width)
    if a_j < epsilon:
        return epsilon
    return 1 - epsilon if a_j > 1 - epsilon else a_j


def clipped(name: str, epsilon: float, passed: bool) -> Cost:
    """A cross-entropy of clipped outputs; its slope passed on at the clipped output, or stopped by the clipping."""
    right = RULES.costs[name]

    def C(a: Vector, y: Vector) -> Number:
        return right.cost([clip(a_j, epsilon) for a_j in a], y)

    def slope(a_j: Number, y_j: Number, n: int) -> Number:
        inside = clip(a_j, epsilon)
        return right.slope(inside, y_j, n) if passed or inside == a_j else type(a_j)(0)

    return cost(name, cost=C, slope=slope)


def shifted(name: str, width: float) -> Cost:
    """A cross-entropy with ln(a + ε) and ln(1 − a + ε)."""
    binary = name == BCE

    def C(a: Vector, y: Vector) -> Number:
        total, epsilon = type(a[0])(0), type(a[0])(width)
        for a_j, y_j in zip(a, y):
            total = total - y_j * ln(a_j + epsilon)
            if binary:
                total = total - (1 - y_j) * ln(1 - a_j + epsilon)
        return total

    def slope(a_j: Number, y_j: Number, n: int) -> Number:
        epsilon = type(a_j)(width)
        first = -y_j / (a_j + epsilon)
        return first + (1 - y_j) / (1 - a_j + epsilon) if binary else first

    return cost(name, cost=C, slope=slope)


def shifted_below(name: str, width: float) -> Cost:
    """binary_cross_entropy with the slope (a − y)/(a(1 − a) + ε); cross_entropy as shifted has it."""
    if name != BCE:
        return shifted(name, width)
    return cost(name, slope=lambda a_j, y_j, n: (a_j - y_j) / (a_j * (1 - a_j) + type(a_j)(width)))


# ---- the entries -----------------------------------------------------------------------------


def of_activation(
    name: str, of: str, written: str, shows: str, hidden: str, *functions: dict[str, Any], kind: str = "convention",
    alone: bool = False,
) -> Mistake:
    """An entry for another σ with its slope, or with the right one.  functions: σ and σ′, one or more times.

    alone: count the slope alone, with the right σ, as the same slip.
    """
    forms = [form for one in functions for form in forms_of_activation(of, one["sigma"], one["slope"], alone)]
    return Mistake(
        name, kind, "2", f"{of}: σ(z) = {written}, and its slope", f"{of}: σ(z) = {RULES.activations[of].formula}",
        shows, hidden, forms[0], also=forms[1:],
    )


def of_logarithms(
    name: str, written: str, shows: str, costs: Callable[[str, float], Cost],
    also: Sequence[Callable[[str, float], Cost]] = (),
) -> Mistake:
    def form(change: Callable[[str, float], Cost]) -> Callable[[float], Replacements]:
        return lambda epsilon: {"costs": {of: change(of, epsilon) for of in ENTROPIES}}

    return Mistake(
        name, "convention", "9", written, "ln a_j and −y_j/a_j, ln(1 − a_j) and (1 − y_j)/(1 − a_j) as they are",
        shows, "Without a cross-entropy; almost, where no output is near 0 or 1.",
        form(costs), also=[form(change) for change in also], parameter=EPSILON,
    )


ENTRIES = [
    of_activation(
        "softplus-linear-above-20", "softplus", "z for z > 20",
        "Off by e^−z where z is above 20: the ninth digit at most. PyTorch's threshold.", "Where no z is above 20.",
        {"sigma": softplus_linear, "slope": softplus_linear_slope}, kind="precision", alone=True,
    ),
    of_activation(
        "gelu-tanh", "gelu", "½z(1 + tanh(√(2/π)(z + 0.044715z^3)))",
        "Off by up to 5·10^−4. The default of JAX, an option of PyTorch.", "Without gelu.",
        {"sigma": gelu_tanh, "slope": gelu_tanh_slope}, alone=True,
    ),
    of_activation(
        "gelu-sigmoid", "gelu", "z/(1 + e^−1.702z)", "Off by up to 0.02. Known as quick GELU.", "Without gelu.",
        {"sigma": gelu_sigmoid, "slope": gelu_sigmoid_slope},
    ),
    Mistake(
        "gelu-of-plain-erf", "equation", "2", "gelu: σ(z) = ½z(1 + erf(z)), and its slope",
        "gelu: σ(z) = ½z(1 + erf(z/√2))", "The √2 was forgotten: too steep. In σ alone, in σ′ alone, or in both.",
        "Without gelu.", {"activations": {"gelu": activation(
            "gelu", sigma=gelu_of_plain_erf, slope=gelu_of_plain_erf_slope,
        )}},
        also=[{"activations": {"gelu": form}} for form in (
            activation("gelu", sigma=gelu_of_plain_erf, slope=gelu_of_plain_erf_right_density),
            activation("gelu", sigma=gelu_of_plain_erf), activation("gelu", slope=gelu_of_plain_erf_right_density),
        )],
    ),
    Mistake(
        "elu-without-minus-1", "equation", "2", "elu: σ(z) = z if z > 0 else e^z",
        "elu: σ(z) = z if z > 0 else e^z − 1",
        "The −1 was lost: outputs jump from 1 to 0 at z = 0. Slopes are right, or made from this a.",
        "Where all z of elu layers are positive.", {"activations": {"elu": activation("elu", sigma=elu_without_1)}},
        also=[{"activations": {"elu": activation("elu", sigma=elu_without_1, slope=elu_slope_from_larger_a)}}],
    ),
    of_activation(
        "selu-for-elu", "elu", "λz if z > 0 else λα(e^z − 1), λ = 1.0507…, α = 1.6732…", "SELU, another activation.",
        "Without elu.", selu(1050700987355480, 1673263242354377), selu(1050700000000000, 1673300000000000),
        selu(1050700000000000, 1673260000000000), selu(1050000000000000, 1670000000000000),
    ),
    of_activation(
        "relu6-for-relu", "relu", "min(6, max(0, z))", "ReLU6, another activation.", "Where no z is above 6.",
        {"sigma": relu6, "slope": relu6_slope},
    ),
    of_activation(
        "hard-sigmoid-keras", "sigmoid", "min(1, max(0, 0.2z + 0.5))", "Three straight lines; that of Keras 2.",
        "Without sigmoid.", ramp(5),
    ),
    of_activation(
        "hard-sigmoid-pytorch", "sigmoid", "min(1, max(0, z/6 + 0.5))", "Three straight lines; that of PyTorch.",
        "Without sigmoid.", ramp(6),
    ),
    of_activation(
        "hard-silu", "silu", "z min(1, max(0, z/6 + 0.5))", "Hardswish, another activation.", "Without silu.",
        {"sigma": hard_silu, "slope": hard_silu_slope},
    ),
    of_activation(
        "hard-tanh", "tanh", "min(1, max(−1, z))", "Three straight lines instead of tanh.", "Without tanh.",
        {"sigma": hard_tanh, "slope": hard_tanh_slope},
    ),
    of_activation(
        "softsign-without-abs", "softsign", "z/(1 + z)", "Outputs beyond ±1 where z is negative.",
        "Where all z of softsign layers are positive.",
        {"sigma": softsign_without_abs, "slope": softsign_slope_without_abs},
    ),
    of_activation(
        "scaled-tanh", "tanh", "1.7159 tanh(2z/3)", "LeCun's tanh, another activation.", "Without tanh.",
        {"sigma": scaled_tanh, "slope": scaled_tanh_slope},
    ),
    Mistake(
        "logarithms-clamped-at-minus-100", "convention", "9",
        "binary_cross_entropy: each ln at least −100, ∂C/∂a_j = (a_j − y_j)/max(a_j(1 − a_j), 10^−12)",
        "−y_j/a_j + (1 − y_j)/(1 − a_j)", "Blame of outputs beyond 10^−12 is cut. PyTorch's BCELoss.",
        "Without binary_cross_entropy; where no output is near 0 or 1.",
        {"costs": {BCE: cost(BCE, cost=clamped_logarithms, slope=clamped_slope)}},
    ),
    of_logarithms(
        "outputs-clipped", "a_j clipped to [ε, 1 − ε], slope 0 outside",
        "Outputs beyond ε learn nothing: the derivative of the clipping is 0.",
        lambda of, epsilon: clipped(of, epsilon, False),
    ),
    of_logarithms(
        "slopes-at-outputs-clipped", "a_j clipped to [ε, 1 − ε], slope at the clipped a_j",
        "The slope of the cost never exceeds 1/ε.", lambda of, epsilon: clipped(of, epsilon, True),
        [lambda of, epsilon: cost(of, slope=clipped(of, epsilon, True).slope)],
    ),
    of_logarithms(
        "logarithm-plus-epsilon", "ln(a_j + ε) and ln(1 − a_j + ε), and their slopes",
        "All slopes of the cost are a little too small, near 0 and 1 much too small.", shifted,
        [lambda of, epsilon: cost(of, slope=shifted(of, epsilon).slope), shifted_below],
    ),
    Mistake(
        "cost-logarithm-plus-epsilon", "convention", None,
        "ln(a_j + ε), or ln of a_j clipped to [ε, 1 − ε], in C alone", "ln a_j",
        "Gradients are right, the cost is a little too small.",
        "Without a cross-entropy; almost, where no output is near 0.",
        lambda epsilon: {"costs": {of: cost(of, cost=shifted(of, epsilon).cost) for of in ENTROPIES}},
        also=[lambda epsilon: {"costs": {of: cost(of, cost=clipped(of, epsilon, True).cost) for of in ENTROPIES}}],
        only=("cost",), parameter=EPSILON,
    ),
]
