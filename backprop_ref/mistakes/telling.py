"""What a program reports: right numbers with another sign, factor or place, and other costs and errors."""

from __future__ import annotations

from typing import Any, Callable

from ..cases import Case
from ..descent import Step
from ..numbers import each
from .by_hand_passes import Asked, step_by, step_on, with_lists
from .entry import Mistake, Result
from .places import Place

GRADIENTS = ("weight_gradients", "bias_gradients")
WEIGHTS = ("weight_gradients", "new_weights")
BY_LAYER = (*GRADIENTS, "new_weights", "new_biases")
BY_EXAMPLE = ("weighted_sums", "activations", "deltas")  # [i][l][j]

Rewrite = Callable[[Result, Case], Result]


# ---- rewriting -------------------------------------------------------------------------------


def with_fields(*names: str, change: Callable[[Any], Any]) -> Rewrite:
    """A result with the value of these fields changed."""
    return lambda result, case: {name: change(value) if name in names else value for name, value in result.items()}


def fields_times(factor: Callable[[Case], float], *names: str) -> Rewrite:
    """A result with these fields multiplied."""

    def changed(result: Result, case: Case) -> Result:
        return with_fields(*names, change=lambda value: each(value, lambda v: factor(case) * v))(result, case)

    return changed


def rate(case: Case) -> float:
    return 1 if case.alpha is None else float(case.alpha)


def turned_where_square(w: Any) -> Any:
    """Weights of as many neurons as inputs, transposed."""
    return [list(column) for column in zip(*w)] if len(w) == len(w[0]) else w


def layers_in_reverse(result: Result, case: Case) -> Result:
    changed = with_fields(*BY_LAYER, change=lambda layers: layers[::-1])(result, case)
    return with_fields(*BY_EXAMPLE, change=lambda examples: [layers[::-1] for layers in examples])(changed, case)


def bias_gradients_in_reverse(result: Result, case: Case) -> Result:
    """Each layer's biases moved, too, by what stands at its place then, as far as that reaches."""
    changed = {**result, "bias_gradients": result["bias_gradients"][::-1]}
    if case.alpha is not None and "new_biases" in result:
        changed["new_biases"] = [
            [float(b_j) - float(case.alpha) * g_j for b_j, g_j in zip(layer.b, g)]
            for layer, g in zip(case.network.layers, changed["bias_gradients"])
        ]
    return changed


# ---- other costs and errors ------------------------------------------------------------------


def cost_of_last(asked: Asked) -> Step:
    step = asked.step()
    step.C = asked.ones()[-1].C
    return step


def errors_for_deltas(asked: Asked) -> Step:
    """∂C/∂a of every neuron is reported instead of δ."""
    step = asked.step()
    for i, example in enumerate(asked.examples):
        at = Place(asked.network, asked.eq, example.x)
        at.y, at.cost, at.z, at.a, at.delta = example.y, asked.cost, step.z[i], step.a[i], step.delta[i]
        step.delta[i] = [at.dC_da(l) for l in range(at.last + 1)]
    return step


def differences_for_deltas(asked: Asked) -> Step:
    """a − y is reported instead of the last δ."""
    step = asked.step()
    for example, a, delta in zip(asked.examples, step.a, step.delta):
        delta[-1] = [a_j - y_j for a_j, y_j in zip(a[-1], example.y)]
    return step


# ---- the entries -----------------------------------------------------------------------------


def of_telling(
    name: str, written: str, right: str, shows: str, hidden: str, seen: str, rewrite: Rewrite,
    kind: str = "convention", equation: str | None = None, only: tuple[str, ...] = (),
) -> Mistake:
    return Mistake(name, kind, equation, written, right, shows, hidden, seen, rewrite=rewrite, only=only)


PLUS = "accord-net/framework#258; makeyourownneuralnetwork/makeyourownneuralnetwork#66"

