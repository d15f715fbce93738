"""docs/mistakes.md, made from the mistakes that people know, the grammar and the entries by hand."""

from __future__ import annotations

from backprop_ref.commands.mistakes import kind
from backprop_ref.mistakes import EXTENTS, GROUPS, KNOWN, MISTAKES, PARTS, SLOTS, by_hand, entries_of, every, title
from backprop_ref.mistakes.wording import put_in

HEAD = """# Mistakes that people really make

What `check` knows by name: first the {known} mistakes that people make most, then the grammar that can say these and
all others of their kind, then what does not factor into it. `step --mistake NAME` stops where the numbers of a mistake
part from the right ones, and `mistakes NAME` describes it. This page is generated (`python -m tests.regenerate`).

Symbols are those of [the equations](equations.md): j is a neuron of layer l, k one of the layer before, m one of the
layer after; p is any weight or bias, N the number of examples, n what the entry says.

A mistake has a *kind*: **equation** (a formula is wrong), **procedure** (order, state, the batch), **convention** (the
numbers are right for something that the case does not ask for), **precision** (digits are lost), **transport** (right
numbers in the wrong place). The number after it is that of the equation; those without a number break none.

## The common mistakes

"""

GRAMMAR = """## The grammar

An equation is a sentence with slots. A slip puts something else into a slot, somewhere: {substitutes} substitutes in
{groups} groups of slots make {slips} slips, each everywhere, in one of {extents} other extents, or where two of these
meet. Two or more slips at once are composed, whatever passes they are in. Each is tried in every style of right program
in which it has other numbers: σ′ made from z or from a, δ = a − y where that comes out, automatic differentiation. What
the slot should hold is in ⟨⟩.

| slot | in | instead of what is in ⟨⟩ |
|---|---|---|
"""

BY_HAND = """## By hand

What does not factor into slots: whole procedures, state between cases, libraries' ways, precision, transport. {entries}
entries; some leave a number open, and many can be written in more than one way: each is tried.

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
    if mistake.stateful:
        text += " *Stays* from one case to the next."
    if mistake.seen:
        text += f" *Seen at* {mistake.seen}."
    return text


def row(group):
    """A row of the grammar's table."""
    number = ", ".join(f"({one})" for one in group.equation.split("/")) if group.equation else ""
    written = group.written.replace("{0}", "{}").replace("{}", f"⟨{group.symbol}⟩").replace("|", "\\|")
    letter = SLOTS[group.slots[0]].vector
    texts = [put_in(one.text, group.symbol).replace("{k}", letter).replace("; ", ", ") for one in
             group.substitutes.values()]
    said = "; ".join(text.replace("|", "\\|") for text in texts)
    return f"| {group.name} {number} | `{written}` | {len(texts)}: {said} |\n"


def page():
    """The whole page."""
    parts = [HEAD.format(known=len(KNOWN))]
    parts.extend(entry(MISTAKES[known.name]) + "\n\n" for known in KNOWN)
    slips = sum(1 for _ in every())
    texts = {one.text for group in GROUPS.values() for one in group.substitutes.values()}
    parts.append(GRAMMAR.format(
        substitutes=len(texts), groups=len(GROUPS), slips=slips, extents=len(EXTENTS) - 1,
    ))
    parts.extend(row(group) for group in GROUPS.values())
    parts.append("\nThe extents: " + "; ".join(extent.text for extent in EXTENTS.values() if extent.text) + ".\n\n")
    parts.append(BY_HAND.format(entries=sum(1 for _ in by_hand())))
    for part in PARTS:
        parts.append(f"### {title(part)}\n\n")
        parts.extend(entry(mistake) + "\n\n" for mistake in entries_of(part))
    return "".join(parts).rstrip() + "\n"
