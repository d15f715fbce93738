"""Mistakes that are one constant factor: of gradients, of deltas, of a cost, of the learning rate."""

from __future__ import annotations

from ..descent import Step, reduce

from ..door import RULES
from ..descent import gradient_step
from ..equations import hidden_delta, output_delta, shared_bias_gradient, softmax_delta, weight_gradients
from ..numerals import ln
from .entry import Mistake, Parameter
from .passes import ENTROPIES, SQUARED, cost
from .updates import NO_UPDATE, weights_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

    from ..costs import Cost
    from ..network import Example, Network
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules
    from .entry import Replacements

    Reduced = Tuple[List[Matrix], Matrix]
    Form = Callable[[float], Replacements]


# ---- times a constant ------------------------------------------------------------------------


def times(c: float, value: Any) -> Any:
    """Every number of nested lists times c."""
    return [times(c, item) for item in value] if isinstance(value, list) else value * type(value)(c)


def gradients_times(c: float) -> Replacements:
    def changed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
        dC_dw, dC_db = reduce(total_w, total_b, n, reduction, eq)
        return times(c, dC_dw), times(c, dC_db)

    return {"reduce": changed}


def deltas_times(c: float) -> Replacements:
    return {
        "output_delta": lambda dC_da_j, da_dz_j: times(c, output_delta(dC_da_j, da_dz_j)),
        "softmax_delta": lambda dC_da, da_dz_j: times(c, softmax_delta(dC_da, da_dz_j)),
    }


