"""A table from a CSV file: rows of texts, with or without names above them.

    read_table      a file, or one of the tables that come with the package, as a Table
    Table           its names, and each column as a list of texts
    BundledTables   the names of those that come with the package

``columns`` says what numbers and texts mean.  Every refusal is a ValueError with file, line and column.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
from math import isfinite
from pkgutil import get_data
from typing import IO, Any, Callable, NoReturn
from collections.abc import Iterator

from ..records import Record
from ..admission import shown

BUNDLED = ("xor", "iris")
DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 100  # rows, to find delimiter and header
MISSING = frozenset(("", "?", "NA", "N/A", "n/a", "NaN", "nan", "NAN", "null", "NULL", "#N/A"))


class Table(Record):
    """Rows of texts.

    name: of the file, for messages.  names: of the columns.  columns: of each, one text a row.
    header: had the file names of columns?  delimiter: between two fields.
    notes: what was found and passed over, a sentence each.  lines: gives, of each row, its line in the file.
    """

    def __init__(
        self,
        name: str,
        names: list[str],
        columns: list[list[str]],
        header: bool,
        delimiter: str,
        notes: list[str],
        lines: Callable[[], Iterator[int]],
    ) -> None:
        self.name = name
        self.names = names
        self.columns = columns
        self.header = header
        self.delimiter = delimiter
        self.notes = notes
        self.lines = lines

    @property
    def rows(self) -> int:
        """How many there are.

        >>> read_table("iris").rows
        150
        """
        return len(self.columns[0])

    def refuse(self, row: int, column: int, found: str, expected: str) -> NoReturn:
        """ValueError for one field, with its row, counted from 1 below the header, and its line in the file.

        >>> read_table("iris").refuse(0, 3, "'x'", "a number")
        Traceback (most recent call last):
            ...
        ValueError: iris.csv: row 1 (line 8), column petal_width: found 'x', expected a number
        """
        line = next(line for n, line in enumerate(self.lines()) if n == row)
        place = f"row {row + 1} (line {line}), column {shown_name(self.names[column])}"
        raise ValueError(f"{self.name}: {place}: found {found}, expected {expected}")

    def without(self, rows: set[int]) -> Table:
        """The same table without some of its rows."""
        kept = [n for n in range(self.rows) if n not in rows]
        columns = [[column[n] for n in kept] for column in self.columns]

        def lines() -> Iterator[int]:
            return (line for n, line in enumerate(self.lines()) if n not in rows)

        return Table(self.name, self.names, columns, self.header, self.delimiter, list(self.notes), lines)


def shown_name(name: str) -> str:
    """A column's name in a message: as it is, in quotes where it is no plain word."""
    return name if name.replace("_", "").isalnum() and len(name) < 40 else shown(name)


def read_table(
    source: str | IO[bytes], name: str | None = None, delimiter: str | None = None, header: bool | None = None
) -> Table:
    """The table in a CSV file.

    source: a path, the name of a bundled table, or a file opened in binary.  name: for messages.
    delimiter: found where it is not given, among comma, semicolon, tab and bar.
    header: does the first row have the names of the columns?  Found where it is not given.
    Blank lines are passed over, and lines at the top that begin with #.

    Raises ValueError, with place, found and expected; OSError where there is no such file.

    >>> read_table("xor").columns
    [['0', '0', '1', '1'], ['0', '1', '0', '1'], ['0', '1', '1', '0']]
    """
    data, name = _bytes_of(source, name)
    notes: list[str] = []
    text = _decoded(data, name, notes)
    start, above = _start(text)
    if delimiter is None:
        delimiter = _delimiter(text[start:])
    rows, lines = _rows(text[start:], delimiter, name, above)
    if header is None:
        header = has_header(rows)
    width = len(rows[0])
    names = [field.strip() for field in rows[0]] if header else [f"column_{n + 1}" for n in range(width)]
    if header:
        _must_be_names(names, name)
        names = [given or f"column_{n + 1}" for n, given in enumerate(names)]
        rows = rows[1:]
        if not rows:
            raise ValueError(f"{name}: found column names but no rows, expected rows below them")
    columns = [list(column) for column in zip(*rows)]
    skip = 1 if header else 0

    def row_lines() -> Iterator[int]:
        return (line for n, line in enumerate(lines()) if n >= skip)

    return Table(name, names, columns, header, delimiter, notes, row_lines)


def _bytes_of(source: str | IO[bytes], name: str | None) -> tuple[bytes, str]:
    """The whole file, and what messages call it."""
    if not isinstance(source, str):
        return source.read(), name or "standard input"
    if source in BUNDLED and not os.path.exists(source):
        return bundled_bytes(source), name or f"{source}.csv"
    with open(source, "rb") as file:
        return file.read(), name or source


