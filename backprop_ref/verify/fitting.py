"""The number that a mistake leaves open, found from the numbers of one answer."""

from __future__ import annotations

import math

from ..numbers import at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Sequence

    from ..mistakes import Mistake
    from .judge_values import Wrong

    Values = Dict[str, Any]

STEPS = 24  # of the secant, at most
PLACES = 5  # wrong values on which it is tried
SHORT = (1, 2, 4)  # significant digits of numbers that people write,
SHORT_WITHIN = 0.01  # and how near to one the fitted number has to be for it to be tried


def fitted(
    mistake: Mistake,
    wrong: Sequence[Wrong],
    predicted: Callable[[Mistake], Optional[Values]],
    agrees: Callable[[Mistake], bool],
) -> Optional[Mistake]:
    """The mistake with the number that reproduces an answer, or None.

    wrong: the answer's wrong values.  predicted: what a mistake would answer.  agrees: does it answer just this?
    The secant finds the number with which one wrong value comes out; all others then have to come out by themselves.
    """
    assert mistake.parameter is not None
    farthest = _farthest(wrong)
    starts = (mistake.parameter.typical, *mistake.parameter.others)
    if not _reaches(mistake, farthest, starts, predicted):
        return None
    for one in farthest:
        for start in starts:
            value = _root(lambda p: _off(predicted(mistake.with_value(p)), one), start)
            if value is None:
                continue
            for candidate in _candidates(value):
                if agrees(mistake.with_value(candidate)):
                    return mistake.with_value(candidate)
    return None


def _reaches(
    mistake: Mistake, farthest: Sequence[Wrong], starts: Sequence[float],
    predicted: Callable[[Mistake], Optional[Values]],
) -> bool:
    """Does the number have to do with all of these wrong values?"""
    left = list(farthest)
    for start in starts:
        here, beside = predicted(mistake.with_value(start)), predicted(mistake.with_value(_second(start)))
        left = [one for one in left if _off(here, one) == _off(beside, one) != 0]
        if not left:
            return True
    return False


def _farthest(wrong: Sequence[Wrong]) -> Sequence[Wrong]:
    """Of each field the wrong value that is farthest off, the farthest of all first."""
    farthest: Dict[str, Wrong] = {}
    for one in wrong:
        if math.isfinite(one.found):
            best = farthest.setdefault(one.field, one)
            if one.distance > best.distance:
                farthest[one.field] = one
    return sorted(farthest.values(), key=lambda one: one.distance, reverse=True)[:PLACES]


def _off(values: Optional[Values], one: Wrong) -> Optional[float]:
    """By how much a prediction misses a wrong value, relatively; None where it has none there."""
    value = None if values is None else at(values.get(one.field), one.place)
    if not isinstance(value, float) or not math.isfinite(value):
        return None
    size = max(abs(one.found), abs(float(one.bound.value)))
    return (value - one.found) / size if size else value - one.found


def _root(f: Callable[[float], Optional[float]], start: float) -> Optional[float]:
    """Where f is 0, by the secant from the start; None where that leads nowhere.

    >>> round(_root(lambda x: x * x - 2, 1.0), 12)
    1.414213562373
    """
    p, q = start, _second(start)
    at_p, at_q = f(p), f(q)
    if at_p is not None and abs(at_p) < 1e-15:
        return p
    for _ in range(STEPS):
        if at_p is None or at_q is None or at_p == at_q:
            return None
        if abs(at_q) > abs(at_p):  # q is the better of the two
            p, q, at_p, at_q = q, p, at_q, at_p
        if abs(at_q) < 1e-15:
            return q
        step = at_q * (q - p) / (at_q - at_p)
        if not math.isfinite(step) or abs(step) <= 1e-16 * abs(q):
            return q
        new, at_new = q - step, f(q - step)
        for _ in range(6):
            if at_new is not None:
                break
            step = step / 2  # too far: nothing is predicted there
            new, at_new = q - step, f(q - step)
        p, q, at_p, at_q = q, new, at_q, at_new
    return q if at_q is not None and abs(at_q) < 1e-6 else None


def _second(start: float) -> float:
    """The other number with which a secant begins."""
    return start * 1.0625 or 0.0625


def _candidates(value: float) -> Sequence[float]:
    """The numbers of a few digits that it may be, which people write, and itself.

    >>> _candidates(0.0499999999), _candidates(0.0512345678)
    ([0.05, 0.0499999999], [0.051, 0.05123, 0.0512345678])
    """
    short = [float(f"{value:.{digits}g}") for digits in SHORT]
    return list(dict.fromkeys([one for one in short if abs(one - value) <= SHORT_WITHIN * abs(value)] + [value]))
