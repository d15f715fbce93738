"""The formulas of the tables evaluated, in the notation that docs/equations.md describes, on any number type."""

from __future__ import annotations

import re

from backprop_ref import numerals

TOKEN = re.compile(r"[0-9]+|[a-zA-Zσδ][a-zA-Z0-9_]*|Φ|φ|e\^|.")
_ABBREVIATION = re.compile(r", (?=[a-z] = )")
FUNCTIONS = {"tanh", "ln", "max", "min", "Φ", "φ", "σ", "abs"}
WORDS = {"if", "else"}
PYTHON = {"−": "-", "²": "**2", "≤": "<=", "≥": ">=", "·": "*", "[": "(", "]": ")", "½": "half", "^": "**"}


class _E:
    """The base of e^z, whatever number z is."""

    def __pow__(self, z):
        return numerals.exp(z)


def _calls(formula):
    """A function without parentheses gets them; a power of a function is one of its value; bars become abs."""
    formula = re.sub(r"\|([^|]*)\|", r"abs(\1)", formula)
    return re.sub(r"\b(tanh|ln)(²?) ([a-zA-Z0-9_]+)", r"\1(\3)\2", formula)


def as_python(formula):
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
        if operand and starts and token != "²":
            made += "*"
        if token == "(" and function:
            made = made[:-1] if made.endswith("*") else made
        function = token in FUNCTIONS
        operand = not function and (token[0].isalnum() and token != "²" or token in ")]½²")
        made += PYTHON.get(token, token)
    return made


def value_of(formula, kind, also="", **names):
    """A formula with numbers for its names, in the arithmetic of their type, which is ``kind``.

    also: the formula of σ, whose abbreviations that of its slope may use.

    >>> value_of("z s, s = 1/(1 + z)", float, z=1.0), value_of("2 s", float, also="z s, s = 1/(1 + z)", z=1.0)
    (0.5, 1.0)
    """

    def number(value):
        return kind(value) if type(value) is int else value

    here = {
        "e": _E(), "tanh": numerals.tanh, "ln": numerals.ln, "abs": abs, "Φ": numerals.normal_cdf,
        "φ": numerals.normal_pdf, "half": kind(1) / 2, "max": lambda *values: max(map(number, values)),
        "number": number, "min": lambda *values: min(map(number, values)), **names,
    }
    formula, *short = _ABBREVIATION.split(formula)
    for definition in reversed(_ABBREVIATION.split(also)[1:] + short):
        name, _, what = definition.partition(" = ")
        here[name] = _evaluated(what, here)
    return number(_evaluated(formula, here))


def _evaluated(formula, here):
    expression = re.sub(r"(?<![\w.)])(\d+)/", r"number(\1)/", as_python(formula))  # 1/100 in that arithmetic
    return eval(expression, {"__builtins__": {}}, here)


def cost_of(formula, kind, a, y):
    """C by its formula: what stands before the sum times the sum over the outputs."""
    before, _, body = formula.partition("Σ_j ")
    total = kind(0)
    for a_j, y_j in zip(a, y):
        total = total + value_of(body, kind, a_j=a_j, y_j=y_j)
    return value_of(f"{before}C", kind, C=total, n=kind(len(a)))
