"""Mistakes of the forward pass: the weighted sum, the bias, the activation of a layer."""

from __future__ import annotations

from ..activations import SOFTMAX
from ..backprop import Backpropagation, backpropagate, forward, layer_activations
from ..door import RULES, admitted_example
from ..descent import gradient_step
from ..unfinished import must_be_finite
from ..equations import weighted_sum
from ..network import Example, Network
from ..numerals import exp, ln
from .entry import Mistake, Parameter
from .followed import followed
from .passes import forward_with, is_square, relayered, total, transposed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, List, Optional, Sequence, Tuple

    from ..descent import Step
    from ..network import Layer
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules
    from .entry import Replacements

    Passed = Tuple[Matrix, Matrix]  # z and a


# ---- the weighted sum ------------------------------------------------------------------------


def without_bias(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j, a, type(b_j)(0))


def bias_subtracted(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j, a, -b_j)


def bias_twice(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j, a, b_j) + b_j


def without_last_input(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j[:-1], a, b_j)


def without_first_input(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j[1:], a[1:], b_j)


def last_input_only(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return w_j[-1] * a[-1] + b_j


def mean_of_inputs(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j, a, type(b_j)(0)) / len(a) + b_j


def bias_times_fan_in(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j, a, b_j * len(a))


def bias_in_loop_and_after(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j, a, b_j * (len(a) + 1))


def largest_term_only(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return max((w_jk * a_k for w_jk, a_k in zip(w_j, a)), key=abs) + b_j


def over_root_of_inputs(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j, a, type(b_j)(0)) / exp(ln(type(b_j)(len(a))) / 2) + b_j


def absolute_weights(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum([abs(w_jk) for w_jk in w_j], a, b_j)


def with_bias(value: float) -> Replacements:
    """This number in the place of every bias."""
    return {"weighted_sum": lambda w_j, a, b_j: weighted_sum(w_j, a, type(b_j)(value))}


def bias_times(c: float) -> Replacements:
    """Every bias times c."""
    return {"weighted_sum": lambda w_j, a, b_j: weighted_sum(w_j, a, b_j * type(b_j)(c))}


def activation_twice(sigma: Callable[[Number], Number], z_j: Number) -> Number:
    return sigma(sigma(z_j))


# ---- the layer -------------------------------------------------------------------------------


def first_bias_for_all(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=layer.b[:1] * len(layer.b))


def bias_before(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=layer.b[:1] + layer.b[:-1])


def bias_before_in_a_ring(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=layer.b[-1:] + layer.b[:-1])


def bias_behind_in_a_ring(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=layer.b[1:] + layer.b[:1])


def mean_bias_for_all(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=[total(layer.b) / len(layer.b)] * len(layer.b))


def sum_of_biases_for_all(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=[total(layer.b)] * len(layer.b))


def first_bias_of_layer_before_too(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=[b_j + network.layers[l - 1].b[0] for b_j in layer.b]) if l else layer


def biases_of_layer_before(layer: Layer, l: int, network: Network) -> Layer:
    before = network.layers[max(l - 1, 0)]
    return relayered(layer, b=before.b) if len(before.b) == len(layer.b) else layer


def biases_of_next(layer: Layer, l: int, network: Network) -> Layer:
    after = network.layers[min(l + 1, len(network.layers) - 1)]
    return relayered(layer, b=after.b) if len(after.b) == len(layer.b) else layer


def hidden_without_bias(layer: Layer, l: int, network: Network) -> Layer:
    return layer if l == len(network.layers) - 1 else relayered(layer, b=[b_j * 0 for b_j in layer.b])


def output_without_bias(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=[b_j * 0 for b_j in layer.b]) if l == len(network.layers) - 1 else layer


def weights_transposed(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, w=transposed(layer.w)) if is_square(layer.w) else layer


def weights_read_down(layer: Layer, l: int, network: Network) -> Layer:
    """w[k·n_out + j] of a flat array in the place of w[j·n_in + k]."""
    values = [w_jk for w_j in layer.w for w_jk in w_j]
    return relayered(layer, w=[values[j::len(layer.w)] for j in range(len(layer.w))])


def biases_reversed(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=layer.b[::-1])


def bias_after_activation(network: Network, x: Vector, eq: Rules = RULES, softmax_too: bool = True) -> Passed:
    z, a = [], []
    before = x
    for l, layer in enumerate(network.layers):
        b = layer.b * len(layer.w) if layer.shared_bias else layer.b
        z_l = [eq.weighted_sum(w_j, before, type(b_j)(0)) for w_j, b_j in zip(layer.w, b)]
        a_l = layer_activations(layer, l, z_l, eq)
        if softmax_too or layer.activation != SOFTMAX:
            a_l = [a_j + b_j for a_j, b_j in zip(a_l, b)]
        must_be_finite(a_l, "a_j", l)
        z.append(z_l)
        a.append(a_l)
        before = a_l
    return z, a


def bias_never_in_softmax(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
    """The same but for softmax, whose outputs are left as they are."""
    return bias_after_activation(network, x, eq, False)


def old_forward(network: Network, x: Vector, eq: Rules = RULES) -> Tuple[Matrix, Matrix]:
    """Every layer fed with x where the widths let it."""
    z, a = [], []
    before = x
    for l, layer in enumerate(network.layers):
        fed = x if len(x) == len(before) else before
        z_l, a_l = forward(Network.trusted([layer], network.number), fed, eq)
        z.append(z_l[0])
        a.append(a_l[0])
        before = a_l[0]
    return z, a


def bias_as_row(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    """(n, 1) + (n,) is an n × n matrix: column c is the network with b_c in the place of every b_j."""
    width = len(network.layers[0].w)
    if width == 1 or any(len(layer.w) != width or layer.shared_bias for layer in network.layers):
        return backpropagate(network, example, cost, eq)
    columns: List[Backpropagation] = []
    for c in range(width):
        layers = [relayered(layer, b=[layer.b[c]] * width) for layer in network.layers]
        columns.append(backpropagate(Network.trusted(layers, network.number), example, cost, eq))
    dC_dw, dC_db = columns[0].dC_dw, columns[0].dC_db
    for one in columns[1:]:
        dC_dw = [[eq.add_up(t_j, g_j) for t_j, g_j in zip(t, g)] for t, g in zip(dC_dw, one.dC_dw)]
        dC_db = [eq.add_up(t, g) for t, g in zip(dC_db, one.dC_db)]
    z, a, delta = ([[getattr(columns[j], name)[l][j] for j in range(width)] for l in range(len(network.layers))]
                   for name in ("z", "a", "delta"))
    return Backpropagation(z=z, a=a, C=columns[0].C, delta=delta, dC_dw=dC_dw, dC_db=dC_db)


def activated_input(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """σ of the first layer is applied to x too."""
    first = network.layers[0]
    if first.activation == SOFTMAX:
        return gradient_step(network, examples, alpha, cost, reduction, eq)
    admitted = [admitted_example(network, example) for example in examples]
    changed = [Example.trusted(layer_activations(first, 0, example.x, eq), example.y) for example in admitted]
    return gradient_step(network, changed, alpha, cost, reduction, eq)


# ---- the entries -----------------------------------------------------------------------------

SUM = "z_j = Σ_k w_jk a_k + b_j"


ENTRIES = [
    Mistake(
        "no-bias-forward", "equation", "2", "z_j = Σ_k w_jk a_k", SUM,
        "Every z is off by its bias, and with it everything that follows.", "Where every bias is 0.",
        {"weighted_sum": without_bias},
    ),
    Mistake(
        "no-bias-in-hidden-layers", "equation", "2", "z_j = Σ_k w_jk a_k in hidden layers", SUM,
        "Every hidden z is off by its bias, and with it everything that follows.",
        "Where there is no hidden layer, or every hidden bias is 0.",
        {"forward": forward_with(hidden_without_bias)},
    ),
    Mistake(
        "no-bias-in-output-layer", "equation", "2", "z_j = Σ_k w_jk a_k in the last layer", SUM,
        "Hidden layers are right going forward, the last z is off by its bias.", "Where every output bias is 0.",
        {"forward": forward_with(output_without_bias)},
    ),
    Mistake(
        "bias-subtracted", "equation", "2", "z_j = Σ_k w_jk a_k − b_j, with ∂z_j/∂b_j = 1 all the same", SUM,
        "Every z is off by twice its bias.", "Where every bias is 0.",
        {"weighted_sum": bias_subtracted},
    ),
    Mistake(
        "bias-as-threshold", "convention", "2/13", "z_j = Σ_k w_jk a_k − θ_j, so ∂z_j/∂θ_j = −1",
        SUM + ", so ∂z_j/∂b_j = 1",
        "The bias is read as a threshold: z is off by twice the bias, and its gradient has the other sign.",
        "Nowhere, unless bias and bias gradient are 0.",
        {"weighted_sum": bias_subtracted, "bias_gradient": lambda delta_j: -delta_j},
    ),
    Mistake(
        "bias-added-twice", "equation", "2", "z_j = Σ_k w_jk a_k + 2b_j", SUM,
        "Every z is off by its bias: it starts the sum and is added behind it too.", "Where every bias is 0.",
        {"weighted_sum": bias_twice},
    ),
    Mistake(
        "bias-added-in-the-loop", "equation", "2", "z_j = Σ_k (w_jk a_k + b_j)", SUM,
        "The bias counts once for each input, or once more.", "Where a neuron has one input, or the bias is 0.",
        {"weighted_sum": bias_times_fan_in}, also=[
            {"weighted_sum": bias_in_loop_and_after},
            {"weighted_sum": bias_in_loop_and_after, "backpropagate": followed},
        ],
    ),
    Mistake(
        "one-bias-per-layer", "equation", "2", "z_j = Σ_k w_jk a_k + b_0 for every j", SUM,
        "Neuron 0 of the first layer is right, its neighbours use its bias.",
        "Where the biases of a layer are equal, as in many published examples, or really shared.",
        {"forward": forward_with(first_bias_for_all)},
    ),
    Mistake(
        "biases-in-reverse", "equation", "2", "z_j = Σ_k w_jk a_k + b_(n−1−j)", SUM,
        "Each neuron uses the bias of its mirror image.",
        "Where the biases of a layer are equal, or one neuron is alone.",
        {"forward": forward_with(biases_reversed)},
    ),
    Mistake(
        "biases-of-next-layer", "equation", "2", "z_j^l = Σ_k w_jk a_k + b_j^(l+1)", SUM,
        "The last layer is right, the others use the biases of the layer after.",
        "Where the layer after has another width it cannot run; taken as right there.",
        {"forward": forward_with(biases_of_next)},
    ),
    Mistake(
        "bias-fixed", "equation", "2", "z_j = Σ_k w_jk a_k + c with a constant c", SUM,
        "The bias's own value is not read: its input 1 stands in its place, for one.", "Where every bias is c.",
        with_bias, parameter=Parameter("c", 1.0, (-1.0, 0.5)),
    ),
    Mistake(
        "bias-times-constant", "equation", "2", "z_j = Σ_k w_jk a_k + c b_j with a constant c", SUM,
        "The input of the bias is not 1.", "Where every bias is 0.", bias_times,
        parameter=Parameter("c", 0.5, (0.1, 10.0)),
    ),
    Mistake(
        "bias-of-neighbour", "equation", "2", "z_j = Σ_k w_jk a_k + b_(j−1), or b_(j+1)", SUM,
        "Each neuron uses the bias of the one beside it.",
        "Where the biases of a layer are equal, or really shared, or one neuron is alone.",
        {"forward": forward_with(bias_before_in_a_ring)},
        also=[{"forward": forward_with(bias_before)}, {"forward": forward_with(bias_behind_in_a_ring)}],
    ),
    Mistake(
        "mean-of-biases", "equation", "2", "z_j = Σ_k w_jk a_k + (1/n) Σ_i b_i", SUM,
        "All neurons of a layer use the mean of their biases.",
        "Where the biases of a layer are equal, or really shared.", {"forward": forward_with(mean_bias_for_all)},
    ),
    Mistake(
        "sum-of-biases", "equation", "2", "z_j = Σ_k w_jk a_k + Σ_i b_i", SUM,
        "All neurons of a layer use the sum of their biases.", "Where a layer has one bias.",
        {"forward": forward_with(sum_of_biases_for_all)},
    ),
    Mistake(
        "first-bias-of-layer-before-too", "equation", "2", "z_j^l = Σ_k w_jk a_k + b_j^l + b_0^(l−1)", SUM,
        "The first layer is right; after it the bias of a neuron before is added too.", "With one layer.",
        {"forward": forward_with(first_bias_of_layer_before_too)},
    ),
    Mistake(
        "biases-of-layer-before", "equation", "2", "z_j^l = Σ_k w_jk a_k + b_j^(l−1)", SUM,
        "The first layer is right, the others use the biases of the layer before.",
        "Where the layer before has another width it cannot run; taken as right there.",
        {"forward": forward_with(biases_of_layer_before)},
    ),
    Mistake(
        "bias-after-activation", "equation", "2", "a_j = σ(Σ_k w_jk a_k) + b_j", "a_j = σ(Σ_k w_jk a_k + b_j)",
        "Outputs leave the range of σ; slopes are taken at the sum without the bias.",
        "Where every bias is 0; identity layers hide it from a, not from z.",
        {"forward": lambda network, x, eq: bias_after_activation(network, x, eq)},
        also=[{"forward": bias_never_in_softmax}],
    ),
    Mistake(
        "bias-broadcast-to-matrix", "equation", "2",
        "a column of n sums plus a flat list of n biases: an n × n matrix",
        "one sum and one bias for each neuron",
        "Where all layers are n wide, all goes on with n columns, one for each bias of the layer in every neuron, "
        "and gradients are added up over them. (Fields of single neurons are compared on the diagonal.)",
        "Where layers differ in width it cannot run at all; taken here as right there.",
        {"backpropagate": bias_as_row},
    ),
    Mistake(
        "last-input-left-out", "equation", "2", "z_j = Σ_(k < n−1) w_jk a_k + b_j", SUM,
        "A loop ends one too early: the last weight of each neuron has no part in z.",
        "Where that weight or a_k is 0.",
        {"weighted_sum": without_last_input},
    ),
    Mistake(
        "first-input-left-out", "equation", "2", "z_j = Σ_(k > 0) w_jk a_k + b_j", SUM,
        "A loop starts at 1: the first weight of each neuron has no part in z.", "Where that weight or a_k is 0.",
        {"weighted_sum": without_first_input},
    ),
    Mistake(
        "weighted-sum-overwritten", "equation", "2", "z_j = w_jk a_k + b_j of the last k: = in the place of +=", SUM,
        "Only the last input counts.", "Where each neuron has one input.",
        {"weighted_sum": last_input_only},
    ),
    Mistake(
        "mean-of-inputs", "equation", "2", "z_j = (1/n) Σ_k w_jk a_k + b_j, n the number of inputs", SUM,
        "The sum shrinks by the number of inputs; slopes and gradients are those of the smaller z.",
        "Where each neuron has one input.",
        {"weighted_sum": mean_of_inputs},
    ),
    Mistake(
        "sum-over-root-of-inputs", "equation", "2", "z_j = (Σ_k w_jk a_k)/√n + b_j, n the number of inputs", SUM,
        "The sum is scaled as initial weights are.", "Where each neuron has one input.",
        {"weighted_sum": over_root_of_inputs},
    ),
    Mistake(
        "largest-term-only-forward", "equation", "2", "z_j = the w_jk a_k that is farthest from 0, + b_j", SUM,
        "Only one input counts.", "Where each neuron has one input.", {"weighted_sum": largest_term_only},
    ),
    Mistake(
        "absolute-weights-forward", "equation", "2", "z_j = Σ_k |w_jk| a_k + b_j", SUM,
        "A weight below 0 counts as if it were above.", "Where no weight is negative.",
        {"weighted_sum": absolute_weights},
    ),
    Mistake(
        "weights-transposed-forward", "equation", "2", "z_j = Σ_k w_kj a_k + b_j", SUM,
        "In square layers z uses the column in place of the row; the backward pass uses the right weights.",
        "In symmetric weights; where layers are not square it cannot run (right here), or reads a flat array down.",
        {"forward": forward_with(weights_transposed)}, also=[{"forward": forward_with(weights_read_down)}],
    ),
    Mistake(
        "input-to-every-layer", "equation", "2", "z_j^l = Σ_k w_jk^l x_k + b_j^l in every layer",
        "z_j^l = Σ_k w_jk^l a_k^(l−1) + b_j^l",
        "Layers after the first do not see the layer before them.",
        "With one layer, and in a layer that is not as wide as the input, where it cannot run.",
        {"forward": old_forward},
    ),
    Mistake(
        "input-activated", "equation", "2", "a_j^0 from σ(x_k)", "a_j^0 from x_k",
        "The activation of the first layer is applied to the input too: the input is taken for a layer.",
        "Where the first layer is the identity.", {"gradient_step": activated_input},
    ),
    Mistake(
        "activation-twice", "equation", "2", "a_j = σ(σ(z_j)), and σ′(z_j) in the backward pass", "a_j = σ(z_j)",
        "Activations are squeezed twice.", "For identity and relu, whose second time changes nothing, and for softmax.",
        {"activation": activation_twice},
    ),
]
