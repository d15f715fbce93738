"""The tests: ``python -m unittest`` from the root; ``python -m tests.quick`` for a part of them in half a minute.

Hypothesis profiles, chosen by the environment variable HYPOTHESIS_PROFILE:

    ci      the default: deterministic, so that a failure is the same on every machine
    deep    random, twenty times as many examples: for a person with time

A law about a whole catalogue is tried on a part of it that is the same every time; in the deep profile on all of it.
"""

import atexit
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import unittest

from hypothesis import HealthCheck, settings

from tests.at_once import AtOnce

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=50, database=None, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


def some(values, count, seed=0):
    """All of them in the deep profile, else a sample that is the same every time."""
    values = list(values)
    return values if DEEP or count >= len(values) else random.Random(seed).sample(values, count)


if sys.dont_write_bytecode and os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    # Nothing is written beside the sources; but what the tests start compiles them once, and not each time.
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background: Ctrl-C would not reach what is tested
    signal.signal(signal.SIGINT, signal.default_int_handler)


# ---- progress --------------------------------------------------------------------------------


class OneModule(unittest.TestSuite):
    """The tests of one module.

    Where the result has a stream, name and time are written there when it is done, and what was skipped.
    """

    def __init__(self, tests, name, place=""):
        super().__init__(tests)
        self.name = name
        self.place = place

    def run(self, result, debug=False):
        start = time.monotonic()
        before = len(result.skipped)
        super().run(result, debug)
        stream = getattr(result, "stream", None)  # a runner's of unittest has one
        if stream is not None and not getattr(result, "shouldStop", False):
            stream.write(f"  {self.place}{self.name}, {time.monotonic() - start:.1f} s\n")
            for test, why in result.skipped[before:]:
                stream.write(f"    skipped: {test}: {why}\n")
            stream.flush()
        return result


LONGEST = (  # these first, so that none of them is left alone at the end
    "test_slips_are_named", "test_check_survives_bad_programs", "test_check_reports", "test_docs", "test_harnesses",
)


def with_progress(suites):
    """One suite of these, one a module, each of which says when it is done and how many there are."""
    suites = sorted((suite for suite in suites if suite.countTestCases()), key=_place_in_line)
    return AtOnce(
        OneModule([suite], name_of(suite), f"{n} of {len(suites)}: ") for n, suite in enumerate(suites, 1)
    )


def _place_in_line(suite):
    name = name_of(suite).rpartition(".")[2]
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def name_of(suite):
    """The module that the first test of a suite comes from."""
    while isinstance(suite, unittest.TestSuite):
        suite = next(one for one in suite if one.countTestCases())  # -k may leave a class without any
    name = type(suite).__module__
    return str(suite).partition(" ")[0] if name.startswith("unittest.") else name  # a module that does not import


def load_tests(loader, tests, pattern):
    """What discovery calls: every module of the folder, and after each its name and time."""
    return with_progress(loader.discover(os.path.dirname(__file__), pattern or "test*.py"))
