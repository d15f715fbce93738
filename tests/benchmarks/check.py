"""What a verdict costs: ``python -m tests.benchmarks.check [REPEATS]``.

A program over a pipe, from the start of ``check`` to the end of its report: right, with a slip that has a name, with
one that has none; on the bundled cases, and on 150 random ones.  Then a failing property test, which asks for verdicts
alone.  The aims stand beside what was measured; nothing fails on them.
"""

import json
import os
import pathlib
import resource  # not on Windows
import subprocess
import sys
import tempfile
import time

from backprop_ref import assert_matches_reference, gradient_step
from backprop_ref.cases import random_cases, read_case, result_object

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import json, sys
from backprop_ref import RULES, gradient_step
from backprop_ref.cases import read_case, result_object

def summed(result):
    result["bias_gradients"] = [[sum(layer)] * len(layer) for layer in result["bias_gradients"]]

def odd(result):
    result["bias_gradients"] = [[b + 3 * b * b + 0.01 for b in layer] for layer in result["bias_gradients"]]

slip = {"right": lambda result: None, "summed": summed, "odd": odd}[sys.argv[1]]
for line in sys.stdin:
    case = read_case(line)
    step = gradient_step(case.network, case.examples, None, case.cost, case.reduction)
    result = {name: value for name, value in result_object(case, step).items() if name in FIELDS}
    slip(result)
    print(json.dumps(result), flush=True)
"""
GRADIENTS = ("id", "weight_gradients", "bias_gradients")
RANDOM = "--layers 4-8-3 --activations tanh,sigmoid --examples 4 --count 150".split()
AIMS = (  # the slip, the bundled cases in seconds of processor time; on 150 random ones twice that
    ("right", "right", 1.0), ("summed", "a slip that has a name", 4.0), ("odd", "one that has none", 10.0),
)


def took(command, repeats):
    """The least time by the clock, and the least processor time of the check and its program."""
    clock = processor = float("inf")
    for _ in range(repeats):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        clock = min(clock, time.perf_counter() - start)
        processor = min(processor, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return clock, processor


def summed(case):
    read = read_case(json.dumps(case))
    result = result_object(read, gradient_step(read.network, read.examples, None, read.cost, read.reduction))
    return {**result, "bias_gradients": [[sum(layer)] * len(layer) for layer in result["bias_gradients"]]}


def property_test():
    """A hundred cases that fail, as when hypothesis looks for the smallest."""
    start = time.process_time()
    for case in random_cases([2, 3, 2], ["tanh", "sigmoid"], count=100):
        try:
            assert_matches_reference(summed, [case])
        except AssertionError as error:
            failed = error
    verdicts = time.process_time() - start
    len(str(failed))
    return verdicts, time.process_time() - start - verdicts


def main(repeats):
    with tempfile.TemporaryDirectory() as directory:
        program = pathlib.Path(directory, "program.py")
        program.write_text(PROGRAM.replace("FIELDS", repr(GRADIENTS)), encoding="utf-8")
        for options, cases, times in (([], "the bundled cases", 1), (RANDOM, "150 random cases", 2)):
            for slip, words, aim in AIMS:
                command = [sys.executable, "-m", "backprop_ref", "check", *options, "--", sys.executable, program, slip]
                clock, processor = took(command, repeats)
                print(f"{cases}, {words}: {clock:.2f} s, {processor:.2f} s of processor time (aim: {aim * times:g} s)")
    verdicts, name = property_test()
    print(f"a failing property test: 100 verdicts in {verdicts:.2f} s (aim: 2 s), its message in {name:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
