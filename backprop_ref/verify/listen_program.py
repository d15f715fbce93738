"""A program under test: started, fed, listened to and ended.

    Run             one start of the program: the lines that it writes, then how it ended
    Ending          why it ended, its exit status, the first and last bytes of its standard error
    how_it_ended    the same in words; last_words, said_of_end

Whatever the program does, memory stays bounded and nothing is left running: neither the program nor its process group
nor, where the system shows the environment of a process (Linux), whatever else it started.  Threads and ``subprocess``
do the work, so that it is the same on every system.  Nothing here knows what a line means.
"""

from __future__ import annotations

import itertools
import os
import queue
import subprocess
import threading
import time

from ..cases import LONGEST_LINE, Case
from ..admission import shown
from .listen_numbers import first_bytes
from typing import IO, Any
from collections.abc import Iterable, Iterator, Sequence

SILENCE = 30.0  # seconds without a line, unless --time-limit says otherwise
GRACE = 5.0  # seconds to end in, once nothing more is expected of it
ORPHANED = 1.0  # seconds to wait for what a program's children still write after its own end
CHUNK = 65536  # bytes in one read or write
CHUNKS_AHEAD = 64  # read ahead of whoever listens: 4 MiB
KEPT = 2048  # bytes kept of each end of standard error
MARK = "BACKPROP_REF_CHECK"  # a variable in the environment of a program and of all that it starts
SHOWN_OF_A_LINE = 200  # bytes
BEHIND_AN_ERROR = (b" ", b"\t", b"Node.js v", b"note: ")  # the calls and remarks of Node, Java, Rust
ROUNDS = 10  # of looking for processes with that mark: one may start another while we look

EXITED, SILENT, ENDLESS_LINE, STOPPED = "exited", "silent", "endless line", "stopped"


_starts = itertools.count(1)


class NotStarted(Exception):
    """The program cannot be started: why, in one line."""


class Ending:
    """How a start of the program ended.

    why: EXITED by itself, or ended by us for being SILENT, for an ENDLESS_LINE, or STOPPED as no longer wanted.
    status: the exit status, below 0 the signal that ended it; None where we ended it.
    rest: what it wrote behind its last end of line, cut.  unread: had it input left to read?
    first_error, last_error: the two ends of its standard error.
    """

    __slots__ = ("why", "status", "rest", "unread", "first_error", "last_error")

    def __init__(
        self, why: str, status: int | None, rest: bytes, unread: bool, first_error: bytes, last_error: bytes
    ) -> None:
        self.why = why
        self.status = status
        self.rest = rest
        self.unread = unread
        self.first_error = first_error
        self.last_error = last_error


