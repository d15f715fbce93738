"""Random cases for your own network: the same for the same seed, on every Python.

    random_cases    cases of given sizes, activations and cost

They suit a test: no sum is near a kink, or so far out that a slope is almost 0, unless you ask for it;
targets that fit the cost; numbers of three digits, none of them 0.
"""

from __future__ import annotations

from random import Random
from typing import Any
from collections.abc import Iterator, Sequence

from ..activations import ACTIVATIONS, SOFTMAX
from ..costs import COSTS, HALF_SQUARED_ERROR
from ..network import Example, Layer, Network
from ..numerals import Vector
from ..admission import shown
from ..door import RULES
from .record import Case

MOST_NUMBERS = 10_000_000  # weights and inputs of one case
LARGEST_SUM = 3.0  # Σ w a of an ordinary case, without the bias: there every slope can be seen
SATURATED_SUM = 30.0  # of a saturated one, whose largest lies between a half of it and the whole; 1 − σ(30) is not 0
MOST_TIMES = 1024  # as large as usual are the weights of a saturated case, where nothing comes from the layer before
INSIDE = 0.15  # the same where outputs have to lie between 0 and 1 although the activation does not say so
ROOM = 0.01  # between a z and a kink, if one of CHOICES biases gives it; else as much as the best of them gives
CHOICES = 20


def random_cases(
    sizes: Sequence[int],
    activations: Sequence[str] = ("sigmoid",),
    cost: str = HALF_SQUARED_ERROR,
    examples: int = 3,
    alpha: float = 0.3,
    reduction: str = "mean",
    shared_bias: bool = False,
    count: int = 20,
    seed: int = 1,
    kinks: bool = False,
    saturated: bool = False,
) -> Iterator[Case]:
    """So many cases, one after the other.

    sizes: how many inputs, then how many neurons in each layer.  activations: one for each layer; or one for the hidden
    layers and one for the last; or one for all.  kinks: the first z of the first layer lies at the kink of its
    activation.  saturated: sums far from 0 in every layer.

    Raises ValueError, with place, found and expected, for what does not fit.

    >>> case, = random_cases([2, 3, 2], ["tanh", "softmax"], "cross_entropy", examples=1, count=1)
    >>> case
    Case('2-3-2-seed-1-1', Network(2-3-2, tanh, softmax, float), 1 example, cross_entropy, mean, alpha=0.3)
    >>> case.examples[0].x, case.examples[0].y
    ([-0.243, 0.793], [0.0, 1.0])
    """
    _must_be_counts(sizes, examples, count, seed)
    names = _of_each_layer(activations, len(sizes) - 1)
    _must_be_known("cost", cost, COSTS)
    _must_be_known("reduction", reduction, RULES.reductions)
    if kinks and not ACTIVATIONS[names[0]].kinks:
        angular = ", ".join(name for name, rule in ACTIVATIONS.items() if rule.kinks)
        raise ValueError(f"kinks: found {names[0]} in the first layer, expected one of {angular}")
    return _drawn(_Draw(seed, kinks), sizes, names, cost, examples, alpha, reduction, shared_bias, count, saturated)


def _drawn(
    draw: _Draw, sizes: Sequence[int], names: Sequence[str], cost: str, examples: int, alpha: float, reduction: str,
    shared_bias: bool, count: int, saturated: bool,
) -> Iterator[Case]:
    for n in range(1, count + 1):
        a = x = [draw.numbers(sizes[0], 1.0) for _ in range(examples)]
        layers = []
        for l, (here, name) in enumerate(zip(sizes[1:], names)):
            last = l == len(names) - 1
            largest = SATURATED_SUM if saturated else LARGEST_SUM
            inside = last and "entropy" in cost and name not in ("sigmoid", SOFTMAX)
            layer = _layer(draw, a, here, name, shared_bias, INSIDE if inside else largest, saturated, inside)
            if not l and draw.exactly:
                _move_to_kink(layer, x[0])
            layers.append(layer)
            if not last:
                a = [_outputs(layer, a_i) for a_i in a]
        targets = _targets(draw, names[-1], cost, sizes[-1], examples, n)
        pairs = [Example(x_i, y_i) for x_i, y_i in zip(x, targets)]
        id = f"{'-'.join(map(str, sizes))}-seed-{draw.seed}-{n}"
        yield Case(id, Network(layers), pairs, alpha, cost, reduction)


class _Draw:
    """Numbers of three digits and either sign, none of them 0.  exactly: sixteenths, so that all sums are exact."""

    def __init__(self, seed: int, exactly: bool) -> None:
        self.seed = seed
        self.exactly = exactly
        self.random = Random(seed).random  # the only method whose numbers no version of Python changes

    def size(self, low: float, high: float) -> float:
        """A number above 0 between the two."""
        number = low + (high - low) * self.random()
        return max(1, round(16 * number)) / 16 if self.exactly else float(f"{number:.3g}")

    def numbers(self, n: int, largest: float) -> Vector:
        """So many, of either sign."""
        return [self.size(largest / 8, largest) * (1 if self.random() < 0.5 else -1) for _ in range(n)]

    def below(self, n: int) -> int:
        """One of 0, 1, … n − 1."""
        return int(self.random() * n)


