"""Wrong formulas come from the right ones: each differs in one thing, is another function, and is named by itself."""

import math
import unittest

from hypothesis import given, strategies as st

from backprop_ref import ACTIVATIONS, COSTS, check
from backprop_ref.activations import SOFTMAX
from backprop_ref.mistakes import MISTAKES, every
from backprop_ref.mistakes.rewritten import ABBREVIATION, as_text, different, function_of, read, rewritten
from tests.slips import BY_ID, candidate

Z = st.floats(-4, 4).filter(lambda z: abs(z) > 1e-6)
FORMULAS = [one.formula for name, one in ACTIVATIONS.items() if name != SOFTMAX]
SIGMOID = "1/(1 + e^−z)"


class Rewriting(unittest.TestCase):
    def test_a_formula_is_written_back_as_it_was_read(self):
        for formula in [*FORMULAS, *(one.slope_formula for one in (*ACTIVATIONS.values(), *COSTS.values()))]:
            formula, *_ = ABBREVIATION.split(formula)
            if "i = j" not in formula:
                self.assertEqual(formula, as_text(read(formula)))

    @given(Z)
    def test_a_formula_computes_what_its_activation_does(self, z):
        for name, one in ACTIVATIONS.items():
            if name != SOFTMAX:
                self.assertTrue(math.isclose(one.sigma(z), function_of(one.formula, "z")(z), rel_tol=1e-9), name)

    def test_every_other_formula_is_another_function_and_no_two_are_alike(self):
        points = [(z,) for z in (-2.5, -0.75, 0.25, 1.5)]
        for formula in FORMULAS:
            seen = [[function_of(formula, "z")(*point) for point in points]]
            for _, text, f in different([formula], "z", points):
                values = [f(*point) for point in points]
                self.assertNotIn(values, seen, text)
                seen.append(values)

    def test_what_is_left_out_used_twice_negated_or_turned_round_is_among_them(self):
        some = {"1 + e^−z", "1/(1 − e^−z)", "1/(1 + e^z)", "1/e^−z", "(1 + e^−z)/1"}
        self.assertLessEqual(some, set(rewritten(SIGMOID)))
        self.assertLessEqual({"y_j/a_j", "−y_j", "−y_j a_j"}, set(rewritten("−y_j/a_j")))
        self.assertLessEqual({"z s²", "z/s", "z + s"}, {one.partition(",")[0] for one in rewritten("z s, s = e^z")})

    def test_of_what_is_not_in_the_notation_there_is_none(self):
        odd = ("mine′", "my function", "z if", "2 + foo(z)", "", "∫ σ", "clip(z, −1, 1)", "||z| − 1|", "10^10^10 z",
               "z clipped to [−1, 1]", "φ", "tanh", " + ".join(["z"] * 5000))
        for formula in odd:
            self.assertEqual([], list(different([formula], "z", [(0.5,), (2.0,)])), formula)
        self.assertIn("z^4/(1 − z^4)", set(rewritten("z^4/(1 + z^4)")))
        self.assertTrue(list(different(["z/(1 + z²)^½"], "z", [(0.5,), (2.0,)])))  # in some a root of less than 0


class InTheGrammar(unittest.TestCase):
    def test_every_activation_and_cost_brings_its_own(self):
        names, points = {one.name for one in every()}, [(z, abs) for z in (-2.5, -0.5, 0.0, 0.75, 3.5)]
        for name, one in ACTIVATIONS.items():
            if name not in (SOFTMAX, "identity"):
                for group, formula in (("activation", one.formula), ("slope", one.slope_formula)):
                    of_it = [f"{group}-{name}-{other}" for other, _, _ in different([formula], "z, σ", points)]
                    self.assertTrue(not of_it or names.intersection(of_it), (group, name))
        for name in COSTS:
            if not name.endswith("squared_error"):
                self.assertTrue(any(one.startswith(f"cost-alone-{name}-") for one in names), name)

    def test_one_that_nobody_wrote_down_is_named_with_its_formula(self):
        cases = [BY_ID[id] for id in ("two-one-two", "square-sum", "no-biases")]
        name = "slope-sigmoid-a-over-1-minus-a"
        (found,) = check(candidate(name), cases).diagnoses
        self.assertEqual((name, "8/9"), (found.mistake, found.equation))
        self.assertIn("σ(z)/(1 − σ(z))", found.wrong)
        self.assertEqual("δ_j = ∂C/∂a_j · [σ(z)(1 − σ(z)) for sigmoid]", MISTAKES[name].right)


if __name__ == "__main__":
    unittest.main()
