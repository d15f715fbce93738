"""What ``explain`` explains: a case and its step in the numbers that are to be shown.

    computed    in floats, or exactly: over fractions, or in as many digits as give the exact step when rounded
    Computed    what it returns
"""

from __future__ import annotations

from ..activations import ACTIVATIONS
from ..door import gradient_step
from ..unfinished import Unfinished
from ..costs import COSTS
from ..descent import Step
from ..network import Layer, Network
from ..terminal import BadUsage
from .figures import Figures
from .finite_differences import fine, is_rational, precision, rational

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

    from ..cases import Case

DIGITS = (60, 250, 1000, 2500)  # of the Decimals; the next where one does not round to the exact step


class Computed:
    """A case, its step, and how their numbers are written.

    digits: of the Decimals that they are; None where they are floats or Fractions.
    how: in words.  why: why they are exact although nobody asked, else empty.
    """

    def __init__(
        self, case: Case, step: Step, figures: Figures, how: str, digits: Optional[int] = None, why: str = ""
    ) -> None:
        self.case = case
        self.step = step
        self.figures = figures
        self.how = how
        self.digits = digits
        self.why = why


def computed(case: Case, exact: bool = False) -> Computed:
    """The step of a case; BadUsage where it has none.

    >>> from backprop_ref.cases import worked_example
    >>> computed(worked_example()).how
    'double precision, shown to 9 digits; --exact shows them all'
    """
    if exact or case.exact:
        return _exactly(case)
    try:
        step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    except Unfinished as unfinished:
        done = _exactly(case)
        where = str(unfinished).partition(", expected")[0]
        done.why = f"{where} in double precision; computed exactly instead"
        return done
    how = "double precision, shown to 9 digits; --exact shows them all"
    return Computed(case, step, Figures(), how)


def _exactly(case: Case) -> Computed:
    """Over Fractions where that is possible, else in Decimals that round to the exact step."""
    if is_rational(case):
        try:
            how = "exact fractions; long ones as the nearest double"
            return Computed(rational(case), _step(rational(case)), Figures(None, fractions=True), how)
        except Unfinished as unfinished:
            raise BadUsage(f"{case.id}: {unfinished}") from None
    from ..numbers import exact_step

    try:
        exact = exact_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
    except (ArithmeticError, ValueError) as error:
        raise BadUsage(f"{case.id}: {error}") from None
    how = "exact: each value is the double nearest to the true one"
    rules = [ACTIVATIONS[layer.activation] for layer in case.network.layers]
    if COSTS[case.cost].rational and all(rule.rational for rule in rules):
        return Computed(rational(case), _step(rational(case)), Figures(None), how)
    for digits in DIGITS:
        with precision(digits):
            fine_case = fine(case)
            try:
                step = _step(fine_case)
            except Unfinished:
                continue
            if _rounded(step) == exact:
                return Computed(fine_case, step, Figures(None), how, digits)
    how = "exact: each z, a, δ and gradient is the double nearest to the true one; σ′ and ∂C/∂a are those of these"
    return Computed(case, exact, Figures(None), how)


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
