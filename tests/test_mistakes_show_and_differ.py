"""Every mistake of the catalogue shows on a bundled case; every two differ on one, unless declared the same."""

import itertools
import unittest

from backprop_ref.mistakes import KINDS, MISTAKES
from backprop_ref.terminal import IN_ASCII
from backprop_ref.cases import bundled
from tests.separation import OTHER, TAUGHT, alike, answers, differ, measure, right, shows, told_apart

IDS = [case.id for case in bundled()]
EQUATIONS = {str(number) for number in range(1, 16)}


class Shows(unittest.TestCase):
    def test_every_mistake_shows_in_gradients_or_updates_of_a_bundled_case(self):
        hidden = [
            name for name, mistake in MISTAKES.items()
            if not mistake.only and not any(shows(name, id) == "#" for id in IDS)
        ]
        self.assertEqual([], hidden)

    def test_what_leaves_gradients_and_updates_right_shows_in_each_field_that_it_declares_and_in_no_other(self):
        for name, mistake in MISTAKES.items():
            if not mistake.only:
                continue
            wrong = [
                field for field in (*TAUGHT, *OTHER)
                if any(differ(answers(name)[id], answers()[id], [field], measure(name)) for id in IDS)
            ]
            self.assertEqual(sorted(mistake.only), sorted(wrong), name)

    def test_no_mistake_is_left_without_a_result_where_it_could_show(self):
        for name in MISTAKES:
            refused = [id for id in IDS if answers(name)[id] is None]
            self.assertLess(len(refused), len(answers()) / 5, f"{name}: no result on {refused}")

    def test_what_the_protocol_allows_differs_only_at_a_kink_or_by_some_roundings_in_single_precision(self):
        for name, mistake in MISTAKES.items():
            if not mistake.allowed:
                continue
            for case in bundled():
                if shows(name, case.id) != ".":
                    if mistake.replacements():
                        self.assertIn("kink", case.flags, name)
                    else:
                        for field in TAUGHT:
                            wrong, truth = answers(name)[case.id], answers()[case.id]
                            self.assertTrue(field not in truth or alike(wrong[field], truth[field], 9 * 2**-24), name)

    def test_the_right_program_differs_nowhere_from_itself(self):
        again = {case.id: right(case) for case in bundled()}
        self.assertEqual(answers(), again)


class Differs(unittest.TestCase):
    def test_every_two_differ_unless_they_are_declared_the_same(self):
        same = [
            pair for pair in itertools.combinations(MISTAKES, 2)
            if pair[1] not in MISTAKES[pair[0]].equivalents and not told_apart(*pair)
        ]
        self.assertEqual([], same)

    def test_what_is_declared_the_same_is_the_same_in_gradients_and_updates_of_every_case(self):
        for name, mistake in MISTAKES.items():
            for other in mistake.equivalents:
                self.assertIn(name, MISTAKES[other].equivalents)
                for id in IDS:
                    one, two = answers(name)[id], answers(other)[id]
                    self.assertFalse(differ(one, two, TAUGHT, 1e-12), f"{name} and {other} on {id}")

    def test_what_is_declared_the_same_differs_in_another_field(self):
        # Else it would be one entry too many.
        for name, mistake in MISTAKES.items():
            for other in mistake.equivalents:
                self.assertTrue(any(
                    differ(answers(name)[id], answers(other)[id], OTHER, measure(name, other)) for id in IDS
                ), f"{name} and {other}")

    def test_the_measure_tells_numbers_apart_and_shapes(self):
        self.assertTrue(alike([[1.0, 2.0]], [[1.0, 2.0 + 1e-9]], 1e-6))
        self.assertFalse(alike([[1.0, 2.0]], [[1.0, 2.00001]], 1e-6))
        self.assertFalse(alike([1.0, 2.0], [[1.0, 2.0]], 1e-6))
        self.assertFalse(alike([1.0], [1.0, 2.0], 1e-6))
        self.assertFalse(alike(1.0, float("nan"), 1e-6))
        self.assertTrue(alike(float("nan"), float("nan"), 1e-6))
        self.assertFalse(alike(float("inf"), 1.0, 1e-6))


class Words(unittest.TestCase):
    def test_every_text_says_something_that_any_screen_can_show(self):
        for name, mistake in MISTAKES.items():
            for text in (mistake.written, mistake.right, mistake.shows, mistake.hidden):
                self.assertGreater(len(text.strip()), 0, name)
                self.assertEqual(text.strip(), text, name)
                self.assertEqual([], [c for c in text if ord(c) > 126 and c not in IN_ASCII], name)
            self.assertNotEqual(mistake.written, mistake.right, name)
            for text in (mistake.shows, mistake.hidden):
                self.assertTrue(text[0].isupper() or text[0] in "∂δσ=", f"{name}: {text}")
                self.assertIn(text[-1], ".)", f"{name}: {text}")
                self.assertNotIn("..", text, name)

    def test_the_number_that_is_left_open_stands_in_the_wrong_formula(self):
        for name, mistake in MISTAKES.items():
            if mistake.parameter is not None:
                self.assertIn(mistake.parameter.symbol, mistake.written, name)

    def test_names_are_stable_and_short(self):
        for name, mistake in MISTAKES.items():
            self.assertEqual(name, mistake.name)
            self.assertRegex(name, r"\A[a-z0-9]+(-[a-z0-9]+)*\Z")
            self.assertLess(len(name), 50)

    def test_kinds_and_equations_are_those_of_the_contract(self):
        for name, mistake in MISTAKES.items():
            self.assertIn(mistake.kind, KINDS, name)
            if mistake.equation is not None:
                self.assertLessEqual(set(mistake.equation.split("/")), EQUATIONS, name)
            if mistake.kind == "equation":
                self.assertIsNotNone(mistake.equation, name)
        self.assertEqual(set(KINDS), {mistake.kind for mistake in MISTAKES.values()})


if __name__ == "__main__":
    unittest.main()
