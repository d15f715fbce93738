"""The answers of one candidate, judged and collected: everything that a report needs.

    Trial    takes answers one by one; report() is its end
"""

from __future__ import annotations

from typing import Any, Callable
from collections.abc import Sequence

from ..activations import ACTIVATIONS
from ..cases import Case
from ..costs import COSTS
from ..numbers import at
from ..admission import shown
from ..door import RULES
from .finding import Evidence, Finding
from .judge_errors import Farthest, exact_result, largest_errors
from .judge_kinks import Kink, kink_notes
from .judge_precision import SINGLE, lost_digits, recovered, said_of_digits
from .judge_values import Judged, Judgement, Jury, Marks, reread, rounded_from, size_of, unread
from .listen_answers import FIELDS, MANNERS, SHAPES, TEACHING, Answer
from .listen_candidate import Listener, Progress
from .report import ERROR, FAIL, PASS, Report, cases_in_words

Namer = Callable[[Sequence[Judged], str, Sequence["Case | None"]], list[Finding]]

UNNAMED = "unnamed"
KEPT_WHOLE = 50  # failed answers all of whose wrong values are kept; of others some
KEPT_OF_OTHERS = 20
MOST_KINKS = 10  # places at kinks that the notes speak of
KEPT_RIGHT = 500  # right answers that are kept, to speak against a mistake,
KEPT_WORK = 200_000  # as long as their cases are no more work than that
EXACT_EVIDENCE = 3  # findings whose evidence is computed exactly
REASONS = 5  # of declining, and of what was not judged, in the notes
ASK_FOR = (
    "ask for cases that it supports: check --layers 4-8-3 --activations relu,softmax --cost cross_entropy "
    "--examples 1 … (backprop-ref cases --help)"
)