def _layer(
    draw: _Draw, a: Sequence[Vector], here: int, name: str, shared: bool, largest: float, far: bool, inside: bool,
) -> Layer:
    """A layer whose sums over these inputs are as large as they should be, with biases that keep them off kinks.

    far: are its sums to be no smaller than half the largest?  inside: are all its outputs to lie between 0 and 1?
    """
    w = [draw.numbers(len(a[0]), 1.0) for _ in range(here)]
    sums = [[RULES.weighted_sum(w_j, a_i, 0.0) for a_i in a] for w_j in w]
    reach = max(abs(z_j) for row in sums for z_j in row)
    factor = 1.0
    while reach * factor > largest:
        factor /= 2
    while far and not inside and reach * factor <= largest / 2 and factor < MOST_TIMES:
        factor *= 2
    w = [[factor * w_jk for w_jk in w_j] for w_j in w]
    sums = [[factor * z_j for z_j in row] for row in sums]
    together = [[z_j for row in sums for z_j in row]] if shared else sums  # what one bias has to suit
    b = [_bias(draw, some, name, inside) for some in together]
    layer = Layer(w, b, name, shared)
    if name == "relu" and not any(a_j for a_i in a for a_j in _outputs(layer, a_i)):  # no gradient would pass
        layer = Layer([[-w_jk for w_jk in w_j] for w_j in w], [-b_j for b_j in b], name, shared)
    return layer


def _bias(draw: _Draw, sums: Vector, name: str, inside: bool) -> float:
    """A bias that keeps these sums off every kink: the first that gives enough room, or of some that with the most."""
    kinks = ACTIVATIONS[name].kinks
    best, most = 0.0, -1.0
    for _ in range(CHOICES):
        bias = draw.size(0.25, 0.35) if inside else draw.numbers(1, 0.5)[0]
        room = min((abs(z_j + bias - kink) for z_j in sums for kink in kinks), default=ROOM)
        if room > most:
            best, most = bias, room
        if room >= ROOM:
            break
    return best


def _move_to_kink(layer: Layer, x: Vector) -> None:
    """Give neuron 0 the bias with which its z for this input is where the slope jumps."""
    layer.b[0] = ACTIVATIONS[layer.activation].kinks[0] - RULES.weighted_sum(layer.w[0], x, 0.0)


def _outputs(layer: Layer, a: Vector) -> Vector:
    b = layer.b * len(layer.w) if layer.shared_bias else layer.b
    sigma = ACTIVATIONS[layer.activation].sigma
    return [sigma(RULES.weighted_sum(w_j, a, b_j)) for w_j, b_j in zip(layer.w, b)]


def _targets(draw: _Draw, output: str, cost: str, outputs: int, examples: int, n: int) -> list[Vector]:
    """Targets of each example that output and cost can have.

    One 1 where softmax chooses; 0 and 1 or what lies between, in turn, under binary_cross_entropy.
    """
    targets = []
    for _ in range(examples):
        if output == SOFTMAX:
            one = draw.below(outputs)
            y = [1.0 if j == one else 0.0 for j in range(outputs)]
        elif cost == "binary_cross_entropy" and n % 2:
            y = [float(draw.below(2)) for _ in range(outputs)]
        elif "entropy" in cost or output in ("sigmoid", "relu", "softplus"):
            y = [draw.size(0.05, 0.95) for _ in range(outputs)]
        else:
            y = draw.numbers(outputs, 0.95)
        targets.append(y)
    return targets


# ---- what is asked for -----------------------------------------------------------------------


def _must_be_counts(sizes: Sequence[int], examples: int, count: int, seed: int) -> None:
    if len(sizes) < 2:
        text = shown("-".join(map(str, sizes)))
        raise ValueError(f"layers: found {text}, expected inputs and at least one layer: 4-3")
    counts = [(f"layers[{n}]", size, 1) for n, size in enumerate(sizes)]
    for place, found, least in (*counts, ("examples", examples, 1), ("count", count, 1), ("seed", seed, 0)):
        if type(found) is not int or found < least:
            raise ValueError(f"{place}: found {shown(found)}, expected a whole number, {least} or more")
    needed = sum(before * here for before, here in zip(sizes, sizes[1:])) + examples * max(sizes)
    if needed > MOST_NUMBERS:
        raise ValueError(f"layers: found {needed} weights and inputs in a case, expected at most {MOST_NUMBERS}")


def _of_each_layer(activations: Sequence[str], layers: int) -> list[str]:
    names = list(activations)
    for name in names:
        _must_be_known("activations", name, ACTIVATIONS)
    if len(names) == 2 < layers:
        names = [names[0]] * (layers - 1) + [names[1]]
    elif len(names) == 1:
        names = names * layers
    if len(names) != layers:
        fewer = {1: "", 2: ", or 1 (for both)"}.get(layers, ", 2 (for the hidden layers and the last), or 1 (for all)")
        raise ValueError(f"activations: found {len(names)} names, expected {layers} (one for each layer){fewer}")
    if SOFTMAX in names[:-1]:
        expected = f"it only in the last layer: relu,{SOFTMAX}"
        raise ValueError(f"activations: found {SOFTMAX} in a hidden layer, expected {expected}")
    return names


def _must_be_known(place: str, name: str, table: dict[str, Any]) -> None:
    if name not in table:
        raise ValueError(f"{place}: found {shown(name)}, expected one of {', '.join(table)}")
