"""Conventions that the case settles otherwise: the cost's factor, the sign, α inside the gradient."""

from __future__ import annotations

from ..descent import Step, gradient_step
from ..door import RULES, admitted_example
from ..numerals import exp, ln
from .entry import Mistake
from .passes import SQUARED, Place, cost
from .passes import cost as cost_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence

    from ..cases import Case
    from ..costs import Cost
    from ..network import Example, Network
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules
    from .entry import Result


# ---- the cost's factor -----------------------------------------------------------------------


def half_mean(a: Vector, y: Vector) -> Number:
    return RULES.costs["mean_squared_error"].cost(a, y) / 2


def half_mean_slope(a_j: Number, y_j: Number, n: int) -> Number:
    return (a_j - y_j) / n


# The four squared costs that people write: C, ∂C/∂a_j and both as a person writes them.
FACTORS: Dict[str, Cost] = {
    **{name: RULES.costs[name] for name in SQUARED},
    "half_mean_squared_error": cost("mean_squared_error", cost=half_mean, slope=half_mean_slope),
}
FORMULAS = {
    **{name: (RULES.costs[name].formula, RULES.costs[name].slope_formula) for name in SQUARED},
    "half_mean_squared_error": ("(1/2n) Σ_j (a_j − y_j)²", "(a_j − y_j)/n"),
}

ALIKE = {
    frozenset(("half_squared_error", "mean_squared_error")): " With two outputs.",
    frozenset(("half_squared_error", "half_mean_squared_error")): " With one output.",
    frozenset(("squared_error", "mean_squared_error")): " With one output.",
}

MEAN_SQUARED = "mean_squared_error"
NEXT_BELOW = list(zip(SQUARED, SQUARED[1:]))  # where a switch falls through when a break is missing


def short(name: str) -> str:
    """half-squared for half_squared_error."""
    return name.replace("_error", "").replace("_", "-")


def averaged(name: str) -> Cost:
    """A cross-entropy divided by the number of outputs."""
    right = RULES.costs[name]
    return cost(
        name,
        cost=lambda a, y: right.cost(a, y) / len(a),
        slope=lambda a_j, y_j, n: right.slope(a_j, y_j, n) / n,
    )


def falling_through(given: str, taken: str) -> Cost:
    """Without a break between them: C of both, and the slope of the one behind."""
    first, behind = FACTORS[given], FACTORS[taken]
    return cost(given, cost=lambda a, y: first.cost(a, y) + behind.cost(a, y), slope=behind.slope)


def over_examples(cost_too: bool) -> Callable[..., Step]:
    """A step that has N, the number of examples, where mean_squared_error has n."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        given, count = eq.costs[MEAN_SQUARED], len(examples)
        C = (lambda a, y: given.cost(a, y) * len(a) / count) if cost_too else given.cost
        meant = cost_by(MEAN_SQUARED, cost=C, slope=lambda a_j, y_j, n: given.slope(a_j, y_j, count))
        return gradient_step(
            network, examples, alpha, cost, reduction, eq.replaced(costs={**eq.costs, MEAN_SQUARED: meant})
        )

    return changed


def of_factor(given: str, taken: str) -> List[Mistake]:
    """Two entries: one squared cost taken for another, and its slope alone taken for the other's."""
    both, alone = f"{short(given)}-as-{short(taken)}", f"{short(given)}-with-slope-of-{short(taken)}"
    (C, slope), (right_C, right_slope) = FORMULAS[taken], FORMULAS[given]
    hidden = f"Without {given}.{ALIKE.get(frozenset((given, taken)), '')}"
    return [
        Mistake(
            both, "convention", "9", f"{given}: C = {C}, ∂C/∂a_j = {slope}",
            f"C = {right_C}, ∂C/∂a_j = {right_slope}",
            "Cost, deltas and gradients are off by one constant factor.", hidden, {"costs": {given: FACTORS[taken]}},
            equivalents=(alone,),
            also=[{"costs": {given: falling_through(given, taken)}}] if (given, taken) in NEXT_BELOW else [],
        ),
        Mistake(
            alone, "equation", "9", f"{given}: ∂C/∂a_j = {slope}", f"∂C/∂a_j = {right_slope}",
            "Deltas and gradients are off by one constant factor, the cost is right.", hidden,
            {"costs": {given: cost(given, slope=FACTORS[taken].slope)}}, equivalents=(both,),
        ),
    ]


