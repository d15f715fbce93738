"""What a program with a mistake of the catalogue would answer, held against what a candidate did answer.

    Predictor    the answers of one mistake, or of two at once, case by case
    Said         the values of an answer, made ready for it
    agrees       are all values of an answer the predicted ones?  In floats: a sieve, never a verdict
    confirmed    the same within the wrong formula's own derived bound
"""

from __future__ import annotations

import math

from ..cases import result_object
from ..numbers import at, beside, bounded_step, each, same_shape
from ..door import RULES
from .judge_values import LARGEST, SMALLEST_NORMAL, is_flushed
from .listen_answers import FIELDS, TEACHING
from .stages import STARTED_FROM, on_own_numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence, Set, Tuple

    from ..cases import Case
    from ..mistakes import Mistake
    from ..rules import Rules
    from .judge_values import Wrong

    Layer = Tuple[str, int, int, Any, float]  # field, index of how many (or 0), its values, their scale

# The smallest mistake that was ever measured moved some number by 0.6 % on a good case, and rounding moves one by some
# 1e-15, in single precision 1e-6.  The sieve lies between; what it lets through is confirmed by a bound.
SIEVE = {"double": 1e-9, "single": 1e-4}

_TABLES = ("activations", "costs", "reductions")
_TROUBLE = (ArithmeticError, ValueError, IndexError, TypeError, AttributeError)  # of a wrong formula: no answer


def combined(mistakes: Sequence[Mistake]) -> Optional[Rules]:
    """Fresh rules with all these mistakes in place; None where two of them replace the same rule."""
    if len(mistakes) == 1:
        return mistakes[0].rules()
    replacements: Dict[str, Any] = {}
    for mistake in mistakes:
        for name, replacement in mistake.replacements().items():
            if name not in replacements:
                replacements[name] = replacement
            elif name in _TABLES:
                right = getattr(RULES, name)
                for key, entry in replacement.items():
                    if right.get(key) is entry:
                        continue
                    if replacements[name].get(key) is not right.get(key):
                        return None
                    replacements[name] = {**replacements[name], key: entry}
            else:
                return None
    return RULES.replaced(**replacements)


class Predictor:
    """The answers of a program with these mistakes, or with none.

    Where state stays from one case to the next, cases must be given in their order, each once.
    """

    def __init__(self, mistakes: Sequence[Mistake] = ()) -> None:
        self.mistakes = tuple(mistakes)
        self.rules = combined(mistakes) if mistakes else RULES

    @property
    def possible(self) -> bool:
        """Can these mistakes be made at once, as far as the rules go?"""
        return self.rules is not None

    def answer(self, case: Case, own: Optional[Dict[str, Any]] = None) -> Optional[Dict[str, Any]]:
        """The fields of the answer, in floats; None where it has none.

        own: a candidate's numbers to start from; None too where these mistakes would not start from them.
        """
        eq = self.rules
        assert eq is not None
        if own:
            eq = on_own_numbers(eq, own, case)
        try:
            step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
            result = result_object(case, step)
            if own and any(result[field] != own[field] for field in STARTED_FROM if field in own):
                return None
            return self._as_written(result, case)
        except _TROUBLE:
            return None

    def bounds(self, case: Case, precision: str) -> Optional[Dict[str, Any]]:
        """The fields of the answer as bounds; None where it has none, or where writing it down is the mistake."""
        eq = self.rules
        assert eq is not None
        try:
            step = bounded_step(
                case.network, case.examples, case.alpha, case.cost, case.reduction, precision=precision, eq=eq
            )
            return self._as_written(result_object(case, step), case)
        except _TROUBLE:
            return None

    def _as_written(self, result: Dict[str, Any], case: Case) -> Dict[str, Any]:
        for mistake in self.mistakes:
            result = mistake.answer(result, case)
        return result


# ---- agreement -------------------------------------------------------------------------------

# The gradients first: where a prediction fails it mostly fails there, and nothing more is looked at.
_TELLING = tuple(sorted(FIELDS, key=lambda field: field not in ("bias_gradients", "weight_gradients")))


