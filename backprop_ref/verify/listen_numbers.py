"""Foreign text and objects, in any form, as numbers in lists; for what cannot be read, the reason.

    parsed         a line, as JSON or as Python's repr
    first_bytes    how a line begins, for people
    as_lists       arrays and tuples as lists: what comes out of it goes into all that follows
    read_as        lists of floats of a given shape
    loose          the same in whatever shape they have
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from collections.abc import Sequence

from ..cases import read_integer
from ..admission import shown
from ..numbers import each
from ..terminal import escaped

SHOWN = 60  # characters of what was found
DEEPEST = 9  # brackets: a result has 3
LONGEST_REPR = 1 << 22  # characters of Python's repr that are read: it takes a hundred times as much memory as they do


class Malformed(Exception):
    """A value whose form is wrong: the name of the Manner, and the place, what was found and what was expected.

    ids: of the results that the line held, where it held several.
    """

    def __init__(self, name: str, place: str, found: str, expected: str, ids: Sequence[Any] = ()) -> None:
        super().__init__(f"{place}: found {found}, expected {expected}")
        self.name = name
        self.ids = ids


# ---- text ------------------------------------------------------------------------------------


def parsed(line: bytes, place: str) -> Any:
    """What the line holds as JSON, or as Python's repr; Malformed where it is neither."""
    text = _decoded(line, place)
    try:
        return json.loads(text, parse_int=read_integer)
    except RecursionError:
        raise Malformed("not-json", place, f"{first_bytes(line)} nested too deeply", "a result") from None
    except ValueError as error:
        position = getattr(error, "pos", 0)
    if text[0] not in "{[":
        raise Malformed("foreign-line", place, first_bytes(line), "a result (a JSON object) and nothing else")
    if text in ("{", "["):
        raise Malformed("several-lines", place, first_bytes(line), "one JSON object per line")
    if text[:2] == "{'":
        return _evaluated(text, line, place)
    ids = _several(text)
    if ids:
        raise Malformed("one-line", place, f"{len(ids)} results in {first_bytes(line)}", "one result per line", ids)
    rest = text[position:position + 20].encode("utf-8", "replace")
    where = f", and {first_bytes(rest)} at column {position + 1}" if rest.strip() else ", and then its end"
    raise Malformed("not-json", place, first_bytes(line) + where, "JSON")


def _decoded(line: bytes, place: str) -> str:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"0x{line[error.start]:02x} at byte {error.start + 1} of {first_bytes(line)}"
        raise Malformed("not-utf-8", place, found, "UTF-8") from None
    if not text:  # a byte order mark and nothing else
        raise Malformed("foreign-line", place, first_bytes(line), "a result (a JSON object) and nothing else")
    if 3 * line.count(b"\0") > len(line) > 1:
        raise Malformed("not-utf-8", place, f"every second byte 0 in {first_bytes(line)}", "UTF-8, not UTF-16")
    return text


def _evaluated(text: str, line: bytes, place: str) -> Any:
    """Python's repr of a result."""
    import ast

    with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
        if len(text) <= LONGEST_REPR:
            return ast.literal_eval(text)
    raise Malformed("python-repr", place, first_bytes(line), "JSON")


def _several(text: str) -> list[Any]:
    """The ids of the JSON objects that stand one behind the other, if there are two or more and nothing else."""
    ids, position = [], 0
    read = json.JSONDecoder(parse_int=read_integer).raw_decode
    with suppress(ValueError, RecursionError):
        while position < len(text):
            found, position = read(text, position)
            if not isinstance(found, dict):
                return []
            ids.append(found.get("id"))
            while text[position:position + 1] in (" ", ",", "\t", "\r"):
                position += 1
        return ids if len(ids) > 1 else []
    return []


def first_bytes(line: bytes, most: int = SHOWN) -> str:
    """The first bytes of a line as a quoted text, control characters escaped; in hexadecimal where they are no UTF-8.

    >>> print(first_bytes(b"Hello!"), first_bytes(b'{"id":\\t1}'), first_bytes(b"\\xff\\x00A"))
    "Hello!" '{"id":\\t1}' bytes ff 00 41
    """
    cut, more = line[:most], "…" if len(line) > most else ""
    try:
        text = cut.decode("utf-8")
    except UnicodeDecodeError as error:
        if not more or error.start < most - 3:  # else a character that was cut
            few = line[:most // 4]
            return f"bytes {few.hex(' ')}" + ("…" if len(line) > len(few) else "")
        text = cut[:error.start].decode("utf-8")
    quote = "'" if '"' in text else '"'
    return quote + escaped(text) + more + quote


# ---- objects ---------------------------------------------------------------------------------


def as_lists(value: Any, deepest: int = DEEPEST) -> Any:
    """Somebody else's arrays and tuples as lists of Python's own, an ellipsis for those that lie deeper than that.

    >>> as_lists(((1, 2), [3])), as_lists([[[4]]], 2)
    ([[1, 2], [3]], [[Ellipsis]])
    """
    to_list = getattr(value, "tolist", None)
    if callable(to_list):
        value = to_list()
    if not isinstance(value, (list, tuple)):
        return value
    return [as_lists(item, deepest - 1) for item in value] if deepest else ...


def read_as(value: Any, like: Any, place: str) -> Any:
    """Lists of floats, if they have that shape; Malformed otherwise."""
    if not isinstance(like, list):
        return _number(value, place)
    if not isinstance(value, list) or len(value) != len(like):
        raise Malformed("null" if value is None else "wrong-shape", place, kind_of(value), f"a list of {len(like)}")
    return [read_as(item, part, f"{place}[{k}]") for k, (item, part) in enumerate(zip(value, like))]


def _number(value: Any, place: str) -> float:
    """A number, or a text with a decimal or C99 hexadecimal one, as a float: an infinity where it is too large."""
    if type(value) is float:
        return value
    name = "null" if value is None else "wrong-shape" if isinstance(value, list) else "not-a-number"
    why = ""
    try:
        if isinstance(value, str) and "_" not in value and value.isascii():
            return float.fromhex(value) if "x" in value[:3].lower() else float(value)
        if hasattr(value, "__float__") and not isinstance(value, bool):
            return float(value)
    except OverflowError:
        negative = value.startswith("-") if isinstance(value, str) else value < 0
        return float("-inf") if negative else float("inf")
    except Exception as error:  # somebody else's number may do anything
        why = "" if isinstance(value, str) else f" ({type(error).__name__})"
    raise Malformed(name, place, kind_of(value) + why, "a number")


def kind_of(value: Any) -> str:
    """What a value is, for an error message."""
    if value is None:
        return "null"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    return "an object" if isinstance(value, dict) else shown(value, SHOWN)


def loose(value: Any, like: Any) -> Any:
    """Lists of floats, whatever their shape; None where something else is in them, or far more than in lists like that.

    >>> loose([[1, "2"]], [0.0]), loose([None], [0.0])
    ([[1.0, 2.0]], None)
    """
    if leaves(value) > 4 * leaves(like) + 100 or depth(value) == DEEPEST:
        return None
    try:
        return each(value, lambda number: _number(number, ""))
    except Malformed:
        return None


def leaves(value: Any) -> int:
    """How many things that are no lists a nested list holds.

    >>> leaves([[1, 2], [3]])
    3
    """
    return sum(map(leaves, value)) if isinstance(value, list) else 1


def depth(value: Any) -> int:
    """How many brackets deep a nested list is.

    >>> depth([[1, 2], [3]])
    2
    """
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0
