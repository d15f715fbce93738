"""The grammar: which substitutes are tried in which slots, and how far a slip extends.

    GROUPS     slots that a program slips in together, each with the substitutes that may stand there
    EXTENTS    everywhere, one kind of layer, one activation, one cost

Adding a substitute or a group is one entry here; it multiplies with every extent.

Over 400 lines, since it is a table: one line for each substitute in each slot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Any, Callable

from ..activations import ACTIVATIONS, SOFTMAX, sigmoid
from ..costs import COSTS, Cost
from ..network import Layer
from ..numerals import exp, ln
from . import formulas
from .beyond import Beyond, entry, of_length
from .passes import SLOTS, Change
from .places import PICKS, Matrix, Number, Place, Vector, cut_to, total
from .styles import leaves_difference, told_from_a
from .substitutes import (
    MASKS,
    COUNTS,
    ENDS,
    Mask,
    OPERATIONS,
    ORDERS,
    Substitute,
    always,
    at_hand,
    at_number,
    by_count,
    by_place,
    column,
    constant,
    each,
    each_by_count,
    each_times_constant,
    in_single,
    in_slots,
    input_at_hand,
    layer_name,
    limited,
    listed,
    made_from,
    of_function,
    of_neurons,
    of_other_examples,
    operation,
    order,
    root_of,
    plus_constant,
    plus_constant_times,
    times_constant,
    where_0,
)

Changes = dict[str, Change]


# ---- extents -------------------------------------------------------------------------------------


class Extent:
    """Where a slip is made.  holds: at this Place?  of_function: does that depend on an activation, or on the cost?

    wider: the first of two conditions, without the other.
    """

    __slots__ = ("name", "text", "holds", "of_function", "wider")

    def __init__(
        self, name: str, text: str, holds: Callable[[Place], bool] | None, of_function: bool = False,
        wider: Extent | None = None,
    ) -> None:
        self.name = name
        self.text = text
        self.holds = holds
        self.of_function = of_function
        self.wider = wider


def _of_activation(name: str) -> Extent:
    return Extent(f"in-{name}-layers", f"in {name} layers", lambda at: at.layer.activation == name, True)


def _of_cost(name: str) -> Extent:
    return Extent(f"with-{name}", f"with {name}", lambda at: at.cost == name, True)


def _is_square(layer: Layer) -> bool:
    return len(layer.w) == len(layer.w[0])


EVERYWHERE = Extent("", "", None)
HIDDEN = Extent("in-hidden-layers", "in hidden layers", lambda at: at.l < at.last)
OUTPUT = Extent("in-last-layer", "in the last layer", lambda at: at.l == at.last)
FIRST = Extent("in-first-layer", "in layer 0", lambda at: at.l == 0)
EXTENTS = {
    one.name: one for one in (
        EVERYWHERE, HIDDEN, OUTPUT, FIRST,
        Extent("not-in-first-layer", "in all layers but the first", lambda at: at.l > 0),
        Extent("before-last-hidden", "in all hidden layers but the last", lambda at: at.l < at.last - 1),
        Extent("in-last-hidden", "in the last hidden layer", lambda at: at.l == at.last - 1),
        Extent("not-in-softmax-layers", "in layers other than softmax", lambda at: at.layer.activation != SOFTMAX,
               True),
        *(_of_activation(name) for name in ACTIVATIONS),
        *(_of_cost(name) for name in COSTS),
        Extent("with-squared-costs", "with squared costs", lambda at: at.cost in formulas.SQUARED, True),
        Extent("with-cross-entropies", "with cross-entropy costs", lambda at: at.cost in formulas.ENTROPIES,
               True),
        Extent("in-square-layers", "in square layers", lambda at: _is_square(at.layer)),
        Extent("before-square-layers", "before square layers",
               lambda at: at.l < at.last and _is_square(at.network.layers[at.l + 1])),
        Extent("without-shared-bias", "in layers where each neuron has its own bias",
               lambda at: not at.layer.shared_bias),
        Extent("over-several-examples", "with several examples", lambda at: at.examples > 1),
    )
}


def both(one: Extent, other: Extent) -> Extent:
    """Where both hold.

    >>> both(EXTENTS["in-last-layer"], EXTENTS["with-cross_entropy"]).text
    'in the last layer with cross_entropy'
    >>> both(EXTENTS["in-first-layer"], EXTENTS["in-last-hidden"]).text
    'in layer 0, only if also in the last hidden layer'
    """
    if one.holds is None or other.holds is None:
        return other if one.holds is None else one
    first, second = one.holds, other.holds
    of_layers = other.name.startswith(("in-", "not-in-", "before-"))
    text = f"{one.text}, only if also {other.text}" if of_layers else f"{one.text} {other.text}"
    return Extent(f"{one.name}-{other.name}", text, lambda at: first(at) and second(at),
                  one.of_function or other.of_function, one)


def extents_named(name: str) -> Iterator[Extent]:
    """The extent of that name, after a hyphen, and any two at once whose names stand there one after the other.

    >>> [extent.text for extent in extents_named("-in-last-layer-with-cross_entropy")]
    ['in the last layer with cross_entropy']
    """
    if not name:
        yield EVERYWHERE
    for first in EXTENTS.values():
        if first.name and name.startswith(f"-{first.name}"):
            for second in EXTENTS.values():
                if name == f"-{first.name}" + (f"-{second.name}" if second.name else ""):
                    yield both(first, second)


# ---- groups --------------------------------------------------------------------------------------


class Group:
    """Slots that a program slips in together.

    equation: where the slip sits.  slots: their names.  symbol, written: of the first slot where nothing else is said.
    kind: of the slip.  where: in words,
        "".  shows: what one sees of any slip here.  extents: is it tried in some layers
    alone?  cost: how uncommon a slip here is.  layers: where it can be, "" where the first slot is.
    """

    __slots__ = ("name", "equation", "slots", "substitutes", "kind", "symbol", "written", "shows", "extents", "cost",
                 "layers")

    def __init__(
        self, name: str, slots: Sequence[str], substitutes: Sequence[Substitute], shows: str,
        equation: str | None = "",
        kind: str = "equation", symbol: str = "", written: str = "", extents: bool = True, cost: int = 0,
        layers: str = "",
    ) -> None:
        first = SLOTS[slots[0]]
        self.name = name
        self.slots = tuple(slots)
        self.substitutes: dict[str, Substitute] = {}
        for one in substitutes:
            if one.name in self.substitutes:
                raise ValueError(f"grammar: {name}: {one.name!r} twice, expected once")
            self.substitutes[one.name] = one
        self.equation = first.equation if equation == "" else equation
        self.kind = kind
        self.symbol = symbol or first.symbol
        self.written = written or first.written
        self.shows = shows
        self.extents = extents
        self.cost = cost
        self.layers = layers or first.layers

    def takes(self, extent: Extent) -> bool:
        """May a slip here have this extent?  What comes after the gradients does not look at σ and C."""
        return not (extent.of_function and self.slots[0].startswith(AFTER_GRADIENTS))


AFTER_GRADIENTS = ("examples", "divisor", "finished", "rate", "gradient-for", "old", "new")
NUMBERS = ["0", "negated", "squared", "size", "sign", "divides"]
SUMMED = [  # of one factor of what is added up; what the sum leaves out is in TERMS
    *(order(name) for name in ORDERS if name not in MASKS),
    *(each(name) for name in ("missing", "squared", "size", "sign", "negated")),
]
EITHER = ("sum-for-all", "mean-for-all", "mirrored", "next", "previous", "up-to-own", "negated")  # the same of either
OTHER_FACTOR = [one for one in SUMMED if one.name not in EITHER]
LISTS = [order(name) for name in ORDERS]
NEURONS = [of_neurons(f"{word}-{end}") for word in ("only", "without") for end in ("first", "last")]
SOME_PICKS = ("sum", "mean", "first", "last", "next", "previous", "mirrored", "largest", "farthest", "sum-of-sizes",
              "length")
FEW_PICKS = ("sum", "mean", "first", "last")


def _by_counts(each_of: Callable[[str, bool], Substitute], *names: str) -> list[Substitute]:
    return [each_of(name, divided) for name in names for divided in (True, False)]


def _without(name: str) -> Substitute:
    """Of terms: pairs of which some are left."""
    return Substitute(name, TERMS[name][0], always(lambda at, j, pairs: TERMS[name][1](at, j, pairs)), TERMS[name][2])


Terms = list[tuple[Number, Number]]  # of a sum: the factors of each


def _masked(mask: Mask) -> Callable[[Place, int, Terms], Terms]:
    return lambda at, j, p: [(u if mask.keeps(k, len(p), j) else u * 0, v) for k, (u, v) in enumerate(p)]


def _as_many(count: Callable[[Place], int]) -> Callable[[Place, int, Terms], Terms]:
    """As many terms as a loop that runs to a wrong number adds up."""
    return lambda at, j, p: [*zip(*(of_length(count(at), factors) for factors in zip(*p)))]


TERMS: dict[str, tuple[str, Callable[[Place, int, Terms], Terms], int]] = {
    **{name: (mask.of_terms, _masked(mask), mask.cost - name.startswith("only")) for name, mask in MASKS.items()},
    "largest-only": ("the term of {} that is farthest from 0",
                     lambda at, j, p: [max(p, key=lambda one: abs(one[0] * one[1]))], 2),
    "mean": ("{}/n; where n is the number of terms", lambda at, j, p: [(u / len(p), v) for u, v in p], 1),
    "over-root": ("{}/√n; where n is the number of terms", lambda at, j, p: [(u / len(p) ** 0.5, v) for u, v in p], 2),
    "sizes": ("the sum of the absolute values of the terms of {}", lambda at, j, p: [(abs(u), abs(v)) for u, v in p],
              3),
    "0": ("0", lambda at, j, p: [(u * 0, v) for u, v in p], 3),
    **{f"up-to-{name}": (f"the first n terms of {{}}; where {text}", _as_many(count), 3)
       for name, (text, count) in COUNTS.items()},
}


def _earlier_sum(at: Place, j: int) -> Number | None:
    return at.earlier.z[at.l][j] if at.earlier is not None else None


def _running(name: str, text: str, number: Callable[[Place, int], Number | None]) -> Substitute:
    def change(at: Place, j: int, v: Number) -> Number:
        other = number(at, j)
        return v if other is None else v + other

    return Substitute(name, text, always(change), 2)


def _one_function(name: str) -> Substitute:
    return Substitute(name, name, always(lambda at, j, v: name), 2)


def _function(name: str, text: str, of: Callable[[Place], str], cost: int = 2) -> Substitute:
    return Substitute(name, text, always(lambda at, j, v: of(at)), cost)


FUNCTIONS = [
    *(_one_function(name) for name in ACTIVATIONS if name != SOFTMAX),
    Substitute(SOFTMAX, SOFTMAX, always(lambda at, j, v: SOFTMAX if at.l == at.last else v), 3),
    _function("of-next-layer", "σ^(l+1)", lambda at: layer_name(at, at.l + 1) if at.l + 1 < at.last
              or layer_name(at, at.l + 1) != SOFTMAX else at.layer.activation),
    _function("of-layer-before", "σ^(l−1); with a linear first layer",
              lambda at: layer_name(at, at.l - 1) if at.l else "identity"),
    _function("of-layer-before-or-own", "σ^(l−1)", lambda at: layer_name(at, at.l - 1)),
    _function("of-first-layer", "σ^0", lambda at: layer_name(at, 0)),
    _function("of-last-layer", "σ^(L−1)", lambda at: layer_name(at, at.last) if layer_name(at, at.last) != SOFTMAX
              else at.layer.activation),
]


def _told_by(layer: Callable[[Place], int]) -> Callable[[Place, int], Number | None]:
    """σ′ as it is told from an activation, from that of another layer."""
    def number(at: Place, j: int) -> Number | None:
        l = layer(at)
        if l == at.l or l >= len(at.a):
            return None
        a_j = entry([at.x, *at.a][l + 1], j)
        return told_from_a(at.layer.activation, a_j, a_j, at, True)

    return number


SLOPES = [
    operation("missing"), operation("squared"), operation("0"), operation("negated"), operation("divides"),
    operation("size"), times_constant(), plus_constant(), constant(), limited("at-least"),
    at_hand("activation", cost=1), at_hand("weighted-sum"), at_hand("bias", cost=3),
    *(at_hand("slope", pick) for pick in ("first", "last", "next", "previous", "sum", "mean")),
    *(at_hand("slope", layer=layer) for layer in ("next", "before", "last")),
    at_hand("slope-at-activation", cost=1),
    *(at_hand("activation", layer=layer) for layer in ("next", "before")),
    by_place("input", "a_k with k = j", lambda at, j: entry(at.before, j)),
    at_hand("cost-slope", join="plus", cost=3),
    *(of_function(f"of-{name}", f"σ′ of {name} at z_j", (lambda name: lambda at: name)(name))
      for name in ACTIVATIONS if name not in (SOFTMAX, "identity")),
    by_place("a-times-1-minus-a", "a_j(1 − a_j)", lambda at, j: at.a[at.l][j] * (1 - at.a[at.l][j]), 1),
    by_place("1-minus-a-squared", "(1 − a_j²)", lambda at, j: 1 - at.a[at.l][j] * at.a[at.l][j], 1),
    by_place("z-times-1-minus-z", "z_j(1 − z_j)", lambda at, j: at.z[at.l][j] * (1 - at.z[at.l][j])),
    by_place("1-minus-z-squared", "(1 − z_j²)", lambda at, j: 1 - at.z[at.l][j] * at.z[at.l][j]),
    by_place("1-minus-exp-of-minus-z", "(1 − e^−z_j)", lambda at, j: 1 - exp(-at.z[at.l][j]), 3),
    by_place("a-formula-at-z", "σ′ with z_j for a_j in its formula",
             lambda at, j: made_from(at.layer.activation, at.z[at.l][j], at.z[at.l][j], at), 1),
    by_place("with-z-and-a-swapped", "σ′ with z_j and a_j swapped in its formula",
             lambda at, j: made_from(at.layer.activation, at.a[at.l][j], at.z[at.l][j], at)),
    *(of_function(f"of-{which}-layer{from_a and '-' + from_a}", f"σ′ of {text}{said}", function, from_a)
      for which, text, function in (
          ("next", "layer l+1", lambda at: layer_name(at, at.l + 1)),
          ("before", "layer l−1", lambda at: layer_name(at, at.l - 1)),
          ("last", "the last layer", lambda at: layer_name(at, at.last)),
          ("first", "layer 0", lambda at: layer_name(at, 0)),
    ) for from_a, said in (("", " at z_j"), ("from-a", ", computed from a_j for sigmoid and tanh"),
                           ("from-a-alone", ", computed from a_j"))),
    *(by_place(f"from-a-of-{which}", f"σ′ computed from {symbol}", _told_by(layer), 3)
      for which, symbol, layer in (
          ("next-layer", "a_j^(l+1)", lambda at: at.l + 1),
          ("layer-before", "a_k^(l−1) with k = j", lambda at: at.l - 1),
          ("last-layer", "a_j^(L−1)", lambda at: at.last), ("first-layer", "a_j^0", lambda at: 0),
    )),
    at_number("at-back-sum", "σ′(Σ_m δ_m w_mj)", lambda at, j: at.dC_da(at.l)[j]),
    at_number("at-own-bias", "σ′(b_j)", lambda at, j: at.b[j]),
    at_number("at-input", "σ′(a_k with k = j)", lambda at, j: entry(at.before, j)),
    at_number("at-mean-z", "σ′ at the mean of z over the layer", lambda at, j: total(at.z[at.l]) / len(at.z[at.l])),
    at_number("at-z-of-next-layer", "σ′(z_j^(l+1))",
              lambda at, j: entry(at.z[at.l + 1], j) if at.l < at.last else None),
    at_number("at-z-of-layer-before", "σ′(z_j^(l−1))",
              lambda at, j: entry(at.z[at.l - 1], j) if at.l else None),
    at_number("at-sum-without-bias", "σ′(z_j − b_j)", lambda at, j: at.z[at.l][j] - at.b[j]),
    at_number("at-minus-z", "σ′(−z_j)", lambda at, j: -at.z[at.l][j]),
    *of_other_examples(lambda of, said, there: at_number(
        f"at-z-{of}", f"σ′(z_j {said})", lambda at, j: (there(at) or at).z[at.l][j], 3)),
]


def _gathered(end: str) -> Substitute:
    """What every neuron should have had, in the place of one."""
    index, _, of = ENDS[end]
    return Substitute(f"gathered-in-{end}", f"(Σ_i δ_i if j = {index}, else 0)", always(
        lambda at, j, v: total(at.delta[at.l]) if j == of(len(at.layer.w), j) else v * 0), 2)


DELTAS = [  # instead of δ_j where a gradient is made from it
    operation("doubled"), operation("halved"), operation("0"), operation("negated"), operation("size"),
    operation("squared"), operation("sign"), times_constant(),
    *(at_hand("delta", pick, cost=1) for pick in SOME_PICKS),
    *(at_hand("delta", pick, layer) for layer in ("next", "before", "last") for pick in ("own", *FEW_PICKS)),
    at_hand("cost-slope", cost=1), at_hand("cost-slope", "sum"), at_hand("error", cost=1), at_hand("error", "sum"),
    by_place("error-or-difference", "∂C/∂a_j, or a_j − y_j where that is the right δ_j",
             lambda at, j: at.a[at.l][j] - at.y[j] if leaves_difference(at, at.l) else at.dC_da(at.l)[j], 2),
    at_hand("activation"), at_hand("weighted-sum"), at_hand("bias"), at_hand("slope"),
    at_hand("slope", join="times", cost=1), at_hand("slope", join="over"),
    at_hand("activation", join="times"), at_hand("weighted-sum", join="times"), at_hand("bias", join="times"),
    at_hand("bias", join="plus", cost=3), at_hand("sum-of-weights", join="times"),
    *_by_counts(by_count, "width", "fan-in", "next-width", "outputs"), *NEURONS,
    _gathered("first"), _gathered("last"),
    by_place("slope-at-bias", "∂C/∂a_j · σ′(b_j)", lambda at, j: at.dC_da(at.l)[j] * at.slope(at.l, at.b[j])),
]


def _transposed(at: Place, j: int) -> Vector | None:
    """δ_k a_j, where the layer is square."""
    delta = at.delta[at.l]
    return [delta_k * at.before[j] for delta_k in delta] if len(delta) == len(at.before) else None


def _by_columns(at: Place, j: int) -> Vector:
    """What a flat list holds at j n + k where the gradient of w_jk was put at k m + j."""
    delta, places = at.delta[at.l], range(j * len(at.before), (j + 1) * len(at.before))
    return [delta[place % len(delta)] * at.before[place // len(delta)] for place in places]


def _last_weight(at: Place, j: int, v: Vector) -> Vector:
    return v[:-1] + [v[-1] * 0] if j == len(at.layer.w) - 1 else v


def _inputs(there: Place | None, l: int) -> Vector | None:
    return None if there is None else there.a[l - 1] if l else there.x


def _first_of(name: str) -> Substitute:
    """What a loop that ends at another count leaves of a list."""
    text, count = COUNTS[name]
    return Substitute(f"up-to-{name}", f"{{}} if {{k}} < n, else 0; where {text}", always(
        lambda at, j, v: [v_k if k < count(at) else v_k * 0 for k, v_k in enumerate(v)]), 3)


INPUTS = [  # instead of a_k where the gradient of a weight is made from it
    *LISTS, *(_first_of(name) for name in ("inputs", "outputs", "width")),
    *(each(name) for name in ("missing", "squared", "size", "step", "from-1")),
    listed("z", "z_k", lambda at, j: at.z[at.l - 1] if at.l else None, 1),
    listed("x", "x_k", lambda at, j: at.x, 1, any_length=True),
    listed("own-activations", "a_k of the layer itself", lambda at, j: at.a[at.l], 1, any_length=True),
    listed("activations-two-before", "a_k^(l−2)",
           lambda at, j: at.a[at.l - 2] if at.l > 1 else at.x if at.l == 1 else None, any_length=True),
    listed("own-activation-for-all", "a_j", lambda at, j: [at.a[at.l][j]] * len(at.before)),
    listed("weights", "w_jk", lambda at, j: at.layer.w[j], 1),
    listed("weights", "w_jk", lambda at, j: at.layer.w[j], join="times"),
    listed("weights", "w_jk", lambda at, j: at.layer.w[j], 3, join="plus"),
    listed("slopes-before", "σ′(z_k^(l−1))",
           lambda at, j: [at.slope(at.l - 1, z_k) for z_k in at.z[at.l - 1]] if at.l else None),
    listed("slopes-before", "σ′(z_k^(l−1))",
           lambda at, j: [at.slope(at.l - 1, z_k) for z_k in at.z[at.l - 1]] if at.l else None, join="times"),
    listed("delta-before", "δ_k^(l−1)", lambda at, j: at.delta[at.l - 1] if at.l else None),
    listed("targets", "y_k", lambda at, j: at.y or None, 3),
    listed("outputs", "a_k^(L−1)", lambda at, j: at.a[at.last], 3, any_length=True),
    listed("activated", "σ(a_k)", lambda at, j: [at.sigma(at.l, a_k) for a_k in at.before], 3),
    *of_other_examples(lambda of, said, there: listed(
        f"inputs-{of}", f"a_k {said}", lambda at, j: _inputs(there(at), at.l), 3)),
]


def _errors_or_differences(at: Place, j: int) -> Vector:
    """∂C/∂a of the next layer, as a program that goes back from a − y has it."""
    l = at.l + 1
    return [a - y for a, y in zip(at.a[l], at.y)] if leaves_difference(at, l) else at.dC_da(l)


NEXT_DELTAS = [
    *SUMMED, each_times_constant(),
    Substitute("times-rate", "α {}", always(lambda at, j, v: v if at.rate is None else [d * at.rate for d in v]), 2),
    listed("errors", "e_m; where e = ∂C/∂a",
           lambda at, j: at.dC_da(at.l + 1), 1),
    listed("errors-or-differences", "e_m; where e = ∂C/∂a, or a − y where that is the right δ",
           _errors_or_differences, 2),
    listed("differences", "(a_m − y_m)",
           lambda at, j: [a - y for a, y in zip(at.a[at.last], at.y)] if at.l + 1 == at.last else None, 1),
    listed("slopes", "σ′(z_m)", lambda at, j: [at.slope(at.l + 1, z) for z in at.z[at.l + 1]], 1, join="times"),
    listed("slopes", "σ′(z_m)", lambda at, j: [at.slope(at.l + 1, z) for z in at.z[at.l + 1]], 2, join="over"),
    listed("activations", "a_m", lambda at, j: at.a[at.l + 1]),
    listed("activations", "a_m", lambda at, j: at.a[at.l + 1], join="times"),
    listed("written-over-in-place", "δ_m; where, for m < j, the layer's own δ_m has overwritten it",
           lambda at, j: at.delta[at.l][:j] + at.delta[at.l + 1][j:]),
    listed("sums", "z_m", lambda at, j: at.z[at.l + 1], 3),
    listed("biases", "b_m", lambda at, j: at.network.layers[at.l + 1].b, 3, join="times"),
    listed("last-layer-deltas", "δ_m^(L−1)", lambda at, j: at.delta[at.last], any_length=True),
    listed("targets", "y_m", lambda at, j: at.y if at.l + 1 == at.last else None, 3),
    listed("deltas-of-example-before", "δ_m of the example before",
           lambda at, j: at.earlier.delta[at.l + 1] if at.earlier is not None and at.earlier.delta
           else [d * 0 for d in at.delta[at.l + 1]]),
]


def _next_w(at: Place) -> list[Vector]:
    return at.network.layers[at.l + 1].w


def _row(w: Sequence[Vector], j: int) -> Vector:
    return w[j] if j < len(w) else [Beyond(w_jk) for w_jk in w[j % len(w)]]


def _flat(w: Sequence[Vector]) -> Vector:
    return [w_jk for w_j in w for w_jk in w_j]


def _rows_with_biases(at: Place) -> Vector:
    """The next layer's rows, each with its bias after it, in one list."""
    return [v for w_m, b_m in zip(_next_w(at), _next_b(at)) for v in (*w_m, b_m)]


