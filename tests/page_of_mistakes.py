"""docs/mistakes.md, made from the catalogue and from what each mistake does to the bundled cases."""

from __future__ import annotations

from backprop_ref.mistakes import MISTAKES, PARTS, title
from backprop_ref.commands.mistakes import kind
from backprop_ref.cases import bundled
from tests.separation import shows

HEAD = """# Mistakes that people really make

The catalogue of `backprop_ref.mistakes`: {count} entries, each with the rules that make it, so that `check` can try it
on the numbers of a wrong program, `step --mistake NAME` can stop where its numbers part from the right ones, and
`mistakes NAME` can tell of it. This page is generated from it (`python -m tests.regenerate`).

An entry has a *kind*: **equation** (a formula is wrong), **procedure** (order, state, the batch), **convention** (the
numbers are right for something that the case does not ask for), **precision** (digits are lost), **transport** (right
numbers in the wrong place). The number behind it is that of the equation, as in [the equations](equations.md);
those without a number break none.

Some entries leave a number open, such as a decay or a slope: `check` finds it from the numbers. Many can be written in
more than one way, where the slip itself leaves something open, such as the sum over a shared bias or a field that is no
gradient: each way is tried.

Symbols are those of the equations: j is a neuron of layer l, k one of the layer before, m one of the layer after; p is
any weight or bias, g its gradient, N the number of examples, n what is said beside it.

To add a mistake, add one entry to a list in `backprop_ref/catalogue/`: the words, and the rule or the pass that it
replaces, which has the parameters of what it replaces. Nothing else needs to change. The tests ask of it that it shows
on a bundled case and that every two entries differ on one, unless they are declared the same.

"""

TABLE = """## On which case each mistake shows

Rows are mistakes, columns the bundled cases (`vectors`). `#`: gradients or updates differ from the right ones, by more
than rounding; `o`: only other fields do; `!`: the wrong formula has no result there (the logarithm of a negative
number, for one); `.`: it cannot be seen.

"""


def entry(mistake):
    """A paragraph on one mistake."""
    text = (
        f"**`{mistake.name}`**, {kind(mistake)}: `{mistake.written}`, where `{mistake.right}` is right. "
        f"{mistake.shows} *Hidden:* {mistake.hidden}"
    )
    if mistake.only:
        text += f" *Only in:* {', '.join(f'`{name}`' for name in mistake.only)}."
    if mistake.parameter is not None:
        text += f" *Any number:* {mistake.parameter.symbol}, such as {mistake.parameter.typical:.6g}."
    if len(mistake.forms()) > 1:
        text += f" *Ways to write it:* {len(mistake.forms())}."
    if mistake.equivalents:
        text += f" *The same in gradients and updates:* {', '.join(f'`{name}`' for name in mistake.equivalents)}."
    if mistake.allowed:
        text += " *Counts as right;* a report may mention it."
    if mistake.stateful:
        text += " *Stays* from one case to the next."
    return text


def table():
    """One line for each mistake, one sign for each case."""
    ids = [case.id for case in bundled()]
    room = max(map(len, MISTAKES)) + 1
    width = max(map(len, ids))
    lines = [" " * room + "".join(id.rjust(width)[row] for id in ids) for row in range(width)]
    lines += [name.ljust(room) + "".join(shows(name, id) for id in ids) for name in MISTAKES]
    return "```text\n" + "\n".join(line.rstrip() for line in lines) + "\n```\n"


def page():
    """The whole page."""
    parts = [HEAD.format(count=len(MISTAKES))]
    for part in PARTS:
        parts.append(f"## {title(part)}\n\n")
        parts.extend(entry(mistake) + "\n\n" for mistake in part.ENTRIES)
    parts.append(TABLE + table())
    return "".join(parts)
