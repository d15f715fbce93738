"""How large the errors of right values are, measured against correctly rounded numbers.

    Farthest          the right answers that are worth measuring
    largest_errors    the largest error in units in the last place, and the largest as a share of its bound
    exact_result      the correctly rounded numbers of a case
    apart, in_ulps    how far two numbers lie apart in units in the last place, and in words

The two largest errors seldom belong to the same value: where terms cancel, an error of many ulps may be a small share
of what rounding can do there.  If the true value is 0, or below the smallest normal number, the size of an error in
ulps means nothing: then only its share of the bound counts.
"""

from __future__ import annotations

import math
import struct
from typing import Any
from collections.abc import Iterator, Sequence

from ..unfinished import Unfinished
from ..cases import Case, result_object
from ..numbers import beside, ulps
from ..admission import shown
from .judge_precision import SINGLE, narrowed
from .judge_values import Judged, bounds_of, one_sided_bounds, size_of, where

MEASURED = 30  # answers kept for each of the two: those whose values lie farthest from the reference's
EXACT_UP_TO = 5000  # weights times examples of a case for which correctly rounded numbers are computed


class Farthest:
    """The right answers whose values lie farthest from the reference's, in either measure; of a few answers, all."""

    def __init__(self) -> None:
        self._kept: list[Judged] = []

    def add(self, judged: Judged) -> None:
        """One more answer, all of whose values are right."""
        self._kept.append(judged)
        if len(self._kept) > 4 * MEASURED:
            self._kept = self.judged()

    def judged(self) -> list[Judged]:
        """Those that are worth measuring."""
        if len(self._kept) <= 2 * MEASURED:
            return self._kept
        by_share = sorted(self._kept, key=lambda one: -one.counted.share)[:MEASURED]
        left = [one for one in self._kept if one not in by_share]
        return by_share + sorted(left, key=lambda one: -one.counted.steps)[:MEASURED]


def largest_errors(judged: Sequence[Judged], precision: str) -> dict[str, Any]:
    """For the object of a report: the two largest errors with their places, and how many answers were measured."""
    ulps_off: float = 0
    share: float = 0
    ulps_at = share_at = None
    measured = 0
    for one in judged:
        truth = exact_result(one.case)
        if truth is None:
            continue
        measured += 1
        for place, found, right, ulps_here, share_here in _errors(one, truth, precision):
            said = f"{shown(one.case.id)}: {place}: {found!r} found, {right!r} right"
            if ulps_here > ulps_off:
                ulps_off, ulps_at = ulps_here, said
            if share_here > share:
                share, share_at = share_here, said
    return {
        "largest_error_ulps": ulps_off if measured else None, "largest_share_of_bound": share if measured else None,
        "largest_error_at": ulps_at, "largest_share_at": share_at, "measured": measured,
    }


def _errors(
    judged: Judged, truth: dict[str, Any], precision: str
) -> Iterator[tuple[str, float, float, int, float]]:
    """Each value that is not the truth: its place, what was found, what is right, and its error in either measure.

    In ulps it is 0 where that means nothing: where rounding may give 0, or only digits below the smallest normal
    number.  Values that are right only because both slopes at a kink are, have no error: they are left out.
    """
    bounds = (one_sided_bounds if judged.kinks else bounds_of)(judged.case, precision)
    for field, values in judged.answer.values.items():
        rights = beside(truth[field], bounds[field])
        for (place, found, _), (_, right, bound) in zip(beside(values, values), rights):
            room = bound.high - right if found > right else right - bound.low
            normal = max(abs(found), abs(right)) >= bound.tiny  # below it there are fewer digits
            if normal and found != right and bound.low <= found <= bound.high and 0 < room < math.inf:
                telling = abs(right) >= bound.tiny and not bound.low <= 0 <= bound.high
                in_ulps = apart(found, right, precision) if telling else 0
                yield where(field, place), found, right, in_ulps, abs(found - right) / room


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
    return abs(_place_of_single(x) - _place_of_single(y)) if precision == SINGLE else ulps(x, y)


def _place_of_single(x: float) -> int:
    """The place of the nearest single among all singles, in their order."""
    bits: int = struct.unpack("<i", struct.pack("<f", narrowed(x)))[0]
    return bits if bits >= 0 else -(bits + 2**31)


def in_ulps(apart: int) -> str:
    """A distance in words.

    >>> in_ulps(1), in_ulps(2), in_ulps(4503599627370496)
    ('1 ulp', '2 ulps', '4.5e+15 ulps')
    """
    if apart == 1:
        return "1 ulp"
    return f"{apart} ulps" if apart < 100_000 else f"{apart:.1e} ulps"