def _strided(at: Place, j: int) -> Vector:
    """w[m n + j] with n the width of the next layer where that of this one belongs."""
    w = _next_w(at)
    return [entry(_flat(w), m * len(w) + j) for m in range(len(w))]


NEXT_WEIGHTS = [
    *OTHER_FACTOR,
    listed("row", "w_jm", lambda at, j: _row(_next_w(at), j), 1),
    listed("own-column", "w_mj^l", lambda at, j: column(at.layer.w, j)),
    listed("own-row", "w_jm^l", lambda at, j: at.layer.w[j]),
    listed("of-first-neuron", "w_m0", lambda at, j: column(_next_w(at), 0)),
    listed("of-last-neuron", "w_m(n−1)", lambda at, j: column(_next_w(at), len(_next_w(at)[0]) - 1)),
    listed("of-next-neuron", "w_m(j+1)", lambda at, j: column(_next_w(at), j + 1)),
    listed("of-mirrored-neuron", "w_m(n−1−j)", lambda at, j: column(_next_w(at), len(_next_w(at)[0]) - 1 - j)),
    listed("sum-of-row", "Σ_k w_mk", lambda at, j: [total(w_m) for w_m in _next_w(at)]),
    listed("bias-in-front", "v_mj; where v_m is the row b_m, w_m0, w_m1, …",
           lambda at, j: [[b, *w_m][j] for b, w_m in zip(_next_b(at), _next_w(at))]),
    listed("bias-behind", "v_mj; where v_m is the row w_m1, w_m2, …, b_m",
           lambda at, j: [[*w_m, b][j + 1] for b, w_m in zip(_next_b(at), _next_w(at))]),
    listed("over-row", "w_mj/Σ_k w_mk", lambda at, j: [w_m[j] / total(w_m) for w_m in _next_w(at)], 2),
    listed("biases", "b_m", lambda at, j: _next_b(at), 2, join="plus"),
    listed("biases", "b_m", lambda at, j: _next_b(at), 3),
    listed("stride-of-next-width",
           "w[m n + j]; where w is one flat list and n is the number of neurons of the next layer", _strided, 3),
    listed("of-flat-list-by-columns",
           "w[j n + m]; where w is one flat list and n is the number of neurons of the next layer",
           lambda at, j: [_flat(_next_w(at))[j * len(_next_w(at)) + m] for m in range(len(_next_w(at)))], 2),
    listed("of-rows-with-biases-by-columns",
           "v[j n + m]; where v is one list of the rows w_m0, …, b_m and n is the number of neurons of the next layer",
           lambda at, j: [entry(_rows_with_biases(at), j * len(_next_w(at)) + m) for m in range(len(_next_w(at)))], 2),
    listed("stride-without-bias",
           "v[m n + j]; where v is one list of the rows w_m0, …, b_m and n is the number of neurons of the layer",
           lambda at, j: [entry(_rows_with_biases(at), m * len(w_m) + j) for m, w_m in enumerate(_next_w(at))], 2),
    listed("of-last-layer", "w_mj^(L−1)", lambda at, j: column(at.network.layers[-1].w, j), 3),
    listed("moved-by-example", "w_mj − α δ_m a_j; where each example has already moved the weights", lambda at, j: None
           if at.rate is None
           else [w_m[j] - at.rate * delta_m * at.a[at.l][j] for w_m, delta_m in zip(_next_w(at), at.delta[at.l + 1])],
           4),
    listed("of-list-of-all-layers", "w[m n + j]; where w is one list of the weights of all layers and n is the width",
           lambda at, j: [entry([w_jk for layer in at.network.layers for w_jk in _flat(layer.w)],
                                m * len(_next_w(at)[0]) + j) for m in range(len(_next_w(at)))], 3),
    listed("of-first-layer", "w_mj^0", lambda at, j: column(at.network.layers[0].w, j), 3),
]


