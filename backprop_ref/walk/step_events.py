"""The events of a gradient step: one Event for each equation that was applied, in the order of the passes.

    events           all of it, made of the five below
    forward_events   (2), then the cost of the example
    backward_events  (9) and (8), last layer to first
    gradient_events  (10) and (14)
    batch_events     what is added up over the examples, where there are several
    update_events    (11) and (15)

They read what the passes returned and compute none of it a second time.  What does not stand
there, such as σ′(z_j), they ask of the same rules that the passes asked, so the numbers are the same to the last bit.
"""

from __future__ import annotations

from ..activations import SOFTMAX
from ..records import Record
from ..door import RULES
from .symbols import (
    ALPHA, OUTPUTS, Derivative, Slope, Symbol, Written, of_bias, of_cost, of_neuron, of_target, of_weight,
)
from ..numerals import Iterator, Number, Sequence, Vector
from ..cases import Case
from ..descent import Step
from ..rules import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

    Operands = list[tuple[Written, Number]]

PHASES = {
    "weighted_sum": "forward", "activation": "forward", "cost": "cost",
    "cost_slope": "backward", "activation_slope": "backward", "output_delta": "backward", "softmax_sum": "backward",
    "softmax_delta": "backward",     "hidden_delta": "backward",
    "weight_gradients": "gradients", "bias_gradient": "gradients", "shared_bias_gradient": "gradients",
    "softmax_delta_by_jacobian": "paths",
    "chain_rule": "paths", "chain_rule_through_softmax": "paths", "chain_rule_through_next_layer": "paths",
    "error_recurrence": "paths", "difference_quotient": "paths",
    "reductions": "batch", "updated_weights": "update", "updated_bias": "update",
}


BY_JACOBIAN = "9, softmax Jacobian"  # the other way to δ of a softmax layer, slope by slope


class Event(Record):
    """One equation, applied once.

    equation: its number as a text, "2" or "9, softmax"; "" for what has none.
    rule: what was applied, named as in Rules: "weighted_sum"; "cost", "cost_slope", "activation_slope" and "reductions"
    for an entry of a table.  entry: the name of that entry, else "".
    i, l, j, k: example, layer, neuron and neuron of the layer before, each None where there is none.
    symbol, value: what the equation gives.  operands: what it takes, each with its symbol, as the equation has them.
    sign: what stands between symbol and equation; ← for an update, of a difference quotient it may be ≈ or ≠.
    """

    def __init__(
        self,
        equation: str,
        rule: str,
        symbol: Written,
        value: Number,
        operands: Sequence[tuple[Written, Number]],
        i: int | None = None,
        l: int | None = None,
        j: int | None = None,
        k: int | None = None,
        entry: str = "",
        sign: str = "=",
    ) -> None:
        self.equation = equation
        self.rule = rule
        self.entry = entry
        self.i = i
        self.l = l
        self.j = j
        self.k = k
        self.symbol = symbol
        self.sign = sign
        self.value = value
        self.operands = operands

    @property
    def phase(self) -> str:
        """The part of a walk that it belongs to, one of PHASES."""
        return "paths" if self.equation == BY_JACOBIAN else PHASES[self.rule]

    @property
    def place(self) -> str:
        """What its value belongs to: see ``symbols``."""
        return self.symbol.place


# ---- all of them --------------------------------------------------------------------------------


def events(case: Case, step: Step, eq: Rules = RULES) -> Iterator[Event]:
    """Every event of a step.  step: what gradient_step, with these rules, returned for the case.

    >>> from backprop_ref import gradient_step
    >>> from backprop_ref.cases import worked_example
    >>> case = worked_example()
    >>> walked = events(case, gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction))
    >>> [str(event.symbol) for event in walked if event.equation == "2"]
    ['z_0^0', 'z_1^0', 'a_0^0', 'a_1^0', 'z_0^1', 'z_1^1', 'a_0^1', 'a_1^1']
    """
    for i in range(len(case.examples)):
        yield from forward_events(case, step, i, eq)
        yield from backward_events(case, step, i, eq)
        yield from gradient_events(case, step, i, eq)
    if len(case.examples) > 1:
        yield from batch_events(case, step, eq)
    if step.network is not None:
        yield from update_events(case, step)


