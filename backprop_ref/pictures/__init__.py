"""Pictures: a network, curves, decision regions, as SVG made of text alone.

    svg                 Picture, and what every picture is made of: elements, escaped texts, numbers
    network_picture     drawing: neurons, weights, biases as nodes of their own
    charts              line_chart: curves with axes and a legend, linear or logarithmic; MOST_DRAWN: on an axis
    maps                regions: what a classifier of two inputs says everywhere, and the points that it learned from

No picture asks for anything from anywhere, has a script or a style sheet; colours are safe for the colour-blind, and
what a colour says is said by a dash or a shape too.
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .charts import MOST_DRAWN, line_chart
    from .maps import regions
    from .network_picture import drawing
    from .svg import Picture, escaped_markup

__all__ = ["MOST_DRAWN", "Picture", "drawing", "escaped_markup", "line_chart", "regions"]

__getattr__ = exported_later(__name__, {
    "charts": "MOST_DRAWN line_chart",
    "maps": "regions",
    "network_picture": "drawing",
    "svg": "Picture escaped_markup",
})
