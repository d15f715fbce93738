"""Curves with axes and a legend, linear or logarithmic.

    line_chart    of named curves
    ticks         the round numbers on an axis
"""

from __future__ import annotations

import math
from typing import NamedTuple, Optional
from collections.abc import Iterator, Sequence

from .svg import COLOURS, DASHES, FAINT, INK, SOFT, Picture, element, figure, number, text, title

Point = tuple[float, Optional[float]]
MOST = 8  # curves: as many as there are colours
MOST_DRAWN, LEAST_DRAWN = 1e300, 1e-300  # beyond them an axis has no room within the doubles
LEFT, RIGHT, TOP, BOTTOM = 64.0, 18.0, 34.0, 46.0
LEGEND_ROW = 18.0
LINE = 28.0  # of a curve's entry in the legend


class Axis(NamedTuple):
    """From a number to a place: low is drawn at start, high at end."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def place(self, value: float) -> float:
        """Where a number is drawn."""
        low, high, at = self.low, self.high, value
        if self.log:
            low, high, at = math.log10(low), math.log10(high), math.log10(at)
        return self.start + (self.end - self.start) * ((at - low) / (high - low))


def line_chart(
    curves: Sequence[tuple[str, Sequence[Point]]],
    title: str = "",
    x_label: str = "",
    y_label: str = "",
    log: bool = False,
    width: float = 560.0,
    height: float = 300.0,
    over: Sequence[float] = (),
) -> Picture:
    """Curves, each a name and its points; a y that is None or not finite leaves a gap, and so does one ≤ 0 if log.

    So does one that is beyond 1e300, or if log below 1e-300.

    over: values that the y axis has room for, whatever the points are.

    >>> line_chart([("cost", [(0, 0.5), (1, 0.25)])], "Cost by update").description
    'Cost by update: cost from 0.5 to 0.25'
    """
    if len(curves) > MOST:
        raise ValueError(f"curves: found {len(curves)}, expected at most {MOST}")
    width, height = float(width), float(height)
    drawn = [(name, _drawable(points, log)) for name, points in curves]
    every = [(x, y) for _, points in drawn for x, y in points if y is not None]
    x_axis = _axis([x for x, _ in every], LEFT, width - RIGHT, False)
    legend = _legend_rows([name for name, _ in drawn], width) if len(drawn) > 1 else []
    top = TOP + LEGEND_ROW * len(legend)
    y_axis = _axis([*(y for _, y in every), *over], height - BOTTOM, top, log)
    parts = [text(LEFT, 20.0, title, 14.0, "start", font_weight="600"), *_grid(x_axis, y_axis, width, height)]
    parts.append(text((LEFT + width - RIGHT) / 2, height - 8.0, x_label, 12.0, fill=SOFT))
    middle = (top + height - BOTTOM) / 2
    parts.append(text(14.0, middle, y_label, 12.0, fill=SOFT, transform=f"rotate(-90 14 {number(middle)})"))
    for n, (name, points) in enumerate(drawn):
        parts.extend(_curve(n, name, points, x_axis, y_axis))
    parts.extend(_legend(legend))
    return Picture(width, height, _described(title, drawn), parts)


def _drawable(points: Sequence[Point], log: bool) -> list[Point]:
    """The points with a gap, None, for what cannot be drawn."""
    found: list[Point] = []
    for x, y in points:
        fine = y is not None and abs(y) <= MOST_DRAWN and (y >= LEAST_DRAWN or not log)
        found.append((float(x), float(y) if fine and y is not None else None))
    return found


def _axis(values: Sequence[float], start: float, end: float, log: bool) -> Axis:
    """An axis with room for all values."""
    if not values:
        return Axis(1.0, 10.0, start, end, log) if log else Axis(0.0, 1.0, start, end)
    low, high = min(values), max(values)
    if log:
        low, high = 10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high))
        return Axis(max(low, 5e-324), high if high > low else low * 10, start, end, True)
    if low == high:
        low, high = low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2
    if start > end and 0 < low <= high / 2:  # of the ordinate: 0 is shown where it is not far
        low = 0.0
    return Axis(low, high, start, end)


def ticks(low: float, high: float, log: bool = False, most: int = 6) -> list[float]:
    """Round numbers from low to high.

    >>> ticks(0, 1), ticks(0.001, 10, log=True)
    ([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [0.001, 0.01, 0.1, 1.0, 10.0])
    """
    if log:
        first, last = round(math.log10(low)), round(math.log10(high))
        every = max(1, -(-(last - first) // most))
        return [float(f"1e{n}") for n in range(first, last + 1, every)]
    rough = (high - low) / (most - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    round_step = next(size * by for by in (1, 2, 2.5, 5, 10) if size * by >= rough * 0.999)
    first = math.ceil(low / round_step - 1e-9)
    found = []
    for n in range(first, first + 2 * most):
        tick = float(f"{n * round_step:.12g}")
        if tick > high + round_step * 1e-9:
            break
        found.append(tick)
    return found


def _grid(x_axis: Axis, y_axis: Axis, width: float, height: float) -> Iterator[str]:
    for tick in ticks(y_axis.low, y_axis.high, y_axis.log):
        y = y_axis.place(tick)
        yield element("line", {"x1": LEFT, "y1": y, "x2": width - RIGHT, "y2": y, "stroke": FAINT, "stroke-width": 1.0})
        yield text(LEFT - 8.0, y + 4.0, figure(tick), 11.0, "end", SOFT)
    base = height - BOTTOM
    for tick in ticks(x_axis.low, x_axis.high):
        x = x_axis.place(tick)
        yield element("line", {"x1": x, "y1": base, "x2": x, "y2": base + 5.0, "stroke": SOFT, "stroke-width": 1.0})
        yield text(x, base + 18.0, figure(tick, 4), 11.0, fill=SOFT)
    yield element("line", {"x1": LEFT, "y1": base, "x2": width - RIGHT, "y2": base, "stroke": INK, "stroke-width": 1.2})


def _curve(n: int, name: str, points: Sequence[Point], x_axis: Axis, y_axis: Axis) -> Iterator[str]:
    """A curve, broken at its gaps; of many points in one column of the picture only the outermost."""
    path, pen_down = [], False
    for x, y in _thinned(points, x_axis):
        if y is None:
            pen_down = False
            continue
        path.append(f"{'L' if pen_down else 'M'}{number(x_axis.place(x))} {number(y_axis.place(y))}")
        pen_down = True
    if path:
        if len(path) == 1:
            path.append("h0.1")
        yield element("path", {
            "d": "".join(path), "fill": "none", "stroke": COLOURS[n], "stroke-width": 2.0,
            "stroke-dasharray": DASHES[n], "stroke-linejoin": "round", "stroke-linecap": "round",
        }, title(name))


def _thinned(points: Sequence[Point], x_axis: Axis) -> Iterator[Point]:
    """First, lowest, highest and last of the points that share a column."""
    column: list[Point] = []
    for point in [*points, None]:
        here = None if point is None else int(x_axis.place(point[0]))
        gap = point is None or point[1] is None
        if column and (gap or here != int(x_axis.place(column[0][0]))):
            low, high = min(column, key=lambda p: p[1] or 0.0), max(column, key=lambda p: p[1] or 0.0)
            yield from sorted({id(p): p for p in (column[0], low, high, column[-1])}.values(), key=column.index)
            column = []
        if gap:
            if point is not None:
                yield point
        elif point is not None:
            column.append(point)


def _legend_rows(names: Sequence[str], width: float) -> list[list[tuple[int, str, float]]]:
    """Which curve is named where: rows above the plot, each of (number, name, left), as many as there is need of."""
    rows: list[list[tuple[int, str, float]]] = []
    left = width
    for n, name in enumerate(names):
        wide = LINE + 6.0 + 6.6 * len(name)
        if left + wide > width - RIGHT:
            rows.append([])
            left = LEFT
        rows[-1].append((n, name, left))
        left += wide + 14.0
    return rows


def _legend(rows: Sequence[Sequence[tuple[int, str, float]]]) -> Iterator[str]:
    """Between the title and the plot, where no curve is."""
    for row, entries in enumerate(rows):
        y = TOP + LEGEND_ROW * row
        for n, name, left in entries:
            yield element("line", {
                "x1": left, "y1": y, "x2": left + LINE, "y2": y, "stroke": COLOURS[n], "stroke-width": 2.0,
                "stroke-dasharray": DASHES[n],
            })
            yield text(left + LINE + 6.0, y + 4.0, name, 11.5, "start")


def _described(title: str, drawn: Sequence[tuple[str, Sequence[Point]]]) -> str:
    told = []
    for name, points in drawn:
        ys = [y for _, y in points if y is not None]
        told.append(f"{name} from {figure(ys[0])} to {figure(ys[-1])}" if ys else f"{name}, nothing to draw")
    return f"{title}: {'; '.join(told)}" if title else "; ".join(told)
