"""The precision of a run is found from its numbers; digits that were lost are never taken for single precision."""

import contextlib
import json
import struct
import unittest
from types import SimpleNamespace

from backprop_ref import RULES, check
from backprop_ref.cases import bundled, random_cases, result_object, results
from backprop_ref.verify.finding import Finding
from backprop_ref.verify.judge_precision import Printed, said_of_single
from backprop_ref.verify.checking import Trial
from tests.test_check_never_fails_a_right_program import in_single

CASES = [case for case in bundled() if "saturated" not in case.flags and "tiny" not in case.flags]
FIRST = [case for case in CASES if "first" in case.flags]
RIGHT = results()
TAUGHT = ("weight_gradients", "bias_gradients", "new_weights", "new_biases")


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def every(change, value):
    if isinstance(value, list):
        return [every(change, item) for item in value]
    return change(value) if isinstance(value, float) else value


def report_on(candidate, cases, precision=None):
    """The report; what is wrong is not named."""
    def name(judged, precision, asked):
        wrong = {one.answer.index for one in judged if one.wrong}
        return [Finding("unnamed", "equation", None, "It is wrong.", "it is", wrong)]

    trial = Trial(cases, precision, name=name)
    trial.listener.call(candidate)
    return trial.report()


def answering(change, answer_of, fields=TAUGHT):
    def candidate(given):
        case = next(case for case in CASES if case.id == given["id"])
        return {name: every(change, value) for name, value in answer_of(case).items() if name in fields}
    return candidate


def right(case):
    return RIGHT[case.id]


def last_product_in_double(case):
    """What typed arrays give: everything is kept in singles, and δ_j·a_k of one example is written as it comes."""
    answer = in_single(case)
    for l in range(len(case.network.layers)):
        a = [single(x) for x in case.examples[0].x] if l == 0 else answer["activations"][0][l - 1]
        answer["weight_gradients"][l] = [[delta_j * a_k for a_k in a] for delta_j in answer["deltas"][0][l]]
    return answer


def shortest(x):
    """The shortest decimal that reads back as the same single, as C++'s to_chars and Rust print it."""
    return next(float(text) for text in (f"{x:.{n}g}" for n in range(1, 10)) if single(float(text)) == single(x))


class Mixed(unittest.TestCase):
    ONLINE = [case for case in CASES if len(case.examples) == 1 and not case.network.layers[0].shared_bias]

    def test_singles_whose_last_product_is_taken_in_double_are_right_in_single_precision(self):
        for fields in (("weight_gradients", "bias_gradients"), ("weight_gradients",), ("weight_gradients", "deltas")):
            report = report_on(answering(lambda x: x, last_product_in_double, fields), self.ONLINE)
            self.assertEqual(("pass", "single"), (report.verdict, report.precision), str(report))
            self.assertIn("products of two singles", "".join(report.notes))

    def test_one_case_alone_says_so_too(self):
        for case in self.ONLINE:
            if "kink" not in case.flags:
                report = report_on(answering(lambda x: x, last_product_in_double, ("weight_gradients",)), [case])
                self.assertEqual(("pass", "single"), (report.verdict, report.precision), f"{case.id}\n{report}")

    def test_a_mean_over_examples_in_double_is_recognised(self):
        third = single(1 / 3)
        for n in (1, 2, 3, 5, 7, 100):
            self.assertEqual((5.0, 48), said_of_single(third * single(0.7) / n, n))

    def test_a_slip_of_a_billionth_in_doubles_fails(self):
        for slip in (1 + 1e-9, 1 - 1e-9, 1 + 2**-30, 1 + 1e-10):
            for cases in (CASES, *([case] for case in FIRST)):
                report = report_on(answering(lambda x: x * slip, right), cases)
                self.assertEqual(("fail", "double"), (report.verdict, report.precision), f"{slip} {cases[0].id}")

    def test_few_numbers_are_no_proof(self):
        printed = Printed()
        bound = SimpleNamespace(low=1.0, high=1.0, value=1.0, error=0.0)
        printed.look_at({"cost": single(0.3) * single(0.7)}, {"cost": bound}, 1)
        self.assertEqual((True, False), (printed.singles, printed.single))

    def test_difference_quotients_with_a_power_of_two_are_no_singles(self):
        for h in (2.0**-26, 2.0**-24, 2.0**-20):
            def quotient(x):
                return round(x * h * 2**53) / 2**53 / h

            report = report_on(answering(quotient, right, ("weight_gradients", "bias_gradients")), CASES)
            self.assertEqual("fail", report.verdict, h)


