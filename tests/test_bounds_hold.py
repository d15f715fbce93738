"""Every honest implementation lies within the bounds of bounded_step, and a slip does not.

The honest ones are the passes of the heart with sums in another order, activations and slopes in their other usual
forms, products distributed, softmax and sigmoid fused with their cross-entropies: in doubles, and in singles,
which ``struct`` rounds after every operation.
"""

import math
import struct
import unittest
from fractions import Fraction
from random import Random

import tests  # noqa: F401  # the hypothesis profile

from backprop_ref import ACTIVATIONS, COSTS, RULES, Example, Layer, Network, bounded_step, exact_step, gradient_step
from backprop_ref.activations import SOFTMAX, Activation
from backprop_ref import numerals
from backprop_ref.numbers.bounded import Bounded, BoundedSingle, crossings
from backprop_ref.numbers.bounds import in_every_form
from backprop_ref.numbers.forms import other_forms
from backprop_ref.numerals import exp, ln, log1p
from tests.generators import HIDDEN, Dual, every_pair, hidden_beside, tame
from tests.test_exact_results_are_correctly_rounded import drawn, numbers, ordinary, saturating


def single(x):
    """The single-precision number nearest to x; an infinity beyond their range."""
    try:
        return struct.unpack("<f", struct.pack("<f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


class Single:
    """A number in single precision: every operation is done in doubles and rounded, as single hardware gives it."""

    def __init__(self, x):
        self.x = single(float(x))

    def __float__(self):
        return self.x

    def is_finite(self):
        return math.isfinite(self.x)

    def __hash__(self):
        return hash(self.x)


def _operator(name, function):
    def operator(self, other):
        return Single(function(self.x, single(float(other))))

    def reflected(self, other):
        return Single(function(single(float(other)), self.x))

    setattr(Single, f"__{name}__", operator)
    setattr(Single, f"__r{name}__", reflected)


def _divided(x, y):
    return x / y if y else math.nan


for name, function in {
    "add": lambda x, y: x + y, "sub": lambda x, y: x - y, "mul": lambda x, y: x * y, "truediv": _divided,
}.items():
    _operator(name, function)
for name in ("lt", "le", "gt", "ge", "eq", "ne"):
    def compare(self, other, name=f"__{name}__"):
        return getattr(self.x, name)(float(other))
    setattr(Single, f"__{name}__", compare)
for name in ("exp", "expm1", "ln", "log1p", "tanh", "normal_cdf", "normal_pdf"):
    def method(self, name=name):
        from backprop_ref import numerals
        try:
            return Single(getattr(numerals, name)(self.x))
        except OverflowError:
            return Single(math.inf)
    setattr(Single, name, method)
Single.__neg__ = lambda self: Single(-self.x)
Single.__abs__ = lambda self: Single(abs(self.x))


# ---- other honest implementations --------------------------------------------------------------


def shuffled_sum(draw):
    """A sum of terms in some order: forwards, backwards, shuffled or pair by pair."""

    def add(terms):
        terms = list(terms)
        way = draw.randrange(3)
        if way == 0:
            terms.reverse()
        elif way == 1:
            draw.shuffle(terms)
        else:
            while len(terms) > 1:
                terms = [sum(terms[n + 1:n + 2], terms[n]) for n in range(0, len(terms), 2)]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    return add


def another(draw):
    """Rules that round otherwise."""
    add = shuffled_sum(draw)

    def weighted_sum(w_j, a, b_j):
        return add([w_jk * a_k for w_jk, a_k in zip(w_j, a)] + [b_j])

    def hidden_delta(delta_next, w_next, j, da_dz_j):
        if draw.random() < 0.5:
            return add([delta_m * w_m[j] for delta_m, w_m in zip(delta_next, w_next)]) * da_dz_j
        return add([delta_m * da_dz_j * w_m[j] for delta_m, w_m in zip(delta_next, w_next)])

    def softmax_delta(dC_da, da_dz_j):
        return add([dC_da_i * da_i_dz_j for dC_da_i, da_i_dz_j in zip(dC_da, da_dz_j)])

    def mean(total_j, n):
        return [total_jk * (1 / type(total_jk)(n)) for total_jk in total_j]

    activations = dict(ACTIVATIONS)
    for name in HIDDEN:
        rule = ACTIVATIONS[name]
        sigma_forms, slope_forms = other_forms(name, rule)
        sigma, slope = draw.choice((rule.sigma, *sigma_forms)), draw.choice((rule.slope, *slope_forms))
        activations[name] = Activation(sigma, slope, rule.formula, rule.slope_formula, rule.rational, rule.kinks)
    return RULES.replaced(
        weighted_sum=weighted_sum, hidden_delta=hidden_delta, softmax_delta=softmax_delta,
        reductions={**RULES.reductions, "mean": mean}, activations=activations, backward=fused(add),
    )


def fused(add):
    """The backward pass that never divides by a where a cross-entropy meets its own activation."""

    def backward(network, y, z, a, cost, eq):
        last = len(network.layers) - 1
        met = {"cross_entropy": SOFTMAX, "binary_cross_entropy": "sigmoid"}.get(cost)
        if network.layers[last].activation != met:
            return RULES.backward(network, y, z, a, cost, eq)
        total = add(y) if met == SOFTMAX else type(y[0])(1)
        delta = [[a_j * total - y_j for a_j, y_j in zip(a[last], y)]]
        for l in range(last - 1, -1, -1):
            layer, after = network.layers[l], network.layers[l + 1]
            slope = eq.activations[layer.activation].slope
            delta.insert(0, [eq.hidden_delta(delta[0], after.w, j, slope(z_j)) for j, z_j in enumerate(z[l])])
        return delta

    return backward


def step_in(number, network, examples, alpha, cost, eq):
    examples = [example.map(number) for example in examples]
    return gradient_step(network.map(number), examples, number(alpha), cost, "mean", eq)


# ---- the claims --------------------------------------------------------------------------------


class BoundsHold(unittest.TestCase):
    def inside(self, bounds, step, what):
        for (place, bound), (_, value) in zip(numbers(bounds), numbers(step)):
            value = float(value)
            self.assertTrue(bound.low <= value <= bound.high, f"{what}, {place}: {value} beyond {bound!r}")

    def test_for_every_activation_and_cost_in_any_order_and_form(self):
        for output, cost in every_pair():
            for seed in range(3):
                draw = Random(seed)
                network, example = tame(hidden_beside(output), output, sizes=(3, 4, 3), seed=seed)
                examples = [example, Example(example.x[::-1], example.y)] if cost in SQUARED else [example]
                for precision, number in (("double", float), ("single", Single)):
                    bounds = bounded_step(network, examples, 0.3, cost, precision=precision)
                    for eq in (RULES, another(draw), another(draw)):
                        step = step_in(number, network, examples, 0.3, cost, eq)
                        self.inside(bounds, step, f"{network!r}, {cost}, {precision}, {eq}")

    def test_for_saturated_and_cancelling_networks(self):
        for seed in range(40):
            draw = Random(seed)
            names = [draw.choice(HIDDEN), draw.choice(list(ACTIVATIONS))]
            network, examples = drawn(draw, [3, 4, 3], names, draw.choice([ordinary, saturating, sixteenths]))
            for precision, number in (("double", float), ("single", Single)):
                bounds = bounded_step(network, examples, 0.1, precision=precision)
                for eq in (RULES, another(draw)):
                    try:
                        step = step_in(number, network, examples, 0.1, "half_squared_error", eq)
                    except ArithmeticError:  # a form that overflows there is nobody's choice
                        continue
                    self.inside(bounds, step, f"{network!r}, {precision}, seed {seed}")

    def test_the_truth_lies_within(self):
        for output, cost in every_pair():
            network, example = tame(hidden_beside(output), output)
            exact = exact_step(network, [example], 0.3, cost)
            for precision in ("double", "single"):
                bounds = bounded_step(network, [example], 0.3, cost, precision=precision)
                self.inside(bounds, exact, f"{output}, {cost}, {precision}")

    def test_a_cross_entropy_from_z_lies_within(self):
        for z in (-40.0, -3.0, 0.25, 20.0, 30.1, 36.0):
            for y in (0.0, 0.3, 1.0, 1 - 2.0**-40):  # with the last, z − zy loses what y ln a does not
                network = Network([Layer([[z]], [0.0], "sigmoid")])
                bounds = bounded_step(network, [Example([1.0], [y])], cost="binary_cross_entropy")
                C = max(z, 0) - z * y + log1p(exp(-abs(z)))
                self.assertTrue(bounds.C.low <= C <= bounds.C.high, (z, y, C, bounds.C))

    def test_a_sum_may_lose_as_much_as_in_its_worst_order(self):
        # Small terms first lose nothing; after the 1 each is lost, 1000 roundoffs in all, which the running error
        # of the good order does not know.
        n = 1000
        network = Network([Layer([[2.0**-53] * n + [1.0]], [0.0], "identity")])
        bounds = bounded_step(network, [Example([1.0] * (n + 1), [0.0])])
        total = 1.0
        for _ in range(n):
            total = total + 2.0**-53
        self.assertEqual(1.0, total)
        self.assertTrue(bounds.z[0][0][0].low <= total <= bounds.z[0][0][0].high)

    def test_a_library_function_may_be_4_ulps_off(self):
        for name in ("exp", "expm1", "ln", "log1p", "tanh", "normal_cdf", "normal_pdf"):
            for x in (1e-3, 0.3, 1.0, 7.0, 30.0):
                bound = getattr(Bounded(x), name)()
                for off in (-4, 4):
                    value = bound.value + off * math.ulp(bound.value)
                    self.assertTrue(bound.low <= value <= bound.high, f"{name}({x}): {value!r} beyond {bound!r}")

    def test_flushed_denormals_lie_within(self):
        network = Network([Layer([[1e-160]], [0.0], "identity"), Layer([[1.0]], [0.0], "identity")])
        step = bounded_step(network, [Example([1e-160], [1.0])])
        self.assertTrue(step.z[0][0][0].low <= 0 <= step.z[0][0][0].high)

    def test_a_slip_of_1e_9_is_far_outside_where_the_value_is_well_conditioned(self):
        judged = 0
        for output, cost in every_pair():
            network, example = tame(hidden_beside(output), output, sizes=(3, 4, 3))
            for place, bound in numbers(bounded_step(network, [example], 0.3, cost)):
                if bound.error <= 1e-12 * abs(bound.value) != 0:
                    judged += 1
                    self.assertGreater(1e-9 * abs(bound.value), 500 * bound.error)
        self.assertGreater(judged, 2000)

    def test_a_missing_slope_is_outside_by_far(self):
        network, example = tame("tanh", "sigmoid", sizes=(3, 4, 3))
        wrong = RULES.replaced(output_delta=lambda dC_da_j, da_dz_j: dC_da_j)
        found = gradient_step(network, [example], eq=wrong).dC_db[1]
        for bound, value in zip(bounded_step(network, [example]).dC_db[1], found):
            self.assertGreater(abs(value - bound.value), 1e9 * bound.error)

    def test_a_mistake_has_bounds_of_its_own(self):
        network, example = tame("tanh", "sigmoid", sizes=(3, 4, 3))
        wrong = RULES.replaced(output_delta=lambda dC_da_j, da_dz_j: 0.5 * dC_da_j / 1.5 + 2)
        for precision in ("double", "single"):
            bounds = bounded_step(network, [example], 0.3, precision=precision, eq=wrong)
            self.inside(bounds, gradient_step(network, [example], 0.3, eq=wrong), "the mistake")

    def test_a_mistake_that_gives_plain_numbers_has_bounds_too(self):
        network, example = tame("tanh", "sigmoid")
        step = bounded_step(network, [example], 0.3, eq=RULES.replaced(bias_gradient=lambda delta_j: 0))
        for place, bound in numbers(step):
            self.assertIsInstance(bound, Bounded, place)


def sixteenths(draw):
    return draw.randint(-16, 16) / 16


SQUARED = [name for name, cost in COSTS.items() if cost.rational]


class BoundsReachAcrossKinks(unittest.TestCase):
    def test_on_a_kink_everything_between_both_slopes_is_right(self):
        for name, least in (("relu", 0), ("leaky_relu", 0.01)):
            for w in ([1.0, -1.0], [0.1 + 0.2, -0.3]):  # exactly 0, and 0 as far as rounding can tell
                network = Network([Layer([w], [0.0], name), Layer([[2.0]], [0.0], "identity")])
                step = bounded_step(network, [Example([1.0, 1.0], [-3.0])])
                delta, below = step.delta[0][0][0], step.dC_dw[0][0][0]
                for one_sided in (2 * 3.0 * least, 2 * 3.0):
                    self.assertTrue(delta.low <= one_sided <= delta.high, (name, w, delta))
                    self.assertTrue(below.low <= one_sided <= below.high, (name, w, below))
                self.assertLess(delta.high, 6.1)
                self.assertGreater(delta.low, -0.1)

    def test_away_from_a_kink_they_do_not(self):
        network = Network([Layer([[1.0]], [1e-9], "relu")])
        step = bounded_step(network, [Example([0.0], [1.0])])
        self.assertLess(step.delta[0][0][0].error, 1e-14)


class BoundsNeverRaise(unittest.TestCase):
    def test_at_the_ends_of_the_range(self):
        for big in (1e-320, 1e-160, 1e160, 1.7e308):
            for output, cost in every_pair():
                layers = [Layer([[big], [-big]], [big, 0.0], hidden_beside(output))]
                layers.append(Layer([[big, -1.0], [1.0, big]], [0.0, big], output))
                for precision in ("double", "single"):
                    step = bounded_step(
                        Network(layers), [Example([big], [0.5, 1.0])], 0.1, cost, precision=precision
                    )
                    for place, bound in numbers(step):
                        self.assertTrue(bound.low <= bound.high, f"{place}: {bound!r}")

    def test_where_nothing_can_be_said_they_are_infinite(self):
        network = Network([Layer([[1.0]], [0.0], "sigmoid")])
        step = bounded_step(network, [Example([800.0], [0.0])], cost="binary_cross_entropy")
        self.assertEqual((-math.inf, math.inf), (step.C.low, step.C.high))  # in doubles 1 − a is 0
        self.assertEqual(math.inf, (BoundedSingle(1e30) * BoundedSingle(1e30)).high)

    def test_what_does_not_fit_is_refused(self):
        network, example = tame("tanh", "tanh")
        for arguments, message in (
            ({"precision": "half"}, "precision: found 'half', expected one of double, single"),
            ({"alpha": -1.0}, "alpha: found -1.0, expected a finite number of at least 0"),
            ({"cost": "squared"}, "cost: found 'squared'"),
        ):
            with self.assertRaisesRegex(ValueError, message):
                bounded_step(network, [example], **arguments)


class ChargesAreThoseOfTheDocuments(unittest.TestCase):
    """The table of docs/numbers.md, number by number."""

    def test_of_one_operation_on_numbers_without_errors(self):
        for kind, u, flushed in ((Bounded, 2.0**-53, 2.0**-1022), (BoundedSingle, 2.0**-24, 2.0**-126)):
            x, y = kind(6.0), kind(-4.0)
            for found, value, charge in (
                (x * y, -24.0, 4 * u * 24 + flushed),
                (x / y, -1.5, 8 * u * 1.5 + flushed),
                (x + y, 2.0, 4 * u * 1 * 10),
                (x - y, 10.0, 4 * u * 1 * 10),
                (x + y + kind(1.0), 3.0, 4 * u * 2 * 11),
                (x * y + y * x, -48.0, 2 * (4 * u * 24 + flushed) + 4 * u * 48),
                (x * y - y / x, -24 + 2 / 3, 4 * u * 24 + 8 * u * 2 / 3 + 2 * flushed + 4 * u * (24 + 2 / 3)),
                (kind(0.5).exp(), math.exp(0.5), 8 * 4 * u * math.exp(0.5) + flushed),
                (kind(0.5).ln(), math.log(0.5), 8 * 4 * u * -math.log(0.5) + flushed),
                (kind(0.5).expm1(), math.expm1(0.5), 8 * 4 * u * (1 + math.exp(0.5)) + flushed),
                (kind(0.5).log1p(), math.log1p(0.5), 8 * 4 * u * (1 + math.log1p(0.5)) + flushed),
                (kind(0.5).tanh(), math.tanh(0.5), 8 * 4 * u + flushed),
                (kind(0.5).normal_cdf(), math.erfc(-0.5 / math.sqrt(2)) / 2, 8 * 4 * u + flushed),
            ):
                self.assertEqual(value, found.value)
                self.assertGreaterEqual(found.error, charge * (1 - 1e-12), (kind, value))
                room = 1.7 if value == math.expm1(0.5) else 1 + 1e-12  # e^z − 1 is charged what e^z is, too
                self.assertLessEqual(found.error, charge * room, (kind, value))
            for small in (kind(flushed) * kind(1.0), kind(flushed) / kind(1.0), kind(flushed / 4) * kind(1.0)):
                self.assertTrue(small.low <= 0 < small.value)
                self.assertLess(small.error, 1.1 * flushed)
            self.assertEqual(4 * u / 3 + flushed, kind.given(Fraction(1, 3)).error)
            small = Fraction(3, 2**1060 if kind is Bounded else 2**140)  # a Fraction below what may be flushed
            self.assertTrue(kind.given(small / 7).low <= 0)
            self.assertEqual(0, kind.given(0.0).error)
        self.assertEqual(4 * 2.0**-24 / 4 + 2.0**-126, BoundedSingle.given(0.25).error)

    def test_of_what_the_operands_may_be_off(self):
        for d, e in ((0.5, 0.0), (0.0, 0.25), (0.5, 0.25), (0.125, 0.5)):
            for value, other in ((6.0, 4.0), (-6.0, 4.0), (6.0, -4.0)):
                x, y = Bounded(value, d), Bounded(other, e)
                ends = [(p, q) for p in (value - d, value + d) for q in (other - e, other + e)]
                for found, images, room in (
                    (x + y, [p + q for p, q in ends], 1.01), (x - y, [p - q for p, q in ends], 1.01),
                    (x * y, [p * q for p, q in ends], 1.01), (x / y, [p / q for p, q in ends], 1.6),  # 2e for e there
                ):
                    reach = max(abs(image - found.value) for image in images)
                    self.assertTrue(found.low <= min(images) and max(images) <= found.high, (found, ends))
                    self.assertLessEqual(found.error, room * reach, (found, ends))

    def test_a_function_of_what_may_be_off_contains_the_whole_image(self):
        for name in ("exp", "expm1", "ln", "log1p", "tanh", "normal_cdf", "normal_pdf"):
            for x in (-12.0, -2.0, -0.5, 0.0, 0.75, 3.0, 12.0):
                for d in (0.0, 1e-9, 0.1, 0.3, 1.0, 8.0):
                    least = {"ln": 0, "log1p": -1}.get(name, -math.inf)
                    if not x - d > least:
                        continue
                    found = getattr(Bounded(x, d), name)()
                    for step in range(-8, 9):
                        image = getattr(numerals, name)(x + d * step / 8)
                        what = f"{name}({x} ± {d}): {image} beyond {found!r}"
                        self.assertTrue(found.low <= image <= found.high, what)
                    if d == 1e-9:  # twice the slope for exp, of what is beside it a little, and the charges
                        image = getattr(Dual(x, 1.0), name)() if name != "normal_pdf" else None
                        slope = abs(image.slope) if image else abs(x) * numerals.normal_pdf(x)
                        charge = 64 * 2.0**-53 * (1 + numerals.exp(x) + 1e3 * numerals.normal_pdf(x))
                        self.assertLess(found.error, 2.01 * d * slope + 8 * d * d + charge + 1e-13, f"{name}({x})")

    def test_on_both_sides_of_what_it_is_compared_with(self):
        forms = in_every_form(RULES).activations
        for name in HIDDEN:
            rule = ACTIVATIONS[name]
            for value, error in ((0.25, 0.5), (-0.25, 0.5), (0.0, 1.0), (0.0, 0.0), (1e-3, 2.0), (-3.0, 3.0), (3.0, 3)):
                for kind in (Bounded, BoundedSingle):
                    for form, of in ((forms[name].sigma, rule.sigma), (forms[name].slope, rule.slope)):
                        found, what = form(kind(value, error)), (name, value, error)
                        images = [of(value + error * n / 8) for n in range(-8, 9)]
                        self.assertTrue(found.low <= min(images) and max(images) <= found.high, what)
                        if name in ("relu", "leaky_relu"):
                            self.assertLess(found.high - found.low, 1.01 * (max(images) - min(images)) + 1.01, name)
                            self.assertLessEqual(found.high, max(1.0, max(images)) * 1.00001, what)

    def test_wherever_the_kink_is(self):
        def hinge(z):
            return z if z > 2 else type(z)(2)

        hinged = ACTIVATIONS["relu"].replaced(sigma=hinge)
        form = in_every_form(RULES.replaced(activations={**ACTIVATIONS, "hinge": hinged})).activations["hinge"].sigma
        for value, error, low, high in (
            (2.5, 1.0, 2.0, 3.5), (1.5, 1.0, 2.0, 2.5), (2.0, 0.5, 2.0, 2.5), (4.0, 1.0, 3.0, 5.0),
        ):
            found = form(Bounded(value, error))
            self.assertAlmostEqual(low, found.low, delta=1e-12)
            self.assertAlmostEqual(high, found.high, delta=1e-12)
            self.assertTrue(found.low <= low and high <= found.high)

    def test_ends_of_the_range(self):
        for z in (708.9, 709.0, 709.5, 709.8, 710.0, 1e300):
            for d in (0.0, 0.1, 1.0):
                for found in (Bounded(z, d).exp(), Bounded(z, d).expm1()):
                    self.assertTrue(found.high == math.inf or z < 709 and found.high > 1e307, found)
        for kind in (Bounded, BoundedSingle):
            most = kind(kind.largest)
            for found in (most + kind(0.0), most - kind(0.0), most * kind(1.0), most / kind(1.0)):
                self.assertLess(found.error, math.inf)
                self.assertEqual(kind.largest, found.value)
            for found in (most + most, most - most, most * kind(2.0), most / kind(0.5), kind(1.0) / kind(0.0)):
                self.assertEqual((-math.inf, math.inf), (found.low, found.high))
            self.assertEqual((-kind.largest, kind.largest), (kind(0.0, kind.largest).low, kind(0.0, kind.largest).high))
            self.assertEqual((-math.inf, -math.inf), (kind(1.0, 1.0).ln().value, kind(-1.0).log1p().value))
            self.assertEqual(-math.inf, kind(kind.largest / 1.01, kind.largest * 1.005).low)
            self.assertEqual(math.inf, kind(-kind.largest / 1.01, kind.largest * 1.005).high)
            for found in (kind(0.0) * most, most * kind(0.0), kind(0.0) * kind(0.0), kind(0.0) / kind(2.0)):
                self.assertEqual((0.0, 0.0), (found.low, found.high))
            small = kind(kind.tiny) * kind(0.25)
            self.assertTrue(small.low <= 0 < small.high)
            self.assertEqual(math.inf, (kind(1.0) / kind(1.0, 0.5)).error)
            self.assertEqual(math.inf, kind(1.0, 0.5).ln().error)
            self.assertEqual(math.inf, kind(0.0, 0.5).log1p().error)
            self.assertEqual(math.inf, kind(800.0).exp().error)


class BoundedIsANumber(unittest.TestCase):
    def test_it_is_ordered_by_value(self):
        for x, y in ((1.0, 2.0), (-1.0, 0.0)):
            for low, high in ((Bounded(x), Bounded(y)), (Bounded(x), y), (x, Bounded(y))):
                self.assertTrue(low < high and low <= high and high > low and high >= low and low != high)
                self.assertFalse(high < low or high <= low or low > high or low >= high or low == high)
        for equal in (Bounded(3.0), 3.0):
            self.assertTrue(Bounded(3.0) <= equal and Bounded(3.0) >= equal and Bounded(3.0) == equal)
            self.assertFalse(Bounded(3.0) < equal or Bounded(3.0) > equal or Bounded(3.0) != equal)
        self.assertTrue(Bounded(1e-9) and not Bounded(0.0, 1.0))

    def test_a_comparison_that_may_go_either_way_is_noted_and_no_other(self):
        for compare in (lambda x, n: x < n, lambda x, n: x <= n, lambda x, n: x > n, lambda x, n: x >= n):
            for error, noted in ((0.0, []), (0.5, []), (1.0, [(2.0, 1.0)]), (1.5, [(2.0, 1.5)])):
                crossings().clear()
                compare(Bounded(3.0, error), 2)
                self.assertEqual(noted, crossings())
        crossings().clear()

    def test_it_mixes_with_ints_and_floats_on_either_side(self):
        x = Bounded(3.0)
        self.assertEqual((1.0, 0.0), ((x**0).value, (x**0).error))
        for n in (-2, -1, 0, 1, 2, -1.0, 0.0, 1.0):
            for found, expected in (
                (x + n, 3 + n), (n + x, 3 + n), (x - n, 3 - n), (n - x, n - 3),
                (x * n, 3 * n), (n * x, 3 * n), (n / x, n / 3),
            ):
                self.assertEqual(expected, float(found))
        for found, expected in (
            (x + 1, 4), (1 + x, 4), (x - 1, 2), (1 - x, -2), (x * 2, 6), (2.0 * x, 6), (x / 2, 1.5), (6 / x, 2),
            (-x, -3), (abs(-x), 3), (x**2, 9),
            (x**-1, 1 / 3), (type(x)(1), 1), (ln(Bounded(1.0)), 0), (exp(Bounded(0.0)), 1),
        ):
            self.assertEqual(expected, float(found))
            self.assertTrue(found.low <= expected <= found.high)
        self.assertTrue(x > 2 and x >= 3 and x < 4 and x <= 3 and x == 3 and x != 2 and 2 < x and x.is_finite())

    def test_a_fraction_is_rounded_and_a_double_is_what_it_is(self):
        self.assertEqual(0, Bounded.given(0.1).error)
        third = Bounded.given(Fraction(1, 3))
        self.assertTrue(0 < third.error < 1e-15)
        self.assertTrue(BoundedSingle.given(0.1).low <= single(0.1) <= BoundedSingle.given(0.1).high)


if __name__ == "__main__":
    unittest.main()
