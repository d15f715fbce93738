"""Each exported pass, called by hand, refuses lists of other lengths than the network's, by name."""

import unittest

from backprop_ref import Example, Layer, Network, backpropagate, backward, forward, gradients, update

COST = "half_squared_error"


class Lengths(unittest.TestCase):
    def setUp(self):
        self.network = Network.random([2, 3, 1], seed=1)
        self.x, self.y = [0.5, 0.25], [1.0]
        self.one = backpropagate(self.network, Example(self.x, self.y))

    def check(self, message, call, *args):
        with self.assertRaises(ValueError) as caught:
            call(*args)
        self.assertEqual(message, str(caught.exception))

    def test_forward_refuses_an_input_that_does_not_fit(self):
        self.check("x: 1 item, expected 2 (one for each input)", forward, self.network, [1.0])
        self.check("x: 3 items, expected 2 (one for each input)", forward, self.network, [1.0] * 3)
        self.check("x: found 1.0, expected a list of 2 (one for each input)", forward, self.network, 1.0)
        self.check("network: found None, expected a Network", forward, None, [1.0])

    def test_backward_refuses_a_target_that_does_not_fit(self):
        for y in ([], [1.0, 2.0]):
            self.check(f"y: {len(y)} items, expected 1 (one for each output)",
                       backward, self.network, y, self.one.z, self.one.a, COST)

    def test_backward_refuses_sums_and_activations_that_do_not_fit(self):
        z, a = self.one.z, self.one.a
        self.check("z: 1 item, expected 2 (one for each layer)", backward, self.network, self.y, z[:1], a, COST)
        self.check("a[0]: 2 items, expected 3 (one for each neuron)",
                   backward, self.network, self.y, z, [a[0][:2], a[1]], COST)

    def test_backward_refuses_a_cost_that_there_is_none_of(self):
        for cost in ("mse", None, []):
            with self.assertRaisesRegex(ValueError, "^cost: found .*, expected one of half_squared_error, "):
                backward(self.network, self.y, self.one.z, self.one.a, cost)

    def test_gradients_refuses_what_does_not_fit(self):
        a, delta = self.one.a, self.one.delta
        self.check("x: 1 item, expected 2 (one for each input)", gradients, self.network, [1.0], a, delta)
        self.check("a: 3 items, expected 2 (one for each layer)", gradients, self.network, self.x, a + [[1.0]], delta)
        self.check("delta[1]: 0 items, expected 1 (one for each neuron)",
                   gradients, self.network, self.x, a, [delta[0], []])

    def test_update_refuses_gradients_that_do_not_fit(self):
        dC_dw, dC_db = self.one.dC_dw, self.one.dC_db
        short_row = [dC_dw[0][:2] + [[1.0]], dC_dw[1]]
        for message, w, b in (
            ("dC_dw: 1 item, expected 2 (one for each layer)", dC_dw[:1], dC_db),
            ("dC_dw[0]: 2 items, expected 3 (one for each neuron)", [dC_dw[0][:2], dC_dw[1]], dC_db),
            ("dC_dw[0][2]: 1 item, expected 2 (one for each weight)", short_row, dC_db),
            ("dC_dw[0][0]: found 1.0, expected a list of 2 (one for each weight)", [[1.0] * 3, dC_dw[1]], dC_db),
            ("dC_db[0]: 4 items, expected 3 (one for each bias)", dC_dw, [dC_db[0] + [1.0], dC_db[1]]),
        ):
            with self.subTest(message):
                self.check(message, update, self.network, 0.5, w, b)

    def test_update_refuses_a_learning_rate_that_is_none(self):
        for alpha in (-0.5, float("nan"), "0.5", None, True):
            with self.subTest(alpha=alpha), self.assertRaisesRegex(ValueError, "^alpha: found .*, expected a "):
                update(self.network, alpha, self.one.dC_dw, self.one.dC_db)

    def test_a_shared_bias_has_one_gradient(self):
        network = Network([Layer([[1.0], [2.0], [3.0]], [0.5], "tanh", shared_bias=True)])
        one = backpropagate(network, Example([1.0], [1.0] * 3))
        self.assertEqual(1, len(update(network, 1, one.dC_dw, one.dC_db).layers[0].b))
        self.check("dC_db[0]: 3 items, expected 1 (one for each bias)", update, network, 1, one.dC_dw, [[0.5] * 3])


if __name__ == "__main__":
    unittest.main()
