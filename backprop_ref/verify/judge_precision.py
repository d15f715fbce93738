"""In which precision a program computes, and how many digits it prints, read from its numbers alone.

    Printed        what all numbers of a run have in common: are they of single precision, are digits lost?
    is_single      is a number one of single precision, as far as one number tells?
    is_telling     does a number tell anything of that?
    lost_digits    the finding that numbers were printed with too few digits, or kept in 16 bits
    recovered      the finding that gradients were computed back from updated weights

By chance a double is a single once in 2**29 times, a decimal of 9 digits once in 2**23, a product of two singles once
in 2**5.  A run is of single precision only if all its numbers are such, and if that would be by chance less often than
once in a million times.  Besides, most products have nearly all of their 48 bits: a difference quotient with a step
such as 2**-26 has no more than 30.
"""

from __future__ import annotations

import math
import struct
from typing import Any, Callable
from collections.abc import Iterator, Sequence

from ..admission import counted, shown
from ..numbers import at, beside
from .finding import Evidence, Finding
from .judge_values import SINGLE as SINGLE
from .judge_values import Judged, Wrong, against, bounds_of, size_of

CHANCE = 20.0  # bits: less than one in a million
NEARLY_48 = 41  # bits of a product of two singles; each loses one for every 0 at its end, and some by cancellation
FEWEST_DIGITS = 6  # what %g and most streams print; the shortest form of a single mostly has 7 to 9

Answers = Sequence[tuple[dict[str, Any], Sequence[Wrong]]]  # the values of each, and what is wrong among them


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
        for one in against(values, bounds):
            number, bound = one.found, one.bound
            if self.singles and is_telling(number):
                evidence, size = said_of_single(number, examples)
                self.singles = evidence > 0
                self._evidence += evidence
                self.products += size == 48
                self._whole_products += size == 48 and significant_bits(number) >= NEARLY_48
            if self._at_most_six and is_telling(number):
                self.most_digits = max(self.most_digits, digits_of(number))
                self._at_most_six = float(f"{number:.{FEWEST_DIGITS}g}") == number
                known = bound.error <= abs(bound.value) / 1000 and math.isfinite(bound.value)  # not so at a kink
                six = float(f"{bound.value:.{FEWEST_DIGITS}g}")
                self._needing += known and narrowed(six) != narrowed(bound.value)
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


# ---- digits that were lost -------------------------------------------------------------------


SIXTEEN_BITS: tuple[tuple[str, Callable[[float], bool], float], ...] = (  # is a number one of them; the smallest one
    ("bfloat16", lambda x: narrowed(x) == x and struct.pack(">f", x).endswith(b"\0\0"), 2.0**-133),
    ("half-precision", lambda x: narrowed(x, "<e") == x, 2.0**-24),
)


def lost_digits(failed: Sequence[Judged], right: Sequence[Judged], printed: Printed, precision: str) -> Finding | None:
    """Digits that were lost in printing or in numbers of 16 bits; None where none were.

    Either that explains all that is wrong, or no number of the run has more than a few.
    """
    seen = None
    if failed and not any(one.answer.complaint for one in failed):
        seen = _how_lost([(one.answer.values, one.wrong) for one in failed], precision)
        if seen is None and printed.few_digits:  # of singles?
            singles = [(one.answer.values, bounds_of(one.case, SINGLE)) for one in failed]
            seen = _how_lost([(values, list(against(values, bounds))) for values, bounds in singles], SINGLE)
    claims = [claim for one in failed for claim in one.claims]
    cases = {one.answer.index for one in failed or right}
    if seen is not None:
        name, what = seen
        text = f"Lost digits explain everything that is wrong: {what}."
    elif printed.few_digits:
        name, what = _printed_with(f"{printed.most_digits} digits")
        text, claims = f"Digits are lost: {what}, although most of the numbers need more.", []
    else:
        return None
    needed = f"print {9 if precision == SINGLE else 17} significant digits or hexadecimal floats"
    return Finding(
        name, "precision", None, text, _evidence(failed or right), cases if seen else (), claims, what, needed,
        count=len(cases),
    )


def _how_lost(answers: Answers, precision: str) -> tuple[str, str] | None:
    """A name for how digits were lost, and what was seen, where that is all that is wrong; else None."""
    numbers = [number for values, _ in answers for number in numbers_of(values) if math.isfinite(number)]
    wrong = [one for _, some in answers for one in some]
    if not any(math.isfinite(one.found) for one in wrong):
        return None
    for name, is_one, smallest in SIXTEEN_BITS:
        if all(map(is_one, numbers)) and all(_are_nearly_right(*answer, smallest) for answer in answers):
            return name, "every number fits into 16 bits"
    if not all(math.isfinite(one.found) for one in wrong):
        return None
    fields = {one.field for one in wrong}  # others may be printed otherwise
    said = [{field: values[field] for field in fields & values.keys()} for values, _ in answers]
    return _few_digits([number for values in said for number in numbers_of(values)], wrong, precision)


