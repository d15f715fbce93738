"""No argument is ever changed, nothing that is returned is shared with what was given, and rules can be replaced."""

import copy
import unittest
from fractions import Fraction

from hypothesis import given

from tests.generators import flat, tame
from backprop_ref import (
    RULES, Example, Layer, Network, backpropagate, backward, forward, gradient_step, gradients, update
)
from backprop_ref import backprop, descent, equations
from backprop_ref.cases.strategies import cases


def lists_in(value):
    """The identity of every list in nested lists, and the list itself, to keep it alive."""
    if not isinstance(value, list):
        return {}
    found = {id(value): value}
    for item in value:
        found.update(lists_in(item))
    return found


def lists_of(network):
    found = {}
    for layer in network.layers:
        found.update(lists_in(layer.w))
        found.update(lists_in(layer.b))
    return found


class NothingIsChanged(unittest.TestCase):
    @given(cases())
    def test_no_pass_changes_an_argument(self, case):
        network, example = case.network, case.examples[0]
        before = copy.deepcopy((network, case.examples))
        z, a = forward(network, example.x)
        kept = copy.deepcopy((z, a))
        delta = backward(network, example.y, z, a, case.cost)
        self.assertEqual(kept, (z, a), "backward changed what forward returned")
        kept = copy.deepcopy((a, delta))
        dC_dw, dC_db = gradients(network, example.x, a, delta)
        self.assertEqual(kept, (a, delta), "gradients changed activations or error signals")
        kept = copy.deepcopy((dC_dw, dC_db))
        update(network, 0.5, dC_dw, dC_db)
        self.assertEqual(kept, (dC_dw, dC_db), "update changed the gradients")
        gradient_step(network, case.examples, 0.5, case.cost, case.reduction)
        self.assertEqual(before, (network, case.examples), "the network or its examples were changed")

    @given(cases(Fraction))
    def test_no_pass_changes_an_argument_in_fractions(self, case):
        before = copy.deepcopy((case.network, case.examples))
        gradient_step(case.network, case.examples, Fraction(1, 2), case.cost, case.reduction)
        self.assertEqual(before, (case.network, case.examples))

    @given(cases())
    def test_a_step_shares_no_list_with_what_it_was_given_nor_any_list_twice(self, case):
        step = gradient_step(case.network, case.examples, 0.5, case.cost, case.reduction)
        seen = lists_of(case.network)
        for example in case.examples:
            seen.update(lists_in(example.x))
            seen.update(lists_in(example.y))
        for name in ("z", "a", "delta", "dC_dw", "dC_db"):
            found = lists_in(getattr(step, name))
            self.assertFalse(set(found) & set(seen), f"{name} shares a list with something before it")
            seen.update(found)
        self.assertFalse(set(lists_of(step.network)) & set(seen), "the new network shares a list")

    def test_the_old_network_stays_as_it_is(self):
        network, example = tame("sigmoid", "sigmoid")
        before = copy.deepcopy(network)
        step = gradient_step(network, [example], 0.5)
        self.assertEqual(before, network)
        self.assertNotEqual(network, step.network)

    def test_what_was_given_at_the_door_can_be_changed_afterwards(self):
        weights, biases, x = [[1.0, 2.0]], [3.0], [4.0, 5.0]
        network, example = Network([Layer(weights, biases, "identity")]), Example(x, [6.0])
        weights[0][0] = biases[0] = x[0] = 99.0
        self.assertEqual(([[1.0, 2.0]], [3.0], [4.0, 5.0]), (network.layers[0].w, network.layers[0].b, example.x))

    def test_two_runs_give_the_same(self):
        network, example = tame("gelu", "softmax")
        first = gradient_step(network, [example, example], 0.5, "cross_entropy")
        self.assertEqual(first, gradient_step(network, [example, example], 0.5, "cross_entropy"))


