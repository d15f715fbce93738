"""Inputs and targets that are changed before they are used, or paired with those of another example"""

from __future__ import annotations

from typing import Any, Callable

from ..backprop import backward
from ..door import RULES
from ..network import Network
from ..numerals import Matrix, Vector
from ..rules import Rules
from .by_hand_passes import examples_by
from .entry import Form, Mistake, Replacements
from .slips import Parameter

Change = Callable[[Vector], Vector]
X, Y = "x_k as the case gives it", "y_j as the case gives it"


def inputs_by(change: Change) -> Replacements:
    return examples_by(lambda xs, ys: zip(map(change, xs), ys))


def targets_by(change: Change) -> Replacements:
    return examples_by(lambda xs, ys: zip(xs, map(change, ys)))


def targets_going_back(change: Change) -> Replacements:
    """Another target in the backward pass; the cost has the right one."""

    def changed(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
        return backward(network, change(y), z, a, cost, eq)

    return {"backward": changed}


def one_hot(y: Vector) -> Vector:
    """1 instead of the largest, the first of them, and 0 for the others."""
    largest = y.index(max(y))
    return [type(y_j)(1 if j == largest else 0) for j, y_j in enumerate(y)]


def smoothed(epsilon: float, classes: int = 0) -> Change:
    """(1 − ε)y + ε/n, n the number of outputs or this."""
    return lambda y: [y_j * (1 - type(y_j)(epsilon)) + type(y_j)(epsilon) / (classes or len(y)) for y_j in y]


def reshaped(vectors: list[Vector]) -> list[Vector]:
    """A table of examples read as one of features: the numbers in their order, not transposed."""
    values = [value for vector in vectors for value in vector]
    return [values[i::len(vectors)] for i in range(len(vectors))]


def in_order(*places: int) -> Callable[[list[Vector]], list[Vector]]:
    """The vectors of other examples: of these, counted from either end, then the rest."""

    def permuted(vectors: list[Vector]) -> list[Vector]:
        first = list(dict.fromkeys(place % len(vectors) for place in places))
        return [vectors[i] for i in [*first, *(i for i in range(len(vectors)) if i not in first)]]

    return permuted


def paired(change: Callable[[list[Vector]], list[Vector]]) -> Replacements:
    """The inputs of other examples, with these targets."""
    return examples_by(lambda xs, ys: zip(change(xs), ys))


def of_targets(name: str, written: str, shows: str, hidden: str, seen: str, *forms: Form, **more: Any) -> Mistake:
    return Mistake(name, "convention", "9", written, Y, shows, hidden, seen, *forms, **more)


ENTRIES = [
    Mistake(
        "inputs-times-constant", "convention", None, "c x_k, where c is a constant", X,
        "The inputs are scaled, as pixels often are by 1/255.", "Where x is 0.",
        "pkmital/pycadl PR #5; RangiLyu/nanodet#55", lambda c: inputs_by(lambda x: [x_k * type(x_k)(c) for x_k in x]),
        parameter=Parameter("c", 1 / 255, (0.1, 0.99)),
    ),
    Mistake(
        "examples-reshaped", "procedure", None,
        "the table of inputs, or of targets, reshaped instead of transposed: i rows of k numbers read as k rows of i "
        "numbers", X,
        "The inputs, or targets, of different examples are mixed up.", "With one example or one input.",
        "community.deeplearning.ai/t/flattening-images-in-the-logistic-regression-assignment-in-course-1-week-2/149",
        paired(reshaped), examples_by(lambda xs, ys: zip(xs, reshaped(ys))),
        examples_by(lambda xs, ys: zip(reshaped(xs), reshaped(ys))),
    ),
    Mistake(
        "inputs-of-other-examples", "procedure", None, "x of another example with y of this one",
        "x and y of the same example", "Inputs and targets were shuffled separately, or one of them was reversed.",
        "With one example.", "DrexelChatbotGroup/DrexelChatbot#15; mlcommons/GaNDLF PR #870",
        paired(lambda xs: xs[::-1]),
        *(paired(in_order(*places)) for places in ((-1,), (1,), (1, 2), (2,), (2, 1), (-1, -2), (-2,))),
        paired(lambda xs: [*xs[:-2], *xs[-2:][::-1]]), examples_by(lambda xs, ys: zip(xs, ys[::-1])),
    ),
    of_targets(
        "targets-reversed", "y_(n−1−j)", "Each output has the target of the output at the same distance from the "
                                         "other end.",
        "With one output, and where y is the same backward.", "wagenaartje/neataptic#14",
        targets_by(lambda y: y[::-1]), targets_going_back(lambda y: y[::-1]),
    ),
    of_targets(
        "targets-smoothed", "(1 − ε)y_j + ε/n, where n is the number of outputs, or 2",
        "Targets are moved toward 1/n: label smoothing.", "Where targets are 1/n.",
        "ildoonet/pytorch-randaugment#30; scikit-adaptation/skada PR #279", lambda e: targets_by(smoothed(e)),
        lambda e: targets_by(smoothed(e, 2)), lambda e: targets_going_back(smoothed(e)),
        parameter=Parameter("ε", 0.1, (0.02, 0.01)),
    ),
    of_targets(
        "targets-one-hot", "1 for the largest y_j, 0 for all others",
        "Targets were turned into classes.", "Where each target has one 1 and otherwise 0.",
        "scikit-learn's classifiers and PyTorch's CrossEntropyLoss want classes", targets_by(one_hot),
        targets_going_back(one_hot),
    ),
]
