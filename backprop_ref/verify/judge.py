"""The verdict on numbers, value by value: within the bound derived for this very value, or not.

    Jury        judges answers one after the other and finds the precision of the run
    Judgement   what was found in one answer, in double and, where that is still open, in single precision
    Marks       the values judged in one precision, and those that are wrong
    Wrong       one wrong value with its place and its bound

There is no tolerance: a bound is what rounding in the program's precision can do to that value.
"""

from __future__ import annotations

import math
import struct

from ..activations import ACTIVATIONS
from ..door import RULES
from ..unfinished import Unfinished
from ..cases import result_object
from ..numbers import PRECISIONS, beside, bounded_step, translated
from .results import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Tuple

    from ..cases import Case
    from ..numbers import Place
    from ..rules import Rules
    from .results import Answer

DOUBLE, SINGLE = "double", "single"
LARGEST = {DOUBLE: 1.7976931348623157e308, SINGLE: 3.4028234663852886e38}
SMALLEST_NORMAL = {DOUBLE: 2.0**-1022, SINGLE: 2.0**-126}


class Wrong:
    """A wrong value.

    field, place: where it stands, at [l][j][k] or as the field has it.  found: the value.
    bound: the right one, with the low and high that every honest implementation lies between.
    """

    __slots__ = ("field", "place", "found", "bound")

    def __init__(self, field: str, place: Place, found: float, bound: Any) -> None:
        self.field = field
        self.place = place
        self.found = found
        self.bound = bound

    @property
    def where(self) -> str:
        """The place as the result has it: bias_gradients[1][0]."""
        return self.field + "".join(f"[{index}]" for index in self.place)

    @property
    def distance(self) -> float:
        """How far it lies from the right one, as a share of the larger of the two; 0.0 where there is no such share."""
        right = float(self.bound.value)
        size = max(abs(right), abs(self.found))
        return abs(self.found - right) / size if 0 < size < math.inf else 0.0


class Marks:
    """The values of one answer judged in one precision.

    judged, unjudged: how many were, and how many could not be since the truth or its bound lies beyond the range.
    wrong: those that are wrong.
    share, steps: how far right values lie from the reference's, at most: as a share of the bound, and in units in the
    last place where the true one cannot be 0.  Only for ranking: the reference rounds too.
    """

    __slots__ = ("judged", "unjudged", "wrong", "share", "steps")

    def __init__(self) -> None:
        self.judged = 0
        self.unjudged = 0
        self.wrong: List[Wrong] = []
        self.share = 0.0
        self.steps = 0.0


class Judgement:
    """What was found in one answer.

    double, single: the Marks in each precision; single is None where nothing asked for it.
    kinks: example, layer and neuron of every z whose bound reaches a kink.
    unjudged: why nothing of it could be judged, or "".
    """

    __slots__ = ("answer", "double", "single", "kinks", "unjudged")

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.double = Marks()
        self.single: Optional[Marks] = None
        self.kinks: List[Tuple[int, int, int]] = []
        self.unjudged = ""

    def marks(self, precision: str) -> Marks:
        """Those in that precision."""
        if precision == SINGLE and self.single is not None:
            return self.single
        return self.double


class Jury:
    """Judges answers one by one.

    precision: that of the run, where it is settled from outside; else found from the numbers.
    """

    def __init__(self, precision: Optional[str] = None) -> None:
        self.settled = precision
        self._singles_only = True
        self._telling = 0
        self._beyond = 0

    @property
    def precision(self) -> str:
        """Double, unless most of what rounding can move is beyond its double bound and all numbers are singles."""
        if self.settled is not None:
            return self.settled
        return SINGLE if self._singles_only and 2 * self._beyond > self._telling else DOUBLE

    def judge(self, answer: Answer) -> Judgement:
        """Every value of the answer against its bound."""
        judgement = Judgement(answer)
        case, values = answer.case, answer.values
        try:
            if self.settled != SINGLE:
                bounds = bounds_of(case, DOUBLE)
                judgement.double = marks_of(values, bounds, DOUBLE)
                judgement.kinks = kinks_of(case, bounds)
            if self.settled is None and self._singles_only:
                self._singles_only = all(map(is_single, numbers_of(values)))
            if self.settled == SINGLE or self.settled is None and self._singles_only and judgement.double.wrong:
                bounds = bounds_of(case, SINGLE)
                judgement.single = marks_of(values, bounds, SINGLE)
                judgement.kinks = judgement.kinks or kinks_of(case, bounds)
            if judgement.kinks:
                _rank_beside_kinks(judgement)
        except (Unfinished, ValueError) as error:
            judgement.unjudged = str(error)
            return judgement
        if self.settled is None and self._singles_only:
            self._weigh(values, bounds, judgement.double.wrong)
        return judgement

    def _weigh(self, values: Dict[str, Any], bounds: Dict[str, Any], wrong: List[Wrong]) -> None:
        """Count the numbers that tell something of the precision, and those of them beyond their double bounds."""
        for field, value in values.items():
            for _, number, bound in beside(value, bounds[field]):
                self._telling += 0 < bound.error <= bound.largest and is_telling(number)
        self._beyond += sum(is_telling(one.found) for one in wrong)


