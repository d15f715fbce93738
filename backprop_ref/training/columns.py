"""What the fields of a table mean: numbers to be scaled, words to be told apart, and the column to predict.

    Columns          the columns of a table that go into a network, and the one that should come out
    read_columns     found in a table: which hold numbers and which words
    Numeric, Words   an input column: x is one number, or a 1 among zeros
    Classes, Amount  the target: one output for each class, or one number
    TooLarge         a number that cannot be scaled

Words and classes are those of the whole table; offset and scale are learned on the training rows only.
"""

from __future__ import annotations

from math import isfinite
from typing import Any
from collections.abc import Sequence

from ..network import Example
from ..records import Record
from ..admission import shown
from .scaling import SMALLER, offset_and_scale
from .table import MISSING, Table, is_number, shown_name

MOST_WORDS = 50  # of an input column
MOST_WHOLE_CLASSES = 20  # of a target of whole numbers, above which it is taken for an amount
Values = list  # of one column: floats, or texts


class Numeric(Record):
    """A column of numbers: x = (value − offset) / scale."""

    def __init__(self, name: str, offset: float = 0.0, scale: float = 1.0) -> None:
        self.name = name
        self.offset = offset
        self.scale = scale

    @property
    def labels(self) -> list[str]:
        """What each of its inputs is called."""
        return [self.name]

    def encoded(self, value: float) -> list[float]:
        """The input of one value.

        >>> Numeric("height", offset=10.0, scale=4.0).encoded(12.0)
        [0.5]
        """
        distance = value - self.offset
        if isfinite(distance):
            return [distance / self.scale]
        return [(value / 2 - self.offset / 2) / self.scale * 2]  # the distance of two large numbers of opposite sign

    def scaled_by(self, values: list[float], scale: str) -> Numeric:
        """The same column with the offset and scale of these values."""
        return Numeric(self.name, *offset_and_scale(values, scale))


class Words(Record):
    """A column of words: one input for each, 1 where it is that word and else 0."""

    def __init__(self, name: str, values: list[str]) -> None:
        self.name = name
        self.values = values

    @property
    def labels(self) -> list[str]:
        """What each of its inputs is called."""
        return [f"{self.name}={value}" for value in self.values]

    def encoded(self, value: str) -> list[float]:
        """The inputs of one value.

        >>> Words("colour", ["blue", "red"]).encoded("red")
        [0.0, 1.0]
        """
        return [1.0 if value == word else 0.0 for word in self.values]

    def scaled_by(self, values: list[str], scale: str) -> Words:
        """The same column: words are not scaled."""
        return self


class Classes(Words):
    """A target of classes: one output for each."""

    def meant(self, outputs: list[float]) -> str:
        """The class of the greatest output, the first of equal ones.

        >>> Classes("species", ["cat", "dog"]).meant([0.2, 0.7])
        'dog'
        """
        best: str = self.values[outputs.index(max(outputs))]
        return best


class Amount(Numeric):
    """A target that is a number: one output, scaled."""

    def meant(self, outputs: list[float]) -> float:
        """The number that an output stands for.

        >>> Amount("price", offset=100.0, scale=10.0).meant([0.5])
        105.0
        """
        value: float = outputs[0] * self.scale + self.offset
        return value

    def scaled_by(self, values: list[float], scale: str) -> Amount:
        """The same column with the offset and scale of these values."""
        return Amount(self.name, *offset_and_scale(values, scale))


class TooLarge(ValueError):
    """A number of a table that cannot be scaled: (value − offset) / scale is beyond the range of doubles.

    column: its name.  row: among all rows of the table, counted from 0.
    """

    def __init__(self, column: str, row: int, value: float) -> None:
        super().__init__(f"column {shown_name(column)}, row {row + 1}: found {value!r}, expected {SMALLER}")
        self.column = column
        self.row = row