class Said:
    """The values of an answer, made ready to be held against many predictions: layer by layer, each with its scale.

    What cancels in one neuron does not in the others of its layer, so a difference is measured by the layer's largest.
    probe: field, place, value and scale of the largest value of the first field, for a first glance.
    strange: is there a layer of gradients or updates without a finite number?
    """

    __slots__ = ("layers", "probe", "strange")

    def __init__(self, values: Dict[str, Any]) -> None:
        self.layers: List[Layer] = []
        for field in _TELLING:
            if field in values:
                value = values[field]
                if not _is_split(field, value):
                    self.layers.append((field, 0, 0, value, _largest(value)))
                    continue
                for l, layer in enumerate(value):
                    scale = _largest(layer if _levels(layer) > 1 else value)
                    self.layers.append((field, l, len(value), layer, scale))
        layers = [layer for field, _, _, layer, _ in self.layers if field in TEACHING]
        self.strange = any(not any(math.isfinite(v) for _, v, _ in beside(layer, layer)) for layer in layers)
        self.probe: Optional[Tuple[str, Tuple[int, ...], float, float]] = None
        if self.layers:
            field = self.layers[0][0]
            numbers = [(abs(v), place, v) for place, v, _ in beside(values[field], values[field]) if math.isfinite(v)]
            if numbers:
                size, place, value = max(numbers, key=lambda one: one[0])
                self.probe = field, place, value, size


def _largest(value: Any) -> float:
    return max((abs(v) for _, v, _ in beside(value, value) if math.isfinite(v)), default=0.0)


def agrees(said: Said, predicted: Optional[Dict[str, Any]], precision: str, sieve: Optional[float] = None) -> bool:
    """Are all values of the answer the predicted ones, as far as floats can tell?  sieve: another than SIEVE.

    >>> said = Said({"cost": 0.5})
    >>> agrees(said, {"cost": 0.5 + 1e-12}, "double"), agrees(said, {"cost": 0.51}, "double")
    (True, False)
    """
    if predicted is None:
        return False
    C = predicted.get("cost")
    if C != C:  # NaN throughout stands for all that comes after an overflow, which no finite number survives
        return said.strange
    sieve, tiny = sieve or SIEVE[precision], SMALLEST_NORMAL[precision]
    if said.probe is not None and not _glance(said.probe, predicted, sieve, tiny):
        return False
    return all(_layer_agrees(layer, predicted, sieve, tiny) for layer in said.layers)


def parts_that_agree(
    said: Said, predicted: Dict[str, Any], precision: str, sieve: float
) -> Set[Tuple[str, int]]:
    """The fields and layers in which an answer is the predicted one.

    >>> said = Said({"cost": 0.5, "bias_gradients": [[1.0], [2.0]]})
    >>> parts_that_agree(said, {"cost": 0.5, "bias_gradients": [[1.5], [2.0]]}, "double", 1e-9) == {
    ...     ("cost", 0), ("bias_gradients", 1)}
    True
    """
    tiny = SMALLEST_NORMAL[precision]
    return {layer[:2] for layer in said.layers if _layer_agrees(layer, predicted, sieve, tiny)}


def _layer_agrees(layer: Layer, predicted: Dict[str, Any], sieve: float, tiny: float) -> bool:
    field, l, count, values, scale = layer
    other: Any = predicted.get(field)
    if count:
        if not _has_layers(other, count):
            return False
        other = other[l]
    return _within(values, other, scale * sieve + tiny)


def _glance(
    probe: Tuple[str, Tuple[int, ...], float, float], predicted: Dict[str, Any], sieve: float, tiny: float
) -> bool:
    """Is one number the predicted one?  Mostly it is not, and nothing more need be compared."""
    field, place, value, size = probe
    other: Any = predicted.get(field)
    try:
        for index in place:
            other = other[index]
        return bool(abs(value - other) <= size * sieve + tiny)
    except (TypeError, IndexError):
        return False  # of another shape


def layers_that_differ(
    said: Said, predicted: Optional[Dict[str, Any]], right: Dict[str, Any], precision: str, sieve: float
) -> Optional[Set[int]]:
    """The layers in which an answer has the predicted values and not the right ones, where all its others are right.

    None where some value is neither.  Only gradients and updates are looked at layer by layer.

    >>> said = Said({"bias_gradients": [[1.0], [2.0]]})
    >>> layers_that_differ(said, {"bias_gradients": [[5.0], [2.0]]}, {"bias_gradients": [[1.0], [4.0]]}, "double", 1e-9)
    {1}
    """
    if predicted is None:
        return None
    found: Set[int] = set()
    for field, l, count, layer, scale in said.layers:
        room = scale * sieve + SMALLEST_NORMAL[precision]
        here: Any = predicted.get(field)
        there: Any = right.get(field)
        if count:
            if not (_has_layers(here, count) and _has_layers(there, count)):
                return None
            here, there = here[l], there[l]
        if _within(layer, there, room):
            continue
        if field not in TEACHING or count < 2 or not _within(layer, here, room):
            return None
        found.add(l)
    return found


