"""What ``explain`` explains: a case and its step in the numbers that are to be shown.

    computed    in floats, or exactly: over fractions, or in as many digits as give the exact step when rounded
    Computed    what it returns
"""

from __future__ import annotations

from math import isfinite

from ..activations import ACTIVATIONS
from ..door import RULES, gradient_step
from ..unfinished import Unfinished
from ..costs import COSTS
from ..descent import Step
from ..network import Layer, Network
from ..terminal import BadUsage
from .figures import Figures, Lost
from .finite_differences import fine, is_rational, precision, rational
from ..numerals import Any, Callable
from ..cases import Case
from ..rules import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

DIGITS = (60, 250, 1000, 2500)  # of the Decimals; the next where one does not round to the exact step


class Computed:
    """A case, its step, and how their numbers are written.

    digits: of the Decimals that they are; None where they are floats or Fractions.
    how: in words.  why: why they are exact although nobody asked, else empty.
    eq: the rules that are asked for what the step does not hold.  exactly: how exact numbers are asked for.
    """

    def __init__(
        self, case: Case, step: Step, figures: Figures, how: str, digits: int | None = None, why: str = "",
        eq: Rules = RULES,
        exactly: str = "--exact",
    ) -> None:
        self.case = case
        self.step = step
        self.figures = figures
        self.how = how
        self.digits = digits
        self.why = why
        self.eq = eq
        self.exactly = exactly


def computed(
    case: Case, exact: bool = False, digits: int | None = None, exactly: str = "--exact"
) -> Computed:
    """The step of a case; BadUsage where it has none.  digits: that are shown, else 9, of exact ones all.

    exactly: how exact numbers are asked for, by whoever reads it.

    >>> from backprop_ref.cases import worked_example
    >>> computed(worked_example()).how
    'double precision, shown to 9 digits; --exact shows them all'
    """
    if exact or case.exact:
        return _exactly(case, digits)
    try:
        step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    except Unfinished as unfinished:
        done = _exactly(case, digits)
        where = str(unfinished).partition(", expected")[0]
        done.why = f"{where} in double precision; computed exactly instead"
        return done
    shown = 9 if digits is None else digits
    how = f"double precision, shown to {counted(shown, 'digit')}; {exactly} shows them all"
    return Computed(case, step, Figures(shown), how, exactly=exactly)


def counted(n: int, thing: str) -> str:
    """So many things.

    >>> counted(1, "digit"), counted(2, "digit")
    ('1 digit', '2 digits')
    """
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _exactly(case: Case, shown: int | None) -> Computed:
    """Over Fractions where that is possible, else in Decimals that round to the exact step.  shown: so many digits."""
    if is_rational(case):
        try:
            how = "exact fractions; long ones are shown as the nearest double"
            return Computed(rational(case), _step(rational(case)), Figures(shown, fractions=shown is None), how)
        except Unfinished as unfinished:
            raise BadUsage(f"{case.id}: {unfinished}") from None
    from ..numbers import exact_step

    try:
        exact = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    except (ArithmeticError, ValueError) as error:
        raise BadUsage(f"{case.id}: {error}") from None
    how = "exact: each value is the double nearest to the true value"
    rules = [ACTIVATIONS[layer.activation] for layer in case.network.layers]
    if COSTS[case.cost].rational and all(rule.rational for rule in rules):
        return Computed(rational(case), _step(rational(case)), Figures(shown), how)
    for digits in DIGITS:
        with precision(digits):
            fine_case = fine(case)
            try:
                step = _step(fine_case)
            except Unfinished:
                continue
            if _rounded(step) == exact:
                return Computed(fine_case, step, Figures(shown), how, digits)
    how = (
        "exact: each z, a, δ and gradient is the double nearest to the true value; σ′ and ∂C/∂a are computed from "
        "these, with ? where doubles cannot give them"
    )
    return Computed(case, exact, Figures(shown), how, eq=forgiving(case))


def forgiving(case: Case) -> Rules:
    """The rules, with Lost for a cost or a slope that these numbers have no value for."""
    activations = {}
    for layer in case.network.layers:
        entry = ACTIVATIONS[layer.activation]
        activations[layer.activation] = entry.replaced(sigma=_or_lost(entry.sigma), slope=_or_lost(entry.slope))
    cost = COSTS[case.cost].replaced(cost=_or_lost(COSTS[case.cost].cost), slope=_or_lost(COSTS[case.cost].slope))
    return RULES.replaced(activations=activations, costs={case.cost: cost})


def _or_lost(function: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*values: Any) -> Any:
        try:
            value = function(*values)
        except (ArithmeticError, ValueError):
            return Lost()
        return Lost() if isinstance(value, float) and not isfinite(value) else value

    asked.__name__ = function.__name__
    return asked


def _step(case: Case) -> Step:
    return gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)


def _rounded(step: Step) -> Step:
    """The step in the nearest doubles."""
    fields = {name: _doubles(getattr(step, name)) for name in vars(step) if name != "network"}
    new = None
    if step.network is not None:
        layers = [
            Layer.trusted(_doubles(layer.w), _doubles(layer.b), layer.activation, layer.shared_bias)
            for layer in step.network.layers
        ]
        new = Network.trusted(layers, float)
    return Step(network=new, **fields)


def _doubles(value: Any) -> Any:
    return [_doubles(item) for item in value] if isinstance(value, list) else float(value)
