"""How check names what no entry reproduces as it stands: stages, numbers left open, some layers, quotients, a tape."""

import copy
import re
import unittest
from unittest import mock

from hypothesis import given, strategies as st

import tests  # noqa: F401  loads the profile
from backprop_ref import Example, Layer, Network, check, strategies
from backprop_ref.door import backpropagate
from backprop_ref.cases import Case, bundled
from backprop_ref.catalogue.entry import Mistake, Parameter
from backprop_ref.catalogue.followed import followed, is_in_forward_pass
from backprop_ref.mistakes import MISTAKES
from backprop_ref.numbers import Taped, differentiated
from backprop_ref.verify import diagnosis
from backprop_ref.verify.diagnosis import UNNAMED
from backprop_ref.verify.fitting import fitted
from backprop_ref.verify.judge_values import bounds_of, marks_of
from backprop_ref.verify.prediction import Predictor, Said, agrees
from backprop_ref.verify.quotients import difference_quotients
from backprop_ref.verify.listen_answers import FIELDS, TEACHING
from backprop_ref.verify.stages import stages
from tests.generators import every_pair, hidden_beside, tame

CASES = bundled()
BY_ID = {case.id: case for case in CASES}
FEW = [BY_ID[id] for id in ("square", "square-sum", "widths", "relu", "softmax", "shared-bias")]
GRADIENTS = TEACHING[:2]


def answered(mistakes, fields=FIELDS):
    """A candidate with these mistakes."""
    predictor = Predictor(mistakes)
    return lambda given: {
        field: value for field, value in predictor.answer(BY_ID[given["id"]]).items() if field in fields
    }


def first_shown(mistake):
    """The first case on which a mistake shows, what it answers there, and what is wrong with that."""
    for case in CASES:
        values = Predictor((mistake,)).answer(case)
        if values is not None:
            wrong = marks_of(values, bounds_of(case, "double"), "double").wrong
            if wrong:
                return case, values, wrong
    raise AssertionError(mistake.name)


def names(report):
    return {one.mistake for one in report.diagnoses}


# Names are looked for with a fraction of the usual work, which what has no name takes whole.
LESS_WORK = mock.patch.object(diagnosis, "WORK", 1.5e6)
setUpModule, tearDownModule = LESS_WORK.start, LESS_WORK.stop


