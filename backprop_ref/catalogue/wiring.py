"""Mistakes about which activation belongs to which layer."""

from __future__ import annotations

from ..activations import SOFTMAX
from ..door import RULES
from .entry import Mistake
from .passes import forms_of_activation, forward_with, relayered, step_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, List, Tuple

    from ..network import Layer, Network
    from .entry import Replacements


# ---- the layer -------------------------------------------------------------------------------


def linear_output(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, activation="identity") if l == len(network.layers) - 1 else layer


def linear_hidden(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, activation="identity") if l < len(network.layers) - 1 else layer


def activation_before(layer: Layer, l: int, network: Network) -> Layer:
    if layer.activation == SOFTMAX:
        return layer
    return relayered(layer, activation=network.layers[l - 1].activation if l else "identity")


def activation_of_first(layer: Layer, l: int, network: Network) -> Layer:
    if layer.activation == SOFTMAX:
        return layer
    return relayered(layer, activation=network.layers[0].activation)


def activation_of_first_even_for_softmax(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, activation=network.layers[0].activation)


def last_as_first(layer: Layer, l: int, network: Network) -> Layer:
    return layer if l < len(network.layers) - 1 else activation_of_first(layer, l, network)


def last_as_first_even_for_softmax(layer: Layer, l: int, network: Network) -> Layer:
    return layer if l < len(network.layers) - 1 else activation_of_first_even_for_softmax(layer, l, network)


def first_hidden_linear(layer: Layer, l: int, network: Network) -> Layer:
    return layer if l or len(network.layers) == 1 else relayered(layer, activation="identity")


def identity_as_relu_at_last(layer: Layer, l: int, network: Network) -> Layer:
    last = l == len(network.layers) - 1
    return relayered(layer, activation="relu") if last and layer.activation == "identity" else layer


def activation_of_last(layer: Layer, l: int, network: Network) -> Layer:
    name = network.layers[-1].activation
    return layer if name == SOFTMAX else relayered(layer, activation=name)


def everywhere(name: str) -> Callable[[Layer, int, Network], Layer]:
    """This activation in every layer but softmax."""
    return lambda layer, l, network: layer if layer.activation == SOFTMAX else relayered(layer, activation=name)


def in_hidden(name: str) -> Callable[[Layer, int, Network], Layer]:
    """This activation in every hidden layer."""
    return lambda layer, l, network: (
        layer if l == len(network.layers) - 1 else relayered(layer, activation=name)
    )


def in_output(name: str) -> Callable[[Layer, int, Network], Layer]:
    """This activation in the last layer."""
    return lambda layer, l, network: (
        relayered(layer, activation=name) if l == len(network.layers) - 1 else layer
    )


# ---- the entries -----------------------------------------------------------------------------

SLOPES_OF_THEIR_OWN = {("leaky_relu", "relu")}  # the slope alone is an entry in ``slopes``
OWN = "a_j = σ(z_j), σ the layer's own"


def through(change: Callable[[Layer, int, Network], Layer]) -> Tuple[Replacements, List[Replacements]]:
    """The other activation with its slope; and the other form, forward alone."""
    return {"gradient_step": step_on(change)}, [{"forward": forward_with(change)}]


def of_z(name: str) -> str:
    """σ as a formula of z_j, or of all z."""
    return RULES.activations[name].formula.replace("z", "z_j") if name != SOFTMAX else "e^z_j / Σ_i e^z_i"


def of_one_for_all(name: str) -> Mistake:
    replace, also = through(everywhere(name))
    return Mistake(
        f"{name}-everywhere", "equation", "2", f"a_j = {of_z(name)}, whatever the layer says",
        OWN, "The activation's name is not read.", f"Where every layer is {name} (or softmax, which is kept).", replace,
        also=also,
    )


def of_one_for_hidden(name: str) -> Mistake:
    replace, also = through(in_hidden(name))
    return Mistake(
        f"{name}-in-hidden-layers", "equation", "2/8", f"a_j = {of_z(name)} in hidden layers",
        OWN, "Hidden layers all have one activation, the last layer has its own.",
        f"Without hidden layers, and where they are {name}.", replace, also=also,
    )


def of_one_for_output(name: str) -> Mistake:
    replace, also = through(in_output(name))
    return Mistake(
        f"{name}-in-output-layer", "equation", "2/9", f"a_j = {of_z(name)} in the last layer",
        OWN, "Hidden layers have their own activation, the last one always has this.", f"Where it is {name}.", replace,
        also=also,
    )


