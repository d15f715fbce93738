"""Mistakes of a weight's gradient (10)."""

from __future__ import annotations

from ..descent import Step

from ..door import RULES
from ..descent import gradient_step
from .entry import Mistake
from .passes import Place, backpropagate_by, is_square, total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Sequence

    from ..network import Example, Network
    from ..numerals import Number, Vector
    from ..rules import Rules
    from .passes import RowFormula


# ---- of weights ------------------------------------------------------------------------------


def outer(at: Place, j: int, delta_j: Number, a: Vector) -> Vector:
    """The row of neuron j by (10), with this δ and these inputs, or with the right inputs where these do not fit."""
    row: Vector = at.eq.weight_gradients(delta_j, a if len(a) == len(at.before) else at.before)
    return row


def own_delta(at: Place, j: int) -> Number:
    return at.delta[at.l][j]


def z_for_a(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), at.z[at.l - 1] if at.l else at.x)


def x_for_a(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), at.x)


def activations_behind(at: Place, j: int) -> Vector:
    """In one list of all activations: those of the layer, then those that lie behind, then 0."""
    behind = [a_i for a_l in at.a[at.l:] for a_i in a_l]
    behind += [behind[0] * 0] * len(at.before)
    return outer(at, j, own_delta(at, j), behind[:len(at.before)])


def own_activations(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), at.a[at.l])


def own_activation_alone(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), [at.a[at.l][j]] * len(at.before))


def row_of_last_neuron(at: Place, j: int) -> Vector:
    return outer(at, j, at.delta[at.l][-1], at.before)


def told_as_last_rows(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """The update is right."""
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    step.dC_dw = [[w[-1]] * len(w) for w in step.dC_dw]
    return step


def two_layers_before(at: Place, j: int) -> Vector:
    far = [at.x, at.x, *at.a][at.l]
    return outer(at, j, own_delta(at, j), far)


def transposed_product(at: Place, j: int) -> Vector:
    delta = at.delta[at.l]
    if not is_square(at.layer.w):
        return outer(at, j, delta[j], at.before)
    return [delta_k * at.before[j] for delta_k in delta]


def transposed_in_flat(at: Place, j: int) -> Vector:
    """δ_j a_k written at k n + j of the layer's flat list, n its width, which is then read in rows."""
    n, inputs = len(at.layer.w), len(at.before)
    return [at.delta[at.l][place % n] * at.before[place // n] for place in range(j * inputs, (j + 1) * inputs)]


def hidden_0(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j) if at.l == at.last else own_delta(at, j) * 0, at.before)


def times_weight(at: Place, j: int) -> Vector:
    return [dC_dw_jk * w_jk for dC_dw_jk, w_jk in zip(outer(at, j, own_delta(at, j), at.before), at.layer.w[j])]


def weight_for_input(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), at.layer.w[j])


def input_missing(at: Place, j: int) -> Vector:
    return [own_delta(at, j) for a_k in at.before]


def delta_missing(at: Place, j: int) -> Vector:
    return list(at.before)


def sum_of_inputs(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), [total(at.before)] * len(at.before))


def over_fan_in(at: Place, j: int) -> Vector:
    return [dC_dw_jk / len(at.before) for dC_dw_jk in outer(at, j, own_delta(at, j), at.before)]


def sum_of_deltas_for_weights(at: Place, j: int) -> Vector:
    return outer(at, j, total(at.delta[at.l]), at.before)


def next_delta_or_own(at: Place, j: int) -> Number:
    fits = at.l < at.last and len(at.next_delta) == len(at.delta[at.l])
    return at.next_delta[j] if fits else own_delta(at, j)


def delta_before_or_own(at: Place, j: int) -> Number:
    fits = at.l > 0 and len(at.delta[at.l - 1]) == len(at.delta[at.l])
    return at.delta[at.l - 1][j] if fits else own_delta(at, j)


def next_delta_for_weights(at: Place, j: int) -> Vector:
    return outer(at, j, next_delta_or_own(at, j), at.before)


def error(at: Place, j: int) -> Number:
    return at.dC_da(j)


def first_input_for_all(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), [at.before[0]] * len(at.before))


def last_input_for_all(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), [at.before[-1]] * len(at.before))


def neighbour_input(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), at.before[1:] + at.before[:1])


def inputs_in_reverse(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), at.before[::-1])


def own_index_only(at: Place, j: int) -> Vector:
    if not is_square(at.layer.w):
        return outer(at, j, own_delta(at, j), at.before)
    return [g if k == j else g * 0 for k, g in enumerate(outer(at, j, own_delta(at, j), at.before))]


def input_squared(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), [a_k * a_k for a_k in at.before])


def absolute_input(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), [abs(a_k) for a_k in at.before])


def input_as_step(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), [type(a_k)(1 if a_k > 0 else 0) for a_k in at.before])


