"""How an event of a walk is written: the equation with symbols, with numbers, and what comes out.

    in_parts       the three parts of an event
    Parts, Sum     what they are: sides of an equation that can be broken between their terms

``figures`` writes the numbers in it, ``layout`` puts it on a screen.
"""

from __future__ import annotations

from ..activations import ACTIVATIONS, SOFTMAX
from ..costs import COSTS
from .figures import Figures, factor, near_one, picked, substituted, term, without_absent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, List, Optional, Sequence, Tuple

    from ..numerals import Number
    from .trace import Event

    Pairs = Sequence[Tuple[str, Number]]

PARTS_OF_NINE = ("cost_slope", "activation_slope")  # what (8) and (9) take: not equations of their own


class Sum:
    """One side of an equation: terms added up, in brackets or not, with something before and something after them."""

    def __init__(self, terms: List[str], prefix: str = "", closing: str = "", suffix: str = "") -> None:
        self.terms = terms
        self.prefix = prefix
        self.closing = closing
        self.suffix = suffix

    def pieces(self) -> List[str]:
        """What a line may be broken between; the blanks at their ends are not needed there."""
        pieces = [self.terms[0]] + [f" + {text}" for text in self.terms[1:]]
        pieces[0] = self.prefix + pieces[0]
        pieces[-1] = pieces[-1] + self.closing
        return pieces + [self.suffix] if self.suffix else pieces

    def __str__(self) -> str:
        return "".join(self.pieces())


class Parts:
    """An event as texts: left sign symbols = numbers = result, and the number of its equation."""

    def __init__(self, left: str, sign: str, symbols: Sum, numbers: Sum, result: str, tag: str) -> None:
        self.left = left
        self.sign = sign
        self.symbols = symbols
        self.numbers = numbers
        self.result = result
        self.tag = tag


# ---- the rules -------------------------------------------------------------------------------


def in_parts(event: Event, figures: Optional[Figures] = None, everything: bool = True) -> Parts:
    """An event in its three parts.  everything: all terms, however many.

    >>> from backprop_ref.walk.trace import Event
    >>> parts = in_parts(Event("10", "weight_gradients", "∂C/∂w_00^0", 12.0, [("δ_0^0", 3.0), ("x_0", 4.0)]))
    >>> str(parts.symbols), str(parts.numbers), parts.result
    ('δ_0^0 x_0', '3·4', '12')
    """
    figures = figures or Figures()
    symbols, numbers = WRITTEN[event.rule](event, figures, everything)
    sign = "←" if event.rule in ("updated_weights", "updated_bias") else "="
    if event.rule == "difference_quotient":
        sign = event.entry or "="
    tag = "" if not event.equation or event.rule in PARTS_OF_NINE else f"({event.equation})"
    return Parts(event.symbol, sign, symbols, numbers, figures.of(event.value), tag)


