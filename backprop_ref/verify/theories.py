"""Two ways to explain failed answers: each as a whole, or stage by stage.

    best_theory     the one that explains most
    on_the_whole    which mistakes reproduce whole answers
    by_stages       which mistakes reproduce what they say in each stage of a step, from their own numbers before it
    Theory          the mistakes chosen, and the answers that they explain

Stage by stage two slips are as easy to find as one, and a slip that nobody knows hides no other.
"""

from __future__ import annotations

from ..mistakes import how_common
from ..numbers import Bounded, beside, same_shape
from .failed import Failed
from .judge_values import Wrong
from .pairs import pairs
from .prediction import Predictor, Said, agrees, size_of
from .search import Search
from .stages import stages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, List, Optional, Sequence, Set, Tuple

    from ..cases import Case
    from .rehearsal import Work
    from .search import Suspect
    from .stages import Stage

LOOKED_AT = 2  # answers whose other stages are looked at
VARIED = 16  # answers of which what is right in a stage may speak against a mistake

# From one's own numbers an equation is a few operations; what cancels in them loses a few digits more.
BESIDE = {"double": 1e-10, "single": 1e-3}


class Choice:
    """A suspect that was chosen, those that cannot be told from it, and the answers in which it shows.

    by_chance: does it only happen to have the numbers of some answers?
    """

    __slots__ = ("best", "alike", "answers", "by_chance")

    def __init__(self, best: Suspect, alike: List[Suspect], answers: List[Failed]) -> None:
        self.best = best
        self.alike = alike
        self.answers = answers
        self.by_chance = False


class Theory:
    """What was chosen, the one that explains most first.

    explained: the indices of the answers that it explains.  untried: as in Search.
    left_open: stage by stage, what it does not explain of the others, index → what they say there.
    """

    __slots__ = ("choices", "explained", "untried", "left_open")

    def __init__(
        self, choices: List[Choice], explained: Set[int], untried: Set[Tuple[str, str]],
        left_open: Optional[Dict[int, List[Failed]]] = None,
    ) -> None:
        self.choices = choices
        self.explained = explained
        self.untried = untried
        self.left_open = left_open or {}

    def is_better_than(self, other: Theory, indices: Set[int]) -> bool:
        """Does it explain more of these answers, or as many but more of what the others say?"""
        mine, others = len(self.explained & indices), len(other.explained & indices)
        return mine > others or mine == others and len(self._named()) > len(other._named())

    def _named(self) -> Set[int]:
        """The answers in which it has a name for something."""
        return {index for choice in self.choices if not choice.by_chance for index in choice.best.explained}


def on_the_whole(search: Search, only_singles: bool = False) -> Theory:
    """Whole answers, each reproduced by one mistake, or by two at once where it cannot be cut into stages."""
    suspects = search.singles()
    choices, left = _chosen(search, suspects)
    for more in () if only_singles else (_pairs_with_known, _with_parameters, _in_some_layers, _any_pairs):
        if left:
            suspects += more(search, suspects, left)
            choices, left = _chosen(search, suspects)
    for choice in choices:
        choice.by_chance = _is_by_chance(choice.best, left, search)
    explained = set(search.failed) - set(left)
    for choice in choices:
        if choice.by_chance:
            explained -= choice.best.explained
    return Theory(choices, explained, search.untried)


def _pairs_with_known(search: Search, suspects: Sequence[Suspect], left: Dict[int, Failed]) -> List[Suspect]:
    return pairs(search, suspects, _uncut(left), any_two=False)


def _with_parameters(search: Search, suspects: Sequence[Suspect], left: Dict[int, Failed]) -> List[Suspect]:
    return search.with_parameters(set(left))


def _in_some_layers(search: Search, suspects: Sequence[Suspect], left: Dict[int, Failed]) -> List[Suspect]:
    return search.in_some_layers(set(left))


def _any_pairs(search: Search, suspects: Sequence[Suspect], left: Dict[int, Failed]) -> List[Suspect]:
    return pairs(search, suspects, _uncut(left), any_two=True)


def _uncut(left: Dict[int, Failed]) -> Set[int]:
    """The answers that cannot be cut into stages; in others two slips are found one by one."""
    return {index for index, one in left.items() if one.complaint or len(stages(one.values)) == 1}


