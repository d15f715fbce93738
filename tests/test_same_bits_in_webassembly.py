"""Python in WebAssembly computes every bundled case to the same bits: another C library, another compiler, 32 bits.

Needs node, and the folder of npm's package pyodide, which BACKPROP_PYODIDE names; skipped by name where one is missing.
"""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from backprop_ref import gradient_step
from backprop_ref.cases import CASES, RESULTS, bundled, case_object, result_object, text_of

from tests.pages import ROOT

PYODIDE = os.environ.get("BACKPROP_PYODIDE", "")
PROGRAM = pathlib.Path(__file__).with_name("in_webassembly.mjs")
RATIONAL = ("identity", "relu", "leaky_relu", "softsign")


def missing():
    if shutil.which("node") is None:
        return "no node on this machine"
    if not pathlib.Path(PYODIDE, "pyodide.mjs").is_file():
        return "no pyodide on this machine (BACKPROP_PYODIDE)"
    return None


def computed(cases, *options):
    """What compute answers there."""
    done = subprocess.run(
        ["node", str(PROGRAM), str(pathlib.Path(PYODIDE).resolve()), str(ROOT), *options], input=cases.encode("utf-8"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300,
    )
    if done.returncode:
        raise AssertionError(done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8")


@unittest.skipIf(missing() is not None, missing() or "")
class TheSameBits(unittest.TestCase):
    def test_every_bundled_case_is_correctly_rounded_there_too(self):
        self.assertEqual(text_of(RESULTS).splitlines(), computed(text_of(CASES)).splitlines())

    def test_plain_loops_give_the_same_doubles_where_no_function_of_the_platform_is_involved(self):
        cases = [case for case in bundled() if all(layer.activation in RATIONAL for layer in case.network.layers)]
        self.assertTrue(cases)
        answers = computed("".join(json.dumps(case_object(case)) + "\n" for case in cases), "--float").splitlines()
        for case, answer in zip(cases, answers):
            step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
            self.assertEqual(json.loads(json.dumps(result_object(case, step))), json.loads(answer), case.id)
        self.assertEqual(len(cases), len(answers))


if __name__ == "__main__":
    unittest.main()
