"""Worked examples from elsewhere, to every digit that they print."""

import random
import unittest
from decimal import Decimal

from backprop_ref import RULES, Example, Layer, Network, gradient_step


def as_printed(value, printed):
    """The value, rounded to as many decimals as the printed one has."""
    return f"{value:.{len(printed.partition('.')[2])}f}"


class Mazur2015(unittest.TestCase):
    """"A Step by Step Backpropagation Example", Matt Mazur, 2015: 2-2-2, sigmoid, half squared error, α = 0.5.

    Biases are .35 in the hidden layer and .60 in the output layer; the page never updates them.
    """

    def setUp(self):
        self.network = Network([
            Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid"),
            Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid"),
        ])
        self.example = Example([0.05, 0.10], [0.01, 0.99])
        self.step = gradient_step(self.network, [self.example], 0.5)

    def check(self, printed, values):
        self.assertEqual(printed, [as_printed(value, text) for value, text in zip(values, printed)])

    def test_forward(self):
        self.check(["0.3775"], [self.step.z[0][0][0]])
        self.check(["0.593269992", "0.596884378"], self.step.a[0][0])
        self.check(["1.105905967"], [self.step.z[0][1][0]])
        self.check(["0.75136507", "0.772928465"], self.step.a[0][1])
        self.check(["0.298371109"], [self.step.C])

    def test_error_signals_and_gradients(self):
        self.check(["0.138498562"], [self.step.delta[0][1][0]])
        self.check(["0.082167041"], [self.step.dC_dw[1][0][0]])
        self.check(["0.000438568"], [self.step.dC_dw[0][0][0]])

    def test_updated_weights_of_the_output_layer(self):
        new = self.step.network.layers[1].w
        self.check(["0.35891648", "0.408666186", "0.511301270", "0.561370121"], new[0] + new[1])

    def test_updated_weights_of_the_hidden_layer(self):
        new = self.step.network.layers[0].w
        self.check(["0.149780716", "0.19956143", "0.24975114", "0.29950229"], new[0] + new[1])

    def with_old_biases(self, step):
        return Network([
            Layer(new.w, old.b, new.activation) for new, old in zip(step.network.layers, self.network.layers)
        ])

    def test_with_the_biases_kept_the_error_is_that_of_the_weights_that_the_page_prints(self):
        self.check(["0.291027774"], [gradient_step(self.with_old_biases(self.step), [self.example]).C])
        printed = Network([
            Layer([[0.149780716, 0.19956143], [0.24975114, 0.29950229]], [0.35, 0.35], "sigmoid"),
            Layer([[0.35891648, 0.408666186], [0.51130127, 0.561370121]], [0.60, 0.60], "sigmoid"),
        ])
        self.check(["0.291027774"], [gradient_step(printed, [self.example]).C])

    def test_the_error_that_the_page_prints_took_updated_weights_for_the_error_signals_of_the_hidden_layer(self):
        # Printed are the right weights w1–w4 but 0.291027924: one slip, (8) with the new output weights, gives it.
        new = self.step.network.layers[1].w

        def hidden_delta_by_new_weights(delta_next, w_next, j, da_dz_j):
            return RULES.hidden_delta(delta_next, new, j, da_dz_j)

        eq = RULES.replaced(hidden_delta=hidden_delta_by_new_weights)
        slipped = gradient_step(self.network, [self.example], 0.5, eq=eq)
        self.check(["0.291027924"], [gradient_step(self.with_old_biases(slipped), [self.example]).C])

    def test_with_the_biases_updated_by_15_the_error_is_smaller(self):
        self.check(["0.2804714"], [gradient_step(self.step.network, [self.example]).C])

    def test_the_same_digits_in_28_place_decimals(self):
        as_decimals = self.network.map(lambda w: Decimal(repr(w))), [self.example.map(lambda x: Decimal(repr(x)))]
        step = gradient_step(*as_decimals, Decimal("0.5"))
        self.check(["0.298371109"], [step.C])
        for ours, theirs in zip(self.step.network.layers, step.network.layers):
            for w_j, v_j in zip(ours.w + [ours.b], theirs.w + [theirs.b]):
                for w, v in zip(w_j, v_j):
                    self.assertAlmostEqual(w, float(v), delta=1e-15)  # a few roundings of doubles below 1

    def test_one_shared_bias_for_each_layer_would_get_the_sum_of_the_deltas(self):
        layers = [Layer(layer.w, layer.b[:1], layer.activation, True) for layer in self.network.layers]
        step = gradient_step(Network(layers), [self.example])
        for delta_l, dC_db_l in zip(self.step.delta[0], step.dC_db):
            self.assertEqual([delta_l[0] + delta_l[1]], dC_db_l)


class Brownlee(unittest.TestCase):
    """"How to Code a Neural Network with Backpropagation In Python (from scratch)", Jason Brownlee.

    2-2-2, sigmoid, half squared error, an update after each row, rate 0.5; random.seed(1), weights drawn by random()
    neuron by neuron as w_0, w_1, b, hidden layer first.  Printed is the whole squared error, summed over the epoch
    as it goes.
    """

    ROWS = [
        (2.7810836, 2.550537003, 0), (1.465489372, 2.362125076, 0), (3.396561688, 4.400293529, 0),
        (1.38807019, 1.850220317, 0), (3.06407232, 3.005305973, 0), (7.627531214, 2.759262235, 1),
        (5.332441248, 2.088626775, 1), (6.922596716, 1.77106367, 1), (8.675418651, -0.242068655, 1),
        (7.673756466, 3.508563011, 1),
    ]
    PRINTED = (
        "6.350 5.531 5.221 4.951 4.519 4.173 3.835 3.506 3.192 2.898 "
        "2.626 2.377 2.153 1.953 1.774 1.614 1.472 1.346 1.233 1.132"
    ).split()

    def test_the_errors_of_twenty_epochs(self):
        draw = random.Random(1).random
        layers = []
        for _ in range(2):
            neurons = [(draw(), draw(), draw()) for j in range(2)]
            layers.append(Layer([[w_0, w_1] for w_0, w_1, b in neurons], [b for w_0, w_1, b in neurons], "sigmoid"))
        network = Network(layers)
        printed = []
        for _ in range(20):
            error = 0.0
            for x_0, x_1, of_class in self.ROWS:
                step = gradient_step(network, [Example([x_0, x_1], [1 - of_class, of_class])], 0.5)
                error = error + 2 * step.C
                network = step.network
            printed.append(f"{error:.3f}")
        self.assertEqual(self.PRINTED, printed)


if __name__ == "__main__":
    unittest.main()
