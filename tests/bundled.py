"""The bundled cases: how each is made, and what makes it worth having.

``python -m tests.regenerate`` writes them and their exact results into the package; the tests make them again and
compare.  Each function of this module that makes a case ends in the properties that it must have: a case without
them would hide the mistakes that it is there to show.
"""

from __future__ import annotations

import json
import random

from backprop_ref import Example, Layer, Network, gradient_step
from backprop_ref.cases import Case, case_object, read_case, result_object
from backprop_ref.numbers.exact import exact_step


class Draw:
    """Numbers of two digits after the point, none of them 0 and none twice, the same for the same seed everywhere."""

    def __init__(self, seed):
        self.random = random.Random(seed).random  # the only method whose numbers no version of Python changes
        self.used = set()

    def number(self, low=0.08, high=0.97):
        """A number of either sign, of that size."""
        while True:
            sign = 1 if self.random() < 0.6 else -1
            size = round(low + self.random() * (high - low), 2)
            if size not in self.used:
                self.used.add(size)
                if len(self.used) > 60:
                    self.used.clear()
                return sign * size

    def numbers(self, n, low=0.08, high=0.97):
        return [self.number(low, high) for _ in range(n)]

    def layers(self, sizes, activations):
        return [
            Layer([self.numbers(before) for _ in range(here)], self.numbers(here), activation)
            for before, here, activation in zip(sizes, sizes[1:], activations)
        ]


def case(id, note, flags, layers, examples, alpha, cost, reduction="mean"):
    made = Case(id, Network(layers), [Example(x, y) for x, y in examples], alpha, cost, reduction, note, tuple(flags))
    return read_case(json.dumps(without_points(case_object(made))))


