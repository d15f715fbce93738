"""The walk as a document: what ``explain`` prints, section by section, for paper and for browsers without script."""

from __future__ import annotations

import io
from html import escape

from ..cases import Case
from ..terminal import BadUsage, Screen
from ..walk import put_walk, walk

WIDTH = 96


class Sheets(Screen):
    """A screen on which every heading begins a sheet of its own.  sheets: title and text of each."""

    def __init__(self, title: str) -> None:
        super().__init__(io.StringIO(), width=WIDTH)
        self.sheets = [(title, self.stream)]

    def put_heading(self, text: str) -> None:
        """Begin a new sheet."""
        self.stream = io.StringIO()
        self.sheets.append((text, self.stream))


def document_of(case: Case) -> str:
    """The walk through a case as HTML: a heading for each section, and below it the text; elided as it is there."""
    screen = Sheets("The case")
    try:
        put_walk(screen, walk(case))
    except BadUsage as error:  # the case has no numbers: why
        screen.put(str(error))
    parts = ['<p class="changed-note">The case was changed on the page; this is the walk through it as it was.</p>']
    for title, stream in screen.sheets:
        assert isinstance(stream, io.StringIO)
        text = stream.getvalue().strip("\n")
        parts.append(f"<section><h2>{escape(title)}</h2>\n<pre>{escape(text)}</pre></section>")
    return "\n".join(parts)
