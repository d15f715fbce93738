"""Training: gradient steps over all examples, again and again.

    train       a generator of epochs
    Epoch       what it gives after each
    Diverged    what ends it if a number type can no longer hold the numbers

    >>> from backprop_ref import Example, Network
    >>> xor = [Example([a, b], [a ^ b]) for a in (0, 1) for b in (0, 1)]
    >>> for epoch in train(Network.random([2, 3, 1], seed=1), xor, alpha=2.0, epochs=1000):
    ...     if epoch.cost < 0.001:
    ...         break
    >>> epoch.number, round(epoch.cost, 6)
    (881, 0.001)
"""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Any, Callable
from collections.abc import Iterator, Sequence

from .. import RULES, Example, Network, Rules, Step, Unfinished, steps
from ..admission import converted, number, shown
from ..costs import HALF_SQUARED_ERROR
from ..door import must_be_computable
from ..records import Record
from .order import shuffle

Number = Any
Metric = Callable[[Network], Any]


class Epoch(Record):
    """All examples once.

    number: from 1.  network: as it is now.  steps: gradient steps made since the start.
    cost: of the examples, each with the parameters of the moment when its turn came, their mean or their sum as the
    reduction says; the term of a weight decay is not in it.
    metric: what the metric said of the network, else None.  whole: False where it was ended before its last batch.
    """

    def __init__(
        self, number: int, network: Network, cost: Number, metric: Any, steps: int, whole: bool = True
    ) -> None:
        self.number = number
        self.network = network
        self.cost = cost
        self.metric = metric
        self.steps = steps
        self.whole = whole


class Diverged(ArithmeticError):
    """A step that could not be finished.

    epoch, step: in which, the first of each being 1.  network: as it was before that step.
    why: the Unfinished of that step, whose example counts within its batch.
    """

    def __init__(self, epoch: int, step: int, network: Network, why: Unfinished) -> None:
        super().__init__(epoch, step, network, why)
        self.epoch = epoch
        self.step = step
        self.network = network
        self.why = why

    def __str__(self) -> str:
        where = f"epoch {self.epoch}, step {self.step}"
        return f"{where}: {self.why.finding()}, expected a finite number (try a smaller rate)"


def train(
    network: Network,
    examples: Sequence[Example],
    alpha: Number,
    epochs: int | None = None,
    batch_size: int | None = 1,
    cost: str = HALF_SQUARED_ERROR,
    reduction: str = "mean",
    decay: Number = 0,
    seed: int | None = None,
    metric: Metric | None = None,
    done: int = 0,
    go_on: Callable[[], bool] | None = None,
    eq: Rules = RULES,
) -> Iterator[Epoch]:
    """Gradient descent: a generator that gives one epoch at a time.

    epochs: the number of the last one, None for no end.
    batch_size: examples in a step: 1 is online, None is the full batch; the last batch of an epoch may be smaller.
    cost, reduction: as in gradient_step; of a batch, so with 'mean' a batch's sum is divided by its size.
    decay: the λ of C + (λ/2) Σ w²; so λw is added to each ∂C/∂w; biases are not affected.
    seed: for the order, shuffled in every epoch from that of the epoch before; None: always the given order.
    metric: a function of the network, called after each epoch.
    done: steps already made with the same examples, batch_size and seed; training goes on after them.
    go_on: asked before each step; if it returns False, the epoch and the training end there.

    Raises ValueError at once for what does not fit; Diverged, during training, if a step cannot be finished.

    >>> from backprop_ref import Layer
    >>> network = Network([Layer([[0.0]], [0.0], "identity")])
    >>> list(train(network, [Example([1.0], [4.0])], alpha=0.5, epochs=2))[-1].network.layers[0].b
    [2.0]
    """
    for name, count, least in (("epochs", epochs, 0), ("batch_size", batch_size, 1), ("done", done, 0)):
        if count is not None and (not isinstance(count, int) or isinstance(count, bool) or count < least):
            raise ValueError(f"{name}: found {shown(count)}, expected a whole number of at least {least}")
    if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool)):
        raise ValueError(f"seed: found {shown(seed)}, expected a whole number")
    must_be_computable(network, cost, eq, reduction)
    if decay:
        eq = with_decay(eq, admitted_decay(network, decay))
    if hasattr(examples, "__iter__"):
        examples = list(examples)
    batches = _Batches(examples, batch_size, seed, done, go_on)
    course = steps(network, examples, batches.in_order(epochs), alpha, cost, reduction, eq)
    return _epochs(network, course, batches, reduction == "mean", metric)


