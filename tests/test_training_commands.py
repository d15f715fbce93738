"""``train`` and ``predict``: from a table to a prediction, and what is said of a bad table on the way."""

import codecs
import contextlib
import csv
import errno
import io
import json
import math
import os
import pathlib
import signal
import sys
import tempfile
import unittest
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_ref import Network
from backprop_ref.cases import read_case
from backprop_ref.commands import main
from backprop_ref.training import (
    BUNDLED, SCALES, Amount, Columns, Model, Numeric, Words, errors_of, model_text, read_columns, read_model,
    read_table,
)
from backprop_ref.training.scaling import offset_and_scale
from backprop_ref.training.whole import write_whole

FIELDS = "".join(f"{i},{i % 7},{'xy'[i % 2]}\n" for i in range(60))
ROWS = "a,b,c\n" + FIELDS


class Commands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, content, name="data.csv"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return str(path)

    def run_it(self, *arguments, stdin=""):
        """The exit status, standard output and standard error of a command."""
        data = stdin if isinstance(stdin, bytes) else stdin.encode("utf-8")
        out, err = io.StringIO(), io.StringIO()
        with mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(data))):
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = main(list(arguments))
        return status, out.getvalue(), err.getvalue()

    def good(self, *arguments, **options):
        status, out, err = self.run_it(*arguments, **options)
        self.assertEqual((0, ""), (status, err))
        return out

    def refused(self, *arguments, **options):
        status, out, err = self.run_it(*arguments, **options)
        self.assertEqual((2, ""), (status, out))
        self.assertEqual(1, err.count("\n"), err)
        return err


