"""Mistakes of the update, (11) and (15): gradients are right, the new parameters are not."""

from __future__ import annotations

from ..door import RULES
from ..descent import gradient_step

from ..descent import update
from ..network import Layer, Network
from .entry import Mistake
from .passes import relayered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, List, Optional, Sequence, Tuple

    from ..descent import Step
    from ..network import Example
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules

    Move = Callable[[Number, Number, Number], Number]  # of a parameter p, α and its gradient g


# ---- one parameter ---------------------------------------------------------------------------


def weights_by(move: Move) -> Callable[..., Vector]:
    """(11) with each new w_jk by this formula."""
    return lambda w_j, alpha, dC_dw_j: [move(w_jk, alpha, dC_dw_jk) for w_jk, dC_dw_jk in zip(w_j, dC_dw_j)]


def ascent(p: Number, alpha: Number, g: Number) -> Number:
    return p + alpha * g


def rate_twice(p: Number, alpha: Number, g: Number) -> Number:
    return p - alpha * (alpha * g)


def rate_missing(p: Number, alpha: Number, g: Number) -> Number:
    return p - g


def unmoved(p: Number, alpha: Number, g: Number) -> Number:
    return p


def assigned(p: Number, alpha: Number, g: Number) -> Number:
    return -alpha * g


def doubled(p: Number, alpha: Number, g: Number) -> Number:
    return p + (p - alpha * g)


def twice(p: Number, alpha: Number, g: Number) -> Number:
    return p - alpha * g - alpha * g


def times_parameter(p: Number, alpha: Number, g: Number) -> Number:
    return p - alpha * g * p


def divided(p: Number, alpha: Number, g: Number) -> Number:
    return p - g / alpha if alpha != 0 else p


def sign_only(p: Number, alpha: Number, g: Number) -> Number:
    if g == 0:
        return p
    return p - alpha if g > 0 else p + alpha


def adam(p: Number, alpha: Number, g: Number) -> Number:
    """The first step of Adam: m̂ = g, v̂ = g², so g/(√v̂ + 10^−8)."""
    return p - alpha * g / (abs(g) + type(p)(1) / 10**8)


def adam_with(epsilon: int) -> Move:
    """The same with another ε, 10^−epsilon: g/(|g| + ε) is the first step of AdaGrad, too."""
    return lambda p, alpha, g: p - alpha * g / (abs(g) + type(p)(1) / 10**epsilon)


def nesterov(p: Number, alpha: Number, g: Number) -> Number:
    """The first step of Nesterov's momentum with μ = 0.9: g + μg."""
    return p - alpha * (g + g * 9 / 10)


def damped(p: Number, alpha: Number, g: Number) -> Number:
    """The first step of v ← 0.9 v + 0.1 g."""
    return p - alpha * (g / 10)


# ---- layers ----------------------------------------------------------------------------------


def update_by(change: Callable[[Layer, Layer, int, Network, Number, Vector], Layer]) -> Callable[..., Network]:
    """An update whose new layers are changed: of the old one, the new one,
    l, the network, α and the bias gradients."""

    def changed(network: Network, alpha: Number, dC_dw: List[Matrix], dC_db: Matrix, eq: Rules = RULES) -> Network:
        new = update(network, alpha, dC_dw, dC_db, eq)
        pairs = zip(network.layers, new.layers)
        layers = [change(old, layer, l, network, alpha, dC_db[l]) for l, (old, layer) in enumerate(pairs)]
        return Network.trusted(layers, network.number)

    return changed


def hidden_kept(old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector) -> Layer:
    return new if l == len(network.layers) - 1 else old


def first_kept(old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector) -> Layer:
    return old if l == 0 else new


def last_kept(old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector) -> Layer:
    return old if l == len(network.layers) - 1 else new


def hidden_biases_kept(old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector) -> Layer:
    return new if l == len(network.layers) - 1 else relayered(new, b=old.b)


def bias_moved_for_each_weight(
    old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector
) -> Layer:
    return relayered(new, b=[b_j - alpha * dC_db_j * len(old.w[0]) for b_j, dC_db_j in zip(old.b, dC_db_l)])


def moved_by_first(old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector) -> Layer:
    return relayered(new, b=[b_j - alpha * dC_db_l[0] for b_j in old.b])


def one_bias_moved(old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector) -> Layer:
    return relayered(new, b=new.b[:1] + old.b[1:])


