"""The page's arithmetic is a second implementation, so it is treated as one: a program under test."""

import json
import math
import pathlib
import random
import re
import tempfile
import unittest
from decimal import Decimal, localcontext

from backprop_ref import (
    ACTIVATIONS, COSTS, RULES, Example, Layer, Network, Unfinished, decimals, equations, gradient_step,
)
from backprop_ref.cases import Case, bundled, case_object, find, read_case, result_object
from backprop_ref.mistakes import MISTAKES
from backprop_ref.page import page_of
from backprop_ref.verify.checking import check
from tests.generators import RATIONAL, SQUARED
from tests.javascript import ARITHMETIC, LEARNING, PAGE, examples_in, needs_node, program, value_of

RANDOM_CASES = 1000
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
COSTS_OF_OUTPUT = {"sigmoid": list(COSTS), "softmax": list(COSTS), "softplus": [*SQUARED, "cross_entropy"]}
WRONG = [
    "sum-of-layer-deltas", "biases-never-updated", "updated-weights-in-delta", "output-slope-missing",
    "hidden-slope-missing", "parameters-ascent", "input-missing",
]


def setUpModule():
    """Without a counterpart on the page each test below would fail in its own way."""
    for name in ACTIVATIONS:
        page_of(Case(name, Network.random([1, 1], name), [Example([0.5], [0.5])], None, "half_squared_error", "mean"))
    for cost in COSTS:
        page_of(Case(cost, Network.random([1, 1]), [Example([0.5], [0.5])], None, cost, "mean"))


def random_case(draw, id, activations=tuple(HIDDEN), costs=None):
    """A case of any shape, with small numbers and with large ones, that doubles can finish."""
    while True:
        sizes = [draw.randint(1, 5) for _ in range(draw.randint(2, 4))]
        large = draw.choice([0.5, 2, 2, 8])
        names = [draw.choice(activations) for _ in sizes[1:]]
        if costs is None and draw.random() < 0.3:
            names[-1] = draw.choice(["softmax", "sigmoid"])

        def numbers(n):
            return [draw.uniform(-large, large) for _ in range(n)]

        layers = []
        for before, here, name in zip(sizes, sizes[1:], names):
            shared = draw.random() < 0.2
            layers.append(Layer([numbers(before) for _ in range(here)], numbers(1 if shared else here), name, shared))
        targets = [0.0, 1.0, draw.random(), draw.random()]
        examples = [
            Example(numbers(sizes[0]), [draw.choice(targets) for _ in range(sizes[-1])])
            for _ in range(draw.randint(1, 3))
        ]
        cost = draw.choice(costs or COSTS_OF_OUTPUT.get(names[-1], SQUARED))
        alpha = draw.choice([None, draw.uniform(0, 2)])
        case = Case(id, Network(layers), examples, alpha, cost, draw.choice(["sum", "mean"]))
        try:
            gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        except Unfinished:
            continue
        return case


def random_cases(count, seed, **given):
    draw = random.Random(seed)
    return [random_case(draw, f"random-{seed}-{n}", **given) for n in range(count)]


def stepped(case, eq=RULES):
    """The result by the Python loops."""
    step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
    return result_object(case, step)


STEP = """given.map(({ network, examples, alpha, cost, reduction, wrong }) => {
  const eq = wrong ? backprop.MISTAKES[wrong].eq : backprop.RULES;
  return eq.gradient_step(network, examples, alpha, cost, reduction, eq);
})"""


def as_arguments(case, wrong=None):
    """The case in the words of the page's passes."""
    layers = [
        {"w": layer.w, "b": layer.b, "activation": layer.activation, "shared_bias": layer.shared_bias}
        for layer in case.network.layers
    ]
    examples = [{"x": example.x, "y": example.y} for example in case.examples]
    return {
        "network": {"layers": layers}, "examples": examples, "alpha": case.alpha, "cost": case.cost,
        "reduction": case.reduction, "wrong": wrong,
    }


def as_result(case, step):
    """A step of the page as a result has it."""
    result = {
        "id": case.id, "weight_gradients": step["dC_dw"], "bias_gradients": step["dC_db"], "cost": step["C"],
        "outputs": [a[-1] for a in step["a"]], "weighted_sums": step["z"], "activations": step["a"],
        "deltas": step["delta"],
    }
    if step["network"] is not None:
        result["new_weights"] = [layer["w"] for layer in step["network"]["layers"]]
        result["new_biases"] = [layer["b"] for layer in step["network"]["layers"]]
    return result


