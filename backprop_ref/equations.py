"""The equations, in the order of their numbers, each as one function that treats one neuron.

Layers l = 0 … L−1; the last is L−1; the input x stands where l−1 would be −1.
j: a neuron of this layer.  k: of the layer before.  m: of the layer after.  All count from 0.
w_jk leads from neuron k to neuron j.  C: the cost of one example.  α: the learning rate.

     (1)  neuron                            (8)  hidden_delta
     (2)  weighted_sum, activation          (9)  output_delta
     (3)  difference_quotient              (10)  weight_gradients
     (4)  chain_rule                       (11)  updated_weights
     (5)  chain_rule_through_next_layer    (12)  the rule ∂(u + b)/∂b = 1, read at (14)
     (6)  the definition δ = ∂C/∂z         (13)  the same for a neuron: ∂z/∂b = 1
     (7)  error_recurrence                 (14)  bias_gradient
                                           (15)  updated_bias

Beside them, where (9), (14) and the cost of a batch need more than one neuron or example:

     softmax_sum, softmax_delta, softmax_delta_by_jacobian,
     shared_bias_gradient, sum_over_examples, mean_over_examples

Source of the numbering: Baeldung on Computer Science, "Bias Update in Neural Network Backpropagation".
"""

from __future__ import annotations

from .numerals import Callable, Matrix, Number, Vector


# ---- forward: what a neuron computes ---------------------------------------------------------


def neuron(w: Vector, x: Vector, b: Number, sigma: Callable[[Number], Number]) -> Number:
    """(1)  z = Σ_k w_k x_k + b, and a = σ(z)

    One artificial neuron.  w: its weights, one for each x_k.

    >>> neuron([2, 3], [10, 100], 4, abs)
    324
    """
    z: Number = 0
    for w_k, x_k in zip(w, x):
        z = z + w_k * x_k
    z = z + b
    a = sigma(z)
    return a


def weighted_sum(w_j: Vector, a: Vector, b_j: Number) -> Number:
    """(2)  z_j^l = Σ_k w_jk^l a_k^(l−1) + b_j^l

    What neuron j receives.  w_j: its weights, one for each a_k of the layer before.

    >>> weighted_sum([2, 3], [10, 100], 4)
    324
    """
    z_j: Number = 0
    for w_jk, a_k in zip(w_j, a):
        z_j = z_j + w_jk * a_k
    z_j = z_j + b_j
    return z_j


def activation(sigma: Callable[[Number], Number], z_j: Number) -> Number:
    """(2)  a_j^l = σ(z_j^l)

    What neuron j passes on.  sigma: the activation of its layer.

    >>> activation(abs, -324)
    324
    """
    a_j = sigma(z_j)
    return a_j


# ---- the literal chain rule ------------------------------------------------------------------


def difference_quotient(C: Callable[[Number], Number], w_jk: Number, h: Number) -> Number:
    """(3)  ∂C/∂w_jk^l = lim_(h→0) (C(w_jk^l + h) − C(w_jk^l)) / h

    What a weight update needs, before any calculus: how much the cost changes with the weight.
    C: the cost as a function of this one weight.  The quotient for the given h, not yet the limit.

    >>> difference_quotient(lambda w: w * w, 3, 1)
    7.0
    """
    C_moved = C(w_jk + h)
    C_here = C(w_jk)
    dC_dw_jk = (C_moved - C_here) / h
    return dC_dw_jk


def chain_rule(dC_da_j: Number, da_dz_j: Number, dz_dw_jk: Number) -> Number:
    """(4)  ∂C/∂w_jk^l = ∂C/∂a_j^l · ∂a_j^l/∂z_j^l · ∂z_j^l/∂w_jk^l

    From the cost back through neuron j to its weight.  For its bias, ∂z_j/∂b_j stands in the last place.

    >>> chain_rule(2, 3, 5)
    30
    """
    dC_dz_j = dC_da_j * da_dz_j
    dC_dw_jk = dC_dz_j * dz_dw_jk
    return dC_dw_jk


