"""The command ``explain``, and the bare command: every equation of a case with its numbers.

    explain        the whole text, or what was chosen of it, on standard output
    Explanation    its sections, in the order in which they are read

What is shown is decided here; ``page`` shows it.
"""

from __future__ import annotations

import sys

from .. import equations
from ..activations import ACTIVATIONS, SOFTMAX
from ..door import RULES
from ..unfinished import Unfinished
from ..cases import REMARK, Case, is_worked_example
from ..costs import COSTS
from ..network import Layer, Network
from ..terminal import BadUsage, Screen, escaped, one_line
from .bias_question import LOST, about_kink, put_bias_question, sign_between
from .chosen import Chosen
from .computed import computed
from .figures import picked
from .finite_differences import Quotients, precision, total_cost
from .page import EXAMPLE, HEAD, Page
from .trace import backward_events, batch_events, forward_events, gradient_events, of_weight, update_events
from .trace_paths import path_events, quotient_event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Iterable, Iterator, Optional, Sequence, Tuple

    from ..numerals import Number
    from .computed import Computed
    from .trace import Event

PATHS = ("3", "4", "5", "7")  # the equations that are shown path by path


def explain(case: Case, chosen: Optional[Chosen] = None, exact: bool = False) -> int:
    """Explain a case on standard output; the exit status.  BadUsage where there is nothing to explain."""
    chosen = chosen or Chosen()
    chosen.must_fit(case)
    done = computed(case, exact)
    if done.why:
        print(f"backprop-ref: {escaped(case.id)}: {one_line(done.why)}", file=sys.stderr)
    text = Explanation(Screen.of(sys.stdout), done, chosen)
    if done.digits is None:
        text.put()
    else:
        with precision(done.digits):
            text.put()
    if not text.page.anything:
        raise BadUsage(f"{chosen.options()}: the case has nothing there")
    return 0


