"""Gradient descent: one step over several examples.

    add_up           the gradients of all examples, i = 0, 1, 2, …
    reduce           their sum or mean
    update           (11), (15): a new network; the old one stays as it is
    gradient_step    the whole of it
"""

from __future__ import annotations

from .backprop import Unfinished, must_be_computable, must_be_finite
from .costs import HALF_SQUARED_ERROR
from .network import Layer, Network, Record, brief, must_fit
from .numerals import all_finite, converted, number, shown, untrapped
from .rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Sequence, Tuple

    from .network import Example
    from .numerals import Matrix, Number, Vector
    from .rules import Rules


def add_up(total_j: Vector, dC_j: Vector) -> Vector:
    """One more example's gradients of one neuron added to those of the examples before it.

    >>> add_up([60, 600], [1, 2])
    [61, 602]
    """
    new_total_j = []
    for total_jk, dC_jk in zip(total_j, dC_j):
        new_total_jk = total_jk + dC_jk
        new_total_j.append(new_total_jk)
    return new_total_j


def reduce(
    total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES
) -> Tuple[List[Matrix], Matrix]:
    """The gradients of the whole cost, from what was added up over n examples.

    reduction: 'sum' or 'mean'.

    >>> reduce([[[60.0]]], [[6.0]], 2, "mean")
    ([[[30.0]]], [[3.0]])
    """
    reduced = eq.reductions[reduction]
    dC_dw, dC_db = [], []
    for l, (total_w_l, total_b_l) in enumerate(zip(total_w, total_b)):
        dC_dw_l = []
        for j, total_j in enumerate(total_w_l):
            dC_dw_j = reduced(total_j, n)
            dC_dw_l.append(dC_dw_j)
        dC_db_l = reduced(total_b_l, n)
        dC_dw.append(dC_dw_l)
        dC_db.append(dC_db_l)
    return dC_dw, dC_db


