"""Right numbers in the wrong place: layouts, orders, lists that are too short or too deep."""

from __future__ import annotations

from typing import Any, Callable

from ..cases import Case
from ..network import Layer, Network
from .by_hand_passes import is_square, relayered, step_on, transposed
from .entry import Mistake, Result

WEIGHTS = ("weight_gradients", "new_weights")
BIASES = ("bias_gradients", "new_biases")
NEURONS = ("weighted_sums", "activations", "deltas")  # [i][l][j]


# ---- rewriting -------------------------------------------------------------------------------


def with_fields(*names: str, change: Callable[[Any], Any]) -> Callable[[Result, Case], Result]:
    """A result with the value of these fields changed."""
    return lambda result, case: {name: change(value) if name in names else value for name, value in result.items()}


def for_each_layer(*names: str, change: Callable[[Any], Any]) -> Callable[[Result, Case], Result]:
    """A result with these fields changed layer by layer."""
    return with_fields(*names, change=lambda layers: [change(layer) for layer in layers])


def transposed_where_square(result: Result, case: Case) -> Result:
    """Back in the layout in which the weights were read."""
    return for_each_layer(*WEIGHTS, change=lambda w: transposed(w) if is_square(w) else w)(result, case)


def read_transposed(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, w=transposed(layer.w)) if is_square(layer.w) else layer


def bias_for_each(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=layer.b * len(layer.w), shared_bias=False) if layer.shared_bias else layer


def layers_in_reverse(result: Result, case: Case) -> Result:
    changed = with_fields(*WEIGHTS, *BIASES, change=lambda layers: layers[::-1])(result, case)
    return with_fields(*NEURONS, change=lambda examples: [layers[::-1] for layers in examples])(changed, case)


def layers_cut(start: int, end: int) -> Callable[[Result, Case], Result]:
    """Without the layers before start and from −end on."""

    def cut(layers: Any) -> Any:
        return layers[start:len(layers) - end]

    def changed(result: Result, case: Case) -> Result:
        shorter = with_fields(*WEIGHTS, *BIASES, change=cut)(result, case)
        return with_fields(*NEURONS, change=lambda examples: [cut(layers) for layers in examples])(shorter, case)

    return changed


def bias_gradients_in_reverse(result: Result, case: Case) -> Result:
    """Each layer's biases moved, too, by what stands at its place then, as far as that reaches."""
    changed = {**result, "bias_gradients": result["bias_gradients"][::-1]}
    if case.alpha is not None and "new_biases" in result:
        changed["new_biases"] = [
            [float(b_j) - float(case.alpha) * g_j for b_j, g_j in zip(layer.b, g)]
            for layer, g in zip(case.network.layers, changed["bias_gradients"])
        ]
    return changed


def biases_in_rows(result: Result, case: Case) -> Result:
    changed = dict(result)
    for weights, biases in zip(WEIGHTS, BIASES):
        if weights in result:
            changed[weights] = [
                [[*w_j, b_j] for w_j, b_j in zip(w, b * len(w) if len(b) == 1 else b)]
                for w, b in zip(result[weights], result[biases])
            ]
    return changed


def shared_bias_repeated(result: Result, case: Case) -> Result:
    changed = dict(result)
    for name in BIASES:
        if name in result:
            changed[name] = [
                b * len(layer.w) if layer.shared_bias else b for b, layer in zip(result[name], case.network.layers)
            ]
    return changed


def input_in_front(result: Result, case: Case) -> Result:
    pairs = zip(result["activations"], case.examples)
    return {**result, "activations": [[list(map(float, example.x)), *layers] for layers, example in pairs]}


def sums_as_outputs(result: Result, case: Case) -> Result:
    return {**result, "outputs": [layers[-1] for layers in result["weighted_sums"]]}


def activations_as_sums(result: Result, case: Case) -> Result:
    return {**result, "weighted_sums": result["activations"]}


# ---- the entries -----------------------------------------------------------------------------

