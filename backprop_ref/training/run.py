"""One run of training on the rows of a table: its start, its course, its end, and what was measured.

    Settings     what a run needs to know beside the rows
    start        a network to begin with
    run_on       train on some rows, look at others, until the last epoch or an early stop
    Run          what came out
    Sight        what is seen after an epoch
"""

from __future__ import annotations

from math import inf, sqrt
from typing import Any, Callable
from collections.abc import Sequence

from .. import RULES
from ..network import Example, Layer, Network
from ..records import Record
from ..rules import Rules
from .epochs import Diverged, Epoch, train
from .columns import Columns
from .measures import judged

EPOCHS, INTERRUPTED, EARLY, DIVERGED = "epochs", "interrupted", "early stop", "diverged"
GROWTH = 1.25  # of the distance between two networks that are kept for pictures


class Settings(Record):
    """How to train.

    hidden: neurons of each hidden layer.  activations: of each layer.  early_stop: epochs without a better cost on the
    held-out rows, None for never.  The others as in train.
    """

    def __init__(
        self,
        hidden: list[int],
        activations: list[str],
        cost: str,
        alpha: float,
        reduction: str,
        epochs: int,
        batch_size: int | None,
        decay: float,
        early_stop: int | None,
        seed: int,
    ) -> None:
        self.hidden = hidden
        self.activations = activations
        self.cost = cost
        self.alpha = alpha
        self.reduction = reduction
        self.epochs = epochs
        self.batch_size = batch_size
        self.decay = decay
        self.early_stop = early_stop
        self.seed = seed


def start(sizes: list[int], activations: list[str], seed: int) -> Network:
    """A network to begin with: Network.random of that seed, every layer divided by √n, n its number of inputs.

    So the weighted sums of a layer are about as large whatever the layer before.

    >>> network = start([4, 1], ["tanh"], seed=1)
    >>> [w_jk * 2 for w_jk in network.layers[0].w[0]] == Network.random([4, 1], seed=1).layers[0].w[0]
    True
    """
    network = Network.random(sizes, activations, seed)
    layers = []
    for layer in network.layers:
        root = sqrt(len(layer.w[0]))
        w = [[w_jk / root for w_jk in w_j] for w_j in layer.w]
        layers.append(Layer(w, [b_j / root for b_j in layer.b], layer.activation))
    return Network(layers)


class Sight(Record):
    """What is seen after an epoch.

    number, cost: of the epoch.  score: of the training rows; held_cost, held_score: of those held out; None where
    nobody asked, or where there are none.  deltas: of each layer, the mean of |δ|, where a picture wants it.
    """

    def __init__(
        self,
        number: int,
        cost: float,
        score: float | None = None,
        held_cost: float | None = None,
        held_score: float | None = None,
        deltas: list[float] | None = None,
    ) -> None:
        self.number = number
        self.cost = cost
        self.score = score
        self.held_cost = held_cost
        self.held_score = held_score
        self.deltas = deltas


class Run(Record):
    """What came out.

    network: the last one, with an early stop the best one; least: its cost.  epochs, steps: made since the start.
    end: why it ended.  best: the epoch of the network, with an early stop.  diverged: where it did.
    sights, kept: of every epoch and networks of some epochs, where pictures want them.
    """

    def __init__(self, network: Network, epochs: int, steps: int) -> None:
        self.network = network
        self.epochs = epochs
        self.steps = steps
        self.end = EPOCHS
        self.best: int | None = None
        self.least = inf
        self.diverged: Diverged | None = None
        self.last: Sight | None = None
        self.sights: list[Sight] = []
        self.kept: list[tuple[int, Network]] = []


class Rows(Record):
    """The examples of some rows, and what each is meant to be."""

    def __init__(self, columns: Columns, rows: Sequence[int]) -> None:
        self.examples = columns.examples(rows)
        self.meant = columns.targets(rows)


