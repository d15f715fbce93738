"""The page that an explanation is written on: headings, and below them events, layer by layer and neuron by neuron.

    Page           puts on a screen what it is given, in that order
    stated         the equation of a rule, as its docstring has it

A heading is put when something follows it: what has nothing to show has no heading.  Of many neurons, and of many
terms, those in the middle are elided.
"""

from __future__ import annotations

from .figures import picked
from .layout import UNHURRIED, form_of, put_event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Set

    from ..terminal import Screen
    from .figures import Figures
    from .layout import Form
    from .trace import Event

    Title = Callable[[Optional[int]], str]

# Rules whose event is a sum: it gets a line for each of its parts.
TALL = ("weighted_sum", "hidden_delta", "softmax_delta", "shared_bias_gradient", "cost")
HEAD, EXAMPLE, SECTION, LAYER = range(4)  # headings, from the highest


class Page:
    """A screen, and the headings that are still to be put on it.

    figures: how numbers are written.  everything: is nothing elided?  anything: was anything put below a heading?
    """

    def __init__(self, screen: Screen, figures: Figures, everything: bool = False) -> None:
        self.screen = screen
        self.figures = figures
        self.everything = everything
        self.anything = False
        self._headings: List[Optional[Callable[[], None]]] = [None] * 4
        self._told: Set[str] = set()  # the sections whose equations were given; for another example they are the same

    # ---- headings ----------------------------------------------------------------------------

    def head(self, level: int, put: Optional[Callable[[], None]]) -> None:
        """From here on, what puts the heading of this level, or that there is none; and none yet below it."""
        self._headings[level:] = [put] + [None] * (LAYER - level)

    def section(self, title: str, *rules: Callable[..., object]) -> None:
        """The next section, and the equations that it applies."""
        self.head(SECTION, lambda: self._put_section(title, rules))

    def _put_section(self, title: str, rules: Sequence[Callable[..., object]]) -> None:
        self.screen.put_heading(title)
        lines = [line.split("  ", 1) for rule in rules if title not in self._told for line in stated(rule)]
        self._told.add(title)
        wide = max((len(tag) for tag, _ in lines), default=0)
        for tag, text in lines:
            self.screen.put_wrapped(text, f"{tag:<{wide}}  ", " " * (wide + 6))
        if lines:
            self.screen.put()

    def begin(self) -> None:
        """Put what is still to be put above the next thing."""
        self.anything = True
        for level, put in enumerate(self._headings):
            self._headings[level] = None
            if put is not None:
                put()

    # ---- events ------------------------------------------------------------------------------

    def put_layers(self, events: Iterable[Event], title: Title) -> None:
        """Events that come layer by layer, neuron by neuron, with the title of each layer; what is of no layer last."""
        layer: List[Event] = []
        for event in events:
            if layer and event.l != layer[0].l:
                self._put_layer(layer, title)
                layer = []
            layer.append(event)
        if layer:
            self._put_layer(layer, title)

    def _put_layer(self, events: List[Event], title: Title) -> None:
        """The events of one layer, those of one neuron together, what is of no neuron last."""
        text = title(events[0].l)
        self.head(LAYER, lambda: self.screen.put(self.screen.paint("strong", self.screen.plain(text)) + "\n"))
        neurons: Dict[float, List[Event]] = {}
        for event in events:
            neurons.setdefault(float("inf") if event.j is None else event.j, []).append(event)
        js = sorted(neurons)
        blocks = [None if n is None else self._elided(neurons[js[n]]) for n in picked(len(js), self.everything)]
        forms = self._forms([event for block in blocks if block is not None for event in block])
        for block in blocks:
            if block is not None:
                self.put_block(block, forms)
            else:
                self.put_dim(f"  … neurons 4 to {len(js) - 4} …\n")

    def put_dim(self, text: str) -> None:
        """A line that says what is not shown."""
        self.screen.put(self.screen.paint("dim", self.screen.plain(text)))

    def _elided(self, events: Sequence[Event]) -> List[Optional[Event]]:
        """The events of one neuron; of many of the same rule those in the middle left out."""
        shown: List[Optional[Event]] = []
        for run in _by_rule(events):
            shown += [None if n is None else run[n] for n in picked(len(run), self.everything)]
        return shown

    def put_block(self, events: Sequence[Optional[Event]], forms: Optional[Dict[str, Form]] = None) -> None:
        """The events of one neuron, None where some are elided.  forms: those of its layer, else its own."""
        self.begin()
        forms = forms or self._forms(events)
        for event in events:
            if event is None:
                self.screen.put("  …")
            else:
                put_event(self.screen, event, self.figures, self.everything, forms[_family(event)])
        self.screen.put()

    def _forms(self, events: Sequence[Optional[Event]]) -> Dict[str, Form]:
        """By family of rules, the form that all events of the family have room for; sums take all the room."""
        families: Dict[str, List[Event]] = {}
        for event in events:
            if event is not None:
                families.setdefault(_family(event), []).append(event)
        return {
            family: UNHURRIED if family in TALL else form_of(self.screen, of_family, self.figures, self.everything)
            for family, of_family in families.items()
        }


def _family(event: Event) -> str:
    """The rule, or that of the weights where a bias stands among them."""
    return {"bias_gradient": "weight_gradients", "updated_bias": "updated_weights"}.get(event.rule, event.rule)


def _by_rule(events: Sequence[Event]) -> Iterator[List[Event]]:
    """Runs of events of the same rule."""
    run: List[Event] = []
    for event in events:
        if run and event.rule != run[0].rule:
            yield run
            run = []
        run.append(event)
    yield run


def stated(rule: Callable[..., object]) -> List[str]:
    """The line of a docstring that is the equation; none where docstrings were stripped (python -OO).

    >>> from backprop_ref.equations import updated_bias
    >>> stated(updated_bias)
    ['(15)  b_j^l ← b_j^l − α δ_j^l']
    """
    return (rule.__doc__ or "").splitlines()[:1]
