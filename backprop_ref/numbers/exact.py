"""Exact results: for every number of a step the double nearest to its true value.

    exact_step     gradient_step, correctly rounded
    Inexpressible  raised where a number has no double: beyond the range, or no number at all

The passes of the heart run on Decimals first, and on bounds that say how far these may be off.  Where that leaves
a rounding open they run on enclosures, with more digits each time.  docs/numbers.md has the argument.
"""

from __future__ import annotations

import math
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, Inexact, getcontext, localcontext
from fractions import Fraction
from itertools import islice, repeat
from operator import le, mul

from ..activations import ACTIVATIONS
from ..door import gradient_step
from ..unfinished import Unfinished
from ..costs import COSTS, HALF_SQUARED_ERROR
from ..descent import Step
from ..network import Example, Layer, Network
from .bounded import Bounded, crossings
from .bounds import translated
from .enclosure import Enclosure, Undecided, digits
from .last_place import ulps
from .many_digits import context
from .sizes import roundings, sizes
from .uncancelled import FORMS
from typing import Any
from collections.abc import Iterator, Sequence
from ..numerals import Number

DIGITS = 50  # of the first try
MORE_DIGITS = (100, 200, 400, 800, 2000)  # what the last cannot tell from a boundary is taken as lying on it
CERTAIN = 24  # digits in which the Decimals of the first try have to be right, where only their sizes are known
TURN = 400  # digits from where fractions, where they can do the whole of it, are tried before more digits

# A roundoff of DIGITS digits as a share of one of a double.
SHARE = 5 * 10.0**-DIGITS * 2.0**53


class Inexpressible(Unfinished):
    """A number of a step that is no double: beyond the range, or no number at all.

    what: where in a result it stands.  found: what it is.
    """

    def __str__(self) -> str:
        return f"{self.what}: {self.found}"


def exact_step(
    network: Network,
    examples: Sequence[Example],
    alpha: Number | None = None,
    cost: str = HALF_SQUARED_ERROR,
    reduction: str = "mean",
) -> Step:
    """The step, each number the double nearest to the true one (ties to even, zeros positive).

    Takes floats, Fractions or Decimals, whatever the activations.  ValueError, as gradient_step, for what does not fit;
    Inexpressible if a number is beyond the range of doubles or does not exist.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[1.0]], [0.0], "sigmoid")])
    >>> exact_step(network, [Example([40.0], [0.0])]).delta[0][0][0]  # in floats 1 − σ(40) is 0
    4.248354255291589e-18
    """
    network, examples, alpha = translated(_as_it_is, network, examples, alpha)
    step: Step | None = None
    doubles: list[float | None] = []
    with localcontext(Context(DIGITS, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX, 1, 0, [], [])):
        if network.number is float:
            step, doubles = _by_decimals(network, examples, alpha, cost, reduction)
        if step is None or None in doubles:
            step, doubles = _by_enclosures(network, examples, alpha, cost, reduction, doubles)
    result = _refilled(step, iter(doubles))
    _must_be_in_range(result)
    return result


def _as_it_is(value: Number) -> Number:
    return value


# ---- Decimals, and bounds on what they may be off --------------------------------------------


def _by_decimals(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str
) -> tuple[Step | None, list[float | None]]:
    """The step in Decimals, and for each of its numbers the double that it certainly rounds to, or None."""
    flags = getcontext().flags
    getcontext().clear_flags()
    try:
        step = gradient_step(*translated(Decimal.from_float, network, examples, alpha), cost, reduction)
    except Unfinished:
        return None, []
    numbers = _numbers(step)
    if not flags[Inexact] and network_is_rational(network, cost):  # nothing has been rounded
        return step, [float(x) for x in numbers]
    lows, highs = _ends(numbers, 19)
    if _far_smaller_errors(network, examples, alpha, cost, reduction, lows):
        doubles = [low if low == high else _closer(x) for x, low, high in zip(numbers, lows, highs)]
        if None not in doubles:
            return step, doubles
    crossings().clear()
    bounds = gradient_step(*translated(Bounded.given, network, examples, alpha), cost, reduction)
    if any(error for _, error in crossings()):  # on which side of a kink, is open
        return step, [None] * len(numbers)
    return step, _certain_doubles(numbers, _numbers(bounds), lows, highs)


def network_is_rational(network: Network, cost: str) -> bool:
    """Are there only sums, products and quotients on the way to every number of a step?"""
    return COSTS[cost].rational and all(ACTIVATIONS[layer.activation].rational for layer in network.layers)


