"""Every number that exact_step returns is the double nearest to the true one.

The witnesses are Fractions where there is no rounding at all, and elsewhere the same passes in Decimals of
1,000 digits, which is 20 times what exact_step begins with and more than it needs here; of 200 where nothing saturates.
"""

import math
import time
import unittest
import unittest.mock
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from random import Random

import tests  # noqa: F401  # the hypothesis profile
from hypothesis import given
from hypothesis import strategies as st

from backprop_ref import ACTIVATIONS, COSTS, Example, Layer, Network, exact_step, gradient_step
from backprop_ref.activations import SOFTMAX
from backprop_ref.cases.vectors import find
from backprop_ref.numbers import exact
from backprop_ref.numbers.bounded import Bounded
from backprop_ref.numbers.exact import Inexpressible
from backprop_ref.numbers.sizes import GENTLE, roundings, size_of_activation, sizes
from tests.generators import PIECEWISE_LINEAR, RATIONAL, SQUARED, every_pair, hidden_beside, tame

DIGITS, FEWER_DIGITS = 1000, 200


def numbers(step):
    """The numbers of a step, one after the other, each with its place."""
    found = []

    def collect(place, value):
        if isinstance(value, list):
            for n, inner in enumerate(value):
                collect(f"{place}[{n}]", inner)
        else:
            found.append((place, value))

    for name in ("dC_dw", "dC_db", "C", "z", "a", "delta"):
        collect(name, getattr(step, name))
    if step.network is not None:
        for l, layer in enumerate(step.network.layers):
            collect(f"new_w[{l}]", layer.w)
            collect(f"new_b[{l}]", layer.b)
    return found


def nearest(x):
    return float(x) + 0.0  # of a Fraction and of a Decimal correctly rounded by Python itself; −0 becomes 0


def drawn(draw, sizes, names, number):
    layers = []
    for before, here, name in zip(sizes, sizes[1:], names):
        weights = [[number(draw) for k in range(before)] for j in range(here)]
        layers.append(Layer(weights, [number(draw) for j in range(here)], name))
    example = Example([number(draw) for k in range(sizes[0])], [draw.random() for j in range(sizes[-1])])
    return Network(layers), [example]


def ordinary(draw):
    return draw.uniform(-2, 2)


def saturating(draw):
    return draw.uniform(-30, 30)


def huge(draw):
    return draw.choice([-1, 1]) * 10.0 ** draw.uniform(0, 60)


def tiny(draw):
    return draw.choice([-1, 1]) * 10.0 ** draw.uniform(-170, 0)


def far(draw):
    return draw.choice([-1, 1]) * 10.0 ** draw.uniform(-150, 150)


