"""The verdict on numbers, value by value: within the bound derived for this very value, or not.

    Jury        judges answers one after the other and finds the precision of the run
    Judgement   what was found in one answer, in double and, where that is still open, in single precision
    Judged      the same once the precision is known: what a search for mistakes starts from
    Marks       the values judged in one precision, and those that are wrong
    Wrong       one wrong value with its place and its bound
    settle      the layout of an answer, where it may be read in several

There is no tolerance: a bound is what rounding in the program's precision can do to that value.
"""

from __future__ import annotations

import math
from typing import Any

from ..activations import ACTIVATIONS
from ..door import RULES
from ..unfinished import Unfinished
from ..cases import Case, result_object
from ..numbers import PRECISIONS, Place, beside, bounded_step, each, translated
from ..rules import Rules
from .judge_precision import DOUBLE, SINGLE, Printed, is_telling
from .listen_answers import FIELDS, Answer, shapes
from .listen_layouts import Reading, readings

LARGEST = {DOUBLE: 1.7976931348623157e308, SINGLE: 3.4028234663852886e38}
SMALLEST_NORMAL = {DOUBLE: 2.0**-1022, SINGLE: 2.0**-126}
RIGHT, WRONG, UNJUDGED = "right", "wrong", "unjudged"


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
        self.wrong: list[Wrong] = []
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
        self.single: Marks | None = None
        self.kinks: list[tuple[int, int, int]] = []
        self.unjudged = ""

    def marks(self, precision: str) -> Marks:
        """Those in that precision."""
        if precision == SINGLE and self.single is not None:
            return self.single
        return self.double


class Judged:
    """One answer once the precision of the run is known.

    wrong: its wrong values; of very many failed answers some.  kinks: as in Judgement.

    >>> from backprop_ref.cases import find, results
    >>> answer = Answer(0, find("no-biases"))
    >>> answer.values = {"bias_gradients": [list(layer) for layer in results()["no-biases"]["bias_gradients"]]}
    >>> answer.values["bias_gradients"][1][0] *= 2
    >>> judged = Judged(answer, DOUBLE)
    >>> judged.marks["bias_gradients"][1], [one.where for one in judged.wrong]
    (['wrong', 'right'], ['bias_gradients[1][0]'])
    """

    __slots__ = ("case", "answer", "precision", "wrong", "kinks", "_bounds")

    def __init__(
        self, answer: Answer, precision: str, wrong: list[Wrong] | None = None,
        kinks: list[tuple[int, int, int]] | None = None,
    ) -> None:
        self.case = answer.case
        self.answer = answer
        self.precision = precision
        self._bounds: dict[str, Any] | None = None
        self.wrong = marks_of(answer.values, self._of_case(), precision).wrong if wrong is None else wrong
        self.kinks = kinks or []

    def _of_case(self) -> dict[str, Any]:
        if self._bounds is None:
            self._bounds = bounds_of(self.case, self.precision)
        return self._bounds

    @property
    def bounds(self) -> dict[str, Any]:
        """For every field (low, high) at every place: what rounding can do to the true value."""
        bounds = {field: bound for field, bound in self._of_case().items() if field in FIELDS}
        return {field: each(bound, lambda one: (one.low, one.high)) for field, bound in bounds.items()}

    @property
    def marks(self) -> dict[str, Any]:
        """For every field that was given RIGHT, WRONG or UNJUDGED at every place; None if its shape is wrong."""
        bounds = self._of_case()
        marks: dict[str, Any] = {field: None for field in self.answer.misshapen}
        for field, values in self.answer.values.items():
            found = iter([_mark(value, bound, self.precision) for _, value, bound in beside(values, bounds[field])])
            marks[field] = each(values, lambda value: next(found))
        return marks


