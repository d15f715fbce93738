"""A model: a trained network and what the columns of a table mean to it, in one JSON file.

    Model          its network, its columns, and how it was trained
    model_text     as JSON, every number in the shortest form that gives the same double
    read_model     back from that text
    named_like     a table without names, with those that the model's columns have
    rows_of        what a table of rows has for a model's inputs
    columns_with   the model's columns with the values of a table, to go on training
"""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, NoReturn
from collections.abc import Sequence

from .. import RULES
from ..cases import Case, network_object, read_network
from ..costs import COSTS
from ..network import Example, Network
from ..records import Record
from ..admission import shown
from .columns import Amount, Classes, Columns, Numeric, Words, class_names, values_of
from .scaling import SMALLER
from .table import Table, is_number, shown_name

FORMAT, VERSION = "backprop-ref model", 1
SETTINGS = ("cost", "learning_rate", "reduction", "decay", "batch_size", "seed", "hold_out", "epochs", "steps", "rows")


class Model(Record):
    """A trained network, its columns, and how it was trained.

    settings: cost, learning_rate, reduction, decay, batch_size (None: all rows), seed, and what was done: epochs,
    steps, and rows, the number of rows that trained, hold_out, the part that did not.
    """

    def __init__(self, network: Network, columns: Columns, settings: dict[str, Any]) -> None:
        self.network = network
        self.columns = columns
        self.settings = settings

    def outputs(self, x: list[float]) -> list[float]:
        """The activations of the output layer for one input.

        >>> columns = Columns([Numeric("a")], Classes("b", ["no", "yes"]), True, 2, {"a": 0, "b": 1})
        >>> from backprop_ref import Layer
        >>> model = Model(Network([Layer([[1.0], [-1.0]], [0.0, 0.0], "identity")]), columns, {})
        >>> model.outputs([2.0]), model.columns.target.meant([2.0, -2.0])
        ([2.0, -2.0], 'no')
        """
        z, a = RULES.forward(self.network, x, RULES)
        outputs: list[float] = a[-1]
        return outputs

    def case(self, id: str, examples: Sequence[Example]) -> Case:
        """A case of the data format: the next step of training on these examples, for explain, classroom and check."""
        note = f"{', '.join(self.columns.labels)} → {self.columns.target.name}"
        settings = self.settings
        return Case(
            id, self.network, list(examples), settings["learning_rate"], settings["cost"], settings["reduction"], note
        )


def model_text(model: Model) -> str:
    """The model as JSON, a line for each field.

    >>> columns = Columns([Numeric("a")], Amount("b"), True, 2, {"a": 0, "b": 1})
    >>> model = Model(Network.random([1, 1]), columns, {})
    >>> read_model(model_text(model), "model").network == model.network
    True
    """
    columns = model.columns
    object: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    object["header"], object["width"] = columns.header, columns.width
    object["columns"] = [_column_object(column, columns.positions) for column in columns.inputs]
    object["target"] = _column_object(columns.target, columns.positions)
    object.update({name: model.settings.get(name) for name in SETTINGS})
    object.update(network_object(model.network))
    write = json.JSONEncoder(allow_nan=False, ensure_ascii=False).encode
    fields = [f"{write(name)}: {write(value)}" for name, value in object.items()]
    return "{" + ",\n ".join(fields) + "}\n"


def _column_object(column: Any, positions: dict[str, int]) -> dict[str, Any]:
    written = {"name": column.name, "position": positions[column.name]}
    if isinstance(column, Words):
        written["classes" if isinstance(column, Classes) else "words"] = column.values
    else:
        written.update(offset=column.offset, scale=column.scale)
    return written


