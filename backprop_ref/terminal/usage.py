"""What every command raises for bad usage or input; a separate module, so that every floor can raise it.

    BadUsage    what ends a command
    not_opened  the same for a file that cannot be read
"""

from __future__ import annotations


class BadUsage(Exception):
    """What ends a command with one line on standard error and status 2: place, found, expected."""


def not_opened(error: OSError, path: str, expected: str) -> BadUsage:
    """What ends a command where a file cannot be read, in the one form that every command has for it.

    >>> print(not_opened(FileNotFoundError(2, "No such file or directory"), "a.csv", "a table"))
    a.csv: found nothing with that name, expected a table
    """
    if isinstance(error, FileNotFoundError):
        return BadUsage(f"{path}: found nothing with that name, expected {expected}")
    if isinstance(error, IsADirectoryError):
        return BadUsage(f"{path}: found a directory, expected {expected}")
    return BadUsage(f"{path}: {error.strerror or error}")
