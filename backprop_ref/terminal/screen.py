"""What a screen can show: colour or none, Unicode or ASCII, and nothing that a case could do to it.

    Screen       one output: put(line) writes to it, paint and plain prepare a text
    escaped      a foreign text without control characters
    wrapped      a paragraph as lines of at most so many columns
    one_line     an error message on one line

Everything on screen is written in the symbols of docs/equations.md.  Where the encoding of the output lacks one of
them, all of them are written in ASCII: δ becomes delta, ∂C/∂w becomes dC/dw.  So widths are measured after ``plain``.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO
    from collections.abc import Mapping

WIDTH, NARROWEST = 80, 60

IN_ASCII: dict[str, str] = {
    "α": "alpha", "β": "beta", "δ": "delta", "ε": "epsilon", "θ": "theta", "λ": "lambda",
    "σ": "sigma", "φ": "phi", "Φ": "Phi", "π": "pi", "Σ": "sum", "∂": "d", "′": "'",
    "−": "-", "±": "+-", "·": "*", "×": "x",
    "½": "1/2", "²": "^2", "√": "sqrt", "≈": "~", "≤": "<=", "≥": ">=", "≠": "!=",
    "←": "<-", "→": "->", "…": "...", "–": "-", "—": "--", "“": '"', "”": '"', "’": "'", "─": "-", "│": "|",
    "✓": "ok", "✗": "x",
}

STYLES: dict[str, str] = {
    "heading": "1", "strong": "1", "dim": "2", "value": "36", "good": "32", "bad": "31", "other": "33",
}


class Screen:
    """One output: what it can show, and the way to it.

    colour: does it want colour?  unicode: can its encoding write every symbol?  width: in columns.
    height: in lines; None where it has none, as a file.
    """

    def __init__(
        self,
        stream: IO[str],
        colour: bool = False,
        unicode: bool = True,
        width: int = WIDTH,
        height: int | None = None,
    ) -> None:
        self.stream = stream
        self.colour = colour
        self.unicode = unicode
        self.width = width
        self.height = height
        self.lines = 0  # that were written
        self._blank = True  # was the last line, or is there none yet?

    @classmethod
    def of(cls, stream: IO[str], environment: Mapping[str, str] | None = None) -> Screen:
        """The screen behind a stream, judged by the stream itself and by NO_COLOR and TERM; as wide as a terminal is.

        >>> import io
        >>> screen = Screen.of(io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
        >>> screen.colour, screen.unicode
        (False, False)
        """
        width, height = size_of(stream)
        return cls(stream, wants_colour(stream, environment), writes_symbols(stream), width, height)

    def put(self, line: str = "") -> None:
        """Write one line."""
        self.stream.write(self.plain(line) + "\n")
        self._blank = not line
        self.lines += 1 + line.count("\n")

    def put_dim(self, line: str) -> None:
        """Write a paragraph that is not part of what was asked for."""
        for part in wrapped(self.plain(line), self.width):
            self.put(self.paint("dim", part))

    def is_too_long(self) -> bool:
        """Was more written than a terminal shows at once?"""
        return self.height is not None and self.lines >= self.height

    def put_gap(self) -> None:
        """Write a blank line, if there is none yet."""
        if not self._blank:
            self.put()

    def plain(self, text: str) -> str:
        """The text as the output's encoding can write it; the same text again where it can, or where it is done.

        >>> import io
        >>> Screen(io.StringIO(), unicode=False).plain("δ_0 = ∂C/∂z_0 — “é”")
        'delta_0 = dC/dz_0 -- "\\\\xe9"'
        """
        if self.unicode or text.isascii():
            return text
        for symbol, ascii_form in IN_ASCII.items():
            text = text.replace(symbol, ascii_form)
        return text.encode("ascii", "backslashreplace").decode("ascii")

    def paint(self, style: str, text: str) -> str:
        """The text in one of STYLES, if the screen wants colour.

        >>> import io
        >>> Screen(io.StringIO(), colour=True).paint("good", "pass"), Screen(io.StringIO()).paint("good", "pass")
        ('\\x1b[32mpass\\x1b[0m', 'pass')
        """
        if not self.colour or not text:
            return text
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m"

    def put_wrapped(self, text: str, indent: str = "", hanging: str | None = None) -> None:
        """Write a paragraph.  indent: before its first line; hanging: before the others, else the same."""
        kept = "\u00a0".join(self.plain(part) for part in text.split("\u00a0"))
        for line in wrapped(kept, self.width, indent, hanging):
            self.put(line)

    def put_heading(self, text: str) -> None:
        """Write a heading with a rule to the edge, between blank lines."""
        *lines, text = wrapped(self.plain(text), self.width)
        rule = self.plain("─") * max(0, self.width - len(text) - 1)
        self.put_gap()
        for line in lines:
            self.put(self.paint("heading", line))
        self.put((self.paint("heading", text) + " " + self.paint("dim", rule)).rstrip())
        self.put()


def size_of(stream: IO[str]) -> tuple[int, int | None]:
    """Columns, 60 at least, and lines of the terminal behind a stream; 80 and None where there is none.

    >>> import io
    >>> size_of(io.StringIO())
    (80, None)
    """
    size = _size_of(stream)
    if size is None:
        return WIDTH, None
    return max(NARROWEST, size.columns) if size.columns else WIDTH, size.lines or None


def columns_of(stream: IO[str]) -> int:
    """How wide the terminal behind a stream really is; 80 where there is none.

    >>> import io
    >>> columns_of(io.StringIO())
    80
    """
    size = _size_of(stream)
    return size.columns if size is not None and size.columns else WIDTH


def _size_of(stream: IO[str]) -> os.terminal_size | None:
    try:
        return os.get_terminal_size(stream.fileno()) if stream.isatty() else None
    except (OSError, ValueError, AttributeError):  # closed, or a stream that only says it is a terminal
        return None


def wants_colour(stream: IO[str], environment: Mapping[str, str] | None = None) -> bool:
    """Is the stream a terminal that wants colour?  Not where NO_COLOR is set (https://no-color.org) or TERM is dumb.

    >>> import io
    >>> wants_colour(io.StringIO())
    False
    """
    environment = os.environ if environment is None else environment
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    try:
        if not stream.isatty():
            return False
    except ValueError:  # closed
        return False
    if os.name == "nt":  # the old console writes escape sequences out; those that do not, say so
        return any(name in environment for name in ("WT_SESSION", "ANSICON", "TERM", "TERM_PROGRAM", "ConEmuANSI"))
    return True


def writes_symbols(stream: IO[str]) -> bool:
    """Can the stream's encoding write every symbol?  A stream without one, such as StringIO, can.

    >>> import io
    >>> writes_symbols(io.StringIO()), writes_symbols(io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    (True, False)
    """
    encoding = getattr(stream, "encoding", None)
    if encoding is None:
        return True
    try:
        "".join(IN_ASCII).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def escaped(text: str) -> str:
    """A text from a case or a program with everything escaped that is not printable: no escape sequence, no line
    break, no change of writing direction, nothing that UTF-8 cannot write.

    >>> print(escaped("red \\x1b[31m, δ stays"))
    red \\x1b[31m, δ stays
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def wrapped(text: str, width: int = WIDTH, indent: str = "", hanging: str | None = None) -> list[str]:
    """A paragraph as lines of at most width columns, broken at blanks; a word that is longer stands alone.

    At a no-break space, which is shown as a blank, no line is broken.

    >>> wrapped("one two three", 9, "- ", "  ")
    ['- one two', '  three']
    """
    lines = []
    line = indent
    start = indent
    for word in filter(None, text.split(" ")):
        if line != start and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = start = indent if hanging is None else hanging
        line += word if line == start else " " + word
    lines.append(line.rstrip())
    return [line.replace("\u00a0", " ") for line in lines]


def one_line(error: object) -> str:
    """An error message on one line, whatever file name or text it quotes.

    >>> one_line("cases\\n.jsonl: not a file")
    'cases\\\\n.jsonl: not a file'
    """
    return escaped(str(error))
