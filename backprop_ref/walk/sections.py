"""The walk through a case as data: its sections, in the order in which they are read.

    walk    of a case, all of it or what was chosen

What is shown is decided here, how it is shown is not: ``on_screen`` puts it on a terminal, ``markdown`` and ``html``
write it for others.  Of many neurons, and of many events of one rule, those in the middle are left out here.
"""

from __future__ import annotations

from .. import equations
from ..activations import ACTIVATIONS, SOFTMAX
from ..door import RULES
from ..unfinished import Unfinished
from ..cases import Case, is_worked_example
from ..network import Layer, Network
from ..terminal import BadUsage
from .bias_question import LOST, about_kink, bias_question, sign_between
from .chain_rule_events import path_events, quotient_event
from .chosen import Chosen
from .case_step import computed
from .step_events import backward_events, batch_events, forward_events, gradient_events, update_events
from .figures import picked
from .finite_differences import Quotients, in_precision, total_cost
from .records import CostRow, Elided, Group, Note, Section, Walk
from .symbols import of_weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable
    from collections.abc import Iterable, Iterator, Sequence

    from ..numerals import Number
    from .case_step import Computed
    from .step_events import Event
    from .records import Block, Part

    Naming = Callable[[int], Group]

CROSS_ENTROPY = "cross_entropy"
NEARLY_1 = 1e-9  # what is between a sum of written targets and 1
IS_DIFFERENCE = (
    "The targets add up to 1, so softmax with cross_entropy gives δ_j = a_j − y_j: each ∂C/∂a_i is −y_i/a_i, and a_i "
    "cancels."
)
SHARED_MOVES = "b^l ← b^l − α ∂C/∂b^l = b^l − α Σ_j δ_j^l"
PATHS = ("3", "4", "5", "7")  # the equations that are shown path by path


def walk(
    case: Case,
    chosen: Chosen | None = None,
    exact: bool = False,
    digits: int | None = None,
    exactly: str = "--exact",
) -> Walk:
    """The walk through a case.  BadUsage where it has no step, or nothing of what was chosen.

    exact: in correctly rounded numbers, or fractions.  digits: that are shown, else 9, of exact numbers all.
    exactly: how exact numbers are asked for, by whoever reads it.

    >>> from backprop_ref.cases import worked_example
    >>> [section.name for section in walk(worked_example()).sections]
    ['forward', 'backward', 'gradients', 'paths', 'update', 'costs', 'bias']
    """
    chosen = chosen or Chosen()
    chosen.must_fit(case)
    done = computed(case, exact, digits, exactly)
    writer = _Sections(done, chosen)
    with in_precision(done.digits):
        sections = list(writer.all())
    if not any(isinstance(section, Section) for section in sections):
        raise BadUsage(f"{chosen.options()}: the case has nothing there")
    return Walk(done.case, done.step, chosen, done.figures, done.digits, done.how, done.why, sections)


