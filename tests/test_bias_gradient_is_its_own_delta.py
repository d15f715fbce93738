"""∂C/∂b_j is δ_j: exactly, for every neuron of every layer, whatever the activation and the cost; and what Σδ is.

δ_j: what C changes by when b_j alone moves.  Σ_j δ_j: what it changes by when all biases of the layer move
together, hence the gradient of a bias that all of them share.
"""

import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import assume, given, strategies as st

from tests.generators import PIECEWISE_LINEAR, cost_of, every_pair, hidden_beside, tame, with_bias
from backprop_ref import COSTS, Example, Layer, Network, backpropagate, forward, gradient_step
from backprop_ref.equations import difference_quotient
from backprop_ref.cases.strategies import cases

H = Fraction(1, 1000)


def own_biases(network):
    """The same network with a bias for each neuron where a layer shared one."""
    layers = [
        Layer(layer.w, layer.b * len(layer.w) if layer.shared_bias else layer.b, layer.activation)
        for layer in network.layers
    ]
    return Network(layers)


def added(values):
    total = 0
    for value in values:
        total = total + value
    return total


class OwnBias(unittest.TestCase):
    def test_bias_gradient_is_delta_for_every_activation_and_cost(self):
        for activation, cost in every_pair():
            with self.subTest(activation=activation, cost=cost):
                network, example = tame(hidden_beside(activation), activation, sizes=(2, 3, 3, 2))
                one = backpropagate(network, example, cost)
                self.assertEqual(one.delta, one.dC_db)
                self.assertEqual([3, 3, 2], [len(dC_db_l) for dC_db_l in one.dC_db], "one for each neuron")

    @given(cases(shared_bias=False))
    def test_bias_gradient_is_delta_in_floats(self, case):
        for example in case.examples:
            one = backpropagate(case.network, example, case.cost)
            self.assertEqual(one.delta, one.dC_db)

    @given(cases(Fraction, shared_bias=False))
    def test_bias_gradient_is_delta_in_fractions(self, case):
        for example in case.examples:
            one = backpropagate(case.network, example, case.cost)
            self.assertEqual(one.delta, one.dC_db)

    @given(cases(shared_bias=False))
    def test_weight_gradients_of_a_neuron_are_its_bias_gradient_times_a(self, case):
        for example in case.examples:
            one = backpropagate(case.network, example, case.cost)
            for l, (dC_dw_l, dC_db_l) in enumerate(zip(one.dC_dw, one.dC_db)):
                a_before = example.x if l == 0 else one.a[l - 1]
                self.assertEqual([[dC_db_j * a_k for a_k in a_before] for dC_db_j in dC_db_l], dC_dw_l)

    @given(cases(shared_bias=False))
    def test_over_several_examples_it_is_the_sum_of_this_neurons_deltas_never_of_its_neighbours(self, case):
        step = gradient_step(case.network, case.examples, None, case.cost, "sum")
        for l, dC_db_l in enumerate(step.dC_db):
            for j, dC_db_j in enumerate(dC_db_l):
                total = step.delta[0][l][j]
                for delta in step.delta[1:]:
                    total = total + delta[l][j]
                self.assertEqual(total, dC_db_j)

    def test_the_sum_of_the_deltas_would_be_another_number(self):
        network, example = tame("sigmoid", "sigmoid")
        one = backpropagate(network, example)
        for l, delta_l in enumerate(one.delta):
            for dC_db_j in one.dC_db[l]:
                self.assertNotEqual(added(delta_l), dC_db_j)


class SharedBias(unittest.TestCase):
    @given(cases(shared_bias=True))
    def test_gradient_of_a_shared_bias_is_the_sum_of_the_deltas_in_floats(self, case):
        for example in case.examples:
            one = backpropagate(case.network, example, case.cost)
            self.assertEqual([[added(delta_l)] for delta_l in one.delta], one.dC_db)

    @given(cases(Fraction))
    def test_gradient_of_a_shared_bias_is_the_sum_of_the_gradients_that_own_biases_would_have(self, case):
        example = case.examples[0]
        shared = backpropagate(case.network, example, case.cost)
        own = backpropagate(own_biases(case.network), example, case.cost)
        self.assertEqual(own.delta, shared.delta)
        self.assertEqual(own.dC_dw, shared.dC_dw)
        for layer, dC_db_l, own_l in zip(case.network.layers, shared.dC_db, own.dC_db):
            self.assertEqual([added(own_l)] if layer.shared_bias else own_l, dC_db_l)

    @given(cases(Fraction, shared_bias=True))
    def test_every_neuron_uses_the_shared_bias(self, case):
        example = case.examples[0]
        self.assertEqual(forward(own_biases(case.network), example.x), forward(case.network, example.x))

    @given(cases(Fraction, max_width=1))
    def test_in_a_layer_of_one_neuron_there_is_no_difference(self, case):
        one = backpropagate(case.network, case.examples[0], case.cost)
        self.assertEqual(one.delta, one.dC_db)


def pattern(network, example):
    """On which side of the kink every z lies: true above 0, as the activations ask."""
    z, a = forward(network, example.x)
    return [[z_j > 0 for z_j in z_l] for z_l in z]


