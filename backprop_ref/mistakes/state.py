"""Mistakes of state: something stays from one step, or one case, to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

from ..descent import Step, reduce, update
from ..door import RULES
from ..network import Network
from ..numbers import each
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .by_hand_passes import Asked, Gradients, relayered, sent_back, step_by, sum_of, with_lists
from .entry import Form, Mistake, Replacements
from .places import total
from .slips import Parameter
from .updates import flat


# ---- what stays ------------------------------------------------------------------------------


def shape(value: Any) -> Any:
    """The lengths of nested lists: what must be the same for memory to be used again."""
    return [shape(item) for item in value] if isinstance(value, list) else 0


def refilled(value: Any, numbers: Iterator[Number]) -> Any:
    """Nested lists of this shape, of these numbers in order."""
    return [refilled(item, numbers) for item in value] if isinstance(value, list) else next(numbers)


class Memory:
    """What a step before left: the last one, if it has the same shape; the last of the same shape; or the last of as
    many numbers, in one array.
    """

    def __init__(self, key: str = "last") -> None:
        self.key = key
        self.kept: dict[Any, Any] = {}

    def swapped_for(self, value: Any) -> Any:
        """What is remembered, None where nothing of this shape is; from now on the value is."""
        numbers = flat(value)
        kind = len(numbers) if self.key == "count" else str(shape(value))
        found = self.kept.get(kind)
        if self.key == "last":
            self.kept.clear()
        self.kept[kind] = numbers
        return None if found is None else refilled(value, iter(found))

    def added_to(self, value: Any) -> Any:
        """The value plus what is remembered, which is remembered from now on."""
        found = self.swapped_for(value)
        return value if found is None else self.now(sum_of([value, found]))

    def now(self, value: Any) -> Any:
        """The value, which is remembered from now on."""
        self.swapped_for(value)
        return value


# ---- gradients, and velocities ---------------------------------------------------------------


def not_zeroed(what: str, key: str) -> Callable[[], Replacements]:
    """What is added up starts with that of the last step.

    what: "gradients", when they are reduced; "totals", before; "reduced", the reduced ones, and they are reduced again.
    """

    def fresh() -> Replacements:
        memory = Memory(key)

        def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Gradients:
            totals: list[Any] = [total_w, total_b]
            if what != "gradients":
                totals = memory.added_to(totals)
            made = [*reduce(totals[0], totals[1], n, reduction, eq)]
            if what == "gradients":
                made = memory.added_to(made)
            if what == "reduced":
                memory.now(made)
            return made[0], made[1]

        return {"reduce": changed}

    return fresh


def array_not_zeroed() -> Replacements:
    """The same with one array for all networks with as many parameters: each row, and its neuron's bias behind it."""
    memory = Memory("count")

    def changed(asked: Asked) -> Step:
        ones, n, eq = asked.ones(), len(asked.examples), asked.eq
        step, reduced = asked.finished(ones), eq.reductions[asked.reduction]
        rows = memory.added_to(sum_of([
            [[[*w_j, delta_j] for w_j, delta_j in zip(*layer)] for layer in zip(one.dC_dw, one.delta)] for one in ones
        ]))
        rows = memory.now([[reduced(row, n) for row in layer] for layer in rows])
        step.dC_dw = [[row[:-1] for row in layer] for layer in rows]
        step.dC_db = [[row[-1] for row in layer] for layer in rows]
        for l, layer in enumerate(asked.network.layers):
            if layer.shared_bias:
                step.dC_db[l] = [total(step.dC_db[l])]
        return asked.updated(step)

    return step_by(changed)


def velocity(
    key: str, rate_inside: bool = False, damped: bool = False, ahead: bool = False, biases: bool = True
) -> Callable[[float], Replacements]:
    """v ← βv + g and p − αv; v starts at 0.  key: of the Memory of v.

    rate_inside: v ← βv + αg and p − v.  damped: v ← βv + (1 − β)g.  ahead: p − α(g + βv).  biases: do they have one?
    """

    def fresh(beta: float) -> Replacements:
        memory = Memory(key)

        def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
            share = type(alpha)(beta)
            g: Any = [dC_dw, dC_db] if biases else [dC_dw]
            if rate_inside or damped:
                g = each(g, lambda one: one * (alpha if rate_inside else 1 - share))
            v = memory.added_to(g)
            slowed = memory.now(each(v, lambda one: one * share))
            step = sum_of([g, slowed]) if ahead else v
            if not biases:
                step = [*step, each(dC_db, lambda one: one * alpha) if rate_inside else dC_db]
            return update(network, type(alpha)(1) if rate_inside else alpha, step[0], step[1], eq)

        return {"update": changed}

    return fresh


