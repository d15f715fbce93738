"""The command ``mistakes``: the catalogue as a list, or one entry in full."""

from __future__ import annotations

import sys

from ..mistakes import MISTAKES, PARTS, title
from ..terminal import BadUsage, Screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..mistakes import Mistake


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="one mistake in full (else all of them, briefly)")


def run(args: Namespace) -> int:
    """The command; the exit status.  BadUsage, with names that are close, for a name that is not in the catalogue."""
    screen = Screen.of(sys.stdout)
    if args.name is None:
        show_all(screen)
    elif args.name in MISTAKES:
        show(MISTAKES[args.name], screen)
    else:
        raise BadUsage(unknown(args.name))
    return 0


def unknown(name: str) -> str:
    """What is said of a name that the catalogue does not have.

    >>> unknown("softmax-twise")
    "mistake: found 'softmax-twise', expected a name of the catalogue (close: softmax-twice)"
    """
    from difflib import get_close_matches

    from ..admission import shown

    close = get_close_matches(name.lower(), MISTAKES, 3, 0.7)
    hint = f"close: {', '.join(close)}" if close else "mistakes lists them"
    return f"mistake: found {shown(name)}, expected a name of the catalogue ({hint})"


def show_all(screen: Screen) -> None:
    """Every entry under the part of the step it belongs to: name, kind, equation, and what is written."""
    for part in PARTS:
        screen.put_heading(title(part))
        for mistake in part.ENTRIES:
            screen.put(f"{screen.paint('strong', mistake.name)}  {screen.paint('dim', kind(mistake))}")
            screen.put_wrapped(mistake.written, "    ")


def kind(mistake: Mistake) -> str:
    """The kind of a mistake, and the equations it breaks.

    >>> kind(MISTAKES["slope-at-activation"]), kind(MISTAKES["not-zeroed"])
    ('equation (8), (9)', 'procedure')
    """
    numbers = mistake.equation.split("/") if mistake.equation else []
    return " ".join([mistake.kind, ", ".join(f"({number})" for number in numbers)]).rstrip()


def show(mistake: Mistake, screen: Screen) -> None:
    """An entry in full."""
    screen.put_heading(mistake.name)
    parts = [
        ("kind", kind(mistake)), ("written", mistake.written), ("right", mistake.right),
        ("shows", mistake.shows), ("hidden", mistake.hidden),
    ]
    if mistake.parameter is not None:
        parts.append(("number", f"{mistake.parameter.symbol}, such as {mistake.parameter.typical:.6g}: check finds it"))
    if mistake.only:
        parts.append(("only in", ", ".join(mistake.only)))
    if mistake.equivalents:
        parts.append(("the same", f"{', '.join(mistake.equivalents)} (in gradients and updates)"))
    if mistake.allowed:
        parts.append(("verdict", "counts as right; a report may mention it"))
    if mistake.stateful:
        parts.append(("state", "stays from one case to the next"))
    for label, text in parts:
        screen.put_wrapped(text, screen.paint("dim", f"{label:<9} "), " " * 10)
