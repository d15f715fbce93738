"""An explanation shows itself: as text in a session, as HTML in a notebook, as Markdown; no case is ever markup."""

import contextlib
import html.parser
import io
import os
import re
import unittest
import xml.etree.ElementTree as ElementTree

from unittest import mock

from hypothesis import given, settings

from backprop_ref import Example, Layer, Network, explain, gradient_step, strategies
from backprop_ref.activations import ACTIVATIONS
from backprop_ref.cases import Case, bundled, find, worked_example
from backprop_ref.commands import main
from backprop_ref.costs import COSTS
from backprop_ref.walk import HTML_STYLE, Chosen, as_html, as_markdown, events, plain, put_walk, walk
from backprop_ref.walk.formulas import read
from backprop_ref.walk.scripts import LATEX, MATHML
from backprop_ref.terminal import Screen
from tests import some

HOSTILE = '</section><script>alert("δ")</script> $\\input{x}$ <img src=x onerror=alert(1)>\n# *x* \x1b[2J'
ALLOWED = {
    "section", "h2", "h3", "h4", "p", "dl", "dt", "dd", "div", "span", "table", "thead", "tbody", "tr", "th", "td",
    "math", "mrow", "mfrac", "msub", "msup", "msubsup", "mi", "mn", "mo", "mtext", "mspace",
    "svg", "rect", "circle", "line", "text", "title",
}


def explained():
    case = worked_example()
    return explain(case.network, case.examples, alpha=0.5)


class Elements(html.parser.HTMLParser):
    """The names of a page's elements and of their attributes; each that is opened is closed."""

    def __init__(self, page):
        super().__init__()
        self.names, self.attributes, self.open = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


class InASession(unittest.TestCase):
    def test_its_repr_is_what_the_command_prints_but_for_the_name_of_the_case(self):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.assertEqual(0, main(["explain", "two-two-two"]))
        case = find("two-two-two")
        said = repr(explain(case.network, case.examples, case.alpha, case.cost, case.reduction))
        self.assertEqual(*(text.partition("\nLayers l, ")[2].rstrip("\n") for text in (output.getvalue(), said)))

    def test_it_names_what_can_be_asked_for_from_python(self):
        self.assertIn("exact=True shows them all", str(explained()))
        self.assertNotIn("--", str(explained()))

    def test_one_example_needs_no_list(self):
        network = Network([Layer([[2.0]], [1.0], "identity")])
        one, listed = (explain(network, examples) for examples in (Example([1.0], [4.0]), [Example([1.0], [4.0])]))
        self.assertEqual(str(one), str(listed))

    def test_what_is_wrong_is_a_value_error(self):
        network, example = Network([Layer([[2.0]], [1.0], "identity")]), Example([1.0], [4.0])
        for arguments, said in [
            ({"examples": []}, "examples"), ({"cost": "nope"}, "cost"), ({"reduction": "nope"}, "reduction"),
            ({"examples": [Example([1.0, 2.0], [4.0])]}, "x"), ({"equation": 16}, "equation"), ({"layer": 7}, "layer"),
        ]:
            with self.subTest(arguments), self.assertRaisesRegex(ValueError, said):
                explain(**{"network": network, "examples": [example], **arguments})

    def test_fractions_are_shown_as_fractions(self):
        network = Network([Layer([[2, 3]], [1], "softsign")])
        self.assertIn("6/7", str(explain(network, Example([1, 1], [0]))))


class AsRecords(unittest.TestCase):
    @settings(max_examples=15)
    @given(strategies.cases(max_examples=2, max_width=4))
    def test_what_is_shown_is_what_the_events_are(self, case):
        """No second computation: for every event that is shown there is one of the same value in the plain sequence."""
        walked = walk(case)
        known = {}
        for event in events(walked.case, walked.step):
            known[event.rule, event.i, event.l, event.j, event.k, str(event.symbol)] = event.value
        count = 0
        for section in walked.sections:
            for group in [part for part in section.parts if hasattr(part, "blocks")]:
                for event in group.events():
                    if event.phase != "paths":
                        count += 1
                        at = event.rule, event.i, event.l, event.j, event.k, str(event.symbol)
                        self.assertEqual(known[at], event.value)
        self.assertEqual(len(known), count)  # narrow enough that nothing is left out

    def test_every_number_has_a_place(self):
        places = set()
        for event in events(*self.case_and_step(find("shared-bias"))):
            places.add(event.place)
            places |= {symbol.place for symbol, _ in event.operands}
        kinds = {re.sub(r"\d+", "0", place) for place in places}
        self.assertEqual({"x.0", "y.0", "C", "alpha", "n", "w.0.0.0", "b.0", "z.0.0", "a.0.0", "d.0.0"}, kinds)

    def test_plain_is_for_json(self):
        import json

        found = json.loads(json.dumps([plain(section) for section in walk(worked_example()).sections]))
        first = found[0]["parts"][0]["blocks"][0][0]
        self.assertEqual(("weighted_sum", "forward", "2", "z_0^0", "z.0.0", 0.3775),
                         tuple(first[name] for name in ("rule", "phase", "equation", "symbol", "place", "value")))
        self.assertEqual({"symbol": "w_00^0", "place": "w.0.0.0", "value": 0.15}, first["operands"][0])

    def case_and_step(self, case):
        return case, gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)


