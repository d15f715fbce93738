"""Numbers cut, shortened or rounded on the way: errors, deltas, gradients, outputs, activations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import SOFTMAX, softmax
from ..backprop import gradients
from ..costs import Cost
from ..descent import Step, gradient_step, reduce, update
from ..door import RULES
from ..equations import activation as activation_rule
from ..equations import weighted_sum
from ..network import Example, Network
from ..numbers import stored
from ..numerals import Matrix, Number, Vector, exp, ln
from ..rules import Rules
from .by_hand_passes import Place, activation, backward_by, cost, relayered
from .entry import Mistake, Parameter, Replacements

Gradients = tuple[list[Matrix], Matrix]
Change = Callable[[list[Matrix], Matrix], Gradients]  # of all gradients together

FACTORS_OF_ERROR = {"half_squared_error": 1, "squared_error": 2, "mean_squared_error": 2}  # of a_j − y_j in ∂C/∂a_j


# ---- cutting ---------------------------------------------------------------------------------


def cut(value: Number, limit: float) -> Number:
    """The value moved into ±limit.

    >>> cut(3.0, 2.0), cut(-3.0, 2.0), cut(1.0, 2.0)
    (2.0, -2.0, 1.0)
    """
    if value > limit:
        return type(value)(limit)
    return type(value)(-limit) if value < -limit else value


def each_cut(value: Any, limit: float) -> Any:
    return [each_cut(item, limit) for item in value] if isinstance(value, list) else cut(value, limit)


def deltas_cut(limit: float, output: bool, hidden: bool) -> Replacements:
    """δ cut in the last layer, in hidden ones, or in both; what goes back is what was cut."""

    def formula(at: Place, j: int) -> Number:
        return cut(at.right_delta(j), limit)

    of_output = formula if output else None
    return {"backward": backward_by(formula if hidden else None, of_output, of_output)}


def errors_cut(limit: float) -> Replacements:
    """∂C/∂a_j cut, under every cost."""

    def changed(name: str) -> Cost:
        right = RULES.costs[name].slope
        return cost(name, slope=lambda a_j, y_j, n: cut(right(a_j, y_j, n), limit))

    return {"costs": {name: changed(name) for name in RULES.costs}}


def huber(limit: float) -> Replacements:
    """a_j − y_j cut under squared costs, and the cost that belongs to it."""

    def priced(e: Number) -> Number:
        size = abs(e)
        return size * (2 * limit) - type(e)(limit) * limit if size > limit else e * e

    def changed(name: str) -> Cost:
        factor = FACTORS_OF_ERROR[name]

        def C(a: Vector, y: Vector) -> Number:
            total: Number = 0
            for a_j, y_j in zip(a, y):
                total = total + priced(a_j - y_j)
            return total * factor / 2 / (len(a) if name == "mean_squared_error" else 1)

        def slope(a_j: Number, y_j: Number, n: int) -> Number:
            dC_da_j = factor * cut(a_j - y_j, limit)
            return dC_da_j / n if name == "mean_squared_error" else dC_da_j

        return cost(name, cost=C, slope=slope)

    return {"costs": {name: changed(name) for name in FACTORS_OF_ERROR}}


def sums_cut(limit: float) -> Replacements:
    """z itself, in every layer."""
    return {"weighted_sum": lambda w_j, a, b_j: cut(weighted_sum(w_j, a, b_j), limit)}


def sigmoid_of_cut(limit: float) -> Replacements:
    """What goes into a sigmoid, and into its slope."""
    right = RULES.activations["sigmoid"]
    return {"activations": {"sigmoid": activation(
        "sigmoid", sigma=lambda z: right.sigma(cut(z, limit)), slope=lambda z: right.slope(cut(z, limit)),
    )}}


# ---- all gradients together ------------------------------------------------------------------


def at_the_end(change: Change) -> Replacements:
    """Reduced gradients changed; the update has them changed too."""

    def changed(total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Gradients:
        return change(*reduce(total_w, total_b, n, reduction, eq))

    return {"reduce": changed}


def in_each_example(change: Change) -> Replacements:
    """The gradients of each example changed, before they are added up."""

    def changed(network: Network, x: Vector, a: Matrix, delta: Matrix, eq: Rules = RULES) -> Gradients:
        return change(*gradients(network, x, a, delta, eq))

    return {"gradients": changed}


def in_the_update(change: Change) -> Replacements:
    """The gradients are right, those of the update are changed."""

    def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        return update(network, alpha, *change(dC_dw, dC_db), eq)

    return {"update": changed}


def as_told(change: Change) -> Replacements:
    """The gradients that are handed out are changed, those of the update are right."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        step = gradient_step(network, examples, alpha, cost, reduction, eq)
        step.dC_dw, step.dC_db = change(step.dC_dw, step.dC_db)
        return step

    return {"gradient_step": changed}


