"""A verdict on another implementation, and the name of its mistake (docs/verify.md).  Data flows downwards:

    listen_candidate    a function, a program or a file of results: asked, and listened to
    listen_program      a program: started, fed and ended
    listen_answers      its lines and objects: answers, and what is wrong with their form
    listen_layouts      numbers in other layouts than the format's
    listen_numbers      anything as nested lists of numbers, or the reason why not
    judge_values        every value against its bound: right or wrong
    judge_answers       one answer after the other, the precision of the run and its layouts
    judge_precision     in which precision, with how many digits, and which were lost
    judge_coverage      what a verdict rests on, and how large the errors of right values are
    name_views          an answer, part by part, beside what a mistake would have answered
    name_fit            the number that a mistake leaves open
    name_extents        in which layers a mistake was made
    name_search         which mistakes reproduce the wrong numbers
    name_features       what wrong cases have and right ones do not
    name_patterns       what can be seen in numbers that nothing explains
    name_quotients      difference quotients instead of gradients
    name                wrong values to the mistakes that explain them
    finding             what was found, with its evidence
    report              the verdict, for people and as JSON
    checking            check and assert_matches_reference: one candidate, from its answers to a report
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .checking import Candidate, assert_matches_reference, check
    from .report import ERROR, FAIL, PASS, Report

__all__ = ["ERROR", "FAIL", "PASS", "Candidate", "Report", "assert_matches_reference", "check"]

__getattr__ = exported_later(__name__, {
    "checking": "Candidate assert_matches_reference check",
    "report": "ERROR FAIL PASS Report",
})
