"""Every equation does the operations that it prints, in the order in which it prints them, and no other.

The order of every sum and product is part of the specification: it settles the last digit.  A Symbol writes down
each operation with its brackets, so the order is compared as text.
"""

import unittest
from fractions import Fraction

from hypothesis import given, strategies as st

from tests.generators import Symbol, symbols
from backprop_ref import equations as eq
from backprop_ref.costs import COSTS
from backprop_ref.cases.strategies import numbers

F = numbers(Fraction)


class OrderOfOperations(unittest.TestCase):
    def check(self, expected, found):
        self.assertEqual(expected, repr(found))

    def test_1_neuron_adds_in_order_of_k_and_the_bias_last(self):
        found = eq.neuron(symbols("w0 w1 w2"), symbols("x0 x1 x2"), Symbol("b"), lambda z: z)
        self.check("((((0 + (w0 * x0)) + (w1 * x1)) + (w2 * x2)) + b)", found)

    def test_2_weighted_sum_adds_in_order_of_k_and_the_bias_last(self):
        found = eq.weighted_sum(symbols("w0 w1 w2"), symbols("a0 a1 a2"), Symbol("b"))
        self.check("((((0 + (w0 * a0)) + (w1 * a1)) + (w2 * a2)) + b)", found)

    def test_2_activation_is_sigma_of_z_and_nothing_more(self):
        self.check("σ(z)", eq.activation(lambda z: Symbol(f"σ({z})"), Symbol("z")))

    def test_3_difference_quotient_moves_the_weight_by_h_once(self):
        found = eq.difference_quotient(lambda w: Symbol(f"C{w}"), Symbol("w"), Symbol("h"))
        self.check("((C(w + h) - Cw) / h)", found)

    def test_4_chain_rule_multiplies_from_left_to_right(self):
        self.check("((dC/da * da/dz) * dz/dw)", eq.chain_rule(*symbols("dC/da da/dz dz/dw")))

    def test_5_chain_rule_through_next_layer_adds_a_path_for_every_m(self):
        found = eq.chain_rule_through_next_layer(
            symbols("C0 C1"), symbols("s0 s1"), symbols("w0 w1"), Symbol("s"), Symbol("a")
        )
        self.check("((((0 + ((C0 * s0) * w0)) + ((C1 * s1) * w1)) * s) * a)", found)

    def test_7_error_recurrence_multiplies_by_the_slope_in_every_term(self):
        found = eq.error_recurrence(symbols("d0 d1"), symbols("w0 w1"), Symbol("s"))
        self.check("((0 + ((d0 * w0) * s)) + ((d1 * w1) * s))", found)

    def test_8_hidden_delta_sums_over_every_neuron_of_the_next_layer_then_multiplies_by_the_slope(self):
        w_next = [symbols("w00 w01"), symbols("w10 w11"), symbols("w20 w21")]
        found = eq.hidden_delta(symbols("d0 d1 d2"), w_next, 1, Symbol("s"))
        self.check("((((0 + (d0 * w01)) + (d1 * w11)) + (d2 * w21)) * s)", found)

    def test_9_output_delta_is_one_product(self):
        self.check("(dC/da * da/dz)", eq.output_delta(*symbols("dC/da da/dz")))

    def test_9_softmax_sum_adds_over_every_output_and_softmax_delta_takes_it_once(self):
        self.check("((0 + (a0 * C0)) + (a1 * C1))", eq.softmax_sum(symbols("a0 a1"), symbols("C0 C1")))
        self.check("(a * (C - s))", eq.softmax_delta(*symbols("a C s")))

    def test_9_softmax_delta_by_jacobian_adds_over_every_output(self):
        found = eq.softmax_delta_by_jacobian(symbols("C0 C1"), symbols("s0 s1"))
        self.check("((0 + (C0 * s0)) + (C1 * s1))", found)

    def test_10_weight_gradients_are_one_product_each(self):
        self.check("[(d * a0), (d * a1)]", eq.weight_gradients(Symbol("d"), symbols("a0 a1")))

    def test_11_updated_weights_take_alpha_times_the_gradient(self):
        found = eq.updated_weights(symbols("w0 w1"), Symbol("α"), symbols("g0 g1"))
        self.check("[(w0 - (α * g0)), (w1 - (α * g1))]", found)

    def test_14_bias_gradient_is_delta_times_one(self):
        self.check("(d * 1)", eq.bias_gradient(Symbol("d")))

    def test_14_shared_bias_gradient_adds_over_every_neuron_that_uses_it(self):
        self.check("(((0 + (d0 * 1)) + (d1 * 1)) + (d2 * 1))", eq.shared_bias_gradient(symbols("d0 d1 d2")))

    def test_15_updated_bias_takes_alpha_times_the_gradient(self):
        self.check("(b - (α * g))", eq.updated_bias(*symbols("b α g")))

    def test_the_mean_over_examples_divides_what_was_added_up_once(self):
        self.check("[(t0 / 3), (t1 / 3)]", eq.mean_over_examples(symbols("t0 t1"), 3))
        self.check("[t0, t1]", eq.sum_over_examples(symbols("t0 t1"), 3))

    def test_costs_add_in_order_of_j(self):
        a, y = symbols("a0 a1"), symbols("y0 y1")
        squares = "((0 + ((a0 - y0) * (a0 - y0))) + ((a1 - y1) * (a1 - y1)))"
        expected = {
            "half_squared_error": f"({squares} / 2)",
            "squared_error": squares,
            "mean_squared_error": f"({squares} / 2)",  # n = 2
            "binary_cross_entropy": "((((0 - (y0 * ln a0)) - ((1 - y0) * ln (1 - a0)))"
                                    " - (y1 * ln a1)) - ((1 - y1) * ln (1 - a1)))",
            "cross_entropy": "((0 - (y0 * ln a0)) - (y1 * ln a1))",
        }
        self.assertEqual(set(expected), set(COSTS), "every cost has its order here")
        for name, text in expected.items():
            with self.subTest(cost=name):
                self.check(text, COSTS[name].cost(a, y))

    def test_slopes_of_costs_are_computed_as_written(self):
        expected = {
            "half_squared_error": "(a - y)",
            "squared_error": "(2 * (a - y))",
            "mean_squared_error": "((2 * (a - y)) / 3)",
            "binary_cross_entropy": "((0 - (y / a)) + ((1 - y) / (1 - a)))",
            "cross_entropy": "(-y / a)",
        }
        self.assertEqual(set(expected), set(COSTS), "every cost has its slope here")
        for name, text in expected.items():
            with self.subTest(cost=name):
                self.check(text, COSTS[name].slope(Symbol("a"), Symbol("y"), 3))


