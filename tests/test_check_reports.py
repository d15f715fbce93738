"""What check says: verdict, object, text and status; mistakes in pairs, over the pipe, and where none fits."""

import contextlib
import io
import json
import math
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import tests  # noqa: F401  loads the profile
from backprop_ref import RULES, assert_matches_reference, check
from backprop_ref.cases import Case, case_object, read_case
from backprop_ref.commands import main
from backprop_ref.mistakes import MISTAKES
from backprop_ref.mistakes.substitutes import to_single
from backprop_ref.numbers.nested import beside
from backprop_ref.network import Example, Network
from backprop_ref.numbers.last_place import ulps
from backprop_ref.terminal import Screen
from backprop_ref.verify import name as diagnosing
from backprop_ref.verify.finding import Finding
from backprop_ref.verify.judge_values import bounds_of, kinks_of, marks_of
from backprop_ref.verify.name_patterns import pattern
from backprop_ref.verify.judge_coverage import slope_used as _slope_used
from backprop_ref.verify.report import Report
from backprop_ref.verify.listen_answers import Answer
from backprop_ref.cases import bundled, results
from tests import some
from tests.slips import candidate as wrong_program, with_work
from tests.test_check_never_fails_a_right_program import VARIANTS, answered

ROOT = pathlib.Path(__file__).resolve().parent.parent
BY_ID = {case.id: case for case in bundled()}
SEVERAL = [BY_ID[id] for id in (  # small, and of each kind
    "no-biases", "square-sum", "widths", "relu-identity", "softmax-soft", "shared-bias", "no-hidden-layer",
)]
FEW = [BY_ID[id] for id in ("two-one-two", "no-biases", "tanh", "relu-softmax-online")]
RIGHT = results()


def candidate(*names, fields=None):
    """One with these mistakes, at once."""
    return wrong_program(*names, fields=fields)


def run(*arguments):
    """The status, standard output and standard error of check with these arguments, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(["check", *map(str, arguments)])
    return status, out.getvalue(), err.getvalue()


def run_by_itself(*arguments):
    """The same of check as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "backprop_ref", "check", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return done.returncode, done.stdout, done.stderr


LESS_WORK = with_work(1e6)
setUpModule, tearDownModule = LESS_WORK.start, LESS_WORK.stop


