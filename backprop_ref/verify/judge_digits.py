"""Digits that were lost, in printing, in numbers of 16 bits or in a subtraction, where that is all that is wrong.

    lost_digits    the finding that numbers were printed with too few digits, or kept in 16 bits
    recovered      the finding that gradients were computed back from updated weights
"""

from __future__ import annotations

import math
import struct
from typing import Any, Callable
from collections.abc import Sequence

from ..admission import counted, shown
from ..numbers import at, beside
from .finding import Evidence, Finding
from .judge_precision import SINGLE, Printed, digits_of, is_telling, narrowed, numbers_of
from .judge_values import Judged, Wrong, bounds_of, size_of, where

SIXTEEN_BITS: tuple[tuple[str, Callable[[float], bool], float], ...] = (  # is a number one of them; the smallest one
    ("bfloat16", lambda x: narrowed(x) == x and struct.pack(">f", x).endswith(b"\0\0"), 2.0**-133),
    ("half-precision", lambda x: narrowed(x, "<e") == x, 2.0**-24),
)
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
        name, what = _printed_with(f"{printed.most_digits} digits")
        text, claims = f"Digits are lost: {what}, although most of the numbers need more.", []
    else:
        return None
    needed = f"print {9 if precision == SINGLE else 17} significant digits or hexadecimal floats"
    return Finding(
        name, "precision", None, text, _evidence(failed or right), cases if seen else (), claims, what, needed,
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
    for name, is_one, smallest in SIXTEEN_BITS:
        if all(map(is_one, numbers)) and all(_are_nearly_right(*answer, smallest) for answer in answers):
            return name, "every number fits into 16 bits"
    return _few_digits(numbers, wrong, precision) if all(math.isfinite(one.found) for one in wrong) else None


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
    telling = (
        f"{where(field, place)}: {number!r} found" for field, value in smallest.answer.values.items()
        for place, number, _ in beside(value, value) if is_telling(number)
    )
    return f"{shown(smallest.case.id)}: {next(telling, 'only zeros')}"
