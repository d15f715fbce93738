"""Numbers in another layout than the format's are one finding of kind convention, and are judged where they belong."""

import copy
import unittest

from backprop_ref import Example, Network, check, gradient_step
from backprop_ref.cases import Case, bundled, results
from backprop_ref.verify.finding import Finding
from backprop_ref.verify.listen_answers import shapes
from backprop_ref.verify.listen_layouts import readings
from backprop_ref.mistakes import slip
from backprop_ref.verify.checking import Trial
from tests.slips import BY_ID, TAUGHT, candidate

ALL = [case for case in bundled() if not any(layer.shared_bias for layer in case.network.layers)]
RIGHT = results()
CASES = ALL[::4]  # among them square ones, single layers, wide ones, numbers beyond the range of singles
SQUARE = [case for case in ALL if all(len(layer.w) == len(layer.w[0]) > 1 for layer in case.network.layers)]
WEIGHTS = ("weight_gradients", "new_weights")
BIASES = ("bias_gradients", "new_biases")


def turned(rows):
    return [list(column) for column in zip(*rows)]


def flat(rows):
    return [item for row in rows for item in row]


def beside(w, b, place):
    """The biases of a layer in front of its weights, or behind them."""
    return [[b_j, *w_j] if place == 0 else [*w_j, b_j] for w_j, b_j in zip(w, b)]


def per_layer(change):
    """A layout of weights and biases, layer by layer; change: (w, b) → (w, b), None for what is not given."""
    def rewrite(answer):
        for weights, biases in zip(WEIGHTS, BIASES):
            if weights in answer:
                pairs = [change(w, b) for w, b in zip(answer[weights], answer[biases])]
                answer[weights], answer[biases] = map(list, zip(*pairs))
                if answer[biases][0] is None:
                    del answer[biases]
    return rewrite


def in_all(fields, change):
    def rewrite(answer):
        for field in fields:
            if field in answer:
                answer[field] = change(answer[field])
    return rewrite


def both(*rewrites):
    def rewrite(answer):
        for one in rewrites:
            one(answer)
    return rewrite


def all_in_one(change):
    """All parameters in one list, under the name of the weights; change: what a layer puts into it."""
    def rewrite(answer):
        for weights, biases in zip(WEIGHTS, BIASES):
            if weights in answer:
                answer[weights] = [item for w, b in zip(answer[weights], answer.pop(biases)) for item in change(w, b)]
    return rewrite


def columns(value):
    return [columns(item) for item in value] if isinstance(value, list) else [value]


def rows_of_one(value):
    return [rows_of_one(item) for item in value] if isinstance(value[0], list) else [value]


LAYOUTS = {
    "inputs by outputs": per_layer(lambda w, b: (turned(w), b)),
    "each layer flat, row by row": per_layer(lambda w, b: (flat(w), b)),
    "each layer flat, column by column": per_layer(lambda w, b: (flat(turned(w)), b)),
    "everything flat": both(in_all(WEIGHTS, lambda v: flat(map(flat, v))), in_all(BIASES, flat)),
    "everything flat, column by column": in_all(WEIGHTS, lambda v: flat(flat(turned(w)) for w in v)),
    "the rows of all layers in one list": in_all(WEIGHTS, flat),
    "the bias as first column": per_layer(lambda w, b: (beside(w, b, 0), None)),
    "the bias as last column": per_layer(lambda w, b: (beside(w, b, -1), None)),
    "the bias as first row": per_layer(lambda w, b: (turned(beside(w, b, 0)), None)),
    "the bias as last row": per_layer(lambda w, b: (turned(beside(w, b, -1)), None)),
    "the bias as last column, and by itself": per_layer(lambda w, b: (beside(w, b, -1), b)),
    "the bias first, each layer flat": per_layer(lambda w, b: (flat(beside(w, b, 0)), None)),
    "weights and biases alternating": all_in_one(lambda w, b: [w, b]),
    "inputs by outputs and biases in turn": all_in_one(lambda w, b: [turned(w), b]),
    "one array of parameters": all_in_one(lambda w, b: flat(w) + b),
    "one array of parameters, column by column": all_in_one(lambda w, b: flat(turned(w)) + b),
    "biases as columns": in_all(BIASES, columns),
    "biases as rows": in_all(BIASES, rows_of_one),
    "biases in one list": in_all(BIASES, flat),
    "every vector a column": in_all(
        (*BIASES, "weighted_sums", "activations", "deltas", "outputs"), columns),
}


def answering(rewrite, spoil=None, fields=None):
    def candidate(given):
        answer = copy.deepcopy(RIGHT[given["id"]])
        del answer["id"]
        if spoil:
            spoil(answer)
        answer = {field: value for field, value in answer.items() if fields is None or field in fields}
        rewrite(answer)
        return answer
    return candidate