def without_points(value):
    """The same, with whole numbers as people write them: 1 and 0 for 1.0 and 0.0."""
    if isinstance(value, dict):
        return {name: without_points(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_points(inner) for inner in value]
    return int(value) if isinstance(value, float) and value == int(value) else value


def drawn(id, note, flags, sizes, activations, examples, alpha, cost, reduction="mean", seed=0, targets=None):
    """A case drawn from a seed.  targets: of the examples, where they are not to be drawn."""
    draw = Draw(seed)
    layers = draw.layers(sizes, activations)
    pairs = []
    for i in range(examples):
        x = draw.numbers(sizes[0])
        y = targets[i] if targets else [abs(y_j) for y_j in draw.numbers(sizes[-1])]
        pairs.append((x, y))
    made = case(id, note, flags, layers, pairs, alpha, cost, reduction)
    must_be_ordinary(made)
    return made


# ---- what makes a case worth having ----------------------------------------------------------


def need(claim, made, why):
    if not claim:
        raise AssertionError(f"{made.id}: {why}")


def sums(made):
    """Every z of every example, by layer."""
    step = gradient_step(made.network, made.examples, made.alpha, made.cost, made.reduction)
    return [[z_j for z in step.z for z_j in z[l]] for l in range(len(made.network.layers))]


def must_be_ordinary(made):
    """Nothing coincides: no factor is 1, no two counts are equal that could be taken for each other."""
    network, n = made.network, len(made.examples)
    outputs = network.sizes[-1]
    need(n != outputs, made, "as many examples as outputs")
    if made.alpha is not None:
        need(made.alpha not in (0, 1), made, "α is 0 or 1")
        for factor in (*network.sizes, n, outputs):
            need(abs(made.alpha * factor - 1) > 0.04, made, f"α times {factor} is 1")
    for l, layer in enumerate(network.layers):
        need(len(set(map(abs, layer.b))) == len(layer.b) and 0 not in layer.b, made, f"biases of layer {l}")
        rows = [w_jk for w_j in layer.w for w_jk in w_j]
        need(0 not in rows and 1 not in map(abs, rows), made, f"a weight of layer {l} is 0 or 1")
        if len(layer.w) == len(layer.w[0]) > 1:
            pairs = [(layer.w[j][k], layer.w[k][j]) for j in range(len(layer.w)) for k in range(j)]
            need(all(abs(left - right) > 0.005 for left, right in pairs), made, f"layer {l} is symmetric somewhere")
    for example in made.examples:
        need(0 not in example.x and 1 not in map(abs, example.x), made, "an input is 0 or 1")
    if network.layers[-1].activation == "softmax":
        return
    step = gradient_step(network, made.examples, made.alpha, made.cost, made.reduction)
    gradients = [g for w in step.dC_dw for row in w for g in row] + [g for b in step.dC_db for g in b]
    need(all(g != 0 for g in gradients) or "off" in made.flags, made, "a gradient is 0")


def must_have_both_signs(made):
    for l, z in enumerate(sums(made)[:-1]):
        need(min(z) < 0 < max(z), made, f"no z of both signs in layer {l}")


# ---- the cases -------------------------------------------------------------------------------


def published():
    hidden = Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid")
    output = Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid")
    yield case(
        "two-two-two", "published: Mazur 2015, the most widely read example; equal biases and one example hide much",
        ["published", "weak"], [hidden, output], [([0.05, 0.10], [0.01, 0.99])], 0.5, "half_squared_error",
    )
    # Brownlee 2016, "How to Code a Neural Network with Backpropagation In Python (from scratch)": network and input of
    # his forward pass, target of his backward pass (which starts from outputs that are not those of that network).
    hidden = Layer([[0.13436424411240122, 0.8474337369372327]], [0.763774618976614], "sigmoid")
    output = Layer(
        [[0.2550690257394217], [0.4494910647887381]], [0.49543508709194095, 0.651592972722763], "sigmoid"
    )
    yield case(
        "two-one-two", "published: Brownlee 2016; one hidden neuron and one example hide much",
        ["published", "weak"], [hidden, output], [([1, 0], [0, 1])], 0.5, "half_squared_error",
    )


def ordinary():
    yield drawn(
        "square", "square layers, so that transposed weights still give numbers; the mean of four examples",
        ["square", "batch"], [3, 3, 3, 3], ["sigmoid"] * 3, 4, 0.37, "half_squared_error", seed=11,
    )
    yield drawn(
        "square-sum", "square layers, the sum of two examples, a different activation in every layer",
        ["square", "batch"], [3, 3, 3, 3], ["tanh", "sigmoid", "identity"], 2, 0.43, "squared_error", "sum", seed=12,
    )
    yield drawn(
        "widths", "layers of different widths, one example",
        ["one-example"], [4, 2, 5, 3], ["tanh", "softsign", "sigmoid"], 1, 0.27, "mean_squared_error", seed=13,
    )
    yield drawn(
        "no-hidden-layer", "a single layer: a mistake here has nothing to do with the recurrence",
        ["one-layer", "batch"], [3, 4], ["sigmoid"], 3, 0.6, "mean_squared_error", seed=14,
    )
    yield drawn(
        "no-update", "no learning rate: only gradients", ["no-update", "batch"], [2, 4, 3], ["tanh", "identity"], 4,
        None, "half_squared_error", "sum", seed=15,
    )


def of_each_activation():
    settings = [
        # hidden, output, cost, reduction, examples, α, seed
        ("relu", "tanh", "squared_error", "mean", 4, 0.23, 21),
        ("leaky_relu", "leaky_relu", "half_squared_error", "sum", 4, 0.29, 22),
        ("softplus", "softplus", "mean_squared_error", "mean", 2, 0.71, 23),
        ("softsign", "softsign", "squared_error", "sum", 2, 0.59, 24),
        ("elu", "elu", "half_squared_error", "mean", 5, 0.41, 35),
        ("silu", "silu", "mean_squared_error", "sum", 2, 0.37, 26),
        ("gelu", "gelu", "squared_error", "mean", 4, 0.47, 37),
        ("tanh", "tanh", "half_squared_error", "mean", 2, 0.53, 38),
    ]
    for hidden, output, cost, reduction, examples, alpha, seed in settings:
        flags = ["activation", "batch"] + (["off"] if hidden == "relu" else [])
        made = drawn(
            hidden.replace("_", "-"), f"{hidden} on both sides of 0", flags,
            [3, 3, 3], [hidden, output], examples, alpha, cost, reduction, seed,
        )
        must_have_both_signs(made)
        yield made


def of_each_cross_entropy():
    yield drawn(
        "binary-cross-entropy", "soft targets, so that both terms of every output count",
        ["cost", "batch"], [3, 3, 3], ["tanh", "sigmoid"], 4, 0.45, "binary_cross_entropy", seed=31,
    )
    yield drawn(
        "binary-cross-entropy-hard", "targets 0 and 1: one term of each output is left out",
        ["cost", "batch"], [2, 3, 3], ["relu", "sigmoid"], 2, 0.39, "binary_cross_entropy", "sum", 32,
        [[1, 0, 1], [0, 0, 1]],
    )
    yield drawn(
        "cross-entropy-sigmoid", "cross_entropy without softmax, targets that do not add up to 1",
        ["cost", "batch"], [3, 3, 3], ["sigmoid", "sigmoid"], 4, 0.31, "cross_entropy", seed=33,
    )
    made = drawn(
        "softmax", "softmax with cross_entropy and one 1 in each target, where δ is a − y",
        ["softmax", "batch"], [3, 3, 3], ["tanh", "softmax"], 4, 0.57, "cross_entropy", "mean", 34,
        [[0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]],
    )
    need(all(sum(example.y) == 1 for example in made.examples), made, "targets do not add up to 1")
    yield made
    made = drawn(
        "softmax-soft", "softmax with cross_entropy and targets that do not add up to 1, where δ is not a − y",
        ["softmax", "batch"], [3, 4, 3], ["sigmoid", "softmax"], 2, 0.63, "cross_entropy", "sum", 35,
    )
    need(all(abs(sum(example.y) - 1) > 0.1 for example in made.examples), made, "targets add up to 1")
    yield made
    yield drawn(
        "softmax-squared", "softmax with a squared error: every output changes with every z",
        ["softmax", "batch"], [3, 3, 4], ["softsign", "softmax"], 3, 0.77, "half_squared_error", seed=36,
    )
    yield drawn(
        "softmax-binary", "softmax with binary_cross_entropy", ["softmax", "batch"], [2, 3, 4], ["gelu", "softmax"], 3,
        0.91, "binary_cross_entropy", "sum", 37,
    )


def of_special_parameters():
    draw = Draw(41)
    layers = [
        Layer([draw.numbers(3) for _ in range(3)], [0.35], "tanh", shared_bias=True),
        Layer([draw.numbers(3) for _ in range(2)], [-0.62], "sigmoid", shared_bias=True),
    ]
    pairs = [(draw.numbers(3), [abs(y) for y in draw.numbers(2)]) for _ in range(3)]
    made = case(
        "shared-bias", "one bias for each layer: here, and only here, the deltas are added up",
        ["shared-bias", "batch"], layers, pairs, 0.45, "half_squared_error",
    )
    must_be_ordinary(made)
    yield made

    draw = Draw(42)
    layers = draw.layers([3, 3, 2], ["sigmoid", "sigmoid"])
    layers[0].b[1] = layers[1].b[0] = 0.0
    pairs = [(draw.numbers(3), [abs(y) for y in draw.numbers(2)]) for _ in range(3)]
    made = case(
        "zero-bias", "biases of 0, which must still change", ["zero-bias", "batch"], layers, pairs, 0.85,
        "half_squared_error",
    )
    step = gradient_step(made.network, made.examples, made.alpha)
    need(step.dC_db[0][1] != 0 != step.dC_db[1][0], made, "their gradients are 0")
    yield made

    draw = Draw(43)
    layers = draw.layers([3, 3, 3], ["relu", "identity"])
    pairs = [([x * 20 for x in draw.numbers(3)], [round(y * 50) for y in draw.numbers(3)]) for _ in range(2)]
    made = case(
        "large", "gradients far above 1, sums far above 6", ["large", "off", "batch"], layers,
        [([round(x, 1) for x in xs], ys) for xs, ys in pairs], 0.003, "half_squared_error",
    )
    must_be_ordinary(made)
    step = gradient_step(made.network, made.examples)
    need(max(abs(g) for w in step.dC_dw for row in w for g in row) > 50, made, "no large gradient")
    need(max(sums(made)[0]) > 6, made, "no large sum")
    yield made


def of_special_numbers():
    # z is exactly 0 in the first two neurons: 0.5·1.5 − 0.25·2 − 0.25, and 0.75·1.5 − 1.5·2 + 1.875.
    first = Layer([[0.5, -0.25], [0.75, -1.5], [-0.5, 0.625]], [-0.25, 1.875, 0.375], "relu")
    for name, second in (("relu", "identity"), ("leaky_relu", "sigmoid")):
        layer = Layer(first.w, first.b, name)
        output = Layer([[0.5, 0.75, -0.625], [-0.375, 1.25, 0.875]], [0.25, -0.5], second)
        made = case(
            f"kink-{name.replace('_', '-')}",
            f"two sums are exactly 0, at the kink of {name}: every slope in between is right",
            ["kink", "one-example"], [layer, output], [([1.5, 2], [0.875, 0.125])], 0.375, "half_squared_error",
        )
        need(sums(made)[0][:2] == [0, 0], made, "no z is 0")
        yield made

    yield from _saturated()

    draw = Draw(51)
    layers = [
        Layer([[w * 1e-4 for w in draw.numbers(3)] for _ in range(3)], [b * 1e-5 for b in draw.numbers(3)], name)
        for name in ("elu", "softsign", "tanh")
    ]
    layers = [Layer([[float(f"{w:.2g}") for w in w_j] for w_j in layer.w], [float(f"{b:.2g}") for b in layer.b],
                    layer.activation) for layer in layers]
    made = case(
        "tiny", "gradients from 1e-5 down to 1e-15: fixed decimals lose them", ["tiny", "batch"], layers,
        [([0.31, -0.47, 0.83], [0.0012, 0.0043, -0.0019]), ([-0.59, 0.23, 0.37], [0.0031, -0.0024, 0.0017])],
        0.37, "half_squared_error",
    )
    step = gradient_step(made.network, made.examples)
    need(0 < max(abs(g) for row in step.dC_dw[0] for g in row) < 1e-9, made, "no tiny gradient")
    yield made


def _saturated():
    hidden = Layer([[1.5, -0.8], [-1.1, 1.3], [0.9, 1.2]], [0.2, -0.4, 0.3], "tanh")
    rows = [
        [0.4, -0.7, 0.6], [0.9, 0.3, -0.2], [-0.6, 0.8, 0.7], [0.2, 0.5, -0.9], [0.7, -0.3, 0.1], [-0.1, 0.6, 1.1],
    ]
    output = Layer(rows, [-12.1, -17.4, -20.8, -25.9, -36.2, -30.7], "sigmoid")
    made = case(
        "saturated", "outputs from 1e-5 down to 1e-16: clipped, clamped or shifted logarithms show",
        ["saturated", "batch"], [hidden, output],
        [([0.6, -0.3], [0.7, 0.9, 0.4, 0.8, 0.6, 0.25]), ([-0.2, 0.7], [0.3, 1, 0.6, 0.5, 0.2, 0.85])],
        0.013, "binary_cross_entropy",
    )
    step = gradient_step(made.network, made.examples)
    outputs = [a_j for a in step.a for a_j in a[-1]]
    for low, high in ((1e-8, 1e-7), (1e-10, 1e-8), (1e-12, 1e-10), (1e-15, 1e-12), (0, 1e-15)):
        need(any(low < a_j < high for a_j in outputs), made, f"no output between {low} and {high}")
    yield made

    made = case(
        "saturated-softplus", "sums above 20, where some libraries replace softplus with the identity",
        ["saturated", "batch"],
        [Layer([[31, -14], [12, 23]], [3.1, -2.3], "softplus"),
         Layer([[0.3, -0.2], [0.4, 0.7]], [0.6, -0.8], "softplus")],
        [([0.9, 0.3], [2.5, 18]), ([0.6, 0.2], [1.5, 12.5]), ([-0.4, 0.7], [0.5, 9.5])], 0.002, "half_squared_error",
    )
    hidden = sums(made)[0]
    need(any(20 < z_j < 33 for z_j in hidden), made, "no z a little above 20")
    yield made

    for name, id in (("sigmoid", "far-sigmoid"), ("tanh", "far-tanh"), ("softplus", "far-softplus")):
        made = case(
            id, f"sums of 720 and −720 in {name}: an exp that overflows shows", ["saturated", "one-example"],
            [Layer([[900, -600], [-900, 600], [0.7, 0.4]], [0.5, -0.5, 0.2], name),
             Layer([[0.3, -0.6, 0.9], [-0.8, 0.2, 0.5]], [0.7, -0.3], "sigmoid" if name != "softplus" else "identity")],
            [([0.8, -0.001], [0.4, 0.7])], 0.23, "half_squared_error",
        )
        need(max(sums(made)[0]) > 710 and min(sums(made)[0]) < -710, made, "no z beyond 710")
        yield made
    made = case(
        "far-softmax", "sums of 720 in softmax: an exp that overflows shows", ["saturated", "softmax", "one-example"],
        [Layer([[0.7, -0.4], [0.3, 0.9]], [0.2, -0.6], "tanh"),
         Layer([[0.4, -0.7], [0.9, 0.3], [-0.5, 0.8]], [719.6, 720.4, 718.9], "softmax")],
        [([0.8, -0.3], [0.2, 0.5, 0.3])], 0.61, "cross_entropy",
    )
    need(min(sums(made)[1]) > 710, made, "no z beyond 710")
    yield made

    made = case(
        "zero-times-infinity", "an output of exactly 0 whose target is 0: that term is left out",
        ["zero-output", "batch"],
        [Layer([[0.7, -0.4], [0.3, 0.9]], [0.2, -0.6], "sigmoid"),
         Layer([[0.9, 0.6], [-1.3, -0.8], [0.5, 0.8]], [0.4, -0.3, 0.2], "relu")],
        [([0.8, -0.3], [0.9, 0, 0.3]), ([-0.6, 0.5], [0.4, 0, 0.8])], 0.17, "cross_entropy",
    )
    step = gradient_step(made.network, made.examples, cost="cross_entropy")
    need(all(a[-1][1] == 0 for a in step.a), made, "no output is 0")
    yield made


def what_people_write_first():
    """The settings of most first programs, each in a network so small that it can be followed by hand."""
    yield drawn(
        "sigmoid-online", "what most people write first: one hidden layer, all sigmoid, one example",
        ["first", "one-example"], [3, 4, 2], ["sigmoid", "sigmoid"], 1, 0.4, "half_squared_error", seed=71,
    )
    yield _one_output("one-output", "a single output, so there is no sum over outputs", ["sigmoid"] * 2, 4, 72)
    yield _one_output("one-output-tanh", "a single output, all tanh, the sum of two examples", ["tanh"] * 2, 2, 73,
                      "sum")
    for id, note, sizes, cost, seed in (
        ("two-hidden-layers", "two hidden layers, one example: (8) uses its own result", [2, 3, 4, 2],
         "half_squared_error", 74),
        ("three-hidden-layers", "three hidden layers: (8) uses its own result twice", [2, 3, 2, 4, 3],
         "mean_squared_error", 75),
    ):
        made = drawn(
            id, note, ["first", "depth", "one-example"], sizes, ["sigmoid"] * (len(sizes) - 1), 1, 0.7, cost, seed=seed,
        )
        widths = made.network.sizes
        need(len(widths) > 3 and all(here != then for here, then in zip(widths, widths[1:])), made, "layers are square")
        yield made
    yield drawn(
        "tanh-sigmoid", "tanh in the hidden layer, sigmoid in the last", ["first", "one-example"], [2, 4, 3],
        ["tanh", "sigmoid"], 1, 0.65, "half_squared_error", seed=76,
    )
    made = drawn(
        "relu-identity", "a regression: relu in the hidden layer, none in the last; one neuron is off",
        ["first", "one-example", "off"], [3, 4, 2], ["relu", "identity"], 1, 0.15, "mean_squared_error", seed=77,
    )
    must_be_partly_off(made)
    yield made
    yield from _no_biases()
    yield from _classifiers()


def _one_output(id, note, activations, examples, seed, reduction="mean"):
    made = drawn(
        id, note, ["first", "one-output", "batch"], [2, 3, 1], activations, examples, 0.6, "half_squared_error",
        reduction, seed,
    )
    need(made.network.sizes[-1] == 1, made, "more outputs than one")
    return made


def _no_biases():
    """As many programs begin: every bias 0, none of which may stay there."""
    draw = Draw(78)
    layers = [Layer(layer.w, [0.0] * len(layer.w), "sigmoid") for layer in draw.layers([2, 3, 2], ["sigmoid"] * 2)]
    made = case(
        "no-biases", "every bias is 0, as at the start of training, and each must change", ["first", "zero-bias",
                                                                                            "one-example"],
        layers, [(draw.numbers(2), [abs(y_j) for y_j in draw.numbers(2)])], 0.75, "half_squared_error",
    )
    step = gradient_step(made.network, made.examples, made.alpha)
    need(not any(b_j for layer in made.network.layers for b_j in layer.b), made, "a bias is not 0")
    need(all(dC_db_j for dC_db_l in step.dC_db for dC_db_j in dC_db_l), made, "a bias does not move")
    yield made


def _classifiers():
    one_of_three = [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    settings = [
        # id, note, sizes, activations, cost, reduction, examples, α, seed
        ("relu-softmax", "the usual classifier: relu, softmax, cross_entropy, a batch; some neurons are off",
         [4, 5, 3], ["relu", "softmax"], "cross_entropy", "mean", 5, 0.35, 179),
        ("relu-softmax-online", "the same with one example", [3, 4, 3], ["relu", "softmax"], "cross_entropy",
         "mean", 1, 0.15, 180),
        ("relu-relu-softmax", "a classifier with two hidden layers", [3, 4, 4, 3], ["relu", "relu", "softmax"],
         "cross_entropy", "mean", 2, 0.45, 81),
        ("sigmoid-softmax", "sigmoid, softmax, cross_entropy, one example", [2, 4, 3], ["sigmoid", "softmax"],
         "cross_entropy", "mean", 1, 0.6, 82),
        ("sigmoid-softmax-squared", "a softmax trained with a squared error", [3, 2, 3], ["sigmoid", "softmax"],
         "squared_error", "mean", 2, 0.8, 83),
        ("softmax-alone", "softmax regression: a single layer", [4, 3], ["softmax"], "cross_entropy", "mean", 5, 0.85,
         84),
    ]
    for id, note, sizes, activations, cost, reduction, examples, alpha, seed in settings:
        off = ["off"] if "relu" in activations else []
        flags = ["first", "softmax", "one-example" if examples == 1 else "batch", *off]
        targets = one_of_three[:examples]
        made = drawn(id, note, flags, sizes, activations, examples, alpha, cost, reduction, seed, targets)
        need(all(sorted(example.y) == [0, 0, 1] for example in made.examples), made, "a target is not one-hot")
        if off:
            must_be_partly_off(made)
        step = gradient_step(made.network, made.examples, cost=cost)
        need(all(0.02 < a_j < 0.98 for a in step.a for a_j in a[-1]), made, "softmax is saturated")
        yield made
    made = drawn(
        "binary-classifier", "all sigmoid, one output, targets 0 and 1, binary_cross_entropy",
        ["first", "one-output", "batch"], [2, 4, 1], ["sigmoid", "sigmoid"], 4, 0.95, "binary_cross_entropy",
        seed=85, targets=[[1], [0], [0], [1]],
    )
    need({example.y[0] for example in made.examples} == {0, 1}, made, "only one class")
    yield made


def must_be_partly_off(made):
    """relu lets some sums through and stops others, in every layer that has it, with no sum near 0."""
    for layer, z in zip(made.network.layers, sums(made)):
        if layer.activation == "relu":
            need(min(z) < 0 < max(z), made, "no z of both signs under relu")
            need(min(map(abs, z)) > 0.01, made, "a z near the kink of relu")


def stateful():
    steps = ((4, 0.45, "mean"), (2, 0.27, "mean"), (5, 0.35, "mean"))
    for number, (examples, alpha, reduction) in enumerate(steps, 1):
        yield drawn(
            f"in-a-row-{number}", f"step {number} of 3 with one network shape: what is kept from the step before shows",
            ["stateful", "batch"], [2, 4, 3], ["sigmoid", "tanh"], examples, alpha, "half_squared_error", reduction,
            60 + number,
        )


def all_cases():
    """Every bundled case, in the order of the file."""
    makers = (
        published, ordinary, of_each_activation, of_each_cross_entropy, of_special_parameters, of_special_numbers,
        what_people_write_first, stateful,
    )
    return [made for maker in makers for made in maker()]


def lines():
    """The two files: case lines, and the lines of their exact results."""
    cases = all_cases()
    ids = [made.id for made in cases]
    if len(set(ids)) != len(ids):
        raise AssertionError("an id twice")
    results = [
        result_object(made, exact_step(made.network, made.examples, made.alpha, made.cost, made.reduction))
        for made in cases
    ]
    return (
        "".join(json.dumps(case_object(made), ensure_ascii=False) + "\n" for made in cases),
        "".join(json.dumps(result) + "\n" for result in results),
    )
