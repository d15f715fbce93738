"""Updates: other optimizers, clipped gradients, penalties that nobody asked for."""

from __future__ import annotations

from typing import Any, Callable

from ..descent import Step
from ..door import RULES
from ..numbers import each
from ..numerals import Matrix, Number, Vector
from .by_hand_passes import Asked, Change, moves_by, reduce_by, relayered, step_by, update_by, with_lists
from .entry import Mistake, Replacements
from .slips import Parameter
from .substitutes import root_of

StepOf = Callable[[Number], Number]  # of a gradient: by what α is multiplied


# ---- gradients cut and shortened -------------------------------------------------------------


def shorter(limit: float) -> StepOf:
    """What makes a length at most the limit."""
    return lambda length: type(length)(limit) / length if length > limit else type(length)(1)


def shorter_by_torch(limit: float) -> StepOf:
    """The same with 10^−6 added to the length."""

    def factor(length: Number) -> Number:
        by = type(length)(limit) / (length + type(length)(1) / 10**6)
        return by if by < 1 else type(length)(1)

    return factor


def scaled(lists: Any, factor: StepOf) -> Any:
    """Nested lists times one factor of √(Σ g²), 0 where every g is."""
    square: Number = 0
    for g in flat(lists):
        square = square + g * g
    by = factor(root_of(square))
    return each(lists, lambda g: g * by)


def flat(lists: Any) -> Vector:
    """The numbers of nested lists, in order.

    >>> flat([[[1, 2], [3]], [4]])
    [1, 2, 3, 4]
    """
    return [g for one in lists for g in flat(one)] if isinstance(lists, list) else [lists]


def together(factor: StepOf) -> Change:
    """All gradients times one factor."""
    return lambda dC_dw, dC_db: tuple(scaled([dC_dw, dC_db], factor))


def list_by_list(factor: StepOf) -> Change:
    """The weight gradients of a layer, and its bias gradients, each times one factor of their length."""
    return lambda dC_dw, dC_db: ([scaled(w, factor) for w in dC_dw], [scaled(b, factor) for b in dC_db])


def weights_by_layer(factor: StepOf) -> Change:
    """The weight gradients of each layer times one factor of their length; bias gradients as they are."""
    return lambda dC_dw, dC_db: ([scaled(w, factor) for w in dC_dw], dC_db)


def layers_by_layer(factor: StepOf) -> Change:
    """All gradients of a layer times one factor of their length."""

    def changed(dC_dw: list[Matrix], dC_db: Matrix) -> tuple[list[Matrix], Matrix]:
        pairs = [scaled([w, b], factor) for w, b in zip(dC_dw, dC_db)]
        return [w for w, b in pairs], [b for w, b in pairs]

    return changed


def of_clipping(
    name: str, written: str, shows: str, hidden: str, seen: str, change: Callable[[float], Change],
    *others: Callable[[float], Change],
) -> Mistake:
    """An entry for reduced gradients changed, for those of the update alone, and for those of each example."""

    def in_each_example(c: float) -> Replacements:
        return {"gradients": lambda *passed: change(c)(*RULES.gradients(*passed))}

    return Mistake(
        name, "convention", None, written, "the gradient unchanged", shows, hidden, seen,
        lambda c: reduce_by(change(c)), lambda c: update_by(change(c)), in_each_example,
        *(lambda c, other=other: reduce_by(other(c)) for other in others), parameter=Parameter("c", 1.0, (0.1, 5.0)),
    )


# ---- penalties -------------------------------------------------------------------------------


def price_of(asked: Asked, lam: float, price: StepOf = lambda p: p * p / 2, biases: bool = False) -> Number:
    """λ times the price of all weights, and of biases."""
    layers = asked.network.layers
    total: Number = 0
    for p in flat([[layer.w, layer.b if biases else []] for layer in layers]):
        total = total + price(p)
    return total * type(total)(lam)


