"""How an event of a walk is written: the equation with symbols, with numbers, and what comes out.

    in_parts       the three parts of an event
    Parts, Sum     what they are: sides of an equation that can be broken between their terms
    Hand           what writes them: in which script, with which figures
    PLAIN          the script of a terminal; ``scripts`` has LaTeX and MathML

``figures`` writes the numbers in it, ``layout`` puts it on a screen.
"""

from __future__ import annotations

from ..activations import ACTIVATIONS, SOFTMAX
from ..costs import COSTS
from .symbols import Derivative, Written
from .figures import Figures, factor, near_one, picked, substituted, term, without_absent
from ..numerals import Callable, Number, Sequence
from .step_events import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Pairs = Sequence[tuple[Written, Number]]

PARTS_OF_NINE = ("cost_slope", "activation_slope")  # what (8) and (9) take: not equations of their own


class Sum:
    """One side of an equation: terms added up, in brackets or not, with something before and something after them."""

    def __init__(
        self, terms: list[str], prefix: str = "", closing: str = "", suffix: str = "", plus: str = " + "
    ) -> None:
        self.terms = terms
        self.prefix = prefix
        self.closing = closing
        self.suffix = suffix
        self.plus = plus

    def pieces(self) -> list[str]:
        """What a line may be broken between; the blanks at their ends are not needed there."""
        pieces = [self.terms[0]] + [self.plus + text for text in self.terms[1:]]
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


class Plain:
    """The script of a terminal: everything as it stands."""

    def symbol(self, symbol: Written) -> str:
        """A symbol."""
        return str(symbol)

    def number(self, text: str) -> str:
        """A number, in parentheses or not."""
        return text

    def signs(self, text: str) -> str:
        """What stands between symbols and numbers."""
        return text

    def power_of_e(self, exponent: str, number: bool) -> str:
        """e to the power of something: of a number that is in parentheses where it must be, or of symbols."""
        return f"e^{exponent}" if number else f"e^({exponent})"

    def formula(self, formula: str, texts: Mapping[str, object]) -> str:
        """A formula of the tables with symbols or numbers for its names."""
        return substituted(formula, {name: str(text) for name, text in texts.items()})


PLAIN = Plain()


class Hand:
    """What writes an event.  everything: all terms, however many."""

    def __init__(self, figures: Figures | None = None, everything: bool = True, script: Plain = PLAIN) -> None:
        self.figures = figures or Figures()
        self.everything = everything
        self.script = script

    def sum(self, terms: list[str], prefix: str = "", closing: str = "", suffix: str = "") -> Sum:
        """A sum in this script; what stands around its terms is signs alone, or written already."""
        signs = self.script.signs
        return Sum(terms, signs(prefix), signs(closing), suffix, signs(" + "))

    def both(self, formula: str, symbols: Mapping[str, object], numbers: Mapping[str, object]) -> tuple[Sum, Sum]:
        """A formula with symbols and with numbers."""
        return self.sum([self.script.formula(formula, symbols)]), self.sum([self.script.formula(formula, numbers)])


# ---- the rules -------------------------------------------------------------------------------


def in_parts(event: Event, figures: Figures | None = None, everything: bool = True, script: Plain = PLAIN) -> Parts:
    """An event in its three parts.  everything: all terms, however many.

    >>> from backprop_ref.walk.symbols import Symbol
    >>> from backprop_ref.walk.step_events import Event
    >>> operands = [(Symbol("δ", (0,), 0), 3.0), (Symbol("x", (0,)), 4.0)]
    >>> parts = in_parts(Event("10", "weight_gradients", Symbol("w", (0, 0), 0), 12.0, operands))
    >>> str(parts.symbols), str(parts.numbers), parts.result
    ('δ_0^0 x_0', '3·4', '12')
    """
    hand = Hand(figures, everything, script)
    symbols, numbers = WRITTEN[event.rule](event, hand)
    tag = "" if not event.equation or event.rule in PARTS_OF_NINE else f"({event.equation})"
    result = script.number(hand.figures.of(event.value))
    return Parts(script.symbol(event.symbol), event.sign, symbols, numbers, result, tag)


