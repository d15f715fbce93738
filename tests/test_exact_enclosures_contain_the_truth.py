"""An enclosure contains the number that it stands for, after every operation and in every form."""

import unittest
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

import tests  # noqa: F401  # the hypothesis profile
from hypothesis import assume, given
from hypothesis import strategies as st

from backprop_ref import ACTIVATIONS
from backprop_ref import decimals
from backprop_ref.activations import SOFTMAX
from backprop_ref.numbers import many_digits
from backprop_ref.numbers.enclosure import Enclosure, Undecided, digits
from backprop_ref.numbers.many_digits import MANY
from backprop_ref.numbers.uncancelled import FORMS
from backprop_ref.unfinished import Unfinished

fractions = st.fractions(-1000, 1000, max_denominator=10**6)
points = st.floats(-60, 60).map(Decimal)
near = st.floats(-17, 17).map(Decimal)  # where 30 digits write φ and Φ out
OPERATIONS = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "1-x": lambda x, y: 1 - x,
    "2/x": lambda x, y: 2 / x,
    "abs": lambda x, y: abs(x) * -y,
}

OPERATORS = {name: OPERATIONS[name] for name in "+-*/"}


def contains(x, true):
    return Fraction(x.low) <= true <= Fraction(x.high)


class EnclosuresContainTheTruth(unittest.TestCase):
    @given(fractions, fractions, fractions, st.sampled_from(sorted(OPERATIONS)), st.sampled_from(sorted(OPERATIONS)))
    def test_arithmetic(self, p, q, r, one, two):
        with digits(5):
            try:
                true = OPERATIONS[two](OPERATIONS[one](p, q), r)
                found = OPERATIONS[two](OPERATIONS[one](Enclosure.of(p), Enclosure.of(q)), Enclosure.of(r))
            except (ZeroDivisionError, Undecided):  # at 5 digits a divisor may reach across 0
                assume(False)
            self.assertTrue(contains(found, true), f"{true} in {found}")

    @given(st.sampled_from(["exp", "expm1", "ln", "log1p", "tanh", "normal_cdf", "normal_pdf"]), near)
    def test_functions(self, name, x):
        if name in ("ln", "log1p"):
            x = abs(x) + Decimal("1e-9")
        with localcontext(Context(100)):  # with 30 digits, so 70 to spare
            true = Fraction(getattr(decimals, name)(x))
        with digits(30):
            found = getattr(Enclosure(x), name)()
        self.assertTrue(contains(found, true), f"{name}({x}) = {float(true)} in {found}")
        width = Fraction(found.high) - Fraction(found.low)
        self.assertLessEqual(width, abs(true) / 10**24)  # z²/2 has 3 digits before its point: φ may lose as many of 30

    @given(points, st.floats(0, 2).map(Decimal))
    def test_functions_of_a_wide_enclosure_contain_both_ends(self, x, width):
        with digits(30):
            wide = Enclosure(x, Enclosure.up.add(x, width))
            for name in ("exp", "expm1", "tanh", "normal_cdf"):
                image, low, high = (getattr(z, name)() for z in (wide, Enclosure(wide.low), Enclosure(wide.high)))
                self.assertTrue(image.low <= low.high and high.low <= image.high, name)

    @given(st.integers(1, 300), st.integers(1, 300))
    def test_numbers_beyond_every_exponent_cancel(self, m, n):
        with digits(700):
            x = Enclosure(-10**m).exp() * Enclosure(-10**n).exp()
            for factor in (10**m, 10**n):
                x = x * Enclosure(factor).exp()
            self.assertTrue(contains(x.written_out(), 1), x)

    def test_ends_may_have_more_digits_than_are_set(self):
        # Near 1 x − 1 has fewer leading digits than x, but need not fit either.
        for text in ("0.9063533749070258", "1.0937516463211", "0.95", "1.0000000000000002", "-0.3", "1e-17", "2.5"):
            x = Decimal(float(text))
            for name in ("exp", "expm1", "ln", "log1p", "tanh", "normal_cdf", "normal_pdf"):
                if name == "ln" and x < 0:
                    continue
                for precision in (3, 10, 25):
                    with localcontext(Context(200)):
                        true = Fraction(getattr(decimals, name)(x))
                    with digits(precision):
                        found = getattr(Enclosure(x), name)().written_out()
                    self.assertTrue(contains(found, true), f"{name}({x}) with {precision} digits: {found}")

    def test_the_logarithm_near_1_of_a_double_with_25_digits(self):
        with digits(25):
            found = Enclosure(Decimal(0.9063533749070258)).ln()
        # ln x = −0.098325986…, here to 40 digits by another way: twice the series of artanh((x − 1)/(x + 1))
        x = Fraction(0.9063533749070258)
        t = (x - 1) / (x + 1)
        true = 2 * sum(t**n / n for n in range(1, 81, 2))  # the rest is below |t|^81 < 10^−100
        self.assertTrue(contains(found, true), found)
        self.assertLess(found.high - found.low, Decimal("1e-24"))

    def test_the_ends_are_in_their_order_or_refused(self):
        self.assertEqual((Decimal(1), Decimal(2)), (Enclosure(1, 2).low, Enclosure(1, 2).high))
        self.assertEqual(Decimal(-2), (-Enclosure(1, 2)).low)
        with self.assertRaisesRegex(ValueError, "^Enclosure: found 2 above 1, expected the lower end first$"):
            Enclosure(2, 1)
        with localcontext(Context(9, traps=[])), self.assertRaises(Undecided):
            Enclosure(0) * Enclosure(0, Decimal("Infinity"))

    def test_logarithms_of_what_is_not_positive_are_refused(self):
        for x, function in ((0, "ln"), (-1, "ln"), (-1, "log1p"), (-2, "log1p")):
            with self.assertRaisesRegex(Unfinished, "the logarithm of a number that is not positive"):
                getattr(Enclosure(x), function)()
        for low, high, function in ((-1, 1, "ln"), (0, 1, "ln"), (-2, 1, "log1p"), (-1, 0, "log1p")):
            with self.assertRaises(Undecided):
                getattr(Enclosure(low, high), function)()

    def test_what_is_exact_stays_so(self):
        for x, name, value in ((0, "exp", 1), (0, "expm1", 0), (0, "log1p", 0), (1, "ln", 0), (0, "tanh", 0)):
            found = getattr(Enclosure(x), name)()
            self.assertEqual((value, value), (found.low, found.high), name)
        five = Enclosure(5)
        for n in (-2, -1, 0, 1, 2):
            for found, value in (
                (five + n, 5 + n), (n + five, 5 + n), (five - n, 5 - n), (n - five, n - 5),
                (five * n, 5 * n), (n * five, 5 * n), (n / five, Decimal(n) / 5),
            ):
                self.assertEqual((value, value), (found.low, found.high))

    def test_an_image_is_all_that_lies_between_and_no_more(self):
        # Of all pairs of small whole ends, so that nothing is rounded: an end of the image belongs to ends.
        intervals = [(Decimal(a), Decimal(b)) for a in range(-2, 3) for b in range(a, 3)]
        for name, operator in OPERATORS.items():
            for a, b in intervals:
                for c, d in intervals:
                    if name != "/" or c > 0 or d < 0:
                        found = operator(Enclosure(a, b), Enclosure(c, d))
                        images = [operator(x, y) for x in (a, b) for y in (c, d)]
                        self.assertEqual((min(images), max(images)), (found.low, found.high), (a, b, name, c, d))

    @given(st.lists(st.integers(-2, 2).map(Decimal), min_size=2, max_size=2))
    def test_the_size_of_an_enclosure_is_all_sizes_in_it(self, ends):
        a, b = sorted(ends)
        found = abs(Enclosure(a, b))
        sizes = [abs(Fraction(x)) for x in (a, b)] + ([0] if a <= 0 <= b else [])
        self.assertEqual((min(sizes), max(sizes)), (found.low, found.high))

    def test_orders_are_told_where_ends_do_not_overlap_and_only_there(self):
        below, above, wide = Enclosure(1, 2), Enclosure(3, 4), Enclosure(2, 3)
        self.assertTrue(below < above and below <= above and above > below and above >= below and not below == above)
        self.assertFalse(above < below or above <= below or below > above or below >= above)
        self.assertTrue(Enclosure(2) == 2 and Enclosure(2) >= 2 and Enclosure(2) <= 2)
        self.assertFalse(Enclosure(2) < 2 or Enclosure(2) > 2)
        for x, y in ((below, wide), (wide, above), (wide, wide)):
            with self.assertRaises(Undecided):
                x < y

    def test_a_divisor_that_reaches_to_0_is_not_decided_and_0_is_refused(self):
        for divisor in (Enclosure(0, 1), Enclosure(-1, 0), Enclosure(-1, 1)):
            with self.assertRaises(Undecided):
                1 / divisor
        with self.assertRaises(ZeroDivisionError):
            1 / Enclosure(0)

    def test_powers_are_kept_where_they_are_far_and_contain_what_they_stand_for(self):
        with digits(10):
            for z in (99, 100, 101, 10**7, 10**9):
                for sign in (1, -1):
                    for factor in (1, -3, Decimal("1e-200"), Decimal("-1e-200")):
                        x = (Enclosure(sign * z).exp() * Enclosure(factor)).written_out()
                        self.assertTrue(x.low >= 0 if factor > 0 else x.high <= 0, x)
                        ends = sorted((x.low.copy_abs(), x.high.copy_abs()))
                        for end, side in zip(ends, (1, -1)):  # |z| + ln |factor| between the logarithms of both
                            if end == 0 or not end.is_finite():
                                self.assertEqual(side == 1, end == 0, x)
                                continue
                            with localcontext(Context(40)) as context:
                                log = context.ln(end) - context.ln(abs(Decimal(factor)))
                            self.assertGreaterEqual(side * (sign * z - log), -Decimal("1e-20"), (x, factor, sign * z))

    def test_ends_are_a_few_units_of_the_last_digit_apart(self):
        for precision in (30, 300):
            with digits(precision):
                for name in ("exp", "expm1", "ln", "log1p", "tanh"):
                    for digit in ("0.3", "1.7", "-0.9", "-4.123456789", "7"):
                        for zeros in (0, 1, 5, 11, 14, 16, 18, 29, 33, 140, 160, 310):
                            x = Decimal(digit).scaleb(-zeros)
                            if name in ("ln", "log1p"):
                                x = abs(x)
                            if name == "ln" and zeros > 1:
                                x = 1 + x.scaleb(0, Context(400)) if zeros < 27 else x
                            found = getattr(Enclosure(x), name)()
                            width = Enclosure.up.subtract(found.high, found.low)
                            most = 50 * found.high.copy_abs().scaleb(-precision, Enclosure.up)
                            self.assertLessEqual(width, most, f"{name}({x}): {found}")

    def test_the_logarithm_of_an_infinite_end_is_infinite(self):
        for precision in (30, 300):
            with digits(precision):
                found = Enclosure(10, Decimal("Infinity")).ln()
                self.assertTrue(2 < found.low < 3 and found.high == Decimal("Infinity"), found)

    def test_a_power_that_is_kept_is_shown(self):
        self.assertEqual("[1, 2]", repr(Enclosure(1, 2)))
        self.assertEqual("[1, 1]·e^[1000000000, 1000000000]", repr(Enclosure(10**9).exp()))

    def test_images_keep_to_where_their_function_does(self):
        for precision in (5, 30, 300):
            with digits(precision):
                for z in ("1e-40", "0.5", "3", "29", "31", "200", "1e30"):
                    for x in (Enclosure(Decimal(z)), Enclosure(-Decimal(z))):
                        e, phi, t = x.exp().written_out(), x.normal_cdf(), x.tanh()
                        self.assertTrue(0 <= e.low and 0 <= phi.low and phi.high <= 1, z)
                        self.assertTrue(-1 <= t.low and t.high <= 1 and -1 <= x.expm1().low, z)

    def test_a_factor_beyond_the_range_leaves_the_sign_open_where_it_was(self):
        with digits(10):
            for low, high in ((-1, 1), (Decimal("-0.5"), 0), (0, Decimal("0.5")), (Decimal("-0.5"), Decimal("1e-9"))):
                x = (Enclosure(low, high) * Enclosure(10**9).exp()).written_out()
                self.assertTrue(x.low <= 0 <= x.high, x)
                self.assertEqual((low < 0, high > 0), (x.low < 0, x.high > 0))

    def test_ln_of_1_plus_a_number_far_below_1_is_that_number(self):
        little = Decimal("1e-8")
        with digits(10):
            for z in (-10**3, -10**6, -10**300):
                for factor in (1, 3, Decimal("1e-30")):
                    x = Enclosure(z).exp() * Enclosure(factor)
                    share = (x.log1p() / x).written_out()
                    self.assertTrue(1 - little < share.low <= 1 <= share.high < 1 + little, (z, share))
            x = Enclosure(-1000).exp() * -3
            y = x.log1p()  # less than x
            self.assertTrue(y.low < x.low if y.power is not None else y.low < 0 <= y.high)
            x = Enclosure(-150).exp() * Enclosure(Decimal("1e60"))  # e^−150 · 10^60 = 0.0000072
            with localcontext(Context(40)) as context:
                true = (1 + Decimal(-150).exp(context) * Decimal("1e60")).ln(context)
            self.assertTrue(x.log1p().written_out().low < true < x.log1p().written_out().high)

    def test_what_is_not_certain_is_not_decided_before_the_last_digits(self):
        with digits(10):
            with self.assertRaises(Undecided):
                Enclosure(1) / 3 * 3 > 1
        with digits(10, last=True):
            self.assertFalse(Enclosure(1) / 3 * 3 > 1)


