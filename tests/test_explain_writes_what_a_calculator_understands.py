"""The middle part of an event, typed into a calculator as it is written, gives what stands behind the last sign."""

import math
import re
import unittest

from fractions import Fraction

from hypothesis import given

import tests  # noqa: F401  (the hypothesis profile)
from backprop_ref import ACTIVATIONS, gradient_step, strategies
from backprop_ref.walk.figures import Figures, picked, substituted
from backprop_ref.walk.notation import in_parts
from backprop_ref.walk import events, path_events

# Formulas with an abbreviation, which the reader has to put in.
UNREADABLE = [name for name, rule in ACTIVATIONS.items() if " = " in rule.formula]
ALL_DIGITS = Figures(None)


def typed(text):
    """What is written on screen, as Python reads it."""
    for symbol, python in (("−", "-"), ("·", "*"), ("½", "0.5*"), ("²", "**2"), ("[", "("), ("]", ")"), ("^", "**"),
                           ("≤", "<="), ("≥", ">="), ("≠", "!=")):
        text = text.replace(symbol, python)
    text = re.sub(r"tanh\*\*2 (\S+)", r"tanh(\1)**2", text)
    text = re.sub(r"\b(tanh|ln) ([^\s()]+|\([^()]*\))", r"\1(\2)", text)
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    text = re.sub(r"(?<=[\d)]) (?=Φ|φ|ln|\()", "*", text)
    text = re.sub(r"(?<=\d)(?=\()|(?<=\))(?=[\d(])", "*", text)
    return re.sub(r"(?<=\))(?=ln)", "*", text)


def value_of(text):
    return eval(typed(text), {
        "e": math.e, "ln": math.log, "tanh": math.tanh, "max": max, "abs": abs,
        "Φ": lambda z: math.erfc(-z / math.sqrt(2)) / 2,
        "φ": lambda z: math.exp(-z * z / 2) / math.sqrt(2 * math.pi),
    })


def events_of(case):
    step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    yield from events(case, step)
    for l in range(len(case.network.layers)):
        yield from path_events(case, step, 0, l, 0, 0)


class Calculator(unittest.TestCase):
    def check(self, case, figures):
        for event in events_of(case):
            if event.entry in UNREADABLE:
                continue
            parts = in_parts(event, figures)
            written = str(parts.numbers)
            # Every number is written in full, so what is left are a few roundings, of terms up to 10^4 in size.
            self.assertAlmostEqual(float(event.value), value_of(written), delta=1e-9, msg=f"{event} {written}")
            self.assertAlmostEqual(float(event.value), float(Fraction(parts.result)), delta=1e-12)

    @given(strategies.cases(max_width=3))
    def test_with_doubles(self, case):
        self.check(case, ALL_DIGITS)

    @given(strategies.cases(Fraction, costs=["half_squared_error", "squared_error", "mean_squared_error"], max_width=3))
    def test_with_fractions(self, case):
        self.check(case, Figures(None, fractions=True))

    def test_the_calculator_minds_parentheses(self):
        self.assertEqual(-6.0, value_of("2·(-3)"))
        self.assertAlmostEqual(1 / (1 + math.e), value_of("1/(1 + e^−(-1))"), 12)
        self.assertEqual(0.25 * 0.75, value_of("0.25(1 − 0.25)"))


class Symbols(unittest.TestCase):
    @given(strategies.cases(max_width=3, max_examples=2))
    def test_symbols_and_numbers_have_the_same_shape(self, case):
        for event in events_of(case):
            if event.rule in ("cost", "cost_slope"):  # there a term with the factor 0 is absent from the numbers
                continue
            parts = in_parts(event)
            self.assertEqual(len(parts.symbols.terms), len(parts.numbers.terms), event)

    def test_a_term_whose_factor_is_0_is_absent_from_the_numbers(self):
        from backprop_ref import Example, Layer, Network
        from backprop_ref.cases import Case

        network = Network([Layer([[0.0], [0.0]], [0.0, 0.0], "sigmoid")])
        case = Case("hard", network, [Example([1.0], [0.0, 1.0])], cost="binary_cross_entropy")
        parts = [in_parts(event) for event in events_of(case) if event.rule in ("cost", "cost_slope")]
        self.assertEqual(
            ["−[(1 − 0) ln(1 − 0.5) + 1 ln 0.5]", "(1 − 0)/(1 − 0.5)", "−1/0.5"], [str(part.numbers) for part in parts]
        )

    def test_numbers_in_a_formula_stand_in_parentheses_only_where_they_must(self):
        for formula, value, expected in [
            ("max(0, z)", "-1", "max(0, -1)"), ("tanh z", "-1", "tanh (-1)"), ("z/(1 + |z|)", "-1", "-1/(1 + |-1|)"),
            ("z/100", "1/2", "(1/2)/100"), ("z if z > 0 else z/100", "-1", "-1 if -1 > 0 else -1/100"),
        ]:
            self.assertEqual(expected, substituted(formula, {"z": value}))


class Elision(unittest.TestCase):
    def test_more_than_eight_are_elided_in_the_middle(self):
        for n in range(1, 9):
            self.assertEqual(list(range(n)), picked(n))
        for n in (9, 10, 784):
            self.assertEqual([0, 1, 2, 3, None, n - 3, n - 2, n - 1], picked(n))
        self.assertEqual(list(range(784)), picked(784, True))


class Digits(unittest.TestCase):
    @given(strategies.numbers())
    def test_in_full_a_number_can_be_read_back(self, value):
        self.assertEqual(value, float(ALL_DIGITS.of(value)))

    def test_numbers_beyond_a_double_are_written_all_the_same(self):
        from decimal import Decimal

        self.assertEqual("1.5e-436", Figures().of(Decimal("1.5e-436")))
        self.assertEqual("beyond a double", Figures().of(Fraction(10**400, 3)))


if __name__ == "__main__":
    unittest.main()
