"""Mistakes where the error signals start: ∂C/∂a, the last layer's δ, softmax."""

from __future__ import annotations

from ..activations import SOFTMAX
from ..door import RULES
from .entry import Mistake
from .passes import BCE, SQUARED, Place, backward_by, cost, total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Tuple

    from ..numerals import Number

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


def made_absolute(slope: Slope) -> Slope:
    """|∂C/∂a_j|."""
    return lambda a_j, y_j, n: abs(slope(a_j, y_j, n))


def squared_slope(slope: Slope) -> Slope:
    """(∂C/∂a_j)²."""

    def changed(a_j: Number, y_j: Number, n: int) -> Number:
        dC_da_j = slope(a_j, y_j, n)
        return dC_da_j * dC_da_j

    return changed


def slope_times_error(slope: Slope) -> Slope:
    """∂C/∂a_j (a_j − y_j): the power of the square stays."""
    return lambda a_j, y_j, n: slope(a_j, y_j, n) * (a_j - y_j)


def relative(slope: Slope) -> Slope:
    """∂C/∂a_j over the target."""
    return lambda a_j, y_j, n: slope(a_j, y_j, n) / y_j if y_j != 0 else slope(a_j, y_j, n)


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


def one_error_for_all_in_softmax(at: Place, j: int) -> Number:
    error = total([at.dC_da(i) for i in range(len(at.y))])
    return at.eq.softmax_delta([error] * len(at.y), at.eq.activations[SOFTMAX].slope(at.a[at.l], j))


def first_error_for_all(at: Place, j: int) -> Number:
    return at.eq.output_delta(at.dC_da(0), at.slope(j))


def first_error_for_all_in_softmax(at: Place, j: int) -> Number:
    return at.eq.softmax_delta([at.dC_da(0)] * len(at.y), at.eq.activations[SOFTMAX].slope(at.a[at.l], j))


def last_error_for_all(at: Place, j: int) -> Number:
    return at.eq.output_delta(at.dC_da(len(at.y) - 1), at.slope(j))


def last_error_for_all_in_softmax(at: Place, j: int) -> Number:
    return at.eq.softmax_delta([at.dC_da(len(at.y) - 1)] * len(at.y), at.eq.activations[SOFTMAX].slope(at.a[at.l], j))


def first_output_only(at: Place, j: int) -> Number:
    return at.right_delta(j) * (0 if j else 1)


def mean_error_for_all(at: Place, j: int) -> Number:
    return at.eq.output_delta(total([at.dC_da(i) for i in range(len(at.y))]) / len(at.y), at.slope(j))


def input_for_slope(at: Place, j: int) -> Number:
    return at.eq.output_delta(at.dC_da(j), at.before[j]) if j < len(at.before) else at.right_delta(j)


def error_from_sums(at: Place, j: int) -> Number:
    """The cost taken at z in the place of a."""
    dC_da_j = at.eq.costs[at.cost].slope(at.z[at.l][j], at.y[j], len(at.y))
    return at.eq.output_delta(dC_da_j, at.slope(j))


# ---- the entries -----------------------------------------------------------------------------


def of_slope(
    name: str, of: str, written: str, shows: str, hidden: str, slope: Slope, equivalents: Tuple[str, ...] = ()
) -> Mistake:
    """An entry that has another ∂C/∂a_j for one cost."""
    return Mistake(
        name, "equation", "9", f"{of}: ∂C/∂a_j = {written}", f"{of}: ∂C/∂a_j = {RULES.costs[of].slope_formula}",
        shows, hidden, {"costs": {of: cost(of, slope=slope)}}, equivalents=equivalents,
    )


def for_every_cost(change: Callable[[Slope], Slope]) -> Dict[str, Any]:
    """A table of costs with each slope changed."""
    return {name: cost(name, slope=change(RULES.costs[name].slope)) for name in RULES.costs}


DELTA = "δ_j = ∂C/∂a_j · σ′(z_j)"

