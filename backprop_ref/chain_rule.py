"""The chain rule as (3)–(5) print it: for one chosen weight or bias, path by path.

    along_paths    ∂C/∂w_jk or ∂C/∂b_j by (4) and (5)        paths    the factors of each path through the next layer
    dC_da          ∂C/∂a_j, the bracket of (5)               dC_dz    ∂C/∂z_j by the recurrence (7)

Naive on purpose: nothing that was found on one path is kept for the next, so the work grows
exponentially with the number of layers.  It is here to be read, and to check the error signals, which are
the way to the same numbers for the whole network.  As in every pass, arguments are trusted.
"""

from __future__ import annotations

from .activations import SOFTMAX
from .network import Example, Layer, Network
from .numerals import Matrix, Number, Vector
from .rules import Rules


def along_paths(
    network: Network, example: Example, l: int, j: int, k: int | None, cost: str, eq: Rules
) -> Number:
    """∂C/∂w_jk of layer l by (4) and (5); for k None ∂C/∂b_j."""
    z, a = eq.forward(network, example.x, eq)
    a_before = example.x if l == 0 else a[l - 1]
    dz_dw_jk = 1 if k is None else a_before[k]  # (13) for a bias
    last = len(network.layers) - 1
    if l == last:
        if network.layers[l].activation == SOFTMAX:
            dC_dz_j = dC_dz(network, example.y, l, j, z, a, cost, eq)
            dC_dw_jk = dC_dz_j * dz_dw_jk
            return dC_dw_jk
        dC_da_j = dC_da(network, example.y, l, j, z, a, cost, eq)
        da_dz_j = eq.activations[network.layers[l].activation].slope(z[l][j])
        dC_dw_jk = eq.chain_rule(dC_da_j, da_dz_j, dz_dw_jk)
        return dC_dw_jk
    da_dz_j = eq.activations[network.layers[l].activation].slope(z[l][j])
    dC_da_next, da_dz_next, dz_da_j = paths(network, example.y, l, j, z, a, cost, eq)
    dC_dw_jk = eq.chain_rule_through_next_layer(dC_da_next, da_dz_next, dz_da_j, da_dz_j, dz_dw_jk)
    return dC_dw_jk


def paths(
    network: Network, y: Vector, l: int, j: int, z: Matrix, a: Matrix, cost: str, eq: Rules
) -> tuple[Vector, Vector, Vector]:
    """The three factors of each path from the cost to a_j of layer l: ∂C/∂a, ∂a/∂z and ∂z/∂a_j of the layer after it.

    One path for each neuron m that j feeds; before softmax, one for each pair of an output i and a neuron m.
    """
    after = network.layers[l + 1]
    dC_da_next, da_dz_next, dz_da_j = [], [], []
    for m, w_m in enumerate(after.w):
        if after.activation == SOFTMAX:
            for i, da_i_dz_m in enumerate(eq.activations[SOFTMAX].slope(a[l + 1], m)):
                dC_da_next.append(dC_da(network, y, l + 1, i, z, a, cost, eq))
                da_dz_next.append(da_i_dz_m)
                dz_da_j.append(w_m[j])
        else:
            dC_da_next.append(dC_da(network, y, l + 1, m, z, a, cost, eq))
            da_dz_next.append(eq.activations[after.activation].slope(z[l + 1][m]))
            dz_da_j.append(w_m[j])
    return dC_da_next, da_dz_next, dz_da_j


def dC_da(network: Network, y: Vector, l: int, j: int, z: Matrix, a: Matrix, cost: str, eq: Rules) -> Number:
    """∂C/∂a_j of layer l: the cost's own in the last layer, before it the bracket of (5)."""
    if l == len(network.layers) - 1:
        dC_da_j = eq.costs[cost].slope(a[l][j], y[j], len(y))
        return dC_da_j
    dC_da_next, da_dz_next, dz_da_j = paths(network, y, l, j, z, a, cost, eq)
    dC_da_j = eq.chain_rule_through_next_layer(dC_da_next, da_dz_next, dz_da_j, 1, 1)
    return dC_da_j


def softmax_deltas_by_jacobian(layer: Layer, l: int, y: Vector, a_l: Vector, cost: str, eq: Rules) -> Vector:
    """δ of a softmax layer by the chain rule through every output; ``backprop.softmax_deltas`` needs no n² slopes."""
    dC_da_l = []
    for a_j, y_j in zip(a_l, y):
        dC_da_j = eq.costs[cost].slope(a_j, y_j, len(y))
        dC_da_l.append(dC_da_j)
    delta_l = []
    for j in range(len(a_l)):
        da_dz_j = eq.activations[layer.activation].slope(a_l, j)
        delta_j = eq.softmax_delta_by_jacobian(dC_da_l, da_dz_j)
        delta_l.append(delta_j)
    return delta_l


def dC_dz(network: Network, y: Vector, l: int, j: int, z: Matrix, a: Matrix, cost: str, eq: Rules) -> Number:
    """∂C/∂z_j of layer l by the recurrence (7), which starts at the last layer."""
    layer = network.layers[l]
    if l == len(network.layers) - 1:
        if layer.activation == SOFTMAX:
            dC_dz_j: Number = 0
            for i, da_i_dz_j in enumerate(eq.activations[SOFTMAX].slope(a[l], j)):
                dC_dz_j = dC_dz_j + dC_da(network, y, l, i, z, a, cost, eq) * da_i_dz_j
            return dC_dz_j
        dC_da_j = dC_da(network, y, l, j, z, a, cost, eq)
        da_dz_j = eq.activations[layer.activation].slope(z[l][j])
        dC_dz_j = dC_da_j * da_dz_j
        return dC_dz_j
    dC_dz_next, dz_da_j = [], []
    for m, w_m in enumerate(network.layers[l + 1].w):
        dC_dz_next.append(dC_dz(network, y, l + 1, m, z, a, cost, eq))
        dz_da_j.append(w_m[j])
    da_dz_j = eq.activations[layer.activation].slope(z[l][j])
    dC_dz_j = eq.error_recurrence(dC_dz_next, dz_da_j, da_dz_j)
    return dC_dz_j
