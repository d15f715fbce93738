"""Numbers: what the equations need of them beyond + − · / and comparison, and how they become one type.

The loops of this package run on any number type.  Four come with the standard library:

    int         joins whatever it stands with
    float       IEEE 754 double precision
    Fraction    no rounding at all, but no exp either
    Decimal     as many digits as the context says

Any other type can take part if it has the operators, ``is_finite()`` and the functions below as
methods of the same names: that is how exact results and error bounds come from the same loops.

exp, expm1, ln, log1p, tanh, normal_cdf, normal_pdf    the functions, for each type
untrapped, all_finite                                  infinities and NaN: not raised, but looked for
number(s), one_type, (all_)converted                   the checks at the door
"""

from __future__ import annotations

import math

TYPE_CHECKING = False  # typing itself takes longer to import than this package
if TYPE_CHECKING:
    from typing import Any, Iterable, List, Optional, Tuple

    Number = Any  # int, float, Fraction, Decimal, or a type with the same operators
    Vector = List[Number]
    Matrix = List[Vector]


# ---- functions -------------------------------------------------------------------------------


def exp(z: Number) -> Number:
    """e^z.

    >>> exp(0)
    1.0
    """
    if isinstance(z, (float, int)):
        return math.exp(z)
    return _of_its_type("exp", z)


def expm1(z: Number) -> Number:
    """e^z − 1, without cancellation near 0.

    >>> expm1(1e-30)
    1e-30
    """
    if isinstance(z, (float, int)):
        return math.expm1(z)
    return _of_its_type("expm1", z)


def ln(x: Number) -> Number:
    """The natural logarithm; of 0 −∞ and of less NaN, as IEEE 754 has it, since equations raise nothing.

    >>> ln(1)
    0.0
    >>> ln(0)
    -inf
    """
    if isinstance(x, (float, int)):
        if x > 0:
            return math.log(x)
        return -math.inf if x == 0 else math.nan
    return _of_its_type("ln", x)


def log1p(x: Number) -> Number:
    """ln(1 + x), without cancellation near 0; x > −1.

    >>> log1p(1e-30)
    1e-30
    """
    if isinstance(x, (float, int)):
        return math.log1p(x)
    return _of_its_type("log1p", x)


def tanh(z: Number) -> Number:
    """The hyperbolic tangent.

    >>> tanh(0)
    0.0
    """
    if isinstance(z, (float, int)):
        return math.tanh(z)
    return _of_its_type("tanh", z)


def normal_cdf(z: Number) -> Number:
    """Φ(z), the standard normal distribution function.

    >>> normal_cdf(0)
    0.5
    """
    if isinstance(z, (float, int)):
        return math.erfc(-z / math.sqrt(2)) / 2
    return _of_its_type("normal_cdf", z)


def normal_pdf(z: Number) -> Number:
    """φ(z) = e^(−z²/2)/√(2π), the standard normal density.

    >>> normal_pdf(0) == 1 / math.sqrt(2 * math.pi)
    True
    """
    if isinstance(z, (float, int)):
        return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return _of_its_type("normal_pdf", z)


def _of_its_type(name: str, z: Number) -> Number:
    """What z's own type has under that name; for Decimal what ``decimals`` adds to it."""
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


# ---- the door --------------------------------------------------------------------------------


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
        raise ValueError(f"{place}: found {shown(value)}, expected a number (int, float, Fraction or Decimal)")
    if isinstance(value, float):  # a subclass, numpy.float64 for one, becomes what it is
        return number(float(value), place)
    if isinstance(value, int):
        return int(value)
    if not all_finite([value]):
        raise ValueError(f"{place}: found {value}, expected a finite number")
    return value


def _standard_type(value: Number) -> Optional[type]:
    """int, float, Fraction or Decimal, whichever the value is an instance of, without importing the last two."""
    for kind in type(value).__mro__:
        if kind in (int, float) or (kind.__module__, kind.__name__) in (
            ("fractions", "Fraction"), ("decimal", "Decimal"), ("_decimal", "Decimal"), ("_pydecimal", "Decimal"),
        ):
            return kind
    return None


def numbers(values: List[Any], place: str) -> Vector:
    """Each value as ``number`` lets it through, in a new list.

    >>> numbers([1, 0.5], "x")
    [1, 0.5]
    """
    if set(map(type, values)) == {float} and all_finite(values):  # most are: no place to be named
        return list(values)
    return [number(value, f"{place}[{k}]") for k, value in enumerate(values)]


def one_type(placed: Iterable[Tuple[str, Vector]]) -> type:
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
