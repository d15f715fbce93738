"""Mistakes where the error signals start: ∂C/∂a, the last layer's δ, softmax."""

from __future__ import annotations

from .by_hand_passes import cost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from ..numerals import Number

    Slope = Callable[[Number, Number, int], Number]


# ---- the cost's derivative -------------------------------------------------------------------


# ---- the last layer's δ ----------------------------------------------------------------------


# ---- the entries -----------------------------------------------------------------------------


DELTA = "δ_j = ∂C/∂a_j · σ′(z_j)"


