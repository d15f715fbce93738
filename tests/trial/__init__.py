"""The trial set: wrong programs, each with what a right name must say of it, to measure how well `check` names them.

Written by somebody who had not read what `check` knows: right programs in the styles that people use, and the slips
that people made, or might, as differences in their text.

    programs/     eight right programs, each a function answer(case) from a case to a result (docs/format.md):
                    loops      one neuron at a time, indices           c_arrays   flat arrays and offsets
                    matrices   rows and columns, one example at a time  columns    a whole batch, one column an example
                    objects    neurons and layers as objects           modules    dense, activation, loss: a framework
                    online     one pattern, shows new weights alone    tape       scalars that differentiate themselves
    program.py    a slip as a difference in such a text; what the program then answers, in three ways
    seen.py       slips that people really made, with addresses
    drawn.py      slips of our own drawing
    pairs.py      two of these in one program
    cases.py      the cases to measure with, other than the bundled ones: cases.jsonl

    SLIPS         all of them                    BASES    the right programs' texts
    answers(slip, cases, way)                    the results of a fresh run, in their order
    WAYS          "full", "gradients", "updates": which fields of a result are shown
    accepted(part, way)                          the equations that a right name may say, in that way
    shows(slip, cases, way)                      whether it differs from the right one on some case in that way

``python -m tests.trial --list`` prints them; ``--write DIR`` writes their results, to be read by ``check --results``.

What a right name must say stands in a Part, as plain words.  The words for an extent are: everywhere; first layer, last
layer, hidden layers; all but …; the name of an activation or a cost; weights, biases; shared bias; reduction mean, sum;
gradients, updates; from the second example on.  Where several stand in one, all of them hold.
"""

from __future__ import annotations

from .drawn import DRAWN
from .pairs import PAIRS
from .program import BASES, WAYS, Part, Slip, accepted, answers, one_by_one, pair, program, slip
from .seen import SEEN

SLIPS = SEEN + DRAWN + PAIRS

__all__ = [
    "BASES", "DRAWN", "PAIRS", "SEEN", "SLIPS", "WAYS", "Part", "Slip",
    "accepted", "answers", "differ", "one_by_one", "pair", "program", "shows", "slip",
]


def shows(one: Slip, cases: list[dict], way: str = "full") -> bool:
    """Whether its answers differ from its base's on some case, beyond rounding, in what that way shows."""
    both = zip(one_by_one(one, cases, way), one_by_one(one.base, cases, way))
    return any(differ(wrong, right, one.least) for wrong, right in both)


def differ(wrong: object, right: object, tolerance: float) -> bool:
    """Whether two results differ in shape, or in some number by more than that share of the larger of the two."""
    if isinstance(right, dict) and isinstance(wrong, dict):
        return wrong.keys() != right.keys() or any(differ(wrong[name], right[name], tolerance) for name in right)
    if isinstance(right, list) and isinstance(wrong, list):
        return len(wrong) != len(right) or any(differ(w, r, tolerance) for w, r in zip(wrong, right))
    if isinstance(right, (int, float)) and isinstance(wrong, (int, float)):
        return not abs(wrong - right) <= tolerance * max(abs(wrong), abs(right), 1e-6)
    return wrong != right
