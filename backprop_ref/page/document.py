"""The walk as a document: what ``explain`` prints, section by section, for paper and for browsers without script."""

from __future__ import annotations

import io
from html import escape

from ..cases import Case
from ..numerals import Iterator
from ..terminal import BadUsage, Screen
from ..walk.chosen import Chosen
from ..walk.computed import computed
from ..walk.explain import Explanation
from ..walk.finite_differences import precision

WIDTH = 96
RULE = "───"


def document_of(case: Case) -> str:
    """The walk through a case as HTML: a heading for each section, and below it the text; elided as it is there."""
    parts = ['<p class="changed-note">The case was changed on the page; this is the walk through it as it was.</p>']
    for title, lines in _sections(_text(case)):
        parts.append(f"<section><h2>{escape(title)}</h2>")
        parts.append(f"<pre>{escape(chr(10).join(lines).strip(chr(10)))}</pre></section>")
    return "\n".join(parts)


def _text(case: Case) -> str:
    """What ``explain`` prints; where the case has no numbers, why."""
    stream = io.StringIO()
    try:
        done = computed(case)
        explanation = Explanation(Screen(stream, width=WIDTH), done, Chosen())
        if done.digits is None:
            explanation.put()
        else:
            with precision(done.digits):
                explanation.put()
    except BadUsage as error:
        return f"Backpropagation\n\n{error}"
    return stream.getvalue()


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """Title and lines of each section."""
    title, *rest = text.splitlines()
    lines: list[str] = []
    for line in rest:
        if line.endswith(RULE):
            yield title, lines
            title, lines = line.rstrip("─").strip(), []
        else:
            lines.append(line)
    yield title, lines
