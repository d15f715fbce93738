"""The cases that somebody gives: the bundled ones, a file of them, or a list.

    cases_from    a path, a list of Cases or dicts, or None for the bundled ones, as a list of Cases
"""

from __future__ import annotations

import json
import os
from typing import IO, Any, Union
from collections.abc import Iterable

from ..admission import shown
from .reading import Refusal, read_case, read_cases
from .record import Case
from .vectors import bundled

Cases = Union[None, str, "os.PathLike[str]", Case, Iterable[Union[Case, dict[str, Any]]]]


def cases_from(given: Cases) -> list[Case]:
    """The cases given; ValueError, with place, found and expected, if they are none.

    >>> len(cases_from([bundled()[0], bundled()[1]]))
    2
    """
    if given is None:
        return list(bundled())
    if isinstance(given, Case):
        return [given]
    if isinstance(given, (str, os.PathLike)):
        with open(given, "rb") as file:
            return _all_cases(file, os.fspath(given))
    if isinstance(given, dict) or not hasattr(given, "__iter__"):
        raise ValueError(f"cases: found {shown(given)}, expected a path or a list of cases")
    cases: list[Case] = []
    for n, one in enumerate(given):
        cases.append(one if isinstance(one, Case) else _case_of(one, f"cases[{n}]"))
    ids: set[str] = set()
    for n, case in enumerate(cases):
        if case.id in ids:
            raise ValueError(f"cases[{n}].id: {shown(case.id)} again, expected an id not used before")
        ids.add(case.id)
    if not cases:
        raise ValueError("cases: none, expected at least one")
    return cases


def _case_of(given: Any, place: str) -> Case:
    try:
        return read_case(json.dumps(given))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{place}: {error}") from None


def _all_cases(file: IO[bytes], name: str) -> list[Case]:
    cases: list[Case] = []
    for line, case in read_cases(file):
        if isinstance(case, Refusal):
            raise ValueError(f"{name}: line {line}: {case.why}")
        cases.append(case)
    if not cases:
        raise ValueError(f"{name}: no case, expected at least one")
    return cases
