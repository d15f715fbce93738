"""The standard debugger in the passes: it stops where an equation has just got its value.

    Walk    pdb, with breakpoints from ``stops``, some lines for each stop, and seven more commands
"""

from __future__ import annotations

import pdb
import sys
import warnings
from types import FrameType
from typing import Any, Callable

from .. import backprop, descent
from ..terminal import BadUsage, Screen, one_line
from . import stop_shown
from .first_difference import Difference, Right, same
from .stop_shown import OF_ONE_EXAMPLE, Stop, example_of, place, short
from .stops import Breakpoint, breakpoints, number_of, pass_returns

GUIDE = """\
This is pdb, Python's debugger, in the source of the passes.  All its commands
work: h lists them, q quits.  There are also:
  ne  next equation    nn  next neuron    nl  next layer    back  backward phase
  why  explain this stop    into  step into its equation    pe  the stop before
Every local variable is a symbol: type its name.  If that is a command of pdb,
put p before it: p l, p j, p a.
"""


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
        wanted: list[tuple[Breakpoint, str]],
        example: int | None,
        examples: int,
        right: Right | None,
        explain: Callable[[Stop | Difference], None],
    ) -> None:
        # Without pdb's own handler Ctrl-C is a KeyboardInterrupt, which ends this command as it ends any other.
        super().__init__(skip=["bdb", "contextlib"], nosigint=True)
        self.example = example
        self.examples = examples
        self.right = right
        self.explain = explain
        self.screen = Screen.of(sys.stdout)
        self.equations: dict[tuple[str, int], list[Breakpoint]] = {}
        for breakpoint in breakpoints(right is not None):
            if breakpoint.indices and (examples > 1 or not breakpoint.equation.startswith("batch")):
                self.equations.setdefault((self.canonic(breakpoint.file), breakpoint.line), []).append(breakpoint)
        self.files = {file for file, line in self.equations}
        self.passes: dict[tuple[str, int], str] = {}
        self.own: set[int] = set()
        for breakpoint, condition in wanted:
            self.stop_at(breakpoint.file, breakpoint.line, condition)
        if right is not None:
            for module in (backprop, descent, stop_shown):
                for file, line, name in pass_returns(module):
                    self.passes[self.canonic(file), line] = name
                    self.stop_at(file, line, "")
        self.guide = GUIDE
        self.history: list[int] = []  # the stops at equations, each as the number of equations that came before it
        self.target: int | None = None  # of these, the one to go to after a restart
        self.restarted()

    def restarted(self) -> None:
        """Ready for a walk from its beginning."""
        if self.target is None:
            self.history = []
        self.starting = True
        self.goal: Callable[[Stop], bool] | None = None  # what a command of ours is on its way to
        self.at: Stop | None = None
        self.difference: Difference | None = None  # the last one met
        self.told: Stop | Difference | None = None  # what ``why`` is about
        self.said: Difference | None = None
        self.entered: FrameType | None = None  # the pass whose call of an equation is to be stepped into,
        self.entered_from = 0  # and the line where that equation has its value
        self.passed = 0  # how many equations got a value
        self.stops = 0
        self.left = False
        self.interrupted = False

    def stop_at(self, file: str, line: int, condition: str) -> None:
        """A breakpoint of pdb, one a line, that ``own`` remembers."""
        if line not in self.get_file_breaks(file):
            self.set_break(file, line, cond=condition or None)
            self.own.add(self.get_breaks(file, line)[-1].number)

    # where to stop

    def dispatch_line(self, frame: FrameType) -> Any:
        """A line: equations are counted, so that a stop can be found again."""
        if self.stop_of(frame) is not None:
            self.passed += 1
        return super().dispatch_line(frame)

    def stop_here(self, frame: FrameType) -> bool:
        """Not at the next line while a command of ours is on its way; on the way into an equation, inside it."""
        if self.entered is not None:
            return frame.f_back is self.entered
        return self.goal is None and self.target is None and super().stop_here(frame)

    def user_call(self, frame: FrameType, argument_list: Any) -> None:
        """Where pdb stops at a call: not on the way into an equation, of which the first line is to be shown."""
        if self.entered is None:
            super().user_call(frame, argument_list)

    def break_anywhere(self, frame: FrameType) -> bool:
        """A pass is traced even where no breakpoint is left in it: a command of ours may want to stop there."""
        return self.canonic(frame.f_code.co_filename) in self.files or super().break_anywhere(frame)

    def break_here(self, frame: FrameType) -> bool:
        """At a breakpoint of the user's, at one of the walk's if it is wanted, at the goal of a command of ours."""
        if self.entered is not None:  # past the call: nothing was there to step into
            return frame is self.entered and frame.f_lineno == self.entered_from
        stop = self.stop_of(frame)
        if self.target is not None:
            if stop is None or self.passed != self.target:
                return False
            if self.right is not None:
                self.differs(frame, stop)
            return True
        hit = super().break_here(frame)
        if hit and getattr(self, "currentbp") not in self.own:
            return True
        if self.goal is not None:
            return stop is not None and self.goal(stop)
        if not hit:
            return False
        if self.right is not None:
            return self.differs(frame, stop)
        return stop is not None and (self.example is None or stop.i in (None, self.example))

    def stop_of(self, frame: FrameType) -> Stop | None:
        """The equation that has just got its value at this line, if it is such a line."""
        for breakpoint in self.equations.get((self.canonic(frame.f_code.co_filename), frame.f_lineno), []):
            if not breakpoint.when or eval(breakpoint.when, frame.f_globals, frame.f_locals):
                return Stop(breakpoint, frame) if breakpoint.symbol in frame.f_locals else None  # after a jump past it
        return None

    def differs(self, frame: FrameType, stop: Stop | None) -> bool:
        """Is a value not the right one here?  What a pass has returned counts only where nothing did before."""
        assert self.right is not None
        if stop is not None:
            i = 0 if stop.phase in OF_ONE_EXAMPLE and self.examples == 1 else stop.i
            if i is None and stop.phase in OF_ONE_EXAMPLE:  # a mistake's own pass, of nobody knows which example
                return False
            right = self.right.value(stop.function, stop.symbol, stop.l or 0, stop.j, i)
            if right is None or same(stop.value, right):
                return False
            self.difference = Difference(stop.function, stop.symbol, stop.value, right, stop.l, stop.j, i)
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
            if self.target is None:
                self.set_continue()
                return
        self.goal = None
        self.target = None
        inside, self.entered = self.entered is not None and frame is not self.entered, None
        if self.guide:
            self.say(self.guide)
            self.guide = ""
        self.stops += 1
        stop = None if inside else self.stop_of(frame)
        if stop is not None:
            self.at = self.told = stop
            if self.history[-1:] != [self.passed]:
                self.history.append(self.passed)
            for line in stop.lines():
                self.say(line)
        if self.difference is not self.said and self.difference is not None:
            self.said = self.difference
            self.told = self.told if stop is not None else self.difference
            self.say(difference_told(self.difference, stop is None))
        super().user_line(frame)

    def say(self, text: str) -> None:
        self.message(self.screen.plain(text))

    def cmdloop(self, intro: str | None = None) -> None:
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
            self.error("there is no backward phase left: restart begins again")
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
            self.error("no equation has a value yet: ne goes to the first")
        else:
            try:
                self.explain(self.told)
            except (ArithmeticError, BadUsage) as error:  # by the right rules, further on
                self.error(one_line(error))

    def do_into(self, arg: str) -> bool | None:
        """into
        Step into the equation of this stop: it is applied once more, to the same numbers.
        """
        frame = self.curframe
        stop = None if frame is None else self.stop_of(frame)
        if frame is None or stop is None or stop.breakpoint.bound is None or self.curindex + 1 != len(self.stack):
            self.error("no equation has just got its value here: ne goes to the next one one")
            return None
        self.entered, self.entered_from = frame, frame.f_lineno
        with warnings.catch_warnings():  # from Python 3.12 on: that locals without a value yet become None
            warnings.simplefilter("ignore", RuntimeWarning)
            setattr(frame, "f_lineno", stop.breakpoint.bound)  # a jump back, as pdb makes it
        self.passed -= 1 if self.stop_of(frame) is None else 2  # what is counted once more
        self.set_step()
        return True

    def do_pe(self, arg: str) -> bool | None:
        """pe
        Go to the stop before this one.  The walk begins again and runs to there: what was changed by hand is lost.
        """
        here = self.curframe is not None and self.stop_of(self.curframe) is not None
        before = [n for n in self.history if n < self.passed or not here]
        if not before:
            self.error("this is the first stop")
            return None
        self.target = before[-1]
        self.history = self.history[: self.history.index(self.target)]
        raise pdb.Restart

    def go(self, goal: Callable[[Stop], bool]) -> bool:
        """Continue to where the goal is; the answer ends pdb's prompt."""
        self.goal = goal
        self.set_step()
        return True


def difference_told(d: Difference, alone: bool) -> str:
    """Both values; where it stands alone, without a headline, with what and where it is.

    >>> difference_told(Difference("bias_gradient", "dC_db_j", 0.5, 0.25, 1, 0, 0), alone=True)
    '(14)  layer 1, neuron 0, example 0:  dC_db_j = 0.5, but the right value is 0.25'
    """
    value, right = short(d.value), short(d.right)
    if value == right:
        value, right = str(d.value), str(d.right)  # to the last digit
    both = f"{d.symbol} = {value}, but the right value is {right}"
    return f"({number_of(d.function)})  {place(d.l, d.j, d.i)}:  {both}" if alone and d.function else both
