"""The walk as a document, for paper and for browsers without script: every equation with its numbers, as MathML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as markup
from collections.abc import Iterator
from html import escape

from ..cases import Case
from ..terminal import BadUsage
from ..walk import as_html, walk

LONG = 60  # characters of a formula
LARGE = ' displaystyle="true"'  # which document.css says once for all


def document_of(case: Case) -> str:
    """The walk through a case as HTML, elided as ``explain`` elides; where the case has no numbers, why."""
    note = '<p class="changed-note">The case was changed on the page; this is the walk through the original case.</p>'
    try:
        made = walk(case, exactly="exact arithmetic")  # on paper there is no option to ask for it
        html = re.sub("<math[^>]*>.*?</math>", _in_pieces, as_html(made, picture=False))
    except BadUsage as error:
        html = f"<p>{escape(str(error))}</p>"
    return f"{note}\n{html.replace(LARGE, '')}"


def _in_pieces(found: re.Match[str]) -> str:
    """A long formula as several, one for each term, so that its line can end between them."""
    formula = markup.fromstring(found[0])
    if len("".join(formula.itertext())) < LONG:
        return found[0]
    pieces: list[markup.Element] = []
    for node in _without_rows(formula):
        if not pieces or node.text == "+":
            pieces.append(markup.Element("math"))
        if node.text == "+":
            node.set("form", "infix")
        pieces[-1].append(node)
    return "".join(markup.tostring(piece, encoding="unicode") for piece in pieces)


def _without_rows(node: markup.Element) -> Iterator[markup.Element]:
    """What stands side by side in a formula, whatever it is grouped by."""
    for child in node:
        if child.tag == "mrow":
            yield from _without_rows(child)
        else:
            yield child
