"""Two slips in one program: those that were seen together, then some that nobody should have made together."""

from __future__ import annotations

from .drawn import DRAWN
from .program import Slip, pair
from .seen import SEEN

SINGLE = {one.name: one for one in SEEN + DRAWN}


def both(first: str, second: str, seen: str = "drawn", *more: tuple[str, str]) -> Slip:
    """The pair of these two names.  more: what else has to change in the text where one slip meets the other."""
    made = pair(SINGLE[first], SINGLE[second], seen)
    return made._replace(edits=made.edits + more)


PAIRS = [
    both("moved weights go back", "errors go back", "CodingTrain/Toy-Neural-Network-JS and its descendants"),
    both("moved weights go back", "the next layer's slopes, one pattern",
         "csharp.hotexamples.com, DeltasFor2LayersOfNet (its third left out)"),
    both("moved weights go back", "the next layer's function for the slope"),
    both("weights move inside the batch", "every neuron adds the layer's sum", "drawn",
         ("self.bias.value -= rate * self.delta", "self.bias.value -= rate * self.total")),
    both("weight for input", "errors go back",
         "question: Backpropagation demo gives always the same result after training"),
    both("what was added up is fed back", "biases stay where they are", "codeproject.com/Questions/1097336"),
    both("moved weights go back", "first bias for the whole layer"),
    both("no slope in the last layer", "no slope in hidden layers",
         "Bot-Academy/NeuralNetworkFromScratch#3 and makeyourownneuralnetwork/makeyourownneuralnetwork#88, "
         "not together"),
    both("flat array read in the other order", "ε in the logarithm"),
    both("cross entropies over the outputs", "sum for mean"),
    both("tanh for its slope", "z for a"),
    both("leaky relu's slope 0", "averaged twice"),
    both("the layer's deltas summed for a bias", "divided by the number of inputs"),
    both("weights not transposed going back", "the layer's deltas averaged for a bias"),
    both("no bias forward", "biases not averaged"),
    both("uphill", "= for += in a bias"),
    both("relu's mask instead of what came down", "clipping left on"),
    both("bias gradient: all inputs added up", "only the sign of the error"),
    both("squared error without its 2", "sum of deltas times sum of inputs"),
    both("gradients never zeroed", "decay with the sign turned"),
    both("blame not cleared between neurons", "bias gradient always 0"),
    both("bias inside the loop", "= for += in the sum"),
    both("mean over the next layer", "biases without the rate"),
    both("sigmoid's slope for every activation", "bias moved once for each weight"),
    both("bias subtracted", "the bias for its gradient"),
    both("net starts from the old output", "biases moved twice"),
    both("softmax's shortcut for every cost", "hidden layers never moved"),
]
