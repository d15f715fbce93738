"""The number that a slip leaves open, found from the numbers of one answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Callable

from .name_views import Key, Values, View, flat, parts_of

STEPS = 24  # of the secant, at most
PLACES = 3  # wrong values on which it is tried
SHORT = (1, 2, 4)  # significant digits of numbers that people write,
SHORT_WITHIN = 0.01  # and how near to one the fitted number has to be for it to be tried

Place = tuple[Key, int]


def fitted(mistake: Any, view: View, predicted: Callable[[Any], Values | None]) -> Any | None:
    """The mistake with the number that reproduces an answer, or None.

    The secant finds the number with which one wrong value comes out; all others then have to come out by themselves.
    """
    assert mistake.parameter is not None
    farthest = _farthest(view)
    starts = (mistake.parameter.typical, *mistake.parameter.others)
    moved = _moved(mistake, farthest, starts[0], view, predicted)
    for place in moved:
        for start in starts[:3]:
            value = _root(lambda p: _off(predicted(mistake.with_value(p)), place, view), start)
            if value is None:
                continue
            for candidate in _candidates(value):
                tried = mistake.with_value(candidate)
                if view.outcome(predicted(tried)).partial:
                    return tried
            break
    return None


def _moved(
    mistake: Any, farthest: Sequence[Place], start: float, view: View, predicted: Callable[[Any], Values | None]
) -> list[Place]:
    """Those of these wrong values that change with the number."""
    here, beside = predicted(mistake.with_value(start)), predicted(mistake.with_value(_second(start)))
    return [place for place in farthest if _off(here, place, view) != _off(beside, place, view)][:PLACES]


def _farthest(view: View) -> list[Place]:
    """The wrong values that are farthest off beside the largest of their part, one of each part."""
    best: dict[Key, tuple[float, Place]] = {}
    for key in view.wrong:
        part = view.parts[key]
        for n in part.wrong:
            size = max(abs(part.found[n]), abs(part.right[n]))
            if math.isfinite(part.found[n]) and size:
                off = abs(part.found[n] - part.right[n]) / size
                if key not in best or off > best[key][0]:
                    best[key] = off, (key, n)
    return [place for _, place in sorted(best.values(), key=lambda one: -one[0])]


def _off(values: Values | None, place: Place, view: View) -> float | None:
    """By how much a prediction misses a wrong value, relatively; None where it has none there."""
    if values is None:
        return None
    key, n = place
    numbers: list[Any] = []
    flat(dict(parts_of(values, len(view.case.network.layers))).get(key), numbers)
    part = view.parts[key]
    if len(numbers) != len(part.found) or not isinstance(numbers[n], float) or not math.isfinite(numbers[n]):
        return None
    size = max(abs(part.found[n]), abs(part.right[n]))
    return (numbers[n] - part.found[n]) / size if size else float(numbers[n] - part.found[n])


def _root(f: Callable[[float], float | None], start: float) -> float | None:
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
