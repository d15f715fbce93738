"""What well-known libraries do otherwise than the definition: approximations, factors, clipped outputs."""

from __future__ import annotations

from ..activations import sigmoid
from ..descent import Step, gradient_step
from ..numerals import expm1, exp, ln, normal_pdf, tanh
from ..rules import RULES
from .entry import Mistake
from .passes import activation, cost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Sequence

    from ..costs import Cost
    from ..network import Example, Network
    from ..numerals import Number, Vector
    from ..rules import Rules

    Scalar = Callable[[Number], Number]


# ---- activations -----------------------------------------------------------------------------


def softplus_linear(z: Number) -> Number:
    return z if z > 20 else RULES.activations["softplus"].sigma(z)


def softplus_linear_slope(z: Number) -> Number:
    return type(z)(1) if z > 20 else sigmoid(z)


def gelu_tanh_argument(z: Number) -> Number:
    """√(2/π) (z + 0.044715 z^3); √(2/π) is twice the density at 0."""
    return 2 * normal_pdf(type(z)(0)) * (z + z * z * z * 44715 / 10**6)


def gelu_tanh(z: Number) -> Number:
    return z * (1 + tanh(gelu_tanh_argument(z))) / 2


def gelu_tanh_slope(z: Number) -> Number:
    t = tanh(gelu_tanh_argument(z))
    inner = 2 * normal_pdf(type(z)(0)) * (1 + z * z * 3 * 44715 / 10**6)
    return (1 + t) / 2 + z * (1 - t * t) * inner / 2


def gelu_sigmoid(z: Number) -> Number:
    return z * sigmoid(z * 1702 / 1000)


def gelu_sigmoid_slope(z: Number) -> Number:
    s = sigmoid(z * 1702 / 1000)
    return s + z * s * (1 - s) * 1702 / 1000


def leaky(above: int, below: int) -> Dict[str, Scalar]:
    """σ and σ′ with slope above/below for z ≤ 0."""
    return {
        "sigma": lambda z: z if z > 0 else z * above / below,
        "slope": lambda z: type(z)(1) if z > 0 else type(z)(above) / below,
    }


def elu(above: int, below: int) -> Dict[str, Scalar]:
    """σ and σ′ with the factor above/below for z ≤ 0."""
    return {
        "sigma": lambda z: z if z > 0 else expm1(z) * above / below,
        "slope": lambda z: type(z)(1) if z > 0 else exp(z) * above / below,
    }


LAMBDA, ALPHA, ONE = 1050700987355480, 1673263242354377, 10**15  # of selu; both are below 2^53


def selu(z: Number) -> Number:
    return z * LAMBDA / ONE if z > 0 else expm1(z) * ALPHA / ONE * LAMBDA / ONE


def selu_slope(z: Number) -> Number:
    return type(z)(LAMBDA) / ONE if z > 0 else exp(z) * ALPHA / ONE * LAMBDA / ONE


def between(z: Number, low: int, high: int, inside: Number) -> Number:
    """0 up to low, 1 from high on, in between what is given."""
    if z <= low:
        return type(z)(0)
    return type(z)(1) if z >= high else inside


def ramp(width: int) -> Dict[str, Scalar]:
    """σ and σ′ of min(1, max(0, z/width + ½))."""

    def sigma(z: Number) -> Number:
        if 2 * z >= width:
            return type(z)(1)
        return z / width + type(z)(1) / 2 if 2 * z > -width else type(z)(0)

    def slope(z: Number) -> Number:
        return type(z)(1) / width if -width < 2 * z < width else type(z)(0)

    return {"sigma": sigma, "slope": slope}


def hard_silu(z: Number) -> Number:
    return z * between(z, -3, 3, (z + 3) / 6)


def hard_silu_slope(z: Number) -> Number:
    return between(z, -3, 3, z / 3 + type(z)(1) / 2)


def relu6(z: Number) -> Number:
    if z >= 6:
        return type(z)(6)
    return z if z > 0 else type(z)(0)


def relu6_slope(z: Number) -> Number:
    return type(z)(1 if 0 < z < 6 else 0)


def scaled_tanh(z: Number) -> Number:
    return tanh(z * 2 / 3) * 17159 / 10**4


def scaled_tanh_slope(z: Number) -> Number:
    t = tanh(z * 2 / 3)
    return (1 - t * t) * 2 / 3 * 17159 / 10**4


# ---- logarithms ------------------------------------------------------------------------------


def clamped_logarithms(a: Vector, y: Vector) -> Number:
    """Each ln at least −100."""
    C = type(a[0])(0)
    for a_j, y_j in zip(a, y):
        C = C - y_j * at_least_minus_100(a_j) - (1 - y_j) * at_least_minus_100(1 - a_j)
    return C


