"""Backpropagation of one example through a whole network: the passes.

    forward        (2)           z and a of every neuron, first layer to last
    backward       (8), (9)      δ of every neuron, last layer to first
    gradients      (10), (14)    ∂C/∂w of every weight and ∂C/∂b of every bias, from δ and a
    backpropagate                the three in this order

z, a, delta, dC_dw and dC_db of layer l stand at index l.  Every pass takes the rules as ``eq`` and hands
what it has to one equation at a time; none of them computes anything itself.
"""

from __future__ import annotations

from .activations import SOFTMAX
from .costs import HALF_SQUARED_ERROR
from .network import Network, Record, brief, must_fit
from .numerals import all_finite, shown, untrapped
from .rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Tuple

    from .network import Example, Layer
    from .numerals import Matrix, Number, Vector
    from .rules import Rules


def forward(network: Network, x: Vector, eq: Rules = RULES) -> Tuple[Matrix, Matrix]:
    """The weighted sums z[l][j] and activations a[l][j] for one input x; Unfinished where one is not finite.

    As in every pass, ValueError for a list of another length than the network needs; the numbers in it are
    trusted to be of the network's type (backpropagate and gradient_step look at these too).

    >>> from backprop_ref import Layer, Network
    >>> forward(Network([Layer([[2, 3]], [4], "relu"), Layer([[1], [-1]], [1, 1], "relu")]), [10, 100])[0]
    [[Fraction(324, 1)], [Fraction(325, 1), Fraction(-323, 1)]]
    """
    must_fit(network, x=x)
    z, a = [], []
    a_before = x
    for l, layer in enumerate(network.layers):
        b = layer.b
        if layer.shared_bias:
            b = layer.b * len(layer.w)  # every neuron uses the one bias
        z_l = []
        for j, (w_j, b_j) in enumerate(zip(layer.w, b)):
            z_j = eq.weighted_sum(w_j, a_before, b_j)
            z_l.append(z_j)
        must_be_finite(z_l, "z_j", l)
        a_l = layer_activations(layer, l, z_l, eq)
        must_be_finite(a_l, "a_j", l)
        z.append(z_l)
        a.append(a_l)
        a_before = a_l
    return z, a


def layer_activations(layer: Layer, l: int, z_l: Vector, eq: Rules) -> Vector:
    """The activations of layer l from its weighted sums: each from its own z_j, in softmax each from all of them."""
    sigma = eq.activations[layer.activation].sigma
    a_l: Vector = []
    if layer.activation == SOFTMAX:
        a_l = sigma(z_l)
        return a_l
    for j, z_j in enumerate(z_l):
        a_j = eq.activation(sigma, z_j)
        a_l.append(a_j)
    return a_l


