"""Answers judged one after the other, and what all of them say together: the precision of the run, the usual layouts.

    Jury             judges each answer in double and, where that is still open, in single precision
    usual_layouts    the layout that most answers have, field by field
    reread           a field of an answer in the usual layout after all
    unread           a field taken for one of the wrong shape after all

Where the shape of a field leaves open in which layout it is, its numbers tell, or else the other answers do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any
from collections.abc import Sequence

from .judge_precision import Printed, is_telling
from .judge_values import DOUBLE, SINGLE, Judged, against, bounds_of, kinks_of, marks_of, one_sided_bounds
from .listen_answers import FIELDS, Answer, shapes
from .listen_layouts import Reading, readings


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
        _settle(answer)
        judged = Judged(answer)
        if self.settled != SINGLE:
            bounds = self._hold_against_bounds(judged, DOUBLE)
        if self.settled == SINGLE or self.settled is None and self.printed.singles and judged.by[DOUBLE].wrong:
            bounds = self._hold_against_bounds(judged, SINGLE)
        for precision, marks in judged.by.items():
            if judged.kinks and marks.judged:  # the bounds of one side tell how far off values are, not those of both
                narrow = marks_of(answer.values, one_sided_bounds(answer.case, precision))
                marks.share, marks.steps = narrow.share, narrow.steps
        if self.settled is None and self.printed.singles:
            self._weigh(judged, bounds)
        return judged

    def _hold_against_bounds(self, judged: Judged, precision: str) -> dict[str, Any]:
        """Mark the values in that precision; the bounds."""
        answer, case = judged.answer, judged.case
        bounds = bounds_of(case, precision)
        marks = marks_of(answer.values, bounds)
        in_doubt = sorted({one.field for one in marks.wrong} - set(answer.layouts), key=FIELDS.index)
        if any([_read_anew(answer, field, bounds, most_wrong=0) for field in in_doubt]):
            marks = marks_of(answer.values, bounds)
        if not judged.by:  # parameters that have not moved are the case's own numbers: nobody computed them
            given = {"new_weights": [layer.w for layer in case.network.layers],
                     "new_biases": [layer.b for layer in case.network.layers]}
            computed = {field: value for field, value in answer.values.items() if value != given.get(field)}
            self.printed.look_at(computed, bounds, len(case.examples))
        judged.by[precision] = marks
        judged.kinks = judged.kinks or kinks_of(case, bounds)
        return bounds

    def _weigh(self, judged: Judged, bounds: dict[str, Any]) -> None:
        """Count the numbers that tell something of the precision, and those of them beyond their double bounds."""
        for one in against(judged.answer.values, bounds):
            self._telling += 0 < one.bound.error <= one.bound.largest and is_telling(one.found)
        in_double = judged.by[DOUBLE].wrong
        self._beyond += sum(is_telling(one.found) for one in in_double)
        if SINGLE in judged.by:
            self._right_as_singles += len(in_double) - len(judged.by[SINGLE].wrong)


# ---- layouts ---------------------------------------------------------------------------------


def _settle(answer: Answer) -> None:
    """Of several readings of a field take the one with fewest wrong values."""
    in_doubt = {field: several for field, several in answer.readings.items() if len(several) > 1}
    if in_doubt:
        both = [bounds_of(answer.case, precision) for precision in (SINGLE, DOUBLE)]
        for field, several in in_doubt.items():
            answer.take(field, min(several, key=lambda one: [_wrong_in(one, bounds) for bounds in both]))


def _wrong_in(reading: Reading, bounds: dict[str, Any]) -> int:
    """How many values are wrong when a field is read so."""
    return len(marks_of(reading.values, bounds).wrong)


def _read_anew(answer: Answer, field: str, bounds: dict[str, Any], most_wrong: int, layout: str = "") -> bool:
    """Read a field in another layout, or in this very one, if no more than so many values are wrong then; was it?"""
    for one in answer.readings.get(field) or readings(field, answer.values[field], shapes(answer.case)):
        if layout in ("", one.layout) and _wrong_in(one, bounds) <= most_wrong:
            if field not in answer.layouts:
                answer.shaped[field] = answer.values[field]
            answer.take(field, one)
            return True
    return False


def usual_layouts(right: Sequence[Judged], doubted: Sequence[Judged]) -> dict[str, str]:
    """For each field that was read in another layout the one of most answers that leave no doubt of it."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, one in enumerate([*right, *doubted]):
        is_square = all(len(layer.w) == len(layer.w[0]) for layer in one.case.network.layers)
        for field in one.answer.values:
            layout = one.answer.layouts.get(field, "")
            certain = len(one.answer.readings.get(field, [])) < 2 and (layout or not is_square)
            votes[field][layout] += bool(certain or layout and number < len(right))
    return {field: here.most_common(1)[0][0] for field, here in votes.items() if set(here) - {""}}


def reread(judged: Judged, field: str, layout: str) -> None:
    """Read a field in the layout that others have, if its shape allows that too and no more is wrong then."""
    answer = judged.answer
    wrong = sum(one.field == field for one in judged.wrong)
    if wrong and layout and answer.layouts.get(field, "") != layout:
        bounds = bounds_of(answer.case, judged.precision)
        if _read_anew(answer, field, bounds, wrong, layout):
            judged.by[judged.precision] = marks_of(answer.values, bounds)


def read_as_format(judged: Judged, usual: dict[str, str]) -> bool:
    """Read as the format has it what only its square layers let be read otherwise, where other answers have that.

    Was there something to read so?
    """
    answer = judged.answer
    fields = [field for field in answer.layouts if usual.get(field) == "" and field in answer.shaped]
    for field in fields:
        answer.values[field] = answer.shaped[field]
        del answer.layouts[field]
    for precision in judged.by if fields else ():
        judged.by[precision] = marks_of(answer.values, bounds_of(answer.case, precision))
    return bool(fields)


def unread(judged: Judged, field: str) -> None:
    """Take a field that was read in another layout, and what stood within it, for one of the wrong shape."""
    answer = judged.answer
    fields = [field] + [inside for inside, within in answer.layouts.items() if within == field]
    answer.misshapen[field] = answer.as_given.get(field) or answer.values[field]
    for one in fields:
        del answer.values[one], answer.layouts[one]
    for marks in judged.by.values():
        marks.wrong = [one for one in marks.wrong if one.field not in fields]
