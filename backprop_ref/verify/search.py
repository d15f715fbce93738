"""The search for mistakes: which entries of the catalogue reproduce the numbers that were found wrong.

    Search     tries mistakes on failed answers: one by one, with their numbers fitted, in some layers only
    Suspect    a mistake or two, and what it explains

An entry counts only where it reproduces every number of an answer.  First in floats, on the smallest cases; what is
left is confirmed within the wrong formula's own bound.  Two mistakes at once are the business of ``pairs``.
"""

from __future__ import annotations

from ..mistakes import MISTAKES, how_common
from .evidence import Evidence
from .features import features_of, only_wrong
from .fitting import fitted
from .patterns import numbers_of_16_bits
from .prediction import differs, layers_that_differ, size_of
from .rehearsal import Rehearsal, Work, noise_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, Iterable, List, Optional, Sequence, Set, Tuple

    from ..cases import Case
    from ..mistakes import Mistake
    from .failed import Failed

    Mistakes = Tuple[Mistake, ...]
    Values = Dict[str, Any]

FEW = 3  # cases on which candidates are sieved and confirmed,
MORE = 12  # and where that leaves a doubt
SPREAD = 12  # cases with an activation or a cost that the others do not have
PATIENCE = 4  # cases in which a mistake would show and does not, after which it is given up
SECOND_LOOK = 300  # failed cases that the sieve did not let through, tried once more with bounds
COUNTED = 200  # failed cases that are counted one by one for each mistake,
LONG = 500_000  # or as many as make this much work
LARGE = 5000  # weights times examples of a large case
NOISE = 1e-8  # from where on what is fitted may be noise
AT_ALL, WITH_OTHER_NUMBERS = "at all", "with other numbers than usual"  # how something was not tried
COARSE = 1e-2  # the sieve where numbers are nearly right; there a bound must have the last word


class Suspect:
    """One mistake or two at once, the failed answers that it explains, and the right ones that speak against it.

    layers: those in which alone it was made, in words, "" for all.  where: what the answers explained have and those
    against it have not, in words, "" for nothing.
    """

    __slots__ = ("mistakes", "explained", "against", "layers", "where")

    def __init__(
        self, mistakes: Mistakes, explained: Set[int], against: int, layers: str = "", where: str = ""
    ) -> None:
        self.mistakes = mistakes
        self.explained = explained
        self.against = against
        self.where = where
        self.layers = layers