class AsHtml(unittest.TestCase):
    def test_it_is_well_formed_small_and_asks_for_nothing(self):
        for case in some(bundled(), 8):
            page = as_html(walk(case))
            with self.subTest(case.id):
                found = Elements(page)
                self.assertEqual([], found.open)
                self.assertLessEqual(found.names, ALLOWED)
                self.assertEqual(set(), found.attributes & {"style", "onload", "href", "src", "id"})
                ElementTree.fromstring(page)
        self.assertLess(len(explained()._repr_html_()), 80_000)

    def test_every_result_of_the_text_stands_in_it(self):
        page = explained()._repr_html_()
        text = str(explained()).partition("δ_j or")[0]
        for number in set(re.findall(r"^  .*= (\d\.\d{6,})(?: +\(\d+\))?$", text, re.MULTILINE)):
            self.assertIn(f"<mn>{number}</mn>", page)

    def test_what_a_case_contains_is_text(self):
        case = worked_example()
        case.id = case.note = HOSTILE
        page = as_html(walk(case))
        self.assertLessEqual(Elements(page).names, ALLOWED)
        told = "".join(ElementTree.fromstring(page).itertext())
        self.assertIn('</section><script>alert("δ")</script>', told)
        self.assertNotIn("\x1b", page)

    def test_its_styles_touch_nothing_else(self):
        for selectors in re.findall(r"^(.*) \{", HTML_STYLE, re.MULTILINE):
            for selector in selectors.split(", "):
                self.assertTrue(selector.startswith(".backprop-walk"), selector)


class AsMarkdown(unittest.TestCase):
    def test_formulas_stand_between_dollars_with_braces_that_fit(self):
        for case in some(bundled(), 8, seed=1):
            text = as_markdown(walk(case))
            formulas = re.findall(r"\$\$\n(.*?)\n\$\$", text, re.DOTALL)
            formulas += re.findall(r"(?<![\\$])\$([^$\n]+)\$", text)
            self.assertGreater(len(formulas), 10)
            for formula in formulas:
                depth = 0
                for brace in re.findall(r"[{}]", formula):
                    depth += 1 if brace == "{" else -1
                    self.assertGreaterEqual(depth, 0, formula)
                self.assertEqual(0, depth, formula)
                self.assertTrue(formula.isascii(), formula)

    def test_the_equations_are_written_as_a_book_has_them(self):
        text = explained().markdown()
        for formula in (
            r"\delta_{j}^{l} = (\sum_{m} \, \delta_{m}^{l + 1} \, w_{mj}^{l + 1}) \, \sigma'(z_{j}^{l})",
            r"\sigma (z) = \frac{1}{1 + e^{- z}}",
            r"\frac{\partial C}{\partial b_{0}^{1}} &= \delta_{0}^{1} \cdot 1 & \text{(14)}",
        ):
            self.assertIn(" ".join(formula.split()), " ".join(text.split()))

    def test_what_a_case_contains_is_text(self):
        case = worked_example()
        case.id = case.note = HOSTILE
        text = as_markdown(walk(case))
        self.assertIn(r"\<script\>alert(", text.replace(r"\(", "("))
        self.assertNotRegex(text, r"(?<!\\)<")
        self.assertNotRegex(text, r"(?m)^# \*x")

    def test_the_command_writes_it(self):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.assertEqual(0, main(["explain", "--format", "markdown", "--equation", "14", "--brief"]))
        self.assertTrue(output.getvalue().startswith("## Gradients\n\n$$\n\\frac{\\partial C}{\\partial b_{j}^{l}}"))


