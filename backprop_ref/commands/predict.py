"""The command ``predict``: a model and rows in, a line for each row out."""

from __future__ import annotations

import io
import sys
from argparse import ArgumentParser, Namespace
from math import isfinite

from ..admission import shown
from ..terminal import BadUsage, not_opened, one_line
from ..training import Model, Table
from .train_files import load_model

MOST_NAMED = 8  # columns that are not used

EXAMPLES = ("predict model.json rows.csv", "predict model.json < rows.csv > answers.csv")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("model", metavar="MODEL.json", help="the model that train --save has written")
    parser.add_argument("rows", metavar="ROWS.csv", nargs="?", help="the rows (default: standard input)")
    parser.add_argument("--delimiter", metavar="C", help="the character between fields (default: found automatically)")


def run(args: Namespace) -> int:
    """A line for each row: the class and the outputs of all classes, or the number."""
    import csv

    from ..training import Classes, rows_of

    try:
        model = load_model(args.model)
        table = _rows(_read(args.rows, "rows to be answered"), args.rows or "standard input", model, args.delimiter)
        rows, foreign = rows_of(model.columns, table)
    except ValueError as error:
        raise BadUsage(str(error)) from None
    if foreign and sys.stderr is not None:
        names = ", ".join(map(shown, foreign[:MOST_NAMED])) + (", …" if len(foreign) > MOST_NAMED else "")
        print(one_line(f"not used: {names} (not a column of the model)"), file=sys.stderr)
    write = csv.writer(sys.stdout, lineterminator="\n")
    classes = isinstance(model.columns.target, Classes)
    for row, x in enumerate(rows):
        try:
            outputs = model.outputs(x)
            meant = model.columns.target.meant(outputs)
            finite = all(map(isfinite, outputs if classes else [meant]))
        except (ArithmeticError, ValueError):
            finite = False
        if not finite:
            place = f"{table.name}: row {row + 1}"
            raise BadUsage(f"{place}: its outputs are beyond the range of doubles, expected smaller numbers")
        write.writerow([meant, *outputs] if classes else [meant])
    return 0


def _read(path: str | None, expected: str) -> bytes:
    """What a file, or without one standard input, holds."""
    if path is not None:
        try:
            with open(path, "rb") as file:
                return file.read()
        except OSError as error:
            raise not_opened(error, path, expected) from None
    if sys.stdin is None:
        raise BadUsage("standard input is closed")
    return sys.stdin.buffer.read()


def _rows(data: bytes, name: str, model: Model, delimiter: str | None) -> Table:
    """The rows; names stand above them where one of them is a column of the model."""
    from ..training import read_table

    header = None
    if model.columns.header:
        table = read_table(io.BytesIO(data), name, delimiter, header=False)
        first = {column[0].strip() for column in table.columns}
        header = not first.isdisjoint(column.name for column in model.columns.inputs)
        if not header:
            return table
    return read_table(io.BytesIO(data), name, delimiter, header=header or False)
