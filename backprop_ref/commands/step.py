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
    parser.add_argument("--break", dest="list", action="store_true",
                        help="only print file, line and condition, for any debugger")
    parser.add_argument("--mistake", metavar="NAME", help="make this mistake, and stop where a value is wrong")


def run(args: Namespace) -> int:
    """Walk; the exit status."""
    if args.case == "-":
        expected = "a file or a bundled case (the debugger reads its commands from standard input)"
        raise BadUsage(f"CASE: found -, expected {expected}")
    return step.run(args, load_case(args.case, args.id))