def _next_b(at: Place) -> Vector:
    layer = at.network.layers[at.l + 1]
    return layer.b * len(layer.w) if layer.shared_bias else layer.b


def _examples(name: str, text: str, of: Callable[[Vector], Number], cost: int = 1) -> Substitute:
    return Substitute(name, text, always(lambda at, j, v: of(v)), cost)


def _averaged(v: Vector) -> Number:
    result = v[0]
    for one in v[1:]:
        result = (result + one) / 2
    return result


OF_EXAMPLES = [
    _examples("last", "the last term of {}", lambda v: v[-1]),
    _examples("first", "the first term of {}", lambda v: v[0]),
    _examples("without-last", "{} without its last term", lambda v: total(v[:-1]) if len(v) > 1 else v[0] * 0),
    _examples("without-first", "{} without its first term", lambda v: total(v[1:]) if len(v) > 1 else v[0] * 0),
    _examples("running-average", "((g_0 + g_1)/2 + g_2)/2 …; where g_i are the terms of {}", _averaged, 2),
    _examples("sizes", "the sum of the absolute values of the terms of {}", lambda v: total([abs(one) for one in v]),
              3),
    _examples("largest", "the largest term of {}", max, 3),
    _examples("last-twice", "{} with its last term counted twice", lambda v: total([*v, v[-1]]), 2),
    _examples("first-twice", "{} with its first term counted twice", lambda v: total([*v, v[0]]), 2),
    Substitute("divided-in-the-loop", "N ((g_0/N + g_1)/N + …)/N for a mean; where g_i are the terms of {}",
               always(lambda at, j, v: _in_the_loop(v) if at.mean else total(v)), 2),
    Substitute("fed-back", "s; where each round of the loop sets s ← (1 + α) s + g_i, and g_i are the terms of {}",
               always(lambda at, j, v: _fed_back(at, v)), 2),
    _examples("running-total", "the sum of all partial sums of {}",
              lambda v: total([total(v[:i + 1]) for i in range(len(v))]), 2),
]


def _fed_back(at: Place, v: Vector) -> Number:
    result = v[0]
    for one in v[1:]:
        result = result + one + (result * at.rate if at.rate is not None else 0)
    return result


def _in_the_loop(v: Vector) -> Number:
    n, result = len(v), v[0] / len(v)
    for one in v[1:]:
        result = (result + one) / n
    return result * n


def _divisor(name: str, text: str, of: Callable[[Place, int, Number], Number], cost: int = 1) -> Substitute:
    return Substitute(name, text, always(of), cost)


def _of_mean(name: str, text: str, of: Callable[[Place, int], Number], cost: int = 1) -> Substitute:
    """What a mean is divided by; a sum stays as it is."""
    return _divisor(name, text, lambda at, n, d: of(at, n) if at.mean else d, cost)


DIVISORS = [
    _divisor("1", "1; when a mean is asked for", lambda at, n, d: 1),
    _divisor("examples", "N; when a sum is asked for", lambda at, n, d: n),
    _divisor("once-more", "N²; for a sum N", lambda at, n, d: d * at.examples, 2),
    _of_mean("squared", "N²", lambda at, n: n * n),
    _divisor("twice", "2N", lambda at, n, d: 2 * d, 2),
    _divisor("halved", "N/2", lambda at, n, d: (at.x[0] * 0 + d) / 2, 2),
    _of_mean("root", "√N", lambda at, n: n ** 0.5, 2),
    _of_mean("one-less", "(N − 1)", lambda at, n: n - 1, 2),
    _of_mean("one-more", "(N + 1)", lambda at, n: n + 1, 2),
    _of_mean("outputs", "n; where n is the number of outputs", lambda at, n: len(at.network.layers[-1].w), 2),
    _of_mean("inputs", "n; where n is the number of inputs", lambda at, n: len(at.network.layers[0].w[0]), 2),
    _of_mean("neurons", "n; where n is the number of neurons of the layer", lambda at, n: len(at.layer.w), 2),
    _of_mean("layer-inputs", "n; where n is the number of inputs of the layer", lambda at, n: len(at.layer.w[0]), 2),
    _divisor("elements", "N n; where n is the number of outputs", lambda at, n, d: d * len(at.network.layers[-1].w)),
    _of_mean("elements-of-mean", "N n; where n is the number of outputs and a mean is asked for",
             lambda at, n: n * len(at.network.layers[-1].w)),
    _divisor("elements-of-layer", "N n; where n is the number of neurons of the layer", lambda at, n,
             d: d * len(at.layer.w), 2),
    _of_mean("inverse", "1/N", lambda at, n: 1 / n, 3),
    _of_mean("infinite", "∞ for N > 1; since 1/N is 0 in integers", lambda at, n: inf if n > 1 else n),
    Substitute("constant", "c; where c is a constant", lambda c: lambda at, n, d: c, 3, ("c", (32.0, 64.0, 0.5))),
    Substitute("times-constant", "c N; where c is a constant", lambda c: lambda at, n, d: c * d, 4, ("c",
               (0.5, 2.0, 0.1))),
]

