"""An answer made ready for comparison with predictions: part by part, each part a layer of a field.

    View       an answer's wrong and right parts, on the case alone or on the answer's own numbers
    predict    what a program with these mistakes would have answered, in floats or as bounds
    Outcome    what a prediction says of a View: parts explained, missed and broken

On its own numbers an answer's every equation is held against what goes into it, so that a slip shows where it was made
and not in all that follows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..cases import Case, result_object
from ..mistakes import Beyond, Course, course_of
from ..numbers import PRECISIONS, bounded_step
from .judge_values import UNJUDGED, WRONG

Values = dict[str, Any]
Key = tuple[str, int]  # a field and a layer of it

FORWARD = ("weighted_sums", "activations")
BY_EXAMPLE = (*FORWARD, "deltas")
GRADIENTS = ("weight_gradients", "bias_gradients")
SIEVE = {"double": 1e-9, "single": 1e-4}  # the smallest slip ever measured moved a number by 0.6 %, rounding by 1e-15
TROUBLE = (ArithmeticError, ValueError, IndexError, TypeError, AttributeError,
           KeyError)  # of a wrong formula: no answer


class Part:
    """A layer of a field, or a field without layers.

    found, right: its numbers, in order.  places: where they stand.  room: how far from found a prediction may lie.
    wrong: the indices of the wrong ones.  judged: the indices of those that could be judged.
    """

    __slots__ = ("key", "found", "right", "places", "room", "wrong", "judged", "is_wrong")

    def __init__(self, key: Key, found: list[float], right: list[float], places: list[tuple[int, ...]]) -> None:
        self.key = key
        self.found = found
        self.right = right
        self.places = places
        self.room: list[float] = []
        self.wrong: list[int] = []
        self.judged: list[int] = []
        self.is_wrong = False


class Outcome:
    """What a prediction says of a View.

    explained: wrong parts of which it has every number.  vague: those of which it has none that is wrong, but reads
    beyond a list for them.  missed: the other wrong parts that it changes; open: those that it leaves as they should
    be.  broken: parts that are right and would not have been.  values: how many wrong values are explained; beyond:
    how many it says nothing of.
    """

    __slots__ = ("explained", "vague", "missed", "open", "broken", "values", "beyond")

    def __init__(self) -> None:
        self.explained: set[Key] = set()
        self.vague: set[Key] = set()
        self.missed: set[Key] = set()
        self.open: set[Key] = set()
        self.broken: set[Key] = set()
        self.values = self.beyond = 0

    def add(self, part: Part, predicted: Sequence[Any]) -> None:
        """What a prediction says of one part."""
        same, moved, beyond = held_against(part, predicted)
        self.beyond += sum(math.isfinite(part.found[n]) for n in beyond)
        if not part.is_wrong:
            if not same:
                self.broken.add(part.key)
        elif same and moved:
            self.explained.add(part.key)
            self.values += len(set(part.wrong).difference(beyond))
        else:
            kind = self.vague if same and beyond else self.missed if moved else self.open
            kind.add(part.key)

    @property
    def perfect(self) -> bool:
        """Does it explain all that is wrong, most of it by numbers that are known, and leave right what is right?"""
        known = not self.vague or self.values >= self.beyond
        return bool(self.explained) and known and not (self.missed or self.open or self.broken)

    @property
    def partial(self) -> bool:
        """Does it explain something, and is nothing against it?"""
        return bool(self.explained) and not self.broken

    @property
    def claimed(self) -> set[Key]:
        """The parts with which it may be given as a name for them, where others bear it out."""
        return self.explained | self.vague

    @property
    def shows(self) -> bool:
        """Would the answer be another one than the right one because of it?"""
        return bool(self.explained or self.vague or self.missed or self.broken)


def numbers_in(value: Any, place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Every number of nested lists with its place."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from numbers_in(inner, place + (index,))
    else:
        yield place, value


def parts_of(values: Values, layers: int) -> Iterator[tuple[Key, Any]]:
    """The parts of an answer; of fields by example one for each layer, with all examples in it."""
    for field, value in values.items():
        if field in BY_EXAMPLE:
            for l in range(layers):
                yield (field, l), [example[l] if len(example) > l else None for example in value]
        elif field in ("cost", "outputs"):
            yield (field, 0), value
        elif isinstance(value, list):
            for l, layer in enumerate(value):
                yield (field, l), layer


def place_in_field(key: Key, place: tuple[int, ...]) -> tuple[int, ...]:
    """A place in a part as a place in its field."""
    field, l = key
    if field in BY_EXAMPLE:
        return (place[0], l, *place[1:])
    return place if field in ("cost", "outputs") else (l, *place)


def flat(value: Any, out: list[Any]) -> None:
    """Append the numbers of nested lists, in order."""
    if not isinstance(value, list):
        out.append(value)
    elif value and isinstance(value[0], list):
        for inner in value:
            flat(inner, out)
    else:
        out.extend(value)


class View:
    """An answer, held part by part against what is right.

    index: of its case among those asked.  own: the answer's numbers from which each equation goes on, {} for the case
    alone.  base: the Course of what is right.  parts: field and layer → Part.  wrong: the keys of those with a wrong
    value.
    """

    def __init__(self, index: int, case: Case, values: Values, marks: dict[str, Any], precision: str, local: bool,
                 bounded: bool = True) -> None:
        self.index = index
        self.case = case
        self.precision = precision
        self.values = {field: value for field, value in values.items() if marks.get(field) is not None}
        self.own = own_numbers(self.values, case) if local else {}
        self.size = size_of(case)
        self.parts: dict[Key, Part] = {}
        self.marks = marks
        self._divide(bounded)

    def _divide(self, bounded: bool) -> None:
        self.base = course_of((), self.own)
        right = answered(self.base, (), self.case) or {}
        bounds = right
        if bounded:
            bounds = predict((), self.case, self.own, self.precision) or {}
        layers = len(self.case.network.layers)
        rights, limits = dict(parts_of(right, layers)), dict(parts_of(bounds, layers))
        marks = dict(parts_of({field: self.marks[field] for field in self.values}, layers))
        for key, value in parts_of(self.values, layers):
            if key not in rights:
                continue
            places, found = [place for place, _ in numbers_in(value)], [number for _, number in numbers_in(value)]
            true, limit, said = (
                [one for _, one in numbers_in(some[key])] for some in (rights, {**rights, **limits}, marks)
            )
            if not len(true) == len(found) == len(said) == len(limit):
                continue
            part = Part(key, found, true, places)
            self._mark(part, limit, said, bounded)
            self.parts[key] = part
        self.wrong = {key for key, part in self.parts.items() if part.is_wrong}

    def _mark(self, part: Part, limits: Sequence[Any], marks: Sequence[str], bounded: bool) -> None:
        """Which values of a part are wrong, and how far from each a prediction may lie."""
        sieve, tiny = SIEVE[self.precision], PRECISIONS[self.precision].tiny
        # What cancels to almost 0 is known as well as what it was made from, of which the right numbers tell.
        scale = max((abs(v) for v in (*part.found, *map(float, part.right)) if math.isfinite(v)), default=0.0)
        part.room = [sieve * scale + tiny] * len(part.found)
        for n, (v, r, limit, mark) in enumerate(zip(part.found, part.right, limits, marks)):
            error = float(getattr(limit, "error", 0.0))
            if mark == UNJUDGED or error == math.inf or not math.isfinite(r):
                continue
            part.judged.append(n)
            if not bounded and not (mark == WRONG and not self.own):
                error = part.room[n]
            if mark == WRONG and not abs(v - getattr(limit, "value", limit)) <= error:
                part.wrong.append(n)
                off = abs(v - r)
                if math.isfinite(off):
                    part.room[n] = min(part.room[n], max(off / 100, 2 * error if bounded else 0.0, tiny))
            else:
                part.room[n] = max(part.room[n], 2 * error)
        part.is_wrong = bool(part.wrong)

    @property
    def nearly_right(self) -> bool:
        """Is everything right but for later digits, or something no number at all?"""
        for key in self.wrong:
            part = self.parts[key]
            largest = max((abs(v) for v in part.found if math.isfinite(v)), default=0.0)
            for n in part.wrong:
                if not math.isfinite(part.found[n]):
                    return True
                if abs(part.found[n] - part.right[n]) > largest / 100:
                    return False
        return True

    def is_far_off(self, keys: set[Key]) -> bool:
        """Is something wrong in each of these parts that no rounding can have done, whatever it was made from?"""
        return all(
            any(abs(part.found[n] - part.right[n]) > SIEVE[self.precision] * abs(part.right[n]) for n in part.wrong)
            for part in map(self.parts.__getitem__, keys)
        )

    # ---- predictions

    def outcome(self, predicted: Values | None) -> Outcome:
        """What a prediction says of this answer."""
        outcome = Outcome()
        if predicted is None:  # no result, be it in the program, too
            if any(not math.isfinite(part.found[n]) for part in self.parts.values() for n in part.wrong):
                outcome.vague |= self.wrong
            return outcome
        by_key = dict(parts_of(predicted, len(self.case.network.layers)))
        for key, part in self.parts.items():
            flatly: list[Any] = []
            if key not in by_key:
                if part.is_wrong:
                    outcome.missed.add(key)
                continue
            flat(by_key[key], flatly)
            if len(flatly) != len(part.found) or None in flatly:
                (outcome.missed if part.is_wrong else outcome.broken).add(key)
                continue
            outcome.add(part, flatly)
        return outcome

    def _limits(self, mistakes: Sequence[Any]) -> dict[Key, list[Any]] | None:
        """What these mistakes give within rounding, part by part; None where there is no bound."""
        own = {} if any(one.whole for one in mistakes) else self.own
        bounds = predict(mistakes, self.case, own, self.precision, runs=False)
        if bounds is None:
            return None
        limits: dict[Key, list[Any]] = {}
        for key, value in parts_of(bounds, len(self.case.network.layers)):
            flat(value, limits.setdefault(key, []))
        return limits

    def within(self, mistakes: Sequence[Any]) -> set[Key]:
        """Wrong parts whose every number lies within what rounding can do to these mistakes, if nothing lies outside
        that is right, and not every right number does: what the sieve is too fine for.
        """
        limits, found = self._limits(mistakes) or {}, set()
        for key, part in self.parts.items():
            limit = limits.get(key, [])
            inside = len(limit) == len(part.found) and all(is_inside(part.found[n], limit[n]) for n in part.judged)
            if part.is_wrong and inside and not all(is_inside(part.right[n], limit[n]) for n in part.wrong):
                found.add(key)
            elif not part.is_wrong and not inside:
                return set()
        return found

    def confirmed(self, mistakes: Sequence[Any], outcome: Outcome) -> bool:
        """Does every number of the parts explained lie within the wrong formula's own bound, where that tells?"""
        limits = self._limits(mistakes)
        if limits is None:
            return True  # where there is none, the sieve had the last word
        floats: dict[Key, Any] | None = None
        for key in outcome.explained:
            part, limit = self.parts[key], limits.get(key, [])
            if len(limit) != len(part.found):
                return False
            for n in part.wrong:
                v = part.found[n]
                if not math.isfinite(v) or not hasattr(limit[n], "low") or is_inside(v, limit[n]):
                    continue
                if floats is None:
                    own = {} if any(one.whole for one in mistakes) else self.own
                    predicted = predict(mistakes, self.case, own, runs=False) or {}
                    floats = dict(parts_of(predicted, len(self.case.network.layers)))
                plain: list[Any] = []
                flat(floats.get(key), plain)
                if len(plain) == len(limit) and is_inside(plain[n], limit[n]):
                    return False  # else the formula's own result lies outside: a comparison went both ways in it
        return True


