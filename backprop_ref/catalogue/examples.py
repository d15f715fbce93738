"""Mistakes of the sums over several examples: whose numbers meet, for weights alone or for biases alone."""

from __future__ import annotations

from ..backprop import Backpropagation

from ..door import RULES
from ..descent import gradient_step

from ..unfinished import must_be_finite
from ..descent import Step
from .batches import added, backpropagated, combined, finished, inputs_of, of_step, total_of
from .passes import Place
from .reductions import ONE_EXAMPLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, List, Sequence

    from ..network import Network
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules
    from .batches import Combine, Examples, Rate, Reduced

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


def weights_together(combine: Combine) -> Total:
    """Weight gradients are put together by this, bias gradients added up."""
    return lambda network, examples, ones, eq: (total_of(ones, combine)[0], total_of(ones)[1])


def biases_together(combine: Combine) -> Total:
    """Bias gradients are put together by this, weight gradients added up."""
    return lambda network, examples, ones, eq: (total_of(ones)[0], total_of(ones, combine)[1])


def last_shared_delta(network: Network, examples: Examples, ones: Ones, eq: Rules) -> Reduced:
    """= in the place of +=, for the terms of a shared bias too."""
    last = ones[-1]
    left = [[last.delta[l][-1]] if layer.shared_bias else last.dC_db[l] for l, layer in enumerate(network.layers)]
    return total_of(ones)[0], left


def half_with_each(values: Vector) -> Number:
    average = values[0]
    for value in values[1:]:
        average = (average + value) / 2
    return average


