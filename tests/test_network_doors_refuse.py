"""What does not make a network, an example or a step is refused at the door: place, found, expected, word for word."""

import unittest
from decimal import Decimal
from fractions import Fraction

from backprop_ref import (
    ACTIVATIONS, COSTS, RULES, Example, Layer, Network, backpropagate, backward, bounded_step, forward,
    gradient_by_chain_rule, gradient_step, gradients, ulps, update,
)
from backprop_ref.cases import Case

try:
    import numpy
except ImportError:
    numpy = None

NAMES = ", ".join(ACTIVATIONS)
KINDS = "expected a number (int, float, Fraction or Decimal)"
inf, nan = float("inf"), float("nan")


class Refusing(unittest.TestCase):
    def refused(self, message, call, *args, **kwargs):
        with self.subTest(expected=message):
            with self.assertRaises(ValueError) as caught:
                call(*args, **kwargs)
            self.assertEqual(message, str(caught.exception))


class Refusals(Refusing):
    def test_layers_that_are_none(self):
        for message, args in [
            ("weights: empty, expected at least one row (one for each neuron)", ([], [1.0], "relu")),
            ("weights: found 5, expected a list of rows, one for each neuron", (5, [1.0], "relu")),
            ("weights: found None, expected a list of rows, one for each neuron", (None, [1.0], "relu")),
            ("weights: found 'ab', expected a list of rows, one for each neuron", ("ab", [1.0], "relu")),
            ("weights[0]: found 1.0, expected a list of numbers", ([1.0], [1.0], "relu")),
            ("weights[0]: found '12', expected a list of numbers", (["12"], [1.0], "relu")),
            ("weights[0]: empty, expected at least one weight", ([[]], [1.0], "relu")),
            ("weights[1]: 1 weight, expected 2 (as in weights[0])", ([[1, 2], [3]], [1, 2], "relu")),
            ("weights[2]: 3 weights, expected 2 (as in weights[0])", ([[1, 2], [3, 4], [5, 6, 7]], [1, 2, 3], "relu")),
            ("biases: 1 bias, expected 2 (one for each neuron)", ([[1.0], [2.0]], [1.0], "relu")),
            ("biases: 3 biases, expected 2 (one for each neuron)", ([[1.0], [2.0]], [1.0, 2.0, 3.0], "relu")),
            ("biases: 0 biases, expected 1 (one for each neuron)", ([[1.0]], [], "relu")),
            ("biases: found 1.0, expected a list of numbers", ([[1.0]], 1.0, "relu")),
            ("biases: 2 biases, expected 1 (shared by all neurons)", ([[1.0], [2.0]], [1.0, 2.0], "relu", True)),
            ("shared_bias: found 1, expected True or False", ([[1.0]], [1.0], "relu", 1)),
            ("shared_bias: found 'no', expected True or False", ([[1.0]], [1.0], "relu", "no")),
            (f"activation: found 'Sigmoid', expected one of {NAMES}", ([[1.0]], [1.0], "Sigmoid")),
            (f"activation: found None, expected one of {NAMES}", ([[1.0]], [1.0], None)),
            (f"activation: found ['relu'], expected one of {NAMES}", ([[1.0]], [1.0], ["relu"])),
        ]:
            self.refused(message, Layer, *args)

    def test_numbers_that_are_none(self):
        for value, found in [(True, "True"), ("1.0", "'1.0'"), (None, "None"), (1j, "1j"), ([1.0], "[1.0]")]:
            self.refused(f"weights[1][1]: found {found}, {KINDS}", Layer, [[1.0, 2.0], [3.0, value]], [1, 2], "relu")
            self.refused(f"biases[1]: found {found}, {KINDS}", Layer, [[1.0], [2.0]], [1.0, value], "relu")
            self.refused(f"x[0]: found {found}, {KINDS}", Example, [value], [1.0])
            self.refused(f"y[2]: found {found}, {KINDS}", Example, [1.0], [1.0, 2.0, value])

    def test_numbers_that_are_not_finite(self):
        for value, found in [(inf, "inf"), (-inf, "-inf"), (nan, "nan"), (Decimal("NaN"), "NaN"),
                             (Decimal("-Infinity"), "-Infinity"), (Decimal("sNaN"), "sNaN")]:
            self.refused(f"weights[0][0]: found {found}, expected a finite number", Layer, [[value]], [1], "relu")
            self.refused(f"x[1]: found {found}, expected a finite number", Example, [1, value], [1])

    def test_integers_beyond_a_double_beside_floats(self):
        digits = "1" + "0" * 38 + "…"
        expected = f"found {digits}, expected a number in the range of a double"
        self.refused(f"x[1]: {expected}", Example, [0.5, 10**400], [1])
        self.refused(f"weights[0][1]: {expected}", Layer, [[0.5, 10**400]], [1], "relu")
        self.refused(f"layers[0].weights[0][0]: {expected}", Network, [
            Layer([[10**400]], [1], "relu"), Layer([[0.5]], [1], "relu"),
        ])
        self.refused(f"layers[0].biases[0]: {expected}", Network, [Layer([[1]], [10**400], "sigmoid")])

    def test_number_types_that_do_not_mix(self):
        self.refused("weights[0][1]: a Fraction, expected a float as at weights[0][0] (they do not mix)",
                     Layer, [[0.5, Fraction(1, 2)]], [1], "relu")
        self.refused("biases[0]: a Decimal, expected a Fraction as at weights[0][1] (they do not mix)",
                     Layer, [[1, Fraction(1, 2)]], [Decimal(1)], "relu")
        self.refused("layers[1].weights[0][0]: a float, expected a Fraction as at layers[0].weights[0][0] "
                     "(they do not mix)",
                     Network, [Layer([[Fraction(1, 2)]], [1], "relu"), Layer([[1]], [0.5], "relu")])
        self.refused("y[0]: a float, expected a Decimal as at x[0] (they do not mix)", Example, [Decimal(1)], [0.5])

    def test_networks_that_are_none(self):
        layer = Layer([[1.0], [2.0]], [1.0, 2.0], "relu")
        for message, layers in [
            ("layers: none, expected at least one", []),
            ("layers: found 7, expected a list of layers", 7),
            ("layers[1]: found [[1.0]], expected a Layer", [layer, [[1.0]]]),
            ("layers[1].weights[0]: 3 weights, expected 2 (one for each neuron of layers[0])",
             [layer, Layer([[1.0, 2.0, 3.0]], [1.0], "relu")]),
            ("layers[1].weights[0]: 1 weight, expected 2 (one for each neuron of layers[0])", [layer, layer]),
            ("layers[0].activation: softmax, expected only in the output layer",
             [Layer([[1.0]], [1.0], "softmax"), Layer([[1.0]], [1.0], "softmax")]),
        ]:
            self.refused(message, Network, layers)

    def test_random_networks_that_are_none(self):
        for message, args in [
            ("sizes: 1 size, expected at least two (input and output)", ([3],)),
            ("sizes: 0 sizes, expected at least two (input and output)", ([],)),
            ("sizes: found 3, expected a list of at least two sizes", (3,)),
            ("sizes[1]: found 0, expected a positive integer", ([3, 0],)),
            ("sizes[0]: found -1, expected a positive integer", ([-1, 2],)),
            ("sizes[1]: found True, expected a positive integer", ([3, True],)),
            ("sizes[1]: found 2.0, expected a positive integer", ([3, 2.0],)),
            ("activation: 1 name, expected 2 (one for each layer)", ([3, 2, 1], ["relu"])),
            (f"activation: found 'relux', expected one of {NAMES}", ([3, 2], "relux")),
            ("layers[0].activation: softmax, expected only in the output layer", ([3, 2, 1], "softmax")),
            ("seed: found 'x', expected an integer", ([3, 2], "tanh", "x")),
            ("seed: found None, expected an integer", ([3, 2], "tanh", None)),
            ("seed: found 1.5, expected an integer", ([3, 2], "tanh", 1.5)),
            ("seed: found True, expected an integer", ([3, 2], "tanh", True)),
        ]:
            self.refused(message, Network.random, *args)

    def test_a_set_has_no_order(self):
        self.refused("weights[0]: found {0.5, 0.25}, expected a list of numbers", Layer, [{0.5, 0.25}], [1.0], "relu")
        frozen = frozenset([1.0])
        self.refused("biases: found frozenset({1.0}), expected a list of numbers", Layer, [[1.0]], frozen, "relu")
        self.refused("x: found {1.0}, expected a list of numbers", Example, {1.0}, [1.0])
        self.refused("y: found dict_keys([1.0]), expected a list of numbers", Example, [1.0], {1.0: 2.0}.keys())
        self.refused("weights: found set(), expected a list of rows, one for each neuron", Layer, set(), [1.0], "relu")

    def test_examples_that_are_none(self):
        for message, args in [
            ("x: empty, expected at least one number", ([], [1.0])),
            ("y: empty, expected at least one number", ([1.0], [])),
            ("x: found 1.0, expected a list of numbers", (1.0, [1.0])),
            ("x: found {0: 1.0}, expected a list of numbers", ({0: 1.0}, [1.0])),
            ("y: found b'1', expected a list of numbers", ([1.0], b"1")),
        ]:
            self.refused(message, Example, *args)


