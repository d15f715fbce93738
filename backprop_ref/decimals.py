"""What Decimal lacks: tanh, expm1, log1p, Φ and φ, to the precision of the context.

exp and ln are Decimal's own and correctly rounded; the others are good to an ulp or two of the context.
"""

from __future__ import annotations

from decimal import Decimal, getcontext, localcontext

_GUARD = 10  # digits beyond the context's that a calculation here carries


def exp(z: Decimal) -> Decimal:
    """e^z.

    >>> exp(Decimal(0))
    Decimal('1')
    """
    return z.exp()


def ln(x: Decimal) -> Decimal:
    """The natural logarithm; of less than 0 NaN, and no signal, as it is for floats.

    >>> ln(Decimal(1)), ln(Decimal(-1))
    (Decimal('0'), Decimal('NaN'))
    """
    return Decimal("NaN") if x < 0 else x.ln()


def expm1(z: Decimal) -> Decimal:
    """e^z − 1.

    >>> expm1(Decimal("1e-99"))
    Decimal('1.000000000000000000000000000E-99')
    """
    with localcontext() as context:
        context.prec += _GUARD
        if z == 0 or z.adjusted() < -context.prec:
            result = z + z * z / 2  # the next term lies beyond the last digit
        else:
            context.prec += max(0, -z.adjusted())  # as many as the subtraction takes away
            result = z.exp() - 1
    return +result


def log1p(x: Decimal) -> Decimal:
    """ln(1 + x); x > −1.

    >>> log1p(Decimal("1e-99"))
    Decimal('1.000000000000000000000000000E-99')
    """
    with localcontext() as context:
        context.prec += _GUARD
        if x == 0 or x.adjusted() < -context.prec:
            result = x - x * x / 2  # the next term lies beyond the last digit
        else:
            context.prec += max(0, -x.adjusted())  # so that 1 + x keeps them
            result = (1 + x).ln()
    return +result


def tanh(z: Decimal) -> Decimal:
    """The hyperbolic tangent, as (e^2z − 1)/(e^2z + 1).

    >>> tanh(Decimal(0)), tanh(Decimal("1e9"))
    (Decimal('0'), Decimal('1'))
    """
    with localcontext() as context:
        context.prec += _GUARD
        if abs(z) > 2 * context.prec:  # 1 − tanh z = 2/(e^2z + 1) lies beyond the last digit
            result = Decimal(1).copy_sign(z)
        else:
            e = expm1(2 * z)
            result = e / (e + 2)
    return +result


def pi() -> Decimal:
    """π to the precision of the context, by the recipe of the decimal module's documentation (Newton, arcsin ½).

    >>> str(pi())[:12]
    '3.1415926535'
    """
    with localcontext() as context:
        context.prec += _GUARD
        result, last, term, n, step, d, growth = Decimal(3), Decimal(0), Decimal(3), 1, 0, 0, 24
        while result != last:
            last = result
            n, step = n + step, step + 8
            d, growth = d + growth, growth + 32
            term = term * n / d
            result = result + term
    return +result


def normal_pdf(z: Decimal) -> Decimal:
    """φ(z) = e^(−z²/2)/√(2π).

    >>> str(normal_pdf(Decimal(0)))[:12]
    '0.3989422804'
    """
    with localcontext() as context:
        context.prec += _GUARD + 2 * max(0, z.adjusted()) if abs(z) < 10**6 else _GUARD
        result = (-z * z / 2).exp() / (2 * pi()).sqrt()
    return +result


def normal_cdf(z: Decimal) -> Decimal:
    """Φ(z), by the series of all-positive terms or, far out on the left, Laplace's continued fraction.

    Φ(z) = ½ + φ(z)(z + z³/3 + z⁵/(3·5) + …)      (Marsaglia 2004, doi 10.18637/jss.v011.i04)
    Φ(−x) = φ(x)/(x + 1/(x + 2/(x + 3/(x + …))))   for x > 0

    >>> str(normal_cdf(Decimal(0))), str(normal_cdf(Decimal(-10)))[:8]
    ('0.5000000000000000000000000000', '7.619853')
    """
    with localcontext() as context:
        context.prec += _GUARD
        if z * z > 4 * context.prec:
            tail = normal_pdf(z) / laplace(abs(z))
            result = tail if z < 0 else 1 - tail
        else:
            if z < 0:
                context.prec += int(z * z / 4) + _GUARD  # the digits that ½ takes away
            total, last, term, n = z, Decimal(0), z, 1
            while total != last:
                last = total
                n = n + 2
                term = term * z * z / n
                total = total + term
            result = Decimal(1) / 2 + normal_pdf(z) * total
    return +result


def laplace(x: Decimal) -> Decimal:
    """x + 1/(x + 2/(x + 3/(x + …))): its convergents A/B lie on either side in turn."""
    if x.adjusted() > getcontext().prec:
        return x  # the next term lies beyond the last digit, and x² may lie beyond the largest number
    A, A_before, B, B_before = x, Decimal(1), Decimal(1), Decimal(0)
    n, last = 0, Decimal(0)
    while A / B != last:
        last = A / B
        n = n + 1
        A, A_before = x * A + n * A_before, A
        B, B_before = x * B + n * B_before, B
    return last
