"""What a number type cannot hold becomes one Unfinished that names layer, neuron and example, and nothing else."""

import math
import unittest
from decimal import Decimal, InvalidOperation, Overflow, localcontext
from fractions import Fraction

from tests.generators import flat
from backprop_ref import (
    ACTIVATIONS, COSTS, RULES, Example, Layer, Network, Unfinished, backpropagate, backward, exact_step,
    forward, gradient_by_chain_rule, gradient_step,
)

ADVICE = ", expected a finite number (exact_step may have one)"


class Places(unittest.TestCase):
    def check(self, message, what, layer, neuron, example, call, *args, lost=True, **kwargs):
        with self.assertRaises(Unfinished) as caught:
            call(*args, **kwargs)
        error = caught.exception
        beyond = what.startswith("new_") and message.endswith("inf")  # a double itself: exact_step has none either
        self.assertEqual(message + (ADVICE if lost and not beyond else ADVICE.partition(" (")[0]), str(error))
        self.assertEqual((what, layer, neuron, example), (error.what, error.layer, error.neuron, error.example))

    def test_unfinished_is_an_ArithmeticError(self):
        self.assertTrue(issubclass(Unfinished, ArithmeticError))

    def test_an_infinite_weighted_sum_names_layer_neuron_and_example(self):
        network = Network([Layer([[1.0], [1e200]], [0, 0], "identity"), Layer([[1.0, 1.0]], [0], "identity")])
        good, bad = Example([0.0], [0.0]), Example([1e200], [0.0])
        self.check("layer 0, neuron 1: z_j is inf", "z_j", 0, 1, None, backpropagate, network, bad)
        self.check("layer 0, neuron 1, example 2: z_j is inf", "z_j", 0, 1, 2,
                   gradient_step, network, [good, good, bad])

    def test_an_infinity_less_an_infinity_is_found_too(self):
        network = Network([Layer([[1e200, -1e200]], [0], "identity")])
        self.check("layer 0, neuron 0, example 0: z_j is nan", "z_j", 0, 0, 0,
                   gradient_step, network, [Example([1e200, 1e200], [0.0])])

    def test_the_layer_is_the_one_where_it_began(self):
        network = Network([Layer([[1e200]], [0], "identity"), Layer([[2.0], [1e200]], [0, 0], "tanh")])
        self.check("layer 1, neuron 1, example 0: z_j is inf", "z_j", 1, 1, 0,
                   gradient_step, network, [Example([1.0], [0.0, 0.0])])

    def test_a_cost_beyond_the_range(self):
        network = Network([Layer([[1.0]], [0], "identity")])
        self.check("C is inf", "C", None, None, None, backpropagate, network, Example([1e200], [0.0]))
        self.check("example 1: C is inf", "C", None, None, 1,
                   gradient_step, network, [Example([1.0], [0.0]), Example([1e200], [0.0])])

    def test_a_cost_of_several_examples_beyond_the_range_while_each_is_within(self):
        network, example = Network([Layer([[1.15e154]], [0], "identity")]), Example([1.0], [0.0])
        self.assertEqual(1.15e154 * 1.15e154 / 2, backpropagate(network, example).C)  # 0.66e308
        for reduction in ("sum", "mean"):
            self.check("C is inf", "C", None, None, None,
                       gradient_step, network, [example] * 3, reduction=reduction)

    def test_a_logarithm_of_0_or_less(self):
        network = Network([Layer([[1.0]], [0], "identity")])
        for x, found in ((0.0, "inf"), (-1.0, "nan")):
            self.check(f"example 0: C is {found}", "C", None, None, 0,
                       gradient_step, network, [Example([x], [1.0])], cost="cross_entropy", lost=False)
        self.check("example 0: C is inf", "C", None, None, 0,
                   gradient_step, network, [Example([1.0], [0.5])], cost="binary_cross_entropy", lost=False)

    def test_exact_step_is_named_for_a_logarithm_of_0_only_where_it_has_one(self):
        for activation, x, y, cost, has_one in (
            ("sigmoid", -1000.0, 1.0, "cross_entropy", True), ("sigmoid", 1000.0, 0.0, "binary_cross_entropy", True),
            ("tanh", 1000.0, 0.0, "binary_cross_entropy", True), ("softsign", 1e300, 0.0, "binary_cross_entropy", True),
            ("softplus", -1000.0, 1.0, "cross_entropy", True), ("tanh", 0.0, 1.0, "cross_entropy", False),
            ("tanh", -1000.0, 0.5, "binary_cross_entropy", False), ("relu", -1.0, 1.0, "cross_entropy", False),
            ("identity", 1.0, 0.0, "binary_cross_entropy", False), ("gelu", -1000.0, 1.0, "cross_entropy", False),
        ):
            with self.subTest(activation=activation, cost=cost, x=x):
                network, example = Network([Layer([[1.0]], [0.0], activation)]), Example([x], [y])
                with self.assertRaises(Unfinished) as caught:
                    gradient_step(network, [example], cost=cost)
                self.assertEqual(has_one, str(caught.exception).endswith(ADVICE), caught.exception)
                if has_one:
                    self.assertTrue(math.isfinite(exact_step(network, [example], cost=cost).C))
                else:
                    with self.assertRaises(ArithmeticError):
                        exact_step(network, [example], cost=cost)

    def test_a_division_by_0_in_the_derivative_of_the_cost(self):
        # A cost whose derivative divides where the cost itself does not take a logarithm.
        eq = RULES.replaced(costs={**COSTS, "ratio": COSTS["cross_entropy"].replaced(cost=lambda a, y: 0.0)})
        network = Network([Layer([[1.0], [0.0]], [0, 0], "identity")])
        self.check("layer 0, neuron 1: dC_da_j is a division by 0", "dC_da_j", 0, 1, None,
                   backpropagate, network, Example([1.0], [1.0, 1.0]), "ratio", eq, lost=False)
        self.check("layer 0, neuron 1, example 0: dC_da_j is a division by 0", "dC_da_j", 0, 1, 0,
                   gradient_step, network, [Example([1.0], [1.0, 1.0])], None, "ratio", "mean", eq, lost=False)

    def test_an_infinite_error_signal_of_a_hidden_neuron(self):
        network = Network([Layer([[0.0]], [0], "identity"), Layer([[1e200]], [1e150], "identity")])
        self.check("layer 0, neuron 0, example 0: delta_j is inf", "delta_j", 0, 0, 0,
                   gradient_step, network, [Example([1.0], [0.0])])

    def test_an_infinite_gradient_of_a_weight_is_found_by_backpropagate_already(self):
        network = Network([Layer([[0.0], [0.0]], [0.0, 1e150], "identity")])
        example = Example([1e200], [0.0, 0.0])
        self.check("layer 0, neuron 1: dC_dw_jk is inf", "dC_dw_jk", 0, 1, None, backpropagate, network, example)
        self.check("layer 0, neuron 1, example 0: dC_dw_jk is inf", "dC_dw_jk", 0, 1, 0,
                   gradient_step, network, [example], 0.0)

    def test_an_infinite_gradient_of_a_shared_bias(self):
        # Two deltas of 10³⁰⁸ each, hence a gradient beyond a double; their costs are beyond it before: a smaller C.
        eq = RULES.replaced(costs={**COSTS, "huge": _HUGE})
        network = Network([Layer([[1.0], [1.0]], [0.0], "identity", True)])
        self.check("layer 0, neuron 0: dC_db is inf", "dC_db", 0, 0, None,
                   backpropagate, network, Example([1.0], [0.0, 0.0]), "huge", eq)

    def test_a_sum_over_examples_beyond_the_range(self):
        network = Network([Layer([[0.0]], [1e150], "identity")])
        example = Example([1.5e158], [0.0])
        self.assertTrue(math.isfinite(backpropagate(network, example).dC_dw[0][0][0]))
        for alpha in (None, 1e-300):
            self.check("layer 0, neuron 0: dC_dw_jk is inf", "dC_dw_jk", 0, 0, None,
                       gradient_step, network, [example, example], alpha)

    def test_an_update_beyond_the_range(self):
        network = Network([Layer([[0.0], [0.0]], [0, 1.0], "identity")])
        self.check("layer 0, neuron 1: new_w_jk is -inf", "new_w_jk", 0, 1, None,
                   gradient_step, network, [Example([1e10], [0.0, 0.0])], 1e300)
        network = Network([Layer([[0.0], [0.0]], [0, 1e10], "identity")])
        self.check("layer 0, neuron 1: new_b_j is -inf", "new_b_j", 0, 1, None,
                   gradient_step, network, [Example([0.0], [0.0, 0.0])], 1e300)

    def test_what_a_trapping_Decimal_context_would_raise_is_named_in_the_same_way(self):
        huge = Decimal("9e999999")
        network = Network([Layer([[Decimal(1)], [huge]], [0, 0], "identity")])
        self.check("layer 0, neuron 1, example 0: z_j is Infinity", "z_j", 0, 1, 0,
                   gradient_step, network, [Example([Decimal(10)], [0, 0])])
        network = Network([Layer([[Decimal(1)]], [0], "identity")])
        self.check("example 0: C is NaN", "C", None, None, 0,
                   gradient_step, network, [Example([Decimal(-1)], [1])], cost="cross_entropy", lost=False)
        self.check("layer 0, neuron 0: new_w_jk is -Infinity", "new_w_jk", 0, 0, None,
                   gradient_step, network, [Example([Decimal("9e399999")], [0])], Decimal("9e999990"))

    def test_backpropagate_and_the_chain_rule_too_go_on_where_a_Decimal_context_traps(self):
        with localcontext() as context:
            context.traps[Overflow] = context.traps[InvalidOperation] = True
            network = Network([Layer([[Decimal(1)], [Decimal("9e999999")]], [0, 0], "identity")])
            example = Example([Decimal(10)], [0, 0])
            self.check("layer 0, neuron 1: z_j is Infinity", "z_j", 0, 1, None, backpropagate, network, example)
            self.check("layer 0, neuron 1: z_j is Infinity", "z_j", 0, 1, None,
                       gradient_by_chain_rule, network, example, 0, 0)
            network, example = Network([Layer([[Decimal(1)]], [0], "identity")]), Example([Decimal(-1)], [1])
            self.check("C is NaN", "C", None, None, None, backpropagate, network, example, "cross_entropy",
                       lost=False)
            self.assertTrue(context.traps[Overflow] and context.traps[InvalidOperation])

    def test_the_traps_of_the_callers_context_stay_set(self):
        with localcontext() as context:
            before = dict(context.traps)
            network = Network([Layer([[Decimal(1)]], [0], "gelu")])
            gradient_step(network, [Example([Decimal(1)], [0])], Decimal(1))
            with self.assertRaises(Unfinished):
                gradient_step(network, [Example([Decimal("9e999999")], [0])])
            self.assertEqual(before, dict(context.traps))


