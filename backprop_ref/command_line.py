"""The command line: one entry of COMMANDS for each command.

Exit status: 0 good, 1 a negative verdict, 2 bad usage or input, 130 after Ctrl-C.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Callable, Dict, List, NoReturn, Optional

    from .cases import Case

PROGRAM = "backprop-ref"
BAD = 2
INTERRUPTED = 130


class BadUsage(Exception):
    """What ends a command with one line on standard error and status 2."""


class Command:
    """A command: its line of help, what it adds to its parser, and what runs it and returns the exit status."""

    def __init__(
        self, help: str, arguments: Callable[[ArgumentParser], None], run: Callable[[Namespace], int]
    ) -> None:
        self.help = help
        self.arguments = arguments
        self.run = run


def _case_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", nargs="?", help="a file, a bundled case's id, or - for standard input")
    parser.add_argument("--id", metavar="ID", help="of several cases in a file, this one (else the first)")
    parser.add_argument("--equation", metavar="N", type=int, help="only this equation")
    parser.add_argument("--layer", metavar="L", type=int, help="only this layer, counted from 0")
    parser.add_argument("--neuron", metavar="J", type=int, help="only this neuron, counted from 0")
    parser.add_argument("--example", metavar="I", type=int, help="only this example, counted from 0")


# ---- explain ---------------------------------------------------------------------------------


def _explain_arguments(parser: ArgumentParser) -> None:
    _case_arguments(parser)
    parser.add_argument("--exact", action="store_true", help="correctly rounded values, or fractions")


def _explain(args: Namespace) -> int:
    from . import explain

    return explain.run(args)


# ---- compute ---------------------------------------------------------------------------------


def _compute_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--exact", action="store_true", help="correctly rounded values")


def _compute(args: Namespace) -> int:
    from . import compute

    return compute.run(args)


# ---- the table -------------------------------------------------------------------------------

COMMANDS: Dict[str, Command] = {
    "explain": Command("every equation of a case with its numbers", _explain_arguments, _explain),
    "compute": Command("cases on standard input, results on standard output", _compute_arguments, _compute),
}


def main(argv: Optional[List[str]] = None) -> int:
    """Run a command and return its exit status; without one, explain the worked example."""
    try:
        return _main(sys.argv[1:] if argv is None else argv)
    except BadUsage as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return BAD
    except BrokenPipeError:
        _forget_output()
        return 0
    except KeyboardInterrupt:
        _forget_output()
        return INTERRUPTED


def _main(argv: List[str]) -> int:
    if not argv:  # without argparse, which takes longer to import than the worked example to print
        from . import explain

        status = explain.worked_example()
    else:
        args = _parsed(argv)
        status = COMMANDS[args.command].run(args)
    sys.stdout.flush()  # a closed pipe shows here at the latest
    return status


def _parsed(argv: List[str]) -> Namespace:
    from argparse import ArgumentParser

    from . import __version__

    class Parser(ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise BadUsage(f"{message} ({self.prog} --help)")

    parser = Parser(
        prog=PROGRAM,
        description="Backpropagation exactly as the equations are written. Without a command: the worked example.",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for name, command in COMMANDS.items():
        command.arguments(commands.add_parser(name, help=command.help, description=command.help))
    return parser.parse_args(argv)


def _forget_output() -> None:
    """Whatever is still to be written to a closed pipe goes nowhere, quietly."""
    import os

    try:
        sys.stdout.close()
    except OSError:
        pass
    sys.stdout = open(os.devnull, "w")


def load_case(source: str, id: Optional[str] = None) -> Case:
    """The case that CASE names: a path, a bundled case's id, or - for standard input; BadUsage where there is none."""
    raise NotImplementedError
