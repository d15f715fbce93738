"""A failed answer, or what one says in one stage: what the search for mistakes starts from."""

from __future__ import annotations

from ..numbers import beside
from .prediction import Said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

    from ..cases import Case
    from .judge_values import Wrong

    Values = Dict[str, Any]


class Failed:
    """A failed answer, or what one says in one stage.

    index: of its case among those asked.  values: what it said, in whatever shape.  wrong: its wrong values.
    complaint: what is wrong with its form, or "".  said: its values, ready to be held against predictions.
    own: the candidate's numbers that its stage starts from; none for a whole answer.
    """

    __slots__ = ("index", "case", "values", "wrong", "complaint", "said", "own")

    def __init__(
        self, index: int, case: Case, values: Values, wrong: List[Wrong], complaint: str = "",
        own: Optional[Values] = None,
    ) -> None:
        self.index = index
        self.case = case
        self.values = values
        self.wrong = wrong
        self.complaint = complaint
        self.said = Said(values)
        self.own = own or {}

    @property
    def finite(self) -> List[Wrong]:
        """The wrong values that are numbers at all."""
        return [one for one in self.wrong if one.found - one.found == 0]

    @property
    def nearly_right(self) -> bool:
        """Is every wrong value within a hundredth of what is largest in its field?"""
        for wrong in self.finite:
            if abs(wrong.found - float(wrong.bound.value)) > self.largest(wrong.field) / 100:
                return False
        return len(self.finite) == len(self.wrong)

    def largest(self, field: str) -> float:
        """The size of the largest number that the answer has in that field."""
        return max(float(abs(number)) for _, number, _ in beside(self.values[field], self.values[field]))
