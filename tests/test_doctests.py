"""Every doctest of the package, of the tests' own helpers and of the documents holds."""

import doctest
import importlib
import pathlib
import pkgutil
import unittest

import backprop_ref
from backprop_ref import equations
from tests import generators

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = [page for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if page.exists()]
PAGES = [page for page in PAGES if page.stem != "contributing"]  # its one example is an equation's source, run there


def modules():
    """Every module of the package but the one that would run the command line."""
    for module in pkgutil.walk_packages(backprop_ref.__path__, "backprop_ref."):
        if not module.name.endswith(".__main__"):
            yield importlib.import_module(module.name)


def suite():
    tests = unittest.TestSuite()
    for module in [backprop_ref, generators, *modules()]:
        tests.addTests(doctest.DocTestSuite(module))
    for page in PAGES:
        tests.addTests(doctest.DocFileSuite(str(page), module_relative=False, encoding="utf-8"))
    return tests


class EveryModuleAndPage(unittest.TestCase):
    """A doctest for each, for every runner: the failing one is printed whole."""

    def test_doctests_hold(self):
        for test in suite():
            with self.subTest(doctest=str(test)):
                result = unittest.TestResult()
                test.run(result)
                for _, text in result.failures + result.errors:
                    self.fail(text)

    def test_doctests_are_found(self):
        names = " ".join(str(test) for test in suite())
        for name in ("backprop_ref.equations", "backprop_ref.cases.strategies", "backprop_ref.network"):
            self.assertIn(name, names)


class EveryEquation(unittest.TestCase):
    def test_its_own_doctest_is_among_them(self):
        shown = {test.name.rpartition(".")[2] for test in doctest.DocTestFinder().find(equations) if test.examples}
        here = equations.__name__
        self.assertEqual(
            set(), {name for name, value in vars(equations).items() if getattr(value, "__module__", "") == here} - shown
        )


if __name__ == "__main__":
    unittest.main()
