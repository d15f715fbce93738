"""The command line: one entry of COMMANDS for each command.

Exit status: 0 good, 1 a negative verdict, 2 bad usage or input, 130 after Ctrl-C.
"""

from __future__ import annotations

import errno
import io
import os
import sys

from .usage import BadUsage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import IO, Callable, Dict, List, NoReturn, Optional

    from .cases import Case

PROGRAM = "backprop-ref"
BAD = 2
INTERRUPTED = 130


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
    from .walk.chosen import Chosen
    from .walk.explain import explain

    case = load_case(args.case, args.id)
    return explain(case, Chosen(args.equation, args.layer, args.neuron, args.example), args.exact)


# ---- compute ---------------------------------------------------------------------------------


def _compute_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--exact", action="store_true", help="correctly rounded values")


def _compute(args: Namespace) -> int:
    from . import compute

    return compute.run(args)


# ---- check -----------------------------------------------------------------------------------


def _check_arguments(parser: ArgumentParser) -> None:
    parser.usage = "%(prog)s [OPTION ...] (--results FILE | -- PROGRAM [ARGUMENT ...])"
    parser.add_argument("--results", metavar="FILE", help="results computed elsewhere, one a line (- standard input)")
    parser.add_argument("--cases", metavar="FILE", help="the cases to be computed (else the bundled ones: vectors)")
    parser.add_argument("--json", action="store_true", help="one JSON object in the place of a report")
    limit = "end a program that is silent for so many seconds (30)"
    parser.add_argument("--time-limit", metavar="S", type=_seconds, default=30.0, help=limit)
    precision = "the program's precision, where its numbers do not say it"
    parser.add_argument("--precision", choices=("double", "single"), help=precision)
    parser.add_argument("--verbose", action="store_true", help="the report with every detail")
    parser.add_argument("program", metavar="PROGRAM", nargs="*", help="the program under test and its arguments")


def _seconds(text: str) -> float:
    from argparse import ArgumentTypeError

    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise ArgumentTypeError(f"found {text!r}, expected a number of seconds above 0")
    return seconds


def _check(args: Namespace) -> int:
    from .verify import check_command

    return check_command.run(args)


# ---- step ------------------------------------------------------------------------------------


def _step_arguments(parser: ArgumentParser) -> None:
    _case_arguments(parser)
    parser.add_argument("--break", dest="list", action="store_true", help="only print file and line, for any debugger")
    parser.add_argument("--mistake", metavar="NAME", help="with this mistake in place: stop where a value differs")


def _step(args: Namespace) -> int:
    from .debug import step

    if args.case == "-":
        expected = "a file or a bundled case (standard input is for the debugger's commands)"
        raise BadUsage(f"CASE: found -, expected {expected}")
    return step.run(args, load_case(args.case, args.id))


# ---- vectors, mistakes -----------------------------------------------------------------------


def _vectors_arguments(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--results", action="store_true", help="their exact results in the place of the cases")
    which.add_argument("--list", action="store_true", help="what each is for, in the place of the cases")


def _vectors(args: Namespace) -> int:
    from . import vectors

    return vectors.run(args)


def _mistakes_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="one mistake in full (else all of them, briefly)")


def _mistakes(args: Namespace) -> int:
    from . import mistakes_command

    return mistakes_command.run(args)


# ---- the table -------------------------------------------------------------------------------

COMMANDS: Dict[str, Command] = {
    "explain": Command("every equation of a case with its numbers", _explain_arguments, _explain),
    "check": Command("a verdict on another implementation, and the name of its mistake", _check_arguments, _check),
    "step": Command("the same under Python's debugger, stopping at each equation", _step_arguments, _step),
    "vectors": Command("the bundled cases, one a line", _vectors_arguments, _vectors),
    "mistakes": Command("the catalogue of mistakes, or one entry in full", _mistakes_arguments, _mistakes),
    "compute": Command("cases on standard input, results on standard output", _compute_arguments, _compute),
}


def main(argv: Optional[List[str]] = None) -> int:
    """Run a command and return its exit status; without one, explain the worked example."""
    try:
        return _main(sys.argv[1:] if argv is None else argv)
    except BadUsage as error:
        return _complain(str(error))
    except MemoryError:
        return _complain("out of memory")
    except KeyboardInterrupt:
        _forget_output()
        return INTERRUPTED
    except OSError as error:
        _forget_output()
        if error.errno == errno.EPIPE or os.name == "nt" and error.errno == errno.EINVAL:  # both are a closed pipe
            return 0
        return _complain(error.strerror or str(error))


