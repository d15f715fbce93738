"""``compute`` answers every line, in order, as soon as it is read; an error in the middle stops nothing."""

import io
import json
import os
import pathlib
import subprocess
import sys
import unittest
from fractions import Fraction

from hypothesis import given, strategies as st

from backprop_ref import gradient_step
from backprop_ref.cases import case_object, result_object
from backprop_ref.commands.compute import compute
from backprop_ref.cases.strategies import cases

ROOT = pathlib.Path(__file__).resolve().parent.parent


def small(id, x=1.0, **fields):
    case = {"id": id, "layers": [{"activation": "identity", "weights": [[2.0]], "biases": [1.0]}],
            "examples": [{"x": [x], "y": [0.0]}]}
    return json.dumps({**case, **fields})


def answers(lines, exact=False):
    """The answers, what was said on standard error, and the status."""
    results, complaints = io.StringIO(), io.StringIO()
    status = compute(io.BytesIO("\n".join(lines).encode()), results, complaints, exact)
    return [json.loads(line) for line in results.getvalue().splitlines()], complaints.getvalue(), status


class Stream(unittest.TestCase):
    @given(st.lists(cases(), min_size=1, max_size=5, unique_by=lambda case: case.id))
    def test_every_case_is_answered_with_its_result_in_order(self, given_cases):
        found, said, status = answers([json.dumps(case_object(case)) for case in given_cases])
        self.assertEqual([
            result_object(c, gradient_step(c.network, c.examples, c.alpha, c.cost, c.reduction)) for c in given_cases
        ], found)
        self.assertEqual(("", 0), (said, status))

    def test_a_line_that_is_refused_is_answered_with_its_number_and_id_and_the_rest_goes_on(self):
        found, said, status = answers([small("a"), "nonsense", "", small("b", cost="mse"), small("c")])
        self.assertEqual(["a", None, "b", "c"], [answer["id"] for answer in found])
        self.assertEqual(
            {"id": None, "line": 2, "error": "column 1: found 'nonsense', expected JSON (Expecting value)"}, found[1]
        )
        self.assertEqual(4, found[2]["line"])
        self.assertEqual({"id", "line", "error"}, set(found[2]))
        self.assertNotIn("error", found[3])
        self.assertEqual(2, status)
        self.assertEqual("2 of 4 cases refused; first: line 2: column 1: found 'nonsense', "
                         "expected JSON (Expecting value)\n", said)

    def test_an_id_that_comes_again_is_refused(self):
        found, said, status = answers([small("a"), small("a")])
        self.assertEqual("id: 'a' again, expected an id not used before in this file", found[1]["error"])
        self.assertEqual(2, status)

    def test_a_case_without_a_result_is_answered_with_an_error(self):
        found, said, status = answers([small("a", -1.0, cost="cross_entropy", examples=[{"x": [-1.0], "y": [1.0]}])])
        self.assertEqual({"id", "line", "error"}, set(found[0]))
        self.assertIn("1 of 1 cases refused; first: line 1: ", said)
        self.assertEqual(2, status)

    def test_a_case_that_doubles_cannot_finish_but_that_has_a_result_is_computed_exactly(self):
        found, said, status = answers([small("a", 1e200, examples=[
            {"x": [1e200], "y": [0.0]}, {"x": [-1e200], "y": [0.0]}])])
        self.assertEqual(1, len(found))
        self.assertTrue("error" in found[0] or said, "either is said to be wrong or how it was computed")

    def test_a_case_with_a_fraction_is_computed_exactly(self):
        case = {"id": "a", "layers": [{"activation": "identity", "weights": [["1/3"]], "biases": [0]}],
                "examples": [{"x": [1], "y": [0]}]}
        found, said, status = answers([json.dumps(case)])
        self.assertEqual(("", 0), (said, status))
        self.assertEqual([float(Fraction(1, 3))], found[0]["bias_gradients"][0])
        self.assertEqual(float(Fraction(1, 18)), found[0]["cost"])

    def test_no_cases_are_no_answers_and_a_word(self):
        self.assertEqual(([], "no cases on standard input\n", 0), answers([]))

    def test_every_answer_is_written_before_the_next_case_is_read(self):
        events = []

        class Lines(io.BytesIO):
            def readline(self, *args):
                events.append("read")
                return super().readline(*args)

        class Results(io.StringIO):
            def flush(self):
                events.append("written")

        compute(Lines((small("a") + "\n" + small("b") + "\n").encode()), Results(), io.StringIO())
        self.assertEqual(["read", "written", "read", "written", "read"], events)

    def test_what_a_case_contains_is_escaped_on_the_screen(self):
        found, said, status = answers([small("\x1b[2J", cost="\x1b[31m")])
        self.assertEqual("\x1b[2J", found[0]["id"])
        self.assertTrue(said.rstrip("\n").isprintable(), repr(said))


class Process(unittest.TestCase):
    """The command itself, as a user or another program runs it."""

    def run_it(self, lines, *arguments):
        return subprocess.run(
            [sys.executable, "-m", "backprop_ref", "compute", *arguments], cwd=ROOT, input=lines, timeout=60,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def test_good_cases_give_results_and_status_0(self):
        done = self.run_it((small("a") + "\n" + small("é") + "\n").encode())
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        self.assertEqual(["a", "é"], [json.loads(line)["id"] for line in done.stdout.splitlines()])

    def test_bad_cases_give_status_2_and_one_line_on_standard_error(self):
        done = self.run_it(b"\xff\n" + small("a").encode() + b"\n[]\n")
        self.assertEqual(2, done.returncode)
        self.assertEqual(3, len(done.stdout.splitlines()))
        self.assertEqual("2 of 3 cases refused; first: line 1: byte 1: found 0xff, expected UTF-8",
                         done.stderr.decode().strip())

    @unittest.skipUnless(os.name == "posix", "a shell that closes standard input")
    def test_a_closed_standard_input_is_one_line_and_status_2(self):
        done = subprocess.run(
            ["/bin/sh", "-c", '"$0" -m backprop_ref compute <&-', sys.executable], cwd=ROOT, timeout=60,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        self.assertEqual((2, b""), (done.returncode, done.stdout))
        self.assertEqual(1, len(done.stderr.splitlines()))
        self.assertIn(b"standard input is closed", done.stderr)

    def test_answers_come_while_the_input_is_still_open(self):
        process = subprocess.Popen(
            [sys.executable, "-m", "backprop_ref", "compute"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            for id in ("a", "b"):
                process.stdin.write((small(id) + "\n").encode())
                process.stdin.flush()
                self.assertEqual(id, json.loads(process.stdout.readline())["id"])
        finally:
            process.communicate(timeout=60)
        self.assertEqual(0, process.returncode)

    @unittest.skipIf(os.name == "nt", "pipes that close are another matter on Windows")
    def test_a_reader_that_goes_away_is_no_error(self):
        process = subprocess.Popen(
            [sys.executable, "-m", "backprop_ref", "compute"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        process.stdout.close()
        process.stdout = None
        _, said = process.communicate("".join(small(str(n)) + "\n" for n in range(500)).encode(), timeout=60)
        self.assertEqual((0, b""), (process.returncode, said))


if __name__ == "__main__":
    unittest.main()