class Reports(unittest.TestCase):
    def test_passing_report_says_what_was_covered(self):
        report = check(candidate())
        self.assertEqual(("pass", len(BY_ID), 0, 0, "double"), (
            report.verdict, report.cases, report.failed, report.declined, report.precision))
        self.assertEqual(9, len(report.covered["fields"]))
        self.assertEqual(11, len(report.covered["activations"]))
        self.assertEqual(5, len(report.covered["costs"]))
        text = str(report)
        for piece in (
            "PASS", "every value is right", "weight_gradients", "softmax", "largest error in ulps:",
            "largest share of its bound:",
        ):
            self.assertIn(piece, text)

    def test_failing_report_shows_formulas_and_numbers_side_by_side(self):
        text = str(check(candidate("sum-of-layer-deltas"), FEW))
        mistake = MISTAKES["sum-of-layer-deltas"]
        for piece in ("FAIL", mistake.name, "equation (14)", mistake.written, mistake.right, "found", "right", "ratio"):
            self.assertIn(piece, text)

    def test_wrong_number_stands_beside_the_correctly_rounded_one(self):
        exact = RIGHT["two-one-two"]["bias_gradients"]
        report = check(candidate("sum-of-layer-deltas"), [BY_ID["two-one-two"]])
        evidence = report.diagnoses[0].evidence
        field, l, j = re.findall(r"\w+", evidence.where)
        self.assertEqual(("two-one-two", "bias_gradients"), (evidence.case, field))
        self.assertEqual(exact[int(l)][int(j)], evidence.right)
        self.assertIn(f"right  {evidence.right!r}", str(report))

    def test_object_has_the_fields_of_the_contract(self):
        object = check(candidate("error-not-delta"), FEW).object()
        self.assertEqual(
            ["verdict", "cases", "failed", "declined", "precision", "diagnoses", "covered", "notes"], list(object))
        for diagnosis in object["diagnoses"]:
            self.assertEqual(["mistake", "kind", "equation", "explanation", "evidence", "cases"], list(diagnosis))
        self.assertEqual(object, json.loads(json.dumps(object, allow_nan=False)))

    def test_declined_cases_are_counted_and_not_failed(self):
        right = candidate()
        report = check(lambda given: {"error": "no softmax"} if "softmax" in str(given) else right(given))
        self.assertEqual(("pass", 0), (report.verdict, report.failed))
        self.assertGreater(report.declined, 0)
        self.assertIn("'no softmax'", "".join(report.notes))

    def test_nothing_judged_is_an_error(self):
        for answer, why in (
            ({"error": "unsupported: all"}, "every case was declined"),
            ({"error": None, "cost": 0.2983711087600027}, "no gradient or updated parameter"),
        ):
            report = check(lambda given: answer, [BY_ID["two-two-two"]])
            self.assertEqual("error", report.verdict)
            self.assertIn(why, report.notes[0])

    def test_assertion_carries_the_whole_report(self):
        assert_matches_reference(candidate(), FEW)
        with self.assertRaises(AssertionError) as caught:
            assert_matches_reference(candidate("output-slope-missing"), FEW)
        self.assertIn("output-slope-missing", str(caught.exception))
        self.assertIn("wrong:", str(caught.exception))

    def test_what_is_no_candidate_or_no_case_is_refused(self):
        for arguments in (
            (None,), ([],), (candidate(), []), (candidate(), 3), (candidate(), [{}]),
            (candidate(), [BY_ID["two-two-two"]] * 2), (candidate(), None, "half"), (["x"], None, None, 0),
        ):
            with self.subTest(arguments), self.assertRaises(ValueError):
                check(*arguments)

    def test_a_report_says_what_it_is_in_a_session_too(self):
        self.assertEqual("Report(pass: 1 case, 0 failed, 0 declined)", repr(check(candidate(), [BY_ID["two-two-two"]])))
        declining = check(lambda given: {"error": "not yet"}, FEW)
        self.assertEqual(f"Report(error: {len(FEW)} cases, 0 failed, {len(FEW)} declined)", repr(declining))

    def test_a_command_as_one_text_is_asked_for_as_a_list(self):
        with self.assertRaises(ValueError) as caught:
            check("node mine.js")
        self.assertIn("candidate: found 'node mine.js'", str(caught.exception))
        self.assertIn("a list of words: ['node', 'mine.js']", str(caught.exception))

    def test_failing_report_with_no_failed_case_counts_none(self):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "results.jsonl")
            lines = [json.dumps(result) for result in RIGHT.values()]
            file.write_text("\n".join(["Hello!", *lines]), encoding="utf-8")
            report = check(file)
        self.assertEqual(("fail", 0, ["foreign-line"]), (
            report.verdict, report.failed, [one.mistake for one in report.diagnoses]))
        self.assertTrue(str(report).startswith("FAIL because of other output"), report)

    def test_answers_to_cases_that_are_not_asked_do_no_harm(self):
        plain = case_object(BY_ID["two-two-two"])
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "cases.jsonl")
            given = [{**plain, "id": "third", "learning_rate": "1/3"}, plain]
            file.write_text("".join(json.dumps(one) + "\n" for one in given), encoding="utf-8")
            computed = subprocess.run(
                [sys.executable, "-m", "backprop_ref", "compute"],
                input=file.read_bytes(), capture_output=True, cwd=ROOT,
            )
            answers = pathlib.Path(directory, "results.jsonl")
            answers.write_bytes(computed.stdout)
            self.assertEqual(2, len(computed.stdout.splitlines()))
            report = check(answers, file)
            self.assertEqual(("pass", 2, 1), (report.verdict, report.cases, report.covered["cases"]))
            answers.write_bytes(computed.stdout.replace(b"third", b"fourth"))
            self.assertEqual(["unknown-id"], [one.mistake for one in check(answers, file).diagnoses])

    def test_slope_used_at_a_kink_is_named_and_counts_as_no_error(self):
        for name, id, slope in (
            ("slope-relu-half-at-kink", "kink-relu", "0.5"),
            ("slope-relu-1-at-kink", "kink-relu", "1"),
            ("slope-leaky_relu-mean-at-kink", "kink-leaky-relu", "0.505"),
        ):
            report = check(candidate(name), [BY_ID[id]])
            self.assertEqual("pass", report.verdict)
            self.assertLess(report.covered["largest_error_ulps"], 10)
            self.assertIn(f"slope {slope} was used there", "".join(report.notes))

    def test_wrong_answer_says_nothing_of_the_slope_at_a_kink(self):
        report = check(candidate("bias-gradient-negated"), [BY_ID["kink-relu"]])
        self.assertEqual("fail", report.verdict)
        self.assertNotIn("was used there", "".join(report.notes))

    def test_slope_beyond_the_one_sided_ones_is_not_named(self):
        case = BY_ID["kink-leaky-relu"]
        ((i, l, j),) = kinks_of(case, bounds_of(case, "double"))[:1]
        answer = Answer(0, case)
        answer.values = json.loads(json.dumps(RIGHT[case.id]))
        self.assertEqual("0.01", _slope_used(answer, i, l, j))
        for factor in (-1, 0.5, 101):
            answer.values["deltas"][i][l][j] = factor * RIGHT[case.id]["deltas"][i][l][j]
            self.assertEqual("", _slope_used(answer, i, l, j))

    def test_largest_errors_are_the_largest_of_all_values(self):
        for rules in (RULES, VARIANTS["sums from the end, bias first"]):
            answers = {case.id: answered(case, rules) for case in BY_ID.values()}
            in_ulps, share = 0, 0.0
            for case in BY_ID.values():
                bounds = bounds_of(case, "double")
                for field, values in answers[case.id].items():
                    if field != "id" and field in bounds:
                        truth = beside(RIGHT[case.id][field], bounds[field])
                        for (_, found, _), (_, right, bound) in zip(beside(values, values), truth):
                            if abs(right) > 1e-300 and bound.error < 1e300 and not case.id.startswith("kink"):
                                in_ulps = max(in_ulps, ulps(found, right))
                                room = bound.high - right if found > right else right - bound.low
                                share = max(share, abs(found - right) / room)
            covered = check(lambda given: answers[given["id"]]).covered
            self.assertEqual(in_ulps, covered["largest_error_ulps"])
            self.assertEqual(share, covered["largest_share_of_bound"])
            self.assertEqual(len(BY_ID), covered["measured"])
            for size, place in ((in_ulps, "largest_error_at"), (share, "largest_share_at")):
                numbers = re.findall(r": (\S+) found, (\S+) right", covered[place])
                found, right = map(float, numbers[0])
                self.assertTrue(size == ulps(found, right) or size == share, covered[place])

    def test_what_should_be_0_has_no_error_in_ulps_but_its_share_of_the_bound(self):
        layer = {"activation": "identity", "weights": [[1.0, 1.0, 1.0]], "biases": [0.0]}
        case = {"id": "cancels", "layers": [layer], "examples": [{"x": [1.0, 0.3, -1.0], "y": [0.3]}]}
        delta = 1.0 + 0.3 - 1.0 - 0.3  # 0, but for what was lost in 1.3
        self.assertNotEqual(0, delta)
        report = check(lambda given: {"bias_gradients": [[delta]]}, [case])
        self.assertEqual(("pass", 0, None), (
            report.verdict, report.covered["largest_error_ulps"], report.covered["largest_error_at"]))
        self.assertGreater(report.covered["largest_share_of_bound"], 0)
        self.assertEqual(f"'cancels': bias_gradients[0][0]: {delta!r} found, 0.0 right",
                         report.covered["largest_share_at"])
        self.assertNotIn("ulps", str(report))
        self.assertIn("largest share of its bound: ", str(report))

    def test_only_what_a_kink_widens_is_left_out_of_the_largest_errors(self):
        case = BY_ID["kink-relu"]
        answer = json.loads(json.dumps(RIGHT[case.id]))
        answer["cost"] = math.nextafter(answer["cost"], math.inf)
        covered = check(lambda given: answer, [case]).covered
        self.assertEqual(1, covered["largest_error_ulps"])
        self.assertIn("'kink-relu': cost: ", covered["largest_error_at"])

    def test_values_all_correctly_rounded_have_no_error(self):
        report = check(lambda given: RIGHT[given["id"]])
        self.assertEqual((0, 0, None), tuple(
            report.covered[name] for name in ("largest_error_ulps", "largest_share_of_bound", "largest_error_at")))
        self.assertIn("errors: none", str(report))

    def test_of_many_cases_the_farthest_off_are_measured(self):
        relu = case_object(BY_ID["relu"])
        cases = [read_case(json.dumps({**relu, "id": f"{n}"})) for n in range(100)]
        answer = {**RIGHT["relu"]}
        slight = {**answer, "cost": answer["cost"] + 8 * math.ulp(answer["cost"])}
        report = check(lambda given: slight if given["id"] == "57" else answer, cases)
        self.assertEqual((8, 60), (report.covered["largest_error_ulps"], report.covered["measured"]))
        self.assertIn("'57': cost: ", report.covered["largest_error_at"])
        self.assertIn("(of the 60 cases with the largest errors)", str(report))

    def test_errors_beside_0_do_not_crowd_out_the_largest_in_ulps(self):
        layer = {"activation": "identity", "weights": [[1.0, 1.0, 1.0]] * 2, "biases": [0.0, 0.0]}
        case = {"layers": [layer], "examples": [{"x": [1.0, 0.3, -1.0], "y": [0.3, 0.7]}]}
        delta = 0.3 - 0.7  # that of neuron 0 is 0

        def answer(given):
            return {"bias_gradients": [[0.0, delta + 2**-51] if given["id"] == "57" else [2**-48, delta]]}

        covered = check(answer, [{**case, "id": f"{n}"} for n in range(100)]).covered
        self.assertEqual((8, 60), (covered["largest_error_ulps"], covered["measured"]))
        self.assertIn("'57': bias_gradients[0][1]: ", covered["largest_error_at"])

    def test_share_of_a_bound_is_a_plain_percentage(self):
        covered = {"cases": 1, "values": 1, "measured": 1}
        covered.update({"largest_error_ulps": 1, "largest_error_at": "x", "largest_share_at": "y"})
        for name in ("fields", "activations", "costs", "reductions", "missing"):
            covered[name] = []
        for share, text in ((0.996, "100 %"), (0.104, "10 %"), (0.0234, "2.3 %"), (0.00001, "0.001 %")):
            covered["largest_share_of_bound"] = share
            self.assertIn(f"largest share of its bound: {text}, y", str(Report("pass", 1, covered=lambda: covered)))

    def test_numbers_that_tell_no_precision_claim_none_but_double(self):
        for number in (0.0, 1.0, -0.75):
            def same(given):
                case = BY_ID[given["id"]]
                return {"bias_gradients": [[number] * len(layer.b) for layer in case.network.layers]}

            report = check(same, [BY_ID["two-two-two"], BY_ID["widths"]])  # no name is looked for
            self.assertEqual(("fail", "double"), (report.verdict, report.precision))

    def test_what_cases_cannot_tell_apart_is_one_finding(self):
        fields = ("bias_gradients", "weight_gradients")
        report = check(candidate("deltas-in-reverse", fields=fields), [BY_ID["two-two-two"]])
        head = report.diagnoses[0]
        self.assertTrue(head.alike)
        (object,) = report.object()["diagnoses"]
        for name in head.alike:
            self.assertIn(name.partition(":")[0], object["explanation"].partition("cannot tell it apart from ")[2])
        text = str(report)
        self.assertEqual(1, text.count("found  "), text)
        self.assertEqual(len(head.alike), len(re.findall(r"^  or:    [a-z-]+: ", text, re.MULTILINE)), text)
        self.assertEqual(1, text.count("these cases cannot tell it apart from:\n  or:    "), text)

    def test_of_many_names_that_cases_cannot_tell_apart_few_stand_on_a_screen(self):
        alike = tuple(f"other-{n}" for n in range(20))
        found = Finding("first", "equation", "10", "It does.", "the numbers", (0, 1), (), "wrong", "right", alike)
        report = Report("fail", 2, 2, diagnoses=lambda: [found])
        for verbose, listed in ((False, 3), (True, 20)):
            text = io.StringIO()
            report.write(Screen(text), verbose)
            lines = text.getvalue().splitlines()
            self.assertEqual(listed, len([line for line in lines if line.startswith("  or:    other-")]))
            self.assertEqual(not verbose, "  or:    … and 17 more (--verbose)" in lines)
            self.assertEqual("  the numbers", lines[-1])
        self.assertIn("cannot tell it apart from other-0, other-1", report.object()["diagnoses"][0]["explanation"])

    def test_numbers_that_show_two_mistakes_stand_once(self):
        found = [
            Finding(name, "equation", "10", f"{name} does.", "the numbers", (0, 1), (), f"{name} wrong", "right", alike)
            for name, alike in (("first", ()), ("second", ("third with fourth",)))
        ]
        lines = str(Report("fail", 2, 2, diagnoses=lambda: found)).splitlines()
        self.assertEqual(
            ["first  [equation (10); 2 cases]", "second  [equation (10); 2 cases]"],
            [line for line in lines if "[" in line])
        self.assertEqual(1, lines.count("  or:    third with fourth"))
        self.assertEqual(1, lines.count("  the numbers"))

    def test_cases_with_fractions_are_not_asked(self):
        case = read_case(json.dumps({**case_object(BY_ID["two-two-two"]), "id": "third", "learning_rate": "1/3"}))
        report = check(candidate(), [case, BY_ID["two-one-two"]])
        self.assertEqual(("pass", 2), (report.verdict, report.cases))
        self.assertIn("1 of the cases not sent", report.notes[0])


