"""The other usual ways to write σ and σ′, for the bounds: mathematically equal, but not in floats.

Another rounding is no mistake, so a bound contains the result of each form; the passes use ``activations``.  An
activation without an entry here is judged by its own form alone.

    OTHER_FORMS    the functions, by the name of the activation
    other_forms    those of a rule
"""

from __future__ import annotations

from ..activations import ACTIVATIONS, Activation, elu, softplus, softsign
from ..numerals import Any, Callable, Number, exp, ln, tanh as tanh_of


def sigmoid_by_tanh(z: Number) -> Number:
    """σ(z) = (1 + tanh(z/2))/2

    >>> sigmoid_by_tanh(0)
    0.5
    """
    a = (1 + tanh_of(z / 2)) / 2
    return a


def sigmoid_slope_by_exp(z: Number) -> Number:
    """σ′(z) = e^−z/(1 + e^−z)²

    >>> sigmoid_slope_by_exp(0)
    0.25
    """
    e = exp(-z)
    da_dz = e / ((1 + e) * (1 + e))
    return da_dz


def sigmoid_slope_by_tanh(z: Number) -> Number:
    """σ′(z) = (1 − tanh²(z/2))/4

    >>> sigmoid_slope_by_tanh(0)
    0.25
    """
    t = tanh_of(z / 2)
    da_dz = (1 - t * t) / 4
    return da_dz


def tanh_slope_by_cosh(z: Number) -> Number:
    """σ′(z) = 1/cosh² z

    >>> tanh_slope_by_cosh(0)
    1.0
    """
    cosh = (exp(z) + exp(-z)) / 2
    da_dz = 1 / (cosh * cosh)
    return da_dz


def softplus_by_ln(z: Number) -> Number:
    """σ(z) = ln(1 + e^z), as it stands there

    >>> softplus_by_ln(-1000)
    0.0
    """
    a = ln(1 + exp(z))
    return a


def softplus_slope_by_a(z: Number) -> Number:
    """σ′(z) = 1 − e^−σ(z)

    >>> softplus_slope_by_a(1000)
    1.0
    """
    da_dz = 1 - exp(-softplus(z))
    return da_dz


def softsign_slope_by_a(z: Number) -> Number:
    """σ′(z) = (1 − |σ(z)|)²

    >>> softsign_slope_by_a(-3)
    0.0625
    """
    d = 1 - abs(softsign(z))
    da_dz = d * d
    return da_dz


def elu_slope_by_a(z: Number) -> Number:
    """σ′(z) = 1 if z > 0 else σ(z) + 1

    >>> elu_slope_by_a(3), elu_slope_by_a(-1000)
    (1, 0.0)
    """
    if z > 0:
        return type(z)(1)
    da_dz = elu(z) + 1
    return da_dz


def silu_by_division(z: Number) -> Number:
    """σ(z) = z/(1 + e^−z)

    >>> silu_by_division(0)
    0.0
    """
    a = z / (1 + exp(-z))
    return a


def silu_by_tanh(z: Number) -> Number:
    """σ(z) = z(1 + tanh(z/2))/2

    >>> silu_by_tanh(0)
    0.0
    """
    a = z * sigmoid_by_tanh(z)
    return a


def silu_slope_by_a(z: Number) -> Number:
    """σ′(z) = a + s(1 − a), where a = σ(z) and s = (1 + tanh(z/2))/2

    >>> silu_slope_by_a(0)
    0.5
    """
    s = sigmoid_by_tanh(z)
    a = z * s
    da_dz = a + s * (1 - a)
    return da_dz


# ---- the table -------------------------------------------------------------------------------

# For each activation the other forms of σ, then those of σ′.
OTHER_FORMS: dict[str, tuple[tuple[Callable[..., Any], ...], tuple[Callable[..., Any], ...]]] = {
    "sigmoid": ((sigmoid_by_tanh,), (sigmoid_slope_by_exp, sigmoid_slope_by_tanh)),
    "tanh": ((), (tanh_slope_by_cosh,)),
    "softplus": ((softplus_by_ln,), (sigmoid_by_tanh, softplus_slope_by_a)),
    "softsign": ((), (softsign_slope_by_a,)),
    "elu": ((), (elu_slope_by_a,)),
    "silu": ((silu_by_division, silu_by_tanh), (silu_slope_by_a,)),
}


def other_forms(
    name: str, rule: Activation
) -> tuple[tuple[Callable[..., Any], ...], tuple[Callable[..., Any], ...]]:
    """The other forms of σ and of σ′ where the rule is the table's own; none of a mistake's.

    >>> [[form.__name__ for form in forms] for forms in other_forms("tanh", ACTIVATIONS["tanh"])]
    [[], ['tanh_slope_by_cosh']]
    """
    return OTHER_FORMS.get(name, ((), ())) if rule is ACTIVATIONS.get(name) else ((), ())