def _are_nearly_right(values: dict[str, Any], wrong: Sequence[Wrong], smallest: float) -> bool:
    """Is every wrong value within a hundredth of what is largest in its field, or as near as the smallest number?"""
    largest = {field: max(map(abs, numbers_of({field: values[field]}))) for field in {one.field for one in wrong}}
    return all(abs(one.found - one.right) <= max(largest[one.field] / 100, smallest) for one in wrong)


def _few_digits(numbers: Sequence[float], wrong: Sequence[Wrong], precision: str) -> tuple[str, str] | None:
    """How the numbers were printed, if digits lost in printing are all that is wrong: "6 digits", "4 decimals".

    Then every wrong value is the right one to the last printed digit, all rounded there, or all cut off.
    """
    numbers = [number for number in numbers if number]
    if not numbers:  # zeros alone tell nothing
        return None
    digits = max(map(digits_of, numbers))
    decimals = max(0, *(digits_of(number) - 1 - _power(number) for number in numbers))
    units: tuple[tuple[int, str, int, Callable[[float], float]], ...] = (  # what one of the last digit is worth
        (digits, "digit", 9 if precision == SINGLE else 16, lambda x: 10.0 ** (_power(x) - digits + 1)),
        (decimals, "decimal", 16, lambda x: 10.0**-decimals),
    )
    for count, what, enough, unit in units:
        if count < enough and any(all(fits(one, unit) for one in wrong) for fits in (_is_rounded, _is_cut_off)):
            return _printed_with(counted(count, what))
    return None


def _printed_with(how: str) -> tuple[str, str]:
    return f"printed-with-{how.replace(' ', '-')}", f"printed with {how}"


def _power(x: float) -> int:
    """The decimal exponent of x."""
    return int(f"{x:e}".partition("e")[2]) if x and math.isfinite(x) else -400


def _is_rounded(one: Wrong, unit: Callable[[float], float]) -> bool:
    room = max(unit(one.bound.low), unit(one.bound.high)) / 2
    return bool(one.bound.low - room <= one.found <= one.bound.high + room)


def _is_cut_off(one: Wrong, unit: Callable[[float], float]) -> bool:
    low, high, found = one.bound.low, one.bound.high, one.found
    if low + high < 0:
        low, high, found = -high, -low, -found
    return bool(max(low - unit(high), min(low, 0.0)) <= found <= high)


def recovered(failed: Sequence[Judged]) -> Finding | None:
    """Gradients that were computed back from updated weights, if that is all that is wrong."""
    if not failed or not all(_is_recovered(one) for one in failed):
        return None
    text = (
        "The gradients are computed back, as the old minus the new parameters divided by the learning rate, and the "
        "subtraction loses digits. Give new_weights and new_biases themselves instead of gradients."
    )
    return Finding(
        "gradient-from-update", "precision", None, text, _evidence(failed), [one.answer.index for one in failed],
        [claim for one in failed for claim in one.claims], "∂C/∂w_jk = (w_jk − new w_jk)/α", "new w_jk itself",
    )


def _is_recovered(judged: Judged) -> bool:
    """Are all its wrong values gradients (w − w_new)/α, right but for what the subtraction has cancelled?"""
    layers, alpha = judged.case.network.layers, judged.case.alpha
    if not alpha or not judged.wrong or judged.answer.complaint:
        return False
    parameters = {"weight_gradients": [layer.w for layer in layers], "bias_gradients": [layer.b for layer in layers]}
    for one in judged.wrong:
        if one.field not in parameters:
            return False
        old = at(parameters[one.field], one.place)
        new = old - alpha * one.found
        room = 4 * math.ulp(old) / alpha
        near = (new, math.nextafter(new, math.inf), math.nextafter(new, -math.inf))
        if not one.bound.low - room <= one.found <= one.bound.high + room:
            return False
        if not any((old - one_new) / alpha == one.found for one_new in near):
            return False
    return True


def _evidence(judged: Sequence[Judged]) -> Evidence | str:
    """From the smallest case the most telling wrong value; where none is wrong, a number that shows its digits."""
    smallest = min(judged, key=lambda one: (size_of(one.case), one.answer.index))
    if smallest.wrong:
        wrong = max(smallest.wrong, key=lambda one: (one.right != 0, one.distance))
        return Evidence(smallest.case.id, wrong.where, wrong.found, wrong.right)
    values = against(smallest.answer.values, smallest.answer.values)
    telling = (f"{one.where}: {one.found!r} found" for one in values if is_telling(one.found))
    return f"{shown(smallest.case.id)}: {next(telling, 'only zeros')}"
