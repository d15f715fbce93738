"""The backward pass: ∂C/∂a of another cost, sums that are not reset, weights of another layer."""

from __future__ import annotations

from typing import Callable

from ..activations import SOFTMAX
from ..backprop import Backpropagation, backpropagate
from ..descent import Step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number, Vector, exp, ln, log1p
from ..rules import Rules
from .by_hand_passes import BCE, CE, SQUARED, Asked, Place, backward_by, costs_by, each_of, step_by
from .entry import Mistake, Replacements
from .libraries import cut
from .places import total
from .slips import Parameter

RECURRENCE = "δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)"


# ---- the cost --------------------------------------------------------------------------------


def of_sums_again(a: Vector, y: Vector) -> Number:
    """The binary cross-entropy of 1/(1 + e^−a): ln(1 + e^a) − ya, without overflow."""
    return total([(a_j if a_j > 0 else a_j * 0) + log1p(exp(-abs(a_j))) - y_j * a_j for a_j, y_j in zip(a, y)])


def of_softmax_again(a: Vector, y: Vector) -> Number:
    """The cross-entropy of softmax(a)."""
    largest = max(a)
    scale = ln(total([exp(a_j - largest) for a_j in a])) + largest
    return total([y_j * (scale - a_j) for a_j, y_j in zip(a, y)])


def through_softmax_again(at: Place, j: int) -> Number:
    """δ of an output neuron for the cross-entropy of softmax(a)."""
    if at.cost != CE:
        return at.right_delta(j)
    p = at.eq.activations[SOFTMAX].sigma(at.a[at.l])
    return at.right_delta(j, [p_i * total(at.y) - y_i for p_i, y_i in zip(p, at.y)])


def times_cost(asked: Asked) -> Step:
    """The backward pass starts with C instead of 1."""
    step = asked.step(alpha=None)
    step.dC_dw, step.dC_db = each_of([step.dC_dw, step.dC_db], lambda g: g * step.C)
    return asked.updated(step)


