"""Lost digits: difference quotients, an exp that overflows."""

from __future__ import annotations

from typing import Any, Callable

from ..activations import sigmoid, softplus
from ..backprop import Backpropagation, backpropagate
from ..descent import Step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Number, Vector, exp, ln
from ..rules import Rules
from .by_hand_passes import BCE, ENTROPIES, Asked, activation_by, costs_by, step_by, with_lists
from .entry import Mistake, Replacements
from .places import total
from .slips import Parameter


# ---- difference quotients --------------------------------------------------------------------

PERTURBED = 10  # times as long as a step takes one that goes forward once more for each parameter


def moved(network: Network, l: int, j: int, k: int | None, h: Number) -> Network:
    """The network with w_jk of layer l, or without k its b_j, larger by h."""
    layer = network.layers[l]
    w, b = [list(w_i) for w_i in layer.w], list(layer.b)
    row, place = (b, j) if k is None else (w[j], k)
    row[place] = row[place] + h
    return Network.trusted([*network.layers[:l], with_lists(layer, w, b), *network.layers[l + 1:]], network.number)


def quotients(h: float, central: bool) -> Replacements:
    """Gradients by difference quotients with this h: (C(p + h) − C)/h, or the central (C(p + h) − C(p − h))/2h."""

    def changed(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
        one = backpropagate(network, example, cost, eq)
        step = type(example.x[0])(h)

        def C(l: int, j: int, k: int | None, h: Number) -> Number:
            return eq.costs[cost].cost(eq.forward(moved(network, l, j, k, h), example.x, eq)[1][-1], example.y)

        def of(l: int, j: int, k: int | None = None) -> Number:
            if central:
                return (C(l, j, k, step) - C(l, j, k, -step)) / (2 * step)
            return (C(l, j, k, step) - one.C) / step

        layers = list(enumerate(network.layers))
        one.dC_dw = [[[of(l, j, k) for k in range(len(w_j))] for j, w_j in enumerate(layer.w)] for l, layer in layers]
        one.dC_db = [[of(l, j) for j in range(len(layer.b))] for l, layer in layers]
        return one

    return {"backpropagate": changed}


# ---- overflow --------------------------------------------------------------------------------


def or_nan(asked: Asked) -> Step:
    """The step, or NaN in every place where a number on the way leaves its type."""
    try:
        return asked.step()
    except ArithmeticError:
        nan = float("nan")
        new, layers = asked.network.map(lambda value: nan), asked.network.layers
        neurons = [[[nan] * len(layer.w) for layer in layers] for _ in asked.examples]
        return Step(z=neurons, a=neurons, delta=neurons, C=nan, dC_dw=[layer.w for layer in new.layers],
                    dC_db=[layer.b for layer in new.layers], network=None if asked.alpha is None else new)


def exp_or_infinity(z: Number) -> Number:
    """e^z, ∞ where that leaves its type: what is made of it goes on as IEEE 754 has it.

    >>> exp_or_infinity(710.0)
    inf
    """
    try:
        return exp(z)
    except OverflowError:
        return type(z)("inf")


def times_logarithm(y_j: Number, a_j: Number) -> Number:
    """y ln a with no care for y = 0: 0 · −∞ is NaN."""
    if a_j == 0:
        raise ZeroDivisionError
    return y_j * ln(a_j)


def careless(name: str) -> dict[str, Callable[..., Number]]:
    """A cross-entropy, and its slope, of terms whose factor may be 0."""
    binary = name == BCE

    def C(a: Vector, y: Vector) -> Number:
        C = type(a[0])(0)
        for a_j, y_j in zip(a, y):
            C = C - times_logarithm(y_j, a_j)
            if binary:
                C = C - times_logarithm(1 - y_j, 1 - a_j)
        return C

    def slope(a_j: Number, y_j: Number, n: int) -> Number:
        return -y_j / a_j + (1 - y_j) / (1 - a_j) if binary else -y_j / a_j

    return {"cost": C, "slope": slope}


# ---- the entries -----------------------------------------------------------------------------

def of_quotient(name: str, formula: str, order: str, central: bool) -> Mistake:
    return Mistake(
        f"{name}-difference", "precision", "3", f"∂C/∂p = {formula} with a fixed h",
        "∂C/∂p by the chain rule, the limit for h → 0",
        f"Gradients are off by about {order}, and by the rounding error of C divided by h.",
        "Where C is so flat that both agree to the last digit.", "PaddlePaddle/Paddle#4283; chainer/chainer#3046",
        lambda h: quotients(h, central), parameter=Parameter("h", 1e-5, (1e-4, 1e-3, 1e-2, 1e-6, 1e-7, 1e-8)),
        effort=PERTURBED,
    )


def of_overflow(
    of: str, written: str, right: str, where: str, seen: str, sigma: Callable[[Any, Callable[[Number], Number]], Any]
) -> Mistake:
    """An activation that overflows.  sigma: of z, and of what is taken for exp."""
    goes_on, stops = (lambda z: sigma(z, exp_or_infinity)), (lambda z: sigma(z, exp))
    return Mistake(
        f"{of}-overflow", "precision", "2", f"{of}: {written}", f"{of}: {right}",
        f"NaN or an error {where}, where e^z overflows.", "Where no |z| is that large.", seen,
        activation_by(of, sigma=goes_on), {**step_by(or_nan), **activation_by(of, sigma=stops)},
    )


ENTRIES = [
    of_quotient("forward", "(C(p + h) − C(p))/h", "h", False),
    of_quotient("central", "(C(p + h) − C(p − h))/2h", "h²", True),
    of_overflow(
        "sigmoid", "e^z/(1 + e^z) for every z", "1/(1 + e^−z) for z ≥ 0", "from z = 710 on",
        "llSourcell/Reinforcement_Learning_for_Stock_Prediction#14; NervanaSystems/ngraph PR #3118",
        lambda z, exp: exp(z) / (1 + exp(z)),
    ),
    of_overflow(
        "tanh", "(e^z − e^−z)/(e^z + e^−z)", "tanh z", "from |z| = 710 on",
        "tiny-dnn/tiny-dnn#347; BVLC/caffe PR #1455",
        lambda z, exp: (exp(z) - exp(-z)) / (exp(z) + exp(-z)),
    ),
    of_overflow(
        "softplus", "ln(1 + e^z) for every z", "z + ln(1 + e^−z) for z > 0", "from z = 710 on",
        "rushter/MLAlgorithms PR #30; tracel-ai/burn PR #5374", lambda z, exp: ln(1 + exp(z)),
    ),
    of_overflow(
        "softmax", "e^z_j / Σ_i e^z_i, computed directly", "the largest z is first subtracted from each z",
        "from z = 710 on",
        "numenta/nupic-legacy PR #3818; dmlc/minpy PR #48",
        lambda z, exp: [exp(z_j) / total(list(map(exp, z))) for z_j in z],
    ),
    Mistake(
        "softplus-linear-above-20", "precision", "2", "softplus: z for z > 20, and its slope", "softplus: ln(1 + e^z)",
        "Off by e^−z where z is above 20, which changes the ninth digit at most. It is PyTorch's threshold.",
        "Where no z is above 20.", "PyTorch's threshold; aesara-devs/aesara#260",
        *(activation_by("softplus", sigma=lambda z: z if z > 20 else softplus(z), **slope)
          for slope in ({"slope": lambda z: type(z)(1) if z > 20 else sigmoid(z)}, {})),
    ),
    Mistake(
        "zero-times-infinity", "precision", "9", "y_j ln a_j and y_j/a_j even for y_j = 0 and a_j = 0",
        "a term with factor 0 is left out", "NaN where an output and its target are both exactly 0, or both 1. "
                                            "(Shown as NaN throughout.)", "Without a cross-entropy cost, and where "
                                                                          "no output is exactly 0 or 1.",
        "tiny-dnn/tiny-dnn#410, #1030", {**step_by(or_nan), **costs_by(ENTROPIES, careless)},
    ),
]
