"""docs/format.md describes the format that the code reads and writes."""

import json
import re
import unittest

from backprop_ref import ACTIVATIONS, COSTS, bounded_step, check, gradient_step
from backprop_ref.cases import read_case, result_object
from backprop_ref.cases.reading import CASE_FIELDS, EXAMPLE_FIELDS, LAYER_FIELDS
from backprop_ref.verify.listen_answers import MANNERS

from tests import tables
from tests.pages import ROOT, blocks, read

TEXT = read(ROOT / "docs" / "format.md")


def section(heading):
    return TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(heading):
    """The cells of every row of the first table under that heading, without the heading's own."""
    lines = [line for line in section(heading).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[1:]]


class ACase(unittest.TestCase):
    def test_table_lists_every_field_and_no_other(self):
        fields = " ".join(row[0] for row in rows("A case"))
        self.assertEqual(set(CASE_FIELDS) - {"examples"}, set(re.findall(r"`(\w+)`", fields)))
        self.assertEqual(set(LAYER_FIELDS), set(re.findall(r"`layers\[l\]\.(\w+)", fields)))
        self.assertEqual(set(EXAMPLE_FIELDS), set(re.findall(r"`(?:examples\[i\])?\.(\w+)`", fields)))

    def test_defaults_are_those_of_the_code(self):
        required = {"id": "1", "layers": [{"activation": "relu", "weights": [[1]], "biases": [1]}],
                    "examples": [{"x": [1], "y": [1]}]}
        case = read_case(json.dumps(required))
        said = {row[0].strip("`"): row[2].strip("`") for row in rows("A case")}
        self.assertEqual(said["cost"], case.cost)
        self.assertEqual(said["reduction"], case.reduction)
        self.assertEqual(said["layers[l].shared_bias"], str(case.network.layers[0].shared_bias).lower())
        self.assertEqual(said["learning_rate"], "none: no update is computed")
        self.assertIsNone(case.alpha)
        for name in required:
            less = {field: value for field, value in required.items() if field != name}
            with self.assertRaisesRegex(ValueError, f"{name}: missing"):
                read_case(json.dumps(less))

    def test_numbers_of_the_result_are_those_of_the_case(self):
        case = read_case(blocks(section("A case"), "json")[0])
        said = json.loads(blocks(section("A result"), "json")[0])
        bounds = bounded_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        self.assertEqual(case.id, said["id"])
        for l, layer in enumerate(case.network.layers):
            for j, w_j in enumerate(layer.w):
                self.assertTrue(holds(bounds.dC_db[l][j], said["bias_gradients"][l][j]))
                for k in range(len(w_j)):
                    self.assertTrue(holds(bounds.dC_dw[l][j][k], said["weight_gradients"][l][j][k]))


def holds(bound, value):
    """exp may end in another digit on another platform, so the digits on the page are held to their bound."""
    return bound.low <= value <= bound.high


class AResult(unittest.TestCase):
    def test_table_lists_every_field_that_compute_writes_and_error(self):
        case = read_case(blocks(section("A case"), "json")[0])
        written = result_object(case, gradient_step(case.network, case.examples, case.alpha))
        fields = re.findall(r"`(\w+)`", " ".join(row[0] for row in rows("A result")))
        self.assertEqual(set(written) - {"id"} | {"error"}, set(fields))


class TheVerdict(unittest.TestCase):
    def test_table_lists_every_field_and_no_other(self):
        case = read_case(blocks(section("A case"), "json")[0])
        step = gradient_step(case.network, case.examples)
        right = check(lambda given: {"bias_gradients": step.dC_db}, [case]).object()
        wrong = check(lambda given: {"bias_gradients": [[0.0, 0.0], [0.0, 0.0]]}, [case]).object()
        fields = " ".join(row[0] for row in rows("The verdict as JSON"))
        self.assertEqual(set(right), set(re.findall(r"`(\w+)`", fields)))
        covered = re.findall(r"(?:covered|, `)\.(\w+)`", fields.split("`covered`")[1])
        self.assertEqual(set(right["covered"]), set(covered))
        diagnosis = re.findall(r"(?:\[\]|, `)\.(\w+)`", fields.split("`covered`")[0])
        self.assertEqual(set(wrong["diagnoses"][0]), set(diagnosis))

    def test_manners_are_those_of_the_code(self):
        self.assertEqual([[f"`{name}`", text] for name, text in MANNERS.items()], rows("A program's manners"))


class TheTables(unittest.TestCase):
    def test_names_are_those_of_the_code(self):
        self.assertEqual([f"`{name}`" for name in ACTIVATIONS], [row[0] for row in rows("Activations")])
        self.assertEqual([f"`{name}`" for name in COSTS], [row[0] for row in rows("Costs")])

    def test_tables_are_those_that_the_regenerating_command_writes(self):
        self.assertTrue(tables.in_page(TEXT) == TEXT, "docs/format.md: python -m tests.regenerate")


if __name__ == "__main__":
    unittest.main()
