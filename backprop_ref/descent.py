"""Gradient descent: one step over several examples.

    add_up           the gradients of all examples, i = 0, 1, 2, …
    reduce           their sum or mean
    update           (11), (15): a new network; the old one stays as it is
    gradient_step    the whole of it

As in every pass, arguments are trusted, and the rules are the parameter ``eq``.
"""

from __future__ import annotations

from itertools import chain

from .network import Example, Network
from .numerals import Matrix, Number, Sequence, Vector
from .records import Record, brief
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


def add_up_layers(
    total_w: list[Matrix], dC_dw: list[Matrix], total_b: Matrix, dC_db: Matrix, eq: Rules
) -> tuple[list[Matrix], Matrix]:
    """add_up for every neuron of every layer."""
    new_total_w, new_total_b = [], []
    for l, total_w_l in enumerate(total_w):
        new_total_w_l = []
        for j, total_j in enumerate(total_w_l):
            new_total_j = eq.add_up(total_j, dC_dw[l][j])
            new_total_w_l.append(new_total_j)
        new_total_w.append(new_total_w_l)
        new_total_b_l = eq.add_up(total_b[l], dC_db[l])
        new_total_b.append(new_total_b_l)
    return new_total_w, new_total_b


def reduce(
    total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules
) -> tuple[list[Matrix], Matrix]:
    """The gradients of the whole cost, from what was added up over n examples.

    reduction: a name from eq.reductions, 'sum' or 'mean'.

    >>> from backprop_ref import RULES
    >>> reduce([[[60.0]]], [[6.0]], 2, "mean", RULES)
    ([[[30.0]]], [[3.0]])
    """
    reduced = eq.reductions[reduction]
    dC_dw, dC_db = [], []
    for l, total_w_l in enumerate(total_w):
        dC_dw_l = []
        for j, total_j in enumerate(total_w_l):
            dC_dw_j = reduced(total_j, n)
            dC_dw_l.append(dC_dw_j)
        dC_db_l = reduced(total_b[l], n)
        dC_dw.append(dC_dw_l)
        dC_db.append(dC_db_l)
    return dC_dw, dC_db


def update(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules) -> Network:
    """A new network, every weight moved by (11) and every bias by (15).

    >>> from backprop_ref import RULES, Layer, Network
    >>> update(Network([Layer([[2.0]], [1.0], "identity")]), 0.5, [[[4.0]]], [[2.0]], RULES).layers
    [Layer(w=[[0.0]], b=[0.0], activation='identity', shared_bias=False)]
    """
    new = []
    for l, layer in enumerate(network.layers):
        new_w_l, new_b_l = [], []
        for j, w_j in enumerate(layer.w):
            new_w_j = eq.updated_weights(w_j, alpha, dC_dw[l][j])
            new_w_l.append(new_w_j)
        for j, b_j in enumerate(layer.b):
            new_b_j = eq.updated_bias(b_j, alpha, dC_db[l][j])
            new_b_l.append(new_b_j)
        new.append((new_w_l, new_b_l))
    return network.with_parameters(new)


class Step(Record):
    """What gradient_step returns.

    z, a, delta: of neuron j of layer l for example i alone, at [i][l][j].
    C: the cost, and dC_dw[l][j][k], dC_db[l][j] its gradient, all reduced over the examples.
    network: the new one, or None where there was no learning rate.
    """

    z: list[Matrix]
    a: list[Matrix]
    delta: list[Matrix]
    C: Number
    dC_dw: list[Matrix]
    dC_db: Matrix
    network: Network | None

    def __init__(
        self, z: list[Matrix], a: list[Matrix], delta: list[Matrix], C: Number, dC_dw: list[Matrix], dC_db: Matrix,
        network: Network | None,
    ) -> None:
        self.z, self.a, self.delta = z, a, delta
        self.C, self.dC_dw, self.dC_db = C, dC_dw, dC_db
        self.network = network

    def lists(self) -> list[Vector]:
        """Every list of numbers in it, for the look at what was finished; a gradient shows in what it has updated."""
        lists = [[self.C], *chain(*self.z, *self.a, *self.delta)]
        if self.network is None:
            return [*lists, *chain(*self.dC_dw), *self.dC_db]
        for layer in self.network.layers:
            lists.extend([*layer.w, layer.b])
        return lists

    def __repr__(self) -> str:
        examples = "1 example" if len(self.z) == 1 else f"{len(self.z)} examples"
        return f"Step(C={self.C}, dC_db={brief(self.dC_db)}, {examples}, network={self.network!r})"


def gradient_step(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str, eq: Rules
) -> Step:
    """Backpropagate every example, add up, reduce; then one update with learning rate alpha, if there is one.

    >>> from backprop_ref import RULES, Example, Layer, Network
    >>> network, examples = Network([Layer([[2.0]], [1.0], "identity")]), [Example([1.0], [2.0]), Example([3.0], [4.0])]
    >>> step = gradient_step(network, examples, 0.5, "half_squared_error", "mean", RULES)
    >>> step.delta, step.dC_dw, step.dC_db, step.C
    ([[[1.0]], [[3.0]]], [[[5.0]]], [[2.0]], 2.5)
    """
    z, a, delta = [], [], []
    for i, example in enumerate(examples):
        one = eq.backpropagate(network, example, cost, eq)
        z.append(one.z)
        a.append(one.a)
        delta.append(one.delta)
        if i == 0:
            total, total_w, total_b = [one.C], one.dC_dw, one.dC_db
        else:
            total = eq.add_up(total, [one.C])
            total_w, total_b = add_up_layers(total_w, one.dC_dw, total_b, one.dC_db, eq)
    C = eq.reductions[reduction](total, len(examples))[0]
    dC_dw, dC_db = eq.reduce(total_w, total_b, len(examples), reduction, eq)
    if alpha is None:
        new = None
    else:
        new = eq.update(network, alpha, dC_dw, dC_db, eq)
    return Step(z, a, delta, C, dC_dw, dC_db, new)
