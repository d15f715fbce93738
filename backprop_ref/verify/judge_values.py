"""The verdict on numbers, value by value: within the bound derived for this very value, or not.

    Value       one value with its place and its bound: right, wrong or unjudged
    Marks       the values of one answer in one precision, counted, and those that are wrong
    Judged      one answer: what is wrong in it, and a mark for every value
    against     every value of an answer beside its bound
    bounds_of   the bounds of a case; one_sided_bounds, kinks_of

There is no tolerance: a bound is what rounding in the program's precision can do to that value.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple
from collections.abc import Iterator

from ..activations import ACTIVATIONS
from ..door import RULES
from ..cases import Case, result_object
from ..numbers import PRECISIONS, Place, beside, bounded_step, each, translated
from .listen_answers import FIELDS, Answer

DOUBLE, SINGLE = "double", "single"  # precisions
RIGHT, WRONG, UNJUDGED = "right", "wrong", "unjudged"
Kink = tuple[int, int, int]  # example, layer, neuron


class Value(NamedTuple):
    """A value of an answer.

    field, place: where it stands, at [l][j][k] or as the field has it.  found: the value.
    bound: the right one, with the low and high that every honest implementation lies between.
    """

    field: str
    place: Place
    found: float
    bound: Any

    @property
    def right(self) -> float:
        """The right value."""
        return float(self.bound.value)

    @property
    def where(self) -> str:
        """The place as the result has it: bias_gradients[1][0]."""
        return self.field + "".join(f"[{index}]" for index in self.place)

    @property
    def distance(self) -> float:
        """How far it lies from the right one, as a share of the larger of the two; 0.0 where there is no such share."""
        size = max(abs(self.right), abs(self.found))
        return abs(self.found - self.right) / size if 0 < size < math.inf else 0.0

    @property
    def mark(self) -> str:
        """RIGHT, WRONG or, where the truth or its bound lies beyond the range of the precision, UNJUDGED."""
        found, bound = self.found, self.bound
        if not abs(bound.value) + bound.error <= bound.largest:
            return UNJUDGED
        if found == bound.value or bound.low <= found <= bound.high:
            return RIGHT
        is_flushed = found == 0 and bound.low < bound.tiny and bound.high > -bound.tiny  # a denormal, to 0: not wrong
        return RIGHT if is_flushed else WRONG


Wrong = Value  # one that is wrong


class Marks:
    """The values of one answer judged in one precision.

    judged, unjudged: how many were, and how many could not be since the truth or its bound lies beyond the range.
    wrong: those that are wrong.
    share, steps: how far right values lie from the reference's, at most: as a share of the bound, and in units in the
    last place where the true one cannot be 0.  Only for ranking: the reference rounds too.
    """

    def __init__(self) -> None:
        self.judged = 0
        self.unjudged = 0
        self.wrong: list[Wrong] = []
        self.share = 0.0
        self.steps = 0.0


class Judged:
    """One answer, judged.

    by: its Marks by precision: in double, and in single where that was asked.  kinks: every z whose bound reaches one.
    precision: the one that counts, once that of the run is known.

    >>> from backprop_ref.cases import find, results
    >>> answer = Answer(0, find("no-biases"))
    >>> answer.values = {"bias_gradients": [list(layer) for layer in results()["no-biases"]["bias_gradients"]]}
    >>> answer.values["bias_gradients"][1][0] *= 2
    >>> judged = Judged(answer)
    >>> judged.by["double"] = marks_of(answer.values, bounds_of(answer.case, "double"))
    >>> judged.marks["bias_gradients"][1], [one.where for one in judged.wrong]
    (['wrong', 'right'], ['bias_gradients[1][0]'])
    """

    def __init__(self, answer: Answer) -> None:
        self.case = answer.case
        self.answer = answer
        self.by: dict[str, Marks] = {}
        self.kinks: list[Kink] = []
        self.precision = DOUBLE

    def count_in(self, precision: str) -> None:
        """The precision of the run is known; where nothing asked for Marks in single those in double count."""
        self.precision = precision
        self.by[precision] = self.by.get(precision) or self.by[DOUBLE]

    @property
    def counted(self) -> Marks:
        """The Marks that count."""
        return self.by[self.precision]

    @property
    def wrong(self) -> list[Wrong]:
        """Its wrong values; of very many failed answers some."""
        return self.counted.wrong

    @property
    def claims(self) -> list[tuple[int, str, Place]]:
        """Its wrong values as a Finding claims them."""
        return [(self.answer.index, one.field, one.place) for one in self.wrong]

    @property
    def marks(self) -> dict[str, Any]:
        """For every field that was given RIGHT, WRONG or UNJUDGED at every place; None if its shape is wrong."""
        bounds = bounds_of(self.case, self.precision)
        marks: dict[str, Any] = dict.fromkeys(self.answer.misshapen)
        for field, values in self.answer.values.items():
            found = iter([one.mark for one in against({field: values}, bounds)])
            marks[field] = each(values, lambda value: next(found))
        return marks


# ---- values against bounds -------------------------------------------------------------------


def against(values: dict[str, Any], bounds: dict[str, Any]) -> Iterator[Value]:
    """Every value of an answer beside its bound."""
    for field in FIELDS:
        for place, found, bound in beside(values[field], bounds[field]) if field in values else ():
            yield Value(field, place, found, bound)


def marks_of(values: dict[str, Any], bounds: dict[str, Any]) -> Marks:
    """The values of an answer, each against its bound."""
    marks = Marks()
    for one in against(values, bounds):
        mark, bound = one.mark, one.bound
        marks.judged += mark != UNJUDGED
        marks.unjudged += mark == UNJUDGED
        if mark == WRONG:
            marks.wrong.append(one)
        elif mark == RIGHT and one.found != bound.value and bound.low <= one.found <= bound.high:
            apart = abs(one.found - bound.value)
            marks.share = max(marks.share, apart / bound.error)
            if abs(bound.value) >= bound.tiny and not bound.low <= 0 <= bound.high:
                marks.steps = max(marks.steps, apart / math.ulp(bound.value))
    return marks


# ---- bounds ----------------------------------------------------------------------------------


def bounds_of(case: Case, precision: str) -> dict[str, Any]:
    """Every field of a result as bounds."""
    step = bounded_step(case.network, case.examples, case.alpha, case.cost, case.reduction, precision=precision)
    return result_object(case, step)


def one_sided_bounds(case: Case, precision: str) -> dict[str, Any]:
    """The same where each z that may lie on either side of a kink is where the reference has it, and nowhere else."""
    network, examples, alpha = translated(PRECISIONS[precision].given, case.network, case.examples, case.alpha)
    return result_object(case, RULES.gradient_step(network, examples, alpha, case.cost, case.reduction, RULES))


def kinks_of(case: Case, bounds: dict[str, Any]) -> list[Kink]:
    """Example, layer and neuron of every z whose bound reaches a kink of its activation."""
    return [
        (i, l, j)
        for l, layer in enumerate(case.network.layers)
        for i, z in enumerate(bounds["weighted_sums"])
        for j, z_j in enumerate(z[l])
        if any(z_j.low <= kink <= z_j.high for kink in ACTIVATIONS[layer.activation].kinks)
    ]


def size_of(case: Case) -> int:
    """How much work a case is: weights times examples."""
    return sum(len(layer.w) * len(layer.w[0]) for layer in case.network.layers) * len(case.examples)
