"""From judged answers to findings: the mistake by name, or what was seen if no name fits.

    name    the mistakes that explain wrong answers, the most telling first

Over 400 lines, since what is said where nothing fits stands beside what is said where something does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ..admission import shown
from ..cases import Case
from ..mistakes import MISTAKES, Beyond, Slip, are_equal
from .finding import Evidence, Finding
from .judge_precision import SINGLE, is_single, is_telling, numbers_of
from .judge_values import WRONG, Judged, Wrong
from .name_features import features_of, only_wrong
from .name_patterns import EQUATION, equation_of, pattern
from .name_quotients import difference_quotients
from .name_search import Found, Search, Work, exchanged
from .name_views import Key, Part, View, flat, numbers_in, parts_of, place_in_field, predict, size_of

UNNAMED = "unnamed"
WORK = 18e6  # what naming may cost on the bundled cases, in about microseconds of an old machine,
WORK_PER_CASE = 4e4  # and what every case beyond them adds
BOUNDED = 40  # failed answers that are held against bounds; more are sieved
RIGHT_KEPT = 60  # right answers that may speak against a name
QUOTIENTS_IN = 5  # answers whose gradients are held against the last places of C
MOST_ALIKE = 5  # other names that are given with one
GOES_IN = {
    "weighted_sums": ("activations",), "activations": ("weighted_sums",), "outputs": ("activations",),
    "cost": ("activations",), "deltas": ("activations",), "weight_gradients": ("deltas",),
    "bias_gradients": ("deltas",),
    "new_weights": ("weight_gradients",), "new_biases": ("weight_gradients",),
}
OF_WEIGHTS = ("weight_gradients", "new_weights")
OF_COST = {  # what is said of a cost → what is left of it where none was given
    "The cost and the gradients are": "The gradients are",
    "The cost is a different function, and every δ is computed from that function.":
        "Every δ is computed from a different cost.",
}
Claim = tuple[int, str, tuple[int, ...]]


def name(judged: Sequence[Judged], precision: str, asked: Sequence[Case | None]) -> list[Finding]:
    """What explains these wrong answers, the most telling first.  asked: all cases in their order, None if declined."""
    failed = sorted((one for one in judged if one.wrong or one.answer.misshapen), key=lambda one: size_of(one.case))
    right = [one for one in judged if not one.wrong and not one.answer.misshapen]
    wrong = [one for one in failed if one.wrong]
    if not wrong:
        return []
    whole = _by_quotients(wrong, precision)
    if whole is not None:
        return [whole]
    views = [
        View(one.answer.index, one.case, one.answer.values, one.marks, precision, True, number < BOUNDED)
        for number, one in enumerate(wrong)
    ]
    views = [view for view in views if view.wrong]
    passed = [
        View(one.answer.index, one.case, one.answer.values, one.marks, precision, False, False)
        for one in _spread(right)
    ]
    search = Search(asked, views, passed, Work(WORK + WORK_PER_CASE * len(views)))
    search.run()
    naming = Naming(search, {one.answer.index: one for one in failed}, right, precision)
    return naming.findings()


def what_stops(named: Sequence[Finding], case: Case) -> Finding | None:
    """Of findings one with whose mistake a program may come to no result: since there is none, or a list too short."""
    for finding in named:
        one = _mistake(finding.mistake)
        if isinstance(one, Slip) and one.substitute.another and len(set(case.network.sizes)) > 1:
            return finding  # another list may be of another length
        if one is not None:
            values = predict((one,), case, runs=False)
            numbers: list[Any] = []
            flat(list((values or {}).values()), numbers)
            if values is None or any(isinstance(number, Beyond) for number in numbers):
                return finding
    return None


@lru_cache(maxsize=None)
def _mistake(name: str) -> Any:
    return MISTAKES[name] if name in MISTAKES else None


def _spread(right: Sequence[Judged]) -> list[Judged]:
    """Right answers to cases of every kind, the small ones first."""
    kept: dict[Any, list[Judged]] = {}
    for one in sorted(right, key=lambda one: size_of(one.case)):
        kept.setdefault(features_of(one.case), []).append(one)
    first = [some[0] for some in kept.values()][:RIGHT_KEPT]
    return first + [one for some in kept.values() for one in some[1:3]][:RIGHT_KEPT - len(first)]


def _has_numbers(one: Judged) -> bool:
    """Is one of its wrong values a finite number?"""
    return any(wrong.found - wrong.found == 0 for wrong in one.wrong)


Share = tuple[Any, dict[int, set[Key]], list[Any], list[Found]]


class Naming:
    """Findings from what a search found.

    failed: index → the answer judged.  claimed: index → the wrong values that a finding has explained.
    """

    def __init__(self, search: Search, failed: dict[int, Judged], right: Sequence[Judged], precision: str) -> None:
        self.search = search
        self.failed = failed
        self.right = right
        self.precision = precision
        self.claimed: set[Claim] = set()

    def findings(self) -> list[Finding]:
        """One for each slip, the one that explains most first; then one for what is left."""
        ranked = sorted(self._shares(), key=lambda share: -len(share[1]))
        findings = [self._finding(*share) for share in ranked]
        for index, one in self.failed.items():  # what only follows from what a slip has explained
            named = [finding for finding in findings if index in finding.cases]
            if named and index not in self.search.left:
                rest = {(index, wrong.field, wrong.place) for wrong in one.wrong} - self.claimed
                first = min(named, key=_order)
                first.claims |= rest
        for index in [index for index in self.search.left if not _has_numbers(self.failed[index])]:
            del self.search.left[index]  # NaN and null that no slip explains have a finding of their own
        if self.search.left:
            findings.append(self._unnamed())
        return findings

    def _shares(self) -> list[Share]:
        """Of each slip what it explains, its partners, and where it was found; not of one that nothing needs."""
        shares: dict[Any, Share] = {}
        for found in self.search.found:
            for mistake, keys in self._shared_out(found):
                one, claims, partners, founds = shares.setdefault(mistake.label, (mistake, {}, [], []))
                for index, some in keys.items():
                    claims.setdefault(index, set()).update(some)
                partners += [other for other in found.mistakes if other.label != mistake.label]
                founds.append(found)
        needed = {label for label, share in shares.items() if share[1]}
        for _, _, partners, _ in shares.values():
            partners[:] = [other for other in partners if other.label in needed]
        return [shares[label] for label in shares if label in needed]

    def _shared_out(self, found: Found) -> list[tuple[Any, dict[int, set[Key]]]]:
        """Which slip explains which parts: those that it explains alone, the others all that it has a part in."""
        shares: list[tuple[Any, dict[int, set[Key]]]] = [(mistake, {}) for mistake in found.mistakes]
        for index, keys in found.explained.items():
            if len(shares) == 1:
                shares[0][1][index] = set(keys)
                continue
            view = self.search.failed[index]
            left = set(keys)
            for mistake, claims in shares:
                mine = view.outcome(self.search.predicted((mistake,), view)).claimed & left
                without = tuple(other for other in found.mistakes if other is not mistake)
                needed = keys - view.outcome(self.search.predicted(without, view)).explained
                if mine or needed:
                    claims[index] = mine or (needed & left) or needed
                    left -= mine
        return shares

    def _finding(
        self, mistake: Any, claims: dict[int, set[Key]], partners: Sequence[Any], founds: Sequence[Found]
    ) -> Finding:
        wrong, right = self._of_fields_given(mistake.written), self._of_fields_given(mistake.right)
        text = self._seen(mistake.shows, bool(partners))
        if mistake.parameter is not None and mistake.value is not None:
            text += f" Here {mistake.parameter.symbol} = {mistake.value:.6g}."
        names = list(dict.fromkeys(one.name for one in partners))
        if names:
            text += f" (Together with {', '.join(names)}.)"
        text += self._beyond(founds, claims)
        if self.search.left and self.search.untried:
            text += f" (Not everything was tried: {', '.join(sorted(self.search.untried))}.)"
        alike = {}
        for found in founds:
            for some in found.alike:
                for mine, other in exchanged(found.mistakes, some):
                    if mine.label == mistake.label and not are_equal(other.name, mistake.name):
                        alike[other.name] = f"{other.name}: {other.written}"
        values = {
            (index, key[0], place_in_field(key, part.places[n]))
            for index, keys in claims.items() for key in keys
            for part in [self.search.failed[index].parts[key]] for n in part.wrong
        }
        values -= self.claimed
        self.claimed |= values
        finding = Finding(
            mistake.name, mistake.kind, mistake.equation, text, self._evidence(claims), claims, values, wrong, right,
            list(alike.values())[:MOST_ALIKE],
        )
        finding.cases |= self._misshapen_alike(founds)
        finding.count = len(finding.cases)
        return finding

    def _of_fields_given(self, formula: str) -> str:
        """A formula without what it says of C, where no cost was given and it says more."""
        given = any("cost" in one.answer.values for one in self.failed.values())
        return formula if given else re.sub(r"^C = [^,]*, (?=∂C/∂p)", "", formula)

    def _beyond(self, founds: Sequence[Found], claims: dict[int, set[Key]]) -> str:
        """How many of the numbers explained are made from what stands beyond a list."""
        count = 0
        for found in founds:
            for view in (self.search.failed[index] for index in claims if index in found.explained):
                count += view.outcome(self.search.predicted(found.mistakes, view)).beyond
        if not count:
            return ""
        some = "One of the numbers depends" if count == 1 else f"{count} of the numbers depend"
        return f" ({some} on what stands beyond the end of a list, which cannot be predicted.)"

    def _seen(self, shows: str, beside_others: bool) -> str:
        """What one sees of a slip, without what it says of fields as right that were never given, or that another slip
        may have made wrong.
        """
        given = {field for one in self.failed.values() for field in one.answer.values}
        if "cost" not in given:
            for sentence, instead in OF_COST.items():
                shows = shows.replace(sentence, instead)
        match = re.match(r"(The \w+|Every δ) (?:is|are) right(?:, but |; |\. )(?=.)(.*)", shows)
        of = {"The outputs": {"outputs", "activations"}, "The gradients": {"weight_gradients"}, "Every δ": {"deltas"},
              "The cost": {"cost"}}.get(match[1], given) if match else given
        if match is None or of & given and not beside_others:
            return shows
        more = match[2].replace("are not.", "are wrong.")
        return more[0].upper() + more[1:] if more[0].isascii() else more

    def _misshapen_alike(self, founds: Sequence[Found]) -> set[int]:
        """Answers whose shape is wrong as these slips make it, with the numbers that they give.

        What turns the gradient of a square layer turns that of any other: as it is then, or cut to where it fits.
        """
        same = set()
        for found in founds:
            turns = any(self._is_turned(index, key) for index, keys in found.explained.items() for key in keys)
            for index, one in self.failed.items():
                if not one.answer.misshapen or index in self.search.left:
                    continue
                predicted = predict(found.mistakes, one.case) or {}
                for field, value in one.answer.misshapen.items():
                    there = predicted.get(field)
                    if turns and field in OF_WEIGHTS and isinstance(there, list) and len(there) == len(value):
                        value = [
                            there_l if _same(value_l, turned(field, there_l, layer.w), True) else value_l
                            for value_l, there_l, layer in zip(value, there, one.case.network.layers)
                        ]
                    if not _same(value, there):
                        break
                else:
                    same.add(index)
        return same

    def _is_turned(self, index: int, key: Key) -> bool:
        """Is what was found in a square layer what is right, turned?"""
        view, (field, l) = self.search.failed[index], key
        w = view.case.network.layers[l].w
        if field not in OF_WEIGHTS or len(w) != len(w[0]):
            return False
        right = (predict((), view.case, view.own) or {}).get(field, [[]] * (l + 1))[l]
        return not _same(view.values[field][l], right) and _same(view.values[field][l], turned(field, right, w))

    def _evidence(self, claims: dict[int, set[Key]]) -> Evidence | str:
        """The most telling number: in the smallest case, in the first part that a slip explains, the farthest off."""
        for index in sorted(claims, key=lambda index: (self.search.failed[index].size, index)):
            view = self.search.failed[index]
            for key in sorted(claims[index], key=_in_order):
                evidence = evidence_of(view, view.parts[key])
                if evidence is not None and math.isfinite(evidence.found):
                    return evidence
        return "none of the wrong numbers is finite"

    # ---- where nothing fits

    def _what_may_stay(self) -> list[str]:
        """Of answers that are right until one is wrong, and all after it."""
        right, wrong = {one.answer.index for one in self.right}, set(self.failed)
        if not right or len(wrong) < MANY or max(right) > min(wrong):
            return []
        first = shown(self.failed[min(wrong)].case.id)
        return [f"Everything before {first} is right and nothing after it: something may stay from case to case"]

    def _unnamed(self) -> Finding:
        left = self.search.left
        index = min(left, key=lambda index: (self.search.failed[index].size, index))
        view, one = self.search.failed[index], self.failed[index]
        wrong = [wrong for key in sorted(left[index], key=_in_order) for wrong in wrong_of(view, key)]
        first = sorted(left[index], key=_in_order)[0]
        given = any(field in view.own for field in GOES_IN.get(first[0], ()))
        equation = equation_of(view.case, wrong[0]) if given or _alone(view, first) else None
        text = "No known mistake reproduces these numbers"
        if equation:
            text += f"; the first equation that the program's own numbers do not satisfy is ({equation})"
            text += must_have_held(view, first)
        where = only_wrong(
            {features_of(self.failed[index].case) for index in left},
            {features_of(other.case) for other in self.right}, together=True,
        )
        if where:
            text += f"; all these cases have {where}, and no case with a right answer does"
        seen = pattern(view.case, view.values, wrong, self.precision)
        text += f". In {shown(one.case.id)}: " + "; ".join(seen)
        text += ". Tried: every slip of the grammar, the entries by hand, and combinations of two or more"
        if self.search.untried:
            text += f"; not finished: {', '.join(sorted(self.search.untried))}"
        nearly = all(self.search.failed[index].nearly_right for index in left)
        answers = [self.failed[index] for index in left]
        text += "".join(f". {said}" for said in self._what_may_stay() + _of_precision(answers, self.precision, nearly))
        claims = {
            (index, key[0], place_in_field(key, view.parts[key].places[n]))
            for index, keys in left.items() for view in [self.search.failed[index]]
            for key in keys for n in view.parts[key].wrong
        }
        evidence = evidence_of(view, view.parts[first]) or one.answer.complaint
        return Finding(UNNAMED, "precision" if nearly else "equation", equation, text, evidence, left, claims)


MANY = 3  # wrong answers in a row


def _of_precision(answers: Sequence[Judged], precision: str, nearly: bool) -> list[str]:
    """How nearly right the numbers are, if they are, and whether most of them are singles."""
    said = []
    if nearly and all(math.isfinite(wrong.found) for one in answers for wrong in one.wrong):
        off = 0.0
        for one in answers:
            for wrong in one.wrong:
                answered = numbers_of({wrong.field: one.answer.values[wrong.field]})
                largest = max((abs(v) for v in answered if math.isfinite(v)), default=0.0)
                if largest and math.isfinite(wrong.found):
                    off = max(off, abs(wrong.found - float(wrong.bound.value)) / largest)
        digits = max(2, int(-math.log10(off))) if off else 15
        said.append(f"Every value is right to {digits} digits or more, compared with the largest of its field")
    telling = [v for one in answers for v in numbers_of(one.answer.values) if is_telling(v)]
    if precision != SINGLE and 2 * sum(map(is_single, telling)) > len(telling):
        said.append("Most of the numbers are single precision: --precision single judges all of them that way")
    return said


def _order(finding: Finding) -> tuple[int, int]:
    """Where in a step a slip sits."""
    order = ["2", "2/8/9", "9", "8/9", "8", "10/14", "10", "14", None, "11/15", "11", "15"]
    return (order.index(finding.equation) if finding.equation in order else 5, -len(finding.cases))


def _in_order(key: Key) -> tuple[int, int]:
    """Parts in the order in which a step computes them: δ from the last layer on."""
    field, l = key
    return list(EQUATION).index(field), -l if field == "deltas" else l


def _alone(view: View, key: Key) -> bool:
    """Are weights alone wrong, or biases alone, so that the equation is plain?"""
    fields = {key[0] for key in view.wrong}
    given = set(view.values)
    return fields in ({"bias_gradients"}, {"new_biases"}, {"bias_gradients", "new_biases"}, {"weight_gradients"},
                      {"new_weights"}, {"weight_gradients", "new_weights"}) and len(given) > len(fields)


def _same(value: Any, predicted: Any, so_far: bool = False) -> bool:
    """Are these the predicted numbers, in the predicted shape?  so_far: or the first of each row and column."""
    if isinstance(value, list):
        fits = isinstance(predicted, list) and (len(value) == len(predicted) or so_far and 0 < len(value))
        return fits and all(_same(*both, so_far) for both in zip(value, predicted))
    near = isinstance(predicted, float) and isinstance(value, float)
    return near and abs(value - predicted) <= 1e-9 * abs(value) + 1e-300


def turned(field: str, values: Sequence[Sequence[float]], w: Sequence[Sequence[float]]) -> list[list[float]]:
    """The gradients of a layer's weights turned; or its weights w moved by them, where there are such.

    >>> turned("weight_gradients", [[1.0, 2.0]], [[0.0, 0.0]]), turned("new_weights", [[1.0, 2.0]], [[5.0, 6.0]])
    ([[1.0], [2.0]], [[1.0]])
    """
    if field == "weight_gradients":
        return [list(column) for column in zip(*values)]
    square = range(min(len(w), len(w[0])))
    return [[w[j][k] + (values[k][j] - w[k][j]) for k in square] for j in square]


class _Exact:
    """The right number, as a bound."""

    def __init__(self, value: float) -> None:
        self.value = self.low = self.high = value


def wrong_of(view: View, key: Key) -> list[Wrong]:
    """The wrong values of a part, each beside what is right from the answer's own numbers."""
    part = view.parts[key]
    return [
        Wrong(key[0], place_in_field(key, part.places[n]), part.found[n], _Exact(float(part.right[n])))
        for n in part.wrong
    ]


