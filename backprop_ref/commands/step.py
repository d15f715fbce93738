"""The command ``step``: the same walk under Python's debugger."""

from __future__ import annotations

from ..debug import step
from ..terminal import BadUsage
from .case_argument import case_arguments, load_case
from argparse import ArgumentParser, Namespace

EXAMPLES = ("step two-two-two --equation 14 --layer 1", "step --mistake sum-of-layer-deltas")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    case_arguments(parser, piped=False)
    parser.add_argument("--break", dest="list", action="store_true", help="only print file and line, for any debugger")
    parser.add_argument("--mistake", metavar="NAME", help="with this mistake in place: stop where a value differs")


def run(args: Namespace) -> int:
    """Walk; the exit status."""
    if args.case == "-":
        expected = "a file or a bundled case (standard input is for the debugger's commands)"
        raise BadUsage(f"CASE: found -, expected {expected}")
    return step.run(args, load_case(args.case, args.id))
