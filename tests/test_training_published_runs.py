"""Published training runs come out of ``train``: printed digits, and scripts written from the text of their methods."""

import unittest
from random import Random

from backprop_ref import RULES, Example, Layer, Network
from backprop_ref.training import read_columns, read_table, train
from tests.published import compare, sgd, tutorial


def weights_of(network):
    return [layer.w for layer in network.layers], [layer.b for layer in network.layers]


class TheTutorialsTenRows(unittest.TestCase):
    """Jason Brownlee, 2016: 2-2-2, random.seed(1), rate 0.5, 20 epochs, row by row."""

    def setUp(self):
        start = tutorial.drawn_network(2, 2, 2, Random(1).random)
        self.layers = [[list(neuron) for neuron in layer] for layer in start]
        examples = [Example(row[:-1], tutorial.one_hot(row[-1], 2)) for row in tutorial.TEN_ROWS]
        self.epochs = list(train(compare.network_of(start), examples, 0.5, 20, reduction="sum"))

    def test_its_20_printed_errors_are_ours(self):
        # It sums squares, and updates by rate · (expected − output): that is half the squared error.
        self.assertEqual(tutorial.PRINTED_ERRORS, [f"{2 * epoch.cost:.3f}" for epoch in self.epochs])

    def test_its_printed_weights_are_ours_to_the_digits_that_the_order_of_its_sum_leaves(self):
        # Its sum for z begins with the bias, and ends with it here: after 200 updates that is some 1e-15.
        layer = self.epochs[-1].network.layers[0]
        for ours, printed in zip([*layer.w[0], layer.b[0]], tutorial.PRINTED_WEIGHTS):
            self.assertAlmostEqual(ours, printed, delta=1e-13)

    def test_the_script_written_from_its_text_prints_them_too(self):
        errors = tutorial.epochs(self.layers, tutorial.TEN_ROWS, 2, 0.5, 20)
        self.assertEqual(tutorial.PRINTED_ERRORS, [f"{error:.3f}" for error in errors])


class TheTutorialsCrossValidation(unittest.TestCase):
    """The procedure of its larger run, on every fourth row of iris; the table of wheat seeds is not ours to give."""

    @classmethod
    def setUpClass(cls):
        columns = read_columns(read_table("iris"))
        names = columns.target.values
        rows = [[column[i] for column in columns.values.values()] for i in range(0, 150, 4)]
        cls.rows = [row[:-1] + [names.index(row[-1])] for row in rows]
        cls.theirs = list(tutorial.cross_validated(cls.rows, 5, 3, 0.3, 20, Random(1)))
        cls.ours = list(compare.cross_validated(cls.rows, 5, 3, 0.3, 20, Random(1)))

    def test_every_fold_holds_out_the_same_rows(self):
        self.assertEqual([held for held, *_ in self.theirs], [held for held, *_ in self.ours])
        self.assertEqual([7] * 5, [len(held) for held, *_ in self.ours])

    def test_every_fold_has_the_same_accuracy(self):
        self.assertEqual([score for *_, score in self.theirs], [score for *_, score in self.ours])
        self.assertGreater(len({score for *_, score in self.ours}), 1, "folds that all score the same prove little")

    def test_every_fold_ends_with_the_same_weights(self):
        for (_, start, end, _), (_, network, _) in zip(self.theirs, self.ours):
            self.assertNotEqual(start, end)
            for neurons, layer in zip(end, network.layers):
                for neuron, w_j, b_j in zip(neurons, layer.w, layer.b):
                    for theirs, ours in zip(neuron, [*w_j, b_j]):
                        self.assertAlmostEqual(theirs, ours, delta=1e-12)  # the bias first, or last, in 600 sums


class NielsensSGD(unittest.TestCase):
    """Stochastic gradient descent in plain matrices: 4-5-3, mini-batches of 8, η = 3; the same shuffles by random().

    η/m with m a power of 2 is exact, so (η/m)·Σ here and η·(Σ/m) there are the same double.
    """

    ETA, M, EPOCHS = 3.0, 8, 6

    @classmethod
    def setUpClass(cls):
        columns = read_columns(read_table("iris"))
        rows = range(1, 150, 3)
        cls.examples = columns.scaled(range(150), "min-max").examples(rows)[:44]  # the last batch has 4
        cls.network = Network.random([4, 5, 3], "sigmoid", seed=3)
        cls.data = [(example.x, example.y) for example in cls.examples]

    def theirs(self, seed=7, **options):
        weights, biases = weights_of(self.network)
        return sgd.sgd(weights, biases, self.data, self.EPOCHS, self.M, self.ETA, Random(seed).random, **options)

    def ours(self, seed=7, cost="half_squared_error", decay=0):
        *_, last = train(self.network, self.examples, self.ETA, self.EPOCHS, self.M, cost, seed=seed, decay=decay)
        return weights_of(last.network)

    def test_quadratic_cost_to_the_last_digit(self):
        self.assertEqual(self.theirs(), self.ours())

    def test_cross_entropy_cost_to_the_last_digit(self):
        self.assertEqual(self.theirs(cost=sgd.cross_entropy), self.ours(cost="binary_cross_entropy"))

    def test_his_shortcut_a_minus_y_is_the_same_but_for_rounding(self):
        self.near(self.theirs(cost=sgd.cross_entropy, shortcut=True), self.ours(cost="binary_cross_entropy"))

    def near(self, theirs, ours):
        # Two roundings more or less in each of 36 updates, none of them larger than 1e-15 of values up to 10.
        for left, right in zip(flat(theirs), flat(ours)):
            self.assertAlmostEqual(left, right, delta=1e-11)

    def test_his_weight_decay_is_ours_with_lambda_over_n(self):
        n = len(self.examples)
        self.near(self.theirs(lam=2.0), self.ours(decay=2.0 / n))
        self.assertNotEqual(self.theirs(), self.theirs(lam=2.0))

    def test_another_seed_is_another_run(self):
        self.assertNotEqual(self.ours(seed=7), self.ours(seed=8))


def flat(value):
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from flat(item)
    else:
        yield value


class Xor(unittest.TestCase):
    def test_from_a_stated_start(self):
        network = Network([
            Layer([[0.5, -0.5], [-0.5, 0.5]], [-0.1, -0.1], "tanh"), Layer([[0.5, 0.5]], [0.1], "sigmoid"),
        ])
        for epoch in train(network, compare.XOR, alpha=1.0, epochs=400):
            if epoch.cost < 0.002:
                break
        self.assertEqual(185, epoch.number)
        said = [round(RULES.forward(epoch.network, example.x, RULES)[1][-1][0]) for example in compare.XOR]
        self.assertEqual([0, 1, 1, 0], said)


class Iris(unittest.TestCase):
    def test_one_fold_of_the_recorded_cross_validation(self):
        # All 25 take 12 s: python -m tests.published.compare iris; recorded in docs/training.md.
        columns = read_columns(read_table("iris"))
        training, held = compare.folds(150, 5, 1)[0]
        self.assertEqual(120, len(training))
        self.assertEqual(150, len(columns.values["species"]))
        self.assertEqual([0.9333333333333333], compare.iris_folds(1, first=1))


if __name__ == "__main__":
    unittest.main()