class HowTheEquationsHangTogether(unittest.TestCase):
    """Over Fractions, so equal means equal."""

    @given(st.lists(st.tuples(F, F), min_size=1, max_size=5), F)
    def test_1_is_2_with_the_input_in_the_place_of_a(self, pairs, b):
        w, x = [w for w, _ in pairs], [x for _, x in pairs]
        self.assertEqual(eq.activation(abs, eq.weighted_sum(w, x, b)), eq.neuron(w, x, b, abs))

    @given(st.lists(st.tuples(F, F, F), min_size=1, max_size=5), F, F)
    def test_5_is_4_with_the_bracket_in_the_first_place(self, paths, da_dz_j, dz_dw_jk):
        C, s, w = zip(*paths)
        bracket = sum(C_m * s_m * w_mj for C_m, s_m, w_mj in paths)
        self.assertEqual(
            eq.chain_rule(bracket, da_dz_j, dz_dw_jk), eq.chain_rule_through_next_layer(C, s, w, da_dz_j, dz_dw_jk)
        )

    @given(st.lists(st.tuples(F, F, F), min_size=1, max_size=5), F, F)
    def test_5_is_7_then_10(self, paths, da_dz_j, a_k):
        C, s, w = zip(*paths)
        delta_next = [eq.output_delta(C_m, s_m) for C_m, s_m in zip(C, s)]
        delta_j = eq.error_recurrence(delta_next, w, da_dz_j)
        self.assertEqual(
            eq.weight_gradients(delta_j, [a_k])[0], eq.chain_rule_through_next_layer(C, s, w, da_dz_j, a_k)
        )

    @given(st.lists(st.tuples(F, F), min_size=1, max_size=5), F)
    def test_7_is_8_for_every_j(self, pairs, da_dz_j):
        delta_next, w_j = zip(*pairs)
        for j in range(2):
            w_next = [[w_mj, 99] if j == 0 else [99, w_mj] for w_mj in w_j]
            self.assertEqual(
                eq.error_recurrence(delta_next, w_j, da_dz_j), eq.hidden_delta(delta_next, w_next, j, da_dz_j)
            )

    @given(F, F, F, F)
    def test_9_then_10_and_14_is_4(self, dC_da_j, da_dz_j, a_k, alpha):
        delta_j = eq.output_delta(dC_da_j, da_dz_j)
        self.assertEqual(eq.chain_rule(dC_da_j, da_dz_j, a_k), eq.weight_gradients(delta_j, [a_k])[0])
        self.assertEqual(eq.chain_rule(dC_da_j, da_dz_j, 1), eq.bias_gradient(delta_j))  # (13) in the last place

    @given(st.lists(F, min_size=1, max_size=5), F, F, F, F)
    def test_12_and_13_z_moves_exactly_as_far_as_its_bias(self, w, b, h, x, y):
        a = [x] * len(w)
        self.assertEqual(h, eq.weighted_sum(w, a, b + h) - eq.weighted_sum(w, a, b))

    @given(F, F, F, F, F)
    def test_11_updates_a_weight_from_a_constant_input_as_15_updates_a_bias(self, w, alpha, delta, b, a):
        self.assertEqual(
            eq.updated_bias(b, alpha, eq.bias_gradient(delta)),
            eq.updated_weights([w, b], alpha, eq.weight_gradients(delta, [a, Fraction(1)]))[1],
        )

    @given(F, F.filter(bool))
    def test_3_of_a_square_is_its_derivative_and_h(self, w, h):
        self.assertEqual(2 * w + h, eq.difference_quotient(lambda v: v * v, w, h))


if __name__ == "__main__":
    unittest.main()
