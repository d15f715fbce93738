"""Output that is worth less than what is still to come: where it fails, the failure waits.

    Deferring    a stream that keeps its failure until it is asked for
"""

from __future__ import annotations

import io
from typing import IO, Callable


class Deferring(io.StringIO):
    """A stream for a report on files that are still to be written: a reader that is gone must not lose them.

    failure: the first one; from then on nothing is written.
    """

    def __init__(self, stream: IO[str]) -> None:
        super().__init__()
        self._stream = stream
        self.failure: OSError | None = None

    def write(self, text: str) -> int:
        self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        self._try(self._stream.flush)

    def _try(self, output: Callable[[], object]) -> None:
        try:
            if self.failure is None:
                output()
        except OSError as error:
            self.failure = error
