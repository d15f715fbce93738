"""Mistakes of softmax, where every output moves with every sum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import SOFTMAX
from ..backprop import Backpropagation, forward, hidden_deltas
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number, Vector, exp
from ..rules import Rules
from .batches import finished, total_of
from .by_hand_passes import Place, activation, backward_by, total
from .entry import Mistake

# ---- slopes and deltas -----------------------------------------------------------------------


def diagonal_only(a: Vector, j: int) -> Vector:
    return [a_i * (1 - a_i) if i == j else type(a_i)(0) for i, a_i in enumerate(a)]


def twice_forward(network: Network, x: Vector, eq: Rules = RULES) -> tuple[Matrix, Matrix]:
    z, a = forward(network, x, eq)
    if network.layers[-1].activation == SOFTMAX:
        a[-1] = eq.activations[SOFTMAX].sigma(a[-1])
    return z, a


def twice_backward(at: Place, j: int) -> Number:
    """∂C/∂z_j through both: a is softmax of p, p softmax of z."""
    p = at.eq.activations[SOFTMAX].sigma(at.z[at.l])
    slopes = at.eq.activations[SOFTMAX].slope
    dC_da = [at.dC_da(i) for i in range(len(p))]
    dC_dp = [at.eq.softmax_delta_by_jacobian(dC_da, slopes(at.a[at.l], i)) for i in range(len(p))]
    return at.eq.softmax_delta_by_jacobian(dC_dp, slopes(p, j))


def over_the_batch(shifted: bool, by_output: bool = False) -> Callable[..., Step]:
    """e^z_j over the sum of all e^z of all examples; shifted: each example's largest z subtracted first.

    by_output: over the sum of e^z_j alone, for each j.
    """

    def changed(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        if network.layers[-1].activation == SOFTMAX:
            eq = divided(network, examples, shifted, by_output, eq)
        return gradient_step(network, examples, alpha, cost, reduction, eq)

    return changed


def over_examples_only_forward(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES,
) -> Step:
    """Softmax along the examples for each output, with slopes as if it were along the outputs."""
    if network.layers[-1].activation != SOFTMAX:
        return gradient_step(network, examples, alpha, cost, reduction, eq)
    left = iter(zip(*columns_of(network, examples, eq)))
    sigma = eq.activations[SOFTMAX].sigma
    given = eq.replaced(activations={
        **eq.activations, SOFTMAX: activation(SOFTMAX, sigma=lambda z: list(next(left, sigma(z)))),
    })
    return gradient_step(network, examples, alpha, cost, reduction, given)


def columns_of(network: Network, examples: Sequence[Example], eq: Rules) -> Matrix:
    """Of each output what softmax along the examples makes of it."""
    z = [eq.forward(network, example.x, eq)[0][-1] for example in examples]
    return [eq.activations[SOFTMAX].sigma(list(column)) for column in zip(*z)]


def softmax_over_examples(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES,
) -> Step:
    """Softmax along the examples for each output, differentiated as it is computed."""
    if network.layers[-1].activation != SOFTMAX:
        return gradient_step(network, examples, alpha, cost, reduction, eq)
    admitted = [*examples]
    passed = [eq.forward(network, example.x, eq) for example in admitted]
    columns = columns_of(network, examples, eq)
    slopes = eq.activations[SOFTMAX].slope
    ones = []
    for i, (example, (z, a)) in enumerate(zip(admitted, passed)):
        a[-1] = [column[i] for column in columns]
        delta: Matrix = [[]] * len(z)
        delta[-1] = []
        for j, column in enumerate(columns):
            dC_da = [eq.costs[cost].slope(column[n], other.y[j], len(other.y)) for n, other in enumerate(admitted)]
            delta[-1].append(eq.softmax_delta_by_jacobian(dC_da, slopes(column, i)))
        for l in range(len(z) - 2, -1, -1):
            delta[l] = hidden_deltas(network.layers[l], l, network.layers[l + 1].w, delta[l + 1], z[l], eq)
        dC_dw, dC_db = eq.gradients(network, example.x, a, delta, eq)
        ones.append(Backpropagation(z=z, a=a, C=eq.costs[cost].cost(a[-1], example.y), delta=delta, dC_dw=dC_dw,
                                    dC_db=dC_db))
    return finished(network, ones, total_of(ones), alpha, reduction, eq)


def divided(network: Network, examples: Sequence[Example], shifted: bool, each_output: bool, eq: Rules) -> Rules:
    """The rules with a softmax that divides by sums over the batch, and with its usual slopes."""
    rows = []
    for example in examples:
        z_l = eq.forward(network, example.x, eq)[0][-1]
        rows.append([exp(z_j - max(z_l) if shifted else z_j) for z_j in z_l])
    sums = [total(list(column)) for column in zip(*rows)]

    def sigma(z: Vector) -> Vector:
        e = [exp(z_j - max(z) if shifted else z_j) for z_j in z]
        return [e_j / (sums[j] if each_output else total(sums)) for j, e_j in enumerate(e)]

    return eq.replaced(activations={**eq.activations, SOFTMAX: activation(SOFTMAX, sigma=sigma)})


def sums_of(which: Callable[[int, int], slice]) -> Callable[[Vector], Vector]:
    """Softmax with a part of the sum in the denominator of output j of n."""

    def sigma(z: Vector) -> Vector:
        e = [exp(z_j - max(z)) for z_j in z]
        return [e_j / total(e[which(j, len(e))]) for j, e_j in enumerate(e)]

    return sigma


def denominator_by(which: Callable[[int, int], slice]) -> dict[str, Any]:
    return {"activations": {SOFTMAX: activation(SOFTMAX, sigma=sums_of(which))}}


def each_a_sigmoid(z: Vector) -> Vector:
    return [1 / (1 + exp(-z_j)) if z_j >= 0 else exp(z_j) / (1 + exp(z_j)) for z_j in z]


# ---- the entries -----------------------------------------------------------------------------

ENTRIES = [
    Mistake(
        "softmax-twice", "equation", "2/9", "a = softmax(softmax(z)), differentiated through both", "a = softmax(z)",
        "Outputs crowd together, none above e/(e + n − 1): a cost that has a softmax of its own was given one more.",
        "Without softmax.",
        {"forward": twice_forward, "backward": backward_by(softmax=twice_backward)},
    ),
    Mistake(
        "softmax-as-sigmoid", "equation", "2/9", "a_j = 1/(1 + e^−z_j), σ′ = a_j(1 − a_j)", "a_j = e^z_j / Σ_i e^z_i",
        "The outputs do not add up to 1.", "Without softmax.",
        {"activations": {SOFTMAX: activation(SOFTMAX, sigma=each_a_sigmoid, slope=diagonal_only)}},
    ),
    Mistake(
        "softmax-over-everything", "equation", "2/9", "a_j = e^z_j / Σ e^z_i over all outputs of all examples",
        "a_j = e^z_j / Σ_i e^z_i", "All outputs of the batch together add up to 1: a sum without an axis.",
        "With one example, and without softmax.", {"gradient_step": over_the_batch(True)},
        also=[{"gradient_step": over_the_batch(False)}],
    ),
    Mistake(
        "softmax-over-examples", "equation", "2/9", "a_j = e^z_j / Σ e^z_j over the examples",
        "a_j = e^z_j / Σ_i e^z_i over the outputs",
        "Softmax along the wrong axis: each output adds up to 1 over the batch, and is 1 with one example. "
        "Differentiated as it is computed, or with slopes as if along the outputs.", "Without softmax.",
        {"gradient_step": softmax_over_examples}, also=[{"gradient_step": over_examples_only_forward}],
    ),
    Mistake(
        "softmax-over-examples-after-shift", "equation", "2", "a_j = e^(z_j − max z) / Σ e^(z_j − max z) over examples",
        "a_j = e^z_j / Σ_i e^z_i",
        "Softmax along the wrong axis, the largest z taken along the right one; slopes are those of one example.",
        "Without softmax.", {"gradient_step": over_the_batch(True, True)},
    ),
    Mistake(
        "softmax-last-left-out-of-sum", "equation", "2", "a_j = e^z_j / Σ_(i < n−1) e^z_i", "a_j = e^z_j / Σ_i e^z_i",
        "Outputs add up to more than 1: the loop of the sum ends one too early.", "Without softmax.",
        denominator_by(lambda j, n: slice(0, n - 1)),
    ),
    Mistake(
        "softmax-first-left-out-of-sum", "equation", "2", "a_j = e^z_j / Σ_(i > 0) e^z_i", "a_j = e^z_j / Σ_i e^z_i",
        "Outputs add up to more than 1: the loop of the sum starts at 1.", "Without softmax.",
        denominator_by(lambda j, n: slice(1, n)),
    ),
    Mistake(
        "softmax-running-sum", "equation", "2", "a_j = e^z_j / Σ_(i <= j) e^z_i", "a_j = e^z_j / Σ_i e^z_i",
        "The first output is 1, only the last is right: divided within the loop that adds up.", "Without softmax.",
        denominator_by(lambda j, n: slice(0, j + 1)),
    ),
]
