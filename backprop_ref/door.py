"""The door: what comes in is admitted once, what was computed is looked at once, when it is finished.

    RULES                   the standard rules, made once, above the passes
    gradient_step           admit, compute, look: several examples, then the update
    steps                   many of them in a row, admitted once
    backpropagate           the same for one example, without an update
    gradient_by_chain_rule  one weight or bias by (3)–(5)
    forward, backward, gradients, update    the passes by themselves, with the standard rules

How the look is taken, and Unfinished, what it may find, stand in ``unfinished``.
"""

from __future__ import annotations

import math

from . import backprop, descent, equations
from .activations import ACTIVATIONS
from .admission import all_converted, converted, counted, number, shown
from .backprop import Backpropagation
from .chain_rule import along_paths
from .costs import COSTS, HALF_SQUARED_ERROR
from .descent import Step
from .network import Example, Network
from .numerals import Iterable, Iterator, Matrix, Number, Sequence, Vector, all_finite, untrapped
from .rules import Rules
from .unfinished import finished, looked_at, must_be_finite

RULES = Rules(
    weighted_sum=equations.weighted_sum,
    activation=equations.activation,
    chain_rule=equations.chain_rule,
    chain_rule_through_next_layer=equations.chain_rule_through_next_layer,
    error_recurrence=equations.error_recurrence,
    hidden_delta=equations.hidden_delta,
    output_delta=equations.output_delta,
    softmax_sum=equations.softmax_sum,
    softmax_delta=equations.softmax_delta,
    softmax_delta_by_jacobian=equations.softmax_delta_by_jacobian,
    weight_gradients=equations.weight_gradients,
    updated_weights=equations.updated_weights,
    bias_gradient=equations.bias_gradient,
    shared_bias_gradient=equations.shared_bias_gradient,
    updated_bias=equations.updated_bias,
    activations=ACTIVATIONS,
    costs=COSTS,
    reductions={"sum": equations.sum_over_examples, "mean": equations.mean_over_examples},
    layer_activations=backprop.layer_activations,
    output_deltas=backprop.output_deltas,
    softmax_deltas=backprop.softmax_deltas,
    hidden_deltas=backprop.hidden_deltas,
    forward=backprop.forward,
    backward=backprop.backward,
    gradients=backprop.gradients,
    backpropagate=backprop.backpropagate,
    add_up=descent.add_up,
    reduce=descent.reduce,
    update=descent.update,
    gradient_step=descent.gradient_step,
)


# ---- a step ----------------------------------------------------------------------------------


def gradient_step(
    network: Network,
    examples: Sequence[Example],
    alpha: Number | None = None,
    cost: str = HALF_SQUARED_ERROR,
    reduction: str = "mean",
    eq: Rules = RULES,
) -> Step:
    """Backpropagate every example, add up, reduce; then one update with learning rate alpha, if there is one.

    Raises ValueError, with place, found and expected, for what does not fit, and Unfinished, with layer,
    neuron and example, where the number type cannot hold a result.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[2.0]], [1.0], "identity")])
    >>> step = gradient_step(network, [Example([1.0], [2.0]), Example([3.0], [4.0])], alpha=0.5)
    >>> step.delta, step.dC_dw, step.dC_db, step.C
    ([[[1.0]], [[3.0]]], [[[5.0]]], [[2.0]], 2.5)
    >>> step.network.layers[0].w, network.layers[0].w
    ([[-0.5]], [[2.0]])
    """
    must_be_computable(network, cost, eq, reduction)
    examples = admitted_examples(network, examples)
    if alpha is not None:
        alpha = admitted_rate(network, alpha)
    return finished(eq.gradient_step, (network, examples, alpha, cost, reduction), eq)  # type: ignore[no-any-return]