def evidence_of(view: View, part: Part) -> Evidence | None:
    """The number of a part that is farthest off, beside the right one; a finite one where there is one."""
    best: tuple[tuple[bool, bool, float], int] | None = None
    for n in part.wrong:
        found, right = part.found[n], float(part.right[n])
        size = max(abs(found), abs(right))
        finite = math.isfinite(found)
        off = abs(found - right) / size * min(1.0, size * 1e6) if finite and 0 < size else 0.0
        rank = (finite, right != 0 and off > 1e-3, off)
        if best is None or rank > best[0]:
            best = rank, n
    if best is None:
        return None
    n = best[1]
    place = "".join(f"[{index}]" for index in place_in_field(part.key, part.places[n]))
    return Evidence(view.case.id, part.key[0] + place, part.found[n], float(part.right[n]), is_own(view, part.key))


def is_own(view: View, key: Key) -> bool:
    """Is what is right in a part made from numbers of the answer that are not the case's?"""
    order = list(EQUATION)
    before = [field for field in view.own if order.index(field) < order.index(key[0])]
    given = any(field in view.own for field in GOES_IN.get(key[0], ()))
    return given and any(mark == WRONG for field in before for _, mark in numbers_in(view.marks[field]))


def must_have_held(view: View, key: Key) -> str:
    """What would have to stand in one slot for the equation to hold, in one neuron."""
    part = view.parts[key]
    n = max(part.wrong, key=lambda n: abs(part.found[n] - part.right[n]) if math.isfinite(part.found[n]) else -1.0)
    found, right = part.found[n], float(part.right[n])
    said = HELD.get(key[0])
    if said is None or not math.isfinite(found):
        return ""
    text = said(view, place_in_field(key, part.places[n]), found, right)
    return f": it would hold with {text}" if text else ""


