"""The command ``explain``, and the bare command: every equation of a case with its numbers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(args: Namespace) -> int:
    """The command; the exit status."""
    raise NotImplementedError


def worked_example() -> int:
    """The bare command; the exit status."""
    raise NotImplementedError
