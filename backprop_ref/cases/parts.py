"""A network or an example alone, as the objects of the data format (docs/format.md), written and read back.

    network_object, read_network    {"layers": […]}, each layer as in a case
    example_object, read_example    {"x": […], "y": […]}
"""

from __future__ import annotations

from ..network import Example, Network
from .reading import _example, _fields, _has_fraction, _layer, _list, _Numbers, _object
from .writing import written_number
from typing import Any


def network_object(network: Network) -> dict[str, Any]:
    """The network as the object that JSON writes; read_network gives the same network, to the last bit.

    >>> from backprop_ref import Layer
    >>> network_object(Network([Layer([[0.5]], [2.0], "tanh")]))
    {'layers': [{'activation': 'tanh', 'weights': [[0.5]], 'biases': [2.0]}]}
    """
    layers = []
    for layer in network.layers:
        weights = [[written_number(w_jk) for w_jk in w_j] for w_j in layer.w]
        biases = [written_number(b_j) for b_j in layer.b]
        written: dict[str, Any] = {"activation": layer.activation, "weights": weights, "biases": biases}
        if layer.shared_bias:
            written["shared_bias"] = True
        layers.append(written)
    return {"layers": layers}


def read_network(text: str | bytes | dict[str, Any]) -> Network:
    """A network from its JSON text, or from what json.loads made of it; ValueError, with the place, where it is none.

    >>> read_network('{"layers": [{"activation": "tanh", "weights": [[0.5]], "biases": [2.0]}]}')
    Network(1-1, tanh, float)
    """
    given = text if isinstance(text, dict) else _object(text)
    _fields(given, "", ("layers",), ("layers",))
    numbers = _Numbers(exact=_has_fraction([given["layers"]]))
    return Network([_layer(layer, f"layers[{l}]", numbers) for l, layer in enumerate(_list(given["layers"], "layers"))])


def example_object(example: Example) -> dict[str, Any]:
    """The example as the object that JSON writes.

    >>> from backprop_ref import Example
    >>> example_object(Example([0.5], [1.0]))
    {'x': [0.5], 'y': [1.0]}
    """
    return {"x": [written_number(x_k) for x_k in example.x], "y": [written_number(y_j) for y_j in example.y]}


def read_example(text: str | bytes | dict[str, Any]) -> Example:
    """An example from its JSON text, or from what json.loads made of it; ValueError, with the place, where it is none.

    >>> read_example('{"x": [0.5], "y": [1]}')
    Example(x=[0.5], y=[1.0])
    """
    given = text if isinstance(text, dict) else _object(text)
    return _example(given, "example", _Numbers(exact=_has_fraction(list(given.values()))))
