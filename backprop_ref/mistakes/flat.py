"""Mistakes in flat arrays: a wrong stride, a forgotten offset, an index of another loop.

Where all weights of a network stand in one list, or those of a layer, a wrong index runs into other weights and
nothing crashes.  Behind the end of a list these entries read 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from ..descent import Step, gradient_step, update
from ..door import RULES
from ..network import Layer, Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .batches import Examples, Rate
from .by_hand_passes import Place, backward_by, total
from .entry import Mistake, Replacements
from .updates import BIAS, NO_UPDATE, WEIGHT

RECURRENCE = "δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)"


# ---- flat lists ------------------------------------------------------------------------------


def joined(rows: Sequence[Vector]) -> Vector:
    """Rows, one behind the other.

    >>> joined([[1, 2], [3, 4]])
    [1, 2, 3, 4]
    """
    return [value for row in rows for value in row]


def all_weights(network: Network) -> Vector:
    return joined([w_j for layer in network.layers for w_j in layer.w])


def offset(network: Network, l: int) -> int:
    """Where the weights of layer l begin in the list of all."""
    return len(joined([w_j for layer in network.layers[:l] for w_j in layer.w]))


def read(values: Vector, index: int) -> Number:
    """The value at this index, 0 behind the end.

    >>> read([1.0, 2.0], 1), read([1.0, 2.0], 2)
    (2.0, 0.0)
    """
    return values[index] if index < len(values) else values[0] * 0


# ---- the recurrence --------------------------------------------------------------------------


def hidden_through(index: Callable[[int, int, int, int], int], offsets: bool = True) -> Replacements:
    """δ_j with the weight at another index of the flat list: of m, j, the next layer's width and its inputs."""

    def formula(at: Place, j: int) -> Number:
        weights, start = all_weights(at.network), offset(at.network, at.l + 1) if offsets else 0
        n, inputs = len(at.next_w), len(at.next_w[0])
        terms = [delta_m * read(weights, start + index(m, j, n, inputs)) for m, delta_m in enumerate(at.next_delta)]
        return total(terms) * at.slope(j)

    return {"backward": backward_by(formula)}


# ---- gradients and updates -------------------------------------------------------------------


