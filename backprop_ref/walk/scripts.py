"""The scripts that an event can be written in beside the plain one of a terminal: LaTeX and MathML.

    LATEX, MATHML     what ``notation.in_parts`` takes
"""

from __future__ import annotations

from typing import Any
from collections.abc import Mapping

from . import formulas
from .formulas import Atom, Fraction, Group, Node, Row, Scripted
from .notation import Plain
from .symbols import Derivative, Slope, Symbol


class Script(Plain):
    """What both have in common: a symbol, a number or a formula is put together from parts."""

    # ---- what each has its own way for -------------------------------------------------------

    def name(self, text: str) -> str:
        """A letter or a function."""
        raise NotImplementedError

    def digits(self, text: str) -> str:
        """A number without a sign, fraction or exponent."""
        raise NotImplementedError

    def sign(self, text: str) -> str:
        """An operator."""
        raise NotImplementedError

    def word(self, text: str) -> str:
        """A word between formulas."""
        raise NotImplementedError

    def scripted(self, base: str, below: str | None, above: str | None) -> str:
        """With something below and above."""
        raise NotImplementedError

    def fraction(self, above: str, below: str) -> str:
        """One above the other."""
        raise NotImplementedError

    def joined(self, parts: list[str]) -> str:
        """Beside each other."""
        return "".join(parts)

    # ---- what notation asks for --------------------------------------------------------------

    def symbol(self, symbol: Any) -> str:
        """A symbol."""
        if isinstance(symbol, Derivative):
            return self.fraction(*(self.joined([self.name("∂"), self.symbol(part)]) for part in (symbol.of, symbol.by)))
        if isinstance(symbol, Slope):
            slope = self.scripted(self.name("σ"), None, self.sign("′"))
            return self.joined([slope, self.sign("("), self.symbol(symbol.at), self.sign(")")])
        assert isinstance(symbol, Symbol)
        below = self.digits(symbol.index) if symbol.lower else None
        above = None if symbol.upper is None else self.digits(str(symbol.upper))
        return self.scripted(self.name(symbol.letter), below, above)

    def number(self, text: str) -> str:
        """A number, in parentheses or not."""
        if text.startswith("("):
            inside = self.number(text[1:-1])
            return inside if text[1] != "-" else self.joined([self.sign("("), inside, self.sign(")")])
        if text.startswith("-"):
            return self.joined([self.sign("−"), self.number(text[1:])])
        if "/" in text:
            return self.fraction(*(self.digits(part) for part in text.split("/")))
        mantissa, e, exponent = text.partition("e")
        if not e or not mantissa[:1].isdigit():
            return self.digits(text) if text[:1].isdigit() else self.word(text)
        power = self.scripted(self.digits("10"), None, self.number(str(int(exponent))))
        return self.joined([self.digits(mantissa), self.sign("·"), power])

    def signs(self, text: str) -> str:
        """What stands between symbols and numbers."""
        if text == " ":
            return self.sign(" ")
        return "".join(self.digits(c) if c.isdigit() else self.sign(c) for c in text if c != " ")

    def power_of_e(self, exponent: str, number: bool) -> str:
        """e to the power of something that is written already."""
        return self.scripted(self.name("e"), None, exponent)

    def formula(self, formula: str, texts: Mapping[str, object]) -> str:
        """A formula of the tables with symbols or numbers for its names."""
        return self.row(formulas.read(formula), texts)

    # ---- trees -------------------------------------------------------------------------------

    def row(self, row: Row, texts: Mapping[str, object]) -> str:
        """Things beside each other; a number that follows a number is multiplied."""
        parts: list[str] = []
        for n, item in enumerate(row.items):
            if isinstance(item, Atom) and item.kind == "blank":
                two = _is_number(row.items[n - 1], texts) and _is_number(row.items[n + 1], texts)
                parts.append(self.sign("·" if two else " "))
            else:
                parts.append(self.node(item, texts, first=n == 0))
        return self.joined(parts)

    def node(self, node: Node, texts: Mapping[str, object], first: bool = True) -> str:
        """A part of a tree.  first: does nothing stand before it that would make a sign misread?"""
        if isinstance(node, Row):
            return self.row(node, texts)
        if isinstance(node, Fraction):
            return self.fraction(self.node(node.above, texts), self.node(node.below, texts))
        if isinstance(node, Group):
            closing = {"(": ")", "[": "]", "|": "|"}[node.opening]
            return self.joined([self.sign(node.opening), self.row(node.inside, texts), self.sign(closing)])
        key = _key(node)
        if key in texts:
            above = node.above if isinstance(node, Scripted) else None
            value = self.substituted(texts[key], first and above is None)
            return value if above is None else self.scripted(value, None, self.node(above, {}))
        if isinstance(node, Scripted):
            below = None if node.below is None else self.node(node.below, {})
            above_text = None if node.above is None else self.node(node.above, texts)
            return self.scripted(self.node(node.base, texts), below, above_text)
        ways = {"name": self.name, "number": self.number, "sign": self.sign, "word": self.word}
        return ways[node.kind](node.text)

    def substituted(self, value: object, first: bool) -> str:
        """A symbol, or a number as a text, in a formula."""
        if not isinstance(value, str):
            return self.symbol(value)
        must = value.startswith("-") and not first
        return self.number(f"({value})" if must else value)