class Explanation:
    """The text, on a screen: what was chosen of it."""

    def __init__(self, screen: Screen, done: Computed, chosen: Chosen) -> None:
        self.screen = screen
        self.page = Page(screen, done.figures, everything=chosen.neuron is not None)
        self.done = done
        self.chosen = chosen
        self.case = done.case
        self.step = done.step

    def put(self) -> None:
        """All of it."""
        self.page.head(HEAD, self._put_head)
        n = len(self.case.examples)
        shown = picked(n) if self.chosen.example is None else [self.chosen.example]
        for i in shown:
            if i is None:
                self.page.head(EXAMPLE, None)
                self.screen.put_gap()
                self.page.put_dim(f"… examples 4 to {n - 4} …")
            else:
                self._put_example(i)
        self._put_paths([i for i in shown if i is not None][0])
        if n > 1:
            self.page.head(EXAMPLE, None)
            self.page.section(f"All examples: the {self.case.reduction}", RULES.reductions[self.case.reduction])
            self._put_layers(batch_events(self.case, self.step), self._name)
        self.page.section("Update", equations.updated_weights, equations.updated_bias)
        self._put_layers(update_events(self.case, self.step), self._name)
        if self.step.network is not None and self.chosen.everything:
            self._put_costs(self.step.network)
        if self.chosen.equation in (None, 12, 13, 14) and self.chosen.example is None:
            self.page.section("δ_j or Σ_j δ_j?")
            self.page.begin()
            neuron, widths = self.chosen.neuron, self.case.network.sizes[1:]
            layers = [l for l in self.chosen.layers(self.case) if neuron is None or neuron < widths[l]]
            put_bias_question(self.screen, self.done, layers, neuron)

    # ---- the head ----------------------------------------------------------------------------

    def _put_head(self) -> None:
        """What is computed, and how it is written."""
        case = self.case
        self.screen.put(self.screen.paint("heading", "Backpropagation, every equation with its numbers"))
        self.screen.put()
        self._put_field("case", escaped(case.id) + (f": {escaped(case.note)}" if case.note else ""))
        sizes = "-".join(str(size) for size in case.network.sizes)
        self._put_field("network", f"{sizes}: {', '.join(layer.activation for layer in case.network.layers)}")
        self._put_field("cost", f"{case.cost}, C = {COSTS[case.cost].formula}")
        if case.alpha is not None:
            self._put_field("rate", f"α = {self.done.figures.of(case.alpha)}")
        if len(case.examples) > 1:
            self._put_field("examples", f"{len(case.examples)}; C is the {case.reduction} of theirs")
        else:
            self._put_example_numbers(0)
        self._put_field("numbers", self.done.how)
        self.screen.put()
        self.screen.put_wrapped(
            "Layers l, neurons and examples i count from 0. j is a neuron of the layer, k of the one before, m of the "
            "one after; w_jk^l leads from k to j, l is its layer. C is the cost, σ the activation.",
        )

    def _put_field(self, name: str, text: str) -> None:
        self.screen.put_wrapped(text, f"{name:<9}", " " * 9)

    def _put_example_numbers(self, i: int) -> None:
        for name, values in (("x", self.case.examples[i].x), ("y", self.case.examples[i].y)):
            texts = ["…" if n is None else self.done.figures.of(values[n]) for n in picked(len(values))]
            self._put_field(name, ", ".join(texts))

    # ---- its sections ------------------------------------------------------------------------

    def _put_example(self, i: int) -> None:
        """Forward, backward, gradients."""
        case, step = self.case, self.step
        if len(case.examples) > 1:
            self.page.head(EXAMPLE, lambda: self._put_example_heading(i))
        self.page.section("Forward: from the input to the cost", equations.weighted_sum, equations.activation)
        self._put_layers(forward_events(case, step, i), self._name_and_formula)
        layers = case.network.layers
        first = [equations.softmax_delta if layers[-1].activation == SOFTMAX else equations.output_delta]
        then = [equations.hidden_delta] if len(layers) > 1 else []
        self.page.section("Backward: the error signals δ_j^l = ∂C/∂z_j^l, last layer first", *first, *then)
        self._put_layers(backward_events(case, step, i), self._name_and_slope)
        own = [] if all(layer.shared_bias for layer in layers) else [equations.bias_gradient]
        shared = [equations.shared_bias_gradient] if any(layer.shared_bias for layer in layers) else []
        self.page.section("Gradients", equations.weight_gradients, *own, *shared)
        self._put_layers(gradient_events(case, step, i), self._name)

    def _put_example_heading(self, i: int) -> None:
        self.screen.put_gap()
        self.screen.put(self.screen.paint("heading", f"EXAMPLE {i}"))
        self.screen.put()
        self._put_example_numbers(i)

    def _put_paths(self, i: int) -> None:
        """The chain rule for w_00 of the last two layers; for every weight, if it was chosen by its number."""
        wanted = [number for number in PATHS if [number] == self.chosen.numbers()]
        if not wanted and not self.chosen.everything:
            return
        case = self.case
        of = f" of example {i}" if len(case.examples) > 1 else ""
        self.page.head(EXAMPLE, None)
        self.page.section(f"The same gradient{of} path by path, by the chain rule")
        quotients = Quotients(Case(case.id, case.network, [case.examples[i]], None, case.cost, whole=case.whole))
        for l in self.chosen.layers(case) if wanted else range(len(case.network.layers))[-2:][::-1]:
            anything = False
            for weight in self._weights(l) if wanted else [(0, 0)]:
                if weight is not None:
                    anything = self._put_weight(quotients, wanted, i, l, *weight)
                elif anything:
                    self.screen.put("  …\n")

    def _put_weight(self, quotients: Quotients, wanted: Sequence[str], i: int, l: int, j: int, k: int) -> bool:
        """What the chain rule says of a weight, then its difference quotient; was anything of it wanted?"""
        events = list(path_events(self.case, self.step, i, l, j, k))
        shown = [event for event in events if not wanted or event.equation[0] in wanted]
        for event in shown:
            self.page.put_block([event])
        if not wanted or "3" in wanted:
            self._put_quotient(quotients, i, l, j, k, events[0].value)
        return bool(shown) or "3" in wanted

    def _put_quotient(self, quotients: Quotients, i: int, l: int, j: int, k: int, dC_dw_jk: Number) -> None:
        """(3) for a weight, and why it is not what the chain rule gives, where it is not."""
        try:
            quotient = quotients.of_weight(l, j, k)
        except Unfinished:
            return
        quotient.kinks = [(i, m, n) for _, m, n in quotient.kinks]  # it was taken of this example alone
        sign = sign_between(self.done.figures, dC_dw_jk, quotient)
        event = quotient_event(self.case, i, l, j, k, quotient.value, sign)
        self.page.put_block([event])
        note = about_kink(self.done, of_weight(j, k, l), quotient, event.symbol, dC_dw_jk)
        if note or sign == "≠":
            self.screen.put_wrapped(note or LOST)
            self.screen.put()

    def _weights(self, l: int) -> Iterator[Optional[Tuple[int, int]]]:
        """Those of layer l that were chosen; None where some are left out in the middle."""
        w, neuron = self.case.network.layers[l].w, self.chosen.neuron
        for j in picked(len(w)) if neuron is None else [neuron] if neuron < len(w) else []:
            for k in picked(len(w[0]), neuron is not None) if j is not None else [None]:
                yield None if j is None or k is None else (j, k)

    def _put_costs(self, network: Network) -> None:
        """The cost before and after the update."""
        self.page.section("The cost before and after")
        self.page.begin()
        costs = [("before", self._cost(self.case.network)), ("after", self._cost(network))]
        published = is_worked_example(self.case)
        if published:
            costs.append(("after, with the biases kept", self._cost(with_biases_of(network, self.case.network))))
        wide = max(len(C) for when, C in costs)
        for when, C in costs:
            self.screen.put("  C = " + self.screen.paint("value", C.ljust(wide)) + f"  {when}")
        self.screen.put()
        if published:
            self.screen.put_wrapped(REMARK)

    def _cost(self, network: Network) -> str:
        """The cost of a network for these examples, as a text."""
        case = self.case
        try:
            return self.done.figures.of(total_cost(network, case.examples, case.cost, case.reduction)[0])
        except Unfinished as unfinished:
            return f"none in these numbers ({unfinished.finding()})"

    # ---- its layers --------------------------------------------------------------------------

    def _put_layers(self, events: Iterable[Event], name: Callable[[int], str]) -> None:
        """Those of the events that were chosen."""
        cost = f"cost: {self.case.cost}"
        self.page.put_layers(filter(self.chosen.admits, events), lambda l: cost if l is None else name(l))

    def _name(self, l: int) -> str:
        return f"layer {l}" + (", shared bias" if self.case.network.layers[l].shared_bias else "")

    def _name_and_formula(self, l: int) -> str:
        activation = self.case.network.layers[l].activation
        left = "a_j" if activation == SOFTMAX else "σ(z)"
        return f"{self._name(l)}: {activation}, {left} = {ACTIVATIONS[activation].formula}"

    def _name_and_slope(self, l: int) -> str:
        activation = self.case.network.layers[l].activation
        left = "∂a_i/∂z_j" if activation == SOFTMAX else "σ′(z)"
        return f"{self._name(l)}: {activation}, {left} = {ACTIVATIONS[activation].slope_formula}"


def with_biases_of(network: Network, old: Network) -> Network:
    """The network with the biases of another."""
    layers = [
        Layer.trusted(layer.w, old_layer.b, layer.activation, layer.shared_bias)
        for layer, old_layer in zip(network.layers, old.layers)
    ]
    return Network.trusted(layers, network.number)
