"""The classroom: one offline page to step through a case and change its numbers.

    assembly      the files beside it and a case, put into one page
    document      the walk as a document, for print and for browsers without script

The page consists of HTML, CSS and JavaScript files, in the order of ``assembly.SCRIPTS``:

    numerals equations activations costs            the arithmetic: names and order of the heart; node runs it, too
    passes door
    dom figures json case changes                   elements; numbers as texts; cases read, refused, changed
    along words notation records walk links         the cost while something moves; the steps of the walk
    state                                           what is on the page; everything else follows it
    mathml number_field                             symbols, numbers under the hand
    geometry shown_numbers nodes edges hand drawing the network
    panels equation change bias_plot bias           the tabs
    random mistakes datasets learning               updates in a row; wrong rules; node runs these, too
    plots regions learning_setup                    the tab in which the network learns
    learning_pictures learning_view
    inspector moving help files address lessons     what stands around them
    print                                           the walk of a changed case, on paper
    main                                            everything in its place

Lessons are data, one file each, in ``lessons``.
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .assembly import classroom, page_of

__all__ = ["classroom", "page_of"]

__getattr__ = exported_later(__name__, {"assembly": "classroom page_of"})
