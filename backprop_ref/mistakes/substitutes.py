"""What may stand in a slot instead: each is a change of what should stand there, with the text that says so.

    operations    on what stands there: left out, negated, squared, times a constant, …
    at hand       another number or list that a program has at that moment, instead, added, or as one more factor
    lists         of a slot that holds one number for each k or m: other lists, another order, terms left out

To add one is to add one entry; the grammar sets it into every slot that its table has it for.

Over 400 lines: one table after another, each with what makes a substitute of its rows.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from math import inf
from typing import Any, Callable

from ..activations import SOFTMAX
from ..numbers import each as each_of, stored
from ..numerals import exp, ln
from .beyond import Beyond, entry, of_length
from .passes import Change
from .places import EXAMPLES, LAYERS, PICKS, QUANTITIES, Number, Place, Vector, cut_to, total
from .styles import told_from_a


class Substitute:
    """What stands in a slot instead.

    name: for naming slips.  text: with {} where the slot's own symbol stands, {k} where the letter of its index does;
    after a semicolon, what its other letters mean.  change: what does it.
    cost: how uncommon it is; the commonest are tried first.  parameter: the number that it leaves open, as its symbol
    and the values from which it is fitted; then change takes that number and gives the change.
    needs: what the change looks at beside what should stand there: "place", "neuron" (j alone), or nothing, "".
    only: the activations or costs without which it changes nothing; () for one that does not look at them.
    any_length: may the list that it puts there be longer or shorter than the slot's?  another: is it another list?
    """

    __slots__ = ("name", "text", "make", "cost", "parameter", "needs", "only", "any_length", "another")

    def __init__(
        self, name: str, text: str, make: Callable[..., Any], cost: int = 2,
        parameter: tuple[str, tuple[float, ...]] | None = None, needs: str = "place",
        only: tuple[str, ...] = (), any_length: bool = False, another: bool = False,
    ) -> None:
        self.name = name
        self.text = text
        self.make = make
        self.cost = cost
        self.parameter = parameter
        self.needs = needs
        self.only = only
        self.any_length = any_length
        self.another = another

    def change(self, value: float | None) -> Any:
        """The change, with this number where one is open; where slots are changed in different ways, one for each."""
        return self.make(value) if self.parameter else self.make()


def always(change: Any) -> Callable[[], Any]:
    return lambda: change


def in_slots(name: str, text: str, changes: dict[str, Change], layers: str = "all", cost: int = 1) -> Substitute:
    """Another change in each of several slots.  layers: "hidden" for slots that the last layer is to be left out of."""

    def but_last(change: Change) -> Change:
        return lambda at, j, v: change(at, j, v) if at.l < at.last else v

    if layers == "hidden":
        changes = {slot: but_last(change) for slot, change in changes.items()}
    return Substitute(name, text, always(changes), cost)


# ---- operations on one number --------------------------------------------------------------------


def sign_of(v: Number) -> Number:
    return v * 0 + (1 if v > 0 else -1 if v < 0 else 0)


def root_of(v: Number) -> Number:
    return exp(ln(v) / 2) if v > 0 else v


OPERATIONS: dict[str, tuple[str, Callable[[Number], Number], int]] = {
    "0": ("0", lambda v: v * 0, 1),
    "missing": ("1", lambda v: v * 0 + 1, 1),
    "negated": ("−{}", lambda v: -v, 1),
    "squared": ("{}²", lambda v: v * v, 1),
    "doubled": ("2 {}", lambda v: v + v, 1),
    "halved": ("½ {}", lambda v: v / 2, 1),
    "size": ("|{}|", abs, 2),
    "sign": ("sign({})", sign_of, 2),
    "divides": ("1/{}", lambda v: 1 / v, 2),
    "step": ("[{} > 0]", lambda v: v * 0 + (1 if v > 0 else 0), 2),
    "from-1": ("(1 − {})", lambda v: 1 - v, 3),
    "rounded": ("{} rounded", lambda v: v * 0 + float(round(float(v))), 3),
    "whole": ("the whole part of {}", lambda v: v * 0 + float(int(float(v))), 3),
}


def operation(name: str, cost: int = 0) -> Substitute:
    """One of OPERATIONS on a slot of one number."""
    text, f, usual = OPERATIONS[name]
    return Substitute(name, text, always(lambda at, j, v: f(v)), cost or usual, needs="")


def times_constant() -> Substitute:
    return Substitute(
        "times-constant", "c {}; where c is a constant", lambda c: lambda at, j, v: v * c, 3,
        ("c", (0.5, 2.0, 10.0, -1.0)), "",
    )


def constant() -> Substitute:
    return Substitute(
        "constant", "c; where c is a constant", lambda c: lambda at, j, v: v * 0 + c, 4, ("c", (0.5, 1.0, 0.0)), "",
    )


def plus_constant() -> Substitute:
    return Substitute(
        "plus-constant", "{} + c; where c is a constant", lambda c: lambda at, j, v: v + c, 4, ("c", (0.1, 1.0)), "",
    )


def where_0(quantity: str, symbol: str, of: Callable[[Place, int], Number], put: str = "0") -> list[Substitute]:
    """0 or 1 where a number is 0, which is taken for one that is missing; or where it is not."""

    def change(is_0: bool) -> Change:
        return lambda at, j, v: v * 0 + int(put) if (of(at, j) == 0) is is_0 else v

    return [
        Substitute(f"{put}-where-{quantity}-is-{word}0", f"{put} if {symbol} {sign} 0, else {{}}", always(change(is_0)))
        for is_0, word, sign in ((True, "", "="), (False, "not-", "≠"))
    ]


LIMITS: dict[str, tuple[str, Callable[[float], tuple[float, float]], tuple[float, float]]] = {
    # how it is said, the least and the largest that is left, a usual number, and one with which almost all is cut
    "cut": ("{} limited to [−c, c]; where c is a constant", lambda c: (-c, c), (1.0, 0.01)),
    "at-least": ("max({}, c); where c is a constant", lambda c: (c, inf), (0.01, 0.25)),
    "inside": ("{} limited to [c, 1 − c]; where c is a constant", lambda c: (c, 1 - c), (1e-7, 0.25)),
}


def limited(name: str) -> Substitute:
    """One of LIMITS on a slot of one number, or on every number of a list; the limit is left open."""
    text, limits, values = LIMITS[name]
    return Substitute(
        name, text, lambda c: lambda at, j, v: each_of(v, lambda number: cut_to(number, *limits(c))), 3, ("c", values),
        "",
    )


def to_single(value: float) -> float:
    """The nearest number of 32 bits."""
    try:
        nearest: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return inf if value > 0 else -inf
    return nearest


def in_single(v: Any) -> Any:
    """A number, or each of a list, as it comes out of a variable of single precision.

    >>> in_single([0.5, 0.1])
    [0.5, 0.10000000149011612]
    """
    return each_of(v, lambda number: stored(number, to_single))


COUNTS: dict[str, tuple[str, Callable[[Place], int]]] = {
    "width": ("n is the number of neurons of the layer", lambda at: len(at.layer.w)),
    "fan-in": ("n is the number of inputs of the layer", lambda at: len(at.layer.w[0])),
    "next-width": ("n is the number of neurons of the next layer",
                   lambda at: len(at.network.layers[at.l + 1].w) if at.l < at.last else 1),
    "inputs": ("n is the number of inputs of the network", lambda at: len(at.network.layers[0].w[0])),
    "outputs": ("n is the number of outputs", lambda at: len(at.network.layers[-1].w)),
}


def by_count(name: str, divided: bool) -> Substitute:
    """Times a count, or divided by it."""
    text, count = COUNTS[name]
    if divided:
        return Substitute(f"over-{name}", "{}/n; where " + text, always(lambda at, j, v: v / count(at)), 2)
    return Substitute(f"times-{name}", "n {}; where " + text, always(lambda at, j, v: v * count(at)), 2)


# ---- what is at hand ------------------------------------------------------------------------------

JOINS: dict[str, tuple[str, Callable[[Number, Number], Number]]] = {
    "": ("{0}", lambda v, other: other),
    "times": ("{{}} {0}", lambda v, other: v * other),
    "plus": ("{{}} + {0}", lambda v, other: v + other),
    "minus": ("{{}} − {0}", lambda v, other: v - other),
    "over": ("{{}}/{0}", lambda v, other: v / other),
}


def at_hand(quantity: str, pick: str = "own", layer: str = "", join: str = "", cost: int = 2) -> Substitute:
    """A number at hand instead of what should stand in the slot, or joined to it; unchanged where there is none."""
    vector, of = QUANTITIES[quantity].vector, PICKS[pick].of
    offset, where = LAYERS[layer]
    form, joined = JOINS[join]
    symbol = QUANTITIES[quantity].symbol
    inside = where and symbol.endswith("{})")  # the layer stands at the letter: σ′(z_j^(l+1))
    said = PICKS[pick].written(f"{symbol[:-1]}{where})") if inside else PICKS[pick].written(symbol) + where
    text = form.format(said)
    name = "-".join(word for word in (join, pick if pick != "own" else "", layer and f"{layer}-layer", quantity)
                    if word)

    def change(at: Place, j: int, v: Number) -> Number:
        l = offset(at)
        if not 0 <= l <= at.last:
            return v
        values = vector(at, l)
        return joined(v, of(values, j)) if values else v

    cost += (pick not in ("own", "sum")) + 2 * (layer != "") + (join not in ("", "times"))
    return Substitute(name, text, always(change), cost)


def input_at_hand(pick: str, join: str = "times") -> Substitute:
    """A number of what comes into the layer."""
    form, joined = JOINS[join]
    name = "-".join(word for word in (join, pick, "input") if word)
    text = form.format(PICKS[pick].written("a_{}").replace("_j", "_k with k = j"))

    def change(at: Place, j: int, v: Number) -> Number:
        return joined(v, PICKS[pick].of(at.before, j))

    return Substitute(name, text, always(change), 2)


def of_other_examples(
    make: Callable[[str, str, Callable[[Place], Place | None]], Substitute], *names: str
) -> list[Substitute]:
    """One for each of EXAMPLES, or of these.  make: of its name, as "of-first-example", how it is said, and its Place.
    """
    return [make(f"of-{name}", *EXAMPLES[name]) for name in names or EXAMPLES]


def plus_constant_times(quantity: str, symbol: str, of: Callable[[Place, int], Number]) -> Substitute:
    return Substitute(
        f"plus-constant-times-{quantity}", "{} + λ " + symbol + "; where λ is a constant",
        lambda c: lambda at, j, v: v + of(at, j) * c, 2, ("λ", (0.01, 0.1, -0.01)),
    )


# ---- lists ---------------------------------------------------------------------------------------


def each(name: str, cost: int = 0) -> Substitute:
    """One of OPERATIONS on every number of a list."""
    text, f, usual = OPERATIONS[name]
    return Substitute(name, text, always(lambda at, j, v: [f(v_k) for v_k in v]), cost or usual, needs="")


def each_times_constant(*values: float) -> Substitute:
    return Substitute(
        "times-constant", "c {}; where c is a constant", lambda c: lambda at, j, v: [v_k * c for v_k in v], 3,
        ("c", values or (0.5, 2.0, 10.0, -1.0)), "",
    )


def each_by_count(name: str, divided: bool) -> Substitute:
    text, count = COUNTS[name]
    if divided:
        return Substitute(
            f"over-{name}", "{}/n; where " + text, always(lambda at, j, v: [v_k / count(at) for v_k in v]), 2,
        )
    return Substitute(
        f"times-{name}", "n {}; where " + text, always(lambda at, j, v: [v_k * count(at) for v_k in v]), 2,
    )


ORDERS: dict[str, tuple[str, Callable[[int, Vector], Vector], int]] = {
    "first-for-all": ("{} for {k} = 0, everywhere", lambda j, v: [v[0]] * len(v), 2),
    "last-for-all": ("{} for {k} = n−1, everywhere", lambda j, v: [v[-1]] * len(v), 2),
    "sum-for-all": ("the sum over {k} of {}", lambda j, v: [total(v)] * len(v), 2),
    "mean-for-all": ("the mean over {k} of {}", lambda j, v: [total(v) / len(v)] * len(v), 2),
    "own-for-all": ("{} for {k} = j, everywhere", lambda j, v: [entry(v, j)] * len(v), 2),
    "mirrored": ("{} from the other end", lambda j, v: v[::-1], 2),
    "next": ("the next {}", lambda j, v: v[1:] + [Beyond(v[0])], 2),
    "previous": ("the {} before it", lambda j, v: [Beyond(v[-1])] + v[:-1], 3),
    "up-to-own": ("{} if {k} ≤ j, else 0", lambda j, v: [v_k if k <= j else v_k * 0 for k, v_k in enumerate(v)], 3),
    "one-in-front": ("1 if {k} = 0, else the {} before it", lambda j, v: ([v[0] * 0 + 1] + v)[:len(v)], 3),
    "largest": ("{} if it is the farthest from 0, else 0",
                lambda j, v: [v_k if k == max(range(len(v)), key=lambda i: abs(v[i])) else v_k * 0
                              for k, v_k in enumerate(v)], 3),
    "normalised": ("{} divided by the sum over {k} of {}", lambda j, v: [v_k / total(v) for v_k in v], 3),
}


ENDS: dict[str, tuple[str, str, Callable[[int, int], int]]] = {  # of n, seen from neuron j: its index, and as a term
    "first": ("0", "the first term", lambda n, j: 0),
    "last": ("n−1", "the last term", lambda n, j: n - 1),
    "own": ("j", "term j", lambda n, j: j),
}


class Mask:
    """Some of n that are left, and 0 instead of the others: what a loop does that ends too early, or starts too late.

    of_list, of_neurons, of_terms: how that is said of a_k for each k, of the j themselves, and of what is added up.
    keeps: which are left, of k, n and j.
    """

    __slots__ = ("of_list", "of_neurons", "of_terms", "cost", "keeps")

    def __init__(self, only: bool, index: str, term: str, at: Callable[[int, int], int]) -> None:
        self.of_list = f"{{}} if {{k}} = {index}, else 0" if only else f"0 if {{k}} = {index}, else {{}}"
        self.of_neurons = self.of_list.replace("{k}", "j")
        self.of_terms = f"{term} of {{}}" if only else f"{{}} without {term.replace('the ', 'its ')}"
        self.cost = 2 + (index == "j" and not only)
        self.keeps: Callable[[int, int, int], bool] = lambda k, n, j: (k == at(n, j)) is only

    def of(self, j: int, v: Vector) -> Vector:
        """The list with 0 for those that are left out."""
        return [v_k if self.keeps(k, len(v), j) else v_k * 0 for k, v_k in enumerate(v)]


MASKS = {f"{word}-{end}": Mask(word == "only", *of) for end, of in ENDS.items() for word in ("only", "without")}
ORDERS.update({name: (mask.of_list, mask.of, mask.cost) for name, mask in MASKS.items()})


def of_neurons(name: str) -> Substitute:
    """One of MASKS over the neurons of a layer, on a slot of one number for each, or of one row."""
    mask = MASKS[name]

    def change(at: Place, j: int, v: Any) -> Any:
        if mask.keeps(j, len(at.layer.w), j):
            return v
        return [v_k * 0 for v_k in v] if isinstance(v, list) else v * 0

    return Substitute(name, mask.of_neurons, always(change), mask.cost)


INDICES = {  # of ORDERS that are told by an index: what stands where k or m should
    "first-for-all": "0", "last-for-all": "(n−1)", "own-for-all": "j", "mirrored": "(n−1−{})", "next": "({}+1)",
    "previous": "({}−1)",
}


def order(name: str, cost: int = 0) -> Substitute:
    """One of ORDERS on a list."""
    text, f, usual = ORDERS[name]
    return Substitute(name, text, always(lambda at, j, v: f(j, list(v))), cost or usual, needs="neuron")


def listed(name: str, text: str, vector: Callable[[Place, int], Vector | None], cost: int = 2,
           any_length: bool = False, join: str = "") -> Substitute:
    """Another list instead; as it should be where there is none.  any_length: of its own length."""
    joined = JOINS[join][1]
    text = JOINS[join][0].format(text)

    def change(at: Place, j: int, v: Vector) -> Vector:
        other = vector(at, j)
        if not other:
            return v
        if not any_length:
            other = of_length(len(v), other)
        return list(other) if not join else [joined(v_k, o_k) for v_k, o_k in zip(v, other)]

    name = "-".join(word for word in (join, name) if word)
    return Substitute(name, text, always(change), cost, any_length=any_length, another=not join)


def column(w: Sequence[Vector], j: int) -> Vector:
    return [entry(w_k, j) for w_k in w]


# ---- slopes --------------------------------------------------------------------------------------


def slope_of(name: str, at: Place, z_j: Number) -> Number:
    """σ′ of any activation; softmax, which has none of one neuron, counts 1 where a program has one at all."""
    return Beyond(z_j * 0 + 1) if name == SOFTMAX else at.eq.activations[name].slope(z_j)


def made_from(name: str, z_j: Number, a_j: Number, at: Place) -> Number:
    """σ′ as many programs have it: that of sigmoid and tanh from a, the others from z."""
    if name in (SOFTMAX, "sigmoid"):
        return a_j * (1 - a_j)
    return 1 - a_j * a_j if name == "tanh" else at.eq.activations[name].slope(z_j)


def of_function(name: str, text: str, function: Callable[[Place], str], from_a: str = "", cost: int = 2) -> Substitute:
    """σ′ of another activation at z_j, or as it is told from a_j.  from_a: "", "from-a" or "from-a-alone"."""

    def change(at: Place, j: int, v: Number) -> Number:
        other, z_j, a_j = function(at), at.z[at.l][j], at.a[at.l][j]
        return told_from_a(other, z_j, a_j, at, from_a != "from-a") if from_a else slope_of(other, at, z_j)

    return Substitute(name, text, always(change), cost)


def at_number(name: str, text: str, number: Callable[[Place, int], Number | None], cost: int = 2) -> Substitute:
    """σ′ of the layer at another number."""

    def change(at: Place, j: int, v: Number) -> Number:
        other = number(at, j)
        return v if other is None else at.slope(at.l, other)

    return Substitute(name, text, always(change), cost)


def by_place(name: str, text: str, number: Callable[[Place, int], Number | None], cost: int = 2) -> Substitute:
    """Any number of a place."""

    def change(at: Place, j: int, v: Number) -> Number:
        other = number(at, j)
        return v if other is None else other

    return Substitute(name, text, always(change), cost)


def layer_name(at: Place, l: int) -> str:
    """The activation of layer l, of the slot's own where there is none."""
    return at.network.layers[l].activation if 0 <= l <= at.last else at.layer.activation