class ManyDigits(unittest.TestCase):
    """From MANY digits on e^z and ln x are this package's own; Decimal's, correctly rounded, are the witness."""

    points = [Decimal(text) for text in "0 1e-90 -0.7 2.302585 -7.25 1234.5 -98765.4321 1e9 -1e9".split()]
    points += [Decimal(sign + "987654321"[:whole] + "." + "142857" * 70) for sign in "-+" for whole in (1, 5, 9)]

    def test_exp_lies_between_its_ends_and_these_are_close(self):
        for precision in (MANY, 310):
            witness = many_digits.context(precision + 20, ROUND_HALF_EVEN)
            for z in self.points:
                low, high = many_digits.exp(z, precision)
                true = witness.exp(z)
                self.assertTrue(low < true < high, z)
                self.assertLess(witness.subtract(high, low), true.scaleb(-precision, witness), z)

    def test_ln_lies_between_its_ends_and_these_are_close(self):
        for precision in (MANY, 310):
            witness = many_digits.context(precision + 60, ROUND_HALF_EVEN)
            for text in ("2", "0.7", "10", "1e-300", "3.5e100000", "1.01", "0.999", "1.0000000001"):
                x = witness.create_decimal(text)
                low, high = many_digits.ln(x, precision)
                true = witness.ln(x)
                self.assertTrue(low < true < high, text)
                most = max(witness.abs(true), Decimal(1))
                self.assertLess(witness.subtract(high, low), most.scaleb(-precision, witness), text)

    def test_one_at_1(self):
        low, high = many_digits.ln(Decimal(1), MANY)
        self.assertTrue(low <= 0 <= high and high - low < Decimal("1e-250"))


