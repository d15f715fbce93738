"""Wrong programs made of slips, and where each slip shows: for the tests, and for docs/mistakes.md."""

from __future__ import annotations

import functools
import json
import math
from unittest import mock

from backprop_ref.cases import bundled, read_case
from backprop_ref.mistakes import MISTAKES
from backprop_ref.verify import name
from backprop_ref.verify.name_search import one_by_one
from backprop_ref.verify.name_views import numbers_in, predict
from tests import DEEP

BY_ID = {case.id: case for case in bundled()}
TAUGHT = ("weight_gradients", "bias_gradients", "new_weights", "new_biases")
WORK = name.WORK  # of a user's run
WAYS = {"full": None, "gradients": TAUGHT[:2], "updates": TAUGHT[2:]}  # what a program may answer with


def with_work(most):
    """Names are looked for with this much work at most; in the deep profile with as much as ever.

    What has no name takes all the work that there is: 2e6 are enough for every slip alone in a small case, and below
    4e6 none are tried together blindly.
    """
    return mock.patch.object(name, "WORK", WORK if DEEP else most)


def candidate(*mistakes, fields=None, asked=tuple(BY_ID.values())):
    """A program with these mistakes, or names of mistakes, at once; asked: these cases, if something stays in it."""
    made = tuple(MISTAKES[one] if isinstance(one, str) else one for one in mistakes)
    kept = {}
    if any(one.stateful for one in made):
        kept = dict(zip((case.id for case in asked), one_by_one(made, asked)))

    def answer(given):
        case = BY_ID.get(given["id"]) or read_case(json.dumps(given))
        result = kept.get(case.id) if kept else predict(made, case)
        if result is None:
            return {"error": "no result"}
        some = {field: value for field, value in result.items() if field != "id" and (not fields or field in fields)}
        return some or {"error": "no update asked for"}

    return answer


@functools.lru_cache(maxsize=None)
def right(id):
    """The right answer to a bundled case."""
    return predict((), BY_ID[id])


def differs(values, other, fields=None):
    """Do two answers differ in these fields, more than rounding makes them?"""
    if values is None or other is None:
        return values is not other
    for field in fields or set(values) | set(other):
        here = [v for _, v in numbers_in(values.get(field))]
        there = [v for _, v in numbers_in(other.get(field))]
        if len(here) != len(there) or None in here or None in there:
            if here != there:
                return True
            continue
        scale = max((abs(v) for v in there if math.isfinite(v)), default=0.0)
        if any(not abs(v - w) <= 1e-9 * scale and (math.isfinite(v) or math.isfinite(w)) for v, w in zip(here, there)):
            return True
    return False


def shows(mistake, id):
    """'#': gradients or updates differ in this case, 'o': only other fields do, '!': no result, '.': not at all."""
    values = predict((mistake,), BY_ID[id])
    if values is None:
        return "!"
    if differs(values, right(id), [field for field in TAUGHT if field in right(id)]):
        return "#"
    return "o" if differs(values, right(id)) else "."


def same(mistakes, others, ids=tuple(BY_ID), fields=None):
    """Are two programs alike on all these cases, in these fields?"""
    return not any(differs(predict(mistakes, BY_ID[id]), predict(others, BY_ID[id]), fields) for id in ids)
