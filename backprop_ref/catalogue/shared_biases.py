"""Mistakes of the gradient of a bias that a whole layer shares (14)."""

from __future__ import annotations

from ..descent import Step

from ..door import RULES
from ..descent import gradient_step
from .entry import Mistake
from .passes import total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

    from ..network import Example, Network
    from ..numerals import Matrix, Number, Vector
    from ..rules import Rules


def last_delta_of_last_example(
    network: Network, examples: Sequence[Example], alpha: Optional[Number], cost: str, reduction: str, eq: Rules = RULES
) -> Step:
    """= in the place of += for a shared bias over the whole batch: the last example's last δ is all that is left."""
    last = eq.backpropagate(network, examples[-1], cost, eq)

    def changed(
        total_w: List[Matrix], total_b: Matrix, n: int, reduction: str, rules: Rules = RULES
    ) -> Tuple[List[Matrix], Matrix]:
        left = [[last.delta[l][-1]] if layer.shared_bias else total_b[l] for l, layer in enumerate(network.layers)]
        return eq.reduce(total_w, left, n, reduction, rules)  # type: ignore[no-any-return]

    return gradient_step(network, examples, alpha, cost, reduction, eq.replaced(reduce=changed))


# ---- the entries -----------------------------------------------------------------------------

def of_shared_bias(
    name: str, written: str, shows: str, rule: Callable[[Vector], Number], also: Sequence[Dict[str, Any]] = ()
) -> Mistake:
    return Mistake(
        name, "equation", "14", f"∂C/∂b = {written} for a bias that the layer shares", "∂C/∂b = Σ_j δ_j",
        shows, "Without a shared bias, and in layers of one neuron.", {"shared_bias_gradient": rule}, also=also,
    )


ENTRIES = [
    of_shared_bias(
        "shared-bias-mean", "(1/n) Σ_j δ_j", "The bias moves n times too slowly.",
        lambda delta: total(delta) / len(delta),
    ),
    of_shared_bias("shared-bias-first-delta", "δ_0", "Only the first neuron counts.", lambda delta: delta[0]),
    of_shared_bias(
        "shared-bias-last-delta", "δ_j of the last j", "Each δ overwrites the one before it.", lambda delta: delta[-1],
        also=[{"gradient_step": last_delta_of_last_example}],
    ),
    of_shared_bias("shared-bias-gradient-0", "0", "The bias never moves.", lambda delta: delta[0] * 0),
]
