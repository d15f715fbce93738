"""Each cost is what its formula says, and ∂C/∂a_j is its derivative; a term whose factor is 0 is absent from both."""

import math
import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given, strategies as st

from tests.formulas import cost_of, value_of
from tests.generators import SQUARED, Dual
from backprop_ref import COSTS
from backprop_ref.cases.strategies import numbers

F = numbers(Fraction)
INSIDE = st.floats(0.01, 0.99)


class Formulas(unittest.TestCase):
    def test_every_cost_and_every_slope_is_what_its_formula_says(self):
        outputs = [Decimal(n) / 64 for n in (1, 9, 23, 41, 63)]
        targets = [Decimal(n) / 64 for n in (63, 5, 30, 17, 2)]
        with localcontext() as context:
            context.prec = 50
            for name, cost in COSTS.items():
                for n in range(1, 6):
                    a, y = outputs[:n], targets[:n]
                    expected = cost_of(cost.formula, Decimal, a, y)
                    off = abs(cost.cost(a, y) - expected)
                    self.assertLess(off, Decimal("1e-45"), f"{name}: cost is not its formula")
                    for a_j, y_j in zip(a, y):
                        expected = value_of(cost.slope_formula, Decimal, a_j=a_j, y_j=y_j, n=n)
                        off = abs(cost.slope(a_j, y_j, n) - expected)
                        self.assertLess(off, Decimal("1e-45"), f"{name}: slope is not its formula")

    def test_rational_ones_are_those_that_take_fractions(self):
        a, y = [Fraction(1, 3), Fraction(3, 2)], [Fraction(2, 3), Fraction(1, 4)]
        for name, cost in COSTS.items():
            with self.subTest(name):
                try:
                    taken = {type(cost.cost(a, y)), *(type(cost.slope(a_j, y_j, 2)) for a_j, y_j in zip(a, y))}
                except ValueError:  # there is no ln of a Fraction
                    taken = {None}
                self.assertEqual(taken == {Fraction}, cost.rational, f"{name}: is it rational?")


class Derivatives(unittest.TestCase):
    @given(st.lists(st.tuples(F, F), min_size=1, max_size=4))
    def test_slopes_of_squared_costs_are_their_derivatives_exactly(self, pairs):
        a, y = [a for a, _ in pairs], [y for _, y in pairs]
        for name in SQUARED:
            for j in range(len(a)):
                dual = COSTS[name].cost([Dual(a_i, int(i == j)) for i, a_i in enumerate(a)], y)
                self.assertEqual(dual.slope, COSTS[name].slope(a[j], y[j], len(a)), name)

    @given(st.lists(st.tuples(INSIDE, INSIDE), min_size=1, max_size=4))
    def test_slopes_of_entropies_are_their_derivatives(self, pairs):
        with localcontext() as context:
            context.prec = 50
            a, y = [Decimal(a) for a, _ in pairs], [Decimal(y) for _, y in pairs]
            for name in ("binary_cross_entropy", "cross_entropy"):
                for j in range(len(a)):
                    dual = COSTS[name].cost([Dual(a_i, Decimal(int(i == j))) for i, a_i in enumerate(a)], y)
                    # A few roundings of 50 digits at numbers below 100.
                    self.assertLess(abs(dual.slope - COSTS[name].slope(a[j], y[j], len(a))), Decimal("1e-46"), name)

    @given(st.lists(st.tuples(F, F), min_size=1, max_size=4))
    def test_squared_costs_are_one_another_times_a_number(self, pairs):
        a, y = [a for a, _ in pairs], [y for _, y in pairs]
        whole = COSTS["squared_error"].cost(a, y)
        self.assertEqual(whole / 2, COSTS["half_squared_error"].cost(a, y))
        self.assertEqual(whole / len(a), COSTS["mean_squared_error"].cost(a, y))
        self.assertEqual(sum((a_j - y_j) ** 2 for a_j, y_j in pairs), whole)

    @given(INSIDE, INSIDE)
    def test_binary_cross_entropy_is_two_cross_entropies(self, a, y):
        both = COSTS["cross_entropy"].cost([a, 1 - a], [y, 1 - y])
        self.assertAlmostEqual(both, COSTS["binary_cross_entropy"].cost([a], [y]), delta=1e-14)  # numbers below 5

    @given(INSIDE, INSIDE)
    def test_no_output_costs_less_than_the_target_itself(self, a, y):
        # By 10⁻¹⁵ at most, which is the rounding of numbers below 1; Gibbs' inequality says the rest.
        self.assertGreaterEqual(
            COSTS["binary_cross_entropy"].cost([a], [y]), COSTS["binary_cross_entropy"].cost([y], [y]) - 1e-15
        )


class AbsentTerms(unittest.TestCase):
    def test_a_term_whose_factor_is_0_is_absent_whatever_a_is(self):
        for a in (0.0, 1.0, -3.0, 1e308):
            self.assertEqual(0, COSTS["cross_entropy"].cost([a], [0.0]))
            self.assertEqual(0, COSTS["cross_entropy"].slope(a, 0.0, 1))
        for a in (0.0, -3.0):
            self.assertEqual(-math.log(1 - a), COSTS["binary_cross_entropy"].cost([a], [0.0]))
            self.assertEqual(1 / (1 - a), COSTS["binary_cross_entropy"].slope(a, 0.0, 1))
        for a in (1.0, 3.0):
            self.assertEqual(-math.log(a), COSTS["binary_cross_entropy"].cost([a], [1.0]))
            self.assertEqual(-1 / a, COSTS["binary_cross_entropy"].slope(a, 1.0, 1))

    def test_targets_outside_0_and_1_are_taken_as_written(self):
        self.assertEqual(-2 * math.log(0.5), COSTS["cross_entropy"].cost([0.5], [2.0]))
        self.assertEqual(-2.0 / 0.5 + (1 - 2.0) / 0.5, COSTS["binary_cross_entropy"].slope(0.5, 2.0, 1))

    def test_every_entry_says_how_it_is_written(self):
        for name, cost in COSTS.items():
            self.assertTrue(cost.formula and cost.slope_formula, name)


if __name__ == "__main__":
    unittest.main()
