"""What the options of several commands are read by, and how they refuse: found, expected.

    whole       a whole number, of at least so much
    numbers     those of equations, with commas between
    one_number  that of one equation
"""

from __future__ import annotations

from ..admission import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 18  # digits


def whole(least: int | None = None) -> Callable[[str], int]:
    """What reads a whole number of at least so much; without a bound one with a sign too.

    >>> whole()("-3"), whole(1)("3")
    (-3, 3)
    """

    def read(text: str) -> int:
        from argparse import ArgumentTypeError

        digits = text[1:] if text[:1] in ("-", "+") else text
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST and (least is None or int(text) >= least):
            return int(text)
        bound = "" if least is None else f" of at least {least}"
        raise ArgumentTypeError(f"found {shown(text)}, expected a whole number{bound}")

    return read


def numbers(text: str) -> list[int]:
    """The numbers of equations, with commas between.

    >>> numbers("8,9,14")
    [8, 9, 14]
    """
    from argparse import ArgumentTypeError

    try:
        return [whole()(number) for number in text.split(",")]
    except ArgumentTypeError:
        raise ArgumentTypeError(f"found {shown(text)}, expected a number, or several: 8,9,14") from None


def one_number(text: str) -> int:
    """The number of one equation.

    >>> one_number("14")
    14
    """
    from argparse import ArgumentTypeError

    try:
        return whole()(text)
    except ArgumentTypeError:
        raise ArgumentTypeError(f"found {shown(text)}, expected the number of one equation") from None
