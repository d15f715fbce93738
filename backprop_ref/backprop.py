"""Backpropagation of one example through a whole network: the passes.

    forward        (2)           z and a of every neuron, first layer to last
    backward       (8), (9)      δ of every neuron, last layer to first
    gradients      (10), (14)    ∂C/∂w of every weight and ∂C/∂b of every bias, from δ and a
    backpropagate                the three in this order

z, a, delta, dC_dw and dC_db of layer l stand at index l.  Every pass takes the rules as ``eq`` and hands
what it has to one equation at a time; none of them computes anything itself.  A pass called alone trusts its
arguments: lists as long as the network needs, of numbers of the network's type.
"""

from __future__ import annotations

from itertools import chain

from .activations import SOFTMAX
from .network import Example, Layer, Network
from .numerals import Matrix, Number, Vector
from .records import Record, brief
from .rules import Rules


def forward(network: Network, x: Vector, eq: Rules) -> tuple[Matrix, Matrix]:
    """The weighted sums z[l][j] and activations a[l][j] for one input x.

    >>> from backprop_ref import RULES, Layer, Network
    >>> forward(Network([Layer([[2, 3]], [4], "relu"), Layer([[1], [-1]], [1, 1], "relu")]), [10, 100], RULES)[0]
    [[Fraction(324, 1)], [Fraction(325, 1), Fraction(-323, 1)]]
    """
    z, a, a_before = [], [], x
    for l, layer in enumerate(network.layers):
        b = layer.b * len(layer.w) if layer.shared_bias else layer.b  # shared: every neuron uses the one bias
        z_l = []
        for j, w_j in enumerate(layer.w):
            z_j = eq.weighted_sum(w_j, a_before, b[j])
            z_l.append(z_j)
        a_l = eq.layer_activations(layer, l, z_l, eq)
        z.append(z_l)
        a.append(a_l)
        a_before = a_l
    return z, a


def layer_activations(layer: Layer, l: int, z_l: Vector, eq: Rules) -> Vector:
    """The activations of layer l from its weighted sums: each from its own z_j, in softmax each from all of them."""
    sigma = eq.activations[layer.activation].sigma
    if layer.activation == SOFTMAX:
        a_l: Vector = sigma(z_l)
        return a_l
    a_l = []
    for j, z_j in enumerate(z_l):
        a_j = eq.activation(sigma, z_j)
        a_l.append(a_j)
    return a_l


def backward(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules) -> Matrix:
    """The error signals delta[l][j] for one target y, from what forward returned.  cost: a name from eq.costs.

    >>> from backprop_ref import RULES, Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> z, a = forward(network, [1.0], RULES)
    >>> backward(network, [5.0], z, a, "half_squared_error", RULES)
    [[3.0], [1.0]]
    """
    last = len(network.layers) - 1
    delta: Matrix = [[]] * len(network.layers)
    delta[last] = eq.output_deltas(network.layers[last], last, y, z[last], a[last], cost, eq)
    for l in range(last - 1, -1, -1):
        delta[l] = eq.hidden_deltas(network.layers[l], l, network.layers[l + 1].w, delta[l + 1], z[l], eq)
    return delta


def output_deltas(layer: Layer, l: int, y: Vector, z_l: Vector, a_l: Vector, cost: str, eq: Rules) -> Vector:
    """The error signals of the last layer, by (9): each from its own output, in softmax each from all of them."""
    if layer.activation == SOFTMAX:
        delta_l: Vector = eq.softmax_deltas(layer, l, y, a_l, cost, eq)
        return delta_l
    cost_slope, slope = eq.costs[cost].slope, eq.activations[layer.activation].slope
    delta_l = []
    for j, a_j in enumerate(a_l):
        dC_da_j = cost_slope(a_j, y[j], len(y))
        da_dz_j = slope(z_l[j])
        delta_j = eq.output_delta(dC_da_j, da_dz_j)
        delta_l.append(delta_j)
    return delta_l