def _held_delta(view: View, place: tuple[int, ...], found: float, right: float) -> str:
    i, l, j = place
    z, name = view.own.get("weighted_sums"), view.case.network.layers[l].activation
    slope = _slope(name, z[i][l][j]) if z and name != "softmax" else 0.0
    if not slope or not right:
        return ""
    rest = right / slope
    what = "∂C/∂a_j" if l == len(view.case.network.layers) - 1 else "Σ_m δ_m w_mj"
    first = f"{found / rest:.6g} instead of σ′(z_j) = {slope:.6g}"
    return f"{first}, or with {found / slope:.6g} instead of {what} = {rest:.6g}"


def _held_sum(view: View, place: tuple[int, ...], found: float, right: float) -> str:
    _, l, j = place
    layer = view.case.network.layers[l]
    b_j = layer.b[0 if layer.shared_bias else j]
    return f"{found - right + b_j:.6g} instead of b_j = {b_j:.6g}"


def _held_weight_gradient(view: View, place: tuple[int, ...], found: float, right: float) -> str:
    l, _, k = place
    before = [example.x for example in view.case.examples]
    if l:
        before = [a[l - 1] for a in view.own.get("activations", [])]
    if len(before) != 1 or not right or not before[0][k]:
        return ""
    return f"{found / right * before[0][k]:.6g} instead of a_k = {before[0][k]:.6g}"


