"""Where wrong values are and what they have in common: what the report says if no mistake fits.

    equation_of    the equation that a value comes from
    pattern        a constant ratio or difference, a sign, a transposition, zeros, one layer, only biases

Observations, each of them true; never a guess at the cause.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..cases import Case
from ..numbers import at, beside
from .judge_values import Wrong
from .listen_answers import TEACHING
from .listen_layouts import turned
from .name_views import SIEVE

Values = dict[str, Any]

EQUATION = {
    "weighted_sums": "2", "activations": "2", "outputs": "2", "cost": None, "deltas": "8/9", "weight_gradients": "10",
    "bias_gradients": "14", "new_weights": "11", "new_biases": "15",
}
SLACK = 1000  # how much wider than the sieve two values may lie apart that are taken for the same


def equation_of(case: Case, wrong: Wrong) -> str | None:
    """The equation that a value comes from."""
    if wrong.field == "deltas":
        return "9" if wrong.place[1] == len(case.network.layers) - 1 else "8"
    return EQUATION[wrong.field]


# ---- what wrong values have in common --------------------------------------------------------


def pattern(case: Case, values: Values, wrong: Sequence[Wrong], precision: str) -> list[str]:
    """What is to be seen of one case's wrong values: sentences, the most telling first."""
    seen = []
    fields = sorted({one.field for one in wrong}, key=list(EQUATION).index)
    for field in fields:
        here = [one for one in wrong if one.field == field]
        count = sum(1 for _ in beside(values[field], values[field]))
        said = _common(case, field, here, values, precision)
        share = "every value" if len(here) == count else f"{len(here)} of {count} values"
        seen.append(f"{field}: {share} wrong{_where(case, field, here)}{said}")
    teaching = [field for field in TEACHING if field in values]
    if fields and all("bias" in field for field in fields) and len(teaching) > len(fields):
        seen.append("only biases are wrong")
    if fields and all("weight_" in field or "_weights" in field for field in fields) and len(teaching) > len(fields):
        seen.append("only weights are wrong")
    return seen


def _where(case: Case, field: str, wrong: Sequence[Wrong]) -> str:
    """Which layers, and which examples where the field has them, if not all."""
    said = ""
    depth = len(case.network.layers)
    by_example = field in ("weighted_sums", "activations", "deltas", "outputs")
    if field not in ("outputs", "cost"):
        layers: set[int] = {one.place[1 if by_example else 0] for one in wrong}
        if len(layers) < depth:
            said += ", " + _listed("layer", layers)
    if by_example:
        examples = {one.place[0] for one in wrong}
        if len(examples) < len(case.examples):
            said += ", " + _listed("example", examples)
    return said


def _listed(what: str, numbers: set[int]) -> str:
    some = sorted(numbers)
    text = ", ".join(map(str, some[:8])) + (", …" if len(some) > 8 else "")
    return f"{what} {text}" if len(some) == 1 else f"{what}s {text}"


def _common(case: Case, field: str, wrong: Sequence[Wrong], values: Values, precision: str) -> str:
    """What all wrong values of a field have in common, or ""."""
    if not all(math.isfinite(one.found) for one in wrong):
        return ", some not finite"
    if all(one.found == 0 for one in wrong):
        return ", all 0"
    if field in ("new_weights", "new_biases"):
        old = [layer.w if field == "new_weights" else layer.b for layer in case.network.layers]
        if all(one.found == at(old, one.place) for one in wrong):
            return ", all as before the update"
    ratio = _ratio(wrong, precision)
    if ratio is not None and abs(ratio - 1) > 1000 * SLACK * SIEVE[precision]:
        return ", the right ones with the opposite sign" if ratio == -1 else f", all {ratio:.6g} times the right one"
    left = [one for one in wrong if one.found != 0]
    ratio = _ratio(left, precision) if len(left) > 1 else None
    if len(left) < len(wrong) and ratio is not None:
        return f", {len(wrong) - len(left)} of them 0, the others all {ratio:.6g} times the right one"
    apart = _difference(wrong, precision)
    if apart is not None:
        return f", all {abs(apart):.6g} {'more' if apart > 0 else 'less'} than the right one"
    if field in ("weight_gradients", "new_weights"):
        turned_layers = _transposed(wrong, values[field], precision)
        if turned_layers:
            return f", those of {_listed('layer', turned_layers)} transposed"
    if len(wrong) > 1 and _permuted(wrong, precision):
        return ", the right ones in another order"
    return ""


def _same(x: float, y: float, precision: str) -> bool:
    """Are two numbers taken for the same?"""
    return abs(x - y) <= SLACK * SIEVE[precision] * max(abs(x), abs(y))


def _ratio(wrong: Sequence[Wrong], precision: str) -> float | None:
    """The one ratio of what was found to what is right, where there is one; of a single value, if it is whole."""
    ratio = None
    for one in wrong:
        right = float(one.bound.value)
        if right == 0 or not math.isfinite(one.found / right):
            return None
        if ratio is None:
            ratio = one.found / right
        elif not _same(one.found / right, ratio, precision):
            return None
    if ratio is not None and _same(ratio, round(ratio), precision):
        return float(round(ratio))
    return ratio if len(wrong) > 1 else None


def _difference(wrong: Sequence[Wrong], precision: str) -> float | None:
    """The one difference of what was found and what is right, where there is one that rounding cannot make."""
    apart = [one.found - float(one.bound.value) for one in wrong]
    largest = max(abs(one.found) for one in wrong)
    room = SLACK * SIEVE[precision] * largest
    if len(apart) < 2 or max(apart) - min(apart) > room or abs(apart[0]) < 1000 * room:
        return None
    return apart[0]


def _transposed(wrong: Sequence[Wrong], found: Any, precision: str) -> set[int]:
    """The square layers whose wrong rows are the right columns, if that is so for all wrong values."""
    layers = {one.place[0] for one in wrong}
    for one in wrong:
        l, j, k = one.place
        if len(found[l]) != len(found[l][0]) or not _same(turned(found[l])[j][k], float(one.bound.value), precision):
            return set()
    return layers


def _permuted(wrong: Sequence[Wrong], precision: str) -> bool:
    """Are the wrong values the right ones in another order?"""
    found = sorted(one.found for one in wrong)
    right = sorted(float(one.bound.value) for one in wrong)
    moved = any(not _same(one.found, float(one.bound.value), precision) for one in wrong)
    return moved and all(_same(x, y, precision) for x, y in zip(found, right))
