"""What a run of training prints on a screen.

    describe        the table, the network, and how it will be trained
    sight_line      an epoch in one line
    conclude        how it ended, and how good the network is
    conclude_folds  the same over the folds of a cross-validation
"""

from __future__ import annotations

from typing import Any
from collections.abc import Sequence

from ..network import Network
from ..rules import Rules
from ..terminal import Screen, escaped
from .columns import Classes, Columns
from .measures import Confusion, errors_of, predictions, score
from .run import DIVERGED, EARLY, INTERRUPTED, Rows, Run, Settings, Sight
from .table import Table

OUT_OF_RANGE = "the numbers have become so large that some row has no finite answer"
NAME_ROOM = 16  # columns for the name of a class


def describe(
    screen: Screen, table: Table, columns: Columns, split: str, training: int, network: Network, settings: Settings
) -> None:
    """Three or four lines: table, target, rows, network; and what was passed over.

    split: which rows train, in words.  training: how many do.
    """
    labels = columns.labels
    names = ", ".join(labels[:6]) + (", …" if len(labels) > 6 else "")
    screen.put_wrapped(escaped(f"{table.name}: {table.rows} rows; {_counted(len(labels), 'input')}: {names}"), "", "  ")
    target = columns.target
    if isinstance(target, Classes):
        classes = ", ".join(target.values[:10]) + (", …" if len(target.values) > 10 else "")
        what = f"target {target.name}: {len(target.values)} classes: {classes}"
    else:
        what = f"target {target.name}: a number (--classes treats its values as names)"
    screen.put_wrapped(escaped(what), "", "  ")
    for note in columns.notes:
        screen.put_wrapped(escaped(f"note: {note}"), "", "  ")
    screen.put_wrapped(split, "", "  ")
    layers = ", ".join(layer.activation for layer in network.layers)
    few = settings.batch_size is not None and settings.batch_size < training
    batch = f"{_counted(settings.batch_size or 0, 'row')} per\u00a0step" if few else "all rows per\u00a0step"
    decay = f", decay {settings.decay:g}" if settings.decay else ""
    how = f"{settings.cost}, rate {settings.alpha:g}, {settings.reduction} of {batch}{decay}"
    screen.put_wrapped(f"network {'-'.join(map(str, network.sizes))}, {layers}; {how}", "", "  ")


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def percent(part: float) -> str:
    """A part of 1.

    >>> percent(0.9666666)
    '96.7 %'
    """
    return f"{100 * part:.1f} %"


def shown_score(target: Any, value: float) -> str:
    """A score in words.

    >>> shown_score(Classes("a", ["b", "c"]), 0.5)
    '50.0 % right'
    """
    return f"{percent(value)} right" if isinstance(target, Classes) else f"error {value:.6g}"


def sight_line(sight: Sight, target: Any, of: int) -> str:
    """An epoch in one line."""
    parts = [f"epoch {sight.number:{len(str(of))}}", f"cost {sight.cost:<11.6g}".rstrip()]
    if sight.score is not None:
        parts.append(shown_score(target, sight.score))
    if sight.held_cost is not None and sight.held_score is not None:
        parts.append(f"held out: cost {sight.held_cost:.6g}, {shown_score(target, sight.held_score)}")
    return "  ".join(parts)


def ending(run: Run, settings: Settings) -> str:
    """Why and when a run ended."""
    last = run.last.number if run.last is not None else run.epochs
    if run.end == DIVERGED:
        kept = "the parameters before that step" if run.best is None else f"those of epoch {run.best}, the best epoch,"
        return f"stopped: {run.diverged}; {kept} were kept"
    if run.end == INTERRUPTED:
        return f"interrupted in epoch {run.epochs + 1} of {settings.epochs}; the result so far is kept"
    if run.end == EARLY:
        why = f"{_counted(settings.early_stop or 0, 'epoch')} without a better cost on the held-out rows"
        return f"stopped early after epoch {last}: {why}; the network is that of epoch {run.best}"
    if run.best is not None and run.best != last:
        return f"{_counted(last, 'epoch')}; the network is that of epoch {run.best}, the best on the held-out rows"
    return f"{_counted(last, 'epoch')}"


