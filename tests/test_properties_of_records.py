"""Records: equal by value, short to look at, copied and pickled like any value."""

import copy
import pickle
import unittest

from hypothesis import given

from tests.generators import tame
from backprop_ref import Backpropagation, Example, Layer, Network, Step, Unfinished, backpropagate, gradient_step
from backprop_ref.numbers import Inexpressible
from backprop_ref.records import brief
from backprop_ref.cases.strategies import cases


class Values(unittest.TestCase):
    @given(cases())
    def test_a_record_is_equal_to_its_copy_and_its_pickle(self, case):
        for record in (
            case, case.network, case.network.layers[0], case.examples[0],
            gradient_step(case.network, case.examples, 0.5, case.cost),
        ):
            self.assertEqual(record, copy.deepcopy(record))
            self.assertEqual(record, pickle.loads(pickle.dumps(record)))

    def test_one_different_field_makes_a_different_record(self):
        layer = Layer([[1.0]], [2.0], "relu")
        for other in (
            Layer([[1.5]], [2.0], "relu"), Layer([[1.0]], [2.5], "relu"), Layer([[1.0]], [2.0], "tanh"),
            Layer([[1.0]], [2.0], "relu", True),
        ):
            self.assertNotEqual(layer, other)
        self.assertNotEqual(Example([1.0], [2.0]), Example([1.0], [3.0]))
        self.assertNotEqual(Network([layer]), layer)
        self.assertNotEqual(layer, "Layer")

    def test_numbers_are_compared_by_value_but_the_type_of_a_network_counts(self):
        layer = Layer([[1]], [2], "relu")
        self.assertEqual(layer, Layer([[1.0]], [2.0], "relu"))
        self.assertNotEqual(Network([layer]), Network([Layer([[1.0]], [2.0], "relu")]), "Fractions are not floats")

    def test_records_are_not_hashable_since_their_lists_can_be_changed(self):
        with self.assertRaises(TypeError):
            hash(Example([1.0], [2.0]))

    def test_an_unfinished_survives_a_pickle(self):
        error = Unfinished("z_j", "inf", 1, 2, 3)
        self.assertEqual(str(error), str(pickle.loads(pickle.dumps(error))))

    def test_an_unfinished_is_the_same_after_a_pickle_and_a_copy(self):
        for error in (Unfinished("z_j", "inf", 1, 2, 3), Unfinished("C", "nan"), Inexpressible("cost", "beyond")):
            for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
                self.assertIs(type(error), type(again))
                self.assertEqual(vars(error), vars(again))
                self.assertEqual((error.args, str(error)), (again.args, str(again)))

    def test_an_unfinished_step_that_was_raised_is_too(self):
        with self.assertRaises(Unfinished) as caught:
            gradient_step(Network([Layer([[1e200]], [0.0], "identity")]), [Example([1e200], [0.0])])
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual(("z_j", "inf", 0, 0, 0), (again.what, again.found, again.layer, again.neuron, again.example))

    def test_the_results_are_what_they_say(self):
        network, example = tame("tanh", "tanh")
        self.assertIs(Backpropagation, type(backpropagate(network, example)))
        self.assertIs(Step, type(gradient_step(network, [example])))
        self.assertIsNone(gradient_step(network, [example]).network)


class Looks(unittest.TestCase):
    def test_a_repr_is_one_short_line_whatever_the_size(self):
        for sizes in ([1, 1], [784, 30, 10]):
            network = Network.random(sizes, seed=1)
            example = Example([0.5] * sizes[0], [0.25] * sizes[-1])
            for record in (network, network.layers[0], example, gradient_step(network, [example], 0.5)):
                text = repr(record)
                self.assertLess(len(text), 600, text)
                self.assertNotIn("\n", text)

    def test_a_step_says_how_many_examples_it_is_of(self):
        network, example = tame("tanh", "tanh")
        self.assertIn(", 1 example, ", repr(gradient_step(network, [example])))
        self.assertIn(", 2 examples, ", repr(gradient_step(network, [example, example])))

    def test_a_network_is_shown_by_its_shape(self):
        self.assertEqual("Network(2-3-1, tanh, sigmoid, float)", repr(Network.random([2, 3, 1], ["tanh", "sigmoid"])))

    def test_a_small_record_is_shown_whole(self):
        self.assertEqual("Example(x=[1.0], y=[2.0])", repr(Example([1.0], [2.0])))
        self.assertEqual("Layer(w=[[1]], b=[2], activation='relu', shared_bias=False)", repr(Layer([[1]], [2], "relu")))

    def test_brief_shows_shape_and_beginning_of_what_is_long(self):
        text = brief([list(range(100))] * 30)
        self.assertTrue(text.startswith("[30][100]") and "0, 1, 2" in text and len(text) < 60, text)
        self.assertEqual("None", brief(None))
        self.assertEqual("[]", brief([]))


if __name__ == "__main__":
    unittest.main()
