"""The verdict comes at once, names when they are read; a failed assertion leads on; what was not covered is said."""

import contextlib
import io
import json
import pickle
import sys
import time
import traceback
import unittest

from hypothesis import Phase, given, settings

import tests  # noqa: F401  loads the profile
from backprop_ref import ACTIVATIONS, COSTS, assert_matches_reference, check, gradient_step
from backprop_ref.cases import bundled, find, random_cases, read_case, result_object, results
from backprop_ref.cases.strategies import cases
from backprop_ref.commands import main
from backprop_ref.verify.finding import Finding
from backprop_ref.verify.report import LONGEST_CASE
from backprop_ref.verify.checking import Trial


def summed(case):
    """A program that gives each bias the sum over its layer."""
    read = read_case(json.dumps(case))
    result = result_object(read, gradient_step(read.network, read.examples, None, read.cost, read.reduction))
    sums = [[sum(layer)] * len(layer) for layer in result["bias_gradients"]]
    return {"weight_gradients": result["weight_gradients"], "bias_gradients": sums}


RIGHT = results()


def right(case):
    return RIGHT[case["id"]]


class Counted:
    """Finds one name, and counts how often it was asked."""

    def __init__(self):
        self.asked = 0

    def __call__(self, judged, precision, asked):
        self.asked += 1
        wrong = {one.answer.index for one in judged if one.wrong}
        return [Finding("sum-of-layer-deltas", "equation", "14", "It is.", "the numbers", wrong)]


def report_on(candidate, cases):
    name = Counted()
    trial = Trial(cases, name=name)
    trial.listener.call(candidate)
    return trial.report(), name


class AtOnce(unittest.TestCase):
    def test_verdict_counts_and_precision_ask_for_no_name(self):
        report, name = report_on(summed, [find("square"), find("shared-bias")])
        self.assertEqual(("fail", 2, 1, 0, "double"), (
            report.verdict, report.cases, report.failed, report.declined, report.precision))
        self.assertEqual("square", report.case.id)
        self.assertEqual(0, name.asked)
        self.assertEqual(["sum-of-layer-deltas"], [one.mistake for one in report.diagnoses])
        str(report), report.object(), report.diagnoses
        self.assertEqual(1, name.asked)

    def test_what_a_name_leaves_unexplained_in_its_own_cases_is_not_passed_over(self):
        def named_in_part(judged, precision, asked):
            wrong = {(one.answer.index, wrong.field, wrong.place) for one in judged for wrong in one.wrong}
            first, *rest = sorted(wrong)
            return [Finding("sum-of-layer-deltas", "equation", "14", "It is.", "the numbers", {0}, {first}),
                    Finding("unnamed", "equation", None, "Nobody knows.", "the numbers", {0}, rest)]

        trial = Trial([find("square")], name=named_in_part)
        trial.listener.call(summed)
        self.assertEqual(["sum-of-layer-deltas", "unnamed"], [one.mistake for one in trial.report().diagnoses])

    def test_a_hundred_failing_examples_of_a_property_test_take_no_second(self):
        start = time.process_time()
        for case in random_cases([2, 3, 2], ["tanh", "sigmoid"], count=100):
            with self.assertRaises(AssertionError):
                assert_matches_reference(summed, [case])
        self.assertLess(time.process_time() - start, 2)

    def test_hypothesis_finds_the_smallest_case_that_fails(self):
        @settings(max_examples=20, phases=(Phase.generate, Phase.shrink))
        @given(cases(activations=["tanh"], costs=["half_squared_error"], shared_bias=False, max_width=3))
        def law(case):
            report = check(summed, [case])
            if report.verdict != "pass":
                raise AssertionError(case)

        with self.assertRaises(AssertionError) as caught:
            law()
        self.assertLessEqual(len(caught.exception.args[0].network.layers), 2)  # 1 but for older versions of hypothesis

    def test_a_report_that_was_never_read_can_be_pickled(self):
        report = check(right, [find("square")])
        self.assertEqual(str(report), str(pickle.loads(pickle.dumps(report))))


