"""Inputs and targets that are changed before they are used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from ..backprop import backward
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number, Vector, exp, ln
from ..rules import Rules
from .by_hand_passes import one_hot, total
from .entry import Mistake, Parameter, Replacements

Change = Callable[[Vector], Vector]  # of one input, or of one target
Together = Callable[[list[Vector]], list[Vector]]  # of all inputs


# ---- the passes ------------------------------------------------------------------------------


def examples_by(x: Together | None = None, y: Together | None = None) -> Replacements:
    """A whole step on other inputs or targets."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        admitted = [*examples]
        inputs = [example.x for example in admitted]
        targets = [example.y for example in admitted]
        pairs = zip(x(inputs) if x else inputs, y(targets) if y else targets)
        return gradient_step(network, [Example.trusted(*pair) for pair in pairs], alpha, cost, reduction, eq)

    return {"gradient_step": changed}


def inputs_by(change: Change) -> Replacements:
    return examples_by(x=lambda inputs: [change(x) for x in inputs])


def targets_by(change: Change) -> Replacements:
    return examples_by(y=lambda targets: [change(y) for y in targets])


def targets_going_back(change: Change) -> Replacements:
    """Another target in the backward pass; the cost has the right one."""

    def changed(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
        return backward(network, change(y), z, a, cost, eq)

    return {"backward": changed}


# ---- of one vector ---------------------------------------------------------------------------


def over_length(x: Vector) -> Vector:
    square = total([x_k * x_k for x_k in x])
    return over(x, exp(ln(square) / 2) if square > 0 else square)


def over_sum(x: Vector) -> Vector:
    return over(x, total([abs(x_k) for x_k in x]))


def over_largest(x: Vector) -> Vector:
    return over(x, max(abs(x_k) for x_k in x))


def over(x: Vector, size: Number) -> Vector:
    return [x_k / size for x_k in x] if size != 0 else x


def mean(values: Vector) -> Number:
    return total(values) / len(values)


def centred(values: Vector) -> Vector:
    middle = mean(values)
    return [value - middle for value in values]


def standardised(values: Vector, less: int = 0) -> Vector:
    """Minus their mean, over the root of the mean square that is left: of n − less, instead of n."""
    left = centred(values)
    square = total([value * value for value in left])
    if len(values) <= less or not square > 0:
        return left
    return [value / exp(ln(square / (len(values) - less)) / 2) for value in left]


def between_0_and_1(values: Vector) -> Vector:
    low, high = min(values), max(values)
    return [(value - low) / (high - low) for value in values] if high > low else values


def each_feature(change: Change) -> Together:
    """The values of one input neuron over all examples changed together."""
    return lambda inputs: [list(x) for x in zip(*(change(list(column)) for column in zip(*inputs)))]


def guarded(values: Vector, epsilon: float, inside: bool) -> Vector:
    """Standardised with ε beside the deviation, or within its root."""
    left = centred(values)
    square = total([value * value for value in left]) / len(values)
    small = type(square)(epsilon)
    root = square + small if inside else square
    size = (exp(ln(root) / 2) if root > 0 else root) + (small * 0 if inside else small)
    return [value / size for value in left]


def all_between_0_and_1(inputs: list[Vector]) -> list[Vector]:
    """The smallest and the largest of all inputs of all examples."""
    values = between_0_and_1([x_k for x in inputs for x_k in x])
    return [values[i * len(x):(i + 1) * len(x)] for i, x in enumerate(inputs)]


def reshaped(vectors: list[Vector]) -> list[Vector]:
    """A table of examples read as one of features: the numbers in their order, not transposed."""
    values = [value for vector in vectors for value in vector]
    return [values[i::len(vectors)] for i in range(len(vectors))]


def in_order(*places: int) -> Together:
    """The vectors of other examples: of these, counted from either end, then the rest."""
    return lambda vectors: permuted(vectors, [place % len(vectors) for place in places])


def permuted(vectors: list[Vector], first: list[int]) -> list[Vector]:
    """Those of these places first, those of the others behind them."""
    order = list(dict.fromkeys(first)) + [i for i in range(len(vectors)) if i not in first]
    return [vectors[i] for i in order]


def last_two_swapped(vectors: list[Vector]) -> list[Vector]:
    return [*vectors[:-2], *vectors[-2:][::-1]]


def rolled(values: Vector) -> Vector:
    return values[1:] + values[:1]


def rolled_back(values: Vector) -> Vector:
    return values[-1:] + values[:-1]


def moved_up(y: Vector) -> Vector:
    return [*y[1:], y[0] * 0]


def moved_down(y: Vector) -> Vector:
    return [y[0] * 0, *y[:-1]]


def over_their_sum(y: Vector) -> Vector:
    return over(y, total(y))


def clipped(epsilon: float) -> Change:
    """Into [ε, 1 − ε]."""

    def change(y: Vector) -> Vector:
        low = type(y[0])(epsilon)
        return [low if y_j < low else 1 - low if y_j > 1 - low else y_j for y_j in y]

    return change


def nearest_whole(values: Vector) -> Vector:
    return [type(value)(round(float(value))) for value in values]


def whole_part(values: Vector) -> Vector:
    return [type(value)(int(float(value))) for value in values]


def times(c: float) -> Change:
    return lambda values: [value * type(value)(c) for value in values]


def smoothed(epsilon: float) -> Change:
    """(1 − ε)y + ε/n."""
    return lambda y: [y_j * (1 - type(y_j)(epsilon)) + type(y_j)(epsilon) / len(y) for y_j in y]


def smoothed_of_two(epsilon: float) -> Change:
    """(1 − ε)y + ε/2."""
    return lambda y: [y_j * (1 - type(y_j)(epsilon)) + type(y_j)(epsilon) / 2 for y_j in y]


def without_first(x: Vector) -> Vector:
    return [x[0] * 0, *x[1:]]


def without_last(x: Vector) -> Vector:
    return [*x[:-1], x[-1] * 0]


def reversed_order(values: Vector) -> Vector:
    return values[::-1]


def twice_minus_1(y: Vector) -> Vector:
    return [2 * y_j - 1 for y_j in y]


def one_minus(y: Vector) -> Vector:
    return [1 - y_j for y_j in y]


# ---- the entries -----------------------------------------------------------------------------

X, Y = "x_k as the case gives it", "y_j as the case gives it"


def of_inputs(
    name: str, written: str, shows: str, hidden: str, forms: Sequence[Replacements], kind: str = "convention"
) -> Mistake:
    return Mistake(name, kind, None, written, X, shows, hidden, forms[0], also=forms[1:])


def of_targets(
    name: str, written: str, shows: str, hidden: str, change: Change, also: Sequence[Change] = ()
) -> Mistake:
    forms = [form(one) for one in (change, *also) for form in (targets_by, targets_going_back)]
    return Mistake(name, "convention", "9", written, Y, shows, hidden, forms[0], also=forms[1:])


ENTRIES = [
    of_inputs(
        "inputs-normalised", "x_k / √(Σ_i x_i²), or over Σ_i |x_i|, or over the largest |x_i|",
        "Every input is made one long.", "Where it is.",
        [inputs_by(over_length), inputs_by(over_sum), inputs_by(over_largest)],
    ),
    of_inputs(
        "inputs-centred", "x_k minus its mean over the examples, or over the input",
        "Inputs are shifted.", "Where the mean is 0.",
        [examples_by(x=each_feature(centred)), inputs_by(centred)],
    ),
    of_inputs(
        "inputs-standardised", "x_k minus its mean, over its standard deviation",
        "Inputs are shifted and stretched, over the examples or within each input.",
        "Where the mean is 0 and the deviation 1.",
        [
            examples_by(x=each_feature(standardised)), examples_by(x=each_feature(lambda x: standardised(x, 1))),
            inputs_by(standardised), inputs_by(lambda x: standardised(x, 1)),
            examples_by(x=each_feature(lambda x: guarded(x, 1e-8, False))),
            examples_by(x=each_feature(lambda x: guarded(x, 1e-5, True))),
            inputs_by(lambda x: guarded(x, 1e-5, True)),
        ],
    ),
    of_inputs(
        "inputs-between-0-and-1", "(x_k − min)/(max − min), over the examples or within each input",
        "The smallest input becomes 0, the largest 1.", "Where they are.",
        [examples_by(x=each_feature(between_0_and_1)), inputs_by(between_0_and_1), examples_by(x=all_between_0_and_1)],
    ),
    Mistake(
        "inputs-times-constant", "convention", None, "c x_k with a constant c", X,
        "Inputs are scaled, as pixels are by 1/255.", "Where x is 0.", lambda c: inputs_by(times(c)),
        parameter=Parameter("c", 1 / 255, (0.1, 0.99)),
    ),
    of_inputs(
        "first-input-0", "x_0 = 0", "The first input is missing in every example, and its weights have no gradient.",
        "Where x_0 is 0.", [inputs_by(without_first)], "procedure",
    ),
    of_inputs(
        "last-input-0", "x_k = 0 for the last k",
        "The last input is missing in every example, and its weights have no gradient.", "Where it is 0.",
        [inputs_by(without_last)], "procedure",
    ),
    of_inputs(
        "inputs-reversed", "x_(n−1−k)", "The inputs of an example come in the reverse order.",
        "With one input, and where x reads the same from behind.", [inputs_by(reversed_order)], "procedure",
    ),
    of_inputs(
        "inputs-whole", "x_k rounded, or its whole part", "Inputs were read as whole numbers.",
        "Where inputs are whole.", [inputs_by(nearest_whole), inputs_by(whole_part)],
    ),
    of_inputs(
        "one-input-for-all", "x of the first example, or of the last, for every example",
        "All examples have the same outputs.", "With one example.",
        [
            examples_by(x=lambda inputs: inputs[:1] * len(inputs)),
            examples_by(x=lambda inputs: inputs[-1:] * len(inputs)),
        ], "procedure",
    ),
    of_targets(
        "targets-whole", "y_j rounded, or its whole part", "Targets were read as whole numbers.",
        "Where targets are whole.", nearest_whole, [whole_part],
    ),
    of_targets(
        "targets-reversed", "y_(n−1−j)", "Each output has the target of its mirror image.",
        "With one output, and where y reads the same from behind.", reversed_order,
    ),
    of_targets(
        "targets-between-minus-1-and-1", "2y_j − 1", "Targets 0 and 1 were made −1 and 1, as for tanh.",
        "Where targets are 1.", twice_minus_1,
    ),
    of_targets(
        "targets-inverted", "1 − y_j", "What is on and what is off have changed places.", "Where targets are ½.",
        one_minus,
    ),
    Mistake(
        "targets-times-constant", "convention", "9", "c y_j with a constant c", Y, "Targets are scaled.",
        "Where y is 0.", lambda c: targets_by(times(c)), also=[lambda c: targets_going_back(times(c))],
        parameter=Parameter("c", 0.01, (0.1, 10.0)),
    ),
    Mistake(
        "targets-smoothed", "convention", "9", "(1 − ε)y_j + ε/n, n the number of outputs, or 2", Y,
        "Targets are moved towards the middle: label smoothing.", "Where targets are 1/n.",
        lambda epsilon: targets_by(smoothed(epsilon)),
        also=[
            lambda epsilon: targets_by(smoothed_of_two(epsilon)),
            lambda epsilon: targets_going_back(smoothed(epsilon)),
        ],
        parameter=Parameter("ε", 0.1, (0.02, 0.01)),
    ),
    Mistake(
        "one-target-for-all", "procedure", "9", "y of the first example, or of the last, for every example", Y,
        "One target stands for all.", "With one example.",
        examples_by(y=lambda targets: targets[:1] * len(targets)),
        also=[examples_by(y=lambda targets: targets[-1:] * len(targets))],
    ),
    of_inputs(
        "examples-reshaped", "the table of inputs read as k rows of i where i rows of k stand: reshape for transpose",
        "Inputs are mixed between examples.", "With one example, or one input.", [examples_by(x=reshaped)], "procedure",
    ),
    Mistake(
        "inputs-of-other-examples", "procedure", None, "x of another example with y_j of this one",
        "x and y of the same example", "Inputs and targets were shuffled apart, or one of them was turned round.",
        "With one example.", examples_by(x=reversed_order),
        also=[
            *(examples_by(x=in_order(*order)) for order in ((-1,), (1,), (1, 2), (2,), (2, 1), (-1, -2), (-2,))),
            examples_by(x=last_two_swapped), examples_by(y=reversed_order),
        ],
    ),
    of_targets(
        "targets-of-next-output", "y_(j+1), or y_(j−1)", "Each output has the target of the one beside it.",
        "With one output.", rolled, [moved_up, rolled_back, moved_down],
    ),
    of_targets(
        "targets-one-hot", "1 for the largest y_j, 0 for the others", "Targets were made classes.",
        "Where each target has one 1 and else 0.", one_hot,
    ),
    of_targets(
        "targets-normalised", "y_j / Σ_i y_i", "Targets are made to add up to 1.", "Where they do.", over_their_sum,
    ),
    Mistake(
        "targets-clipped", "convention", "9", "y_j moved into [ε, 1 − ε]", Y, "No target is 0 or 1, or beyond.",
        "Where all targets lie within.", lambda epsilon: targets_by(clipped(epsilon)),
        also=[lambda epsilon: targets_going_back(clipped(epsilon))], parameter=Parameter("ε", 0.01, (0.1, 1e-3)),
    ),
]
