"""docs/architecture.md and docs/contributing.md describe what is there: chapters, modules, commands, files."""

import pathlib
import re
import unittest

from tests.pages import ROOT, read
from tests.test_imports_run_downwards import CHAPTERS, HEART

PACKAGE = ROOT / "backprop_ref"
ARCHITECTURE = read(ROOT / "docs" / "architecture.md")
CONTRIBUTING = read(ROOT / "docs" / "contributing.md")
PARTS = {"__main__"}  # what starts the command line


def section(text, heading):
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


class Architecture(unittest.TestCase):
    def test_its_chapters_are_the_folders_in_the_order_of_their_floors(self):
        listed = re.findall(r"^\| `(\w+)/` \|", section(ARCHITECTURE, "The chapters"), re.MULTILINE)
        self.assertEqual([name for name in CHAPTERS if name not in PARTS], listed)
        folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
        self.assertEqual(set(), folders - PARTS - set(listed), "a chapter that docs/architecture.md does not list")

    def test_its_heart_is_every_module_that_is_there_to_be_read(self):
        listed = re.findall(r"(?:^|  )(\w+)  ", section(ARCHITECTURE, "The heart").split("```")[1], re.MULTILINE)
        beside = {"records", "admission", "unfinished"}  # of the door
        self.assertEqual({name for floor in HEART for name in floor.split()} - beside, set(listed))

    def test_every_file_that_is_named_is_there(self):
        for text in (ARCHITECTURE, CONTRIBUTING):
            for name in re.findall(r"`([\w/.]+\.(?:py|jsonl))`", text):
                self.assertTrue((ROOT / name).exists() or (PACKAGE / name).exists(), name)


class Contributing(unittest.TestCase):
    def test_its_example_of_style_is_the_code(self):
        example = CONTRIBUTING.split("```python\n")[1].split("```")[0]
        source = re.sub(r"\n    >>> (?:.+\n)*?(?=    \"\"\")", "", read(PACKAGE / "equations.py"))  # without doctests
        self.assertIn(example, source)

    def test_every_way_to_run_tests_is_there(self):
        for name in re.findall(r"python -m (tests[.\w]*|unittest tests[.\w]*)", CONTRIBUTING + ARCHITECTURE):
            module, _, rest = name.replace("unittest ", "").replace("tests.", "").partition(".")
            self.assertTrue(pathlib.Path(__file__).with_name(f"{module}.py").exists(), name)
            self.assertIn(rest and f"class {rest}(", read(pathlib.Path(__file__).with_name(f"{module}.py")))

    def test_what_it_says_of_profiles_is_so(self):
        profiles = read(pathlib.Path(__file__).with_name("__init__.py"))
        names = re.findall(r"register_profile\(\s*\"(\w+)\"", profiles)
        self.assertEqual(["ci", "deep"], names)
        for name in names:
            self.assertIn(f"`{name}`" if name == "ci" else f"HYPOTHESIS_PROFILE={name}", CONTRIBUTING)

    def test_hosted_machines_run_the_commands_of_ci(self):
        hosted = read(ROOT / ".github" / "workflows" / "ci.yml")
        for words in (".ci/run", "python -m unittest", "NOTHING_SKIPPED=1", "ubuntu", "macos", "windows", "pypy"):
            self.assertIn(words, hosted)
        for minor in range(9, 15):
            self.assertIn(f'"3.{minor}"', hosted)


if __name__ == "__main__":
    unittest.main()