def _main(argv: List[str]) -> int:
    if sys.stdout is None:
        raise BadUsage("standard output is closed")
    if not argv:  # without argparse, which takes longer to import than the worked example to print
        from .walk import explain
        from .worked_example import worked_example

        status = explain.explain(worked_example())
    else:
        status = _command(argv)
    sys.stdout.flush()  # a closed pipe shows here at the latest
    return status


def _command(argv: List[str]) -> int:
    try:
        args = _parsed(argv)
    except SystemExit as end:  # --help and --version
        return int(end.code or 0)
    return COMMANDS[args.command].run(args)


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


def _complain(why: str) -> int:
    """One line on standard error; the exit status."""
    from .terminal import one_line

    if sys.stderr is not None:
        print(f"{PROGRAM}: {one_line(why)}", file=sys.stderr)
    return BAD


def _forget_output() -> None:
    """Whatever is still to be written to a closed pipe goes nowhere, quietly."""
    try:
        sys.stdout.close()
    except OSError:
        pass
    sys.stdout = open(os.devnull, "w")


# ---- the case that CASE names ----------------------------------------------------------------


def load_case(source: Optional[str], id: Optional[str] = None) -> Case:
    """The case that CASE names: a path, a bundled case's id, or - for standard input; without one, the worked example.

    id: of several cases in a file, the one of that id, else the first.  Raises BadUsage where there is none.
    """
    if source is None:
        if id is not None:
            raise BadUsage("--id: found without CASE, expected a file of cases")
        from .worked_example import worked_example

        return worked_example()
    if source == "-":
        if sys.stdin is None:
            raise BadUsage("standard input is closed")
        return _case_from(sys.stdin.buffer, "standard input", id)
    if not os.path.exists(source) or os.path.isdir(source):
        from .vectors import find

        case = find(source)
        if case is not None:
            return case
    try:
        with open(source, "rb") as file:
            return _case_from(file, source, id)
    except FileNotFoundError:
        expected = f"a file, or the id of a bundled case ({PROGRAM} vectors --list)"
        raise BadUsage(f"{source}: found nothing of that name, expected {expected}") from None
    except IsADirectoryError:
        raise BadUsage(f"{source}: found a directory, expected a file of cases") from None
    except OSError as error:
        raise BadUsage(f"{source}: {error.strerror or error}") from None
    except ValueError:  # a path with a null character in it
        raise BadUsage(f"{source}: found no path, expected a file of cases") from None


def _case_from(file: IO[bytes], name: str, id: Optional[str]) -> Case:
    """The first case in a file, or that of the id; BadUsage where there is none, or where it is refused."""
    from .cases import LONGEST_LINE, Refusal, read_case, read_cases

    start = _to_first_line(file, name, LONGEST_LINE)
    if not start.rstrip().endswith(b"}"):  # no whole object: one case over several lines, as people write it
        try:
            case = read_case(start + file.read(LONGEST_LINE))
        except Refusal as refusal:
            raise BadUsage(f"{name}: {refusal.why}") from None
        if id is None or case.id == id:
            return case
        raise BadUsage(f"{name}: found no case of the id {id}")
    first = None
    for line, found in read_cases(_Again(start, file)):  # type: ignore[arg-type]  # all it asks for is readline
        if id is None or found.id == id:
            if isinstance(found, Refusal):
                raise BadUsage(f"{name}: line {line}: {found.why}")
            return found
        if isinstance(found, Refusal) and first is None:
            first = f"; line {line} was refused: {found.why}"
    raise BadUsage(f"{name}: found no case of the id {id}{first or ''}")


def _to_first_line(file: IO[bytes], name: str, longest: int) -> bytes:
    """Everything up to the end of the first line that is not blank."""
    blank, line = 0, file.readline(longest + 2)
    while line and not line.strip():
        blank, line = blank + 1, file.readline(longest + 2)
    if not line:
        raise BadUsage(f"{name}: found no case, expected at least one line")
    return b"\n" * blank + line


class _Again:
    """A file of which something has been read already."""

    def __init__(self, start: bytes, file: IO[bytes]) -> None:
        self.start = io.BytesIO(start)
        self.file = file

    def readline(self, limit: int) -> bytes:
        """The next line, or as much of it as the limit allows."""
        return self.start.readline(limit) or self.file.readline(limit)
