"""A module imports only from floors below its own; every module has its floor; nothing outside Python is needed.

Imports are read from the source, those inside functions too.  What stands under TYPE_CHECKING is for readers
and type checkers, and may look up.
"""

import ast
import functools
import importlib
import inspect
import pathlib
import subprocess
import sys
import unittest

import backprop_ref

PACKAGE = pathlib.Path(backprop_ref.__file__).parent

# From the ground up.  The heart in its floors, which are those of the style guide; then the chapters, a folder each.
HEART = [
    "decimals", "numerals", "equations records admission", "activations costs",  # a floor may have stairs
    "rules network", "backprop", "chain_rule", "descent", "unfinished", "door",
]
CHAPTERS = [
    "terminal", "numbers", "cases", "pictures", "walk", "mistakes", "debug", "verify", "page",
    "training", "commands", "__main__",
]
FLOORS = [names.split() for names in HEART] + [[chapter] for chapter in CHAPTERS]
FLOOR = {name: n for n, names in enumerate(FLOORS) for name in names}


def room(name):
    """The module of the heart, or the chapter, that a module belongs to."""
    return name.partition(".")[0]


@functools.lru_cache(maxsize=None)
def modules():
    """Every module's dotted name in the package and its source."""
    paths = sorted(PACKAGE.rglob("*.py"))
    names = [".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in paths]
    return [(name.replace(".__init__", ""), path) for name, path in zip(names, paths) if name != "__init__"]


@functools.lru_cache(maxsize=None)
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def is_for_type_checkers(node):
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports_of(node):
    """Every import statement below a node, but those for type checkers."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child
        elif is_for_type_checkers(child):
            for other in child.orelse:
                yield from imports_of(other)
        else:
            yield from imports_of(child)


@functools.lru_cache(maxsize=None)
def imported(name, path):
    """The package's modules that a module imports, with the line."""
    found = []
    known = {other for other, _ in modules()}
    inside = name.split(".") + ([""] if path.name == "__init__.py" else [])
    for node in imports_of(tree_of(path)):
        if not isinstance(node, ast.ImportFrom) or not (node.level or (node.module or "").startswith("backprop_ref")):
            continue
        base = inside[:len(inside) - node.level] if node.level else []
        source = (node.module or "").split(".")[0 if node.level else 1:]
        for alias in node.names:
            where = [part for part in base + source if part]
            for candidate in (".".join(where + [alias.name]), ".".join(where)):
                if candidate in known:
                    found.append((candidate, node.lineno))
                    break
    return found


class Floors(unittest.TestCase):
    def test_every_module_has_its_floor(self):
        for name, path in modules():
            self.assertIn(room(name), FLOOR, f"{name} is new: a chapter, or a module of the heart? Place it in FLOORS")

    def test_every_module_imports_only_from_floors_below_its_own_or_from_its_chapter(self):
        for name, path in modules():
            for other, line in imported(name, path):
                if room(other) != room(name):
                    self.assertLess(
                        FLOOR[room(other)], FLOOR[room(name)],
                        f"{name}, line {line}: imports {other}, which does not stand below it",
                    )

    def test_no_chapter_has_a_circle_inside(self):
        below = {name: {other for other, line in imported(name, path)} for name, path in modules()}
        for chapter in CHAPTERS:
            left = {name for name in below if name.startswith(chapter + ".")}
            while left:
                lowest = {name for name in left if not below[name] & left}
                self.assertTrue(lowest, f"{chapter}: a circle among {sorted(left)}")
                left -= lowest

    def test_a_chapter_says_what_is_in_it(self):
        for chapter in CHAPTERS:
            folder = PACKAGE / chapter
            if folder.is_dir():
                contents = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
                for module in folder.glob("[!_]*.py"):
                    self.assertRegex(contents, rf"\b{module.stem}\b", f"{chapter}: its table of contents lacks it")

    def test_nobody_reaches_past_what_a_chapter_exports(self):
        for name, path in modules():
            for other, line in imported(name, path):
                if room(other) != room(name):
                    chapter, _, inside = other.partition(".")
                    exported = importlib.import_module(f"backprop_ref.{chapter}").__all__ if inside else []
                    self.assertIn(inside, ["", *exported], f"{name}, line {line}: imports {other} past its chapter")

    def test_no_folder_has_the_name_of_an_exported_function(self):
        folders = {path.name for path in PACKAGE.rglob("*") if path.is_dir()}
        self.assertEqual(set(), folders & set(backprop_ref.__all__))

    def test_no_module_has_the_name_of_something_that_its_chapter_exports(self):
        for chapter in CHAPTERS:
            for module in (PACKAGE / chapter).glob("[!_]*.py"):
                package = importlib.import_module(f"backprop_ref.{chapter}")
                if module.stem in getattr(package, "__all__", []):
                    self.assertTrue(inspect.ismodule(getattr(package, module.stem)))

    def test_imports_are_really_found(self):
        found = dict(imported("descent", PACKAGE / "descent.py"))
        self.assertLessEqual({"network", "numerals", "records", "rules"}, set(found))


class NothingToInstall(unittest.TestCase):
    @unittest.skipUnless(hasattr(sys, "stdlib_module_names"), "Python 3.9 has no list of its own modules")
    def test_only_what_comes_with_python_is_imported(self):
        for name, path in modules():
            for node in imports_of(tree_of(path)):
                if isinstance(node, ast.Import):
                    tops = [alias.name.split(".")[0] for alias in node.names]
                else:
                    tops = [] if node.level else [node.module.split(".")[0]]
                for top in tops:
                    if (name, top) != ("cases.strategies", "hypothesis"):
                        known = {*sys.stdlib_module_names, "backprop_ref"}
                        self.assertIn(top, known, f"{name}.py, line {node.lineno}")

    def test_strategies_says_what_is_missing_where_hypothesis_is(self):
        program = (
            "import sys; sys.modules['hypothesis'] = None\n"
            "import backprop_ref\n"
            "try: import backprop_ref.cases.strategies\n"
            "except ImportError as error: print(error)"
        )
        self.assertEqual(
            "backprop_ref.cases.strategies: hypothesis is not installed, expected: pip install hypothesis "
            "(nothing else needs it)\n",
            output_of(["-c", program]),
        )


def output_of(arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=PACKAGE.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60
    )
    return done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")


class StartingUp(unittest.TestCase):
    """Time itself is measured by tests/benchmarks/step.py; what takes time is not imported."""

    SLOW = {"argparse", "dataclasses", "decimal", "fractions", "inspect", "json", "random", "re", "typing"}

    def loaded(self, work):
        """The slow modules that some work loads beyond what Python itself has loaded."""
        program = f"import sys; before = set(sys.modules)\n{work}\nprint(*sorted(set(sys.modules) - before))"
        return self.SLOW & set(output_of(["-c", program]).splitlines()[-1].split())

    def test_importing_the_package_imports_nothing_slow(self):
        self.assertEqual(set(), self.loaded("import backprop_ref"))

    def test_a_gradient_in_floats_imports_nothing_slow(self):
        self.assertEqual(set(), self.loaded(
            "from backprop_ref import Example, Layer, Network, gradient_step\n"
            "network = Network([Layer([[0.5]], [0.25], 'sigmoid')])\n"
            "assert gradient_step(network, [Example([1.0], [0.0])], 0.5).C > 0"
        ))

    def test_this_test_would_notice(self):
        self.assertEqual({"json"}, self.loaded("import json") & {"json"})

    def test_the_bare_command_imports_neither_argparse_nor_json(self):
        found = self.loaded("from backprop_ref.commands import main\nmain([])")
        self.assertEqual(set(), found & {"argparse", "json", "dataclasses", "inspect"})


if __name__ == "__main__":
    unittest.main()
