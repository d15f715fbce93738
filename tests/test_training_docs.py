"""docs/wrong_rules.md is what its command writes."""

import re
import unittest

from tests import wrong_rules_learn


class WrongRulesLearn(unittest.TestCase):
    PAGE = wrong_rules_learn.PAGE.read_text(encoding="utf-8")
    ROWS = re.findall(r"^\| `([\w-]+)` \| (\d) of 5 \| (\d+|–) \| `([\w-]+)` \|$", PAGE, re.MULTILINE)

    def test_some_rows_made_again_are_those_of_the_page(self):
        # The whole page takes 4 s; these are learnt fast, slowly, and never.
        for name in ("half-squared-as-squared", "sum-of-layer-deltas", "hidden-slope-missing"):
            found = wrong_rules_learn.learnt(wrong_rules_learn.MISTAKES[name].rules)
            row = wrong_rules_learn.row(f"`{name}`", found, f"`{dict((r[0], r[3]) for r in self.ROWS)[name]}`")
            self.assertIn(row, self.PAGE)

    def test_the_case_named_exposes_the_mistake(self):
        for name, _, _, case in self.ROWS:
            self.assertEqual("#", wrong_rules_learn.shows(name, case), f"{name} on {case}")

    def test_its_first_lines_count_its_rows(self):
        learn = [int(count) for _, count, _, _ in self.ROWS]
        self.assertEqual(list(wrong_rules_learn.NAMES), sorted((row[0] for row in self.ROWS),
                                                               key=wrong_rules_learn.NAMES.index))
        said = f"{sum(map(bool, learn))} of {len(learn)} learn XOR from at least one start, {learn.count(5)} of them"
        self.assertIn(said, self.PAGE)
        self.assertIn(wrong_rules_learn.TAIL, self.PAGE)


if __name__ == "__main__":
    unittest.main()
