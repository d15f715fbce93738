"""What ``explain`` returns from Python: a walk that can be shown anywhere.

    explain        of a network and its examples
    Explanation    as text in a plain session, as HTML in a notebook, as Markdown for slides
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from ..door import gradient_step
from ..unfinished import Unfinished
from ..cases import Case
from ..costs import HALF_SQUARED_ERROR
from ..network import Example, Network
from ..terminal import BadUsage, Screen
from .chosen import Chosen
from .html import HTML_STYLE, as_html
from .markdown import as_markdown
from .on_screen import put_walk
from .records import Walk
from .sections import walk
from ..numerals import Number


class Explanation:
    """Every equation of a step with its numbers.  walk: the same as records; case: what was explained."""

    def __init__(self, walk: Walk, brief: bool = False) -> None:
        self.walk = walk
        self.case = walk.case
        self.brief = brief

    def text(self, width: int = 80) -> str:
        """As a terminal shows it."""
        stream = io.StringIO()
        put_walk(Screen(stream, width=width), self.walk, self.brief)
        return stream.getvalue()

    def markdown(self) -> str:
        """As Markdown with LaTeX formulas."""
        return as_markdown(self.walk, self.brief)

    def html(self) -> str:
        """As HTML with MathML and a drawing, which asks for nothing from anywhere."""
        return f"<style>\n{HTML_STYLE}</style>\n{as_html(self.walk, brief=self.brief)}"

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text().rstrip("\n")

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_markdown_(self) -> str:
        return self.markdown()


def explain(
    network: Network,
    examples: Example | Sequence[Example],
    alpha: Number | None = None,
    cost: str = HALF_SQUARED_ERROR,
    reduction: str = "mean",
    equation: int | Sequence[int] | None = None,
    layer: int | None = None,
    neuron: int | None = None,
    example: int | None = None,
    exact: bool = False,
    digits: int | None = None,
    brief: bool = False,
) -> Explanation:
    """Every equation of one step of gradient descent with its numbers; ValueError where there is nothing to explain.

    equation (one, or several), layer, neuron, example: only these.  exact: correctly rounded, or in fractions.
    digits: how many are shown.  brief: without the paragraphs on the network and the notation.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[2, 3]], [1], "identity")])
    >>> explain(network, [Example([1, 1], [4])], equation=14, brief=True)  # doctest: +ELLIPSIS
    Gradients ──────────────────────────────────────────────────────────────────────
    <BLANKLINE>
    (14)  ∂C/∂b_j^l = ∂C/∂z_j^l · ∂z_j^l/∂b_j^l = δ_j^l
    <BLANKLINE>
    layer 0
    <BLANKLINE>
      ∂C/∂b_0^0 = δ_0^0·1 = 2·1 = 2                                             (14)
    ...
    """
    listed = [examples] if isinstance(examples, Example) else list(examples)
    try:
        gradient_step(network, listed, alpha, cost, reduction)  # it says what is wrong with these
    except Unfinished:
        pass  # what doubles cannot finish is computed exactly below
    in_fractions = getattr(network.number, "__name__", "") == "Fraction"
    case = Case("network", network, listed, alpha, cost, reduction, exact=in_fractions, whole=in_fractions)
    try:
        return Explanation(walk(case, Chosen(equation, layer, neuron, example), exact, digits, "exact=True"), brief)
    except BadUsage as error:
        raise ValueError(str(error).replace("--", "")) from None  # arguments, not options
