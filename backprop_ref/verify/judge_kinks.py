"""Where a z lies at a kink, and which of the slopes there a program used: worth a note, but never wrong.

    kink_notes    a sentence for each case
"""

from __future__ import annotations

from collections.abc import Sequence

from ..activations import ACTIVATIONS
from ..admission import shown
from .judge_values import Kink
from .listen_answers import Answer


def kink_notes(found: Sequence[tuple[Answer, Kink]]) -> list[str]:
    """One for each case.  found: right answers, each with a place where its z lies at a kink."""
    by_case: dict[str, list[tuple[Answer, Kink]]] = {}
    for answer, kink in found:
        by_case.setdefault(answer.case.id, []).append((answer, kink))
    notes = []
    for id, here in by_case.items():
        answer, (_, l, _) = here[0]
        name = answer.case.network.layers[l].activation
        used = {slope_used(one, *kink) for one, kink in here} - {""}
        said = f"; slope {', '.join(sorted(used))} was used there" if used else ""
        allowed = "(any slope between those of its two sides is right)"
        notes.append(f"{shown(id)}: z lies at the kink of {name}{said} {allowed}")
    return notes


def slope_used(answer: Answer, i: int, l: int, j: int) -> str:
    """Which slope a candidate used at a kink, if its δ tells; else ""."""
    deltas, network = answer.values.get("deltas"), answer.case.network
    if deltas is None and len(answer.case.examples) == 1 and not any(layer.shared_bias for layer in network.layers):
        gradients = answer.values.get("bias_gradients")
        deltas = None if gradients is None else [gradients]
    if deltas is None or l == len(network.layers) - 1:
        return ""
    dC_da_j = 0.0
    for delta_m, w_m in zip(deltas[i][l + 1], network.layers[l + 1].w):
        dC_da_j += delta_m * w_m[j]
    if not dC_da_j:
        return ""
    slope = deltas[i][l][j] / dC_da_j + 0.0
    low, high = _one_sided_slopes(network.layers[l].activation)
    little = 1e-5 * high  # what rounding can do to the quotient, in single precision too
    return f"{slope:.4g}" if low - little <= slope <= high + little else ""


def _one_sided_slopes(activation: str) -> list[float]:
    """The smallest and the largest slope of an activation just beside its kinks."""
    rule, tiny = ACTIVATIONS[activation], 1e-9
    slopes = [rule.slope(side) for kink in rule.kinks for side in (kink - tiny, kink + tiny)]
    return [min(slopes), max(slopes)]
