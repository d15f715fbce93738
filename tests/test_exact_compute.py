"""compute rounds correctly; what doubles cannot finish is computed exactly without it, and said."""

import io
import json
import threading
import unittest

from backprop_ref import Example, Layer, Network, exact_step
from backprop_ref.cases import read_case
from backprop_ref.commands.compute import compute, step_of

SATURATED = {"id": "saturated", "layers": [{"activation": "sigmoid", "weights": [[1]], "biases": [0]}],
             "examples": [{"x": [40], "y": [0]}]}
FAR_APART = {"id": "far apart", "cost": "cross_entropy", "examples": [{"x": [800], "y": [0, 1]}],
             "layers": [{"activation": "softmax", "weights": [[1], [0]], "biases": [0, 0]}]}
BEYOND = {"id": "beyond", "layers": [{"activation": "identity", "weights": [[1e200]], "biases": [0]}],
          "examples": [{"x": [1e200], "y": [0]}]}
THIRDS = {"id": "thirds", "layers": [{"activation": "sigmoid", "weights": [["1/3"]], "biases": [0]}],
          "examples": [{"x": [3], "y": [1]}]}


def computed(*cases, exact=False):
    """The status, the answers and what was written to standard error."""
    results, complaints = io.StringIO(), io.StringIO()
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    status = compute(io.BytesIO(lines.encode()), results, complaints, exact)
    return status, [json.loads(line) for line in results.getvalue().splitlines()], complaints.getvalue()


class ComputeIsExactWhereItIsAsked(unittest.TestCase):
    def test_exact_is_correctly_rounded(self):
        status, (floats,), _ = computed(SATURATED)
        self.assertEqual([[[0.0]]], floats["deltas"])
        status, (exact,), complaints = computed(SATURATED, exact=True)
        self.assertEqual((0, [[[4.248354255291589e-18]]], ""), (status, exact["deltas"], complaints))

    def test_a_case_with_fractions_is_exact_without_being_asked(self):
        for exact in (False, True):
            status, (answer,), complaints = computed(THIRDS, exact=exact)
            self.assertEqual((0, [[0.7310585786300049]], ""), (status, answer["outputs"], complaints))

    def test_what_doubles_cannot_finish_is_computed_exactly_and_said(self):
        status, answers, complaints = computed(SATURATED, FAR_APART)
        self.assertEqual(0, status)
        self.assertEqual((800.0, [[[1.0, -1.0]]]), (answers[1]["cost"], answers[1]["deltas"]))
        self.assertEqual("line 2: doubles cannot finish (example 0: C is inf); computed exactly\n", complaints)

    def test_what_is_asked_for_exactly_is_not_a_fallback(self):
        self.assertEqual("", computed(FAR_APART, exact=True)[2])

    def test_what_has_no_double_is_refused_by_its_field(self):
        for exact in (False, True):
            status, (answer,), complaints = computed(BEYOND, exact=exact)
            self.assertEqual(2, status)
            self.assertEqual("weight_gradients[0][0][0]: beyond the range of doubles", answer["error"])
            self.assertEqual(f"1 of 1 cases refused; first: line 1: {answer['error']}\n", complaints)

    def test_step_of_tells_its_caller(self):
        told = []
        step = step_of(read_case(json.dumps(FAR_APART)), exact=False, fallback=told.append)
        self.assertEqual((800.0, ["C"]), (step.C, [unfinished.what for unfinished in told]))


class ExactStepsInSeveralThreads(unittest.TestCase):
    def test_they_do_not_disturb_each_other(self):
        networks = [Network([Layer([[w], [-w]], [0.0, 0.0], "sigmoid"), Layer([[1.0, -1.0]], [0.0], "sigmoid")])
                    for w in (1.0, 50.0, 100.0, 200.0)]
        expected = [exact_step(network, [Example([1.0], [0.0])]) for network in networks]
        wrong = []

        def work(n):
            for _ in range(5):
                if exact_step(networks[n], [Example([1.0], [0.0])]) != expected[n]:
                    wrong.append(n)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(len(networks))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], wrong)


if __name__ == "__main__":
    unittest.main()
