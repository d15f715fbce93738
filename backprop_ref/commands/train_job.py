"""What ``train`` does, once its options are read.

    train          the whole of it
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from argparse import Namespace
from typing import IO, Any, Callable

from .. import RULES
from ..cases import case_object
from ..admission import shown
from ..rules import Rules
from ..terminal import BadUsage, Deferring, Interruptions, Screen, columns_of
from ..training import (
    DIVERGED,
    INTERRUPTED,
    Columns,
    Model,
    Rows,
    Run,
    Sight,
    TooLarge,
    columns_with,
    conclude,
    conclude_folds,
    describe,
    folds,
    hold_out,
    model_text,
    named_like,
    read_columns,
    refuse_as_too_large,
    rows_with_missing,
    run_on,
    sight_line,
    start,
    write_whole,
)
from .train_files import load_model, load_table, must_be_writable, save
from .train_settings import ENOUGH, HELD_OUT, USUAL_SCALE, settings_of

IN_A_CASE = 8  # examples of a case that is written
STATUS_DIVERGED, STATUS_INTERRUPTED = 1, 130


def train(args: Namespace) -> int:
    """Train; 0, 1 where the numbers went out of range, 130 after Ctrl-C."""
    try:
        must_be_writable(args)
        interruptions = Interruptions()
        job = _Job(args, interruptions)
        with interruptions:
            return job.run()
    except OSError as error:
        if error.filename is None:
            raise
        raise BadUsage(f"{error.filename}: {error.strerror or error}") from None
    except ValueError as error:
        raise BadUsage(str(error)) from None


class _Job:
    """One call of the command."""

    def __init__(self, args: Namespace, interruptions: Interruptions) -> None:
        self.args = args
        self.interruptions = interruptions
        self.screen = Screen.of(sys.stdout)
        self.output = Deferring(sys.stdout)
        if args.save or args.page or args.case:
            self.screen.stream = self.output
        self.model = self._resumed()
        table = load_table(args, args.data)
        skipped = rows_with_missing(table, args.ignore or ()) if args.skip_missing else set()
        if len(skipped) == table.rows:
            raise BadUsage(f"{table.name}: every row has a missing value, expected some complete rows")
        self.table = table.without(skipped) if skipped else table
        if self.model is not None:
            self.table = named_like(self.model.columns, self.table)
            self.columns = columns_with(self.model.columns, self.table)
        else:
            self.columns = self._read_columns()
        if skipped:
            self.columns.notes.append(f"{len(skipped)} of {table.rows} rows left out: a value is missing")
        self.settings = settings_of(args, self.columns.target, self.model)

    def _read_columns(self) -> Columns:
        args = self.args
        try:
            return read_columns(self.table, args.target, args.task, args.ignore or (), args.text or ())
        except ValueError as error:
            place = str(error).partition(":")[0]
            is_option = place in ("target", "ignore", "text") and place != self.table.name
            raise BadUsage(f"--{error}" if is_option else str(error)) from None

    def _resumed(self) -> Model | None:
        return None if self.args.resume is None else load_model(self.args.resume)

    def run(self) -> int:
        """The whole of it."""
        if self.args.folds is not None:
            return self._over_folds(self.args.folds)
        wrong = None if self.args.mistake is None else rules_of_mistake(self.args.mistake)
        training, held = self._split()
        columns = self._scaled(training)
        rows, held_rows = self._rows(columns, training), self._rows(columns, held) if held else None
        network = self._start(columns)
        split = f"{len(training)} training rows, {len(held)} held-out rows (seed {self.settings.seed})"
        if not held:
            split = f"all {len(training)} rows are used for training, none is held out (--hold-out 0.2 holds some out)"
        self._note_classes(columns, rows, held_rows)
        describe(self.screen, self.table, columns, split, len(training), network, self.settings)
        self.screen.put()
        named = [("right", RULES)] if wrong is None else [("right", RULES), (self.args.mistake, wrong)]
        runs: list[tuple[str, Run, Rules]] = []
        for name, eq in named:
            if runs and not self.interruptions.go_on():
                break
            done = self._train(columns, rows, held_rows, network, eq, name if runs else "")
            runs.append((name, done, eq))
            self._conclude(self.screen, columns, rows, held_rows, runs[-1])
        self._write(columns, rows, held_rows, split, runs)
        if self.output.failure is not None:
            raise self.output.failure
        return self._status(runs[0][1])

    def _conclude(
        self, screen: Screen, columns: Columns, rows: Rows, held: Rows | None, named: tuple[str, Run, Rules]
    ) -> None:
        name, done, eq = named
        if eq is not RULES:
            screen.put_gap()
            screen.put_wrapped(f"with the mistake {name}, from the same start:", "", "  ")
        conclude(screen, columns, rows, held, done, self.settings, eq)

    def _status(self, run: Run) -> int:
        if run.end == INTERRUPTED or not self.interruptions.go_on():
            return STATUS_INTERRUPTED
        return STATUS_DIVERGED if run.end == DIVERGED else 0

    def _split(self) -> tuple[list[int], list[int]]:
        """Which rows train, which are held out."""
        n = self.table.rows
        part = self.args.hold_out
        if part is None:
            part = self.model.settings["hold_out"] if self.model else HELD_OUT if n >= ENOUGH else 0.0
        self.part = part
        training, held = hold_out(n, part, self.settings.seed)
        if not training:
            raise BadUsage(f"--hold-out {part:g}: none of {n} rows is left for training, expected a smaller part")
        self._must_be_enough(len(training))
        if self.settings.early_stop is not None and not held:
            raise BadUsage("--early-stop: no rows are held out, expected some (--hold-out 0.2)")
        return training, held

    def _must_be_enough(self, training: int) -> None:
        """BadUsage where fewer rows train than there are classes."""
        classes = getattr(self.columns.target, "values", [])
        if training < len(classes):
            found = f"{len(classes)} classes and {training} training rows"
            raise BadUsage(f"{self.table.name}: {found}, expected at least one row for each class")

    def _scaled(self, training: list[int]) -> Columns:
        if self.model:
            return self.columns
        try:
            return self.columns.scaled(training, self.args.scale or USUAL_SCALE)
        except ValueError as error:
            raise BadUsage(f"{self.table.name}: {error} (or --scale standard)") from None

    def _rows(self, columns: Columns, which: list[int]) -> Rows:
        try:
            return Rows(columns, which)
        except TooLarge as large:
            refuse_as_too_large(self.table, self.table.names.index(large.column), large.row)

    def _start(self, columns: Columns) -> Any:
        if self.model is not None:
            return self.model.network
        target = columns.target
        outputs = len(target.values) if hasattr(target, "values") else 1
        sizes = [len(columns.labels), *self.settings.hidden, outputs]
        return start(sizes, self.settings.activations, self.settings.seed)

    def _note_classes(self, columns: Columns, rows: Rows, held: Rows | None) -> None:
        """A note for classes that are held out and never trained."""
        classes = getattr(columns.target, "values", None)
        if classes is not None:
            unseen = [name for name in classes if name not in set(rows.meant)]
            if unseen:
                columns.notes.append(f"no training row is {', '.join(unseen)}: the network cannot learn it")

    def _train(
        self, columns: Columns, rows: Rows, held: Rows | None, network: Any, eq: Rules, label: str
    ) -> Run:
        progress = _Progress.on(sys.stderr, columns.target, self.settings.epochs, label)
        seen: Callable[[Sight], None] | None = None if progress is None else progress.show
        if self.args.verbose:
            seen = self._line(columns.target)
        was = self.model.settings if self.model is not None else {"epochs": 0, "steps": 0}
        try:
            return run_on(
                columns, rows, held, self.settings, network, was["epochs"], was["steps"], seen,
                self.interruptions.go_on, self.args.page is not None, eq,
            )
        finally:
            if progress is not None:
                progress.clear()

    def _line(self, target: Any) -> Callable[[Sight], None]:
        def show(sight: Sight) -> None:
            line = sight_line(sight, target, self.settings.epochs)
            if len(line) <= self.screen.width:
                self.screen.put(line)
            else:
                self.screen.put_wrapped(line, "", "  ")
            self.screen.stream.flush()

        return show

    def _over_folds(self, k: int) -> int:
        n = self.table.rows
        if k > n:
            raise BadUsage(f"--folds {k}: found {n} rows, expected at least one for each fold")
        done: list[tuple[Any, Run, Rows]] = []
        for fold, (training, held) in enumerate(folds(n, k, self.settings.seed)):
            self._must_be_enough(len(training))
            columns = self._scaled(training)
            rows, held_of_fold = self._rows(columns, training), self._rows(columns, held)
            network = self._start(columns)
            if not fold:
                split = f"{k} folds of about {n // k} rows, each held out once (seed {self.settings.seed})"
                describe(self.screen, self.table, columns, split, len(training), network, self.settings)
                self.screen.put()
            label = f"fold {fold + 1} of {k}"
            run = self._train(columns, rows, held_of_fold, network, RULES, label)
            done.append((columns.target, run, held_of_fold))
            if not self.interruptions.go_on():
                break
        conclude_folds(self.screen, done, k, RULES)
        ends = {run.end for _, run, _ in done}
        return STATUS_INTERRUPTED if INTERRUPTED in ends else STATUS_DIVERGED if DIVERGED in ends else 0

    def _write(
        self, columns: Columns, rows: Rows, held: Rows | None, split: str, runs: list[tuple[str, Run, Rules]]
    ) -> None:
        """The files that were asked for."""
        done, settings = runs[0][1], self.settings
        model = Model(done.network, columns, {
            "cost": settings.cost, "learning_rate": settings.alpha, "reduction": settings.reduction,
            "decay": settings.decay, "batch_size": settings.batch_size, "seed": settings.seed, "hold_out": self.part,
            "epochs": done.epochs, "steps": done.steps, "rows": len(rows.examples),
        })
        name = os.path.splitext(os.path.basename(self.table.name))[0]
        if self.args.save or self.args.case or self.args.page:
            self.screen.put_gap()
        if self.args.save is not None:
            save(self.args.save, model_text(model))
            self.screen.put(f"saved: {self.args.save}")
        if self.args.case is not None:
            case = model.case(name, rows.examples[:IN_A_CASE])
            write_whole(self.args.case, json.dumps(case_object(case)) + "\n")
            self.screen.put(f"case: {self.args.case}")
        if self.args.page is not None:
            from ..training import history_page

            text = io.StringIO()
            screen = Screen(text, width=100)
            describe(screen, self.table, columns, split, len(rows.examples), runs[0][1].kept[0][1], settings)
            screen.put()
            for named in runs:
                self._conclude(screen, columns, rows, held, named)
            page = history_page(f"Training on {name}", text.getvalue(), columns, rows, held, runs, model.settings)
            write_whole(self.args.page, page)
            self.screen.put(f"page: {self.args.page}")


def rules_of_mistake(name: str) -> Rules:
    """The rules with a mistake in place; BadUsage where there is none of that name, or where it is none of training."""
    from ..mistakes import MISTAKES
    from .mistakes import unknown

    if name not in MISTAKES:
        raise BadUsage(unknown(name, "--mistake", "the name of a mistake"))
    rules: Rules = MISTAKES[name].rules()
    if vars(rules) == vars(RULES):
        raise BadUsage(f"--mistake: found {shown(name)}, which changes only how results are written, expected one "
                       f"that changes a step")
    return rules


class _Progress:
    """Where training is, on one line of a terminal that is written over."""

    EVERY = 0.1  # seconds

    def __init__(self, stream: IO[str], target: Any, epochs: int, label: str) -> None:
        self.stream = stream
        self.target = target
        self.epochs = epochs
        self.label = label
        self.begun: tuple[float, int] | None = None
        self.next = 0.0
        self.width = 0

    @classmethod
    def on(cls, stream: IO[str] | None, target: Any, epochs: int, label: str) -> _Progress | None:
        """Progress on this stream, if it is a terminal."""
        try:
            return cls(stream, target, epochs, label) if stream is not None and stream.isatty() else None
        except ValueError:  # closed
            return None

    def show(self, sight: Sight) -> None:
        """An epoch is done."""
        now = time.monotonic()
        if self.begun is None:
            self.begun = (now, sight.number)
        if now < self.next:
            return
        self.next = now + self.EVERY
        since, first = self.begun
        left = ""
        if sight.number > first:
            left = f"  {(now - since) / (sight.number - first) * (self.epochs - sight.number):.0f} s left"
        line = f"{self.label}  {sight_line(sight, self.target, self.epochs)}{left}".strip()
        line = line[:columns_of(self.stream) - 1]
        self.stream.write("\r" + line.ljust(self.width))
        self.stream.flush()
        self.width = len(line)

    def clear(self) -> None:
        """Leave the line as it was found."""
        if self.width:
            self.stream.write("\r" + " " * self.width + "\r")
            self.stream.flush()
