"""Wrong formulas for σ′ of one activation, for softmax's δ and for ∂C/∂a: what cannot be split into smaller parts.

    FUNCTIONS  activation → wrong formulas of σ: name, formula, function of z
    SLOPES     activation → wrong formulas of its slope: name, formula, function of z
    OPEN       activation → a formula of σ and one of its slope with a number left open, and values of it
    SOFTMAX    wrong δ of a softmax: name, formula, function of the Place and j
    GUARDS     cross-entropies as libraries have them: name → formula, function of name, number and cost
    ERRORS     wrong ∂C/∂a_j of one cost, or of some: name, costs, formula, function of a_j, y_j and n
"""

from __future__ import annotations

from typing import Any, Callable

from ..activations import sigmoid, sigmoid_slope, softplus
from ..costs import Cost
from ..numerals import exp, expm1, ln, normal_cdf, normal_pdf, tanh
from .places import Number, Place, Vector, cut_to, total

SQUARED = ("half_squared_error", "squared_error", "mean_squared_error")
BCE, CE = ENTROPIES = ("binary_cross_entropy", "cross_entropy")


def _if_positive(z: Number, above: Any, below: Any) -> Number:
    return z * 0 + (above if z > 0 else below)


FUNCTIONS: dict[str, tuple[tuple[str, str, Callable[[Number], Number]], ...]] = {
    "sigmoid": (
        ("without-parentheses", "1/1 + e^−z", lambda z: 1 + exp(-z)),
        ("of-tanh", "½(1 + tanh z)", lambda z: (1 + tanh(z)) / 2),
    ),
    "tanh": (
        ("of-sigmoid", "2/(1 + e^−z) − 1", lambda z: 2 * sigmoid(z) - 1),
        ("sinh", "½(e^z − e^−z)", lambda z: (exp(z) - exp(-z)) / 2),
        ("of-lecun", "1.7159 tanh(2z/3)", lambda z: tanh(z * 2 / 3) * 17159 / 10000),
        ("hard", "min(1, max(−1, z))", lambda z: z if -1 < z < 1 else z * 0 + (1 if z > 0 else -1)),
    ),
    "relu": (
        ("size", "|z|", abs),
        ("minimum", "min(0, z)", lambda z: z if z < 0 else z * 0),
        ("step", "1 if z > 0 else 0", lambda z: _if_positive(z, 1, 0)),
        ("inverted", "max(0, −z)", lambda z: -z if z < 0 else z * 0),
        ("up-to-6", "min(6, max(0, z))", lambda z: z if 0 < z < 6 else z * 0 + (6 if z > 0 else 0)),
    ),
    "leaky_relu": (
        ("above-only", "z/100 if z > 0 else 0", lambda z: z / 100 if z > 0 else z * 0),
        ("inverted", "z/100 if z > 0 else z", lambda z: z / 100 if z > 0 else z),
        ("constant-below", "z if z > 0 else 1/100", lambda z: z if z > 0 else (z * 0 + 1) / 100),
        ("minus-below", "z if z > 0 else −z/100", lambda z: z if z > 0 else -z / 100),
        ("everywhere", "z/100", lambda z: z / 100),
    ),
    "softplus": (
        ("flipped", "ln(1 + e^−z)", lambda z: ln(1 + exp(-z))),
        ("exp", "e^z", exp),
        ("minus-1", "ln(1 + e^z) − 1", lambda z: ln(1 + exp(z)) - 1),
    ),
    "softsign": (
        ("of-square", "z/(1 + z²)", lambda z: z / (1 + z * z)),
        ("of-root", "z/√(1 + z²)", lambda z: z / exp(ln(1 + z * z) / 2)),
        ("size", "|z|/(1 + |z|)", lambda z: abs(z) / (1 + abs(z))),
        ("without-parentheses", "z/1 + |z|", lambda z: z + abs(z)),
        ("without-size", "z/(1 + z)", lambda z: z / (1 + z)),
        ("without-z", "1/(1 + |z|)", lambda z: 1 / (1 + abs(z))),
    ),
    "elu": (
        ("everywhere", "e^z − 1", lambda z: exp(z) - 1),
        ("without-1", "z if z > 0 else e^z", lambda z: z if z > 0 else exp(z)),
        ("of-minus-z", "z if z > 0 else e^−z − 1", lambda z: z if z > 0 else exp(-z) - 1),
    ),
    "silu": (
        ("without-z", "1/(1 + e^−z)", sigmoid),
        ("sum", "z + 1/(1 + e^−z)", lambda z: z + sigmoid(z)),
        ("square", "z²/(1 + e^−z)", lambda z: z * z * sigmoid(z)),
    ),
    "gelu": (
        ("without-z", "Φ(z)", normal_cdf),
        ("density", "z φ(z)", lambda z: z * normal_pdf(z)),
        ("by-tanh", "½z(1 + tanh(√(2/π)(z + 0.044715z³)))", lambda z: z * (
            1 + tanh(2 * normal_pdf(z * 0) * (z + z * z * z * 44715 / 10**6))) / 2),
        ("by-sigmoid", "z/(1 + e^−1.702z)", lambda z: z * sigmoid(z * 1702 / 1000)),
        ("without-root", "½z(1 + erf z)", lambda z: z * normal_cdf(z * exp(ln(z * 0 + 2) / 2))),
    ),
}

