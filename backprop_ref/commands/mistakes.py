"""The command ``mistakes``: the common mistakes and the grammar, one mistake in full, or those that contain a word."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from ..mistakes import EXTENTS, GROUPS, KNOWN, MISTAKES, NAMES, PARTS, entries_of, title
from ..terminal import BadUsage, Screen

EXAMPLES = ("mistakes sum-of-layer-deltas", "mistakes bias")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "name", metavar="NAME or WORD", nargs="?", help="describe one mistake in full, or list all that contain a "
                                                        "word (default: list everything)"
    )


def run(args: Namespace) -> int:
    """Run the command; the exit status.  BadUsage, with similar names, if there is no such name or word."""
    screen = Screen.of(sys.stdout)
    if args.name is None:
        show_all(screen)
    elif args.name in MISTAKES:
        show(MISTAKES[args.name], screen)
    else:
        found = [mistake for mistake in MISTAKES.values() if has_word(mistake, args.name)]
        if not found:
            raise BadUsage(unknown(args.name))
        for mistake in found:
            show_briefly(mistake, screen)
    return 0


def has_word(mistake: Any, word: str) -> bool:
    """Is the word in the name of a mistake, in its formula or in its description?

    >>> has_word(MISTAKES["sum-of-layer-deltas"], "Sum"), has_word(MISTAKES["sum-of-layer-deltas"], "softmax")
    (True, False)
    """
    return any(word.lower() in text.lower() for text in (mistake.name, mistake.written, mistake.shows))


def unknown(name: str, place: str = "NAME or WORD", expected: str = "the name of a mistake, or a word from one") -> str:
    """The message for a name that no mistake has.  place: where it was given.

    >>> unknown("softmax-twise", "--mistake", "the name of a mistake")
    "--mistake: found 'softmax-twise', expected the name of a mistake (similar: softmax-twice)"
    """
    from difflib import get_close_matches

    from ..admission import shown

    close = get_close_matches(name.lower(), list(MISTAKES), 3, 0.7)
    hint = f"similar: {', '.join(close)}" if close else "the command mistakes lists all names"
    return f"{place}: found {shown(name)}, expected {expected} ({hint})"


def show_all(screen: Screen) -> None:
    """The common mistakes, the grammar with its counts, and the entries by hand, part by part."""
    screen.put_heading("Mistakes that people know by a name")
    for known in KNOWN:
        show_briefly(MISTAKES[known.name], screen)
    screen.put_heading("Others that have a name")
    for name in list(NAMES.values())[len(KNOWN):]:
        show_briefly(MISTAKES[name], screen)
    screen.put_heading("The grammar: each slot with the number of substitutes that are tried in it")
    for group in GROUPS.values():
        number = f"({group.equation})" if group.equation else ""
        count = f"{number} {len(group.substitutes)}".strip()
        screen.put(f"{screen.paint('strong', group.name)}  {screen.paint('dim', count)}")
        screen.put_wrapped(group.written.replace("{0}", "{}").replace("{}", f"⟨{group.symbol}⟩"), "    ")
    screen.put_heading(f"Extents: everywhere, and {len(EXTENTS) - 1} others")
    screen.put_wrapped(", ".join(extent.text for extent in EXTENTS.values() if extent.text))
    for part in PARTS:
        screen.put_heading(title(part))
        for mistake in entries_of(part):
            show_briefly(mistake, screen)


def show_briefly(mistake: Any, screen: Screen) -> None:
    """Name, kind, equation and wrong formula."""
    screen.put(f"{screen.paint('strong', mistake.name)}  {screen.paint('dim', kind(mistake))}")
    screen.put_wrapped(mistake.written, "    ")


def kind(mistake: Any) -> str:
    """The kind of a mistake, and the equations it breaks.

    >>> kind(MISTAKES["slope-at-activation"]), kind(MISTAKES["not-zeroed"])
    ('equation (8), (9)', 'procedure')
    """
    numbers = mistake.equation.split("/") if mistake.equation else []
    return " ".join([mistake.kind, ", ".join(f"({number})" for number in numbers)]).rstrip()


def show(mistake: Any, screen: Screen) -> None:
    """A mistake in full."""
    screen.put_heading(mistake.name)
    parts = [
        ("kind", kind(mistake)), ("written", mistake.written), ("right", mistake.right),
        ("shows", mistake.shows), ("hidden", mistake.hidden),
    ]
    if mistake.parameter is not None:
        parts.append(("number",
                      f"{mistake.parameter.symbol}, such as {mistake.parameter.typical:.6g}: check finds it from "
                      f"your numbers"))
    if mistake.only:
        parts.append(("only in", ", ".join(mistake.only)))
    if mistake.stateful:
        parts.append(("state", "is kept from one case to the next"))
    if mistake.seen:
        parts.append(("seen", mistake.seen))
    for label, text in parts:
        screen.put_wrapped(text, screen.paint("dim", f"{label:<9} "), " " * 10)
