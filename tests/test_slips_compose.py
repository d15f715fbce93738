"""The grammar: every slip shows, every two differ or are equal as formulas, and nothing but the slip is changed."""

import random
import re
import unittest
from fractions import Fraction

from backprop_ref import RULES, Example, Network
from backprop_ref.mistakes import (
    EQUAL, EXTENTS, GROUPS, KNOWN, MISTAKES, SLOTS, STYLES, Course, Place, are_equal, both, by_hand, composed, every,
    slip, styles_of,
)
from backprop_ref.cases import Case, bundled, result_object
from backprop_ref.verify.name_extents import layers_of
from backprop_ref.verify.name_search import Search, Work
from backprop_ref.verify.name_views import numbers_in, predict
from tests import DEEP, some
from tests.slips import BY_ID, differs, right, same, shows

TELLING = [BY_ID[id] for id in ("square-sum", "widths", "shared-bias", "relu-softmax", "square")]


def fractional(seed):
    """A case in Fractions: rational activations, a squared error, several examples, nothing square."""
    rng = random.Random(seed)

    def number():
        return Fraction(rng.randint(-9, 9) or 5, rng.randint(1, 7))

    network = Network.random([3, 2, 4, 2], ["softsign", "leaky_relu", "softsign"], seed=seed).map(lambda w: number())
    examples = [Example([number() for _ in range(3)], [number() for _ in range(2)]) for _ in range(3)]
    return Case(f"fractions-{seed}", network, examples, Fraction(1, 3), "squared_error", "mean", exact=True)


