"""What ``check`` says: the verdict, the mistakes with their evidence, and what was covered.

    Report            one verdict: an object for JSON, a text for people
    exact_evidence    a diagnosis with the correctly rounded number beside what was found
"""

from __future__ import annotations

import math
import struct

from ..activations import ACTIVATIONS
from ..backprop import Unfinished
from ..cases import result_object
from ..numbers.last_place import ulps
from ..numerals import shown
from ..terminal import Screen, escaped
from .diagnosis import Diagnosis, evidence_of
from .judge import SINGLE
from .prediction import size_of
from .results import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

    from ..cases import Case
    from .checking import Trial
    from .judge import Wrong

PASS, FAIL, ERROR = "pass", "fail", "error"
AT_A_GLANCE = 3  # diagnoses shown in full without --verbose
EXACT_UP_TO = 5000  # weights times examples of a case for which the report computes correctly rounded numbers


class Report:
    """A verdict and its reasons.

    verdict: "pass", "fail" or "error", when nothing could be judged.  cases: how many there were; failed, declined: of
    these.  precision: "double", "single", or None where nothing was judged.  diagnoses: the most telling first.
    covered: what the verdict rests on.  notes: what is worth knowing but not wrong.  why: of an error.
    """

    __slots__ = ("verdict", "cases", "failed", "declined", "precision", "diagnoses", "covered", "notes", "why")

    def __init__(
        self,
        verdict: str,
        cases: int,
        failed: int = 0,
        declined: int = 0,
        precision: Optional[str] = None,
        diagnoses: Optional[List[Diagnosis]] = None,
        covered: Optional[Dict[str, Any]] = None,
        notes: Optional[List[str]] = None,
        why: str = "",
    ) -> None:
        self.verdict = verdict
        self.cases = cases
        self.failed = failed
        self.declined = declined
        self.precision = precision
        self.diagnoses = diagnoses or []
        self.covered = covered or {}
        self.notes = notes or []
        self.why = why

    @classmethod
    def error(cls, why: str, cases: int = 0) -> Report:
        """That of a candidate that could not even be asked."""
        return cls(ERROR, cases, notes=[why], why=why)

    @classmethod
    def of(cls, trial: Trial, diagnoses: List[Diagnosis], failed: int, precision: str) -> Report:
        """That of a trial that is over."""
        declined = sum(trial.declined.values())
        why = ""
        if not diagnoses:
            why = _why_nothing(trial, declined)
        verdict = FAIL if diagnoses else ERROR if why else PASS
        notes = [why] if why else []
        notes += trial.notes
        for reason, count in list(trial.declined.items())[:5]:
            notes.append(f"{_counted(count)} declined: {shown(reason, 200)}")
        for id, reason in list(trial.unjudged.items())[:5]:
            notes.append(f"{shown(id)} not judged: {reason}")
        if trial.beyond_range:
            n = trial.beyond_range
            notes.append(f"{n} values not judged: their truth or its bound lies beyond {precision} range")
        notes += _kink_notes(trial)
        judged = precision if trial.values else None
        return cls(verdict, trial.total, failed, declined, judged, diagnoses, _covered(trial, verdict), notes, why)

    def object(self) -> Dict[str, Any]:
        """As ``check --json`` prints it."""
        return {
            "verdict": self.verdict, "cases": self.cases, "failed": self.failed, "declined": self.declined,
            "precision": self.precision, "diagnoses": [diagnosis.object() for diagnosis in self.diagnoses],
            "covered": self.covered, "notes": self.notes,
        }

    def __str__(self) -> str:
        import io

        text = io.StringIO()
        self.write(Screen(text), verbose=True)
        return text.getvalue().rstrip("\n")

    # ---- for people

    def write(self, screen: Screen, verbose: bool = False) -> None:
        """Write it to a screen: readable at a glance, or with every detail."""
        style = "good" if self.verdict == PASS else "bad"
        screen.put_wrapped(screen.paint(style, self.verdict.upper()) + " " + self._headline(), hanging="      ")
        shown_in_full = self.diagnoses if verbose else self.diagnoses[:AT_A_GLANCE]
        for diagnosis in shown_in_full:
            screen.put()
            _write_diagnosis(screen, diagnosis)
        more = len(self.diagnoses) - len(shown_in_full)
        if more:
            names = ", ".join(diagnosis.mistake for diagnosis in self.diagnoses[AT_A_GLANCE:])
            screen.put()
            screen.put_wrapped(f"and {more} more (--verbose): {names}")
        if self.covered and (verbose or self.verdict == PASS):
            screen.put()
            self._write_covered(screen)
        if self.notes and self.verdict != ERROR:
            screen.put()
            few = self.notes if verbose else self.notes[:AT_A_GLANCE]
            for note in few:
                screen.put_wrapped("note: " + escaped(note), hanging="      ")
            if len(self.notes) > len(few):
                screen.put(f"and {len(self.notes) - len(few)} more notes (--verbose)")

    def _headline(self) -> str:
        if self.verdict == ERROR:
            return escaped(self.why)
        precision = f", {self.precision} precision" if self.precision else ""
        declined = f", {self.declined} declined" if self.declined else ""
        if self.verdict == PASS:
            judged, values = self.covered["cases"], self.covered["values"]
            said = "every value is right" if judged == self.cases else f"every value of the {judged} judged is right"
            return f"{_counted(self.cases)}: {said} ({values} values{precision}{declined})"
        failed = f"{self.failed} of {_counted(self.cases)} failed" if self.failed else "by what else was printed"
        return f"{failed}{precision}{declined}"

    def _write_covered(self, screen: Screen) -> None:
        covered = self.covered
        for what in ("fields", "activations", "costs", "reductions"):
            screen.put_wrapped(f"{what}: " + ", ".join(covered[what]), hanging="    ")
        missing = [name for name in ACTIVATIONS if name not in covered["activations"]]
        if missing:
            screen.put_wrapped("not covered: " + ", ".join(missing), hanging="    ")
        if covered.get("largest_error_at"):
            apart = covered["largest_error_ulps"]
            size = f"{apart} {'ulp' if apart == 1 else 'ulps'}, " if apart is not None else ""
            share = f"{100 * covered['largest_share_of_bound']:.0f} % of its bound"
            screen.put_wrapped(f"largest error: {size}{share}, at {covered['largest_error_at']}", hanging="    ")
        elif self.verdict == PASS:
            screen.put("largest error: none")


