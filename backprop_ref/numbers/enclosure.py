"""A number known to lie between two Decimals: every operation rounds its lower end down and its upper end up.

    Enclosure       the number type
    digits          how many digits the ends have, as a context
    Undecided       raised where that many digits leave open what comes next

With enough digits two ends round to the same double, and that is the correctly rounded result.

Over 400 lines, since an operation is short but there are many of them.
"""

from __future__ import annotations

from contextlib import contextmanager
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache
from threading import RLock

from .. import decimals
from ..unfinished import Unfinished
from . import many_digits
from .many_digits import Ends, context as _context
from typing import Callable
from collections.abc import Iterator
from ..numerals import Number

BOUNDLESS = Decimal(10**8)  # e^z is beyond the range of doubles, whatever double it is multiplied by
VAST = Decimal("1e43429448")  # less than e^BOUNDLESS
GUARD = 20  # digits beyond those asked for: the loops below lose at most 8


class Undecided(Exception):
    """Whether a number is less than another cannot be told with so many digits."""


class Enclosure:
    """A number between low and high; times e^power, where it is too large or too small to be written out.

    The ends given are taken as they are, also where they have more digits than results are given.
    rest: 1 minus the number, where that is known better than by subtraction.
    ValueError where low is above high; Undecided where an end is NaN, as where an end that overflowed meets 0.

    >>> third = Enclosure(1) / 3
    >>> third.low < third.high, (third * 3).low <= 1 <= (third * 3).high
    (True, True)
    >>> (Enclosure(-10**300).exp() * Enclosure(10**300).exp()).low
    Decimal('1')
    """

    __slots__ = ("low", "high", "power", "rest")
    __hash__ = None  # type: ignore[assignment]

    rest: Enclosure  # only where it is known
    # What ``digits`` sets.  last: are there no more to come?  Then what cannot be told apart is taken as equal.
    # far: e^z is written out where |z| is at most this; beyond, z is kept.  vanishing: more than e^−far, and below
    # the last digit of any number near 1.
    down: Context
    up: Context
    far: Decimal
    vanishing: Decimal
    last = False

    def __init__(self, low: Number, high: Number | None = None, power: Enclosure | None = None) -> None:
        self.low: Decimal = low if type(low) is Decimal else Decimal(low)
        if high is None:
            self.high = self.low
        else:
            self.high = high if type(high) is Decimal else Decimal(high)
            if not self.low <= self.high:
                if self.low.is_nan() or self.high.is_nan():  # 0 times an infinite end, or two that cancel
                    raise Undecided
                raise ValueError(f"Enclosure: found {self.low} above {self.high}, expected the lower end first")
        self.power = power

    @classmethod
    def of(cls, number: Number) -> Enclosure:
        """A number of a case: a Fraction lies between two quotients, every other number is what it is."""
        if isinstance(number, (int, float, Decimal)):
            return cls(Decimal(number))
        above, below = Decimal(number.numerator), Decimal(number.denominator)
        return cls(cls.down.divide(above, below), cls.up.divide(above, below))

    # ---- arithmetic

    def __add__(self, other: Number) -> Enclosure:
        if type(other) is not Enclosure:
            if other == 0:
                return self
            other = Enclosure(other)
        if self.power is None and other.power is None:
            return Enclosure(self.down.add(self.low, other.low), self.up.add(self.high, other.high))
        return self._add_scaled(other)

    __radd__ = __add__

    def _add_scaled(self, other: Enclosure) -> Enclosure:
        """The sum as (the term of the larger power + the other one scaled) · e^power."""
        p, q = self.power or ZERO, other.power or ZERO
        if p.high < q.high:
            p, q, self, other = q, p, other, self
        total = Enclosure(self.low, self.high) + (Enclosure(other.low, other.high) * (q - p).exp()).written_out()
        return total._times_exp(p)

    def __sub__(self, other: Number) -> Enclosure:
        if type(other) is not Enclosure:
            if other == 0:
                return self
            other = Enclosure(other)
        if self.power is None and other.power is None:
            return Enclosure(self.down.subtract(self.low, other.high), self.up.subtract(self.high, other.low))
        return self.__add__(-other)

    def __rsub__(self, other: Number) -> Enclosure:
        if other == 1 and hasattr(self, "rest"):
            return self.rest
        return (-self).__add__(other)

    def __mul__(self, other: Number) -> Enclosure:
        if type(other) is not Enclosure:
            other = Enclosure(other)
        a, b, c, d = self.low, self.high, other.low, other.high
        if a >= 0:
            low, high = (a if c >= 0 else b), (b if d >= 0 else a)
            product = Enclosure(self.down.multiply(low, c), self.up.multiply(high, d))
        elif b <= 0:
            low, high = (b if d <= 0 else a), (a if c <= 0 else b)
            product = Enclosure(self.down.multiply(low, d), self.up.multiply(high, c))
        elif c >= 0:
            product = Enclosure(self.down.multiply(a, d), self.up.multiply(b, d))
        elif d <= 0:
            product = Enclosure(self.down.multiply(b, c), self.up.multiply(a, c))
        else:
            low = min(self.down.multiply(a, d), self.down.multiply(b, c))
            product = Enclosure(low, max(self.up.multiply(a, c), self.up.multiply(b, d)))
        if self.power is None and other.power is None:
            return product
        return product._times_exp((self.power or ZERO) + (other.power or ZERO))

    __rmul__ = __mul__

    def __truediv__(self, other: Number) -> Enclosure:
        if type(other) is not Enclosure:
            other = Enclosure(other)
        c, d = other.low, other.high
        if c <= 0 <= d:
            if c == d or Enclosure.last:
                raise ZeroDivisionError("division by 0")
            raise Undecided
        if d < 0:
            return (-self).__truediv__(-other)
        low = self.down.divide(self.low, d if self.low >= 0 else c)
        high = self.up.divide(self.high, c if self.high >= 0 else d)
        quotient = Enclosure(low, high)
        if self.power is None and other.power is None:
            return quotient
        return quotient._times_exp((self.power or ZERO) - (other.power or ZERO))

    def __rtruediv__(self, other: Number) -> Enclosure:
        return Enclosure(other) / self

    def __neg__(self) -> Enclosure:
        return Enclosure(self.high.copy_negate(), self.low.copy_negate(), self.power)

    def __abs__(self) -> Enclosure:
        if self.low >= 0:
            return self
        if self.high <= 0:
            return -self
        return Enclosure(Decimal(0), max(self.low.copy_negate(), self.high), self.power)

    def _times_exp(self, power: Enclosure) -> Enclosure:
        """This times e^power, written out where that is not far."""
        if power.low >= -self.far and power.high <= self.far:
            return self * power.exp()
        return Enclosure(self.low, self.high, power)

    def written_out(self) -> Enclosure:
        """The same without a power."""
        power = self.power
        if power is None:
            return self
        if power.high < -self.far:
            low, high = min(self.low, Decimal(0)), max(self.high, Decimal(0))
            return Enclosure(self.down.multiply(low, self.vanishing), self.up.multiply(high, self.vanishing))
        if power.low > BOUNDLESS and not self.low <= 0 <= self.high:
            least, infinity = min(self.low.copy_abs(), self.high.copy_abs()), Decimal("Infinity")
            far = self.down.multiply(least, VAST)
            return Enclosure(far, infinity) if self.low > 0 else Enclosure(-infinity, far.copy_negate())
        return Enclosure(self.low, self.high) * power._exp()

    # ---- comparison

    def _order(self, other: Number) -> int:
        """−1, 0 or 1; Undecided where the digits do not tell, unless they are the last."""
        difference = (self - other).written_out()
        if difference.low > 0:
            return 1
        if difference.high < 0:
            return -1
        if difference.low < difference.high and not Enclosure.last:
            raise Undecided
        return 0

    def __lt__(self, other: Number) -> bool:
        return self._order(other) < 0

    def __le__(self, other: Number) -> bool:
        return self._order(other) <= 0

    def __gt__(self, other: Number) -> bool:
        return self._order(other) > 0

    def __ge__(self, other: Number) -> bool:
        return self._order(other) >= 0

    def __eq__(self, other: object) -> bool:
        return self._order(other) == 0

    def is_finite(self) -> bool:
        """Always true of what it stands for; Undecided where an end is not, which more digits can settle."""
        if self.low.is_finite() and self.high.is_finite():
            return True
        if not Enclosure.last:
            raise Undecided
        return False

    # ---- functions: Decimal's exp and ln are correctly rounded, so one step outward is enough

    def exp(self) -> Enclosure:
        if self.power is not None:
            return self.written_out().exp()
        if self.high < -self.far or self.low > self.far:
            return Enclosure(Decimal(1), Decimal(1), self)
        return self._exp()

    def _exp(self) -> Enclosure:
        """e^z written out; e^(z + w) ≤ e^z (1 + 2w) for a small w, which saves a second exp."""
        width = self.up.subtract(self.high, self.low)
        if self.low == 0 == width:
            return Enclosure(Decimal(1))
        low, high = _exp(self.low, self.down.prec)
        if width > 1:
            high = _exp(self.high, self.down.prec)[1]
        elif width:
            high = self.up.multiply(high, self.up.add(1, self.up.multiply(2, width)))
        return Enclosure(low, high)

    def expm1(self) -> Enclosure:
        return self._increasing(_expm1)

    def ln(self) -> Enclosure:
        if self.power is not None:
            return Enclosure(self.low, self.high).ln() + self.power
        if self.low <= 0:
            if self.high <= 0 or Enclosure.last:
                raise Unfinished("C", "the logarithm of a number that is not positive")
            raise Undecided
        low, high = _ln(self.low)
        if self.low < self.high:  # ln(x + w) ≤ ln x + w/x, which saves a second ln where w is small
            share = self.up.divide(self.up.subtract(self.high, self.low), self.low)
            high = self.up.add(high, share) if share < NARROW else _ln(self.high)[1]
        return Enclosure(low, high)

    def log1p(self) -> Enclosure:
        x = self.written_out()
        if x.low <= -1:
            if x.high <= -1 or Enclosure.last:
                raise Unfinished("C", "the logarithm of a number that is not positive")
            raise Undecided
        little = self.up.scaleb(Decimal(1), -self.down.prec)
        if self.power is not None and 0 <= x.low and x.high <= little:  # x(1 − x) ≤ ln(1 + x) ≤ x
            return Enclosure(self.down.multiply(self.low, self.down.subtract(1, little)), self.high, self.power)
        return x._increasing(_log1p)

    def tanh(self) -> Enclosure:
        return self._increasing(_tanh)

    def normal_cdf(self) -> Enclosure:
        return self._increasing(_normal_cdf)

    def normal_pdf(self) -> Enclosure:
        return (self * self / -2).exp() / root_of_two_pi()

    def _increasing(self, f: Callable[[Decimal], Ends]) -> Enclosure:
        """The image under a function that increases; f encloses its value at a point."""
        x = self.written_out()
        low, high = f(x.low)
        if x.high != x.low:
            high = f(x.high)[1]
        return Enclosure(low, high)

    def __repr__(self) -> str:
        power = "" if self.power is None else f"·e^{self.power!r}"
        return f"[{self.low}, {self.high}]{power}"