def _ends(numbers: list[Decimal], digits: int) -> tuple[list[float], list[float]]:
    """The doubles nearest to both ends of all that lies within 10^−digits of each number, as a share of it."""
    times, little = context(digits + 2, ROUND_HALF_EVEN).multiply, Decimal(2).scaleb(-digits)
    lows = list(map(float, map(times, numbers, repeat(1 - little))))
    highs = list(map(float, map(times, numbers, repeat(1 + little))))
    return lows, highs


def _closer(x: Decimal) -> float | None:
    """The double that all numbers within 10^−CERTAIN of x, as a share of it, round to, or None."""
    (low,), (high,) = _ends([x], CERTAIN)
    return low if low == high else None


def _far_smaller_errors(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    doubles: list[float],
) -> bool:
    """Is every number of a step in Decimals off by less than 10^−CERTAIN of itself, as its size alone shows?

    So on which side of a kink a z lies is certain, too.  No number is so small that a size may have been flushed to 0,
    and none lies beyond the doubles, where a size is infinite and says nothing.  Only the gradients of weights from an
    input that is 0 in every example are 0, without any error, and so is their size.
    """
    of_numbers = sizes(network, list(examples), alpha, cost, reduction)
    if of_numbers is None:
        return False
    most = 10.0**-CERTAIN / (roundings(network, list(examples)) * 5 * 10.0**-DIGITS)
    found = list(map(abs, doubles))
    silent = sum(not any(example.x[k] for example in examples) for k in range(network.sizes[0]))
    zeros = silent * len(network.layers[0].w)
    if found.count(0.0) != zeros or not 1e-200 < min(filter(None, found)) <= max(found) < math.inf:
        return False
    return all(map(le, _numbers(of_numbers), map(mul, found, repeat(most))))


def _certain_doubles(
    numbers: list[Decimal], bounds: list[Bounded], lows: list[float], highs: list[float]
) -> list[float | None]:
    """The double that each true number rounds to, or None where the Decimal, good to error · SHARE, leaves that open.

    Two conversions settle it where both ends round to the same double.  Nearly all do so between ends much further
    apart than they need be, which have few digits and are quickly converted.
    """
    doubles: list[float | None] = []
    for x, bound, low, high in zip(numbers, bounds, lows, highs):
        error = bound.error
        # In the first case error ≤ |x|, so that error · SHARE is far below 1e-19 |x|.
        if low == high and error + error <= abs(bound.value) < math.inf:
            doubles.append(low)
        else:
            doubles.append(_certain_double(x, error))
    return doubles


def _certain_double(x: Decimal, error: float) -> float | None:
    """The same for one number, with the ends as close as they are known to be."""
    if not error < math.inf:
        return None
    around = Decimal(error) * Decimal(SHARE) + abs(x).scaleb(2 - DIGITS)
    low, high = float(x - around), float(x + around)
    return low if low == high else None


# ---- enclosures ------------------------------------------------------------------------------


def _by_enclosures(
    network: Network,
    examples: Sequence[Example],
    alpha: Number | None,
    cost: str,
    reduction: str,
    doubles: list[float | None],
) -> tuple[Step, list[float | None]]:
    """The step in enclosures, and the doubles, those found before and those that were open."""
    needed = 0
    for precision in MORE_DIGITS:
        if precision < min(needed, MORE_DIGITS[-1]):
            continue
        if precision >= TURN and network_is_rational(network, cost):
            step = gradient_step(*translated(Fraction, network, examples, alpha), cost, reduction)
            return step, [_nearest(x) for x in _numbers(step)]
        last = precision == MORE_DIGITS[-1]
        with digits(precision, last):
            try:
                step = gradient_step(*translated(Enclosure.of, network, examples, alpha), cost, reduction, FORMS)
                doubles = _decided(_numbers(step), doubles, last)
            except Undecided:
                if last:
                    raise Inexpressible("a number", f"not decided with {MORE_DIGITS[-1]} digits") from None
                continue
            except Unfinished as unfinished:
                raise Inexpressible(*_no_number(unfinished)) from None
        if None not in doubles:
            break
        if not network_is_rational(network, cost):
            needed = precision + _digits_of_exponentials(step)
    return step, doubles


