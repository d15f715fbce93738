"""What a network does not change under, its gradient does not either: laws that need no other implementation.

Over Fractions, so equal means equal; where floats keep a law to the last bit, over floats.
"""

import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given, strategies as st

from tests.generators import HIDDEN, tame
from backprop_ref import RULES, Example, Layer, Network, backpropagate, gradient_step
from backprop_ref.activations import ACTIVATIONS, SOFTMAX, Activation, softmax_slopes
from backprop_ref.cases.strategies import cases, numbers


def one_of(case):
    return case.examples[0], backpropagate(case.network, case.examples[0], case.cost)


def permuted(network, l, order):
    """The network with the neurons of hidden layer l in another order."""
    layers = list(network.layers)
    here, after = layers[l], layers[l + 1]
    b = here.b if here.shared_bias else [here.b[j] for j in order]
    layers[l] = Layer([here.w[j] for j in order], b, here.activation, here.shared_bias)
    w = [[w_m[j] for j in order] for w_m in after.w]
    layers[l + 1] = Layer(w, after.b, after.activation, after.shared_bias)
    return Network(layers)


def deep(case):
    return len(case.network.layers) > 1


class Permutations(unittest.TestCase):
    @given(cases(Fraction).filter(deep), st.data())
    def test_permuting_hidden_neurons_permutes_their_gradients_and_nothing_else(self, case, data):
        example, one = one_of(case)
        l = data.draw(st.integers(0, len(case.network.layers) - 2), "layer")
        order = data.draw(st.permutations(range(len(case.network.layers[l].w))), "order")
        other = backpropagate(permuted(case.network, l, order), example, case.cost)
        shared = case.network.layers[l].shared_bias
        expected_w, expected_b = list(one.dC_dw), list(one.dC_db)
        expected_w[l] = [one.dC_dw[l][j] for j in order]
        expected_w[l + 1] = [[dC_dw_m[j] for j in order] for dC_dw_m in one.dC_dw[l + 1]]
        expected_b[l] = one.dC_db[l] if shared else [one.dC_db[l][j] for j in order]
        self.assertEqual((one.C, expected_w, expected_b), (other.C, other.dC_dw, other.dC_db))

    @given(cases(Fraction), st.data())
    def test_permuting_the_input_permutes_the_gradients_of_the_first_weights(self, case, data):
        example, one = one_of(case)
        order = data.draw(st.permutations(range(len(example.x))), "order")
        layers = list(case.network.layers)
        first = layers[0]
        layers[0] = Layer([[w_j[k] for k in order] for w_j in first.w], first.b, first.activation, first.shared_bias)
        other = backpropagate(Network(layers), Example([example.x[k] for k in order], example.y), case.cost)
        self.assertEqual([[dC_dw_j[k] for k in order] for dC_dw_j in one.dC_dw[0]], other.dC_dw[0])
        self.assertEqual((one.dC_dw[1:], one.dC_db), (other.dC_dw[1:], other.dC_db))

    @given(cases(Fraction, shared_bias=False), st.data())
    def test_permuting_the_outputs_with_their_targets_permutes_their_gradients(self, case, data):
        example, one = one_of(case)
        order = data.draw(st.permutations(range(len(example.y))), "order")
        layers = list(case.network.layers)
        last = layers[-1]
        layers[-1] = Layer([last.w[j] for j in order], [last.b[j] for j in order], last.activation)
        other = backpropagate(Network(layers), Example(example.x, [example.y[j] for j in order]), case.cost)
        self.assertEqual([one.dC_db[-1][j] for j in order], other.dC_db[-1])
        self.assertEqual([one.dC_dw[-1][j] for j in order], other.dC_dw[-1])
        self.assertEqual((one.dC_dw[:-1], one.dC_db[:-1]), (other.dC_dw[:-1], other.dC_db[:-1]))


