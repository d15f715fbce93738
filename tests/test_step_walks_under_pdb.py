"""``step``: pdb as it always is, with stops where equations get their values; it ends cleanly whatever is typed."""

import ast
import contextlib
import inspect
import io
import os
import pathlib
import pdb
import random
import re
import signal
import subprocess
import sys
import tempfile
import unittest

import tests  # noqa: F401  # the profile
from backprop_ref import activations, backprop, breakpoints, chain_rule, costs, descent, equations, gradient_step
from backprop_ref.cases import read_case, worked_example
from backprop_ref.commands import main
from backprop_ref.debug.debugger import GUIDE, Walk
from backprop_ref.mistakes import MISTAKES
from tests.debugging import PROMPT, ROOT, answers, step

OURS = ("ne", "nn", "nl", "back", "why", "into", "pe")
HEART = (equations, activations, costs, backprop, descent, chain_rule)
STOP = re.compile(
    r"^\((?P<equation>[^)\n]+)\)  (?P<place>layer[^:\n]*)\n(?:    .*\n)+?    (?P<symbol>\w+) = (?P<value>.*)$",
    re.MULTILINE,
)

# More than one of everything: examples, layers, neurons; a shared bias and softmax.
CASE = (
    '{"id": "all", "learning_rate": 0.5, "cost": "cross_entropy", "layers": ['
    '{"activation": "tanh", "weights": [[0.15, 0.2], [0.25, 0.3]], "biases": [0.35], "shared_bias": true}, '
    '{"activation": "softmax", "weights": [[0.4, 0.45], [0.5, 0.55], [0.1, 0.2]], "biases": [0.6, 0.1, 0.2]}], '
    '"examples": [{"x": [0.05, 0.1], "y": [0, 1, 0]}, {"x": [0.5, 0.1], "y": [1, 0, 0]}]}'
)


