"""Mistakes of the forward pass in arrays and buffers: strides, offsets, sums that go on, numbers written over."""

from __future__ import annotations

from typing import Callable

from ..backprop import layer_activations
from ..door import RULES
from ..network import Layer, Network
from ..numerals import Matrix, Vector
from ..rules import Rules
from .entry import Mistake
from .forward import bias_after_activation
from .slopes import SLOPES_FROM_A

Passed = tuple[Matrix, Matrix]  # z and a


# ---- flat arrays -----------------------------------------------------------------------------


# ---- sums and buffers ------------------------------------------------------------------------


def biases(layer: Layer) -> Vector:
    return layer.b * len(layer.w) if layer.shared_bias else layer.b


def overwriting(only: tuple[str, ...] = ()) -> Callable[..., Passed]:
    """z written over by a, in layers of these activations or in all."""

    def changed(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
        z: Matrix = []
        a: Matrix = []
        for l, layer in enumerate(network.layers):
            before = a[-1] if a else x
            z_l = [eq.weighted_sum(w_j, before, b_j) for w_j, b_j in zip(layer.w, biases(layer))]
            a_l = layer_activations(layer, l, z_l, eq)
            z.append(list(a_l) if not only or layer.activation in only else z_l)
            a.append(a_l)
        return z, a

    return changed


def never_in_softmax(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
    return bias_after_activation(network, x, eq, False)


# ---- the entries -----------------------------------------------------------------------------

ENTRIES: list[Mistake] = [
    Mistake(
        "bias-after-activation-and-in-slope", "equation", "2/8/9",
        "a_j = σ(Σ_k w_jk a_k) + b_j, and slopes a_j(1 − a_j) or 1 − a_j² with this a_j",
        "a_j = σ(Σ_k w_jk a_k + b_j)", "Outputs leave the range of σ, and slopes made from a follow them.",
        "Where every bias is 0.", {"forward": lambda network, x, eq: bias_after_activation(network, x, eq),
                                   **SLOPES_FROM_A},
        also=[{"forward": never_in_softmax, **SLOPES_FROM_A}],
    ),
    Mistake(
        "sums-overwritten-by-activations", "equation", "8/9", "σ′(a_j), except where σ′ is made from a: z became a",
        "σ′(z_j)", "Weighted sums are a, and so slopes that need z are wrong; those of sigmoid and tanh are right.",
        "For sigmoid, tanh, identity and relu, but in z itself.",
        {"forward": overwriting(), **SLOPES_FROM_A},
        also=[
            {"forward": overwriting()},
            {"forward": overwriting(("relu",))}, {"forward": overwriting(("relu", "leaky_relu"))},
            {"forward": overwriting(("elu",))},
        ],
    ),
]
