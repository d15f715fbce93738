"""Cases read from the data format (docs/format.md), one JSON object a line.

    read_cases     every line of a file, as a Case or as the Refusal that answers it
    read_case      one case from its JSON text

The long words of the format stay in this module and in ``writing``; everything else speaks in symbols.
"""

from __future__ import annotations

from ..activations import ACTIVATIONS
from ..costs import COSTS, HALF_SQUARED_ERROR
from ..network import Example, Layer, Network
from ..admission import shown
from ..door import RULES, admitted_example
from .record import Case
from fractions import Fraction
from typing import IO, Any
from collections.abc import Iterator
from ..numerals import Number, Vector

VERSION = 1
LONGEST_LINE = 64 * 1024 * 1024  # bytes
UTF_16 = "found UTF-16, expected UTF-8"
LARGEST_INTEGER = 2**53  # that is written without a point where it was read so: the doubles have all of them
MOST_DIGITS = 4000  # of a fraction's numerator or denominator: Python itself stops at 4,300

CASE_FIELDS = ("version", "id", "note", "flags", "layers", "cost", "learning_rate", "reduction", "examples")
LAYER_FIELDS = ("weights", "biases", "shared_bias", "activation")
EXAMPLE_FIELDS = ("x", "y")


class Refusal(ValueError):
    """A line that is not a case: why, its line number where there is one, its id where that could be read."""

    def __init__(self, why: str, line: int | None = None, id: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.line = line
        self.id = id


def read_cases(lines: IO[bytes]) -> Iterator[tuple[int, Case | Refusal]]:
    """Each line that is not blank: its number, counted from 1, and its Case or why there is none.

    lines: a file opened in binary.  At most one line of at most LONGEST_LINE bytes is held at a time.  Where one shows
    that it is UTF-16, it is refused as a whole, by that line.

    >>> import io
    >>> [(line, refused.why) for line, refused in read_cases(io.BytesIO(b"\\n[]\\n"))]
    [(2, 'found a list, expected an object')]
    """
    seen = set()
    for line, text in lines_of(lines):
        if text is None:
            yield line, Refusal(f"over {LONGEST_LINE} bytes, expected a line of at most 64 MiB", line)
            continue
        try:
            case = read_case(text)
            if case.id in seen:
                raise Refusal(f"id: {shown(case.id)} again, expected an id not used before in this file", id=case.id)
        except Refusal as refusal:
            refusal.line = line
            yield line, refusal
            if refusal.why == UTF_16:  # in which there are no lines to be told apart
                return
        else:
            seen.add(case.id)
            yield line, case


def lines_of(lines: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Each line that is not blank, with its number; None for one too long, before the rest of it is passed over."""
    number = 0
    while True:
        text = lines.readline(LONGEST_LINE + 2)
        if not text:
            return
        number += 1
        if len(text.rstrip(b"\r\n")) > LONGEST_LINE:
            yield number, None
            while text and not text.endswith(b"\n"):
                text = lines.readline(1 << 20)
        elif text.strip():
            yield number, text


def read_case(text: str | bytes) -> Case:
    """One case from its JSON text; Refusal, with place, found and expected, where it is none.

    >>> read_case('{"id": "1-1", "layers": [{"activation": "relu", "weights": [[2]], "biases": [1]}],'
    ...           ' "examples": [{"x": [3], "y": [4]}]}')
    Case('1-1', Network(1-1, relu, float), 1 example, half_squared_error, mean, alpha=None)
    """
    given = _object(text)
    id = given.get("id")
    try:
        return _case(given)
    except ValueError as error:
        raise Refusal(str(error), id=id if isinstance(id, str) else None) from None


def _object(text: str | bytes) -> dict[str, Any]:
    """A JSON object, whose repeated fields _fields will find."""
    import json

    try:
        if isinstance(text, bytes):
            if text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in text[:2]:
                raise Refusal(UTF_16)
            text = text.decode("utf-8")
        if text.startswith("\ufeff"):
            raise Refusal("found a byte order mark, expected UTF-8 without one")
        given = json.loads(text, object_pairs_hook=_Object, parse_int=read_integer, parse_float=_float)
    except UnicodeDecodeError as error:
        raise Refusal(f"byte {error.start + 1}: found 0x{error.object[error.start]:02x}, expected UTF-8") from None
    except RecursionError:
        raise Refusal("nested too deeply, expected a case") from None
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in error.doc.strip() else ""
        place = f"{line}column {error.colno if line else error.pos + 1}"
        raise Refusal(f"{place}: {_found(error.doc, error.pos)}, expected JSON ({error.msg})") from None
    if not isinstance(given, dict):
        raise Refusal(f"found {_kind(given)}, expected an object")
    return given


class _Object(dict):  # type: ignore[type-arg]
    """A JSON object that remembers a field that was repeated."""

    repeated: str | None = None

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__()
        for name, value in pairs:
            if name in self and self.repeated is None:
                self.repeated = name
            self[name] = value


class _Beyond(float):
    """A number of JSON beyond the range of a double: an infinity that shows how it was written."""

    written: str

    def __new__(cls, text: str) -> _Beyond:
        beyond = super().__new__(cls, text)
        beyond.written = text
        return beyond

    def __repr__(self) -> str:
        return self.written


def read_integer(text: str) -> int | float:
    return int(text) if len(text) < 400 else _Beyond(text)


def _float(text: str) -> float:
    value = float(text)
    return value if value - value == 0 else _Beyond(text)


def _shown(value: Any) -> str:
    """A value of JSON as an error message shows it: as JSON has it; a text as ``shown``, a list by name."""
    if value != value:
        return "NaN"
    if isinstance(value, float) and value - value != 0 and not isinstance(value, _Beyond):
        return "Infinity" if value > 0 else "-Infinity"
    return shown(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else _kind(value)


def _found(text: str, position: int) -> str:
    rest = text[position:position + 12].strip()
    return f"found {shown(rest)}" if rest else "found the end"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number"}
    return next(name for kind, name in names.items() if isinstance(value, kind))


def _case(given: dict[str, Any]) -> Case:
    """The case that an object describes; ValueError with the place in it."""
    _fields(given, "", CASE_FIELDS, ("id", "layers", "examples"))
    version = given.get("version", VERSION)
    if isinstance(version, bool) or version != VERSION:
        raise ValueError(f"version: found {_shown(version)}, expected {VERSION}")
    id = _text(given["id"], "id")
    if not id:
        raise ValueError("id: empty, expected a name")
    note = _text(given.get("note", ""), "note")
    flags = tuple(_text(flag, f"flags[{n}]") for n, flag in enumerate(_list(given.get("flags", []), "flags")))
    cost = _one_of(given.get("cost", HALF_SQUARED_ERROR), "cost", COSTS)
    reduction = _one_of(given.get("reduction", "mean"), "reduction", RULES.reductions)
    numbers = _Numbers(exact=_has_fraction([given.get(name) for name in ("layers", "learning_rate", "examples")]))
    layers = [_layer(layer, f"layers[{l}]", numbers) for l, layer in enumerate(_list(given["layers"], "layers"))]
    if not layers:
        raise ValueError("layers: none, expected at least one")
    examples = [_example(e, f"examples[{i}]", numbers) for i, e in enumerate(_list(given["examples"], "examples"))]
    if not examples:
        raise ValueError("examples: none, expected at least one")
    alpha = _learning_rate(given["learning_rate"], numbers) if "learning_rate" in given else None
    network = Network(layers)
    examples = [admitted_example(network, example, f"examples[{i}]") for i, example in enumerate(examples)]
    read = (numbers.exact, numbers.whole, numbers.as_read)
    return Case(id, network, examples, alpha, cost, reduction, note, flags, *read)


def _fields(given: Any, place: str, known: tuple[str, ...], required: tuple[str, ...]) -> None:
    dot = place + "." if place else ""
    if not isinstance(given, dict):
        raise ValueError(f"{place}: found {_kind(given)}, expected an object")
    repeated = getattr(given, "repeated", None)
    if repeated is not None:
        raise ValueError(f"{dot}{_name(repeated)}: repeated, expected once")
    for name in given:
        if name not in known:
            raise ValueError(f"{dot}{_name(name)}: unknown field, expected {', '.join(known)}")
    for name in required:
        if name not in given:
            raise ValueError(f"{dot}{name}: missing")


def _name(name: str) -> str:
    return name if name.isidentifier() and name.isascii() and len(name) <= 40 else shown(name)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{place}: found {_kind(value)}, expected a text")
    return value


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{place}: found {_kind(value)}, expected a list")
    return value


def _one_of(value: Any, place: str, names: dict[str, Any]) -> str:
    if not isinstance(value, str) or value not in names:
        raise ValueError(f"{place}: found {_shown(value)}, expected one of {', '.join(names)}")
    return value


def _layer(given: Any, place: str, numbers: _Numbers) -> Layer:
    _fields(given, place, LAYER_FIELDS, ("weights", "biases", "activation"))
    rows = _list(given["weights"], f"{place}.weights")
    weights = [numbers.read_all(row, f"{place}.weights[{j}]") for j, row in enumerate(rows)]
    biases = numbers.read_all(given["biases"], f"{place}.biases")
    activation = _one_of(given["activation"], f"{place}.activation", ACTIVATIONS)
    shared_bias = given.get("shared_bias", False)
    if not isinstance(shared_bias, bool):
        raise ValueError(f"{place}.shared_bias: found {_shown(shared_bias)}, expected true or false")
    try:
        return Layer(weights, biases, activation, shared_bias)
    except ValueError as error:
        raise ValueError(f"{place}.{error}") from None


def _example(given: Any, place: str, numbers: _Numbers) -> Example:
    _fields(given, place, EXAMPLE_FIELDS, EXAMPLE_FIELDS)
    x, y = (numbers.read_all(given[name], f"{place}.{name}") for name in EXAMPLE_FIELDS)
    try:
        return Example(x, y)
    except ValueError as error:
        raise ValueError(f"{place}.{error}") from None


def _learning_rate(given: Any, numbers: _Numbers) -> Number:
    alpha = numbers.read(given, "learning_rate")
    if alpha < 0:
        raise ValueError(f"learning_rate: found {_shown(given)}, expected at least 0")
    numbers.remember([given], [alpha], "learning_rate")
    return alpha


class _Numbers:
    """Reads the numbers of one case: as doubles, or all as Fractions where one of them is written as a fraction.

    whole: have all been fractions and integers so far?  as_read: of a Case.
    """

    def __init__(self, exact: bool) -> None:
        self.exact = exact
        self.whole = True
        self.as_read: dict[str, Vector] = {}

    def read_all(self, values: Any, place: str) -> Vector:
        numbers = [self.read(value, f"{place}[{k}]") for k, value in enumerate(_list(values, place))]
        self.remember(values, numbers, place)
        return numbers

    def remember(self, values: list[Any], numbers: Vector, place: str) -> None:
        """Keep how this list was read, if a number in it had no point."""
        if not self.exact and int in map(type, values):
            self.as_read[place] = list(map(_as_read, values, numbers))

    def read(self, value: Any, place: str) -> Number:
        """One number of the format; ValueError where it is none, or lies beyond the range of a double."""
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise ValueError(f"{place}: found {_kind(value)}, expected a number")
        number: Any = value
        if isinstance(value, str):
            number = _fraction(value, place) if "/" in value else _hexadecimal(value, place)
        if number != number:
            raise ValueError(f"{place}: found NaN, expected a finite number")
        if isinstance(number, float):
            self.whole = False
        try:
            double = float(number)
        except OverflowError:
            double = float("inf")
        if double - double != 0:
            raise ValueError(f"{place}: found {_shown(value)}, expected a number in the range of a double")
        if not self.exact:
            return double
        from fractions import Fraction

        return number if isinstance(number, Fraction) else Fraction(double)


def _as_read(value: Any, double: float) -> Number:
    """The double, or the integer that was read, if it is not too large for the doubles to have all its neighbours."""
    return value if type(value) is int and abs(value) <= LARGEST_INTEGER else double


def _has_fraction(given: Any) -> bool:
    """Is there a text with a / in it where numbers stand?"""
    left = [given]
    while left:
        value = left.pop()
        if isinstance(value, str) and "/" in value:
            return True
        if isinstance(value, list):
            left.extend(value)
        elif isinstance(value, dict):
            left.extend(value.values())
    return False


def _fraction(text: str, place: str) -> Fraction:
    """A sign, digits, /, digits."""
    from fractions import Fraction

    above, _, below = text.partition("/")
    digits = above[1:] if above[:1] in ("+", "-") else above
    for part in (digits, below):
        if not (part.isascii() and part.isdigit()):
            raise ValueError(f"{place}: found {shown(text)}, expected digits/digits in a fraction")
        if len(part) > MOST_DIGITS:
            raise ValueError(f"{place}: {len(part)} digits, expected at most {MOST_DIGITS} in a fraction")
    if not int(below):
        raise ValueError(f"{place}: found {shown(text)}, expected a denominator other than 0")
    return Fraction(int(above), int(below))


def _hexadecimal(text: str, place: str) -> float:
    """A C99 hexadecimal float: sign, 0x, digits with at most one point, p and a decimal exponent."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    mantissa, p, exponent = digits[2:].partition("p" if "p" in digits else "P")
    whole, _, part = mantissa.partition(".")
    power = exponent[1:] if exponent[:1] in ("+", "-") else exponent
    if (
        digits[:2] not in ("0x", "0X")
        or not whole + part
        or set(whole + part) - set("0123456789abcdefABCDEF")
        or p and not (power.isascii() and power.isdigit())
    ):
        raise ValueError(f"{place}: found {shown(text)}, expected a hexadecimal float (0x1.8p+1) or a fraction (1/3)")
    try:
        return float.fromhex(text)
    except OverflowError:
        raise ValueError(f"{place}: found {shown(text)}, expected a number in the range of a double") from None
