"""What is chosen of an explanation: --equation, --layer, --neuron, --example, each checked against the case."""

from __future__ import annotations

from ..records import Record
from ..terminal import BadUsage
from ..numerals import Sequence
from ..cases import Case
from .step_events import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

LAST_EQUATION = 15

# A definition or a rule has no events of its own: what its numbers stand in.
STANDS_IN = {"1": ("2",), "6": ("9", "8"), "12": ("14",), "13": ("14",)}


class Chosen(Record):
    """What is to be shown; None where nothing was chosen, so everything is.  equation: one, or several.

    >>> Chosen(equation=14, layer=1)
    Chosen(equations=[14], layer=1, neuron=None, example=None)
    """

    def __init__(
        self,
        equation: int | Sequence[int] | None = None,
        layer: int | None = None,
        neuron: int | None = None,
        example: int | None = None,
    ) -> None:
        self.equations = [equation] if isinstance(equation, int) else sorted(set(equation or ()))
        self.layer = layer
        self.neuron = neuron
        self.example = example

    def must_fit(self, case: Case) -> None:
        """BadUsage, with what was found and what was expected, where the case has no such thing.

        >>> from backprop_ref.cases import worked_example
        >>> Chosen(layer=2).must_fit(worked_example())
        Traceback (most recent call last):
            ...
        backprop_ref.terminal.usage.BadUsage: --layer: found 2, expected 0 or 1 (the last layer)
        """
        layers = case.network.layers
        for equation in self.equations:
            _within("--equation", equation, 1, LAST_EQUATION, "equation")
            if equation in (11, 15) and case.alpha is None:
                raise BadUsage(f"--equation: found {equation}, expected a case with a learning rate")
        _within("--layer", self.layer, 0, len(layers) - 1, "layer")
        if self.layer is None:
            most, of = max(len(layer.w) for layer in layers), "the widest layer"
        else:
            most, of = len(layers[self.layer].w), f"layer {self.layer}"
        _within("--neuron", self.neuron, 0, most - 1, f"neuron of {of}")
        _within("--example", self.example, 0, len(case.examples) - 1, "example")

    def numbers(self) -> list[str]:
        """The equations whose events are to be shown; empty for all."""
        return [number for n in self.equations for number in STANDS_IN.get(str(n), (str(n),))]

    def asks(self, *numbers: str) -> bool:
        """Is one of these equations to be shown?"""
        return not self.equations or any(str(n) in numbers for n in self.equations)

    def admits(self, event: Event) -> bool:
        """Is this event to be shown?"""
        numbers = self.numbers()
        if numbers and event.equation.partition(",")[0] not in numbers:
            return False
        if self.layer is not None and event.l != self.layer:
            return False
        if self.neuron is not None and event.j != self.neuron:
            if event.j is not None or event.l is None:  # else it is of the bias that all neurons share
                return False
        return self.example is None or event.i == self.example

    @property
    def everything(self) -> bool:
        """Was nothing chosen?"""
        return self == Chosen()

    def layers(self, case: Case) -> list[int]:
        """The layers that are to be shown."""
        return [l for l in range(len(case.network.layers)) if self.layer in (None, l)]

    def options(self) -> str:
        """As they were written on the command line."""
        equations = [f"--equation {','.join(map(str, self.equations))}"] if self.equations else []
        places = [("layer", self.layer), ("neuron", self.neuron), ("example", self.example)]
        return " ".join(equations + [f"--{name} {index}" for name, index in places if index is not None])


def _within(option: str, found: int | None, first: int, last: int, what: str) -> None:
    if found is None or first <= found <= last:
        return
    if first == last:
        raise BadUsage(f"{option}: found {found}, expected {first} (the only {what})")
    to = "or" if last == first + 1 else "to"
    raise BadUsage(f"{option}: found {found}, expected {first} {to} {last} (the last {what})")
