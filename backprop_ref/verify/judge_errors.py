"""How large the errors of right values are, measured against correctly rounded numbers.

    Farthest          the right answers that are worth measuring
    largest_errors    the largest error in units in the last place, and the largest as a share of its bound
    apart, in_ulps    how far two numbers lie apart in units in the last place, and in words

The two largest errors seldom belong to the same value: where terms cancel,
an error of many ulps may be a small share of
what rounding can do there.  If the true value is 0, or below the smallest normal number, the size of an error in
ulps means nothing: then only its share of the bound counts.
"""

from __future__ import annotations

import math
import struct

from ..unfinished import Unfinished
from ..cases import Case, result_object
from ..numbers import beside, ulps
from ..admission import shown
from .judge_precision import SINGLE
from .judge_values import SMALLEST_NORMAL, Judgement, bounds_of, one_sided_bounds, size_of
from typing import Any
from collections.abc import Iterator
from .listen_answers import Answer

MEASURED = 30  # answers kept for each of the two: those whose values lie farthest from the reference's
EXACT_UP_TO = 5000  # weights times examples of a case for which correctly rounded numbers are computed


class Farthest:
    """The right answers whose values lie farthest from the reference's, in either measure; of a few answers, all."""

    def __init__(self) -> None:
        self._kept: list[tuple[float, float, Answer, bool]] = []  # share, steps, answer, at a kink?

    def add(self, judgement: Judgement, precision: str) -> None:
        """One more answer, all of whose values are right."""
        marks = judgement.marks(precision)
        self._kept.append((marks.share, marks.steps, judgement.answer, bool(judgement.kinks)))
        if len(self._kept) > 4 * MEASURED:
            self._kept = self._few()

    def answers(self) -> list[tuple[Answer, bool]]:
        """Each with whether a z of its case lies at a kink."""
        return [(answer, kinks) for _, _, answer, kinks in self._few()]

    def _few(self) -> list[tuple[float, float, Answer, bool]]:
        if len(self._kept) <= 2 * MEASURED:
            return self._kept
        by_share = sorted(self._kept, key=lambda one: -one[0])[:MEASURED]
        left = [one for one in self._kept if one not in by_share]
        return by_share + sorted(left, key=lambda one: -one[1])[:MEASURED]


def largest_errors(answers: list[tuple[Answer, bool]], precision: str) -> dict[str, Any]:
    """For the object of a report: the two largest errors with their places, and how many answers were measured."""
    sizes: dict[str, Any] = {"largest_error_ulps": None, "largest_share_of_bound": None}
    places: dict[str, str | None] = {"largest_error_at": None, "largest_share_at": None}
    measured = 0
    for answer, kinks in answers:
        truth = exact_result(answer.case)
        if truth is None:
            continue
        measured += 1
        for where, found, right, share, in_ulps in _errors(answer, truth, precision, kinks):
            for size, place, error in (
                ("largest_error_ulps", "largest_error_at", apart(found, right, precision) if in_ulps else 0),
                ("largest_share_of_bound", "largest_share_at", share),
            ):
                if error > (sizes[size] or 0):
                    sizes[size] = error
                    places[place] = f"{shown(answer.case.id)}: {where}: {found!r} found, {right!r} right"
    if measured:
        sizes = {name: size or 0 for name, size in sizes.items()}
    return {**sizes, **places, "measured": measured}


def _errors(
    answer: Answer, truth: dict[str, Any], precision: str, kinks: bool
) -> Iterator[tuple[str, float, float, float, bool]]:
    """Each value that is not the truth: its place, what was found, what is right, its error as a share of its bound.

    Last: does its error mean something in ulps?  Not where rounding may give 0, or only digits below the smallest
    normal number.  Values that are right only because both slopes at a kink are, have no error that means anything:
    they are left out.
    """
    bounds = (one_sided_bounds if kinks else bounds_of)(answer.case, precision)
    for field, values in answer.values.items():
        rights = beside(truth[field], truth[field])
        for (place, found, bound), (_, right, _) in zip(beside(values, bounds[field]), rights):
            room = bound.high - right if found > right else right - bound.low
            normal = max(abs(found), abs(right)) >= SMALLEST_NORMAL[precision]  # below it there are fewer digits
            if normal and found != right and bound.low <= found <= bound.high and 0 < room < math.inf:
                in_ulps = abs(right) >= SMALLEST_NORMAL[precision] and not bound.low <= 0 <= bound.high
                yield field + "".join(f"[{n}]" for n in place), found, right, abs(found - right) / room, in_ulps


def exact_result(case: Case) -> dict[str, Any] | None:
    """The result whose every number is the double nearest to the truth; None where that is too much work."""
    from ..numbers import exact_step

    if size_of(case) > EXACT_UP_TO:
        return None
    try:
        step = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    except (Unfinished, ValueError):
        return None
    return result_object(case, step)


def apart(x: float, y: float, precision: str) -> int:
    """Units in the last place, of the precision in use, between two numbers.

    >>> apart(1.0, 1 + 2**-22, "single"), apart(1.0, 1 + 2**-51, "double")
    (2, 2)
    """
    if precision == SINGLE:
        return abs(_single_place(x) - _single_place(y))
    return ulps(x, y)


def _single_place(x: float) -> int:
    """The place of the nearest single among all singles, in their order."""
    try:
        (bits,) = struct.unpack("<i", struct.pack("<f", x))
    except OverflowError:
        bits = struct.unpack("<i", struct.pack("<f", math.copysign(math.inf, x)))[0]
    place: int = bits if bits >= 0 else -(bits + 2**31)
    return place


def in_ulps(apart: int) -> str:
    """A distance in words.

    >>> in_ulps(1), in_ulps(2), in_ulps(4503599627370496)
    ('1 ulp', '2 ulps', '4.5e+15 ulps')
    """
    if apart == 1:
        return "1 ulp"
    return f"{apart} ulps" if apart < 100_000 else f"{apart:.1e} ulps"