class Array:
    """As NumPy's arrays and scalars are: numbers of other types inside, which tolist() gives as Python's own."""

    def __init__(self, plain):
        self.plain = plain

    def __iter__(self):
        return (Array(item) for item in self.plain)

    def __repr__(self):
        return f"array({self.plain})"

    def tolist(self):
        return self.plain


class Arrays(Refusing):
    def test_arrays_and_their_scalars_become_lists_and_numbers(self):
        layer = Layer([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0], "relu")
        whole, rows = Array([[1.0, 2.0], [3.0, 4.0]]), [Array([1.0, 2.0]), Array([3.0, 4.0])]
        scalars = [[Array(1.0), 2.0], [3.0, Array(4.0)]]
        for weights in (whole, rows, scalars):
            made = Layer(weights, Array([5.0, 6.0]), "relu")
            self.assertEqual(layer, made)
            self.assertEqual({float}, {type(number) for _, row in made.rows() for number in row})
        self.assertEqual(Example([1.0, 2.0], [3.0]), Example(Array([1.0, 2.0]), [Array(3.0)]))
        network, example = Network([layer]), Example([1.0, 2.0], [0.0, 0.0])
        self.assertEqual(gradient_step(network, [example], 0.5), gradient_step(network, [example], Array(0.5)))
        self.assertEqual([2, 3, 1], Network.random(Array([2, 3, 1])).sizes)
        self.assertEqual([2, 3, 1], Network.random([Array(2), Array(3), 1]).sizes)
        self.assertEqual(Network.random([2, 1], seed=3), Network.random([2, 1], seed=Array(3)))

    def test_what_is_in_them_is_checked_as_ever(self):
        for value, found in (([1.0], "array([1.0])"), (True, "array(True)"), ("1", "array(1)")):
            self.refused(f"x[1]: found {found}, {KINDS}", Example, [1.0, Array(value)], [1.0])
        self.refused("x[0]: found nan, expected a finite number", Example, Array([nan]), [1.0])
        self.refused("weights[1]: 1 weight, expected 2 (as in weights[0])", Layer, Array([[1, 2], [3]]), [1, 2], "relu")
        self.refused("biases: found array(1.0), expected a list of numbers", Layer, [[1.0]], Array(1.0), "relu")

    @unittest.skipUnless(numpy, "needs NumPy")
    def test_numpys_own(self):
        layer = Layer([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0], "relu")
        for kind in (numpy.float64, numpy.float32, numpy.int64):
            weights = numpy.array(layer.w, dtype=kind)
            self.assertEqual(layer, Layer(weights, numpy.array(layer.b), "relu"))
            self.assertEqual(layer, Layer(list(map(list, weights)), list(numpy.array(layer.b, dtype=kind)), "relu"))


