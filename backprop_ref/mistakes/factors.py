"""Mistakes that are one constant factor: of gradients, of deltas, of a cost, of the learning rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..costs import Cost
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number, ln
from ..rules import Rules
from .by_hand_passes import ENTROPIES, cost
from .entry import Mistake, Parameter, Replacements
from .updates import weights_by

Reduced = tuple[list[Matrix], Matrix]
Form = Callable[[float], Replacements]


# ---- times a constant ------------------------------------------------------------------------


def times(c: float, value: Any) -> Any:
    """Every number of nested lists times c."""
    return [times(c, item) for item in value] if isinstance(value, list) else value * type(value)(c)


def gradients_told_times(c: float) -> Replacements:
    """Gradients are handed out times c; the update is right."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        step = gradient_step(network, examples, alpha, cost, reduction, eq)
        step.dC_dw, step.dC_db = times(c, step.dC_dw), times(c, step.dC_db)
        return step

    return {"gradient_step": changed}


def in_base(cost_too: bool, slope_too: bool) -> Form:
    """Cross-entropies with logarithms to this base."""

    def changed(name: str, base: float) -> Cost:
        right = RULES.costs[name]
        return cost(
            name, cost=(lambda a, y: over_ln(base, right.cost(a, y))) if cost_too else right.cost,
            slope=(lambda a_j, y_j, n: over_ln(base, right.slope(a_j, y_j, n))) if slope_too else right.slope,
        )

    return lambda base: {"costs": {name: changed(name, base) for name in ENTROPIES}}


def over_ln(base: float, value: Number) -> Number:
    return value / ln(type(value)(base))


# ---- a constant instead of what varies --------------------------------------------------


def moved_by(move: Callable[[Number, Number, Number], Number], weights: bool, biases: bool) -> Replacements:
    replace: dict[str, Any] = {}
    if weights:
        replace["updated_weights"] = weights_by(move)
    if biases:
        replace["updated_bias"] = move
    return replace


# ---- the entries -----------------------------------------------------------------------------

NO_GRADIENT = "Where gradients are 0."


ENTRIES = [
    Mistake(
        "gradients-told-as-0", "procedure", None, "∂C/∂p set to 0 after the update, then handed out", "∂C/∂p",
        "Updates are right, and yet all gradients are 0.", NO_GRADIENT, gradients_told_times(0.0),
    ),
    Mistake(
        "logarithm-to-another-base", "convention", "9", "log_c instead of ln, in cross-entropies and their slopes",
        "ln", "Cost and gradients are divided by ln c.", "Without a cross-entropy.", in_base(True, True),
        also=[in_base(False, True)], parameter=Parameter("c", 2.0, (10.0,)),
    ),
]
