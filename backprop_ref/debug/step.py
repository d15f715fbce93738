"""The command ``step``: a case under the standard debugger, which stops where an equation has just got its value."""

from __future__ import annotations

import bdb
import pdb
import sys

from .. import equations
from ..activations import softmax
from ..door import RULES, gradient_step
from ..unfinished import Unfinished
from ..admission import shown
from ..terminal import BadUsage, Screen, one_line
from ..walk import trace
from ..walk.figures import Figures
from ..walk.layout import put_event
from ..walk.notation import PARTS_OF_NINE
from ..walk.trace_paths import path_events
from .debugger import CHAIN_RULE, PHASES, Walk, walk, walk_by_chain_rule
from .first_difference import Right
from .stops import breakpoints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Iterator, List, Optional, Tuple, Union

    from ..cases import Case
    from ..mistakes import Mistake
    from ..walk.trace import Event
    from .debugger import Stop
    from .first_difference import Difference
    from .stops import Breakpoint

IN_A_TABLE = {"softmax": "activation", "sum_over_examples": "reductions", "mean_over_examples": "reductions"}


def run(args: Namespace, case: Case) -> int:
    """The command; the exit status."""
    check(args, case)
    wanted = chosen(args, case)
    if args.list and args.mistake is not None:
        raise BadUsage("--break: found with --mistake, expected alone (a mistake is watched, not listed)")
    if args.list:
        return listed(wanted)
    mistake = None if args.mistake is None else mistake_named(args.mistake)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # pdb shows source, whatever the terminal can
    try:
        return walked(args, case, mistake, wanted)
    except (BadUsage, OSError, MemoryError):
        raise
    except (ArithmeticError, ValueError) as error:
        raise BadUsage(one_line(named(case, mistake, error))) from None
    except Exception as error:  # whoever changes locals in a debugger can end anywhere
        raise BadUsage(one_line(f"the walk ended with {type(error).__name__}: {error}")) from None


def named(case: Case, mistake: Mistake | None, error: Exception) -> Exception:
    """What ended a walk, with its place: the passes raise nothing of their own, but a step that is looked at does."""
    if not isinstance(error, Unfinished):
        try:
            eq = RULES if mistake is None else mistake.rules()
            gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
        except Unfinished as unfinished:
            return unfinished
    return error


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
    other = {rule.__name__ for name, rule in RULES.reductions.items() if name != case.reduction}
    for b in breakpoints():
        if b.function in other:
            continue
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
    from ..mistakes import MISTAKES

    if name not in MISTAKES:
        raise BadUsage(f"--mistake: found {shown(name)}, expected a name that the command mistakes lists")
    if not MISTAKES[name].replacements():
        raise BadUsage(f"--mistake: {name} is made in writing a result down, expected one made in a step")
    return MISTAKES[name]


# ---- the walk --------------------------------------------------------------------------------


def walked(args: Namespace, case: Case, mistake: Optional[Mistake], wanted: List[Tuple[Breakpoint, str]]) -> int:
    """The walk, from its beginning as often as pdb's restart asks for it."""
    right = None if mistake is None else Right(case)
    debugger = Walk(wanted, args.example, len(case.examples), right, lambda told: explain(case, told, mistake))
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


def explain(case: Case, told: Union[Stop, Difference], mistake: Optional[Mistake]) -> None:
    """The equation of a stop as its docstring has it, then with the numbers that the right rules give it."""
    screen = Screen.of(sys.stdout)
    if mistake is not None:
        screen.put_wrapped(f"{mistake.name}: {mistake.written}", hanging="    ")
        screen.put_wrapped(f"Right is: {mistake.right}", hanging="    ")
        screen.put()
    if told.function:
        function = softmax if told.function == "softmax" else getattr(equations, told.function)
        equation, *paragraphs = str(function.__doc__).partition(">>>")[0].strip().split("\n\n")
        screen.put_wrapped(equation.replace("  ", "\u00a0\u00a0"), hanging="     ")
        for paragraph in paragraphs:
            screen.put()
            screen.put_wrapped(" ".join(paragraph.split()))
        screen.put()
    for event in events(case, told):
        put_event(screen, event, Figures(fractions=case.whole), everything=False)


def events(case: Case, told: Union[Stop, Difference]) -> Iterator[Event]:
    """The events of the walk that a stop is about: its equation, after the slopes that this takes."""
    step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    if told.symbol == "C":
        yield from (trace.cost_event(case, step, i) for i in range(len(case.examples)))
        return
    i, l, j, k = told.i or 0, told.l, told.j, getattr(told, "k", None)
    if told.function in ("weighted_sum", "activation", "softmax"):
        found = trace.forward_events(case, step, i)
    elif told.function in ("hidden_delta", "output_delta", "softmax_delta"):
        found = trace.backward_events(case, step, i)
    elif told.function in ("weight_gradients", "bias_gradient", "shared_bias_gradient"):
        found = trace.gradient_events(case, step, i)
    elif told.function in ("updated_weights", "updated_bias"):
        found = trace.update_events(case, step)
    elif told.function in ("sum_over_examples", "mean_over_examples"):
        found = (e for e in trace.batch_events(case, step) if (e.k is None) == (told.symbol != "dC_dw_j"))
    else:
        found = path_events(case, step, i, l or 0, j or 0, k or 0)
    rules = (IN_A_TABLE.get(told.function, told.function), *PARTS_OF_NINE)
    for event in found:
        if event.rule in rules and event.l == l and (event.j == j or None in (event.j, j)):
            yield event
