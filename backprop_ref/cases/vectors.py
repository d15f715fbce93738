"""The bundled cases: a small set on which every mistake shows, and their exact results.

    bundled    all of them, in the order of the file
    find       one by its id
    results    id → its exact result, every number the double nearest to the true value

They lie beside this module as they are printed: vectors.jsonl and vector_results.jsonl.
"""

from __future__ import annotations

from .reading import read_case
from typing import Any
from .record import Case

CASES, RESULTS = "vectors.jsonl", "vector_results.jsonl"

_read: dict[str, Case] = {}  # by id, once they were read


def text_of(name: str) -> str:
    """A file of the package, also where the package is in an archive."""
    from pkgutil import get_data

    data = get_data(__package__, name)
    if data is None:
        raise FileNotFoundError(f"{name}: missing from the package")
    return data.decode("utf-8")


def bundled() -> list[Case]:
    """Every bundled case, in the order of the file.

    >>> bundled()[0]
    Case('two-two-two', Network(2-2-2, sigmoid, sigmoid, float), 1 example, half_squared_error, mean, alpha=0.5)
    """
    if not _read:
        for line in text_of(CASES).splitlines():
            case = read_case(line)
            _read[case.id] = case
    return list(_read.values())


def find(id: str) -> Case | None:
    """The bundled case of that id, or None.

    >>> find("shared-bias").network.layers[0].shared_bias
    True
    >>> find("no such case")
    """
    bundled()
    return _read.get(id)


def results() -> dict[str, dict[str, Any]]:
    """The exact result of every bundled case, by id, as ``compute`` writes it.

    >>> results()["two-two-two"]["bias_gradients"][0]
    [0.008771354689486935, 0.009954254705217202]
    """
    import json

    exact = [json.loads(line) for line in text_of(RESULTS).splitlines()]
    return {result["id"]: result for result in exact}