def of_every_cost(taken: str) -> Mistake:
    return Mistake(
        f"every-squared-cost-as-{short(taken)}", "convention", "9",
        f"C = {FORMULAS[taken][0]}, ∂C/∂a_j = {FORMULAS[taken][1]} whichever squared cost the case names",
        "the cost that the case names", "One formula for all squared costs: off by a constant factor in the others.",
        f"Where the case asks for {taken}, and under cross-entropies.",
        {"costs": {name: FACTORS[taken] for name in SQUARED}},
        also=[{"costs": {name: cost(name, slope=FACTORS[taken].slope) for name in SQUARED}}],
    )


def of_average(name: str) -> List[Mistake]:
    """Two entries: a cross-entropy averaged over the outputs, and its slope alone."""
    both = f"{name.replace('_', '-')}-over-outputs"
    alone = f"{both}-in-slope"
    right = RULES.costs[name]
    return [
        Mistake(
            both, "convention", "9", f"{name}: (1/n) C, n the number of outputs", f"C = {right.formula}",
            "Cost, deltas and gradients are divided by the number of outputs, the default of many libraries.",
            f"Without {name}. With one output.", {"costs": {name: averaged(name)}}, equivalents=(alone,),
        ),
        Mistake(
            alone, "equation", "9", f"{name}: ∂C/∂a_j divided by the number of outputs n",
            f"∂C/∂a_j = {right.slope_formula}", "Deltas and gradients are divided by n, the cost is right.",
            f"Without {name}. With one output.", {"costs": {name: cost(name, slope=averaged(name).slope)}},
            equivalents=(both,),
        ),
    ]


# ---- costs alone -----------------------------------------------------------------------------


def costs_by(change: Callable[[Vector, Vector, Number], Number], names: Sequence[str]) -> Dict[str, Any]:
    """Replacements that change C and leave the slopes right."""

    def changed(name: str) -> Cost:
        right = RULES.costs[name].cost
        return cost(name, cost=lambda a, y: change(a, y, right(a, y)))

    return {"costs": {name: changed(name) for name in names}}


def of_cost(
    name: str, written: str, right: str, shows: str, hidden: str, replace: Dict[str, Any],
    also: Sequence[Dict[str, Any]] = (),
) -> Mistake:
    return Mistake(name, "convention", None, written, right, shows, hidden, replace, only=("cost",), also=also)


