"""What ``check`` says: the verdict, the mistakes with their evidence, and what was covered.

    Report            one verdict: an object for JSON, a text for people
    exact_evidence    a diagnosis with the correctly rounded number beside what was found
"""

from __future__ import annotations

from ..activations import ACTIVATIONS
from ..numbers import at
from ..admission import shown
from ..terminal import Screen, escaped
from .diagnosis import Diagnosis, evidence_of, ratio_in_words
from .errors import apart, exact_result, in_ulps, largest_errors
from .judge import DOUBLE
from .results import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

    from ..cases import Case
    from .checking import Trial
    from .judge import Wrong

PASS, FAIL, ERROR = "pass", "fail", "error"
AT_A_GLANCE = 3  # diagnoses, names of one that the cases do not tell apart, and notes shown without --verbose


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
            notes.append(f"{_cases(count)} declined: {shown(reason, 200)}")
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
        self._write_findings(screen, verbose)
        if self.covered and (verbose or self.verdict == PASS):
            screen.put()
            self._write_covered(screen)
        if self.notes and self.verdict != ERROR:
            screen.put()
            few = self.notes if verbose else self.notes[:AT_A_GLANCE]
            for note in few:
                screen.put_wrapped("note: " + escaped(note), hanging="      ")
            if len(self.notes) > len(few):
                more = len(self.notes) - len(few)
                screen.put(f"and {more} more {'note' if more == 1 else 'notes'} (--verbose)")

    def _write_findings(self, screen: Screen, verbose: bool) -> None:
        findings = _findings(self.diagnoses)
        in_full = findings if verbose else findings[:AT_A_GLANCE]
        before = ""
        for finding, others in in_full:
            screen.put()
            _write_diagnosis(screen, finding)
            few = others if verbose else others[:AT_A_GLANCE]
            for other in few:
                screen.put_wrapped(f"or:\u00a0\u00a0\u00a0 {escaped(other)}", "  ", "         ")
            if len(others) > len(few):
                screen.put(f"  or:    … and {len(others) - len(few)} more (--verbose)")
            if finding.evidence != before:  # what was done at once shows in the same numbers
                _write_evidence(screen, finding, self.precision or DOUBLE)
            before = finding.evidence
        if len(findings) > len(in_full):
            names = ", ".join(finding.mistake for finding, _ in findings[AT_A_GLANCE:])
            screen.put()
            screen.put_wrapped(f"and {len(findings) - len(in_full)} more (--verbose): {names}")

    def _headline(self) -> str:
        if self.verdict == ERROR:
            return escaped(self.why)
        precision = f", {self.precision} precision" if self.precision else ""
        declined = f", {self.declined} declined" if self.declined else ""
        if self.verdict == PASS:
            judged, values = self.covered["cases"], self.covered["values"]
            said = "every value is right" if judged == self.cases else f"every value of the {judged} judged is right"
            return f"{_cases(self.cases)}: {said} ({values} values{precision}{declined})"
        failed = f"{self.failed} of {_cases(self.cases)} failed" if self.failed else "by what else was printed"
        return f"{failed}{precision}{declined}"

    def _write_covered(self, screen: Screen) -> None:
        covered = self.covered
        for what in ("fields", "activations", "costs", "reductions"):
            screen.put_wrapped(f"{what}: " + ", ".join(covered[what]), hanging="    ")
        missing = [name for name in ACTIVATIONS if name not in covered["activations"]]
        if missing:
            screen.put_wrapped("not covered: " + ", ".join(missing), hanging="    ")
        if self.verdict == PASS:
            _write_errors(screen, covered)


def _write_errors(screen: Screen, covered: Dict[str, Any]) -> None:
    """The two largest errors, each with its place: seldom those of one value."""
    size, share = covered["largest_error_ulps"], covered["largest_share_of_bound"]
    if size is None:
        return
    measured, judged = covered["measured"], covered["cases"]
    where = "" if measured == judged else f" (of the {_cases(measured)} farthest off)"
    if not share:
        screen.put_wrapped(f"errors: none, every number is the nearest to the true one{where}", hanging="    ")
        return
    if size:
        screen.put_wrapped(f"largest error in ulps{where}: {size}, {covered['largest_error_at']}", hanging="    ")
    percentage = f"{100 * share:.2g} %" if share < 0.1 else f"{100 * share:.0f} %"
    place = covered["largest_share_at"]
    screen.put_wrapped(f"largest share of its bound{where}: {percentage}, {place}", hanging="    ")


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
    covered.update(largest_errors(trial.farthest.answers() if verdict == PASS else [], trial.jury.precision))
    return covered


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


