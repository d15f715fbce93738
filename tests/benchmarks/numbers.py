"""What exact results and bounds cost, in float steps: ``python -m tests.benchmarks.numbers [REPEATS]``.

A step of one example with an update, on sigmoid networks of growing size: in floats, with bounds in double and in
single precision, and correctly rounded.  They take turns, and the least of the processor times counts, so that other
work on the machine disturbs little.  Then a case that needs enclosures, and the time for each weight.  The aims stand
beside what was measured; nothing fails on them.
"""

import gc
import random
import sys
import time

from backprop_ref import Example, Layer, Network, bounded_step, exact_step, gradient_step

SHAPES = [[2, 2, 2], [16, 8, 4], [64, 32, 10], [128, 64, 20]]
AIMS = {"bounds": 30, "bounds, single": 30, "exact": 30}  # times a float step, at 64-32-10
ALPHA = 0.5


def least_times(ways, repeats):
    """The least processor time of each way, in seconds."""
    least = {name: float("inf") for name in ways}
    gc.collect()
    for _ in range(repeats):
        for name, way in ways.items():
            start = time.process_time()
            way()
            least[name] = min(least[name], time.process_time() - start)
    return least


def ways_of(network, example):
    return {
        "float": lambda: gradient_step(network, [example], ALPHA),
        "bounds": lambda: bounded_step(network, [example], ALPHA),
        "bounds, single": lambda: bounded_step(network, [example], ALPHA, precision="single"),
        "exact": lambda: exact_step(network, [example], ALPHA),
    }


def main(repeats):
    draw = random.Random(1)
    for sizes in SHAPES:
        network = Network.random(sizes, seed=1)
        example = Example([draw.uniform(-1, 1) for k in range(sizes[0])], [draw.random() for j in range(sizes[-1])])
        weights = sum(before * here for before, here in zip(sizes, sizes[1:]))
        least = least_times(ways_of(network, example), repeats)
        print(f"{'-'.join(map(str, sizes))}, {weights} weights: a float step takes {least['float'] * 1e6:.0f} µs")
        for name, aim in AIMS.items():
            ratio, each = least[name] / least["float"], least[name] / weights * 1e6
            print(f"    {name:15} {ratio:6.1f} float steps (aim at 64-32-10: {aim}), {each:6.2f} µs a weight")
    saturated = Network([Layer([[300.0], [-300.0]], [0.0, 0.0], "sigmoid"), Layer([[1.0, -1.0]], [0.0], "sigmoid")])
    least = least_times(ways_of(saturated, Example([1.0], [0.0])), repeats)
    print(f"1-2-1, saturated, by enclosures: exact takes {least['exact'] / least['float']:.1f} float steps")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