class Stages(unittest.TestCase):
    @given(strategies.cases(), st.sets(st.sampled_from(FIELDS), min_size=1))
    def test_stages_of_an_answer_are_its_fields_and_each_follows_from_the_numbers_before_it(self, case, fields):
        result = Predictor().answer(case)
        if result is None or case.exact:
            return
        values = {field: result[field] for field in fields if field in result}
        cut = stages(values)
        self.assertEqual(sorted(values), sorted(field for stage in cut for field in stage.fields))
        for stage in cut:
            again = Predictor().answer(case, stage.own)
            self.assertEqual(stage.of(values), stage.of(again), stage.fields)

    def test_examples_with_one_input_and_two_targets_are_not_taken_for_each_other(self):
        network = Network([Layer([[2.0]], [1.0], "identity"), Layer([[3.0]], [0.0], "identity")])
        case = Case("twins", network, [Example([1.0], [0.0]), Example([1.0], [5.0])], reduction="sum")
        values = Predictor().answer(case)
        for stage in stages(values):
            self.assertEqual(stage.of(values), stage.of(Predictor().answer(case, stage.own)))

    def test_no_mistake_writes_over_the_numbers_of_the_program_under_test(self):
        case = BY_ID["square"]
        values = Predictor().answer(case)
        for mistake in MISTAKES.values():
            for form in mistake.forms():
                for stage in stages(values):
                    own = copy.deepcopy(stage.own)
                    Predictor((form,)).answer(case, own)
                    self.assertEqual(stage.own, own, form.label)

    @mock.patch.object(diagnosis, "WORK", 3e6)
    def test_slips_in_several_stages_are_all_named(self):
        three = [MISTAKES[name] for name in ("no-bias-forward", "sum-of-layer-deltas", "parameters-ascent")]
        report = check(answered(three), FEW)
        self.assertLessEqual({mistake.name for mistake in three}, names(report))
        self.assertNotIn(UNNAMED, names(report))

    def test_a_slip_that_nobody_knows_hides_no_other(self):
        known = answered([MISTAKES["sum-of-layer-deltas"]])

        def candidate(given):
            answer = copy.deepcopy(known(given))
            answer["cost"] += 0.125
            return answer

        report = check(candidate, FEW[:3])
        self.assertEqual(["sum-of-layer-deltas", UNNAMED], [one.mistake for one in report.diagnoses])
        self.assertIn("cost: every value wrong", report.diagnoses[1].explanation)

    def test_what_was_said_of_one_step_is_not_taken_for_the_next(self):
        case = BY_ID["square"]
        values = Predictor().answer(case)
        own = {field: values[field] for field in ("weighted_sums", "activations", "deltas", *GRADIENTS)}
        for name in ("online-in-batch", "online-with-running-total"):
            self.assertIsNone(Predictor((MISTAKES[name],)).answer(case, own), name)

    @mock.patch.object(diagnosis, "WORK", 1e6)
    def test_a_slight_slip_that_nobody_knows_is_not_called_rounding(self):
        right = answered([])

        def candidate(given):
            answer = copy.deepcopy(right(given))
            answer["deltas"] = [[[1.01 * d + 1e-3 for d in row] for row in one] for one in answer["deltas"]]
            return {field: answer[field] for field in ("weighted_sums", "activations", "deltas")}

        self.assertEqual({UNNAMED}, names(check(candidate, FEW)))

    @mock.patch.object(diagnosis, "WORK", 5e5)  # each mistake alone is tried on a case so small
    def test_one_number_that_is_off_gets_no_name(self):
        case = BY_ID["two-two-two"]
        for factor, field, *place in (
            (1.01, "activations", 0, 0, 0), (1 + 1e-9, "deltas", 0, 1, 0), (1.01, "deltas", 0, 0, 0),
            (1.000003, "weight_gradients", 0, 0, 0), (1.01, "bias_gradients", 1, 0),
        ):
            answer = answered([])({"id": case.id})
            *here, last = place
            row = answer[field]
            for index in here:
                row = row[index]
            row[last] *= factor
            with self.subTest(field, place=place, factor=factor):
                self.assertEqual([UNNAMED], [one.mistake for one in check(lambda given: answer, [case]).diagnoses])

    def test_evidence_of_a_stage_is_what_the_program_said(self):
        report = check(answered([MISTAKES[name] for name in ("no-bias-forward", "sum-of-layer-deltas")]), FEW[:3])
        self.assertTrue(any(one.evidence.own for one in report.diagnoses))
        wrong = answered([MISTAKES[name] for name in ("no-bias-forward", "sum-of-layer-deltas")])
        for one in report.diagnoses:
            said = wrong({"id": one.evidence.case})
            for place in re.findall(r"\w+", one.evidence.where):
                said = said[int(place) if place.isdigit() else place]
            self.assertEqual(said, one.evidence.found, one.mistake)


