"""At the door all numbers of a network become one type; a step's examples and learning rate join it."""

import unittest
from decimal import Decimal
from fractions import Fraction

from tests.generators import flat
from backprop_ref import ACTIVATIONS, Example, Layer, Network, gradient_step


def types(network):
    return {type(number) for layer in network.layers for number in flat(layer.w) + layer.b}


class OneType(unittest.TestCase):
    def test_ints_join_what_they_stand_with(self):
        for one, kind in [(0.5, float), (Fraction(1, 2), Fraction), (Decimal("0.5"), Decimal)]:
            network = Network([Layer([[1, 2]], [3], "relu"), Layer([[4]], [one], "sigmoid")])
            self.assertEqual((kind, {kind}), (network.number, types(network)))

    def test_ints_alone_become_fractions_where_every_activation_is_rational(self):
        for name, activation in ACTIVATIONS.items():
            network = Network([Layer([[1, 2]], [3], "relu"), Layer([[4]], [5], name)])
            kind = Fraction if activation.rational else float
            self.assertEqual((kind, {kind}), (network.number, types(network)), name)

    def test_examples_and_learning_rate_join_the_network(self):
        for one, kind in [(0.5, float), (Fraction(1, 2), Fraction), (Decimal("0.5"), Decimal)]:
            network = Network([Layer([[one]], [1], "relu")])
            step = gradient_step(network, [Example([3], [1])], 1)
            found = flat(step.z) + flat(step.dC_dw) + flat(step.dC_db) + [step.C] + step.network.layers[0].b
            self.assertEqual({kind}, {type(number) for number in found})

    def test_an_int_beyond_2_to_the_53_becomes_the_nearest_double(self):
        network = Network([Layer([[2**53 + 1]], [0.5], "relu")])
        self.assertEqual([[2.0**53]], network.layers[0].w)

    def test_a_subclass_of_float_becomes_a_float(self):
        class Measured(float):
            pass

        network = Network([Layer([[Measured(0.5)]], [Measured(1.0)], "relu")])
        self.assertEqual({float}, types(network))
        self.assertEqual({float}, {type(number) for number in Example([Measured(1.0)], [2]).x})

    def test_an_enumerated_int_becomes_an_int(self):
        from enum import IntEnum

        class Size(IntEnum):
            SMALL = 1

        self.assertEqual({float}, types(Network([Layer([[Size.SMALL]], [0.5], "relu")])))

    def test_tuples_ranges_and_generators_are_lists(self):
        layer = Layer(((1.0, 2.0), (w for w in (3.0, 4.0))), range(2), "relu")
        self.assertEqual(([[1.0, 2.0], [3.0, 4.0]], [0.0, 1.0]), (layer.w, layer.b))
        self.assertEqual(2, len(Network(iter([layer, layer])).layers))

    def test_map_changes_every_number(self):
        network = Network([Layer([[0.5, 0.25]], [2.0], "relu"), Layer([[4.0]], [8.0], "tanh", True)])
        as_fractions = network.map(Fraction)
        self.assertEqual((Fraction, {Fraction}), (as_fractions.number, types(as_fractions)))
        self.assertEqual(network.layers, as_fractions.map(float).layers)
        self.assertEqual([True], [layer.shared_bias for layer in as_fractions.layers[1:]])
        example = Example([0.5], [0.25]).map(Decimal)
        self.assertEqual((Decimal, [Decimal("0.5")], [Decimal("0.25")]), (example.number, example.x, example.y))


class RandomNetworks(unittest.TestCase):
    def test_the_same_seed_gives_the_same_network_on_every_python(self):
        network = Network.random([2, 1], seed=1)
        # 2·random() − 1 of random.seed(1), whose sequence Python promises to keep: .134…, .847…, .763…
        self.assertEqual([0.134364244112, 0.847433736937], [round((w + 1) / 2, 12) for w in network.layers[0].w[0]])
        self.assertEqual([0.763774618977], [round((b + 1) / 2, 12) for b in network.layers[0].b])
        self.assertEqual(network, Network.random([2, 1], seed=1))
        self.assertNotEqual(network, Network.random([2, 1], seed=2))

    def test_sizes_and_activations_are_those_asked_for(self):
        network = Network.random([3, 5, 2], ["relu", "softmax"])
        self.assertEqual([3, 5, 2], network.sizes)
        self.assertEqual(["relu", "softmax"], [layer.activation for layer in network.layers])
        numbers = [n for layer in network.layers for n in flat(layer.w) + layer.b]
        self.assertTrue(all(-1 < n < 1 and n != 0 for n in numbers))
        self.assertEqual(len(numbers), len(set(numbers)), "no two the same")


if __name__ == "__main__":
    unittest.main()
