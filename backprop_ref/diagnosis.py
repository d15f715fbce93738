"""Which mistake it was: every entry of the catalogue is tried on the numbers that were found wrong.

    diagnose      failed answers in, Diagnoses out, the one that explains most first
    Diagnosis     a mistake by name, with the evidence; or what was seen, where no mistake fits

An entry counts only where it reproduces every number of an answer.  First in floats, on the smallest cases; what is
left is confirmed within the wrong formula's own bound.  Where no entry does it alone, two at a time are tried.
"""

from __future__ import annotations

import time

from .judge import SINGLE
from .mistakes import MISTAKES
from .numerals import shown
from .patterns import digits_printed, first_wrong_equation, pattern
from .prediction import Predictor, agrees, confirmed, differs, mixed, size_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

    from .cases import Case
    from .judge import Wrong
    from .mistakes import Mistake

UNNAMED = "unnamed"
FEW = 3  # cases on which candidates are sieved and confirmed
MANY = 200  # failed cases that are counted one by one for each mistake
LONG_STATE = 60  # cases through which state is followed
SECONDS = 6.0  # for trying two mistakes at once


class Failed:
    """A failed answer: its case, its place among the cases asked, its values, and those that are wrong."""

    __slots__ = ("index", "case", "values", "wrong")

    def __init__(self, index: int, case: Case, values: Dict[str, Any], wrong: List[Wrong]) -> None:
        self.index = index
        self.case = case
        self.values = values
        self.wrong = wrong


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

    def suspects(self) -> List[Suspect]:
        """Those mistakes, single or else in pairs, that explain failed answers, the one that explains most first."""
        entries = [mistake for mistake in MISTAKES.values() if not mistake.allowed]
        singles = [suspect for mistake in entries for suspect in self._tried((mistake,))]
        left = set(self.failed) - set().union(*(suspect.explained for suspect in singles))
        pairs: List[Suspect] = []
        if left:
            pairs = [suspect for two in self._pairs(entries, left) for suspect in self._tried(two)]
        return sorted(singles + pairs, key=lambda one: (-len(one.explained), one.against, len(one.mistakes)))

    def _tried(self, mistakes: Tuple[Mistake, ...]) -> List[Suspect]:
        """The suspect, if it explains anything."""
        explained = self._explained(mistakes, self._few(self.failed))
        if not explained and len(self.failed) > FEW:
            explained = self._explained(mistakes, self._spread(self.failed))
        if not explained:
            return []
        explained |= self._explained(mistakes, sorted(self.failed, key=self._size)[:MANY])
        for index in sorted(explained, key=self._size)[:FEW]:
            one = self.failed[index]
            if not self._confirmed(mistakes, one):
                return []
        return [Suspect(mistakes, explained, self._against(mistakes))]

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

    def _explained(self, mistakes: Tuple[Mistake, ...], indices: Sequence[int]) -> Set[int]:
        """Which of these failed answers the mistakes reproduce, as far as floats can tell."""
        predicted = self._predicted(mistakes, indices)
        return {index for index in indices if agrees(self.failed[index].values, predicted.get(index), self.precision)}

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

    def _confirmed(self, mistakes: Tuple[Mistake, ...], one: Failed) -> bool:
        """Do the numbers lie within the wrong formula's own bound?  With state there is none."""
        predictor = Predictor(mistakes)
        if not predictor.possible or any(mistake.stateful for mistake in mistakes):
            return True
        return confirmed(one.values, predictor, one.case, self.precision)

    def _against(self, mistakes: Tuple[Mistake, ...]) -> int:
        """How many right answers would have been wrong with these mistakes."""
        if any(mistake.stateful for mistake in mistakes):
            return 0
        predicted = self._predicted(mistakes, list(self.passed))
        return sum(
            differs(predicted[index], self._right_answer(index), list(values)) for index, values in self.passed.items()
        )

    def _pairs(self, entries: Sequence[Mistake], left: Set[int]) -> List[Tuple[Mistake, Mistake]]:
        """Every two mistakes that together reproduce the smallest of the failed answers that none explains alone."""
        until = time.monotonic() + SECONDS
        first, *others = self._few(left)
        values, case = self.failed[first].values, self.asked[first]
        right = self._right_answer(first)
        showing = [
            mistake for mistake in entries
            if not mistake.stateful and differs(self._single(mistake, first), right, list(values))
        ]
        found: List[Tuple[Mistake, Mistake]] = []
        for n, one in enumerate(showing):
            for two in showing[n + 1:]:
                if time.monotonic() > until:
                    return found
                predictor = Predictor((one, two))
                answer = predictor.answer(case) if predictor.possible else self._mixed((one, two), first)
                if agrees(values, answer, self.precision):
                    found.append((one, two))
        return found