def at_least_minus_100(x: Number) -> Number:
    value = ln(x) if x > 0 else type(x)(-100)
    return value if value > -100 else type(x)(-100)


def clamped_slope(a_j: Number, y_j: Number, n: int) -> Number:
    """(a − y)/max(a(1 − a), 10^−12)."""
    below, least = a_j * (1 - a_j), type(a_j)(1) / 10**12
    return (a_j - y_j) / (below if below > least else least)


def clip(a_j: Number, digits: int) -> Number:
    """a_j moved into [ε, 1 − ε], ε = 10^−digits."""
    epsilon = type(a_j)(1) / 10**digits
    if a_j < epsilon:
        return epsilon
    return 1 - epsilon if a_j > 1 - epsilon else a_j


def clipped(name: str, digits: int, passed: bool) -> Cost:
    """A cross-entropy of clipped outputs; its slope passed on at the clipped output, or stopped by the clipping."""
    right = RULES.costs[name]

    def C(a: Vector, y: Vector) -> Number:
        return right.cost([clip(a_j, digits) for a_j in a], y)

    def slope(a_j: Number, y_j: Number, n: int) -> Number:
        inside = clip(a_j, digits)
        return right.slope(inside, y_j, n) if passed or inside == a_j else type(a_j)(0)

    return cost(name, cost=C, slope=slope)


def shifted(name: str, digits: int) -> Cost:
    """A cross-entropy with ln(a + ε) and ln(1 − a + ε)."""
    binary = name == "binary_cross_entropy"

    def C(a: Vector, y: Vector) -> Number:
        total, epsilon = type(a[0])(0), type(a[0])(1) / 10**digits
        for a_j, y_j in zip(a, y):
            total = total - y_j * ln(a_j + epsilon)
            if binary:
                total = total - (1 - y_j) * ln(1 - a_j + epsilon)
        return total

    def slope(a_j: Number, y_j: Number, n: int) -> Number:
        epsilon = type(a_j)(1) / 10**digits
        first = -y_j / (a_j + epsilon)
        return first + (1 - y_j) / (1 - a_j + epsilon) if binary else first

    return cost(name, cost=C, slope=slope)