def chain_rule_through_next_layer(
    dC_da_next: Vector, da_dz_next: Vector, dz_da_j: Vector, da_dz_j: Number, dz_dw_jk: Number
) -> Number:
    """(5)  ∂C/∂w_jk^l = [Σ_m ∂C/∂a_m^(l+1) · ∂a_m^(l+1)/∂z_m^(l+1) · ∂z_m^(l+1)/∂a_j^l] · ∂a_j^l/∂z_j^l · ∂z_j^l/∂w_jk^l

    The same where neuron j does not touch the cost itself: one path through every neuron m that it feeds.
    dC_da_next, da_dz_next, dz_da_j: one number for each m.

    >>> chain_rule_through_next_layer([2, 1], [3, 1], [5, 1], 10, 10)
    3100
    """
    dC_da_j: Number = 0
    for dC_da_m, da_dz_m, dz_m_da_j in zip(dC_da_next, da_dz_next, dz_da_j):
        dC_da_j = dC_da_j + dC_da_m * da_dz_m * dz_m_da_j
    dC_dz_j = dC_da_j * da_dz_j
    dC_dw_jk = dC_dz_j * dz_dw_jk
    return dC_dw_jk


# ---- error signals ---------------------------------------------------------------------------

# (6)  δ_j^l = ∂C/∂z_j^l
#
# The error signal of a neuron is a name for something that (5) contains at every turn: how much the
# cost changes with the weighted sum that the neuron receives.  A definition computes nothing; from here
# on delta_j is dC_dz_j.


def error_recurrence(dC_dz_next: Vector, dz_da_j: Vector, da_dz_j: Number) -> Number:
    """(7)  ∂C/∂z_j^l = Σ_m ∂C/∂z_m^(l+1) · ∂z_m^(l+1)/∂a_j^l · ∂a_j^l/∂z_j^l

    The recurrence that (5) contains.  dC_dz_next, dz_da_j: one number for each neuron m of the next layer.

    >>> error_recurrence([6, 1], [5, 1], 10)
    310
    """
    dC_dz_j: Number = 0
    for dC_dz_m, dz_m_da_j in zip(dC_dz_next, dz_da_j):
        dC_dz_j = dC_dz_j + dC_dz_m * dz_m_da_j * da_dz_j
    return dC_dz_j


def hidden_delta(delta_next: Vector, w_next: Matrix, j: int, da_dz_j: Number) -> Number:
    """(8)  δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)

    The same in error signals: the δ_m of every neuron m that j leads to, each times the weight from j to m,
    added up.  delta_next, w_next: one δ and one row for each m.

    >>> hidden_delta([6, 1], [[5, 0], [1, 0]], 0, 10)
    310
    """
    dC_da_j: Number = 0
    for delta_m, w_m in zip(delta_next, w_next):
        dC_da_j = dC_da_j + delta_m * w_m[j]
    delta_j = dC_da_j * da_dz_j
    return delta_j


def output_delta(dC_da_j: Number, da_dz_j: Number) -> Number:
    """(9)  δ_j^(L−1) = ∂C/∂a_j^(L−1) · σ′(z_j^(L−1))

    Where it starts: a neuron of the last layer touches the cost itself.

    >>> output_delta(2, 3)
    6
    """
    delta_j = dC_da_j * da_dz_j
    return delta_j


def softmax_sum(a: Vector, dC_da: Vector) -> Number:
    """(9, softmax sum)  Σ_i a_i^(L−1) ∂C/∂a_i^(L−1)

    What the neurons of a softmax layer have in common: computed once for the layer.  One number for each output i.

    >>> softmax_sum([2, 1], [3, 4])
    10
    """
    a_dC_da: Number = 0
    for a_i, dC_da_i in zip(a, dC_da):
        a_dC_da = a_dC_da + a_i * dC_da_i
    return a_dC_da


def softmax_delta(a_j: Number, dC_da_j: Number, a_dC_da: Number) -> Number:
    """(9, softmax)  δ_j^(L−1) = a_j^(L−1) (∂C/∂a_j^(L−1) − Σ_i a_i^(L−1) ∂C/∂a_i^(L−1))

    The extension of (9) to softmax, where z_j moves every output a_i.  a_dC_da: the sum, the same for every j.

    >>> softmax_delta(2, 13, 10)
    6
    """
    delta_j = a_j * (dC_da_j - a_dC_da)
    return delta_j


def softmax_delta_by_jacobian(dC_da: Vector, da_dz_j: Vector) -> Number:
    """(9, softmax Jacobian)  δ_j^(L−1) = Σ_i ∂C/∂a_i^(L−1) · ∂a_i^(L−1)/∂z_j^(L−1)

    The other way to the same number: the chain rule through every output, which for the whole layer takes n² slopes.
    dC_da, da_dz_j: one number for each output i.

    >>> softmax_delta_by_jacobian([2, 1], [3, 4])
    10
    """
    delta_j: Number = 0
    for dC_da_i, da_i_dz_j in zip(dC_da, da_dz_j):
        delta_j = delta_j + dC_da_i * da_i_dz_j
    return delta_j


