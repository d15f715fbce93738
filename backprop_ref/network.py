"""Networks and examples: plain records, checked once, when they are made.

    Layer     weights w[j][k] from neuron k of the layer before to neuron j, biases b[j], an activation
    Network   layers from the first hidden one to the output layer
    Example   an input x and its target y

Everything behind this door is a list of lists of numbers of one type, of the right lengths, finite, copied
from what was given and never changed by a pass.
"""

from __future__ import annotations

from .activations import ACTIVATIONS, SOFTMAX
from .costs import COSTS, HALF_SQUARED_ERROR
from .numerals import all_converted, numbers, one_type, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Iterator, List, Optional, Sequence, Tuple, Union

    from .numerals import Matrix, Number, Vector


class Record:
    """A value with named fields: equal to another of its class with equal fields, shown on one short line."""

    __slots__: Tuple[str, ...] = ()
    __hash__ = None  # type: ignore[assignment]  # its lists can be changed

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={brief(getattr(self, name))}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"


def brief(value: object, room: int = 60) -> str:
    """A value for a debugger's variables pane: its repr where that is short, else with 6 digits, else how long its
    lists are and how it begins.

    >>> brief([[1, 2], [3, 4]])
    '[[1, 2], [3, 4]]'
    >>> brief([[1 / 3, 2 / 3], [1 / 7, 2 / 7]])
    '[[0.333333, 0.666667], [0.142857, 0.285714]]'
    >>> brief([list(range(100))] * 30)
    '[30][100]: 0, 1, 2, …'
    >>> brief([[1.25] * 20, [1.0]])
    '[2] of [20], [1]: 1.25, 1.25, 1.25, …'
    """
    if not isinstance(value, list):
        return repr(value)
    if _count(value, room) <= room:
        for text in (repr(value), _short(value)):
            if len(text) <= room:
                return text
    row: List[object] = value
    while row and isinstance(row[0], list):
        row = row[0]
    return f"{_shape(value)}: {', '.join(_short(item) for item in row[:3])}, …"


def _shape(value: List[Any]) -> str:
    """How long the lists are: [2][3] for two of three, [2] of [3], [1] for two of different lengths."""
    if not value or not isinstance(value[0], list):
        return f"[{len(value)}]"
    shapes = [_shape(item) for item in value]
    if len(set(shapes)) == 1:
        return f"[{len(value)}]{shapes[0]}"
    return f"[{len(value)}] of {', '.join(shapes[:3])}{', …' if len(shapes) > 3 else ''}"


def _short(item: object) -> str:
    if isinstance(item, list):
        return f"[{', '.join(map(_short, item))}]"
    return f"{item:.6g}" if isinstance(item, float) else repr(item)


def _count(value: List[Any], limit: int) -> int:
    """How many numbers a nested list holds, given up beyond the limit."""
    count = 0
    for item in value:
        count += _count(item, limit) if isinstance(item, list) else 1
        if count > limit:
            break
    return count


