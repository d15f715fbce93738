"""Cases and results as the objects that JSON writes (docs/format.md).

    case_object      a case
    result_object    what a gradient step computed
    refusal_object   the answer to a line that was refused
"""

from __future__ import annotations

from ..admission import shown
from .reading import EXAMPLE_FIELDS
from typing import Any
from ..descent import Step
from ..numerals import Number, Vector
from .record import Case


def case_object(case: Case) -> dict[str, Any]:
    """The case as the object that JSON writes; fractions as texts, doubles in the shortest form that gives them.

    A whole number that was read without a point is written without one.

    >>> from backprop_ref import Example, Layer, Network
    >>> from backprop_ref.cases import Case
    >>> case_object(Case("1-1", Network([Layer([[0.5]], [2.0], "tanh")]), [Example([1.0], [0.0])]))["layers"]
    [{'activation': 'tanh', 'weights': [[0.5]], 'biases': [2.0]}]
    """
    object: dict[str, Any] = {"id": case.id}
    if case.note:
        object["note"] = case.note
    if case.flags:
        object["flags"] = list(case.flags)
    object["layers"] = []
    for l, layer in enumerate(case.network.layers):
        place = f"layers[{l}]"
        weights = [_written(case, w_j, f"{place}.weights[{j}]") for j, w_j in enumerate(layer.w)]
        biases = _written(case, layer.b, f"{place}.biases")
        written: dict[str, Any] = {"activation": layer.activation, "weights": weights, "biases": biases}
        if layer.shared_bias:
            written["shared_bias"] = True
        object["layers"].append(written)
    object["cost"] = case.cost
    if case.alpha is not None:
        (object["learning_rate"],) = _written(case, [case.alpha], "learning_rate")
    object["reduction"] = case.reduction
    object["examples"] = [
        {name: _written(case, getattr(example, name), f"examples[{i}].{name}") for name in EXAMPLE_FIELDS}
        for i, example in enumerate(case.examples)
    ]
    return object


def _written(case: Case, values: Vector, place: str) -> list[Any]:
    """A list of numbers, as it was read where it is still what was read."""
    if values == case.as_read.get(place):
        return list(case.as_read[place])
    return [written_number(value) for value in values]


def written_number(value: Number) -> Any:
    """A number as JSON has it: a double as it is, a fraction as a text; ValueError for another type.

    >>> from fractions import Fraction
    >>> written_number(Fraction(1, 3))
    '1/3'
    """
    if isinstance(value, (int, float)):
        return value
    if not hasattr(value, "numerator"):
        raise ValueError(f"found {shown(value)}, expected a float or a Fraction (network.map makes them)")
    return f"{value.numerator}/{value.denominator}"


def result_object(case: Case, step: Step) -> dict[str, Any]:
    """Every field of a result, from a step whose numbers are doubles; the inverse of reading is json.dumps.

    >>> from backprop_ref import Example, Layer, Network, gradient_step
    >>> from backprop_ref.cases import Case
    >>> case = Case("1-1", Network([Layer([[0.5]], [2.0], "identity")]), [Example([1.0], [0.0])])
    >>> result_object(case, gradient_step(case.network, case.examples))["bias_gradients"]
    [[2.5]]
    """
    object = {
        "id": case.id,
        "weight_gradients": step.dC_dw,
        "bias_gradients": step.dC_db,
        "cost": step.C,
        "outputs": [a[-1] for a in step.a],
        "weighted_sums": step.z,
        "activations": step.a,
        "deltas": step.delta,
    }
    if step.network is not None:
        object["new_weights"] = [layer.w for layer in step.network.layers]
        object["new_biases"] = [layer.b for layer in step.network.layers]
    return object


def refusal_object(id: str | None, line: int | None, why: str) -> dict[str, Any]:
    """The answer to a line that was refused, or to a case that could not be computed.

    >>> refusal_object(None, 17, "nested too deeply, expected a case")
    {'id': None, 'line': 17, 'error': 'nested too deeply, expected a case'}
    """
    return {"id": id, "line": line, "error": why}
