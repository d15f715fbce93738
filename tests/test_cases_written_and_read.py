"""What is written is read again, to the last bit; and what hypothesis makes up is what it says."""

import contextlib
import io
import json
import unittest
from decimal import Decimal
from fractions import Fraction

from hypothesis import Phase, find, given, settings, strategies as st
from hypothesis.errors import NoSuchExample

from tests.generators import flat
from backprop_ref import ACTIVATIONS, COSTS, Network, gradient_step, strategies
from backprop_ref.cases import case_object, read_case, read_cases, refusal_object, result_object

FIRST_FOUND = settings(derandomize=True, database=None, phases=[Phase.generate])  # not the smallest


class Written(unittest.TestCase):
    @given(strategies.cases())
    def test_a_case_in_floats_is_read_as_it_was_written(self, case):
        self.assertEqual(case, read_case(json.dumps(case_object(case))))

    @given(strategies.cases(Fraction))
    def test_a_case_in_fractions_is_read_as_it_was_written(self, case):
        self.assertEqual(case, read_case(json.dumps(case_object(case))))

    @given(strategies.cases(), st.text(), st.lists(st.text()), st.text(min_size=1))
    def test_whatever_stands_in_its_texts(self, case, note, flags, id):
        case.note, case.flags, case.id = note, tuple(flags), id
        line = json.dumps(case_object(case)).encode()
        self.assertEqual([(1, case)], list(read_cases(io.BytesIO(line))))

    @given(strategies.cases())
    def test_defaults_are_what_the_format_says(self, case):
        written = case_object(case)
        for field in ("cost", "reduction", "learning_rate"):
            written.pop(field, None)
        read = read_case(json.dumps(written))
        self.assertEqual(("half_squared_error", "mean", None), (read.cost, read.reduction, read.alpha))

    def test_whole_numbers_are_written_as_they_were_read(self):
        layer = {"activation": "identity", "weights": [[1, 1.0], [-2, 0.5]], "biases": [0, 3]}
        case = {"id": "whole", "layers": [layer], "cost": "squared_error", "learning_rate": 1, "reduction": "sum",
                "examples": [{"x": [1, 0], "y": [0.0, 1.0]}, {"x": [0.5, 2], "y": [1, 0]}]}
        read = read_case(json.dumps(case))
        self.assertEqual({float}, {type(v) for v in flat(read.network.layers[0].w) + read.examples[0].x})
        self.assertEqual(json.dumps({**case, "layers": [{"activation": "identity", **layer}]}),
                         json.dumps(case_object(read)))
        written = json.dumps(case_object(read.map(lambda v: v / 2)))
        self.assertIn('"weights": [[0.5, 0.5], [-1.0, 0.25]]', written)
        read.examples[0].x[1] = 7.0
        self.assertIn('{"x": [1.0, 7.0], "y": [0.0, 1.0]}', json.dumps(case_object(read)))

    def test_integers_that_not_all_doubles_are_near_and_hexadecimal_floats_are_written_as_doubles(self):
        case = {"id": "far", "layers": [{"activation": "identity", "weights": [[2**53, 2**53 + 1, 1, "0x1p+1"]],
                                         "biases": [10**22]}],
                "examples": [{"x": [0, 0, 0, 0], "y": [0]}]}
        written = json.dumps(case_object(read_case(json.dumps(case))))
        self.assertIn('"weights": [[9007199254740992, 9007199254740992.0, 1, 2.0]], "biases": [1e+22]', written)

    def test_every_double_survives(self):
        doubles = [0.1, -0.0, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1 / 3, 2.0**53 + 2, 1e22, 1e23]
        case = {"id": "doubles", "layers": [{"activation": "identity", "weights": [doubles], "biases": [0]}],
                "examples": [{"x": [0] * len(doubles), "y": [0]}]}
        read = read_case(json.dumps(case))
        self.assertEqual([d.hex() for d in doubles], [w.hex() for w in read.network.layers[0].w[0]])
        again = read_case(json.dumps(case_object(read)))
        self.assertEqual([d.hex() for d in doubles], [w.hex() for w in again.network.layers[0].w[0]])
        case["layers"][0]["weights"] = [[d.hex() for d in doubles]]
        read = read_case(json.dumps(case))
        self.assertEqual([d.hex() for d in doubles], [w.hex() for w in read.network.layers[0].w[0]])


