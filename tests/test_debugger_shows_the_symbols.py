"""The heart read in a debugger: the way down is short, steps are few, every value is there, every repr fits."""

import ast
import inspect
import sys
import unittest

from backprop_ref import ACTIVATIONS, COSTS, Example, Layer, Network, activations, backprop, backpropagate, costs
from backprop_ref import descent, equations, gradient_step
from backprop_ref.records import brief
from tests.debugging import PAGE, sessions
from tests.pages import read

PASSES = (backprop, descent)
HEART = (equations, activations, costs, *PASSES)


def network_of(*sizes, activation="sigmoid"):
    return Network.random(list(sizes), activation, seed=1)


def example_for(network):
    return Example([0.5] * network.sizes[0], [0.25] * network.sizes[-1])


def traced(work, trace):
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        return work()
    finally:
        sys.settrace(before)


def lines_of(function, work):
    """How many lines of this one function a debugger stops at while it steps over every call in it."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        if frame.f_code is not function.__code__:
            return None
        if event == "line":
            count += 1
        return trace

    traced(work, trace)
    return count


class ThePage(unittest.TestCase):
    def test_its_sessions_are_what_pdb_says(self):
        """`python -m tests.debugging --write` writes them again."""
        found = list(sessions(read(PAGE)))
        self.assertEqual(3, len(found))
        for shown, said in found:
            self.assertEqual(said, shown)

    def test_it_answers_where_the_first_hidden_delta_comes_from(self):
        first = next(sessions(read(PAGE)))[1]
        for line in ("0.008771354689486937", "δ_0^0 = (δ_0^1 w_00^1 + δ_1^1 w_10^1) σ′(z_0^0)", "= 0.00877135469"):
            self.assertIn(line, first)


class StepsOfADebugger(unittest.TestCase):
    @unittest.skipIf(sys.implementation.name == "pypy", "PyPy counts the lines of a loop in its own way")
    def test_stepping_over_a_neuron_takes_as_many_steps_whatever_its_weights(self):
        passes = (backprop.forward, backprop.layer_activations, backprop.output_deltas, backprop.hidden_deltas,
                  backprop.gradients, descent.reduce, descent.update)

        def steps(function, *sizes):
            network = network_of(*sizes)
            return lines_of(function, lambda: gradient_step(network, [example_for(network)], 0.5))

        for function in passes:
            with self.subTest(function.__name__):
                narrow, wide = steps(function, 2, 2, 2), steps(function, 9, 2, 2)
                self.assertEqual(narrow, wide)
                each = [steps(function, 2, n + 1, n + 1) - steps(function, 2, n, n) for n in (2, 3, 4)]
                self.assertEqual(1, len(set(each)), each)
                self.assertLessEqual(each[0] / 2, 12)  # two layers

    def test_stepping_into_a_sum_takes_2_a_weight(self):
        def weighted_sum(n):
            return lines_of(equations.weighted_sum, lambda: equations.weighted_sum([1.0] * n, [2.0] * n, 3.0))

        def hidden_delta(n):
            return lines_of(equations.hidden_delta, lambda: equations.hidden_delta([1.0] * n, [[2.0]] * n, 0, 3.0))

        for steps in (weighted_sum, hidden_delta):
            self.assertEqual([2, 2, 2], [steps(n + 1) - steps(n) for n in (1, 2, 10)])


class TheWayDown(unittest.TestCase):
    def test_is_pass_then_equation_then_activation_or_cost(self):
        """Who calls whom: an equation is called by a pass alone, σ by its equation, slopes and costs by a pass."""
        calls = set()

        def trace(frame, event, argument):
            if frame.f_back is not None and "backprop_ref" in frame.f_code.co_filename:
                above = frame.f_back
                calls.add((above.f_globals["__name__"], above.f_code.co_name,
                           frame.f_globals["__name__"], frame.f_code.co_name))
            return None

        network = network_of(3, 2, 2)
        traced(lambda: gradient_step(network, [example_for(network)] * 2, 0.5), trace)
        names = {module.__name__ for module in PASSES}
        seen = set()
        for above, caller, module, name in calls:
            if module == equations.__name__:
                self.assertIn(above, names, name)
                seen.add(name)
            elif module == activations.__name__ and above != activations.__name__:
                self.assertIn((above, caller), {(equations.__name__, "activation")} | {(n, c) for n, c in [
                    (backprop.__name__, "output_deltas"), (backprop.__name__, "hidden_deltas")]}, name)
                seen.add(name)
            elif module == costs.__name__ and above != costs.__name__:
                self.assertIn(above, names, name)
                seen.add(name)
        self.assertLessEqual({"weighted_sum", "activation", "hidden_delta", "output_delta", "weight_gradients",
                              "bias_gradient", "updated_weights", "updated_bias", "sigmoid", "sigmoid_slope",
                              "half_squared_error", "half_squared_error_slope"}, seen)


class Values(unittest.TestCase):
    def test_are_bound_to_a_symbol_before_they_are_returned(self):
        """No function of the heart returns, appends or hands on what it has just computed without a name for it."""
        for module in HEART:
            for node in ast.walk(ast.parse(inspect.getsource(module))):
                if isinstance(node, ast.Return):
                    self.assertNotIsInstance(node.value, ast.BinOp, ast.unparse(node))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append":
                    self.assertNotIsInstance(node.args[0], ast.BinOp, ast.unparse(node))

    def test_of_a_neuron_and_a_pass_are_all_there_by_name(self):
        """Between them the frames of a step show every symbol of the table of names."""
        seen = set()

        def trace(frame, event, argument):
            if frame.f_globals.get("__name__") in {module.__name__ for module in HEART}:
                seen.update(frame.f_locals)
                return trace
            return None

        network = network_of(2, 2, 2)
        traced(lambda: gradient_step(network, [example_for(network)], 0.5), trace)
        self.assertLessEqual({
            "x", "y", "w_jk", "w_j", "b_j", "z_j", "a_j", "a_k", "C", "alpha", "y_j", "dC_da_j", "da_dz_j", "delta_j",
            "delta_m", "w_m", "dC_dw_jk", "dC_dw_j", "dC_db_j", "new_w_jk", "new_w_j", "new_b_j", "l", "j", "i",
        }, seen)


class Reprs(unittest.TestCase):
    def test_fit_in_a_variables_pane_however_large_the_network(self):
        for sizes in ((1, 1, 1), (2, 2, 2), (64, 32, 10), (300, 30, 20, 30, 20, 10)):
            network = network_of(*sizes)
            example = example_for(network)
            step = gradient_step(network, [example], 0.5)
            one = backpropagate(network, example)
            with self.subTest(sizes):
                for value in (network, network.layers[0], example, step, one):
                    self.assertLessEqual(len(repr(value)), 210)  # the five activations of the last take 40
                    self.assertNotIn("\n", repr(value))
                for value in (one.z, one.dC_dw, step.dC_dw, step.delta, network.layers[0].w, example.x):
                    self.assertLessEqual(len(brief(value)), 120)

    def test_say_how_long_the_lists_are_also_where_layers_differ(self):
        network = network_of(64, 32, 10)
        one = backpropagate(network, example_for(network))
        self.assertTrue(brief(one.delta).startswith("[2] of [32], [10]: "))
        self.assertTrue(brief(one.dC_dw).startswith("[2] of [32][64], [10][32]: "))
        self.assertTrue(brief(network.layers[0].w).startswith("[32][64]: "))

    def test_of_short_lists_are_the_lists(self):
        self.assertEqual("[[1.0, 2.0], [3.0]]", brief([[1.0, 2.0], [3.0]]))
        self.assertIn("w=[[1, 2], [3, 4]]", repr(Layer([[1, 2], [3, 4]], [5, 6], "relu")))


class Tables(unittest.TestCase):
    def test_lead_to_plain_functions_that_a_debugger_can_step_into(self):
        for table in (ACTIVATIONS, COSTS):
            for entry in table.values():
                for function in (entry.slope, getattr(entry, "sigma", None) or entry.cost):
                    self.assertTrue(inspect.isfunction(function))
                    self.assertNotEqual("<lambda>", function.__name__)


if __name__ == "__main__":
    unittest.main()
