"""How far honest implementations of the same step may differ: every value with a derived bound.

    bounded_step    gradient_step, each of whose numbers has a value, a low and a high

The passes of the heart run on the numbers of ``bounded``; nothing is computed a second time.
"""

from __future__ import annotations

import math

from ..activations import SOFTMAX, Activation
from ..chain_rule import softmax_deltas_by_jacobian
from ..costs import HALF_SQUARED_ERROR
from ..descent import Step
from ..door import RULES, admitted_examples, admitted_rate, must_be_computable
from ..network import Example, Layer, Network
from ..admission import shown
from .bounded import INFINITY, Bounded, BoundedSingle, crossings
from .forms import other_forms
from typing import Any, Callable
from collections.abc import Sequence
from ..numerals import Number
from ..rules import Rules

PRECISIONS: dict[str, type[Bounded]] = {"double": Bounded, "single": BoundedSingle}


# ---- the step --------------------------------------------------------------------------------


def bounded_step(
    network: Network,
    examples: Sequence[Example],
    alpha: Number | None = None,
    cost: str = HALF_SQUARED_ERROR,
    reduction: str = "mean",
    precision: str = "double",
    eq: Rules = RULES,
) -> Step:
    """The step, each number with a low and a high between which every honest implementation of it lies.

    precision: 'double' or 'single', that of the implementations.  eq: rules, also those of a mistake.
    If nothing can be said, low and high are infinite.  ValueError, as gradient_step, for what does not fit.

    >>> from backprop_ref import Example, Layer, Network
    >>> step = bounded_step(Network([Layer([[2.0]], [1.0], "identity")]), [Example([1.0], [2.0])])
    >>> step.dC_dw[0][0][0].value, step.dC_dw[0][0][0].error < 1e-14
    (1.0, True)
    """
    if precision not in PRECISIONS:
        raise ValueError(f"precision: found {shown(precision)}, expected one of {', '.join(PRECISIONS)}")
    kind = PRECISIONS[precision]
    network, examples, alpha = translated(kind.given, network, examples, alpha)
    must_be_computable(network, cost, eq, reduction)
    step: Step = eq.gradient_step(network, examples, alpha, cost, reduction, in_every_form(eq))
    return step if eq is RULES else _all_bounded(step, kind)


def _all_bounded(step: Step, kind: type[Bounded]) -> Step:
    """The step, in which the rules of a mistake may have put plain numbers."""

    def bounded(value: Any) -> Any:
        if isinstance(value, list):
            return [bounded(inner) for inner in value]
        return value if isinstance(value, Bounded) else kind(float(value))

    z, a, delta, C, dC_dw, dC_db = map(bounded, (step.z, step.a, step.delta, step.C, step.dC_dw, step.dC_db))
    network = step.network
    if network is not None:
        layers = []
        for layer in network.layers:
            layers.append(Layer.trusted(bounded(layer.w), bounded(layer.b), layer.activation, layer.shared_bias))
        network = Network.trusted(layers, kind)
    return Step(z=z, a=a, delta=delta, C=C, dC_dw=dC_dw, dC_db=dC_db, network=network)


def translated(
    change: Callable[[Number], Number], network: Network, examples: Sequence[Example], alpha: Number | None
) -> tuple[Network, list[Example], Number | None]:
    """What gradient_step takes, in another number type; ValueError for what does not fit."""
    if not isinstance(network, Network):
        must_be_computable(network, HALF_SQUARED_ERROR, RULES)  # which says so
    examples = admitted_examples(network, examples)
    if alpha is not None:
        alpha = change(admitted_rate(network, alpha))
    return network.map(change), [example.map(change) for example in examples], alpha


def in_every_form(eq: Rules) -> Rules:
    """The same rules, each activation and slope in all the forms that are usual, on every side of its kinks."""
    activations = dict(eq.activations)
    for name, rule in eq.activations.items():
        if name != SOFTMAX:
            sigma_forms, slope_forms = other_forms(name, rule)
            sigma = _over(_hull(rule.sigma, sigma_forms))
            slope = _over(_hull(rule.slope, slope_forms))
            activations[name] = Activation(sigma, slope, rule.formula, rule.slope_formula, rule.rational, rule.kinks)
    return eq.replaced(activations=activations, softmax_deltas=_both_ways(eq.softmax_deltas))


def _both_ways(deltas: Callable[..., Any]) -> Callable[..., Any]:
    """δ of a softmax layer, its error widened to what the Jacobian gives."""

    def both_ways(layer: Layer, l: int, y: list[Any], a_l: list[Any], cost: str, eq: Rules) -> list[Any]:
        computed: list[Any] = deltas(layer, l, y, a_l, cost, eq)
        if deltas is not RULES.softmax_deltas:
            return computed
        others = softmax_deltas_by_jacobian(layer, l, y, a_l, cost, eq)
        return [_widened(delta_j, also) for delta_j, also in zip(computed, others)]

    return both_ways


def _hull(form: Callable[[Bounded], Bounded], others: tuple[Callable[[Bounded], Bounded], ...]) -> Callable[..., Any]:
    """The first form, its error widened to what the others give.  One that overflows is nobody's choice there."""
    if not others:
        return form

    def every_form(z: Bounded) -> Bounded:
        result = form(z)
        error = result.error
        for other in others:
            error = max(error, _widened(result, other(z)).error)
        return type(result)(result.value, error)

    return every_form


def _widened(result: Bounded, also: Bounded) -> Bounded:
    """The result, its error widened to what another form gives, unless that overflows."""
    reach = abs(also.value - result.value) + also.error
    return type(result)(result.value, reach) if result.error < reach < INFINITY else result


def _over(form: Callable[[Bounded], Bounded]) -> Callable[[Bounded], Bounded]:
    """The form where z may lie on either side of numbers that it compares z with: all that their sides give."""

    def every_side(z: Bounded, parted: tuple[float, ...] = ()) -> Bounded:
        if not z.error <= z.largest:
            return type(z)(form(z).value, INFINITY)
        crossed = crossings()
        crossed.clear()
        result = form(z)
        kinks = [kink for kink, _ in crossed if kink not in parted]
        if not kinks:
            return result
        kind, kink = type(z), kinks[0]
        below, above = (kink - (z.value - z.error)) / 2, (z.value + z.error - kink) / 2
        parted += (kink,)
        left = every_side(kind(min(kink - below, math.nextafter(kink, -INFINITY)), below), parted)
        right = every_side(kind(max(kink + above, math.nextafter(kink, INFINITY)), above), parted)
        low = min(left.value - left.error, right.value - right.error)
        high = max(left.value + left.error, right.value + right.error)
        error = (high - low) / 2 + kind.unit * (abs(low) + abs(high))
        if not left.error + right.error <= kind.largest:
            error = INFINITY
        return kind((low + high) / 2, error)

    return every_side
