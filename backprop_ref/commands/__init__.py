"""The commands: what each takes and does, and the command line that runs them.

    command_line     main, the table of commands, exit statuses
    case_argument    CASE: a file, a bundled case, or standard input
    values           whole numbers, and the numbers of equations, as options
    train_job        what train does, once its options are read
    train_files      what it reads and writes
    train_settings   how it trains, where they do not say it
    cases  check  classroom  compute  explain  mistakes  predict  step  train  vectors
                     one each: arguments(parser), run(args)
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .command_line import COMMANDS, main

__all__ = ["COMMANDS", "main"]

__getattr__ = exported_later(__name__, {"command_line": "COMMANDS main"})