class Trial:
    """One candidate before these cases: what it answered so far, and what was found.

    declined: its reasons, with how often each was given.  computed: the cases, None for each that was declined.
    unjudged: ids of cases, with why nothing could be judged.
    doubted: what is wrong in double precision, and so may be wrong.  right: right answers, as many as are kept.
    judgements, values: how many answers and values were judged.  beyond_range: values that were not.
    seen: what was among the answers.  layouts: how often each field was read in which layout, and in which cases.
    farthest: the right ones that lie farthest from the truth.  kinks: places at kinks in right answers.
    name: what finds names for wrong answers; None for that of this chapter, imported when it is needed.
    """

    def __init__(
        self, cases: Sequence[Case], precision: str | None = None, progress: Progress | None = None,
        name: Namer | None = None,
    ) -> None:
        self.total = len(cases)
        self.name = name
        self.listener = Listener(cases, self.take, progress)
        self.cases = self.listener.cases
        self.reader = self.listener.reader
        self.jury = Jury(precision)
        self.declined: dict[str, int] = {}
        self.computed: list[Case | None] = list(self.cases)
        self.unjudged: dict[str, str] = {}
        self.doubted: list[Judgement] = []
        self.right: list[Judged] = []
        self.judgements = 0
        self.values = 0
        self.beyond_range = 0
        self.kept_work = 0
        self.farthest = Farthest()
        self.seen: dict[str, set[str]] = {"fields": set(), "activations": set(), "costs": set(), "reductions": set()}
        self.kinks: list[tuple[Answer, Kink]] = []

    # ---- answers

    def take(self, answer: Answer) -> None:
        """Judge one answer and keep what may still be needed."""
        if answer.declined is not None:
            self.declined[answer.declined] = self.declined.get(answer.declined, 0) + 1
            self.computed[answer.index] = None
            return
        if not answer.values and not answer.misshapen:
            return
        judgement = self.jury.judge(answer)
        if judgement.unjudged:
            self.unjudged[answer.case.id] = judgement.unjudged
            return
        self.judgements += 1
        self.seen["fields"].update(answer.values)
        self.seen["activations"].update(layer.activation for layer in answer.case.network.layers)
        self.seen["costs"].add(answer.case.cost)
        if len(answer.case.examples) > 1:
            self.seen["reductions"].add(answer.case.reduction)
        wrong = judgement.double.wrong or judgement.single is not None and judgement.single.wrong
        if wrong or answer.misshapen:
            if len(self.doubted) >= KEPT_WHOLE:
                for marks in (judgement.double, judgement.single):
                    if marks is not None:
                        del marks.wrong[KEPT_OF_OTHERS:]
            self.doubted.append(judgement)
        else:
            self._passed(judgement, self.jury.precision)

    def _count(self, marks: Marks) -> None:
        self.values += marks.judged
        self.beyond_range += marks.unjudged

    def _passed(self, judgement: Judgement, precision: str) -> None:
        answer = judgement.answer
        self._count(judgement.marks(precision))
        if len(self.kinks) < MOST_KINKS:
            self.kinks += [(answer, kink) for kink in judgement.kinks[:MOST_KINKS]]
        if len(self.right) < KEPT_RIGHT and self.kept_work < KEPT_WORK:
            self.right.append(Judged(answer, precision, [], judgement.kinks))
            self.kept_work += size_of(answer.case)
        self.farthest.add(judgement, precision)

    # ---- the end

    def report(self) -> Report:
        """Everything put together; names and sizes of errors are looked for when they are read."""
        for index, manner in self.reader.meant.items():
            if index not in self.reader.answered:
                self.reader.manners[manner].cases.add(index)
        precision = self.jury.precision
        failed = self._failed(precision)
        few_digits = self.jury.printed.few_digits
        layouts = {one.answer.index for one in [*self.right, *failed] if one.answer.layouts}
        concerned = layouts.union(*(manner.cases for manner in self.reader.manners.values()))
        concerned |= {one.answer.index for one in failed or (self.right if few_digits else [])}
        against = bool(failed or few_digits or layouts or self.reader.manners)
        why = "" if against else self._why_nothing()
        smallest = min({one.answer.index for one in failed} or concerned,
                       key=lambda index: (size_of(self.cases[index]), index), default=None)
        declined = sum(self.declined.values())
        verdict = FAIL if against else ERROR if why else PASS
        return Report(
            verdict, self.total, len(concerned), declined, precision if self.values else None,
            lambda: self._findings(failed, precision), lambda: self._covered(verdict, precision),
            [why] * bool(why) + self._notes(precision), why, None if smallest is None else self.cases[smallest],
            self.listener.raised,
        )

    def _failed(self, precision: str) -> list[Judged]:
        """What is wrong, now that the precision is known and the layouts are."""
        failed = []
        if precision == SINGLE and self.jury.settled is None:
            self.farthest = Farthest()  # what was within double bounds until now is as good as exact
        usual = self._usual_layouts()
        misshapen = {field for judgement in self.doubted for field in judgement.answer.misshapen}
        for judgement in self.doubted:
            answer = judgement.answer
            for field in misshapen.intersection(answer.layouts):
                if any(one.field == field for one in judgement.marks(precision).wrong):
                    unread(judgement, field)
                    self.reader.note("wrong-shape", f"{shown(answer.case.id)}: {field}", answer.index)
            for field in answer.values:
                if field in usual:
                    reread(judgement, field, usual[field], precision)
            marks = judgement.marks(precision)
            if marks.wrong or answer.misshapen:
                self._count(marks)
                failed.append(Judged(answer, precision, marks.wrong, judgement.kinks))
            else:
                self._passed(judgement, precision)
        return failed

    def _usual_layouts(self) -> dict[str, str]:
        """For each field that was read in another layout the one of most answers that leave no doubt of it."""
        votes: dict[str, dict[str, int]] = {}
        doubted = [judgement.answer for judgement in self.doubted]
        for answer, right in [*((one.answer, True) for one in self.right), *((one, False) for one in doubted)]:
            for field in answer.values:
                layout = answer.layouts.get(field, "")
                certain = len(answer.readings.get(field, [])) < 2 and (layout or not _is_square(answer.case))
                here = votes.setdefault(field, {})
                here[layout] = here.get(layout, 0) + bool(certain or right and layout)
        return {field: max(here, key=lambda layout: here[layout]) for field, here in votes.items() if set(here) - {""}}

    def _why_nothing(self) -> str:
        """Why there is no verdict, or "" where there can be one."""
        if not self.cases:
            return "nothing could be judged: there was no case without fractions to send"
        if self.declined and not self.judgements:
            reason = shown(next(iter(self.declined)), 200)
            return f"nothing could be judged: every case was declined ({reason}); {ASK_FOR}"
        if self.unjudged and not self.judgements:
            id, reason = next(iter(self.unjudged.items()))
            return f"nothing could be judged: {shown(id)}: {reason}"
        if not self.values:
            return "nothing could be judged: no value with a finite bound was given"
        if not self.seen["fields"].intersection(TEACHING):
            given = ", ".join(field for field in FIELDS if field in self.seen["fields"])
            return f"nothing could be judged: no gradient or updated parameter was ever given, only {given}"
        return ""

    def _notes(self, precision: str) -> list[str]:
        notes = list(self.listener.notes)
        spread = self.reader.spread
        if spread.cases:
            notes.append(f"{spread.evidence}: a single number for a layer is taken to be that of each of its neurons")
        for reason, count in list(self.declined.items())[:REASONS]:
            notes.append(f"{cases_in_words(count)} declined: {shown(reason, 200)}")
        for id, reason in list(self.unjudged.items())[:REASONS]:
            notes.append(f"{shown(id)} not judged: {reason}")
        if self.beyond_range:
            n = self.beyond_range
            notes.append(f"{n} values not judged: the true value or its bound is beyond the range of "
                         f"{precision} precision")
        if precision == SINGLE and self.jury.printed.products:
            notes.append("single precision: some numbers are products of two singles, computed in double precision")
        return notes + kink_notes(self.kinks)

    # ---- what takes longer

    def _findings(self, failed: Sequence[Judged], precision: str) -> list[Finding]:
        """Everything that was found, the most telling first."""
        digits = self._lost_digits(failed, precision) or _recovered(failed)
        named: list[Finding] = []
        if failed and (digits is None or digits.count > len(digits.cases)):
            named = self._namer()([*failed, *self.right], precision, self.computed)
        explained = {index for one in named if one.mistake != UNNAMED for index in one.cases}
        named = [one for one in named if one.mistake != UNNAMED or not self._is_of_spread(one)]
        if digits is not None:
            named.append(digits)
            explained |= digits.cases
        self._reconcile(failed, explained)
        transport = [self._transport(manner) for manner in self.reader.manners]
        found = _in_order([*named, *self._other_layouts(failed), *transport])
        for finding in found[:EXACT_EVIDENCE]:
            self._make_exact(finding)
        return found

    def _namer(self) -> Namer:
        if self.name is None:
            from .name import name

            self.name = name
        return self.name

    def _lost_digits(self, failed: Sequence[Judged], precision: str) -> Finding | None:
        """Digits that were lost, in printing or in numbers of 16 bits."""
        some = list(failed or self.right)
        seen = None
        if failed and not any(one.answer.complaint for one in failed):
            seen = lost_digits([(one.answer.values, one.wrong) for one in failed], precision)
            if seen is None and self.jury.printed.few_digits:  # of singles?
                seen = lost_digits([(one.answer.values, rounded_from(one)) for one in failed], SINGLE)
        explained = seen is not None
        if seen is None and self.jury.printed.few_digits:
            seen = self.jury.printed.digits
        if seen is None:
            return None
        mistake, what = seen
        needed = 9 if precision == SINGLE else 17
        text = f"Lost digits explain everything that is wrong: {what}."
        if not explained:
            text = f"Digits are lost: {what}, although most of the numbers need more."
        smallest = min(some, key=lambda one: (size_of(one.case), one.answer.index))
        evidence = _telling(smallest) or said_of_digits(smallest.case.id, smallest.answer.values)
        cases = {one.answer.index for one in some}
        right = f"print {needed} significant digits or hexadecimal floats"
        claims = [(one.answer.index, wrong.field, wrong.place) for one in failed if explained for wrong in one.wrong]
        return Finding(mistake, "precision", None, text, evidence, cases if explained else (), claims, what, right, (),
                       len(cases))

    def _is_of_spread(self, unnamed: Finding) -> bool:
        """Does no mistake explain it because one number was taken for a layer's, and for no other reason?"""
        spread = self.reader.spread.cases
        return bool(spread and unnamed.claims) and all(
            field == "bias_gradients" and index in spread for index, field, _ in unnamed.claims
        )

    def _reconcile(self, failed: Sequence[Judged], explained: set[int]) -> None:
        """One finding for one slip: manners that a mistake explains are not named again; NaN that none does is."""
        spread, of_one_slip = self.reader.spread, set(explained)
        if explained & spread.cases:
            of_one_slip |= spread.cases - {one.answer.index for one in failed}  # where one number is right
        for manner_name in (*SHAPES, "null"):
            if manner_name in self.reader.manners:
                manner = self.reader.manners[manner_name]
                manner.cases -= of_one_slip
                if not manner.cases:
                    del self.reader.manners[manner_name]
        nulls = self.reader.manners["null"].cases if "null" in self.reader.manners else set()
        for one in failed:
            strange = [wrong for wrong in one.wrong if wrong.found - wrong.found != 0]
            index = one.answer.index
            if strange and index not in explained and index not in nulls:
                wrong = strange[0]
                found = f"found {wrong.found}, expected {float(wrong.bound.value)!r}"
                said = f"{shown(one.case.id)}: {wrong.where}: {found}"
                self.reader.note("not-finite", said, index)

    def _transport(self, name: str) -> Finding:
        manner = self.reader.manners[name]
        times = f" ({manner.count} times)" if manner.count > max(1, len(manner.cases)) else ""
        return Finding(name, "transport", None, MANNERS[name] + times, manner.evidence, manner.cases)

    def _other_layouts(self, failed: Sequence[Judged]) -> list[Finding]:
        """One finding for all fields that were read in another layout than the format's."""
        layouts: dict[str, dict[str, None]] = {}
        cases = set()
        for one in [*failed, *self.right]:
            if self.reader.spread.cases and all(len(layer.b) == 1 for layer in one.case.network.layers):
                continue  # where one number for each layer is right, it is still of the same slip
            for field, layout in one.answer.layouts.items():
                layouts.setdefault(field, {}).setdefault(layout)
                cases.add(one.answer.index)
        if not cases:
            return []
        said = "; ".join(f"{field}: {' or '.join(layouts[field])}" for field in FIELDS if field in layouts)
        text = "The layout differs from the format; the numbers were judged as if they stood in the right places."
        text += f" {said}."
        id = self.cases[min(cases)].id
        evidence = self.reader.other_layout or f"{shown(id)}: right when read that way, wrong as written"
        return [Finding("other-layout", "convention", None, text, evidence, cases)]

    def _make_exact(self, finding: Finding) -> None:
        """Put the correctly rounded number beside what was found."""
        evidence = finding.evidence
        if not isinstance(evidence, Evidence) or evidence.own:
            return
        case = next((case for case in self.cases if case.id == evidence.case), None)
        result = None if case is None else exact_result(case)
        if result is not None:
            field, *indices = evidence.where.replace("]", "").split("[")
            evidence.right = float(at(result[field], list(map(int, indices))))

    def _covered(self, verdict: str, precision: str) -> dict[str, Any]:
        """What the verdict rests on."""
        if not self.judgements:
            return {}
        covered: dict[str, Any] = {what: sorted(names) for what, names in self.seen.items()}
        covered["fields"] = [field for field in FIELDS if field in self.seen["fields"]]
        return {
            "cases": self.judgements, "values": self.values, **covered, "missing": self._missing(),
            **largest_errors(self.farthest.answers() if verdict == PASS else [], precision),
        }

    def _missing(self) -> list[str]:
        """What was never judged."""
        known = (("activations", ACTIVATIONS), ("costs", COSTS), ("reductions", RULES.reductions))
        seen = {what: self.seen[what] for what, _ in known}
        missing = [name for what, names in known for name in names if name not in seen[what] and what != "reductions"]
        if not self.seen["reductions"]:
            missing.append("several examples")
        else:
            missing += [f"the {name} over examples" for name in RULES.reductions if name not in self.seen["reductions"]]
        for what, fields in (
            ("weights", ("weight_gradients", "new_weights")), ("biases", ("bias_gradients", "new_biases")),
            ("updates", ("new_weights", "new_biases")),
        ):
            if not self.seen["fields"].intersection(fields):
                missing.append(what)
        return missing