class CasesAreChecked(Refusing):
    def test_what_a_case_is_made_of(self):
        network, example = Network([Layer([[1.0, 2.0]], [1.0], "sigmoid")]), Example([1.0, 2.0], [1.0])
        names, squared = ", ".join(COSTS), "squared_error"
        for message, arguments in [
            ("id: found 3, expected a string", (3, network, [example])),
            ("network: found [1.0], expected a Network", ("one", [1.0], [example])),
            ("examples: none, expected at least one", ("one", network, [])),
            ("examples: found 5, expected a list of Examples", ("one", network, 5)),
            ("examples[1]: found 7, expected an Example", ("one", network, [example, 7])),
            ("examples[0].y: 2 numbers, expected 1 (one for each output)", ("one", network, [Example([1, 2], [1, 2])])),
            ("alpha: found -1.0, expected a finite number of at least 0", ("one", network, [example], -1)),
            (f"cost: found 'mse', expected one of {names}", ("one", network, [example], None, "mse")),
            ("reduction: found None, expected one of sum, mean", ("one", network, [example], None, squared, None)),
            ("note: found None, expected a string", ("one", network, [example], 1, squared, "sum", None)),
            ("flags: found 'a', expected a list of words", ("one", network, [example], 1, squared, "sum", "", "a")),
            ("flags: found [1], expected a list of words", ("one", network, [example], 1, squared, "sum", "", [1])),
        ]:
            self.refused(message, Case, *arguments)

    def test_what_fits_is_kept(self):
        network, example = Network([Layer([[1.0, 2.0]], [1.0], "sigmoid")]), Example([1, 2], [1])
        case = Case("one", network, (example,), 1, flags=("small",))
        self.assertEqual(("one", [example], 1, ("small",)), (case.id, case.examples, case.alpha, case.flags))
        self.assertIn("1 example,", repr(case))
        self.assertIn("2 examples,", repr(Case("two", network, [example, example])))


