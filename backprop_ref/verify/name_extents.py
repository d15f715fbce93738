"""How far a slip extends: told from the layers in which an answer has its numbers, and those in which it has not.

    layers_of        the layers of a case in which a slip is made
    in_some_layers   a slip in every other set of layers of a case that an extent gives
    narrowed         slips in the extents that suit all answers best, one of them narrowed at a time

In a case an extent is a set of layers; what each set gives is predicted once, and all extents, and any two at once,
are read off from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Callable

from ..cases import Case
from ..door import RULES
from ..mistakes import EXTENTS, Place, Slip, both
from .name_views import Outcome, View

Mistakes = tuple[Any, ...]
Layers = frozenset[int]
Score = tuple[int, ...]

UNSHARED = EXTENTS["without-shared-bias"]
MOST = 3  # extents of one slip that suit equally well and are held against every answer
_masks: dict[tuple[int, str, str], Layers] = {}


def layers_of(one: Slip, case: Case) -> Layers:
    """The layers of a case in which a slip is made; of a slip in the cost {0} where it is made at all."""
    return _layers(one.extent, one.group.layers, case)


def _layers(extent: Any, domain: str, case: Case) -> Layers:
    key = (id(case), extent.name, domain)
    if key not in _masks:
        layers = range(len(case.network.layers))
        if domain == "case":
            made = not extent.name or extent.name.startswith("with-") and extent.holds(case)
            _masks[key] = frozenset({0} if made else ())
        else:
            among = {"all": layers, "hidden": layers[:-1], "last": layers[-1:]}[domain]
            _masks[key] = frozenset(l for l in among if extent.holds is None or extent.holds(_place(case, l)))
    return _masks[key]


def _place(case: Case, l: int) -> Place:
    at = Place(case.network, RULES, case.examples[0].x)
    at.l, at.layer, at.cost, at.examples = l, case.network.layers[l], case.cost, len(case.examples)
    return at


def in_some_layers(one: Slip, case: Case) -> list[Slip]:
    """A slip in every other set of layers of this case that an extent gives, each once."""
    seen = {layers_of(one, case), frozenset()}
    found = []
    for extent in EXTENTS.values():
        other = one.within(extent)
        layers = layers_of(other, case)
        if layers not in seen:
            seen.add(layers)
            found.append(other)
    return found


def narrowed(
    mistakes: Mistakes, view: View, views: Sequence[View], outcome: Callable[[Mistakes, View], Outcome]
) -> Iterator[Mistakes]:
    """The slips, each of them in turn in the extents that suit best; all in which this answer comes out.

    views: all answers, failed and right.  outcome: what slips say of one.
    """
    for n, one in enumerate(mistakes):
        if not isinstance(one, Slip) or not one.group.extents:
            continue
        made: dict[tuple[int, Layers], Outcome] = {}

        def of(view: View, extent: Any, n: int = n, one: Slip = one) -> Outcome:
            layers = _layers(extent, one.group.layers, view.case)
            key = (id(view), layers)
            if key not in made:
                made[key] = outcome((*mistakes[:n], one.within(extent), *mistakes[n + 1:]), view)
            return made[key]

        singles = [extent for extent in EXTENTS.values() if extent.holds is None or one.group.layers != "case"
                   or extent.name.startswith("with-")]
        ranked = _ranked(singles, view, views, of)
        if "bias" in one.group.slots[-1]:  # a bias that a layer shares often has a branch of its own
            singles += [both(extent, UNSHARED) for extent in singles if extent.holds is not None]
        if one.group.layers != "case" and (not ranked or not _suits(ranked[0][0], views)):
            pairs = [both(first, second) for i, first in enumerate(singles) for second in singles[i + 1:]
                     if first.holds is not None and second.holds is not None]
            ranked = sorted(ranked + _ranked(pairs, view, views, of), key=lambda score: score[0], reverse=True)
        for _, extent in ranked[:MOST]:
            if extent.name != one.extent.name:
                yield (*mistakes[:n], one.within(extent), *mistakes[n + 1:])


def _ranked(
    extents: Sequence[Any], view: View, views: Sequence[View], of: Callable[[View, Any], Outcome]
) -> list[tuple[Score, Any]]:
    """The extents in which this answer comes out, the best first."""
    scored = []
    for extent in extents:
        if of(view, extent).perfect:
            against = whole = parts = missed = 0
            for other in views:
                outcome = of(other, extent)
                if not other.wrong:
                    against += bool(outcome.broken)
                    continue
                whole += outcome.perfect
                missed += bool(outcome.broken or outcome.missed)
                parts += 0 if outcome.broken else len(outcome.explained)
            scored.append(((-against, whole, parts, -missed, -extent.name.count("-")), extent))
    return sorted(scored, key=lambda score: score[0], reverse=True)


def _suits(score: Score, views: Sequence[View]) -> bool:
    """Is nothing against it, and everything explained?"""
    return score[0] == 0 and score[1] == sum(bool(view.wrong) for view in views)
