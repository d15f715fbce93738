"""The programs of docs/verify.md, as the page shows them, are judged right by the commands that it shows.

Each is built and run where its tools are on the machine, and skipped by name where they are not.
"""

import json
import os
import pathlib
import re
import shutil
import tempfile
import unittest

from tests.pages import ROOT, blocks, files, has_numpy, read, run

TEXT = read(ROOT / "docs" / "verify.md")
FILES = files(TEXT)
LINES = 40  # of a program, at most


def section(heading):
    return TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]


class Harness:
    """One program: its heading on the page, the tools it needs, and a slip with the equation it breaks."""

    heading = ""
    tools = ()
    slip = ("", "", "")  # file, what stands there, what is written instead
    equation = ""
    cases = 5  # of the bundled ones that it judges at least

    def setUp(self):
        for tool in ("sh", *self.tools):
            if shutil.which(tool) is None:
                self.skipTest(f"no {tool} on this machine")

    @classmethod
    def commands(cls):
        """The commands under its heading: what builds the program, and the check."""
        *build, check = blocks(section(cls.heading), "sh")[0].splitlines()
        return build, check

    def verdict(self, changed):
        """What check --json says of the program, with these files in place of the page's."""
        build, check = self.commands()
        self.assertIn(" check -- ", check)
        with tempfile.TemporaryDirectory() as directory:
            for name, content in {**FILES, **changed}.items():
                pathlib.Path(directory, name).write_text(content, encoding="utf-8")
            for command in build:
                self.assertEqual("", run(command, directory))
            return json.loads(run(check.replace(" check -- ", " check --json -- "), directory))

    def test_program_of_the_page_is_right(self):
        verdict = self.verdict({})
        self.assertEqual("pass", verdict["verdict"], verdict)
        self.assertEqual("double", verdict["precision"])
        self.assertEqual([], verdict["diagnoses"])
        self.assertGreaterEqual(verdict["covered"]["cases"], self.cases)
        self.assertEqual(verdict["cases"], verdict["declined"] + verdict["covered"]["cases"])

    def test_slip_in_it_is_found(self):
        name, right, wrong = self.slip
        self.assertEqual(1, FILES[name].count(right), "the slip belongs in one place")
        verdict = self.verdict({name: FILES[name].replace(right, wrong)})
        self.assertEqual("fail", verdict["verdict"], verdict)
        self.assertEqual(self.equation, verdict["diagnoses"][0]["equation"], verdict["diagnoses"])


class NumPy(Harness, unittest.TestCase):
    heading = "Python with NumPy"
    slip = ("mine.py", "delta.sum(axis=0)", "np.full(len(w[l]), delta.sum())")
    equation = "14"
    cases = 13

    def setUp(self):
        super().setUp()
        if not has_numpy():
            self.skipTest("no NumPy for this Python")


class JavaScript(Harness, unittest.TestCase):
    heading = "JavaScript"
    tools = ("node",)
    slip = ("mine.js", "sum + delta_j * layers[l].weights[j][k]", "sum + delta_j")
    equation = "8"


class Perl(Harness, unittest.TestCase):
    heading = "Perl"
    tools = ("perl",)
    slip = ("mine.pl", '$case->{reduction} eq "mean" ? @{ $case->{examples} } : 1', "1")
    equation = None  # the sum where the case asks for the mean breaks no equation of one neuron


class C(Harness, unittest.TestCase):
    heading = "C, and other languages that Python can call"
    tools = ("cc",)
    slip = ("mine.c", "dw[--n] += delta * a[l][k]", "dw[--n] += dC_da[l + 1][j] * a[l][k]")
    equation = "10"


class Online(Harness, unittest.TestCase):
    heading = "A class that trains online"
    slip = ("net.py", "rate * d for b_j, d in zip(self.b[l], delta)", "rate * sum(delta) for b_j in self.b[l]")
    equation = "14"


class ThePage(unittest.TestCase):
    def test_every_program_is_a_page_of_code_at_most(self):
        for name, content in FILES.items():
            with self.subTest(file=name):
                lines = content.splitlines()
                self.assertLessEqual(len(lines), LINES)
                self.assertLessEqual(max(map(len, lines)), 120)

    def test_every_program_on_the_page_has_its_test(self):
        tested = "".join(section(harness.heading) for harness in Harness.__subclasses__())
        self.assertEqual({name for name in FILES if not name.startswith("test_")}, set(files(tested)))

    @unittest.skipIf(os.name == "nt", "a link to this clone stands for the submodule")
    def test_step_of_continuous_integration_passes(self):
        if shutil.which("node") is None:
            self.skipTest("no node on this machine")
        (workflow,) = blocks(section("In continuous integration"), "yaml")
        (command,) = re.findall(r"^ +- run: (.*)$", workflow, re.MULTILINE)
        name, value = re.search(r"^ +env:\n +(\w+): (.*)$", workflow, re.MULTILINE).groups()
        with tempfile.TemporaryDirectory() as directory:
            pathlib.Path(directory, "mine.js").write_text(FILES["mine.js"], encoding="utf-8")
            submodule = pathlib.Path(directory, value)
            submodule.parent.mkdir()
            submodule.symlink_to(ROOT, target_is_directory=True)
            printed = run(f"{name}={value} {command} && echo exit status $?", directory)
        self.assertTrue(printed.startswith("PASS "), printed)
        self.assertTrue(printed.endswith("exit status 0\n"), printed)


if __name__ == "__main__":
    unittest.main()
