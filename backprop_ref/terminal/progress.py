"""Standard error: the progress of a command, and its messages beside the answers.

No message is worth losing an answer: if standard error is closed or full, messages are dropped.
"""

from __future__ import annotations

import os
import sys
import time

from ..numerals import Any

QUIET = 1.0  # seconds before progress is shown, and between two showings a tenth of it


def say(stream: Any, text: str) -> None:
    """Write a text to standard error, or to what stands for it; nothing where it is closed (None, too) or full.

    >>> say(None, "unheard")
    """
    try:
        if stream is not None:
            stream.write(text)
            stream.flush()
    except (OSError, ValueError):
        if stream is sys.stderr:  # so that Python does not try once more as it ends
            sys.stderr = open(os.devnull, "w")


class Progress:
    """How many cases are done, on one line of a terminal that is written over, once it takes long enough to ask."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.next = time.monotonic() + QUIET
        self.shown = False

    @classmethod
    def on(cls, stream: Any) -> Progress | None:
        """Progress on this stream, if it is a terminal."""
        try:
            return cls(stream) if stream is not None and stream.isatty() else None
        except ValueError:  # closed
            return None

    def show(self, done: int, of: int = 0) -> None:
        """So many cases are done; of so many, where that is known."""
        now = time.monotonic()
        if now >= self.next:
            self.next = now + QUIET / 10
            self.shown = True
            say(self.stream, f"\r{done}{f' of {of}' if of else ''} cases ")

    def clear(self) -> None:
        """Leave the line as it was found."""
        if self.shown:
            self.stream.write("\r" + " " * 40 + "\r")
            self.stream.flush()
