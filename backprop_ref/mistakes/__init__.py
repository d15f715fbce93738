"""What people write instead of an equation: a grammar of slips, and what does not factor, by hand."""
from .grammar import EXTENTS, GROUPS
from .passes import Course
from .places import Place
from .slips import Slip, composed, course_of, every, slip

from .all_by_hand import by_hand