SLOPES = [
    Mistake(
        "sign-of-error", "equation", "9",
        "∂C/∂a_j with the other sign (y_j − a_j), and minus in the update all the same", "∂C/∂a_j",
        "Every δ and every gradient has the other sign, and the update goes uphill.", "Where all gradients are 0.",
        {"costs": for_every_cost(negated)},
    ),
    of_slope(
        "bce-first-term-only", BCE, "−y_j/a_j", "Outputs whose target is 0 are not blamed.",
        "Where every target is 1.", only_y, ("binary-as-cross-entropy",),
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
        "Where every target is 1.", RULES.costs[BCE].slope, ("cross-entropy-as-binary",),
    ),
    Mistake(
        "sign-of-difference", "equation", "9", "∂C/∂a_j = 1 or −1, the sign of a_j − y_j, for squared costs",
        "a_j − y_j, times the cost's factor",
        "The slope of Σ |a_j − y_j|: large and small errors are blamed alike.", "Without a squared cost.",
        {"costs": {n: cost(n, slope=absolute) for n in SQUARED}},
    ),
    Mistake(
        "cost-for-slope", "equation", "9", "∂C/∂a_j = (a_j − y_j)² for squared costs, or ∂C/∂a_j squared",
        "a_j − y_j, times the cost's factor",
        "No ∂C/∂a_j is negative: outputs only ever go down.", "Without a squared cost.",
        {"costs": {n: cost(n, slope=squared) for n in SQUARED}}, also=[
            {"costs": for_every_cost(squared_slope)},
            {"costs": {n: cost(n, slope=slope_times_error(RULES.costs[n].slope)) for n in SQUARED}},
        ],
    ),
    Mistake(
        "absolute-error", "equation", "9", "|∂C/∂a_j|", "∂C/∂a_j", "No ∂C/∂a_j is negative: outputs only ever go down.",
        "Where every output is above its target.", {"costs": for_every_cost(made_absolute)},
    ),
    Mistake(
        "relative-error", "equation", "9", "∂C/∂a_j over y_j", "∂C/∂a_j", "Small targets count more than large ones.",
        "Where targets are 0 or 1.", {"costs": for_every_cost(relative)},
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
        "With one output, and with softmax, where the deltas may become 0.",
        {"backward": backward_by(None, one_error_for_all)},
        also=[{"backward": backward_by(None, one_error_for_all, one_error_for_all_in_softmax)}],
    ),
    Mistake(
        "mean-error-for-all", "equation", "9", "δ_j = (1/n)(Σ_i ∂C/∂a_i) σ′(z_j)", DELTA,
        "One error for the whole layer, their mean.", "With one output, and with softmax.",
        {"backward": backward_by(None, mean_error_for_all)},
    ),
    Mistake(
        "first-error-for-all", "equation", "9", "δ_j = ∂C/∂a_0 · σ′(z_j)", DELTA,
        "The first output is right, the others are blamed for it.",
        "With one output, and with softmax, where the deltas may become 0.",
        {"backward": backward_by(None, first_error_for_all)},
        also=[{"backward": backward_by(None, first_error_for_all, first_error_for_all_in_softmax)}],
    ),
    Mistake(
        "last-error-for-all", "equation", "9", "δ_j = ∂C/∂a_i · σ′(z_j) with the last i", DELTA,
        "The last output is right, the others are blamed for it: i was still set by a loop.",
        "With one output, and with softmax, where the deltas may become 0.",
        {"backward": backward_by(None, last_error_for_all)},
        also=[{"backward": backward_by(None, last_error_for_all, last_error_for_all_in_softmax)}],
    ),
    Mistake(
        "first-output-only", "equation", "9", "δ_j = 0 for every output but the first", DELTA,
        "Only the first output is blamed for anything.", "With one output.",
        {"backward": backward_by(None, first_output_only, first_output_only)},
    ),
    Mistake(
        "output-slope-added", "equation", "9", "δ_j = ∂C/∂a_j + σ′(z_j)", DELTA,
        "A plus stands in the place of the factor.", "With softmax.",
        {"output_delta": lambda dC_da_j, da_dz_j: dC_da_j + da_dz_j},
    ),
    Mistake(
        "output-slope-divides", "equation", "9", "δ_j = (∂C/∂a_j)/σ′(z_j)", DELTA,
        "Outputs that saturate are blamed most.", "Where the last layer is the identity, or softmax.",
        {"output_delta": lambda dC_da_j, da_dz_j: dC_da_j / da_dz_j if da_dz_j != 0 else dC_da_j * 0},
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

ENTRIES = SLOPES + DELTAS
