"""The activations for enclosures, written so that nothing cancels: the same functions, as the tests prove.

1 − σ(z) is σ(−z), and so is what 1 − a must give where a is σ(z): the activations here return numbers that know it.
"""

from __future__ import annotations

from ..activations import ACTIVATIONS, SOFTMAX, Activation
from ..chain_rule import softmax_deltas_by_jacobian
from ..door import RULES
from .enclosure import ZERO, Enclosure
from typing import Any, Callable
from ..numerals import Vector


def _positive(z: Enclosure) -> bool:
    """Which of two forms to take, where both are right."""
    return z.low >= 0


def sigmoid(z: Enclosure) -> Enclosure:
    """σ(z), and beside it 1 − σ(z) = σ(−z)."""
    e = (-abs_of(z)).exp()
    small, large = e / (1 + e), 1 / (1 + e)
    a, rest = (large, small) if _positive(z) else (small, large)
    return with_rest(a, rest)


def abs_of(z: Enclosure) -> Enclosure:
    """z or −z, whichever is not all negative: |z|, but where that is not known near 0."""
    return z if _positive(z) else -z


def with_rest(a: Enclosure, rest: Enclosure) -> Enclosure:
    """a, which knows 1 − a, which knows a."""
    a = Enclosure(a.low, a.high, a.power)
    rest = Enclosure(rest.low, rest.high, rest.power)
    a.rest, rest.rest = rest, a
    return a


def sigmoid_slope(z: Enclosure) -> Enclosure:
    """σ′(z) = σ(z) σ(−z)"""
    a = sigmoid(z)
    return a * a.rest


def tanh(z: Enclosure) -> Enclosure:
    """tanh z, and 1 − tanh z = 2/(e^2z + 1) = 2 σ(−2z)"""
    return with_rest(z.tanh(), 2 * sigmoid(2 * z).rest)


def tanh_slope(z: Enclosure) -> Enclosure:
    """1 − tanh² z = 4 σ′(2z)"""
    return 4 * sigmoid_slope(2 * z)


def softplus(z: Enclosure) -> Enclosure:
    """ln(1 + e^z), for z ≥ 0 as z + ln(1 + e^−z)"""
    if _positive(z):
        return z + (-z).exp().log1p()
    return z.exp().log1p()


def silu(z: Enclosure) -> Enclosure:
    """z σ(z)"""
    return z * sigmoid(z)


def silu_slope(z: Enclosure) -> Enclosure:
    """σ(z)(1 + z σ(−z))"""
    s = sigmoid(z)
    return s * (1 + z * s.rest)


def softmax(z: Vector) -> Vector:
    """e^z_j / Σ_i e^z_i, and 1 − a_j = Σ_(i≠j) e^z_i / Σ_i e^z_i"""
    z_max = z[0]
    for z_j in z:
        if z_j.low > z_max.low:
            z_max = z_j
    e = [(z_j - z_max).exp() if z_j is not z_max else Enclosure(1) for z_j in z]
    before, after = [ZERO], [ZERO]
    for e_i in e[:-1]:
        before.append(e_i + before[-1] if len(before) > 1 else e_i)
    for e_i in reversed(e[1:]):
        after.append(e_i + after[-1] if len(after) > 1 else e_i)
    after.reverse()
    total = e[0] + after[0] if len(e) > 1 else e[0]
    a = []
    for j, e_j in enumerate(e):
        others = after[j] if j == 0 else before[j] if j == len(e) - 1 else before[j] + after[j]
        a.append(with_rest(e_j / total, others / total))
    return a


def _entry(name: str, sigma: Callable[..., Any], slope: Callable[..., Any]) -> Activation:
    rule = ACTIVATIONS[name]
    return Activation(sigma, slope, rule.formula, rule.slope_formula, rule.rational, rule.kinks)


FORMS = RULES.replaced(
    softmax_deltas=softmax_deltas_by_jacobian,  # whose 1 − a_j is known without cancellation
    activations={
        **ACTIVATIONS,
        "sigmoid": _entry("sigmoid", sigmoid, sigmoid_slope),
        "tanh": _entry("tanh", tanh, tanh_slope),
        "softplus": _entry("softplus", softplus, sigmoid),
        "silu": _entry("silu", silu, silu_slope),
        SOFTMAX: _entry(SOFTMAX, softmax, ACTIVATIONS[SOFTMAX].slope),
    }
)
