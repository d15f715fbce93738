"""The tests: ``python -m unittest`` from the root.

Hypothesis profiles, chosen by the environment variable HYPOTHESIS_PROFILE:

    ci      the default: deterministic, so that a failure is the same on every machine
    deep    random, twenty times as many examples: for a person with time
"""

import os
import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=50, database=None, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background: Ctrl-C would not reach what is tested
    signal.signal(signal.SIGINT, signal.default_int_handler)
