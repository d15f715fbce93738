"""Mistakes of cost and error: another cost, other targets in it, the value where its derivative belongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from ..activations import SOFTMAX
from ..backprop import Backpropagation, backpropagate
from ..costs import Cost
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numbers import stored
from ..numerals import Number, Vector, exp, ln, log1p
from ..rules import Rules
from .by_hand_passes import BCE, CE, SQUARED, Formula, Place, backward_by, cost, total
from .entry import Mistake
from .slopes import slope_made_from

DELTA = "δ_j = ∂C/∂a_j · σ′(z_j)"


Slope = Callable[[Number, Number, int], Number]


# ---- the cost ---------------------------------------------------------------------------------


def of_sums_again(a: Vector, y: Vector) -> Number:
    """The binary cross-entropy of 1/(1 + e^−a): ln(1 + e^a) − ya, without overflow."""
    return total([
        (a_j if a_j > 0 else a_j * 0) + log1p(exp(-abs(a_j))) - y_j * a_j for a_j, y_j in zip(a, y)
    ])


def of_softmax_again(a: Vector, y: Vector) -> Number:
    """The cross-entropy of softmax(a)."""
    largest = max(a)
    scale = ln(total([exp(a_j - largest) for a_j in a])) + largest
    return total([y_j * (scale - a_j) for a_j, y_j in zip(a, y)])


# ---- ∂C/∂a ------------------------------------------------------------------------------------


def cost_for_error(at: Place, j: int) -> Number:
    return at.eq.output_delta(at.eq.costs[at.cost].cost(at.a[at.l], at.y), at.slope(j))


def cost_for_error_in_softmax(at: Place, j: int) -> Number:
    C = at.eq.costs[at.cost].cost(at.a[at.l], at.y)
    return at.eq.softmax_delta_by_jacobian([C] * len(at.y), at.eq.activations[SOFTMAX].slope(at.a[at.l], j))


def through_softmax_again() -> tuple[Formula, Formula]:
    """δ of an output neuron, and of softmax, for the cross-entropy of softmax(a)."""

    def errors(at: Place) -> Vector:
        p = at.eq.activations[SOFTMAX].sigma(at.a[at.l])
        return [p_i * total(at.y) - y_i for p_i, y_i in zip(p, at.y)]

    def output(at: Place, j: int) -> Number:
        return at.eq.output_delta(errors(at)[j], at.slope(j)) if at.cost == CE else at.right_delta(j)

    def softmax(at: Place, j: int) -> Number:
        if at.cost != CE:
            return at.right_delta(j)
        return at.eq.softmax_delta_by_jacobian(errors(at), at.eq.activations[SOFTMAX].slope(at.a[at.l], j))

    return output, softmax


def errors_as_outputs(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    """Under squared costs the last a becomes a − y in place, before slopes are made from it."""
    if cost not in SQUARED:
        return backpropagate(network, example, cost, eq)
    y = example.y
    lost: list[Vector] = []

    def output(at: Place, j: int) -> Number:
        error = at.a[at.l][j] - at.y[j]
        return at.eq.output_delta(at.dC_da(j), slope_made_from(at.layer.activation, at.z[at.l][j], error))

    def softmax(at: Place, j: int) -> Number:
        errors = [a_i - y_i for a_i, y_i in zip(at.a[at.l], at.y)]
        dC_da = [at.dC_da(i) for i in range(len(at.y))]
        return at.eq.softmax_delta_by_jacobian(dC_da, at.eq.activations[SOFTMAX].slope(errors, j))

    one = backpropagate(network, example, cost, eq.replaced(backward=backward_by(None, output, softmax)))
    lost.append([a_j - y_j for a_j, y_j in zip(one.a[-1], y)])
    return Backpropagation(z=one.z, a=[*one.a[:-1], lost[0]], C=one.C, delta=one.delta, dC_dw=one.dC_dw,
                           dC_db=one.dC_db)


def in_integers(name: str, slope: Slope) -> Cost:
    return cost(name, slope=lambda a_j, y_j, n: stored(slope(a_j, y_j, n), lambda e_j: float(int(e_j))))


def errors_in_integers(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES,
) -> Step:
    """∂C/∂a without what stands behind its point, where all targets are whole numbers."""
    admitted = [*examples]
    if all(y_j == int(float(y_j)) for example in admitted for y_j in example.y):
        eq = eq.replaced(costs={**eq.costs, cost: in_integers(cost, eq.costs[cost].slope)})
    return gradient_step(network, admitted, alpha, cost, reduction, eq)


# ---- the gradient of more than the cost -------------------------------------------------------


def times_cost(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES,
) -> Step:
    """The backward pass starts with C instead of 1."""
    step = gradient_step(network, examples, None, cost, reduction, eq)
    dC_dw = [[[g_jk * step.C for g_jk in g_j] for g_j in g] for g in step.dC_dw]
    dC_db = [[g_j * step.C for g_j in g] for g in step.dC_db]
    new = None if alpha is None else eq.update(network, alpha, dC_dw, dC_db, eq)
    return Step(z=step.z, a=step.a, delta=step.delta, C=step.C, dC_dw=dC_dw, dC_db=dC_db, network=new)


def each_times_cost(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    one = backpropagate(network, example, cost, eq)
    delta = [[delta_j * one.C for delta_j in delta_l] for delta_l in one.delta]
    dC_dw, dC_db = eq.gradients(network, example.x, one.a, delta, eq)
    return Backpropagation(z=one.z, a=one.a, C=one.C, delta=delta, dC_dw=dC_dw, dC_db=dC_db)


# ---- the entries ------------------------------------------------------------------------------

ENTRIES = [
    Mistake(
        "sigmoid-in-cost-too", "convention", "9", "binary_cross_entropy of 1/(1 + e^−a_j), differentiated through both",
        "binary_cross_entropy of a_j", "Outputs went through a sigmoid, and the cost has one of its own: PyTorch's "
        "BCEWithLogitsLoss, TensorFlow's from_logits.", "Without binary_cross_entropy.",
        {"costs": {BCE: cost(
            BCE, cost=of_sums_again, slope=lambda a_j, y_j, n: 1 / (1 + exp(-a_j)) - y_j,
        )}},
    ),
    Mistake(
        "softmax-in-cost-too", "convention", "9", "cross_entropy of softmax(a), differentiated through both",
        "cross_entropy of a", "Outputs went through softmax, or another activation, and the cost has a softmax of its "
        "own: PyTorch's CrossEntropyLoss, TensorFlow's from_logits.", "Without cross_entropy.",
        {"costs": {CE: cost(CE, cost=of_softmax_again)}, "backward": backward_by(None, *through_softmax_again())},
    ),
    Mistake(
        "errors-in-integers", "procedure", "9", "∂C/∂a_j without what stands behind its point", "∂C/∂a_j",
        "The array for ∂C/∂a was made like that of the targets, which are integers: most errors become 0.",
        "Where a target is no whole number.", {"gradient_step": errors_in_integers},
    ),
    Mistake(
        "cost-for-error", "equation", "9", "δ_j = C σ′(z_j)", DELTA,
        "The value of the cost is handed back instead of its derivatives.", "Where C is 0.",
        {"backward": backward_by(None, cost_for_error, cost_for_error_in_softmax)},
    ),
    Mistake(
        "gradient-times-cost", "equation", "9", "C ∂C/∂p", "∂C/∂p",
        "The backward pass was started with C where 1 belongs.", "Where C is 0 or 1.", {"gradient_step": times_cost},
        also=[{"backpropagate": each_times_cost}],
    ),
    Mistake(
        "outputs-overwritten-by-errors", "equation", "9", "a_j − y_j instead of a_j, then slopes made from it",
        "slopes made from a_j",
        "The error was computed in place: under squared costs the outputs are gone when their slopes need them.",
        "Without a squared cost; for last layers whose slope is made from z.", {"backpropagate": errors_as_outputs},
    ),
]