def steps(
    network: Network,
    examples: Sequence[Example],
    batches: Iterable[Sequence[int]],
    alpha: Number,
    cost: str = HALF_SQUARED_ERROR,
    reduction: str = "mean",
    eq: Rules = RULES,
) -> Iterator[Step]:
    """One step after another, each from the network of the one before; everything is admitted once, at the start.

    batches: for each step the indices of its examples.  Raises what gradient_step raises.

    >>> from backprop_ref import Example, Layer, Network
    >>> network, example = Network([Layer([[2.0]], [0.0], "identity")]), Example([1.0], [0.0])
    >>> [step.C for step in steps(network, [example], [[0], [0], [0]], alpha=0.25)]
    [2.0, 0.5, 0.125]
    """
    must_be_computable(network, cost, eq, reduction)
    admitted = admitted_examples(network, examples)
    alpha = admitted_rate(network, alpha)
    return _steps(network, admitted, batches, alpha, cost, reduction, eq)


def _steps(
    network: Network, examples: list[Example], batches: Iterable[Sequence[int]], alpha: Number, cost: str,
    reduction: str, eq: Rules,
) -> Iterator[Step]:
    for batch in batches:
        step: Step = finished(eq.gradient_step, (network, [examples[i] for i in batch], alpha, cost, reduction), eq)
        yield step
        network = step.network  # type: ignore[assignment]  # there is a rate, so there is one


def backpropagate(
    network: Network, example: Example, cost: str = HALF_SQUARED_ERROR, eq: Rules = RULES
) -> Backpropagation:
    """Forward, backward and gradients of one example; ValueError for what does not fit, Unfinished for no result.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> backpropagate(network, Example([1.0], [5.0])).dC_db
    [[3.0], [1.0]]
    """
    must_be_computable(network, cost, eq)
    example = admitted_example(network, example)
    return finished(eq.backpropagate, (network, example, cost), eq)  # type: ignore[no-any-return]


def gradient_by_chain_rule(
    network: Network,
    example: Example,
    l: int,
    j: int,
    k: int | None = None,
    cost: str = HALF_SQUARED_ERROR,
    eq: Rules = RULES,
) -> Number:
    """∂C/∂w_jk of layer l by (4) and (5); without k, ∂C/∂b_j.

    For the shared bias of a layer, add these up over every j that uses it: by the chain rule, one path through each.
    Raises ValueError, with place, found and expected, for what does not fit, and Unfinished, with layer and
    neuron, where the number type cannot hold a result.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> gradient_by_chain_rule(network, Example([10.0], [59.0]), l=0, j=0, k=0)
    30.0
    >>> gradient_by_chain_rule(network, Example([10.0], [59.0]), l=0, j=0)
    3.0
    """
    must_be_computable(network, cost, eq)
    example = admitted_example(network, example)
    must_be_index("l", l, len(network.layers))
    must_be_index("j", j, len(network.layers[l].w))
    if k is not None:
        must_be_index("k", k, len(network.layers[l].w[j]))
    with untrapped(network.number):
        dC_dw_jk = looked_at(along_paths, (network, example, l, j, k, cost), eq)
    must_be_finite([dC_dw_jk], "dC_db_j" if k is None else "dC_dw_jk", l, j)
    return dC_dw_jk


# ---- the passes by themselves ----------------------------------------------------------------


def forward(network: Network, x: Vector, eq: Rules = RULES) -> tuple[Matrix, Matrix]:
    """z[l][j] and a[l][j] for one input, by ``backprop.forward``; of arguments only ``eq`` is checked."""
    must_be_rules(eq)
    return backprop.forward(network, x, eq)


