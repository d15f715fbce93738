"""The trial's own cases, in `cases.jsonl`, and how they were made; other cases than the bundled ones.

    read            the cases of a file, one a line
    random_cases    any number of ordinary ones from a seed
    measuring       those of `cases.jsonl`: a table of networks, filled with numbers from a seed

``python -m tests.trial.cases`` writes `cases.jsonl` again.

Every case is an ordinary one: no weighted sum lies near a kink or far out (but in the two cases named saturated), no
learning rate is 0.5 or 1, targets fit the cost.  What hides a slip is spread over the set instead: one output, one
example, a single layer, biases that are 0, equal activations side by side.
"""

from __future__ import annotations

import json
import math
import pathlib
from random import Random
from typing import Callable, Sequence

from .program import program

HERE = pathlib.Path(__file__).parent
MEASURING = HERE / "cases.jsonl"
BUNDLED = HERE.parent.parent / "backprop_ref" / "cases" / "vectors.jsonl"

RATES = (0.03, 0.07, 0.11, 0.17, 0.23, 0.31, 0.37, 0.43, 0.61, 0.73, 1.3)
NEAREST, FARTHEST = 0.02, 4.0  # of a weighted sum: from a kink, and from 0
SQUARED = ("half_squared_error", "squared_error", "mean_squared_error")
HIDDEN = ("sigmoid", "tanh", "relu", "leaky_relu", "softplus", "softsign", "elu", "silu", "gelu", "identity")

# sizes, activations, cost, examples, reduction, options: h one-hot targets, p targets that sum to 1, d any targets
# (default), 0 biases are 0, s every bias shared, l the last shared, f the first shared, - no learning rate
TABLE = """
3-4-3     relu softmax                  cross_entropy         3 mean h
4-5-3     relu softmax                  cross_entropy         1 mean h
2-4-3     sigmoid softmax               cross_entropy         4 mean h
3-3-4     tanh softmax                  cross_entropy         1 sum  h
2-5-3     relu softmax                  cross_entropy         5 sum  h0
3-4-2     sigmoid softmax               half_squared_error    2 mean p
3-4       softmax                       mean_squared_error    3 mean h
2-3-4-3   tanh relu softmax             cross_entropy         2 mean d
3-4-3     softplus softmax              binary_cross_entropy  2 mean p
3-4-4-2   sigmoid sigmoid sigmoid       binary_cross_entropy  3 mean d
2-4-1     sigmoid sigmoid               binary_cross_entropy  4 mean b
3-4-2     relu sigmoid                  binary_cross_entropy  1 mean b
4-3-3-2   tanh tanh sigmoid             binary_cross_entropy  1 sum  d
3-3       sigmoid                       binary_cross_entropy  5 mean b
2-3-2     sigmoid sigmoid               half_squared_error    1 mean d
2-3-2     sigmoid sigmoid               half_squared_error    4 mean d
2-3-2     sigmoid sigmoid               half_squared_error    3 sum  d0
3-5-2     sigmoid sigmoid               squared_error         1 mean d
2-4-3     sigmoid sigmoid               mean_squared_error    1 mean d
3-4-3-2   sigmoid sigmoid sigmoid       half_squared_error    1 mean d
3-3-3-3   sigmoid tanh sigmoid          mean_squared_error    2 mean d
4-4-3     tanh tanh                     half_squared_error    1 mean d
2-5-2     tanh tanh                     squared_error         3 mean d
3-4-3     tanh sigmoid                  half_squared_error    5 mean d
4-3-5-2   tanh sigmoid tanh             mean_squared_error    1 sum  d
5-4-3     relu identity                 half_squared_error    1 mean d
3-6-4-2   relu relu identity            mean_squared_error    4 mean d
2-4-4-3   relu tanh identity            squared_error         1 mean d
3-4-3     leaky_relu identity           half_squared_error    2 mean d
4-5-3     leaky_relu sigmoid            mean_squared_error    1 mean d
2-3-4-3-2 leaky_relu leaky_relu tanh leaky_relu  squared_error 3 sum d
3-4-2     softplus softplus             half_squared_error    3 mean d
2-4-3     softsign softsign             mean_squared_error    2 mean d
3-3-4     elu elu                       squared_error         3 mean d
2-4-3     silu silu                     half_squared_error    3 mean d
3-4-2     gelu gelu                     squared_error         2 sum  d
3-4-5-3   gelu silu sigmoid             cross_entropy         3 mean d
4-3       identity                      half_squared_error    3 sum  d
1-2-1     tanh identity                 half_squared_error    5 mean d
3-4-3     tanh sigmoid                  half_squared_error    2 mean ds
2-4-3     sigmoid softmax               cross_entropy         3 sum  hf
4-3-3-2   relu tanh identity            squared_error         3 mean dl
3-4-2     elu softplus                  mean_squared_error    2 mean ds
2-3-4     softsign tanh                 half_squared_error    4 sum  d-
2-3-4-3   softsign elu identity         mean_squared_error    2 mean d
3-4-3     leaky_relu leaky_relu         half_squared_error    1 mean d
4-3-3-2   leaky_relu tanh identity      mean_squared_error    1 mean d
3-3-3     tanh sigmoid                  half_squared_error    4 mean d
4-4-4-4   relu relu softmax             cross_entropy         3 mean h
2-4-3     tanh softmax                  squared_error         1 mean p
3-4-2     silu gelu                     mean_squared_error    3 mean d
3-4-3     elu leaky_relu                squared_error         2 mean d
3-5-3     sigmoid softmax               cross_entropy         2 mean d
3-3-4     sigmoid sigmoid               cross_entropy         2 mean d
3-4-2     gelu silu                     half_squared_error    3 mean ds
"""