@contextmanager
def digits(precision: int, last: bool = False) -> Iterator[None]:
    """Enclosures with so many digits; last: no more are to come.

    >>> with digits(3):
    ...     Enclosure(1) / 3
    [0.333, 0.334]
    """
    with _one_thread_at_a_time:
        before = Enclosure.down.prec, Enclosure.last
        _set_digits(precision, last)
        try:
            yield
        finally:
            _set_digits(*before)


_one_thread_at_a_time = RLock()


def _set_digits(precision: int, last: bool) -> None:
    Enclosure.down, Enclosure.up = _context(precision, ROUND_FLOOR), _context(precision, ROUND_CEILING)
    Enclosure.far, Enclosure.vanishing = Decimal(10 * precision), Decimal(10) ** (-4 * precision)
    Enclosure.last = last


_set_digits(50, last=False)
ZERO = Enclosure(Decimal(0))
NARROW = Decimal("1e-3")


# ---- functions at a point --------------------------------------------------------------------


def _exp(z: Decimal, precision: int) -> Ends:
    """e^z between two ends of so many digits: Decimal's is correctly rounded, so one step outward is enough."""
    if precision >= many_digits.MANY and z.copy_abs() <= many_digits.FARTHEST:
        return many_digits.exp(z, precision)
    down, up = _context(precision, ROUND_FLOOR), _context(precision, ROUND_CEILING)
    e = down.exp(z)
    return max(down.next_minus(e), Decimal(0)), up.next_plus(e)