# ---- whole steps -----------------------------------------------------------------------------


def parameters_kept(same_activations: bool, activations_kept: bool = False) -> Callable[[], Replacements]:
    """Where the network has the shape of the last one, the step starts from that one's new parameters.

    same_activations: only where it has its activations, too.  activations_kept: these stay as they were as well.
    """

    def described(network: Network) -> Any:
        return [
            (shape(layer.w), shape(layer.b), layer.activation if same_activations else "", layer.shared_bias)
            for layer in network.layers
        ]

    def fresh() -> Replacements:
        last: list[Network] = []

        def changed(asked: Asked) -> Step:
            network = asked.network
            if last and described(last[-1]) == described(network):
                own = iter([(layer.w, layer.b) for layer in last[-1].layers])
                moved = relayered(network, lambda layer: with_lists(layer, *next(own)))
                network = last[-1] if activations_kept else moved
            step = asked.step(network=network)
            last.append(step.network or network)
            return step

        return step_by(changed)

    return fresh


def number_of_last_batch() -> Replacements:
    """The sum over the examples, divided by the number of examples of the step before."""
    last: list[int] = []

    def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Gradients:
        last.append(n)
        return reduce(total_w, total_b, last[-2] if len(last) > 1 else n, reduction, eq)

    return {"reduce": changed}


