"""What a candidate answers: lines or objects read as results, whatever is in them, and what is wrong with their form.

    Reader     matches answers to cases and keeps what is wrong with them, each kind of it once
    Answer     the values of one answer that can be judged
    Manner     one kind of bad manners: how often, where first, what was found there

Nothing here judges a number.  A field whose form is wrong is left out of the Answer, and a Manner says why.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from collections.abc import Container, Sequence

from ..cases import Case
from ..admission import shown
from ..numbers import each
from .listen_layouts import Reading, one_for_a_layer, readings
from .listen_numbers import SHOWN, Malformed, as_lists, first_bytes, kind_of, loose, parsed, read_as

# In the order in which they are computed.
FIELDS = (
    "weighted_sums", "activations", "outputs", "cost", "deltas", "weight_gradients", "bias_gradients", "new_weights",
    "new_biases",
)
TEACHING = ("weight_gradients", "bias_gradients", "new_weights", "new_biases")  # a verdict needs one of them
SHAPES = ("wrong-shape", "wrong-layer-count")  # manners that a mistake may explain

MOST_NOISE = 10_000  # lines without an answer among them, before the candidate is no longer listened to,
MOST_NOISY_BYTES = 1 << 28  # or as many bytes of them
MOST_WORDS = 1000  # characters of an error that are kept

MANNERS = {
    "crash": "it ended before it had answered every case",
    "hang": "it stopped writing and was ended",
    "endless-line": "it wrote an endless line and was ended",
    "endless-output": "it kept writing lines that are not answers, and was ended",
    "early-end": "it ended with exit status 0 before it had answered every case",
    "missing-answer": "cases without an answer",
    "raised": "it raised an exception",
    "foreign-line": "lines on standard output that are not results (print messages to standard error)",
    "not-json": "answers that are not JSON",
    "several-lines": "results spread over several lines, expected one object per line",
    "one-line": "several results on one line, expected one object per line",
    "python-repr": "Python's repr instead of JSON (json.dumps writes JSON)",
    "not-utf-8": "text that is not UTF-8",
    "not-a-result": "answers that are not an object with an id",
    "unknown-id": "answers to cases that were not given",
    "repeated-answer": "cases answered more than once (the first answer counts)",
    "out-of-order": "answers in another order than the cases",
    "null": "null instead of a number or list",
    "not-a-number": "something other than a number",
    "not-finite": "NaN or an infinity where the true value is finite",
    "wrong-shape": "lists whose shape differs from the format",
    "wrong-layer-count": "a different number of layers than the case has",
    "nothing-given": "answers with no field to judge",
}


class Manner:
    """One kind of bad manners.

    evidence: the first place and what was found there.  count: how often it was met.
    cases: the indices of the cases concerned, where they are known.
    """

    def __init__(self, evidence: str) -> None:
        self.evidence = evidence
        self.count = 0
        self.cases: set[int] = set()


class Answer:
    """What a candidate answered to one case.

    index: the case's, among those asked.  values: each field that can be read, as nested lists of floats in the case's
    shape.  readings: every reading of the fields that have another layout.  layouts: the one that was taken.
    declined: why it did not want to, or None.  complaint: the first thing that is wrong with the form of a field.
    misshapen: the fields of another shape that are numbers all the same, as they were given.
    as_given: the numbers of the fields that were read in another layout; shaped: of those that have the format's shape
    all the same, as they would be read in it.
    """

    def __init__(self, index: int, case: Case) -> None:
        self.index = index
        self.case = case
        self.values: dict[str, Any] = {}
        self.readings: dict[str, list[Reading]] = {}
        self.layouts: dict[str, str] = {}
        self.declined: str | None = None
        self.complaint = ""
        self.misshapen: dict[str, Any] = {}
        self.as_given: dict[str, Any] = {}
        self.shaped: dict[str, Any] = {}

    def take(self, field: str, reading: Reading) -> None:
        """Take a field as it is read in that layout; the biases, too, that stand among weights."""
        for held, values in reading.values.items():
            if held == field or self.layouts.get(held, field) == field:
                self.values[held] = values
                self.layouts[held] = reading.layout if held == field else field  # where they stand


class Reader:
    """Reads answers to these cases.

    unasked: ids of cases whose answers are left unread.
    manners: what was wrong with their form, by name.  answered: the indices of the cases that have an answer.
    meant: cases that no more than lines without a result may have answered, each with the manner of such a line.
    noise, noisy_bytes: lines since the last answer, and bytes of those that are no results.
    unreadable: lines meant as answers, but nobody knows to which cases.
    other_layout: the first field that was read in another layout than the format's, and what was found there.
    spread: the answers in which a layer's one bias gradient was taken for that of each of its neurons.

    >>> from backprop_ref import Example, Layer, Network
    >>> from backprop_ref.cases import Case
    >>> case = Case("1-1", Network([Layer([[0.5]], [2.0], "tanh")]), [Example([1.0], [0.0])])
    >>> reader = Reader([case])
    >>> reader.read(b"Hello!"), reader.manners["foreign-line"].evidence
    (None, 'line 1: found "Hello!", expected a result (a JSON object) and nothing else')
    >>> reader.read(b'{"id": "1-1", "bias_gradients": [["0x1.8p+1"]]}').values
    {'bias_gradients': [[3.0]]}
    """

    def __init__(self, cases: Sequence[Case], unasked: Container[str] = ()) -> None:
        self.cases = cases
        self.unasked = unasked
        self.manners: dict[str, Manner] = {}
        self.answered: set[int] = set()
        self.meant: dict[int, str] = {}
        self.noise = 0
        self.noisy_bytes = 0
        self.unreadable = 0
        self.other_layout = ""
        self.spread = Manner("")
        self._shape: dict[str, str] = {}  # for each field the first name for what is wrong with its shape
        self._index = {case.id: index for index, case in enumerate(cases)}
        self._line = 0
        self._last = -1  # the farthest case answered

    def note(self, name: str, evidence: str, index: int | None = None) -> None:
        """Bad manners of that name once more; the first evidence is kept."""
        manner = self.manners.setdefault(name, Manner(evidence))
        manner.count += 1
        if index is not None:
            manner.cases.add(index)

    # ---- lines -------------------------------------------------------------------------------

    def read(self, line: bytes, number: int | None = None) -> Answer | None:
        """The answer on this line, the next one or that of this number; None where it holds none that can be judged."""
        self._line = self._line + 1 if number is None else number
        self.noise += 1
        place = f"line {self._line}"
        line = line.strip()
        if not line.strip(b"\0") and (not line or "not-utf-8" in self.manners):  # blank, in UTF-16 too
            return None
        try:
            given = self._result(parsed(line, place), line, place)
        except Malformed as malformed:
            self._refused(malformed, line)
            return None
        index, id = self._index.get(given["id"]), shown(given["id"], SHOWN)
        if line[:2] == b"{'":
            self.note("python-repr", f"{place}: found {first_bytes(line)}, expected JSON", index)
        if index is None and given["id"] not in self.unasked:
            self.unreadable += 1
            self.note("unknown-id", f"{place}: id: found {id}, expected the id of a case that was given")
        if index in self.answered:
            self.note("repeated-answer", f"{place}: {id} answered again", index)
        if index is None or index in self.answered:
            return None
        if index < self._last:
            self.note("out-of-order", f"{place}: {id} answered after {shown(self.cases[self._last].id, SHOWN)}", index)
        self._last = max(index, self._last)
        return self.accept(index, given, place)

    def _result(self, given: Any, line: bytes, place: str) -> dict[str, Any]:
        """What was read, if it is an object with an id; Malformed otherwise."""
        if not isinstance(given, dict) or "id" not in given:
            ids = _ids_within(given)
            if isinstance(given, list) and ids or any(id in self._index for id in ids):
                found = f"{len(ids)} results in {first_bytes(line)}"
                raise Malformed("not-a-result", place, found, "one result, an object, per line", ids)
            raise Malformed("not-a-result", place, first_bytes(line), 'an object with the case\'s "id"')
        if "layers" in given and "examples" in given and not any(field in given for field in TEACHING):
            raise Malformed("foreign-line", place, f"a case, {first_bytes(line)}", "a result and nothing else")
        if not isinstance(given["id"], str):
            raise Malformed("not-a-result", f"{place}: id", kind_of(given["id"]), "the case's id, a text")
        return given

    def _refused(self, malformed: Malformed, line: bytes) -> None:
        """Note a line that is no result, and the cases that it was meant for where their ids can still be seen."""
        self.noisy_bytes += len(line)
        name = malformed.name
        if name in ("not-json", "foreign-line", "not-a-result"):  # or is it another piece of what was found before?
            if "several-lines" in self.manners:
                name = "several-lines"
            elif "not-utf-8" in self.manners and not self.answered:
                name = "not-utf-8"
        ids = malformed.ids or _ids_in(line, self._index)
        cases = [self._index[id] for id in ids if isinstance(id, str) and id in self._index]
        self.note(name, str(malformed))
        if name == "foreign-line":  # an answer with something before it, or only text that speaks of one
            self.meant.update((index, name) for index in cases)
            return
        self.unreadable += not cases
        self.manners[name].cases.update(cases)
        self.answered.update(cases)

    # ---- objects -----------------------------------------------------------------------------

    def accept(self, index: int, given: Any, place: str) -> Answer:
        """The answer in this object, which is to the case of this index."""
        self.answered.add(index)
        self.noise = self.noisy_bytes = 0
        answer = Answer(index, self.cases[index])
        given = as_lists(given)
        if not isinstance(given, dict):
            found = f"{place}: found {kind_of(given)}, expected a dict with the fields of a result"
            self.note("not-a-result", found, index)
            return answer
        declined = given.get("error")
        if isinstance(declined, (str, bool, int, float, dict, list)) and declined:  # null and false say: no error
            answer.declined = declined[:MOST_WORDS] if isinstance(declined, str) else shown(declined)
            return answer
        like = shapes(answer.case)
        for field in like:
            if field in given:
                self._read_field(answer, field, as_lists(given[field]), like)
        if not answer.values and not answer.complaint:  # a case that is only printed again may still be answered
            self.note("nothing-given", f"{place}: {shown(answer.case.id, SHOWN)} has none of {', '.join(like)}")
            self.answered.discard(index)
            self.meant[index] = "nothing-given"
        return answer

    def _read_field(self, answer: Answer, field: str, given: Any, shapes: dict[str, Any]) -> None:
        """A field as the format has it; else in another layout; else note that its form is wrong, and what it is."""
        try:
            answer.values[field] = read_as(given, shapes[field], field)
            answer.layouts.pop(field, None)
            return
        except Malformed as malformed:
            name, said = malformed.name, f"{shown(answer.case.id, SHOWN)}: {malformed}"
        if name == "wrong-shape":
            several = readings(field, given, shapes)
            if several:
                self.other_layout = self.other_layout or said
                answer.readings[field] = several
                answer.as_given[field] = loose(given, shapes[field])
                answer.take(field, several[0])
                return
            name = self._misshapen(answer, field, given, shapes[field], said)
        elif name == "null":  # as some languages write NaN: judged as that
            with suppress(Malformed):
                filled = each(given, lambda number: float("nan") if number is None else number)
                answer.values[field] = read_as(filled, shapes[field], field)
        answer.complaint = answer.complaint or said
        self.note(name, said, answer.index)

    def _misshapen(self, answer: Answer, field: str, given: Any, like: Any, said: str) -> str:
        """Keep the numbers of a field of the wrong shape: as they act where that is plain, else as they are.

        What is wrong with it: one slip has one name.
        """
        numbers = loose(given, like)
        if field == "bias_gradients":
            with suppress(Malformed):
                answer.values[field] = one_for_a_layer(given, like, field)
                self.spread.evidence = self.spread.evidence or said
                self.spread.cases.add(answer.index)
                numbers = None
        if numbers is not None:
            answer.misshapen[field] = numbers
        if not isinstance(given, list):
            return "wrong-shape"
        return self._shape.setdefault(field, SHAPES[field in TEACHING and len(given) != len(like)])


def _ids_within(given: Any) -> list[str]:
    """The ids of the results that a list or an object holds, one level down or two."""
    within = given.items() if isinstance(given, dict) else enumerate(given) if isinstance(given, list) else ()
    return [
        str(inner.get("id", key)) for key, one in within
        for inner in (one if isinstance(one, list) else [one]) if isinstance(inner, dict)
    ]


def _ids_in(line: bytes, known: Container[str]) -> list[str]:
    """The known id that an object on this line has, as far as that can be seen in what cannot be read."""
    _, _, text = line[:1000].replace(b"\0", b"").decode("utf-8", "replace").partition("{")
    _, _, rest = text.partition("id")
    quoted = ["".join(rest[1:].split(quote)[1:2]) for quote in "\"'"]
    return [id for id in quoted if id in known][:1]


def shapes(case: Case) -> dict[str, Any]:
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
        like.update(new_weights=w, new_biases=b)
    return like
