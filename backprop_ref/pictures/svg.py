"""What every picture is made of.

    Picture     SVG as a text, shown by a notebook
    element     one element; what stands in it and in its attributes is escaped
    text        a label, with indices below and above
    figure      a number with few digits
    COLOURS, DASHES    one of each for each curve or class
"""

from __future__ import annotations

from collections.abc import Iterable

INK, SOFT, FAINT, PAPER = "#1f2328", "#57606a", "#d0d7de", "#ffffff"
POSITIVE, NEGATIVE = "#0072b2", "#d55e00"  # blue and vermilion of Okabe and Ito, told apart by everyone
COLOURS = (POSITIVE, NEGATIVE, "#009e73", "#cc79a7", "#8c6d00", "#56b4e9", "#e69f00", "#000000")
DASHES = ("", "7 4", "2 3", "9 3 2 3", "12 4", "4 2", "1 4", "10 2 2 2 2 2")
FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


class Picture:
    """An SVG picture.  svg: the text of it; description: what it shows, in words."""

    def __init__(self, width: float, height: float, description: str, parts: Iterable[str]) -> None:
        self.width = width
        self.height = height
        self.description = description
        paper = element("rect", {"width": width, "height": height, "fill": PAPER})
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {number(width)} {number(height)}",
            "width": width, "height": height, "role": "img", "aria-label": description, "font-family": FONT,
        }
        self.svg = element("svg", attributes, [paper, *parts])

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.svg

    def _repr_html_(self) -> str:
        """What a notebook shows where it prefers HTML."""
        return self.svg

    def __str__(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"Picture({self.description}; {number(self.width)}×{number(self.height)}, its text is .svg)"


def escaped_markup(value: object) -> str:
    """A text as it may stand in SVG and HTML, whatever it contains; what XML cannot hold becomes a replacement mark.

    >>> escaped_markup('<b title="δ">&\\x00')
    '&lt;b title=&quot;δ&quot;&gt;&amp;\\ufffd'
    """
    result = ""
    for c in str(value):
        fine = c in "\t\n" or " " <= c and not "\x7f" <= c <= "\x9f" and not "\ud800" <= c <= "\udfff"
        fine = fine and c not in "\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        result += {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}.get(c, c if fine else "\ufffd")
    return result


def number(value: float) -> str:
    """A coordinate: at most one digit behind the point.

    >>> number(3.14), number(2.0), number(-0.01)
    ('3.1', '2', '0')
    """
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def figure(value: object, digits: int = 3) -> str:
    """A value with few digits; a true minus, no trailing zeros.

    >>> figure(0.15000001), figure(-1234567.0), figure(0.0), figure(1e-9), figure(float("nan"))
    ('0.15', '−1.23e6', '0', '1e−9', 'NaN')
    """
    try:
        double = float(value)  # type: ignore[arg-type]  # a float, a Fraction, a Decimal
    except OverflowError:
        return "beyond a double"
    if double != double:
        return "NaN"
    if double in (float("inf"), float("-inf")):
        return "∞" if double > 0 else "−∞"
    text = f"{double:.{digits}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        text = f"{mantissa}e{int(exponent)}"
    return "0" if double == 0 else text.replace("-", "−")


def element(name: str, attributes: dict[str, object], content: str | Iterable[str] = "") -> str:
    """An element.  content: SVG already; what is a text is to be escaped before.

    >>> element("circle", {"r": 2.0, "fill": "none"})
    '<circle r="2" fill="none"/>'
    """
    written = "".join(
        f' {key}="{number(value) if isinstance(value, float) else escaped_markup(value)}"'
        for key, value in attributes.items() if value is not None and value != ""
    )
    inside = content if isinstance(content, str) else "".join(content)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(
    x: float, y: float, content: object, size: float = 12.0, anchor: str = "middle", fill: str = INK,
    halo: bool = False, **more: object,
) -> str:
    """A label; halo: with paper around its letters, to be read above lines.

    >>> text(1.0, 2.0, "a<b", anchor="")
    '<text x="1" y="2" font-size="12" fill="#1f2328">a&lt;b</text>'
    """
    attributes: dict[str, object] = {"x": x, "y": y, "font-size": size, "text-anchor": anchor, "fill": fill}
    if halo:
        attributes.update({"stroke": PAPER, "stroke-width": 3.5, "paint-order": "stroke", "stroke-linejoin": "round"})
    attributes.update({name.replace("_", "-"): value for name, value in more.items()})
    return element("text", attributes, escaped_markup(content))


def title(content: object) -> str:
    """What is told of an element when one points at it."""
    return element("title", {}, escaped_markup(content))
