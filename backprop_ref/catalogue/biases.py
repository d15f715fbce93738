"""Mistakes of a bias's gradient (14)."""

from __future__ import annotations

from ..equations import shared_bias_gradient
from ..numerals import exp, ln
from .entry import Mistake
from .gradients import ELSE, delta_before_or_own, error, next_delta_or_own, own_delta
from .passes import Place, backpropagate_by, total
from .slopes import activation_itself

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Sequence

    from ..numerals import Number
    from .passes import Formula


# ---- what stands in the place of δ_j ----------------------------------------------------------


def own_bias(at: Place, j: int) -> Number:
    return at.layer.b[0 if at.layer.shared_bias else j]


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
    return own_delta(at, j) * own_bias(at, j)


def times_fan_in(at: Place, j: int) -> Number:
    return own_delta(at, j) * len(at.before)


def slope_at_bias(at: Place, j: int) -> Number:
    return at.dC_da(j) * at.slope_at(own_bias(at, j))


def bias_itself(at: Place, j: int) -> Number:
    return own_bias(at, j)


def zero_if_bias_zero(at: Place, j: int) -> Number:
    return own_delta(at, j) * 0 if own_bias(at, j) == 0 else own_delta(at, j)


def slope_again(at: Place, j: int) -> Number:
    return own_delta(at, j) * at.slope(j)


def largest_of_layer(at: Place, j: int) -> Number:
    return max(at.delta[at.l])


def farthest_of_layer(at: Place, j: int) -> Number:
    return max(at.delta[at.l], key=abs)


def last_of_layer(at: Place, j: int) -> Number:
    return at.delta[at.l][-1]


def next_in_layer(at: Place, j: int) -> Number:
    return at.delta[at.l][(j + 1) % len(at.delta[at.l])]


def absolute_sum(at: Place, j: int) -> Number:
    return total([abs(delta_j) for delta_j in at.delta[at.l]])


def length_of_deltas(at: Place, j: int) -> Number:
    square = total([delta_j * delta_j for delta_j in at.delta[at.l]])
    return exp(ln(square) / 2) if square > 0 else square


def absolute_delta(at: Place, j: int) -> Number:
    return abs(own_delta(at, j))


def weighted_sum_itself(at: Place, j: int) -> Number:
    return at.z[at.l][j]


def slope_itself(at: Place, j: int) -> Number:
    return at.slope(j)


def error_in_hidden(at: Place, j: int) -> Number:
    return own_delta(at, j) if at.l == at.last else error(at, j)


def error_in_output(at: Place, j: int) -> Number:
    return error(at, j) if at.l == at.last else own_delta(at, j)


def difference_in_output(at: Place, j: int) -> Number:
    return at.a[at.l][j] - at.y[j] if at.l == at.last else own_delta(at, j)


def zero_in_output(at: Place, j: int) -> Number:
    return own_delta(at, j) * 0 if at.l == at.last else own_delta(at, j)


def sum_of_last(at: Place, j: int) -> Number:
    return own_delta(at, j) if at.l == at.last else total(at.delta[at.last])


def delta_over_slope(at: Place, j: int) -> Number:
    """δ_j/σ′(z_j), 0 where the slope is: the same as ∂C/∂a_j but there, and under softmax."""
    slope = at.slope(j)
    return own_delta(at, j) / slope if slope != 0 else own_delta(at, j) * 0


def one(at: Place, j: int) -> Number:
    return type(own_delta(at, j))(1)


def sum_of_next(at: Place, j: int) -> Number:
    return own_delta(at, j) if at.l == at.last else total(at.next_delta)


def times_sum_of_own_weights(at: Place, j: int) -> Number:
    return own_delta(at, j) * total(at.layer.w[j])


def zero_in_hidden(at: Place, j: int) -> Number:
    return own_delta(at, j) if at.l == at.last else own_delta(at, j) * 0


# ---- the entries -----------------------------------------------------------------------------

BIAS = "∂C/∂b_j = δ_j"
ONE_NEURON = "In layers of one neuron, and where a bias is really shared."
SHARED = "Where a bias is really shared and its sum is right."


def of_bias(
    name: str, written: str, shows: str, hidden: str, bias: Formula, sums: bool = True, also: Sequence[Formula] = ()
) -> Mistake:
    """An entry for biases that are not shared; where one is, its sum is right, or has the slip in every term.

    sums: does the sum show the slip, so that this is another form?  also: other formulas, with the same two forms.
    """
    forms = [
        {"backpropagate": backpropagate_by(bias=formula, shared=shared)}
        for formula in (bias, *also) for shared in ((False, True) if sums else (False,))
    ]
    return Mistake(name, "equation", "14", f"∂C/∂b_j = {written}", BIAS, shows, hidden, forms[0], also=forms[1:])


def of_rule(
    name: str, equation: str, written: str, right: str, shows: str, hidden: str, rule: Callable[[Number], Number]
) -> Mistake:
    """An entry that is one number more or less in (14); in the terms of a shared bias's sum too, or not."""
    return Mistake(
        name, "equation", equation, written, right, shows, hidden, {"bias_gradient": rule},
        also=[{
            "bias_gradient": rule,
            "shared_bias_gradient": lambda delta: shared_bias_gradient([rule(delta_j) for delta_j in delta]),
        }],
    )


