"""A part of the tests for someone who wants to see it green, in half a minute:

    python -m tests.quick

The equations against what they must be, the doctests of the heart, the published examples, the doors and the data
format.  Whatever starts other programs, searches for mistakes or runs long is left to the whole run,
``python -m unittest``.
"""

from __future__ import annotations

import doctest
import importlib
import sys
import unittest

from tests import with_progress

HEART = (
    "equations", "activations", "costs", "numerals", "rules", "network", "backprop", "chain_rule", "descent", "door",
)
MODULES = (
    "test_equations_in_their_order", "test_activations_and_their_slopes", "test_costs_and_their_slopes",
    "test_bias_gradient_is_its_own_delta", "test_gradients_two_ways_to_the_same_number",
    "test_gradients_are_derivatives", "test_descent_over_several_examples", "test_published_examples",
    "test_same_bits_everywhere", "test_numerals_of_every_type", "test_network_doors_refuse",
    "test_network_has_one_number_type", "test_cases_refuse_by_name", "test_docs_equations", "test_docs_format",
    "test_ulps",
)


class Doctests(unittest.TestCase):
    """The examples in the docstrings of the heart."""

    def test_every_docstring_of_the_heart_is_true(self):
        for name in HEART:
            with self.subTest(module=name):
                self.assertEqual(0, doctest.testmod(importlib.import_module(f"backprop_ref.{name}")).failed)


def suites():
    """The doctests of the heart, then the chosen modules: one suite each."""
    load = unittest.defaultTestLoader
    yield load.loadTestsFromTestCase(Doctests)
    for name in MODULES:
        yield load.loadTestsFromName(f"tests.{name}")


def main():
    result = unittest.TextTestRunner().run(with_progress(suites()))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
