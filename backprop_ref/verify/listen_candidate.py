"""A candidate is asked and listened to: a function, a program, or a file of results.

    Listener    three ways in, one way out: each answer, as it comes
"""

from __future__ import annotations

import json
import os
from typing import IO, Any, Callable
from collections.abc import Sequence

from ..cases import Case, case_object, lines_of
from ..admission import shown
from .listen_answers import MOST_NOISE, MOST_NOISY_BYTES, Answer, Reader
from .listen_numbers import first_bytes
from .listen_program import ENDLESS_LINE, EXITED, SILENT, STOPPED, Run, how_it_ended, last_words

Progress = Callable[[int, int], None]

MOST_ENDS = 3  # crashes and hangs after which a program is not started again

MANNER_OF_END = {EXITED: "crash", SILENT: "hang", ENDLESS_LINE: "endless-line", STOPPED: "endless-output"}

# Manners of lines that were meant to be answers.
UNREADABLE = ("not-json", "several-lines", "one-line", "python-repr", "not-utf-8", "not-a-result", "unknown-id")


class Listener:
    """Asks these cases, and hands on what is answered.

    take: called with each answer that can be judged.  progress: with how many cases are done, of how many.
    reader: what was wrong with the form of answers.  notes: what is worth knowing.
    raised: the first exception of a function.
    """

    def __init__(self, cases: Sequence[Case], take: Callable[[Answer], None], progress: Progress | None) -> None:
        self.cases = [case for case in cases if not case.exact]
        self.take = take
        self.progress = progress
        self.reader = Reader(self.cases, unasked={case.id for case in cases if case.exact})
        self.notes: list[str] = []
        self.raised: BaseException | None = None
        self._ends: list[tuple[str, int | None, str]] = []  # of a program: manner, exit status, last words
        if len(self.cases) < len(cases):
            n = len(cases) - len(self.cases)
            self.notes.append(f"{n} of the cases not sent: they contain fractions, and programs receive decimals")

    # ---- three ways in

    def call(self, candidate: Callable[[dict[str, Any]], Any]) -> None:
        """Ask a function."""
        for index, case in enumerate(self.cases):
            try:
                given = candidate(case_object(case))
            except (Exception, SystemExit) as error:  # somebody else's code may raise anything
                import traceback

                said = f"{shown(case.id)}: raised {type(error).__name__}: {shown(str(error), 200)[1:-1]}"
                (at,) = traceback.extract_tb(error.__traceback__, limit=-1)
                place = f"{os.path.basename(at.filename)}, line {at.lineno}, in {at.name}"
                self.reader.note("raised", f"{said} ({place})", index)
                self.raised = self.raised or error
                continue
            self._hand_on(self.reader.accept(index, given, "the answer"), index + 1)

    def read(self, file: IO[bytes]) -> None:
        """Take a file of results."""
        for number, line in lines_of(file):
            if line is None:
                self.reader.note("endless-line", f"line {number}: over 64 MiB, expected a result")
            else:
                self._hand_on(self.reader.read(line, number), len(self.reader.answered))
        self._missing(self._unanswered(range(len(self.cases))))

    def run(self, command: Sequence[str], time_limit: float) -> None:
        """Ask a program, started afresh after a crash or a hang, up to MOST_ENDS of them; NotStarted if it cannot."""
        left: Sequence[int] = range(len(self.cases))
        while left:
            run = self._listen(command, left, time_limit)
            left = self._unanswered(left)
            if not left:
                self._ended_late(run)
            elif run.why == EXITED and run.status == 0:
                self._missing(left, ended=True)
                return
            else:
                self._blame(run, left[0], time_limit)
                if run.why == STOPPED:
                    self.reader.manners.pop("foreign-line", None)  # one finding, not two
                    return
                left = left[1:]
                if left and len(self._ends) == MOST_ENDS:
                    unsent = f"{len(left)} cases were not sent"
                    self.notes.append(f"stopped after this happened {MOST_ENDS} times: {unsent}")
                    return

    def _listen(self, command: Sequence[str], left: Sequence[int], time_limit: float) -> Run:
        """One start of the program with these cases."""
        reader = self.reader
        lines = ((json.dumps(case_object(self.cases[index])) + "\n").encode() for index in left)
        with Run(command, lines, time_limit) as run:
            for line in run.lines():
                self._hand_on(reader.read(line), len(reader.answered))
                if reader.noise > MOST_NOISE or reader.noisy_bytes > MOST_NOISY_BYTES:
                    run.stop()
                elif len(reader.answered) == len(self.cases):
                    run.nothing_more_expected()
        rest = run.rest.strip()
        if run.why == EXITED and rest and (run.status == 0 or rest.endswith(b"}")):
            self._hand_on(reader.read(rest), len(reader.answered))  # a last line without its end
        return run

    def _hand_on(self, answer: Answer | None, done: int) -> None:
        if answer is not None:
            self.take(answer)
        if self.progress is not None:
            self.progress(done, len(self.cases))

    # ---- manners

    def _unanswered(self, indices: Sequence[int]) -> list[int]:
        return [index for index in indices if index not in self.reader.answered and index not in self.reader.meant]

    def _missing(self, left: Sequence[int], ended: bool = False) -> None:
        """Cases that have no answer, unless lines that could not be read were meant to be their answers."""
        reader = self.reader
        names = UNREADABLE if reader.answered else (*UNREADABLE, "foreign-line")
        unreadable = next((reader.manners[name] for name in names if name in reader.manners), None)
        if unreadable is not None:
            some = reader.unreadable if reader.answered else len(left)
            unreadable.cases.update(left[:some])
            left = left[some:]
        for index in left:
            id = shown(self.cases[index].id)
            if ended and index > max(reader.answered, default=-1):
                reader.note("early-end", f"it ended with exit status 0 instead of answering {id}", index)
            else:
                reader.note("missing-answer", f"{id} has no answer", index)

    def _how(self, run: Run, time_limit: float) -> str:
        """How a start of a program ended."""
        return {
            SILENT: f"it was silent for {time_limit:g} s",
            ENDLESS_LINE: f"it wrote an endless line, {first_bytes(run.rest)},",
            STOPPED: f"it wrote more than {self.reader.noise - 1} lines that are not answers",
        }.get(run.why) or how_it_ended(run.status)

    def _blame(self, run: Run, index: int, time_limit: float) -> None:
        """Note how it ended, when which case was to be answered, of which sizes, and its last words."""
        name, words, case = MANNER_OF_END[run.why], last_words(run.last_error), self.cases[index]
        sizes = "-".join(map(str, case.network.sizes))
        said = f"{self._how(run, time_limit)} instead of answering {shown(case.id)} ({sizes})"
        if run.rest.strip() and name in ("crash", "hang"):
            said += f", in the middle of a line: {first_bytes(run.rest)}"
        if words:
            said += f"; the end of its standard error: {words}"
        if name == "crash" and not self.reader.answered:  # then what it printed says why: one finding, not two
            printed = self.reader.manners.pop("foreign-line", None)
            if printed is not None:
                said += f"; its standard output: {printed.evidence.partition(', expected')[0]}"
        self.reader.note(name, said, index)
        end = (name, run.status, words)
        if self._ends and end not in self._ends and name == self._ends[-1][0]:
            self.reader.manners[name].evidence += "\n" + said
        self._ends.append(end)

    def _ended_late(self, run: Run) -> None:
        """How it ended once every case was answered: worth a note, no more."""
        if run.why == SILENT or run.status is None and run.why == EXITED:
            self.notes.append("it did not end when its input ended, and was ended after every case was answered")
        elif run.why == STOPPED:
            self.reader.note("endless-output", self._how(run, 0))
        elif run.why == ENDLESS_LINE:
            self.reader.note("endless-line", f"after the last answer: {first_bytes(run.rest)}")
        elif run.status:
            self.notes.append(f"{how_it_ended(run.status)} after every case was answered")
