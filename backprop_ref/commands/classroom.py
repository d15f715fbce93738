"""The command ``classroom``: one offline page to step through a case and change its numbers."""

from __future__ import annotations

import os
import sys

from ..terminal import BadUsage, one_line
from .case_argument import load_case
from argparse import ArgumentParser, Namespace

USUAL_NAME = "classroom.html"

EXAMPLES = ("classroom --open", "classroom two-two-two --output lesson.html")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("case", metavar="CASE", nargs="?", help="a file, a bundled case's id, or - for standard input")
    parser.add_argument("--id", metavar="ID", help="use this case of a file (default: the first)")
    parser.add_argument("--output", metavar="FILE",
                        help="where to write the page (default: classroom.html; -: standard output)")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")


def run(args: Namespace) -> int:
    """Write the page, say where, and open it if so asked."""
    from ..page import page_of

    if args.output == "":
        raise BadUsage("--output: found '', expected the name of a file")
    if args.open and args.output == "-":
        raise BadUsage("--open: found --output -, expected a file that can be opened")
    case = load_case(args.case, args.id)
    try:
        text = page_of(case)
    except ValueError as error:
        raise BadUsage(str(error)) from None
    if args.output == "-":
        _put_on_standard_output(text)
        return 0
    output = args.output or USUAL_NAME
    was = os.path.isfile(output)
    if was and args.output is None:
        _must_be_a_page(output, text)
    _write_whole(output, text)
    path = os.path.abspath(output)
    done, size = "replaced" if was else "wrote", len(text.encode()) // 1024
    print(f"{done} {one_line(path)} ({size} KB): open it in any browser; it works offline")
    if args.open:
        _open(path)
    return 0


def _must_be_a_page(path: str, text: str) -> None:
    """BadUsage for a file that nobody has named and that does not begin as the pages of this command do."""
    start = text[:text.index("<head>")]
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            found = file.read(len(start))
    except OSError as error:
        raise BadUsage(f"{path}: {error.strerror or error}") from None
    if found != start:
        raise BadUsage(f"{path}: found another file with that name, expected --output FILE for where to write the page")


def _put_on_standard_output(text: str) -> None:
    """In UTF-8, as the page says of itself, whatever the terminal has."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
    else:
        buffer.write(text.encode())
        buffer.flush()


def _write_whole(path: str, text: str) -> None:
    """The file, whole or not at all: written beside it, then put in its place."""
    try:
        target = os.path.realpath(path)  # of a link, what it leads to
        if os.path.isdir(target):
            raise BadUsage(f"--output: {path}: found a directory, expected a file")
        folder = os.path.dirname(target)
        if not os.path.isdir(folder):
            raise BadUsage(f"--output {path}: found no folder {folder}, expected one")
        if os.path.exists(target) and not os.path.isfile(target):  # a device or a pipe stays what it is
            _write(target, text)
        else:
            _put_in_place(target, text)
    except (OSError, ValueError) as error:
        raise BadUsage(f"--output: {path}: {getattr(error, 'strerror', None) or error}") from None


def _put_in_place(target: str, text: str) -> None:
    beside = f"{target}.{os.getpid()}.part"
    try:
        _write(beside, text)
        os.replace(beside, target)
    finally:
        _remove(beside)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except (OSError, ValueError):
        pass  # it has been put in its place, or was never there


def _open(path: str) -> None:
    """In the browser; where there is none, one line that says so."""
    import webbrowser
    from pathlib import Path

    if not webbrowser.open(Path(path).as_uri()):
        print("no browser was found to open it", file=sys.stderr)
