"""The text of ``explain``: complete, readable at 80 columns, honest about δ and Σδ, the same for every screen."""

import contextlib
import io
import os
import re
import unittest

from unittest import mock

from fractions import Fraction

from hypothesis import given, settings

import tests  # noqa: F401  (the hypothesis profile)
from backprop_ref import Example, Layer, Network, gradient_step, strategies
from backprop_ref.cases import Case, bundled, find, worked_example
from backprop_ref.commands.explain import explain
from backprop_ref.numbers.exact import exact_step
from backprop_ref.terminal import BadUsage, Screen, escaped, one_line, wants_colour
from backprop_ref.walk import Chosen


def explained(case, exact=False, encoding="utf-8", **chosen):
    """What explain writes on a screen of that encoding, and what it complains of."""
    output = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    complaints = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(complaints):
        assert explain(case, Chosen(**chosen), exact) == 0
    output.flush()
    return output.buffer.getvalue().decode(encoding), complaints.getvalue()


def text_of(case, exact=False, encoding="utf-8", **chosen):
    return explained(case, exact, encoding, **chosen)[0]


def tags(text):
    """The numbers of equations at the right edge, of what is applied, not of what is quoted above it."""
    return re.findall(r"^  .* \((\d+(?:, [a-z ]+)?)\)$", text, re.MULTILINE)


class TheWorkedExample(unittest.TestCase):
    def setUp(self):
        self.text = text_of(worked_example())

    def test_every_equation_that_computes_something_is_applied(self):
        self.assertEqual({"2", "3", "4", "5", "7", "8", "9", "10", "11", "14", "15"}, set(tags(self.text)))
        self.assertEqual([8, 2, 2, 8, 4, 8, 4], [tags(self.text).count(n) for n in "2 8 9 10 14 11 15".split()])

    def test_the_published_digits_are_on_the_screen(self):
        # Mazur, "A Step by Step Backpropagation Example"
        for printed in ("0.593269992", "0.596884378", "0.75136507", "0.772928465", "0.298371109", "0.138498562",
                        "0.0821670406", "0.35891648", "0.408666186", "0.51130127", "0.561370121",
                        "0.149780716", "0.249751144", "0.299502287"):
            self.assertIn(f" {printed}", self.text)

    def test_the_cost_before_and_after_is_said_and_what_the_published_one_leaves_out(self):
        self.assertRegex(self.text, r"C = 0\.298371109 +before\n +C = 0\.280471447 +after\n")
        self.assertRegex(self.text, r"C = 0\.291027774 +after, with unchanged biases")
        self.assertIn("The published 0.2910279 also leaves the biases unchanged", self.text)

    def test_for_every_bias_delta_and_sum_stand_beside_their_quotients(self):
        self.assertRegex(self.text, r"b_0\^0 +0\.00877135469 = 0\.00877135469 +0\.0187256094 = 0\.0187256094")
        self.assertRegex(self.text, r"b_1\^0 +0\.00995425471 = 0\.00995425471 +0\.0187256094 = 0\.0187256094")
        self.assertRegex(self.text, r"b_0\^1 +0\.138498562 += 0\.138498562 +0\.100400325 += 0\.100400325")
        self.assertRegex(self.text, r"b_1\^1 +-0\.0380982365 = -0\.0380982365 +0\.100400325 += 0\.100400325")

    def test_the_numbering_is_said(self):
        self.assertIn("count from 0", self.text)

    def test_it_is_the_same_step_as_the_one_that_is_computed(self):
        case = worked_example()
        step = gradient_step(case.network, case.examples, case.alpha)
        for row in step.dC_dw[0] + step.dC_dw[1]:
            for dC_dw_jk in row:
                self.assertIn(f"= {dC_dw_jk:.9g}", self.text)


