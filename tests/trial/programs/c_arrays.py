"""Flat arrays and offsets, as a C program has them: each neuron's row holds its weights, then its bias.

The gradient array is as flat as the weights.  A shared bias stands in every row of its layer and is summed at the end.
"""

from math import erf, exp, log, log1p, pi, sqrt, tanh

IDENTITY, SIGMOID, TANH, RELU, LEAKY, SOFTPLUS, SOFTSIGN, ELU, SILU, GELU, SOFTMAX = range(11)
KIND = {"identity": IDENTITY, "sigmoid": SIGMOID, "tanh": TANH, "relu": RELU, "leaky_relu": LEAKY,
        "softplus": SOFTPLUS, "softsign": SOFTSIGN, "elu": ELU, "silu": SILU, "gelu": GELU, "softmax": SOFTMAX}


def sig(v):
    return 1.0 / (1.0 + exp(-v)) if v > -708.0 else 0.0


def act(kind, v):
    if kind == SIGMOID:
        return sig(v)
    if kind == TANH:
        return tanh(v)
    if kind == RELU:
        return v if v > 0.0 else 0.0
    if kind == LEAKY:
        return v if v > 0.0 else v / 100.0
    if kind == SOFTPLUS:
        return v + log1p(exp(-v)) if v > 0.0 else log1p(exp(v))
    if kind == SOFTSIGN:
        return v / (1.0 + abs(v))
    if kind == ELU:
        return v if v > 0.0 else exp(v) - 1.0
    if kind == SILU:
        return v * sig(v)
    if kind == GELU:
        return 0.5 * v * (1.0 + erf(v / sqrt(2.0)))
    return v


def act_d(kind, v, o):
    if kind == SIGMOID:
        return o * (1.0 - o)
    if kind == TANH:
        return 1.0 - o * o
    if kind == RELU:
        return 1.0 if v > 0.0 else 0.0
    if kind == LEAKY:
        return 1.0 if v > 0.0 else 0.01
    if kind == SOFTPLUS:
        return sig(v)
    if kind == SOFTSIGN:
        return 1.0 / ((1.0 + abs(v)) * (1.0 + abs(v)))
    if kind == ELU:
        return 1.0 if v > 0.0 else o + 1.0
    if kind == SILU:
        return sig(v) * (1.0 + v * (1.0 - sig(v)))
    if kind == GELU:
        return 0.5 * (1.0 + erf(v / sqrt(2.0))) + v * exp(-0.5 * v * v) / sqrt(2.0 * pi)
    return 1.0


def forward(sizes, kinds, w, x, net, out):
    for i in range(sizes[0]):
        out[i] = x[i]
    base_w, base_in, base_out = 0, 0, sizes[0]
    for l in range(1, len(sizes)):
        n_in, n_out = sizes[l - 1], sizes[l]
        for j in range(n_out):
            row = base_w + j * (n_in + 1)
            sum_ = w[row + n_in]
            for k in range(n_in):
                sum_ += w[row + k] * out[base_in + k]
            net[base_out + j] = sum_
            out[base_out + j] = act(kinds[l], sum_)
        if kinds[l] == SOFTMAX:
            top = max(net[base_out:base_out + n_out])
            norm = 0.0
            for j in range(n_out):
                out[base_out + j] = exp(net[base_out + j] - top)
                norm += out[base_out + j]
            for j in range(n_out):
                out[base_out + j] /= norm
        base_w += n_out * (n_in + 1)
        base_in = base_out
        base_out += n_out


def dcost(cost, o, t, n):
    if cost == "half_squared_error":
        return o - t
    if cost == "squared_error":
        return 2.0 * (o - t)
    if cost == "mean_squared_error":
        return 2.0 * (o - t) / n
    if cost == "cross_entropy":
        return -t / o if t != 0.0 else 0.0
    if t == 1.0:
        return -1.0 / o
    if t == 0.0:
        return 1.0 / (1.0 - o)
    return (o - t) / (o * (1.0 - o))


def cost_of(cost, o, t, n):
    if cost == "half_squared_error":
        return 0.5 * (o - t) * (o - t)
    if cost == "squared_error":
        return (o - t) * (o - t)
    if cost == "mean_squared_error":
        return (o - t) * (o - t) / n
    c = -t * log(o) if t != 0.0 else 0.0
    if cost == "binary_cross_entropy" and t != 1.0:
        c -= (1.0 - t) * log1p(-o)
    return c