def same_side(network, l, change, example):
    """Does no z change sides of a kink as layer l's biases move by the change, either way?"""
    here = pattern(network, example)
    there = [with_bias(network, l, [sign * c for c in change]) for sign in (1, -1)]
    return all(pattern(n, example) == here for n in there)


def central(network, l, change, example, cost):
    up = cost_of(with_bias(network, l, [c * H for c in change]), example, cost)
    down = cost_of(with_bias(network, l, [-c * H for c in change]), example, cost)
    return (up - down) / (2 * H)


class DifferenceQuotientsOverFractions(unittest.TestCase):
    """Piecewise linear and squared: C is a parabola in any one move, whose central difference is its slope, exactly,
    as long as no z crosses a kink."""

    @given(cases(Fraction, PIECEWISE_LINEAR, shared_bias=False), st.data())
    def test_moving_one_bias_alone_gives_its_own_delta(self, case, data):
        example = case.examples[0]
        l = data.draw(st.integers(0, len(case.network.layers) - 1), "layer")
        n = len(case.network.layers[l].b)
        j = data.draw(st.integers(0, n - 1), "neuron")
        alone = [1 if i == j else 0 for i in range(n)]
        assume(same_side(case.network, l, [H * c for c in alone], example))
        delta = backpropagate(case.network, example, case.cost).delta
        self.assertEqual(delta[l][j], central(case.network, l, alone, example, case.cost))

    @given(cases(Fraction, PIECEWISE_LINEAR, shared_bias=False), st.data())
    def test_moving_all_biases_of_the_layer_together_gives_the_sum_of_the_deltas(self, case, data):
        example = case.examples[0]
        l = data.draw(st.integers(0, len(case.network.layers) - 1), "layer")
        together = [1] * len(case.network.layers[l].b)
        assume(same_side(case.network, l, [H * c for c in together], example))
        delta = backpropagate(case.network, example, case.cost).delta
        self.assertEqual(added(delta[l]), central(case.network, l, together, example, case.cost))

    @given(cases(Fraction, PIECEWISE_LINEAR, shared_bias=True), st.data())
    def test_moving_a_shared_bias_gives_its_gradient(self, case, data):
        example = case.examples[0]
        l = data.draw(st.integers(0, len(case.network.layers) - 1), "layer")
        assume(same_side(case.network, l, [H], example))
        dC_db = backpropagate(case.network, example, case.cost).dC_db
        self.assertEqual(dC_db[l][0], central(case.network, l, [1], example, case.cost))


class DifferenceQuotientsInHighPrecision(unittest.TestCase):
    """(3) itself, for every activation and cost: the remainder is h/2 · C″(b + θh) for some θ between 0 and 1.

    With sixteenths up to 24/16 for weights |C″| stays below 10³, so the remainder stays below 10³ h; the rounding of
    60 digits, about 10^−58/h, is far below that for the two h that are used.
    """

    LARGEST_CURVATURE = 1000

    def check(self, network, example, cost, l, change, expected):
        for h in (Decimal("1e-15"), Decimal("1e-20")):
            quotient = difference_quotient(
                lambda step: cost_of(with_bias(network, l, [c * step for c in change]), example, cost), Decimal(0), h
            )
            self.assertLessEqual(
                abs(quotient - expected), self.LARGEST_CURVATURE * h,
                f"layer {l}, h = {h}: quotient {quotient:.30}, expected {expected:.30}",
            )

    def test_one_bias_alone_gives_delta_and_all_together_the_sum_for_every_activation_and_cost(self):
        with localcontext() as context:
            context.prec = 60
            for activation, cost in every_pair():
                network, example = tame(hidden_beside(activation), activation, Decimal, (2, 2, 2))
                delta = backpropagate(network, example, cost).delta
                for l, delta_l in enumerate(delta):
                    with self.subTest(activation=activation, cost=cost, layer=l):
                        self.check(network, example, cost, l, [1, 0], delta_l[0])
                        self.check(network, example, cost, l, [0, 1], delta_l[1])
                        self.check(network, example, cost, l, [1, 1], added(delta_l))


class SumsThatAreAlwaysZero(unittest.TestCase):
    def test_softmax_deltas_sum_to_0_so_their_sum_would_never_train_a_bias(self):
        # Over 50 digits each of n = 3 deltas, and their sum, is rounded a dozen times at numbers below 10².
        with localcontext() as context:
            context.prec = 50
            for cost in COSTS:
                for seed in range(5):
                    with self.subTest(cost=cost, seed=seed):
                        network, example = tame("tanh", "softmax", Decimal, (2, 3, 3), seed)
                        delta = backpropagate(network, example, cost).delta[-1]
                        self.assertLess(abs(added(delta)), Decimal("1e-46"))
                        self.assertGreater(max(map(abs, delta)), Decimal("1e-6"), "the deltas themselves are not 0")

    def test_with_no_neighbours_softmax_gives_1_and_nothing_moves_it(self):
        network = Network([Layer([[0.5, -0.25]], [3.0], "softmax")])
        for cost in ("squared_error", "cross_entropy"):
            one = backpropagate(network, Example([1.0, 2.0], [0.25]), cost)
            self.assertEqual(([[1.0]], [[0.0]]), (one.a, one.delta))


if __name__ == "__main__":
    unittest.main()
