"""The command ``step``: a case under the standard debugger, which stops where an equation has just got its value."""

from __future__ import annotations

import bdb
import pdb
import sys
from argparse import Namespace

from ..admission import shown
from ..cases import Case
from ..door import RULES, gradient_step
from ..mistakes import Mistake
from ..rules import Rules
from ..terminal import BadUsage, Screen, one_line
from ..unfinished import Unfinished
from ..walk import computed, in_precision
from .debugger import Walk
from .explaining import explain
from .first_difference import Right
from .stop_shown import CHAIN_RULE, PHASES, walk, walk_by_chain_rule
from .stops import Breakpoint, breakpoints


def run(args: Namespace, case: Case) -> int:
    """The command; the exit status."""
    check(args, case)
    wanted = chosen(args, case)
    if args.list and args.mistake is not None:
        raise BadUsage("--break: found with --mistake, expected only one of them")
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
        expected = f"expected one of {', '.join(map(str, numbers))} (no pass computes the others)"
        raise BadUsage(f"--equation: found {args.equation}, {expected}")
    layers = case.network.layers
    one_of("--layer", args.layer, len(layers))
    width = max(len(layer.w) for layer in layers) if args.layer is None else len(layers[args.layer].w)
    one_of("--neuron", args.neuron, width)
    one_of("--example", args.example, len(case.examples))


def one_of(option: str, index: int | None, n: int) -> None:
    """BadUsage for an index that is not one of n."""
    if index is not None and not 0 <= index < n:
        raise BadUsage(f"{option}: found {index}, expected {'0' if n == 1 else f'0 to {n - 1}'}")


def number(b: Breakpoint) -> str:
    """The number of its equation, without the name of an extension."""
    return str(b.equation.partition(",")[0])


def chosen(args: Namespace, case: Case) -> list[tuple[Breakpoint, str]]:
    """The breakpoints that the options ask for, each with its condition; without --equation, all of a step."""
    found = []
    other = {rule.__name__ for name, rule in RULES.reductions.items() if name != case.reduction}
    for b in breakpoints(args.mistake is not None):
        if b.function in other:
            continue
        if args.equation is not None:
            asked = number(b) == str(args.equation)
        else:  # a mean over one example changes nothing
            asked = number(b) in PHASES and (number(b) != "batch" or len(case.examples) > 1)
        if asked and b.indices and (args.neuron is None or "j" in b.indices):
            found.append((b, b.condition(args.layer, args.neuron)))
    return found


def listed(wanted: list[tuple[Breakpoint, str]]) -> int:
    """The list for any debugger, in lines that pdb takes as they are: file, line, condition, and what has its value."""
    screen = Screen.of(sys.stdout)
    for b, condition in wanted:
        screen.put(f"b {b.file}:{b.line}, {condition or 'True'}  # ({b.equation}) {b.symbol} in {b.within}")
    return 0


def mistake_named(name: str) -> Mistake:
    """The entry of the catalogue; BadUsage where there is none, or where it changes nothing in a step."""
    from ..mistakes import MISTAKES

    if name not in MISTAKES:
        raise BadUsage(f"--mistake: found {shown(name)}, expected the name of a mistake (the command mistakes lists "
                       f"them)")
    if not MISTAKES[name].replacements():
        raise BadUsage(f"--mistake: {name} changes only how a result is written, expected one that changes a step")
    mistake: Mistake = MISTAKES[name]
    return mistake


# ---- the walk --------------------------------------------------------------------------------


def walked(args: Namespace, case: Case, mistake: Mistake | None, wanted: list[tuple[Breakpoint, str]]) -> int:
    """The walk; the exit status."""
    right, eq, digits, note = None if mistake is None else Right(case), RULES, None, ""
    if mistake is None:
        case, eq, digits, note = walkable(case)
    debugger = Walk(wanted, args.example, len(case.examples), right, lambda told: explain(case, told, mistake))
    if note:
        debugger.say(f"{note}\n")
    with in_precision(digits):
        repeated(args, case, eq, mistake, debugger)
    if debugger.interrupted:
        raise KeyboardInterrupt
    if not debugger.left:
        debugger.say(ending(debugger.stops, mistake))
    return 0


def walkable(case: Case) -> tuple[Case, Rules, int | None, str]:
    """The case in numbers that can finish its step, the rules, their digits, and a word on them if they are others."""
    try:
        gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    except (Unfinished, ValueError) as error:
        try:
            done = computed(case)
        except BadUsage:  # nothing can: the walk shows where
            return case, RULES, None, ""
        where = done.why.partition(";")[0] or str(error).partition(", expected")[0]
        kind = f"walked in Decimals of {done.digits} digits"
        if done.digits is None:
            kind = "?: a value that doubles cannot give"
        return done.case, done.eq, done.digits, f"{where}; {kind}"
    return case, RULES, None, ""


def repeated(args: Namespace, case: Case, eq: Rules, mistake: Mistake | None, debugger: Walk) -> None:
    """The walk, from its beginning as often as it is asked for."""
    again = True
    while again:
        again = False
        debugger.restarted()
        if mistake is not None:
            eq = mistake.rules()
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


def ending(stops: int, mistake: Mistake | None) -> str:
    """What is said when the walk has come to its end."""
    if stops:
        return "The walk is over."
    if mistake is not None:
        return f"Every value is right: {mistake.name} does not show in this case.  {mistake.hidden}"
    return "The walk is over: this equation had nothing to compute there."