def backward(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """The error signals delta[l][j] for one target y, from what forward returned.

    Unfinished where one is not finite; ValueError where a list does not fit.  cost: a name from COSTS.

    >>> from backprop_ref import Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> z, a = forward(network, [1.0])
    >>> backward(network, [5.0], z, a, "half_squared_error")
    [[3.0], [1.0]]
    """
    must_fit(network, y=y, z=z, a=a)
    must_be_cost(cost, eq)
    last = len(network.layers) - 1
    delta: Matrix = [[]] * len(network.layers)
    delta[last] = output_deltas(network.layers[last], last, y, z[last], a[last], cost, eq)
    must_be_finite(delta[last], "delta_j", last)
    for l in range(last - 1, -1, -1):
        delta[l] = hidden_deltas(network.layers[l], l, network.layers[l + 1].w, delta[l + 1], z[l], eq)
        must_be_finite(delta[l], "delta_j", l)
    return delta


def output_deltas(layer: Layer, l: int, y: Vector, z_l: Vector, a_l: Vector, cost: str, eq: Rules) -> Vector:
    """The error signals of the last layer, by (9)."""
    dC_da = []
    for j, (a_j, y_j) in enumerate(zip(a_l, y)):
        try:
            dC_da_j = eq.costs[cost].slope(a_j, y_j, len(y))
        except ZeroDivisionError:
            raise Unfinished("dC_da_j", "a division by 0", l, j) from None
        dC_da.append(dC_da_j)
    slope = eq.activations[layer.activation].slope
    delta_l = []
    for j, (z_j, dC_da_j) in enumerate(zip(z_l, dC_da)):
        if layer.activation == SOFTMAX:
            da_dz_j = slope(a_l, j)
            delta_j = eq.softmax_delta(dC_da, da_dz_j)
            delta_l.append(delta_j)
        else:
            da_dz_j = slope(z_j)
            delta_j = eq.output_delta(dC_da_j, da_dz_j)
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


def gradients(
    network: Network, x: Vector, a: Matrix, delta: Matrix, eq: Rules = RULES
) -> Tuple[List[Matrix], Matrix]:
    """dC_dw[l][j][k] and dC_db[l][j], from activations and error signals; with a shared bias dC_db[l][0].

    Unfinished where one is not finite; ValueError where a list does not fit.

    >>> from backprop_ref import Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> gradients(network, [1.0], [[2.0], [6.0]], [[3.0], [1.0]])
    ([[[3.0]], [[2.0]]], [[3.0], [1.0]])
    """
    must_fit(network, x=x, a=a, delta=delta)
    dC_dw, dC_db = [], []
    a_before = x
    for l, layer in enumerate(network.layers):
        dC_dw_l, dC_db_l = [], []
        for j, delta_j in enumerate(delta[l]):
            dC_dw_j = eq.weight_gradients(delta_j, a_before)
            must_be_finite(dC_dw_j, "dC_dw_jk", l, j)
            dC_dw_l.append(dC_dw_j)
            if not layer.shared_bias:
                dC_db_j = eq.bias_gradient(delta_j)
                dC_db_l.append(dC_db_j)
        if layer.shared_bias:
            dC_db_shared = eq.shared_bias_gradient(delta[l])
            must_be_finite([dC_db_shared], "dC_db", l, 0)
            dC_db_l.append(dC_db_shared)
        dC_dw.append(dC_dw_l)
        dC_db.append(dC_db_l)
        a_before = a[l]
    return dC_dw, dC_db


class Backpropagation(Record):
    """What backpropagate returns for one example.

    z, a, delta: of neuron j of layer l at [l][j].  C: the cost.
    dC_dw: at [l][j][k], as w.  dC_db: at [l][j], as b.
    """

    __slots__ = ("z", "a", "C", "delta", "dC_dw", "dC_db")

    def __init__(self, z: Matrix, a: Matrix, C: Number, delta: Matrix, dC_dw: List[Matrix], dC_db: Matrix) -> None:
        self.z = z
        self.a = a
        self.C = C
        self.delta = delta
        self.dC_dw = dC_dw
        self.dC_db = dC_db

    def __repr__(self) -> str:
        return f"Backpropagation(C={self.C}, delta={brief(self.delta)})"


def backpropagate(
    network: Network, example: Example, cost: str = HALF_SQUARED_ERROR, eq: Rules = RULES
) -> Backpropagation:
    """Forward, backward and gradients of one example; ValueError for what does not fit, Unfinished for no result.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> backpropagate(network, Example([1.0], [5.0])).dC_db
    [[3.0], [1.0]]
    """
    must_be_computable(network, cost, eq)
    example = network.admit(example)
    x, y = example.x, example.y
    with untrapped(network.number):
        z, a = eq.forward(network, x, eq)
        C = eq.costs[cost].cost(a[-1], y)
        must_be_finite([C], "C")
        delta = eq.backward(network, y, z, a, cost, eq)
        dC_dw, dC_db = eq.gradients(network, x, a, delta, eq)
    return Backpropagation(z, a, C, delta, dC_dw, dC_db)


def must_be_computable(network: Network, cost: str, eq: Rules) -> None:
    """ValueError unless this is a network, the rules have that cost, and the network's numbers can do both.

    >>> must_be_computable(Network.random([2, 1]), "squared", RULES)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: cost: found 'squared', expected one of half_squared_error, ...
    """
    if not isinstance(network, Network):
        raise ValueError(f"network: found {shown(network)}, expected a Network")
    must_be_cost(cost, eq)
    network.must_be_computable(cost)


def must_be_cost(cost: str, eq: Rules) -> None:
    """ValueError unless the rules have that cost."""
    if not isinstance(cost, str) or cost not in eq.costs:
        raise ValueError(f"cost: found {shown(cost)}, expected one of {', '.join(eq.costs)}")


# ---- where a number type cannot go on --------------------------------------------------------


class Unfinished(ArithmeticError):
    """A number that its type cannot hold: an infinity, a NaN, or a division by 0 on the way to it.

    what: the symbol.  found: what it was.  layer, neuron, example: where, None where it is none's.
    """

    def __init__(
        self,
        what: str,
        found: str,
        layer: Optional[int] = None,
        neuron: Optional[int] = None,
        example: Optional[int] = None,
    ) -> None:
        super().__init__(what, found, layer, neuron, example)
        self.what = what
        self.found = found
        self.layer = layer
        self.neuron = neuron
        self.example = example

    def at_example(self, i: int) -> Unfinished:
        """The same, of example i."""
        return Unfinished(self.what, self.found, self.layer, self.neuron, i)

    def finding(self) -> str:
        """Where, what, and what it was.

        >>> Unfinished("z_j", "inf", layer=1, neuron=0).finding()
        'layer 1, neuron 0: z_j is inf'
        """
        places = [("layer", self.layer), ("neuron", self.neuron), ("example", self.example)]
        place = ", ".join(f"{name} {index}" for name, index in places if index is not None)
        where = f"{place}: " if place else ""
        return f"{where}{self.what} is {self.found}"

    def __str__(self) -> str:
        return f"{self.finding()}, expected a finite number (exact arithmetic may have one: compute --exact)"


def must_be_finite(values: Vector, what: str, layer: Optional[int] = None, neuron: Optional[int] = None) -> None:
    """Unfinished, with the place of the first number that is not finite.

    values: one for each neuron of the layer, or, with a neuron, a row of that neuron's.
    """
    if not all_finite(values):
        for j, value in enumerate(values):
            if not all_finite([value]):
                raise Unfinished(what, str(value), layer, j if neuron is None and layer is not None else neuron)


RULES.forward = forward
RULES.backward = backward
RULES.gradients = gradients
RULES.backpropagate = backpropagate
