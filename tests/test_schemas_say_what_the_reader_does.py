"""The JSON Schemas in docs/ and the readers agree: what is accepted is valid, what is structurally wrong is not."""

import copy
import importlib.util
import json
import unittest

from hypothesis import given, strategies as st

from backprop_ref import ACTIVATIONS, COSTS, check
from backprop_ref.cases import (
    Refusal, bundled, case_object, read_case, read_cases, refusal_object, result_object, results, strategies,
)
from backprop_ref.numbers import exact_step

from tests import schemas
from tests.pages import ROOT, links, read
from tests.slips import with_work

try:
    from jsonschema import Draft202012Validator
except ImportError:
    Draft202012Validator = None

needs_jsonschema = unittest.skipIf(Draft202012Validator is None, "no jsonschema for this Python")

GOOD = {
    "id": "good", "version": 1, "note": "n", "flags": ["f"],
    "layers": [
        {"activation": "tanh", "weights": [[0.5, -1.5], ["0x1.8p+1", 0.25]], "biases": [0.5], "shared_bias": True},
        {"activation": "sigmoid", "weights": [[1.0, 2]], "biases": [0.75]},
    ],
    "cost": "squared_error", "reduction": "sum", "learning_rate": 0.5,
    "examples": [{"x": [1.0, 2.0], "y": [0.5]}, {"x": [3.0, 4.0], "y": [0.25]}],
}
OTHER_KINDS = [None, True, 3, -0.5, "", "text", [], [None], [[1.0]], {}, {"a": 1}]

# What the reader refuses and no schema can say, by a part of its message: those of the list in docs/format.md.
UNSAID = (
    "repeated", "(as in weights[0])", "(one for each neuron", "(one for each weight", "(one for each output)",
    "expected only in the output layer", "expected at least 0", "in the range of a double",
)


def validator(name):
    return Draft202012Validator(json.loads(read(ROOT / "docs" / f"{name}.schema.json")))


