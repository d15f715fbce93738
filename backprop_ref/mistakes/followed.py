"""A slip in the forward pass with the gradients that follow from it, as automatic differentiation makes them.

If δ is written by hand, a slip in the forward pass leaves the right equations on wrong numbers.  If a library
computes the derivatives, it gives the right gradient of the wrong cost: another form of the same mistake.
"""

from __future__ import annotations

from typing import Any

from ..backprop import Backpropagation
from ..door import RULES
from ..network import Example, Network
from ..numbers import Taped, differentiated, each, taped
from ..numerals import Number
from ..rules import Rules

FORWARD_RULES = ("forward", "weighted_sum", "activation", "activations", "costs")  # rules that a forward pass goes by


def is_in_forward_pass(replacements: dict[str, Any]) -> bool:
    """Do these replacements change the way to C, and nothing after it but slopes?"""
    if not replacements or any(name not in FORWARD_RULES for name in replacements):
        return False
    activations = replacements.get("activations", RULES.activations)
    costs = replacements.get("costs", RULES.costs)
    return (
        any(name in replacements for name in FORWARD_RULES[:3])
        or any(rule.sigma is not RULES.activations[name].sigma for name, rule in activations.items())
        or any(rule.cost is not RULES.costs[name].cost for name, rule in costs.items())
    )


def followed(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    """Backpropagation of one example by automatic differentiation of C: instead of every slope and every δ.

    >>> from backprop_ref import Example, Layer, Network
    >>> followed(Network([Layer([[2.0]], [0.0], "identity")]), Example([3.0], [5.0]), "half_squared_error").dC_dw
    [[[3.0]]]
    """
    tape: Any = []
    lifted = network.map(lambda number: Taped(number, tape))
    z, a = eq.forward(lifted, example.x, eq)
    C = taped(eq.costs[cost].cost(a[-1], example.y))
    differentiated(C)
    delta, dC_dw, dC_db = [], [], []
    for z_l, layer in zip(z, lifted.layers):
        delta.append(each(z_l, _gradient))
        dC_dw.append(each(layer.w, _gradient))
        dC_db.append(each(layer.b, _gradient))
    return Backpropagation(z=each(z, _value), a=each(a, _value), C=C.value, delta=delta, dC_dw=dC_dw, dC_db=dC_db)


def _value(number: Number) -> Number:
    return number.value if isinstance(number, Taped) else number


def _gradient(number: Number) -> Number:
    """∂C/∂number, as a number of the type that it has."""
    gradient: Number = taped(number).gradient
    return type(_value(number))(0) if type(gradient) is int else gradient
