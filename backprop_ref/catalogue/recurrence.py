"""Mistakes of what goes back by (8): which error, through which weights, in which order."""

from __future__ import annotations

from ..backprop import backward

from ..door import RULES
from ..descent import gradient_step

from ..unfinished import must_be_finite
from ..descent import Step
from ..network import Network
from .entry import Mistake
from .hidden import NO_HIDDEN, RECURRENCE
from .passes import Place, backward_by, is_square, total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Optional, Sequence

    from ..network import Example
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules


# ---- the passes ------------------------------------------------------------------------------


def own_weights(at: Place, j: int) -> Number:
    w = at.layer.w
    if len(w) != len(at.next_delta) or not is_square(w):
        return at.right_delta(j)
    return at.eq.hidden_delta(at.next_delta, w, j, at.slope(j))


def own_first_weight(at: Place, j: int) -> Number:
    """w_j0 of the layer itself for every δ of the next one."""
    return at.eq.hidden_delta(at.next_delta, [[at.layer.w[j][0]]] * len(at.next_delta), 0, at.slope(j))


def bias_row_kept(at: Place, j: int) -> Number:
    """Row m is b_m, w_m0, w_m1, …: with the bias not removed, index j meets what belongs to j − 1."""
    after = at.network.layers[at.l + 1]
    b = after.b * len(after.w) if after.shared_bias else after.b
    rows = [[b_m] + w_m for b_m, w_m in zip(b, after.w)]
    return at.eq.hidden_delta(at.next_delta, rows, j, at.slope(j))


def bias_at_the_end(at: Place, j: int) -> Number:
    """Row m is w_m0, w_m1, …, b_m: with the first taken out, index j meets what belongs to j + 1, the last the bias."""
    after = at.network.layers[at.l + 1]
    b = after.b * len(after.w) if after.shared_bias else after.b
    rows = [[*w_m[1:], b_m] for b_m, w_m in zip(b, after.w)]
    return at.eq.hidden_delta(at.next_delta, rows, j, at.slope(j))


def bias_in_every_weight(at: Place, j: int) -> Number:
    after = at.network.layers[at.l + 1]
    b = after.b * len(after.w) if after.shared_bias else after.b
    rows = [[w_mk + b_m for w_mk in w_m] for w_m, b_m in zip(after.w, b)]
    return at.eq.hidden_delta(at.next_delta, rows, j, at.slope(j))


def without_slope_in_first(at: Place, j: int) -> Number:
    return at.dC_da(j) if at.l == 0 else at.right_delta(j)


def nothing_in_first(at: Place, j: int) -> Number:
    return at.right_delta(j) * 0 if at.l == 0 else at.right_delta(j)


def next_slope_for_own(at: Place, j: int) -> Number:
    after = Place(at.network, at.x, at.y, at.z, at.a, at.delta, at.cost, at.eq, at.l + 1)
    delta = [delta_m * after.slope(m) for m, delta_m in enumerate(at.next_delta)]
    return at.eq.hidden_delta(delta, at.next_w, j, 1)


def last_delta_for_every_layer(at: Place, j: int) -> Number:
    last = at.delta[at.last]
    return at.eq.hidden_delta(last if len(last) == len(at.next_delta) else at.next_delta, at.next_w, j, at.slope(j))


def one_error_for_layer(at: Place, j: int) -> Number:
    return total([at.dC_da(i) for i in range(len(at.z[at.l]))]) * at.slope(j)


def next_slope_again(at: Place, j: int) -> Number:
    after = Place(at.network, at.x, at.y, at.z, at.a, at.delta, at.cost, at.eq, at.l + 1)
    delta = [delta_m * after.slope(m) for m, delta_m in enumerate(at.next_delta)]
    return at.eq.hidden_delta(delta, at.next_w, j, at.slope(j))