class FromFileToPrediction(Commands):
    def test_iris_is_learnt_saved_and_predicted(self):
        model = str(self.folder / "model.json")
        out = self.good("train", "iris", "--epochs", "20", "--save", model)
        self.assertIn("target species: 3 classes: setosa, versicolor, virginica", out)
        self.assertIn("120 training rows, 30 held-out rows (seed 1)", out)
        self.assertRegex(out, r"held-out rows: 2\d of 30 right")
        rows = "sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,.2\n"
        predicted = self.good("predict", model, stdin=rows)
        ((name, *outputs),) = csv.reader(io.StringIO(predicted))
        self.assertEqual("setosa", name)
        self.assertAlmostEqual(1, sum(map(float, outputs)), delta=1e-12)
        self.assertEqual(max(map(float, outputs)), float(outputs[0]))

    def test_every_row_of_the_table_is_predicted_in_its_order_and_to_full_precision(self):
        model = str(self.folder / "model.json")
        self.good("train", "iris", "--epochs", "3", "--save", model)
        table = read_table("iris")
        text = "\n".join(",".join(row) for row in zip(*table.columns[:4]))
        loaded = read_model(pathlib.Path(model).read_bytes(), model)
        rows = list(csv.reader(io.StringIO(self.good("predict", model, stdin=text))))
        self.assertEqual(150, len(rows))
        x = [x_k for column, field in zip(loaded.columns.inputs, text.splitlines()[77].split(","))
             for x_k in column.encoded(float(field))]
        self.assertEqual(loaded.outputs(x), [float(field) for field in rows[77][1:]])

    def test_columns_are_matched_by_name_and_foreign_ones_are_named(self):
        model = str(self.folder / "model.json")
        self.good("train", self.file(ROWS), "--epochs", "2", "--save", model)
        plain = self.good("predict", model, stdin="a,b\n3,5\n")
        self.assertEqual(plain, self.good("predict", model, self.file("a,b\n3,5\n", "rows.csv")))
        self.assertIn("rows.csv: row 1", self.refused("predict", model, self.file("a,b\nx,5\n", "rows.csv")))
        self.assertEqual("backprop-ref: none.csv: found nothing with that name, expected rows to be answered\n",
                         self.refused("predict", model, "none.csv"))
        turned = self.run_it("predict", model, stdin="b,zip,a,c\n5,1,3,x\n")
        self.assertEqual((0, plain, "not used: 'zip' (not a column of the model)\n"), turned)
        self.assertEqual(plain, self.good("predict", model, stdin="3,5\n"))
        self.assertIn("no column b; found a", self.refused("predict", model, stdin="a\n1\n2\n"))
        self.assertIn("4 columns without names, expected 2", self.refused("predict", model, stdin="1,2,3,4\n"))
        err = self.refused("predict", model, stdin="a,b\n1,x\n")
        self.assertIn("row 1 (line 2), column b: found 'x', expected", err)

    def test_a_regression_predicts_numbers_in_their_own_unit(self):
        table = "x,y\n" + "".join(f"{i / 10},{1000 + 50 * i}\n" for i in range(60))
        model = str(self.folder / "model.json")
        out = self.good("train", self.file(table), "--epochs", "60", "--save", model)
        self.assertIn("target y: a number", out)
        held = r"held-out rows: root mean squared error [\d.]+, mean absolute error [\d.]+, R² 0\.99\d+"
        self.assertRegex(" ".join(out.split()), held)
        self.assertAlmostEqual(2500, float(self.good("predict", model, stdin="x\n3\n")), delta=100)

    def test_text_columns_are_one_hot_and_their_words_are_known(self):
        table = "colour,size,liked\n" + "red,1,yes\nblue,2,no\ngreen,3,yes\nred,2,yes\nblue,1,no\n" * 3
        model = str(self.folder / "model.json")
        out = self.good("train", self.file(table), "--epochs", "30", "--save", model)
        self.assertIn("colour=blue, colour=green, colour=red, size", " ".join(out.split()))
        self.assertTrue(self.good("predict", model, stdin="colour,size\nred,1\n").startswith("yes,"))
        err = self.refused("predict", model, stdin="colour,size\nred,1\npink,1\n")
        self.assertIn("row 2 (line 3), column colour: found 'pink', expected one of blue, green, red", err)

    def test_whole_numbers_can_be_classes_or_amounts(self):
        table = self.file("a,n\n" + "".join(f"{i},{i % 3}\n" for i in range(30)))
        self.assertIn("3 classes: 0, 1, 2", self.good("train", table, "--epochs", "1"))
        self.assertIn("target n: a number", self.good("train", table, "--epochs", "1", "--regression"))
        self.assertIn("target a: a number", self.good("train", table, "--epochs", "1", "--target", "a"))

    def test_folds_hold_every_row_out_once(self):
        out = self.good("train", self.file(ROWS), "--folds", "3", "--epochs", "2")
        self.assertEqual(3, out.count(" of 20 right"))
        self.assertRegex(out, r"mean \d+\.\d % right, lowest \d+\.\d %")

    def test_more_epochs_later_are_as_good_as_all_at_once(self):
        once, twice = str(self.folder / "once.json"), str(self.folder / "twice.json")
        self.good("train", self.file(ROWS), "--epochs", "5", "--decay", "0.01", "--batch", "7", "--save", once)
        self.good("train", self.file(ROWS), "--epochs", "2", "--decay", "0.01", "--batch", "7", "--save", twice)
        self.good("train", self.file(ROWS), "--epochs", "3", "--resume", twice, "--save", twice)
        self.assertEqual(pathlib.Path(once).read_text(), pathlib.Path(twice).read_text())

    def test_an_early_stop_keeps_the_best_network(self):
        model = str(self.folder / "model.json")
        options = ["--rate", "2", "--epochs", "200", "--early-stop", "3", "--save", model]
        out = self.good("train", self.file(ROWS), *options)
        found = [int(part) for part in out.replace(":", " ").split() if part.isdigit()]
        self.assertIn("stopped early after epoch", out)
        best = json.loads(pathlib.Path(model).read_text())["epochs"]
        self.assertIn(best + 3, found)

    def test_verbose_is_a_line_for_each_epoch_and_a_pipe_is_quiet(self):
        out = self.good("train", self.file(ROWS), "--epochs", "4", "--verbose")
        self.assertEqual(4, sum(line.startswith("epoch ") for line in out.splitlines()))
        self.assertNotIn("epoch 1 ", self.good("train", self.file(ROWS), "--epochs", "4"))

    def test_a_terminal_sees_one_line_that_is_written_over_and_cleared(self):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        err = Terminal()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
            with mock.patch("backprop_ref.commands.train_job._Progress.EVERY", 0.0):
                self.assertEqual(0, main(["train", self.file(ROWS), "--epochs", "3"]))
        shown = err.getvalue().split("\r")
        self.assertRegex(shown[1], r"^epoch 1  cost 0\.\d+  held out: cost 0\.\d+, \d+\.\d % right$")
        self.assertRegex(shown[2], r"  \d+ s left$")
        self.assertEqual(("", ""), (shown[-2].strip(), shown[-1]))
        self.assertNotIn("\n", err.getvalue())

    def test_that_line_is_never_as_wide_as_the_terminal(self):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

            def fileno(self):
                return 2

        widest = []
        for columns in (40, 60, 200):
            err, size = Terminal(), os.terminal_size((columns, 30))
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
                with mock.patch("backprop_ref.commands.train_job._Progress.EVERY", 0.0):
                    with mock.patch("os.get_terminal_size", return_value=size):
                        self.assertEqual(0, main(["train", self.file(ROWS), "--epochs", "3"]))
            widest.append(max(map(len, err.getvalue().split("\r"))))
        self.assertEqual([39, 59], widest[:2])
        self.assertGreater(widest[2], 59)

    def test_two_files_are_never_written_into_one(self):
        data, one = self.file(ROWS), str(self.folder / "one.json")
        again = os.path.join(str(self.folder), "..", self.folder.name, "one.json")
        before = pathlib.Path(data).read_bytes()
        for options, expected in (
            (["--save", one, "--page", one], f"--save {one}: found the same file as --page, expected one of its own"),
            (["--save", one, "--case", again], "found the same file as --case"),
            (["--page", again, "--case", one], "found the same file as --case"),
            (["--save", data], f"--save {data}: found the same file as DATA.csv, expected one of its own"),
            (["--page", data], "found the same file as DATA.csv"),
            (["--case", data], "found the same file as DATA.csv"),
            (["--page", ""], "--page: found '', expected the name of a file"),
        ):
            with self.subTest(options=options):
                self.assertIn(expected, self.refused("train", data, "--epochs", "1", *options))
        self.assertEqual((before, ["data.csv"]), (pathlib.Path(data).read_bytes(), os.listdir(self.folder)))
        self.good("train", data, "--epochs", "1", "--save", one)
        self.assertIn("found the same file as --resume", self.refused("train", data, "--resume", one, "--page", one))
        self.good("train", data, "--epochs", "1", "--save", os.devnull, "--case", os.devnull)

    def test_a_case_of_the_trained_network_is_written(self):
        path = self.folder / "case.jsonl"
        self.good("train", self.file(ROWS), "--epochs", "1", "--case", str(path))
        case = read_case(path.read_bytes())
        self.assertEqual((8, 0.1, "cross_entropy"), (len(case.examples), case.alpha, case.cost))

    def test_the_page_is_whole_needs_nothing_and_escapes_names(self):
        path = self.folder / "page.html"
        table = "<b>x,y,kind\n" + "".join(f"{i % 5},{i % 3},{'</pre>' if i % 2 else 'q'}\n" for i in range(20))
        options = ["--hidden", "2", "--epochs", "4", "--mistake", "hidden-slope-missing", "--page", str(path)]
        self.good("train", self.file(table), *options)
        page = path.read_text(encoding="utf-8")
        for words in ("Cost by epoch", "cost (logarithmic)", "Mean |δ| by layer", "right, training",
                      "hidden-slope-missing, training", "What the network answers everywhere", "epoch-4.jsonl",
                      "every equation of its next step"):
            self.assertIn(words, page)
        self.assertNotIn("<b>x", page)
        self.assertNotRegex(page, r"(src|href)=\"https?:|<script")
        self.assertTrue(page.rstrip().endswith("</html>"))

    def test_a_mistake_is_trained_beside_the_right_rules(self):
        out = self.good("train", "xor", "--epochs", "2", "--mistake", "sum-of-layer-deltas")
        self.assertIn("with the mistake sum-of-layer-deltas, from the same start:", out)
        right, wrong = [line for line in out.splitlines() if line.startswith("2 epochs: cost")]
        self.assertNotEqual(right, wrong)
        refused = self.refused("train", "xor", "--mistake", "sum-of-layer")
        self.assertIn("--mistake: found 'sum-of-layer', expected the name of a mistake (similar: ", refused)

    def test_the_rows_of_a_step_are_no_more_than_there_are(self):
        for options, expected in (
            ([], "mean of all rows per step"), (["--batch", "4"], "mean of all rows per step"),
            (["--batch", "3"], "mean of 3 rows per step"), (["--batch", "1"], "mean of 1 row per step"),
            (["--hold-out", "0.5", "--batch", "2"], "mean of all rows per step"),
            (["--folds", "2", "--batch", "2"], "mean of all rows per step"),
        ):
            out = self.good("train", "xor", "--epochs", "1", "--hidden", "2", *options)
            self.assertIn(expected, " ".join(out.split()), options)

    def test_no_line_is_wider_than_the_screen(self):
        seen = 0
        mistake = ("--mistake", "sum-of-layer-deltas")
        for options in ((), ("--verbose",), ("--folds", "3"), ("--target", "petal_width"), mistake):
            with mock.patch("backprop_ref.terminal.screen.size_of", return_value=(60, None)):
                out = self.good("train", "iris", "--epochs", "2", *options)
            for line in out.splitlines():
                self.assertLessEqual(len(line), 60, line)
                seen = max(seen, len(line))
        self.assertGreater(seen, 50)


