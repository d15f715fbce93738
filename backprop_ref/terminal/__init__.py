"""The terminal: what a screen can show, and what ends a command.

    screen    Screen, and texts made harmless and wrapped
    progress  Progress, and what is said on standard error
    usage     BadUsage: what ends a command with one line on standard error
"""

from __future__ import annotations

from .. import exported_later
from .screen import IN_ASCII, WIDTH, Screen, columns_of, escaped, one_line, wants_colour, wrapped
from .usage import BadUsage, not_opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .progress import Progress, say

__all__ = [
    "IN_ASCII", "WIDTH", "BadUsage", "Progress", "Screen", "columns_of", "escaped", "not_opened", "one_line", "say",
    "wants_colour", "wrapped",
]

__getattr__ = exported_later(__name__, {  # what has nothing to say in most runs
    "progress": "Progress say",
})