ENTRIES = [
    of_bias(
        "sum-of-layer-deltas", "Σ_i δ_i over the layer", "All biases of a layer have the same gradient.",
        ONE_NEURON + " Under softmax the sum is 0, so the output biases never learn.", sum_of_layer,
    ),
    Mistake(
        "mean-of-layer-deltas", "equation", "14", "∂C/∂b_j = (1/n) Σ_i δ_i over the layer", BIAS,
        "All biases of a layer have the same gradient: the mean went along the wrong axis.",
        ONE_NEURON + " Under softmax it is 0.", {"backpropagate": backpropagate_by(bias=mean_of_layer)},
        also=[{
            "backpropagate": backpropagate_by(bias=mean_of_layer),
            "shared_bias_gradient": lambda delta: total(delta) / len(delta),
        }],
    ),
    of_bias(
        "first-delta-of-layer", "δ_0", "Neuron 0 is right, its neighbours have its gradient.", ONE_NEURON,
        first_of_layer,
    ),
    of_bias(
        "deltas-in-reverse", "δ_(n−1−j)", "Each neuron has the gradient of its mirror image.", ONE_NEURON, mirrored,
        False,
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
        "Where slopes are 1. " + SHARED, error, also=[delta_over_slope],
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
        next_delta_or_own, False,
    ),
    of_bias(
        "layer-before-delta", "δ_j^(l−1)", "The deltas come from the layer before.", "In the first layer; " + ELSE,
        delta_before_or_own, False,
    ),
    of_bias(
        "zero-bias-zero-gradient", "0 where b_j = 0",
        "A bias that starts at 0 stays there: its value is taken for its gradient, "
        "or 0 for \"there is none\".", "Where no bias is 0.", zero_if_bias_zero, False,
    ),
    of_bias(
        "hidden-bias-gradient-0", "0 in hidden layers", "Only the output biases learn.",
        "Without hidden layers. " + SHARED,
        zero_in_hidden,
    ),
    of_bias(
        "output-bias-gradient-0", "0 in the last layer", "Only the hidden biases learn.", SHARED, zero_in_output,
    ),
    of_bias(
        "hidden-bias-without-slope", "Σ_m δ_m w_mj in hidden layers",
        "Output biases are right, hidden ones lack σ′(z_j).", "Without hidden layers. Where slopes are 1. " + SHARED,
        error_in_hidden,
    ),
    of_bias(
        "output-bias-without-slope", "∂C/∂a_j in the last layer",
        "Hidden biases are right, output biases lack σ′(z_j).",
        "Where slopes are 1. " + SHARED, error_in_output,
    ),
    of_bias(
        "output-bias-a-minus-y", "a_j − y_j in the last layer",
        "Hidden biases are right, output biases have the error in the place of δ.",
        "Where δ_j is a_j − y_j. " + SHARED, difference_in_output,
    ),
    of_bias(
        "largest-delta-of-layer", "the largest δ of the layer", "All biases of a layer have the same gradient.",
        ONE_NEURON, largest_of_layer,
    ),
    of_bias(
        "farthest-delta-of-layer", "the δ of the layer that is farthest from 0",
        "All biases of a layer have the same gradient.", ONE_NEURON, farthest_of_layer,
    ),
    of_bias(
        "last-delta-of-layer", "δ_j of the last j", "The last neuron is right, its neighbours have its gradient.",
        ONE_NEURON, last_of_layer,
    ),
    of_bias(
        "delta-of-neighbour", "δ_(j+1), the last with δ_0", "Each neuron has the gradient of the next one.", ONE_NEURON,
        next_in_layer, False,
    ),
    of_bias(
        "length-of-layer-deltas", "√(Σ_i δ_i²) over the layer",
        "All biases of a layer have the same gradient, and none is negative.", "Nowhere, unless every δ is 0.",
        length_of_deltas,
    ),
    of_bias(
        "sum-of-absolute-deltas", "Σ_i |δ_i| over the layer",
        "All biases of a layer have the same gradient, and none is negative.", "Nowhere, unless every δ is 0.",
        absolute_sum,
    ),
    of_bias(
        "absolute-delta", "|δ_j|", "No bias gradient is negative: biases only ever go down.",
        "Where no δ is negative. " + SHARED, absolute_delta,
    ),
    of_bias(
        "sum-of-next-layer-deltas", "Σ_m δ_m of the next layer, or of the last, in hidden layers",
        "All biases of a hidden layer have the same gradient.", "Without hidden layers. " + SHARED, sum_of_next,
        also=[sum_of_last],
    ),
    of_bias(
        "bias-gradient-1", "1", "∂z_j/∂b_j stands alone, without δ_j: bias gradients do not depend on the target.",
        "Where every δ is 1. " + SHARED, one,
    ),
    of_bias(
        "bias-times-weights", "δ_j Σ_k w_jk", "The weights are summed where the 1 of the bias belongs.",
        "Where a neuron's weights add up to 1. " + SHARED, times_sum_of_own_weights,
    ),
    of_bias(
        "weighted-sum-for-bias-gradient", "z_j", "Bias gradients do not depend on the target.", SHARED,
        weighted_sum_itself,
    ),
    of_bias(
        "activation-for-bias-gradient", "a_j", "Bias gradients do not depend on the target.", SHARED,
        activation_itself,
    ),
    of_bias(
        "slope-for-bias-gradient", "σ′(z_j)", "Bias gradients do not depend on the target.", SHARED, slope_itself,
    ),
    of_rule(
        "bias-gradient-0", "13", "∂z_j/∂b_j = 0: the bias is taken for a constant", "∂z_j/∂b_j = 1",
        "No bias has a gradient, none ever moves.", "Where every δ is 0. " + SHARED, lambda delta_j: delta_j * 0,
    ),
    of_rule(
        "bias-gradient-negated", "13", "∂z_j/∂b_j = −1", "∂z_j/∂b_j = 1", "Weights go downhill and biases uphill.",
        "Where every δ is 0. " + SHARED, lambda delta_j: -delta_j,
    ),
]
