"""Where a debugger stops to see an equation's value: lines found in the source of the passes, never written down.

    breakpoints     for each equation its function, and the line of each pass where its value has just been bound
    pass_returns    the same for what a whole pass has returned

The line is the one after the statement that binds the value, so that the value is a local there, beside ``l`` and
``j``: the condition ``l == 1 and j == 0`` works as it is written.  (6), (12) and (13) compute nothing and have none.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any, Callable

from .. import backprop, chain_rule, descent, equations
from ..activations import ACTIVATIONS, SOFTMAX
from ..door import RULES
from ..records import Record

INDICES = ("l", "j")
PASSES = (backprop, descent, chain_rule)
WHOLE = ("forward", "backward", "gradients", "backpropagate", "add_up", "reduce", "update", "gradient_step")


class Breakpoint(Record):
    """Where the value of an equation has just been bound.

    equation: its number, "14", or "9, softmax" for an extension.  function: the one that is the equation.
    symbol: the local that holds the value.  file, line: where; within: the function whose line it is.
    indices: which of l and j are its place.  when: a condition that the line itself needs, "" if none.
    operands: for each parameter of the function the expression that was given for it, to be read at that line.
    bound: the line that binds the value, None for an equation that no pass asks for.
    """

    def __init__(
        self,
        equation: str,
        function: str,
        symbol: str,
        file: str,
        line: int,
        within: str,
        indices: tuple[str, ...],
        when: str,
        operands: dict[str, str],
        bound: int | None = None,
    ) -> None:
        self.equation = equation
        self.function = function
        self.symbol = symbol
        self.file = file
        self.line = line
        self.within = within
        self.indices = indices
        self.when = when
        self.operands = operands
        self.bound = bound

    def condition(self, layer: int | None = None, neuron: int | None = None) -> str:
        """The condition that narrows it to a layer and a neuron, for any debugger; "" where there is none."""
        wanted = [("l", layer), ("j", neuron)]
        terms = [f"{name} == {index}" for name, index in wanted if index is not None and name in self.indices]
        return " and ".join(terms + [self.when] if self.when else terms)

    def __repr__(self) -> str:
        return f"Breakpoint(({self.equation}) {self.symbol} in {self.within}, {self.file}:{self.line})"


def breakpoints(wrong: bool = False) -> list[Breakpoint]:
    """Every place where an equation's value has just been bound, in the order of the numbers.

    wrong: in the passes of a mistake, too, which has something else in one of their slots.

    Raises ValueError if the package's source cannot be read.

    >>> [(b.within, b.symbol, b.condition(layer=1, neuron=0)) for b in breakpoints() if b.equation == "14"]
    [('gradients', 'dC_db_j', 'l == 1 and j == 0')]
    """
    found: list[Breakpoint] = []
    for module in [*PASSES, *(_wrong_passes() if wrong else [])]:
        for function in _functions(module):
            found.extend(_Reader(module, function).equations())
    passed = {breakpoint.function for breakpoint in found}
    for function in _functions(equations):
        if function.name not in passed:
            found.extend(_at_return(function))
    return sorted(found, key=_order)


def _wrong_passes() -> list[ModuleType]:
    from ..mistakes import Course

    return [sys.modules[Course.__module__]]


def pass_returns(module: ModuleType) -> Iterator[tuple[str, int, str]]:
    """Where the module has just bound what a pass returned: the file, the line, and the name of the pass.

    >>> [name for file, line, name in pass_returns(backprop)]
    ['forward', 'backward', 'gradients']
    """
    for function in _functions(module):
        yield from _Reader(module, function).passes()


def number_of(function: str) -> str:
    """The number in an equation's docstring.

    >>> number_of("bias_gradient"), number_of("softmax_delta")
    ('14', '9, softmax')
    """
    doc = getattr(equations, function).__doc__
    return str(doc[1:doc.index(")")])


def _order(breakpoint: Breakpoint) -> tuple[bool, int, str]:
    number, _, extension = breakpoint.equation.partition(", ")
    return (not number.isdigit(), int(number) if number.isdigit() else 0, extension)


# ---- reading the source ----------------------------------------------------------------------


@lru_cache(maxsize=None)
def _functions(module: ModuleType) -> list[ast.FunctionDef]:
    try:
        tree = ast.parse(inspect.getsource(module))
    except OSError:
        expected = "expected the file that breakpoints are read from"
        raise ValueError(f"{module.__name__}: found no source, {expected}") from None
    bodies = [tree.body, *(statement.body for statement in tree.body if isinstance(statement, ast.ClassDef))]
    return [statement for body in bodies for statement in body if isinstance(statement, ast.FunctionDef)]


def _file(module: ModuleType) -> str:
    return str(inspect.getsourcefile(module))


def _at_return(function: ast.FunctionDef) -> Iterator[Breakpoint]:
    """An equation that no pass asks for has its value at its own return."""
    last = function.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Name):
        operands = {argument.arg: argument.arg for argument in function.args.args}
        yield Breakpoint(
            number_of(function.name), function.name, last.value.id, _file(equations), last.lineno, function.name,
            (), "", operands,
        )


class _Reader:
    """Reads a function for the statements that bind a value to a name: ``symbol = eq.rule(…)``.

    A local may stand for a rule of a table: ``reduced = eq.reductions[reduction]`` for a reduction, and ``sigma``,
    where a pass itself calls it, for the activation of a whole layer.
    """

    def __init__(self, module: ModuleType, function: ast.FunctionDef) -> None:
        self.module = module
        self.function = function
        self.tables: dict[str, ast.Subscript] = {}  # a local → the entry of a table that it was bound to

    def equations(self) -> Iterator[Breakpoint]:
        """Where an equation's value has just been bound."""
        for name, call, line, indices in self._calls():
            for equation, rule, when in self._rules(call.func):
                operands = dict(zip(inspect.signature(rule).parameters, map(_written, call.args)))
                place = _file(self.module), line, self.function.name, indices
                yield Breakpoint(equation, rule.__name__, name, *place, when, operands, call.lineno)

    def passes(self) -> Iterator[tuple[str, int, str]]:
        """Where what a pass returned has just been bound."""
        for name, call, line, indices in self._calls():
            rule = _attribute_of_eq(call.func)
            if rule in WHOLE:
                yield _file(self.module), line, rule

    def _calls(self) -> Iterator[tuple[str, ast.Call, int, tuple[str, ...]]]:
        """Every call whose value is bound: the name, the call, the line after it, which indices are its place."""
        given = tuple(argument.arg for argument in self.function.args.args if argument.arg in INDICES)
        return self._block(self.function.body, self.function.lineno, given)

    def _block(
        self, body: list[ast.stmt], after: int, indices: tuple[str, ...]
    ) -> Iterator[tuple[str, ast.Call, int, tuple[str, ...]]]:
        """after: the line that is run when the block is done."""
        for n, statement in enumerate(body):
            if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
                name = _written(target)
                indices = tuple(index for index in INDICES if index in indices or index in _names(target))
                if isinstance(statement.value, ast.Call):
                    rest = [following for following in body[n + 1:] if not _rebinds(following, name)]
                    yield name, statement.value, rest[0].lineno if rest else after, indices
                table = getattr(statement.value, "value", None) if name == "sigma" else statement.value
                if isinstance(table, ast.Subscript):
                    self.tables[name] = table
            elif isinstance(statement, ast.For):
                inside = tuple(index for index in INDICES if index in indices or index in _names(statement.target))
                yield from self._block(statement.body, statement.lineno, inside)
            elif isinstance(statement, (ast.If, ast.Try, ast.With)):
                line = body[n + 1].lineno if n + 1 < len(body) else after
                yield from self._block(statement.body, line, indices)
                yield from self._block(getattr(statement, "orelse", []), line, indices)

    def _rules(self, called: ast.expr) -> Iterator[tuple[str, Callable[..., Any], str]]:
        """The equations that the called expression may stand for: the number, the function, and when it does."""
        rule = _attribute_of_eq(called)
        if rule is not None and hasattr(equations, rule):
            yield number_of(rule), getattr(equations, rule), ""
        elif isinstance(called, ast.Name) and called.id in self.tables:
            entry = self.tables[called.id]
            table = _attribute_of_eq(entry.value)
            if table == "activations":
                yield f"{number_of('activation')}, {SOFTMAX}", ACTIVATIONS[SOFTMAX].sigma, ""
            elif table == "reductions":
                for key, reduction in RULES.reductions.items():
                    yield number_of(reduction.__name__), reduction, f"{_written(entry.slice)} == {key!r}"


def _names(target: ast.expr) -> list[str]:
    """The names that an assignment or a loop binds."""
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def _rebinds(statement: ast.stmt, name: str) -> bool:
    """Does the statement do nothing but bind the name again, perhaps only if?"""
    if isinstance(statement, ast.If):
        return not statement.orelse and all(_rebinds(inner, name) for inner in statement.body)
    return isinstance(statement, ast.Assign) and _written(statement.targets[0]) == name


def _attribute_of_eq(expression: ast.expr) -> str | None:
    """The NAME of eq.NAME."""
    if isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name) and expression.value.id == "eq":
        return expression.attr
    return None


def _written(expression: ast.AST) -> str:
    return ast.unparse(expression)
