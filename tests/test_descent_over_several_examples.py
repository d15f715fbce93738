"""Several examples: gradients are added up first, reduced, and then one update is made."""

import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given, strategies as st

from tests.generators import SMOOTH, flat, hidden_beside, tame
from backprop_ref import COSTS, Example, Layer, Network, backpropagate, gradient_step
from backprop_ref.cases.strategies import cases, numbers


def singles(case):
    return [backpropagate(case.network, example, case.cost) for example in case.examples]


def added_up(values):
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


class Batches(unittest.TestCase):
    @given(cases())
    def test_the_gradient_of_a_batch_is_the_sum_of_those_of_its_examples_to_the_last_bit(self, case):
        step = gradient_step(case.network, case.examples, None, case.cost, "sum")
        each = singles(case)
        for name in ("dC_dw", "dC_db"):
            expected = [added_up(list(column)) for column in zip(*(flat(getattr(one, name)) for one in each))]
            self.assertEqual(expected, flat(getattr(step, name)))
        self.assertEqual(added_up([one.C for one in each]), step.C)

    @given(cases())
    def test_the_mean_is_the_sum_divided_by_the_number_of_examples_once(self, case):
        total = gradient_step(case.network, case.examples, None, case.cost, "sum")
        mean = gradient_step(case.network, case.examples, None, case.cost, "mean")
        n = len(case.examples)
        for name in ("dC_dw", "dC_db"):
            self.assertEqual([g / n for g in flat(getattr(total, name))], flat(getattr(mean, name)))
        self.assertEqual(total.C / n, mean.C)

    @given(cases())
    def test_z_a_and_delta_are_those_of_each_example_alone_never_divided(self, case):
        step = gradient_step(case.network, case.examples, 0.5, case.cost, case.reduction)
        each = singles(case)
        self.assertEqual([one.z for one in each], step.z)
        self.assertEqual([one.a for one in each], step.a)
        self.assertEqual([one.delta for one in each], step.delta)

    @given(cases(Fraction), st.randoms(use_true_random=False))
    def test_the_order_of_the_examples_does_not_matter_without_rounding(self, case, random):
        shuffled = list(case.examples)
        random.shuffle(shuffled)
        here = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        there = gradient_step(case.network, shuffled, case.alpha, case.cost, case.reduction)
        self.assertEqual(
            (here.C, here.dC_dw, here.dC_db, here.network), (there.C, there.dC_dw, there.dC_db, there.network)
        )

    @given(cases(Fraction))
    def test_an_example_given_twice_counts_twice_in_the_sum_and_not_at_all_in_the_mean(self, case):
        once = gradient_step(case.network, case.examples, None, case.cost, "mean")
        twice = gradient_step(case.network, case.examples * 2, None, case.cost, "mean")
        self.assertEqual((once.C, once.dC_dw, once.dC_db), (twice.C, twice.dC_dw, twice.dC_db))
        once = gradient_step(case.network, case.examples, None, case.cost, "sum")
        twice = gradient_step(case.network, case.examples * 2, None, case.cost, "sum")
        self.assertEqual([2 * g for g in flat(once.dC_dw)], flat(twice.dC_dw))

    def test_updating_after_each_example_is_another_algorithm(self):
        network, first = tame("softsign", "identity", Fraction)
        second = Example([Fraction(1, 2), Fraction(-3, 4)], [Fraction(1, 4), Fraction(2)])
        batch = gradient_step(network, [first, second], Fraction(1, 2), reduction="sum").network
        online = gradient_step(network, [first], Fraction(1, 2)).network
        self.assertNotEqual(batch, gradient_step(online, [second], Fraction(1, 2)).network)


