"""What an entry by hand is: a mistake in words, where it was seen, and the rules that make it."""

from __future__ import annotations

from typing import Any, Callable, Union

from ..cases import Case
from ..door import RULES
from ..records import Record
from ..rules import Rules
from .followed import followed, is_in_forward_pass
from .slips import Parameter
from .styles import STYLES

Replacements = dict[str, Any]  # name of a rule → what stands in its place
Form = Union[Replacements, Callable[..., Replacements]]
Result = dict[str, Any]  # a result as it is written: field → value

KINDS = ("equation", "procedure", "convention", "precision", "transport")
TABLES = ("activations", "costs", "reductions")
TAPED = 6  # times as long as a step takes what automatic differentiation does


class Mistake(Record):
    """A mistake: what was done, what is right, how it shows, where it was seen, and the rules with it in place.

    name: stable.  kind: one of KINDS.  equation: "14", "8/9" where it sits in both, None where it breaks none.
    written, right: the wrong formula or step and the right one.
    shows: what one sees.  hidden: where it cannot be seen.
    seen: addresses, as owner/repository#number or of pages, or two libraries that have it so.

    forms: the ways to write it; they differ where the formula leaves it open, such as in fields that are no gradients.
    Each is rule → replacement with the same parameters; of a table, only the names that change.  A function that
    returns such a dict makes a fresh one for each ``rules()``: state lives in it.
    rewrite: for what is slipped in writing a result down, a function of result and case.
    only: the fields of a result where it shows, for a mistake that leaves gradients and updates right; else empty.
    stateful: does something stay from one case to the next?  Then cases go through one ``rules()`` in their order.
    parameter: a number that the slip leaves open; each of forms is then a function of that number.
    form, style, effort: which of its forms this is, how the program around it is written where that matters (one of
    STYLES), and how many times as long as a step it takes.
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
        seen: str,
        *forms: Form,
        rewrite: Callable[[Result, Case], Result] | None = None,
        only: tuple[str, ...] = (),
        stateful: bool = False,
        parameter: Parameter | None = None,
        effort: int = 1,
    ) -> None:
        self.name = name
        self.kind = kind
        self.equation = equation
        self.written = written
        self.right = right
        self.shows = shows
        self.hidden = hidden
        self.seen = seen
        self.only = only
        self.stateful = stateful
        self.parameter = parameter
        self.value = None if parameter is None else parameter.typical
        self.form = 0
        self.style = ""
        self.label: tuple[str, int, float | None] = (name, 0, self.value)
        self.effort = effort
        self._forms: list[Mistake] | None = None
        self._replace, self._also = (forms or ({},))[0], forms[1:]
        self._rewrite = rewrite

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

    def _form(self, replace: Form, style: str = "") -> Mistake:
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
        return {name: {**getattr(RULES, name), **one} if name in TABLES else one for name, one in replace.items()}

    @property
    def whole(self) -> bool:
        """Does it show in an answer as a whole only, and not equation by equation?"""
        return self._rewrite is not None or not {"gradient_step", "backpropagate"}.isdisjoint(self.replacements())

    @property
    def cost(self) -> int:
        """How uncommon it is, as the slips of the grammar have it."""
        often = self.seen.count(";") > 1
        return 3 - often + (self.form > 0) + 2 * self.stateful + (self.parameter is not None)

    def rules(self) -> Rules:
        """The rules with the mistake in place, fresh: nothing stays from the rules of an earlier call."""
        return RULES.replaced(**self.replacements())

    def answer(self, result: Result, case: Case) -> Result:
        """What a program with this mistake writes down where its step came to this result."""
        return result if self._rewrite is None else self._rewrite(result, case)

    def __repr__(self) -> str:
        return f"Mistake({self.name})"
