"""Each σ is what its formula says, each σ′ is the derivative of its σ, and none of them overflows."""

import inspect
import math
import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given, strategies as st

from tests.formulas import value_of
from tests.generators import HIDDEN, RATIONAL, Dual
from backprop_ref import ACTIVATIONS, activations
from backprop_ref.activations import softmax, softmax_slopes
from backprop_ref.numbers import forms

POINTS = [Decimal(n) / 8 for n in (-200, -100, -41, -16, -9, -3, -1, 1, 2, 7, 16, 25, 60, 100, 200)]
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def as_written(rule, z):
    """σ(z) as its formula stands on paper, without care for overflow, in whatever digits there are."""
    return value_of(rule.formula, type(z), z=z)


class Formulas(unittest.TestCase):
    def check(self, what, found, expected, enough):
        """found(z, rule) for every activation and point, against expected(z, rule) with 150 digits, as on paper."""
        for name in HIDDEN:
            rule, wrong = ACTIVATIONS[name], []
            for z in POINTS:
                with localcontext() as context:
                    context.prec = 150
                    truth = expected(z, rule)
                    if not abs(found(z, rule) - truth) <= enough(truth):
                        wrong.append(str(z))
            with self.subTest(name):
                self.assertEqual([], wrong, f"{name}: at these z {what}")

    def test_every_activation_is_what_its_formula_says(self):
        def in_50_digits(z, rule):
            with localcontext() as context:
                context.prec = 50
                return rule.sigma(z)

        self.check("sigma is not what formula says", in_50_digits, lambda z, rule: as_written(rule, z),
                   lambda truth: abs(truth) * Decimal("1e-47"))  # of 150 digits e^−25 and the like take away 60 at most

    def test_every_slope_is_the_derivative_of_its_activation(self):
        # Dual numbers differentiate the formula by rule.  1 − a² and σ(1 − σ) lose digits far out, by cancellation.
        self.check("slope is not the derivative of formula", lambda z, rule: rule.slope(z),
                   lambda z, rule: as_written(rule, Dual(z, Decimal(1))).slope, lambda truth: Decimal("1e-140"))

    def test_every_slope_is_what_its_formula_says(self):
        self.check("slope is not what slope_formula says", lambda z, rule: rule.slope(z),
                   lambda z, rule: value_of(rule.slope_formula, Decimal, rule.formula, z=z, σ=rule.sigma),
                   lambda truth: Decimal("1e-85"))

    def test_rational_ones_are_those_that_take_fractions(self):
        for name in HIDDEN:
            rule = ACTIVATIONS[name]
            with self.subTest(name):
                try:
                    taken = {type(function(Fraction(n, 3))) for function in (rule.sigma, rule.slope) for n in (-1, 1)}
                except ValueError:  # there is no exp of a Fraction
                    taken = {None}
                self.assertEqual(taken == {Fraction}, rule.rational, f"{name}: is it rational?")

    def test_slopes_over_fractions_are_exact_where_activations_are_rational(self):
        for name in RATIONAL:
            for z in (Fraction(-7, 3), Fraction(-1, 9), Fraction(2, 7), Fraction(11, 2)):
                self.assertEqual(ACTIVATIONS[name].sigma(Dual(z, 1)).slope, ACTIVATIONS[name].slope(z), (name, z))

    def test_a_slope_jumps_at_the_kink_and_nowhere_else(self):
        for name, activation in ACTIVATIONS.items():
            if name == "softmax":
                continue
            for sixteenths in range(-64, 65):
                z, h = sixteenths / 16, 1e-9
                jump = abs(activation.slope(z + h) - activation.slope(z - h))
                self.assertEqual(z in activation.kinks, jump > 0.5, f"{name} at {z}: {jump}")

    def test_at_a_kink_the_slope_is_the_one_that_the_format_names(self):
        for name in HIDDEN:
            for kink in ACTIVATIONS[name].kinks:
                slope, little = ACTIVATIONS[name].slope, Fraction(1, 10**9)
                left, right = slope(kink - little), slope(kink + little)
                self.assertNotEqual(left, right, f"{name} has no kink at {kink}")
                self.assertIn(slope(Fraction(kink)), (left, right), f"{name} at {kink}")
        for zero in (0.0, -0.0, Fraction(0), Decimal(0)):
            self.assertEqual(0, ACTIVATIONS["relu"].slope(zero))
            self.assertEqual(type(zero)(1) / 100, ACTIVATIONS["leaky_relu"].slope(zero))
            if type(zero) is not Fraction:
                self.assertEqual(1, ACTIVATIONS["elu"].slope(zero), "elu has no kink: e^0 is 1 too")

    def test_leaky_relu_is_a_hundredth_exactly(self):
        self.assertEqual(Fraction(-3, 100), ACTIVATIONS["leaky_relu"].sigma(Fraction(-3)))
        self.assertEqual(Fraction(1, 100), ACTIVATIONS["leaky_relu"].slope(Fraction(-3)))


