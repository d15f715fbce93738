"""What every command raises for bad usage or input; it has a module of its own so that all floors can."""

from __future__ import annotations


class BadUsage(Exception):
    """What ends a command with one line on standard error and status 2: place, found, expected."""
