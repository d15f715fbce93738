"""Wrong formulas for σ, σ′ and costs, made from the right ones; and those that people have from somewhere else.

    FUNCTIONS  activation → wrong formulas of σ: name, formula, function of z
    SLOPES     activation → wrong formulas of its slope: name, formula, function of z
    OPEN       activation → a formula of σ and one of its slope with a number left open, and values of it
    SOFTMAX    wrong δ of a softmax: name, formula, function of the Place and j
    GUARDS     cross-entropies as libraries have them: name → formula, function of name, number and cost
    ERRORS     wrong ∂C/∂a_j of one cost, or of some: name, costs, formula, function of a_j, y_j and n
    DIFFERENCES  what stands for a_j − y_j in ∂C/∂a_j of squared costs, and in δ_j where that is all of it
    VALUES     wrong terms of the sum in C: name, costs, formula, function of a_j, y_j and n
"""

from __future__ import annotations

from typing import Any, Callable

from ..activations import ACTIVATIONS, SOFTMAX as OF_SOFTMAX, sigmoid, sigmoid_slope, softplus
from ..costs import COSTS, Cost
from ..numerals import exp, expm1, ln, normal_cdf, normal_pdf, tanh
from .places import Number, Place, Vector, cut_to, total
from .rewritten import ABBREVIATION, Variant, different, function_of, read
from .wording import bracketed

SQUARED = ("half_squared_error", "squared_error", "mean_squared_error")
BCE, CE = ENTROPIES = ("binary_cross_entropy", "cross_entropy")


def _if_positive(z: Number, above: Any, below: Any) -> Number:
    return z * 0 + (above if z > 0 else below)


OfZ = dict[str, tuple[tuple[str, str, Callable[[Number], Number]], ...]]
TOLD_AT = (-7.3, -3.6, -1.3, -0.4, 0.0, 0.7, 2.1, 3.6, 7.3)  # z where formulas are told apart: a kink, and both sides
OTHER_FORMS = {  # of σ and of its slope, as many have them: what is left out there leaves something else
    "tanh": (("(e^z − e^−z)/(e^z + e^−z)",), ()),
    "silu": ((), ("s + z s(1 − s), s = 1/(1 + e^−z)",)),
}


def _of_z(name: str, n: int) -> list[Variant]:
    """What the formula of σ, or that of its slope, is rewritten to; a slope may use the abbreviations of its σ."""
    entry = ACTIVATIONS[name]
    sigma, formula = entry.sigma, (entry.formula, entry.slope_formula)[n]
    if n and " = " not in formula:
        formula = ", ".join([formula, *ABBREVIATION.split(entry.formula)[1:]])
    made = different([formula, *OTHER_FORMS.get(name, ((), ()))[n]], "z, σ", [(z, sigma) for z in TOLD_AT])
    return [(one, text, (lambda f: lambda z: f(z, sigma))(f)) for one, text, f in made]


def _with_rewritten(n: int, more: OfZ) -> OfZ:
    """And the others, each name once."""
    return {name: tuple({one[0]: one for one in (*more.get(name, ()), *_of_z(name, n))}.values())
            for name in ACTIVATIONS if name != OF_SOFTMAX}


