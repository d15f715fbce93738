"""What training costs: ``python -m tests.benchmarks.training [REPEATS]``.

An epoch of ``train`` beside the steps in it (the door's ``steps``, many in a row), beside the same loops written inline
in one function that compute the same bits, and beside micrograd where that is installed.  Then what memory does over
epochs, and reading a table beside ``csv.reader`` with ``float`` of each field.  Nothing fails on the aims.
"""

import csv
import importlib.util
import io
import random
import statistics
import sys
import tracemalloc

from backprop_ref import Example, Network, steps
from backprop_ref.training import read_columns, read_table, train
from tests.benchmarks.step import inlined_step, interleaved

SHAPES = [([2, 2, 2], 40), ([4, 8, 3], 40), ([64, 32, 10], 10)]  # and how many examples
ALPHA = 0.5


class Subject:
    """A network of one shape with its examples."""

    def __init__(self, sizes, count):
        self.network = Network.random(sizes, seed=1)
        draw = random.Random(2).random
        self.examples = [
            Example([draw() for k in range(sizes[0])], [draw() for j in range(sizes[-1])]) for i in range(count)
        ]
        self.pairs = [(example.x, example.y) for example in self.examples]

    def epoch(self):
        """An epoch, row by row."""
        (epoch,) = train(self.network, self.examples, ALPHA, 1)
        return epoch.network

    def steps(self):
        """The steps in it."""
        for step in steps(self.network, self.examples, ([i] for i in range(len(self.examples))), ALPHA):
            pass
        return step.network

    def inlined(self):
        """The same loops in one function."""
        layers = [(layer.w, layer.b) for layer in self.network.layers]
        for x, y in self.pairs:
            layers = inlined_step(layers, x, y, ALPHA)
        return layers

    def micrograd(self):
        """The same network and order by micrograd's scalars; relu, since it has no sigmoid."""
        from micrograd.engine import Value

        layers = [([[Value(v) for v in w_j] for w_j in layer.w], [Value(v) for v in layer.b])
                  for layer in self.network.layers]
        for x, y in self.pairs:
            a = x
            for w, b in layers:
                a = [sum((w_jk * a_k for w_jk, a_k in zip(w_j, a)), b_j).relu() for w_j, b_j in zip(w, b)]
            C = sum(((a_j - y_j) ** 2 for a_j, y_j in zip(a, y)), Value(0.0)) * 0.5
            for w, b in layers:
                for value in [v for w_j in w for v in w_j] + b:
                    value.grad = 0.0
            C.backward()
            for w, b in layers:
                for value in [v for w_j in w for v in w_j] + b:
                    value.data -= ALPHA * value.grad

    def check(self):
        """All compute the same bits, or the comparison means nothing."""
        inlined = self.inlined()
        for network in (self.epoch(), self.steps()):
            if [(layer.w, layer.b) for layer in network.layers] != inlined:
                raise AssertionError("they compute something else")


def has_micrograd():
    return importlib.util.find_spec("micrograd") is not None


def peak(epochs):
    """Bytes at the peak of so many epochs."""
    subject = Subject([4, 8, 3], 10)
    tracemalloc.start()
    for _ in train(subject.network, subject.examples, ALPHA, epochs, seed=1):
        pass
    size = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return size


def table(rows=20000):
    draw = random.Random(3)
    lines = [",".join([*(repr(draw.random()) for _ in range(5)), draw.choice("xy")]) for _ in range(rows)]
    return ("a,b,c,d,e,kind\n" + "\n".join(lines) + "\n").encode()


def reading(data):
    """What reads a table, and the csv.reader with float of each field."""
    def ours():
        return read_columns(read_table(io.BytesIO(data), "table"))

    def plain():
        rows = csv.reader(io.StringIO(data.decode(), newline=""))
        next(rows)
        return [[float(field) for field in row[:5]] + [row[5]] for row in rows]

    return ours, plain


def main(repeats=20):
    print(f"Python {sys.version.split()[0]}, {repeats} repeats; medians (in brackets of leasts)")
    print(f"\n{'network':>9}  {'an epoch':>9}  {'÷ its steps':>13}  {'÷ inlined':>9}  {'÷ micrograd':>11}")
    for sizes, count in SHAPES:
        subject = Subject(sizes, count)
        subject.check()
        functions = [subject.epoch, subject.steps, subject.inlined] + [subject.micrograd] * has_micrograd()
        times = interleaved(functions, repeats)
        ratios = [statistics.median(a / b for a, b in zip(times[0], other)) for other in times[1:]]
        shown = [f"{ratio:.2f}" for ratio in ratios] + ["-"] * (3 - len(ratios))
        shown[0] += f" ({min(times[0]) / min(times[1]):.2f})"
        name = "-".join(map(str, sizes))
        print(f"{name:>9}  {statistics.median(times[0]) * 1e3:6.2f} ms  {shown[0]:>13}  {shown[1]:>9}  {shown[2]:>11}"
              "    aim ≤ 1.1 × its steps")
    if not has_micrograd():
        print("micrograd: left out, not installed")
    few, many = peak(10), peak(200)
    print(f"\nmemory of 10 epochs {few / 1024:.1f} KiB, of 200 {many / 1024:.1f} KiB    aim: the same")
    ours, plain = interleaved(reading(table()), max(3, repeats // 4))
    ratio = statistics.median(a / b for a, b in zip(ours, plain))
    print(f"reading a table of 20,000 rows: {ratio:.2f} × csv.reader with float of each field    aim ≤ 3")


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:] and not sys.argv[1].isdigit():
        sys.exit("usage: python -m tests.benchmarks.training [REPEATS]")
    main(*map(int, sys.argv[1:]))