class OnEveryScreen(unittest.TestCase):
    @settings(max_examples=25)
    @given(strategies.cases(max_examples=2, max_width=5))
    def test_no_line_is_longer_than_80_columns(self, case):
        for encoding in ("utf-8", "ascii"):
            for line in text_of(case, encoding=encoding).splitlines():
                self.assertLessEqual(len(line), 80, line)
                self.assertEqual(line.rstrip(), line)

    def test_bundled_cases_fit_too_with_every_digit(self):
        for case in bundled()[::4]:
            for line in text_of(case, exact=True).splitlines():
                self.assertLessEqual(len(line), 80, f"{case.id}: {line}")

    def test_ascii_says_the_same_as_unicode(self):
        rich, poor = text_of(worked_example()), text_of(worked_example(), encoding="ascii")
        numbers = re.compile(r"\d+\.\d+")
        self.assertEqual(numbers.findall(rich), numbers.findall(poor))
        self.assertEqual(tags(rich), tags(poor))
        self.assertIn("dC/dw_00^1", poor)
        self.assertNotIn("\\", poor)  # nothing was escaped for want of a translation
        self.assertEqual(poor, text_of(worked_example(), encoding="cp1252"))

    def test_colour_is_for_a_terminal_that_wants_it(self):
        terminal = mock.Mock(isatty=lambda: True)
        file = mock.Mock(isatty=lambda: False)
        with mock.patch.object(os, "name", "posix"):
            self.assertTrue(wants_colour(terminal, {"TERM": "xterm"}))
            self.assertTrue(wants_colour(terminal, {"TERM": "xterm", "NO_COLOR": ""}))
            self.assertFalse(wants_colour(terminal, {"TERM": "xterm", "NO_COLOR": "1"}))
            self.assertFalse(wants_colour(terminal, {"TERM": "dumb"}))
            self.assertFalse(wants_colour(file, {"TERM": "xterm"}))
        with mock.patch.object(os, "name", "nt"):
            self.assertFalse(wants_colour(terminal, {}))
            self.assertTrue(wants_colour(terminal, {"WT_SESSION": "x"}))

    def test_colour_changes_nothing_but_colour(self):
        plain, coloured = io.StringIO(), io.StringIO()
        for output, colour in ((plain, False), (coloured, True)):
            with mock.patch.object(Screen, "of", lambda stream, colour=colour: Screen(stream, colour)):
                with contextlib.redirect_stdout(output):
                    explain(worked_example())
        self.assertNotIn("\x1b", plain.getvalue())
        self.assertIn("\x1b[", coloured.getvalue())
        self.assertEqual(plain.getvalue(), re.sub(r"\x1b\[\d*m", "", coloured.getvalue()))

    def test_what_a_case_contains_is_escaped(self):
        case = worked_example()
        case.id, case.note = "\x1b[2J\u202e", "a\nb\x07\ud800"
        for encoding in ("utf-8", "ascii"):
            text = text_of(case, encoding=encoding)
            self.assertIn("\\x1b[2J\\u202e: a\\nb\\x07\\ud800", text)
            self.assertTrue(text.replace("\n", "").isprintable())

    def test_an_error_stays_one_line(self):
        self.assertEqual("a\\nb\\u2028", one_line("a\nb\u2028"))
        self.assertEqual("δ −", escaped("δ −"))


