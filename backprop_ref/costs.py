"""The costs C of one example, each with its derivative ∂C/∂a_j, for any number type.

Adding one is one entry of COSTS at the end.  A term whose factor (y_j or 1 − y_j) is 0 is absent from C and
from ∂C/∂a_j, whatever a_j is.
"""

from __future__ import annotations

from .numerals import Callable, Number, Vector, ln
from .records import Entry


# ---- squared errors --------------------------------------------------------------------------


def half_squared_error(a: Vector, y: Vector) -> Number:
    """C = ½ Σ_j (a_j − y_j)²

    >>> half_squared_error([3, 5], [1, 1])
    10.0
    """
    C = squared_error(a, y) / 2
    return C


def half_squared_error_slope(a_j: Number, y_j: Number, n: int) -> Number:
    """∂C/∂a_j = a_j − y_j

    >>> half_squared_error_slope(3, 1, 2)
    2
    """
    dC_da_j = a_j - y_j
    return dC_da_j


def squared_error(a: Vector, y: Vector) -> Number:
    """C = Σ_j (a_j − y_j)²

    >>> squared_error([3, 5], [1, 1])
    20
    """
    C: Number = 0
    for a_j, y_j in zip(a, y):
        e_j = a_j - y_j
        C = C + e_j * e_j
    return C


def squared_error_slope(a_j: Number, y_j: Number, n: int) -> Number:
    """∂C/∂a_j = 2(a_j − y_j)

    >>> squared_error_slope(3, 1, 2)
    4
    """
    dC_da_j = 2 * (a_j - y_j)
    return dC_da_j


def mean_squared_error(a: Vector, y: Vector) -> Number:
    """C = (1/n) Σ_j (a_j − y_j)², n the number of outputs

    >>> mean_squared_error([3, 5], [1, 1])
    10.0
    """
    C = squared_error(a, y) / len(a)
    return C


def mean_squared_error_slope(a_j: Number, y_j: Number, n: int) -> Number:
    """∂C/∂a_j = 2(a_j − y_j)/n, n the number of outputs

    >>> mean_squared_error_slope(3, 1, 2)
    2.0
    """
    dC_da_j = 2 * (a_j - y_j) / n
    return dC_da_j


# ---- cross-entropies -------------------------------------------------------------------------


def binary_cross_entropy(a: Vector, y: Vector) -> Number:
    """C = −Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)]

    >>> binary_cross_entropy([1, 0], [1, 0]) == 0
    True
    """
    C = type(a[0])(0)
    for a_j, y_j in zip(a, y):
        if y_j != 0:
            C = C - y_j * ln(a_j)
        if y_j != 1:
            C = C - (1 - y_j) * ln(1 - a_j)
    return C


def binary_cross_entropy_slope(a_j: Number, y_j: Number, n: int) -> Number:
    """∂C/∂a_j = −y_j/a_j + (1 − y_j)/(1 − a_j)

    >>> binary_cross_entropy_slope(0.5, 0.25, 1)
    1.0
    """
    dC_da_j = type(a_j)(0)
    if y_j != 0:
        dC_da_j = dC_da_j - y_j / a_j
    if y_j != 1:
        dC_da_j = dC_da_j + (1 - y_j) / (1 - a_j)
    return dC_da_j


def cross_entropy(a: Vector, y: Vector) -> Number:
    """C = −Σ_j y_j ln a_j

    >>> cross_entropy([1, 0], [1, 0]) == 0
    True
    """
    C = type(a[0])(0)
    for a_j, y_j in zip(a, y):
        if y_j != 0:
            C = C - y_j * ln(a_j)
    return C


def cross_entropy_slope(a_j: Number, y_j: Number, n: int) -> Number:
    """∂C/∂a_j = −y_j/a_j

    >>> cross_entropy_slope(0.5, 0.25, 1)
    -0.5
    """
    if y_j == 0:
        return type(a_j)(0)
    dC_da_j = -y_j / a_j
    return dC_da_j


# ---- the table -------------------------------------------------------------------------------


class Cost(Entry):
    """A cost by name: C of one example, ∂C/∂a_j, and how they are written.

    cost: of the outputs a and targets y.  slope: of a_j, y_j and the number of outputs n.
    rational: does it map fractions to fractions?
    """

    __slots__ = ("cost", "slope", "formula", "slope_formula", "rational")

    def __init__(
        self,
        cost: Callable[[Vector, Vector], Number],
        slope: Callable[[Number, Number, int], Number],
        formula: str,
        slope_formula: str,
        rational: bool = False,
    ) -> None:
        self.cost = cost
        self.slope = slope
        self.formula = formula
        self.slope_formula = slope_formula
        self.rational = rational


HALF_SQUARED_ERROR = "half_squared_error"

COSTS: dict[str, Cost] = {
    HALF_SQUARED_ERROR: Cost(
        half_squared_error, half_squared_error_slope, "½ Σ_j (a_j − y_j)²", "a_j − y_j", rational=True
    ),
    "squared_error": Cost(squared_error, squared_error_slope, "Σ_j (a_j − y_j)²", "2(a_j − y_j)", rational=True),
    "mean_squared_error": Cost(
        mean_squared_error, mean_squared_error_slope, "(1/n) Σ_j (a_j − y_j)²", "2(a_j − y_j)/n", rational=True
    ),
    "binary_cross_entropy": Cost(
        binary_cross_entropy,
        binary_cross_entropy_slope,
        "−Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)]",
        "−y_j/a_j + (1 − y_j)/(1 − a_j)",
    ),
    "cross_entropy": Cost(cross_entropy, cross_entropy_slope, "−Σ_j y_j ln a_j", "−y_j/a_j"),
}