class Run:
    """One start of a program: it is written these lines as fast as it reads them, and then its input is closed.

    command: the program and its arguments.  silence: the seconds without a line after which it is ended.
    Raises NotStarted.  To be used in a ``with`` statement, whose end ends the program and all its children.

    >>> import sys
    >>> with Run([sys.executable, "-c", "print(input() * 2)"], [b"ha\\n"]) as run:
    ...     print([line.rstrip() for line in run.lines()], run.ending.why, run.ending.status)
    [b'haha'] exited 0
    """

    def __init__(self, command: Sequence[str], lines: Iterable[bytes], silence: float = SILENCE) -> None:
        self.silence = silence
        self.ending: Ending | None = None
        self._why = EXITED
        self._chunks: queue.Queue[bytes] = queue.Queue(CHUNKS_AHEAD)
        self._errors: list[bytes] = [b"", b""]
        self._last_line = self._last_read = time.monotonic()
        self._unread = True
        self._listening = True
        self._silent_after = silence
        self._mark = f"{os.getpid()}-{next(_starts)}-{time.time_ns()}"
        try:
            self._process = subprocess.Popen(
                list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
                env={**os.environ, MARK: f"{os.environ.get(MARK, '')} {self._mark}"}, **_own_group(),
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            quoted = f"; without quotes: -- {command[0]}" if len(command) == 1 and " " in command[0] else ""
            raise NotStarted(f"{command[0]}: cannot be started ({reason}{quoted})") from None
        self._threads = [
            threading.Thread(target=target, args=arguments, daemon=True)
            for target, arguments in (
                (self._write, (self._process.stdin, lines)),
                (self._read, (self._process.stdout,)),
                (self._drain, (self._process.stderr,)),
            )
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.ending is None:
            self._why = STOPPED  # at once: Ctrl-C does not wait
            self._end()

    def lines(self) -> Iterator[bytes]:
        """Each line that the program writes, with its end, as it comes; afterwards ``ending`` says how it ended."""
        held = bytearray()
        while self._why is EXITED:
            chunk = self._next_chunk()
            if not chunk:
                break
            *lines, rest = chunk.split(b"\n")
            for line in lines:
                held += line
                held += b"\n"
                yield bytes(held)
                held.clear()
                if self._why is not EXITED:
                    break
            held += rest
            if len(held) > LONGEST_LINE:
                self._why = ENDLESS_LINE
        rest = bytes(held if self._why is EXITED else held[:KEPT])
        status = self._end()
        self.ending = Ending(
            self._why, status if self._why is EXITED else None, rest, self._unread, self._errors[0], self._errors[1],
        )

    def stop(self) -> None:
        """End it: what it writes is no longer wanted."""
        self._why = STOPPED

    def nothing_more_expected(self) -> None:
        """Give it no more than a short grace from now on to end by itself."""
        self._silent_after = min(self.silence, GRACE)

    # ---- threads: each owns one pipe, and closes it ------------------------------------------

    def _write(self, pipe: IO[bytes], lines: Iterable[bytes]) -> None:
        try:
            with pipe:
                for line in lines:
                    left = memoryview(line)
                    while left:
                        written = pipe.write(left[:CHUNK])
                        self._last_read = time.monotonic()
                        left = left[written:]
            self._unread = False
        except (OSError, ValueError):  # it does not want to read more: whether that matters, its answers say
            pass

    def _read(self, pipe: IO[bytes]) -> None:
        chunk = b"-"
        with pipe:
            while chunk and self._listening:
                try:
                    chunk = os.read(pipe.fileno(), CHUNK)
                except OSError:
                    chunk = b""
                while self._listening:
                    try:
                        self._chunks.put(chunk, timeout=0.1)
                        break
                    except queue.Full:
                        continue
                if b"\n" in chunk:  # after it was put: a program that waits for us is not silent
                    self._last_line = time.monotonic()

    def _drain(self, pipe: IO[bytes]) -> None:
        chunk = b"-"
        with pipe:
            while chunk:
                try:
                    chunk = os.read(pipe.fileno(), CHUNK)
                except OSError:
                    return
                first, last = self._errors
                self._errors = [(first + chunk)[:KEPT] if len(first) < KEPT else first, (last + chunk)[-KEPT:]]

    # ---- the listener ------------------------------------------------------------------------

    def _next_chunk(self) -> bytes:
        """What the program wrote next; nothing at its end, be it its own or the one that its silence brings."""
        exited_at = None
        while True:
            try:
                return self._chunks.get(timeout=0.05)
            except queue.Empty:
                now = time.monotonic()
            since = max(self._last_line, self._last_read if self._unread else self._last_line)
            if exited_at is not None:
                if now - exited_at > ORPHANED:  # a child that it left behind holds its standard output open
                    return b""
            elif self._process.poll() is not None:
                exited_at = now
            elif now - since > self._silent_after and self._chunks.empty():
                self._why = SILENT
                return b""

    def _end(self) -> int | None:
        """Wait for what has ended, end what has not, and all its children; the exit status, None where we ended it."""
        process = self._process
        status = process.poll()
        if status is None and self._why is EXITED and self._listening:
            try:
                status = process.wait(min(self.silence, GRACE))
            except subprocess.TimeoutExpired:
                status = None
        self._listening = False
        _end_group(process)
        _end_marked(self._mark)
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            pass  # it cannot be ended: the system has its reasons, and we have ours to go on
        for thread in self._threads:
            thread.join(0.5)
        return status


def _own_group() -> dict[str, Any]:
    """What makes the program the head of a group of its own, so that it can be ended with all its children."""
    if os.name == "nt":
        return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    return {"start_new_session": True}


def _end_group(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        if process.poll() is None:
            try:
                subprocess.run(
                    ["taskkill", "/F", "/T", "/PID", str(process.pid)], timeout=GRACE,
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
            except (OSError, subprocess.SubprocessError):
                pass
    else:
        import signal

        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:  # none is left
            pass
    try:
        process.kill()
    except OSError:
        pass


def _end_marked(mark: str) -> None:
    """End what has that mark in its environment, where the system shows that: what left the group, for one.

    Elsewhere, and of a process that cleared its environment, nothing is known.
    """
    import signal

    for _ in range(ROUNDS):
        marked = _marked(mark.encode())
        for pid in marked:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:  # it has ended by itself
                pass
        if not marked:
            return
        time.sleep(0.01)


def _marked(mark: bytes) -> list[int]:
    """The processes whose environment has that mark."""
    found = []
    try:
        names = os.listdir("/proc")
    except OSError:
        return []
    for name in names:
        if name.isdigit():
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    if mark in file.read():
                        found.append(int(name))
            except OSError:  # it has ended, or is somebody else's
                continue
    return found


# ---- how it ended, in words ------------------------------------------------------------------


def how_it_ended(ending: Ending) -> str:
    """Its exit status or the signal that ended it."""
    if ending.status is None:
        return "it closed its standard output and did not end"
    if ending.status >= 0:
        return f"it ended with exit status {ending.status}"
    import signal

    try:
        name = signal.Signals(-ending.status).name
    except ValueError:
        name = "unknown"
    return f"it was ended by signal {-ending.status} ({name})"


def last_words(ending: Ending) -> str:
    """The last line of its standard error, or, where what follows an error is known, the one before that; or ""."""
    lines = [line for line in ending.last_error.strip().splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(BEHIND_AN_ERROR)]
    return first_bytes((telling or lines)[-1], SHOWN_OF_A_LINE) if lines else ""


def said_of_end(name: str, ending: Ending, case: Case, time_limit: float, noise: int) -> str:
    """How it ended, when which case was to be answered, of which sizes, and its last words.

    name: of the manner.  noise: how many lines it had written that answer nothing.
    """
    how = {
        "hang": f"it was silent for {time_limit:g} s",
        "endless-line": f"it wrote an endless line, {first_bytes(ending.rest)},",
        "endless-output": f"it wrote more than {noise} lines that are not answers",
    }.get(name) or how_it_ended(ending)
    said = f"{how} instead of answering {shown(case.id)} ({'-'.join(map(str, case.network.sizes))})"
    if ending.rest.strip() and name in ("crash", "hang"):
        said += f", in the middle of a line: {first_bytes(ending.rest)}"
    words = last_words(ending)
    return said + (f"; the end of its standard error: {words}" if words else "")