class ThePartsAreTheWhole(unittest.TestCase):
    @given(cases())
    def test_backpropagate_is_forward_backward_gradients(self, case):
        example = case.examples[0]
        one = backpropagate(case.network, example, case.cost)
        z, a = forward(case.network, example.x)
        delta = backward(case.network, example.y, z, a, case.cost)
        dC_dw, dC_db = gradients(case.network, example.x, a, delta)
        self.assertEqual((z, a, delta, dC_dw, dC_db), (one.z, one.a, one.delta, one.dC_dw, one.dC_db))

    @given(cases())
    def test_every_list_has_the_shape_of_the_network(self, case):
        step = gradient_step(case.network, case.examples, 0.5, case.cost, case.reduction)
        widths = case.network.sizes[1:]
        for rows in (step.z, step.a, step.delta):
            self.assertEqual(len(case.examples), len(rows))
            for row in rows:
                self.assertEqual(widths, [len(row_l) for row_l in row])
        for layer, dC_dw_l, dC_db_l, new in zip(case.network.layers, step.dC_dw, step.dC_db, step.network.layers):
            shape = [len(w_j) for w_j in layer.w]
            self.assertEqual((shape, shape), ([len(g) for g in dC_dw_l], [len(w) for w in new.w]))
            self.assertEqual((len(layer.b), len(layer.b)), (len(dC_db_l), len(new.b)))
            self.assertEqual((layer.activation, layer.shared_bias), (new.activation, new.shared_bias))

    @given(cases())
    def test_everything_is_of_the_networks_type(self, case):
        step = gradient_step(case.network, case.examples, 0.5, case.cost, case.reduction)
        for value in (step.z, step.a, step.delta, step.dC_dw, step.dC_db, [step.C]):
            self.assertEqual({float}, {type(number) for number in flat(value)})

    @given(cases(Fraction))
    def test_fractions_stay_fractions(self, case):
        step = gradient_step(case.network, case.examples, Fraction(1, 2), case.cost, case.reduction)
        for value in (step.z, step.a, step.delta, step.dC_dw, step.dC_db, [step.C]):
            self.assertEqual({Fraction}, {type(number) for number in flat(value)})


class ReplacedRules(unittest.TestCase):
    def test_every_function_among_the_equations_that_a_pass_uses_is_a_rule(self):
        unused = {"neuron", "difference_quotient", "sum_over_examples", "mean_over_examples"}  # the last two: a table
        here = equations.__name__
        named = {name for name, value in vars(equations).items() if getattr(value, "__module__", "") == here}
        self.assertGreater(len(named), 15)
        self.assertEqual(named - unused, {name for name in named if hasattr(RULES, name)})

    def test_every_pass_is_a_rule(self):
        for module, names in (
            (backprop, ["forward", "backward", "gradients", "backpropagate"]),
            (descent, ["add_up", "reduce", "update", "gradient_step"]),
        ):
            for name in names:
                self.assertIs(getattr(module, name), getattr(RULES, name))

    def test_each_equation_is_called_through_eq_and_shows_in_the_step(self):
        # A rule that is bypassed somewhere would leave the step as it was.
        network, example = tame("tanh", "sigmoid")
        softmax, _ = tame("tanh", "softmax")
        shared = Network([Layer(l.w, l.b[:1], l.activation, True) for l in network.layers])
        nets = {"own": network, "max": softmax, "one": shared}
        right = {name: gradient_step(nets[name], [example], 0.5) for name in nets}
        doubled = {"weighted_sum", "activation", "hidden_delta", "output_delta", "bias_gradient", "updated_bias",
                   "softmax_delta", "shared_bias_gradient"}
        for name in sorted(doubled | {"weight_gradients", "updated_weights"}):
            rule = getattr(RULES, name)

            def wrong(*args, rule=rule, listed=name not in doubled):
                value = rule(*args)
                return [2 * v for v in value] if listed else 2 * value

            used_in = {"softmax_delta": "max", "shared_bias_gradient": "one"}.get(name, "own")
            with self.subTest(rule=name):
                step = gradient_step(nets[used_in], [example], 0.5, eq=RULES.replaced(**{name: wrong}))
                self.assertNotEqual(right[used_in], step)

    def test_a_replaced_pass_is_used(self):
        network, example = tame("tanh", "sigmoid")
        for name in ("forward", "backward", "gradients", "backpropagate", "update", "reduce"):
            called = []

            def watched(*args, name=name):
                called.append(name)
                return getattr(RULES, name)(*args)

            gradient_step(network, [example], 0.5, eq=RULES.replaced(**{name: watched}))
            self.assertEqual([name], called)

    def test_a_replaced_pass_is_handed_the_replaced_rules(self):
        network, example = tame("tanh", "sigmoid")
        eq = RULES.replaced(bias_gradient=lambda delta_j: 7.0)
        self.assertEqual({7.0}, set(flat(gradient_step(network, [example], eq=eq).dC_db)))

    def test_rules_themselves_stay_as_they_are(self):
        RULES.replaced(bias_gradient=abs)
        self.assertIs(equations.bias_gradient, RULES.bias_gradient)
        self.assertEqual("Rules(standard)", repr(RULES))
        self.assertEqual("Rules(bias_gradient replaced)", repr(RULES.replaced(bias_gradient=abs)))

    def test_an_unknown_rule_is_refused_by_name(self):
        with self.assertRaisesRegex(ValueError, "rules: no rule named 'bias_gradiant'"):
            RULES.replaced(bias_gradiant=abs)


if __name__ == "__main__":
    unittest.main()