def report_on(candidate, cases):
    """The report, in which all that is wrong has one name; and the wrong answers."""
    wrong = []

    def name(judged, precision, asked):
        wrong.extend(one for one in judged if one.wrong)
        return [Finding("wrong", "equation", "14", "It is.", "it is", {one.answer.index for one in wrong})]

    trial = Trial(cases, name=name)
    trial.listener.call(candidate)
    report = trial.report()
    return report, report.diagnoses, wrong


class Layouts(unittest.TestCase):
    def test_each_is_one_finding_of_kind_convention_and_nothing_else_is_wrong(self):
        for name, rewrite in LAYOUTS.items():
            with self.subTest(name):
                report, found, _ = report_on(answering(rewrite), CASES)
                self.assertEqual(
                    ("fail", [("other-layout", "convention", None)]),
                    (report.verdict, [(one.mistake, one.kind, one.equation) for one in found]))
                self.assertIn("judged as if they stood in the right places", found[0].explanation)
                self.assertEqual(len(CASES), report.covered["cases"])

    def test_gradients_alone_are_enough(self):
        for name in ("inputs by outputs", "everything flat, column by column", "the bias as last row"):
            with self.subTest(name):
                report, found, _ = report_on(
                    answering(LAYOUTS[name], fields=("weight_gradients", "bias_gradients")), CASES)
                self.assertEqual(["other-layout"], [one.mistake for one in found])
                self.assertIn("bias_gradients", report.covered["fields"])

    def test_square_layers_alone_show_it_by_their_numbers(self):
        for name in ("inputs by outputs", "each layer flat, column by column"):
            with self.subTest(name):
                _, found, _ = report_on(answering(LAYOUTS[name]), SQUARE)
                self.assertEqual([("other-layout", len(SQUARE))], [(one.mistake, one.count) for one in found])

    def test_what_stands_in_it_is_judged(self):
        def spoil(answer):
            answer["bias_gradients"] = [[2 * b_j + 0.25 for b_j in layer] for layer in answer["bias_gradients"]]

        for name in LAYOUTS:
            if name != "the bias as last column, and by itself":
                with self.subTest(name):
                    report, found, wrong = report_on(answering(LAYOUTS[name], spoil), CASES)
                    self.assertEqual({"wrong", "other-layout"}, {one.mistake for one in found})
                    self.assertEqual(len(CASES), report.failed)
                    self.assertEqual({"bias_gradients"}, {value.field for one in wrong for value in one.wrong})

    def test_a_wrong_number_does_not_hide_the_layout_of_a_square_case(self):
        def spoil(answer):
            answer["weight_gradients"][0][0][0] += 0.125

        _, found, wrong = report_on(answering(LAYOUTS["inputs by outputs"], spoil), CASES)
        self.assertEqual({"wrong", "other-layout"}, {one.mistake for one in found})
        self.assertEqual([], [one.case.id for one in wrong if len(one.wrong) > 1])

    def test_a_wrong_shape_that_is_another_layout_in_one_case_by_chance_is_none(self):
        cases = [Case(f"{n}", Network.random([3, outputs], seed=n), [Example([0.5, 0.25, -1.0], [0.5] * outputs)])
                 for n, outputs in enumerate((2, 4, 5, 1))]  # with 4 outputs n by n looks like 3 weights and a bias

        def own_activations(given):
            step = gradient_step(*[(case.network, case.examples) for case in cases if case.id == given["id"]][0])
            delta, a = step.delta[0][0], step.a[0][0]
            return {"weight_gradients": [[[delta_j * a_k for a_k in a] for delta_j in delta]]}

        found = check(own_activations, cases).diagnoses
        self.assertNotIn("other-layout", [one.mistake for one in found])

    def test_what_square_layers_alone_let_be_read_so_is_none_where_others_are_as_the_format_has_them(self):
        one = slip("weight-gradient", "by-columns")  # in a square layer that is the transpose
        cases = [BY_ID[id] for id in ("square", "widths", "tanh-sigmoid")]
        for fields in (None, TAUGHT[:2]):
            (found,) = check(candidate(one, fields=fields), cases).diagnoses
            self.assertEqual((one.name, 3), (found.mistake, found.count))

    def test_the_format_itself_is_no_other_layout(self):
        report, found, _ = report_on(answering(lambda answer: None), CASES)
        self.assertEqual(("pass", []), (report.verdict, found))

    def test_no_reading_is_of_another_number_of_numbers(self):
        for case in CASES:
            like = shapes(case)
            for field in like:
                self.assertEqual([], readings(field, [1.0] * 1000, like))
                self.assertEqual([], readings(field, {}, like))
                self.assertEqual([], readings(field, None, like))


if __name__ == "__main__":
    unittest.main()
