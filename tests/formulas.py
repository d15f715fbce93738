"""The formulas of the tables evaluated, in the notation that docs/equations.md describes, on any number type."""

import re

from backprop_ref import numerals
from backprop_ref.mistakes.rewritten import ABBREVIATION, as_python


class _E:
    """The base of e^z, whatever number z is."""

    def __pow__(self, z):
        return numerals.exp(z)


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
    formula, *short = ABBREVIATION.split(formula)
    for definition in reversed(ABBREVIATION.split(also)[1:] + short):
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