class Grammar(unittest.TestCase):
    def test_without_a_slip_the_open_passes_give_the_same_bits_as_the_heart(self):
        for case in bundled():
            eq = composed([])
            settings = (case.network, case.examples, case.alpha, case.cost, case.reduction)
            open_passes, heart = eq.gradient_step(*settings, eq), RULES.gradient_step(*settings, RULES)
            for field in ("z", "a", "delta", "C", "dC_dw", "dC_db"):
                self.assertEqual(repr(getattr(heart, field)), repr(getattr(open_passes, field)), (case.id, field))

    def test_a_slip_that_is_a_rule_for_the_heart_gives_the_same_bits_as_through_the_open_passes(self):
        cases = [BY_ID[id] for id in ("square-sum", "shared-bias", "relu-softmax", "widths")]
        slips = list(every(["", "in-hidden-layers", "in-last-layer", "without-shared-bias"]))
        slips = [one for one in slips if "forward" not in one.replacements()]
        self.assertGreater(len(slips), 200)
        for one in slips:
            for case in cases:
                settings = (case.network, case.examples, case.alpha, case.cost, case.reduction)
                told = []
                for eq in (one.rules(), composed([one])):
                    try:
                        step = eq.gradient_step(*settings, eq)
                        fields = ("z", "a", "delta", "C", "dC_dw", "dC_db", "network")
                        told.append([getattr(step, field) for field in fields])
                    except ArithmeticError as error:
                        told.append(type(error))
                self.assertEqual(*map(str, told), (one.key, case.id))

    def test_every_slip_shows_on_a_bundled_case(self):
        for one in some(every(), 90):
            first = [case.id for case in TELLING] + list(BY_ID)
            self.assertTrue(any(shows(one, id) in "#o" for id in first), one.name)

    def test_every_slip_in_an_extent_is_the_slip_there_and_right_elsewhere(self):
        case = BY_ID["widths"]
        for name in some([one.substitute.name for one in every() if one.group.name == "bias-gradient"], 12):
            hidden, last = slip("bias-gradient", name, "in-hidden-layers"), slip("bias-gradient", name, "in-last-layer")
            whole, both = predict((slip("bias-gradient", name),), case), predict((hidden, last), case)
            self.assertFalse(differs(whole, both), name)
            self.assertEqual(right("widths")["bias_gradients"][-1], predict((hidden,), case)["bias_gradients"][-1])

    def test_two_slips_are_told_apart_on_a_bundled_case_or_declared_equal(self):
        slips = list(every())
        seen = {}
        for one in slips if DEEP else some(slips, 150, seed=1):
            key = tuple(
                None if values is None else tuple(float(f"{v:.7g}") for field in sorted(values)
                                                  for _, v in numbers_in(values[field]))
                for values in (predict((one,), case) for case in TELLING)
            )
            for other in seen.get(key, ()):
                if not are_equal(one.name, other.name):
                    self.assertFalse(same((one,), (other,)), (one.name, other.name))
            seen.setdefault(key, []).append(one)

    def test_what_is_declared_equal_is_equal_over_fractions(self):
        for names in some(EQUAL, 14):
            slips = [MISTAKES[name] for name in names]
            if any(one.parameter is not None for one in slips):
                continue  # equal for one number alone
            for seed in range(2):
                case = fractional(seed)
                first = predict((slips[0],), case)
                for other in slips[1:]:
                    self.assertEqual(repr(first), repr(predict((other,), case)), (names[0], other.name, seed))

    def test_every_slip_runs_in_fractions(self):
        case, ran = fractional(7), 0
        for one in some(every(), 120, seed=2):
            if one.parameter is None and one.group.name not in ("softmax",
                                                                "cost-alone") and "root" not in one.substitute.name:
                ran += predict((one,), case) is not None
        self.assertGreater(ran, 70)

    def test_slips_are_made_at_once_whatever_passes_they_live_in(self):
        case = BY_ID["widths"]
        both = predict((MISTAKES["hidden-slope-missing"], MISTAKES["parameters-ascent"]), case)
        alone = predict((MISTAKES["hidden-slope-missing"],), case)
        self.assertEqual(alone["weight_gradients"], both["weight_gradients"])
        old, new = case.network.layers[0].w[0][0], alone["weight_gradients"][0][0][0]
        self.assertAlmostEqual(old + case.alpha * new, both["new_weights"][0][0][0])

    def test_equations_written_and_right_name_every_slot(self):
        for group in GROUPS.values():
            for name in group.slots:
                self.assertIn(name, SLOTS)
            self.assertIn(group.symbol, group.written.replace("{0}", "{}").replace("{}", group.symbol))
            for substitute in group.substitutes.values():
                one = slip(group.name, substitute.name)
                self.assertTrue(one.written and one.right and one.shows and one.hidden, one.name)
                self.assertNotEqual(one.written, one.right, one.name)

    def test_names_are_unique_and_lead_back_to_the_slip(self):
        names = [one.name for one in every(list(EXTENTS))]
        unshared = sum(name == "without-shared-bias" for name in EXTENTS)
        self.assertEqual(1, unshared)
        plain = [one.name for one in every()]
        self.assertEqual(len(plain), len(set(plain)))
        for name in some(sorted(set(names)), 5):
            self.assertEqual(name, MISTAKES[name].name)

    def test_what_people_know_is_in_the_grammar_and_says_what_one_sees(self):
        for known in KNOWN:
            self.assertEqual(known.name, MISTAKES[known.name].name)
            self.assertTrue(known.shows and known.hidden)

    def test_by_its_own_numbers_an_answer_goes_on_from_what_it_said(self):
        case = BY_ID["widths"]
        wrong = predict((MISTAKES["no-bias-forward"],), case)
        again = predict((), case, {field: wrong[field] for field in ("weighted_sums", "activations", "deltas")})
        self.assertEqual(wrong["weight_gradients"], again["weight_gradients"])
        self.assertEqual(wrong["deltas"], again["deltas"])
        self.assertNotEqual(wrong["weighted_sums"], again["weighted_sums"])


