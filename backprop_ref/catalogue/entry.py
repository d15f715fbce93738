"""What an entry of the catalogue is: a mistake in words, and as the rules that make it."""

from __future__ import annotations

from ..network import Record
from ..rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Tuple, Union

    from ..cases import Case
    from ..rules import Rules

    Replacements = Dict[str, Any]  # name of a rule → what stands in its place
    Result = Dict[str, Any]  # a result as it is written: field → value

KINDS = ("equation", "procedure", "convention", "precision", "transport")
TABLES = ("activations", "costs", "reductions")


class Mistake(Record):
    """A mistake: what was done, what is right, how it shows, and the rules with the mistake in place.

    name: stable.  kind: one of KINDS.  equation: "14", "8/9" where it sits in both, None where it breaks none.
    written, right: the wrong formula or step and the right one.
    shows: what one sees.  hidden: where it cannot be seen.
    equivalents: entries that give the same gradients and updates on every case, though they may differ in other fields.
    only: the fields of a result where it shows, for a mistake that leaves gradients and updates right; else empty.
    allowed: does the protocol count it as right, so that a report may mention it, but never fails it?
    stateful: does something stay from one case to the next?  Then cases go through one ``rules()`` in their order.

    replace: rule → replacement with the same parameters; of a table, only the names that change.  A function
    that returns such a dict makes a fresh one for each ``rules()``: state lives in it.
    rewrite: for what is slipped in writing a result down, a function of result and case.
    """

    __slots__ = (
        "name", "kind", "equation", "written", "right", "shows", "hidden",
        "equivalents", "only", "allowed", "stateful", "_replace", "_rewrite",
    )

    def __init__(
        self,
        name: str,
        kind: str,
        equation: Optional[str],
        written: str,
        right: str,
        shows: str,
        hidden: str,
        replace: Union[Replacements, Callable[[], Replacements], None] = None,
        rewrite: Optional[Callable[[Result, Case], Result]] = None,
        equivalents: Tuple[str, ...] = (),
        only: Tuple[str, ...] = (),
        allowed: bool = False,
        stateful: bool = False,
    ) -> None:
        self.name = name
        self.kind = kind
        self.equation = equation
        self.written = written
        self.right = right
        self.shows = shows
        self.hidden = hidden
        self.equivalents = equivalents
        self.only = only
        self.allowed = allowed
        self.stateful = stateful
        self._replace = replace or {}
        self._rewrite = rewrite

    def replacements(self) -> Replacements:
        """What ``rules()`` replaces: rule → replacement, tables complete, state fresh."""
        replace = self._replace() if callable(self._replace) else self._replace
        complete = dict(replace)
        for table in TABLES:
            if table in replace:
                complete[table] = {**getattr(RULES, table), **replace[table]}
        return complete

    def rules(self) -> Rules:
        """The rules with the mistake in place, fresh: nothing stays from the rules of an earlier call."""
        return RULES.replaced(**self.replacements())

    def answer(self, result: Result, case: Case) -> Result:
        """What a program with this mistake writes down where its step came to this result."""
        if self._rewrite is None:
            return result
        return self._rewrite(result, case)

    def __repr__(self) -> str:
        return f"Mistake({self.name})"
