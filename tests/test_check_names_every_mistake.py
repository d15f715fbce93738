"""check names every mistake of the catalogue, as itself or as one that the bundled cases cannot tell from it.

By turns, one entry is answered in full and the next by gradients and updates alone; in the profile "deep" each is
answered in both ways.
"""

import os
import unittest
from unittest import mock

import tests  # noqa: F401  loads the profile
from backprop_ref.verify import checking, diagnosis, judge, search
from backprop_ref.mistakes import MISTAKES
from backprop_ref.verify.prediction import Predictor
from backprop_ref.verify.rehearsal import Rehearsal
from backprop_ref.verify.results import TEACHING
from backprop_ref.vectors import bundled
from tests.separation import answers

CASES = bundled()


def report_on(given_answers, fields=None):
    def candidate(given):
        answer = given_answers[given["id"]]
        if answer is None:
            return {"error": "no result"}
        if fields is None:
            return answer
        return {field: value for field, value in answer.items() if field in fields}

    return checking.check(candidate, CASES)


def remembered(function, key):
    """The function, computing nothing twice: these tests ask for the same predictions hundreds of times."""
    known = {}

    def remembering(*arguments, **settings):
        at = key(*arguments, **settings)
        if at is None:
            return function(*arguments, **settings)
        if at not in known:
            known[at] = function(*arguments, **settings)
        return known[at]

    return remembering


def prediction_key(predictor, case, given=None):
    """given: the precision of bounds, or a program's own numbers."""
    if isinstance(given, dict) and given or any(mistake.stateful for mistake in predictor.mistakes):
        return None
    return tuple(mistake.label for mistake in predictor.mistakes), case.id, given or None


def course_key(rehearsal, mistakes):
    if any(one.own for one in rehearsal.failed.values()):
        return None
    return tuple(mistake.label for mistake in mistakes), max(rehearsal.failed, default=-1)


def shows_key(rehearsal, form, index):
    one = rehearsal.failed[index]
    return None if one.own else (form.label, one.case.id, tuple(one.values), rehearsal.precision)


# What rounding in double precision can do as well, on every bundled case.
WITHIN_ROUNDING = {
    "printed-with-16-digits",  # the seventeenth digit is worth half a unit in the last place
}


WRONG = [name for name, mistake in MISTAKES.items() if not mistake.allowed]
SHOWN = [name for name in WRONG if not MISTAKES[name].only]  # in gradients and updates; others show elsewhere alone
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
BY_GRADIENTS = SHOWN if DEEP else SHOWN[::2]
BY_RESULTS = WRONG if DEEP else [name for name in WRONG if name not in BY_GRADIENTS]


class CheckNames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        bounds = remembered(judge.bounds_of, lambda case, precision, eq=None: (case.id, precision))
        cls.patches = [
            mock.patch.object(Predictor, "answer", remembered(Predictor.answer, prediction_key)),
            mock.patch.object(Predictor, "bounds", remembered(Predictor.bounds, prediction_key)),
            mock.patch.object(judge, "bounds_of", bounds),
            mock.patch.object(search, "bounds_of", bounds),
            mock.patch.object(Rehearsal, "_shows", remembered(Rehearsal._shows, shows_key)),
            mock.patch.object(Rehearsal, "_course", remembered(Rehearsal._course, course_key)),
        ]
        for patch in cls.patches:
            patch.start()

    @classmethod
    def tearDownClass(cls):
        for patch in cls.patches:
            patch.stop()

    def names(self, name, fields=None):
        """The mistake is among the diagnoses, and nothing comes before it but what the cases do not tell from it."""
        report = report_on(answers(name), fields)
        mistake = MISTAKES[name]
        found = [one.mistake for one in report.diagnoses]
        wanted = {name, *mistake.equivalents}
        with self.subTest(name, fields=fields):
            if name in WITHIN_ROUNDING:
                self.assertEqual("pass", report.verdict)
                return
            self.assertEqual("fail", report.verdict)
            self.assertTrue(wanted & set(found), found)
            first = report.diagnoses[0]
            self.assertTrue(
                first.mistake in wanted or wanted & set(first.alike),
                f"{first.mistake} comes first, and only {first.alike} are said to be like it",
            )
            self.assertNotIn(diagnosis.UNNAMED, found)

    def test_from_full_results(self):
        for name in BY_RESULTS:
            self.names(name)

    def test_from_gradients_and_updates_alone(self):
        for name in BY_GRADIENTS:
            self.names(name, TEACHING)

    def test_every_mistake_is_tried(self):
        wrong = {name for name, mistake in MISTAKES.items() if not mistake.allowed}
        self.assertEqual(wrong, {*BY_RESULTS, *BY_GRADIENTS})
        self.assertFalse([name for name in BY_GRADIENTS if MISTAKES[name].only])

    def test_what_the_protocol_allows_is_never_failed(self):
        for name, mistake in MISTAKES.items():
            if mistake.allowed:
                report = report_on(answers(name), TEACHING)
                self.assertEqual(("pass", []), (report.verdict, report.diagnoses), name)

    def test_right_program_has_no_mistake(self):
        report = report_on(answers())
        self.assertEqual(("pass", 0, []), (report.verdict, report.failed, report.diagnoses))


if __name__ == "__main__":
    unittest.main()
