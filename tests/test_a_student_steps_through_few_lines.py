"""How many lines of the package a debugger passes in one gradient_step of the worked example, and which.

Counted are 'line' events in the package's files.  The functions exp, ln, … of ``numerals`` are the arithmetic that
activations and costs are written in, and count with them.
"""

import pathlib
import sys
import unittest

import backprop_ref
from backprop_ref import gradient_step
from backprop_ref.cases import worked_example

PACKAGE = pathlib.Path(backprop_ref.__file__).parent
MATHEMATICS = {"equations", "activations", "costs", "numerals", "backprop", "descent"}
LINES, OUTSIDE = 500, 75


def lines():
    """The module of every line that is passed, in order; of the second step, when everything has been imported."""
    case = worked_example()
    passed = []

    def trace(frame, event, argument):
        path = pathlib.Path(frame.f_code.co_filename)
        if PACKAGE not in path.parents:
            return None
        if event == "line":
            passed.append(path.stem)
        return trace

    gradient_step(case.network, case.examples, case.alpha)
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        gradient_step(case.network, case.examples, case.alpha)
    finally:
        sys.settrace(before)
    return passed


@unittest.skipUnless(
    sys.implementation.name == "cpython" and sys.version_info[:2] == (3, 11), "counted on CPython 3.11"
)
class Stepping(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.passed = lines()

    def test_passes_500_lines_at_most(self):
        self.assertLessEqual(len(self.passed), LINES)
        self.assertGreater(len(self.passed), 300)  # they are really counted

    def test_passes_75_lines_at_most_that_are_not_mathematics(self):
        self.assertLessEqual(sum(module not in MATHEMATICS for module in self.passed), OUTSIDE)

    def test_meets_nothing_but_mathematics_between_the_first_equation_and_the_last(self):
        first = self.passed.index("equations")
        last = len(self.passed) - self.passed[::-1].index("equations")
        self.assertLessEqual(set(self.passed[first:last]), MATHEMATICS)


if __name__ == "__main__":
    unittest.main()
