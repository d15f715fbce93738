"""Mistakes of the reduction over the examples: by what the sum is divided."""

from __future__ import annotations

from ..descent import reduce
from ..equations import mean_over_examples, sum_over_examples
from ..rules import RULES
from .entry import Mistake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, List, Tuple

    from ..numerals import Matrix
    from ..rules import Rules

    Reduced = Tuple[List[Matrix], Matrix]


def gradients_summed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, n, "sum", eq)


def gradients_averaged(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, n, "mean", eq)


def biases_summed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, n, reduction, eq)[0], total_b


def weights_summed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return total_w, reduce(total_w, total_b, n, reduction, eq)[1]


def averaged_twice(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    dC_dw, dC_db = reduce(total_w, total_b, n, reduction, eq)
    return reduce(dC_dw, dC_db, n, reduction, eq)


def over_one_less(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, max(n - 1, 1), reduction, eq)


def over_one_more(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, n + 1, reduction, eq)


def over_outputs(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, len(total_w[-1]), reduction, eq)


def over_twice_examples(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, 2 * n, reduction, eq)


def over_all_elements(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, n * len(total_w[-1]), reduction, eq)


# ---- the entries -----------------------------------------------------------------------------

MEAN, SUM = "(Σ_i ∂C_i/∂p)/N, N the number of examples", "Σ_i ∂C_i/∂p"
ONE_EXAMPLE = "With one example."


def of_mean(name: str, written: str, shows: str, hidden: str, pass_: Callable[..., Reduced]) -> Mistake:
    return Mistake(name, "convention", None, written, MEAN, shows, hidden, {"reduce": pass_})


ENTRIES = [
    Mistake(
        "sum-for-mean", "convention", None, SUM + ", cost and gradients", MEAN,
        "Cost and gradients are N times too large.",
        ONE_EXAMPLE + " Where the case asks for the sum.", {"reductions": {"mean": sum_over_examples}},
        equivalents=("sum-for-mean-in-gradients",),
    ),
    Mistake(
        "sum-for-mean-in-gradients", "convention", None, SUM + " for gradients, the mean for the cost", MEAN,
        "Gradients are N times too large, the cost is right.", ONE_EXAMPLE + " Where the case asks for the sum.",
        {"reduce": gradients_summed}, equivalents=("sum-for-mean",),
    ),
    Mistake(
        "mean-for-sum", "convention", None, MEAN + ", cost and gradients", SUM,
        "Cost and gradients are N times too small.",
        ONE_EXAMPLE + " Where the case asks for the mean.", {"reductions": {"sum": mean_over_examples}},
        equivalents=("mean-for-sum-in-gradients",),
    ),
    Mistake(
        "mean-for-sum-in-gradients", "convention", None, MEAN + ", for gradients, the sum for the cost", SUM,
        "Gradients are N times too small, the cost is right.", ONE_EXAMPLE + " Where the case asks for the mean.",
        {"reduce": gradients_averaged}, equivalents=("mean-for-sum",),
    ),
    of_mean(
        "biases-not-averaged", "Σ_i ∂C_i/∂b for biases, the mean for weights",
        "Bias gradients are N times too large.",
        ONE_EXAMPLE + " Where the case asks for the sum.", biases_summed,
    ),
    of_mean(
        "weights-not-averaged", "Σ_i ∂C_i/∂w for weights, the mean for biases",
        "Weight gradients are N times too large.",
        ONE_EXAMPLE + " Where the case asks for the sum.", weights_summed,
    ),
    of_mean(
        "averaged-twice", "(Σ_i ∂C_i/∂p)/N²", "Gradients are N times too small.",
        ONE_EXAMPLE + " Where the case asks for the sum.", averaged_twice,
    ),
    of_mean(
        "over-one-less", "(Σ_i ∂C_i/∂p)/(N − 1)",
        "Gradients are N/(N − 1) times too large, as in a sample's variance.",
        ONE_EXAMPLE + " Where the case asks for the sum.", over_one_less,
    ),
    of_mean(
        "over-one-more", "(Σ_i ∂C_i/∂p)/(N + 1)", "The count of examples is one too high.",
        "Where the case asks for the sum.", over_one_more,
    ),
    of_mean(
        "over-outputs", "(Σ_i ∂C_i/∂p)/n, n the number of outputs",
        "The mean is taken over the outputs in the place of the examples.",
        "Where there are as many examples as outputs, and where the case asks for the sum.", over_outputs,
    ),
    of_mean(
        "over-twice-the-examples", "(Σ_i ∂C_i/∂p)/(2N)",
        "The ½ of half_squared_error is divided by once more: 1/(2N).",
        "Where the case asks for the sum.", over_twice_examples,
    ),
    of_mean(
        "over-all-elements", "(Σ_i ∂C_i/∂p)/(N n), n the number of outputs",
        "The mean goes over all numbers of the batch, the default of many libraries.",
        "With one output. Where the case asks for the sum.", over_all_elements,
    ),
]
