"""In which precision a program computes, and how many digits it prints, read from its numbers alone.

    Printed        what all numbers of a run have in common: are they of single precision, are digits lost?
    is_single      is a number one of single precision, as far as one number tells?
    lost_digits    how numbers were printed, or in which format of 16 bits, where that explains all that is wrong
    recovered      were these gradients computed back from updated weights?

By chance a double is a single once in 2**29 times, a decimal of 9 digits once in 2**23, a product of two singles once
in 2**5.  A run is of single precision only if all its numbers are such, and if that would be by chance less often than
once in a million times.  Besides, most products have nearly all of their 48 bits: a difference quotient with a step
such as 2**-26 has no more than 30.
"""

from __future__ import annotations

import math
import struct
from typing import Any, Callable
from collections.abc import Iterable, Iterator, Sequence

from ..cases import Case
from ..numbers import at, beside
from ..admission import shown

DOUBLE, SINGLE = "double", "single"
CHANCE = 20.0  # bits: less than one in a million
NEARLY_48 = 41  # bits of a product of two singles; each loses one for every 0 at its end, and some by cancellation
FEWEST_DIGITS = 6  # what %g and most streams print; the shortest form of a single mostly has 7 to 9


class Printed:
    """What is to be seen of all the numbers of a run.

    singles: can all of them be singles, or products of two?
    """

    def __init__(self) -> None:
        self.singles = True
        self._evidence = 0.0  # bits
        self._products = 0
        self._whole_products = 0
        self._at_most_six = True
        self._most_digits = 0
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
                    self._products += size == 48
                    self._whole_products += size == 48 and significant_bits(number) >= NEARLY_48
                if self._at_most_six:
                    self._most_digits = max(self._most_digits, _digits(number))
                    self._at_most_six = float(f"{number:.{FEWEST_DIGITS}g}") == number
                    known = bound.error <= abs(bound.value) / 1000  # not so at a kink
                    self._needing += known and needs_more_digits(bound.value)
                    self._numbers += 1

    @property
    def single(self) -> bool:
        """Are all of them of single precision, and not by chance?"""
        return self.singles and self._evidence >= CHANCE and 2 * self._whole_products >= self._products

    @property
    def products(self) -> bool:
        """Is any of them a product of two singles, taken in double?"""
        return self._products > 0

    @property
    def few_digits(self) -> bool:
        """Has none of them more than 6 digits, although most would need more, in single precision too?"""
        return self._at_most_six and 2 * self._needing > self._numbers

    @property
    def digits(self) -> tuple[str, str]:
        """A name for how they are printed, and what is to be seen."""
        return f"printed-with-{self._most_digits}-digits", f"printed with {self._most_digits} digits"


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
    if _is_narrow(number):
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
    return not math.isfinite(number) or _is_narrow(number) or float(f"{number:.9g}") == number


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
    return math.isfinite(truth) and _narrowed(float(f"{truth:.{FEWEST_DIGITS}g}")) != _narrowed(truth)


def _narrowed(number: float) -> float:
    """The single nearest to it."""
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def _is_narrow(number: float) -> bool:
    return _narrowed(number) == number


def _to_48_bits(number: float) -> float:
    fraction, exponent = math.frexp(number)
    return math.ldexp(float(round(math.ldexp(fraction, 48))), exponent - 48)


# ---- digits that were lost -------------------------------------------------------------------


def lost_digits(answers: Sequence[tuple[dict[str, Any], Sequence[Any]]], precision: str) -> tuple[str, str] | None:
    """A name for how digits were lost, and what was seen, where that is all that is wrong; else None.

    answers: the values of each wrong answer, and the Wrong ones among them.
    """
    numbers = [number for values, _ in answers for number in numbers_of(values) if math.isfinite(number)]
    if not any(math.isfinite(one.found) for _, wrong in answers for one in wrong):
        return None
    for name, is_one, smallest in (("bfloat16", _is_bfloat16, 2.0**-133), ("half-precision", _is_half, 2.0**-24)):
        if all(map(is_one, numbers)) and all(_nearly_right(*answer, smallest) for answer in answers):
            return name, "every number fits into 16 bits"
    digits = _digits_printed(answers, numbers, precision)
    return None if digits is None else ("printed-with-" + digits.replace(" ", "-"), f"printed with {digits}")


