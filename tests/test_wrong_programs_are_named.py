"""check names every mistake of the catalogue, as itself or as one that the bundled cases cannot tell from it.

Every second entry: one in full, the next by gradients and updates alone.  In the profile "deep" each is answered in
both ways, which takes some minutes.  A process of its own does the work while other tests run, in "deep" two.
"""

import os
import unittest
from concurrent.futures import ProcessPoolExecutor

import tests  # noqa: F401  loads the profile
from backprop_ref.verify import checking, diagnosis, evidence, judge_values as judge
from backprop_ref.mistakes import MISTAKES
from backprop_ref.verify.prediction import Predictor
from backprop_ref.verify.rehearsal import Rehearsal
from backprop_ref.verify.listen_answers import TEACHING
from backprop_ref.cases import bundled
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


# What rounding in double precision can do as well, on every bundled case.
WITHIN_ROUNDING = {
    "printed-with-16-digits",  # the seventeenth digit is worth half a unit in the last place
}


WRONG = [name for name, mistake in MISTAKES.items() if not mistake.allowed]
SHOWN = [name for name in WRONG if not MISTAKES[name].only]  # in gradients and updates; others show elsewhere alone
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
BY_GRADIENTS = SHOWN if DEEP else SHOWN[::4]
BY_RESULTS = WRONG if DEEP else [name for name in WRONG if name not in SHOWN] + SHOWN[2::4]


PREDICTIONS, DIFFER = {}, {}  # of all runs on these cases


def remember():
    """Everything that is computed for one report is there for the next, in this process."""
    bounds = remembered(judge.bounds_of, lambda case, precision, eq=None: (case.id, precision))
    for owner, name, remembering in (
        (Predictor, "answer", remembered(Predictor.answer, prediction_key)),
        (Predictor, "bounds", remembered(Predictor.bounds, prediction_key)),
        (judge, "bounds_of", bounds),
        (evidence, "bounds_of", bounds),
        (Rehearsal, "_course", remembered(Rehearsal._course, course_key)),
    ):
        setattr(owner, name, remembering)
    begin = Rehearsal.__init__

    def begin_with_what_is_known(rehearsal, asked, failed, precision, *more):
        begin(rehearsal, asked, failed, precision, *more)
        fields = {tuple(one.values) for one in failed.values()}
        if [case.id for case in asked] == [case.id for case in CASES] and not any(rehearsal._own.values()):
            rehearsal.predictions = PREDICTIONS
            if len(fields) == 1:
                rehearsal._shown = DIFFER.setdefault((precision, *fields), {})

    Rehearsal.__init__ = begin_with_what_is_known


def complaint(name, fields=None):
    """What is wrong with the report on this mistake, or "": it has to be among the diagnoses, and nothing before it
    but what the cases do not tell from it."""
    report = report_on(answers(name), fields)
    mistake = MISTAKES[name]
    alike = {one.mistake: [other.partition(":")[0] for other in one.alike] for one in report.diagnoses}
    found = [name for one in report.diagnoses for name in (one.mistake, *alike[one.mistake])]
    wanted = {name, *mistake.equivalents}
    if name in WITHIN_ROUNDING:
        return "" if report.verdict == "pass" else f"{name}: {report.verdict}"
    if report.verdict != "fail" or not wanted & set(found):
        return f"{name}: {report.verdict}, {found}"
    first = report.diagnoses[0]
    if not wanted & {first.mistake, *alike[first.mistake]}:
        return f"{name}: {first.mistake} comes first, and only {first.alike} are said to be like it"
    return f"{name}: {found}" if diagnosis.UNNAMED in found else ""


def complaint_by_gradients(name):
    return complaint(name, TEACHING)


def load_tests(loader, found, pattern):
    """What unittest calls once it knows the tests: the naming begins, while other tests run here."""
    if found.countTestCases():
        CheckNames.begin()
    return found


class CheckNames(unittest.TestCase):
    pool = None

    @classmethod
    def begin(cls):
        if cls.pool is None:
            cls.pool = ProcessPoolExecutor(2 if DEEP else 1, initializer=remember)
            cls.in_full = cls.pool.map(complaint, BY_RESULTS, chunksize=8)
            cls.by_gradients = cls.pool.map(complaint_by_gradients, BY_GRADIENTS, chunksize=8)

    @classmethod
    def setUpClass(cls):
        cls.begin()

    @classmethod
    def tearDownClass(cls):
        cls.pool.shutdown()

    def none(self, complaints):
        self.assertEqual([], [one for one in complaints if one])

    def test_from_full_results(self):
        self.none(self.in_full)

    def test_from_gradients_and_updates_alone(self):
        self.none(self.by_gradients)

    def test_every_second_mistake_is_tried_and_all_that_show_in_other_fields_alone(self):
        tried = {*BY_RESULTS, *BY_GRADIENTS}
        self.assertGreaterEqual(2 * len(tried), len(WRONG))
        self.assertLessEqual({name for name in WRONG if MISTAKES[name].only}, tried)
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
