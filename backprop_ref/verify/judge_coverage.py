"""What a verdict rests on: what was judged, how far right values lie off, which slopes were used at kinks.

    Coverage        takes judged answers one by one
    exact_result    the correctly rounded numbers of a case
    apart           how far two numbers lie apart in units in the last place

Errors are measured against correctly rounded numbers.  The two largest seldom belong to the same value: where terms
cancel, an error of many ulps may be a small share of what rounding can do there.  If the true value is 0, or below the
smallest normal number, the size of an error in ulps means nothing: then only its share of the bound counts.
"""

from __future__ import annotations

import math
import struct
from operator import itemgetter
from typing import Any
from collections.abc import Iterator

from ..activations import ACTIVATIONS
from ..costs import COSTS
from ..door import RULES
from ..unfinished import Unfinished
from ..cases import Case, result_object
from ..numbers import ulps
from ..admission import shown
from .judge_precision import narrowed
from .judge_values import SINGLE, Judged, Kink, against, bounds_of, one_sided_bounds, size_of
from .listen_answers import FIELDS, Answer

MEASURED = 30  # answers kept for each of the two errors: those whose values lie farthest from the reference's
EXACT_UP_TO = 5000  # weights times examples of a case for which correctly rounded numbers are computed
MOST_KINKS = 10  # places at kinks that the notes speak of


class Coverage:
    """What was judged.

    cases, values: how many answers, and how many of their values.  beyond_range: values that were not.
    seen: the fields, activations, costs and, over several examples, reductions that were among the answers.
    farthest: right answers whose values lie farthest from the reference's, in either measure; of a few answers, all.
    """

    def __init__(self) -> None:
        self.cases = 0
        self.values = 0
        self.beyond_range = 0
        self.seen: dict[str, set[str]] = {"fields": set(), "activations": set(), "costs": set(), "reductions": set()}
        self.farthest: list[Judged] = []
        self._kinks: list[tuple[Answer, Kink]] = []

    def add(self, judged: Judged) -> None:
        """One more answer."""
        case, seen = judged.case, self.seen
        self.cases += 1
        seen["fields"].update(judged.answer.values)
        seen["activations"].update(layer.activation for layer in case.network.layers)
        seen["costs"].add(case.cost)
        seen["reductions"].update([case.reduction] if len(case.examples) > 1 else [])

    def count(self, judged: Judged, is_right: bool) -> None:
        """Its values, once it is known in which precision they count."""
        self.values += judged.counted.judged
        self.beyond_range += judged.counted.unjudged
        if is_right:
            self.farthest.append(judged)
            if len(self.farthest) > 4 * MEASURED:
                self.farthest = self._farthest()
            if len(self._kinks) < MOST_KINKS:
                self._kinks += [(judged.answer, kink) for kink in judged.kinks[:MOST_KINKS]]

    def take_back(self, judged: Judged) -> None:
        """What was counted as right and is not, before it is counted again."""
        self.values -= judged.counted.judged
        self.beyond_range -= judged.counted.unjudged
        self.farthest = [one for one in self.farthest if one is not judged]

    def _farthest(self) -> list[Judged]:
        if len(self.farthest) <= 2 * MEASURED:
            return self.farthest
        by_share = sorted(self.farthest, key=lambda one: -one.counted.share)[:MEASURED]
        left = [one for one in self.farthest if one not in by_share]
        return by_share + sorted(left, key=lambda one: -one.counted.steps)[:MEASURED]

    @property
    def fields(self) -> list[str]:
        """Those that were given, in their order."""
        return [field for field in FIELDS if field in self.seen["fields"]]

    def object(self, passed: bool, precision: str) -> dict[str, Any]:
        """As ``check --json`` prints it, with the two largest errors where all passed."""
        if not self.cases:
            return {}
        return {
            "cases": self.cases, "values": self.values, "fields": self.fields,
            **{what: sorted(self.seen[what]) for what in ("activations", "costs", "reductions")},
            "missing": self._missing(), **self._errors(passed, precision),
        }

    def _missing(self) -> list[str]:
        """What was never judged."""
        seen = self.seen
        missing = [name for name in ACTIVATIONS if name not in seen["activations"]]
        missing += [name for name in COSTS if name not in seen["costs"]]
        if seen["reductions"]:
            missing += [f"the {name} over examples" for name in RULES.reductions if name not in seen["reductions"]]
        else:
            missing.append("several examples")
        return missing + [what for what, fields in (
            ("weights", {"weight_gradients", "new_weights"}), ("biases", {"bias_gradients", "new_biases"}),
            ("updates", {"new_weights", "new_biases"}),
        ) if not fields & seen["fields"]]

    def _errors(self, passed: bool, precision: str) -> dict[str, Any]:
        """The two largest errors with their places, and how many answers were measured."""
        in_ulps: tuple[float, str | None] = (0, None)
        share: tuple[float, str | None] = (0, None)
        measured = 0
        for judged in self._farthest() if passed else ():
            truth = exact_result(judged.case)
            if truth is None:
                continue
            measured += 1
            for said, *error in _errors_of(judged, truth, precision):
                in_ulps = max(in_ulps, (error[0], said), key=itemgetter(0))
                share = max(share, (error[1], said), key=itemgetter(0))
        return {
            "largest_error_ulps": in_ulps[0] if measured else None,
            "largest_share_of_bound": share[0] if measured else None,
            "largest_error_at": in_ulps[1], "largest_share_at": share[1], "measured": measured,
        }

    def kink_notes(self) -> list[str]:
        """For each case with a z at a kink, which of the slopes there was used: worth a note, but never wrong."""
        by_case: dict[str, list[tuple[Answer, Kink]]] = {}
        for answer, kink in self._kinks:
            by_case.setdefault(answer.case.id, []).append((answer, kink))
        notes = []
        for id, here in by_case.items():
            answer, (_, l, _) = here[0]
            name = answer.case.network.layers[l].activation
            used = {slope_used(one, *kink) for one, kink in here} - {""}
            said = f"; slope {', '.join(sorted(used))} was used there" if used else ""
            allowed = "(any slope between those of its two sides is right)"
            notes.append(f"{shown(id)}: z lies at the kink of {name}{said} {allowed}")
        return notes