Open = tuple[str, Callable[[Number, float], Number]]
OPEN: dict[str, tuple[str, dict[str, Open], tuple[float, ...]]] = {
    "relu": ("below", {
        "activation": ("z if z > 0 else c z", lambda z, c: z if z > 0 else z * c),
        "slope": ("1 if z > 0 else c", lambda z, c: _if_positive(z, 1, c)),
    }, (0.1, 0.01, 0.2)),
    "leaky_relu": ("below", {
        "activation": ("z if z > 0 else c z", lambda z, c: z if z > 0 else z * c),
        "slope": ("1 if z > 0 else c", lambda z, c: _if_positive(z, 1, c)),
    }, (0.2, 0.3, 0.1, 0.25)),
    "elu": ("times", {
        "activation": ("z if z > 0 else c(e^z − 1)", lambda z, c: z if z > 0 else expm1(z) * c),
        "slope": ("1 if z > 0 else c e^z", lambda z, c: z * 0 + 1 if z > 0 else exp(z) * c),
    }, (0.1, 0.5, 0.3)),
}


def _gelu_slope_by_tanh(z: Number) -> Number:
    density, cubic = normal_pdf(z * 0), z * z * 44715 / 10**6
    t = tanh(2 * density * (z + z * cubic))
    return (1 + t) / 2 + z * (1 - t * t) * density * (1 + 3 * cubic)


