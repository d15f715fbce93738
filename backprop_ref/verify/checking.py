"""A verdict on any implementation, from its answers to a report: listen, judge, and name when the names are read.

    check                        a program, a file of results or a function in, a Report out
    assert_matches_reference     the same for a test suite: AssertionError, with the report as its message
    Trial                        one candidate before its cases: takes answers one by one; report() is its end

docs/format.md has the form of cases and results, docs/verify.md the way from nothing to a verdict.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import IO, Any, Callable, Union
from collections.abc import Sequence

from ..cases import Case, Cases, cases_from
from ..numbers import at
from ..admission import counted, shown
from ..unfinished import Unfinished
from .finding import Evidence, Finding
from .judge_answers import Jury, read_as_format, reread, unread, usual_layouts
from .judge_coverage import Coverage, exact_result
from .judge_precision import lost_digits, recovered
from .judge_values import DOUBLE, SINGLE, Judged, size_of
from .listen_answers import FIELDS, MANNERS, SHAPES, TEACHING, Answer
from .listen_candidate import Listener, Progress
from .listen_program import SILENCE, NotStarted
from .report import ERROR, FAIL, PASS, Report

Candidate = Union[Callable[[dict[str, Any]], Any], Sequence[str], str, "os.PathLike[str]", IO[bytes]]
Namer = Callable[[Sequence[Judged], str, Sequence["Case | None"]], list[Finding]]

UNNAMED = "unnamed"
STOPS = ("crash", "raised")  # manners of a program that could not go on
KEPT_WHOLE = 50  # failed answers all of whose wrong values are kept; of others some
KEPT_OF_OTHERS = 20
KEPT_RIGHT = 500  # right answers that are kept, to speak against a mistake,
KEPT_WORK = 200_000  # as long as their cases are no more work than that
EXACT_EVIDENCE = 3  # findings whose evidence is computed exactly
REASONS = 5  # of declining, and of what was not judged, in the notes
ASK_FOR = (
    "ask for cases that it supports: check --layers 4-8-3 --activations relu,softmax --cost cross_entropy "
    "--examples 1 … (backprop-ref cases --help)"
)


def check(
    candidate: Candidate, cases: Cases = None, precision: str | None = None, time_limit: float = SILENCE,
    progress: Progress | None = None,
) -> Report:
    """The verdict on a candidate, value by value, and the names of its mistakes.

    candidate: a function that takes a case as a dict, as JSON would give it, and returns a result as a dict, whose
    lists may be arrays; or a program and its arguments, as a list; or results: a path, or a file opened in binary.
    cases: the path of a file of cases, or a list of Cases or dicts; without them, the bundled ones.
    precision: "single" or "double"; by default it is found from the numbers.
    time_limit: how many seconds a program may be silent.  progress: called with the number of cases done, and of all.

    Names of mistakes are searched for only when the report's diagnoses are read; that takes longer than the verdict.

    Raises ValueError for invalid cases or settings, OSError for a file that cannot be read.

    >>> from backprop_ref import Example, Network, gradient_step
    >>> from backprop_ref.cases import Case
    >>> case = Case("one", Network.random([2, 3, 2], "tanh", seed=1), [Example([0.5, 0.25], [1.0, 0.0])])
    >>> def candidate(given):
    ...     step = gradient_step(case.network, case.examples)
    ...     return {"weight_gradients": step.dC_dw, "bias_gradients": step.dC_db}
    >>> check(candidate, [case]).verdict
    'pass'
    """
    if precision not in (None, DOUBLE, SINGLE):
        raise ValueError(f"precision: found {shown(precision)}, expected {DOUBLE!r} or {SINGLE!r}")
    trial = Trial(cases_from(cases), precision, progress)
    listener = trial.listener
    if callable(candidate):
        listener.call(candidate)
    elif isinstance(candidate, str) and not os.path.exists(candidate):
        words = f"a program is a list of words: {candidate.split()}"
        raise ValueError(f"candidate: found {shown(candidate)}, expected the path of a file of results ({words})")
    elif isinstance(candidate, (str, os.PathLike)):
        with open(candidate, "rb") as file:
            listener.read(file)
    elif not isinstance(candidate, Sequence) and hasattr(candidate, "readline"):
        listener.read(candidate)
    elif isinstance(candidate, (list, tuple)) and candidate and all(isinstance(word, str) for word in candidate):
        if not time_limit > 0:
            raise ValueError(f"time_limit: found {shown(time_limit)}, expected more than 0 seconds")
        try:
            listener.run(candidate, time_limit)
        except NotStarted as error:
            return Report.error(str(error), len(trial.cases))
    else:
        found = f"candidate: found {shown(candidate)}"
        raise ValueError(f"{found}, expected a function, a list of a program and its arguments, or a path")
    return trial.report()


def assert_matches_reference(candidate: Candidate, cases: Cases = None, **settings: Any) -> None:
    """AssertionError unless the verdict of ``check`` is pass; for test suites.

    Its message is the whole report, with the smallest case that failed as a line for ``explain -``.  It is made when it
    is read, so that a property test may fail a hundred times on its way to the smallest case.

    >>> assert_matches_reference(lambda case: {"error": "not yet"})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    AssertionError: ERROR nothing could be judged: every case was declined ('not yet')...
    """
    __tracebackhide__ = True  # pytest shows the line of the test instead
    report = check(candidate, cases, **settings)
    if report.verdict != PASS:
        raise AssertionError(report) from report.raised


class Trial:
    """One candidate before these cases: what it answered so far, and what was found.

    declined: its reasons, with how often each was given.  computed: the cases, None for each that was declined.
    unjudged: ids of cases, with why nothing could be judged.
    doubted: what is wrong in double precision, and so may be wrong.  right: right answers, as many as are kept.
    coverage: what was judged.
    name: what finds names for wrong answers; None for that of this chapter, imported when it is needed.
    """

    def __init__(
        self, cases: Sequence[Case], precision: str | None = None, progress: Progress | None = None,
        name: Namer | None = None,
    ) -> None:
        self.total = len(cases)
        self.name = name
        self.listener = Listener(cases, self.take, progress)
        self.cases = self.listener.cases
        self.reader = self.listener.reader
        self.jury = Jury(precision)
        self.declined: Counter[str] = Counter()
        self.computed: list[Case | None] = list(self.cases)
        self.unjudged: dict[str, str] = {}
        self.doubted: list[Judged] = []
        self.right: list[Judged] = []
        self.kept_work = 0
        self.coverage = Coverage()

    # ---- answers

    def take(self, answer: Answer) -> None:
        """Judge one answer and keep what may still be needed."""
        if answer.declined is not None:
            self.declined[answer.declined] += 1
            self.computed[answer.index] = None
            return
        if not answer.values and not answer.misshapen:
            return
        try:
            judged = self.jury.judge(answer)
        except (Unfinished, ValueError) as error:
            self.unjudged[answer.case.id] = str(error)
            return
        self.coverage.add(judged)
        if answer.misshapen or any(marks.wrong for marks in judged.by.values()):
            if len(self.doubted) >= KEPT_WHOLE:
                for marks in judged.by.values():
                    del marks.wrong[KEPT_OF_OTHERS:]
            self.doubted.append(judged)
        else:
            self._passed(judged, self.jury.precision)

    def _passed(self, judged: Judged, precision: str) -> None:
        judged.count_in(precision)
        self.coverage.count(judged, is_right=True)
        if len(self.right) < KEPT_RIGHT and self.kept_work < KEPT_WORK:
            self.right.append(judged)
            self.kept_work += size_of(judged.case)

    # ---- the end

    def report(self) -> Report:
        """Everything put together; names and sizes of errors are looked for when they are read."""
        for index, manner in self.reader.meant.items():
            if index not in self.reader.answered:
                self.reader.manners[manner].cases.add(index)
        precision = self.jury.precision
        failed = self._failed(precision)
        few_digits = self.jury.printed.few_digits
        layouts = {one.answer.index for one in [*self.right, *failed] if one.answer.layouts}
        wrong = {one.answer.index for one in failed}
        concerned = layouts.union(wrong, *(manner.cases for manner in self.reader.manners.values()))
        if few_digits and not failed:
            concerned |= {one.answer.index for one in self.right}
        against = bool(failed or few_digits or layouts or self.reader.manners)
        why = "" if against else self._why_nothing()
        verdict = FAIL if against else ERROR if why else PASS
        smallest = min((self.cases[index] for index in sorted(wrong or concerned)), key=size_of, default=None)
        return Report(
            verdict, self.total, len(concerned), sum(self.declined.values()),
            precision if self.coverage.values else None,
            lambda: self._findings(failed, precision), lambda: self.coverage.object(verdict == PASS, precision),
            [why] * bool(why) + self._notes(precision), why, smallest, self.listener.raised,
        )

    def _failed(self, precision: str) -> list[Judged]:
        """What is wrong, now that the precision is known and the layouts are."""
        if precision == SINGLE and self.jury.settled is None:
            self.coverage.farthest.clear()  # what was within double bounds until now is as good as exact
        usual = usual_layouts(self.right, self.doubted)
        self._read_as_format(usual)
        misshapen = {field for judged in self.doubted for field in judged.answer.misshapen}
        failed = []
        for judged in self.doubted:
            answer = judged.answer
            judged.count_in(precision)
            for field in FIELDS:
                if field in misshapen and field in answer.layouts and any(one.field == field for one in judged.wrong):
                    unread(judged, field)
                    self.reader.note("wrong-shape", f"{shown(answer.case.id)}: {field}", answer.index)
            for field in [field for field in answer.values if field in usual]:
                reread(judged, field, usual[field])
            if judged.wrong or answer.misshapen:
                self.coverage.count(judged, is_right=False)
                failed.append(judged)
            else:
                self._passed(judged, precision)
        return failed

    def _read_as_format(self, usual: dict[str, str]) -> None:
        """What was read in a layout that other answers do not have is judged anew, also what was right when read so."""
        for judged in self.doubted:
            read_as_format(judged, usual)
        again = [one for one in self.right if read_as_format(one, usual)]
        for judged in again:
            self.coverage.take_back(judged)
        self.right = [one for one in self.right if one not in again]
        self.doubted += again

    def _why_nothing(self) -> str:
        """Why there is no verdict, or "" where there can be one."""
        if not self.cases:
            why = "there was no case without fractions to send"
        elif self.declined and not self.coverage.cases:
            why = f"every case was declined ({shown(next(iter(self.declined)), 200)}); {ASK_FOR}"
        elif self.unjudged and not self.coverage.cases:
            id, reason = next(iter(self.unjudged.items()))
            why = f"{shown(id)}: {reason}"
        elif not self.coverage.values:
            why = "no value with a finite bound was given"
        elif not self.coverage.seen["fields"].intersection(TEACHING):
            why = f"no gradient or updated parameter was ever given, only {', '.join(self.coverage.fields)}"
        else:
            return ""
        return f"nothing could be judged: {why}"

    def _notes(self, precision: str) -> list[str]:
        notes = list(self.listener.notes)
        spread, beyond = self.reader.spread, self.coverage.beyond_range
        if spread.cases:
            notes.append(f"{spread.evidence}: a single number for a layer is taken to be that of each of its neurons")
        for reason, count in list(self.declined.items())[:REASONS]:
            notes.append(f"{counted(count, 'case')} declined: {shown(reason, 200)}")
        for id, reason in list(self.unjudged.items())[:REASONS]:
            notes.append(f"{shown(id)} not judged: {reason}")
        if beyond:
            what = f"the true value or its bound is beyond the range of {precision} precision"
            notes.append(f"{beyond} values not judged: {what}")
        if precision == SINGLE and self.jury.printed.products:
            notes.append("single precision: some numbers are products of two singles, computed in double precision")
        return notes + self.coverage.kink_notes()

    # ---- what takes longer

    def _findings(self, failed: Sequence[Judged], precision: str) -> list[Finding]:
        """Everything that was found, the most telling first."""
        digits = lost_digits(failed, self.right, self.jury.printed, precision) or recovered(failed)
        named: list[Finding] = []
        if failed and (digits is None or digits.count > len(digits.cases)):
            from .name import name

            named = (self.name or name)([*failed, *self.right], precision, self.computed)
            self._account_for_stops(named)
        explained = {index for one in named if one.mistake != UNNAMED for index in one.cases}
        named = [one for one in named if one.mistake != UNNAMED or not self._is_of_spread(one)]
        if digits is not None:
            named.append(digits)
            explained |= digits.cases
        self._reconcile(failed, explained)
        transport = [self._transport(manner) for manner in self.reader.manners]
        found = _in_order([*named, *self._other_layouts(failed), *transport])
        for finding in found[:EXACT_EVIDENCE]:
            self._make_exact(finding)
        return found

    def _account_for_stops(self, named: Sequence[Finding]) -> None:
        """Where each stop of a program is one that a named slip may lead to, they are of the slip: no finding more."""
        from .name import what_stops

        for name in [name for name in STOPS if name in self.reader.manners]:
            manner = self.reader.manners[name]
            cases = {index: self.computed[index] for index in manner.cases - self.reader.answered}
            found = {index: what_stops(named, case) for index, case in cases.items() if case is not None}
            of = {index: finding for index, finding in found.items() if finding is not None}
            if manner.cases and of.keys() == manner.cases:
                for index, finding in of.items():
                    finding.cases.add(index)
                    finding.count += 1
                for finding in dict.fromkeys(of.values()):
                    finding.explanation += f" It may stop the program, too: {manner.evidence.splitlines()[0]}."
                del self.reader.manners[name]

    def _is_of_spread(self, unnamed: Finding) -> bool:
        """Does no mistake explain it because one number was taken for a layer's, and for no other reason?"""
        spread = self.reader.spread.cases
        about = {(field, index in spread) for index, field, _ in unnamed.claims}
        return about == {("bias_gradients", True)}

    def _reconcile(self, failed: Sequence[Judged], explained: set[int]) -> None:
        """One finding for one slip: manners that a mistake explains are not named again; NaN that none does is."""
        manners, spread = self.reader.manners, self.reader.spread.cases
        of_one_slip = set(explained)
        if explained & spread:
            of_one_slip |= spread - {one.answer.index for one in failed}  # where one number is right
        for name in (*SHAPES, "null"):
            if name in manners:
                manners[name].cases -= of_one_slip
                if not manners[name].cases:
                    del manners[name]
        spoken_of = explained.union(manners["null"].cases if "null" in manners else ())
        for one in failed:
            strange = [wrong for wrong in one.wrong if wrong.found - wrong.found != 0]
            if strange and one.answer.index not in spoken_of:
                said = f"{strange[0].where}: found {strange[0].found}, expected {strange[0].right!r}"
                self.reader.note("not-finite", f"{shown(one.case.id)}: {said}", one.answer.index)

    def _transport(self, name: str) -> Finding:
        manner = self.reader.manners[name]
        times = f" ({manner.count} times)" if manner.count > max(1, len(manner.cases)) else ""
        return Finding(name, "transport", None, MANNERS[name] + times, manner.evidence, manner.cases)

    def _other_layouts(self, failed: Sequence[Judged]) -> list[Finding]:
        """One finding for all fields that were read in another layout than the format's."""
        layouts: dict[str, dict[str, None]] = {}
        cases = set()
        for one in [*failed, *self.right]:
            if self.reader.spread.cases and all(len(layer.b) == 1 for layer in one.case.network.layers):
                continue  # where one number for each layer is right, it is still of the same slip
            for field, layout in one.answer.layouts.items():
                layouts.setdefault(field, {}).setdefault(layout)
                cases.add(one.answer.index)
        if not cases:
            return []
        said = "; ".join(f"{field}: {' or '.join(layouts[field])}" for field in FIELDS if field in layouts)
        text = "The layout differs from the format; the numbers were judged as if they stood in the right places."
        id = shown(self.cases[min(cases)].id)
        evidence = self.reader.other_layout or f"{id}: right when read that way, wrong as written"
        return [Finding("other-layout", "convention", None, f"{text} {said}.", evidence, cases)]

    def _make_exact(self, finding: Finding) -> None:
        """Put the correctly rounded number beside what was found."""
        evidence = finding.evidence
        if not isinstance(evidence, Evidence) or evidence.own:
            return
        case = next((case for case in self.cases if case.id == evidence.case), None)
        result = None if case is None else exact_result(case)
        if result is not None:
            field, *indices = evidence.where.replace("]", "").split("[")
            finding.evidence = evidence._replace(right=float(at(result[field], list(map(int, indices)))))


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    """What explains most comes first, what has no name behind all that have one."""
    ranked = sorted(findings, key=lambda one: (-one.count, one.kind == "transport"))
    named = [n for n, one in enumerate(ranked) if one.kind != "transport" and one.mistake != UNNAMED]
    first = ranked[:max(named, default=-1) + 1]
    return sorted(first, key=lambda one: one.mistake == UNNAMED) + ranked[len(first):]
