"""The programs of docs/verify.md, as the page shows them, are judged right by the commands that it shows.

Each is built and run where its tools are on the machine, and skipped by name where they are not.
"""

import json
import pathlib
import re
import shutil
import tempfile
import unittest

from tests.pages import ROOT, blocks, files, has_numpy, read, run

PAGE = ROOT / "docs" / "verify.md"
TEXT = read(PAGE)


def commands(heading):
    """The commands under that heading: what builds the program, and the check."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    *build, check = blocks(section, "sh")[0].splitlines()
    return build, check


class Harness:
    """One program: its heading on the page, its file, the tools it needs, and a slip with the equation it breaks."""

    heading = ""
    tools = ()
    slip = ("", "", "")  # file, what stands there, what is written instead
    equation = ""

    def setUp(self):
        for tool in ("sh", *self.tools):
            if shutil.which(tool) is None:
                self.skipTest(f"no {tool} on this machine")

    def verdict(self, changed):
        """What check --json says of the program, with these files in place of the page's."""
        build, check = commands(self.heading)
        self.assertIn(" check -- ", check)
        with tempfile.TemporaryDirectory() as directory:
            for name, content in {**files(TEXT), **changed}.items():
                pathlib.Path(directory, name).write_text(content, encoding="utf-8")
            for command in build:
                self.assertEqual("", run(command, directory))
            return json.loads(run(check.replace(" check -- ", " check --json -- "), directory))

    def test_program_of_the_page_is_right(self):
        verdict = self.verdict({})
        self.assertEqual("pass", verdict["verdict"], verdict)
        self.assertEqual("double", verdict["precision"])
        self.assertEqual([], verdict["diagnoses"])
        self.assertGreater(verdict["cases"], verdict["declined"])

    def test_slip_in_it_is_found(self):
        name, right, wrong = self.slip
        source = files(TEXT)[name]
        self.assertEqual(1, source.count(right), "the slip belongs in one place")
        verdict = self.verdict({name: source.replace(right, wrong)})
        self.assertEqual("fail", verdict["verdict"], verdict)
        self.assertEqual(self.equation, verdict["diagnoses"][0]["equation"], verdict["diagnoses"])


class NumPy(Harness, unittest.TestCase):
    heading = "Python with NumPy"
    slip = ("mine.py", "delta.sum(axis=0)", "delta.sum() * np.ones(len(b[l]))")
    equation = "14"

    def setUp(self):
        super().setUp()
        if not has_numpy():
            self.skipTest("no NumPy for this Python")


class JavaScript(Harness, unittest.TestCase):
    heading = "JavaScript"
    tools = ("node",)
    slip = ("mine.js", "sum + delta_j * w[j][k]", "sum + delta_j")
    equation = "8"


class Perl(Harness, unittest.TestCase):
    heading = "Perl"
    tools = ("perl",)
    slip = ("mine.pl", '$case->{reduction} eq "mean" ? @$examples : 1', "1")
    equation = None  # the sum where the case asks for the mean breaks no equation of one neuron


class C(Harness, unittest.TestCase):
    heading = "C, and whatever has no JSON"
    tools = ("cc",)
    slip = ("mine.c", "dw[l][j][k] += delta * a[l][k]", "dw[l][j][k] += dC_da[l + 1][j] * a[l][k]")
    equation = "10"


class ThePage(unittest.TestCase):
    def test_every_program_is_one_page_of_code(self):
        for name, content in files(TEXT).items():
            with self.subTest(file=name):
                self.assertLess(len(content.splitlines()), 75)

    def test_every_program_on_the_page_has_its_test(self):
        shown = set(re.findall(r"check -- .*?\b(mine\.\w+|lines\.py)", "\n".join(blocks(TEXT, "sh"))))
        tested = {commands(harness.heading)[1] for harness in Harness.__subclasses__()}
        self.assertEqual(len(shown), len(tested))


if __name__ == "__main__":
    unittest.main()