def cost_summed(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    step.C = step.C * len(examples) if reduction == "mean" else step.C
    return step


def cost_of_last(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    step.C = eq.costs[cost].cost(step.a[-1][-1], admitted_example(network, examples[-1]).y)
    return step


def cost_after_update(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    if step.network is not None:
        step.C = gradient_step(step.network, examples, None, cost, reduction, eq).C
    return step


def of_another_cost(name: str, formula: str, C: Callable[[Vector, Vector], Number]) -> Mistake:
    """The cost that is told is another than the one that is learned."""
    return of_cost(
        f"cost-as-{name}", f"C = {formula} whatever the cost", "C of the cost that the case names",
        "Gradients are right, the number that is shown is that of another cost.", "Where the case asks for it.",
        {"costs": {of: cost(of, cost=C) for of in RULES.costs}},
    )


def absolute_errors(a: Vector, y: Vector) -> Number:
    C: Number = 0
    for a_j, y_j in zip(a, y):
        C = C + abs(a_j - y_j)
    return C


def mean_absolute_error(a: Vector, y: Vector) -> Number:
    return absolute_errors(a, y) / len(a)


def first_half_square(a: Vector, y: Vector) -> Number:
    e = a[0] - y[0]
    return e * e / 2


def of_first_output(name: str) -> Cost:
    right = RULES.costs[name].cost
    return cost(name, cost=lambda a, y: right(a[:1], y[:1]))


def of_last_output(name: str) -> Cost:
    right = RULES.costs[name].cost
    return cost(name, cost=lambda a, y: right(a[-1:], y[-1:]))


def root_of_cost(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    step.C = exp(ln(step.C) / 2) if step.C > 0 else step.C
    return step


def errors_for_deltas(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    """∂C/∂a of every neuron is handed out in the place of δ."""
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    step.delta = [
        [[at.dC_da(j) for j in range(len(at.layer.w))] for at in places(network, example, z, a, delta, cost, eq)]
        for example, z, a, delta in zip(examples, step.z, step.a, step.delta)
    ]
    return step


def differences_for_deltas(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
    eq: Rules = RULES
) -> Step:
    """a − y is handed out in the place of the last δ."""
    step = gradient_step(network, examples, alpha, cost, reduction, eq)
    for example, a, delta in zip(examples, step.a, step.delta):
        delta[-1] = [a_j - y_j for a_j, y_j in zip(a[-1], admitted_example(network, example).y)]
    return step


def places(
    network: Network, example: Example, z: Matrix, a: Matrix, delta: Matrix, cost: str, eq: Rules
) -> List[Place]:
    example = admitted_example(network, example)
    return [Place(network, example.x, example.y, z, a, delta, cost, eq, l) for l in range(len(network.layers))]


# ---- signs and α -----------------------------------------------------------------------------


def times(value: Any, factor: float) -> Any:
    """Every number of nested lists times the factor."""
    return [times(item, factor) for item in value] if isinstance(value, list) else factor * value


def fields_times(factor: Callable[[Case], float], *names: str) -> Callable[[Result, Case], Result]:
    """A result with these fields multiplied."""
    return lambda result, case: {
        name: times(value, factor(case)) if name in names else value for name, value in result.items()
    }


def rate(case: Case) -> float:
    return 1 if case.alpha is None else float(case.alpha)


GRADIENTS = ("weight_gradients", "bias_gradients")

ENTRIES = [
    *(entry for given in SQUARED for taken in FACTORS if taken != given for entry in of_factor(given, taken)),
    Mistake(
        "mean-squared-over-examples", "equation", "9",
        "mean_squared_error: C = (1/N) Σ_j (a_j − y_j)², ∂C/∂a_j = 2(a_j − y_j)/N, N the number of examples",
        "1/n, n the number of outputs",
        "The wrong dimension of the targets was taken for the number of outputs; in C and its slope, or in that alone.",
        "Without mean_squared_error; where there are as many examples as outputs.",
        {"gradient_step": over_examples(True)}, also=[{"gradient_step": over_examples(False)}],
    ),
    *(of_every_cost(taken) for taken in FACTORS),
    *of_average("binary_cross_entropy"),
    *of_average("cross_entropy"),
    Mistake(
        "negative-gradients", "convention", None, "−∂C/∂p and −δ: what is added, not what is subtracted",
        "∂C/∂p and δ",
        "The form y − a with plus: updates are right, gradients and deltas have the other sign.",
        "Where gradients are 0.",
        rewrite=fields_times(lambda case: -1, *GRADIENTS, "deltas"),
    ),
    Mistake(
        "negative-deltas", "convention", "6", "δ_j = −∂C/∂z_j", "δ_j = ∂C/∂z_j",
        "The form y − a with plus: gradients and updates are right, only deltas have the other sign.",
        "Where deltas are not given.",
        rewrite=fields_times(lambda case: -1, "deltas"), only=("deltas",),
    ),
    Mistake(
        "rate-in-gradients", "convention", None, "α ∂C/∂p", "∂C/∂p",
        "The step is handed out for the gradient; updates are right.", "Where α = 1, or no update is asked for.",
        rewrite=fields_times(rate, *GRADIENTS),
    ),
    Mistake(
        "change-for-gradient", "convention", None, "−α ∂C/∂p", "∂C/∂p",
        "The change of the parameter is handed out for the gradient; updates are right.",
        "Where gradients are 0; taken as −∂C/∂p where no update is asked for.",
        rewrite=fields_times(lambda case: -rate(case), *GRADIENTS),
    ),
    Mistake(
        "deltas-over-examples", "convention", None, "δ_j/N of each example", "δ_j of that example alone",
        "Deltas are those of the mean over N examples; gradients are right.", "With one example, and for a sum.",
        rewrite=fields_times(
            lambda case: 1 / len(case.examples) if case.reduction == "mean" else 1, "deltas"
        ), only=("deltas",),
    ),
    of_cost(
        "cost-summed-over-examples", "Σ_i C_i where the mean is asked for", "(Σ_i C_i)/N",
        "Gradients are right, the cost is N times too large.", "With one example, and for a sum.",
        {"gradient_step": cost_summed},
    ),
    of_cost(
        "cost-of-last-example", "C of the last example", "the sum or the mean over all",
        "Gradients are right, the cost is one example's.", "With one example.", {"gradient_step": cost_of_last},
    ),
    of_cost(
        "cost-after-update", "C of the new parameters", "C of the parameters that the case gives",
        "Gradients are right, the cost is smaller than it should be.", "Where no update is asked for.",
        {"gradient_step": cost_after_update},
    ),
    of_cost(
        "cost-of-first-output", "C of the first output, or of the last", "C of all outputs",
        "Gradients are right, the cost is one output's.", "With one output.",
        {"costs": {name: of_first_output(name) for name in RULES.costs}},
        also=[
            {"costs": {name: cost(name, cost=first_half_square) for name in RULES.costs}},
            {"costs": {name: of_last_output(name) for name in RULES.costs}},
        ],
    ),
    of_cost(
        "cost-over-outputs", "C/n, n the number of outputs", "C",
        "Gradients are right, the cost is shared out over the outputs.", "With one output.",
        costs_by(lambda a, y, C: C / len(a), list(RULES.costs)),
    ),
    of_cost(
        "root-of-cost", "√C", "C", "Gradients are right, the cost is a length.", "Where C is 0 or 1.",
        {"gradient_step": root_of_cost},
    ),
    *(of_another_cost(short(name), FORMULAS[name][0], FACTORS[name].cost) for name in FACTORS),
    of_another_cost("absolute-error", "Σ_j |a_j − y_j|", absolute_errors),
    of_another_cost("mean-absolute-error", "(1/n) Σ_j |a_j − y_j|", mean_absolute_error),
    Mistake(
        "error-for-delta", "convention", "6", "δ_j = ∂C/∂a_j, or a_j − y_j in the last layer", "δ_j = ∂C/∂z_j",
        "Gradients and updates are right, only what is handed out for δ lacks the slope.",
        "Where slopes are 1; where deltas are not given.", {"gradient_step": errors_for_deltas}, only=("deltas",),
        also=[{"gradient_step": differences_for_deltas}],
    ),
    of_cost(
        "cost-without-half", "half_squared_error: Σ_j (a_j − y_j)², with slope a_j − y_j", "½ Σ_j (a_j − y_j)²",
        "Gradients are right, the cost is doubled.", "Without half_squared_error.",
        costs_by(lambda a, y, C: 2 * C, ["half_squared_error"]),
    ),
    of_cost(
        "cost-halved", "squared costs: half of what the slope belongs to", "Σ_j (a_j − y_j)², or its mean",
        "Gradients are right, the cost is halved.", "For half_squared_error and cross-entropies.",
        costs_by(lambda a, y, C: C / 2, ["squared_error", "mean_squared_error"]),
    ),
    of_cost(
        "cost-negated", "cross-entropies: Σ_j y_j ln a_j without the minus", "−Σ_j y_j ln a_j",
        "Gradients are right, the cost is negative.", "Without a cross-entropy.",
        costs_by(lambda a, y, C: -C, ["binary_cross_entropy", "cross_entropy"]),
    ),
    of_cost(
        "cost-in-bits", "cross-entropies: log_2 in the place of ln", "ln",
        "Gradients are right, the cost is 1/ln 2 = 1.44 times too large.", "Without a cross-entropy.",
        costs_by(lambda a, y, C: C / ln(type(C)(2)), ["binary_cross_entropy", "cross_entropy"]),
    ),
    of_cost(
        "cost-in-decimal-logarithms", "cross-entropies: log_10 in the place of ln", "ln",
        "Gradients are right, the cost is 1/ln 10 = 0.43 times what it should be.", "Without a cross-entropy.",
        costs_by(lambda a, y, C: C / ln(type(C)(10)), ["binary_cross_entropy", "cross_entropy"]),
    ),
]
