"""check names slips as what they are, first and alone: from all fields, from gradients, from updates; and in pairs."""

import copy
import io
import json
import random
import unittest

from backprop_ref import check
from backprop_ref.mistakes import EXTENTS, MISTAKES, by_hand, every, slip
from backprop_ref.verify.name import UNNAMED
from backprop_ref.verify.name_search import one_by_one
from backprop_ref.cases import bundled
from tests import DEEP, some
from tests.slips import BY_ID, WAYS, candidate, differs, predict, right, same, with_work
from tests.trial import SLIPS, answers
from tests.trial.cases import HERE, read

IDS = (  # one of each kind, and small: what is tried is tried on a case as small as no-biases first
    "two-one-two", "no-biases", "square-sum", "widths", "tanh", "shared-bias", "relu-softmax-online", "softmax-soft",
    "relu-identity", "binary-cross-entropy-hard", "no-hidden-layer", "saturated",
)
CASES = [BY_ID[id] for id in IDS]
FEW = [BY_ID[id] for id in ("no-biases", "tanh")]  # small: with one example and with several, with and without biases
GRADIENTS, UPDATES = WAYS["gradients"], WAYS["updates"]


def findings(*mistakes, fields=None, cases=CASES):
    """The findings on a program with these mistakes."""
    return check(candidate(*mistakes, fields=fields, asked=cases), cases).diagnoses


def names(*mistakes, **settings):
    """Their names, but for an answer without a field."""
    return [one.mistake for one in findings(*mistakes, **settings) if one.kind != "transport"]


class CasesToBeginWith(unittest.TestCase):
    def test_last_layer_weight_gradients_all_0_are_one_finding(self):
        for way, fields in WAYS.items():
            found = [one for one in findings(slip("weight-gradient", "0", "in-last-layer"), fields=fields)
                     if one.kind != "transport"]
            self.assertEqual(1, len(found))
            # Updates alone do not tell a gradient of 0 from a weight that is not moved.
            self.assertEqual("11" if way == "updates" else "10", found[0].equation)
            self.assertIn("last layer", found[0].wrong)

    def test_bias_slips_are_named_where_the_users_of_a_shared_bias_are_summed_afterwards(self):
        few = [BY_ID[id] for id in ("no-biases", "square-sum", "shared-bias")]
        for way, fields in WAYS.items():
            nought = "biases-never-updated" if way == "updates" else "bias-gradient-0"
            for substitute, name in (("0", nought), ("sum-delta", "sum-of-layer-deltas")):
                self.assertEqual([name], names(slip("bias-gradient", substitute), fields=fields, cases=few))

    def test_a_slope_of_one_activation_is_one_finding(self):
        cases = [*CASES, BY_ID["no-update"]]
        self.assertEqual(["tanh-slope-not-squared"], names(slip("slope", "tanh-1-minus-tanh-z"), cases=cases))

    def test_two_slips_at_once_are_both_named(self):
        pairs = (("updated-weights-in-delta", "error-not-delta"), ("online-in-batch", "sum-of-layer-deltas"),
                 ("hidden-slope-missing", "sum-for-mean"))
        programs = [(pair, fields, CASES) for fields in (None, UPDATES) for pair in pairs]
        for pair, fields, cases in programs if DEEP else (
                (pairs[0], UPDATES, CASES), (pairs[1], GRADIENTS, FEW)):
            self.assertEqual(set(pair), set(names(*pair, fields=fields, cases=cases)), (pair, fields))
        pair = ("no-bias-forward", "biases-ascent")  # by updates alone the second may be a gradient turned round
        self.assertEqual(set(pair), set(names(*pair, cases=FEW)), pair)

    def test_own_activations_for_inputs_in_the_last_layer_are_named_by_gradients_alone(self):
        with with_work(4e6):
            found = names(slip("input-for-weights", "own-activations", "in-last-layer"), fields=GRADIENTS, cases=FEW)
        self.assertEqual("own-activation-for-input-in-last-layer", found[0])

    def test_what_stays_within_a_batch_is_named(self):
        for one in (slip("weighted-sum", "starts-from-output-before"), slip("examples", "fed-back"),
                    slip("next-deltas", "deltas-of-example-before")):
            self.assertEqual([one.name], names(one, cases=FEW), one.name)

    def test_momentum_on_weights_only_is_named(self):
        self.assertEqual(["momentum-on-weights-only"], names("momentum-on-weights-only", cases=bundled()))

    def test_outputs_clipped_are_named(self):
        cases = [*CASES, *(case for case in bundled() if case.id not in IDS)]
        self.assertEqual("slopes-at-outputs-clipped", names("slopes-at-outputs-clipped", cases=cases)[0])

    def test_a_bias_from_the_other_end_of_its_row_is_named(self):
        self.assertEqual(["biases-in-reverse"], names("biases-in-reverse", fields=GRADIENTS))

    def test_decay_with_the_sign_turned_is_told_with_its_sign(self):
        (found,) = findings(MISTAKES["weight-decay"].with_value(-0.01), cases=FEW)
        self.assertEqual("weight-decay", found.mistake)
        self.assertIn("-0.01", found.explanation)

    def test_a_slight_error_in_one_number_gets_no_name(self):
        def answer(given):
            values = dict(right(given["id"]))
            if given["id"] == "widths":
                layers = [[list(row) for row in layer] for layer in values["weight_gradients"]]
                layers[0][0][0] *= 1 + 1e-11
                values["weight_gradients"] = layers
            return values

        with with_work(2e6):
            found = check(answer, CASES).diagnoses
        self.assertEqual([UNNAMED], [one.mistake for one in found])
        self.assertEqual((), found[0].alike)

    def test_gradients_taken_back_from_the_update_are_recognised(self):
        few = [copy.copy(BY_ID[id]) for id in ("square", "widths", "relu")]
        for case in few:
            case.alpha = 1e-4

        def answer(given):
            case = next(case for case in few if case.id == given["id"])
            values = predict((), case)
            return {
                "weight_gradients": [
                    [[(w - v) / case.alpha for w, v in zip(*rows)] for rows in zip(layer.w, new)]
                    for layer, new in zip(case.network.layers, values["new_weights"])
                ],
                "bias_gradients": [
                    [(b - v) / case.alpha for b, v in zip(layer.b, new)]
                    for layer, new in zip(case.network.layers, values["new_biases"])
                ],
            }

        found = check(answer, few).diagnoses
        self.assertEqual(["gradient-from-update"], [one.mistake for one in found])
        self.assertIn("new_weights", found[0].explanation)


