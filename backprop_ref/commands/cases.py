"""The command ``cases``: random cases for your own network, one per line; ``check`` takes the same options."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any
from collections.abc import Iterator

from ..activations import ACTIVATIONS
from ..cases import Case, case_object, random_cases
from ..costs import COSTS
from ..door import RULES
from ..terminal import BadUsage
from .values import whole

EPILOG = (
    "for example:  cases --layers 4-8-3 --activations relu,softmax --cost cross_entropy;  "
    "cases --layers 2-3-1 --activations tanh,sigmoid --cost binary_cross_entropy --examples 1"
)

EXAMPLES = (
    "cases --layers 4-8-3 --activations relu,softmax --cost cross_entropy > mine.jsonl",
    "cases --layers 2-3-1 --count 5 --examples 4 --seed 7",
)


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    network_arguments(parser)
    parser.epilog = EPILOG


def network_arguments(parser: ArgumentParser) -> None:
    """The options that say what the cases are to be; each is None where it was not given."""
    group = parser.add_argument_group("random cases for your own network")

    def option(name: str, metavar: str | None, help: str, **more: Any) -> None:
        more = {**more, "metavar": metavar} if metavar else {**more, "action": "store_const", "const": True}
        group.add_argument(name, default=None, help=help, **more)

    option("--layers", "N-N-N", "the number of inputs, then of neurons in each layer: 4-8-3", type=_sizes)
    names = ", ".join(ACTIVATIONS)
    option("--activations", "NAMES",
           f"one for the hidden layers and one for the last, or one for each layer (default: sigmoid): {names}",
           type=_names)
    option("--cost", "NAME", f"the cost (default: half_squared_error): {', '.join(COSTS)}")
    option("--examples", "N", "examples in each case (default: 3)", type=whole(1))
    option("--rate", "ALPHA", "learning rate (default: 0.3)", type=_rate)
    option("--reduction", "NAME", f"over the examples (default: mean): {', '.join(RULES.reductions)}")
    option("--shared-bias", None, "give each layer one shared bias")
    option("--count", "N", "number of cases (default: 20)", type=whole(1))
    option("--seed", "N", "seed; the same seed gives the same cases (default: 1)", type=whole(0))
    option("--kinks", None, "put a sum exactly where the slope of the first activation jumps")
    option("--saturated", None, "put sums far from 0 in every layer")


def network_cases(args: Namespace) -> Iterator[Case] | None:
    """The cases that the options ask for; None without any of them."""
    given = {
        "sizes": args.layers, "activations": args.activations, "cost": args.cost, "examples": args.examples,
        "alpha": args.rate, "reduction": args.reduction, "shared_bias": args.shared_bias, "count": args.count,
        "seed": args.seed, "kinks": args.kinks, "saturated": args.saturated,
    }
    given = {name: value for name, value in given.items() if value is not None}
    if not given:
        return None
    if "sizes" not in given:
        raise BadUsage("--layers: missing, expected the sizes of the network: --layers 4-8-3")
    try:
        return random_cases(**given)
    except ValueError as error:
        raise BadUsage(f"--{error}") from None


def run(args: Namespace) -> int:
    """Print the cases; the exit status."""
    cases = network_cases(args)
    if cases is None:
        raise BadUsage("--layers: missing, expected the sizes of the network: --layers 4-8-3")
    for case in cases:
        sys.stdout.write(json.dumps(case_object(case)) + "\n")
    return 0


def _sizes(text: str) -> list[int]:
    parts = text.split("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise ArgumentTypeError(f"found {text!r}, expected whole numbers joined by hyphens: 4-8-3")
    return [int(part) for part in parts]


def _names(text: str) -> list[str]:
    return text.split(",")


def _rate(text: str) -> float:
    try:
        alpha = float(text)
    except ValueError:
        alpha = -1.0
    if not 0 <= alpha < float("inf"):
        raise ArgumentTypeError(f"found {text!r}, expected a number that is at least 0")
    return alpha