class BiasAsWeight(unittest.TestCase):
    @given(cases(shared_bias=False))
    def test_a_bias_is_a_weight_from_a_constant_input_1_to_the_last_bit(self, case):
        example, one = one_of(case)
        layers = list(case.network.layers)
        first = layers[0]
        rows = [w_j + [b_j] for w_j, b_j in zip(first.w, first.b)]
        layers[0] = Layer(rows, [0.0] * len(first.b), first.activation)
        other = backpropagate(Network(layers), Example(example.x + [1.0], example.y), case.cost)
        self.assertEqual((one.z, one.a, one.delta), (other.z, other.a, other.delta))
        self.assertEqual(one.dC_db[0], [dC_dw_j[-1] for dC_dw_j in other.dC_dw[0]])
        self.assertEqual(one.dC_dw[0], [dC_dw_j[:-1] for dC_dw_j in other.dC_dw[0]])

    @given(cases(Fraction, ["identity", "relu", "leaky_relu"], shared_bias=False).filter(deep))
    def test_so_it_is_in_every_layer_after_a_neuron_that_always_gives_1(self, case):
        example, one = one_of(case)
        layers = []
        for l, layer in enumerate(case.network.layers):
            w, b = [list(w_j) for w_j in layer.w], list(layer.b)
            if l > 0:  # the bias comes as a weight from the constant neuron of the layer before
                w, b = [w_j + [b_j] for w_j, b_j in zip(w, b)], [Fraction(0)] * len(b)
            if l < len(case.network.layers) - 1:
                w, b = w + [[Fraction(0)] * len(w[0])], b + [Fraction(1)]
            layers.append(Layer(w, b, layer.activation))
        other = backpropagate(Network(layers), example, case.cost)
        for l in range(1, len(layers)):
            self.assertEqual(one.dC_db[l], [dC_dw_j[-1] for dC_dw_j in other.dC_dw[l]][:len(one.dC_db[l])])


class Scales(unittest.TestCase):
    @given(cases(Fraction, ["relu", "leaky_relu", "identity"], shared_bias=False).filter(deep), st.data())
    def test_what_a_piecewise_linear_neuron_gets_c_times_larger_and_gives_c_times_smaller_moves_nothing(
        self, case, data
    ):
        example, one = one_of(case)
        c = data.draw(numbers(Fraction).filter(lambda c: c > 0), "c")
        layers = list(case.network.layers)
        first, after = layers[0], layers[1]
        layers[0] = Layer([[c * w for w in first.w[0]]] + first.w[1:], [c * first.b[0]] + first.b[1:], first.activation)
        layers[1] = Layer([[w_m[0] / c] + w_m[1:] for w_m in after.w], after.b, after.activation)
        other = backpropagate(Network(layers), example, case.cost)
        self.assertEqual(one.C, other.C)
        self.assertEqual([g / c for g in one.dC_dw[0][0]], other.dC_dw[0][0])
        self.assertEqual(one.dC_db[0][0] / c, other.dC_db[0][0])
        self.assertEqual([g_m[0] * c for g_m in one.dC_dw[1]], [g_m[0] for g_m in other.dC_dw[1]])
        self.assertEqual(one.dC_db[1], other.dC_db[1])

    @given(cases(Fraction, ["relu", "leaky_relu", "identity"], shared_bias=False).filter(deep))
    def test_what_comes_in_balances_what_goes_out(self, case):
        # Euler: σ(z) = σ′(z) z for these, so Σ_k w_jk ∂C/∂w_jk + b_j ∂C/∂b_j = a_j ∂C/∂a_j = Σ_m w_mj ∂C/∂w_mj.
        example, one = one_of(case)
        for l in range(len(case.network.layers) - 1):
            layer, after = case.network.layers[l], case.network.layers[l + 1]
            for j, (w_j, b_j) in enumerate(zip(layer.w, layer.b)):
                comes_in = sum(w_jk * g for w_jk, g in zip(w_j, one.dC_dw[l][j])) + b_j * one.dC_db[l][j]
                goes_out = sum(w_m[j] * g_m[j] for w_m, g_m in zip(after.w, one.dC_dw[l + 1]))
                self.assertEqual(goes_out, comes_in)

    @given(cases(Fraction))
    def test_scaling_the_cost_scales_the_gradient(self, case):
        example = case.examples[0]
        half = backpropagate(case.network, example, "half_squared_error")
        whole = backpropagate(case.network, example, "squared_error")
        mean = backpropagate(case.network, example, "mean_squared_error")
        n = len(example.y)
        for found, factor in ((whole, 2), (mean, Fraction(2, n))):
            self.assertEqual(half.C * factor, found.C)
            self.assertEqual([[d * factor for d in delta_l] for delta_l in half.delta], found.delta)
            self.assertEqual([[[g * factor for g in r] for r in w] for w in half.dC_dw], found.dC_dw)

    @given(cases(costs=["half_squared_error"]))
    def test_twice_the_cost_is_twice_the_gradient_to_the_last_bit(self, case):
        half = gradient_step(case.network, case.examples, cost="half_squared_error")
        whole = gradient_step(case.network, case.examples, cost="squared_error")
        tiny = 2.0 ** -1000  # below, a product of floats may lose digits that its double keeps
        for h, w in zip(sum(half.dC_db, []), sum(whole.dC_db, [])):
            self.assertTrue(2 * h == w or abs(w) < tiny, f"{w} is not twice {h}")

    @given(cases(Fraction), numbers(Fraction))
    def test_error_signals_are_linear_in_the_target(self, case, t):
        example, one = one_of(case)
        hit = backpropagate(case.network, Example(example.x, one.a[-1]), case.cost)
        partway = [a_j + t * (y_j - a_j) for a_j, y_j in zip(one.a[-1], example.y)]
        other = backpropagate(case.network, Example(example.x, partway), case.cost)
        self.assertEqual([[t * delta_j for delta_j in delta_l] for delta_l in one.delta], other.delta)
        self.assertEqual(0, hit.C)


