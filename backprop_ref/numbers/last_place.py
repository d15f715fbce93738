"""How far two doubles lie apart, in units in the last place: information beside a verdict, never the verdict."""

from __future__ import annotations

import struct


def ulps(x: float, y: float) -> int:
    """How many steps from one double to the next lead from x to y; −0 is 0, and infinity follows the largest double.

    Raises ValueError for a NaN, which has no place among the doubles.

    >>> ulps(1.0, 1.0), ulps(1.0, 1 + 2**-52), ulps(1.0, 1 - 2**-52)
    (0, 1, 2)
    >>> ulps(-0.0, 0.0), ulps(-5e-324, 5e-324)
    (0, 2)
    """
    return abs(_place(x) - _place(y))


def _place(x: float) -> int:
    """The place of a double among all of them, in their order; 0 has place 0."""
    if x != x:
        raise ValueError("ulps: found NaN, expected a number")
    (bits,) = struct.unpack("<q", struct.pack("<d", x))
    place: int = bits if bits >= 0 else -(bits + 2**63)
    return place
