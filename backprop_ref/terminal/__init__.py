"""The terminal: what a screen can show, and how a command ends with a message.

    screen         Screen, and texts escaped and wrapped
    progress       Progress, and messages on standard error
    deferring      Deferring: output that is worth less than the files that are still to come
    interruptions  Interruptions: Ctrl-C during long work: the first is only noted
    usage          BadUsage: what ends a command with one line on standard error
"""

from __future__ import annotations

from .. import exported_later
from .screen import IN_ASCII, WIDTH, Screen, columns_of, escaped, one_line, wants_colour, wrapped
from .usage import BadUsage, not_opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .deferring import Deferring
    from .interruptions import Interruptions
    from .progress import Progress, say

__all__ = [
    "IN_ASCII", "WIDTH", "BadUsage", "Deferring", "Interruptions", "Progress", "Screen", "columns_of", "escaped",
    "not_opened", "one_line", "say", "wants_colour", "wrapped",
]

__getattr__ = exported_later(__name__, {  # what has nothing to say in most runs
    "progress": "Progress say",
    "deferring": "Deferring",
    "interruptions": "Interruptions",
})
