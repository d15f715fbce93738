"""Automatic differentiation written by hand: scalars that remember what they were computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import SOFTMAX
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
    """Sums, products, powers and activations, and a network made of them; with a flaw: the name of what is done wrong.

    z and a of every example, and the parameters, are nodes.
    """

    def __init__(self, flaw: str, network: Network) -> None:
        self.flaw = flaw
        self.layers = network.layers
        self.w = [each(layer.w, Node) for layer in network.layers]
        self.b = [each(layer.b, Node) for layer in network.layers]
        self.z: list[list[list[Node]]] = []
        self.a: list[list[list[Node]]] = []

    # ---- operations

    def made(self, by: str, value: Number, *sources: tuple[Node, Number]) -> Node:
        """A node of this value.  sources: each with the slope of the node along it."""
        out = Node(value, tuple(node for node, slope in sources))
        assigned = [self.flaw in ("overwrite", f"{by}-overwrite", f"{by}-overwrite-{n}") for n in range(len(sources))]

        def back() -> None:
            for (node, slope), instead in zip(sources, assigned):
                more = slope * out.gradient
                node.gradient = more if instead else node.gradient + more

        out.back = back
        return out

    def add(self, p: Node, q: Node) -> Node:
        return self.made("add", p.value + q.value, (p, 1), (q, 1))

    def mul(self, p: Node, q: Node) -> Node:
        slopes = (p.value, q.value) if self.flaw == "mul-own-factor" else (q.value, p.value)
        return self.made("mul", p.value * q.value, (p, slopes[0]), (q, slopes[1]))

    def by_slope(self, p: Node, value: Number, slope: Number) -> Node:
        """A function of one number."""
        return self.made("", value, (p, slope))

    def sub(self, p: Node, q: Node) -> Node:
        return self.add(p, self.mul(q, Node(p.value * 0 - 1)))

    def sum(self, nodes: Sequence[Node]) -> Node:
        result = nodes[0]
        for node in nodes[1:]:
            result = self.add(result, node)
        return result

    # ---- the network

    def forward(self, x: Vector) -> list[Node]:
        a = [Node(x_k) for x_k in x]
        self.z.append([])
        self.a.append([])
        for layer, w, b in zip(self.layers, self.w, self.b):
            biases = b * len(w) if layer.shared_bias else b
            z = [self.sum([b_j, *(self.mul(*pair) for pair in zip(w_j, a))]) for w_j, b_j in zip(w, biases)]
            rule = RULES.activations[layer.activation]
            if layer.activation == SOFTMAX:
                a = self.softmax(z)
            else:
                a = [self.by_slope(z_j, rule.sigma(z_j.value), rule.slope(z_j.value)) for z_j in z]
            self.z[-1].append(z)
            self.a[-1].append(a)
        return a

    def softmax(self, z: list[Node]) -> list[Node]:
        plain = self.flaw == "exp-of-plain-input"
        largest = Node(z[0].value * 0 if plain else max(node.value for node in z))
        e = []
        for z_j in z:
            moved = self.sub(z_j, largest)
            value = exp(moved.value)
            e.append(self.by_slope(moved, value, moved.value if self.flaw.startswith("exp-of") else value))
        below = self.sum(e)
        return [self.mul(e_j, self.by_slope(below, 1 / below.value, -1 / (below.value * below.value))) for e_j in e]

    def cost(self, name: str, a: list[Node], y: Vector) -> Node:
        one = y[0] * 0 + 1
        C = Node(y[0] * 0)
        for a_j, y_j in zip(a, y):
            if name.endswith("squared_error"):
                error = self.sub(a_j, Node(y_j))
                C = self.add(C, self.by_slope(error, error.value * error.value, 2 * error.value))
                continue
            if y_j != 0:
                C = self.add(C, self.mul(Node(y_j), self.logarithm(a_j)))
            if name == "binary_cross_entropy" and y_j != 1:
                C = self.add(C, self.mul(Node(1 - y_j), self.logarithm(self.sub(Node(one), a_j))))
        factors = {"half_squared_error": one / 2, "mean_squared_error": one / len(y), "squared_error": one}
        return self.mul(C, Node(factors.get(name, -one)))

    def logarithm(self, p: Node) -> Node:
        return self.by_slope(p, ln(p.value), 1 / p.value)

    # ---- backwards

    def backward(self, root: Node) -> None:
        root.gradient = root.value * 0 + 1
        for node in self.order(root) * (2 if self.flaw == "twice" else 1):
            node.back()

    def order(self, root: Node) -> list[Node]:
        """From the root to what it was made from, each node after all that were made from it.

        With the flaw "push" each node whenever it is reached, the first source first.
        """
        done: list[Node] = []
        seen: set[int] = set()
        waiting: list[tuple[Node, bool]] = [(root, False)]
        steps = 0
        while waiting:
            node, finished = waiting.pop()
            steps += 1
            if steps > MOST_NODES:
                raise Unfinished("∂L", "too far away")
            if finished or self.flaw == "push":
                done.append(node)
            elif self.flaw == "unvisited" or id(node) not in seen:
                seen.add(id(node))
                waiting.append((node, True))
            else:
                continue
            if not finished:
                waiting.extend((source, False) for source in reversed(node.sources))
        return done if self.flaw == "push" else done[::-1]


def taped(flaw: str, at_once: bool) -> Callable[[Asked], Step]:
    """A whole step by a tape with this flaw: one cost over all examples differentiated at once, or example by example.

    With the flaw "running" the total so far is differentiated with each example.
    """

    def step(asked: Asked) -> Step:
        tape, eq, n = Tape(flaw, asked.network), asked.eq, len(asked.examples)
        total, delta = Node(asked.examples[0].x[0] * 0), []
        for example in asked.examples:
            one = tape.cost(asked.cost, tape.forward(example.x), example.y)
            total = tape.add(total, one)
            if not at_once:
                tape.backward(total if flaw == "running" else one)
            delta.append(gradients(tape.z[-1]))
        C = eq.reductions[asked.reduction]([total.value], n)[0]
        share = None
        if at_once:
            share = (total.value * 0 + 1) / (n if asked.reduction == "mean" else 1)
            tape.backward(tape.mul(total, Node(share)))
            delta = gradients(tape.z, share)
        dC_dw, dC_db = eq.reduce(gradients(tape.w, share), gradients(tape.b, share), n, asked.reduction, eq)
        z, a = each(tape.z, lambda node: node.value), each(tape.a, lambda node: node.value)
        return asked.updated(Step(z=z, a=a, delta=delta, C=C, dC_dw=dC_dw, dC_db=dC_db, network=None))

    return step


def gradients(nodes: Any, share: Number | None = None) -> Any:
    """Those of nested lists of nodes; share: of a mean, which is taken again by eq.reduce."""
    return each(nodes, lambda node: node.gradient if share is None else node.gradient / share)


# ---- the entries -----------------------------------------------------------------------------


def of_tape(
    name: str, equation: str, written: str, right: str, shows: str, hidden: str, seen: str, *flaws: str
) -> Mistake:
    """An entry for these flaws, in one tape over all examples or in one for each."""
    ways = {"running": (False,), "exp-of-input": (False,), "exp-of-plain-input": (False,)}
    steps = [taped(flaw, at_once) for flaw in flaws for at_once in ways.get(flaw, (True, False))]
    return Mistake(
        name, "equation", equation, written, right, shows, hidden, seen, *map(step_by, steps), effort=3 * TAPED
    )


ENTRIES = [
    *(of_tape(
        f"tape-gradient-assigned{where}", "5/8", f"source.gradient = ∂out/∂source · out.gradient{said}",
        "source.gradient += ∂out/∂source · out.gradient", shows,
        "Where every number is used once.", "karpathy/nn-zero-to-hero#52; callummcdougall/ARENA_3.0#127", flaw,
    ) for where, said, shows, flaw in (
        ("", "", "A number that is used several times keeps the gradient of one use only: a parameter that of one "
         "example, an activation that of one neuron of the next layer.", "overwrite"),
        ("-in-sums", " in sums", "A bias keeps the gradient of one example. Weights and activations add up.",
         "add-overwrite"),
        ("-in-products", " in products", "A weight keeps the gradient of one example, an activation that of one neuron "
         "of the next layer. Biases add up.", "mul-overwrite"),
        ("-of-weights", " for the first factor of a product", "A weight keeps the gradient of one example. Biases and "
         "activations add up.", "mul-overwrite-0"),
        ("-of-activations", " for the second factor of a product", "An activation keeps the gradient of one neuron of "
         "the next layer. Weights and biases add up.", "mul-overwrite-1"),
    )),
    of_tape(
        "tape-in-no-order", "5/8", "a node passes its gradient on at every visit, before it is complete",
        "each node once, after all nodes that use it",
        "A gradient that was already passed on is passed on again, once for each path.",
        "Where every number is used once. With more than a few thousand paths it is not computed here.",
        "karpathy/micrograd#2; sebgao/cTensor#5; lucasdelimanogueira/PyNorch#90", "unvisited", "push",
    ),
    of_tape(
        "tape-differentiated-twice", "5/8", "backward() a second time, without setting the gradients of the tape to 0",
        "gradients set to 0 first, then backward() once",
        "The gradients of inner nodes pile up, most of all those of the first layer. The same happens if backward() "
        "is called on the running total.",
        "For the running total: with one example.", "karpathy/micrograd#53; karpathy/micrograd PR #102",
        "twice", "running",
    ),
    of_tape(
        "tape-own-number-as-slope", "5/8", "out = p q: p.gradient += p · out.gradient",
        "p.gradient += q · out.gradient", "In every product a number is used as its own slope.",
        "Where the two factors of every product are equal.", "karpathy/nn-zero-to-hero#52", "mul-own-factor",
    ),
    of_tape(
        "tape-exponent-as-slope", "9", "out = e^p: p.gradient += p · out.gradient", "p.gradient += out · out.gradient",
        "The outputs are right, but δ of a softmax layer is wrong.", "Without softmax, which alone needs e^p.",
        "karpathy/nn-zero-to-hero#52", "exp-of-input", "exp-of-plain-input",
    ),
]
