"""Where wrong values lie and what they have in common: what is left to say when no mistake of the catalogue fits.

    first_wrong_equation    the first equation that does not hold between an answer's own numbers
    pattern                 a constant ratio or difference, a sign, a transposition, zeros, one layer, only biases

Observations, each of them true; never a guess at the cause.
"""

from __future__ import annotations

import math
import struct

from ..backprop import hidden_deltas, layer_activations, output_deltas
from ..cases import result_object
from ..door import RULES, gradient_step
from ..numbers import at, beside
from .judge_precision import SINGLE, numbers_of
from .prediction import SIEVE
from .listen_answers import TEACHING
from .listen_layouts import turned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Sequence, Set, Tuple

    from ..cases import Case
    from .judge_values import Wrong

    Values = Dict[str, Any]

EQUATION = {
    "weighted_sums": "2", "activations": "2", "outputs": "2", "cost": None, "deltas": "8/9", "weight_gradients": "10",
    "bias_gradients": "14", "new_weights": "11", "new_biases": "15",
}
GOES_IN = {
    "weighted_sums": ("activations",), "activations": ("weighted_sums",), "outputs": ("activations",),
    "deltas": ("weighted_sums", "activations"), "weight_gradients": ("activations", "deltas"),
    "bias_gradients": ("deltas",), "new_weights": ("weight_gradients",), "new_biases": ("bias_gradients",),
}
SLACK = 1000  # how much wider than the sieve two values may lie apart that are taken for the same


# ---- one slip, one finding -------------------------------------------------------------------


def first_wrong_equation(
    case: Case, values: Values, wrong: Sequence[Wrong], precision: str
) -> Optional[Tuple[str, Wrong]]:
    """The first equation, in the order of a step, that an answer's own numbers do not obey, and where it shows.

    Each equation is computed from what the answer itself says of everything that goes into it, so that what follows
    from an earlier slip is not blamed again; what the answer does not say is taken as right.  None where every wrong
    value follows from others, which then were not given.
    """
    try:
        right = result_object(case, gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction))
        for equation, field, expected in _equations(case, {**right, **values}):
            if any(needed not in values for needed in (field, *GOES_IN[field])):
                continue
            for one in wrong:
                if one.field == field and _breaks(one, expected, precision):
                    return equation, one
    except (ArithmeticError, ValueError):
        return None
    return None


def equation_of(case: Case, wrong: Wrong) -> Optional[str]:
    """The equation that a value comes from."""
    if wrong.field == "deltas":
        return "9" if wrong.place[1] == len(case.network.layers) - 1 else "8"
    return EQUATION[wrong.field]


def _equations(case: Case, said: Values) -> Iterator[Tuple[str, str, Any]]:
    """Each equation in the order of a step: its number, the field, what the field should be given what was said.

    None stands where another equation of the same field has its turn.
    """
    yield from _forward_equations(case, said)
    yield from _backward_equations(case, said)
    network, examples, eq = case.network, case.examples, RULES
    total_w: Any = None
    total_b: Any = None
    for example, a_i, delta_i in zip(examples, said["activations"], said["deltas"]):
        dC_dw, dC_db = eq.gradients(network, example.x, a_i, delta_i, eq)
        if total_w is None:
            total_w, total_b = dC_dw, dC_db
        else:
            total_w = [[eq.add_up(t, d) for t, d in zip(*pair)] for pair in zip(total_w, dC_dw)]
            total_b = [eq.add_up(t, d) for t, d in zip(total_b, dC_db)]
    dC_dw, dC_db = eq.reduce(total_w, total_b, len(examples), case.reduction, eq)
    yield "10", "weight_gradients", dC_dw
    yield "14", "bias_gradients", dC_db
    if case.alpha is not None:
        new = eq.update(network, case.alpha, said["weight_gradients"], said["bias_gradients"], eq)
        yield "11", "new_weights", [layer.w for layer in new.layers]
        yield "15", "new_biases", [layer.b for layer in new.layers]


def _forward_equations(case: Case, said: Values) -> Iterator[Tuple[str, str, Any]]:
    layers, last, eq = case.network.layers, len(case.network.layers) - 1, RULES
    z, a = said["weighted_sums"], said["activations"]
    for l, layer in enumerate(layers):
        b = layer.b * len(layer.w) if layer.shared_bias else layer.b
        sums, outputs = [], []
        for i, example in enumerate(case.examples):
            before = a[i][l - 1] if l else example.x
            sums.append(_row_of_layer(l, last, [eq.weighted_sum(w_j, before, b_j) for w_j, b_j in zip(layer.w, b)]))
            outputs.append(_row_of_layer(l, last, layer_activations(layer, l, z[i][l], eq)))
        yield "2", "weighted_sums", sums
        yield "2", "activations", outputs
    yield "2", "outputs", [a_i[last] for a_i in a]


