"""The command ``check``: a program or a file of results in, a report out."""

from __future__ import annotations

import json
import os
import sys

from ..terminal import BadUsage, Progress, Screen, not_opened
from ..verify import ERROR, FAIL, PASS, Report, check
from .cases import network_arguments, network_cases
from argparse import ArgumentParser, Namespace
from typing import IO
from ..cases import Case

STATUS = {PASS: 0, FAIL: 1, ERROR: 2}

EXAMPLES = ("check -- ./your_program", "check --results results.jsonl --cases mine.jsonl")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.usage = "%(prog)s [OPTION ...] (--results FILE | -- PROGRAM [ARGUMENT ...])"
    parser.add_argument("--results", metavar="FILE",
                        help="judge results computed elsewhere, one per line (-: standard input)")
    parser.add_argument("--cases", metavar="FILE", help="use these cases (default: the bundled ones)")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a report")
    limit = "end a program that is silent for S seconds (default: 30)"
    parser.add_argument("--time-limit", metavar="S", type=_seconds, default=30.0, help=limit)
    precision = "the program's precision (default: read from its numbers)"
    parser.add_argument("--precision", choices=("double", "single"), help=precision)
    parser.add_argument("--verbose", action="store_true", help="print the report with every detail")
    network_arguments(parser)
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


def run(args: Namespace) -> int:
    """Judge, and say so; 0, 1 or 2 for pass, fail and error."""
    if not args.program and args.results is None:
        raise BadUsage("nothing to check: give --results FILE or -- PROGRAM")
    if args.program and args.results is not None:
        raise BadUsage("--results: found with a program, expected one of them")
    drawn = network_cases(args)
    if drawn is not None and args.cases is not None:
        raise BadUsage("check: found both --cases and --layers, expected only one of them")
    report = _report(args, args.cases if drawn is None else list(drawn))
    if args.json:
        sys.stdout.write(json.dumps(report.object(), allow_nan=False) + "\n")
    elif report.verdict == ERROR:
        raise BadUsage(report.why)
    else:
        report.write(Screen.of(sys.stdout), args.verbose)
    return STATUS[report.verdict]


def _report(args: Namespace, cases: None | str | list[Case]) -> Report:
    progress = None if args.json else Progress.on(sys.stderr)
    ended_by = _end_by_signal()
    try:
        return check(
            _candidate(args), cases, precision=args.precision, time_limit=args.time_limit,
            progress=None if progress is None else progress.show,
        )
    except (OSError, ValueError) as error:
        why = str(error)
        if isinstance(error, OSError) and error.filename is not None:
            why = _not_opened(error, args)
        if not args.json:
            raise BadUsage(why) from None
        return Report.error(why)
    finally:
        if progress is not None:
            progress.clear()
        ended_by.restore()


def _not_opened(error: OSError, args: Namespace) -> str:
    """Why a file that an option names could not be read."""
    path = str(error.filename)
    if path != args.cases:
        return str(not_opened(error, path, "a file of results"))
    from ..cases import find

    if isinstance(error, FileNotFoundError) and find(path) is not None:
        return (f"--cases: found {path}, the id of a bundled case, expected a file of cases "
                f"(backprop-ref vectors {path} > FILE.jsonl)")
    return str(not_opened(error, path, "a file of cases"))


def _candidate(args: Namespace) -> list[str] | os.PathLike[str] | IO[bytes]:
    from pathlib import Path

    if args.results is None:
        program: list[str] = args.program
        return program
    if args.results == "-":
        if sys.stdin is None:
            raise ValueError("standard input is closed")
        return sys.stdin.buffer
    return Path(args.results)


class _end_by_signal:
    """While a program is under test, being terminated means ending it too: the same way out as after Ctrl-C."""

    def __init__(self) -> None:
        import signal
        import threading

        self._before = {}
        if os.name == "posix" and threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) == signal.SIG_DFL:
                    self._before[number] = signal.signal(number, self._end)

    def _end(self, number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    def restore(self) -> None:
        """As it was before."""
        import signal

        for number, handler in self._before.items():
            signal.signal(number, handler)
