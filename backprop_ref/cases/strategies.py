"""Hypothesis strategies for networks, examples and cases: for property tests of your own.

    numbers     of one type, small, never infinite or NaN
    networks    of any shape, every activation
    examples    that fit a network
    cases       a network, its examples and all settings; every one has a result in its number type

A law about your own implementation, tried on a hundred networks that hypothesis generates (and, if it does not
hold, on ever smaller ones until the smallest is found):

    >>> from hypothesis import given
    >>> from backprop_ref import gradient_step, strategies
    >>> @given(strategies.cases(costs=["squared_error"]))
    ... def test_no_example_costs_less_than_nothing(case):
    ...     assert gradient_step(case.network, case.examples, cost=case.cost).C >= 0
    >>> test_no_example_costs_less_than_nothing()

This module alone needs hypothesis; the extra ``test`` brings it: ``pip install "backprop-ref[test]"``.
"""

from __future__ import annotations

from fractions import Fraction

try:
    from hypothesis import assume, strategies as st
except ImportError as error:
    raise ImportError(
        "backprop_ref.cases.strategies: hypothesis is not installed, expected: pip install hypothesis "
        "(nothing else needs it)"
    ) from error

from ..activations import ACTIVATIONS, SOFTMAX
from ..door import RULES, admitted_example, gradient_step
from ..unfinished import Unfinished
from ..costs import COSTS
from ..network import Example, Layer, Network
from ..admission import shown
from .record import Case
from collections.abc import Sequence
from hypothesis.strategies import DrawFn, SearchStrategy
from ..numerals import Number, Vector

LARGEST = 3  # of a number, either way: several layers of such weights stay far from the end of a double's range

# Outputs between 0 and 1 have both logarithms, outputs above 0 have the one of cross_entropy.
_SQUARED = [name for name in COSTS if "squared" in name]
_COSTS_OF_OUTPUT = {"sigmoid": list(COSTS), SOFTMAX: list(COSTS), "softplus": _SQUARED + ["cross_entropy"]}


def numbers(number: type = float) -> SearchStrategy[Number]:
    """Numbers from −3 to 3 of one type: float, Fraction, Decimal or int.

    >>> numbers(str)
    Traceback (most recent call last):
        ...
    ValueError: number: found <class 'str'>, expected float, Fraction, Decimal or int
    """
    if number is float:
        return st.floats(-LARGEST, LARGEST, allow_subnormal=False)
    if number is int:
        return st.integers(-LARGEST, LARGEST)
    if number is Fraction:
        return st.integers(-12 * LARGEST, 12 * LARGEST).map(_twelfths)
    if getattr(number, "__name__", "") == "Decimal":
        return st.decimals(-LARGEST, LARGEST, places=3)
    raise ValueError(f"number: found {shown(number)}, expected float, Fraction, Decimal or int")


@st.composite
def networks(
    draw: DrawFn,
    number: type = float,
    activations: Sequence[str] | None = None,
    max_layers: int = 3,
    max_width: int = 4,
    shared_bias: bool | None = None,
) -> Network:
    """Networks of 1 to max_layers layers and 1 to max_width inputs and neurons a layer.

    activations: names to choose from, else all that the number type can do; softmax stands in the output layer only.
    shared_bias: of every layer; None: sometimes here, sometimes there.
    """
    names = _known(activations, "activations", [
        name for name, activation in ACTIVATIONS.items() if activation.rational or number is not Fraction
    ])
    before_last = [name for name in names if name != SOFTMAX]
    output = draw(st.sampled_from(names))  # first of all: what comes first stays as it is while the rest shrinks
    sizes = draw(st.lists(st.integers(1, max_width), min_size=2, max_size=1 + (max_layers if before_last else 1)))
    layers = []
    for l, (before, here) in enumerate(zip(sizes, sizes[1:])):
        activation = output if l == len(sizes) - 2 else draw(st.sampled_from(before_last))
        shared = draw(st.sampled_from([False, False, True])) if shared_bias is None else shared_bias
        weights = [draw(_vectors(number, before)) for j in range(here)]
        layers.append(Layer(weights, draw(_vectors(number, 1 if shared else here)), activation, shared))
    return Network(layers)


@st.composite
def examples(draw: DrawFn, network: Network, targets: SearchStrategy[Number] | None = None) -> Example:
    """Examples that fit a network, of its number type.

    targets: where each y_j is drawn from, else as x_k is.
    """
    x = draw(_vectors(network.number, network.sizes[0]))
    targets = numbers(network.number) if targets is None else targets
    y = draw(st.lists(targets, min_size=network.sizes[-1], max_size=network.sizes[-1]))
    return admitted_example(network, Example(x, y))


@st.composite
def cases(
    draw: DrawFn,
    number: type = float,
    activations: Sequence[str] | None = None,
    costs: Sequence[str] | None = None,
    max_layers: int = 3,
    max_width: int = 4,
    max_examples: int = 3,
    shared_bias: bool | None = None,
    learning_rate: bool | None = None,
) -> Case:
    """Cases of the data format, each of which its number type can finish.

    number: float, or Fraction for cases that are written in fractions and computed without any rounding.
    costs: names to choose from, else all that suit the output layer: logarithms want outputs above 0.
    activations, max_layers, max_width, shared_bias: as networks takes them.
    learning_rate: True for cases with one, False for cases without; else either, as it comes.
    """
    if number not in (float, Fraction):
        raise ValueError(f"number: found {shown(number)}, expected float or Fraction, which the data format has")
    network = draw(networks(number, activations, max_layers, max_width, shared_bias))
    output = network.layers[-1].activation
    cost = draw(st.sampled_from(_known(costs, "costs", _COSTS_OF_OUTPUT.get(output, _SQUARED))))
    targets = st.sampled_from([number(0), number(1)]) if "entropy" in cost else None
    several = draw(st.lists(examples(network, targets), min_size=1, max_size=max_examples))
    rates = {True: numbers(number).map(abs), False: st.none()}
    alpha = draw(rates[False] | rates[True] if learning_rate is None else rates[learning_rate])
    reduction = draw(st.sampled_from(list(RULES.reductions)))
    id = draw(st.integers(0, 999).map("case-{}".format))
    try:
        gradient_step(network, several, alpha, cost, reduction)
    except Unfinished:
        assume(False)
    exact = number is Fraction
    return Case(id, network, several, alpha, cost, reduction, exact=exact, whole=exact)


def _twelfths(n: int) -> Fraction:
    return Fraction(n, 12)


def _vectors(number: type, length: int) -> SearchStrategy[Vector]:
    return st.lists(numbers(number), min_size=length, max_size=length)


def _known(names: Sequence[str] | None, place: str, otherwise: list[str]) -> list[str]:
    """The names that were asked for, or the others where none were; ValueError for one that does not exist."""
    if names is None:
        return otherwise
    table = ACTIVATIONS if place == "activations" else COSTS
    for n, name in enumerate(names):
        if name not in table:
            raise ValueError(f"{place}[{n}]: found {shown(name)}, expected one of {', '.join(table)}")
    if not names:
        raise ValueError(f"{place}: none, expected at least one")
    return list(names)
