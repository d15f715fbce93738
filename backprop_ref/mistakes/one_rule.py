"""Slips that need only the arguments of an equation: a rule instead of that equation, for the passes of the heart.

    rules_of    slot, change and extent → the rules that make it, None for a slip that must know where it is

If a whole step is watched in a debugger, its passes are then those of the heart, with the same stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..door import RULES
from .passes import Change

Rule = Callable[..., Any]
ANYWHERE: Any = None  # such a change does not look at its Place
RESULT = -1
IN_HIDDEN_LAYERS = ("hidden_delta",)
IN_LAST_LAYER = ("output_delta", "softmax_sum", "softmax_delta")


def _whole(change: Change, given: Any, j: int) -> Any:
    return change(ANYWHERE, j, given)


def _each(change: Change, given: Any, j: int) -> Any:
    return [change(ANYWHERE, j, number) for j, number in enumerate(given)]


def _column(change: Change, given: Any, j: int) -> Any:
    """Rows of which (8) for neuron j reads the column that stands there instead."""
    return [[w_mj] * (j + 1) for w_mj in change(ANYWHERE, j, [w_m[j] for w_m in given])]


def _put(rule: Rule, n: int, instead_of: Callable[[Change, Any, int], Any], change: Change) -> Rule:
    """The rule, given something else as its argument n; or something else in place of what it gives."""

    def with_other_argument(*given: Any) -> Any:
        j = given[2] if rule is RULES.hidden_delta else 0
        instead = instead_of(change, given[n], j)
        value = rule(*given[:n], instead, *given[n + 1:])
        return value

    def with_other_result(*given: Any) -> Any:
        right = rule(*given)
        instead = instead_of(change, right, 0)
        return instead

    return with_other_result if n == RESULT else with_other_argument


Site = tuple[str, Callable[[Change, Any, int], Any], int]
SITES: dict[str, list[Site]] = {  # slot → the rules that it is in, and which of their arguments it is
    "weights": [("weighted_sum", _whole, 0)],
    "inputs": [("weighted_sum", _whole, 1)],
    "bias": [("weighted_sum", _whole, 2)],
    "weighted-sum": [("weighted_sum", _whole, RESULT)],
    "cost-slope": [("output_delta", _whole, 0), ("softmax_sum", _each, 1), ("softmax_delta", _whole, 1)],
    "slope": [("hidden_delta", _whole, 3), ("output_delta", _whole, 1)],
    "delta": [(rule, _whole, RESULT) for rule in ("hidden_delta", "output_delta", "softmax_delta")],
    "next-deltas": [("hidden_delta", _whole, 0)],
    "next-weights": [("hidden_delta", _column, 1)],
    "delta-for-weights": [("weight_gradients", _whole, 0)],
    "inputs-for-weights": [("weight_gradients", _whole, 1)],
    "weight-gradients": [("weight_gradients", _whole, RESULT)],
    "bias-gradient": [("bias_gradient", _whole, 0), ("shared_bias_gradient", _each, 0)],
    "shared-bias-gradient": [("shared_bias_gradient", _whole, RESULT)],
    "old-weights": [("updated_weights", _whole, 0)],
    "rate-for-weights": [("updated_weights", _whole, 1)],
    "gradient-for-weights": [("updated_weights", _whole, 2)],
    "new-weights": [("updated_weights", _whole, RESULT)],
    "old-bias": [("updated_bias", _whole, 0)],
    "rate-for-biases": [("updated_bias", _whole, 1)],
    "gradient-for-biases": [("updated_bias", _whole, 2)],
    "new-bias": [("updated_bias", _whole, RESULT)],
}
OF_EXTENT = {  # extents that rules tell apart: which of them it leaves
    "in-hidden-layers": IN_HIDDEN_LAYERS,
    "in-last-layer": IN_LAST_LAYER,
    "without-shared-bias": ("bias_gradient",),
}


def rules_of(slots: Sequence[str], change: Change, needs: str, extent: str, doc: str) -> dict[str, Rule] | None:
    """The rules with the change made in these slots.  needs: what it looks at, as a Substitute has it.

    >>> wrong = rules_of(["bias-gradient"], lambda at, j, v: -v, "", "", "−δ_j")
    >>> wrong["bias_gradient"](6), wrong["shared_bias_gradient"]([6, 1])
    (-6, -7)
    """
    made: dict[str, Rule] = {}
    for slot in slots:
        sites = _sites(slot, needs, extent)
        if not sites:
            return None
        for name, instead_of, n in sites:
            made[name] = _put(made.get(name, getattr(RULES, name)), n, instead_of, change)
            made[name].__doc__ = doc
    return made


def _sites(slot: str, needs: str, extent: str) -> list[Site]:
    """Where the slot is in this extent; nowhere if that is not to be told from the rules alone."""
    sites = SITES.get(slot, [])
    of_layers = (*IN_HIDDEN_LAYERS, *IN_LAST_LAYER, *OF_EXTENT["without-shared-bias"])
    told_apart = [site for site in sites if site[0] in of_layers or site[0] == "shared_bias_gradient"]
    if needs == "place" or needs == "neuron" and any(rule != "hidden_delta" for rule, _, _ in sites):
        return []
    if not extent:
        return sites
    return [site for site in told_apart if site[0] in OF_EXTENT.get(extent, ())]
