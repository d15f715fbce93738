"""The command ``explain``: every equation of a case with its numbers."""

from __future__ import annotations

import sys

from ..terminal import BadUsage, Screen, escaped, one_line
from ..walk import Chosen, put_walk, walk
from ..cases import Case

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


MOST_DIGITS = 17  # as many as a double can need

EXAMPLES = ("explain two-two-two --equation 8,9,14 --layer 0", "explain mine.jsonl --exact")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    from .case_argument import case_arguments  # here and below: the worked example needs none

    from .values import whole

    case_arguments(parser, several=True)
    parser.add_argument("--exact", action="store_true", help="show correctly rounded values, or fractions")
    parser.add_argument("--digits", metavar="D", type=whole(),
                        help="show this many digits, 1 to 17 (default: 9; all with --exact)")
    formats = ("text", "markdown", "html")
    parser.add_argument("--format", choices=formats, default="text",
                        help="text, Markdown with LaTeX formulas, or HTML (default: text)")
    parser.add_argument("--brief", action="store_true", help="leave out the paragraphs on the case and the notation")


def run(args: Namespace) -> int:
    """Print the walk; the exit status."""
    from .case_argument import load_case

    case = load_case(args.case, args.id)
    if args.digits is not None and not 1 <= args.digits <= MOST_DIGITS:
        raise BadUsage(f"--digits: found {args.digits}, expected 1 to {MOST_DIGITS}")
    chosen = Chosen(args.equation, args.layer, args.neuron, args.example)
    return explain(case, chosen, args.exact, args.digits, args.brief, args.format)


def put_utf_8(text: str) -> None:
    """Write a file's text on standard output, whatever the terminal's encoding is."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(text)


def explain(
    case: Case,
    chosen: Chosen | None = None,
    exact: bool = False,
    digits: int | None = None,
    brief: bool = False,
    format: str = "text",
) -> int:
    """Explain a case on standard output; the exit status.  BadUsage where there is nothing to explain."""
    walked = walk(case, chosen, exact, digits)
    if walked.why and sys.stderr is not None:
        print(f"backprop-ref: {escaped(case.id)}: {one_line(walked.why)}", file=sys.stderr)
    if format != "text":
        from ..walk import Explanation

        written = Explanation(walked, brief)
        put_utf_8(written.markdown() if format == "markdown" else written.html())
        return 0
    screen = Screen.of(sys.stdout)
    put_walk(screen, walked, brief)
    if screen.is_too_long():
        screen.put()
        screen.put_dim("This is more than one screen: \"| less\" shows it page by page; --equation, --layer and "
                       "--neuron show less.")
    return 0
