"""The walk under a debugger: breakpoints and the command ``step`` (docs/debugger.md).

    stops               breakpoints, read from the code
    debugger            the standard debugger with commands for equations, layers and neurons
    first_difference    where a mistake first changes a value
    step                what the command ``step`` does
"""

from __future__ import annotations

from .. import exported_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import step
    from .stops import breakpoints

__all__ = ["breakpoints", "step"]

__getattr__ = exported_later(__name__, {"stops": "breakpoints", "step": ""})
