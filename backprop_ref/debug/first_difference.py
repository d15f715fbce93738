"""Where a step with a mistake first gives a wrong value.

    Right         what a case gives without a mistake, to be asked at a stop and after a pass
    Difference    the first value that is not the right one: which, where, and both
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from ..activations import SOFTMAX
from ..cases import Case
from ..descent import Step
from ..door import RULES, backpropagate, gradient_step
from ..network import Network
from ..records import Record

# function, symbol, l, i, what was returned for every neuron of the layer, what is right
Compared = tuple[str, str, Optional[int], Optional[int], Any, Any]

OF_ONE_EXAMPLE = ("forward", "backward", "gradients", "backpropagate")


class Difference(Record):
    """One value that is not the right one.

    function: the equation that should have given it, "" for the cost, which has no number.
    l, j, i: where, None where it is of no single one.
    """

    def __init__(
        self, function: str, symbol: str, value: Any, right: Any, l: int | None, j: int | None, i: int | None
    ) -> None:
        self.function = function
        self.symbol = symbol
        self.value = value
        self.right = right
        self.l = l
        self.j = j
        self.i = i


class Right:
    """What the case gives by the right rules: for every example alone, and for the step."""

    def __init__(self, case: Case) -> None:
        self.last = len(case.network.layers) - 1
        self.softmax = case.network.layers[-1].activation == SOFTMAX
        self.reduction = RULES.reductions[case.reduction].__name__
        self.one = [backpropagate(case.network, example, case.cost) for example in case.examples]
        self.step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)

    def value(self, function: str, symbol: str, l: int, j: int | None, i: int | None) -> Any:
        """The right value of an equation, by the name of its function; None for what no step computes."""
        if function in ("weighted_sum", "activation", "softmax", "hidden_delta", "output_delta", "softmax_delta"):
            of_layer = getattr(self.one[i or 0], symbol[: symbol.index("_")])[l]
        elif function in ("weight_gradients", "bias_gradient", "shared_bias_gradient"):
            of_layer = (self.one[i or 0].dC_dw if function == "weight_gradients" else self.one[i or 0].dC_db)[l]
            j = 0 if function == "shared_bias_gradient" else j
        elif function in ("sum_over_examples", "mean_over_examples"):
            of_layer = (self.step.dC_dw if symbol == "dC_dw_j" else self.step.dC_db)[l]
        elif function in ("updated_weights", "updated_bias") and self.step.network is not None:
            layer = self.step.network.layers[l]
            of_layer = layer.w if function == "updated_weights" else layer.b
        else:
            return None
        return of_layer if j is None else of_layer[j]

    def after(self, name: str, known: dict[str, Any], i: int | None) -> Difference | None:
        """The first difference in what a pass has returned.  name: of the pass; known: the locals it was bound to."""
        if i is None and name in OF_ONE_EXAMPLE:
            return None
        for function, symbol, l, of, value, right in self._returned(name, known, i or 0):
            found = first_difference(value, right)
            if found is not None:
                j, value, right = found
                return Difference(function, symbol, value, right, l, j if function else None, of)
        return None

    def _returned(self, name: str, known: dict[str, Any], i: int) -> Iterator[Compared]:
        """What the pass returned beside what is right, layer by layer in the order in which it is computed."""
        one, layers = self.one[i], range(self.last + 1)
        if name == "backpropagate":
            of_passes = {field: getattr(known["one"], field) for field in ("z", "a", "delta", "dC_dw", "dC_db")}
            for inner in ("forward", "backward", "gradients"):
                yield from self._returned(inner, of_passes, i)
        elif name == "forward":
            for l in layers:
                yield "weighted_sum", "z_j", l, i, known["z"][l], one.z[l]
                yield "activation", "a_j", l, i, known["a"][l], one.a[l]
        elif name == "backward":
            for l in reversed(layers):
                of_last = "softmax_delta" if self.softmax else "output_delta"
                yield of_last if l == self.last else "hidden_delta", "delta_j", l, i, known["delta"][l], one.delta[l]
        elif name == "gradients":
            for l in layers:
                yield "weight_gradients", "dC_dw_j", l, i, known["dC_dw"][l], one.dC_dw[l]
                yield "bias_gradient", "dC_db_j", l, i, known["dC_db"][l], one.dC_db[l]
        elif name == "reduce":
            for l in layers:
                yield self.reduction, "dC_dw_j", l, None, known["dC_dw"][l], self.step.dC_dw[l]
                yield self.reduction, "dC_db_j", l, None, known["dC_db"][l], self.step.dC_db[l]
        elif name == "update":
            yield from self._updated(known["new"])
        elif name == "gradient_step":
            yield from self._step(known["step"])

    def _step(self, got: Step) -> Iterator[Compared]:
        """The same for a whole step."""
        for i in range(len(self.one)):
            of_passes = {"z": got.z[i], "a": got.a[i], "delta": got.delta[i]}
            yield from self._returned("forward", of_passes, i)
            yield from self._returned("backward", of_passes, i)
        yield "", "C", None, None, [got.C], [self.step.C]
        yield from self._returned("reduce", {"dC_dw": got.dC_dw, "dC_db": got.dC_db}, 0)
        yield from self._updated(got.network)

    def _updated(self, new: Network | None) -> Iterator[Compared]:
        """The same for the network that an update has made."""
        if new is not None and self.step.network is not None:
            for l, (layer, right) in enumerate(zip(new.layers, self.step.network.layers)):
                yield "updated_weights", "new_w_j", l, None, layer.w, right.w
                yield "updated_bias", "new_b_j", l, None, layer.b, right.b


def first_difference(value: Any, right: Any) -> tuple[int | None, Any, Any] | None:
    """Of two lists, one entry for each neuron: the first j that differs, and both; all of both where lengths differ.

    >>> first_difference([1, [2, 3]], [1, [2, 4]])
    (1, [2, 3], [2, 4])
    """
    if len(value) != len(right):
        return None, value, right
    for j, (value_j, right_j) in enumerate(zip(value, right)):
        if not same(value_j, right_j):
            return j, value_j, right_j
    return None


def same(value: Any, right: Any) -> bool:
    """Are the two equal, a NaN being equal to a NaN?

    >>> same([float("nan")], [float("nan")]), same([1.0], [1.0, 2.0])
    (True, False)
    """
    if isinstance(value, list) and isinstance(right, list):
        return len(value) == len(right) and all(map(same, value, right))
    return bool(value == right or (value != value and right != right))
