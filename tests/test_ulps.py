"""The distance of two doubles in units in the last place is how many steps lie between them."""

import math
import sys
import unittest

import tests  # noqa: F401  # the hypothesis profile
from hypothesis import given
from hypothesis import strategies as st

from backprop_ref import ulps

finite = st.floats(allow_nan=False, allow_infinity=False)


class UlpsCountSteps(unittest.TestCase):
    @given(finite)
    def test_the_next_double_is_one_away(self, x):
        self.assertEqual(1, ulps(x, math.nextafter(x, math.inf)))

    @given(finite, finite)
    def test_the_distance_is_the_same_in_both_directions_and_0_only_between_equals(self, x, y):
        self.assertEqual(ulps(x, y), ulps(y, x))
        self.assertEqual(x == y, ulps(x, y) == 0)

    @given(st.lists(finite, min_size=3, max_size=3))
    def test_distances_along_the_line_add_up(self, xs):
        x, y, z = sorted(xs)
        self.assertEqual(ulps(x, z), ulps(x, y) + ulps(y, z))

    def test_minus_zero_is_zero(self):
        self.assertEqual(0, ulps(-0.0, 0.0))
        self.assertEqual(2, ulps(-5e-324, 5e-324))

    def test_infinity_follows_the_largest_double(self):
        self.assertEqual(1, ulps(sys.float_info.max, math.inf))

    def test_nan_has_no_place(self):
        with self.assertRaisesRegex(ValueError, "found NaN, expected a number"):
            ulps(1.0, math.nan)


if __name__ == "__main__":
    unittest.main()
