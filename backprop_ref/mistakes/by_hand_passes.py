"""Passes with one formula changed: what most entries of the catalogue are made of.

A formula gets the Place where it stands and the neuron j, and sees more than an equation does: the whole network
and everything that was computed before it.

    backward_by         δ by another formula
    backpropagate_by    gradients by another formula
    forward_with        a forward pass through changed layers, which the backward pass does not see
    step_on             a whole step on changed layers
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..activations import SOFTMAX, Activation
from ..costs import Cost
from ..descent import Step, gradient_step
from ..door import RULES
from ..network import Example, Layer, Network
from ..numerals import Matrix, Number, Vector
from ..rules import Rules

Formula = Callable[["Place", int], Number]
RowFormula = Callable[["Place", int], Vector]


class Place:
    """A layer l of a network in the middle of a step: z, a and δ of all layers, as far as they are known.

    before: the activations of layer l − 1, or x.
    """

    def __init__(
        self, network: Network, x: Vector, y: Vector, z: Matrix, a: Matrix, delta: Matrix, cost: str, eq: Rules, l: int
    ) -> None:
        self.network = network
        self.x = x
        self.y = y
        self.z = z
        self.a = a
        self.delta = delta
        self.cost = cost
        self.eq = eq
        self.l = l
        self.last = len(network.layers) - 1
        self.layer = network.layers[l]
        self.before = a[l - 1] if l else x

    @property
    def next_w(self) -> Matrix:
        """The weights of the layer after this one."""
        return self.network.layers[self.l + 1].w

    @property
    def next_delta(self) -> Vector:
        """The error signals of the layer after this one."""
        return self.delta[self.l + 1]

    def slope(self, j: int) -> Number:
        """σ′(z_j); 1 for softmax, which has no slope of one neuron."""
        return self.slope_at(self.z[self.l][j])

    def slope_at(self, z_j: Number) -> Number:
        """σ′ of this layer at any z; 1 for softmax, which has no slope of one neuron."""
        if self.layer.activation == SOFTMAX:
            return type(z_j)(1)
        return self.eq.activations[self.layer.activation].slope(z_j)

    def dC_da(self, j: int) -> Number:
        """∂C/∂a_j: in the last layer the cost's, before it Σ_m δ_m w_mj."""
        if self.l == self.last:
            return self.eq.costs[self.cost].slope(self.a[self.l][j], self.y[j], len(self.y))
        return self.eq.hidden_delta(self.next_delta, self.next_w, j, 1)

    def right_delta(self, j: int) -> Number:
        """δ_j by the rules, from the δ of the layer after this one."""
        if self.l < self.last:
            return self.eq.hidden_delta(self.next_delta, self.next_w, j, self.slope(j))
        if self.layer.activation == SOFTMAX:
            dC_da = [self.dC_da(i) for i in range(len(self.y))]
            return self.eq.softmax_delta_by_jacobian(dC_da, self.eq.activations[SOFTMAX].slope(self.a[self.l], j))
        return self.eq.output_delta(self.dC_da(j), self.slope(j))


def is_square(w: Matrix) -> bool:
    """Has a layer as many neurons as inputs, so that its weights can be transposed unnoticed?"""
    return len(w) == len(w[0])


def transposed(w: Matrix) -> Matrix:
    """w_kj instead of w_jk."""
    return [list(column) for column in zip(*w)]


def total(values: Vector) -> Number:
    """Their sum, in order."""
    result = values[0]
    for value in values[1:]:
        result = result + value
    return result


def one_hot(y: Vector) -> Vector:
    """1 instead of the largest, the first of them, and 0 for the others."""
    largest = y.index(max(y))
    return [type(y_j)(1 if j == largest else 0) for j, y_j in enumerate(y)]


# ---- the passes ------------------------------------------------------------------------------


def backward_by(
    hidden: Formula | None = None, output: Formula | None = None, softmax: Formula | None = None
) -> Callable[..., Matrix]:
    """A backward pass with δ_j by these formulas: of hidden layers, of the last one, of a last softmax."""

    def backward(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Matrix:
        delta: Matrix = [[]] * len(network.layers)
        for l in range(len(network.layers) - 1, -1, -1):
            at = Place(network, [], y, z, a, delta, cost, eq, l)
            formula = hidden
            if l == at.last:
                formula = softmax if at.layer.activation == SOFTMAX else output
            delta[l] = [formula(at, j) if formula else at.right_delta(j) for j in range(len(z[l]))]
        return delta

    return backward


def step_on(change: Callable[[Layer, int, Network], Layer]) -> Callable[..., Step]:
    """A whole step on a network whose layers were changed, backward pass and update included."""

    def changed(
        network: Network, examples: Sequence[Example], alpha: Number | None, cost: str, reduction: str,
        eq: Rules = RULES,
    ) -> Step:
        layers = [change(layer, l, network) for l, layer in enumerate(network.layers)]
        return gradient_step(Network.trusted(layers, network.number), examples, alpha, cost, reduction, eq)

    return changed


def relayered(layer: Layer, **changes: Any) -> Layer:
    """The layer with other weights (w), biases (b) or activation."""
    fields = {"w": layer.w, "b": layer.b, "activation": layer.activation, "shared_bias": layer.shared_bias, **changes}
    return Layer.trusted(fields["w"], fields["b"], fields["activation"], fields["shared_bias"])


# ---- the tables ------------------------------------------------------------------------------

SQUARED = ("half_squared_error", "squared_error", "mean_squared_error")
BCE, CE = ENTROPIES = ("binary_cross_entropy", "cross_entropy")


def activation(name: str, **changes: Callable[..., Any]) -> Activation:
    """The entry of ACTIVATIONS with another sigma or slope."""
    right = RULES.activations[name]
    sigma, slope = changes.get("sigma", right.sigma), changes.get("slope", right.slope)
    return Activation(sigma, slope, right.formula, right.slope_formula, right.rational, right.kinks)


def forms_of_activation(
    of: str, sigma: Callable[..., Any], slope: Callable[..., Any], alone: bool = True
) -> list[dict[str, Any]]:
    """Replacements of one activation: σ with its slope, σ with the right slope and, if alone, the slope alone."""
    forms = [activation(of, sigma=sigma, slope=slope), activation(of, sigma=sigma)]
    if alone:
        forms.append(activation(of, slope=slope))
    return [{"activations": {of: form}} for form in forms]


def cost(name: str, **changes: Callable[..., Any]) -> Cost:
    """The entry of COSTS with another cost or slope."""
    right = RULES.costs[name]
    return Cost(changes.get("cost", right.cost), changes.get("slope", right.slope), right.formula, right.slope_formula)
