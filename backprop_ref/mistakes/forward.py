"""The forward pass: sigmoids that fall, where the bias goes, and softmax, where every output depends on every z"""

from __future__ import annotations

from typing import Any, Callable

from ..activations import SOFTMAX, sigmoid
from ..backprop import Backpropagation, backpropagate
from ..descent import Step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number, Vector, exp
from ..rules import Rules
from .by_hand_passes import Asked, activation_by, relayered, sent_back, step_by, sum_of, with_lists
from .entry import Mistake, Replacements
from .places import total

Passed = tuple[Matrix, Matrix]  # z and a


# ---- sigmoids, and the bias ------------------------------------------------------------------


def falling_sigmoids(sign: int) -> Replacements:
    """1/(1 + e^z) wherever a sigmoid is used; sign: −1 with its own slope, 1 with the slope made from its value."""

    def slope(z: Number) -> Number:
        s = sigmoid(-z)
        return s * (1 - s) * sign

    return {"activations": {
        "sigmoid": RULES.activations["sigmoid"].replaced(sigma=lambda z: sigmoid(-z), slope=slope),
        "silu": RULES.activations["silu"].replaced(
            sigma=lambda z: z * sigmoid(-z), slope=lambda z: sigmoid(-z) + z * slope(z),
        ),
        "softplus": RULES.activations["softplus"].replaced(slope=lambda z: sigmoid(-z)),
    }}


