"""The house rules that a program can check: what the heart may not contain, how long a function may be, who says what.

Read from the source, so that a broken rule is named with its line.
"""

import ast
import functools
import inspect
import pathlib
import re
import unittest

import backprop_ref
from backprop_ref import equations
from backprop_ref.door import RULES

PACKAGE = pathlib.Path(backprop_ref.__file__).parent
HEART = ["equations", "backprop", "descent"]
FLOORS_0_TO_3 = ["equations", "activations", "costs", "numerals", "decimals", "rules", "network", "backprop",
                 "chain_rule", "descent"]
LINES = 400  # of a module; above, it says why

CHANGING = {"append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse"}  # a list
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
STATEMENTS_OF_EQUATION, STATEMENTS = 8, 25
LONGER = {
    ("descent", "gradient_step"): 30,  # the whole step from top to bottom, read as one
}


@functools.lru_cache(maxsize=None)
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def parsed(module):
    return tree_of(PACKAGE / f"{module}.py")


def calls(tree, name):
    return [node.lineno for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name]


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def statements(function):
    """How many statements a function has: its docstring and those of functions inside it apart."""
    count = 0
    left = list(function.body[1:] if ast.get_docstring(function) is not None else function.body)
    while left:
        node = left.pop()
        if isinstance(node, ast.stmt):
            count += 1
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            children = ast.iter_child_nodes(node)
            left.extend(child for child in children if isinstance(child, (ast.stmt, ast.excepthandler)))
    return count


class TheHeart(unittest.TestCase):
    def lines(self, kinds, message):
        for module in HEART:
            for node in ast.walk(parsed(module)):
                if isinstance(node, kinds):
                    # The one generator of the heart joins an error's places into a text: no number passes through it.
                    inside = ast.unparse(node)
                    if "places if index is not None" in inside:
                        continue
                    self.fail(f"{module}.py, line {node.lineno}: {message}: {inside}")

    def test_it_has_no_comprehension(self):
        self.lines(COMPREHENSIONS, "a comprehension")

    def test_it_has_no_lambda(self):
        self.lines(ast.Lambda, "a lambda")

    def test_it_has_no_generator(self):
        self.lines((ast.Yield, ast.YieldFrom), "a generator")

    def test_it_has_no_decorator(self):
        for module in HEART:
            for node in ast.walk(parsed(module)):
                place = f"{module}.py, line {getattr(node, 'lineno', 0)}"
                self.assertFalse(getattr(node, "decorator_list", []), place)

    def test_it_never_calls_sum_which_adds_floats_differently_from_python_3_12_on(self):
        for module in HEART + ["chain_rule", "activations", "costs"]:
            self.assertEqual([], calls(parsed(module), "sum") + calls(parsed(module), "fsum"), module)

    def test_it_changes_no_argument_in_place(self):
        """No augmented assignment; nothing is assigned to an item of an argument, or appended to it."""
        for module in HEART:
            for function in functions(parsed(module)):
                own = {argument.arg for argument in function.args.args} - {"self"}
                for node in ast.walk(function):
                    place = f"{module}.py, line {getattr(node, 'lineno', 0)}"
                    self.assertNotIsInstance(node, ast.AugAssign, place)
                    if isinstance(node, (ast.Assign, ast.Delete)):
                        for target in node.targets:
                            if isinstance(target, (ast.Subscript, ast.Attribute)):
                                name = ast.unparse(target).partition("[")[0].partition(".")[0]
                                self.assertNotIn(name, own, place)
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                        if node.func.attr in CHANGING:
                            self.assertNotIn(ast.unparse(node.func.value), own, place)

    def test_it_knows_nothing_of_files_traces_tests_or_mistakes(self):
        for module in HEART:
            for name in ("open", "print", "input", "exec", "eval"):
                self.assertEqual([], calls(parsed(module), name), module)


class FloorsZeroToThree(unittest.TestCase):
    def test_they_have_no_float_literal(self):
        for module in FLOORS_0_TO_3:
            for node in ast.walk(parsed(module)):
                if isinstance(node, ast.Constant):
                    self.assertNotIsInstance(node.value, float, f"{module}.py, line {node.lineno}: {ast.unparse(node)}")


