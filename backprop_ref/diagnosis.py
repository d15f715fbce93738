"""Which mistake it was: every entry of the catalogue is tried on the numbers that were found wrong.

    diagnose      failed answers in, Diagnoses out, the one that explains most first
    Diagnosis     a mistake by name, with the evidence; or what was seen, where no mistake fits

An entry counts only where it reproduces every number of an answer.  First in floats, on the smallest cases; what is
left is confirmed within the wrong formula's own bound.  Where no entry does it alone, two at a time are tried.
"""

from __future__ import annotations

import time
from itertools import combinations, product

from .judge import SINGLE, beside
from .mistakes import MISTAKES
from .numerals import shown
from .patterns import digits_printed, first_wrong_equation, numbers_of_16_bits, pattern
from .prediction import SIEVE, Predictor, agrees, confirmed, differs, mixed, same_shape, size_of
from .results import shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

    from .cases import Case
    from .judge import Wrong
    from .mistakes import Mistake

UNNAMED = "unnamed"
FEW = 3  # cases on which candidates are sieved and confirmed
MANY = 200  # failed cases that are counted one by one for each mistake
KNOWN = 8  # mistakes that explain some answers, and so are the first to be tried with another
LONG_STATE = 60  # cases through which state is followed
FINEST = 1e-6  # how much finer the sieve may become: then it is that of rounding itself
COARSE = 1e-2  # the sieve where numbers are nearly right; there a bound must have the last word
SECONDS = 6.0  # for trying two mistakes at once


class Failed:
    """A failed answer.

    index: of its case among those asked.  values: what it said, in whatever shape.  wrong: its wrong values.
    complaint: what is wrong with its form, or "".
    """

    __slots__ = ("index", "case", "values", "wrong", "complaint")

    def __init__(
        self, index: int, case: Case, values: Dict[str, Any], wrong: List[Wrong], complaint: str = ""
    ) -> None:
        self.index = index
        self.case = case
        self.values = values
        self.wrong = wrong
        self.complaint = complaint

    @property
    def finite(self) -> List[Wrong]:
        """The wrong values that are numbers at all."""
        return [one for one in self.wrong if one.found - one.found == 0]