def _cases(n: int) -> str:
    return f"{n} case" if n == 1 else f"{n} cases"


# ---- the evidence ----------------------------------------------------------------------------


def exact_evidence(diagnosis: Diagnosis) -> None:
    """Put the correctly rounded number beside what was found."""
    if diagnosis.at is None or diagnosis.own:
        return
    case, wrong = diagnosis.at
    diagnosis.truth = _truth(case, wrong)
    if diagnosis.truth is not None:
        diagnosis.evidence = evidence_of(case, wrong, diagnosis.truth)


def _truth(case: Case, wrong: Wrong) -> Optional[float]:
    """The double nearest to the true value there; None where that is too much work for a report."""
    result = exact_result(case)
    if result is None:
        return None
    return float(at(result[wrong.field], wrong.place))


# ---- findings on a screen --------------------------------------------------------------------


def _findings(diagnoses: List[Diagnosis]) -> List[Tuple[Diagnosis, List[str]]]:
    """One finding each, with what these cases cannot tell from it: a name, and its wrong formula, where it has one."""
    formulas = {diagnosis.mistake: diagnosis.written for diagnosis in diagnoses}
    heads = [diagnosis for diagnosis in diagnoses if not diagnosis.instead_of]
    findings: List[Tuple[Diagnosis, List[str]]] = []
    for head, following in zip(heads, [*heads[1:], None]):
        others = [": ".join(filter(None, (name, formulas.get(name)))) for name in head.alike]
        if following is not None and (head.alike, head.evidence) == (following.alike, following.evidence):
            others = []  # made at once with the next, below which they stand
        findings.append((head, others))
    return findings


def _write_diagnosis(screen: Screen, diagnosis: Diagnosis) -> None:
    equation = f"equation ({diagnosis.equation})" if diagnosis.equation else ""
    kind = "" if equation and diagnosis.kind == "equation" else diagnosis.kind
    cases = _cases(diagnosis.cases) if diagnosis.cases else ""
    about = "; ".join(filter(None, (", ".join(filter(None, (kind, equation))), cases)))
    screen.put(screen.paint("strong", diagnosis.mistake) + screen.paint("dim", f"  [{about}]"))
    screen.put_wrapped(escaped(diagnosis.explanation), "  ")
    if diagnosis.written:
        screen.put_wrapped("wrong: " + escaped(diagnosis.written), "  ", "         ")
        screen.put_wrapped("right: " + escaped(diagnosis.right), "  ", "         ")


def _write_evidence(screen: Screen, diagnosis: Diagnosis, precision: str) -> None:
    """Where it shows, and the two numbers side by side."""
    if diagnosis.at is None:
        for line in diagnosis.evidence.split("\n"):  # one for each way in which a program ended
            screen.put_wrapped(escaped(line), "  ", "    ")
        return
    case, wrong = diagnosis.at
    right = float(wrong.bound.value) if diagnosis.truth is None else diagnosis.truth
    from_what = ", from its own numbers" if diagnosis.own else ""
    screen.put_wrapped(f"{shown(case.id)}, {wrong.where}{from_what}:", "  ", "      ")
    screen.put(f"      found  {screen.paint('bad', repr(wrong.found))}")
    screen.put(f"      right  {screen.paint('good', repr(right))}{_apart_in_words(wrong.found, right, precision)}")


def _apart_in_words(found: float, right: float, precision: str) -> str:
    """How far two numbers lie apart: as a ratio, and in units in the last place where they have a sign in common."""
    if found - found != 0 or not right:
        return ""
    words = f"   ratio {ratio_in_words(found, right)}"
    if found * right > 0:
        words += ", " + in_ulps(apart(found, right, precision))
    return words
