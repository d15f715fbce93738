"""One gradient step to be computed, as a record."""

from __future__ import annotations

from ..costs import HALF_SQUARED_ERROR
from ..records import Record
from ..admission import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, List, Optional, Tuple

    from ..network import Example, Network
    from ..numerals import Number, Vector


class Case(Record):
    """One gradient step to be computed.

    network, examples, alpha (None: no update), cost, reduction: what gradient_step takes.
    id, note, flags: for people.
    exact: the case has a fraction, so all its numbers are Fractions, whatever the activations are.
    whole: it was written in fractions and integers alone.
    as_read: the lists of numbers in which some had no point, by their place in the format: they are written so again.
    """

    def __init__(
        self,
        id: str,
        network: Network,
        examples: List[Example],
        alpha: Optional[Number] = None,
        cost: str = HALF_SQUARED_ERROR,
        reduction: str = "mean",
        note: str = "",
        flags: Tuple[str, ...] = (),
        exact: bool = False,
        whole: bool = False,
        as_read: Optional[Dict[str, Vector]] = None,
    ) -> None:
        self.id = id
        self.network = network
        self.examples = examples
        self.alpha = alpha
        self.cost = cost
        self.reduction = reduction
        self.note = note
        self.flags = flags
        self.exact = exact
        self.whole = whole
        self.as_read = as_read or {}

    def map(self, change: Callable[[Number], Number]) -> Case:
        """The same case with every number changed by a function: into another type, for one."""
        examples = [example.map(change) for example in self.examples]
        alpha = None if self.alpha is None else change(self.alpha)
        settings = (alpha, self.cost, self.reduction, self.note, self.flags, self.exact, self.whole)
        return Case(self.id, self.network.map(change), examples, *settings)

    def __repr__(self) -> str:
        settings = f"{self.cost}, {self.reduction}, alpha={self.alpha}"
        return f"Case({shown(self.id)}, {self.network!r}, {len(self.examples)} examples, {settings})"
