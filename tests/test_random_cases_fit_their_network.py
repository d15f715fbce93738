"""`cases` prints random cases for a network of one's own: the same on every Python, off kinks, not saturated."""

import contextlib
import hashlib
import io
import itertools
import json
import sys
import unittest

from backprop_ref import ACTIVATIONS, COSTS, check, gradient_step
from backprop_ref.cases import case_object, random_cases, read_cases, result_object
from backprop_ref.commands import main
from tests.generators import HIDDEN

PAIRS = [(output, cost) for output in ACTIVATIONS for cost in COSTS]


def ran(*argv):
    """Exit status, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(argv))
    return status, out.getvalue(), err.getvalue()


def step_of(case):
    return gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)


def sums(case):
    """Every z of every layer."""
    return [[z_j for z in step_of(case).z for z_j in z[l]] for l in range(len(case.network.layers))]


def every_setting(**settings):
    """A few cases for every activation in the last layer and every cost."""
    for (output, cost), hidden in zip(PAIRS, itertools.cycle(HIDDEN)):
        for shared_bias in (False, True):
            yield from random_cases(
                [3, 4, 3], [hidden, output], cost, examples=3, count=2, shared_bias=shared_bias, **settings
            )


class Ordinary(unittest.TestCase):
    def test_every_activation_and_cost_has_a_result_and_a_slope_everywhere(self):
        for case in every_setting():
            step = step_of(case)
            self.assertTrue(all(z_j == z_j and abs(z_j) < 4 for z in sums(case) for z_j in z), case.id)
            for layer, z in zip(case.network.layers, sums(case)):
                kinks = ACTIVATIONS[layer.activation].kinks
                self.assertTrue(all(abs(z_j - kink) >= 0.01 for z_j in z for kink in kinks), case.id)
            self.assertTrue(any(dC_dw_jk for dC_dw_j in step.dC_dw[-1] for dC_dw_jk in dC_dw_j), case.id)

    def test_no_number_is_0_and_no_weight_occurs_twice_as_a_rule(self):
        for case in random_cases([3, 4, 3], ["tanh"], count=20):
            weights = [w_jk for layer in case.network.layers for w_j in layer.w for w_jk in w_j]
            self.assertNotIn(0, weights + [b_j for layer in case.network.layers for b_j in layer.b])
            self.assertGreater(len(set(map(abs, weights))), len(weights) - 4)

    def test_wide_and_deep_networks_are_neither_saturated_nor_at_a_kink(self):
        for sizes, examples in (([200, 30, 4], 3), ([2] + [6] * 8 + [1], 20)):
            for case in random_cases(sizes, ["relu", "sigmoid"], examples=examples, count=2):
                for layer, z in zip(case.network.layers, sums(case)):
                    self.assertLess(max(map(abs, z)), 4)
                    self.assertTrue(layer.activation != "relu" or min(map(abs, z)) > 1e-3)

    def test_targets_fit_output_and_cost(self):
        def targets(output, cost):
            made = random_cases([2, 3, 3], ["tanh", output], cost, examples=5, count=4)
            return [[example.y for example in case.examples] for case in made]

        for rows in targets("softmax", "cross_entropy") + targets("softmax", "mean_squared_error"):
            self.assertTrue(all(sorted(y) == [0, 0, 1] for y in rows))
        self.assertGreater(len({tuple(y) for rows in targets("softmax", "cross_entropy") for y in rows}), 2)
        hard, soft, *_ = targets("sigmoid", "binary_cross_entropy")
        self.assertEqual({0, 1}, {y_j for y in hard for y_j in y})
        self.assertTrue(all(0 < y_j < 1 for y in soft for y_j in y))
        for rows in targets("sigmoid", "half_squared_error"):
            self.assertTrue(all(0 < y_j < 1 for y in rows for y_j in y))
        self.assertTrue(any(y_j < 0 for rows in targets("tanh", "squared_error") for y in rows for y_j in y))


class AskedFor(unittest.TestCase):
    def test_kinks_lie_exactly_where_the_slope_jumps_in_whatever_order_one_adds(self):
        for name in ("relu", "leaky_relu"):
            for case in random_cases([3, 4, 2], [name, "sigmoid"], kinks=True, count=10):
                layer, x = case.network.layers[0], case.examples[0].x
                terms = [w_jk * x_k for w_jk, x_k in zip(layer.w[0], x)] + [layer.b[0]]
                for order in itertools.permutations(terms):
                    z = 0.0
                    for term in order:
                        z += term
                    self.assertEqual(0, z)

    def test_saturated_cases_have_far_sums_in_every_layer_and_a_result(self):
        for case in every_setting(saturated=True):
            step = step_of(case)
            self.assertTrue(all(C_i == C_i and abs(C_i) < 1e9 for C_i in [step.C]))
            output = case.network.layers[-1].activation
            outputs_must_be_positive = "entropy" in case.cost and output not in ("sigmoid", "softmax")
            layers = sums(case)[:-1] if outputs_must_be_positive else sums(case)
            for z in layers:
                self.assertGreater(max(map(abs, z)), 10, case.id)

    def test_every_option_is_in_the_case(self):
        case, other = random_cases(
            [4, 8, 3], ["relu", "softmax"], "cross_entropy", examples=5, alpha=0.25, reduction="sum", shared_bias=True,
            count=2, seed=7,
        )
        self.assertEqual([4, 8, 3], case.network.sizes)
        self.assertEqual(["relu", "softmax"], [layer.activation for layer in case.network.layers])
        self.assertEqual((5, 0.25, "sum"), (len(case.examples), case.alpha, case.reduction))
        self.assertTrue(all(layer.shared_bias and len(layer.b) == 1 for layer in case.network.layers))
        self.assertNotEqual(case.id, other.id)
        deep, = random_cases([2, 3, 3, 3, 1], ["relu", "tanh"], count=1)
        self.assertEqual(["relu"] * 3 + ["tanh"], [layer.activation for layer in deep.network.layers])

    def test_fewer_cases_are_the_first_of_more(self):
        self.assertEqual(list(random_cases([2, 2], count=3)), list(random_cases([2, 2], count=9))[:3])
        self.assertNotEqual(list(random_cases([2, 2], seed=1))[0], list(random_cases([2, 2], seed=2))[0])


class Command(unittest.TestCase):
    OPTIONS = ("--layers", "3-4-2", "--activations", "relu,softmax", "--cost", "cross_entropy", "--count", "4")

    def test_the_same_seed_gives_the_same_bytes(self):
        for options, digest in (
            (self.OPTIONS, "e6806afd0972f662"),
            (("--layers", "4-3", "--kinks", "--activations", "relu", "--seed", "5"), "6b90b3f904499f7d"),
            (("--layers", "2-3-1", "--saturated", "--shared-bias", "--examples", "1"), "50a424cc423d1b50"),
        ):
            status, text, _ = ran("cases", *options)
            self.assertEqual((0, digest), (status, hashlib.sha256(text.encode()).hexdigest()[:16]))

    def test_what_it_prints_reads_back_as_the_same_cases(self):
        _, text, _ = ran("cases", *self.OPTIONS)
        read = [case for _, case in read_cases(io.BytesIO(text.encode()))]
        self.assertEqual(list(random_cases([3, 4, 2], ["relu", "softmax"], "cross_entropy", count=4)), read)

    def test_check_takes_the_same_options(self):
        status, text, _ = ran("check", *self.OPTIONS, "--json", "--", sys.executable, "-m", "backprop_ref", "compute")
        verdict = json.loads(text)
        self.assertEqual((0, "pass", 4), (status, verdict["verdict"], verdict["cases"]))
        self.assertEqual(["relu", "softmax"], verdict["covered"]["activations"])

    def test_a_right_function_passes_whatever_is_asked_for(self):
        for settings in ({}, {"kinks": True}, {"saturated": True}, {"shared_bias": True}):
            cases = list(random_cases([3, 4, 2], ["relu", "sigmoid"], "binary_cross_entropy", count=3, **settings))
            by_id = {case.id: case for case in cases}
            report = check(lambda given: result_object(by_id[given["id"]], step_of(by_id[given["id"]])), cases)
            self.assertEqual("pass", report.verdict, str(report))

    def test_what_does_not_fit_is_refused_in_one_line(self):
        for options, said in (
            ((), "--layers: missing, expected the sizes of the network: --layers 4-8-3"),
            (("--rate", "0.5"), "--layers: missing"),
            (("--layers", "4"), "--layers: found '4', expected inputs and at least one layer"),
            (("--layers", "4-0"), "--layers[1]: found 0, expected a whole number, 1 or more"),
            (("--layers", "4-x"), "found '4-x', expected whole numbers joined by hyphens: 4-8-3"),
            (("--layers", "99999-99999"), "expected at most 10000000"),
            (("--layers", "4-3", "--count", "0"), "--count: found '0', expected a whole number of at least 1"),
            (("--layers", "4-3", "--activations", "logistic"), "found 'logistic', expected one of identity"),
            (("--layers", "4-3-2", "--activations", "softmax"), "softmax in a hidden layer"),
            (("--layers", "4-3", "--activations", "relu,relu"), "found 2 names, expected 1 (one for each layer)\n"),
            (("--layers", "4-3-2", "--activations", "relu,relu,relu"),
             "found 3 names, expected 2 (one for each layer), or 1 (for both)\n"),
            (("--layers", "4-3-2-2", "--activations", "relu,relu,relu,relu"),
             "expected 3 (one for each layer), 2 (for the hidden layers and the last), or 1 (for all)\n"),
            (("--layers", "4-3", "--cost", "mse"), "--cost: found 'mse', expected one of half_squared_error"),
            (("--layers", "4-3", "--reduction", "max"), "--reduction: found 'max', expected one of sum, mean"),
            (("--layers", "4-3", "--kinks"), "found sigmoid in the first layer, expected one of relu, leaky_relu"),
            (("--layers", "4-3", "--rate", "nan"), "found 'nan', expected a number that is at least 0"),
        ):
            with self.subTest(options=options):
                status, out, err = ran("cases", *options)
                self.assertEqual((2, "", 1), (status, out, err.count("\n")))
                self.assertIn(said, err)
        status, _, err = ran("check", "--cases", "x.jsonl", "--layers", "4-3", "--", "true")
        self.assertEqual(2, status)
        self.assertIn("found both --cases and --layers, expected only one of them", err)

    def test_cases_come_one_by_one(self):
        first = next(random_cases([2, 3, 1], count=10**9))
        self.assertEqual(first, list(random_cases([2, 3, 1], count=1))[0])
        self.assertEqual("2-3-1-seed-1-1", case_object(first)["id"])


if __name__ == "__main__":
    unittest.main()
