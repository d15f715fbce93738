"""Mistakes of the update, (11) and (15): gradients are right, the new parameters are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from ..descent import Step, gradient_step, update
from ..door import RULES
from ..network import Example, Layer, Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .by_hand_passes import relayered
from .entry import Mistake

Move = Callable[[Number, Number, Number], Number]  # of a parameter p, α and its gradient g


# ---- one parameter ---------------------------------------------------------------------------


def weights_by(move: Move) -> Callable[..., Vector]:
    """(11) with each new w_jk by this formula."""
    return lambda w_j, alpha, dC_dw_j: [move(w_jk, alpha, dC_dw_jk) for w_jk, dC_dw_jk in zip(w_j, dC_dw_j)]


def unmoved(p: Number, alpha: Number, g: Number) -> Number:
    return p


def adam(p: Number, alpha: Number, g: Number) -> Number:
    """The first step of Adam: m̂ = g, v̂ = g², so g/(√v̂ + 10^−8)."""
    return p - alpha * g / (abs(g) + type(p)(1) / 10**8)


def adam_with(epsilon: int) -> Move:
    """The same with another ε, 10^−epsilon: g/(|g| + ε) is the first step of AdaGrad, too."""
    return lambda p, alpha, g: p - alpha * g / (abs(g) + type(p)(1) / 10**epsilon)


def nesterov(p: Number, alpha: Number, g: Number) -> Number:
    """The first step of Nesterov's momentum with μ = 0.9: g + μg."""
    return p - alpha * (g + g * 9 / 10)


def damped(p: Number, alpha: Number, g: Number) -> Number:
    """The first step of v ← 0.9 v + 0.1 g."""
    return p - alpha * (g / 10)


# ---- layers ----------------------------------------------------------------------------------


def update_by(change: Callable[[Layer, Layer, int, Network, Number, Vector], Layer]) -> Callable[..., Network]:
    """An update whose new layers are changed: of the old one, the new one,
    l, the network, α and the bias gradients."""

    def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        new = update(network, alpha, dC_dw, dC_db, eq)
        pairs = zip(network.layers, new.layers)
        layers = [change(old, layer, l, network, alpha, dC_db[l]) for l, (old, layer) in enumerate(pairs)]
        return Network.trusted(layers, network.number)

    return changed


def rows_aliased(old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector) -> Layer:
    return relayered(new, w=[new.w[-1]] * len(new.w))


def biases_if_several(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """Biases are moved only where there is more than one example."""
    rules = eq if len(examples) > 1 else eq.replaced(updated_bias=unmoved)
    return gradient_step(network, examples, alpha, cost, reduction, rules)


def biases_by_last_weights(
    network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES
) -> Network:
    last = [[dC_dw_j[-1] for dC_dw_j in w[:len(b)]] for w, b in zip(dC_dw, dC_db)]
    return update(network, alpha, dC_dw, last, eq)


# ---- the entries -----------------------------------------------------------------------------

ALL = "p − α ∂C/∂p for every weight and bias p"
WEIGHT, BIAS = "w − α ∂C/∂w", "b − α ∂C/∂b"
NO_UPDATE = "Where no update is asked for, and where gradients are 0."


def of_both(
    name: str, written: str, shows: str, hidden: str, move: Move, kind: str = "equation", also: Sequence[Move] = ()
) -> Mistake:
    equation = "11/15" if kind == "equation" else None
    forms = [{"updated_weights": weights_by(one), "updated_bias": one} for one in (move, *also)]
    return Mistake(name, kind, equation, written, ALL, shows, hidden, forms[0], also=forms[1:])


def of_layers(
    name: str, equation: str, written: str, shows: str, hidden: str, change: Callable[..., Layer]
) -> Mistake:
    return Mistake(
        name, "procedure", equation, written, "all weights by (11), all biases by (15)", shows, hidden,
        {"update": update_by(change)},
    )


ENTRIES = [
    Mistake(
        "bias-moved-by-last-weight", "equation", "15", "b_j − α ∂C/∂w_jk of the last k", "b_j − α ∂C/∂b_j",
        "Gradients are right; the bias moves with the last weight: k was still set by the loop. A shared bias moves "
        "with that of neuron 0.", "Where the last input is 1. Where no update is asked for.",
        {"update": biases_by_last_weights},
    ),
    of_both(
        "adam-for-gradient-descent",
        "p − α g/(|g| + 10^−8), g = ∂C/∂p: the first step of Adam, or with another ε of AdaGrad",
        "Every parameter moves by almost exactly α: another optimizer, the default of many libraries.", NO_UPDATE,
        adam, "convention", [adam_with(6), adam_with(7), adam_with(10)],
    ),
    of_both(
        "nesterov-momentum", "p − α(g + 0.9 g), g = ∂C/∂p: the first step of Nesterov's momentum",
        "The step is 1.9 times too long.", NO_UPDATE, nesterov, "convention",
    ),
    of_both(
        "damped-momentum", "p − α · 0.1 ∂C/∂p: the first step of v ← 0.9 v + 0.1 g",
        "The step is ten times too short.", NO_UPDATE, damped, "convention",
    ),
    of_layers(
        "rows-aliased", "11", "every neuron's row is the last one",
        "One list stands for all rows of a layer, as [[0] * n] * m makes it, and the last write is seen in all.",
        "In layers of one neuron, and where no update is asked for.", rows_aliased,
    ),
    Mistake(
        "biases-only-if-several-examples", "procedure", "15", "b, where there is one example", BIAS,
        "With one example biases keep their values.", "With two or more examples. " + NO_UPDATE,
        {"gradient_step": biases_if_several},
    ),
]