def case_file(text=CASE):
    """A file with this case; the caller removes it."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False, encoding="utf-8") as file:
        file.write(text)
    return file.name


def here(arguments, commands):
    """The same as ``debugging.step`` in this process, which is faster: exit status, standard output and error."""
    out, error = io.StringIO(), io.StringIO()
    before, stdin, argv, home = sys.gettrace(), sys.stdin, sys.argv, os.environ.get("HOME")
    sys.stdin = io.StringIO("".join(f"{command}\n" for command in commands))
    os.environ["HOME"] = os.devnull  # nobody's .pdbrc
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            status = main(["step", *arguments])
    finally:
        sys.stdin, sys.argv = stdin, argv
        if home is None:
            del os.environ["HOME"]
        else:
            os.environ["HOME"] = home
        sys.settrace(before)
    return status, out.getvalue(), error.getvalue()


def stops(arguments, commands):
    """Each stop as (equation, place, symbol)."""
    status, said, complaints = here(arguments, commands)
    assert (status, complaints) == (0, ""), complaints
    return [(found["equation"], found["place"], found["symbol"]) for found in STOP.finditer(said.replace(PROMPT, ""))]


class Commands(unittest.TestCase):
    def test_ours_shadow_none_of_pdb(self):
        ours = {name for name in vars(Walk) if name.startswith("do_")}
        self.assertEqual({f"do_{name}" for name in OURS}, ours)
        self.assertEqual(set(), ours & set(dir(pdb.Pdb)))

    def test_ours_shadow_no_symbol_of_the_heart(self):
        ours = {name[3:] for name in vars(Walk) if name.startswith("do_")}
        self.assertEqual(set(), ours & self.names_in_the_heart())

    def test_the_first_stop_names_the_symbols_that_pdb_shadows(self):
        """l, j and a of a pass are commands of pdb on every Python."""
        shadowed = {name for name in self.names_in_the_heart() if hasattr(pdb.Pdb, f"do_{name}")}
        self.assertLessEqual({"l", "j", "a"}, shadowed)
        for name in ("l", "j", "a"):
            self.assertIn(f"p {name}", GUIDE)
        for name in OURS:
            self.assertRegex(GUIDE, rf"\b{name}  \w")

    def test_each_has_its_help(self):
        for name in OURS:
            status, said, _ = here([], [f"help {name}", "q"])
            with self.subTest(name):
                self.assertEqual(0, status)
                self.assertNotIn("No help", said)

    def names_in_the_heart(self):
        names = set()
        for module in HEART:
            for node in ast.walk(ast.parse(inspect.getsource(module))):
                if isinstance(node, ast.arg):
                    names.add(node.arg)
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    names.add(node.id)
        return names


class TheWalk(unittest.TestCase):
    def setUp(self):
        self.case = case_file()
        self.addCleanup(os.unlink, self.case)

    def test_stops_at_every_equation_in_the_order_of_the_passes(self):
        one = [("2", "layer 0, neuron 0", "z_j"), ("2", "layer 0, neuron 1", "z_j"), ("2", "layer 0, neuron 0", "a_j"),
               ("2", "layer 0, neuron 1", "a_j"), ("2", "layer 1, neuron 0", "z_j"), ("2", "layer 1, neuron 1", "z_j"),
               ("2", "layer 1, neuron 0", "a_j"), ("2", "layer 1, neuron 1", "a_j"),
               ("9", "layer 1, neuron 0", "delta_j"), ("9", "layer 1, neuron 1", "delta_j"),
               ("8", "layer 0, neuron 0", "delta_j"), ("8", "layer 0, neuron 1", "delta_j")]
        for l in (0, 1):
            for j in (0, 1):
                one += [("10", f"layer {l}, neuron {j}", "dC_dw_j"), ("14", f"layer {l}, neuron {j}", "dC_db_j")]
        expected = [(equation, f"{place}, example 0", symbol) for equation, place, symbol in one]
        for l in (0, 1):
            expected += [("11", f"layer {l}, neuron {j}", "new_w_j") for j in (0, 1)]
            expected += [("15", f"layer {l}, neuron {j}", "new_b_j") for j in (0, 1)]
        self.assertEqual(expected, stops([], ["ne"] * len(expected)))
        self.assertEqual(expected, stops([], ["c"] * len(expected)), "and so do its breakpoints")

    def test_stops_at_the_extensions_too(self):
        walked = stops([self.case], ["ne"] * 80)
        self.assertEqual(
            {"2", "2, softmax", "8", "9, softmax sum", "9, softmax", "10", "11", "14", "14, shared bias", "15",
             "batch, mean"},
            {equation for equation, place, symbol in walked},
        )
        self.assertEqual(walked, stops([self.case], ["c"] * 80), "and so do its breakpoints")
        summed = case_file(CASE.replace('"id"', '"reduction": "sum", "id"'))
        self.addCleanup(os.unlink, summed)
        of_sum = [(equation.replace("mean", "sum"), place, symbol) for equation, place, symbol in walked]
        self.assertEqual(of_sum, stops([summed], ["c"] * 80))
        examples = {place[-9:] for equation, place, symbol in walked if "example" in place}
        self.assertEqual({"example 0", "example 1"}, examples)

    def test_nn_is_the_next_neuron_and_nl_the_next_layer(self):
        walked = stops([self.case], ["ne"] * 80)

        def phase(stop):
            return {"2": 0, "8": 1, "9": 1, "10": 2, "14": 2, "batch": 3, "11": 4, "15": 4}[stop[0].partition(",")[0]]

        def layer(stop):
            return phase(stop), re.sub(r", neuron \d", "", stop[1])

        neurons, layers = [walked[0]], [walked[0]]
        for stop in walked:
            if "neuron" in stop[1] and (phase(stop), stop[1]) != (phase(neurons[-1]), neurons[-1][1]):
                neurons.append(stop)
            if layer(stop) != layer(layers[-1]):
                layers.append(stop)
        self.assertEqual(neurons, stops([self.case], ["nn"] * 80))
        self.assertEqual(layers, stops([self.case], ["nl"] * 80))
        self.assertLess(len(layers), len(neurons))

    def test_back_is_where_the_error_signals_of_each_example_begin(self):
        self.assertEqual(
            [("2", "layer 0, neuron 0, example 0", "z_j"), ("9, softmax sum", "layer 1, example 0", "a_dC_da"),
             ("9, softmax sum", "layer 1, example 1", "a_dC_da")],
            stops([self.case], ["back"] * 3),
        )

    def test_back_stays_where_no_backward_phase_is_left(self):
        for commands in (["back", "back", "back", "p 6 * 7"], ["back", "back", "nl", "nl", "nl", "back", "p 6 * 7"]):
            status, out, complaints = here([self.case], commands)
            self.assertEqual((0, ""), (status, complaints))
            self.assertIn("*** there is no backward phase left: restart begins again\n(Pdb) 42\n", out)
        out = here([self.case, "--equation", "5"], ["back", "p 6 * 7"])[1]
        self.assertIn("(Pdb) 42\n", out)

    def test_no_line_goes_beyond_80_columns(self):
        for arguments in ([self.case], ["--equation", "5"], ["--equation", "7"]):
            out = here(arguments, ["why", "ne"] * 60)[1]
            said = [line.replace(PROMPT, "") for line in out.splitlines()]
            self.assertEqual([], [line for line in said if len(line) > 80 and line[:1] != ">"])

    def test_options_go_straight_there(self):
        there = ["--equation", "14", "--layer", "1", "--neuron", "0"]
        self.assertEqual([("14", "layer 1, neuron 0, example 0", "dC_db_j")], stops(there, ["c", "c"]))
        self.assertEqual(
            [("8", "layer 0, neuron 1, example 1", "delta_j"), ("10", "layer 0, neuron 0, example 1", "dC_dw_j")],
            stops([self.case, "--equation", "8", "--neuron", "1", "--example", "1"], ["ne", "c"]),
        )

    def test_the_chain_rule_is_walked_for_its_own_numbers(self):
        where = "layer 0, neuron 1, example 0"
        five = ["--equation", "5", "--layer", "0", "--neuron", "1"]
        self.assertEqual([("5", where, "dC_dw_jk")] * 2, stops(five, ["c"] * 2))
        four = [("4", f"layer 1, neuron {j}, example 0", "dC_dw_jk") for j in (0, 0, 1, 1)]
        self.assertEqual(four, stops(["--equation", "4"], ["c"] * 4))
        self.assertEqual([("7", where, "dC_dz_j")], stops(["--equation", "7", "--neuron", "1"], ["c"]))

    def test_every_local_has_the_number_of_the_step(self):
        case = worked_example()
        expected = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        for l in (0, 1):
            for j in (0, 1):
                there = ["--layer", str(l), "--neuron", str(j)]
                commands = ["p l, j", "p dC_db_j, delta_j", "p delta[l][j]", "p a[l]", "q"]
                said = here(["--equation", "14", *there], commands)[1].split(PROMPT)[1:]
                delta_j = expected.delta[0][l][j]
                self.assertEqual(f"({l}, {j})", said[0].strip())
                self.assertEqual(f"({expected.dC_db[l][j]}, {delta_j})", said[1].strip())
                self.assertEqual(str(delta_j), said[2].strip())
                self.assertEqual(str(expected.a[0][l]), said[3].strip())

    def test_why_shows_where_the_number_comes_from(self):
        said = here(["--equation", "8", "--layer", "0", "--neuron", "0"], ["why", "q"])[1]
        self.assertIn("δ_0^0 = (δ_0^1 w_00^1 + δ_1^1 w_10^1) σ′(z_0^0)", said)
        self.assertIn("= (0.138498562·0.4 + (-0.0380982365)·0.5)·0.241300709", said)
        self.assertIn("= 0.00877135469", said)

    def test_why_has_something_to_say_at_every_stop(self):
        for arguments in ([self.case], ["--equation", "4"], ["--equation", "5"], ["--equation", "7"]):
            count = len(stops(arguments, ["ne"] * 90))
            status, said, complaints = here(arguments, ["why", "ne"] * count)
            self.assertEqual((0, ""), (status, complaints))
            explained = said.split(PROMPT)[1::2]
            self.assertEqual(count, len(explained))
            for text in explained:
                self.assertRegex(text, r"(?s)^(\(\w+.*\)  |a_j = ).*\n  .* (=|←) ")


class IntoAndBack(unittest.TestCase):
    """``into`` the equation of a stop, ``pe`` to the stop before."""

    def setUp(self):
        self.case = case_file()
        self.addCleanup(os.unlink, self.case)

    def test_into_stops_in_the_first_line_of_the_equation_with_the_same_numbers(self):
        said = here([self.case], ["into", "r", "p (z_j if 'z_j' in dir() else None)", "ne", "ne"] * 80)[1]
        for function in ("weighted_sum", "activation", "softmax", "hidden_delta", "softmax_delta", "weight_gradients",
                         "bias_gradient", "shared_bias_gradient", "updated_weights", "updated_bias",
                         "mean_over_examples"):
            with self.subTest(function):
                self.assertRegex(said, rf"(?m)^\(Pdb\) > .*\(\d+\){function}\(\)$")
                self.assertRegex(said, rf"(?m)--Return--\n> .*\(\d+\){function}\(\)->")

    def test_after_it_the_walk_goes_on_as_if_nothing_had_been(self):
        walked = stops([self.case], ["ne"] * 80)
        again = stops([self.case], ["into", "r", "ne", "ne"] * 80)
        self.assertEqual(walked, [stop for n, stop in enumerate(again) if n == 0 or again[n - 1] != stop])

    def test_into_enters_what_a_mistake_has_put_there(self):
        said = answers(["--mistake", "hidden-slope-missing"], ["into", "q"])
        self.assertNotIn("equations.py", said[1])
        self.assertIn("mistakes", said[1])
        self.assertIn("with_other_argument()", said[1])

    def test_pe_goes_to_the_stop_before_again_and_again(self):
        there = stops([self.case], ["ne"] * 10)
        back = stops([self.case], ["ne"] * 10 + ["pe"] * 10)
        self.assertEqual(there + there[-2::-1], back[:21])
        self.assertIn("*** this is the first stop", here([self.case], ["pe"])[1])

    def test_pe_is_the_stop_before_not_the_equation_before(self):
        walked = stops([self.case], ["nl", "back", "nl", "pe", "pe", "pe"])
        self.assertEqual(walked[2::-1], walked[4:])

    def test_from_inside_an_equation_pe_goes_to_the_stop_it_was_entered_from(self):
        walked = stops([self.case], ["ne", "into", "s", "pe", "pe"])
        self.assertEqual([walked[0], walked[1], walked[1], walked[0]], walked)

    def test_forward_again_after_pe_it_is_the_same_walk(self):
        walked = stops([self.case], ["ne"] * 6)
        again = stops([self.case], ["ne"] * 3 + ["pe", "ne", "ne", "ne"])
        self.assertEqual(walked[:4] + walked[2:6], again)

    def test_without_breakpoints_left_pe_finds_its_way(self):
        walked = stops(["--equation", "9"], ["ne", "clear", "y", "pe"])
        self.assertEqual(walked[0], walked[-1])


class LinesForPdb(unittest.TestCase):
    def test_pdb_takes_what_break_prints_as_it_is(self):
        printed = here(["--break", "--equation", "14", "--layer", "1", "--neuron", "0"], [])[1].splitlines()
        self.assertEqual(1, len(printed))
        self.assertRegex(printed[0], r"^b .*backprop\.py:\d+, l == 1 and j == 0  # \(14\) dC_db_j in gradients$")
        program = (
            "from backprop_ref import Network, Example, gradient_step\n"
            "network = Network.random([2, 2, 2], seed=1)\n"
            "gradient_step(network, [Example([1.0, 0.5], [0.0, 1.0])])\n"
        )
        with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False, encoding="utf-8") as file:
            file.write(program)
        self.addCleanup(os.unlink, file.name)
        commands = [*printed, "c", "p l, j", "from backprop_ref.debug import why", "why()", "q"]
        done = subprocess.run(
            [sys.executable, "-m", "pdb", file.name], input="\n".join(commands) + "\n", capture_output=True, timeout=60,
            encoding="utf-8", env=dict(os.environ, PYTHONPATH=str(ROOT), PYTHONIOENCODING="utf-8", HOME=os.devnull),
        )
        self.assertIn("(1, 0)", done.stdout)
        self.assertIn("(14)  ∂C/∂b_j^l = ∂C/∂z_j^l · ∂z_j^l/∂b_j^l = δ_j^l", done.stdout)
        self.assertRegex(done.stdout, r"  ∂C/∂b_0\^1 = δ_0\^1·1 .*\n +=.*\n +\= -?0\.\d+\n")

    def test_why_says_what_it_misses_elsewhere(self):
        from backprop_ref.debug import why

        with self.assertRaisesRegex(ValueError, "why: found no equation"):
            why()


class WhateverComputeAnswers(unittest.TestCase):
    def walked(self, x, weight="1"):
        path = case_file('{"id": "far", "learning_rate": 0.5, "cost": "binary_cross_entropy", "layers": ['
                         f'{{"activation": "sigmoid", "weights": [[{weight}]], "biases": [0]}}], '
                         f'"examples": [{{"x": [{x}], "y": [0.5]}}]}}')
        self.addCleanup(os.unlink, path)
        status, said, complaints = here([path], ["c"] * 8)
        self.assertEqual((0, ""), (status, complaints))
        return said

    def test_step_walks_in_numbers_that_can_hold_it(self):
        said = self.walked(1000)
        self.assertIn("C is inf in double precision; walked in Decimals of", said)
        self.assertIn("    delta_j = 0.5\n", said)
        self.assertIn("The walk is over.", said)

    def test_and_says_where_no_double_tells(self):
        said = self.walked(100000)
        self.assertIn("; ?: a value that doubles cannot give", said)
        self.assertIn("    delta_j = ?\n", said)
        self.assertIn("The walk is over.", said)

    def test_fractions_too(self):
        self.assertIn("    z_j = 0.333333\n", self.walked(1, '"1/3"'))


class PdbItself(unittest.TestCase):
    """Its own commands work as always."""

    def setUp(self):
        b = next(b for b in breakpoints() if b.function == "output_delta")
        self.at_nine = f"{b.file}:{b.line}"

    def test_breakpoints_of_the_user_stop_on_the_way_of_our_commands(self):
        on_the_way = [f"tbreak {self.at_nine}, j == 1", *["nl"] * 9]
        self.assertIn(("9", "layer 1, neuron 1, example 0", "delta_j"), stops(["--equation", "2"], on_the_way))
        self.assertNotIn(("9", "layer 1, neuron 1, example 0", "delta_j"), stops(["--equation", "2"], on_the_way[1:]))

    def test_b_lists_the_breakpoints_with_their_conditions(self):
        said = here(["--equation", "14", "--layer", "1", "--neuron", "0"], ["b", "q"])[1]
        self.assertIn("stop only if l == 1 and j == 0", said)
        self.assertEqual(1, said.count("keep yes"))

    def test_cleared_breakpoints_stop_no_more_but_our_commands_do(self):
        first = ("9", "layer 1, neuron 0, example 0", "delta_j")
        second = ("9", "layer 1, neuron 1, example 0", "delta_j")
        self.assertEqual([first, second], stops(["--equation", "9"], ["c", "c"]))
        self.assertEqual([first], stops(["--equation", "9"], [f"clear {self.at_nine}", "c"]))
        self.assertEqual([first, second], stops(["--equation", "9"], [f"clear {self.at_nine}", "ne", "c"]))

    def test_stepping_up_down_and_returning_work(self):
        commands = ["s", "n", "r", "u", "d", "w", "ll", "retval", "args", "q"]
        said = answers(["--equation", "9", "--neuron", "1"], commands)
        self.assertIn("--Return--", "".join(said))
        self.assertNotIn("***", "".join(said))

    def test_a_changed_local_is_used_from_there_on(self):
        said = here(["--equation", "9", "--neuron", "0"], ["!delta_j = 1.0", "ne", "ne", "p delta_next", "q"])[1]
        self.assertIn("[1.0, -0.0380982", said)

    def test_restart_begins_again(self):
        first = ("8", "layer 0, neuron 0, example 0", "delta_j")
        self.assertEqual([first, first], stops(["--equation", "8", "--neuron", "0"], ["restart", "q"]))


class TheEnd(unittest.TestCase):
    """Cleanly, whatever is typed."""

    def test_at_q_at_the_end_of_the_walk_and_at_the_end_of_the_input(self):
        for commands, over in ((["q"], False), (["exit"], False), ([], False), (["c"] * 40, True), (["p 1"], False)):
            status, said, complaints = here([], commands)
            with self.subTest(commands[:1]):
                self.assertEqual((0, "", over), (status, complaints, "The walk is over." in said))

    def test_from_a_pipe(self):
        status, said, complaints = step(["--equation", "14"], "p delta_j\nq\n")
        self.assertEqual((0, ""), (status, complaints))
        self.assertIn("0.008771354689486937", said)

    def test_at_ctrl_c(self):
        if os.name == "nt":
            self.skipTest("no SIGINT to send on Windows")
        environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONUNBUFFERED="1", HOME=os.devnull)
        with subprocess.Popen(
            [sys.executable, "-m", "backprop_ref", "step"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment,
        ) as running:
            said = b""
            while PROMPT.encode() not in said:
                said += running.stdout.read(1)
            for _ in range(10):  # one that comes just before the read begins is seen only at its end
                running.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running.wait(timeout=3)
                    break
            running.kill()
            self.assertEqual((130, b""), (running.returncode, running.stderr.read()))

    def test_quietly_where_nobody_reads(self):
        environment = dict(os.environ, PYTHONPATH=str(ROOT), HOME=os.devnull)
        with subprocess.Popen(
            [sys.executable, "-m", "backprop_ref", "step"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment,
        ) as running:
            running.stdout.close()
            try:
                running.stdin.write(b"ne\n" * 50)
                running.stdin.close()
            except BrokenPipeError:
                running.stdin = None
            running.wait(timeout=30)
            self.assertEqual((0, b""), (running.returncode, running.stderr.read()))

    def test_on_a_screen_without_the_symbols(self):
        status, said, complaints = step(["--equation", "8"], "why\nll\nne\nu\nll\nq\n", encoding="ascii")
        self.assertEqual((0, ""), (status, complaints))
        self.assertIn("delta_0^0 = (delta_0^1 w_00^1 + delta_1^1 w_10^1) sigma'(z_0^0)", said)

    def test_with_one_line_for_bad_usage(self):
        for arguments, why in (
            (["-"], "CASE: found -, expected a file or a bundled case (the debugger reads its commands from standard "
                    "input)"),
            (["--equation", "3"], "--equation: found 3, expected one of 2, 4, 5, 7, 8, 9, 10, 11, 14, 15"),
            (["--layer", "2"], "--layer: found 2, expected 0 to 1"),
            (["--layer", "-1"], "--layer: found -1, expected 0 to 1"),
            (["--neuron", "2", "--layer", "0"], "--neuron: found 2, expected 0 to 1"),
            (["--example", "1"], "--example: found 1, expected 0"),
            (["--mistake", "none\n"], "--mistake: found 'none\\n', expected the name of a mistake"),
            (["--mistake", "hidden-slope-missing", "--break"], "--break: found with --mistake"),
        ):
            status, said, complaints = here(arguments, ["q"])
            with self.subTest(arguments):
                self.assertEqual((2, "", 1), (status, said, complaints.count("\n")))
                self.assertIn(why, complaints)

    def test_with_one_line_for_a_case_that_has_no_result(self):
        path = case_file('{"id": "inf", "layers": [{"activation": "identity", "weights": [[1e308]], "biases": [0]}], '
                         '"examples": [{"x": [1e308], "y": [0]}]}')
        self.addCleanup(os.unlink, path)
        status, said, complaints = here([path], ["c", "why", *"c" * 12])
        self.assertEqual((2, 1), (status, complaints.count("\n")))
        self.assertIn("z_j is inf", complaints)

    def test_never_with_a_traceback(self):
        """Whatever of pdb's commands and of other things is typed, in whatever order.  Seed 1."""
        draw = random.Random(1)
        typed = [
            "ne", "nn", "nl", "back", "why", "c", "s", "n", "r", "u", "d", "w", "ll", "l", "args", "p z_j", "pp a",
            "j 1", "until", "unt", "b", "b 10", "tbreak forward", "clear 1", "disable 1", "condition 1 j == 1",
            "ignore 1", "b nowhere", "!delta_j = 'x'", "!l = 7", "!z_j = None", "!del j", "raise ValueError", "1/0",
            "", "  ", "(", "display delta_j", "alias x p l", "x", "commands 1\nwhy\nend", "whatis eq",
            "source forward", "retval", "help", "help ne", "EOF x", "ne x", "why why", "debug 1 + 1\nc", "\x00", "δ",
            "restart", "import sys; sys.exit(3)", "exit()",
        ]
        for _ in range(40):
            commands = [draw.choice(typed) for _ in range(draw.randint(1, 12))]
            with self.subTest(commands):
                arguments = ["--mistake", "sum-of-layer-deltas"] if draw.random() < 0.2 else []
                status, said, complaints = here(arguments, commands)
                self.assertIn(status, (0, 2))
                self.assertNotIn("Traceback (most recent call last)", said + complaints)
                ours = [line for line in complaints.splitlines() if "RuntimeWarning" not in line and line.strip()]
                self.assertLessEqual(len(ours), 1, complaints)  # Python 3.12 warns of a local that was deleted


