"""The same gradient path by path: the chain rule for one weight, as (4), (5) and (7) print it.

What ``step_events`` is for the error signals, this is for the chain rule: Events, read from what the passes returned.
"""

from __future__ import annotations

from ..activations import SOFTMAX
from ..door import RULES
from .step_events import BY_JACOBIAN, Event, before
from .symbols import Derivative, of_cost, of_neuron, of_weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..cases import Case
    from ..descent import Step
    from ..numerals import Number, Vector
    from ..rules import Rules
    from .step_events import Operands


def path_events(case: Case, step: Step, i: int, l: int, j: int, k: int, eq: Rules = RULES) -> Iterator[Event]:
    """∂C/∂w_jk of example i by the chain rule: (4), and before the last layer (5), then the recurrence (7).

    >>> from backprop_ref import gradient_step
    >>> from backprop_ref.cases import worked_example
    >>> case = worked_example()
    >>> step = gradient_step(case.network, case.examples)
    >>> [event.equation for event in path_events(case, step, 0, l=0, j=0, k=0)]
    ['4', '5', '7']
    """
    layer = case.network.layers[l]
    if layer.activation == SOFTMAX:
        yield from softmax_events(case, step, i, j, k, eq)
        return
    C, w, z_j, a_j = of_cost(case, i), of_weight(j, k, l), of_neuron("z", j, l), of_neuron("a", j, l)
    a_k = before(case, step, i, l)[k]
    da_dz_j = eq.activations[layer.activation].slope(step.z[i][l][j])
    dC_da_j = derivatives_after(case, step, i, l, eq)[j]
    ends = [(Derivative(a_j, z_j), da_dz_j), (Derivative(z_j, w), a_k)]
    symbol = Derivative(C, w)
    value = eq.chain_rule(dC_da_j, da_dz_j, a_k)
    yield Event("4", "chain_rule", symbol, value, [(Derivative(C, a_j), dC_da_j), *ends], i, l, j, k)
    if l < len(case.network.layers) - 1:
        factors, columns = paths_after(case, step, i, l, j, eq)
        value = eq.chain_rule_through_next_layer(*columns, da_dz_j, a_k)
        yield Event("5", "chain_rule_through_next_layer", symbol, value, [*factors, *ends], i, l, j, k)
        yield recurrence_event(case, step, i, l, j, da_dz_j, eq)


def softmax_events(case: Case, step: Step, i: int, j: int, k: int, eq: Rules = RULES) -> Iterator[Event]:
    """δ_j of a softmax layer by the Jacobian, then (4) for a weight of it: a path through every output."""
    l = len(case.network.layers) - 1
    C, w, z_j = of_cost(case, i), of_weight(j, k, l), of_neuron("z", j, l)
    a_k = before(case, step, i, l)[k]
    dC_da, da_dz = derivatives_after(case, step, i, l, eq), eq.activations[SOFTMAX].slope(step.a[i][l], j)
    operands: Operands = []
    for m, (dC_da_m, da_m_dz_j) in enumerate(zip(dC_da, da_dz)):
        a_m = of_neuron("a", m, l)
        slope = Derivative(a_m, z_j)
        of_a = [(a_m, step.a[i][l][m]), (of_neuron("a", j, l), step.a[i][l][j])]
        yield Event(BY_JACOBIAN, "activation_slope", slope, da_m_dz_j, of_a, i, l, j, m, SOFTMAX)
        operands += [(Derivative(C, a_m), dC_da_m), (slope, da_m_dz_j)]
    delta_j = eq.softmax_delta_by_jacobian(dC_da, da_dz)
    symbol = of_neuron("δ", j, l)
    yield Event(BY_JACOBIAN, "softmax_delta_by_jacobian", symbol, delta_j, list(operands), i, l, j)
    operands.append((Derivative(z_j, w), a_k))
    value = delta_j * a_k
    yield Event("4, softmax", "chain_rule_through_softmax", Derivative(C, w), value, operands, i, l, j, k)


def recurrence_event(
    case: Case, step: Step, i: int, l: int, j: int, da_dz_j: Number, eq: Rules = RULES
) -> Event:
    """(7) for neuron j of a hidden layer l."""
    C, a_j, z_j = of_cost(case, i), of_neuron("a", j, l), of_neuron("z", j, l)
    rows = [w_m[j] for w_m in case.network.layers[l + 1].w]
    operands: Operands = []
    for m, (delta_m, w_mj) in enumerate(zip(step.delta[i][l + 1], rows)):
        z_m = of_neuron("z", m, l + 1)
        operands += [(Derivative(C, z_m), delta_m), (Derivative(z_m, a_j), w_mj)]
    operands.append((Derivative(a_j, z_j), da_dz_j))
    value = eq.error_recurrence(step.delta[i][l + 1], rows, da_dz_j)
    return Event("7", "error_recurrence", Derivative(C, z_j), value, operands, i, l, j)


def quotient_event(case: Case, i: int, l: int, j: int, k: int, quotient: Number, sign: str = "=") -> Event:
    """(3) for a w_jk whose difference quotient was taken.  sign: what stands between; at a kink it may be ≠."""
    w = of_weight(j, k, l)
    operands = [(w, case.network.layers[l].w[j][k])]
    return Event("3", "difference_quotient", Derivative(of_cost(case, i), w), quotient, operands, i, l, j, k, sign=sign)


def paths_after(
    case: Case, step: Step, i: int, l: int, j: int, eq: Rules
) -> tuple[Operands, tuple[Vector, Vector, Vector]]:
    """The three factors of each path from the cost to a_j: with their symbols and as the three columns of (5)."""
    C, a_j, after = of_cost(case, i), of_neuron("a", j, l), case.network.layers[l + 1]
    dC_da = derivatives_after(case, step, i, l + 1, eq)
    slope = eq.activations[after.activation].slope
    factors: Operands = []
    columns: tuple[list[Number], list[Number], list[Number]] = ([], [], [])
    for m, w_m in enumerate(after.w):
        z_m = of_neuron("z", m, l + 1)
        if after.activation == SOFTMAX:
            ends = [(n, da_n_dz_m) for n, da_n_dz_m in enumerate(slope(step.a[i][l + 1], m))]
        else:
            ends = [(m, slope(step.z[i][l + 1][m]))]
        for n, da_n_dz_m in ends:
            a_n = of_neuron("a", n, l + 1)
            factors += [(Derivative(C, a_n), dC_da[n]), (Derivative(a_n, z_m), da_n_dz_m)]
            factors.append((Derivative(z_m, a_j), w_m[j]))
            for column, value in zip(columns, (dC_da[n], da_n_dz_m, w_m[j])):
                column.append(value)
    return factors, columns


def derivatives_after(case: Case, step: Step, i: int, l: int, eq: Rules) -> Vector:
    """∂C/∂a_j for every neuron of layer l: the cost's own in the last layer, before it the bracket of (8)."""
    layers = case.network.layers
    y, a = case.examples[i].y, step.a[i][l]
    if l == len(layers) - 1:
        return [eq.costs[case.cost].slope(a_j, y_j, len(y)) for a_j, y_j in zip(a, y)]
    one = type(a[0])(1)
    return [eq.hidden_delta(step.delta[i][l + 1], layers[l + 1].w, j, one) for j in range(len(a))]
