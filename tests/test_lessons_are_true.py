"""The lessons of the classroom: each is a case that can be computed, says what is so, and stands in the plan."""

import json
import re
import unittest

import tests  # noqa: F401  (the hypothesis profile)
from backprop_ref import RULES, Network, gradient_step
from backprop_ref.cases import read_case
from backprop_ref.mistakes import MISTAKES
from backprop_ref.walk import events, path_events
from tests.pages import ROOT, read

FOLDER = ROOT / "backprop_ref" / "page" / "lessons"
LESSONS = {path.stem: json.loads(read(path)) for path in sorted(FOLDER.glob("*.json"))}
TITLES = [
    "δ or Σδ?", "One bias for all", "Nobody noticed", "Softmax with cross-entropy is a − y", "Path by path", "Batch",
    "Vanishing", "Saturation", "All weights equal", "Too small, right, too big",
]
FIELDS = {"title", "text", "look", "case", "view", "step", "learning", "question", "answer"}
LEARNING = {"data", "network", "alpha", "batch", "rule", "updates", "scale"}


def case_of(name):
    return read_case(json.dumps(next(lesson for stem, lesson in LESSONS.items() if stem.endswith(name))["case"]))


def step_of(case, eq=RULES):
    return gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)


def learnt(case, updates, eq=RULES):
    """The network after so many updates by these rules."""
    network = case.network
    for _ in range(updates):
        network = eq.gradient_step(network, case.examples, case.alpha, case.cost, case.reduction, eq).network
    return network


class EveryLesson(unittest.TestCase):
    def test_they_come_in_this_order(self):
        self.assertEqual(TITLES, [lesson["title"] for lesson in LESSONS.values()])

    def test_has_the_fields_that_the_page_reads(self):
        for name, lesson in LESSONS.items():
            with self.subTest(name):
                self.assertLessEqual(set(lesson), FIELDS)
                self.assertLessEqual({"title", "text", "look", "case", "question", "answer"}, set(lesson))
                self.assertTrue(all(isinstance(text, str) and text for text in lesson["text"]))
                self.assertLessEqual(set(lesson.get("learning", {})), LEARNING)
                rule = lesson.get("learning", {}).get("rule")
                self.assertTrue(rule is None or rule in MISTAKES)

    def test_begins_at_a_step_of_its_case(self):
        for name, lesson in LESSONS.items():
            case, wanted = read_case(json.dumps(lesson["case"])), lesson["step"]
            walked = [*events(case, step_of(case)), *path_events(case, step_of(case), 0, 0, 0, 0)]
            self.assertTrue(
                any(all(getattr(event, field) == value for field, value in wanted.items()) for event in walked), name
            )

    def test_stands_in_the_plan_word_for_word(self):
        page = " ".join(read(ROOT / "docs" / "classroom.md").split())
        for number, lesson in enumerate(LESSONS.values(), 1):
            marks = [f"### {number}. {lesson['title']}", *lesson["text"], f"**Where to look.** {lesson['look']}",
                     f"**Question.** {lesson['question']}", f"**Answer.** {lesson['answer']}"]
            places = [page.find(" ".join(mark.split())) for mark in marks]
            with self.subTest(lesson["title"]):
                self.assertNotIn(-1, places)
                self.assertEqual(sorted(places), places)


