"""Dense, activation and loss as modules with forward and backward, one row for each example: a framework in small.

Every module hands the gradient of its input down.  Losses are never divided: the optimiser's gradients are, at the end.
"""

import math


def logistic(z):
    return math.exp(z) / (math.exp(z) + 1.0) if z < 0 else 1.0 / (1.0 + math.exp(-z))


def cdf(z):
    return math.erfc(-z / math.sqrt(2.0)) * 0.5


def pdf(z):
    return math.exp(z * z * -0.5) / math.sqrt(2.0 * math.pi)


class Dense:
    def __init__(self, data):
        self.weights = data["weights"]
        self.biases = data["biases"]
        self.shared = data.get("shared_bias", False)

    def forward(self, inputs):
        self.inputs = inputs
        self.outputs = []
        for row in inputs:
            biases = self.biases * len(self.weights) if self.shared else self.biases
            self.outputs.append([sum(w * v for w, v in zip(weights, row)) + bias
                                 for weights, bias in zip(self.weights, biases)])
        return self.outputs

    def backward(self, grad_output):
        self.grad_output = grad_output
        self.weight_grad = [[sum(grad[j] * row[k] for grad, row in zip(grad_output, self.inputs))
                             for k in range(len(self.weights[j]))] for j in range(len(self.weights))]
        per_neuron = [sum(column) for column in zip(*grad_output)]
        self.bias_grad = [sum(per_neuron)] if self.shared else per_neuron
        return [[sum(g * self.weights[j][k] for j, g in enumerate(grad)) for k in range(len(self.inputs[0]))]
                for grad in grad_output]


class Elementwise:
    def forward(self, inputs):
        self.inputs = inputs
        self.outputs = [[self.function(v) for v in row] for row in inputs]
        return self.outputs

    def backward(self, grad_output):
        return [[g * self.derivative(v, out) for g, v, out in zip(*rows)]
                for rows in zip(grad_output, self.inputs, self.outputs)]


class Identity(Elementwise):
    def function(self, v):
        return v

    def derivative(self, v, out):
        return 1.0


class Sigmoid(Elementwise):
    def function(self, v):
        return logistic(v)

    def derivative(self, v, out):
        return out * (1.0 - out)


class Tanh(Elementwise):
    def function(self, v):
        return math.tanh(v)

    def derivative(self, v, out):
        return 1.0 - out ** 2


class ReLU(Elementwise):
    def function(self, v):
        return max(0.0, v)

    def derivative(self, v, out):
        return 1.0 if v > 0.0 else 0.0


class LeakyReLU(Elementwise):
    slope = 100.0

    def function(self, v):
        return v if v > 0.0 else v / self.slope

    def derivative(self, v, out):
        return 1.0 if v > 0.0 else 1.0 / self.slope


class Softplus(Elementwise):
    def function(self, v):
        return math.log1p(math.exp(-abs(v))) + max(v, 0.0)

    def derivative(self, v, out):
        return logistic(v)


class Softsign(Elementwise):
    def function(self, v):
        return v / (1.0 + abs(v))

    def derivative(self, v, out):
        return 1.0 / (1.0 + abs(v)) ** 2


class ELU(Elementwise):
    def function(self, v):
        return v if v > 0.0 else math.expm1(v)

    def derivative(self, v, out):
        return 1.0 if v > 0.0 else math.exp(v)


class SiLU(Elementwise):
    def function(self, v):
        return v * logistic(v)

    def derivative(self, v, out):
        return out + logistic(v) * (1.0 - out)


class GELU(Elementwise):
    def function(self, v):
        return v * cdf(v)

    def derivative(self, v, out):
        return cdf(v) + v * pdf(v)


class Softmax:
    def forward(self, inputs):
        self.outputs = []
        for row in inputs:
            top = max(row)
            exps = [math.exp(v - top) for v in row]
            norm = sum(exps)
            self.outputs.append([e / norm for e in exps])
        return self.outputs

    def backward(self, grad_output):
        grad_input = []
        for grad, p in zip(grad_output, self.outputs):
            grad_input.append([sum(grad[i] * p[i] * ((i == j) - p[j]) for i in range(len(p))) for j in range(len(p))])
        return grad_input


