"""Training on tables: rows in, epochs, a model out.

    order       shuffled, held out, dealt into folds, the same on every Python
    epochs      train: a generator of epochs
    table       CSV to rows of texts
    columns     what the fields mean: numbers, words, the target; scaled by the training rows
    scaling     offset and scale of numbers of any size
    measures    how good a network is: confusion, precision, recall, the errors of a regression
    run         one run over a table's rows, with held-out rows and an early stop
    model       a trained network and its columns as one JSON file
    report      all that on a screen
    as_page     the same as a page with curves and drawings
    whole       a file written completely or not at all
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .as_page import history_page
    from .columns import Amount, Classes, Columns, Numeric, TooLarge, Words, read_columns, rows_with_missing
    from .epochs import Diverged, Epoch, train, with_decay
    from .measures import Confusion, errors_of, judged, predictions
    from .model import Model, columns_with, model_text, named_like, read_model, refuse_as_too_large, rows_of
    from .order import folds, hold_out, shuffle
    from .report import conclude, conclude_folds, describe, percent, sight_line
    from .run import DIVERGED, INTERRUPTED, Rows, Run, Settings, Sight, run_on, start
    from .scaling import SCALES
    from .table import BUNDLED, Table, read_table
    from .whole import write_whole

__all__ = [
    "BUNDLED", "DIVERGED", "INTERRUPTED", "SCALES", "Amount", "Classes", "Columns", "Confusion", "Diverged", "Epoch",
    "Model", "Numeric", "Rows", "Run", "Settings", "Sight", "Table", "TooLarge", "Words", "columns_with",
    "conclude", "conclude_folds", "describe", "errors_of", "folds", "history_page", "hold_out", "judged", "model_text",
    "named_like", "percent", "predictions", "read_columns", "read_model", "read_table", "refuse_as_too_large",
    "rows_of", "rows_with_missing", "run_on", "shuffle", "sight_line", "start", "train", "with_decay", "write_whole",
]

__getattr__ = exported_later(__name__, {
    "as_page": "history_page",
    "columns": "Amount Classes Columns Numeric TooLarge Words read_columns rows_with_missing",
    "epochs": "Diverged Epoch train with_decay",
    "measures": "Confusion errors_of judged predictions",
    "model": "Model columns_with model_text named_like read_model refuse_as_too_large rows_of",
    "order": "folds hold_out shuffle",
    "report": "conclude conclude_folds describe percent sight_line",
    "run": "DIVERGED INTERRUPTED Rows Run Settings Sight run_on start",
    "scaling": "SCALES",
    "table": "BUNDLED Table read_table",
    "whole": "write_whole",
})