class Layer(Record):
    """A layer of neurons.

    w, given as weights: w[j][k], one row for each neuron j, one weight for each neuron k of the layer before.
    b, given as biases: one for each neuron, or, with shared_bias, a list of the one that all of them use.
    activation: a name from ACTIVATIONS.

    Raises ValueError, with place, found and expected, for anything else.

    >>> Layer([[1, 2], [3, 4]], [5, 6], "relu")
    Layer(w=[[1, 2], [3, 4]], b=[5, 6], activation='relu', shared_bias=False)
    >>> Layer([[1, 2], [3]], [5, 6], "relu")
    Traceback (most recent call last):
        ...
    ValueError: weights[1]: 1 weight, expected 2 (as in weights[0])
    """

    __slots__ = ("w", "b", "activation", "shared_bias")

    def __init__(
        self, weights: Sequence[Sequence[Number]], biases: Sequence[Number], activation: str, shared_bias: bool = False
    ) -> None:
        rows = _list(weights, "weights", "a list of rows, one for each neuron")
        if not rows:
            raise ValueError("weights: empty, expected at least one row (one for each neuron)")
        self.w = [_vector(rows[0], "weights[0]", "weight")]
        for j, row in enumerate(rows[1:], 1):
            self.w.append(_vector(row, f"weights[{j}]", "weight", len(self.w[0]), "as in weights[0]"))
        if not isinstance(shared_bias, bool):
            raise ValueError(f"shared_bias: found {shown(shared_bias)}, expected True or False")
        if shared_bias:
            self.b = _vector(biases, "biases", "bias", 1, "shared by all neurons")
        else:
            self.b = _vector(biases, "biases", "bias", len(self.w), "one for each neuron")
        if not isinstance(activation, str) or activation not in ACTIVATIONS:
            raise ValueError(f"activation: found {shown(activation)}, expected one of {', '.join(ACTIVATIONS)}")
        self.activation = activation
        self.shared_bias = shared_bias
        self._convert(one_type(self.rows()), "")

    @classmethod
    def trusted(cls, w: Matrix, b: Vector, activation: str, shared_bias: bool) -> Layer:
        """A layer of lists that a pass has made: neither copied nor checked."""
        layer = cls.__new__(cls)
        layer.w = w
        layer.b = b
        layer.activation = activation
        layer.shared_bias = shared_bias
        return layer

    def rows(self, place: str = "") -> Iterator[Tuple[str, Vector]]:
        """Every row of weights, then the biases, each with its place."""
        for j, w_j in enumerate(self.w):
            yield f"{place}weights[{j}]", w_j
        yield f"{place}biases", self.b

    def _convert(self, kind: type, place: str) -> None:
        """Copies in place of the lists, with every number of that type."""
        *self.w, self.b = [all_converted(row, kind, where) for where, row in self.rows(place)]

    def map(self, change: Callable[[Number], Number]) -> Layer:
        """The same layer with every number changed by a function."""
        w = [[change(w_jk) for w_jk in w_j] for w_j in self.w]
        return Layer.trusted(w, [change(b_j) for b_j in self.b], self.activation, self.shared_bias)


