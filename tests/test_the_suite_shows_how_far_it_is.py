"""README says how many tests there are; each module that is done says so; the quick run is a part of the whole."""

import io
import pathlib
import re
import unittest

from tests import OneModule, name_of, quick, with_progress
from tests.pages import ROOT, read


class Sample(unittest.TestCase):
    def test_this_test_is_run_by_another(self):
        """Only something to be run."""


class Progress(unittest.TestCase):
    def run_(self, suite):
        stream = io.StringIO()
        return unittest.TextTestRunner(stream=stream).run(suite), stream.getvalue()

    def test_each_module_says_its_name_its_time_and_how_many_there_are(self):
        load = unittest.defaultTestLoader.loadTestsFromTestCase
        result, text = self.run_(with_progress([load(Sample), unittest.TestSuite(), load(Sample)]))
        self.assertEqual(2, result.testsRun)
        where = re.escape(__name__)
        self.assertRegex(text, rf"\A\.  1 of 2: {where}, \d+\.\d s\n\.  2 of 2: {where}, \d+\.\d s\n\n")

    def test_a_result_without_a_stream_is_left_alone(self):
        result = unittest.TestResult()
        OneModule([Sample("test_this_test_is_run_by_another")], "sample").run(result)
        self.assertEqual((1, True), (result.testsRun, result.wasSuccessful()))

    def test_a_module_that_cannot_be_imported_is_named(self):
        suite = unittest.defaultTestLoader.loadTestsFromName("tests.no_such_module")
        self.assertIn("no_such_module", name_of(suite))
        unittest.defaultTestLoader.errors.clear()


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

    def test_readme_says_how_many_tests_there_are(self):
        said = int(re.search(r"about (\d[\d,]*) tests", read(ROOT / "README.md"))[1].replace(",", ""))
        count = self.suite.countTestCases()
        self.assertLess(abs(said - count), count / 4, f"README: about {said} tests; there are {count}")

    def test_the_quick_run_is_a_part_of_it(self):
        self.assertLessEqual(set(quick.MODULES), set(self.names))
        self.assertEqual(len(quick.MODULES) + 1, sum(1 for _ in quick.suites()))


if __name__ == "__main__":
    unittest.main()
