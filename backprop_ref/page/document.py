"""The walk as a document, for paper and for browsers without script: every equation with its numbers, as MathML."""

from __future__ import annotations

from html import escape

from ..cases import Case
from ..terminal import BadUsage
from ..walk import as_html, walk

LARGE = ' displaystyle="true"'  # which document.css says once for all


def document_of(case: Case) -> str:
    """The walk through a case as HTML, elided as ``explain`` elides; where the case has no numbers, why."""
    note = '<p class="changed-note">The case was changed on the page; this is the walk through the original case.</p>'
    try:
        html = as_html(walk(case), picture=False)
    except BadUsage as error:
        html = f"<p>{escape(str(error))}</p>"
    return f"{note}\n{html.replace(LARGE, '')}"