def backward(sizes, kinds, w, y, cost, net, out, delta):
    last = len(sizes) - 1
    n_out = sizes[last]
    at = sum(sizes[:last])
    for j in range(n_out):
        delta[at + j] = dcost(cost, out[at + j], y[j], n_out) * act_d(kinds[last], net[at + j], out[at + j])
    if kinds[last] == SOFTMAX:
        inner = 0.0
        for j in range(n_out):
            inner += delta[at + j] * out[at + j]
        for j in range(n_out):
            delta[at + j] = out[at + j] * (delta[at + j] - inner)
    base_w = len(w)
    for l in range(last - 1, 0, -1):
        n_here, n_next = sizes[l], sizes[l + 1]
        next_at = sum(sizes[:l + 1])
        here_at = next_at - n_here
        base_w -= n_next * (n_here + 1)
        for j in range(n_here):
            err = 0.0
            for m in range(n_next):
                err += delta[next_at + m] * w[base_w + m * (n_here + 1) + j]
            delta[here_at + j] = err * act_d(kinds[l], net[here_at + j], out[here_at + j])


def accumulate(sizes, out, delta, grad):
    i, base_in, base_out = 0, 0, sizes[0]
    for l in range(1, len(sizes)):
        for j in range(sizes[l]):
            for k in range(sizes[l - 1]):
                grad[i] += delta[base_out + j] * out[base_in + k]
                i += 1
            grad[i] += delta[base_out + j]
            i += 1
        base_in = base_out
        base_out += sizes[l]


def unpack(sizes, shared, array, sum_shared):
    """Rows of weights and lists of biases from a flat array."""
    weights, biases, i = [], [], 0
    for l in range(1, len(sizes)):
        rows, column = [], []
        for j in range(sizes[l]):
            rows.append(array[i:i + sizes[l - 1]])
            i += sizes[l - 1]
            column.append(array[i])
            i += 1
        if shared[l]:
            column = [sum(column)] if sum_shared else column[:1]
        weights.append(rows)
        biases.append(column)
    return weights, biases


def answer(case):
    layers = case["layers"]
    sizes = [len(layers[0]["weights"][0])] + [len(layer["weights"]) for layer in layers]
    kinds = [IDENTITY] + [KIND[layer["activation"]] for layer in layers]
    shared = [False] + [layer.get("shared_bias", False) for layer in layers]
    cost = case.get("cost", "half_squared_error")
    w = []
    for layer in layers:
        for j, row in enumerate(layer["weights"]):
            w.extend(row)
            w.append(layer["biases"][0 if layer.get("shared_bias") else j])
    units = sum(sizes)
    net, out, delta = [0.0] * units, [0.0] * units, [0.0] * units
    grad = [0.0] * len(w)
    cost_sum = 0.0
    result = {"id": case["id"], "outputs": [], "weighted_sums": [], "activations": [], "deltas": []}

    def layered(array):
        cut, start = [], sizes[0]
        for size in sizes[1:]:
            cut.append(array[start:start + size])
            start += size
        return cut

    for example in case["examples"]:
        forward(sizes, kinds, w, example["x"], net, out)
        n_out = sizes[-1]
        for o, t in zip(out[-n_out:], example["y"]):
            cost_sum += cost_of(cost, o, t, n_out)
        backward(sizes, kinds, w, example["y"], cost, net, out, delta)
        accumulate(sizes, out, delta, grad)
        result["outputs"].append(out[-n_out:])
        result["weighted_sums"].append(layered(net))
        result["activations"].append(layered(out))
        result["deltas"].append(layered(delta))

    if case.get("reduction", "mean") == "mean":
        count = len(case["examples"])
        cost_sum /= count
        for i in range(len(grad)):
            grad[i] /= count
    result["cost"] = cost_sum
    result["weight_gradients"], result["bias_gradients"] = unpack(sizes, shared, grad, True)
    alpha = case.get("learning_rate")
    if alpha is not None:
        result["new_weights"], result["new_biases"] = [], []
        for layer, dw, db in zip(layers, result["weight_gradients"], result["bias_gradients"]):
            new_w = []
            for j in range(len(dw)):
                new_w.append([])
                for k in range(len(dw[j])):
                    new_w[j].append(layer["weights"][j][k] - alpha * dw[j][k])
            new_b = []
            for j in range(len(db)):
                new_b.append(layer["biases"][j] - alpha * db[j])
            result["new_weights"].append(new_w)
            result["new_biases"].append(new_b)
    return result