def each_times_cost(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    one = backpropagate(network, example, cost, eq)
    one.delta = each_of(one.delta, lambda delta_j: delta_j * one.C)
    one.dC_dw, one.dC_db = eq.gradients(network, example.x, one.a, one.delta, eq)
    return one


def errors_cut(limit: float) -> Replacements:
    """∂C/∂a_j cut, under every cost."""

    def changed(name: str) -> dict[str, Callable[..., Number]]:
        right = RULES.costs[name].slope
        return {"slope": lambda a_j, y_j, n: cut(right(a_j, y_j, n), limit)}

    return costs_by(RULES.costs, changed)


def huber(limit: float) -> Replacements:
    """a_j − y_j cut under squared costs, and the cost that belongs to it."""

    def priced(e: Number) -> Number:
        size = abs(e)
        return size * (2 * limit) - type(e)(limit) * limit if size > limit else e * e

    def changed(name: str) -> dict[str, Callable[..., Number]]:
        factor, mean = 1 if name == "half_squared_error" else 2, name == "mean_squared_error"

        def C(a: Vector, y: Vector) -> Number:
            return total([priced(a_j - y_j) for a_j, y_j in zip(a, y)]) * factor / 2 / (len(a) if mean else 1)

        def slope(a_j: Number, y_j: Number, n: int) -> Number:
            dC_da_j = factor * cut(a_j - y_j, limit)
            return dC_da_j / n if mean else dC_da_j

        return {"cost": C, "slope": slope}

    return costs_by(SQUARED, changed)


# ---- hidden layers ---------------------------------------------------------------------------


def kept_error(error: dict[int, Number] | None = None) -> Replacements:
    """Σ_m δ_m w_mj is added to what stands in one array for all layers, the inputs of the first among them.

    error: that array, where it is kept; else there is one for each example.
    """

    def backward(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
        kept: dict[int, Number] = {} if error is None else error
        delta: Matrix = [[]] * len(network.layers)
        for l in range(len(network.layers) - 1, -1, -1):
            at = Place(network, y, z, a, delta, cost, eq, l)
            neurons = range(len(z[l]))
            delta[l] = [at.right_delta(j) if l == at.last else kept[j] * at.slope(j) for j in neurons]
            for k in range(len(at.layer.w[0])):
                kept[k] = kept.get(k, y[0] * 0) + eq.hidden_delta(delta[l], at.layer.w, k, 1)
        return delta

    return {"backward": backward}


def from_first_weight(at: Place, j: int) -> Number:
    """δ_j through w[m n + j] of the list of all weights; beyond its end is 0."""
    weights = [w_jk for layer in at.network.layers for w_j in layer.w for w_jk in w_j]
    weights += [weights[0] * 0] * (len(at.next_w) * len(at.next_w[0]))
    terms = [delta_m * weights[m * len(at.next_w[0]) + j] for m, delta_m in enumerate(at.next_delta)]
    return total(terms) * at.slope(j)


# ---- the entries -----------------------------------------------------------------------------

ENTRIES = [
    Mistake(
        "sigmoid-in-cost-too", "convention", "9", "binary_cross_entropy of 1/(1 + e^−a_j), differentiated through both",
        "binary_cross_entropy of a_j", "The last layer applies sigmoid, and the cost applies it again: PyTorch's "
                                       "BCEWithLogitsLoss, TensorFlow's from_logits.", "Without binary_cross_entropy.",
        "itakurah/focal-loss-pytorch PR #5; NVIDIA-Merlin/models PR #1175",
        costs_by([BCE], lambda _: {"cost": of_sums_again, "slope": lambda a_j, y_j, n: 1 / (1 + exp(-a_j)) - y_j}),
    ),
    Mistake(
        "softmax-in-cost-too", "convention", "9", "cross_entropy of softmax(a), differentiated through both",
        "cross_entropy of a", "The last layer applies softmax or another activation, and the cost applies softmax "
                              "again: PyTorch's CrossEntropyLoss, TensorFlow's from_logits.", "Without cross_entropy.",
        "jaehong31/CGES#1; NVIDIA/DeepLearningExamples#468",
        {**costs_by([CE], lambda _: {"cost": of_softmax_again}), **backward_by(None, through_softmax_again)},
    ),
    Mistake(
        "gradient-times-cost", "equation", "9", "C ∂C/∂p", "∂C/∂p",
        "The backward pass starts from C instead of 1.", "Where C is 0 or 1.", "sotte/pytorch_tutorial#5",
        step_by(times_cost), {"backpropagate": each_times_cost},
    ),
    Mistake(
        "error-clipped", "convention", "9", "∂C/∂a_j limited to [−c, c]", "∂C/∂a_j unchanged",
        "An output that is far off gets no larger error than the limit: the Huber loss instead of a squared error.",
        "Where every ∂C/∂a_j lies in [−c, c].", "devsisters/DQN-tensorflow#16; spragunr/deep_q_rl#46", errors_cut,
        huber,
        parameter=Parameter("c", 0.5, (1.0, 0.1)),
    ),
    Mistake(
        "propagated-error-not-zeroed", "procedure", "8", "e_j = (the old e_j) + Σ_m δ_m w_mj, δ_j = e_j σ′(z_j)",
        RECURRENCE,
        "One array for the errors is never reset to 0: it still holds the errors of the layer after it, and perhaps "
        "those of earlier examples.", "Without hidden layers, and with one hidden layer and one example.",
        "benoitfragit/libBrain#80", kept_error(),
        step_by(lambda asked: asked.step(eq=asked.eq.replaced(**kept_error({})))),
    ),
    Mistake(
        "offset-of-layer-forgotten", "equation", "8",
        "δ_j = (Σ_m δ_m w[m n + j]) σ′(z_j), where w is one list of all weights, always read from its start",
        RECURRENCE,
        "Every hidden layer reads the weights of the first layer.", "Without hidden layers.",
        "kuhess/pso-ann#3; N3PDF/evolutionary_keras#34", backward_by(from_first_weight),
    ),
]
