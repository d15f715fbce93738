"""What C does when a bias moves alone is δ_j, and when all biases of its layer move together Σδ: by quotients."""

import decimal
import unittest

from fractions import Fraction

from hypothesis import assume, given

import tests  # noqa: F401  (the hypothesis profile)
from backprop_ref import Example, Layer, Network, gradient_step, strategies
from backprop_ref.cases import Case
from backprop_ref.walk.finite_differences import DIGITS, Quotients, fine, precision, total_cost, with_moved_weight

PIECEWISE_LINEAR = ["identity", "relu", "leaky_relu"]
SQUARED = ["half_squared_error", "squared_error", "mean_squared_error"]


def step_of(case):
    return gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)


class OverFractions(unittest.TestCase):
    @given(strategies.cases(Fraction, PIECEWISE_LINEAR, SQUARED))
    def test_the_quotient_of_a_bias_is_exactly_its_own_delta(self, case):
        step, quotients = step_of(case), Quotients(case)
        for l, layer in enumerate(case.network.layers):
            for j in range(len(layer.b)):
                quotient = quotients.of_bias(l, j)
                if not quotient.kinks:
                    self.assertEqual(step.dC_db[l][j], quotient.value)

    @given(strategies.cases(Fraction, ["identity"], SQUARED, shared_bias=False))
    def test_the_quotient_of_all_biases_of_a_layer_is_exactly_the_sum_of_the_deltas(self, case):
        step, quotients = step_of(case), Quotients(case)
        for l in range(len(case.network.layers)):
            self.assertEqual(sum(step.dC_db[l]), quotients.of_layer(l).value)

    @given(strategies.cases(Fraction, PIECEWISE_LINEAR, SQUARED))
    def test_the_quotient_of_a_weight_is_exactly_its_gradient(self, case):
        step, quotients = step_of(case), Quotients(case)
        for l in range(len(case.network.layers)):
            quotient = quotients.of_weight(l, 0, 0)
            if not quotient.kinks:
                self.assertEqual(step.dC_dw[l][0][0], quotient.value)


class InManyDigits(unittest.TestCase):
    @given(strategies.cases(max_layers=2, max_width=3, max_examples=2))
    def test_the_quotient_is_the_gradient_to_17_digits(self, case):
        # h is 10^−20.  What a central quotient leaves out is h² C‴/6; where the second derivative jumps, as that of
        # softsign and elu at 0, it is h/4 times the jump, some 10^−20 times a few weights up to 3.
        with precision(DIGITS[0]):
            try:
                step = step_of(fine(case))
            except ArithmeticError:
                assume(False)
            quotients = Quotients(case)
            size = 1 + max(abs(dC_db_j) for dC_db_l in step.dC_db for dC_db_j in dC_db_l)
            for l, layer in enumerate(case.network.layers):
                together = quotients.of_layer(l)
                if not together.kinks:
                    self.assertLess(abs(together.value - sum(step.dC_db[l])), size / 10**17)
                for j in range(len(layer.b)):
                    alone = quotients.of_bias(l, j)
                    if not alone.kinks:
                        self.assertLess(abs(alone.value - step.dC_db[l][j]), size / 10**17)

    def test_what_a_saturated_neuron_keeps_is_seen(self):
        # σ′(1000) = e^−1000/(1 + e^−1000)² = 10^−434.29…, and C′ = σ − 0.5 = 0.5
        case = Case("far", Network([Layer([[1000.0]], [0.0], "sigmoid")]), [Example([1.0], [0.5])])
        value = Quotients(case).of_bias(0, 0).value
        self.assertEqual("2.5379794487747e-435", f"{value:.13e}")
        with precision(60):
            expected = decimal.Decimal(-1000).exp() / 2
        self.assertLess(abs(value / expected - 1), decimal.Decimal("1e-14"))

    def test_a_user_s_own_decimal_context_changes_nothing(self):
        case = Case("tanh", Network([Layer([[0.5]], [0.25], "tanh")]), [Example([1.0], [0.5])])
        expected = Quotients(case).of_bias(0, 0)
        with decimal.localcontext() as context:
            context.prec = 3
            context.Emin = -5
            context.traps[decimal.Inexact] = True
            self.assertEqual(expected, Quotients(case).of_bias(0, 0))

    def test_a_bias_that_is_lost_beside_a_large_z_is_moved_all_the_same(self):
        # z = 10^100 − 10^100 + b: at 50 digits h would be rounded away and the cost would seem to stand still.
        case = Case("large", Network([Layer([[1e100]], [-1e100], "identity")]), [Example([1.0], [5.0])])
        self.assertEqual(-5, Quotients(case).of_bias(0, 0).value)


