"""Every file of the package that is no Python is named in setup.cfg, one pattern a line, so that the wheel has it."""

import configparser
import unittest

from tests.pages import ROOT

PACKAGE = ROOT / "backprop_ref"


class PackageData(unittest.TestCase):
    def test_every_file_is_matched_by_a_pattern_and_every_pattern_matches_a_file(self):
        setup = configparser.ConfigParser()
        setup.read(ROOT / "setup.cfg", encoding="utf-8")
        patterns = setup["options.package_data"]["backprop_ref"].split("\n")  # setuptools takes a line as one
        held = {pattern: set(PACKAGE.glob(pattern)) for pattern in patterns if pattern}
        self.assertEqual([], [pattern for pattern, files in held.items() if not files])
        files = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
        self.assertEqual(set(), files - set().union(*held.values()))


if __name__ == "__main__":
    unittest.main()