def is_inside(number: float, limit: Any) -> bool:
    """Does a number lie between the ends of a bound?  Beyond a list there are none."""
    low, high = getattr(limit, "low", limit), getattr(limit, "high", limit)
    return isinstance(low, Beyond) or isinstance(high, Beyond) or bool(low <= number <= high)


def size_of(case: Case) -> int:
    """How much work a case is: weights times examples."""
    return sum(len(layer.w) * len(layer.w[0]) for layer in case.network.layers) * len(case.examples)


def held_against(part: Part, predicted: Sequence[Any]) -> tuple[bool, bool, list[int]]:
    """Are these the numbers of a part?  Are they others than the right ones?  Of which is nothing said?

    Of numbers beyond a list nothing is, unless the lists of the program begin anew there.
    """
    same, moved = True, False
    beyond: list[int] = []
    for n in part.judged:
        p, v, room = predicted[n], part.found[n], part.room[n]
        if type(p) is Beyond:
            beyond.append(n)
            continue
        if same and not abs(p - v) <= room and (math.isfinite(p) or math.isfinite(v)):
            same = False
        if not moved and not abs(p - part.right[n]) <= room:
            moved = True
    if beyond and same:
        as_anew = held_against(part, [one.value if isinstance(one, Beyond) else one for one in predicted])
        return as_anew if as_anew[0] else (same, moved, beyond)
    return same, moved, beyond


