"""check survives whatever a program does, says it in one finding, and leaves nothing running."""

import io
import itertools
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from unittest import mock
import zlib

import tests  # noqa: F401  loads the profile
from backprop_ref import assert_matches_reference, check
from backprop_ref.cases import LONGEST_LINE, bundled, case_object, results
from backprop_ref.admission import shown
from backprop_ref.verify import name as naming
from backprop_ref.verify.listen_answers import MOST_NOISE
from backprop_ref.verify.listen_program import NotStarted, Run, last_words
from tests.harnesses.badly_behaved import BEHAVIOURS, MIDDLE

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = list(itertools.islice((case for case in bundled() if not case.id.startswith("kink")), 7))
LIMIT = 0.2  # seconds of silence, where it is the first thing that a program does
STARTED = 2.0  # the same where it must have started and answered before: a busy machine takes a second

PASSES = [
    "right", "all-at-the-end", "no-last-end-of-line", "carriage-returns-and-blank-lines", "noisy-standard-error",
    "declines-some", "unknown-fields", "fails-after-the-last-answer", "halves-of-lines",
    "leaves-a-child-with-its-output",
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
    "endless-line": ("endless-line", 3, '"0.125, 0.125, 0.1'),
    "endless-blank-lines": ("endless-output", 1, "lines that are not answers"),
    "floods-both": ("endless-output", 1, 'standard error: "xxx'),
    "says-how-to-use-it": ("crash", 3, 'its standard output: line 1: found "usage: program FILE"'),
    "closes-its-input": ("early-end", 7 - MIDDLE, "exit status 0"),
    "endless-output": ("endless-output", 1, "lines that are not answers"),
    "invalid-utf-8": ("not-utf-8", 1, "0xff at byte 9"),
    "python-repr": ("python-repr", 7, "{'id'"),
    "several-lines": ("several-lines", 7, 'found "{"'),
    "half-a-line": ("not-json", 1, f"line {MIDDLE + 1}"),
    "one-list": ("not-a-result", 7, "7 results in '[{"),
    "no-id": ("not-a-result", 1, "bias_gradients"),
    "foreign-id": ("unknown-id", 1, "somebody else"),
    "nothing-in-it": ("nothing-given", 1, "has none of"),
    "nested-too-deep": ("not-json", 1, "nested too deeply"),
    "nan": ("not-finite", 1, "bias_gradients[0][0]: found nan"),
    "infinity": ("not-finite", 1, "bias_gradients[0][0]: found inf"),
    "null": ("null", 1, "bias_gradients[0][0]: found null"),
    "null-field": ("null", 1, "bias_gradients: found null"),
    "text": ("not-a-number", 1, "about a half"),
    "true": ("not-a-number", 1, "bias_gradients[0][0]"),
    "ragged": ("wrong-shape", 1, "weight_gradients[0][0]: found a list of"),
    "layer-missing": ("wrong-layer-count", 1, "found a list of 2, expected a list of 3"),
}
WAITED_FOR = {
    "hangs": ("hang", 1, "silent for 2 s"),
    "never-reads": ("hang", 3, "silent for 0.2 s"),
}
OTHERWISE = {
    "hangs-with-children", "leaves-a-child-behind", "leaves-a-session-behind", "ignores-termination",
    "lingers-after-the-last-answer", "flat", "transposed",
}


def each(change):
    """Output of which each line, a right result without its end, was changed."""
    return lambda lines: b"".join(map(change, lines))


def without_id(line):
    return line.replace(b'"id": ', b'"name": ')


