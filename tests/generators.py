"""What several tests need: number types that watch the loops, and networks on which every cost has a value."""

from random import Random

from backprop_ref import ACTIVATIONS, COSTS, Example, Layer, Network, forward
from backprop_ref import numerals
from backprop_ref.activations import SOFTMAX

RATIONAL = [name for name, activation in ACTIVATIONS.items() if activation.rational]
PIECEWISE_LINEAR = ["identity", "relu", "leaky_relu"]
SMOOTH = [name for name, activation in ACTIVATIONS.items() if not activation.kinks]
HIDDEN = [name for name in ACTIVATIONS if name != SOFTMAX]
SQUARED = ["half_squared_error", "squared_error", "mean_squared_error"]


# ---- networks --------------------------------------------------------------------------------


def tame(hidden, output, number=float, sizes=(2, 3, 2), seed=1):
    """A network and an example whose outputs and targets lie strictly between 0 and 1, so that every cost has a value.

    All weights, inputs and targets are sixteenths, hence exact in every number type, and none is 0.  The biases
    of the output layer are set so that its z lie between 1/8 and 1/2, where every σ is between 0 and 1.
    """
    draw = Random(seed)

    def sixteenths(low, high):
        return number(draw.choice([n for n in range(low, high + 1) if n])) / 16

    layers = []
    for l, (before, here) in enumerate(zip(sizes, sizes[1:])):
        weights = [[sixteenths(-24, 24) for k in range(before)] for j in range(here)]
        biases = [sixteenths(-24, 24) for j in range(here)]
        layers.append(Layer(weights, biases, output if l == len(sizes) - 2 else hidden))
    x = [sixteenths(-24, 24) for k in range(sizes[0])]
    y = [sixteenths(1, 15) for j in range(sizes[-1])]
    z, a = forward(Network(layers), x)
    last = layers[-1]
    biases = [b_j - z_j + sixteenths(2, 8) for b_j, z_j in zip(last.b, z[-1])]
    layers[-1] = Layer(last.w, biases, output)
    return Network(layers), Example(x, y)


def every_pair():
    """Every activation with every cost."""
    return [(activation, cost) for activation in ACTIVATIONS for cost in COSTS]


def hidden_beside(output):
    """A hidden activation to go with an output layer: the same, so that each is tried in both places, but softmax."""
    return "tanh" if output == SOFTMAX else output


def with_bias(network, l, changes):
    """The network with changes[j] added to bias j of layer l."""
    b = [b_j + change for b_j, change in zip(network.layers[l].b, changes)]
    return with_layer(network, l, network.layers[l].w, b)


def with_weight(network, l, j, k, change):
    """The network with a change added to w_jk of layer l."""
    w = [list(w_j) for w_j in network.layers[l].w]
    w[j][k] = w[j][k] + change
    return with_layer(network, l, w, network.layers[l].b)


def with_layer(network, l, w, b):
    layers = list(network.layers)
    layers[l] = Layer.trusted(w, b, layers[l].activation, layers[l].shared_bias)
    return Network.trusted(layers, network.number)


def parameters(network):
    """Every parameter as (l, j, k), with k None for a bias."""
    for l, layer in enumerate(network.layers):
        for j, w_j in enumerate(layer.w):
            for k in range(len(w_j)):
                yield l, j, k
        for j in range(len(layer.b)):
            yield l, j, None


def moved(network, l, j, k, change):
    """The network with a change added to one parameter."""
    if k is not None:
        return with_weight(network, l, j, k, change)
    return with_bias(network, l, [change if n == j else 0 for n in range(len(network.layers[l].b))])


def derivative(gradient, l, j, k):
    """What a Backpropagation or a Step says about that parameter."""
    return gradient.dC_db[l][j] if k is None else gradient.dC_dw[l][j][k]


def cost_of(network, example, cost):
    """C by the forward pass alone."""
    z, a = forward(network, example.x)
    return COSTS[cost].cost(a[-1], example.y)


def flat(value):
    """All numbers of nested lists, in order."""
    if not isinstance(value, list):
        return [value]
    return [number for item in value for number in flat(item)]


# ---- number types ----------------------------------------------------------------------------


class Symbol:
    """A number that only writes down what is done with it, with every bracket.

    >>> 0 + Symbol("w") * Symbol("a")
    (0 + (w * a))
    """

    def __init__(self, text):
        self.text = str(text)

    def __repr__(self):
        return self.text

    def __add__(self, other):
        return Symbol(f"({self} + {other})")

    def __radd__(self, other):
        return Symbol(f"({other} + {self})")

    def __sub__(self, other):
        return Symbol(f"({self} - {other})")

    def __rsub__(self, other):
        return Symbol(f"({other} - {self})")

    def __mul__(self, other):
        return Symbol(f"({self} * {other})")

    def __rmul__(self, other):
        return Symbol(f"({other} * {self})")

    def __truediv__(self, other):
        return Symbol(f"({self} / {other})")

    def __rtruediv__(self, other):
        return Symbol(f"({other} / {self})")

    def __neg__(self):
        return Symbol(f"-{self}")

    def ln(self):
        return Symbol(f"ln {self}")


def symbols(names):
    """A list of symbols.

    >>> symbols("a0 a1")
    [a0, a1]
    """
    return [Symbol(name) for name in names.split()]


class Dual:
    """value + slope·ε with ε² = 0: run forward, it carries the derivative along, by the rules of differentiation alone.

    >>> z = Dual(3, 1)
    >>> z * z
    Dual(9, 6)
    """

    __hash__ = None

    def __init__(self, value, slope=0):
        self.value = value
        self.slope = slope

    def __repr__(self):
        return f"Dual({self.value!r}, {self.slope!r})"

    def __add__(self, other):
        other = _dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    __radd__ = __add__

    def __neg__(self):
        return Dual(-self.value, -self.slope)

    def __sub__(self, other):
        return self + -_dual(other)

    def __rsub__(self, other):
        return _dual(other) + -self

    def __mul__(self, other):
        other = _dual(other)
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _dual(other)
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - quotient * other.slope) / other.value)

    def __rtruediv__(self, other):
        return _dual(other) / self

    def __pow__(self, n):
        return self * self if n == 2 else NotImplemented

    def __abs__(self):
        return -self if self.value < 0 else self

    def __eq__(self, other):
        return self.value == _dual(other).value

    def __lt__(self, other):
        return self.value < _dual(other).value

    def __le__(self, other):
        return self.value <= _dual(other).value

    def __gt__(self, other):
        return self.value > _dual(other).value

    def __ge__(self, other):
        return self.value >= _dual(other).value

    def is_finite(self):
        return numerals.all_finite([self.value]) and numerals.all_finite([self.slope])

    def exp(self):
        e = numerals.exp(self.value)
        return Dual(e, e * self.slope)

    def expm1(self):
        return Dual(numerals.expm1(self.value), numerals.exp(self.value) * self.slope)

    def ln(self):
        return Dual(numerals.ln(self.value), self.slope / self.value)

    def log1p(self):
        return Dual(numerals.log1p(self.value), self.slope / (1 + self.value))

    def tanh(self):
        t = numerals.tanh(self.value)
        return Dual(t, (1 - t * t) * self.slope)

    def normal_cdf(self):
        return Dual(numerals.normal_cdf(self.value), numerals.normal_pdf(self.value) * self.slope)


def _dual(value):
    return value if isinstance(value, Dual) else Dual(value)