def _why_nothing(trial: Trial, declined: int) -> str:
    """Why there is no verdict, or "" where there can be one."""
    if not trial.cases:
        return "nothing could be judged: no case without fractions was there to be asked"
    if declined and not trial.judgements:
        return f"nothing could be judged: every case was declined ({shown(next(iter(trial.declined)), 200)})"
    if trial.unjudged and not trial.judgements:
        id, reason = next(iter(trial.unjudged.items()))
        return f"nothing could be judged: {shown(id)}: {reason}"
    if not trial.values:
        return "nothing could be judged: no value whose bound is finite was given"
    if not trial.taught:
        given = ", ".join(trial.fields)
        return f"nothing could be judged: no gradient or updated parameter was ever given, only {given}"
    return ""


def _covered(trial: Trial, verdict: str) -> Dict[str, Any]:
    """What the verdict rests on."""
    if not trial.judgements:
        return {}
    covered: Dict[str, Any] = {
        "cases": trial.judgements, "values": trial.values,
        "fields": [field for field in FIELDS if field in trial.fields],
    }
    covered.update((what, sorted(names)) for what, names in trial.seen.items())
    covered.update({"largest_error_ulps": None, "largest_share_of_bound": 0.0, "largest_error_at": None})
    if verdict == PASS:
        covered.update(_largest_error(trial))
    return covered


def _largest_error(trial: Trial) -> Dict[str, Any]:
    """The largest error, against correctly rounded numbers, of those values that lie farthest from the reference's."""
    largest: Dict[str, Any] = {}
    for answer, marks in trial.largest:
        at = marks.at
        assert at is not None
        truth = _truth(answer.case, at)
        room = at.bound.high - float(at.bound.value)
        if truth is None or not 0 < room < float("inf"):
            continue
        share = abs(at.found - truth) / room
        if share >= largest.get("largest_share_of_bound", 0.0):
            largest = {
                "largest_error_ulps": _apart(at.found, truth, trial.jury.precision), "largest_share_of_bound": share,
                "largest_error_at": f"{shown(answer.case.id)}: {at.where}" if share else None,
            }
    return largest


def _apart(x: float, y: float, precision: str) -> int:
    """Units in the last place, of the precision in use, between two numbers."""
    if precision == SINGLE:
        return abs(_single_place(x) - _single_place(y))
    return ulps(x, y)


def _single_place(x: float) -> int:
    """The place of the nearest single among all singles, in their order."""
    try:
        (bits,) = struct.unpack("<i", struct.pack("<f", x))
    except OverflowError:
        bits = struct.unpack("<i", struct.pack("<f", math.copysign(math.inf, x)))[0]
    place: int = bits if bits >= 0 else -(bits + 2**31)
    return place