class EverywhereInThePackage(unittest.TestCase):
    def test_no_assert_checks_input(self):
        doors = ["cases/reading", "commands/compute", "commands/command_line", "verify/listen_program"]
        for module in FLOORS_0_TO_3 + doors:
            for node in ast.walk(parsed(module)):
                self.assertNotIsInstance(node, ast.Assert, f"{module}.py, line {getattr(node, 'lineno', 0)}")

    def test_nothing_in_a_case_can_be_executed(self):
        for path in PACKAGE.rglob("*.py"):
            if path.stem in ("debugger", "stop_shown"):
                continue  # it runs what its user types: that is what a debugger is for
            tree = tree_of(path)
            for name in ("eval", "exec", "compile"):
                self.assertEqual([], calls(tree, name), path.name)

    def test_a_function_has_25_statements_at_most_and_an_equation_8(self):
        long = []
        for path in sorted(PACKAGE.rglob("*.py")):
            most = STATEMENTS_OF_EQUATION if path.stem == "equations" else STATEMENTS
            for function in functions(tree_of(path)):
                if statements(function) > LONGER.get((path.stem, function.name), most):
                    long.append(f"{path.name}: {function.name} has {statements(function)} statements")
        self.assertEqual([], long)

    def test_every_module_says_what_it_is(self):
        for path in PACKAGE.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if text.strip():
                self.assertTrue(ast.get_docstring(tree_of(path)), path.name)

    def test_a_long_module_says_why(self):
        silent = []
        for path in sorted(PACKAGE.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if len(text.splitlines()) > LINES and "400 lines" not in (ast.get_docstring(tree_of(path)) or ""):
                silent.append(f"{path.name}: {len(text.splitlines())} lines, its docstring does not say why over 400")
        self.assertEqual([], silent)

    def test_everything_public_has_a_docstring(self):
        for name in backprop_ref.__all__:
            value = getattr(backprop_ref, name)
            if inspect.isclass(value) or inspect.isfunction(value):
                self.assertTrue((value.__doc__ or "").strip(), name)

    def test_everything_public_is_there(self):
        for name in backprop_ref.__all__:
            self.assertTrue(hasattr(backprop_ref, name), name)
        with self.assertRaisesRegex(AttributeError, "module 'backprop_ref' has no attribute 'nothing'"):
            backprop_ref.nothing


class TheEquations(unittest.TestCase):
    FUNCTIONS = [value for name, value in vars(equations).items()
                 if inspect.isfunction(value) and value.__module__ == equations.__name__]

    def test_they_stand_in_the_order_of_their_numbers(self):
        numbers = []
        for function in self.FUNCTIONS:
            number = re.match(r"\((\d+)\)", function.__doc__)
            if number:
                numbers.append(int(number.group(1)))
        self.assertEqual(sorted(numbers), numbers)
        self.assertEqual({1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 14, 15}, set(numbers))

    def test_definitions_and_rules_have_their_place_too(self):
        source = inspect.getsource(equations)
        for number in (6, 12, 13):
            self.assertRegex(source, rf"(?m)^# \({number}\)  \S")
        places = [source.index(f"\n# ({number})") for number in (6, 12, 13)]
        self.assertTrue(source.index("def chain_rule_through") < places[0] < source.index("def error_recurrence"))
        self.assertTrue(places[1] < places[2] < source.index("def bias_gradient"))

    def test_each_says_number_and_equation_then_what_it_means_and_shows_it(self):
        for function in self.FUNCTIONS:
            number, _, meaning = function.__doc__.partition("\n\n")
            self.assertRegex(number, r"^\([^)]+\)  \S", function.__name__)
            self.assertRegex(meaning.strip(), r"^[A-Z]", function.__name__)
            self.assertIn(">>> ", meaning, function.__name__)

    def test_a_number_stands_in_no_name(self):
        for function in self.FUNCTIONS:
            self.assertNotRegex(function.__name__, r"\d")

    def test_every_value_is_bound_to_its_symbol_before_it_is_returned(self):
        for function in functions(parsed("equations")):
            for node in ast.walk(function):
                if isinstance(node, ast.Return):
                    self.assertIsInstance(node.value, ast.Name, f"equations.py, line {node.lineno}")

    def test_what_is_replaceable_has_the_name_of_the_function_that_it_is(self):
        for name, rule in vars(RULES).items():
            if inspect.isfunction(rule):
                self.assertEqual(name, rule.__name__)


if __name__ == "__main__":
    unittest.main()
