"""How far a slip extends: read from the layers in which an answer has its numbers, and those in which it does not.

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
from ..mistakes import EXTENTS, Extent, Place, Slip, both
from .name_views import Outcome, View

Mistakes = tuple[Any, ...]
Layers = frozenset[int]
Signature = tuple[Layers, ...]  # the layers in each of some answers
Score = tuple[int, ...]

UNSHARED = EXTENTS["without-shared-bias"]
WITH_ENTROPIES = EXTENTS["with-cross-entropies"]
MOST = 3  # extents of one slip that suit equally well and are held against every answer
_masks: dict[tuple[int, str, str], Layers] = {}


def forget_cases() -> None:
    """Forget what is known of cases: by their id, which another may have when they are gone."""
    _masks.clear()


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
    for extent in filter(one.group.takes, EXTENTS.values()):
        other = one.within(extent)
        layers = layers_of(other, case)
        if layers not in seen:
            seen.add(layers)
            found.append(other)
    return found


class Extents:
    """Every extent, and any two at once, as what they are in these answers: each set of layers once."""

    def __init__(self, views: Sequence[View]) -> None:
        self.views = views
        self._known: dict[tuple[str, bool, bool], list[tuple[Any, Signature]]] = {}

    def of(self, one: Slip) -> list[tuple[Any, Signature]]:
        """Those of a slip: extents with the layers in each answer, those of one condition before those of two."""
        key = (one.group.layers, "bias" in one.group.slots[-1], one.group.takes(WITH_ENTROPIES))
        if key not in self._known:
            domain, of_biases, _ = key
            singles = [extent for extent in EXTENTS.values() if one.group.takes(extent) and (
                extent.holds is None or domain != "case" or extent.name.startswith("with-"))]
            signed = [(extent, self._signature(extent, domain)) for extent in singles]
            if of_biases:  # a bias that a layer shares often has a branch of its own
                signed += self._both(signed, [(UNSHARED, self._signature(UNSHARED, domain))])
            if domain != "case":
                signed += self._both(signed, signed)
            distinct: dict[Signature, Any] = {}
            for extent, signature in signed:
                distinct.setdefault(signature, extent)
            self._known[key] = [(extent, signature) for signature, extent in distinct.items() if any(signature)]
        return self._known[key]

    def _signature(self, extent: Any, domain: str) -> Signature:
        return tuple(_layers(extent, domain, view.case) for view in self.views)

    def _both(
        self, some: Sequence[tuple[Any, Signature]], others: Sequence[tuple[Any, Signature]]
    ) -> list[tuple[Any, Signature]]:
        return [
            (both(first, second), tuple(one & other for one, other in zip(layers, other_layers)))
            for first, layers in some for second, other_layers in others if first.holds and second.holds
        ]


def narrowed(
    mistakes: Mistakes, view: View, extents: Extents, outcome: Callable[[Mistakes, View], Outcome]
) -> Iterator[Mistakes]:
    """The slips, each of them in turn in the extents that suit best; all in which this answer comes out.

    extents: over answers, failed and right, this one among them.  outcome: what slips say of one.
    """
    here = extents.views.index(view)
    for n, one in enumerate(mistakes):
        if not isinstance(one, Slip) or not one.group.extents:
            continue
        said: dict[tuple[int, Layers], Score] = {}

        def of(number: int, layers: Layers, n: int = n, one: Slip = one) -> Score:
            if (number, layers) not in said:
                there = (*mistakes[:n], one.within(in_layers(layers)), *mistakes[n + 1:])
                said[number, layers] = _score(extents.views[number], outcome(there, extents.views[number]))
            return said[number, layers]

        fitting = [(extent, layers) for extent, layers in extents.of(one) if of(here, layers[here])[1]]
        ranked = []
        for extent, signature in fitting:
            scores = [of(number, layers) for number, layers in enumerate(signature)]
            total = tuple(map(sum, zip(*scores)))
            ranked.append(((*total, -extent.name.count("-")), extent))
        ranked.sort(key=lambda one: one[0], reverse=True)
        for _, extent in ranked[:MOST]:
            if extent.name != one.extent.name:
                yield (*mistakes[:n], one.within(extent), *mistakes[n + 1:])


def in_layers(layers: Layers) -> Extent:
    """In just these layers; of a slip in the cost, everywhere or nowhere."""
    return Extent(f"in-{sorted(layers)}", "", lambda at: getattr(at, "l", 0) in layers)


def _score(view: View, outcome: Outcome) -> Score:
    """Minus whether a right answer speaks against slips; whether they explain all, how many parts; minus a miss."""
    if not view.wrong:
        return (-bool(outcome.broken), 0, 0, 0)
    parts = 0 if outcome.broken else len(outcome.explained)
    return (0, int(outcome.perfect), parts, -bool(outcome.broken or outcome.missed))
