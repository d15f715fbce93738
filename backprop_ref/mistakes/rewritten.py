"""Wrong formulas made of a right one: something in it left out, or another thing in its place.

    read, as_text    a formula in the notation of docs/equations.md, as an expression, and back
    rewritten        every formula that differs from it in one thing
    function_of      the function that it is of its names, on numbers of any type
    different        what it is rewritten to, without what is the same function

So an activation or a cost brings its wrong formulas with it: they come from the formulas of its entry.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Callable

from .. import numerals
from ..numerals import Number

TOKEN = re.compile(r"[0-9]+|[a-zA-Zσδ][a-zA-Z0-9_]*|Φ|φ|e\^|.")
ABBREVIATION = re.compile(r", (?=[a-z] = )")
FUNCTIONS = {"tanh", "ln", "max", "min", "Φ", "φ", "σ", "abs"}
WORDS = {"if", "else"}
MOST_POWER = 99
PYTHON = {"−": "-", "²": "**2", "³": "**3", "≤": "<=", "≥": ">=", "·": "*", "[": "(", "]": ")", "½": "half", "^": "**"}
SAID = {"−": " minus ", "+": " plus ", "/": " over ", "²": " squared ", "³": " cubed ", "½": "half ", "^": " to ",
        ">": " above ", "<": " below ", "≥": " from ", "≤": " to ", "·": " times ", "Φ": "Phi ", "φ": "phi ",
        "σ": "sigma "}
SIGNS = {ast.Add: "+", ast.Sub: "−", ast.Gt: ">", ast.Lt: "<", ast.GtE: "≥", ast.LtE: "≤"}
OTHERS: dict[type[ast.AST], tuple[type[Any], ...]] = {  # what is written for an operator,
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div, ast.Add), ast.Div: (ast.Mult,),
    ast.Gt: (ast.GtE, ast.Lt),
}
WRITTEN_FOR = {  # and for a name
    "s": "z", "a_j": "y_j", "y_j": "a_j", "e_j": "a_j", "max": "min", "min": "max", "Φ": "φ", "φ": "Φ",
}


# ---- the notation ----------------------------------------------------------------------------------


def _calls(formula: str) -> str:
    """A function without parentheses gets them; a power of a function is one of its value; bars become abs."""
    formula = re.sub(r"\|([^|]*)\|", r"abs(\1)", formula)
    return re.sub(r"\b(tanh|ln)([²³]?) ([a-zA-Z0-9_]+)", r"\1(\3)\2", formula)


def as_python(formula: str) -> str:
    """A formula as an expression of Python.

    >>> as_python("s(1 + z(1 − s))"), as_python("1 − tanh² z"), as_python("½ |z| if −1 < z ≤ 1 else e^−z")
    ('s*(1+z*(1-s))', '1-tanh(z)**2', 'half*abs(z) if -1<z<=1 else e**-z')
    """
    made, operand, function = "", False, False
    for token in TOKEN.findall(_calls(formula).replace("e^", "e ^ ")):
        if token.isspace():
            continue
        if token in WORDS:
            made, operand, function = f"{made} {token} ", False, False
            continue
        starts = token[0].isalnum() or token in "([½Φφσ"
        if operand and starts and token not in "²³":
            made += "*"
        if token == "(" and function:
            made = made[:-1] if made.endswith("*") else made
        function = token in FUNCTIONS
        operand = not function and (token[0].isalnum() or token in ")]½²³")
        made += PYTHON.get(token, token)
    return made


def read(formula: str) -> ast.expr:
    """A formula, without abbreviations, as an expression."""
    return ast.parse(as_python(formula), mode="eval").body


def _is(node: ast.expr, *operators: type[ast.AST]) -> bool:
    return isinstance(getattr(node, "op", None), operators)


def _in(node: ast.expr, *operators: type[ast.AST]) -> str:
    """In parentheses where it is a sum, a condition, or one of these."""
    text = as_text(node)
    return f"({text})" if isinstance(node, ast.IfExp) or _is(node, ast.Add, ast.Sub, *operators) else text


def as_text(node: ast.expr) -> str:
    """An expression in the notation.

    >>> [as_text(read(one)) for one in ("s(1 + z(1 − s))", "1/(1 + |z|)²", "1 if z > 0 else e^−z", "−y_j/a_j")]
    ['s(1 + z(1 − s))', '1/(1 + |z|)²', '1 if z > 0 else e^−z', '−y_j/a_j']
    """
    if isinstance(node, ast.IfExp):
        body = f"({as_text(node.body)})" if isinstance(node.body, ast.IfExp) else as_text(node.body)
        return f"{body} if {as_text(node.test)} else {as_text(node.orelse)}"
    if isinstance(node, ast.Compare):
        parts = [f" {SIGNS[type(sign)]} {as_text(right)}" for sign, right in zip(node.ops, node.comparators)]
        return as_text(node.left) + "".join(parts)
    if isinstance(node, ast.UnaryOp):
        return f"−{_in(node.operand, ast.USub)}"
    if isinstance(node, ast.Call):
        return _call(node)
    if isinstance(node, ast.BinOp):
        return _of_two(node)
    return "½" if ast.unparse(node) == "half" else ast.unparse(node)


def _call(node: ast.Call) -> str:
    name, inside = ast.unparse(node.func), ", ".join(map(as_text, node.args))
    if name == "abs":
        return f"|{inside}|"
    return f"{name} {inside}" if name in ("tanh", "ln") and isinstance(node.args[0], ast.Name) else f"{name}({inside})"


def _of_two(node: ast.BinOp) -> str:
    left, right = node.left, node.right
    if isinstance(node.op, (ast.Add, ast.Sub)):
        first = f"({as_text(left)})" if isinstance(left, ast.IfExp) else as_text(left)
        second = _in(right) if isinstance(node.op, ast.Sub) else as_text(right)
        second = f"({second})" if second[0] == "−" else second
        return f"{first} {SIGNS[type(node.op)]} {second}"
    if isinstance(node.op, ast.Pow):
        return _power(left, right)
    if isinstance(node.op, ast.Div):
        return f"{_in(left)}/{_in(right, ast.Mult, ast.Div, ast.USub)}"
    first, second = _in(left, ast.Div), _in(right, ast.Div, ast.USub)
    return f"{first}{'' if second[0] == '(' or first == '½' else ' · ' if second[0].isdigit() else ' '}{second}"


def _power(base: ast.expr, exponent: ast.expr) -> str:
    if isinstance(base, ast.Name) and base.id == "e":
        text = as_text(exponent)
        return f"e^{text}" if re.fullmatch(r"−?\w+", text) else f"e^({text})"
    above, text = {"2": "²", "3": "³"}.get(ast.unparse(exponent), f"^{_in(exponent, ast.Mult, ast.Div)}"), as_text(base)
    if text.startswith(("tanh ", "ln ")) and above in "²³":
        return text.replace(" ", f"{above} ", 1)
    bare = text == "σ(z)" or not isinstance(base, ast.Call) and _in(base, ast.Mult, ast.Div, ast.USub, ast.Pow) == text
    return (text if bare else f"({text})") + above


# ---- one thing different ---------------------------------------------------------------------------


def rewritten(formula: str) -> Iterator[str]:
    """Every formula that differs in one thing.

    >>> list(rewritten("1 − tanh² z"))
    ['1', 'tanh² z', 'tanh² z − 1', '−tanh² z', '1 + tanh² z', '1 − tanh z', '1 − tanh³ z', '1 − z²', '1 − (tanh(−z))²']
    """
    whole, *short = ABBREVIATION.split(formula)
    for one in _changed(read(whole)):
        yield ", ".join([as_text(one), *short])


def _changed(node: ast.expr) -> Iterator[ast.expr]:
    """The expression with one thing in it changed, itself or one of its parts."""
    yield from _instead(node)
    for field, part in ast.iter_fields(node):
        parts = part if isinstance(part, list) else [part]
        for n, one in enumerate(parts):
            if isinstance(one, ast.expr) and field != "func":
                for other in _changed(one):
                    changed = [*parts[:n], other, *parts[n + 1:]] if isinstance(part, list) else other
                    yield type(node)(**{**dict(ast.iter_fields(node)), field: changed})


def _instead(node: ast.expr) -> Iterator[ast.expr]:
    """What is written for one part: a part of it left out, used twice or negated, another sign, the other way round."""
    if isinstance(node, ast.BinOp):
        yield from _other_powers(node) if _is(node, ast.Pow) else _of_other_operators(node)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        yield from node.args
        if name == "abs":
            yield _squared(node.args[0])
        if name in WRITTEN_FOR:
            yield ast.Call(ast.Name(WRITTEN_FOR[name]), node.args, [])
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse, ast.IfExp(node.test, node.orelse, node.body),
                    ast.IfExp(node.test, node.body, _negated(node.orelse)))
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from (ast.Compare(node.left, [other()], node.comparators) for other in OTHERS.get(type(node.ops[0]), ()))
    elif isinstance(node, ast.Name) and node.id in WRITTEN_FOR:
        yield ast.Name(WRITTEN_FOR[node.id])
    elif isinstance(node, ast.Name) and node.id == "z":
        yield _negated(node)


def _of_other_operators(node: ast.BinOp) -> Iterator[ast.expr]:
    yield from (node.left, node.right)
    if _is(node, ast.Sub, ast.Div):
        yield ast.BinOp(node.right, node.op, node.left)
    if _is(node, ast.Sub):
        yield _negated(node.right)
    if _is(node, ast.Mult):
        yield ast.BinOp(_squared(node.left), node.op, node.right)
        yield ast.BinOp(node.left, node.op, _squared(node.right))
    yield from (ast.BinOp(node.left, other(), node.right) for other in OTHERS[type(node.op)])


def _other_powers(node: ast.BinOp) -> Iterator[ast.expr]:
    if ast.unparse(node.left) == "e":
        yield from (ast.BinOp(node.left, ast.Pow(), _negated(node.right)), node.right)
    else:
        yield node.left
        yield ast.BinOp(node.left, ast.Pow(), ast.Constant(3))


def _squared(node: ast.expr) -> ast.expr:
    return ast.BinOp(node, ast.Pow(), ast.Constant(2))


def _negated(node: ast.expr) -> ast.expr:
    return node.operand if isinstance(node, ast.UnaryOp) else ast.UnaryOp(ast.USub(), node)


# ---- what a formula computes -----------------------------------------------------------------------


Names = dict[str, Any]
MEANINGS: Names = {
    "tanh": numerals.tanh, "ln": numerals.ln, "abs": abs, "max": max, "min": min, "Φ": numerals.normal_cdf,
    "φ": numerals.normal_pdf,
}
OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: lambda p, q: _raised(p, q), ast.Gt: operator.gt,
    ast.Lt: operator.lt, ast.GtE: operator.ge, ast.LtE: operator.le,
}


@lru_cache(maxsize=None)
def function_of(formula: str, names: str) -> Callable[..., Number]:
    """The function that a formula is of its names, which commas separate; its value has the type of the first.

    >>> function_of("(a_j − y_j)/n", "a_j, y_j, n")(5.0, 1.0, 2)
    2.0
    >>> function_of("1/100 if z > 0 else s, s = ½ z", "z")(-3.0)
    -1.5
    """
    whole, *short = ABBREVIATION.split(formula)
    parts = [one.partition(" = ") for one in reversed(short)]
    defined = [(name, _computed(read(what))) for name, _, what in parts]
    given, value = names.split(", "), _computed(read(whole))

    def function(*numbers: Any) -> Number:
        here = {**MEANINGS, **dict(zip(given, numbers)), "one": numbers[0] * 0 + 1}
        here["half"] = here["one"] / 2
        for name, what in defined:
            here[name] = what(here)
        return numbers[0] * 0 + value(here)

    return function


def _computed(node: ast.AST) -> Callable[[Names], Any]:
    """An expression as a function of what its names mean."""
    if isinstance(node, ast.Constant):
        number = node.value
        return lambda names: number
    if isinstance(node, ast.Name):
        name = node.id
        return lambda names: names[name]
    parts = [_computed(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
    if isinstance(node, ast.UnaryOp):
        return lambda names: -parts[0](names)
    if isinstance(node, ast.Call):
        return lambda names: parts[0](names)(*(part(names) for part in parts[1:]))
    if isinstance(node, ast.IfExp):
        return lambda names: parts[1](names) if parts[0](names) else parts[2](names)
    if isinstance(node, ast.Compare):
        signs = [OPERATORS[type(sign)] for sign in node.ops]
        return lambda names: all(sign(p(names), q(names)) for sign, p, q in zip(signs, parts, parts[1:]))
    if not isinstance(node, ast.BinOp) or type(node.op) not in OPERATORS:
        raise SyntaxError(f"found {ast.unparse(node)}, expected what the notation has")
    return _of_operator(node, *parts)


def _raised(p: Number, q: Number) -> Number:
    """p^q; no power so high that it takes long."""
    if abs(q) > MOST_POWER:
        raise ValueError(f"found a power of {q}, expected at most {MOST_POWER}")
    return p**q


def _power_of_e(z: Number) -> Number:
    try:
        return numerals.exp(z)
    except OverflowError:
        return math.inf


def _quotient(p: Number, q: Number) -> Number:
    """As most languages have it: of floats ∞ for a divisor of 0; 0 divided by it stays 0, as in the terms of a cost."""
    if q == 0 and isinstance(p, float):
        return p * math.inf if p else p
    return p / q


def _of_operator(
    node: ast.BinOp, left: Callable[[Names], Any], right: Callable[[Names], Any]
) -> Callable[[Names], Any]:
    of_two = OPERATORS[type(node.op)]
    if ast.unparse(node.left) == "e":
        return lambda names: _power_of_e(right(names))
    if _is(node, ast.Div):  # of two integers a number of the type of the others
        return lambda names: _quotient(names["one"] * left(names), right(names))
    return lambda names: of_two(left(names), right(names))


Variant = tuple[str, str, Callable[..., Number]]


def different(formulas: Sequence[str], names: str, points: Sequence[tuple[Any, ...]]) -> Iterator[Variant]:
    """What formulas, all right, are rewritten to, if that differs as a function: name, formula, function.

    Left out is what another operation on the whole gives as well: its negative, its double, its half, 0 and 1.
    points: where it is told what differs.  Of what is not in the notation there is none.

    >>> [name for name, _, _ in different(["1 − tanh² z"], "z", [(0.5,), (-2.0,)])][:3]
    ['tanh-squared-z', 'minus-tanh-squared-z', '1-plus-tanh-squared-z']
    """
    try:
        right = _values(formulas[0], names, points)
    except (SyntaxError, RecursionError):
        return
    if all(v != v for v in right):
        return
    seen = {_shown(v * times for v in right) for times in (1, -1, 2, 0.5, 0)} | {_shown(1.0 for _ in right)}
    called: Counter[str] = Counter()
    for text in (text for formula in formulas for text in rewritten(formula)):
        values, name = _values(text, names, points), name_of(text)
        if any(v == v for v in values) and _shown(values) not in seen:
            seen.add(_shown(values))
            called[name] += 1
            if called[name] > 1:  # the parentheses are elsewhere
                name = f"{name}-{called[name]}"
            yield name, ABBREVIATION.sub("; where ", text, 1), function_of(text, names)


def _shown(values: Iterable[float]) -> tuple[str, ...]:
    """With as many digits as tell one number from another."""
    return tuple(f"{v + 0.0:.9g}" for v in values)


def _values(formula: str, names: str, points: Sequence[tuple[Any, ...]]) -> list[float]:
    """What a formula is at these points; NaN where it is nothing."""
    values = []
    for point in points:
        try:
            values.append(float(function_of(formula, names)(*point)))
        except (ArithmeticError, ValueError, KeyError, TypeError):  # a name not at hand, a root of less than 0
            values.append(math.nan)
    return values


def name_of(formula: str) -> str:
    """A formula as a part of a name.

    >>> name_of("1 − tanh² z"), name_of("σ(z)(1 + σ(z))"), name_of("−y_j/a_j"), name_of("z + s, s = e^−z")
    ('1-minus-tanh-squared-z', 'a-times-1-plus-a', 'minus-y-over-a', 'z-plus-s')
    """
    text = ABBREVIATION.split(formula)[0].replace("σ(z)", "a").replace("_j", "")
    text = re.sub(r"\|([^|]*)\|", r" size of \1 ", re.sub(r"(?<=[\w)²³½]) ?(?=\()", " times ", text))
    text = re.sub(r"\b(ln|[ΦφσΣ]|max|min|tanh) times", r"\1", text)
    return "-".join(re.sub(r"[()\[\],]", " ", "".join(SAID.get(one, one) for one in text)).split())
