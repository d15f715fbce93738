"""e^z and ln x with many digits, between two ends.

    exp, ln    the ends, a little more than so many digits of them
    MANY       from this many digits on they are faster than Decimal's own, with 2,000 ten times

Sums and products of integers, in units of 2^−bits; every rounding is counted into the distance of the ends.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

Ends = tuple[Decimal, Decimal]  # low, high

MANY = 250
FARTHEST = Decimal(10**9)  # as far as z may be from 0


def context(precision: int, rounding: str) -> Context:
    """A Decimal context of so many digits in which nothing is signalled and no exponent is too large."""
    return Context(precision, rounding, MIN_EMIN, MAX_EMAX, 1, 0, [], [])


@lru_cache(maxsize=256)
def exp(z: Decimal, precision: int) -> Ends:
    """Two ends around e^z, for |z| ≤ FARTHEST.

    e^z = 10^k e^r with 0 ≤ r < ln 10; and e^r = (e^(r/2^s))^(2^s), whose series has few terms.

    >>> low, high = exp(Decimal(1), 300)
    >>> str(low)[:12], 0 < high - low < Decimal("1e-300")
    ('2.7182818284', True)
    """
    s = int(precision**0.5 * 2)  # about as many squarings as terms
    bits = int(precision * 3.33) + s + 64
    places = _places(bits)
    wide = context(places + 12, ROUND_HALF_EVEN)
    x = (int(wide.scaleb(z, places)) << bits) // 10**places  # off by at most 3 units
    more = -bits % 512
    k, r = divmod(x, _ln_10(bits + more) >> more)  # r by 2|k| more
    r >>= s
    total, term, n = (1 << bits) + r, r, 1
    while term:
        n = n + 1
        term = (term * r >> bits) // n
        total = total + term
    for _ in range(s):
        total = total * total >> bits
    off = _units_off(n, k, s)
    low, high = (total - off) * 10**places >> bits, ((total + off) * 10**places >> bits) + 1
    few = precision + 12
    return (context(few, ROUND_FLOOR).scaleb(Decimal(low), k - places),
            context(few, ROUND_CEILING).scaleb(Decimal(high), k - places))


def _places(bits: int) -> int:
    """So many decimal places that 10^−places < 2^−bits, and hardly more.

    >>> all(10 ** (_places(n) - 3 - n // 900) < 2**n < 10 ** _places(n) for n in range(1, 3000))
    True
    """
    return int(bits * 0.302) + 2


def _units_off(n: int, k: int, s: int) -> int:
    """By how many units e^r may be off, after n terms of the series of e^(r/2^s) and s squarings.

    r/2^s is off by at most 2 + (3 + 2|k|)/2^s units and the series by n + 1 more, for s ≥ 4.  Since e^r < 10, squaring
    takes these at most to 10 · 2^s as many, and its own roundings, of one unit each, add up to less than 10 · 2^s
    units.

    >>> _units_off(7, 0, 4), _units_off(7, 100, 4), _units_off(7, -100, 4), _units_off(0, 0, 0)
    (1760, 3680, 3680, 70)
    """
    return 10 * (n + 4 + ((3 + 2 * abs(k)) >> s)) << s


@lru_cache(maxsize=16)
def _ln_10(bits: int) -> int:
    """ln 10 in units of 2^−bits, off by less than one, from 46 artanh 1/31 + 34 artanh 1/49 + 20 artanh 1/161.

    >>> _ln_10(64) == int(Decimal(10).ln(context(40, ROUND_HALF_EVEN)) * 2**64)
    True
    """
    guard = 32
    total = 0
    for factor, n in ((46, 31), (34, 49), (20, 161)):
        power, m = (factor << bits + guard) // n, 1
        while power:
            total = total + power // m
            power, m = power // (n * n), m + 2
    return total >> guard


@lru_cache(maxsize=256)
def ln(x: Decimal, precision: int) -> Ends:
    """Two ends around ln x, for x > 0 and |ln x| ≤ FARTHEST.

    They are at most 10^−precision apart where |ln x| is below 1, elsewhere that share of it.

    ln x = y + ln(1 + r) with r = x e^−y − 1, which is small where y is the logarithm to a sixth of the digits.

    >>> low, high = ln(Decimal(2), 300)
    >>> str(low)[:12], 0 < high - low < Decimal("1e-300")
    ('0.6931471805', True)
    """
    wide = context(precision + 15, ROUND_HALF_EVEN)
    down, up = context(precision + 15, ROUND_FLOOR), context(precision + 15, ROUND_CEILING)
    few = context(precision // 6 + 5, ROUND_HALF_EVEN)
    y = Decimal(0)  # near 1 Decimal's own takes long
    if wide.subtract(x, 1).adjusted() > -few.prec // 2:
        y = few.ln(few.plus(x))
    low, high = exp(y.copy_negate(), precision + 15)
    low, high = down.subtract(down.multiply(x, low), 1), up.subtract(up.multiply(x, high), 1)
    r, width = low, up.subtract(high, low)
    total, power, n = r, r, 1
    while power.adjusted() > r.adjusted() - precision - 15 and power:
        n = n + 1
        power = wide.multiply(power, r.copy_negate())
        total = wide.add(total, wide.divide(power, n))
    total = wide.add(y, total)
    off = _off_after(n, r, width, total, precision)
    return down.subtract(total, off), up.add(total, off)


def _off_after(n: int, r: Decimal, width: Decimal, total: Decimal, precision: int) -> Decimal:
    """How far total, y and n terms of the series of ln(1 + r), may be off in precision + 15 digits; r is, by width.

    Each of the n terms and sums is off by at most n roundoffs of r, and the rest is less than the last term; the last
    sum is off by a roundoff of total.

    >>> _off_after(10, Decimal("-0.5"), Decimal("1e-30"), Decimal(-7), 6)
    Decimal('2.070000000002E-18')
    """
    up = context(precision + 15, ROUND_CEILING)
    of_series = up.multiply(r.copy_abs(), up.scaleb(Decimal(4 * n * n), -precision - 14))
    return up.add(up.add(up.multiply(2, width), of_series), up.scaleb(total.copy_abs(), -precision - 14))