def _ln_ends(x: Decimal, precision: int) -> Ends:
    """ln x between two ends of so many digits, likewise."""
    if precision >= many_digits.MANY and x.is_finite() and abs(x.adjusted()) < many_digits.FARTHEST / 4:
        return many_digits.ln(x, precision)
    down, up = _context(precision, ROUND_FLOOR), _context(precision, ROUND_CEILING)
    y = down.ln(x)
    return down.next_minus(y), up.next_plus(y)


def _expm1(z: Decimal) -> Ends:
    """e^z − 1; where z is tiny z ≤ e^z − 1 ≤ z/(1 − z)."""
    if z == 0:
        return z, z
    if z.adjusted() < -Enclosure.down.prec - 2:
        return Enclosure.down.plus(z), Enclosure.up.next_plus(Enclosure.up.plus(z))
    low, high = _exp(z, Enclosure.down.prec + max(0, -z.adjusted()) + 5)
    return Enclosure.down.subtract(low, 1), Enclosure.up.subtract(high, 1)  # not below −1, since e^z is not below 0


def _ln(x: Decimal) -> Ends:
    """ln x; near 1 from x − 1, where Decimal's ln can take minutes."""
    if Decimal("0.9") < x < Decimal("1.1"):
        below, above = Enclosure.down.subtract(x, 1), Enclosure.up.subtract(x, 1)
        low, high = _log1p(below)
        return low, high if above == below else _log1p(above)[1]
    return _ln_ends(x, Enclosure.down.prec)


