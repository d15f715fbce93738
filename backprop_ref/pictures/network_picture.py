"""A network as a picture: inputs, neurons by layer, every bias as a separate node with its weight from 1.

Width and colour of an edge say how large its number is and which sign it has; a negative one is dashed too.  Of more
than eight neurons in a layer those in the middle are left out.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from collections.abc import Iterator, Sequence

from ..descent import Step
from ..network import Example, Network
from .svg import FAINT, INK, NEGATIVE, PAPER, POSITIVE, SOFT, Picture, element, figure, text, title

SHOWN = ("values", "gradients", "updates")
MOST = 8  # neurons of a layer; of more, those in the middle are left out
ACROSS, DOWN, RADIUS, BIAS_RADIUS = 190.0, 96.0, 24.0, 10.0
LABELLED = 24  # edges between two layers; more are told only when one points at them
THINNEST, THICKEST = 0.8, 5.0


class Edge(NamedTuple):
    """From a node to a neuron.  value: what its width and colour say."""

    start: tuple[float, float]
    end: tuple[float, float]
    value: Any
    name: str
    told: str
    labelled: bool
    along: float  # where its label stands, from 0 at the start to 1


def drawing(
    network: Network,
    step: Step | None = None,
    examples: Sequence[Example] | None = None,
    example: int = 0,
    show: str = "values",
) -> Picture:
    """A picture of a network, for a notebook or a page.

    step: what gradient_step returned, for z, a, δ, gradients and updates.  examples: those of the step, for inputs and
    targets; example: whose numbers stand at the neurons.  show: what the edges show, weights and biases
    ("values"), their "gradients", or their "updates".

    >>> from backprop_ref import Network
    >>> drawing(Network.random([2, 3, 1], seed=1)).description
    'network 2-3-1: sigmoid, sigmoid'
    """
    if show not in SHOWN:
        raise ValueError(f"show: found {show!r}, expected one of {', '.join(SHOWN)}")
    if show != "values" and step is None:
        raise ValueError(f"show: found {show!r} without a step, expected the result of gradient_step")
    if show == "updates" and (step is None or step.network is None):
        raise ValueError("show: found 'updates', expected a step with a learning rate")
    if step is not None and not 0 <= example < len(step.a):
        raise ValueError(f"example: found {example}, expected 0 to {len(step.a) - 1}")
    if examples is not None and not 0 <= example < len(examples):
        raise ValueError(f"example: found {example}, expected 0 to {len(examples) - 1}")
    return _Drawing(network, step, None if examples is None else examples[example], example, show).picture()


class _Drawing:
    """Where everything stands, and what it says."""

    def __init__(self, network: Network, step: Step | None, one: Example | None, i: int, show: str) -> None:
        self.network = network
        self.step = step
        self.one = one
        self.i = i
        self.show = show
        self.columns = [_picked(size) for size in network.sizes]
        rows = max(len(column) for column in self.columns)
        self.height = rows * DOWN + 70.0
        targets = one is not None
        self.width = (len(self.columns) - 1) * ACROSS + 130.0 + (90.0 if targets else 20.0)

    def picture(self) -> Picture:
        """All of it."""
        sizes = "-".join(map(str, self.network.sizes))
        activations = ", ".join(layer.activation for layer in self.network.layers)
        what = {"values": "", "gradients": ", its gradients", "updates": ", its updates"}[self.show]
        edges = list(self._edges())
        largest = max((_size(edge.value) for edge in edges), default=0.0)
        parts = [_line(edge, largest) for edge in edges]
        parts += [_label(edge) for edge in edges if edge.labelled]
        parts += [*self._inputs(), *self._neurons(), *self._bias_nodes(), *self._headings()]
        return Picture(self.width, self.height, f"network {sizes}: {activations}{what}", parts)

    # ---- where things stand ------------------------------------------------------------------

    def _at(self, column: int, row: int) -> tuple[float, float]:
        rows = len(self.columns[column])
        middle = 40.0 + (self.height - 40.0) / 2
        return 60.0 + column * ACROSS, middle + (row - (rows - 1) / 2) * DOWN - 10.0

    def _bias_at(self, l: int, row: int) -> tuple[float, float]:
        x, y = self._at(l + 1, row)
        return x - 44.0, y + 40.0

    def _shared_bias_at(self, l: int) -> tuple[float, float]:
        x, y = self._at(l + 1, len(self.columns[l + 1]) - 1)
        return x - 78.0, y + 44.0

    # ---- edges -------------------------------------------------------------------------------

    def _numbers(self, l: int) -> tuple[Any, Any]:
        """The matrix and the biases of layer l that are shown."""
        layer = self.network.layers[l]
        if self.show == "values" or self.step is None:
            return layer.w, layer.b
        if self.show == "gradients":
            return self.step.dC_dw[l], self.step.dC_db[l]
        assert self.step.network is not None
        new = self.step.network.layers[l]
        w = [[to - at for to, at in zip(new_w_j, w_j)] for new_w_j, w_j in zip(new.w, layer.w)]
        return w, [to - at for to, at in zip(new.b, layer.b)]

    def _name(self, symbol: str) -> str:
        return {"values": symbol, "gradients": f"∂C/∂{symbol}", "updates": f"change of {symbol}"}[self.show]

    def _edges(self) -> Iterator[Edge]:
        """Every weight and bias that is shown."""
        for l, layer in enumerate(self.network.layers):
            w, b = self._numbers(l)
            few = len(self.columns[l]) * len(self.columns[l + 1]) <= LABELLED
            for row, j in enumerate(self.columns[l + 1]):
                if j is None:
                    continue
                for before, k in enumerate(self.columns[l]):
                    if k is None:
                        continue
                    symbol = f"w_{j}{k}^{l}" if j < 10 and k < 10 else f"w_{j},{k}^{l}"
                    source = f"neuron {k} of layer {l - 1}" if l else f"input {k}"
                    told = f"{self._name(symbol)} = {figure(w[j][k], 9)}: from {source} to neuron {j} of layer {l}"
                    along = 0.3 if (row + before) % 2 else 0.62
                    yield Edge(self._at(l, before), self._at(l + 1, row), w[j][k], symbol, told, few, along)
                at = self._shared_bias_at(l) if layer.shared_bias else self._bias_at(l, row)
                symbol, b_j = (f"b^{l}", b[0]) if layer.shared_bias else (f"b_{j}^{l}", b[j])
                of = "every neuron" if layer.shared_bias else f"neuron {j}"
                told = f"{self._name(symbol)} = {figure(b_j, 9)}: the bias of {of} of layer {l}, a weight from 1"
                labelled = not layer.shared_bias or j == self.columns[l + 1][-1]
                yield Edge(at, self._at(l + 1, row), b_j, symbol, told, labelled, -0.3)

    # ---- nodes -------------------------------------------------------------------------------

    def _inputs(self) -> Iterator[str]:
        for row, k in enumerate(self.columns[0]):
            x, y = self._at(0, row)
            if k is None:
                yield text(x, y + 6.0, "⋮", 22.0, fill=SOFT)
                continue
            value = "" if self.one is None else figure(self.one.x[k])
            told = f"input x_{k}" + (f" = {figure(self.one.x[k], 9)}" if self.one is not None else "")
            circle = element("rect", {
                "x": x - 22.0, "y": y - 18.0, "width": 44.0, "height": 36.0, "rx": 6.0, "fill": PAPER, "stroke": INK,
                "stroke-width": 1.5,
            }, title(told))
            yield circle + text(x, y - 2.0 if value else y + 5.0, f"x_{k}", 13.0, font_style="italic")
            if value:
                yield text(x, y + 13.0, value, 11.0, fill=SOFT)

    def _neurons(self) -> Iterator[str]:
        for l in range(len(self.network.layers)):
            last = l == len(self.network.layers) - 1
            for row, j in enumerate(self.columns[l + 1]):
                x, y = self._at(l + 1, row)
                if j is None:
                    yield text(x, y + 6.0, "⋮", 22.0, fill=SOFT)
                    continue
                yield self._neuron(l, j, x, y)
                if last and self.one is not None:
                    yield element("line", {
                        "x1": x + RADIUS, "y1": y, "x2": x + 52.0, "y2": y, "stroke": SOFT, "stroke-width": 1.0,
                        "stroke-dasharray": "2 3",
                    })
                    yield text(x + 56.0, y + 4.0, f"y_{j} = {figure(self.one.y[j])}", 11.0, "start", SOFT)

    def _neuron(self, l: int, j: int, x: float, y: float) -> str:
        """A neuron with its a inside, z above and δ below, where there is a step."""
        told = f"neuron {j} of layer {l}, {self.network.layers[l].activation}"
        inside = f"{j}"
        labels = ""
        if self.step is not None:
            z_j, a_j, delta_j = (values[self.i][l][j] for values in (self.step.z, self.step.a, self.step.delta))
            told += f": z = {figure(z_j, 9)}, a = {figure(a_j, 9)}, δ = {figure(delta_j, 9)}"
            inside = figure(a_j)
            labels = text(x, y - RADIUS - 6.0, f"z {figure(z_j)}", 11.0, fill=SOFT, halo=True)
            labels += text(x + 6.0, y + RADIUS + 14.0, f"δ {figure(delta_j)}", 11.0, fill=SOFT, halo=True)
        circle = element("circle", {
            "cx": x, "cy": y, "r": RADIUS, "fill": PAPER, "stroke": INK, "stroke-width": 1.8,
        }, title(told))
        return circle + text(x, y + 4.0, inside, 11.5 if self.step is not None else 13.0) + labels

    def _bias_nodes(self) -> Iterator[str]:
        for l, layer in enumerate(self.network.layers):
            if layer.shared_bias:
                places = [self._shared_bias_at(l)]
            else:
                places = [self._bias_at(l, row) for row, j in enumerate(self.columns[l + 1]) if j is not None]
            told = "1: a bias is a weight from here"
            if layer.shared_bias:
                told = "1: every neuron of the layer gets the shared bias from here"
            for x, y in places:
                yield element("circle", {
                    "cx": x, "cy": y, "r": BIAS_RADIUS, "fill": PAPER, "stroke": SOFT, "stroke-width": 1.2,
                }, title(told))
                yield text(x, y + 4.0, "1", 11.0, fill=SOFT)

    def _headings(self) -> Iterator[str]:
        yield text(60.0, 22.0, "inputs", 12.0, fill=SOFT)
        for l, layer in enumerate(self.network.layers):
            x, _ = self._at(l + 1, 0)
            yield text(x, 22.0, f"layer {l}: {layer.activation}", 12.0, fill=SOFT)


def _picked(size: int) -> list[int | None]:
    """The neurons that are drawn, None where some are left out.

    >>> _picked(3), _picked(100)
    ([0, 1, 2], [0, 1, 2, 3, None, 97, 98, 99])
    """
    if size <= MOST:
        return list(range(size))
    return [0, 1, 2, 3, None, size - 3, size - 2, size - 1]


def _size(value: Any) -> float:
    """How large a number is; 0 where it is none."""
    try:
        size = abs(float(value))
    except OverflowError:
        return 1e300
    return size if size < float("inf") else 0.0


def _colour(value: Any) -> str:
    return FAINT if value == 0 or value != value else POSITIVE if value > 0 else NEGATIVE


def _line(edge: Edge, largest: float) -> str:
    part = _size(edge.value) / largest if largest else 0.0
    return element("line", {
        "x1": edge.start[0], "y1": edge.start[1], "x2": edge.end[0], "y2": edge.end[1], "stroke": _colour(edge.value),
        "stroke-width": THINNEST + (THICKEST - THINNEST) * part, "stroke-dasharray": "6 4" if edge.value < 0 else "",
    }, title(edge.told))


def _label(edge: Edge) -> str:
    (x1, y1), (x2, y2) = edge.start, edge.end
    x, y = x1 + (x2 - x1) * edge.along, y1 + (y2 - y1) * edge.along
    if edge.along < 0:  # of a bias: below its node
        return text(x1, y1 + BIAS_RADIUS + 12.0, figure(edge.value), 10.5, halo=True)
    return text(x, y - 3.0, figure(edge.value), 10.5, halo=True)
