"""Mistakes where the error signals start: ∂C/∂a, the last layer's δ, softmax."""

from __future__ import annotations

from ..activations import SOFTMAX
from ..backprop import forward
from ..equations import softmax_delta
from ..network import Network
from ..numerals import exp
from ..rules import RULES
from .entry import Mistake
from .passes import Place, activation, backward_by, cost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Tuple

    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules

    Slope = Callable[[Number, Number, int], Number]


# ---- the cost's derivative -------------------------------------------------------------------


def negated(slope: Slope) -> Slope:
    """−∂C/∂a_j."""
    return lambda a_j, y_j, n: -slope(a_j, y_j, n)


def only_y(a_j: Number, y_j: Number, n: int) -> Number:
    return type(a_j)(0) if y_j == 0 else -y_j / a_j


def only_1_minus_y(a_j: Number, y_j: Number, n: int) -> Number:
    return type(a_j)(0) if y_j == 1 else (1 - y_j) / (1 - a_j)


def second_sign(a_j: Number, y_j: Number, n: int) -> Number:
    return only_y(a_j, y_j, n) - only_1_minus_y(a_j, y_j, n)


def difference(a_j: Number, y_j: Number, n: int) -> Number:
    return a_j - y_j


def y_over_a(a_j: Number, y_j: Number, n: int) -> Number:
    return type(a_j)(0) if y_j == 0 else y_j / a_j


def without_target(a_j: Number, y_j: Number, n: int) -> Number:
    return type(a_j)(0) if y_j == 0 else -1 / a_j


def absolute(a_j: Number, y_j: Number, n: int) -> Number:
    if a_j == y_j:
        return type(a_j)(0)
    return type(a_j)(1 if a_j > y_j else -1)


def squared(a_j: Number, y_j: Number, n: int) -> Number:
    e_j = a_j - y_j
    return e_j * e_j


# ---- the last layer's δ ----------------------------------------------------------------------


def slope_missing(dC_da_j: Number, da_dz_j: Number) -> Number:
    return dC_da_j * type(dC_da_j)(1)


def slope_twice(dC_da_j: Number, da_dz_j: Number) -> Number:
    return dC_da_j * da_dz_j * da_dz_j


def slope_only(dC_da_j: Number, da_dz_j: Number) -> Number:
    return da_dz_j


def a_minus_y(at: Place, j: int) -> Number:
    return at.a[at.l][j] - at.y[j]


def one_error_for_all(at: Place, j: int) -> Number:
    total = at.dC_da(0)
    for i in range(1, len(at.y)):
        total = total + at.dC_da(i)
    return at.eq.output_delta(total, at.slope(j))


def input_for_slope(at: Place, j: int) -> Number:
    return at.eq.output_delta(at.dC_da(j), at.before[j]) if j < len(at.before) else at.right_delta(j)


def error_from_sums(at: Place, j: int) -> Number:
    """The cost taken at z in the place of a."""
    dC_da_j = at.eq.costs[at.cost].slope(at.z[at.l][j], at.y[j], len(at.y))
    return at.eq.output_delta(dC_da_j, at.slope(j))


# ---- softmax ---------------------------------------------------------------------------------


def diagonal_only(a: Vector, j: int) -> Vector:
    return [a_i * (1 - a_i) if i == j else type(a_i)(0) for i, a_i in enumerate(a)]


def off_diagonal_only(a: Vector, j: int) -> Vector:
    return [type(a_i)(0) if i == j else -a_i * a[j] for i, a_i in enumerate(a)]


def off_diagonal_plus(a: Vector, j: int) -> Vector:
    return [a_i * (1 - a_i) if i == j else a_i * a[j] for i, a_i in enumerate(a)]


def diagonal_not_subtracted(a: Vector, j: int) -> Vector:
    return [a_i if i == j else -a_i * a[j] for i, a_i in enumerate(a)]


def softmax_shortcut(at: Place, j: int) -> Number:
    return a_minus_y(at, j) if at.cost == "cross_entropy" else at.right_delta(j)