class _Batches:
    """Which examples each step has: lists of their indices, one after another.

    an_epoch: how many there are in one.  done: how many steps were made before.
    """

    def __init__(
        self, examples: Sequence[Example], size: int | None, seed: int | None, done: int,
        go_on: Callable[[], bool] | None,
    ) -> None:
        n = len(examples) if isinstance(examples, list) else 0  # no list by now: steps refuses it
        self.order = list(range(n))
        self.size = max(1, min(size or n, n))
        self.an_epoch = max(1, -(-n // self.size))
        self.draw = None if seed is None else Random(seed).random
        self.done = done
        self.go_on = go_on

    def in_order(self, epochs: int | None) -> Iterator[list[int]]:
        """The batches of all epochs that are still to come, until go_on says no."""
        number, first = divmod(self.done, self.an_epoch)
        for _ in range(number):
            self._shuffle()
        while epochs is None or number < epochs:
            self._shuffle()
            for start in range(first * self.size, len(self.order), self.size):
                if self.go_on is not None and not self.go_on():
                    return
                yield self.order[start:start + self.size]
            number, first = number + 1, 0

    def _shuffle(self) -> None:
        if self.draw is not None:
            shuffle(self.order, self.draw)


def _epochs(
    network: Network, course: Iterator[Step], batches: _Batches, mean: bool, metric: Metric | None
) -> Iterator[Epoch]:
    """The generator behind train, which has looked at its arguments."""
    done = batches.done
    while True:
        number = done // batches.an_epoch + 1
        left = batches.an_epoch - done % batches.an_epoch
        total: Number = 0
        seen = made = 0
        try:
            for step in islice(course, left):
                n = len(step.z)
                total = total + (step.C * n if mean else step.C)
                seen, made, network = seen + n, made + 1, step.network  # type: ignore[assignment]  # there is a rate
        except Unfinished as why:
            raise Diverged(number, made + 1, network, why) from None
        if not made:
            return
        done += made
        C = total / seen if mean else total
        yield Epoch(number, network, C, metric(network) if metric else None, done, made == left)


# ---- weight decay ----------------------------------------------------------------------------


def with_decay(eq: Rules, decay: Number) -> Rules:
    """The rules with the term of C + (λ/2) Σ w² in ∂C/∂w: its derivative λw is added before the update.

    >>> rules = with_decay(RULES, 0.5)
    >>> from backprop_ref import Layer
    >>> network = Network([Layer([[4.0]], [8.0], "identity")])
    >>> rules.update(network, 1.0, [[[1.0]]], [[1.0]], rules).layers  # 4 − (1 + 0.5·4), 8 − 1
    [Layer(w=[[1.0]], b=[7.0], activation='identity', shared_bias=False)]
    """
    update = eq.update

    def update_with_decay(network: Network, alpha: Number, dC_dw: Any, dC_db: Any, eq: Rules) -> Network:
        new_dC_dw = []
        for layer, dC_dw_l in zip(network.layers, dC_dw):
            new_dC_dw_l = []
            for w_j, dC_dw_j in zip(layer.w, dC_dw_l):
                new_dC_dw_l.append([dC_dw_jk + decay * w_jk for w_jk, dC_dw_jk in zip(w_j, dC_dw_j)])
            new_dC_dw.append(new_dC_dw_l)
        new: Network = update(network, alpha, new_dC_dw, dC_db, eq)
        return new

    return eq.replaced(update=update_with_decay)


def admitted_decay(network: Network, decay: Number) -> Number:
    """λ in the network's number type."""
    if type(decay) is not network.number:
        decay = converted(number(decay, "decay"), network.number, "decay")
    if not decay >= 0:
        raise ValueError(f"decay: found {decay}, expected at least 0")
    return decay
