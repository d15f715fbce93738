"""Digits that were lost, in printing, in numbers of 16 bits or in a subtraction, where that is all that is wrong.

    lost_digits    the finding that numbers were printed with too few digits, or kept in 16 bits
    recovered      the finding that gradients were computed back from updated weights
"""

from __future__ import annotations

import math
import struct
from typing import Any, Callable
from collections.abc import Sequence

from ..admission import shown
from ..numbers import at, beside
from .finding import Evidence, Finding
from .judge_precision import SINGLE, Printed, digits_of, is_telling, narrowed, numbers_of, printed_with
from .judge_values import Judged, Wrong, bounds_of, size_of, where

Answers = Sequence[tuple[dict[str, Any], Sequence[Wrong]]]  # the values of each, and what is wrong among them


def lost_digits(failed: Sequence[Judged], right: Sequence[Judged], printed: Printed, precision: str) -> Finding | None:
    """Digits that were lost in printing or in numbers of 16 bits; None where none were.

    Either that explains all that is wrong, or no number of the run has more than a few.
    """
    seen = None
    if failed and not any(one.answer.complaint for one in failed):
        seen = _how_lost([(one.answer.values, one.wrong) for one in failed], precision)
        if seen is None and printed.few_digits:  # of singles?
            seen = _how_lost([(one.answer.values, _all_of(one)) for one in failed], SINGLE)
    claims = [claim for one in failed for claim in one.claims]
    cases = {one.answer.index for one in failed or right}
    if seen is not None:
        name, what = seen
        text = f"Lost digits explain everything that is wrong: {what}."
    elif printed.few_digits:
        name, what = printed.digits
        text, claims = f"Digits are lost: {what}, although most of the numbers need more.", []
    else:
        return None
    smallest = _smallest(failed or right)
    return Finding(
        name, "precision", None, text, _most_telling(smallest) or _first_number(smallest), cases if seen else (),
        claims, what, f"print {9 if precision == SINGLE else 17} significant digits or hexadecimal floats",
        count=len(cases),
    )


def _all_of(judged: Judged) -> list[Wrong]:
    """Every value of an answer, beside the bound of single precision."""
    bounds, values = bounds_of(judged.case, SINGLE), judged.answer.values
    return [Wrong(field, *one) for field in values for one in beside(values[field], bounds[field])]


def _how_lost(answers: Answers, precision: str) -> tuple[str, str] | None:
    """A name for how digits were lost, and what was seen, where that is all that is wrong; else None."""
    numbers = [number for values, _ in answers for number in numbers_of(values) if math.isfinite(number)]
    wrong = [one for _, some in answers for one in some]
    if not any(math.isfinite(one.found) for one in wrong):
        return None
    for name, is_one, smallest in (("bfloat16", _is_bfloat16, 2.0**-133), ("half-precision", _is_half, 2.0**-24)):
        if all(map(is_one, numbers)) and all(_are_nearly_right(*answer, smallest) for answer in answers):
            return name, "every number fits into 16 bits"
    return _few_digits(numbers, wrong, precision) if all(math.isfinite(one.found) for one in wrong) else None


def _is_half(number: float) -> bool:
    """Is it a number of half precision?

    >>> _is_half(0.0999755859375), _is_half(0.1), _is_bfloat16(1.0078125)
    (True, False, True)
    """
    return narrowed(number, "<e") == number


def _is_bfloat16(number: float) -> bool:
    return narrowed(number) == number and struct.pack(">f", number).endswith(b"\0\0")


def _are_nearly_right(values: dict[str, Any], wrong: Sequence[Wrong], smallest: float) -> bool:
    """Is every wrong value within a hundredth of what is largest in its field, or as near as the smallest number?"""
    largest = {field: max(map(abs, numbers_of({field: values[field]}))) for field in {one.field for one in wrong}}
    return all(abs(one.found - one.right) <= max(largest[one.field] / 100, smallest) for one in wrong)