FUNCTIONS = _with_rewritten(0, {
    "sigmoid": (
        ("of-tanh", "½(1 + tanh z)", lambda z: (1 + tanh(z)) / 2),
    ),
    "tanh": (
        ("of-sigmoid", "2/(1 + e^−z) − 1", lambda z: 2 * sigmoid(z) - 1),
        ("of-half", "(1 − e^−z)/(1 + e^−z)", function_of("(1 − e^−z)/(1 + e^−z)", "z")),
        ("sinh", "½(e^z − e^−z)", lambda z: (exp(z) - exp(-z)) / 2),
        ("of-lecun", "1.7159 tanh(2z/3)", lambda z: tanh(z * 2 / 3) * 17159 / 10000),
        ("hard", "min(1, max(−1, z))", lambda z: z if -1 < z < 1 else z * 0 + (1 if z > 0 else -1)),
    ),
    "relu": (
        ("size", "|z|", abs),
        ("step", "1 if z > 0 else 0", lambda z: _if_positive(z, 1, 0)),
        ("up-to-6", "min(6, max(0, z))", lambda z: z if 0 < z < 6 else z * 0 + (6 if z > 0 else 0)),
    ),
    "leaky_relu": (
        ("above-only", "z/100 if z > 0 else 0", lambda z: z / 100 if z > 0 else z * 0),
        ("constant-below", "z if z > 0 else 1/100", lambda z: z if z > 0 else (z * 0 + 1) / 100),
    ),
    "softplus": (
        ("exp", "e^z", exp),
        ("minus-1", "ln(1 + e^z) − 1", lambda z: ln(1 + exp(z)) - 1),
    ),
    "softsign": (
        ("of-root", "z/√(1 + z²)", lambda z: z / exp(ln(1 + z * z) / 2)),
        ("size", "|z|/(1 + |z|)", lambda z: abs(z) / (1 + abs(z))),
        ("without-parentheses", "z/1 + |z|", lambda z: z + abs(z)),
        ("without-z", "1/(1 + |z|)", lambda z: 1 / (1 + abs(z))),
    ),
    "gelu": (
        ("by-tanh", "½z(1 + tanh(√(2/π)(z + 0.044715z³)))", lambda z: z * (
            1 + tanh(2 * normal_pdf(z * 0) * (z + z * z * z * 44715 / 10**6))) / 2),
        ("by-sigmoid", "z/(1 + e^−1.702z)", lambda z: z * sigmoid(z * 1702 / 1000)),
        ("without-root", "½z(1 + erf z)", lambda z: z * normal_cdf(z * exp(ln(z * 0 + 2) / 2))),
    ),
})

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


SLOPES = _with_rewritten(1, {
    "sigmoid": (
        ("at-z", "z(1 − z)", lambda z: z * (1 - z)),
        ("1-minus-square", "1 − σ(z)²", lambda z: 1 - sigmoid(z) * sigmoid(z)),
        ("a-minus-square", "σ(z) − z²", lambda z: sigmoid(z) - z * z),
    ),
    "tanh": (
        ("of-sigmoid", "tanh z (1 − tanh z)", lambda z: tanh(z) * (1 - tanh(z))),
        ("1-minus-a-squared", "(1 − tanh z)²", lambda z: (1 - tanh(z)) * (1 - tanh(z))),
    ),
    "relu": (
        ("above-1", "1 if z > 1 else 0", lambda z: _if_positive(z - 1, 1, 0)),
        ("half-at-kink", "½ at z = 0", lambda z: (z * 0 + 1) / 2 if z == 0 else _if_positive(z, 1, 0)),
        ("at-z", "z", lambda z: z),
        ("negative", "1 if z > 0 else −1", lambda z: _if_positive(z, 1, -1)),
        ("leaky", "1 if z > 0 else 1/100", lambda z: z * 0 + 1 if z > 0 else (z * 0 + 1) / 100),
    ),
    "leaky_relu": (
        ("0-below", "1 if z > 0 else 0", lambda z: _if_positive(z, 1, 0)),
        ("mean-at-kink", "101/200 at z = 0",
         lambda z: (z * 0 + 101) / 200 if z == 0 else z * 0 + 1 if z > 0 else (z * 0 + 1) / 100),
        ("itself", "1 if z > 0 else z/100", lambda z: z * 0 + 1 if z > 0 else z / 100),
        ("both", "1.01", lambda z: z * 0 + 1 + (z * 0 + 1) / 100),
    ),
    "softplus": (
        ("of-sigmoid", "s(1 − s); where s = 1/(1 + e^−z)", sigmoid_slope),
    ),
    "softsign": (
        ("of-square", "1/(1 + z²)", lambda z: 1 / (1 + z * z)),
        ("of-plain-quotient", "(1 + |z| − z)/(1 + |z|)²", lambda z: (1 + abs(z) - z) / ((1 + abs(z)) * (1 + abs(z)))),
    ),
    "elu": (
        ("itself", "1 if z > 0 else e^z − 1", lambda z: z * 0 + 1 if z > 0 else exp(z) - 1),
        ("0-below", "1 if z > 0 else 0", lambda z: _if_positive(z, 1, 0)),
        ("plus", "1 if z > 0 else e^z + 1", lambda z: z * 0 + 1 if z > 0 else exp(z) + 1),
        ("at-a", "1 if z > 0 else e^a", lambda z: z * 0 + 1 if z > 0 else exp(exp(z) - 1)),
    ),
    "silu": (
        ("of-sigmoid", "s(1 − s); where s = 1/(1 + e^−z)", sigmoid_slope),
    ),
    "gelu": (
        ("by-tanh", "the slope of ½z(1 + tanh(√(2/π)(z + 0.044715z³)))", _gelu_slope_by_tanh),
        ("density-too-large", "Φ(z) + z e^(−z²/2)", lambda z: normal_cdf(z) + z * exp(-(z * z) / 2)),
    ),
})


