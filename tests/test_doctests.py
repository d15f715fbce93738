"""Every doctest of the package and of the documents holds."""

import doctest
import importlib
import pathlib
import pkgutil
import unittest

import backprop_ref

ROOT = pathlib.Path(__file__).resolve().parent.parent


def load_tests(loader, tests, pattern):
    for module in pkgutil.iter_modules(backprop_ref.__path__):
        if module.name not in ("__main__", "strategies"):
            name = f"backprop_ref.{module.name}"
            tests.addTests(doctest.DocTestSuite(importlib.import_module(name)))
    tests.addTests(doctest.DocTestSuite(backprop_ref))
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if page.exists():
            tests.addTests(doctest.DocFileSuite(str(page), module_relative=False, encoding="utf-8"))
    return tests


class EveryModuleAndPageIsTested(unittest.TestCase):
    """What load_tests gathers, for runners that do not call it."""

    def test_doctests(self):
        suite = unittest.TestSuite()
        load_tests(None, suite, None)
        result = unittest.TestResult()
        suite.run(result)
        self.assertEqual([], [text for test, text in result.failures + result.errors])
        self.assertGreater(result.testsRun, 10)


if __name__ == "__main__":
    unittest.main()