def _kink_notes(trial: Trial) -> List[str]:
    """Where a z lies at a kink, and which of the slopes there was used."""
    notes = []
    by_case: Dict[str, List[Any]] = {}
    for answer, kink in trial.kinks:
        by_case.setdefault(answer.case.id, []).append((answer, kink))
    for id, found in by_case.items():
        answer, (_, l, _) = found[0]
        name = answer.case.network.layers[l].activation
        used = {_slope_used(one, *kink) for one, kink in found} - {""}
        said = f"; slope {', '.join(sorted(used))} was used there" if used else ""
        allowed = "(all between the slopes of its two sides is right)"
        notes.append(f"{shown(id)}: z lies at the kink of {name}{said} {allowed}")
    return notes


def _slope_used(answer: Any, i: int, l: int, j: int) -> str:
    """Which slope a candidate used at a kink, where its δ tells."""
    deltas, network = answer.values.get("deltas"), answer.case.network
    if deltas is None and len(answer.case.examples) == 1 and not any(layer.shared_bias for layer in network.layers):
        gradients = answer.values.get("bias_gradients")
        deltas = None if gradients is None else [gradients]
    if deltas is None or l == len(network.layers) - 1:
        return ""
    dC_da_j = 0.0
    for delta_m, w_m in zip(deltas[i][l + 1], network.layers[l + 1].w):
        dC_da_j += delta_m * w_m[j]
    if not dC_da_j:
        return ""
    slope = deltas[i][l][j] / dC_da_j + 0.0
    low, high = _one_sided_slopes(network.layers[l].activation)
    little = 1e-5 * high  # what rounding can do to the quotient, in single precision too
    return f"{slope:.4g}" if low - little <= slope <= high + little else ""


def _one_sided_slopes(activation: str) -> List[float]:
    """The slopes of an activation just beside its kink, the smaller one first."""
    rule = ACTIVATIONS[activation]
    kink, tiny = float(rule.kink or 0), 1e-9
    return sorted(rule.slope(side) for side in (kink - tiny, kink + tiny))


def _counted(n: int) -> str:
    return f"{n} case" if n == 1 else f"{n} cases"


# ---- the evidence ----------------------------------------------------------------------------


def exact_evidence(diagnosis: Diagnosis) -> None:
    """Put the correctly rounded number beside what was found."""
    if diagnosis.at is None:
        return
    case, wrong = diagnosis.at
    diagnosis.truth = _truth(case, wrong)
    if diagnosis.truth is not None:
        diagnosis.evidence = evidence_of(case, wrong, diagnosis.truth)


def _truth(case: Case, wrong: Wrong) -> Optional[float]:
    """The double nearest to the true value there; None where that is too much work for a report."""
    from ..numbers.exact import exact_step

    if size_of(case) > EXACT_UP_TO:
        return None
    try:
        step = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    except (Unfinished, ValueError):
        return None
    value: Any = result_object(case, step)[wrong.field]
    for index in wrong.place:
        value = value[index]
    return float(value)


def _write_diagnosis(screen: Screen, diagnosis: Diagnosis) -> None:
    equation = f", equation ({diagnosis.equation})" if diagnosis.equation else ""
    cases = f"; {_counted(diagnosis.cases)}" if diagnosis.cases else ""
    about = f"  [{diagnosis.kind}{equation}{cases}]"
    screen.put(screen.paint("strong", diagnosis.mistake) + screen.paint("dim", about))
    screen.put_wrapped(escaped(diagnosis.explanation), "  ")
    if diagnosis.written:
        screen.put_wrapped("wrong:  " + escaped(diagnosis.written), "  ", "          ")
        screen.put_wrapped("right:  " + escaped(diagnosis.right), "  ", "          ")
    if diagnosis.at is None:
        screen.put_wrapped(escaped(diagnosis.evidence), "  ")
        return
    case, wrong = diagnosis.at
    right = float(wrong.bound.value) if diagnosis.truth is None else diagnosis.truth
    screen.put(f"  {shown(case.id)}, {wrong.where}:")
    screen.put(f"      found  {screen.paint('bad', repr(wrong.found))}")
    screen.put(f"      right  {screen.paint('good', repr(right))}{_apart_in_words(wrong.found, right)}")


def _apart_in_words(found: float, right: float) -> str:
    """How far two numbers lie apart: as a ratio, and in units in the last place where they have a sign in common."""
    if found - found != 0 or not right:
        return ""
    words = f"   ratio {found / right:.6g}"
    if found * right > 0:
        apart = ulps(found, right)
        words += f", {apart} ulps" if apart < 100_000 else f", {apart:.1e} ulps"
    return words
