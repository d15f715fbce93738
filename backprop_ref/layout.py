"""Events on a screen: three lines each, or one where there is room, the number of the equation at the right edge.

    put_event      one event, unhurried
    put_events     several, each on one line where they fit, their signs aligned
"""

from __future__ import annotations

from .notation import in_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Sequence

    from .notation import Figures, Parts, Sum
    from .terminal import Screen
    from .trace import Event

INDENT = 4


def put_event(
    screen: Screen, event: Event, figures: Optional[Figures] = None, everything: bool = True, indent: int = INDENT
) -> None:
    """One event: the equation with symbols, with numbers, the result.

    everything: all terms of a sum, however many.

    >>> import sys
    >>> from backprop_ref.terminal import Screen
    >>> from backprop_ref.trace import Event
    >>> event = Event("10", "weight_gradients", "∂C/∂w_00^0", 12, [("δ_0^0", 3), ("x_0", 4)])
    >>> put_event(Screen(sys.stdout, width=40), event)
        ∂C/∂w_00^0 = δ_0^0 x_0          (10)
                   = 3·4
                   = 12
    """
    _put_tall(screen, in_parts(event, figures, everything), indent)


def put_events(
    screen: Screen,
    events: Sequence[Event],
    figures: Optional[Figures] = None,
    everything: bool = True,
    indent: int = INDENT,
) -> None:
    """Events of one kind: each on one line where all fit, with aligned signs; else each on as few lines as it takes."""
    shown = [in_parts(event, figures, everything) for event in events]
    if not _put_table(screen, shown, indent):
        for parts in shown:
            _put_compact(screen, parts, indent)


def _sides(screen: Screen, parts: Parts) -> List[str]:
    """What stands after each sign: symbols, numbers, result; the numbers left out where they say nothing new."""
    symbols, numbers, result = (screen.plain(str(side)) for side in (parts.symbols, parts.numbers, parts.result))
    if symbols == result:
        return [result]
    return [symbols, result] if numbers in (symbols, result) else [symbols, numbers, result]


def _put_table(screen: Screen, shown: Sequence[Parts], indent: int) -> bool:
    """All on one line each with aligned signs; False, and nothing done, where one does not fit."""
    rows = [_sides(screen, parts) for parts in shown]
    left = max(len(screen.plain(parts.left)) for parts in shown)
    tag = max(len(parts.tag) for parts in shown)
    widths = [max((len(row[n]) for row in rows if len(row) > n + 1), default=0) for n in (0, 1)]
    results = max(len(row[-1]) for row in rows)
    signs = 3 * (1 + sum(1 for width in widths if width))
    if indent + left + sum(widths) + signs + results + (tag + 2 if tag else 0) > screen.width:
        return False
    for parts, row in zip(shown, rows):
        text = " " * indent + screen.plain(parts.left).ljust(left) + screen.plain(f" {parts.sign} ")
        if len(row) > 1:
            text += row[0].ljust(widths[0])
        if len(row) == 3:
            text += " = " + row[1].ljust(widths[1])
        elif len(row) == 2 and widths[1]:
            text += " " * (widths[1] + 3)
        if len(row) > 1:
            text += " = "
        _put_line(screen, text, row[-1], parts.tag)
    return True


def _put_compact(screen: Screen, parts: Parts, indent: int) -> None:
    """On one line, or on two, or on as many as it takes."""
    sides = _sides(screen, parts)
    room = screen.width - (len(parts.tag) + 2 if parts.tag else 0)
    left = " " * indent + screen.plain(f"{parts.left} {parts.sign} ")
    line = left + " = ".join(sides)
    if len(line) <= room:
        _put_line(screen, line[:-len(sides[-1])], sides[-1], parts.tag)
    elif len(sides) == 3 and len(left + sides[0]) <= room and len(left + " = ".join(sides[1:])) <= screen.width:
        _put_line(screen, left + sides[0], "", parts.tag)
        _put_line(screen, " " * (len(left) - 2) + f"= {sides[1]} = ", sides[2])
    else:
        _put_tall(screen, parts, indent)


def _put_tall(screen: Screen, parts: Parts, indent: int) -> None:
    """Each part on a line of its own, long sums on several."""
    sides = _sides(screen, parts)
    left = " " * indent + screen.plain(f"{parts.left} {parts.sign} ")
    pad = " " * (len(left) - 2) + "= "
    if len(sides) == 1:
        _put_line(screen, left, sides[0], parts.tag)
        return
    _put_sum(screen, left, parts.symbols, parts.tag)
    if len(sides) == 3:
        _put_sum(screen, pad, parts.numbers)
    _put_line(screen, pad, sides[-1])


def _put_sum(screen: Screen, left: str, side: Sum, tag: str = "") -> None:
    """A sum, broken between its terms where it is too long for a line."""
    line, begun = left, False
    for piece in side.pieces():
        piece = screen.plain(piece)
        room = screen.width - (len(tag) + 2 if tag else 0)
        if begun and len(line) + 1 + len(piece) > room:
            _put_line(screen, line, "", tag)
            line, tag, begun = " " * (len(left) + 2) + piece, "", True
        else:
            line += (" " if begun else "") + piece
            begun = True
    _put_line(screen, line, "", tag)


def _put_line(screen: Screen, text: str, value: str = "", tag: str = "") -> None:
    """A line: its text, the value that it ends with, and the number of the equation at the right edge."""
    room = screen.width - len(text) - len(value) - len(tag)
    margin = " " * max(2, room) + screen.paint("dim", tag) if tag else ""
    screen.put(text + screen.paint("value", value) + margin)
