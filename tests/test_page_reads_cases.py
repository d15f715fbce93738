"""The page reads cases as the command line does: the same doubles, the same refusals, word for word."""

import json
import random
import unittest

from backprop_ref.cases import Refusal, case_object, read_case
from backprop_ref.cases.vectors import bundled
from tests.javascript import ARITHMETIC, PAGE, needs_node, value_of

READING = [*ARITHMETIC, *(PAGE / f"{name}.js" for name in ("figures", "json", "case", "changes"))]
GOOD = {
    "id": "good",
    "layers": [
        {"activation": "relu", "weights": [[1, -2.5], [0.5, 3]], "biases": [0, 1]},
        {"activation": "softmax", "weights": [[1, 2], [3, 4]], "biases": [5], "shared_bias": True},
    ],
    "cost": "cross_entropy",
    "learning_rate": 0.5,
    "reduction": "sum",
    "examples": [{"x": [1, 2], "y": [0, 1]}],
}
ANSWERS = """given.map((text) => {
  try { return backprop.case_from(text); } catch (error) { return `refused: ${error.message}`; }
})"""


def changed(*path_and_value):
    """GOOD with one thing changed, or left out where the value is Ellipsis."""
    *path, last, value = path_and_value
    case = json.loads(json.dumps(GOOD))
    inner = case
    for step in path:
        inner = inner[step]
    if value is Ellipsis:
        del inner[last]
    else:
        inner[last] = value
    return json.dumps(case)


BAD = [
    "",
    "{",
    "[]",
    "nul",
    "3",
    '"a"',
    "[1 2]",
    '{"a" 1}',
    '{"a":1 "b"}',
    '{"a":}',
    '{"id":"a"} x',
    '{"id":"\t"}',
    '{"id":"\\q"}',
    '{"id":"\\u12"}',
    '{"id":"a',
    "\ufeff{}",
    '{\n"id": "a",\n oops}',
    '{"id": "é", "id": 3, "layers": [], "examples": []}',
    "[" * 100_000,
    '{"é": 1}',
    '{"id": 01}',
    "<script>alert(1)</script>",
    changed("id", ...),
    changed("id", ""),
    changed("id", 3),
    changed("id", None),
    changed("note", 1),
    changed("flags", "a"),
    changed("flags", [1]),
    changed("version", 2),
    changed("version", True),
    changed("version", "1"),
    changed("learning_rat", 1),
    changed("a b", 1),
    changed("layers", ...),
    changed("layers", []),
    changed("layers", {}),
    changed("layers", [3]),
    changed("examples", ...),
    changed("examples", []),
    changed("examples", [[]]),
    changed("cost", "mse"),
    changed("cost", 3),
    changed("cost", None),
    changed("reduction", "max"),
    changed("learning_rate", -1),
    changed("learning_rate", "a"),
    changed("learning_rate", True),
    changed("learning_rate", None),
    changed("learning_rate", "-1/2"),
    changed("learning_rate", -0.25),
    changed("layers", 0, "activation", ...),
    changed("layers", 0, "activation", "Relu"),
    changed("layers", 0, "activation", "softmax"),
    changed("layers", 0, "weights", []),
    changed("layers", 0, "weights", [[]]),
    changed("layers", 0, "weights", [[1, 2], [3]]),
    changed("layers", 0, "weights", 1),
    changed("layers", 0, "weights", [[1], [2]]),
    changed("layers", 1, "weights", [[1], [2]]),
    changed("layers", 0, "weights", [[1, "x"], [1, 2]]),
    changed("layers", 0, "weights", [[1, "0x"], [1, 2]]),
    changed("layers", 0, "weights", [[1, "1/0"], [1, 2]]),
    changed("layers", 0, "weights", [[1, "1/x"], [1, 2]]),
    changed("layers", 0, "weights", [[1, "0x1p9999"], [1, 2]]),
    changed("layers", 0, "weights", [[1, "9" * 4001 + "/1"], [1, 2]]),
    changed("layers", 0, "weights", [[1, "9" * 400 + "/1"], [1, 2]]),
    changed("layers", 0, "weights", [[float("nan"), 1], [1, 2]]),
    changed("layers", 0, "weights", [[float("-inf"), 1], [1, 2]]),
    changed("layers", 0, "weights", [[10**400, 1], [1, 2]]),
    changed("layers", 0, "weights", [["é\n'\"", 1], [1, 2]]),
    changed("layers", 0, "biases", [1]),
    changed("layers", 0, "biases", [[1], 2]),
    changed("layers", 1, "biases", [1, 2]),
    changed("layers", 0, "biases", []),
    changed("layers", 0, "shared_bias", 1),
    changed("layers", 0, "bias", [1]),
    changed("examples", 0, "x", [1]),
    changed("examples", 0, "x", []),
    changed("examples", 0, "y", [1, 2, 3]),
    changed("examples", 0, "y", ...),
    changed("examples", 0, "z", 1),
    changed("examples", 0, "x", [None, 1]),
    changed("note", "x").replace('"x"', "1e999"),
    json.dumps(GOOD).replace("0.5,", "1e999,"),
    json.dumps(GOOD).replace("-2.5", "-1e400"),
    json.dumps(GOOD, indent=1).replace('"cost"', "cost"),
    json.dumps(GOOD).replace('"biases": [0, 1]', '"biases": [0, 1], "biases": [0, 1]'),
]