class RulesAndDistances(Refusing):
    def test_rules_that_are_none(self):
        network, example = Network([Layer([[1.0, 2.0]], [1.0], "sigmoid")]), Example([1.0, 2.0], [1.0])
        message = "eq: found None, expected Rules"
        z, a = forward(network, example.x)
        self.refused(message, gradient_step, network, [example], eq=None)
        self.refused(message, backpropagate, network, example, eq=None)
        self.refused(message, bounded_step, network, [example], eq=None)
        self.refused(message, gradient_by_chain_rule, network, example, 0, 0, eq=None)
        self.refused(message, forward, network, example.x, None)
        self.refused(message, backward, network, example.y, z, a, "squared_error", None)
        self.refused(message, gradients, network, example.x, a, [[1.0]], None)
        self.refused(message, update, network, 0.5, [[[1.0, 1.0]]], [[1.0]], None)

    def test_what_has_no_place_among_the_doubles(self):
        self.refused("ulps: found 'a', expected a float", ulps, "a", 1.0)
        self.refused("ulps: found None, expected a float", ulps, 1.0, None)
        self.refused("ulps: found True, expected a float", ulps, True, 1.0)
        self.refused("ulps: found Fraction(1, 3), expected a float", ulps, Fraction(1, 3), 1.0)
        self.refused("ulps: found 1" + "0" * 38 + "…, expected a number in the range of a double", ulps, 10**400, 1.0)
        self.assertEqual(1, ulps(1, Array(1 + 2.0**-52)))

    def test_entries_of_the_tables_say_what_they_are(self):
        self.assertEqual("Activation(tanh: tanh z)", repr(ACTIVATIONS["tanh"]))
        self.assertEqual("Cost(cross_entropy: −Σ_j y_j ln a_j)", repr(COSTS["cross_entropy"]))
        for table in (ACTIVATIONS, COSTS):
            for name, entry in table.items():
                self.assertIn(f"({name}: {entry.formula})", repr(entry))
        self.assertEqual("Rules(standard)", repr(RULES))
        self.assertEqual("Rules(bias_gradient replaced)", repr(RULES.replaced(bias_gradient=abs)))