class Updates(unittest.TestCase):
    @given(cases())
    def test_11_and_15_move_every_parameter_by_alpha_times_its_gradient_to_the_last_bit(self, case):
        step = gradient_step(case.network, case.examples, 0.3, case.cost, case.reduction)
        for layer, new, dC_dw_l, dC_db_l in zip(case.network.layers, step.network.layers, step.dC_dw, step.dC_db):
            self.assertEqual([w - 0.3 * g for w, g in zip(flat(layer.w), flat(dC_dw_l))], flat(new.w))
            self.assertEqual([b - 0.3 * g for b, g in zip(layer.b, dC_db_l)], new.b)

    @given(cases())
    def test_a_learning_rate_of_0_moves_nothing(self, case):
        self.assertEqual(case.network, gradient_step(case.network, case.examples, 0, case.cost).network)

    @given(cases())
    def test_no_learning_rate_no_update_and_the_same_gradients(self, case):
        without = gradient_step(case.network, case.examples, None, case.cost)
        with_one = gradient_step(case.network, case.examples, 0.5, case.cost)
        self.assertIsNone(without.network)
        self.assertEqual((without.C, without.dC_dw, without.dC_db), (with_one.C, with_one.dC_dw, with_one.dC_db))

    @given(cases(Fraction), numbers(Fraction).map(abs))
    def test_the_sum_with_a_rate_is_the_mean_with_n_times_that_rate(self, case, alpha):
        n = len(case.examples)
        by_sum = gradient_step(case.network, case.examples, alpha, case.cost, "sum").network
        self.assertEqual(by_sum, gradient_step(case.network, case.examples, n * alpha, case.cost, "mean").network)

    def test_the_reduction_is_the_mean_and_the_cost_half_the_squared_error_unless_asked_otherwise(self):
        network, example = tame("tanh", "tanh")
        plain = gradient_step(network, [example, Example([0.5, 0.5], [0.25, 0.5])], 0.5)
        explicit = gradient_step(
            network, [example, Example([0.5, 0.5], [0.25, 0.5])], 0.5, "half_squared_error", "mean"
        )
        self.assertEqual(explicit, plain)


class Downhill(unittest.TestCase):
    """C(θ − αg) = C(θ) − α|g|² + O(α²|g|²): lower for small α unless g is 0."""

    # Numbers up to 3, widths up to 3 and two layers: second derivatives stay far below 10¹⁵.
    ALPHA = Fraction(1, 10**15)

    @given(cases(Fraction, ["identity", "softsign"], max_layers=2, max_width=3))
    def test_a_small_step_lowers_a_smooth_cost_unless_the_gradient_is_0(self, case):
        step = gradient_step(case.network, case.examples, self.ALPHA, case.cost, case.reduction)
        after = gradient_step(step.network, case.examples, None, case.cost, case.reduction)
        if any(flat(step.dC_dw) + flat(step.dC_db)):
            self.assertLess(after.C, step.C)
        else:
            self.assertEqual(after.C, step.C)

    @given(cases(Fraction, ["identity", "softsign"], max_layers=2, max_width=3))
    def test_it_lowers_it_by_alpha_times_the_squared_gradient_in_first_order(self, case):
        step = gradient_step(case.network, case.examples, self.ALPHA, case.cost, case.reduction)
        after = gradient_step(step.network, case.examples, None, case.cost, case.reduction)
        square = sum(g * g for g in flat(step.dC_dw) + flat(step.dC_db))
        # A millionth for the terms of second order, which are 10¹⁵ times smaller but for second derivatives.
        self.assertLessEqual(abs((step.C - after.C) - self.ALPHA * square), self.ALPHA * square / 10**6)

    def test_so_it_does_for_every_smooth_activation_and_cost(self):
        with localcontext() as context:
            context.prec = 60
            alpha = Decimal("1e-15")
            for activation in SMOOTH:
                for cost in COSTS:
                    with self.subTest(activation=activation, cost=cost):
                        network, example = tame(hidden_beside(activation), activation, Decimal)
                        step = gradient_step(network, [example], alpha, cost)
                        after = gradient_step(step.network, [example], None, cost)
                        square = sum(g * g for g in flat(step.dC_dw) + flat(step.dC_db))
                        self.assertGreater(square, Decimal("1e-6"))
                        self.assertLess(abs((step.C - after.C) / (alpha * square) - 1), Decimal("1e-6"))

    def test_with_every_bias_moved_by_the_sum_of_the_deltas_a_step_can_go_uphill(self):
        # Two identity outputs, one too high by 1 and one too low by 1.1: Σδ pulls the first one up.
        network = Network([Layer([[0.0], [0.0]], [1.0, -1.1], "identity")])
        example = Example([0.0], [0.0, 0.0])
        right = gradient_step(network, [example], 0.1).network
        delta = backpropagate(network, example).delta[0]
        total = delta[0] + delta[1]
        wrong = Network([Layer([[0.0], [0.0]], [1.0 - 0.1 * total, -1.1 - 0.1 * total], "identity")])
        C = gradient_step(network, [example]).C
        self.assertLess(gradient_step(right, [example]).C, C * 0.82)
        self.assertGreater(gradient_step(wrong, [example]).C, C * 0.98)


if __name__ == "__main__":
    unittest.main()