class AtAKink(unittest.TestCase):
    def kink(self, bias):
        network = Network([Layer([[1.0]], [bias], "relu"), Layer([[2.0]], [0.0], "identity")])
        return Case("kink", network, [Example([1.0], [1.0])])

    def test_a_z_on_the_kink_is_named_and_both_sides_are_given(self):
        quotient = Quotients(self.kink(-1.0)).of_bias(0, 0)
        self.assertEqual([(0, 0, 0)], quotient.kinks)
        self.assertEqual(0, quotient.left)
        self.assertAlmostEqual(-2, float(quotient.right), 12)  # −2(1 − 2h): h is 10^−20
        self.assertAlmostEqual(-1, float(quotient.value), 12)

    def test_a_kink_parts_the_cost_or_does_not(self):
        # C = ½ (max(0, b) − y)² has the slopes 0 and −y
        for target, parted in ((1.0, True), (1e-12, True), (1e-300, True), (0.0, False)):
            network = Network([Layer([[1.0]], [0.0], "relu")])
            quotient = Quotients(Case("kink", network, [Example([0.0], [target])])).of_bias(0, 0)
            self.assertEqual(([(0, 0, 0)], parted), (quotient.kinks, quotient.parted), target)
            sides = [float(side) for side in (quotient.left, quotient.value, quotient.right)]
            self.assertEqual([0, -target / 2, -target], sides)  # nothing is left of h in them

    def test_a_kink_under_a_curved_cost_does_not_part_it_where_its_slope_is_0(self):
        # C = ½ tanh(2 max(0, b))² has the slope 0 on both sides, and beyond it terms of h³ that do not vanish
        network = Network([Layer([[1.0]], [0.0], "relu"), Layer([[2.0]], [0.0], "tanh")])
        quotient = Quotients(Case("curved", network, [Example([0.0], [0.0])])).of_bias(0, 0)
        self.assertEqual(([(0, 0, 0)], False), (quotient.kinks, quotient.parted))
        self.assertEqual([0, 0, 0], [quotient.left, quotient.value, quotient.right])

    def test_a_z_beside_the_kink_is_not_taken_for_one_on_it(self):
        for beside in (2.0**-52, -(2.0**-52)):
            self.assertEqual([], Quotients(self.kink(-1.0 + beside)).of_bias(0, 0).kinks)
        network = Network([Layer([[1.0]], [0.0], "relu")])
        near = Case("near", network, [Example([1e-300], [1.0])])
        quotient = Quotients(near).of_bias(0, 0)
        self.assertEqual(([], -1), (quotient.kinks, round(quotient.value)))

    def test_a_kink_in_a_later_layer_is_found(self):
        network = Network([Layer([[1.0]], [0.0], "identity"), Layer([[1.0]], [-1.0], "leaky_relu")])
        quotient = Quotients(Case("later", network, [Example([1.0], [1.0])])).of_bias(0, 0)
        self.assertEqual([(0, 1, 0)], quotient.kinks)
        self.assertEqual([-0.01, -1.0], [round(float(side), 9) for side in (quotient.left, quotient.right)])


class TheCost(unittest.TestCase):
    @given(strategies.cases())
    def test_the_cost_by_the_forward_pass_alone_is_that_of_the_step(self, case):
        C, z = total_cost(case.network, case.examples, case.cost, case.reduction)
        step = step_of(case)
        self.assertEqual((step.C, step.z), (C, z))

    @given(strategies.networks())
    def test_moving_a_weight_leaves_the_network_as_it_was(self, network):
        before = repr([(layer.w, layer.b) for layer in network.layers])
        moved = with_moved_weight(network, 0, 0, 0, 1.0)
        self.assertEqual(before, repr([(layer.w, layer.b) for layer in network.layers]))
        self.assertNotEqual(network, moved)
        self.assertEqual(network.layers[1:], moved.layers[1:])


if __name__ == "__main__":
    unittest.main()