class RefusalsOfAStep(Refusing):
    def setUp(self):
        self.network = Network([Layer([[1.0, 2.0]], [1.0], "sigmoid")])
        self.example = Example([1.0, 2.0], [1.0])

    def test_examples_that_do_not_fit(self):
        for message, given in [
            ("examples: none, expected at least one", []),
            ("examples: found None, expected a list of Examples", None),
            ("examples[1]: found ([1.0], [1.0]), expected an Example", [self.example, ([1.0], [1.0])]),
            ("examples[0].x: 1 number, expected 2 (one for each weight of layers[0].weights[0])", [Example([1], [1])]),
            ("examples[1].y: 2 numbers, expected 1 (one for each output)",
             [self.example, Example([1.0, 2.0], [1.0, 2.0])]),
            ("examples[0].x[0]: found a Fraction, expected a float like the network's numbers (they do not mix)",
             [Example([Fraction(1, 2), 1], [1])]),
        ]:
            self.refused(message, gradient_step, self.network, given)

    def test_an_example_that_does_not_fit_alone(self):
        self.refused("example: found [1.0, 2.0], expected an Example", backpropagate, self.network, [1.0, 2.0])
        self.refused("example.y: 2 numbers, expected 1 (one for each output)",
                     backpropagate, self.network, Example([1.0, 2.0], [1.0, 2.0]))

    def test_settings_that_are_none(self):
        names = ", ".join(COSTS)
        for message, settings in [
            (f"cost: found 'mse', expected one of {names}", {"cost": "mse"}),
            (f"cost: found None, expected one of {names}", {"cost": None}),
            (f"cost: found [], expected one of {names}", {"cost": []}),
            ("reduction: found 'avg', expected one of sum, mean", {"reduction": "avg"}),
            ("reduction: found [], expected one of sum, mean", {"reduction": []}),
            ("alpha: found -1.0, expected a finite number of at least 0", {"alpha": -1}),
            ("alpha: found -0.5, expected a finite number of at least 0", {"alpha": -0.5}),
            ("alpha: found nan, expected a finite number of at least 0", {"alpha": nan}),
            ("alpha: found inf, expected a finite number of at least 0", {"alpha": inf}),
            (f"alpha: found True, {KINDS}", {"alpha": True}),
            (f"alpha: found '0.5', {KINDS}", {"alpha": "0.5"}),
            ("alpha: found a Decimal, expected a float like the network's numbers (they do not mix)",
             {"alpha": Decimal("0.5")}),
        ]:
            self.refused(message, gradient_step, self.network, [self.example], **settings)
        self.refused(f"cost: found 'mse', expected one of {names}", backpropagate, self.network, self.example, "mse")

    def test_what_is_no_network(self):
        self.refused("network: found 'net', expected a Network", gradient_step, "net", [self.example])
        self.refused("network: found None, expected a Network", backpropagate, None, self.example)

    def test_a_learning_rate_of_NaN_in_Decimal(self):
        network = Network([Layer([[Decimal(1)]], [Decimal(0)], "sigmoid")])
        self.refused("alpha: found NaN, expected a finite number of at least 0",
                     gradient_step, network, [Example([1], [1])], Decimal("NaN"))

    def test_fractions_with_an_activation_that_needs_exp_are_refused_by_name(self):
        for name, activation in ACTIVATIONS.items():
            network = Network([Layer([[Fraction(1, 2)]], [0], "relu"), Layer([[Fraction(1, 2)]], [0], name)])
            example = Example([Fraction(1, 3)], [0])
            if activation.rational:
                self.assertIsInstance(gradient_step(network, [example]).C, Fraction)
                continue
            message = (f"layers[1].activation: {name} of a Fraction is not a Fraction, expected identity, relu, "
                       "leaky_relu, softsign (or floats, Decimals, exact_step)")
            self.refused(message, gradient_step, network, [example])
            self.refused(message, backpropagate, network, example)

    def test_fractions_with_a_cost_that_needs_ln_are_refused_by_name(self):
        network, example = Network([Layer([[Fraction(1, 2)]], [0], "relu")]), Example([Fraction(1, 3)], [0])
        for name, cost in COSTS.items():
            if cost.rational:
                self.assertIsInstance(backpropagate(network, example, name).C, Fraction)
                continue
            message = (f"cost: {name} of a Fraction is not a Fraction, expected half_squared_error, squared_error, "
                       "mean_squared_error (or floats, Decimals, exact_step)")
            self.refused(message, gradient_step, network, [example], cost=name)
            self.refused(message, backpropagate, network, example, name)

    def test_what_is_refused_is_refused_before_anything_is_computed(self):
        first = Example([1e308, 1e308], [1.0])  # would overflow, were it computed
        self.refused("examples[1].y: 2 numbers, expected 1 (one for each output)", gradient_step,
                     Network([Layer([[1e308, 1e308]], [1.0], "identity")]), [first, Example([1.0, 2.0], [1.0, 2.0])])


if __name__ == "__main__":
    unittest.main()