def backward(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
    """delta[l][j] for one target, by ``backprop.backward``; of arguments only ``eq`` is checked."""
    must_be_rules(eq)
    return backprop.backward(network, y, z, a, cost, eq)


def gradients(
    network: Network, x: Vector, a: Matrix, delta: Matrix, eq: Rules = RULES
) -> tuple[list[Matrix], Matrix]:
    """dC_dw[l][j][k] and dC_db[l][j], by ``backprop.gradients``; of arguments only ``eq`` is checked."""
    must_be_rules(eq)
    return backprop.gradients(network, x, a, delta, eq)


def update(network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
    """The network after one update, by ``descent.update``; of arguments only ``eq`` is checked."""
    must_be_rules(eq)
    return descent.update(network, alpha, dC_dw, dC_db, eq)


# ---- what comes in ---------------------------------------------------------------------------


def must_be_computable(network: Network, cost: str, eq: Rules, reduction: str = "mean") -> None:
    """ValueError unless this is a network, and the rules have that cost and reduction for its numbers.

    >>> must_be_computable(Network.random([2, 1]), "squared", RULES)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: cost: found 'squared', expected one of half_squared_error, ...
    """
    if not isinstance(network, Network):
        raise ValueError(f"network: found {shown(network)}, expected a Network")
    if not isinstance(eq, Rules):
        raise ValueError(f"eq: found {shown(eq)}, expected Rules")
    if not isinstance(cost, str) or cost not in eq.costs:
        raise ValueError(f"cost: found {shown(cost)}, expected one of {', '.join(eq.costs)}")
    if not isinstance(reduction, str) or reduction not in eq.reductions:
        raise ValueError(f"reduction: found {shown(reduction)}, expected one of {', '.join(eq.reductions)}")
    if network.number.__name__ == "Fraction":
        must_be_rational(network, cost)


def must_be_rules(eq: Rules) -> None:
    """ValueError unless these are rules.

    >>> must_be_rules(None)
    Traceback (most recent call last):
        ...
    ValueError: eq: found None, expected Rules
    """
    if not isinstance(eq, Rules):
        raise ValueError(f"eq: found {shown(eq)}, expected Rules")


def must_be_rational(network: Network, cost: str) -> None:
    """ValueError, by name, for an activation or a cost that needs exp or ln: of a Fraction they are none."""
    for l, layer in enumerate(network.layers):
        if not ACTIVATIONS[layer.activation].rational:
            rational = ", ".join(name for name in ACTIVATIONS if ACTIVATIONS[name].rational)
            raise ValueError(
                f"layers[{l}].activation: {layer.activation} of a Fraction is not a Fraction, "
                f"expected {rational} (or floats, Decimals, exact_step)"
            )
    if cost in COSTS and not COSTS[cost].rational:
        rational = ", ".join(name for name in COSTS if COSTS[name].rational)
        raise ValueError(
            f"cost: {cost} of a Fraction is not a Fraction, expected {rational} (or floats, Decimals, exact_step)"
        )


def admitted_example(network: Network, example: Example, place: str = "example") -> Example:
    """The example with the network's number type, if it is an Example that fits; ValueError otherwise."""
    if not isinstance(example, Example):
        raise ValueError(f"{place}: found {shown(example)}, expected an Example")
    if len(example.x) != len(network.layers[0].w[0]):
        expected = f"expected {len(network.layers[0].w[0])} (one for each weight of layers[0].weights[0])"
        raise ValueError(f"{place}.x: {counted(len(example.x), 'number')}, {expected}")
    if len(example.y) != len(network.layers[-1].w):
        expected = f"expected {len(network.layers[-1].w)} (one for each output)"
        raise ValueError(f"{place}.y: {counted(len(example.y), 'number')}, {expected}")
    if example.number is network.number:
        return example
    x = all_converted(example.x, network.number, f"{place}.x")
    y = all_converted(example.y, network.number, f"{place}.y")
    return Example.trusted(x, y)


def admitted_examples(network: Network, examples: Sequence[Example]) -> list[Example]:
    """The examples in the network's number type; ValueError where there is none or one that does not fit."""
    if not hasattr(examples, "__iter__"):
        raise ValueError(f"examples: found {shown(examples)}, expected a list of Examples")
    admitted = [admitted_example(network, example, f"examples[{i}]") for i, example in enumerate(examples)]
    if not admitted:
        raise ValueError("examples: none, expected at least one")
    return admitted


def admitted_rate(network: Network, alpha: Number) -> Number:
    """The learning rate in the network's number type."""
    if type(alpha) is not network.number:
        alpha = converted(number(alpha, "alpha"), network.number, "alpha")
    if not (type(alpha) is float or all_finite([alpha])) or not alpha >= 0 or alpha == math.inf:
        raise ValueError(f"alpha: found {alpha}, expected a finite number of at least 0")
    return alpha


def must_be_index(name: str, index: int, n: int) -> None:
    """ValueError unless it is one of 0 … n − 1.

    >>> must_be_index("j", -1, 3)
    Traceback (most recent call last):
        ...
    ValueError: j: found -1, expected 0 to 2
    """
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < n:
        raise ValueError(f"{name}: found {shown(index)}, expected {'0' if n == 1 else f'0 to {n - 1}'}")