def _held_bias_gradient(view: View, place: tuple[int, ...], found: float, right: float) -> str:
    return f"{found:.6g} instead of {right:.6g}"


def _held_update(view: View, place: tuple[int, ...], found: float, right: float) -> str:
    layer, alpha = view.case.network.layers[place[0]], view.case.alpha
    p = layer.w[place[1]][place[2]] if len(place) == 3 else layer.b[place[1]]
    return f"{(p - found) / (p - right) * alpha:.6g} instead of α = {alpha:.6g}" if alpha and p != right else ""


HELD = {
    "deltas": _held_delta, "weighted_sums": _held_sum, "weight_gradients": _held_weight_gradient,
    "bias_gradients": _held_bias_gradient, "new_weights": _held_update, "new_biases": _held_update,
}


def _slope(activation: str, z_j: float) -> float:
    from ..activations import ACTIVATIONS

    return float(ACTIVATIONS[activation].slope(z_j))


# ---- what shows in every number --------------------------------------------------------------


def _by_quotients(failed: Sequence[Judged], precision: str) -> Finding | None:
    """Difference quotients instead of gradients, if they show by their numbers."""
    smallest = list(failed)[:QUOTIENTS_IN]
    if precision == SINGLE or 2 * sum(map(_nearly_right, smallest)) <= len(smallest):
        return None
    forms = difference_quotients([(one.case, one.answer.values) for one in smallest if not one.answer.complaint])
    if not forms:
        return None
    names = [("central-difference" if central else "forward-difference", h) for central, h in forms]
    mistake = min((MISTAKES[name].with_value(h) for name, h in names), key=lambda one: _misfit(one, smallest[0]))
    times = "2h" if mistake.name == "central-difference" else "h"
    text = f"{mistake.shows} Here h = {mistake.value:.6g}:"
    text += f" every gradient times {times} is a whole multiple of the last place of C."
    return _of_all(mistake.name, mistake.kind, mistake.equation, text, mistake.written, mistake.right, failed)


