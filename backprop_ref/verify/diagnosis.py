"""What was done wrong, in words: the mistakes that explain failed answers, or what was seen where none does.

    diagnose      failed answers in, Diagnoses out, the one that explains most first
    Diagnosis     a mistake by name, with the evidence; or what was seen, where no mistake fits
"""

from __future__ import annotations

import math

from ..mistakes import MISTAKES
from ..numbers import beside, same_shape
from ..admission import shown
from .features import features_of, only_wrong
from .judge_precision import SINGLE, is_single, is_telling, numbers_of
from .patterns import digits_printed, equation_of, first_wrong_equation, numbers_of_16_bits, pattern
from .prediction import Predictor, size_of
from .quotients import difference_quotients
from .rehearsal import Work
from .listen_answers import TEACHING, shapes
from .theories import best_theory, wrong_stages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Collection, Dict, FrozenSet, Iterable, List, Optional, Sequence, Set, Tuple

    from ..cases import Case
    from ..mistakes import Mistake
    from .failed import Failed
    from .judge_values import Wrong
    from .search import Suspect
    from .theories import Choice, Theory

UNNAMED = "unnamed"
MOST_NAMES = 6  # of mistakes that the cases do not tell apart, in one sentence
QUOTIENTS_IN = 5  # answers whose gradients are held against the last places of C
WORK = 4e6  # about as many microseconds: what naming may cost


