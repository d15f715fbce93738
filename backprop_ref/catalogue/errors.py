"""Mistakes of cost and error: another cost, other targets in it, the value where its derivative belongs."""

from __future__ import annotations

from ..activations import SOFTMAX
from ..backprop import Backpropagation
from ..door import RULES, admitted_example
from ..descent import gradient_step
from ..backprop import backpropagate
from ..costs import Cost
from ..descent import Step
from ..numerals import exp, ln, log1p
from ..numbers import stored
from .entry import Mistake
from .output import DELTA
from .passes import BCE, CE, SQUARED, Place, activation, backward_by, cost, total
from .slopes import slope_made_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

    from ..network import Example, Network
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules
    from .output import Slope
    from .passes import Formula


# ---- the cost ---------------------------------------------------------------------------------


def swapped(name: str) -> Cost:
    """C(y, a), differentiated in its first place."""
    right = RULES.costs[name]
    return cost(name, cost=lambda a, y: right.cost(y, a), slope=lambda a_j, y_j, n: right.slope(y_j, a_j, n))


def swapped_and_followed(name: str) -> Cost:
    """C(y, a), differentiated in a."""
    right = RULES.costs[name]
    slopes: Dict[str, Slope] = {
        BCE: lambda a_j, y_j, n: ln((1 - y_j) / y_j), CE: lambda a_j, y_j, n: -ln(y_j),
    }
    return cost(name, cost=lambda a, y: right.cost(y, a), slope=slopes.get(name, right.slope))


def first_term(a: Vector, y: Vector) -> Number:
    """The binary cross-entropy without its second term."""
    return RULES.costs[CE].cost(a, y)


def without_logarithm(a: Vector, y: Vector) -> Number:
    return -total([y_j * a_j for a_j, y_j in zip(a, y)])


def without_logarithms(a: Vector, y: Vector) -> Number:
    return -total([y_j * a_j + (1 - y_j) * (1 - a_j) for a_j, y_j in zip(a, y)])


def of_sums_again(a: Vector, y: Vector) -> Number:
    """The binary cross-entropy of 1/(1 + e^−a): ln(1 + e^a) − ya, without overflow."""
    return total([
        (a_j if a_j > 0 else a_j * 0) + log1p(exp(-abs(a_j))) - y_j * a_j for a_j, y_j in zip(a, y)
    ])


def of_softmax_again(a: Vector, y: Vector) -> Number:
    """The cross-entropy of softmax(a)."""
    largest = max(a)
    scale = ln(total([exp(a_j - largest) for a_j in a])) + largest
    return total([y_j * (scale - a_j) for a_j, y_j in zip(a, y)])


# ---- ∂C/∂a ------------------------------------------------------------------------------------


def halved(slope: Slope) -> Slope:
    return lambda a_j, y_j, n: slope(a_j, y_j, n) / 2


def of_whole_output(slope: Slope) -> Slope:
    """a_j taken for 1 above ½, for 0 below."""
    return lambda a_j, y_j, n: slope(type(a_j)(round(float(a_j))), y_j, n)


def of_step(slope: Slope) -> Slope:
    return lambda a_j, y_j, n: slope(type(a_j)(1 if 2 * a_j > 1 else 0), y_j, n)


def power_without_brackets(slope: Slope) -> Slope:
    """2e² − 1 in the place of 2e, e = a_j − y_j."""

    def changed(a_j: Number, y_j: Number, n: int) -> Number:
        e_j = a_j - y_j
        return (2 * e_j * e_j - 1) * slope(y_j * 0 + 1, y_j * 0, n) / 2

    return changed


def power_of_sum_without_brackets(a: Vector, j: int) -> Vector:
    """e_i p, p = T^−1: ∂p/∂T is −T^−1 − 1 in the place of −T^−2.  T is the sum of all e^(z − max z)."""
    T = 1 / max(a)
    return [(a_i if i == j else a_i * 0) - a_i * a[j] * (T + T * T) for i, a_i in enumerate(a)]


def slope_from_logarithm(a_j: Number, y_j: Number, n: int) -> Number:
    return -y_j / ln(a_j) if y_j != 0 else y_j


def slope_from_logarithms(a_j: Number, y_j: Number, n: int) -> Number:
    first = slope_from_logarithm(a_j, y_j, n)
    return first + (1 - y_j) / ln(1 - a_j) if y_j != 1 else first