class Styles(unittest.TestCase):
    def test_right_programs_of_every_style_have_the_right_numbers(self):
        for case in bundled():
            for style, changes in STYLES.items():
                eq = Course({slot: [change] for slot, change in changes.items()}).rules()
                step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
                result = result_object(case, step)
                del result["id"]
                # Another way to write σ′ cancels elsewhere: near 0 and 1 it keeps fewer digits beside the largest.
                if style == "divided-first":
                    result["deltas"] = right(case.id)["deltas"]  # divided, too
                self.assertFalse(differs(result, right(case.id)), (style, case.id))

    def test_a_slip_before_them_tells_styles_apart_and_only_those_that_a_case_can_show(self):
        one = MISTAKES["no-bias-forward"]
        for case in (BY_ID[id] for id in ("square-sum", "relu-softmax", "widths", "shared-bias", "tanh")):
            divided = case.reduction == "mean" and len(case.examples) > 1
            shown = styles_of([layer.activation for layer in case.network.layers], case.cost, divided)
            numbers = {style: predict((one.styled(style),), case) for style in ["", *STYLES]}
            for style in STYLES:
                alike = [other for other in ["", *shown] if not differs(numbers[style], numbers[other])]
                self.assertTrue(alike, (style, case.id))

    def test_the_style_is_no_part_of_the_slip(self):
        one = MISTAKES["no-bias-forward"]
        self.assertEqual({(one.name, one.label)}, {(form.name, form.label) for form in one.forms()})


class Extents(unittest.TestCase):
    def test_two_at_once_hold_where_both_hold(self):
        case = BY_ID["widths"]
        at = Place(case.network, RULES, case.examples[0].x)
        at.cost, at.examples = case.cost, len(case.examples)
        kinds = [extent for extent in EXTENTS.values() if extent.holds]
        for first, second in some([(first, second) for first in kinds for second in kinds], 60, seed=5):
            for l in range(len(case.network.layers)):
                at.l, at.layer = l, case.network.layers[l]
                self.assertEqual(first.holds(at) and second.holds(at), both(first, second).holds(at))

    def test_a_name_with_two_extents_leads_back_to_the_slip(self):
        kinds = [extent for extent in EXTENTS.values() if extent.holds]
        slips = [one for one in every() if one.group.extents and one.group.layers == "all"]
        rng = random.Random(8)
        for _ in range(20):
            one = rng.choice(slips).within(both(*rng.sample(kinds, 2)))
            if one.group.takes(one.extent):
                self.assertEqual(one.name, MISTAKES[one.name].name)

    def test_what_comes_after_the_gradients_does_not_look_at_activations_and_costs(self):
        for one in every(list(EXTENTS)):
            if one.group.slots[0].startswith(("divisor", "examples", "rate")):
                self.assertFalse(one.extent.of_function, one.name)

    def test_each_search_reads_the_layers_of_its_own_cases(self):
        one = MISTAKES["slope-missing"].within(EXTENTS["in-tanh-layers"])
        for n in range(20):  # a case that is gone leaves its id to the next
            network = Network.random([2, 2, 2], ["tanh", "sigmoid"] if n % 2 else ["sigmoid", "tanh"])
            case = Case("gone", network, [Example([1.0, 0.5], [0.0, 1.0])])
            Search([case], [], [], Work(1.0))
            self.assertEqual({1 - n % 2}, layers_of(one, case))


class ByHand(unittest.TestCase):
    def test_every_entry_carries_an_address_where_it_was_seen_or_two_sightings(self):
        address = re.compile(r"[\w.-]+/[\w.-]+( PR)?( ?#\d+)?|[\w-]+\.\w+/\S+")
        for entry in by_hand():
            sightings = re.split("; | and ", entry.seen)
            self.assertTrue(address.match(entry.seen) or len(sightings) >= 2, (entry.name, entry.seen))
            self.assertTrue(all(sightings), (entry.name, entry.seen))

    def test_every_entry_shows_on_a_bundled_case(self):
        row = list(BY_ID.values())
        for entry in some([one for one in by_hand() if not one.stateful], 40, seed=3):
            self.assertTrue(any(repr(predict((entry,), case)) != repr(right(case.id)) for case in row), entry.name)

    def test_no_entry_writes_over_the_case(self):
        for entry in some(by_hand(), 40, seed=4):
            case = BY_ID["widths"]
            before = repr(case.network.layers), repr([one.x for one in case.examples])
            predict((entry,), case)
            self.assertEqual(before, (repr(case.network.layers), repr([one.x for one in case.examples])), entry.name)


if __name__ == "__main__":
    unittest.main()
