"""``train`` is gradient steps over all examples, in a stated order, and nothing else."""

import json
import tracemalloc
import unittest
from decimal import Decimal
from fractions import Fraction
from random import Random

from backprop_ref import RULES, Example, Layer, Network, gradient_step
from backprop_ref.cases import Case, case_object, example_object, network_object, read_case, read_example, read_network
from backprop_ref.training import Diverged, folds, hold_out, shuffle, train

XOR = [Example([a, b], [a ^ b]) for a in (0, 1) for b in (0, 1)]


def start(seed=1):
    return Network.random([2, 3, 1], ["tanh", "sigmoid"], seed)


def last(*arguments, **options):
    *_, epoch = train(*arguments, **options)
    return epoch


class AnEpoch(unittest.TestCase):
    def by_hand(self, batches, alpha=0.5, **options):
        network, costs = start(), []
        for batch in batches:
            step = gradient_step(network, batch, alpha, **options)
            network = step.network
            costs.append(step.C)
        return network, costs

    def test_online_is_a_step_for_each_example_in_their_order(self):
        network, costs = self.by_hand([[example] for example in XOR])
        epoch = last(start(), XOR, 0.5, 1)
        self.assertEqual((network, sum(costs) / 4, 4, 1), (epoch.network, epoch.cost, epoch.steps, epoch.number))

    def test_mini_batches_are_slices_and_the_last_may_be_smaller(self):
        network, costs = self.by_hand([XOR[:3], XOR[3:]])
        epoch = last(start(), XOR, 0.5, 1, batch_size=3)
        self.assertEqual(network, epoch.network)
        self.assertEqual((costs[0] * 3 + costs[1]) / 4, epoch.cost)

    def test_full_batch_is_one_step(self):
        for size in (None, 4, 100):
            network, costs = self.by_hand([XOR])
            epoch = last(start(), XOR, 0.5, 1, batch_size=size)
            self.assertEqual((network, 1), (epoch.network, epoch.steps))
            self.assertAlmostEqual(costs[0], epoch.cost, delta=1e-16)

    def test_cost_and_reduction_are_those_of_the_step(self):
        network, costs = self.by_hand([XOR[:2], XOR[2:]], cost="binary_cross_entropy", reduction="sum")
        epoch = last(start(), XOR, 0.5, 1, 2, "binary_cross_entropy", "sum")
        self.assertEqual((network, sum(costs)), (epoch.network, epoch.cost))

    def test_the_network_that_was_given_is_left_as_it_is(self):
        network = start()
        last(network, XOR, 0.5, 3)
        self.assertEqual(start(), network)

    def test_one_can_stop_look_and_go_on(self):
        course = train(start(), XOR, 0.5)
        first = [next(course) for _ in range(3)]
        again = last(first[-1].network, XOR, 0.5, 2)
        rest = [next(course) for _ in range(2)]
        self.assertEqual(again.network, rest[-1].network)
        self.assertEqual([1, 2, 3, 4, 5], [epoch.number for epoch in first + rest])

    def test_the_metric_is_asked_after_every_epoch(self):
        seen = [epoch.metric for epoch in train(start(), XOR, 0.5, 2, metric=lambda network: network.layers[0].b[0])]
        self.assertEqual([epoch.network.layers[0].b[0] for epoch in train(start(), XOR, 0.5, 2)], seen)

    def test_examples_may_be_any_iterable(self):
        self.assertEqual(last(start(), XOR, 0.5, 2).network, last(start(), iter(XOR), 0.5, 2).network)

    def test_no_epochs_are_none(self):
        self.assertEqual([], list(train(start(), XOR, 0.5, 0)))

    def test_any_number_type_trains_exactly(self):
        layers = [
            Layer([[Fraction(1, 2), Fraction(1, 3)]], [Fraction(1, 5)], "relu"),
            Layer([[Fraction(2)]], [0], "identity"),
        ]
        epoch = last(Network(layers), XOR, Fraction(1, 10), 2, decay=Fraction(1, 7))
        self.assertIs(Fraction, type(epoch.network.layers[0].w[0][0]))
        self.assertIs(Fraction, type(epoch.cost))
        decimal = Network([Layer([[Decimal("0.5"), Decimal(1)]], [Decimal(0)], "sigmoid")])
        self.assertIs(Decimal, type(last(decimal, XOR, Decimal("0.1"), 1).network.layers[0].b[0]))

    def test_memory_does_not_grow_with_epochs(self):
        def peak(epochs):
            tracemalloc.start()
            for _ in train(start(), XOR, 0.5, epochs, seed=1):
                pass
            size = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return size

        peak(2)
        self.assertLess(peak(150), peak(15) + 3000)


