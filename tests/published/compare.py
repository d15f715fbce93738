"""Published runs that take longer than a test may, each a command whose recorded output stands in docs/training.md:

    python -m tests.published.compare seeds FILE    the tutorial's larger run, on your copy of UCI's wheat seeds
    python -m tests.published.compare iris          iris, 5 folds, seeds 1 to 5
    python -m tests.published.compare digits        8×8 digits of scikit-learn, 64-30-10, seeds 1 to 5, a fifth held out
    python -m tests.published.compare xor           XOR from ten starts
"""

import gzip
import importlib.util
import io
import pathlib
import sys
import time
from random import Random

from backprop_ref import RULES, Example, Layer, Network
from backprop_ref.training import (
    Classes, Rows, Settings, folds, hold_out, judged, predictions, read_columns, read_table, run_on, start, train,
)
from tests.published import tutorial


def network_of(layers):
    """The tutorial's layers of neurons, bias last, as a Network."""
    return Network([Layer([n[:-1] for n in layer], [n[-1] for n in layer], "sigmoid") for layer in layers])


# ---- the tutorial's larger run ---------------------------------------------------------------


def cross_validated(rows, k, hidden, rate, count, random):
    """The tutorial's procedure with our loop: for each fold the rows held out, the network, and the accuracy."""
    rows = tutorial.normalized(rows)
    classes = sorted({row[-1] for row in rows})
    examples = [Example(row[:-1], tutorial.one_hot(row[-1], len(classes))) for row in rows]
    dealt = tutorial.drawn_folds(rows, k, random)
    for held in dealt:
        training = [examples[i] for fold in dealt if fold is not held for i in fold]
        network = network_of(tutorial.drawn_network(len(rows[0]) - 1, hidden, len(classes), random.random))
        for epoch in train(network, training, rate, count):
            network = epoch.network
        right = 0
        for i in held:
            z, a = RULES.forward(network, examples[i].x, RULES)
            right += a[-1].index(max(a[-1])) == rows[i][-1]
        yield held, network, right / len(held) * 100.0


def rows_of(path):
    """The rows of a file with commas, tabs or blanks between numbers; classes from 0, in the tutorial's order."""
    text = pathlib.Path(path).read_text(encoding="utf-8-sig")
    rows = [[float(field) for field in line.replace(",", " ").split()] for line in text.splitlines() if line.strip()]
    return [row[:-1] + [tutorial.SEEDS_ORDER.index(row[-1])] for row in rows]


def seeds(path):
    rows = rows_of(path)
    print(f"{len(rows)} rows, {len(rows[0]) - 1} inputs; 5 folds, 5 hidden neurons, rate 0.3, 500 epochs, seed(1)")
    theirs = [score for *_, score in tutorial.cross_validated(rows, 5, 5, 0.3, 500, Random(1))]
    ours = [score for *_, score in cross_validated(rows, 5, 5, 0.3, 500, Random(1))]
    printed = tutorial.PRINTED_SCORES
    for name, scores in [("printed in the tutorial", printed), ("its method", theirs), ("this package", ours)]:
        print(f"{name:24} {' '.join(f'{score:.3f}' for score in scores)}   mean {sum(scores) / len(scores):.3f}")


# ---- iris ------------------------------------------------------------------------------------


IRIS = dict(hidden=[8], activations=["tanh", "softmax"], cost="cross_entropy", alpha=0.1, reduction="mean", epochs=100,
            batch_size=10, decay=0.0, early_stop=None)


def iris_folds(seed, k=5, first=5):
    """The accuracy on each fold, or on the first ones: what ``train iris --folds 5 --seed N`` does."""
    columns = read_columns(read_table("iris"))
    settings = Settings(**IRIS, seed=seed)
    scores = []
    for training, held in folds(150, k, seed)[:first]:
        scaled = columns.scaled(training, "standard")
        rows, held_rows = Rows(scaled, training), Rows(scaled, held)
        done = run_on(scaled, rows, None, settings, start([4, 8, 3], settings.activations, seed))
        said = predictions(done.network, held_rows.examples, scaled.target)
        scores.append(sum(map(str.__eq__, said, held_rows.meant)) / len(held))
    return scores


def iris():
    means = []
    for seed in range(1, 6):
        scores = iris_folds(seed)
        means.append(sum(scores) / len(scores))
        print(f"seed {seed}: {' '.join(f'{100 * score:5.1f}' for score in scores)}   mean {100 * means[-1]:.2f} %")
    print(f"mean {100 * sum(means) / len(means):.2f} %, least of a seed {100 * min(means):.2f} %")


# ---- digits ----------------------------------------------------------------------------------


def digits_table():
    """The table of scikit-learn, or None where it is not installed; nothing of it is executed."""
    found = importlib.util.find_spec("sklearn")
    if found is None:
        return None
    path = pathlib.Path(found.submodule_search_locations[0], "datasets", "data", "digits.csv.gz")
    return read_table(io.BytesIO(gzip.decompress(path.read_bytes())), "digits.csv")


def digits(epochs=30):
    table = digits_table()
    if table is None:
        print("digits: left out, scikit-learn is not installed (pip install scikit-learn)")
        return
    *pixels, labels = [list(map(float, column)) for column in table.columns]
    target = Classes("digit", [str(n) for n in range(10)])
    meant = [str(int(label)) for label in labels]
    examples = [  # all 64 pixels, those that are white in every digit too; grey from 0 to 16
        Example([grey / 16 for grey in row], target.encoded(label)) for row, label in zip(zip(*pixels), meant)
    ]
    held_scores = []
    for seed in range(1, 6):
        begun = time.perf_counter()
        training, held = hold_out(table.rows, 0.2, seed)
        network = start([64, 30, 10], ["tanh", "softmax"], seed)
        for epoch in train(network, [examples[i] for i in training], 0.1, epochs, 10, "cross_entropy", seed=seed):
            pass
        held_out = [examples[i] for i in held]
        cost, score = judged(epoch.network, held_out, [meant[i] for i in held], target, "cross_entropy")
        held_scores.append(score)
        print(f"seed {seed}: {len(training)} rows train, {round(score * len(held))} of {len(held)} held-out rows right "
              f"({100 * score:.2f} %) after {epochs} epochs, {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"mean {100 * sum(held_scores) / 5:.2f} %, least {100 * min(held_scores):.2f} %")


# ---- XOR -------------------------------------------------------------------------------------


XOR = [Example([a, b], [a ^ b]) for a in (0, 1) for b in (0, 1)]


def xor():
    for seed in range(1, 11):
        network = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed)
        for epoch in train(network, XOR, alpha=1.0, epochs=2000):
            if epoch.cost < 0.005:
                break
        print(f"seed {seed}: cost {epoch.cost:.6f} after {epoch.number} epochs")


def main(arguments):
    commands = {"seeds": seeds, "iris": iris, "digits": digits, "xor": xor}
    if not arguments or arguments[0] not in commands or len(arguments) != (2 if arguments[0] == "seeds" else 1):
        sys.exit(__doc__)
    commands[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
