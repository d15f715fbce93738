"""Every kind of bad input is refused before anything is computed: place, found, expected, word for word."""

import io
import json
import unittest
from unittest import mock

from hypothesis import given, strategies as st

from backprop_ref import ACTIVATIONS, COSTS
from backprop_ref.cases import Case, Refusal, read_case, read_cases, reading
from backprop_ref.cases.reading import CASE_FIELDS, EXAMPLE_FIELDS, LAYER_FIELDS

NAMES = ", ".join(ACTIVATIONS)
GOOD = {
    "id": "good",
    "layers": [
        {"activation": "tanh", "weights": [[0.5, -1.5], [2.0, 0.25]], "biases": [0.5, 1.5]},
        {"activation": "sigmoid", "weights": [[1.0, 2.0]], "biases": [0.75]},
    ],
    "learning_rate": 0.5,
    "examples": [{"x": [1.0, 2.0], "y": [0.5]}, {"x": [3.0, 4.0], "y": [0.25]}],
}


def changed(*path_and_value):
    """The good case with one field changed; a field that is not there is added."""
    *path, last, value = path_and_value
    case = json.loads(json.dumps(GOOD))
    place = case
    for step in path:
        place = place[step]
    place[last] = value
    return json.dumps(case)


def without(*path):
    case = json.loads(json.dumps(GOOD))
    place = case
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return json.dumps(case)


class Refusing(unittest.TestCase):
    def refused(self, message, text, id="good"):
        with self.subTest(expected=message):
            with self.assertRaises(Refusal) as caught:
                read_case(text)
            self.assertEqual((message, id), (str(caught.exception), caught.exception.id))


class Fields(Refusing):
    def test_the_good_case_is_good(self):
        case = read_case(json.dumps(GOOD))
        self.assertEqual(("good", [2, 2, 1], 2, 0.5), (case.id, case.network.sizes, len(case.examples), case.alpha))

    def test_a_refusal_is_a_ValueError(self):
        self.assertTrue(issubclass(Refusal, ValueError))

    def test_missing_fields(self):
        self.refused("id: missing", without("id"), None)
        self.refused("layers: missing", without("layers"))
        self.refused("examples: missing", without("examples"))
        self.refused("layers[0].activation: missing", without("layers", 0, "activation"))
        self.refused("layers[1].weights: missing", without("layers", 1, "weights"))
        self.refused("layers[0].biases: missing", without("layers", 0, "biases"))
        self.refused("examples[1].y: missing", without("examples", 1, "y"))
        self.refused("examples[0].x: missing", without("examples", 0, "x"))

    def test_unknown_fields(self):
        known = ", ".join(CASE_FIELDS)
        self.refused(f"learning_rat: unknown field, expected {known}", changed("learning_rat", 0.5))
        self.refused(f"'x y': unknown field, expected {known}", changed("x y", 0.5))
        self.refused(f"'\\x1b[2J': unknown field, expected {known}", changed("\x1b[2J", 0.5))
        self.refused(f"layers[1].bias: unknown field, expected {', '.join(LAYER_FIELDS)}",
                     changed("layers", 1, "bias", [0.5]))
        self.refused(f"examples[0].z: unknown field, expected {', '.join(EXAMPLE_FIELDS)}",
                     changed("examples", 0, "z", [0.5]))

    def test_repeated_fields(self):
        text = json.dumps(GOOD)
        self.refused("id: repeated, expected once", text.replace('"id": "good"', '"id": "good", "id": "good"'))
        self.refused("learning_rate: repeated, expected once",
                     text.replace('"learning_rate": 0.5', '"learning_rate": 0.5, "learning_rate": 0.6'))
        self.refused("layers[1].biases: repeated, expected once",
                     text.replace('"biases": [0.75]', '"biases": [0.75], "biases": [0.75]'))
        self.refused("examples[1].x: repeated, expected once",
                     text.replace('"x": [3.0, 4.0]', '"x": [3.0, 4.0], "x": [3.0, 4.0]'))

    def test_versions(self):
        self.assertEqual("good", read_case(changed("version", 1)).id)
        for found, version in [("2", 2), ("0", 0), ("'1'", "1"), ("true", True), ("null", None), ("a list", [1])]:
            self.refused(f"version: found {found}, expected 1", changed("version", version))

    def test_ids_notes_and_flags(self):
        self.refused("id: empty, expected a name", changed("id", ""), "")
        for found, value in [("a number", 7), ("null", None), ("true", True), ("a list", ["a"]), ("an object", {})]:
            self.refused(f"id: found {found}, expected a text", changed("id", value), None)
        self.refused("note: found null, expected a text", changed("note", None))
        self.refused("flags: found a text, expected a list", changed("flags", "a"))
        self.refused("flags[1]: found a number, expected a text", changed("flags", ["a", 1]))
        case = read_case(json.dumps({**GOOD, "note": "n", "flags": ["a", "b"]}))
        self.assertEqual(("n", ("a", "b")), (case.note, case.flags))

    def test_unknown_names(self):
        self.refused(f"cost: found 'mse', expected one of {', '.join(COSTS)}", changed("cost", "mse"))
        self.refused(f"cost: found a list, expected one of {', '.join(COSTS)}", changed("cost", ["mse"]))
        self.refused("reduction: found 'avg', expected one of sum, mean", changed("reduction", "avg"))
        self.refused("reduction: found null, expected one of sum, mean", changed("reduction", None))
        self.refused(f"layers[0].activation: found 'ReLU', expected one of {NAMES}",
                     changed("layers", 0, "activation", "ReLU"))
        self.refused(f"layers[0].activation: found null, expected one of {NAMES}",
                     changed("layers", 0, "activation", None))
        self.refused("layers[0].activation: softmax, expected only in the output layer",
                     changed("layers", 0, "activation", "softmax"))


