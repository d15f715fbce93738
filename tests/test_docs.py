"""README.md and docs/*.md are true: their links lead somewhere, their commands print what they show."""

import importlib
import os
import re
import unittest
from concurrent.futures import ThreadPoolExecutor

import backprop_ref
from backprop_ref.commands import COMMANDS

from tests.pages import PAGES, ROOT, blocks, headings, links, matches, missing, prose, read, screens

README = ROOT / "README.md"
TEXTS = {page: read(page) for page in PAGES}


class Links(unittest.TestCase):
    def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(self):
        for page, text in TEXTS.items():
            for link in links(text):
                if link.startswith("https://"):
                    continue  # asked of nobody: the tests need no network
                with self.subTest(page=page.name, link=link):
                    path, _, anchor = link.partition("#")
                    target = (page.parent / path).resolve() if path else page
                    self.assertTrue(target.exists(), f"{target} does not exist")
                    if anchor and target.suffix == ".md":
                        self.assertIn(anchor, headings(read(target)))

    def test_every_page_is_listed_in_the_readme(self):
        for page in PAGES[1:]:
            self.assertIn(f"docs/{page.name}", links(TEXTS[README]))


class Screens(unittest.TestCase):
    """`python -m tests.pages --write` writes them again."""

    def test_every_command_prints_what_the_page_shows(self):
        with ThreadPoolExecutor(2) as pool:  # the programs of two pages at a time
            ran = pool.map(lambda page: [] if missing(page) else list(screens(page)), PAGES)
            for page, found in zip(PAGES, ran):
                with self.subTest(page=page.name):
                    if missing(page):
                        self.skipTest(f"no {missing(page)} on this machine")
                    for command, shown, printed in found:
                        self.assertTrue(matches(shown, printed), f"$ {command}\n{printed}")

    def test_three_dots_stand_for_any_lines_and_for_nothing_else(self):
        self.assertTrue(matches("a\n...\nb\n", "a\n1\n2\nb\n"))
        self.assertTrue(matches("a\n...\nb\n", "a\nb\n"))
        self.assertFalse(matches("a\n...\nb\n", "a\n1\n2\n"))
        self.assertFalse(matches("a\n", "a\nb\n"))
        self.assertFalse(matches("a...\n", "a1\n"))
        self.assertTrue(matches("a … c\n", "a b c\n"))
        self.assertFalse(matches("a … c\n", "a b\nc\n"))


class Names(unittest.TestCase):
    def test_every_public_name_is_documented(self):
        words = set(re.findall(r"`(\w+)", TEXTS[README].split("## The Python interface")[1].split("\n## ")[0]))
        self.assertEqual([], sorted(set(backprop_ref.__all__) - words))
        self.assertEqual([], [name for name in backprop_ref.__all__ if not getattr(backprop_ref, name).__doc__])

    def test_every_command_is_in_the_readme(self):
        shown = set(re.findall(r"\bbackprop_ref (\w+)|`(\w+)`", TEXTS[README]))
        self.assertEqual([], sorted(set(COMMANDS) - {name for pair in shown for name in pair}))

    def test_every_import_in_the_pages_works(self):
        # Doctests run most of them; this holds for blocks that are only shown too.
        found = re.findall(r"^(?:>>> )?from (backprop_ref[\w.]*) import (.*)$", "\n".join(TEXTS.values()), re.MULTILINE)
        self.assertTrue(found)
        for module, names in found:
            for name in names.split(", "):
                with self.subTest(module=module, name=name):
                    self.assertTrue(hasattr(importlib.import_module(module), name))

    def test_the_reading_order_is_that_of_the_package(self):
        table = TEXTS[README].split("## The source, in reading order")[1].split("\n## ")[0]
        rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        in_readme = re.findall(r"`(\w+)\.py`", "".join(rows))
        listing = backprop_ref.__doc__.split("in this order:")[1]
        in_docstring = re.findall(r"(?:^    |  +)(\w+)   ", listing, re.MULTILINE)
        self.assertCountEqual(in_docstring, in_readme[:len(in_docstring)])
        for name in in_readme:
            self.assertTrue((ROOT / "backprop_ref" / f"{name}.py").exists(), name)


class TheReadme(unittest.TestCase):
    def test_ci_runs_its_two_commands(self):
        first, second = (block.strip() for block in blocks(TEXTS[README], "sh")[:2])
        ci = read(ROOT / ".ci" / "run")
        self.assertEqual("python3 -m backprop_ref", first)
        self.assertIn(f"  {first} > /dev/null", ci.splitlines())
        self.assertIn(f"  {second}", ci.splitlines())

    def test_first_screen_says_what_it_is_answers_and_shows_both_commands(self):
        screen = "\n".join(TEXTS[README].splitlines()[:32])
        for words in ("reference implementation", "∂C/∂b_j = δ_j", "Σ_j δ_j", *blocks(TEXTS[README], "sh")[:2]):
            self.assertIn(words.strip(), screen)

    def test_ci_can_be_executed(self):
        if os.name != "nt":
            self.assertTrue(os.access(ROOT / ".ci" / "run", os.X_OK))


class Prose(unittest.TestCase):
    def test_no_underscore_or_asterisk_is_taken_for_emphasis(self):
        # In Markdown an underscore between letters is one; at the edge of a word it opens or closes emphasis.
        for page, text in TEXTS.items():
            for line in prose(text).splitlines():
                with self.subTest(page=page.name, line=line):
                    self.assertNotRegex(line, r"(?<![\wΣ∂′])_\w|\w_(?![\w(])")

    def test_cells_of_a_table_are_as_many_as_its_headings(self):
        for page, text in TEXTS.items():
            width = None
            for line in re.sub(r"```.*?```", "", text, flags=re.DOTALL).splitlines():
                if not line.lstrip().startswith("|"):
                    width = None
                    continue
                cells = len(re.split(r"(?<!\\)\|", line))
                width = width or cells
                with self.subTest(page=page.name, line=line):
                    self.assertEqual(width, cells)


if __name__ == "__main__":
    unittest.main()
