"""Numbers that remember where they come from: derivatives of whatever was computed from them, as in libraries.

    Taped               a number, the numbers that it was made from, and its slope along each of them
    stored              a number rounded to what a narrower variable can hold
    differentiated      ∂result/∂number for every number on the way to a result, backwards over the tape

So the gradients of any forward pass are found, even of a wrong one, as a program with automatic differentiation
finds them.  The equations of backpropagation are not used.
"""

from __future__ import annotations

from ..numerals import Number, all_finite, exp, expm1, ln, log1p, normal_cdf, normal_pdf, tanh
from typing import Callable

Tape = list["Taped"]


class Taped:
    """A number on a tape, on which every number stands behind those that it was made from; without a tape, a constant.

    sources: each with the slope of this number along it.  gradient: once the tape was differentiated, ∂result/∂this.

    >>> tape = []
    >>> x = Taped(3.0, tape)
    >>> y = x * x + 2 * x
    >>> differentiated(y)
    >>> y.value, x.gradient
    (15.0, 8.0)
    """

    __slots__ = ("value", "tape", "sources", "gradient")
    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self, value: Number, tape: Tape | None = None, sources: tuple[tuple[Taped, Number], ...] = ()
    ) -> None:
        self.value = value
        self.tape = tape
        self.sources = sources
        self.gradient: Number = 0
        if tape is not None:
            tape.append(self)

    def _made(self, value: Number, *sources: tuple[Taped, Number]) -> Taped:
        """The number of this value, made from these numbers with these slopes."""
        kept = tuple(source for source in sources if source[0].tape is not None)
        return Taped(value, kept[0][0].tape if kept else None, kept)

    # ---- arithmetic

    def __add__(self, other: Number) -> Taped:
        other = taped(other)
        return self._made(self.value + other.value, (self, 1), (other, 1))

    __radd__ = __add__

    def __sub__(self, other: Number) -> Taped:
        other = taped(other)
        return self._made(self.value - other.value, (self, 1), (other, -1))

    def __rsub__(self, other: Number) -> Taped:
        return taped(other) - self

    def __mul__(self, other: Number) -> Taped:
        other = taped(other)
        return self._made(self.value * other.value, (self, other.value), (other, self.value))

    __rmul__ = __mul__

    def __truediv__(self, other: Number) -> Taped:
        other = taped(other)
        value = self.value / other.value
        return self._made(value, (self, 1 / other.value), (other, -value / other.value))

    def __rtruediv__(self, other: Number) -> Taped:
        return taped(other) / self

    def __neg__(self) -> Taped:
        return self._made(-self.value, (self, -1))

    def __pos__(self) -> Taped:
        return self

    def __abs__(self) -> Taped:
        return -self if self.value < 0 else self

    def __pow__(self, n: int) -> Taped:
        power = Taped(1)
        for _ in range(abs(n)):
            power = power * self
        return power if n >= 0 else 1 / power

    def __float__(self) -> float:
        return float(self.value)

    # ---- comparison: by value

    def __lt__(self, other: Number) -> bool:
        return bool(self.value < taped(other).value)

    def __le__(self, other: Number) -> bool:
        return bool(self.value <= taped(other).value)

    def __gt__(self, other: Number) -> bool:
        return bool(self.value > taped(other).value)

    def __ge__(self, other: Number) -> bool:
        return bool(self.value >= taped(other).value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == taped(other).value)

    def __bool__(self) -> bool:
        return bool(self.value != 0)

    def is_finite(self) -> bool:
        """Neither infinite nor NaN."""
        return all_finite([self.value])

    # ---- functions

    def exp(self) -> Taped:
        value = exp(self.value)
        return self._made(value, (self, value))

    def expm1(self) -> Taped:
        return self._made(expm1(self.value), (self, exp(self.value)))

    def ln(self) -> Taped:
        return self._made(ln(self.value), (self, 1 / self.value))

    def log1p(self) -> Taped:
        return self._made(log1p(self.value), (self, 1 / (1 + self.value)))

    def tanh(self) -> Taped:
        value = tanh(self.value)
        return self._made(value, (self, 1 - value * value))

    def normal_cdf(self) -> Taped:
        return self._made(normal_cdf(self.value), (self, normal_pdf(self.value)))

    def normal_pdf(self) -> Taped:
        value = normal_pdf(self.value)
        return self._made(value, (self, -self.value * value))

    def __repr__(self) -> str:
        return f"Taped({self.value!r})"


def taped(number: Number) -> Taped:
    """The number, as a constant where it is none of these; TypeError for what is no number."""
    if isinstance(number, Taped):
        return number
    if not hasattr(number, "__float__"):
        raise TypeError(f"taped: found a {type(number).__name__}, expected a number")
    return Taped(number)


def stored(number: Number, nearest: Callable[[float], float]) -> Number:
    """A number as it comes out of a narrower variable; on a tape with slope 1, as libraries differentiate such a store.

    >>> tape = []
    >>> x = Taped(2.75, tape)
    >>> y = 3 * stored(x, round)
    >>> differentiated(y)
    >>> y.value, x.gradient
    (9.0, 3)
    """
    if isinstance(number, Taped):
        return number._made(stored(number.value, nearest), (number, 1))
    return type(number)(nearest(float(number)))


def differentiated(result: Taped) -> None:
    """Set the gradient of every number on the result's tape: each hands on its own to those that it was made from."""
    tape = result.tape or []
    for number in tape:
        number.gradient = 0
    result.gradient = 1
    for number in reversed(tape):
        if number.gradient:
            for source, slope in number.sources:
                source.gradient = source.gradient + number.gradient * slope
