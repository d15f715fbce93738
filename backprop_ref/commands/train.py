"""The command ``train``: a table in, epochs of gradient descent, and how good the network is.

Here are its options; ``train_job`` does what they say, and is imported only then.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from math import isfinite

from ..costs import COSTS
from .values import whole

SCALES = ("standard", "min-max", "none")

EXAMPLES = ("train data.csv --hidden 5 --epochs 100 --save model.json", "train data.csv --target price --folds 5")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.usage = "%(prog)s DATA.csv [OPTION ...]"
    _table(parser)
    _network(parser)
    _results(parser)


def _table(parser: ArgumentParser) -> None:
    """What the table is, and which rows train."""
    parser.add_argument("data", metavar="DATA.csv", help="a table (-: standard input; xor and iris are bundled)")
    table = parser.add_argument_group("the table")
    table.add_argument("--target", metavar="NAME", help="the column to predict (default: the last)")
    task = table.add_mutually_exclusive_group()
    task.add_argument("--classes", dest="task", action="store_const", const="classes",
                      help="treat its values as names of classes")
    task.add_argument("--regression", dest="task", action="store_const", const="regression",
                      help="treat its values as amounts")
    table.add_argument("--ignore", metavar="A,B", type=names, help="columns to leave out")
    table.add_argument("--text", metavar="A,B", type=names, help="treat the numbers of these columns as names")
    table.add_argument("--delimiter", metavar="C", type=_delimiter,
                       help="the character between fields (default: found automatically)")
    table.add_argument("--header", choices=("yes", "no"),
                       help="whether the first row has the names (default: found automatically)")
    table.add_argument("--skip-missing", action="store_true", help="leave out rows with a missing value")
    table.add_argument("--scale", choices=SCALES,
                       help="how to scale numbers, from the training rows (default: standard)")
    looked_at = parser.add_argument_group("held-out rows")
    which = looked_at.add_mutually_exclusive_group()
    which.add_argument("--hold-out", metavar="PART", type=_part,
                       help="hold out this part of the rows (default: 0.2 if there are at least 50)")
    which.add_argument("--folds", metavar="K", type=whole(2),
                       help="train K times, each time holding out another Kth of the rows")


def _network(parser: ArgumentParser) -> None:
    """The network and the steps."""
    network = parser.add_argument_group("the network")
    network.add_argument("--hidden", metavar="N", type=_hidden,
                         help="neurons of the hidden layers: 5, 8-4 or none (default: 8)")
    network.add_argument("--activations", metavar="A,B", type=names,
                         help="one for each layer, or one for the hidden layers (default: tanh)")
    network.add_argument("--cost", choices=list(COSTS), metavar="NAME", help=f"one of {', '.join(COSTS)}")
    steps = parser.add_argument_group("the steps")
    steps.add_argument("--rate", metavar="A", type=_number(0, "above 0", strict=True),
                       help="the learning rate (default: 0.1)")
    steps.add_argument("--reduction", choices=("mean", "sum"), help="over the examples of a step (default: mean)")
    steps.add_argument("--epochs", metavar="N", type=whole(1),
                       help="how many times to go through all rows (default: 100)")
    steps.add_argument("--batch", metavar="N", type=_batch, help="rows in a step: 1 is online, or all (default: 10)")
    steps.add_argument("--decay", metavar="L", type=_number(0, "of at least 0"),
                       help="λ of C + (λ/2) Σ w² (default: 0)")
    early = "stop after N epochs without a better cost on the held-out rows, and keep the best network"
    steps.add_argument("--early-stop", metavar="N", type=whole(1), help=early)
    steps.add_argument("--seed", metavar="N", type=whole(0),
                       help="seed for the start, the split and the order (default: 1)")


def _results(parser: ArgumentParser) -> None:
    """What comes of it."""
    out = parser.add_argument_group("output")
    out.add_argument("--verbose", action="store_true", help="print a line for each epoch")
    out.add_argument("--save", metavar="MODEL.json", help="write the model, for predict")
    out.add_argument("--resume", metavar="MODEL.json", help="go on training this model, for --epochs more epochs")
    out.add_argument("--page", metavar="FILE.html", help="write a page with curves and drawings")
    out.add_argument("--case", metavar="FILE.jsonl",
                     help="write the network and the first rows as a case, for explain and check")
    out.add_argument("--mistake", metavar="NAME", help="also train with this mistake, from the same start")


def names(text: str) -> list[str]:
    """Names with commas between."""
    found = [name.strip() for name in text.split(",")]
    if not all(found):
        raise ArgumentTypeError(f"found {text!r}, expected names separated by commas")
    return found


def _delimiter(text: str) -> str:
    text = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "blank": " "}.get(text, text)
    if len(text) != 1 or text in "\"\r\n":
        raise ArgumentTypeError(f"found {text!r}, expected one character, or tab")
    return text


def _part(text: str) -> float:
    try:
        part = float(text)
    except ValueError:
        part = -1.0
    if not 0 <= part < 1:
        raise ArgumentTypeError(f"found {text!r}, expected a part of the rows, at least 0 and less than 1, such as 0.2")
    return part


def _batch(text: str) -> int | str:
    return text if text == "all" else whole(1)(text)


def _number(least: float, bound: str, strict: bool = False) -> Callable[[str], float]:
    def number(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not (isfinite(value) and value >= least) or strict and value == least:
            raise ArgumentTypeError(f"found {text!r}, expected a number {bound}")
        return value

    return number


def _hidden(text: str) -> list[int]:
    if text in ("none", "0"):
        return []
    parts = text.split("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 8 and int(part) for part in parts):
        raise ArgumentTypeError(f"found {text!r}, expected numbers of neurons such as 5 or 8-4, or none")
    return [int(part) for part in parts]


def run(args: Namespace) -> int:
    """Train; 0, 1 where the numbers went out of range, 130 after Ctrl-C."""
    from .train_job import train

    return train(args)
