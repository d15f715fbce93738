"""Several examples: what is added up, what it is divided by, which numbers are combined, and when parameters change."""

from __future__ import annotations

from typing import Callable

from ..backprop import Backpropagation, backward
from ..descent import Step
from ..network import Example, Network
from ..numbers import each
from ..numerals import Matrix, Number, Vector
from .by_hand_passes import Asked, costs_by, step_by, sum_of, total_of
from .entry import Form, Mistake


# ---- sums that meet too late -----------------------------------------------------------------


def sums_meet(means: bool) -> Callable[[Asked], Step]:
    """Weight gradients of the sums of all examples' δ, and of the sums, or means, of what goes into each layer."""

    def changed(asked: Asked) -> Step:
        ones, eq = asked.ones(), asked.eq
        delta = sum_of([one.delta for one in ones])
        inputs = sum_of([[example.x, *one.a[:-1]] for example, one in zip(asked.examples, ones)])
        if means:
            inputs = each(inputs, lambda a_k: a_k / len(ones))
        total_w = [[eq.weight_gradients(delta_j, a) for delta_j in delta_l] for delta_l, a in zip(delta, inputs)]
        return asked.finished(ones, (total_w, total_of(ones)[1]))

    return changed


def through_the_last(asked: Asked) -> Step:
    """The sum of all ∂C_i/∂a goes back through z and a of the last example, as if it were its cost's slope."""
    ones, eq, cost = asked.ones(), asked.eq, asked.eq.costs[asked.cost]
    last, x = ones[-1], asked.examples[-1].x
    summed = eq.replaced(**costs_by([asked.cost], lambda name: {"slope": lambda a_j, error_j, n: error_j}))
    errors = sum_of([
        [cost.slope(a_j, y_j, len(example.y)) for a_j, y_j in zip(one.a[-1], example.y)]
        for example, one in zip(asked.examples, ones)
    ])
    delta = backward(asked.network, errors, last.z, last.a, asked.cost, summed)
    return asked.finished(ones, eq.gradients(asked.network, x, last.a, delta, eq))


def with_delta(asked: Asked, x: Vector, one: Backpropagation, a: Matrix, delta: Matrix) -> Backpropagation:
    """What became of an example with another δ, and with gradients from it and these x and a."""
    dC_dw, dC_db = asked.eq.gradients(asked.network, x, a, delta, asked.eq)
    return Backpropagation(z=one.z, a=one.a, C=one.C, delta=delta, dC_dw=dC_dw, dC_db=dC_db)


def without_the_last(asked: Asked) -> Step:
    """A loop that ends before the last example, of which everything stays 0."""
    *ones, last = asked.ones()
    nothing = Backpropagation(*(each(value, lambda number: type(number)(0)) for value in vars(last).values()))
    return asked.finished([*ones, nothing])


# ---- when the parameters move ----------------------------------------------------------------


def online(divided: bool, kept: bool = True, on_the_way_back: bool = False) -> Callable[[Asked], Step]:
    """A step that moves the parameters after each example, by α or, divided, for a mean by α/N.

    kept: those are the new parameters; else the case's own are moved by what was added up on the way.
    on_the_way_back: each layer is moved before δ goes further back.
    """

    def changed(asked: Asked) -> Step:
        if asked.alpha is None:
            return asked.step()
        moved, ones, rate = asked.network, [], rate_of(asked, divided)
        for example in asked.examples:
            one = asked.eq.backpropagate(moved, example, asked.cost, asked.eq)
            if on_the_way_back:
                one = through_moved_weights(asked, moved, example, one, rate)
            ones.append(one)
            moved = asked.eq.update(moved, rate, one.dC_dw, one.dC_db, asked.eq)
        step = asked.finished(ones)
        step.network = moved if kept else step.network
        return step

    return changed


def rate_of(asked: Asked, divided: bool) -> Number:
    return asked.alpha / len(asked.examples) if divided and asked.reduction == "mean" else asked.alpha


def through_moved_weights(
    asked: Asked, moved: Network, example: Example, one: Backpropagation, rate: Number
) -> Backpropagation:
    """δ of an example through weights that its own gradient has moved."""
    eq, delta = asked.eq, list(one.delta)
    for l in range(len(delta) - 2, -1, -1):
        rows = zip(moved.layers[l + 1].w, delta[l + 1])
        new_w = [eq.updated_weights(w_m, rate, eq.weight_gradients(delta_m, one.a[l])) for w_m, delta_m in rows]
        delta[l] = eq.hidden_deltas(asked.network.layers[l], l, new_w, delta[l + 1], one.z[l], eq)
    return with_delta(asked, example.x, one, one.a, delta)


