"""The standard debugger at work in the passes: it stops where an equation has just got its value.

    walk, walk_by_chain_rule    what is walked
    Stop                        what one of these stops shows
    Walk                        pdb, with breakpoints from ``stops``, a headline for each stop, and five commands more
"""

from __future__ import annotations

import pdb
import sys

from .. import backprop, descent
from ..chain_rule import dC_dz
from ..door import gradient_by_chain_rule
from ..terminal import Screen, one_line
from ..unfinished import look_at
from .first_difference import Difference, Right, same
from .stops import breakpoints, number_of, pass_returns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any, Callable, Dict, List, Optional, Set, Tuple, Union

    from ..cases import Case
    from ..descent import Step
    from ..rules import Rules
    from .stops import Breakpoint

PHASES = {
    "2": "forward", "8": "backward", "9": "backward", "10": "gradients", "14": "gradients",
    "batch": "reduce", "11": "update", "15": "update",
}
CHAIN_RULE = "chain rule"  # the phase of every other number
OF_ONE_EXAMPLE = ("forward", "backward", "gradients", CHAIN_RULE)
GUIDE = """\
This is pdb, Python's debugger, in the source of the passes.  All its commands
work: h lists them, q ends.  Besides:
  ne  next equation    nn  next neuron    nl  next layer    back  backward phase
  why  explain this stop
Every local is a symbol: type its name.  Where that is a command of pdb, say p
first: p l, p j, p a.
"""


# ---- what is walked --------------------------------------------------------------------------


def walk(case: Case, eq: Rules) -> Step:
    """The whole step."""
    step: Step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
    look_at(step)
    return step


def walk_by_chain_rule(case: Case, eq: Rules, equation: int, layer: Optional[int], neuron: Optional[int]) -> None:
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
        self.k: Optional[int] = known.get("k") if self.phase == CHAIN_RULE else None
        self.l: Optional[int] = known["l"] if "l" in breakpoint.indices else None
        self.j: Optional[int] = known["j"] if "j" in breakpoint.indices else None
        self.i = example_of(frame) if self.phase in OF_ONE_EXAMPLE else None
        self.value = known[self.symbol]
        self.operands = {name: eval(written, frame.f_globals, known) for name, written in breakpoint.operands.items()}

    @property
    def neuron(self) -> Tuple[object, ...]:
        """What the next neuron differs in."""
        return (self.phase, self.i, self.l, self.j)

    @property
    def layer(self) -> Tuple[object, ...]:
        """What the next layer differs in."""
        return (self.phase, self.i, self.l)

    def headline(self) -> str:
        """The line that announces it."""
        operands = ", ".join(f"{name}={short(value)}" for name, value in self.operands.items())
        applied = f"{self.symbol} = {self.function}({operands}) = {short(self.value)}"
        return f"({self.equation})  {place(self.l, self.j, self.i)}:  {applied}"


