"""How check names what no entry reproduces as it stands: numbers left open, some layers, quotients, a tape."""

import copy
import unittest

from hypothesis import given

import tests  # noqa: F401  loads the profile
from backprop_ref import check, strategies
from backprop_ref.cases import bundled
from backprop_ref.door import RULES, backpropagate
from backprop_ref.mistakes import MISTAKES, slip
from backprop_ref.mistakes.followed import followed, is_in_forward_pass
from backprop_ref.numbers import Taped, differentiated
from backprop_ref.verify.listen_answers import TEACHING
from backprop_ref.verify.name import UNNAMED
from backprop_ref.verify.name_fit import _root
from backprop_ref.verify.name_quotients import difference_quotients
from tests import some
from tests.slips import BY_ID, candidate, predict, right, with_work

CASES = bundled()
IDS = ("no-biases", "square-sum", "widths", "relu-identity", "softmax-soft", "shared-bias")  # small, and of each kind
FEW = [BY_ID[id] for id in IDS]
TWO = [BY_ID[id] for id in ("two-two-two", "tanh")]  # one example, and several
GRADIENTS = TEACHING[:2]


def names(*mistakes, fields=None, cases=FEW):
    found = check(candidate(*mistakes, fields=fields), cases).diagnoses
    return {one.mistake for one in found if one.kind != "transport"}


class OwnNumbers(unittest.TestCase):
    def test_slips_in_several_stages_are_all_named(self):
        three = ("no-bias-forward", "sum-of-layer-deltas", "parameters-ascent")
        self.assertEqual(set(three), names(*three, cases=TWO))

    def test_a_slip_that_nobody_knows_hides_no_other(self):
        known = candidate("sum-of-layer-deltas")

        def both(given):
            answer = copy.deepcopy(known(given))
            answer["new_weights"] = [[[w + 0.01 * w * w * w + 0.3 for w in row] for row in layer]
                                     for layer in answer["new_weights"]]
            return answer

        with with_work(4e6):
            found = {one.mistake for one in check(both, TWO).diagnoses}
        self.assertIn("sum-of-layer-deltas", found)
        self.assertIn(UNNAMED, found)

    def test_one_number_that_is_off_gets_no_name(self):
        def off(given):
            answer = copy.deepcopy(right(given["id"]))
            if given["id"] == "square-sum":
                answer["bias_gradients"][0][1] *= 1.37
            return answer

        with with_work(2e6):
            (found,) = check(off, FEW).diagnoses
        self.assertEqual((UNNAMED, (), 1), (found.mistake, found.alike, found.count))


class OpenNumbers(unittest.TestCase):
    def test_the_number_that_a_mistake_leaves_open_is_found(self):
        mistakes = [("weight-decay", 0.037), ("gradients-times-constant", 3.7), ("weight-decay-on-all", 0.0023)]
        for name, value in some(mistakes, 1, seed=4):
            (found,) = check(candidate(MISTAKES[name].with_value(value)), TWO).diagnoses
            self.assertEqual(name, found.mistake)
            self.assertIn(f"= {value:.6g}.", found.explanation)

    def test_a_number_is_fitted_from_far_away(self):
        self.assertAlmostEqual(7.25, _root(lambda x: x * x - 7.25 * 7.25, 1.0))

    def test_a_slip_in_one_layer_alone_is_named_with_its_layer(self):
        one = slip("slope", "missing", "in-first-layer")
        self.assertEqual({one.name}, names(one, cases=CASES))


class Quotients(unittest.TestCase):
    def test_quotients_are_recognised_with_their_h(self):
        for name, h in (("forward-difference", 1e-6), ("central-difference", 1e-5)):
            (found,) = check(candidate(MISTAKES[name].with_value(h), fields=GRADIENTS), FEW).diagnoses
            self.assertEqual((name, True), (found.mistake, f"h = {h:.6g}" in found.explanation))

    def test_gradients_of_the_chain_rule_are_no_quotients(self):
        answers = [(case, {field: right(case.id)[field] for field in GRADIENTS}) for case in FEW]
        self.assertEqual([], difference_quotients(answers))


class Tape(unittest.TestCase):
    def test_differentiating_the_right_cost_gives_the_right_gradient(self):
        for case in FEW:
            for example in case.examples:
                one = followed(case.network, example, case.cost, RULES)
                two = backpropagate(case.network, example, case.cost)
                for here, there in zip(one.dC_db, two.dC_db):
                    for x, y in zip(here, there):
                        self.assertAlmostEqual(x, y, delta=1e-12 * max(1, abs(y)))

    @given(strategies.cases())
    def test_a_tape_goes_through_any_case(self, case):
        values = predict((MISTAKES["no-bias-forward"].forms()[-1],), case)
        self.assertTrue(values is None or set(values) >= set(GRADIENTS))

    def test_a_program_with_automatic_differentiation_is_named_by_its_forward_pass(self):
        one = MISTAKES["no-bias-forward"].forms()[-1]
        self.assertEqual({"no-bias-forward"}, names(one, fields=GRADIENTS))

    def test_only_what_changes_the_way_to_the_cost_has_such_a_form(self):
        self.assertTrue(is_in_forward_pass({"weighted_sum": None}))
        self.assertFalse(is_in_forward_pass({"bias_gradient": None}))
        self.assertNotIn("followed", [form.style for form in MISTAKES["hidden-slope-missing"].forms()])
        self.assertIn("followed", [form.style for form in MISTAKES["no-bias-forward"].forms()])

    def test_tape_obeys_the_rules_of_differentiation(self):
        tape = []
        x, y = Taped(3.0, tape), Taped(2.0, tape)
        differentiated(x * y + x / y)
        self.assertEqual((2.5, 2.25), (x.gradient, y.gradient))


if __name__ == "__main__":
    unittest.main()