def values_cut(limit: float) -> Change:
    return lambda dC_dw, dC_db: (each_cut(dC_dw, limit), each_cut(dC_db, limit))


def length_of(rows: Sequence[Vector]) -> Number:
    """√(Σ g²), 0 where every g is."""
    square: Number = 0
    for row in rows:
        for g in row:
            square = square + g * g
    return exp(ln(square) / 2) if square > 0 else square


def scaled(rows: Matrix, factor: Callable[[Number], Number], length: Number) -> Matrix:
    by = factor(length)
    return [[g * by for g in row] for row in rows]


def together(factor: Callable[[Number], Number]) -> Change:
    """All gradients times one factor of their length."""

    def changed(dC_dw: list[Matrix], dC_db: Matrix) -> Gradients:
        length = length_of([row for w in dC_dw for row in w] + dC_db)
        return [scaled(w, factor, length) for w in dC_dw], scaled(dC_db, factor, length)

    return changed


def list_by_list(factor: Callable[[Number], Number]) -> Change:
    """The weight gradients of a layer, and its bias gradients, each times one factor of their length."""

    def changed(dC_dw: list[Matrix], dC_db: Matrix) -> Gradients:
        biases = [scaled([b], factor, length_of([b]))[0] for b in dC_db]
        return [scaled(w, factor, length_of(w)) for w in dC_dw], biases

    return changed


def weights_by_layer(factor: Callable[[Number], Number]) -> Change:
    """The weight gradients of each layer times one factor of their length; bias gradients as they are."""
    return lambda dC_dw, dC_db: ([scaled(w, factor, length_of(w)) for w in dC_dw], dC_db)


def layer_by_layer(factor: Callable[[Number], Number]) -> Change:
    """All gradients of a layer times one factor of their length."""

    def changed(dC_dw: list[Matrix], dC_db: Matrix) -> Gradients:
        pairs = [(w, b, length_of([*w, b])) for w, b in zip(dC_dw, dC_db)]
        return [scaled(w, factor, n) for w, b, n in pairs], [scaled([b], factor, n)[0] for w, b, n in pairs]

    return changed


def shorter(limit: float) -> Callable[[Number], Number]:
    """What makes a length at most the limit."""
    return lambda length: type(length)(limit) / length if length > limit else type(length)(1)


def shorter_by_torch(limit: float) -> Callable[[Number], Number]:
    """The same with 10^−6 added to the length."""

    def factor(length: Number) -> Number:
        by = type(length)(limit) / (length + type(length)(1) / 10**6)
        return by if by < 1 else type(length)(1)

    return factor


def inverse(length: Number) -> Number:
    return 1 / length if length > 0 else length


def nearly_inverse(length: Number) -> Number:
    return 1 / (length + type(length)(1) / 10**8)


def new_ones_cut(limit: float, biases: bool) -> Replacements:
    """The new weights, and biases, cut to ±limit."""

    def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        new = update(network, alpha, dC_dw, dC_db, eq)
        layers = [
            relayered(layer, w=each_cut(layer.w, limit), b=each_cut(layer.b, limit) if biases else layer.b)
            for layer in new.layers
        ]
        return type(new).trusted(layers, new.number)

    return {"update": changed}


