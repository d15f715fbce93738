"""A program under test: started, fed, listened to and ended.

    Run             one start of the program: the lines that it writes, then how it ended
    how_it_ended    its exit status in words
    last_words      the telling line of its standard error

Whatever the program does, memory stays bounded and nothing is left running: neither the program nor its process group
nor, where the system shows the environment of a process (Linux), whatever else it started.  Threads and ``subprocess``
do the work, so that it is the same on every system.  Nothing here knows what a line means.
"""

from __future__ import annotations

import itertools
import os
import queue
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import IO, Any
from collections.abc import Iterable, Iterator, Sequence

from ..cases import LONGEST_LINE
from .listen_numbers import first_bytes

SILENCE = 30.0  # seconds without a line, unless --time-limit says otherwise
GRACE = 5.0  # seconds to end in, once nothing more is expected of it
ORPHANED = 1.0  # seconds to wait for what a program's children still write after its own end
CHUNK = 65536  # bytes in one read or write
CHUNKS_AHEAD = 64  # read ahead of whoever listens: 4 MiB
KEPT = 2048  # bytes kept of the end of standard error, and of a line without an end
MARK = "BACKPROP_REF_CHECK"  # a variable in the environment of a program and of all that it starts
SHOWN_OF_A_LINE = 200  # bytes
BEHIND_AN_ERROR = (b" ", b"\t", b"Node.js v", b"note: ")  # the calls and remarks of Node, Java, Rust
ROUNDS = 10  # of looking for processes with that mark: one may start another while we look

EXITED, SILENT, ENDLESS_LINE, STOPPED = "exited", "silent", "endless line", "stopped"

_starts = itertools.count(1)
_own_group: dict[str, Any] = {"start_new_session": True}  # so that it can be ended with all its children
if os.name == "nt":
    _own_group = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}


class NotStarted(Exception):
    """The program cannot be started: why, in one line."""


