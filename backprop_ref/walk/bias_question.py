"""The question that this package answers, put to the cost itself: is a bias updated with δ_j or with Σ_j δ_j?

For every bias its own δ, the sum of its layer's deltas, how C changes when this bias alone moves and when all
biases of the layer move together.  Everyone can see what each is the derivative of.

    bias_question    the rows of the table, and the notes below it
    cells            a row as texts
    sign_between     the sign between a gradient and its quotient
    about_kink       why they differ at a kink
"""

from __future__ import annotations

from ..activations import SOFTMAX
from ..unfinished import Unfinished
from .figures import Figures, picked
from .finite_differences import Quotient, Quotients, kinks_of
from .records import Question, Row
from .symbols import of_bias, of_neuron
from ..numerals import Iterator, Number, Sequence
from .case_step import Computed

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

LONGEST_WORK = 20_000_000  # products of Decimals, each about a third of a microsecond
LOST = "≠: double precision has lost digits that the quotient has; {} shows them."
SPARE = 10  # digits of a sum of Decimals that rounding may have taken
NEAR = 1e-8  # two numbers shown to 9 digits that differ by less are the same


def bias_rows(done: Computed, l: int, neuron: int | None, quotients: Quotients | None) -> Iterator[Row | None]:
    """A row for each bias of layer l, or for that of one neuron; None where some are left out in the middle."""
    layer, dC_db = done.case.network.layers[l], done.step.dC_db[l]
    total: Number = 0
    size: Number = 0
    for dC_db_j in dC_db:
        total, size = total + dC_db_j, size + abs(dC_db_j)
    if done.digits is not None and abs(total) < size / 10 ** (done.digits - SPARE):
        total = total * 0  # what rounding leaves of a sum that is 0
    together = _taken(quotients, l)
    if layer.shared_bias:
        yield Row(l, str(of_bias(0, l, True)), None, None, total, together, float(size))
        return
    for j in picked(len(layer.b)) if neuron is None else [neuron]:
        if j is None:
            yield None
        else:
            bias, alone = str(of_bias(j, l, False)), _taken(quotients, l, j)
            yield Row(l, bias, dC_db[j], alone, total, together, float(size))


def _taken(quotients: Quotients | None, l: int, j: int | None = None) -> Quotient | None:
    if quotients is None:
        return None
    try:
        return quotients.of_layer(l) if j is None else quotients.of_bias(l, j)
    except Unfinished:
        return None


def quotients_of(done: Computed, layers: Sequence[int], neuron: int | None) -> Quotients | None:
    """What takes the quotients; None where that would take long and nobody asked for one neuron's."""
    network = done.case.network
    weights = sum(len(layer.w) * len(layer.w[0]) for layer in network.layers)
    biases = sum(len(picked(len(network.layers[l].b))) + 1 for l in layers)
    if neuron is None and 2 * biases * weights * len(done.case.examples) > LONGEST_WORK:
        return None
    return Quotients(done.case)


def bias_question(done: Computed, layers: Sequence[int], neuron: int | None = None) -> Question:
    """For these layers, all neurons or one."""
    quotients = quotients_of(done, layers, neuron)
    asked = [
        "Is a bias updated with its own δ, or with the sum of its layer's deltas? Ask the cost: move b by ±h, run only "
        "the forward pass, and compute the quotient (C(b + h) − C(b − h))/2h."
    ]
    if len(done.case.examples) > 1:
        asked.append(f"Here each δ is the {done.case.reduction} over all examples.")
    rows_of_layers = [list(bias_rows(done, l, neuron, quotients)) for l in layers]
    rows = [row for rows_of_layer in rows_of_layers for row in rows_of_layer if row is not None]
    return Question(asked, rows_of_layers, list(_notes(done, rows, quotients is None)))


# ---- as texts --------------------------------------------------------------------------------


def cells(figures: Figures, row: Row | None) -> list[str]:
    """A row of the table: the bias, then δ, sign, quotient, and the same of Σδ.

    >>> cells(Figures(), Row(0, "b_0^0", 0.5, None, 0.75, None, 0.75))
    ['b_0^0', '0.5', '', '', '0.75', '', '']
    """
    if row is None:
        return ["…"] + [""] * 6
    own = ["", "", ""] if row.delta is None else _pair(figures, row.delta, row.alone, 0.0)
    return [row.bias, *own, *_pair(figures, row.total, row.together, row.size)]


def _pair(figures: Figures, value: Number, quotient: Quotient | None, size: float) -> list[str]:
    """A number, the quotient beside it, and the sign between."""
    text = figures.of(value)
    if quotient is None:
        return [text, "", ""]
    sign, mark = sign_between(figures, value, quotient, size), _mark(figures, value, quotient, size)
    return [text, sign, _quotient_text(figures, quotient) + mark]


