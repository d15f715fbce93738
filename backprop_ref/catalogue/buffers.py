"""Mistakes of the forward pass in arrays and buffers: strides, offsets, sums that go on, numbers written over."""

from __future__ import annotations

from ..activations import SOFTMAX
from ..backprop import layer_activations
from ..door import RULES
from ..unfinished import must_be_finite
from .entry import Mistake
from .forward import SUM, bias_after_activation
from .passes import forward_with, relayered
from .slopes import SLOPES_FROM_A

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, List, Tuple

    from ..network import Layer, Network
    from ..numerals import Matrix, Vector
    from ..rules import Rules

    Passed = Tuple[Matrix, Matrix]  # z and a


# ---- flat arrays -----------------------------------------------------------------------------


def flat(rows: Matrix) -> Vector:
    return [value for row in rows for value in row]


def other_stride(layer: Layer, l: int, network: Network) -> Layer:
    """w[j·n_out + k] of the array of all weights, in the place of w[j·n_in + k]; 0 behind its end."""
    behind = flat([w_j for after in network.layers[l:] for w_j in after.w])
    n, m = len(layer.w), len(layer.w[0])
    behind += [behind[0] * 0] * (n * n + m)
    return relayered(layer, w=[behind[j * n:j * n + m] for j in range(n)])


def of_first_layer(layer: Layer, l: int, network: Network) -> Layer:
    """b[j] of the array of all biases."""
    biases = flat([other.b for other in network.layers])
    return relayered(layer, b=biases[:len(layer.b)])


# ---- sums and buffers ------------------------------------------------------------------------


def sums_by(
    sums: Callable[[Layer, Vector, Matrix], Vector]
) -> Callable[..., Passed]:
    """A forward pass with the z of a layer by this formula, from its input and from the z of the layers before."""

    def changed(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
        z: Matrix = []
        a: Matrix = []
        for l, layer in enumerate(network.layers):
            z_l = sums(layer, a[-1] if a else x, z)
            must_be_finite(z_l, "z_j", l)
            z.append(z_l)
            a.append(layer_activations(layer, l, z_l, eq))
        return z, a

    return changed


def biases(layer: Layer) -> Vector:
    return layer.b * len(layer.w) if layer.shared_bias else layer.b


def going_on(layer: Layer, before: Vector, z: Matrix) -> Vector:
    """z_j begins with z_(j−1)."""
    z_l: Vector = []
    for w_j, b_j in zip(layer.w, biases(layer)):
        z_j = RULES.weighted_sum(w_j, before, b_j)
        z_l.append(z_l[-1] + z_j if z_l else z_j)
    return z_l


def of_sums(layer: Layer, before: Vector, z: Matrix) -> Vector:
    """z of the layer before as input."""
    return [RULES.weighted_sum(w_j, z[-1] if z else before, b_j) for w_j, b_j in zip(layer.w, biases(layer))]


def in_place(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
    """After the first layer each a_j is written over the input that stands at its place."""
    z: Matrix = []
    a: Matrix = []
    for l, layer in enumerate(network.layers):
        buffer = list(a[-1] if a else x)
        z_l: Vector = []
        a_l: Vector = []
        for j, (w_j, b_j) in enumerate(zip(layer.w, biases(layer))):
            z_j = eq.weighted_sum(w_j, buffer, b_j)
            z_l.append(z_j)
            if layer.activation != SOFTMAX:
                a_l.append(eq.activation(eq.activations[layer.activation].sigma, z_j))
                if l and j < len(buffer):
                    buffer[j] = a_l[j]
        must_be_finite(z_l, "z_j", l)
        z.append(z_l)
        a.append(a_l or layer_activations(layer, l, z_l, eq))
    return z, a


def overwriting(only: Tuple[str, ...] = ()) -> Callable[..., Passed]:
    """z written over by a, in layers of these activations or in all."""

    def changed(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
        z: Matrix = []
        a: Matrix = []
        for l, layer in enumerate(network.layers):
            before = a[-1] if a else x
            z_l = [eq.weighted_sum(w_j, before, b_j) for w_j, b_j in zip(layer.w, biases(layer))]
            must_be_finite(z_l, "z_j", l)
            a_l = layer_activations(layer, l, z_l, eq)
            z.append(list(a_l) if not only or layer.activation in only else z_l)
            a.append(a_l)
        return z, a

    return changed


def never_in_softmax(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
    return bias_after_activation(network, x, eq, False)


# ---- the entries -----------------------------------------------------------------------------

ENTRIES: List[Mistake] = [
    Mistake(
        "weights-with-stride-of-outputs", "equation", "2", "z_j = Σ_k w[j n_out + k] a_k + b_j in a flat array",
        "w[j n_in + k]", "Rows after the first begin at the wrong place; what lies behind the last weight counts as 0.",
        "Where layers have as many neurons as inputs, or one neuron.", {"forward": forward_with(other_stride)},
    ),
    Mistake(
        "biases-of-first-layer", "equation", "2", "z_j^l = Σ_k w_jk a_k + b_j^0, or b[j] of the array of all biases",
        SUM, "The first layer is right, the others use its biases: where a layer begins was forgotten.",
        "With one layer.", {"forward": forward_with(of_first_layer)},
    ),
    Mistake(
        "weighted-sum-not-reset", "equation", "2", "z_j = z_(j−1) + Σ_k w_jk a_k + b_j", SUM,
        "Neuron 0 of each layer is right, each other one adds to the sum of its neighbour.",
        "In layers of one neuron.", {"forward": sums_by(going_on)},
    ),
    Mistake(
        "input-overwritten-in-place", "equation", "2", "z_j = Σ_(k < j) w_jk a_k^l + Σ_(k >= j) w_jk a_k^(l−1) + b_j",
        SUM, "Outputs of a layer were written over its inputs while it still needed them.",
        "In the first layer, in layers of one neuron, and with softmax.", {"forward": in_place},
    ),
    Mistake(
        "sums-for-activations-forward", "equation", "2", "z_j^l = Σ_k w_jk z_k^(l−1) + b_j", SUM,
        "Each layer is fed with z of the layer before it; gradients take a all the same.",
        "With one layer, and after layers of the identity.", {"forward": sums_by(of_sums)},
    ),
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
