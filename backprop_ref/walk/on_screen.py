"""A walk on a terminal: headings, and below them what the sections hold.

    put_walk      all of it
    put_events    some events, without a heading
"""

from __future__ import annotations

from ..costs import COSTS
from ..terminal import escaped, wrapped
from .bias_question import cells
from .figures import Figures, picked
from .finite_differences import in_precision
from .layout import UNHURRIED, form_of, put_event, put_parts
from .notation import in_parts
from .records import CostRow, Elided, Group, Note, Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..terminal import Screen
    from .step_events import Event
    from .layout import Form
    from .notation import Parts
    from .records import Block, Section, Walk

# Rules whose event is a sum: it gets a line for each of its parts.
TALL = ("weighted_sum", "hidden_delta", "softmax_sum", "softmax_delta_by_jacobian", "shared_bias_gradient", "cost")

TITLES = (
    ["", "its own", "", "quotient when", "sum of the", "", "quotient when"],
    ["", "δ", "", "b alone moves", "layer's δ", "", "all b move"],
)
LONG_TITLES = ["", "its own δ", "", "quotient when b moves", "sum of the layer's δ", "", "quotient when all b move"]
SHORT_TITLES = ["", "its own δ", "", "quotient", "sum Σδ", "", "quotient"]


def put_walk(screen: Screen, walk: Walk, brief: bool = False) -> None:
    """All of a walk.  brief: without the paragraphs on the case and the notation."""
    with in_precision(walk.digits):
        _OnScreen(screen, walk).put(brief)


def put_events(screen: Screen, events: Iterable[Event], figures: Figures | None = None) -> None:
    """Some events, each part on a line of its own."""
    for event in events:
        put_event(screen, event, figures, everything=False)


class _OnScreen:
    """What puts a walk on a screen."""

    def __init__(self, screen: Screen, walk: Walk) -> None:
        self.screen = screen
        self.walk = walk
        self.figures = walk.figures
        self.everything = walk.chosen.neuron is not None
        self._told: set[str] = set()  # the sections whose equations were given; for another example they are the same

    def put(self, brief: bool) -> None:
        """All of it."""
        if not brief:
            self._put_head()
        example = None
        for section in self.walk.sections:
            if isinstance(section, Elided):
                self.screen.put_gap()
                self._put_dim(f"… examples {section.first} to {section.last} …")
                continue
            if section.example not in (None, example):
                self._put_example(section.example)
            example = section.example
            self._put_section(section)

    # ---- headings ----------------------------------------------------------------------------

    def _put_head(self) -> None:
        """What is computed, and how it is written."""
        case = self.walk.case
        self.screen.put(self.screen.paint("heading", "Backpropagation, every equation with its numbers"))
        self.screen.put()
        self._put_field("case", escaped(case.id) + (f": {escaped(case.note)}" if case.note else ""))
        sizes = "-".join(str(size) for size in case.network.sizes)
        self._put_field("network", f"{sizes}: {', '.join(layer.activation for layer in case.network.layers)}")
        self._put_field("cost", f"{case.cost}, C = {COSTS[case.cost].formula}")
        if case.alpha is not None:
            self._put_field("rate", f"α = {self.figures.of(case.alpha)}")
        if len(case.examples) > 1:
            self._put_field("examples", f"{len(case.examples)}; C is the {case.reduction} of their costs")
        else:
            self._put_numbers(0)
        self._put_field("numbers", self.walk.how)
        self.screen.put()
        self.screen.put_wrapped(
            "Layers l, neurons and examples i count from 0. j is a neuron of layer l, k one of the layer before, m "
            "one of the layer after; the weight w_jk^l leads from k to j. C is the cost, σ the activation.",
        )

    def _put_field(self, name: str, text: str) -> None:
        self.screen.put_wrapped(text, f"{name:<9}", " " * 9)

    def _put_numbers(self, i: int) -> None:
        """x and y of example i."""
        example = self.walk.case.examples[i]
        for name, values in (("x", example.x), ("y", example.y)):
            texts = ["…" if n is None else self.figures.of(values[n]) for n in picked(len(values))]
            self._put_field(name, ", ".join(texts))

    def _put_example(self, i: int) -> None:
        self.screen.put_gap()
        self.screen.put(self.screen.paint("heading", f"EXAMPLE {i}"))
        self.screen.put()
        self._put_numbers(i)

    def _put_section(self, section: Section) -> None:
        """A section: its heading, its equations, and what it holds."""
        self.screen.put_heading(section.title)
        lines = [] if section.title in self._told else section.stated
        self._told.add(section.title)
        wide = max((len(tag) for tag, _ in lines), default=0)
        for tag, text in lines:
            self.screen.put_wrapped(text, f"{tag:<{wide}}  ", " " * (wide + 6))
        if lines:
            self.screen.put()
        costs = [part for part in section.parts if isinstance(part, CostRow)]
        if costs:
            self._put_costs(costs)
        for part in section.parts:
            if isinstance(part, Group):
                self._put_group(part)
            elif isinstance(part, Question):
                self._put_question(part)
            elif isinstance(part, Note):
                self.screen.put_wrapped(part.text)
                if not costs:
                    self.screen.put()

    def _put_dim(self, text: str) -> None:
        """A line that says what is not shown."""
        self.screen.put(self.screen.paint("dim", self.screen.plain(text)))

    # ---- events ------------------------------------------------------------------------------

    def _put_group(self, group: Group) -> None:
        """The events of a layer, aligned; those of one weight each as it is."""
        if group.name:
            formula = f": {group.entry}, {group.left} = {group.formula}" if group.formula else ""
            for line in wrapped(self.screen.plain(group.name + formula), self.screen.width, hanging="  "):
                self.screen.put(self.screen.paint("strong", line))
            self.screen.put()
        written = [(_family(event), in_parts(event, self.figures, self.everything)) for event in group.events()]
        forms, following = self._forms(written), iter(written)
        for block in group.blocks:
            if not isinstance(block, Elided):
                self._put_block(block, following, forms)
            elif block.what == "neurons":
                self._put_dim(f"  … neurons {block.first} to {block.last} …\n")
            else:
                self.screen.put("  …\n")

    def _put_block(self, events: Block, following: Iterator[tuple[str, Parts]], forms: dict[str, Form]) -> None:
        """The events of one neuron, None where some are left out.  following: the others, by family and in parts."""
        assert not isinstance(events, Elided)
        for event in events:
            if event is None:
                self.screen.put("  …")
            else:
                family, parts = next(following)
                put_parts(self.screen, parts, forms[family])
        self.screen.put()

    def _forms(self, written: Sequence[tuple[str, Parts]]) -> dict[str, Form]:
        """By family of rules, the form that all events of the family have room for; sums take all the room."""
        families: dict[str, list[Parts]] = {}
        for family, parts in written:
            families.setdefault(family, []).append(parts)
        return {
            family: UNHURRIED if family in TALL else form_of(self.screen, of_family)
            for family, of_family in families.items()
        }

    # ---- costs and the question --------------------------------------------------------------

    def _put_costs(self, rows: Sequence[CostRow]) -> None:
        texts = [row.why if row.value is None else self.figures.of(row.value) for row in rows]
        wide = max(map(len, texts))
        for row, text in zip(rows, texts):
            self.screen.put("  C = " + self.screen.paint("value", text.ljust(wide)) + f"  {row.when}")
        self.screen.put()

    def _put_question(self, question: Question) -> None:
        """What is asked, the table, and the notes below it."""
        for text in question.asked:
            self.screen.put_wrapped(text)
        self.screen.put()
        self._put_table(question)
        for number, note in enumerate(question.notes):
            if number:
                self.screen.put()
            self.screen.put_wrapped(note)

    def _put_table(self, question: Question) -> None:
        """The table, a blank line below each layer; where its numbers are too long for one, two lines for each bias."""
        screen = self.screen
        titles = [[screen.plain(cell) for cell in line] for line in TITLES]
        tables = [
            [[screen.plain(cell) for cell in cells(self.figures, row)] for row in rows] for rows in question.layers
        ]
        lines = [line for table in tables for line in table]
        widths = _widths(titles + lines)
        narrow = 2 + sum(widths) + 9 <= screen.width
        if narrow:
            for title in titles:
                screen.put("  " + _in_columns(screen, title, widths, "heading", "heading"))
        else:
            long = [screen.plain(cell) for cell in LONG_TITLES]
            fits = _room_below_each_other(screen, widths, long) <= screen.width
            titles_shown = long if fits else [screen.plain(cell) for cell in SHORT_TITLES]
            widths = [widths[0], *(max(width, len(cell)) for width, cell in zip(_widths(lines)[1:], titles_shown[1:]))]
            _put_below_each_other(screen, titles_shown, widths, "heading", "heading")
            screen.put()
        for table in tables:
            for line in table:
                if narrow:
                    screen.put("  " + _in_columns(screen, line, widths, "good", "other"))
                else:
                    _put_below_each_other(screen, line, widths, "good", "other")
            screen.put()