def stale_output_delta() -> Replacements:
    """The layer before the last reads the last layer's δ of the example before, zeros at first."""
    memory = Memory()

    def changed(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
        right = eq.output_deltas(network.layers[-1], len(z) - 1, y, z[-1], a[-1], cost, eq)
        stale = memory.swapped_for(right) or [delta_j * 0 for delta_j in right]
        return [*sent_back(network, z, stale, eq)[:-1], right]

    return {"backward": changed}


def cost_not_zeroed() -> Replacements:
    """The cost of every step so far."""
    memory = Memory()

    def changed(asked: Asked) -> Step:
        step = asked.step()
        step.C = memory.added_to(step.C)
        return step

    return step_by(changed)


def rate_by(factor: Callable[[int], float], start: int, by_shape: bool = False) -> Callable[[], Replacements]:
    """α times a factor of the step t, counted from start.

    by_shape: counted anew where the shape of the network changes.
    """

    def fresh() -> Replacements:
        seen: list[Any] = []

        def changed(asked: Asked) -> Step:
            if asked.alpha is not None:
                here = shape([[layer.w for layer in asked.network.layers], [layer.b for layer in asked.network.layers]])
                if by_shape and seen and seen[-1] != here:
                    seen.clear()
                seen.append(here)
                asked.alpha = asked.alpha * asked.network.number(factor(len(seen) - 1 + start))
            return asked.step()

        return step_by(changed)

    return fresh


def inverse(k: float) -> Callable[[int], float]:
    return lambda t: 1 / (1 + k * t)


def power(base: float, every: int = 1) -> Callable[[int], float]:
    return lambda t: base ** (t // every)


# ---- the entries -----------------------------------------------------------------------------


def of_state(
    name: str, written: str, right: str, shows: str, hidden: str, seen: str, *forms: Form, **more: Any
) -> Mistake:
    return Mistake(name, "procedure", None, written, right, shows, hidden, seen, *forms, stateful=True, **more)


def of_velocity(name: str, written: str, shows: str, seen: str, *ways: dict[str, bool]) -> Mistake:
    return of_state(
        name, written, STEP, shows, FIRST + " Where no update is asked for.", seen,
        *(velocity(key, **way) for way in ways for key in ("last", "shape")), parameter=Parameter("β", 0.9),
    )


STEP = "p − α ∂C/∂p for every weight and bias p"
FIRST = "In a program's first step. (This entry starts again when the shape of the network changes.)"
COUNTS: tuple[tuple[int, bool], ...] = ((1, False), (0, False), (1, True), (0, True))

ENTRIES = [
    of_state(
        "not-zeroed", "∂C/∂p plus that of the last step; or that of the last step plus Σ_i ∂C_i/∂p, all of it divided "
        "by N; or Σ_i ∂C_i/∂p over the examples of all steps so far",
        "the gradients of this step alone", "Every step still contains the gradients of all steps before it.", FIRST,
        "deepjavalibrary/d2l-java PR #202; xingyizhou/CenterNet#928",
        *(not_zeroed(what, key) for what in ("gradients", "totals", "reduced") for key in ("last", "shape")),
        array_not_zeroed,
    ),
    of_velocity(
        "momentum", "v ← βv + ∂C/∂p, p − αv", "The gradients are right, but the updates are too long.",
        "mdenil/dropout#4; PaddlePaddle/Paddle PR #12231", {},
    ),
    of_velocity(
        "momentum-on-weights-only", "v ← βv + ∂C/∂w, w − αv, and b − α ∂C/∂b",
        "The gradients and the new biases are right, but the weights change too much.", "harthur/brain",
        {"biases": False}, {"biases": False, "rate_inside": True},
    ),
    of_velocity(
        "momentum-with-rate-inside", "v ← βv + α ∂C/∂p, p − v",
        "The gradients are right, but the updates are too long. It differs from the other form if α changes.",
        "pytorch/pytorch#1099; NLeSC/deep-learning-assignments-solutions#2", {"rate_inside": True},
    ),
    of_velocity(
        "damped-momentum-kept", "v ← βv + (1 − β) ∂C/∂p, p − αv",
        "The gradients are right. The first update is too short, by a factor of ten with β = 0.9; the next ones "
        "catch up.",
        "HIPS/autograd#289; mdenil/dropout#7", {"damped": True},
    ),
    of_velocity(
        "nesterov-momentum-kept", "v ← βv + ∂C/∂p, p − α(∂C/∂p + βv)",
        "The gradients are right. The first update is 1 + β times too long, and the next ones are even longer.",
        "Lasagne/Lasagne#527; pytorch/pytorch PR #5920", {"ahead": True},
    ),
    of_state(
        "parameters-of-last-step", "the network as the last step left it", "the network of the case",
        "The weights are loaded once, and every case goes on from the last step.", FIRST,
        "deepchem/deepchem#926; BMEII-AI/RadImageNet#5", parameters_kept(True), parameters_kept(False),
        parameters_kept(False, True),
    ),
    of_state(
        "examples-of-last-batch", "(Σ_i ∂C_i/∂p)/N with N of the step before", "N of this step",
        "The size of the batch is out of date, as for a smaller last batch.",
        "In a program's first step, where N stays the same, and for a sum.",
        "lipiji/rnn-theano PR #3; mitmul/chainer-cifar10#1", number_of_last_batch,
    ),
    of_state(
        "stale-output-delta", "δ_m of the example before in (8), and 0 for the first example", "δ_m of this example",
        "The δ of the last layer is in a local variable; the layer before reads an array from the example before.",
        "Without hidden layers. (This entry starts again when the shape of the network changes.)",
        "accord-net/framework#577",
        stale_output_delta,
    ),
    of_state(
        "cost-not-zeroed", "C of all steps so far", "C of this step", "The gradients are right, but the cost only "
                                                                      "grows.",
        "In a program's first step.", "piskvorky/gensim#2735", cost_not_zeroed, only=("cost",),
    ),
    of_state(
        "rate-over-time", "p − α/(1 + kt) ∂C/∂p, where t is the number of steps and k = 0.01 or another power of 10",
        STEP,
        "The gradients are right, but the updates get shorter from step to step.",
        "Where no update is asked for. (This entry starts with t = 1; another form starts with 0.)",
        "keras-team/keras#2808; torch/optim#74",
        *(rate_by(inverse(k), *count) for k in (0.01, 0.001, 0.0001, 0.1) for count in COUNTS),
    ),
    of_state(
        "rate-in-stairs", "p − α/2^(t/10, rounded down) ∂C/∂p, where t is the number of steps; or other stairs", STEP,
        "The gradients are right, but the updates are halved every ten steps, or shortened by 1, 5 or 10 per cent in "
        "each step.",
        "In the first ten steps. Where no update is asked for.", "ludwig-ai/ludwig#1044; airbnb/aerosolve PR #207",
        *(
            rate_by(power(base, every), start) for base, every in ((0.5, 10), (0.1, 10), (0.5, 5))
            for start in (1, 0)
        ),
        *(rate_by(power(base), *count) for base in (0.99, 0.95, 0.9) for count in COUNTS),
    ),
]