class Diagnosis:
    """What was done wrong, as far as the numbers tell.

    mistake: a name from MISTAKES or from results.MANNERS, or UNNAMED.  kind, equation: as the catalogue has them.
    explanation: in words.  evidence: where it shows, with the numbers.  cases: how many it explains.
    written, right: the wrong formula and the right one, "" where there is none.
    alike: mistakes that the cases asked cannot tell from it.  at: the most telling wrong value, and its case.
    truth: what is right there, correctly rounded, where that was computed.
    """

    __slots__ = (
        "mistake", "kind", "equation", "explanation", "evidence", "cases", "written", "right", "alike", "at", "truth",
    )

    def __init__(
        self,
        mistake: str,
        kind: str,
        equation: Optional[str],
        explanation: str,
        evidence: str,
        cases: int,
        written: str = "",
        right: str = "",
        alike: Tuple[str, ...] = (),
        at: Optional[Tuple[Case, Wrong]] = None,
    ) -> None:
        self.mistake = mistake
        self.kind = kind
        self.equation = equation
        self.explanation = explanation
        self.evidence = evidence
        self.cases = cases
        self.written = written
        self.right = right
        self.alike = alike
        self.at = at
        self.truth: Optional[float] = None

    def object(self) -> Dict[str, Any]:
        """As ``check --json`` prints it."""
        names = ("mistake", "kind", "equation", "explanation", "evidence", "cases")
        return {name: getattr(self, name) for name in names}


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
        self._right_answers: Dict[int, Optional[Dict[str, Any]]] = {}
        self._singles: Dict[Tuple[str, int], Optional[Dict[str, Any]]] = {}
        self._sieves: Dict[int, float] = {}

    def suspects(self) -> List[Suspect]:
        """Those mistakes, single or else in pairs, that explain failed answers, the one that explains most first."""
        entries = [mistake for mistake in MISTAKES.values() if not mistake.allowed]
        if not self._coarse_or_strange():
            entries = [mistake for mistake in entries if mistake.kind != "precision"]
        found = [suspect for mistake in entries for suspect in self._tried((mistake,))]
        left = set(self.failed).difference(*(suspect.explained for suspect in found))
        if left and self._nearly_right(left):
            coarse = [mistake for mistake in entries if mistake.kind == "precision"]
            found += [suspect for mistake in coarse for suspect in self._tried((mistake,), COARSE)]
            left = left.difference(*(suspect.explained for suspect in found))
        found += self._pairs(entries, found, left)
        return sorted(found, key=lambda one: (-len(one.explained), one.against, len(one.mistakes)))

    def _tried(self, mistakes: Tuple[Mistake, ...], sieve: Optional[float] = None) -> List[Suspect]:
        """The suspect, if it explains anything."""
        explained = self._explained(mistakes, self._few(self.failed), sieve)
        if not explained and len(self.failed) > FEW:
            explained = self._explained(mistakes, self._spread(self.failed), sieve)
        if not explained:
            return []
        explained |= self._explained(mistakes, sorted(self.failed, key=self._size)[:MANY], sieve)
        refuted = self._refuted(mistakes, explained, FEW, sieve is not None)
        if refuted:  # then all that counts is what was confirmed
            some = sorted(explained, key=self._size)[:4 * FEW]
            explained = set(some) - self._refuted(mistakes, explained, 4 * FEW, sieve is not None)
        return [Suspect(mistakes, explained, self._against(mistakes))] if explained else []

    def _coarse_or_strange(self) -> bool:
        """Is any of these answers nearly right, or not finite?  Only then precision can be at fault."""
        few = [self.failed[index] for index in self._spread(self.failed)]
        return any(is_nearly_right(one) or len(one.finite) < len(one.wrong) for one in few)

    def _nearly_right(self, left: Iterable[int]) -> bool:
        """Are the smallest of these answers right but for their later digits?"""
        few = [self.failed[index] for index in self._few(left)]
        return all(one.finite and is_nearly_right(one) for one in few)

    def _few(self, indices: Iterable[int]) -> List[int]:
        return sorted(indices, key=self._size)[:FEW]

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
            if agrees(self.failed[index].values, predicted.get(index), self.precision, sieve or self._sieve(index))
        }

    def _sieve(self, index: int) -> float:
        """The sieve for one failed answer: so fine that the right answer, and all that it hides, falls through."""
        if index not in self._sieves:
            sieve, values, right = SIEVE[self.precision], self.failed[index].values, self._right_answer(index)
            while sieve > FINEST * SIEVE[self.precision] and agrees(values, right, self.precision, sieve):
                sieve = sieve / 10
            self._sieves[index] = sieve
        return self._sieves[index]

    def _predicted(self, mistakes: Tuple[Mistake, ...], indices: Sequence[int]) -> Dict[int, Optional[Dict[str, Any]]]:
        """The answers of a program with these mistakes to these cases."""
        predictor = Predictor(mistakes)
        if not predictor.possible:
            return {index: self._mixed(mistakes, index) for index in indices}
        if not any(mistake.stateful for mistake in mistakes):
            return {index: predictor.answer(self.asked[index]) for index in indices}
        last = min(max(indices, default=-1), LONG_STATE)
        return {index: predictor.answer(self.asked[index]) for index in range(last + 1)}

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
            return {one.index for one in some if agrees(one.values, self._right_answer(one.index), self.precision)}
        return {
            one.index for one in some
            if not confirmed(one.values, predictor, one.case, self.precision, bound_needed)
        }

    def _against(self, mistakes: Tuple[Mistake, ...]) -> int:
        """How many right answers would have been wrong with these mistakes."""
        if any(mistake.stateful for mistake in mistakes):
            return 0
        predicted = self._predicted(mistakes, list(self.passed))
        return sum(
            differs(predicted[index], self._right_answer(index), list(values)) for index, values in self.passed.items()
        )

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
        return agrees({field: one.values[field]}, said, self.precision, self._sieve(one.index))

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
        return agrees(one.values, answer, self.precision, self._sieve(one.index))


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


# ---- the diagnoses ---------------------------------------------------------------------------


def diagnose(
    asked: Sequence[Case], failed: Sequence[Failed], passed: Sequence[Tuple[int, Dict[str, Any]]], precision: str
) -> Tuple[List[Diagnosis], Set[int]]:
    """What explains these failed answers, the mistake that explains most first; and the indices of those explained."""
    coarse = _coarser(failed, precision)
    if coarse is not None:
        return [coarse], {one.index for one in failed}
    left = {one.index: one for one in failed}
    suspects = Search(asked, failed, passed, precision).suspects() if failed else []
    diagnoses: List[Diagnosis] = []
    named: Set[str] = set()
    while left:
        best = max(suspects, key=lambda one: (len(one.explained & set(left)), -one.against), default=None)
        if best is None or not best.explained & set(left):
            break
        alike = [
            one for one in suspects
            if one is not best and len(one.mistakes) == len(best.mistakes) and one.against == best.against
            and one.explained & set(left) == best.explained & set(left)
        ]
        shown_at = [left[index] for index in sorted(best.explained & set(left))]
        for diagnosis in _named(best, alike, shown_at):
            if diagnosis.mistake not in named:
                named.add(diagnosis.mistake)
                diagnoses.append(diagnosis)
        for index in best.explained:
            left.pop(index, None)
    explained = {one.index for one in failed} - set(left)
    numbers = [one for one in left.values() if one.finite]
    if numbers:
        diagnoses.append(_unnamed(numbers, precision))
    return diagnoses, explained


