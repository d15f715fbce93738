"""A JavaScript library's class in Python: it trains on one pattern, moves its own weights, and shows nothing else.

One example at a time is all that it can, so it declines cases with more, and what it has no function for.
"""

import math


class Network:
    def __init__(self, rate):
        self.learning_rate = rate
        self.weights = [None]
        self.biases = [None]
        self.functions = [None]

    def load(self, layers):
        for layer in layers:
            self.weights.append([list(row) for row in layer["weights"]])
            self.biases.append(list(layer["biases"]))
            self.functions.append(layer["activation"])
        self.output_layer = len(layers)
        self.outputs = [None] * (self.output_layer + 1)
        self.sums = [None] * (self.output_layer + 1)
        self.errors = [None] * (self.output_layer + 1)
        self.deltas = [None] * (self.output_layer + 1)

    def run_input(self, pattern):
        self.outputs[0] = pattern
        for layer in range(1, self.output_layer + 1):
            incoming = self.outputs[layer - 1]
            self.sums[layer] = []
            for node in range(len(self.weights[layer])):
                weights = self.weights[layer][node]
                total = self.biases[layer][node]
                for k in range(len(weights)):
                    total += weights[k] * incoming[k]
                self.sums[layer].append(total)
            self.outputs[layer] = self.activate(self.functions[layer], self.sums[layer])
        return self.outputs[self.output_layer]

    def activate(self, function, sums):
        if function == "softmax":
            highest = max(sums)
            powers = [math.exp(value - highest) for value in sums]
            return [power / sum(powers) for power in powers]
        if function == "sigmoid":
            return [1 / (1 + math.exp(-value)) if value > -700 else math.exp(value) for value in sums]
        if function == "tanh":
            return [math.tanh(value) for value in sums]
        if function == "relu":
            return [value if value > 0 else 0.0 for value in sums]
        if function == "leaky_relu":
            return [value if value > 0 else value / 100 for value in sums]
        if function == "softsign":
            return [value / (1 + abs(value)) for value in sums]
        return list(sums)

    def slope(self, function, output):
        if function == "sigmoid":
            return output * (1 - output)
        if function == "tanh":
            return 1 - output * output
        if function == "relu":
            return 1.0 if output > 0 else 0.0
        if function == "leaky_relu":
            return 1.0 if output > 0 else 0.01
        if function == "softsign":
            return (1 - abs(output)) ** 2
        return 1.0

    def calculate_deltas(self, target, cost):
        for layer in range(self.output_layer, 0, -1):
            self.errors[layer] = []
            self.deltas[layer] = []
            for node in range(len(self.outputs[layer])):
                output = self.outputs[layer][node]
                error = 0.0
                if layer == self.output_layer:
                    error = self.miss(output, target[node], cost, len(target))
                else:
                    following = self.deltas[layer + 1]
                    for k in range(len(following)):
                        error += following[k] * self.weights[layer + 1][k][node]
                self.errors[layer].append(error)
                self.deltas[layer].append(error * self.slope(self.functions[layer], output))
            if self.functions[layer] == "softmax":
                outputs = self.outputs[layer]
                mean = sum(error * output for error, output in zip(self.errors[layer], outputs))
                self.deltas[layer] = [(error - mean) * output for error, output in zip(self.errors[layer], outputs)]

    def miss(self, output, target, cost, count):
        if cost == "half_squared_error":
            return target - output
        if cost == "squared_error":
            return 2 * (target - output)
        if cost == "mean_squared_error":
            return 2 * (target - output) / count
        pull = target / output if target != 0 else 0.0
        if cost == "binary_cross_entropy" and target != 1:
            pull -= (1 - target) / (1 - output)
        return pull

    def adjust_weights(self):
        for layer in range(1, self.output_layer + 1):
            incoming = self.outputs[layer - 1]
            for node in range(len(self.outputs[layer])):
                delta = self.deltas[layer][node]
                for k in range(len(incoming)):
                    change = self.learning_rate * delta * incoming[k]
                    self.weights[layer][node][k] += change
                self.biases[layer][node] += self.learning_rate * delta

    def train_pattern(self, pattern, target, cost):
        self.run_input(pattern)
        self.calculate_deltas(target, cost)
        self.adjust_weights()


def answer(case):
    known = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "softsign", "softmax")
    if len(case["examples"]) > 1 or case.get("learning_rate") is None:
        return {"id": case["id"], "error": "unsupported: anything but one example and a learning rate"}
    if any(layer["activation"] not in known or layer.get("shared_bias") for layer in case["layers"]):
        return {"id": case["id"], "error": "unsupported: such a layer"}
    network = Network(case["learning_rate"])
    network.load(case["layers"])
    example = case["examples"][0]
    network.train_pattern(example["x"], example["y"], case.get("cost", "half_squared_error"))
    return {"id": case["id"], "new_weights": network.weights[1:], "new_biases": network.biases[1:]}