class Shapes(Refusing):
    def test_lists_that_are_none(self):
        for found, value in [("an object", {}), ("null", None), ("a text", "[]"), ("a number", 3), ("false", False)]:
            self.refused(f"layers: found {found}, expected a list", changed("layers", value))
            self.refused(f"examples: found {found}, expected a list", changed("examples", value))
            self.refused(f"layers[0].weights: found {found}, expected a list", changed("layers", 0, "weights", value))
            self.refused(f"layers[0].weights[1]: found {found}, expected a list",
                         changed("layers", 0, "weights", 1, value))
            self.refused(f"layers[1].biases: found {found}, expected a list", changed("layers", 1, "biases", value))
            self.refused(f"examples[1].x: found {found}, expected a list", changed("examples", 1, "x", value))

    def test_objects_that_are_none(self):
        self.refused("layers[1]: found a list, expected an object", changed("layers", 1, []))
        self.refused("examples[0]: found null, expected an object", changed("examples", 0, None))

    def test_empty_lists(self):
        self.refused("layers: none, expected at least one", changed("layers", []))
        self.refused("examples: none, expected at least one", changed("examples", []))
        self.refused("layers: none, expected at least one", '{"id": "good", "examples": [], "layers": []}')
        self.refused("layers[0].weights: empty, expected at least one row (one for each neuron)",
                     changed("layers", 0, "weights", []))
        self.refused("layers[0].weights[0]: empty, expected at least one weight", changed("layers", 0, "weights", [[]]))
        self.refused("examples[0].x: empty, expected at least one number", changed("examples", 0, "x", []))

    def test_ragged_and_wrong_lengths(self):
        self.refused("layers[0].weights[1]: 1 weight, expected 2 (as in weights[0])",
                     changed("layers", 0, "weights", 1, [2.0]))
        self.refused("layers[0].biases: 3 biases, expected 2 (one for each neuron)",
                     changed("layers", 0, "biases", [1.0, 2.0, 3.0]))
        self.refused("layers[1].weights[0]: 3 weights, expected 2 (one for each neuron of layers[0])",
                     changed("layers", 1, "weights", [[1.0, 2.0, 3.0]]))
        self.refused("examples[1].x: 1 number, expected 2 (one for each weight of layers[0].weights[0])",
                     changed("examples", 1, "x", [1.0]))
        self.refused("examples[0].y: 2 numbers, expected 1 (one for each output)",
                     changed("examples", 0, "y", [1.0, 2.0]))

    def test_shared_biases(self):
        self.assertTrue(read_case(changed("layers", 1, "shared_bias", True)).network.layers[1].shared_bias)
        self.assertFalse(read_case(changed("layers", 1, "shared_bias", False)).network.layers[1].shared_bias)
        self.refused("layers[0].biases: 2 biases, expected 1 (shared by all neurons)",
                     changed("layers", 0, "shared_bias", True))
        for found, value in [("1", 1), ("'true'", "true"), ("null", None)]:
            self.refused(f"layers[0].shared_bias: found {found}, expected true or false",
                         changed("layers", 0, "shared_bias", value))

    def test_learning_rates(self):
        self.assertIsNone(read_case(without("learning_rate")).alpha)
        self.assertEqual(0, read_case(changed("learning_rate", 0)).alpha)
        self.refused("learning_rate: found -0.5, expected at least 0", changed("learning_rate", -0.5))
        self.refused("learning_rate: found null, expected a number", changed("learning_rate", None))
        self.refused("learning_rate: found true, expected a number", changed("learning_rate", True))


