"""Offset and scale of a column of numbers, so that no square and no sum overflows.

    offset_and_scale    as --scale says
    mean_and_deviation  of numbers of every size
    power_above         the power of two that makes numbers at most 1
"""

from __future__ import annotations

from math import frexp, fsum, isfinite, ldexp, sqrt
from collections.abc import Sequence

SCALES = ("standard", "min-max", "none")
SMALLER = "a smaller number (scaled, it is beyond the range of doubles)"
MOST_BELOW_1 = 1 - 2.0 ** -53


def offset_and_scale(values: list[float], scale: str) -> tuple[float, float]:
    """Of a column: mean and standard deviation, or least and range; scale 1 where all values are equal.

    No square and no sum overflows.  Raises ValueError for a range that is beyond the doubles.

    >>> offset_and_scale([1.0, 3.0], "standard"), offset_and_scale([1.0, 3.0], "min-max")
    ((2.0, 1.0), (1.0, 2.0))
    """
    if scale == "none":
        return 0.0, 1.0
    if scale == "min-max":
        offset, spread = min(values), max(values) - min(values)
        if not isfinite(spread):
            raise ValueError(f"found {offset!r} to {max(values)!r}, expected a range that a double can hold")
    else:
        offset, spread = mean_and_deviation(values)
    return offset, spread or 1.0


def mean_and_deviation(values: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation of finite numbers, however large or small their squares are.

    They are computed of numbers up to 1, by a power of two, which leaves their digits alone.

    >>> mean_and_deviation([1e200, 3e200]), mean_and_deviation([1e-200, 3e-200])
    ((2e+200, 1e+200), (2e-200, 1e-200))
    """
    power = power_above(values)
    small = [ldexp(value, -power) for value in values]
    mean = fsum(small) / len(small)
    deviation = sqrt(fsum([(value - mean) * (value - mean) for value in small]) / len(small))
    return ldexp(mean, power), ldexp(min(deviation, MOST_BELOW_1), power)


def power_above(values: Sequence[float]) -> int:
    """The least power of two above all finite numbers: its exponent.

    >>> power_above([1.0, -5.0])
    3
    """
    return frexp(max(map(abs, values)))[1]
