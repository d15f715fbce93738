"""Mistakes in automatic differentiation written by hand: scalars that remember what they were made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import SOFTMAX, sigmoid, sigmoid_slope
from ..descent import Step
from ..door import RULES
from ..network import Example, Network
from ..numbers import each
from ..numerals import Number, Vector, exp, ln
from ..rules import Rules
from ..unfinished import Unfinished
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
        of_p, of_q = (p, q) if self.flaw == "mul-own" else (q, p)
        return self.made(
            p.value * q.value, (p, lambda g: of_p.value * g),
            (q, lambda g: of_q.value if self.flaw == "mul-alone" else of_q.value * g), by="mul",
        )

    def div(self, p: Node, q: Node) -> Node:
        below = q.value if self.flaw == "div-not-squared" else q.value * q.value
        sign = 1 if self.flaw == "div-plus" else -1
        return self.made(p.value / q.value, (p, lambda g: g / q.value), (q, lambda g: g * p.value / below * sign))

    def times(self, p: Node, c: Number) -> Node:
        return self.made(p.value * c, (p, lambda g: g if self.flaw == "factor-lost" else g * c))

    def by_slope(self, name: str, p: Node, value: Number, slope: Number) -> Node:
        """A function of one number."""
        return self.made(value, (p, lambda g: slope if self.flaw == name + "-alone" else g * slope))

    # ---- the network

    def sum(self, nodes: Sequence[Node]) -> Node:
        result = nodes[0]
        for node in nodes[1:]:
            result = self.add(result, node)
        return result

    def weighted_sum(self, products: list[Node], b_j: Node) -> Node:
        return self.sum([b_j, *products])

    def activations(self, name: str, z: list[Node]) -> list[Node]:
        if name == SOFTMAX:
            return self.softmax(z)
        return [self.activation(name, z_j) for z_j in z]

    def activation(self, name: str, z: Node) -> Node:
        one = z.value * 0 + 1
        if name == "identity":
            return z
        if name == "softsign":
            sign = one if z.value > 0 else -one if z.value < 0 else one * 0
            return self.div(z, self.add(Node(one), self.by_slope("abs", z, abs(z.value), sign)))
        if name == "silu":
            return self.mul(z, self.by_slope("sigmoid", z, sigmoid(z.value), sigmoid_slope(z.value)))
        right = RULES.activations[name]
        return self.by_slope(name, z, right.sigma(z.value), right.slope(z.value))

    def softmax(self, z: list[Node]) -> list[Node]:
        largest = Node(max(node.value for node in z))
        e = []
        for z_j in z:
            moved = self.sub(z_j, largest)
            value = exp(moved.value)
            e.append(self.by_slope("exp", moved, value, moved.value if self.flaw == "exp-of-input" else value))
        total = self.sum(e)
        return [self.div(e_j, total) for e_j in e]

    def cost(self, name: str, a: list[Node], y: Vector) -> Node:
        C = Node(y[0] * 0)
        for a_j, y_j in zip(a, y):
            if name.endswith("squared_error"):
                error = self.sub(a_j, Node(y_j))
                C = self.add(C, self.by_slope("pow", error, error.value * error.value, 2 * error.value))
                continue
            if y_j != 0:
                C = self.add(C, self.mul(Node(y_j), self.logarithm(a_j)))
            if name == "binary_cross_entropy" and y_j != 1:
                C = self.add(C, self.mul(Node(1 - y_j), self.logarithm(self.sub(Node(y_j * 0 + 1), a_j))))
        one = y[0] * 0 + 1
        factors = {"half_squared_error": one / 2, "mean_squared_error": one / len(y), "squared_error": one}
        return C if name == "squared_error" else self.times(C, factors.get(name, -one))

    def logarithm(self, p: Node) -> Node:
        return self.by_slope("log", p, ln(p.value), 1 / p.value)

    # ---- backwards

    def backward(self, root: Node) -> None:
        root.gradient = root.value * 0 + 1
        if self.flaw == "push":
            self.push(root)
            return
        order = self.order(root)
        for node in order * (2 if self.flaw == "twice" else 1):
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
        return self.mul(p, self.by_slope("pow", q, 1 / q.value, -1 / (q.value * q.value)))

    def times(self, p: Node, c: Number) -> Node:
        return self.mul(p, Node(c))

    def sum(self, nodes: Sequence[Node]) -> Node:
        return super().sum([Node(nodes[0].value * 0), *nodes])

    def weighted_sum(self, products: list[Node], b_j: Node) -> Node:
        return self.add(self.sum(products), b_j)

    def activation(self, name: str, z: Node) -> Node:
        right = RULES.activations[name]
        return self.by_slope(name, z, right.sigma(z.value), right.slope(z.value))


def counted(steps: int) -> int:
    """One more; Unfinished beyond MOST_NODES."""
    if steps == MOST_NODES:
        raise Unfinished("∂L", "too far away")
    return steps + 1


class Recorded:
    """A network whose parameters are nodes, and what its forward pass left of every example."""

    def __init__(self, network: Network) -> None:
        self.layers = network.layers
        self.w = [[[Node(w_jk) for w_jk in w_j] for w_j in layer.w] for layer in network.layers]
        self.b = [[Node(b_j) for b_j in layer.b] for layer in network.layers]
        self.z: list[list[list[Node]]] = []
        self.a: list[list[list[Node]]] = []

    def forward(self, tape: Tape, x: Vector) -> list[Node]:
        a = [Node(x_k) for x_k in x]
        z_of, a_of = [], []
        for layer, w, b in zip(self.layers, self.w, self.b):
            biases = b * len(w) if layer.shared_bias else b
            z = [
                tape.weighted_sum([tape.mul(w_jk, a_k) for w_jk, a_k in zip(w_j, a)], b_j)
                for w_j, b_j in zip(w, biases)
            ]
            a = tape.activations(layer.activation, z)
            z_of.append(z)
            a_of.append(a)
        self.z.append(z_of)
        self.a.append(a_of)
        return a


def taped_step(flaw: str) -> dict[str, Any]:
    """A whole step by a tape with this flaw: one cost over all examples, differentiated at once."""

    def step(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        admitted = [*examples]
        n = len(admitted)
        tape, net = Tape(flaw), Recorded(network)
        total = Node(admitted[0].x[0] * 0)
        for example in admitted:
            total = tape.add(total, tape.cost(cost, net.forward(tape, example.x), example.y))
            if flaw == "running":
                tape.backward(total)
        share = (total.value * 0 + 1) / (n if reduction == "mean" else 1)
        L = tape.times(total, share)
        if flaw != "running":
            tape.backward(L)
        scale = 1 if flaw == "running" else share

        def gradients(nodes: Any) -> Any:
            return each(nodes, lambda node: node.gradient / scale)  # the mean is taken by eq.reduce

        dC_dw, dC_db = eq.reduce(gradients(net.w), gradients(net.b), n, reduction, eq)
        new = None if alpha is None else eq.update(network, alpha, dC_dw, dC_db, eq)
        z, a = each(net.z, lambda node: node.value), each(net.a, lambda node: node.value)
        return Step(z=z, a=a, delta=gradients(net.z), C=L.value, dC_dw=dC_dw, dC_db=dC_db, network=new)

    return {"gradient_step": step}


def taped_one_by_one(flaw: str) -> dict[str, Any]:
    """A whole step by a small tape with this flaw: each example differentiated when it was forward.

    With the flaw "running" it is not its own cost that is, but the total so far.
    """

    def step(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        admitted = [*examples]
        tape, net = SmallTape(flaw), Recorded(network)
        total = Node(admitted[0].x[0] * 0)
        delta = []
        for example in admitted:
            one = tape.cost(cost, net.forward(tape, example.x), example.y)
            total = tape.add(total, one)
            tape.backward(total if flaw == "running" else one)
            delta.append(each(net.z[-1], lambda node: node.gradient))
        dC_dw, dC_db = (each(nodes, lambda node: node.gradient) for nodes in (net.w, net.b))
        dC_dw, dC_db = eq.reduce(dC_dw, dC_db, len(admitted), reduction, eq)
        new = None if alpha is None else eq.update(network, alpha, dC_dw, dC_db, eq)
        z, a = each(net.z, lambda node: node.value), each(net.a, lambda node: node.value)
        C = eq.reductions[reduction]([total.value], len(admitted))[0]
        return Step(z=z, a=a, delta=delta, C=C, dC_dw=dC_dw, dC_db=dC_db, network=new)

    return {"gradient_step": step}


# ---- the entries -----------------------------------------------------------------------------

CHAIN = "source.gradient += ∂out/∂source · out.gradient"


def of_tape(
    name: str, equation: str | None, written: str, shows: str, hidden: str, *flaws: str, right: str = CHAIN,
    one_by_one: Sequence[str] = (),
) -> Mistake:
    """An entry for these flaws, in one tape over all examples or in a small one for each."""
    forms = [*(taped_step(flaw) for flaw in flaws), *(taped_one_by_one(flaw) for flaw in one_by_one)]
    kind = "equation" if equation else "procedure"
    mistake = Mistake(name, kind, equation, written, right, shows, hidden, forms[0], also=forms[1:])
    mistake.effort = 3 * TAPED
    return mistake


ENTRIES = [
    of_tape(
        "tape-gradient-assigned", "5/8", "source.gradient = ∂out/∂source · out.gradient",
        "What is used more than once keeps the gradient of one use alone: weights that of one example, activations "
        "that of one neuron after them. In all operations, in sums or in products.",
        "Where every number is used once.", "overwrite", "add-overwrite", "mul-overwrite",
        one_by_one=("overwrite", "add-mul-overwrite"),
    ),
    of_tape(
        "tape-in-no-order", "5/8", "nodes hand their gradient on at every visit, before it is complete",
        "What was handed on already is handed on again, as often as there are paths.",
        "Where every number is used once; beyond some thousand paths it is not computed here.",
        "unvisited", "push", right="each node once, behind all that were made from it",
        one_by_one=("unvisited", "push"),
    ),
    of_tape(
        "tape-differentiated-twice", "5/8", "backward() again over a tape whose gradients were not set to 0",
        "Gradients of inner nodes pile up, those of the first layer most; also with backward() of the running total.",
        "With one example, for the running total.", "twice", "running", right="gradients at 0 first, then once",
        one_by_one=("running",),
    ),
    of_tape(
        "tape-product-slopes-exchanged", "8/10", "out = w a: w.gradient += w · out.gradient, the same for a",
        "Weights get their own value for a gradient, inputs too.", "Where w = a.", "mul-own",
        right="w.gradient += a · out.gradient, a.gradient += w · out.gradient",
    ),
    of_tape(
        "tape-chain-broken-in-products", "8", "out = w a: a.gradient += w", "No error comes through: hidden layers "
        "get the sum of the weights after them.", "With one layer.", "mul-alone",
        right="a.gradient += w · out.gradient",
    ),
    of_tape(
        "tape-chain-broken-in-tanh", "8/9", "tanh: z.gradient += 1 − a²",
        "No error comes through tanh: its δ is the slope.", "Without tanh.", "tanh-alone",
        right="z.gradient += (1 − a²) out.gradient",
    ),
    of_tape(
        "tape-chain-broken-in-sigmoid", "8/9", "sigmoid: z.gradient += a(1 − a)",
        "No error comes through a sigmoid: its δ is the slope.", "Without sigmoid.", "sigmoid-alone",
        right="z.gradient += a(1 − a) out.gradient",
    ),
    of_tape(
        "tape-factors-lost", "9", "out = c p with a constant c: p.gradient += out.gradient",
        "The ½ of a cost, the 1/n of a mean and the minus of a cross-entropy are missing in all gradients.",
        "Where all these are 1.", "factor-lost", right="p.gradient += c · out.gradient",
    ),
    of_tape(
        "tape-quotient-slope-plus", "9", "out = p/q: q.gradient += p/q² · out.gradient",
        "Softmax, and softsign as a quotient, have a plus instead of a minus.", "Without softmax and softsign.",
        "div-plus", right="q.gradient −= p/q² · out.gradient",
    ),
    of_tape(
        "tape-quotient-slope-not-squared", "9", "out = p/q: q.gradient −= p/q · out.gradient",
        "Softmax, and softsign as a quotient, are differentiated wrongly.", "Without softmax and softsign.",
        "div-not-squared", right="q.gradient −= p/q² · out.gradient",
    ),
    of_tape(
        "tape-exp-slope-of-input", "9", "out = e^p: p.gradient += p · out.gradient",
        "Softmax is differentiated wrongly.", "Without softmax.", "exp-of-input",
        right="p.gradient += out · out.gradient",
    ),
]