def conclude(
    screen: Screen, columns: Columns, training: Rows, held: Rows | None, run: Run, settings: Settings, eq: Rules
) -> None:
    """How the run ended, its cost, and how good the network is on the rows it did not see, or else on those it did."""
    cost = f": cost {run.last.cost:.6g}" if run.last is not None and run.end != DIVERGED else ""
    screen.put_wrapped(f"{ending(run, settings)}{cost}", "", "  ")
    target = columns.target
    try:
        said, meant = predictions(run.network, training.examples, target, eq), training.meant
        screen.put_wrapped(f"training rows: {in_words(target, said, training.meant)}", "", "  ")
        if held is not None:
            said, meant = predictions(run.network, held.examples, target, eq), held.meant
            screen.put_wrapped(f"held-out rows: {in_words(target, said, meant)}", "", "  ")
    except (ArithmeticError, ValueError):
        screen.put_wrapped(OUT_OF_RANGE)
        return
    if isinstance(target, Classes):
        put_confusion(screen, Confusion.of(said, meant, target.values), "held-out" if held else "training")


def in_words(target: Any, said: Sequence[Any], meant: Sequence[Any]) -> str:
    """How good predictions are, in words."""
    if isinstance(target, Classes):
        right = round(score(said, meant, target) * len(said))
        return f"{right} of {len(said)} right ({percent(right / len(said))})"
    root, absolute, r_squared = errors_of(said, meant)
    explained = "" if r_squared is None else f", R²\u00a0{r_squared:.6g}"
    return f"root mean squared error {root:.6g}, mean absolute error {absolute:.6g}{explained}"


def put_confusion(screen: Screen, confusion: Confusion, rows: str) -> None:
    """The table of a Confusion with recall beside it and precision below; only numbers where it would be too wide."""
    names = [_short(name) for name in confusion.classes]
    room = max(len(name) for name in [*names, "precision"])
    widths = [max(len(name), 7) for name in names]
    wide = room + sum(width + 2 for width in widths) + 9 <= screen.width
    screen.put_gap()
    if not wide:
        screen.put(f"{'class':{room}}  {rows} rows   right  precision   recall")
        for n, name in enumerate(names):
            meant = sum(confusion.counts[n])
            numbers = f"{meant:{len(rows) + 5}}  {confusion.counts[n][n]:6}  {_part(confusion.precision(n)):>9}"
            screen.put(f"{name:{room}}  {numbers}  {_part(confusion.recall(n)):>7}")
        return
    screen.put_wrapped(f"{rows} rows: a line for each class, a column for each predicted class")
    screen.put(" " * room + "".join(f"  {name:>{width}}" for name, width in zip(names, widths)) + "   recall")
    for n, name in enumerate(names):
        counts = "".join(f"  {count:>{width}}" for count, width in zip(confusion.counts[n], widths))
        screen.put(f"{name:{room}}{counts}  {_part(confusion.recall(n)):>7}")
    parts = "".join(f"  {_part(confusion.precision(n)):>{width}}" for n, width in enumerate(widths))
    screen.put(f"{'precision':{room}}{parts}")


def _part(part: float | None) -> str:
    return "-" if part is None else percent(part)


def _short(name: str) -> str:
    name = escaped(name)
    return name if len(name) <= NAME_ROOM else name[:NAME_ROOM - 1] + "…"


def conclude_folds(screen: Screen, folds: Sequence[tuple[Any, Run, Rows]], of: int, eq: Rules) -> None:
    """Each fold in a line, then mean and least, and the confusion over all of them.

    folds: of each its target, its run, and the rows that it held out.
    """
    scores, all_said, all_meant = [], [], []
    for n, (target, run, held) in enumerate(folds):
        try:
            said = predictions(run.network, held.examples, target, eq)
            told = in_words(target, said, held.meant)
        except (ArithmeticError, ValueError):
            screen.put_wrapped(f"fold {n + 1} of {of}: {OUT_OF_RANGE}", "", "  ")
            continue
        scores.append(score(said, held.meant, target))
        cut = f"  ({run.end})" if run.end in (DIVERGED, INTERRUPTED) else ""
        screen.put_wrapped(f"fold {n + 1} of {of}: {told}{cut}", "", "  ")
        all_said += said
        all_meant += held.meant
    if not scores:
        return
    mean = sum(scores) / len(scores)  # of errors near the end of the doubles it may be infinite
    if isinstance(target, Classes):
        screen.put(f"mean {percent(mean)} right, lowest {percent(min(scores))}")
        put_confusion(screen, Confusion.of(all_said, all_meant, target.values), "held-out")
    else:
        screen.put(f"mean error {mean:.6g}, highest {max(scores):.6g}")
