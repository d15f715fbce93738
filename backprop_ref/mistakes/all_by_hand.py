"""The entries by hand, part by part: what does not factor into slots."""
from importlib import import_module

PARTS = (
    "data", "forward", "buffers", "gains", "errors", "softmaxes", "recurrence", "flat", "tape", "updates", "optimizers",
    "reductions", "batches", "examples", "order", "state", "factors", "penalties", "clipping", "conventions", "libraries",
    "precision", "narrow", "transport",
)


def by_hand():
    """Every entry, part by part."""
    for part in PARTS:
        yield from import_module(f"{__package__}.{part}").ENTRIES
