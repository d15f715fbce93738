"""Activations with a number that the definition does not have: a slope below 0, a gain, a temperature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import SOFTMAX, elu, elu_slope, sigmoid, softmax, softmax_slopes, softplus, tanh, tanh_slope
from ..door import RULES
from ..numerals import Number, Vector, exp
from .by_hand_passes import activation, forms_of_activation
from .entry import Mistake, Parameter, Replacements

Functions = tuple[Callable[..., Any], Callable[..., Any]]  # σ and σ′


# ---- σ and σ′ with a number ------------------------------------------------------------------


def leaky(s: float) -> Functions:
    """z if z > 0 else sz."""
    return (
        lambda z: z if z > 0 else z * type(z)(s),
        lambda z: type(z)(1) if z > 0 else type(z)(s),
    )


def elu_times(c: float) -> Functions:
    """z if z > 0 else c(e^z − 1)."""
    return (
        lambda z: z if z > 0 else elu(z) * type(z)(c),
        lambda z: type(z)(1) if z > 0 else elu_slope(z) * type(z)(c),
    )


def tanh_of(g: float) -> Functions:
    """tanh gz."""
    return (
        lambda z: tanh(z * type(z)(g)),
        lambda z: type(z)(g) * tanh_slope(z * type(z)(g)),
    )


def sigmoid_of(g: float) -> Functions:
    """1/(1 + e^−gz)."""

    def slope(z: Number) -> Number:
        a = sigmoid(z * type(z)(g))
        return type(z)(g) * (a * (1 - a))

    return lambda z: sigmoid(z * type(z)(g)), slope


def silu_of(g: float) -> Functions:
    """z/(1 + e^−gz)."""

    def slope(z: Number) -> Number:
        s = sigmoid(z * type(z)(g))
        return s + z * (s * (1 - s)) * type(z)(g)

    return lambda z: z * sigmoid(z * type(z)(g)), slope


def softplus_of(g: float) -> Functions:
    """ln(1 + e^gz)/g."""
    return (
        lambda z: softplus(z * type(z)(g)) / type(z)(g),
        lambda z: sigmoid(z * type(z)(g)),
    )


# The slope written in terms of a, the factor of the inner derivative forgotten.


def tanh_slope_of_a(g: float) -> Replacements:
    return {"activations": {"tanh": activation(
        "tanh", sigma=tanh_of(g)[0], slope=lambda z: tanh_slope(z * type(z)(g)),
    )}}


def sigmoid_slope_of_a(g: float) -> Replacements:
    def slope(z: Number) -> Number:
        a = sigmoid(z * type(z)(g))
        return a * (1 - a)

    return {"activations": {"sigmoid": activation("sigmoid", sigma=sigmoid_of(g)[0], slope=slope)}}


def falling_sigmoids(sign: int) -> Replacements:
    """1/(1 + e^z) wherever a sigmoid is used; sign: −1 with its own slope, 1 with the slope made from its value."""

    def slope(z: Number) -> Number:
        s = sigmoid(-z)
        return s * (1 - s) * sign

    return {"activations": {
        "sigmoid": activation("sigmoid", sigma=lambda z: sigmoid(-z), slope=slope),
        "silu": activation("silu", sigma=lambda z: z * sigmoid(-z), slope=lambda z: sigmoid(-z) + z * slope(z)),
        "softplus": activation("softplus", slope=lambda z: sigmoid(-z)),
    }}


# ---- softmax ---------------------------------------------------------------------------------


def tempered(T: float, exact: bool) -> Replacements:
    """Softmax of z/T; its slopes with the factor 1/T, or without."""

    def sigma(z: Vector) -> Vector:
        return softmax([z_j / type(z_j)(T) for z_j in z])

    def slope(a: Vector, j: int) -> Vector:
        return [da_i / type(da_i)(T) for da_i in softmax_slopes(a, j)]

    def softmax_delta(a_j: Number, dC_da_j: Number, a_dC_da: Number) -> Number:
        return a_j * (dC_da_j - a_dC_da) / type(a_j)(T)

    changed: Replacements = {"activations": {SOFTMAX: activation(SOFTMAX, sigma=sigma, slope=slope)}}
    return {**changed, "softmax_delta": softmax_delta} if exact else changed


def with_epsilon(epsilon: float, shifted: bool) -> Replacements:
    """Softmax with ε in the denominator; the largest z subtracted first, or not."""

    def sigma(z: Vector) -> Vector:
        e = [exp(z_j - max(z)) if shifted else exp(z_j) for z_j in z]
        total = type(z[0])(epsilon)
        for e_j in e:
            total = total + e_j
        return [e_j / total for e_j in e]

    return {"activations": {SOFTMAX: activation(SOFTMAX, sigma=sigma)}}


# ---- the entries -----------------------------------------------------------------------------


def of_number(
    name: str, of: str, symbol: str, written: str, shows: str, hidden: str, functions: Callable[[float], Functions],
    typical: float, others: tuple[float, ...], also: Sequence[Callable[[float], Replacements]] = (), alone: bool = True,
) -> Mistake:
    """An entry for σ with a number, with its own slope, with the right one, or in the slope alone."""

    def form(index: int) -> Callable[[float], Replacements]:
        return lambda value: forms_of_activation(of, *functions(value))[index]

    return Mistake(
        name, "convention", "2/9", f"{of}: σ(z) = {written}, or its slope",
        f"{of}: σ(z) = {RULES.activations[of].formula}", shows, hidden, form(0),
        also=[form(1), *([form(2)] if alone else []), *also],
        parameter=Parameter(symbol, typical, others),
    )


ENTRIES: list[Mistake] = [
    of_number(
        "leaky-relu-slope", "leaky_relu", "s", "z if z > 0 else sz",
        "Another slope below 0: 0.2 in TensorFlow, 0.3 in Keras, 0.1 in Darknet, 0.25 where PReLU starts.",
        "Where all z of leaky_relu layers are positive.", leaky, 0.2, (0.3, 0.1, 0.25),
    ),
    of_number(
        "relu-leaky", "relu", "s", "z if z > 0 else sz", "Neurons of relu that are off still hand something on.",
        "Where no relu neuron is off.", leaky, 0.01, (0.1, 0.2),
    ),
    of_number(
        "elu-factor", "elu", "c", "z if z > 0 else c(e^z − 1)",
        "A factor below 0 that libraries offer and the definition here does not have.",
        "Where all z of elu layers are positive.", elu_times, 0.1, (0.5, 0.3),
    ),
    of_number(
        "tanh-gain", "tanh", "g", "tanh gz", "Steeper or flatter than tanh; g = ½ where a sigmoid was stretched.",
        "Without tanh.", tanh_of, 0.5, (2 / 3, 1.7159, 2.0), [tanh_slope_of_a], False,
    ),
    of_number(
        "sigmoid-gain", "sigmoid", "g", "1/(1 + e^−gz)", "Steeper or flatter than the sigmoid.", "Without sigmoid.",
        sigmoid_of, 2.0, (0.5, -1.0, 5.0), [sigmoid_slope_of_a], False,
    ),
    of_number(
        "silu-gain", "silu", "g", "z/(1 + e^−gz)", "Swish with a number of its own; 1.702 is that of the quick GELU.",
        "Without silu.", silu_of, 1.702, (0.5, 2.0),
    ),
    of_number(
        "softplus-gain", "softplus", "g", "ln(1 + e^gz)/g", "Sharper or blunter than softplus.", "Without softplus.",
        softplus_of, 2.0, (0.5, 10.0),
    ),
    Mistake(
        "sigmoid-without-minus", "equation", "2/8/9", "1/(1 + e^z), in silu and in the slope of softplus too",
        "1/(1 + e^−z)", "A sigmoid that falls: the sign in its exponent is lost, wherever the function is used.",
        "Without sigmoid, silu and softplus.", falling_sigmoids(-1), also=[falling_sigmoids(1)],
    ),
    Mistake(
        "softmax-temperature", "convention", "2/9", "a = softmax(z/T)", "a = softmax(z)",
        "Outputs are nearer to each other than they should be, or farther apart. T = −1: the smallest z wins.",
        "Without softmax.", lambda T: tempered(T, True), also=[lambda T: tempered(T, False)],
        parameter=Parameter("T", 2.0, (-1.0, 0.5, 10.0)),
    ),
    Mistake(
        "softmax-epsilon", "precision", "2", "a_j = e^z_j / (ε + Σ_i e^z_i)", "a_j = e^z_j / Σ_i e^z_i",
        "Outputs add up to a little less than 1: a guard against a division by 0 that cannot happen.",
        "Without softmax.", lambda epsilon: with_epsilon(epsilon, True),
        also=[lambda epsilon: with_epsilon(epsilon, False)], parameter=Parameter("ε", 1e-8, (1e-7, 1e-6)),
    ),
]
