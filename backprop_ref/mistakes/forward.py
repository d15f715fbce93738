"""The forward pass: where the bias goes, what becomes of z, and softmax, where every output depends on every z"""

from __future__ import annotations

from typing import Any, Callable

from ..activations import SOFTMAX
from ..backprop import Backpropagation, backpropagate, forward
from ..descent import Step
from ..door import RULES
from ..equations import weighted_sum
from ..network import Example, Network
from ..numerals import Matrix, Number, Vector, exp
from ..rules import Rules
from .by_hand_passes import Asked, Place, activation_by, backward_by, relayered, step_by, sum_of, with_lists
from .entry import Mistake, Replacements
from .places import total
from .slips import Parameter

Passed = tuple[Matrix, Matrix]  # z and a


# ---- the bias, and the buffer of z -----------------------------------------------------------


def overwriting(*only: str) -> Replacements:
    """z written over by a, in layers of these activations or in all."""

    def changed(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
        z, a = forward(network, x, eq)
        pairs = zip(network.layers, zip(z, a))
        return [list(a_l if not only or layer.activation in only else z_l) for layer, (z_l, a_l) in pairs], a

    return {"forward": changed}


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


def twice_forward(network: Network, x: Vector, eq: Rules = RULES) -> Passed:
    z, a = forward(network, x, eq)
    if network.layers[-1].activation == SOFTMAX:
        a[-1] = eq.activations[SOFTMAX].sigma(a[-1])
    return z, a


def twice_backward(at: Place, j: int) -> Number:
    """∂C/∂z_j through both: a is softmax of p, p softmax of z."""
    if at.layer.activation != SOFTMAX:
        return at.right_delta(j)
    p = at.eq.activations[SOFTMAX].sigma(at.z[at.l])
    slopes = at.eq.activations[SOFTMAX].slope
    dC_dp = [at.right_delta(i) for i in range(len(p))]
    return at.eq.softmax_delta_by_jacobian(dC_dp, slopes(p, j))


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

        def output(at: Place, j: int) -> Number:
            dC_da = [of_cost.slope(a_n, other.y[j], len(other.y)) for a_n, other in zip(columns[j], examples)]
            return eq.softmax_delta_by_jacobian(dC_da, slope(columns[j], i))

        delta = backward_by(None, output)["backward"](network, example.y, z, a, asked.cost, eq)
        dC_dw, dC_db = eq.gradients(network, example.x, a, delta, eq)
        ones.append(Backpropagation(z=z, a=a, C=of_cost.cost(a[-1], example.y), delta=delta, dC_dw=dC_dw, dC_db=dC_db))
    return asked.finished(ones)


def without_first_power(z: Vector) -> Vector:
    e = [exp(z_j - max(z)) for z_j in z]
    return [e_j / total(e[1:]) for e_j in e]


def with_epsilon(epsilon: float, shifted: bool) -> Replacements:
    """Softmax with ε in the denominator; the largest z subtracted first, or not."""

    def sigma(z: Vector) -> Vector:
        e = [exp(z_j - max(z)) if shifted else exp(z_j) for z_j in z]
        below = total([type(z[0])(epsilon), *e])
        return [e_j / below for e_j in e]

    return activation_by(SOFTMAX, sigma=sigma)


# ---- the entries -----------------------------------------------------------------------------

SUM, SOFT = "z_j = Σ_k w_jk a_k + b_j", "a_j = e^z_j / Σ_i e^z_i"


def of_softmax(name: str, written: str, shows: str, seen: str, *forms: Any, right: str = SOFT, equation: str = "2/9",
               kind: str = "equation", one_example: bool = False, **more: Any) -> Mistake:
    hidden = "With one example, and without softmax." if one_example else "Without softmax."
    return Mistake(name, kind, equation, written, right, shows, hidden, seen, *forms, **more)


ENTRIES = [
    Mistake(
        "bias-as-threshold", "convention", "2/13", "z_j = Σ_k w_jk a_k − θ_j, so ∂z_j/∂θ_j = −1",
        SUM + ", so ∂z_j/∂b_j = 1",
        "The bias is subtracted, as a threshold: z is off by twice the bias, and the bias gradient has the opposite "
        "sign.",
        "Only where the bias and its gradient are 0.", "neuroph/neuroph#48; benoitfragit/libBrain#13",
        {"weighted_sum": lambda w_j, a, b_j: weighted_sum(w_j, a, -b_j), "bias_gradient": lambda delta_j: -delta_j},
    ),
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
        "sums-overwritten-by-activations", "equation", "8/9", "σ′(a_j), because a has overwritten z; right where σ′ "
                                                              "is computed from a",
        "σ′(z_j)", "The weighted sums have become a, so slopes that are computed from z are wrong. Slopes computed "
                   "from a are right.",
        "For identity and relu, and where slopes are computed from a: there only z is wrong.",
        "deeplearning4j/deeplearning4j PR #364", overwriting(), overwriting("relu"), overwriting("relu", "leaky_relu"),
        overwriting("elu"),
    ),
    of_softmax(
        "softmax-twice", "a = softmax(softmax(z)), differentiated through both",
        "The outputs lie close together, none above e/(e + n − 1): the cost applies softmax itself, and the last "
        "layer does too.",
        "tflearn/tflearn PR #562; nfmcclure/tensorflow_cookbook#86; Lightning-Universe/lightning-bolts#654",
        {"forward": twice_forward, **backward_by(None, twice_backward)}, right="a = softmax(z)",
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
    of_softmax(
        "softmax-first-left-out-of-sum", "a_j = e^z_j / Σ_(i > 0) e^z_i",
        "The outputs add up to more than 1: the loop for the sum starts at 1 instead of 0.", "dmlc/minerva#40",
        activation_by(SOFTMAX, sigma=without_first_power), equation="2",
    ),
    of_softmax(
        "softmax-epsilon", "a_j = e^z_j / (ε + Σ_i e^z_i)",
        "The outputs add up to a little less than 1. The ε guards against a division by 0 that cannot happen.",
        "open-edge-platform/geti PR #1507", lambda epsilon: with_epsilon(epsilon, True),
        lambda epsilon: with_epsilon(epsilon, False), equation="2", kind="precision",
        parameter=Parameter("ε", 1e-8, (1e-7, 1e-6)),
    ),
]
