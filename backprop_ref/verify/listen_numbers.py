"""Foreign text and objects, in any form, as numbers in lists; for what cannot be read, the reason.

    parsed         a line, as JSON or as Python's repr
    several        the ids of the results on a line that has more than one
    first_bytes    how a line begins, for people
    read_as        a value as nested lists of floats of a given shape
    loose          the same in whatever shape it has
"""

from __future__ import annotations

from ..cases import read_integer
from ..admission import shown
from ..terminal import escaped
from typing import Any
from collections.abc import Sequence

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


def parsed(line: bytes, place: str) -> Any:
    """What the line holds as JSON, or as Python's repr; Malformed where it is neither."""
    import json

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
    ids = several(text)
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

    try:
        if len(text) <= LONGEST_REPR:
            return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        pass
    raise Malformed("python-repr", place, first_bytes(line), "JSON")


def several(text: str) -> list[Any]:
    """The ids of the JSON objects that stand one behind the other, if there are two or more and nothing else."""
    import json

    ids, position = [], 0
    read = json.JSONDecoder(parse_int=read_integer).raw_decode
    try:
        while position < len(text):
            found, position = read(text, position)
            if not isinstance(found, dict):
                return []
            ids.append(found.get("id"))
            while text[position:position + 1] in (" ", ",", "\t", "\r"):
                position += 1
    except (ValueError, RecursionError):
        return []
    return ids if len(ids) > 1 else []


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
            return "bytes " + " ".join(f"{byte:02x}" for byte in few) + ("…" if len(line) > len(few) else "")
        text = cut[:error.start].decode("utf-8")
    quote = "'" if '"' in text else '"'
    return quote + escaped(text) + more + quote


def kind_of(value: Any) -> str:
    """What a value is, for an error message."""
    if value is None:
        return "null"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    return shown(value, SHOWN)


def plain(value: Any) -> Any:
    """An array of somebody else's as lists."""
    to_list = getattr(value, "tolist", None)
    return to_list() if callable(to_list) else value


def read_as(value: Any, like: Any, place: str) -> Any:
    """The value as nested lists of floats, if it has that shape; Malformed otherwise."""
    if not isinstance(like, list):
        return _number(value, place)
    if type(value) is not list:
        value = plain(value)
        if value is None:
            raise Malformed("null", place, "null", f"a list of {len(like)}")
        if not isinstance(value, (list, tuple)):
            raise Malformed("wrong-shape", place, kind_of(value), f"a list of {len(like)}")
    if len(value) != len(like):
        raise Malformed("wrong-shape", place, kind_of(value), f"a list of {len(like)}")
    if type(like[0]) is not list:
        if all(type(item) is float for item in value):
            return list(value)
        return [_number(item, f"{place}[{k}]") for k, item in enumerate(value)]
    return [read_as(item, part, f"{place}[{k}]") for k, (item, part) in enumerate(zip(value, like))]


def nan_for_null(value: Any) -> Any:
    """Nested lists with NaN for every null.

    >>> nan_for_null([[None, 1.0]])
    [[nan, 1.0]]
    """
    if isinstance(value, (list, tuple)):
        return [nan_for_null(item) for item in value]
    return float("nan") if value is None else value


def _number(value: Any, place: str) -> float:
    value = plain(value)
    if type(value) is float:
        return value
    if value is None:
        raise Malformed("null", place, "null", "a number")
    if isinstance(value, (list, tuple)):
        raise Malformed("wrong-shape", place, kind_of(value), "a number")
    if isinstance(value, str):
        return _text_number(value, place)
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise Malformed("not-a-number", place, kind_of(value), "a number")
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    except Exception as error:  # somebody else's number may do anything
        raise Malformed("not-a-number", place, f"{kind_of(value)} ({type(error).__name__})", "a number") from None


def _text_number(text: str, place: str) -> float:
    """A decimal or C99 hexadecimal float, or the name of an infinity or of NaN, in a text."""
    try:
        if "_" not in text and text.isascii():
            return float.fromhex(text) if "x" in text[:3].lower() else float(text)
    except OverflowError:
        return float("-inf") if text.startswith("-") else float("inf")
    except ValueError:
        pass
    raise Malformed("not-a-number", place, shown(text, SHOWN), "a number")


def leaves(value: Any, deepest: int = DEEPEST) -> int:
    """How many things that are no lists a nested list holds; what lies deeper than that counts as one.

    >>> leaves([[1, 2], [3]])
    3
    """
    if deepest and isinstance(value, (list, tuple)):
        return sum(leaves(item, deepest - 1) for item in value)
    return 1


def loose(value: Any, most: int) -> Any:
    """Nested lists of floats, whatever their shape; None where something else is in them, or too much."""
    try:
        return _floats(value) if leaves(value) <= most and depth(value) < DEEPEST else None
    except (Malformed, RecursionError):
        return None


def _floats(value: Any) -> Any:
    value = plain(value)
    return [_floats(item) for item in value] if isinstance(value, (list, tuple)) else _number(value, "")


def depth(value: Any, deepest: int = DEEPEST) -> int:
    """How many brackets deep a nested list is, counted no farther than that.

    >>> depth([[1, 2], [3]])
    2
    """
    if deepest and isinstance(value, (list, tuple)):
        return 1 + max((depth(item, deepest - 1) for item in value), default=0)
    return 0
