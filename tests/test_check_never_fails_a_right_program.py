"""check passes every right program, in whatever order it adds, by whatever usual formula, in double or single."""

import json
import math
import struct
import unittest

from hypothesis import given, strategies as st

import tests  # noqa: F401  loads the profile
from backprop_ref import ACTIVATIONS, RULES, Rules, check, gradient_step
from backprop_ref.activations import SOFTMAX, Activation
from backprop_ref.cases import Case, bundled, random_cases, result_object
from backprop_ref.verify.judge_answers import Jury
from backprop_ref.network import Example, Layer, Network
from backprop_ref.verify.listen_answers import TEACHING
from backprop_ref.cases.strategies import cases


def single(x):
    try:
        return struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


class Single:
    """A number in single precision: every operation rounds, as hardware does."""

    def __init__(self, value):
        self.value = single(float(value))

    def __float__(self):
        return self.value

    def __repr__(self):
        return f"Single({self.value})"

    def is_finite(self):
        return math.isfinite(self.value)

    def _with(operation):
        def method(self, other):
            try:
                return Single(operation(self.value, float(other)))
            except ZeroDivisionError:
                return Single(math.nan if self.value == 0 else math.inf)
        return method

    __add__ = __radd__ = _with(lambda x, y: x + y)
    __mul__ = __rmul__ = _with(lambda x, y: x * y)
    __sub__ = _with(lambda x, y: x - y)
    __rsub__ = _with(lambda x, y: y - x)
    __truediv__ = _with(lambda x, y: x / y)

    def __rtruediv__(self, other):
        return Single(other) / self

    def __neg__(self):
        return Single(-self.value)

    def __abs__(self):
        return Single(abs(self.value))

    def _compares(operation):
        return lambda self, other: operation(self.value, float(other))

    __lt__ = _compares(lambda x, y: x < y)
    __le__ = _compares(lambda x, y: x <= y)
    __gt__ = _compares(lambda x, y: x > y)
    __ge__ = _compares(lambda x, y: x >= y)
    __eq__ = _compares(lambda x, y: x == y)
    __hash__ = None

    def _function(function):
        return lambda self: Single(function(self.value))

    exp = _function(math.exp)
    expm1 = _function(math.expm1)
    ln = _function(lambda x: math.log(x) if x > 0 else -math.inf if x == 0 else math.nan)
    log1p = _function(math.log1p)
    tanh = _function(math.tanh)
    normal_cdf = _function(lambda z: math.erfc(-z / math.sqrt(2)) / 2)
    normal_pdf = _function(lambda z: math.exp(-z * z / 2) / math.sqrt(2 * math.pi))


# ---- other orders, other formulas ------------------------------------------------------------


def added_backwards(w_j, a, b_j):
    z_j = b_j
    for w_jk, a_k in zip(reversed(w_j), reversed(a)):
        z_j = a_k * w_jk + z_j
    return z_j


def added_pairwise(w_j, a, b_j):
    terms = [w_jk * a_k for w_jk, a_k in zip(w_j, a)] + [b_j]
    while len(terms) > 1:
        terms = [sum(terms[n:n + 2]) for n in range(0, len(terms), 2)]
    return terms[0]


def added_exactly(w_j, a, b_j):
    return math.fsum([w_jk * a_k for w_jk, a_k in zip(w_j, a)] + [b_j])


def slope_times_each_term(delta_next, w_next, j, da_dz_j):
    return sum(delta_m * (w_m[j] * da_dz_j) for delta_m, w_m in reversed(list(zip(delta_next, w_next))))


def slopes_from_activations():
    """σ′ as a function of σ, which is how most programs have it."""
    usual = {
        "sigmoid": lambda z: (lambda a: a - a * a)(ACTIVATIONS["sigmoid"].sigma(z)),
        "tanh": lambda z: (1 - math.tanh(z)) * (1 + math.tanh(z)),
        "softplus": lambda z: 1 - math.exp(-ACTIVATIONS["softplus"].sigma(z)),
        "softsign": lambda z: (1 - abs(ACTIVATIONS["softsign"].sigma(z))) ** 2,
        "elu": lambda z: 1.0 if z > 0 else ACTIVATIONS["elu"].sigma(z) + 1,
        "silu": lambda z: (lambda s, a: a + s * (1 - a))(ACTIVATIONS["sigmoid"].sigma(z), ACTIVATIONS["silu"].sigma(z)),
    }
    table = dict(ACTIVATIONS)
    for name, slope in usual.items():
        right = ACTIVATIONS[name]
        table[name] = Activation(right.sigma, slope, right.formula, right.slope_formula)
    return table


