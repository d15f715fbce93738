"""check survives whatever a program does, says it in one finding, and leaves nothing running."""

import itertools
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import tests  # noqa: F401  loads the profile
from backprop_ref import check
from backprop_ref.verify.program import NotStarted, Run
from backprop_ref.vectors import bundled
from tests.harnesses.badly_behaved import BEHAVIOURS, MIDDLE

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = list(itertools.islice((case for case in bundled() if not case.id.startswith("kink")), 7))
LIMIT = 0.2  # seconds of silence, where it is the first thing that a program does
STARTED = 2.0  # the same where it must have started and answered before: a busy machine takes a second

PASSES = [
    "right", "all-at-the-end", "no-last-end-of-line", "carriage-returns-and-blank-lines", "noisy-standard-error",
    "declines-some", "unknown-fields", "fails-after-the-last-answer",
]

# behaviour → the one finding, how many cases it concerns, and a piece of its evidence
FINDINGS = {
    "crashes": ("crash", 1, "IndexError"),
    "crashes-in-a-line": ("crash", 1, "in the middle of a line"),
    "is-killed": ("crash", 1, "SIGKILL"),
    "exits-at-once": ("early-end", 7, "exit status 0"),
    "exits-at-once-badly": ("crash", 3, "exit status 1"),
    "stops-early": ("early-end", 7 - MIDDLE, "exit status 0"),
    "banner": ("foreign-line", 0, "MLP v1.0 ready."),
    "debug-text": ("foreign-line", 0, "epoch 1"),
    "out-of-order": ("out-of-order", 6, "line 2"),
    "answers-twice": ("repeated-answer", 1, f"line {MIDDLE + 2}"),
    "leaves-one-out": ("missing-answer", 1, "has no answer"),
    "endless-line": ("endless-line", 3, "0.125"),
    "endless-output": ("endless-output", 1, "lines that answer nothing"),
    "invalid-utf-8": ("not-utf-8", 1, "0xff at byte 9"),
    "python-repr": ("python-repr", 7, "{'id'"),
    "several-lines": ("several-lines", 7, "found b'{'"),
    "half-a-line": ("not-json", 1, f"line {MIDDLE + 1}"),
    "one-list": ("not-a-result", 7, "a list of 7 results"),
    "no-id": ("not-a-result", 1, "bias_gradients"),
    "foreign-id": ("unknown-id", 1, "somebody else"),
    "nothing-in-it": ("nothing-given", 1, "has none of"),
    "nested-too-deep": ("not-json", 1, "nested too deep"),
    "nan": ("not-finite", 1, "bias_gradients[0][0]: found nan"),
    "infinity": ("not-finite", 1, "bias_gradients[0][0]: found inf"),
    "null": ("null", 1, "bias_gradients[0][0]: found null"),
    "null-field": ("null", 1, "bias_gradients: found null"),
    "text": ("not-a-number", 1, "about a half"),
    "true": ("not-a-number", 1, "bias_gradients[0][0]"),
    "ragged": ("wrong-shape", 1, "weight_gradients[0][0]: found a list of"),
    "flat": ("flat-list", 1, "weight_gradients: found a list of"),
    "layer-missing": ("wrong-layer-count", 1, "found a list of 2, expected a list of 3"),
}
WAITED_FOR = {
    "hangs": ("hang", 1, "silent for 2 s"),
    "never-reads": ("hang", 3, "silent for 0.2 s"),
}
OTHERWISE = {"hangs-with-children", "leaves-a-child-behind", "lingers-after-the-last-answer", "transposed"}


def program(behaviour, *arguments):
    return [sys.executable, "-m", "tests.harnesses.badly_behaved", behaviour, *map(str, arguments)]


