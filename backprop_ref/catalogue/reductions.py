"""Mistakes of the reduction over the examples: by what the sum is divided."""

from __future__ import annotations

from ..descent import Step, reduce

from ..door import RULES
from ..descent import gradient_step
from ..equations import mean_over_examples, sum_over_examples
from ..numerals import exp, ln
from .entry import Mistake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List, Optional, Sequence, Tuple, Type

    from ..network import Example, Network
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules
    from .entry import Replacements

    Reduced = Tuple[List[Matrix], Matrix]
    Divisor = Callable[[Type[Any], int, int], Number]  # of the number type, N (1 for a sum) and the number of outputs


def gradients_summed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, n, "sum", eq)


def gradients_averaged(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, n, "mean", eq)


def biases_summed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return reduce(total_w, total_b, n, reduction, eq)[0], total_b


def weights_summed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    return total_w, reduce(total_w, total_b, n, reduction, eq)[1]


def biases_averaged_twice(
    total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES
) -> Reduced:
    dC_dw, dC_db = reduce(total_w, total_b, n, reduction, eq)
    return dC_dw, reduce(dC_dw, dC_db, n, reduction, eq)[1]


def weights_averaged_twice(
    total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES
) -> Reduced:
    dC_dw, dC_db = reduce(total_w, total_b, n, reduction, eq)
    return reduce(dC_dw, dC_db, n, reduction, eq)[0], dC_db


# ---- divided by another number ---------------------------------------------------------------


def gradients_over(divisor: Divisor, sums_too: bool = False) -> Replacements:
    """What is added up divided by another number than N, where the case asks for the mean, or for the sum too."""

    def changed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
        if reduction != "mean" and not sums_too:
            return reduce(total_w, total_b, n, reduction, eq)
        over = divisor(type(total_b[0][0]), n if reduction == "mean" else 1, len(total_w[-1]))
        return divided(total_w, over), divided(total_b, over)

    return {"reduce": changed}


