"""Mistakes of the recurrence (8): the sum, and the slope behind it."""

from __future__ import annotations





# ---- the entries -----------------------------------------------------------------------------

RECURRENCE = "δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)"