class NothingToLearn(unittest.TestCase):
    @given(cases())
    def test_a_target_that_is_hit_moves_nothing(self, case):
        example, one = one_of(case)
        for cost in ("half_squared_error", "squared_error", "mean_squared_error"):
            hit = backpropagate(case.network, Example(example.x, one.a[-1]), cost)
            self.assertEqual(0, hit.C)
            self.assertEqual({0}, {g for w in hit.dC_dw for row in w for g in row} | {g for b in hit.dC_db for g in b})

    @given(cases().filter(deep))
    def test_a_neuron_that_feeds_nobody_has_no_error_signal_but_those_it_would_feed_have_a_gradient(self, case):
        example = case.examples[0]
        layers = list(case.network.layers)
        after = layers[1]
        layers[1] = Layer([[0.0] + w_m[1:] for w_m in after.w], after.b, after.activation, after.shared_bias)
        one = backpropagate(Network(layers), example, case.cost)
        self.assertEqual(0, one.delta[0][0])
        self.assertEqual([delta_m * one.a[0][0] for delta_m in one.delta[1]], [g_m[0] for g_m in one.dC_dw[1]])

    def test_a_bias_of_0_has_a_gradient_all_the_same(self):
        network = Network([Layer([[0.5, 0.25]], [0.0], "sigmoid")])
        self.assertNotEqual([[0.0]], backpropagate(network, Example([1.0, 1.0], [0.0])).dC_db)

    def test_an_input_of_0_stops_the_weights_but_not_the_bias(self):
        network, example = tame("tanh", "tanh")
        one = backpropagate(network, Example([0.0] * len(example.x), example.y))
        self.assertEqual({0.0}, {abs(g) for row in one.dC_dw[0] for g in row})
        self.assertTrue(all(one.dC_db[0]))