class DeltaOrSum(unittest.TestCase):
    @settings(max_examples=25)
    @given(strategies.cases(activations=["sigmoid", "tanh", "softplus", "softsign", "silu", "identity", "softmax"]))
    def test_without_a_kink_each_quotient_is_what_stands_before_it(self, case):
        table = text_of(case, exact=True, equation=14).partition("C(b − h))/2h.\n")[2]
        self.assertNotIn("≠", table)
        n = sum(1 if layer.shared_bias else 2 * len(layer.b) for layer in case.network.layers)
        self.assertEqual(n, len(re.findall(" [=≈] ", table)))

    def test_at_a_kink_a_line_says_why_they_differ(self):
        network = Network([Layer([[1.0, -1.0]], [0.0], "relu"), Layer([[2.0]], [1.0], "identity")])
        text = " ".join(text_of(Case("kink", network, [Example([1.0, 1.0], [5.0])])).split())
        self.assertIn("b_0^0 0 ≠ -4* 0 ≠ -4*", text)
        self.assertIn(
            "* b_0^0 alone: z_0^0 stands on the kink of relu. There C has no derivative, only one on each side: "
            "0 on the left, -8 on the right. The quotient lies halfway between; δ, with σ′(0), is the left one.", text
        )

    def test_where_both_sides_of_a_kink_agree_nothing_is_said_of_it(self):
        for x, y in ((1.0, 0.5), (1.0, 0.0), (0.0, 0.0)):
            network = Network([Layer([[0.0]], [0.0], "relu"), Layer([[0.0]], [0.0], "relu")])
            table = text_of(Case("zeros", network, [Example([x], [y])]), layer=0, equation=14)
            self.assertRegex(table, r"b_0\^0 +0 += 0 +0 += 0\n")
            self.assertNotIn("*", table)
        single = Network([Layer([[1.0]], [0.0], "relu")])  # C = ½ max(0, b)²: its derivative at 0 is 0 on both sides
        table = text_of(Case("bend", single, [Example([0.0], [0.0])]), equation=14)
        self.assertRegex(table, r"b_0\^0 +0 += 0 +0 += 0\n")
        self.assertNotIn("*", table)

    def test_a_derivative_at_a_kink_that_the_gradient_is_not_is_said(self):
        # max(0, b_0) − max(0, −b_0) is b_0: two kinks that make a straight line; C = ½ (w_00^0·0 − 1)² has slope −1
        layers = [Layer([[0.0]], [0.0], "identity"), Layer([[1.0], [-1.0]], [0.0, 0.0], "relu"),
                  Layer([[1.0, -1.0]], [0.0], "identity")]
        text = " ".join(text_of(Case("line", Network(layers), [Example([0.0], [1.0])]), layer=0, equation=14).split())
        self.assertIn("b_0^0 0 ≠ -1* 0 ≠ -1*", text)
        self.assertIn("C still has a derivative there, -1, but δ, with σ′(0) at each kink, differs.", text)

    def test_at_a_kink_the_chain_rule_and_the_quotient_are_not_said_to_be_equal(self):
        network = Network([Layer([[1.0, -1.0]], [0.0], "relu"), Layer([[2.0]], [1.0], "identity")])
        case = Case("kink", network, [Example([1.0, 1.0], [5.0])])
        self.assertRegex(text_of(case), r"∂C/∂w_00\^0 = ∂C/∂a_0\^0 · .*\n? += -8·0·1 = 0 ")
        text = " ".join(text_of(case, equation=3, layer=0).split())
        self.assertIn("∂C/∂w_00^0 ≠ (C(w_00^0 + h) − C(w_00^0 − h))/2h (3) = (C(1 + h) − C(1 − h))/2h = -4", text)
        self.assertIn("* w_00^0: z_0^0 stands on the kink", text)
        self.assertIn("The quotient lies halfway between; ∂C/∂w_00^0, with σ′(0), is the left one.", text)
        self.assertNotIn("≠", text_of(case, equation=3, layer=1))

    def test_where_numbers_are_long_it_is_said_what_is_what(self):
        network = Network([Layer([[-0.3], [0.2]], [-0.1, -0.7], "tanh"), Layer([[1e-9, 1e-9]], [-1.0], "tanh")])
        text = text_of(Case("long", network, [Example([1.0], [0.3])]), exact=True, layer=0)
        table = text.partition("C(b − h))/2h.\n\n")[2].splitlines()
        self.assertRegex(table[0], r"^ +alone  its own δ +quotient when b moves$")
        self.assertRegex(table[1], r"^ +all b  sum of the layer's δ +quotient when all b move$")
        columns = [line.index("quotient") for line in table[:2]]
        self.assertEqual(columns[0], columns[1])
        self.assertRegex(table[3][columns[0] - 2:], r"^[=≈] -?\d")

    def test_what_double_precision_has_lost_is_said(self):
        network = Network([Layer([[100.0]], [0.0], "sigmoid")])
        case = Case("saturated", network, [Example([1.0], [0.5])])
        self.assertRegex(text_of(case), r"b_0\^0 +0 +≠ 1\.86003799e-44 +0 +≠ 1\.86003799e-44\n")  # e^−100 / 2
        self.assertIn("--exact shows them.", text_of(case))
        self.assertNotIn("≠", text_of(case, exact=True))

    def test_under_softmax_the_sum_is_said_to_be_0(self):
        self.assertIn("always add up to 0", text_of(find("softmax")))
        self.assertNotIn("always add up to 0", text_of(worked_example()))

    def test_a_shared_bias_has_the_sum_for_its_gradient(self):
        network = Network([Layer([[0.5], [0.25]], [0.125], "tanh", shared_bias=True)])
        case = Case("shared", network, [Example([1.0], [0.5, -1.0])], alpha=0.5)
        text = text_of(case)
        self.assertIn("∂C/∂b^0 = δ_0^0 + δ_1^0", text)
        self.assertIn("14, shared bias", tags(text))
        self.assertIn("b^0 is one bias for all neurons", text)
        dC_db = gradient_step(network, case.examples).dC_db[0][0]
        self.assertRegex(text, rf"b\^0 +{dC_db:.9g} += {dC_db:.9g}\n")


