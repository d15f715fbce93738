"""Slips of the grammar that are equal as formulas: no program can tell them apart.

    EQUAL    the names of each such set; only those with a number left open are equal for that number alone
"""

from __future__ import annotations

EQUAL = (
    ("cost-slope-halved", "gradients-times-constant"),
    ("delta-for-weights-times-constant", "divisor-for-weights-twice"),
    ("delta-for-weights-over-width", "divisor-for-weights-elements-of-layer"),
    ("delta-for-weights-over-outputs", "divisor-for-weights-elements"),
    ("bias-gradient-times-constant", "divisor-for-biases-twice"),
    ("bias-gradient-over-width", "divisor-for-biases-elements-of-layer"),
    ("bias-gradient-over-outputs", "divisor-for-biases-elements"),
    ("delta-for-gradients-times-constant", "divisor-of-gradients-twice"),
    ("delta-for-gradients-over-width", "divisor-of-gradients-elements-of-layer"),
    ("delta-for-gradients-over-outputs", "over-all-elements"),
    ("divisor-halved", "divisor-times-constant"),
    ("divisor-of-gradients-halved", "divisor-of-gradients-times-constant", "delta-for-gradients-doubled"),
    ("divisor-for-weights-halved", "divisor-for-weights-times-constant", "delta-for-weights-doubled"),
    ("divisor-for-biases-halved", "divisor-for-biases-times-constant", "bias-gradient-doubled"),
    ("divisor-of-cost-twice", "cost-alone-times-constant"),
    ("divisor-of-cost-halved", "divisor-of-cost-times-constant"),
    ("divisor-of-cost-inputs", "divisor-of-cost-layer-inputs"),
    ("divisor-of-cost-once-more", "cost-alone-over-examples"),
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

    >>> are_equal("divisor-halved", "divisor-times-constant"), are_equal("divisor-halved", "divisor-twice")
    (True, False)
    """
    return any(name in names and other in names for names in EQUAL)