class _Sections:
    """What makes them: what was computed, and what was chosen of it."""

    def __init__(self, done: Computed, chosen: Chosen) -> None:
        self.done = done
        self.chosen = chosen
        self.case = done.case
        self.step = done.step
        self.eq = done.eq
        self.everything = chosen.neuron is not None  # is nothing left out?

    def all(self) -> Iterator[Section | Elided]:
        """Those that hold something."""
        n = len(self.case.examples)
        shown = picked(n) if self.chosen.example is None else [self.chosen.example]
        for i in shown:
            if i is None:
                yield Elided("examples", 4, n - 4)
            else:
                yield from filter(_holds, self._of_example(i))
        others = [self._paths([i for i in shown if i is not None][0])]
        if n > 1:
            others.append(self._batch())
        others += [self._update(), self._costs(), self._bias_question()]
        yield from filter(_holds, others)

    # ---- of one example ----------------------------------------------------------------------

    def _of_example(self, i: int) -> Iterator[Section]:
        """Forward, backward, gradients."""
        case, step, layers = self.case, self.step, self.case.network.layers
        example = i if len(case.examples) > 1 else None
        groups = self._groups(forward_events(case, step, i, self.eq), self._with_formula)
        title = "Forward: from the input to the cost"
        rules: list[Callable[..., object]] = [equations.weighted_sum, equations.activation]
        yield Section("forward", example, title, self._stated(rules), groups)
        first: list[Callable[..., object]] = [equations.output_delta]
        if layers[-1].activation == SOFTMAX:
            first = [equations.softmax_sum, equations.softmax_delta]
        then = [equations.hidden_delta] if len(layers) > 1 else []
        title = "Backward: the error signals δ_j^l = ∂C/∂z_j^l, last layer first"
        groups = self._groups(backward_events(case, step, i, self.eq), self._with_slope)
        if groups and self._is_difference(i):
            groups.insert(1, Note(IS_DIFFERENCE))
        yield Section("backward", example, title, self._stated(first + then), groups)
        own = [] if all(layer.shared_bias for layer in layers) else [equations.bias_gradient]
        shared = [equations.shared_bias_gradient] if any(layer.shared_bias for layer in layers) else []
        groups = self._groups(gradient_events(case, step, i, self.eq), self._named)
        stated = self._stated([equations.weight_gradients, *own, *shared])
        yield Section("gradients", example, "Gradients", stated, groups)

    def _is_difference(self, i: int) -> bool:
        """Does a_j − y_j come out as δ_j of the last layer, and is that layer to be shown?"""
        layers, chosen = self.case.network.layers, self.chosen
        total: Number = 0
        for y_j in self.case.examples[i].y:
            total = total + y_j
        is_shown = chosen.asks("6", "9") and chosen.layer in (None, len(layers) - 1)
        both = layers[-1].activation == SOFTMAX and self.case.cost == CROSS_ENTROPY
        return is_shown and both and bool(abs(total - 1) < NEARLY_1)

    def _paths(self, i: int) -> Section | None:
        """The chain rule for w_00 of the last two layers; for every weight, if it was chosen by its number."""
        wanted = [number for number in PATHS if number in self.chosen.numbers()]
        if not wanted and not self.chosen.everything:
            return None
        case, layers = self.case, self.case.network.layers
        of = f" of example {i}" if len(case.examples) > 1 else ""
        one = Case(case.id, case.network, [case.examples[i]], None, case.cost, whole=case.whole)
        quotients = Quotients(one)
        parts: list[Part] = []
        neurons: set[tuple[int, int]] = set()  # of which (7) was shown: it is the same for all weights of a neuron
        for l in self.chosen.layers(case) if wanted else range(len(layers))[-2:][::-1]:
            anything = False
            for weight in self._weights(l, wanted == ["7"]) if wanted else [(0, 0)]:
                if weight is not None:
                    j, k = weight
                    without = "7" if (l, j) in neurons else ""
                    of_weight_jk = list(self._of_weight(quotients, wanted, i, l, j, k, without))
                    neurons.add((l, j))
                    parts += of_weight_jk
                    anything = bool(of_weight_jk)
                elif anything:
                    what, of_them = ("neurons", layers[l].w) if wanted == ["7"] else ("weights", layers[l].w[0])
                    parts.append(Group(l, "", [Elided(what, 4, len(of_them) - 4)]))
        return Section("paths", None, f"The same gradient{of} path by path, by the chain rule", [], parts)

    def _of_weight(
        self, quotients: Quotients, wanted: Sequence[str], i: int, l: int, j: int, k: int, without: str
    ) -> Iterator[Part]:
        """What the chain rule says of a weight, but for one equation, then its difference quotient."""
        events = list(path_events(self.case, self.step, i, l, j, k, self.eq))
        for event in events:
            if event.equation != without and (not wanted or event.equation[0] in wanted):
                yield Group(l, "", [[event]])
        if not wanted or "3" in wanted:
            yield from self._quotient(quotients, i, l, j, k, events[0].value)

    def _quotient(self, quotients: Quotients, i: int, l: int, j: int, k: int, dC_dw_jk: Number) -> Iterator[Part]:
        """(3) for a weight, and why it is not what the chain rule gives, where it is not."""
        try:
            quotient = quotients.of_weight(l, j, k)
        except Unfinished:
            return
        quotient.kinks = [(i, m, n) for _, m, n in quotient.kinks]  # it was taken of this example alone
        sign = sign_between(self.done.figures, dC_dw_jk, quotient)
        event = quotient_event(self.case, i, l, j, k, quotient.value, sign)
        yield Group(l, "", [[event]])
        note = about_kink(self.done, str(of_weight(j, k, l)), quotient, str(event.symbol), dC_dw_jk)
        if note or sign == "≠":
            yield Note(note or LOST.format(self.done.exactly))

    def _weights(self, l: int, one_each: bool = False) -> Iterator[tuple[int, int] | None]:
        """Those of layer l that were chosen; None where some are left out in the middle.  one_each: of every neuron."""
        w, neuron = self.case.network.layers[l].w, self.chosen.neuron
        for j in picked(len(w)) if neuron is None else [neuron] if neuron < len(w) else []:
            ks = picked(1 if one_each else len(w[0]), neuron is not None)
            for k in ks if j is not None else [None]:
                yield None if j is None or k is None else (j, k)

    # ---- of all examples ---------------------------------------------------------------------

    def _batch(self) -> Section:
        """What is added up, or averaged, over the examples."""
        reduction = self.case.reduction
        groups = self._groups(batch_events(self.case, self.step, self.eq), self._named)
        stated = self._stated([RULES.reductions[reduction]])
        return Section("batch", None, f"All examples: the {reduction}", stated, groups)

    def _update(self) -> Section:
        """The new weights and biases."""
        groups = self._groups(update_events(self.case, self.step), self._named)
        stated = self._stated([equations.updated_weights, equations.updated_bias])
        return Section("update", None, "Update", [self._in_full(number, text) for number, text in stated], groups)

    def _in_full(self, number: str, equation: str) -> tuple[str, str]:
        """An update as it is made: with the sum or mean over the examples, and over a layer that shares its bias."""
        shared = number == "(15)" and all(layer.shared_bias for layer in self.case.network.layers)
        if len(self.case.examples) == 1:
            return number, SHARED_MOVES if shared else equation
        symbol = "w_jk^l" if number == "(11)" else "b^l" if shared else "b_j^l"
        total = f"Σ_i ∂C_i/∂{symbol}"
        reduced = total if self.case.reduction == "sum" else f"({total})/{len(self.case.examples)}"
        return number, f"{symbol} ← {symbol} − α ∂C/∂{symbol}, where ∂C/∂{symbol} = {reduced}"

    def _costs(self) -> Section | None:
        """The cost before and after the update."""
        network, old = self.step.network, self.case.network
        if network is None or not self.chosen.everything:
            return None
        rows: list[Part] = [CostRow("before", self.step.C), self._cost("after", network)]
        if is_worked_example(self.case):
            from ..cases import REMARK

            rows += [self._cost("after, with unchanged biases", with_biases_of(network, old)), Note(REMARK)]
        return Section("costs", None, "The cost before and after", [], rows)

    def _cost(self, when: str, network: Network) -> CostRow:
        case = self.case
        try:
            return CostRow(when, total_cost(network, case.examples, case.cost, case.reduction)[0])
        except Unfinished as unfinished:
            return CostRow(when, None, f"none in these numbers ({unfinished.finding()})")

    def _bias_question(self) -> Section | None:
        """δ_j or Σ_j δ_j, put to the cost itself."""
        chosen = self.chosen
        if not (chosen.asks("12", "13", "14") and chosen.example is None):
            return None
        neuron, widths = chosen.neuron, self.case.network.sizes[1:]
        layers = [l for l in chosen.layers(self.case) if neuron is None or neuron < widths[l]]
        return Section("bias", None, "δ_j or Σ_j δ_j?", [], [bias_question(self.done, layers, neuron)])

    # ---- what stands above -----------------------------------------------------------------------

    def _stated(self, rules: Sequence[Callable[..., object]]) -> list[tuple[str, str]]:
        """The equations of rules, each with its number, as their docstrings have them; those that were chosen."""
        found, numbers = [], self.chosen.numbers()
        for rule in rules:
            for line in stated(rule):
                number, _, equation = line.partition("  ")
                if not numbers or number.strip("()").partition(",")[0] in numbers:
                    found.append((number, equation))
        return found

    # ---- layer by layer ----------------------------------------------------------------------

    def _groups(self, events: Iterable[Event], named: Naming) -> list[Part]:
        """Those of the events that were chosen: they come layer by layer, what is of no layer last."""
        layers: list[list[Event]] = []
        for event in filter(self.chosen.admits, events):
            if not layers or event.l != layers[-1][0].l:
                layers.append([])
            layers[-1].append(event)
        groups: list[Part] = []
        for layer in layers:
            l = layer[0].l
            group = Group(None, f"cost: {self.case.cost}", []) if l is None else named(l)
            group.blocks = self._blocks(layer)
            groups.append(group)
        return groups

    def _blocks(self, events: list[Event]) -> list[Block]:
        """The events of one layer, those of one neuron together; before them what all of a softmax layer take, what is
        of no neuron last."""
        neurons: dict[float, list[Event]] = {}
        for event in events:
            first = event.rule == "softmax_sum" or event.rule == "cost_slope" and event.equation != "9"
            place = -1 if first else float("inf") if event.j is None else event.j
            neurons.setdefault(place, []).append(event)
        js = sorted(neurons)
        return [
            Elided("neurons", 4, len(js) - 4) if n is None else self._shortened(neurons[js[n]])
            for n in picked(len(js), self.everything)
        ]

    def _shortened(self, events: Sequence[Event]) -> list[Event | None]:
        """The events of one neuron; of many of the same rule those in the middle left out."""
        shown: list[Event | None] = []
        for run in _by_rule(events):
            shown += [None if n is None else run[n] for n in picked(len(run), self.everything)]
        return shown

    def _named(self, l: int) -> Group:
        shared = ", shared bias" if self.case.network.layers[l].shared_bias else ""
        return Group(l, f"layer {l}{shared}", [])

    def _with_formula(self, l: int) -> Group:
        group, activation = self._named(l), self.case.network.layers[l].activation
        group.entry, group.formula = activation, ACTIVATIONS[activation].formula
        group.left = "a_j" if activation == SOFTMAX else "σ(z)"
        return group

    def _with_slope(self, l: int) -> Group:
        group, activation = self._named(l), self.case.network.layers[l].activation
        group.entry, group.formula = activation, ACTIVATIONS[activation].slope_formula
        group.left = "∂a_i/∂z_j" if activation == SOFTMAX else "σ′(z)"
        return group


def _holds(section: Section | None) -> bool:
    """Is there something in it?"""
    return section is not None and bool(section.parts)


def _by_rule(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Runs of events of the same rule."""
    run: list[Event] = []
    for event in events:
        if run and event.rule != run[0].rule:
            yield run
            run = []
        run.append(event)
    yield run


def stated(rule: Callable[..., object]) -> list[str]:
    """The line of a docstring that is the equation; none where docstrings were stripped (python -OO).

    >>> from backprop_ref.equations import updated_bias
    >>> stated(updated_bias)
    ['(15)  b_j^l ← b_j^l − α δ_j^l']
    """
    return (rule.__doc__ or "").splitlines()[:1]


def with_biases_of(network: Network, old: Network) -> Network:
    """The network with the biases of another."""
    layers = [
        Layer.trusted(layer.w, old_layer.b, layer.activation, layer.shared_bias)
        for layer, old_layer in zip(network.layers, old.layers)
    ]
    return Network.trusted(layers, network.number)
