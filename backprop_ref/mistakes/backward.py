"""The backward pass: what it starts from, and sums that are not reset."""

from __future__ import annotations

from ..descent import Step
from ..door import RULES
from ..network import Network
from ..numbers import each
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .by_hand_passes import Asked, step_by
from .entry import Mistake, Replacements

RECURRENCE = "δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)"


# ---- the cost --------------------------------------------------------------------------------


def times_cost(asked: Asked) -> Step:
    """The backward pass starts with C instead of 1."""
    step = asked.step(alpha=None)
    step.dC_dw, step.dC_db = each([step.dC_dw, step.dC_db], lambda g: g * step.C)
    return asked.updated(step)


# ---- hidden layers ---------------------------------------------------------------------------


def kept_error(error: dict[int, Number] | None = None) -> Replacements:
    """Σ_m δ_m w_mj is added to what stands in one array for all layers, the inputs of the first among them.

    error: that array, where it is kept; else there is one for each example.
    """

    def backward(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
        kept: dict[int, Number] = {} if error is None else error
        delta: Matrix = [[]] * len(network.layers)
        for l in range(len(network.layers) - 1, -1, -1):
            layer, neurons = network.layers[l], range(len(z[l]))
            if l == len(network.layers) - 1:
                delta[l] = eq.output_deltas(layer, l, y, z[l], a[l], cost, eq)
            else:
                delta[l] = [kept[j] * eq.activations[layer.activation].slope(z[l][j]) for j in neurons]
            for k in range(len(layer.w[0])):
                kept[k] = kept.get(k, y[0] * 0) + eq.hidden_delta(delta[l], layer.w, k, 1)
        return delta

    return {"backward": backward}


# ---- the entries -----------------------------------------------------------------------------

ENTRIES = [
    Mistake(
        "gradient-times-cost", "equation", "9", "C ∂C/∂p", "∂C/∂p",
        "The backward pass starts from C instead of 1.", "Where C is 0 or 1.", "sotte/pytorch_tutorial#5",
        step_by(times_cost),
    ),
    Mistake(
        "propagated-error-not-zeroed", "procedure", "8", "e_j = (the old e_j) + Σ_m δ_m w_mj, δ_j = e_j σ′(z_j)",
        RECURRENCE,
        "One array for the errors is never reset to 0: it still holds the errors of the layer after it, and perhaps "
        "those of earlier examples.", "Without hidden layers, and with one hidden layer and one example.",
        "benoitfragit/libBrain#80", kept_error(),
        step_by(lambda asked: asked.step(eq=asked.eq.replaced(**kept_error({})))),
    ),
]
