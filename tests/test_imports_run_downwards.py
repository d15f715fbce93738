"""A module imports only from floors below its own; every module has its floor; nothing outside Python is needed.

Imports are read from the source, those inside functions too.  What stands under TYPE_CHECKING is for readers
and type checkers, and may look up.
"""

import ast
import pathlib
import subprocess
import sys
import unittest

import backprop_ref

PACKAGE = pathlib.Path(backprop_ref.__file__).parent

# From the ground up; a module imports only from lines above its own.  A new module has to be placed.  The numbers
# are those of the style guide; a floor may have stairs, where one of its modules stands on another.
FLOORS = [
    (0, "numbers walk verify debug"),  # chapters: a docstring each
    (0, "equations decimals nested numbers.bounded numbers.last_place terminal usage walk.figures"),
    (0, "numerals"),
    (0, "activations costs"),
    (1, "rules network walk.notation"),
    (2, "backprop"),
    (2, "chain_rule"),
    (3, "descent"),
    (4, "cases walk.trace numbers.enclosure numbers.taped walk.layout walk.chosen"),
    (4, "numbers.uncancelled numbers.bounds walk.finite_differences walk.page walk.trace_paths worked_example "
        "strategies verify.tolerant verify.program verify.stages debug.stops debug.first_difference"),
    (4, "verify.results numbers.exact walk.bias_question catalogue catalogue.followed"),
    (4, "catalogue.entry"),
    (4, "catalogue.passes catalogue.reductions"),
    (4, "catalogue.batches catalogue.clipping catalogue.conventions catalogue.data catalogue.forward catalogue.gains "
        "catalogue.gradients catalogue.hidden catalogue.output catalogue.precision catalogue.slope_formulas "
        "catalogue.slopes catalogue.transport catalogue.updates catalogue.wiring"),
    (4, "catalogue.biases catalogue.buffers catalogue.errors catalogue.examples catalogue.factors catalogue.flat "
        "catalogue.libraries catalogue.narrow catalogue.order catalogue.recurrence "
        "catalogue.shared_biases catalogue.softmaxes catalogue.tape"),
    (4, "catalogue.penalties catalogue.state"),
    (4, "catalogue.optimizers"),
    (4, "mistakes"),
    (5, "verify.features verify.judge verify.fitting debug.debugger walk.computed"),
    (5, "verify.prediction"),
    (5, "verify.patterns verify.quotients verify.errors"),
    (5, "verify.failed verify.rehearsal"),
    (5, "verify.evidence"),
    (5, "verify.search"),
    (5, "verify.pairs"),
    (5, "verify.theories"),
    (5, "verify.diagnosis"),
    (5, "verify.report"),
    (5, "vectors"),
    (5, "verify.case_lists verify.endings"),
    (5, "verify.checking"),
    (5, "walk.explain compute debug.step verify.check_command mistakes_command"),
    (6, "command_line"),
    (6, "__main__"),
]
FLOOR = {name: n for n, (number, names) in enumerate(FLOORS) for name in names.split()}


def modules():
    """Every module's dotted name in the package and its source."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        if name != "__init__":
            yield name.replace(".__init__", ""), path


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


def imported(name, path):
    """The package's modules that a module imports, with the line."""
    known = {other for other, _ in modules()}
    inside = name.split(".") + ([""] if path.name == "__init__.py" else [])
    for node in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not (node.level or (node.module or "").startswith("backprop_ref")):
            continue
        base = inside[:len(inside) - node.level] if node.level else []
        source = (node.module or "").split(".")[0 if node.level else 1:]
        for alias in node.names:
            where = [part for part in base + source if part]
            for candidate in (".".join(where + [alias.name]), ".".join(where)):
                if candidate in known:
                    yield candidate, node.lineno
                    break


class Floors(unittest.TestCase):
    def test_every_module_has_its_floor(self):
        for name, path in modules():
            lowest = max((FLOOR.get(other, 0) for other, line in imported(name, path)), default=-1) + 1
            self.assertIn(name, FLOOR, f"{name} is new: place it in FLOORS, in line {lowest} or after it")

    def test_every_module_imports_only_from_floors_below_its_own(self):
        for name, path in modules():
            for other, line in imported(name, path):
                if name in FLOOR and other in FLOOR:
                    self.assertLess(
                        FLOOR[other], FLOOR[name],
                        f"{name}.py, line {line}: imports {other}, which does not stand below it",
                    )

    def test_the_floors_of_the_heart_are_those_of_the_style_guide(self):
        number = {name: number for number, names in FLOORS for name in names.split()}
        for floor, names in enumerate(
            ["equations activations costs numerals", "rules network", "backprop chain_rule", "descent"]
        ):
            for name in names.split():
                self.assertEqual(floor, number[name], name)
        self.assertEqual(sorted(number for number, names in FLOORS), [number for number, names in FLOORS])

    def test_imports_are_really_found(self):
        found = dict(imported("descent", PACKAGE / "descent.py"))
        self.assertLessEqual({"backprop", "costs", "network", "numerals", "rules"}, set(found))


class NothingToInstall(unittest.TestCase):
    @unittest.skipUnless(hasattr(sys, "stdlib_module_names"), "Python 3.9 has no list of its own modules")
    def test_only_what_comes_with_python_is_imported(self):
        for name, path in modules():
            for node in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    tops = [alias.name.split(".")[0] for alias in node.names]
                else:
                    tops = [] if node.level else [node.module.split(".")[0]]
                for top in tops:
                    if (name, top) != ("strategies", "hypothesis"):
                        known = {*sys.stdlib_module_names, "backprop_ref"}
                        self.assertIn(top, known, f"{name}.py, line {node.lineno}")

    def test_strategies_says_what_is_missing_where_hypothesis_is(self):
        program = (
            "import sys; sys.modules['hypothesis'] = None\n"
            "import backprop_ref\n"
            "try: import backprop_ref.strategies\n"
            "except ImportError as error: print(error)"
        )
        self.assertEqual(
            "backprop_ref.strategies: hypothesis is not installed, expected: pip install hypothesis "
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
        found = self.loaded("from backprop_ref.command_line import main\nmain([])")
        self.assertEqual(set(), found & {"argparse", "json", "dataclasses", "inspect"})


if __name__ == "__main__":
    unittest.main()