RATES = [
    operation("negated"), operation("missing"), operation("squared", 2), operation("0"), operation("doubled"),
    operation("divides"), times_constant(), constant(), *_by_counts(by_count, "fan-in", "width", "outputs"),
    Substitute("over-examples", "α/N; where N is the number of examples", always(lambda at, j, v: v / at.examples), 1),
    Substitute("times-examples", "N α; where N is the number of examples", always(lambda at, j, v: v * at.examples), 1),
    Substitute("over-examples-of-mean", "α/N; where N is the number of examples and a mean is asked for",
               always(lambda at, j, v: v / at.examples if at.mean else v), 2),
    Substitute("times-examples-of-mean", "N α; where N is the number of examples and a mean is asked for",
               always(lambda at, j, v: v * at.examples if at.mean else v), 3),
    *NEURONS,
]


def _own_old(at: Place, j: int) -> Vector:
    return at.layer.w[j]


def _gradients_of(pick: str) -> Callable[[Place, int], Vector | None]:
    """The gradients of another neuron's weights, or of all neurons' put together, in the order of k."""
    def row(at: Place, j: int) -> Vector | None:
        return [PICKS[pick].of(list(of_k), j) for of_k in zip(*at.dC_dw[at.l])] if at.dC_dw else None

    return row


def _of_neuron(pick: str) -> Change:
    return lambda at, j, v: of_length(len(v), _gradients_of(pick)(at, j) or v)


def _bias_of_neuron(pick: str) -> Change:
    return lambda at, j, v: PICKS[pick].of(at.dC_db[at.l], j) if at.dC_db else v


def _step_only(at: Place, j: int, v: Any) -> Any:
    """α times the gradient alone."""
    if at.rate is None or not at.dC_dw:
        return v
    return [g * at.rate for g in at.dC_dw[at.l][j]] if isinstance(v, list) else at.dC_db[at.l][j] * at.rate


STEP_ONLY = [Substitute("step-only", f"α ∂C/∂{p}", always(_step_only), 2) for p in ("p", "w_jk", "b_j")]
MOVED_BY = [
    *(operation(name) for name in ("sign", "size", "squared")),
    *(at_hand("bias", join=join) for join in ("", "times", "plus", "minus")),
    plus_constant_times("bias", "b_j", lambda at, j: at.layer.b[j if j < len(at.layer.b) else 0]),
    *(at_hand("bias-gradient", pick, cost=3) for pick in ("sum", "mean", "first", "last", "next", "previous",
                                                          "mirrored")),
    plus_constant(), limited("cut"),
]
WEIGHTS_MOVED_BY = [
    *(listed(f"of-{pick}-neuron", f"∂C/∂w_{PICKS[pick].index}k", _gradients_of(pick), 4)
      for pick in ("first", "last", "next")), _first_of("inputs"),
    *(listed(f"{pick}-over-neurons", PICKS[pick].written("∂C/∂w_{}k"), _gradients_of(pick), 4)
      for pick in ("sum", "mean")),
    listed("turned", "∂C/∂w_kj", lambda at, j: column(at.dC_dw[at.l], j) if at.dC_dw else None, 4),
    limited("cut"),
    *(each(name) for name in ("sign", "size", "squared")), *LISTS,
    *(listed("weights", "w_jk", lambda at, j: _own_old(at, j), join=join) for join in ("", "times", "plus", "minus")),
    Substitute("plus-constant-times-weights", "{} + λ w_jk; where λ is a constant",
               lambda c: lambda at, j, v: [g + w * c for g, w in zip(v, at.layer.w[j])], 2, ("λ", (0.01, 0.1, -0.01))),
    Substitute("plus-sign-of-weights", "{} + λ sign(w_jk); where λ is a constant",
               lambda c: lambda at, j, v: [g + (1 if w > 0 else -1 if w < 0 else 0) * c for g, w in zip(v,
                                                                                                        at.layer.w[j])],
               3, ("λ", (0.01, 0.1, -0.01))),
]


def _slope_of_cost(at: Place, a: Matrix, y_j: Number, j: int) -> Number:
    """∂C/∂a_j with another output or target."""
    return at.eq.costs[at.cost].slope(a[at.l][j], y_j, len(at.y))


COST_SLOPES = [
    operation("negated"), operation("squared", 2), operation("size"), operation("sign", 3), operation("doubled"),
    operation("halved"), operation("missing"), times_constant(), limited("cut"),
    *(at_hand("cost-slope", pick) for pick in (*FEW_PICKS, "next", "previous", "mirrored", "largest")),
    at_hand("error", cost=1), at_hand("error", "sum"), at_hand("error", "mean"),
    *_by_counts(by_count, "outputs"), at_hand("activation", cost=3), at_hand("target", cost=3),
    at_hand("activation", join="times", cost=3), at_hand("target", join="times", cost=3),
    by_place("times-cost", "C ∂C/∂a_j", lambda at, j: at.dC_da(at.l)[j] * at.eq.costs[at.cost].cost(at.a[at.l], at.y)),
    by_place("at-weighted-sums", "∂C/∂a_j with z_j for a_j",
             lambda at, j: at.eq.costs[at.cost].slope(at.z[at.l][j], at.y[j], len(at.y))),
    *of_other_examples(lambda of, said, there: by_place(
        f"target-{of}", f"∂C/∂a_j with y_j {said}",
        lambda at, j: _slope_of_cost(at, at.a, (there(at) or at).y[j], j))),
    by_place("target-minus-output-twice", "2(y_j − a_j)", lambda at, j: 2 * (at.y[j] - at.a[at.l][j]), 3),
    by_place("output-and-target-swapped", "∂C/∂a_j with a_j and y_j swapped",
             lambda at, j: at.eq.costs[at.cost].slope(at.y[j], at.a[at.l][j], len(at.y))),
    by_place("for-rounded-output", "∂C/∂a_j with a_j rounded",
             lambda at, j: at.eq.costs[at.cost].slope(at.a[at.l][j] * 0 + float(round(float(at.a[at.l][j]))), at.y[j],
                                                      len(at.y)), 3),
    Substitute("over-size-of-error", "{}/|a_j − y_j|", always(
        lambda at, j, v: v / abs(at.a[at.l][j] - at.y[j]) if at.a[at.l][j] != at.y[j] else v), 3),
    *NEURONS, *where_0("target", "y_j", lambda at, j: at.y[j]),
    *(by_place(f"of-{name}", f"∂C/∂a_j of {name}",
               (lambda name: lambda at, j: at.eq.costs[name].slope(at.a[at.l][j], at.y[j], len(at.y)))(name), 1)
      for name in COSTS if name != "half_squared_error"),
    by_place("over-examples-of-mean", "2(a_j − y_j)/N; where N is the number of examples",
             lambda at, j: 2 * (at.a[at.l][j] - at.y[j]) / at.examples, 3),
    by_place("half-mean", "(a_j − y_j)/n; where n is the number of outputs",
             lambda at, j: (at.a[at.l][j] - at.y[j]) / len(at.y)),
]


def _softmax_of(at: Place, a: Vector, j: int) -> Number:
    """(9) for softmax with other outputs."""
    return _through_softmax(a, [_slope_of_cost(at, [a] * (at.l + 1), y_i, i) for i, y_i in enumerate(at.y)], j)


def _through_softmax(a: Vector, dC_da: Vector, j: int) -> Number:
    return a[j] * (dC_da[j] - total([a_i * dC_da_i for a_i, dC_da_i in zip(a, dC_da)]))


def _scaled(name: str, text: str, of: Callable[[Vector, Number], Number]) -> Substitute:
    """Each input scaled by what it is in all examples."""
    def row(at: Place, j: int) -> Vector:
        return [of([example.x[k] for example in at.batch], x_k) for k, x_k in enumerate(at.x)]

    return listed(name, f"{text}; where the sums and extremes are over the examples", row, 3)


def _deviation(v: Vector) -> Number:
    mean = total(v) / len(v)
    return root_of(total([(one - mean) * (one - mean) for one in v]) / len(v))


SCALED = [
    _scaled("over-largest", "x_k/max x_k", lambda v, x: x / max(v)),
    _scaled("over-largest-size", "x_k/max |x_k|", lambda v, x: x / max(map(abs, v))),
    _scaled("from-0-to-1", "(x_k − min x_k)/(max x_k − min x_k)", lambda v, x: (x - min(v)) / (max(v) - min(v))),
    _scaled("standardised", "(x_k − μ)/s with the mean μ and the standard deviation s of x_k",
            lambda v, x: (x - total(v) / len(v)) / _deviation(v)),
]


def _of_formula(name: str, costs: tuple[str, ...], text: str, f: Callable[[Number, Number, int], Number]) -> Substitute:
    def change(at: Place, j: int, v: Number) -> Number:
        return f(at.a[at.l][j], at.y[j], len(at.y)) if at.cost in costs else v

    return Substitute(name, text, always(change), 2, only=costs)


def _of_difference(f: Callable[..., Number]) -> Change:
    """∂C/∂a_j of a squared cost with another difference."""
    def change(at: Place, j: int, v: Number) -> Number:
        return _slope_of_cost_at(at, f(at.a[at.l][j], at.y[j], len(at.y))) if at.cost in formulas.SQUARED else v

    return change


def _slope_of_cost_at(at: Place, difference: Number) -> Number:
    return at.eq.costs[at.cost].slope(difference, difference * 0, len(at.y))


def of_activation(text: str, activation: str) -> str:
    """A formula that holds for one activation alone.

    >>> of_activation("z s; where s = 1/(1 + e^−z)", "silu")
    'z s for silu; where s = 1/(1 + e^−z)'
    """
    formula, semicolon, meaning = text.partition("; ")
    return f"{formula} for {activation}{semicolon}{meaning}"


def _where(activation: str, f: Callable[..., Number], *number: float) -> Change:
    """A function of z in layers of this activation."""
    return lambda at, j, v: f(at.z[at.l][j], *number) if at.layer.activation == activation else v


def _of_z(activation: str, name: str, text: str, f: Callable[[Number], Number]) -> Substitute:
    """σ, or its slope, by a wrong formula of z."""
    text = of_activation(text, activation)
    return Substitute(f"{activation}-{name}", text, always(_where(activation, f)), 2, only=(activation,))


def _open(activation: str, *slots: str) -> Substitute:
    """σ, its slope or both by a formula of z with a number left open."""
    name, of_slots, values = formulas.OPEN[activation]
    text = of_activation(of_slots[slots[0]][0] + "; where c is a constant", activation)
    return Substitute(
        f"{activation}-{name}", text, lambda c: {slot: _where(activation, of_slots[slot][1], c) for slot in slots}, 2,
        ("c", values), only=(activation,),
    )