class BadTables(Commands):
    def test_each_is_refused_by_name_and_place(self):
        big = "a,b,c\n" + FIELDS * 167
        rows = big.split("\n")
        rows[10000] = "oops,1,x"
        for content, message in [
            ("", "empty, expected a table"),
            ("\n \n", "empty, expected a table"),
            ("a,b,c\n", "found column names but no rows"),
            (ROWS.replace(",y", ",x"), "column c: only 'x' in 60 rows, expected at least two classes"),
            ("\n".join(rows), "row 10000 (line 10001), column a: found 'oops', expected a number"),
            (ROWS.replace("\n7,0", "\n7,NaN"), "row 8 (line 9), column b: found 'NaN' (a missing value), expected a"),
            (ROWS.replace("\n7,0", "\n7,inf"), "row 8 (line 9), column b: found 'inf', expected a finite number"),
            (ROWS.replace("\n7,0", "\n7,1e999"), "column b: found '1e999', expected a finite number"),
            (ROWS.replace("\n7,0", "\n7,"), "row 8 (line 9), column b: found nothing, expected a value"),
            (ROWS.replace("\n7,0", "\n7,1_0"), "column b: found '1_0', expected a number without _"),
            (ROWS.replace("\n7,0", "\n7,0,9"), "line 9: 4 fields, expected 3"),
            (ROWS.replace("\n7,0", '\n"7,0'), "line 9: found a quotation mark that is never closed"),
            (ROWS.replace("\n7,0", "\n7,\0"), "line 9: found a null character"),
            (ROWS.encode("utf-16"), "found UTF-16, expected UTF-8"),
            (ROWS.encode("utf-16-le"), "found UTF-16, expected UTF-8"),
            (codecs.BOM_UTF16_BE + ROWS.encode("utf-16-be"), "found UTF-16, expected UTF-8"),
            (ROWS.encode("utf-32"), "found UTF-32, expected UTF-8"),
            (ROWS.replace("x", "é").encode("latin-1"), "line 2: found the byte 0xe9, expected UTF-8"),
            ("a,b\n" + "".join(f"{i},n{i}\n" for i in range(6)), "column b: 6 classes in 6 rows, expected at most"),
            ("a,a\n1,x\n2,y\n", "columns 1 and 2: found 'a' twice"),
            ("a\n1\n2\n3\n", "found no column for an input"),
            ("p,c\n" + "".join(f"name{i},{'xy'[i % 2]}\n" for i in range(60)), "column p: 60 different texts"),
            ("a;c\n" + "".join(f"{i},5;{'xy'[i % 2]}\n" for i in range(9)), "found '0,5', expected a number with a"),
        ]:
            with self.subTest(message=message):
                self.assertIn(message, self.refused("train", self.file(content), "--epochs", "1"))

    def test_any_finite_table_is_trained_or_refused_in_one_line_with_its_place(self):
        for rows, options, status, expected in (
            ("1e155,1.5 -1e155,2.5 1,2.25", "", 0, "1 epoch: cost"),
            ("1e154,1.5 -1e154,2.5 1,2.25", "", 0, "1 epoch: cost"),
            ("1.7e308,1.5 -1.7e308,2.5 1,2.25", "", 0, "1 epoch: cost"),
            ("1.7e308,1 -1.7e308,2 1,2.5", "--scale min-max", 2,
             "column a: found -1.7e+308 to 1.7e+308, expected a range that a double can hold (or --scale standard)"),
            ("1,1.7e308 2,-1.7e308 3,7.5", "", 0, "root mean squared error 1.7"),
            ("1,1.7e308 2,-1.7e308 3,7.5", "--scale min-max", 2, "column y: found -1.7e+308 to 1.7e+308, expected"),
            ("1,1e155 2,-1e155 3,7.5", "--folds 3", 0, "mean error"),
            ("1e308,1 1e-200,2 1e-210,2 0,3.5", "--hold-out 0.5 --seed 2", 2,
             "row 1 (line 2), column a: found '1e308', expected a smaller number (scaled, it is beyond the range"),
            ("1e308,1,x -1e308,2,y 1,3,x 2,1,y", "", 0, "1 epoch: cost"),
            ("1e308,1.5 -1e308,2.5 1,1", "--scale none --hidden none", 1, "stopped: epoch 1, step 1"),
        ):
            names = "a,y" if rows.split()[0].count(",") == 1 else "a,b,y"
            path = self.file("\n".join([names, *rows.split()]) + "\n")
            page = [] if "--folds" in options else ["--page", str(self.folder / "page.html")]
            found, out, err = self.run_it("train", path, "--epochs", "1", *options.split(), *page)
            with self.subTest(rows=rows, options=options):
                self.assertEqual(status, found, err)
                self.assertIn(expected, " ".join((out + err).split()))
                self.assertEqual(status == 2, err.startswith(f"backprop-ref: {path}: ") and err.count("\n") == 1)

    def test_mean_deviation_and_errors_are_the_same_at_every_size(self):
        values, said = [1.0, -2.5, 4.0, 0.1], [0.5, -2.0, 5.0, 0.3]
        (offset, scale), errors = offset_and_scale(values, "standard"), errors_of(said, values)
        self.assertEqual((0.65, 2.322175703946624), (offset, scale))
        for power in (-1000, -600, 600, 1000):
            larger = [math.ldexp(value, power) for value in values]
            self.assertEqual((math.ldexp(offset, power), math.ldexp(scale, power)),
                             offset_and_scale(larger, "standard"))
            self.assertEqual((math.ldexp(errors[0], power), math.ldexp(errors[1], power), errors[2]),
                             errors_of([math.ldexp(value, power) for value in said], larger))
        most = sys.float_info.max
        self.assertEqual((0.0, most), offset_and_scale([most, -most], "standard"))
        self.assertEqual((math.inf, math.inf), errors_of([most], [-most])[:2])

    def test_what_can_be_passed_over_is_noted(self):
        out = self.good("train", self.file(codecs.BOM_UTF8 + ROWS.encode()), "--epochs", "1")
        self.assertIn("note: a byte order mark at the start was skipped", out)
        constant = "a,k,c\n" + "".join(f"{i},5,{'xy'[i % 2]}\n" for i in range(60))
        self.assertIn("note: column k is '5' in every row and was left out",
                      self.good("train", self.file(constant), "--epochs", "1"))
        out = self.good("train", self.file(ROWS.replace("\n7,0", "\n7,NA")), "--epochs", "1", "--skip-missing")
        self.assertIn("note: 1 of 60 rows left out: a value is missing", out)

    def test_a_column_without_a_name_that_counts_the_rows_is_left_out(self):
        table = ",a,c\n" + "".join(f"{i},{i % 7},{'xy'[i % 2]}\n" for i in range(20))
        out = self.good("train", self.file(table), "--epochs", "1")
        self.assertIn("1 input: a", out)
        self.assertIn("note: column 1, which has no name, counts the rows and was left out", out)

    def test_rows_must_be_left_to_train(self):
        small = self.file("a,c\n1,x\n2,y\n3,x\n4,y\n")
        self.assertIn("none of 4 rows is left for training", self.refused("train", small, "--hold-out", "0.9"))
        self.assertIn("--folds 5: found 4 rows", self.refused("train", small, "--folds", "5"))
        many = self.file("a,c\n" + "".join(f"{i},n{i % 5}\n" for i in range(10)))
        self.assertIn("5 classes and 3 training rows", self.refused("train", many, "--hold-out", "0.7"))

    def test_names_in_a_table_cannot_reach_the_terminal(self):
        out = self.good("train", self.file(ROWS.replace("x", "\x1b[31m")), "--epochs", "1")
        self.assertNotIn("\x1b", out)

    def test_options_that_do_not_fit_are_refused(self):
        path = self.file(ROWS)
        for options, message in [
            (["--target", "q"], "--target: found 'q', expected a column of"),
            (["--hidden", "x"], "--hidden: found 'x', expected numbers of neurons"),
            (["--activations", "tanh,relu,relu"], "--activations: 3 names, expected 2"),
            (["--activations", "softmax,softmax"], "softmax in a hidden layer"),
            (["--activations", "tan"], "found 'tan', expected some of"),
            (["--rate", "0"], "--rate: found '0'"), (["--rate", "nan"], "--rate: found 'nan'"),
            (["--epochs", "0"], "--epochs: found '0'"), (["--batch", "0"], "--batch: found '0'"),
            (["--hold-out", "1"], "--hold-out: found '1'"), (["--folds", "1"], "--folds: found '1'"),
            (["--hold-out", "0", "--early-stop", "3"], "--early-stop: no rows are held out"),
            (["--folds", "3", "--save", "m.json"], "--save: found with --folds"),
            (["--save", str(self.folder / "no" / "m.json")], "found no folder"),
            (["--regression"], "found 'x', expected a number, for a regression"),
            (["--ignore", "c"], "expected another column than the target"),
        ]:
            with self.subTest(options=options):
                self.assertIn(message, self.refused("train", path, *options))

    def test_the_default_activations_and_costs_fit_the_task(self):
        path = self.file(ROWS)
        for options, said in [
            ([], "tanh, softmax; cross_entropy"),
            (["--cost", "half_squared_error"], "tanh, sigmoid; half_squared_error"),
            (["--activations", "relu,sigmoid"], "relu, sigmoid; half_squared_error"),
            (["--hidden", "none"], "2-2, softmax"),
            (["--target", "a", "--hidden", "4-3"], "3-4-3-1, tanh, tanh, identity; half_squared_error"),
        ]:
            with self.subTest(options=options):
                self.assertIn(said, " ".join(self.good("train", path, "--epochs", "1", *options).split()))