def refused(text):
    try:
        read_case(text)
    except Refusal as refusal:
        return f"refused: {refusal.why}"
    return None


@needs_node
class ThePageReadsCasesAsTheCommandLineDoes(unittest.TestCase):
    def test_what_is_refused_is_refused_in_the_same_words(self):
        for text, answer in zip(BAD, value_of(ANSWERS, BAD, READING)):
            with self.subTest(text=text[:200]):
                self.assertIsNotNone(refused(text), "not a bad case")
                self.assertEqual(answer, refused(text))

    def test_every_bundled_case_is_read_as_the_doubles_that_it_has(self):
        cases = bundled()
        texts = [json.dumps(case_object(case)) for case in cases]
        for case, found in zip(cases, value_of(ANSWERS, texts, READING)):
            with self.subTest(case=case.id):
                doubles = case_object(case.map(float))
                for optional in ("note", "flags"):
                    self.assertEqual(found.get(optional), doubles.get(optional))
                for name in ("id", "layers", "examples", "cost", "reduction"):
                    self.assertEqual(found[name], doubles[name])
                self.assertEqual(found.get("learning_rate"), doubles.get("learning_rate"))

    def test_fractions_and_hexadecimal_floats_are_the_nearest_doubles(self):
        draw = random.Random(5)
        texts = [
            "1/3",
            "-7/3",
            "+1/3",
            "0/5",
            "9007199254740993/1",
            "0x1.8p+1",
            "-0x1p-1074",
            "0x1.fffffffffffff8p+0",
            "0x.8p0",
            "0xAp-3",
            "0x1p-1080",
            "0x3p-1075",
        ]
        texts += [
            f"{draw.randrange(10 ** draw.randint(1, 60))}/{draw.randrange(1, 10 ** draw.randint(1, 60))}"
            for _ in range(300)
        ]
        texts += [f"{draw.randrange(1, 10 ** 20)}/{10 ** draw.randint(300, 340)}" for _ in range(100)]
        texts += [
            f"0x{draw.getrandbits(70):x}.{draw.getrandbits(40):x}p{draw.randint(-1100, 800)}" for _ in range(200)
        ]
        cases = [changed("layers", 0, "biases", [0, text]) for text in texts]
        for text, case, found in zip(texts, cases, value_of(ANSWERS, cases, READING)):
            with self.subTest(number=text):
                self.assertEqual(float(found["layers"][0]["biases"][1]), float(read_case(case).network.layers[0].b[1]))

    def test_of_a_file_with_several_cases_each_is_read_by_its_line(self):
        text = "\n" + changed("id", "first") + "\n\n" + changed("cost", "mse") + "\n"
        found = value_of(
            """backprop.cases_in(given).map((read) => {
              try { return read().id; } catch (error) { return error.message.slice(0, 25); }
            })""",
            text,
            READING,
        )
        self.assertEqual(["first", "line 4: cost: found 'mse'"], found)
        self.assertEqual(["good"], value_of(
            "backprop.cases_in(given).map((read) => read().id)", json.dumps(GOOD, indent=1), READING
        ))

    def test_what_is_written_is_read_again_as_the_same(self):
        written = value_of(
            "given.map((text) => backprop.case_text(backprop.case_from(text)))", [json.dumps(GOOD)], READING
        )[0]
        self.assertNotIn("\n", written)
        self.assertEqual(case_object(read_case(written)), case_object(read_case(json.dumps(GOOD))))


@needs_node
class NumbersAreWrittenAsPythonWritesThem(unittest.TestCase):
    def test_in_full_and_to_so_many_digits(self):
        draw = random.Random(3)
        numbers = [
            0.0,
            1.0,
            -2.0,
            0.1,
            1e16,
            1e15,
            123456789012345680.0,
            1e-4,
            1e-5,
            5e-324,
            1.7976931348623157e308,
            0.3775,
            999999.5,
            9.9999e-5,
        ]
        numbers += [draw.uniform(-1, 1) * 10 ** draw.randint(-30, 30) for _ in range(500)]
        found = value_of(
            "given.map((x) => [backprop.full(x), backprop.to_digits(x, 4), backprop.to_digits(x, 9)])",
            numbers,
            READING,
        )
        for x, texts in zip(numbers, found):
            with self.subTest(x=x):
                full = repr(x)[:-2] if repr(x).endswith(".0") else repr(x)
                self.assertEqual(texts, ["0" if x == 0 else full, f"{x:.4g}", f"{x:.9g}"])

    def test_what_a_person_types_is_understood(self):
        texts = [
            "0.5",
            " -3 ",
            "\u22122",
            "1/4",
            "1,5",
            ".5",
            "2.",
            "1e3",
            "",
            "abc",
            "1/0",
            "1..2",
            "0x1",
            "1e999",
            "1/2/3",
            "--1",
        ]
        expected = [0.5, -3, -2, 0.25, 1.5, 0.5, 2, 1000] + [None] * 8
        self.assertEqual(value_of("given.map(backprop.typed)", texts, READING), expected)

    def test_what_is_too_large_is_told_from_what_is_no_number(self):
        whys = value_of("given.map((text) => backprop.refusal_of(text, 'a number'))", ["-1e400", "1/0", "x"], READING)
        too_large = "found '-1e400', too large, expected a number in the range of a double"
        self.assertEqual([too_large, "found '1/0', expected a number", "found 'x', expected a number"], whys)