def softmax_shortcut_with_slope(at: Place, j: int) -> Number:
    a_j = at.a[at.l][j]
    return a_minus_y(at, j) * (a_j * (1 - a_j)) if at.cost == "cross_entropy" else at.right_delta(j)


def softmax_missing(at: Place, j: int) -> Number:
    return at.dC_da(j)


def twice_forward(network: Network, x: Vector, eq: Rules = RULES) -> Tuple[Matrix, Matrix]:
    z, a = forward(network, x, eq)
    if network.layers[-1].activation == SOFTMAX:
        a[-1] = eq.activations[SOFTMAX].sigma(a[-1])
    return z, a


def twice_backward(at: Place, j: int) -> Number:
    """∂C/∂z_j through both: a is softmax of p, p softmax of z."""
    p = at.eq.activations[SOFTMAX].sigma(at.z[at.l])
    slopes = at.eq.activations[SOFTMAX].slope
    dC_da = [at.dC_da(i) for i in range(len(p))]
    dC_dp = [at.eq.softmax_delta(dC_da, slopes(at.a[at.l], i)) for i in range(len(p))]
    return at.eq.softmax_delta(dC_dp, slopes(p, j))


def each_a_sigmoid(z: Vector) -> Vector:
    return [1 / (1 + exp(-z_j)) if z_j >= 0 else exp(z_j) / (1 + exp(z_j)) for z_j in z]


# ---- the entries -----------------------------------------------------------------------------


def of_slope(name: str, of: str, written: str, shows: str, hidden: str, slope: Slope) -> Mistake:
    """An entry that has another ∂C/∂a_j for one cost."""
    return Mistake(
        name, "equation", "9", f"{of}: ∂C/∂a_j = {written}", f"{of}: ∂C/∂a_j = {RULES.costs[of].slope_formula}",
        shows, hidden, {"costs": {of: cost(of, slope=slope)}},
    )


def for_every_cost(change: Callable[[Slope], Slope]) -> Dict[str, Any]:
    """A table of costs with each slope changed."""
    return {name: cost(name, slope=change(RULES.costs[name].slope)) for name in RULES.costs}


DELTA = "δ_j = ∂C/∂a_j · σ′(z_j)"
SOFTMAX_DELTA = "δ_j = Σ_i ∂C/∂a_i · ∂a_i/∂z_j"
BCE = "binary_cross_entropy"
SQUARED = ("half_squared_error", "squared_error", "mean_squared_error")

SLOPES = [
    Mistake(
        "sign-of-error", "equation", "9",
        "∂C/∂a_j with the other sign (y_j − a_j), and minus in the update all the same", "∂C/∂a_j",
        "Every δ and every gradient has the other sign, and the update goes uphill.", "Where all gradients are 0.",
        {"costs": for_every_cost(negated)},
    ),
    of_slope(
        "bce-first-term-only", BCE, "−y_j/a_j", "Outputs whose target is 0 are not blamed.",
        "Where every target is 1.", only_y,
    ),
    of_slope(
        "bce-second-term-only", BCE, "(1 − y_j)/(1 − a_j)", "Outputs whose target is 1 are not blamed.",
        "Where every target is 0.", only_1_minus_y,
    ),
    of_slope(
        "bce-second-sign", BCE, "−y_j/a_j − (1 − y_j)/(1 − a_j)", "The inner derivative −1 of 1 − a_j is forgotten.",
        "Where every target is 1.", second_sign,
    ),
    of_slope(
        "bce-slope-a-minus-y", BCE, "a_j − y_j, and σ′(z_j) is multiplied all the same",
        "The δ of a sigmoid is a_j − y_j already: σ′ is there once too often.", "Without binary_cross_entropy.",
        difference,
    ),
    of_slope(
        "ce-slope-a-minus-y", "cross_entropy", "a_j − y_j, and the slopes are multiplied all the same",
        "The δ of softmax is a_j − y_j already: its slopes are there once too often.", "Without cross_entropy.",
        difference,
    ),
    of_slope(
        "ce-sign", "cross_entropy", "y_j/a_j",
        "Every gradient has the other sign under this cost, and under no other.",
        "Without cross_entropy.", y_over_a,
    ),
    of_slope(
        "ce-target-left-out", "cross_entropy", "−1/a_j where y_j is not 0", "Targets other than 0 and 1 count as 1.",
        "Where every target is 0 or 1.", without_target,
    ),
    of_slope(
        "ce-binary-terms", "cross_entropy", "−y_j/a_j + (1 − y_j)/(1 − a_j)", "The slope of binary_cross_entropy.",
        "Where every target is 1.", RULES.costs[BCE].slope,
    ),
    Mistake(
        "sign-of-difference", "equation", "9", "∂C/∂a_j = 1 or −1, the sign of a_j − y_j, for squared costs",
        "a_j − y_j, times the cost's factor",
        "The slope of Σ |a_j − y_j|: large and small errors are blamed alike.", "Without a squared cost.",
        {"costs": {n: cost(n, slope=absolute) for n in SQUARED}},
    ),
    Mistake(
        "cost-for-slope", "equation", "9", "∂C/∂a_j = (a_j − y_j)² for squared costs",
        "a_j − y_j, times the cost's factor",
        "No δ of the last layer is negative: outputs only ever go down.", "Without a squared cost.",
        {"costs": {n: cost(n, slope=squared) for n in SQUARED}},
    ),
]

