"""The catalogue of mistakes, one module for each part of the step; ``backprop_ref.mistakes`` is its door."""
