"""The activations σ, each with its slope σ′, for any number type.

Adding one is one entry of ACTIVATIONS at the end.  Constants are made from the value's own type, so that a
Fraction stays a Fraction.  None of these overflows at any finite z.
The other usual ways to write them are in ``numbers``, for the bounds.
"""

from __future__ import annotations

from .numerals import Any, Callable, Number, Vector, exp, expm1, log1p, normal_cdf, normal_pdf, tanh as tanh_of
from .records import Entry


# ---- identity --------------------------------------------------------------------------------


def identity(z: Number) -> Number:
    """σ(z) = z

    >>> identity(-3)
    -3
    """
    return z


def identity_slope(z: Number) -> Number:
    """σ′(z) = 1

    >>> identity_slope(-3)
    1
    """
    return type(z)(1)


# ---- sigmoid ---------------------------------------------------------------------------------


def sigmoid(z: Number) -> Number:
    """σ(z) = 1/(1 + e^−z)

    For negative z written as e^z/(1 + e^z), which is the same and does not overflow.

    >>> sigmoid(0)
    0.5
    """
    if z >= 0:
        e = exp(-z)
        a = 1 / (1 + e)
    else:
        e = exp(z)
        a = e / (1 + e)
    return a


def sigmoid_slope(z: Number) -> Number:
    """σ′(z) = σ(z)(1 − σ(z))

    >>> sigmoid_slope(0)
    0.25
    """
    a = sigmoid(z)
    da_dz = a * (1 - a)
    return da_dz


# ---- tanh ------------------------------------------------------------------------------------


def tanh(z: Number) -> Number:
    """σ(z) = tanh z

    >>> tanh(0)
    0.0
    """
    a = tanh_of(z)
    return a


def tanh_slope(z: Number) -> Number:
    """σ′(z) = 1 − tanh² z

    >>> tanh_slope(0)
    1.0
    """
    a = tanh_of(z)
    da_dz = 1 - a * a
    return da_dz


# ---- relu and leaky_relu: a kink at 0 --------------------------------------------------------


def relu(z: Number) -> Number:
    """σ(z) = max(0, z)

    >>> relu(3), relu(-3)
    (3, 0)
    """
    if z > 0:
        return z
    return type(z)(0)


def relu_slope(z: Number) -> Number:
    """σ′(z) = 1 if z > 0 else 0

    >>> relu_slope(3), relu_slope(0)
    (1, 0)
    """
    if z > 0:
        return type(z)(1)
    return type(z)(0)


def leaky_relu(z: Number) -> Number:
    """σ(z) = z if z > 0 else z/100

    >>> leaky_relu(3), leaky_relu(-300)
    (3, -3.0)
    """
    if z > 0:
        return z
    a = z / 100
    return a


def leaky_relu_slope(z: Number) -> Number:
    """σ′(z) = 1 if z > 0 else 1/100

    >>> leaky_relu_slope(3), leaky_relu_slope(0)
    (1, 0.01)
    """
    if z > 0:
        return type(z)(1)
    da_dz = type(z)(1) / 100
    return da_dz


# ---- softplus --------------------------------------------------------------------------------


def softplus(z: Number) -> Number:
    """σ(z) = ln(1 + e^z)

    For positive z written as z + ln(1 + e^−z), which is the same and does not overflow.

    >>> softplus(1000), softplus(-1000)
    (1000.0, 0.0)
    """
    if z > 0:
        a = z + log1p(exp(-z))
    else:
        a = log1p(exp(z))
    return a


def softplus_slope(z: Number) -> Number:
    """σ′(z) = 1/(1 + e^−z)

    >>> softplus_slope(0)
    0.5
    """
    return sigmoid(z)


# ---- softsign --------------------------------------------------------------------------------


def softsign(z: Number) -> Number:
    """σ(z) = z/(1 + |z|)

    >>> softsign(-3)
    -0.75
    """
    d = 1 + abs(z)
    a = z / d
    return a


def softsign_slope(z: Number) -> Number:
    """σ′(z) = 1/(1 + |z|)²

    >>> softsign_slope(-3)
    0.0625
    """
    d = 1 + abs(z)
    da_dz = 1 / (d * d)
    return da_dz


# ---- elu -------------------------------------------------------------------------------------


def elu(z: Number) -> Number:
    """σ(z) = z if z > 0 else e^z − 1

    >>> elu(3), elu(-1000)
    (3, -1.0)
    """
    if z > 0:
        return z
    a = expm1(z)
    return a


def elu_slope(z: Number) -> Number:
    """σ′(z) = 1 if z > 0 else e^z

    >>> elu_slope(3), elu_slope(0)
    (1, 1.0)
    """
    if z > 0:
        return type(z)(1)
    da_dz = exp(z)
    return da_dz


# ---- silu ------------------------------------------------------------------------------------


