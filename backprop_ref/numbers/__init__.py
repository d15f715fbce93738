"""Numbers that can be trusted to the last bit: exact results and derived bounds (docs/numbers.md).

    exact          exact_step: every number the double nearest to the true value
    bounds         bounded_step: how far a right program may be off, value by value
    bounded        a number with its bound             enclosure     a number between two others
    uncancelled    activations without cancellation    tape          numbers that remember how they were computed
    many_digits    e^z and ln x with 250 digits or more    sizes     a quick estimate of how far Decimals may be off
    forms          the other usual ways to write activations
    last_place     ulps, the distance of two doubles   nested        nested lists of numbers, place by place
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .bounded import INFINITY, Bounded, BoundedSingle, crossings
    from .bounds import PRECISIONS, bounded_step, translated
    from .enclosure import Enclosure, Undecided, digits
    from .exact import Inexpressible, exact_step
    from .last_place import ulps
    from .nested import Place, at, beside, each, same_shape
    from .tape import Taped, differentiated, stored, taped

__all__ = [
    "INFINITY", "PRECISIONS", "Bounded", "BoundedSingle", "Enclosure", "Inexpressible", "Place", "Taped",
    "Undecided", "at", "beside",
    "bounded_step", "crossings", "differentiated", "digits", "each", "exact_step", "same_shape", "stored",
    "taped", "translated", "ulps",
]

__getattr__ = exported_later(__name__, {
    "bounded": "INFINITY Bounded BoundedSingle crossings",
    "bounds": "PRECISIONS bounded_step translated",
    "enclosure": "Enclosure Undecided digits",
    "exact": "Inexpressible exact_step",
    "last_place": "ulps",
    "nested": "Place at beside each same_shape",
    "tape": "Taped differentiated stored taped",
})
