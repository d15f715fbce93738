"""Automatic differentiation written by hand: scalars that remember what they were made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import SOFTMAX, sigmoid, sigmoid_slope
from ..descent import Step
from ..door import RULES
from ..network import Network
from ..numbers import each
from ..numerals import Number, Vector, exp, ln
from ..unfinished import Unfinished
from .by_hand_passes import Asked, step_by
from .entry import TAPED, Mistake

MOST_NODES = 20_000  # nodes that are gone through: without a list of those visited there may be as many as paths


class Node:
    """A number, those that it was made from, ∂L/∂number so far, and what hands it on to them."""

    __slots__ = ("value", "sources", "gradient", "back")

    def __init__(self, value: Number, sources: tuple[Node, ...] = ()) -> None:
        self.value = value
        self.sources = sources
        self.gradient: Number = value * 0
        self.back: Callable[[], None] = lambda: None


class Tape:
    """The operations, with a flaw: the name of what is done wrong."""

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw

    def made(self, value: Number, *sources: tuple[Node, Callable[[Number], Number]], by: str = "") -> Node:
        """A node of this value.  sources: each with what it is given for the gradient of the node."""
        out = Node(value, tuple(node for node, slope in sources))
        assigned = self.flaw == "overwrite" or self.flaw.endswith("-overwrite") and by in self.flaw.split("-")

        def back() -> None:
            for node, given in sources:
                more = given(out.gradient)
                node.gradient = more if assigned else node.gradient + more

        out.back = back
        return out

    def add(self, p: Node, q: Node) -> Node:
        return self.made(p.value + q.value, (p, lambda g: g), (q, lambda g: g), by="add")

    def sub(self, p: Node, q: Node) -> Node:
        return self.made(p.value - q.value, (p, lambda g: g), (q, lambda g: -g))

    def mul(self, p: Node, q: Node) -> Node:
        return self.made(p.value * q.value, (p, lambda g: q.value * g), (q, lambda g: p.value * g), by="mul")

    def div(self, p: Node, q: Node) -> Node:
        below = q.value * q.value
        return self.made(p.value / q.value, (p, lambda g: g / q.value), (q, lambda g: g * p.value / below * -1))

    def times(self, p: Node, c: Number) -> Node:
        return self.made(p.value * c, (p, lambda g: g * c))

    def by_slope(self, p: Node, value: Number, slope: Number) -> Node:
        """A function of one number."""
        return self.made(value, (p, lambda g: g * slope))

    # ---- the network

    def sum(self, nodes: Sequence[Node]) -> Node:
        result = nodes[0]
        for node in nodes[1:]:
            result = self.add(result, node)
        return result

    def weighted_sum(self, products: list[Node], b_j: Node) -> Node:
        return self.sum([b_j, *products])

    def activation(self, name: str, z: Node) -> Node:
        one = z.value * 0 + 1
        if name == "identity":
            return z
        if name == "softsign":
            sign = one if z.value > 0 else -one if z.value < 0 else one * 0
            return self.div(z, self.add(Node(one), self.by_slope(z, abs(z.value), sign)))
        if name == "silu":
            return self.mul(z, self.by_slope(z, sigmoid(z.value), sigmoid_slope(z.value)))
        right = RULES.activations[name]
        return self.by_slope(z, right.sigma(z.value), right.slope(z.value))

    def softmax(self, z: list[Node]) -> list[Node]:
        largest = Node(max(node.value for node in z))
        e = []
        for z_j in z:
            moved = self.sub(z_j, largest)
            value = exp(moved.value)
            e.append(self.by_slope(moved, value, moved.value if self.flaw == "exp-of-input" else value))
        total = self.sum(e)
        return [self.div(e_j, total) for e_j in e]

    def cost(self, name: str, a: list[Node], y: Vector) -> Node:
        C = Node(y[0] * 0)
        for a_j, y_j in zip(a, y):
            if name.endswith("squared_error"):
                error = self.sub(a_j, Node(y_j))
                C = self.add(C, self.by_slope(error, error.value * error.value, 2 * error.value))
                continue
            if y_j != 0:
                C = self.add(C, self.mul(Node(y_j), self.logarithm(a_j)))
            if name == "binary_cross_entropy" and y_j != 1:
                C = self.add(C, self.mul(Node(1 - y_j), self.logarithm(self.sub(Node(y_j * 0 + 1), a_j))))
        one = y[0] * 0 + 1
        factors = {"half_squared_error": one / 2, "mean_squared_error": one / len(y), "squared_error": one}
        return C if name == "squared_error" else self.times(C, factors.get(name, -one))

    def logarithm(self, p: Node) -> Node:
        return self.by_slope(p, ln(p.value), 1 / p.value)

    # ---- backwards

    def backward(self, root: Node) -> None:
        root.gradient = root.value * 0 + 1
        if self.flaw == "push":
            self.push(root)
            return
        for node in self.order(root) * (2 if self.flaw == "twice" else 1):
            node.back()

    def push(self, root: Node) -> None:
        """Each node hands on its whole gradient whenever it is reached, the first source first."""
        waiting, steps = [root], 0
        while waiting:
            node = waiting.pop()
            node.back()
            waiting.extend(reversed(node.sources))
            steps = counted(steps)

    def order(self, root: Node) -> list[Node]:
        """From the root to what it was made from, each node behind all that were made from it."""
        done: list[Node] = []
        seen: set[int] = set()
        waiting: list[tuple[Node, bool]] = [(root, False)]
        steps = 0
        while waiting:
            node, finished = waiting.pop()
            steps = counted(steps)
            if finished:
                done.append(node)
            elif self.flaw == "unvisited" or id(node) not in seen:
                seen.add(id(node))
                waiting.append((node, True))
                waiting.extend((source, False) for source in reversed(node.sources))
        return done[::-1]


class SmallTape(Tape):
    """The same with sums, products and powers alone, as micrograd has it: every activation is one operation."""

    def sub(self, p: Node, q: Node) -> Node:
        return self.add(p, self.times(q, p.value * 0 - 1))

    def div(self, p: Node, q: Node) -> Node:
        return self.mul(p, self.by_slope(q, 1 / q.value, -1 / (q.value * q.value)))

    def times(self, p: Node, c: Number) -> Node:
        return self.mul(p, Node(c))

    def sum(self, nodes: Sequence[Node]) -> Node:
        return super().sum([Node(nodes[0].value * 0), *nodes])

    def weighted_sum(self, products: list[Node], b_j: Node) -> Node:
        return self.add(self.sum(products), b_j)

    def activation(self, name: str, z: Node) -> Node:
        right = RULES.activations[name]
        return self.by_slope(z, right.sigma(z.value), right.slope(z.value))


def counted(steps: int) -> int:
    """One more; Unfinished beyond MOST_NODES."""
    if steps == MOST_NODES:
        raise Unfinished("∂L", "too far away")
    return steps + 1


class Recorded:
    """A network whose parameters are nodes, and what its forward pass left of every example."""

    def __init__(self, network: Network) -> None:
        self.layers = network.layers
        self.w = [each(layer.w, Node) for layer in network.layers]
        self.b = [each(layer.b, Node) for layer in network.layers]
        self.z: list[list[list[Node]]] = []
        self.a: list[list[list[Node]]] = []

    def forward(self, tape: Tape, x: Vector) -> list[Node]:
        a = [Node(x_k) for x_k in x]
        self.z.append([])
        self.a.append([])
        for layer, w, b in zip(self.layers, self.w, self.b):
            biases = b * len(w) if layer.shared_bias else b
            z = [
                tape.weighted_sum([tape.mul(w_jk, a_k) for w_jk, a_k in zip(w_j, a)], b_j)
                for w_j, b_j in zip(w, biases)
            ]
            name = layer.activation
            a = tape.softmax(z) if name == SOFTMAX else [tape.activation(name, z_j) for z_j in z]
            self.z[-1].append(z)
            self.a[-1].append(a)
        return a

    def step(self, asked: Asked, delta: Any, C: Number, scale: Number | None = None) -> Step:
        """The step; the mean is taken by eq.reduce, so that what has its share already is divided by that."""
        eq, n = asked.eq, len(asked.examples)
        dC_dw, dC_db = eq.reduce(gradients(self.w, scale), gradients(self.b, scale), n, asked.reduction, eq)
        z, a = each(self.z, lambda node: node.value), each(self.a, lambda node: node.value)
        return asked.updated(Step(z=z, a=a, delta=delta, C=C, dC_dw=dC_dw, dC_db=dC_db, network=None))


def gradients(nodes: Any, scale: Number | None = None) -> Any:
    return each(nodes, lambda node: node.gradient if scale is None else node.gradient / scale)


def taped(flaw: str) -> Callable[[Asked], Step]:
    """A whole step by a tape with this flaw: one cost over all examples, differentiated at once.

    With the flaw "running" the total so far is differentiated with each example.
    """

    def step(asked: Asked) -> Step:
        tape, net, running = Tape(flaw), Recorded(asked.network), flaw == "running"
        total = Node(asked.examples[0].x[0] * 0)
        for example in asked.examples:
            total = tape.add(total, tape.cost(asked.cost, net.forward(tape, example.x), example.y))
            if running:
                tape.backward(total)
        share = (total.value * 0 + 1) / (len(asked.examples) if asked.reduction == "mean" else 1)
        L = tape.times(total, share)
        if not running:
            tape.backward(L)
        scale = None if running else share
        return net.step(asked, gradients(net.z, scale), L.value, scale)

    return step


def taped_one_by_one(flaw: str) -> Callable[[Asked], Step]:
    """A whole step by a small tape with this flaw: each example differentiated when it was forward."""

    def step(asked: Asked) -> Step:
        tape, net = SmallTape(flaw), Recorded(asked.network)
        total = Node(asked.examples[0].x[0] * 0)
        delta = []
        for example in asked.examples:
            one = tape.cost(asked.cost, net.forward(tape, example.x), example.y)
            total = tape.add(total, one)
            tape.backward(total if flaw == "running" else one)
            delta.append(gradients(net.z[-1]))
        C = asked.eq.reductions[asked.reduction]([total.value], len(asked.examples))[0]
        return net.step(asked, delta, C)

    return step


# ---- the entries -----------------------------------------------------------------------------


def of_tape(
    name: str, equation: str, written: str, right: str, shows: str, hidden: str, seen: str, flaws: str,
    one_by_one: str = "",
) -> Mistake:
    """An entry for these flaws, in one tape over all examples or in a small one for each."""
    steps = [*map(taped, flaws.split()), *map(taped_one_by_one, one_by_one.split())]
    return Mistake(
        name, "equation", equation, written, right, shows, hidden, seen, *map(step_by, steps), effort=3 * TAPED
    )


ENTRIES = [
    of_tape(
        "tape-gradient-assigned", "5/8", "source.gradient = ∂out/∂source · out.gradient",
        "source.gradient += ∂out/∂source · out.gradient",
        "What is used more than once keeps the gradient of one use alone: weights that of one example, activations "
        "that of one neuron after them. In all operations, in sums or in products.",
        "Where every number is used once.", "karpathy/nn-zero-to-hero#52; callummcdougall/ARENA_3.0#127",
        "overwrite add-overwrite mul-overwrite", "overwrite add-mul-overwrite",
    ),
    of_tape(
        "tape-in-no-order", "5/8", "nodes hand their gradient on at every visit, before it is complete",
        "each node once, behind all that were made from it",
        "What was handed on already is handed on again, as often as there are paths.",
        "Where every number is used once; beyond some thousand paths it is not computed here.",
        "karpathy/micrograd#2; sebgao/cTensor#5; lucasdelimanogueira/PyNorch#90", "unvisited push", "unvisited push",
    ),
    of_tape(
        "tape-differentiated-twice", "5/8", "backward() again over a tape whose gradients were not set to 0",
        "gradients at 0 first, then once",
        "Gradients of inner nodes pile up, those of the first layer most; also with backward() of the running total.",
        "With one example, for the running total.", "karpathy/micrograd#53; karpathy/micrograd PR #102",
        "twice running", "running",
    ),
    of_tape(
        "tape-exp-slope-of-input", "9", "out = e^p: p.gradient += p · out.gradient", "p.gradient += out · out.gradient",
        "Softmax is differentiated wrongly.", "Without softmax.", "karpathy/nn-zero-to-hero#52", "exp-of-input",
    ),
]
