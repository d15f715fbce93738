"""What every command raises for bad usage or input; a separate module, so that every floor can raise it."""

from __future__ import annotations


class BadUsage(Exception):
    """What ends a command with one line on standard error and status 2: place, found, expected."""