class Columns(Record):
    """The input columns in the order of the table, and the target.

    values: of each of these columns, by its name, the value in each row of the table that they were found in.
    """

    def __init__(
        self,
        inputs: list[Any],
        target: Any,
        header: bool,
        width: int,
        positions: dict[str, int],
        values: dict[str, Values[Any]] | None = None,
        notes: list[str] | None = None,
    ) -> None:
        self.inputs = inputs
        self.target = target
        self.header = header
        self.width = width
        self.positions = positions
        self.values = values or {}
        self.notes = notes or []

    @property
    def labels(self) -> list[str]:
        """What each input of a network is called."""
        return [label for column in self.inputs for label in column.labels]

    def scaled(self, rows: Sequence[int], scale: str) -> Columns:
        """The same columns with offset and scale of these rows alone."""
        *inputs, target = [self._scaled(column, rows, scale) for column in [*self.inputs, self.target]]
        return Columns(inputs, target, self.header, self.width, self.positions, self.values, self.notes)

    def _scaled(self, column: Any, rows: Sequence[int], scale: str) -> Any:
        try:
            return column.scaled_by([self.values[column.name][i] for i in rows], scale)
        except ValueError as error:
            raise ValueError(f"column {shown_name(column.name)}: {error}") from None

    def examples(self, rows: Sequence[int]) -> list[Example]:
        """An example for each of these rows; TooLarge for a number that has none."""
        made = []
        for i in rows:
            x: list[float] = []
            for column in self.inputs:
                x += self._encoded(column, i)
            made.append(Example(x, self._encoded(self.target, i)))
        return made

    def _encoded(self, column: Any, row: int) -> list[float]:
        value = self.values[column.name][row]
        x: list[float] = column.encoded(value)
        if not isfinite(x[0]):
            raise TooLarge(column.name, row, value)
        return x

    def targets(self, rows: Sequence[int]) -> list[Any]:
        """The class or the number that each of these rows has."""
        values = self.values[self.target.name]
        return [values[i] for i in rows]


# ---- found in a table ------------------------------------------------------------------------


def read_columns(
    table: Table,
    target: str | None = None,
    task: str | None = None,
    ignored: Sequence[str] = (),
    words: Sequence[str] = (),
) -> Columns:
    """Which columns hold numbers and which words, and what the target is.

    target: its name, else the last column.  task: 'classes' or 'regression'; where it is not given, a target of words
    means classes, and so does one of few whole numbers.
    ignored, words: columns to leave out, and columns whose numbers are names.

    >>> from .table import read_table
    >>> columns = read_columns(read_table("iris"))
    >>> columns.target.values
    ['setosa', 'versicolor', 'virginica']
    >>> columns.labels
    ['sepal_length', 'sepal_width', 'petal_length', 'petal_width']
    """
    last = column_of(table, target, "target") if target is not None else len(table.names) - 1
    left_out = {column_of(table, name, "ignore") for name in ignored}
    as_words = {column_of(table, name, "text") for name in words}
    if last in left_out:
        raise ValueError(f"ignore: found {shown(table.names[last])}, expected another column than the target")
    inputs: list[Any] = []
    values: dict[str, Values[Any]] = {}
    notes: list[str] = []
    for n, name in enumerate(table.names):
        if n == last or n in left_out:
            continue
        found = values_of(table, n, n in as_words)
        useless = _says_nothing(table, n, found)
        if useless:
            notes.append(useless)
            continue
        inputs.append(_input_column(table, n, found))
        values[name] = found
    if not inputs:
        raise ValueError(f"{table.name}: found no column for an input, expected at least one beside the target")
    made, values[table.names[last]] = _target(table, last, task, last in as_words)
    positions = {name: n for n, name in enumerate(table.names) if name in values}
    return Columns(inputs, made, table.header, len(table.names), positions, values, table.notes + notes)


def _says_nothing(table: Table, column: int, values: Values[Any]) -> str:
    """Why a column is left out: it counts the rows, as programs write it in front of a table, or is always the same."""
    name = table.names[column]
    if table.header and name == f"column_{column + 1}" and values[0] in (0.0, 1.0):
        if values == [values[0] + n for n in range(len(values))]:
            return f"column {column + 1}, which has no name, counts the rows and was left out"
    if len(set(values)) == 1 and table.rows > 1:
        only = shown(table.columns[column][0].strip())
        return f"column {shown_name(name)} is {only} in every row and was left out"
    return ""


def column_of(table: Table, name: str, option: str) -> int:
    """The index of a column by its name, or by its number, counted from 1, where the table has no header."""
    if name in table.names:
        return table.names.index(name)
    if not table.header and name.isdigit() and 1 <= int(name) <= len(table.names):
        return int(name) - 1
    from difflib import get_close_matches

    known = get_close_matches(name, table.names, 3, 0.6) or table.names
    listed = ", ".join(map(shown_name, known[:8])) + (", …" if len(known) > 8 else "")
    raise ValueError(f"{option}: found {shown(name)}, expected a column of {table.name}: {listed}")