def best_theory(
    asked: Sequence[Case], failed: Sequence[Failed], passed: Sequence[Tuple[int, Dict[str, Any]]], precision: str,
    work: Work,
) -> Theory:
    """The one that explains most with least: one mistake, then stage by stage, then what has to be fitted."""
    search = Search(asked, failed, passed, precision, work)
    some = set(search.ranked)
    can_be_cut = any(len(stages(one.values)) > 1 for one in failed)
    theory = on_the_whole(search, only_singles=can_be_cut)
    if can_be_cut and not some <= theory.explained:
        staged = by_stages(search, [one for one in failed if one.index in some], passed)
        if not some <= staged.explained:
            theory = on_the_whole(search)
        if staged.is_better_than(theory, some):
            return staged
    return theory


def _chosen(search: Search, suspects: Sequence[Suspect]) -> Tuple[List[Choice], Dict[int, Failed]]:
    """Of the suspects those that explain most of what those before them leave; and the answers left by all."""
    left = dict(search.failed)
    ranked = sorted(suspects, key=_rank)
    choices = []
    while left:
        best = max(ranked, key=lambda one: (len(one.explained & set(left)), -one.against), default=None)
        if best is None or not best.explained & set(left):
            break
        alike = _alike(best, ranked, set(left))
        answers = [left[index] for index in sorted(best.explained & set(left))]
        more = search.explained_too(best, [one for one in left.values() if one.index not in best.explained])
        for suspect in (best, *alike):
            suspect.explained |= more
        choices.append(Choice(best, alike, answers))
        left = {index: one for index, one in left.items() if index not in best.explained}
    return choices, left


def _rank(suspect: Suspect) -> Tuple[Any, ...]:
    """What explains most comes first; of what the cases do not tell apart, what was chosen least to fit, and of that a
    convention, which is the mildest, and what people do most.
    """
    conventions = all(mistake.kind == "convention" for mistake in suspect.mistakes)
    common = max(how_common(mistake) for mistake in suspect.mistakes)
    return -len(suspect.explained), *_doubts(suspect), not conventions, common


def _doubts(suspect: Suspect) -> Tuple[int, int, bool, bool]:
    """What speaks against it, then how much of it was chosen to fit."""
    fitted = any(mistake.parameter is not None for mistake in suspect.mistakes)
    return suspect.against, len(suspect.mistakes), bool(suspect.layers), fitted


def _alike(best: Suspect, suspects: Sequence[Suspect], left: Set[int]) -> List[Suspect]:
    """The others that explain the same of what is left, and have as little against them, nor were fitted more; of two
    forms of the same mistakes one.
    """
    seen = {_names(best)}
    found = []
    for one in suspects:
        if _names(one) not in seen and _doubts(one) == _doubts(best) and one.explained & left == best.explained & left:
            seen.add(_names(one))
            found.append(one)
    return found


def _names(suspect: Suspect) -> FrozenSet[str]:
    return frozenset(mistake.name for mistake in suspect.mistakes)


def _is_by_chance(suspect: Suspect, left: Dict[int, Failed], search: Search) -> bool:
    """Does it only happen to have the numbers of some answers?

    So where it leaves more of them unexplained than it explains, although it would show in most of those too; where
    more right answers speak against it than wrong ones for it, unless these have something that those have not; and
    where any speaks against it and all that speaks for it is zeros.
    """
    if suspect.against > len(suspect.explained) and not suspect.where:
        return True
    if suspect.against and all(one.found == 0 for index in suspect.explained for one in search.failed[index].wrong):
        return True
    return len(left) > len(suspect.explained) and search.shows_in_most(suspect.mistakes, left)


# ---- stage by stage --------------------------------------------------------------------------


