"""One array kept in a narrower type than all the others: weights, inputs, error signals, sums of gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import sigmoid
from ..backprop import Backpropagation, backpropagate, forward
from ..costs import Cost
from ..descent import Step, gradient_step, update
from ..door import RULES
from ..equations import weighted_sum
from ..network import Example, Layer, Network
from ..numbers import stored
from ..numerals import Matrix, Number, Vector, exp
from ..rules import Rules
from .by_hand_passes import Place, activation, backward_by
from .by_hand_passes import cost as cost_by
from .by_hand_passes import relayered, step_on
from .entry import Mistake
from .precision import narrowed, to_half

# ---- what is read ----------------------------------------------------------------------------


def all_narrowed(values: Any) -> Any:
    return [all_narrowed(value) for value in values] if isinstance(values, list) else narrowed(values)


def halved(value: Number) -> Number:
    """A number as it comes out of a variable of 16 bits."""
    return stored(value, to_half)


def weights_narrowed(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, w=all_narrowed(layer.w))


def biases_narrowed(layer: Layer, l: int, network: Network) -> Layer:
    return relayered(layer, b=all_narrowed(layer.b))


def examples_narrowed(x: bool, y: bool) -> Callable[..., Step]:
    def changed(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        read = [
            Example.trusted(all_narrowed(one.x) if x else one.x, all_narrowed(one.y) if y else one.y)
            for one in (example for example in examples)
        ]
        return gradient_step(network, read, alpha, cost, reduction, eq)

    return changed


# ---- on the way ------------------------------------------------------------------------------


def activations_narrowed(hidden: bool, output: bool) -> dict[str, Any]:
    """Activations rounded where they are stored: in hidden layers, in the last one."""

    def changed(network: Network, x: Vector, eq: Rules = RULES) -> tuple[Matrix, Matrix]:
        z, a = [], []
        before = x
        for l, layer in enumerate(network.layers):
            z_l, a_l = forward(Network.trusted([layer], network.number), before, eq)
            before = all_narrowed(a_l[0]) if (output if l == len(network.layers) - 1 else hidden) else a_l[0]
            z.append(z_l[0])
            a.append(before)
        return z, a

    return {"forward": changed}


def sigmoid_in_single(z: Number) -> Number:
    """1/(1 + e^−z) with an exponential in single precision, as expf() has it."""
    return 1 / (1 + narrowed(exp(narrowed(-z)))) if z > -80 else sigmoid(z)


def sigmoid_in_single_slope(z: Number) -> Number:
    a = sigmoid_in_single(z)
    return a * (1 - a)


def silu_in_single_slope(z: Number) -> Number:
    a = sigmoid_in_single(z)
    return a * (1 + z * (1 - a))


def delta_of_stored(at: Place, j: int) -> Number:
    """δ_j with the slopes of sigmoid and tanh made from a_j."""
    a_j = at.a[at.l][j]
    slopes = {"sigmoid": a_j * (1 - a_j), "tanh": 1 - a_j * a_j}
    return at.dC_da(j) * slopes.get(at.layer.activation, at.slope(j))


def sum_narrowed(w_j: Vector, a: Vector, b_j: Number) -> Number:
    return narrowed(weighted_sum(w_j, a, b_j))


def errors_narrowed(hidden: bool, output: bool) -> dict[str, Any]:
    """∂C/∂a rounded before the slope comes in: in hidden layers, in the last one."""

    def changed(name: str) -> Cost:
        right = RULES.costs[name].slope
        return cost_by(name, slope=lambda a_j, y_j, n: narrowed(right(a_j, y_j, n)))

    rules: dict[str, Any] = {"costs": {name: changed(name) for name in RULES.costs}} if output else {}
    if hidden:
        rules["backward"] = backward_by(lambda at, j: narrowed(at.dC_da(j)) * at.slope(j))
    return rules


def deltas_by(narrow: Callable[[Number], Number], hidden: bool, output: bool) -> Callable[..., Matrix]:
    """δ rounded where it is stored: in hidden layers, in the last one."""

    def delta(at: Place, j: int) -> Number:
        return narrow(at.right_delta(j))

    return backward_by(delta if hidden else None, delta if output else None, delta if output else None)


def deltas_at_the_end(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """Hidden δ rounded where they are stored, those of the last layer when all others are there."""
    delta = deltas_by(narrowed, True, False)(network, y, z, a, cost, eq)
    return [*delta[:-1], all_narrowed(delta[-1])]


def gradients_narrowed(weights: bool, biases: bool) -> dict[str, Any]:
    """Sums over the examples in single: of weights' gradients, of biases'.  The mean is taken in double."""

    def backpropagated(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
        one = backpropagate(network, example, cost, eq)
        dC_dw = all_narrowed(one.dC_dw) if weights else one.dC_dw
        dC_db = all_narrowed(one.dC_db) if biases else one.dC_db
        return Backpropagation(z=one.z, a=one.a, C=one.C, delta=one.delta, dC_dw=dC_dw, dC_db=dC_db)

    def step(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        """Examples one by one, so that sums of weights and of biases are told apart."""
        admitted = [*examples]
        right = gradient_step(network, admitted, None, cost, reduction, eq)
        total_w: list[Any] = []
        total_b: list[Any] = []
        for example in admitted:
            one = backpropagated(network, example, cost, eq)
            total_w = summed(total_w, one.dC_dw, weights) if total_w else one.dC_dw
            total_b = summed(total_b, one.dC_db, biases) if total_b else one.dC_db
        dC_dw, dC_db = eq.reduce(total_w, total_b, len(admitted), reduction, eq)
        new = None if alpha is None else eq.update(network, alpha, dC_dw, dC_db, eq)
        return Step(z=right.z, a=right.a, delta=right.delta, C=right.C, dC_dw=dC_dw, dC_db=dC_db, network=new)

    return {"gradient_step": step}


def summed(total: Any, more: Any, narrow: bool) -> Any:
    """Their sum, rounded or not."""
    if isinstance(total, list):
        return [summed(one, other, narrow) for one, other in zip(total, more)]
    return narrowed(total + more) if narrow else total + more


def reduced_narrowly(weights: bool, biases: bool) -> dict[str, Any]:
    """Gradients rounded when they are finished, before the update."""

    def reduce(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Any:
        dC_dw, dC_db = RULES.reduce(total_w, total_b, n, reduction, eq)
        return all_narrowed(dC_dw) if weights else dC_dw, all_narrowed(dC_db) if biases else dC_db

    return {"reduce": reduce}


def updated_narrowly(
    network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES
) -> Network:
    return update(network, alpha, dC_dw, dC_db, eq).map(narrowed)


# ---- the entries -----------------------------------------------------------------------------

DOUBLE = "double precision throughout"
SHOWS = "Everything is off from the eighth digit on, and has 16."


def of_array(
    name: str, what: str, shows: str, hidden: str, replace: dict[str, Any], also: Sequence[dict[str, Any]] = ()
) -> Mistake:
    return Mistake(name, "precision", None, f"{what} in single precision, all the rest in double", DOUBLE, shows,
                   hidden, replace, also=also)


ENTRIES = [
    of_array(
        "weights-in-single", "weights", SHOWS, "Where all weights are singles, such as 0.5.",
        {"gradient_step": step_on(weights_narrowed)},
    ),
    of_array(
        "biases-in-single", "biases", SHOWS, "Where all biases are singles, such as 0.5.",
        {"gradient_step": step_on(biases_narrowed)},
    ),
    of_array(
        "inputs-in-single", "inputs", SHOWS, "Where all inputs are singles, such as 0.5.",
        {"gradient_step": examples_narrowed(True, False)},
    ),
    of_array(
        "targets-in-single", "targets", "Outputs are right, what follows is off from the eighth digit on.",
        "Where all targets are singles, such as 0.5.", {"gradient_step": examples_narrowed(False, True)},
    ),
    of_array(
        "activations-in-single", "activations", SHOWS, "Where activations need no more digits.",
        activations_narrowed(True, True), also=[
            {**activations_narrowed(True, True), "backward": backward_by(delta_of_stored, delta_of_stored)},
            activations_narrowed(False, True), activations_narrowed(True, False),
            {**activations_narrowed(False, True), "backward": backward_by(delta_of_stored, delta_of_stored)},
            {**activations_narrowed(True, False), "backward": backward_by(delta_of_stored, delta_of_stored)},
        ],
    ),
    Mistake(
        "exponential-in-single", "precision", None, "e^−z in single precision in sigmoid, all the rest in double",
        DOUBLE, "Everything after a sigmoid is off from the eighth digit on: expf() for exp(). Where silu and the "
        "slope of softplus are made with it, they too.", "Without sigmoid, silu and softplus.",
        {"activations": {"sigmoid": activation("sigmoid", sigma=sigmoid_in_single, slope=sigmoid_in_single_slope)}},
        also=[{"activations": {
            "sigmoid": activation("sigmoid", sigma=sigmoid_in_single, slope=sigmoid_in_single_slope),
            "silu": activation("silu", sigma=lambda z: z * sigmoid_in_single(z), slope=silu_in_single_slope),
            "softplus": activation("softplus", slope=sigmoid_in_single),
        }}],
    ),
    of_array(
        "sums-in-single", "weighted sums", SHOWS, "Where weighted sums need no more digits.",
        {"weighted_sum": sum_narrowed},
    ),
    of_array(
        "errors-in-single", "∂C/∂a", "Outputs are right, gradients off from the eighth digit on.",
        "Where ∂C/∂a needs no more digits.", errors_narrowed(True, True),
        also=[errors_narrowed(False, True), errors_narrowed(True, False)],
    ),
    of_array(
        "deltas-in-single", "error signals", "Outputs are right, gradients off from the eighth digit on.",
        "Where δ needs no more digits.", {"backward": deltas_by(narrowed, True, True)},
        also=[
            {"backward": deltas_at_the_end}, {"backward": deltas_by(narrowed, True, False)},
            {"backward": deltas_by(narrowed, False, True)},
        ],
    ),
    Mistake(
        "deltas-in-half", "precision", None, "error signals of 16 bits, all the rest in double", DOUBLE,
        "Outputs are right, gradients off from the fourth digit on.", "Where δ needs no more digits.",
        {"backward": deltas_by(halved, True, True)},
        also=[{"backward": deltas_by(halved, True, False)}, {"backward": deltas_by(halved, False, True)}],
    ),
    of_array(
        "gradient-sums-in-single", "sums of gradients over the examples",
        "δ are right, gradients off from the eighth digit on.", "Where gradients need no more digits.",
        gradients_narrowed(True, True),
        [gradients_narrowed(True, False), gradients_narrowed(False, True)],
    ),
    of_array(
        "gradients-in-single", "finished gradients", "δ are right, gradients off from the eighth digit on.",
        "Where gradients need no more digits.", reduced_narrowly(True, True),
        [reduced_narrowly(True, False), reduced_narrowly(False, True)],
    ),
    Mistake(
        "updates-in-single", "precision", None, "new weights and biases in single precision, gradients in double",
        DOUBLE, "Gradients are right, what is updated is right to seven digits.",
        "Where no update is asked for.", {"update": updated_narrowly},
    ),
]