def slope_of_input(at: Place, j: int) -> Vector:
    if at.l == 0:
        return outer(at, j, own_delta(at, j), at.before)
    before = Place(at.network, at.x, at.y, at.z, at.a, at.delta, at.cost, at.eq, at.l - 1)
    return outer(at, j, own_delta(at, j), [before.slope(k) for k in range(len(at.before))])


def first_weight_only(at: Place, j: int) -> Vector:
    return [g * 0 if k else g for k, g in enumerate(outer(at, j, own_delta(at, j), at.before))]


def first_weight_left_out(at: Place, j: int) -> Vector:
    return [g if k else g * 0 for k, g in enumerate(outer(at, j, own_delta(at, j), at.before))]


def last_weight_left_out(at: Place, j: int) -> Vector:
    row = outer(at, j, own_delta(at, j), at.before)
    return [*row[:-1], row[-1] * 0]


def delta_before_for_weights(at: Place, j: int) -> Vector:
    return outer(at, j, delta_before_or_own(at, j), at.before)


def mirrored_for_weights(at: Place, j: int) -> Vector:
    return outer(at, j, at.delta[at.l][-1 - j], at.before)


def negated_for_weights(at: Place, j: int) -> Vector:
    return [-g for g in outer(at, j, own_delta(at, j), at.before)]


def bias_row_of_weights(at: Place, j: int) -> Vector:
    """δ_j (1, a_0, a_1, …): index k meets what belongs to k − 1, and weight 0 the 1 of the bias."""
    one = type(at.before[0])(1)
    return outer(at, j, own_delta(at, j), [one, *at.before[:-1]])


def error_for_weights(at: Place, j: int) -> Vector:
    return outer(at, j, error(at, j), at.before)


def error_for_last_weights(at: Place, j: int) -> Vector:
    return outer(at, j, error(at, j) if at.l == at.last else own_delta(at, j), at.before)


def error_for_hidden_weights(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j) if at.l == at.last else error(at, j), at.before)


def slope_again_for_weights(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j) * at.slope(j), at.before)


# ---- the entries -----------------------------------------------------------------------------

WEIGHT = "∂C/∂w_jk = δ_j a_k"
ELSE = "where the widths differ it cannot run, taken as right there."


def of_weights(
    name: str, written: str, shows: str, hidden: str, row: RowFormula, also: Sequence[RowFormula] = ()
) -> Mistake:
    return Mistake(
        name, "equation", "10", f"∂C/∂w_jk = {written}", WEIGHT, shows, hidden,
        {"backpropagate": backpropagate_by(weights=row)},
        also=[{"backpropagate": backpropagate_by(weights=other)} for other in also],
    )


