"""Other layouts than the format's: lists of another shape, or order, that hold the same numbers.

    readings    every way to read a field in another layout that its shape allows
    Reading     one of them: the layout in words, and the values as the format has them

A layout is composed: the order of a layer's weights, where its biases stand, how the lists are nested.  Each composed
layout is a template, the field's lists filled with the places that the numbers there belong to.  What has the
template's shape can be read so; whether it was meant so, its numbers say.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from collections.abc import Iterator, Sequence

from ..numbers import beside
from .listen_numbers import Malformed, depth, leaves, plain, read_as

ROWS, COLUMNS = "", "[l][k][j] instead of [l][j][k], one row for each input"
BIAS_WITH = {  # which biases stand among which weights
    "weight_gradients": "bias_gradients", "new_weights": "new_biases",
}
BIASES = tuple(BIAS_WITH.values())
BIAS_AT = {None: "", 0: "the bias before the weights", -1: "the bias after the weights"}


class Reading(NamedTuple):
    """A field read in another layout.

    layout: in words.  values: as the format has them.  biases: the biases that stand among weights, or None.
    """

    layout: str
    values: Any
    biases: Any


def readings(field: str, given: Any, like: dict[str, Any]) -> list[Reading]:
    """Every reading of a field in another layout than the format's, the likeliest first.

    like: for each field lists of the shape that the format wants.

    >>> like = {"weight_gradients": [[[0.0, 0.0]]], "bias_gradients": [[0.0]]}
    >>> readings("weight_gradients", [[1, 2]], like)[0]
    Reading(layout='each layer in one flat list', values=[[[1.0, 2.0]]], biases=None)
    >>> readings("weight_gradients", [[[1, 2, 3]]], like)[1]
    Reading(layout='the bias after the weights', values=[[[1.0, 2.0]]], biases=[[3.0]])
    """
    given = plain(given)
    count, brackets = leaves(given), depth(given)
    found = []
    for layout, template in _templates(field, like, count, brackets):
        try:
            numbers = read_as(given, template, field)
        except Malformed:
            continue
        values, biases = _emptied(like[field]), None
        for _, number, place in beside(numbers, template):
            if len(place) == 1:  # that of a bias
                biases = _emptied(like[BIAS_WITH[field]]) if biases is None else biases
                _put(biases, place[0], number)
            else:
                values = _put(values, place, number)
        found.append(Reading(layout, values, biases))
    return found


def _templates(field: str, like: dict[str, Any], count: int, brackets: int) -> Iterator[tuple[str, Any]]:
    """Layouts of so many numbers, in lists nested so deep."""
    places = _places(like[field])
    if field not in BIAS_WITH:
        yield from _columns(places, field, brackets - depth(like[field]))
        return
    biases = _places(like[BIAS_WITH[field]]) if BIAS_WITH[field] in like else []
    paired = all(len(rows) == len(b) for rows, b in zip(places, biases))  # not so where a layer shares one
    extra = sum(map(len, biases))
    for at, where in BIAS_AT.items():
        if count != leaves(like[field]) + (extra if at is not None else 0) or at is not None and not paired:
            continue
        layers = places
        if at is not None:
            layers = [[_with_bias(w_j, (b_j,), at) for w_j, b_j in zip(rows, b)] for rows, b in zip(places, biases)]
        for order in (ROWS, COLUMNS):
            ordered = layers if order is ROWS else [turned(rows) for rows in layers]
            for nesting, template in _nestings(ordered, brackets):
                layout = "; ".join(filter(None, (order, where, nesting)))
                if layout:  # else the format's own
                    yield layout, template
    if biases and count == leaves(like[field]) + extra:
        for order in (ROWS, COLUMNS):
            ordered = places if order is ROWS else [turned(rows) for rows in places]
            for nesting, template in _with_biases_behind(ordered, biases, brackets):
                yield "; ".join(filter(None, (order, nesting))), template


def _nestings(layers: list[Any], brackets: int) -> Iterator[tuple[str, Any]]:
    """Lists of layers, of rows, of numbers, as deep as that."""
    if brackets == 3:
        yield "", layers
    elif brackets == 2:
        yield "each layer in one flat list", [[place for row in rows for place in row] for rows in layers]
        yield "the layers in one list", [row for rows in layers for row in rows]
    elif brackets == 1:
        yield "everything in one flat list", [place for rows in layers for row in rows for place in row]


def _with_biases_behind(layers: list[Any], biases: list[Any], brackets: int) -> Iterator[tuple[str, Any]]:
    """The biases of each layer behind all its weights: the list of arrays, or the array, that some libraries have."""
    pairs = [(rows, [(place,) for place in b]) for rows, b in zip(layers, biases)]
    flat = [[place for row in rows for place in row] + b for rows, b in pairs]
    if brackets == 3:
        yield "weights and biases alternating", [array for pair in pairs for array in pair]
    elif brackets == 2:
        yield "each layer in one flat list, its biases after its weights", flat
    elif brackets == 1:
        yield "everything in one flat list, the biases of each layer after its weights", [at for w in flat for at in w]


def _columns(places: Any, field: str, more: int) -> Iterator[tuple[str, Any]]:
    """Vectors as columns or rows of a matrix, and biases of all layers in one list; by how many brackets more."""
    if more == 1:
        yield "each number in its own list", _wrapped(places)
        if isinstance(places, list):
            yield "each list in its own list", _wrapped_rows(places)
    if field in BIASES and more in (0, -1):
        flat = [place for layer in places for place in layer]
        yield "everything in one flat list", flat if more else [[place] for place in flat]


def _places(like: Any, place: tuple[int, ...] = ()) -> Any:
    """The same lists with the place of each number."""
    return [_places(item, (*place, n)) for n, item in enumerate(like)] if isinstance(like, list) else place


def _wrapped(places: Any) -> Any:
    return [_wrapped(item) for item in places] if isinstance(places, list) else [places]


def _wrapped_rows(places: list[Any]) -> list[Any]:
    return [_wrapped_rows(item) for item in places] if isinstance(places[0], list) else [places]


def _with_bias(row: Sequence[Any], bias: Any, at: int) -> list[Any]:
    return [bias, *row] if at == 0 else [*row, bias]


def turned(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows as columns.

    >>> turned([[1, 2, 3], [4, 5, 6]])
    [[1, 4], [2, 5], [3, 6]]
    """
    return [list(column) for column in zip(*rows)]


