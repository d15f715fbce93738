"""Events on a screen: the number of the equation at the right edge, the three parts on one line, on two or on more.

    put_event      one event, each part on a line of its own
    form_of        the form that all of these events, written in parts, have room for
    put_parts      one of them in this form
"""

from __future__ import annotations

from .notation import Parts, Sum, in_parts
from ..numerals import Sequence
from ..terminal import Screen
from .figures import Figures
from .step_events import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

INDENT = 2
# Before these a term may be broken.
BREAKS = (" − ", " - ", " + ", " · ", " * ", "·", "*", " if ", " else ", " φ(", " phi(")


class Form:
    """How events are laid out.

    lines: 1, 2, or 0 for as many as it takes.  widths: of left, symbols and numbers, if these are aligned.
    """

    def __init__(self, lines: int, widths: Sequence[int] = ()) -> None:
        self.lines = lines
        self.widths = widths


UNHURRIED = Form(0)  # each part on a line of its own


def put_event(screen: Screen, event: Event, figures: Figures | None = None, everything: bool = True) -> None:
    """One event: the equation with symbols, with numbers, the result.

    everything: all terms of a sum, however many.

    >>> import sys
    >>> from backprop_ref.terminal import Screen
    >>> from backprop_ref.walk.step_events import Event
    >>> from backprop_ref.walk.symbols import Derivative, Symbol
    >>> gradient = Derivative(Symbol("C"), Symbol("w", (0, 0), 0))
    >>> operands = [(Symbol("δ", (0,), 0), 3), (Symbol("x", (0,)), 4)]
    >>> event = Event("10", "weight_gradients", gradient, 12, operands)
    >>> put_event(Screen(sys.stdout, width=40), event)
      ∂C/∂w_00^0 = δ_0^0 x_0            (10)
                 = 3·4
                 = 12
    """
    put_parts(screen, in_parts(event, figures, everything), UNHURRIED)


def put_parts(screen: Screen, parts: Parts, form: Form) -> None:
    """An event in this form."""
    if form.lines == 0:
        _put_tall(screen, parts)
    elif form.lines == 1 or len(_sides(screen, parts)) < 3:
        _put_row(screen, parts, form.widths)
    else:
        _put_two_lines(screen, parts)


def form_of(screen: Screen, shown: Sequence[Parts]) -> Form:
    """A line for each, aligned, where all of them have room for that; else a line, not aligned; else two; else more."""
    rows = [_sides(screen, parts) for parts in shown]
    signs = [len(screen.plain(f" {parts.sign} ")) for parts in shown]
    lefts = [INDENT + len(screen.plain(parts.left)) + sign for parts, sign in zip(shown, signs)]
    tags = [len(parts.tag) + 1 if parts.tag else 0 for parts in shown]
    symbols = max((len(row[0]) for row in rows if len(row) > 1), default=0)
    numbers = max((len(row[1]) for row in rows if len(row) > 2), default=0)
    result = max((len(row[-1]) for row in rows), default=0)
    equals = 3 * (bool(symbols) + bool(numbers))
    if max(lefts, default=0) + symbols + numbers + equals + result + max(tags, default=0) <= screen.width:
        return Form(1, (max((len(screen.plain(parts.left)) for parts in shown), default=0), symbols, numbers))
    every = list(zip(lefts, rows, tags))
    if all(left + len(" = ".join(row)) + tag <= screen.width for left, row, tag in every):
        return Form(1)
    if all(left + max(len(row[0]) + tag, len(" = ".join(row[1:]))) <= screen.width for left, row, tag in every):
        return Form(2)
    return UNHURRIED


def _sides(screen: Screen, parts: Parts) -> list[str]:
    """What stands after each sign: symbols, numbers, result; the numbers left out where they say nothing new."""
    symbols, numbers, result = (screen.plain(str(side)) for side in (parts.symbols, parts.numbers, parts.result))
    if symbols == result:
        return [result]
    return [symbols, result] if numbers in (symbols, result) else [symbols, numbers, result]


def _put_row(screen: Screen, parts: Parts, widths: Sequence[int]) -> None:
    """An event on one line, in columns of these widths if there are any."""
    left, symbols, numbers = widths or (0, 0, 0)
    row = _sides(screen, parts)
    text = " " * INDENT + screen.plain(parts.left).ljust(left) + screen.plain(f" {parts.sign} ")
    if len(row) > 1:
        text += row[0].ljust(symbols)
    if len(row) == 3:
        text += " = " + row[1].ljust(numbers)
    elif len(row) == 2 and numbers:
        text += " " * (numbers + 3)
    if len(row) > 1:
        text += " = "
    _put_line(screen, text, row[-1], parts.tag)


def _put_two_lines(screen: Screen, parts: Parts) -> None:
    """The symbols on one line, the numbers and the result on the next."""
    symbols, numbers, result = _sides(screen, parts)
    left = " " * INDENT + screen.plain(f"{parts.left} {parts.sign} ")
    _put_line(screen, left + symbols, "", parts.tag)
    _put_line(screen, " " * (len(left) - 2) + f"= {numbers} = ", result)


def _put_tall(screen: Screen, parts: Parts) -> None:
    """Each part on a line of its own, long sums on several."""
    sides = _sides(screen, parts)
    left = " " * INDENT + screen.plain(f"{parts.left} {parts.sign} ")
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
        room = screen.width - (len(tag) + 1 if tag else 0)
        if begun and len(line) + len(piece.rstrip()) > room:
            _put_line(screen, line.rstrip(), "", tag)
            line, tag = " " * (len(left) + 2) + piece.lstrip(), ""
        else:
            line += piece
            begun = True
        while _break(line, len(left), room) > 0:
            here = _break(line, len(left), room)
            _put_line(screen, line[:here].rstrip(), "", tag)
            line, tag, room = " " * (len(left) + 2) + line[here:].lstrip(), "", screen.width
    _put_line(screen, line, "", tag)


def _break(line: str, start: int, room: int) -> int:
    """Where a line that is too long for the room, though it is one term, can be broken; 0 where it need not or cannot.

    >>> _break("z = 0.5·0.25 − 1", 4, 14), _break("z = 0.5·0.25 − 1", 4, 9)
    (12, 7)
    """
    if len(line) <= room:
        return 0
    return max((n for n in range(start + 3, room + 1) if line.startswith(BREAKS, n)), default=0)


def _put_line(screen: Screen, text: str, value: str = "", tag: str = "") -> None:
    """A line: its text, the value that it ends with, and the number of the equation at the right edge."""
    room = screen.width - len(text) - len(value) - len(tag)
    margin = " " * max(1, room) + screen.paint("dim", tag) if tag else ""
    screen.put(text + screen.paint("value", value) + margin)
