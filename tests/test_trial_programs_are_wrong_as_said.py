"""The trial set measures something: its right programs are right, its wrong ones wrong, and wrong where they say so."""

import json
import unittest
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from backprop_ref import gradient_step
from backprop_ref.cases import read_case, result_object
from tests.trial import BASES, DRAWN, PAIRS, SEEN, SLIPS, WAYS, accepted, answers, differ, one_by_one, shows
from tests.trial import measure
from tests.trial.broken import broken
from tests.trial.cases import BUNDLED, MEASURING, measuring, random_cases, read

AGREEMENT = 1e-9  # relative: other orders of summation and other formulas lie 4e-13 off at most, on `tiny`
RANDOM = 12

# What a slip breaks on its own numbers beside the equation that its name should say, and why.
ALSO = {
    "no activation in the last layer": {"9"},  # a shortcut for (9) holds only with the right σ
    "activation of the layer before": {"8", "9"},  # the program tells slopes from a
    "sigmoid from a table": {"8", "9"},  # the same
    "outputs clipped": {"8", "9"},  # the same
    "absolute value for relu": {"8", "9"},  # the same
    "half forgotten in cost and slope": {"C"},
    "weights move inside the batch": {"2", "8", "11", "15"},  # everything but the first example sees other weights
}
NO_EQUATION = {"10", "14", "C"}  # where a slip in the reduction, or in what is kept, shows
NO_MORE_THAN_ROUNDING = {"gradients got back from the weights"}


def allowed(one):
    """The equations that a slip may break on its own numbers."""
    names = one.name.split(" + ") if one.unit == "pair" else [one.name]
    numbers = set().union(*(ALSO.get(name, set()) for name in names))
    for part in one.parts:
        for number in part.equation:
            numbers |= set(number.split("/")) if number else NO_EQUATION
    return numbers


class TheRightPrograms(unittest.TestCase):
    def test_agree_with_the_package(self):
        cases = read(BUNDLED)
        steps = []
        for case in cases:
            made = read_case(json.dumps(case))
            step = gradient_step(made.network, made.examples, made.alpha, made.cost, made.reduction)
            steps.append(result_object(made, step))
        for base in BASES:
            judged = 0
            for mine, theirs in zip(answers(base, cases), steps):
                if not mine.get("error", "").startswith("unsupported"):
                    judged += 1
                    for field in mine:
                        self.assertFalse(differ(mine[field], theirs[field], AGREEMENT), (base, mine["id"], field))
            self.assertGreater(judged, 5, base)

    def test_break_no_equation(self):
        for base in BASES:
            for case, result in zip(read(MEASURING), answers(base, read(MEASURING))):
                if "deltas" in result:
                    self.assertEqual(broken(case, result), set(), (base, case["id"]))


class TheSlips(unittest.TestCase):
    def test_are_as_many_as_are_worth_measuring_with(self):
        self.assertGreaterEqual(len(SEEN), 60)
        self.assertGreaterEqual(len(DRAWN), 50)
        self.assertGreaterEqual(len(PAIRS), 20)
        self.assertEqual(len({one.name for one in SLIPS}), len(SLIPS))
        self.assertEqual({one.base for one in SLIPS}, set(BASES))

    def test_change_a_text_that_stands_once(self):
        for one in SLIPS:
            self.assertNotEqual(one.source, BASES[one.base], one.name)  # a ValueError names what is not there once

    def test_show_on_the_bundled_cases_and_on_a_dozen_random_ones(self):
        cases = read(BUNDLED) + random_cases(RANDOM, 5)
        for one in SLIPS:
            self.assertTrue(shows(one, cases), one.name)

    def test_break_the_equation_that_a_right_name_says_and_no_other(self):
        cases = read(MEASURING)
        for one in SLIPS:
            if one.base == "online" or one.name in NO_MORE_THAN_ROUNDING:
                continue  # the first shows no numbers to look at
            found = set()
            looked_at = 0
            for case, wrong, right in zip(cases, one_by_one(one, cases), one_by_one(one.base, cases)):
                if "error" not in wrong and differ(wrong, right, one.least):
                    found |= broken(case, wrong)
                    looked_at += 1
                    if looked_at == 2:
                        break
            self.assertTrue(found, one.name)
            self.assertLessEqual(found, allowed(one), one.name)

    def test_of_a_pair_both_count(self):
        cases = read(MEASURING)
        singles = {one.name: one for one in SEEN + DRAWN}
        for one in PAIRS:
            for name in one.name.split(" + "):
                both = zip(one_by_one(one, cases), one_by_one(singles[name], cases))
                self.assertTrue(any(differ(pair, single, 1e-9) for pair, single in both), (one.name, name))

    def test_of_updates_alone_nobody_can_tell_gradient_from_use(self):
        parts = {one.name: one.parts[0] for one in SEEN + DRAWN}
        self.assertEqual(accepted(parts["biases without the rate"], "updates"), {"14", "15"})
        self.assertEqual(accepted(parts["biases without the rate"], "full"), {"15"})
        self.assertEqual(accepted(parts["z for a"], "updates"), {"10", "11"})
        self.assertEqual(accepted(parts["the bias added to itself"], "updates"), {"15"})

    def test_what_is_shown_is_a_part_of_the_full_results(self):
        one, cases = SLIPS[0], read(MEASURING)[:3]
        full = answers(one, cases)
        for way, fields in WAYS.items():
            for result, whole in zip(answers(one, cases, way), full):
                self.assertEqual(result, {"id": whole["id"], **{field: whole[field] for field in fields}})


class TheCases(unittest.TestCase):
    def test_are_made_again_from_their_seed(self):
        self.assertEqual(read(MEASURING), json.loads(json.dumps(measuring())))

    def test_are_cases_and_none_is_bundled(self):
        bundled = {json.dumps(case["layers"]) for case in read(BUNDLED)}
        for case in read(MEASURING):
            read_case(json.dumps(case))  # a ValueError says what it is not
            self.assertNotIn(json.dumps(case["layers"]), bundled)

    def test_have_every_activation_and_cost(self):
        cases = read(MEASURING)
        self.assertEqual(len({layer["activation"] for case in cases for layer in case["layers"]}), 11)
        self.assertEqual(len({case["cost"] for case in cases}), 5)
        self.assertEqual({len(case["layers"]) for case in cases}, {1, 2, 3, 4})


class Measuring(unittest.TestCase):
    def test_help_and_unknown_words_do_not_start_it(self):
        for words, status, said in (
            (["--help"], 0, "How many slips"), (["--hlep"], 2, "--hlep"), (["all"], 2, "EVERY"), (["0"], 2, "EVERY"),
        ):
            with self.subTest(words=words), redirect_stdout(StringIO()) as out, redirect_stderr(out):
                with self.assertRaises(SystemExit) as ended:
                    measure.read_arguments(words)
                self.assertEqual(status, ended.exception.code)
                self.assertIn(said, out.getvalue())
                self.assertIn("usage: python -m tests.trial.measure", out.getvalue())


if __name__ == "__main__":
    unittest.main()
