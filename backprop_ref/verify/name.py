"""Judged answers to findings: what was done wrong, by name.

    name    the mistakes that explain wrong answers, and what was seen where none does
"""

from __future__ import annotations

from typing import Sequence

from ..cases import Case
from .diagnosis import Diagnosis, diagnose
from .failed import Failed
from .features import features_of
from .finding import Evidence, Finding
from .judge_values import Judged

KEPT_RIGHT = 24


def name(judged: Sequence[Judged], precision: str, asked: Sequence[Case]) -> list[Finding]:
    """What explains these wrong answers, the most telling first.  asked: all cases in their order."""
    failed, features = [], set()
    right: dict[tuple[object, ...], Judged] = {}
    for one in judged:
        answer = one.answer
        if one.wrong or answer.misshapen:
            said = {**answer.values, **answer.misshapen}
            failed.append(Failed(answer.index, one.case, said, one.wrong, answer.complaint))
        else:
            features.add(features_of(one.case))
            names = (layer.activation for layer in one.case.network.layers)
            if len(right) < KEPT_RIGHT:
                right.setdefault((one.case.cost, one.case.reduction, len(one.case.examples), *names), one)
    passed = [(one.answer.index, one.answer.values) for one in right.values()]
    diagnoses, explained = diagnose(asked, failed, passed, precision, features)
    formulas = {one.mistake: one.written for one in diagnoses}
    heads = [one for one in diagnoses if not one.instead_of]
    findings = []
    for head, following in zip(heads, [*heads[1:], None]):
        alike = [": ".join(filter(None, (other, formulas.get(other)))) for other in head.alike]
        if following is not None and (head.alike, head.evidence) == (following.alike, following.evidence):
            alike = []  # made at once with the next, below which they stand
        left = {one.index for one in failed} - explained
        findings.append(_finding(head, left if head.mistake == "unnamed" else explained, alike))
    return findings


def _finding(one: Diagnosis, cases: set[int], alike: list[str]) -> Finding:
    evidence: Evidence | str = one.evidence
    if one.at is not None:
        case, wrong = one.at
        evidence = Evidence(case.id, wrong.where, wrong.found, float(wrong.bound.value), one.own)
    return Finding(
        one.mistake, one.kind, one.equation, one.explanation, evidence, cases, (), one.written, one.right, alike,
        one.cases,
    )