def read_model(text: str | bytes, name: str) -> Model:
    """A model from its JSON; ValueError, with the place, for what is cut short, of another version, or none.

    >>> read_model('{"format": "backprop-ref model", "version": 2}', "m.json")
    Traceback (most recent call last):
        ...
    ValueError: m.json: version: found 2, expected 1
    """
    if isinstance(text, bytes) and json.detect_encoding(text) not in ("utf-8", "utf-8-sig"):
        raise ValueError(f"{name}: found {json.detect_encoding(text).upper()[:6]}, expected UTF-8")
    try:
        given = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError(f"{name}: nested too deeply, expected a model file") from None
    except UnicodeDecodeError:
        raise ValueError(f"{name}: found text that is not UTF-8, expected a model file") from None
    except json.JSONDecodeError as error:
        end = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
        cut = "found the end, expected the rest of a model: the file is cut short"
        found = cut if end else f"found text that is not JSON ({error.msg}), expected a model file"
        raise ValueError(f"{name}: line {error.lineno}, column {error.colno}: {found}") from None
    except ValueError as error:
        raise ValueError(f"{name}: {error}, expected a model file") from None
    try:
        return _model(given)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _no_number(text: str) -> float:
    raise ValueError(f"found {text}")


def _model(given: Any) -> Model:
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise ValueError("found something else, expected a model that train --save has written")
    if given.get("version") != VERSION or isinstance(given["version"], bool):
        raise ValueError(f"version: found {shown(given.get('version'))}, expected {VERSION}")
    for field in ("header", "width", "columns", "target", "layers", *SETTINGS):
        if field not in given:
            raise ValueError(f"{field}: missing")
    if not isinstance(given["columns"], list) or not given["columns"]:
        raise ValueError(f"columns: found {shown(given['columns'])}, expected a list of columns")
    positions: dict[str, int] = {}
    inputs = [_column(column, f"columns[{n}]", positions, Words, Numeric) for n, column in enumerate(given["columns"])]
    target = _column(given["target"], "target", positions, Classes, Amount)
    columns = Columns(inputs, target, _is(given, "header", bool), _is(given, "width", int), positions)
    for name, position in positions.items():
        if not 0 <= position < columns.width:
            raise ValueError(f"column {shown_name(name)}: position {position}, expected 0 to {columns.width - 1}")
    network = read_network({"layers": given["layers"]})
    x, y = len(columns.labels), len(target.values) if isinstance(target, Words) else 1
    if [network.sizes[0], network.sizes[-1]] != [x, y]:
        sizes = "-".join(map(str, network.sizes))
        raise ValueError(f"layers: a network {sizes}, expected {x} inputs and {y} outputs, like the columns")
    return Model(network, columns, _settings(given))


def _settings(given: dict[str, Any]) -> dict[str, Any]:
    settings = {name: given[name] for name in SETTINGS}
    if settings["epochs"] is None:  # a model that was put together by hand, and never trained
        return settings
    for name, known in (("cost", COSTS), ("reduction", RULES.reductions)):
        if _is(given, name, str) not in known:
            raise ValueError(f"{name}: found {shown(given[name])}, expected one of {', '.join(known)}")
    for name in ("learning_rate", "decay", "hold_out"):
        settings[name] = _is(given, name, float)
    for name in ("seed", "epochs", "steps", "rows"):
        _is(given, name, int)
    if settings["batch_size"] is not None:
        _is(given, "batch_size", int)
    return settings


def _is(given: dict[str, Any], field: str, kind: type) -> Any:
    """A field of that type; an int where a float is asked for becomes one."""
    value = given.get(field)
    if kind is float and type(value) is int and abs(value) < 2**53:
        return float(value)
    if type(value) is not kind or isinstance(value, float) and not isfinite(value):
        names = {bool: "true or false", int: "a whole number", float: "a finite number", str: "a text"}
        raise ValueError(f"{field}: found {shown(value)}, expected {names[kind]}")
    return value


def _column(given: Any, place: str, positions: dict[str, int], words: type, numeric: type) -> Any:
    if not isinstance(given, dict):
        raise ValueError(f"{place}: found {shown(given)}, expected a column")
    try:
        name = _is(given, "name", str)
        positions[name] = _is(given, "position", int)
        listed = given.get("classes" if words is Classes else "words")
        if listed is None:
            offset, scale = _is(given, "offset", float), _is(given, "scale", float)
            if not scale:
                raise ValueError("scale: found 0, expected another number")
            return numeric(name, offset, scale)
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            raise ValueError(f"words: found {shown(listed)}, expected a list of texts")
        return words(name, listed)
    except ValueError as error:
        raise ValueError(f"{place}.{error}") from None