def all_over(divisor: Divisor, sums_too: bool = False) -> Replacements:
    """The same for the cost too."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        def over(total_j: Vector, n: int) -> Vector:
            by = divisor(network.number, n if reduction == "mean" else 1, len(network.layers[-1].w))
            return [total_jk / by for total_jk in total_j]

        rules = eq
        if reduction == "mean" or sums_too:
            rules = eq.replaced(reductions={**eq.reductions, reduction: over})
        return gradient_step(network, examples, alpha, cost, reduction, rules)

    return {"gradient_step": changed}


def deltas_over_too(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES,
) -> Step:
    """The last δ divided by N, and what is added up again."""
    rules, n = eq, len(examples)
    if reduction == "mean":
        rules = eq.replaced(
            output_delta=lambda dC_da_j, da_dz_j: eq.output_delta(dC_da_j, da_dz_j) / n,
            softmax_delta=lambda dC_da, da_dz_j: eq.softmax_delta(dC_da, da_dz_j) / n,
        )
    return gradient_step(network, examples, alpha, cost, reduction, rules)


def by_layer(size: Callable[[Matrix], int], weights: bool = True, biases: bool = True) -> Replacements:
    """What is added up divided by a size of the layer's weights in the place of N."""

    def changed(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
        if reduction != "mean":
            return reduce(total_w, total_b, n, reduction, eq)
        dC_dw, dC_db = reduce(total_w, total_b, n, reduction, eq)
        for l, w in enumerate(total_w):
            if weights:
                dC_dw[l] = divided(w, size(w))
            if biases:
                dC_db[l] = divided(total_b[l], size(w))
        return dC_dw, dC_db

    return {"reduce": changed}


def over_inputs(cost_too: bool) -> Replacements:
    """What is added up divided by the number of inputs of the network, and the cost too."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        inputs = len(network.layers[0].w[0])
        form = (all_over if cost_too else gradients_over)(lambda number, n, outputs: inputs)
        rules = eq.replaced(**form) if "reduce" in form else eq
        step = form.get("gradient_step", gradient_step)
        return step(network, examples, alpha, cost, reduction, rules)  # type: ignore[no-any-return]

    return {"gradient_step": changed}


def nothing_for_several(total_j: Vector, n: int) -> Vector:
    """Times 1/N in integers: 0 for more than one example."""
    return [total_jk * (1 // n) for total_jk in total_j]


def without_fraction(total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules = RULES) -> Reduced:
    """Gradients kept in an array of integers."""
    dC_dw, dC_db = reduce(total_w, total_b, n, reduction, eq)
    return whole(dC_dw), whole(dC_db)


def whole(value: Any) -> Any:
    """Every number of nested lists without what stands behind its point.

    >>> whole([1.5, -0.5])
    [1.0, 0.0]
    """
    return [whole(item) for item in value] if isinstance(value, list) else type(value)(int(float(value)))


def divided(value: Any, by: Number) -> Any:
    return [divided(item, by) for item in value] if isinstance(value, list) else value / by


# ---- the entries -----------------------------------------------------------------------------

MEAN, SUM = "(Σ_i ∂C_i/∂p)/N, N the number of examples", "Σ_i ∂C_i/∂p"
ONE_EXAMPLE = "With one example."


def of_mean(name: str, written: str, shows: str, hidden: str, pass_: Callable[..., Reduced]) -> Mistake:
    return Mistake(name, "convention", None, written, MEAN, shows, hidden, {"reduce": pass_})


def over(
    name: str, written: str, shows: str, hidden: str, divisor: Divisor, sums_too: bool = False,
    also: Sequence[Replacements] = (),
) -> Mistake:
    """An entry for another divisor, of the gradients or of the cost too; of a sum, too, or not."""
    also = [all_over(divisor), *also]
    if sums_too:
        also += [gradients_over(divisor, True), all_over(divisor, True)]
    return Mistake(
        name, "convention", None, written, MEAN, shows, (hidden + " Where the case asks for the sum.").strip(),
        gradients_over(divisor), also=also,
    )


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
        "biases-averaged-twice", "(Σ_i ∂C_i/∂b)/N² for biases, the mean for weights",
        "Bias gradients are N times too small.",
        ONE_EXAMPLE + " Where the case asks for the sum.", biases_averaged_twice,
    ),
    of_mean(
        "weights-averaged-twice", "(Σ_i ∂C_i/∂w)/N² for weights, the mean for biases",
        "Weight gradients are N times too small.",
        ONE_EXAMPLE + " Where the case asks for the sum.", weights_averaged_twice,
    ),
    over(
        "averaged-twice", "(Σ_i ∂C_i/∂p)/N²", "Gradients are N times too small.", ONE_EXAMPLE,
        lambda number, n, outputs: n * n, also=[{"gradient_step": deltas_over_too}],
    ),
    over(
        "over-root-of-examples", "(Σ_i ∂C_i/∂p)/√N", "Gradients are √N times too large.", ONE_EXAMPLE,
        lambda number, n, outputs: exp(ln(number(n)) / 2),
    ),
    over(
        "over-one-less", "(Σ_i ∂C_i/∂p)/(N − 1)", "Gradients are N/(N − 1) times too large, as in a sample's variance.",
        ONE_EXAMPLE, lambda number, n, outputs: max(n - 1, 1),
    ),
    over(
        "over-one-more", "(Σ_i ∂C_i/∂p)/(N + 1)", "The count of examples is one too high.", "",
        lambda number, n, outputs: n + 1,
    ),
    over(
        "over-outputs", "(Σ_i ∂C_i/∂p)/n, n the number of outputs",
        "The mean is taken over the outputs in the place of the examples.",
        "Where there are as many examples as outputs.", lambda number, n, outputs: outputs,
    ),
    Mistake(
        "over-inputs", "convention", None, "(Σ_i ∂C_i/∂p)/n, n the number of inputs", MEAN,
        "The wrong dimension of the inputs was taken for the number of examples.",
        "Where there are as many examples as inputs. Where the case asks for the sum.", over_inputs(False),
        also=[over_inputs(True), by_layer(lambda w: len(w[0]))],
    ),
    Mistake(
        "over-neurons", "convention", None, "(Σ_i ∂C_i/∂p)/n, n the number of neurons of the layer", MEAN,
        "The wrong dimension of the deltas was taken for the number of examples: for biases, or for weights too.",
        "Where a layer has as many neurons as there are examples. Where the case asks for the sum.",
        by_layer(len), also=[by_layer(len, False)],
    ),
    Mistake(
        "divided-by-integers", "procedure", None, "Σ_i ∂C_i/∂p times 1/N in integers, 0 for N > 1", MEAN,
        "Nothing is learned from more than one example.", ONE_EXAMPLE + " Where the case asks for the sum.",
        {"reductions": {"mean": nothing_for_several}},
        also=[{"reduce": lambda total_w, total_b, n, reduction, eq: reduce(
            total_w, total_b, n, reduction, eq.replaced(reductions={**eq.reductions, "mean": nothing_for_several})
        )}],
    ),
    Mistake(
        "gradients-in-integers", "procedure", None, "∂C/∂p without what stands behind its point", "∂C/∂p",
        "An array of integers was made for gradients: most of them become 0.", "Where gradients are whole numbers.",
        {"reduce": without_fraction},
    ),
    over(
        "over-twice-the-examples", "(Σ_i ∂C_i/∂p)/(2N)",
        "The ½ of half_squared_error is divided by once more: 1/(2N).", "", lambda number, n, outputs: 2 * n,
    ),
    over(
        "over-all-elements", "(Σ_i ∂C_i/∂p)/(N n), n the number of outputs",
        "The mean goes over all numbers of the batch, the default of many libraries.", "With one output.",
        lambda number, n, outputs: n * outputs, True,
    ),
]
