"""Which equations a result breaks on its own numbers: z from its own a, δ from its own z and δ, and so on.

It says whether a slip does what is said of it.  The right-hand sides are the package's own equations, one neuron each.
"""

from __future__ import annotations

from backprop_ref import ACTIVATIONS, COSTS, equations

ROUNDING = 1e-9  # relative; each step starts from the result's own numbers, so only its own rounding is in it


def broken(case: dict, result: dict) -> set[str]:
    """The numbers of the equations that do not hold, and "C" for the cost.

    (10) and (14) are looked at over all examples at once, so a slip in the reduction breaks these two.
    """
    layers = case["layers"]
    found = set()
    fields = (result["weighted_sums"], result["activations"], result["deltas"])
    for example, z, a, delta in zip(case["examples"], *fields):
        for l, layer in enumerate(layers):
            before = a[l - 1] if l else example["x"]
            rows = zip(layer["weights"], biases(layer))
            if not near(z[l], [equations.weighted_sum(w_j, before, b_j) for w_j, b_j in rows]):
                found.add("2")
            if not near(a[l], activations(layer, z[l])):
                found.add("2")
        if not near(delta[-1], output_deltas(case, example["y"], z[-1], a[-1])):
            found.add("9")
        for l, layer in enumerate(layers[:-1]):
            slope, w_next = ACTIVATIONS[layer["activation"]].slope, layers[l + 1]["weights"]
            right = [equations.hidden_delta(delta[l + 1], w_next, j, slope(z_j)) for j, z_j in enumerate(z[l])]
            if not near(delta[l], right):
                found.add("8")
    divisor = len(case["examples"]) if case.get("reduction", "mean") == "mean" else 1
    outputs = [a[-1] for a in result["activations"]]
    C = sum(COSTS[case["cost"]].cost(a_l, example["y"]) for a_l, example in zip(outputs, case["examples"]))
    if not near([result["cost"]], [C / divisor]):
        found.add("C")
    for l, layer in enumerate(layers):
        found |= broken_gradients(case, result, l, divisor)
        if "learning_rate" in case:
            found |= broken_updates(layer, result, l, case["learning_rate"])
    return found


def biases(layer: dict) -> list:
    """One for each neuron."""
    return layer["biases"] * len(layer["weights"]) if layer.get("shared_bias") else layer["biases"]


def activations(layer: dict, z_l: list) -> list:
    sigma = ACTIVATIONS[layer["activation"]].sigma
    return sigma(z_l) if layer["activation"] == "softmax" else [sigma(z_j) for z_j in z_l]


def output_deltas(case: dict, y: list, z_l: list, a_l: list) -> list:
    """(9), of a result's own outputs."""
    activation = case["layers"][-1]["activation"]
    dC_da = [COSTS[case["cost"]].slope(a_j, y_j, len(y)) for a_j, y_j in zip(a_l, y)]
    slope = ACTIVATIONS[activation].slope
    if activation == "softmax":
        return [equations.softmax_delta_by_jacobian(dC_da, slope(a_l, j)) for j in range(len(a_l))]
    return [equations.output_delta(dC_da_j, slope(z_j)) for dC_da_j, z_j in zip(dC_da, z_l)]


def broken_gradients(case: dict, result: dict, l: int, divisor: int) -> set[str]:
    """(10) and (14) of layer l, added up over the examples and divided."""
    layer = case["layers"][l]
    total_w = [[0.0] * len(w_j) for w_j in layer["weights"]]
    total_b = [0.0] * len(layer["biases"])
    for example, a, delta in zip(case["examples"], result["activations"], result["deltas"]):
        for j, delta_j in enumerate(delta[l]):
            dC_dw_j = equations.weight_gradients(delta_j, a[l - 1] if l else example["x"])
            total_w[j] = [total + one for total, one in zip(total_w[j], dC_dw_j)]
            total_b[0 if layer.get("shared_bias") else j] += equations.bias_gradient(delta_j)
    found = set()
    if not near(result["weight_gradients"][l], [[total / divisor for total in row] for row in total_w]):
        found.add("10")
    if not near(result["bias_gradients"][l], [total / divisor for total in total_b]):
        found.add("14")
    return found


def broken_updates(layer: dict, result: dict, l: int, alpha: float) -> set[str]:
    """(11) and (15) of layer l, with the result's own gradients."""
    found = set()
    rows = zip(layer["weights"], result["weight_gradients"][l])
    if not near(result["new_weights"][l], [equations.updated_weights(w_j, alpha, dC_dw_j) for w_j, dC_dw_j in rows]):
        found.add("11")
    pairs = zip(layer["biases"], result["bias_gradients"][l])
    if not near(result["new_biases"][l], [equations.updated_bias(b_j, alpha, dC_db_j) for b_j, dC_db_j in pairs]):
        found.add("15")
    return found


def near(found: object, right: object) -> bool:
    """Whether two numbers or lists of lists of them are equal but for rounding; sums that cancel are near 0."""
    if isinstance(found, list) and isinstance(right, list):
        return len(found) == len(right) and all(near(f, r) for f, r in zip(found, right))
    return abs(found - right) <= ROUNDING * max(abs(found), abs(right), 1e-4)