class TheOrder(unittest.TestCase):
    def test_a_seed_is_a_shuffle_of_the_order_before_by_fisher_and_yates(self):
        order, draw, network = list(range(4)), Random(5).random, start()
        for _ in range(3):
            for last_one in range(3, 0, -1):
                other = int(draw() * (last_one + 1))
                order[last_one], order[other] = order[other], order[last_one]
            for i in order:
                network = gradient_step(network, [XOR[i]], 0.5).network
        self.assertEqual(network, last(start(), XOR, 0.5, 3, seed=5).network)

    def test_shuffles_are_the_same_on_every_python(self):
        items = list(range(10))
        draw = Random(42).random
        shuffle(items, draw)
        self.assertEqual([9, 7, 8, 5, 3, 4, 1, 2, 0, 6], items)  # random.seed(42) and random.shuffle of Python 2.7

    def test_shuffling_asks_for_random_alone(self):
        class OnlyRandom:
            def __call__(self):
                return 0.5
        items = [1, 2, 3]
        shuffle(items, OnlyRandom())
        self.assertEqual([1, 2, 3], sorted(items))

    def test_going_on_after_so_many_steps_is_as_if_never_interrupted(self):
        whole = last(start(), XOR, 0.5, 4, batch_size=3, seed=9)
        for stop in range(0, 8):
            left = [stop]

            def go_on():
                left[0] -= 1
                return left[0] >= 0

            network, done = start(), 0
            for epoch in train(network, XOR, 0.5, 4, 3, seed=9, go_on=go_on):
                network, done = epoch.network, epoch.steps
            self.assertEqual(stop, done)
            again = last(network, XOR, 0.5, 4, 3, seed=9, done=done)
            self.assertEqual((whole.network, 8, 4), (again.network, again.steps, again.number))

    def test_an_epoch_that_was_ended_says_so(self):
        asked = iter([True, True, False])
        epochs = list(train(start(), XOR, 0.5, 4, go_on=lambda: next(asked)))
        self.assertEqual([(1, 2, False)], [(epoch.number, epoch.steps, epoch.whole) for epoch in epochs])

    def test_held_out_rows_and_the_others_are_all_rows(self):
        for n in (1, 2, 7, 50):
            for part in (0, 0.1, 0.5, 0.9):
                training, held = hold_out(n, part, 3)
                self.assertEqual(list(range(n)), sorted(training + held))
                self.assertEqual(held, sorted(held))
        self.assertNotEqual(hold_out(50, 0.2, 1), hold_out(50, 0.2, 2))

    def test_every_row_is_held_out_in_one_fold(self):
        for n, k in ((10, 3), (7, 7), (150, 5)):
            pairs = folds(n, k, 1)
            self.assertEqual(list(range(n)), sorted(i for _, held in pairs for i in held))
            self.assertLessEqual(max(len(held) for _, held in pairs) - min(len(held) for _, held in pairs), 1)
            for training, held in pairs:
                self.assertEqual(set(range(n)) - set(held), set(training))


class WeightDecay(unittest.TestCase):
    def test_it_is_the_derivative_of_half_lambda_times_the_squares_of_the_weights(self):
        # C is quadratic in each weight here, and so is the term: the central difference is exact in Fractions.
        first = Layer([[Fraction(1, 2), Fraction(2, 3)]], [Fraction(1, 4)], "identity")
        layers = [first, Layer([[Fraction(3)]], [1], "identity")]
        decay, h = Fraction(1, 5), Fraction(1, 100)
        network = Network(layers)
        new = last(network, XOR, Fraction(1), 1, batch_size=None, decay=decay).network

        def penalised(l, j, k, change):
            moved = [Layer([list(row) for row in layer.w], layer.b, layer.activation) for layer in network.layers]
            moved[l].w[j][k] += change
            moved = Network(moved)
            squares = sum(w * w for layer in moved.layers for row in layer.w for w in row)
            return gradient_step(moved, XOR).C + decay / 2 * squares

        for l, layer in enumerate(network.layers):
            for j, row in enumerate(layer.w):
                for k, w_jk in enumerate(row):
                    slope = (penalised(l, j, k, h) - penalised(l, j, k, -h)) / (2 * h)
                    self.assertEqual(w_jk - slope, new.layers[l].w[j][k])

    def test_biases_are_left_alone(self):
        with_it = last(start(), XOR, 0.5, 1, batch_size=None, decay=0.25).network
        without = last(start(), XOR, 0.5, 1, batch_size=None).network
        self.assertEqual([layer.b for layer in without.layers], [layer.b for layer in with_it.layers])
        self.assertNotEqual([layer.w for layer in without.layers], [layer.w for layer in with_it.layers])

    def test_it_is_not_divided_by_the_number_of_examples(self):
        for examples in (XOR[:1], XOR[:1] * 5):
            shrunk = last(start(), examples, 0.5, 1, batch_size=None, decay=0.5).network.layers[1].w[0][0]
            plain = last(start(), examples, 0.5, 1, batch_size=None).network.layers[1].w[0][0]
            self.assertAlmostEqual(-0.5 * 0.5 * start().layers[1].w[0][0], shrunk - plain, delta=1e-15)

    def test_equation_11_stays_the_rule(self):
        seen = []

        def updated_weights(w_j, alpha, dC_dw_j):
            seen.append(dC_dw_j)
            return RULES.updated_weights(w_j, alpha, dC_dw_j)

        last(start(), XOR[:1], 0.5, 1, decay=0.5, eq=RULES.replaced(updated_weights=updated_weights))
        plain = gradient_step(start(), XOR[:1]).dC_dw[0][0][0]
        self.assertEqual(plain + 0.5 * start().layers[0].w[0][0], seen[0][0])


