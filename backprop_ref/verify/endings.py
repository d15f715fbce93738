"""How a program under test ended, in words.

    how_it_ended    by itself: with which status, by which signal
    last_words      the last line of its standard error that says something
    said_of_end     all of it, and which case was to be answered: what a finding shows
"""

from __future__ import annotations

from ..admission import shown
from .tolerant import first_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..cases import Case
    from .program import Ending

SHOWN_OF_A_LINE = 200  # bytes
BEHIND_AN_ERROR = (b" ", b"\t", b"Node.js v", b"note: ")  # the calls and remarks of Node, Java, Rust


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
        "endless-line": f"a line without end, {first_bytes(ending.rest)}",
        "endless-output": f"over {noise} lines that answer nothing",
    }.get(name) or how_it_ended(ending)
    said = f"{how} when {shown(case.id)} ({'-'.join(map(str, case.network.sizes))}) was to be answered"
    if ending.rest.strip() and name in ("crash", "hang"):
        said += f", in the middle of a line: {first_bytes(ending.rest)}"
    words = last_words(ending)
    return said + (f"; the end of its standard error: {words}" if words else "")
