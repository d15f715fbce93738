"""What an entry of the catalogue is: a mistake in words, and as the rules that make it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Callable

from ..cases import Case
from ..door import RULES
from ..records import Record
from ..rules import Rules
from .followed import followed, is_in_forward_pass
from .styles import STYLES

Replacements = dict[str, Any]  # name of a rule → what stands in its place
Result = dict[str, Any]  # a result as it is written: field → value

KINDS = ("equation", "procedure", "convention", "precision", "transport")
TABLES = ("activations", "costs", "reductions")
TAPED = 6  # times as long as a step takes what automatic differentiation does


class Parameter(Record):
    """A number in a wrong formula for which programs have different values: a decay, a slope, a threshold.

    symbol: as the formula has it.  typical: the value where none is known.  others: from where else to look for it.
    """

    def __init__(self, symbol: str, typical: float, others: tuple[float, ...] = ()) -> None:
        self.symbol = symbol
        self.typical = typical
        self.others = others


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
    also: other ways to write the same slip, each as replace is: they differ where the formula leaves it open, such as
    in a layer with a shared bias or in fields that are no gradients.
    parameter: a number that the slip leaves open; replace, and each of also, is then a function of that number.
    form, effort: which of its forms this is, and how many times as long as a step it takes.
    label: what tells it from every other: its name, its form, and the value of its parameter.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        equation: str | None,
        written: str,
        right: str,
        shows: str,
        hidden: str,
        replace: Replacements | Callable[..., Replacements] | None = None,
        rewrite: Callable[[Result, Case], Result] | None = None,
        equivalents: tuple[str, ...] = (),
        only: tuple[str, ...] = (),
        allowed: bool = False,
        stateful: bool = False,
        also: Sequence[Replacements | Callable[..., Replacements]] = (),
        parameter: Parameter | None = None,
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
        self.parameter = parameter
        self.value = None if parameter is None else parameter.typical
        self.form = 0
        self.style = ""
        self.label: tuple[str, int, float | None] = (name, 0, self.value)
        self.effort = 1
        self._forms: list[Mistake] | None = None
        self._replace = replace or {}
        self._rewrite = rewrite
        self._also = tuple(also)

    def forms(self) -> list[Mistake]:
        """This mistake in each of the ways to write it, this one first; of a slip in the forward pass also that where
        gradients follow from it, as automatic differentiation makes them.
        """
        if self._forms is None:
            self._forms = [self, *(self._form(replace) for replace in self._also)]
            if not (self.stateful or self.only) and is_in_forward_pass(self.replacements()):
                self._forms += [self._form(self._replace, style) for style in STYLES]
                self._forms.append(self._form(self._followed))
                self._forms[-1].effort = TAPED
            for number, other in enumerate(self._forms):
                other.form = number
                other.label = (self.name, number, self.value)
        return self._forms

    def _form(self, replace: Replacements | Callable[..., Replacements], style: str = "") -> Mistake:
        other = self._copy()
        other._replace, other._also, other._forms, other.style = replace, (), [other], style
        return other

    def _followed(self, *value: float) -> Replacements:
        replace = self._replace(*value) if callable(self._replace) else self._replace
        return {**replace, "backpropagate": followed}

    def with_value(self, value: float) -> Mistake:
        """This mistake with another value of its parameter."""
        other = self._copy()
        other.value = value
        other.label = (self.name, self.form, value)
        other._forms = [other] if self.form else None
        return other

    def _copy(self) -> Mistake:
        other: Mistake = Mistake.__new__(Mistake)
        vars(other).update(vars(self))
        other._forms = None
        return other

    def replacements(self) -> Replacements:
        """What ``rules()`` replaces: rule → replacement, tables complete, state fresh."""
        replace = self._replace
        if callable(replace):
            replace = replace() if self.value is None else replace(self.value)
        complete = dict(replace)
        for table in TABLES:
            if table in replace:
                complete[table] = {**getattr(RULES, table), **replace[table]}
        return complete

    @property
    def seen(self) -> str:
        """Where it was seen: addresses, or what was said of it."""
        from .seen import SEEN

        return SEEN.get(self.name, "")

    @property
    def whole(self) -> bool:
        """Does it show in an answer as a whole only, and not equation by equation?"""
        return self._rewrite is not None or not {"gradient_step", "backpropagate"}.isdisjoint(self.replacements())

    @property
    def cost(self) -> int:
        """How uncommon it is, as the slips of the grammar have it."""
        return 3 + (self.form > 0) + 2 * self.stateful + (self.parameter is not None)

    def touches(self, rules: Iterable[str]) -> bool:
        """Does it replace one of these rules, or slip in writing?"""
        replaced = {name for form in self.forms() for name in form.replacements()}
        return self._rewrite is not None or not replaced.isdisjoint(rules)

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
