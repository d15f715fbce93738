"""In which precision a program computes, and how many digits it prints, read from its numbers alone.

    Printed        what all numbers of a run have in common: are they of single precision, are digits lost?
    is_single      is a number one of single precision, as far as one number tells?
    is_telling     does a number tell anything of that?

By chance a double is a single once in 2**29 times, a decimal of 9 digits once in 2**23, a product of two singles once
in 2**5.  A run is of single precision only if all its numbers are such, and if that would be by chance less often than
once in a million times.  Besides, most products have nearly all of their 48 bits: a difference quotient with a step
such as 2**-26 has no more than 30.
"""

from __future__ import annotations

import math
import struct
from typing import Any
from collections.abc import Iterator

from ..numbers import beside

DOUBLE, SINGLE = "double", "single"
CHANCE = 20.0  # bits: less than one in a million
NEARLY_48 = 41  # bits of a product of two singles; each loses one for every 0 at its end, and some by cancellation
FEWEST_DIGITS = 6  # what %g and most streams print; the shortest form of a single mostly has 7 to 9


class Printed:
    """What is to be seen of all the numbers of a run.

    singles: can all of them be singles, or products of two, taken in double?  products: how many are such products.
    most_digits: of a number, while none has more than a few.
    """

    def __init__(self) -> None:
        self.singles = True
        self._evidence = 0.0  # bits
        self.products = 0
        self._whole_products = 0
        self._at_most_six = True
        self.most_digits = 0
        self._needing = 0
        self._numbers = 0

    def look_at(self, values: dict[str, Any], bounds: dict[str, Any], examples: int) -> None:
        """Some more numbers of it.  bounds: where the true values lie.  examples: over how many means were taken."""
        for field, value in values.items():
            for _, number, bound in beside(value, bounds[field]):
                if not is_telling(number):
                    continue
                if self.singles:
                    evidence, size = said_of_single(number, examples)
                    self.singles = evidence > 0
                    self._evidence += evidence
                    self.products += size == 48
                    self._whole_products += size == 48 and significant_bits(number) >= NEARLY_48
                if self._at_most_six:
                    self.most_digits = max(self.most_digits, digits_of(number))
                    self._at_most_six = float(f"{number:.{FEWEST_DIGITS}g}") == number
                    known = bound.error <= abs(bound.value) / 1000  # not so at a kink
                    self._needing += known and needs_more_digits(bound.value)
                    self._numbers += 1

    @property
    def single(self) -> bool:
        """Are all of them of single precision, and not by chance?"""
        return self.singles and self._evidence >= CHANCE and 2 * self._whole_products >= self.products

    @property
    def few_digits(self) -> bool:
        """Has none of them more than 6 digits, although most would need more, in single precision too?"""
        return self._at_most_six and 2 * self._needing > self._numbers


def said_of_single(number: float, examples: int = 1) -> tuple[float, int]:
    """What a number says for single precision, in bits: how seldom a double is such by chance; 0 if it is none.

    And how many bits it may use: 24, or 48 as a product of two singles taken in double, which the mean of it times the
    examples may be, too; 0 for a decimal of 9 digits.

    >>> said_of_single(0.1), said_of_single(1 / 3)
    ((23.0, 0), (0.0, 0))
    >>> third = 0.3333333432674408  # the single nearest to it
    >>> said_of_single(third), said_of_single(third * third), said_of_single(third * third / 7, 7)
    ((29.0, 24), (5.0, 48), (5.0, 48))
    """
    if narrowed(number) == number:
        return 29.0, 24
    if float(f"{number:.9g}") == number:
        return 23.0, 0
    if significant_bits(number) <= 48:
        return 5.0, 48
    times = number * examples
    for whole in (times, math.nextafter(times, math.inf), math.nextafter(times, -math.inf)):
        if examples > 1 and _to_48_bits(whole) / examples == number:
            return 5.0, 48
    return 0.0, 0


def significant_bits(number: float) -> int:
    """From the first bit that is 1 to the last one.

    >>> significant_bits(5.0), significant_bits(0.75), significant_bits(1 / 3)
    (3, 2, 53)
    """
    fraction = int(abs(math.frexp(number)[0]) * 2**53)
    return 53 - ((fraction & -fraction).bit_length() - 1) if fraction else 0


def is_single(number: float) -> bool:
    """Is it a single-precision number, or the double nearest to a decimal of at most 9 significant digits?

    >>> is_single(0.5), is_single(0.123456789), is_single(1 / 3)
    (True, True, False)
    """
    return not math.isfinite(number) or narrowed(number) == number or float(f"{number:.9g}") == number


def is_telling(number: float) -> bool:
    """Does it tell something of the precision in which it was computed?  Not 0, 1 or −0.75, which every format has.

    >>> is_telling(1 / 3), is_telling(0.1), is_telling(-0.75), is_telling(0.0)
    (True, True, False, False)
    """
    return math.isfinite(number) and significant_bits(number) > 4


def needs_more_digits(truth: float) -> bool:
    """Does it take more than 6 digits to print it so that the same single is read?

    >>> needs_more_digits(0.125), needs_more_digits(1 / 3)
    (False, True)
    """
    return math.isfinite(truth) and narrowed(float(f"{truth:.{FEWEST_DIGITS}g}")) != narrowed(truth)


def narrowed(number: float, format: str = "<f") -> float:
    """The number nearest to it in single precision, or in another of the formats that ``struct`` has.

    >>> narrowed(1 / 3), narrowed(1 / 3, "<e"), narrowed(-1e300)
    (0.3333333432674408, 0.333251953125, -inf)
    """
    try:
        return float(struct.unpack(format, struct.pack(format, number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def _to_48_bits(number: float) -> float:
    fraction, exponent = math.frexp(number)
    return math.ldexp(float(round(math.ldexp(fraction, 48))), exponent - 48)


def digits_of(number: float) -> int:
    """The significant digits of a number in its shortest form.

    >>> digits_of(0.0250), digits_of(1e22), digits_of(1 / 3)
    (2, 1, 16)
    """
    return len(repr(abs(number)).partition("e")[0].replace(".", "").strip("0"))


def numbers_of(values: dict[str, Any]) -> Iterator[float]:
    """Every number of an answer."""
    for value in values.values():
        for _, number, _ in beside(value, value):
            yield number
