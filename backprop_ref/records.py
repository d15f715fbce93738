"""Records: values with named fields, shown on one short line in a debugger's variables pane.

    Record    what Layer, Network, Example and Step are
    Entry     what ACTIVATIONS and COSTS have by name
    brief     a nested list of numbers on one short line
"""

from __future__ import annotations

from .numerals import Any


class Record:
    """A value with named fields: equal to another of its class with equal fields, shown on one short line.

    >>> Record(z=[1.0], C=2.0)
    Record(z=[1.0], C=2.0)
    """

    __hash__ = None  # type: ignore[assignment]  # its lists can be changed

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(self) == vars(other)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), vars(self))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={brief(value)}" for name, value in vars(self).items())
        return f"{type(self).__name__}({fields})"


def _restored(kind: type[Record], fields: dict[str, Any]) -> Record:
    """A copy, or what was pickled: what its class checks has been checked before."""
    record = kind.__new__(kind)
    vars(record).update(fields)
    return record


class Entry:
    """An entry of a table: functions and how they are written."""

    __slots__: tuple[str, ...] = ()

    def replaced(self, **fields: Any) -> Any:
        """The same entry with these fields in place of those of the same name."""
        return type(self)(**{**{name: getattr(self, name) for name in self.__slots__}, **fields})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({getattr(self, self.__slots__[0]).__name__}: {getattr(self, 'formula')})"


def brief(value: object, room: int = 60) -> str:
    """A value for a debugger's variables pane: its repr where that is short, else with 6 digits, else how long its
    lists are and how it begins.

    >>> brief([[1, 2], [3, 4]])
    '[[1, 2], [3, 4]]'
    >>> brief([[1 / 3, 2 / 3], [1 / 7, 2 / 7]])
    '[[0.333333, 0.666667], [0.142857, 0.285714]]'
    >>> brief([list(range(100))] * 30)
    '[30][100]: 0, 1, 2, …'
    >>> brief([[1.25] * 20, [1.0]])
    '[2] of [20], [1]: 1.25, 1.25, 1.25, …'
    """
    if not isinstance(value, list):
        return repr(value)
    if _count(value, room) <= room:
        for text in (repr(value), _short(value)):
            if len(text) <= room:
                return text
    row: list[object] = value
    while row and isinstance(row[0], list):
        row = row[0]
    return f"{_shape(value)}: {', '.join(_short(item) for item in row[:3])}, …"


def _shape(value: list[Any]) -> str:
    """How long the lists are: [2][3] for two of three, [2] of [3], [1] for two of different lengths."""
    if not value or not isinstance(value[0], list):
        return f"[{len(value)}]"
    shapes = [_shape(item) for item in value]
    if len(set(shapes)) == 1:
        return f"[{len(value)}]{shapes[0]}"
    return f"[{len(value)}] of {', '.join(shapes[:3])}{', …' if len(shapes) > 3 else ''}"


def _short(item: object) -> str:
    if isinstance(item, list):
        return f"[{', '.join(map(_short, item))}]"
    return f"{item:.6g}" if isinstance(item, float) else repr(item)


def _count(value: list[Any], limit: int) -> int:
    """How many numbers a nested list holds, given up beyond the limit."""
    count = 0
    for item in value:
        count += _count(item, limit) if isinstance(item, list) else 1
        if count > limit:
            break
    return count