def updated_weights_in_delta(asked: Asked) -> Step:
    """Each layer is updated before the layer in front of it gets its δ, through the weights after the update."""
    ones, eq = asked.ones(), asked.eq
    step = asked.finished(ones)
    for l in range(len(asked.network.layers) - 2, -1, -1):
        if step.network is None:
            break
        new_w = step.network.layers[l + 1].w
        for i, (example, one) in enumerate(zip(asked.examples, ones)):
            delta = list(one.delta)
            delta[l] = eq.hidden_deltas(asked.network.layers[l], l, new_w, delta[l + 1], one.z[l], eq)
            ones[i] = with_delta(asked, example.x, one, one.a, delta)
        step = asked.finished(ones)
    return step


def updated_by_example(divided: bool) -> Callable[[Asked], Step]:
    """Weights after an update by the example's own gradient, α or α/N, where (8) has them."""

    def changed(asked: Asked) -> Step:
        if asked.alpha is None:
            return asked.step()
        rate = rate_of(asked, divided)
        pairs = zip(asked.examples, asked.ones())
        return asked.finished([through_moved_weights(asked, asked.network, *pair, rate) for pair in pairs])

    return changed


# ---- the entries -----------------------------------------------------------------------------

ONE_EXAMPLE = "With one example."
NO_UPDATE = " Where no update is asked for."


def of_step(name: str, written: str, right: str, shows: str, seen: str, *forms: Form, hidden: str = ONE_EXAMPLE,
            equation: str | None = None) -> Mistake:
    return Mistake(name, "procedure", equation, written, right, shows, hidden, seen, *forms)


ENTRIES = [
    of_step(
        "loop-ends-before-last-example", "0 for i = N−1, in every z, a, δ, C and gradient", "every example computed",
        "The last example is never computed: its outputs stay 0, and the others are added up without it.",
        "nlintz/TensorFlow-Tutorials PR #49; siddk/entity-network#7", step_by(without_the_last),
        hidden="It is last-example-left-out where only gradients are given.",
    ),
    of_step(
        "outer-product-of-sums", "(Σ_i δ_j)(Σ_i a_k), or with the mean of a_k (divided by N for a mean)",
        "Σ_i δ_j a_k (divided by N for a mean)",
        "Examples are mixed up: the deltas of one are multiplied by the inputs of another. The bias gradients are "
        "right.",
        "ai.stackexchange.com/questions/20377", step_by(sums_meet(False)), step_by(sums_meet(True)),
    ),
    of_step(
        "errors-added-before-going-back",
        "Σ_i ∂C_i/∂a_j passed back through z and a of the last example",
        "each example passed back through its own z and a",
        "All examples use z and a of the last one: their errors were added up before going back, or all examples went "
        "forward before any went back.",
        "cs.stackexchange.com/questions/66988",
        step_by(through_the_last),
    ),
    of_step(
        "online-in-batch", "p − α ∂C_i/∂p after each example, or with α/N for a mean",
        "the gradients of all examples first, then one update",
        "The first example is right; each later one sees parameters that have already changed.",
        "davidstutz/matlab-mnist-two-layer-perceptron#3; "
        "mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example",
        step_by(online(False)), step_by(online(False, False)), step_by(online(True)), hidden=ONE_EXAMPLE + NO_UPDATE,
    ),
    of_step(
        "moved-on-the-way-back", "in each example, w_mj − α δ_m a_j before δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
        "the gradients of all examples first, then one update",
        "Each layer is updated as soon as its δ is known: the layers before it and all later examples see the new "
        "weights.",
        "joelgrus/data-science-from-scratch#31; kim-marcel/basic_neural_network#7",
        *(step_by(online(divided, on_the_way_back=True)) for divided in (False, True)),
        hidden="With one example and no hidden layer, and where no update is asked for. It hardly shows where α is "
               "small.",
        equation="8",
    ),
    of_step(
        "updated-weights-in-delta", "δ_j = (Σ_m δ_m w_mj) σ′(z_j) with w_mj after its update", "w_mj before its update",
        "The last layer is right; the layers before it are off by what the update changed.",
        "joelgrus/data-science-from-scratch#31; CodingTrain/Toy-Neural-Network-JS#72; "
        "kim-marcel/basic_neural_network#7",
        step_by(updated_weights_in_delta), step_by(updated_by_example(False)), step_by(updated_by_example(True)),
        hidden="Without hidden layers, and where no update is asked for. It hardly shows where α is small.",
        equation="8",
    ),
]
