"""Backpropagation on one sheet: the equations, a sigmoid, a squared error, and the most widely read 2-2-2 network.

Layers, neurons, inputs count from 0.  w_jk leads from neuron k of the layer before to neuron j.  C: the cost of the
example.  α: the learning rate.  For paper, and for steppers in a browser such as pythontutor.com.  The numbers:
Matt Mazur, “A Step by Step Backpropagation Example”, 2015, who counts from 1 and leaves the biases as they are.
"""

from math import exp


def weighted_sum(w_j, a, b_j):
    """(2)  z_j^l = Σ_k w_jk^l a_k^(l−1) + b_j^l"""
    z_j = 0
    for w_jk, a_k in zip(w_j, a):
        z_j = z_j + w_jk * a_k
    z_j = z_j + b_j
    return z_j


def activation(sigma, z_j):
    """(2)  a_j^l = σ(z_j^l)"""
    a_j = sigma(z_j)
    return a_j


def hidden_delta(delta_next, w_next, j, da_dz_j):
    """(8)  δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)"""
    dC_da_j = 0
    for delta_m, w_m in zip(delta_next, w_next):
        dC_da_j = dC_da_j + delta_m * w_m[j]
    delta_j = dC_da_j * da_dz_j
    return delta_j


def output_delta(dC_da_j, da_dz_j):
    """(9)  δ_j^(L−1) = ∂C/∂a_j^(L−1) · σ′(z_j^(L−1))"""
    delta_j = dC_da_j * da_dz_j
    return delta_j


def weight_gradients(delta_j, a):
    """(10)  ∂C/∂w_jk^l = δ_j^l a_k^(l−1)"""
    dC_dw_j = []
    for a_k in a:
        dC_dw_jk = delta_j * a_k
        dC_dw_j.append(dC_dw_jk)
    return dC_dw_j


def updated_weights(w_j, alpha, dC_dw_j):
    """(11)  w_jk^l ← w_jk^l − α ∂C/∂w_jk^l = w_jk^l − α (δ_j^l a_k^(l−1))"""
    new_w_j = []
    for w_jk, dC_dw_jk in zip(w_j, dC_dw_j):
        new_w_jk = w_jk - alpha * dC_dw_jk
        new_w_j.append(new_w_jk)
    return new_w_j


def bias_gradient(delta_j):
    """(14)  ∂C/∂b_j^l = ∂C/∂z_j^l · ∂z_j^l/∂b_j^l = δ_j^l"""
    dz_db_j = 1
    dC_db_j = delta_j * dz_db_j
    return dC_db_j


def updated_bias(b_j, alpha, dC_db_j):
    """(15)  b_j^l ← b_j^l − α δ_j^l"""
    new_b_j = b_j - alpha * dC_db_j
    return new_b_j


def sigmoid(z):
    """σ(z) = 1/(1 + e^−z)"""
    if z >= 0:
        e = exp(-z)
        a = 1 / (1 + e)
    else:
        e = exp(z)
        a = e / (1 + e)
    return a


def sigmoid_slope(z):
    """σ′(z) = σ(z)(1 − σ(z))"""
    a = sigmoid(z)
    da_dz = a * (1 - a)
    return da_dz


def squared_error(a, y):
    """C = Σ_j (a_j − y_j)²"""
    C = 0
    for a_j, y_j in zip(a, y):
        e_j = a_j - y_j
        C = C + e_j * e_j
    return C


def half_squared_error(a, y):
    """C = ½ Σ_j (a_j − y_j)²"""
    C = squared_error(a, y) / 2
    return C


def half_squared_error_slope(a_j, y_j, n):
    """∂C/∂a_j = a_j − y_j"""
    dC_da_j = a_j - y_j
    return dC_da_j


w = [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]  # w[l][j][k]
b = [[0.35, 0.35], [0.60, 0.60]]  # b[l][j]
x, y, alpha = [0.05, 0.10], [0.01, 0.99], 0.5

for step in range(2):
    z, a, delta = [[], []], [[], []], [[], []]  # at [l][j]
    for l, a_before in ((0, x), (1, a[0])):  # forward
        for j in range(2):
            z_j = weighted_sum(w[l][j], a_before, b[l][j])
            z[l].append(z_j)
            a_j = activation(sigmoid, z_j)
            a[l].append(a_j)
    C = half_squared_error(a[1], y)
    for j in range(2):  # backward: the last layer
        dC_da_j = half_squared_error_slope(a[1][j], y[j], 2)
        da_dz_j = sigmoid_slope(z[1][j])
        delta_j = output_delta(dC_da_j, da_dz_j)
        delta[1].append(delta_j)
    for j in range(2):  # backward: the hidden layer
        da_dz_j = sigmoid_slope(z[0][j])
        delta_j = hidden_delta(delta[1], w[1], j, da_dz_j)
        delta[0].append(delta_j)
    print("C =", C, " delta =", delta)
    for l, a_before in ((0, x), (1, a[0])):  # gradients, and the update
        for j in range(2):
            dC_dw_j = weight_gradients(delta[l][j], a_before)
            dC_db_j = bias_gradient(delta[l][j])
            w[l][j] = updated_weights(w[l][j], alpha, dC_dw_j)
            b[l][j] = updated_bias(b[l][j], alpha, dC_db_j)