def squared_by(change: Callable[[Slope], Slope]) -> Dict[str, Any]:
    """The squared costs with each slope changed."""
    return {"costs": {name: cost(name, slope=change(RULES.costs[name].slope)) for name in SQUARED}}


def cost_for_error(at: Place, j: int) -> Number:
    return at.eq.output_delta(at.eq.costs[at.cost].cost(at.a[at.l], at.y), at.slope(j))


def cost_for_error_in_softmax(at: Place, j: int) -> Number:
    C = at.eq.costs[at.cost].cost(at.a[at.l], at.y)
    return at.eq.softmax_delta([C] * len(at.y), at.eq.activations[SOFTMAX].slope(at.a[at.l], j))


def through_softmax_again() -> Tuple[Formula, Formula]:
    """δ of an output neuron, and of softmax, for the cross-entropy of softmax(a)."""

    def errors(at: Place) -> Vector:
        p = at.eq.activations[SOFTMAX].sigma(at.a[at.l])
        return [p_i * total(at.y) - y_i for p_i, y_i in zip(p, at.y)]

    def output(at: Place, j: int) -> Number:
        return at.eq.output_delta(errors(at)[j], at.slope(j)) if at.cost == CE else at.right_delta(j)

    def softmax(at: Place, j: int) -> Number:
        if at.cost != CE:
            return at.right_delta(j)
        return at.eq.softmax_delta(errors(at), at.eq.activations[SOFTMAX].slope(at.a[at.l], j))

    return output, softmax


def last_output_only(squared: bool) -> Callable[..., Matrix]:
    """Only the last output has an error; squared: under squared costs alone."""

    def error(at: Place, j: int) -> Number:
        kept = j == len(at.y) - 1 or squared and at.cost not in SQUARED
        return at.dC_da(j) if kept else at.y[j] * 0

    def output(at: Place, j: int) -> Number:
        return at.eq.output_delta(error(at, j), at.slope(j))

    def softmax(at: Place, j: int) -> Number:
        errors = [error(at, i) for i in range(len(at.y))]
        return at.eq.softmax_delta(errors, at.eq.activations[SOFTMAX].slope(at.a[at.l], j))

    return backward_by(None, output, softmax)


def cost_of_last_output(name: str) -> Cost:
    """The mean is over all outputs all the same."""
    right = RULES.costs[name]
    if name == "mean_squared_error":
        return cost(name, cost=lambda a, y: right.cost(a[-1:], y[-1:]) / len(y))
    return cost(name, cost=lambda a, y: right.cost(a[-1:], y[-1:]))


