"""The command ``compute``: case lines in, result lines out, one by one and in order."""

from __future__ import annotations

import json
import sys

from ..cases import Case, Refusal, read_cases, refusal_object, result_object
from ..door import gradient_step
from ..terminal import BadUsage, Progress, say
from ..unfinished import Unfinished
from argparse import ArgumentParser, Namespace
from typing import IO, Callable
from ..descent import Step

EXAMPLES = ("compute < cases.jsonl > results.jsonl", "compute --float < cases.jsonl")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--float", action="store_true",
                     help="run the plain loops in doubles: five to thirty times as fast, but not exact")
    how.add_argument("--exact", action="store_true", help="correctly rounded values (the default)")


def run(args: Namespace) -> int:
    """Answer every line of standard input; 2 if any answer is an error, with one line that counts them."""
    if sys.stdin is None:
        raise BadUsage("standard input is closed")
    progress = Progress.on(sys.stderr)
    try:
        return compute(sys.stdin.buffer, sys.stdout, sys.stderr, not args.float, progress)
    finally:
        if progress is not None:
            progress.clear()


def compute(
    cases: IO[bytes], results: IO[str], complaints: IO[str] | None, exact: bool = True, progress: Progress | None = None
) -> int:
    """Answer every line of cases with a line of results; the exit status.

    exact: correctly rounded, else in doubles; where doubles cannot finish a case, a line of complaints says so.
    """
    count = refused = 0
    first = ""
    for line, case in read_cases(cases):
        count += 1
        if isinstance(case, Refusal):
            answer = refusal_object(case.id, line, case.why)
        else:
            try:
                answer = result_object(case, step_of(case, exact, _said(line, complaints)))
            except (Unfinished, ValueError) as error:
                answer = refusal_object(case.id, line, str(error))
        if "error" in answer:
            refused += 1
            first = first or f"line {line}: {answer['error']}"
        results.write(json.dumps(answer, allow_nan=False) + "\n")
        results.flush()
        if progress is not None:
            progress.show(count)
    if refused:
        say(complaints, f"{refused} of {count} cases refused; first: {first}\n")
        return 2
    if not count:
        say(complaints, "no cases on standard input\n")
    return 0


def _said(line: int, complaints: IO[str] | None) -> Callable[[Unfinished], None]:
    """What says that the case of a line is computed exactly, and why."""

    def tell(unfinished: Unfinished) -> None:
        say(complaints, f"line {line}: {cannot_finish(unfinished)}\n")

    return tell


def cannot_finish(unfinished: Unfinished) -> str:
    """Why a case was computed exactly that was not to be.

    >>> cannot_finish(Unfinished("z_j", "inf", layer=1, neuron=0))
    'doubles cannot finish (layer 1, neuron 0: z_j is inf); computed exactly'
    """
    return f"doubles cannot finish ({unfinished.finding()}); computed exactly"


def step_of(case: Case, exact: bool = True, fallback: Callable[[Unfinished], None] = lambda unfinished: None) -> Step:
    """What the case asks for, correctly rounded; in doubles if so asked, but for a case with a fraction.

    Where doubles cannot finish a case it is computed exactly, and fallback is told why.  Raises Unfinished where
    that does not finish either.
    """
    if not (exact or case.exact):
        try:
            return gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        except Unfinished as unfinished:
            why = unfinished
    from ..numbers import exact_step

    step = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    if not (exact or case.exact):
        fallback(why)
    return step