class Diagnoses(unittest.TestCase):
    def test_two_mistakes_at_once_are_both_named(self):
        pairs = (("sum-of-layer-deltas", "weights-transposed-forward"), ("output-slope-missing", "sign-of-error"))
        for names in some(pairs, 1):
            with self.subTest(names):
                with with_work(4e6):
                    found = {one.mistake for one in check(candidate(*names), SEVERAL).diagnoses}
                self.assertLessEqual(set(names), found)

    def test_where_none_fits_the_report_says_what_is_seen_and_names_nothing(self):
        right = candidate()

        def squared(given):
            answer = json.loads(json.dumps(right(given)))
            answer["bias_gradients"] = [[b + 3 * b * b for b in layer] for layer in answer["bias_gradients"]]
            return {"bias_gradients": answer["bias_gradients"], "weight_gradients": answer["weight_gradients"]}

        report = check(squared, SEVERAL)
        self.assertEqual([("unnamed", "14")], [(one.mistake, one.equation) for one in report.diagnoses])
        for piece in ("No known mistake reproduces", "bias_gradients", "only biases"):
            self.assertIn(piece, report.diagnoses[0].explanation)

    def test_constant_ratio_is_seen(self):
        case = BY_ID["two-two-two"]
        values = {"bias_gradients": [[3.25 * b for b in layer] for layer in RIGHT[case.id]["bias_gradients"]]}
        wrong = marks_of(values, bounds_of(case, "double")).wrong
        self.assertIn("3.25 times the right one", "; ".join(pattern(case, values, wrong, "double")))

    def test_what_only_wrong_answers_have_is_said(self):
        right = candidate()

        def slipped(given):
            answer = json.loads(json.dumps(right(given)))
            if any(layer["activation"] == "relu" for layer in given["layers"]):
                answer["cost"] += 0.5 + answer["cost"] ** 2
            return answer

        with with_work(1e5):
            (found,) = check(slipped, SEVERAL).diagnoses
        self.assertEqual("unnamed", found.mistake)
        self.assertIn("all these cases have relu, and no case with a right answer does", found.explanation)
        self.assertIn("combinations of two or more; not finished: ", found.explanation)

    def test_singles_among_doubles_are_seen(self):
        right = candidate()

        def single(value):
            return [single(one) for one in value] if isinstance(value, list) else to_single(value)

        def mixed(given):
            answer = right(given)
            return {"cost": answer["cost"], "bias_gradients": single(answer["bias_gradients"]),
                    "weight_gradients": single(answer["weight_gradients"]), "deltas": single(answer["deltas"])}

        cases = [BY_ID[id] for id in ("square", "square-sum", "widths", "relu", "softmax")]
        with mock.patch.object(diagnosing, "WORK", 0):  # before the entry of that precision comes
            (found,) = check(mixed, cases).diagnoses
        self.assertIn("--precision single judges all of them that way", found.explanation)
        self.assertIn("Every value is right to 7 digits", found.explanation)
        self.assertEqual("pass", check(mixed, cases, precision="single").verdict)

    def test_ratio_to_a_denormal_is_no_ratio(self):
        case = read_case(json.dumps({
            "id": "denormal", "examples": [{"x": [1e-310], "y": [0.0]}],
            "layers": [{"activation": "identity", "weights": [[0.0]], "biases": [1.0]}],
        }))
        values = {"weight_gradients": [[[1.0]]]}  # 1e-310 is right: their ratio is an infinity
        wrong = marks_of(values, bounds_of(case, "double")).wrong
        self.assertEqual(1e-310, float(wrong[0].bound.value))
        self.assertEqual(["weight_gradients: every value wrong"], pattern(case, values, wrong, "double"))
        self.assertEqual("fail", check(lambda given: values, [case]).verdict)

    def test_zeros_beside_one_ratio_and_one_difference_are_seen(self):
        case = BY_ID["square"]
        right = RIGHT[case.id]["bias_gradients"]
        for change, seen in (
            (lambda j, b: 0.0 if j == 1 else 2 * b, "3 of them 0, the others all 2 times the right one"),
            (lambda j, b: b - 0.125, "all 0.125 less than the right one"),
            (lambda j, b: b + 0.125 * (j + 1), "every value wrong"),
        ):
            values = {"bias_gradients": [[change(j, b) for j, b in enumerate(layer)] for layer in right]}
            wrong = marks_of(values, bounds_of(case, "double")).wrong
            said = pattern(case, values, wrong, "double")
            self.assertEqual("bias_gradients: " + "every value wrong, " * (seen[0] != "e") + seen, said[0])

    def test_first_equation_that_does_not_hold_is_found_in_a_full_result(self):
        right = candidate()

        def slipped(given):  # δ of hidden layers a little off, and all that follows from it
            answer = json.loads(json.dumps(right(given)))
            for i, deltas in enumerate(answer["deltas"]):
                for layer in deltas[:-1]:
                    layer[0] = 1.5 * layer[0] + 0.125
            case = BY_ID[given["id"]]
            if len(case.examples) == 1 and not any(layer.shared_bias for layer in case.network.layers):
                answer["bias_gradients"] = answer["deltas"][0]
            return answer

        report = check(slipped, [BY_ID["two-two-two"]])
        self.assertEqual([("unnamed", "8")], [(one.mistake, one.equation) for one in report.diagnoses])
        self.assertIn("deltas[0][0][0]", str(report.diagnoses[0].evidence))

    def test_digits_lost_in_printing_are_said_to_be_lost(self):
        right = candidate()
        for digits in (3, 6, 12):
            def rounded(given):
                return json.loads(json.dumps(right(given)), parse_float=lambda text: float(f"{float(text):.{digits}g}"))

            report = check(rounded)
            self.assertEqual([f"printed-with-{digits}-digits"], [one.mistake for one in report.diagnoses])

    def test_short_numbers_that_are_not_the_right_ones_rounded_have_not_lost_their_digits(self):
        layer = {"activation": "tanh", "weights": [[0.0], [0.0]], "biases": [0.0, 0.0]}
        case = {"id": "zeros", "layers": [layer], "examples": [{"x": [0.0], "y": [0.0, 1.0]}]}
        answer = {"weight_gradients": [[[0.0], [0.0]]], "bias_gradients": [[-1.0, -1.0]]}  # [[0, -1]] is right
        report = check(lambda given: answer, [case])
        self.assertEqual("fail", report.verdict)
        self.assertEqual({"equation"}, {one.kind for one in report.diagnoses})

    def test_mistakes_in_single_precision_are_named_too(self):
        from tests.test_check_never_fails_a_right_program import in_single

        def summed(given):
            case = BY_ID[given["id"]]
            answer = in_single(case)
            if "error" not in answer and len(case.examples) == 1:
                answer["bias_gradients"] = [[-b for b in layer] for layer in answer["bias_gradients"]]
            return {name: answer[name] for name in ("weight_gradients", "bias_gradients") if name in answer} or answer

        report = check(summed, [case for case in bundled() if len(case.examples) == 1])
        self.assertEqual(("fail", "single"), (report.verdict, report.precision))
        self.assertEqual("bias-gradient-negated", report.diagnoses[0].mistake)

    def test_other_cases_than_the_bundled_ones_name_mistakes_as_well(self):
        draw = random.Random(7)
        cases = []
        for n in range(65):  # more than are held against bounds, and than are measured
            network = Network.random([2, 3, 2], ["tanh", "sigmoid"], seed=n)
            examples = [Example([draw.random() for _ in range(2)], [draw.random() for _ in range(2)]) for _ in "ab"]
            cases.append(Case(f"random-{n}", network, examples, 0.3))
        for name in ("sum-of-layer-deltas", "sum-for-mean"):
            with self.subTest(name):
                report = check(candidate(name), cases)
                self.assertEqual((name, 65), (report.diagnoses[0].mistake, report.diagnoses[0].count))


