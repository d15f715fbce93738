"""Symbols, as records: a letter with the place that it stands for; ∂ one by another; σ′ of one.

    Symbol                    w_00^1, x_0, C, α
    Derivative, Slope         ∂C/∂w_00^1, σ′(z_0^1)
    of_neuron, of_weight, of_bias, of_target, of_cost    the symbols of a case

``str`` of a symbol is how it stands in a text.  ``place`` names the part of a network that its number belongs to:
"w.1.0.0", "b.1.0" ("b.1", if the layer shares it), "z.1.0", "a.1.0", "d.1.0" for δ, "x.0", "y.0", "C", "alpha".
"""

from __future__ import annotations
from ..cases import Case

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

PLACES = {"δ": "d", "α": "alpha"}


class Written:
    """What is known by how it is written: equal and hashed by that."""

    __slots__ = ()

    @property
    def place(self) -> str:
        """The part of a network, or of a case, that its number belongs to."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and str(other) == str(self)

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"<{self}>"


class Symbol(Written):
    """A letter, its indices below, and its layer above, if it has one.

    >>> str(Symbol("w", (0, 1), 2)), str(Symbol("w", (10, 3), 2)), Symbol("δ", (0,), 1).place
    ('w_01^2', 'w_10,3^2', 'd.1.0')
    """

    __slots__ = ("letter", "lower", "upper")

    def __init__(self, letter: str, lower: tuple[int, ...] = (), upper: int | None = None) -> None:
        self.letter = letter
        self.lower = lower
        self.upper = upper

    @property
    def index(self) -> str:
        """The indices below; with a comma where two digits would run together."""
        return ("" if max(self.lower, default=0) < 10 else ",").join(map(str, self.lower))

    def __str__(self) -> str:
        below = f"_{self.index}" if self.lower else ""
        return self.letter + below if self.upper is None else f"{self.letter}{below}^{self.upper}"

    @property
    def place(self) -> str:
        """The letter, the layer, the indices."""
        if self.letter == "C":
            return "C"
        upper = () if self.upper is None else (self.upper,)
        return ".".join([PLACES.get(self.letter, self.letter), *map(str, upper + self.lower)])


class Derivative(Written):
    """∂ of a symbol by another.

    >>> str(Derivative(Symbol("C"), Symbol("w", (0, 0), 1)))
    '∂C/∂w_00^1'
    """

    __slots__ = ("of", "by")

    def __init__(self, of: Symbol, by: Symbol) -> None:
        self.of = of
        self.by = by

    def __str__(self) -> str:
        return f"∂{self.of}/∂{self.by}"

    @property
    def place(self) -> str:
        """Of ∂C that of what it is taken by, of ∂C/∂z that of δ; of ∂z the factor that stands beside it in z."""
        if self.of.letter == "C":
            return self.by.place.replace("z.", "d.", 1)
        if self.of.letter == "z" and self.by.letter == "a":
            return f"w.{self.of.upper}.{self.of.lower[0]}.{self.by.lower[0]}"
        if self.of.letter == "z" and self.by.letter == "w":
            return of_neuron("a", self.by.lower[1], (self.by.upper or 0) - 1).place
        return self.by.place


class Slope(Written):
    """σ′ of a weighted sum.

    >>> str(Slope(Symbol("z", (0,), 1)))
    'σ′(z_0^1)'
    """

    __slots__ = ("at",)

    def __init__(self, at: Symbol) -> None:
        self.at = at

    def __str__(self) -> str:
        return f"σ′({self.at})"

    @property
    def place(self) -> str:
        """That of the weighted sum."""
        return self.at.place


# ---- the symbols of a case -------------------------------------------------------------------

ALPHA, OUTPUTS = Symbol("α"), Symbol("n")


def of_neuron(letter: str, j: int, l: int) -> Symbol:
    """z_j^l, or the same of another letter; the input, which stands where l is −1, is x_j.

    >>> str(of_neuron("z", 0, 1)), str(of_neuron("a", 2, -1))
    ('z_0^1', 'x_2')
    """
    return Symbol(letter, (j,), l) if l >= 0 else Symbol("x", (j,))


def of_weight(j: int, k: int, l: int) -> Symbol:
    """w_jk^l.

    >>> str(of_weight(0, 1, 2))
    'w_01^2'
    """
    return Symbol("w", (j, k), l)


def of_bias(j: int, l: int, shared: bool) -> Symbol:
    """b_j^l, or b^l where the layer has one for all its neurons.

    >>> str(of_bias(0, 1, False)), str(of_bias(0, 1, True))
    ('b_0^1', 'b^1')
    """
    return Symbol("b", () if shared else (j,), l)


def of_target(j: int) -> Symbol:
    """y_j."""
    return Symbol("y", (j,))


def of_cost(case: Case, i: int) -> Symbol:
    """C of example i, without an index where it is the only one."""
    return Symbol("C") if len(case.examples) == 1 else Symbol("C", (i,))
