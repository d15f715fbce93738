"""Cases: the data format (docs/format.md), read and written, and the cases that come with the package.

    record            Case, one gradient step to be computed
    reading           JSON to cases, or the Refusal of what is none
    writing           cases, results and refusals as the objects that JSON writes
    parts             a network or an example alone, written and read back
    vectors           the bundled cases and their exact results: vectors.jsonl, vector_results.jsonl
    published         the most widely read 2-2-2 network
    given             the cases of a path or a list, or the bundled ones
    drawn             random cases for a network of one's own
    strategies        cases made up by hypothesis, for property tests
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import strategies
    from .drawn import random_cases
    from .given import Cases, cases_from
    from .parts import example_object, network_object, read_example, read_network
    from .published import REMARK, is_worked_example, worked_example
    from .reading import LONGEST_LINE, Refusal, lines_of, read_case, read_cases, read_integer
    from .record import Case
    from .vectors import CASES, RESULTS, bundled, find, results, text_of
    from .writing import case_object, refusal_object, result_object

__all__ = [
    "CASES", "LONGEST_LINE", "REMARK", "RESULTS", "Case", "Cases", "Refusal", "bundled", "case_object", "cases_from",
    "example_object", "find", "is_worked_example", "lines_of", "network_object", "random_cases", "read_case",
    "read_cases", "read_example", "read_integer", "read_network", "refusal_object", "result_object", "results",
    "strategies", "text_of", "worked_example",
]

__getattr__ = exported_later(__name__, {
    "record": "Case",
    "reading": "LONGEST_LINE Refusal lines_of read_case read_cases read_integer",
    "writing": "case_object refusal_object result_object",
    "parts": "example_object network_object read_example read_network",
    "vectors": "CASES RESULTS bundled find results text_of",
    "published": "REMARK is_worked_example worked_example",
    "given": "Cases cases_from",
    "drawn": "random_cases",
    "strategies": "",
})
