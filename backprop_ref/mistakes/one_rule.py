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


def _of_argument(rule: Rule, n: int, change: Change) -> Rule:
    """The rule, given something else as its argument n."""

    def with_other_argument(*given: Any) -> Any:
        j = given[2] if rule is RULES.hidden_delta else 0
        instead = change(ANYWHERE, j, given[n])
        value = rule(*given[:n], instead, *given[n + 1:])
        return value

    return with_other_argument


def _of_each(rule: Rule, n: int, change: Change) -> Rule:
    """The rule, given something else for every number of its argument n."""

    def with_other_numbers(*given: Any) -> Any:
        instead = [change(ANYWHERE, j, number) for j, number in enumerate(given[n])]
        value = rule(*given[:n], instead, *given[n + 1:])
        return value

    return with_other_numbers


def _of_column(rule: Rule, n: int, change: Change) -> Rule:
    """(8), given something else for the weights that lead from neuron j."""

    def with_other_weights(delta_next: Any, w_next: Any, j: int, da_dz_j: Any) -> Any:
        instead = change(ANYWHERE, j, [w_m[j] for w_m in w_next])
        delta_j = rule(delta_next, [[w_mj] for w_mj in instead], 0, da_dz_j)
        return delta_j

    return with_other_weights


def _of_result(rule: Rule, n: int, change: Change) -> Rule:
    """Something else in place of what the rule gives."""

    def with_other_result(*given: Any) -> Any:
        right = rule(*given)
        instead = change(ANYWHERE, 0, right)
        return instead

    return with_other_result


Site = tuple[str, Callable[[Rule, int, Change], Rule], int]
SITES: dict[str, list[Site]] = {  # slot → the rules that it is in, and which of their arguments it is
    "weights": [("weighted_sum", _of_argument, 0)],
    "inputs": [("weighted_sum", _of_argument, 1)],
    "bias": [("weighted_sum", _of_argument, 2)],
    "weighted-sum": [("weighted_sum", _of_result, RESULT)],
    "cost-slope": [("output_delta", _of_argument, 0), ("softmax_sum", _of_each, 1), ("softmax_delta", _of_argument, 1)],
    "slope": [("hidden_delta", _of_argument, 3), ("output_delta", _of_argument, 1)],
    "delta": [(rule, _of_result, RESULT) for rule in ("hidden_delta", "output_delta", "softmax_delta")],
    "next-deltas": [("hidden_delta", _of_argument, 0)],
    "next-weights": [("hidden_delta", _of_column, 1)],
    "delta-for-weights": [("weight_gradients", _of_argument, 0)],
    "inputs-for-weights": [("weight_gradients", _of_argument, 1)],
    "weight-gradients": [("weight_gradients", _of_result, RESULT)],
    "bias-gradient": [("bias_gradient", _of_argument, 0), ("shared_bias_gradient", _of_each, 0)],
    "shared-bias-gradient": [("shared_bias_gradient", _of_result, RESULT)],
    "old-weights": [("updated_weights", _of_argument, 0)],
    "rate-for-weights": [("updated_weights", _of_argument, 1)],
    "gradient-for-weights": [("updated_weights", _of_argument, 2)],
    "new-weights": [("updated_weights", _of_result, RESULT)],
    "old-bias": [("updated_bias", _of_argument, 0)],
    "rate-for-biases": [("updated_bias", _of_argument, 1)],
    "gradient-for-biases": [("updated_bias", _of_argument, 2)],
    "new-bias": [("updated_bias", _of_result, RESULT)],
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
        for name, put, n in sites:
            made[name] = put(made.get(name, getattr(RULES, name)), n, change)
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