class Network(Record):
    """A network: layers from the first hidden one to the output layer, all of whose numbers are of one type.

    number: that type.  ints join what they stand with; ints alone become Fractions where every
    activation maps fractions to fractions, else floats.  Fraction, Decimal and float do not mix.

    Raises ValueError, with place, found and expected.

    >>> Network([Layer([[1, 2], [3, 4]], [5, 6], "relu"), Layer([[0.5, 7]], [8], "sigmoid")])
    Network(2-2-1, relu, sigmoid, float)
    """

    __slots__ = ("layers", "number")

    def __init__(self, layers: Iterable[Layer]) -> None:
        layers = _list(layers, "layers", "a list of layers")
        if not layers:
            raise ValueError("layers: none, expected at least one")
        for l, layer in enumerate(layers):
            place = f"layers[{l}]"
            if not isinstance(layer, Layer):
                raise ValueError(f"{place}: found {shown(layer)}, expected a Layer")
            if l and len(layer.w[0]) != len(layers[l - 1].w):
                expected = f"expected {len(layers[l - 1].w)} (one for each neuron of layers[{l - 1}])"
                raise ValueError(f"{place}.weights[0]: {_counted(len(layer.w[0]), 'weight')}, {expected}")
            if layer.activation == SOFTMAX and l != len(layers) - 1:
                raise ValueError(f"{place}.activation: softmax, expected only in the output layer")
        self.number = _type_of_network(layers)
        self.layers: List[Layer] = []
        for l, layer in enumerate(layers):
            copy = Layer.trusted(layer.w, layer.b, layer.activation, layer.shared_bias)
            copy._convert(self.number, f"layers[{l}].")
            self.layers.append(copy)

    @classmethod
    def trusted(cls, layers: List[Layer], number: type) -> Network:
        """A network of layers that a pass has made: neither copied nor checked."""
        network = cls.__new__(cls)
        network.layers = layers
        network.number = number
        return network

    @classmethod
    def random(
        cls, sizes: Sequence[int], activation: Union[str, Sequence[str]] = "sigmoid", seed: int = 0
    ) -> Network:
        """A network of floats drawn from (−1, 1): sizes are those of input, hidden layers and output.

        activation: one name for all layers, or a list of one for each.  The same seed gives the same network.

        >>> Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=1)
        Network(2-3-1, tanh, sigmoid, float)
        """
        from random import Random

        sizes = _list(sizes, "sizes", "a list of at least two sizes")
        if len(sizes) < 2:
            raise ValueError(f"sizes: {_counted(len(sizes), 'size')}, expected at least two (input and output)")
        for n, size in enumerate(sizes):
            if not isinstance(size, int) or isinstance(size, bool) or size < 1:
                raise ValueError(f"sizes[{n}]: found {shown(size)}, expected a positive integer")
        if isinstance(activation, str):
            activation = [activation] * (len(sizes) - 1)
        names = _list(activation, "activation", "a name or a list of names")
        if len(names) != len(sizes) - 1:
            expected = f"expected {len(sizes) - 1} (one for each layer)"
            raise ValueError(f"activation: {_counted(len(names), 'name')}, {expected}")
        draw = Random(seed).uniform
        layers = []
        for before, here, name in zip(sizes, sizes[1:], names):
            weights = [[draw(-1, 1) for k in range(before)] for j in range(here)]
            layers.append(Layer(weights, [draw(-1, 1) for j in range(here)], name))
        return cls(layers)

    @property
    def sizes(self) -> List[int]:
        """How many numbers the input has, then how many neurons each layer.

        >>> Network.random([2, 3, 1]).sizes
        [2, 3, 1]
        """
        return [len(self.layers[0].w[0])] + [len(layer.w) for layer in self.layers]

    def map(self, change: Callable[[Number], Number]) -> Network:
        """The same network with every number changed by a function: into another type, for one."""
        layers = [layer.map(change) for layer in self.layers]
        return Network.trusted(layers, type(layers[0].b[0]))

    def must_be_computable(self, cost: str = HALF_SQUARED_ERROR) -> None:
        """ValueError, by name, for an activation or a cost that needs exp or ln where the numbers are Fractions."""
        if self.number.__name__ != "Fraction":
            return
        for l, layer in enumerate(self.layers):
            if not ACTIVATIONS[layer.activation].rational:
                rational = ", ".join(name for name in ACTIVATIONS if ACTIVATIONS[name].rational)
                raise ValueError(
                    f"layers[{l}].activation: {layer.activation} of a Fraction is not a Fraction, "
                    f"expected {rational} (or floats, Decimals, exact_step)"
                )
        if cost in COSTS and not COSTS[cost].rational:
            rational = ", ".join(name for name in COSTS if COSTS[name].rational)
            raise ValueError(
                f"cost: {cost} of a Fraction is not a Fraction, expected {rational} (or floats, Decimals, exact_step)"
            )

    def admit(self, example: Example, place: str = "example") -> Example:
        """The example with the network's number type, if it is an Example that fits; ValueError otherwise."""
        if not isinstance(example, Example):
            raise ValueError(f"{place}: found {shown(example)}, expected an Example")
        layers = self.layers
        if len(example.x) != len(layers[0].w[0]):
            expected = f"expected {len(layers[0].w[0])} (one for each weight of layers[0].weights[0])"
            raise ValueError(f"{place}.x: {_counted(len(example.x), 'number')}, {expected}")
        if len(example.y) != len(layers[-1].w):
            expected = f"expected {len(layers[-1].w)} (one for each output)"
            raise ValueError(f"{place}.y: {_counted(len(example.y), 'number')}, {expected}")
        if example.number is self.number:
            return example
        x = all_converted(example.x, self.number, f"{place}.x")
        y = all_converted(example.y, self.number, f"{place}.y")
        return Example.trusted(x, y)

    def __repr__(self) -> str:
        names = ", ".join(layer.activation for layer in self.layers)
        return f"Network({'-'.join(map(str, self.sizes))}, {names}, {self.number.__name__})"


