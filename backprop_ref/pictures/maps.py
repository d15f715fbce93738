"""The answers of a classifier of two inputs on the whole plane, and the points that it learned from.

    regions    a map of colours, with the points on it
    png        rows of colours as a picture that stands in the text
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Callable, Union
from collections.abc import Iterator, Sequence

from .charts import Axis, ticks
from .svg import COLOURS, INK, PAPER, SOFT, Picture, element, figure, number, text

Said = Union[int, float]
SIDE, LEFT, TOP, BOTTOM = 300.0, 44.0, 34.0, 40.0
MOST = 8  # classes: as many as there are colours


def regions(
    classify: Callable[[float, float], Said],
    points: Sequence[tuple[float, float, int]],
    names: Sequence[str] = (),
    title: str = "",
    labels: tuple[str, str] = ("x_0", "x_1"),
    cells: int = 60,
) -> Picture:
    """A map.  classify: for a point its class, an int from 0; or a float from 0, surely class 0, to 1, surely class 1.

    points: two numbers and a class each, a shape for each class.  names: of the classes, for the legend.

    >>> regions(lambda x, y: int(x > y), [(0, 0, 0), (1, 0, 1)], ["above", "below"], "Halves").description
    'Halves: 2 points of 2 classes'
    """
    classes = max([point[2] for point in points] + [len(names) - 1, 1]) + 1
    if classes > MOST:
        raise ValueError(f"classes: found {classes}, expected at most {MOST}")
    x_axis = _around([point[0] for point in points], LEFT, LEFT + SIDE)
    y_axis = _around([point[1] for point in points], TOP + SIDE, TOP)
    rows = []
    for row in range(cells):
        y = y_axis.high - (y_axis.high - y_axis.low) * ((row + 0.5) / cells)
        xs = [x_axis.low + (x_axis.high - x_axis.low) * ((n + 0.5) / cells) for n in range(cells)]
        rows.append([_tint(classify(x, y)) for x in xs])
    picture = "data:image/png;base64," + base64.b64encode(png(rows)).decode("ascii")
    parts = [
        text(LEFT, 20.0, title, 14.0, "start", font_weight="600"),
        element("image", {
            "x": LEFT, "y": TOP, "width": SIDE, "height": SIDE, "href": picture, "preserveAspectRatio": "none",
        }),
        element("rect", {"x": LEFT, "y": TOP, "width": SIDE, "height": SIDE, "fill": "none", "stroke": SOFT}),
        *_axes(x_axis, y_axis, labels),
    ]
    parts += [_mark(x_axis.place(x), y_axis.place(y), n) for x, y, n in points]
    parts += _legend(list(names))
    width = LEFT + SIDE + (130.0 if names else 16.0)
    told = f"{len(points)} points of {classes} classes"
    return Picture(width, TOP + SIDE + BOTTOM, f"{title}: {told}" if title else told, parts)


def _around(values: Sequence[float], start: float, end: float) -> Axis:
    """An axis with some room around the values."""
    low, high = (min(values), max(values)) if values else (-1.0, 1.0)
    room = (high - low) / 8 or 1.0
    return Axis(low - room, high + room, start, end)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _tint(said: Said) -> tuple[int, int, int]:
    """The colour of what was said of a point: lighter than that of the class, towards white where it is unsure."""
    if isinstance(said, int):
        colour, sure = _rgb(COLOURS[said % MOST]), 0.45
    else:
        part = min(1.0, max(0.0, said)) if said == said else 0.5
        colour, sure = _rgb(COLOURS[int(part > 0.5)]), 0.1 + 0.8 * abs(part - 0.5)
    red, green, blue = (round(255 - (255 - channel) * sure) for channel in colour)
    return red, green, blue


def png(rows: Sequence[Sequence[tuple[int, int, int]]]) -> bytes:
    """Rows of red, green, blue as a PNG.

    >>> png([[(255, 0, 0)]])[:8]
    b'\\x89PNG\\r\\n\\x1a\\n'
    """

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    lines = b"".join(b"\0" + bytes(channel for pixel in row for channel in pixel) for row in rows)
    ended = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + ended


def _axes(x_axis: Axis, y_axis: Axis, labels: tuple[str, str]) -> Iterator[str]:
    for tick in ticks(x_axis.low, x_axis.high, most=5):
        yield text(x_axis.place(tick), TOP + SIDE + 15.0, figure(tick), 11.0, fill=SOFT)
    for tick in ticks(y_axis.low, y_axis.high, most=5):
        yield text(LEFT - 6.0, y_axis.place(tick) + 4.0, figure(tick), 11.0, "end", SOFT)
    yield text(LEFT + SIDE / 2, TOP + SIDE + 33.0, labels[0], 12.0, fill=SOFT)
    yield text(12.0, TOP + SIDE / 2, labels[1], 12.0, fill=SOFT, transform=f"rotate(-90 12 {number(TOP + SIDE / 2)})")


def _mark(x: float, y: float, n: int) -> str:
    """A point of class n: each class has a shape of its own."""
    look: dict[str, object] = {"fill": COLOURS[n], "stroke": PAPER, "stroke-width": 1.0}
    if n % 4 == 0:
        return element("circle", {"cx": x, "cy": y, "r": 4.0, **look})
    if n % 4 == 1:
        return element("rect", {"x": x - 3.6, "y": y - 3.6, "width": 7.2, "height": 7.2, **look})
    turned = (0.0, -5.0, 4.6, 3.4, -4.6, 3.4) if n % 4 == 2 else (0.0, -5.2, 5.2, 0.0, 0.0, 5.2, -5.2, 0.0)
    corners = " ".join(f"{number(x + dx)},{number(y + dy)}" for dx, dy in zip(turned[::2], turned[1::2]))
    return element("polygon", {"points": corners, **look})


def _legend(names: Sequence[str]) -> list[str]:
    parts = []
    for n, name in enumerate(names):
        y = TOP + 12.0 + 20.0 * n
        parts += [_mark(LEFT + SIDE + 16.0, y, n), text(LEFT + SIDE + 26.0, y + 4.0, name, 12.0, "start", INK)]
    return parts
