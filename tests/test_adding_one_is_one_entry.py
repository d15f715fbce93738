"""What README says of adding: two functions and one entry, and every command knows them.

Three that the package does not have are added at run time: mish (curved), hard tanh (two kinks) and Huber's cost (a
condition).  Each is then used in every command, and held to its formulas, without another word written anywhere.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

from tests.pages import ROOT, read

ADDED = '''
import sys
from backprop_ref import ACTIVATIONS, COSTS
from backprop_ref.activations import Activation, sigmoid, softplus
from backprop_ref.costs import Cost
from backprop_ref.numerals import tanh


def mish(z):
    a = z * tanh(softplus(z))
    return a


def mish_slope(z):
    t = tanh(softplus(z))
    s = sigmoid(z)
    da_dz = t + z * s * (1 - t * t)
    return da_dz


def hard_tanh(z):
    if z > 1:
        return type(z)(1)
    if z < -1:
        return type(z)(-1)
    return z


def hard_tanh_slope(z):
    if z > -1 and z < 1:
        return type(z)(1)
    return type(z)(0)


def huber(a, y):
    C = type(a[0])(0)
    for a_j, y_j in zip(a, y):
        e_j = abs(a_j - y_j)
        C_j = e_j * e_j / 2 if e_j <= 1 else e_j - type(e_j)(1) / 2
        C = C + C_j
    return C


def huber_slope(a_j, y_j, n):
    e_j = a_j - y_j
    if abs(e_j) <= 1:
        return e_j
    dC_da_j = e_j / abs(e_j)
    return dC_da_j


ACTIVATIONS["my_mish"] = Activation(
    mish, mish_slope, "z tanh(ln(1 + e^z))", "t + z s(1 − t²), t = tanh(ln(1 + e^z)), s = 1/(1 + e^−z)"
)
ACTIVATIONS["my_hard_tanh"] = Activation(
    hard_tanh, hard_tanh_slope, "max(−1, min(1, z))", "1 if −1 < z < 1 else 0", rational=True, kinks=(-1, 1)
)
COSTS["my_huber"] = Cost(
    huber, huber_slope, "Σ_j [½ (a_j − y_j)² if |a_j − y_j| ≤ 1 else |a_j − y_j| − ½]",
    "a_j − y_j if |a_j − y_j| ≤ 1 else (a_j − y_j)/|a_j − y_j|", rational=True
)
'''
COMMAND = ADDED + "from backprop_ref.commands import main\nsys.exit(main(sys.argv[1:]))\n"


def case(id, hidden, **more):
    """A case with hard tanh at the end; the z of neuron 1 is exactly 1, a kink, where the hidden layer is hard tanh."""
    layers = [
        {"activation": hidden, "weights": [[0.5, -0.25], [0.25, 0.375]], "biases": [0.125, 0]},
        {"activation": "my_hard_tanh", "weights": [[0.25, -0.5], [0.5, 0.5]], "biases": [0.125, -0.5]},
    ]
    return {"id": id, "layers": layers, "cost": "my_huber", "learning_rate": 0.5,
            "examples": [{"x": [1, 2], "y": [0.5, 3]}], **more}


CASES = [case("curved", "my_mish"), case("angular", "my_hard_tanh")]


class AddedAtRunTime(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.program = os.path.join(folder.name, "added.py")
        cls.cases = os.path.join(folder.name, "cases.jsonl")
        with open(cls.program, "w", encoding="utf-8") as file:
            file.write(COMMAND)
        with open(cls.cases, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(one) + "\n" for one in CASES)

    def run_(self, *arguments, given=""):
        environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONIOENCODING="utf-8", COLUMNS="80", NO_COLOR="1")
        done = subprocess.run(
            [sys.executable, self.program, *arguments], env=environment, input=given.encode(), cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=100,
        )
        self.assertEqual((0, b""), (done.returncode, done.stderr), arguments)
        return done.stdout.decode("utf-8").replace("\r\n", "\n")

    def test_compute_gives_the_true_numbers(self):
        with open(self.cases, encoding="utf-8") as file:
            curved, angular = map(json.loads, self.run_("compute", given=file.read()).splitlines())
        # By hand: z = (1/8, 1), a the same; z of the next layer (−11/32, 1/16), a the same; e = (−27/32, −47/16), so
        # ∂C/∂a = (−27/32, −1), and δ too; back through w: (−91/128, −5/64), of which the second stands on the kink.
        self.assertEqual([[[0.125, 1.0], [-11 / 32, 1 / 16]]], angular["weighted_sums"])
        self.assertEqual([[[-91 / 128, 0.0], [-27 / 32, -1.0]]], angular["deltas"])
        self.assertEqual((27 / 32) ** 2 / 2 + 47 / 16 - 0.5, angular["cost"])
        # mish(1) = tanh(ln(1 + e)), to 16 digits.
        self.assertAlmostEqual(0.8650983882673103, curved["activations"][0][0][1], delta=1e-15)

    def test_explain_puts_numbers_into_their_formulas(self):
        text = " ".join(self.run_("explain", self.cases, "--id", "curved").split())
        for shown in (
            "a_1^0 = σ(z_1^0) = 1 tanh(ln(1 + e^1)) = 0.865098388", "layer 1: my_hard_tanh, σ(z) = max(−1, min(1, z))",
            "if |a_1^1 − y_1| ≤ 1 else |a_1^1 − y_1| − ½)", "1 if −1 < z_0^1 < 1 else 0",
        ):
            self.assertIn(shown, text)
        angular = " ".join(self.run_("explain", self.cases, "--id", "angular").split())
        self.assertIn("stands on the kink of my_hard_tanh", angular)
        self.assertIn("δ, with σ′(1), is the right one", angular)
        for layout in ("--exact", "--format=markdown"):
            self.assertIn("0.865098388", self.run_("explain", self.cases, "--id", "curved", layout))

    def test_no_line_is_wider_than_the_screen(self):
        lines = self.run_("explain", self.cases, "--id", "curved").splitlines()
        self.assertEqual([], [line for line in lines if len(line) > 80])

    def test_check_passes_a_right_program_and_either_slope_at_a_kink(self):
        judge = ("check", "--cases", self.cases, "--", sys.executable, self.program, "compute", "--float")
        self.assertIn("PASS 2 cases", self.run_(*judge))
        other = self.program.replace("added.py", "other.py")
        with open(other, "w", encoding="utf-8") as file:
            file.write(COMMAND.replace("if z > -1 and z < 1:", "if z >= -1 and z <= 1:"))
        text = self.run_(*judge[:-3], other, *judge[-2:])
        self.assertIn("PASS 2 cases", text)
        self.assertIn("note: 'angular': z lies at the kink of my_hard_tanh; slope 1 was used there", text)

    def test_check_names_a_mistake_with_them(self):
        wrong = self.program.replace("added.py", "wrong.py")
        with open(wrong, "w", encoding="utf-8") as file:
            file.write(COMMAND.replace(
                "from backprop_ref.commands", "from backprop_ref import RULES\n"
                "def bias_gradient(delta_j): return -delta_j\n"
                "RULES.bias_gradient = bias_gradient\nfrom backprop_ref.commands",
            ))
        done = subprocess.run(
            [sys.executable, self.program, "check", "--json", "--cases", self.cases, "--", sys.executable, wrong,
             "compute", "--float"],
            env=dict(os.environ, PYTHONPATH=str(ROOT)), cwd=ROOT, stdout=subprocess.PIPE, timeout=100,
        )
        report = json.loads(done.stdout)
        self.assertEqual((1, "14"), (done.returncode, report["diagnoses"][0]["equation"]))

    def test_step_stops_in_them(self):
        text = self.run_("step", self.cases, "--id", "curved", "--equation", "9", "--layer", "1", given="q\n")
        self.assertIn("output_delta", text)

    def test_the_classroom_which_computes_on_its_own_refuses_them(self):
        for changes, place, name in (
            ({}, "layers[0].activation", "my_mish"),
            ({"layers": [{"activation": "tanh", "weights": [[1, 2]], "biases": [0]}],
              "examples": [{"x": [1, 2], "y": [1]}]}, "cost", "my_huber"),
        ):
            with open(self.cases + "l", "w", encoding="utf-8") as file:
                file.write(json.dumps(case("curved", "my_mish", **changes)))
            done = subprocess.run(
                [sys.executable, self.program, "classroom", self.cases + "l", "--output", self.cases + ".html"],
                cwd=ROOT, env=dict(os.environ, PYTHONPATH=str(ROOT)), stderr=subprocess.PIPE, timeout=100,
            )
            self.assertEqual(2, done.returncode)
            said = rf"^backprop-ref: {re.escape(place)}: found {name}, expected one .*\r?\n$"
            self.assertRegex(done.stderr.decode(), said)
            self.assertFalse(os.path.exists(self.cases + ".html"))

    def test_random_cases_are_drawn_with_them(self):
        lines = self.run_("cases", "--layers", "2-3-2", "--activations", "my_mish,my_hard_tanh", "--cost", "my_huber",
                          "--count", "2").splitlines()
        self.assertEqual(2, len(lines))
        for answer in self.run_("compute", given="\n".join(lines)).splitlines():
            self.assertNotIn("error", json.loads(answer))

    def test_their_formulas_are_their_functions(self):
        program = ADDED + (
            "import unittest\n"
            "from tests import test_activations_and_their_slopes as sigma, test_costs_and_their_slopes as costs\n"
            "load = unittest.defaultTestLoader.loadTestsFromTestCase\n"
            "suite = unittest.TestSuite([load(sigma.Formulas), load(costs.Formulas)])\n"
            "sys.exit(not unittest.TextTestRunner().run(suite).wasSuccessful())\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=100,
            env=dict(os.environ, PYTHONIOENCODING="utf-8", PYTHONPATH=str(ROOT)),
        )
        self.assertEqual(0, done.returncode, done.stdout.decode("utf-8", "replace"))


class TheReadme(unittest.TestCase):
    def test_it_names_every_part_of_an_entry(self):
        from backprop_ref.activations import Activation
        from backprop_ref.costs import Cost

        self.assertEqual(("sigma", "slope", "formula", "slope_formula", "rational", "kinks"), Activation.__slots__)
        self.assertEqual(("cost", "slope", "formula", "slope_formula", "rational"), Cost.__slots__)
        section = " ".join(read(ROOT / "README.md").split("## Adding to it")[1].split())
        for words in ("the functions, both formulas", "map fractions to fractions", "every z at which σ′ jumps"):
            self.assertIn(words, section)

    def test_every_place_that_it_names_is_there(self):
        section = read(ROOT / "README.md").split("## Adding to it")[1].split("```")[0]
        self.assertIn("page/notation.js", section)
        for name in re.findall(r"`([\w/]+\.(?:py|js))`", section):
            self.assertTrue((ROOT / name).exists() or (ROOT / "backprop_ref" / name).exists(), name)


if __name__ == "__main__":
    unittest.main()
