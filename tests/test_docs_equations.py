"""docs/equations.md says what the docstrings say, in words, in plain text and in LaTeX."""

import inspect
import pathlib
import re
import unittest

from backprop_ref import ACTIVATIONS, COSTS, equations

from tests.pages import ROOT, blocks, read, with_lines

PAGE = ROOT / "docs" / "equations.md"
TEXT = read(PAGE)

# A formula, then its plain line, then, before the next formula or heading, the function if there is one.
ENTRY = re.compile(
    r"^```math\n(?P<latex>[^\n]*)\n```\n\n```text\n(?P<plain>[^\n]*)\n```\n(?P<rest>.*?)(?=^```math|^## )",
    re.MULTILINE | re.DOTALL,
)


def functions():
    """The functions of the module that carry an equation, in the order of the source."""
    found = [f for name, f in inspect.getmembers(equations, inspect.isfunction) if f.__module__ == equations.__name__]
    return sorted(found, key=lambda f: f.__code__.co_firstlineno)


def entries():
    """Plain line → (LaTeX, name of the function or None), in the order of the page."""
    found = {}
    for entry in ENTRY.finditer(TEXT):
        name = re.search(r"^Function: \[`(\w+)`\]\(\S+\)$", entry["rest"], re.MULTILINE)
        found[entry["plain"]] = (entry["latex"], name and name[1])
    return found


def as_plain(latex):
    """A formula of the page in the characters of its plain line, without blanks."""
    for command, plain in (
        (r"\left", ""), (r"\right", ""), (r"\quad", ""), (r"\partial", "∂"), (r"\sum", "Σ"), (r"\sigma", "σ"),
        (r"\delta", "δ"), (r"\alpha", "α"), (r"\cdot", "·"), (r"\leftarrow", "←"), (r"\lim", "lim"), (r"\to", "→"),
        ("-", "−"), ("'", "′"),
    ):
        latex = re.sub(re.escape(command) + ("(?![a-z])" if command[0] == "\\" else ""), plain, latex)
    while r"\frac" in latex:
        changed = re.sub(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}", r"\1/\2", latex)
        if changed == latex:
            raise ValueError(f"a fraction that cannot be read: {latex}")
        latex = changed
    latex = re.sub(r"(lim_)\{([^}]*)\}", r"\1(\2)", latex)
    if "\\" in latex:
        raise ValueError(f"an unknown command: {latex}")
    return re.sub(r"[{}\s]", "", latex)


class TheEquationsPage(unittest.TestCase):
    def test_has_a_heading_for_every_number_from_1_to_15_in_order(self):
        numbers = [int(n) for n in re.findall(r"^## \((\d+)\)(?! for)", TEXT, re.MULTILINE)]
        self.assertEqual(list(range(1, 16)), numbers)

    def test_shows_the_line_of_every_docstring_word_for_word_and_names_its_function(self):
        named = [(plain, name) for plain, (latex, name) in entries().items() if name]
        self.assertCountEqual([(f.__doc__.splitlines()[0], f.__name__) for f in functions()], named)
        self.assertGreaterEqual(len(named), 15)

    def test_links_every_function_to_the_line_where_it_is_defined(self):
        self.assertIn("#L", TEXT)
        self.assertTrue(with_lines(TEXT) == TEXT, "python -m tests.pages --write")

    def test_shows_the_definitions_and_rules_as_the_comments_of_the_source_have_them(self):
        source = pathlib.Path(equations.__file__).read_text(encoding="utf-8")
        comments = re.findall(r"^# (\(\d+\)  .*)$", source, re.MULTILINE)
        self.assertCountEqual(comments, [plain for plain, (latex, name) in entries().items() if not name])
        self.assertEqual(["(6)", "(12)", "(13)"], [line.split()[0] for line in comments])

    def test_has_no_formula_and_no_plain_line_outside_an_entry(self):
        self.assertEqual(len(entries()), len(blocks(TEXT, "math")))
        self.assertEqual(len(entries()), len(blocks(TEXT, "text")))

    def test_says_in_latex_what_it_says_in_plain_text(self):
        for plain, (latex, name) in entries().items():
            with self.subTest(plain=plain):
                formula = re.sub(r"^\([^)]*\)  ", "", plain)
                formula = formula.split(" for every ")[0].replace(", and ", ", ").replace(", so ", ", ")
                self.assertEqual(re.sub(r"\s", "", formula), as_plain(latex))

    def test_writes_latex_that_github_renders(self):
        # In a math block nothing is escaped; between dollar signs GitHub eats backslashes and underscores.
        self.assertNotIn("$", TEXT)
        for latex, name in entries().values():
            with self.subTest(latex=latex):
                self.assertEqual(latex.count("{"), latex.count("}"))
                self.assertEqual(latex.count(r"\left"), latex.count(r"\right") + latex.count(r"\leftarrow"))
                self.assertTrue(latex.isascii())


class TheTables(unittest.TestCase):
    def rows(self, first, heading):
        section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
        lines = [line for line in section.splitlines() if line.startswith("| `")]
        return [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]

    def test_activations_are_those_of_the_code(self):
        self.assertEqual(
            [[f"`{name}`", a.formula, a.slope_formula] for name, a in ACTIVATIONS.items()],
            self.rows("σ", "The activations and their slopes"),
        )

    def test_costs_are_those_of_the_code(self):
        self.assertEqual(
            [[f"`{name}`", c.formula, c.slope_formula] for name, c in COSTS.items()],
            self.rows("C", "The costs and their derivatives"),
        )


if __name__ == "__main__":
    unittest.main()
