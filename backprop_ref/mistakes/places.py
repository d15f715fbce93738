"""Where a slip happens, and which numbers a program has there.

    Place         a layer in the middle of a step: z, a and δ of all layers as far as they are known
    QUANTITIES    numbers that a program has there: one for each neuron of a layer, with its symbol
    EXAMPLES      of which example they are
    PICKS         which of them is taken: a neuron's own, the first, the last, their sum, …
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, Callable

from ..activations import SOFTMAX
from ..backprop import forward
from ..network import Example, Layer, Network
from ..numerals import exp, ln
from ..rules import Rules
from .beyond import entry

Number = Any
Vector = list[Any]
Matrix = list[list[Any]]


class Place:
    """Layer l of a network in the middle of a step.

    x, y: of the example.  z, a, delta: of all layers, as far as they are known.  cost: its name.
    dC_dw, dC_db: of all examples, once they have been reduced.
    earlier: the Place of the example before, None for the first.  batch: all of them.  examples: how many there are.
    rate: α, None where no update is asked for.  mean: are gradients averaged over the examples, or summed?
    before: what comes into the layer.
    last: the index of the last layer.
    """

    __slots__ = ("network", "eq", "x", "y", "z", "a", "delta", "dC_dw", "dC_db", "cost", "earlier", "l", "layer",
                 "last", "before", "b", "batch", "examples", "rate", "mean", "_latest")

    def __init__(self, network: Network, eq: Rules, x: Vector) -> None:
        self.network = network
        self.eq = eq
        self.x = x
        self.y: Vector = []
        self.z: Matrix = []
        self.a: Matrix = []
        self.delta: Matrix = []
        self.dC_dw: list[Matrix] = []
        self.dC_db: Matrix = []
        self.cost = ""
        self.batch: Sequence[Example] = ()
        self.examples = 1
        self.rate: Any = None
        self.mean = True
        self.earlier: Place | None = None
        self._latest: Place | None = None
        self.last = len(network.layers) - 1
        self.enter(0)

    @property
    def first(self) -> Place:
        """The Place of the first example."""
        at = self
        while at.earlier is not None:
            at = at.earlier
        return at

    @property
    def latest(self) -> Place | None:
        """The Place of the last example after its forward pass; None for a pass called alone."""
        first = self.first
        if first._latest is None and first.batch:
            example = first.batch[-1]
            at = first._latest = Place(self.network, self.eq, example.x)
            at.y = example.y
            at.z, at.a = forward(self.network, example.x, self.eq)
        return first._latest

    def enter(self, l: int) -> None:
        """Go to layer l."""
        self.l = l
        self.layer = self.network.layers[l]
        self.before = self.a[l - 1] if l else self.x
        self.b = biases(self.layer)

    def sigma(self, l: int, z_j: Number) -> Number:
        """σ of layer l; for softmax, which is no function of one neuron, z_j itself."""
        name = self.network.layers[l].activation
        return z_j if name == SOFTMAX else self.eq.activations[name].sigma(z_j)

    def slope(self, l: int, z_j: Number) -> Number:
        """σ′ of layer l at any z; 1 for softmax, which has no slope of one neuron."""
        name = self.network.layers[l].activation
        return type(z_j)(1) if name == SOFTMAX else self.eq.activations[name].slope(z_j)

    def dC_da(self, l: int) -> Vector:
        """∂C/∂a of layer l: in the last layer the cost's, before it Σ_m δ_m w_mj."""
        if l == self.last:
            slope, n = self.eq.costs[self.cost].slope, len(self.y)
            return [_or_infinite(slope, a_j, y_j, n) for a_j, y_j in zip(self.a[l], self.y)]
        w, delta = self.network.layers[l + 1].w, self.delta[l + 1]
        return [self.eq.hidden_delta(delta, w, j, 1) for j in range(len(w[0]))]


def _or_infinite(slope: Callable[..., Number], a_j: Number, y_j: Number, n: int) -> Number:
    """∂C/∂a_j; ∞ where it divides by 0, as most languages have it."""
    try:
        return slope(a_j, y_j, n)
    except ZeroDivisionError:
        return inf if a_j else -inf


def biases(layer: Layer) -> Vector:
    """One for each neuron, also where they share one."""
    return layer.b * len(layer.w) if layer.shared_bias else layer.b


def total(values: Vector) -> Number:
    """Their sum, in order."""
    result = values[0]
    for value in values[1:]:
        result = result + value
    return result


def cut_to(v: Number, low: float, high: float) -> Number:
    """The number moved between these.

    >>> cut_to(3.0, -2.0, 2.0), cut_to(-3.0, -2.0, 2.0), cut_to(1.0, -2.0, 2.0)
    (2.0, -2.0, 1.0)
    """
    return v * 0 + low if v < low else v * 0 + high if v > high else v


# ---- what is at hand, one number for each neuron of layer l ------------------------------------


def _error(at: Place, l: int) -> Vector | None:
    return [a_j - y_j for a_j, y_j in zip(at.a[l], at.y)] if l == at.last and at.y else None


