"""breakpoints() is read from the code: it is right wherever the code stands, and every line of it does what it says."""

import itertools
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from backprop_ref import Example, Layer, Network, breakpoints, equations, gradient_by_chain_rule, gradient_step
from backprop_ref.activations import softmax
from backprop_ref import RULES
from backprop_ref.chain_rule import dC_dz, softmax_deltas_by_jacobian
from backprop_ref.door import forward
from backprop_ref.debug.stops import PASSES, number_of

PACKAGE = pathlib.Path(equations.__file__).parent


def walks():
    """Something for every breakpoint to stop at: shared biases, softmax, both reductions, the chain rule."""
    first = Layer([[0.5, 0.25], [-0.75, 1.0]], [0.5, -0.25], "softsign")
    hidden = Layer([[0.15, 0.20], [0.25, -0.30], [0.5, 0.25]], [0.35], "tanh", shared_bias=True)
    examples = [Example([0.05, 0.10], [1.0, 0.0]), Example([0.5, -1.0], [0.0, 1.0])]
    for activation, reduction in itertools.product(("sigmoid", "softmax"), ("sum", "mean")):
        network = Network([first, hidden, Layer([[0.4, 0.45, 0.1], [0.5, -0.55, 0.2]], [0.6, 0.1], activation)])
        gradient_step(network, examples, 0.5, "squared_error", reduction)
        z, a = forward(network, examples[0].x)
        if activation == "softmax":
            softmax_deltas_by_jacobian(network.layers[2], 2, examples[0].y, a[2], "squared_error", RULES)
        else:
            for l, j in ((0, 1), (1, 2), (2, 0)):
                gradient_by_chain_rule(network, examples[0], l, j, 0)
                dC_dz(network, examples[0].y, l, j, z, a, "squared_error", RULES)


def visits(walk):
    """Every line of the passes that is reached: file, line, and what a debugger would have there."""
    files = {module.__file__ for module in PASSES}
    reached = []

    def trace(frame, event, argument):
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            reached.append((frame.f_code.co_filename, frame.f_lineno, frame.f_globals, dict(frame.f_locals)))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        walk()
    finally:
        sys.settrace(before)
    return reached


class EveryBreakpoint(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.visits = visits(walks)

    def at(self, b):
        """Where the debugger stops at it: globals and locals."""
        for file, line, known_globals, known in self.visits:
            if (file, line) == (b.file, b.line) and eval(b.condition() or "True", known_globals, known):
                yield known_globals, known

    def test_is_reached_and_has_l_and_j_and_the_value_among_its_locals(self):
        for b in breakpoints():
            if b.within == b.function:  # an equation that no pass applies
                continue
            with self.subTest(b):
                stops = list(self.at(b))
                self.assertTrue(stops)
                for _, known in stops:
                    self.assertLessEqual({b.symbol, *b.indices}, set(known))

    def test_has_there_what_its_equation_makes_of_its_operands(self):
        for b in breakpoints():
            function = softmax if b.function == "softmax" else getattr(equations, b.function)
            with self.subTest(b):
                for known_globals, known in self.at(b):
                    operands = [eval(written, known_globals, known) for written in b.operands.values()]
                    self.assertEqual(function(*operands), known[b.symbol])

    def test_with_l_and_j_in_its_condition_stops_at_that_neuron_only(self):
        layers = [Layer([[0.5, 0.25], [-0.75, 1.0]], [0.5, -0.25], "tanh"), Layer([[1.0, 2.0]], [3.0], "tanh")]
        examples = [Example([0.05, 0.10], [1.0]), Example([0.5, -1.0], [0.0])]
        self.visits = visits(lambda: gradient_step(Network(layers), examples, 0.5))
        for b in breakpoints():
            if b.indices == ("l", "j") and b.equation in ("2", "8", "10", "11", "14", "15"):
                with self.subTest(b):
                    condition = b.condition(layer=0, neuron=1)
                    self.assertEqual("l == 0 and j == 1", condition)
                    stops = [known for _, known in self.at(b) if eval(condition, {}, known)]
                    self.assertEqual(1 if b.equation in ("11", "15") else len(examples), len(stops))

    def test_there_is_one_for_every_equation_that_computes_something(self):
        numbers = {int(b.equation.partition(",")[0]) for b in breakpoints() if b.equation[0].isdigit()}
        self.assertEqual(set(range(1, 16)) - {6, 12, 13}, numbers)

    def test_the_numbers_are_those_of_the_docstrings(self):
        for b in breakpoints():
            if b.function != "softmax":
                self.assertEqual(number_of(b.function), b.equation)

    def test_no_two_equations_share_a_line_without_a_condition_that_tells_them_apart(self):
        places = [(b.file, b.line, b.when) for b in breakpoints()]
        self.assertEqual(len(places), len(set(places)))


class CodeThatMoves(unittest.TestCase):
    def test_takes_its_breakpoints_with_it(self):
        ask = "import backprop_ref\nfor b in backprop_ref.breakpoints(): print(b.equation, b.symbol, b.within, b.line)"
        with tempfile.TemporaryDirectory() as directory:
            copy = pathlib.Path(directory) / "backprop_ref"
            shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
            source = (copy / "backprop.py").read_text(encoding="utf-8")
            self.assertIn("\n    z, a, a_before = [], [], x\n", source)
            first = "\n    z, a, a_before = [], [], x\n"
            moved = source.replace(first, "\n    # a line\n    # and another" + first, 1)
            (copy / "backprop.py").write_text(moved, encoding="utf-8")
            said = subprocess.run([sys.executable, "-c", ask], cwd=directory, stdout=subprocess.PIPE, check=True)
        below = source[:source.index("\n    z, a, a_before = [], [], x\n")].count("\n") + 1
        expected = [
            f"{b.equation} {b.symbol} {b.within} {b.line + (2 if 'backprop.py' in b.file and b.line > below else 0)}"
            for b in breakpoints()
        ]
        self.assertEqual(expected, said.stdout.decode().splitlines())

    def test_without_source_is_an_error_that_says_so(self):
        ask = "from backprop_ref.debug.stops import breakpoints\nbreakpoints()"
        with tempfile.TemporaryDirectory() as directory:
            copy = pathlib.Path(directory) / "backprop_ref"
            shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
            subprocess.run([sys.executable, "-m", "compileall", "-q", "-b", str(copy)], check=True)
            for path in copy.rglob("*.py"):
                path.unlink()
            done = subprocess.run([sys.executable, "-c", ask], cwd=directory, stderr=subprocess.PIPE)
        self.assertIn(b"found no source, expected the file that breakpoints are read from", done.stderr)


if __name__ == "__main__":
    unittest.main()