def before(case: Case, step: Step, i: int, l: int) -> Vector:
    """The activations of the layer before layer l for example i; the input before the first."""
    return step.a[i][l - 1] if l else case.examples[i].x


def forward_events(case: Case, step: Step, i: int, eq: Rules = RULES) -> Iterator[Event]:
    """z_j and a_j of every layer for example i, then its cost."""
    for l, layer in enumerate(case.network.layers):
        a_before = before(case, step, i, l)
        for j, (w_j, z_j) in enumerate(zip(layer.w, step.z[i][l])):
            operands: Operands = []
            for k, (w_jk, a_k) in enumerate(zip(w_j, a_before)):
                operands += [(of_weight(j, k, l), w_jk), (of_neuron("a", k, l - 1), a_k)]
            operands.append((of_bias(j, l, layer.shared_bias), layer.b[0 if layer.shared_bias else j]))
            yield Event("2", "weighted_sum", of_neuron("z", j, l), z_j, operands, i, l, j)
        every_z = [(of_neuron("z", j, l), z_j) for j, z_j in enumerate(step.z[i][l])]
        for j, a_j in enumerate(step.a[i][l]):
            operands = [*every_z[j:j + 1]]
            if layer.activation == SOFTMAX:
                operands += every_z  # its own first, then the sum
            yield Event("2", "activation", of_neuron("a", j, l), a_j, operands, i, l, j, entry=layer.activation)
    yield cost_event(case, step, i, eq)


def cost_event(case: Case, step: Step, i: int, eq: Rules = RULES) -> Event:
    """C of example i from its outputs and targets."""
    last = len(case.network.layers) - 1
    operands: Operands = []
    for j, (a_j, y_j) in enumerate(zip(step.a[i][last], case.examples[i].y)):
        operands += [(of_neuron("a", j, last), a_j), (of_target(j), y_j)]
    one = len(case.examples) == 1
    C = step.C if one else eq.costs[case.cost].cost(step.a[i][last], case.examples[i].y)
    return Event("", "cost", of_cost(case, i), C, operands, i, entry=case.cost)


def backward_events(case: Case, step: Step, i: int, eq: Rules = RULES) -> Iterator[Event]:
    """What (9) and (8) take, and δ_j, for example i: last layer to first."""
    last = len(case.network.layers) - 1
    for l in range(last, -1, -1):
        for j in range(len(case.network.layers[l].w)):
            if l == last:
                yield from output_events(case, step, i, j, eq)
            else:
                yield from hidden_events(case, step, i, l, j, eq)


def output_events(case: Case, step: Step, i: int, j: int, eq: Rules = RULES) -> Iterator[Event]:
    """∂C/∂a_j, then σ′(z_j) and (9) for neuron j of the last layer; under softmax all that z_j moves."""
    l = len(case.network.layers) - 1
    layer = case.network.layers[l]
    a, y, delta_j = step.a[i][l], case.examples[i].y, step.delta[i][l][j]
    C, z_symbol, delta_symbol = of_cost(case, i), of_neuron("z", j, l), of_neuron("δ", j, l)
    slope = eq.activations[layer.activation].slope
    if layer.activation != SOFTMAX:
        yield cost_slope_event(case, step, i, j, eq)
        da_dz_j = slope(step.z[i][l][j])
        yield slope_event(case, step, i, l, j, da_dz_j)
        dC_da_j = eq.costs[case.cost].slope(a[j], y[j], len(y))
        operands = [(Derivative(C, of_neuron("a", j, l)), dC_da_j), (Slope(z_symbol), da_dz_j)]
        yield Event("9", "output_delta", delta_symbol, delta_j, operands, i, l, j)
        return
    dC_da = [eq.costs[case.cost].slope(a_m, y_m, len(y)) for a_m, y_m in zip(a, y)]
    a_dC_da, common = eq.softmax_sum(a, dC_da), Symbol("S", (), l)
    if j == 0:  # once for the layer
        operands = []
        for m, dC_da_m in enumerate(dC_da):
            yield cost_slope_event(case, step, i, m, eq)
            operands += [(of_neuron("a", m, l), a[m]), (Derivative(C, of_neuron("a", m, l)), dC_da_m)]
        yield Event("9, softmax sum", "softmax_sum", common, a_dC_da, operands, i, l)
    a_symbol = of_neuron("a", j, l)
    operands = [(a_symbol, a[j]), (Derivative(C, a_symbol), dC_da[j]), (common, a_dC_da)]
    yield Event("9, softmax", "softmax_delta", delta_symbol, delta_j, operands, i, l, j)


