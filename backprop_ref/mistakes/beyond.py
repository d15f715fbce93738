"""What a program reads beyond the end of a list: a number that nobody can predict.

    Beyond       such a number, and whatever is computed with it; with what it is if the list begins anew at its end
    entry        a number of a list, Beyond where the index is outside
    of_length    a list cut, or continued with Beyond
    as_long      a change that puts no list of another length
    begun_anew   a change that takes what it reads beyond a list from its beginning

In one language that is what lies next in memory, in another no number, in a third the other end of the list.  A
prediction says nothing there, and a slip is told by the numbers that it does read from the list.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any, Callable

from .. import numerals


class Beyond:
    """The number of which nothing is known.  value: what it is where lists begin anew at their end.

    >>> 2 * Beyond(3) + 1, Beyond(3) > 0
    (Beyond(7), True)
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value: Any = value.value if isinstance(value, Beyond) else value

    def __repr__(self) -> str:
        return f"Beyond({self.value})"


def _computed(function: Callable[..., Any], reflected: bool = False) -> Callable[..., Any]:
    """The function of the values; a comparison is as they are."""

    def operate(self: Beyond, *others: Any) -> Any:
        values = [one.value if isinstance(one, Beyond) else one for one in (self, *others)]
        value = function(*(values[::-1] if reflected else values))
        return value if isinstance(value, bool) else Beyond(value)

    return operate


for _name in ("add", "sub", "mul", "truediv"):
    setattr(Beyond, f"__{_name}__", _computed(getattr(operator, _name)))
    setattr(Beyond, f"__r{_name}__", _computed(getattr(operator, _name), reflected=True))
for _name in ("pow", "neg", "abs", "lt", "le", "gt", "ge", "eq"):
    setattr(Beyond, f"__{_name}__", _computed(getattr(operator, _name)))
for _name in ("exp", "expm1", "ln", "log1p", "tanh", "normal_cdf", "normal_pdf"):
    setattr(Beyond, _name, _computed(getattr(numerals, _name)))


def entry(values: Sequence[Any], index: int) -> Any:
    """A number of a list.

    >>> entry([3, 4], 1), entry([3, 4], 2), entry([3, 4], -1)
    (4, Beyond(3), Beyond(4))
    """
    return values[index] if 0 <= index < len(values) else Beyond(values[index % len(values)])


def of_length(n: int, values: Sequence[Any]) -> list[Any]:
    """The first n of a list.

    >>> of_length(2, [3, 4, 5]), of_length(3, [3, 4])
    ([3, 4], [3, 4, Beyond(3)])
    """
    return [*values[:n], *(entry(values, k) for k in range(len(values), n))]


def as_long(change: Callable[[Any, int, Any], Any]) -> Callable[[Any, int, Any], Any]:
    """The change, of which a list is as long as the one that should stand there."""

    def changed(at: Any, j: int, v: Any) -> Any:
        return of_length(len(v), change(at, j, v))

    return changed


def begun_anew(change: Callable[[Any, int, Any], Any]) -> Callable[[Any, int, Any], Any]:
    """The change for a program that runs, in which a list begins anew at its end."""

    return lambda at, j, v: _anew(change(at, j, v))


def _anew(values: Any) -> Any:
    if isinstance(values, (list, tuple)):
        return type(values)(map(_anew, values))
    return values.value if isinstance(values, Beyond) else values
