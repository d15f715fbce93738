"""What ``check`` reports: the verdict, the findings with their evidence, and what was covered.

    Report    one verdict: an object for JSON, a text for people

It is made of plain values.  What takes long, the names of mistakes and the largest errors, comes as a function that is
called when it is first read: a verdict alone costs nothing more.
"""

from __future__ import annotations

import io
import json
from functools import cached_property
from typing import Any, Callable
from collections.abc import Sequence

from ..cases import Case, case_object
from ..admission import counted, shown
from ..terminal import Screen, escaped
from .finding import Evidence, Finding
from .judge_coverage import apart
from .judge_values import DOUBLE

PASS, FAIL, ERROR = "pass", "fail", "error"
AT_A_GLANCE = 3  # findings, names of one that the cases do not tell apart, and notes shown without --verbose
LONGEST_CASE = 20_000  # characters of JSON that are put into a message


class Report:
    """A verdict and its reasons.

    verdict: "pass", "fail" or "error", when nothing could be judged.  cases: how many there were; failed, declined: of
    these.  precision: "double", "single", or None where nothing was judged.  diagnoses: finds what is wrong, the most
    telling first.  covered: what the verdict rests on.  notes: what is worth knowing but not wrong.  why: of an error.
    case: the smallest that failed.  raised: the first exception of a function.
    """

    def __init__(
        self, verdict: str, cases: int, failed: int = 0, declined: int = 0, precision: str | None = None,
        diagnoses: Callable[[], list[Finding]] = list, covered: Callable[[], dict[str, Any]] = dict,
        notes: Sequence[str] = (), why: str = "", case: Case | None = None, raised: BaseException | None = None,
    ) -> None:
        self.verdict = verdict
        self.cases = cases
        self.failed = failed
        self.declined = declined
        self.precision = precision
        self.notes = list(notes)
        self.why = why
        self.case = case
        self.raised = raised
        self._diagnoses = diagnoses
        self._covered = covered

    def __repr__(self) -> str:
        return f"Report({self.verdict}: {counted(self.cases, 'case')}, {self.failed} failed, {self.declined} declined)"

    @classmethod
    def error(cls, why: str, cases: int = 0) -> Report:
        """That of a candidate that could not even be asked."""
        return cls(ERROR, cases, notes=[why], why=why)

    @cached_property
    def diagnoses(self) -> list[Finding]:
        """What was found, the most telling first: searched for when it is first asked for."""
        return self._diagnoses()

    @cached_property
    def covered(self) -> dict[str, Any]:
        """What the verdict rests on, with the largest errors."""
        return self._covered()

    def __getstate__(self) -> dict[str, Any]:
        read = {"diagnoses": self.diagnoses, "covered": self.covered}
        return {**vars(self), **read, "_diagnoses": None, "_covered": None, "raised": None}

    def object(self) -> dict[str, Any]:
        """As ``check --json`` prints it."""
        return {
            "verdict": self.verdict, "cases": self.cases, "failed": self.failed, "declined": self.declined,
            "precision": self.precision, "diagnoses": [finding.object() for finding in self.diagnoses],
            "covered": self.covered, "notes": self.notes,
        }

    # ---- for people

    def __str__(self) -> str:
        text = io.StringIO()
        self.write(Screen(text), verbose=True)
        said = text.getvalue().rstrip("\n")
        if self.case is None:
            return said
        line = json.dumps(case_object(self.case))
        if len(line) > LONGEST_CASE:
            return f"{said}\n\nthe smallest case that failed is {shown(self.case.id)}"
        return f"{said}\n\nthe smallest case that failed, as a line for: backprop-ref explain -\n{line}"

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
                screen.put(f"and {counted(len(self.notes) - len(few), 'more note')} (--verbose)")

    def _headline(self) -> str:
        if self.verdict == ERROR:
            return escaped(self.why)
        precision = f"{self.precision} precision" if self.precision else ""
        declined = f"{self.declined} declined" if self.declined else ""
        if self.verdict == FAIL:
            failed = f"{self.failed} of {counted(self.cases, 'case')} failed"
            why = failed if self.failed else "because of other output"
            return ", ".join(filter(None, (why, precision, declined)))
        judged, values = self.covered["cases"], self.covered["values"]
        said = f"{judged} of {counted(self.cases, 'case')} judged, all right"
        if judged == self.cases:
            said = f"{counted(self.cases, 'case')}: every value is right"
        elif declined:
            said += f"; {declined}"
        return f"{said} ({values} values, {precision})"

    def _write_findings(self, screen: Screen, verbose: bool) -> None:
        most = len(self.diagnoses) if verbose else AT_A_GLANCE
        before = ""
        for finding in self.diagnoses[:most]:
            screen.put()
            _write_finding(screen, finding, verbose)
            if str(finding.evidence) != before:  # what was done at once shows in the same numbers
                _write_evidence(screen, finding.evidence, self.precision or DOUBLE)
            before = str(finding.evidence)
        names = [finding.mistake for finding in self.diagnoses[most:]]
        if names:
            screen.put()
            screen.put_wrapped(f"and {len(names)} more (--verbose): {', '.join(names)}")

    def _write_covered(self, screen: Screen) -> None:
        covered = self.covered
        for what in ("fields", "activations", "costs", "reductions", "missing"):
            if covered[what]:
                what_in_words = "not covered" if what == "missing" else what
                screen.put_wrapped(f"{what_in_words}: {', '.join(covered[what])}", hanging="    ")
        size, share = covered["largest_error_ulps"], covered["largest_share_of_bound"]
        if self.verdict != PASS or size is None:
            return
        measured = covered["measured"]
        all_measured = measured == covered["cases"]
        of = "" if all_measured else f" (of the {counted(measured, 'case')} with the largest errors)"
        if not share:
            screen.put_wrapped(f"errors: none, every number is the nearest to the true value{of}", hanging="    ")
            return
        if size:
            screen.put_wrapped(f"largest error in ulps{of}: {size}, {covered['largest_error_at']}", hanging="    ")
        percentage = f"{100 * share:.2g} %" if share < 0.1 else f"{100 * share:.0f} %"
        at = covered["largest_share_at"]
        screen.put_wrapped(f"largest share of its bound{of}: {percentage}, {at}", hanging="    ")