# ---- softmax -------------------------------------------------------------------------------------


def _products(at: Place) -> Number:
    return total([a_i * dC_da_i for a_i, dC_da_i in zip(at.a[at.l], at.dC_da(at.l))])


def _a(at: Place, j: int) -> Number:
    return at.a[at.l][j]


def _e(at: Place, j: int) -> Number:
    return at.dC_da(at.l)[j]


def _others(at: Place, j: int) -> Number:
    return _products(at) - _a(at, j) * _e(at, j)


TOLD_IN_SOFTMAX = ((0.3, 0.8, 1.7), (0.6, -0.2, 0.9))  # a_j, ∂C/∂a_j, and the sum of their products


def _softmax_by(delta: Callable[..., Number], term: Callable[..., Number]) -> Callable[[Place, int], Number]:
    """δ_j of a_j, ∂C/∂a_j and the sum of terms over the outputs."""
    return lambda at, j: delta(_a(at, j), _e(at, j), total([*map(term, at.a[at.l], at.dC_da(at.l))]))


SOFTMAX: tuple[tuple[str, str, Callable[[Place, int], Number]], ...] = (
    ("diagonal-only", "∂C/∂a_j · a_j(1 − a_j)", lambda at, j: _e(at, j) * (_a(at, j) * (1 - _a(at, j)))),
    ("off-diagonal-only", "−a_j Σ_(i ≠ j) ∂C/∂a_i a_i", lambda at, j: -(_a(at, j) * _others(at, j))),
    ("off-diagonal-sign", "∂C/∂a_j · a_j(1 − a_j) + a_j Σ_(i ≠ j) ∂C/∂a_i a_i",
     lambda at, j: _e(at, j) * (_a(at, j) * (1 - _a(at, j))) + _a(at, j) * _others(at, j)),
    ("diagonal-not-subtracted", "∂C/∂a_j · a_j − a_j Σ_(i ≠ j) ∂C/∂a_i a_i",
     lambda at, j: _a(at, j) * _e(at, j) - _a(at, j) * _others(at, j)),
    ("step-missing", "∂C/∂a_j", _e),
    ("a-minus-y", "a_j − y_j for every cost", lambda at, j: _a(at, j) - at.y[j]),
    ("a-minus-y-with-slope", "(a_j − y_j) a_j(1 − a_j)",
     lambda at, j: (_a(at, j) - at.y[j]) * (_a(at, j) * (1 - _a(at, j)))),
    ("jacobian-other-subtracted", "∂C/∂a_j · a_j − Σ_i ∂C/∂a_i a_i²",
     lambda at, j: _a(at, j) * _e(at, j) - total([e * a * a for e, a in zip(at.dC_da(at.l), at.a[at.l])])),
    ("y-minus-a", "y_j − a_j for every cost", lambda at, j: at.y[j] - _a(at, j)),
    ("mean-subtracted", "a_j (∂C/∂a_j − (1/n) Σ_i ∂C/∂a_i)",
     lambda at, j: _a(at, j) * (_e(at, j) - total(at.dC_da(at.l)) / len(at.y))),
    *((f"delta-{name}", f"{text}; where e_j = ∂C/∂a_j and s = Σ_i a_i e_i", _softmax_by(f, lambda a, e: a * e))
      for name, text, f in different(["a_j(e_j − s)"], "a_j, e_j, s", TOLD_IN_SOFTMAX)),
    *((f"sum-of-{name}", f"a_j(e_j − Σ_i {bracketed(text.replace('_j', '_i'))}); where e_j = ∂C/∂a_j",
       _softmax_by(lambda a, e, s: a * (e - s), f))
      for name, text, f in different(["a_j e_j"], "a_j, e_j", [one[:2] for one in TOLD_IN_SOFTMAX])),
)