class Run:
    """One start of a program: it is written these lines as fast as it reads them, and then its input is closed.

    command: the program and its arguments.  silence: the seconds without a line after which it is ended.
    Raises NotStarted.  To be used in a ``with`` statement, whose end ends the program and all its children.  Then:
    why: EXITED by itself, or ended by us for being SILENT, for an ENDLESS_LINE, or STOPPED as no longer wanted.
    status: the exit status, below 0 the signal that ended it; None where we ended it.
    rest: what it wrote behind its last end of line, cut.  last_error: the end of its standard error.

    >>> import sys
    >>> with Run([sys.executable, "-c", "print(input() * 2)"], [b"ha\\n"]) as run:
    ...     print([line.rstrip() for line in run.lines()])
    [b'haha']
    >>> run.why, run.status
    ('exited', 0)
    """

    def __init__(self, command: Sequence[str], lines: Iterable[bytes], silence: float = SILENCE) -> None:
        self.silence = silence
        self.why = EXITED
        self.status: int | None = None
        self.rest = b""
        self._held = bytearray()  # of a line that has not ended yet
        self._chunks: queue.Queue[bytes] = queue.Queue(CHUNKS_AHEAD)
        self.last_error = b""
        self._last_line = self._last_read = time.monotonic()
        self._unread = True  # has it input left to read?
        self._listening = True
        self._mark = f"{os.getpid()}-{next(_starts)}-{time.time_ns()}"
        try:
            self._process = subprocess.Popen(
                list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
                env={**os.environ, MARK: f"{os.environ.get(MARK, '')} {self._mark}"}, **_own_group,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            quoted = f"; without quotes: -- {command[0]}" if len(command) == 1 and " " in command[0] else ""
            raise NotStarted(f"{command[0]}: cannot be started ({reason}{quoted})") from None
        self._threads = [
            threading.Thread(target=self._write, args=(self._process.stdin, lines), daemon=True),
            threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True),
            threading.Thread(target=self._drain, args=(self._process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: object, *exception: object) -> None:
        if kind is not None:
            self.why = STOPPED  # at once: Ctrl-C does not wait
        if self.why is EXITED:
            with suppress(subprocess.TimeoutExpired):
                self.status = self._process.wait(min(self.silence, GRACE))
        self.rest = bytes(self._held if self.why is EXITED else self._held[:KEPT])
        self._held.clear()
        self._listening = False
        _end_all(self._process, self._mark.encode())
        with suppress(subprocess.TimeoutExpired):  # it cannot be ended: the system has its reasons, and we go on
            self._process.wait(GRACE)
        with suppress(queue.Empty):
            while True:  # whoever waits to put something here may go
                self._chunks.get_nowait()
        for thread in self._threads:
            thread.join(0.5)

    def lines(self) -> Iterator[bytes]:
        """Each line that the program writes, with its end, as it comes."""
        for chunk in iter(self._next_chunk, b""):
            *lines, rest = chunk.split(b"\n")
            for line in lines:
                self._held += line + b"\n"
                yield bytes(self._held)
                self._held.clear()
                if self.why is STOPPED:
                    return
            self._held += rest
            if len(self._held) > LONGEST_LINE:
                self.why = ENDLESS_LINE
                return

    def stop(self) -> None:
        """End it: what it writes is no longer wanted."""
        self.why = STOPPED

    def nothing_more_expected(self) -> None:
        """Give it no more than a short grace from now on to end by itself."""
        self.silence = min(self.silence, GRACE)

    # ---- threads: each owns one pipe, and closes it ------------------------------------------

    def _write(self, pipe: IO[bytes], lines: Iterable[bytes]) -> None:
        with suppress(OSError, ValueError):  # it does not want to read more: whether that matters, its answers say
            with pipe:
                for line in lines:
                    left = memoryview(line)
                    while left:
                        written = pipe.write(left[:CHUNK])
                        self._last_read = time.monotonic()
                        left = left[written:]
            self._unread = False

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            for chunk in _chunks_of(pipe):
                self._chunks.put(chunk)
                if b"\n" in chunk:  # after it was put: a program that waits for us is not silent
                    self._last_line = time.monotonic()
                if not self._listening:
                    return
        self._chunks.put(b"")

    def _drain(self, pipe: IO[bytes]) -> None:
        with pipe:
            for chunk in _chunks_of(pipe):
                self.last_error = (self.last_error + chunk)[-KEPT:]

    # ---- the listener ------------------------------------------------------------------------

    def _next_chunk(self) -> bytes:
        """What the program wrote next; nothing at its end, be it its own or the one that its silence brings."""
        exited_at = None
        while True:
            with suppress(queue.Empty):
                return self._chunks.get(timeout=0.05)
            now = time.monotonic()
            since = max(self._last_line, self._last_read) if self._unread else self._last_line
            if exited_at is not None:
                if now - exited_at > ORPHANED:  # a child that it left behind holds its standard output open
                    return b""
            elif self._process.poll() is not None:
                exited_at = now
            elif now - since > self.silence and self._chunks.empty():
                self.why = SILENT
                return b""


def _chunks_of(pipe: IO[bytes]) -> Iterator[bytes]:
    with suppress(OSError):
        yield from iter(lambda: os.read(pipe.fileno(), CHUNK), b"")


def _end_all(process: subprocess.Popen[bytes], mark: bytes) -> None:
    """End a program, its group, and what has its mark in its environment, where the system shows that: what left the
    group, for one.  Elsewhere, and of a process that cleared its environment, nothing is known.
    """
    with suppress(OSError, subprocess.SubprocessError):  # there may be none left
        if os.name != "nt":
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], timeout=GRACE,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with suppress(OSError):
        process.kill()
    for _ in range(ROUNDS):
        marked = list(_marked(mark))
        if not marked:
            return
        for pid in marked:
            with suppress(OSError):  # it has ended by itself
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def _marked(mark: bytes) -> Iterator[int]:
    """The processes whose environment has that mark."""
    with suppress(OSError):
        for name in filter(str.isdigit, os.listdir("/proc")):
            with suppress(OSError), open(f"/proc/{name}/environ", "rb") as file:  # else it has ended, or is not ours
                if mark in file.read():
                    yield int(name)


# ---- how it ended, in words ------------------------------------------------------------------


def how_it_ended(status: int | None) -> str:
    """Its exit status or the signal that ended it."""
    if status is None:
        return "it closed its standard output and did not end"
    if status >= 0:
        return f"it ended with exit status {status}"
    names = {number.value: number.name for number in signal.Signals}
    return f"it was ended by signal {-status} ({names.get(-status, 'unknown')})"


def last_words(last_error: bytes) -> str:
    """The last line of its standard error, or, where what follows an error is known, the one before that; or ""."""
    lines = [line for line in last_error.strip().splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(BEHIND_AN_ERROR)]
    return first_bytes((telling or lines)[-1], SHOWN_OF_A_LINE) if lines else ""
