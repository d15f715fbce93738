"""Program texts, slips as differences in them, and what such a program answers.

    BASES           the right programs: name → source text
    Part            what a right name must say of one slip
    Slip            a base, the difference in its text, and one Part (two, where two slips are in one program)
    slip, pair      how the lists of slips make them
    program(slip)   its function answer(case), freshly executed, so that nothing is left from a run before
    answers         the results of a slip over cases, in order, in one of the three WAYS
    accepted        the equations that a right name may say, in that way
"""

from __future__ import annotations

import pathlib
from functools import lru_cache
from types import CodeType
from typing import Callable, Iterator, NamedTuple

PROGRAMS = pathlib.Path(__file__).parent / "programs"
BASES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PROGRAMS.glob("*.py"))}

WAYS = {
    "full": ("weight_gradients", "bias_gradients", "cost", "outputs", "weighted_sums", "activations", "deltas",
             "new_weights", "new_biases"),
    "gradients": ("weight_gradients", "bias_gradients"),
    "updates": ("new_weights", "new_biases"),
}


class Part(NamedTuple):
    """What a right name says of one slip, in nobody's vocabulary.

    equation: every number (as text) that is a right answer, None among them where no equation is broken (batch, state).
    slot: what should stand there.  substitute: what stands there.  extent: where.  formula_wrong: the whole,
    as a formula.
    same_as: another description that is equal to this as a formula, or on some kinds of cases; else empty.
    """

    equation: tuple[str | None, ...]
    slot: str
    substitute: str
    extent: str
    formula_wrong: str
    same_as: str = ""


class Slip(NamedTuple):
    """One wrong program.  edits: pairs (old text, new text) in the base's source, each old text there exactly once.

    seen: an address, or "drawn".  least: the relative difference from the right program beyond which it shows; that of
    rounding is far below it, but in a slip that is nothing else.
    """

    name: str
    base: str
    edits: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    seen: str
    least: float = 1e-9

    @property
    def unit(self) -> str:
        """Whether one slip is in it or two."""
        return "single" if len(self.parts) == 1 else "pair"

    @property
    def source(self) -> str:
        """The wrong program's text; ValueError where an old text is not there exactly once."""
        text = BASES[self.base]
        for old, new in self.edits:
            if text.count(old) != 1:
                raise ValueError(f"{self.name}: {old!r} stands {text.count(old)} times in {self.base}, expected once")
            text = text.replace(old, new)
        return text


def slip(
    name: str,
    base: str,
    equation: str | None,
    slot: str,
    substitute: str,
    extent: str,
    formula_wrong: str,
    seen: str,
    *edits: tuple[str, str],
    same_as: str = "",
    least: float = 1e-9,
) -> Slip:
    """A program with one slip.  equation: right answers, with a blank between them; None and "none" for no equation."""
    numbers = tuple(None if number == "none" else number for number in (equation or "none").split())
    return Slip(name, base, edits, (Part(numbers, slot, substitute, extent, formula_wrong, same_as),), seen, least)


def pair(first: Slip, second: Slip, seen: str = "drawn") -> Slip:
    """A program with two slips, each of which is one of the single ones, in the same base."""
    if first.base != second.base:
        raise ValueError(f"{first.name} is in {first.base}, {second.name} in {second.base}")
    return Slip(f"{first.name} + {second.name}", first.base, first.edits + second.edits, first.parts + second.parts,
                seen)


def program(slip_or_base: Slip | str) -> Callable[[dict], dict]:
    """The function answer(case) of a slip, or of a base by its name, with nothing left from a run before."""
    if isinstance(slip_or_base, Slip):
        name, source = slip_or_base.name, slip_or_base.source
    else:
        name, source = slip_or_base, BASES[slip_or_base]
    namespace: dict = {"__name__": name}
    exec(compiled(name, source), namespace)
    return namespace["answer"]


@lru_cache(maxsize=None)
def compiled(name: str, source: str) -> CodeType:
    """Compiled once: most of the time of a short run would go into it."""
    return compile(source, f"<{name}>", "exec")


def accepted(part: Part, way: str) -> set[str | None]:
    """The equations that a right name may say, seen in that way.

    Where updates alone are shown, nobody can tell a wrong gradient from a right one that was used wrongly: (10) and
    (11), (14) and (15) are one there, unless it is the old weight or bias that is wrong.
    """
    numbers = set(part.equation)
    if way == "updates" and part.slot not in ("w_jk", "b_j"):
        for gradient, update in (("10", "11"), ("14", "15"), ("10/14", "11/15")):
            if numbers & {gradient, update}:
                numbers |= {gradient, update}
    return numbers


def one_answer(answer: Callable[[dict], dict], case: dict) -> dict:
    """The full result for one case; where the program breaks off, that it did, as an error."""
    try:
        return answer(case)
    except (ArithmeticError, ValueError, IndexError, TypeError) as broken:
        return {"id": case["id"], "error": f"{type(broken).__name__}: {broken}"}


def in_the_way(result: dict, way: str) -> dict:
    """Of a full result what is shown in that way; declined where it shows nothing of that kind."""
    if "error" in result:
        return result
    shown = {field: result[field] for field in WAYS[way] if field in result}
    if not shown:
        return {"id": result["id"], "error": f"unsupported: {way} of this case"}
    return {"id": result["id"], **shown}


def answers(slip_or_base: Slip | str, cases: list[dict], way: str = "full") -> list[dict]:
    """The results of a fresh run over the cases, in their order (some slips keep something from case to case)."""
    return list(one_by_one(slip_or_base, cases, way))


def one_by_one(slip_or_base: Slip | str, cases: list[dict], way: str = "full") -> Iterator[dict]:
    """The same, each when it is asked for."""
    answer = program(slip_or_base)
    for case in cases:
        yield in_the_way(one_answer(answer, case), way)
