"""The tables of the activations and the costs in docs/, from the tables of the code.

``python -m tests.regenerate`` writes them.  A remark that only people need is kept where it stands, after a comma or in
parentheses behind the formula.
"""

from __future__ import annotations

import re
from fractions import Fraction

from backprop_ref import ACTIVATIONS, COSTS

REMARKS = {  # what docs/format.md says beyond the formula
    "leaky_relu": " (exactly 1/100)",
    "gelu": ", Φ the standard normal distribution function (the exact one, no tanh approximation)",
    "softmax": "; output layer only",
    "mean_squared_error": ", n the number of outputs",
}


def at_kinks(activation):
    """What σ′ is at each kink."""
    return ", ".join(f"σ′({kink}) = {activation.slope(Fraction(kink))}" for kink in activation.kinks)


def table(headings, rows):
    """A table in Markdown."""
    lines = ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in [headings, *rows]]
    lines.insert(1, "|" + "---|" * len(headings))
    return "\n".join(lines).replace("|  |", "| |") + "\n"


def tables():
    """Each table, by the line of its headings."""
    made = [
        (["activation", "σ(z)", "σ′(z) at a kink"],
         [[f"`{name}`", a.formula + REMARKS.get(name, ""), at_kinks(a)] for name, a in ACTIVATIONS.items()]),
        (["cost", "C for one example"],
         [[f"`{name}`", c.formula + REMARKS.get(name, "")] for name, c in COSTS.items()]),
        (["name", "σ(z)", "σ′(z)"], [[f"`{name}`", a.formula, a.slope_formula] for name, a in ACTIVATIONS.items()]),
        (["name", "C", "∂C/∂a_j"], [[f"`{name}`", c.formula, c.slope_formula] for name, c in COSTS.items()]),
    ]
    return {"| " + " | ".join(headings) + " |": table(headings, rows) for headings, rows in made}


def in_page(text):
    """The page with every one of these tables as the code has it."""
    for heading, written in tables().items():
        text = re.sub(rf"^{re.escape(heading)}\n(\|.*\n)+", lambda found: written, text, flags=re.MULTILINE)
    return text