class Printing(unittest.TestCase):
    def test_six_digits_fail_whatever_was_printed_and_in_a_file_of_one_case_too(self):
        def printed(x):
            return float(f"{x:g}")

        for answer_of in (right, in_single):
            for cases in (CASES, *([case] for case in FIRST)):
                for fields in (TAUGHT, ("weight_gradients", "bias_gradients")):
                    report = report_on(answering(printed, answer_of, fields), cases)
                    self.assertEqual("fail", report.verdict, cases[0].id)
                    self.assertEqual("printed-with-6-digits", report.diagnoses[0].mistake, f"{cases[0].id}\n{report}")
                    self.assertEqual(["precision"], [one.kind for one in report.diagnoses])

    def test_shortest_forms_of_singles_pass_and_in_a_file_of_one_case_too(self):
        for cases in (CASES, *([case] for case in FIRST)):
            for fields in (TAUGHT, ("weight_gradients", "bias_gradients")):
                report = report_on(answering(shortest, in_single, fields), cases)
                self.assertEqual(("pass", "single"), (report.verdict, report.precision), f"{cases[0].id}\n{report}")

    def test_shortest_forms_pass_on_random_cases_one_by_one(self):
        for case in random_cases([2, 3, 1], ["tanh", "sigmoid"], examples=1, count=25):
            answer = {name: every(shortest, in_single(case)[name]) for name in TAUGHT}
            report = report_on(lambda given: answer, [case])
            self.assertEqual(("pass", "single"), (report.verdict, report.precision), f"{case.id}\n{report}")

    def test_parameters_that_have_not_moved_have_lost_no_digits(self):
        for case in random_cases([2, 3, 1], ["tanh", "sigmoid"], examples=2, count=5):
            layers = case.network.layers
            answer = {"new_weights": [layer.w for layer in layers], "new_biases": [layer.b for layer in layers]}
            kinds = {one.kind for one in report_on(lambda given: answer, [case]).diagnoses}
            self.assertNotIn("precision", kinds)

    def test_numbers_that_need_no_more_digits_have_lost_none(self):
        layer = {"activation": "identity", "weights": [[0.37, -1.25]], "biases": [0.5]}
        case = {"id": "short", "layers": [layer], "examples": [{"x": [0.5, 2], "y": [0.75]}]}

        def candidate(given):
            from backprop_ref.cases import read_case

            read = read_case(json.dumps(given))
            return result_object(read, RULES.gradient_step(read.network, read.examples, None, read.cost, "mean", RULES))

        report = check(candidate, [case])
        self.assertEqual(("pass", "double"), (report.verdict, report.precision), str(report))

    def test_fewer_digits_than_doubles_need_fail_and_say_how_many(self):
        for digits in (7, 9, 12, 15):
            report = report_on(answering(lambda x: float(f"{x:.{digits}g}"), right), FIRST)
            self.assertEqual("fail" if digits > 9 else report.verdict, report.verdict)
            if report.verdict == "fail":
                self.assertEqual([f"printed-with-{digits}-digits"], [one.mistake for one in report.diagnoses])


class SixteenBits(unittest.TestCase):
    def test_each_format_is_named_on_all_cases_that_it_can_hold_and_on_one(self):
        def half(x):
            return struct.unpack("e", struct.pack("e", x))[0]

        def bfloat16(x):
            bits, = struct.unpack("<I", struct.pack("<f", x))
            return struct.unpack("<f", struct.pack("<I", (bits + 0x8000) >> 16 << 16))[0]

        held = []  # all but those with gradients beyond 65504
        for case in bundled():
            with contextlib.suppress(OverflowError):
                every(half, RIGHT[case.id]["weight_gradients"])
                held.append(case)
        for name, rounded in (("half-precision", half), ("bfloat16", bfloat16)):
            for cases in (held, [bundled()[0]]):
                report = report_on(
                    lambda given: {field: every(rounded, RIGHT[given["id"]][field]) for field in TAUGHT[:2]}, cases)
                self.assertEqual([(name, "precision")], [(one.mistake, one.kind) for one in report.diagnoses])


class Recovered(unittest.TestCase):
    def test_gradients_computed_back_from_new_parameters_are_recognised(self):
        def candidate(given):
            case = next(case for case in CASES if case.id == given["id"])
            new, layers = right(case), case.network.layers
            if case.alpha is None:
                return {"error": "no rate"}
            return {
                "weight_gradients": [
                    [[(w - moved) / case.alpha for w, moved in zip(*rows)] for rows in zip(layer.w, new_w)]
                    for layer, new_w in zip(layers, new["new_weights"])],
                "bias_gradients": [
                    [(b - moved) / case.alpha for b, moved in zip(layer.b, new_b)]
                    for layer, new_b in zip(layers, new["new_biases"])],
            }

        for cases in (CASES, *([case] for case in FIRST)):
            report = report_on(candidate, cases)
            if report.verdict == "fail":  # in a few cases rounding alone may move them as far
                self.assertEqual(["gradient-from-update"], [one.mistake for one in report.diagnoses], cases[0].id)
                self.assertIn("Give new_weights and new_biases themselves", report.diagnoses[0].explanation)
        self.assertEqual("fail", report_on(candidate, CASES).verdict)

    def test_gradients_that_are_a_little_off_are_not(self):
        for slip in (1 + 1e-12, 1 + 1e-9):
            report = report_on(answering(lambda x: x * slip, right, ("weight_gradients", "bias_gradients")), CASES)
            self.assertEqual(["unnamed"], [one.mistake for one in report.diagnoses])


if __name__ == "__main__":
    unittest.main()
