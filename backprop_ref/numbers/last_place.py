"""How far two doubles lie apart, in units in the last place: information beside a verdict, never the verdict."""

from __future__ import annotations

import struct

from ..admission import plain, shown


def ulps(x: float, y: float) -> int:
    """How many steps from one double to the next lead from x to y; −0 is 0, and infinity follows the largest double.

    Raises ValueError for a NaN, which has no place among the doubles, and for what is no number.

    >>> ulps(1.0, 1.0), ulps(1.0, 1 + 2**-52), ulps(1.0, 1 - 2**-52)
    (0, 1, 2)
    >>> ulps(-0.0, 0.0), ulps(-5e-324, 5e-324)
    (0, 2)
    """
    return abs(_place(x) - _place(y))


def _place(x: float) -> int:
    """The place of a double among all of them, in their order; 0 has place 0."""
    number = plain(x)
    if not isinstance(number, (int, float)) or isinstance(number, bool):
        raise ValueError(f"ulps: found {shown(x)}, expected a float")
    if number != number:
        raise ValueError("ulps: found NaN, expected a number")
    try:
        (bits,) = struct.unpack("<q", struct.pack("<d", number))
    except (OverflowError, struct.error):  # an integer
        raise ValueError(f"ulps: found {shown(x)}, expected a number in the range of a double") from None
    place: int = bits if bits >= 0 else -(bits + 2**63)
    return place
