"""What every mistake of the catalogue answers to every bundled case, and how far two answers differ.

Computed once for all tests, and for docs/mistakes.md.
"""

from __future__ import annotations

import functools
import math

from backprop_ref import gradient_step
from backprop_ref.cases import bundled, result_object
from backprop_ref.mistakes import MISTAKES

TAUGHT = ("weight_gradients", "bias_gradients", "new_weights", "new_biases")
OTHER = ("cost", "outputs", "weighted_sums", "activations", "deltas")

# Two orders of summation make no number of a bundled case differ by as much as a millionth, while every mistake moves
# some number by more.  Approximations and coarse quotients are nearer to the truth; rounding is nearer still, on these
# cases by four orders of magnitude.  What is only written otherwise differs by whatever it differs.
BEYOND_ROUNDING, FINE = 1e-6, 1e-11


def measure(*names):
    """The relative difference that counts between these mistakes, or one of them and the right program."""
    mistakes = [MISTAKES[name] for name in names]
    if any(not mistake.replacements() for mistake in mistakes):
        return 0
    return FINE if any(mistake.kind == "precision" for mistake in mistakes) else BEYOND_ROUNDING


def right(case):
    """The result of the right program, in doubles."""
    return result_object(case, gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction))


@functools.lru_cache(maxsize=None)
def answers(name=None):
    """What a program with this mistake, or with none, answers to every bundled case, in the order of the file.

    id → result; None where the wrong formula has no result in doubles, such as the logarithm of a negative number.
    """
    if name is None:
        return {case.id: right(case) for case in bundled()}
    mistake = MISTAKES[name]
    eq = mistake.rules()
    found = {}
    for case in bundled():
        try:
            step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
            found[case.id] = mistake.answer(result_object(case, step), case)
        except ArithmeticError:
            found[case.id] = None
    return found


def alike(left, right, tolerance):
    """Are two numbers, or nested lists of numbers, of one shape and no further apart than that, relatively?"""
    if isinstance(left, list) or isinstance(right, list):
        if not (isinstance(left, list) and isinstance(right, list) and len(left) == len(right)):
            return False
        return all(alike(*pair, tolerance) for pair in zip(left, right))
    if left == right or (math.isnan(left) and math.isnan(right)):
        return True
    if not (math.isfinite(left) and math.isfinite(right)):
        return False
    return abs(left - right) <= tolerance * max(abs(left), abs(right))


def differ(left, right, fields, tolerance):
    """Do two results differ in one of these fields?  None is no result, and differs from none."""
    if left is None or right is None:
        return False
    return any(
        name in left and not alike(left[name], right[name], tolerance) for name in fields
    )


def shows(name, case_id):
    """How a mistake shows on a case: '#' in gradients or updates, 'o' in other fields alone, '!' by having no result,
    '.' not at all."""
    wrong, truth = answers(name)[case_id], answers()[case_id]
    if wrong is None:
        return "!"
    if differ(wrong, truth, TAUGHT, measure(name)):
        return "#"
    return "o" if differ(wrong, truth, OTHER, measure(name)) else "."


@functools.lru_cache(maxsize=None)
def first_numbers(name):
    """The first bias gradient in every result that has one: mostly two mistakes differ there already."""
    numbers = []
    for result in answers(name).values():
        number = result.get("bias_gradients") if result else None
        while isinstance(number, list) and number:
            number = number[0]
        numbers.append(number if isinstance(number, float) and math.isfinite(number) else None)
    return numbers


def told_apart(one, other):
    """Is there a case on which two mistakes differ: in gradients or updates, or, where one of them shows in no more
    than certain fields, in any field?"""
    fields = TAUGHT
    if MISTAKES[one].only or MISTAKES[other].only:
        fields = (*TAUGHT, *OTHER)
    tolerance = measure(one, other)
    for number, same in zip(first_numbers(one), first_numbers(other)):
        if number is not None and same is not None and abs(number - same) > tolerance * max(abs(number), abs(same)):
            return True
    here, there = answers(one), answers(other)
    return any(differ(here[id], there[id], fields, tolerance) for id in here)
