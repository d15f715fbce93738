"""``python -m tests.trial``: the slips in a table, or what their programs answer, written into files."""

from __future__ import annotations

import argparse
import json
import pathlib
import re

from . import SLIPS, WAYS, answers, shows
from .cases import BUNDLED, read


def table(slips: list) -> str:
    """One line a slip, and under it one line for each part of what a right name must say."""
    lines = []
    for number, one in enumerate(slips):
        lines.append(f"{number:3}  {one.name}  [{one.base}, {one.unit}; {one.seen}]")
        for part in one.parts:
            where = " or ".join(f"({n})" if n else "no equation" for n in part.equation)
            lines.append(f"       {where}  {part.slot}  ←  {part.substitute};  {part.extent}")
            lines.append(f"            {part.formula_wrong}" + (f"   [{part.same_as}]" if part.same_as else ""))
    return "\n".join(lines)


def file_name(number: int, name: str, way: str) -> str:
    """As 012-bias-subtracted.full.jsonl: letters, digits and hyphens alone."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"{number:03}-{plain}.{way}.jsonl"


def write(directory: pathlib.Path, cases: list[dict]) -> int:
    """A file of results for each slip and way in which it shows; how many."""
    directory.mkdir(parents=True, exist_ok=True)
    written = 0
    for number, one in enumerate(SLIPS):
        for way in WAYS:
            if shows(one, cases, way):
                lines = [json.dumps(result) + "\n" for result in answers(one, cases, way)]
                (directory / file_name(number, one.name, way)).write_text("".join(lines), encoding="utf-8")
                written += 1
    return written


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.trial", description=__doc__)
    parser.add_argument("--list", action="store_true", help="print the slips")
    parser.add_argument("--write", metavar="DIR", type=pathlib.Path,
                        help="write results, a file for each slip and way that shows it")
    parser.add_argument("--cases", metavar="FILE", type=pathlib.Path, default=BUNDLED,
                        help="the cases, the bundled ones if left out")
    options = parser.parse_args()
    if options.write:
        print(f"{write(options.write, read(options.cases))} files in {options.write}")
    if options.list or not options.write:
        print(table(SLIPS))


if __name__ == "__main__":
    main()
