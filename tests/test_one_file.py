"""docs/one_file.py is the package on one sheet: the same functions, statement for statement, and the same bits."""

import ast
import contextlib
import inspect
import io
import pathlib
import runpy
import unittest

from backprop_ref import activations, costs, equations, gradient_step
from backprop_ref.cases import worked_example

SHEET = pathlib.Path(__file__).resolve().parent.parent / "docs" / "one_file.py"


class Bare(ast.NodeTransformer):
    """A syntax tree less docstrings and annotations."""

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        node.body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        node.returns = None
        for argument in node.args.args:
            argument.annotation = None
        return node

    def visit_AnnAssign(self, node):
        return ast.Assign(targets=[node.target], value=node.value)


def functions(source):
    """Name → what the function is, less docstring and annotations; and name → the first line of its docstring."""
    defined = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    first_lines = {node.name: ast.get_docstring(node).splitlines()[0] for node in defined}
    return {node.name: ast.dump(Bare().visit(node)) for node in defined}, first_lines


class TheSheetIsThePackage(unittest.TestCase):
    def setUp(self):
        self.source = SHEET.read_text(encoding="utf-8")
        self.package, self.lines = {}, {}
        for module in (equations, activations, costs):
            trees, lines = functions(inspect.getsource(module))
            self.package.update(trees)
            self.lines.update(lines)

    def test_every_function_is_the_packages_statement_for_statement(self):
        trees, lines = functions(self.source)
        self.assertGreater(len(trees), 10)
        for name, tree in trees.items():
            with self.subTest(name):
                self.assertEqual(self.package[name], tree)
                self.assertEqual(self.lines[name], lines[name])

    def test_it_has_every_equation_that_a_step_of_this_network_applies(self):
        trees, lines = functions(self.source)
        numbered = {line.partition(")")[0][1:] for line in lines.values() if line.startswith("(")}
        self.assertEqual({"2", "8", "9", "10", "11", "14", "15"}, numbered)

    def test_it_imports_only_math_and_is_one_sheet(self):
        imports = [node for node in ast.walk(ast.parse(self.source)) if isinstance(node, (ast.Import, ast.ImportFrom))]
        self.assertEqual(["math"], [node.module for node in imports])
        self.assertLess(len(self.source.splitlines()), 150)
        self.assertLessEqual(max(map(len, self.source.splitlines())), 120)

    def test_two_steps_have_the_packages_bits(self):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            sheet = runpy.run_path(str(SHEET))
        case = worked_example()
        network, expected = case.network, []
        for _ in range(2):
            step = gradient_step(network, case.examples, case.alpha, case.cost, case.reduction)
            expected.append(f"C = {step.C}  delta = {step.delta[0]}")
            network = step.network
        self.assertEqual(expected, printed.getvalue().splitlines())
        self.assertEqual((step.z[0], step.a[0], step.delta[0]), (sheet["z"], sheet["a"], sheet["delta"]))
        self.assertEqual([layer.w for layer in network.layers], sheet["w"])
        self.assertEqual([layer.b for layer in network.layers], sheet["b"])

    def test_a_changed_statement_is_noticed(self):
        changed = self.source.replace("delta_j = dC_da_j * da_dz_j", "delta_j = da_dz_j * dC_da_j", 1)
        self.assertNotEqual(functions(self.source)[0], functions(changed)[0])


if __name__ == "__main__":
    unittest.main()