class Diverging(unittest.TestCase):
    def test_it_says_when_and_why_and_keeps_the_last_parameters_that_were_good(self):
        network = Network([Layer([[1.0]], [0.0], "identity")])
        examples = [Example([1.0], [0.0]), Example([3.0], [1.0])]
        with self.assertRaises(Diverged) as raised:
            for epoch in train(network, examples, alpha=1e60):
                pass
        diverged = raised.exception
        self.assertRegex(str(diverged), r"^epoch \d+, step \d: .* is -?(inf|nan), expected a finite number")
        count = (diverged.epoch - 1) * 2 + diverged.step - 1
        again = network
        for n in range(count):
            again = gradient_step(again, [examples[n % 2]], 1e60).network
        self.assertEqual(again, diverged.network)
        with self.assertRaises(ArithmeticError):
            gradient_step(again, [examples[count % 2]], 1e60)


class BadArguments(unittest.TestCase):
    def test_are_refused_before_anything_is_computed(self):
        for options, message in [
            (dict(epochs=-1), "epochs: found -1, expected a whole number of at least 0"),
            (dict(epochs=True), "epochs: found True"),
            (dict(batch_size=0), "batch_size: found 0, expected a whole number of at least 1"),
            (dict(batch_size=1.5), "batch_size: found 1.5"),
            (dict(seed="a"), "seed: found 'a', expected a whole number"),
            (dict(done=-2), "done: found -2"),
            (dict(decay=-1), "decay: found -1.0, expected at least 0"),
            (dict(decay="1"), "decay: "),
            (dict(cost="nothing"), "cost: found 'nothing', expected one of"),
            (dict(reduction="product"), "reduction: found 'product', expected one of"),
            (dict(alpha=-1.0), "alpha: found -1.0"),
            (dict(examples=[]), "examples: none"),
            (dict(examples=3), "examples: found 3, expected a list of Examples"),
            (dict(examples=[Example([1], [1])]), r"examples\[0\].x: 1 number, expected 2"),
            (dict(network=3), "network: found 3, expected a Network"),
            (dict(network=3, decay=0.1), "network: found 3, expected a Network"),
        ]:
            with self.subTest(**options), self.assertRaisesRegex(ValueError, "^" + message):
                train(**{**dict(network=start(), examples=XOR, alpha=0.5), **options})


class WrittenAndReadBack(unittest.TestCase):
    NETWORKS = [
        start(),
        Network([Layer([[Fraction(1, 3), 2]], [Fraction(-1, 7)], "relu")]),
        Network([Layer([[0.1], [1e-300]], [0.25], "sigmoid", shared_bias=True)]),
    ]

    def test_a_network_to_the_last_bit(self):
        for network in self.NETWORKS:
            self.assertEqual(network, read_network(json.dumps(network_object(network))))
            self.assertEqual(network, read_network(json.loads(json.dumps(network_object(network)))))

    def test_an_example(self):
        for example in (Example([0.1, 2.0], [1.0]), Example([Fraction(1, 3)], [Fraction(2)])):
            self.assertEqual(example, read_example(json.dumps(example_object(example))))

    def test_a_trained_network_and_some_rows_make_a_case(self):
        network = last(start(), XOR, 0.5, 3).network
        examples = [example.map(float) for example in XOR]
        case = read_case(json.dumps(case_object(Case("xor", network, examples, 0.5))))
        self.assertEqual((network, examples), (case.network, case.examples))

    def test_what_is_none_is_refused_with_its_place(self):
        for text, message in [
            ('{"layers": []}', "layers: none"), ('{"layer": []}', "layer: unknown field"), ("[]", "found a list"),
            ('{"layers": [{"activation": "tanh", "weights": [[true]], "biases": [0]}]}', r"layers\[0\].weights\[0\]"),
        ]:
            with self.subTest(text=text), self.assertRaisesRegex(ValueError, message):
                read_network(text)
        with self.assertRaisesRegex(ValueError, r"example.x\[0\]: found true"):
            read_example('{"x": [true], "y": [1]}')


if __name__ == "__main__":
    unittest.main()