def new_rows_shorter(limit: float) -> Replacements:
    """The new weights of each neuron, as long as the limit at most."""

    def changed(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        new = update(network, alpha, dC_dw, dC_db, eq)
        layers = [
            relayered(layer, w=[scaled([w_j], shorter(limit), length_of([w_j]))[0] for w_j in layer.w])
            for layer in new.layers
        ]
        return type(new).trusted(layers, new.number)

    return {"update": changed}


# ---- rounding --------------------------------------------------------------------------------


def rounded(value: Number, decimals: int) -> Number:
    """The value with so many digits after the point.

    >>> rounded(0.123456, 4)
    0.1235
    """
    return stored(value, lambda number: round(number, decimals))


def gradients_rounded(decimals: int) -> Change:
    def of(value: Any) -> Any:
        return [of(item) for item in value] if isinstance(value, list) else rounded(value, decimals)

    return lambda dC_dw, dC_db: (of(dC_dw), of(dC_db))


def activations_rounded(decimals: int) -> Replacements:
    def changed(sigma: Callable[[Number], Number], z_j: Number) -> Number:
        return rounded(activation_rule(sigma, z_j), decimals)

    def outputs(z: Vector) -> Vector:
        return [rounded(a_j, decimals) for a_j in softmax(z)]

    return {"activation": changed, "activations": {SOFTMAX: activation(SOFTMAX, sigma=outputs)}}


# ---- the entries -----------------------------------------------------------------------------

LIMIT = Parameter("c", 1.0, (0.1, 5.0))
GRADIENT = "the gradient as it is"


def of_gradients(
    name: str, written: str, shows: str, hidden: str, change: Callable[[float], Change],
    also: Sequence[Callable[[float], Change]] = (),
) -> Mistake:
    return Mistake(
        name, "convention", None, written, GRADIENT, shows, hidden, lambda c: at_the_end(change(c)),
        also=[
            lambda c: in_the_update(change(c)), lambda c: in_each_example(change(c)),
            *(lambda c, other=other: at_the_end(other(c)) for other in also),
        ],
        parameter=LIMIT,
    )


def of_rounding(decimals: int) -> list[Mistake]:
    places = f"{decimals} digits after the point"
    return [
        Mistake(
            f"gradients-rounded-to-{decimals}-decimals", "precision", None, f"∂C/∂p rounded to {places}", GRADIENT,
            "All is right but gradients, of which small ones lose their digits, and what is updated with them.",
            "In gradients that need no more digits.", at_the_end(gradients_rounded(decimals)),
            also=[as_told(gradients_rounded(decimals)), in_the_update(gradients_rounded(decimals))],
        ),
        Mistake(
            f"activations-rounded-to-{decimals}-decimals", "precision", "2", f"a_j = σ(z_j), rounded to {places}",
            "a_j = σ(z_j)", "Activations end there, all that follows is a little off and has all its digits.",
            "Where activations need no more digits.", activations_rounded(decimals),
        ),
    ]


ENTRIES = [
    Mistake(
        "deltas-clipped", "convention", "8/9", "δ_j cut to ±c, and handed back so", "δ_j as it is",
        "No δ is beyond ±c, and what comes before is as much too small.", "Where every δ is within ±c.",
        lambda c: deltas_cut(c, True, True),
        also=[lambda c: deltas_cut(c, True, False), lambda c: deltas_cut(c, False, True)], parameter=LIMIT,
    ),
    Mistake(
        "error-clipped", "convention", "9", "∂C/∂a_j cut to ±c", "∂C/∂a_j as it is",
        "Outputs that are far off are blamed no more than others: the Huber loss instead of a squared error.",
        "Where every ∂C/∂a_j is within ±c.", errors_cut, also=[huber],
        parameter=Parameter("c", 0.5, (1.0, 0.1)),
    ),
    of_gradients(
        "gradients-clipped", "each gradient cut to ±c", "No gradient is beyond ±c.",
        "Where all gradients are within ±c.", values_cut,
    ),
    of_gradients(
        "gradient-norm-clipped", "all gradients divided by max(1, √(Σ g²)/c)",
        "The gradient's direction is right, its length at most c.", "Where its length is at most c.",
        lambda c: together(shorter(c)), also=[lambda c: together(shorter_by_torch(c))],
    ),
    of_gradients(
        "gradient-norms-clipped-list-by-list",
        "the gradients of each matrix of weights and of each list of biases divided by max(1, √(Σ g²)/c)",
        "No matrix of gradients is longer than c, and the whole has another direction. Keras' clipnorm.",
        "Where each length is at most c.", lambda c: list_by_list(shorter(c)),
        also=[
            lambda c: weights_by_layer(shorter(c)), lambda c: layer_by_layer(shorter(c)),
            lambda c: list_by_list(shorter_by_torch(c)),
        ],
    ),
    Mistake(
        "gradients-normalised", "convention", None, "all gradients divided by √(Σ g²)", GRADIENT,
        "The gradient's direction is right, its length is 1.", "Where its length is 1.",
        at_the_end(together(inverse)),
        also=[
            in_the_update(together(inverse)), at_the_end(list_by_list(inverse)),
            in_the_update(list_by_list(inverse)), at_the_end(list_by_list(nearly_inverse)),
        ],
    ),
    Mistake(
        "new-weights-clipped", "convention", "11", "w − α ∂C/∂w, cut to ±c", "w − α ∂C/∂w",
        "No new weight is beyond ±c.", "Where they are within ±c, and where no update is asked for.",
        lambda c: new_ones_cut(c, False), also=[lambda c: new_ones_cut(c, True)],
        parameter=Parameter("c", 0.5, (1.0, 0.01, 0.1)),
    ),
    Mistake(
        "new-weights-of-bounded-length", "convention", "11",
        "w_j − α ∂C/∂w_j, divided by max(1, length/c) for each neuron", "w_j − α ∂C/∂w_j",
        "No row of new weights is longer than c: a constraint that the case does not ask for.",
        "Where rows are no longer than c, and where no update is asked for.", new_rows_shorter,
        parameter=Parameter("c", 1.0, (0.5, 2.0)),
    ),
    Mistake(
        "sums-clipped", "convention", "2", "z_j cut to ±c, so that no exp overflows", "z_j as it is",
        "Neurons beyond c count as if they stood at c; in particular their slopes.", "Where every |z| is at most c.",
        sigmoid_of_cut, also=[sums_cut], parameter=Parameter("c", 20.0, (30.0, 10.0)),
    ),
    *(entry for decimals in (3, 4, 5, 6) for entry in of_rounding(decimals)),
]
