"""Mistakes of the gradients: a weight's (10) and a bias's (14)."""

from __future__ import annotations

from .entry import Mistake
from .passes import Place, backpropagate_by, is_square

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from ..numerals import Number, Vector
    from .passes import Formula, RowFormula


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


def own_activations(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), at.a[at.l])


def two_layers_before(at: Place, j: int) -> Vector:
    far = [at.x, at.x, *at.a][at.l]
    return outer(at, j, own_delta(at, j), far)


def transposed_product(at: Place, j: int) -> Vector:
    delta = at.delta[at.l]
    if not is_square(at.layer.w):
        return outer(at, j, delta[j], at.before)
    return [delta_k * at.before[j] for delta_k in delta]


def times_weight(at: Place, j: int) -> Vector:
    return [dC_dw_jk * w_jk for dC_dw_jk, w_jk in zip(outer(at, j, own_delta(at, j), at.before), at.layer.w[j])]


def weight_for_input(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j), at.layer.w[j])


def input_missing(at: Place, j: int) -> Vector:
    return [own_delta(at, j) for a_k in at.before]


def delta_missing(at: Place, j: int) -> Vector:
    return list(at.before)


def total(values: Vector) -> Number:
    result = values[0]
    for value in values[1:]:
        result = result + value
    return result


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


def error_for_weights(at: Place, j: int) -> Vector:
    return outer(at, j, error(at, j), at.before)


def slope_again_for_weights(at: Place, j: int) -> Vector:
    return outer(at, j, own_delta(at, j) * at.slope(j), at.before)


# ---- of biases -------------------------------------------------------------------------------


def sum_of_layer(at: Place, j: int) -> Number:
    return total(at.delta[at.l])


def mean_of_layer(at: Place, j: int) -> Number:
    return total(at.delta[at.l]) / len(at.delta[at.l])


def first_of_layer(at: Place, j: int) -> Number:
    return at.delta[at.l][0]


def mirrored(at: Place, j: int) -> Number:
    return at.delta[at.l][-1 - j]


def times_sum_of_inputs(at: Place, j: int) -> Number:
    return own_delta(at, j) * total(at.before)


def times_first_input(at: Place, j: int) -> Number:
    return own_delta(at, j) * at.before[0]


def times_last_input(at: Place, j: int) -> Number:
    return own_delta(at, j) * at.before[-1]


def times_mean_of_inputs(at: Place, j: int) -> Number:
    return own_delta(at, j) * (total(at.before) / len(at.before))


def times_own_activation(at: Place, j: int) -> Number:
    return own_delta(at, j) * at.a[at.l][j]


def times_own_bias(at: Place, j: int) -> Number:
    return own_delta(at, j) * at.layer.b[j]


def times_fan_in(at: Place, j: int) -> Number:
    return own_delta(at, j) * len(at.before)


def slope_at_bias(at: Place, j: int) -> Number:
    return at.dC_da(j) * at.slope_at(at.layer.b[j])


def bias_itself(at: Place, j: int) -> Number:
    return at.layer.b[j]


def zero_if_bias_zero(at: Place, j: int) -> Number:
    return own_delta(at, j) * 0 if at.layer.b[j] == 0 else own_delta(at, j)


def slope_again(at: Place, j: int) -> Number:
    return own_delta(at, j) * at.slope(j)


def zero_in_hidden(at: Place, j: int) -> Number:
    return own_delta(at, j) if at.l == at.last else own_delta(at, j) * 0


# ---- the entries -----------------------------------------------------------------------------

WEIGHT = "∂C/∂w_jk = δ_j a_k"
BIAS = "∂C/∂b_j = δ_j"
ELSE = "where the widths differ it cannot run, taken as right there."
ONE_NEURON = "In layers of one neuron, and where a bias is really shared."
SHARED = "Where a bias is really shared."


def of_weights(name: str, written: str, shows: str, hidden: str, row: RowFormula) -> Mistake:
    return Mistake(
        name, "equation", "10", f"∂C/∂w_jk = {written}", WEIGHT, shows, hidden,
        {"backpropagate": backpropagate_by(weights=row)},
    )


