"""Other layouts than the format's: lists of another shape, or order, that hold the same numbers.

    readings           every way to read a field in another layout that its shape allows
    Reading            one of them: the layout in words, and the fields as the format has them
    one_for_a_layer    one number for a layer, read as that of each of its neurons

A layout is composed: the order of a layer's weights, where its biases stand, how the lists are nested.  Each composed
layout is a template, lists filled with the places that the numbers there belong to.  What has the template's shape can
be read so; whether it was meant so, its numbers say.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, Callable, NamedTuple
from collections.abc import Iterable, Iterator, Sequence

from ..numbers import beside, each
from .listen_numbers import Malformed, depth, leaves, read_as

COLUMNS = "[l][k][j] instead of [l][j][k], one row for each input"
BIAS_WITH = {  # which biases stand among which weights
    "weight_gradients": "bias_gradients", "new_weights": "new_biases",
}
Layouts = Iterator[tuple[str, Any]]  # in words, and as a template


class Reading(NamedTuple):
    """A field read in another layout.

    layout: in words.  values: of the field as the format has it, and of the biases that stand among its weights.
    """

    layout: str
    values: dict[str, Any]


def readings(field: str, given: Any, like: dict[str, Any]) -> list[Reading]:
    """Every reading of a field in another layout than the format's, the likeliest first.

    given: what the program gave, as lists.  like: for each field lists of the shape that the format wants.

    >>> like = {"weight_gradients": [[[0.0, 0.0]]], "bias_gradients": [[0.0]]}
    >>> readings("weight_gradients", [[1, 2]], like)[0]
    Reading(layout='each layer in one flat list', values={'weight_gradients': [[[1.0, 2.0]]]})
    >>> readings("weight_gradients", [[[1, 2, 3]]], like)[1].values
    {'weight_gradients': [[[1.0, 2.0]]], 'bias_gradients': [[3.0]]}
    """
    places = {one: _places(like[one], (one,)) for one in (field, BIAS_WITH.get(field)) if one is not None}
    found = []
    for layout, template in _templates(places, leaves(given), depth(given)):
        try:
            numbers = {place: number for _, place, number in beside(template, read_as(given, template, field))}
        except Malformed:
            continue
        held = {place[0] for place in numbers}
        found.append(Reading(layout, {one: each(places[one], numbers.get) for one in places if one in held}))
    return found


def _places(like: Any, place: tuple[Any, ...]) -> Any:
    """The same lists with the place of each number: its field and its indices."""
    return [_places(item, (*place, n)) for n, item in enumerate(like)] if isinstance(like, list) else place


def _templates(places: dict[str, Any], count: int, brackets: int) -> Layouts:
    """Layouts of so many numbers, in lists nested so deep, for a field and the biases that may stand in it."""
    field, *inside = places
    if not inside:
        yield from _of_vectors(places[field], field in BIAS_WITH.values(), brackets - depth(places[field]))
        return
    w, b = places.values()
    layouts: list[tuple[str, list[Any], Callable[[list[Any], int], Layouts]]] = []
    if count == leaves(w):
        layouts.append(("", w, _nestings))
    elif count == leaves([w, b]):
        if all(len(rows) == len(b_l) for rows, b_l in zip(w, b)):  # not so where a layer shares one
            before = [[[b_j, *w_j] for w_j, b_j in zip(*layer)] for layer in zip(w, b)]
            after = [[[*w_j, b_j] for w_j, b_j in zip(*layer)] for layer in zip(w, b)]
            layouts.append(("the bias before the weights", before, _nestings))
            layouts.append(("the bias after the weights", after, _nestings))
        layouts.append(("", w, lambda layers, brackets: _with_biases_behind(layers, b, brackets)))
    for where, layers, nested in layouts:
        for order, turn in (("", list), (COLUMNS, turned)):
            for nesting, template in nested([turn(rows) for rows in layers], brackets):
                layout = "; ".join(filter(None, (order, where, nesting)))
                if layout:  # else the format's own
                    yield layout, template


def _nestings(layers: list[Any], brackets: int) -> Layouts:
    """Lists of layers, of rows, of numbers, as deep as that."""
    rows = _joined(layers)
    nestings = {
        3: {"": layers},
        2: {"each layer in one flat list": [_joined(layer) for layer in layers], "the layers in one list": rows},
        1: {"everything in one flat list": _joined(rows)},
    }
    yield from nestings.get(brackets, {}).items()


def _with_biases_behind(layers: list[Any], biases: list[Any], brackets: int) -> Layouts:
    """The biases of each layer behind all its weights: the list of arrays, or the array, that some libraries have."""
    flat = [_joined(rows) + b for rows, b in zip(layers, biases)]
    nestings = {
        3: {"weights and biases alternating": _joined(zip(layers, biases))},
        2: {"each layer in one flat list, its biases after its weights": flat},
        1: {"everything in one flat list, the biases of each layer after its weights": _joined(flat)},
    }
    yield from nestings.get(brackets, {}).items()


def _of_vectors(places: Any, biases: bool, more: int) -> Layouts:
    """Vectors as columns or rows of a matrix, and biases of all layers in one list; by how many brackets more."""
    if more == 1:
        yield "each number in its own list", each(places, lambda place: [place])
        if isinstance(places, list):
            yield "each list in its own list", _rows_of_one(places)
    if biases and more in (0, -1):
        flat = _joined(places)
        yield "everything in one flat list", flat if more else [[place] for place in flat]


def _rows_of_one(places: list[Any]) -> list[Any]:
    return [_rows_of_one(item) for item in places] if isinstance(places[0], list) else [places]


def _joined(lists: Iterable[Iterable[Any]]) -> list[Any]:
    return list(chain.from_iterable(lists))


def turned(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows as columns.

    >>> turned([[1, 2, 3], [4, 5, 6]])
    [[1, 4], [2, 5], [3, 6]]
    """
    return [list(column) for column in zip(*rows)]


def one_for_a_layer(value: Any, like: Any, place: str) -> Any:
    """As ``read_as`` reads it, one list a layer; a layer's one number, in brackets or not, is that of all its neurons.

    So NumPy reads it that adds it to an array, and so it acts in a program.

    >>> one_for_a_layer([0.5, [[2.0]], [3.0, 4.0]], [[0.0, 0.0]] * 3, "")
    [[0.5, 0.5], [2.0, 2.0], [3.0, 4.0]]
    """
    if not isinstance(value, list) or len(value) != len(like):
        return read_as(value, like, place)
    layers = []
    for given, layer in zip(value, like):
        one = given
        while isinstance(one, list) and len(one) == 1:
            one = one[0]
        several = isinstance(one, list)
        layers.append(read_as(given, layer, place) if several else [read_as(one, 0.0, place)] * len(layer))
    return layers
