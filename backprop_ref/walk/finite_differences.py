"""Difference quotients: how much the cost really changes when a bias or a weight is moved.

    Quotients      of one case: of one bias, of all biases of a layer together, of one weight
    Quotient       (C(b + h) − C(b − h))/2h, and where it has two sides, both
    total_cost     C over all examples, by the forward pass alone
    fine, rational the same case in Decimals of so many digits, or in Fractions

A quotient is taken in high precision, with h so small that what it leaves out lies beyond every digit shown; over
Fractions where the case was written in fractions and its activations and its cost are rational.  There it is exact
where the activations are linear piece by piece: C is then at most quadratic in b, and of such a C the central
quotient is the derivative.
"""

from __future__ import annotations

from ..activations import ACTIVATIONS
from ..door import RULES, gradient_step
from ..unfinished import Unfinished, look_at_layers, must_be_finite
from ..costs import COSTS
from ..network import Example, Layer, Network
from ..records import Record
from ..numerals import Any, Callable, Matrix, Number, Sequence, Vector, untrapped
from ..cases import Case
from ..descent import Step
from ..rules import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    Neuron = tuple[int, int, int]  # example, layer, neuron
    Move = Callable[[Network, Number], Network]

# Of how many digits: the next where one does not do.  With 400 what rounding leaves of a sum that is 0 lies below the
# smallest double; 700 show what z = ±1000 leaves of a sigmoid's slope; the last are for a z of 1e-300 beside a kink.
DIGITS = (60, 400, 700, 1500)
BELOW_DOUBLES = 400
ENOUGH_DIGITS = 700
SIGNIFICANT = 17  # digits that a difference of two costs has to keep


class Quotient(Record):
    """A difference quotient.

    value: (C(b + h) − C(b − h))/2h.  left, right: (C(b) − C(b − h))/h and (C(b + h) − C(b))/h.
    kinks: the neurons, each as example, layer, neuron, whose z crosses the kink of its activation between b − h and
    b + h, however small h is.  parted: do left and right differ there, however small h is?  Then C has no derivative;
    else left, right and value tend to the same limit.
    """

    def __init__(
        self, value: Number, left: Number, right: Number, kinks: list[Neuron], parted: bool = False
    ) -> None:
        self.value = value
        self.left = left
        self.right = right
        self.kinks = kinks
        self.parted = parted


