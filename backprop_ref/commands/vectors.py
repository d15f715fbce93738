"""The command ``vectors``: the bundled cases, their exact results, or what each is for."""

from __future__ import annotations

import sys

from ..cases import CASES, RESULTS, bundled, find, text_of
from ..terminal import BadUsage, Screen, one_line
from argparse import ArgumentParser, Namespace

EXAMPLES = ("vectors > cases.jsonl", "vectors --list")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("id", metavar="ID", nargs="?", help="print only this case")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--results", action="store_true", help="print their exact results instead of the cases")
    which.add_argument("--list", action="store_true", help="print what each case is for instead of the cases")


def run(args: Namespace) -> int:
    """The command ``vectors``: the files as they are, or the list for people; the exit status."""
    if args.id is not None and find(args.id) is None:
        raise BadUsage(f"ID: found {one_line(args.id)}, expected the id of a bundled case (backprop-ref vectors "
                       f"--list)")
    ids = [case.id for case in bundled() if args.id in (None, case.id)]
    if args.list:
        show(Screen.of(sys.stdout), ids)
        return 0
    lines = text_of(RESULTS if args.results else CASES).splitlines(keepends=True)
    text = "".join(line for line, case in zip(lines, bundled()) if case.id in ids)
    binary = getattr(sys.stdout, "buffer", None)  # so that neither encoding nor line ends depend on the platform
    if binary is None:
        sys.stdout.write(text)
    else:
        binary.write(text.encode("utf-8"))
    return 0


def show(screen: Screen, ids: list[str]) -> None:
    """A line or two for each case: its id, its network and what it is for."""
    sizes = {case.id: "-".join(map(str, case.network.sizes)) for case in bundled()}
    room, beside = (max(map(len, column)) + 2 for column in (sizes, sizes.values()))
    for case in bundled():
        start = f"{case.id:<{room}}{sizes[case.id]:<{beside}}"
        if case.id in ids:
            screen.put_wrapped(case.note, start, " " * len(start))