class Squared:
    def __init__(self, half, mean):
        self.half = half
        self.mean = mean

    def forward(self, outputs, targets):
        self.outputs, self.targets = outputs, targets
        total = 0.0
        for out, target in zip(outputs, targets):
            one = sum((o - t) ** 2 for o, t in zip(out, target))
            one = one / 2.0 if self.half else one
            total += one / len(target) if self.mean else one
        return total

    def backward(self):
        grads = []
        for out, target in zip(self.outputs, self.targets):
            factor = 1.0 if self.half else 2.0
            size = len(target) if self.mean else 1
            grads.append([factor * (o - t) / size for o, t in zip(out, target)])
        return grads


class CrossEntropy:
    def __init__(self, binary):
        self.binary = binary

    def forward(self, outputs, targets):
        self.outputs, self.targets = outputs, targets
        total = 0.0
        for out, target in zip(outputs, targets):
            for o, t in zip(out, target):
                if t != 0.0:
                    total -= t * math.log(o)
                if self.binary and t != 1.0:
                    total -= (1.0 - t) * math.log1p(-o)
        return total

    def backward(self):
        return [[self.one(o, t) for o, t in zip(out, target)] for out, target in zip(self.outputs, self.targets)]

    def one(self, o, t):
        grad = -t / o if t != 0.0 else 0.0
        if self.binary and t != 1.0:
            grad += (1.0 - t) / (1.0 - o)
        return grad


ACTIVATIONS = {"identity": Identity, "sigmoid": Sigmoid, "tanh": Tanh, "relu": ReLU, "leaky_relu": LeakyReLU,
               "softplus": Softplus, "softsign": Softsign, "elu": ELU, "silu": SiLU, "gelu": GELU, "softmax": Softmax}
LOSSES = {"half_squared_error": (Squared, True, False), "squared_error": (Squared, False, False),
          "mean_squared_error": (Squared, False, True), "cross_entropy": (CrossEntropy, False),
          "binary_cross_entropy": (CrossEntropy, True)}


def answer(case):
    dense = [Dense(data) for data in case["layers"]]
    activations = [ACTIVATIONS[data["activation"]]() for data in case["layers"]]
    kind, *options = LOSSES[case.get("cost", "half_squared_error")]
    loss = kind(*options)
    signal = [example["x"] for example in case["examples"]]
    targets = [example["y"] for example in case["examples"]]
    for linear, activation in zip(dense, activations):
        signal = activation.forward(linear.forward(signal))
    cost = loss.forward(signal, targets)
    grad = loss.backward()
    for linear, activation in zip(reversed(dense), reversed(activations)):
        grad = linear.backward(activation.backward(grad))
    batch = len(targets)
    if case.get("reduction", "mean") == "mean":
        cost /= batch
        for linear in dense:
            linear.weight_grad = [[g / batch for g in row] for row in linear.weight_grad]
            linear.bias_grad = [g / batch for g in linear.bias_grad]
    result = {"id": case["id"], "cost": cost, "outputs": signal,
              "weight_gradients": [linear.weight_grad for linear in dense],
              "bias_gradients": [linear.bias_grad for linear in dense],
              "weighted_sums": [[linear.outputs[i] for linear in dense] for i in range(batch)],
              "activations": [[activation.outputs[i] for activation in activations] for i in range(batch)],
              "deltas": [[linear.grad_output[i] for linear in dense] for i in range(batch)]}
    lr = case.get("learning_rate")
    if lr is not None:
        result["new_weights"] = [[[w - lr * g for w, g in zip(*rows)]
                                  for rows in zip(linear.weights, linear.weight_grad)] for linear in dense]
        result["new_biases"] = [[b - lr * g for b, g in zip(linear.biases, linear.bias_grad)] for linear in dense]
    return result