class ExactIsCorrectlyRounded(unittest.TestCase):
    def same(self, expected, network, examples, alpha=None, cost="half_squared_error", reduction="mean"):
        """Every number of exact_step is the double nearest to that of the expected step, bit for bit."""
        step = exact_step(network, examples, alpha, cost, reduction)
        for (place, found), (_, true) in zip(numbers(step), numbers(expected)):
            self.assertEqual(nearest(true).hex(), found.hex(), f"{place} of {network!r}, {cost}")

    # ---- where nothing is rounded

    @given(st.integers(0, 10**6), st.sampled_from([ordinary, huge, tiny]), st.sampled_from(SQUARED))
    def test_rational_steps_are_those_of_fractions(self, seed, number, cost):
        draw = Random(seed)
        names = draw.choices(RATIONAL if number is ordinary else PIECEWISE_LINEAR, k=2)
        network, examples = drawn(draw, [2, 2, 2], names, number)
        examples += drawn(draw, [2, 2, 2], names, number)[1]
        in_fractions = [example.map(Fraction) for example in examples]
        expected = gradient_step(network.map(Fraction), in_fractions, Fraction(0.1), cost)
        try:
            self.same(expected, network, examples, 0.1, cost)
        except Inexpressible as beyond:
            with self.assertRaises(OverflowError, msg=str(beyond)):
                for _, true in numbers(expected):
                    float(true)

    def test_fractions_of_a_case_are_exact_rationals(self):
        third = Fraction(1, 3)
        network = Network([Layer([[third, third]], [-2 * third], "relu")])
        step = exact_step(network, [Example([1, 1], [2])])
        self.assertEqual(([[[0.0]]], [[[0.0]]]), (step.z, step.delta))  # in doubles and Decimals z is not 0
        network = Network([Layer([[third]], [0], "sigmoid")])
        step = exact_step(network, [Example([3], [1])])
        self.assertEqual(0.7310585786300049, step.a[0][0][0])  # σ(1) = 0.73105857863000487925…

    def test_decimals_are_what_they_are(self):
        tenth = Decimal("0.1")
        network = Network([Layer([[tenth, tenth, tenth]], [Decimal("-0.3")], "relu")])
        step = exact_step(network, [Example([1, 1, 1], [1])])
        self.assertEqual(([[[0.0]]], 0.5), (step.z, step.C))

    # ---- where exp and ln take part

    def test_every_activation_with_every_cost(self):
        for output, cost in every_pair():
            network, example = tame(hidden_beside(output), output, seed=len(output) + len(cost))
            expected = self.in_decimals(network, [example], 0.3, cost, FEWER_DIGITS)
            self.same(expected, network, [example], 0.3, cost)

    def test_saturated_huge_and_tiny_numbers(self):
        for seed in range(24):
            draw = Random(seed)
            number = draw.choice([ordinary, saturating, tiny])
            names = [draw.choice([n for n in ACTIVATIONS if n != SOFTMAX]), draw.choice(list(ACTIVATIONS))]
            network, examples = drawn(draw, [2, 2, 2], names, number)
            cost = SQUARED[seed % 3]
            self.same(self.in_decimals(network, examples, 0.1, cost), network, examples, 0.1, cost)

    def in_decimals(self, network, examples, alpha, cost, precision=DIGITS):
        return in_digits(precision, network, examples, alpha, cost)

    def test_what_floats_lose_to_saturation_is_there(self):
        network = Network([Layer([[1.0]], [0.0], "sigmoid")])
        step = exact_step(network, [Example([40.0], [0.0])])
        self.assertEqual(4.248354255291589e-18, step.delta[0][0][0])  # e^−40 = 4.24835425529158899533…e-18
        network = Network([Layer([[1.0], [0.0]], [0.0, 0.0], "softmax")])
        step = exact_step(network, [Example([800.0], [0.0, 1.0])], cost="cross_entropy")
        self.assertEqual((800.0, [1.0, -1.0]), (step.C, step.delta[0][0]))

    def test_the_logarithm_of_1_minus_a_is_known_at_every_finite_z(self):
        for z in (1e3, 1e5, 1e10, 1e100, 1e300):
            network = Network([Layer([[1.0]], [0.0], "sigmoid")])
            step = exact_step(network, [Example([z], [0.25])], cost="binary_cross_entropy")
            self.assertEqual((z * 0.75, 0.75), (step.C, step.delta[0][0][0]))  # ln(1 + e^z) − zy, and a − y

    def test_one_huge_number_takes_no_time(self):
        # 1 − y has more bits than a double where y is below ½: a tie, from which no digits tell e^−z apart.
        case = find("binary-cross-entropy")
        layers = list(case.network.layers)
        last = layers[-1]
        for z in (1e308, -1e308, 1e5, 1000.0):
            layers[-1] = Layer(last.w, last.b[:-1] + [z], last.activation)
            start = time.process_time()
            step = exact_step(Network(layers), case.examples, case.alpha, case.cost)
            self.assertLess(time.process_time() - start, 2.0, z)  # 0.2 s, on a machine that is not slow
            for example, delta in zip(case.examples, step.delta):
                a = (z > 0) - (Fraction(10) ** -434 if z == 1000 else 0)  # told from 1 as 1 − e^−100000 is not
                self.assertEqual(nearest(a - Fraction(example.y[-1])), delta[-1][-1])
            if abs(z) == 1e308:
                terms = [Fraction(max(z, 0.0)) - Fraction(z) * Fraction(example.y[-1]) for example in case.examples]
                self.assertEqual(nearest(sum(terms) / len(terms)), step.C)  # beside which the rest is nothing

    def test_softmax_forgets_a_bias_that_all_neurons_share(self):
        # At 10¹⁴⁴ the first 50 digits of every z are the same, and bounds in doubles say nothing at all.
        def step(b, cost):
            network = Network([Layer([[0.875], [-37.5], [-1.0]], [b], "softmax", shared_bias=True)])
            return exact_step(network, [Example([8.6], [0.5, 0.25, 0.5])], cost=cost)

        for cost in COSTS:
            near, far = step(0.0, cost), step(-1e144, cost)
            self.assertEqual((near.a, near.delta, near.C), (far.a, far.delta, far.C))

    # ---- what no digits can tell

    def test_a_tie_that_no_digits_can_tell_goes_to_the_even_double(self):
        hidden = Layer([[1.0], [-1.0]], [0.0, 0.0], "sigmoid")  # σ(z) + σ(−z) is 1
        network = Network([hidden, Layer([[1.0, 1.0]], [2.0**-53], "identity")])
        self.assertEqual(1.0, exact_step(network, [Example([0.7], [0.0])]).z[0][1][0])
        network = Network([hidden, Layer([[1.0, 1.0]], [3 * 2.0**-53], "identity")])
        self.assertEqual(1 + 2.0**-51, exact_step(network, [Example([0.7], [0.0])]).z[0][1][0])

    def test_neurons_that_cancel_lie_on_the_kink_of_relu(self):
        hidden = Layer([[1.0], [1.0]], [0.0, 0.0], "tanh")
        network = Network([hidden, Layer([[1.0, -1.0]], [0.0], "relu")])
        step = exact_step(network, [Example([0.7], [5.0])])
        self.assertEqual((0.0, 0.0), (step.z[0][1][0], step.delta[0][1][0]))

    # ---- ends of the range

    def test_denormal_results_are_right(self):
        network = Network([Layer([[3e-200]], [0.0], "identity")])
        step = exact_step(network, [Example([1.1e-120], [0.0])])
        self.assertEqual(float(Fraction(3e-200) * Fraction(1.1e-120)), step.z[0][0][0])
        self.assertTrue(0 < step.z[0][0][0] < 2.0**-1022)

    def test_a_zero_is_never_negative(self):
        network = Network([Layer([[-1e-300]], [0.0], "tanh"), Layer([[1e-300]], [-0.0], "identity")])
        for place, value in numbers(exact_step(network, [Example([0.0], [0.0])], alpha=0.0)):
            if value == 0:
                self.assertEqual(1.0, math.copysign(1.0, value), place)

    def test_what_is_beyond_the_range_is_named_in_the_order_of_the_fields(self):
        network = Network([Layer([[1e200]], [0.0], "identity")])
        with self.assertRaisesRegex(Inexpressible, r"^weight_gradients\[0\]\[0\]\[0\]: beyond the range of doubles$"):
            exact_step(network, [Example([1e200], [0.0])])
        with self.assertRaisesRegex(Inexpressible, r"^cost: beyond the range of doubles$"):
            exact_step(network, [Example([1e-10], [0.0])])

    def test_a_logarithm_that_does_not_exist_leaves_no_result(self):
        network = Network([Layer([[1.0]], [0.0], "relu")])
        found = r"^cost: the logarithm of a number that is not positive \(example 1\)"
        with self.assertRaisesRegex(Inexpressible, found):
            exact_step(network, [Example([1.0], [1.0]), Example([-1.0], [1.0])], cost="cross_entropy")

    def test_a_boundary_beyond_50_digits_is_still_decided(self):
        # z = 1 + 2^−53 ± 2^−300: on one side of a tie or the other, 90 digits in.
        for sign, expected in ((1, 1 + 2.0**-52), (-1, 1.0)):
            network = Network([Layer([[1.0, 2.0**-53, sign * 2.0**-300]], [0.0], "softsign")])
            self.assertEqual(expected, exact_step(network, [Example([1.0, 1.0, 1.0], [0.0])]).z[0][0][0])

    def test_it_does_not_depend_on_the_context_of_the_caller(self):
        network, example = tame("gelu", "silu")
        expected = exact_step(network, [example])
        with localcontext(Context(3, Emin=-5, Emax=5)):
            self.assertEqual(expected, exact_step(network, [example]))

    def test_costs_and_reductions_are_refused_by_name(self):
        network, example = tame("tanh", "tanh")
        for settings in ({"cost": "squared"}, {"reduction": "average"}, {"alpha": -1.0}):
            with self.assertRaisesRegex(ValueError, f"^{next(iter(settings))}: found"):
                exact_step(network, [example], **settings)