class Quotients:
    """The difference quotients of one case.

    >>> from backprop_ref import Example, Layer
    >>> from backprop_ref.cases import Case
    >>> layer = Layer([[1], [1]], [0, 0], "identity")
    >>> quotients = Quotients(Case("1-2", Network([layer]), [Example([3], [1, 5])], whole=True))
    >>> [str(quotients.of_bias(0, j).value) for j in (0, 1)], str(quotients.of_layer(0).value)
    (['2', '-2'], '0')
    """

    def __init__(self, case: Case, eq: Rules = RULES) -> None:
        self.case = case
        self.eq = eq
        self.exact = is_rational(case)
        self._here: dict[int, tuple[Case, Number, list[Matrix]]] = {}

    def of_bias(self, l: int, j: int) -> Quotient:
        """What C does when b_j of layer l alone moves; Unfinished where C has no value."""
        return self._quotient(
            lambda network, h: with_moved_biases(network, l, [j], h), l, lambda step: step.dC_db[l][j]
        )

    def of_layer(self, l: int) -> Quotient:
        """What C does when all biases of layer l move together; Unfinished where C has no value."""
        every_b = range(len(self.case.network.layers[l].b))
        return self._quotient(
            lambda network, h: with_moved_biases(network, l, every_b, h), l, lambda step: added(step, l)
        )

    def of_weight(self, l: int, j: int, k: int) -> Quotient:
        """What C does when w_jk of layer l alone moves; Unfinished where C has no value."""
        return self._quotient(
            lambda network, h: with_moved_weight(network, l, j, k, h), l, lambda step: step.dC_dw[l][j][k]
        )

    def _quotient(self, move: Move, l: int, gradient: Callable[[Step], Number]) -> Quotient:
        """With more and more digits until they are enough.  l: whose z moves.  gradient: what it should be."""
        for digits in DIGITS:
            last = digits == DIGITS[-1]
            with precision(digits):
                try:
                    quotient, settled = self._taken(move, l, gradient, digits)
                except Unfinished:  # 1 − a was rounded to 0, for one
                    if last:
                        raise
                    continue
            if settled or digits >= ENOUGH_DIGITS and not quotient.kinks:
                break
        return quotient

    def _taken(
        self, move: Move, l: int, gradient: Callable[[Step], Number], digits: int
    ) -> tuple[Quotient, bool]:
        """The quotient with so many digits; and are they enough?"""
        case, C, z = self._cost_here(digits)
        h = case.network.number(1) / 10 ** (digits // 3)
        quotient = self._with_h(move, case, C, h)
        if any(z[i][m][j] not in kinks_of(case.network, m) for i, m, j in quotient.kinks):
            return quotient, False  # beside a kink, not on it: h has to be smaller
        moved = 2 * h * abs(quotient.value)
        if quotient.kinks:
            quotient, sure = without_bend(quotient, self._with_h(move, case, C, h / 2), abs(C) / 10 ** (digits // 2))
            if not sure:
                return quotient, False
        if self.exact or quotient.parted or moved > abs(C) / 10 ** (digits - SIGNIFICANT):
            return quotient, True
        return quotient, self._stands_still(case, z, l, gradient, digits)

    def _with_h(self, move: Move, case: Case, C: Number, h: Number) -> Quotient:
        """The quotient for this h."""
        C_right, z_right = total_cost(move(case.network, h), case.examples, case.cost, case.reduction, self.eq)
        C_left, z_left = total_cost(move(case.network, -h), case.examples, case.cost, case.reduction, self.eq)
        kinks = crossed(case.network, z_left, z_right)
        return Quotient((C_right - C_left) / (2 * h), (C - C_left) / h, (C_right - C) / h, kinks)

    def _stands_still(
        self, case: Case, z: list[Matrix], l: int, gradient: Callable[[Step], Number], digits: int
    ) -> bool:
        """C has not moved by enough to tell: does it really stand still, or is what it moves by lost in rounding?

        Only this is asked of the gradient.  Where a z is large it cannot tell either: 1 − a is rounded too.
        """
        largest = max(abs(z_j) for z_i in z for z_l in z_i for z_j in z_l)
        if largest * largest > 4 * digits:  # e^(−z²/2), the fastest of all, has then no digit left
            return False
        step = gradient_step(case.network, case.examples, None, case.cost, case.reduction, self.eq)
        size = max(abs(dC_db_j) for dC_db_j in step.dC_db[l] + [dC_dw_jk for row in step.dC_dw[l] for dC_dw_jk in row])
        rounding = size / 10 ** (digits - SIGNIFICANT) if digits >= BELOW_DOUBLES else 0
        return bool(abs(gradient(step)) <= rounding)

    def _cost_here(self, digits: int) -> tuple[Case, Number, list[Matrix]]:
        """The case in such numbers, its cost and its weighted sums: once for each number of digits."""
        if digits not in self._here:
            case = rational(self.case) if self.exact else fine(self.case)
            self._here[digits] = (case, *total_cost(case.network, case.examples, case.cost, case.reduction, self.eq))
        return self._here[digits]


def without_bend(quotient: Quotient, half: Quotient, rounding: Number) -> tuple[Quotient, bool]:
    """A quotient at a kink without the part of it that shrinks as h does; half is the same for h/2.  And: is it sure?

    What does not last when h is halved is taken for 0; that is not sure, a smaller h may show what h has hidden.  Where
    C is quadratic on each side, left and right are then the derivatives there.

    >>> without_bend(Quotient(0.25, 0.0, 0.5, [(0, 0, 0)]), Quotient(0.125, 0.0, 0.25, [(0, 0, 0)]), 0.0)
    (Quotient(value=0.0, left=0.0, right=0.0, kinks=[(0, 0, 0)], parted=False), False)
    """
    pairs = [(getattr(quotient, name), getattr(half, name)) for name in ("value", "left", "right")]
    limits = [2 * at_half - at_h for at_h, at_half in pairs]
    lasting = [_lasts(limit, at_h, rounding) for limit, (at_h, _) in zip(limits, pairs)]
    sure = all(lasts or at_h == 0 for lasts, (at_h, _) in zip(lasting, pairs))
    value, left, right = (limit if lasts else limit * 0 for limit, lasts in zip(limits, lasting))
    parted = _lasts(right - left, quotient.right - quotient.left, rounding)
    return Quotient(value, left, right, quotient.kinks, parted), sure


def _lasts(limit: Number, at_h: Number, rounding: Number) -> bool:
    """Is this the limit of what it is for h, or does that vanish with h and is by half too large at least?"""
    return bool(abs(limit) > rounding and abs(limit - at_h) < abs(limit) / 4)


def added(step: Step, l: int) -> Number:
    """The gradients of all biases of layer l, added up."""
    total: Number = 0
    for dC_db_j in step.dC_db[l]:
        total = total + dC_db_j
    return total


# ---- the cost --------------------------------------------------------------------------------


def total_cost(
    network: Network, examples: Sequence[Example], cost: str, reduction: str = "mean", eq: Rules = RULES
) -> tuple[Number, list[Matrix]]:
    """C over all examples, and the weighted sums z[i][l][j] on the way; Unfinished where C is not finite.

    >>> from backprop_ref import Example
    >>> total_cost(Network([Layer([[2.0]], [1.0], "identity")]), [Example([1.0], [5.0])], "squared_error")
    (4.0, [[[3.0]]])
    """
    z = []
    total: Vector = []
    with untrapped(network.number):
        for i, example in enumerate(examples):
            z_i, a_i = eq.forward(network, example.x, eq)
            C_i = eq.costs[cost].cost(a_i[-1], example.y)
            look_at_layers(z_i, a_i, [])
            must_be_finite([C_i], "C")
            total = [C_i] if i == 0 else eq.add_up(total, [C_i])
            z.append(z_i)
        C = eq.reductions[reduction](total, len(examples))[0]
    return C, z


def with_moved_biases(network: Network, l: int, js: Sequence[int], h: Number) -> Network:
    """The network with h added to these biases of layer l.

    >>> network = Network([Layer([[1.0], [1.0]], [2.0, 3.0], "tanh")])
    >>> with_moved_biases(network, 0, [1], 0.5).layers[0].b, network.layers[0].b
    ([2.0, 3.5], [2.0, 3.0])
    """
    layer = network.layers[l]
    b = [b_j + h if j in js else b_j for j, b_j in enumerate(layer.b)]
    return _with_layer(network, l, Layer.trusted(layer.w, b, layer.activation, layer.shared_bias))


def with_moved_weight(network: Network, l: int, j: int, k: int, h: Number) -> Network:
    """The network with h added to w_jk of layer l.

    >>> with_moved_weight(Network([Layer([[1.0, 2.0]], [3.0], "tanh")]), 0, 0, 1, 0.5).layers[0].w
    [[1.0, 2.5]]
    """
    layer = network.layers[l]
    row = list(layer.w[j])
    row[k] = row[k] + h
    w = layer.w[:j] + [row] + layer.w[j + 1:]
    return _with_layer(network, l, Layer.trusted(w, layer.b, layer.activation, layer.shared_bias))


def _with_layer(network: Network, l: int, layer: Layer) -> Network:
    return Network.trusted(network.layers[:l] + [layer] + network.layers[l + 1:], network.number)


def crossed(network: Network, z_left: list[Matrix], z_right: list[Matrix]) -> list[Neuron]:
    """The neurons whose z lies on one side of a kink of its activation here and on the other there."""
    neurons = []
    for l in range(len(network.layers)):
        kinks = kinks_of(network, l)
        if not kinks:
            continue
        for i, (one, other) in enumerate(zip(z_left, z_right)):
            for j, (z_j, other_z_j) in enumerate(zip(one[l], other[l])):
                if any((z_j > kink) != (other_z_j > kink) for kink in kinks):
                    neurons.append((i, l, j))
    return neurons


def kinks_of(network: Network, l: int) -> tuple[int, ...]:
    """Every z at which the activation of layer l has a kink."""
    return ACTIVATIONS[network.layers[l].activation].kinks


# ---- numbers ---------------------------------------------------------------------------------


def is_rational(case: Case) -> bool:
    """Was the case written in fractions and integers alone, and do its activations and its cost keep to fractions?"""
    rules = [ACTIVATIONS[layer.activation] for layer in case.network.layers]
    return case.whole and COSTS[case.cost].rational and all(rule.rational for rule in rules)


def rational(case: Case) -> Case:
    """The case in Fractions.

    >>> from backprop_ref.cases import worked_example
    >>> rational(worked_example()).alpha
    Fraction(1, 2)
    """
    from fractions import Fraction

    return case if case.network.number is Fraction else case.map(Fraction)


def fine(case: Case) -> Case:
    """The case in Decimals: doubles as they are, fractions to the digits of the context.

    >>> from backprop_ref.cases import worked_example
    >>> fine(worked_example()).alpha
    Decimal('0.5')
    """
    from decimal import Decimal

    def change(value: Number) -> Decimal:
        if isinstance(value, (float, int, Decimal)):
            return Decimal(value)
        return Decimal(value.numerator) / Decimal(value.denominator)

    return case.map(change)


class in_precision:
    """``precision``, or no context of its own where digits is None."""

    def __init__(self, digits: int | None) -> None:
        self.context = None if digits is None else precision(digits)

    def __enter__(self) -> None:
        if self.context is not None:
            self.context.__enter__()

    def __exit__(self, *error: Any) -> None:
        if self.context is not None:
            self.context.__exit__(*error)


def precision(digits: int) -> Any:
    """A Decimal context of so many digits, of the widest range, whatever the one outside is.

    >>> from decimal import Decimal
    >>> with precision(50):
    ...     len(str(Decimal(1) / 3))
    52
    """
    from decimal import MAX_EMAX, MIN_EMIN, Context, localcontext

    return localcontext(Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN))