# right results, changed by people and their tools → the finding, how many cases it concerns, a piece of its evidence
LINES = {
    "text before": (each(lambda line: b"result: " + line + b"\n"), "foreign-line", 7, "found 'result: {"),
    "text behind": (each(lambda line: line + b" ok\n"), "not-json", 7, '"ok" at column'),
    "colours": (each(lambda line: b"\x1b[32m" + line + b"\x1b[0m\n"), "foreign-line", 7, "'\\x1b[32m{"),
    "a NUL before": (each(lambda line: b"\0" + line + b"\n"), "foreign-line", 7, "'\\x00{"),
    "a NUL behind": (each(lambda line: line + b"\0\n"), "not-json", 7, '"\\x00" at column'),
    "one line": (each(lambda line: line + b" "), "one-line", 7, "found 7 results in '{"),
    "one line with commas": (lambda lines: b",".join(lines), "one-line", 7, "found 7 results in '{"),
    "carriage returns": (each(lambda line: line + b"\r"), "one-line", 7, "found 7 results in '{"),
    "UTF-16": (each(lambda line: (line + b"\n").decode().encode("utf-16")), "not-utf-8", 7, "bytes ff fe 7b 00"),
    "UTF-16, no mark": (each(lambda line: (line + b"\n").decode().encode("utf-16-le")), "not-utf-8", 7, "UTF-16"),
    "compressed": (lambda lines: zlib.compress(b"\n".join(lines)), "not-utf-8", 7, "of bytes 78 9c"),
    "in a list": (lambda lines: b"[" + b",".join(lines) + b"]", "not-a-result", 7, "found 7 results in '[{"),
    "in an object": (
        lambda lines: b'{"results": [' + b",".join(lines) + b"]}", "not-a-result", 7, "7 results in '{\"results",
    ),
    "indented list": (lambda lines: b"[\n" + b",\n".join(lines) + b",\n]\n", "several-lines", 7, 'found "["'),
    "console.log": (
        each(lambda line: line.replace(b'"', b"'").replace(b"'id'", b"id") + b"\n"), "not-json", 7, "at column 2",
    ),
    "no id": (each(lambda line: without_id(line) + b"\n"), "not-a-result", 7, "expected an object with the case's"),
    "id a number": (
        lambda lines: b"".join(b'{"id": %d, "cost": 1}\n' % n for n, _ in enumerate(lines)), "not-a-result", 7,
        "line 1: id: found 0, expected the case's id, a text",
    ),
    "id in capitals": (
        each(lambda line: line[:20].upper().replace(b"ID", b"id") + line[20:] + b"\n"), "unknown-id", 7, "'TWO-TWO",
    ),
    "numbers alone": (each(lambda line: b"0.125\n"), "not-a-result", 7, 'found "0.125"'),
    "words": (each(lambda line: b"two,0.1,0.2\n"), "foreign-line", 7, 'found "two,0.1,0.2"'),
    "words and results": (
        each(lambda line: b"got 'id': 'two-two-two'\n" + line + b"\n"), "foreign-line", 0, "got 'id'",
    ),
    "cases alone": (lambda lines: b"".join(CASE_LINES), "foreign-line", 7, "found a case, '{"),
    "cases and results": (
        lambda lines: b"".join(a + b + b"\n" for a, b in zip(CASE_LINES, lines)), "foreign-line", 0, "a case, '{",
    ),
    "NaN of C": (each(lambda line: line.replace(b"[[[", b"[[[-nan, ", 1) + b"\n"), "not-json", 7, '"-nan, '),
    "comma at the end": (each(lambda line: line[:-1] + b",}\n"), "not-json", 7, "at column"),
    "cut": (each(lambda line: line[:-2] + b"\n"), "not-json", 7, "and then its end"),
    "nothing else": (each(lambda line: line.split(b",")[0] + b"}\n"), "nothing-given", 7, "has none of"),
    "one level deeper": (
        each(lambda line: line.replace(b", ", b', "result": {', 1) + b"}\n"), "nothing-given", 7, "has none of",
    ),
    "a very long number": (
        each(lambda line: re.sub(rb"\[\[\[[^],]*", b"[[[" + b"9" * 5000, line, 1) + b"\n"),
        "not-finite", 7, "found inf",
    ),
    "biases as numbers": (
        each(lambda line: json.dumps(with_first_biases(json.loads(line))).encode() + b"\n"), "wrong-shape", 7,
        "bias_gradients[0]: found",
    ),
    "nested deep": (
        each(lambda line: line.replace(b"[[[", b"[" * 900 + b"1" + b"]" * 900 + b', "x": [[[', 1) + b"\n"),
        "wrong-layer-count", 7, "weight_gradients: found a list of 1",
    ),
}
CASE_LINES = [json.dumps(case_object(case)).encode() + b"\n" for case in CASES]

# what looks odd, and is right
ODD = {
    "a byte order mark": lambda lines: b"\xef\xbb\xbf" + b"\n".join(lines),
    "blanks around": each(lambda line: b" \t" + line + b"  \n"),
    "no error": each(lambda line: line[:-1] + b', "error": null}\n'),
    "error: false": each(lambda line: line[:-1] + b', "error": false}\n'),
    "hexadecimal in capitals": each(lambda line: json.dumps(as_text(json.loads(line), hexadecimal)).encode() + b"\n"),
    "signs and capitals": each(lambda line: json.dumps(as_text(json.loads(line), "{:+.17E}".format)).encode() + b"\n"),
    "a field twice": each(lambda line: line[:-1] + line[line.index(b","):] + b"\n"),
}


