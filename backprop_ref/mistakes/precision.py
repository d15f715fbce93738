"""Digits lost: in printing, in narrow types, in difference quotients, in an exp that overflows."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Callable

from ..backprop import Backpropagation, backpropagate, forward, layer_activations
from ..cases import Case
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Layer, Network
from ..numbers import each, stored
from ..numerals import Matrix, Number, Vector, exp, ln
from ..rules import Rules
from .by_hand_passes import activation, cost, relayered
from .entry import Mistake, Parameter, Result

# ---- in writing ------------------------------------------------------------------------------


def numbers_by(change: Callable[[float], float], *names: str) -> Callable[[Result, Case], Result]:
    """A result with every number changed, or those of some fields."""
    return lambda result, case: {
        name: each(value, change) if name != "id" and (not names or name in names) else value
        for name, value in result.items()
    }


def of_digits(digits: int) -> Callable[[float], float]:
    return lambda value: float(f"{value:.{digits}g}")


def of_decimals(decimals: int) -> Callable[[float], float]:
    return lambda value: float(f"{value:.{decimals}f}")


def to_half(value: float) -> float:
    """The nearest number of 16 bits."""
    try:
        nearest: float = struct.unpack("<e", struct.pack("<e", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return nearest


def to_single(value: float) -> float:
    """The nearest number of 32 bits."""
    try:
        nearest: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return nearest


def to_bfloat16(value: float) -> float:
    """The upper half of a single, rounded to even."""
    bits = struct.unpack("<I", struct.pack("<f", to_single(value)))[0]
    bits += 0x7FFF + (bits >> 16 & 1)
    nearest: float = struct.unpack("<f", struct.pack("<I", bits & 0xFFFF0000))[0]
    return nearest


# ---- in reading ------------------------------------------------------------------------------


def narrowed(value: Number) -> Number:
    """A number as it comes out of a variable of single precision."""
    return stored(value, to_single)


def single_parameters(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    return gradient_step(network.map(narrowed), examples, alpha, cost, reduction, eq)


def single_examples(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    return gradient_step(network, [example.map(narrowed) for example in examples], alpha, cost, reduction, eq)


def single_rate(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    rate = None if alpha is None else narrowed(alpha)
    return gradient_step(network, examples, rate, cost, reduction, eq)


# ---- difference quotients --------------------------------------------------------------------


def quotient(
    network: Network, example: Example, z: Matrix, a: Matrix, C: Number, cost: str, l: int, j: int, k: int | None,
    h: Number, central: bool, eq: Rules,
) -> Number:
    """(C(p + h) − C)/h, or the central (C(p + h) − C(p − h))/2h, of one example whose z, a and C are known."""
    above = cost_moved(network, example, z, a, cost, l, j, k, h, eq)
    if central:
        return (above - cost_moved(network, example, z, a, cost, l, j, k, -h, eq)) / (2 * h)
    return (above - C) / h


def cost_moved(
    network: Network, example: Example, z: Matrix, a: Matrix, cost: str, l: int, j: int, k: int | None, h: Number,
    eq: Rules,
) -> Number:
    """C where w_jk of layer l, or without k its b_j, is larger by h.  Only what follows from it is computed again."""
    layer = network.layers[l]
    if eq.forward is not forward:  # a forward pass with a mistake of its own may look at any layer
        layers = [*network.layers[:l], moved(layer, j, k, h), *network.layers[l + 1:]]
        a_l = eq.forward(Network.trusted(layers, network.number), example.x, eq)[1][-1]
        return eq.costs[cost].cost(a_l, example.y)
    before = a[l - 1] if l else example.x
    z_l = list(z[l])
    if k is None:
        for i in range(len(z_l)) if layer.shared_bias else [j]:
            z_l[i] = eq.weighted_sum(layer.w[i], before, layer.b[j] + h)
    else:
        w_j = [*layer.w[j][:k], layer.w[j][k] + h, *layer.w[j][k + 1:]]
        z_l[j] = eq.weighted_sum(w_j, before, layer.b[0 if layer.shared_bias else j])
    a_l = layer_activations(layer, l, z_l, eq)
    if l < len(network.layers) - 1:
        a_l = forward(Network.trusted(network.layers[l + 1:], network.number), a_l, eq)[1][-1]
    return eq.costs[cost].cost(a_l, example.y)


def moved(layer: Layer, j: int, k: int | None, h: Number) -> Layer:
    """The layer with w_jk, or without k b_j, larger by h."""
    if k is None:
        return relayered(layer, b=[b_i + h if i == j else b_i for i, b_i in enumerate(layer.b)])
    w = [list(w_i) for w_i in layer.w]
    w[j][k] = w[j][k] + h
    return relayered(layer, w=w)


def quotients(h: float, central: bool) -> Callable[..., Backpropagation]:
    """Gradients by difference quotients with this h; z, a and δ as they are."""

    def changed(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
        one = backpropagate(network, example, cost, eq)
        step = type(example.x[0])(h)

        def of(l: int, j: int, k: int | None) -> Number:
            return quotient(network, example, one.z, one.a, one.C, cost, l, j, k, step, central, eq)

        dC_dw: list[Matrix] = []
        dC_db: Matrix = []
        for l, layer in enumerate(network.layers):
            dC_dw.append([[of(l, j, k) for k in range(len(w_j))] for j, w_j in enumerate(layer.w)])
            dC_db.append([of(l, j, None) for j in range(len(layer.b))])
        return Backpropagation(z=one.z, a=one.a, C=one.C, delta=one.delta, dC_dw=dC_dw, dC_db=dC_db)

    return changed


# ---- overflow --------------------------------------------------------------------------------


def or_nan(
    network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    """The step, or NaN in every place where a number on the way leaves its type."""
    try:
        return gradient_step(network, examples, alpha, cost, reduction, eq)
    except ArithmeticError:
        nan = float("nan")
        w: list[Matrix] = [[[nan for w_jk in w_j] for w_j in layer.w] for layer in network.layers]
        b: Matrix = [[nan for b_j in layer.b] for layer in network.layers]
        neurons: list[Matrix] = [[[nan for w_j in layer.w] for layer in network.layers] for example in examples]
        moved = None if alpha is None else network.map(lambda value: nan)
        return Step(z=neurons, a=neurons, delta=neurons, C=nan, dC_dw=w, dC_db=b, network=moved)


def quotient_sigmoid(z: Number) -> Number:
    e = exp(z)
    return e / (1 + e)


def tanh_of_exponentials(z: Number) -> Number:
    e, f = exp(z), exp(-z)
    return (e - f) / (e + f)


def plain_softplus(z: Number) -> Number:
    return ln(1 + exp(z))


def plain_softmax(z: Vector) -> Vector:
    e = [exp(z_j) for z_j in z]
    total = e[0]
    for e_j in e[1:]:
        total = total + e_j
    return [e_j / total for e_j in e]


def times_logarithm(y_j: Number, a_j: Number) -> Number:
    """y ln a with no care for y = 0: 0 · −∞ is NaN."""
    if a_j == 0:
        raise ZeroDivisionError
    return y_j * ln(a_j)


def careless_cross_entropy(a: Vector, y: Vector) -> Number:
    C = type(a[0])(0)
    for a_j, y_j in zip(a, y):
        C = C - times_logarithm(y_j, a_j)
    return C


def careless_binary_cross_entropy(a: Vector, y: Vector) -> Number:
    C = type(a[0])(0)
    for a_j, y_j in zip(a, y):
        C = C - times_logarithm(y_j, a_j) - times_logarithm(1 - y_j, 1 - a_j)
    return C


# ---- the entries -----------------------------------------------------------------------------

ALL_DIGITS = "17 significant digits, or hexadecimal"


def of_quotient(central: bool) -> Mistake:
    name = "central" if central else "forward"
    formula = "(C(p + h) − C(p − h))/2h" if central else "(C(p + h) − C(p))/h"
    order = "h²" if central else "h"
    return Mistake(
        f"{name}-difference", "precision", "3", f"∂C/∂p = {formula} with a fixed h",
        "∂C/∂p by the chain rule: the limit h → 0",
        f"Gradients are off by about {order} and by the rounding of C divided by h.",
        "Where C is so flat that both agree to the last digit.",
        lambda h: {"backpropagate": quotients(h, central)},
        parameter=Parameter("h", 1e-5, (1e-4, 1e-3, 1e-2, 1e-6, 1e-7, 1e-8)),
    )


def of_overflow(name: str, of: str, written: str, right: str, where: str, sigma: Callable[..., Any]) -> Mistake:
    return Mistake(
        name, "precision", "2", f"{of}: {written}", f"{of}: {right}",
        f"NaN or an error {where}, where e^z is beyond the range of the type. (Shown as NaN throughout.)",
        "Where no |z| is that large.", {"gradient_step": or_nan, "activations": {of: activation(of, sigma=sigma)}},
    )


def of_single(name: str, what: str, shows: str, hidden: str, replace: dict[str, Any]) -> Mistake:
    return Mistake(
        name, "precision", None, f"{what} read into single precision, all the rest in double",
        "double precision throughout",
        shows, hidden, replace,
    )


ENTRIES = [
    Mistake(
        "biases-written-in-single", "precision", None,
        "bias gradients and new biases in single precision, weights in double",
        "one precision throughout", "Biases are right to seven digits, weights to sixteen.", "In numbers that fit.",
        rewrite=numbers_by(to_single, "bias_gradients", "new_biases"),
    ),
    Mistake(
        "weights-written-in-single", "precision", None,
        "weight gradients and new weights in single precision, biases in double",
        "one precision throughout", "Weights are right to seven digits, biases to sixteen.", "In numbers that fit.",
        rewrite=numbers_by(to_single, "weight_gradients", "new_weights"),
    ),
    of_single(
        "parameters-in-single", "weights and biases", "Everything is off from the eighth digit on, and has 16.",
        "Where all parameters are singles, such as 0.5.", {"gradient_step": single_parameters},
    ),
    of_single(
        "examples-in-single", "inputs and targets", "Everything is off from the eighth digit on, and has 16.",
        "Where all inputs and targets are singles, such as 0.5.", {"gradient_step": single_examples},
    ),
    of_single(
        "rate-in-single", "the learning rate",
        "Gradients are right, updates off from the eighth digit of the step on.",
        "Where α is a single, such as 0.5, and where no update is asked for.", {"gradient_step": single_rate},
    ),
    of_quotient(False),
    of_quotient(True),
    of_overflow(
        "sigmoid-overflow", "sigmoid", "e^z/(1 + e^z) for every z", "1/(1 + e^−z) for z ≥ 0", "from z = 710 on",
        quotient_sigmoid,
    ),
    of_overflow(
        "tanh-overflow", "tanh", "(e^z − e^−z)/(e^z + e^−z)", "tanh z", "from |z| = 710 on", tanh_of_exponentials,
    ),
    of_overflow(
        "softplus-overflow", "softplus", "ln(1 + e^z) for every z", "z + ln(1 + e^−z) for z > 0", "from z = 710 on",
        plain_softplus,
    ),
    of_overflow(
        "softmax-overflow", "softmax", "e^z_j / Σ_i e^z_i as it stands", "the largest z subtracted from each first",
        "from z = 710 on", plain_softmax,
    ),
    Mistake(
        "zero-times-infinity", "precision", "9", "y_j ln a_j and y_j/a_j for y_j = 0 and a_j = 0 too",
        "a term whose factor is 0 is absent", "NaN where an output is exactly 0 and its target too, or both are 1. "
        "(Shown as NaN throughout.)", "Without a cross-entropy, and where no output is exactly 0 or 1.",
        {
            "gradient_step": or_nan,
            "costs": {
                "cross_entropy": cost(
                    "cross_entropy", cost=careless_cross_entropy, slope=lambda a_j, y_j, n: -y_j / a_j
                ),
                "binary_cross_entropy": cost(
                    "binary_cross_entropy", cost=careless_binary_cross_entropy,
                    slope=lambda a_j, y_j, n: -y_j / a_j + (1 - y_j) / (1 - a_j),
                ),
            },
        },
    ),
]
