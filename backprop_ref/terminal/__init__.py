"""The terminal: what a screen can show, and what ends a command.

    screen    Screen, and texts made harmless and wrapped
    usage     BadUsage: what ends a command with one line on standard error
"""

from .screen import IN_ASCII, WIDTH, Screen, escaped, one_line, wants_colour, wrapped
from .usage import BadUsage

__all__ = ["IN_ASCII", "WIDTH", "BadUsage", "Screen", "escaped", "one_line", "wants_colour", "wrapped"]