class Search:
    """Tries mistakes on failed answers.

    asked: all cases, in the order in which the candidate had them.  passed: some right answers, as (index, values).
    rules: of the stage in question, where it is one; other mistakes do not show there.
    sound: what answers said in that stage that is right, whatever is wrong with them elsewhere.
    untried: for what there was no time: how something was not tried, and the mistake's name.
    """

    def __init__(
        self, asked: Sequence[Case], failed: Sequence[Failed], passed: Sequence[Tuple[int, Values]], precision: str,
        work: Work, rules: Optional[Set[str]] = None, sound: Sequence[Failed] = (),
    ) -> None:
        self.asked = asked
        self.failed = {one.index: one for one in failed}
        self.precision = precision
        self.work = work
        entries = [one for one in sorted(MISTAKES.values(), key=how_common) if not one.allowed]
        self.entries = [mistake for mistake in entries if rules is None or mistake.touches(rules)]
        self.rehearsal = Rehearsal(asked, self.failed, precision, work, {one.index: one.own for one in sound})
        self.ranked = self._affordable(sorted(self.failed, key=self.size))
        self.samples = sorted({*self.ranked[:FEW], *self.spread(self.failed)}, key=self.size)
        self.untried: Set[Tuple[str, str]] = set()
        self._singles: Optional[List[Suspect]] = None
        self.evidence = Evidence(self.rehearsal, dict(passed), sound)

    def _affordable(self, ranked: List[int]) -> List[int]:
        """The first of them, the least work first."""
        work = 0
        some: List[int] = []
        for index in ranked[:COUNTED]:
            work += self.size(index)[0]
            if some and work > LONG:
                break
            some.append(index)
        return some

    # ---- mistakes one by one -----------------------------------------------------------------

    def singles(self) -> List[Suspect]:
        """The mistakes that alone explain failed answers; looked for once."""
        if self._singles is None:
            self._singles = self._found_alone()
        return list(self._singles)

    def _found_alone(self) -> List[Suspect]:
        entries = [mistake for mistake in self.entries if mistake.equation != "3"]  # these are fitted
        if not self._coarse_or_strange():
            entries = [mistake for mistake in entries if mistake.kind != "precision"]
        found: List[Suspect] = []
        for mistake in entries:
            found += self.tried((mistake,))
            if found and self._is_large() and found[-1].explained == set(self.failed):
                break  # on cases of that size no other is tried for the sake of completeness
        left = set(self.failed).difference(*(suspect.explained for suspect in found))
        if left and self._nearly_right(left):
            coarse = [mistake for mistake in entries if mistake.kind == "precision"]
            slight = [suspect for mistake in coarse for suspect in self.tried((mistake,), COARSE)]
            found += [suspect for suspect in slight if self._is_borne_out(suspect)]
        return found

    def _is_large(self) -> bool:
        """Does even the smallest of the answers take long?"""
        return bool(self.samples) and self.size(self.samples[0])[0] > LARGE

    def tried(self, mistakes: Mistakes, sieve: Optional[float] = None) -> List[Suspect]:
        """The suspect, if it explains anything.

        sieve: a wider one than usual; then only bounds can tell that it does.
        """
        if self.work.over:
            self.untried.update((AT_ALL, mistake.name) for mistake in mistakes)
            return []
        if sieve is not None and not self.evidence.has_bounds(mistakes):
            return []  # so wide a sieve lets everything slight through, and nothing has the last word
        explained = self._explained(mistakes, self.samples, sieve, PATIENCE)
        if not explained:
            return []
        explained |= self._explained(mistakes, [index for index in self.ranked if index not in explained], sieve)
        smallest = sorted(explained, key=self.size)
        refuted = self.evidence.refuted(mistakes, smallest[:FEW], sieve is not None)
        if sieve is not None and len(refuted) == min(FEW, len(explained)):
            return []
        if refuted:  # then all that counts is what was confirmed
            explained = set(smallest[:MORE]) - self.evidence.refuted(mistakes, smallest[:MORE], sieve is not None)
        if not explained:
            return []
        against = self.evidence.against(mistakes, sorted(explained, key=self.size)[:MORE])
        where = only_wrong(self._features(explained), self._features(against)) if against else ""
        return [Suspect(mistakes, explained, len(against), where=where)]

    def _features(self, indices: Iterable[int]) -> Set[FrozenSet[str]]:
        return {features_of(self.asked[index]) for index in indices}

    def _is_borne_out(self, suspect: Suspect) -> bool:
        """Is a loss of precision more than a sieve so wide that any slight error falls through it?

        No right answer may speak against it, and numbers of 16 bits have to be such numbers.
        """
        name = suspect.mistakes[0].name
        bits = numbers_of_16_bits([self.failed[index].values for index in suspect.explained])
        return not suspect.against and (name not in ("half-precision", "bfloat16") or name == bits)

    def with_parameters(self, left: Set[int]) -> List[Suspect]:
        """The mistakes that leave a number open and, with a number fitted to one answer, explain more."""
        found: List[Suspect] = []
        slight = self._nearly_right(left)
        for mistake in self.entries:
            if mistake.parameter is None or mistake.kind == "precision" and not slight:
                continue
            some = sorted(left) if mistake.stateful else self._some_of(left)
            for index in some[:PATIENCE]:
                if self.work.over:
                    self.untried.add((WITH_OTHER_NUMBERS, mistake.name))
                    break
                own = self._fitted(mistake, index)
                here = self.tried((own,)) if own is not None else []
                if any(self._is_evidence(suspect) for suspect in here):
                    found += here
                    break
        return found

    def _fitted(self, mistake: Mistake, index: int) -> Optional[Mistake]:
        """The mistake with the number, fitted to one answer, with which it reproduces this answer."""
        one, right = self.failed[index], self.rehearsal.right_answer(index)
        if right is None or not (one.nearly_right or self.rehearsal.shows((mistake,), index)):
            return None
        sound = [field for field in one.values if all(wrong.field != field for wrong in one.wrong)]
        for form in mistake.forms():
            if differs(self.rehearsal.computed_alone(form, index), right, sound):
                continue  # whatever its number, it makes wrong what is right here
            found = fitted(
                form, one.wrong, lambda tried: self.rehearsal.computed_alone(tried, index),
                lambda tried: self.rehearsal.agree((tried,), index),
            )
            if found is not None and found.value is not None and noise_of(found) <= NOISE:
                return mistake.with_value(found.value)
        return None

    def _some_of(self, left: Set[int]) -> List[int]:
        """Of the samples those among the answers left; where there is none, the smallest of these answers."""
        return [index for index in self.samples if index in left] or sorted(left, key=self.size)

    def in_some_layers(self, left: Set[int]) -> List[Suspect]:
        """The mistakes that explain more if they were made in some layers only."""
        found: List[Suspect] = []
        some = [index for index in self._some_of(left) if len(self.asked[index].network.layers) > 1]
        for mistake in self.entries:
            if mistake.stateful or mistake.kind in ("precision", "transport") or self.work.over:
                continue
            if any(self._layers(mistake, index) for index in some[:PATIENCE]):
                explained = {index: self._layers(mistake, index) for index in self.ranked if index in left}
                shown = {index: layers for index, layers in explained.items() if layers}
                depths = {index: len(self.asked[index].network.layers) for index in shown}
                where = layers_in_words([(shown[index], depths[index]) for index in shown])
                suspect = Suspect((mistake,), set(shown), 0, where)
                if self._is_evidence(suspect):
                    found.append(suspect)
        return found

    def _layers(self, mistake: Mistake, index: int) -> Optional[Set[int]]:
        """The layers in which alone the mistake explains an answer."""
        one, right = self.failed[index], self.rehearsal.right_answer(index)
        if right is None:
            return None
        for form in mistake.forms():
            predicted = self.rehearsal.single(form, index)
            layers = layers_that_differ(one.said, predicted, right, self.precision, self.rehearsal.sieve(index))
            if layers:
                return layers
        return None

    def _is_evidence(self, suspect: Suspect) -> bool:
        """Is it no accident, although something in it was chosen to fit?

        There must be numbers enough behind it, and few right answers against it, none unless it explains most of the
        others.
        """
        if suspect.against and 2 * len(suspect.explained) <= len(self.failed):
            return False
        if FEW * suspect.against > len(suspect.explained) and not suspect.where:
            return False
        return sum(len(self.failed[index].wrong) for index in suspect.explained) > 3

    # ---- which cases -------------------------------------------------------------------------

    def shows_in_most(self, mistakes: Mistakes, left: Iterable[int]) -> bool:
        """Would a program with these mistakes have been wrong in most of these cases because of them?"""
        some = sorted(left, key=self.size)[:MORE]
        shows = [index for index in some if self.rehearsal.shows(mistakes, index)]
        return 2 * len(shows) > len(some)

    def _coarse_or_strange(self) -> bool:
        """Is any of these answers nearly right, or not finite?  Only then precision can be at fault."""
        few = [self.failed[index] for index in self.samples]
        return any(one.nearly_right or len(one.finite) < len(one.wrong) for one in few)

    def _nearly_right(self, left: Iterable[int]) -> bool:
        """Are the smallest of these answers right but for their later digits?"""
        few = [self.failed[index] for index in sorted(left, key=self.size)[:FEW]]
        return all(one.finite and one.nearly_right for one in few)

    def spread(self, indices: Iterable[int]) -> List[int]:
        """Some from everywhere: a mistake may show only where an activation or a cost comes in."""
        seen: Dict[Tuple[str, FrozenSet[str]], int] = {}
        for index in sorted(indices, key=self.size)[:COUNTED]:
            case = self.asked[index]
            seen.setdefault((case.cost, frozenset(layer.activation for layer in case.network.layers)), index)
        return sorted(seen.values(), key=self.size)[:SPREAD]

    def size(self, index: int) -> Tuple[int, int]:
        """How much work a case is; of cases that are as much, the first comes first."""
        return size_of(self.asked[index]), index

    def _explained(
        self, mistakes: Mistakes, indices: Sequence[int], sieve: Optional[float] = None, patience: int = 0
    ) -> Set[int]:
        """Which of these failed answers the mistakes reproduce, as far as floats can tell.

        patience: give up after so many that they would have changed otherwise; 0 for never.
        """
        found: Set[int] = set()
        misses = 0
        for index in indices:
            if self.rehearsal.agree(mistakes, index, sieve):
                found.add(index)
            elif patience and not found:
                misses += self.rehearsal.shows(mistakes, index)
                if misses == patience:
                    break
        return found

    def explained_too(self, suspect: Suspect, left: Sequence[Failed]) -> Set[int]:
        """Those of the answers left that it explains too.

        In floats the many that were not yet asked; then some that the sieve did not let through, but that lie within
        the wrong formula's bound.
        """
        if suspect.layers:
            return set()
        asked, mistakes = set(self.ranked), suspect.mistakes
        explained = self._explained(mistakes, [one.index for one in left if one.index not in asked])
        if not self.evidence.has_bounds(mistakes):
            return explained
        rest = sorted((one for one in left if one.index not in explained), key=lambda one: self.size(one.index))
        for one in rest[:SECOND_LOOK]:
            if not self.work.over and self.evidence.confirms(mistakes, one, bound_needed=True):
                explained.add(one.index)
        return explained


def layers_in_words(shown: Sequence[Tuple[Set[int], int]]) -> str:
    """Which layers these are, each time of so many, "" for none.

    >>> layers_in_words([({1}, 2), ({2}, 3)])
    'the last layer'
    >>> layers_in_words([({0}, 2), ({0, 1}, 3)])
    'hidden layers'
    """
    for words, layers in (
        ("the first layer", lambda depth: {0}),
        ("the last layer", lambda depth: {depth - 1}),
        ("hidden layers", lambda depth: set(range(depth - 1))),
        ("the layers after the first", lambda depth: set(range(1, depth))),
    ):
        if shown and all(found == layers(depth) for found, depth in shown):
            return words
    numbers = sorted(set().union(*(found for found, _ in shown)))
    if len(numbers) == 1:
        return f"layer {numbers[0]}"
    return "some layers" if shown else ""
