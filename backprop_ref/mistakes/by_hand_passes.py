"""Passes with something changed: what entries by hand are made of.

    Asked, step_by    a whole step by another way         examples_by    a step on other inputs or targets
    step_on           a step on changed layers            update_by      an update of changed gradients, or of layers
    reduce_by         gradients changed when reduced      sent_back      hidden δ from those of the last layer
    activation_by, costs_by    tables with another entry
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Callable, Optional

from ..backprop import Backpropagation
from ..descent import Step, gradient_step, reduce, update
from ..door import RULES
from ..network import Example, Layer, Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .entry import Replacements
from .places import total

Gradients = tuple[list[Matrix], Matrix]  # of all weights, and of all biases
Change = Callable[[list[Matrix], Matrix], Gradients]
Rate = Optional[Number]

SQUARED = ("half_squared_error", "squared_error", "mean_squared_error")
BCE, CE = ENTROPIES = ("binary_cross_entropy", "cross_entropy")


# ---- a whole step ----------------------------------------------------------------------------


class Asked:
    """What a step is asked for."""

    def __init__(
        self, network: Network, examples: Sequence[Example], alpha: Rate, cost: str, reduction: str, eq: Rules
    ) -> None:
        self.network = network
        self.examples = [*examples]
        self.alpha: Any = alpha
        self.cost = cost
        self.reduction = reduction
        self.eq = eq

    def step(self, **changes: Any) -> Step:
        """The step, by the rules; changes: what is asked for instead."""
        return gradient_step(**{**vars(self), **changes})

    def ones(self) -> list[Backpropagation]:
        """Every example by the rules."""
        return [self.eq.backpropagate(self.network, example, self.cost, self.eq) for example in self.examples]

    def finished(self, ones: Sequence[Backpropagation], total: Gradients | None = None) -> Step:
        """The step from what was added up, or from the sums of these: reduced, and with a rate the update."""
        n, eq = len(ones), self.eq
        C = eq.reductions[self.reduction]([sum_of([one.C for one in ones])], n)[0]
        dC_dw, dC_db = eq.reduce(*(total or total_of(ones)), n, self.reduction, eq)
        new = None if self.alpha is None else eq.update(self.network, self.alpha, dC_dw, dC_db, eq)
        return Step(z=[one.z for one in ones], a=[one.a for one in ones], delta=[one.delta for one in ones], C=C,
                    dC_dw=dC_dw, dC_db=dC_db, network=new)

    def updated(self, step: Step) -> Step:
        """A step whose gradients were changed, with the update by them."""
        if self.alpha is not None:
            step.network = self.eq.update(self.network, self.alpha, step.dC_dw, step.dC_db, self.eq)
        return step


def sum_of(values: Sequence[Any]) -> Any:
    """The sum of numbers, or of nested lists number by number, in order.

    >>> sum_of([[[1], 2], [[10], 20], [[100], 200]])
    [[111], 222]
    """
    if isinstance(values[0], list):
        return [sum_of(items) for items in zip(*values)]
    return total(list(values))


def total_of(ones: Sequence[Backpropagation]) -> Gradients:
    """What is added up over the examples, before it is reduced."""
    return sum_of([one.dC_dw for one in ones]), sum_of([one.dC_db for one in ones])


def step_by(answer: Callable[[Asked], Step]) -> Replacements:
    """A whole step by this."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        return answer(Asked(network, examples, alpha, cost, reduction, eq))

    return {"gradient_step": changed}


def examples_by(change: Callable[[list[Vector], list[Vector]], Iterable[tuple[Vector, Vector]]]) -> Replacements:
    """A step on other pairs of input and target, made from all inputs and all targets."""

    def changed(asked: Asked) -> Step:
        pairs = change([example.x for example in asked.examples], [example.y for example in asked.examples])
        return asked.step(examples=[Example.trusted(x, y) for x, y in pairs])

    return step_by(changed)


def step_on(change: Callable[[Layer], Layer]) -> Replacements:
    """A step on changed layers, backward pass and update included."""
    return step_by(lambda asked: asked.step(network=relayered(asked.network, change)))


def relayered(network: Network, change: Callable[[Layer], Layer]) -> Network:
    """The network with changed layers."""
    return Network.trusted([change(layer) for layer in network.layers], network.number)


def with_lists(layer: Layer, w: Matrix | None = None, b: Vector | None = None) -> Layer:
    """The layer with other weights or biases."""
    return Layer.trusted(layer.w if w is None else w, layer.b if b is None else b, layer.activation, layer.shared_bias)


def sent_back(network: Network, z: Matrix, output: Vector, eq: Rules) -> Matrix:
    """δ of all layers, from the last layer's."""
    delta: Matrix = [[]] * len(network.layers)
    delta[-1] = output
    for l in range(len(network.layers) - 2, -1, -1):
        delta[l] = eq.hidden_deltas(network.layers[l], l, network.layers[l + 1].w, delta[l + 1], z[l], eq)
    return delta


# ---- gradients and updates -------------------------------------------------------------------


def reduce_by(change: Change) -> Replacements:
    """Reduced gradients changed; the update has them changed too."""

    def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Gradients:
        return change(*reduce(total_w, total_b, n, reduction, eq))

    return {"reduce": changed}


def update_by(change: Change | None = None, layers: Callable[[Network], Network] | None = None) -> Replacements:
    """The update with other gradients, or its network changed."""

    def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        new = update(network, alpha, *(change(dC_dw, dC_db) if change else (dC_dw, dC_db)), eq)
        return layers(new) if layers else new

    return {"update": changed}


def moves_by(move: Callable[[Number, Number, Number], Number], biases: bool = True) -> Replacements:
    """(11) and (15) with each new parameter by this formula of the old one, α and its gradient; or (11) alone."""
    weights = {"updated_weights": lambda w_j, alpha, dC_dw_j: [move(w, alpha, g) for w, g in zip(w_j, dC_dw_j)]}
    return {**weights, "updated_bias": move} if biases else weights


# ---- the tables ------------------------------------------------------------------------------


def activation_by(name: str, **changes: Callable[..., Any]) -> Replacements:
    """ACTIVATIONS with another sigma or slope for this one."""
    return {"activations": {name: RULES.activations[name].replaced(**changes)}}


def costs_by(names: Iterable[str], change: Callable[[str], dict[str, Callable[..., Any]]]) -> Replacements:
    """COSTS with another cost or slope for each of these."""
    return {"costs": {name: RULES.costs[name].replaced(**change(name)) for name in names}}
