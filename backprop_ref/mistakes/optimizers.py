"""Optimizers left on: another step than that of gradient descent, or a learning rate that gets smaller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ..descent import Step, gradient_step, update
from ..door import RULES
from ..network import Example, Network
from ..numerals import Matrix, Number, exp, ln
from ..rules import Rules
from .entry import Mistake, Parameter, Replacements
from .state import BETA, FIRST, Memory, Rate, depth, plus, shape, times
from .updates import ALL, NO_UPDATE, weights_by

Step1 = Callable[[Number], Number]  # of a gradient: by what α is multiplied in the first step


# ---- the first step --------------------------------------------------------------------------


def each_by(step: Step1) -> Replacements:
    """p − α times this of ∂C/∂p."""

    def move(p: Number, alpha: Number, g: Number) -> Number:
        return p - alpha * step(g)

    return {"updated_weights": weights_by(move), "updated_bias": move}


def root(value: Number) -> Number:
    """√value, 0 for 0.

    >>> round(root(9.0), 12), root(0.0)
    (3.0, 0.0)
    """
    return exp(ln(value) / 2) if value > 0 else value


def divided_by_root(share: str, epsilon: str, first: str = "1") -> Step1:
    """first · g/(√(share g²) + ε): decimals, so that every number type has them as they are written."""

    def step(g: Number) -> Number:
        number = type(g)
        top, under, beside = decimal(number, first), decimal(number, share), decimal(number, epsilon)
        return top * g / (root(under) * abs(g) + beside)

    return step


def decimal(number: Any, written: str) -> Number:
    """A decimal number of that type, by two integers.

    >>> decimal(float, "0.25"), decimal(float, "100")
    (0.25, 100.0)
    """
    whole, _, places = written.partition(".")
    return number(int(whole + places)) / number(10 ** len(places))


def keras_adagrad(g: Number) -> Number:
    """The sum of squares starts at 0.1."""
    number = type(g)
    return g / root(g * g + decimal(number, "0.1") + decimal(number, "0.0000001"))


# ---- velocities ------------------------------------------------------------------------------


def velocity(damped: bool, ahead: bool, by_shape: bool = False) -> Callable[[float], Replacements]:
    """v ← βv + g, or damped βv + (1 − β)g, and p − αv, or looking ahead p − α(g + βv); v starts at 0.

    by_shape: each shape of gradients has a velocity of its own; else one is forgotten where the shape changes.
    """

    def fresh(beta: float) -> Replacements:
        memories: dict[str, Memory] = {}

        def changed(
            network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules = RULES
        ) -> Network:
            g: list[Any] = [dC_dw, dC_db]
            share = type(alpha)(beta)
            memory = memories.setdefault(str(shape(g)) if by_shape else str(depth(g)), Memory())
            v = memory.added_to(times(g, 1 - share) if damped else g)
            memory.value = times(v, share)
            step = plus(g, memory.value) if ahead else v
            return update(network, alpha, step[0], step[1], eq)

        return {"update": changed}

    return fresh


# ---- learning rates that get smaller ---------------------------------------------------------


def rate_by(factor: Callable[[Any, int], Number], start: int, by_shape: bool = False) -> Callable[[], Replacements]:
    """α times a factor of the number type and the step t, counted from start.

    by_shape: counted anew where the shape of the network changes.
    """

    def fresh() -> Replacements:
        seen: list[Any] = []

        def changed(
            network: Network, examples: Sequence[Example], alpha: Rate, cost: str, reduction: str, eq: Rules = RULES
        ) -> Step:
            if alpha is not None:
                here = shape([[layer.w for layer in network.layers], [layer.b for layer in network.layers]])
                if by_shape and seen and seen[-1] != here:
                    seen.clear()
                seen.append(here)
                alpha = alpha * factor(network.number, len(seen) - 1 + start)
            return gradient_step(network, examples, alpha, cost, reduction, eq)

        return {"gradient_step": changed}

    return fresh


def inverse(k: str) -> Callable[[Any, int], Number]:
    return lambda number, t: 1 / (1 + decimal(number, k) * t)


def power(base: str, every: int = 1) -> Callable[[Any, int], Number]:
    return lambda number, t: decimal(number, base) ** (t // every)


# ---- the entries -----------------------------------------------------------------------------


def of_first_step(name: str, written: str, shows: str, step: Step1, also: Sequence[Step1] = ()) -> Mistake:
    return Mistake(
        name, "convention", None, written, ALL, shows, NO_UPDATE, each_by(step), also=[each_by(one) for one in also]
    )


def kept(
    name: str, written: str, shows: str, forms: Sequence[Callable[..., Replacements]], hidden: str = FIRST,
    parameter: Parameter | None = None,
) -> Mistake:
    return Mistake(
        name, "procedure", None, written, ALL, shows, hidden + " Where no update is asked for.", forms[0],
        stateful=True, also=forms[1:], parameter=parameter,
    )


COUNTS: tuple[tuple[int, bool], ...] = ((1, False), (0, False), (1, True), (0, True))

ENTRIES = [
    of_first_step(
        "adam-without-bias-correction", "p − α · 0.1 g/(√(0.001 g²) + 10^−8), g = ∂C/∂p: the first step of Adam with "
        "m and v as they are", "Every parameter moves by almost exactly 3.16 α.",
        divided_by_root("0.001", "0.00000001", "0.1"), [divided_by_root("0.001", "0.0000001", "0.1")],
    ),
    of_first_step(
        "rmsprop", "p − α g/(√((1 − r) g²) + 10^−8), g = ∂C/∂p: the first step of RMSprop with r = 0.9 or 0.99",
        "Every parameter moves by almost exactly 3.16 α, or by 10 α.", divided_by_root("0.1", "0.00000001"),
        [
            divided_by_root("0.1", "0.0000001"), divided_by_root("0.1", "0.000001"),
            divided_by_root("0.01", "0.00000001"), divided_by_root("0.01", "0.0000001"),
        ],
    ),
    of_first_step(
        "adagrad-with-a-start", "p − α g/√(0.1 + g² + 10^−7), g = ∂C/∂p: the first step of AdaGrad as Keras has it",
        "Parameters with a large gradient move by almost α.", keras_adagrad,
    ),
    kept(
        "damped-momentum-kept", "v ← βv + (1 − β) ∂C/∂p, p − αv",
        "Gradients are right, the first update is too short, ten times with β = 0.9, and the next ones catch up.",
        [velocity(True, False), velocity(True, False, True)],
        "This entry forgets where the shape changes.", BETA,
    ),
    kept(
        "nesterov-momentum-kept", "v ← βv + ∂C/∂p, p − α(∂C/∂p + βv)",
        "Gradients are right, the first update is 1 + β times too long and the next ones more.",
        [velocity(False, True), velocity(False, True, True)], "This entry forgets where the shape changes.", BETA,
    ),
    kept(
        "rate-over-time", "p − α/(1 + kt) ∂C/∂p, t the number of steps, k = 0.01 or another power of 10",
        "Gradients are right, updates get shorter from step to step.",
        [
            rate_by(inverse(k), start, by_shape) for k in ("0.01", "0.001", "0.0001", "0.1")
            for start, by_shape in COUNTS
        ], "This entry has t = 1 in the first step; another form has 0.",
    ),
    kept(
        "rate-in-stairs", "p − α/2^(t/10, rounded down) ∂C/∂p, t the number of steps; or other stairs",
        "Gradients are right, updates are halved every ten steps, or made shorter by 1, 5 or 10 per cent each.",
        [
            rate_by(power(base, every), start) for base, every in (("0.5", 10), ("0.1", 10), ("0.5", 5))
            for start in (1, 0)
        ] + [rate_by(power(base), start, by_shape) for base in ("0.99", "0.95", "0.9") for start, by_shape in COUNTS],
        "In the first ten steps.",
    ),
]