class Numbers(unittest.TestCase):
    def test_the_number_that_a_mistake_leaves_open_is_found(self):
        for mistake in MISTAKES.values():
            if mistake.parameter is None or mistake.stateful or mistake.equation == "3":
                continue
            if mistake.name == "outputs-clipped":  # its number shows in costs without a bound alone
                continue
            other = mistake.with_value(mistake.parameter.typical * 1.25)
            case, values, wrong = first_shown(other)
            said = Said(values)
            found = fitted(
                mistake, wrong, lambda tried: Predictor((tried,)).answer(case),
                lambda tried: agrees(said, Predictor((tried,)).answer(case), "double"),
            )
            with self.subTest(mistake.name, value=other.value):
                self.assertIsNotNone(found)
                self.assertAlmostEqual(1, found.value / other.value, delta=1e-4)

    @mock.patch.object(diagnosis, "WORK", 2e6)
    def test_a_number_is_fitted_from_far_away(self):
        # λ = 7 where 0.01 is usual
        decay = next(one for one in MISTAKES.values() if one.name == "weight-decay")
        report = check(answered([decay.with_value(7.0)], TEACHING), CASES)
        self.assertEqual("weight-decay", report.diagnoses[0].mistake)
        self.assertIn(f"{decay.parameter.symbol} = 7.", report.diagnoses[0].explanation)

    def test_a_number_is_found_in_what_stays_from_case_to_case(self):
        row = [case for case in CASES if "stateful" in case.flags]
        for name in ("momentum", "nesterov-momentum-kept"):
            report = check(answered([MISTAKES[name].with_value(0.6)], TEACHING), row)
            with self.subTest(name):
                self.assertEqual(name, report.diagnoses[0].mistake)
                self.assertIn("Here β = 0.6.", report.diagnoses[0].explanation)

    def test_a_parameter_that_moves_nothing_wrong_is_not_fitted(self):
        case, values, wrong = first_shown(MISTAKES["bias-gradient-0"])
        tried = []
        found = fitted(
            MISTAKES["weight-decay"], wrong, lambda one: tried.append(one.value) or Predictor((one,)).answer(case),
            lambda one: self.fail("it agrees nowhere"),
        )
        self.assertIsNone(found)
        self.assertEqual(2 * (1 + len(MISTAKES["weight-decay"].parameter.others)), len(tried))

    def test_parameter_has_a_symbol_and_a_value_from_which_to_start(self):
        for mistake in MISTAKES.values():
            if mistake.parameter is not None:
                self.assertIsInstance(mistake.parameter, Parameter)
                self.assertTrue(mistake.parameter.symbol)
                self.assertEqual(mistake.parameter.typical, mistake.value)

    def test_forms_and_values_of_a_mistake_have_labels_of_their_own(self):
        labels = [form.label for mistake in MISTAKES.values() for form in mistake.forms()]
        self.assertEqual(len(labels), len(set(labels)))
        for mistake in MISTAKES.values():
            for number, form in enumerate(mistake.forms()):
                self.assertEqual((mistake.name, number), form.label[:2])
                if mistake.parameter is not None:
                    self.assertEqual((mistake.name, number, 0.5), form.with_value(0.5).label)
                    self.assertEqual((mistake.name, number, 0.5), form.with_value(0.5).forms()[0].label)


class Layers(unittest.TestCase):
    def test_a_slip_in_one_layer_alone_is_named_with_its_layer(self):
        right, wrong = answered([]), answered([MISTAKES["gradient-transposed"]])
        given = [BY_ID["square"], BY_ID["square-sum"]]

        def candidate(one):
            answer, slipped = right(one), wrong(one)
            w = [answer["weight_gradients"][0], slipped["weight_gradients"][1], answer["weight_gradients"][2]]
            return {"weight_gradients": w, "bias_gradients": answer["bias_gradients"]}

        found = check(candidate, given).diagnoses[0]
        self.assertIn("gradient-transposed", (found.mistake, *(name.partition(":")[0] for name in found.alike)))
        self.assertIn("(In layer 1 alone.)", found.explanation)


class Quotients(unittest.TestCase):
    def test_quotients_are_recognised_with_their_h(self):
        for name in ("forward-difference", "central-difference"):
            for h in (2e-4, 1e-6, 2.0**-26, 1e-9):
                report = check(answered([MISTAKES[name].with_value(h)], GRADIENTS), FEW)
                with self.subTest(name, h=h):
                    self.assertEqual({name}, names(report))
                    self.assertIn(f"h = {h:.6g}", report.diagnoses[0].explanation)

    def test_gradients_of_the_chain_rule_are_no_quotients(self):
        answers = [(case, {field: Predictor().answer(case)[field] for field in GRADIENTS}) for case in FEW]
        for one in answers:
            self.assertEqual([], difference_quotients([one]), one[0].id)
        self.assertEqual([], difference_quotients(answers))


