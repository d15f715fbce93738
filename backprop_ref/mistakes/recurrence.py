"""Mistakes of what goes back by (8): which error, through which weights, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from ..backprop import backward
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .by_hand_passes import Place
from .entry import Mistake

RECURRENCE = "δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)"


# ---- the passes ------------------------------------------------------------------------------


def first_to_last(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """Layer 0 comes first, when the layers after it still hold zeros; only the one before the last is right."""
    right = backward(network, y, z, a, cost, eq)
    last = len(right) - 1
    return [delta_l if l >= last - 1 else [delta_j * 0 for delta_j in delta_l] for l, delta_l in enumerate(right)]


def one_array(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """δ_0 of a layer is written over the δ_0 of the layer after it, which δ_1 still needs."""
    delta: Matrix = [[]] * len(network.layers)
    for l in range(len(network.layers) - 1, -1, -1):
        at = Place(network, [], y, z, a, delta, cost, eq, l)
        if l == at.last:
            delta[l] = [at.right_delta(j) for j in range(len(z[l]))]
            continue
        array = list(delta[l + 1])
        delta[l] = []
        for j in range(len(z[l])):
            delta_j = eq.hidden_delta(array, at.next_w, j, at.slope(j))
            delta[l].append(delta_j)
            if j < len(array):
                array[j] = delta_j
    return delta


def kept_error(
    network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules, error: dict[int, Number]
) -> Matrix:
    """Σ_m δ_m w_mj is added to what stands in one array for all layers, the inputs of the first among them."""
    delta: Matrix = [[]] * len(network.layers)
    for l in range(len(network.layers) - 1, -1, -1):
        at = Place(network, [], y, z, a, delta, cost, eq, l)
        neurons = range(len(z[l]))
        delta[l] = [at.right_delta(j) if l == at.last else error[j] * at.slope(j) for j in neurons]
        for k in range(len(at.layer.w[0])):
            error[k] = error.get(k, y[0] * 0) + eq.hidden_delta(delta[l], at.layer.w, k, 1)
    return delta


def kept_for_one_example(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    return kept_error(network, y, z, a, cost, eq, {})


def kept_for_all_examples(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    error: dict[int, Number] = {}
    rules = eq.replaced(backward=lambda network, y, z, a, cost, eq: kept_error(network, y, z, a, cost, eq, error))
    return gradient_step(network, examples, alpha, cost, reduction, rules)


# ---- the entries -----------------------------------------------------------------------------

ENTRIES = [
    Mistake(
        "propagated-error-not-zeroed", "procedure", "8", "e_j = what e_j was before + Σ_m δ_m w_mj, δ_j = e_j σ′(z_j)",
        RECURRENCE, "One array for what goes back, never set to 0: of a layer it still holds that of the layer after "
        "it, and perhaps of earlier examples.", "Without hidden layers; with one and one example.",
        {"backward": kept_for_one_example}, also=[{"gradient_step": kept_for_all_examples}],
    ),
    Mistake(
        "deltas-first-to-last", "procedure", "8", "hidden layers from the first to the last",
        "hidden layers from the last to the first",
        "A layer is done before the one that it needs: all but the last two layers have δ = 0.",
        "With fewer than two hidden layers.", {"backward": first_to_last},
    ),
    Mistake(
        "deltas-in-one-array", "procedure", "8",
        "δ of a layer written over the δ of the next layer while that is still read",
        "an array for each layer", "δ_0 is right, the others mix deltas of two layers.",
        "Without hidden layers of two neurons or more.", {"backward": one_array},
    ),
]
