"""A run of training as one HTML page that needs nothing else: curves, regions, the network at some epochs.

    history_page    the page

Pictures are those of ``pictures``.  From each epoch that is shown one comes into the walk: every equation of the next
step with its numbers, where the network is small enough to be read, and the case, for explain and classroom.
"""

from __future__ import annotations

import base64
import io
import json
from html import escape
from typing import Any, Callable
from collections.abc import Sequence

from .. import RULES
from ..cases import Case, case_object
from ..network import Network
from ..admission import shown
from ..pictures import MOST_DRAWN, Picture, drawing, line_chart, regions
from ..rules import Rules
from ..terminal import BadUsage, Screen
from ..walk import Chosen, put_walk, walk
from .columns import Classes, Columns, Numeric
from .model import Model
from .run import Rows, Run, Sight

SHOWN = 6  # epochs whose network is drawn
READABLE = 120  # weights and biases of a network whose steps are written out
IN_A_CASE = 4  # rows of the case of an epoch
MOST_POINTS = 300  # on a map
MOST_CLASSES = 8  # that a map has colours for

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; background: #fff; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
pre { overflow-x: auto; font: 13px/1.4 ui-monospace, monospace; background: #f6f8fa; padding: .7rem; }
figure { display: inline-block; margin: .5rem 1rem .5rem 0; vertical-align: top; max-width: 100%; }
figure svg { max-width: 100%; height: auto; } figcaption { font-size: .9rem; color: #57606a; }
summary { cursor: pointer; }
@media print { details > :not(summary) { display: none; } body { margin: 0; } figure { break-inside: avoid; } }
"""


def history_page(
    title: str,
    text: str,
    columns: Columns,
    rows: Rows,
    held: Rows | None,
    runs: Sequence[tuple[str, Run, Rules]],
    settings: dict[str, Any],
) -> str:
    """The page of one run, or of the right one and one with a mistake.

    text: what was said of it on the screen.  runs: of each its name, the Run, and its rules.
    settings: those of the model, for the cases.
    """
    parts = [f"<h1>{escape(title)}</h1>", f"<pre>{escape(text)}</pre>", "<h2>Curves</h2>"]
    parts += [_figure(picture) for picture in _curves(columns, held, runs)]
    if _has_a_map(columns):
        parts.append("<h2>What the network answers everywhere</h2>")
        for name, run, eq in runs:
            for number, network in _some(run.kept, 3):
                parts.append(_figure(_map(columns, rows, network, eq, f"{_of(name, runs)}epoch {number}")))
    for name, run, eq in runs:
        which = f" with {escape(name)}" if eq is not RULES else ""
        parts.append(f"<h2>The network{which}, epoch by epoch</h2>")
        for number, network in _some(run.kept, SHOWN):
            model = Model(network, columns, settings)
            parts.append(_epoch(model, rows, number, eq is RULES))
        others = [_link(Model(network, columns, settings), rows, number) for number, network in run.kept]
        parts.append(f"<p>Cases of these and other epochs: {', '.join(others)}.</p>")
    body = "\n".join(parts)
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}{view}</head>\n<body>\n{body}\n</body></html>\n'


def _figure(picture: Picture, caption: str = "") -> str:
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{picture.svg}{below}</figure>"


def _of(name: str, runs: Sequence[Any]) -> str:
    return f"{name}, " if len(runs) > 1 else ""


# ---- curves ----------------------------------------------------------------------------------


def _curves(columns: Columns, held: Rows | None, runs: Sequence[tuple[str, Run, Rules]]) -> list[Picture]:
    """Cost, score, and the error signals of each layer."""
    curve: list[tuple[str, Callable[[Sight], float | None]]] = [("training", lambda sight: sight.cost)]
    scores: list[tuple[str, Callable[[Sight], float | None]]] = [("training", lambda sight: sight.score)]
    if held is not None:
        curve.append(("held out", lambda sight: sight.held_cost))
        scores.append(("held out", lambda sight: sight.held_score))
    classes = isinstance(columns.target, Classes)
    what, over = ("fraction that is right", (0.0, 1.0)) if classes else ("root mean squared error", ())
    pictures = [
        line_chart(_drawn(curve, runs), "Cost by epoch", "epoch", "cost (logarithmic)", log=True),
        line_chart(_drawn(scores, runs), f"{what.capitalize()} by epoch", "epoch", what, over=over),
    ]
    for name, run, _ in runs:
        layers = range(len(run.network.layers))[:8]
        deltas = [(f"layer {l}", [(sight.number, (sight.deltas or [0.0])[l]) for sight in run.sights]) for l in layers]
        title = f"Mean |δ| by layer{', ' + name if len(runs) > 1 else ''}"
        pictures.append(line_chart(deltas, title, "epoch", "mean |δ| (logarithmic)", log=True))
    return pictures


def _drawn(
    curves: Sequence[tuple[str, Callable[[Sight], float | None]]], runs: Sequence[tuple[str, Run, Rules]]
) -> list[tuple[str, list[tuple[float, float | None]]]]:
    return [
        (f"{_of(name, runs)}{label}", [(float(sight.number), value(sight)) for sight in run.sights])
        for name, run, _ in runs for label, value in curves
    ]


def _some(kept: Sequence[tuple[int, Network]], count: int) -> list[tuple[int, Network]]:
    """The first, the last, and others between, as many as there shall be."""
    if len(kept) <= count:
        return list(kept)
    return [kept[round(n * (len(kept) - 1) / (count - 1))] for n in range(count)]


# ---- a map of two inputs ---------------------------------------------------------------------


def _has_a_map(columns: Columns) -> bool:
    """Two inputs, both of them numbers that can be drawn, and classes that there are colours for."""
    two = len(columns.inputs) == 2 and all(isinstance(column, Numeric) for column in columns.inputs)
    two = two and all(abs(value) < MOST_DRAWN for column in columns.inputs for value in columns.values[column.name])
    return two and isinstance(columns.target, Classes) and len(columns.target.values) <= MOST_CLASSES


def _map(columns: Columns, rows: Rows, network: Network, eq: Rules, title: str) -> Picture:
    first, second = columns.inputs
    classes = columns.target.values

    def classify(x_0: float, x_1: float) -> int:
        try:
            z, a = eq.forward(network, [*first.encoded(x_0), *second.encoded(x_1)], eq)
        except (ArithmeticError, ValueError):
            return 0
        index: int = a[-1].index(max(a[-1]))
        return index

    points = []
    for example, meant in list(zip(rows.examples, rows.meant))[:MOST_POINTS]:
        x_0, x_1 = (x * column.scale + column.offset for x, column in zip(example.x, columns.inputs))
        points.append((x_0, x_1, classes.index(meant)))
    return regions(classify, points, classes, title, (first.name, second.name))


# ---- an epoch --------------------------------------------------------------------------------


def _epoch(model: Model, rows: Rows, number: int, right: bool) -> str:
    """The network after an epoch, drawn, and its next step."""
    case = _case(model, rows, number)
    parts = [_figure(drawing(model.network), f"after epoch {number}" if number else "at the start")]
    name = f"epoch-{number}.jsonl"
    parts.append(
        f"<p>{_link(model, rows, number)}: this network and {len(case.examples)} rows as a case; "
        f"<code>backprop-ref explain {name}</code> and <code>backprop-ref classroom {name}</code> go on from there.</p>"
    )
    parameters = sum(len(layer.b) + len(layer.w) * len(layer.w[0]) for layer in model.network.layers)
    if right and parameters <= READABLE:
        stream = io.StringIO()
        try:
            put_walk(Screen(stream, width=100), walk(case, Chosen(example=0)))
        except (ArithmeticError, ValueError, BadUsage) as error:
            stream.write(shown(str(error)))
        parts.append(f"<details><summary>every equation of its next step, with the numbers of the first row</summary>"
                     f"<pre>{escape(stream.getvalue())}</pre></details>")
    return "\n".join(parts)


def _case(model: Model, rows: Rows, number: int) -> Case:
    """The network after an epoch, and some rows."""
    return model.case(f"epoch-{number}", rows.examples[:IN_A_CASE])


def _link(model: Model, rows: Rows, number: int) -> str:
    """A link that gives the case of an epoch as a file."""
    line = json.dumps(case_object(_case(model, rows, number))) + "\n"
    data = base64.b64encode(line.encode("utf-8")).decode("ascii")
    return f'<a download="epoch-{number}.jsonl" href="data:application/json;base64,{data}">epoch-{number}.jsonl</a>'
