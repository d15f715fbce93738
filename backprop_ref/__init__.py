"""Backpropagation for multilayer perceptrons, exactly as the equations are written.

    >>> from backprop_ref import Example, Network, backpropagate
    >>> network = Network.random([2, 3, 1], seed=1)
    >>> gradient = backpropagate(network, Example([0.05, 0.10], [0.99]))
    >>> gradient.dC_db == gradient.delta  # a bias's gradient is its neuron's own δ, in every layer
    True

Read the source in this order:

    equations      (1)–(15), one function each, one neuron at a time
    activations    σ and σ′                        costs        C and ∂C/∂a
    numerals       what a number must be able to   network      layers and examples, checked at the door
    rules          what a pass may replace         backprop     forward, backward, gradients of one example
    chain_rule     the same numbers path by path   descent      several examples, then the update
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


def exported_later(package: str, modules: dict[str, str]) -> Callable[[str], Any]:
    """What a package has as ``__getattr__`` so that a module is imported when something in it is first asked for.

    modules: module → the names that the package exports from it, with blanks between; the module itself where it
    exports none.

    >>> exported_later("backprop_ref", {"numbers": "ulps"})("ulps")(1.0, 1.0)
    0
    """
    where = {}
    for module, names in modules.items():
        for name in names.split() or [module.rpartition(".")[2]]:
            where[name] = (module, names)

    def __getattr__(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        from importlib import import_module

        module, names = where[name]
        found = import_module(f"{package}.{module}")
        return getattr(found, name) if names else found

    return __getattr__


from .activations import ACTIVATIONS  # noqa: E402  # chapters use what stands above
from .backprop import Backpropagation  # noqa: E402
from .costs import COSTS  # noqa: E402
from .descent import Step  # noqa: E402
from .door import (  # noqa: E402
    RULES, backpropagate, backward, forward, gradient_by_chain_rule, gradient_step, gradients, steps, update,
)
from .network import Example, Layer, Network  # noqa: E402
from .rules import Rules  # noqa: E402
from .unfinished import Unfinished  # noqa: E402

if TYPE_CHECKING:
    from .debug.stops import breakpoints
    from .numbers import bounded_step, exact_step, ulps
    from .page import classroom
    from .pictures import drawing
    from .training import train
    from .verify import assert_matches_reference, check
    from .walk import Explanation, explain

__version__ = "1.0.0"

__all__ = [
    "ACTIVATIONS",
    "COSTS",
    "RULES",
    "Backpropagation",
    "Example",
    "Explanation",
    "Layer",
    "Network",
    "Rules",
    "Step",
    "Unfinished",
    "assert_matches_reference",
    "backpropagate",
    "backward",
    "bounded_step",
    "breakpoints",
    "check",
    "classroom",
    "drawing",
    "exact_step",
    "explain",
    "forward",
    "gradient_by_chain_rule",
    "gradient_step",
    "gradients",
    "steps",
    "train",
    "ulps",
    "update",
]

__getattr__ = exported_later(__name__, {  # what is not needed to compute a gradient
    "numbers": "bounded_step exact_step ulps",
    "debug": "breakpoints",
    "page": "classroom",
    "pictures": "drawing",
    "training": "train",
    "verify": "assert_matches_reference check",
    "walk": "Explanation explain",
    "cases.strategies": "",
})