class Models(Commands):
    def setUp(self):
        super().setUp()
        self.model = str(self.folder / "model.json")
        self.good("train", self.file(ROWS), "--epochs", "1", "--save", self.model)
        self.text = pathlib.Path(self.model).read_text(encoding="utf-8")

    def test_are_read_as_they_were_written(self):
        model = read_model(self.text, "m")
        again = self.good("train", self.file(ROWS), "--epochs", "1", "--save", self.model) and pathlib.Path(self.model)
        self.assertEqual(self.text, again.read_text(encoding="utf-8"))
        self.assertEqual(["a", "b"], model.columns.labels)

    def test_cut_short_anywhere_they_are_refused(self):
        for end in range(0, len(self.text) - 2, 97):
            with self.assertRaises(ValueError) as refused:
                read_model(self.text[:end], "m.json")
            self.assertRegex(str(refused.exception), "^m.json: .*(cut short|expected)")

    def test_of_another_version_or_kind_they_are_refused(self):
        for old, new, message in [
            ('"version": 1', '"version": 2', "version: found 2, expected 1"),
            ('"format": "backprop-ref model"', '"format": "x"', "expected a model that train --save has written"),
            ('"scale": ', '"scale": 0, "was": ', "scale: found 0"),
            ('"seed": 1', '"seed": 1.5', "seed: found 1.5, expected a whole number"),
            ('"cost": "cross_entropy"', '"cost": "x"', "cost: found 'x'"),
            ('"classes": ["x", "y"]', '"classes": ["x", "y", "z"]', "layers: a network 2-8-2, expected 2 inputs and 3"),
        ]:
            with self.subTest(message=message):
                self.assertIn(old, self.text)
                path = self.file(self.text.replace(old, new), "bad.json")
                self.assertIn(message, self.refused("predict", path, stdin="1,2\n"))

    def test_no_model_and_no_rows(self):
        none, what = str(self.folder / "none.json"), "a model that train --save has written"
        self.assertEqual(f"backprop-ref: {none}: found nothing with that name, expected {what}\n",
                         self.refused("predict", none))
        self.assertIn("standard input: empty", self.refused("predict", self.model, stdin=""))

    def test_nested_too_deeply_or_not_in_utf_8_they_are_refused(self):
        for content, message in (
            ("[" * 100_000, "nested too deeply, expected a model file"),
            (self.text.encode("utf-16"), "found UTF-16, expected UTF-8"),
            (self.text.encode("utf-16-le"), "found UTF-16, expected UTF-8"),
            (self.text.encode("utf-32"), "found UTF-32, expected UTF-8"),
        ):
            path = self.file(content, "bad.json")
            for command in (["predict", path], ["train", self.file(ROWS), "--resume", path]):
                self.assertEqual(f"backprop-ref: {path}: {message}\n", self.refused(*command))
        self.good("predict", self.file(codecs.BOM_UTF8 + self.text.encode(), "good.json"), stdin="1,2\n")

    def test_predict_advises_only_what_it_has_and_knows_the_names_of_columns(self):
        for rows, message in (
            ("a,b\n1,\n", "row 1 (line 2), column b: found nothing, expected a value\n"),
            ("a,b\n1,2\n1,x\n", "row 2 (line 3), column b: found 'x', expected a number, as in most rows\n"),
            ("1,\n", "row 1 (line 1), column b: found nothing, expected a value\n"),
            ("1,x,y\n", "row 1 (line 1), column b: found 'x', expected a number\n"),
            ("a,b\n1,1e999\n3,3\n", "row 1 (line 2), column b: found '1e999', expected a finite number\n"),
        ):
            with self.subTest(rows=rows):
                self.assertEqual(f"backprop-ref: standard input: {message}",
                                 self.refused("predict", self.model, stdin=rows))
        resumed = self.refused("train", self.file(ROWS.replace("\n7,0", "\n7,")), "--resume", self.model)
        self.assertIn("expected a value (--skip-missing leaves such rows out)", resumed)

    def test_what_cannot_be_scaled_or_answered_is_refused_by_its_row(self):
        small = self.file("a,y\n1e-300,1.5\n2e-300,2.5\n3e-300,4\n")
        self.good("train", small, "--epochs", "1", "--save", self.model)
        err = self.refused("predict", self.model, stdin="a\n1e-300\n1e10\n")
        self.assertIn("standard input: row 2 (line 3), column a: found '1e10', expected a smaller number (scaled", err)
        self.assertIn("row 2 (line 3), column a: found '1e10', expected a smaller number (scaled",
                      self.refused("train", self.file("a,y\n1e-300,1.5\n1e10,2\n"), "--resume", self.model))
        big = self.file("a,y\n1,1e308\n2,-1e308\n3,4\n")
        self.good("train", big, "--epochs", "1", "--hidden", "none", "--save", self.model)
        self.assertIn("row 1: its outputs are beyond the range of doubles, expected smaller",
                      self.refused("predict", self.model, stdin="a\n1e10\n"))

    def test_resuming_takes_what_the_model_has(self):
        self.assertIn("--hidden: found with --resume",
                      self.refused("train", self.file(ROWS), "--resume", self.model, "--hidden", "3"))
        other = self.file(ROWS.replace("a,b,c", "a,b,d"))
        self.assertIn("no column c", self.refused("train", other, "--resume", self.model))