def _emptied(like: Any) -> Any:
    return [_emptied(item) for item in like] if isinstance(like, list) else 0.0


def _put(values: Any, place: Sequence[int], number: float) -> Any:
    """Put a number where it belongs; what holds it then."""
    if not place:
        return number
    inner = values
    for n in place[:-1]:
        inner = inner[n]
    inner[place[-1]] = number
    return values


def one_for_a_layer(value: Any, like: Any, place: str) -> Any:
    """As ``read_as`` reads it, one list a layer; a layer's one number, in brackets or not, is that of all its neurons.

    So NumPy reads it that adds it to an array, and so it acts in a program.

    >>> one_for_a_layer([0.5, [[2.0]], [3.0, 4.0]], [[0.0, 0.0]] * 3, "")
    [[0.5, 0.5], [2.0, 2.0], [3.0, 4.0]]
    """
    value = plain(value)
    if not isinstance(value, (list, tuple)) or len(value) != len(like):
        return read_as(value, like, place)
    return [_layer(layer, part, f"{place}[{l}]") for l, (layer, part) in enumerate(zip(value, like))]


def _layer(value: Any, like: Any, place: str) -> Any:
    one: Any | None = plain(value)
    while isinstance(one, (list, tuple)) and len(one) == 1 and depth(one) < 9:
        one = plain(one[0])
    if isinstance(one, (list, tuple)):
        return read_as(value, like, place)
    return [read_as(one, 0.0, place)] * len(like)