def own_numbers(values: Values, case: Case) -> Values:
    """What of an answer each next equation can go on from: its z, a, δ and gradients, where all of them are numbers."""
    own = {}
    for fields in (("weighted_sums",), ("activations",), ("deltas",), GRADIENTS):
        if all(field in values and all(math.isfinite(v) for _, v in numbers_in(values[field])) for field in fields):
            own.update({field: values[field] for field in fields})
    if "activations" not in own and "weighted_sums" in own:
        del own["weighted_sums"]  # σ of them would be taken for what the program had
    return own


def predict(
    mistakes: Sequence[Any], case: Case, own: Values | None = None, precision: str | None = None, runs: bool = True,
    base: Course | None = None,
) -> Values | None:
    """The fields of an answer with these mistakes, or of the right one; as bounds in that precision, if there is one.

    own: the numbers of an answer to go on from.  runs: as of a program that runs; otherwise Beyond stands for what
    is read beyond a list.  base: the Course of that answer without mistakes.  None where there is no answer.
    """
    try:
        return answered(course_of(mistakes, own, runs, base), mistakes, case, precision)
    except TROUBLE:
        return None


def answered(course: Course, mistakes: Sequence[Any], case: Case, precision: str | None = None) -> Values | None:
    """The fields of an answer of this course; None where there is none."""
    try:
        eq = course.rules()
        settings = (case.network, case.examples, case.alpha, case.cost, case.reduction)
        step = bounded_step(*settings, precision=precision, eq=eq) if precision else eq.gradient_step(*settings, eq)
        result = result_object(case, step)
        for field, made in course.made.items():
            if made:
                result[field] = made
            elif field in result:
                del result[field]
        for mistake in mistakes:
            result = mistake.answer(result, case)
        del result["id"]
        return result
    except TROUBLE:
        return None