SLOPES: dict[str, tuple[tuple[str, str, Callable[[Number], Number]], ...]] = {
    "sigmoid": (
        ("with-z", "σ(z)(1 − z)", lambda z: sigmoid(z) * (1 - z)),
        ("at-z", "z(1 − z)", lambda z: z * (1 - z)),
        ("plus", "σ(z)(1 + σ(z))", lambda z: sigmoid(z) * (1 + sigmoid(z))),
        ("a-squared", "σ(z)²(1 − σ(z))", lambda z: sigmoid(z) * sigmoid(z) * (1 - sigmoid(z))),
        ("1-minus-square", "1 − σ(z)²", lambda z: 1 - sigmoid(z) * sigmoid(z)),
        ("half", "1 − σ(z)", lambda z: 1 - sigmoid(z)),
        ("itself", "σ(z)", sigmoid),
        ("negated", "σ(z)(σ(z) − 1)", lambda z: sigmoid(z) * (sigmoid(z) - 1)),
        ("a-minus-square", "σ(z) − z²", lambda z: sigmoid(z) - z * z),
    ),
    "tanh": (
        ("itself", "tanh z", tanh),
        ("at-z", "1 − z²", lambda z: 1 - z * z),
        ("of-sigmoid", "tanh z (1 − tanh z)", lambda z: tanh(z) * (1 - tanh(z))),
        ("1-minus-a-squared", "(1 − tanh z)²", lambda z: (1 - tanh(z)) * (1 - tanh(z))),
        ("cubed", "1 − |tanh z|³", lambda z: 1 - abs(tanh(z)) * tanh(z) * tanh(z)),
        ("plus", "1 + tanh² z", lambda z: 1 + tanh(z) * tanh(z)),
        ("without-1", "−tanh² z", lambda z: -(tanh(z) * tanh(z))),
        ("square", "tanh² z", lambda z: tanh(z) * tanh(z)),
        ("not-squared", "1 − tanh z", lambda z: 1 - tanh(z)),
        ("minus-square-first", "tanh² z − 1", lambda z: tanh(z) * tanh(z) - 1),
    ),
    "relu": (
        ("always-1", "1", lambda z: z * 0 + 1),
        ("1-at-kink", "1 if z ≥ 0 else 0", lambda z: z * 0 + (1 if z >= 0 else 0)),
        ("half-at-kink", "½ at z = 0", lambda z: (z * 0 + 1) / 2 if z == 0 else _if_positive(z, 1, 0)),
        ("above-1", "1 if z > 1 else 0", lambda z: z * 0 + (1 if z > 1 else 0)),
        ("itself", "z if z > 0 else 0", lambda z: z if z > 0 else z * 0),
        ("at-z", "z", lambda z: z),
        ("inverted", "0 if z > 0 else 1", lambda z: _if_positive(z, 0, 1)),
        ("negative", "1 if z > 0 else −1", lambda z: _if_positive(z, 1, -1)),
        ("leaky", "1 if z > 0 else 1/100", lambda z: z * 0 + 1 if z > 0 else (z * 0 + 1) / 100),
    ),
    "leaky_relu": (
        ("0-below", "1 if z > 0 else 0", lambda z: _if_positive(z, 1, 0)),
        ("1", "1", lambda z: z * 0 + 1),
        ("mean-at-kink", "101/200 at z = 0",
         lambda z: (z * 0 + 101) / 200 if z == 0 else z * 0 + 1 if z > 0 else (z * 0 + 1) / 100),
        ("itself", "1 if z > 0 else z/100", lambda z: z * 0 + 1 if z > 0 else z / 100),
        ("both", "1.01", lambda z: z * 0 + 1 + (z * 0 + 1) / 100),
        ("minus-below", "1 if z > 0 else −1/100", lambda z: z * 0 + 1 if z > 0 else -(z * 0 + 1) / 100),
        ("inverted", "1/100 if z > 0 else 1", lambda z: (z * 0 + 1) / 100 if z > 0 else z * 0 + 1),
    ),
    "softplus": (
        ("flipped", "1/(1 + e^z)", lambda z: sigmoid(-z)),
        ("of-sigmoid", "s(1 − s); where s = 1/(1 + e^−z)", sigmoid_slope),
        ("itself", "ln(1 + e^z)", lambda z: ln(1 + exp(z))),
        ("exp", "e^z", exp),
    ),
    "softsign": (
        ("without-abs", "1/(1 + z)²", lambda z: 1 / ((1 + z) * (1 + z))),
        ("not-squared", "1/(1 + |z|)", lambda z: 1 / (1 + abs(z))),
        ("of-square", "1/(1 + z²)", lambda z: 1 / (1 + z * z)),
        ("of-plain-quotient", "(1 + |z| − z)/(1 + |z|)²", lambda z: (1 + abs(z) - z) / ((1 + abs(z)) * (1 + abs(z)))),
        ("of-square-squared", "1/(1 + z²)²", lambda z: 1 / ((1 + z * z) * (1 + z * z))),
        ("itself", "z/(1 + |z|)", lambda z: z / (1 + abs(z))),
    ),
    "elu": (
        ("1", "1", lambda z: z * 0 + 1),
        ("itself", "1 if z > 0 else e^z − 1", lambda z: z * 0 + 1 if z > 0 else exp(z) - 1),
        ("0-below", "1 if z > 0 else 0", lambda z: _if_positive(z, 1, 0)),
        ("plus", "1 if z > 0 else e^z + 1", lambda z: z * 0 + 1 if z > 0 else exp(z) + 1),
        ("at-a", "1 if z > 0 else e^a", lambda z: z * 0 + 1 if z > 0 else exp(exp(z) - 1)),
    ),
    "silu": (
        ("without-product", "s; where s = 1/(1 + e^−z)", sigmoid),
        ("without-s", "s + z(1 − s); where s = 1/(1 + e^−z)", lambda z: sigmoid(z) + z * (1 - sigmoid(z))),
        ("without-1-minus-s", "s(1 + z); where s = 1/(1 + e^−z)", lambda z: sigmoid(z) * (1 + z)),
        ("product-only", "z s(1 − s); where s = 1/(1 + e^−z)", lambda z: z * sigmoid_slope(z)),
        ("minus", "s − z s(1 − s); where s = 1/(1 + e^−z)", lambda z: sigmoid(z) - z * sigmoid_slope(z)),
        ("itself", "z s; where s = 1/(1 + e^−z)", lambda z: z * sigmoid(z)),
        ("of-sigmoid", "s(1 − s); where s = 1/(1 + e^−z)", sigmoid_slope),
    ),
    "gelu": (
        ("without-product", "Φ(z)", normal_cdf),
        ("by-tanh", "the slope of ½z(1 + tanh(√(2/π)(z + 0.044715z³)))", _gelu_slope_by_tanh),
        ("density-only", "Φ(z) + φ(z)", lambda z: normal_cdf(z) + normal_pdf(z)),
        ("density-too-large", "Φ(z) + z e^(−z²/2)", lambda z: normal_cdf(z) + z * exp(-(z * z) / 2)),
        ("minus", "Φ(z) − z φ(z)", lambda z: normal_cdf(z) - z * normal_pdf(z)),
        ("product-only", "z φ(z)", lambda z: z * normal_pdf(z)),
        ("itself", "z Φ(z)", lambda z: z * normal_cdf(z)),
    ),
}