class Formulas(unittest.TestCase):
    def test_every_formula_of_the_tables_is_read_to_its_end(self):
        texts = [entry.formula for entry in [*ACTIVATIONS.values(), *COSTS.values()]]
        texts += [entry.slope_formula for entry in [*ACTIVATIONS.values(), *COSTS.values()]]
        for formula in texts:
            for script in (LATEX, MATHML):
                written = re.sub(r"[\s{}]|<[^>]*>|\\(?:frac|text|tfrac|,|!)|∑", "", script.formula(formula, {}))
                plain_formula = formula.replace("½", "12").replace("²", "2").replace("Σ", "")
                for letter in re.findall(r"[a-zΦφσ]+|\d", plain_formula):
                    greek = {"Φ": r"\Phi", "φ": r"\varphi", "σ": r"\sigma"} if script is LATEX else {}
                    self.assertIn(greek.get(letter, letter), written, formula)

    def test_a_fraction_is_what_stands_at_both_sides_of_the_line(self):
        for formula, expected in [
            ("−y_j/a_j + (1 − y_j)/(1 − a_j)", r"-\frac{y_{j}}{a_{j}}+\frac{1-y_{j}}{1-a_{j}}"),
            ("e^z_j / Σ_i e^z_i", r"\frac{e^{z_{j}}}{\sum_{i}\,e^{z_{i}}}"),
            ("1/(1 + |z|)²", r"\frac{1}{(1+\vertz\vert)^{2}}"),
            ("(C(w + h) − C(w − h))/2h", r"\frac{C(w+h)-C(w-h)}{2h}"),
        ]:
            self.assertEqual(expected, re.sub(r"\s", "", LATEX.formula(formula, {})))

    def test_numbers_stand_in_parentheses_where_they_must(self):
        self.assertEqual(r"0.2-(-0.5)", re.sub(r"\s", "", LATEX.formula("a_j − y_j", {"a_j": "0.2", "y_j": "-0.5"})))
        self.assertEqual(r"e^{--3}", re.sub(r"\s", "", LATEX.formula("e^−z", {"z": "3"})).replace("{-3", "{--3"))
        self.assertEqual(2, len(read("a b").items) - 1)


class Narrowed(unittest.TestCase):
    """What issue after issue asked of the text."""

    def text(self, case=None, brief=True, **options):
        chosen = Chosen(options.pop("equation", None), options.pop("layer", None), options.pop("neuron", None))
        return on_screen(walk(case or worked_example(), chosen, **options), brief=brief)

    def test_several_equations(self):
        tags = set(re.findall(r"\((\d+)\)$", self.text(equation=[8, 9, 14]), re.MULTILINE))
        self.assertEqual({"8", "9", "14"}, tags)
        stated = re.findall(r"^\((\d+)\)  ", self.text(equation=[8, 9, 14]), re.MULTILINE)
        self.assertEqual(["9", "8", "14"], stated)

    def test_one_equation_heads_its_section_alone(self):
        for number in (8, 9, 10, 11, 14, 15):
            self.assertEqual([str(number)], re.findall(r"^\((\d+)\)  ", self.text(equation=number), re.MULTILINE))

    def test_digits(self):
        text = self.text(equation=2, digits=3)
        self.assertIn("= 0.593 ", text)
        self.assertNotIn("0.5932", text)
        self.assertIn("= 0.593269992107 ", self.text(equation=2, digits=12))
        self.assertIn("shown to 1 digit;", self.text(brief=False, digits=1))

    def test_brief_leaves_out_the_preamble_alone(self):
        whole, brief = self.text(brief=False), self.text()
        self.assertTrue(whole.endswith(brief))
        self.assertTrue(brief.startswith("Forward: "))
        self.assertIn("count from 0", whole[:-len(brief)])

    def test_updates_of_a_batch_are_written_as_they_are_made(self):
        network = Network.random([2, 2], seed=2)
        examples = [Example([1, 2], [0, 1]), Example([0.5, 1], [1, 1])]
        for reduction, total in (("mean", "(Σ_i ∂C_i/∂b_j^l)/2"), ("sum", "Σ_i ∂C_i/∂b_j^l")):
            text = self.text(Case("two", network, examples, 0.5, reduction=reduction))
            self.assertIn(f"(15)  b_j^l ← b_j^l − α ∂C/∂b_j^l, where ∂C/∂b_j^l = {total}\n", text)
        self.assertIn("(15)  b_j^l ← b_j^l − α δ_j^l\n", self.text(Case("one", network, examples[:1], 0.5)))

    def test_softmax_with_cross_entropy_is_a_minus_y_where_the_targets_sum_to_1(self):
        layer = Layer([[0.3], [0.7], [0.1]], [0.1, 0.25, 0.3], "softmax")
        said = "gives δ_j = a_j − y_j"
        for y, cost, expected in [
            ([0.2, 0.7, 0.1], "cross_entropy", True), ([0.0, 1.0, 0.0], "cross_entropy", True),
            ([0.5, 0.7, 0.1], "cross_entropy", False), ([0.2, 0.7, 0.1], "squared_error", False),
        ]:
            case = Case("softmax", Network([layer]), [Example([1.0], y)], cost=cost)
            self.assertEqual(expected, said in self.text(case))
            step = gradient_step(case.network, case.examples, None, cost)
            if expected:
                for delta_j, a_j, y_j in zip(step.delta[0][0], step.a[0][0], y):
                    self.assertAlmostEqual(a_j - y_j, delta_j, delta=1e-15)
        self.assertNotIn(said, self.text(case, equation=2))

    @settings(max_examples=8)
    @given(strategies.cases(max_examples=2, max_width=4))
    def test_it_is_as_wide_as_the_screen_from_60_columns_up(self, case):
        for walked in (walk(case), walk(case, Chosen(equation=14), exact=True)):
            for width in (60, 72, 140):
                for line in on_screen(walked, width).splitlines():
                    self.assertLessEqual(len(line), width, line)