class WhatTheySay(unittest.TestCase):
    def test_delta_or_sum(self):
        delta = step_of(case_of("delta-or-sum")).delta[0][1]
        self.assertEqual(("-0.038", "0.100"), (f"{delta[1]:.3f}", f"{sum(delta):.3f}"))

    def test_one_bias_for_all(self):
        step = step_of(case_of("one-bias-for-all"))
        self.assertEqual(["0.0187", "0.1004"], [f"{dC_db[0]:.4f}" for dC_db in step.dC_db])
        self.assertEqual(["0.3406", "0.5498"], [f"{layer.b[0]:.4f}" for layer in step.network.layers])

    def test_nobody_noticed(self):
        case = case_of("nobody-noticed")
        for name, C in [(None, "0.0030"), ("sum-of-layer-deltas", "0.0026"), ("biases-never-updated", "0.0057"),
                        ("updated-weights-in-delta", "0.0030")]:
            network = learnt(case, 300, RULES if name is None else MISTAKES[name].rules())
            step = gradient_step(network, case.examples, None, case.cost, case.reduction)
            with self.subTest(name):
                self.assertEqual(C, f"{step.C:.4f}")
                for a, example in zip(step.a, case.examples):
                    self.assertEqual(example.y[0], a[-1][0] >= 0.5)
        text = " ".join(LESSONS["03-nobody-noticed"]["text"])
        self.assertEqual(["0.0030", "0.0026", "0.0057", "0.0030"], re.findall(r"0\.00\d\d", text))

    def test_softmax_with_cross_entropy(self):
        case = case_of("softmax-with-cross-entropy")
        step = step_of(case)
        for delta_j, a_j, y_j in zip(step.delta[0][0], step.a[0][0], case.examples[0].y):
            self.assertAlmostEqual(a_j - y_j, delta_j, delta=1e-15)
        for cost in ("cross_entropy", "squared_error", "binary_cross_entropy"):
            delta = gradient_step(case.network, case.examples, None, cost).delta[0][0]
            self.assertAlmostEqual(0, sum(delta), delta=1e-15)

    def test_path_by_path(self):
        case = case_of("path-by-path")
        step = step_of(case)
        self.assertEqual(([5, -1], [3, -2], 7), (step.a[0][1], step.delta[0][1], step.dC_dw[0][0][0]))
        path = next(e for e in path_events(case, step, 0, 0, 0, 0) if e.equation == "5")
        values = [value for symbol, value in path.operands]
        self.assertEqual([9, -2], [values[0] * values[1] * values[2], values[3] * values[4] * values[5]])

    def test_batch(self):
        case = case_of("batch")
        gradients = [gradient_step(case.network, [example], 0.1).dC_dw[0][0][0] for example in case.examples]
        self.assertEqual([-0.5, 2.0], gradients)
        moved = [gradient_step(case.network, case.examples, 0.1, reduction=how).network for how in ("sum", "mean")]
        self.assertEqual(["0.35", "0.425"], [f"{network.layers[0].w[0][0]:.3g}" for network in moved])
        first = gradient_step(case.network, case.examples[:1], 0.1).network
        second = gradient_step(first, case.examples[1:], 0.1).network
        numbers = [first.layers[0].w[0][0], first.layers[0].b[0], second.layers[0].w[0][0]]
        self.assertEqual(["0.55", "0.05", "0.32"], [f"{number:.3g}" for number in numbers])

    def test_vanishing(self):
        case = case_of("vanishing")
        delta = step_of(case).delta[0]
        self.assertEqual(("0.148", "1.8e-07"), (f"{delta[9][0]:.3f}", f"{delta[0][0]:.1e}"))
        self.assertEqual(8, round(delta[9][0] / delta[0][0] / 1e5))  # some 800,000 times
        self.assertLess(delta[0][0], delta[9][0] * 4.0**-9)
        self.assertEqual([[1.0]] * 10, gradient_step(
            Network([type(layer)(layer.w, layer.b, "relu") for layer in case.network.layers]), case.examples).delta[0])

    def test_saturation(self):
        case = case_of("saturation")
        step = step_of(case)
        self.assertEqual(("10", "0.99995"), (f"{step.z[0][0][0]:.0f}", f"{step.a[0][0][0]:.5f}"))
        self.assertEqual("0.000045", f"{step.delta[0][0][0]:.6f}")
        other = gradient_step(case.network, case.examples, None, "binary_cross_entropy")
        self.assertEqual("0.99995", f"{other.delta[0][0][0]:.5f}")

    def test_all_weights_equal(self):
        case = case_of("all-weights-equal")
        network = learnt(case, 50)
        self.assertEqual(network.layers[0].w[0], network.layers[0].w[1])
        self.assertNotEqual(case.network.layers[0].w[0], network.layers[0].w[0])
        step = gradient_step(learnt(case, 500), case.examples)
        said = [float(a[-1][0] >= 0.5) for a in step.a]
        self.assertNotEqual([y for example in case.examples for y in example.y], said)

    def test_the_rate(self):
        case = case_of("the-rate")
        for alpha, factor in ((0.05, 0.9), (0.5, 0.0), (1.0, -1.0), (1.05, -1.1)):
            network = gradient_step(case.network, case.examples, alpha).network
            self.assertAlmostEqual(-1 * factor, network.layers[0].w[0][0] + network.layers[0].b[0] - 1, places=12)
        from backprop_ref import Example

        doubled = gradient_step(case.network, [Example([2.0], [1.0])], 0.2).network
        self.assertAlmostEqual(1, 2 * doubled.layers[0].w[0][0] + doubled.layers[0].b[0], places=12)


if __name__ == "__main__":
    unittest.main()
