"""The bundled cases are what their generator makes, each with the properties for which it is there."""

import contextlib
import io
import json
import math
import os
import re
import subprocess
import sys
import unittest

from backprop_ref import ACTIVATIONS, COSTS, RULES, gradient_step
from backprop_ref.cases import case_object, read_cases, result_object, vectors
from backprop_ref.commands import main
from backprop_ref.mistakes import KINDS, KNOWN, MISTAKES
from tests import bundled, regenerate
from tests.slips import shows

CASES = vectors.bundled()


def printed(*argv):
    """What a command writes to standard output."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = main(list(argv))
    return status, out.getvalue()


SOME = [MISTAKES[known.name] for known in KNOWN[::4]]  # of those that people know


class Generated(unittest.TestCase):
    """`python -m tests.regenerate` writes them again."""

    def test_cases_and_exact_results_are_what_the_generator_makes(self):
        for path, text in regenerate.vectors().items():
            self.assertEqual(text, path.read_text(encoding="utf-8"), path.name)

    def test_the_page_of_mistakes_is_what_the_generator_makes(self):
        for path, text in regenerate.pages().items():
            self.assertEqual(text, path.read_text(encoding="utf-8"), path.name)

    def test_a_case_that_would_hide_mistakes_is_refused(self):
        draw = bundled.Draw(1)
        pairs = [(draw.numbers(2), draw.numbers(2)), (draw.numbers(2), draw.numbers(2))]
        for change, why in (
            (lambda layer: None, "as many examples as outputs"),
            (lambda layer: layer.b.__setitem__(0, 0.0), "biases"),
            (lambda layer: layer.w[0].__setitem__(1, layer.w[1][0]), "symmetric"),
            (lambda layer: layer.w[0].__setitem__(1, 1.0), "is 0 or 1"),
        ):
            layers = draw.layers([2, 2], ["tanh"])
            change(layers[0])
            examples = pairs if why.startswith("as many") else pairs[:1]
            made = bundled.case("x", "", [], layers, examples, 0.3, "half_squared_error")
            with self.assertRaisesRegex(AssertionError, why):
                bundled.must_be_ordinary(made)
        made = bundled.case("x", "", [], draw.layers([2, 3], ["tanh"]), [([0.2, 0.3], [1, 2, 3])], 0.5, "squared_error")
        with self.assertRaisesRegex(AssertionError, "α times 2 is 1"):
            bundled.must_be_ordinary(made)

    def test_brownlees_example_gives_the_digits_that_he_prints(self):
        case = vectors.find("two-one-two")
        step = gradient_step(case.network, case.examples)
        self.assertEqual(0.7105668883115941, step.a[0][0][0])
        self.assertEqual([0.6629970129852887, 0.7253160725279748], step.a[0][1])


class WorthHaving(unittest.TestCase):
    def test_ids_are_unique_and_every_case_says_what_it_is_for(self):
        self.assertEqual(len(CASES), len({case.id for case in CASES}))
        for case in CASES:
            self.assertRegex(case.id, r"\A[a-z0-9]+(-[a-z0-9]+)*\Z")
            self.assertTrue(case.note and case.flags, case.id)

    def test_every_activation_cost_and_reduction_occurs(self):
        layers = [layer for case in CASES for layer in case.network.layers]
        there = {layer.activation for layer in layers} | {case.cost for case in CASES}
        wanted = sorted({*ACTIVATIONS, *COSTS} - there)
        self.assertEqual([], wanted, "each of these wants a case in tests/bundled.py")
        self.assertEqual(set(RULES.reductions), {case.reduction for case in CASES if len(case.examples) > 1})
        self.assertTrue(any(layer.shared_bias for layer in layers))

    def test_every_case_has_doubles_only_and_a_result(self):
        for case in CASES:
            self.assertFalse(case.exact, case.id)
            gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)

    def test_some_inputs_targets_and_weights_are_whole_numbers_alone_without_a_point(self):
        written = [json.loads(line) for line in vectors.text_of(vectors.CASES).splitlines()]
        inputs, targets = ([[example[name] for example in case["examples"]] for case in written] for name in "xy")
        weights = [layer["weights"] for case in written for layer in case["layers"]]
        for arrays in (inputs, targets, weights):
            self.assertTrue(any(all(type(v) is int for row in array for v in row) for array in arrays))

    def test_no_case_could_be_left_out_but_those_for_people(self):
        # Each tells something that the others together do not: a mistake that shows there more clearly than it is
        # told apart elsewhere is counted by the tests of the catalogue.  Here: it shows at least a third of all.
        for case in CASES:
            seen = sum(shows(one, case.id) != "." for one in SOME)
            self.assertGreater(seen, len(SOME) / 4, case.id)

    def test_published_examples_are_flagged_as_weak_and_are(self):
        for case in CASES:
            if "published" in case.flags:
                self.assertIn("weak", case.flags)
                seen = sum(shows(one, case.id) != "." for one in SOME)
                best = sum(shows(one, "square-sum") != "." for one in SOME)
                self.assertLess(seen, best, case.id)

    def test_steps_in_a_row_have_one_shape_and_differ_in_rate_and_number_of_examples(self):
        row = [case for case in CASES if "stateful" in case.flags]
        place = CASES.index(row[0])
        self.assertEqual(row, CASES[place:place + len(row)])
        self.assertEqual(1, len({tuple(case.network.sizes) for case in row}))
        self.assertEqual(len(row), len({case.alpha for case in row}))
        self.assertEqual(len(row), len({len(case.examples) for case in row}))


class Results(unittest.TestCase):
    def test_every_case_has_one_in_the_order_of_the_cases(self):
        self.assertEqual([case.id for case in CASES], list(vectors.results()))

    def test_doubles_come_near_the_exact_results(self):
        exact = vectors.results()
        for case in CASES:
            step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
            for name, value in result_object(case, step).items():
                if name != "id":
                    # 2⁻⁵² times the length of the longest chain of roundings with cancellation; e^−720 is 0 in doubles.
                    self.assertTrue(near(value, exact[case.id][name]), f"{case.id}: {name}")


def near(value, truth):
    if isinstance(truth, list):
        return len(value) == len(truth) and all(map(near, value, truth))
    return abs(value - truth) < 1e-300 or math.isclose(value, truth, rel_tol=1e-11)


class Command(unittest.TestCase):
    def test_vectors_prints_the_file_and_it_reads_back(self):
        status, text = printed("vectors")
        self.assertEqual((0, vectors.text_of(vectors.CASES)), (status, text))
        read = [case for _, case in read_cases(io.BytesIO(text.encode("utf-8")))]
        self.assertEqual(read, CASES)
        self.assertEqual(text, "".join(json.dumps(case_object(case), ensure_ascii=False) + "\n" for case in read))

    def test_results_prints_the_exact_results(self):
        status, text = printed("vectors", "--results")
        self.assertEqual(0, status)
        self.assertEqual(vectors.results(), {line["id"]: line for line in map(json.loads, text.splitlines())})

    def test_list_says_what_each_is_for(self):
        status, text = printed("vectors", "--list")
        self.assertEqual(0, status)
        words = " ".join(text.split())
        for case in CASES:
            self.assertIn(case.id, words)
            self.assertIn(" ".join(case.note.split()), words)
        self.assertLessEqual(max(map(len, text.splitlines())), 80)

    def test_results_and_list_exclude_each_other(self):
        with contextlib.redirect_stderr(io.StringIO()) as err:
            self.assertEqual(2, main(["vectors", "--results", "--list"]))
        self.assertEqual(1, err.getvalue().count("\n"))

    def test_bytes_are_those_of_the_file_whatever_the_encoding(self):
        environment = dict(os.environ, PYTHONIOENCODING="ascii", PYTHONPATH=str(regenerate.ROOT))
        done = subprocess.run(
            [sys.executable, "-m", "backprop_ref", "vectors"], env=environment, stdout=subprocess.PIPE, check=True,
        )
        self.assertEqual((regenerate.ROOT / "backprop_ref" / "cases" / vectors.CASES).read_bytes(), done.stdout)

    def test_mistakes_lists_every_entry(self):
        status, text = printed("mistakes")
        self.assertEqual(0, status)
        kinds = "|".join(KINDS)
        names = re.findall(rf"^(\S+)  (?:{kinds})\b", text, re.MULTILINE)
        self.assertEqual(set(MISTAKES), set(names))

    def test_one_mistake_in_full(self):
        for name, mistake in list(MISTAKES.items())[::6]:
            status, text = printed("mistakes", name)
            self.assertEqual(0, status)
            words = " ".join(text.split())
            for part in (name, mistake.kind, mistake.written, mistake.right, mistake.shows, mistake.hidden):
                self.assertIn(" ".join(part.split()), words)

    def test_a_name_that_is_none_gets_one_line_with_those_that_are_close(self):
        for name, close in (("sum-of-layer-dletas", "sum-of-layer-deltas"), ("output-slope-missings", "output-slope-m"),
                            ("\x1b[31m\n", "the command mistakes lists all names")):
            with contextlib.redirect_stderr(io.StringIO()) as err:
                self.assertEqual(2, main(["mistakes", name]))
            self.assertEqual(1, err.getvalue().count("\n"))
            self.assertIn(close, err.getvalue())
            self.assertNotIn("\x1b", err.getvalue())


if __name__ == "__main__":
    unittest.main()
