"""docs/wrong_rules.md: which mistakes still learn XOR, and the bundled case that exposes each.

    python -m tests.wrong_rules_learn    write the page

Each of these well-known mistakes trains the same networks from the same five starts as the right rules do.
"""

from __future__ import annotations

import pathlib

from backprop_ref import RULES, Example, Network
from backprop_ref.cases import bundled, find, result_object
from backprop_ref.mistakes import MISTAKES
from backprop_ref.numbers import beside
from backprop_ref.training import Diverged, train

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "wrong_rules.md"
NAMES = (
    "sum-of-layer-deltas", "mean-of-layer-deltas", "biases-never-updated", "no-bias-forward", "hidden-slope-missing",
    "output-slope-missing", "slope-at-activation", "updated-weights-in-delta", "first-next-neuron-only",
    "unweighted-sum", "one-error-for-all", "error-not-delta", "index-swapped", "gradient-transposed",
    "parameters-ascent", "half-squared-as-squared", "weight-decay", "not-zeroed", "sign-of-error", "z-for-a",
)
SIZES, ACTIVATIONS, ALPHA, EPOCHS, ENOUGH = [2, 3, 3, 2], ["tanh", "tanh", "sigmoid"], 0.5, 300, 0.01
SEEDS = range(1, 6)
XOR = [Example([a, b], [1 - (a ^ b), a ^ b]) for a in (0, 1) for b in (0, 1)]

HEAD = """# Wrong rules learn too

A program that trains is not always right. Here each of the most common [mistakes](mistakes.md) trains XOR: a network
2-3-3-2 (tanh, tanh, sigmoid) with an output for 0 and one for 1, online, rate 0.5, half squared error, from five
starts (`Network.random([2, 3, 3, 2], ["tanh", "tanh", "sigmoid"], seed)` with the seeds 1 to 5). A start counts as
learned when the mean cost of an epoch falls below 0.01 within 300 epochs.

{wrong} of {count} learn XOR from at least one start, {always} of them from all five. None of them can hide from
`check`: the last column names a bundled case that exposes the mistake, and few of the others.

| rules | starts learned | epochs, the median | a case that exposes it |
|---|---|---|---|
"""

TAIL = """
Watch one of them beside the right rules, from the same start:

```sh
python3 -m backprop_ref train xor --hidden 3-3 --activations tanh,tanh,sigmoid --rate 0.5 --batch 1 \\
    --mistake hidden-slope-missing --page xor.html
```

This page is generated: `python -m tests.wrong_rules_learn`.
"""


def learnt(eq=None):
    """Of each start that is learnt, after how many epochs."""
    found = []
    for seed in SEEDS:
        options = {} if eq is None else {"eq": eq()}
        try:
            for epoch in train(Network.random(SIZES, ACTIVATIONS, seed), XOR, ALPHA, EPOCHS, **options):
                if epoch.cost < ENOUGH:
                    found.append(epoch.number)
                    break
        except Diverged:
            pass
    return found


def shows(name, id):
    """"#" where gradients or updates are wrong by more than rounding, in the second of two steps in a row:
    something may be kept from the first; "." where they are right, "!" where there are none."""
    case = find(id)
    settings = (case.network, case.examples, case.alpha, case.cost, case.reduction)
    eq = MISTAKES[name].rules()
    try:
        eq.gradient_step(*settings, eq)
        wrong = result_object(case, eq.gradient_step(*settings, eq))
    except (ArithmeticError, ValueError):
        return "!"
    right = result_object(case, RULES.gradient_step(*settings, RULES))
    for field in ("weight_gradients", "bias_gradients", "new_weights", "new_biases"):
        for place, value, other in beside(right.get(field, []), wrong.get(field, [])):
            if not abs(value - other) <= 1e-9 * (1 + abs(value)):
                return "#"
    return "."


def exposing(name):
    """The bundled case on which the gradients or updates of a mistake are wrong, and those of few others."""
    ids = [case.id for case in bundled() if shows(name, case.id) == "#"]
    if not ids:
        raise AssertionError(f"{name}: no bundled case exposes it")
    return min(ids, key=lambda id: sum(shows(other, id) == "#" for other in NAMES))


def row(name, epochs, case):
    median = sorted(epochs)[len(epochs) // 2] if epochs else "–"
    return f"| {name} | {len(epochs)} of {len(SEEDS)} | {median} | {case} |\n"


def page():
    """The whole page."""
    results = {name: learnt(MISTAKES[name].rules) for name in NAMES}
    rows = [row("**the right ones**", learnt(), "–")]
    for name, epochs in sorted(results.items(), key=lambda item: -len(item[1])):
        rows.append(row(f"`{name}`", epochs, f"`{exposing(name)}`"))
    head = HEAD.format(
        wrong=sum(map(bool, results.values())), count=len(results),
        always=sum(len(epochs) == len(SEEDS) for epochs in results.values()),
    )
    return head + "".join(rows) + TAIL


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)
