"""Matrices as lists of rows, vectors as columns, one example after another: NumPy's way without NumPy.

A shared bias is summed at the very end, after its neurons' gradients were reduced each by itself.
"""

import math


def dot(A, B):
    return [[sum(row[i] * B[i][c] for i in range(len(B))) for c in range(len(B[0]))] for row in A]


def transpose(A):
    return [list(column) for column in zip(*A)]


def column(v):
    return [[value] for value in v]


def flat(A):
    return [row[0] for row in A]


def each(f, *As):
    return [[f(*values) for values in zip(*rows)] for rows in zip(*As)]


def hadamard(A, B):
    return each(lambda p, q: p * q, A, B)


def add(A, B):
    return each(lambda p, q: p + q, A, B)


def scale(A, factor):
    return each(lambda p: p * factor, A)


def sigmoid(z):
    return 1.0 / (1.0 + math.exp(-z)) if z > -700 else math.exp(z)


def sigmoid_prime(z):
    return sigmoid(z) * sigmoid(-z)


def phi(z):
    return math.erfc(-z / math.sqrt(2.0)) / 2.0


def phi_prime(z):
    return math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)


def swish_prime(z):
    return sigmoid(z) + z * sigmoid_prime(z)


FUNCTIONS = {
    "identity": (lambda z: z, lambda z: 1.0),
    "sigmoid": (sigmoid, sigmoid_prime),
    "tanh": (math.tanh, lambda z: 1.0 / math.cosh(z) ** 2 if abs(z) < 300 else 0.0),
    "relu": (lambda z: max(0.0, z), lambda z: float(z > 0)),
    "leaky_relu": (lambda z: max(z / 100, z), lambda z: 1.0 if z > 0 else 1 / 100),
    "softplus": (lambda z: math.log1p(math.exp(z)) if z < 30 else z + math.log1p(math.exp(-z)), sigmoid),
    "softsign": (lambda z: z / (1.0 + abs(z)), lambda z: (1.0 + abs(z)) ** -2),
    "elu": (lambda z: z if z > 0 else math.expm1(z), lambda z: 1.0 if z > 0 else math.exp(z)),
    "silu": (lambda z: z * sigmoid(z), swish_prime),
    "gelu": (lambda z: z * phi(z), lambda z: phi(z) + z * phi_prime(z)),
}


def softmax(z):
    highest = max(flat(z))
    powers = [math.exp(value - highest) for value in flat(z)]
    return column([power / sum(powers) for power in powers])


class Quadratic:
    def __init__(self, factor):
        self.factor = factor

    def value(self, a, y):
        return self.factor / 2.0 * sum((p - t) ** 2 for p, t in zip(flat(a), flat(y)))

    def derivative(self, a, y):
        return each(lambda p, t: self.factor * (p - t), a, y)


class Entropy:
    def __init__(self, both):
        self.both = both

    def value(self, a, y):
        C = 0.0
        for p, t in zip(flat(a), flat(y)):
            C -= t * math.log(p) if t else 0.0
            C -= (1 - t) * math.log1p(-p) if self.both and t != 1 else 0.0
        return C

    def derivative(self, a, y):
        ones = each(lambda p, t: -t / p if t else 0.0, a, y)
        if not self.both:
            return ones
        zeros = each(lambda p, t: (1 - t) / (1 - p) if t != 1 else 0.0, a, y)
        return add(ones, zeros)


def cost_named(name, outputs):
    if name == "half_squared_error":
        return Quadratic(1.0)
    if name == "squared_error":
        return Quadratic(2.0)
    if name == "mean_squared_error":
        return Quadratic(2.0 / outputs)
    return Entropy(name == "binary_cross_entropy")


def jacobian(a):
    s = flat(a)
    return [[s[i] * ((i == j) - s[j]) for j in range(len(s))] for i in range(len(s))]


def backprop(weights, biases, kinds, cost, x, y):
    activation = column(x)
    activations = [activation]
    zs = []
    for w, b, kind in zip(weights, biases, kinds):
        z = add(dot(w, activation), b)
        zs.append(z)
        activation = softmax(z) if kind == "softmax" else each(FUNCTIONS[kind][0], z)
        activations.append(activation)

    nabla_w = [None] * len(weights)
    nabla_b = [None] * len(biases)
    deltas = [None] * len(weights)
    error = cost.derivative(activations[-1], column(y))
    if kinds[-1] == "softmax":
        delta = dot(transpose(jacobian(activations[-1])), error)
    else:
        delta = hadamard(error, each(FUNCTIONS[kinds[-1]][1], zs[-1]))
    deltas[-1] = delta
    nabla_b[-1] = delta
    nabla_w[-1] = dot(delta, transpose(activations[-2]))
    for back in range(2, len(weights) + 1):
        z = zs[-back]
        sp = each(FUNCTIONS[kinds[-back]][1], z)
        error = dot(transpose(weights[-back + 1]), delta)
        delta = hadamard(error, sp)
        deltas[-back] = delta
        nabla_b[-back] = delta
        nabla_w[-back] = dot(delta, transpose(activations[-back - 1]))
    return zs, activations, deltas, nabla_w, nabla_b


def answer(case):
    layers = case["layers"]
    weights = [layer["weights"] for layer in layers]
    shared = [layer.get("shared_bias", False) for layer in layers]
    biases = [column(layer["biases"] * len(layer["weights"]) if layer.get("shared_bias") else layer["biases"])
              for layer in layers]
    kinds = [layer["activation"] for layer in layers]
    batch = case["examples"]
    cost = cost_named(case.get("cost", "half_squared_error"), len(batch[0]["y"]))
    sum_w = [scale(w, 0.0) for w in weights]
    sum_b = [scale(b, 0.0) for b in biases]
    C = 0.0
    result = {"id": case["id"], "outputs": [], "weighted_sums": [], "activations": [], "deltas": []}
    for example in batch:
        zs, activations, deltas, nabla_w, nabla_b = backprop(
            weights, biases, kinds, cost, example["x"], example["y"])
        sum_w = [add(total, one) for total, one in zip(sum_w, nabla_w)]
        sum_b = [add(total, one) for total, one in zip(sum_b, nabla_b)]
        C += cost.value(activations[-1], column(example["y"]))
        result["outputs"].append(flat(activations[-1]))
        result["weighted_sums"].append([flat(z) for z in zs])
        result["activations"].append([flat(a) for a in activations[1:]])
        result["deltas"].append([flat(d) for d in deltas])
    if case.get("reduction", "mean") == "mean":
        C /= len(batch)
        sum_w = [each(lambda g: g / len(batch), total) for total in sum_w]
        sum_b = [each(lambda g: g / len(batch), total) for total in sum_b]
    bias_gradients = []
    for one, total in zip(shared, sum_b):
        bias_gradients.append([sum(flat(total))] if one else flat(total))
    result["cost"] = C
    result["weight_gradients"] = sum_w
    result["bias_gradients"] = bias_gradients
    eta = case.get("learning_rate")
    if eta is not None:
        result["new_weights"] = [each(lambda p, g: p - eta * g, w, nw) for w, nw in zip(weights, sum_w)]
        result["new_biases"] = [[p - eta * g for p, g in zip(layer["biases"], nb)]
                                for layer, nb in zip(layers, bias_gradients)]
    return result