# ---- rows for it -----------------------------------------------------------------------------


def rows_of(columns: Columns, table: Table) -> tuple[list[list[float]], list[str]]:
    """The input of each row of a table, and the names of columns that no input needs.

    Columns are matched by name, or by position where the model or the table has no names.

    Raises ValueError for a column that is missing, and for a value that the model cannot take.
    """
    where = _positions(columns, table)
    encoded: list[list[list[float]]] = []
    table = named_like(columns, table)
    for column in columns.inputs:
        values = _values(column, table, where[column.name])
        encoded.append([column.encoded(value) for value in values])
        too_large = next((row for row, x in enumerate(encoded[-1]) if not isfinite(x[0])), None)
        if too_large is not None:
            refuse_as_too_large(table, where[column.name], too_large)
    used = {*where.values()}
    foreign = [name for n, name in enumerate(table.names) if n not in used and name != columns.target.name]
    by_position = not (columns.header and table.header)
    rows = [[x_k for part in parts for x_k in part] for parts in zip(*encoded)]
    return rows, [] if by_position else foreign


def named_like(columns: Columns, table: Table) -> Table:
    """A table without names, with those that the model's columns have; any other as it is."""
    if columns.header and table.header:
        return table
    names = list(table.names)
    for name, n in _positions(columns, table).items():
        names[n] = name
    return Table(table.name, names, table.columns, table.header, table.delimiter, table.notes, table.lines)


def refuse_as_too_large(table: Table, column: int, row: int) -> NoReturn:
    """ValueError for a number that cannot be scaled, with its place in the file."""
    table.refuse(row, column, shown(table.columns[column][row].strip()), SMALLER)


def columns_with(columns: Columns, table: Table) -> Columns:
    """The same columns with the values of a table that has the target too."""
    where = _positions(columns, table)
    name = columns.target.name
    if columns.header and table.header and name not in table.names:
        raise ValueError(f"{table.name}: no column {shown_name(name)}, expected the target of the model")
    if len(table.names) < columns.width and not (columns.header and table.header):
        raise ValueError(f"{table.name}: {len(table.names)} columns, expected {columns.width}, including the target")
    where[name] = table.names.index(name) if columns.header and table.header else columns.positions[name]
    may = ("--skip-missing",)
    values = {
        column.name: _values(column, table, where[column.name], may) for column in [*columns.inputs, columns.target]
    }
    return Columns(
        columns.inputs, columns.target, columns.header, columns.width, columns.positions, values, list(table.notes)
    )


def _values(column: Any, table: Table, n: int, options: Sequence[str] = ()) -> list[Any]:
    """The values of a column, each one that the model can take.  options: that may help, as for values_of."""
    if not isinstance(column, Words):
        values = values_of(table, n, options=options)
        if not isinstance(values[0], float):
            table.refuse(0, n, shown(values[0]), "a number")
        return values
    values = values_of(table, n, as_words=True, options=options)
    if isinstance(column, Classes) and all(map(is_number, column.values)) and all(map(is_number, values)):
        values = class_names([float(value) for value in values])
    known = set(column.values)
    for row, value in enumerate(values):
        if value not in known:
            listed = ", ".join(column.values[:10]) + (", …" if len(column.values) > 10 else "")
            table.refuse(row, n, shown(value), f"one of {listed}")
    return values


def _positions(columns: Columns, table: Table) -> dict[str, int]:
    """Of each input column, its index in the table."""
    names = [column.name for column in columns.inputs]
    if columns.header and table.header:
        missing = [name for name in names if name not in table.names]
        if missing:
            found = ", ".join(map(shown_name, table.names))
            raise ValueError(f"{table.name}: no column {', '.join(map(shown_name, missing))}; found {found}")
        return {name: table.names.index(name) for name in names}
    if len(table.names) == columns.width:  # the whole table again, with the target or what may stand there
        return {name: columns.positions[name] for name in names}
    if len(table.names) == len(names):
        return {name: n for n, name in enumerate(names)}
    expected = f"{len(names)} (only inputs) or {columns.width} (as in the training table)"
    raise ValueError(f"{table.name}: {len(table.names)} columns without names, expected {expected}")
