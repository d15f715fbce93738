"""A first look at how far Decimals may be off: from the sizes of what was added up, without a bound for each number.

    sizes        for each number of a step how large the terms on the way to it are, or None where that does not serve
    roundings    at least how many roundings lie on the way to any of its numbers

In arithmetic with roundoff u each number is off by at most roundings · u · size (docs/numbers.md), as long as every z
lies on the same side of a kink as the true one.
"""

from __future__ import annotations

from ..activations import ACTIVATIONS, Activation
from ..descent import Step
from ..door import RULES
from ..network import Example, Network
from ..numerals import Number


# Those that the line of size_of_activation was found true of; another one is left to the bounds.
GENTLE = "identity sigmoid tanh relu leaky_relu softplus softsign elu silu gelu".split()

SQUARED = "half_squared_error squared_error mean_squared_error".split()


def size_of_activation(z: Number) -> Number:
    """At least |σ(z)| and |σ′(z)| for every gentle σ and every |z| up to this one; and steeper than either.

    >>> size_of_activation(3.0)
    8.0
    """
    return 2 + 2 * z


SIZES = RULES.replaced(
    activations={
        name: Activation(size_of_activation, size_of_activation, rule.formula, rule.slope_formula)
        for name, rule in ACTIVATIONS.items()
        if name in GENTLE
    }
)


def sizes(
    network: Network, examples: list[Example], alpha: Number | None, cost: str, reduction: str
) -> Step | None:
    """The passes on sizes: what they subtract is negative here, so that everything is added up.

    None where a cost divides or takes logarithms, and for softmax: there an error may grow by more than that.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[1.0, -1.0]], [0.5], "identity")])
    >>> step = sizes(network, [Example([3.0, 3.0], [-1.0])], None, "half_squared_error", "mean")
    >>> step.z, step.delta
    ([[[6.5]]], [[[240.0]]])
    """
    if cost not in SQUARED or not all(layer.activation in GENTLE for layer in network.layers):
        return None
    positive = [Example.trusted(list(map(abs, e.x)), [-abs(y_j) for y_j in e.y]) for e in examples]
    rate = None if alpha is None else -alpha
    step: Step = SIZES.gradient_step(network.map(abs), positive, rate, cost, reduction, SIZES)
    return step


def roundings(network: Network, examples: list[Example]) -> int:
    """At least the κ for which each number of the step is off by at most κ · u · size, where κ · u is far below 1.

    Let K be what stands in the last pair of brackets.  In a product the roundings of the factors add up, and its own is
    one more; in a sum of n terms it is those of the worst term and n more.

        z, a       Each layer adds its terms, the product and the bias, and what the functions of its activation round:
                   at most 90 · u · size (a test measures less than 10).  An error of z is multiplied by no more than 2,
                   the steepest slope of σ and of σ′, and 2 · size(z) < size(a).  So the last z has less than K.
        C          two factors, each of at most K, and the outputs added up: 3K
        δ          of the last layer a factor from a and one from z: 2K; each layer before adds its terms and the K of
                   its slope, which all together is (layers + 2) · K
        ∂C/∂w      δ, a and the examples: (layers + 4) · K; and an update has two more

    The 8 is more than three times what that needs: room for products of two errors, and for the rounding of the sizes.
    """
    layers = len(network.layers)
    return 8 * (layers + 1) * (sum(network.sizes) + len(examples) + 100 * layers)
