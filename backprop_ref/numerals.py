"""Numerals: what the equations need of numbers beyond + − · / and comparison.

The loops of this package run on any number type.  Four come with the standard library:

    int         joins whatever it stands with
    float       IEEE 754 double precision
    Fraction    no rounding at all, but no exp either
    Decimal     as many digits as the context says

Any other type can take part if it has the operators, ``is_finite()`` and the functions below as
methods of the same names: that is how exact results and error bounds come from the same loops.

exp, expm1, ln, log1p, tanh, normal_cdf, normal_pdf    the functions, for each type
untrapped, all_finite                                  infinities and NaN: not raised, but looked for
"""

from __future__ import annotations

import math

TYPE_CHECKING = False  # the names in annotations, for all of the heart: typing takes longer to import than this package
if TYPE_CHECKING:
    from collections.abc import Callable as Callable, Iterable as Iterable, Iterator as Iterator, Sequence as Sequence
    from typing import Any as Any

    Number = Any  # int, float, Fraction, Decimal, or a type with the same operators
    Vector = list[Number]
    Matrix = list[Vector]
else:
    Any = Callable = Iterable = Iterator = Sequence = Number = Vector = Matrix = object


# ---- functions -------------------------------------------------------------------------------


def exp(z: Number) -> Number:
    """e^z.

    >>> exp(0)
    1.0
    """
    return math.exp(z) if isinstance(z, float) else _of_its_type("exp", z)


def expm1(z: Number) -> Number:
    """e^z − 1, without cancellation near 0.

    >>> expm1(1e-30)
    1e-30
    """
    return math.expm1(z) if isinstance(z, float) else _of_its_type("expm1", z)


def ln(x: Number) -> Number:
    """The natural logarithm; of 0 −∞ and of less NaN, as IEEE 754 has it, since equations raise nothing.

    >>> ln(1)
    0.0
    >>> ln(0)
    -inf
    """
    if isinstance(x, float):
        return math.log(x) if x > 0 else -math.inf if x == 0 else math.nan
    return _of_its_type("ln", x)


def log1p(x: Number) -> Number:
    """ln(1 + x), without cancellation near 0; x > −1.

    >>> log1p(1e-30)
    1e-30
    """
    return math.log1p(x) if isinstance(x, float) else _of_its_type("log1p", x)


def tanh(z: Number) -> Number:
    """The hyperbolic tangent.

    >>> tanh(0)
    0.0
    """
    return math.tanh(z) if isinstance(z, float) else _of_its_type("tanh", z)


def normal_cdf(z: Number) -> Number:
    """Φ(z), the standard normal distribution function.

    >>> normal_cdf(0)
    0.5
    """
    if isinstance(z, float):
        return math.erfc(-z / math.sqrt(2)) / 2
    return _of_its_type("normal_cdf", z)


def normal_pdf(z: Number) -> Number:
    """φ(z) = e^(−z²/2)/√(2π), the standard normal density.

    >>> normal_pdf(0) == 1 / math.sqrt(2 * math.pi)
    True
    """
    if isinstance(z, float):
        return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return _of_its_type("normal_pdf", z)


def _of_its_type(name: str, z: Number) -> Number:
    """What z's own type has under that name; for an int what a float has, for Decimal what ``decimals`` adds to it."""
    if isinstance(z, int):
        return globals()[name](float(z))
    if type(z).__module__ in ("decimal", "_decimal", "_pydecimal"):
        from . import decimals

        return getattr(decimals, name)(z)
    method = getattr(z, name, None)
    if method is None:
        raise ValueError(f"{name}({z}): found a {type(z).__name__}, expected a float or Decimal, which have {name}")
    return method()


class _AsItIs:
    """A context that changes nothing."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        pass


_AS_IT_IS = _AsItIs()


def untrapped(kind: type) -> Any:
    """A context in which arithmetic of that type goes on with an infinity or a NaN, as IEEE 754 has it.

    Only Decimal does otherwise: its context says which signals are traps.

    >>> from decimal import Decimal
    >>> with untrapped(Decimal):
    ...     Decimal(1) / 0
    Decimal('Infinity')
    """
    if kind.__name__ != "Decimal":
        return _AS_IT_IS
    from decimal import getcontext, localcontext

    if not any(getcontext().traps.values()):
        return _AS_IT_IS
    context = getcontext().copy()
    context.clear_traps()
    return localcontext(context)


def all_finite(values: Vector) -> bool:
    """Is there no infinity and no NaN in the list?  Not empty, and of one type, as everything behind the door is.

    >>> all_finite([1.0, 2.0]), all_finite([1.0, math.inf]), all_finite([math.nan])
    (True, False, False)
    """
    if type(values[0]) is float:
        # An infinity or a NaN stays in a sum to its end.  Only whether it is there is asked, so the order
        # and the rounding of sum() do not matter, and it takes 5 ns a number where a loop takes 30.
        if math.isfinite(sum(values)):
            return True
        return all(map(math.isfinite, values))
    is_finite = getattr(type(values[0]), "is_finite", None)
    return is_finite is None or all(map(is_finite, values))
