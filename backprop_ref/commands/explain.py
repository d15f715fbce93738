"""The command ``explain``: every equation of a case with its numbers."""

from __future__ import annotations

import sys

from ..terminal import Screen, escaped, one_line
from ..walk import Chosen, put_walk, walk
from .case_argument import case_arguments, load_case

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..cases import Case


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    case_arguments(parser)
    parser.add_argument("--exact", action="store_true", help="correctly rounded values, or fractions")


def run(args: Namespace) -> int:
    """Print the walk; the exit status."""
    case = load_case(args.case, args.id)
    return explain(case, Chosen(args.equation, args.layer, args.neuron, args.example), args.exact)


def explain(case: Case, chosen: Chosen | None = None, exact: bool = False) -> int:
    """Explain a case on standard output; the exit status.  BadUsage where there is nothing to explain."""
    walked = walk(case, chosen, exact)
    if walked.why:
        print(f"backprop-ref: {escaped(case.id)}: {one_line(walked.why)}", file=sys.stderr)
    put_walk(Screen.of(sys.stdout), walked)
    return 0
