"""Mistakes of where σ′ is taken: at another number, of another neuron, of another layer."""

from __future__ import annotations

from ..activations import SOFTMAX
from ..door import RULES
from ..numerals import Number
from .by_hand_passes import Formula, Place, backward_by
from .entry import Replacements

# ---- the right slope at the wrong place ------------------------------------------------------


def with_slope(slope: Formula) -> tuple[Formula, Formula]:
    """δ of a hidden and of an output neuron with this slope instead of σ′(z_j)."""

    def hidden(at: Place, j: int) -> Number:
        return at.eq.hidden_delta(at.next_delta, at.next_w, j, slope(at, j))

    def output(at: Place, j: int) -> Number:
        return at.eq.output_delta(at.dC_da(j), slope(at, j))

    return hidden, output


def slope_made_from(name: str, z_j: Number, a_j: Number) -> Number:
    """σ′ as most programs have it: that of sigmoid and tanh from a, the others from z."""
    if name in (SOFTMAX, "sigmoid"):
        return a_j * (1 - a_j)
    return 1 - a_j * a_j if name == "tanh" else RULES.activations[name].slope(z_j)


def slope_from_a(at: Place, j: int) -> Number:
    return slope_made_from(at.layer.activation, at.z[at.l][j], at.a[at.l][j])


# ---- slopes that need x ----------------------------------------------------------------------


# ---- the entries -----------------------------------------------------------------------------


def slopes_by(slope: Formula, equation: str = "8/9") -> Replacements:
    """Slopes by this formula in hidden layers (8), in the last one (9), or in both."""
    of_hidden, of_output = with_slope(slope)
    formulas = {"8": (of_hidden, None), "9": (None, of_output), "8/9": (of_hidden, of_output)}[equation]
    return {"backward": backward_by(*formulas)}


SLOPES_FROM_A = slopes_by(slope_from_a)