class Jury:
    """Judges answers one by one.

    precision: that of the run, where it is settled from outside; else found from the numbers.
    """

    def __init__(self, precision: str | None = None) -> None:
        self.settled = precision
        self.printed = Printed()
        self._telling = 0
        self._beyond = 0
        self._right_as_singles = 0

    @property
    def precision(self) -> str:
        """Double, unless all numbers are singles, and some are right as such alone, or most beyond double bounds."""
        if self.settled is not None:
            return self.settled
        if self.printed.few_digits or not self.printed.single:
            return DOUBLE
        return SINGLE if self._right_as_singles or 2 * self._beyond > self._telling else DOUBLE

    def judge(self, answer: Answer) -> Judgement:
        """Every value of the answer against its bound."""
        judgement = Judgement(answer)
        try:
            settle(answer)
            self._judge(judgement)
        except (Unfinished, ValueError) as error:
            judgement.unjudged = str(error)
        return judgement

    def _judge(self, judgement: Judgement) -> None:
        answer = judgement.answer
        case, values = answer.case, answer.values
        if self.settled != SINGLE:
            bounds = bounds_of(case, DOUBLE)
            judgement.double = marks_of(values, bounds, DOUBLE)
            if judgement.double.wrong and resettled(answer, judgement.double.wrong, bounds, DOUBLE):
                judgement.double = marks_of(values, bounds, DOUBLE)
            judgement.kinks = kinks_of(case, bounds)
            self.printed.look_at(computed(values, case), bounds, len(case.examples))
        if self.settled == SINGLE or self.settled is None and self.printed.singles and judgement.double.wrong:
            bounds = bounds_of(case, SINGLE)
            judgement.single = marks_of(values, bounds, SINGLE)
            if judgement.single.wrong and resettled(answer, judgement.single.wrong, bounds, SINGLE):
                judgement.single = marks_of(values, bounds, SINGLE)
            self._right_as_singles += len(judgement.double.wrong) - len(judgement.single.wrong)
            judgement.kinks = judgement.kinks or kinks_of(case, bounds)
            if self.settled == SINGLE:
                self.printed.look_at(computed(values, case), bounds, len(case.examples))
        if judgement.kinks:
            _rank_beside_kinks(judgement)
        if self.settled is None and self.printed.singles:
            self._weigh(values, bounds, judgement.double.wrong)

    def _weigh(self, values: dict[str, Any], bounds: dict[str, Any], wrong: list[Wrong]) -> None:
        """Count the numbers that tell something of the precision, and those of them beyond their double bounds."""
        for field, value in values.items():
            for _, number, bound in beside(value, bounds[field]):
                self._telling += 0 < bound.error <= bound.largest and is_telling(number)
        self._beyond += sum(is_telling(one.found) for one in wrong)


# ---- layouts ---------------------------------------------------------------------------------


def settle(answer: Answer) -> None:
    """Of several readings of a field take the one with fewest wrong values."""
    in_doubt = {field: several for field, several in answer.readings.items() if len(several) > 1}
    if in_doubt:
        both = [(bounds_of(answer.case, precision), precision) for precision in (SINGLE, DOUBLE)]
        for field, several in in_doubt.items():
            answer.take(field, min(several, key=lambda one: [_wrong_of(field, one, *bounds) for bounds in both]))


def _wrong_of(field: str, reading: Reading, bounds: dict[str, Any], precision: str) -> int:
    """How many values are wrong when a field is read so."""
    return len(marks_of(reading.values, bounds, precision).wrong)


def resettled(answer: Answer, wrong: list[Wrong], bounds: dict[str, Any], precision: str) -> bool:
    """Is a field right when it is read in another layout of the same shape?  Then it is so read."""
    changed = False
    for field in {one.field for one in wrong} - set(answer.layouts):
        for reading in readings(field, answer.values[field], shapes(answer.case)):
            if not _wrong_of(field, reading, bounds, precision):
                answer.take(field, reading)
                changed = True
                break
    return changed


def reread(judgement: Judgement, field: str, layout: str, precision: str) -> None:
    """Read a field in the layout that others have, if its shape allows that too and no more is wrong then."""
    answer, before = judgement.answer, judgement.marks(precision)
    if answer.layouts.get(field, "") == layout or not any(one.field == field for one in before.wrong):
        return
    bounds = bounds_of(answer.case, precision)
    count = sum(one.field == field for one in before.wrong)
    for reading in answer.readings.get(field) or readings(field, answer.values[field], shapes(answer.case)):
        if reading.layout == layout and _wrong_of(field, reading, bounds, precision) <= count:
            answer.take(field, reading)
            again = marks_of(answer.values, bounds, precision)
            if before is judgement.single:
                judgement.single = again
            else:
                judgement.double = again
            return