class TheList(unittest.TestCase):
    def test_is_file_line_and_condition_for_any_debugger(self):
        status, said, complaints = here(["--break", "--equation", "14", "--layer", "1", "--neuron", "0"], [])
        self.assertEqual((0, ""), (status, complaints))
        found = re.fullmatch(r"b (.*):(\d+), l == 1 and j == 0  # \(14\) dC_db_j in gradients\n", said)
        source = pathlib.Path(found[1]).read_text(encoding="utf-8").splitlines()
        self.assertEqual("dC_db_j = eq.bias_gradient(delta_j)", source[int(found[2]) - 2].strip())


class Mistakes(unittest.TestCase):
    def test_each_stops_at_its_first_difference_or_says_that_there_is_none(self):
        """Every mistake that is made in a step: the step is another exactly if a stop says so."""
        path = case_file()
        self.addCleanup(os.unlink, path)
        case = read_case(CASE)
        arguments = (case.network, case.examples, case.alpha, case.cost, case.reduction)
        right = gradient_step(*arguments)
        shown = 0
        for name, mistake in list(MISTAKES.items())[::8]:
            if not mistake.replacements():
                continue
            with self.subTest(name):
                try:
                    eq = mistake.rules()
                    wrong = eq.gradient_step(*arguments, eq)
                except ArithmeticError:
                    continue
                status, said, complaints = here([path, "--mistake", name], ["why", "q"])
                self.assertEqual((0, ""), (status, complaints))
                fields = ("z", "a", "delta", "C", "dC_dw", "dC_db", "network")
                differs = any(getattr(wrong, field) != getattr(right, field) for field in fields)
                self.assertEqual(differs, ", but the right value is " in said, said)
                shown += differs
        self.assertGreater(shown, 10)

    def test_both_values_are_shown_where_the_difference_begins(self):
        said = here(["--mistake", "hidden-slope-missing"], ["q"])[1]
        self.assertIn("(8)  layer 0, neuron 0, example 0\n    hidden_delta(", said)
        self.assertIn("delta_j = 0.0363503, but the right value is 0.00877135\n", said)

    def test_one_that_looks_at_the_whole_layer_stops_at_each_equation_with_its_symbols(self):
        said = here(["--mistake", "sum-of-layer-deltas"], ["p l, j, dC_db_j", "c", "p l, j", "c", "c", "c", "q"])[1]
        self.assertIn("(14)  layer 0, neuron 0, example 0\n    bias_gradient(delta_j=0.0187256)\n", said)
        self.assertIn("\n(Pdb) (0, 0, 0.01872", said)
        self.assertIn("\n(Pdb) (0, 1)\n", said)
        self.assertLess(said.index("(14)  layer 1, neuron 1"), said.index("(15)  layer 0, neuron 0"))

    def test_weights_that_have_moved_are_seen_where_the_delta_is_made_from_them(self):
        said = here(["--mistake", "updated-weights-in-delta"], ["q"])[1]
        self.assertIn("(8)  layer 0, neuron 0\n", said)
        self.assertIn("w_next=[[0.358916, 0.408666], [0.511301, 0.56137]]", said)

    def test_a_mistake_that_does_not_show_says_so(self):
        said = here(["--mistake", "absolute-weights"], ["q"])[1]
        self.assertIn("absolute-weights does not show in this case", said)

    def test_one_that_is_made_in_writing_a_result_down_is_refused(self):
        status, _, complaints = here(["--mistake", "negative-gradients"], ["q"])
        self.assertEqual(2, status)
        self.assertIn("changes only how a result is written, expected one that changes a step", complaints)


if __name__ == "__main__":
    unittest.main()