def by_stages(
    whole: Search, failed: Sequence[Failed], passed: Sequence[Tuple[int, Dict[str, Any]]]
) -> Theory:
    """What answers say in each stage of a step, reproduced from their own numbers before it.

    whole: the search in whole answers, whose work goes on here.
    """
    asked, precision = whole.asked, whole.precision
    in_stages: Dict[Any, List[Failed]] = {}
    sound: Dict[Any, List[Failed]] = {}
    rules: Dict[Any, Set[str]] = {}
    for one in (*failed, *(Failed(index, asked[index], values, []) for index, values in passed)):
        for stage, part in parts(one, precision):
            key = stage.fields, tuple(stage.own)
            (in_stages if part.wrong else sound).setdefault(key, []).append(part)
            rules[key] = stage.rules
    choices: List[Choice] = []
    untried: Set[Tuple[str, str]] = set()
    cut = {one.index for here in in_stages.values() for one in here}
    left_open: Dict[int, List[Failed]] = {}
    for key, here in in_stages.items():
        beside = _varied(sound.get(key, ()))
        search = Search(
            asked, here, (), precision, whole.work, rules[key], beside, whole.rehearsal.predictions
        )
        theory = on_the_whole(search)
        for choice in theory.choices:
            _prefer_what_the_others_allow(choice, {one.index: one for one in failed})
        choices += [choice for choice in theory.choices if not choice.by_chance]
        untried |= search.untried
        for one in here:
            if one.index not in theory.explained:
                left_open.setdefault(one.index, []).append(one)
    return Theory(choices, cut - set(left_open), untried, left_open)


def _varied(sound: Sequence[Failed]) -> List[Failed]:
    """Of these the smallest of each kind: they differ in cost, reduction or activations."""
    kinds: Dict[Any, Failed] = {}
    for one in sorted(sound, key=lambda one: (size_of(one.case), one.index)):
        activations = frozenset(layer.activation for layer in one.case.network.layers)
        kinds.setdefault((one.case.cost, one.case.reduction, activations), one)
    return list(kinds.values())[:VARIED]


def _prefer_what_the_others_allow(choice: Choice, whole: Dict[int, Failed]) -> None:
    """Of what cannot be told apart in one stage, drop what would have shown in another that is right."""
    some = [whole[one.index] for one in choice.answers[:LOOKED_AT]]
    here = set(choice.answers[0].values)
    allowed = [one for one in (choice.best, *choice.alike) if not any(_shows_elsewhere(one, two, here) for two in some)]
    if allowed:
        choice.best, choice.alike = allowed[0], allowed[1:]


def _shows_elsewhere(suspect: Suspect, one: Failed, here: Set[str]) -> bool:
    """Would a mistake have changed a stage other than these fields, in which the answer is right?"""
    if len(suspect.mistakes) > 1 or suspect.mistakes[0].stateful:
        return False
    wrong = {field for part in wrong_stages(one, "double") for field in part.values}
    for stage in stages(one.values):
        if here.isdisjoint(stage.fields) and wrong.isdisjoint(stage.fields):
            said = Said(stage.of(one.values))
            forms = suspect.mistakes[0].forms()
            if not any(agrees(said, Predictor((form,)).answer(one.case, stage.own), "double") for form in forms):
                return True
    return False


def wrong_stages(one: Failed, precision: str) -> List[Failed]:
    """What an answer says in each stage in which it breaks the rules between its own numbers; none where it cannot be
    cut.
    """
    cut = parts(one, precision)
    return [part for _, part in cut if part.wrong] if len(cut) > 1 else []


def parts(one: Failed, precision: str) -> List[Tuple[Stage, Failed]]:
    """What an answer says in each stage, and what is wrong with it there; none where it has another shape.

    What is right for the case itself is not wrong, whatever was said before it: then only the telling slipped there.
    """
    of_case = Predictor().answer(one.case) or {}
    found = []
    for stage in stages(one.values):
        said = stage.of(one.values)
        right = Predictor().answer(one.case, stage.own)
        if right is None or not all(same_shape(said[field], right.get(field)) for field in said):
            return []
        wrong = [wrong for field in said for wrong in _wrong_values(field, said[field], right[field], precision)]
        if not any(_wrong_values(field, said[field], of_case[field], precision) for field in said):
            wrong = []
        found.append((stage, Failed(one.index, one.case, said, wrong, own=stage.own)))
    return found


def _wrong_values(field: str, said: Any, right: Any, precision: str) -> List[Wrong]:
    """The values that are not what they should be, beside the largest of their field."""
    pairs_of_values = list(beside(said, right))
    largest = max((abs(value) for _, _, value in pairs_of_values), default=0.0)
    room = BESIDE[precision] * largest
    return [
        Wrong(field, place, found, Bounded(value, room))
        for place, found, value in pairs_of_values if not abs(found - value) <= room
    ]