def of_bias(name: str, written: str, shows: str, hidden: str, bias: Formula) -> Mistake:
    return Mistake(
        name, "equation", "14", f"∂C/∂b_j = {written}", BIAS, shows, hidden,
        {"backpropagate": backpropagate_by(bias=bias)},
    )


def of_shared_bias(name: str, written: str, shows: str, rule: Callable[[Vector], Number]) -> Mistake:
    return Mistake(
        name, "equation", "14", f"∂C/∂b = {written} for a bias that the layer shares", "∂C/∂b = Σ_j δ_j",
        shows, "Without a shared bias, and in layers of one neuron.", {"shared_bias_gradient": rule},
    )


WEIGHTS = [
    of_weights(
        "z-for-a", "δ_j z_k", "The weighted sums of the layer before are used in the place of its activations.",
        "In the first layer, and where the layer before is the identity.", z_for_a,
    ),
    of_weights(
        "x-for-a", "δ_j x_k in every layer", "Layers after the first are multiplied by the network's input.",
        "With one layer; " + ELSE, x_for_a,
    ),
    of_weights(
        "own-activation-for-input", "δ_j a_k of the layer itself", "What a layer gives is taken for what it gets.",
        ELSE[0].upper() + ELSE[1:], own_activations,
    ),
    of_weights(
        "activation-two-layers-before", "δ_j a_k^(l−2)", "The inputs come from one layer too far back.",
        "In the first layer; " + ELSE, two_layers_before,
    ),
    of_weights(
        "gradient-transposed", "δ_k a_j",
        "In square layers the outer product is the wrong way round (a δ^T for δ a^T).",
        "Where layers are not square it cannot run; taken as right there.", transposed_product,
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
    ),
    of_weights(
        "slope-again-in-weight-gradient", "δ_j σ′(z_j) a_k", "Biases are right, weights have σ′(z_j) twice.",
        "Where slopes are 0 or 1, and under softmax.", slope_again_for_weights,
    ),
]

