"""A whole batch at once, one column for each example, gradients divided where they are made: a well-known course's way.

A shared bias is one number: all of dZ is summed for it in one go.
"""

import math


def shape_of(M):
    return len(M), len(M[0])


def matmul(A, B):
    rows, inner = shape_of(A)
    columns = len(B[0])
    return [[sum(A[r][i] * B[i][c] for i in range(inner)) for c in range(columns)] for r in range(rows)]


def T(M):
    return [list(row) for row in zip(*M)]


def elementwise(f, A, B):
    return [[f(p, q) for p, q in zip(row_a, row_b)] for row_a, row_b in zip(A, B)]


def stable_sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def normal(z):
    return 0.5 * math.erfc(-z / math.sqrt(2))


def activate(name, Z):
    if name == "softmax":
        A = []
        for z in T(Z):
            e = [math.exp(v - max(z)) for v in z]
            A.append([v / sum(e) for v in e])
        return T(A)
    g = {
        "identity": lambda z: z,
        "sigmoid": stable_sigmoid,
        "tanh": math.tanh,
        "relu": lambda z: max(z, 0.0),
        "leaky_relu": lambda z: z if z > 0 else z / 100,
        "softplus": lambda z: z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z)),
        "softsign": lambda z: z / (1 + math.fabs(z)),
        "elu": lambda z: z if z > 0 else math.expm1(z),
        "silu": lambda z: z * stable_sigmoid(z),
        "gelu": lambda z: z * normal(z),
    }[name]
    return [[g(z) for z in row] for row in Z]


def activation_gradient(name, z):
    if name == "sigmoid":
        return stable_sigmoid(z) * stable_sigmoid(-z)
    if name == "tanh":
        return (1 - math.tanh(z)) * (1 + math.tanh(z))
    if name == "relu":
        return 1 if z > 0 else 0
    if name == "leaky_relu":
        return 1 if z > 0 else 0.01
    if name == "softplus":
        return stable_sigmoid(z)
    if name == "softsign":
        return 1 / (1 + math.fabs(z)) / (1 + math.fabs(z))
    if name == "elu":
        return 1 if z > 0 else math.exp(z)
    if name == "silu":
        s = stable_sigmoid(z)
        return s + z * s * stable_sigmoid(-z)
    if name == "gelu":
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return normal(z) + z * density
    return 1


def initialize(layers):
    parameters = {}
    for l, layer in enumerate(layers, start=1):
        parameters["W" + str(l)] = layer["weights"]
        parameters["b" + str(l)] = [[v] for v in layer["biases"]]
    return parameters


def model_forward(X, parameters, names):
    caches, A = [], X
    for l in range(1, len(names) + 1):
        A_prev = A
        W, b = parameters["W" + str(l)], parameters["b" + str(l)]
        WA = matmul(W, A_prev)
        Z = [[v + b[j if len(b) > 1 else 0][0] for v in row] for j, row in enumerate(WA)]
        A = activate(names[l - 1], Z)
        caches.append((A_prev, W, Z))
    return A, caches


def compute_cost(AL, Y, cost):
    losses = 0.0
    n = len(Y)
    for row_a, row_y in zip(AL, Y):
        for a, y in zip(row_a, row_y):
            if cost == "cross_entropy" or cost == "binary_cross_entropy":
                losses += -y * math.log(a) if y else 0.0
                if cost == "binary_cross_entropy" and y != 1:
                    losses += -(1 - y) * math.log1p(-a)
            else:
                losses += (a - y) ** 2 / {"half": 2, "squared": 1, "mean": n}[cost.split("_")[0]]
    return losses


def cost_gradient(a, y, cost, n):
    if cost == "half_squared_error":
        return a - y
    if cost == "squared_error":
        return 2 * (a - y)
    if cost == "mean_squared_error":
        return 2 / n * (a - y)
    dA = -y / a if y else 0.0
    if cost == "binary_cross_entropy" and y != 1:
        dA += (1 - y) / (1 - a)
    return dA