def _delta(at: Place, l: int) -> Vector | None:
    return at.delta[l] or None


def _earlier(of: str) -> Callable[[Place, int], Vector | None]:
    def vector(at: Place, l: int) -> Vector | None:
        if at.earlier is None:
            return None
        values = getattr(at.earlier, of)
        return values[l] if len(values) > l else None

    return vector


class Quantity:
    """A number for each neuron of a layer that a program has at hand.

    name, symbol: the symbol has a {} where the neuron's index stands.  vector: of a Place and a layer, None where
    there is none.
    """

    __slots__ = ("name", "symbol", "vector")

    def __init__(self, name: str, symbol: str, vector: Callable[[Place, int], Vector | None]) -> None:
        self.name = name
        self.symbol = symbol
        self.vector = vector


QUANTITIES = {
    one.name: one for one in (
        Quantity("delta", "δ_{}", _delta),
        Quantity("activation", "a_{}", lambda at, l: at.a[l]),
        Quantity("weighted-sum", "z_{}", lambda at, l: at.z[l]),
        Quantity("slope", "σ′(z_{})", lambda at, l: [at.slope(l, z_j) for z_j in at.z[l]]),
        Quantity("slope-at-activation", "σ′(a_{})", lambda at, l: [at.slope(l, a_j) for a_j in at.a[l]]),
        Quantity("cost-slope", "∂C/∂a_{}", lambda at, l: at.dC_da(l)),
        Quantity("error", "(a_{0} − y_{0})", _error),
        Quantity("bias", "b_{}", lambda at, l: biases(at.network.layers[l])),
        Quantity("bias-gradient", "∂C/∂b_{}", lambda at, l: at.dC_db[l] if at.dC_db else None),
        Quantity("input", "x_{}", lambda at, l: at.x),
        Quantity("target", "y_{}", lambda at, l: at.y or None),
        Quantity("sum-of-weights", "Σ_k w_{}k", lambda at, l: [total(w_j) for w_j in at.network.layers[l].w]),
        Quantity("earlier-delta", "δ_{} of the example before", _earlier("delta")),
        Quantity("earlier-activation", "a_{} of the example before", _earlier("a")),
    )
}


# ---- which of them is taken ------------------------------------------------------------------


def _farthest(v: Vector, j: int) -> Number:
    return max(v, key=abs)


def _length(v: Vector, j: int) -> Number:
    square = total([v_i * v_i for v_i in v])
    return exp(ln(square) / 2) if square > 0 else square


class Pick:
    """Which number of a layer is taken.

    name, text: the text has a {} where the symbol stands.  index: what stands as its index.
    of: the numbers and the neuron → the number, Beyond where there is none.
    """

    __slots__ = ("name", "index", "text", "of")

    def __init__(self, name: str, index: str, text: str, of: Callable[[Vector, int], Any]) -> None:
        self.name = name
        self.index = index
        self.text = text
        self.of = of

    def written(self, symbol: str) -> str:
        """The symbol with its index, picked."""
        return self.text.format(symbol.format(self.index))


PICKS = {
    one.name: one for one in (
        Pick("own", "j", "{}", entry),
        Pick("sum", "i", "Σ_i {}", lambda v, j: total(v)),
        Pick("mean", "i", "(1/n) Σ_i {}", lambda v, j: total(v) / len(v)),
        Pick("first", "0", "{}", lambda v, j: v[0]),
        Pick("last", "(n−1)", "{}", lambda v, j: v[-1]),
        Pick("next", "(j+1)", "{}", lambda v, j: entry(v, j + 1)),
        Pick("previous", "(j−1)", "{}", lambda v, j: entry(v, j - 1)),
        Pick("mirrored", "(n−1−j)", "{}", lambda v, j: entry(v, len(v) - 1 - j)),
        Pick("largest", "i", "max_i {}", lambda v, j: max(v)),
        Pick("farthest", "i", "the {} farthest from 0", _farthest),
        Pick("sum-of-sizes", "i", "Σ_i |{}|", lambda v, j: total([abs(v_i) for v_i in v])),
        Pick("length", "i", "√(Σ_i {}²)", _length),
    )
}

EXAMPLES: dict[str, tuple[str, Callable[[Place], Place | None]]] = {
    # of which example: how it is said, and its Place, None where there is none
    "example-before": ("of the example before", lambda at: at.earlier),
    "first-example": ("of the first example", lambda at: at.first),
    "last-example": ("of the last example", lambda at: at.latest),
}

LAYERS: dict[str, tuple[Callable[[Place], int], str]] = {
    # which layer's: an offset from the slot's own, and how it is written
    "": (lambda at: at.l, ""),
    "next": (lambda at: at.l + 1, "^(l+1)"),
    "before": (lambda at: at.l - 1, "^(l−1)"),
    "last": (lambda at: at.last, "^(L−1)"),
    "first": (lambda at: 0, "^0"),
}
