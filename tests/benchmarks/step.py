"""What a step costs beside the same loops written inline: ``python -m tests.benchmarks.step [REPEATS]``.

For each of four networks, one online step (one example, then the update), many of them in a row (admitted once, as
in training) and one batch gradient (ten examples, their mean, no update) are timed in turn with plain inlined loops
that compute the same numbers, bit for bit: forward, error signals, gradients, update, all in one function, without
records, checks or replaceable rules.  Taking turns, both meet the same other work of the machine; the median is what a
user feels, the least is what the machine could do.  Where micrograd is installed, it is a row too.

Then the memory of a step beside the network's own lists, how the time grows with the number of weights, and what
starting up costs beside starting Python.  The aims stand beside what was measured; nothing fails on them.
"""

import gc
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc

from backprop_ref import Example, Network, gradient_step, steps

try:
    from micrograd.engine import Value
except ImportError:
    Value = None

SHAPES = [[2, 2, 2], [4, 8, 3], [64, 32, 10], [784, 30, 10]]
BATCH = 10
ROW = 20  # steps in a row
AIMS = {  # ratios to the inlined loops
    "step": dict(zip(map(str, SHAPES), (2.6, 2.0, 1.5, 1.3))),
    "batch": dict(zip(map(str, SHAPES), (2.2, 1.6, 1.35, 1.3))),
    "row": dict(zip(map(str, SHAPES), (1.9, 1.65, 1.35, 1.3))),
}
ALPHA = 0.5


# ---- the same loops, inlined -----------------------------------------------------------------


def inlined_gradient(layers, x, y):
    """C, dC_dw and dC_db of one example: sigmoid layers (w, b), half squared error."""
    exp = math.exp
    a_before, z, a = x, [], []
    for w, b in layers:
        z_l, a_l = [], []
        for w_j, b_j in zip(w, b):
            z_j = 0
            for w_jk, a_k in zip(w_j, a_before):
                z_j = z_j + w_jk * a_k
            z_j = z_j + b_j
            if z_j >= 0:
                a_j = 1 / (1 + exp(-z_j))
            else:
                e = exp(z_j)
                a_j = e / (1 + e)
            z_l.append(z_j)
            a_l.append(a_j)
        z.append(z_l)
        a.append(a_l)
        a_before = a_l
    C = 0
    for a_j, y_j in zip(a[-1], y):
        e_j = a_j - y_j
        C = C + e_j * e_j
    C = C / 2
    delta = [None] * len(layers)
    delta_l = []
    for a_j, y_j in zip(a[-1], y):
        delta_l.append((a_j - y_j) * (a_j * (1 - a_j)))
    delta[-1] = delta_l
    for l in range(len(layers) - 2, -1, -1):
        w_next, delta_next, delta_l = layers[l + 1][0], delta[l + 1], []
        for j, a_j in enumerate(a[l]):
            dC_da_j = 0
            for delta_m, w_m in zip(delta_next, w_next):
                dC_da_j = dC_da_j + delta_m * w_m[j]
            delta_l.append(dC_da_j * (a_j * (1 - a_j)))
        delta[l] = delta_l
    a_before, dC_dw, dC_db = x, [], []
    for delta_l, a_l in zip(delta, a):
        dC_dw_l = []
        for delta_j in delta_l:
            dC_dw_j = []
            for a_k in a_before:
                dC_dw_j.append(delta_j * a_k)
            dC_dw_l.append(dC_dw_j)
        dC_dw.append(dC_dw_l)
        dC_db.append(list(delta_l))
        a_before = a_l
    return C, dC_dw, dC_db


def inlined_step(layers, x, y, alpha):
    """A new list of layers, after one update."""
    C, dC_dw, dC_db = inlined_gradient(layers, x, y)
    new = []
    for (w, b), dC_dw_l, dC_db_l in zip(layers, dC_dw, dC_db):
        new_w = []
        for w_j, dC_dw_j in zip(w, dC_dw_l):
            new_w_j = []
            for w_jk, dC_dw_jk in zip(w_j, dC_dw_j):
                new_w_j.append(w_jk - alpha * dC_dw_jk)
            new_w.append(new_w_j)
        new_b = []
        for b_j, dC_db_j in zip(b, dC_db_l):
            new_b.append(b_j - alpha * dC_db_j)
        new.append((new_w, new_b))
    return new


