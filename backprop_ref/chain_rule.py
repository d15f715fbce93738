"""The chain rule as (3)–(5) print it: for one chosen weight or bias, path by path.

Naive on purpose: nothing that was found on one path is kept for the next, so the work grows
exponentially with the number of layers.  It is here to be read, and to check the error signals, which are
the way to the same numbers for the whole network.
"""

from __future__ import annotations

from .activations import SOFTMAX
from .backprop import Unfinished, must_be_computable, must_be_finite
from .costs import HALF_SQUARED_ERROR
from .numerals import shown, untrapped
from .rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Tuple

    from .network import Example, Network
    from .numerals import Matrix, Number, Vector
    from .rules import Rules


def gradient_by_chain_rule(
    network: Network,
    example: Example,
    l: int,
    j: int,
    k: Optional[int] = None,
    cost: str = HALF_SQUARED_ERROR,
    eq: Rules = RULES,
) -> Number:
    """∂C/∂w_jk of layer l by (4) and (5); without k, ∂C/∂b_j.

    For the shared bias of a layer, add these up over every j that uses it: by the chain rule, one path through each.
    Raises ValueError, with place, found and expected, for what does not fit, and Unfinished, with layer and
    neuron, where the number type cannot hold a result.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[2.0]], [0], "identity"), Layer([[3.0]], [0], "identity")])
    >>> gradient_by_chain_rule(network, Example([10.0], [59.0]), l=0, j=0, k=0)
    30.0
    >>> gradient_by_chain_rule(network, Example([10.0], [59.0]), l=0, j=0)
    3.0
    """
    must_be_computable(network, cost, eq)
    example = network.admit(example)
    must_be_index("l", l, len(network.layers))
    must_be_index("j", j, len(network.layers[l].w))
    if k is not None:
        must_be_index("k", k, len(network.layers[l].w[j]))
    with untrapped(network.number):
        dC_dw_jk = along_paths(network, example, l, j, k, cost, eq)
    must_be_finite([dC_dw_jk], "dC_db_j" if k is None else "dC_dw_jk", l, j)
    return dC_dw_jk


def must_be_index(name: str, index: int, n: int) -> None:
    """ValueError unless it is one of 0 … n − 1.

    >>> must_be_index("j", -1, 3)
    Traceback (most recent call last):
        ...
    ValueError: j: found -1, expected 0 to 2
    """
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < n:
        raise ValueError(f"{name}: found {shown(index)}, expected {'0' if n == 1 else f'0 to {n - 1}'}")


def along_paths(
    network: Network, example: Example, l: int, j: int, k: Optional[int], cost: str, eq: Rules
) -> Number:
    """∂C/∂w_jk of layer l, or ∂C/∂b_j, for what gradient_by_chain_rule has let in."""
    z, a = eq.forward(network, example.x, eq)
    a_before = example.x if l == 0 else a[l - 1]
    dz_dw_jk = 1 if k is None else a_before[k]  # (13) for a bias
    last = len(network.layers) - 1
    if l == last:
        if network.layers[l].activation == SOFTMAX:
            dC_dz_j = dC_dz(network, example.y, l, j, z, a, cost, eq)
            dC_dw_jk = dC_dz_j * dz_dw_jk
            return dC_dw_jk
        dC_da_j = dC_da(network, example.y, l, j, z, a, cost, eq)
        da_dz_j = eq.activations[network.layers[l].activation].slope(z[l][j])
        dC_dw_jk = eq.chain_rule(dC_da_j, da_dz_j, dz_dw_jk)
        return dC_dw_jk
    da_dz_j = eq.activations[network.layers[l].activation].slope(z[l][j])
    dC_da_next, da_dz_next, dz_da_j = paths(network, example.y, l, j, z, a, cost, eq)
    dC_dw_jk = eq.chain_rule_through_next_layer(dC_da_next, da_dz_next, dz_da_j, da_dz_j, dz_dw_jk)
    return dC_dw_jk


def paths(
    network: Network, y: Vector, l: int, j: int, z: Matrix, a: Matrix, cost: str, eq: Rules
) -> Tuple[Vector, Vector, Vector]:
    """The three factors of each path from the cost to a_j of layer l: ∂C/∂a, ∂a/∂z and ∂z/∂a_j of the layer after it.

    One path for each neuron m that j feeds; before softmax, one for each pair of an output i and a neuron m.
    """
    after = network.layers[l + 1]
    dC_da_next, da_dz_next, dz_da_j = [], [], []
    for m, w_m in enumerate(after.w):
        if after.activation == SOFTMAX:
            for i, da_i_dz_m in enumerate(eq.activations[SOFTMAX].slope(a[l + 1], m)):
                dC_da_next.append(dC_da(network, y, l + 1, i, z, a, cost, eq))
                da_dz_next.append(da_i_dz_m)
                dz_da_j.append(w_m[j])
        else:
            dC_da_next.append(dC_da(network, y, l + 1, m, z, a, cost, eq))
            da_dz_next.append(eq.activations[after.activation].slope(z[l + 1][m]))
            dz_da_j.append(w_m[j])
    return dC_da_next, da_dz_next, dz_da_j


def dC_da(network: Network, y: Vector, l: int, j: int, z: Matrix, a: Matrix, cost: str, eq: Rules) -> Number:
    """∂C/∂a_j of layer l: the cost's own in the last layer, before it the bracket of (5)."""
    if l == len(network.layers) - 1:
        try:
            dC_da_j = eq.costs[cost].slope(a[l][j], y[j], len(y))
        except ZeroDivisionError:
            raise Unfinished("dC_da_j", "a division by 0", l, j) from None
        return dC_da_j
    dC_da_next, da_dz_next, dz_da_j = paths(network, y, l, j, z, a, cost, eq)
    dC_da_j = eq.chain_rule_through_next_layer(dC_da_next, da_dz_next, dz_da_j, 1, 1)
    return dC_da_j


def dC_dz(network: Network, y: Vector, l: int, j: int, z: Matrix, a: Matrix, cost: str, eq: Rules = RULES) -> Number:
    """∂C/∂z_j of layer l by the recurrence (7), which starts at the last layer."""
    layer = network.layers[l]
    if l == len(network.layers) - 1:
        if layer.activation == SOFTMAX:
            dC_dz_j: Number = 0
            for i, da_i_dz_j in enumerate(eq.activations[SOFTMAX].slope(a[l], j)):
                dC_dz_j = dC_dz_j + dC_da(network, y, l, i, z, a, cost, eq) * da_i_dz_j
            return dC_dz_j
        dC_da_j = dC_da(network, y, l, j, z, a, cost, eq)
        da_dz_j = eq.activations[layer.activation].slope(z[l][j])
        dC_dz_j = dC_da_j * da_dz_j
        return dC_dz_j
    dC_dz_next, dz_da_j = [], []
    for m, w_m in enumerate(network.layers[l + 1].w):
        dC_dz_next.append(dC_dz(network, y, l + 1, m, z, a, cost, eq))
        dz_da_j.append(w_m[j])
    da_dz_j = eq.activations[layer.activation].slope(z[l][j])
    dC_dz_j = eq.error_recurrence(dC_dz_next, dz_da_j, da_dz_j)
    return dC_dz_j