def hexadecimal(number):
    return number.hex().upper()


def as_text(value, write):
    if isinstance(value, dict):
        return {name: as_text(inner, write) if name != "id" else inner for name, inner in value.items()}
    return [as_text(inner, write) for inner in value] if isinstance(value, list) else write(value)


def with_first_biases(answer):
    """Of each layer one number for its biases."""
    return {**answer, "bias_gradients": [layer[0] for layer in answer["bias_gradients"]]}


def program(behaviour, *arguments):
    path = ROOT / "tests" / "harnesses" / "badly_behaved.py"
    return [sys.executable, "-S", str(path), behaviour, *map(str, arguments)]  # it waits for nothing that is installed


def together(ask, several):
    """What each gives, two at a time: most of it is waiting for a program to start."""
    with ThreadPoolExecutor(2) as pool:
        return zip(several, pool.map(ask, several))


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


RIGHT = results()
RESULT_LINES = [json.dumps(RIGHT[case.id]).encode() for case in CASES]

NOISY = f"""
import sys
for line in {[line.decode() for line in RESULT_LINES]!r}:
    print("epoch\\n" * ({MOST_NOISE} - 1) + line)
"""


def peak_of(command):
    """The most memory that a check of this program took, in bytes."""
    script = (
        "import re, sys\n"
        "from backprop_ref import check\n"
        "check(sys.argv[1:])\n"
        "print(re.search('VmHWM:\\\\s+(\\\\d+) kB', open('/proc/self/status').read()).group(1))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *command], stdout=subprocess.PIPE, check=True)
    return 1024 * int(done.stdout)


# Names are looked for with a fraction of the usual work, which what has no name takes whole.
LESS_WORK = mock.patch.multiple(naming, WORK=1e5, WORK_PER_CASE=1e3)
setUpModule, tearDownModule = LESS_WORK.start, LESS_WORK.stop


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.before = os.getcwd()
        os.chdir(ROOT)

    @classmethod
    def tearDownClass(cls):
        os.chdir(cls.before)

    def finds(self, report, behaviour, finding):
        name, cases, evidence = finding
        with self.subTest(behaviour):
            self.assertEqual("fail", report.verdict)
            self.assertEqual([(name, "transport", cases)], [(d.mistake, d.kind, d.count) for d in report.diagnoses])
            self.assertIn(evidence, str(report.diagnoses[0].evidence))

    def test_every_behaviour_is_tried(self):
        self.assertEqual(set(BEHAVIOURS), {*PASSES, *FINDINGS, *WAITED_FOR, *OTHERWISE})

    def test_what_does_not_matter_passes(self):
        for behaviour, report in together(lambda behaviour: check(program(behaviour), CASES), PASSES):
            with self.subTest(behaviour):
                self.assertEqual(("pass", []), (report.verdict, report.diagnoses))

    def test_each_of_the_others_gets_one_finding(self):
        for behaviour, report in together(lambda behaviour: check(program(behaviour), CASES), list(FINDINGS)):
            self.finds(report, behaviour, FINDINGS[behaviour])

    def test_each_way_to_spoil_right_results_gets_one_finding(self):
        for name, (change, finding, cases, evidence) in LINES.items():
            with self.subTest(name):
                report = check(io.BytesIO(change(RESULT_LINES)), CASES)
                self.assertEqual(
                    [(finding, "transport", cases)], [(d.mistake, d.kind, d.count) for d in report.diagnoses],
                    [d.evidence for d in report.diagnoses],
                )
                self.assertIn(evidence, report.diagnoses[0].evidence)
                self.assertNotIn("b'", report.diagnoses[0].evidence)

    def test_what_only_looks_odd_passes(self):
        for name, change in ODD.items():
            with self.subTest(name):
                report = check(io.BytesIO(change(RESULT_LINES)), CASES)
                self.assertEqual(("pass", []), (report.verdict, [d.evidence for d in report.diagnoses]))

    def test_evidence_cannot_move_the_cursor(self):
        report = check(io.BytesIO(b"\x1b[2J\xe2\x80\xaehello\x07\n"), CASES)
        self.assertIn('found "\\x1b[2J\\u202ehello\\x07", expected', report.diagnoses[0].evidence)

    def test_text_between_results_may_be_long_as_long_as_results_come(self):
        report = check([sys.executable, "-c", NOISY], CASES)
        self.assertEqual(["foreign-line"], [one.mistake for one in report.diagnoses])
        self.assertEqual(7, report.covered["cases"])

    @unittest.skipUnless(os.path.exists("/proc/self/status"), "asks Linux for the memory in use")
    @unittest.skipIf(sys.implementation.name == "pypy", "what PyPy has collected it keeps: 270 MB")
    def test_line_without_end_takes_no_more_memory_than_the_longest_line(self):
        peak = peak_of(program("endless-line"))
        self.assertLess(peak - peak_of(program("exits-at-once")), 1.5 * LONGEST_LINE)

    def test_silence_ends_it_and_blames_the_first_case_without_an_answer(self):
        def ask(behaviour):
            return check(program(behaviour), CASES, time_limit=STARTED if behaviour == "hangs" else LIMIT)

        for behaviour, report in together(ask, list(WAITED_FOR)):
            self.finds(report, behaviour, WAITED_FOR[behaviour])

    def test_ending_late_is_worth_a_note_once_every_case_is_answered(self):
        report = check(program("lingers-after-the-last-answer"), CASES, time_limit=STARTED)
        self.assertEqual("pass", report.verdict)
        self.assertIn("did not end when its input ended", report.notes[0])

    def test_one_bias_gradient_for_a_layer_is_read_as_that_of_each_neuron(self):
        def summed(write):
            def answer(given):
                right = RIGHT[given["id"]]
                sums = [write(sum(layer)) for layer in right["bias_gradients"]]
                return {"weight_gradients": right["weight_gradients"], "bias_gradients": sums}

            return answer

        for write in (lambda s: s, lambda s: [s], lambda s: [[s]]):
            report = check(summed(write), CASES)
            found = [(one.mistake, one.equation, one.count) for one in report.diagnoses]
            self.assertEqual([("sum-of-layer-deltas", "14", 7)], found)
            self.assertIn("a single number for a layer is taken to be that of each of its neurons", report.notes[0])

    def test_one_number_for_a_layer_is_of_one_slip_where_it_is_right_too(self):
        cases = [one for one in bundled() if one.id in ("square", "shared-bias")]

        def summed(given):
            return {"bias_gradients": [sum(layer) for layer in RIGHT[given["id"]]["bias_gradients"]]}

        report = check(summed, cases)
        self.assertEqual(
            [("sum-of-layer-deltas", 1)], [(one.mistake, one.count) for one in report.diagnoses])
        report = check(summed, cases[1:])
        self.assertEqual(("fail", ["other-layout"], []), (
            report.verdict, [one.mistake for one in report.diagnoses], report.notes))

    def test_other_layouts_are_one_finding_and_what_they_hold_is_judged(self):
        for behaviour, count, evidence in (
            ("flat", 1, "weight_gradients: found a list of"),
            ("transposed", 7, "weight_gradients"),
        ):
            with self.subTest(behaviour):
                report = check(program(behaviour), CASES)
                self.assertEqual(
                    [("other-layout", "convention", count)], [(d.mistake, d.kind, d.count) for d in report.diagnoses])
                self.assertIn(evidence, str(report.diagnoses[0].evidence))

    def test_each_different_crash_shows_its_last_words_and_the_sizes_of_the_network(self):
        script = (
            "import json, sys\n"
            "for line in sys.stdin:\n"
            "    case = json.loads(line)\n"
            "    raise {error}\n"
        )
        names = [f"{shown(case.id)} ({'-'.join(map(str, case.network.sizes))})" for case in CASES[:3]]
        for error, different in (('ValueError(case["id"])', 3), ('ValueError("always")', 1)):
            report = check([sys.executable, "-c", script.format(error=error)], CASES)
            self.assertEqual([("crash", 3)], [(one.mistake, one.count) for one in report.diagnoses])
            lines = report.diagnoses[0].evidence.split("\n")
            self.assertEqual(different, len(lines))
            for line, name, case in zip(lines, names, CASES):
                self.assertIn(f"instead of answering {name}", line)
                self.assertIn(f'"ValueError: {case.id if different > 1 else "always"}"', line)
            self.assertEqual(different, str(report).count("\n  it ended with exit status 1 instead of"))

    def test_last_words_of_other_languages_are_the_error_and_not_what_stands_behind_it(self):
        for said, words in (
            ("f.js:1\nnull.x\n     ^\n\nTypeError: no x\n    at f.js:1:6\n\nNode.js v18.0.0\n", "TypeError: no x"),
            ('Exception in thread "main" X: no\n\tat F.f(F.java:1)\n', """'Exception in thread "main" X: no'"""),
            ("thread 'main' panicked at f.rs:1:1:\nno x\nnote: run with `RUST_BACKTRACE=1`\n", '"no x"'),
            ("    indented\n", '"indented"'), ("one\ntwo", '"two"'), ("\n \n", ""), ("", ""),
        ):
            self.assertEqual(words.strip('"'), last_words(said.encode()).strip('"'))

    def test_rest_goes_to_a_fresh_start(self):
        report = check(program("crashes"), CASES)
        self.assertEqual(["crash"], [one.mistake for one in report.diagnoses])
        self.assertEqual(6, report.covered["cases"])

    def test_program_that_cannot_be_started_is_an_error(self):
        report = check(["no-such-program-on-this-machine"], CASES)
        self.assertEqual(("error", 7, None), (report.verdict, report.cases, report.precision))
        self.assertIn("no-such-program-on-this-machine: cannot be started", report.notes[0])
        self.assertNotIn("quotes", report.notes[0])
        report = check(["no-such-program net.js"], CASES)
        self.assertIn("; without quotes: -- no-such-program net.js)", report.notes[0])
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
    def test_what_left_the_group_is_ended_where_the_system_shows_environments(self):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "pids")
            report = check(program("leaves-a-session-behind", file), CASES[:1], time_limit=STARTED)
            self.assertEqual("pass", report.verdict)
            pids = [int(pid) for pid in file.read_text().split()]
            if os.path.exists(f"/proc/{os.getpid()}/environ"):
                self.assertEqual([], still_running(pids))
            for pid in filter(is_running, pids):
                os.kill(pid, signal.SIGKILL)

    @unittest.skipIf(os.name == "nt", "opens a terminal")
    def test_control_c_in_a_terminal_ends_even_what_ignores_it(self):
        import pty

        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "pids")
            command = [sys.executable, "-m", "backprop_ref", "check", "--", *program("ignores-termination", file)]
            checking, terminal = pty.fork()
            if not checking:
                os.execv(sys.executable, command)
            try:
                until = time.monotonic() + 60
                while not (file.exists() and len(file.read_text().split()) == 2) and time.monotonic() < until:
                    time.sleep(0.01)
                pids = [int(pid) for pid in file.read_text().split()]
                os.write(terminal, b"\x03")
                _, status = os.waitpid(checking, 0)
            finally:
                os.close(terminal)
            self.assertEqual(130, os.WEXITSTATUS(status))
            self.assertEqual([], still_running(pids))

    @unittest.skipIf(os.name == "nt", "sends signals")
    def test_interrupt_and_termination_end_everything_at_once(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number), tempfile.TemporaryDirectory() as directory:
                file = pathlib.Path(directory, "pids")
                command = [sys.executable, "-m", "backprop_ref", "check", "--", *program("hangs-with-children", file)]
                checking = subprocess.Popen(
                    command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
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
        self.assertEqual([("raised", 7)], [(one.mistake, one.count) for one in report.diagnoses])
        self.assertIn("'two-two-two': raised KeyError", report.diagnoses[0].evidence)
        self.assertRegex(report.diagnoses[0].evidence, r"\(test_check_survives_bad_programs\.py, line \d+, in ")

    def test_exception_is_the_cause_of_the_assertion_and_its_smallest_case_is_there(self):
        with self.assertRaises(AssertionError) as raised:
            assert_matches_reference(lambda case: case["layers"][1:][5], CASES)
        self.assertIsInstance(raised.exception.__cause__, IndexError)
        smallest = json.loads(str(raised.exception).splitlines()[-1])
        self.assertIn(smallest["id"], [case.id for case in CASES])

    def test_function_that_exits_does_not_take_the_check_with_it(self):
        report = check(lambda case: sys.exit(3), CASES)
        self.assertEqual([("raised", 7)], [(one.mistake, one.count) for one in report.diagnoses])

    def test_list_without_end_is_a_finding(self):
        endless = []
        endless.append(endless)
        report = check(lambda case: {"bias_gradients": endless}, CASES[:1])
        self.assertEqual(["wrong-layer-count"], [one.mistake for one in report.diagnoses])

    def test_what_is_no_result_is_a_finding(self):
        self.assertEqual("not-a-result", check(lambda case: None, CASES).diagnoses[0].mistake)


if __name__ == "__main__":
    unittest.main()
