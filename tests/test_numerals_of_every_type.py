"""The functions that the equations need, for floats and Decimals, and the checks of what is a number."""

import math
import unittest
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction

from hypothesis import given, strategies as st

from backprop_ref import decimals, numerals

# Known digits, from tables (NIST DLMF): what does not follow from any function of this package.
PI = "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899"
E = "2.71828182845904523536028747135266249775724709369995957496696762772407663035354759"
TANH_1 = "0.76159415595576488811945828260479359041276859725793655159681050012195324457663848"
PDF_0 = "0.39894228040143267793994605993438186847585863116493465766592582967065792589930184"
CDF_1 = "0.84134474606854294858523254563203822"
CDF_MINUS_10 = "7.6198530241605260659733432515993083635040332779647E-24"


class KnownDigits(unittest.TestCase):
    def check(self, expected, found, digits):
        """Equal to so many digits, but for two units in the last."""
        unit = Decimal(1).scaleb(Decimal(expected).adjusted() - digits + 1)
        self.assertLessEqual(abs(found - Decimal(expected)), 2 * unit, f"{found}, expected {expected}")

    def test_decimals_are_good_to_the_precision_of_the_context(self):
        for digits in (9, 16, 28, 50, 75):
            with self.subTest(digits=digits), localcontext() as context:
                context.prec = digits
                self.check(PI, decimals.pi(), digits)
                self.check(E, numerals.exp(Decimal(1)), digits)
                self.check(TANH_1, numerals.tanh(Decimal(1)), digits)
                self.check(PDF_0, numerals.normal_pdf(Decimal(0)), digits)
                self.check(CDF_1, numerals.normal_cdf(Decimal(1)), min(digits, 32))
                self.check(CDF_MINUS_10, numerals.normal_cdf(Decimal(-10)), min(digits, 47))

    def test_few_digits_are_the_first_of_many(self):
        # Whatever way a function takes at one precision, it takes another at three times that.
        points = [Decimal(text) for text in "-40 -12.5 -10.6 -10.5 -3 -1 -.1 -1e-20 1e-20 .1 1 3 10.5 10.6 40".split()]
        for function in (numerals.expm1, numerals.tanh, numerals.normal_cdf, numerals.normal_pdf, decimals.log1p):
            for z in points:
                if function is decimals.log1p and z <= -1:
                    continue
                with self.subTest(function=function.__name__, z=z), localcontext() as context:
                    context.prec = 28
                    few = function(z)
                    context.prec = 90
                    many = function(z)
                    self.assertLessEqual(abs(few - many), 2 * abs(many) * Decimal("1e-27"))

    def test_far_out_decimals_come_to_an_end_at_once(self):
        for z in (Decimal("1e6"), Decimal("1e300"), Decimal("9e499998"), Decimal("1e-300"), Decimal("1e-999999")):
            with numerals.untrapped(Decimal):
                for function in ("tanh", "expm1", "normal_cdf", "normal_pdf"):
                    for sign in (1, -1):
                        numerals_function = getattr(numerals, function)
                        if function != "expm1" or z < 1:
                            self.assertFalse(numerals_function(sign * z).is_nan(), (function, sign * z))
        self.assertEqual((1, -1), (numerals.tanh(Decimal("1e300")), numerals.tanh(Decimal("-1e300"))))
        self.assertEqual((1, 0), (numerals.normal_cdf(Decimal("1e9")), numerals.normal_cdf(Decimal("-1e9"))))

    def test_the_context_of_the_caller_stays_as_it_is(self):
        with localcontext(Context(prec=20)):
            before = (getcontext().prec, dict(getcontext().traps))
            for name in ("exp", "expm1", "tanh", "normal_cdf", "normal_pdf"):
                getattr(numerals, name)(Decimal("-0.75"))
            self.assertEqual(before, (getcontext().prec, dict(getcontext().traps)))


class FloatsAndDecimals(unittest.TestCase):
    @given(st.floats(-30, 30))
    def test_floats_are_the_decimals_to_14_digits(self, z):
        for name in ("exp", "expm1", "tanh", "normal_cdf", "normal_pdf"):
            function = getattr(numerals, name)
            exact = float(function(Decimal(z)))
            # An ulp or two of the platform's exp and erfc; its argument, rounded, is multiplied by |z|, or z² in the
            # two of the normal distribution: 30² · 10⁻¹⁶.
            self.assertAlmostEqual(function(z), exact, delta=2e-13 * abs(exact), msg=name)

    def test_the_logarithm_of_0_and_less_is_what_IEEE_754_has(self):
        self.assertEqual((-math.inf, -math.inf), (numerals.ln(0.0), numerals.ln(-0.0)))
        self.assertTrue(math.isnan(numerals.ln(-1.0)))
        self.assertEqual(Decimal("-Infinity"), numerals.ln(Decimal(0)))
        self.assertTrue(numerals.ln(Decimal(-1)).is_nan())

    def test_a_fraction_has_none_of_them_and_the_message_says_so(self):
        for name in ("exp", "expm1", "ln", "log1p", "tanh", "normal_cdf", "normal_pdf"):
            expected = rf"^{name}\(1/2\): found a Fraction, expected a float or Decimal, which have {name}$"
            with self.assertRaisesRegex(ValueError, expected):
                getattr(numerals, name)(Fraction(1, 2))

    def test_a_type_of_ones_own_brings_its_own(self):
        class Mine:
            def exp(self):
                return "mine"

        self.assertEqual("mine", numerals.exp(Mine()))


class Finite(unittest.TestCase):
    def test_one_infinity_or_NaN_anywhere_is_found(self):
        for bad in (math.inf, -math.inf, math.nan):
            for place in range(3):
                values = [1.0, -2.0, 3.0]
                values[place] = bad
                self.assertFalse(numerals.all_finite(values), values)
                self.assertFalse(numerals.all_finite([Decimal(value) for value in values]), values)

    def test_infinities_that_cancel_are_found(self):
        self.assertFalse(numerals.all_finite([math.inf, -math.inf]))

    def test_a_sum_beyond_the_range_of_finite_numbers_is_no_infinity(self):
        self.assertTrue(numerals.all_finite([1.7e308, 1.7e308, -1.7e308]))

    @given(st.lists(st.floats(), min_size=1))
    def test_it_is_what_looking_at_each_says(self, values):
        self.assertEqual(all(map(math.isfinite, values)), numerals.all_finite(values))

    def test_fractions_and_ints_are_always_finite(self):
        self.assertTrue(numerals.all_finite([Fraction(10**400)]) and numerals.all_finite([10**400]))


if __name__ == "__main__":
    unittest.main()
