"""CASE: the case that a command is about, by path, by the id of a bundled case, or from standard input."""

from __future__ import annotations

import io
import os
import sys

from ..terminal import BadUsage, not_opened, one_line, say
from ..cases import Case
from .values import numbers, one_number, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from typing import IO

STANDARD_INPUT = "standard input"


def case_arguments(parser: ArgumentParser, several: bool = False, piped: bool = True) -> None:
    """CASE, and what narrows it to an equation, or several, a layer, a neuron, an example.

    piped: may it come from standard input?
    """
    source = "a file, a bundled case's id, or - for standard input" if piped else "a file, or a bundled case's id"
    parser.add_argument("case", metavar="CASE", nargs="?", help=source)
    parser.add_argument("--id", metavar="ID", help="use this case of a file (default: the first)")
    if several:
        parser.add_argument("--equation", metavar="N", type=numbers,
                            help="show only this equation, or several: 8,9,14")
    else:
        parser.add_argument("--equation", metavar="N", type=one_number, help="stop only at this equation")
    parser.add_argument("--layer", metavar="L", type=whole(), help="only this layer, counted from 0")
    parser.add_argument("--neuron", metavar="J", type=whole(), help="only this neuron, counted from 0")
    parser.add_argument("--example", metavar="I", type=whole(), help="only this example, counted from 0")


def load_case(source: str | None, id: str | None = None) -> Case:
    """The case that CASE names: a path, a bundled case's id, or - for standard input; without one, the worked example.

    id: of several cases in a file, the one of that id, else the first.  Raises BadUsage where there is none.
    """
    if source is None:
        if id is not None:
            raise BadUsage("--id: found without CASE, expected a file of cases")
        from ..cases import worked_example

        return worked_example()
    if source == "-":
        if sys.stdin is None:
            raise BadUsage("standard input is closed")
        return _case_from(sys.stdin.buffer, STANDARD_INPUT, id)
    if not os.path.exists(source) or os.path.isdir(source):
        from ..cases import find

        case = find(source)
        if case is not None:
            if id is not None:
                raise BadUsage(f"--id: found with the bundled case {source}, expected a file of cases")
            return case
    try:
        with open(source, "rb") as file:
            return _case_from(file, source, id)
    except OSError as error:
        expected = "a file of cases"
        if isinstance(error, FileNotFoundError):
            expected = f"{expected}, or the id of a bundled case (backprop-ref vectors --list)"
        raise not_opened(error, source, expected) from None
    except ValueError:  # a path with a null character in it
        raise BadUsage(f"{source}: found no path, expected a file of cases") from None


def _case_from(file: IO[bytes], name: str, id: str | None) -> Case:
    """The first case in a file, or that of the id; BadUsage where there is none, or where it is refused."""
    from ..cases import LONGEST_LINE, Refusal, read_case, read_cases

    start = _to_first_line(file, name, LONGEST_LINE)
    if not start.rstrip().endswith(b"}"):  # no whole object: one case over several lines, as people write it
        try:
            case = read_case(start + file.read(LONGEST_LINE))
        except Refusal as refusal:
            raise BadUsage(f"{name}: {refusal.why}") from None
        if id is None or case.id == id:
            return case
        raise BadUsage(f"{name}: no case with the id {id}")
    first = None
    for line, found in read_cases(_Again(start, file)):  # type: ignore[arg-type]  # all it asks for is readline
        if id is None or found.id == id:
            if isinstance(found, Refusal):
                raise BadUsage(f"{name}: line {line}: {found.why}")
            if id is None and name != STANDARD_INPUT:
                others = sum(1 for left in file if left.strip())
                if others:
                    say(sys.stderr, f"{one_line(name)}: case 1 of {1 + others}; choose another with --id ID\n")
            return found
        if isinstance(found, Refusal) and first is None:
            first = f"; line {line} was refused: {found.why}"
    raise BadUsage(f"{name}: no case with the id {id}{first or ''}")


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