class SizesSayHowFarDecimalsMayBeOff(unittest.TestCase):
    """Every number of a step in few digits is off by at most roundings · u · size, with u half a unit of the last."""

    def test_in_9_digits(self):
        tried, nearest_to_limit = 0, 0.0
        for seed in range(60):
            draw = Random(seed)
            kind = draw.choice([ordinary, saturating])
            names = [draw.choice(GENTLE) for _ in range(draw.choice([1, 2, 3]))]
            widths = [draw.choice([1, 3, 9])] + [draw.choice([1, 2, 5]) for _ in names]
            network, examples = drawn(draw, widths, names, kind)
            cost = draw.choice(SQUARED)
            of_numbers = sizes(network, examples, 0.1, cost, "mean")
            most = roundings(network, examples) * 5e-9
            for (place, few), (_, many), (_, size) in zip(
                numbers(in_digits(9, network, examples, 0.1, cost)),
                numbers(in_digits(200, network, examples, 0.1, cost)), numbers(of_numbers),
            ):
                tried += 1
                off = abs(float(few - many))
                self.assertLessEqual(abs(float(many)), size * (1 + 1e-9), f"{place} of {network!r}")
                if "relu" not in " ".join(names) or off < 1e-6 * size:  # else a z beside a kink, which exact_step sees
                    self.assertLessEqual(off, most * size, f"{place} of {network!r}")
                    nearest_to_limit = max(nearest_to_limit, off / (5e-9 * size))
        self.assertGreater(tried, 1000)
        self.assertGreater(nearest_to_limit, 0)

    def test_a_gentle_activation_is_as_gentle_as_it_is_taken_for(self):
        for name in GENTLE:
            rule, h = ACTIVATIONS[name], 1e-6
            for sixteenths in range(-320, 321):
                z = sixteenths / 16 + 1e-3
                for f in (rule.sigma, rule.slope):
                    self.assertLessEqual(abs(f(z)), size_of_activation(abs(z)), f"{name} at {z}")
                    if all(abs(z - kink) > 2 * h for kink in rule.kinks):
                        self.assertLessEqual(abs(f(z + h) - f(z - h)), 2.001 * 2 * h, f"{name} at {z}")

    def test_what_an_activation_rounds_is_less_than_90_units(self):
        most, draw = 0.0, Random(5)
        points = [way(draw) for way in (ordinary, saturating, huge, tiny) for _ in range(60)]
        for name in GENTLE:
            for z in map(Decimal, points):
                for f in (ACTIVATIONS[name].sigma, ACTIVATIONS[name].slope):
                    with localcontext(Context(20, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])):
                        few = f(z)
                    with localcontext(Context(120, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])):
                        off = abs(few - f(z)) / (Decimal("5e-20") * size_of_activation(abs(z)))
                    self.assertLess(off, 90, f"{name} at {z}")
                    most = max(most, off)
        self.assertLess(most, 10, "the docstring of roundings says so")
        self.assertGreater(most, 0)

    def test_a_step_of_any_sizes_is_off_by_no_more(self):
        kinds, kinked = (ordinary, saturating, huge, tiny, far), {"relu", "leaky_relu"}
        for seed in range(120):
            draw = Random(seed)
            names = [draw.choice(GENTLE) for _ in range(draw.choice([1, 2, 4]))]
            widths = [draw.choice([1, 4]) for _ in [0, *names]]
            network, examples = drawn(draw, widths, names, draw.choice(kinds))
            cost = draw.choice(SQUARED)
            few, many = (in_digits(digits, network, examples, 0.1, cost) for digits in (30, 130))
            sides = [[z_j > 0 for z_l in step.z[0] for z_j in z_l] for step in (few, many)]
            if kinked & set(names) and sides[0] != sides[1]:
                continue  # the one thing that the law leaves to whoever uses it
            most = roundings(network, examples) * Decimal("5e-30")
            of_numbers = numbers(sizes(network, examples, 0.1, cost, "mean"))
            for (place, found), (_, true), (_, size) in zip(numbers(few), numbers(many), of_numbers):
                if math.isfinite(size) and size > 1e-200:
                    self.assertLessEqual(abs(found - true), most * Decimal(size), f"{place} of {network!r}, {cost}")

    def test_beyond_the_doubles_a_size_says_nothing(self):
        """In 50 digits A·x + B·x − (A + B)·x is 1e560 here, an infinity as a double; the truth is 0."""
        A, B, x = 1118484183013077 * 2.0**920, 1088842733529303 * 2.0**920, 4503599627370497 * 2.0**950
        network, examples = Network([Layer([[A, B, -(A + B)]], [0.5], "identity")]), [Example([x, x, x], [0.25])]
        with localcontext(Context(50, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])):
            z = sum(Decimal(w) * Decimal(x) for w in (A, B, -(A + B)))
        self.assertTrue(math.isinf(float(z)))
        step = exact_step(network, examples)
        self.assertEqual(([[[0.5]]], [[[0.25]]], 0.03125), (step.z, step.delta, step.C))

    def test_where_they_do_not_serve_they_say_nothing(self):
        network, example = tame("tanh", "softmax")
        self.assertIsNone(sizes(network, [example], None, "squared_error", "mean"))
        network, example = tame("tanh", "sigmoid")
        self.assertIsNone(sizes(network, [example], None, "binary_cross_entropy", "mean"))
        self.assertIsNotNone(sizes(network, [example], None, "squared_error", "mean"))