def _nearly_right(values: dict[str, Any], wrong: Iterable[Any], smallest: float) -> bool:
    """Is every wrong value within a hundredth of what is largest in its field, or as near as the smallest number?"""
    for one in wrong:
        largest = max(abs(number) for number in numbers_of({one.field: values[one.field]}))
        if not abs(one.found - float(one.bound.value)) <= max(largest / 100, smallest):
            return False
    return True


def numbers_of(values: dict[str, Any]) -> Iterator[float]:
    """Every number of an answer."""
    for value in values.values():
        for _, number, _ in beside(value, value):
            yield number


def recovered(case: Case, wrong: Sequence[Any]) -> bool:
    """Are all these wrong values gradients (w − w_new)/α, right but for what the subtraction has cancelled?"""
    layers, alpha = case.network.layers, case.alpha
    if not alpha or not wrong:
        return False
    for one in wrong:
        if one.field not in ("weight_gradients", "bias_gradients"):
            return False
        l, *rest = one.place
        old = at(layers[l].w if one.field == "weight_gradients" else layers[l].b, rest)
        new = old - alpha * one.found
        room = 4 * math.ulp(old) / alpha
        if not one.bound.low - room <= one.found <= one.bound.high + room:
            return False
        near = (new, math.nextafter(new, math.inf), math.nextafter(new, -math.inf))
        if not any((old - one_new) / alpha == one.found for one_new in near):
            return False
    return True


def _is_half(number: float) -> bool:
    """Is it a number of half precision?

    >>> _is_half(0.0999755859375), _is_half(0.1), _is_bfloat16(1.0078125)
    (True, False, True)
    """
    try:
        return bool(struct.unpack("<e", struct.pack("<e", number))[0] == number)
    except OverflowError:
        return False


def _is_bfloat16(number: float) -> bool:
    try:
        single = struct.pack(">f", number)
    except OverflowError:
        return False
    return bool(single[2:] == b"\0\0" and struct.unpack(">f", single)[0] == number)


def _digits_printed(
    answers: Sequence[tuple[dict[str, Any], Sequence[Any]]], numbers: Sequence[float], precision: str
) -> str | None:
    """How the numbers were printed, if digits lost in printing are all that is wrong: "6 digits", "4 decimals"."""
    digits = decimals = 0
    for number in filter(None, numbers):
        plain = _digits(number)
        digits = max(digits, plain)
        decimals = max(decimals, plain - 1 - _power(number))
    wrong = [one for _, said in answers for one in said]
    if not digits or not all(math.isfinite(one.found) for one in wrong):  # zeros alone tell nothing
        return None
    if digits < (9 if precision == SINGLE else 16) and _printed_to(wrong, lambda x: 10.0 ** (_power(x) - digits + 1)):
        return f"{digits} digits" if digits != 1 else "1 digit"
    if 0 <= decimals < 16 and _printed_to(wrong, lambda x: 10.0**-decimals):
        return f"{decimals} decimals" if decimals != 1 else "1 decimal"
    return None


def _digits(number: float) -> int:
    """The significant digits of a number in its shortest form.

    >>> _digits(0.0250), _digits(1e22), _digits(1 / 3)
    (2, 1, 16)
    """
    return len(repr(abs(number)).partition("e")[0].replace(".", "").strip("0"))


def said_of_digits(id: str, values: dict[str, Any]) -> str:
    """The first number of an answer that tells how it was printed."""
    for field, value in values.items():
        for place, number, _ in beside(value, value):
            if is_telling(number):
                return f"{shown(id)}: {field}{''.join(f'[{n}]' for n in place)}: {number!r} found"
    return f"{shown(id)}: only zeros"


def _power(x: float) -> int:
    """The decimal exponent of x."""
    return int(f"{x:e}".partition("e")[2]) if x and math.isfinite(x) else -400


def _printed_to(wrong: Sequence[Any], unit: Callable[[float], float]) -> bool:
    """Is every wrong value the right one to that unit of its last printed digit: all rounded there, or all cut off?

    unit: from a number to what one of its last digit is worth.
    """
    return all(_is_rounded(one, unit) for one in wrong) or all(_is_cut_off(one, unit) for one in wrong)


def _is_rounded(one: Any, unit: Callable[[float], float]) -> bool:
    room = max(unit(one.bound.low), unit(one.bound.high)) / 2
    return bool(one.bound.low - room <= one.found <= one.bound.high + room)


def _is_cut_off(one: Any, unit: Callable[[float], float]) -> bool:
    low, high, found = one.bound.low, one.bound.high, one.found
    if low + high < 0:
        low, high, found = -high, -low, -found
    return bool(max(low - unit(high), min(low, 0.0)) <= found <= high)
