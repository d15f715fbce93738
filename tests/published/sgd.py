"""Nielsen's stochastic gradient descent in plain matrices, as the text of his chapters 1 to 3 has it.

In each epoch the training data are shuffled where they lie, and cut into mini-batches; for each mini-batch of m
examples ∇ is added up over the examples, and then every weight and bias moves by −(η/m) ∇.  Error signals are his BP1
to BP4; his weights w^l_jk, as ours, lead from neuron k to neuron j.

His random.shuffle is that of Python 2.7: for i = n − 1, …, 1 the items i and ⌊random() · (i + 1)⌋ change places.

Two things are written as this package has them, for the last digit's sake: σ(z) for negative z as e^z/(1 + e^z), and
the cross-entropy cost by its derivative and σ′ (his own a − y, to which they multiply out, is here too: ``shortcut``).
"""

import math


def sigmoid(z):
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def product(matrix, vector):
    result = []
    for row in matrix:
        total = 0.0
        for left, right in zip(row, vector):
            total += left * right
        result.append(total)
    return result


def transposed(matrix):
    return [list(column) for column in zip(*matrix)]


def quadratic(a, y):
    return [a_j - y_j for a_j, y_j in zip(a, y)]


def cross_entropy(a, y):
    return [-y_j / a_j if y_j == 1 else (1 - y_j) / (1 - a_j) for a_j, y_j in zip(a, y)]


def nablas(weights, biases, x, y, cost, shortcut=False):
    """∇w and ∇b of one example, by BP1 to BP4.  cost: its derivative by a."""
    activation, activations, slopes = x, [x], []
    for w, b in zip(weights, biases):
        z = [product_j + b_j for product_j, b_j in zip(product(w, activation), b)]
        activation = [sigmoid(z_j) for z_j in z]
        slopes.append([a_j * (1 - a_j) for a_j in activation])
        activations.append(activation)
    if shortcut:
        delta = quadratic(activation, y)
    else:
        delta = [c_j * s_j for c_j, s_j in zip(cost(activation, y), slopes[-1])]
    nabla_w, nabla_b = [], []
    for l in range(len(weights) - 1, -1, -1):
        nabla_b.insert(0, delta)
        nabla_w.insert(0, [[delta_j * a_k for a_k in activations[l]] for delta_j in delta])
        if l:
            delta = [d_j * s_j for d_j, s_j in zip(product(transposed(weights[l]), delta), slopes[l - 1])]
    return nabla_w, nabla_b


def added(total, more):
    return [added(t, m) for t, m in zip(total, more)] if isinstance(total, list) else total + more


def moved(value, nabla, factor):
    if isinstance(value, list):
        return [moved(v, n, factor) for v, n in zip(value, nabla)]
    return value - factor * nabla


def shuffle(items, draw):
    for i in reversed(range(1, len(items))):
        j = int(draw() * (i + 1))
        items[i], items[j] = items[j], items[i]


def sgd(weights, biases, data, epochs, m, eta, draw, cost=quadratic, shortcut=False, lam=0.0):
    """weights and biases after so many epochs.  lam: his λ of C + (λ/2n) Σ w², with n the number of training data."""
    data = list(data)
    n = len(data)
    for _ in range(epochs):
        shuffle(data, draw)
        for start in range(0, n, m):
            batch = data[start:start + m]
            total_w = total_b = None
            for x, y in batch:
                nabla_w, nabla_b = nablas(weights, biases, x, y, cost, shortcut)
                total_w = nabla_w if total_w is None else added(total_w, nabla_w)
                total_b = nabla_b if total_b is None else added(total_b, nabla_b)
            factor = eta / len(batch)
            if lam:
                weights = moved(shrunk(weights, 1 - eta * (lam / n)), total_w, factor)
            else:
                weights = moved(weights, total_w, factor)
            biases = moved(biases, total_b, factor)
    return weights, biases


def shrunk(value, factor):
    return [shrunk(v, factor) for v in value] if isinstance(value, list) else value * factor
