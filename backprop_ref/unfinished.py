"""A finished result is checked once; a number that its type cannot hold is named, with layer, neuron and example.

    Unfinished    the only ArithmeticError
    finished      what a pass makes of what has been admitted, looked at when it is finished
    looked_at     the same through rules that look at each number
    looking       these rules

The passes raise nothing of their own.  Where the look finds an infinity or a NaN, or a loop raised, the pass is run
once more through rules that look at each number, and the first one that is not finite is named.
"""

from __future__ import annotations

import math
from itertools import chain

from .activations import SOFTMAX
from .backprop import Backpropagation
from .descent import Step
from .numerals import Any, Callable, Matrix, Vector, all_finite, untrapped
from .rules import Rules


class Unfinished(ArithmeticError):
    """A number that its type cannot hold: an infinity, a NaN, or a division by 0 on the way to it.

    what: the symbol.  found: what it was.  layer, neuron, example: where, None where it belongs to none.
    lost: may exact arithmetic have the number all the same?
    """

    def __init__(
        self, what: str, found: str, layer: int | None = None, neuron: int | None = None, example: int | None = None,
        lost: bool = True,
    ) -> None:
        super().__init__(what, found, layer, neuron, example, lost)
        self.what = what
        self.found = found
        self.layer = layer
        self.neuron = neuron
        self.example = example
        self.lost = lost

    def at_example(self, i: int) -> Unfinished:
        """The same, of example i."""
        return Unfinished(self.what, self.found, self.layer, self.neuron, i, self.lost)

    def finding(self) -> str:
        """Where, what, and what it was.

        >>> Unfinished("z_j", "inf", layer=1, neuron=0).finding()
        'layer 1, neuron 0: z_j is inf'
        """
        places = [("layer", self.layer), ("neuron", self.neuron), ("example", self.example)]
        place = ", ".join(f"{name} {index}" for name, index in places if index is not None)
        where = f"{place}: " if place else ""
        return f"{where}{self.what} is {self.found}"

    def __str__(self) -> str:
        # An updated parameter that is infinite, after a gradient that is finite, is itself beyond the doubles.
        beyond = self.what in ("new_w_jk", "new_b_j") and self.found in ("inf", "-inf")
        hint = " (exact_step may have one)" if self.lost and not beyond else ""
        return f"{self.finding()}, expected a finite number{hint}"


def finished(run: Callable[..., Any], arguments: tuple[Any, ...], eq: Rules) -> Any:
    """What a pass makes of what has been admitted, looked at when it is finished; Unfinished where it has no result."""
    try:
        result = run(*arguments, eq)
        if is_finite(result):
            return result
    except (ArithmeticError, ValueError):
        pass  # the second run says where
    with untrapped(arguments[0].number):
        result = looked_at(run, arguments, eq)
        look_at(result)  # what a replaced pass has computed without the rules
        return result


def is_finite(computed: Step | Backpropagation) -> bool:
    """The one look: a sum keeps an infinity or a NaN to its end.

    That finite numbers add up to one may happen, too; it costs the second run, which finds nothing.
    """
    if type(computed.C) is not float:
        return all(map(all_finite, computed.lists()))
    return math.isfinite(sum(chain.from_iterable(computed.lists())))


def must_be_finite(values: Vector, what: str, layer: int | None = None, neuron: int | None = None) -> None:
    """Unfinished, with the place of the first number that is not finite.

    values: one for each neuron of the layer, or, with a neuron, a row of that neuron's.
    """
    if not all_finite(values):
        for j, value in enumerate(values):
            if not all_finite([value]):
                raise Unfinished(what, str(value), layer, j if neuron is None and layer is not None else neuron)


def look_at(computed: Step | Backpropagation) -> None:
    """Unfinished for the first number of a step, or of one example's backpropagation, that is not finite."""
    if isinstance(computed, Backpropagation):
        look_at_layers(computed.z, computed.a, computed.delta)
    else:
        for i, (z_i, a_i, delta_i) in enumerate(zip(computed.z, computed.a, computed.delta)):
            look_at_layers(z_i, a_i, delta_i, i)
    must_be_finite([computed.C], "C")
    new = None if isinstance(computed, Backpropagation) else computed.network
    for l, (dC_dw_l, dC_db_l) in enumerate(zip(computed.dC_dw, computed.dC_db)):
        for j, dC_dw_j in enumerate(dC_dw_l):
            must_be_finite(dC_dw_j, "dC_dw_jk", l, j)
            if new is not None:
                must_be_finite(new.layers[l].w[j], "new_w_jk", l, j)
        must_be_finite(dC_db_l, "dC_db_j", l)
        if new is not None:
            must_be_finite(new.layers[l].b, "new_b_j", l)


def look_at_layers(z: Matrix, a: Matrix, delta: Matrix, i: int | None = None) -> None:
    """Unfinished for the first weighted sum, activation or error signal of example i that is not finite."""
    try:
        for l, (z_l, a_l) in enumerate(zip(z, a)):
            must_be_finite(z_l, "z_j", l)
            must_be_finite(a_l, "a_j", l)
        for l, delta_l in enumerate(delta):
            must_be_finite(delta_l, "delta_j", l)
    except Unfinished as unfinished:
        raise unfinished if i is None else unfinished.at_example(i) from None


