"""How good a network is on rows: counted for classes, measured for amounts.

    judged        cost and score of a network on examples: the share of classes that are right, or the root mean
                  squared error
    Confusion     which class was taken for which
    errors_of     of a regression: root mean squared error, mean absolute error, R²
"""

from __future__ import annotations

from math import fsum, inf, isfinite, ldexp, sqrt
from typing import Any
from collections.abc import Sequence

from .. import RULES
from ..network import Example, Network
from ..records import Record
from ..rules import Rules
from .columns import Classes
from .scaling import power_above


def judged(
    network: Network, examples: Sequence[Example], meant: Sequence[Any], target: Any, cost: str, eq: Rules = RULES
) -> tuple[float, float]:
    """The mean cost, and the score: for classes the share that is right, else the root mean squared error.

    meant: the class or the number of each example.

    >>> from backprop_ref import Layer
    >>> network = Network([Layer([[1.0], [-1.0]], [0.0, 0.0], "identity")])
    >>> examples = [Example([2.0], [1.0, 0.0]), Example([-1.0], [1.0, 0.0])]
    >>> judged(network, examples, ["a", "a"], Classes("letter", ["a", "b"]), "half_squared_error")
    (2.5, 0.5)
    """
    said, total = [], 0.0
    cost_of = eq.costs[cost].cost
    for example in examples:
        z, a = eq.forward(network, example.x, eq)
        total = total + cost_of(a[-1], example.y)
        said.append(target.meant(a[-1]))
    return total / len(examples), score(said, meant, target)


def score(said: Sequence[Any], meant: Sequence[Any], target: Any) -> float:
    """The share that is right, or the root mean squared error."""
    if isinstance(target, Classes):
        return sum(map(_same, said, meant)) / len(said)
    return errors_of(said, meant)[0]


def _same(said: Any, meant: Any) -> bool:
    return bool(said == meant)


def predictions(network: Network, examples: Sequence[Example], target: Any, eq: Rules = RULES) -> list[Any]:
    """What the network says of each example: a class, or a number."""
    return [target.meant(eq.forward(network, example.x, eq)[1][-1]) for example in examples]


class Confusion(Record):
    """Which class was taken for which: counts[meant][said].

    >>> confusion = Confusion.of(["a", "b", "b"], ["a", "a", "b"], ["a", "b"])
    >>> confusion.counts
    [[1, 1], [0, 1]]
    >>> confusion.precision(0), confusion.recall(0), confusion.accuracy
    (1.0, 0.5, 0.6666666666666666)
    """

    def __init__(self, classes: list[str], counts: list[list[int]]) -> None:
        self.classes = classes
        self.counts = counts

    @classmethod
    def of(cls, said: Sequence[str], meant: Sequence[str], classes: list[str]) -> Confusion:
        """Counted from what was said and what was meant."""
        index = {name: n for n, name in enumerate(classes)}
        counts = [[0] * len(classes) for _ in classes]
        for one, other in zip(said, meant):
            counts[index[other]][index[one]] += 1
        return cls(classes, counts)

    def precision(self, n: int) -> float | None:
        """Of those that were said to be of class n, the part that is; None where none was."""
        said = sum(row[n] for row in self.counts)
        return self.counts[n][n] / said if said else None

    def recall(self, n: int) -> float | None:
        """Of those that are of class n, the part that was said to be; None where there is none."""
        meant = sum(self.counts[n])
        return self.counts[n][n] / meant if meant else None

    @property
    def accuracy(self) -> float:
        """The share that is right."""
        return sum(row[n] for n, row in enumerate(self.counts)) / sum(map(sum, self.counts))


def errors_of(said: Sequence[float], meant: Sequence[float]) -> tuple[float, float, float | None]:
    """Root mean squared error, mean absolute error, R² (None where all that is meant is one number).

    Of numbers up to 1, by a power of two, so that no square overflows; an error beyond the doubles is infinite.

    >>> errors_of([1.0, 2.0], [1.0, 4.0])
    (1.4142135623730951, 1.0, 0.11111111111111116)
    """
    n = len(said)
    if not all(map(isfinite, said)):
        return inf, inf, None
    power = power_above([*said, *meant])
    said, meant = ([ldexp(value, -power) for value in values] for values in (said, meant))
    squares = fsum([(one - other) * (one - other) for one, other in zip(said, meant)])
    mean = fsum(meant) / n
    spread = fsum([(other - mean) * (other - mean) for other in meant])
    absolute = fsum([abs(one - other) for one, other in zip(said, meant)])
    r_squared = 1 - squares / spread if spread else None
    return _enlarged(sqrt(squares / n), power), _enlarged(absolute / n, power), r_squared


def _enlarged(value: float, power: int) -> float:
    try:
        return ldexp(value, power)
    except OverflowError:
        return inf
