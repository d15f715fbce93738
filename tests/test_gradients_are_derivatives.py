"""The gradient is the derivative of the cost, as three ways say that know nothing of the backward pass.

Central differences, exactly, where C is a parabola in each parameter; dual numbers run through the forward pass
alone, exactly for rational activations and to fifty digits for all; and the limit (3), by its order.
"""

import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import assume, given, strategies as st

from tests.generators import (
    PIECEWISE_LINEAR, Dual, cost_of, derivative, every_pair, hidden_beside, moved, parameters, tame
)
from backprop_ref import COSTS, Layer, Network, backpropagate, forward
from backprop_ref.equations import difference_quotient
from backprop_ref.cases.strategies import cases

H = Fraction(1, 1000)


def sides(network, example):
    z, a = forward(network, example.x)
    return [[z_j > 0 for z_j in z_l] for z_l in z]


class CentralDifferences(unittest.TestCase):
    """With piecewise linear σ and a squared cost C is a parabola in one parameter between two kinks: the central
    difference is the derivative, whatever h is."""

    @given(cases(Fraction, PIECEWISE_LINEAR), st.data())
    def test_central_difference_of_one_parameter_equals_its_gradient(self, case, data):
        example = case.examples[0]
        l, j, k = data.draw(st.sampled_from(list(parameters(case.network))), "l, j, k")
        up, down = moved(case.network, l, j, k, H), moved(case.network, l, j, k, -H)
        here = sides(case.network, example)
        assume(sides(up, example) == here == sides(down, example))
        quotient = (cost_of(up, example, case.cost) - cost_of(down, example, case.cost)) / (2 * H)
        self.assertEqual(derivative(backpropagate(case.network, example, case.cost), l, j, k), quotient)

    @given(cases(Fraction, ["identity"]), st.data())
    def test_without_a_kink_it_does_so_however_large_h_is(self, case, data):
        example = case.examples[0]
        l, j, k = data.draw(st.sampled_from(list(parameters(case.network))), "l, j, k")
        h = data.draw(st.integers(1, 10**6), "h")
        up = cost_of(moved(case.network, l, j, k, h), example, case.cost)
        down = cost_of(moved(case.network, l, j, k, -h), example, case.cost)
        self.assertEqual(derivative(backpropagate(case.network, example, case.cost), l, j, k), (up - down) / (2 * h))


def dual_network(network, l, j, k):
    """The network in dual numbers, of which one parameter alone has slope 1."""
    layers = []
    for index, layer in enumerate(network.layers):
        w = [[Dual(w_jk) for w_jk in w_j] for w_j in layer.w]
        b = [Dual(b_j) for b_j in layer.b]
        if index == l and k is None:
            b[j] = Dual(layer.b[j], 1)
        elif index == l:
            w[j][k] = Dual(layer.w[j][k], 1)
        layers.append(Layer.trusted(w, b, layer.activation, layer.shared_bias))
    return Network.trusted(layers, Dual)


def dual_slope(network, example, cost, l, j, k):
    z, a = forward(dual_network(network, l, j, k), example.map(Dual).x)
    return COSTS[cost].cost(a[-1], example.map(Dual).y).slope


class DualNumbers(unittest.TestCase):
    @given(cases(Fraction, max_layers=3, max_width=3))
    def test_forward_alone_in_dual_numbers_gives_every_gradient_exactly_where_activations_are_rational(self, case):
        example = case.examples[0]
        one = backpropagate(case.network, example, case.cost)
        for l, j, k in parameters(case.network):
            self.assertEqual(
                derivative(one, l, j, k), dual_slope(case.network, example, case.cost, l, j, k),
                f"layer {l}, neuron {j}, k = {k} (None: the bias)",
            )

    def test_forward_alone_in_dual_numbers_gives_every_gradient_for_every_activation_and_cost(self):
        # Fifty digits: a few dozen roundings at numbers below 10³ leave 44.
        with localcontext() as context:
            context.prec = 50
            for activation, cost in every_pair():
                with self.subTest(activation=activation, cost=cost):
                    network, example = tame(hidden_beside(activation), activation, Decimal, (2, 2, 2))
                    one = backpropagate(network, example, cost)
                    for l, j, k in parameters(network):
                        error = derivative(one, l, j, k) - dual_slope(network, example, cost, l, j, k)
                        self.assertLess(abs(error), Decimal("1e-44"), f"layer {l}, neuron {j}, k = {k}")

    def test_a_dual_number_knows_the_rules_of_differentiation(self):
        z = Dual(Fraction(3), 1)
        third = Fraction(1, 3)
        for found, value, slope in [
            (z * z * z, 27, 27), (1 / z, third, -third * third), (abs(-z), 3, 1), (2 - z / 3, 1, -third), (z**2, 9, 6),
        ]:
            self.assertEqual((value, slope), (found.value, found.slope))


class TheLimit(unittest.TestCase):
    """Equation (3): the quotient's error is h/2 · C″ + O(h²), so a thousandth of h leaves a thousandth of the error."""

    def test_3_tends_to_the_gradient_as_h_does_to_0(self):
        with localcontext() as context:
            context.prec = 60
            for activation, cost in every_pair():
                network, example = tame(hidden_beside(activation), activation, Decimal, (2, 2, 2))
                one = backpropagate(network, example, cost)
                for l, j, k in [(0, 1, 0), (0, 0, None), (1, 0, 1), (1, 1, None)]:
                    with self.subTest(activation=activation, cost=cost, l=l, j=j, k=k):
                        errors = []
                        for h in (Decimal("1e-12"), Decimal("1e-15")):
                            quotient = difference_quotient(
                                lambda step: cost_of(moved(network, l, j, k, step), example, cost), Decimal(0), h
                            )
                            errors.append(abs(quotient - derivative(one, l, j, k)))
                        # 1 % for O(h²); 10^−40 for rounding, 60 digits divided by h, where the error is 0 (identity).
                        self.assertLess(errors[1], errors[0] / 1000 * Decimal("1.01") + Decimal("1e-40"))
                        self.assertLess(errors[0], Decimal("1e-9"), "the quotient is nowhere near")

    def test_the_central_difference_errs_by_the_square_of_h(self):
        with localcontext() as context:
            context.prec = 60
            network, example = tame("tanh", "sigmoid", Decimal)
            one = backpropagate(network, example)
            for l, j, k in parameters(network):
                errors = []
                for h in (Decimal("1e-8"), Decimal("1e-10")):
                    up = cost_of(moved(network, l, j, k, h), example, "half_squared_error")
                    down = cost_of(moved(network, l, j, k, -h), example, "half_squared_error")
                    errors.append(abs((up - down) / (2 * h) - derivative(one, l, j, k)))
                with self.subTest(l=l, j=j, k=k):
                    self.assertAlmostEqual(errors[0] / errors[1], 10000, delta=100)  # (10⁻⁸/10⁻¹⁰)², 1 % for O(h⁴)


if __name__ == "__main__":
    unittest.main()