COST_SLOPES += [_of_formula(*one) for one in formulas.ERRORS]
COST_SLOPES += [
    Substitute(f"{name}-for-a-minus-y", f"∂C/∂a_j with {text} for a_j − y_j", always(_of_difference(f)), 1,
               only=formulas.SQUARED) for name, text, f in formulas.DIFFERENCES
]
SLOPES += [_of_z(activation, *one) for activation, some in formulas.SLOPES.items() for one in some]
SLOPES += [_open(activation, "slope") for activation in formulas.OPEN]


def _where_shortcut(f: Callable[..., Number]) -> Callable[[Place, int], Number | None]:
    """Where activation and cost together leave only a difference for δ."""
    def number(at: Place, j: int) -> Number | None:
        share = total(at.y) if at.layer.activation == SOFTMAX else 1
        return f(at.a[at.l][j] * share, at.y[j], 1) if leaves_difference(at, at.l) else None

    return number


def _without_parentheses(at: Place, j: int) -> Number | None:
    """∂C/∂a_j σ′ with σ′ as many write it, multiplied by its first term alone."""
    a_j = at.a[at.l][j]
    return {"sigmoid": at.dC_da(at.l)[j] * a_j - a_j, "tanh": at.dC_da(at.l)[j] - a_j * a_j}.get(at.layer.activation)


WHOLE_DELTAS = [
    operation("0"), operation("negated"), operation("squared"), operation("size"), operation("sign"), times_constant(),
    limited("cut"), *(at_hand("delta", pick) for pick in (*FEW_PICKS, "next", "mirrored", "largest")),
    at_hand("error"), at_hand("slope"), at_hand("activation", join="times"), at_hand("weighted-sum", join="times"),
    input_at_hand("own"), input_at_hand("first"), input_at_hand("sum"),
    at_hand("slope", join="plus", cost=3), at_hand("bias", join="times"),
    *_by_counts(by_count, "width", "fan-in", "outputs"),
    by_place("cost-slope-and-slope-added", "∂C/∂a_j + σ′(z_j)",
             lambda at, j: at.dC_da(at.l)[j] + at.slope(at.l, at.z[at.l][j])),
    *NEURONS,
    Substitute("divided-by-examples", "{}/N; where N is the number of examples",
               always(lambda at, j, v: v / at.examples), 2),
    Substitute("divided-as-mean", "{}/N; where N is the number of examples and a mean is asked for",
               always(lambda at, j, v: v / at.examples if at.mean else v), 2),
    *(by_place(f"{name}-for-a-minus-y", f"{text}; where the right δ_j is a_j − y_j", _where_shortcut(f))
      for name, text, f in formulas.DIFFERENCES),
    by_place("without-parentheses", "∂C/∂a_j a_j · 1 − a_j for sigmoid, and ∂C/∂a_j · 1 − a_j² for tanh",
             _without_parentheses, 2),
    at_hand("earlier-delta", join="plus"),
    by_place("errors-instead-of-deltas", "e_j σ′(z_j); where e_j = Σ_m e_m w_mj, and e = ∂C/∂a in the last layer",
             lambda at, j: _error_back(at, j) * at.slope(at.l, at.z[at.l][j]) if at.l < at.last else None, 1),
    by_place("errors-or-differences-instead-of-deltas",
             "e_j σ′(z_j); where e_j = Σ_m e_m w_mj, and in the last layer e = a − y where that is the right δ, "
             "else ∂C/∂a",
             lambda at, j: _error_back(at, j, leaves_difference(at, at.last)) * at.slope(at.l, at.z[at.l][j])
             if at.l < at.last else None, 2),
    by_place("differences-instead-of-deltas", "e_j σ′(z_j); where e_j = Σ_m e_m w_mj, and e = a − y in the last layer",
             lambda at, j: _error_back(at, j, True) * at.slope(at.l, at.z[at.l][j]) if at.l < at.last else None, 1),
]


def _error_back(at: Place, j: int, differences: bool = False) -> Number:
    """Σ_m e_m w_mj all the way back, without a slope."""
    errors = [a - y for a, y in zip(at.a[at.last], at.y)] if differences else at.dC_da(at.last)
    for l in range(at.last, at.l, -1):
        w = at.network.layers[l].w
        errors = [total([e_m * w_m[k] for e_m, w_m in zip(errors, w)]) for k in range(len(w[0]))]
    return errors[j]


def _cost(name: str, text: str, of: Callable[[Cost], Cost], among: tuple[str, ...] = tuple(COSTS),
          cost: int = 1) -> Substitute:
    return Substitute(name, text, always(lambda at, j, v: of(v) if at.cost in among else v), cost, only=among)


def _both(cost: Callable[..., Number], slope: Callable[..., Number]) -> Callable[[Cost], Cost]:
    return lambda v: Cost(cost, slope, v.formula, v.slope_formula)


def _half_mean(a: Vector, y: Vector) -> Number:
    return COSTS["half_squared_error"].cost(a, y) / len(a)


def _of_outputs(v: Cost) -> Cost:
    return Cost(lambda a, y: v.cost(a, y) / len(a), lambda a, y, n: v.slope(a, y, n) / n, v.formula, v.slope_formula)


def _value(of: Callable[[Number, Vector], Number]) -> Callable[[Cost], Cost]:
    return lambda v: Cost(lambda a, y: of(v.cost(a, y), a), v.slope, v.formula, v.slope_formula)


def _guarded(make: Callable[[formulas.Guard], Callable[[float], Change]], cost: int = 2,
             without: str = "") -> list[Substitute]:
    """Each of GUARDS, but for one, in the cross-entropies."""
    def among(guard: formulas.Guard) -> Callable[[float], Change]:
        return lambda c: lambda at, j, v: make(guard)(c)(at, j, v) if at.cost in formulas.ENTROPIES else v

    return [Substitute(name, f"{{}} with {text}", among(guard), cost, parameter, only=formulas.ENTROPIES)
            for name, (text, guard, parameter) in formulas.GUARDS.items() if name != without]


def _by_examples(at: Place, v: Cost, slope_too: bool) -> Cost:
    """The mean squared error divided by the number of examples in place of the number of outputs."""
    if at.cost != "mean_squared_error":
        return v
    return Cost(lambda a, y: v.cost(a, y) * len(a) / at.examples,
                (lambda a, y, n: v.slope(a, y, n) * n / at.examples) if slope_too else v.slope,
                v.formula, v.slope_formula)


COSTS_INSTEAD = [
    *(_cost(f"as-{name}", COSTS[name].formula, (lambda name: lambda v: COSTS[name])(name), formulas.SQUARED)
      for name in formulas.SQUARED),
    _cost("as-half-mean-squared", "(1/2n) Σ_j (a_j − y_j)²", _both(_half_mean, lambda a, y, n: (a - y) / n),
          formulas.SQUARED),
    *(_cost(f"as-{name}", COSTS[name].formula, (lambda name: lambda v: COSTS[name])(name), (other,))
      for name, other in (formulas.ENTROPIES, formulas.ENTROPIES[::-1])),
    _cost("over-outputs", "{}/n; where n is the number of outputs", _of_outputs),
    _cost("squared-for-entropy", COSTS["half_squared_error"].formula, lambda v: COSTS["half_squared_error"],
          formulas.ENTROPIES),
    Substitute("times-constant", "c {}; where c is a constant", lambda c: lambda at, j, v: Cost(
        lambda a, y: v.cost(a, y) * c, lambda a, y, n: v.slope(a, y, n) * c, v.formula, v.slope_formula),
        3, ("c", (0.5, 2.0, 1.4426950408889634, 0.4342944819032518))),
    Substitute("huber-loss", "Σ_j (e² if |e| ≤ c, else 2c|e| − c²); where e = a_j − y_j",
               lambda c: lambda at, j, v: formulas.huber(at.cost, c, v) if at.cost in formulas.SQUARED else v, 2,
               ("c", (0.5, 1.0, 0.1)), only=formulas.SQUARED),
    Substitute("divided-by-examples", "(1/N) Σ_j (a_j − y_j)²; where N is the number of examples", always(
        lambda at, j, v: _by_examples(at, v, True)), 2, only=("mean_squared_error",)),
    _cost("of-sigmoid", "the binary cross-entropy of σ(a_j)",
          _both(formulas.of_sigmoid_again, lambda a_j, y_j, n: sigmoid(a_j) - y_j), (formulas.BCE,)),
    _cost("logarithms-at-least-minus-100", "the binary cross-entropy with max(ln p, −100) for ln p, and the slope "
          "(a_j − y_j)/max(a_j(1 − a_j), 10^−12)",
          _both(formulas.entropy(formulas.BCE, formulas.at_least_minus_100),
                lambda a_j, y_j, n: (a_j - y_j) / max(a_j * (1 - a_j), 1e-12)),
          (formulas.BCE,)),
    *_guarded(lambda guard: lambda c: lambda at, j, v: guard(at.cost, c, v)),
]


def _of_some_outputs(mask: Mask) -> Callable[[Cost], Cost]:
    def of_some(v: Cost) -> Cost:
        def cost(a: Vector, y: Vector) -> Number:
            left = [j for j in range(len(a)) if mask.keeps(j, len(a), j)]
            return v.cost([a[j] for j in left], [y[j] for j in left])

        return Cost(cost, v.slope, v.formula, v.slope_formula)

    return of_some


def _summed(term: Callable[..., Number]) -> Callable[[Cost], Cost]:
    return lambda v: Cost(formulas.summed(v.formula, term), v.slope, v.formula, v.slope_formula)


COST_VALUES = [
    *(_cost(f"as-{name}", COSTS[name].formula, (lambda name: lambda v: Cost(
        COSTS[name].cost, v.slope, v.formula, v.slope_formula))(name)) for name in COSTS),
    _cost("as-half-mean-squared", "(1/2n) Σ_j (a_j − y_j)²",
          lambda v: Cost(_half_mean, v.slope, v.formula, v.slope_formula)),
    _cost("negated", "−C", _value(lambda C, a: -C)),
    _cost("root", "√C", _value(lambda C, a: C if C < 0 else exp(ln(C) / 2) if C > 0 else C), cost=2),
    _cost("over-outputs", "C/n; where n is the number of outputs", _value(lambda C, a: C / len(a))),
    Substitute("divided-by-examples", "(1/N) Σ_j (a_j − y_j)²; where N is the number of examples", always(
        lambda at, j, v: _by_examples(at, v, False)), 2, only=("mean_squared_error",)),
    Substitute("over-examples", "C/N; where N is the number of examples", always(
        lambda at, j, v: _value(lambda C, a: C / at.examples)(v)), 2),
    Substitute("over-elements", "C/(N n); where N and n are the numbers of examples and of outputs", always(
        lambda at, j, v: _value(lambda C, a: C / (len(a) * at.examples))(v)), 2),
    _cost("absolute", "Σ_j |a_j − y_j|", lambda v: Cost(
        lambda a, y: total([abs(p - q) for p, q in zip(a, y)]), v.slope, v.formula, v.slope_formula), cost=2),
    _cost("mean-absolute", "(1/n) Σ_j |a_j − y_j|", lambda v: Cost(
        lambda a, y: total([abs(p - q) for p, q in zip(a, y)]) / len(a), v.slope, v.formula, v.slope_formula), cost=2),
    *(_cost(f"{name}-output", text, _of_some_outputs(MASKS[name]), cost=2) for name, text in (
        ("only-first", "C of the first output"), ("without-first", "C of all outputs but the first"),
        ("only-last", "C of the last output"), ("without-last", "C of all outputs but the last"),
    )),
    *(_cost(name, text, _summed(f), costs, 2)
      for name, costs, text, f in formulas.VALUES),
    Substitute("times-constant", "c C; where c is a constant", lambda c: lambda at, j, v: _value(
        lambda C, a: C * c)(v), 3,
               ("c", (0.5, 2.0, 1.4426950408889634))),
    *_guarded(lambda guard: lambda c: lambda at, j, v: Cost(
        guard(at.cost, c, v).cost, v.slope, v.formula, v.slope_formula), without="slopes-at-outputs-clipped"),
]