# ---- gradients and updates of the weights ----------------------------------------------------


def weight_gradients(delta_j: Number, a: Vector) -> Vector:
    """(10)  ∂C/∂w_jk^l = δ_j^l a_k^(l−1)

    The gradients of all weights that lead to neuron j: one for each a_k of the layer before.

    >>> weight_gradients(6, [10, 100])
    [60, 600]
    """
    dC_dw_j = []
    for a_k in a:
        dC_dw_jk = delta_j * a_k
        dC_dw_j.append(dC_dw_jk)
    return dC_dw_j


def updated_weights(w_j: Vector, alpha: Number, dC_dw_j: Vector) -> Vector:
    """(11)  w_jk^l ← w_jk^l − α ∂C/∂w_jk^l = w_jk^l − α (δ_j^l a_k^(l−1))

    All weights that lead to neuron j after one step downhill.  dC_dw_j: the gradient of each.

    >>> updated_weights([200, 300], 2, [60, 600])
    [80, -900]
    """
    new_w_j = []
    for w_jk, dC_dw_jk in zip(w_j, dC_dw_j):
        new_w_jk = w_jk - alpha * dC_dw_jk
        new_w_j.append(new_w_jk)
    return new_w_j


# ---- gradient and update of the bias ---------------------------------------------------------

# (12)  ∂(u + b)/∂b = 1 for every u that does not contain b
#
# The rule behind the bias.  It is a rule and computes nothing.
#
# (13)  ∂z_j^l/∂b_j^l = 1
#
# So for every neuron: in (2) b_j stands alone behind a sum that does not contain it, and b_j stands in no other
# neuron's z.  It is the 1 in the function below, and in no other place.


def bias_gradient(delta_j: Number) -> Number:
    """(14)  ∂C/∂b_j^l = ∂C/∂z_j^l · ∂z_j^l/∂b_j^l = δ_j^l

    The gradient of neuron j's own bias: its own δ, not the sum over the layer.

    >>> bias_gradient(6)
    6
    """
    dz_db_j = 1
    dC_db_j = delta_j * dz_db_j
    return dC_db_j


def shared_bias_gradient(delta: Vector) -> Number:
    """(14, shared bias)  ∂C/∂b^l = Σ_j ∂C/∂z_j^l · ∂z_j^l/∂b^l = Σ_j δ_j^l

    The extension of (14) to a layer whose neurons really use one bias: here, and only here, the deltas
    are summed.  delta: the δ of every neuron that uses it.

    >>> shared_bias_gradient([6, 1])
    7
    """
    dz_j_db = 1
    dC_db: Number = 0
    for delta_j in delta:
        dC_db = dC_db + delta_j * dz_j_db
    return dC_db


def updated_bias(b_j: Number, alpha: Number, dC_db_j: Number) -> Number:
    """(15)  b_j^l ← b_j^l − α δ_j^l

    The bias of neuron j after one step downhill.  dC_db_j: its gradient, which (14) says is δ_j.

    >>> updated_bias(40, 2, 6)
    28
    """
    new_b_j = b_j - alpha * dC_db_j
    return new_b_j


# ---- several examples ------------------------------------------------------------------------


def sum_over_examples(total_j: Vector, n: int) -> Vector:
    """(batch, sum)  C = Σ_i C_i, so ∂C/∂w_jk^l = Σ_i ∂C_i/∂w_jk^l

    The gradients of one neuron over n examples.  total_j: already added up, i = 0, 1, 2, …

    >>> sum_over_examples([60, 600], 2)
    [60, 600]
    """
    return total_j


def mean_over_examples(total_j: Vector, n: int) -> Vector:
    """(batch, mean)  C = (Σ_i C_i)/n, so ∂C/∂w_jk^l = (Σ_i ∂C_i/∂w_jk^l)/n

    The gradients of one neuron over n examples.  total_j: already added up, i = 0, 1, 2, …

    >>> mean_over_examples([60, 600], 2)
    [30.0, 300.0]
    """
    if n == 1:
        return total_j
    mean_j = []
    for total_jk in total_j:
        mean_jk = total_jk / n
        mean_j.append(mean_jk)
    return mean_j
