"""One neuron at a time, with indices and loops, as an exercise sheet has it.

A shared bias collects inside the loop over the neurons: its sum is taken before anything is divided.
"""

from math import erf, erfc, exp, expm1, log, log1p, pi, sqrt, tanh


def logistic(z):
    if z < 0:
        return exp(z) / (1 + exp(z))
    return 1 / (1 + exp(-z))


def squash(kind, z):
    if kind == "identity":
        return z
    if kind == "sigmoid":
        return logistic(z)
    if kind == "tanh":
        return tanh(z)
    if kind == "relu":
        return z if z > 0 else 0.0
    if kind == "leaky_relu":
        return z if z > 0 else z / 100
    if kind == "softplus":
        return max(z, 0) + log1p(exp(-abs(z)))
    if kind == "softsign":
        return z / (1 + abs(z))
    if kind == "elu":
        return z if z > 0 else expm1(z)
    if kind == "silu":
        return z * logistic(z)
    return z * (erfc(-z / sqrt(2)) / 2 if z < 0 else (1 + erf(z / sqrt(2))) / 2)


def slope(kind, z):
    if kind == "identity":
        return 1.0
    if kind == "sigmoid":
        return logistic(z) * logistic(-z)
    if kind == "tanh":
        return 1 - tanh(z) ** 2
    if kind == "relu":
        return 1.0 if z > 0 else 0.0
    if kind == "leaky_relu":
        return 1.0 if z > 0 else 1 / 100
    if kind == "softplus":
        return logistic(z)
    if kind == "softsign":
        return 1 / (1 + abs(z)) ** 2
    if kind == "elu":
        return 1.0 if z > 0 else exp(z)
    if kind == "silu":
        return logistic(z) * (1 + z * logistic(-z))
    bell = exp(-z * z / 2) / sqrt(2 * pi)
    return (erfc(-z / sqrt(2)) / 2 if z < 0 else (1 + erf(z / sqrt(2))) / 2) + z * bell


def softmax(z):
    top = max(z)
    powers = [exp(value - top) for value in z]
    total = sum(powers)
    return [power / total for power in powers]


def loss(kind, a, y):
    total = 0.0
    for j in range(len(y)):
        if kind == "half_squared_error":
            total += (a[j] - y[j]) ** 2 / 2
        elif kind == "squared_error":
            total += (a[j] - y[j]) ** 2
        elif kind == "mean_squared_error":
            total += (a[j] - y[j]) ** 2 / len(y)
        elif kind == "cross_entropy":
            if y[j] != 0:
                total -= y[j] * log(a[j])
        else:
            if y[j] != 0:
                total -= y[j] * log(a[j])
            if y[j] != 1:
                total -= (1 - y[j]) * log1p(-a[j])
    return total


def loss_slope(kind, a, y, n_out):
    if kind == "half_squared_error":
        return a - y
    if kind == "squared_error":
        return 2 * (a - y)
    if kind == "mean_squared_error":
        return 2 * (a - y) / n_out
    g = 0.0
    if y != 0:
        g -= y / a
    if kind == "binary_cross_entropy" and y != 1:
        g += (1 - y) / (1 - a)
    return g


def answer(case):
    layers = case["layers"]
    L = len(layers)
    examples = case["examples"]
    n = len(examples)
    cost = case.get("cost", "half_squared_error")
    grad_w = [[[0.0] * len(row) for row in layer["weights"]] for layer in layers]
    grad_b = [[0.0] * len(layer["biases"]) for layer in layers]
    total = 0.0
    all_z, all_a, all_d, outputs = [], [], [], []

    for example in examples:
        x, y = example["x"], example["y"]
        z, a = [], []
        below = x
        for l in range(L):
            w, b, kind = layers[l]["weights"], layers[l]["biases"], layers[l]["activation"]
            z.append([])
            for j in range(len(w)):
                s = 0.0
                for k in range(len(below)):
                    s += w[j][k] * below[k]
                s += b[0] if layers[l].get("shared_bias") else b[j]
                z[l].append(s)
            if kind == "softmax":
                a.append(softmax(z[l]))
            else:
                a.append([squash(kind, s) for s in z[l]])
            below = a[l]
        total += loss(cost, a[L - 1], y)

        delta = [None] * L
        n_out = len(y)
        toward = [loss_slope(cost, a[L - 1][j], y[j], n_out) for j in range(n_out)]
        delta[L - 1] = []
        for j in range(n_out):
            if layers[L - 1]["activation"] == "softmax":
                p = a[L - 1]
                d = 0.0
                for i in range(n_out):
                    d += toward[i] * p[i] * ((1 if i == j else 0) - p[j])
            else:
                d = toward[j] * slope(layers[L - 1]["activation"], z[L - 1][j])
            delta[L - 1].append(d)
        for l in range(L - 2, -1, -1):
            delta[l] = []
            for j in range(len(z[l])):
                error = 0.0
                for m in range(len(delta[l + 1])):
                    error += delta[l + 1][m] * layers[l + 1]["weights"][m][j]
                delta[l].append(error * slope(layers[l]["activation"], z[l][j]))

        for l in range(L):
            below = x if l == 0 else a[l - 1]
            for j in range(len(delta[l])):
                for k in range(len(below)):
                    grad_w[l][j][k] += delta[l][j] * below[k]
                if layers[l].get("shared_bias"):
                    grad_b[l][0] += delta[l][j]
                else:
                    grad_b[l][j] += delta[l][j]

        all_z.append(z)
        all_a.append(a)
        all_d.append(delta)
        outputs.append(a[L - 1])

    if case.get("reduction", "mean") == "mean":
        total /= n
        for l in range(L):
            for j in range(len(grad_w[l])):
                for k in range(len(grad_w[l][j])):
                    grad_w[l][j][k] /= n
            for j in range(len(grad_b[l])):
                grad_b[l][j] /= n

    result = {"id": case["id"], "weight_gradients": grad_w, "bias_gradients": grad_b, "cost": total,
              "outputs": outputs, "weighted_sums": all_z, "activations": all_a, "deltas": all_d}
    rate = case.get("learning_rate")
    if rate is not None:
        result["new_weights"] = []
        result["new_biases"] = []
        for l in range(L):
            w, b = layers[l]["weights"], layers[l]["biases"]
            result["new_weights"].append(
                [[w[j][k] - rate * grad_w[l][j][k] for k in range(len(w[j]))] for j in range(len(w))])
            result["new_biases"].append([b[j] - rate * grad_b[l][j] for j in range(len(b))])
    return result
