"""The tutorial's method: a network of one hidden layer, trained row by row, judged by cross-validation.

Jason Brownlee, "How to Code a Neural Network with Backpropagation In Python (from scratch)", 2016, as its text has it:

- weights are drawn by random(), neuron by neuron, hidden layer first; the last of a neuron's is its bias;
- an epoch goes through the rows in their order and updates after each: w + rate · (expected − output) · σ′ · input;
- the error of an epoch is the sum of (expected − output)² over rows and outputs, each before its own update;
- for cross-validation every column is scaled to 0 … 1 over all rows; then k folds of ⌊n/k⌋ rows are drawn, each row by
  randrange(rows that are left);
- for each fold a new network is trained on the other folds, one after the other, all random numbers of one stream;
- classes are numbered in the order of a set of texts, which Python leaves open.  The printed scores come out with
  Python 3's randrange and the classes of wheat seeds in the order 2, 1, 3.
"""

import math

TEN_ROWS = [
    [2.7810836, 2.550537003, 0], [1.465489372, 2.362125076, 0], [3.396561688, 4.400293529, 0],
    [1.38807019, 1.850220317, 0], [3.06407232, 3.005305973, 0], [7.627531214, 2.759262235, 1],
    [5.332441248, 2.088626775, 1], [6.922596716, 1.77106367, 1], [8.675418651, -0.242068655, 1],
    [7.673756466, 3.508563011, 1],
]
PRINTED_ERRORS = (
    "6.350 5.531 5.221 4.951 4.519 4.173 3.835 3.506 3.192 2.898 2.626 2.377 2.153 1.953 1.774 1.614 1.472 1.346 1.233 "
    "1.132"
).split()
PRINTED_WEIGHTS = [-1.4688375095432327, 1.850887325439514, 1.0858178629550297]  # of the first hidden neuron, at the end
SEEDS_ORDER = [2, 1, 3]  # of the classes of wheat seeds
PRINTED_SCORES = [92.85714285714286, 92.85714285714286, 97.61904761904762, 92.85714285714286, 90.47619047619048]


def drawn_network(inputs, hidden, outputs, draw):
    """Two layers of neurons, each a list of weights with the bias last."""
    layers = []
    for before, here in ((inputs, hidden), (hidden, outputs)):
        layers.append([[draw() for _ in range(before + 1)] for _ in range(here)])
    return layers


def outputs_of(layers, values):
    """What each layer sends on."""
    sent = []
    for layer in layers:
        here = []
        for neuron in layer:
            activation = neuron[-1]
            for weight, value in zip(neuron, values):
                activation += weight * value
            here.append(1.0 / (1.0 + math.exp(-activation)))
        sent.append(here)
        values = here
    return sent


def learn(layers, values, expected, rate):
    """One row: its squared error, then the update in place."""
    hidden, output = outputs_of(layers, values)
    errors = [e - o for e, o in zip(expected, output)]
    delta_output = [error * o * (1.0 - o) for error, o in zip(errors, output)]
    delta_hidden = []
    for j, o in enumerate(hidden):
        error = 0.0
        for neuron, delta in zip(layers[1], delta_output):
            error += neuron[j] * delta
        delta_hidden.append(error * o * (1.0 - o))
    for layer, deltas, sent in ((layers[0], delta_hidden, values), (layers[1], delta_output, hidden)):
        for neuron, delta in zip(layer, deltas):
            for k, value in enumerate(sent):
                neuron[k] += rate * delta * value
            neuron[-1] += rate * delta
    return sum(error ** 2 for error in errors)


def one_hot(label, classes):
    return [1 if label == n else 0 for n in range(classes)]


def epochs(layers, rows, classes, rate, count):
    """The error of each epoch."""
    for _ in range(count):
        error = 0.0
        for row in rows:
            error += learn(layers, row[:-1], one_hot(row[-1], classes), rate)
        yield error


def answer(layers, values):
    output = outputs_of(layers, values)[-1]
    return output.index(max(output))


def normalized(rows):
    """Every column but the last scaled to 0 … 1 over all rows."""
    limits = [(min(column), max(column)) for column in list(zip(*rows))[:-1]]
    return [[(v - low) / (high - low) for v, (low, high) in zip(row, limits)] + [row[-1]] for row in rows]


def drawn_folds(rows, k, random):
    """k lists of ⌊n/k⌋ rows, by their index."""
    left = list(range(len(rows)))
    return [[left.pop(random.randrange(len(left))) for _ in range(len(rows) // k)] for _ in range(k)]


def cross_validated(rows, k, hidden, rate, count, random):
    """For each fold: the rows held out, the network at the start, that at the end, and its accuracy in percent."""
    rows = normalized(rows)
    classes = len({row[-1] for row in rows})
    folds = drawn_folds(rows, k, random)
    for held in folds:
        training = [rows[i] for fold in folds if fold is not held for i in fold]
        layers = drawn_network(len(rows[0]) - 1, hidden, classes, random.random)
        start = [[list(neuron) for neuron in layer] for layer in layers]
        for _ in epochs(layers, training, classes, rate, count):
            pass
        right = sum(answer(layers, rows[i][:-1]) == rows[i][-1] for i in held)
        yield held, start, layers, right / float(len(held)) * 100.0