class Softmax(unittest.TestCase):
    @given(st.lists(st.integers(-20, 20), min_size=1, max_size=4), st.integers(-1000, 1000))
    def test_shifting_every_z_changes_no_output_and_no_gradient(self, b, shift):
        # Integers: the shifted z are exact, and so are their differences to the largest.
        example = Example([1.0], [0.25] * len(b))
        here = Network([Layer([[2.0]] * len(b), [float(b_j) for b_j in b], "softmax")])
        there = Network([Layer([[2.0]] * len(b), [float(b_j + shift) for b_j in b], "softmax")])
        for cost in ("half_squared_error", "squared_error", "mean_squared_error"):
            one, other = backpropagate(here, example, cost), backpropagate(there, example, cost)
            self.assertEqual((one.a, one.delta, one.dC_dw), (other.a, other.delta, other.dC_dw))

    @given(cases(Fraction, ["identity", "softsign"], shared_bias=False), numbers(Fraction))
    def test_deltas_sum_to_0_exactly_for_any_normalised_stand_in(self, case, t):
        # e^z has no fractions; 1 + z² in its place keeps what matters here, that the outputs add up to 1.
        def quotients(z):
            e = [1 + z_j * z_j for z_j in z]
            return [e_j / sum(e) for e_j in e]

        stand_in = Activation(quotients, softmax_slopes, "", "")
        eq = RULES.replaced(activations={**ACTIVATIONS, SOFTMAX: stand_in})
        layers = list(case.network.layers)
        layers[-1] = Layer(layers[-1].w, layers[-1].b, SOFTMAX)
        network, example = Network(layers), case.examples[0]
        z, a = eq.forward(network, example.x, eq)
        for cost in ("half_squared_error", "binary_cross_entropy", "cross_entropy"):
            if len(a[-1]) == 1 and cost == "binary_cross_entropy":
                continue  # one output is always 1, and its ln(1 − a) is none
            delta = eq.backward(network, example.y, z, a, cost, eq)
            self.assertEqual(0, sum(delta[-1]))

    def test_with_cross_entropy_and_targets_that_sum_to_1_delta_is_a_minus_y(self):
        with localcontext() as context:
            context.prec = 50
            network, example = tame("tanh", "softmax", Decimal, (2, 3, 4))
            y = [Decimal(n) / 16 for n in (1, 2, 5, 8)]
            one = backpropagate(network, Example(example.x, y), "cross_entropy")
            for delta_j, a_j, y_j in zip(one.delta[-1], one.a[-1], y):
                self.assertLess(abs(delta_j - (a_j - y_j)), Decimal("1e-47"))  # a dozen roundings of 50 digits

    def test_without_that_sum_it_is_not(self):
        network, example = tame("tanh", "softmax", Decimal, (2, 3, 2))
        y = [Decimal(3) / 4, Decimal(3) / 4]
        one = backpropagate(network, Example(example.x, y), "cross_entropy")
        for delta_j, a_j, y_j in zip(one.delta[-1], one.a[-1], y):
            self.assertAlmostEqual(a_j * Decimal("1.5") - y_j, delta_j, places=20)  # a_j Σy − y_j, of 28 digits
            self.assertNotAlmostEqual(a_j - y_j, delta_j, places=2)


class Logistic(unittest.TestCase):
    def test_sigmoid_with_binary_cross_entropy_gives_a_minus_y(self):
        with localcontext() as context:
            context.prec = 50
            network, example = tame("tanh", "sigmoid", Decimal)
            one = backpropagate(network, example, "binary_cross_entropy")
            for delta_j, a_j, y_j in zip(one.delta[-1], one.a[-1], example.y):
                self.assertLess(abs(delta_j - (a_j - y_j)), Decimal("1e-47"))  # a dozen roundings of 50 digits

    def test_two_softmax_outputs_are_a_sigmoid_of_the_difference(self):
        with localcontext() as context:
            context.prec = 50
            u, v = Decimal("0.75"), Decimal("-0.5")
            pair = Network([Layer([[u], [v]], [Decimal(0), Decimal("0.25")], "softmax")])
            single = Network([Layer([[u - v]], [Decimal("-0.25")], "sigmoid")])
            x, y = [Decimal("1.5")], Decimal("0.25")
            two = backpropagate(pair, Example(x, [y, 1 - y]), "cross_entropy")
            one = backpropagate(single, Example(x, [y]), "binary_cross_entropy")
            self.assertLess(abs(two.C - one.C), Decimal("1e-47"))
            self.assertLess(abs(two.delta[0][0] - one.delta[0][0]), Decimal("1e-47"))


class Composition(unittest.TestCase):
    @given(cases(Fraction), st.data())
    def test_an_identity_layer_put_between_passes_every_error_signal_on(self, case, data):
        example, one = one_of(case)
        l = data.draw(st.integers(1, len(case.network.layers)), "where")
        n = len(case.network.layers[l - 1].w)
        same = Layer([[Fraction(int(j == k)) for k in range(n)] for j in range(n)], [Fraction(0)] * n, "identity")
        layers = case.network.layers
        other = backpropagate(Network(layers[:l] + [same] + layers[l:]), example, case.cost)
        self.assertEqual(one.delta, other.delta[:l] + other.delta[l + 1:])
        self.assertEqual(one.dC_dw[:l], other.dC_dw[:l])
        self.assertEqual(one.dC_dw[l:], other.dC_dw[l + 1:])

    def test_every_hidden_activation_multiplies_its_slope_in_once(self):
        for name in HIDDEN:
            with self.subTest(activation=name):
                network = Network([Layer([[1.0]], [0.25], name), Layer([[3.0]], [0.0], "identity")])
                one = backpropagate(network, Example([0.5], [0.0]))
                dC_da = 0 + one.delta[1][0] * 3.0
                self.assertEqual(dC_da * ACTIVATIONS[name].slope(0.75), one.delta[0][0])


if __name__ == "__main__":
    unittest.main()
