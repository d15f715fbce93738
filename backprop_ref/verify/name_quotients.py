"""Difference quotients instead of gradients: their numbers show it.

C(p + h) and C(p) are whole numbers of units in the last place of C, and so is their difference.  Times h, a quotient is
such a whole number, as no gradient of the chain rule is but by accident.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import Any

from ..cases import Case
from ..door import gradient_step
from ..numbers import beside
from .listen_answers import TEACHING

Values = dict[str, Any]
Unit = tuple[float, int]  # a unit in the last place, and by how many a gradient was divided afterwards

ROOTS = (2.0**-26, 1.49e-8, 2.0**-52, 6.055454452393343e-06)  # of the unit roundoff, as libraries have them
LIKELY_H = (*(float(f"{digit}e-{k}") for digit in (1, 5, 2, 3) for k in range(1, 11)), *ROOTS)  # the likely ones first
PARTS_OF_UNIT = 4  # of a unit are counted: where C + ΔC crosses a power of 2, units are halved
ENOUGH_COUNTS = 6  # gradients that are whole numbers: one is by accident in a hundred, these in 10^12
UNCOUNTABLE = 1e13  # as many as this, and what is left over is lost in rounding
STYLES = 3  # in which quotients of several examples are taken


def difference_quotients(answers: Sequence[tuple[Case, Values]]) -> list[tuple[bool, float]]:
    """Central or not, and h, if all gradients of these answers are difference quotients of C; else nothing.

    A central quotient with h and another with 2h have the same numbers in this: both are given, the likelier first.
    """
    units = [_units(case) for case, _ in answers]
    found: list[tuple[int, bool, float]] = []
    for h, central in [(h, central) for h in LIKELY_H for central in (False, True)]:
        for style in range(STYLES):
            counts = _counts(answers, [unit[style] for unit in units], 2 * h if central else h)
            if len(counts) >= ENOUGH_COUNTS:
                # With a divisor twice as large all counts would be twice as large, and whole as well.
                coarser = abs(reduce(math.gcd, counts).bit_length() - PARTS_OF_UNIT.bit_length())
                found.append((coarser, central, h))
    least = min((coarser for coarser, _, _ in found), default=0)
    return list(dict.fromkeys((central, h) for coarser, central, h in found if coarser == least))


def _units(case: Case) -> list[Unit]:
    """For each style the unit: quotients of every example's C and then their mean, of ΣC, of C as the case has it."""
    try:
        costs = [gradient_step(case.network, [one], None, case.cost).C for one in case.examples]
    except (ArithmeticError, ValueError):
        return [(0.0, 1)] * STYLES
    n = len(costs) if case.reduction == "mean" else 1
    total = math.fsum(costs)
    return [(_last_place(min(map(abs, costs))), n), (_last_place(total), n), (_last_place(total / n), 1)]


def _last_place(C: float) -> float:
    return math.ldexp(1.0, math.frexp(C)[1] - 53) / PARTS_OF_UNIT if C and math.isfinite(C) else 0.0


def _counts(answers: Sequence[tuple[Case, Values]], units: Sequence[Unit], divisor: float) -> list[int]:
    """Of how many parts of a unit each gradient is made, if all are whole numbers of them; else nothing."""
    counts: list[int] = []
    beyond = 0
    for (_, values), (unit, n) in zip(answers, units):
        fields = [values[name] for name in TEACHING[:2] if name in values]
        for value in [value for field in fields for _, value, _ in beside(field, field) if value]:
            count = value * divisor * n / unit if unit else math.inf
            if not abs(count) < UNCOUNTABLE:
                beyond += 1
            elif abs(count - round(count)) > 1e-3 + 4e-16 * n * abs(count):
                return []
            else:
                counts.append(round(count))
    return counts if len(counts) > beyond else []