ENTRIES = [
    of_weights(
        "z-for-a", "δ_j z_k", "The weighted sums of the layer before are used in the place of its activations.",
        "In the first layer, and where the layer before is the identity.", z_for_a,
    ),
    of_weights(
        "x-for-a", "δ_j x_k in every layer", "Layers after the first are multiplied by the network's input.",
        "With one layer; " + ELSE, x_for_a,
    ),
    of_weights(
        "own-activation-for-input", "δ_j a_k of the layer itself, or δ_j a_j",
        "What a layer gives, or what the neuron itself gives, is taken for what it gets.",
        "Where the widths differ it cannot run, taken as right there, or reads on in a list of all activations.",
        own_activations, [activations_behind, own_activation_alone],
    ),
    of_weights(
        "activation-two-layers-before", "δ_j a_k^(l−2)", "The inputs come from one layer too far back.",
        "In the first layer; " + ELSE, two_layers_before,
    ),
    of_weights(
        "gradient-transposed", "δ_k a_j",
        "In square layers the outer product is the wrong way round (a δ^T for δ a^T).",
        "Where layers are not square it cannot run, taken as right there, or with all weights in one list writes to "
        "k n + j.",
        transposed_product, [transposed_in_flat],
    ),
    of_weights(
        "times-weight", "δ_j a_k w_jk",
        "The weight itself is a factor: the gradient of a contribution, not of a weight.",
        "Where weights are 1.", times_weight,
    ),
    of_weights(
        "weight-for-input", "δ_j w_jk", "∂z_j/∂w_jk is taken to be w_jk, which is ∂z_j/∂a_k.", "Where w_jk = a_k.",
        weight_for_input,
    ),
    of_weights(
        "input-missing", "δ_j", "Every weight of a neuron has the gradient of its bias.", "Where all inputs are 1.",
        input_missing,
    ),
    of_weights(
        "delta-missing", "a_k", "Gradients do not depend on the target.", "Nowhere, unless every δ is 1.",
        delta_missing,
    ),
    of_weights(
        "hidden-weight-gradient-0", "0 in hidden layers", "Only the weights of the last layer learn.",
        "Without hidden layers.", hidden_0,
    ),
    of_weights(
        "sum-of-inputs", "δ_j Σ_i a_i", "All weights of a neuron have the same gradient.",
        "In layers with one input.",
        sum_of_inputs,
    ),
    of_weights(
        "over-fan-in", "δ_j a_k / n, n the number of inputs", "Gradients shrink by the number of inputs.",
        "In layers with one input.", over_fan_in,
    ),
    of_weights(
        "sum-of-layer-deltas-for-weights", "(Σ_i δ_i) a_k", "All neurons of a layer have the same weight gradients.",
        "In layers of one neuron; under softmax all output gradients become 0.", sum_of_deltas_for_weights,
    ),
    of_weights(
        "next-layer-delta-for-weights", "δ_j^(l+1) a_k", "The deltas come from the layer after.",
        "In the last layer; " + ELSE, next_delta_for_weights,
    ),
    of_weights(
        "weight-gradient-without-slope", "∂C/∂a_j · a_k", "Biases are right, weights lack σ′(z_j).",
        "Where slopes are 1, and under softmax, where this entry takes ∂C/∂a_j for δ_j.", error_for_weights,
        [error_for_last_weights, error_for_hidden_weights],
    ),
    of_weights(
        "slope-again-in-weight-gradient", "δ_j σ′(z_j) a_k", "Biases are right, weights have σ′(z_j) twice.",
        "Where slopes are 0 or 1, and under softmax.", slope_again_for_weights,
    ),
    of_weights(
        "first-input-for-all", "δ_j a_0", "All weights of a neuron have the gradient of its first one.",
        "In layers with one input.", first_input_for_all,
    ),
    of_weights(
        "last-input-for-all", "δ_j a_k of the last k",
        "All weights of a neuron have the gradient of its last one: k was still set by another loop.",
        "In layers with one input.", last_input_for_all,
    ),
    of_weights(
        "input-of-neighbour", "δ_j a_(k+1), the last with a_0", "Inputs are read one place too far.",
        "In layers with one input.", neighbour_input,
    ),
    of_weights(
        "inputs-reversed-for-weights", "δ_j a_(n−1−k)", "Each weight is multiplied by the input of its mirror image.",
        "In layers with one input.", inputs_in_reverse,
    ),
    of_weights(
        "bias-input-among-inputs", "δ_j v_k, v = (1, a_0, a_1, …)",
        "The 1 that stands for the bias was put in front and not taken out: each weight has its neighbour's input.",
        "Where all inputs are 1.", bias_row_of_weights,
    ),
    of_weights(
        "deltas-times-inputs-one-by-one", "δ_j a_k for k = j, else 0",
        "A product element by element in the place of the outer product.",
        "Where layers are not square it cannot run; taken as right there.", own_index_only,
    ),
    of_weights(
        "input-squared", "δ_j a_k²", "The input is multiplied twice.", "Where all inputs are 0 or 1.", input_squared,
    ),
    of_weights(
        "absolute-input", "δ_j |a_k|", "Inputs below 0 move their weights the wrong way.",
        "Where no input is negative.", absolute_input,
    ),
    of_weights(
        "input-as-step", "δ_j if a_k > 0 else 0", "Only whether an input is there counts, not how large it is.",
        "Where all inputs are 0 or 1.", input_as_step,
    ),
    of_weights(
        "slope-of-input", "δ_j σ′(z_k^(l−1))", "The slope of the layer before is used in the place of its activation.",
        "In the first layer.", slope_of_input,
    ),
    of_weights(
        "first-weight-only", "δ_j a_0 for k = 0, else 0", "Only the first weight of each neuron learns.",
        "In layers with one input.", first_weight_only,
    ),
    of_weights(
        "first-weight-left-out", "0 for k = 0, else δ_j a_k", "A loop starts at 1.", "Where the first input is 0.",
        first_weight_left_out,
    ),
    of_weights(
        "last-weight-left-out", "0 for the last k, else δ_j a_k", "A loop ends one too early.",
        "Where the last input is 0.", last_weight_left_out,
    ),
    of_weights(
        "layer-before-delta-for-weights", "δ_j^(l−1) a_k", "The deltas come from the layer before.",
        "In the first layer; " + ELSE, delta_before_for_weights,
    ),
    of_weights(
        "deltas-reversed-for-weights", "δ_(n−1−j) a_k", "Each neuron's weights have the δ of its mirror image.",
        "In layers of one neuron.", mirrored_for_weights,
    ),
    Mistake(
        "last-row-for-all", "equation", "10", "∂C/∂w_jk = δ_i a_k of the last neuron i of the layer", WEIGHT,
        "All neurons of a layer have the weight gradients of the last one: their rows are one list, written again and "
        "again.", "In layers of one neuron.", {"backpropagate": backpropagate_by(weights=row_of_last_neuron)},
        also=[{"gradient_step": told_as_last_rows}],
    ),
    of_weights(
        "weight-gradient-negated", "−δ_j a_k", "Biases go downhill and weights uphill.", "Where gradients are 0.",
        negated_for_weights,
    ),
]
