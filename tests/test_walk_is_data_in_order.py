"""A walk has one event for each equation that was applied, in order, and each event's operands give its value."""

import unittest

from fractions import Fraction

from hypothesis import given

import tests  # noqa: F401  (the hypothesis profile)
from backprop_ref import gradient_step, strategies
from backprop_ref.activations import ACTIVATIONS, SOFTMAX
from backprop_ref.costs import COSTS
from backprop_ref.walk import events, path_events
from backprop_ref.walk.symbols import of_bias, of_neuron, of_weight
from backprop_ref.cases import worked_example

EXACT = strategies.cases(Fraction, costs=["half_squared_error", "squared_error", "mean_squared_error"])


def step_of(case):
    return gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)


def products(values, size):
    """Σ of products of so many values each, in their order."""
    total = 0
    for n in range(0, len(values), size):
        term = values[n]
        for value in values[n + 1:n + size]:
            term = term * value
        total = total + term
    return total


def recomputed(event):
    """The value of an event from its operands alone, by what the equation says, not by the package's functions."""
    values = [value for symbol, value in event.operands]
    rule = event.rule
    if rule == "weighted_sum":
        return products(values[:-1], 2) + values[-1]
    if rule == "hidden_delta":
        return products(values[:-1], 2) * values[-1]
    if rule in ("output_delta", "softmax_delta", "weight_gradients"):
        return products(values, 2)
    if rule in ("bias_gradient", "shared_bias_gradient"):
        return products(values, 1)
    if rule == "reductions":
        return products(values, 1) / (len(values) if event.entry == "mean" else 1)
    if rule in ("updated_weights", "updated_bias"):
        return values[0] - values[1] * values[2]
    if rule == "activation":
        return ACTIVATIONS[event.entry].sigma(values[0])
    if rule == "activation_slope":
        return ACTIVATIONS[event.entry].slope(values[0])
    if rule == "cost_slope":
        return COSTS[event.entry].slope(*values)
    if rule == "cost":
        return COSTS[event.entry].cost(values[0::2], values[1::2])
    if rule == "chain_rule":
        return products(values, 3)
    if rule == "chain_rule_through_next_layer":
        return products(values[:-2], 3) * values[-2] * values[-1]
    if rule == "error_recurrence":
        return products(values[:-1], 2) * values[-1]
    raise AssertionError(f"{rule}: no such rule here")


class Walk(unittest.TestCase):
    @given(EXACT)
    def test_the_operands_of_every_event_give_its_value(self, case):
        for event in events(case, step_of(case)):
            self.assertEqual(recomputed(event), event.value, event)

    @given(EXACT)
    def test_every_number_of_the_step_stands_in_the_walk_under_its_symbol(self, case):
        step = step_of(case)
        found = {}
        for event in events(case, step):
            found[str(event.symbol), event.i, event.rule.startswith("updated")] = event.value
        for i in range(len(case.examples)):
            for l, layer in enumerate(case.network.layers):
                for j in range(len(layer.w)):
                    for letter, numbers in (("z", step.z), ("a", step.a), ("δ", step.delta)):
                        self.assertEqual(numbers[i][l][j], found[str(of_neuron(letter, j, l)), i, False])
        i = 0 if len(case.examples) == 1 else None
        self.assertEqual(step.C, found["C", i, False])
        for l, layer in enumerate(case.network.layers):
            for j, w_j in enumerate(layer.w):
                for k in range(len(w_j)):
                    w = of_weight(j, k, l)
                    self.assertEqual(step.dC_dw[l][j][k], found[f"∂C/∂{w}", i, False])
                    if step.network is not None:
                        self.assertEqual(step.network.layers[l].w[j][k], found[str(w), None, True])
            for j in range(len(layer.b)):
                b = of_bias(j, l, layer.shared_bias)
                self.assertEqual(step.dC_db[l][j], found[f"∂C/∂{b}", i, False])
                if step.network is not None:
                    self.assertEqual(step.network.layers[l].b[j], found[str(b), None, True])

    @given(strategies.cases())
    def test_in_floats_a_walk_has_the_same_bits_as_the_step(self, case):
        step = step_of(case)
        for event in events(case, step):
            if event.rule == "weighted_sum":
                self.assertEqual(recomputed(event), step.z[event.i][event.l][event.j])
            if event.rule in ("output_delta", "softmax_delta", "hidden_delta"):
                self.assertEqual(recomputed(event), step.delta[event.i][event.l][event.j])

    @given(strategies.cases(max_examples=2))
    def test_an_event_takes_only_what_was_given_or_has_come_before(self, case):
        known = {"n", "α"}
        for l, layer in enumerate(case.network.layers):
            known |= {str(of_weight(j, k, l)) for j, w_j in enumerate(layer.w) for k in range(len(w_j))}
            known |= {str(of_bias(j, l, layer.shared_bias)) for j in range(len(layer.b))}
        known |= {f"x_{k}" for k in range(len(case.examples[0].x))} | {f"y_{j}" for j in range(len(case.examples[0].y))}
        for event in events(case, step_of(case)):
            if event.rule in ("updated_weights", "updated_bias") and len(case.examples) > 1:
                self.assertIn(str(event.operands[2][0]), known)  # the reduced gradient, not that of one example
            for symbol, value in event.operands:
                self.assertIn(str(symbol), known, event)
            known.add(str(event.symbol))

    def test_the_worked_example_applies_the_equations_in_this_order(self):
        case = worked_example()
        numbers = [event.equation for event in events(case, step_of(case))]
        once = [number for n, number in enumerate(numbers) if n == 0 or numbers[n - 1] != number]
        self.assertEqual(["2", "", "9", "8", "10", "14", "10", "14", "10", "14", "10", "14",
                          "11", "15", "11", "15", "11", "15", "11", "15"], once)
        self.assertEqual(8, numbers.count("10"))
        self.assertEqual(4, numbers.count("14"))


class Paths(unittest.TestCase):
    @given(EXACT)
    def test_every_way_through_the_chain_rule_gives_the_gradient(self, case):
        step = step_of(case)
        one = gradient_step(case.network, case.examples[:1], None, case.cost)
        for l, layer in enumerate(case.network.layers):
            paths = {event.equation: event for event in path_events(case, step, 0, l, 0, 0)}
            self.assertEqual(one.dC_dw[l][0][0], paths["4"].value)
            if l < len(case.network.layers) - 1:
                self.assertEqual(one.dC_dw[l][0][0], paths["5"].value)
                self.assertEqual(one.delta[0][l][0], paths["7"].value)
            for event in paths.values():
                self.assertEqual(recomputed(event), event.value)

    @given(strategies.cases(activations=["tanh", SOFTMAX], max_layers=2))
    def test_before_softmax_there_is_a_path_for_each_pair_of_an_output_and_a_neuron(self, case):
        layers = case.network.layers
        if layers[-1].activation != SOFTMAX or len(layers) < 2:
            return
        paths = list(path_events(case, step_of(case), 0, len(layers) - 2, 0, 0))
        n = len(layers[-1].w)
        self.assertEqual([3, 3 * n * n + 2, 2 * n + 1], [len(event.operands) for event in paths])


if __name__ == "__main__":
    unittest.main()
