"""What libraries do differently from the definition: other constants, approximations, guards against overflow."""

from __future__ import annotations

from typing import Any, Callable

from ..activations import elu, elu_slope, sigmoid, softplus, tanh_slope
from ..door import RULES
from ..numerals import Number, Vector, ln, normal_pdf, tanh
from .by_hand_passes import BCE, ENTROPIES, activation_by, costs_by
from .entry import Mistake, Replacements
from .slips import Parameter

Functions = dict[str, Callable[..., Any]]  # sigma and slope, or cost and slope
EPSILON = Parameter("ε", 1e-7, (1e-12, 1e-9, 1e-15))


# ---- activations -----------------------------------------------------------------------------


def leaky(s: float) -> Functions:
    """z if z > 0 else sz."""
    return {"sigma": lambda z: z if z > 0 else z * type(z)(s), "slope": lambda z: type(z)(1 if z > 0 else s)}


def elu_times(c: float) -> Functions:
    """z if z > 0 else c(e^z − 1)."""
    return {
        "sigma": lambda z: z if z > 0 else elu(z) * type(z)(c),
        "slope": lambda z: type(z)(1) if z > 0 else elu_slope(z) * type(z)(c),
    }


def tanh_of(g: float) -> Functions:
    """tanh gz."""
    return {"sigma": lambda z: tanh(z * type(z)(g)), "slope": lambda z: type(z)(g) * tanh_slope(z * type(z)(g))}


def sigmoid_of(g: float) -> Functions:
    """1/(1 + e^−gz)."""

    def slope(z: Number) -> Number:
        a = sigmoid(z * type(z)(g))
        return type(z)(g) * (a * (1 - a))

    return {"sigma": lambda z: sigmoid(z * type(z)(g)), "slope": slope}


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


def gelu_by_tanh() -> Functions:
    """½z(1 + t), t = tanh(√(2/π) (z + 0.044715 z³)); √(2/π) is twice the density at 0."""

    def t(z: Number) -> Number:
        return tanh(2 * normal_pdf(type(z)(0)) * (z + z * z * z * 44715 / 10**6))

    def slope(z: Number) -> Number:
        inner = 2 * normal_pdf(type(z)(0)) * (1 + z * z * 3 * 44715 / 10**6)
        return (1 + t(z)) / 2 + z * (1 - t(z) * t(z)) * inner / 2

    return {"sigma": lambda z: z * (1 + t(z)) / 2, "slope": slope}


def gelu_by_sigmoid_slope(z: Number) -> Number:
    s = sigmoid(z * 1702 / 1000)
    return s + z * s * (1 - s) * 1702 / 1000


# ---- sums and logarithms ---------------------------------------------------------------------


def cut(value: Number, limit: float) -> Number:
    """The value moved into ±limit.

    >>> cut(3.0, 2.0), cut(-3.0, 2.0), cut(1.0, 2.0)
    (2.0, -2.0, 1.0)
    """
    if value > limit:
        return type(value)(limit)
    return type(value)(-limit) if value < -limit else value


def sigmoid_of_cut(limit: float) -> Replacements:
    """What goes into a sigmoid, and into its slope."""
    right = RULES.activations["sigmoid"]
    return activation_by(
        "sigmoid", sigma=lambda z: right.sigma(cut(z, limit)), slope=lambda z: right.slope(cut(z, limit)),
    )


def clamped_logarithms(a: Vector, y: Vector) -> Number:
    """Each ln at least −100."""
    C = type(a[0])(0)
    for a_j, y_j in zip(a, y):
        C = C - y_j * at_least_minus_100(a_j) - (1 - y_j) * at_least_minus_100(1 - a_j)
    return C


def at_least_minus_100(x: Number) -> Number:
    value = ln(x) if x > 0 else type(x)(-100)
    return value if value > -100 else type(x)(-100)