# ---- the diagnoses ---------------------------------------------------------------------------


def diagnose(
    asked: Sequence[Case], failed: Sequence[Failed], passed: Sequence[Tuple[int, Dict[str, Any]]], precision: str
) -> List[Diagnosis]:
    """What explains these failed answers, the mistake that explains most first."""
    if not failed:
        return []
    digits = digits_printed([(one.values, one.wrong) for one in failed], precision)
    if digits is not None:
        return [_lost_digits(digits, failed, precision)]
    left = {one.index: one for one in failed}
    suspects = Search(asked, failed, passed, precision).suspects()
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
    if left:
        diagnoses.append(_unnamed(list(left.values()), precision))
    return diagnoses


def _named(best: Suspect, alike: Sequence[Suspect], explained: Sequence[Failed]) -> List[Diagnosis]:
    """One Diagnosis for each mistake of the best suspect, then one for each that cannot be told from it."""
    diagnoses = []
    others = [" with ".join(mistake.name for mistake in one.mistakes) for one in alike]
    for number, suspect in enumerate([best, *alike]):
        for mistake in suspect.mistakes:
            explanation = mistake.shows
            partners = [other.name for other in suspect.mistakes if other is not mistake]
            if partners:
                explanation += f" (together with {partners[0]})"
            if mistake.equivalents:
                explanation += f" (the same as {', '.join(mistake.equivalents)})"
            if number:
                explanation += f" (these cases do not tell it from {' with '.join(m.name for m in best.mistakes)})"
            elif others:
                explanation += f" (these cases do not tell it from {', '.join(others[:6])})"
            if suspect.against:
                explanation += f" (though it should have shown in {suspect.against} right answers, too)"
            at = telling(explained)
            diagnoses.append(
                Diagnosis(
                    mistake.name, mistake.kind, mistake.equation, explanation, evidence_of(*at), len(suspect.explained),
                    mistake.written, mistake.right, tuple(others), at,
                )
            )
    return diagnoses


def telling(explained: Sequence[Failed]) -> Tuple[Case, Wrong]:
    """The most telling wrong value: in the smallest case, in the field that comes first in a step, the farthest off."""
    one = min(explained, key=lambda one: (size_of(one.case), one.index))
    field = one.wrong[0].field
    here = [wrong for wrong in one.wrong if wrong.field == field]
    return one.case, max(here, key=_distance)


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


def _lost_digits(digits: str, failed: Sequence[Failed], precision: str) -> Diagnosis:
    needed = 9 if precision == SINGLE else 17
    at = telling(failed)
    return Diagnosis(
        "digits-lost", "precision", None,
        f"printed with {digits}, which lost the rest: all that is wrong is explained by it; print {needed} significant "
        "digits or hexadecimal floats", evidence_of(*at), len(failed), f"printed with {digits}",
        f"printed with {needed} significant digits", (), at,
    )


def _unnamed(failed: Sequence[Failed], precision: str) -> Diagnosis:
    """What is to be seen, where no mistake of the catalogue fits."""
    one = min(failed, key=lambda one: (size_of(one.case), one.index))
    first = first_wrong_equation(one.case, one.values, one.wrong, precision)
    seen = pattern(one.case, one.values, one.wrong, precision)
    at = (one.case, first[1]) if first else telling([one])
    text = "no mistake of the catalogue reproduces these numbers"
    if first:
        text += f"; the first equation that does not hold between the program's own numbers is ({first[0]})"
    text += f". In {shown(one.case.id)}: " + "; ".join(seen)
    return Diagnosis(UNNAMED, "equation", first[0] if first else None, text, evidence_of(*at), len(failed), at=at)