def _few_digits(numbers: Sequence[float], wrong: Sequence[Wrong], precision: str) -> tuple[str, str] | None:
    """How the numbers were printed, if digits lost in printing are all that is wrong: "6 digits", "4 decimals"."""
    numbers = [number for number in numbers if number]
    if not numbers:  # zeros alone tell nothing
        return None
    digits = max(map(digits_of, numbers))
    decimals = max(0, *(digits_of(number) - 1 - _power(number) for number in numbers))
    enough = 9 if precision == SINGLE else 16
    if digits < enough and _are_printed_to(wrong, lambda x: 10.0 ** (_power(x) - digits + 1)):
        return printed_with(f"{digits} digits" if digits != 1 else "1 digit")
    if decimals < 16 and _are_printed_to(wrong, lambda x: 10.0**-decimals):
        return printed_with(f"{decimals} decimals" if decimals != 1 else "1 decimal")
    return None


def _power(x: float) -> int:
    """The decimal exponent of x."""
    return int(f"{x:e}".partition("e")[2]) if x and math.isfinite(x) else -400


def _are_printed_to(wrong: Sequence[Wrong], unit: Callable[[float], float]) -> bool:
    """Is every wrong value the right one to that unit of its last printed digit: all rounded there, or all cut off?

    unit: from a number to what one of its last digit is worth.
    """
    return all(_is_rounded(one, unit) for one in wrong) or all(_is_cut_off(one, unit) for one in wrong)


def _is_rounded(one: Wrong, unit: Callable[[float], float]) -> bool:
    room = max(unit(one.bound.low), unit(one.bound.high)) / 2
    return bool(one.bound.low - room <= one.found <= one.bound.high + room)


def _is_cut_off(one: Wrong, unit: Callable[[float], float]) -> bool:
    low, high, found = one.bound.low, one.bound.high, one.found
    if low + high < 0:
        low, high, found = -high, -low, -found
    return bool(max(low - unit(high), min(low, 0.0)) <= found <= high)


# ---- gradients computed back -----------------------------------------------------------------


def recovered(failed: Sequence[Judged]) -> Finding | None:
    """Gradients that were computed back from updated weights, if that is all that is wrong."""
    if not failed or not all(_is_recovered(one) for one in failed):
        return None
    text = (
        "The gradients are computed back, as the old minus the new parameters divided by the learning rate, and the "
        "subtraction loses digits. Give new_weights and new_biases themselves instead of gradients."
    )
    return Finding(
        "gradient-from-update", "precision", None, text, _most_telling(_smallest(failed)) or "",
        [one.answer.index for one in failed], [claim for one in failed for claim in one.claims],
        "∂C/∂w_jk = (w_jk − new w_jk)/α", "new w_jk itself",
    )


def _is_recovered(judged: Judged) -> bool:
    """Are all its wrong values gradients (w − w_new)/α, right but for what the subtraction has cancelled?"""
    layers, alpha = judged.case.network.layers, judged.case.alpha
    if not alpha or not judged.wrong or judged.answer.complaint:
        return False
    old_of = {"weight_gradients": [layer.w for layer in layers], "bias_gradients": [layer.b for layer in layers]}
    for one in judged.wrong:
        if one.field not in old_of:
            return False
        old = at(old_of[one.field], one.place)
        new = old - alpha * one.found
        room = 4 * math.ulp(old) / alpha
        near = (new, math.nextafter(new, math.inf), math.nextafter(new, -math.inf))
        if not one.bound.low - room <= one.found <= one.bound.high + room:
            return False
        if not any((old - one_new) / alpha == one.found for one_new in near):
            return False
    return True


# ---- evidence --------------------------------------------------------------------------------


def _smallest(judged: Sequence[Judged]) -> Judged:
    return min(judged, key=lambda one: (size_of(one.case), one.answer.index))


def _most_telling(judged: Judged) -> Evidence | None:
    """The most telling wrong value of an answer; None where none is wrong."""
    if not judged.wrong:
        return None
    wrong = max(judged.wrong, key=lambda one: (one.right != 0, one.distance))
    return Evidence(judged.case.id, wrong.where, wrong.found, wrong.right)


def _first_number(judged: Judged) -> str:
    """The first number of an answer that tells how it was printed."""
    id = shown(judged.case.id)
    for field, value in judged.answer.values.items():
        for place, number, _ in beside(value, value):
            if is_telling(number):
                return f"{id}: {where(field, place)}: {number!r} found"
    return f"{id}: only zeros"
