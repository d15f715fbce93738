"""One finding against a program: what each part of a check that finds something gives to the report."""

from __future__ import annotations

from typing import Any, NamedTuple
from collections.abc import Collection

from ..admission import shown

MOST_NAMES = 6  # of mistakes that the cases do not tell apart, in one sentence


class Evidence(NamedTuple):
    """One number of a program beside the right one.

    case: its id.  where: bias_gradients[1][0].  own: is what is right there computed from the program's own numbers?
    """

    case: str
    where: str
    found: float
    right: float
    own: bool = False

    def __str__(self) -> str:
        """In one line.

        >>> print(Evidence("tanh", "bias_gradients[1][0]", 3.0, 2.0))
        'tanh': bias_gradients[1][0]: 3.0 found, 2.0 right (ratio 1.5)
        """
        own = " from its own numbers" if self.own else ""
        ratio = f" (ratio {self.ratio})" if self.ratio else ""
        return f"{shown(self.case)}: {self.where}: {self.found!r} found, {self.right!r} right{own}{ratio}"

    @property
    def ratio(self) -> str:
        """The ratio of the two numbers; near 1, by how much it is off; "" where there is none.

        >>> Evidence("", "", 1.0000000001, 1.0).ratio, Evidence("", "", 1.0, 0.0).ratio
        ('1 + 1.0e-10', '')
        """
        found, right = self.found, self.right
        if not right or found - found != 0:
            return ""
        off = (found - right) / right
        if abs(off) < 5e-6:
            return f"1 {'−' if off < 0 else '+'} {abs(off):.1e}"
        return f"{found / right:.6g}"


class Finding:
    """What is wrong, as far as it shows.

    mistake: its name.  kind: equation, procedure, convention, precision or transport.
    equation: the one that it breaks, such as "14" or "8/9", or None.
    explanation: in words.  evidence: a number beside the right one, or a text.  cases: the indices of those concerned.
    claims: the wrong values that it explains, each as (index of the case, field, place).
    wrong, right: the formula that was written and the one that belongs there, "" where there is none.
    alike: names, each with its formula where it has one, of what the cases do not tell from it.
    count: how many cases, where cases does not hold them all.
    """

    def __init__(
        self, mistake: str, kind: str, equation: str | None, explanation: str, evidence: Evidence | str,
        cases: Collection[int] = (), claims: Collection[tuple[int, str, tuple[int, ...]]] = (),
        wrong: str = "", right: str = "", alike: Collection[str] = (), count: int | None = None,
    ) -> None:
        self.mistake = mistake
        self.kind = kind
        self.equation = equation
        self.explanation = explanation
        self.evidence = evidence
        self.cases = set(cases)
        self.claims = set(claims)
        self.wrong = wrong
        self.right = right
        self.alike = tuple(alike)
        self.count = len(self.cases) if count is None else count

    def object(self) -> dict[str, Any]:
        """As ``check --json`` prints it."""
        said = self.explanation
        if self.wrong:
            said += f" Wrong: {self.wrong}. Right: {self.right}."
        if self.alike:
            names = ", ".join(one.partition(":")[0] for one in self.alike[:MOST_NAMES])
            said += f" (These cases cannot tell it apart from {names}.)"
        return {
            "mistake": self.mistake, "kind": self.kind, "equation": self.equation, "explanation": said,
            "evidence": str(self.evidence), "cases": self.count,
        }
