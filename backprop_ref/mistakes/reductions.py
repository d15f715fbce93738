"""Mistakes of the reduction over the examples: by what the sum is divided."""

from __future__ import annotations

from typing import Any, Callable

from ..descent import reduce
from ..door import RULES
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .entry import Mistake

Reduced = tuple[list[Matrix], Matrix]
Divisor = Callable[[type[Any], int, int], Number]  # of the number type, N (1 for a sum) and the number of outputs


# ---- divided by another number ---------------------------------------------------------------


def nothing_for_several(total_j: Vector, n: int) -> Vector:
    """Times 1/N in integers: 0 for more than one example."""
    return [total_jk * (1 // n) for total_jk in total_j]


def without_fraction(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    """Gradients kept in an array of integers."""
    dC_dw, dC_db = reduce(total_w, total_b, n, reduction, eq)
    return whole(dC_dw), whole(dC_db)


def whole(value: Any) -> Any:
    """Every number of nested lists without what stands behind its point.

    >>> whole([1.5, -0.5])
    [1.0, 0.0]
    """
    return [whole(item) for item in value] if isinstance(value, list) else type(value)(int(float(value)))


def divided(value: Any, by: Number) -> Any:
    return [divided(item, by) for item in value] if isinstance(value, list) else value / by


# ---- the entries -----------------------------------------------------------------------------

MEAN, SUM = "(Σ_i ∂C_i/∂p)/N, N the number of examples", "Σ_i ∂C_i/∂p"
ONE_EXAMPLE = "With one example."


ENTRIES = [
    Mistake(
        "divided-by-integers", "procedure", None, "Σ_i ∂C_i/∂p times 1/N in integers, 0 for N > 1", MEAN,
        "Nothing is learned from more than one example.", ONE_EXAMPLE + " Where the case asks for the sum.",
        {"reductions": {"mean": nothing_for_several}},
        also=[{"reduce": lambda total_w, total_b, n, reduction, eq: reduce(
            total_w, total_b, n, reduction, eq.replaced(reductions={**eq.reductions, "mean": nothing_for_several})
        )}],
    ),
    Mistake(
        "gradients-in-integers", "procedure", None, "∂C/∂p without what stands behind its point", "∂C/∂p",
        "An array of integers was made for gradients: most of them become 0.", "Where gradients are whole numbers.",
        {"reduce": without_fraction},
    ),
]