class FormsThatDoNotCancelAreTheSameFunctions(unittest.TestCase):
    """At 100 digits both ways to write a function agree in all but the digits that one of them loses."""

    def agree(self, name, one, other):
        difference = (one - other).written_out()
        self.assertTrue(difference.low <= 0 <= difference.high, f"{name}: {one} and {other}")
        # e^−60 is 1e-26 of 1, so that what cancels there leaves 70 of the 100 digits, and no less
        self.assertLess(difference.high - difference.low, Decimal("1e-65") * (1 + abs(one.high)), name)

    @given(points)
    def test_activations_and_slopes(self, z):
        with digits(100):
            for name, form in FORMS.activations.items():
                if name != SOFTMAX and form is not ACTIVATIONS[name]:
                    x = Enclosure(z)
                    self.agree(name, form.sigma(x), ACTIVATIONS[name].sigma(x))
                    self.agree(f"{name} slope", form.slope(x), ACTIVATIONS[name].slope(x))

    @given(points)
    def test_one_minus_a_is_what_subtraction_gives(self, z):
        with digits(100):
            for name in ("sigmoid", "tanh"):
                a = FORMS.activations[name].sigma(Enclosure(z))
                self.agree(name, 1 - a, Enclosure(1) - Enclosure(a.low, a.high))

    @given(st.lists(st.floats(-30, 30).map(Decimal), min_size=1, max_size=5))
    def test_softmax(self, z):
        with digits(100):
            xs = [Enclosure(z_j) for z_j in z]
            for one, other in zip(FORMS.activations[SOFTMAX].sigma(xs), ACTIVATIONS[SOFTMAX].sigma(xs)):
                self.agree(SOFTMAX, one, other)
                self.agree(SOFTMAX, 1 - one, Enclosure(1) - Enclosure(one.low, one.high))

    def test_the_other_rules_are_those_of_the_heart(self):
        replaced = {name for name in ACTIVATIONS if FORMS.activations[name] is not ACTIVATIONS[name]}
        self.assertEqual({"sigmoid", "tanh", "softplus", "silu", SOFTMAX}, replaced)


if __name__ == "__main__":
    unittest.main()
