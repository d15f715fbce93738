"""Networks and examples: plain records, checked once, when they are made.

    Layer     weights w[j][k] from neuron k of the layer before to neuron j, biases b[j], an activation
    Network   layers from the first hidden one to the output layer
    Example   an input x and its target y

Behind this door everything is a list of lists of numbers of one type, of the right lengths, finite, copied
from what was given and never changed by a pass.
"""

from __future__ import annotations

from .activations import ACTIVATIONS, SOFTMAX
from .admission import all_converted, counted, items, one_type, plain, shown, vector
from .numerals import Callable, Iterable, Iterator, Matrix, Number, Sequence, Vector
from .records import Record, brief


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

    def __init__(
        self, weights: Sequence[Sequence[Number]], biases: Sequence[Number], activation: str, shared_bias: bool = False
    ) -> None:
        rows = items(weights, "weights", "a list of rows, one for each neuron")
        if not rows:
            raise ValueError("weights: empty, expected at least one row (one for each neuron)")
        self.w = [vector(rows[0], "weights[0]", "weight")]
        for j, row in enumerate(rows[1:], 1):
            self.w.append(vector(row, f"weights[{j}]", "weight", len(self.w[0]), "as in weights[0]"))
        if not isinstance(shared_bias, bool):
            raise ValueError(f"shared_bias: found {shown(shared_bias)}, expected True or False")
        if shared_bias:
            self.b = vector(biases, "biases", "bias", 1, "shared by all neurons")
        else:
            self.b = vector(biases, "biases", "bias", len(self.w), "one for each neuron")
        if not isinstance(activation, str) or activation not in ACTIVATIONS:
            raise ValueError(f"activation: found {shown(activation)}, expected one of {', '.join(ACTIVATIONS)}")
        self.activation = activation
        self.shared_bias = shared_bias
        self._convert(one_type(self.rows()), "")

    @classmethod
    def trusted(cls, w: Matrix, b: Vector, activation: str, shared_bias: bool) -> Layer:
        """A layer of lists that a pass has made: neither copied nor checked."""
        layer = cls.__new__(cls)
        layer.w, layer.b, layer.activation, layer.shared_bias = w, b, activation, shared_bias
        return layer

    def rows(self, place: str = "") -> Iterator[tuple[str, Vector]]:
        """Every row of weights, then the biases, each with its place."""
        for j, w_j in enumerate(self.w):
            yield f"{place}weights[{j}]", w_j
        yield f"{place}biases", self.b

    def _convert(self, kind: type, place: str) -> None:
        """Copies in place of the lists, with every number of that type."""
        *self.w, self.b = [all_converted(row, kind, where) for where, row in self.rows(place)]

    def map(self, change: Callable[[Number], Number]) -> Layer:
        """The same layer with every number changed by a function."""
        w = [list(map(change, w_j)) for w_j in self.w]
        return Layer.trusted(w, list(map(change, self.b)), self.activation, self.shared_bias)


