"""What ``why`` says: the equation of a stop as its docstring has it, then with its numbers.

    explain      a stop, or a difference at the end of a pass
    why          the same from your own session, wherever a debugger has stopped in a pass
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType

from .. import backprop, chain_rule, descent, equations
from ..activations import softmax
from ..cases import Case
from ..descent import Step
from ..door import RULES, gradient_step
from ..mistakes import Mistake
from ..rules import Rules
from ..terminal import Screen
from ..unfinished import Unfinished
from ..walk import Event, Figures, computed, events, in_precision, path_events, put_events
from .first_difference import Difference
from .stop_shown import Stop
from .stops import breakpoints

OF_SLOPES = ("hidden_delta", "output_delta", "softmax_delta")  # error signals, and the slopes that these take
SLOPES = ("cost_slope", "activation_slope")
OF_THE_CHAIN_RULE = ("chain_rule", "chain_rule_through_softmax", "chain_rule_through_next_layer", "error_recurrence")
IN_A_TABLE = {"softmax": "activation", "sum_over_examples": "reductions", "mean_over_examples": "reductions"}


def why() -> None:
    """Explain the equation that has just got its value where the debugger stands: at a line that step --break prints.

    Below gradient_step, backpropagate or gradient_by_chain_rule, in any program; ValueError elsewhere.
    """
    places = {(b.file, b.line): b for b in breakpoints() if b.indices}
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        stop = places.get((frame.f_code.co_filename, frame.f_lineno))
        if stop is not None and stop.symbol in frame.f_locals:
            explain(case_of(frame), Stop(stop, frame), None)
            return
        frame = frame.f_back
    raise ValueError("why: found no equation that has just got its value, expected a stop at a line of step --break")


def case_of(frame: FrameType | None) -> Case:
    """The case that is being worked on: from the pass above that knows all of it."""
    whole = {descent.gradient_step.__code__, backprop.backpropagate.__code__, chain_rule.along_paths.__code__}
    found: Case | None = None
    while frame is not None:
        if frame.f_code in whole:
            known = frame.f_locals
            examples = known["examples"] if "examples" in known else [known["example"]]
            settings = known.get("alpha"), known["cost"], known.get("reduction", "mean")
            found = Case("here", known["network"], examples, *settings)
        frame = frame.f_back
    if found is None:
        raise ValueError("why: found a pass that was called by itself, expected one called by gradient_step or "
                         "backpropagate")
    return found


def explain(case: Case, told: Stop | Difference, mistake: Mistake | None) -> None:
    """The equation of a stop as its docstring has it, then with the numbers that the right rules give it."""
    screen = Screen.of(sys.stdout)
    if mistake is not None:
        screen.put_wrapped(f"{mistake.name}: {mistake.written}", hanging="    ")
        screen.put_wrapped(f"Right: {mistake.right}", hanging="    ")
        screen.put()
    if told.function:
        function = softmax if told.function == "softmax" else getattr(equations, told.function)
        equation, *paragraphs = str(function.__doc__).partition(">>>")[0].strip().split("\n\n")
        screen.put_wrapped(equation.replace("  ", "\u00a0\u00a0"), hanging="     ")
        for paragraph in paragraphs:
            screen.put()
            screen.put_wrapped(" ".join(paragraph.split()))
        screen.put()
    try:
        step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        put_events(screen, events_about(case, step, RULES, told), Figures(fractions=case.whole))
    except (Unfinished, ValueError):
        done = computed(case)
        with in_precision(done.digits):
            put_events(screen, events_about(done.case, done.step, done.eq, told), done.figures)


def events_about(case: Case, step: Step, eq: Rules, told: Stop | Difference) -> Iterator[Event]:
    """The events of the walk that a stop is about: its equation, after the slopes that this takes."""
    l, j, k = told.l, told.j, getattr(told, "k", None)
    rule = "cost" if told.symbol == "C" else IN_A_TABLE.get(told.function, told.function)
    if rule in OF_THE_CHAIN_RULE:
        yield from (e for e in path_events(case, step, told.i or 0, l or 0, j or 0, k or 0, eq) if e.rule == rule)
        return
    for event in events(case, step, eq):
        of_it = event.rule == rule or event.rule in SLOPES and rule in OF_SLOPES
        of_it = of_it and (rule == "cost" or event.l == l and (event.j == j or None in (event.j, j)))
        of_all = event.i is None or rule == "cost"
        if of_it and (of_all or event.i == (told.i or 0)):
            if rule != "reductions" or (event.k is None) == (told.symbol != "dC_dw_j"):
                yield event