def _log1p(x: Decimal) -> Ends:
    """ln(1 + x); where x is tiny x − x²/2 and at most |x|³/2 beside it."""
    if x == 0:
        return x, x
    down, up = Enclosure.down, Enclosure.up
    if x.adjusted() < -down.prec // 2 - 2:
        low = down.subtract(x, up.divide(up.multiply(x, x), 2))
        high = up.subtract(x, down.divide(down.multiply(x, x), 2))
        return down.next_minus(low), up.next_plus(high)
    precision = down.prec + max(0, -x.adjusted()) + 5  # with more digits, for what the 1 takes away
    below, above = _context(precision, ROUND_FLOOR).add(1, x), _context(precision, ROUND_CEILING).add(1, x)
    low, high = _ln_ends(below, precision)
    if above != below:
        high = _ln_ends(above, precision)[1]
    return down.plus(low), up.plus(high)


def _tanh(z: Decimal) -> Ends:
    """tanh z = −m/(2 + m), where m = e^−2z − 1, for z ≥ 0; and an odd function."""
    if z < 0:
        low, high = _tanh(z.copy_negate())
        return high.copy_negate(), low.copy_negate()
    m = Enclosure(Enclosure.down.multiply(-2, z), Enclosure.up.multiply(-2, z)).expm1()
    a = -m / (2 + m)  # at most 1, since m is not below −1
    return a.low, a.high


def root_of_two_pi() -> Enclosure:
    """√(2π), as many digits of it as are set."""
    return Enclosure(*_widened(_root(Enclosure.down.prec + GUARD)))


def _root(precision: int) -> Decimal:
    """√(2π), at least so many digits of it."""
    return _root_of_hundreds(-(-precision // 100))


@lru_cache(maxsize=32)
def _root_of_hundreds(n: int) -> Decimal:
    with localcontext(_context(100 * n + GUARD, ROUND_HALF_EVEN)):
        return (2 * decimals.pi()).sqrt()


def _widened(x: Decimal) -> Ends:
    """x, known to GUARD − 8 digits more than an enclosure has, between two ends."""
    return Enclosure.down.next_minus(Enclosure.down.plus(x)), Enclosure.up.next_plus(Enclosure.up.plus(x))


def _normal_cdf(z: Decimal) -> Ends:
    """Φ(z), by the series or Laplace's continued fraction of decimals.normal_cdf; its terms all have one sign.

    No sum or product of n positive terms, each rounded, is off by more than 4n roundoffs; n stays below 10^6.
    """
    precision = Enclosure.down.prec
    if Enclosure.down.multiply(z, z) > 4 * precision:
        with localcontext(_context(precision + GUARD, ROUND_HALF_EVEN)):
            fraction = Enclosure(*_widened(decimals.laplace(abs(z))))
        x = Enclosure(z)
        tail = (x.normal_pdf() / fraction).written_out()
        if z > 0:
            tail = 1 - tail  # at most 1, since the tail is not below 0
        return tail.low, tail.high
    with localcontext(_context(precision + GUARD, ROUND_HALF_EVEN)) as context:
        if z < 0:
            context.prec += int(z * z / 4) + GUARD  # Φ(z) > 10^(−z²/4 − 5): the digits that ½ takes away
        smallest = Decimal(10) ** -context.prec
        total, term, n = z, z, 1
        while abs(term) > smallest * abs(total) or n < 2 * z * z:  # from there on the rest is less than the last term
            n = n + 2
            term = term * z * z / n
            total = total + term
        return _widened(Decimal(1) / 2 + _exp(-z * z / 2, context.prec)[0] / _root(context.prec) * total)
