"""An enclosure contains the number that it stands for, after every operation and in every form."""

import unittest
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import tests  # noqa: F401  # the hypothesis profile
from hypothesis import assume, given
from hypothesis import strategies as st

from backprop_ref import ACTIVATIONS
from backprop_ref import decimals
from backprop_ref.activations import SOFTMAX
from backprop_ref.numbers.enclosure import Enclosure, Undecided, digits
from backprop_ref.numbers.uncancelled import FORMS

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

    def test_what_is_not_certain_is_not_decided_before_the_last_digits(self):
        with digits(10):
            with self.assertRaises(Undecided):
                Enclosure(1) / 3 * 3 > 1
        with digits(10, last=True):
            self.assertFalse(Enclosure(1) / 3 * 3 > 1)


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
