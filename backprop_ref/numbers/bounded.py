"""Numbers that know how large their rounding error can be.

    Bounded         in double precision
    BoundedSingle   in single precision
    crossings       what such numbers were compared with that may lie on either side

docs/numbers.md has the argument for each charge.
"""

from __future__ import annotations

import math
from threading import local
from ..numerals import Number

INFINITY = math.inf

_here = local()


def crossings() -> list[tuple[float, float]]:
    """What a number of this thread was compared with that may lie on either side of it, and that number's error.

    >>> crossings().clear()
    >>> Bounded(1.0, 0.5) > 1, Bounded(1.0, 0.5) > 2, crossings()
    (False, False, [(1.0, 0.5)])
    """
    try:
        found: list[tuple[float, float]] = _here.crossings
    except AttributeError:
        found = _here.crossings = []
    return found


class Bounded:
    """A number of an honest implementation, or the truth: either lies at most error from value.

    value: what double arithmetic gives.  error: rounding of the terms and of their sum, in any order.
    size, count: Σ|terms| and how many, where it is a sum; else |value| and 1.

    A sum is charged unit · count · size, which holds for every order of its terms, so both grow with each term.
    It is charged as it grows: with m terms of size s so far and n more of size t, the charge rises from
    unit·m·s + unit·n·t to unit·(m + n)(s + t), by unit·(m·t + n·s).

    >>> x = (Bounded(1.0) + Bounded(2.0)) * Bounded(3.0)
    >>> x.value, x.low < 9 < x.high, x.high - x.low < 1e-13
    (9.0, True, True)
    """

    __slots__ = ("value", "error", "size", "count")
    __hash__ = None  # type: ignore[assignment]

    # Two honest results of one operation lie at most 2 roundoffs apart; twice that leaves room for what is of
    # second order, and for rounding in the computation of the bounds.
    unit = 4 * 2.0**-53
    function_unit = 8 * 4 * 2.0**-53  # an exp or a tanh may be 8 ulps off
    tiny = 2.0**-1022  # what is smaller may be flushed to 0
    largest = 1.7976931348623157e308

    def __init__(self, value: float, error: float = 0.0, size: float | None = None, count: int = 1) -> None:
        self.value = value
        self.error = error
        self.size = abs(value) if size is None else size
        self.count = count

    @classmethod
    def given(cls, number: Number) -> Bounded:
        """A number of a case: a double is what it is, a Fraction is rounded."""
        value = float(number)
        return cls(value, 0.0 if value == number else cls.unit * abs(value) + cls.tiny)

    @property
    def low(self) -> float:
        """No honest result is below."""
        low = self.value - self.error
        return low if low >= -self.largest and self.error <= self.largest else -INFINITY

    @property
    def high(self) -> float:
        """No honest result is above."""
        high = self.value + self.error
        return high if high <= self.largest and self.error <= self.largest else INFINITY

    # ---- arithmetic

    def __add__(self, other: Number) -> Bounded:
        kind = type(self)
        if type(other) is not kind:
            if other == 0:
                return self
            other = kind(other)
        m, n, s, t = self.count, other.count, self.size, other.size
        size = s + t
        error = self.error + other.error + self.unit * (m * t + n * s)
        if size > self.largest:
            error = INFINITY
        return kind(self.value + other.value, error, size, m + n)

    __radd__ = __add__

    def __sub__(self, other: Number) -> Bounded:
        kind = type(self)
        if type(other) is not kind:
            if other == 0:
                return self
            other = kind(other)
        m, n, s, t = self.count, other.count, self.size, other.size
        size = s + t
        error = self.error + other.error + self.unit * (m * t + n * s)
        if size > self.largest:
            error = INFINITY
        return kind(self.value - other.value, error, size, m + n)

    def __rsub__(self, other: Number) -> Bounded:
        return (-self).__add__(other)

    def __mul__(self, other: Number) -> Bounded:
        """Every honest x·y, and Σ(x·y) where others write (Σx)·y: hence the sizes, not the values."""
        kind = type(self)
        if type(other) is not kind:
            other = kind(other)
        d, s, e, t = self.error, self.size, other.error, other.size
        p = s * t
        error = d * t + (s + d) * e + self.unit * p
        if not 0 < p <= self.largest:
            return self._rare_product(other)
        value = self.value * other.value
        return kind(value, error + self.tiny, abs(value), 1)

    __rmul__ = __mul__

    def _rare_product(self, other: Bounded) -> Bounded:
        """A product with 0, or one that underflows or overflows."""
        kind = type(self)
        value = self.value * other.value
        if self.size == 0 == self.error or other.size == 0 == other.error:
            return kind(0.0)
        d, s, e, t = self.error, self.size, other.error, other.size
        error = d * t + (s + d) * e + self.tiny
        if not (error <= self.largest and s * t <= self.largest):
            error = INFINITY
        return kind(value, error)

    def __truediv__(self, other: Number) -> Bounded:
        """Every honest x/y, x·(1/y) and Σ(x/y)."""
        kind = type(self)
        if type(other) is not kind:
            other = kind(other)
        nearest = abs(other.value) - 2 * other.error
        if not nearest > 0:
            return kind(INFINITY if other.value == 0 else self.value / other.value, INFINITY)
        value = self.value / other.value
        d, s, e = self.error, self.size, other.error
        error = (d + (s + d) / nearest * e + 2 * self.unit * s) / nearest
        if not s / nearest <= self.largest:
            error = INFINITY
        elif s or error:
            error += self.tiny
        return kind(value, error)

    def __rtruediv__(self, other: Number) -> Bounded:
        return type(self)(other) / self

    def __neg__(self) -> Bounded:
        return type(self)(-self.value, self.error, self.size, self.count)

    def __pos__(self) -> Bounded:
        return self

    def __abs__(self) -> Bounded:
        return type(self)(abs(self.value), self.error, self.size, self.count)

    def __pow__(self, n: int) -> Bounded:
        power = type(self)(1.0)
        for _ in range(abs(n)):
            power = power * self
        return power if n >= 0 else 1 / power

    def __float__(self) -> float:
        return float(self.value)

    # ---- comparison: by value; that it could have gone the other way is noted

    def _against(self, other: Number) -> float:
        if type(other) is type(self):
            return float(other.value)
        if abs(self.value - other) <= self.error:
            crossings().append((float(other), self.error))
        return float(other)

    def __lt__(self, other: Number) -> bool:
        return self.value < self._against(other)

    def __le__(self, other: Number) -> bool:
        return self.value <= self._against(other)

    def __gt__(self, other: Number) -> bool:
        return self.value > self._against(other)

    def __ge__(self, other: Number) -> bool:
        return self.value >= self._against(other)

    def __eq__(self, other: object) -> bool:
        return self.value == (other.value if isinstance(other, Bounded) else other)

    def __bool__(self) -> bool:
        return self.value != 0

    def is_finite(self) -> bool:
        """Always: where nothing can be said, low and high are infinite, and the passes go on."""
        return True

    # ---- functions: good to a few ulps, and the usual ways round each of them

    def _function(self, value: float, spread: float, rounding: float) -> Bounded:
        """A function's value: spread is what the argument's error does to it, rounding what the library may.

        A spread grows at least in proportion to the error, and with the steepest slope within twice the error, so
        that it can be scaled down to a finer precision (docs/numbers.md).
        """
        error = spread + self.function_unit * rounding + self.tiny
        return type(self)(value, error if abs(value) <= self.largest else INFINITY)

    def exp(self) -> Bounded:
        value, d = _exp(self.value), self.error
        spread = 2 * d * value if d < 0.25 else _exp(self.value + 2 * d)
        return self._function(value, spread, value + spread)

    def expm1(self) -> Bounded:
        """Also written as e^z − 1."""
        e = self.exp()
        value = math.expm1(self.value) if self.value < 709 else e.value
        return self._function(value, e.error, 1 + e.value)

    def ln(self) -> Bounded:
        nearest = self.value - 2 * self.error
        if not nearest > 0:
            return type(self)(-INFINITY, INFINITY)
        value = math.log(self.value)
        return self._function(value, self.error / nearest, abs(value))

    def log1p(self) -> Bounded:
        """Also written as ln(1 + x)."""
        nearest = 1 + self.value - 2 * self.error
        if not nearest > 0:
            return type(self)(-INFINITY, INFINITY)
        value = math.log1p(self.value)
        return self._function(value, self.error / nearest, 1 + abs(value))

    def tanh(self) -> Bounded:
        """Also written with exponentials."""
        value, d = math.tanh(self.value), self.error
        return self._function(value, d * min(1 - value * value + 2 * d, 1), 1)  # |tanh″| < 1

    def normal_cdf(self) -> Bounded:
        """Also written as (1 + erf(z/√2))/2."""
        value, d = math.erfc(-self.value / math.sqrt(2)) / 2, self.error
        return self._function(value, d * min(_density(self.value) + 2 * d, 1), 1)  # |Φ″| < 1

    def normal_pdf(self) -> Bounded:
        value, d = _density(self.value), self.error
        spread = d * min(value * abs(self.value) + 2 * d, 1)  # |φ′| = |z|φ, |φ″| < 1
        square = self.value * self.value if value else 0.0
        return self._function(value, spread, value * (1 + square))

    def __repr__(self) -> str:
        return f"{self.value!r} ± {self.error:.2g}"


class BoundedSingle(Bounded):
    """The same in single precision, where the numbers of a case are rounded first.

    >>> x = BoundedSingle.given(1 / 3)
    >>> x.low <= 0.3333333432674408 <= x.high
    True
    """

    __slots__ = ()

    unit = 4 * 2.0**-24
    function_unit = 8 * 4 * 2.0**-24
    tiny = 2.0**-126
    largest = 3.4028234663852886e38

    @classmethod
    def given(cls, number: Number) -> Bounded:
        """A number of a case, rounded to single precision."""
        value = float(number)
        if value == 0:
            return cls(0.0)
        return cls(value, INFINITY if abs(value) > cls.largest else cls.unit * abs(value) + cls.tiny)


def _exp(z: float) -> float:
    return math.exp(z) if z < 709 else INFINITY


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