def clipped(name: str, width: float, passed: bool = True) -> Functions:
    """A cross-entropy of clipped outputs; its slope passed on at the clipped output, or stopped by the clipping."""
    right = RULES.costs[name]

    def clip(a_j: Number) -> Number:
        epsilon = type(a_j)(width)
        if a_j < epsilon:
            return epsilon
        return 1 - epsilon if a_j > 1 - epsilon else a_j

    def slope(a_j: Number, y_j: Number, n: int) -> Number:
        inside = clip(a_j)
        return right.slope(inside, y_j, n) if passed or inside == a_j else type(a_j)(0)

    return {"cost": lambda a, y: right.cost([clip(a_j) for a_j in a], y), "slope": slope}


def shifted(name: str, width: float, second: bool = True) -> Functions:
    """A cross-entropy with ln(a + ε) and ln(1 − a + ε); or with the first of them alone."""
    binary = name == BCE

    def C(a: Vector, y: Vector) -> Number:
        total, epsilon = type(a[0])(0), type(a[0])(width)
        for a_j, y_j in zip(a, y):
            total = total - y_j * ln(a_j + epsilon)
            if binary:
                total = total - (1 - y_j) * ln(1 - a_j + epsilon if second else 1 - a_j)
        return total

    def slope(a_j: Number, y_j: Number, n: int) -> Number:
        epsilon = type(a_j)(width)
        first = -y_j / (a_j + epsilon)
        return first + (1 - y_j) / (1 - a_j + epsilon if second else 1 - a_j) if binary else first

    return {"cost": C, "slope": slope}


def shifted_below(name: str, width: float) -> Functions:
    """binary_cross_entropy with the slope (a − y)/(a(1 − a) + ε); cross_entropy as shifted has it."""
    if name != BCE:
        return shifted(name, width)
    return {"slope": lambda a_j, y_j, n: (a_j - y_j) / (a_j * (1 - a_j) + type(a_j)(width))}


def raised(name: str, width: float) -> Functions:
    """binary_cross_entropy with the slope (a − y)/max(a(1 − a), ε); cross_entropy of clipped outputs."""
    if name != BCE:
        return clipped(name, width)

    def slope(a_j: Number, y_j: Number, n: int) -> Number:
        below, least = a_j * (1 - a_j), type(a_j)(width)
        return (a_j - y_j) / (below if below > least else least)

    return {"slope": slope}


def in_base(name: str, base: float) -> Functions:
    """A cross-entropy of logarithms to this base."""
    right = RULES.costs[name]
    return {
        "cost": lambda a, y: over_ln(base, right.cost(a, y)),
        "slope": lambda a_j, y_j, n: over_ln(base, right.slope(a_j, y_j, n)),
    }


def over_ln(base: float, value: Number) -> Number:
    return value / ln(type(value)(base))


# ---- the entries -----------------------------------------------------------------------------


def of_number(
    name: str, of: str, symbol: str, written: str, shows: str, hidden: str, seen: str,
    functions: Callable[[float], Functions], typical: float, *others: float,
) -> Mistake:
    """An entry for σ with a number, with its own slope or with the right one."""
    return Mistake(
        name, "convention", "2/9", f"{of}: σ(z) = {written}", f"{of}: σ(z) = {RULES.activations[of].formula}", shows,
        hidden, seen, lambda value: activation_by(of, **functions(value)),
        lambda value: activation_by(of, sigma=functions(value)["sigma"]), parameter=Parameter(symbol, typical, others),
    )


def of_activation(
    name: str, of: str, written: str, shows: str, hidden: str, seen: str, sigma: Callable[..., Any],
    slope: Callable[..., Any], kind: str = "convention", alone: bool = True,
) -> Mistake:
    """An entry for another σ with its slope, with the right one or, if alone, for the slope alone."""
    forms = [{"sigma": sigma, "slope": slope}, {"sigma": sigma}, *([{"slope": slope}] if alone else [])]
    return Mistake(
        name, kind, "2", f"{of}: σ(z) = {written}, and its slope", f"{of}: σ(z) = {RULES.activations[of].formula}",
        shows, hidden, seen, *(activation_by(of, **form) for form in forms),
    )


