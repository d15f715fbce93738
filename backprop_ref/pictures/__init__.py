"""Pictures: a network, curves, decision regions, as SVG made of text alone.

    svg                 Picture, and what every picture is made of: elements, escaped texts, numbers
    network_picture     drawing: neurons, weights, and a node for each bias
    charts              line_chart: curves with axes and a legend, linear or logarithmic; MOST_DRAWN: on an axis
    maps                regions: the answers of a classifier of two inputs, and the points that it learned from

No picture loads anything or has a script or a style sheet.  Colours are safe for the colour-blind, and a dash or a
shape says the same as each colour.
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