def _family(event: Event) -> str:
    """The rule, or that of the weights where a bias stands among them."""
    return {"bias_gradient": "weight_gradients", "updated_bias": "updated_weights"}.get(event.rule, event.rule)


def _in_columns(screen: Screen, line: Sequence[str], widths: Sequence[int], style: str, other: str) -> str:
    texts = [cell.ljust(width) for cell, width in zip(line, widths)]
    own, together = " ".join(texts[1:4]), " ".join(texts[4:7]).rstrip()
    if not own.strip() and not together:
        return texts[0].rstrip()
    return texts[0] + "  " + screen.paint(style, own) + "   " + screen.paint(other, together)


def _put_below_each_other(screen: Screen, line: Sequence[str], widths: Sequence[int], style: str, other: str) -> None:
    """A bias whose numbers are long: its own δ, and below it the sum."""
    name, own, together = line[0].ljust(widths[0]), line[1:4], line[4:7]
    wide, quotients = max(widths[1], widths[4]), max(widths[3], widths[6])
    on_one = len(f"  {name}  alone  ") + wide + 3 + quotients <= screen.width
    for what, (value, sign, quotient), painted in (("alone", own, style), ("all b", together, other)):
        if value:
            start = f"  {name}  {what}  "
            if on_one or not quotient:
                screen.put(start + screen.paint(painted, f"{value:<{wide}} {sign:<1} {quotient}".rstrip()))
            else:
                screen.put(start + screen.paint(painted, value))
                screen.put(" " * (len(start) - 2) + screen.paint(painted, f"{sign:<1} {quotient}"))
            name = " " * widths[0]


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(line[n]) for line in lines) for n in range(7)]


def _room_below_each_other(screen: Screen, widths: Sequence[int], titles: Sequence[str]) -> int:
    """Columns that a table needs whose rows have two lines each."""
    columns = [max(width, len(title)) for width, title in zip(widths, titles)]
    return 2 + columns[0] + 2 + 5 + 2 + max(columns[1], columns[4]) + 3 + max(columns[3], columns[6])
