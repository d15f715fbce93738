"""One gradient step to be computed, as a record."""

from __future__ import annotations

from ..admission import counted, items, shown
from ..costs import COSTS, HALF_SQUARED_ERROR
from ..door import RULES, admitted_examples, admitted_rate
from ..network import Example, Network
from ..records import Record
from ..numerals import Callable, Number, Vector

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

A_LIST = "a list of words"


class Case(Record):
    """One gradient step to be computed.

    network, examples, alpha (None: no update), cost, reduction: what gradient_step takes.
    id, note, flags: for people; a name, a sentence, and words by which cases can be found.
    exact: the case has a fraction, so all its numbers are Fractions, whatever the activations are.
    whole: it was written in fractions and integers alone.
    as_read: the lists of numbers in which some had no point, by their place in the format: they are written so again.

    Raises ValueError, with place, found and expected, for what gradient_step would not take.

    >>> from backprop_ref import Example, Layer, Network
    >>> network = Network([Layer([[0.5, 0.25]], [1.0], "tanh")])
    >>> Case("one", network, [Example([1.0, 2.0], [0.5])], alpha=0.1)
    Case('one', Network(2-1, tanh, float), 1 example, half_squared_error, mean, alpha=0.1)
    >>> Case("one", network, [Example([1.0], [0.5])])
    Traceback (most recent call last):
        ...
    ValueError: examples[0].x: 1 number, expected 2 (one for each weight of layers[0].weights[0])
    """

    def __init__(
        self,
        id: str,
        network: Network,
        examples: list[Example],
        alpha: Number | None = None,
        cost: str = HALF_SQUARED_ERROR,
        reduction: str = "mean",
        note: str = "",
        flags: tuple[str, ...] = (),
        exact: bool = False,
        whole: bool = False,
        as_read: dict[str, Vector] | None = None,
    ) -> None:
        for name, text in (("id", id), ("note", note)):
            if not isinstance(text, str):
                raise ValueError(f"{name}: found {shown(text)}, expected a string")
        if not isinstance(network, Network):
            raise ValueError(f"network: found {shown(network)}, expected a Network")
        if isinstance(flags, str) or not all(isinstance(flag, str) for flag in items(flags, "flags", A_LIST)):
            raise ValueError(f"flags: found {shown(flags)}, expected {A_LIST}")
        for name, value, known in (("cost", cost, COSTS), ("reduction", reduction, RULES.reductions)):
            if not isinstance(value, str) or value not in known:
                raise ValueError(f"{name}: found {shown(value)}, expected one of {', '.join(known)}")
        admitted_examples(network, examples)
        if alpha is not None:
            admitted_rate(network, alpha)
        self.id = id
        self.network = network
        self.examples = list(examples)
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
        case = Case.__new__(Case)  # what was checked stays as it is
        vars(case).update(vars(self), network=self.network.map(change), examples=examples, alpha=alpha, as_read={})
        return case

    def __repr__(self) -> str:
        settings = f"{self.cost}, {self.reduction}, alpha={self.alpha}"
        return f"Case({shown(self.id)}, {self.network!r}, {counted(len(self.examples), 'example')}, {settings})"