class Network(Record):
    """A network: layers from the first hidden one to the output layer, all of whose numbers are of one type.

    number: that type.  ints join what they stand with; ints alone become Fractions where every
    activation maps fractions to fractions, else floats.  Fraction, Decimal and float do not mix.

    Raises ValueError, with place, found and expected.

    >>> Network([Layer([[1, 2], [3, 4]], [5, 6], "relu"), Layer([[0.5, 7]], [8], "sigmoid")])
    Network(2-2-1, relu, sigmoid, float)
    """

    def __init__(self, layers: Iterable[Layer]) -> None:
        layers = items(layers, "layers", "a list of layers")
        if not layers:
            raise ValueError("layers: none, expected at least one")
        for l, layer in enumerate(layers):
            place = f"layers[{l}]"
            if not isinstance(layer, Layer):
                raise ValueError(f"{place}: found {shown(layer)}, expected a Layer")
            if l and len(layer.w[0]) != len(layers[l - 1].w):
                expected = f"expected {len(layers[l - 1].w)} (one for each neuron of layers[{l - 1}])"
                raise ValueError(f"{place}.weights[0]: {counted(len(layer.w[0]), 'weight')}, {expected}")
            if layer.activation == SOFTMAX and l != len(layers) - 1:
                raise ValueError(f"{place}.activation: softmax, expected only in the output layer")
        self.number = _type_of_network(layers)
        self.layers: list[Layer] = []
        for l, layer in enumerate(layers):
            copy = Layer.trusted(layer.w, layer.b, layer.activation, layer.shared_bias)
            copy._convert(self.number, f"layers[{l}].")
            self.layers.append(copy)

    @classmethod
    def trusted(cls, layers: list[Layer], number: type) -> Network:
        """A network of layers that a pass has made: neither copied nor checked."""
        network = cls.__new__(cls)
        network.layers, network.number = layers, number
        return network

    @classmethod
    def random(
        cls, sizes: Sequence[int], activation: str | Sequence[str] = "sigmoid", seed: int = 0
    ) -> Network:
        """A network of floats drawn from (−1, 1): sizes are those of input, hidden layers and output.

        activation: one name for all layers, or a list of one for each.  The same seed gives the same network.

        >>> Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=1)
        Network(2-3-1, tanh, sigmoid, float)
        """
        from random import Random

        sizes = items(sizes, "sizes", "a list of at least two sizes")
        if len(sizes) < 2:
            raise ValueError(f"sizes: {counted(len(sizes), 'size')}, expected at least two (input and output)")
        sizes = [plain(size) for size in sizes]
        for n, size in enumerate(sizes):
            if not isinstance(size, int) or isinstance(size, bool) or size < 1:
                raise ValueError(f"sizes[{n}]: found {shown(size)}, expected a positive integer")
        if isinstance(activation, str):
            activation = [activation] * (len(sizes) - 1)
        names = items(activation, "activation", "a name or a list of names")
        if len(names) != len(sizes) - 1:
            expected = f"expected {len(sizes) - 1} (one for each layer)"
            raise ValueError(f"activation: {counted(len(names), 'name')}, {expected}")
        seed = plain(seed)
        if not isinstance(seed, int) or isinstance(seed, bool):
            raise ValueError(f"seed: found {shown(seed)}, expected an integer")
        draw = Random(seed).uniform
        layers = []
        for before, here, name in zip(sizes, sizes[1:], names):
            weights = [[draw(-1, 1) for k in range(before)] for j in range(here)]
            layers.append(Layer(weights, [draw(-1, 1) for j in range(here)], name))
        return cls(layers)

    @property
    def sizes(self) -> list[int]:
        """How many numbers the input has, then how many neurons each layer.

        >>> Network.random([2, 3, 1]).sizes
        [2, 3, 1]
        """
        return [len(self.layers[0].w[0])] + [len(layer.w) for layer in self.layers]

    def map(self, change: Callable[[Number], Number]) -> Network:
        """The same network with every number changed by a function: into another type, for one."""
        layers = [layer.map(change) for layer in self.layers]
        return Network.trusted(layers, type(layers[0].b[0]))

    def with_parameters(self, parameters: list[tuple[Matrix, Vector]]) -> Network:
        """The same network with other weights and biases of its number type: for each layer its w[j][k] and b[j]."""
        layers = [Layer.trusted(w, b, old.activation, old.shared_bias) for old, (w, b) in zip(self.layers, parameters)]
        return Network.trusted(layers, self.number)

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

    def __init__(self, x: Sequence[Number], y: Sequence[Number]) -> None:
        x = vector(x, "x", "number")
        y = vector(y, "y", "number")
        self.number = one_type([("x", x), ("y", y)])
        self.x = all_converted(x, self.number, "x")
        self.y = all_converted(y, self.number, "y")

    @classmethod
    def trusted(cls, x: Vector, y: Vector) -> Example:
        """An example of lists of one type: neither copied nor checked."""
        example = cls.__new__(cls)
        example.x, example.y, example.number = x, y, type(x[0])
        return example

    def map(self, change: Callable[[Number], Number]) -> Example:
        """The same example with every number changed by a function: into another type, for one."""
        return Example.trusted([change(x_k) for x_k in self.x], [change(y_j) for y_j in self.y])

    def __repr__(self) -> str:
        return f"Example(x={brief(self.x)}, y={brief(self.y)})"


def _type_of_network(layers: list[Layer]) -> type:
    """The one type that all numbers of these layers become."""
    kind = one_type(row for l, layer in enumerate(layers) for row in layer.rows(f"layers[{l}]."))
    if kind is not int:
        return kind
    if all(ACTIVATIONS[layer.activation].rational for layer in layers):
        from fractions import Fraction

        return Fraction
    return float
