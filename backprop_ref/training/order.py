"""The order of rows: shuffled, held out, dealt into folds, through ``Random(seed).random()`` alone.

    shuffle     a list in place, by Fisher and Yates, as random.shuffle did until Python 3.10 when it was given
                random.random, and Python 2.7 always
    hold_out    the training rows, and the held-out rows
    folds       k such pairs in which every row is kept once

random() is the one method whose numbers no version of Python has changed or may change: so the same seed gives the
same order everywhere.
"""

from __future__ import annotations

from random import Random
from typing import Any, Callable


def shuffle(items: list[Any], draw: Callable[[], float]) -> None:
    """Put a list into random order, in place.  draw: gives a number of [0, 1), such as Random(seed).random.

    >>> items = [0, 1, 2, 3, 4]
    >>> shuffle(items, Random(1).random)
    >>> items
    [1, 4, 2, 3, 0]
    """
    for last in range(len(items) - 1, 0, -1):
        other = int(draw() * (last + 1))
        items[last], items[other] = items[other], items[last]


def shuffled(n: int, seed: int) -> list[int]:
    """0, 1, … n − 1 in the order of a seed."""
    order = list(range(n))
    shuffle(order, Random(seed).random)
    return order


def hold_out(n: int, part: float, seed: int) -> tuple[list[int], list[int]]:
    """Which of n rows train and which are held out, both in their order in the table.

    part: how many are held out, as a part of 1, rounded to the nearest whole row; at least one where it is not 0.

    >>> hold_out(10, 0.2, seed=1)
    ([1, 2, 3, 4, 5, 6, 7, 9], [0, 8])
    """
    count = min(n, max(1, int(n * part + 0.5))) if part else 0
    order = shuffled(n, seed)
    return sorted(order[count:]), sorted(order[:count])


def folds(n: int, k: int, seed: int) -> list[tuple[list[int], list[int]]]:
    """k pairs of training rows and held-out rows; each row is held out in one of them, and sizes differ by at most 1.

    >>> folds(5, 2, seed=1)
    [([0, 3], [1, 2, 4]), ([1, 2, 4], [0, 3])]
    """
    order = shuffled(n, seed)
    pairs, start = [], 0
    for fold in range(k):
        end = start + n // k + (fold < n % k)
        held = set(order[start:end])
        pairs.append(([i for i in range(n) if i not in held], sorted(held)))
        start = end
    return pairs