def bundled_bytes(name: str) -> bytes:
    """A table of the package, also where the package is in an archive."""
    data = get_data("backprop_ref", f"data/{name}.csv")
    if data is None:
        raise ValueError(f"{name}: missing from the package")
    return data


def _decoded(data: bytes, name: str, notes: list[str]) -> str:
    """The text; ValueError, by name, for UTF-16 and for what is no UTF-8."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ValueError(f"{name}: found UTF-32, expected UTF-8 (save it as “CSV UTF-8”)")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _is_utf_16(data):
        raise ValueError(f"{name}: found UTF-16, expected UTF-8 (save it as “CSV UTF-8”)")
    if data.startswith(codecs.BOM_UTF8):
        notes.append("a byte order mark at the start was skipped")
        data = data[len(codecs.BOM_UTF8):]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise ValueError(f"{name}: line {line}: found the byte 0x{byte:02x}, expected UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"{name}: line {line}: found a null character, expected text")
    if not text.strip():
        raise ValueError(f"{name}: empty, expected a table")
    return text


def _is_utf_16(data: bytes) -> bool:
    """Without a byte order mark: does every second byte of the start be null, as in UTF-16 of plain English?"""
    start = data[:200]
    return len(start) >= 4 and (not any(start[1::2]) or not any(start[::2]))


def _start(text: str) -> tuple[int, int]:
    """Where the table begins, behind comments and blank lines: how many characters and how many lines are above."""
    start = lines = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        line = text[start:end].strip()
        if line and not line.startswith("#"):
            break
        start, lines = end, lines + 1
    return start, lines


def _delimiter(text: str) -> str:
    """The candidate by which the first rows, nearly all of them, have equally many fields, more than one.

    Of several the one by which really all have, then the one that gives most; a comma where there is none.
    """
    best, most = DELIMITERS[0], (False, 1)
    for candidate in DELIMITERS:
        counts = []
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=candidate):
                if row:
                    counts.append(len(row))
                if len(counts) == LOOKED_AT:
                    break
        except csv.Error:
            continue
        usual = max(set(counts), key=counts.count) if counts else 0
        found = (counts.count(usual) == len(counts), usual)
        if usual > 1 and found > most and counts.count(usual) * 10 >= len(counts) * 9:
            best, most = candidate, found
    return best


def _rows(
    text: str, delimiter: str, name: str, above: int
) -> tuple[list[list[str]], Callable[[], Iterator[int]]]:
    """Every row that is not blank, all of one length, and what gives the line in the file on which each ends."""

    def reader() -> Any:
        return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)

    def lines() -> Iterator[int]:
        again = reader()
        return (above + again.line_num for row in again if row)

    try:
        rows = [row for row in reader() if row]
    except csv.Error as error:
        line = above
        try:
            for line in lines():
                pass
        except csv.Error:
            pass
        why = "a quotation mark that is never closed"
        if "end of data" not in str(error):
            why = str(error).replace(" expected after ", " missing after ")
        raise ValueError(f"{name}: line {line + 1}: found {why}, expected a row of a table") from None

    if not rows:
        raise ValueError(f"{name}: found no row, expected a table")
    width = len(rows[0])
    if set(map(len, rows)) != {width}:
        for row, line in zip(rows, lines()):
            if len(row) != width:
                fields = f"{len(row)} field{'s' if len(row) != 1 else ''}"
                raise ValueError(f"{name}: line {line}: {fields}, expected {width} (as in the first row)")
    return rows, lines


def is_number(text: str) -> bool:
    """Is this a finite number, written as such?

    >>> is_number(" 1.5e3 "), is_number("1_000"), is_number("inf"), is_number("a")
    (True, False, False, False)
    """
    try:
        return isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


def has_header(rows: list[list[str]]) -> bool:
    """Has the first row the names of the columns?

    It has where it holds no number, and some column below it holds numbers, or else its texts stand nowhere below.

    >>> has_header([["height", "name"], ["1", "a"]]), has_header([["1", "a"], ["2", "b"]])
    (True, False)
    >>> has_header([["outlook", "play"], ["sunny", "no"], ["rain", "yes"]])
    True
    """
    first, below = rows[0], rows[1:LOOKED_AT + 1]
    if any(map(is_number, first)) or any(field.strip() in MISSING for field in first[1:]):
        return False
    for column in zip(*below):
        present = [field for field in column if field.strip() not in MISSING]
        if present and sum(map(is_number, present)) * 2 > len(present):
            return True
    return not any(name == row[n] for row in rows[1:] for n, name in enumerate(first))


def _must_be_names(names: list[str], name: str) -> None:
    for n, given in enumerate(names):
        if given and given in names[:n]:
            where = f"columns {names.index(given) + 1} and {n + 1}"
            raise ValueError(f"{name}: {where}: found {shown(given)} twice, expected a different name for each")