def _write_finding(screen: Screen, finding: Finding, verbose: bool) -> None:
    equation = f"equation ({finding.equation})" if finding.equation else ""
    kind = "" if equation and finding.kind == "equation" else finding.kind
    cases = counted(finding.count, "case") if finding.count else ""
    about = "; ".join(filter(None, (", ".join(filter(None, (kind, equation))), cases)))
    screen.put(screen.paint("strong", finding.mistake) + screen.paint("dim", f"  [{about}]"))
    screen.put_wrapped(escaped(finding.explanation), "  ")
    for what, formula in (("wrong", finding.wrong), ("right", finding.right)):
        if formula:
            screen.put_wrapped(f"{what}: {escaped(formula)}", "  ", "         ")
    if finding.alike:
        screen.put("  these cases cannot tell it apart from:")
    few = finding.alike if verbose else finding.alike[:AT_A_GLANCE]
    for other in few:
        screen.put_wrapped(f"or:\u00a0\u00a0\u00a0 {escaped(other)}", "  ", "         ")
    if len(finding.alike) > len(few):
        screen.put(f"  or:    … and {len(finding.alike) - len(few)} more (--verbose)")


def _write_evidence(screen: Screen, evidence: Evidence | str, precision: str) -> None:
    """Where it shows, and the two numbers side by side: how far apart, in ulps too where they have one sign."""
    if isinstance(evidence, str):
        for line in evidence.split("\n"):  # one for each way in which a program ended
            screen.put_wrapped(escaped(line), "  ", "    ")
        return
    found, right = evidence.found, evidence.right
    from_what = ", from its own numbers" if evidence.own else ""
    off = f"   ratio {evidence.ratio}" if evidence.ratio else ""
    if off and found * right > 0:
        ulps = apart(found, right, precision)
        off += ", " + (counted(ulps, "ulp") if ulps < 100_000 else f"{ulps:.1e} ulps")
    screen.put_wrapped(f"{shown(evidence.case)}, {evidence.where}{from_what}:", "  ", "      ")
    screen.put(f"      found  {screen.paint('bad', repr(found))}")
    screen.put(f"      right  {screen.paint('good', repr(right))}{off}")