def _backward_equations(case: Case, said: Values) -> Iterator[Tuple[str, str, Any]]:
    layers, last, eq = case.network.layers, len(case.network.layers) - 1, RULES
    z, a, delta = said["weighted_sums"], said["activations"], said["deltas"]
    for l in range(last, -1, -1):
        deltas = []
        for i, example in enumerate(case.examples):
            if l == last:
                delta_l = output_deltas(layers[l], l, example.y, z[i][l], a[i][l], case.cost, eq)
            else:
                delta_l = hidden_deltas(layers[l], l, layers[l + 1].w, delta[i][l + 1], z[i][l], eq)
            deltas.append(_row_of_layer(l, last, delta_l))
        yield "9" if l == last else "8", "deltas", deltas


def _row_of_layer(l: int, last: int, row: List[Any]) -> List[Any]:
    """A row at index l of layers of which the others are not looked at."""
    return [row if n == l else None for n in range(last + 1)]


def _breaks(one: Wrong, rows: Any, precision: str) -> bool:
    """Is a wrong value another than what it should be, where that was computed?"""
    expected = at(rows, one.place)
    if expected is None:
        return False
    if not math.isfinite(one.found):
        return math.isfinite(expected)
    room = SIEVE[precision] * max(abs(one.found), abs(expected)) + (one.bound.high - one.bound.low)
    return bool(abs(one.found - expected) > room)


# ---- what wrong values have in common --------------------------------------------------------


def pattern(case: Case, values: Values, wrong: Sequence[Wrong], precision: str) -> List[str]:
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
        layers: Set[int] = {one.place[1 if by_example else 0] for one in wrong}
        if len(layers) < depth:
            said += ", " + _listed("layer", layers)
    if by_example:
        examples = {one.place[0] for one in wrong}
        if len(examples) < len(case.examples):
            said += ", " + _listed("example", examples)
    return said


def _listed(what: str, numbers: Set[int]) -> str:
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


def _ratio(wrong: Sequence[Wrong], precision: str) -> Optional[float]:
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


def _difference(wrong: Sequence[Wrong], precision: str) -> Optional[float]:
    """The one difference of what was found and what is right, where there is one that rounding cannot make."""
    apart = [one.found - float(one.bound.value) for one in wrong]
    largest = max(abs(one.found) for one in wrong)
    room = SLACK * SIEVE[precision] * largest
    if len(apart) < 2 or max(apart) - min(apart) > room or abs(apart[0]) < 1000 * room:
        return None
    return apart[0]


def _transposed(wrong: Sequence[Wrong], found: Any, precision: str) -> Set[int]:
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


# ---- digits ----------------------------------------------------------------------------------


def numbers_of_16_bits(answers: Sequence[Values]) -> Optional[str]:
    """The name of the format of 16 bits in which every number of these answers is one, or None.

    >>> numbers_of_16_bits([{"cost": 0.0999755859375}]), numbers_of_16_bits([{"cost": 1e30}, {"cost": 0.1}])
    ('half-precision', None)
    """
    numbers = [number for values in answers for number in numbers_of(values) if math.isfinite(number)]
    if all(map(_is_half, numbers)):
        return "half-precision"
    return "bfloat16" if all(map(_is_bfloat16, numbers)) else None


def _is_half(number: float) -> bool:
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


def digits_printed(answers: Sequence[Tuple[Values, Sequence[Wrong]]], precision: str) -> Optional[str]:
    """How the numbers were printed, if digits lost in printing are all that is wrong: "6 digits", "4 decimals".

    answers: the values of each answer, and its wrong ones.
    """
    digits = decimals = 0
    for values, _ in answers:
        for value in values.values():
            for _, number, _ in beside(value, value):
                if not math.isfinite(number):
                    return None
                if number:
                    plain = len(repr(abs(number)).partition("e")[0].replace(".", "").strip("0"))
                    digits = max(digits, plain)
                    decimals = max(decimals, plain - 1 - _power(number))
    if not digits:  # zeros alone tell nothing of how they were printed
        return None
    if digits < (9 if precision == SINGLE else 16) and _printed_to(answers, lambda x: 10.0 ** (_power(x) - digits + 1)):
        return f"{digits} digits" if digits != 1 else "1 digit"
    if 0 <= decimals < 16 and _printed_to(answers, lambda x: 10.0**-decimals):
        return f"{decimals} decimals" if decimals != 1 else "1 decimal"
    return None


def _power(x: float) -> int:
    """The decimal exponent of x."""
    return int(f"{x:e}".partition("e")[2]) if x else -400


def _printed_to(answers: Sequence[Tuple[Values, Sequence[Wrong]]], unit: Any) -> bool:
    """Is every wrong value the right one to that unit of its last printed digit: all rounded there, or all cut off?

    unit: from a number to what one of its last digit is worth.
    """
    wrong = [one for _, said in answers for one in said]
    return all(_is_rounded(one, unit) for one in wrong) or all(_is_cut_off(one, unit) for one in wrong)


def _is_rounded(one: Wrong, unit: Any) -> bool:
    room = max(unit(one.bound.low), unit(one.bound.high)) / 2
    return bool(one.bound.low - room <= one.found <= one.bound.high + room)


def _is_cut_off(one: Wrong, unit: Any) -> bool:
    low, high, found = one.bound.low, one.bound.high, one.found
    if low + high < 0:
        low, high, found = -high, -low, -found
    return bool(max(low - unit(high), min(low, 0.0)) <= found <= high)