class Numbers(Refusing):
    PLACE = "layers[0].weights[1][0]"

    def number(self, value):
        return read_case(changed("layers", 0, "weights", 1, 0, value)).network.layers[0].w[1][0]

    def bad(self, message, value):
        self.refused(f"{self.PLACE}: {message}", changed("layers", 0, "weights", 1, 0, value))

    def bad_text(self, message, text):
        self.refused(f"{self.PLACE}: {message}", json.dumps(GOOD).replace("[2.0, 0.25]", f"[{text}, 0.25]"))

    def test_what_is_no_number(self):
        for found, value in [("true", True), ("false", False), ("null", None), ("a list", [1.0]), ("an object", {})]:
            self.bad(f"found {found}, expected a number", value)

    def test_NaN_and_infinities(self):
        self.bad("found NaN, expected a finite number", float("nan"))
        self.bad("found Infinity, expected a number in the range of a double", float("inf"))
        self.bad("found -Infinity, expected a number in the range of a double", float("-inf"))

    def test_numbers_beyond_the_range_of_a_double(self):
        self.bad_text("found 1e400, expected a number in the range of a double", "1e400")
        self.bad_text("found -1e400, expected a number in the range of a double", "-1e400")
        self.bad_text("found " + "1" + "0" * 38 + "…, expected a number in the range of a double", "1" + "0" * 309)
        self.bad_text("found " + "1" + "0" * 38 + "…, expected a number in the range of a double", "1" + "0" * 5000)
        self.bad("found '0x1p1024', expected a number in the range of a double", "0x1p1024")
        self.bad("found '1" + "0" * 37 + "…, expected a number in the range of a double", "1" + "0" * 400 + "/1")

    def test_numbers_become_the_nearest_double(self):
        for value, expected in [(3, 3.0), (-0.1, -0.1), (2**53 + 1, 2.0**53), (10**300, 1e300), (5e-324, 5e-324)]:
            self.assertEqual((float, expected), (type(self.number(value)), self.number(value)))

    def test_hexadecimal_floats(self):
        for text, expected in [
            ("0x1.8p+1", 3.0), ("0X1.8P1", 3.0), ("-0x1p-1", -0.5), ("+0x.8p0", 0.5), ("0x10p0", 16.0),
            ("0x0p0", 0.0), ("0x1.fffffffffffffp+1023", 1.7976931348623157e308), ("0x1p-1074", 5e-324),
            ("0x1p-99999999999999999999", 0.0), ("0x1.00000000000008p0", 1.0), ("0x1.000000000000081p0", 1 + 2**-52),
        ]:
            self.assertEqual((expected, float), (self.number(text), type(self.number(text))), text)

    def test_texts_that_are_no_number(self):
        expected = "expected a hexadecimal float (0x1.8p+1) or a fraction (1/3)"
        for text in ["", "1.5", "abc", "0x", "0xp1", "0x1.8p", "0x1.8p+", "0x1.8.1p0", " 0x1p0", "0x1p0 ", "0x1_0p0",
                     "inf", "nan", "0x1.8q1", "1e5", "0xg", "--0x1p0", "0x-1p0", "0x1p0x1", "\u0661"]:
            self.bad(f"found {ascii(text)}, {expected}", text)
        self.bad("found '0x1p99999999999999999999', expected a number in the range of a double",
                 "0x1p99999999999999999999")

    def test_fractions(self):
        from fractions import Fraction

        for text, expected in [("1/3", Fraction(1, 3)), ("-2/4", Fraction(-1, 2)), ("+7/1", Fraction(7)),
                               ("0/5", Fraction(0)), ("010/020", Fraction(1, 2))]:
            self.assertEqual((Fraction, expected), (type(self.number(text)), self.number(text)))

    def test_texts_that_are_no_fraction(self):
        for text in ["1/", "/3", "/", "1/-3", "1/+3", "1 /3", "1/ 3", "1/2/3", "1.5/2", "--1/3", "1_0/3", "0x1/3",
                     "\u0661/3"]:
            self.bad(f"found {ascii(text)}, expected digits/digits in a fraction", text)
        self.bad("found '1/0', expected a denominator other than 0", "1/0")
        self.bad("found '1/000', expected a denominator other than 0", "1/000")

    def test_a_fraction_of_endless_digits(self):
        self.bad("4001 digits, expected at most 4000 in a fraction", "1/" + "1" * 4001)
        self.bad("5000 digits, expected at most 4000 in a fraction", "1" * 5000 + "/3")

    def test_with_one_fraction_all_numbers_are_fractions_even_before_a_sigmoid(self):
        from fractions import Fraction

        case = read_case(changed("layers", 0, "weights", 1, 0, "1/3"))
        self.assertEqual((Fraction, True, False), (case.network.number, case.exact, case.whole))
        self.assertEqual({Fraction}, {type(number) for number in case.examples[0].x + [case.alpha]})
        self.assertEqual(Fraction(0.1), read_case(
            json.dumps(GOOD).replace("[2.0, 0.25]", '["1/3", 0.1]')).network.layers[0].w[1][1])
        whole = {"id": "w", "layers": [{"activation": "relu", "weights": [["1/3", 2]], "biases": [1]}],
                 "examples": [{"x": [1, 2], "y": ["1/7"]}]}
        self.assertTrue(read_case(json.dumps(whole)).whole)
        plain = read_case(json.dumps(GOOD))
        self.assertEqual((False, float), (plain.exact, plain.network.number))

    def test_numbers_are_checked_wherever_they_stand(self):
        for place, path in [
            ("layers[0].biases[1]", ("layers", 0, "biases", 1)),
            ("layers[1].weights[0][1]", ("layers", 1, "weights", 0, 1)),
            ("examples[1].x[0]", ("examples", 1, "x", 0)), ("examples[0].y[0]", ("examples", 0, "y", 0)),
            ("learning_rate", ("learning_rate",)),
        ]:
            self.refused(f"{place}: found true, expected a number", changed(*path, True))
            self.refused(f"{place}: found NaN, expected a finite number", changed(*path, float("nan")))


