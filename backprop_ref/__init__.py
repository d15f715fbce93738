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

from .activations import ACTIVATIONS
from .backprop import Backpropagation, Unfinished, backpropagate, backward, forward, gradients
from .costs import COSTS
from .descent import Step, gradient_step, update
from .network import Example, Layer, Network
from .rules import RULES, Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .chain_rule import gradient_by_chain_rule
    from .debug.stops import breakpoints
    from .numbers.bounds import bounded_step
    from .numbers.exact import exact_step
    from .numbers.last_place import ulps
    from .verify.checking import assert_matches_reference, check

__version__ = "1.0.0"

__all__ = [
    "ACTIVATIONS",
    "COSTS",
    "RULES",
    "Backpropagation",
    "Example",
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
    "exact_step",
    "forward",
    "gradient_by_chain_rule",
    "gradient_step",
    "gradients",
    "ulps",
    "update",
]

# What is not needed to compute a gradient is imported when it is first asked for: name → module.
_LATER = {
    "assert_matches_reference": "verify.checking",
    "bounded_step": "numbers.bounds",
    "breakpoints": "debug.stops",
    "check": "verify.checking",
    "exact_step": "numbers.exact",
    "gradient_by_chain_rule": "chain_rule",
    "ulps": "numbers.last_place",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