def unread(judgement: Judgement, field: str) -> None:
    """Take a field that was read in another layout, and what stood within it, for one of the wrong shape."""
    answer = judgement.answer
    fields = [field] + [inside for inside, within in answer.layouts.items() if within == field]
    answer.misshapen[field] = answer.as_given.get(field) or answer.values[field]
    for one in fields:
        del answer.values[one], answer.layouts[one]
    for marks in (judgement.double, judgement.single):
        if marks is not None:
            marks.wrong = [one for one in marks.wrong if one.field not in fields]


def rounded_from(judged: Judged) -> list[Wrong]:
    """Every value of an answer, beside the bound of single precision."""
    bounds = bounds_of(judged.case, SINGLE)
    values = judged.answer.values
    return [
        Wrong(field, place, value, bound)
        for field in values for place, value, bound in beside(values[field], bounds[field])
    ]


def size_of(case: Case) -> int:
    """How much work a case is: weights times examples."""
    return sum(len(layer.w) * len(layer.w[0]) for layer in case.network.layers) * len(case.examples)


# ---- bounds ----------------------------------------------------------------------------------


def computed(values: dict[str, Any], case: Case) -> dict[str, Any]:
    """The fields that a program has computed: parameters that have not moved are the case's own numbers."""
    layers = case.network.layers
    given = {"new_weights": [layer.w for layer in layers], "new_biases": [layer.b for layer in layers]}
    return {field: value for field, value in values.items() if value != given.get(field)}


def _rank_beside_kinks(judgement: Judgement) -> None:
    """At a kink a bound holds all between two slopes: how far values lie off is told by the bounds of one side."""
    for precision, marks in ((DOUBLE, judgement.double), (SINGLE, judgement.single)):
        if marks is not None and marks.judged:
            narrow = marks_of(judgement.answer.values, one_sided_bounds(judgement.answer.case, precision), precision)
            marks.share, marks.steps = narrow.share, narrow.steps


def bounds_of(case: Case, precision: str, eq: Rules | None = None) -> dict[str, Any]:
    """Every field of a result as bounds; by other rules, where there are some."""
    rules = {} if eq is None else {"eq": eq}
    step = bounded_step(
        case.network, case.examples, case.alpha, case.cost, case.reduction, precision=precision, **rules
    )
    return result_object(case, step)


def one_sided_bounds(case: Case, precision: str) -> dict[str, Any]:
    """The same where each z that may lie on either side of a kink is where the reference has it, and nowhere else."""
    network, examples, alpha = translated(PRECISIONS[precision].given, case.network, case.examples, case.alpha)
    return result_object(case, RULES.gradient_step(network, examples, alpha, case.cost, case.reduction, RULES))


def marks_of(values: dict[str, Any], bounds: dict[str, Any], precision: str) -> Marks:
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


def _mark(value: float, bound: Any, precision: str) -> str:
    if not abs(bound.value) + bound.error <= LARGEST[precision]:
        return UNJUDGED
    within = value == bound.value or bound.low <= value <= bound.high
    return RIGHT if within or is_flushed(value, bound.low, bound.high, SMALLEST_NORMAL[precision]) else WRONG


def is_flushed(value: float, low: float, high: float, tiny: float) -> bool:
    """Is it a denormal flushed to 0, which is not wrong?  low, high: its bound.  tiny: the smallest normal number."""
    return value == 0 and low < tiny and high > -tiny


def kinks_of(case: Case, bounds: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Example, layer and neuron of every z whose bound reaches a kink of its activation."""
    return [
        (i, l, j)
        for l, layer in enumerate(case.network.layers)
        for i, z in enumerate(bounds["weighted_sums"])
        for j, z_j in enumerate(z[l])
        if any(z_j.low <= kink <= z_j.high for kink in ACTIVATIONS[layer.activation].kinks)
    ]
