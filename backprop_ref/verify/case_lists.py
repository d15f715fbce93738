"""The cases that a check is to ask: the bundled ones, a file of them, or a list."""

from __future__ import annotations

import json
import os

from ..cases import Case, Refusal, read_case, read_cases
from ..admission import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Sequence, Set, Union

    Cases = Union[None, str, "os.PathLike[str]", Case, Sequence[Union[Case, Dict[str, Any]]]]


def cases_from(given: Cases) -> List[Case]:
    """The cases asked for; ValueError, with place, found and expected, where they are none."""
    if given is None:
        from ..cases import bundled

        return list(bundled())
    if isinstance(given, Case):
        return [given]
    if isinstance(given, (str, os.PathLike)):
        with open(given, "rb") as file:
            return _all_cases(file, os.fspath(given))
    if isinstance(given, dict) or not hasattr(given, "__iter__"):
        raise ValueError(f"cases: found {shown(given)}, expected a path or a list of cases")
    cases: List[Case] = []
    for n, one in enumerate(given):
        cases.append(one if isinstance(one, Case) else _case_of(one, f"cases[{n}]"))
    ids: Set[str] = set()
    for n, case in enumerate(cases):
        if case.id in ids:
            raise ValueError(f"cases[{n}].id: {shown(case.id)} again, expected one not used before")
        ids.add(case.id)
    if not cases:
        raise ValueError("cases: none, expected at least one")
    return cases


def _case_of(given: Any, place: str) -> Case:
    try:
        return read_case(json.dumps(given))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{place}: {error}") from None


def _all_cases(file: Any, name: str) -> List[Case]:
    cases: List[Case] = []
    for line, case in read_cases(file):
        if isinstance(case, Refusal):
            raise ValueError(f"{name}: line {line}: {case.why}")
        cases.append(case)
    if not cases:
        raise ValueError(f"{name}: no case in it, expected at least one")
    return cases