def error_not_delta(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """What goes back is the error ∂C/∂a, through the weights alone; the slope is only multiplied in for δ."""
    error = [eq.costs[cost].slope(a_j, y_j, len(y)) for a_j, y_j in zip(a[-1], y)]
    return sent_through_weights(error, network, y, z, a, cost, eq)


def difference_through_weights(
    network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES
) -> Matrix:
    """The same with a − y."""
    return sent_through_weights([a_j - y_j for a_j, y_j in zip(a[-1], y)], network, y, z, a, cost, eq)


def sent_through_weights(
    error: Vector, network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules
) -> Matrix:
    delta: Matrix = [[]] * len(network.layers)
    for l in range(len(network.layers) - 1, -1, -1):
        at = Place(network, [], y, z, a, delta, cost, eq, l)
        neurons = range(len(z[l]))
        if l == at.last:
            delta[l] = [at.right_delta(j) for j in neurons]
        else:
            error = [eq.hidden_delta(error, at.next_w, j, 1) for j in neurons]
            delta[l] = [error_j * at.slope(j) for j, error_j in enumerate(error)]
    return delta


def difference_not_delta(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """The last layer hands back a − y in the place of δ; every other layer its δ."""
    return handed_back([a_j - y_j for a_j, y_j in zip(a[-1], y)], network, y, z, a, cost, eq)


def slope_not_delta(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """The same with ∂C/∂a."""
    error = [eq.costs[cost].slope(a_j, y_j, len(y)) for a_j, y_j in zip(a[-1], y)]
    return handed_back(error, network, y, z, a, cost, eq)


def handed_back(
    error: Vector, network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules
) -> Matrix:
    delta = backward(network, y, z, a, cost, eq)
    at_last = delta[-1]
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


def kept_error(
    network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules, error: Dict[int, Number]
) -> Matrix:
    """Σ_m δ_m w_mj is added to what stands in one array for all layers, the inputs of the first among them."""
    delta: Matrix = [[]] * len(network.layers)
    for l in range(len(network.layers) - 1, -1, -1):
        at = Place(network, [], y, z, a, delta, cost, eq, l)
        neurons = range(len(z[l]))
        delta[l] = [at.right_delta(j) if l == at.last else error[j] * at.slope(j) for j in neurons]
        must_be_finite(delta[l], "delta_j", l)
        for k in range(len(at.layer.w[0])):
            error[k] = error.get(k, y[0] * 0) + eq.hidden_delta(delta[l], at.layer.w, k, 1)
    return delta


def kept_for_one_example(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    return kept_error(network, y, z, a, cost, eq, {})


def kept_for_all_examples(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    error: Dict[int, Number] = {}
    rules = eq.replaced(backward=lambda network, y, z, a, cost, eq: kept_error(network, y, z, a, cost, eq, error))
    return gradient_step(network, examples, alpha, cost, reduction, rules)


# ---- the entries -----------------------------------------------------------------------------

ENTRIES = [
    Mistake(
        "next-slope-again", "equation", "8", "δ_j = (Σ_m δ_m σ′(z_m) w_mj) σ′(z_j)", RECURRENCE,
        "δ_m contains σ′(z_m) already.",
        "Where the slopes of the layers after a hidden one are 0 or 1, or it is softmax.",
        {"backward": backward_by(next_slope_again)},
    ),
    Mistake(
        "own-weights", "equation", "8", "δ_j = (Σ_m δ_m w_mj^l) σ′(z_j)", RECURRENCE,
        "The weights of the layer itself in the place of the next layer's, or the first of the neuron's own.",
        "Where the layer is not square or the next one has another width it cannot run; taken as right there.",
        {"backward": backward_by(own_weights)}, also=[{"backward": backward_by(own_first_weight)}],
    ),
    Mistake(
        "bias-row-kept", "equation", "8", "δ_j = (Σ_m δ_m v_mj) σ′(z_j), v_m = b_m, w_m0, w_m1, …", RECURRENCE,
        "The bias stands as weight 0 of each row and was not taken out: δ_0 is built from biases, the others from "
        "the "
        "weights of their neighbours.", NO_HIDDEN, {"backward": backward_by(bias_row_kept)},
    ),
    Mistake(
        "bias-row-left-and-first-taken-out", "equation", "8", "δ_j = (Σ_m δ_m v_mj) σ′(z_j), v_m = w_m1, w_m2, …, b_m",
        RECURRENCE,
        "The bias stands as the last weight of each row, and the first was taken out: the last δ is built from biases, "
        "the others from the weights of their neighbours.", NO_HIDDEN, {"backward": backward_by(bias_at_the_end)},
    ),
    Mistake(
        "error-not-delta", "equation", "8",
        "δ_j = e_j σ′(z_j), e_j = Σ_m e_m w_mj, e = ∂C/∂a or a − y in the last layer", RECURRENCE,
        "Errors go back through the weights alone; the slopes on the way are left out.",
        "Where the layers after the first are the identity.", {"backward": error_not_delta},
        also=[{"backward": difference_through_weights}],
    ),
    Mistake(
        "error-handed-back", "equation", "8",
        "δ_j = (Σ_m e_m w_mj) σ′(z_j) in the layer before the last, e = a − y or ∂C/∂a", RECURRENCE,
        "The last layer is right; what it hands back is its error, not its δ.",
        "Where δ of the last layer is a − y, as in softmax with cross_entropy.", {"backward": difference_not_delta},
        also=[{"backward": slope_not_delta}],
    ),
    Mistake(
        "first-layer-slope-missing", "equation", "8", "δ_j = Σ_m δ_m w_mj in layer 0", RECURRENCE,
        "All is right but the first layer, whose δ lacks σ′(z_j).",
        "Without hidden layers, or where slopes of the first are 1.", {"backward": backward_by(without_slope_in_first)},
    ),
    Mistake(
        "next-slope-for-own", "equation", "8", "δ_j = Σ_m δ_m σ′(z_m) w_mj", RECURRENCE,
        "The slope is taken from one layer too far on.", "Where slopes are 1.",
        {"backward": backward_by(next_slope_for_own)},
    ),
    Mistake(
        "bias-in-every-weight", "equation", "8", "δ_j = (Σ_m δ_m (w_mj + b_m)) σ′(z_j)", RECURRENCE,
        "The bias of the next layer takes part in what goes back.", "Where the biases after hidden layers are 0.",
        {"backward": backward_by(bias_in_every_weight)},
    ),
    Mistake(
        "one-error-for-hidden-layer", "equation", "8", "δ_j = (Σ_k Σ_m δ_m w_mk) σ′(z_j)", RECURRENCE,
        "The errors of a hidden layer are added up before the slopes are multiplied.",
        "In hidden layers of one neuron.",
        {"backward": backward_by(one_error_for_layer)},
    ),
    Mistake(
        "last-delta-for-every-layer", "equation", "8", "δ_j = (Σ_m δ_m^(L−1) w_mj^(l+1)) σ′(z_j)", RECURRENCE,
        "The output's δ goes straight to every hidden layer.",
        "With one hidden layer; where the widths differ it cannot run, taken as right there.",
        {"backward": backward_by(last_delta_for_every_layer)},
    ),
    Mistake(
        "propagated-error-not-zeroed", "procedure", "8", "e_j = what e_j was before + Σ_m δ_m w_mj, δ_j = e_j σ′(z_j)",
        RECURRENCE, "One array for what goes back, never set to 0: of a layer it still holds that of the layer after "
        "it, and perhaps of earlier examples.", "Without hidden layers; with one and one example.",
        {"backward": kept_for_one_example}, also=[{"gradient_step": kept_for_all_examples}],
    ),
    Mistake(
        "first-layer-delta-0", "equation", "8", "δ_j = 0 in layer 0", RECURRENCE,
        "A loop ends one too early: the first layer never learns.", NO_HIDDEN,
        {"backward": backward_by(nothing_in_first)},
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
