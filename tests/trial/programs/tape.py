"""Scalars that remember what they were made of: automatic differentiation backwards over a tape.

It has no softplus, elu and gelu.  A shared bias is one node that every neuron of the layer uses.
"""

import math


class Value:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.push = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def push():
            self.grad += out.grad
            other.grad += out.grad
        out.push = push
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def push():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.push = push
        return out

    def __pow__(self, power):
        out = Value(self.data ** power, (self,))

        def push():
            self.grad += power * self.data ** (power - 1) * out.grad
        out.push = push
        return out

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        return self * other ** -1

    def exp(self):
        out = Value(math.exp(self.data), (self,))

        def push():
            self.grad += out.data * out.grad
        out.push = push
        return out

    def log(self):
        out = Value(math.log(self.data), (self,))

        def push():
            self.grad += out.grad / self.data
        out.push = push
        return out

    def abs(self):
        out = Value(abs(self.data), (self,))

        def push():
            self.grad += out.grad * (1 if self.data > 0 else -1)
        out.push = push
        return out

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data)) if self.data > -700 else math.exp(self.data)
        out = Value(s, (self,))

        def push():
            self.grad += s * (1 - s) * out.grad
        out.push = push
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def push():
            self.grad += (1 - t ** 2) * out.grad
        out.push = push
        return out

    def relu(self):
        out = Value(0.0 if self.data < 0 else self.data, (self,))

        def push():
            self.grad += (out.data > 0) * out.grad
        out.push = push
        return out

    def leaky_relu(self):
        out = Value(self.data if self.data > 0 else self.data / 100, (self,))

        def push():
            self.grad += (1.0 if self.data > 0 else 0.01) * out.grad
        out.push = push
        return out

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for child in node.children:
                    visit(child)
                order.append(node)
        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node.push()


class Layer:
    def __init__(self, data):
        self.w = [[Value(v) for v in row] for row in data["weights"]]
        self.own = [Value(v) for v in data["biases"]]
        self.b = self.own * len(self.w) if data.get("shared_bias") else self.own
        self.nonlin = data["activation"]

    def sums(self, x):
        return [sum((wi * xi for wi, xi in zip(row, x)), b) for row, b in zip(self.w, self.b)]

    def __call__(self, z):
        if self.nonlin == "softmax":
            top = max(v.data for v in z)
            powers = [(v - Value(top)).exp() for v in z]
            total = sum(powers, Value(0.0))
            return [p / total for p in powers]
        if self.nonlin == "softsign":
            return [v / (v.abs() + 1) for v in z]
        if self.nonlin == "silu":
            return [v * v.sigmoid() for v in z]
        if self.nonlin == "identity":
            return [v + 0 for v in z]
        return [getattr(v, self.nonlin)() for v in z]

    def parameters(self):
        return [v for row in self.w for v in row] + self.own


def loss_of(cost, out, y):
    if cost == "half_squared_error":
        terms = [(o - t) ** 2 * 0.5 for o, t in zip(out, map(Value, y))]
    elif cost == "squared_error":
        terms = [(o - t) ** 2 for o, t in zip(out, map(Value, y))]
    elif cost == "mean_squared_error":
        terms = [(o - t) ** 2 / Value(len(y)) for o, t in zip(out, map(Value, y))]
    else:
        terms = [o.log() * -t for o, t in zip(out, y) if t != 0]
        if cost == "binary_cross_entropy":
            terms += [(1 - o).log() * (t - 1) for o, t in zip(out, y) if t != 1]
    return sum(terms[1:], terms[0]) if terms else Value(0.0)


def answer(case):
    if any(layer["activation"] in ("softplus", "elu", "gelu") for layer in case["layers"]):
        return {"id": case["id"], "error": "unsupported: softplus, elu, gelu"}
    model = [Layer(data) for data in case["layers"]]
    examples = case["examples"]
    cost = case.get("cost", "half_squared_error")
    result = {"id": case["id"], "cost": 0.0, "outputs": [], "weighted_sums": [], "activations": [], "deltas": []}
    for p in [p for layer in model for p in layer.parameters()]:
        p.grad = 0.0
    for example in examples:
        a = [Value(v) for v in example["x"]]
        zs, activations = [], []
        for layer in model:
            z = layer.sums(a)
            a = layer(z)
            zs.append(z)
            activations.append(a)
        loss = loss_of(cost, a, example["y"])
        loss.backward()
        result["cost"] += loss.data
        result["outputs"].append([v.data for v in a])
        result["weighted_sums"].append([[v.data for v in z] for z in zs])
        result["activations"].append([[v.data for v in a] for a in activations])
        result["deltas"].append([[v.grad for v in z] for z in zs])
    if case.get("reduction", "mean") == "mean":
        result["cost"] /= len(examples)
        for layer in model:
            for p in layer.parameters():
                p.grad /= len(examples)
    result["weight_gradients"] = [[[w.grad for w in row] for row in layer.w] for layer in model]
    result["bias_gradients"] = [[b.grad for b in layer.own] for layer in model]
    rate = case.get("learning_rate")
    if rate is not None:
        for layer in model:
            for p in layer.parameters():
                p.data -= rate * p.grad
        result["new_weights"] = [[[w.data for w in row] for row in layer.w] for layer in model]
        result["new_biases"] = [[b.data for b in layer.own] for layer in model]
    return result