class Results(unittest.TestCase):
    FIELDS = {"id", "weight_gradients", "bias_gradients", "cost", "outputs", "weighted_sums", "activations", "deltas"}

    @given(strategies.cases())
    def test_every_field_is_filled_and_survives_JSON(self, case):
        step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        result = result_object(case, step)
        update = {"new_weights", "new_biases"} if case.alpha is not None else set()
        self.assertEqual(self.FIELDS | update, set(result))
        self.assertEqual(result, json.loads(json.dumps(result, allow_nan=False)))
        self.assertEqual(case.id, result["id"])
        self.assertEqual(step.dC_dw, result["weight_gradients"])
        self.assertEqual(step.dC_db, result["bias_gradients"])
        self.assertEqual([a[-1] for a in step.a], result["outputs"])
        self.assertEqual((step.z, step.a, step.delta, step.C), (
            result["weighted_sums"], result["activations"], result["deltas"], result["cost"]
        ))
        if update:
            self.assertEqual([layer.w for layer in step.network.layers], result["new_weights"])
            self.assertEqual([layer.b for layer in step.network.layers], result["new_biases"])

    def test_the_worked_result_of_the_format(self):
        case = read_case(json.dumps({
            "id": "two-two-two",
            "layers": [
                {"activation": "sigmoid", "weights": [[0.15, 0.20], [0.25, 0.30]], "biases": [0.35, 0.35]},
                {"activation": "sigmoid", "weights": [[0.40, 0.45], [0.50, 0.55]], "biases": [0.60, 0.60]}],
            "cost": "half_squared_error", "learning_rate": 0.5, "reduction": "mean",
            "examples": [{"x": [0.05, 0.10], "y": [0.01, 0.99]}]}))
        result = result_object(case, gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction))
        expected = [
            [[[0.0004385677344743465, 0.000877135468948693], [0.0004977127352608599, 0.0009954254705217198]],
             [[0.08216704056423077, 0.08266762784753325], [-0.02260254047747507, -0.022740242215978222]]],
            [[0.00877135468948693, 0.009954254705217196], [0.13849856162855695, -0.038098236516556236]],
        ]
        for printed, found in zip(flat(expected), flat([result["weight_gradients"], result["bias_gradients"]])):
            self.assertAlmostEqual(printed, found, delta=4e-16)  # a few roundings of doubles below 1

    def test_a_refusal_says_which_line(self):
        self.assertEqual({"id": "a", "line": 3, "error": "why"}, refusal_object("a", 3, "why"))


class Strategies(unittest.TestCase):
    """What a user's own property tests are given."""

    @given(strategies.networks())
    def test_networks_are_networks(self, network):
        self.assertIs(Network, type(network))
        self.assertLessEqual(len(network.layers), 3)
        self.assertLessEqual(max(network.sizes), 4)
        self.assertTrue(all(abs(number) <= 3 for layer in network.layers for number in flat(layer.w) + layer.b))

    @given(st.data())
    def test_examples_fit_their_network(self, data):
        network = data.draw(strategies.networks())
        example = data.draw(strategies.examples(network))
        self.assertEqual((network.sizes[0], network.sizes[-1]), (len(example.x), len(example.y)))
        self.assertIs(network.number, example.number)

    @given(strategies.cases())
    def test_every_case_has_a_result(self, case):
        gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)

    @given(strategies.networks(Decimal, ["tanh", "softmax"], max_layers=2, max_width=3, shared_bias=True))
    def test_what_is_asked_for_is_given(self, network):
        self.assertIs(Decimal, network.number)
        self.assertLessEqual({layer.activation for layer in network.layers}, {"tanh", "softmax"})
        self.assertTrue(all(layer.shared_bias for layer in network.layers))
        self.assertLessEqual(len(network.layers), 2)
        self.assertLessEqual(max(network.sizes), 3)

    @given(strategies.cases(learning_rate=True), strategies.cases(learning_rate=False))
    def test_a_learning_rate_is_there_where_it_is_asked_for(self, with_one, without):
        self.assertGreaterEqual(with_one.alpha, 0)
        self.assertIsNone(without.alpha)

    def test_all_that_there_is_comes_up(self):
        expected = {*ACTIVATIONS, *COSTS, "sum", "mean", "an update", "no update", "a shared bias", "own biases",
                    "1 layers", "2 layers", "3 layers", "1 examples", "2 examples", "3 examples"}
        seen = set()

        def look(case):
            layers = case.network.layers
            seen.update(layer.activation for layer in layers)
            seen.update([case.cost, case.reduction, f"{len(layers)} layers", f"{len(case.examples)} examples"])
            seen.add("an update" if case.alpha else "no update" if case.alpha is None else "a rate of 0")
            seen.update("a shared bias" if layer.shared_bias else "own biases" for layer in layers)
            return expected <= seen

        with contextlib.suppress(NoSuchExample):  # of 1200, since draws are not independent
            find(strategies.cases(), look, settings=settings(FIRST_FOUND, max_examples=1200))
        self.assertEqual(set(), expected - seen)

    def test_counterexamples_are_small(self):
        smallest = find(
            strategies.cases(), lambda case: case.network.layers[-1].activation == "softsign",
            settings=settings(derandomize=True, database=None),
        )
        self.assertEqual(([1, 1], 1), (smallest.network.sizes, len(smallest.examples)))
        self.assertEqual(([[0.0]], [0.0]), (smallest.network.layers[0].w, smallest.network.layers[0].b))

    def test_what_does_not_exist_is_refused_by_name(self):
        for message, strategy in [
            ("number: found <class 'complex'>, expected float, Fraction, Decimal or int", strategies.networks(complex)),
            (f"activations[1]: found 'relux', expected one of {', '.join(ACTIVATIONS)}",
             strategies.networks(activations=["relu", "relux"])),
            (f"costs[0]: found 'mse', expected one of {', '.join(COSTS)}", strategies.cases(costs=["mse"])),
            ("activations: none, expected at least one", strategies.networks(activations=[])),
            ("number: found <class 'decimal.Decimal'>, expected float or Fraction, which the data format has",
             strategies.cases(Decimal)),
        ]:
            with self.subTest(expected=message), self.assertRaises(ValueError) as caught:
                find(strategy, lambda value: True, settings=FIRST_FOUND)
            self.assertEqual(message, str(caught.exception))


if __name__ == "__main__":
    unittest.main()
