"""What a candidate answers: lines or objects read as results, whatever is in them, and what is wrong with their form.

    Reader     matches answers to cases and keeps what is wrong with them, each kind of it once
    Answer     the values of one answer that can be judged
    Manner     one kind of bad manners: how often, where first, what was found there

Nothing here judges a number.  A field whose form is wrong is left out of the Answer, and a Manner says why.
"""

from __future__ import annotations

from .cases import _integer as read_integer, _lines as lines_of
from .numerals import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Dict, Iterator, List, Optional, Sequence, Set

    from .cases import Case

# In the order in which they are computed.
FIELDS = (
    "weighted_sums", "activations", "outputs", "cost", "deltas", "weight_gradients", "bias_gradients", "new_weights",
    "new_biases",
)
TEACHING = ("weight_gradients", "bias_gradients", "new_weights", "new_biases")  # a verdict needs one of them
SHAPES = ("wrong-shape", "flat-list", "transposed-list", "wrong-layer-count")  # manners that a mistake may explain

MOST_NOISE = 10_000  # lines that are no results, before the candidate is no longer listened to,
MOST_NOISY_BYTES = 1 << 28  # or as many bytes of them
SHOWN = 60  # characters of what was found

MANNERS = {
    "crash": "it ended before it had answered every case",
    "hang": "it fell silent and was ended",
    "endless-line": "it wrote a line that does not end, and was ended",
    "endless-output": "it kept writing lines that answer nothing, and was ended",
    "early-end": "it ended by itself, exit status 0, before it had answered every case",
    "missing-answer": "cases without an answer",
    "raised": "it raised an exception",
    "foreign-line": "lines on standard output that are no results (print what is for people on standard error)",
    "not-json": "answers that are not JSON",
    "several-lines": "results spread over several lines, expected one object a line",
    "python-repr": "Python's repr in the place of JSON (json.dumps writes JSON)",
    "not-utf-8": "text that is not UTF-8",
    "not-a-result": "answers that are no object with an id",
    "unknown-id": "answers to cases that were not asked",
    "repeated-answer": "cases answered more than once (the first answer counts)",
    "out-of-order": "answers in another order than the cases",
    "null": "null in the place of a number or list",
    "not-a-number": "something else in the place of a number",
    "not-finite": "NaN or an infinity where the true value is finite",
    "wrong-shape": "lists of another shape than the format's",
    "flat-list": "flat lists in the place of nested ones",
    "transposed-list": "lists of rows transposed: [l][k][j] in the place of [l][j][k]",
    "wrong-layer-count": "another number of layers than the case has",
    "nothing-given": "answers without a single field to judge",
}


class Manner:
    """One kind of bad manners.

    name: a key of MANNERS.  evidence: the first place and what was found there.  count: how often it was met.
    cases: the indices of the cases concerned, where they are known.
    """

    __slots__ = ("name", "evidence", "count", "cases")

    def __init__(self, name: str, evidence: str) -> None:
        self.name = name
        self.evidence = evidence
        self.count = 0
        self.cases: Set[int] = set()

    @property
    def explanation(self) -> str:
        """What is wrong, for people."""
        return MANNERS[self.name]


class Answer:
    """What a candidate answered to one case.

    index: the case's, among those asked.  values: each field that has the case's shape, as nested lists of floats.
    declined: why it did not want to, or None.  blemished: the fields whose form is wrong; misshapen: those of them
    that are numbers all the same, as they were given.  complaint: the first thing that is wrong with their form.
    """

    __slots__ = ("index", "case", "values", "declined", "blemished", "misshapen", "complaint")

    def __init__(self, index: int, case: Case) -> None:
        self.index = index
        self.case = case
        self.values: Dict[str, Any] = {}
        self.declined: Optional[str] = None
        self.blemished: List[str] = []
        self.misshapen: Dict[str, Any] = {}
        self.complaint = ""


class Malformed(Exception):
    """A value whose form is wrong: the name of the Manner, and the place, what was found and what was expected."""

    def __init__(self, name: str, place: str, found: str, expected: str) -> None:
        super().__init__(f"{place}: found {found}, expected {expected}")
        self.name = name