def still_running(pids):
    """Those that run, once what was ended has had the moment that ending takes."""
    until = time.monotonic() + 5
    while any(map(is_running, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    return [pid for pid in pids if is_running(pid)]


def is_running(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    status = pathlib.Path("/proc", str(pid), "status")  # what nobody waits for stays, dead, until its parent ends
    return not (status.exists() and "State:\tZ" in status.read_text())


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.before = os.getcwd()
        os.chdir(ROOT)

    @classmethod
    def tearDownClass(cls):
        os.chdir(cls.before)

    def finds(self, behaviour, finding, limit):
        name, cases, evidence = finding
        with self.subTest(behaviour):
            report = check(program(behaviour), CASES, time_limit=limit)
            self.assertEqual("fail", report.verdict)
            self.assertEqual([(name, "transport", cases)], [(d.mistake, d.kind, d.cases) for d in report.diagnoses])
            self.assertIn(evidence, report.diagnoses[0].evidence)

    def test_every_behaviour_is_tried(self):
        self.assertEqual(set(BEHAVIOURS), {*PASSES, *FINDINGS, *WAITED_FOR, *OTHERWISE})

    def test_what_does_not_matter_passes(self):
        for behaviour in PASSES:
            with self.subTest(behaviour):
                report = check(program(behaviour), CASES)
                self.assertEqual(("pass", []), (report.verdict, report.diagnoses))

    def test_each_of_the_others_gets_one_finding(self):
        for behaviour, finding in FINDINGS.items():
            self.finds(behaviour, finding, 30)

    def test_silence_ends_it_and_blames_the_first_case_without_an_answer(self):
        for behaviour, finding in WAITED_FOR.items():
            self.finds(behaviour, finding, STARTED if behaviour == "hangs" else LIMIT)

    def test_ending_late_is_worth_a_note_once_every_case_is_answered(self):
        report = check(program("lingers-after-the-last-answer"), CASES, time_limit=STARTED)
        self.assertEqual("pass", report.verdict)
        self.assertIn("did not end when its input did", report.notes[0])

    def test_lists_of_columns_are_named_by_the_catalogue(self):
        report = check(program("transposed"), CASES)
        self.assertEqual("gradients-written-transposed", report.diagnoses[0].mistake)

    def test_rest_goes_to_a_fresh_start(self):
        report = check(program("crashes"), CASES)
        self.assertEqual(["crash"], [one.mistake for one in report.diagnoses])
        self.assertEqual(6, report.covered["cases"])

    def test_program_that_cannot_be_started_is_an_error(self):
        report = check(["no-such-program-on-this-machine"], CASES)
        self.assertEqual(("error", 7, None), (report.verdict, report.cases, report.precision))
        self.assertIn("no-such-program-on-this-machine: cannot be started", report.notes[0])
        with self.assertRaises(NotStarted):
            Run([str(ROOT / "README.md")], [])

    @unittest.skipIf(os.name == "nt", "asks the system after process ids")
    def test_nothing_is_left_running(self):
        for behaviour in ("hangs-with-children", "leaves-a-child-behind"):
            with self.subTest(behaviour), tempfile.TemporaryDirectory() as directory:
                file = pathlib.Path(directory, "pids")
                check(program(behaviour, file), CASES[:1], time_limit=STARTED)
                pids = [int(pid) for pid in file.read_text().split()]
                self.assertEqual([], still_running(pids))

    @unittest.skipIf(os.name == "nt", "sends signals")
    def test_interrupt_and_termination_end_everything_at_once(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number), tempfile.TemporaryDirectory() as directory:
                file = pathlib.Path(directory, "pids")
                command = [sys.executable, "-m", "backprop_ref", "check", "--", *program("hangs-with-children", file)]
                checking = subprocess.Popen(
                    command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
                )
                while not (file.exists() and len(file.read_text().split()) == 2):
                    time.sleep(0.01)
                pids = [int(pid) for pid in file.read_text().split()]
                checking.send_signal(number)
                output, complaints = checking.communicate(timeout=10)
                self.assertEqual((status, b"", b""), (checking.returncode, output, complaints))
                self.assertEqual([], still_running(pids))


class Functions(unittest.TestCase):
    def test_exception_is_a_finding_with_its_case(self):
        report = check(lambda case: {}["weights"], CASES)
        self.assertEqual([("raised", 7)], [(one.mistake, one.cases) for one in report.diagnoses])
        self.assertIn("'two-two-two': raised KeyError", report.diagnoses[0].evidence)

    def test_what_is_no_result_is_a_finding(self):
        self.assertEqual("not-a-result", check(lambda case: None, CASES).diagnoses[0].mistake)


if __name__ == "__main__":
    unittest.main()