class WholeKinds(unittest.TestCase):
    def test_what_a_loop_leaves_out_is_named_in_every_slot(self):
        groups = ("bias", "weighted-sum", "activation", "cost-slope", "delta", "bias-gradient", "delta-for-weights",
                  "rate", "rate-for-biases")
        kinds = [(group, name) for group in groups
                 for name in ("only-first", "only-last", "without-first", "without-last")]
        for group, name in some(kinds, 3, seed=9):
            self.assertEqual([f"{group}-{name}"], names(slip(group, name)))

    def test_what_stands_of_another_example_is_named_with_the_example(self):
        for one in some([slip("input-for-weights", f"inputs-of-{which}-example") for which in ("first", "last")] + [
                slip("slope", "at-z-of-first-example"), slip("cost-slope", "target-of-last-example")], 1, seed=3):
            self.assertEqual([one.name], names(one, fields=GRADIENTS))

    def test_a_delta_of_a_layer_of_another_width_is_named_whatever_stands_beyond_its_end(self):
        fits = {"clipped": lambda v, j: v[min(j, len(v) - 1)], "wrapped": lambda v, j: v[j % len(v)],
                "filled": lambda v, j: v[j] if j < len(v) else 0.0, "read on": lambda v, j: [*v, 7.5, -3.25, 11.0][j]}
        for fit in fits.values():
            def answer(given):
                values = dict(right(given["id"]))
                *before, last = values["bias_gradients"]
                values["bias_gradients"] = [[fit(last, j) for j in range(len(layer))] for layer in before] + [last]
                return {field: values[field] for field in GRADIENTS}

            cases = [case for case in CASES if not case.network.layers[-1].shared_bias]
            found = [one.mistake for one in check(answer, cases).diagnoses]
            self.assertEqual(["bias-gradient-last-layer-delta"], found)

    def test_numbers_that_are_cut_are_named_with_their_limit(self):
        (found,) = findings(slip("moved-by", "cut").with_value(0.07), fields=UPDATES, cases=FEW)
        self.assertEqual(("moved-by-cut", "11/15"), (found.mistake, found.equation))
        self.assertIn("Here c = 0.07.", found.explanation)

    def test_a_number_that_is_0_taken_for_a_missing_one_is_named(self):
        one = slip("rate-for-biases", "0-where-bias-is-not-0")
        self.assertEqual([one.name], names(one, fields=UPDATES))

    def test_a_transposed_gradient_is_named_where_it_was_cut_to_the_rows_that_there_are(self):
        def turned(given):
            values = dict(right(given["id"]))
            layers = values["weight_gradients"]
            values["weight_gradients"] = [[list(column)[:len(layer)] for column in [*zip(*layer)][:len(layer)]]
                                          for layer in layers[:-1]] + layers[-1:]
            return {field: values[field] for field in GRADIENTS}

        (found,) = check(turned, CASES).diagnoses
        self.assertEqual("gradient-transposed-in-hidden-layers", found.mistake)
        self.assertEqual(sum(len(case.network.layers) > 1 for case in CASES), len(found.cases))

    def test_what_stays_in_one_array_of_all_parameters_is_named(self):
        kept = MISTAKES["not-zeroed"].forms()[-1]
        self.assertEqual(["not-zeroed"], names(kept, fields=GRADIENTS, cases=bundled()))

    def test_two_slips_of_which_one_has_state_are_both_named(self):
        pair = ("tanh-slope-not-squared", "momentum-with-rate-inside")
        cases = [BY_ID[id] for id in ("sigmoid-online", "tanh-sigmoid", "tanh", *(f"in-a-row-{n}" for n in (1, 2, 3)))]
        self.assertEqual(set(pair), set(names(*pair, cases=cases)))

    def test_a_slip_that_one_case_shows_is_named_beside_one_that_the_others_show(self):
        case, other = BY_ID["silu"], [one for one in bundled() if one.cost == "cross_entropy"]
        found = names("slope-silu-s-z-times-1-minus-s", "ce-slope-a-minus-y", fields=GRADIENTS, cases=[case, *other])
        self.assertEqual({"slope-silu-s-z-times-1-minus-s", "ce-slope-a-minus-y"}, set(found))

    def test_what_is_made_from_beyond_a_list_is_counted_and_bears_out_no_other_name(self):
        cases = [*FEW, BY_ID["widths"], BY_ID["sigmoid-online"]]
        for one in (slip("next-weights", "own-row"), slip("input-for-weights", "x"), slip("bias", "first-layer-bias")):
            (found,) = check(candidate(one), cases).diagnoses
            self.assertEqual(one.name, found.mistake)
        (found,) = findings("biases-never-updated", fields=UPDATES, cases=cases)
        self.assertNotIn("beyond", found.explanation)

    def test_digits_that_are_lost_in_some_fields_are_named_though_others_have_them_all(self):
        def answer(given):
            values = dict(right(given["id"]))
            values["bias_gradients"] = [[round(number, 6) for number in layer] for layer in values["bias_gradients"]]
            return values

        self.assertEqual(["printed-with-6-decimals"], [one.mistake for one in check(answer, CASES).diagnoses])

    def test_nothing_stays_from_a_case_that_was_declined(self):
        asked = [case for case in bundled() if len(case.network.layers) == 2][:24]
        taken = [case for number, case in enumerate(asked) if number % 3]
        said = dict(zip((case.id for case in taken), one_by_one((MISTAKES["not-zeroed"].forms()[1],), taken)))

        def answer(given):
            values = said.get(given["id"])
            return {"error": "unsupported"} if values is None else {field: values[field] for field in GRADIENTS}

        self.assertEqual(["not-zeroed"], [one.mistake for one in check(answer, asked).diagnoses])