DELTAS = [
    Mistake(
        "output-slope-missing", "equation", "9", "δ_j = ∂C/∂a_j", DELTA,
        "Every δ of the last layer is too large by 1/σ′(z_j), and so is everything before it.",
        "Where the last layer is the identity, or softmax.", {"output_delta": slope_missing},
    ),
    Mistake(
        "output-slope-twice", "equation", "9", "δ_j = ∂C/∂a_j · σ′(z_j)²", DELTA,
        "Every δ of the last layer is too small.", "Where the last layer is the identity, or softmax.",
        {"output_delta": slope_twice},
    ),
    Mistake(
        "output-delta-doubled", "equation", "9", "δ_j = 2 ∂C/∂a_j · σ′(z_j), whatever the cost", DELTA,
        "Every δ and every gradient is twice the right one, the cost is right.", "Where every δ is 0.",
        {
            "output_delta": lambda dC_da_j, da_dz_j: 2 * (dC_da_j * da_dz_j),
            "softmax_delta": lambda dC_da, da_dz_j: 2 * softmax_delta(dC_da, da_dz_j),
        },
    ),
    Mistake(
        "output-delta-halved", "equation", "9", "δ_j = ½ ∂C/∂a_j · σ′(z_j), whatever the cost", DELTA,
        "Every δ and every gradient is half the right one, the cost is right.", "Where every δ is 0.",
        {
            "output_delta": lambda dC_da_j, da_dz_j: dC_da_j * da_dz_j / 2,
            "softmax_delta": lambda dC_da, da_dz_j: softmax_delta(dC_da, da_dz_j) / 2,
        },
    ),
    Mistake(
        "output-slope-only", "equation", "9", "δ_j = σ′(z_j)", DELTA,
        "The last δ does not depend on the target.", "With softmax.", {"output_delta": slope_only},
    ),
    Mistake(
        "a-minus-y-for-every-cost", "equation", "9", "δ_j = a_j − y_j whatever cost and activation are", DELTA,
        "The shortcut of sigmoid with binary_cross_entropy and of softmax with cross_entropy, used everywhere.",
        "Where the shortcut holds, and for the identity with half_squared_error.",
        {"backward": backward_by(None, a_minus_y, a_minus_y)},
    ),
    Mistake(
        "one-error-for-all", "equation", "9", "δ_j = (Σ_i ∂C/∂a_i) σ′(z_j)", DELTA,
        "One error for the whole layer: outputs that were right are blamed for their neighbours.",
        "With one output, and with softmax.", {"backward": backward_by(None, one_error_for_all)},
    ),
    Mistake(
        "input-for-slope", "equation", "9", "δ_j = ∂C/∂a_j · a_j^(L−2)", DELTA,
        "The layer's input is multiplied into δ itself, in the place of σ′.", "With softmax.",
        {"backward": backward_by(None, input_for_slope)},
    ),
    Mistake(
        "error-from-weighted-sums", "equation", "9", "∂C/∂a_j taken at z_j", "∂C/∂a_j taken at a_j",
        "The error is z_j − y_j where a_j − y_j belongs.", "Where the last layer is the identity, or softmax.",
        {"backward": backward_by(None, error_from_sums)},
    ),
]

