"""Mistakes of the recurrence (8): what a hidden neuron is to blame for."""

from __future__ import annotations

from ..backprop import backward
from ..equations import hidden_delta
from ..network import Network
from ..rules import RULES
from .entry import Mistake
from .passes import Place, backward_by, is_square

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules


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


def normalised(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    dC_da_j: Number = 0
    for delta_m, w_m in zip(delta_next, w_next):
        total: Number = 0
        for w_mk in w_m:
            total = total + w_mk
        dC_da_j = dC_da_j + delta_m * w_m[j] / total
    return dC_da_j * da_dz_j


def mean_over_next(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return hidden_delta(delta_next, w_next, j, da_dz_j) / len(delta_next)


def absolute_weights(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    dC_da_j: Number = 0
    for delta_m, w_m in zip(delta_next, w_next):
        dC_da_j = dC_da_j + delta_m * abs(w_m[j])
    return dC_da_j * da_dz_j


def nothing(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    return type(delta_next[0])(0)


# ---- what sees more --------------------------------------------------------------------------


def own_weights(at: Place, j: int) -> Number:
    w = at.layer.w
    if len(w) != len(at.next_delta) or not is_square(w):
        return at.right_delta(j)
    return at.eq.hidden_delta(at.next_delta, w, j, at.slope(j))


def bias_row_kept(at: Place, j: int) -> Number:
    """Row m is b_m, w_m0, w_m1, …: with the bias not removed, index j meets what belongs to j − 1."""
    after = at.network.layers[at.l + 1]
    b = after.b * len(after.w) if after.shared_bias else after.b
    rows = [[b_m] + w_m for b_m, w_m in zip(b, after.w)]
    return at.eq.hidden_delta(at.next_delta, rows, j, at.slope(j))


def next_slope_again(at: Place, j: int) -> Number:
    after = Place(at.network, at.x, at.y, at.z, at.a, at.delta, at.cost, at.eq, at.l + 1)
    delta = [delta_m * after.slope(m) for m, delta_m in enumerate(at.next_delta)]
    return at.eq.hidden_delta(delta, at.next_w, j, at.slope(j))


def error_not_delta(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """What goes back is the error ∂C/∂a, through the weights alone; the slope is only multiplied in for δ."""
    delta: Matrix = [[]] * len(network.layers)
    error: Vector = []
    for l in range(len(network.layers) - 1, -1, -1):
        at = Place(network, [], y, z, a, delta, cost, eq, l)
        neurons = range(len(z[l]))
        if l == at.last:
            error = [at.dC_da(j) for j in neurons]
            delta[l] = [at.right_delta(j) for j in neurons]
        else:
            error = [eq.hidden_delta(error, at.next_w, j, 1) for j in neurons]
            delta[l] = [error_j * at.slope(j) for j, error_j in enumerate(error)]
    return delta


def difference_not_delta(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """The last layer hands back a − y in the place of δ; every other layer its δ."""
    delta = backward(network, y, z, a, cost, eq)
    at_last = delta[-1]
    error = [a_j - y_j for a_j, y_j in zip(a[-1], y)]
    for l in range(len(network.layers) - 2, -1, -1):
        at = Place(network, [], y, z, a, delta, cost, eq, l)
        after = error if l == at.last - 1 else delta[l + 1]
        delta[l] = [eq.hidden_delta(after, at.next_w, j, at.slope(j)) for j in range(len(z[l]))]
    delta[-1] = at_last
    return delta


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
        "next-slope-again", "equation", "8", "δ_j = (Σ_m δ_m σ′(z_m) w_mj) σ′(z_j)", RECURRENCE,
        "δ_m contains σ′(z_m) already.",
        "Where the slopes of the layers after a hidden one are 0 or 1, or it is softmax.",
        {"backward": backward_by(next_slope_again)},
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
        "In symmetric weights; where the next layer is not square it cannot run, taken as right there.",
        {"hidden_delta": index_swapped},
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
        "own-weights", "equation", "8", "δ_j = (Σ_m δ_m w_mj^l) σ′(z_j)", RECURRENCE,
        "The weights of the layer itself in the place of the next layer's.",
        "Where the layer is not square or the next one has another width it cannot run; taken as right there.",
        {"backward": backward_by(own_weights)},
    ),
    Mistake(
        "bias-row-kept", "equation", "8", "δ_j = (Σ_m δ_m v_mj) σ′(z_j), v_m = b_m, w_m0, w_m1, …", RECURRENCE,
        "The bias stands as weight 0 of each row and was not taken out: δ_0 is built from biases, the others from "
        "the "
        "weights of their neighbours.", NO_HIDDEN, {"backward": backward_by(bias_row_kept)},
    ),
    Mistake(
        "error-not-delta", "equation", "8",
        "δ_j = e_j σ′(z_j), e_j = Σ_m e_m w_mj, e = ∂C/∂a in the last layer", RECURRENCE,
        "Errors go back through the weights alone; the slopes on the way are left out.",
        "Where the layers after the first are the identity.", {"backward": error_not_delta},
    ),
    Mistake(
        "a-minus-y-handed-back", "equation", "8",
        "δ_j = (Σ_m (a_m − y_m) w_mj) σ′(z_j) in the layer before the last", RECURRENCE,
        "The last layer is right; what it hands back is its error, not its δ.",
        "Where δ of the last layer is a − y, as in softmax with cross_entropy.", {"backward": difference_not_delta},
    ),
    Mistake(
        "hidden-delta-0", "equation", "8", "δ_j = 0 in hidden layers", RECURRENCE,
        "Nothing arrives before the last layer: its inputs are taken as constants.", NO_HIDDEN,
        {"hidden_delta": nothing},
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