class ProgramsOfTheTrial(unittest.TestCase):
    """Kinds of programs of which one finding, or one for each of two slips, is all that there should be."""

    def found(self, name, way, *numbers):
        """What is named of a program of the trial set, over those of its cases."""
        (one,) = [one for one in SLIPS if one.name == name]
        cases = [case for case in read(HERE / "cases.jsonl") if case["id"].split("-")[0] in numbers]
        lines = "".join(json.dumps(answer) + "\n" for answer in answers(one, cases, way))
        return [one.mistake for one in check(io.BytesIO(lines.encode()), cases).diagnoses]

    def test_where_outputs_saturate_rounding_makes_no_second_slip(self):
        found = self.found("bias subtracted", "gradients", "12", "15", "19", "22", "38", "56")
        self.assertEqual(["bias-subtracted"], found)

    def test_gradients_turned_round_are_named_where_they_have_the_wrong_shape_too(self):
        for way in ("gradients", "updates"):
            found = self.found("outer product turned round", way, "04", "15", "19", "22", "48")
            self.assertEqual(["gradient-transposed-in-hidden-layers"], found)

    def test_an_extent_is_looked_at_anew_beside_a_second_slip(self):
        name = "bias gradient: all inputs added up + only the sign of the error"
        found = self.found(name, "gradients", "04", "12", "14", "15", "19", "22", "50")
        self.assertEqual("bias-times-inputs", found[0])
        self.assertEqual(2, len(found), found)
        self.assertIn("with-squared-costs", found[1])

    def test_slips_that_cancel_in_a_right_answer_are_both_named(self):
        name = "cross entropies over the outputs + sum for mean"
        found = self.found(name, "gradients", "03", "04", "09", "12", "13", "22", "38", "39")
        self.assertEqual(2, len(found), found)
        self.assertIn("cost-over-outputs-with-cross-entropies", found)
        self.assertTrue({"sum-for-mean", "divisor-of-gradients-1"} & set(found), found)  # no cost is given

    def test_clipping_in_the_update_alone_is_named_from_full_results(self):
        (found,) = self.found("clipping left on", "full", "04", "46")
        self.assertEqual("moved-by-cut", found)