SOFTMAXES = [
    Mistake(
        "softmax-diagonal-only", "equation", "9", "δ_j = ∂C/∂a_j · a_j(1 − a_j)", SOFTMAX_DELTA,
        "Softmax treated as if each output had its own z: the deltas no longer add up to 0.", "Without softmax.",
        {"activations": {SOFTMAX: activation(SOFTMAX, slope=diagonal_only)}},
    ),
    Mistake(
        "softmax-off-diagonal-only", "equation", "9", "∂a_j/∂z_j = 0", "∂a_j/∂z_j = a_j(1 − a_j)",
        "The effect of a neuron's z on its own output is left out.", "Without softmax.",
        {"activations": {SOFTMAX: activation(SOFTMAX, slope=off_diagonal_only)}},
    ),
    Mistake(
        "softmax-off-diagonal-sign", "equation", "9", "∂a_i/∂z_j = a_i a_j", "∂a_i/∂z_j = −a_i a_j for i ≠ j",
        "The other outputs seem to rise where they fall.", "Without softmax.",
        {"activations": {SOFTMAX: activation(SOFTMAX, slope=off_diagonal_plus)}},
    ),
    Mistake(
        "softmax-diagonal-not-subtracted", "equation", "9", "∂a_j/∂z_j = a_j", "∂a_j/∂z_j = a_j(1 − a_j)",
        "The diagonal lacks −a_j².", "Without softmax.",
        {"activations": {SOFTMAX: activation(SOFTMAX, slope=diagonal_not_subtracted)}},
    ),
    Mistake(
        "softmax-step-missing", "equation", "9", "δ_j = ∂C/∂a_j", SOFTMAX_DELTA,
        "What the cost gives is used as δ: the slopes of softmax are forgotten.", "Without softmax.",
        {"backward": backward_by(softmax=softmax_missing)},
    ),
    Mistake(
        "softmax-shortcut", "equation", "9",
        "δ_j = a_j − y_j for softmax with cross_entropy", SOFTMAX_DELTA + " = a_j Σ_i y_i − y_j",
        "The shortcut holds only for targets that add up to 1.",
        "Where they do, and without softmax and cross_entropy.",
        {"backward": backward_by(softmax=softmax_shortcut)},
    ),
    Mistake(
        "softmax-shortcut-with-slope", "equation", "9",
        "δ_j = (a_j − y_j) a_j(1 − a_j) for softmax with cross_entropy", SOFTMAX_DELTA,
        "The shortcut contains the slopes already, and one is multiplied again.",
        "Without softmax and cross_entropy.",
        {"backward": backward_by(softmax=softmax_shortcut_with_slope)},
    ),
    Mistake(
        "softmax-twice", "equation", "2/9", "a = softmax(softmax(z)), differentiated through both", "a = softmax(z)",
        "Outputs crowd together, none above e/(e + n − 1): a cost that has a softmax of its own was given one more.",
        "Without softmax.",
        {"forward": twice_forward, "backward": backward_by(softmax=twice_backward)},
    ),
    Mistake(
        "softmax-as-sigmoid", "equation", "2/9", "a_j = 1/(1 + e^−z_j), σ′ = a_j(1 − a_j)", "a_j = e^z_j / Σ_i e^z_i",
        "The outputs do not add up to 1.", "Without softmax.",
        {"activations": {SOFTMAX: activation(SOFTMAX, sigma=each_a_sigmoid, slope=diagonal_only)}},
    ),
]

ENTRIES = SLOPES + DELTAS + SOFTMAXES