class Reader:
    """Reads answers to these cases.

    manners: what was wrong with their form, by name.  answered: the indices of the cases that have an answer.
    noise: how many lines were no results.  unreadable: how many of them were meant to be.

    >>> from backprop_ref import Example, Layer, Network
    >>> from backprop_ref.cases import Case
    >>> case = Case("1-1", Network([Layer([[0.5]], [2.0], "tanh")]), [Example([1.0], [0.0])])
    >>> reader = Reader([case])
    >>> reader.read(b"Hello!"), reader.manners["foreign-line"].evidence
    (None, "line 1: found b'Hello!', expected a result (a JSON object)")
    >>> reader.read(b'{"id": "1-1", "bias_gradients": [["0x1.8p+1"]]}').values
    {'bias_gradients': [[3.0]]}
    """

    def __init__(self, cases: Sequence[Case], where: str = "line") -> None:
        self.cases = cases
        self.where = where
        self.manners: Dict[str, Manner] = {}
        self.answered: Set[int] = set()
        self.noise = 0
        self.noisy_bytes = 0
        self.unreadable = 0
        self._index = {case.id: index for index, case in enumerate(cases)}
        self._line = 0
        self._last = -1

    def note(self, name: str, evidence: str, index: Optional[int] = None) -> None:
        """Bad manners of that name once more; the first evidence is kept."""
        manner = self.manners.setdefault(name, Manner(name, evidence))
        manner.count += 1
        if index is not None:
            manner.cases.add(index)

    @property
    def too_noisy(self) -> bool:
        """Has it written so much that answers nothing that nothing more need be read?"""
        return self.noise > MOST_NOISE or self.noisy_bytes > MOST_NOISY_BYTES

    # ---- lines -------------------------------------------------------------------------------

    def read(self, line: bytes) -> Optional[Answer]:
        """The answer on this line; None where it holds none that can be judged."""
        self._line += 1
        place = f"{self.where} {self._line}"
        line = line.strip()
        if not line:
            return None
        try:
            given = _parsed(line, place)
            id = given.get("id") if isinstance(given, dict) else None
            if isinstance(given, list) and given and isinstance(given[0], dict):
                self.unreadable += len(given) - 1  # and one for the line
                found = f"a list of {len(given)} results, {_first(line)}"
                raise Malformed("not-a-result", place, found, "one result, an object, a line")
            if not isinstance(id, str):
                raise Malformed("not-a-result", place, _first(line), 'an object with the case\'s "id"')
        except Malformed as malformed:
            self._refused(malformed, line)
            return None
        if line[:2] == b"{'":
            self.note("python-repr", f"{place}: found {_first(line)}, expected JSON", self._index.get(id))
        if id not in self._index:
            self.noise += 1
            self.unreadable += 1
            self.note("unknown-id", f"{place}: id: found {shown(id, SHOWN)}, expected an id of a case that was asked")
            return None
        index = self._index[id]
        if index in self.answered:
            self.noise += 1
            self.note("repeated-answer", f"{place}: {shown(id, SHOWN)} answered again", index)
            return None
        if index < self._last:
            after = shown(self.cases[self._last].id, SHOWN)
            self.note("out-of-order", f"{place}: {shown(id, SHOWN)} answered after {after}", index)
        self._last = max(index, self._last)
        return self.accept(index, given, place)

    def read_file(self, file: IO[bytes]) -> Iterator[Answer]:
        """Every answer of a file of results."""
        for number, line in lines_of(file):
            self._line = number - 1
            if line is None:
                self.note("endless-line", f"{self.where} {number}: over 64 MiB, expected a result")
                continue
            answer = self.read(line)
            if answer is not None:
                yield answer

    def _refused(self, malformed: Malformed, line: bytes) -> None:
        """Note a line that is no result, and the case that it was meant for where its id can still be seen."""
        self.noise += 1
        self.noisy_bytes += len(line)
        name = malformed.name
        if "several-lines" in self.manners and name in ("not-json", "foreign-line", "not-a-result"):
            name = "several-lines"  # another of its lines
        index = self._case_in(line) if name != "foreign-line" else None
        if index is not None:
            self.answered.add(index)
        elif name != "foreign-line":
            self.unreadable += 1
        self.note(name, str(malformed), index)

    def _case_in(self, line: bytes) -> Optional[int]:
        if line.startswith(b"["):
            return None
        _, _, rest = line[:1000].decode("utf-8", "replace").partition("id")
        for quote in "\"'":
            parts = rest[1:].split(quote)
            if len(parts) > 1 and parts[1] in self._index:
                return self._index[parts[1]]
        return None

    # ---- objects -----------------------------------------------------------------------------

    def accept(self, index: int, given: Any, place: str) -> Optional[Answer]:
        """The answer in this object, which is to the case of this index."""
        self.answered.add(index)
        answer = Answer(index, self.cases[index])
        given = _plain(given)
        if not isinstance(given, dict):
            found = f"{place}: found {_kind(given)}, expected a dict with the fields of a result"
            self.note("not-a-result", found, index)
            return answer
        declined = given.get("error")
        if declined not in (None, ""):
            answer.declined = declined if isinstance(declined, str) else shown(declined)
            return answer
        like = shapes(answer.case)
        for field in FIELDS:
            if field not in given or field not in like:
                continue
            try:
                answer.values[field] = _read(_plain(given[field]), like[field], field)
            except Malformed as malformed:
                self._blemish(answer, field, malformed, given[field], like[field])
        if not answer.values and not answer.blemished:
            self.note("nothing-given", f"{place}: {shown(answer.case.id, SHOWN)} has none of {', '.join(like)}", index)
        return answer

    def _blemish(self, answer: Answer, field: str, malformed: Malformed, given: Any, like: Any) -> None:
        """Note a field whose form is wrong, and what it looks like."""
        answer.blemished.append(field)
        name = malformed.name
        given = _plain(given)
        if name == "wrong-shape":
            numbers = _loose(given, 4 * _leaves(like) + 100)
            if numbers is not None:
                answer.misshapen[field] = numbers
            if isinstance(given, (list, tuple)):
                name = _shape_name(field, given, like)
        said = f"{shown(answer.case.id, SHOWN)}: {malformed}"
        answer.complaint = answer.complaint or said
        self.note(name, said, answer.index)


