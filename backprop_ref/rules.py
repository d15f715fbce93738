"""The rules that a pass goes by, each replaceable: what the passes take as ``eq``.

A rule is an equation, the table of activations or of costs, a reduction over the examples, or one of
the passes themselves.  To see what a mistake does, replace one rule by another with the same parameters:

    wrong = RULES.replaced(output_delta=output_delta_without_slope)

The standard RULES are made once, above the passes: in ``door``.
"""

from __future__ import annotations

from .activations import Activation
from .costs import Cost
from .numerals import Any, Callable


class Rules:
    """One attribute for each rule, named as the function that is the rule when nothing is replaced.

    >>> rules = Rules(bias_gradient=int)
    >>> rules.replaced(bias_gradient=abs).bias_gradient(-3), rules.bias_gradient(-3)
    (3, -3)
    >>> rules
    Rules(standard)
    >>> rules.replaced(bias_gradient=abs)
    Rules(bias_gradient replaced)
    >>> rules.replaced(bias_gradiant=abs)
    Traceback (most recent call last):
        ...
    ValueError: rules: no rule named 'bias_gradiant'
    """

    __slots__ = ("__dict__", "_standard")

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
    activations: dict[str, Activation]
    costs: dict[str, Cost]
    reductions: dict[str, Callable[..., Any]]

    # the passes: of one layer, of one example, of several
    layer_activations: Callable[..., Any]
    output_deltas: Callable[..., Any]
    softmax_deltas: Callable[..., Any]
    hidden_deltas: Callable[..., Any]
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
        self._standard = self

    def replaced(self, **rules: Any) -> Rules:
        """The same rules with these in place of those of the same name; ValueError where there is none."""
        for name in rules:
            if name not in self.__dict__:
                raise ValueError(f"rules: no rule named {name!r}")
        new = Rules(**{**self.__dict__, **rules})
        new._standard = self._standard
        return new

    def __repr__(self) -> str:
        standard = self._standard.__dict__
        other = [name for name, rule in self.__dict__.items() if standard[name] is not rule]
        return f"Rules({', '.join(other)} replaced)" if other else "Rules(standard)"