# A cost that is small and has a derivative near the end of the range.
_HUGE = COSTS["squared_error"].replaced(cost=lambda a, y: 0.0, slope=lambda a_j, y_j, n: 1e308)


class NoTrouble(unittest.TestCase):
    def test_activations_and_slopes_are_safe_at_any_finite_z(self):
        for name in ACTIVATIONS:
            for z in (1.7e308, -1.7e308, 1e308, -1e308, 1000.0, -1000.0, 750.0, -750.0, 5e-324, -5e-324, 0.0, -0.0):
                with self.subTest(activation=name, z=z):
                    network = Network([Layer([[1.0], [0.0]], [0.0, 0.0], name)])
                    z_l, a = forward(network, [z])
                    # The cost may be beyond the range, but error signals are not: targets are the outputs.
                    delta = backward(network, a[0], z_l, a, "half_squared_error")
                    self.assertTrue(all(math.isfinite(v) for v in flat(a) + flat(delta)))
                    if name != "softmax":
                        self.assertTrue(math.isfinite(ACTIVATIONS[name].slope(z)))

    def test_terms_whose_factor_is_0_are_absent_whatever_a_is(self):
        network = Network([Layer([[1.0], [1.0]], [0.0, -2.0], "identity")])
        one = backpropagate(network, Example([1.0], [1.0, 0.0]), "cross_entropy")  # a = 1, −1
        self.assertEqual((0.0, [[-1.0, 0.0]]), (one.C, one.delta))
        one = backpropagate(network, Example([2.0], [1.0, 0.0]), "binary_cross_entropy")  # a = 2, 0
        self.assertEqual([[-0.5, 1.0]], one.delta)

    def test_saturated_sigmoids_have_a_result_where_their_target_agrees(self):
        network = Network([Layer([[1.0]], [0.0], "sigmoid")])
        one = backpropagate(network, Example([1000.0], [1.0]), "binary_cross_entropy")
        self.assertEqual(([[1.0]], 0.0, [[0.0]]), (one.a, one.C, [[abs(one.delta[0][0])]]))

    def test_the_smallest_numbers_are_not_lost_on_the_way(self):
        network = Network([Layer([[1.0]], [0.0], "tanh")])
        one = backpropagate(network, Example([1e-300], [0.0]))
        self.assertEqual([[1e-300]], one.delta)

    def test_fractions_have_no_end_of_range(self):
        network = Network([Layer([[Fraction(10**400)]], [0], "identity")])
        one = backpropagate(network, Example([Fraction(1, 10**200)], [0]))
        self.assertEqual(([[Fraction(10**200)]], [[[Fraction(1)]]]), (one.dC_db, one.dC_dw))


if __name__ == "__main__":
    unittest.main()
