"""Formulas as trees: the notation of the equations' docstrings and of the tables of activations and costs, read.

    read      a formula as a Row of what it consists of
    Row, Fraction, Scripted, Group, Atom    what that may be

The notation is that of docs/equations.md: an index behind _, what stands above behind ^, in parentheses if it is more
than a word; / makes a fraction of what stands at both sides; ∂ belongs to what follows it.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Union

TOKEN = re.compile(r"\s+|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[A-Za-zα-ωΑ-Ω]+|.", re.DOTALL)
CLOSING = {"(": ")", "[": "]", "|": "|"}
WORDS = ("if", "else", "so", "where")
OPERATORS = "−+·=←→<>≤≥≈≠,…½!"


class Atom(NamedTuple):
    """A name, a number, an operator, a word, or the blank of a product: kind says which."""

    kind: str
    text: str


class Row(NamedTuple):
    """Things beside each other."""

    items: tuple[Node, ...]


class Fraction(NamedTuple):
    """One above the other."""

    above: Node
    below: Node


class Scripted(NamedTuple):
    """Something with an index below, something above, and a prime, each if it is there."""

    base: Node
    below: Node | None
    above: Node | None


class Group(NamedTuple):
    """Something in parentheses, brackets or bars."""

    opening: str
    inside: Row


Node = Union[Atom, Row, Fraction, Scripted, Group]


def read(formula: str) -> Row:
    """A formula as a tree.

    >>> read("a_j − y_j").items[0]
    Scripted(base=Atom(kind='name', text='a'), below=Atom(kind='name', text='j'), above=None)
    >>> read("−y_j/a_j").items[1].below
    Scripted(base=Atom(kind='name', text='a'), below=Atom(kind='name', text='j'), above=None)
    """
    return _Reader(formula).row("")


class _Reader:
    """What is left of a formula."""

    def __init__(self, formula: str) -> None:
        self.tokens = TOKEN.findall(formula)
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        """A token that is still to be read, "" behind the last."""
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self) -> str:
        """The next token."""
        token = self.peek()
        self.at += 1
        return token

    def row(self, closing: str) -> Row:
        """All up to the closing token, which is taken too, or to the end."""
        items: list[Node] = []
        while self.peek() and self.peek() != closing:
            if self.peek().isspace():
                self.take()
                if items and not _is_sign(items[-1]) and self._is_operand(self.peek()):
                    items.append(Atom("blank", " "))
                continue
            items.append(self._quotient())
        self.take()
        return Row(tuple(items))

    def _is_operand(self, token: str) -> bool:
        return bool(token) and token not in OPERATORS and token not in WORDS and token not in ")]/"

    def _quotient(self) -> Node:
        """An operand, or a fraction of two."""
        left = self._operand()
        ahead = 1 if self.peek().isspace() and self.peek(1) == "/" else 0
        if _is_sign(left) or self.peek(ahead) != "/":
            return left
        self.at += ahead + 1
        if self.peek().isspace():
            self.take()
        right = [self._operand()]
        while self.peek()[:1].isalpha() and isinstance(right[-1], Atom) and right[-1].kind == "number":
            right.append(self._operand())
        if isinstance(right[0], Atom) and right[0].text == "Σ" or _is_sum(right[0]):
            while self.peek().isspace() and self._is_operand(self.peek(1)):
                self.take()
                right += [Atom("blank", " "), self._operand()]
        return Fraction(_bare(left), _bare(right[0]) if len(right) == 1 else Row(tuple(right)))

    def _operand(self) -> Node:
        """A name, a number, a group, a ∂ of one, with what stands below and above it; or an operator."""
        token = self.take()
        if token in WORDS:
            return Atom("word", token)
        if token in OPERATORS:
            return Atom("sign", token)
        if token == "∂":
            return Row((Atom("name", "∂"), self._operand()))
        base: Node
        if token in CLOSING:
            base = Group(token, self.row(CLOSING[token]))
        else:
            base = Atom("number" if token[0].isdigit() else "name", token)
        return self._scripted(base)

    def _scripted(self, base: Node) -> Node:
        below: Node | None = None
        above: Node | None = None
        while self.peek() and self.peek() in "_^²′":
            token = self.take()
            if token == "_":
                below = self._index()
            elif token == "^" and base == Atom("name", "e"):
                above = self._exponent()
            elif token == "^":
                above = self._index()
            else:
                above = Atom("number", "2") if token == "²" else Atom("sign", "′")
        return base if below is None and above is None else Scripted(base, below, above)

    def _index(self) -> Node:
        """A word, a number, numbers with a comma between, or what stands in parentheses."""
        token = self.take()
        if token == "(":
            return self.row(")")
        while self.peek() == "," and self.peek(1).isdigit():
            token += self.take() + self.take()
        return Atom("number" if token[0].isdigit() else "name", token)

    def _exponent(self) -> Node:
        """What e is raised to: an operand, with a sign or without."""
        if self.peek() == "(":
            return self._index()
        signs = [self._operand()] if self.peek() == "−" else []
        return Row((*signs, self._operand()))


def _is_sign(node: Node) -> bool:
    return isinstance(node, Atom) and node.kind in ("sign", "word", "blank")


def _is_sum(node: Node) -> bool:
    return isinstance(node, Scripted) and node.base == Atom("name", "Σ")


def _bare(node: Node) -> Node:
    """What stands above or below a line needs no parentheses around it."""
    return node.inside if isinstance(node, Group) and node.opening == "(" else node