def gradients_told_times(c: float) -> Replacements:
    """Gradients are handed out times c; the update is right."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        step = gradient_step(network, examples, alpha, cost, reduction, eq)
        step.dC_dw, step.dC_db = times(c, step.dC_dw), times(c, step.dC_db)
        return step

    return {"gradient_step": changed}


def costs_times(names: Sequence[str], both: bool) -> Form:
    """These costs with slopes times c; with both, C too."""

    def factor(name: str, c: float) -> Cost:
        right = RULES.costs[name]
        return cost(
            name, cost=(lambda a, y: times(c, right.cost(a, y))) if both else right.cost,
            slope=lambda a_j, y_j, n: times(c, right.slope(a_j, y_j, n)),
        )

    return lambda c: {"costs": {name: factor(name, c) for name in names}}


def in_base(cost_too: bool, slope_too: bool) -> Form:
    """Cross-entropies with logarithms to this base."""

    def changed(name: str, base: float) -> Cost:
        right = RULES.costs[name]
        return cost(
            name, cost=(lambda a, y: over_ln(base, right.cost(a, y))) if cost_too else right.cost,
            slope=(lambda a_j, y_j, n: over_ln(base, right.slope(a_j, y_j, n))) if slope_too else right.slope,
        )

    return lambda base: {"costs": {name: changed(name, base) for name in ENTROPIES}}


def over_ln(base: float, value: Number) -> Number:
    return value / ln(type(value)(base))


def weights_times(c: float) -> Replacements:
    return {"weight_gradients": lambda delta_j, a: times(c, weight_gradients(delta_j, a))}


def biases_times(c: float) -> Replacements:
    return {
        "bias_gradient": lambda delta_j: times(c, delta_j),
        "shared_bias_gradient": lambda delta: times(c, shared_bias_gradient(delta)),
    }


def own_biases_times(c: float) -> Replacements:
    """The sum of a shared bias is right."""
    return {"bias_gradient": lambda delta_j: times(c, delta_j)}


def hidden_times(c: float) -> Replacements:
    def changed(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
        return times(c, hidden_delta(delta_next, w_next, j, da_dz_j))

    return {"hidden_delta": changed}


def cost_times(c: float) -> Replacements:
    def changed(name: str) -> Cost:
        right = RULES.costs[name].cost
        return cost(name, cost=lambda a, y: times(c, right(a, y)))

    return {"costs": {name: changed(name) for name in RULES.costs}}


# ---- a constant in the place of what varies --------------------------------------------------


def over_fixed(c: float, cost_too: bool, means_only: bool) -> Replacements:
    """The sum over the examples divided by c: in the cost too, or not; for means only, or not."""

    def over(total_j: Vector, n: int) -> Vector:
        return [total_jk / type(total_jk)(c) for total_jk in total_j]

    reductions = {"mean": over} if means_only else {"mean": over, "sum": over}
    if cost_too:
        return {"reductions": reductions}

    def changed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
        return reduce(total_w, total_b, n, reduction, eq.replaced(reductions={**eq.reductions, **reductions}))

    return {"reduce": changed}


def rate_times(weights: bool, biases: bool) -> Form:
    """The rate times c, in these updates."""

    def of(c: float) -> Replacements:
        def move(p: Number, alpha: Number, g: Number) -> Number:
            return p - times(c, alpha) * g

        return moved_by(move, weights, biases)

    return of


def rate_fixed(weights: bool, biases: bool) -> Form:
    """A fixed rate, in these updates."""

    def of(value: float) -> Replacements:
        def move(p: Number, alpha: Number, g: Number) -> Number:
            return p - type(p)(value) * g

        return moved_by(move, weights, biases)

    return of


def moved_by(move: Callable[[Number, Number, Number], Number], weights: bool, biases: bool) -> Replacements:
    replace: Dict[str, Any] = {}
    if weights:
        replace["updated_weights"] = weights_by(move)
    if biases:
        replace["updated_bias"] = move
    return replace


# ---- the entries -----------------------------------------------------------------------------

FACTOR = Parameter("c", 2.0, (0.5, 10.0, 0.1))
NO_GRADIENT = "Where gradients are 0."


def of_rate(whose: str, p: str, equation: str, weights: bool, biases: bool) -> List[Mistake]:
    """Two entries: the rate of these updates times a constant, and one that is fixed."""
    written, right = f"{p} − c α ∂C/∂{p}", f"{p} − α ∂C/∂{p}"
    if weights and biases:
        right += " for every weight and bias p"
    return [
        Mistake(
            f"{whose}-rate-times-constant", "equation", equation, f"{written} with a constant c", right,
            "Gradients are right, steps are all too long or too short by one factor.", NO_UPDATE,
            rate_times(weights, biases), parameter=Parameter("c", 0.5, (10.0, 0.1, 0.9)),
        ),
        Mistake(
            f"{whose}-rate-fixed", "procedure", equation, f"{p} − c ∂C/∂{p} with a constant c", right,
            "The learning rate is always the same; the case's is not read.", "Where α = c. " + NO_UPDATE,
            rate_fixed(weights, biases), parameter=Parameter("c", 0.01, (0.1, 0.001, 0.5)),
        ),
    ]


ENTRIES = [
    Mistake(
        "gradients-times-constant", "equation", "9", "δ_j = c ∂C/∂a_j · σ′(z_j) with a constant c, whatever the cost",
        "δ_j = ∂C/∂a_j · σ′(z_j)",
        "Every gradient is off by one factor. It came in with the cost, with the last δ or at the end.",
        "Where every δ is 0.", deltas_times,
        also=[gradients_times, costs_times(tuple(RULES.costs), True), gradients_told_times], parameter=FACTOR,
    ),
    Mistake(
        "gradients-0", "procedure", None, "0 for every ∂C/∂p", "∂C/∂p",
        "Nothing ever moves: the backward pass was not run, or was cut off from the cost.", NO_GRADIENT,
        deltas_times(0.0), also=[gradients_times(0.0)],
    ),
    Mistake(
        "gradients-told-as-0", "procedure", None, "∂C/∂p set to 0 after the update, then handed out", "∂C/∂p",
        "Updates are right, and yet all gradients are 0.", NO_GRADIENT, gradients_told_times(0.0),
    ),
    Mistake(
        "weight-gradient-0", "equation", "10", "∂C/∂w_jk = 0", "∂C/∂w_jk = δ_j a_k",
        "No weight has a gradient, biases are right.", NO_GRADIENT, weights_times(0.0),
    ),
    Mistake(
        "weight-gradients-times-constant", "equation", "10", "∂C/∂w_jk = c δ_j a_k with a constant c",
        "∂C/∂w_jk = δ_j a_k", "Every weight gradient is off by one factor, biases are right.", NO_GRADIENT,
        weights_times, parameter=FACTOR,
    ),
    Mistake(
        "bias-gradients-times-constant", "equation", "14", "∂C/∂b_j = c δ_j with a constant c", "∂C/∂b_j = δ_j",
        "Every bias gradient is off by one factor, weights are right: δ_j was added a second time, say.", NO_GRADIENT,
        biases_times, also=[own_biases_times], parameter=FACTOR,
    ),
    Mistake(
        "hidden-deltas-times-constant", "equation", "8", "δ_j = c (Σ_m δ_m w_mj) σ′(z_j) with a constant c",
        "δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
        "The last layer is right; before it there is one factor more for every layer further back.",
        "Without hidden layers.", hidden_times, parameter=Parameter("c", 0.5, (2.0, -1.0, 0.1)),
    ),
    Mistake(
        "squared-costs-times-constant", "convention", "9", "c C and c ∂C/∂a_j for every squared cost",
        "C and ∂C/∂a_j of the cost that the case names",
        "Cost and gradients are off by one factor under squared costs, and under no other: a ½ or a 2 too many.",
        "Without a squared cost.", costs_times(SQUARED, True), also=[costs_times(SQUARED, False)],
        parameter=Parameter("c", 2.0, (0.5, 4.0)),
    ),
    Mistake(
        "logarithm-to-another-base", "convention", "9", "log_c in the place of ln, in cross-entropies and their slopes",
        "ln", "Cost and gradients are divided by ln c.", "Without a cross-entropy.", in_base(True, True),
        also=[in_base(False, True)], parameter=Parameter("c", 2.0, (10.0,)),
    ),
    Mistake(
        "batch-size-fixed", "convention", None, "(Σ_i ∂C_i/∂p)/c with a constant c, whatever the case asks for",
        "the sum or the mean of ∂C_i/∂p over the examples, as the case says",
        "The sum is divided by a size of batch that is no longer right.",
        "Where c examples are given and their mean is asked for.", lambda c: over_fixed(c, False, False),
        also=[
            lambda c: over_fixed(c, True, False), lambda c: over_fixed(c, False, True),
            lambda c: over_fixed(c, True, True),
        ],
        parameter=Parameter("c", 32.0, (64.0, 100.0, 10.0)),
    ),
    *of_rate("parameters", "p", "11/15", True, True),
    *of_rate("weights", "w", "11", True, False),
    *of_rate("biases", "b", "15", False, True),
    Mistake(
        "cost-times-constant", "convention", None, "c C with a constant c, whatever the cost", "C",
        "Gradients are right, the cost is off by one factor.", "Where the cost is not given.", cost_times,
        only=("cost",), parameter=Parameter("c", 2.0, (0.5, 100.0)),
    ),
]