class WhatEachStepDecides(unittest.TestCase):
    """The steps of docs/numbers.md one by one, each a little on either side of what it can tell."""

    HALF_UNIT = Decimal("5e-50")  # the roundoff of 50 digits

    def setUp(self):
        wide = localcontext(Context(120))
        wide.__enter__()
        self.addCleanup(wide.__exit__, None, None, None)
        self.tie = Decimal(1) + Decimal(2) ** -53  # between 1 and the next double

    def test_the_ends_of_so_many_digits(self):
        for digits in (19, 24):
            unit = Decimal(1).scaleb(-digits)
            for sign in (1, -1):
                for far, same in (("2.2", True), ("1.8", False)):  # they lie 2 units away
                    for away in (1, -1):
                        x = sign * (self.tie + away * Decimal(far) * unit)
                        (low,), (high,) = exact._ends([x], digits)
                        self.assertEqual(same, low == high, (digits, sign, far, away))
                        if same:
                            self.assertEqual(float(x), low)
        self.assertIsNone(exact._closer(self.tie + Decimal("1.8e-24")))
        self.assertEqual(1 + 2.0**-52, exact._closer(self.tie + Decimal("2.2e-24")))

    def test_a_known_error_leaves_a_rounding_open_just_as_far_as_it_reaches(self):
        share = self.HALF_UNIT / Decimal(2) ** -53  # of the roundoff of a double, which an error is said for
        own = Decimal("1e-48")  # of x, for what is rounded on the way
        for error in (0.0, 1e-3, 1.0, 1e6):
            reach = Decimal(error) * share + own
            for away in (1, -1):
                for far, found in (("0.999", False), ("1.001", True)):
                    x = self.tie + away * reach * Decimal(far)
                    expected = float(x) if found else None
                    self.assertEqual(expected, exact._certain_double(x, error), (error, away, far))
        for error in (math.inf, math.nan):
            self.assertIsNone(exact._certain_double(Decimal(1), error))

    def test_nearly_all_are_settled_by_the_ends_that_are_known_already(self):
        def settled(value, error, low, high):
            return exact._certain_doubles([Decimal("0.1")], [Bounded(value, error)], [low], [high])

        self.assertEqual([0.1], settled(0.1, 0.04, 0.1, 0.1))
        self.assertEqual([7.0], settled(0.1, 0.05, 7.0, 7.0), "the double that both ends are, without a look at x")
        self.assertEqual([0.1], settled(0.1, 0.051, 7.0, 7.0), "x, where the error is not far below it")
        self.assertEqual([0.1], settled(math.inf, 0.05, 7.0, 7.0))
        self.assertEqual([0.1], settled(0.1, 0.05, 7.0, 8.0))

    def test_sizes_are_believed_as_far_as_they_reach(self):
        """z = (1 + t)(1 − t) − 1 is −t² with a size near 2, a has 2 + 2 · 2; where κ · 5e-50 · size ≤ 1e-24 · t²."""
        for name, alpha in (("identity", None), ("softsign", 0.5)):
            layer = Layer([[1.0]], [1.0], name)
            kappa = 8 * 2 * (2 + 1 + 100)  # of one layer of one neuron with one input, and one example
            self.assertEqual(kappa, roundings(Network([layer]), [Example([1.0], [0.0])]))
            limit = math.sqrt(kappa * 5e-50 * 6 / 1e-24)
            for share, believed in ((1.01, True), (0.99, False)):
                t = round(limit * share * 2.0**52) / 2.0**52
                self.assertAlmostEqual(share, t / limit, delta=1e-3)
                network, examples = Network([Layer([[1 + t]], [-1.0], name)]), [Example([1 - t], [1.0])]
                found = [float(x) for _, x in numbers(in_digits(60, network, examples, alpha or 0.0, SQUARED[0]))]
                given = (network, examples, alpha, SQUARED[0], "mean")
                self.assertIs(believed, exact._far_smaller_errors(*given, found), (name, share))
                for beyond in (0.0, -0.0, 1e-200, math.inf, -math.inf):
                    self.assertFalse(exact._far_smaller_errors(*given, found + [beyond]), beyond)

    def test_an_ordinary_step_needs_neither_bounds_nor_enclosures(self):
        for name in GENTLE:
            network, example = tame(name, name)
            with unittest.mock.patch.multiple(exact, Bounded=None, Enclosure=None):
                step = exact_step(network, [example], 0.3)
            self.assertEqual(step, exact_step(network, [example], 0.3))

    def test_inputs_of_0_leave_a_step_ordinary_where_they_are_0_in_every_example(self):
        network, example = tame("tanh", "sigmoid", sizes=(3, 2, 2))
        silent, other = Example([0.75, 0.5, 0.0], example.y), Example([0.5, -0.25, -0.0], example.y)
        with unittest.mock.patch.multiple(exact, Bounded=None, Enclosure=None):
            for examples in ([silent], [silent, other]):
                step = exact_step(network, examples, 0.3)
                self.assertEqual({0.0}, {dC_dw_j[2] for dC_dw_j in step.dC_dw[0]})
                self.assertEqual([row[2] for row in network.layers[0].w], [row[2] for row in step.network.layers[0].w])
        expected = in_digits(FEWER_DIGITS, network, [silent, other], 0.3, "half_squared_error")
        for (place, found), (_, true) in zip(numbers(step), numbers(expected)):
            self.assertEqual(nearest(true).hex(), found.hex(), place)
        given = [float(x) for _, x in numbers(expected)]
        settings = (network, [silent, other], 0.3, "half_squared_error", "mean")
        self.assertTrue(exact._far_smaller_errors(*settings, given))
        self.assertFalse(exact._far_smaller_errors(*settings, given + [0.0]), "a 0 too many")
        examples = [silent, example]  # an input that is 0 in one of them alone
        self.assertFalse(exact._far_smaller_errors(network, examples, *settings[2:], given), "zeros that are none")

    def test_so_many_digits_are_tried_as_the_z_ask_for(self):
        tried = []
        real = exact.digits

        def counted(precision, last):
            tried.append(precision)
            return real(precision, last)

        curved = [Layer([[1.0]], [0.0], "sigmoid"), Layer([[1.0]], [-1.0], "identity")]  # z = σ(z) − 1
        for z, expected in ((1.0, []), (100.0, [100]), (300.0, [100, 400]), (1e3, [100, 800]), (2e3, [100, 2000])):
            tried.clear()
            with unittest.mock.patch.object(exact, "digits", counted):
                exact_step(Network(curved), [Example([z], [0.25])])
            self.assertEqual(expected, tried, z)
        rational = Network([Layer([[1.0, 2.0**-53, 2.0**-1000]], [0.0], "softsign")])  # 301 digits: in fractions
        tried.clear()
        with unittest.mock.patch.object(exact, "digits", counted):
            self.assertEqual(1 + 2.0**-52, exact_step(rational, [Example([1.0, 1.0, 1.0], [0.0])]).z[0][0][0])
        self.assertEqual([100, 200], tried)
        for z, digits in ((100, 1 + 43), (-1000, 434), (2302, 999), (1e5, 43429), (1e300, 434294)):  # z / ln 10
            layer = Layer([[1.0]], [0.0], "identity")
            with real(100, False):
                given = exact.translated(exact.Enclosure.of, Network([layer]), [Example([float(z)], [0.0])], None)
                step = gradient_step(*given)
                self.assertAlmostEqual(digits, exact._digits_of_exponentials(step), delta=1, msg=z)

    def test_what_has_no_double(self):
        self.assertEqual((math.inf, -math.inf), (exact._nearest(Fraction(10**400)), exact._nearest(Fraction(-10**400))))
        for what, place in (("C", "cost"), ("dC_da_j", "weight_gradients"), ("z_j", "z_j")):
            found, why = exact._no_number(exact.Unfinished(what, "nothing", example=2))
            self.assertEqual(place, found)
            self.assertIn("(example 2)", why)
            self.assertIs(what != "z_j", why.startswith("nothing"))


def in_digits(precision, network, examples, alpha, cost):
    with localcontext(Context(precision, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])):
        examples = [example.map(Decimal) for example in examples]
        return gradient_step(network.map(Decimal), examples, Decimal(alpha), cost)


if __name__ == "__main__":
    unittest.main()
