"""Penalties on weights and biases that the case does not ask for: decay of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Number, Vector
from ..rules import Rules
from .entry import Mistake, Parameter, Replacements
from .factors import moved_by

Form = Callable[[float], Replacements]
Push = Callable[[Number], Number]  # of a parameter: what its gradient gets more, without λ


# ---- the passes ------------------------------------------------------------------------------


def itself(p: Number) -> Number:
    return p


def half_square(p: Number) -> Number:
    return p * p / 2


def in_update(push: Push, weights: bool, biases: bool, over_examples: bool = False) -> Form:
    """λ times the push in the update alone; gradients are right."""
    if over_examples:
        return lambda lam: {"gradient_step": update_with_share(push, lam)}

    def of(lam: float) -> Replacements:
        def move(p: Number, alpha: Number, g: Number) -> Number:
            return p - alpha * (g + type(p)(lam) * push(p))

        return moved_by(move, weights, biases)

    return of


def update_with_share(push: Push, lam: float) -> Callable[..., Step]:
    """The update of the weights with λ/N times the push."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        form = in_update(push, True, False)(lam / len(examples))
        return gradient_step(network, examples, alpha, cost, reduction, eq.replaced(**form))

    return changed


def in_gradients(
    push: Push, weights: bool, biases: bool, price: Push | None = None, over_examples: bool = False,
    price_of_biases: bool = False,
) -> Form:
    """λ times the push in the gradients that are handed out; with a price, λ times that in the cost."""

    def of(lam: float) -> Replacements:
        def changed(
            network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
            eq: Rules = RULES,
        ) -> Step:
            step = gradient_step(network, examples, None, cost, reduction, eq)
            n = len(examples) if over_examples else 1

            def pushed(g: Vector, p: Vector) -> Vector:
                return [g_k + type(p_k)(lam) / n * push(p_k) for g_k, p_k in zip(g, p)]

            for l, layer in enumerate(network.layers):
                if weights:
                    step.dC_dw[l] = [pushed(g_j, w_j) for g_j, w_j in zip(step.dC_dw[l], layer.w)]
                if biases:
                    step.dC_db[l] = pushed(step.dC_db[l], layer.b)
            if price is not None:
                step.C = step.C + price_of(network, price, price_of_biases, lam) / n
            if alpha is not None:
                step.network = eq.update(network, alpha, step.dC_dw, step.dC_db, eq)
            return step

        return {"gradient_step": changed}

    return of


def price_of(network: Network, price: Push, biases: bool, lam: float) -> Number:
    """λ times the price of all weights, and of biases."""
    total: Number = 0
    for layer in network.layers:
        for p in [w_jk for w_j in layer.w for w_jk in w_j] + (layer.b if biases else []):
            total = total + price(p)
    return total * type(total)(lam)


def in_cost(price: Push, biases: bool = False, over_examples: bool = False) -> Form:
    """λ times the price in the cost alone."""

    def of(lam: float) -> Replacements:
        def changed(
            network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
            eq: Rules = RULES,
        ) -> Step:
            step = gradient_step(network, examples, alpha, cost, reduction, eq)
            step.C = step.C + price_of(network, price, biases, lam) / (len(examples) if over_examples else 1)
            return step

        return {"gradient_step": changed}

    return of


# ---- the entries -----------------------------------------------------------------------------


ENTRIES = [
    Mistake(
        "weight-decay-over-examples", "convention", None, "C + (λ/2N) Σ w², and its gradient λw/N", "C",
        "Weight gradients are off by λw/N. With λ = 10^−4 the default of scikit-learn's MLPs.", "Where weights are 0.",
        in_gradients(itself, True, False, half_square, True),
        also=[in_gradients(itself, True, False, None, True), in_update(itself, True, False, True)],
        parameter=Parameter("λ", 0.0001, (0.01, 0.1)),
    ),
    Mistake(
        "penalty-in-cost-only", "convention", None, "C + (λ/2) Σ w²", "C",
        "Gradients are right and know nothing of the penalty.", "Where weights are 0.", in_cost(half_square),
        also=[in_cost(half_square, True), in_cost(half_square, False, True), in_cost(abs)], only=("cost",),
        parameter=Parameter("λ", 0.0001, (0.01, 0.1)),
    ),
]
