"""A slip: what stands in a slot instead, and how far; and slips at once, as the rules that make them.

    Slip        a group of slots, a substitute and an extent
    composed    the Course of some slips at once
    every       all slips of the grammar, everywhere, the commonest first
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..activations import ACTIVATIONS, SOFTMAX
from ..costs import COSTS
from ..door import RULES
from ..records import Record
from ..rules import Rules
from .beyond import as_long, begun_anew
from .followed import followed
from .grammar import EVERYWHERE, EXTENTS, GROUPS, Extent, Group, of_activation
from .known import NAMES, SAID
from .one_rule import rules_of
from .passes import SLOTS, Change, Course
from .places import Place
from .rewritten import ABBREVIATION
from .seen import SEEN
from .styles import DIVIDED_FIRST, FOLLOWED, SHORTCUT, STYLES
from .substitutes import INDICES, Substitute
from .wording import wrong_formula


class Parameter(Record):
    """A number that a slip leaves open.  symbol: as the formula has it.  typical: the value where none is known.

    others: from where else to look for it.
    """

    __slots__ = ("symbol", "typical", "others")

    def __init__(self, symbol: str, typical: float, others: tuple[float, ...] = ()) -> None:
        self.symbol = symbol
        self.typical = typical
        self.others = others


class Slip:
    """A slip of the grammar.

    name, kind, equation, written, right, shows, hidden: in words, as an entry by hand has them; written by hand for
    those that people know by a name, else composed.  style: one of STYLES, how the program around the slip is written.
    """

    def __init__(self, group: Group, substitute: Substitute, extent: Extent = EVERYWHERE, value: float | None = None,
                 style: str = "") -> None:
        self.group = group
        self.substitute = substitute
        self.extent = extent
        self.style = style
        self.parameter: Parameter | None = None
        if substitute.parameter is not None:
            symbol, values = substitute.parameter
            self.parameter = Parameter(symbol, values[0], values[1:])
        self.value = value if value is not None or self.parameter is None else self.parameter.typical
        self.key = (group.name, substitute.name, extent.name)
        self.label = (self.key, self.value)  # whatever the program is like
        self.cost: float = group.cost + substitute.cost + 2 * (extent is not EVERYWHERE) + bool(style)
        if self.key in NAMES and self.parameter is None and not style:
            self.cost = min(self.cost, 1 + group.cost / 2) - 0.25  # people know it

    # ---- in words

    @property
    def name(self) -> str:
        """Stable: the name that people know, or one put together from the parts."""
        group, substitute, extent = self.key
        known = NAMES.get(self.key)
        usual = NAMES.get((group, substitute, "")) or NAMES.get((group, substitute, UNSHARED))
        elsewhere = "-".join(one for one in (extent or UNSHARED).split(f"-{UNSHARED}") if one not in ("", UNSHARED))
        if known is None and elsewhere and elsewhere != extent:
            known = NAMES.get((group, substitute, elsewhere))
        if known is not None:
            return known
        first = usual or f"{group}-{substitute}"
        return f"{first}-{elsewhere}" if elsewhere else first

    @property
    def kind(self) -> str:
        return self.group.kind

    @property
    def equation(self) -> str | None:
        equation = self.group.equation
        if equation == "8/9" and self.extent.name in ("in-hidden-layers", "before-last-hidden", "in-last-hidden"):
            return "8"
        if equation == "8/9" and self.extent.name == "in-last-layer":
            return "9"
        return equation

    @property
    def written(self) -> str:
        """The wrong formula."""
        group, text, over = self.group, self.substitute.text, SLOTS[self.group.slots[0]].vector
        if self.substitute.name in INDICES and over in ("k", "m"):
            text = group.symbol.replace(over, INDICES[self.substitute.name].format(over))
        text, written, where = text.replace("{k}", over), group.written.replace("{0}", "{}"), self.extent.text
        if group.name == "slope" and self.extent.name == "in-hidden-layers":
            written, where = "δ_j = (Σ_m δ_m w_mj) · {}", ""
        if group.name == "slope" and self.extent.name == "in-last-layer":
            written, where = "δ_j^(L−1) = ∂C/∂a_j · {}", ""
        return wrong_formula(written, group.symbol, text, "" if self.extent.name == UNSHARED else where)

    @property
    def right(self) -> str:
        """The right one."""
        if self.group.name == "slope" and self.extent.name == "in-hidden-layers":
            return "δ_j = (Σ_m δ_m w_mj) σ′(z_j)"
        formula = self._formula()
        if formula:
            return wrong_formula(self.group.written, self.group.symbol, formula)
        text = self.group.written.replace("{}", "{0}").replace("{0}", self.group.symbol)
        left, _, right = text.partition(" = ")
        return f"{left} as it is defined" if left == right else text

    def _formula(self) -> str:
        """What stands in the slot of the one activation or cost that the slip is about, "" where it is about more."""
        table, n = FORMULAS.get(self.group.name, ({}, 0))
        there = self.extent.name
        about = self.substitute.only or [name for name in table if there in (f"in-{name}-layers", f"with-{name}")]
        entry = table.get(about[0]) if len(about) == 1 and about[0] != SOFTMAX else None
        formula = "" if entry is None else (entry.formula, entry.slope_formula)[n]
        if entry is None or table is COSTS:
            return formula
        return of_activation(ABBREVIATION.sub("; where ", formula, 1), about[0])

    @property
    def shows(self) -> str:
        said = SAID.get(self.name)
        return said[0] if said else self.group.shows

    @property
    def hidden(self) -> str:
        said = SAID.get(self.name)
        return said[1] if said else "Where both formulas give the same."

    # ---- as rules

    def changes(self, runs: bool = True) -> list[tuple[str, Change]]:
        """Slot → what stands there instead: in a program that runs, or in a prediction, which may be Beyond."""
        change = self.substitute.change(self.value)
        of_slots = change if isinstance(change, dict) else dict.fromkeys(self.group.slots, change)
        if runs:
            of_slots = {slot: begun_anew(one) for slot, one in of_slots.items()}
        elif self.substitute.any_length:
            of_slots = {slot: as_long(one) for slot, one in of_slots.items()}
        return [(slot, within(self.extent, one)) for slot, one in of_slots.items()]

    def with_value(self, value: float) -> Slip:
        """The same with another number."""
        return Slip(self.group, self.substitute, self.extent, value, self.style)

    def styled(self, style: str) -> Slip:
        """The same in a program of another style."""
        return Slip(self.group, self.substitute, self.extent, self.value, style)

    def within(self, extent: Extent) -> Slip:
        """The same elsewhere."""
        return Slip(self.group, self.substitute, extent, self.value, self.style)

    def rules(self) -> Rules:
        """The rules with the slip in place, fresh: of the heart's own passes, where the slip need not know more than
        its equation.
        """
        own = None if self.style else rules_of(
            self.group.slots, begun_anew(self.substitute.change(self.value)), self.substitute.needs, self.extent.name,
            f"{self.written}.  Right: {self.right}.",
        )
        return composed([self]) if own is None else RULES.replaced(**own)

    def replacements(self) -> dict[str, Any]:
        """What ``rules()`` replaces: rule → replacement."""
        rules = self.rules()
        return {name: rule for name, rule in vars(rules).items() if vars(RULES).get(name) is not rule}

    def answer(self, result: dict[str, Any], case: Any) -> dict[str, Any]:
        """What a program with this slip writes down: what it computed."""
        return result

    def forms(self, styles: Sequence[str] = tuple(STYLES)) -> list[Slip]:
        """The slip, then in each of these styles of program in which it has other numbers."""
        slots = self.group.slots
        others = () if self.style else STYLES_OF.get(slots[-1] if slots[-1] == "function-back" else slots[0], ())
        return [self, *(self.styled(style) for style in others if style in styles or style == FOLLOWED)]

    def acts_in(self, case: Any) -> bool:
        """May it change anything in a case?"""
        there = {case.cost, *(layer.activation for layer in case.network.layers)}
        return not self.substitute.only or not there.isdisjoint(self.substitute.only)

    only: tuple[str, ...] = ()
    stateful = False

    @property
    def whole(self) -> bool:
        """Does it show in an answer as a whole only, and not equation by equation?"""
        return self.style == FOLLOWED

    @property
    def seen(self) -> str:
        """Where it was seen: addresses."""
        return SEEN.get(self.name, "")

    @property
    def effort(self) -> int:
        """How many times as long as a step it takes."""
        return 6 if self.style == FOLLOWED else 1

    def __repr__(self) -> str:
        return f"Slip({self.name})"


FORMULAS: dict[str, tuple[dict[str, Any], int]] = {  # group → the table of what stands there, and which formula of it
    "activation": (ACTIVATIONS, 0), "slope": (ACTIVATIONS, 1), "cost-slope": (COSTS, 1), "cost": (COSTS, 0),
    "cost-alone": (COSTS, 0),
}
UNSHARED = "without-shared-bias"  # how a slip in (14) is usual: a bias that a layer shares has a rule of its own
STYLES_OF = {  # first slot → the styles in which a slip there has other numbers
    **dict.fromkeys(("weights", "inputs", "sum", "bias", "weighted-sum", "argument", "activation", "function",
                     "kept-sum"), (*STYLES, FOLLOWED)),
    **dict.fromkeys(("cost-slope", "slope", "function-back", "softmax"), (SHORTCUT, DIVIDED_FIRST)),
    **dict.fromkeys(("delta", "next-deltas", "back-sum"), (DIVIDED_FIRST,)),
}


def within(extent: Extent, change: Change) -> Change:
    """The change, made in this extent alone."""
    holds = extent.holds
    if holds is None:
        return change

    def partly(at: Place, j: int, v: Any) -> Any:
        return change(at, j, v) if holds(at) else v

    return partly


def composed(mistakes: Sequence[Any], own: dict[str, Any] | None = None) -> Rules:
    """Fresh rules with all of these in place, whatever passes they live in; of entries by hand, ValueError for two that
    replace the same rule.
    """
    return course_of(mistakes, own).rules()


def course_of(
    mistakes: Sequence[Any], own: dict[str, Any] | None = None, runs: bool = True, base: Course | None = None
) -> Course:
    """The Course of these slips and entries by hand.  runs: as of a program; else as a prediction, which may be Beyond.
    base: the Course with no mistakes.
    """
    changes: dict[str, list[Change]] = {}
    by_hand: dict[str, Any] = {}
    runs = runs or any(mistake.whole for mistake in mistakes)  # numbers on a tape are no others' than its own
    for style in {mistake.style for mistake in mistakes} - {""}:
        if style == FOLLOWED:
            by_hand["backpropagate"] = followed
        else:
            changes.update({slot: [change] for slot, change in STYLES[style].items()})
    for mistake in mistakes:
        if isinstance(mistake, Slip):
            of_cost = mistake.group.slots == ("cost-slope",)  # comes before what a style does with ∂C/∂a_j
            for slot, change in mistake.changes(runs):
                changes.setdefault(slot, []).insert(0 if of_cost else len(changes[slot]), change)
            continue
        for name, replacement in mistake.replacements().items():
            if name in by_hand and isinstance(replacement, dict):
                right = getattr(RULES, name)
                changed = {key: one for key, one in replacement.items() if right.get(key) is not one}
                if any(by_hand[name].get(key) is not right.get(key) for key in changed):
                    raise ValueError(f"mistakes: {mistake.name} replaces what another replaces")
                by_hand[name] = {**by_hand[name], **changed}
            elif name in by_hand:
                raise ValueError(f"mistakes: {mistake.name} replaces what another replaces")
            else:
                by_hand[name] = replacement
    return Course(changes, RULES.replaced(**by_hand) if by_hand else RULES, own, base)


def every(extents: Sequence[str] = ("",)) -> Iterator[Slip]:
    """All slips of the grammar, group by group; in these extents where the group has some."""
    for group in GROUPS.values():
        for substitute in group.substitutes.values():
            for name in extents:
                of_layers = not name.startswith("with-")
                if not name or group.extents and group.takes(EXTENTS[name]) and not (
                        of_layers and group.layers == "case"):
                    yield Slip(group, substitute, EXTENTS[name])


def slip(group: str, substitute: str, extent: str = "", value: float | None = None) -> Slip:
    """One by its parts.

    >>> slip("bias-gradient", "sum-delta").written
    '∂C/∂b_j = Σ_i δ_i'
    """
    return Slip(GROUPS[group], GROUPS[group].substitutes[substitute], EXTENTS[extent], value)
