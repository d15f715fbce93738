"""Mistakes of when parameters move: before the step is done."""

from __future__ import annotations

from typing import Any, Callable

from ..backprop import Backpropagation
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number
from ..rules import Rules
from .batches import Examples, Rate, backpropagated, finished, of_step, total_of
from .entry import Mistake
from .reductions import ONE_EXAMPLE

# ---- when the parameters move ----------------------------------------------------------------


def own_gradients(ones: list[Backpropagation]) -> tuple[list[Matrix], Matrix]:
    """Those of the last example alone."""
    return ones[-1].dC_dw, ones[-1].dC_db


def as_it_was(
    network: Network, moved: Network, example: Example, one: Backpropagation, rate: Number, eq: Rules
) -> None:
    """δ stays."""


def through_updated_weights(
    network: Network, moved: Network, example: Example, one: Backpropagation, rate: Number, eq: Rules
) -> None:
    """δ of an example through weights that its own gradient has moved: each layer before δ goes further back."""
    for l in range(len(network.layers) - 2, -1, -1):
        rows = zip(moved.layers[l + 1].w, one.delta[l + 1])
        new_w = [eq.updated_weights(w_m, rate, eq.weight_gradients(delta_m, one.a[l])) for w_m, delta_m in rows]
        one.delta[l] = eq.hidden_deltas(network.layers[l], l, new_w, one.delta[l + 1], one.z[l], eq)
    one.dC_dw, one.dC_db = eq.gradients(network, example.x, one.a, one.delta, eq)


def online(
    divided: bool, kept: bool = True, by: Callable[..., Any] = own_gradients, back: Callable[..., None] = as_it_was
) -> Callable[..., Step]:
    """A step that moves the parameters after each example, by α or, for a mean, by α/N.

    kept: those are the new parameters; else the case's own are moved by what was added up on the way.
    by: the gradients by which they move, of the examples so far.  back: what becomes of an example's δ on its way back.
    """

    def changed(
        network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        if alpha is None:
            return gradient_step(network, examples, alpha, cost, reduction, eq)
        rate = alpha / len(examples) if divided and reduction == "mean" else alpha
        moved = network
        ones: list[Backpropagation] = []
        for example in examples:
            one = eq.backpropagate(moved, example, cost, eq)
            back(network, moved, example, one, rate, eq)
            ones.append(one)
            moved = eq.update(moved, rate, *by(ones), eq)
        step = finished(network, ones, total_of(ones), None if kept else alpha, reduction, eq)
        return Step(z=step.z, a=step.a, delta=step.delta, C=step.C, dC_dw=step.dC_dw, dC_db=step.dC_db,
                    network=moved if kept else step.network)

    return changed


def updated_weights_in_delta(
    network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """Each layer is updated before the layer in front of it gets its δ, through the weights after the update."""
    ones = backpropagated(network, examples, cost, eq)
    step = finished(network, ones, total_of(ones), alpha, reduction, eq)
    for l in range(len(network.layers) - 2, -1, -1):
        if step.network is None:
            break
        new_w = step.network.layers[l + 1].w
        for example, one in zip(examples, ones):
            one.delta[l] = eq.hidden_deltas(network.layers[l], l, new_w, one.delta[l + 1], one.z[l], eq)
            one.dC_dw, one.dC_db = eq.gradients(network, example.x, one.a, one.delta, eq)
        step = finished(network, ones, total_of(ones), alpha, reduction, eq)
    return step


def updated_by_example(divided: bool) -> Callable[..., Step]:
    """Weights after an update by the example's own gradient, α or α/N, where (8) has them."""

    def changed(
        network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        if alpha is None:
            return gradient_step(network, examples, alpha, cost, reduction, eq)
        rate = alpha / len(examples) if divided and reduction == "mean" else alpha
        ones = backpropagated(network, examples, cost, eq)
        for example, one in zip(examples, ones):
            through_updated_weights(network, network, example, one, rate, eq)
        return finished(network, ones, total_of(ones), alpha, reduction, eq)

    return changed


# ---- the entries -----------------------------------------------------------------------------

ENTRIES = [
    of_step(
        "online-in-batch", "after each example p − α ∂C_i/∂p", "gradients of all examples first, then one update",
        "The first example is right, the next ones see parameters that have moved.",
        "With one example; where no update is asked for.", online(False), [online(False, False)],
    ),
    of_step(
        "online-with-running-total", "after each example p − α (Σ ∂C_i/∂p of the examples so far)",
        "gradients of all examples first, then one update",
        "The update stands inside the loop over the examples, and what is added up is not set to 0.",
        ONE_EXAMPLE + " Where no update is asked for.", online(False, by=total_of), [online(True, by=total_of)],
    ),
    of_step(
        "moved-on-the-way-back", "in each example, w_mj − α δ_m a_j before δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
        "gradients of all examples first, then one update",
        "Each layer is moved as soon as its δ is known: layers before it, and later examples, see moved weights.",
        "With one example and no hidden layer; where no update is asked for; almost, where α is small.",
        online(False, back=through_updated_weights), [online(True, back=through_updated_weights)],
    ),
    of_step(
        "online-in-batch-over-examples", "after each example p − (α/N) ∂C_i/∂p",
        "gradients of all examples first, then one update",
        "The same with the learning rate shared out over the examples of a mean: off by little.",
        ONE_EXAMPLE + " Where no update is asked for.", online(True),
    ),
    Mistake(
        "updated-weights-in-delta", "procedure", "8", "δ_j = (Σ_m δ_m w_mj) σ′(z_j), w_mj after its update",
        "w_mj before its update",
        "The last layer is right, the layers before it are off by what the update changed.",
        "Without hidden layers; where no update is asked for; almost, where α is small.",
        {"gradient_step": updated_weights_in_delta},
        also=[{"gradient_step": updated_by_example(False)}, {"gradient_step": updated_by_example(True)}],
    ),
]