def fused(network, y, z, a, cost, eq):
    """δ = a − y where softmax meets cross-entropy and sigmoid the binary one; targets add up to 1 there or not."""
    delta = RULES.backward(network, y, z, a, cost, eq)
    last = network.layers[-1].activation
    if last == SOFTMAX and cost == "cross_entropy":
        total = sum(y)
        delta[-1] = [a_j * total - y_j for a_j, y_j in zip(a[-1], y)]
    elif last == "sigmoid" and cost == "binary_cross_entropy":
        delta[-1] = [a_j - y_j for a_j, y_j in zip(a[-1], y)]
    else:
        return delta
    for l in range(len(network.layers) - 2, -1, -1):
        slope = eq.activations[network.layers[l].activation].slope
        delta[l] = [
            eq.hidden_delta(delta[l + 1], network.layers[l + 1].w, j, slope(z_j)) for j, z_j in enumerate(z[l])
        ]
    return delta


VARIANTS = {
    "as the reference": RULES,
    "sums from the end, bias first": RULES.replaced(weighted_sum=added_backwards),
    "sums in pairs": RULES.replaced(weighted_sum=added_pairwise),
    "sums without rounding": RULES.replaced(weighted_sum=added_exactly),
    "slope into each term": RULES.replaced(hidden_delta=slope_times_each_term),
    "slopes from activations": RULES.replaced(activations=slopes_from_activations()),
    "fused": RULES.replaced(backward=fused),
    "examples from the last": RULES.replaced(
        gradient_step=lambda network, examples, *rest: _from_the_last(network, examples, *rest)
    ),
    "mean before the sum": RULES.replaced(reduce=lambda *given: _divided_otherwise(*given)),
}


def _from_the_last(network, examples, alpha, cost, reduction, eq):
    step = RULES.gradient_step(network, examples[::-1], alpha, cost, reduction, eq)
    for field in ("z", "a", "delta"):
        setattr(step, field, getattr(step, field)[::-1])
    return step


def _divided_otherwise(total_w, total_b, n, reduction, eq):
    if reduction == "sum":
        return total_w, total_b
    share = 1 / n
    mean_w = [[[w * share for w in row] for row in rows] for rows in total_w]
    return mean_w, [[b * share for b in row] for row in total_b]


def answered(case, rules):
    try:
        step = rules.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, rules)
    except ArithmeticError:
        return {"error": "beyond doubles"}
    return result_object(case, step)


def in_single(case):
    network = case.network.map(Single)
    examples = [example.map(Single) for example in case.examples]
    alpha = None if case.alpha is None else Single(case.alpha)
    try:
        step = gradient_step(network, examples, alpha, case.cost, case.reduction)
    except ArithmeticError:
        return {"error": "beyond singles"}
    return floats(result_object(case, step))


def floats(value):
    if isinstance(value, dict):
        return {name: floats(item) for name, item in value.items()}
    if isinstance(value, list):
        return [floats(item) for item in value]
    return value if isinstance(value, str) else float(value)


