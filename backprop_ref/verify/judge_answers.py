"""Answers judged one after the other, and what all of them say together: the precision of the run.

    Jury    judges each answer in double and, where that is still open, in single precision
"""

from __future__ import annotations

from typing import Any

from ..cases import Case
from ..numbers import beside
from .judge_layouts import is_resettled, settle
from .judge_precision import DOUBLE, SINGLE, Printed, is_telling
from .judge_values import Judged, bounds_of, kinks_of, marks_of, one_sided_bounds
from .listen_answers import Answer


class Jury:
    """Judges answers one by one.

    precision: that of the run, where it is settled from outside; else found from the numbers.
    """

    def __init__(self, precision: str | None = None) -> None:
        self.settled = precision
        self.printed = Printed()
        self._telling = 0
        self._beyond = 0
        self._right_as_singles = 0

    @property
    def precision(self) -> str:
        """Double, unless all numbers are singles, and some are right as such alone, or most beyond double bounds."""
        if self.settled is not None:
            return self.settled
        if self.printed.few_digits or not self.printed.single:
            return DOUBLE
        return SINGLE if self._right_as_singles or 2 * self._beyond > self._telling else DOUBLE

    def judge(self, answer: Answer) -> Judged:
        """Every value of the answer against its bound; Unfinished or ValueError where the case has none."""
        settle(answer)
        judged = Judged(answer)
        if self.settled != SINGLE:
            bounds = self._hold_against_bounds(judged, DOUBLE)
        if self.settled == SINGLE or self.settled is None and self.printed.singles and judged.by[DOUBLE].wrong:
            bounds = self._hold_against_bounds(judged, SINGLE)
        if judged.kinks:
            _rank_beside_kinks(judged)
        if self.settled is None and self.printed.singles:
            self._weigh(judged, bounds)
        return judged

    def _hold_against_bounds(self, judged: Judged, precision: str) -> dict[str, Any]:
        """Mark the values in that precision; the bounds."""
        answer, case = judged.answer, judged.case
        bounds = bounds_of(case, precision)
        marks = marks_of(answer.values, bounds)
        if marks.wrong and is_resettled(answer, marks.wrong, bounds):
            marks = marks_of(answer.values, bounds)
        if not judged.by:
            self.printed.look_at(_computed(answer.values, case), bounds, len(case.examples))
        judged.by[precision] = marks
        judged.kinks = judged.kinks or kinks_of(case, bounds)
        return bounds

    def _weigh(self, judged: Judged, bounds: dict[str, Any]) -> None:
        """Count the numbers that tell something of the precision, and those of them beyond their double bounds."""
        for field, value in judged.answer.values.items():
            for _, number, bound in beside(value, bounds[field]):
                self._telling += 0 < bound.error <= bound.largest and is_telling(number)
        in_double = judged.by[DOUBLE].wrong
        self._beyond += sum(is_telling(one.found) for one in in_double)
        if SINGLE in judged.by:
            self._right_as_singles += len(in_double) - len(judged.by[SINGLE].wrong)


def _computed(values: dict[str, Any], case: Case) -> dict[str, Any]:
    """The fields that a program has computed: parameters that have not moved are the case's own numbers."""
    layers = case.network.layers
    given = {"new_weights": [layer.w for layer in layers], "new_biases": [layer.b for layer in layers]}
    return {field: value for field, value in values.items() if value != given.get(field)}


def _rank_beside_kinks(judged: Judged) -> None:
    """At a kink a bound holds all between two slopes: how far values lie off is told by the bounds of one side."""
    for precision, marks in judged.by.items():
        if marks.judged:
            narrow = marks_of(judged.answer.values, one_sided_bounds(judged.case, precision))
            marks.share, marks.steps = narrow.share, narrow.steps