def on_screen(walked, width=80, brief=False):
    stream = io.StringIO()
    put_walk(Screen(stream, width=width), walked, brief)
    return stream.getvalue()


class OnATerminal(unittest.TestCase):
    def said(self, columns, lines, *options):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

            def fileno(self):
                return 1

        output = Terminal()
        with mock.patch.object(os, "get_terminal_size", lambda fileno: os.terminal_size((columns, lines))):
            with mock.patch.dict(os.environ, {"NO_COLOR": "1"}), contextlib.redirect_stdout(output):
                self.assertEqual(0, main(["explain", *options]))
        return output.getvalue()

    def test_the_width_is_that_of_the_terminal_from_60_columns_up(self):
        for columns, width in ((40, 60), (60, 60), (100, 100), (0, 80)):
            rule = next(line for line in self.said(columns, 500).splitlines() if line.startswith("Gradients "))
            self.assertEqual(width, len(rule))

    def test_a_hint_where_the_walk_is_longer_than_the_screen(self):
        hint = '"| less" shows it page by page'
        self.assertIn(hint, self.said(80, 24))
        self.assertNotIn(hint, self.said(80, 500))
        self.assertNotIn(hint, self.said(80, 24, "--equation", "9", "--brief"))
        self.assertNotIn(hint, str(explained()))


class WhateverComputeAnswers(unittest.TestCase):
    def test_explain_shows(self):
        for activation in ("sigmoid", "softmax"):
            n = 2 if activation == "softmax" else 1
            for x in (1e5, -1e300):
                for cost in ("binary_cross_entropy", "cross_entropy"):
                    network = Network([Layer([[1.0], [-1.0]][:n], [0.0] * n, activation)])
                    case = Case("far", network, [Example([x], [0.5] * n)], 0.5, cost)
                    with self.subTest(activation=activation, x=x, cost=cost):
                        said = explain(case.network, case.examples, 0.5, cost)
                        step = gradient_step_of(case)
                        shown = said.walk.figures.of(step.delta[0][0][0])
                        self.assertRegex(repr(said), rf"δ_0\^0 = (?s:.*?)= {re.escape(shown)} ")

    def test_what_no_double_tells_is_not_given_a_number(self):
        network = Network([Layer([[1.0]], [0.0], "sigmoid")])
        text = str(explain(network, Example([1e5], [0.5]), alpha=0.5, cost="binary_cross_entropy"))
        self.assertIn("δ_0^0 = ∂C/∂a_0^0 · σ′(z_0^0) = ?·0 = 0.5 ", text)
        self.assertIn("? where doubles cannot give them", " ".join(text.split()))
        self.assertRegex(text, r"C = 50000 +before\n")


def gradient_step_of(case):
    from backprop_ref import exact_step

    return exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)


if __name__ == "__main__":
    unittest.main()
