"""docs/mistakes.md, made from the mistakes that people know, the grammar and the entries by hand."""

from __future__ import annotations

from backprop_ref.commands.mistakes import kind
from backprop_ref.mistakes import (
    EXTENTS, GROUPS, KNOWN, MISTAKES, NAMES, PARTS, SLOTS, by_hand, entries_of, every, title,
)
from backprop_ref.mistakes.substitutes import INDICES
from backprop_ref.mistakes.wording import put_in

HEAD = """# Mistakes that people really make

What `check` knows by name: first the {known} mistakes that people make most, then the grammar that describes these and
all others of their kind, then what does not fit into the grammar. `mistakes NAME` describes a mistake in full, and
`step --mistake NAME` stops where its numbers first differ from the right ones. This page is generated
(`python -m tests.regenerate`).

The symbols are those of [the equations](equations.md): j is a neuron of layer l, k one of the layer before, m one of
the layer after; p is any weight or bias, and N the number of examples. In an index, n is the length of the list.

A mistake has a *kind*: **equation** (a formula is wrong), **procedure** (the order, the state or the batch is wrong),
**convention** (the numbers are right for something that the case does not ask for), **precision** (digits are lost),
**transport** (the numbers are right but in the wrong place). The number after it is that of the equation; a mistake
without a number breaks no equation.

## The common mistakes

"""

OTHERS = """### Others that have a name

Their parts say what one sees of them: the grammar below.

"""

GRAMMAR = """
## The grammar

An equation has slots, and a slip puts something else into a slot, somewhere. There are {substitutes} substitutes in
{groups} groups of slots, which make {slips} slips. Each can be made everywhere, in one of {extents} other extents,
or where two of these hold at once. Two or more slips are combined, whatever passes they are in. Each slip is tried in
every style of right program in which it gives other numbers: σ′ from z or from a, the shortcut δ = a − y, automatic
differentiation.

Wrong formulas of σ, σ′ and of a cost are made from the right one: a part of it left out, used twice or negated, another
operator, or its two sides exchanged. So a new activation or cost brings its wrong formulas with it.

Where layers differ in width, a slip may read beyond the end of a list. What stands there depends on the language: the
next number in memory, no number at all, or the start of the list again. Nothing is predicted there, and the name rests
on the numbers that are read from the list itself.

The brackets ⟨⟩ show what should stand in the slot.

| slot | in | instead of what is in ⟨⟩ |
|---|---|---|
"""

BY_HAND = """## By hand

What does not fit into slots: whole procedures, state between cases, precision, transport. There are
{entries} entries. Some leave a number open, and many can be written in more than one way: each way is tried.

"""


def entry(mistake):
    """A paragraph on one mistake."""
    text = (
        f"**`{mistake.name}`**, {kind(mistake)}: `{mistake.written}` instead of `{mistake.right}`. "
        f"{mistake.shows} *Does not show:* {mistake.hidden}"
    )
    if mistake.only:
        text += f" *Only in:* {', '.join(f'`{name}`' for name in mistake.only)}."
    if mistake.parameter is not None:
        text += f" *The number:* {mistake.parameter.symbol}, such as {mistake.parameter.typical:.6g}."
    if mistake.stateful:
        text += " *State* is kept from one case to the next."
    if mistake.seen:
        text += f" *Seen at* {mistake.seen}."
    return text


def instead(substitute, group):
    """What stands in the slot instead, in words."""
    letter = SLOTS[group.slots[0]].vector
    if substitute.name in INDICES and letter in ("k", "m"):
        return group.symbol.replace(letter, INDICES[substitute.name].format(letter))
    return put_in(substitute.text, group.symbol).replace("{k}", letter).replace("; ", ", ")


def row(group):
    """A row of the grammar's table."""
    number = ", ".join(f"({one})" for one in group.equation.split("/")) if group.equation else ""
    written = group.written.replace("{0}", "{}").replace("{}", f"⟨{group.symbol}⟩").replace("|", "\\|")
    texts = [instead(one, group) for one in group.substitutes.values()]
    said = "; ".join(text.replace("|", "\\|") for text in texts)
    return f"| {group.name} {number} | `{written}` | {len(texts)}: {said} |\n"


def page():
    """The whole page."""
    parts = [HEAD.format(known=len(KNOWN))]
    parts.extend(entry(MISTAKES[known.name]) + "\n\n" for known in KNOWN)
    parts.append(OTHERS)
    parts.extend(f"- **`{name}`**: `{MISTAKES[name].written}`\n" for name in list(NAMES.values())[len(KNOWN):])
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