def _recovered(failed: Sequence[Judged]) -> Finding | None:
    """Gradients that were computed back from updated weights, if that is all that is wrong."""
    if not failed or not all(not one.answer.complaint and recovered(one.case, one.wrong) for one in failed):
        return None
    smallest = min(failed, key=lambda one: (size_of(one.case), one.answer.index))
    text = (
        "The gradients are computed back, as the old minus the new parameters divided by the learning rate, and the "
        "subtraction loses digits. Give new_weights and new_biases themselves instead of gradients."
    )
    claims = [(one.answer.index, wrong.field, wrong.place) for one in failed for wrong in one.wrong]
    return Finding(
        "gradient-from-update", "precision", None, text, _telling(smallest) or "", {one.answer.index for one in failed},
        claims, "∂C/∂w_jk = (w_jk − new w_jk)/α", "new w_jk itself",
    )


def _is_square(case: Case) -> bool:
    return all(len(layer.w) == len(layer.w[0]) for layer in case.network.layers)


def _telling(one: Judged) -> Evidence | None:
    """The most telling wrong value of an answer; None where none is wrong."""
    if not one.wrong:
        return None
    wrong = max(one.wrong, key=lambda wrong: (float(wrong.bound.value) != 0, wrong.distance))
    return Evidence(one.case.id, wrong.where, wrong.found, float(wrong.bound.value))


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    """What explains most comes first, what has no name behind all that have one."""
    ranked = sorted(findings, key=lambda one: (-one.count, one.kind == "transport"))
    names = [number for number, one in enumerate(ranked) if one.kind != "transport" and one.mistake != UNNAMED]
    last = names[-1] if names else -1
    late = [one for one in ranked[:last + 1] if one.mistake == UNNAMED]
    return [one for one in ranked[:last + 1] if one.mistake != UNNAMED] + late + ranked[last + 1:]
