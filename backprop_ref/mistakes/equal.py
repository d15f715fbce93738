"""Slips of the grammar that are equal as formulas: no program can tell them apart.

    EQUAL    the names of each such set; only those with a number left open are equal for that number alone
"""

from __future__ import annotations

EQUAL = (
    ("weights-mean-for-all", "inputs-mean-for-all"),
    ("weights-mirrored", "inputs-mirrored"),
    ("weights-only-first", "inputs-only-first", "sum-first-only"),
    ("weights-only-last", "inputs-only-last", "weighted-sum-overwritten"),
    ("weights-only-own", "inputs-only-own", "sum-own-only"),
    ("weights-without-first", "inputs-without-first", "sum-without-first"),
    ("last-input-left-out", "inputs-without-last", "sum-without-last"),
    ("weights-without-own", "inputs-without-own", "sum-without-own"),
    ("weights-up-to-own", "inputs-up-to-own"),
    ("weights-negated", "inputs-negated"),
    ("weights-over-fan-in", "mean-of-inputs"),
    ("cost-slope-halved", "gradients-times-constant"),
    ("cost-slope-0", "delta-0"),
    ("cost-slope-error", "cost-slope-of-half_squared_error"),
    ("slope-at-activation", "slope-from-a"),
    ("next-deltas-mirrored", "next-weights-mirrored"),
    ("next-deltas-next", "next-weights-previous"),
    ("next-deltas-previous", "next-weights-next"),
    ("next-deltas-only-first", "next-weights-only-first", "first-next-neuron-only"),
    ("next-deltas-only-last", "next-weights-only-last", "last-next-neuron-only"),
    ("next-deltas-only-own", "next-weights-only-own", "own-index-only"),
    ("next-deltas-without-first", "next-weights-without-first", "next-sum-without-first"),
    ("next-deltas-without-last", "next-weights-without-last", "next-sum-without-last"),
    ("next-deltas-without-own", "next-weights-without-own", "next-sum-without-own"),
    ("next-deltas-up-to-own", "next-weights-up-to-own"),
    ("next-deltas-negated", "next-weights-negated", "back-sum-negated"),
    ("next-deltas-times-constant", "next-weights-times-constant", "back-sum-times-constant"),
    ("index-swapped", "next-weights-row-as-far"),
    ("next-weights-of-first-neuron", "back-sum-first-cost-slope"),
    ("next-weights-of-last-neuron", "back-sum-last-cost-slope"),
    ("next-weights-of-next-neuron", "back-sum-next-cost-slope"),
    ("next-weights-sum-of-row", "back-sum-sum-cost-slope"),
    ("mean-over-next", "back-sum-over-next-width"),
    ("delta-for-weights-0", "input-for-weights-0", "weight-gradient-0"),
    ("delta-for-weights-negated", "input-for-weights-negated"),
    (
        "delta-for-weights-times-constant",
        "input-for-weights-times-constant",
        "weight-gradient-times-constant",
        "divisor-for-weights-twice",
    ),
    ("delta-for-weights-over-width", "input-for-weights-over-width", "divisor-for-weights-elements-of-layer"),
    ("delta-for-weights-times-width", "input-for-weights-times-width"),
    ("delta-for-weights-over-fan-in", "input-for-weights-over-fan-in"),
    ("delta-for-weights-times-fan-in", "input-for-weights-times-fan-in"),
    ("delta-for-weights-over-outputs", "divisor-for-weights-elements"),
    ("input-missing", "weight-gradient-delta-only"),
    ("weight-gradient-size", "examples-for-weights-sizes"),
    ("bias-gradient-times-constant", "divisor-for-biases-twice"),
    ("bias-gradient-over-width", "divisor-for-biases-elements-of-layer"),
    ("bias-gradient-over-outputs", "divisor-for-biases-elements"),
    ("delta-for-gradients-times-constant", "divisor-of-gradients-twice"),
    ("delta-for-gradients-over-width", "divisor-of-gradients-elements-of-layer"),
    ("delta-for-gradients-over-outputs", "over-all-elements"),
    ("divisor-halved", "divisor-times-constant"),
    ("divisor-of-gradients-halved", "divisor-of-gradients-times-constant"),
    ("divisor-for-weights-halved", "divisor-for-weights-times-constant"),
    ("divisor-for-biases-halved", "divisor-for-biases-times-constant"),
    ("divisor-of-cost-twice", "cost-alone-times-constant"),
    ("divisor-of-cost-halved", "divisor-of-cost-times-constant"),
    ("divisor-of-cost-inputs", "divisor-of-cost-layer-inputs"),
    ("divisor-of-cost-elements", "cost-alone-over-outputs"),
    ("bias-gradient-doubled", "divisor-for-biases-halved"),
    ("bias-gradient-halved", "divisor-for-biases-twice", "bias-gradient-times-constant"),
    ("delta-for-weights-doubled", "divisor-for-weights-halved"),
    ("delta-for-weights-halved", "divisor-for-weights-twice", "delta-for-weights-times-constant"),
    ("delta-for-gradients-doubled", "divisor-of-gradients-halved"),
    ("delta-for-gradients-halved", "divisor-of-gradients-twice", "delta-for-gradients-times-constant"),
)


def are_equal(name: str, other: str) -> bool:
    """Are two slips equal as formulas?

    >>> are_equal("weights-negated", "inputs-negated"), are_equal("weights-negated", "weights-size")
    (True, False)
    """
    return any(name in names and other in names for names in EQUAL)