def _shape_name(field: str, given: Sequence[Any], like: Any) -> str:
    """What a list of the wrong shape looks like, for what can be seen at once."""
    if field in ("weight_gradients", "new_weights"):
        try:
            _read(given, [turned(rows) for rows in like], field)
            return "transposed-list"
        except Malformed:
            pass
    if _leaves(given) == _leaves(like) and _depth(given) < _depth(like):
        return "flat-list"
    if field in TEACHING and len(given) != len(like):
        return "wrong-layer-count"
    return "wrong-shape"


def shapes(case: Case) -> Dict[str, Any]:
    """For each field that an answer to the case may have, nested lists of the shape that it must have.

    >>> from backprop_ref import Example, Layer, Network
    >>> from backprop_ref.cases import Case
    >>> shapes(Case("1-1", Network([Layer([[0.5]], [2.0], "tanh")]), [Example([1.0], [0.0])]))["outputs"]
    [[0.0]]
    """
    layers = case.network.layers
    w = [layer.w for layer in layers]
    b = [layer.b for layer in layers]
    neurons = [[layer.b * len(layer.w) if layer.shared_bias else layer.b for layer in layers]] * len(case.examples)
    like = {
        "weighted_sums": neurons, "activations": neurons, "outputs": [example.y for example in case.examples],
        "cost": 0.0, "deltas": neurons, "weight_gradients": w, "bias_gradients": b,
    }
    if case.alpha is not None:
        like["new_weights"] = w
        like["new_biases"] = b
    return like


def turned(rows: List[List[Any]]) -> List[List[Any]]:
    """Rows as columns.

    >>> turned([[1, 2, 3], [4, 5, 6]])
    [[1, 4], [2, 5], [3, 6]]
    """
    return [list(column) for column in zip(*rows)]