# ---- the second run, through rules that look at each number ----------------------------------


class _NotFinite(ArithmeticError):
    """What a rule that looks has seen: the symbol, what it was, and the neuron where the pass does not know it."""

    def __init__(self, what: str, found: str, has: str, neuron: int | None = None) -> None:
        self.what = what
        self.found = found
        self.has = has  # which of i, l and j are its place
        self.neuron = neuron
        self.outputs: Vector | None = None  # for which a cost has no logarithm

    def lost(self, activation: str) -> bool:
        """May exact arithmetic have the number?  A logarithm of 0: only if rounding alone made an output 0 or 1."""
        rounded = BY_ROUNDING_ALONE.get(activation, ())
        return self.outputs is None or self.found.lower() != "nan" and any(a_j in rounded for a_j in self.outputs)


BY_ROUNDING_ALONE = {"sigmoid": (0, 1), "softmax": (0, 1), "softplus": (0,), "tanh": (1,), "softsign": (1,)}


def looked_at(run: Callable[..., Any], arguments: tuple[Any, ...], eq: Rules) -> Any:
    """What a pass makes of its arguments, each number looked at as it is computed; Unfinished for the first not finite.

    Where in the network a rule was asked for is in sight in the passes: their i, l and j, read from the traceback.
    """
    try:
        return run(*arguments, looking(eq))
    except _NotFinite as error:
        place = {}
        traceback = error.__traceback__
        while traceback is not None:
            known = traceback.tb_frame.f_locals
            place.update({name: known[name] for name in error.has if isinstance(known.get(name), int)})
            traceback = traceback.tb_next
        neuron = place.get("j") if error.neuron is None else error.neuron
        lost = error.lost(arguments[0].layers[-1].activation)
        unfinished = Unfinished(error.what, error.found, place.get("l"), neuron, place.get("i"), lost)
    raise unfinished


def looking(eq: Rules) -> Rules:
    """The same rules, each with a look at what it returns."""
    activations = dict(eq.activations)
    softmax = activations[SOFTMAX]
    activations[SOFTMAX] = softmax.replaced(sigma=_looks(softmax.sigma, "a_j", "il", of_layer=True))
    costs = {}
    for name, cost in eq.costs.items():
        C, slope = _looks(cost.cost, "C", "i"), _looks(cost.slope, "dC_da_j", "ilj", raised=True)
        if "ln" in cost.formula:
            C, slope = _with_outputs(C), _with_outputs(slope)
        costs[name] = cost.replaced(cost=C, slope=slope)
    reductions = {name: _looks_once(reduced) for name, reduced in eq.reductions.items()}
    return eq.replaced(
        weighted_sum=_looks(eq.weighted_sum, "z_j", "ilj"),
        activation=_looks(eq.activation, "a_j", "ilj"),
        output_delta=_looks(eq.output_delta, "delta_j", "ilj"),
        softmax_delta=_looks(eq.softmax_delta, "delta_j", "ilj"),
        hidden_delta=_looks(eq.hidden_delta, "delta_j", "ilj"),
        weight_gradients=_looks(eq.weight_gradients, "dC_dw_jk", "ilj"),
        shared_bias_gradient=_looks(eq.shared_bias_gradient, "dC_db", "il", of_layer=True),
        activations=activations, costs=costs, reductions=reductions,
    )


def _looks(
    rule: Callable[..., Any], what: str, has: str, of_layer: bool = False, raised: bool = False
) -> Callable[..., Any]:
    """The rule with a look at what it returns.  of_layer: one number a neuron; raised: only for what it raises."""

    def looked(*arguments: Any) -> Any:
        try:
            value = rule(*arguments)
        except ZeroDivisionError:
            raise _NotFinite(what, "a division by 0", has) from None
        except Unfinished as unfinished:  # a number type of ours says itself what it cannot hold
            raise _NotFinite(unfinished.what, unfinished.found, has) from None
        except (ArithmeticError, ValueError) as error:
            raise _NotFinite(what, str(error), has) from None
        if not raised:
            for n, number in enumerate(value if isinstance(value, list) else [value]):
                if not all_finite([number]):
                    raise _NotFinite(what, str(number), has, n if of_layer else None)
        return value

    return looked


def _with_outputs(looks: Callable[..., Any]) -> Callable[..., Any]:
    """The rule of a cost, with the outputs for which it has no number."""

    def looked(a: Any, *arguments: Any) -> Any:
        try:
            return looks(a, *arguments)
        except _NotFinite as error:
            error.outputs = a if isinstance(a, list) else [a]
            raise

    return looked


def _looks_once(reduced: Callable[..., Any]) -> Callable[..., Any]:
    """A reduction with a look at its first result, which is the cost; gradients are looked at in the end."""
    first = [True]

    def looked(total: Vector, n: int) -> Vector:
        value: Vector = reduced(total, n)
        if first:
            first.clear()
            if not all_finite(value):
                raise _NotFinite("C", str(value[0]), "")
        return value

    return looked