def _over(f: Callable[[Number, float], Number]) -> Callable[[float], Change]:
    """The slope of a cross-entropy with its denominator changed."""
    def of(at: Place, a_j: Number, y_j: Number, v: Number, c: float) -> Number:
        if at.cost == formulas.BCE:
            return (a_j - y_j) / f(a_j * (1 - a_j), c)
        return -y_j / f(a_j, c) if at.cost == formulas.CE else v

    return lambda c: lambda at, j, v: of(at, at.a[at.l][j], at.y[j], v, c)


def _softmax_again(at: Place, j: int) -> Number:
    """∂C/∂a_j of the cross-entropy of softmax(a)."""
    return at.eq.activations[SOFTMAX].sigma(at.a[at.l])[j] * total(at.y) - at.y[j]


COST_SLOPES += [
    *_guarded(lambda guard: lambda c: lambda at, j, v: guard(at.cost, c, at.eq.costs[at.cost]).slope(
        at.a[at.l][j], at.y[j], len(at.y)), 4),
    *(Substitute(f"denominator-{name}", f"∂C/∂a_j with {text} for its denominator d", _over(f), 2, formulas.EPSILON,
                 only=formulas.ENTROPIES) for name, text, f in formulas.DENOMINATORS),
]


def _one_hot(y: Vector) -> Vector:
    """1 instead of the largest, the first of them, and 0 for the others."""
    return [y_j * 0 + (1 if j == y.index(max(y)) else 0) for j, y_j in enumerate(y)]


def _smoothed(name: str, text: str, classes: Callable[[Vector], int]) -> Substitute:
    """(1 − ε)y + ε/n."""
    return Substitute(name, "((1 − ε) {} + ε/n); where n is " + text, lambda c: lambda at, j, y: [
        y_j * (1 - c) + c / classes(y) for y_j in y], 2, ("ε", (0.1, 0.02, 0.01)))


TARGETS = [
    Substitute("reversed", "y_(n−1−j)", always(lambda at, j, y: y[::-1]), 1),
    Substitute("one-hot", "[1 for the largest y_j, 0 for all others]", always(lambda at, j, y: _one_hot(y)), 1),
    _smoothed("smoothed", "the number of outputs", len), _smoothed("smoothed-of-two", "2", lambda y: 2),
    each("from-1"), each("rounded"), each("whole"), each_times_constant(),
]

IN_SINGLE = Substitute("single", "{} in single precision", always(lambda at, j, v: in_single(v)), needs="")
SEVEN_DIGITS = "Everything that is computed from it has 16 digits, but only about seven are right."
ARRAYS = {  # what a program may keep in single precision while all else is in double: its slots, and its symbol
    "parameters": (("weights", "next-weights", "old-weights", "bias", "old-bias"), "w_jk, b_j"),
    "weights": (("weights", "next-weights", "old-weights"), "w_jk"),
    "biases": (("bias", "old-bias"), "b_j"),
    "examples": (("given-inputs", "given-targets"), "x_k, y_j"),
    "inputs": (("given-inputs",), "x_k"),
    "targets": (("given-targets",), "y_j"),
    "weighted-sums": (("weighted-sum",), "z_j"),
    "activations": (("activation",), "a_j"),
    "slopes": (("slope",), "σ′(z_j)"),
    "errors": (("cost-slope", "back-sum"), "∂C/∂a_j"),
    "deltas": (("delta",), "δ_j"),
    "gradients": (("finished-weight-gradients", "finished-bias-gradients"), "∂C/∂p"),
    "weight-gradients": (("finished-weight-gradients",), "∂C/∂w_jk"),
    "bias-gradients": (("finished-bias-gradients",), "∂C/∂b_j"),
    "updates": (("new-weights", "new-bias"), "p − α ∂C/∂p"),
}


def _of_row_or_bias(f: Callable[[Number], Number]) -> Change:
    """f of every weight of a row, and of a bias."""
    return lambda at, j, v: [f(one) for one in v] if isinstance(v, list) else f(v)


def _on_rows(name: str, cost: int = 2) -> Substitute:
    """One of OPERATIONS on all parameters, or on what belongs to each."""
    text, f, _ = OPERATIONS[name]
    return Substitute(name, text, always(_of_row_or_bias(f)), cost, needs="")


def _over_neurons(which: Callable[[int], int]) -> Callable[[Place, int], Number]:
    """Of matrices of δ, neuron by example, the sum along the wrong axis."""
    def number(at: Place, j: int) -> Number:
        places = [at]
        while places[0].earlier is not None:
            places.insert(0, places[0].earlier)
        sums = [total(one.delta[at.l]) for one in places]
        return entry(sums, which(j)) / (at.examples if at.mean else 1)

    return number


BIASES = [
    operation("0"), operation("negated"), operation("doubled"), operation("size"), times_constant(), constant(),
    *(at_hand("bias", pick, cost=1) for pick in ("first", "last", "next", "previous", "mirrored", "mean", "sum")),
    *(at_hand("bias", layer=layer) for layer in ("next", "before", "first")),
    *_by_counts(by_count, "fan-in"), operation("missing", 2), *NEURONS,
    *where_0("bias", "b_j", lambda at, j: at.b[j], "1"),
    by_place("first-weight", "w_j0", lambda at, j: at.layer.w[j][0]),
    by_place("last-weight", "w_j(n−1)", lambda at, j: at.layer.w[j][-1]),
]

FORWARD_WEIGHTS = [
    *SUMMED, each_times_constant(), each_by_count("fan-in", False),
    listed("column", "w_kj", lambda at, j: column(at.layer.w, j), 1),
    listed("row-of-first", "w_0k", lambda at, j: at.layer.w[0]),
    listed("row-of-last", "w_(n−1)k", lambda at, j: at.layer.w[-1]),
    listed("row-of-next", "w_(j+1)k", lambda at, j: _row(at.layer.w, j + 1)),
    listed("row-mirrored", "w_(n−1−j)k", lambda at, j: at.layer.w[-1 - j]),
    listed("reshaped", "w[k n + j]; where w is one flat list and n is the number of neurons of the layer",
           lambda at, j: [_flat(at.layer.w)[k * len(at.layer.w) + j] for k in range(len(at.layer.w[0]))], 2),
    listed("stride-of-outputs", "w[j n + k]; where w is one flat list and n is the number of neurons of the layer",
           lambda at, j: [entry(_flat(at.layer.w), j * len(at.layer.w) + k) for k in range(len(at.layer.w[0]))], 3),
    *(listed("bias", "b_j", lambda at, j: [at.b[j]] * len(at.before), 3, join=join) for join in ("", "plus")),
]

FORWARD_INPUTS = [
    *OTHER_FACTOR, listed("x", "x_k", lambda at, j: at.x),
    listed("z", "z_k^(l−1)", lambda at, j: at.z[at.l - 1] if at.l else None),
    listed("activated", "σ(a_k)", lambda at, j: [at.sigma(at.l, a_k) for a_k in at.before]),
    listed("activations-two-before", "a_k^(l−2)",
           lambda at, j: (at.a[at.l - 2] if at.l > 1 else at.x) if at.l else None),
    listed("written-over-in-place", "a_k; where, for k < j, the layer's own a_k has overwritten the input",
           lambda at, j: [at.sigma(at.l, z) for z in at.z[at.l]][:len(at.before)] + at.before[j:]),
    *of_other_examples(lambda of, said, there: listed(of, f"a_k {said}", lambda at, j: _inputs(there(at), at.l)),
                       "example-before", "first-example"),
]

SUMS = [
    _running("starts-from-neuron-before", "z_(j−1) + Σ_k w_jk a_k + b_j", lambda at, j: at.z[at.l][j - 1] if j
             else None),
    by_place("last-product-only", "w_jk a_k for the last k alone, with no bias; as = for += leaves it",
             lambda at, j: at.layer.w[j][-1] * at.before[-1], 2),
    _running("starts-from-example-before", "z_j of the example before + Σ_k w_jk a_k + b_j", _earlier_sum),
    _running("starts-from-output-before", "a_j of the example before + Σ_k w_jk a_k + b_j",
             lambda at, j: at.earlier.a[at.l][j] if at.earlier is not None else None),
    *_by_counts(by_count, "fan-in", "width"), operation("negated"), operation("size", 3), times_constant(),
    plus_constant(), limited("cut"), *NEURONS,
    _running("first-bias-of-layer-before-too", "Σ_k w_jk a_k + b_j + b_0^(l−1)",
             lambda at, j: at.network.layers[at.l - 1].b[0] if at.l else None),
    _running("own-index-too", "Σ_k w_jk a_k + b_j + a_j^(l−1)",
             lambda at, j: entry(at.before, j)),
]


def _softmax_by(name: str, text: str, below: Callable[[Vector, float], Number], epsilons: tuple[float, ...] = (),
                shifted: bool = True) -> Substitute:
    """Softmax over another sum of the powers e^z_j; shifted: e^(z_j − max z)."""
    def make(c: float = 0.0) -> Change:
        def change(at: Place, j: int, v: Number) -> Number:
            if at.layer.activation != SOFTMAX:
                return v
            powers = [exp(z_j - max(at.z[at.l]) if shifted else z_j) for z_j in at.z[at.l]]
            return powers[j] / below(powers, c)

        return change

    return Substitute(name, text, make, 2, ("ε", epsilons) if epsilons else None, only=(SOFTMAX,))