class NothingIsLost(Commands):
    def test_a_model_is_saved_though_nobody_takes_the_report_any_more(self):
        for error, status in ((BrokenPipeError(errno.EPIPE, "closed"), 0), (OSError(errno.ENOSPC, "No space left"), 2)):
            with self.subTest(error):
                class Out(io.StringIO):
                    write = mock.Mock(side_effect=error)

                out, err, model = Out(), io.StringIO(), self.folder / f"{status}.json"
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                    self.assertEqual(status, main(["train", self.file(ROWS), "--epochs", "2", "--save", str(model)]))
                    sys.stdout.close()  # what main has put there
                out.write.assert_called_once()
                self.assertEqual(status == 2, "No space left" in err.getvalue())
                self.assertEqual(2, read_model(model.read_bytes(), "model").settings["epochs"])

    def test_where_a_file_cannot_be_replaced_what_was_there_stays(self):
        path = self.file("before", "model.json")
        with mock.patch("os.replace", side_effect=OSError(28, "No space left on device")):
            with self.assertRaisesRegex(OSError, "No space left on device"):
                write_whole(path, "after")
        self.assertEqual(["model.json"], os.listdir(self.folder))
        self.assertEqual("before", pathlib.Path(path).read_text())

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_disk_is_named_and_the_model_is_written_elsewhere(self):
        status, out, err = self.run_it("train", "xor", "--epochs", "1", "--save", "/dev/full")
        self.assertEqual(2, status)
        self.assertRegex(err, "/dev/full: No space left on device; the model was written to .* instead")
        elsewhere = err.split("written to ")[1].split(" instead")[0]
        read_model(pathlib.Path(elsewhere).read_bytes(), elsewhere)
        os.unlink(elsewhere)

    def test_numbers_out_of_range_stop_training_and_keep_the_last_good_ones(self):
        table = self.file("x,y\n" + "".join(f"{i},{i * i}\n" for i in range(60)))
        model = str(self.folder / "model.json")
        status, out, err = self.run_it("train", table, "--rate", "1e50", "--save", model)
        self.assertEqual((1, ""), (status, err))
        self.assertRegex(" ".join(out.split()), r"stopped: epoch \d+, step \d+: .*, expected a finite number .*kept")
        read_model(pathlib.Path(model).read_bytes(), model)

    def test_a_fold_out_of_range_is_said_to_be_so(self):
        table = self.file("x,y\n" + "".join(f"{i},{i * i}\n" for i in range(60)))
        status, out, err = self.run_it("train", table, "--rate", "1e50", "--folds", "2")
        self.assertEqual((1, ""), (status, err))
        self.assertEqual(2, out.count("fold "))

    def test_ctrl_c_ends_after_the_batch_and_keeps_what_was_learned(self):
        model = str(self.folder / "model.json")
        options = ["train", self.file(ROWS), "--epochs", "6", "--batch", "8", "--hold-out", "0", "--save", model]
        self.good(*options)
        whole = pathlib.Path(model).read_text()
        from backprop_ref.training import run_on as real

        def interrupted_run(*arguments):
            *before, go_on, pictures, eq = arguments
            asked = []

            def asking():
                asked.append(1)
                if len(asked) == 20:
                    signal.raise_signal(signal.SIGINT)
                return go_on()

            return real(*before, asking, pictures, eq)

        with mock.patch("backprop_ref.commands.train_job.run_on", interrupted_run):
            status, out, err = self.run_it(*options)
        self.assertEqual((130, ""), (status, err))
        self.assertIn("interrupted in epoch 3 of 6; the result so far is kept", out)
        half = json.loads(pathlib.Path(model).read_text())
        self.assertEqual((2, 19), (half["epochs"], half["steps"]))
        self.good("train", self.file(ROWS), "--epochs", "4", "--resume", model, "--save", model)
        self.assertEqual(whole, pathlib.Path(model).read_text())


