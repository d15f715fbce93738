"""A verdict on anybody's implementation: the one engine behind ``check`` and its three ways in.

    check                        a program, a file of results or a function in, a Report out
    assert_matches_reference     the same for a test suite: AssertionError, with the diagnosis as its message

docs/format.md has the form of cases and results, docs/verify.md the way from nothing to a verdict.
"""

from __future__ import annotations

import json
import os

from ..cases import case_object
from ..admission import shown
from .case_lists import cases_from
from .diagnosis import UNNAMED, Diagnosis, diagnose
from .endings import how_it_ended, last_words, said_of_end
from .errors import Farthest
from .failed import Failed
from .features import features_of
from .judge import DOUBLE, SINGLE, Jury
from .program import ENDLESS_LINE, EXITED, SILENCE, SILENT, STOPPED, NotStarted, Run
from .report import Report, exact_evidence
from .results import MANNERS, SHAPES, TEACHING, Reader
from .tolerant import first_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Callable, Dict, FrozenSet, List, Optional, Sequence, Set, Tuple, Union

    from ..cases import Case
    from .case_lists import Cases
    from .judge import Judgement, Marks
    from .program import Ending
    from .results import Answer

    Candidate = Union[Callable[[Dict[str, Any]], Any], Sequence[str], str, "os.PathLike[str]", IO[bytes]]
    Progress = Callable[[int, int], None]

MOST_ENDS = 3  # crashes and hangs after which a program is not started again
KEPT_WHOLE = 50  # failed answers all of whose wrong values are kept; of others some
KEPT_OF_OTHERS = 20
MOST_KINKS = 10  # places at kinks that the notes speak of
KEPT_RIGHT = 24  # right answers that are kept, to speak against a mistake

# Manners of lines that were meant to be answers.
UNREADABLE = ("not-json", "several-lines", "one-line", "python-repr", "not-utf-8", "not-a-result", "unknown-id")


