"""A walk as HTML that asks for nothing from anywhere: MathML, no script, no style attribute, everything escaped.

    as_html       all of it, in one <section>
    HTML_STYLE    the style sheet that goes with it; every selector stands below .backprop-walk
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..costs import COSTS
from ..pictures import drawing, escaped_markup
from .bias_question import cells
from .figures import picked
from .finite_differences import in_precision
from .notation import in_parts
from .records import CostRow, Elided, Group, Note, Question, Section, Walk
from .scripts import MATHML
from .step_events import Event

HTML_STYLE = """\
.backprop-walk { max-width: 60em; line-height: 1.5; }
.backprop-walk h2, .backprop-walk h3 { margin: 1.4em 0 0.4em; border-bottom: 1px solid #d0d7de; }
.backprop-walk h4 { margin: 1.1em 0 0.3em; font-weight: 600; }
.backprop-walk dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1em 1em; margin: 0.6em 0; }
.backprop-walk dd { margin: 0; overflow-wrap: anywhere; }
.backprop-walk .equation { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3em 0.5em; }
.backprop-walk .equation { margin: 0.35em 0 0.35em 1em; }
.backprop-walk .tag { margin-left: auto; opacity: 0.7; white-space: nowrap; }
.backprop-walk .neuron { margin: 0 0 0.9em; break-inside: avoid; }
.backprop-walk .left-out { opacity: 0.7; }
.backprop-walk .wide { overflow-x: auto; }
.backprop-walk table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.backprop-walk th, .backprop-walk td { text-align: left; padding: 0.15em 0.7em 0.15em 0; font-weight: normal; }
.backprop-walk thead th { opacity: 0.7; }
.backprop-walk svg { max-width: 100%; height: auto; }
"""


def as_html(walk: Walk, picture: bool = True, brief: bool = False) -> str:
    """All of a walk.  picture: with a drawing of the network.  brief: without what is said of case and notation."""
    with in_precision(walk.digits):
        return '<section class="backprop-walk">\n' + "\n".join(_parts(walk, picture, brief)) + "\n</section>\n"


def _text(text: object) -> str:
    return escaped_markup(text)


def _math(markup: str) -> str:
    return f'<math displaystyle="true">{markup}</math>'


def _formula(formula: str) -> str:
    return _math(MATHML.formula(formula, {}))


def _parts(walk: Walk, picture: bool, brief: bool) -> Iterator[str]:
    if not brief:
        yield "<h2>Backpropagation, every equation with its numbers</h2>"
        yield from _head(walk)
    if picture:
        shown = walk.chosen.example or 0
        yield f'<div class="wide">{drawing(walk.case.network, walk.step, walk.case.examples, shown).svg}</div>'
    told: set[str] = set()
    example = None
    for section in walk.sections:
        if isinstance(section, Elided):
            yield f'<p class="left-out">… examples {section.first} to {section.last} …</p>'
            continue
        if section.example not in (None, example):
            yield f"<h2>Example {section.example}</h2>"
            yield _fields(_example(walk, section.example))
        example = section.example
        yield from _section(walk, section, section.title not in told)
        told.add(section.title)


def _fields(fields: Sequence[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in fields) + "</dl>"


def _head(walk: Walk) -> Iterator[str]:
    case = walk.case
    fields = [
        ("case", _text(case.id) + (f": {_text(case.note)}" if case.note else "")),
        ("network", _text("-".join(map(str, case.network.sizes)) + ": " + ", ".join(
            layer.activation for layer in case.network.layers))),
        ("cost", f"{_text(case.cost)}, {_formula('C = ' + COSTS[case.cost].formula)}"),
    ]
    if case.alpha is not None:
        fields.append(("rate", _math(f"<mi>α</mi><mo>=</mo>{MATHML.number(walk.figures.of(case.alpha))}")))
    if len(case.examples) > 1:
        fields.append(("examples", f"{len(case.examples)}; C is the {case.reduction} of their costs"))
    else:
        fields += _example(walk, 0)
    yield _fields([*fields, ("numbers", _text(walk.how))])
    yield (
        "<p>Layers l, neurons and examples i count from 0. j is a neuron of layer l, k one of the layer before, m one "
        f"of the layer after; the weight {_formula('w_jk^l')} leads from k to j. C is the cost, σ the activation.</p>"
    )


def _example(walk: Walk, i: int) -> list[tuple[str, str]]:
    fields = []
    for name, values in (("x", walk.case.examples[i].x), ("y", walk.case.examples[i].y)):
        texts = ["…" if n is None else walk.figures.of(values[n]) for n in picked(len(values))]
        fields.append((name, _text(", ".join(texts))))
    return fields


def _section(walk: Walk, section: Section, with_equations: bool) -> Iterator[str]:
    yield f"<h3>{_title(section.title)}</h3>"
    for number, equation in section.stated if with_equations else []:
        yield f'<p class="equation">{_formula(equation)}<span class="tag">{_text(number)}</span></p>'
    for part in section.parts:
        if isinstance(part, Group):
            yield from _group(walk, part)
        elif isinstance(part, Note):
            yield f"<p>{_text(part.text)}</p>"
        elif isinstance(part, CostRow):
            value = f"C: {_text(part.why)}"
            if part.value is not None:
                value = _math(f"<mi>C</mi><mo>=</mo>{MATHML.number(walk.figures.of(part.value))}")
            yield f'<p class="equation">{value} {_text(part.when)}</p>'
        else:
            yield from _question(walk, part)


def _title(title: str) -> str:
    """A section's title; the formula in it is one."""
    before, colon, formula = title.partition(": the error signals ")
    if colon:
        formula, _, rest = formula.partition(", ")
        return f"{before}{colon}{_formula(formula)}, {rest}"
    return _text(title).replace("δ_j or Σ_j δ_j", f"{_formula('δ_j')} or {_formula('Σ_j δ_j')}")


