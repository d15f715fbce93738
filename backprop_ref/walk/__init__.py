"""The walk through a case that ``explain`` prints: events, their notation, their layout on a page."""
