"""Nested lists of numbers, as a network and a result have them: [l][j][k], [i][l][j], [l][j] or a number alone.

    each          every number changed
    beside        every place of two of them, with what stands there in each
    at            what stands at a place
    same_shape    are two of the same lengths throughout?
"""

from __future__ import annotations
from typing import Any, Callable
from collections.abc import Iterator, Sequence

Place = tuple[int, ...]


def each(value: Any, change: Callable[[Any], Any]) -> Any:
    """The same lists with every number changed.

    >>> each([[1, 2], [3]], lambda number: 10 * number)
    [[10, 20], [30]]
    """
    return [each(item, change) for item in value] if isinstance(value, list) else change(value)


def beside(values: Any, others: Any, place: Place = ()) -> Iterator[tuple[Place, Any, Any]]:
    """Every place of two nested lists of the same shape with what stands there in each.

    >>> list(beside([[1, 2]], [[3, 4]]))
    [((0, 0), 1, 3), ((0, 1), 2, 4)]
    """
    if not isinstance(values, list):
        yield place, values, others
        return
    for index, (value, other) in enumerate(zip(values, others)):
        if isinstance(value, list):
            yield from beside(value, other, place + (index,))
        else:
            yield place + (index,), value, other


def at(value: Any, place: Sequence[int]) -> Any:
    """What stands at a place; None where there is no such place.

    >>> at([[1, 2], [3]], (0, 1)), at([[1, 2], [3]], (1, 1))
    (2, None)
    """
    for index in place:
        value = value[index] if isinstance(value, list) and index < len(value) else None
    return value


def same_shape(value: Any, other: Any) -> bool:
    """Are two nested lists of the same lengths throughout?

    >>> same_shape([[1, 2]], [[3, 4]]), same_shape([[1, 2]], [1, 2])
    (True, False)
    """
    if not isinstance(value, list) or not isinstance(other, list):
        return not isinstance(value, list) and not isinstance(other, list)
    return len(value) == len(other) and all(map(same_shape, value, other))