class Texts(Refusing):
    def test_what_is_no_object(self):
        for found, text in [("a list", "[]"), ("a number", "3"), ("a text", '"a"'), ("null", "null"), ("true", "true"),
                            ("a number", "-0.5e3"), ("false", "false")]:
            self.refused(f"found {found}, expected an object", text, None)

    def test_what_is_no_JSON(self):
        self.refused("column 2: found the end, expected JSON (Expecting property name enclosed in double quotes)",
                     "{", None)
        self.refused("column 1: found 'hello', expected JSON (Expecting value)", "hello", None)
        self.refused(
            "column 2: found \"'id': 'a'}\", expected JSON (Expecting property name enclosed in double quotes)",
            "{'id': 'a'}", None,
        )
        self.refused("column 4: found '{}', expected JSON (Extra data)", "{} {}", None)

    def test_not_UTF_8(self):
        self.refused("byte 9: found 0xff, expected UTF-8", b'{"id": "\xff"}', None)
        for encoding in ("utf-16", "utf-16-le", "utf-16-be"):  # with a mark, and without one
            self.refused("found UTF-16, expected UTF-8", json.dumps(GOOD).encode(encoding), None)

    def test_a_file_in_UTF_16_is_refused_once(self):
        lines = f"{json.dumps(GOOD)}\n" * 3
        for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
            answers = list(read_cases(io.BytesIO(lines.encode(encoding))))
            self.assertEqual([(1, "found UTF-16, expected UTF-8")], [(line, answer.why) for line, answer in answers])

    def test_a_byte_order_mark(self):
        text = "\ufeff" + json.dumps(GOOD)
        self.refused("found a byte order mark, expected UTF-8 without one", text, None)
        self.refused("found a byte order mark, expected UTF-8 without one", text.encode("utf-8"), None)

    def test_nested_too_deep(self):
        self.refused("nested too deeply, expected a case", "[" * 100_000, None)
        self.refused("nested too deeply, expected a case", '{"id":' * 100_000, None)

    def test_deep_but_not_too_deep_is_refused_where_it_stands(self):
        text = changed("layers", 0, "weights", 1, 0, 7).replace("[7,", "[" + "[" * 50 + "]" * 50 + ",")
        self.refused("layers[0].weights[1][0]: found a list, expected a number", text)

    @given(st.text())
    def test_whatever_text_comes_is_read_or_refused(self, text):
        try:
            self.assertIsInstance(read_case(text), Case)
        except Refusal as refusal:
            self.assertLess(len(refusal.why), 500)
            self.assertTrue(refusal.why.isprintable(), "nothing from the input reaches the screen unescaped")

    @given(st.binary())
    def test_whatever_bytes_come_are_read_or_refused(self, data):
        with self.assertRaises(Refusal):
            read_case(data)

    @given(st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(CASE_FIELDS + LAYER_FIELDS), inner),
    ), st.sampled_from([
        ("layers",), ("examples",), ("layers", 0), ("layers", 0, "weights"), ("layers", 0, "weights", 0), ("id",),
        ("layers", 0, "weights", 0, 0), ("layers", 1, "biases"), ("examples", 0), ("cost",), ("learning_rate",),
        ("layers", 0, "activation"), ("layers", 0, "shared_bias"), ("flags",), ("note",), ("version",),
    ]))
    def test_whatever_stands_in_a_field_is_read_or_refused_with_its_place(self, value, path):
        try:
            read_case(changed(*path, value))
        except Refusal as refusal:
            self.assertRegex(refusal.why, r"^[\w\[\].]+: |^(layers|examples)|^'")
            self.assertTrue(refusal.why.isprintable())