def output_error(AL, Y, Z, cost, name):
    n = len(Y)
    if name == "softmax" and cost == "cross_entropy":
        totals = [sum(column) for column in T(Y)]
        return [[a * total - y for a, y, total in zip(row_a, row_y, totals)] for row_a, row_y in zip(AL, Y)]
    if name == "sigmoid" and cost == "binary_cross_entropy":
        return elementwise(lambda a, y: a - y, AL, Y)
    dAL = elementwise(lambda a, y: cost_gradient(a, y, cost, n), AL, Y)
    if name == "softmax":
        inner = [sum(column) for column in T(elementwise(lambda da, a: da * a, dAL, AL))]
        return [[a * (da - total) for a, da, total in zip(row_a, row_da, inner)] for row_a, row_da in zip(AL, dAL)]
    return elementwise(lambda da, z: da * activation_gradient(name, z), dAL, Z)


def linear_backward(dZ, A_prev, divisor, shared):
    dW = [[v / divisor for v in row] for row in matmul(dZ, T(A_prev))]
    if shared:
        db = [[sum(map(sum, dZ)) / divisor]]
    else:
        db = [[sum(row) / divisor] for row in dZ]
    return dW, db


def model_backward(AL, Y, caches, names, shared, cost, divisor):
    grads = {}
    L = len(caches)
    dZ = output_error(AL, Y, caches[L - 1][2], cost, names[L - 1])
    for l in range(L, 0, -1):
        A_prev, W, Z = caches[l - 1]
        grads["dZ" + str(l)] = dZ
        grads["dW" + str(l)], grads["db" + str(l)] = linear_backward(dZ, A_prev, divisor, shared[l - 1])
        if l > 1:
            dA_prev = matmul(T(W), dZ)
            Z_prev = caches[l - 2][2]
            dZ = elementwise(lambda da, z: da * activation_gradient(names[l - 2], z), dA_prev, Z_prev)
    return grads


def update_parameters(parameters, grads, learning_rate, L):
    updated = {}
    for l in range(1, L + 1):
        updated["W" + str(l)] = elementwise(
            lambda p, g: p - learning_rate * g, parameters["W" + str(l)], grads["dW" + str(l)])
        updated["b" + str(l)] = elementwise(
            lambda p, g: p - learning_rate * g, parameters["b" + str(l)], grads["db" + str(l)])
    return updated


def answer(case):
    layers = case["layers"]
    L = len(layers)
    names = [layer["activation"] for layer in layers]
    shared = [layer.get("shared_bias", False) for layer in layers]
    cost = case.get("cost", "half_squared_error")
    X = T([example["x"] for example in case["examples"]])
    Y = T([example["y"] for example in case["examples"]])
    m = len(case["examples"])
    divisor = m if case.get("reduction", "mean") == "mean" else 1
    parameters = initialize(layers)
    AL, caches = model_forward(X, parameters, names)
    grads = model_backward(AL, Y, caches, names, shared, cost, divisor)
    result = {
        "id": case["id"],
        "cost": compute_cost(AL, Y, cost) / divisor,
        "outputs": T(AL),
        "weight_gradients": [grads["dW" + str(l)] for l in range(1, L + 1)],
        "bias_gradients": [[row[0] for row in grads["db" + str(l)]] for l in range(1, L + 1)],
        "weighted_sums": [[T(Z)[i] for _, _, Z in caches] for i in range(m)],
        "activations": [[T(cache[0])[i] for cache in caches[1:]] + [T(AL)[i]] for i in range(m)],
        "deltas": [[T(grads["dZ" + str(l)])[i] for l in range(1, L + 1)] for i in range(m)],
    }
    if case.get("learning_rate") is not None:
        updated = update_parameters(parameters, grads, case["learning_rate"], L)
        result["new_weights"] = [updated["W" + str(l)] for l in range(1, L + 1)]
        result["new_biases"] = [[row[0] for row in updated["b" + str(l)]] for l in range(1, L + 1)]
    return result