def inlined_batch(layers, examples):
    """The mean gradient of several examples."""
    for i, (x, y) in enumerate(examples):
        C, dC_dw, dC_db = inlined_gradient(layers, x, y)
        if i == 0:
            total_w, total_b = dC_dw, dC_db
            continue
        new_w, new_b = [], []
        for total_l, dC_dw_l in zip(total_w, dC_dw):
            new_l = []
            for total_j, dC_dw_j in zip(total_l, dC_dw_l):
                new_j = []
                for total_jk, dC_dw_jk in zip(total_j, dC_dw_j):
                    new_j.append(total_jk + dC_dw_jk)
                new_l.append(new_j)
            new_w.append(new_l)
        for total_l, dC_db_l in zip(total_b, dC_db):
            new_l = []
            for total_j, dC_db_j in zip(total_l, dC_db_l):
                new_l.append(total_j + dC_db_j)
            new_b.append(new_l)
        total_w, total_b = new_w, new_b
    n = len(examples)
    mean_w, mean_b = [], []
    for total_l in total_w:
        mean_l = []
        for total_j in total_l:
            mean_j = []
            for total_jk in total_j:
                mean_j.append(total_jk / n)
            mean_l.append(mean_j)
        mean_w.append(mean_l)
    for total_l in total_b:
        mean_l = []
        for total_j in total_l:
            mean_l.append(total_j / n)
        mean_b.append(mean_l)
    return mean_w, mean_b


# ---- what is measured ------------------------------------------------------------------------


class Subject:
    """A network of one shape with its examples, in both forms."""

    def __init__(self, sizes):
        self.sizes = sizes
        # Small weights: a sigmoid that is saturated costs another branch, not another formula.
        scale = 1 / math.sqrt(sizes[0])
        self.network = Network.random(sizes, seed=1).map(lambda w: w * scale)
        draw = random.Random(2).random
        self.examples = [
            Example([draw() for k in range(sizes[0])], [draw() for j in range(sizes[-1])]) for i in range(BATCH)
        ]
        self.layers = [(layer.w, layer.b) for layer in self.network.layers]
        self.pairs = [(example.x, example.y) for example in self.examples]

    @property
    def parameters(self):
        return sum((before + 1) * here for before, here in zip(self.sizes, self.sizes[1:]))

    def step(self):
        return gradient_step(self.network, self.examples[:1], ALPHA)

    def step_inlined(self):
        return inlined_step(self.layers, *self.pairs[0], ALPHA)

    def row(self):
        for step in steps(self.network, self.examples[:1], [[0]] * ROW, ALPHA):
            pass
        return step

    def row_inlined(self):
        layers = self.layers
        for _ in range(ROW):
            layers = inlined_step(layers, *self.pairs[0], ALPHA)
        return layers

    def micrograd(self):
        """A step of the same network on micrograd's tape: values that remember what they were made of."""
        (values, y), parameters = self.pairs[0], []
        for w, b in self.layers:
            after = []
            for w_j, b_j in zip(w, b):
                row, bias = [Value(w_jk) for w_jk in w_j], Value(b_j)
                parameters += row + [bias]
                z_j = sum((w_jk * a_k for w_jk, a_k in zip(row, values)), bias)
                after.append(_sigmoid(z_j))
            values = after
        cost = sum((a_j - y_j) ** 2 for a_j, y_j in zip(values, y)) * 0.5
        cost.backward()
        for parameter in parameters:
            parameter.data -= ALPHA * parameter.grad
        return parameters

    def batch(self):
        return gradient_step(self.network, self.examples)

    def batch_inlined(self):
        return inlined_batch(self.layers, self.pairs)

    def check(self):
        """Both forms compute the same bits, or the comparison means nothing."""
        new = self.step().network
        if [(layer.w, layer.b) for layer in new.layers] != self.step_inlined():
            raise AssertionError(f"{self.sizes}: the inlined step computes something else")
        if [(layer.w, layer.b) for layer in self.row().network.layers] != self.row_inlined():
            raise AssertionError(f"{self.sizes}: the inlined steps in a row compute something else")
        batch = self.batch()
        if (batch.dC_dw, batch.dC_db) != self.batch_inlined():
            raise AssertionError(f"{self.sizes}: the inlined batch computes something else")


def _sigmoid(z):
    """σ on micrograd's tape, which has no exp."""
    a = Value(1 / (1 + math.exp(-z.data)), (z,), "sigmoid")

    def backward():
        z.grad += a.data * (1 - a.data) * a.grad

    a._backward = backward
    return a


def interleaved(functions, repeats, at_least=0.002):
    """The times of one call of each function, taken in turn: for each function a list of as many as repeats."""
    calls = []
    for function in functions:
        start = time.perf_counter()
        function()
        calls.append(max(1, int(at_least / max(1e-9, time.perf_counter() - start))))
    times = [[] for _ in functions]
    gc.collect()
    for _ in range(repeats):
        for function, n, taken in zip(functions, calls, times):
            start = time.perf_counter()
            for _ in range(n):
                function()
            taken.append((time.perf_counter() - start) / n)
    return times