def silu(z: Number) -> Number:
    """σ(z) = z s, where s = 1/(1 + e^−z)

    >>> silu(0)
    0.0
    """
    s = sigmoid(z)
    a = z * s
    return a


def silu_slope(z: Number) -> Number:
    """σ′(z) = s(1 + z(1 − s)), where s = 1/(1 + e^−z)

    >>> silu_slope(0)
    0.5
    """
    s = sigmoid(z)
    da_dz = s * (1 + z * (1 - s))
    return da_dz


# ---- gelu ------------------------------------------------------------------------------------


def gelu(z: Number) -> Number:
    """σ(z) = z Φ(z), Φ the standard normal distribution function

    The exact one, not its tanh approximation.

    >>> gelu(0)
    0.0
    """
    a = z * normal_cdf(z)
    return a


def gelu_slope(z: Number) -> Number:
    """σ′(z) = Φ(z) + z φ(z), φ the standard normal density

    >>> gelu_slope(0)
    0.5
    """
    da_dz = normal_cdf(z) + z * normal_pdf(z)
    return da_dz


# ---- softmax: of a whole layer, in the output only -------------------------------------------


def softmax(z: Vector) -> Vector:
    """a_j = e^z_j / Σ_i e^z_i

    Of a whole layer.  The largest z is subtracted from each first: the same quotients, and no overflow.

    >>> softmax([1000, 1000])
    [0.5, 0.5]
    """
    z_max = max(z)
    e = []
    total: Number = 0
    for z_j in z:
        e_j = exp(z_j - z_max)
        e.append(e_j)
        total = total + e_j
    a = []
    for e_j in e:
        a_j = e_j / total
        a.append(a_j)
    return a


def softmax_slopes(a: Vector, j: int) -> Vector:
    """∂a_i/∂z_j = a_i(1 − a_j) if i = j else −a_i a_j

    How every output a_i moves with z_j: one number for each i.  a: what softmax gave.

    >>> softmax_slopes([0.5, 0.5], 0)
    [0.25, -0.25]
    """
    a_j = a[j]
    da_dz_j = []
    for i, a_i in enumerate(a):
        if i == j:
            da_i_dz_j = a_i * (1 - a_j)
        else:
            da_i_dz_j = -a_i * a_j
        da_dz_j.append(da_i_dz_j)
    return da_dz_j


# ---- the table -------------------------------------------------------------------------------


class Activation(Entry):
    """An activation by name: σ and σ′, how they are written, and where they differ from one side to the other.

    sigma, slope: of one z.  Softmax is not one neuron's business: sigma of all z of the layer, slope of all a and j.
    formula, slope_formula: as a person writes them, in the notation of docs/equations.md.
    rational: does it map fractions to fractions?
    kinks: every z at which σ′ jumps.
    """

    __slots__ = ("sigma", "slope", "formula", "slope_formula", "rational", "kinks")

    def __init__(
        self,
        sigma: Callable[..., Any],
        slope: Callable[..., Any],
        formula: str,
        slope_formula: str,
        rational: bool = False,
        kinks: tuple[int, ...] = (),
    ) -> None:
        self.sigma = sigma
        self.slope = slope
        self.formula = formula
        self.slope_formula = slope_formula
        self.rational = rational
        self.kinks = kinks


SOFTMAX = "softmax"

ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(identity, identity_slope, "z", "1", rational=True),
    "sigmoid": Activation(sigmoid, sigmoid_slope, "1/(1 + e^−z)", "σ(z)(1 − σ(z))"),
    "tanh": Activation(tanh, tanh_slope, "tanh z", "1 − tanh² z"),
    "relu": Activation(relu, relu_slope, "max(0, z)", "1 if z > 0 else 0", rational=True, kinks=(0,)),
    "leaky_relu": Activation(
        leaky_relu, leaky_relu_slope, "z if z > 0 else z/100", "1 if z > 0 else 1/100", rational=True, kinks=(0,)
    ),
    "softplus": Activation(softplus, softplus_slope, "ln(1 + e^z)", "1/(1 + e^−z)"),
    "softsign": Activation(softsign, softsign_slope, "z/(1 + |z|)", "1/(1 + |z|)²", rational=True),
    "elu": Activation(elu, elu_slope, "z if z > 0 else e^z − 1", "1 if z > 0 else e^z"),
    "silu": Activation(silu, silu_slope, "z s, s = 1/(1 + e^−z)", "s(1 + z(1 − s)), s = 1/(1 + e^−z)"),
    "gelu": Activation(gelu, gelu_slope, "z Φ(z)", "Φ(z) + z φ(z)"),
    SOFTMAX: Activation(softmax, softmax_slopes, "e^z_j / Σ_i e^z_i", "a_i(1 − a_j) if i = j else −a_i a_j"),
}
