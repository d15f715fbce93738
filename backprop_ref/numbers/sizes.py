"""A first look at how far Decimals may be off: from the sizes of what was added up, without a bound for each number.

    sizes        for each number of a step how large the terms on the way to it are, or None where that does not serve
    roundings    at least how many roundings lie on the way to any of its numbers

In arithmetic with roundoff u each number is off by at most roundings · u · size (docs/numbers.md).
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
    """At least |σ(z)| and |σ′(z)|, and at least as steep as either, for every gentle σ, of a size of z.

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
    """In a product the factors' roundings add up, in a sum the most of any term and one for each term.

    So a layer passed forwards adds its terms and the roundings in its activation, which are fewer than 100; passed
    backwards it adds those of the z that its slope is taken of.  Eight times that leaves room for second orders.
    """
    layers = len(network.layers)
    return 8 * (layers + 1) * (sum(network.sizes) + len(examples) + 100 * layers)