def bias_as_row(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    """(n, 1) + (n,) is an n × n matrix: column c is the network with b_c instead of every b_j."""
    width = len(network.layers[0].w)
    if width == 1 or any(len(layer.w) != width or layer.shared_bias for layer in network.layers):
        return backpropagate(network, example, cost, eq)
    columns = [
        backpropagate(relayered(network, lambda layer: with_lists(layer, b=[layer.b[c]] * width)), example, cost, eq)
        for c in range(width)
    ]
    z, a, delta = ([[getattr(columns[j], name)[l][j] for j in range(width)] for l in range(len(network.layers))]
                   for name in ("z", "a", "delta"))
    dC_dw, dC_db = sum_of([one.dC_dw for one in columns]), sum_of([one.dC_db for one in columns])
    return Backpropagation(z=z, a=a, C=columns[0].C, delta=delta, dC_dw=dC_dw, dC_db=dC_db)


# ---- softmax ---------------------------------------------------------------------------------


def over_everything(shifted: bool) -> Replacements:
    """e^z_j over the sum of all e^z of all examples, with its usual slopes; shifted: each one's largest z less."""

    def powers(z: Vector) -> Vector:
        return [exp(z_j - max(z) if shifted else z_j) for z_j in z]

    def changed(asked: Asked) -> Step:
        eq = asked.eq
        if asked.network.layers[-1].activation == SOFTMAX:
            rows = [powers(eq.forward(asked.network, example.x, eq)[0][-1]) for example in asked.examples]
            below = total([total(list(column)) for column in zip(*rows)])
            eq = with_softmax(eq, lambda z: [e_j / below for e_j in powers(z)])
        return asked.step(eq=eq)

    return step_by(changed)


def with_softmax(eq: Rules, sigma: Callable[[Vector], Vector]) -> Rules:
    return eq.replaced(activations={**eq.activations, **activation_by(SOFTMAX, sigma=sigma)["activations"]})


def along_examples(asked: Asked) -> Matrix:
    """Of each output what softmax along the examples makes of it."""
    z = [asked.eq.forward(asked.network, example.x, asked.eq)[0][-1] for example in asked.examples]
    return [asked.eq.activations[SOFTMAX].sigma(list(column)) for column in zip(*z)]


def over_examples_only_forward(asked: Asked) -> Step:
    """Softmax along the examples for each output, with slopes as if it were along the outputs."""
    if asked.network.layers[-1].activation != SOFTMAX:
        return asked.step()
    left = iter(zip(*along_examples(asked)))
    sigma = asked.eq.activations[SOFTMAX].sigma
    return asked.step(eq=with_softmax(asked.eq, lambda z: list(next(left, sigma(z)))))


def over_examples(asked: Asked) -> Step:
    """Softmax along the examples for each output, differentiated as it is computed."""
    network, eq, examples = asked.network, asked.eq, asked.examples
    if network.layers[-1].activation != SOFTMAX:
        return asked.step()
    passed = [eq.forward(network, example.x, eq) for example in examples]
    columns = along_examples(asked)
    slope, of_cost = eq.activations[SOFTMAX].slope, eq.costs[asked.cost]
    ones = []
    for i, (example, (z, a)) in enumerate(zip(examples, passed)):
        a[-1] = [column[i] for column in columns]
        output = []
        for j, column in enumerate(columns):
            dC_da = [of_cost.slope(a_n, other.y[j], len(other.y)) for a_n, other in zip(column, examples)]
            output.append(eq.softmax_delta_by_jacobian(dC_da, slope(column, i)))
        delta = sent_back(network, z, output, eq)
        dC_dw, dC_db = eq.gradients(network, example.x, a, delta, eq)
        ones.append(Backpropagation(z=z, a=a, C=of_cost.cost(a[-1], example.y), delta=delta, dC_dw=dC_dw, dC_db=dC_db))
    return asked.finished(ones)


# ---- the entries -----------------------------------------------------------------------------

SOFT = "a_j = e^z_j / Σ_i e^z_i"


def of_softmax(name: str, written: str, shows: str, seen: str, *forms: Any, right: str = SOFT, equation: str = "2/9",
               kind: str = "equation", one_example: bool = False, **more: Any) -> Mistake:
    hidden = "With one example, and without softmax." if one_example else "Without softmax."
    return Mistake(name, kind, equation, written, right, shows, hidden, seen, *forms, **more)


ENTRIES = [
    Mistake(
        "bias-broadcast-to-matrix", "equation", "2",
        "a column of n sums plus a flat list of n biases gives an n × n matrix", "one sum and one bias for each neuron",
        "If all layers have n neurons, the program goes on with n columns: column c uses bias c in every neuron. The "
        "gradients are added up over the columns. (Fields that have one number for each neuron are compared on the "
        "diagonal.)",
        "Where layers differ in width, such a program cannot run; this entry then uses the right formula.",
        "mnielsen/neural-networks-and-deep-learning#19, #36; jimfleming/differentiation#1",
        {"backpropagate": bias_as_row},
    ),
    Mistake(
        "sigmoid-without-minus", "equation", "2/8/9", "1/(1 + e^z), also in silu and in the slope of softplus",
        "1/(1 + e^−z)", "The sigmoid falls instead of rising: the minus sign of its exponent is missing wherever the "
                        "function is used.",
        "Without sigmoid, silu and softplus.", "pytorch/torcharrow PR #523; ljvmiranda921/pyswarms PR #145",
        falling_sigmoids(-1), falling_sigmoids(1),
    ),
    of_softmax(
        "softmax-over-everything", "a_j = e^z_j / (Σ e^z_i over all outputs of all examples)",
        "All outputs of the batch together add up to 1: the sum was taken without an axis.",
        "stackoverflow.com/questions/76450489; nntrainer/nntrainer PR #430", over_everything(True),
        over_everything(False), one_example=True,
    ),
    of_softmax(
        "softmax-over-examples", "a_j = e^z_j / (Σ e^z_j over the examples)",
        "Softmax is taken along the wrong axis: each output adds up to 1 over the batch, and is 1 if there is one "
        "example. The slopes are those of this function, or those of the right one.",
        "perone/euclidesdb#2; ethanfetaya/NRI#25", step_by(over_examples), step_by(over_examples_only_forward),
        right=SOFT + " over the outputs",
    ),
]