def cost_slope_event(case: Case, step: Step, i: int, j: int, eq: Rules = RULES) -> Event:
    """∂C/∂a_j of the last layer."""
    l = len(case.network.layers) - 1
    a_j, y_j, n = step.a[i][l][j], case.examples[i].y[j], len(case.examples[i].y)
    dC_da_j = eq.costs[case.cost].slope(a_j, y_j, n)
    operands = [(of_neuron("a", j, l), a_j), (of_target(j), y_j), (OUTPUTS, n)]
    equation = "9, softmax" if case.network.layers[l].activation == SOFTMAX else "9"
    symbol = Derivative(of_cost(case, i), of_neuron("a", j, l))
    return Event(equation, "cost_slope", symbol, dC_da_j, operands, i, l, j, entry=case.cost)


def slope_event(case: Case, step: Step, i: int, l: int, j: int, da_dz_j: Number) -> Event:
    """σ′(z_j) of a layer that is not softmax."""
    z_symbol = of_neuron("z", j, l)
    operands = [(z_symbol, step.z[i][l][j]), (of_neuron("a", j, l), step.a[i][l][j])]
    equation = "9" if l == len(case.network.layers) - 1 else "8"
    entry = case.network.layers[l].activation
    return Event(equation, "activation_slope", Slope(z_symbol), da_dz_j, operands, i, l, j, entry=entry)


def hidden_events(case: Case, step: Step, i: int, l: int, j: int, eq: Rules = RULES) -> Iterator[Event]:
    """σ′(z_j), then (8) for neuron j of a hidden layer l."""
    da_dz_j = eq.activations[case.network.layers[l].activation].slope(step.z[i][l][j])
    yield slope_event(case, step, i, l, j, da_dz_j)
    operands: Operands = []
    for m, (delta_m, w_m) in enumerate(zip(step.delta[i][l + 1], case.network.layers[l + 1].w)):
        operands += [(of_neuron("δ", m, l + 1), delta_m), (of_weight(m, j, l + 1), w_m[j])]
    operands.append((Slope(of_neuron("z", j, l)), da_dz_j))
    yield Event("8", "hidden_delta", of_neuron("δ", j, l), step.delta[i][l][j], operands, i, l, j)