class OtherWays(unittest.TestCase):
    OTHERS = {name: function for name, function in vars(forms).items()
              if "_by_" in name and inspect.isfunction(function)}

    def test_the_other_usual_ways_to_write_them_are_the_same(self):
        # 150 digits, of which cancellation takes no more than 60 on these points.
        self.assertGreater(len(self.OTHERS), 5)
        for name, function in self.OTHERS.items():
            usual = getattr(activations, name.partition("_by_")[0])
            for z in POINTS:
                with self.subTest(function=name, z=z), localcontext() as context:
                    context.prec = 150
                    self.assertLess(abs(function(z) - usual(z)), Decimal("1e-85"))


class Floats(unittest.TestCase):
    # What floats lose: an ulp or two in exp, tanh or erfc of the platform, half an ulp in each operation, all relative,
    # which is 10⁻¹⁵; the rounding of its argument, which erfc takes z² times; 10⁻³²⁰ where the result is a denormal.
    RELATIVE, ABSOLUTE = 1e-14, 1e-320

    def test_floats_are_the_decimals_to_14_digits(self):
        for name in HIDDEN:
            for z in POINTS:
                with self.subTest(activation=name, z=z), localcontext() as context:
                    context.prec = 50
                    exact = float(ACTIVATIONS[name].sigma(z))
                    times = 1 + float(z * z) if name == "gelu" else 1
                    error = abs(ACTIVATIONS[name].sigma(float(z)) - exact)
                    self.assertLessEqual(error, self.RELATIVE * times * abs(exact) + self.ABSOLUTE)

    def test_slopes_in_floats_are_computed_as_written(self):
        for z in (-40.0, -3.0, -0.5, -1e-9, 0.0, 1e-9, 0.5, 3.0, 40.0):
            s, t = ACTIVATIONS["sigmoid"].sigma(z), math.tanh(z)
            d = 1 + abs(z)
            phi = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
            for name, expected in {
                "identity": 1.0, "sigmoid": s * (1 - s), "tanh": 1 - t * t, "relu": float(z > 0),
                "leaky_relu": 1.0 if z > 0 else 0.01, "softplus": s, "softsign": 1 / (d * d),
                "elu": 1.0 if z > 0 else math.exp(z), "silu": s * (1 + z * (1 - s)),
                "gelu": math.erfc(-z / math.sqrt(2)) / 2 + z * phi,
            }.items():
                self.assertEqual(expected, ACTIVATIONS[name].slope(z), (name, z))

    @given(FLOATS)
    def test_no_activation_and_no_slope_overflows_at_any_finite_z(self, z):
        for name in HIDDEN:
            a, slope = ACTIVATIONS[name].sigma(z), ACTIVATIONS[name].slope(z)
            self.assertTrue(math.isfinite(a) and math.isfinite(slope), f"{name}: σ({z}) = {a}, σ′ = {slope}")
            self.assertEqual((float, float), (type(a), type(slope)), name)

    @given(st.lists(FLOATS, min_size=1, max_size=4))
    def test_softmax_overflows_at_no_finite_z_either(self, z):
        a = softmax(z)
        for j in range(len(z)):
            self.assertTrue(all(map(math.isfinite, a + softmax_slopes(a, j))), (z, a))
        self.assertAlmostEqual(1, math.fsum(a), delta=1e-15 * len(z))  # half an ulp each

    @given(FLOATS, FLOATS)
    def test_these_activations_never_fall(self, u, v):
        low, high = min(u, v), max(u, v)
        for name in ("identity", "relu", "leaky_relu", "softsign", "sigmoid"):
            self.assertLessEqual(ACTIVATIONS[name].sigma(low), ACTIVATIONS[name].sigma(high), name)

    @given(FLOATS)
    def test_values_stay_in_their_range(self, z):
        for name, low, high in [
            ("sigmoid", 0, 1), ("tanh", -1, 1), ("softsign", -1, 1), ("relu", 0, math.inf), ("softplus", 0, math.inf),
            ("elu", -1, math.inf), ("silu", -0.279, math.inf), ("gelu", -0.17, math.inf),  # their minima, published
        ]:
            a = ACTIVATIONS[name].sigma(z)
            self.assertTrue(low <= a <= high, f"{name}({z}) = {a}, expected from {low} to {high}")

    @given(FLOATS)
    def test_odd_activations_are_odd_to_the_last_bit(self, z):
        for name in ("identity", "tanh", "softsign"):
            self.assertEqual(-ACTIVATIONS[name].sigma(z), ACTIVATIONS[name].sigma(-z), name)

    def test_far_out_each_is_what_it_tends_to(self):
        for name, left, right in [
            ("sigmoid", 0, 1), ("tanh", -1, 1), ("relu", 0, 1000), ("leaky_relu", -10, 1000), ("softplus", 0, 1000),
            ("elu", -1, 1000), ("silu", 0, 1000), ("gelu", 0, 1000), ("identity", -1000, 1000),
        ]:
            self.assertEqual((left, right), (ACTIVATIONS[name].sigma(-1000.0), ACTIVATIONS[name].sigma(1000.0)), name)

    def test_near_0_none_loses_its_digits(self):
        z = 2.0 ** -60
        expected_of = {"tanh": z, "softsign": z, "elu": z, "identity": z, "silu": z / 2, "gelu": z / 2}
        for name, expected in expected_of.items():
            self.assertEqual((expected, -expected), (ACTIVATIONS[name].sigma(z), ACTIVATIONS[name].sigma(-z)), name)


