"""What the page costs in a browser: ``python -m tests.benchmarks.page [REPEATS]``.

For each of five networks the script time of a step (everything on the page follows it), of an edit (a weight is
changed, and everything follows), and of the plot of the bias question; the median and the worst of the repeats.
Then a hundred updates of 2-4-1 on 200 examples.  Painting is not in it.  The aims stand beside what was measured;
nothing fails on them.
"""

import statistics
import sys

from backprop_ref import Example, Network
from backprop_ref.cases import Case, worked_example
from tests.browser import Pages, _missing

SHAPES = [[4, 8, 3], [16, 16, 16], [2] + [4] * 9 + [1], [784, 30, 10]]
STEP = """(repeats) => {
  const times = [], last = backprop.state.walk.length - 1;
  for (let n = 0; n < repeats; n++) {
    backprop.go((backprop.state.step + Math.max(1, Math.floor(last / repeats))) % last);
    const start = performance.now();
    backprop.flush();
    times.push(performance.now() - start);
  }
  return times;
}"""
EDIT = """(repeats) => {
  const times = [];
  for (let n = 0; n < repeats; n++) {
    const start = performance.now();
    backprop.set_value("w.0.0.0", 0, n / 100);
    backprop.flush();
    times.push(performance.now() - start);
  }
  return times;
}"""
UPDATES = """() => {
  const draw = backprop.drawn(1);
  const layer = (n, m, activation) => ({
    w: Array.from({ length: n }, () => Array.from({ length: m }, draw)), b: Array.from({ length: n }, draw), activation,
    shared_bias: false,
  });
  let network = { layers: [layer(4, 2, "tanh"), layer(1, 4, "sigmoid")] };
  const examples = Array.from({ length: 200 }, () => ({ x: [draw(), draw()], y: [draw() > 0 ? 1 : 0] }));
  const start = performance.now();
  for (let n = 0; n < 100; n++) {
    network = backprop.gradient_step(network, examples, 0.5, "half_squared_error", "mean").network;
  }
  return performance.now() - start;
}"""


def cases():
    yield "2-2-2", worked_example()
    for shape in SHAPES:
        example = Example([0.5] * shape[0], [0.25] * shape[-1])
        name = "-".join(map(str, shape))
        yield name, Case(name, Network.random(shape, "sigmoid", seed=1), [example], 0.5)


def told(times):
    return f"{statistics.median(times):7.1f} {max(times):7.1f}"


def main(repeats):
    Pages.setUpClass()
    try:
        pages = Pages()
        pages.heard = []
        print("script time in ms, median and worst of", repeats)
        print(f"{'':24}step (16 aimed at)   edit (50)        bias plot")
        for name, case in cases():
            page = pages.open(case)
            step, edit = page.evaluate(STEP, repeats), page.evaluate(EDIT, repeats)
            page.evaluate("backprop.go(0); backprop.look({ panel: 'bias' }); backprop.flush()")
            print(f"{name:22}{told(step)}  {told(edit)}  {told(page.evaluate(EDIT, repeats))}")
        print(f"a hundred updates of 2-4-1 on 200 examples: {page.evaluate(UPDATES):.0f} ms (200 aimed at)")
    finally:
        pages.doCleanups()
        Pages.doClassCleanups()


if __name__ == "__main__":
    if _missing():
        sys.exit(_missing())
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