def _products(pairs: Pairs, size: int, figures: Figures, everything: bool, dot: str) -> Tuple[List[str], List[str]]:
    """Terms that are products of so many operands each, as symbols and as numbers."""
    symbols, numbers = [], []
    for n in picked(len(pairs) // size, everything):
        if n is None:
            symbols.append("…")
            numbers.append("…")
            continue
        operands = pairs[n * size:(n + 1) * size]
        symbols.append(dot.join(symbol for symbol, value in operands))
        texts = [figures.of(value) for symbol, value in operands]
        first = texts[0] if n == 0 and "/" not in texts[0] else factor(texts[0])
        numbers.append("·".join([first] + [factor(text) for text in texts[1:]]) if size > 1 else
                       (texts[0] if n == 0 else term(texts[0])))
    return symbols, numbers


def _weighted_sum(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    *pairs, (b, b_j) = event.operands
    symbols, numbers = _products(pairs, 2, figures, everything, " ")
    return Sum(symbols + [b]), Sum(numbers + [term(figures.of(b_j))])


def _activation(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    (z, z_j), *every_z = event.operands
    if event.entry != SOFTMAX:
        formula = ACTIVATIONS[event.entry].formula
        return Sum([f"σ({z})"]), Sum([substituted(formula, {"z": figures.of(z_j)})])
    symbols, numbers = [], []
    for n in picked(len(every_z), everything):
        symbols.append("…" if n is None else f"e^({every_z[n][0]})")
        numbers.append("…" if n is None else f"e^{factor(figures.of(every_z[n][1]))}")
    return Sum(symbols, f"e^({z}) / (", ")"), Sum(numbers, f"e^{factor(figures.of(z_j))} / (", ")")


def _activation_slope(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    (symbol, value), (other, other_value) = event.operands
    formula = ACTIVATIONS[event.entry].slope_formula
    if event.entry == SOFTMAX:
        same, _, different = formula.partition(" if i = j else ")
        formula = near_one(same, "a_j", other_value, figures) if event.k == event.j else different
        texts = {"a_i": figures.of(value), "a_j": figures.of(other_value)}
        symbols = same if event.k == event.j else different
        return Sum([substituted(symbols, {"a_i": symbol, "a_j": other})]), Sum([substituted(formula, texts)])
    formula = formula.replace("σ(z)", "a")
    seen = near_one(formula, "a", other_value, figures)
    numbers = substituted(seen, {"z": figures.of(value), "a": figures.of(other_value)})
    return Sum([substituted(formula, {"z": symbol, "a": other})]), Sum([numbers])


def _cost(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    before, _, body = COSTS[event.entry].formula.partition("Σ_j ")
    body = body[1:-1] if body.startswith("[") else body
    n = len(event.operands) // 2
    before = before.replace("n", str(n))
    symbols, numbers = [], []
    for j in picked(n, everything):
        if j is None:
            symbols.append("…")
            numbers.append("…")
            continue
        (a, a_j), (y, y_j) = event.operands[2 * j:2 * j + 2]
        symbols.append(substituted(body, {"a_j": a, "y_j": y}))
        there = without_absent(body, y_j)
        if there:
            there = near_one(there, "a_j", a_j, figures)
            numbers.append(substituted(there, {"a_j": figures.of(a_j), "y_j": figures.of(y_j)}))
    if numbers in ([], ["…"]):
        return _bracketed(symbols, before), Sum(["0"])
    return _bracketed(symbols, before), _bracketed(numbers, before)


def _bracketed(terms: List[str], before: str) -> Sum:
    if before and (len(terms) > 1 or " + " in terms[0]):
        return Sum(terms, before + "[", "]")
    return Sum(terms, before)


def _cost_slope(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    (a, a_j), (y, y_j), (_, n) = event.operands
    formula = COSTS[event.entry].slope_formula
    there = near_one(without_absent(formula, y_j) or "0", "a_j", a_j, figures)
    numbers = substituted(there, {"a_j": figures.of(a_j), "y_j": figures.of(y_j), "n": str(n)})
    return Sum([substituted(formula, {"a_j": a, "y_j": y, "n": str(n)})]), Sum([numbers])


def _sum_times(size: int, behind: int, dot: str, around: Sequence[str] = ("[", "]")) -> Callable[..., Tuple[Sum, Sum]]:
    """What writes a sum of products of so many operands each, times the last operands."""

    def written(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
        end = len(event.operands) - behind
        symbols, numbers = _products(event.operands[:end], size, figures, everything, dot)
        if not behind:
            return Sum(symbols), Sum(numbers)
        by = "".join(dot + symbol for symbol, value in event.operands[end:])
        times = "".join("·" + factor(figures.of(value)) for symbol, value in event.operands[end:])
        return Sum(symbols, around[0], around[1], by), Sum(numbers, around[0], around[1], times)

    return written


def _bias_gradient(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    delta, delta_j = event.operands[0]
    text = figures.of(delta_j)
    return Sum([f"{delta}·1"]), Sum([f"({text})·1" if "/" in text else f"{text}·1"])


def _error_recurrence(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    *pairs, slope = event.operands
    triples = []
    for n in range(0, len(pairs), 2):
        triples += [pairs[n], pairs[n + 1], slope]
    symbols, numbers = _products(triples, 3, figures, everything, " · ")
    return Sum(symbols), Sum(numbers)


def _reduction(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    symbols, numbers = _products(event.operands, 1, figures, everything, " ")
    if event.entry == "sum":
        return Sum(symbols), Sum(numbers)
    n = len(event.operands)
    return Sum(symbols, "(", f")/{n}"), Sum(numbers, "(", f")/{n}")


def _update(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    (w, w_jk), (alpha, rate), (gradient, dC_dw_jk) = event.operands
    step = f"{factor(figures.of(rate))}·{factor(figures.of(dC_dw_jk))}"
    return Sum([f"{w} − {alpha} {gradient}"]), Sum([f"{figures.of(w_jk)} − {step}"])


def _difference_quotient(event: Event, figures: Figures, everything: bool) -> Tuple[Sum, Sum]:
    w, w_jk = event.operands[0]
    text, C = figures.of(w_jk), event.symbol[1:].partition("/")[0]  # of ∂C_0/∂w_00^1 it is C_0
    return Sum([f"({C}({w} + h) − {C}({w} − h))/2h"]), Sum([f"({C}({text} + h) − {C}({text} − h))/2h"])


WRITTEN: Dict[str, Callable[[Event, Figures, bool], Tuple[Sum, Sum]]] = {
    "weighted_sum": _weighted_sum,
    "activation": _activation,
    "activation_slope": _activation_slope,
    "cost": _cost,
    "cost_slope": _cost_slope,
    "hidden_delta": _sum_times(2, 1, " ", ("(", ")")),
    "output_delta": _sum_times(2, 0, " · "),
    "softmax_delta": _sum_times(2, 0, " · "),
    "weight_gradients": _sum_times(2, 0, " "),
    "bias_gradient": _bias_gradient,
    "shared_bias_gradient": _sum_times(1, 0, " "),
    "reductions": _reduction,
    "updated_weights": _update,
    "updated_bias": _update,
    "difference_quotient": _difference_quotient,
    "chain_rule": _sum_times(3, 0, " · "),
    "chain_rule_through_softmax": _sum_times(2, 1, " · "),
    "chain_rule_through_next_layer": _sum_times(3, 2, " · "),
    "error_recurrence": _error_recurrence,
}