class Softmax(unittest.TestCase):
    def test_slopes_are_the_derivatives(self):
        with localcontext() as context:
            context.prec = 50
            z = [Decimal(n) / 8 for n in (3, -5, 10)]
            a = softmax(z)
            for j in range(3):
                moved = softmax([Dual(z_i, Decimal(int(i == j))) for i, z_i in enumerate(z)])
                for dual, slope in zip(moved, softmax_slopes(a, j)):
                    self.assertLess(abs(dual.slope - slope), Decimal("1e-48"))

    def test_it_is_the_quotient_of_exponentials(self):
        with localcontext() as context:
            context.prec = 50
            z = [Decimal(3), Decimal(-5), Decimal("0.5")]
            total = sum(z_j.exp() for z_j in z)
            for a_j, z_j in zip(softmax(z), z):
                self.assertLess(abs(a_j - z_j.exp() / total), Decimal("1e-48"))

    def test_it_is_of_the_whole_layer_so_a_far_larger_z_takes_all(self):
        self.assertEqual([0.0, 1.0, 0.0], softmax([-1e308, 1e308, 0.0]))


class Table(unittest.TestCase):
    def test_every_entry_says_how_it_is_written(self):
        for name, activation in ACTIVATIONS.items():
            self.assertTrue(activation.formula and activation.slope_formula, name)


if __name__ == "__main__":
    unittest.main()