# ---- errors of right values ------------------------------------------------------------------


def _errors_of(judged: Judged, truth: dict[str, Any], precision: str) -> Iterator[tuple[str, int, float]]:
    """Each value that is not the truth: place, what was found and what is right, and its error in either measure.

    In ulps it is 0 where that means nothing: where rounding may give 0, or only digits below the smallest normal
    number.  Values that are right only because both slopes at a kink are, have no error: they are left out.
    """
    bounds = (one_sided_bounds if judged.kinks else bounds_of)(judged.case, precision)
    values = judged.answer.values
    rights = against({field: truth[field] for field in values}, bounds)
    for one, (_, _, right, bound) in zip(against(values, bounds), rights):
        found = one.found
        room = bound.high - right if found > right else right - bound.low
        normal = max(abs(found), abs(right)) >= bound.tiny  # below it there are fewer digits
        if normal and found != right and bound.low <= found <= bound.high and 0 < room < math.inf:
            said = f"{shown(judged.case.id)}: {one.where}: {found!r} found, {right!r} right"
            telling = abs(right) >= bound.tiny and not bound.low <= 0 <= bound.high
            yield said, apart(found, right, precision) if telling else 0, abs(found - right) / room


def exact_result(case: Case) -> dict[str, Any] | None:
    """The result whose every number is the double nearest to the truth; None where that is too much work."""
    from ..numbers import exact_step

    if size_of(case) > EXACT_UP_TO:
        return None
    try:
        step = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    except (Unfinished, ValueError):
        return None
    return result_object(case, step)


def apart(x: float, y: float, precision: str) -> int:
    """Units in the last place, of the precision in use, between two numbers.

    >>> apart(1.0, 1 + 2**-22, "single"), apart(1.0, 1 + 2**-51, "double")
    (2, 2)
    """
    if precision != SINGLE:
        return ulps(x, y)
    bits = [struct.unpack("<i", struct.pack("<f", narrowed(number)))[0] for number in (x, y)]
    places: list[int] = [one if one >= 0 else -(one + 2**31) for one in bits]  # among all singles, in their order
    return abs(places[0] - places[1])


# ---- slopes at kinks ------------------------------------------------------------------------


def slope_used(answer: Answer, i: int, l: int, j: int) -> str:
    """Which slope a candidate used at a kink, if its δ tells; else ""."""
    deltas, network = answer.values.get("deltas"), answer.case.network
    if deltas is None and len(answer.case.examples) == 1 and not any(layer.shared_bias for layer in network.layers):
        gradients = answer.values.get("bias_gradients")
        deltas = None if gradients is None else [gradients]
    if deltas is None or l == len(network.layers) - 1:
        return ""
    dC_da_j = 0.0
    for delta_m, w_m in zip(deltas[i][l + 1], network.layers[l + 1].w):
        dC_da_j += delta_m * w_m[j]
    if not dC_da_j:
        return ""
    slope = deltas[i][l][j] / dC_da_j + 0.0
    rule, tiny = ACTIVATIONS[network.layers[l].activation], 1e-9
    beside_kinks = [rule.slope(side) for kink in rule.kinks for side in (kink - tiny, kink + tiny)]
    little = 1e-5 * max(beside_kinks)  # what rounding can do to the quotient, in single precision too
    return f"{slope:.4g}" if min(beside_kinks) - little <= slope <= max(beside_kinks) + little else ""
