"""The stages of a step, each checked on a candidate's own numbers: so one slip gives one finding and not a cascade.

    stages         into which stages an answer can be cut: where it says all that the next one starts from
    on_own_numbers the rules, with an answer's own numbers in the place of what comes before a stage

An answer with its z and a, say, is cut there: whatever went wrong before, its δ are held against what the rules, or
those of a mistake, make of these very z and a.
"""

from __future__ import annotations

from ..records import Record
from ..numbers import Taped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Set, Tuple

    from ..cases import Case
    from ..network import Example, Network
    from ..numerals import Matrix, Vector
    from ..rules import Rules

    Values = Dict[str, Any]

FORWARD, COST, DELTAS = ("weighted_sums", "activations", "outputs"), ("cost",), ("deltas",)
GRADIENTS, UPDATES = ("weight_gradients", "bias_gradients"), ("new_weights", "new_biases")

STARTED_FROM = (*FORWARD[:2], *DELTAS, *GRADIENTS)  # what stands in the place of a step's own, where it was said

EVERYWHERE = ("gradient_step",)  # a rule that shows in every stage; below, those that show in one or some
FROM_EXAMPLE_TO_GRADIENT = (*EVERYWHERE, "backpropagate")
RULES_OF = {
    FORWARD: (*FROM_EXAMPLE_TO_GRADIENT, "forward", "weighted_sum", "activation", "activations"),
    COST: (*FROM_EXAMPLE_TO_GRADIENT, "costs", "reductions", "add_up"),
    DELTAS: (*FROM_EXAMPLE_TO_GRADIENT, "backward", "hidden_delta", "output_delta", "softmax_delta", "activations",
             "costs"),
    GRADIENTS: (*FROM_EXAMPLE_TO_GRADIENT, "gradients", "weight_gradients", "bias_gradient", "shared_bias_gradient",
                "add_up", "reduce", "reductions"),
    UPDATES: (*EVERYWHERE, "update", "updated_weights", "updated_bias"),
}


class Stage(Record):
    """Part of a step.

    fields: those of an answer that it makes.  own: the answer's numbers that it starts from, field → value.
    rules: the names of those that it goes by.
    """

    def __init__(self, fields: Tuple[str, ...], own: Values, rules: Set[str]) -> None:
        self.fields = fields
        self.own = own
        self.rules = rules

    def of(self, values: Values) -> Values:
        """What an answer says in this stage."""
        return {field: values[field] for field in self.fields if field in values}


def stages(values: Values) -> List[Stage]:
    """The stages of an answer, in the order of a step; one alone where it does not say enough to cut it.

    >>> for stage in stages({"weight_gradients": [[[1.0]]], "bias_gradients": [[2.0]], "new_biases": [[3.0]]}):
    ...     print(stage.fields, sorted(stage.own))
    ('weight_gradients', 'bias_gradients') []
    ('new_biases',) ['bias_gradients', 'weight_gradients']
    """
    found: List[Stage] = []
    own: Values = {}
    waiting: Tuple[str, ...] = ()
    rules: Set[str] = set()
    for fields, needed in (
        (FORWARD, FORWARD[:2]), (COST, COST + FORWARD[:2]), (DELTAS, DELTAS + FORWARD[:2]), (GRADIENTS, GRADIENTS),
        (UPDATES, ()),
    ):
        here = tuple(field for field in fields if field in values)
        waiting += here
        rules.update(RULES_OF[fields])
        if here and all(field in values for field in needed):
            found.append(Stage(waiting, own, rules))
            own, waiting, rules = {**own, **{field: values[field] for field in here}}, (), set()
    return found + [Stage(waiting, own, rules)] if waiting else found


def on_own_numbers(eq: Rules, own: Values, case: Case) -> Rules:
    """The rules for a step of this case that starts from copies of these numbers: a mistake may write over them."""
    rules: Dict[str, Any] = {}
    if "weighted_sums" in own:
        rules["forward"] = _Said(case.examples, own["weighted_sums"], own["activations"]).forward
    if "deltas" in own:
        rules["backward"] = _Handed(case.examples, own["activations"], own["deltas"]).backward
    if "weight_gradients" in own and "bias_gradients" in own:
        rules["reduce"] = _Given(own["weight_gradients"], own["bias_gradients"]).reduce
    return eq.replaced(**rules)


class _Said:
    """The forward pass of a candidate: what it said of the example that has this x."""

    def __init__(self, examples: List[Example], z: List[Matrix], a: List[Matrix]) -> None:
        self.examples = examples
        self.z = z
        self.a = a
        self.calls = 0
        self.network: Optional[Network] = None

    def forward(self, network: Network, x: Vector, eq: Rules) -> Tuple[Matrix, Matrix]:
        if isinstance(network.layers[0].w[0][0], Taped):
            raise ValueError("what was said has no derivatives: nobody knows what it was made from")
        if self.network is None:
            self.network = network
        elif network is not self.network and network.layers != self.network.layers:
            raise ValueError("what was said holds for one network, and not for one that has moved")
        i = self.calls % len(self.examples)  # where a mistake has changed x, it goes by their order
        for at, example in enumerate(self.examples):
            if example.x == x:
                i = at
                break
        self.calls += 1
        z, a = copied(self.z[i]), copied(self.a[i])
        return z, a


class _Handed:
    """The backward pass of a candidate: what it said of the example that has these activations and this target."""

    def __init__(self, examples: List[Example], a: List[Matrix], deltas: List[Matrix]) -> None:
        self.examples = examples
        self.a = a
        self.deltas = deltas
        self.calls = 0

    def backward(self, network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules) -> Matrix:
        i = self.calls % len(self.deltas)
        for at, said in enumerate(self.a):
            if said == a and self.examples[at].y == y:
                i = at
                break
        self.calls += 1
        delta: Matrix = copied(self.deltas[i])
        return delta


class _Given:
    """The gradients of a candidate, for the one step that it said them of."""

    def __init__(self, dC_dw: List[Matrix], dC_db: Matrix) -> None:
        self.dC_dw = dC_dw
        self.dC_db = dC_db
        self.taken = False

    def reduce(self, *arguments: Any) -> Tuple[List[Matrix], Matrix]:
        if self.taken:
            raise ValueError("these are the gradients of one step: nobody knows those of the next")
        self.taken = True
        dC_dw, dC_db = copied(self.dC_dw), copied(self.dC_db)
        return dC_dw, dC_db


def copied(value: Any) -> Any:
    """Nested lists with nothing in common with these but their numbers."""
    return [copied(item) for item in value] if isinstance(value, list) else value