def rows_with_missing(table: Table, ignored: Sequence[str] = ()) -> set[int]:
    """The rows that lack a value in a column which is used."""
    left_out = {column_of(table, name, "ignore") for name in ignored}
    rows: set[int] = set()
    for n, column in enumerate(table.columns):
        if n not in left_out and not MISSING.isdisjoint(map(str.strip, column)):
            rows.update(row for row, text in enumerate(column) if text.strip() in MISSING)
    return rows


def values_of(
    table: Table, column: int, as_words: bool = False, options: Sequence[str] = ("--skip-missing", "--text")
) -> Values[Any]:
    """The values of a column: floats where its fields are numbers, else texts; ValueError for what is missing or wrong.

    A column is one of numbers where at least half of its fields are.  options: that an error may advise.
    """
    texts = table.columns[column]
    if not as_words:
        try:
            numbers = list(map(float, texts))
            if all(map(isfinite, numbers)) and "_" not in "".join(texts):
                return numbers
        except ValueError:
            pass
    texts = [text.strip() for text in texts]
    if not MISSING.isdisjoint(texts):
        row = next(row for row, text in enumerate(texts) if text in MISSING)
        blank = "nothing" if not texts[row] else f"{shown(texts[row])} (a missing value)"
        hint = " (--skip-missing leaves such rows out)" if "--skip-missing" in options else ""
        table.refuse(row, column, blank, f"a value{hint}")
    if as_words:
        return texts
    which = list(map(is_number, texts))
    if sum(which) * 2 >= len(texts):
        row = which.index(False)
        table.refuse(row, column, shown(texts[row]), _not_a_number(table, column, texts[row], options))
    for row, text in enumerate(texts):
        if "," in text and is_number(text.replace(",", ".", 1)):
            table.refuse(row, column, shown(text), "a number with a decimal point")
    return texts


def _not_a_number(table: Table, column: int, text: str, options: Sequence[str]) -> str:
    try:
        float(text)
    except ValueError:
        hint = f" (--text {shown_name(table.names[column])} treats all of them as names)" if "--text" in options else ""
        return f"a number, as in most rows{hint}"
    return "a number without _" if "_" in text else "a finite number"


def _input_column(table: Table, column: int, values: Values[Any]) -> Any:
    name = table.names[column]
    if isinstance(values[0], float):
        return Numeric(name)
    words = sorted(set(values))
    if len(words) > MOST_WORDS:
        hint = f"at most {MOST_WORDS} (--ignore {shown_name(name)} leaves the column out)"
        raise ValueError(f"{table.name}: column {shown_name(name)}: {len(words)} different texts, expected {hint}")
    return Words(name, words)


def _target(table: Table, column: int, task: str | None, as_words: bool) -> tuple[Any, Values[Any]]:
    """The target and its values."""
    name = table.names[column]
    place = f"{table.name}: column {shown_name(name)}"
    values = values_of(table, column, as_words)
    numeric = isinstance(values[0], float)
    if task == "regression" and not numeric:
        table.refuse(0, column, shown(values[0]), "a number, for a regression")
    if task is None:
        task = "regression" if numeric and not _names_classes(values) else "classes"
    if len(set(values)) == 1:
        only = f"only {shown(table.columns[column][0].strip())} in {table.rows} row{'' if table.rows == 1 else 's'}"
        raise ValueError(f"{place}: {only}, expected at least two {'classes' if task == 'classes' else 'values'}")
    if task == "regression":
        return Amount(name), values
    if numeric:  # 1, 1.0 and 01 are one class
        values = class_names(values)
        classes = sorted(set(values), key=float)
    else:
        classes = sorted(set(values))
    if len(classes) * 2 > table.rows and table.rows > 2:
        hint = "at most half as many (--target names another column, --regression treats numbers as amounts)"
        raise ValueError(f"{place}: {len(classes)} classes in {table.rows} rows, expected {hint}")
    return Classes(name, classes), values


def class_names(values: list[float]) -> list[str]:
    """The class of each number: as it is written without a point where it is whole.

    >>> class_names([1.0, 2.5])
    ['1', '2.5']
    """
    return [str(int(value)) if value == int(value) else repr(value) for value in values]


def _names_classes(values: list[float]) -> bool:
    """Are these few whole numbers, which stand for classes?"""
    different = set(values)
    few = len(different) <= MOST_WHOLE_CLASSES and len(different) * 2 <= len(values)
    return few and all(value == int(value) for value in different)