def _quotient_text(figures: Figures, quotient: Quotient) -> str:
    return (Figures() if quotient.kinks else figures).of(quotient.value)


def sign_between(figures: Figures, value: Number, quotient: Quotient, size: float = 0.0) -> str:
    """=, ≈ or ≠: between a gradient and its quotient as they are shown.

    >>> from .finite_differences import Quotient
    >>> sign_between(Figures(), 0.5, Quotient(0.5, 0.5, 0.5, [])), sign_between(Figures(), 4, Quotient(7, 4, 10, []))
    ('=', '≠')
    """
    if figures.of(value) == _quotient_text(figures, quotient):
        return "="
    one, other = float(value), float(quotient.value)
    return "≈" if abs(one - other) <= NEAR * max(abs(other), size) else "≠"


def _notes(done: Computed, rows: Sequence[Row], untaken: bool) -> Iterator[str]:
    """What is to be said below the table: where a quotient is not a derivative, and what sums to 0."""
    layers = done.case.network.layers
    kinked = []
    for row in rows:
        if row.alone is not None and row.delta is not None and row.alone.kinks:
            kinked.append(about_kink(done, f"{row.bias} alone", row.alone, "δ", row.delta))
        if row.together is not None and row.together.kinks:
            kinked.append(about_kink(done, f"every b of layer {row.l}", row.together, "Σδ", row.total, row.size))
    notes = [note for note in dict.fromkeys(kinked) if note]
    yield from notes
    if not notes and any("≠" in cells(done.figures, row) for row in rows):
        yield LOST.format(done.exactly)
    if untaken:
        yield "The quotients are left out, since they take long here: --layer L --neuron J shows those of one bias."
    if layers[-1].activation == SOFTMAX and any(row.l == len(layers) - 1 for row in rows):
        yield (
            "With softmax the deltas of the layer always add up to 0: shifting every z changes no output. A program "
            "that updates the biases with their sum never trains them at all."
        )
    shared = [row.bias for row in rows if row.delta is None]
    if shared:
        which = f"{shared[0]} is" if len(shared) == 1 else f"{', '.join(shared[:-1])} and {shared[-1]} are each"
        yield (
            f"{which} one bias for all neurons of a layer: when it moves, every z of the layer moves, so Σδ is its "
            "gradient."
        )
    if len(shared) < len(rows):
        yield (
            "So δ_j says how C changes when b_j alone moves: it is ∂C/∂b_j by (14), the gradient that (15) uses. The "
            "sum of the "
            "deltas says how C changes when all biases of the layer move together: it is a gradient only if they are "
            "one shared bias."
        )


def _mark(figures: Figures, value: Number, quotient: Quotient, size: float) -> str:
    """The mark of a quotient that a note is about: no derivative, or one at a kink that the gradient is not."""
    told = quotient.parted or quotient.kinks and sign_between(figures, value, quotient, size) == "≠"
    return "*" if told else ""


def about_kink(
    done: Computed, moved: str, quotient: Quotient, name: str, value: Number, size: float = 0.0
) -> str:
    """Why a gradient is not the quotient taken at a kink; empty where there is nothing to explain."""
    if not _mark(done.figures, value, quotient, size):
        return ""
    i, l, j = quotient.kinks[0]
    example = f" of example {i}" if len(done.case.examples) > 1 else ""
    slope = _slope_at_kink(done, quotient)
    several = " and others stand" if len(quotient.kinks) > 1 else " stands"
    left, right, middle = (Figures().of(side) for side in (quotient.left, quotient.right, quotient.value))
    place = (
        f"* {moved}: {of_neuron('z', j, l)}{example}{several} on the kink of "
        f"{done.case.network.layers[l].activation}. "
    )
    if not quotient.parted:
        return f"{place}C still has a derivative there, {middle}, but {name}, with {slope} at each kink, differs."
    taken = {left: "the left one", right: "the right one"}.get(Figures().of(value), "one side at each kink")
    return (
        f"{place}There C has no derivative, only one on each side: {left} on the left, {right} on the right. The "
        f"quotient lies halfway between; {name}, with {slope}, is {taken}."
    )


def _slope_at_kink(done: Computed, quotient: Quotient) -> str:
    """σ′ with the z of the kink on which the first neuron stands."""
    i, l, j = quotient.kinks[0]
    z_j = done.step.z[i][l][j]
    return f"σ′({min(kinks_of(done.case.network, l), key=lambda kink: abs(float(z_j) - kink))})"
