"""Mistakes over several examples: what is added up, and whose numbers meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from ..activations import SOFTMAX
from ..backprop import Backpropagation, backpropagate, hidden_deltas
from ..cases import Case
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .by_hand_passes import Place, one_hot
from .entry import Mistake, Result
from .reductions import ONE_EXAMPLE

Examples = Sequence[Example]
Rate = Optional[Number]
Reduced = tuple[list[Matrix], Matrix]
Combine = Callable[[Vector], Number]  # the numbers of one parameter, one for each example


# ---- what is added up ------------------------------------------------------------------------


def backpropagated(network: Network, examples: Examples, cost: str, eq: Rules) -> list[Backpropagation]:
    """Every example by the rules."""
    return [eq.backpropagate(network, example, cost, eq) for example in examples]


def added(values: Vector) -> Number:
    """Their sum, in order."""
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def combined(gradients: Sequence[list[Matrix]], combine: Combine) -> list[Matrix]:
    """One number for each weight, from those of all examples."""
    return [
        [[combine(list(values)) for values in zip(*rows)] for rows in zip(*layers)] for layers in zip(*gradients)
    ]


def total_of(ones: Sequence[Backpropagation], combine: Combine = added) -> Reduced:
    """What is added up over the examples, before it is reduced."""
    total_w = combined([one.dC_dw for one in ones], combine)
    total_b = combined([[one.dC_db] for one in ones], combine)[0]
    return total_w, total_b


def finished(
    network: Network, ones: Sequence[Backpropagation], total: Reduced, alpha: Rate, reduction: str, eq: Rules
) -> Step:
    """The step from what was added up: reduced, and with a learning rate the update."""
    n = len(ones)
    C = eq.reductions[reduction]([added([one.C for one in ones])], n)[0]
    dC_dw, dC_db = eq.reduce(*total, n, reduction, eq)
    new = None if alpha is None else eq.update(network, alpha, dC_dw, dC_db, eq)
    return Step(z=[one.z for one in ones], a=[one.a for one in ones], delta=[one.delta for one in ones], C=C,
                dC_dw=dC_dw, dC_db=dC_db, network=new)


def inputs_of(network: Network, example: Example, one: Backpropagation) -> Matrix:
    """What each layer gets: x, then the activations."""
    return [example.x, *one.a[:-1]]


def summed_deltas_meet(inputs: Callable[[list[Matrix]], Matrix]) -> Callable[..., Step]:
    """Weight gradients of the sums of all examples' δ, and of inputs that are made from those of all examples."""

    def changed(
        network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        ones = backpropagated(network, examples, cost, eq)
        delta = combined([[one.delta] for one in ones], added)[0]
        met = inputs([inputs_of(network, example, one) for example, one in zip(examples, ones)])
        total_w = [[eq.weight_gradients(delta_j, a) for delta_j in delta_l] for delta_l, a in zip(delta, met)]
        return finished(network, ones, (total_w, total_of(ones)[1]), alpha, reduction, eq)

    return changed


def sums_of(inputs: list[Matrix]) -> Matrix:
    return combined([[of_one] for of_one in inputs], added)[0]


def means_of(inputs: list[Matrix]) -> Matrix:
    return [[a_k / len(inputs) for a_k in a] for a in sums_of(inputs)]


def last_of(inputs: list[Matrix]) -> Matrix:
    return inputs[-1]


def errors_together(
    network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """The errors ∂C/∂a of the outputs are added up first and go back once, through the last example's network."""
    ones = backpropagated(network, examples, cost, eq)
    errors = [[[dC_da]] for dC_da in errors_of(network, examples, ones, cost, eq)]
    delta = sent_back(network, ones[-1], combined(errors, added)[0][0], cost, eq)
    total = eq.gradients(network, examples[-1].x, ones[-1].a, delta, eq)
    return finished(network, ones, total, alpha, reduction, eq)


def errors_one_by_one(
    network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """The same, each error for itself."""
    ones = backpropagated(network, examples, cost, eq)
    last, x = ones[-1], examples[-1].x
    changed = []
    for one, dC_da in zip(ones, errors_of(network, examples, ones, cost, eq)):
        delta = sent_back(network, last, dC_da, cost, eq)
        dC_dw, dC_db = eq.gradients(network, x, last.a, delta, eq)
        changed.append(Backpropagation(z=one.z, a=one.a, C=one.C, delta=delta, dC_dw=dC_dw, dC_db=dC_db))
    return finished(network, changed, total_of(changed), alpha, reduction, eq)


def told_as_last(result: Result, case: Case) -> Result:
    """z and a of the last example for all."""
    fields = ("weighted_sums", "activations")
    return {name: [value[-1]] * len(value) if name in fields else value for name, value in result.items()}


def errors_of(
    network: Network, examples: Examples, ones: Sequence[Backpropagation], cost: str, eq: Rules
) -> Matrix:
    """∂C/∂a of the outputs of each example."""
    errors = []
    for example, one in zip(examples, ones):
        y = example.y
        errors.append([eq.costs[cost].slope(a_j, y_j, len(y)) for a_j, y_j in zip(one.a[-1], y)])
    return errors


def sent_back(network: Network, one: Backpropagation, dC_da: Vector, cost: str, eq: Rules) -> Matrix:
    """The δ of all layers for these ∂C/∂a of the outputs, through the z and a of one example."""
    end = len(network.layers) - 1
    delta: Matrix = [[]] * (end + 1)
    at = Place(network, [], [], one.z, one.a, delta, cost, eq, end)
    if network.layers[-1].activation == SOFTMAX:
        slopes = eq.activations[SOFTMAX].slope
        delta[end] = [eq.softmax_delta_by_jacobian(dC_da, slopes(one.a[-1], j)) for j in range(len(dC_da))]
    else:
        delta[end] = [eq.output_delta(dC_da_j, at.slope(j)) for j, dC_da_j in enumerate(dC_da)]
    for l in range(end - 1, -1, -1):
        delta[l] = hidden_deltas(network.layers[l], l, network.layers[l + 1].w, delta[l + 1], one.z[l], eq)
    return delta


def last_activations(
    network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """All forward first, then all backward, through the activations that the last one left."""
    ones = backpropagated(network, examples, cost, eq)
    z, a, x = ones[-1].z, ones[-1].a, examples[-1].x
    changed = []
    for example, one in zip(examples, ones):
        delta = eq.backward(network, example.y, z, a, cost, eq)
        dC_dw, dC_db = eq.gradients(network, x, a, delta, eq)
        changed.append(Backpropagation(z=one.z, a=one.a, C=one.C, delta=delta, dC_dw=dC_dw, dC_db=dC_db))
    return finished(network, changed, total_of(changed), alpha, reduction, eq)


# ---- which target ----------------------------------------------------------------------------


def shifted_targets(
    network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """Each example with the target of the next one, the last with that of the first."""
    admitted = [*examples]
    targets = [example.y for example in admitted[1:] + admitted[:1]]
    changed = [Example.trusted(example.x, y) for example, y in zip(admitted, targets)]
    return gradient_step(network, changed, alpha, cost, reduction, eq)


def by_target(change: Callable[[Vector], Vector]) -> Callable[..., Backpropagation]:
    """Backpropagation with another target, under softmax with cross_entropy."""

    def changed(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
        if cost == "cross_entropy" and network.layers[-1].activation == SOFTMAX:
            example = Example.trusted(example.x, change(example.y))
        return backpropagate(network, example, cost, eq)

    return changed


def normalised(y: Vector) -> Vector:
    total = added(y)
    return [y_j / total for y_j in y] if total != 0 else y


# ---- the entries -----------------------------------------------------------------------------


def of_step(
    name: str, written: str, right: str, shows: str, hidden: str, pass_: Callable[..., Step],
    also: Sequence[Callable[..., Step]] = (),
) -> Mistake:
    return Mistake(
        name, "procedure", None, written, right, shows, hidden, {"gradient_step": pass_},
        also=[{"gradient_step": other} for other in also],
    )


def of_target(name: str, written: str, shows: str, hidden: str, change: Callable[[Vector], Vector]) -> Mistake:
    return Mistake(
        name, "convention", "9", f"softmax with cross_entropy: {written}", "y_j as the case gives it", shows,
        hidden + " Without softmax and cross_entropy.", {"backpropagate": by_target(change)},
    )


ENTRIES = [
    of_step(
        "outer-product-of-sums", "(Σ_i δ_j)(Σ_i a_k), then reduced", "Σ_i δ_j a_k, then reduced",
        "Examples are mixed: the deltas of one meet the inputs of another. Biases are right.", ONE_EXAMPLE,
        summed_deltas_meet(sums_of),
    ),
    of_step(
        "outer-product-of-means", "(Σ_i δ_j)(Σ_i a_k)/N, then reduced", "Σ_i δ_j a_k, then reduced",
        "The same with the mean of the inputs. Biases are right.", ONE_EXAMPLE,
        summed_deltas_meet(means_of),
    ),
    of_step(
        "summed-deltas-last-inputs", "(Σ_i δ_j) a_k of the last example, then reduced", "Σ_i δ_j a_k, then reduced",
        "Deltas are added up, and meet the inputs that the last example left. Biases are right.", ONE_EXAMPLE,
        summed_deltas_meet(last_of),
    ),
    Mistake(
        "all-forward-then-all-backward", "procedure", None,
        "all examples forward, then each ∂C_i/∂a_j back through z and a that the last example left",
        "each example goes back through its own z and a",
        "Neurons remember one example: the last is right, and z and a of all are told as those of the last.",
        ONE_EXAMPLE, {"gradient_step": errors_one_by_one}, rewrite=told_as_last,
        equivalents=("errors-added-before-going-back",),
    ),
    Mistake(
        "errors-added-before-going-back", "procedure", None,
        "∂C_i/∂a_j of all examples go back through the last one's z and a: their sum once, or one by one",
        "each example goes back through its own z and a",
        "Only the gradient of the cost is each example's own: it was added up over the batch, or all examples went "
        "forward before the first went backward.",
        ONE_EXAMPLE, {"gradient_step": errors_together}, also=[{"gradient_step": errors_one_by_one}],
        equivalents=("all-forward-then-all-backward",),
    ),
    of_step(
        "activations-of-last-example", "all examples forward first, then all backward through the last one's z and a",
        "each example goes back through its own z and a",
        "The last example is right, the others go back through its activations.",
        ONE_EXAMPLE, last_activations,
    ),
    of_step(
        "targets-shifted", "x of example i with y of example i + 1", "x and y of the same example",
        "Inputs and targets got out of step.", ONE_EXAMPLE, shifted_targets,
    ),
    of_target(
        "target-as-class", "y_j = 1 for the largest target, 0 for the others",
        "Targets are taken for the number of a class, as many libraries want it.",
        "Where each target has one 1 and else 0.", one_hot,
    ),
    of_target(
        "target-normalised", "y_j / Σ_i y_i", "Targets are made to add up to 1.", "Where they do.", normalised,
    ),
]
