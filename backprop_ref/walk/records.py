"""What a walk consists of, as plain records: nothing here knows how it will be shown.

    Walk        of one case: its sections, and in which numbers it was computed
    Section     forward, backward, gradients, paths, batch, update, costs, bias
    Group       the events of one layer, block by block, a block for each neuron
    Note  CostRow  Question    what a section may hold beside groups
    Elided      what is left out in the middle
    plain       any of them as dicts, lists, numbers and texts

An event, one equation applied once, is in ``step_events``; its symbols and places are in ``symbols``.
"""

from __future__ import annotations

from ..records import Record
from ..numerals import Any, Number, Sequence
from ..cases import Case
from ..descent import Step
from .chosen import Chosen
from .step_events import Event
from .figures import Figures
from .finite_differences import Quotient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Union

    Block = Union[Sequence[Optional[Event]], "Elided"]
    Part = Union["Group", "Note", "CostRow", "Question"]


class Elided(Record):
    """Things left out in the middle: examples, neurons, weights.  first, last: those that are left out."""

    def __init__(self, what: str, first: int, last: int) -> None:
        self.what = what
        self.first = first
        self.last = last


class Note(Record):
    """A sentence on what stands above it."""

    def __init__(self, text: str) -> None:
        self.text = text


class Group(Record):
    """Events of one layer; l is None where they are of none, and name is empty where they are of one weight.

    entry, left, formula: the activation, what the formula is of, "σ(z)", and the formula; empty where none is told.
    blocks: the events of each neuron, None for those that are left out; Elided for neurons or weights left out.
    """

    def __init__(
        self,
        l: int | None,
        name: str,
        blocks: list[Block],
        entry: str = "",
        left: str = "",
        formula: str = "",
    ) -> None:
        self.l = l
        self.name = name
        self.entry = entry
        self.left = left
        self.formula = formula
        self.blocks = blocks

    def events(self) -> list[Event]:
        """All that are shown."""
        return [
            event for block in self.blocks if not isinstance(block, Elided) for event in block if event is not None
        ]


class CostRow(Record):
    """The cost of all examples at some time; where these numbers have none, value is None and why says it."""

    def __init__(self, when: str, value: Number | None, why: str = "") -> None:
        self.when = when
        self.value = value
        self.why = why


class Row(Record):
    """A bias of layer l: its δ and what C does when it moves alone, Σδ and what C does when all of the layer move.

    delta and alone are None for a shared bias, which cannot move alone; a quotient that was not taken is None too.
    size: the Σ of what is added up without its signs, as what may be left of it by rounding is compared with that.
    """

    def __init__(
        self,
        l: int,
        bias: str,
        delta: Number | None,
        alone: Quotient | None,
        total: Number,
        together: Quotient | None,
        size: float,
    ) -> None:
        self.l = l
        self.bias = bias
        self.delta = delta
        self.alone = alone
        self.total = total
        self.together = together
        self.size = size


class Question(Record):
    """δ_j or Σ_j δ_j?  What is asked, the rows of each layer, None where some are left out, and what is to be noted."""

    def __init__(self, asked: list[str], layers: list[list[Row | None]], notes: list[str]) -> None:
        self.asked = asked
        self.layers = layers
        self.notes = notes


class Section(Record):
    """name: which it is.  example: of which it is, None where it is of all, or the only one.
    stated: the equations that it applies, each with its number: [("(2)", "a_j^l = σ(z_j^l)")]."""

    def __init__(
        self, name: str, example: int | None, title: str, stated: list[tuple[str, str]], parts: list[Part]
    ) -> None:
        self.name = name
        self.example = example
        self.title = title
        self.stated = stated
        self.parts = parts


class Walk(Record):
    """A case, its step, and every equation of it that was chosen.

    figures: how numbers are written.  digits: of the Decimals that they are; None where they are floats or Fractions.
    how: in which numbers it was computed, in words.  why: why these, if nobody asked for them, else empty.
    """

    def __init__(
        self,
        case: Case,
        step: Step,
        chosen: Chosen,
        figures: Figures,
        digits: int | None,
        how: str,
        why: str,
        sections: list[Section | Elided],
    ) -> None:
        self.case = case
        self.step = step
        self.chosen = chosen
        self.figures = figures
        self.digits = digits
        self.how = how
        self.why = why
        self.sections = sections


def plain(record: Any) -> Any:
    """A record, and all that it holds, as dicts, lists, numbers and texts.

    >>> plain(Group(0, "layer 0", [Elided("neurons", 4, 95)]))["blocks"]
    [{'what': 'neurons', 'first': 4, 'last': 95}]
    """
    from .symbols import Written

    if isinstance(record, Written):
        return {"symbol": str(record), "place": record.place}
    if isinstance(record, (list, tuple)):
        return [plain(item) for item in record]
    if not isinstance(record, Record):
        return record if record is None or isinstance(record, (str, int, float)) else _number(record)
    fields = {name: plain(value) for name, value in vars(record).items()}
    if "operands" in fields:  # of an event
        symbol = fields.pop("symbol")
        operands = [{**symbol_and_place, "value": value} for symbol_and_place, value in fields.pop("operands")]
        fields = {**fields, **symbol, "phase": getattr(record, "phase"), "operands": operands}
    return fields


def _number(value: Any) -> Any:
    """A Fraction or a Decimal as a text that says all of it; anything else as Python writes it."""
    return str(value)