def _digits_of_exponentials(step: Step) -> int:
    """How far before a 1 the first digit of an e^z may be: only with so many digits more does it show beside the 1."""
    farthest = 0.0
    for z_i in step.z:
        for z_l in z_i:
            for z_j in z_l:
                farthest = max(farthest, abs(float(z_j.written_out().low)))
    return int(min(farthest, 1e6) / math.log(10))


def _decided(numbers: list[Enclosure], doubles: list[float | None], last: bool) -> list[float | None]:
    """The doubles, with those that were open where both ends of the enclosure round to the same.

    At last two ends that round to neighbours lie around the tie between them: the even one is right.
    """
    decided: list[float | None] = []
    for x, double in zip(numbers, doubles or [None] * len(numbers)):
        if double is None:
            x = x.written_out()
            low, high = float(x.low), float(x.high)
            if low == high:
                double = low
            elif last and ulps(low, high) == 1:
                double = float((Fraction(low) + Fraction(high)) / 2)
            elif last:
                raise Undecided
        decided.append(double)
    return decided


def _nearest(x: Fraction) -> float:
    """The double nearest to a fraction; an infinity where it lies beyond the range."""
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


# ---- the numbers of a step -------------------------------------------------------------------


def _fields(step: Step) -> list[tuple[str, Any]]:
    """The numbers of a step as nested lists, in the order of a result's fields, which have other names."""
    fields = [
        ("weight_gradients", step.dC_dw),
        ("bias_gradients", step.dC_db),
        ("cost", step.C),
        ("outputs", [a[-1] for a in step.a]),
        ("weighted_sums", step.z),
        ("activations", step.a),
        ("deltas", step.delta),
    ]
    if step.network is not None:
        fields.append(("new_weights", [layer.w for layer in step.network.layers]))
        fields.append(("new_biases", [layer.b for layer in step.network.layers]))
    return fields


def _numbers(step: Step) -> list[Number]:
    """The numbers of a step, one after the other."""
    numbers: list[Number] = []
    for name, values in _fields(step):
        if name != "outputs":  # which are among the activations
            _collect(values, numbers)
    return numbers


def _collect(values: Any, numbers: list[Number]) -> None:
    if not isinstance(values, list):
        numbers.append(values)
    elif values and not isinstance(values[0], list):
        numbers.extend(values)
    else:
        for inner in values:
            _collect(inner, numbers)


def _refilled(step: Step, numbers: Iterator[Any]) -> Step:
    """A step of the same shape with these numbers in it, in the order of _numbers."""
    filled = [_filled(values, numbers) for name, values in _fields(step) if name != "outputs"]
    dC_dw, dC_db, C, z, a, delta = filled[:6]
    network = None
    if step.network is not None:
        layers = []
        for layer, w, b in zip(step.network.layers, filled[6], filled[7]):
            layers.append(Layer.trusted(w, b, layer.activation, layer.shared_bias))
        network = Network.trusted(layers, float)
    return Step(z=z, a=a, delta=delta, C=C, dC_dw=dC_dw, dC_db=dC_db, network=network)


def _filled(values: Any, numbers: Iterator[Any]) -> Any:
    if not isinstance(values, list):
        return next(numbers) + 0.0  # −0 becomes 0
    if values and not isinstance(values[0], list):
        return [number + 0.0 for number in islice(numbers, len(values))]
    return [_filled(inner, numbers) for inner in values]


def _must_be_in_range(step: Step) -> None:
    """Inexpressible for the first number that no double is near to."""
    for name, values in _fields(step):
        for place, value in _placed(name, values):
            if not math.isfinite(value):
                raise Inexpressible(place, "beyond the range of doubles")


def _placed(place: str, values: Any) -> Iterator[tuple[str, float]]:
    if not isinstance(values, list):
        yield place, values
    elif values and not isinstance(values[0], list) and math.isfinite(sum(values)):
        return  # quickly: most are finite
    else:
        for n, inner in enumerate(values):
            yield from _placed(f"{place}[{n}]", inner)


def _no_number(unfinished: Unfinished) -> tuple[str, str]:
    """The field without a value, and why."""
    where = "" if unfinished.example is None else f" (example {unfinished.example})"
    if unfinished.what == "C":
        return "cost", f"{unfinished.found}{where}, so there is no result"
    if unfinished.what == "dC_da_j":
        return "weight_gradients", f"{unfinished.found}{where}, so there is no result"
    return unfinished.what, f"not decided with {MORE_DIGITS[-1]} digits{where}"
