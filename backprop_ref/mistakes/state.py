"""Mistakes of state: something stays from one step, or one case, to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, Optional

from ..descent import Step, gradient_step, reduce, update
from ..door import RULES
from ..network import Example, Layer, Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules
from .by_hand_passes import Place
from .entry import Mistake, Parameter, Replacements
from .recurrence import kept_error

Rate = Optional[Number]
Examples = Sequence[Example]
Reduced = tuple[list[Matrix], Matrix]


# ---- what stays ------------------------------------------------------------------------------


def shape(value: Any) -> Any:
    """The lengths of nested lists: what must be the same for memory to be used again."""
    return [shape(item) for item in value] if isinstance(value, list) else 0


def depth(value: Any) -> int:
    """How deep lists are nested: 3 for all weights, 2 for all biases."""
    return 1 + depth(value[0]) if isinstance(value, list) else 0


def plus(left: Any, right: Any) -> Any:
    """Nested lists of the same shape, number by number."""
    return [plus(*pair) for pair in zip(left, right)] if isinstance(left, list) else left + right


class Memory:
    """What the last step left, as long as the next one has the same shape."""

    def __init__(self) -> None:
        self.value: Any = None

    def added_to(self, value: Any) -> Any:
        """The value plus what is remembered, which is remembered from now on."""
        if self.value is not None and shape(self.value) == shape(value):
            value = plus(self.value, value)
        self.value = value
        return value

    def swapped_for(self, value: Any, otherwise: Any) -> Any:
        """What is remembered, or otherwise; from now on the value is."""
        found, self.value = self.value, value
        return otherwise if found is None or shape(found) != shape(value) else found


# ---- the passes ------------------------------------------------------------------------------


def not_zeroed(weights: bool, biases: bool, by_shape: bool = False) -> Callable[[], Replacements]:
    """Reduced gradients are added to those of the last step; by_shape: of the last step of this shape."""

    def fresh() -> Replacements:
        memories: dict[str, Memory] = {}

        def of(value: Any) -> Any:
            return memories.setdefault(str(shape(value)) if by_shape else str(depth(value)), Memory()).added_to(value)

        def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
            dC_dw, dC_db = reduce(total_w, total_b, n, reduction, eq)
            return of(dC_dw) if weights else dC_dw, of(dC_db) if biases else dC_db

        return {"reduce": changed}

    return fresh


def totals_not_zeroed(by_shape: bool) -> Callable[[], Replacements]:
    """What is added up over the examples starts with the total of the last step, before it is reduced.

    by_shape: with that of the last step of this shape, as if every network had a memory of its own.
    """

    def fresh() -> Replacements:
        memories: dict[str, Memory] = {}

        def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
            key = str(shape([total_w, total_b])) if by_shape else ""
            total_w, total_b = memories.setdefault(key, Memory()).added_to([total_w, total_b])
            return reduce(total_w, total_b, n, reduction, eq)

        return {"reduce": changed}

    return fresh


def reduced_not_zeroed(weights: bool, biases: bool, by_shape: bool = False) -> Callable[[], Replacements]:
    """What is added up over the examples starts with the reduced gradients of the last step, and is reduced again.

    by_shape: with those of the last step of this shape.
    """

    def fresh() -> Replacements:
        kept: dict[str, list[Any]] = {}

        def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
            totals: list[Any] = [total_w, total_b]
            memories = kept.setdefault(str(shape(totals)) if by_shape else "", [None, None])
            if memories[0] is not None and shape(memories) == shape(totals):
                totals = [plus(*pair) if on else pair[1] for on, *pair in zip((weights, biases), memories, totals)]
            memories[:] = reduce(totals[0], totals[1], n, reduction, eq)
            return memories[0], memories[1]

        return {"reduce": changed}

    return fresh


def gradients_of_last_step(by_weights: bool) -> Callable[[], Replacements]:
    """The gradients that the last step made; by_weights: also where its biases had another shape."""

    def fresh() -> Replacements:
        last: list[Reduced] = []

        def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
            last.append(reduce(total_w, total_b, n, reduction, eq))
            before = last[-2:][0]
            if shape(before[0]) == shape(total_w) and (by_weights or shape(before[1]) == shape(total_b)):
                return before
            return last[-1]

        return {"reduce": changed}

    return fresh


def momentum(rate_inside: bool, by_shape: bool = False, biases: bool = True) -> Callable[[float], Replacements]:
    """v ← βv + g and p − αv, or v ← βv + αg and p − v; v starts at 0.

    by_shape: each shape of gradients has a velocity of its own; else one is forgotten where the shape changes.
    biases: do they have one?
    """

    def fresh(beta: float) -> Replacements:
        memories: dict[str, Memory] = {}

        def changed(
            network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES
        ) -> Network:
            scaled = times([dC_dw, dC_db], alpha) if rate_inside else [dC_dw, dC_db]
            memory = memories.setdefault(str(shape(scaled)) if by_shape else "", Memory())
            velocity = memory.added_to(scaled)
            memory.value = times(velocity, type(alpha)(beta))
            rate = type(alpha)(1) if rate_inside else alpha
            if not biases and not rate_inside:
                velocity = [velocity[0], dC_db]
            return update(network, rate, velocity[0], velocity[1], eq)

        return {"update": changed}

    return fresh


def times(value: Any, factor: Number) -> Any:
    return [times(item, factor) for item in value] if isinstance(value, list) else value * factor


def own_parameters(same_activations: bool, activations_kept: bool = False) -> Callable[[], Replacements]:
    """Where the network has the shape of the last one, the step starts from that one's new parameters.

    same_activations: only where it has its activations, too.  activations_kept: these stay as they were as well.
    """

    def fresh() -> Replacements:
        last: dict[str, Network] = {}

        def changed(
            network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
        ) -> Step:
            kept = last.get("network")
            if kept is not None and described(kept, same_activations) == described(network, same_activations):
                network = kept if activations_kept else with_parameters(network, kept)
            step = gradient_step(network, examples, alpha, cost, reduction, eq)
            last["network"] = network if step.network is None else step.network
            return step

        return {"gradient_step": changed}

    return fresh


def with_parameters(network: Network, own: Network) -> Network:
    """The network with the weights and biases of another of its shape."""
    layers = [
        Layer.trusted(kept.w, kept.b, layer.activation, layer.shared_bias)
        for kept, layer in zip(own.layers, network.layers)
    ]
    return Network.trusted(layers, network.number)


def described(network: Network, activations_too: bool) -> Any:
    return [
        (shape(layer.w), shape(layer.b), layer.activation if activations_too else "", layer.shared_bias)
        for layer in network.layers
    ]


def first_rate() -> Replacements:
    """The learning rate of the first case that had one."""
    first: list[Number] = []

    def changed(
        network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        if alpha is not None:
            first.append(alpha)
            alpha = first[0]
        return gradient_step(network, examples, alpha, cost, reduction, eq)

    return {"gradient_step": changed}


def number_of_last_batch() -> Replacements:
    """The sum over the examples, divided by the number of examples of the step before."""
    last: list[int] = []

    def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
        last.append(n)
        return reduce(total_w, total_b, last[-2] if len(last) > 1 else n, reduction, eq)

    return {"reduce": changed}


def stale_output_delta() -> Replacements:
    """The layer before the last reads the last layer's δ of the example before, zeros at first."""
    memory = Memory()

    def changed(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
        delta: Matrix = [[]] * len(network.layers)
        for l in range(len(network.layers) - 1, -1, -1):
            at = Place(network, [], y, z, a, delta, cost, eq, l)
            delta[l] = [at.right_delta(j) for j in range(len(z[l]))]
            if l == at.last:
                right = delta[l]
                delta[l] = memory.swapped_for(right, [delta_j * 0 for delta_j in right])
        delta[-1] = right
        return delta

    return {"backward": changed}


def propagated_error_kept() -> Replacements:
    """One array for what goes back, for all layers, examples and steps."""
    error: dict[int, Number] = {}
    return {"backward": lambda network, y, z, a, cost, eq: kept_error(network, y, z, a, cost, eq, error)}


def cost_not_zeroed() -> Replacements:
    """The cost of every step so far."""
    memory = Memory()

    def changed(
        network: Network, examples: Examples, alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
    ) -> Step:
        step = gradient_step(network, examples, alpha, cost, reduction, eq)
        step.C = memory.added_to(step.C)
        return step

    return {"gradient_step": changed}


# ---- the entries -----------------------------------------------------------------------------


def of_state(
    name: str, written: str, right: str, shows: str, hidden: str, replace: Callable[..., Replacements],
    also: Sequence[Callable[..., Replacements]] = (), parameter: Parameter | None = None,
) -> Mistake:
    return Mistake(
        name, "procedure", None, written, right, shows, hidden, replace, stateful=True, also=also, parameter=parameter
    )


ZEROED = "gradients of this step alone"
BETA = Parameter("β", 0.9, (0.5,))
FIRST = "In a program's first step. This entry forgets where the shape changes."

ENTRIES = [
    of_state(
        "not-zeroed", "∂C/∂p plus that of the last step", ZEROED, "Every step drags along all that came before.",
        FIRST,
        not_zeroed(True, True), [not_zeroed(True, True, True)],
    ),
    of_state(
        "weight-gradients-not-zeroed", "∂C/∂w plus that of the last step", ZEROED,
        "The same for weights; biases are right.", FIRST,
        not_zeroed(True, False), [not_zeroed(True, False, True), reduced_not_zeroed(True, False)],
    ),
    of_state(
        "bias-gradients-not-zeroed", "∂C/∂b plus that of the last step", ZEROED,
        "The same for biases; weights are right.", FIRST,
        not_zeroed(False, True), [not_zeroed(False, True, True), reduced_not_zeroed(False, True)],
    ),
    of_state(
        "totals-not-zeroed", "Σ_i ∂C_i/∂p over the examples of all steps, then reduced", ZEROED,
        "What is added up is never set to 0; it is divided by this step's number of examples.", FIRST,
        totals_not_zeroed(False), [
            totals_not_zeroed(True), reduced_not_zeroed(True, True), reduced_not_zeroed(True, True, True),
        ],
    ),
    of_state(
        "gradients-of-last-step", "∂C/∂p of the last step", ZEROED, "Every step is made with gradients of the one "
        "before.", FIRST, gradients_of_last_step(False), [gradients_of_last_step(True)],
    ),
    of_state(
        "momentum", "v ← βv + ∂C/∂p, p − αv", "p − α ∂C/∂p", "Gradients are right, updates too long.",
        FIRST + " Where no update is asked for.", momentum(False), [momentum(False, True)], BETA,
    ),
    of_state(
        "momentum-on-weights-only", "v ← βv + ∂C/∂w, w − αv, and b − α ∂C/∂b", "p − α ∂C/∂p",
        "Gradients and biases are right, weights move too far.", FIRST + " Where no update is asked for.",
        momentum(False, False, False), [momentum(False, True, False)], BETA,
    ),
    of_state(
        "momentum-with-rate-inside", "v ← βv + α ∂C/∂p, p − v", "p − α ∂C/∂p",
        "Gradients are right, updates too long; differs from the other form where α changes.",
        FIRST + " Where no update is asked for.", momentum(True), [momentum(True, True)], BETA,
    ),
    of_state(
        "parameters-of-last-step", "the network that the last step left", "the network that the case gives",
        "Weights are loaded once, and every case goes on from there.", FIRST,
        own_parameters(True), [own_parameters(False), own_parameters(False, True)],
    ),
    of_state(
        "rate-of-first-case", "α of the first case", "α of the case",
        "Gradients are right, updates off by one factor.",
        "In a program's first step, where α is always the same, and where no update is asked for.", first_rate,
    ),
    of_state(
        "examples-of-last-batch", "(Σ_i ∂C_i/∂p)/N, N of the step before", "N of this step",
        "A size of batch that is no longer right, as for a last, smaller one.",
        "In a program's first step, where N is always the same, and for a sum.", number_of_last_batch,
    ),
    of_state(
        "stale-output-delta", "δ_m of the example before in (8), 0 for the first", "δ_m of this example",
        "The output's δ is kept in a local; the layer before reads an array that is one example old.",
        "Without hidden layers. This entry forgets where the shape changes.", stale_output_delta,
    ),
    of_state(
        "propagated-error-never-zeroed", "e_j = all that ever stood in e_j + Σ_m δ_m w_mj, δ_j = e_j σ′(z_j)",
        "δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
        "One static array for what goes back: layers, examples and steps add to it, and nothing sets it to 0.",
        "Without hidden layers.", propagated_error_kept,
    ),
    Mistake(
        "cost-not-zeroed", "procedure", None, "C of all steps so far", "C of this step",
        "Gradients are right, the cost only grows.",
        "In a program's first step.", cost_not_zeroed, only=("cost",), stateful=True,
    ),
]
