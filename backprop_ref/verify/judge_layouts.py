"""In which layout the fields of an answer are read, where its shape leaves that open: its numbers tell, or others do.

    settle           before an answer is judged: of several readings the one with fewest wrong values
    is_resettled     once it is judged: another layout of the same shape that makes a field right
    usual_layouts    once all are judged: the layout that most answers have, field by field
    reread           a field in the usual layout after all
    unread           a field taken for one of the wrong shape after all
"""

from __future__ import annotations

from typing import Any
from collections.abc import Iterable

from ..cases import Case
from .judge_precision import DOUBLE, SINGLE
from .judge_values import Judged, Wrong, bounds_of, marks_of
from .listen_answers import FIELDS, Answer, shapes
from .listen_layouts import Reading, readings


def settle(answer: Answer) -> None:
    """Of several readings of a field take the one with fewest wrong values."""
    in_doubt = {field: several for field, several in answer.readings.items() if len(several) > 1}
    if in_doubt:
        both = [bounds_of(answer.case, precision) for precision in (SINGLE, DOUBLE)]
        for field, several in in_doubt.items():
            answer.take(field, min(several, key=lambda one: [_wrong_in(one, bounds) for bounds in both]))


def _wrong_in(reading: Reading, bounds: dict[str, Any]) -> int:
    """How many values are wrong when a field is read so."""
    return len(marks_of(reading.values, bounds).wrong)


def is_resettled(answer: Answer, wrong: Iterable[Wrong], bounds: dict[str, Any]) -> bool:
    """Is a field right when it is read in another layout of the same shape?  Then it is so read."""
    before = dict(answer.layouts)
    for field in sorted({one.field for one in wrong} - set(before), key=FIELDS.index):
        several = readings(field, answer.values[field], shapes(answer.case))
        right = next((one for one in several if not _wrong_in(one, bounds)), None)
        if right is not None:
            answer.take(field, right)
    return answer.layouts != before


def usual_layouts(judged: Iterable[tuple[Judged, bool]]) -> dict[str, str]:
    """For each field that was read in another layout the one of most answers that leave no doubt of it.

    judged: each answer, and whether it is right.
    """
    votes: dict[str, dict[str, int]] = {}
    for one, right in judged:
        answer = one.answer
        for field in answer.values:
            layout = answer.layouts.get(field, "")
            certain = len(answer.readings.get(field, [])) < 2 and (layout or not _is_square(answer.case))
            here = votes.setdefault(field, {})
            here[layout] = here.get(layout, 0) + bool(certain or right and layout)
    return {field: max(here, key=lambda layout: here[layout]) for field, here in votes.items() if set(here) - {""}}


def _is_square(case: Case) -> bool:
    return all(len(layer.w) == len(layer.w[0]) for layer in case.network.layers)


def reread(judged: Judged, field: str, layout: str) -> None:
    """Read a field in the layout that others have, if its shape allows that too and no more is wrong then."""
    answer = judged.answer
    wrong = sum(one.field == field for one in judged.wrong)
    if not wrong or answer.layouts.get(field, "") == layout:
        return
    bounds = bounds_of(answer.case, judged.precision)
    for reading in answer.readings.get(field) or readings(field, answer.values[field], shapes(answer.case)):
        if reading.layout == layout and _wrong_in(reading, bounds) <= wrong:
            answer.take(field, reading)
            judged.by[judged.precision] = marks_of(answer.values, bounds)
            return


def unread(judged: Judged, field: str) -> None:
    """Take a field that was read in another layout, and what stood within it, for one of the wrong shape."""
    answer = judged.answer
    fields = [field] + [inside for inside, within in answer.layouts.items() if within == field]
    answer.misshapen[field] = answer.as_given.get(field) or answer.values[field]
    for one in fields:
        del answer.values[one], answer.layouts[one]
    for marks in judged.by.values():
        marks.wrong = [one for one in marks.wrong if one.field not in fields]