def divided_in_the_loop(cost_too: bool) -> Callable[..., Step]:
    """For a mean, all that was added up so far is divided by N after each example."""

    def changed(
        network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        if reduction != "mean":
            return gradient_step(network, examples, alpha, cost, reduction, eq)

        def again_and_again(values: Vector) -> Number:
            left = values[0] * 0
            for value in values:
                left = (left + value) / len(values)
            return left * len(values)

        ones = backpropagated(network, examples, cost, eq)
        step = finished(network, ones, total_of(ones, again_and_again), alpha, reduction, eq)
        if cost_too:
            step.C = again_and_again([one.C for one in ones]) / len(ones)
        return step

    return changed


# ---- δ of the example before -----------------------------------------------------------------


def with_example_before(formula: Callable[[Place, int, Vector, Vector], Number]) -> Callable[..., Step]:
    """A step whose δ_j is made by a formula that also sees what the example before left, zeros at first.

    The formula gets place and j, then the δ that were left of this layer and of the layer after it.
    """

    def changed(
        network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        left: Matrix = []

        def backward(
            network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES
        ) -> Matrix:
            left[:] = left or [[z_j * 0 for z_j in z_l] for z_l in z]
            delta: Matrix = [[]] * len(z)
            for l in range(len(z) - 1, -1, -1):
                at = Place(network, [], y, z, a, delta, cost, eq, l)
                delta[l] = [formula(at, j, left[l], left[min(l + 1, at.last)]) for j in range(len(z[l]))]
                must_be_finite(delta[l], "delta_j", l)
            left[:] = delta
            return delta

        return gradient_step(network, examples, alpha, cost, reduction, eq.replaced(backward=backward))

    return changed


def through_deltas_left(at: Place, j: int, left: Vector, left_after: Vector) -> Number:
    if at.l == at.last:
        return at.right_delta(j)
    return at.eq.hidden_delta(left_after, at.next_w, j, at.slope(j))


def added_to_delta_left(at: Place, j: int, left: Vector, left_after: Vector) -> Number:
    return left[j] + at.right_delta(j)


def hidden_added_to_delta_left(at: Place, j: int, left: Vector, left_after: Vector) -> Number:
    return left[j] + at.right_delta(j) if at.l < at.last else at.right_delta(j)


def error_added_to_delta_left(at: Place, j: int, left: Vector, left_after: Vector) -> Number:
    """Σ_m δ_m w_mj is added to what stands in δ_j, which then gets its slope."""
    return (left[j] + at.dC_da(j)) * at.slope(j) if at.l < at.last else at.right_delta(j)


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
        gradients: List[List[Matrix]] = [[] for _ in ones]
        for l in range(len(network.layers)):
            rows = [inputs_i[l] for inputs_i in inputs]
            if l == 0 or not in_first_layer_only:
                rows = change(rows)
            for one, row, gradients_i in zip(ones, rows, gradients):
                gradients_i.append([eq.weight_gradients(delta_j, row) for delta_j in one.delta[l]])
        return combined(gradients, added), total_of(ones)[1]

    return total


def deltas_of_examples_for_biases(network: Network, examples: Examples, ones: Ones, eq: Rules) -> Reduced:
    """Bias j has the sum of all δ of example j, where there are as many neurons as examples."""
    total_w, total_b = total_of(ones)
    for l, layer in enumerate(network.layers):
        if len(ones) == len(layer.w) and not layer.shared_bias:
            total_b[l] = [added(one.delta[l]) for one in ones]
    return total_w, total_b


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

REDUCED = "Σ_i ∂C_i/∂p, then reduced"
PRODUCT = "Σ_i δ_j a_k, then reduced"

ENTRIES = [
    of_step(
        "last-example-only-for-weights", "∂C_i/∂w of the last example, then reduced", REDUCED,
        "= stands in the place of +=, for weights alone; biases are right.", ONE_EXAMPLE,
        by_total(weights_together(lambda values: values[-1])),
    ),
    of_step(
        "last-example-only-for-biases", "∂C_i/∂b of the last example, then reduced", REDUCED,
        "= stands in the place of +=, for biases alone; weights are right.", ONE_EXAMPLE,
        by_total(biases_together(lambda values: values[-1])), [by_total(last_shared_delta)],
    ),
    of_step(
        "first-example-only-for-weights", "∂C_0/∂w, then reduced", REDUCED,
        "The first column of the deltas is taken, for weights alone; biases are right.", ONE_EXAMPLE,
        by_total(weights_together(lambda values: values[0])),
    ),
    of_step(
        "first-example-only-for-biases", "∂C_0/∂b, then reduced", REDUCED,
        "The first column of the deltas is taken, for biases alone; weights are right.", ONE_EXAMPLE,
        by_total(biases_together(lambda values: values[0])),
    ),
    of_step(
        "running-average-for-weights", "((g_0 + g_1)/2 + g_2)/2 …, g_i = ∂C_i/∂w, then reduced", REDUCED,
        "The last example counts half of all, for weights alone; biases are right.", ONE_EXAMPLE,
        by_total(weights_together(half_with_each)),
    ),
    of_step(
        "divided-in-the-loop", "after each example (what was added up so far + ∂C_i/∂p)/N",
        "(Σ_i ∂C_i/∂p)/N, N the number of examples",
        "The mean is taken inside the loop over the examples: the first counts least, the last is right.",
        ONE_EXAMPLE + " Where the case asks for the sum.", divided_in_the_loop(False), [divided_in_the_loop(True)],
    ),
    of_step(
        "next-deltas-of-example-before", "δ_j = (Σ_m δ_m w_mj) σ′(z_j), δ_m of the example before, 0 for the first",
        "δ_m of this example",
        "The layers are gone through from the first to the last: each reads what the layer after it got one example "
        "ago.", "Without hidden layers. With one example all hidden δ are 0.", with_example_before(through_deltas_left),
    ),
    of_step(
        "deltas-not-zeroed", "δ_j of the example before + δ_j, in all layers or in hidden ones", "δ_j",
        "Each δ is added to the old one, by += for =, or what is added up is not set to 0 for each example.",
        ONE_EXAMPLE, with_example_before(added_to_delta_left),
        [with_example_before(hidden_added_to_delta_left), with_example_before(error_added_to_delta_left)],
    ),
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
        "deltas-of-example-for-bias", "∂C/∂b_j = the sum of all δ of example j, then reduced", "∂C/∂b_j = Σ_i δ_j",
        "The sum goes along the wrong axis: over the neurons, one for each example.",
        "Where there are not as many neurons as examples it cannot run, taken as right there.",
        by_total(deltas_of_examples_for_biases),
    ),
    of_step(
        "hidden-deltas-over-examples", "δ_j = (1/N) (Σ_m δ_m w_mj) σ′(z_j), N the number of examples",
        "δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
        "The mean is taken once more in every layer that a δ comes through.",
        ONE_EXAMPLE + " Without hidden layers, and where the case asks for the sum.", hidden_over_examples,
    ),
]