class EverySlip(unittest.TestCase):
    def named(self, mistakes, way, cases=CASES):
        """Is there one program that explains it all, and is it this one, by its names or by all its numbers?"""
        fields = WAYS[way]
        wrong = [
            case for case in cases for values in [predict(mistakes, case)] if values is not None and differs(
                values, right(case.id), fields and [field for field in fields if field in right(case.id)])
        ]
        if not wrong:
            return None
        found = [one for one in check(candidate(*mistakes, fields=fields), cases).diagnoses if one.kind != "transport"]
        given = {one.mistake for one in found}
        if given == {one.name for one in mistakes}:
            return True
        try:
            said = [MISTAKES[name] for name in given]
        except KeyError:
            return False
        plain = bool(said) and all(one.parameter is None for one in said)
        return plain and same(mistakes, said, [case.id for case in wrong], fields)

    def share(self, programs, way):
        """Of these programs, how many are named, of those that can be."""
        results = [(one, self.named(one, way)) for one in programs]
        judged = [(one, result) for one, result in results if result is not None]
        missed = [[each.name for each in one] for one, result in judged if not result]
        return 1 - len(missed) / len(judged), missed

    def test_where_two_conditions_meet_is_read_off(self):
        for name, fields in (("cost-slope-error-in-sigmoid-layers-with-binary_cross_entropy", None),
                             ("slope-missing-in-last-layer-in-tanh-layers", ("weight_gradients", "bias_gradients"))):
            wrong = [case for case in CASES if differs(predict((MISTAKES[name],), case), right(case.id))]
            if wrong:
                self.assertIsNot(False, self.named((MISTAKES[name],), "full" if fields is None else "gradients"), name)

    def test_single_slips_are_named_from_every_way_to_answer(self):
        rng = random.Random(5)
        programs = [(one,) for one in (every() if DEEP else rng.sample(list(every()), 9))]
        for index, way in enumerate(WAYS):
            share, missed = self.share(programs if DEEP else programs[index::3], way)
            self.assertGreaterEqual(share, 0.9, (way, missed))

    def test_slips_in_some_layers_are_named_with_their_layers(self):
        rng = random.Random(6)
        for _ in range(40 if DEEP else 2):
            one = rng.choice([one for one in every() if one.group.extents and one.group.layers == "all"])
            one = one.within(EXTENTS[rng.choice(["in-hidden-layers", "in-last-layer"])])
            self.assertIsNot(False, self.named((one,), rng.choice(list(WAYS))), one.name)

    def test_pairs_are_named(self):
        rng = random.Random(8)
        common = [one for one in every() if one.cost <= 1]
        programs = [tuple(rng.sample(common, 2)) for _ in range(60 if DEEP else 2)]
        share, missed = self.share(programs, "full")
        self.assertGreaterEqual(share, 0.75, missed)

    def test_entries_by_hand_are_named(self):
        rng = random.Random(9)
        some = [one for one in by_hand() if not one.only and not one.stateful and one.kind in ("equation", "procedure")]
        programs = [(one,) for one in (some if DEEP else rng.sample(some, 3))]
        share, missed = self.share(programs, "full")
        self.assertGreaterEqual(share, 0.7, missed)