def _named(best: Suspect, alike: Sequence[Suspect], explained: Sequence[Failed]) -> List[Diagnosis]:
    """One Diagnosis for each mistake of the best suspect, then one for each that cannot be told from it."""
    diagnoses = []
    others = [" with ".join(mistake.name for mistake in one.mistakes) for one in alike]
    at = telling(explained)
    evidence = evidence_of(*at) if at is not None else explained[0].complaint
    for number, suspect in enumerate([best, *alike]):
        for mistake in suspect.mistakes:
            explanation = mistake.shows
            partners = [other.name for other in suspect.mistakes if other is not mistake]
            if partners:
                explanation += f" (Together with {partners[0]}.)"
            if mistake.equivalents:
                explanation += f" (The same gradients and updates as {', '.join(mistake.equivalents)}.)"
            if number:
                first = " with ".join(one.name for one in best.mistakes)
                explanation += f" (These cases do not tell it from {first}.)"
            elif others:
                explanation += f" (These cases do not tell it from {', '.join(others[:6])}.)"
            if suspect.against:
                n = suspect.against
                explanation += f" (Yet {n} right {'answer does' if n == 1 else 'answers do'} not have it.)"
            diagnoses.append(
                Diagnosis(
                    mistake.name, mistake.kind, mistake.equation, explanation, evidence, len(suspect.explained),
                    mistake.written, mistake.right, tuple(others), at,
                )
            )
    return diagnoses


def telling(failed: Sequence[Failed]) -> Optional[Tuple[Case, Wrong]]:
    """The most telling wrong value: in the smallest case, in the field that comes first in a step, the farthest off."""
    ranked = sorted((one for one in failed if one.wrong), key=lambda one: (size_of(one.case), one.index))
    if not ranked:
        return None
    one = next((one for one in ranked if one.finite), ranked[0])
    here = [wrong for wrong in one.finite or one.wrong]
    return one.case, max((wrong for wrong in here if wrong.field == here[0].field), key=_distance)


def _distance(wrong: Wrong) -> Tuple[bool, float]:
    """How telling a wrong value is: one beside a right 0 has no ratio, and of two tiny ones little can be seen."""
    right = float(wrong.bound.value)
    size = max(abs(right), abs(wrong.found))
    apart = abs(wrong.found - right) / size * min(1.0, size * 1e6) if 0 < size < float("inf") else 0.0
    return right != 0 and apart > 1e-3, apart


def evidence_of(case: Case, wrong: Wrong, truth: Optional[float] = None) -> str:
    """The place and the two numbers, side by side."""
    right = float(wrong.bound.value) if truth is None else truth
    text = f"{shown(case.id)}: {wrong.where}: {wrong.found!r} found, {right!r} right"
    if right and wrong.found == wrong.found and abs(wrong.found) != float("inf"):
        text += f" (ratio {wrong.found / right:.6g})"
    return text


def _coarser(failed: Sequence[Failed], precision: str) -> Optional[Diagnosis]:
    """Digits that were lost, in printing or in numbers of 16 bits, if that is all that is wrong."""
    if not any(one.finite for one in failed) or any(one.complaint for one in failed):
        return None
    bits = numbers_of_16_bits([one.values for one in failed])
    if bits is not None and all(is_nearly_right(one) for one in failed):
        return _from_catalogue(bits, "every number is one of 16 bits", failed, precision)
    digits = digits_printed([(one.values, one.wrong) for one in failed], precision)
    if digits is not None:
        name = "printed-with-" + digits.replace(" ", "-")
        return _from_catalogue(name, f"printed with {digits}, which lost the rest", failed, precision)
    return None


def _from_catalogue(name: str, what: str, failed: Sequence[Failed], precision: str) -> Diagnosis:
    needed = 9 if precision == SINGLE else 17
    right = f"print {needed} significant digits or hexadecimal floats"
    at = telling(failed)
    assert at is not None
    text = f"All that is wrong is explained by lost digits: {what}."
    return Diagnosis(name, "precision", None, text, evidence_of(*at), len(failed), what, right, (), at)


def _unnamed(failed: Sequence[Failed], precision: str) -> Diagnosis:
    """What is to be seen, where no mistake of the catalogue fits."""
    one = min(failed, key=lambda one: (size_of(one.case), one.index))
    sound = {field: value for field, value in one.values.items() if same_shape(value, shapes(one.case)[field])}
    first = first_wrong_equation(one.case, sound, one.wrong, precision)
    seen = pattern(one.case, sound, one.wrong, precision)
    at = (one.case, first[1]) if first else telling([one])
    assert at is not None
    text = "no mistake of the catalogue reproduces these numbers"
    if first:
        text += f"; the first equation that does not hold between the program's own numbers is ({first[0]})"
    text += f". In {shown(one.case.id)}: " + "; ".join(seen)
    kind = "equation"
    if all(is_nearly_right(one) for one in failed):
        kind = "precision"
        text += "; every value is right to two digits or more"
    return Diagnosis(UNNAMED, kind, first[0] if first else None, text, evidence_of(*at), len(failed), at=at)
