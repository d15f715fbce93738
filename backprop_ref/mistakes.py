"""The catalogue of mistakes that people really make, each with the rules that make it.

    MISTAKES    name → Mistake, in the order of a step: forward, slopes, output, hidden layers, gradients, …

    >>> from backprop_ref import Example, Layer, Network, gradient_step
    >>> network, example = Network([Layer([[0.0]], [0.0], "sigmoid")]), Example([1.0], [1.0])
    >>> eq = MISTAKES["output-slope-missing"].rules()
    >>> gradient_step(network, [example]).delta, gradient_step(network, [example], eq=eq).delta
    ([[[-0.125]]], [[[-0.5]]])

To add a mistake, add one entry to a list in ``catalogue``: the words, and the rule or the pass that it replaces,
which has the parameters of what it replaces and works on any number type.  The tests ask of it that it shows on a
bundled case and differs there from every other; ``python -m tests.regenerate`` writes it into docs/mistakes.md.
"""

from __future__ import annotations

from .catalogue import (
    batches,
    biases,
    buffers,
    clipping,
    conventions,
    data,
    errors,
    examples,
    factors,
    flat,
    forward,
    gains,
    gradients,
    hidden,
    libraries,
    narrow,
    optimizers,
    order,
    output,
    penalties,
    precision,
    recurrence,
    reductions,
    shared_biases,
    slope_formulas,
    slopes,
    softmaxes,
    state,
    tape,
    transport,
    updates,
    wiring,
)
from .catalogue.entry import KINDS, Mistake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Dict

__all__ = ["COMMON", "KINDS", "MISTAKES", "Mistake", "how_common"]

PARTS = (
    data, forward, buffers, wiring, slopes, slope_formulas, gains, output, errors, softmaxes, hidden, recurrence,
    gradients, biases, shared_biases, flat, tape, updates, optimizers, reductions, batches, examples, order, state,
    factors, penalties, clipping, conventions, libraries, precision, narrow, transport,
)


# Those that most people make: tried first, and named first where the numbers allow several.
COMMON = (
    "sum-of-layer-deltas", "hidden-slope-missing", "output-slope-missing", "parameters-ascent", "sign-of-error",
    "sum-for-mean", "mean-for-sum", "last-example-only", "updated-weights-in-delta", "slope-at-activation",
    "a-formula-at-z", "index-swapped", "error-not-delta", "half-squared-as-squared", "squared-as-half-squared",
    "gradient-transposed", "biases-never-updated", "bias-gradient-0", "no-bias-forward", "mean-of-layer-deltas",
    "softmax-diagonal-only", "a-minus-y-for-every-cost", "weight-decay", "not-zeroed", "averaged-twice",
    "biases-not-averaged", "over-all-elements", "first-next-neuron-only", "unweighted-sum", "one-error-for-all",
    "parameters-rate-missing", "gradients-times-constant", "negative-gradients", "z-for-a", "x-for-a",
)


def how_common(mistake: Mistake) -> int:
    """Its place among COMMON, or behind them all.

    >>> how_common(MISTAKES["hidden-slope-missing"]) < how_common(MISTAKES["hidden-activation-ignored"])
    True
    """
    return COMMON.index(mistake.name) if mistake.name in COMMON else len(COMMON)


def title(part: ModuleType) -> str:
    """What a part of the catalogue is about: the first line of its docstring.

    >>> title(forward)
    'Mistakes of the forward pass: the weighted sum, the bias, the activation of a layer'
    """
    return (part.__doc__ or "").partition("\n")[0].rstrip(".")


MISTAKES: Dict[str, Mistake] = {}
for part in PARTS:
    for entry in part.ENTRIES:
        if entry.name in MISTAKES:
            raise ValueError(f"mistakes: {entry.name!r} twice, expected once")
        MISTAKES[entry.name] = entry