# ---- softmax -------------------------------------------------------------------------------------


def _products(at: Place) -> Number:
    return total([a_i * dC_da_i for a_i, dC_da_i in zip(at.a[at.l], at.dC_da(at.l))])


def _a(at: Place, j: int) -> Number:
    return at.a[at.l][j]


def _e(at: Place, j: int) -> Number:
    return at.dC_da(at.l)[j]


def _others(at: Place, j: int) -> Number:
    return _products(at) - _a(at, j) * _e(at, j)


SOFTMAX: tuple[tuple[str, str, Callable[[Place, int], Number]], ...] = (
    ("diagonal-only", "∂C/∂a_j · a_j(1 − a_j)", lambda at, j: _e(at, j) * (_a(at, j) * (1 - _a(at, j)))),
    ("off-diagonal-only", "−a_j Σ_(i ≠ j) ∂C/∂a_i a_i", lambda at, j: -(_a(at, j) * _others(at, j))),
    ("off-diagonal-sign", "∂C/∂a_j · a_j(1 − a_j) + a_j Σ_(i ≠ j) ∂C/∂a_i a_i",
     lambda at, j: _e(at, j) * (_a(at, j) * (1 - _a(at, j))) + _a(at, j) * _others(at, j)),
    ("diagonal-not-subtracted", "∂C/∂a_j · a_j − a_j Σ_(i ≠ j) ∂C/∂a_i a_i",
     lambda at, j: _a(at, j) * _e(at, j) - _a(at, j) * _others(at, j)),
    ("denominator-constant", "∂C/∂a_j · a_j", lambda at, j: _a(at, j) * _e(at, j)),
    ("slope-plus", "a_j (∂C/∂a_j + Σ_i ∂C/∂a_i a_i)", lambda at, j: _a(at, j) * (_e(at, j) + _products(at))),
    ("step-missing", "∂C/∂a_j", _e),
    ("a-minus-y", "a_j − y_j for every cost", lambda at, j: _a(at, j) - at.y[j]),
    ("a-minus-y-with-slope", "(a_j − y_j) a_j(1 − a_j)",
     lambda at, j: (_a(at, j) - at.y[j]) * (_a(at, j) * (1 - _a(at, j)))),
    ("sum-without-factor", "a_j ∂C/∂a_j − Σ_i ∂C/∂a_i a_i", lambda at, j: _a(at, j) * _e(at, j) - _products(at)),
    ("jacobian-other-subtracted", "∂C/∂a_j · a_j − Σ_i ∂C/∂a_i a_i²",
     lambda at, j: _a(at, j) * _e(at, j) - total([e * a * a for e, a in zip(at.dC_da(at.l), at.a[at.l])])),
    ("factor-missing", "∂C/∂a_j − Σ_i ∂C/∂a_i a_i", lambda at, j: _e(at, j) - _products(at)),
    ("y-minus-a", "y_j − a_j for every cost", lambda at, j: at.y[j] - _a(at, j)),
    ("mean-subtracted", "a_j (∂C/∂a_j − (1/n) Σ_i ∂C/∂a_i)",
     lambda at, j: _a(at, j) * (_e(at, j) - total(at.dC_da(at.l)) / len(at.y))),
)