def all_in_first_layer(
    network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """Every layer's weight gradients added up from the start of the one list of all."""
    step = gradient_step(network, examples, None, cost, reduction, eq)
    flat = [g * 0 for g in joined([row for w in step.dC_dw for row in w])]
    for w in step.dC_dw:
        for place, g in enumerate(joined(w)):
            flat[place] = flat[place] + g
    step.dC_dw = like_weights(network, flat)
    if alpha is not None:
        step.network = eq.update(network, alpha, step.dC_dw, step.dC_db, eq)
    return step


def like_weights(network: Network, flat: Vector) -> list[Matrix]:
    """The flat list cut into the rows of each layer."""
    values = iter(flat)
    return [[[next(values) for _ in w_j] for w_j in layer.w] for layer in network.layers]


def without_offset(weights: bool, biases: bool) -> Replacements:
    """An update that reads each layer's gradients from the start of the list of all."""

    def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        all_w, all_b = joined([row for w in dC_dw for row in w]), joined(dC_db)
        if weights:
            dC_dw = [
                [[all_w[j * len(w_j) + k] for k in range(len(w_j))] for j, w_j in enumerate(layer.w)]
                for layer in network.layers
            ]
        if biases:
            dC_db = [all_b[:len(layer.b)] for layer in network.layers]
        return update(network, alpha, dC_dw, dC_db, eq)

    return {"update": changed}


def kept(old: Vector, new: Vector, where: Callable[[int, int], bool]) -> Vector:
    """Of two flat lists the new one, the old one where this says so of an index and the length."""
    return [p if where(i, len(old)) else q for i, (p, q) in enumerate(zip(old, new))]


def some_weights_kept(where: Callable[[int, int], bool], by_row: bool) -> Replacements:
    """Weights keep their values at these places of each layer, or of each row."""

    def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        new = update(network, alpha, dC_dw, dC_db, eq)
        layers = []
        for old, layer in zip(network.layers, new.layers):
            if by_row:
                w = [kept(*rows, where) for rows in zip(old.w, layer.w)]
            else:
                values = iter(kept(joined(old.w), joined(layer.w), where))
                w = [[next(values) for _ in w_j] for w_j in old.w]
            layers.append(Layer.trusted(w, layer.b, layer.activation, layer.shared_bias))
        return Network.trusted(layers, network.number)

    return {"update": changed}


def some_biases_kept(where: Callable[[int, int], bool], in_last_layer_only: bool = False) -> Replacements:
    """Biases keep their values at these places of each layer, or of the last one."""

    def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        new = update(network, alpha, dC_dw, dC_db, eq)
        last = len(network.layers) - 1
        layers = []
        for l, (old, layer) in enumerate(zip(network.layers, new.layers)):
            b = layer.b if in_last_layer_only and l < last else kept(old.b, layer.b, where)
            layers.append(Layer.trusted(layer.w, b, layer.activation, layer.shared_bias))
        return Network.trusted(layers, network.number)

    return {"update": changed}


def first(i: int, n: int) -> bool:
    return i == 0


def last(i: int, n: int) -> bool:
    return i == n - 1


def last_of_several(i: int, n: int) -> bool:
    return n > 1 and i == n - 1


# ---- the entries -----------------------------------------------------------------------------


def of_hidden(
    name: str, written: str, shows: str, hidden: str, replace: Replacements, also: Sequence[Replacements] = ()
) -> Mistake:
    return Mistake(name, "equation", "8", written, RECURRENCE, shows, hidden, replace, also=also)


def of_update(
    name: str, equation: str, written: str, shows: str, hidden: str, replace: Replacements,
    also: Sequence[Replacements] = (),
) -> Mistake:
    right = WEIGHT if equation == "11" else BIAS
    return Mistake(
        name, "procedure", equation, written, right, shows, f"{hidden} {NO_UPDATE}".strip(), replace, also=also
    )


ENTRIES = [
    of_hidden(
        "offset-of-layer-forgotten", "δ_j = (Σ_m δ_m w[m n + j]) σ′(z_j), from the start of the list of all weights",
        "Every hidden layer reads the weights of the first.", "Without hidden layers.",
        hidden_through(lambda m, j, n, inputs: m * inputs + j, False),
    ),
    Mistake(
        "gradients-in-first-layer", "procedure", "10", "∂C/∂w of every layer added up instead of the first's",
        "∂C/∂w of each layer in its own place",
        "The offset of the layer is forgotten: weights behind the largest layer's number have the gradient 0.",
        "With one layer.", {"gradient_step": all_in_first_layer},
    ),
    of_update(
        "weights-moved-without-offset", "11", "w − α g, g from the start of the list of all weight gradients",
        "Every layer is moved by the gradients of the first.", "In the first layer.", without_offset(True, False),
    ),
    of_update(
        "biases-moved-without-offset", "15", "b − α g, g from the start of the list of all bias gradients",
        "Every layer is moved by the gradients of the first.", "In the first layer.", without_offset(False, True),
        [without_offset(True, True)],
    ),
    of_update(
        "last-weight-never-updated", "11", "the last weight of each layer keeps its value",
        "A loop ends one too early.", "", some_weights_kept(last, False), [some_weights_kept(last, True)],
    ),
    of_update(
        "last-bias-never-updated", "15", "the last bias of each layer keeps its value", "A loop ends one too early.",
        "", some_biases_kept(last), [some_biases_kept(last_of_several), some_biases_kept(last, True)],
    ),
    of_update(
        "first-bias-never-updated", "15", "the first bias of each layer keeps its value", "A loop starts at 1.",
        "", some_biases_kept(first),
    ),
]