def _group(walk: Walk, group: Group) -> Iterator[str]:
    if group.name:
        formula = f": {_text(group.entry)}, {_formula(f'{group.left} = {group.formula}')}" if group.formula else ""
        yield f"<h4>{_text(group.name)}{formula}</h4>"
    for block in group.blocks:
        if isinstance(block, Elided):
            yield f'<p class="left-out">… {block.what} {block.first} to {block.last} …</p>'
        else:
            yield '<div class="neuron">' + "".join(_equation(walk, event) for event in block) + "</div>"


def _equation(walk: Walk, event: Event | None) -> str:
    """One event: symbols, numbers, result, each in a formula of its own, so that lines can break between them."""
    if event is None:
        return '<p class="equation left-out">…</p>'
    parts = in_parts(event, walk.figures, walk.chosen.neuron is not None, MATHML)
    symbols, numbers, result = str(parts.symbols), str(parts.numbers), parts.result
    sides = [symbols]
    sides += [numbers] if numbers not in (symbols, result) else []
    sides += [result] if result != symbols else []
    first = _math(f"{parts.left}{MATHML.sign(parts.sign)}{sides[0]}")
    others = "".join(_math(f"<mo>=</mo>{side}") for side in sides[1:])
    tag = f'<span class="tag">{_text(parts.tag)}</span>' if parts.tag else ""
    return f'<p class="equation">{first}{others}{tag}</p>'


def _question(walk: Walk, question: Question) -> Iterator[str]:
    for text in question.asked:
        yield f"<p>{_text(text)}</p>"
    titles = ["", "its own δ", "", "quotient when b alone moves"]
    titles += ["sum of the layer's δ", "", "quotient when all b move"]
    heads = "".join(f'<th scope="col">{_text(title)}</th>' for title in titles)
    rows = []
    for layer in question.layers:
        for row in layer:
            name, *numbers = cells(walk.figures, row)
            written = name if row is None else _formula(name)
            columns = "".join(f"<td>{_text(number)}</td>" for number in numbers)
            rows.append(f'<tr><th scope="row">{written}</th>{columns}</tr>')
    yield f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    for note in question.notes:
        yield f"<p>{_text(note)}</p>"