class CommandLine(unittest.TestCase):
    def test_one_mistake_of_each_kind_over_the_pipe(self):
        script = (
            "import json, sys\n"
            "from backprop_ref.cases import read_case, result_object\n"
            "from backprop_ref.mistakes import MISTAKES\n"
            "mistake = MISTAKES[sys.argv[1]]\n"
            "eq = mistake.rules()\n"
            "for line in sys.stdin:\n"
            "    case = read_case(line)\n"
            "    step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)\n"
            "    print(json.dumps(mistake.answer(result_object(case, step), case)), flush=True)\n"
        )
        with tempfile.TemporaryDirectory() as directory:
            program = pathlib.Path(directory, "program.py")
            program.write_text(script, encoding="utf-8")
            cases = pathlib.Path(directory, "cases.jsonl")
            some = [BY_ID[id] for id in ("tanh", "two-hidden-layers")]
            cases.write_text("".join(json.dumps(case_object(case)) + "\n" for case in some), encoding="utf-8")
            names = ["mean-of-layer-deltas", "last-example-only", "sum-for-mean", "layers-in-reverse"]

            def checked(name, ask):
                status, out, err = ask("--json", "--cases", cases, "--", sys.executable, program, name)
                self.assertEqual((1, ""), (status, err))
                found = json.loads(out)["diagnoses"][0]
                self.assertEqual((name, MISTAKES[name].kind), (found["mistake"], found["kind"]))

            checked(names[0], run_by_itself)
            with mock.patch.dict(os.environ, {"PYTHONPATH": str(ROOT)}):
                for name in names[1:]:
                    checked(name, run)

    def test_results_that_are_not_there_are_named_as_a_file(self):
        status, _, err = run_by_itself("--results", "no such.jsonl")
        self.assertEqual(2, status)
        self.assertRegex(err, r"^backprop-ref: no such\.jsonl: [^\n]*\n$")

    def test_program_that_stores_into_integers_fails_where_the_file_has_integers_and_there_alone(self):
        script = (  # what NumPy does to numbers stored into an array of integers
            "import json, sys\n"
            "from backprop_ref import gradient_step\n"
            "from backprop_ref.cases import read_case, result_object\n"
            "for line in sys.stdin:\n"
            "    case, given = read_case(line), json.loads(line)\n"
            "    result = result_object(case, gradient_step(case.network, case.examples))\n"
            "    kind = int if all(type(v) is int for one in given['examples'] for v in one['y']) else float\n"
            "    print(json.dumps({'id': case.id, 'weight_gradients': result['weight_gradients'],\n"
            "        'deltas': [[*d[:-1], list(map(kind, d[-1]))] for d in result['deltas']]}), flush=True)\n"
        )
        case = '{"id": "one", "examples": [{"x": [0.5], "y": %s}], "layers": [%s]}\n'
        layer = '{"activation": "sigmoid", "weights": [[0.25], [0.75]], "biases": [0.5, 1]}'
        with tempfile.TemporaryDirectory() as directory:
            program, cases = pathlib.Path(directory, "program.py"), pathlib.Path(directory, "cases.jsonl")
            program.write_text(script, encoding="utf-8")
            with mock.patch.dict(os.environ, {"PYTHONPATH": str(ROOT)}):
                for y, verdict in (("[1, 0]", "fail"), ("[1.0, 0.0]", "pass"), ("[1, 0.0]", "pass")):
                    cases.write_text(case % (y, layer), encoding="utf-8")
                    report = check([sys.executable, str(program)], cases)
                    self.assertEqual(verdict, report.verdict, y)
                    if verdict == "fail":
                        self.assertIn("deltas[0][0][0]: 0.0 found", str(report.diagnoses[0].evidence))
                self.assertEqual("fail", check([sys.executable, str(program)], [BY_ID["two-one-two"]]).verdict)

    def test_functions_are_given_whole_numbers_as_they_stand_in_the_case(self):
        given = []
        case = {**case_object(BY_ID["relu"]), "examples": [{"x": [1, 0, 2], "y": [1.0, 0.0, 2.0]}]}
        check(lambda one: given.append(one) or {"error": "not now"}, [case])
        self.assertEqual(json.dumps(case["examples"]), json.dumps(given[0]["examples"]))

    def test_results_from_a_file_or_standard_input(self):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "results.jsonl")
            file.write_text("".join(json.dumps(result) + "\n" for result in RIGHT.values()), encoding="utf-8")
            status, out, err = run("--results", file)
            self.assertEqual((0, ""), (status, err))
            self.assertTrue(out.startswith("PASS"), out)
            status, out, err = run("--results", file, "--json")
            self.assertEqual(("pass", len(BY_ID)), (json.loads(out)["verdict"], json.loads(out)["cases"]))
            file.write_text("", encoding="utf-8")
            status, out, err = run("--results", file, "--json")
            self.assertEqual(1, status)
            self.assertEqual(["missing-answer"], [one["mistake"] for one in json.loads(out)["diagnoses"]])

    def test_cases_of_the_users_own(self):
        with tempfile.TemporaryDirectory() as directory:
            cases, answers = pathlib.Path(directory, "cases.jsonl"), pathlib.Path(directory, "results.jsonl")
            cases.write_text(json.dumps(case_object(BY_ID["relu"])) + "\n", encoding="utf-8")
            answers.write_text(json.dumps(RIGHT["relu"]) + "\n", encoding="utf-8")
            status, out, _ = run("--cases", cases, "--results", answers, "--json")
            self.assertEqual((0, 1), (status, json.loads(out)["cases"]))
            cases.write_text('{"id": 3}\n', encoding="utf-8")
            status, out, err = run("--cases", cases, "--results", answers)
            self.assertEqual((2, "", 1), (status, out, err.count("\n")))
            self.assertIn("line 1: layers: missing", err)
            status, out, err = run("--cases", cases, "--results", answers, "--json")
            self.assertEqual((2, "", "error"), (status, err, json.loads(out)["verdict"]))

    def test_bad_usage_is_one_line_and_status_2(self):
        for arguments in (
            (), ("--results", "x", "--", "y"), ("--results", "no/such/file"), ("--time-limit", "0", "--", "x"),
            ("--time-limit", "soon", "--", "x"), ("--precision", "half", "--", "x"), ("--", "no-such-program"),
            ("--cases", "no/such/file", "--", "x"), ("--results", str(ROOT)),
        ):
            with self.subTest(arguments):
                status, out, err = run(*arguments)
                self.assertEqual((2, "", 1), (status, out, err.count("\n")))

    def test_arguments_of_the_program_are_its_own(self):
        status, out, _ = run("--json", "--", sys.executable, "-c", "import sys; print(sys.argv[1:])", "--json", "--")
        self.assertIn("['--json', '--']", "".join(one["evidence"] for one in json.loads(out)["diagnoses"]))
        self.assertEqual(1, status)


if __name__ == "__main__":
    unittest.main()
