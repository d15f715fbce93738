"""The command ``step``: a case under the standard debugger, which stops where an equation has just got its value."""

from __future__ import annotations

import bdb
import pdb
import sys

from . import equations, trace
from .activations import softmax
from .backprop import Unfinished
from .debugger import CHAIN_RULE, PHASES, Walk, short, walk, walk_by_chain_rule
from .descent import gradient_step
from .first_difference import Right
from .numerals import shown
from .rules import RULES
from .stops import breakpoints
from .terminal import Screen, one_line
from .trace_paths import path_events
from .usage import BadUsage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Iterator, List, Optional, Tuple

    from .cases import Case
    from .debugger import Stop
    from .mistakes import Mistake
    from .stops import Breakpoint
    from .trace import Event


def run(args: Namespace, case: Case) -> int:
    """The command; the exit status."""
    check(args, case)
    wanted = chosen(args, case)
    if args.list:
        return listed(wanted)
    mistake = None if args.mistake is None else mistake_named(args.mistake)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # pdb shows source, whatever the terminal can
    try:
        return walked(args, case, mistake, wanted)
    except (Unfinished, ValueError) as error:
        raise BadUsage(one_line(error)) from None


# ---- what the options ask for ----------------------------------------------------------------


def check(args: Namespace, case: Case) -> None:
    """BadUsage for a layer, neuron or example that the case does not have, or an equation that no pass computes."""
    numbers = sorted({int(number(b)) for b in breakpoints() if b.indices and number(b).isdigit()})
    if args.equation is not None and args.equation not in numbers:
        expected = f"expected one of {', '.join(map(str, numbers))} (no pass computes another)"
        raise BadUsage(f"--equation: found {args.equation}, {expected}")
    layers = case.network.layers
    one_of("--layer", args.layer, len(layers))
    width = max(len(layer.w) for layer in layers) if args.layer is None else len(layers[args.layer].w)
    one_of("--neuron", args.neuron, width)
    one_of("--example", args.example, len(case.examples))


def one_of(option: str, index: Optional[int], n: int) -> None:
    """BadUsage for an index that is not one of n."""
    if index is not None and not 0 <= index < n:
        raise BadUsage(f"{option}: found {index}, expected {'0' if n == 1 else f'0 to {n - 1}'}")


def number(b: Breakpoint) -> str:
    """The number of its equation, without the name of an extension."""
    return str(b.equation.partition(",")[0])


def chosen(args: Namespace, case: Case) -> List[Tuple[Breakpoint, str]]:
    """The breakpoints that the options ask for, each with its condition; without --equation, all of a step."""
    found = []
    for b in breakpoints():
        if args.equation is not None:
            asked = number(b) == str(args.equation)
        else:  # a mean over one example changes nothing
            asked = number(b) in PHASES and (number(b) != "batch" or len(case.examples) > 1)
        if asked and b.indices and (args.neuron is None or "j" in b.indices):
            found.append((b, b.condition(args.layer, args.neuron)))
    return found


def listed(wanted: List[Tuple[Breakpoint, str]]) -> int:
    """The list for any debugger: file:line, what has its value there, and the condition."""
    screen = Screen.of(sys.stdout)
    for b, condition in wanted:
        narrowed = f", if {condition}" if condition else ""
        screen.put(f"{b.file}:{b.line}: ({b.equation}) {b.symbol} in {b.within}{narrowed}")
    return 0


def mistake_named(name: str) -> Mistake:
    """The entry of the catalogue; BadUsage where there is none, or where it changes nothing in a step."""
    from .mistakes import MISTAKES

    if name not in MISTAKES:
        raise BadUsage(f"--mistake: found {shown(name)}, expected a name that the command mistakes lists")
    if not MISTAKES[name].replacements():
        raise BadUsage(f"--mistake: {name} is made in writing a result down, expected one made in a step")
    return MISTAKES[name]


# ---- the walk --------------------------------------------------------------------------------


def walked(args: Namespace, case: Case, mistake: Optional[Mistake], wanted: List[Tuple[Breakpoint, str]]) -> int:
    """The walk, from its beginning as often as pdb's restart asks for it."""
    right = None if mistake is None else Right(case)
    debugger = Walk(wanted, args.example, right, lambda stop: list(explained(case, stop)))
    again = True
    while again:
        again = False
        debugger.restarted()
        eq = RULES if mistake is None else mistake.rules()
        try:
            if PHASES.get(str(args.equation), CHAIN_RULE) == CHAIN_RULE and args.equation is not None:
                debugger.runcall(walk_by_chain_rule, case, eq, args.equation, args.layer, args.neuron)
            else:
                debugger.runcall(walk, case, eq)
        except pdb.Restart:
            again = True
        except bdb.BdbQuit:
            pass
        finally:
            if not again:
                debugger.clear_all_breaks()
    if debugger.interrupted:
        raise KeyboardInterrupt
    if not debugger.left:
        debugger.say(ending(debugger.stops, mistake))
    return 0


def ending(stops: int, mistake: Optional[Mistake]) -> str:
    """What is said when the walk has come to its end."""
    if stops:
        return "The walk is over."
    if mistake is not None:
        return f"Every value is the right one: {mistake.name} does not show in this case.  {mistake.hidden}"
    return "The walk is over, and this equation had nothing to compute there."


def explained(case: Case, stop: Stop) -> Iterator[str]:
    """The equation of a stop as its docstring has it, then what it takes and gives, as the right rules compute it."""
    function = softmax if stop.breakpoint.function == "softmax" else getattr(equations, stop.breakpoint.function)
    words = str(function.__doc__).partition(">>>")[0]
    for line in words.strip().splitlines():
        yield line.strip()
    yield ""
    for event in events(case, stop):
        operands = ", ".join(f"{symbol} = {short(value)}" for symbol, value in event.operands)
        yield f"{event.symbol} = {short(event.value)}, from {operands}"


def events(case: Case, stop: Stop) -> Iterator[Event]:
    """The events of the walk that a stop is about: its equation, after the slopes that this takes."""
    step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    i, l, j = stop.i or 0, stop.l, stop.j
    if stop.phase == "forward":
        found = trace.forward_events(case, step, i)
    elif stop.phase == "backward":
        found = trace.backward_events(case, step, i)
    elif stop.phase == "gradients":
        found = trace.gradient_events(case, step, i)
    elif stop.phase == "update":
        found = trace.update_events(case, step)
    elif stop.phase == "reduce":
        found = trace.batch_events(case, step)
    else:
        found = path_events(case, step, i, l or 0, j or 0, stop.k or 0)
    for event in found:
        same_place = event.l == l and (event.j == j or j is None)
        if same_place and (event.rule == stop.breakpoint.function or event.rule in ("cost_slope", "activation_slope")):
            yield event
