"""What a verdict rests on, and what was never judged.

    Coverage    counts the answers and values that were judged, and keeps what was among them
"""

from __future__ import annotations

from typing import Any

from ..activations import ACTIVATIONS
from ..costs import COSTS
from ..door import RULES
from .judge_values import Judged
from .listen_answers import FIELDS, TEACHING

OF_PARAMETERS = {
    "weights": ("weight_gradients", "new_weights"), "biases": ("bias_gradients", "new_biases"),
    "updates": ("new_weights", "new_biases"),
}


class Coverage:
    """What was judged.

    cases, values: how many answers and values.  beyond_range: values that were not, since the truth is too large.
    fields, activations, costs, reductions: what was among the answers.
    """

    def __init__(self) -> None:
        self.cases = 0
        self.values = 0
        self.beyond_range = 0
        self.fields: set[str] = set()
        self.activations: set[str] = set()
        self.costs: set[str] = set()
        self.reductions: set[str] = set()

    def add(self, judged: Judged) -> None:
        """One more answer."""
        case = judged.case
        self.cases += 1
        self.fields.update(judged.answer.values)
        self.activations.update(layer.activation for layer in case.network.layers)
        self.costs.add(case.cost)
        if len(case.examples) > 1:
            self.reductions.add(case.reduction)

    def count(self, judged: Judged) -> None:
        """Its values, once it is known in which precision they count."""
        self.values += judged.counted.judged
        self.beyond_range += judged.counted.unjudged

    @property
    def given(self) -> list[str]:
        """The fields in their order."""
        return [field for field in FIELDS if field in self.fields]

    @property
    def teaches(self) -> bool:
        """Was any gradient or updated parameter among the values?"""
        return bool(self.fields.intersection(TEACHING))

    def object(self) -> dict[str, Any]:
        """As ``check --json`` prints it."""
        return {
            "cases": self.cases, "values": self.values, "fields": self.given, "activations": sorted(self.activations),
            "costs": sorted(self.costs), "reductions": sorted(self.reductions), "missing": self._missing(),
        }

    def _missing(self) -> list[str]:
        """What was never judged."""
        missing = [name for name in ACTIVATIONS if name not in self.activations]
        missing += [name for name in COSTS if name not in self.costs]
        if self.reductions:
            missing += [f"the {name} over examples" for name in RULES.reductions if name not in self.reductions]
        else:
            missing.append("several examples")
        return missing + [what for what, fields in OF_PARAMETERS.items() if not self.fields.intersection(fields)]