def _key(node: Node) -> str:
    """What a name is called in a mapping of names: a_j, z."""
    if isinstance(node, Scripted) and isinstance(node.base, Atom) and isinstance(node.below, Atom):
        return f"{node.base.text}_{node.below.text}"
    if isinstance(node, Scripted) and isinstance(node.base, Atom):
        return node.base.text
    return node.text if isinstance(node, Atom) and node.kind == "name" else ""


def _is_number(node: Node, texts: Mapping[str, object]) -> bool:
    return isinstance(node, Atom) and node.kind == "number" or isinstance(texts.get(_key(node)), str)


# ---- LaTeX -----------------------------------------------------------------------------------

IN_LATEX = {
    "α": r"\alpha", "δ": r"\delta", "σ": r"\sigma", "φ": r"\varphi", "Φ": r"\Phi", "Σ": r"\sum", "∂": r"\partial",
    "ln": r"\ln", "tanh": r"\tanh", "max": r"\max", "min": r"\min", "lim": r"\lim", "−": "-", "·": r"\cdot",
    "←": r"\leftarrow", "→": r"\to", "…": r"\dots", "½": r"\tfrac{1}{2}", "≈": r"\approx", "≠": r"\neq",
    "≤": r"\leq", "≥": r"\geq", "′": r"\prime", " ": r"\,", "|": r"\vert",
}


class Latex(Script):
    """LaTeX, as it stands between dollars."""

    def name(self, text: str) -> str:
        """A letter or a function."""
        return IN_LATEX.get(text, text) + " " if text in IN_LATEX else text

    def digits(self, text: str) -> str:
        """A number without a sign, fraction or exponent."""
        return text

    def sign(self, text: str) -> str:
        """An operator, with blanks around it where they help the eye."""
        written = IN_LATEX.get(text, text)
        if text in ("(", ")", "[", "]", "/"):
            return written
        return f" {written} "

    def word(self, text: str) -> str:
        """A word between formulas."""
        return rf"\ \text{{{text}}}\ "

    def scripted(self, base: str, below: str | None, above: str | None) -> str:
        """With something below and above; a power of a power in braces."""
        base = base.strip()
        under = "" if below is None else f"_{{{below.strip()}}}"
        over = "" if above is None else "'" if above.strip() == r"\prime" else f"^{{{above.strip()}}}"
        return (f"{{{base}}}" if "^" in base or "_" in base else base) + under + over

    def fraction(self, above: str, below: str) -> str:
        """One above the other."""
        return rf"\frac{{{above.strip()}}}{{{below.strip()}}}"


# ---- MathML ----------------------------------------------------------------------------------

NO_SPACE = ("(", ")", "[", "]", "|", "′", "/")


class MathML(Script):
    """MathML, as it stands in <math>."""

    def name(self, text: str) -> str:
        """A letter or a function; Σ is an operator, ∂ has no room around it."""
        if text == "Σ":
            return "<mo>∑</mo>"
        return f"<mi>{text}</mi>"

    def digits(self, text: str) -> str:
        """A number without a sign, fraction or exponent."""
        return f"<mn>{text}</mn>"

    def sign(self, text: str) -> str:
        """An operator."""
        if text == " ":
            return '<mspace width="0.22em"/>'
        if text == "½":
            return self.fraction("<mn>1</mn>", "<mn>2</mn>")
        text = {"<": "&lt;", ">": "&gt;"}.get(text, text)
        if text in NO_SPACE:
            return f'<mo stretchy="false" lspace="0" rspace="0">{text}</mo>'
        return f"<mo>{text}</mo>"

    def word(self, text: str) -> str:
        """A word between formulas."""
        return f'<mspace width="0.4em"/><mtext>{text}</mtext><mspace width="0.4em"/>'

    def joined(self, parts: list[str]) -> str:
        """Beside each other."""
        return parts[0] if len(parts) == 1 else "<mrow>" + "".join(parts) + "</mrow>"

    def scripted(self, base: str, below: str | None, above: str | None) -> str:
        """With something below and above."""
        if below is None:
            return base if above is None else f"<msup>{base}{above}</msup>"
        return f"<msub>{base}{below}</msub>" if above is None else f"<msubsup>{base}{below}{above}</msubsup>"

    def fraction(self, above: str, below: str) -> str:
        """One above the other."""
        return f"<mfrac>{_one(above)}{_one(below)}</mfrac>"

    def power_of_e(self, exponent: str, number: bool) -> str:
        """e to the power of something that is written already."""
        return f"<msup><mi>e</mi>{_one(exponent)}</msup>"


def _one(markup: str) -> str:
    """One element, whatever it is made of."""
    return f"<mrow>{markup}</mrow>"


LATEX = Latex()
MATHML = MathML()