def softmax_deltas(layer: Layer, l: int, y: Vector, a_l: Vector, cost: str, eq: Rules) -> Vector:
    """The error signals of a softmax layer, by the extension of (9)."""
    cost_slope = eq.costs[cost].slope
    dC_da = []
    for j, a_j in enumerate(a_l):
        dC_da_j = cost_slope(a_j, y[j], len(y))
        dC_da.append(dC_da_j)
    a_dC_da = eq.softmax_sum(a_l, dC_da)
    delta_l = []
    for j, a_j in enumerate(a_l):
        delta_j = eq.softmax_delta(a_j, dC_da[j], a_dC_da)
        delta_l.append(delta_j)
    return delta_l


def hidden_deltas(layer: Layer, l: int, w_next: Matrix, delta_next: Vector, z_l: Vector, eq: Rules) -> Vector:
    """The error signals of a hidden layer l, by (8), from the weights and error signals of the layer after it."""
    slope = eq.activations[layer.activation].slope
    delta_l = []
    for j, z_j in enumerate(z_l):
        da_dz_j = slope(z_j)
        delta_j = eq.hidden_delta(delta_next, w_next, j, da_dz_j)
        delta_l.append(delta_j)
    return delta_l


def gradients(network: Network, x: Vector, a: Matrix, delta: Matrix, eq: Rules) -> tuple[list[Matrix], Matrix]:
    """dC_dw[l][j][k] and dC_db[l][j], from activations and error signals; with a shared bias dC_db[l][0].

    >>> from backprop_ref import RULES, Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> gradients(network, [1.0], [[2.0], [6.0]], [[3.0], [1.0]], RULES)
    ([[[3.0]], [[2.0]]], [[3.0], [1.0]])
    """
    dC_dw, dC_db, a_before = [], [], [x, *a]
    for l, layer in enumerate(network.layers):
        delta_l, dC_dw_l, dC_db_l = delta[l], [], []
        for j, delta_j in enumerate(delta_l):
            dC_dw_j = eq.weight_gradients(delta_j, a_before[l])
            dC_dw_l.append(dC_dw_j)
            if not layer.shared_bias:
                dC_db_j = eq.bias_gradient(delta_j)
                dC_db_l.append(dC_db_j)
        if layer.shared_bias:
            dC_db_shared = eq.shared_bias_gradient(delta_l)
            dC_db_l.append(dC_db_shared)
        dC_dw.append(dC_dw_l)
        dC_db.append(dC_db_l)
    return dC_dw, dC_db


class Backpropagation(Record):
    """What backpropagate returns for one example.

    z, a, delta: of neuron j of layer l at [l][j].  C: the cost.
    dC_dw: at [l][j][k], as w.  dC_db: at [l][j], as b.
    """

    z: Matrix
    a: Matrix
    C: Number
    delta: Matrix
    dC_dw: list[Matrix]
    dC_db: Matrix

    def __init__(self, z: Matrix, a: Matrix, C: Number, delta: Matrix, dC_dw: list[Matrix], dC_db: Matrix) -> None:
        self.z, self.a, self.C = z, a, C
        self.delta, self.dC_dw, self.dC_db = delta, dC_dw, dC_db

    def lists(self) -> list[Vector]:
        """Every list of numbers in it, for the look at what was finished."""
        return [[self.C], *self.z, *self.a, *self.delta, *chain(*self.dC_dw), *self.dC_db]

    def __repr__(self) -> str:
        return f"Backpropagation(C={self.C}, delta={brief(self.delta)})"


def backpropagate(network: Network, example: Example, cost: str, eq: Rules) -> Backpropagation:
    """Forward, backward and gradients of one example.

    >>> from backprop_ref import RULES, Example, Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> backpropagate(network, Example([1.0], [5.0]), "half_squared_error", RULES).dC_db
    [[3.0], [1.0]]
    """
    z, a = eq.forward(network, example.x, eq)
    C = eq.costs[cost].cost(a[-1], example.y)
    delta = eq.backward(network, example.y, z, a, cost, eq)
    dC_dw, dC_db = eq.gradients(network, example.x, a, delta, eq)
    return Backpropagation(z, a, C, delta, dC_dw, dC_db)