class TheBundledTables(unittest.TestCase):
    def test_iris_is_fishers(self):
        # The sums of R's iris, which has Fisher's values; in UCI's file they are 458.1, 563.8 and 179.8.
        columns = read_columns(read_table("iris"))
        sums = [round(sum(columns.values[name]), 6) for name in columns.labels]
        self.assertEqual([876.5, 458.6, 563.7, 179.9], sums)
        rows = list(zip(*columns.values.values()))
        self.assertEqual((4.9, 3.1, 1.5, 0.2, "setosa"), rows[34])
        self.assertEqual((4.9, 3.6, 1.4, 0.1, "setosa"), rows[37])
        self.assertEqual(["setosa"] * 50 + ["versicolor"] * 50 + ["virginica"] * 50, columns.values["species"])

    def test_each_says_where_it_is_from(self):
        for name in BUNDLED:
            self.assertGreater(read_table(name).rows, 3)
        text = pathlib.Path(read_table.__code__.co_filename).parents[1].joinpath("data", "iris.csv").read_text()
        for words in ("https://doi.org/10.24432/C56C76", "CC BY 4.0", "flower 35", "flower 38"):
            self.assertIn(words, text)


class ReadingTables(unittest.TestCase):
    def table(self, text, **options):
        return read_table(io.BytesIO(text.encode()), "t", **options)

    def test_delimiter_and_header_are_found(self):
        for delimiter in ",;\t|":
            table = self.table(f"a{delimiter}b\n1{delimiter}x\n2{delimiter}y\n")
            self.assertEqual((["a", "b"], [["1", "2"], ["x", "y"]]), (table.names, table.columns))
            self.assertEqual(delimiter, table.delimiter)
        table = self.table("1,x\n2,y\n")
        self.assertEqual((["column_1", "column_2"], False), (table.names, table.header))
        self.assertEqual(3, self.table("a,b\n1,x\n2,y\n", header=False).rows)

    def test_quotes_line_ends_blank_lines_and_comments(self):
        table = self.table('# from somewhere\n\n"a, b",c\r\n1,"x\ny"\r\n\r\n2,z\r\n')
        self.assertEqual((["a, b", "c"], [["1", "2"], ["x\ny", "z"]]), (table.names, table.columns))
        with self.assertRaisesRegex(ValueError, r"row 2 \(line 7\), column 'a, b'"):
            table.refuse(1, 0, "2", "3")

    def test_scaling_is_learned_on_the_rows_that_train(self):
        columns = read_columns(self.table("a,c\n1,x\n3,y\n100,x\n200,y\n"))
        column = columns.scaled([0, 1], "standard").inputs[0]
        self.assertEqual((2.0, 1.0), (column.offset, column.scale))
        column = columns.scaled([0, 1], "min-max").inputs[0]
        self.assertEqual((1.0, 2.0), (column.offset, column.scale))