def gradient_events(case: Case, step: Step, i: int, eq: Rules = RULES) -> Iterator[Event]:
    """∂C/∂w_jk and ∂C/∂b_j of example i alone, first layer to last."""
    C = of_cost(case, i)
    for l, layer in enumerate(case.network.layers):
        a_before = before(case, step, i, l)
        delta = step.delta[i][l]
        for j, delta_j in enumerate(delta):
            of_delta = (of_neuron("δ", j, l), delta_j)
            for k, (a_k, dC_dw_jk) in enumerate(zip(a_before, eq.weight_gradients(delta_j, a_before))):
                operands = [of_delta, (of_neuron("a", k, l - 1), a_k)]
                symbol = Derivative(C, of_weight(j, k, l))
                yield Event("10", "weight_gradients", symbol, dC_dw_jk, operands, i, l, j, k)
            if not layer.shared_bias:
                symbol = Derivative(C, of_bias(j, l, False))
                yield Event("14", "bias_gradient", symbol, eq.bias_gradient(delta_j), [of_delta], i, l, j)
        if layer.shared_bias:
            deltas = [(of_neuron("δ", j, l), delta_j) for j, delta_j in enumerate(delta)]
            dC_db = eq.shared_bias_gradient(delta)
            symbol = Derivative(C, of_bias(0, l, True))
            yield Event("14, shared bias", "shared_bias_gradient", symbol, dC_db, deltas, i, l)


def batch_events(case: Case, step: Step, eq: Rules = RULES) -> Iterator[Event]:
    """C and its gradients over all examples: added up, then reduced."""
    equation, n = f"batch, {case.reduction}", range(len(case.examples))
    C = Symbol("C")
    costs = [(of_cost(case, i), cost_event(case, step, i, eq).value) for i in n]
    yield Event(equation, "reductions", C, step.C, costs, entry=case.reduction)
    for l, layer in enumerate(case.network.layers):
        for j in range(len(layer.w)):
            rows = [eq.weight_gradients(step.delta[i][l][j], before(case, step, i, l)) for i in n]
            for k, dC_dw_jk in enumerate(step.dC_dw[l][j]):
                w = of_weight(j, k, l)
                operands = [(Derivative(of_cost(case, i), w), rows[i][k]) for i in n]
                yield Event(equation, "reductions", Derivative(C, w), dC_dw_jk, operands, None, l, j, k, case.reduction)
            if not layer.shared_bias:
                b = of_bias(j, l, False)
                operands = [(Derivative(of_cost(case, i), b), eq.bias_gradient(step.delta[i][l][j])) for i in n]
                symbol, dC_db_j = Derivative(C, b), step.dC_db[l][j]
                yield Event(equation, "reductions", symbol, dC_db_j, operands, None, l, j, None, case.reduction)
        if layer.shared_bias:
            b = of_bias(0, l, True)
            operands = [(Derivative(of_cost(case, i), b), eq.shared_bias_gradient(step.delta[i][l])) for i in n]
            dC_db = step.dC_db[l][0]
            yield Event(equation, "reductions", Derivative(C, b), dC_db, operands, None, l, entry=case.reduction)


def update_events(case: Case, step: Step) -> Iterator[Event]:
    """The new w_jk and b_j, first layer to last; nothing where there was no learning rate."""
    if step.network is None:
        return
    for l, (layer, new) in enumerate(zip(case.network.layers, step.network.layers)):
        for j, (w_j, new_w_j) in enumerate(zip(layer.w, new.w)):
            for k, (w_jk, new_w_jk) in enumerate(zip(w_j, new_w_j)):
                w = of_weight(j, k, l)
                operands = [(w, w_jk), (ALPHA, case.alpha), (Derivative(Symbol("C"), w), step.dC_dw[l][j][k])]
                yield Event("11", "updated_weights", w, new_w_jk, operands, None, l, j, k, sign="←")
            if not layer.shared_bias:
                yield bias_update_event(case, step, l, j, new.b[j])
        if layer.shared_bias:
            yield bias_update_event(case, step, l, None, new.b[0])


def bias_update_event(case: Case, step: Step, l: int, j: int | None, new_b_j: Number) -> Event:
    """The new b_j of layer l; without j, the one that the layer shares."""
    b = of_bias(j or 0, l, j is None)
    gradient = (Derivative(Symbol("C"), b), step.dC_db[l][j or 0])
    operands = [(b, case.network.layers[l].b[j or 0]), (ALPHA, case.alpha), gradient]
    return Event("15", "updated_bias", b, new_b_j, operands, None, l, j, sign="←")