class Diagnosis:
    """What was done wrong, as far as the numbers tell.

    mistake: a name from MISTAKES or from results.MANNERS, or UNNAMED.  kind, equation: as the catalogue has them.
    explanation: in words.  evidence: where it shows, with the numbers.  cases: how many it explains.
    written, right: the wrong formula and the right one, "" where there is none.
    alike: mistakes that the cases asked cannot tell from it.  instead_of: the one that it is such a mistake to, or "".
    at: the most telling wrong value, and its case.
    own: is what is right there computed from the candidate's own numbers, and not from the case?
    truth: what is right there, correctly rounded, where that was computed.
    """

    __slots__ = (
        "mistake", "kind", "equation", "explanation", "evidence", "cases", "written", "right", "alike",
        "instead_of", "at", "own", "truth",
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
        instead_of: str = "",
        at: Optional[Tuple[Case, Wrong]] = None,
        own: bool = False,
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
        self.instead_of = instead_of
        self.at = at
        self.own = own
        self.truth: Optional[float] = None

    def object(self) -> Dict[str, Any]:
        """As ``check --json`` prints it."""
        names = ("mistake", "kind", "equation", "explanation", "evidence", "cases")
        written = {name: getattr(self, name) for name in names}
        others = self.instead_of or ", ".join(self.alike[:MOST_NAMES])
        if others:
            written["explanation"] += f" (These cases do not tell it from {others}.)"
        return written


# ---- the diagnoses ---------------------------------------------------------------------------


def diagnose(
    asked: Sequence[Case], failed: Sequence[Failed], passed: Sequence[Tuple[int, Dict[str, Any]]], precision: str,
    right: Collection[FrozenSet[str]] = (),
) -> Tuple[List[Diagnosis], Set[int]]:
    """What explains these failed answers, the mistake that explains most first; and the indices of those explained.

    passed: some right answers.  right: the features of the cases of all that are right.
    """
    if not failed:
        return [], set()
    of_all = _by_lost_digits(failed, precision) or _by_quotients(failed, precision)
    if of_all is not None:
        return [of_all], {one.index for one in failed}
    theory = best_theory(asked, failed, passed, precision, Work(WORK))
    found = [diagnosis for choice in theory.choices if not choice.by_chance for diagnosis in _named(choice)]
    numbers = [one for one in failed if one.index not in theory.explained and one.finite]
    if numbers:
        where = only_wrong({features_of(one.case) for one in numbers}, right, together=True)
        found.append(_unnamed(numbers, precision, theory, where))
    return _each_once(found), theory.explained


def _each_once(diagnoses: Iterable[Diagnosis]) -> List[Diagnosis]:
    """Of those with the same name the one with the most cases."""
    named: Dict[str, Diagnosis] = {}
    for one in sorted(diagnoses, key=lambda one: -one.cases):
        named.setdefault(one.mistake, one)
    return list(named.values())


def _named(choice: Choice) -> List[Diagnosis]:
    """One Diagnosis for each mistake of a suspect, then one for each that cannot be told from it."""
    best, explained = choice.best, choice.answers
    diagnoses = []
    others = [" with ".join(mistake.name for mistake in one.mistakes) for one in choice.alike]
    at = telling(explained)
    own = any(one.own for one in explained)
    evidence = evidence_of(*at, own=own) if at is not None else explained[0].complaint
    for number, suspect in enumerate([best, *choice.alike]):
        first = " with ".join(one.name for one in best.mistakes) if number else ""
        for mistake in suspect.mistakes:
            diagnoses.append(
                Diagnosis(
                    mistake.name, mistake.kind, mistake.equation, mistake.shows + _remarks(mistake, suspect), evidence,
                    len(suspect.explained), mistake.written, mistake.right, tuple(others), first, at, own,
                )
            )
    return diagnoses


def _remarks(mistake: Mistake, suspect: Suspect) -> str:
    """What is to be said of a mistake in this program beside how it shows."""
    text = ""
    if mistake.parameter is not None:
        text += f" Here {mistake.parameter.symbol} = {mistake.value:.6g}."
    if suspect.layers:
        text += f" (In {suspect.layers} alone.)"
    partners = [other.name for other in suspect.mistakes if other is not mistake]
    if partners:
        text += f" (Together with {partners[0]}.)"
    if mistake.equivalents:
        text += f" (The same gradients and updates as {', '.join(mistake.equivalents)}.)"
    if suspect.where:
        text += f" (Only with {suspect.where}.)"
    elif suspect.against:
        n = suspect.against
        text += f" (Yet {n} right {'answer does' if n == 1 else 'answers do'} not have it.)"
    return text


def telling(failed: Sequence[Failed]) -> Optional[Tuple[Case, Wrong]]:
    """The most telling wrong value: in the smallest case, in the field that comes first in a step, the farthest off."""
    ranked = sorted((one for one in failed if one.wrong), key=lambda one: (size_of(one.case), one.index))
    if not ranked:
        return None
    one = next((one for one in ranked if one.finite), ranked[0])
    here = one.finite or one.wrong
    return one.case, max((wrong for wrong in here if wrong.field == here[0].field), key=_how_telling)


def _how_telling(wrong: Wrong) -> Tuple[bool, float]:
    """How telling a wrong value is: one beside a right 0 has no ratio, and of two tiny ones little can be seen."""
    right = float(wrong.bound.value)
    seen = wrong.distance * min(1.0, max(abs(right), abs(wrong.found)) * 1e6)
    return right != 0 and seen > 1e-3, seen


def evidence_of(case: Case, wrong: Wrong, truth: Optional[float] = None, own: bool = False) -> str:
    """The place and the two numbers, side by side.  own: is what is right there made from the candidate's numbers?"""
    right = float(wrong.bound.value) if truth is None else truth
    text = f"{shown(case.id)}: {wrong.where}: {wrong.found!r} found, {right!r} right"
    if own:
        text += " from its own numbers"
    if right and wrong.found == wrong.found and abs(wrong.found) != float("inf"):
        text += f" (ratio {ratio_in_words(wrong.found, right)})"
    return text


def ratio_in_words(found: float, right: float) -> str:
    """The ratio of two numbers; near 1, by how much it is off.

    >>> ratio_in_words(3.0, 2.0), ratio_in_words(1.0000000001, 1.0)
    ('1.5', '1 + 1.0e-10')
    """
    ratio = found / right
    off = (found - right) / right
    if abs(off) < 5e-6:
        return f"1 {'−' if off < 0 else '+'} {abs(off):.1e}"
    return f"{ratio:.6g}"


def _by_lost_digits(failed: Sequence[Failed], precision: str) -> Optional[Diagnosis]:
    """Digits that were lost, in printing or in numbers of 16 bits, if that is all that is wrong."""
    if not any(one.finite for one in failed) or any(one.complaint for one in failed):
        return None
    bits = numbers_of_16_bits([one.values for one in failed])
    if bits is not None and all(one.nearly_right for one in failed):
        return _of_lost_digits(bits, "every number is one of 16 bits", failed, precision)
    digits = digits_printed([(one.values, one.wrong) for one in failed], precision)
    if digits is not None:
        name = "printed-with-" + digits.replace(" ", "-")
        return _of_lost_digits(name, f"printed with {digits}, which lost the rest", failed, precision)
    return None


def _by_quotients(failed: Sequence[Failed], precision: str) -> Optional[Diagnosis]:
    """Difference quotients in the place of gradients, if they show by their numbers."""
    smallest = sorted(failed, key=lambda one: (size_of(one.case), one.index))[:QUOTIENTS_IN]
    if precision == SINGLE or 2 * sum(one.nearly_right for one in smallest) <= len(smallest):
        return None
    forms = difference_quotients([(one.case, one.values) for one in smallest if not one.complaint])
    if not forms:
        return None
    names = [("central-difference" if central else "forward-difference", h) for central, h in forms]
    mistake = min((MISTAKES[name].with_value(h) for name, h in names), key=lambda one: _misfit(one, smallest[0]))
    at = telling(failed)
    assert at is not None
    times = "2h" if mistake.name == "central-difference" else "h"
    text = f"{mistake.shows} Here h = {mistake.value:.6g}:"
    text += f" every gradient times {times} is a whole number of the last places of C."
    return Diagnosis(
        mistake.name, mistake.kind, mistake.equation, text, evidence_of(*at), len(failed), mistake.written,
        mistake.right, at=at,
    )


def _misfit(mistake: Mistake, one: Failed) -> float:
    """How far the gradients that a mistake gives lie from those of an answer, in all."""
    predicted = Predictor((mistake,)).answer(one.case) or {}
    total = 0.0
    for field in TEACHING[:2]:
        if field in predicted and field in one.values:
            total += sum(abs(found - value) for _, found, value in beside(one.values[field], predicted[field]))
    return total


def _of_lost_digits(name: str, what: str, failed: Sequence[Failed], precision: str) -> Diagnosis:
    """The Diagnosis of this name.  what: was seen of every number."""
    needed = 9 if precision == SINGLE else 17
    right = f"print {needed} significant digits or hexadecimal floats"
    at = telling(failed)
    assert at is not None
    text = f"All that is wrong is explained by lost digits: {what}."
    return Diagnosis(name, "precision", None, text, evidence_of(*at), len(failed), what, right, at=at)


def _unnamed(failed: Sequence[Failed], precision: str, theory: Theory, where: str) -> Diagnosis:
    """What is to be seen, where no mistake of the catalogue fits.  where: what only these cases have, or ""."""
    one = min(failed, key=lambda one: (size_of(one.case), one.index))
    sound = {field: value for field, value in one.values.items() if same_shape(value, shapes(one.case)[field])}
    parts = theory.left_open.get(one.index) or wrong_stages(one, precision)
    here = parts[0] if parts else one
    first = None if parts else first_wrong_equation(one.case, sound, one.wrong, precision)
    equation = equation_of(one.case, here.wrong[0]) if parts else _equation_of_fields(one)
    at = telling([here])
    if first is not None:
        equation, at = first[0], (one.case, first[1])
    assert at is not None
    seen = pattern(one.case, {field: sound[field] for field in here.values if field in sound}, here.wrong, precision)
    text = "no mistake of the catalogue reproduces these numbers"
    if equation and (parts or first):
        text += f"; the first equation that does not hold between the program's own numbers is ({equation})"
    if where:
        text += f"; all these cases have {where}, and none with a right answer has"
    text += f". In {shown(one.case.id)}: " + "; ".join([*seen, *_asides(theory), *_of_precision(failed, precision)])
    kind = "precision" if all(one.nearly_right for one in failed) else "equation"
    own = bool(here.own)
    return Diagnosis(UNNAMED, kind, equation, text, evidence_of(*at, own=own), len(failed), at=at, own=own)


def _equation_of_fields(one: Failed) -> Optional[str]:
    """The equation that must be broken where weights alone are wrong, or biases alone."""
    fields = {wrong.field for wrong in one.wrong}
    given = [field for field in TEACHING[:2] if field in one.values]
    if len(given) == 2 and fields <= {"bias_gradients", "new_biases"}:
        return "14" if "bias_gradients" in fields else "15"
    if len(given) == 2 and fields <= {"weight_gradients", "new_weights"}:
        return "10" if "weight_gradients" in fields else "11"
    return None


def _asides(theory: Theory) -> List[str]:
    """What else is to be said where no mistake fits."""
    said = []
    for choice in theory.choices:
        if choice.by_chance:
            name = " with ".join(mistake.name for mistake in choice.best.mistakes)
            said.append(f"{len(choice.best.explained)} of the answers alone would fit {name}, the others do not")
    for how in sorted({how for how, _ in theory.untried}):
        n = sum(how == one for one, _ in theory.untried)
        mistakes = "mistake was" if n == 1 else "mistakes were"
        said.append(f"{n} {mistakes} not tried {how}, which would have taken too long")
    return said


def _of_precision(failed: Sequence[Failed], precision: str) -> List[str]:
    """How nearly right the numbers are, if they are, and whether most of them are singles."""
    said = []
    if all(one.nearly_right for one in failed):
        off = max(abs(wrong.found - float(wrong.bound.value)) / one.largest(wrong.field)
                  for one in failed for wrong in one.wrong)
        digits = max(2, int(-math.log10(off))) if off else 15
        said.append(f"every value is right to {digits} digits or more beside the largest of its field")
    numbers = [number for one in failed for number in numbers_of(one.values) if is_telling(number)]
    if precision != SINGLE and 2 * sum(map(is_single, numbers)) > len(numbers):
        said.append("most of the numbers are of single precision: --precision single judges all as such")
    return said
