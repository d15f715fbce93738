"""Mistakes in the formula of σ′."""

from __future__ import annotations


TYPE_CHECKING = False
if TYPE_CHECKING:

    from ..numerals import Number


# ---- the wrong slope -------------------------------------------------------------------------


def softsign_slope_without_abs(z: Number) -> Number:
    d = 1 + z
    return 1 / (d * d)


# ---- the entries -----------------------------------------------------------------------------