class Narrowed(unittest.TestCase):
    def test_an_equation(self):
        stands_in = {1: {"2"}, 6: {"8", "9"}, 12: {"14"}, 13: {"14"}}  # what has no events of its own
        for number in range(1, 16):
            expected = stands_in.get(number, {str(number)})
            self.assertEqual(expected, set(tags(text_of(worked_example(), equation=number))), number)

    def test_the_recurrence_is_shown_once_for_each_neuron_not_for_each_of_its_weights(self):
        text = text_of(worked_example(), equation=7)
        for neuron in ("∂C/∂z_0^0 = ", "∂C/∂z_1^0 = "):
            self.assertEqual(1, text.count(neuron))
        both = text_of(worked_example(), equation=[4, 7])
        self.assertEqual(2, tags(both).count("7"))
        self.assertEqual(8, tags(both).count("4"))
        wide = text_of(Case("wide", Network.random([3, 20, 2], seed=1), [Example([0.5] * 3, [1.0, 0.0])]), equation=7)
        self.assertEqual(7, tags(wide).count("7"))
        self.assertIn("… neurons 4 to 16 …", wide)

    def test_a_layer_and_a_neuron(self):
        text = text_of(worked_example(), layer=1, neuron=0)
        symbols = set(re.findall(r"^  (\S+) +[=←]", text, re.MULTILINE))
        self.assertEqual({"z_0^1", "a_0^1", "∂C/∂a_0^1", "σ′(z_0^1)", "δ_0^1", "∂C/∂w_00^1", "∂C/∂w_01^1", "∂C/∂b_0^1",
                          "w_00^1", "w_01^1", "b_0^1"}, symbols)

    def test_an_example(self):
        text = text_of(find("square"), example=1)
        self.assertIn("EXAMPLE 1", text)
        self.assertNotIn("EXAMPLE 0", text)
        self.assertNotIn("Update", text)

    def test_what_is_not_there_is_refused_with_what_is(self):
        for chosen, expected in [
            ({"layer": 2}, "--layer: found 2, expected 0 or 1 (the last layer)"),
            ({"layer": -1}, "--layer: found -1, expected 0 or 1 (the last layer)"),
            ({"neuron": 2}, "--neuron: found 2, expected 0 or 1 (the last neuron of the widest layer)"),
            ({"layer": 0, "neuron": 9}, "--neuron: found 9, expected 0 or 1 (the last neuron of layer 0)"),
            ({"example": 1}, "--example: found 1, expected 0 (the only example)"),
            ({"equation": 16}, "--equation: found 16, expected 1 to 15 (the last equation)"),
            ({"equation": 8, "layer": 1}, "--equation 8 --layer 1: the case has nothing there"),
        ]:
            with self.assertRaises(BadUsage) as raised:
                text_of(worked_example(), **chosen)
            self.assertEqual(expected, str(raised.exception))

    def test_an_update_without_a_learning_rate_is_refused(self):
        case = worked_example()
        case.alpha = None
        self.assertNotIn("Update", text_of(case))
        with self.assertRaisesRegex(BadUsage, "learning rate"):
            text_of(case, equation=11)

    def test_more_than_eight_are_elided_unless_narrowed(self):
        network = Network.random([20, 12, 1], seed=1)
        case = Case("wide", network, [Example([0.5] * 20, [1.0])], alpha=0.5)
        text = text_of(case)
        self.assertIn("… neurons 4 to 8 …", text)
        for symbol in ("z_3^0 =", "z_9^0 =", "w_03^0", "w_0,17^0"):
            self.assertIn(symbol, text)
        for symbol in ("z_4^0 =", "z_8^0 =", "w_04^0", "w_0,16^0"):
            self.assertNotIn(symbol, text)
        narrowed = text_of(case, layer=0, neuron=4)
        for k in range(20):
            self.assertIn(f"w_4{k}^0 x_{k}" if k < 10 else f"w_4,{k}^0 x_{k}", narrowed)
        self.assertNotIn("…", narrowed.partition("Forward")[2])


