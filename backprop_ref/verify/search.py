"""The search for mistakes: which entries of the catalogue reproduce the numbers that were found wrong.

    Search     tries mistakes, one by one and two at once, on failed answers
    Suspect    a mistake or two, and what it explains
    Failed     a failed answer

An entry counts only where it reproduces every number of an answer.  First in floats, on the smallest cases; what is
left is confirmed within the wrong formula's own bound.  Where no entry does it alone, two at a time are tried.
"""

from __future__ import annotations

import time
from itertools import combinations, product

from ..mistakes import MISTAKES
from .judge import beside, bounds_of, marks_of
from .patterns import numbers_of_16_bits
from .prediction import SIEVE, Predictor, Said, agrees, confirmed, differs, mixed, same_shape, size_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

    from ..cases import Case
    from ..mistakes import Mistake
    from .judge import Wrong

FEW = 3  # cases on which candidates are sieved and confirmed
SECOND_LOOK = 300  # failed cases that the sieve did not let through, tried once more with bounds
MANY = 200  # failed cases that are counted one by one for each mistake
KNOWN = 8  # mistakes that explain some answers, and so are the first to be tried with another
LONG_STATE = 60  # cases through which state is followed
FINEST = 1e-6  # how much finer the sieve may become: then it is that of rounding itself
COARSE = 1e-2  # the sieve where numbers are nearly right; there a bound must have the last word
SECONDS = 6.0  # for trying two mistakes at once


class Failed:
    """A failed answer.

    index: of its case among those asked.  values: what it said, in whatever shape.  wrong: its wrong values.
    complaint: what is wrong with its form, or "".  said: its values, ready to be held against predictions.
    """

    __slots__ = ("index", "case", "values", "wrong", "complaint", "said")

    def __init__(
        self, index: int, case: Case, values: Dict[str, Any], wrong: List[Wrong], complaint: str = ""
    ) -> None:
        self.index = index
        self.case = case
        self.values = values
        self.wrong = wrong
        self.complaint = complaint
        self.said = Said(values)

    @property
    def finite(self) -> List[Wrong]:
        """The wrong values that are numbers at all."""
        return [one for one in self.wrong if one.found - one.found == 0]


class Suspect:
    """One mistake or two at once, the failed answers that it explains, and the right ones that speak against it."""

    __slots__ = ("mistakes", "explained", "against")

    def __init__(self, mistakes: Tuple[Mistake, ...], explained: Set[int], against: int) -> None:
        self.mistakes = mistakes
        self.explained = explained
        self.against = against


class Group:
    """Mistakes that do the same to one case.

    shows: the fields in which they do.  same: of the wrong fields of an answer, those where they have its numbers.
    """

    __slots__ = ("mistakes", "shows", "same")

    def __init__(self, shows: Set[str], same: Set[str]) -> None:
        self.mistakes: List[Mistake] = []
        self.shows = shows
        self.same = same

    def may_go_with(self, other: Group, strange: Set[str]) -> bool:
        """Can the two make these fields wrong as they are?  A field in which only one shows must have its numbers."""
        both = self.shows & other.shows
        alone = (self.shows & self.same) | (other.shows & other.same)
        return strange <= both | alone


# ---- the search ------------------------------------------------------------------------------