def check(
    candidate: Candidate,
    cases: Cases = None,
    precision: Optional[str] = None,
    time_limit: float = SILENCE,
    progress: Optional[Progress] = None,
) -> Report:
    """The verdict on a candidate, value by value, and the names of its mistakes.

    candidate: a function that takes a case as a dict, as JSON would give it, and returns a result as a dict, whose
    lists may be arrays; or a program and its arguments, as a list; or results: a path, or a file opened in binary.
    cases: the path of a file of cases, or a list of Cases or dicts; without them, the bundled ones.
    precision: "single" or "double" where it is not to be found from the numbers.
    time_limit: how many seconds a program may be silent.  progress: called with how many cases are done, of how many.

    Raises ValueError for cases or settings that are none, OSError for a file that cannot be read.

    >>> from backprop_ref import Example, Network, gradient_step
    >>> from backprop_ref.cases import Case, read_case, result_object
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
    if callable(candidate):
        trial.call(candidate)
    elif isinstance(candidate, (str, os.PathLike)):
        with open(candidate, "rb") as file:
            trial.read(file)
    elif hasattr(candidate, "readline"):
        trial.read(candidate)
    elif isinstance(candidate, (list, tuple)) and candidate and all(isinstance(word, str) for word in candidate):
        if not time_limit > 0:
            raise ValueError(f"time_limit: found {shown(time_limit)}, expected more than 0 seconds")
        try:
            trial.run(candidate, time_limit)
        except NotStarted as error:
            return Report.error(str(error), len(trial.cases))
    else:
        found = f"candidate: found {shown(candidate)}"
        raise ValueError(f"{found}, expected a function, a list of a program and its arguments, or a path")
    return trial.report()


def assert_matches_reference(candidate: Candidate, cases: Cases = None, **settings: Any) -> None:
    """AssertionError, its message the whole report, unless the verdict of ``check`` is pass; for test suites.

    >>> assert_matches_reference(lambda case: {"error": "not yet"})
    Traceback (most recent call last):
        ...
    AssertionError: ERROR nothing could be judged: every case was declined ('not yet')
    """
    report = check(candidate, cases, **settings)
    if report.verdict != "pass":
        raise AssertionError(str(report))


# ---- the trial -------------------------------------------------------------------------------


class Trial:
    """One candidate before these cases: what it answered so far, and what was found.

    declined: its reasons, with how often each was given.  unjudged: ids of cases, with why nothing could be judged.
    doubted: what is wrong in double precision, and so may be wrong.  right: some right answers, each of another kind.
    ends: of a program that had cases left: the name of the manner, the exit status, its last words.
    judgements, values: how many answers and values were judged.  beyond_range: values that were not.
    fields, seen: what was among the answers.  farthest: the right ones that lie farthest from the truth.
    kinks: places at kinks in right answers, with the answer.
    """

    def __init__(self, cases: Sequence[Case], precision: Optional[str], progress: Optional[Progress]) -> None:
        self.cases = [case for case in cases if not case.exact]
        self.total = len(cases)
        self.reader = Reader(self.cases, unasked={case.id for case in cases if case.exact})
        self.jury = Jury(precision)
        self.progress = progress
        self.notes: List[str] = []
        self.declined: Dict[str, int] = {}
        self.unjudged: Dict[str, str] = {}
        self.doubted: List[Judgement] = []
        self.right: Dict[Tuple[Any, ...], Answer] = {}
        self.right_features: Set[FrozenSet[str]] = set()
        self.ends: List[Tuple[str, Optional[int], str]] = []
        self.judgements = 0
        self.values = 0
        self.beyond_range = 0
        self.farthest = Farthest()
        self.fields: Dict[str, None] = {}
        self.seen: Dict[str, Set[str]] = {"activations": set(), "costs": set(), "reductions": set()}
        self.kinks: List[Tuple[Answer, Tuple[int, int, int]]] = []
        if len(self.cases) < len(cases):
            n = len(cases) - len(self.cases)
            self.notes.append(f"{n} of the cases not asked: they have fractions, and programs are sent decimals")

    # ---- three ways in

    def call(self, candidate: Callable[[Dict[str, Any]], Any]) -> None:
        """Ask a function."""
        for index, case in enumerate(self.cases):
            try:
                given = candidate(case_object(case))
            except (Exception, SystemExit) as error:  # somebody else's code may raise anything
                said = f"{shown(case.id)}: raised {type(error).__name__}: {shown(str(error), 200)[1:-1]}"
                self.reader.note("raised", said, index)
                continue
            self.take(self.reader.accept(index, given, "the answer"))
            self._tell(index + 1)

    def read(self, file: Any) -> None:
        """Take a file of results."""
        for answer in self.reader.read_file(file):
            self.take(answer)
            self._tell(len(self.reader.answered))
        self._missing(self._unanswered(range(len(self.cases))))

    def run(self, command: Sequence[str], time_limit: float) -> None:
        """Ask a program, started afresh after a crash or a hang, up to MOST_ENDS of them; NotStarted if it cannot."""
        left = list(range(len(self.cases)))
        ends = 0
        while left:
            ending = self._listen(command, left, time_limit)
            left = self._unanswered(left)
            if not left:
                self._ended_late(ending)
            elif ending.why == EXITED and ending.status == 0:
                self._missing(left, ended=True)
                return
            elif ending.why == STOPPED:
                self._blame("endless-output", ending, left[0])
                self.reader.manners.pop("foreign-line", None)  # one finding, not two
                return
            else:
                name = {SILENT: "hang", ENDLESS_LINE: "endless-line"}.get(ending.why, "crash")
                self._blame(name, ending, left[0], time_limit)
                ends += 1
                left = left[1:]
                if left and ends == MOST_ENDS:
                    self.notes.append(f"stopped after {ends} such ends: {len(left)} cases were not asked")
                    return

    def _listen(self, command: Sequence[str], left: Sequence[int], time_limit: float) -> Ending:
        """One start of the program with these cases."""
        lines = ((json.dumps(case_object(self.cases[index])) + "\n").encode() for index in left)
        with Run(command, lines, time_limit) as run:
            for line in run.lines():
                self.take(self.reader.read(line))
                self._tell(len(self.reader.answered))
                if self.reader.too_noisy:
                    run.stop()
                elif len(self.reader.answered) == len(self.cases):
                    run.nothing_more_expected()
        ending = run.ending
        assert ending is not None
        rest = ending.rest.strip()
        if ending.why == EXITED and rest and (ending.status == 0 or rest.endswith(b"}")):
            self.take(self.reader.read(rest))  # a last line without its end
        return ending

    def _tell(self, done: int) -> None:
        if self.progress is not None:
            self.progress(done, len(self.cases))

    # ---- manners

    def _unanswered(self, indices: Sequence[int]) -> List[int]:
        return [index for index in indices if index not in self.reader.answered and index not in self.reader.meant]

    def _missing(self, left: Sequence[int], ended: bool = False) -> None:
        """Cases that have no answer, unless lines that could not be read were meant to be their answers."""
        reader = self.reader
        names = UNREADABLE if reader.answered else (*UNREADABLE, "foreign-line")
        unreadable = next((reader.manners[name] for name in names if name in reader.manners), None)
        if unreadable is not None:
            some = reader.unreadable if reader.answered else len(left)
            unreadable.cases.update(left[:some])
            left = left[some:]
        for index in left:
            first = shown(self.cases[index].id)
            if ended and index > max(reader.answered, default=-1):
                reader.note("early-end", f"it ended, exit status 0, when {first} was to be answered", index)
            else:
                reader.note("missing-answer", f"{first} has no answer", index)

    def _blame(self, name: str, ending: Ending, index: int, time_limit: float = 0.0) -> None:
        said = said_of_end(name, ending, self.cases[index], time_limit, self.reader.noise - 1)
        if name == "crash" and not self.reader.answered:  # then what it printed says why: one finding, not two
            said += self._printed_instead()
        self.reader.note(name, said, index)
        end = (name, ending.status, last_words(ending))
        if self.ends and end not in self.ends and name == self.ends[-1][0]:
            self.reader.manners[name].evidence += "\n" + said
        self.ends.append(end)

    def _printed_instead(self) -> str:
        printed = self.reader.manners.pop("foreign-line", None)
        return f"; its standard output: {printed.evidence.partition(', expected')[0]}" if printed is not None else ""

    def _ended_late(self, ending: Ending) -> None:
        """How it ended once every case was answered: worth a note, no more."""
        if ending.why == SILENT or ending.status is None and ending.why == EXITED:
            self.notes.append("it did not end when its input did, and was ended once every case was answered")
        elif ending.why == STOPPED:
            self.reader.note("endless-output", f"over {self.reader.noise - 1} lines that answer nothing")
        elif ending.why == ENDLESS_LINE:
            self.reader.note("endless-line", f"after the last answer: {first_bytes(ending.rest)}")
        elif ending.status:
            self.notes.append(f"{how_it_ended(ending)} after every case was answered")

    # ---- answers

    def take(self, answer: Optional[Answer]) -> None:
        """Judge one answer and keep what may still be needed."""
        if answer is None:
            return
        if answer.declined is not None:
            self.declined[answer.declined] = self.declined.get(answer.declined, 0) + 1
            return
        if not answer.values and not answer.misshapen:
            return
        judgement = self.jury.judge(answer)
        if judgement.unjudged:
            self.unjudged[answer.case.id] = judgement.unjudged
            return
        self.judgements += 1
        for field in answer.values:
            self.fields.setdefault(field)
        self.seen["activations"].update(layer.activation for layer in answer.case.network.layers)
        self.seen["costs"].add(answer.case.cost)
        self.seen["reductions"].add(answer.case.reduction)
        wrong = judgement.double.wrong or judgement.single is not None and judgement.single.wrong
        if wrong or answer.misshapen:
            if len(self.doubted) >= KEPT_WHOLE:
                for marks in (judgement.double, judgement.single):
                    if marks is not None:
                        del marks.wrong[KEPT_OF_OTHERS:]
            self.doubted.append(judgement)
        else:
            self._passed(judgement, self.jury.precision)

    def _count(self, marks: Marks) -> None:
        self.values += marks.judged
        self.beyond_range += marks.unjudged

    def _passed(self, judgement: Judgement, precision: str) -> None:
        self._count(judgement.marks(precision))
        answer = judgement.answer
        if len(self.kinks) < MOST_KINKS:
            self.kinks += [(answer, kink) for kink in judgement.kinks[:MOST_KINKS]]
        layers = answer.case.network.layers
        self.right_features.add(features_of(answer.case))
        key = (answer.case.cost, answer.case.reduction, len(answer.case.examples), *(one.activation for one in layers))
        if len(self.right) < KEPT_RIGHT:
            self.right.setdefault(key, answer)
        self.farthest.add(judgement, precision)

    # ---- the end

    def report(self) -> Report:
        """Everything put together."""
        for index, name in self.reader.meant.items():
            if index not in self.reader.answered:
                self.reader.manners[name].cases.add(index)
        precision = self.jury.precision
        failed: List[Failed] = []
        if precision == SINGLE and self.jury.settled is None:
            self.farthest = Farthest()  # what was within double bounds until now is as good as exact
        for judgement in self.doubted:
            marks, answer = judgement.marks(precision), judgement.answer
            if marks.wrong or answer.misshapen:
                self._count(marks)
                said = {**answer.values, **answer.misshapen}
                failed.append(Failed(answer.index, answer.case, said, marks.wrong, answer.complaint))
            else:
                self._passed(judgement, precision)
        passed = [(answer.index, answer.values) for answer in self.right.values()]
        diagnoses, explained = diagnose(self.cases, failed, passed, precision, self.right_features)
        if not self._is_wrong_as_read(failed, explained):
            diagnoses = [one for one in diagnoses if one.mistake != UNNAMED]
        self._reconcile(failed, explained)
        diagnoses += [self._transport(name) for name in self.reader.manners]
        diagnoses = _in_order(diagnoses)
        for diagnosis in diagnoses[:3]:
            exact_evidence(diagnosis)
        wrong = {one.index for one in failed}.union(*(manner.cases for manner in self.reader.manners.values()))
        return Report.of(self, diagnoses, len(wrong), precision)

    def _is_wrong_as_read(self, failed: Sequence[Failed], explained: Set[int]) -> bool:
        """Is there a wrong value that no mistake explains, other than where one number was taken for a layer's?"""
        return any(
            wrong.field != "bias_gradients" or one.index not in self.reader.spread.cases
            for one in failed if one.index not in explained for wrong in one.wrong
        )

    def _reconcile(self, failed: Sequence[Failed], explained: Set[int]) -> None:
        """One finding for one slip: manners that a mistake explains are not named again; NaN that none does is."""
        spread, of_one_slip = self.reader.spread, set(explained)
        if explained & spread.cases:
            of_one_slip |= spread.cases - {one.index for one in failed}  # where one number is right
            self.notes.append(f"{spread.evidence}: one number for a layer is taken for that of each of its neurons")
        for name in (*SHAPES, "null"):
            if name in self.reader.manners:
                manner = self.reader.manners[name]
                manner.cases -= of_one_slip
                if not manner.cases:
                    del self.reader.manners[name]
        nulls = self.reader.manners["null"].cases if "null" in self.reader.manners else set()
        for one in failed:
            strange = [wrong for wrong in one.wrong if wrong.found - wrong.found != 0]
            if strange and one.index not in explained and one.index not in nulls:
                at = strange[0]
                said = f"{shown(one.case.id)}: {at.where}: found {at.found}, expected {float(at.bound.value)!r}"
                self.reader.note("not-finite", said, one.index)

    def _transport(self, name: str) -> Diagnosis:
        manner = self.reader.manners[name]
        times = f" ({manner.count} times)" if manner.count > max(1, len(manner.cases)) else ""
        return Diagnosis(name, "transport", None, MANNERS[name] + times, manner.evidence, len(manner.cases))

    @property
    def taught(self) -> bool:
        """Was any gradient or updated parameter given?"""
        return any(field in self.fields for field in TEACHING)


def _in_order(diagnoses: Sequence[Diagnosis]) -> List[Diagnosis]:
    """What explains most comes first, what has no name behind all names of the catalogue."""
    ranked = sorted(diagnoses, key=lambda one: (-one.cases, one.kind == "transport"))
    names = [number for number, one in enumerate(ranked) if one.kind != "transport" and one.mistake != UNNAMED]
    last = names[-1] if names else -1
    late = [one for one in ranked[:last + 1] if one.mistake == UNNAMED]
    return [one for one in ranked[:last + 1] if one.mistake != UNNAMED] + late + ranked[last + 1:]