class Exactly(unittest.TestCase):
    @settings(max_examples=15)
    @given(strategies.cases(max_width=3, max_examples=2, max_layers=2))
    def test_every_value_is_the_correctly_rounded_one(self, case):
        step = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        text = text_of(case, exact=True)
        shown = set(re.findall(r"= (-?\d[\d.e+-]*)(?: |$)", text, re.MULTILINE))  # what stands last, behind a sign
        numbers = [step.C]
        for rows in step.z + step.a + step.delta + [step.dC_db] + step.dC_dw:
            for row in rows:
                numbers += row
        for number in numbers:
            written = repr(number)[:-2] if repr(number).endswith(".0") else repr(number)
            self.assertIn("0" if number == 0 else written, shown)

    def test_what_rounding_leaves_of_a_sum_that_is_0_is_not_shown(self):
        layer = Layer([[0.3], [0.7], [0.1]], [0.1, 0.25, 0.3], "softmax")
        for x in (1.0, 0.7, 3.3, -2.1):
            case = Case("softmax", Network([layer]), [Example([x], [0.2, 0.7, 0.1])], cost="cross_entropy")
            text = text_of(case, exact=True, equation=14)
            self.assertEqual(3, len(re.findall(r"^  .* 0 += 0$", text, re.MULTILINE)), text)

    def test_1_minus_an_a_that_is_nearly_1_is_shown_itself(self):
        network = Network([Layer([[702.0]], [0.0], "sigmoid")])
        case = Case("near 1", network, [Example([1.0], [0.0])], cost="binary_cross_entropy")
        text = text_of(case, exact=True)
        self.assertIn("ln(1.334362117671115e-305)", text)  # e^−702
        self.assertIn("= (1 − 0)/(1.334362117671115e-305) =", text)
        self.assertNotIn("(1 − 1)", text)

    def test_a_case_in_fractions_is_shown_in_fractions(self):
        F = Fraction
        network = Network([Layer([[F(1, 3)]], [F(1, 2)], "leaky_relu")])
        case = Case("thirds", network, [Example([F(1, 2)], [F(1)])], F(1, 7), exact=True, whole=True)
        text = text_of(case)
        self.assertRegex(text, r" = \(1/3\)·\(1/2\) \+ 1/2\n +\= 2/3\n")
        self.assertIn("C = 1/18", text)
        self.assertRegex(text, r"b_0\^0 +-1/3 += -1/3 +-1/3 += -1/3")
        self.assertRegex(text, r"b_0\^0 +← b_0\^0 − α ∂C/∂b_0\^0 += 1/2 − \(1/7\)·\(-1/3\) += 23/42 ")

    def test_a_case_in_integers_is_shown_in_fractions_only_exactly(self):
        case = Case("thirds", Network([Layer([[1.0]], [0.0], "softsign")]), [Example([2.0], [1.0])], whole=True)
        self.assertIn("0.666666667", text_of(case))
        self.assertIn("= 2/3", text_of(case, exact=True))

    def test_a_logarithm_of_fractions_is_rounded_correctly(self):
        F = Fraction
        network = Network([Layer([[F(1)]], [F(0)], "identity")])
        case = Case("ln", network, [Example([F(1, 3)], [F(1)])], cost="cross_entropy", exact=True, whole=True)
        self.assertIn("= 1.0986122886681098", text_of(case))  # ln 3

    def test_what_floats_cannot_finish_is_computed_exactly_and_said_so(self):
        network = Network([Layer([[1000.0]], [0.0], "sigmoid")])
        case = Case("far", network, [Example([1.0], [0.0])], cost="binary_cross_entropy")
        text, complaint = explained(case)
        self.assertRegex(text, r"  C = .*\n +=.*\n +\= 1000\n")
        self.assertEqual(1, complaint.count("\n"))
        self.assertIn("far: example 0: C is inf in double precision; computed exactly instead", complaint)

    def test_a_case_without_a_result_is_refused_in_one_line(self):
        network = Network([Layer([[1.0]], [0.0], "identity")])
        for exact in (False, True):
            with self.assertRaisesRegex(BadUsage, "^none: [^\n]*$"):
                text_of(Case("none", network, [Example([-1.0], [1.0])], cost="cross_entropy"), exact)


