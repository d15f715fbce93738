"""A wrong formula in words: what stands in a slot, set into its equation with the brackets that it needs there.

    wrong_formula    equation, what should stand in the slot, what stands there instead, and where → one line

    >>> wrong_formula("z_j = Σ_k w_jk a_k + {}", "b_j", "n {}; where n is the number of inputs of the layer")
    'z_j = Σ_k w_jk a_k + n b_j, where n is the number of inputs of the layer'
    >>> wrong_formula("∂C/∂w_jk = {} a_k", "δ_j", "Σ_i δ_i", "in hidden layers")
    '∂C/∂w_jk = (Σ_i δ_i) a_k in hidden layers'
"""

from __future__ import annotations

import re

WORD = re.compile(r"(?<![_\w])(?!tanh|ln|max|min|erf|sign|round)[A-Za-z]{2,}")  # one that is no function's name
PLAIN = re.compile(r"√?[A-Za-z](_\w|²)?")


def wrong_formula(written: str, symbol: str, text: str, where: str = "") -> str:
    """The equation with something else in its slot.

    written: the equation, {} where the slot is.  symbol: what should stand there.  text: what does, with {} for the
    symbol; after a semicolon, what its letters mean.  where: in which layers, for example.

    >>> wrong_formula("C = (Σ_i C_i)/{}", "N", "1; when a mean is asked for")
    'C = Σ_i C_i, when a mean is asked for'
    >>> wrong_formula("p ← p − {} ∂C/∂p", "α", "−{}"), wrong_formula("δ_j = {} · σ′(z_j)", "∂C/∂a_j", "{}²")
    ('p ← p + α ∂C/∂p', 'δ_j = (∂C/∂a_j)² · σ′(z_j)')
    """
    text, _, meaning = text.partition("; ")
    instead, pieces = put_in(text, symbol), written.split("{}")
    if len(pieces) == 2 and pieces[0].endswith(" = ") and not pieces[1] and instead[:1] == "(" and not outside(instead):
        instead = instead[1:-1]
    formula = pieces[0]
    for piece in pieces[1:]:
        formula = joined(formula, instead, piece) + piece
    if re.search(r"\bC\b", instead) and written == "C = {}":
        formula = formula.replace("C = ", "C ← ", 1)  # C = 2 C would be an equation
    formula = re.sub(r"\((Σ_i [^()]*)\)/1(?=$|,)", r"\1", formula.replace(" − b_j + b_j", ""))
    return ", ".join(filter(None, (f"{formula} {where}".rstrip(), meaning.replace("{}", symbol))))


def put_in(text: str, symbol: str) -> str:
    """The symbol in a text, in brackets where the text would otherwise take only its last part.

    >>> put_in("−{}", "z_j + b_j"), put_in("{} + c", "z_j + b_j"), put_in("{}²", "∂C/∂a_j"), put_in("2 {}", "b_j")
    ('−(z_j + b_j)', 'z_j + b_j + c', '(∂C/∂a_j)²', '2 b_j')
    >>> put_in("{} limited to [−c, c]", "z_j + b_j"), put_in("{} limited to [−c, c]", "δ_j")
    ('(z_j + b_j) limited to [−c, c]', 'δ_j limited to [−c, c]')
    """
    before, found, after = text.partition("{}")
    top = outside(symbol)
    powered, over = after[:1] == "²" or before[-1:] == "/", after[:1] == "/"
    multiplied = re.search(r"(^|[ cnα½2])[cnα½2−] ?$", before) or re.match(r" [a-zσδ]\w?(_|′|$)", after)
    is_sum, is_product, is_quotient = " + " in top or " − " in top, " " in top, "/" in top
    limited = after.startswith(" limited")
    if found and (is_sum and multiplied or is_product and limited or (powered or over) and (is_product or is_quotient)):
        symbol = f"({symbol})"
    return before + symbol + after.replace("{}", symbol) if found else text


def joined(before: str, text: str, after: str) -> str:
    """A formula as far as the slot, with what stands in the slot."""
    follows = re.match(r"( · )|( (?=[\w∂σ(⟨])(?!for |\(div))", after)  # something is multiplied by it
    precedes = re.search(r"(· |[\w)] )$", before)
    alone = before.endswith("= ") and after[:2] in ("", " (", " f") or before[-1:] + after[:1] in ("()", " (")
    dot = bool(follows and follows[1])
    if alone:
        return before + text
    if text[:1] == "−" and re.search(r" [+−] $", before):
        return before[:-2] + ("− " if before[-2] == "+" else "+ ") + text[1:]
    if text in ("0", "1") and follows and not dot:
        return f"{before}{text} ·"
    if text in ("0", "1") and precedes and not before.endswith("· "):
        return f"{before}· {text}"
    return before + bracketed(text, bool(precedes), bool(follows), before[-1:] == "/", dot)


def bracketed(
    text: str, precedes: bool = True, follows: bool = True, divides: bool = False, dot: bool = False
) -> str:
    """A text as a part of a formula, in brackets where it would be misread.

    precedes, follows: is it multiplied by what stands before it, by what stands behind it?  divides: does it stand
    under a stroke?  dot: is there a dot between it and what stands behind it?

    >>> bracketed("1 − tanh z for tanh"), bracketed("σ′(a_j)"), bracketed("−σ′(z_j)"), bracketed("1/α")
    ('[1 − tanh z for tanh]', 'σ′(a_j)', '(−σ′(z_j))', '(1/α)')
    >>> bracketed("1 − a_j²"), bracketed("a_j(1 − a_j)"), bracketed("N n", divides=True), bracketed("2 b_j")
    ('(1 − a_j²)', 'a_j(1 − a_j)', '(N n)', '2 b_j')
    """
    factor = precedes or follows or divides
    top = outside(text)
    if WORD.search(top) or ":" in top:
        return f"[{text}]"
    if divides:
        return text if PLAIN.fullmatch(text) or text in ("0", "1") or top == "" else f"({text})"
    if not factor:
        return text
    if " + " in top or " − " in top or (top[:1] == "−" and precedes) or "…" in top:
        return f"({text})"
    if follows and (top.startswith(("Σ", "max_")) or " Σ" in top):
        return f"({text})"
    if "/" in top and (precedes or follows and not dot) and not re.match("(½ |[c2−] ?)?∂C/∂[a-z]_?[^/]*$", top):
        return f"({text})"
    return text


def outside(text: str) -> str:
    """A text without what stands in brackets.

    >>> outside("a_j(1 − a_j)"), outside("|z_j − 1|²")
    ('a_j', '²')
    """
    while True:
        shorter = re.sub(r"\([^()]*\)|\[[^][]*\]|\|[^|]*\|", "", text)
        if shorter == text:
            return text
        text = shorter
