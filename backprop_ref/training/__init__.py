"""Training on tables: rows in, epochs, a model out.

    order       shuffled, held out, dealt into folds, the same on every Python
    epochs      train: a generator of epochs
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .epochs import Diverged, Epoch, train, with_decay
    from .order import folds, hold_out, shuffle

__all__ = ["Diverged", "Epoch", "folds", "hold_out", "shuffle", "train", "with_decay"]

__getattr__ = exported_later(__name__, {
    "epochs": "Diverged Epoch train with_decay",
    "order": "folds hold_out shuffle",
})