def rows_aliased(old: Layer, new: Layer, l: int, network: Network, alpha: Number, dC_db_l: Vector) -> Layer:
    return relayered(new, w=[new.w[-1]] * len(new.w))


def over_examples(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """α divided by the number of examples once more."""
    rate = None if alpha is None else alpha / len(examples)
    return gradient_step(network, examples, rate, cost, reduction, eq)


def times_examples(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """α times the number of examples."""
    rate = None if alpha is None else alpha * len(examples)
    return gradient_step(network, examples, rate, cost, reduction, eq)


def biases_if_several(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """Biases are moved only where there is more than one example."""
    rules = eq if len(examples) > 1 else eq.replaced(updated_bias=unmoved)
    return gradient_step(network, examples, alpha, cost, reduction, rules)


def biases_by_last_weights(
    network: Network, alpha: Number, dC_dw: List[Matrix], dC_db: Matrix, eq: Rules = RULES
) -> Network:
    last = [[dC_dw_j[-1] for dC_dw_j in w[:len(b)]] for w, b in zip(dC_dw, dC_db)]
    return update(network, alpha, dC_dw, last, eq)


# ---- the entries -----------------------------------------------------------------------------

ALL = "p − α ∂C/∂p for every weight and bias p"
WEIGHT, BIAS = "w − α ∂C/∂w", "b − α ∂C/∂b"
NO_OLD_VALUE = "Where the old value is 0, and where no update is asked for."
NO_UPDATE = "Where no update is asked for, and where gradients are 0."


def of_weights(name: str, written: str, shows: str, hidden: str, move: Move) -> Mistake:
    return Mistake(name, "equation", "11", written, WEIGHT, shows, hidden, {"updated_weights": weights_by(move)})


def of_bias(name: str, written: str, shows: str, hidden: str, move: Move) -> Mistake:
    return Mistake(name, "equation", "15", written, BIAS, shows, hidden, {"updated_bias": move})


def of_both(
    name: str, written: str, shows: str, hidden: str, move: Move, kind: str = "equation", also: Sequence[Move] = ()
) -> Mistake:
    equation = "11/15" if kind == "equation" else None
    forms = [{"updated_weights": weights_by(one), "updated_bias": one} for one in (move, *also)]
    return Mistake(name, kind, equation, written, ALL, shows, hidden, forms[0], also=forms[1:])


def of_layers(
    name: str, equation: str, written: str, shows: str, hidden: str, change: Callable[..., Layer]
) -> Mistake:
    return Mistake(
        name, "procedure", equation, written, "all weights by (11), all biases by (15)", shows, hidden,
        {"update": update_by(change)},
    )


def of_rate_per_example(name: str, written: str, shows: str, step: Callable[..., Step]) -> Mistake:
    return Mistake(
        name, "procedure", "11/15", written, ALL, shows, "With one example. " + NO_UPDATE, {"gradient_step": step}
    )


EACH: List[Tuple[str, str, str, str, Move]] = [
    ("ascent", "{p} + α ∂C/∂{p}", "The update goes uphill: the cost grows.", NO_UPDATE, ascent),
    (
        "rate-twice", "{p} − α² ∂C/∂{p}", "The learning rate is multiplied twice.",
        "Where α = 1. " + NO_UPDATE, rate_twice
    ),
    ("rate-missing", "{p} − ∂C/∂{p}", "The learning rate is left out.", "Where α = 1. " + NO_UPDATE, rate_missing),
    ("never-updated", "{p}", "The new value is the old one.", NO_UPDATE, unmoved),
    ("assigned", "−α ∂C/∂{p}", "= in the place of +=: the old value is lost.", NO_OLD_VALUE, assigned),
    ("doubled", "2{p} − α ∂C/∂{p}", "The new value is added to the old one.", NO_OLD_VALUE, doubled),
    ("sign-of-gradient", "{p} − α sign(∂C/∂{p})", "Every step is exactly α long.", NO_UPDATE, sign_only),
    ("updated-twice", "{p} − 2α ∂C/∂{p}", "The step is made twice.", NO_UPDATE, twice),
    (
        "times-parameter", "{p} − α ∂C/∂{p} · {p}", "The step is a share of the parameter: what is 0 stays 0.",
        "Where the parameter is 1. " + NO_UPDATE, times_parameter
    ),
]

ENTRIES = [
    Mistake(
        "bias-moved-by-last-weight", "equation", "15", "b_j − α ∂C/∂w_jk of the last k", "b_j − α ∂C/∂b_j",
        "Gradients are right; the bias moves with the last weight: k was still set by the loop. A shared bias moves "
        "with that of neuron 0.", "Where the last input is 1. Where no update is asked for.",
        {"update": biases_by_last_weights},
    ),
    *(
        of_weights(f"weights-{name}", written.format(p="w"), shows, hidden, move)
        for name, written, shows, hidden, move in EACH
    ),
    *(
        of_bias(f"biases-{name}", written.format(p="b"), shows, hidden, move)
        for name, written, shows, hidden, move in EACH
    ),
    *(
        of_both(f"parameters-{name}", written.format(p="p"), shows, hidden, move)
        for name, written, shows, hidden, move in EACH
    ),
    of_both(
        "rate-divided", "p − (∂C/∂p)/α", "The learning rate divides where it belongs as a factor.",
        "Where α = 1. " + NO_UPDATE, divided,
    ),
    of_both(
        "adam-for-gradient-descent",
        "p − α g/(|g| + 10^−8), g = ∂C/∂p: the first step of Adam, or with another ε of AdaGrad",
        "Every parameter moves by almost exactly α: another optimizer, the default of many libraries.", NO_UPDATE,
        adam, "convention", [adam_with(6), adam_with(7), adam_with(10)],
    ),
    of_both(
        "nesterov-momentum", "p − α(g + 0.9 g), g = ∂C/∂p: the first step of Nesterov's momentum",
        "The step is 1.9 times too long.", NO_UPDATE, nesterov, "convention",
    ),
    of_both(
        "damped-momentum", "p − α · 0.1 ∂C/∂p: the first step of v ← 0.9 v + 0.1 g",
        "The step is ten times too short.", NO_UPDATE, damped, "convention",
    ),
    of_layers(
        "output-layer-only", "11/15", "only the last layer is updated",
        "Hidden layers keep their weights and biases.",
        "Without hidden layers. " + NO_UPDATE, hidden_kept,
    ),
    of_layers(
        "first-layer-never-updated", "11/15", "layer 0 keeps weights and biases", "A loop starts at 1.", NO_UPDATE,
        first_kept,
    ),
    of_layers(
        "last-layer-never-updated", "11/15", "the last layer keeps weights and biases", "A loop ends one too early.",
        NO_UPDATE, last_kept,
    ),
    of_layers(
        "hidden-biases-never-updated", "15", "hidden biases keep their values", "Only the output biases move.",
        "Without hidden layers. " + NO_UPDATE, hidden_biases_kept,
    ),
    of_layers(
        "bias-moved-for-each-weight", "15", "b − n α ∂C/∂b, n the number of inputs",
        "The bias's update stands inside the loop over the weights.", "In layers with one input. " + NO_UPDATE,
        bias_moved_for_each_weight,
    ),
    of_layers(
        "moved-by-first-bias-gradient", "15", "b_j − α ∂C/∂b_0", "All biases of a layer move by the first one's step: "
        "a column minus a list is a matrix, of which the first column was taken.",
        "In layers of one neuron, and where a bias is really shared. " + NO_UPDATE, moved_by_first,
    ),
    of_layers(
        "first-bias-only-updated", "15", "only the bias of neuron 0 moves", "The other biases of a layer stay.",
        "In layers of one neuron, and where a bias is really shared. " + NO_UPDATE, one_bias_moved,
    ),
    of_layers(
        "rows-aliased", "11", "every neuron's row is the last one",
        "One list stands for all rows of a layer, as [[0] * n] * m makes it, and the last write is seen in all.",
        "In layers of one neuron, and where no update is asked for.", rows_aliased,
    ),
    of_rate_per_example(
        "rate-over-examples", "p − (α/N) ∂C/∂p, N the number of examples",
        "The gradient is reduced already; the update divides by N again (or, for a sum, for the first time).",
        over_examples,
    ),
    of_rate_per_example(
        "rate-times-examples", "p − Nα ∂C/∂p, N the number of examples",
        "The mean is reported, the sum is used in the update.", times_examples,
    ),
    Mistake(
        "biases-only-if-several-examples", "procedure", "15", "b, where there is one example", BIAS,
        "With one example biases keep their values.", "With two or more examples. " + NO_UPDATE,
        {"gradient_step": biases_if_several},
    ),
]