ENTRIES = [
    Mistake(
        "weights-written-transposed", "convention", None, "∂C/∂w_jk at [l][k][j], new weights too",
        "∂C/∂w_jk at [l][j][k]",
        "Columns stand where rows belong; layers that are not square have another shape.", "In symmetric matrices.",
        rewrite=for_each_layer(*WEIGHTS, change=transposed),
    ),
    Mistake(
        "gradients-written-transposed", "convention", None, "∂C/∂w_jk at [l][k][j], new weights as they should be",
        "∂C/∂w_jk at [l][j][k]", "Columns stand where rows belong; updates are right.", "In symmetric matrices.",
        rewrite=for_each_layer("weight_gradients", change=transposed),
    ),
    Mistake(
        "weights-from-to", "convention", "2", "weights[j][k] read as leading from j to k, gradients written likewise",
        "weights[j][k] leads from k to j", "Square layers compute with the transposed weights, forward and backward.",
        "In symmetric weights; where layers are not square it cannot run, taken as right there.",
        {"gradient_step": step_on(read_transposed)}, rewrite=transposed_where_square,
    ),
    Mistake(
        "layers-in-reverse", "transport", None, "layers from the last to the first",
        "layers from the first to the last",
        "Right numbers under the wrong layer.", "With one layer.", rewrite=layers_in_reverse,
    ),
    Mistake(
        "bias-gradients-in-reverse", "procedure", None, "bias gradients collected from the last layer to the first",
        "bias gradients from the first layer to the last, as the weights'",
        "Weights are right; biases have, and are moved by, the gradients of the layer at the other end.",
        "With one layer; of an odd number of layers in the middle one.", rewrite=bias_gradients_in_reverse,
    ),
    Mistake(
        "first-layer-missing", "transport", None, "no entry for layer 0", "an entry for each layer",
        "One entry too few: the first layer with weights was taken for an input layer.", "Nowhere.",
        rewrite=layers_cut(1, 0),
    ),
    Mistake(
        "last-layer-missing", "transport", None, "no entry for the last layer", "an entry for each layer",
        "One entry too few: the loop ends one too early.", "Nowhere.", rewrite=layers_cut(0, 1),
    ),
    Mistake(
        "biases-as-columns", "transport", None, "[[b_0], [b_1], …]", "[b_0, b_1, …]",
        "A column of rows of one number.", "Nowhere.",
        rewrite=for_each_layer(*BIASES, change=lambda b: [[b_j] for b_j in b]),
    ),
    Mistake(
        "biases-as-rows", "transport", None, "[[b_0, b_1, …]]", "[b_0, b_1, …]", "A matrix of one row.", "Nowhere.",
        rewrite=for_each_layer(*BIASES, change=lambda b: [b]),
    ),
    Mistake(
        "weights-flat", "transport", None, "[w_00, w_01, …, w_10, w_11, …]", "[[w_00, w_01, …], [w_10, w_11, …], …]",
        "One list for each layer, row after row.", "Nowhere.",
        rewrite=for_each_layer(*WEIGHTS, change=lambda w: [w_jk for w_j in w for w_jk in w_j]),
    ),
    Mistake(
        "biases-in-weight-rows", "transport", None, "[w_j0, w_j1, …, b_j]", "[w_j0, w_j1, …]",
        "The bias stands behind the weights of its neuron, as in an augmented matrix.", "Nowhere.",
        rewrite=biases_in_rows,
    ),
    Mistake(
        "shared-bias-repeated", "transport", None, "[b, b, …], one for each neuron", "[b], a list of the one number",
        "A shared bias is written once for each neuron that uses it.", "Without a shared bias.",
        rewrite=shared_bias_repeated,
    ),
    Mistake(
        "shared-bias-split", "procedure", "14", "∂C/∂b_j = δ_j for each neuron of a layer that shares one bias",
        "∂C/∂b = Σ_j δ_j",
        "A shared bias is treated as one for each neuron.", "Without a shared bias.",
        {"gradient_step": step_on(bias_for_each)},
    ),
    Mistake(
        "input-among-activations", "transport", None, "activations begin with the input",
        "activations from the first hidden layer on",
        "One layer too many.", "Where activations are not given.", rewrite=input_in_front, only=("activations",),
    ),
    Mistake(
        "layers-before-examples", "transport", None, "z, a and δ at [l][i][j]", "z, a and δ at [i][l][j]",
        "Examples and layers change places.", "With one example and one layer; where these fields are not given.",
        rewrite=with_fields(*NEURONS, change=lambda value: [list(layer) for layer in zip(*value)]), only=NEURONS,
    ),
    Mistake(
        "examples-in-reverse", "transport", None, "z, a, δ and outputs from the last example to the first",
        "from the first to the last",
        "Right numbers under the wrong example; what is reduced is right.",
        "With one example; where these fields are not given.",
        rewrite=with_fields(*NEURONS, "outputs", change=lambda value: value[::-1]), only=(*NEURONS, "outputs"),
    ),
    Mistake(
        "outputs-of-last-example", "transport", None, "outputs of the last example alone", "outputs of every example",
        "One row instead of one for each example.", "With one example; where outputs are not given.",
        rewrite=with_fields("outputs", change=lambda value: value[-1:]), only=("outputs",),
    ),
    Mistake(
        "weighted-sums-as-outputs", "transport", "2", "outputs are z of the last layer",
        "outputs are a of the last layer",
        "The activation is left out where outputs are handed out; gradients are right.",
        "Where the last layer is the identity; where outputs are not given.", rewrite=sums_as_outputs,
        only=("outputs",),
    ),
    Mistake(
        "activations-as-weighted-sums", "transport", "2", "weighted sums are a: z was overwritten in place",
        "z before the activation",
        "Slopes are right (they were taken from a), only z is lost.", "Where weighted sums are not given.",
        rewrite=activations_as_sums, only=("weighted_sums",),
    ),
]