BIASES = [
    of_bias(
        "sum-of-layer-deltas", "Σ_i δ_i over the layer", "All biases of a layer have the same gradient.",
        ONE_NEURON + " Under softmax the sum is 0, so the output biases never learn.", sum_of_layer,
    ),
    of_bias(
        "mean-of-layer-deltas", "(1/n) Σ_i δ_i over the layer",
        "All biases of a layer have the same gradient: the mean "
        "went along the wrong axis.", ONE_NEURON + " Under softmax it is 0.", mean_of_layer,
    ),
    of_bias(
        "first-delta-of-layer", "δ_0", "Neuron 0 is right, its neighbours have its gradient.", ONE_NEURON,
        first_of_layer,
    ),
    of_bias(
        "deltas-in-reverse", "δ_(n−1−j)", "Each neuron has the gradient of its mirror image.", ONE_NEURON, mirrored,
    ),
    of_bias(
        "bias-times-inputs", "δ_j Σ_k a_k", "The bias is treated like a weight, once for each input.",
        "Where the inputs add up to 1. " + SHARED, times_sum_of_inputs,
    ),
    of_bias(
        "bias-times-first-input", "δ_j a_0", "The bias is treated like the first weight.",
        "Where the first input is 1. " + SHARED, times_first_input,
    ),
    of_bias(
        "bias-times-last-input", "δ_j a_k of the last k",
        "The bias is treated like the last weight: k was still set by the loop.",
        "Where the last input is 1. " + SHARED, times_last_input,
    ),
    of_bias(
        "bias-times-mean-input", "δ_j (1/n) Σ_k a_k", "The bias has the mean of its neuron's weight gradients.",
        "Where the inputs are 1 in the mean. " + SHARED, times_mean_of_inputs,
    ),
    of_bias(
        "bias-times-own-activation", "δ_j a_j", "The neuron's own activation is a factor.", SHARED,
        times_own_activation,
    ),
    of_bias(
        "bias-times-bias", "δ_j b_j", "The bias's value stands where its input 1 belongs.",
        "Where b_j = 1. " + SHARED,
        times_own_bias,
    ),
    of_bias(
        "bias-times-fan-in", "n δ_j, n the number of inputs",
        "The gradient is added up inside the loop over the weights.",
        "In layers with one input. " + SHARED, times_fan_in,
    ),
    of_bias(
        "slope-at-bias", "∂C/∂a_j · σ′(b_j)", "The slope is taken at the bias in the place of z.",
        "Where slopes do not vary, under softmax. " + SHARED, slope_at_bias,
    ),
    of_bias(
        "bias-without-slope", "∂C/∂a_j", "Weights are right, biases lack σ′(z_j).",
        "Where slopes are 1. " + SHARED, error,
    ),
    of_bias(
        "slope-again-in-bias-gradient", "δ_j σ′(z_j)", "Weights are right, biases have σ′(z_j) twice.",
        "Where slopes are 0 or 1, under softmax. " + SHARED, slope_again,
    ),
    of_bias(
        "bias-for-gradient", "b_j",
        "The bias stands where its gradient belongs: it shrinks by α of itself, whatever the target is.",
        SHARED, bias_itself,
    ),
    of_bias(
        "next-layer-delta", "δ_j^(l+1)", "The deltas come from the layer after.", "In the last layer; " + ELSE,
        next_delta_or_own,
    ),
    of_bias(
        "layer-before-delta", "δ_j^(l−1)", "The deltas come from the layer before.", "In the first layer; " + ELSE,
        delta_before_or_own,
    ),
    of_bias(
        "zero-bias-zero-gradient", "0 where b_j = 0",
        "A bias that starts at 0 stays there: its value is taken for its gradient, "
        "or 0 for \"there is none\".", "Where no bias is 0.", zero_if_bias_zero,
    ),
    of_bias(
        "hidden-bias-gradient-0", "0 in hidden layers", "Only the output biases learn.",
        "Without hidden layers. " + SHARED,
        zero_in_hidden,
    ),
    Mistake(
        "bias-gradient-0", "equation", "13", "∂z_j/∂b_j = 0: the bias is taken for a constant", "∂z_j/∂b_j = 1",
        "No bias has a gradient, none ever moves.", "Where every δ is 0. " + SHARED,
        {"bias_gradient": lambda delta_j: delta_j * 0},
    ),
    Mistake(
        "bias-gradient-negated", "equation", "13", "∂z_j/∂b_j = −1", "∂z_j/∂b_j = 1",
        "Weights go downhill and biases uphill.", "Where every δ is 0. " + SHARED,
        {"bias_gradient": lambda delta_j: -delta_j},
    ),
    Mistake(
        "bias-gradient-doubled", "equation", "14", "∂C/∂b_j = 2δ_j", "∂C/∂b_j = δ_j",
        "Every bias gradient is twice the right one: δ_j was added a second time, say.",
        "Where every δ is 0. " + SHARED, {"bias_gradient": lambda delta_j: 2 * delta_j},
    ),
    Mistake(
        "bias-gradient-halved", "equation", "14", "∂C/∂b_j = ½δ_j", "∂C/∂b_j = δ_j",
        "Every bias gradient is half the right one.", "Where every δ is 0. " + SHARED,
        {"bias_gradient": lambda delta_j: delta_j / 2},
    ),
]

SHARED_BIASES = [
    of_shared_bias(
        "shared-bias-mean", "(1/n) Σ_j δ_j", "The bias moves n times too slowly.",
        lambda delta: total(delta) / len(delta),
    ),
    of_shared_bias("shared-bias-first-delta", "δ_0", "Only the first neuron counts.", lambda delta: delta[0]),
    of_shared_bias(
        "shared-bias-last-delta", "δ_j of the last j", "Each δ overwrites the one before it.", lambda delta: delta[-1]
    ),
    of_shared_bias("shared-bias-gradient-0", "0", "The bias never moves.", lambda delta: delta[0] * 0),
]

ENTRIES = WEIGHTS + BIASES + SHARED_BIASES