def update(network: Network, alpha: Number, dC_dw: List[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
    """A new network, every weight moved by (11) and every bias by (15); Unfinished where one is not finite.

    ValueError for a learning rate that is none, or where the gradients are not shaped as the network is.

    >>> from backprop_ref import Layer, Network
    >>> update(Network([Layer([[2.0]], [1.0], "identity")]), 0.5, [[[4.0]]], [[2.0]]).layers
    [Layer(w=[[0.0]], b=[0.0], activation='identity', shared_bias=False)]
    """
    must_fit(network, dC_dw=dC_dw, dC_db=dC_db)
    alpha = admitted_rate(network, alpha)
    layers = []
    for l, layer in enumerate(network.layers):
        new_w = []
        for j, (w_j, dC_dw_j) in enumerate(zip(layer.w, dC_dw[l])):
            new_w_j = eq.updated_weights(w_j, alpha, dC_dw_j)
            if not all_finite(new_w_j):
                must_be_finite(dC_dw_j, "dC_dw_jk", l, j)  # named first, if that is where it began
                must_be_finite(new_w_j, "new_w_jk", l, j)
            new_w.append(new_w_j)
        new_b = []
        for j, (b_j, dC_db_j) in enumerate(zip(layer.b, dC_db[l])):
            new_b_j = eq.updated_bias(b_j, alpha, dC_db_j)
            new_b.append(new_b_j)
        if not all_finite(new_b):
            must_be_finite(dC_db[l], "dC_db_j", l)
            must_be_finite(new_b, "new_b_j", l)
        layers.append(Layer.trusted(new_w, new_b, layer.activation, layer.shared_bias))
    return Network.trusted(layers, network.number)


class Step(Record):
    """What gradient_step returns.

    z, a, delta: of neuron j of layer l for example i alone, at [i][l][j].
    C: the cost, and dC_dw[l][j][k], dC_db[l][j] its gradient, all reduced over the examples.
    network: the new one, or None where there was no learning rate.
    """

    __slots__ = ("z", "a", "delta", "C", "dC_dw", "dC_db", "network")

    def __init__(
        self,
        z: List[Matrix],
        a: List[Matrix],
        delta: List[Matrix],
        C: Number,
        dC_dw: List[Matrix],
        dC_db: Matrix,
        network: Optional[Network],
    ) -> None:
        self.z = z
        self.a = a
        self.delta = delta
        self.C = C
        self.dC_dw = dC_dw
        self.dC_db = dC_db
        self.network = network

    def __repr__(self) -> str:
        examples = "1 example" if len(self.z) == 1 else f"{len(self.z)} examples"
        return f"Step(C={self.C}, dC_db={brief(self.dC_db)}, {examples}, network={self.network!r})"


def gradient_step(
    network: Network,
    examples: Sequence[Example],
    alpha: Optional[Number] = None,
    cost: str = HALF_SQUARED_ERROR,
    reduction: str = "mean",
    eq: Rules = RULES,
) -> Step:
    """Backpropagate every example, add up, reduce; then one update with learning rate alpha, if there is one.

    Raises ValueError, with place, found and expected, for what does not fit, and Unfinished, with layer,
    neuron and example, where the number type cannot hold a result.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[2.0]], [1.0], "identity")])
    >>> step = gradient_step(network, [Example([1.0], [2.0]), Example([3.0], [4.0])], alpha=0.5)
    >>> step.delta, step.dC_dw, step.dC_db, step.C
    ([[[1.0]], [[3.0]]], [[[5.0]]], [[2.0]], 2.5)
    >>> step.network.layers[0].w, network.layers[0].w
    ([[-0.5]], [[2.0]])
    """
    examples = _admitted(network, examples, cost, reduction, eq)
    if alpha is not None:
        alpha = admitted_rate(network, alpha)
    z, a, delta = [], [], []
    with untrapped(network.number):
        for i, example in enumerate(examples):
            try:
                one = eq.backpropagate(network, example, cost, eq)
            except Unfinished as unfinished:
                raise unfinished.at_example(i) from None
            z.append(one.z)
            a.append(one.a)
            delta.append(one.delta)
            if i == 0:
                total, total_w, total_b = [one.C], one.dC_dw, one.dC_db
            else:
                total = eq.add_up(total, [one.C])
                total_w, total_b = _added(total_w, one.dC_dw, total_b, one.dC_db, eq)
        C = eq.reductions[reduction](total, len(examples))[0]
        must_be_finite([C], "C")
        dC_dw, dC_db = eq.reduce(total_w, total_b, len(examples), reduction, eq)
        if alpha is None:
            new = None
            for l, (dC_dw_l, dC_db_l) in enumerate(zip(dC_dw, dC_db)):
                for j, dC_dw_j in enumerate(dC_dw_l):
                    must_be_finite(dC_dw_j, "dC_dw_jk", l, j)
                must_be_finite(dC_db_l, "dC_db_j", l)
        else:
            new = eq.update(network, alpha, dC_dw, dC_db, eq)  # which looks at what became of the gradients
    return Step(z, a, delta, C, dC_dw, dC_db, new)


def _added(
    total_w: List[Matrix], dC_dw: List[Matrix], total_b: Matrix, dC_db: Matrix, eq: Rules
) -> Tuple[List[Matrix], Matrix]:
    """add_up for every neuron of every layer."""
    new_total_w, new_total_b = [], []
    for l, (total_w_l, dC_dw_l) in enumerate(zip(total_w, dC_dw)):
        new_total_w_l = []
        for j, (total_j, dC_dw_j) in enumerate(zip(total_w_l, dC_dw_l)):
            new_total_j = eq.add_up(total_j, dC_dw_j)
            new_total_w_l.append(new_total_j)
        new_total_w.append(new_total_w_l)
        new_total_b_l = eq.add_up(total_b[l], dC_db[l])
        new_total_b.append(new_total_b_l)
    return new_total_w, new_total_b


def _admitted(
    network: Network, examples: Sequence[Example], cost: str, reduction: str, eq: Rules
) -> List[Example]:
    """The door of a step: the examples in the network's number type."""
    must_be_computable(network, cost, eq)
    admitted = admitted_examples(network, examples)
    if not isinstance(reduction, str) or reduction not in eq.reductions:
        raise ValueError(f"reduction: found {shown(reduction)}, expected one of {', '.join(eq.reductions)}")
    return admitted


def admitted_examples(network: Network, examples: Sequence[Example]) -> List[Example]:
    """The examples in the network's number type; ValueError where there is none or one that does not fit."""
    if not isinstance(network, Network):
        raise ValueError(f"network: found {shown(network)}, expected a Network")
    if not hasattr(examples, "__iter__"):
        raise ValueError(f"examples: found {shown(examples)}, expected a list of Examples")
    admitted = []
    for i, example in enumerate(examples):
        admitted.append(network.admit(example, f"examples[{i}]"))
    if not admitted:
        raise ValueError("examples: none, expected at least one")
    return admitted


def admitted_rate(network: Network, alpha: Number) -> Number:
    """The learning rate in the network's number type."""
    if type(alpha) is not network.number:
        alpha = converted(number(alpha, "alpha"), network.number, "alpha")
    if not (all_finite([alpha]) and alpha >= 0):
        raise ValueError(f"alpha: found {alpha}, expected a finite number of at least 0")
    return alpha


RULES.add_up = add_up
RULES.reduce = reduce
RULES.update = update
RULES.gradient_step = gradient_step