# ---- costs ---------------------------------------------------------------------------------------

ERRORS: tuple[tuple[str, tuple[str, ...], str, Callable[[Number, Number, int], Number]], ...] = (
    ("bce-first-term-only", (BCE,), "−y_j/a_j", lambda a, y, n: -y / a if y != 0 else a * 0),
    ("bce-second-term-only", (BCE,), "(1 − y_j)/(1 − a_j)", lambda a, y, n: (1 - y) / (1 - a) if y != 1 else a * 0),
    ("bce-second-sign", (BCE,), "−y_j/a_j − (1 − y_j)/(1 − a_j)",
     lambda a, y, n: (-y / a if y != 0 else a * 0) - ((1 - y) / (1 - a) if y != 1 else 0)),
    ("bce-first-sign", (BCE,), "y_j/a_j + (1 − y_j)/(1 − a_j)",
     lambda a, y, n: (y / a if y != 0 else a * 0) + ((1 - y) / (1 - a) if y != 1 else 0)),
    ("bce-over-slope-missing", (BCE,), "(a_j − y_j)/(1 − a_j)", lambda a, y, n: (a - y) / (1 - a)),
    ("bce-over-a", (BCE,), "(a_j − y_j)/a_j", lambda a, y, n: (a - y) / a),
    ("ce-target-left-out", (CE,), "−1/a_j if y_j ≠ 0, else 0", lambda a, y, n: -1 / a if y != 0 else a * 0),
    ("ce-target-left-out-everywhere", (CE,), "−1/a_j", lambda a, y, n: -1 / a),
    ("ce-binary-terms", (CE,), "−y_j/a_j + (1 − y_j)/(1 − a_j)",
     lambda a, y, n: (-y / a if y != 0 else a * 0) + ((1 - y) / (1 - a) if y != 1 else 0)),
    ("ce-times-a", (CE,), "−y_j a_j", lambda a, y, n: -(y * a)),
    ("ce-logarithm-left-out", (CE,), "−y_j", lambda a, y, n: -y + a * 0),
    ("slope-of-logarithm-from-itself", ENTROPIES, "−y_j/ln a_j", lambda a, y, n: -y / ln(a) if y != 0 else a * 0),
    ("integer-division", ("mean_squared_error",), "(2 div n)(a_j − y_j)", lambda a, y, n: (a - y) * (2 // n)),
    ("sign-of-difference", SQUARED, "sign(a_j − y_j)",
     lambda a, y, n: a * 0 + (1 if a > y else -1 if a < y else 0)),
    ("square-for-slope", SQUARED, "(a_j − y_j)²", lambda a, y, n: (a - y) * (a - y)),
    ("relative-error", SQUARED, "(a_j − y_j)/y_j", lambda a, y, n: (a - y) / y if y != 0 else a - y),
    ("output-for-error", SQUARED, "a_j", lambda a, y, n: a),
    ("a-plus-y", SQUARED, "a_j + y_j", lambda a, y, n: a + y),
    ("cubed", SQUARED, "(a_j − y_j)³", lambda a, y, n: (a - y) * (a - y) * (a - y)),
)


# ---- cross-entropies of other numbers ------------------------------------------------------------

EPSILON = ("ε", (1e-7, 1e-12, 1e-9, 1e-15, 1e-8, 1e-10))


def of_sigmoid_again(a: Vector, y: Vector) -> Number:
    """The binary cross-entropy of 1/(1 + e^−a): ln(1 + e^a) − ya."""
    return total([softplus(a_j) - y_j * a_j for a_j, y_j in zip(a, y)])


def of_softmax_again(a: Vector, y: Vector) -> Number:
    """The cross-entropy of softmax(a)."""
    scale = ln(total([exp(a_j - max(a)) for a_j in a])) + max(a)
    return total([y_j * (scale - a_j) for a_j, y_j in zip(a, y)])


def entropy(
    name: str, logarithm: Callable[[Number], Number], other: Callable[[Number], Number] | None = None
) -> Callable[[Vector, Vector], Number]:
    """A cross-entropy with this for ln; other: in ln(1 − a)."""

    def C(a: Vector, y: Vector) -> Number:
        terms = [y_j * logarithm(a_j) for a_j, y_j in zip(a, y)]
        if name == BCE:
            terms += [(1 - y_j) * (other or logarithm)(1 - a_j) for a_j, y_j in zip(a, y)]
        return -total(terms)

    return C


def at_least_minus_100(p: Number) -> Number:
    return max(ln(p), -100) if p > 0 else p * 0 - 100


def huber(name: str, c: float, v: Cost) -> Cost:
    """A squared cost whose errors are limited, and the cost that has these slopes."""
    factor = 1 if name == "half_squared_error" else 2

    def over(n: int) -> Number:
        return n if name == "mean_squared_error" else 1

    def priced(e: Number) -> Number:
        return abs(e) * (2 * c) - c * c if abs(e) > c else e * e

    return Cost(lambda a, y: total([priced(a_j - y_j) for a_j, y_j in zip(a, y)]) * factor / 2 / over(len(a)),
                lambda a_j, y_j, n: factor * cut_to(a_j - y_j, -c, c) / over(n), v.formula, v.slope_formula)


Guard = Callable[[str, float, Cost], Cost]


def _with_epsilon(both: bool) -> Guard:
    """ln(a + ε), and ln(1 − a + ε) if both have it."""
    def guard(name: str, c: float, v: Cost) -> Cost:
        second = c if both else 0

        def slope(a_j: Number, y_j: Number, n: int) -> Number:
            first = -(y_j / (a_j + c))
            return first + (1 - y_j) / (1 - a_j + second) if name == BCE else first

        return Cost(entropy(name, lambda p: ln(p + c), lambda p: ln(p + second)), slope, v.formula, v.slope_formula)

    return guard


def _clipped(stopped: bool) -> Guard:
    """Of outputs in [ε, 1 − ε]; stopped: those that are moved there learn nothing."""
    def guard(name: str, c: float, v: Cost) -> Cost:
        def slope(a_j: Number, y_j: Number, n: int) -> Number:
            inside = cut_to(a_j, c, 1 - c)
            return a_j * 0 if stopped and inside != a_j else v.slope(inside, y_j, n)

        return Cost(lambda a, y: v.cost([cut_to(a_j, c, 1 - c) for a_j in a], y), slope, v.formula, v.slope_formula)

    return guard


def _in_base(name: str, c: float, v: Cost) -> Cost:
    return Cost(lambda a, y: v.cost(a, y) / ln(c), lambda a_j, y_j, n: v.slope(a_j, y_j, n) / ln(c), v.formula,
                v.slope_formula)


GUARDS: dict[str, tuple[str, Guard, tuple[str, tuple[float, ...]]]] = {  # cross-entropies that libraries have
    "logarithm-plus-epsilon": ("ln(p + ε) for ln p", _with_epsilon(True), EPSILON),
    "first-logarithm-plus-epsilon": ("ln(a_j + ε) for ln a_j, but ln(1 − a_j) as it is", _with_epsilon(False), EPSILON),
    "outputs-clipped": ("a_j limited to [ε, 1 − ε], with slope 0 outside", _clipped(True), EPSILON),
    "slopes-at-outputs-clipped": ("a_j limited to [ε, 1 − ε], in slopes too", _clipped(False), EPSILON),
    "logarithm-to-another-base": ("log_c for ln", _in_base, ("c", (2.0, 10.0))),
}
DENOMINATORS: tuple[tuple[str, str, Callable[[Number, float], Number]], ...] = (
    ("at-least-epsilon", "max(d, ε)", lambda d, c: cut_to(d, c, 1 - c)),  # as outputs are clipped from above, too
    ("plus-epsilon", "d + ε", lambda d, c: d + c),
)