def ratios(repeats):
    """For each shape and kind of step: medians of ours and of the inlined loops, median of ratios, ratio of leasts."""
    for sizes in SHAPES:
        subject = Subject(sizes)
        subject.check()
        name = "-".join(map(str, sizes))
        fewer = repeats if subject.parameters < 5000 else max(5, repeats // 4)
        for kind, ours, plain in [
            ("step", subject.step, subject.step_inlined), ("row", subject.row, subject.row_inlined),
            ("batch", subject.batch, subject.batch_inlined),
        ]:
            first, second = interleaved([ours, plain], fewer)
            medians = statistics.median(first), statistics.median(second)
            by_pair = statistics.median(a / b for a, b in zip(first, second))
            yield name, kind, medians[0], medians[1], by_pair, min(first) / min(second), AIMS[kind][str(sizes)]
        if Value is not None and subject.parameters < 5000:
            first, second = interleaved([subject.micrograd, subject.step_inlined], fewer)
            by_pair = statistics.median(a / b for a, b in zip(first, second))
            medians = statistics.median(first), statistics.median(second)
            yield name, "micrograd", *medians, by_pair, min(first) / min(second), None


def memory(sizes):
    """Bytes at the peak of one step, beyond what was there before, and of the network's own lists of numbers."""
    network = Network.random(sizes, seed=1)
    example = Example([0.5] * sizes[0], [0.25] * sizes[-1])
    gradient_step(network, [example], ALPHA)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    step = gradient_step(network, [example], ALPHA)
    peak = tracemalloc.get_traced_memory()[1] - before
    del step
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    own = network.map(lambda w_jk: w_jk * 1.0)  # every number and list anew
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    del own
    return peak, size


def exponent(repeats):
    """The slope of ln(time) against ln(number of weights), by least squares over networks of 10³ to 10⁵ weights."""
    subjects = [Subject([n, n, n, 4]) for n in (22, 40, 70, 125, 220)]
    times = interleaved([subject.step for subject in subjects], repeats)
    x = [math.log(subject.parameters) for subject in subjects]
    y = [math.log(min(taken)) for taken in times]
    x_mean, y_mean = statistics.mean(x), statistics.mean(y)
    return sum((u - x_mean) * (v - y_mean) for u, v in zip(x, y)) / sum((u - x_mean) ** 2 for u in x)


def start_up(repeats):
    """Times of ``python -c pass``, of importing the package and of the bare command: each a process, in turn."""
    commands = [["-c", "pass"], ["-c", "import backprop_ref"], ["-m", "backprop_ref"]]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def starting(arguments):
        def start():
            subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True, env=environment)
        return start

    functions = [starting(arguments) for arguments in commands]
    with tempfile.TemporaryDirectory() as compiled:
        environment["PYTHONPYCACHEPREFIX"] = compiled
        for function in functions:
            function()  # the compiled files are written
        return interleaved(functions, repeats, at_least=0)


def main(repeats=40):
    print(f"Python {sys.version.split()[0]}, {repeats} repeats")
    print(f"\n{'network':>11}  {'':9}  {'ours':>9}  {'inlined':>9}  {'ratio':>5}  {'of leasts':>9}    (medians; ms)")
    if Value is None:
        print("(no row of micrograd: it is not installed)")
    for name, kind, ours, plain, ratio, least, limit in ratios(repeats):
        aim = "" if limit is None else f"    aim ≤ {limit:.2f}"
        print(f"{name:>11}  {kind:9}  {ours * 1e3:9.4f}  {plain * 1e3:9.4f}  {ratio:5.2f}  {least:9.2f}{aim}")
    peak, size = memory(SHAPES[-1])
    print(f"\nmemory of a 784-30-10 step: {peak / size:.2f} × the network's own lists    aim ≤ 4")
    print(f"time grows with the number of weights to the power {exponent(max(5, repeats // 4)):.3f}    aim ≤ 1.05")
    bare, imported, command = start_up(repeats)
    least = min(bare)
    print(f"\npython -c pass         {statistics.median(bare) * 1e3:6.1f} ms")
    for name, times, aim in [("import backprop_ref", imported, 1.3), ("the bare command", command, 2.5)]:
        ratio = statistics.median(a / b for a, b in zip(times, bare))
        print(f"{name:21}  {statistics.median(times) * 1e3:6.1f} ms  {ratio:4.2f} ×  "
              f"(of leasts {min(times) / least:4.2f})    aim ≤ {aim}")


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:] and not sys.argv[1].isdigit():
        sys.exit("usage: python -m tests.benchmarks.step [REPEATS]")
    main(*map(int, sys.argv[1:]))
