"""Updates: other optimizers, clipped gradients, penalties that nobody asked for."""

from __future__ import annotations

from typing import Any, Callable

from ..descent import Step
from ..door import RULES
from ..numerals import Matrix, Number, Vector, exp, ln
from .by_hand_passes import Asked, Change, each_of, moves_by, reduce_by, relayered, step_by, update_by, with_lists
from .entry import Mistake, Replacements
from .libraries import cut
from .slips import Parameter

StepOf = Callable[[Number], Number]  # of a gradient: by what α is multiplied


# ---- optimizers, in their first step ---------------------------------------------------------


def root(value: Number) -> Number:
    """√value, 0 for 0.

    >>> round(root(9.0), 12), root(0.0)
    (3.0, 0.0)
    """
    return exp(ln(value) / 2) if value > 0 else value


def decimal(number: Any, written: str) -> Number:
    """A decimal number of that type, by two integers.

    >>> decimal(float, "0.25"), decimal(float, "100")
    (0.25, 100.0)
    """
    whole, _, places = written.partition(".")
    return number(int(whole + places)) / number(10 ** len(places))


def divided_by_root(share: str, places: int, first: str = "1") -> StepOf:
    """first · g/(√(share g²) + 10^−places): decimals, so that every number type has them as they are written."""

    def step(g: Number) -> Number:
        number = type(g)
        beside = decimal(number, "0." + "0" * (places - 1) + "1")
        return decimal(number, first) * g / (root(decimal(number, share)) * abs(g) + beside)

    return step


def adam(places: int) -> Replacements:
    """The first step of Adam: m̂ = g, v̂ = g², so g/(√v̂ + 10^−places); of AdaGrad, too."""
    return moves_by(lambda p, alpha, g: p - alpha * g / (abs(g) + type(p)(1) / 10**places))


def moved(step: StepOf) -> Replacements:
    """p − α times this of ∂C/∂p, for every parameter."""
    return moves_by(lambda p, alpha, g: p - alpha * step(g))


def of_first_step(name: str, written: str, shows: str, seen: str, *forms: Replacements) -> Mistake:
    right = "p − α ∂C/∂p for every weight and bias p"
    return Mistake(name, "convention", None, written, right, shows, NO_UPDATE, seen, *forms)


# ---- gradients cut and shortened -------------------------------------------------------------


def values_cut(limit: float) -> Change:
    return lambda dC_dw, dC_db: (each_of(dC_dw, lambda g: cut(g, limit)), each_of(dC_db, lambda g: cut(g, limit)))


def weights_cut(limit: float) -> Change:
    return lambda dC_dw, dC_db: (each_of(dC_dw, lambda g: cut(g, limit)), dC_db)


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
    by = factor(root(square))
    return each_of(lists, lambda g: g * by)


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
    of_first_step(
        "adam-for-gradient-descent",
        "p − α g/(|g| + 10^−8), where g = ∂C/∂p: the first step of Adam, or of AdaGrad with another ε",
        "Every parameter changes by almost exactly α. This is another optimizer, the default of many libraries.",
        "scikit-learn's MLPs and fastai's learners, by default", *map(adam, (8, 6, 7, 10)),
    ),
    of_first_step(
        "adam-without-bias-correction",
        "p − α · 0.1 g/(√(0.001 g²) + 10^−8), where g = ∂C/∂p: the first step of Adam without correcting m and v",
        "Every parameter changes by almost exactly 3.16 α.", "oxiglade/mlx-rs#301; ml-explore/mlx PR #1640",
        *(moved(divided_by_root("0.001", places, "0.1")) for places in (8, 7)),
    ),
    of_first_step(
        "rmsprop", "p − α g/(√((1 − r) g²) + 10^−8), where g = ∂C/∂p: the first step of RMSprop with r = 0.9 or 0.99",
        "Every parameter changes by almost exactly 3.16 α, or 10 α.", "Keras, with r = 0.9; PyTorch, with r = 0.99",
        *(moved(divided_by_root("0.1", places)) for places in (8, 7, 6)),
        *(moved(divided_by_root("0.01", places)) for places in (8, 7)),
    ),
    of_first_step(
        "nesterov-momentum", "p − α(g + 0.9 g), where g = ∂C/∂p: the first step of Nesterov's momentum",
        "The step is 1.9 times too long.", "Lasagne/Lasagne#527; pytorch/pytorch PR #5920",
        moved(lambda g: g + g * 9 / 10),
    ),
    of_first_step(
        "damped-momentum", "p − α · 0.1 ∂C/∂p: the first step of v ← 0.9 v + 0.1 g",
        "The step is ten times too short.", "HIPS/autograd#289; mdenil/dropout#7", moved(lambda g: g / 10),
    ),
    Mistake(
        "rows-aliased", "procedure", "11", "every neuron has the row of the last one",
        "all weights by (11), all biases by (15)",
        "All rows of a layer are one and the same list, as in [[0] * n] * m, so the last write shows in all rows.",
        "In layers with one neuron, and where no update is asked for.", "stackoverflow.com/questions/56086329",
        update_by(layers=lambda new: relayered(new, lambda layer: with_lists(layer, [layer.w[-1]] * len(layer.w)))),
    ),
    Mistake(
        "biases-only-if-several-examples", "procedure", "15", "b, if there is one example", "b − α ∂C/∂b",
        "With one example, the biases keep their values.", "With two or more examples. " + NO_UPDATE,
        "deeplearning4j/deeplearning4j PR #364", step_by(
            lambda asked: asked.step(eq=asked.eq if len(asked.examples) > 1 else asked.eq.replaced(
                updated_bias=lambda b_j, alpha, dC_db_j: b_j
            ))
        ),
    ),
    of_clipping(
        "gradients-clipped", "each gradient limited to [−c, c], or only those of the weights",
        "Every such gradient lies in [−c, c].",
        "Where every gradient already lies in [−c, c].", "neuroailab/tfutils#115; clab/dynet PR #1511", values_cut,
        weights_cut,
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
        parameter=Parameter("λ", 0.0001, (0.01, 0.1)),
    ),
    Mistake(
        "penalty-in-cost-only", "convention", None, "C + (λ/2) Σ w²", "C",
        "The gradients are right; only the cost contains the penalty.", "Where weights are 0.",
        "Burton2000/CS231n-2017#9; hypelib/Hype#11", in_cost(), in_cost(biases=True), in_cost(True),
        in_cost(price=abs), only=("cost",), parameter=Parameter("λ", 0.0001, (0.01, 0.1)),
    ),
]