@needs_node
class ItsVerdict(unittest.TestCase):
    def test_every_value_is_right_on_the_bundled_cases_and_on_random_ones(self):
        cases = [case_object(case) for case in bundled() if not case.exact]
        cases += [case_object(case) for case in random_cases(RANDOM_CASES, 11)]
        report = check(program(), cases).object()
        self.assertEqual("pass", report["verdict"], json.dumps(report, indent=1)[:3000])
        self.assertEqual(0, report["declined"])
        self.assertEqual("double", report["precision"])
        self.assertEqual(len(cases), report["covered"]["cases"])

    def test_slip_planted_in_a_copy_is_seen_and_named(self):
        gelu = [case for case in bundled() if any(layer.activation == "gelu" for layer in case.network.layers)][:2]
        few = [find("no-biases"), find("no-hidden-layer")]
        for name, right, wrong, cases, mistake in (
            ("equations", "delta_j * dz_db_j;", "delta_j * 2;", few, "bias-gradient-doubled"),
            ("equations", "dC_da_j + delta_m * w_m[j];", "dC_da_j + w_m[j];", few, "deltas-left-out-of-sum"),
            ("numerals", "return 0.5 + normal_pdf(z)", "return 0.5 + 1.00000000001 * normal_pdf(z)", gelu, None),
        ):
            with self.subTest(file=name, wrong=wrong), tempfile.TemporaryDirectory() as directory:
                files = [pathlib.Path(directory, file.name) for file in ARITHMETIC]
                for file, copy in zip(ARITHMETIC, files):
                    text = file.read_text(encoding="utf-8")
                    if file.stem == name:
                        self.assertIn(right, text)
                        text = text.replace(right, wrong)
                    copy.write_text(text, encoding="utf-8")
                report = check(program(files), list(map(case_object, cases)))
                self.assertEqual("fail", report.verdict)
                if mistake:  # no name is looked for before it is read
                    self.assertEqual(mistake, report.diagnoses[0].mistake)


@needs_node
class ItsBits(unittest.TestCase):
    def test_they_are_those_of_the_python_loops_where_no_exp_log_tanh_or_erf_is_involved(self):
        cases = random_cases(200, 12, activations=RATIONAL, costs=SQUARED)
        cases += [case for case in bundled() if not case.exact and self.is_rational(case)]
        steps = value_of(STEP, [as_arguments(case) for case in cases])
        for case, step in zip(cases, steps):
            self.assertEqual(stepped(case), as_result(case, step), case.id)

    @staticmethod
    def is_rational(case):
        return case.cost in SQUARED and all(layer.activation in RATIONAL for layer in case.network.layers)

    def test_sums_are_added_from_0_on_and_the_bias_last(self):
        cases = [read_case(json.dumps({
            "id": "order", "layers": [{"activation": "identity", "weights": [[1, 1, 1]], "biases": [-1e16]}],
            "examples": [{"x": [1e16, 1, 1], "y": [0]}],
        }))]
        step, = value_of(STEP, [as_arguments(case) for case in cases])
        self.assertEqual(stepped(cases[0])["weighted_sums"], step["z"])
        self.assertNotEqual(2.0, step["z"][0][0][0])

    def test_wrong_rules_are_those_of_the_catalogue(self):
        self.assertEqual(WRONG, value_of("Object.keys(backprop.MISTAKES)"))
        cases = random_cases(30, 13, activations=RATIONAL, costs=SQUARED)
        runs = [(case, wrong) for case in cases for wrong in WRONG]
        steps = value_of(STEP, [as_arguments(case, wrong) for case, wrong in runs])
        differ = set()
        for (case, wrong), step in zip(runs, steps):
            expected = stepped(case, MISTAKES[wrong].rules())
            self.assertEqual(expected, as_result(case, step), (case.id, wrong))
            if expected != stepped(case):
                differ.add(wrong)
        self.assertEqual(set(WRONG), differ)

    def test_wrong_rules_are_those_of_the_catalogue_with_any_activation_too(self):
        cases = random_cases(20, 14)
        runs = [(case, wrong) for case in cases for wrong in WRONG]
        steps = value_of(STEP, [as_arguments(case, wrong) for case, wrong in runs])
        for (case, wrong), step in zip(runs, steps):
            expected, found = stepped(case, MISTAKES[wrong].rules()), as_result(case, step)
            for field in ("weight_gradients", "bias_gradients", "new_weights", "new_biases"):
                if field in expected:
                    self.near(expected[field], found[field], (case.id, wrong, field))

    def near(self, expected, found, place):
        if isinstance(expected, list):
            self.assertEqual(len(expected), len(found), place)
            for one, other in zip(expected, found):
                self.near(one, other, place)
        else:  # another exp may differ in its last place, and some of it cancels
            self.assertTrue(math.isclose(expected, found, rel_tol=1e-7, abs_tol=1e-9), (place, expected, found))


