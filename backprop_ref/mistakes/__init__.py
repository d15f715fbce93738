"""What people write instead of an equation: a grammar of slips, and entries by hand for what does not fit into it.

    beyond       Beyond: what a program reads beyond the end of a list
    places       where a slip happens, and which numbers a program has there
    passes       the passes with their slots open, SLOTS
    substitutes  what may stand in a slot instead
    rewritten    a right formula with one thing in it written differently
    formulas     wrong formulas of σ, σ′, softmax and costs
    grammar      GROUPS of slots with their substitutes, EXTENTS
    wording      a wrong formula in words
    styles       styles of right programs that a slip tells apart
    slips        a slip composed of them; several at once
    one_rule     a slip that needs only the arguments of its equation, as a rule for the passes
    known        the slips that people know by a name
    equal        slips that are equal as formulas
    seen         where slips of the grammar were seen
    catalogue    MISTAKES: what has a name, entries by hand, and any other slip by its name

Entries by hand (entry says what one is, by_hand_passes and followed help), part by part:

    data  forward  backward  tape  batches  updates  state  precision  telling

MISTAKES has the slips with a name and the entries by hand, and makes any other slip of the grammar by its name.

    >>> from backprop_ref import Example, Layer, Network, gradient_step
    >>> network, example = Network([Layer([[0.0]], [0.0], "sigmoid")]), Example([1.0], [1.0])
    >>> eq = MISTAKES["output-slope-missing"].rules()
    >>> gradient_step(network, [example]).delta, gradient_step(network, [example], eq=eq).delta
    ([[[-0.125]]], [[[-0.5]]])
"""

from .beyond import Beyond
from .catalogue import MISTAKES, PARTS, by_hand, entries_of, title
from .entry import KINDS, Mistake
from .equal import EQUAL, are_equal
from .grammar import EXTENTS, GROUPS, Extent, both
from .known import KNOWN, NAMES
from .passes import SLOTS, Course
from .places import Place
from .slips import Slip, composed, course_of, every, slip
from .styles import STYLES, styles_of

__all__ = [
    "EQUAL", "EXTENTS", "GROUPS", "KINDS", "KNOWN", "MISTAKES", "NAMES", "PARTS", "SLOTS", "STYLES", "Beyond",
    "Course", "Extent", "Mistake", "Place", "Slip", "are_equal", "both", "by_hand", "composed", "course_of",
    "entries_of", "every", "slip", "styles_of", "title",
]
