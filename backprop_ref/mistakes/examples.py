"""Mistakes of the sums over several examples: whose numbers meet, for weights alone or for biases alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from ..backprop import Backpropagation
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .batches import Examples, Rate, Reduced, added, backpropagated, combined, finished, inputs_of, of_step, total_of
from .reductions import ONE_EXAMPLE

Ones = Sequence[Backpropagation]
Total = Callable[[Network, Examples, Ones, Rules], Reduced]  # what is added up, before it is reduced


def by_total(total: Total) -> Callable[..., Step]:
    """A step that adds up by this."""

    def changed(
        network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        ones = backpropagated(network, examples, cost, eq)
        return finished(network, ones, total(network, examples, ones, eq), alpha, reduction, eq)

    return changed


# ---- δ of the example before -----------------------------------------------------------------


# ---- inputs of other examples ----------------------------------------------------------------


def rows_of(values: Vector, length: int) -> Matrix:
    """The flat list cut into rows of that length.

    >>> rows_of([1, 2, 3, 4], 2)
    [[1, 2], [3, 4]]
    """
    return [values[start:start + length] for start in range(0, len(values), length)]


def examples_in_columns(rows: Matrix) -> Matrix:
    """Columns are examples: a_k of example i stands at k N + i of the flat list, and is looked for at i n + k."""
    return rows_of([a_k for column in zip(*rows) for a_k in column], len(rows[0]))


def examples_in_rows(rows: Matrix) -> Matrix:
    """Rows are examples: a_k of example i stands at i n + k of the flat list, and is looked for at k N + i."""
    return [list(row) for row in zip(*rows_of([a_k for row in rows for a_k in row], len(rows)))]


def first_for_all(rows: Matrix) -> Matrix:
    return [rows[0]] * len(rows)


def with_inputs(change: Callable[[Matrix], Matrix], in_first_layer_only: bool = False) -> Total:
    """(10) with other inputs: change gets and gives those of a layer, one row for each example."""

    def total(network: Network, examples: Examples, ones: Ones, eq: Rules) -> Reduced:
        inputs = [inputs_of(network, example, one) for example, one in zip(examples, ones)]
        gradients: list[list[Matrix]] = [[] for _ in ones]
        for l in range(len(network.layers)):
            rows = [inputs_i[l] for inputs_i in inputs]
            if l == 0 or not in_first_layer_only:
                rows = change(rows)
            for one, row, gradients_i in zip(ones, rows, gradients):
                gradients_i.append([eq.weight_gradients(delta_j, row) for delta_j in one.delta[l]])
        return combined(gradients, added), total_of(ones)[1]

    return total


# ---- δ over the number of examples -----------------------------------------------------------


def hidden_over_examples(
    network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """Each time a δ is handed back it is divided by N."""
    n = len(examples) if reduction == "mean" else 1

    def over(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
        return eq.hidden_delta(delta_next, w_next, j, da_dz_j) / n

    return gradient_step(network, examples, alpha, cost, reduction, eq.replaced(hidden_delta=over))


# ---- the entries -----------------------------------------------------------------------------

PRODUCT = "Σ_i δ_j a_k, then reduced"

ENTRIES = [
    of_step(
        "input-of-first-example", "Σ_i δ_j x_k, x of example 0, then reduced", PRODUCT,
        "The weights of layer 0 meet the same input for every example.", ONE_EXAMPLE,
        by_total(with_inputs(first_for_all, True)), [by_total(with_inputs(first_for_all))],
    ),
    of_step(
        "inputs-reshaped", "Σ_i δ_j v_k, v the inputs of all examples reshaped, not transposed, then reduced", PRODUCT,
        "A matrix of inputs gets the right shape and the wrong order: deltas meet the inputs of other examples, and "
        "other inputs.",
        ONE_EXAMPLE, by_total(with_inputs(examples_in_columns)), [by_total(with_inputs(examples_in_rows))],
    ),
    of_step(
        "hidden-deltas-over-examples", "δ_j = (1/N) (Σ_m δ_m w_mj) σ′(z_j), N the number of examples",
        "δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
        "The mean is taken once more in every layer that a δ comes through.",
        ONE_EXAMPLE + " Without hidden layers, and where the case asks for the sum.", hidden_over_examples,
    ),
]