def run_on(
    columns: Columns,
    training: Rows,
    held: Rows | None,
    settings: Settings,
    network: Network,
    epochs: int = 0,
    steps: int = 0,
    seen: Callable[[Sight], None] | None = None,
    go_on: Callable[[], bool] | None = None,
    pictures: bool = False,
    eq: Rules = RULES,
) -> Run:
    """Train on some rows; it ends with the last epoch, by an early stop, where go_on says so, or where it diverges.

    network, epochs, steps: where to begin.  seen: told of every epoch.  pictures: keep what they need.
    """
    n = len(training.examples)
    per_epoch = -(-n // (settings.batch_size or n))
    made = Run(network, epochs, steps if steps // per_epoch == epochs else epochs * per_epoch)
    if pictures:
        made.kept.append((epochs, network))
    watch = _Watch(columns.target, training, held, settings, eq, seen is not None or pictures, pictures)
    course = train(
        network, training.examples, settings.alpha, settings.epochs, settings.batch_size, settings.cost,
        settings.reduction, settings.decay, settings.seed, done=made.steps, go_on=go_on, eq=eq,
    )
    latest = (epochs, network)
    try:
        for epoch in course:
            latest = (epoch.number, epoch.network)
            sight = watch.look(epoch)
            _keep(made, epoch, sight, pictures)
            if seen is not None:
                seen(sight)
            if _is_enough(made, epoch, sight, settings.early_stop):
                made.end = EARLY
                break
    except Diverged as diverged:
        made.end, made.diverged, made.steps = DIVERGED, diverged, made.steps + diverged.step - 1
        if made.best is None:
            made.network = diverged.network
    if pictures and made.kept[-1] != latest:
        made.kept.append(latest)
    return _ended(made, settings.epochs, per_epoch)


def _ended(made: Run, epochs: int, per_epoch: int) -> Run:
    """A run that has ended, with what its end means for what it was."""
    if made.end == EPOCHS and made.epochs < epochs:
        made.end = INTERRUPTED
    if made.best is not None:
        made.epochs, made.steps = made.best, made.best * per_epoch
    return made


def _is_enough(made: Run, epoch: Epoch, sight: Sight, patience: int | None) -> bool:
    """Keep the network of an epoch, with an early stop only the best one; has there been no better one for long?"""
    if patience is None or sight.held_cost is None:
        made.network = epoch.network
        return False
    if sight.held_cost < made.least:
        made.network, made.best, made.least = epoch.network, epoch.number, sight.held_cost
    return epoch.number - (made.best or 0) >= patience


def _keep(made: Run, epoch: Epoch, sight: Sight, pictures: bool) -> None:
    """What a run remembers of an epoch."""
    made.epochs = epoch.number if epoch.whole else epoch.number - 1
    made.steps = epoch.steps
    if epoch.whole or made.last is None:
        made.last = sight
    if pictures:
        made.sights.append(sight)
        if epoch.number >= made.kept[-1][0] * GROWTH:
            made.kept.append((epoch.number, epoch.network))


class _Watch:
    """Looks at the network of an epoch as much as somebody needs it."""

    def __init__(
        self, target: Any, training: Rows, held: Rows | None, settings: Settings, eq: Rules, score: bool, pictures: bool
    ) -> None:
        self.target = target
        self.training = training
        self.held = held
        self.cost = settings.cost
        self.eq = eq
        self.looks_at_held = held is not None and (score or settings.early_stop is not None)
        self.looks_at_training = score and (held is None or pictures)
        self.pictures = pictures

    def look(self, epoch: Epoch) -> Sight:
        """The Sight of an epoch."""
        sight = Sight(epoch.number, epoch.cost)
        if self.looks_at_training:
            sight.score = self._judged(epoch.network, self.training)[1]
        if self.looks_at_held and self.held is not None:
            sight.held_cost, sight.held_score = self._judged(epoch.network, self.held)
        if self.pictures:
            sight.deltas = self._deltas(epoch.network, self.training.examples[:100])
        return sight

    def _judged(self, network: Network, rows: Rows) -> tuple[float, float]:
        try:
            return judged(network, rows.examples, rows.meant, self.target, self.cost, self.eq)
        except (ArithmeticError, ValueError):  # a cost beyond the doubles, or the logarithm of 0
            return inf, 0.0

    def _deltas(self, network: Network, examples: Sequence[Example]) -> list[float]:
        totals = [0.0] * len(network.layers)
        eq = self.eq
        for example in examples:
            try:
                z, a = eq.forward(network, example.x, eq)
                delta = eq.backward(network, example.y, z, a, self.cost, eq)
            except (ArithmeticError, ValueError):
                continue
            for l, delta_l in enumerate(delta):
                totals[l] += sum(map(abs, delta_l)) / len(delta_l)
        return [total / len(examples) for total in totals]