class Search:
    """Tries mistakes on failed answers.

    asked: all cases, in the order in which the candidate had them.  passed: some right answers, as (index, values).
    """

    def __init__(
        self,
        asked: Sequence[Case],
        failed: Sequence[Failed],
        passed: Sequence[Tuple[int, Dict[str, Any]]],
        precision: str,
    ) -> None:
        self.asked = asked
        self.failed = {one.index: one for one in failed}
        self.passed = dict(passed)
        self.precision = precision
        self.right = Predictor()
        self.ranked = sorted(self.failed, key=self._size)[:MANY]  # the least work first
        self.samples = sorted({*self.ranked[:FEW], *self._spread(self.failed)}, key=self._size)
        self._right_answers: Dict[int, Optional[Dict[str, Any]]] = {}
        self._singles: Dict[Tuple[str, int], Optional[Dict[str, Any]]] = {}
        self._courses: Dict[Tuple[str, ...], Dict[int, Optional[Dict[str, Any]]]] = {}
        self._sieves: Dict[int, float] = {}
        self._bounds: Dict[int, Dict[str, Any]] = {}

    def suspects(self) -> List[Suspect]:
        """Those mistakes, single or else in pairs, that explain failed answers, the one that explains most first."""
        entries = [mistake for mistake in MISTAKES.values() if not mistake.allowed]
        if not self._coarse_or_strange():
            entries = [mistake for mistake in entries if mistake.kind != "precision"]
        found = [suspect for mistake in entries for suspect in self._tried((mistake,))]
        left = set(self.failed).difference(*(suspect.explained for suspect in found))
        if left and self._nearly_right(left):
            coarse = [mistake for mistake in entries if mistake.kind == "precision"]
            slight = [suspect for mistake in coarse for suspect in self._tried((mistake,), COARSE)]
            found += [suspect for suspect in slight if self._is_borne_out(suspect)]
            left = left.difference(*(suspect.explained for suspect in found))
        found += self._pairs(entries, found, left)
        return sorted(found, key=_rank)

    def _tried(self, mistakes: Tuple[Mistake, ...], sieve: Optional[float] = None) -> List[Suspect]:
        """The suspect, if it explains anything."""
        explained = self._explained(mistakes, self.samples, sieve)
        if not explained:
            return []
        explained |= self._explained(mistakes, [index for index in self.ranked if index not in explained], sieve)
        refuted = self._refuted(mistakes, explained, FEW, sieve is not None)
        if refuted:  # then all that counts is what was confirmed
            some = sorted(explained, key=self._size)[:4 * FEW]
            explained = set(some) - self._refuted(mistakes, explained, 4 * FEW, sieve is not None)
        return [Suspect(mistakes, explained, self._against(mistakes))] if explained else []

    def _is_borne_out(self, suspect: Suspect) -> bool:
        """Is a loss of precision more than a sieve so wide that any slight error falls through it?

        No right answer may speak against it, and numbers of 16 bits have to be such numbers.
        """
        name = suspect.mistakes[0].name
        bits = numbers_of_16_bits([self.failed[index].values for index in suspect.explained])
        return not suspect.against and (name not in ("half-precision", "bfloat16") or name == bits)

    def shows_in_most(self, mistakes: Tuple[Mistake, ...], left: Iterable[int]) -> bool:
        """Would a program with these mistakes have been wrong in most of these cases because of them?"""
        some = sorted(left, key=self._size)[:4 * FEW]
        predicted = self._predicted(mistakes, some)
        shows = [
            index for index in some
            if differs(predicted.get(index), self._right_answer(index), list(self.failed[index].values))
        ]
        return 2 * len(shows) > len(some)

    def _coarse_or_strange(self) -> bool:
        """Is any of these answers nearly right, or not finite?  Only then precision can be at fault."""
        few = [self.failed[index] for index in self.samples]
        return any(is_nearly_right(one) or len(one.finite) < len(one.wrong) for one in few)

    def _nearly_right(self, left: Iterable[int]) -> bool:
        """Are the smallest of these answers right but for their later digits?"""
        few = [self.failed[index] for index in sorted(left, key=self._size)[:FEW]]
        return all(one.finite and is_nearly_right(one) for one in few)

    def _spread(self, indices: Iterable[int]) -> List[int]:
        """Some from everywhere: a mistake may show only where an activation or a cost comes in."""
        ranked = sorted(indices, key=self._size)[:MANY]
        seen: Dict[Tuple[Any, ...], int] = {}
        for index in ranked:
            case = self.asked[index]
            seen.setdefault((case.cost, *{layer.activation for layer in case.network.layers}), index)
        return sorted(seen.values(), key=self._size)[:4 * FEW]

    def _size(self, index: int) -> Tuple[int, int]:
        return size_of(self.asked[index]), index

    def _explained(
        self, mistakes: Tuple[Mistake, ...], indices: Sequence[int], sieve: Optional[float] = None
    ) -> Set[int]:
        """Which of these failed answers the mistakes reproduce, as far as floats can tell."""
        predicted = self._predicted(mistakes, indices)
        return {
            index for index in indices
            if agrees(self.failed[index].said, predicted.get(index), self.precision, sieve or self._sieve(index))
        }

    def _sieve(self, index: int) -> float:
        """The sieve for one failed answer: so fine that the right answer, and all that it hides, falls through."""
        if index not in self._sieves:
            sieve, said, right = SIEVE[self.precision], self.failed[index].said, self._right_answer(index)
            while sieve > FINEST * SIEVE[self.precision] and agrees(said, right, self.precision, sieve):
                sieve = sieve / 10
            self._sieves[index] = sieve
        return self._sieves[index]

    def _predicted(self, mistakes: Tuple[Mistake, ...], indices: Sequence[int]) -> Dict[int, Optional[Dict[str, Any]]]:
        """The answers of a program with these mistakes to these cases."""
        if any(mistake.stateful for mistake in mistakes):
            return self._course(mistakes)
        if len(mistakes) == 1:
            return {index: self._single(mistakes[0], index) for index in indices}
        predictor = Predictor(mistakes)
        if not predictor.possible:
            return {index: self._mixed(mistakes, index) for index in indices}
        return {index: predictor.answer(self.asked[index]) for index in indices}

    def _course(self, mistakes: Tuple[Mistake, ...]) -> Dict[int, Optional[Dict[str, Any]]]:
        """The answers of mistakes with state, from the first case on, remembered."""
        names = tuple(mistake.name for mistake in mistakes)
        if names not in self._courses:
            predictor = Predictor(mistakes)
            last = min(max(self.failed, default=-1), LONG_STATE) if predictor.possible else -1
            self._courses[names] = {index: predictor.answer(self.asked[index]) for index in range(last + 1)}
        return self._courses[names]

    def _mixed(self, mistakes: Tuple[Mistake, ...], index: int) -> Optional[Dict[str, Any]]:
        first, second = mistakes
        right = self._right_answer(index)
        if right is None or first.stateful or second.stateful:
            return None
        return mixed(self._single(first, index), self._single(second, index), right)

    def _single(self, mistake: Mistake, index: int) -> Optional[Dict[str, Any]]:
        """The answer of one mistake without state, remembered."""
        key = (mistake.name, index)
        if key not in self._singles:
            self._singles[key] = Predictor((mistake,)).answer(self.asked[index])
        return self._singles[key]

    def _right_answer(self, index: int) -> Optional[Dict[str, Any]]:
        if index not in self._right_answers:
            self._right_answers[index] = self.right.answer(self.asked[index])
        return self._right_answers[index]

    def _refuted(self, mistakes: Tuple[Mistake, ...], explained: Set[int], n: int, bound_needed: bool) -> Set[int]:
        """Those of the n smallest whose numbers do not lie within the wrong formula's own bound."""
        predictor = Predictor(mistakes)
        some = [self.failed[index] for index in sorted(explained, key=self._size)[:n]]
        if not predictor.possible or any(mistake.stateful for mistake in mistakes):  # no bound; but no mistake either
            return {one.index for one in some if agrees(one.said, self._right_answer(one.index), self.precision)}
        return {
            one.index for one in some
            if not confirmed(one.values, predictor, one.case, self.precision, bound_needed)
        }

    def fitting(self, mistakes: Tuple[Mistake, ...], left: Sequence[Failed]) -> Set[int]:
        """Those of the answers left that the mistakes explain too: the many that were not yet asked, in floats,
        and a few that the sieve did not let through but that lie within the wrong formula's bound.
        """
        asked = set(self.ranked)
        explained = self._explained(mistakes, [one.index for one in left if one.index not in asked])
        predictor = Predictor(mistakes)
        if not predictor.possible or any(mistake.stateful for mistake in mistakes):
            return explained
        rest = sorted((one for one in left if one.index not in explained), key=lambda one: self._size(one.index))
        for one in rest[:SECOND_LOOK]:
            if confirmed(one.values, predictor, one.case, self.precision, bound_needed=True):
                explained.add(one.index)
        return explained

    def _against(self, mistakes: Tuple[Mistake, ...]) -> int:
        """How many right answers would have been wrong with these mistakes."""
        if any(mistake.stateful for mistake in mistakes):
            return 0
        predicted = self._predicted(mistakes, list(self.passed))
        return sum(self._would_show(predicted[index], index, list(values)) for index, values in self.passed.items())

    def _would_show(self, predicted: Optional[Dict[str, Any]], index: int, fields: Sequence[str]) -> bool:
        """Would the predicted answer have been found wrong, in these fields?"""
        if predicted is None:
            return True
        if index not in self._bounds:
            self._bounds[index] = bounds_of(self.asked[index], self.precision)
        bounds = self._bounds[index]
        said = {field: predicted.get(field) for field in fields}
        if not all(same_shape(value, bounds[field]) for field, value in said.items()):
            return True
        return bool(marks_of(said, bounds, self.precision).wrong)

    def _pairs(self, entries: Sequence[Mistake], singles: Sequence[Suspect], left: Set[int]) -> List[Suspect]:
        """Two mistakes at once, for answers that none explains alone: first each with one that explains others."""
        until = time.monotonic() + SECONDS
        known = {suspect.mistakes[0].name for suspect in sorted(singles, key=lambda one: -len(one.explained))[:KNOWN]}
        found: List[Suspect] = []
        for every_two in (False, True) if known else (True,):
            for index in self._spread(left):
                if index not in left or time.monotonic() > until:
                    continue
                groups = self._showing(entries, index)
                first = [group for group in groups if any(mistake.name in known for mistake in group.mistakes)]
                twos = combinations(groups, 2) if every_two else product(first, groups)
                for two in self._reproducing(twos, index, until):
                    for suspect in self._tried(two):
                        found.append(suspect)
                        left = left - suspect.explained
        return found

    def _showing(self, entries: Sequence[Mistake], index: int) -> List[Group]:
        """The mistakes that may take part in this failed answer, those together that do the same to its case."""
        one, right = self.failed[index], self._right_answer(index)
        if right is None:
            return []
        strange = {wrong.field for wrong in one.wrong} | _fields_unlike(one.values, right)
        alike: Dict[str, Group] = {}
        for mistake in entries:
            said = None if mistake.stateful else self._single(mistake, index)
            if said is None or mistake.kind == "precision":
                continue
            shows = {field for field in one.values if differs(said, right, [field])}
            if shows and shows <= strange:
                key = repr({field: said.get(field) for field in one.values})
                if key not in alike:
                    same = {field for field in shows if self._agree_in(field, one, said)}
                    alike[key] = Group(shows, same)
                alike[key].mistakes.append(mistake)
        return list(alike.values())

    def _agree_in(self, field: str, one: Failed, said: Dict[str, Any]) -> bool:
        return agrees(Said({field: one.values[field]}), said, self.precision, self._sieve(one.index))

    def _reproducing(
        self, twos: Iterable[Tuple[Group, ...]], index: int, until: float
    ) -> List[Tuple[Mistake, Mistake]]:
        """Those that reproduce this failed answer, as far as there is time to try."""
        one, case = self.failed[index], self.asked[index]
        strange = {wrong.field for wrong in one.wrong}
        found: List[Tuple[Mistake, Mistake]] = []
        tried = 0
        for these, those in twos:
            if these is those or not these.may_go_with(those, strange):
                continue
            tried += 1
            if tried % 64 == 0 and time.monotonic() > until:
                break
            if self._reproduces((these.mistakes[0], those.mistakes[0]), one, case):
                found += [(this, that) for this in these.mistakes[:FEW] for that in those.mistakes[:FEW]]
        return found

    def _reproduces(self, two: Tuple[Mistake, Mistake], one: Failed, case: Case) -> bool:
        predictor = Predictor(two)
        answer = predictor.answer(case) if predictor.possible else self._mixed(two, one.index)
        return agrees(one.said, answer, self.precision, self._sieve(one.index))


def _rank(suspect: Suspect) -> Tuple[int, int, int, bool]:
    """What explains most comes first; of what the cases do not tell apart, a convention, which is the mildest."""
    conventions = all(mistake.kind == "convention" for mistake in suspect.mistakes)
    return -len(suspect.explained), suspect.against, len(suspect.mistakes), not conventions


def _fields_unlike(values: Dict[str, Any], right: Dict[str, Any]) -> Set[str]:
    """The fields that have another shape than the right answer's."""
    return {field for field in values if not same_shape(values[field], right.get(field))}


def is_nearly_right(one: Failed) -> bool:
    """Is every wrong value within a hundredth of what is largest in its field?"""
    for wrong in one.finite:
        largest = max(abs(number) for _, number, _ in beside(one.values[wrong.field], one.values[wrong.field]))
        if abs(wrong.found - float(wrong.bound.value)) > largest / 100:
            return False
    return len(one.finite) == len(one.wrong)
