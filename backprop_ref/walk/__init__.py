"""The walk through a case: explanations as data, and the ways to show them.

    symbols  step_events  chain_rule_events    one record for each equation that was applied, and where its numbers are
    records             what a walk consists of: sections, groups, notes
    sections            walk: all of it, or what was chosen of it
    chosen              what was chosen: equations, a layer, a neuron, an example
    case_step           the step in the numbers that are to be shown
    finite_differences  bias_question    what the cost itself says
    figures             how numbers are written
    notation            how each equation is written
    layout  on_screen   on a terminal
    formulas  scripts   LaTeX and MathML
    markdown  html      for slides, notebooks, pages
    explanation         explain: what Python returns, and what shows itself
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .chain_rule_events import path_events
    from .chosen import Chosen
    from .case_step import computed
    from .explanation import Explanation, explain
    from .step_events import Event, events
    from .figures import Figures
    from .finite_differences import in_precision
    from .html import HTML_STYLE, as_html
    from .markdown import as_markdown
    from .on_screen import put_events, put_walk
    from .records import plain
    from .sections import walk

__all__ = [
    "Chosen", "Event", "Explanation", "Figures", "HTML_STYLE", "as_html", "as_markdown", "computed", "events",
    "explain", "in_precision", "path_events", "plain", "put_events", "put_walk", "walk",
]

__getattr__ = exported_later(__name__, {
    "chain_rule_events": "path_events",
    "case_step": "computed",
    "chosen": "Chosen",
    "finite_differences": "in_precision",
    "step_events": "Event events",
    "explanation": "Explanation explain",
    "figures": "Figures",
    "html": "HTML_STYLE as_html",
    "markdown": "as_markdown",
    "on_screen": "put_events put_walk",
    "records": "plain",
    "sections": "walk",
})