class RightPrograms(unittest.TestCase):
    def passes(self, report, precision):
        self.assertEqual([], [one.evidence for one in report.diagnoses])
        self.assertEqual(("pass", precision), (report.verdict, report.precision), report)

    def test_every_variant_passes_the_bundled_cases(self):
        by_id = {case.id: case for case in bundled()}
        for name, rules in VARIANTS.items():
            for fields in (None, TEACHING):
                with self.subTest(name, fields=fields):
                    def candidate(given):
                        answer = answered(by_id[given["id"]], rules)
                        return {f: v for f, v in answer.items() if fields is None or f in (*fields, "error")}

                    self.passes(check(candidate, bundled()), "double")

    @given(cases(), st.sampled_from(sorted(VARIANTS)))
    def test_every_variant_passes_any_case(self, case, name):
        report = check(lambda given: answered(case, VARIANTS[name]), [case])
        self.assertEqual([], [one.evidence for one in report.diagnoses])

    def test_single_precision_is_recognised_and_passes(self):
        by_id = {case.id: case for case in bundled()}
        self.passes(check(lambda given: in_single(by_id[given["id"]]), bundled()), "single")

    @given(cases())
    def test_single_precision_passes_any_case(self, case):
        report = check(lambda given: in_single(case), [case], precision="single")
        self.assertEqual([], [one.evidence for one in report.diagnoses])

    def test_single_precision_passes_where_some_cases_leave_its_range(self):
        layers = [Layer([[1e30, 1.0]], [0.5], "identity"), Layer([[1e20]], [0.1], "identity")]
        beyond = [Case(f"beyond-{n}", Network(layers), [Example([1.0, float(n)], [0.3])], 0.1) for n in range(3)]
        given = {case.id: case for case in [*bundled(), *beyond]}

        def candidate(case):
            answer = in_single(given[case["id"]])
            if "error" in answer and case["id"].startswith("beyond"):  # hardware goes on with infinities
                right = answered(given[case["id"]], RULES)
                del right["id"]
                answer = json.loads(json.dumps(right), parse_float=lambda text: single(float(text)))
            return answer

        report = check(candidate, list(given.values()))
        self.passes(report, "single")
        self.assertEqual(0, report.declined)
        self.assertIn("is beyond the range of single precision", "".join(report.notes))

    def test_single_precision_passes_each_bundled_case_alone(self):
        for case in bundled():
            for fields in (None, ("bias_gradients",)):
                answer = {name: value for name, value in in_single(case).items() if not fields or name in fields}
                self.assertEqual("pass", check(lambda given: answer, [case]).verdict, case.id)

    def test_random_cases_of_every_kind_pass_one_by_one_in_double_and_single_precision(self):
        for n, (hidden, output, cost, more) in enumerate((
            ("relu", "softmax", "cross_entropy", {}), ("tanh", "sigmoid", "binary_cross_entropy", {}),
            ("relu", "identity", "half_squared_error", {"kinks": True}), ("elu", "softsign", "squared_error", {}),
            ("leaky_relu", "identity", "mean_squared_error", {"kinks": True, "shared_bias": True}),
            ("gelu", "softmax", "squared_error", {"saturated": True}), ("silu", "tanh", "squared_error", {}),
        )):
            sizes = [2 + n % 3, 1 + n % 4, 2]
            for case in random_cases(sizes, [hidden, output], cost, 1 + n % 4, count=3, seed=n, **more):
                answers = {"double": answered(case, RULES), "single": in_single(case)}
                if "saturated" in more:
                    del answers["single"]  # it has nothing there that could be judged
                for precision, answer in answers.items():
                    for fields in (None, TEACHING[:2], TEACHING[2:]):
                        given = {name: value for name, value in answer.items() if not fields or name in fields}
                        report = check(lambda _: given, [case])
                        self.assertEqual(("pass", precision), (report.verdict, report.precision), case.id)

    def test_integers_are_numbers_too(self):
        case = Case("whole", Network([Layer([[2.0, 3.0]], [1.0], "identity")]), [Example([1.0, 2.0], [4.0])], 1.0)
        answer = {"weight_gradients": [[[5, 10]]], "bias_gradients": [[5]], "new_weights": [[[-3, -7]]], "cost": "12.5"}
        self.passes(check(lambda given: answer, [case]), "double")

    def test_singles_printed_with_nine_digits_pass(self):
        by_id = {case.id: case for case in bundled()}

        def candidate(given):
            text = json.dumps(in_single(by_id[given["id"]]))
            return json.loads(text, parse_float=lambda digits: float(f"{float(digits):.9g}"))

        self.passes(check(candidate, bundled()), "single")

    def test_either_slope_at_a_kink_is_right_and_so_is_what_lies_between(self):
        case = Case(
            "at a kink", Network([Layer([[1.0]], [-1.0], "relu"), Layer([[2.0]], [0.5], "identity")]),
            [Example([1.0], [0.0])], 0.5,
        )
        right = ACTIVATIONS["relu"]
        for slope in (0.0, 0.5, 1.0):
            other = Activation(right.sigma, lambda z: slope if z == 0 else float(z > 0), "", "", kinks=(0,))
            rules = RULES.replaced(activations={**ACTIVATIONS, "relu": other})
            report = check(lambda given: answered(case, rules), [case])
            self.passes(report, "double")
            self.assertIn(f"slope {slope:g} was used", "".join(report.notes))
        other = Activation(right.sigma, lambda z: 2.0 if z == 0 else float(z > 0), "", "", kinks=(0,))
        rules = RULES.replaced(activations={**ACTIVATIONS, "relu": other})
        self.assertEqual("fail", check(lambda given: answered(case, rules), [case]).verdict)

    def test_flushed_denormals_and_negative_zeros_are_right(self):
        case = Case(
            "tiny", Network([Layer([[1e-160]], [0.0], "identity"), Layer([[1e-160]], [0.0], "identity")]),
            [Example([1.0], [0.0])],
        )

        def candidate(given):
            answer = answered(case, RULES)
            return json.loads(json.dumps(answer), parse_float=lambda text: _flushed(float(text)))

        self.assertEqual([], check(candidate, [case]).diagnoses)

    def test_rules_of_the_variants_are_rules(self):
        for rules in VARIANTS.values():
            self.assertIsInstance(rules, Rules)

    def test_judge_knows_double_from_single_by_the_numbers(self):
        self.assertEqual("double", Jury().precision)
        self.assertEqual("single", Jury("single").precision)


def _flushed(number):
    return -0.0 if abs(number) < 2.0**-1022 else number


if __name__ == "__main__":
    unittest.main()
