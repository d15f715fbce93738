"""The command ``compute``: case lines in, result lines out, one by one and in order."""

from __future__ import annotations

import json
import sys

from .backprop import Unfinished
from .cases import Refusal, read_cases, refusal_object, result_object
from .descent import gradient_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import IO

    from .cases import Case
    from .descent import Step


def run(args: Namespace) -> int:
    """Answer every line of standard input; 2 if any answer is an error, with one line that counts them."""
    return compute(sys.stdin.buffer, sys.stdout, sys.stderr)


def compute(cases: IO[bytes], results: IO[str], complaints: IO[str]) -> int:
    """Answer every line of cases with a line of results; the exit status."""
    count = refused = 0
    first = ""
    for line, case in read_cases(cases):
        count += 1
        if isinstance(case, Refusal):
            answer = refusal_object(case.id, line, case.why)
        else:
            try:
                answer = result_object(case, step_of(case))
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


def step_of(case: Case) -> Step:
    """What the case asks for, in doubles."""
    if case.exact:
        raise ValueError("a case with a fraction, expected doubles alone")
    return gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
