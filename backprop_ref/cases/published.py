"""The worked example: the most widely read 2-2-2 network.

Matt Mazur, "A Step by Step Backpropagation Example", 2015.  He counts from 1: his w1–w4 are w_00, w_01, w_10, w_11
of layer 0, his w5–w8 those of layer 1, his b1 and b2 the biases of the two layers, which he never updates.
"""

from __future__ import annotations

from ..network import Example, Layer, Network
from .record import Case

ID = "worked-example"
SOURCE = "Matt Mazur, “A Step by Step Backpropagation Example”, 2015"
REMARK = (
    "The published 0.2910279 also leaves the biases unchanged; its last digits differ because (8) uses the output "
    "weights after their update."
)


def worked_example() -> Case:
    """The case, made from lists.

    >>> worked_example()
    Case('worked-example', Network(2-2-2, sigmoid, sigmoid, float), 1 example, half_squared_error, mean, alpha=0.5)
    """
    hidden = Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid")
    output = Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid")
    example = Example([0.05, 0.10], [0.01, 0.99])
    return Case(ID, Network([hidden, output]), [example], alpha=0.5, note=SOURCE)


def is_worked_example(case: Case) -> bool:
    """Is it that case, whatever became of its numbers?

    >>> is_worked_example(worked_example())
    True
    """
    return case.id == ID and case.note == SOURCE
