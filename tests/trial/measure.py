"""How many slips ``check`` names: ``python -m tests.trial.measure [EVERY] [--bundled] [--list]``.

Every EVERY-th slip of the set is answered in each of the three ways in which it shows, over the cases of the set (or
the bundled ones), and handed to ``check``.  An answer counts as

    right      one finding (of a pair, up to two), named, of an equation that the slip breaks: first and alone
    beside     the right name, with something beside it
    other      a name, of another equation
    unnamed    no name
    passed     taken for right

A name explains every wrong value that it claims, so one that stands alone has the slip's numbers: what it
replaces is what the slip replaced, or the same by other words.  The figure is printed; a test asks for less.
"""

from __future__ import annotations

import argparse
import collections
import io
import json
import sys
import time

from backprop_ref import check
from tests.trial import PAIRS, SLIPS, accepted, answers, shows
from tests.trial.cases import BUNDLED, HERE, read

WAYS = ("full", "gradients", "updates")


def judged(slip, cases, way):
    """The verdict on a slip's answers: the kind of it, and the names."""
    given = [dict(case) for case in cases]
    lines = "".join(json.dumps(answer) + "\n" for answer in answers(slip, given, way))
    report = check(io.BytesIO(lines.encode()), given).object()
    found = [(one["mistake"], one["equation"]) for one in report["diagnoses"]]
    if report["verdict"] == "pass":
        return "passed", found
    equations = {equation for part in slip.parts for equation in accepted(part, way)}
    named = [(name, equation) for name, equation in found if name != "unnamed"]
    fits = [name for name, equation in named if equation in equations or broken(equation) & equations]
    if not named:
        return "unnamed", found
    if not fits or named[0][0] not in fits:
        return "other", found
    return ("right" if len(found) == len(fits) <= len(slip.parts) else "beside"), found


def broken(equation):
    """The single numbers of an equation's text: "8/9" is either."""
    return set((equation or "").split("/")) - {""}


def read_arguments(arguments):
    """What was asked for.  Anything else ends with a line on how it is called, and status 2."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.trial.measure", description=__doc__, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("every", metavar="EVERY", nargs="?", type=int, default=1, help="take every EVERY-th slip (1)")
    parser.add_argument("--bundled", action="store_true", help="over the bundled cases")
    parser.add_argument("--list", action="store_true", help="print every slip that was not judged right")
    asked = parser.parse_args(arguments)
    if asked.every < 1:
        parser.error(f"EVERY: found {asked.every}, expected 1 or more")
    return asked


def main(arguments):
    asked = read_arguments(arguments)
    every = asked.every
    cases = read(BUNDLED if asked.bundled else HERE / "cases.jsonl")
    counts = collections.defaultdict(collections.Counter)
    started = time.process_time()
    for n, slip in enumerate(SLIPS):
        if n % every:
            continue
        for way in WAYS:
            if shows(slip, cases, way):
                verdict, found = judged(slip, cases, way)
                counts["pair" if slip in PAIRS else "single", way][verdict] += 1
                if asked.list and verdict != "right":
                    named = ", ".join(f"{a} ({b})" for a, b in found)
                    print(f"{n:3} {way:9} {verdict:8} {slip.name}: {named}", flush=True)
    for (kind, way), count in sorted(counts.items()):
        total = sum(count.values())
        others = ", ".join(f"{count[name]} {name}" for name in ("beside", "other", "unnamed", "passed") if count[name])
        print(f"{kind:6} {way:9}  right {count['right']} of {total} ({100 * count['right'] / total:.0f} %)  {others}")
    print(f"{time.process_time() - started:.0f} s of processor time")


if __name__ == "__main__":
    main(sys.argv[1:])