def _rank_beside_kinks(judgement: Judgement) -> None:
    """At a kink a bound holds all between two slopes: how far values lie off is told by the bounds of one side."""
    for precision, marks in ((DOUBLE, judgement.double), (SINGLE, judgement.single)):
        if marks is not None and marks.judged:
            narrow = marks_of(judgement.answer.values, one_sided_bounds(judgement.answer.case, precision), precision)
            marks.share, marks.steps = narrow.share, narrow.steps


def bounds_of(case: Case, precision: str, eq: Optional[Rules] = None) -> Dict[str, Any]:
    """Every field of a result as bounds; by other rules, where there are some."""
    rules = {} if eq is None else {"eq": eq}
    step = bounded_step(
        case.network, case.examples, case.alpha, case.cost, case.reduction, precision=precision, **rules
    )
    return result_object(case, step)


def one_sided_bounds(case: Case, precision: str) -> Dict[str, Any]:
    """The same where each z that may lie on either side of a kink is where the reference has it, and nowhere else."""
    network, examples, alpha = translated(PRECISIONS[precision].given, case.network, case.examples, case.alpha)
    return result_object(case, RULES.gradient_step(network, examples, alpha, case.cost, case.reduction, RULES))


def marks_of(values: Dict[str, Any], bounds: Dict[str, Any], precision: str) -> Marks:
    """The values of an answer, each against its bound."""
    marks = Marks()
    largest, tiny = LARGEST[precision], SMALLEST_NORMAL[precision]
    for field in FIELDS:
        if field not in values:
            continue
        for place, value, bound in beside(values[field], bounds[field]):
            right, error = bound.value, bound.error
            if not abs(right) + error <= largest:
                marks.unjudged += 1
                continue
            marks.judged += 1
            if value == right:
                continue
            low, high = bound.low, bound.high
            if low <= value <= high:
                apart = abs(value - right)
                marks.share = max(marks.share, apart / error)
                if abs(right) >= tiny and not low <= 0 <= high:
                    marks.steps = max(marks.steps, apart / math.ulp(right))
            elif not is_flushed(value, low, high, tiny):
                marks.wrong.append(Wrong(field, place, value, bound))
    return marks


def is_flushed(value: float, low: float, high: float, tiny: float) -> bool:
    """Is it a denormal flushed to 0, which is not wrong?  low, high: its bound.  tiny: the smallest normal number."""
    return value == 0 and low < tiny and high > -tiny


def numbers_of(values: Dict[str, Any]) -> Iterator[float]:
    """Every number of an answer."""
    for value in values.values():
        for _, number, _ in beside(value, value):
            yield number


def is_single(number: float) -> bool:
    """Is it a single-precision number, or the double nearest to a decimal of at most 9 significant digits?

    >>> is_single(0.5), is_single(0.123456789), is_single(1 / 3)
    (True, True, False)
    """
    if not math.isfinite(number):
        return True
    try:
        if struct.unpack("f", struct.pack("f", number))[0] == number:
            return True
    except OverflowError:
        return False
    return float(f"{number:.9g}") == number


def is_telling(number: float) -> bool:
    """Does it tell something of the precision in which it was computed?  Not 0, 1 or −0.75, which every format has.

    >>> is_telling(1 / 3), is_telling(0.1), is_telling(-0.75), is_telling(0.0)
    (True, True, False, False)
    """
    return math.isfinite(number) and math.frexp(number)[0] * 16 % 1 != 0


def kinks_of(case: Case, bounds: Dict[str, Any]) -> List[Tuple[int, int, int]]:
    """Example, layer and neuron of every z whose bound reaches the kink of its activation."""
    kinks = []
    for l, layer in enumerate(case.network.layers):
        kink = ACTIVATIONS[layer.activation].kink
        if kink is None:
            continue
        for i, z in enumerate(bounds["weighted_sums"]):
            for j, z_j in enumerate(z[l]):
                if z_j.low <= kink <= z_j.high:
                    kinks.append((i, l, j))
    return kinks