@needs_node
class ItsFunctions(unittest.TestCase):
    PHI = 6  # units in the last place; erfc(−z/√2)/2 is off by hundreds far out, since z/√2 is rounded

    def test_normal_distribution_is_right_over_the_whole_range(self):
        draw = random.Random(15)
        zs = [draw.uniform(-39, 9) for _ in range(150)] + [draw.uniform(-6, 1) for _ in range(150)]
        zs += [sign * 10.0 ** -n for n in range(0, 320, 40) for sign in (1, -1)]
        zs += [sign * n / 4 for n in range(1, 23) for sign in (1, -1)] + [-0.5000000000000001, -38.4, 38.4, 0.0]
        found = value_of("given.map((z) => [backprop.numerals.normal_cdf(z), backprop.numerals.normal_pdf(z)])", zs)
        with localcontext() as context:
            context.prec = 36
            for z, (cdf, pdf) in zip(zs, found):
                for value, truth in (
                    (cdf, decimals.normal_cdf(Decimal(z))), (pdf, decimals.normal_pdf(Decimal(z))),
                ):
                    ulps = abs(Decimal(value) - truth) / Decimal(math.ulp(float(truth)))
                    self.assertLessEqual(ulps, self.PHI, (z, value, truth))

    def test_normal_distribution_ends_at_0_and_1(self):
        ends = value_of("[40, 1e9, 1e308].map((z) => [-z, z].map(backprop.numerals.normal_cdf))")
        self.assertEqual([[0, 1]] * 3, ends)

    def test_no_activation_and_no_slope_overflows(self):
        zs = [sign * size for size in (0.0, 5e-324, 1.0, 40.0, 800.0, 1e9, 1e300) for sign in (1, -1)]
        finite = value_of(
            "Object.entries(backprop.ACTIVATIONS).filter(([name]) => name !== 'softmax').map("
            "([name, { sigma, slope }]) => [name, given.every((z) => Number.isFinite(sigma(z) + slope(z)))])", zs
        )
        self.assertEqual([[name, True] for name in HIDDEN], finite)

    def test_tables_have_the_names_and_kinks_of_the_package(self):
        kinks = {name: list(activation.kinks) for name, activation in ACTIVATIONS.items()}
        found = value_of("Object.entries(backprop.ACTIVATIONS).map(([name, { kinks }]) => [name, kinks])")
        self.assertEqual(kinks, dict(found))
        self.assertEqual(list(kinks), [name for name, kink in found])
        self.assertEqual(list(COSTS), value_of("Object.keys(backprop.COSTS)"))

    def test_where_doubles_end_it_names_layer_neuron_and_example(self):
        case = read_case(json.dumps({
            "id": "beyond", "layers": [
                {"activation": "identity", "weights": [[1], [1e200]], "biases": [0, 0]},
                {"activation": "relu", "weights": [[1, 1e200]], "biases": [0]},
            ], "examples": [{"x": [0], "y": [0]}, {"x": [1], "y": [0]}],
        }))
        with self.assertRaises(Unfinished) as raised:
            gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        said = value_of(
            "(() => { try { backprop.gradient_step(given.network, given.examples, null, given.cost, given.reduction); }"
            " catch (error) { return [error instanceof backprop.Unfinished, error.message]; } })()", as_arguments(case)
        )
        self.assertEqual([True, f"{raised.exception.finding()}, expected a finite number"], said)


@needs_node
class ItsComments(unittest.TestCase):
    def test_every_example_in_them_holds(self):
        expected, files = [], []
        with tempfile.TemporaryDirectory() as directory:
            for file in LEARNING:  # each example is computed inside the function that the file is
                examples = examples_in(file)
                expected += [(file.name, expression, value) for expression, value in examples]
                text = file.read_text(encoding="utf-8")
                end = text.rindex("})(globalThis.backprop")
                found = "".join(f"backprop.found.push(() => {example[0]});\n" for example in examples)
                files.append(pathlib.Path(directory, file.name))
                files[-1].write_text(
                    f"{text[:end]}backprop.found = backprop.found || [];\n{found}{text[end:]}", encoding="utf-8"
                )
            values = value_of("backprop.found.map((example) => JSON.stringify(example()))", files=files)
        self.assertGreater(len(expected), 40)
        self.assertEqual(expected, [(*place[:2], value) for place, value in zip(expected, values)])


class ItsEquations(unittest.TestCase):
    def test_they_are_written_as_those_of_the_heart(self):
        text = (PAGE / "equations.js").read_text(encoding="utf-8")
        lines = re.findall(r"^  // (\(\d[^)]*\)  .*)$", text, re.MULTILINE)
        self.assertGreater(len(lines), 14)
        heart = pathlib.Path(equations.__file__).read_text(encoding="utf-8")
        for line in lines:
            self.assertIn(line, heart)


if __name__ == "__main__":
    unittest.main()