class Followed(unittest.TestCase):
    def test_differentiating_the_right_cost_gives_the_right_gradient(self):
        # By another road altogether: nothing of the backward pass takes part.
        for activation, cost in every_pair():
            network, example = tame(hidden_beside(activation), activation)
            one, other = backpropagate(network, example, cost), followed(network, example, cost)
            with self.subTest(activation, cost=cost):
                self.assertEqual((one.z, one.a, one.C), (other.z, other.a, other.C))
                for here, there in ((one.delta, other.delta), (one.dC_dw, other.dC_dw), (one.dC_db, other.dC_db)):
                    for value, same in zip(flat(here), flat(there)):
                        # some dozen roundings each; nothing cancels in these networks by more than two digits
                        self.assertAlmostEqual(value, same, delta=1e-13 + 1e-12 * abs(value))

    @given(strategies.cases())
    def test_fractions_are_equal_to_the_last(self, case):
        if not (case.exact and all(layer.activation in ("identity", "relu", "leaky_relu", "softsign")
                                   for layer in case.network.layers)):
            return
        for example in case.examples:
            one, other = (backward(case.network, example, "squared_error") for backward in (backpropagate, followed))
            self.assertEqual((one.delta, one.dC_dw, one.dC_db), (other.delta, other.dC_dw, other.dC_db))

    def test_a_program_with_automatic_differentiation_is_named_by_its_forward_pass(self):
        for name in ("mean-of-inputs", "no-output-activation-forward"):
            form = MISTAKES[name].forms()[-1]
            self.assertIs(followed, form.replacements()["backpropagate"])
            report = check(answered([form], TEACHING), FEW)
            with self.subTest(name):
                self.assertEqual(name, report.diagnoses[0].mistake)
                self.assertNotIn(UNNAMED, names(report))

    def test_what_a_program_said_has_no_derivatives(self):
        case = BY_ID["square"]
        values = Predictor().answer(case)
        own = {field: values[field] for field in ("weighted_sums", "activations")}
        form = MISTAKES["mean-of-inputs"].forms()[-1]
        self.assertIsNone(Predictor((form,)).answer(case, own))
        self.assertEqual(values["deltas"], Predictor().answer(case, own)["deltas"])

    def test_a_narrower_variable_on_the_way_does_not_cut_the_tape(self):
        case = BY_ID["square"]
        right = Predictor().answer(case)["weight_gradients"]
        form = MISTAKES["sums-in-single"].forms()[-1]
        self.assertIs(followed, form.replacements()["backpropagate"])
        for value, narrow in zip(flat(right), flat(Predictor((form,)).answer(case)["weight_gradients"])):
            self.assertNotEqual(value, narrow)
            self.assertAlmostEqual(1, narrow / value, delta=1e-5)  # singles have 2^-24, and some terms cancel

    def test_only_what_changes_the_way_to_the_cost_has_such_a_form(self):
        self.assertFalse(is_in_forward_pass({}))
        for mistake in MISTAKES.values():
            for form in mistake.forms():
                if form.replacements().get("backpropagate") is followed:
                    self.assertTrue(is_in_forward_pass(mistake.replacements()), mistake.name)
                    self.assertFalse(mistake.only or mistake.stateful, mistake.name)

    def test_tape_obeys_the_rules_of_differentiation(self):
        tape = []
        x, y = Taped(3.0, tape), Taped(4.0, tape)
        result = (x * y - x / y + 2 - 1 / x) ** 2 + abs(-y) ** -1
        differentiated(result)
        u = 12 - 0.75 + 2 - 1 / 3
        self.assertAlmostEqual(u * u + 0.25, result.value, delta=1e-13)
        self.assertAlmostEqual(2 * u * (4 - 0.25 + 1 / 9), x.gradient, delta=1e-12)
        self.assertAlmostEqual(2 * u * (3 + 3 / 16) - 1 / 16, y.gradient, delta=1e-12)


class Reports(unittest.TestCase):
    def test_the_same_program_has_the_same_report_every_time(self):
        def candidate(given):
            answer = answered([])(given)
            return {"bias_gradients": [[b + 3 * b * b for b in row] for row in answer["bias_gradients"]]}

        with mock.patch.object(diagnosis, "WORK", 3e5):
            one, other = check(candidate, FEW).object(), check(candidate, FEW).object()
        self.assertEqual(one, other)
        self.assertIn("mistakes were not tried", one["diagnoses"][0]["explanation"])

    def test_mistake_is_a_record_of_its_parts(self):
        self.assertIsInstance(MISTAKES["weight-decay"].with_value(2.0), Mistake)
        self.assertIsNot(MISTAKES["weight-decay"], MISTAKES["weight-decay"].with_value(2.0))


def flat(value):
    return [one for item in value for one in flat(item)] if isinstance(value, list) else [value]


if __name__ == "__main__":
    unittest.main()
