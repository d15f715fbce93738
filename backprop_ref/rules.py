"""The rules that a pass goes by, each replaceable: what the passes take as ``eq``.

A rule is an equation, the table of activations or of costs, a reduction over the examples, or one of
the passes themselves.  To see what a mistake does, replace one rule by another with the same parameters:

    wrong = RULES.replaced(output_delta=output_delta_without_slope)
"""

from __future__ import annotations

from . import equations
from .activations import ACTIVATIONS
from .costs import COSTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict

    from .activations import Activation
    from .costs import Cost


class Rules:
    """One attribute for each rule, named as the function that is the rule when nothing is replaced.

    >>> RULES.replaced(bias_gradient=abs).bias_gradient(-3)
    3
    >>> RULES.bias_gradient(-3)
    -3
    >>> RULES.replaced(bias_gradiant=abs)
    Traceback (most recent call last):
        ...
    ValueError: rules: no rule named 'bias_gradiant'
    """

    # equations of one neuron
    weighted_sum: Callable[..., Any]
    activation: Callable[..., Any]
    chain_rule: Callable[..., Any]
    chain_rule_through_next_layer: Callable[..., Any]
    error_recurrence: Callable[..., Any]
    hidden_delta: Callable[..., Any]
    output_delta: Callable[..., Any]
    softmax_delta: Callable[..., Any]
    weight_gradients: Callable[..., Any]
    updated_weights: Callable[..., Any]
    bias_gradient: Callable[..., Any]
    shared_bias_gradient: Callable[..., Any]
    updated_bias: Callable[..., Any]

    # tables by name
    activations: Dict[str, Activation]
    costs: Dict[str, Cost]
    reductions: Dict[str, Callable[..., Any]]

    # the passes, entered where they are defined: backprop and descent
    forward: Callable[..., Any]
    backward: Callable[..., Any]
    gradients: Callable[..., Any]
    backpropagate: Callable[..., Any]
    add_up: Callable[..., Any]
    reduce: Callable[..., Any]
    update: Callable[..., Any]
    gradient_step: Callable[..., Any]

    def __init__(self, **rules: Any) -> None:
        self.__dict__.update(rules)

    def replaced(self, **rules: Any) -> Rules:
        """The same rules with these in place of those of the same name; ValueError where there is none."""
        for name in rules:
            if name not in self.__dict__:
                raise ValueError(f"rules: no rule named {name!r}")
        return Rules(**{**self.__dict__, **rules})

    def __repr__(self) -> str:
        other = [name for name, rule in self.__dict__.items() if RULES.__dict__.get(name) is not rule]
        return f"Rules({', '.join(other)} replaced)" if other else "Rules()"


RULES = Rules(
    weighted_sum=equations.weighted_sum,
    activation=equations.activation,
    chain_rule=equations.chain_rule,
    chain_rule_through_next_layer=equations.chain_rule_through_next_layer,
    error_recurrence=equations.error_recurrence,
    hidden_delta=equations.hidden_delta,
    output_delta=equations.output_delta,
    softmax_delta=equations.softmax_delta,
    weight_gradients=equations.weight_gradients,
    updated_weights=equations.updated_weights,
    bias_gradient=equations.bias_gradient,
    shared_bias_gradient=equations.shared_bias_gradient,
    updated_bias=equations.updated_bias,
    activations=ACTIVATIONS,
    costs=COSTS,
    reductions={"sum": equations.sum_over_examples, "mean": equations.mean_over_examples},
)