def decay(lam: float, priced: bool) -> Replacements:
    """λ/N times each weight in its gradient; priced: λ/2N Σ w² in the cost, too."""

    def changed(asked: Asked) -> Step:
        step, n = asked.step(alpha=None), len(asked.examples)
        for l, layer in enumerate(asked.network.layers):
            step.dC_dw[l] = [
                [g_k + type(w_k)(lam) / n * w_k for g_k, w_k in zip(*rows)] for rows in zip(step.dC_dw[l], layer.w)
            ]
        if priced:
            step.C = step.C + price_of(asked, lam) / n
        return asked.updated(step)

    return step_by(changed)


def decay_in_update(asked: Asked, share: float) -> Step:
    move = moves_by(lambda p, alpha, g: p - alpha * (g + type(p)(share) * p), False)
    return asked.step(eq=asked.eq.replaced(**move))


def in_cost(over_examples: bool = False, **more: Any) -> Callable[[float], Replacements]:
    """λ times the price in the cost alone."""

    def changed(asked: Asked, lam: float) -> Step:
        step = asked.step()
        step.C = step.C + price_of(asked, lam, **more) / (len(asked.examples) if over_examples else 1)
        return step

    return lambda lam: step_by(lambda asked: changed(asked, lam))


# ---- the entries -----------------------------------------------------------------------------

NO_UPDATE = "Where no update is asked for, and where gradients are 0."

ENTRIES = [
    Mistake(
        "rows-aliased", "procedure", "11", "every neuron has the row of the last one",
        "all weights by (11), all biases by (15)",
        "All rows of a layer are one and the same list, as in [[0] * n] * m, so the last write shows in all rows.",
        "In layers with one neuron, and where no update is asked for.", "stackoverflow.com/questions/56086329",
        update_by(layers=lambda new: relayered(new, lambda layer: with_lists(layer, [layer.w[-1]] * len(layer.w)))),
    ),
    of_clipping(
        "gradient-norm-clipped", "all gradients divided by max(1, √(Σ g²)/c)",
        "The direction of the gradient is right, but its length is at most c.", "Where the length is at most c anyway.",
        "MIC-DKFZ/nnUNet#1224; matterport/Mask_RCNN#1822", lambda c: together(shorter(c)),
        lambda c: together(shorter_by_torch(c)),
    ),
    of_clipping(
        "gradient-norms-clipped-list-by-list",
        "the gradients of each matrix of weights and of each list of biases divided by max(1, √(Σ g²)/c)",
        "Each list of gradients has a length of at most c, and the whole gradient points in another direction. "
        "Keras' clipnorm does this.",
        "Where each length is at most c anyway.", "carpedm20/MemN2N-tensorflow#19; keras-team/keras#13575",
        lambda c: list_by_list(shorter(c)), lambda c: weights_by_layer(shorter(c)),
        lambda c: layers_by_layer(shorter(c)), lambda c: list_by_list(shorter_by_torch(c)),
    ),
    Mistake(
        "weight-decay-over-examples", "convention", None, "C + (λ/2N) Σ w², and its gradient λw/N", "C",
        "The weight gradients are off by λw/N. With λ = 10^−4 this is the default of scikit-learn's MLPs.",
        "Where weights are 0.",
        "scikit-learn/scikit-learn#6780; scikit-learn/scikit-learn#10477", lambda lam: decay(lam, True),
        lambda lam: decay(lam, False),
        lambda lam: step_by(lambda asked: decay_in_update(asked, lam / len(asked.examples))),
        lambda lam: step_by(lambda asked: decay_in_update(
            asked, lam / (len(asked.examples) if asked.reduction == "mean" else 1))),
        parameter=Parameter("λ", 0.0001, (0.01, 0.1)),
    ),
    Mistake(
        "penalty-in-cost-only", "convention", None, "C + (λ/2) Σ w²", "C",
        "The gradients are right; only the cost contains the penalty.", "Where weights are 0.",
        "Burton2000/CS231n-2017#9; hypelib/Hype#11", in_cost(), in_cost(biases=True), in_cost(True),
        in_cost(price=abs), only=("cost",), parameter=Parameter("λ", 0.0001, (0.01, 0.1)),
    ),
]
