"""What is walked, and what one stop in it shows.

    walk, walk_by_chain_rule    the passes, as the debugger runs them
    Stop                        an equation that has just got its value: which, where, its operands
    place, short, fitted        how these are written
"""

from __future__ import annotations

from types import FrameType
from typing import Any

from .. import descent
from ..cases import Case
from ..chain_rule import dC_dz
from ..descent import Step
from ..door import gradient_by_chain_rule
from ..rules import Rules
from ..terminal import WIDTH
from ..unfinished import look_at
from .stops import Breakpoint

PHASES = {
    "2": "forward", "8": "backward", "9": "backward", "10": "gradients", "14": "gradients",
    "batch": "reduce", "11": "update", "15": "update",
}
LONGEST = 30  # characters of a number that is shown on a line that announces a stop
CHAIN_RULE = "chain rule"  # the phase of every other number
OF_ONE_EXAMPLE = ("forward", "backward", "gradients", CHAIN_RULE)


# ---- what is walked --------------------------------------------------------------------------


def walk(case: Case, eq: Rules) -> Step:
    """The whole step."""
    step: Step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
    look_at(step)
    return step


def walk_by_chain_rule(case: Case, eq: Rules, equation: int, layer: int | None, neuron: int | None) -> None:
    """(4), (5) or (7) for every neuron, or the chosen ones, of every example."""
    for i, example in enumerate(case.examples):
        z, a = eq.forward(case.network, example.x, eq)
        for l in range(len(case.network.layers)) if layer is None else [layer]:
            w = case.network.layers[l].w
            for j in range(len(w)) if neuron is None else [neuron]:
                if equation == 7:
                    dC_dz(case.network, example.y, l, j, z, a, case.cost, eq)
                else:
                    for k in range(len(w[j])):
                        gradient_by_chain_rule(case.network, example, l, j, k, case.cost, eq)


# ---- a stop ----------------------------------------------------------------------------------


class Stop:
    """An equation that has just got its value: which one, of which layer, neuron and example, and its operands.

    l, j, i: None where it is of no single one.  k: of the weight that the chain rule is for.
    """

    def __init__(self, breakpoint: Breakpoint, frame: FrameType) -> None:
        known = frame.f_locals
        self.breakpoint = breakpoint
        self.equation = breakpoint.equation
        self.function = breakpoint.function
        self.symbol = breakpoint.symbol
        self.phase = PHASES.get(self.equation.partition(",")[0], CHAIN_RULE)
        self.k: int | None = known.get("k") if self.phase == CHAIN_RULE else None
        self.l: int | None = known["l"] if "l" in breakpoint.indices else None
        self.j: int | None = known["j"] if "j" in breakpoint.indices else None
        self.i = example_of(frame) if self.phase in OF_ONE_EXAMPLE else None
        self.value = known[self.symbol]
        self.operands = {name: eval(written, frame.f_globals, known) for name, written in breakpoint.operands.items()}

    @property
    def neuron(self) -> tuple[object, ...]:
        """What the next neuron differs in."""
        return (self.phase, self.i, self.l, self.j)

    @property
    def layer(self) -> tuple[object, ...]:
        """What the next layer differs in."""
        return (self.phase, self.i, self.l)

    def lines(self) -> list[str]:
        """What announces it: which equation and where, what it was given, and on a line of its own what came out."""
        start = f"    {self.function}("
        lines, line = [f"({self.equation})  {place(self.l, self.j, self.i)}"], start
        operands = [fitted(f"{name}=", value, len(start) + 1) for name, value in self.operands.items()]
        for text in [f"{text}," for text in operands[:-1]] + [f"{text})" for text in operands[-1:]]:
            if line != start and len(line) + 1 + len(text) > WIDTH:
                lines.append(line)
                line = " " * len(start)
            line += text if line.endswith("(") or line.isspace() else f" {text}"
        return [*lines, line, "    " + fitted(f"{self.symbol} = ", self.value, 4)]


def place(l: int | None, j: int | None, i: int | None) -> str:
    """Where in a case.

    >>> place(1, 0, 2), place(1, None, None)
    ('layer 1, neuron 0, example 2', 'layer 1')
    """
    named = [("layer", l), ("neuron", j), ("example", i)]
    return ", ".join(f"{name} {index}" for name, index in named if index is not None)


def short(value: Any, most: int = 4) -> str:
    """A value with 6 digits, a list with its first few: the debugger itself shows all of it.

    >>> short([1 / 3, 2.0]), short([1, 2, 3, 4, 5])
    ('[0.333333, 2]', '[1, 2, 3, 4, … 5 in all]')
    """
    if isinstance(value, list):
        shown = [short(item, min(most, 2)) for item in value[:most]]
        return "[" + ", ".join(shown) + (f", … {len(value)} in all]" if len(value) > most else "]")
    if callable(value):
        return str(getattr(value, "__name__", value))
    if isinstance(value, float):
        return f"{value:.6g}"
    if hasattr(value, "adjusted"):  # a Decimal, which may lie beyond a double
        double = float(value)
        return f"{double:.6g}" if value == 0 or 1e-300 < abs(double) < 1e300 else f"{value:.6g}".lower()
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 1]}…"


def fitted(name: str, value: Any, before: int) -> str:
    """A name and a value, of whose lists so much is shown as a line has room for behind so many columns.

    >>> fitted("w_j=", [1 / 3] * 4, 20), fitted("w_j=", [1 / 3] * 4, 40)
    ('w_j=[0.333333, 0.333333, 0.333333, 0.333333]', 'w_j=[0.333333, 0.333333, … 4 in all]')
    """
    for most in (4, 3, 2, 1):
        text = name + short(value, most)
        if before + len(text) <= WIDTH:
            break
    return text


def example_of(frame: FrameType | None) -> int | None:
    """The example that is being worked on: the i of the loop over the examples, wherever up the stack that is."""
    while frame is not None:
        if frame.f_code in (descent.gradient_step.__code__, walk_by_chain_rule.__code__):
            return frame.f_locals.get("i")
        frame = frame.f_back
    return None