def errors_as_outputs(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    """Under squared costs the last a becomes a − y in place, before slopes are made from it."""
    if cost not in SQUARED:
        return backpropagate(network, example, cost, eq)
    y = admitted_example(network, example).y
    lost: List[Vector] = []

    def output(at: Place, j: int) -> Number:
        error = at.a[at.l][j] - at.y[j]
        return at.eq.output_delta(at.dC_da(j), slope_made_from(at.layer.activation, at.z[at.l][j], error))

    def softmax(at: Place, j: int) -> Number:
        errors = [a_i - y_i for a_i, y_i in zip(at.a[at.l], at.y)]
        dC_da = [at.dC_da(i) for i in range(len(at.y))]
        return at.eq.softmax_delta(dC_da, at.eq.activations[SOFTMAX].slope(errors, j))

    one = backpropagate(network, example, cost, eq.replaced(backward=backward_by(None, output, softmax)))
    lost.append([a_j - y_j for a_j, y_j in zip(one.a[-1], y)])
    return Backpropagation(z=one.z, a=[*one.a[:-1], lost[0]], C=one.C, delta=one.delta,
                           dC_dw=one.dC_dw, dC_db=one.dC_db)


def in_integers(name: str, slope: Slope) -> Cost:
    return cost(name, slope=lambda a_j, y_j, n: stored(slope(a_j, y_j, n), lambda e_j: float(int(e_j))))


def errors_in_integers(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES,
) -> Step:
    """∂C/∂a without what stands behind its point, where all targets are whole numbers."""
    admitted = [admitted_example(network, example) for example in examples]
    if all(y_j == int(float(y_j)) for example in admitted for y_j in example.y):
        eq = eq.replaced(costs={**eq.costs, cost: in_integers(cost, eq.costs[cost].slope)})
    return gradient_step(network, admitted, alpha, cost, reduction, eq)


# ---- the gradient of more than the cost -------------------------------------------------------


def times_cost(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES,
) -> Step:
    """The backward pass starts with C in the place of 1."""
    step = gradient_step(network, examples, None, cost, reduction, eq)
    dC_dw = [[[g_jk * step.C for g_jk in g_j] for g_j in g] for g in step.dC_dw]
    dC_db = [[g_j * step.C for g_j in g] for g in step.dC_db]
    new = None if alpha is None else eq.update(network, alpha, dC_dw, dC_db, eq)
    return Step(z=step.z, a=step.a, delta=step.delta, C=step.C, dC_dw=dC_dw, dC_db=dC_db, network=new)


def each_times_cost(network: Network, example: Example, cost: str, eq: Rules = RULES) -> Backpropagation:
    one = backpropagate(network, example, cost, eq)
    delta = [[delta_j * one.C for delta_j in delta_l] for delta_l in one.delta]
    dC_dw, dC_db = eq.gradients(network, admitted_example(network, example).x, one.a, delta, eq)
    return Backpropagation(z=one.z, a=one.a, C=one.C, delta=delta, dC_dw=dC_dw, dC_db=dC_db)


# ---- the entries ------------------------------------------------------------------------------

ENTRIES = [
    Mistake(
        "output-and-target-swapped", "equation", "9", "C(y, a), and its slope in the first place", "C(a, y)",
        "Squared costs are the same and their slopes have the other sign; cross-entropies have ln y_j.",
        "In squared costs themselves; where y_j is 0 or 1 a cross-entropy has no value.",
        {"costs": {name: swapped(name) for name in (*SQUARED, BCE, CE)}},
        also=[{"costs": {name: swapped_and_followed(name) for name in (BCE, CE)}}],
    ),
    Mistake(
        "binary-as-cross-entropy", "equation", "9", "binary_cross_entropy: C = −Σ_j y_j ln a_j, and its slope",
        "C = −Σ_j (y_j ln a_j + (1 − y_j) ln(1 − a_j))", "Outputs whose target is 0 are not blamed.",
        "Where every target is 1.", {"costs": {BCE: cost(BCE, cost=first_term, slope=RULES.costs[CE].slope)}},
        equivalents=("bce-first-term-only",),
    ),
    Mistake(
        "cross-entropy-as-binary", "equation", "9", "cross_entropy: C with (1 − y_j) ln(1 − a_j) too, and its slope",
        "C = −Σ_j y_j ln a_j", "Outputs are blamed for what they give to other classes, beside softmax.",
        "Where every target is 1.",
        {"costs": {CE: cost(CE, cost=RULES.costs[BCE].cost, slope=RULES.costs[BCE].slope)}},
        equivalents=("ce-binary-terms",),
    ),
    Mistake(
        "logarithm-left-out", "equation", "9", "cross_entropy: C = −Σ_j y_j a_j, ∂C/∂a_j = −y_j", "−Σ_j y_j ln a_j",
        "A cost that wants logarithms was given probabilities: PyTorch's NLLLoss without LogSoftmax.",
        "Without a cross-entropy.",
        {"costs": {CE: cost(CE, cost=without_logarithm, slope=lambda a_j, y_j, n: -y_j)}},
        also=[
            {"costs": {
                CE: cost(CE, cost=without_logarithm, slope=lambda a_j, y_j, n: -y_j),
                BCE: cost(BCE, cost=without_logarithms, slope=lambda a_j, y_j, n: 1 - 2 * y_j),
            }},
            {"costs": {
                CE: cost(CE, slope=lambda a_j, y_j, n: -y_j), BCE: cost(BCE, slope=lambda a_j, y_j, n: 1 - 2 * y_j),
            }},
        ],
    ),
    Mistake(
        "sigmoid-in-cost-too", "convention", "9", "binary_cross_entropy of 1/(1 + e^−a_j), differentiated through both",
        "binary_cross_entropy of a_j", "Outputs went through a sigmoid, and the cost has one of its own: PyTorch's "
        "BCEWithLogitsLoss, TensorFlow's from_logits.", "Without binary_cross_entropy.",
        {"costs": {BCE: cost(
            BCE, cost=of_sums_again, slope=lambda a_j, y_j, n: 1 / (1 + exp(-a_j)) - y_j,
        )}},
    ),
    Mistake(
        "softmax-in-cost-too", "convention", "9", "cross_entropy of softmax(a), differentiated through both",
        "cross_entropy of a", "Outputs went through softmax, or another activation, and the cost has a softmax of its "
        "own: PyTorch's CrossEntropyLoss, TensorFlow's from_logits.", "Without cross_entropy.",
        {"costs": {CE: cost(CE, cost=of_softmax_again)}, "backward": backward_by(None, *through_softmax_again())},
    ),
    Mistake(
        "power-rule-without-factor", "equation", "9", "squared costs: the derivative of (a_j − y_j)² is a_j − y_j",
        "2(a_j − y_j)", "Every squared cost has half of its slope.", "Without a squared cost.", squared_by(halved),
    ),
    Mistake(
        "power-rule-without-brackets", "equation", "9",
        "squared costs: the derivative of e^n is n e^n − 1, e = a_j − y_j; in softmax perhaps too, for a power −1",
        "n e^(n − 1)", "The brackets of the exponent are missing: n*e**n - 1 in a program.",
        "Without a squared cost.", squared_by(power_without_brackets), also=[{
            **squared_by(power_without_brackets),
            "activations": {SOFTMAX: activation(SOFTMAX, slope=power_of_sum_without_brackets)},
        }],
    ),
    Mistake(
        "slope-of-logarithm-from-itself", "equation", "9",
        "cross-entropies: ∂C/∂a_j = −y_j/ln a_j, + (1 − y_j)/ln(1 − a_j) in the binary one",
        "−y_j/a_j + (1 − y_j)/(1 − a_j)",
        "The slope of ln is made from its value: 1/out stands where 1/in belongs.", "Without a cross-entropy.",
        {"costs": {CE: cost(CE, slope=slope_from_logarithm), BCE: cost(BCE, slope=slope_from_logarithms)}},
    ),
    Mistake(
        "error-of-whole-outputs", "equation", "9", "squared costs: ∂C/∂a_j with a_j rounded, or with 1 where a_j > ½",
        "∂C/∂a_j at a_j itself", "The error is that of the answer yes or no, as in a perceptron.",
        "Without a squared cost.", squared_by(of_whole_output), also=[squared_by(of_step)],
    ),
    Mistake(
        "errors-in-integers", "procedure", "9", "∂C/∂a_j without what stands behind its point", "∂C/∂a_j",
        "The array for ∂C/∂a was made like that of the targets, which are integers: most errors become 0.",
        "Where a target is no whole number.", {"gradient_step": errors_in_integers},
    ),
    Mistake(
        "cost-for-error", "equation", "9", "δ_j = C σ′(z_j)", DELTA,
        "The value of the cost is handed back in the place of its derivatives.", "Where C is 0.",
        {"backward": backward_by(None, cost_for_error, cost_for_error_in_softmax)},
    ),
    Mistake(
        "gradient-times-cost", "equation", "9", "C ∂C/∂p", "∂C/∂p",
        "The backward pass was started with C where 1 belongs.", "Where C is 0 or 1.", {"gradient_step": times_cost},
        also=[{"backpropagate": each_times_cost}],
    ),
    Mistake(
        "last-output-only", "equation", "9", "δ_j = 0 for every output but the last, in squared costs or in all", DELTA,
        "Only the last output counts: = where += belongs in a loop over the outputs.", "With one output.",
        {"backward": last_output_only(False)},
        also=[
            {"backward": last_output_only(True)},
            {"backward": last_output_only(True), "costs": {name: cost_of_last_output(name) for name in SQUARED}},
            {"backward": last_output_only(False), "costs": {
                name: cost_of_last_output(name) for name in (*SQUARED, BCE, CE)
            }},
        ],
    ),
    Mistake(
        "outputs-overwritten-by-errors", "equation", "9", "a_j − y_j in the place of a_j, then slopes made from it",
        "slopes made from a_j",
        "The error was computed in place: under squared costs the outputs are gone when their slopes need them.",
        "Without a squared cost; for last layers whose slope is made from z.", {"backpropagate": errors_as_outputs},
    ),
]
