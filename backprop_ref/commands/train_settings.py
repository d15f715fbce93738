"""How ``train`` trains: from the options, the model that is resumed, and the usual values.

    settings_of    all of it
"""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from .. import ACTIVATIONS
from ..terminal import BadUsage
from ..training import Classes, Model, Settings

USUAL = {"rate": 0.1, "epochs": 100, "batch": 10, "decay": 0.0, "seed": 1, "reduction": "mean"}
USUAL_SCALE = "standard"
USUAL_HIDDEN = [8]
HELD_OUT, ENOUGH = 0.2, 50  # the part of the rows that is held out, where there are so many
WITH_MODEL = ("target", "task", "ignore", "text", "scale", "hidden", "activations", "cost", "reduction", "folds")


def settings_of(args: Namespace, target: Any, model: Model | None) -> Settings:
    """How to train."""
    if model is not None:
        return _resumed(args, model)
    hidden: list[int] = USUAL_HIDDEN if args.hidden is None else args.hidden
    activations = _activations(args.activations, args.cost, len(hidden) + 1, isinstance(target, Classes))
    cost = args.cost or _cost(activations[-1], target)
    batch = _given(args.batch, "batch")
    return Settings(
        hidden, activations, cost, _given(args.rate, "rate"), _given(args.reduction, "reduction"),
        _given(args.epochs, "epochs"), None if batch == "all" else batch, _given(args.decay, "decay"),
        args.early_stop, _given(args.seed, "seed"),
    )


def _given(value: Any, name: str) -> Any:
    return USUAL[name] if value is None else value


def _activations(given: list[str] | None, cost: str | None, layers: int, classes: bool) -> list[str]:
    """One for each layer."""
    if not classes:
        last = "identity"
    elif cost is None or cost == "cross_entropy":
        last = "softmax"
    else:
        last = "sigmoid"
    for name in given or ():
        if name not in ACTIVATIONS:
            raise BadUsage(f"--activations: found {name!r}, expected some of {', '.join(ACTIVATIONS)}")
    if given is None or len(given) == 1 < layers:
        chosen = (given or ["tanh"]) * (layers - 1) + [last]
    else:
        chosen = given
    if len(chosen) != layers:
        raise BadUsage(f"--activations: {len(chosen)} names, expected {layers} (one for each layer) or one")
    if "softmax" in chosen[:-1]:
        raise BadUsage("--activations: found softmax in a hidden layer, expected it only in the output layer")
    return chosen


def _cost(last: str, target: Any) -> str:
    return "cross_entropy" if isinstance(target, Classes) and last == "softmax" else "half_squared_error"


def _resumed(args: Namespace, model: Model) -> Settings:
    """As the model was trained, where no option says otherwise, for so many epochs more."""
    for name in WITH_MODEL:
        if getattr(args, name) is not None:
            option = "classes or --regression" if name == "task" else name
            raise BadUsage(f"--{option}: found with --resume, expected the setting of the model")
    was = model.settings
    if was["epochs"] is None:
        raise BadUsage(f"{args.resume}: found a model without settings, expected a model that was trained")
    if args.batch is not None:
        batch = None if args.batch == "all" else args.batch
    else:
        batch = was["batch_size"]

    def either(name: str, field: str) -> Any:
        given = getattr(args, name)
        return was[field] if given is None else given

    network = model.network
    return Settings(
        network.sizes[1:-1], [layer.activation for layer in network.layers], was["cost"],
        either("rate", "learning_rate"), was["reduction"], was["epochs"] + _given(args.epochs, "epochs"), batch,
        either("decay", "decay"),
        args.early_stop, either("seed", "seed"),
    )
