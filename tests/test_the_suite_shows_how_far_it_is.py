"""README says how many tests there are; each module that is done says so; the quick run is a part of the whole."""

import io
import os
import pathlib
import re
import unittest
from unittest import mock

from tests import LONGEST, OneModule, name_of, quick, with_progress
from tests.at_once import FORKS
from tests.pages import ROOT, read


class RunByOthers:
    """Tests only to be run by others: here nobody looks for some."""

    class Sample(unittest.TestCase):
        def test_this_test_is_run_by_another(self):
            """Only something to be run."""

    class Bad(unittest.TestCase):
        def test_fails(self):
            """It fails."""
            self.assertEqual(1, 2)

        def test_ends_in_an_error(self):
            raise KeyError("here")

        def test_fails_in_a_part(self):
            with self.subTest(part=7):
                self.fail()

        @unittest.expectedFailure
        def test_fails_as_expected(self):
            self.fail()

        @unittest.expectedFailure
        def test_passes_unexpectedly(self):
            pass

        def test_is_skipped(self):
            self.skipTest("for a reason")

    class Ended(unittest.TestCase):
        def test_ends_its_process(self):
            os._exit(3)


class Progress(unittest.TestCase):
    def run_(self, suite):
        stream = io.StringIO()
        return unittest.TextTestRunner(stream=stream).run(suite), stream.getvalue()

    def test_each_module_says_its_name_its_time_and_how_many_there_are(self):
        load = unittest.defaultTestLoader.loadTestsFromTestCase
        suites = [load(RunByOthers.Sample), unittest.TestSuite(), load(RunByOthers.Sample)]
        result, text = self.run_(with_progress(suites))
        self.assertEqual(2, result.testsRun)
        where = re.escape(__name__)
        self.assertRegex(text, rf"\A\.  1 of 2: {where}, \d+\.\d s\n\.  2 of 2: {where}, \d+\.\d s\n\n")

    def test_a_module_is_named_by_its_first_test_where_a_class_has_none_left(self):
        load = unittest.defaultTestLoader.loadTestsFromTestCase
        left = unittest.TestSuite([unittest.TestSuite(), load(RunByOthers.Sample)])
        result, text = self.run_(with_progress([left]))
        self.assertEqual(1, result.testsRun)
        self.assertIn(f"1 of 1: {__name__}, ", text)

    def test_a_result_without_a_stream_is_left_alone(self):
        result = unittest.TestResult()
        OneModule([RunByOthers.Sample("test_this_test_is_run_by_another")], "sample").run(result)
        self.assertEqual((1, True), (result.testsRun, result.wasSuccessful()))

    def test_a_module_that_cannot_be_imported_is_named(self):
        suite = unittest.defaultTestLoader.loadTestsFromName("tests.no_such_module")
        self.assertIn("no_such_module", name_of(suite))
        unittest.defaultTestLoader.errors.clear()


@unittest.skipUnless(FORKS, "no fork on this system, or none that is safe")
class SeveralAtOnce(unittest.TestCase):
    def run_(self, at_once, *names, **settings):
        """The result and what was said, without what differs from run to run: times, and which is done first."""
        load, stream = unittest.defaultTestLoader.loadTestsFromTestCase, io.StringIO()
        suites = [load(getattr(RunByOthers, name)) for name in names]
        with mock.patch.dict(os.environ, {"TESTS_AT_ONCE": str(at_once)}):
            result = unittest.TextTestRunner(stream=stream, **settings).run(with_progress(suites))
        return result, re.sub(r"\d+\.\d+s?|\d of \d", "…", stream.getvalue())

    def test_the_report_is_the_same_as_of_one_after_another(self):
        for settings in ({}, {"verbosity": 2}, {"buffer": True}):
            (one, said), (two, also_said) = (self.run_(n, "Bad", "Sample", "Bad", "Sample", **settings) for n in (1, 2))
            self.assertEqual(14, one.testsRun)
            self.assertEqual(one.testsRun, two.testsRun)
            for name in ("failures", "errors", "skipped", "expectedFailures"):
                here, there = ([(str(test), why) for test, why in getattr(result, name)] for result in (one, two))
                self.assertEqual(sorted(here), sorted(there))
                self.assertTrue(here)
            self.assertEqual(len(one.unexpectedSuccesses), len(two.unexpectedSuccesses))
            self.assertCountEqual(said.splitlines(), also_said.splitlines())

    def test_they_run_in_processes_of_their_own(self):
        result, _ = self.run_(2, *["Sample"] * 8)
        self.assertEqual((8, True), (result.testsRun, result.wasSuccessful()))
        where = mock.Mock(side_effect=lambda: self.fail(os.getpid()))
        with mock.patch.object(RunByOthers.Sample, "test_this_test_is_run_by_another", where):
            result, _ = self.run_(2, *["Sample"] * 8)
        self.assertEqual(8, len(result.failures))
        self.assertNotIn(str(os.getpid()), "".join(why for _, why in result.failures))

    def test_a_process_that_ends_is_an_error_of_its_module_alone(self):
        result, said = self.run_(2, "Ended", "Sample", "Sample", "Sample")
        self.assertEqual((3, 1, 0), (result.testsRun, len(result.errors), len(result.failures)))
        self.assertIn(__name__, str(result.errors[0][0]))
        self.assertIn("the process that ran it has ended", said)

    def test_the_first_failure_may_stop_all(self):
        result, _ = self.run_(2, "Bad", *["Sample"] * 60, failfast=True)
        self.assertTrue(result.shouldStop)
        self.assertEqual(1, len(result.failures) + len(result.errors))


def modules_of(suite):
    """Every OneModule in a suite."""
    for inner in suite:
        if isinstance(inner, OneModule):
            yield inner
        elif isinstance(inner, unittest.TestSuite):
            yield from modules_of(inner)


class TheWhole(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = unittest.TestLoader().discover(str(ROOT))  # as python -m unittest does
        cls.names = [module.name.rpartition(".")[2] for module in modules_of(cls.suite)]

    def test_no_module_is_forgotten(self):
        here = {path.stem for path in pathlib.Path(__file__).parent.rglob("test_*.py")}
        self.assertCountEqual(here, self.names)
        self.assertEqual(list(LONGEST), self.names[:len(LONGEST)])

    def test_readme_says_how_many_tests_there_are(self):
        said = int(re.search(r"about (\d[\d,]*) tests", read(ROOT / "README.md"))[1].replace(",", ""))
        count = self.suite.countTestCases()
        self.assertLess(abs(said - count), count / 4, f"README: about {said} tests; there are {count}")

    def test_the_quick_run_is_a_part_of_it(self):
        self.assertLessEqual(set(quick.MODULES), set(self.names))
        self.assertEqual(len(quick.MODULES) + 1, sum(1 for _ in quick.suites()))


if __name__ == "__main__":
    unittest.main()
