"""What comes in, number by number and list by list: ValueError with place, found and expected.

    items, vector                  a list, a list of numbers of the right length
    number(s)                      finite numbers of one of the four types
    one_type, (all_)converted      how they become one type
    counted, shown                 what an error message says of them
"""

from __future__ import annotations

import math

from .numerals import Any, Iterable, Number, Vector, all_finite


# ---- lists -----------------------------------------------------------------------------------


def counted(n: int, what: str) -> str:
    plural = {"bias": "biases"}.get(what, what + "s")
    return f"{n} {what if n == 1 else plural}"


def items(value: Any, place: str, expected: str) -> list[Any]:
    """The items in a new list; ValueError for what has none or none in an order, as a set.

    >>> items({1, 2}, "x", "a list of numbers")
    Traceback (most recent call last):
        ...
    ValueError: x: found {1, 2}, expected a list of numbers
    """
    given = plain(value)
    if isinstance(given, (str, bytes, dict)) or not hasattr(given, "__iter__") or hasattr(given, "isdisjoint"):
        raise ValueError(f"{place}: found {shown(value)}, expected {expected}")
    return list(given)


def plain(value: Any) -> Any:
    """An array, a tensor or a number of theirs as lists and numbers of Python's own; anything else as it is."""
    return value if type(value) is list or not hasattr(value, "tolist") else value.tolist()


def vector(value: Any, place: str, what: str, length: int | None = None, reason: str = "") -> Vector:
    """A copy of a list of at least one number, each a finite one; of that length, if one is given."""
    given = items(value, place, "a list of numbers")
    if length is not None and len(given) != length:
        raise ValueError(f"{place}: {counted(len(given), what)}, expected {length} ({reason})")
    if not given:
        raise ValueError(f"{place}: empty, expected at least one {what}")
    return numbers(given, place)


# ---- numbers ---------------------------------------------------------------------------------


def number(value: Number, place: str) -> Number:
    """The value, if it is a finite number of one of the four types, else a ValueError that names the place.

    >>> number(3, "x[0]")
    3
    >>> number(True, "x[0]")
    Traceback (most recent call last):
        ...
    ValueError: x[0]: found True, expected a number (int, float, Fraction or Decimal)
    """
    kind = type(value)
    if kind is float or kind is int:
        if kind is float and not math.isfinite(value):
            raise ValueError(f"{place}: found {value}, expected a finite number")
        return value
    if isinstance(value, bool) or _standard_type(value) is None:
        if type(plain(value)) in (int, float):
            return number(plain(value), place)
        raise ValueError(f"{place}: found {shown(value)}, expected a number (int, float, Fraction or Decimal)")
    if isinstance(value, float):  # a subclass, numpy.float64 for one, becomes what it is
        return number(float(value), place)
    if isinstance(value, int):
        return int(value)
    if not all_finite([value]):
        raise ValueError(f"{place}: found {value}, expected a finite number")
    return value


def _standard_type(value: Number) -> type | None:
    """int, float, Fraction or Decimal, whichever the value is an instance of, without importing the last two."""
    for kind in type(value).__mro__:
        if kind in (int, float) or (kind.__module__, kind.__name__) in (
            ("fractions", "Fraction"), ("decimal", "Decimal"), ("_decimal", "Decimal"), ("_pydecimal", "Decimal"),
        ):
            return kind
    return None


def numbers(values: list[Any], place: str) -> Vector:
    """Each value as ``number`` lets it through, in a new list.

    >>> numbers([1, 0.5], "x")
    [1, 0.5]
    """
    if set(map(type, values)) == {float} and all_finite(values):  # most are: no place to be named
        return list(values)
    return [number(value, f"{place}[{k}]") for k, value in enumerate(values)]


def one_type(placed: Iterable[tuple[str, Vector]]) -> type:
    """The one type of all these numbers, list by list, each with its place: int only if all are.

    Raises ValueError if they do not mix.

    >>> one_type([("x", [1, 2]), ("y", [0.5])])
    <class 'float'>
    """
    found: type = int
    first = ""
    for place, values in placed:
        if set(map(type, values)) <= {int, found}:
            continue
        for k, value in enumerate(values):
            kind = _standard_type(value)
            if kind is None or kind is int or kind is found:
                continue
            if found is not int:
                raise ValueError(f"{place}[{k}]: {_a(kind)}, expected {_a(found)} as at {first} (they do not mix)")
            found, first = kind, f"{place}[{k}]"
    return found


def all_converted(values: Vector, kind: type, place: str) -> Vector:
    """Each value as ``converted`` makes it that type, in a new list.

    >>> all_converted([1, 0.5], float, "x")
    [1.0, 0.5]
    """
    if set(map(type, values)) == {kind}:
        return list(values)
    return [converted(value, kind, f"{place}[{k}]") for k, value in enumerate(values)]


def converted(value: Number, kind: type, place: str) -> Number:
    """The value as that type, which only an int may have to become; ValueError otherwise.

    >>> converted(1, float, "x[0]")
    1.0
    """
    if type(value) is kind:
        return value
    if isinstance(value, int):
        try:
            return kind(value)
        except OverflowError:
            raise ValueError(f"{place}: found {shown(value)}, expected a number in the range of a double") from None
    if not isinstance(value, kind):
        found = f"found {_a(type(value))}, expected {_a(kind)} like the network's numbers"
        raise ValueError(f"{place}: {found} (they do not mix)")
    return value


def _a(kind: type) -> str:
    return ("an " if kind is int else "a ") + kind.__name__


def shown(value: object, limit: int = 40) -> str:
    """A value as an error message shows it: its repr, escaped and cut.

    >>> shown("caf\\x1b")
    "'caf\\\\x1b'"
    """
    try:
        text = ascii(value)
    except Exception:  # a repr of somebody else's may do anything
        text = f"a {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"
