"""Conventions that the case settles otherwise: the cost's factor, the sign, α inside the gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..cases import Case
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number
from ..rules import Rules
from .by_hand_passes import Place
from .entry import Mistake, Result

# ---- the cost's factor -----------------------------------------------------------------------


# The four squared costs that people write: C, ∂C/∂a_j and both as a person writes them.


# ---- costs alone -----------------------------------------------------------------------------


def of_cost(
    name: str, written: str, right: str, shows: str, hidden: str, replace: dict[str, Any],
    also: Sequence[dict[str, Any]] = (),
) -> Mistake:
    return Mistake(name, "convention", None, written, right, shows, hidden, replace, only=("cost",), also=also)


def cost_of_last(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    step.C = eq.costs[cost].cost(step.a[-1][-1], examples[-1].y)
    return step


def cost_after_update(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    if step.network is not None:
        step.C = gradient_step(step.network, examples, None, cost, reduction, eq).C
    return step


def errors_for_deltas(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    """∂C/∂a of every neuron is handed out instead of δ."""
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    step.delta = [
        [[at.dC_da(j) for j in range(len(at.layer.w))] for at in places(network, example, z, a, delta, cost, eq)]
        for example, z, a, delta in zip(examples, step.z, step.a, step.delta)
    ]
    return step


def differences_for_deltas(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    """a − y is handed out instead of the last δ."""
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    for example, a, delta in zip(examples, step.a, step.delta):
        delta[-1] = [a_j - y_j for a_j, y_j in zip(a[-1], example.y)]
    return step


def places(
    network: Network, example: Example, z: Matrix, a: Matrix, delta: Matrix, cost: str, eq: Rules
) -> list[Place]:
    return [Place(network, example.x, example.y, z, a, delta, cost, eq, l) for l in range(len(network.layers))]


# ---- signs and α -----------------------------------------------------------------------------


def times(value: Any, factor: float) -> Any:
    """Every number of nested lists times the factor."""
    return [times(item, factor) for item in value] if isinstance(value, list) else factor * value


def fields_times(factor: Callable[[Case], float], *names: str) -> Callable[[Result, Case], Result]:
    """A result with these fields multiplied."""
    return lambda result, case: {
        name: times(value, factor(case)) if name in names else value for name, value in result.items()
    }


def rate(case: Case) -> float:
    return 1 if case.alpha is None else float(case.alpha)


GRADIENTS = ("weight_gradients", "bias_gradients")

ENTRIES = [
    Mistake(
        "negative-gradients", "convention", None, "−∂C/∂p and −δ: what is added, not what is subtracted",
        "∂C/∂p and δ",
        "The form y − a with plus: updates are right, gradients and deltas have the other sign.",
        "Where gradients are 0.",
        rewrite=fields_times(lambda case: -1, *GRADIENTS, "deltas"),
    ),
    Mistake(
        "negative-deltas", "convention", "6", "δ_j = −∂C/∂z_j", "δ_j = ∂C/∂z_j",
        "The form y − a with plus: gradients and updates are right, only deltas have the other sign.",
        "Where deltas are not given.",
        rewrite=fields_times(lambda case: -1, "deltas"), only=("deltas",),
    ),
    Mistake(
        "rate-in-gradients", "convention", None, "α ∂C/∂p", "∂C/∂p",
        "The step is handed out for the gradient; updates are right.", "Where α = 1, or no update is asked for.",
        rewrite=fields_times(rate, *GRADIENTS),
    ),
    Mistake(
        "change-for-gradient", "convention", None, "−α ∂C/∂p", "∂C/∂p",
        "The change of the parameter is handed out for the gradient; updates are right.",
        "Where gradients are 0; taken as −∂C/∂p where no update is asked for.",
        rewrite=fields_times(lambda case: -rate(case), *GRADIENTS),
    ),
    Mistake(
        "deltas-over-examples", "convention", None, "δ_j/N of each example", "δ_j of that example alone",
        "Deltas are those of the mean over N examples; gradients are right.", "With one example, and for a sum.",
        rewrite=fields_times(
            lambda case: 1 / len(case.examples) if case.reduction == "mean" else 1, "deltas"
        ), only=("deltas",),
    ),
    of_cost(
        "cost-of-last-example", "C of the last example", "the sum or the mean over all",
        "Gradients are right, the cost is one example's.", "With one example.", {"gradient_step": cost_of_last},
    ),
    of_cost(
        "cost-after-update", "C of the new parameters", "C of the parameters that the case gives",
        "Gradients are right, the cost is smaller than it should be.", "Where no update is asked for.",
        {"gradient_step": cost_after_update},
    ),
    Mistake(
        "error-for-delta", "convention", "6", "δ_j = ∂C/∂a_j, or a_j − y_j in the last layer", "δ_j = ∂C/∂z_j",
        "Gradients and updates are right, only what is handed out for δ lacks the slope.",
        "Where slopes are 1; where deltas are not given.", {"gradient_step": errors_for_deltas}, only=("deltas",),
        also=[{"gradient_step": differences_for_deltas}],
    ),
]