OUTPUTS = [
    _softmax_by("softmax-not-divided", "e^(z_j − max z) for softmax", lambda e, c: 1),
    _softmax_by("softmax-of-plain-powers-not-divided", "e^z_j for softmax", lambda e, c: 1, (), False),
    _softmax_by("softmax-without-first-power", "e^z_j/Σ_(i > 0) e^z_i for softmax", lambda e, c: total(e[1:])),
    *(_softmax_by(f"softmax-with-epsilon{name}", f"e^{z}/(ε + Σ_i e^{z.replace('j', 'i')}) for softmax",
                  lambda e, c: total([c, *e]), (1e-8, 1e-7, 1e-6), not name)
      for name, z in (("", "(z_j − max z)"), ("-of-plain-powers", "z_j"))),
    at_hand("bias", join="plus"), operation("negated"), operation("rounded"), operation("squared"), operation("from-1"),
    times_constant(), plus_constant(), at_hand("weighted-sum", join="times", cost=3), at_hand("slope"), *NEURONS,
    limited("inside"),
    by_place("twice-activated", "σ(σ(z_j))", lambda at, j: at.sigma(at.l, at.a[at.l][j])
             if at.layer.activation != SOFTMAX else at.eq.activations[SOFTMAX].sigma(at.a[at.l])[j]),
    at_hand("earlier-activation", join="plus", cost=9), *_by_counts(by_count, "width", "fan-in"),
    *(_of_z(activation, *one) for activation, some in formulas.FUNCTIONS.items() for one in some),
    *(_open(activation, "activation") for activation in formulas.OPEN),
]


GAINS = ("c", (2.0, 0.5, 2 / 3, 5.0))


def _through(f: Callable[[Number, float], Number], slope: Callable[[float], float]) -> Callable[[float], Changes]:
    """σ(f(z)) with a number left open, and σ′ there times the slope of f."""
    return lambda c: {"argument": lambda at, j, v: f(v, c),
                      "slope": lambda at, j, v: at.slope(at.l, f(at.z[at.l][j], c)) * slope(c)}


ARGUMENTS = [
    by_place("without-bias", "z_j − b_j", lambda at, j: at.z[at.l][j] - at.b[j]),
    operation("negated"), times_constant(), at_hand("weighted-sum", "first"), at_hand("weighted-sum", "next"),
    at_hand("weighted-sum", "mirrored", cost=3), operation("rounded", 3), operation("size", 3),
]

OPTIMIZERS: tuple[tuple[str, str, Callable[[Number, float], Number]], ...] = (  # in their first step
    ("adam", "g/(|g| + ε); where g = {}", lambda g, c: g / (abs(g) + c)),
    ("adam-without-bias-correction", "0.1 g/(√(0.001 g²) + ε); where g = {}",
     lambda g, c: g / 10 / (abs(g) * 0.001**0.5 + c)),
    ("rmsprop", "g/(√(0.1 g²) + ε); where g = {}", lambda g, c: g / (abs(g) * 0.1**0.5 + c)),
    ("rmsprop-of-99", "g/(√(0.01 g²) + ε); where g = {}", lambda g, c: g / (abs(g) / 10 + c)),
)


def _first_step(name: str, text: str, f: Callable[[Number, float], Number]) -> Substitute:
    return Substitute(name, text, lambda c: _of_row_or_bias(lambda g: f(g, c)), 1, ("ε", (1e-8, 1e-7, 1e-6, 1e-10)), "")


