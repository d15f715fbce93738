"""The command ``explain``: every equation of a case with its numbers."""

from __future__ import annotations

from ..walk.chosen import Chosen
from ..walk.explain import explain
from .case_argument import case_arguments, load_case

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    case_arguments(parser)
    parser.add_argument("--exact", action="store_true", help="correctly rounded values, or fractions")


def run(args: Namespace) -> int:
    """Print the walk; the exit status."""
    case = load_case(args.case, args.id)
    return explain(case, Chosen(args.equation, args.layer, args.neuron, args.example), args.exact)
