"""The command ``vectors``: the bundled cases, their exact results, or what each is for."""

from __future__ import annotations

import sys

from ..cases import CASES, RESULTS, bundled, text_of
from ..terminal import Screen
from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--results", action="store_true", help="their exact results instead of the cases")
    which.add_argument("--list", action="store_true", help="what each is for, instead of the cases")


def run(args: Namespace) -> int:
    """The command ``vectors``: the files as they are, or the list for people; the exit status."""
    if args.list:
        show(Screen.of(sys.stdout))
        return 0
    text = text_of(RESULTS if args.results else CASES)
    binary = getattr(sys.stdout, "buffer", None)  # so that neither encoding nor line ends depend on the platform
    if binary is None:
        sys.stdout.write(text)
    else:
        binary.write(text.encode("utf-8"))
    return 0


def show(screen: Screen) -> None:
    """A line or two for each case: its id, its network and what it is for."""
    room = max(len(case.id) for case in bundled()) + 2
    for case in bundled():
        sizes = "-".join(map(str, case.network.sizes))
        start = f"{case.id:<{room}}{sizes:<9}"
        screen.put_wrapped(case.note, start, " " * len(start))
