"""A verdict on any implementation: the engine behind ``check`` and its three ways in.

    check                        a program, a file of results or a function in, a Report out
    assert_matches_reference     the same for a test suite: AssertionError, with the report as its message

docs/format.md has the form of cases and results, docs/verify.md the way from nothing to a verdict.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import IO, Any, Callable, Union

from ..cases import Cases, cases_from
from ..admission import shown
from .judge_precision import DOUBLE, SINGLE
from .listen_candidate import Progress
from .listen_program import SILENCE, NotStarted
from .report import PASS, Report
from .trial import Trial

Candidate = Union[Callable[[dict[str, Any]], Any], Sequence[str], str, "os.PathLike[str]", IO[bytes]]


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