GROUPS = {
    one.name: one for one in (
        Group("weights", ["weights"], FORWARD_WEIGHTS, "The outputs are wrong, and so is everything after them.",
              cost=1),
        Group("inputs", ["inputs"], FORWARD_INPUTS, "The outputs are wrong, and so is everything after them.", cost=1),
        Group("input", ["given-inputs"], [
            *of_other_examples(lambda of, said, there: listed(of, f"x_k {said}", lambda at, j: (there(at) or at).x)),
            order("mirrored"),
        ], "The first example is right. The others are not: their input is not their own.", kind="procedure",
              extents=False),
        Group("inputs-as-given", ["given-inputs"], [each_times_constant(1 / 255, 0.1, 0.99), *SCALED],
              "The inputs are scaled, as pixels often are by 1/255.", kind="convention", extents=False),
        Group("targets", ["given-targets"], TARGETS, "The outputs are right; they are held against other targets.",
              kind="convention"),
        Group("targets-going-back", ["target-going-back"], TARGETS,
              "The outputs and the cost are right; every δ is made from other targets.", kind="convention"),
        Group("sum", ["sum"], [_without(name) for name in TERMS if name != "up-to-fan-in"],
              "The outputs are wrong, and so is everything after them.", cost=1),
        Group("bias", ["bias"], BIASES, "The outputs are wrong, and so is everything after them.", cost=1),
        Group("bias-and-gradient", ["bias", "bias-gradient"], [operation("negated"), times_constant()],
              "The bias unit is not 1, but −1 for a threshold: z is off, and so is the bias gradient.", "2/14",
              "convention", written="z_j = Σ_k w_jk a_k + {}, with the slope of that", cost=1),
        Group("weighted-sum", ["weighted-sum"], SUMS, "The outputs are wrong, and so is everything after them.",
              written="z_j = {}", symbol="Σ_k w_jk a_k + b_j", cost=1),
        Group("argument", ["argument"], ARGUMENTS, "z is right, but the activations are not.", cost=2),
        Group("activation", ["activation"], OUTPUTS, "z is right, but the activations are not.", symbol="σ(z_j)",
              cost=1),
        Group("function", ["function"], FUNCTIONS,
              "z is right, but the activations are not. Slopes come from the right function.",
              cost=1),
        Group("kept-sum", ["kept-sum"], [
            at_hand("activation", cost=1),
            by_place("activation-of-relus", "a_j in layers of relu and leaky_relu",
                     lambda at, j: at.a[at.l][j] if at.layer.activation in ("relu", "leaky_relu") else None),
        ],
              "The activations are right, but z is not, and every slope is taken at what has overwritten it.", cost=1),
        Group("function-and-slope", ["function", "function-back"], FUNCTIONS,
              "z is right; activations and slopes belong to another function.", "2/8/9", cost=1),
        Group("activation-and-slope", ["activation", "slope"], [
            _open(activation, "activation", "slope") for activation in formulas.OPEN
        ], "z is right; activations and slopes are those of the same function with another number.", "2/8/9",
              "convention", "σ(z_j)", "a_j = {}", cost=1),
        Group("argument-and-slope", ["argument", "slope"], [
            Substitute("times-constant", "c {}; where c is a constant", _through(lambda z, c: z * c, lambda c: c), 3,
                       GAINS),
            Substitute("times-constant-from-a", "c {}; where c is a constant, and σ′ is computed from a_j without it",
                       lambda c: {"argument": lambda at, j, v: v * c, "slope": lambda at, j, v: told_from_a(
                           at.layer.activation, at.z[at.l][j], at.a[at.l][j], at)}, 3, GAINS),
            Substitute("cut", "{} limited to [−c, c]; where c is a constant",
                       _through(lambda z, c: cut_to(z, -c, c), lambda c: 1), 3, ("c", (20.0, 30.0, 10.0))),
        ], "z is right; activations and slopes are those at another z.", "2/8/9", "convention", cost=1),
        Group("bias-and-activation", ["bias", "activation"], [
            in_slots("bias-after-activation", "σ(Σ_k w_jk a_k) + b_j", {
                "bias": lambda at, j, v: v * 0, "activation": lambda at, j, v: v + at.b[j],
            }),
            in_slots("bias-times-activation", "σ(Σ_k w_jk a_k) · b_j", {
                "bias": lambda at, j, v: v * 0, "activation": lambda at, j, v: v * at.b[j],
            }),
        ], "The bias is missing from z and comes in after the activation.", written="a_j = {}",
              symbol="σ(Σ_k w_jk a_k + b_j)", cost=1),
        Group("cost-slope", ["cost-slope"], COST_SLOPES, "The outputs are right, but every δ is wrong."),
        Group("slope", ["slope"], SLOPES,
              "The outputs are right, but δ is wrong from the layer of this slope backward."),
        Group("softmax", ["softmax"], [
            *(Substitute(name, text, always((lambda f: lambda at, j, v: f(at, j))(f)), 2) for name, text,
                f in formulas.SOFTMAX),
            Substitute("slope-again", "{} · a_j(1 − a_j)",
                       always(lambda at, j, v: v * (at.a[at.l][j] * (1 - at.a[at.l][j]))), 1),
            operation("negated"), operation("0"),
        ], "The outputs are right, but δ of a softmax layer is wrong."),
        Group("delta", ["delta"], WHOLE_DELTAS,
              "The outputs are right, but δ is wrong, and so is everything computed from it.",
              symbol="∂C/∂a_j · σ′(z_j)", cost=1),
        Group("next-deltas", ["next-deltas"], NEXT_DELTAS,
              "The last layer is right, but the layers before it are not."),
        Group("next-weights", ["next-weights"], NEXT_WEIGHTS,
              "The last layer is right, but the layers before it are not."),
        Group("slopes", ["next-deltas", "slope"], [
            in_slots("of-next-layer-in-the-sum", "Σ_m δ_m w_mj σ′(z_m)", {
                "next-deltas": lambda at, j, v: [d * at.slope(at.l + 1, z) for d, z in zip(v, at.z[at.l + 1])],
                "slope": lambda at, j, v: v * 0 + 1,
            }, "hidden"),
        ], "The last layer is right, but each layer before it uses the slopes of the layer after it.", "8",
              written="δ_j = {}", symbol="(Σ_m δ_m w_mj) σ′(z_j)"),
        Group("next-sum", ["next-sum"], [_without(name) for name in TERMS if name != "up-to-next-width"],
              "The last layer is right, but the layers before it are not."),
        Group("back-sum", ["back-sum"], [
            operation("missing"), operation("squared"), operation("size"), operation("sign"), operation("step"),
            at_hand("cost-slope", "mean", cost=3), by_count("next-width", False),
            *_by_counts(by_count, "width", "fan-in", "outputs"),
            at_hand("delta", "last", "next"), at_hand("delta", "first", "next"),
            Substitute("sum-not-reset", "Σ_(i ≤ j) Σ_m δ_m w_mi",
                       always(lambda at, j, v: total(at.dC_da(at.l)[:j + 1])), 1),
            at_hand("slope", join="plus", cost=3), at_hand("activation", join="times", cost=3),
            Substitute("plus-example-before", "{} + the same sum of the example before",
                       always(lambda at, j, v: v + at.earlier.dC_da(at.l)[j] if at.earlier is not None
                              and at.earlier.delta else v), 2),
        ], "The last layer is right, but the layers before it are not."),
        Group("errors", ["cost-slope", "back-sum"], [
            operation(name) for name in ("missing", "squared", "size", "sign", "step")
        ], "The outputs are right, but every δ is made from something other than the error passed back to it.", "8/9",
              symbol="∂C/∂a_j", written="δ_j = {} · σ′(z_j)", cost=1, layers="all"),
        Group("kept-neurons", ["cost-slope", "slope", "softmax", "inputs-for-weights"], [
            in_slots("of-last-example", "z, a of the last example", {
                "cost-slope": lambda at, j, v: _slope_of_cost(at, (at.latest or at).a, at.y[j], j),
                "slope": lambda at, j, v: at.slope(at.l, (at.latest or at).z[at.l][j]),
                "softmax": lambda at, j, v: _softmax_of(at, (at.latest or at).a[at.l], j),
                "inputs-for-weights": lambda at, j, v: (at.latest or at).a[at.l - 1] if at.l else v,
            }, cost=2),
            in_slots("of-last-example-for-each-error", "z, a and x of the last example, with their own ∂C/∂a", {
                "slope": lambda at, j, v: at.slope(at.l, (at.latest or at).z[at.l][j]),
                "softmax": lambda at, j, v: _through_softmax((at.latest or at).a[at.l], at.dC_da(at.l), j),
                "inputs-for-weights": lambda at, j, v: _inputs(at.latest or at, at.l),
            }, cost=4),
        ], "With one example everything is right. With several, all are propagated forward before any is propagated "
           "back.", "8/9", "procedure", "z, a", "δ and ∂C/∂w from {}", False),
        Group("delta-for-weights", ["delta-for-weights"], [
            one for one in DELTAS if one.name not in ("slope-at-bias", "0")
        ], "Every δ is right, but the weight gradients are not."),
        Group("input-for-weights", ["inputs-for-weights"], INPUTS,
              "Every δ is right, but the weight gradients are not."),
        Group("weight-gradient", ["weight-gradients"], [
            listed("transposed", "δ_k a_j", _transposed),
            listed("by-columns", "g[j n + k]; where g is one flat list that has δ_j a_k at k m + j, and m and n are "
                   "the numbers of neurons and of inputs of the layer", _by_columns, 2),
            each("0"), each("squared"), each("sign"),
            listed("input-only", "a_k", lambda at, j: at.before),
            listed("weights", "w_jk", lambda at, j: at.layer.w[j]),
            listed("weights", "w_jk", lambda at, j: at.layer.w[j], 3, join="plus"),
            Substitute("last-weight-0", "0 if w_jk is the last weight of the layer, else {}", always(_last_weight), 3),
        ], "Every δ is right, but the weight gradients are not."),
        Group("bias-gradient", ["bias-gradient"], [
            *DELTAS, operation("missing", 2), input_at_hand("sum"), input_at_hand("first"), input_at_hand("last"),
            input_at_hand("mean"), input_at_hand("own"),
            *where_0("bias", "b_j", lambda at, j: at.b[j]),
        ], "Every δ is right, but the bias gradients are not."),
        Group("delta-for-gradients", ["delta-for-weights", "bias-gradient"], DELTAS,
              "Every δ is right, but the gradients are not.", "10/14", written="∂C/∂w_jk = {0} a_k, ∂C/∂b_j = {0}",
              cost=1),
        Group("shared-bias-gradient", ["shared-bias-gradient"], [
            by_count("width", True), operation("0"), operation("negated"), times_constant(),
            by_place("first", "δ_0", lambda at, j: at.delta[at.l][0], 1),
            by_place("last", "δ_(n−1)", lambda at, j: at.delta[at.l][-1], 1),
        ], "Only the gradient of a shared bias is wrong.", extents=False),
        Group("examples", ["examples-for-weights", "examples-for-biases"], OF_EXAMPLES,
              "The gradients of single examples are right, but they are not added up as they should be.", None,
              "procedure", symbol="Σ_i ∂C_i/∂p", written="∂C/∂p = {} (divided by N for a mean)"),
        Group("examples-for-weights", ["examples-for-weights"], OF_EXAMPLES,
              "With several examples, the weight gradients are wrong.", None, "procedure"),
        Group("examples-for-biases", ["examples-for-biases"], OF_EXAMPLES,
              "With several examples, the bias gradients are wrong.", None, "procedure"),
        Group("divisor", ["divisor-for-weights", "divisor-for-biases", "divisor-of-cost"], DIVISORS,
              "The cost and the gradients are off by a factor.", None, "convention",
              written="C = (Σ_i C_i)/{0}, ∂C/∂p = (Σ_i ∂C_i/∂p)/{0}", extents=False),
        Group("divisor-of-gradients", ["divisor-for-weights", "divisor-for-biases"], DIVISORS,
              "The cost is right, but the gradients are off by a factor.", None, "convention",
              written="∂C/∂p = (Σ_i ∂C_i/∂p)/{}"),
        Group("divisor-for-weights", ["divisor-for-weights"], DIVISORS,
              "Only the weight gradients are off by a factor.",
              None, "convention"),
        Group("divisor-for-biases", ["divisor-for-biases"], DIVISORS, "Only the bias gradients are off by a factor.",
              None, "convention"),
        Group("divisor-of-cost", ["divisor-of-cost"], DIVISORS, "Only the cost is off by a factor.", None, "convention",
              extents=False),
        Group("cost", ["cost"], COSTS_INSTEAD,
              "The outputs are right. The cost is a different function, and every δ is computed from that function.",
              kind="convention"),
        Group("cost-and-slope", ["cost", "cost-slope"], [
            in_slots("of-softmax", "the cross-entropy of softmax(a)", {
                "cost": lambda at, j, v: v if at.cost != formulas.CE else Cost(
                    formulas.of_softmax_again, v.slope, v.formula, v.slope_formula),
                "cost-slope": lambda at, j, v: v if at.cost != formulas.CE else _softmax_again(at, j),
            }),
        ], "The outputs are right. The cost is a different function, and every δ is computed from that function.",
              kind="convention", extents=False),
        Group("cost-alone", ["cost"], COST_VALUES, "Only the value of the cost is wrong; the gradients are right.",
              None, "convention"),
        Group("rate", ["rate-for-weights", "rate-for-biases"], RATES,
              "The gradients are right, but the updates are not.",
              "11/15",
              written="p ← p − {} ∂C/∂p"),
        Group("rate-for-weights", ["rate-for-weights"], RATES, "The gradients are right, but the new weights are not."),
        Group("rate-for-biases", ["rate-for-biases"], [
            *RATES, *where_0("bias", "b_j", lambda at, j: at.b[j]),
            Substitute("0-with-one-example", "0 if N = 1, else {}",
                       always(lambda at, j, v: v if at.examples > 1 else v * 0), 2),
        ],
              "The gradients are right, but the new biases are not."),
        Group("moved-by", ["gradient-for-weights", "gradient-for-biases"], [
            *(in_slots(f"of-{pick}-neuron", f"∂C/∂p of neuron {PICKS[pick].index.strip('()')}", {
                "gradient-for-weights": _of_neuron(pick), "gradient-for-biases": _bias_of_neuron(pick),
            }, cost=3) for pick in ("first", "last", "next", "previous", "mirrored")),
            *(_on_rows(name) for name in ("sign", "size", "squared")), limited("cut"),
            Substitute("times-parameters", "{} p", always(
                lambda at, j, v: [g * w for g, w in zip(v, at.layer.w[j])] if isinstance(v, list)
                else v * at.layer.b[j]), 2),
            Substitute("plus-constant-times-parameters", "{} + λ p; where λ is a constant", lambda c: lambda at, j, v:
                       [g + w * c for g, w in zip(v, at.layer.w[j])] if isinstance(v, list) else v + at.layer.b[j] * c,
                       2, ("λ", (0.01, 0.1, -0.01))),
        ], "The gradients are right, but the updates are not.", "11/15", symbol="∂C/∂p", written="p ← p − α {}"),
        Group("optimizer", ["gradient-for-weights", "gradient-for-biases"], [
            *(_first_step(*one) for one in OPTIMIZERS),
            *(Substitute(name, text, always(_of_row_or_bias(f)), 1, needs="") for name, text, f in (
                ("nesterov-momentum", "1.9 {}", lambda g: g + g * 9 / 10),
                ("damped-momentum", "0.1 {}", lambda g: g / 10),
            )),
        ], "The gradients are right; the new parameters are those of the first step of another optimizer.", None,
              "convention", symbol="∂C/∂p", written="p ← p − α {}", extents=False),
        Group("weights-moved-by", ["gradient-for-weights"], WEIGHTS_MOVED_BY,
              "The gradients are right, but the new weights are not."),
        Group("biases-moved-by", ["gradient-for-biases"], MOVED_BY,
              "The gradients are right, but the new biases are not.", cost=2),
        Group("old-parameters", ["old-weights", "old-bias"], [
            *(_on_rows(name, 1) for name in ("0", "doubled", "negated")),
            Substitute("times-constant", "c p; where c is a constant",
                       lambda c: _of_row_or_bias(lambda one: one * c), 3, ("c", (0.99, 0.9))),
        ], "The gradients are right, but the updates are not.", "11/15", symbol="p", written="p ← {} − α ∂C/∂p"),
        Group("new-parameters", ["new-weights", "new-bias"], [limited("cut"), *STEP_ONLY[:1]],
              "The gradients are right, but the updates are not.", "11/15", "convention", "p − α ∂C/∂p", "p ← {}"),
        Group("new-weights", ["new-weights"], [limited("cut"), *STEP_ONLY[1:2]],
              "The gradients are right, but the new weights are not.", kind="convention"),
        Group("new-bias", ["new-bias"], STEP_ONLY[2:], "The gradients are right, but the new biases are not."),
        Group("old-weights", ["old-weights"], [each("0"), each("doubled"), each("negated"), each_times_constant()],
              "The gradients are right, but the new weights are not."),
        Group("old-bias", ["old-bias"], [operation("0"), operation("doubled"), operation("negated"), times_constant(),
                                         at_hand("bias", "first", cost=3)],
              "The gradients are right, but the new biases are not."),
        Group("finished-gradients", ["finished-weight-gradients", "finished-bias-gradients"], [
            _on_rows("whole"), limited("cut"),
        ], "Every δ is right, but the gradients are changed once all examples are in.", None, "procedure", "∂C/∂p",
              "∂C/∂p of all examples ← {}"),
        Group("finished-weight-gradients", ["finished-weight-gradients"], [each("whole"), limited("cut")],
              "Every δ is right, but the weight gradients are changed once all examples are in.", kind="procedure"),
        Group("finished-bias-gradients", ["finished-bias-gradients"], [
            by_place(f"sum-over-neurons-of-{name}", f"Σ_i δ_i of {text} (divided by N for a mean)",
                     _over_neurons(which))
            for name, text, which in (("first-example", "the first example", lambda j: 0),
                                      ("example-j", "example j", lambda j: j))
        ], "δ of each example is summed over the neurons of the layer, where it should be summed over the examples.",
              "14"),
        Group("gradients-of-example", ["weight-gradients", "bias-gradient"], [limited("cut")],
              "Every δ is right, but the gradients of each example are changed.", "10/14", "convention", "∂C_i/∂p",
              "∂C/∂p = Σ_i {} (divided by N for a mean)"),
        *(Group(f"{name}-in", slots, [IN_SINGLE], SEVEN_DIGITS, None, "precision", symbol, f"{symbol} ← {{}}")
          for name, (slots, symbol) in ARRAYS.items()),
    )
}
