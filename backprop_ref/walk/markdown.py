"""A walk as Markdown with LaTeX formulas, for slides, notebooks and pages.

    as_markdown    all of it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..costs import COSTS
from ..terminal import escaped
from .bias_question import cells
from .figures import picked
from .finite_differences import in_precision
from .notation import in_parts
from .records import CostRow, Elided, Group, Note, Question, Section, Walk
from .scripts import LATEX
from .step_events import Event

SPECIAL = set("\\`*_{}[]()<>#+!|&$~")


def as_markdown(walk: Walk, brief: bool = False) -> str:
    """All of a walk.  brief: without the paragraphs on the case and the notation."""
    with in_precision(walk.digits):
        return "\n\n".join(_paragraphs(walk, brief)) + "\n"


def text_of(text: str) -> str:
    r"""A text of somebody else's, as Markdown that shows just this.

    >>> print(text_of("<b>*x*\n[y](z)"))
    \<b\>\*x\*\\n\[y\]\(z\)
    """
    return "".join("\\" + c if c in SPECIAL else c for c in escaped(text.replace("\u00a0", " ")))


def _paragraphs(walk: Walk, brief: bool) -> Iterator[str]:
    if not brief:
        yield from _head(walk)
    told: set[str] = set()
    example = None
    for section in walk.sections:
        if isinstance(section, Elided):
            yield f"… examples {section.first} to {section.last} …"
            continue
        if section.example not in (None, example):
            yield f"## Example {section.example}"
            yield _example(walk, section.example)
        example = section.example
        yield from _section(walk, section, section.title not in told)
        told.add(section.title)


def _head(walk: Walk) -> Iterator[str]:
    case = walk.case
    yield "# Backpropagation, every equation with its numbers"
    sizes = "-".join(map(str, case.network.sizes))
    note = f": {text_of(case.note)}" if case.note else ""
    lines = [
        f"- **case** {text_of(case.id)}{note}",
        f"- **network** {sizes}: {', '.join(text_of(layer.activation) for layer in case.network.layers)}",
        f"- **cost** {text_of(case.cost)}, ${LATEX.formula('C = ' + COSTS[case.cost].formula, {})}$",
    ]
    if case.alpha is not None:
        lines.append(rf"- **rate** $\alpha = {LATEX.number(walk.figures.of(case.alpha))}$")
    if len(case.examples) > 1:
        lines.append(f"- **examples** {len(case.examples)}; $C$ is the {case.reduction} of their costs")
    else:
        lines.append(_example(walk, 0))
    yield "\n".join([*lines, f"- **numbers** {text_of(walk.how)}"])
    yield (
        r"Layers $l$, neurons and examples $i$ count from 0. $j$ is a neuron of layer $l$, $k$ one of the "
        r"layer before, $m$ one of the layer after; the weight $w_{jk}^{l}$ leads from $k$ to $j$. "
        r"$C$ is the cost, $\sigma$ the activation."
    )


def _example(walk: Walk, i: int) -> str:
    lines = []
    for name, values in (("x", walk.case.examples[i].x), ("y", walk.case.examples[i].y)):
        texts = [r"\dots" if n is None else LATEX.number(walk.figures.of(values[n])) for n in picked(len(values))]
        lines.append(f"- ${name}$ = ${', '.join(texts)}$")
    return "\n".join(lines)


def _section(walk: Walk, section: Section, with_equations: bool) -> Iterator[str]:
    yield f"## {_title(section.title)}"
    for number, equation in section.stated if with_equations else []:
        yield _display(rf"{LATEX.formula(equation, {})} \qquad \text{{{number}}}")
    costs = [part for part in section.parts if isinstance(part, CostRow)]
    if costs:
        yield "\n".join(
            f"- {row.when}: {row.why}" if row.value is None else
            f"- {row.when}: $C = {LATEX.number(walk.figures.of(row.value))}$" for row in costs
        )
    for part in section.parts:
        if isinstance(part, Group):
            yield from _group(walk, part)
        elif isinstance(part, Note):
            yield text_of(part.text)
        elif isinstance(part, Question):
            yield from _question(walk, part)


def _title(title: str) -> str:
    """A section's title; the formula in it is one."""
    before, colon, formula = title.partition(": the error signals ")
    if colon:
        formula, _, rest = formula.partition(", ")
        return f"{before}{colon}${LATEX.formula(formula, {})}$, {rest}"
    return title.replace("δ_j or Σ_j δ_j", f"${LATEX.formula('δ_j', {})}$ or ${LATEX.formula('Σ_j δ_j', {})}$")


def _group(walk: Walk, group: Group) -> Iterator[str]:
    if group.name:
        formula = ""
        if group.formula:
            formula = f": {text_of(group.entry)}, ${LATEX.formula(f'{group.left} = {group.formula}', {})}$"
        yield f"**{text_of(group.name)}**{formula}"
    for block in group.blocks:
        if isinstance(block, Elided):
            yield f"… {block.what} {block.first} to {block.last} …"
        else:
            yield _display(_aligned(walk, block))


def _aligned(walk: Walk, events: Sequence[Event | None]) -> str:
    """The events of one neuron, aligned at their signs."""
    lines: list[str] = []
    for event in events:
        if event is None:
            lines.append(r"& \dots")
            continue
        parts = in_parts(event, walk.figures, walk.chosen.neuron is not None, LATEX)
        symbols, numbers, result = (str(side).strip() for side in (parts.symbols, parts.numbers, parts.result))
        sides = [symbols] + [side for side in (numbers, result) if side != symbols]
        sides = sides[:1] + [side for n, side in enumerate(sides[1:]) if n == len(sides) - 2 or side != sides[-1]]
        tag = rf" & \text{{{parts.tag}}}" if parts.tag else ""
        sign = LATEX.sign(parts.sign).strip()
        lines.append(f"{parts.left.strip()} &{sign} {sides[0]}{tag}")
        lines += [f"&= {side}" for side in sides[1:]]
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"


def _display(formula: str) -> str:
    return f"$$\n{formula.strip()}\n$$"


def _question(walk: Walk, question: Question) -> Iterator[str]:
    for text in question.asked:
        yield text_of(text)
    rows = ["| | its own δ | | quotient when b alone moves | sum of the layer's δ | | quotient when all b move |",
            "|---|---|---|---|---|---|---|"]
    for layer in question.layers:
        for row in layer:
            name, *numbers = cells(walk.figures, row)
            written = [f"${LATEX.formula(name, {})}$" if row is not None else "…", *map(text_of, numbers)]
            rows.append("| " + " | ".join(written) + " |")
    yield "\n".join(rows)
    for note in question.notes:
        yield text_of(note)