class Findings(unittest.TestCase):
    def test_a_program_that_stops_where_its_slip_leaves_no_result_has_one_finding(self):
        one = slip("slope", "divides")

        def answer(given):
            result = predict((one,), BY_ID[given["id"]])
            if result is None:
                raise ZeroDivisionError
            return result

        cases = [BY_ID[id] for id in ("no-biases", "square-sum", "relu-identity")]
        self.assertIsNone(predict((one,), cases[-1]))
        (found,) = check(answer, cases).diagnoses
        self.assertEqual((one.name, 3), (found.mistake, found.count))

    def test_evidence_is_of_the_field_that_the_finding_is_about_and_wrong(self):
        for name, field in (("sum-of-layer-deltas", "bias_gradients"), ("no-bias-forward", "weighted_sums"),
                            ("output-slope-missing", "deltas"), ("parameters-ascent", "new_weights")):
            (found,) = findings(name, cases=FEW)
            self.assertTrue(found.evidence.where.startswith(field), (name, found.evidence.where))
            self.assertNotEqual(found.evidence.found, found.evidence.right)

    def test_every_wrong_value_is_claimed_once(self):
        found = findings("online-in-batch", "sum-of-layer-deltas", fields=GRADIENTS, cases=FEW)  # both in the biases
        self.assertEqual(2, len(found))
        claims = [claim for one in found for claim in one.claims]
        self.assertEqual(len(claims), len(set(claims)))

    def test_a_pair_says_which_others_the_numbers_do_not_tell(self):
        zero = slip("weight-gradient", "0", "in-last-layer")
        found = findings("bias-subtracted", zero, fields=UPDATES, cases=[BY_ID["two-two-two"], *FEW])
        (other,) = [one for one in found if one.mistake != "bias-subtracted"]
        self.assertEqual(2, len(found))
        self.assertIn(zero.name, " ".join([other.mistake, *other.alike]))
        self.assertGreater(len(other.alike), 0)

    def test_where_nothing_fits_the_report_says_what_the_slot_must_have_held(self):
        def answer(given):
            values = dict(right(given["id"]))
            values["bias_gradients"] = [[b * (1.5 + j) + 0.01 for j, b in enumerate(layer)]
                                        for layer in values["bias_gradients"]]
            return {field: values[field] for field in values if not field.startswith("new")}

        with with_work(5e5):
            (found,) = check(answer, CASES).diagnoses
        self.assertEqual((UNNAMED, "14"), (found.mistake, found.equation))
        self.assertIn("it would hold with", found.explanation)

    def test_what_is_wrong_from_one_case_on_may_have_stayed_from_the_one_before(self):
        seen = []

        def answer(given):
            seen.append(given["id"])
            values = {field: right(given["id"])[field] for field in GRADIENTS}
            if len(seen) > 2:
                values["bias_gradients"] = [[b + 0.01 * len(seen) for b in layer] for layer in values["bias_gradients"]]
            return values

        with with_work(1e5):
            (found,) = check(answer, CASES).diagnoses
        self.assertIn(f"Everything before '{CASES[2].id}' is right and nothing after it: something may stay",
                      found.explanation)

    def test_the_same_program_has_the_same_findings_every_time(self):
        first = [one.object() for one in findings("hidden-slope-missing", fields=UPDATES)]
        self.assertEqual(first, [one.object() for one in findings("hidden-slope-missing", fields=UPDATES)])


if __name__ == "__main__":
    unittest.main()