# ---- costs ---------------------------------------------------------------------------------------

TOLD_BY = (  # a_j, y_j and n, near each other and far
    (0.3, 0.8, 3), (0.6, 0.2, 2), (0.9, 1.0, 2), (0.2, 0.0, 3), (2.6, -0.7, 2), (-1.9, 0.4, 3),
)


def _of_costs(*formulas: str) -> list[Variant]:
    return list(different(formulas, "a_j, y_j, n", TOLD_BY))


OTHER_SLOPES = {BCE: ("(a_j − y_j)/(a_j(1 − a_j))",)}  # of costs, as many have them
ERRORS: tuple[tuple[str, tuple[str, ...], str, Callable[[Number, Number, int], Number]], ...] = (
    ("ce-target-left-out", (CE,), "−1/a_j if y_j ≠ 0, else 0", lambda a, y, n: -1 / a if y != 0 else a * 0),
    ("ce-target-left-out-everywhere", (CE,), "−1/a_j", lambda a, y, n: -1 / a),
    ("ce-binary-terms", (CE,), "−y_j/a_j + (1 − y_j)/(1 − a_j)",
     lambda a, y, n: (-y / a if y != 0 else a * 0) + ((1 - y) / (1 - a) if y != 1 else 0)),
    ("slope-of-logarithm-from-itself", ENTROPIES, "−y_j/ln a_j", lambda a, y, n: -y / ln(a) if y != 0 else a * 0),
    ("integer-division", ("mean_squared_error",), "(2 div n)(a_j − y_j)", lambda a, y, n: (a - y) * (2 // n)),
    ("sign-of-difference", SQUARED, "sign(a_j − y_j)",
     lambda a, y, n: a * 0 + (1 if a > y else -1 if a < y else 0)),
    *((f"{name}-{one}", (name,), text, f) for name in COSTS
      for one, text, f in _of_costs(COSTS[name].slope_formula, *OTHER_SLOPES.get(name, ()))
      if name not in SQUARED or "a_j − y_j" in text),  # of squared costs the factor; the rest are DIFFERENCES
)
DIFFERENCES: list[Variant] = [
    *_of_costs("a_j − y_j"),
    ("square", "(a_j − y_j)²", lambda a, y, n: (a - y) * (a - y)),
    ("cube", "(a_j − y_j)³", lambda a, y, n: (a - y) * (a - y) * (a - y)),
    ("relative", "(a_j − y_j)/y_j", lambda a, y, n: (a - y) / y if y != 0 else a - y),
]


def summed(formula: str, term: Callable[..., Number]) -> Callable[[Vector, Vector], Number]:
    """A cost by its formula, with another term in its sum over the outputs."""
    whole = function_of(f"{formula.partition('Σ_j ')[0]}C", "C, n")
    return lambda a, y: whole(total([term(a_j, y_j, len(a)) for a_j, y_j in zip(a, y)]), len(a))


def _is_read(factor: str) -> bool:
    """Is that which stands before the sum of a cost in the notation?"""
    try:
        return bool(read(f"{factor}C"))
    except SyntaxError:
        return False


FAMILIES = [  # of costs with one sum: how their names begin, which, and how their formulas begin and end
    ("", SQUARED, "c ", "; where c is the factor of the cost"),
    *((f"{name}-", (name,), factor, "") for name in COSTS if name not in SQUARED
      for factor in [COSTS[name].formula.partition("Σ_j ")[0]] if _is_read(factor)),
]
VALUES = [
    (f"{family}of-{name}", costs, f"{factor}Σ_j {bracketed(text)}{meaning}", f)
    for family, costs, factor, meaning in FAMILIES
    for name, text, f in _of_costs(COSTS[costs[0]].formula.partition("Σ_j ")[2])
]


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