ENTRIES = [
    of_telling(
        "negative-gradients", "−∂C/∂p and −δ: the change to add, not to subtract", "∂C/∂p and δ",
        "The program uses y − a and adds: the updates are right, but gradients and deltas have the opposite sign.",
        "Where gradients are 0.", PLUS, fields_times(lambda case: -1, *GRADIENTS, "deltas"),
    ),
    of_telling(
        "negative-deltas", "δ_j = −∂C/∂z_j", "δ_j = ∂C/∂z_j",
        "The program uses y − a and adds: gradients and updates are right; only the deltas have the opposite sign.",
        "Where deltas are not reported.", PLUS, fields_times(lambda case: -1, "deltas"), equation="6", only=("deltas",),
    ),
    of_telling(
        "rate-in-gradients", "α ∂C/∂p", "∂C/∂p", "The reported gradients are multiplied by α; the updates are right.",
        "Where α = 1, or no update is asked for.", "gpleiss/nnlr PR #4",
        fields_times(rate, *GRADIENTS),
    ),
    of_telling(
        "change-for-gradient", "−α ∂C/∂p", "∂C/∂p",
        "The change of the parameter is reported as its gradient; the updates are right.",
        "Where gradients are 0. (If no update is asked for, this entry takes −∂C/∂p.)",
        "BrainJS/brain.js, src/neural-network.js; CodingTrain/Toy-Neural-Network-JS, lib/nn.js",
        fields_times(lambda case: -rate(case), *GRADIENTS),
    ),
    of_telling(
        "deltas-over-examples", "δ_j/N of each example", "δ_j of that example alone",
        "The deltas are already divided by N; the gradients are right.", "With one example, and for a sum.",
        "PyTorch and TensorFlow, from a mean over the batch",
        fields_times(lambda case: 1 / len(case.examples) if case.reduction == "mean" else 1, "deltas"),
        only=("deltas",),
    ),
    of_telling(
        "weighted-sums-as-outputs", "outputs: z of the last layer", "outputs: a of the last layer",
        "The reported outputs lack the last activation; the gradients are right.",
        "Where the last layer is identity, and where outputs are not reported.",
        "PyTorch's CrossEntropyLoss and TensorFlow's from_logits: models end with z",
        lambda result, case: {**result, "outputs": [layers[-1] for layers in result["weighted_sums"]]},
        "transport", "2", ("outputs",),
    ),
    of_telling(
        "activations-as-weighted-sums", "weighted sums: a, which has overwritten z", "weighted sums: z, before the "
                                                                                     "activation",
        "Slopes are right, since they are computed from a; only z is lost.", "Where weighted sums are not reported.",
        "deeplearning4j/deeplearning4j PR #364",
        lambda result, case: {**result, "weighted_sums": result["activations"]}, "transport", "2", ("weighted_sums",),
    ),
    of_telling(
        "layers-in-reverse", "layers from the last to the first", "layers from the first to the last",
        "The numbers are right but stand under the wrong layer.", "With one layer.", "jacobgil/pytorch-grad-cam#57",
        layers_in_reverse,
        "transport",
    ),
    of_telling(
        "bias-gradients-in-reverse", "bias gradients collected from the last layer to the first",
        "bias gradients from the first layer to the last, like the weight gradients",
        "The weights are right. The biases have the gradients of the layer at the other end, and are updated with "
        "them.",
        "With one layer, and in the middle one of an odd number of layers.", "jacobgil/pytorch-grad-cam#57",
        bias_gradients_in_reverse, "procedure",
    ),
    Mistake(
        "weights-from-to", "convention", "2", "weights[j][k] read as leading from j to k, and gradients written the "
                                              "same way",
        "weights[j][k] leads from k to j", "Square layers use the transposed weights, forward and backward.",
        "Where the weights are symmetric. Where layers are not square, such a program cannot run (this entry then "
        "uses the right formula).",
        "Keras' kernels and scikit-learn's coefficients; makeyourownneuralnetwork/makeyourownneuralnetwork#77",
        step_on(lambda layer: with_lists(layer, turned_where_square(layer.w))),
        rewrite=with_fields(*WEIGHTS, change=lambda layers: [turned_where_square(w) for w in layers]),
    ),
    Mistake(
        "cost-of-last-example", "convention", None, "C of the last example", "the sum or the mean over all examples",
        "The gradients are right; the cost is that of one example.", "With one example.", "nntrainer/nntrainer PR #435",
        step_by(cost_of_last), only=("cost",),
    ),
    Mistake(
        "error-for-delta", "convention", "6", "δ_j = ∂C/∂a_j, or a_j − y_j in the last layer", "δ_j = ∂C/∂z_j",
        "Gradients and updates are right; only the reported δ lacks the slope.",
        "Where slopes are 1, and where deltas are not "
        "reported.", "makeyourownneuralnetwork/makeyourownneuralnetwork#88",
        step_by(errors_for_deltas), step_by(differences_for_deltas), only=("deltas",),
    ),
]