def _has_layers(value: Any, count: int) -> bool:
    return isinstance(value, list) and len(value) == count


def _is_split(field: str, value: Any) -> bool:
    """Is a value looked at part by part, layers or examples, or as a whole?"""
    return _levels(value) > (1 if field in TEACHING else 2)


def _levels(value: Any) -> int:
    levels = 0
    while isinstance(value, list) and value:
        levels, value = levels + 1, value[0]
    return levels


def _within(value: Any, predicted: Any, room: float) -> bool:
    """Is every number of nested lists the predicted one, to within the room?"""
    if isinstance(value, list):
        if not isinstance(predicted, list) or len(value) != len(predicted):
            return False
        for item, other in zip(value, predicted):
            if type(item) is float and type(other) is float and item - other <= room and other - item <= room:
                continue
            if not _within(item, other, room):
                return False
        return True
    if not isinstance(predicted, (int, float)):
        return False
    if math.isfinite(value) and math.isfinite(predicted):
        return bool(abs(value - predicted) <= room)
    return not math.isfinite(value) and not math.isfinite(predicted)  # which of them depends on the language


def differs(predicted: Optional[Dict[str, Any]], right: Optional[Dict[str, Any]], fields: Sequence[str]) -> bool:
    """Does a prediction differ from the right answer in one of these fields, more than rounding makes it?"""
    if predicted is None or right is None:
        return predicted is not right
    return not agrees(Said({field: right[field] for field in fields if field in right}), predicted, "double")


def confirmed(
    values: Dict[str, Any], predictor: Predictor, case: Case, precision: str, wrong: Sequence[Wrong] = ()
) -> bool:
    """Are all finite values within the wrong formula's own bound?  Where there is none, the sieve had the last word.

    wrong: values of which the bound must tell something: it has to be narrower than they are wrong.
    """
    bounds = predictor.bounds(case, precision)
    if bounds is None:
        return not wrong
    for one in wrong:
        if one.field not in bounds or not same_shape(values[one.field], bounds[one.field]):
            return False
        bound = at(bounds[one.field], one.place)
        if not bound.high - bound.low < abs(one.found - float(one.bound.value)):
            return False
    own: Dict[str, Any] = {}
    for field, value in values.items():
        if field not in bounds or not same_shape(value, bounds[field]):
            continue
        for place, found, bound in beside(value, bounds[field]):
            if not _outside(found, bound, precision):
                continue
            own = own or predictor.answer(case) or {}  # the formula may have left some of it out
            here = at(own.get(field), place)
            if here is not None and bound.low <= here <= bound.high:
                return False  # else the formula's own result lies outside: a comparison went both ways in it
    return True


def _outside(found: float, bound: Any, precision: str) -> bool:
    """Does a number lie outside of a bound that says something?"""
    largest, tiny = LARGEST[precision], SMALLEST_NORMAL[precision]
    low, high = getattr(bound, "low", -math.inf), getattr(bound, "high", math.inf)
    if not math.isfinite(found) or not (low >= -largest and high <= largest):
        return False
    return not low <= found <= high and not is_flushed(found, low, high, tiny)


def rounded_so(values: Dict[str, Any], mistake: Mistake, case: Case, bounds: Dict[str, Any]) -> bool:
    """Are these the right values, written as a mistake in writing writes them?  bounds: of the right ones.

    Rounding keeps numbers in their order: what is written lies between what becomes of low and of high.
    """
    fields = {field: bounds[field] for field in values if field in bounds}
    if not all(same_shape(values[field], bound) for field, bound in fields.items()):
        return False
    low = mistake.answer({field: each(bound, lambda one: float(one.low)) for field, bound in fields.items()}, case)
    high = mistake.answer({field: each(bound, lambda one: float(one.high)) for field, bound in fields.items()}, case)
    return all(
        below <= found <= at(high[field], place)
        for field in fields for place, found, below in beside(values[field], low[field])
    )


def size_of(case: Case) -> int:
    """How much work a case is: weights times examples."""
    return sum(len(layer.w) * len(layer.w[0]) for layer in case.network.layers) * len(case.examples)
