"""The literal chain rule, (3)–(5), and the error signals, (6)–(10) and (14), give the same gradient."""

import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given, strategies as st

from tests.generators import derivative, every_pair, hidden_beside, parameters, tame
from backprop_ref import RULES, Example, Layer, Network, Unfinished, backpropagate, equations, gradient_by_chain_rule
from backprop_ref.activations import softmax_slopes
from backprop_ref.backprop import softmax_deltas
from backprop_ref.cases.strategies import cases, numbers
from backprop_ref.chain_rule import dC_da, dC_dz


class TwoWays(unittest.TestCase):
    @given(cases(Fraction, max_width=3, shared_bias=False))
    def test_4_and_5_give_what_8_to_10_and_14_give(self, case):
        example = case.examples[0]
        one = backpropagate(case.network, example, case.cost)
        for l, j, k in parameters(case.network):
            by_paths = gradient_by_chain_rule(case.network, example, l, j, k, case.cost)
            self.assertEqual(derivative(one, l, j, k), by_paths, f"layer {l}, neuron {j}, k = {k} (None: the bias)")

    @given(cases(Fraction, max_width=3, shared_bias=True))
    def test_a_shared_bias_is_moved_along_the_paths_through_every_neuron_that_uses_it(self, case):
        example = case.examples[0]
        one = backpropagate(case.network, example, case.cost)
        for l, layer in enumerate(case.network.layers):
            paths = [gradient_by_chain_rule(case.network, example, l, j, None, case.cost) for j in range(len(layer.w))]
            self.assertEqual([sum(paths)], one.dC_db[l])

    @given(cases(Fraction, max_width=3))
    def test_recurrence_7_gives_the_error_signals_of_8_and_9(self, case):
        example = case.examples[0]
        one = backpropagate(case.network, example, case.cost)
        for l, delta_l in enumerate(one.delta):
            for j, delta_j in enumerate(delta_l):
                self.assertEqual(delta_j, dC_dz(case.network, example.y, l, j, one.z, one.a, case.cost, RULES))

    @given(cases(Fraction, max_width=3), st.data())
    def test_6_delta_is_dC_da_times_the_slope_in_every_layer(self, case, data):
        example = case.examples[0]
        one = backpropagate(case.network, example, case.cost)
        for l, (layer, delta_l) in enumerate(zip(case.network.layers, one.delta)):
            slope = RULES.activations[layer.activation].slope
            for j, delta_j in enumerate(delta_l):
                dC_da_j = dC_da(case.network, example.y, l, j, one.z, one.a, case.cost, RULES)
                self.assertEqual(delta_j, dC_da_j * slope(one.z[l][j]))

    def test_both_ways_agree_for_every_activation_and_cost(self):
        # Fifty digits: a few dozen roundings at numbers below 10² leave 45.
        with localcontext() as context:
            context.prec = 50
            for activation, cost in every_pair():
                with self.subTest(activation=activation, cost=cost):
                    network, example = tame(hidden_beside(activation), activation, Decimal, (2, 2, 2, 2))
                    one = backpropagate(network, example, cost)
                    for l, j, k in parameters(network):
                        by_paths = gradient_by_chain_rule(network, example, l, j, k, cost)
                        self.assertLess(abs(derivative(one, l, j, k) - by_paths), Decimal("1e-45"), (l, j, k))

    def test_a_replaced_rule_changes_both_ways(self):
        wrong = RULES.replaced(
            chain_rule=lambda dC_da_j, da_dz_j, dz_dw_jk: dC_da_j * dz_dw_jk,
            output_delta=lambda dC_da_j, da_dz_j: dC_da_j,
        )
        network, example = tame("softsign", "softsign", Fraction)
        by_paths = gradient_by_chain_rule(network, example, 1, 0, 2, eq=wrong)
        by_signals = backpropagate(network, example, eq=wrong).dC_dw[1][0][2]
        self.assertEqual(by_signals, by_paths)
        self.assertNotEqual(backpropagate(network, example).dC_dw[1][0][2], by_signals)

    def test_the_naive_way_refuses_what_the_other_refuses(self):
        network, example = tame("tanh", "tanh")
        fractions = network.map(Fraction), example.map(Fraction)
        with self.assertRaisesRegex(ValueError, r"layers\[0\].activation: tanh of a Fraction is not a Fraction"):
            gradient_by_chain_rule(*fractions, l=0, j=0)
        for arguments, message in (
            (dict(l=-1, j=0), "l: found -1, expected 0 to 1"),
            (dict(l=2, j=0), "l: found 2, expected 0 to 1"),
            (dict(l=True, j=0), "l: found True, expected 0 to 1"),
            (dict(l=0, j=-1), "j: found -1, expected 0 to 2"),
            (dict(l=0, j=1.0), "j: found 1.0, expected 0 to 2"),
            (dict(l=0, j=0, k=-1), "k: found -1, expected 0 to 1"),
            (dict(l=0, j=0, k=2), "k: found 2, expected 0 to 1"),
            (dict(l=0, j=0, cost="mse"), "cost: found 'mse', expected one of half_squared_error"),
        ):
            with self.subTest(message), self.assertRaisesRegex(ValueError, f"^{message}"):
                gradient_by_chain_rule(network, example, **arguments)
        with self.assertRaisesRegex(ValueError, "^network: found None, expected a Network"):
            gradient_by_chain_rule(None, example, l=0, j=0)
        with self.assertRaisesRegex(ValueError, "^example: found None, expected an Example"):
            gradient_by_chain_rule(network, None, l=0, j=0)

    def test_a_division_by_0_is_named_as_the_other_way_names_it(self):
        layer = Layer([[1.0]], [0], "identity")
        network, example = Network([layer, layer]), Example([0.0], [1.0])
        for l, j in ((0, 0), (1, 0)):
            with self.assertRaises(Unfinished) as caught:
                gradient_by_chain_rule(network, example, l, j, 0, "cross_entropy")
            self.assertEqual("layer 1, neuron 0: dC_da_j is a division by 0", caught.exception.finding())
        with self.assertRaises(Unfinished) as caught:  # where Decimal has an infinity, and 0·∞ is NaN
            gradient_by_chain_rule(network.map(Decimal), example.map(Decimal), 0, 0, 0, "cross_entropy")
        self.assertEqual("layer 0, neuron 0: dC_dw_jk is NaN", caught.exception.finding())


