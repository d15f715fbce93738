"""Every way to call the program wrongly, or to stop it, ends as DESIGN says: one line or none, never a traceback."""

import contextlib
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

import backprop_ref
from backprop_ref.commands import COMMANDS, main
from backprop_ref.commands.case_argument import load_case
from backprop_ref.cases import case_object, worked_example
from backprop_ref.terminal import BadUsage, columns_of
from backprop_ref.terminal.screen import size_of

ROOT = pathlib.Path(backprop_ref.__file__).parent.parent
PROGRAM = [sys.executable, "-m", "backprop_ref"]


def environment(**more):
    return {**os.environ, "PYTHONIOENCODING": "utf-8", **more}


def called(*arguments, given=b"", **more):
    """Status, standard output and standard error of a call."""
    done = subprocess.run(
        [*PROGRAM, *arguments], cwd=ROOT, input=given, env=environment(**more), timeout=60,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8").replace("\r\n", "\n")


def written(case, **changes):
    return json.dumps({**case_object(case), **changes}).encode()


class TheBareCommand(unittest.TestCase):
    def test_it_explains_the_worked_example(self):
        status, output, complaints = called()
        self.assertEqual((0, ""), (status, complaints))
        self.assertIn("0.280471447", output)
        self.assertNotIn("\x1b", output)

    def test_it_imports_nothing_that_it_does_not_need(self):
        program = (
            "import sys; before = set(sys.modules); from backprop_ref.commands import main; main([]);"
            "print(*sorted(set(sys.modules) - before), sep='\\n', file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-S", "-c", program], cwd=ROOT, env=environment(), timeout=60,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        imported = set(done.stderr.decode().split())
        self.assertIn("backprop_ref.walk.on_screen", imported)
        for heavy in ("argparse", "json", "fractions", "dataclasses", "inspect", "typing", "re", "textwrap", "shutil",
                      "backprop_ref.numbers.exact", "backprop_ref.cases.reading", "backprop_ref.mistakes"):
            if heavy != "re" or sys.implementation.name == "cpython":  # PyPy's decimal imports it
                self.assertNotIn(heavy, imported)

    def test_an_output_without_greek_letters_gets_ascii(self):
        for encoding in ("ascii", "latin-1", "cp437"):
            status, output, complaints = called(PYTHONIOENCODING=encoding)
            self.assertEqual((0, ""), (status, complaints))
            self.assertTrue(output.isascii())
            self.assertIn("delta_0^1", output)

    @unittest.skipUnless(os.name == "posix", "a pseudo-terminal")
    def test_colour_is_for_a_terminal(self):
        import pty

        for more, coloured in (({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)):
            ours, theirs = pty.openpty()
            more = {"TERM": "xterm", "NO_COLOR": "", **more}
            process = subprocess.Popen(PROGRAM, cwd=ROOT, env=environment(**more), stdout=theirs)
            os.close(theirs)
            shown = b""
            try:
                while True:
                    chunk = os.read(ours, 65536)
                    if not chunk:
                        break
                    shown += chunk
            except OSError:  # Linux's way to say that nobody writes any more
                pass
            os.close(ours)
            self.assertEqual(0, process.wait(60))
            self.assertEqual(coloured, b"\x1b[" in shown, more)
            self.assertIn("δ_0^1".encode(), shown)


class Widths(unittest.TestCase):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

        def fileno(self):
            return 2

    def test_a_screen_is_60_columns_wide_at_least_and_progress_knows_the_terminal_itself(self):
        for columns, width in ((40, 60), (60, 60), (72, 72), (100, 100), (200, 200), (0, 80)):
            with mock.patch("os.get_terminal_size", return_value=os.terminal_size((columns, 30))):
                self.assertEqual((width, 30), size_of(self.Terminal()))
                self.assertEqual(columns or 80, columns_of(self.Terminal()))


class Endings(unittest.TestCase):
    def test_help_and_version_end_well(self):
        for option in ("--help", "--version"):
            status, output, complaints = called(option)
            self.assertEqual((0, ""), (status, complaints))
            self.assertIn("backprop-ref", output)
            self.assertTrue(output.isascii())

    @unittest.skipUnless(os.name == "posix", "pipes of POSIX")
    def test_a_closed_pipe_is_quiet(self):
        for arguments in ([], ["explain", "square"], ["--help"]):
            reading, writing = os.pipe()
            os.close(reading)
            done = subprocess.run([*PROGRAM, *arguments], cwd=ROOT, env=environment(), timeout=60,
                                  stdout=writing, stderr=subprocess.PIPE)
            os.close(writing)
            self.assertEqual((0, b""), (done.returncode, done.stderr), arguments)

    @unittest.skipUnless(os.path.exists("/dev/full"), "a device that is always full")
    def test_a_full_disk_is_one_line(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(PROGRAM, cwd=ROOT, env=environment(), timeout=60, stdout=full, stderr=subprocess.PIPE)
        expected = b"backprop-ref: standard output: No space left on device\n"
        self.assertEqual((2, expected), (done.returncode, done.stderr))

    @unittest.skipUnless(os.name == "posix", "signals of POSIX")
    def test_ctrl_c_ends_quietly_with_130(self):
        process = subprocess.Popen(
            [*PROGRAM, "compute"], cwd=ROOT, env=environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        process.stdin.write(written(worked_example()) + b"\n")
        process.stdin.flush()
        process.stdout.readline()  # it has answered, so it is up and waits for the next line
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        output, complaints = process.communicate(timeout=60)
        self.assertEqual((130, b""), (process.returncode, complaints))

    @unittest.skipUnless(os.name == "posix", "descriptors of POSIX")
    def test_closed_standard_streams_are_no_traceback(self):
        for closed, status in ((">&-", 2), ("2>&- >&-", 2), ("2>&-", 0)):
            done = subprocess.run(["sh", "-c", f'"$0" -m backprop_ref {closed}', sys.executable], cwd=ROOT,
                                  env=environment(), timeout=60, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(status, done.returncode, closed)
            self.assertNotIn(b"Traceback", done.stdout + done.stderr)


class BadCalls(unittest.TestCase):
    def test_bad_usage_is_one_line_and_status_2(self):
        for arguments, expected in [
            (["nonsense"], "'nonsense'"),
            (["explain", "--layer", "x"], "--layer: found 'x', expected a whole number (backprop-ref explain --help)"),
            (["vectors", "nope"], "ID: found nope, expected the id of a bundled case (backprop-ref vectors --list)"),
            (["explain", "--layer", "7"], "--layer: found 7, expected 0 or 1 (the last layer)"),
            (["explain", "--equation", "8", "--layer", "1"], "--equation 8 --layer 1: the case has nothing there"),
            (["explain", "no\x1bwhere"], "no\\x1bwhere: found nothing with that name"),
            (["explain", "--id", "a"], "--id: found without CASE"),
        ]:
            status, output, complaints = called(*arguments)
            self.assertEqual((2, ""), (status, output), arguments)
            self.assertIn(expected, complaints)
            self.assertEqual(1, complaints.count("\n"), complaints)
            self.assertTrue(complaints.startswith("backprop-ref: "))

    def test_each_says_place_found_and_expected(self):
        with tempfile.TemporaryDirectory() as folder:
            none = os.path.join(folder, "none")
            a_table, a_model = "a table (xor and iris are bundled)", "a model that train --save has written"
            for arguments, expected in (
                (["check", "--results", none], f"{none}: found nothing with that name, expected a file of results"),
                (["check", "--results", folder], f"{folder}: found a directory, expected a file of results"),
                (["check", "--cases", none, "--results", none],
                 f"{none}: found nothing with that name, expected a file of cases"),
                (["check", "--cases", folder, "--results", none], f"{folder}: found a directory, expected a file of"),
                (["check", "--cases", "two-two-two", "--results", none],
                 "--cases: found two-two-two, the id of a bundled case, expected a file of cases (backprop-ref vectors "
                 "two-two-two > FILE.jsonl)"),
                (["check"], "nothing to check: give --results FILE or -- PROGRAM"),
                (["check", "--results", none, "--", "x"], "--results: found with a program, expected one of them"),
                (["train", none], f"{none}: found nothing with that name, expected {a_table}"),
                (["train", folder], f"{folder}: found a directory, expected {a_table}"),
                (["train", "xor", "--resume", none], f"{none}: found nothing with that name, expected {a_model}"),
                (["predict", none], f"{none}: found nothing with that name, expected {a_model}"),
                (["predict", folder], f"{folder}: found a directory, expected {a_model}"),
                (["explain", folder], f"{folder}: found a directory, expected a file of cases"),
                (["explain", "--layer", "abc"], "--layer: found 'abc', expected a whole number"),
                (["explain", "--layer"], "--layer: found nothing, expected a value"),
                (["explain", "--exact=3"], "--exact: found '3', expected no value"),
                (["explain", "--format", "x"], "--format: found 'x', expected text, markdown or html"),
                (["explain", "--equation", "14,"], "--equation: found '14,', expected a number, or several: 8,9,14"),
                (["explain", "--digits", "x"], "--digits: found 'x', expected a whole number"),
                (["step", "--equation", "8,9"], "--equation: found '8,9', expected the number of one equation"),
                (["train", "xor", "--classes", "--regression"],
                 "--regression: found with --classes, expected one of them"),
                (["train", "xor", "--scale", "log"], "--scale: found 'log', expected standard, min-max or none"),
                (["cases", "--layers", "2-2", "--count", "-3"],
                 "--count: found '-3', expected a whole number of at least 1"),
                (["cases", "--layers", "2-2", "--seed", "-5"],
                 "--seed: found '-5', expected a whole number of at least 0"),
                (["nonsense"], "COMMAND: found 'nonsense', expected explain, classroom, check"),
            ):
                complaints = io.StringIO()
                with self.subTest(arguments), contextlib.redirect_stderr(complaints):
                    self.assertEqual(2, main(arguments))
                    self.assertEqual(f"backprop-ref: {expected}", complaints.getvalue()[:14 + len(expected)])
                    self.assertEqual(1, complaints.getvalue().count("\n"))

    def test_an_unknown_option_is_named_before_what_is_missing(self):
        for arguments, prog in (
            (["--foo"], ""), (["-x"], ""), (["train", "--foo"], " train"), (["train", "--foo=3"], " train"),
            (["predict", "-x"], " predict"), (["compute", "--foo"], " compute"), (["--foo", "nothing"], ""),
        ):
            status, output, complaints = called(*arguments)
            option = next(word for word in arguments if word.startswith("-"))
            expected = f"backprop-ref: unrecognized arguments: {option} (backprop-ref{prog} --help)\n"
            self.assertEqual((2, "", expected), (status, output, complaints))
        for arguments, expected in (
            (["train"], "the following arguments are required: DATA.csv"),
            (["train", "--seed", "3"], "the following arguments are required: DATA.csv"),
            (["train", "--see", "3"], "the following arguments are required: DATA.csv"),  # as argparse takes it
        ):
            self.assertIn(expected, called(*arguments)[2])

    def test_a_case_from_standard_input(self):
        piped = written(worked_example(), id="piped")
        status, output, complaints = called("explain", "-", "--equation", "15", given=piped)
        self.assertEqual((0, ""), (status, complaints))
        self.assertIn("piped", output)

    def test_a_refused_case_is_one_line_and_status_2(self):
        status, output, complaints = called("explain", "-", given=b'\n{"id": "a"}\n')
        self.assertEqual((2, ""), (status, output))
        self.assertEqual("backprop-ref: standard input: line 2: layers: missing\n", complaints)


class LoadCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, content):
        path = self.folder / "cases.jsonl"
        path.write_bytes(content)
        return str(path)

    def refused(self, content, id=None):
        with self.assertRaises(BadUsage) as raised:
            load_case(self.file(content), id)
        return str(raised.exception).partition("cases.jsonl: ")[2]

    def test_the_first_case_or_the_one_of_the_id(self):
        lines = b"\n" + b"\n".join(written(worked_example(), id=id) for id in "abc") + b"\n"
        self.assertEqual("a", load_case(self.file(lines)).id)
        self.assertEqual("c", load_case(self.file(lines), "c").id)
        self.assertEqual("no case with the id d", self.refused(lines, "d"))

    def test_without_a_source_the_worked_example(self):
        self.assertEqual(worked_example(), load_case(None))

    def test_a_bundled_case_by_its_id(self):
        self.assertEqual("two-one-two", load_case("two-one-two").id)

    def test_a_file_goes_before_a_bundled_case_of_its_name(self):
        here = os.getcwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.folder)
        pathlib.Path("square").write_bytes(written(worked_example(), id="mine"))
        self.assertEqual("mine", load_case("square").id)
        pathlib.Path("softmax").mkdir()
        self.assertEqual("softmax", load_case("softmax").id)

    def test_one_case_over_several_lines_as_people_write_it(self):
        text = json.dumps({**case_object(worked_example()), "id": "tall"}, indent=2).encode()
        self.assertEqual("tall", load_case(self.file(b"\n" + text + b"\n")).id)
        self.assertEqual("tall", load_case(self.file(text.replace(b"\n", b"\r\n")), "tall").id)
        self.assertEqual("no case with the id flat", self.refused(text, "flat"))
        self.assertRegex(self.refused(text.replace(b'"cost"', b"cost")), r"^line \d+, column 3: found 'cost: ")

    def test_what_is_no_case_is_refused_where_it_stands(self):
        good = written(worked_example(), id="good")
        for content, id, expected in [
            (b"", None, "found no case, expected at least one line"),
            (b"\n \n", None, "found no case, expected at least one line"),
            (b"[1]", None, "found a list, expected an object"),
            (b"{}\n", None, "line 1: id: missing"),
            (good + b"\n{}\n", "bad", "no case with the id bad; line 2 was refused: id: missing"),
            (b'{"id": "bad"}\n' + good, "bad", "line 1: layers: missing"),
            (b"\xff", None, "byte 1: found 0xff, expected UTF-8"),
            (b"\xff\xfe", None, "found UTF-16, expected UTF-8"),
            (b"\xfe\xff", None, "found UTF-16, expected UTF-8"),
            (b'{"id": "bad"', None, "column 13: found the end, expected JSON (Expecting ',' delimiter)"),
        ]:
            self.assertEqual(expected, self.refused(content, id))
        self.assertEqual("good", load_case(self.file(b"{}\n" + good), "good").id)

    def test_what_cannot_be_opened_is_refused(self):
        for source, expected in [
            (str(self.folder / "none"), "found nothing with that name, expected a file of cases, or the id of a b"),
            (str(self.folder), "found a directory, expected a file of cases"),
            ("a\0b", "expected a file"),
            ("", "found nothing with that name"),
        ]:
            with self.assertRaises(BadUsage) as raised:
                load_case(source)
            self.assertIn(expected, str(raised.exception))

    def test_an_id_beside_a_bundled_case_is_refused(self):
        with self.assertRaisesRegex(BadUsage, "--id: found with the bundled case two-two-two, expected a file"):
            load_case("two-two-two", "two-two-two")

    def test_of_several_cases_in_a_file_it_says_which(self):
        case = worked_example()
        path = self.file(written(case, id="one") + b"\n\n" + written(case, id="two") + b"\n")
        status, output, said = called("explain", path, "--brief")
        self.assertEqual((0, f"{path}: case 1 of 2; choose another with --id ID\n"), (status, said))
        self.assertEqual((0, output, ""), called("explain", path, "--brief", "--id", "one"))


@unittest.skipIf(os.name == "nt", "needs a POSIX shell")
class OutputsThatTakeNothing(unittest.TestCase):
    """What goes to standard error is never worth an answer, and the status stays what it is."""

    def shell(self, command, given=b""):
        done = subprocess.run(
            ["sh", "-c", command.replace("REF", f"'{sys.executable}' -m backprop_ref")], cwd=ROOT, input=given,
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
        )
        return done.returncode, done.stdout.splitlines(), done.stderr.decode()

    def full(self):
        return ("2>&-", "2>/dev/full") if os.path.exists("/dev/full") else ("2>&-",)

    def test_compute_answers_every_line_where_standard_error_is_closed_or_full(self):
        given = written(worked_example()) + b"\n{}\n" + written(worked_example(), id="another") + b"\n"
        for where in self.full():
            status, lines, _ = self.shell(f"REF compute {where}", given)
            self.assertEqual((2, 3), (status, len(lines)), where)

    def test_check_keeps_its_status(self):
        for where in self.full():
            self.assertEqual(2, self.shell(f"REF check -- /nonexistent {where}")[0], where)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full on this machine")
    def test_a_full_standard_output_is_said(self):
        for what in ("", "--version", "--help", "vectors"):
            status, _, said = self.shell(f"REF {what} >/dev/full")
            self.assertEqual((2, 1), (status, said.count("\n")), what)


class Help(unittest.TestCase):
    def test_every_command_has_two_examples_of_itself(self):
        for command in COMMANDS:
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                self.assertEqual(0, main([command, "--help"]))
            examples = output.getvalue().split("examples:\n")[1].splitlines()
            self.assertEqual(2, len(examples), command)
            for example in examples:
                self.assertTrue(example.startswith(f"  backprop-ref {command}"), example)

    def test_standard_input_is_offered_where_it_is_read(self):
        for command, offered in (("explain", True), ("classroom", True), ("step", False)):
            text = " ".join(called(command, "--help")[1].split())
            self.assertEqual(offered, "or - for standard input" in text, command)

    def test_only_the_command_that_is_called_is_imported(self):
        program = ("import sys; from backprop_ref.commands import main; main(['vectors', '--list']);"
                   "print(*[m for m in sys.modules if m.startswith('backprop_ref.commands.')], file=sys.stderr)")
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment(), timeout=60,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        found = {name.rpartition(".")[2] for name in done.stderr.decode().split()}
        self.assertEqual({"vectors"}, found & set(COMMANDS))


if __name__ == "__main__":
    unittest.main()
