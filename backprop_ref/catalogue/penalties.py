"""Penalties on weights and biases that the case does not ask for: decay of every kind."""

from __future__ import annotations

from ..descent import Step

from ..door import RULES
from ..descent import gradient_step
from .entry import Mistake, Parameter
from .factors import moved_by
from .updates import ALL, BIAS, WEIGHT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Optional, Sequence

    from ..network import Example, Network
    from ..numerals import Number, Vector
    from ..rules import Rules
    from .entry import Replacements

    Form = Callable[[float], Replacements]
    Push = Callable[[Number], Number]  # of a parameter: what its gradient gets more, without λ


# ---- the passes ------------------------------------------------------------------------------


def itself(p: Number) -> Number:
    return p


def sign(p: Number) -> Number:
    return type(p)((p > 0) - (p < 0))


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
        network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        form = in_update(push, True, False)(lam / len(examples))
        return gradient_step(network, examples, alpha, cost, reduction, eq.replaced(**form))

    return changed


def in_gradients(
    push: Push, weights: bool, biases: bool, price: Optional[Push] = None, over_examples: bool = False,
    price_of_biases: bool = False,
) -> Form:
    """λ times the push in the gradients that are handed out; with a price, λ times that in the cost."""

    def of(lam: float) -> Replacements:
        def changed(
            network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
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
            network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str,
            eq: Rules = RULES,
        ) -> Step:
            step = gradient_step(network, examples, alpha, cost, reduction, eq)
            step.C = step.C + price_of(network, price, biases, lam) / (len(examples) if over_examples else 1)
            return step

        return {"gradient_step": changed}

    return of


def shrunk(first: bool, biases: bool) -> Form:
    """Weights, and biases, times 1 − λ, before the step or behind it."""

    def of(lam: float) -> Replacements:
        def move(p: Number, alpha: Number, g: Number) -> Number:
            left = 1 - type(p)(lam)
            return p * left - alpha * g if first else (p - alpha * g) * left

        return moved_by(move, True, biases)

    return of


# ---- the entries -----------------------------------------------------------------------------

IN_UPDATE = "Where they are 0; where no update is asked for, unless gradients that are handed out have it too."
SHRUNK = "Where they are 0, and where no update is asked for."
DECAY = Parameter("λ", 0.01, (0.0001, 0.1))

ENTRIES = [
    Mistake(
        "weight-decay", "convention", "11", "w − α(∂C/∂w + λw)", WEIGHT,
        "Weights shrink by αλ of themselves, a penalty that the case does not ask for; biases are right.",
        IN_UPDATE, in_update(itself, True, False),
        also=[in_gradients(itself, True, False), in_gradients(itself, True, False, half_square)],
        parameter=DECAY,
    ),
    Mistake(
        "weight-decay-over-examples", "convention", None, "C + (λ/2N) Σ w², and its gradient λw/N", "C",
        "Weight gradients are off by λw/N. With λ = 10^−4 the default of scikit-learn's MLPs.", "Where weights are 0.",
        in_gradients(itself, True, False, half_square, True),
        also=[in_gradients(itself, True, False, None, True), in_update(itself, True, False, True)],
        parameter=Parameter("λ", 0.0001, (0.01, 0.1)),
    ),
    Mistake(
        "weight-decay-on-all", "convention", "11/15", "p − α(∂C/∂p + λp)", ALL,
        "Weights and biases shrink by αλ of themselves.", IN_UPDATE, in_update(itself, True, True),
        also=[
            in_gradients(itself, True, True), in_gradients(itself, True, True, half_square),
            in_gradients(itself, True, True, half_square, False, True),
        ],
        parameter=DECAY,
    ),
    Mistake(
        "decay-on-biases-only", "equation", "15", "b − α(∂C/∂b + λb)", BIAS,
        "Biases shrink by αλ of themselves, weights do not.", IN_UPDATE, in_update(itself, False, True),
        also=[in_gradients(itself, False, True)], parameter=DECAY,
    ),
    Mistake(
        "weights-shrunk", "convention", "11", "(1 − λ)w − α ∂C/∂w", WEIGHT,
        "Weights shrink by λ of themselves whatever α is: decay beside the gradient, not in it.", SHRUNK,
        shrunk(True, False), also=[shrunk(False, False)], parameter=DECAY,
    ),
    Mistake(
        "parameters-shrunk", "convention", "11/15", "(1 − λ)p − α ∂C/∂p", ALL,
        "Weights and biases shrink by λ of themselves whatever α is.", SHRUNK,
        shrunk(True, True), also=[shrunk(False, True)], parameter=DECAY,
    ),
    Mistake(
        "weight-decay-by-sign", "convention", "11", "w − α(∂C/∂w + λ sign w)", WEIGHT,
        "Weights move towards 0 by αλ, the penalty λ Σ |w|; biases are right.", IN_UPDATE,
        in_update(sign, True, False),
        also=[in_gradients(sign, True, False), in_gradients(sign, True, False, abs)], parameter=DECAY,
    ),
    Mistake(
        "penalty-in-cost-only", "convention", None, "C + (λ/2) Σ w²", "C",
        "Gradients are right and know nothing of the penalty.", "Where weights are 0.", in_cost(half_square),
        also=[in_cost(half_square, True), in_cost(half_square, False, True), in_cost(abs)], only=("cost",),
        parameter=Parameter("λ", 0.0001, (0.01, 0.1)),
    ),
]
