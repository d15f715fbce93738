"""How numbers are written: alone, as parts of a sum or a product, and in the formulas of the tables.

    Figures        to so many digits, in full, or as fractions
    Lost           what is no number any more
    factor, term   in parentheses where they need them
    picked         what is shown of many, the middle elided
    substituted    a formula of the tables with symbols or numbers in it
"""

from __future__ import annotations
from ..numerals import Number

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

MOST = 8  # terms or neurons; more are elided in the middle
LONGEST_FRACTION = 24  # characters; a longer one is shown as the nearest double


class Lost:
    """What no number is known of, because rounding has taken it; so is whatever is computed from it.

    >>> 2 * Lost() - 1, Figures().of(Lost() / 3)
    (?, '?')
    """

    def __repr__(self) -> str:
        return "?"

    def __add__(self, other: object) -> Lost:
        return self

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__

    def __neg__(self) -> Lost:
        return self

    def is_finite(self) -> bool:
        """It is nothing that could be infinite."""
        return True


class Figures:
    """How numbers are written.

    digits: so many significant ones; None: as many as tell a double from its neighbours.  fractions: as they are.

    >>> Figures().of(2 / 3), Figures(digits=None).of(2 / 3), Figures().of(-0.0), Figures().of(3.0)
    ('0.666666667', '0.6666666666666666', '0', '3')
    """

    def __init__(self, digits: int | None = 9, fractions: bool = False) -> None:
        self.digits = digits
        self.fractions = fractions

    def of(self, value: Number) -> str:
        """A number as a text; ? for what is none."""
        if isinstance(value, Lost):
            return "?"
        if self.fractions and len(str(value)) <= LONGEST_FRACTION:
            return str(value)
        try:
            double = float(value)
        except OverflowError:  # a Fraction beyond the range of a double
            return f"{value.numerator // value.denominator:.3e}" if value.denominator == 1 else "beyond a double"
        if self.digits and value != 0 and not 1e-300 < abs(double) < 1e300 and hasattr(value, "adjusted"):
            return f"{value:.{self.digits}g}".lower()  # a Decimal beyond the range of a double
        text = repr(double) if self.digits is None or self.fractions else f"{double:.{self.digits}g}"
        text = text[:-2] if text.endswith(".0") else text
        return "0" if double == 0 else text


def factor(text: str) -> str:
    """A number as a factor: in parentheses where a sign or a fraction bar would be misread.

    >>> factor("0.5"), factor("-0.5"), factor("1/2")
    ('0.5', '(-0.5)', '(1/2)')
    """
    return f"({text})" if text.startswith("-") or "/" in text else text


def term(text: str) -> str:
    """A number as a later term of a sum."""
    return f"({text})" if text.startswith("-") else text


def picked(n: int, everything: bool = False) -> list[int | None]:
    """Which of n things are shown, with None where some are elided: all of at most MOST, else the first and last.

    >>> picked(3), picked(9)
    ([0, 1, 2], [0, 1, 2, 3, None, 6, 7, 8])
    """
    if n <= MOST or everything:
        return list(range(n))
    return [0, 1, 2, 3, None, n - 3, n - 2, n - 1]


# ---- formulas --------------------------------------------------------------------------------


def substituted(formula: str, texts: dict[str, str]) -> str:
    """A formula of the tables with texts in place of its names: numbers in parentheses where they need them.

    >>> substituted("1/(1 + e^−z)", {"z": "-0.5"}), substituted("a_j − y_j", {"a_j": "1/2", "y_j": "1/3"})
    ('1/(1 + e^−(-0.5))', '1/2 − 1/3')
    >>> substituted("−a_i a_j", {"a_i": "0.2", "a_j": "0.8"}), substituted("z² − 2 z", {"z": "0.5"})
    ('−0.2·0.8', '0.5² − 2·0.5')
    >>> substituted("1/(1 + z²)", {"z": "z_0^0"}), substituted("1/(1 + z²)", {"z": "-0.5"})
    ('1/(1 + (z_0^0)²)', '1/(1 + (-0.5)²)')
    """
    result, rest = "", formula
    while rest:
        word = _first_word(rest) or rest[0]
        rest = rest[len(word):]
        if word not in texts:
            result += word
            continue
        text = texts[word]
        if text[:1].isdecimal() and result[-1:] == " " and result[-2:-1].isdecimal():
            result = result[:-1] + "·"
        result += text if _stands_alone(text, result, rest) else f"({text})"
        if rest.startswith(" ") and _first_word(rest[1:]) in texts and text[-1:].isdigit() and "_" not in text:
            result, rest = result + "·", rest[1:]
    return result


def _first_word(text: str) -> str:
    """What a text begins with as a name does, or ""."""
    length = 0
    while length < len(text) and (text[length].isalnum() and text[length] != "²" or text[length] == "_"):
        length += 1
    return text[:length]


def _stands_alone(text: str, before: str, after: str) -> bool:
    """Is a number well understood without parentheses, between what stands before and after it?"""
    negative, fraction = text.startswith("-"), "/" in text and "∂" not in text
    begins = before == "" or before.endswith(("(", "|", ", ", "if ", "else ", "< ", "> ", "≤ ", "≥ "))
    ends = after == "" or after.startswith((")", "|", ",", " − ", " + ", " if", " else", " <", " >", " ≤", " ≥"))
    if fraction:
        return (begins or not negative and before.endswith(("− ", "+ "))) and ends
    if after.startswith("²"):
        return not negative and "^" not in text
    return begins or not negative


def without_absent(formula: str, y_j: Number) -> str:
    """The formula without the terms that are absent because their factor, y_j or 1 − y_j, is 0."""
    absent = "y_j" if y_j == 0 else "(1 − y_j)" if y_j == 1 else None
    terms = formula.split(" + ")
    if absent is None or not any(" ln" in text or "/a_j" in text for text in terms):
        return formula
    return " + ".join(text for text in terms if not text.lstrip("−").startswith(absent))


def near_one(formula: str, a: str, value: Number, figures: Figures) -> str:
    """The formula with 1 − a as a number where a, as it is shown, cannot be told from 1.

    >>> near_one("ln(1 − a_j)", "a_j", 1 - 2.0**-40, Figures()), near_one("ln(1 − a_j)", "a_j", 0.5, Figures())
    ('ln(9.09494702e-13)', 'ln(1 − a_j)')
    """
    if figures.of(value) != "1" or value == 1:
        return formula
    text = figures.of(1 - value)
    text = text if text != "0" else Figures().of(1 - value)  # a Decimal below the smallest double
    return formula.replace(f"1 − {a}", text).replace(f"ln {a}", f"ln(1 − {text})")
