"""Ctrl-C during long work.

    Interruptions    the first is only noted
"""

from __future__ import annotations

import signal
import threading
from typing import Any


class Interruptions:
    """While this is entered, Ctrl-C is only noted the first time; the second time it ends the program as usual."""

    def __init__(self) -> None:
        self.noted = False
        self._before: Any = None

    def go_on(self) -> bool:
        """Has there been none?"""
        return not self.noted

    def __enter__(self) -> Interruptions:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def _note(self, number: int, frame: object) -> None:
        self.noted = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def __exit__(self, *error: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
