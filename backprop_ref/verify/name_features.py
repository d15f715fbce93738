"""What cases have, such as an activation or a cost, and what only the cases with wrong answers have.

    features_of     of one case
    only_wrong      what all wrong answers have and no right one has, in words
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

from ..activations import SOFTMAX
from ..cases import Case

Features = frozenset[str]

SEVERAL = 3  # wrong answers, at least, for two features together to be no accident


def features_of(case: Case) -> Features:
    """What of a case a mistake may hang on.

    >>> from backprop_ref.cases import worked_example
    >>> sorted(features_of(worked_example()))[:4]
    ['half_squared_error', 'hidden layers', 'one example', 'sigmoid']
    """
    layers = case.network.layers
    found = {layer.activation for layer in layers} | {case.cost}
    found.add("several examples" if len(case.examples) > 1 else "one example")
    if len(case.examples) > 1:
        found.add(f"the {case.reduction} of several examples")
    found.add("hidden layers" if len(layers) > 1 else "no hidden layer")
    if len(layers) > 2:
        found.add("several hidden layers")
    if any(layer.shared_bias for layer in layers):
        found.add("a shared bias")
    if any(len(layer.w) != len(layer.w[0]) for layer in layers):
        found.add("layers that are not square")
    if layers[-1].activation != SOFTMAX:
        found.add(f"{layers[-1].activation} in the last layer")
    found |= {f"{layer.activation} in a hidden layer" for layer in layers[:-1]}
    if case.alpha is None:
        found.add("no update asked for")
    for what, part, count in (("inputs", ".x", len(case.examples)), ("targets", ".y", len(case.examples))):
        read = [values for place, values in case.as_read.items() if place.endswith(part)]
        if len(read) == count and all(isinstance(value, int) for values in read for value in values):
            found.add(f"{what} without a point")
    return frozenset(found)


def only_wrong(wrong: Collection[Features], right: Collection[Features], together: bool = False) -> str:
    """What all of these have and none of those, the simplest that there is; "" where there is nothing.

    together: may it be two things together?

    >>> tanh, elu = frozenset({"tanh", "one example"}), frozenset({"elu", "one example"})
    >>> only_wrong([elu], [tanh]), only_wrong([elu, tanh], [tanh])
    ('elu', '')
    """
    if not wrong or not right:
        return ""
    common = sorted(frozenset.intersection(*wrong), key=lambda one: (len(one), one))
    for one in common:
        if not any(one in other for other in right):
            return one
    for two in combinations(common, 2) if together and len(wrong) >= SEVERAL else ():
        if not any(other.issuperset(two) for other in right):
            return " with ".join(two)
    return ""