class WhateverIsInTheFile(unittest.TestCase):
    """Any bytes are a table or a ValueError, any JSON a model or a ValueError; never anything else."""

    FIELDS = st.text(st.sampled_from('01.9e-_ax,;"\n\t|#é?'), max_size=8)

    @settings(max_examples=150)
    @given(st.one_of(
        st.binary(max_size=60),
        st.lists(st.lists(FIELDS, max_size=4).map(",".join), max_size=6).map(lambda rows: "\n".join(rows).encode()),
    ))
    def test_a_table(self, data):
        try:
            table = read_table(io.BytesIO(data), "t")
            columns = read_columns(table)
        except ValueError as error:
            self.assertNotIn("\n", str(error))
            return
        for scale in SCALES:
            for example in columns.scaled(range(table.rows), scale).examples(range(table.rows)):
                self.assertTrue(all(map(math.isfinite, [*example.x, *example.y])))

    MODEL = json.loads(model_text(Model(
        Network.random([2, 1]),
        Columns([Numeric("a"), Words("b", ["c"])], Amount("d"), True, 3, {"a": 0, "b": 1, "d": 2}),
        {"cost": "squared_error", "learning_rate": 0.1, "reduction": "mean", "decay": 0.0, "batch_size": None,
         "seed": 1, "hold_out": 0.2, "epochs": 1, "steps": 1, "rows": 1},
    )))

    @settings(max_examples=100)
    @given(st.sampled_from(sorted(MODEL)), st.sampled_from([
        None, True, -1, 1.5, "x", [], {}, [[]], [{}], {"name": "a"}, 10 ** 400, 1e300 * 1e300,
        [{"name": "a", "position": 0, "scale": 1}],
    ]))
    def test_a_model_with_another_field(self, field, value):
        self.assertEqual(1, read_model(json.dumps(self.MODEL), "m").settings["rows"])
        with contextlib.suppress(ValueError):
            read_model(json.dumps({**self.MODEL, field: value}), "m")


if __name__ == "__main__":
    unittest.main()
