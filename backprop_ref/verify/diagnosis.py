"""Which mistake it was: every entry of the catalogue is tried on the numbers that were found wrong.

    diagnose      failed answers in, Diagnoses out, the one that explains most first
    Diagnosis     a mistake by name, with the evidence; or what was seen, where no mistake fits
"""

from __future__ import annotations

from ..numerals import shown
from .judge import SINGLE
from .patterns import digits_printed, first_wrong_equation, numbers_of_16_bits, pattern
from .prediction import same_shape, size_of
from .results import shapes
from .search import Search, is_nearly_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

    from ..cases import Case
    from .judge import Wrong
    from .search import Failed, Suspect

UNNAMED = "unnamed"


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


# ---- the diagnoses ---------------------------------------------------------------------------


def diagnose(
    asked: Sequence[Case], failed: Sequence[Failed], passed: Sequence[Tuple[int, Dict[str, Any]]], precision: str
) -> Tuple[List[Diagnosis], Set[int]]:
    """What explains these failed answers, the mistake that explains most first; and the indices of those explained."""
    coarse = _coarser(failed, precision)
    if coarse is not None:
        return [coarse], {one.index for one in failed}
    left = {one.index: one for one in failed}
    search = Search(asked, failed, passed, precision)
    suspects = search.suspects() if failed else []
    chosen: List[Tuple[Suspect, List[Diagnosis]]] = []
    while left:
        best = max(suspects, key=lambda one: (len(one.explained & set(left)), -one.against), default=None)
        if best is None or not best.explained & set(left):
            break
        alike = _alike(best, suspects, set(left))
        shown_at = [left[index] for index in sorted(best.explained & set(left))]
        more = search.fitting(best.mistakes, [one for one in left.values() if one.index not in best.explained])
        for suspect in (best, *alike):
            suspect.explained |= more
        chosen.append((best, _named(best, alike, shown_at)))
        left = {index: one for index, one in left.items() if index not in best.explained}
    chance = [best for best, _ in chosen if _is_by_chance(best, left, search)]
    diagnoses = _each_once(diagnosis for best, named in chosen if best not in chance for diagnosis in named)
    unexplained = set(left).union(*(best.explained for best in chance))
    numbers = [one for one in failed if one.index in unexplained and one.finite]
    if numbers:
        diagnoses.append(_unnamed(numbers, precision, chance))
    return diagnoses, {one.index for one in failed} - unexplained


def _each_once(diagnoses: Iterable[Diagnosis]) -> List[Diagnosis]:
    """Of those with the same name the first."""
    named: Dict[str, Diagnosis] = {}
    for diagnosis in diagnoses:
        named.setdefault(diagnosis.mistake, diagnosis)
    return list(named.values())


def _is_by_chance(suspect: Suspect, left: Dict[int, Failed], search: Search) -> bool:
    """Does it only happen to have the numbers of some answers?

    So where it leaves more of them unexplained than it explains, although it would show in most of those too.
    """
    return len(left) > len(suspect.explained) and search.shows_in_most(suspect.mistakes, left)


def _alike(best: Suspect, suspects: Sequence[Suspect], left: Set[int]) -> List[Suspect]:
    """The others that explain the same of what is left, and have as little against them."""
    return [
        one for one in suspects
        if one is not best and len(one.mistakes) == len(best.mistakes) and one.against == best.against
        and one.explained & left == best.explained & left
    ]


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


def _unnamed(failed: Sequence[Failed], precision: str, chance: Sequence[Suspect] = ()) -> Diagnosis:
    """What is to be seen, where no mistake of the catalogue fits.  chance: what fits some of the answers alone."""
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
    for suspect in chance:
        name = " with ".join(mistake.name for mistake in suspect.mistakes)
        text += f"; {len(suspect.explained)} of the answers alone would fit {name}, the others do not"
    kind = "equation"
    if all(is_nearly_right(one) for one in failed):
        kind = "precision"
        text += "; every value is right to two digits or more"
    return Diagnosis(UNNAMED, kind, first[0] if first else None, text, evidence_of(*at), len(failed), at=at)