def _of_all(
    mistake: str, kind: str, equation: str | None, text: str, written: str, right: str, failed: Sequence[Judged]
) -> Finding:
    first = max(failed[0].wrong, key=lambda wrong: wrong.distance)
    evidence = Evidence(failed[0].case.id, first.where, first.found, float(first.bound.value))
    claims = [(one.answer.index, wrong.field, wrong.place) for one in failed for wrong in one.wrong]
    return Finding(mistake, kind, equation, text, evidence, {claim[0] for claim in claims}, claims, written, right)


def _nearly_right(one: Judged) -> bool:
    """Is every wrong value within a hundredth of what is largest in its field?"""
    for wrong in one.wrong:
        numbers: list[Any] = []
        flat(one.answer.values[wrong.field], numbers)
        largest = max((abs(v) for v in numbers if math.isfinite(v)), default=0.0)
        if not abs(wrong.found - float(wrong.bound.value)) <= largest / 100:
            return False
    return True


def _misfit(mistake: Any, one: Judged) -> float:
    """How far the gradients that a mistake gives lie from those of an answer, in all."""
    predicted = dict(parts_of(predict((mistake,), one.case) or {}, len(one.case.network.layers)))
    total = 0.0
    for key, value in parts_of(one.answer.values, len(one.case.network.layers)):
        if key[0] in ("weight_gradients", "bias_gradients") and key in predicted:
            found: list[Any] = []
            there: list[Any] = []
            flat(value, found)
            flat(predicted[key], there)
            total += sum(abs(x - y) for x, y in zip(found, there))
    return total
