"""Neurons that know their weights, their inputs and their delta: objects, as Java programmers write them.

Slopes are functions of the output where that is enough, as in most textbooks.  A shared bias is one object of the
layer, which every neuron of it holds.
"""

import math


class Bias:
    def __init__(self, value):
        self.value = value
        self.gradient = 0.0


class Neuron:
    def __init__(self, weights, bias):
        self.weights = list(weights)
        self.bias = bias
        self.gradients = [0.0] * len(weights)
        self.inputs = []
        self.net = 0.0
        self.output = 0.0
        self.delta = 0.0

    def receive(self, inputs):
        self.inputs = inputs
        self.net = 0.0
        for weight, value in zip(self.weights, inputs):
            self.net += weight * value
        self.net += self.bias.value

    def collect(self):
        for k in range(len(self.weights)):
            self.gradients[k] += self.delta * self.inputs[k]
        self.bias.gradient += self.delta

    def learn(self, rate):
        for k in range(len(self.weights)):
            self.weights[k] -= rate * self.gradients[k]


class Layer:
    def __init__(self, data):
        self.kind = data["activation"]
        if data.get("shared_bias"):
            self.biases = [Bias(data["biases"][0])]
            self.neurons = [Neuron(row, self.biases[0]) for row in data["weights"]]
        else:
            self.biases = [Bias(value) for value in data["biases"]]
            self.neurons = [Neuron(row, bias) for row, bias in zip(data["weights"], self.biases)]

    def feed(self, inputs):
        for neuron in self.neurons:
            neuron.receive(inputs)
        if self.kind == "softmax":
            top = max(neuron.net for neuron in self.neurons)
            total = sum(math.exp(neuron.net - top) for neuron in self.neurons)
            for neuron in self.neurons:
                neuron.output = math.exp(neuron.net - top) / total
        else:
            for neuron in self.neurons:
                neuron.output = self.transfer(neuron.net)
        return [neuron.output for neuron in self.neurons]

    def transfer(self, net):
        if self.kind == "sigmoid":
            return 1 / (1 + math.exp(-net)) if net >= 0 else math.exp(net) / (1 + math.exp(net))
        if self.kind == "tanh":
            return math.tanh(net)
        if self.kind == "relu":
            return max(0.0, net)
        if self.kind == "leaky_relu":
            return net / 100 if net <= 0 else net
        if self.kind == "softsign":
            return net / (1 + abs(net))
        if self.kind == "softplus":
            return max(net, 0.0) + math.log1p(math.exp(-abs(net)))
        if self.kind == "elu":
            return math.expm1(net) if net <= 0 else net
        return net

    def derivative(self, neuron):
        out, net = neuron.output, neuron.net
        if self.kind == "sigmoid":
            return out * (1 - out)
        if self.kind == "tanh":
            return (1 - out) * (1 + out)
        if self.kind == "relu":
            return 1.0 if out > 0 else 0.0
        if self.kind == "leaky_relu":
            return 0.01 if out <= 0 else 1.0
        if self.kind == "softsign":
            return (1 - abs(out)) ** 2
        if self.kind == "softplus":
            return 1 / (1 + math.exp(-net)) if net >= 0 else math.exp(net) / (1 + math.exp(net))
        if self.kind == "elu":
            return math.exp(net) if net <= 0 else 1.0
        return 1.0

    def output_deltas(self, errors):
        for neuron, error in zip(self.neurons, errors):
            neuron.delta = error * self.derivative(neuron)
        if self.kind == "softmax":
            mean = sum(error * neuron.output for neuron, error in zip(self.neurons, errors))
            for neuron, error in zip(self.neurons, errors):
                neuron.delta = neuron.output * (error - mean)

    def hidden_deltas(self, following):
        for j, neuron in enumerate(self.neurons):
            blame = 0.0
            for other in following.neurons:
                blame += other.delta * other.weights[j]
            neuron.delta = blame * self.derivative(neuron)


class Net:
    def __init__(self, case):
        self.layers = [Layer(data) for data in case["layers"]]
        self.cost = case.get("cost", "half_squared_error")

    def run(self, inputs):
        for layer in self.layers:
            inputs = layer.feed(inputs)
        return inputs

    def measure(self, outputs, targets):
        if "squared" in self.cost:
            square = sum((out - target) ** 2 for out, target in zip(outputs, targets))
            return square / {"half_squared_error": 2, "squared_error": 1, "mean_squared_error": len(outputs)}[self.cost]
        total = 0.0
        for out, target in zip(outputs, targets):
            if target != 0:
                total -= target * math.log(out)
            if target != 1 and self.cost == "binary_cross_entropy":
                total -= (1 - target) * math.log1p(-out)
        return total

    def error(self, out, target, count):
        if self.cost == "half_squared_error":
            return out - target
        if self.cost == "squared_error":
            return 2 * (out - target)
        if self.cost == "mean_squared_error":
            return (out - target) * 2 / count
        first = target / out if target != 0 else 0.0
        if self.cost == "cross_entropy":
            return -first
        return (1 - target) / (1 - out) - first if target != 1 else -first

    def backpropagate(self, outputs, targets):
        self.layers[-1].output_deltas(
            [self.error(out, target, len(outputs)) for out, target in zip(outputs, targets)])
        for l in reversed(range(len(self.layers) - 1)):
            self.layers[l].hidden_deltas(self.layers[l + 1])
        for layer in self.layers:
            for neuron in layer.neurons:
                neuron.collect()


def answer(case):
    if any(layer["activation"] in ("silu", "gelu") for layer in case["layers"]):
        return {"id": case["id"], "error": "unsupported: an activation that is no function of the output"}
    net = Net(case)
    result = {"id": case["id"], "cost": 0.0, "outputs": [], "weighted_sums": [], "activations": [], "deltas": []}
    for example in case["examples"]:
        outputs = net.run(example["x"])
        result["cost"] += net.measure(outputs, example["y"])
        net.backpropagate(outputs, example["y"])
        result["outputs"].append(outputs)
        result["weighted_sums"].append([[neuron.net for neuron in layer.neurons] for layer in net.layers])
        result["activations"].append([[neuron.output for neuron in layer.neurons] for layer in net.layers])
        result["deltas"].append([[neuron.delta for neuron in layer.neurons] for layer in net.layers])
    if case.get("reduction", "mean") == "mean":
        count = len(case["examples"])
        result["cost"] /= count
        for layer in net.layers:
            for neuron in layer.neurons:
                neuron.gradients = [gradient / count for gradient in neuron.gradients]
            for bias in layer.biases:
                bias.gradient /= count
    result["weight_gradients"] = [[list(neuron.gradients) for neuron in layer.neurons] for layer in net.layers]
    result["bias_gradients"] = [[bias.gradient for bias in layer.biases] for layer in net.layers]
    rate = case.get("learning_rate")
    if rate is not None:
        for layer in net.layers:
            for neuron in layer.neurons:
                neuron.learn(rate)
            for bias in layer.biases:
                bias.value -= rate * bias.gradient
        result["new_weights"] = [[list(neuron.weights) for neuron in layer.neurons] for layer in net.layers]
        result["new_biases"] = [[bias.value for bias in layer.biases] for layer in net.layers]
    return result
