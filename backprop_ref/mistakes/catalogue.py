"""All mistakes by name: those that people know, those by hand, and any other slip of the grammar.

    MISTAKES    name → slip or entry
    by_hand     the entries by hand, part by part
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from .entry import Mistake
from .grammar import GROUPS, extents_named
from .known import NAMES
from .slips import every, slip

PARTS = (
    "data", "forward", "backward", "tape", "batches", "updates", "state", "precision", "telling",
)


def entries_of(part: str) -> list[Mistake]:
    """The entries of one part."""
    entries: list[Mistake] = import_module(f"{__package__}.{part}").ENTRIES
    return entries


def by_hand() -> Iterator[Mistake]:
    """Every entry by hand, part by part."""
    for part in PARTS:
        yield from entries_of(part)


def title(part: str) -> str:
    """What a part is about: the first line of its docstring.

    >>> title("state")
    'Mistakes of state: something stays from one step, or one case, to the next'
    """
    doc = import_module(f"{__package__}.{part}").__doc__ or ""
    return doc.partition("\n")[0].rstrip(".")


class Catalogue(dict[str, Any]):
    """name → slip or entry.  It lists what people know and what is written by hand; it has any slip of the grammar."""

    def __missing__(self, name: str) -> Any:
        for one in every():
            if name.startswith(one.name):
                for extent in extents_named(name[len(one.name):]):
                    other = one.within(extent)
                    if other.name == name:
                        return other
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        if super().__contains__(name):
            return True
        try:
            self[name]  # type: ignore[index]
        except KeyError:
            return False
        return True


MISTAKES = Catalogue()
for key, name in NAMES.items():
    if key[1] in GROUPS[key[0]].substitutes:  # an activation may have been replaced, and with it its wrong formulas
        MISTAKES[name] = slip(*key)
for entry in by_hand():
    MISTAKES.setdefault(entry.name, entry)
