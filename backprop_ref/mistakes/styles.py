"""Styles of right programs that a slip tells apart: equal where nothing is wrong, and not after a slip.

    STYLES    style → slot and change: what stands there in a program of that style
    told_from_a    σ′ as many programs have it, made from a_j where that can be done

After a slip in the forward pass, σ′ from a gives another δ than σ′ from z.  A program that writes δ = a − y (for
softmax a Σy − y), where activation and cost allow it, keeps this δ even where the slope is wrong.  One that divides by
the number of examples before it goes back, as ∂C/∂a of a mean asks, has lost the divisor where δ does not depend on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..activations import SOFTMAX
from .beyond import Beyond
from .passes import Change
from .places import Number, Place, total

SHORTCUT = "shortcut"
DIVIDED_FIRST = "divided-first"
FOLLOWED = "followed"  # the gradients follow from the forward pass, as automatic differentiation makes them
SHORTCUTS = {(SOFTMAX, "cross_entropy"), ("sigmoid", "binary_cross_entropy")}


TOLD, TOLD_ALONE = {"sigmoid", "tanh", "elu"}, {"relu", "leaky_relu"}


def told_from_a(name: str, z_j: Number, a_j: Number, at: Place, alone: bool = False) -> Number:
    """σ′ of sigmoid, tanh and elu by a_j, of others by z_j, or, alone, all by a_j that can be told from it.

    Softmax, which has none of one neuron, counts 1 where a program has one at all.
    """
    if name == SOFTMAX:
        return Beyond(a_j * 0 + 1)
    if name == "sigmoid":
        return a_j * (1 - a_j)
    if name == "tanh":
        return 1 - a_j * a_j
    if name == "elu":
        return a_j * 0 + 1 if (a_j if alone else z_j) > 0 else a_j + 1
    return at.eq.activations[name].slope(a_j if alone and name in TOLD_ALONE else z_j)


def _slope_from_a(alone: bool) -> Change:
    return lambda at, j, v: told_from_a(at.layer.activation, at.z[at.l][j], at.a[at.l][j], at, alone)


def leaves_difference(at: Place, l: int) -> bool:
    """Do activation and cost leave only a difference for δ of this layer?"""
    return l == at.last and (at.network.layers[l].activation, at.cost) in SHORTCUTS


def _shortcut(at: Place, j: int, v: Number) -> Number:
    if not leaves_difference(at, at.l):
        return v
    share = total(at.y) if at.layer.activation == SOFTMAX else 1
    return at.a[at.l][j] * share - at.y[j]


FROM_A: dict[str, dict[str, Change]] = {
    "from-a": {"slope": _slope_from_a(False)}, "from-a-alone": {"slope": _slope_from_a(True)},
}
STYLES: dict[str, dict[str, Change]] = {
    SHORTCUT: {"delta": _shortcut}, **FROM_A,
    **{f"{name}-{SHORTCUT}": {**changes, "delta": _shortcut} for name, changes in FROM_A.items()},
    DIVIDED_FIRST: {
        "cost-slope": lambda at, j, v: v / at.examples if at.mean else v,
        "divisor-for-weights": lambda at, n, d: 1, "divisor-for-biases": lambda at, n, d: 1,
    },
}


def styles_of(activations: Sequence[str], cost: str, divided: bool = False) -> list[str]:
    """The styles in which a program can differ after a slip, of layers with these activations; each kind once.

    divided: is a mean of several examples asked for?

    >>> styles_of(["relu", "softmax"], "squared_error"), styles_of(["tanh", "identity"], "squared_error")
    (['from-a-alone'], ['from-a'])
    """
    from_a = [name for name, told in (("from-a", TOLD), ("from-a-alone", TOLD_ALONE)) if told & set(activations)]
    shortcut = [SHORTCUT] if (activations[-1], cost) in SHORTCUTS else []
    first = [DIVIDED_FIRST] if divided else []
    return shortcut + from_a + [f"{name}-{SHORTCUT}" for name in from_a if shortcut] + first
