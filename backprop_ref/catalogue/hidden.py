"""Mistakes of the recurrence (8): the sum, and the slope behind it."""

from __future__ import annotations

from ..equations import hidden_delta
from .entry import Mistake
from .passes import is_square

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..numerals import Matrix, Number, Vector


# ---- of one neuron ---------------------------------------------------------------------------


def slope_missing(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next, w_next, j, 1)


def slope_twice(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next, w_next, j, da_dz_j * da_dz_j)


def first_only(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next[:1], w_next[:1], j, da_dz_j)


def last_only(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next[-1:], w_next[-1:], j, da_dz_j)


def all_but_first(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    delta_j: Number = type(delta_next[0])(0)
    if len(delta_next) > 1:
        delta_j = hidden_delta(delta_next[1:], w_next[1:], j, da_dz_j)
    return delta_j


def all_but_last(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    delta_j: Number = type(delta_next[0])(0)
    if len(delta_next) > 1:
        delta_j = hidden_delta(delta_next[:-1], w_next[:-1], j, da_dz_j)
    return delta_j


def own_index_only(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    if not is_square(w_next):
        return hidden_delta(delta_next, w_next, j, da_dz_j)
    return delta_next[j] * w_next[j][j] * da_dz_j


def unweighted(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    dC_da_j: Number = 0
    for delta_m in delta_next:
        dC_da_j = dC_da_j + delta_m
    return dC_da_j * da_dz_j


def weights_only(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    dC_da_j: Number = 0
    for w_m in w_next:
        dC_da_j = dC_da_j + w_m[j]
    return dC_da_j * da_dz_j


def index_swapped(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    if not is_square(w_next):
        return hidden_delta(delta_next, w_next, j, da_dz_j)
    dC_da_j: Number = 0
    for delta_m, w_jm in zip(delta_next, w_next[j]):
        dC_da_j = dC_da_j + delta_m * w_jm
    return dC_da_j * da_dz_j


def index_swapped_in_flat(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    """w[j n + m] of the layer's flat list, n its width: the same in a square layer, and runs in every other."""
    flat = [w_mk for w_m in w_next for w_mk in w_m]
    n = len(w_next)
    return hidden_delta(delta_next, [[w] for w in flat[j * n:(j + 1) * n]], 0, da_dz_j)


def normalised(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    dC_da_j: Number = 0
    for delta_m, w_m in zip(delta_next, w_next):
        total: Number = 0
        for w_mk in w_m:
            total = total + w_mk
        dC_da_j = dC_da_j + delta_m * w_m[j] / total
    return dC_da_j * da_dz_j


def largest_term_only(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return max((delta_m * w_m[j] for delta_m, w_m in zip(delta_next, w_next)), key=abs) * da_dz_j


def signs_of_weights(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    signs = [[type(w_mk)((w_mk > 0) - (w_mk < 0)) for w_mk in w_m] for w_m in w_next]
    return hidden_delta(delta_next, signs, j, da_dz_j)


def squared_weights(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next, [[w_mk * w_mk for w_mk in w_m] for w_m in w_next], j, da_dz_j)


def slope_added(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next, w_next, j, 1) + da_dz_j


def slope_divides(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    dC_da_j = hidden_delta(delta_next, w_next, j, 1)
    return dC_da_j / da_dz_j if da_dz_j != 0 else dC_da_j * 0


def slope_only(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return da_dz_j


def first_delta_for_all(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta([delta_next[0]] * len(delta_next), w_next, j, da_dz_j)


def first_weight_for_all(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next, w_next, 0, da_dz_j)


def mean_over_next(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next, w_next, j, da_dz_j) / len(delta_next)


def absolute_weights(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    dC_da_j: Number = 0
    for delta_m, w_m in zip(delta_next, w_next):
        dC_da_j = dC_da_j + delta_m * abs(w_m[j])
    return dC_da_j * da_dz_j


def nothing(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return type(delta_next[0])(0)


# ---- the entries -----------------------------------------------------------------------------

RECURRENCE = "δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)"
NO_HIDDEN = "Without hidden layers."

ENTRIES = [
    Mistake(
        "hidden-slope-missing", "equation", "8", "δ_j = Σ_m δ_m w_mj", RECURRENCE,
        "Every hidden δ is too large by 1/σ′(z_j), once more for every layer further back.",
        "Where hidden layers are the identity, or relu neurons that are all on.", {"hidden_delta": slope_missing},
    ),
    Mistake(
        "hidden-slope-twice", "equation", "8", "δ_j = (Σ_m δ_m w_mj) σ′(z_j)²", RECURRENCE,
        "Every hidden δ is too small by σ′(z_j).", "Where the slopes of hidden layers are 0 or 1.",
        {"hidden_delta": slope_twice},
    ),
    Mistake(
        "first-next-neuron-only", "equation", "8", "δ_j = δ_0 w_0j σ′(z_j)", RECURRENCE,
        "One term in the place of the sum: the other neurons that j feeds do not count.",
        "Where every layer after a hidden one has one neuron.", {"hidden_delta": first_only},
    ),
    Mistake(
        "last-next-neuron-only", "equation", "8",
        "δ_j = δ_m w_mj σ′(z_j) of the last m: = in the place of +=", RECURRENCE,
        "Each term overwrites the one before it.", "Where every layer after a hidden one has one neuron.",
        {"hidden_delta": last_only},
    ),
    Mistake(
        "first-next-neuron-left-out", "equation", "8", "δ_j = (Σ_(m > 0) δ_m w_mj) σ′(z_j)", RECURRENCE,
        "A loop starts at 1.", NO_HIDDEN, {"hidden_delta": all_but_first},
    ),
    Mistake(
        "last-next-neuron-left-out", "equation", "8", "δ_j = (Σ_(m < n−1) δ_m w_mj) σ′(z_j)", RECURRENCE,
        "A loop ends one too early.", NO_HIDDEN, {"hidden_delta": all_but_last},
    ),
    Mistake(
        "own-index-only", "equation", "8", "δ_j = δ_m w_mj σ′(z_j) with m = j", RECURRENCE,
        "A product element by element in the place of the sum over m.",
        "Where layers differ in width it cannot run; taken as right there.", {"hidden_delta": own_index_only},
    ),
    Mistake(
        "unweighted-sum", "equation", "8", "δ_j = (Σ_m δ_m) σ′(z_j)", RECURRENCE,
        "All neurons of a hidden layer get the same blame, but for their slope.", NO_HIDDEN,
        {"hidden_delta": unweighted},
    ),
    Mistake(
        "deltas-left-out-of-sum", "equation", "8", "δ_j = (Σ_m w_mj) σ′(z_j)", RECURRENCE,
        "Hidden deltas do not depend on the target.", NO_HIDDEN, {"hidden_delta": weights_only},
    ),
    Mistake(
        "index-swapped", "equation", "8", "δ_j = (Σ_m δ_m w_jm) σ′(z_j)", RECURRENCE,
        "The row of the next layer's weights is used where its column belongs (W δ for W^T δ).",
        "In symmetric weights; where the next layer is not square it cannot run, taken as right there, or with all "
        "weights in one list reads w[j n + m].",
        {"hidden_delta": index_swapped}, also=[{"hidden_delta": index_swapped_in_flat}],
    ),
    Mistake(
        "normalised-by-weights", "equation", "8", "δ_j = (Σ_m δ_m w_mj / Σ_k w_mk) σ′(z_j)", RECURRENCE,
        "The blame is shared out in proportion to the weights. Some books explain it so; it is not the derivative.",
        NO_HIDDEN, {"hidden_delta": normalised},
    ),
    Mistake(
        "mean-over-next", "equation", "8",
        "δ_j = (1/n)(Σ_m δ_m w_mj) σ′(z_j), n the width of the next layer", RECURRENCE,
        "Hidden deltas shrink by the width of every layer they come through.",
        "Where every layer after a hidden one has one neuron.", {"hidden_delta": mean_over_next},
    ),
    Mistake(
        "absolute-weights", "equation", "8", "δ_j = (Σ_m δ_m |w_mj|) σ′(z_j)", RECURRENCE,
        "A weight below 0 hands the blame back with the wrong sign.",
        "Where no weight after the first layer is negative.",
        {"hidden_delta": absolute_weights},
    ),
    Mistake(
        "hidden-slope-added", "equation", "8", "δ_j = Σ_m δ_m w_mj + σ′(z_j)", RECURRENCE,
        "A plus stands in the place of the last factor.", NO_HIDDEN, {"hidden_delta": slope_added},
    ),
    Mistake(
        "hidden-slope-divides", "equation", "8", "δ_j = (Σ_m δ_m w_mj)/σ′(z_j)", RECURRENCE,
        "Neurons that saturate are blamed most.", "Where the slopes of hidden layers are 0 or 1.",
        {"hidden_delta": slope_divides},
    ),
    Mistake(
        "hidden-slope-only", "equation", "8", "δ_j = σ′(z_j) in hidden layers", RECURRENCE,
        "What comes from above is overwritten: hidden deltas do not depend on the target.", NO_HIDDEN,
        {"hidden_delta": slope_only},
    ),
    Mistake(
        "largest-term-only", "equation", "8", "δ_j = the δ_m w_mj that is farthest from 0, times σ′(z_j)", RECURRENCE,
        "One term in the place of the sum.", "Where every layer after a hidden one has one neuron.",
        {"hidden_delta": largest_term_only},
    ),
    Mistake(
        "signs-of-weights", "equation", "8", "δ_j = (Σ_m δ_m sign w_mj) σ′(z_j)", RECURRENCE,
        "Only on which side of 0 a weight lies counts.", NO_HIDDEN, {"hidden_delta": signs_of_weights},
    ),
    Mistake(
        "squared-weights", "equation", "8", "δ_j = (Σ_m δ_m w_mj²) σ′(z_j)", RECURRENCE,
        "The weight is multiplied twice.", NO_HIDDEN, {"hidden_delta": squared_weights},
    ),
    Mistake(
        "first-weight-for-all", "equation", "8", "δ_j = (Σ_m δ_m w_m0) σ′(z_j)", RECURRENCE,
        "Neuron 0 is right, its neighbours are blamed through its weights.", "In hidden layers of one neuron.",
        {"hidden_delta": first_weight_for_all},
    ),
    Mistake(
        "first-delta-for-all", "equation", "8", "δ_j = (Σ_m δ_0 w_mj) σ′(z_j)", RECURRENCE,
        "The δ of the next layer's first neuron stands for all.",
        "Where every layer after a hidden one has one neuron.",
        {"hidden_delta": first_delta_for_all},
    ),
    Mistake(
        "hidden-delta-0", "equation", "8", "δ_j = 0 in hidden layers", RECURRENCE,
        "Nothing arrives before the last layer: its inputs are taken as constants.", NO_HIDDEN,
        {"hidden_delta": nothing},
    ),
]