def read(path: pathlib.Path | str) -> list[dict]:
    """The cases of a file, one a line."""
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def number(draw: Callable[[], float], low: float, high: float) -> float:
    """Of either sign, of a size between low and high, three digits after the point."""
    size = round(low + draw() * (high - low), 3)
    return size if draw() < 0.55 else -size


def targets(draw: Callable[[], float], n: int, options: str) -> list[float]:
    """Targets for n outputs, all between 0 and 1."""
    if "h" in options:
        one = int(draw() * n)
        return [1 if j == one else 0 for j in range(n)]
    if "b" in options:
        return [int(draw() < 0.5) for _ in range(n)]
    y = [round(0.05 + 0.9 * draw(), 3) for _ in range(n)]
    return [*y[:-1], round(1 - sum(y[:-1]), 3)] if "p" in options and n == 2 else \
        [round(y_j / sum(y), 3) for y_j in y] if "p" in options else y


def drawn_case(
    draw: Callable[[], float], id: str, sizes: Sequence[int], activations: Sequence[str], cost: str, examples: int,
    reduction: str, options: str,
) -> dict:
    """One case of that form, drawn again until it is an ordinary one."""
    while True:
        layers = []
        for l, (before, here, activation) in enumerate(zip(sizes, sizes[1:], activations)):
            shared = "s" in options or ("l" in options and l == len(sizes) - 2) or ("f" in options and l == 0)
            biases = [0 if "0" in options else number(draw, 0.05, 0.8) for _ in range(1 if shared else here)]
            weights = [[number(draw, 0.1, 1.2) for _ in range(before)] for _ in range(here)]
            layer = {"activation": activation, "weights": weights, "biases": biases}
            layers.append({**layer, "shared_bias": True} if shared else layer)
        case = {"id": id, "layers": layers, "cost": cost, "learning_rate": RATES[int(draw() * len(RATES))],
                "reduction": reduction,
                "examples": [{"x": [number(draw, 0.1, 1.1) for _ in range(sizes[0])],
                              "y": targets(draw, sizes[-1], options)}
                             for _ in range(examples)]}
        if "-" in options:
            del case["learning_rate"]
        if ordinary(case):
            return case


def ordinary(case: dict) -> bool:
    """Whether no z is near a kink or far out, no layer is dead, and every logarithm has something to say."""
    result = program_of_sums(case)
    if "error" in result:
        return False
    for z in result["weighted_sums"]:
        for layer, z_l in zip(case["layers"], z):
            if not all(NEAREST < abs(z_j) < FARTHEST for z_j in z_l):
                return False
            if layer["activation"] == "relu" and not any(z_j > 0 for z_j in z_l):
                return False
    return math.isfinite(result["cost"])


def program_of_sums(case: dict) -> dict:
    """What the simplest of the right programs makes of it; an error where it has no result."""
    try:
        return LOOPS(case)
    except (ArithmeticError, ValueError):
        return {"error": "no result"}


LOOPS = program("loops")


def measuring(seed: int = 4077) -> list[dict]:
    """The cases of the table, then two whose outputs are all but 0."""
    draw = Random(seed).random  # the only method whose numbers no version of Python changes
    cases = []
    for row in TABLE.strip().splitlines():
        sizes, *activations, cost, examples, reduction, options = row.split()
        id = f"{len(cases) + 1:02}-{sizes}-{'-'.join(activations)}"
        cases.append(drawn_case(draw, id, [int(size) for size in sizes.split("-")], activations, cost, int(examples),
                                reduction, options))
    for sizes, reduction in (([2, 3, 2], "mean"), ([3, 4, 3], "sum")):
        id = f"{len(cases) + 1:02}-saturated"
        saturated = drawn_case(draw, id, sizes, ["tanh", "sigmoid"], "binary_cross_entropy", 2, reduction, "d")
        saturated["layers"][-1]["biases"] = [-27.31, -30.17, -26.43][:sizes[-1]]
        cases.append(saturated)
    return cases


def random_cases(count: int, seed: int) -> list[dict]:
    """Ordinary cases of any form: 1 to 3 layers, 1 to 5 neurons, 1 to 4 examples."""
    draw = Random(seed).random
    cases = []
    for i in range(count):
        sizes = [1 + int(draw() * 5) for _ in range(2 + int(draw() * 3))]
        activations = [HIDDEN[int(draw() * len(HIDDEN))] for _ in sizes[1:]]
        cost = SQUARED[int(draw() * 3)]
        options = "d"
        if draw() < 0.5:
            sizes[-1] = max(2, sizes[-1])
            activations[-1], cost, options = [
                ("softmax", "cross_entropy", "h"), ("softmax", "cross_entropy", "d"), ("softmax", "squared_error", "p"),
                ("sigmoid", "binary_cross_entropy", "b"), ("sigmoid", "binary_cross_entropy", "d")][int(draw() * 5)]
        if draw() < 0.2:
            options += "s"
        cases.append(drawn_case(draw, f"random-{seed}-{i}", sizes, activations, cost, 1 + int(draw() * 4),
                                "sum" if draw() < 0.3 else "mean", options))
    return cases


def main() -> None:
    with open(MEASURING, "w", encoding="utf-8", newline="\n") as out:
        for case in measuring():
            out.write(json.dumps(case) + "\n")


if __name__ == "__main__":
    main()