def _products(pairs: Pairs, size: int, hand: Hand, dot: str) -> tuple[list[str], list[str]]:
    """Terms that are products of so many operands each, as symbols and as numbers."""
    script, figures = hand.script, hand.figures
    symbols, numbers = [], []
    for n in picked(len(pairs) // size, hand.everything):
        if n is None:
            symbols.append(script.signs("…"))
            numbers.append(script.signs("…"))
            continue
        operands = pairs[n * size:(n + 1) * size]
        symbols.append(script.signs(dot).join(script.symbol(symbol) for symbol, value in operands))
        texts = [figures.of(value) for symbol, value in operands]
        first = texts[0] if n == 0 and "/" not in texts[0] else factor(texts[0])
        if size == 1:
            first = texts[0] if n == 0 else term(texts[0])
        texts = [first] + [factor(text) for text in texts[1:]]
        numbers.append(script.signs("·").join(script.number(text) for text in texts))
    return symbols, numbers


def _weighted_sum(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    *pairs, (b, b_j) = event.operands
    symbols, numbers = _products(pairs, 2, hand, " ")
    last = hand.script.number(term(hand.figures.of(b_j)))
    return hand.sum(symbols + [hand.script.symbol(b)]), hand.sum(numbers + [last])


def in_a_line(formula: str) -> str:
    """A formula that more may follow on its line: what its abbreviations stand for in brackets.

    >>> in_a_line("z s, s = 1/(1 + e^−z)"), in_a_line("max(0, z)")
    ('z s [s = 1/(1 + e^−z)]', 'max(0, z)')
    """
    first, stands_for, _ = formula.partition(" = ")
    written = first.rpartition(", ")[0]
    return f"{written} [{formula[len(written) + 2:]}]" if stands_for else formula


def _activation(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    (z, z_j), *every_z = event.operands
    script, of = hand.script, hand.figures.of
    if event.entry != SOFTMAX:
        formula = in_a_line(ACTIVATIONS[event.entry].formula)
        return hand.sum([script.formula("σ(z)", {"z": z})]), hand.sum([script.formula(formula, {"z": of(z_j)})])
    symbols, numbers = [], []
    for n in picked(len(every_z), hand.everything):
        elided = script.signs("…")
        symbols.append(elided if n is None else script.power_of_e(script.symbol(every_z[n][0]), False))
        numbers.append(elided if n is None else script.power_of_e(script.number(factor(of(every_z[n][1]))), True))
    above = script.power_of_e(script.symbol(z), False), script.power_of_e(script.number(factor(of(z_j))), True)
    over, end = script.signs(" / ("), script.signs(")")
    plus = script.signs(" + ")
    return Sum(symbols, above[0] + over, end, plus=plus), Sum(numbers, above[1] + over, end, plus=plus)


def _activation_slope(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    (symbol, value), (other, other_value) = event.operands
    script, figures = hand.script, hand.figures
    formula = ACTIVATIONS[event.entry].slope_formula
    if event.entry == SOFTMAX:
        same, _, different = formula.partition(" if i = j else ")
        formula = near_one(same, "a_j", other_value, figures) if event.k == event.j else different
        symbols = script.formula(same if event.k == event.j else different, {"a_i": symbol, "a_j": other})
        numbers = script.formula(formula, {"a_i": figures.of(value), "a_j": figures.of(other_value)})
        return hand.sum([symbols]), hand.sum([numbers])
    formula = in_a_line(formula.replace("σ(z)", "a"))
    seen = near_one(formula, "a", other_value, figures)
    numbers = script.formula(seen, {"z": figures.of(value), "a": figures.of(other_value)})
    return hand.sum([script.formula(formula, {"z": symbol, "a": other})]), hand.sum([numbers])


def _cost(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    script, figures = hand.script, hand.figures
    before, _, body = COSTS[event.entry].formula.partition("Σ_j ")
    body = body[1:-1] if body.startswith("[") else body
    body = f"({body})" if " if " in body else body
    n = len(event.operands) // 2
    before = before.replace("n", str(n))
    symbols, numbers = [], []
    shown = []  # the formula of each term that is there, with what is absent left out
    for j in picked(n, hand.everything):
        if j is None:
            symbols.append(script.signs("…"))
            numbers.append(script.signs("…"))
            shown.append("…")
            continue
        (a, a_j), (y, y_j) = event.operands[2 * j:2 * j + 2]
        symbols.append(script.formula(body, {"a_j": a, "y_j": y}))
        there = without_absent(body, y_j)
        if there:
            shown.append(there)
            there = near_one(there, "a_j", a_j, figures)
            numbers.append(script.formula(there, {"a_j": figures.of(a_j), "y_j": figures.of(y_j)}))
    left = _bracketed(symbols, before, n > 1 or " + " in body, hand)
    if shown in ([], ["…"]):
        return left, hand.sum([script.number("0")])
    return left, _bracketed(numbers, before, len(shown) > 1 or " + " in shown[0], hand)


def _bracketed(terms: list[str], before: str, several: bool, hand: Hand) -> Sum:
    start = hand.script.formula(before, {})
    if before and several:
        return Sum(terms, start + hand.script.signs("["), hand.script.signs("]"), plus=hand.script.signs(" + "))
    return Sum(terms, start, plus=hand.script.signs(" + "))


def _cost_slope(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    (a, a_j), (y, y_j), (_, n) = event.operands
    script, figures = hand.script, hand.figures
    formula = COSTS[event.entry].slope_formula
    there = near_one(without_absent(formula, y_j) or "0", "a_j", a_j, figures)
    numbers = script.formula(there, {"a_j": figures.of(a_j), "y_j": figures.of(y_j), "n": str(n)})
    return hand.sum([script.formula(formula, {"a_j": a, "y_j": y, "n": str(n)})]), hand.sum([numbers])


def _sum_times(size: int, behind: int, dot: str, around: Sequence[str] = ("[", "]")) -> Callable[..., tuple[Sum, Sum]]:
    """What writes a sum of products of so many operands each, times the last operands."""

    def written(event: Event, hand: Hand) -> tuple[Sum, Sum]:
        script = hand.script
        end = len(event.operands) - behind
        symbols, numbers = _products(event.operands[:end], size, hand, dot)
        if not behind:
            return hand.sum(symbols), hand.sum(numbers)
        by = "".join(script.signs(dot) + script.symbol(symbol) for symbol, value in event.operands[end:])
        texts = [script.number(factor(hand.figures.of(value))) for symbol, value in event.operands[end:]]
        times = "".join(script.signs("·") + text for text in texts)
        return hand.sum(symbols, around[0], around[1], by), hand.sum(numbers, around[0], around[1], times)

    return written


def _softmax_delta(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    (a, a_j), (slope, dC_da_j), (common, a_dC_da) = event.operands
    script, of = hand.script, hand.figures.of
    minus = script.signs(" − ")
    symbols = script.symbol(a) + script.signs(" (") + script.symbol(slope) + minus + script.symbol(common)
    numbers = script.number(factor(of(a_j))) + script.signs("·(") + script.number(of(dC_da_j)) + minus
    numbers += script.number(factor(of(a_dC_da)))
    return hand.sum([symbols + script.signs(")")]), hand.sum([numbers + script.signs(")")])


def _bias_gradient(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    delta, delta_j = event.operands[0]
    text, script = hand.figures.of(delta_j), hand.script
    number = script.number(f"({text})" if "/" in text else text)
    times_one = script.signs("·") + script.number("1")
    return hand.sum([script.symbol(delta) + times_one]), hand.sum([number + times_one])


def _error_recurrence(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    *pairs, slope = event.operands
    triples = []
    for n in range(0, len(pairs), 2):
        triples += [pairs[n], pairs[n + 1], slope]
    symbols, numbers = _products(triples, 3, hand, " · ")
    return hand.sum(symbols), hand.sum(numbers)


def _reduction(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    symbols, numbers = _products(event.operands, 1, hand, " ")
    if event.entry == "sum":
        return hand.sum(symbols), hand.sum(numbers)
    by = f")/{len(event.operands)}"
    return hand.sum(symbols, "(", by), hand.sum(numbers, "(", by)


def _update(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    (w, w_jk), (alpha, rate), (gradient, dC_dw_jk) = event.operands
    script, of = hand.script, hand.figures.of
    minus = script.signs(" − ")
    step = script.symbol(alpha) + script.signs(" ") + script.symbol(gradient)
    by = script.number(factor(of(rate))) + script.signs("·") + script.number(factor(of(dC_dw_jk)))
    return hand.sum([script.symbol(w) + minus + step]), hand.sum([script.number(of(w_jk)) + minus + by])


def _difference_quotient(event: Event, hand: Hand) -> tuple[Sum, Sum]:
    w, w_jk = event.operands[0]
    assert isinstance(event.symbol, Derivative)
    C, text = event.symbol.of, hand.figures.of(w_jk)
    return hand.both("(C(w + h) − C(w − h))/2h", {"C": C, "w": w}, {"C": C, "w": text})


WRITTEN: dict[str, Callable[[Event, Hand], tuple[Sum, Sum]]] = {
    "weighted_sum": _weighted_sum,
    "activation": _activation,
    "activation_slope": _activation_slope,
    "cost": _cost,
    "cost_slope": _cost_slope,
    "hidden_delta": _sum_times(2, 1, " ", ("(", ")")),
    "output_delta": _sum_times(2, 0, " · "),
    "softmax_sum": _sum_times(2, 0, " "),
    "softmax_delta": _softmax_delta,
    "softmax_delta_by_jacobian": _sum_times(2, 0, " · "),
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