class Example(Record):
    """One input and its target: what the network is shown, and what it should answer.

    number: the one type of all these numbers; ints alone stay so until they join a network.

    Raises ValueError, with place, found and expected.

    >>> Example([0.05, 0.10], [1])
    Example(x=[0.05, 0.1], y=[1.0])
    """

    __slots__ = ("x", "y", "number")

    def __init__(self, x: Sequence[Number], y: Sequence[Number]) -> None:
        x = _vector(x, "x", "number")
        y = _vector(y, "y", "number")
        self.number = one_type([("x", x), ("y", y)])
        self.x = all_converted(x, self.number, "x")
        self.y = all_converted(y, self.number, "y")

    @classmethod
    def trusted(cls, x: Vector, y: Vector) -> Example:
        """An example of lists of one type: neither copied nor checked."""
        example = cls.__new__(cls)
        example.x = x
        example.y = y
        example.number = type(x[0])
        return example

    def map(self, change: Callable[[Number], Number]) -> Example:
        """The same example with every number changed by a function: into another type, for one."""
        return Example.trusted([change(x_k) for x_k in self.x], [change(y_j) for y_j in self.y])

    def __repr__(self) -> str:
        return f"Example(x={brief(self.x)}, y={brief(self.y)})"


# ---- checks ----------------------------------------------------------------------------------


def must_fit(network: Network, **given: Any) -> None:
    """ValueError unless these lists, under the names that the passes have for them, are as long as the network needs.

    x: one number for each input.  y: one for each output.  Any other: one list for each layer, with one item for
    each neuron, in dC_db for each bias; the rows of dC_dw are as long as those of w.  Only lengths are looked at.

    >>> must_fit(Network([Layer([[2, 3]], [4], "relu")]), x=[1.0])
    Traceback (most recent call last):
        ...
    ValueError: x: 1 item, expected 2 (one for each input)
    """
    if not isinstance(network, Network):
        raise ValueError(f"network: found {shown(network)}, expected a Network")
    layers = network.layers
    for name, values in given.items():
        if name == "x":
            _must_have(len(layers[0].w[0]), values, name, "one for each input")
        elif name == "y":
            _must_have(len(layers[-1].w), values, name, "one for each output")
        else:
            _must_have(len(layers), values, name, "one for each layer")
            for l, (layer, values_l) in enumerate(zip(layers, values)):
                if name == "dC_db":
                    _must_have(len(layer.b), values_l, f"{name}[{l}]", "one for each bias")
                else:
                    _must_have(len(layer.w), values_l, f"{name}[{l}]", "one for each neuron")
                if name == "dC_dw":
                    n = len(layer.w[0])
                    for j, row in enumerate(values_l):
                        if type(row) is not list or len(row) != n:
                            _must_have(n, row, f"{name}[{l}][{j}]", "one for each weight")


def _must_have(n: int, values: Any, place: str, reason: str) -> None:
    if not hasattr(values, "__len__"):
        raise ValueError(f"{place}: found {shown(values)}, expected a list of {n} ({reason})")
    if len(values) != n:
        raise ValueError(f"{place}: {_counted(len(values), 'item')}, expected {n} ({reason})")


def _counted(n: int, what: str) -> str:
    plural = {"bias": "biases"}.get(what, what + "s")
    return f"{n} {what if n == 1 else plural}"


def _list(value: Any, place: str, expected: str) -> List[Any]:
    if isinstance(value, (str, bytes, dict)) or not hasattr(value, "__iter__"):
        raise ValueError(f"{place}: found {shown(value)}, expected {expected}")
    return list(value)


def _vector(value: Any, place: str, what: str, length: Optional[int] = None, reason: str = "") -> Vector:
    """A copy of a list of at least one number, each a finite one; of that length, if one is given."""
    items = _list(value, place, "a list of numbers")
    if length is not None and len(items) != length:
        raise ValueError(f"{place}: {_counted(len(items), what)}, expected {length} ({reason})")
    if not items:
        raise ValueError(f"{place}: empty, expected at least one {what}")
    return numbers(items, place)


def _type_of_network(layers: List[Layer]) -> type:
    """The one type that all numbers of these layers become."""
    kind = one_type(row for l, layer in enumerate(layers) for row in layer.rows(f"layers[{l}]."))
    if kind is not int:
        return kind
    if all(ACTIVATIONS[layer.activation].rational for layer in layers):
        from fractions import Fraction

        return Fraction
    return float