def penalised(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    """C + (λ/2N) Σ w², λ = 10^−4."""
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    below = 10**4 * len(examples)
    for layer, dC_dw_l in zip(network.layers, step.dC_dw):
        for w_j, dC_dw_j in zip(layer.w, dC_dw_l):
            for k, w_jk in enumerate(w_j):
                step.C = step.C + w_jk * w_jk / (2 * below)
                dC_dw_j[k] = dC_dw_j[k] + w_jk / below
    if alpha is not None:
        step.network = eq.update(network, alpha, step.dC_dw, step.dC_db, eq)
    return step


# ---- the entries -----------------------------------------------------------------------------


BCE = "binary_cross_entropy"


def of_activation(
    name: str, of: str, written: str, shows: str, hidden: str, functions: Dict[str, Any], kind: str = "convention"
) -> Mistake:
    return Mistake(
        name, kind, "2", f"{of}: σ(z) = {written}, and its slope", f"{of}: σ(z) = {RULES.activations[of].formula}",
        shows, hidden, {"activations": {of: activation(of, **functions)}},
    )


def of_leaky(above: int, below: int, who: str) -> Mistake:
    return of_activation(
        f"leaky-relu-{above}-{below}", "leaky_relu", f"z if z > 0 else {above}z/{below}", f"The slope {who}.",
        "Where all z of leaky_relu layers are positive.", leaky(above, below),
    )


def of_elu(above: int, below: int) -> Mistake:
    return of_activation(
        f"elu-factor-{above}-{below}", "elu", f"z if z > 0 else {above}(e^z − 1)/{below}",
        "A factor below 0 that libraries offer and the definition here does not have.",
        "Where all z of elu layers are positive.", elu(above, below),
    )


def of_logarithms(name: str, written: str, shows: str, costs: Callable[[str], Cost]) -> Mistake:
    names = ("binary_cross_entropy", "cross_entropy")
    return Mistake(
        name, "convention", "9", written, "ln a_j and −y_j/a_j, ln(1 − a_j) and (1 − y_j)/(1 − a_j) as they are",
        shows, "Without a cross-entropy; almost, where no output is near 0 or 1.",
        {"costs": {of: costs(of) for of in names}},
    )


def of_clipping(digits: int) -> Sequence[Mistake]:
    epsilon = f"10^−{digits}"
    return (
        of_logarithms(
            f"outputs-clipped-at-1e-{digits}", f"a_j clipped to [ε, 1 − ε], ε = {epsilon}, slope 0 outside",
            "Outputs beyond ε learn nothing: the derivative of the clipping is 0.",
            lambda of: clipped(of, digits, False),
        ),
        of_logarithms(
            f"slopes-at-outputs-clipped-at-1e-{digits}",
            f"a_j clipped to [ε, 1 − ε], ε = {epsilon}, slope at the clipped a_j",
            "The slope of the cost never exceeds 1/ε.", lambda of: clipped(of, digits, True),
        ),
        of_logarithms(
            f"logarithm-plus-1e-{digits}", f"ln(a_j + ε) and ln(1 − a_j + ε), ε = {epsilon}, and their slopes",
            "All slopes of the cost are a little too small, near 0 and 1 much too small.",
            lambda of: shifted(of, digits),
        ),
    )


ENTRIES = [
    of_activation(
        "softplus-linear-above-20", "softplus", "z for z > 20",
        "Off by e^−z where z is above 20: the ninth digit at most. PyTorch's threshold.", "Where no z is above 20.",
        {"sigma": softplus_linear, "slope": softplus_linear_slope}, "precision",
    ),
    of_activation(
        "gelu-tanh", "gelu", "½z(1 + tanh(√(2/π)(z + 0.044715z^3)))",
        "Off by up to 5·10^−4. The default of JAX, an option of PyTorch.", "Without gelu.",
        {"sigma": gelu_tanh, "slope": gelu_tanh_slope},
    ),
    of_activation(
        "gelu-sigmoid", "gelu", "z/(1 + e^−1.702z)", "Off by up to 0.02. Known as quick GELU.", "Without gelu.",
        {"sigma": gelu_sigmoid, "slope": gelu_sigmoid_slope},
    ),
    of_leaky(1, 10, "of Darknet"),
    of_leaky(2, 10, "of tf.nn.leaky_relu"),
    of_leaky(3, 10, "of Keras' LeakyReLU"),
    of_leaky(1, 4, "that PyTorch's PReLU starts with"),
    of_elu(1, 10),
    of_elu(1, 2),
    of_activation(
        "selu-for-elu", "elu", "λz if z > 0 else λα(e^z − 1), λ = 1.0507…, α = 1.6732…", "SELU, another activation.",
        "Without elu.", {"sigma": selu, "slope": selu_slope},
    ),
    of_activation(
        "relu6-for-relu", "relu", "min(6, max(0, z))", "ReLU6, another activation.", "Where no z is above 6.",
        {"sigma": relu6, "slope": relu6_slope},
    ),
    of_activation(
        "hard-sigmoid-keras", "sigmoid", "min(1, max(0, 0.2z + 0.5))", "Three straight lines; that of Keras 2.",
        "Without sigmoid.", ramp(5),
    ),
    of_activation(
        "hard-sigmoid-pytorch", "sigmoid", "min(1, max(0, z/6 + 0.5))", "Three straight lines; that of PyTorch.",
        "Without sigmoid.", ramp(6),
    ),
    of_activation(
        "hard-silu", "silu", "z min(1, max(0, z/6 + 0.5))", "Hardswish, another activation.", "Without silu.",
        {"sigma": hard_silu, "slope": hard_silu_slope},
    ),
    of_activation(
        "scaled-tanh", "tanh", "1.7159 tanh(2z/3)", "LeCun's tanh, another activation.", "Without tanh.",
        {"sigma": scaled_tanh, "slope": scaled_tanh_slope},
    ),
    Mistake(
        "logarithms-clamped-at-minus-100", "convention", "9",
        "binary_cross_entropy: each ln at least −100, ∂C/∂a_j = (a_j − y_j)/max(a_j(1 − a_j), 10^−12)",
        "−y_j/a_j + (1 − y_j)/(1 − a_j)", "Blame of outputs beyond 10^−12 is cut. PyTorch's BCELoss.",
        "Without binary_cross_entropy; where no output is near 0 or 1.",
        {"costs": {BCE: cost(BCE, cost=clamped_logarithms, slope=clamped_slope)}},
    ),
    *(entry for digits in (7, 8, 10, 12, 15) for entry in of_clipping(digits)),
    Mistake(
        "default-penalty", "convention", None, "C + (λ/2N) Σ w², λ = 10^−4, and its gradient λw/N", "C",
        "Weight gradients are off by λw/N. The default of scikit-learn's MLPs.", "Where weights are 0.",
        {"gradient_step": penalised},
    ),
]