class Message(unittest.TestCase):
    def failed(self, cases):
        try:
            assert_matches_reference(summed, cases)
        except AssertionError as error:
            return error
        self.fail("it did not fail")

    def test_its_last_line_is_the_smallest_failing_case_ready_for_explain(self):
        report, _ = report_on(summed, [find("square"), find("one-output"), find("two-one-two")])
        line = str(report).splitlines()[-1]
        self.assertEqual(find("two-one-two"), read_case(line))
        self.assertIn("backprop-ref explain -", str(report).splitlines()[-2])
        out, stdin = io.StringIO(), sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(line.encode()))
        try:
            with contextlib.redirect_stdout(out):
                self.assertEqual(0, main(["explain", "-", "--equation", "14"]))
        finally:
            sys.stdin = stdin
        self.assertIn("(14)", out.getvalue())

    def test_the_screen_of_the_command_has_no_such_line(self):
        report, _ = report_on(summed, [find("square")])
        from backprop_ref.terminal import Screen

        text = io.StringIO()
        report.write(Screen(text), verbose=True)
        self.assertNotIn("explain -", text.getvalue())

    def test_a_case_that_is_too_long_is_named(self):
        case = next(random_cases([60, 40, 2], examples=1, count=1))
        report, _ = report_on(summed, [case])
        self.assertIn(f"the smallest case that failed is '{case.id}'", str(report))
        self.assertLess(len(str(report)), LONGEST_CASE)

    def test_only_one_frame_of_ours_is_in_the_traceback_and_it_is_hidden_from_pytest(self):
        error = self.failed([find("square")])
        frames = list(traceback.walk_tb(error.__traceback__))
        ours = [frame for frame, _ in frames if "backprop_ref" in frame.f_code.co_filename.split("tests")[-1]]
        self.assertEqual(["assert_matches_reference"], [frame.f_code.co_name for frame in ours])
        self.assertTrue(ours[0].f_locals["__tracebackhide__"])


class Covered(unittest.TestCase):
    def test_headline_says_how_many_were_judged_and_how_many_declined(self):
        def some(case):
            return right(case) if case["id"] in ("square", "tanh") else {"error": "unsupported"}

        report, _ = report_on(some, bundled())
        self.assertTrue(str(report).startswith(
            f"PASS 2 of {len(bundled())} cases judged, all right; {len(bundled()) - 2} declined ("), str(report))

    def test_everything_that_was_never_judged_is_named(self):
        report, _ = report_on(lambda case: {"weight_gradients": right(case)["weight_gradients"]}, [find("no-biases")])
        missing = report.covered["missing"]
        self.assertEqual(
            [*(name for name in ACTIVATIONS if name != "sigmoid"),
             *(name for name in COSTS if name != "half_squared_error"), "several examples", "biases", "updates"],
            missing)
        self.assertEqual([], report.covered["reductions"])
        text = " ".join(str(report).split())
        self.assertIn(f"not covered: {', '.join(missing)}", text)

    def test_reductions_count_where_there_are_several_examples(self):
        report, _ = report_on(right, [find("square"), find("no-biases")])
        self.assertEqual(["mean"], report.covered["reductions"])
        self.assertIn("the sum over examples", report.covered["missing"])
        self.assertNotIn("several examples", report.covered["missing"])

    def test_nothing_is_missing_where_all_was_judged(self):
        self.assertEqual([], report_on(right, bundled())[0].covered["missing"])

    def test_a_program_that_declines_everything_is_told_what_to_ask_for(self):
        report, _ = report_on(lambda case: {"error": "only 3-4-2"}, bundled())
        self.assertEqual("error", report.verdict)
        self.assertIn("check --layers 4-8-3 --activations relu,softmax --cost cross_entropy", report.why)

    def test_a_sum_beside_a_kink_has_no_error_in_ulps(self):
        # z_0 is 0.1·0.3 + 0.2·0.3 − 0.09: exactly −1.4e-18 or so, in doubles 0 or 1.4e-17, as one adds.
        layer = {"activation": "relu", "weights": [[0.1, 0.2], [0.5, 0.7]], "biases": [-0.09, 0.1]}
        output = {"activation": "identity", "weights": [[0.5, 0.25]], "biases": [0.3]}
        examples = [{"x": [0.3, 0.3], "y": [1]}]
        case = read_case(json.dumps({"id": "near", "layers": [layer, output], "examples": examples}))

        def candidate(given):
            return result_object(case, gradient_step(case.network, case.examples))

        report = check(candidate, [case])
        self.assertEqual("pass", report.verdict, str(report))
        self.assertLess(report.covered["largest_error_ulps"], 10)


if __name__ == "__main__":
    unittest.main()
