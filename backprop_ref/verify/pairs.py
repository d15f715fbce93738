"""Two mistakes at once, for failed answers that none explains alone.

    pairs     the pairs that reproduce such answers, as far as the work allows

In floats, on the smallest of these answers; survivors are confirmed as single mistakes are.
"""

from __future__ import annotations

from itertools import combinations, product

from ..numbers import same_shape
from .prediction import Said, agrees, differs, parts_that_agree
from .search import FEW, Suspect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Sequence, Set, Tuple

    from ..mistakes import Mistake
    from .failed import Failed
    from .search import Search

    Values = Dict[str, Any]

KNOWN = 8  # mistakes that explain some answers, and so are the first to be tried with another


class Group:
    """Mistakes that do the same to one case.

    shows: the fields in which they do.  same: of the wrong fields of an answer, those where they have its numbers.
    right_parts: how many of its wrong layers, in all fields, they reproduce.
    """

    __slots__ = ("mistakes", "shows", "same", "right_parts")

    def __init__(self, shows: Set[str], same: Set[str], right_parts: int) -> None:
        self.mistakes: List[Mistake] = []
        self.shows = shows
        self.same = same
        self.right_parts = right_parts

    def may_go_with(self, other: Group, strange: Set[str]) -> bool:
        """Can the two make these fields wrong as they are?  A field in which only one shows must have its numbers."""
        both = self.shows & other.shows
        alone = (self.shows & self.same) | (other.shows & other.same)
        return strange <= both | alone


def pairs(search: Search, singles: Sequence[Suspect], left: Set[int], any_two: bool) -> List[Suspect]:
    """The pairs that explain some of these answers: each mistake with one that explains others, or any two."""
    entries = [mistake for mistake in search.entries if not mistake.stateful and mistake.kind != "precision"]
    ranked = sorted(singles, key=lambda one: -len(one.explained))[:KNOWN]
    known = {suspect.mistakes[0].name: suspect.mistakes[0] for suspect in ranked}
    entries = [form for one in entries for form in known.get(one.name, one).forms()]  # with the number that was fitted
    found: List[Suspect] = []
    for index in search.spread(left) if known or any_two else ():
        if index not in left or search.work.over:
            continue
        groups = _showing(search, entries, index)
        first = [group for group in groups if any(mistake.name in known for mistake in group.mistakes)]
        twos = combinations(groups, 2) if any_two else product(first, groups)
        for two in _reproducing(search, sorted(twos, key=_promise, reverse=True), index):
            for suspect in search.tried(two):
                found.append(suspect)
                left = left - suspect.explained
    return found


def _promise(two: Tuple[Group, ...]) -> int:
    """How much of an answer each of two groups reproduces by itself, taken together."""
    return two[0].right_parts + two[1].right_parts


def _showing(search: Search, entries: Sequence[Mistake], index: int) -> List[Group]:
    """The mistakes that may take part in this failed answer, those together that do the same to its case."""
    one, right = search.failed[index], search.rehearsal.right_answer(index)
    if right is None:
        return []
    strange = {wrong.field for wrong in one.wrong} | _fields_unlike(one.values, right)
    alike: Dict[str, Group] = {}
    for mistake in entries:
        said = search.rehearsal.single(mistake, index)
        if said is None:
            continue
        shows = {field for field in one.values if differs(said, right, [field])}
        if shows and shows <= strange:
            key = repr({field: said.get(field) for field in one.values})
            if key not in alike:
                same = {field for field in shows if _agree_in(search, field, one, said)}
                alike[key] = Group(shows, same, _right_parts(search, one, said, right))
            alike[key].mistakes.append(mistake)
    return list(alike.values())


def _right_parts(search: Search, one: Failed, said: Values, right: Values) -> int:
    """How many layers, in all fields, a prediction has right that the right answer has not."""
    settings = search.precision, search.rehearsal.sieve(one.index)
    return len(parts_that_agree(one.said, said, *settings) - parts_that_agree(one.said, right, *settings))


def _fields_unlike(values: Dict[str, Any], right: Dict[str, Any]) -> Set[str]:
    """The fields that have another shape than the right answer's."""
    return {field for field in values if not same_shape(values[field], right.get(field))}


def _agree_in(search: Search, field: str, one: Failed, said: Dict[str, Any]) -> bool:
    return agrees(Said({field: one.values[field]}), said, search.precision, search.rehearsal.sieve(one.index))


def _reproducing(
    search: Search, twos: Iterable[Tuple[Group, ...]], index: int
) -> List[Tuple[Mistake, Mistake]]:
    """Those that reproduce this failed answer, as far as the work allows; none that promises less than one that does.
    """
    one = search.failed[index]
    strange = {wrong.field for wrong in one.wrong}
    found: List[Tuple[Mistake, Mistake]] = []
    least = 0
    for these, those in twos:
        if search.work.over or _promise((these, those)) < least:
            break
        if these is those or not these.may_go_with(those, strange):
            continue
        answer = search.rehearsal.both((these.mistakes[0], those.mistakes[0]), index)
        if agrees(one.said, answer, search.precision, search.rehearsal.sieve(index)):
            least = _promise((these, those))
            found += [(this, that) for this in these.mistakes[:FEW] for that in those.mistakes[:FEW]]
    return found
