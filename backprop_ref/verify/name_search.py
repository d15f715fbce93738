"""The search: which slips reproduce the wrong numbers.

    Search    failed and right answers in, Found out: slips, what they explain, what was not tried
    Found     some slips at once, and the parts of answers that they explain

Tried on the most telling answers first, the commonest slips first, each everywhere and then in some layers alone; then
two and more at once, those with each other that explain a part each.  What fits is confirmed by bounds and held against
every other answer.  How much is tried is counted in work, so that the same answers get the same names on any machine.

Over 400 lines: one search, its steps in the order in which they are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, Callable

from ..cases import Case, result_object
from ..mistakes import EXTENTS, NAMES, STYLES, Slip, by_hand, composed, every, slip, styles_of
from .name_extents import Extents, forget_cases, in_some_layers, layers_of, narrowed
from .name_fit import fitted
from .name_views import TROUBLE, Key, Outcome, Values, View, predict, size_of

Mistakes = tuple[Any, ...]
Step = Callable[[Any, Mistakes], list[tuple[float, Mistakes]]]

SAMPLES = 5  # answers from which slips are looked for
PAIRS = 400  # of slips that explain different parts, tried with each other
PARTNERS = 24  # slips that explain a part, tried together with every other one
PARTNERS_BY_HAND = (  # entries by hand that are tried with every slip that explains a part
    "updated-weights-in-delta", "online-in-batch", "moved-on-the-way-back",
)
RESERVE = 4e6  # of the work is left when slips were tried together blindly, for what explains a part alone
CANDIDATES = 40  # sets of slips that explain an answer, held against all the others
PROMISING = 10  # of these, the ones that are held against all; the others fail
GLANCES = 6  # in as many wrong answers, and right ones
CONFIRMED = 3  # answers in which bounds have to confirm a name
TELLING = 24  # failed answers, and right ones, from which the extent of a slip is told
ALIKE = 8  # others that explain as much, kept beside one that is found
REFUTED = 2  # slips that right answers speak against, tried with a second one
DEEP = 4  # slips at once, at most
SHARE = 5  # one of so many of the answers left has to bear out slips for which nothing better is waited for
ENOUGH = 4  # numbers that a slip with a fitted constant has to explain
MANY = 12  # numbers of one answer that bear out a slip, where others have another
FEW = 5  # wrong answers, of which one alone bears out a third slip
COMMON = 1.5  # the cost of slips that are tried with each other blindly


class Work:
    """How much may still be done, in about microseconds."""

    def __init__(self, most: float) -> None:
        self.left = most

    def spend(self, size: int, times: float = 1.0) -> None:
        """A step of a case of this size."""
        self.left -= times * (90 + 3 * size)

    @property
    def over(self) -> bool:
        return self.left < 0


class Found:
    """Slips at once.  explained: index of an answer → the keys of the wrong parts that they explain; vague: → those
    that are made from what stands beyond a list, and go with them when they are kept.
    """

    __slots__ = ("mistakes", "explained", "vague", "alike")

    def __init__(self, mistakes: Mistakes, explained: dict[int, set[Key]], vague: dict[int, set[Key]]) -> None:
        self.mistakes = mistakes
        self.explained = explained
        self.vague = vague
        self.alike: list[Mistakes] = []


class Sweep:
    """What single slips say of an answer: those that explain all of it; those that explain a part, with what they say;
    and what each moves, wrong parts or right ones.
    """

    def __init__(self) -> None:
        self.perfect: list[tuple[float, Mistakes]] = []
        self.partial: list[tuple[int, float, Mistakes, Outcome]] = []
        self.moved: list[tuple[float, Any, set[Key]]] = []
        self.ways = 0  # of sweeping, that were gone

    def add(self, cost: float, mistakes: Mistakes, outcome: Outcome) -> None:
        """What one slip says, the last of these."""
        if outcome.perfect:
            self.perfect.append((cost, mistakes))
        elif outcome.partial:
            self.partial.append((-len(outcome.explained), cost, mistakes, outcome))
        if outcome.shows:
            self.moved.append((cost, mistakes[-1], outcome.explained | outcome.missed | outcome.broken))

    @property
    def partners(self) -> list[tuple[float, Any, set[Key]]]:
        """Of what moves something the slips, and the entries by hand that are tried with every one of them."""
        return [one for one in self.moved if isinstance(one[1], Slip) or one[1].name in PARTNERS_BY_HAND]


class Search:
    """Names for these failed answers.

    asked: all cases in their order, None for each that was declined.  failed: a View of each failed answer.
    right: some of each right one.
    wrong: how many parts are wrong.
    found: what was found.  left: index → the keys that nothing explains.  untried: what the work did not suffice for.
    """

    def __init__(self, asked: Sequence[Case | None], failed: Sequence[View], right: Sequence[View], work: Work) -> None:
        forget_cases()
        self.asked = asked
        self.failed = {view.index: view for view in sorted(failed, key=lambda view: view.size)}
        self.right = right
        self.work = work
        self.found: list[Found] = []
        self.left: dict[int, set[Key]] = {view.index: set(view.wrong) for view in failed if view.wrong}
        self.wrong = sum(map(len, self.left.values()))
        self.untried: set[str] = set()
        self._sweeps: dict[Any, Sweep] = {}
        self._tried: set[Any] = set()
        # Updates alone do not tell a wrong δ from a right one wrongly used: then what stands nearer to them is said.
        self._by_updates = all(view.values.keys() <= {"new_weights", "new_biases"} for view in failed)
        self._extents: Extents | None = None
        self._refuted: dict[Any, tuple[Any, Found]] = {}
        self._states: dict[Any, tuple[Mistakes, Iterator[Values | None], list[Values | None]]] = {}

    def run(self) -> None:
        """Look until all is explained, nothing more is found, or the work is done.

        What is cheap is tried on every sample before anything dearer is, and of both last what goes on from a slip with
        state: each answer then takes all that came before.  What was found is known from then on.  What
        little bears out is kept when nothing better was found in any way.
        """
        while self.left and not self.work.over:
            self._weak: list[tuple[Any, Found, bool]] = []
            cheap, dear = self._steps()
            ways = (*product((False, True), cheap, self._samples()), *product((False, True), dear, self._samples()))
            if not any(self._from(index, step, stateful) for stateful, step, index in ways):
                if not self._weak:
                    break
                _, found, instead = max(self._weak, key=lambda one: one[0])
                self._keep(found, instead)
        for found in self.found:
            if len(found.mistakes) > 1:
                found.alike = self._as_good(found)

    def _steps(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """Ways to look for slips that explain an answer, the cheapest first: the cheap ones, and the dear ones."""
        return (
            (self._again, self._alone, self._alone_in_some_layers, self._beside_refuted, self._in_part),
            (self._with_constants, self._together, self._blindly),
        )

    def _samples(self) -> list[int]:
        """The smallest of the answers left, each with something that those before it have not."""
        ranked = sorted(self.left, key=lambda index: (self._poor(index), self.failed[index].size, index))
        chosen: list[int] = []
        seen: set[Any] = set()
        for index in ranked:
            kinds = kinds_of(self.failed[index]) | {frozenset(self.left[index])}
            if not kinds <= seen:
                seen |= kinds
                chosen.append(index)
        return chosen[:SAMPLES]

    def _poor(self, index: int) -> bool:
        """Does an answer tell slips apart badly, since its layers are narrow?"""
        layers = self.failed[index].case.network.layers
        return min(len(layer.w) for layer in layers) < 2 or len(layers[0].w[0]) < 2

    # ---- from one answer

    def _from(self, index: int, step: Step, stateful: bool) -> bool:
        """Look in this way for slips that explain this answer, those found before among them or not; keep the best.

        stateful: with those among them that have a state, or without these.
        """
        if index not in self.left or self.work.over:
            return False
        view = self.failed[index]
        known = self.mistakes
        plain = tuple(one for one in known if not one.stateful)
        tried = (index, step, stateful, tuple(one.label for one in known))
        if tried in self._tried:
            return False
        self._tried.add(tried)
        some = (known, wider(known), everywhere(known), plain, wider(plain), everywhere(plain), ())
        for base in {tuple(one.label for one in base): base for base in some}.values():
            if any(one.stateful for one in base) is not stateful or base and not self._outcome(base, view).shows:
                continue
            candidates = sorted(step(view, base), key=lambda one: (len(one[1]), one[0]))
            best = self._best([mistakes for _, mistakes in candidates], view)
            if best is not None and (len(best.mistakes) > 2 or _in_how_much(best)[0] < self.wrong or any(
                    isinstance(one, Slip) and one.extent.name for one in best.mistakes)):
                better = self._best([best.mistakes, *self._exchanged(best.mistakes, view)], view)
                best = best if better is None or _in_how_much(better) < _in_how_much(best) else better
            strength = () if best is None else self._strength(best, base, step)
            if best is not None and strength and strength[0]:
                self._keep(best, bool(base))
                return True
            if best is not None and strength:
                self._weak.append((strength, best, bool(base)))
        return False

    def _exchanged(self, mistakes: Mistakes, view: View) -> list[Mistakes]:
        """The same slips with one of them exchanged for another that explains this answer as well; or two for one."""
        if len(mistakes) == 1:
            return [one for _, one in self._swept(view, ()).perfect]
        found = []
        fewer = [some for size in (2, 1) if len(mistakes) > size
                 for some in combinations(mistakes, len(mistakes) - size)]
        for others in fewer:
            needed, kinds = view.wrong - self._outcome(others, view).explained, set(map(kind_of, mistakes))
            for _, other, moved in self._swept(view, ()).partners:
                if needed <= moved and kind_of(other) not in kinds and self._outcome((*others, other), view).perfect:
                    found.append((*others, other))
                if self.work.over:
                    return found
        return found

    @property
    def mistakes(self) -> Mistakes:
        """All that were found."""
        return tuple({one.label: one for found in self.found for one in found.mistakes}.values())

    def _best(self, candidates: Sequence[Mistakes], view: View) -> Found | None:
        """Of sets of slips that explain an answer the one that does best in all others."""
        best: tuple[Any, Found] | None = None
        for mistakes in self._promising(candidates[:CANDIDATES], view):
            if len(mistakes) > 1 and any(one.style or one.parameter is not None for one in mistakes):
                mistakes = self._without_idle(mistakes, view)
            held = self._held(mistakes, view, best[0][1] if best is not None else 0)
            if held is None:
                continue
            if best is not None and held[0][:5] == best[0][:5]:  # all answers speak for both alike
                better, other = (held, best) if held[0] > best[0] else (best, held)
                better[1].alike = [*better[1].alike, other[1].mistakes, *other[1].alike][:ALIKE]
                best = better
            elif best is None or held[0] > best[0]:
                best = held
            if self.work.over:
                break
        return None if best is None else best[1]

    def _promising(self, candidates: Sequence[Mistakes], view: View) -> Sequence[Mistakes]:
        """Those that do best in a few other answers, right and wrong, each everywhere that it says."""
        if len(candidates) <= PROMISING:
            return candidates
        others = self._extents_with(view).views
        others = [one for one in others if one.wrong][:GLANCES] + [one for one in others if not one.wrong][:GLANCES]
        scores = []
        for n, mistakes in enumerate(candidates):
            outcomes = [(one, self._outcome(mistakes, one)) for one in others]
            score = sum(outcome.perfect if one.wrong else -bool(outcome.broken) for one, outcome in outcomes)
            scores.append((-score, n))
        return [candidates[n] for _, n in sorted(scores)[:PROMISING]]

    def _strength(self, found: Found, base: Mistakes, step: Step) -> tuple[Any, ...]:
        """How well what is left bears it out; first whether that is enough, with nothing better to wait for.

        () where one answer, or some parts, would fit by chance.
        """
        new = {index: keys & self.left[index] for index, keys in found.explained.items() if index in self.left}
        new = {index: keys for index, keys in new.items() if keys}
        few = len(self.failed) < (FEW if base else 3)
        if not new or step in (self._in_part, self._with_constants) and self._values(new) < ENOUGH:
            return ()
        more = len(found.mistakes) > len(self.mistakes)
        alone = len(new) == 1 and not (base and few) and (more and len(self.mistakes) > 1 or not base and self.found)
        if alone and (self._values(new) < MANY or any(one.parameter is not None for one in found.mistakes)):
            return ()
        enough = few or (len(new) > 1 or not more) and len(new) * SHARE >= len(self.left)
        return (enough, len(new) > 1, len(new), -len(found.mistakes), -sum(one.cost for one in found.mistakes))

    def _values(self, explained: dict[int, set[Key]]) -> int:
        """How many wrong values these are."""
        return sum(len(self.failed[i].parts[key].wrong) for i, keys in explained.items() for key in keys)

    def _keep(self, found: Found, instead: bool) -> None:
        """Keep what was found; instead: replacing all that was found before and that it explains too.

        What is left is held against bounds: where outputs saturate, rounding can move a wrong formula far.
        """
        for index, vague in found.vague.items():
            found.explained.setdefault(index, set()).update(vague)
        if not any(one.stateful or one.effort > 10 for one in found.mistakes):
            for index, keys in self.left.items():
                if not keys <= found.explained.get(index, set()) and not self.work.over:
                    self.work.spend(self.failed[index].size, 10)
                    found.explained.setdefault(index, set()).update(self.failed[index].within(found.mistakes))
            found.explained = {index: keys for index, keys in found.explained.items() if keys}
        if not instead:
            self.found = [one for one in self.found if not _covers(found, one)]
        else:
            kept = []
            for one in self.found:
                found.alike += [some for other in one.alike for some in swapped(found.mistakes, one.mistakes, other)]
                one.explained = {
                    index: keys for index, keys in one.explained.items() if not keys <= found.explained.get(index,
                                                                                                            set())
                }
                if one.explained:
                    kept.append(one)
            self.found = kept
        self.found.append(found)
        for index, keys in found.explained.items():
            if index in self.left:
                self.left[index] -= keys
                if not self.left[index]:
                    del self.left[index]

    def _as_good(self, found: Found) -> list[Mistakes]:
        """The same slips with one exchanged for another, if all answers speak for both alike."""
        here, good = self._counted(found.mistakes), []
        view = self.failed[min(found.explained, key=lambda index: self.failed[index].size)]
        others = [some for other in self._exchanged(found.mistakes, view)
                  for some in swapped(found.mistakes, found.mistakes, other)]
        for tried in {tuple(one.label for one in some): some for some in found.alike + others}.values():
            there = None if here is None or self.work.over else self._counted(tried, here[0][1])
            if there is not None and here is not None and there[0][:4] == here[0][:4]:
                good.append(tried)
        return good[:ALIKE]

    def _outcome(self, mistakes: Mistakes, view: View) -> Outcome:
        return view.outcome(self.predicted(mistakes, view))

    def predicted(self, mistakes: Mistakes, view: View) -> Values | None:
        """What would have been answered with these mistakes."""
        self.work.spend(view.size, sum(one.effort for one in mistakes))
        own = {} if any(one.whole for one in mistakes) else view.own
        if any(one.stateful for one in mistakes):
            return self._after_all_before(mistakes, view)
        return predict(mistakes, view.case, own, runs=False, base=view.base if own is view.own else None)

    def _after_all_before(self, mistakes: Mistakes, view: View) -> Values | None:
        """What is answered where something stays from one case to the next."""
        key = tuple(id(one) for one in mistakes)
        if key not in self._states:
            self._states[key] = (mistakes, one_by_one(mistakes, self.asked), [])
        _, coming, known = self._states[key]
        while len(known) <= view.index:
            case = self.asked[len(known)]
            if case is not None:
                self.work.spend(size_of(case), 2 * sum(one.effort for one in mistakes))
            known.append(next(coming, None))
        answer: Values | None = known[view.index]
        return answer

    # ---- slips that explain an answer

    def _in_part(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """A slip that explains some parts of an answer and would change no other, whatever is wrong with these."""
        left, known = self.left[view.index], {one.label for one in self.mistakes}
        return [
            (-len(outcome.explained) * 100 + cost, mistakes)
            for _, cost, mistakes, outcome in self._swept(view, ()).partial
            if not base and not outcome.missed and outcome.explained & left and mistakes[0].label not in known
        ]

    def _swept(self, view: View, base: Mistakes, in_layers: bool = True) -> Sweep:
        """What every single slip beside the base says of an answer, everywhere; and in some layers alone."""
        sweep = self._sweeps.setdefault((view.index, tuple(one.label for one in base)), Sweep())
        ways = (self._singles, self._in_some_layers, self._styled_in_some_layers)
        for way in ways[sweep.ways:3 if in_layers else 1]:
            sweep.ways += 1
            if way == self._styled_in_some_layers and (base or sweep.perfect):
                break
            beside = self._beside(view, base, in_layers) if base else None
            for one in way(view):
                if beside is not None and one.label not in beside:
                    continue
                if self.work.over:
                    self.untried.add("single slips")
                    break
                sweep.add(one.cost, (*base, one), self._outcome((*base, one), view))
            sweep.partial.sort(key=lambda one: one[:2])
            sweep.moved.sort(key=lambda one: one[0])
        return sweep

    def _beside(self, view: View, base: Mistakes, in_layers: bool) -> set[Any]:
        """The labels of all slips that may be beside the base: what alone moves all that it leaves open."""
        there, kinds = self._outcome(base, view), set(map(kind_of, base))
        needed = view.wrong - there.explained | there.broken
        moves: dict[Any, set[Key]] = {}
        for _, one, moved in self._swept(view, (), in_layers).moved:
            if kind_of(one) not in kinds:
                moves.setdefault(one.label, set()).update(moved)
        return {label for label, moved in moves.items() if needed <= moved}

    def _again(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """The base with some of its slips everywhere, or in another style of program."""
        in_wider = product(*({form.label: form for form in forms}.values()
                             for forms in zip(base, wider(base), everywhere(base))))
        tried = [one for some in in_wider for one in (some, *in_other_styles(some))]
        return [(0.0, one) for one in tried if one and self._outcome(one, view).perfect]

    def _alone(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """One slip beside the base."""
        return self._swept(view, base, False).perfect

    def _alone_in_some_layers(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """One slip, beside the base, in some layers of this case."""
        return self._swept(view, base).perfect

    def _singles(self, view: View) -> Iterable[Any]:
        """Every slip, those with a name of their own in some layers, and the entries by hand."""
        named = [slip(*key) for key in NAMES if key[2]]
        plain = self._plain(view) + [one for one in named if layers_of(one, view.case)]
        yield from plain
        styles = self._styles(view)
        yield from (form for one in plain for form in one.forms(styles)[1:])
        nearly = view.nearly_right
        for entry in by_hand():
            if nearly or entry.kind != "precision":
                yield from (form for form in entry.forms() if not form.style or form.style in styles)

    def _plain(self, view: View) -> list[Slip]:
        digits = view.nearly_right  # else no lost digits are the reason
        return [one for one in sorted(every(), key=lambda one: one.cost)
                if one.acts_in(view.case) and (digits or one.kind != "precision")]

    def _in_some_layers(self, view: View) -> Iterable[Any]:
        for one in self._plain(view):
            if one.group.extents:
                yield from in_some_layers(one, view.case)

    def _styles(self, view: View) -> list[str]:
        case = view.case
        divided = case.reduction == "mean" and len(case.examples) > 1
        return styles_of([layer.activation for layer in case.network.layers], case.cost, divided)

    def _styled_in_some_layers(self, view: View) -> Iterable[Any]:
        """Slips in some layers of this case, in programs of other styles."""
        styles = self._styles(view)
        for one in self._plain(view):
            if one.group.extents and len(one.forms(styles)) > 1:
                for other in in_some_layers(one, view.case):
                    yield from other.forms(styles)[1:]

    def _with_constants(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """Slips that leave a number open, with the number that explains the answer, or some parts of it."""
        found = []
        everything: list[Any] = [*every(), *by_hand()]
        # In a program's first step nothing can have stayed from another; later ones take all that came before.
        can_stay = 0 not in self.failed and view.index == min(self._samples())
        for one in everything:
            if one.parameter is None or one.stateful and not can_stay or self.work.over:
                continue
            if isinstance(one, Slip) and not one.acts_in(view.case):
                continue
            of_layers = in_some_layers(one, view.case) if isinstance(one, Slip) and one.group.extents else []
            for form in [one, *of_layers] if isinstance(one, Slip) else one.forms():
                with_value = fitted(form, view, lambda tried: self.predicted((*base, tried), view))
                if with_value is not None and not _absorbs_sign(with_value):
                    outcome = self._outcome((*base, with_value), view)
                    if outcome.perfect and outcome.values >= 2:
                        found.append((with_value.cost + 1, (*base, with_value)))
                    elif not base and outcome.partial and not outcome.missed and view.is_far_off(outcome.explained):
                        found.append((with_value.cost + 100, (with_value,)))
        return found

    def _together(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """Two slips or more that explain the answer between them, each with parts of its own."""
        partial = self._swept(view, base).partial
        perfect = self._covering(view, partial)
        if perfect and min(len(mistakes) for _, mistakes in perfect) > 2:
            return perfect
        return perfect + self._paired(view, partial) or self._with_the_rest(view, base)

    def _with_the_rest(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """Of slips that explain a part each with those that move the other parts."""
        sweep = self._swept(view, base)
        perfect: list[tuple[float, Mistakes]] = []
        partners = sweep.partners
        for apart in (True, False):
            for _, cost, mistakes, outcome in sweep.partial[:PARTNERS]:
                rest = view.wrong - outcome.explained
                for other_cost, other, moved in partners:
                    if rest <= moved and apart == moved.isdisjoint(outcome.explained):
                        if self.work.left < RESERVE:
                            self.untried.add("pairs of slips")
                            return perfect
                        if self._outcome((*mistakes, other), view).perfect:
                            perfect.append((cost + other_cost, (*mistakes, other)))
            if perfect:
                break
        return perfect

    def _covering(
        self, view: View, partial: Sequence[tuple[int, float, Mistakes, Outcome]]
    ) -> list[tuple[float, Mistakes]]:
        """As many slips as it takes, each for parts of its own."""
        perfect = []
        for start in partial[:PARTNERS]:
            chosen, covered = [start], set(start[3].explained)
            while covered < view.wrong and len(chosen) < DEEP:
                more = max(partial, key=lambda one: (len(one[3].explained - covered), -one[1]))
                if not more[3].explained - covered:
                    break
                chosen.append(more)
                covered |= more[3].explained
            if covered >= view.wrong and not self.work.over:
                mistakes = tuple({one.label: one for part in chosen for one in part[2]}.values())
                if self._outcome(mistakes, view).perfect:
                    perfect.append((sum(part[1] for part in chosen), self._without_idle(mistakes, view)))
        return perfect

    def _paired(
        self, view: View, partial: Sequence[tuple[int, float, Mistakes, Outcome]]
    ) -> list[tuple[float, Mistakes]]:
        """Two that explain different parts."""
        pairs = []
        for n, (_, cost, one, outcome) in enumerate(partial):
            for _, other_cost, other, other_outcome in partial[n + 1:]:
                covered = outcome.explained | other_outcome.explained
                if covered > outcome.explained and covered > other_outcome.explained:
                    pairs.append((-len(covered), cost + other_cost, (*one, *other)))
        pairs.sort(key=lambda one: one[:2])
        perfect: list[tuple[float, Mistakes]] = []
        for _, cost, mistakes in pairs[:PAIRS]:
            if self.work.over:
                self.untried.add("pairs of slips")
                break
            if self._outcome(mistakes, view).perfect:
                perfect.append((cost, mistakes))
                if len(perfect) >= CANDIDATES:
                    break
        return perfect

    def _beside_refuted(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """Of slips that explain many answers, and that a few right ones speak against, with one that undoes them."""
        if base:
            return []
        likely = sorted(self._refuted.values(), key=lambda one: one[0], reverse=True)
        likely.sort(key=lambda one: -one[0][1])
        return [one for _, found in likely[:REFUTED] for one in self._swept(view, found.mistakes, False).perfect]

    def _blindly(self, view: View, base: Mistakes) -> list[tuple[float, Mistakes]]:
        """Procedures with all that is common, then the commonest with each other."""
        plain = [one for _, one, _ in self._swept(view, base).partners]
        by_procedure = [one for one in plain if one.name in PARTNERS_BY_HAND]
        others = [one for one in plain if one.name not in PARTNERS_BY_HAND]
        common = [one for one in others if one.cost <= COMMON]
        with_procedures = [(two, one) for one in others if one.cost <= COMMON + 1 for two in by_procedure]
        with_each_other = [(one, other) for n, one in enumerate(common) for other in common[n + 1:]]
        for pairs in (with_procedures, with_each_other):
            perfect: list[tuple[float, Mistakes]] = []
            for pair in pairs:
                if self.work.left < RESERVE:
                    self.untried.add("pairs of common slips")
                    return perfect
                if self._outcome((*base, *pair), view).perfect:
                    perfect.append((pair[0].cost + pair[1].cost, (*base, *pair)))
            if perfect:
                return perfect
        return []

    def _without_idle(self, mistakes: Mistakes, view: View) -> Mistakes:
        """The slips without those that the others do not need, be it that the style of the program is theirs."""
        for one in mistakes:
            rest = tuple(other for other in mistakes if other is not one)
            for tried in (rest, *in_other_styles(rest)) if one.style else (rest,):
                if tried and self._outcome(tried, view).perfect:
                    return self._without_idle(tried, view)
        return mistakes

    # ---- held against the other answers

    def _extents_with(self, view: View) -> Extents:
        """Extents over some of the answers, of every kind, and this one."""
        if self._extents is None or view not in self._extents.views:
            seen: set[Any] = set()
            some = [view]
            for one in self.failed.values():
                if not kinds_of(one) <= seen and one is not view:
                    seen |= kinds_of(one)
                    some.append(one)
            self._extents = Extents([*some[:TELLING], *self.right[:TELLING]])
        return self._extents

    def _held(self, mistakes: Mistakes, view: View, atleast: int = 0) -> tuple[Any, Found] | None:
        """How well slips do in all answers, in the extent in which they do best; None where they are refuted."""
        best = self._counted(mistakes, atleast)
        if best is None or best[0][0] or best[0][1] < len(self.failed):
            for tried in narrowed(mistakes, view, self._extents_with(view), self._outcome):
                held = self._counted(tried, max(atleast, best[0][1] if best is not None else 0))
                if held is not None and (best is None or held[0] > best[0]):
                    best = held
        if best is not None and best[0][0] < 0 and best[0][1] > 4 * -best[0][0]:
            for tried in in_other_styles(best[1].mistakes):  # in which those right answers may be right all the same
                held = self._counted(tried, best[0][1])
                best = held if held is not None and held[0] > best[0] else best
        if best is None or best[0][0] < 0:
            if best is not None and best[0][1] > 4 * -best[0][0]:
                self._refuted[tuple(one.label for one in best[1].mistakes)] = best
            return None  # right answers speak against it
        confirmed = sorted(best[1].explained, key=lambda index: self.failed[index].size)[:CONFIRMED]
        for index in confirmed:
            one = self.failed[index]
            self.work.spend(one.size, 10)
            if not any(mistake.stateful or mistake.effort > 10 or mistake.whole for mistake in mistakes):
                if not one.confirmed(best[1].mistakes, self._outcome(best[1].mistakes, one)):
                    return None
        if any(mistake.parameter is not None and mistake.cost > 2 for mistake in best[1].mistakes):
            if self._values(best[1].explained) < ENOUGH:
                return None
        return best

    def _counted(self, mistakes: Mistakes, atleast: int = 0) -> tuple[Any, Found] | None:
        """Minus the right answers against these slips, how many answers and parts they explain, and what they cost.

        None where they explain nothing, or fewer answers than at least these.
        """
        said: dict[int, Outcome] = {}
        whole = 0
        for n, (index, one) in enumerate(self.failed.items()):
            if whole + len(self.failed) - n < atleast:
                return None
            said[index] = self._outcome(mistakes, one)
            whole += said[index].perfect
        fitting = {index: outcome for index, outcome in said.items() if not outcome.broken}
        explained = {index: set(outcome.explained) for index, outcome in fitting.items() if outcome.explained}
        values, beyond = (sum(getattr(one, of) for one in fitting.values()) for of in ("values", "beyond"))
        if not explained or beyond and not self._borne_out(mistakes, list(fitting), values, beyond):
            return None
        missed = sum(bool(one.broken or one.missed) for one in said.values())
        vague = {index: set(one.vague) for index, one in fitting.items() if one.vague and not one.missed}
        of_right = [self._outcome(mistakes, view) for view in self.right]
        against, beyond = sum(bool(one.broken) for one in of_right), beyond + sum(one.beyond for one in of_right)
        parts = sum(map(len, [*explained.values(), *vague.values()]))
        cost = sum(one.cost + self._by_updates * (one.equation not in ("11", "15", "11/15")) / 2 for one in mistakes)
        rank = (-against, whole, len(explained), parts, -missed, -len(mistakes), -beyond, -cost)
        return rank, Found(mistakes, explained, vague)

    def _borne_out(self, mistakes: Mistakes, indices: Sequence[int], values: int, beyond: int) -> bool:
        """Do these slips, each of those with numbers beyond a list, explain more of these answers than such numbers?

        values, beyond: what they explain together, and how many of these numbers there are.  In another style of
        program it may be the style that explains the others.
        """
        if any(one.style for one in mistakes):
            return False
        if len(mistakes) == 1:
            return values >= max(ENOUGH, beyond)
        for one in mistakes:
            others = tuple(other for other in mistakes if other is not one)
            without = [self._outcome(others, self.failed[index]) for index in indices]
            mine, left = values - sum(other.values for other in without), sum(other.beyond for other in without)
            if left < beyond and mine < max(ENOUGH, beyond - left):
                return False
        return True


def _covers(found: Found, other: Found) -> bool:
    """Does one explain all that the other does?"""
    return all(keys <= found.explained.get(index, set()) for index, keys in other.explained.items())


def _in_how_much(found: Found) -> tuple[int, int]:
    """How many parts slips explain, the fewer of them the better."""
    return sum(map(len, found.explained.values())), -len(found.mistakes)


def kind_of(mistake: Any) -> Any:
    """What a mistake is, wherever it is made."""
    return (mistake.group.name, mistake.substitute.name) if isinstance(mistake, Slip) else mistake.name


def wider(mistakes: Mistakes) -> Mistakes:
    """These slips, each with one condition less on where it is made."""
    return tuple(one.within(one.extent.wider or one.extent) if isinstance(one, Slip) else one for one in mistakes)


def everywhere(mistakes: Mistakes) -> Mistakes:
    """These slips, each in its widest extent."""
    return tuple(one.within(EXTENTS[""]) if isinstance(one, Slip) else one for one in mistakes)


def exchanged(mistakes: Mistakes, other: Mistakes) -> list[tuple[Any, Any]]:
    """Which of these slips stands for which of the other ones, where that is all they differ in."""
    kinds, others = set(map(kind_of, mistakes)), set(map(kind_of, other))
    mine = [one for one in mistakes if kind_of(one) not in others]
    instead = [one for one in other if kind_of(one) not in kinds]
    return [(mine[0], instead[0])] if len(mine) == len(instead) == 1 else []


def swapped(mistakes: Mistakes, some: Mistakes, other: Mistakes) -> list[Mistakes]:
    """These slips with that exchanged in which some slips differ from other ones, in the extent that it has here."""
    found = []
    for theirs, instead in exchanged(some, other):
        for n, one in enumerate(mistakes):
            if kind_of(one) == kind_of(theirs):
                if isinstance(one, Slip) and isinstance(instead, Slip) and instead.group.takes(one.extent):
                    instead = instead.within(one.extent)
                found.append((*mistakes[:n], instead, *mistakes[n + 1:]))
    return found


def in_other_styles(mistakes: Mistakes) -> list[Mistakes]:
    """These slips in each other style of program."""
    for n, one in enumerate(mistakes):
        if isinstance(one, Slip):
            plain = [other.styled("") if isinstance(other, Slip) else other for other in mistakes]
            return [(*plain[:n], one.styled(style), *plain[n + 1:]) for style in STYLES]
    return []


def kinds_of(view: View) -> set[Any]:
    """What a case has that another may not have: what extents look at."""
    case, layers = view.case, view.case.network.layers
    kinds = {case.cost, case.reduction, len(case.examples) > 1, (layers[-1].activation, case.cost), len(layers)}
    kinds |= {(layer.activation, l == len(layers) - 1) for l, layer in enumerate(layers)}
    return kinds | {("bias", layer.shared_bias, len(layer.w) == len(layer.w[0])) for layer in layers}


def _absorbs_sign(one: Any) -> bool:
    """Is it a constant below 0, which nobody writes?  Then another slip has turned the sign."""
    of_constant = isinstance(one, Slip) and one.substitute.name in ("constant", "times-constant")
    return of_constant and bool(one.value < 0)


def one_by_one(mistakes: Mistakes, asked: Sequence[Case | None]) -> Iterator[Values | None]:
    """The answers of a program in which something stays from one case to the next; None where there is none."""
    try:
        eq = composed(mistakes)
    except TROUBLE:
        return
    for case in asked:
        if case is None:
            yield None
            continue
        try:
            step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
            result = result_object(case, step)
            for one in mistakes:
                result = one.answer(result, case)
            yield result
        except TROUBLE:
            yield None
