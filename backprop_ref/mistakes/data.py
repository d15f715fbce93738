"""Inputs and targets that are changed before they are used, or paired with those of another example"""

from __future__ import annotations

from typing import Callable

from ..numerals import Vector
from .by_hand_passes import examples_by
from .entry import Mistake, Replacements


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


ENTRIES = [
    Mistake(
        "examples-reshaped", "procedure", None,
        "the table of inputs, or of targets, reshaped instead of transposed: i rows of k numbers read as k rows of i "
        "numbers",
        "x_k and y_j as the case gives them", "The inputs, or targets, of different examples are mixed up.",
        "With one example or one input.",
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
]