class Softmax(unittest.TestCase):
    @given(st.lists(numbers(Fraction), min_size=1, max_size=5).flatmap(
        lambda a: st.tuples(st.just(a), st.lists(numbers(Fraction), min_size=len(a), max_size=len(a)))))
    def test_the_form_that_is_computed_equals_the_jacobian_exactly_for_any_numbers(self, drawn):
        """Whatever a and ∂C/∂a are, over Fractions: where the a of softmax add up to 1, and where they do not."""
        a, dC_da = drawn
        common = equations.softmax_sum(a, dC_da)
        for j in range(len(a)):
            by_jacobian = equations.softmax_delta_by_jacobian(dC_da, softmax_slopes(a, j))
            self.assertEqual(by_jacobian, equations.softmax_delta(a[j], dC_da[j], common))

    def test_its_work_grows_with_the_number_of_outputs_alone(self):
        counts = []
        for n in (50, 100, 200):
            Counted.operations = 0
            layer = Layer.trusted([[Counted(1)]] * n, [Counted(0)] * n, "softmax", False)
            a = [Counted(Fraction(1, n))] * n
            softmax_deltas(layer, 0, a, a, "squared_error", RULES)
            counts.append(Counted.operations)
        self.assertEqual(2 * (counts[1] - counts[0]), counts[2] - counts[1])


class Counted:
    """A number that counts what is done with it."""

    operations = 0

    def __init__(self, value):
        self.value = value

    def _counted(self, other):
        Counted.operations += 1
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _counted


if __name__ == "__main__":
    unittest.main()