class Several(unittest.TestCase):
    @settings(max_examples=10)
    @given(strategies.cases(max_width=2))
    def test_a_case_is_left_as_it_was(self, case):
        before = repr([(layer.w, layer.b) for layer in case.network.layers]), repr(case.examples)
        text_of(case)
        self.assertEqual(before, (repr([(layer.w, layer.b) for layer in case.network.layers]), repr(case.examples)))

    def test_examples_are_walked_one_by_one_then_reduced(self):
        for reduction in ("sum", "mean"):
            network = Network.random([2, 2], seed=2)
            case = Case("two", network, [Example([1, 2], [0, 1]), Example([0.5, 1], [1, 1])], 0.5, reduction=reduction)
            text = text_of(case)
            titles = ("EXAMPLE 0", "EXAMPLE 1", f"All examples: the {reduction}", "Update")
            places = [text.index(title) for title in titles]
            self.assertEqual(sorted(places), places)
            self.assertIn("∂C/∂w_00^0 = (∂C_0/∂w_00^0 + ∂C_1/∂w_00^0)/2" if reduction == "mean" else
                          "∂C/∂w_00^0 = ∂C_0/∂w_00^0 + ∂C_1/∂w_00^0", text)
            self.assertIn(f"batch, {reduction}", text)

    def test_the_chain_rule_says_of_which_example_it_is(self):
        examples = [Example([1, 2], [0, 1]), Example([0.5, 1], [1, 1])]
        case = Case("two", Network.random([2, 2], seed=2), examples, 0.5)
        self.assertIn("The same gradient of example 0 path by path", text_of(case))
        for i in (0, 1):
            text = text_of(case, equation=3, example=i)
            self.assertIn(f"The same gradient of example {i} path by path", text)
            self.assertIn(f"∂C_{i}/∂w_00^0 = (C_{i}(w_00^0 + h) − C_{i}(w_00^0 − h))/2h", text)
            self.assertNotIn("EXAMPLE", text)

    def test_weights_left_out_of_the_chain_rule_are_marked(self):
        case = Case("wide", Network.random([20, 1], seed=1), [Example([0.5] * 20, [1.0])])
        for number in (3, 4):
            self.assertRegex(text_of(case, equation=number), r"w_03\^0(?s:.*)\n  …\n\n  ∂C/∂w_0,17\^0")
        with self.assertRaises(BadUsage):  # no "…" of nothing
            text_of(case, equation=5)

    def test_a_cost_that_an_update_puts_beyond_the_numbers_is_not_given_another_value(self):
        network = Network([Layer([[1.0]], [-1.0], "leaky_relu"), Layer([[1.0]], [0.0], "softplus")])
        text = text_of(Case("far", network, [Example([1.5], [0.25])], 1e300, "half_squared_error"))
        self.assertIn("C = none in these numbers (layer 1, neuron 0: z_j is inf)  after\n", text)
        self.assertNotRegex(text, "C = -?inf")

    def test_many_examples_are_elided_in_the_middle(self):
        case = Case("many", Network.random([1, 1], seed=2), [Example([i], [0]) for i in range(12)])
        text = text_of(case)
        self.assertIn("… examples 4 to 8 …", text)
        self.assertEqual(list("0123") + ["9", "10", "11"], re.findall(r"^EXAMPLE (\d+)", text, re.MULTILINE))


if __name__ == "__main__":
    unittest.main()