# ---- reading ---------------------------------------------------------------------------------


def _parsed(line: bytes, place: str) -> Any:
    """What the line holds as JSON, or as Python's repr; Malformed where it is neither."""
    import json

    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"0x{line[error.start]:02x} at byte {error.start + 1} of {_first(line)}"
        raise Malformed("not-utf-8", place, found, "UTF-8") from None
    try:
        return json.loads(text, parse_int=read_integer)
    except RecursionError:
        raise Malformed("not-json", place, f"{_first(line)} nested too deep", "a result") from None
    except ValueError:
        pass
    if text[0] not in "{[":
        raise Malformed("foreign-line", place, _first(line), "a result (a JSON object)")
    if text[:2] == "{'":
        import ast

        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            raise Malformed("python-repr", place, _first(line), "JSON") from None
    name = "several-lines" if text in ("{", "[") else "not-json"
    raise Malformed(name, place, _first(line), "one JSON object a line" if name == "several-lines" else "JSON")


def _first(line: bytes) -> str:
    """The first bytes of a line, escaped."""
    return shown(line[:SHOWN], SHOWN)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    return shown(value, SHOWN)


def _plain(value: Any) -> Any:
    """An array of somebody else's as lists."""
    to_list = getattr(value, "tolist", None)
    return to_list() if callable(to_list) else value


def _read(value: Any, like: Any, place: str) -> Any:
    """The value as nested lists of floats, if it has that shape; Malformed otherwise."""
    if not isinstance(like, list):
        return _number(value, place)
    if type(value) is not list:
        value = _plain(value)
        if value is None:
            raise Malformed("null", place, "null", f"a list of {len(like)}")
        if not isinstance(value, (list, tuple)):
            raise Malformed("wrong-shape", place, _kind(value), f"a list of {len(like)}")
    if len(value) != len(like):
        raise Malformed("wrong-shape", place, _kind(value), f"a list of {len(like)}")
    if type(like[0]) is not list:
        if all(type(item) is float for item in value):
            return list(value)
        return [_number(item, f"{place}[{k}]") for k, item in enumerate(value)]
    return [_read(item, part, f"{place}[{k}]") for k, (item, part) in enumerate(zip(value, like))]


def _number(value: Any, place: str) -> float:
    value = _plain(value)
    if type(value) is float:
        return value
    if value is None:
        raise Malformed("null", place, "null", "a number")
    if isinstance(value, (list, tuple)):
        raise Malformed("wrong-shape", place, _kind(value), "a number")
    if isinstance(value, str):
        return _text_number(value, place)
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise Malformed("not-a-number", place, _kind(value), "a number")
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    except Exception as error:  # somebody else's number may do anything
        raise Malformed("not-a-number", place, f"{_kind(value)} ({type(error).__name__})", "a number") from None


def _text_number(text: str, place: str) -> float:
    """A decimal or C99 hexadecimal float, or the name of an infinity or of NaN, in a text."""
    try:
        if "_" not in text and text.isascii():
            return float.fromhex(text) if "x" in text[:3].lower() else float(text)
    except OverflowError:
        return float("-inf") if text.startswith("-") else float("inf")
    except ValueError:
        pass
    raise Malformed("not-a-number", place, shown(text, SHOWN), "a number")


def _leaves(value: Any) -> int:
    return sum(map(_leaves, value)) if isinstance(value, (list, tuple)) else 1


def _loose(value: Any, most: int) -> Any:
    """Nested lists of floats, whatever their shape; None where something else is in them, or too much."""
    try:
        return _floats(value) if _leaves(value) <= most and _depth(value) < 9 else None
    except (Malformed, RecursionError):
        return None


def _floats(value: Any) -> Any:
    value = _plain(value)
    return [_floats(item) for item in value] if isinstance(value, (list, tuple)) else _number(value, "")


def _depth(value: Any) -> int:
    return 1 + max(map(_depth, value), default=0) if isinstance(value, (list, tuple)) else 0