def places(value, path=()):
    """The path of every value in nested objects and lists."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from places(inner, path + (step,))


def changed(value, path, change):
    """A copy in which ``change`` was called with the parent of that place and its last step."""
    other = copy.deepcopy(value)
    parent = other
    for step in path[:-1]:
        parent = parent[step]
    change(parent, path[-1])
    return other


def neighbours(good):
    """The good object with one thing changed: another kind of value, a field missing, one too many, a list emptied."""
    for path in places(good):
        if not path:
            continue
        for value in OTHER_KINDS:
            yield changed(good, path, lambda parent, step: parent.__setitem__(step, value))
        yield changed(good, path, lambda parent, step: parent.__delitem__(step))
        if isinstance(path[-1], str):
            yield changed(good, path, lambda parent, step: parent.__setitem__(f"{step}_", parent[step]))
        else:
            yield changed(good, path, lambda parent, step: parent.append(parent[step]))


class TheFiles(unittest.TestCase):
    def test_they_are_what_the_regenerating_command_writes(self):
        for name, text in schemas.written().items():
            self.assertTrue(text == read(ROOT / "docs" / name), f"{name}: python -m tests.regenerate")

    def test_names_are_those_of_the_tables(self):
        case = json.loads(read(ROOT / "docs" / "case.schema.json"))
        self.assertEqual(list(ACTIVATIONS), case["$defs"]["layer"]["properties"]["activation"]["enum"])
        self.assertEqual(list(COSTS), case["properties"]["cost"]["enum"])

    def test_the_page_of_the_format_links_them(self):
        linked = links(read(ROOT / "docs" / "format.md"))
        for name in schemas.written():
            self.assertIn(name, linked)

    @unittest.skipUnless(importlib.util.find_spec("jsonschema"), "no jsonschema for this Python")
    def test_each_is_a_schema_itself(self):
        for name in ("case", "result", "check"):
            Draft202012Validator.check_schema(validator(name).schema)


@needs_jsonschema
class Cases(unittest.TestCase):
    def agree(self, text):
        """The reader and the schema say the same of a text, but for what no schema can say; True if it is a case."""
        valid = self.SCHEMA.is_valid(json.loads(text))
        try:
            read_case(text)
        except Refusal as refusal:
            if not any(words in refusal.why for words in UNSAID):
                self.assertFalse(valid, f"refused ({refusal.why}), valid by the schema: {text}")
            return False
        self.assertTrue(valid, f"accepted, and not valid by the schema: {text}")
        return True

    @classmethod
    def setUpClass(cls):
        cls.SCHEMA = validator("case")

    def test_every_bundled_case_is_valid(self):
        for case in bundled():
            self.assertTrue(self.agree(json.dumps(case_object(case))), case.id)

    def test_whatever_is_changed_in_one_place_both_say_the_same(self):
        self.assertTrue(self.agree(json.dumps(GOOD)))
        said = [self.agree(json.dumps(neighbour)) for neighbour in neighbours(GOOD)]
        self.assertGreater(said.count(False), 400)
        self.assertGreater(said.count(True), 20)

    def test_numbers_written_in_every_way(self):
        for value in (
            "0x1.8p+1", "0X1.8P1", "+0x.8p0", "0x10", "0x1.", "-0x0p0", "0x", "0xp1", "0x1.8p", "0x1.8.1p0", " 0x1p0",
            "0x1_0p0", "0x1p1024", "1/3", "-2/4", "+7/1", "0/5", "010/020", "1/", "/3", "1/-3", "1/0", "1/000", "1/2/3",
            "1.5/2", "1.5", "inf", "\u0661", "1/" + "1" * 4000, "1/" + "1" * 4001, "1" * 4001 + "/1", 1, 10**300,
            10**309, -(10**309), 5e-324, 1.7976931348623157e308,
        ):
            for path in (("layers", 1, "weights", 0, 1), ("examples", 1, "y", 0), ("learning_rate",)):
                self.agree(json.dumps(changed(GOOD, path, lambda parent, step: parent.__setitem__(step, value))))

    def test_numbers_beyond_the_doubles_are_invalid(self):
        for text in ("1e400", "-1e400", "1" + "0" * 309):
            self.assertFalse(self.SCHEMA.is_valid(json.loads(json.dumps(GOOD).replace("0.75", text))), text)

    def test_softmax_in_two_layers_is_invalid(self):
        two = copy.deepcopy(GOOD)
        for layer in two["layers"]:
            layer["activation"] = "softmax"
        self.assertFalse(self.SCHEMA.is_valid(two))
        two["layers"][0]["activation"] = "tanh"
        self.assertTrue(self.agree(json.dumps(two)))

    @given(strategies.cases())
    def test_every_case_that_is_made_up_is_valid(self, case):
        self.assertTrue(self.agree(json.dumps(case_object(case))))

    @given(st.data())
    def test_whatever_is_put_anywhere_both_say_the_same(self, data):
        path = data.draw(st.sampled_from([path for path in places(GOOD) if path]))
        value = data.draw(st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) |
            st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(["relu", "softmax", "1/2"]),
            lambda inner: st.lists(inner, max_size=3), max_leaves=4,
        ))
        self.agree(json.dumps(changed(GOOD, path, lambda parent, step: parent.__setitem__(step, value))))


@needs_jsonschema
class Results(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.SCHEMA = validator("result")
        cls.case = read_case(json.dumps(GOOD))
        case = cls.case
        step = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        cls.good = json.loads(json.dumps(result_object(case, step)))

    def test_every_bundled_result_is_valid(self):
        for id, result in results().items():
            self.assertTrue(self.SCHEMA.is_valid(result), id)

    def test_what_compute_answers_to_a_line_that_it_refuses_is_valid(self):
        with open(ROOT / "backprop_ref" / "cases" / "vectors.jsonl", "rb") as file:
            line = file.readline()
        for text in (b"[]", line.replace(b"half_squared_error", b"mse")):
            ((number, refusal),) = read_cases(iter_lines(text))
            self.assertTrue(self.SCHEMA.is_valid(refusal_object(refusal.id, number, refusal.why)))

    def test_fields_are_those_that_are_written(self):
        self.assertEqual(list(self.good), ["id", *schemas.FIELDS])

    def test_what_check_finds_well_formed_is_valid_and_nothing_that_it_finds_malformed(self):
        small = read_case('{"id": "small", "layers": [{"activation": "identity", "weights": [[2]], "biases": [1]}],'
                          ' "examples": [{"x": [1], "y": [1]}]}')
        right = {"bias_gradients": [[2.0]], "cost": 2.0, "outputs": [[3.0]]}
        self.assertTrue(self.SCHEMA.is_valid({"id": "small", **right}))
        self.assertEqual("pass", check(lambda case: right, [small]).verdict)
        for name in right:
            for value in (None, True, "text", "", [], [None], {}, {"a": 1}, [[True]], [["x"]], [[None]]):
                answer = {**right, name: value}
                with with_work(1e5):
                    report = check(lambda case: answer, [small]).object()
                self.assertIn("transport", [diagnosis["kind"] for diagnosis in report["diagnoses"]], (name, value))
                self.assertFalse(self.SCHEMA.is_valid({"id": "small", **answer}), (name, value))

    def test_an_answer_without_a_field_is_invalid_and_a_declined_one_is_valid(self):
        self.assertFalse(self.SCHEMA.is_valid({"id": "a"}))
        self.assertFalse(self.SCHEMA.is_valid({"cost": 1.0}))
        self.assertFalse(self.SCHEMA.is_valid({"id": None, "cost": 1.0}))
        self.assertTrue(self.SCHEMA.is_valid({"id": "a", "error": "unsupported: gelu"}))
        self.assertTrue(self.SCHEMA.is_valid({"id": "a", "cost": "0x1.8p+1", "time": 3}))
        self.assertTrue(self.SCHEMA.is_valid({"id": "a", "bias_gradients": [["1.5e-3", 2]]}))


def iter_lines(text):
    import io

    return io.BytesIO(text + b"\n")


@needs_jsonschema
class Verdicts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.SCHEMA = validator("check")
        cls.case = read_case(json.dumps(GOOD))
        case = cls.case
        step = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        cls.right = result_object(case, step)
        cls.right.pop("id")

    def reports(self):
        negated = {"bias_gradients": [[-b for b in row] for row in self.right["bias_gradients"]]}
        answers = [self.right, negated, {"cost": 0.5}, {"error": "unsupported"}, {}, None, {"bias_gradients": None}]
        for answer in answers:
            yield check(lambda case: answer, [self.case]).object()
        yield check([str(ROOT / "nothing-here")], [self.case]).object()

    def test_every_verdict_is_valid(self):
        seen = set()
        for report in self.reports():
            self.assertEqual([], [error.message for error in self.SCHEMA.iter_errors(report)], report)
            seen.add(report["verdict"])
        self.assertEqual({"pass", "fail", "error"}, seen)

    def test_fields_are_those_of_the_code(self):
        made = [check(lambda case: self.right, [self.case]).object(), check(lambda case: {}, [self.case]).object()]
        self.assertEqual(set(self.SCHEMA.schema["properties"]), set(made[0]))
        self.assertEqual(set(self.SCHEMA.schema["$defs"]["covered"]["properties"]), set(made[0]["covered"]))
        diagnosis = self.SCHEMA.schema["$defs"]["diagnosis"]
        self.assertEqual(set(diagnosis["properties"]), set(made[1]["diagnoses"][0]))

    def test_nothing_else_is_valid(self):
        report = check(lambda case: self.right, [self.case]).object()
        for name in report:
            self.assertFalse(self.SCHEMA.is_valid({field: value for field, value in report.items() if field != name}))
            self.assertFalse(self.SCHEMA.is_valid({**report, f"{name}_": report[name]}))
            self.assertFalse(self.SCHEMA.is_valid({**report, name: {"a": 1}}), name)
        self.assertFalse(self.SCHEMA.is_valid({**report, "verdict": "fail"}), "a failure without a diagnosis")
        self.assertFalse(self.SCHEMA.is_valid({**report, "precision": None}), "passed, and nothing was judged")


if __name__ == "__main__":
    unittest.main()
