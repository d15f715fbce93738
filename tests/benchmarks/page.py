"""What the page's script costs: ``python -m tests.benchmarks.page``.

In node: a hundred updates of a 2-4-1 network on 200 examples, as the page makes them first and when it is warm, with
each hidden activation.  In a browser, where Playwright and Chromium are: a step of the walk and a change of a weight,
with everything on the page that follows, for networks up to 16-16-16.  The aims stand beside; nothing fails on them.
"""

import statistics

from backprop_ref import Example, Network
from backprop_ref.cases import Case
from tests.javascript import value_of

HUNDRED = """given.map(([activation, seed]) => {
  const examples = backprop.DATA_SETS.moons.examples(seed);
  const times = [];
  for (let n = 0; n < 6; n++) {
    const network = backprop.random_network([2, 4, 1], [activation, "sigmoid"], seed);
    const made = backprop.learner({ network, examples, alpha: 0.1, cost: "binary_cross_entropy", batch: 200 });
    const began = performance.now();
    backprop.advance(made, 100);
    times.push(performance.now() - began);
  }
  return times;
})"""

# Milliseconds of script from the change until everything on the page has followed, without painting.
STEPS = """() => {
  const times = [];
  const { length } = backprop.state.walk;
  for (let n = 0; n < 60; n++) {
    const began = performance.now();
    backprop.go(Math.floor((n * length) / 60));
    backprop.flush();
    times.push(performance.now() - began);
  }
  return times;
}"""
EDITS = """() => {
  const times = [];
  for (let n = 0; n < 30; n++) {
    const began = performance.now();
    backprop.edit("a weight", (given) => { given.layers[0].weights[0][0] = n / 30; }, { merge: "a weight" });
    backprop.flush();
    times.push(performance.now() - began);
  }
  return times;
}"""


def line(what, times, aim):
    print(f"    {what:<30}{times[0]:7.1f} ms first{statistics.median(times[1:]):7.1f} ms then   (aim: {aim} ms)")


def in_node():
    print("A hundred updates of 2-4-1 on 200 examples, in node")
    for activation in ("tanh", "relu", "sigmoid", "gelu"):  # each in a process of its own: the first is cold
        line(activation, value_of(HUNDRED, [[activation, 1]])[0], 200)


def in_browser():
    from tests.browser import Pages

    print("A step and a change, in a browser")
    Pages.setUpClass()
    try:
        for sizes in ([2, 2, 2], [4, 8, 3], [16, 16, 16]):
            draw = Network.random([sizes[0], sizes[-1]], seed=1).layers[0]
            example = Example(draw.w[0], draw.b)
            case = Case("-".join(map(str, sizes)), Network.random(sizes, "tanh", seed=1), [example], 0.5)
            pages = Pages()
            pages.setUp()
            page = pages.open(case)
            line(f"{case.id}: step", page.evaluate(STEPS), 16)
            line(f"{case.id}: change", page.evaluate(EDITS), 50)
            pages.doCleanups()
    finally:
        Pages.doClassCleanups()


def main():
    in_node()
    try:
        import playwright  # noqa: F401  # where it is
    except ImportError:
        print("No Playwright for this Python: nothing in a browser")
    else:
        in_browser()


if __name__ == "__main__":
    main()
