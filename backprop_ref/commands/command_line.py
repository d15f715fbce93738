"""The command line: one entry of COMMANDS, and one module beside this one, for each command.

Exit status: 0 good, 1 a negative verdict, 2 bad usage or input, 130 after Ctrl-C.
"""

from __future__ import annotations

import errno
import os
import sys

from ..terminal import BadUsage
from ..numerals import Any, Callable, Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from types import ModuleType
    from typing import NoReturn

PROGRAM = "backprop-ref"
BAD = 2
INTERRUPTED = 130


COMMANDS: dict[str, str] = {  # name → its line of help
    "explain": "show every equation of a case with its numbers",
    "classroom": "write one offline page to step through a case and change its numbers",
    "check": "judge another implementation, and name its mistake",
    "step": "step through the equations in Python's debugger",
    "vectors": "print the bundled cases, one per line",
    "cases": "print random cases for your own network, one per line",
    "mistakes": "list the common mistakes, or describe one in full",
    "train": "train a network on a table, with (11) and (15) only",
    "predict": "answer the rows of a table with a trained network",
    "compute": "read cases from standard input, write results to standard output",
}


def main(argv: list[str] | None = None) -> int:
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
        place = error.filename or _stream_of(error)
        return _complain(f"{place}: {error.strerror or error}" if place else error.strerror or str(error))


def _main(argv: list[str]) -> int:
    if sys.stdout is None:
        raise BadUsage("standard output is closed")
    if not argv:  # without argparse, which takes longer to import than the worked example to print
        from ..cases import worked_example
        from .explain import explain

        status = explain(worked_example())
    else:
        status = _command(argv)
    sys.stdout.flush()  # a closed pipe shows here at the latest
    return status


def _command(argv: list[str]) -> int:
    try:
        args = _parsed(argv)
    except SystemExit as end:  # --help and --version
        return int(end.code or 0)
    run: Callable[[Namespace], int] = _module(args.command).run
    return run(args)


def _parsed(argv: list[str]) -> Namespace:
    from argparse import ArgumentError, ArgumentParser, RawDescriptionHelpFormatter

    from .. import __version__

    class Parser(ArgumentParser):
        def _print_message(self, message: str, file: object = None) -> None:
            sys.stdout.write(message)  # as it stands there it keeps silent about a full disk

        given: list[str] = []

        def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
            self.given = list(args)
            return super().parse_known_args(args, namespace)

        def error(self, message: str) -> NoReturn:
            unknown = [word for word in self.given if _is_unknown(word, self._option_string_actions)]
            if unknown and message.startswith(("the following arguments are required", "argument COMMAND")):
                message = f"unrecognized arguments: {unknown[0]}"  # which may be why another is missing
            raise BadUsage(f"{_in_house_form(message)} ({self.prog} --help)")

        def _check_value(self, action: Any, value: Any) -> None:
            if action.choices is not None and value not in action.choices:
                raise ArgumentError(action, f"found {value!r}, expected {_either(list(action.choices))}")

    parser = Parser(
        prog=PROGRAM,
        description="Backpropagation exactly as the equations are written. Without a command, show the worked example.",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    named = next((word for word in argv if not word.startswith("-")), "")
    for name, help in COMMANDS.items():
        command = commands.add_parser(name, help=help, description=help, formatter_class=RawDescriptionHelpFormatter)
        if name == named:  # no other is imported
            _module(name).arguments(command)
            command.epilog = "examples:\n" + "".join(f"  {PROGRAM} {example}\n" for example in _module(name).EXAMPLES)
    args: Namespace
    args, rest = parser.parse_known_args(argv)
    if rest:
        commands.choices[args.command].error(f"unrecognized arguments: {' '.join(rest)}")
    return args


def _either(names: list[str]) -> str:
    """Names to choose from.

    >>> _either(["text", "markdown", "html"])
    'text, markdown or html'
    """
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _in_house_form(message: str) -> str:
    """What argparse says of an option, as the rest of this program says it: place, found, expected.

    >>> _in_house_form("argument --layer: expected one argument")
    '--layer: found nothing, expected a value'
    >>> _in_house_form("argument --regression: not allowed with argument --classes")
    '--regression: found with --classes, expected one of them'
    """
    place, colon, why = message.partition(": ")
    if not (colon and place.startswith("argument ")):
        return message
    place = place[len("argument "):]
    beside = "not allowed with argument "
    if why == "expected one argument":
        why = "found nothing, expected a value"
    elif why.startswith(beside):
        why = f"found with {why[len(beside):]}, expected one of them"
    elif why.startswith("ignored explicit argument "):
        why = f"found {why[len('ignored explicit argument '):]}, expected no value"
    return f"{place}: {why}"


def _is_unknown(word: str, options: Iterable[str]) -> bool:
    """Is a word an option that there is none of?  The beginning of a long one will do, as for argparse.

    >>> [_is_unknown(word, ["-h", "--help"]) for word in ("--foo", "-x", "--he", "-h", "--help=3", "-", "file")]
    [True, True, False, False, False, False, False]
    """
    if not word.startswith("-") or word in ("-", "--"):
        return False
    name = word.partition("=")[0]
    return not any(option == name or option.startswith(name) and name.startswith("--") for option in options)


def _module(name: str) -> ModuleType:
    """The module of a command, which has arguments(parser) and run(args)."""
    from importlib import import_module

    return import_module(f".{name}", __package__)


def _stream_of(error: OSError) -> str:
    """Standard output, where an error without a path says that there is no room; else nothing."""
    no_room = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
    return "standard output" if error.errno in no_room else ""


def _complain(why: str) -> int:
    """One line on standard error; the exit status."""
    from ..terminal import one_line, say

    say(sys.stderr, f"{PROGRAM}: {one_line(why)}\n")
    return BAD


def _forget_output() -> None:
    """Whatever is still to be written to a closed pipe goes nowhere, quietly."""
    try:
        sys.stdout.close()
    except OSError:
        pass
    sys.stdout = open(os.devnull, "w")