def of_another(of: str, taken: str) -> Mistake:
    """One activation taken for another: with its slope, with the right slope, or in the slope alone."""
    there = RULES.activations[taken]
    forms = forms_of_activation(of, there.sigma, there.slope, (of, taken) not in SLOPES_OF_THEIR_OWN)
    return Mistake(
        f"{of}-as-{taken}".replace("_", "-"), "equation", "2", f"{of}: σ(z) = {there.formula}, and its slope",
        f"{of}: σ(z) = {RULES.activations[of].formula}", f"Layers of {of} compute {taken}.", f"Without {of}.",
        forms[0], also=forms[1:],
    )


ENTRIES = [
    Mistake(
        "no-output-activation-forward", "equation", "2",
        "a_j = z_j in the last layer, and σ′ in the backward pass all the same",
        "a_j = σ(z_j)",
        "The outputs are the weighted sums; with softmax they may be negative.",
        "Where the last layer is the identity.",
        {"forward": forward_with(linear_output)},
    ),
    Mistake(
        "output-activation-ignored", "equation", "2/9", "a_j = z_j and σ′ = 1 in the last layer",
        "a_j = σ(z_j), with its σ′",
        "The outputs are the weighted sums, and the last δ has no slope.", "Where the last layer is the identity.",
        {"gradient_step": step_on(linear_output)},
    ),
    Mistake(
        "hidden-activation-ignored", "equation", "2/8", "a_j = z_j and σ′ = 1 in hidden layers",
        "a_j = σ(z_j), with its σ′",
        "The whole network before its last layer is one linear map.",
        "Without hidden layers, or where they are the identity.",
        {"gradient_step": step_on(linear_hidden)},
    ),
    Mistake(
        "first-activation-ignored", "equation", "2/8", "a_j = z_j and σ′ = 1 in the first of several layers",
        "a_j = σ(z_j), with its σ′", "The first layer is linear, the others are right.",
        "With one layer, and where the first is the identity.", {"gradient_step": step_on(first_hidden_linear)},
        also=[{"forward": forward_with(first_hidden_linear)}],
    ),
    Mistake(
        "relu-on-identity-output", "equation", "2/9", "a_j = max(0, z_j) in a last layer of the identity", "a_j = z_j",
        "Outputs are never negative: every layer was given a relu, the last one too.",
        "Where the last layer is not the identity, or no z of it is negative.",
        {"gradient_step": step_on(identity_as_relu_at_last)},
    ),
    Mistake(
        "activation-of-layer-before", "equation", "2", "a_j^l = σ^(l−1)(z_j^l), the first layer linear",
        "a_j^l = σ^l(z_j^l)",
        "The list of activations is read one place too early.", "Only where all layers are the identity.",
        {"gradient_step": step_on(activation_before)},
    ),
    Mistake(
        "activation-of-first-layer", "equation", "2", "a_j^l = σ^0(z_j^l) in every layer", "a_j^l = σ^l(z_j^l)",
        "One activation for the whole network, that of the first layer (softmax is kept, or not); or for the last "
        "layer alone.",
        "Where all layers have the same.",
        {"gradient_step": step_on(activation_of_first)},
        also=[
            {"gradient_step": step_on(change)}
            for change in (activation_of_first_even_for_softmax, last_as_first, last_as_first_even_for_softmax)
        ],
    ),
    Mistake(
        "activation-of-last-layer", "equation", "2", "a_j^l = σ^(L−1)(z_j^l) in every layer", "a_j^l = σ^l(z_j^l)",
        "One activation for the whole network, that of the last layer (unless it is softmax).",
        "Where all layers have the same.",
        {"gradient_step": step_on(activation_of_last)},
    ),
    *(of_one_for_all(name) for name in ("sigmoid", "tanh", "relu")),
    *(of_one_for_hidden(name) for name in ("sigmoid", "tanh", "relu")),
    *(of_one_for_output(name) for name in ("sigmoid", "softmax")),
    *(of_another(of, taken) for of, taken in (
        ("leaky_relu", "relu"), ("relu", "softplus"), ("softplus", "relu"), ("gelu", "silu"),
        ("silu", "gelu"), ("sigmoid", "tanh"), ("tanh", "sigmoid"), ("elu", "relu"), ("relu", "elu"),
        ("softsign", "tanh"), ("tanh", "softsign"),
    )),
]
