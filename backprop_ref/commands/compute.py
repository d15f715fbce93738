"""The command ``compute``: case lines in, result lines out, one by one and in order."""

from __future__ import annotations

import json
import sys

from ..door import Unfinished, gradient_step
from ..cases import Refusal, read_cases, refusal_object, result_object
from ..terminal import BadUsage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import IO, Callable

    from ..cases import Case
    from ..descent import Step


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--exact", action="store_true", help="correctly rounded values")


def run(args: Namespace) -> int:
    """Answer every line of standard input; 2 if any answer is an error, with one line that counts them."""
    if sys.stdin is None:
        raise BadUsage("standard input is closed")
    return compute(sys.stdin.buffer, sys.stdout, sys.stderr, args.exact)


def compute(cases: IO[bytes], results: IO[str], complaints: IO[str], exact: bool = False) -> int:
    """Answer every line of cases with a line of results; the exit status.

    exact: correctly rounded.  Where doubles cannot finish a case that has a result, a line of complaints says so.
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
    if refused:
        complaints.write(f"{refused} of {count} cases refused; first: {first}\n")
        return 2
    return 0


def _said(line: int, complaints: IO[str]) -> Callable[[Unfinished], None]:
    """What says that the case of a line is computed exactly, and why."""

    def say(unfinished: Unfinished) -> None:
        complaints.write(f"line {line}: {cannot_finish(unfinished)}\n")

    return say


def cannot_finish(unfinished: Unfinished) -> str:
    """Why a case was computed exactly that was not to be.

    >>> cannot_finish(Unfinished("z_j", "inf", layer=1, neuron=0))
    'doubles cannot finish (layer 1, neuron 0: z_j is inf); computed exactly'
    """
    return f"doubles cannot finish ({unfinished.finding()}); computed exactly"


def step_of(case: Case, exact: bool = False, fallback: Callable[[Unfinished], None] = lambda unfinished: None) -> Step:
    """What the case asks for, in doubles; correctly rounded if so asked, and for a case with a fraction.

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