def place(l: Optional[int], j: Optional[int], i: Optional[int]) -> str:
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
        shown = [short(item, 2) for item in value[:most]]
        return "[" + ", ".join(shown) + (f", … {len(value)} in all]" if len(value) > most else "]")
    if callable(value):
        return str(getattr(value, "__name__", value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def example_of(frame: Optional[FrameType]) -> Optional[int]:
    """The example that is being worked on: the i of the loop over the examples, wherever up the stack that is."""
    while frame is not None:
        if frame.f_code in (descent.gradient_step.__code__, walk_by_chain_rule.__code__):
            return frame.f_locals.get("i")
        frame = frame.f_back
    return None


# ---- the debugger ----------------------------------------------------------------------------


class Walk(pdb.Pdb):
    """pdb, with a headline wherever an equation has its value, breakpoints there, and the commands of GUIDE.

    wanted: where to set breakpoints, each with its condition, "" for none.  example: only in this one.
    examples: how many there are.  A sum or mean of one is no stop.
    right: where a mistake is to be watched, the right values: then its breakpoints stop only where a value differs.
    explain: what ``why`` does, for a stop, or for a difference at the end of a pass.
    """

    def __init__(
        self,
        wanted: List[Tuple[Breakpoint, str]],
        example: Optional[int],
        examples: int,
        right: Optional[Right],
        explain: Callable[[Union[Stop, Difference]], None],
    ) -> None:
        # Without pdb's own handler Ctrl-C is a KeyboardInterrupt, which ends this command as it ends any other.
        super().__init__(skip=["bdb", "contextlib"], nosigint=True)
        self.example = example
        self.examples = examples
        self.right = right
        self.explain = explain
        self.screen = Screen.of(sys.stdout)
        self.equations: Dict[Tuple[str, int], List[Breakpoint]] = {}
        for breakpoint in breakpoints():
            if breakpoint.indices and (examples > 1 or not breakpoint.equation.startswith("batch")):
                self.equations.setdefault((self.canonic(breakpoint.file), breakpoint.line), []).append(breakpoint)
        self.files = {file for file, line in self.equations}
        self.passes: Dict[Tuple[str, int], str] = {}
        self.own: Set[int] = set()
        for breakpoint, condition in wanted:
            self.stop_at(breakpoint.file, breakpoint.line, condition)
        if right is not None:
            for module in (backprop, descent, sys.modules[__name__]):
                for file, line, name in pass_returns(module):
                    self.passes[self.canonic(file), line] = name
                    self.stop_at(file, line, "")
        self.guide = GUIDE
        self.restarted()

    def restarted(self) -> None:
        """Ready for a walk from its beginning."""
        self.starting = True
        self.goal: Optional[Callable[[Stop], bool]] = None  # what a command of ours is on its way to
        self.at: Optional[Stop] = None
        self.difference: Optional[Difference] = None  # the last one met
        self.told: Union[Stop, Difference, None] = None  # what ``why`` is about
        self.said: Optional[Difference] = None
        self.stops = 0
        self.left = False
        self.interrupted = False

    def stop_at(self, file: str, line: int, condition: str) -> None:
        """A breakpoint of pdb, one a line, that ``own`` remembers."""
        if line not in self.get_file_breaks(file):
            self.set_break(file, line, cond=condition or None)
            self.own.add(self.get_breaks(file, line)[-1].number)

    # where to stop

    def stop_here(self, frame: FrameType) -> bool:
        """Not at the next line while a command of ours is on its way."""
        return self.goal is None and super().stop_here(frame)

    def break_anywhere(self, frame: FrameType) -> bool:
        """A pass is traced even where no breakpoint is left in it: a command of ours may want to stop there."""
        return self.canonic(frame.f_code.co_filename) in self.files or super().break_anywhere(frame)

    def break_here(self, frame: FrameType) -> bool:
        """At a breakpoint of the user's, at one of the walk's if it is wanted, at the goal of a command of ours."""
        hit = super().break_here(frame)
        if hit and getattr(self, "currentbp") not in self.own:
            return True
        stop = self.stop_of(frame)
        if self.goal is not None:
            return stop is not None and self.goal(stop)
        if not hit:
            return False
        if self.right is not None:
            return self.differs(frame, stop)
        return stop is not None and (self.example is None or stop.i in (None, self.example))

    def stop_of(self, frame: FrameType) -> Optional[Stop]:
        """The equation that has just got its value at this line, if it is such a line."""
        for breakpoint in self.equations.get((self.canonic(frame.f_code.co_filename), frame.f_lineno), []):
            if not breakpoint.when or eval(breakpoint.when, frame.f_globals, frame.f_locals):
                return Stop(breakpoint, frame) if breakpoint.symbol in frame.f_locals else None  # after a jump past it
        return None

    def differs(self, frame: FrameType, stop: Optional[Stop]) -> bool:
        """Is a value not the right one here?  What a pass has returned counts only where nothing did before."""
        assert self.right is not None
        if stop is not None:
            if stop.i is None and stop.phase in OF_ONE_EXAMPLE:  # a mistake's own pass, of nobody knows which example
                return False
            right = self.right.value(stop.function, stop.symbol, stop.l or 0, stop.j, stop.i)
            if right is None or same(stop.value, right):
                return False
            self.difference = Difference(stop.function, stop.symbol, stop.value, right, stop.l, stop.j, stop.i)
            return True
        if self.difference is not None:
            return False
        name = self.passes.get((self.canonic(frame.f_code.co_filename), frame.f_lineno))
        if name is not None:
            self.difference = self.right.after(name, frame.f_locals, example_of(frame))
        return self.difference is not None

    # what is said there

    def user_line(self, frame: FrameType) -> None:
        """Where pdb stops at a line: our headline, if an equation has just got its value, before what pdb says."""
        if self.starting:
            self.starting = False
            self.set_continue()
            return
        self.goal = None
        if self.guide:
            self.say(self.guide)
            self.guide = ""
        self.stops += 1
        stop = self.stop_of(frame)
        if stop is not None:
            self.at = self.told = stop
            self.say(stop.headline())
        if self.difference is not self.said and self.difference is not None:
            self.said = self.difference
            self.told = self.told if stop is not None else self.difference
            self.say(difference_told(self.difference, stop is None))
        super().user_line(frame)

    def say(self, text: str) -> None:
        self.message(self.screen.plain(text))

    def cmdloop(self, intro: Optional[str] = None) -> None:
        """pdb's prompt, at which Ctrl-C ends the walk."""
        try:
            super().cmdloop(intro)
        except KeyboardInterrupt:
            self.message("")
            self.interrupted = True
            self.set_quit()

    def set_quit(self) -> None:
        """At q and at the end of the input."""
        self.left = True
        super().set_quit()

    # the commands: their docstrings are what help shows

    def do_ne(self, arg: str) -> bool:
        """ne
        Continue to the next equation that gets a value.
        """
        return self.go(lambda stop: True)

    def do_nn(self, arg: str) -> bool:
        """nn
        Continue to the next neuron: the first equation of it.
        """
        at = self.at
        return self.go(lambda stop: stop.j is not None and (at is None or stop.neuron != at.neuron))

    def do_nl(self, arg: str) -> bool:
        """nl
        Continue to the next layer, in whatever pass: the first equation of it.
        """
        at = self.at
        return self.go(lambda stop: at is None or stop.layer != at.layer)

    def do_back(self, arg: str) -> bool:
        """back
        Continue to the backward phase: to the first error signal of this example, or, from there on, of the next one.
        """
        if self.right is None and not self.backward_ahead():
            self.error("no backward phase is left: restart begins again")
            return False
        at = self.at
        met = at is not None and at.phase not in ("forward", "reduce", "update")
        return self.go(lambda stop: stop.phase == "backward" and not (at is not None and met and stop.i == at.i))

    def backward_ahead(self) -> bool:
        """Does a backward phase come after the last stop?  The walk is one of the right rules, in their order."""
        at = self.at
        if at is None or (at.phase in OF_ONE_EXAMPLE and at.i is None):
            return True  # nobody knows
        if at.phase in ("backward", "gradients"):
            return at.i is not None and at.i < self.examples - 1
        return at.phase == "forward"

    def do_why(self, arg: str) -> None:
        """why
        Explain this stop: the equation, and where its numbers come from.
        """
        if self.told is None:
            self.error("no equation has got a value yet: ne goes to the first")
        else:
            try:
                self.explain(self.told)
            except ArithmeticError as error:  # by the right rules, further on
                self.error(one_line(error))

    def go(self, goal: Callable[[Stop], bool]) -> bool:
        """Continue to where the goal is; the answer ends pdb's prompt."""
        self.goal = goal
        self.set_step()
        return True


def difference_told(d: Difference, alone: bool) -> str:
    """Both values; where it stands alone, without a headline, with what and where it is.

    >>> difference_told(Difference("bias_gradient", "dC_db_j", 0.5, 0.25, 1, 0, 0), alone=True)
    '(14)  layer 1, neuron 0, example 0:  dC_db_j = 0.5, but right is 0.25'
    """
    value, right = short(d.value), short(d.right)
    if value == right:
        value, right = str(d.value), str(d.right)  # to the last digit
    both = f"{d.symbol} = {value}, but right is {right}"
    return f"({number_of(d.function)})  {place(d.l, d.j, d.i)}:  {both}" if alone and d.function else both