class Files(unittest.TestCase):
    def read(self, *lines):
        return list(read_cases(io.BytesIO(b"".join(lines))))

    def line(self, **fields):
        return json.dumps({**GOOD, **fields}).encode() + b"\n"

    def test_lines_are_counted_from_1_and_blank_ones_skipped(self):
        found = self.read(self.line(), b"\n", b"  \t\r\n", self.line(id="b"), b"\n", b"x\n")
        self.assertEqual([1, 4, 6], [line for line, _ in found])
        self.assertEqual([Case, Case, Refusal], [type(case) for _, case in found])
        self.assertEqual(6, found[-1][1].line)

    def test_the_last_line_need_not_end(self):
        self.assertEqual(["good"], [case.id for _, case in self.read(self.line().rstrip())])

    def test_lines_of_windows_are_lines(self):
        self.assertEqual(["good", "b"], [
            case.id for _, case in self.read(self.line().replace(b"\n", b"\r\n"), self.line(id="b"))
        ])

    def test_an_empty_file_has_no_case(self):
        self.assertEqual([], self.read(b""))

    def test_an_id_is_used_once_in_a_file(self):
        found = self.read(self.line(), self.line(id="b"), self.line())
        self.assertEqual("id: 'good' again, expected an id not used before in this file", str(found[2][1]))
        self.assertEqual((3, "good"), (found[2][1].line, found[2][1].id))

    def test_the_id_of_a_refused_line_can_be_used_again(self):
        found = self.read(self.line(cost="mse"), self.line())
        self.assertEqual([Refusal, Case], [type(case) for _, case in found])

    def test_a_line_that_is_too_long_is_refused_and_the_rest_goes_on(self):
        with mock.patch.object(reading, "LONGEST_LINE", 1000):
            fits = self.line(note="").rstrip()
            fits = self.line(note="n" * (1000 - len(fits)))
            self.assertEqual(1001, len(fits))
            found = self.read(fits, self.line(id="long", note="n" * 2000), self.line(id="b"))
        self.assertEqual([Case, Refusal, Case], [type(case) for _, case in found])
        self.assertEqual(("over 1000 bytes, expected a line of at most 64 MiB", 2, None),
                         (found[1][1].why, found[1][1].line, found[1][1].id))
        self.assertEqual([1, 2, 3], [line for line, _ in found])

    def test_the_limit_is_64_MiB(self):
        self.assertEqual(64 * 2**20, reading.LONGEST_LINE)

    def test_an_endless_line_is_refused_before_it_ends_and_takes_little_memory(self):
        class Endless(io.RawIOBase):
            given = 0

            def readline(self, size=-1):
                if size < 0:
                    raise AssertionError("the whole of an endless line was asked for")
                self.given += size
                return b"[" * size

        endless = Endless()
        with mock.patch.object(reading, "LONGEST_LINE", 1000):
            line, refusal = next(read_cases(endless))
        self.assertEqual((1, "over 1000 bytes, expected a line of at most 64 MiB"), (line, refusal.why))
        self.assertLess(endless.given, 2000)

    def test_each_case_is_handed_out_before_the_next_line_is_read(self):
        class Watched(io.BytesIO):
            lines = 0

            def readline(self, *args):
                self.lines += 1
                return super().readline(*args)

        watched = Watched(self.line() + self.line(id="b"))
        next(read_cases(watched))
        self.assertEqual(1, watched.lines)


if __name__ == "__main__":
    unittest.main()
