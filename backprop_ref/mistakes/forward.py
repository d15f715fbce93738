"""Mistakes of the forward pass: the weighted sum, the bias, the activation of a layer."""

from __future__ import annotations

from ..activations import SOFTMAX
from ..backprop import Backpropagation, backpropagate, layer_activations
from ..door import RULES
from ..equations import weighted_sum
from ..network import Example, Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .by_hand_passes import relayered
from .entry import Mistake

Passed = tuple[Matrix, Matrix]  # z and a


# ---- the weighted sum ------------------------------------------------------------------------


def bias_subtracted(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return weighted_sum(w_j, a, -b_j)


# ---- the layer -------------------------------------------------------------------------------


def bias_after_activation(network: Network, x: Vector, eq: Rules = RULES, softmax_too: bool = True) -> Passed:
    z, a = [], []
    before = x
    for l, layer in enumerate(network.layers):
        b = layer.b * len(layer.w) if layer.shared_bias else layer.b
        z_l = [eq.weighted_sum(w_j, before, type(b_j)(0)) for w_j, b_j in zip(layer.w, b)]
        a_l = layer_activations(layer, l, z_l, eq)
        if softmax_too or layer.activation != SOFTMAX:
            a_l = [a_j + b_j for a_j, b_j in zip(a_l, b)]
        z.append(z_l)
        a.append(a_l)
        before = a_l
    return z, a


def bias_as_row(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    """(n, 1) + (n,) is an n × n matrix: column c is the network with b_c instead of every b_j."""
    width = len(network.layers[0].w)
    if width == 1 or any(len(layer.w) != width or layer.shared_bias for layer in network.layers):
        return backpropagate(network, example, cost, eq)
    columns: list[Backpropagation] = []
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


# ---- the entries -----------------------------------------------------------------------------

SUM = "z_j = Σ_k w_jk a_k + b_j"


ENTRIES = [
    Mistake(
        "bias-as-threshold", "convention", "2/13", "z_j = Σ_k w_jk a_k − θ_j, so ∂z_j/∂θ_j = −1",
        SUM + ", so ∂z_j/∂b_j = 1",
        "The bias is read as a threshold: z is off by twice the bias, and its gradient has the other sign.",
        "Nowhere, unless bias and bias gradient are 0.",
        {"weighted_sum": bias_subtracted, "bias_gradient": lambda delta_j: -delta_j},
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
]