def in_entropies(functions: Callable[..., Functions], *only: str, **more: Any) -> Callable[[float], Replacements]:
    """Both cross-entropies with these functions of the name and ε, or with some of them only."""

    def of(name: str, epsilon: float) -> Functions:
        return {key: one for key, one in functions(name, epsilon, **more).items() if not only or key in only}

    return lambda epsilon: costs_by(ENTROPIES, lambda name: of(name, epsilon))


def of_logarithms(
    name: str, written: str, shows: str, seen: str, *forms: Callable[[float], Replacements]
) -> Mistake:
    return Mistake(
        name, "convention", "9", written, "ln a_j, ln(1 − a_j), −y_j/a_j and (1 − y_j)/(1 − a_j) unchanged",
        shows, "Without a cross-entropy cost. It hardly shows where no output is near 0 or 1.", seen, *forms,
        parameter=EPSILON,
    )


ENTRIES = [
    of_number(
        "leaky-relu-slope", "leaky_relu", "s", "z if z > 0 else sz",
        "The slope for negative z is different: 0.2 in TensorFlow, 0.3 in Keras, 0.1 in Darknet, 0.25 as the start "
        "of PReLU.",
        "Where all z of leaky_relu layers are positive.",
        "deeplearning4j/deeplearning4j#8178; the defaults of TensorFlow and Keras", leaky,
        0.2, 0.3, 0.1, 0.25,
    ),
    of_number(
        "elu-factor", "elu", "c", "z if z > 0 else c(e^z − 1)",
        "A factor for negative z, which libraries offer and the definition here does not have.",
        "Where all z of elu layers are positive.", "phlippe/uvadlc_notebooks PR #161; tiny-dnn/tiny-dnn PR #896",
        elu_times, 0.1, 0.5, 0.3,
    ),
    of_number(
        "tanh-gain", "tanh", "g", "tanh gz", "Steeper or flatter than tanh. With g = ½ it is a stretched sigmoid.",
        "Without tanh.", "FANN's steepness; AForge's and Accord.NET's α", tanh_of,
        0.5, 2 / 3, 1.7159, 2.0,
    ),
    of_number(
        "sigmoid-gain", "sigmoid", "g", "1/(1 + e^−gz)", "Steeper or flatter than the sigmoid.", "Without sigmoid.",
        "FANN's steepness; AForge's and Accord.NET's α", sigmoid_of, 2.0, 0.5, -1.0, 5.0,
    ),
    Mistake(
        "sigmoid-without-minus", "equation", "2/8/9", "1/(1 + e^z), also in silu and in the slope of softplus",
        "1/(1 + e^−z)", "The sigmoid falls instead of rising: the minus sign of its exponent is missing wherever the "
                        "function is used.",
        "Without sigmoid, silu and softplus.", "pytorch/torcharrow PR #523; ljvmiranda921/pyswarms PR #145",
        falling_sigmoids(-1), falling_sigmoids(1),
    ),
    of_activation(
        "softplus-linear-above-20", "softplus", "z for z > 20",
        "Off by e^−z where z is above 20, which changes the ninth digit at most. It is PyTorch's threshold.",
        "Where no z is above 20.",
        "PyTorch's threshold; aesara-devs/aesara#260", lambda z: z if z > 20 else softplus(z),
        lambda z: type(z)(1) if z > 20 else sigmoid(z), "precision",
    ),
    of_activation(
        "gelu-tanh", "gelu", "½z(1 + tanh(√(2/π)(z + 0.044715z^3)))",
        "Off by up to 5·10^−4. It is the default in JAX and an option in PyTorch.", "Without gelu.",
        "hendrycks/GELUs#1; tensorflow/tfjs PR #8224", gelu_by_tanh()["sigma"], gelu_by_tanh()["slope"],
    ),
    of_activation(
        "gelu-sigmoid", "gelu", "z/(1 + e^−1.702z)", "Off by up to 0.02. It is known as quick GELU.", "Without gelu.",
        "harvard-edge/cs249r_book PR #1156", lambda z: z * sigmoid(z * 1702 / 1000), gelu_by_sigmoid_slope,
        alone=False,
    ),
    Mistake(
        "sums-clipped", "convention", "2", "z_j limited to [−c, c], so that e^z does not overflow", "z_j unchanged",
        "Beyond ±c, activations and slopes are those at ±c.", "Where every |z| is at most c.",
        "ocropus-archive/DUP-ocropy PR #201; explosion/thinc PR #649", sigmoid_of_cut,
        parameter=Parameter("c", 20.0, (30.0, 10.0)),
    ),
    Mistake(
        "logarithms-clamped-at-minus-100", "convention", "9",
        "binary_cross_entropy: each ln is at least −100, ∂C/∂a_j = (a_j − y_j)/max(a_j(1 − a_j), 10^−12)",
        "−y_j/a_j + (1 − y_j)/(1 − a_j)", "∂C/∂a_j is limited where an output is within 10^−12 of 0 or 1. PyTorch's "
                                          "BCELoss does this.",
        "Without binary_cross_entropy, and where no output is near 0 or 1.",
        "pytorch/pytorch#103316; pytorch/pytorch PR #163975",
        costs_by([BCE], lambda name: {**raised(name, 1e-12), "cost": clamped_logarithms}),
    ),
    of_logarithms(
        "outputs-clipped", "a_j clipped to [ε, 1 − ε], with slope 0 outside",
        "Clipped outputs learn nothing: the derivative of the clipping is 0.", "keras-team/keras#9664",
        in_entropies(clipped, passed=False),
    ),
    of_logarithms(
        "slopes-at-outputs-clipped", "a_j clipped to [ε, 1 − ε], with the slope at the clipped a_j; or a_j(1 − a_j) "
                                     "raised to at least ε",
        "The slope of the cost never exceeds 1/ε.",
        "jorgenkg/python-neural-network; eriklindernoren/ML-From-Scratch#98", in_entropies(clipped),
        in_entropies(clipped, "slope"), in_entropies(raised, "slope"),
    ),
    of_logarithms(
        "logarithm-plus-epsilon", "ln(a_j + ε) and ln(1 − a_j + ε), and their slopes",
        "Every ∂C/∂a is a little too small; near 0 and 1 it is much too small.",
        "NTMC-Community/MatchZoo PR #779; 42-AI/bootcamp_machine-learning#236", in_entropies(shifted),
        in_entropies(shifted, "slope"), in_entropies(shifted_below),
    ),
    Mistake(
        "cost-logarithm-plus-epsilon", "convention", None,
        "ln(a_j + ε), or ln of a_j clipped to [ε, 1 − ε], in C only", "ln a_j",
        "The gradients are right, but the cost is a little too small.",
        "Without a cross-entropy cost. It hardly shows where no output is near 0.", "apache/mxnet PR #4594",
        in_entropies(shifted, "cost"), in_entropies(clipped, "cost"), in_entropies(shifted, "cost", second=False),
        only=("cost",), parameter=EPSILON,
    ),
    Mistake(
        "logarithm-to-another-base", "convention", "9", "log_c instead of ln, in the cross-entropies and their slopes",
        "ln", "Cost and gradients are divided by ln c.", "Without a cross-entropy cost.",
        "huawei-noah/Efficient-Computing#12; valeoai/ADVENT#1", in_entropies(in_base), in_entropies(in_base, "slope"),
        parameter=Parameter("c", 2.0, (10.0,)),
    ),
]
