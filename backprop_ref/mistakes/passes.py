"""The passes with their slots open: every argument of an equation first goes through the slips in its slot.

    Course    forward, backward, gradients, reduce, update as rules; each equation is the one of ``eq``
    SLOTS     the slots by name, each beside its equation

A change is a function of the Place, the neuron j and what should stand in the slot, to what stands there instead.
With an answer's own numbers (own) a Course goes on from them, layer by layer, and keeps what it would have computed.

Over 400 lines, since the table of slots stands beside the passes that fill them.
"""

from __future__ import annotations

from typing import Any, Callable

from ..activations import SOFTMAX
from ..door import RULES
from ..network import Example, Layer, Network
from ..rules import Rules
from .places import Matrix, Number, Place, Vector, biases, total

Change = Callable[[Place, int, Any], Any]


class Slot:
    """A place in an equation where something else can stand.

    name: for naming slips.  equation: its number.  symbol: what stands there.  written: the equation, with {} there.
    over: what j runs over in it; a vector slot holds one number for each k or m.  layers: where it is.
    """

    __slots__ = ("name", "equation", "symbol", "written", "vector", "layers")

    def __init__(
        self, name: str, equation: str | None, symbol: str, written: str, vector: str = "", layers: str = "all",
    ) -> None:
        self.name = name
        self.equation = equation
        self.symbol = symbol
        self.written = written
        self.vector = vector
        self.layers = layers

    def formula(self, instead: str) -> str:
        """The equation with something else in the slot."""
        return self.written.format(instead)


SLOTS = {
    one.name: one for one in (
        # what the case gives
        Slot("given-inputs", "2/10", "x_k", "z_j^0 = Σ_k w_jk {} + b_j", "k"),
        Slot("given-targets", "9", "y_j", "C and ∂C/∂a_j of {}", "j", "last"),
        # (2)
        Slot("weights", "2", "w_jk", "z_j = Σ_k {} a_k + b_j", "k"),
        Slot("inputs", "2", "a_k", "z_j = Σ_k w_jk {} + b_j", "k"),
        Slot("sum", "2", "Σ_k w_jk a_k", "z_j = {} + b_j", "terms"),
        Slot("bias", "2", "b_j", "z_j = Σ_k w_jk a_k + {}"),
        Slot("weighted-sum", "2", "z_j", "z_j = {}"),
        Slot("argument", "2", "z_j", "a_j = σ({})"),
        Slot("activation", "2", "a_j", "a_j = {}"),
        Slot("function", "2", "σ", "a_j = {}(z_j)", "name"),
        Slot("kept-sum", "2", "z_j", "z_j is kept as {} once a_j is known"),
        # (9), (8)
        Slot("target-going-back", "9", "y_j", "∂C/∂a_j of {}", "j", "last"),
        Slot("cost-slope", "9", "∂C/∂a_j", "δ_j = {} · σ′(z_j)", layers="last"),
        Slot("slope", "8/9", "σ′(z_j)", "δ_j = ∂C/∂a_j · {}"),
        Slot("function-back", "8/9", "σ′", "δ_j = ∂C/∂a_j · {}(z_j)", "name"),
        Slot("softmax", "9", "Σ_i ∂C/∂a_i · ∂a_i/∂z_j", "δ_j = {}", layers="last"),
        Slot("delta", "8/9", "δ_j", "δ_j = {}"),
        Slot("next-deltas", "8", "δ_m", "δ_j = (Σ_m {} w_mj) σ′(z_j)", "m", "hidden"),
        Slot("next-weights", "8", "w_mj", "δ_j = (Σ_m δ_m {}) σ′(z_j)", "m", "hidden"),
        Slot("next-sum", "8", "Σ_m δ_m w_mj", "δ_j = ({}) σ′(z_j)", "terms", "hidden"),
        Slot("back-sum", "8", "Σ_m δ_m w_mj", "δ_j = ({}) σ′(z_j)", layers="hidden"),
        # (10), (14)
        Slot("delta-for-weights", "10", "δ_j", "∂C/∂w_jk = {} a_k"),
        Slot("inputs-for-weights", "10", "a_k", "∂C/∂w_jk = δ_j {}", "k"),
        Slot("weight-gradients", "10", "δ_j a_k", "∂C/∂w_jk = {}", "k"),
        Slot("bias-gradient", "14", "δ_j", "∂C/∂b_j = {}"),
        Slot("shared-bias-gradient", "14", "Σ_j δ_j", "∂C/∂b = {} for a bias that the layer shares"),
        Slot("cost", "9", "C", "C = {}", "name", "case"),
        # over the examples
        Slot("examples-for-weights", None, "Σ_i ∂C_i/∂w_jk", "∂C/∂w_jk = {} (divided by N for a mean)", "i"),
        Slot("examples-for-biases", None, "Σ_i ∂C_i/∂b_j", "∂C/∂b_j = {} (divided by N for a mean)", "i"),
        Slot("divisor-for-weights", None, "N", "∂C/∂w_jk = (Σ_i ∂C_i/∂w_jk)/{}", "n"),
        Slot("divisor-for-biases", None, "N", "∂C/∂b_j = (Σ_i ∂C_i/∂b_j)/{}", "n"),
        Slot("divisor-of-cost", None, "N", "C = (Σ_i C_i)/{}", "n"),
        Slot("finished-weight-gradients", None, "∂C/∂w_jk", "∂C/∂w_jk of all examples ← {}", "k"),
        Slot("finished-bias-gradients", None, "∂C/∂b_j", "∂C/∂b_j of all examples ← {}"),
        # (11), (15)
        Slot("rate-for-weights", "11", "α", "w_jk ← w_jk − {} ∂C/∂w_jk"),
        Slot("gradient-for-weights", "11", "∂C/∂w_jk", "w_jk ← w_jk − α {}", "k"),
        Slot("old-weights", "11", "w_jk", "w_jk ← {} − α ∂C/∂w_jk", "k"),
        Slot("new-weights", "11", "w_jk − α ∂C/∂w_jk", "w_jk ← {}", "k"),
        Slot("rate-for-biases", "15", "α", "b_j ← b_j − {} ∂C/∂b_j"),
        Slot("gradient-for-biases", "15", "∂C/∂b_j", "b_j ← b_j − α {}"),
        Slot("old-bias", "15", "b_j", "b_j ← {} − α ∂C/∂b_j"),
        Slot("new-bias", "15", "b_j − α ∂C/∂b_j", "b_j ← {}"),
    )
}


class Course:
    """The passes of one step with changes in their slots, and with an answer's own numbers.

    changes: slot → changes, in the order in which they are applied.  own: field → the answer's numbers.
    made: what the rules made where own numbers stood in for it, by field.  base: the Course of the same step without
    changes, after it was run: what comes before the first slot with a change is taken from there.
    """

    def __init__(
        self, changes: dict[str, list[Change]], eq: Rules = RULES, own: dict[str, Any] | None = None,
        base: Course | None = None,
    ) -> None:
        self.changes = changes
        self.inner = eq
        self.own = own or {}
        self.made: dict[str, Any] = {field: [] for field in self.own}
        self.at: Place | None = None
        self.forwards = self.backwards = 0
        self.batch: Any = ()
        self.rate: Any = None
        self.mean = True
        self.places: list[Place] = []
        self.gradients_made: list[tuple[list[Matrix], Matrix]] = []
        self.base = base if eq is RULES else None
        forward, backward, gradients = (not changes.keys() & slots for slots in (FORWARD, BACKWARD, GRADIENTS))
        backward = backward and (forward or self.own.keys() >= {"weighted_sums", "activations"})
        gradients = gradients and (backward or self.own.keys() >= {"activations", "deltas"})
        self.as_in_base = {"forward": forward, "backward": backward, "gradients": gradients}

    def rules(self) -> Rules:
        """The rules with the changes in place."""
        changed = self.changes
        rules: dict[str, Any] = {"forward": self.forward, "backward": self.backward, "gradients": self.gradients}
        rules["gradient_step"] = self.gradient_step
        if changed.keys() & HIDDEN:
            rules["hidden_deltas"] = self.hidden_deltas
        if "cost" in changed:
            costs = self.inner.costs.items()
            of: Any = {name: _Of(name, self) for name, _ in costs}
            rules["costs"] = {name: self._put("cost", of[name], 0, cost) for name, cost in costs}
        over_examples = any(name.startswith(("examples", "divisor", "finished")) for name in changed)
        if over_examples or "weight_gradients" in self.own:
            rules["reduce"] = self.reduce
        if any(name.endswith(UPDATES) for name in changed):
            rules["update"] = self.update
        if "divisor-of-cost" in changed:
            rules["reductions"] = {name: self._reduced(name) for name in RULES.reductions}
        for name in list(rules):  # what an entry by hand puts there comes first
            if name not in ("reductions", "costs", "gradient_step") and getattr(self.inner,
                                                                                name) is not getattr(RULES, name):
                rules[name] = self._wrapped(name, getattr(self.inner, name))
        return self.inner.replaced(**rules)

    def _put(self, slot: str, at: Place, j: int, value: Any) -> Any:
        for change in self.changes.get(slot, ()):
            value = change(at, j, value)
        return value

    def _base(self, stage: str, at: Place, i: int) -> Course | None:
        """The Course without changes, if this stage of example i is as it is there."""
        if self.base is None or not self.as_in_base[stage] or i >= len(self.base.gradients_made):
            return None
        there = self.base.places[i]
        return self.base if there.network is at.network and there.x is at.x else None

    def _made_as_in(self, base: Course, i: int, *fields: str) -> None:
        for field in fields:
            if field in self.made:
                self.made[field].append(base.made[field][i])

    def _said(self, field: str, i: int, like: Number) -> Any:
        """What the answer says of example i in this field, in the numbers that are run on."""
        said = self.own.get(field)
        if said is None or not said:
            return None
        return said[i % len(said)] if type(like) is float else _of_type(said[i % len(said)], type(like))

    def gradient_step(self, network: Network, examples: Any, *settings: Any) -> Any:
        """The step, for which the number of examples is now known."""
        self.batch, self.rate, self.places, self.at = examples, settings[0], [], None
        self.mean = settings[2] == "mean"
        if self.changes.keys() & {"given-inputs", "given-targets"}:
            self.batch = examples = [self._given(network, example, settings[1], settings[-1]) for example in examples]
        self.at, self.gradients_made, self.forwards, self.backwards = None, [], 0, 0
        return self.inner.gradient_step(network, examples, *settings)

    def _given(self, network: Network, example: Example, cost: str, eq: Rules) -> Example:
        """An example as the program reads it."""
        at = self._told(Place(network, eq, example.x))
        at.y, at.cost = example.y, cost
        x = self._put("given-inputs", at, 0, example.x)
        at.l, at.layer = at.last, network.layers[-1]
        return Example.trusted(x, self._put("given-targets", at, 0, example.y))

    # ---- forward

    def forward(self, network: Network, x: Vector, eq: Rules) -> tuple[Matrix, Matrix]:
        """(2) in every layer."""
        at = self._entered(network, x, eq)
        i, self.forwards = self.forwards, self.forwards + 1
        base = self._base("forward", at, i)
        if base is not None:
            at.z, at.a = base.places[i].z, base.places[i].a
            self._made_as_in(base, i, "weighted_sums", "activations")
            return at.z, at.a
        own_z, own_a = self._said("weighted_sums", i, x[0]), self._said("activations", i, x[0])
        made_z, made_a = [], []
        for l in range(len(network.layers)):
            at.enter(l)
            made_z.append(self._weighted_sums(at, l))
            kept = "kept-sum" in self.changes
            if own_z is not None and not kept:
                at.z[l] = own_z[l]
            made_a.append(self._activations(at))
            at.a.append(made_a[l] if own_a is None else own_a[l])
            if kept:
                made_z[l] = at.z[l] = [self._put("kept-sum", at, j, z_j) for j, z_j in enumerate(at.z[l])]
        for field, said, made in (("weighted_sums", own_z, made_z), ("activations", own_a, made_a)):
            if said is not None:
                self.made[field].append(made)
        return at.z, at.a

    def _entered(self, network: Network, x: Vector, eq: Rules) -> Place:
        """The Place of one more example."""
        at = Place(network, eq, x)
        self._told(at)
        self.places.append(at)
        return at

    def _told(self, at: Place) -> Place:
        """The Place, which now knows of the step, as the one of this example."""
        at.batch, at.examples, at.rate, at.mean = self.batch, max(len(self.batch), 1), self.rate, self.mean
        at.earlier, self.at = self.at, at
        return at

    def _weighted_sums(self, at: Place, l: int) -> Vector:
        changes, put, eq = self.changes, self._put, at.eq
        row_changed = bool(changes.keys() & {"weights", "inputs", "sum", "bias"})
        z_l: Vector = []
        at.z.append(z_l)  # a running sum looks at it
        for j, (w_j, b_j) in enumerate(zip(at.layer.w, at.b)):
            inputs = at.before
            if row_changed:
                w_j, inputs = put("weights", at, j, w_j), put("inputs", at, j, inputs)
                if "sum" in changes:
                    pairs = put("sum", at, j, list(zip(w_j, inputs)))
                    w_j, inputs = [w for w, _ in pairs], [a for _, a in pairs]
                b_j = put("bias", at, j, b_j)
            z_j = eq.weighted_sum(w_j, inputs, b_j)
            if "weighted-sum" in changes:
                z_j = put("weighted-sum", at, j, z_j)
            z_l.append(z_j)
        return z_l

    def _activations(self, at: Place) -> Vector:
        changes, put, layer, z_l = self.changes, self._put, at.layer, at.z[at.l]
        if "function" in changes:
            layer = _with(layer, activation=put("function", at, 0, layer.activation))
        if "argument" in changes:
            z_l = [put("argument", at, j, z_j) for j, z_j in enumerate(z_l)]
        a_l: Vector = at.eq.layer_activations(layer, at.l, z_l, at.eq)
        if "activation" in changes:
            at.a.append(a_l)
            a_l = [put("activation", at, j, a_j) for j, a_j in enumerate(a_l)]
            at.a.pop()
        return a_l

    # ---- backward

    def backward(self, network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules) -> Matrix:
        """(9) in the last layer, (8) before it."""
        at = self._again(network, eq, a)
        at.y, at.z, at.a, at.cost = self._put("target-going-back", at, 0, y), z, a, cost
        i, self.backwards = self.backwards, self.backwards + 1
        base = self._base("backward", at, i)
        if base is not None:
            at.delta = base.places[i].delta
            self._made_as_in(base, i, "deltas")
            return at.delta
        at.delta = [[] for _ in network.layers]
        own = self._said("deltas", i, y[0])
        made: Matrix = [[] for _ in network.layers]
        for l in range(at.last, -1, -1):
            at.enter(l)
            delta_l = self._output(at) if l == at.last else self._hidden(at)
            if "delta" in self.changes:
                at.delta[l] = delta_l
                delta_l = [self._put("delta", at, j, delta_j) for j, delta_j in enumerate(delta_l)]
            made[l] = delta_l
            at.delta[l] = delta_l if own is None else own[l]
        if own is not None:
            self.made["deltas"].append(made)
        return at.delta

    def _again(self, network: Network, eq: Rules, a: Matrix) -> Place:
        """The Place that the forward pass left, or a new one for whoever calls a pass alone."""
        if self.at is None or self.at.a is not a:
            for place in self.places:
                if place.a is a:
                    self.at = place
                    return place
            return self._told(Place(network, eq, []))
        return self.at

    def _output(self, at: Place) -> Vector:
        changes, put, layer, l, eq = self.changes, self._put, at.layer, at.l, at.eq
        z_l, a_l = at.z[l], at.a[l]
        if not changes.keys() & {"cost-slope", "slope", "softmax", "function-back"}:
            delta_l: Vector = eq.output_deltas(layer, l, at.y, z_l, a_l, at.cost, eq)
            return delta_l
        if "function-back" in changes:
            layer = _with(layer, activation=put("function-back", at, 0, layer.activation))
        dC_da = at.dC_da(l)
        if "cost-slope" in changes:
            dC_da = [put("cost-slope", at, j, dC_da_j) for j, dC_da_j in enumerate(dC_da)]
        if layer.activation == SOFTMAX:
            weighted = total([a_i * dC_da_i for a_i, dC_da_i in zip(a_l, dC_da)])
            delta = [a_j * (dC_da_j - weighted) for a_j, dC_da_j in zip(a_l, dC_da)]
            return [put("softmax", at, j, delta_j) for j, delta_j in enumerate(delta)]
        slope = eq.activations[layer.activation].slope
        delta_l = []
        for j, (z_j, dC_da_j) in enumerate(zip(z_l, dC_da)):
            da_dz_j = put("slope", at, j, slope(z_j))
            delta_j = eq.output_delta(dC_da_j, da_dz_j)
            delta_l.append(delta_j)
        return delta_l

    def _hidden(self, at: Place) -> Vector:
        changes, put, layer, l, eq = self.changes, self._put, at.layer, at.l, at.eq
        if "function-back" in changes:
            layer = _with(layer, activation=put("function-back", at, 0, layer.activation))
        slope = eq.activations[layer.activation].slope
        w_next, delta_next = at.network.layers[l + 1].w, at.delta[l + 1]
        inside = changes.keys() & {"next-deltas", "next-weights", "next-sum", "back-sum"}
        delta_l: Vector = []
        at.delta[l] = delta_l  # what is written over in place looks at it
        for j, z_j in enumerate(at.z[at.l]):
            da_dz_j = slope(z_j)
            if "slope" in changes:
                da_dz_j = put("slope", at, j, da_dz_j)
            deltas, rows, column = delta_next, w_next, j
            if inside:
                deltas = put("next-deltas", at, j, delta_next)
                weights, column = put("next-weights", at, j, [w_m[j] for w_m in w_next]), 0
                if "next-sum" in changes:
                    pairs = put("next-sum", at, j, list(zip(deltas, weights)))
                    deltas, weights = [d for d, _ in pairs], [w for _, w in pairs]
                rows = [[w_mj] for w_mj in weights]
                if "back-sum" in changes:
                    deltas, rows = [put("back-sum", at, j, eq.hidden_delta(deltas, rows, 0, 1))], [[1]]
            delta_j = eq.hidden_delta(deltas, rows, column, da_dz_j)
            delta_l.append(delta_j)
        return delta_l

    def hidden_deltas(
        self, layer: Layer, l: int, w_next: Matrix, delta_next: Vector, z_l: Vector, eq: Rules
    ) -> Vector:
        """(8) in one layer once more, for who takes it again through other weights."""
        at = next((place for place in self.places if len(place.z) > l and place.z[l] is z_l), None)
        if at is None:
            raise ValueError("mistakes: nobody knows of which example this layer is")
        layers = list(at.network.layers)
        moved = layers[l + 1]
        layers[l + 1] = Layer.trusted(w_next, moved.b, moved.activation, moved.shared_bias)
        at.network = Network.trusted(layers, at.network.number)
        at.delta[l + 1] = delta_next
        at.enter(l)
        delta_l = self._hidden(at)
        if "delta" in self.changes:
            at.delta[l] = delta_l
            delta_l = [self._put("delta", at, j, delta_j) for j, delta_j in enumerate(delta_l)]
        at.delta[l] = delta_l
        return delta_l

    # ---- gradients

    def gradients(self, network: Network, x: Vector, a: Matrix, delta: Matrix, eq: Rules) -> tuple[list[Matrix],
                                                                                                   Matrix]:
        """(10) and (14) in every layer."""
        at = self._again(network, eq, a)
        at.x, at.a, at.delta = x, a, delta
        base = self._base("gradients", at, len(self.gradients_made))
        if base is not None:
            self.gradients_made.append(base.gradients_made[len(self.gradients_made)])
            return self.gradients_made[-1]
        dC_dw, dC_db = [], []
        for l in range(len(network.layers)):
            at.enter(l)
            dC_dw_l, dC_db_l = self._gradients(at, l, eq)
            dC_dw.append(dC_dw_l)
            dC_db.append(dC_db_l)
        self.gradients_made.append((dC_dw, dC_db))
        return dC_dw, dC_db

    def _gradients(self, at: Place, l: int, eq: Rules) -> tuple[Matrix, Vector]:
        changes, put, shared_bias = self.changes, self._put, at.layer.shared_bias
        of_rows = changes.keys() & {"delta-for-weights", "inputs-for-weights", "weight-gradients"}
        dC_dw_l, dC_db_l = [], []
        for j, delta_j in enumerate(at.delta[l]):
            delta_w, inputs = delta_j, at.before
            if of_rows:
                delta_w = put("delta-for-weights", at, j, delta_j)
                inputs = put("inputs-for-weights", at, j, inputs)
            dC_dw_j = eq.weight_gradients(delta_w, inputs)
            if of_rows:
                dC_dw_j = put("weight-gradients", at, j, dC_dw_j)
            dC_dw_l.append(dC_dw_j)
            if not shared_bias:
                delta_b = put("bias-gradient", at, j, delta_j) if "bias-gradient" in changes else delta_j
                dC_db_j = eq.bias_gradient(delta_b)
                dC_db_l.append(dC_db_j)
        if shared_bias:
            used = at.delta[l]
            if "bias-gradient" in changes:
                used = [put("bias-gradient", at, j, delta_j) for j, delta_j in enumerate(used)]
            dC_db_shared = eq.shared_bias_gradient(used)
            dC_db_shared = put("shared-bias-gradient", at, 0, dC_db_shared)
            dC_db_l.append(dC_db_shared)
        return dC_dw_l, dC_db_l

    # ---- over the examples

    def reduce(
        self, total_w: list[Matrix], total_b: Matrix, n: int, reduction: str, eq: Rules
    ) -> tuple[list[Matrix], Matrix]:
        """The gradients of all examples, added up again where a slip sits there, and divided."""
        ones = self.gradients_made
        if len(ones) >= n and "examples-for-weights" in self.changes:
            total_w = [
                [self._over_examples("examples-for-weights", [one[0][l][j] for one in ones], l)
                    for j in range(len(rows))]
                for l, rows in enumerate(total_w)
            ]
        if len(ones) >= n and "examples-for-biases" in self.changes:
            total_b = [
                self._over_examples("examples-for-biases", [one[1][l] for one in ones], l) for l in range(len(total_b))
            ]
        dC_dw = [
            [self._divided("divisor-for-weights", total_j, n, reduction, eq, l) for total_j in rows]
            for l, rows in enumerate(total_w)
        ]
        dC_db = [
            self._divided("divisor-for-biases", total_l, n, reduction, eq, l) for l, total_l in enumerate(total_b)
        ]
        if any(name.startswith("finished") for name in self.changes) and self.at is not None:
            for l, rows in enumerate(dC_dw):
                self.at.enter(l)
                dC_dw[l] = [self._put("finished-weight-gradients", self.at, j, row) for j, row in enumerate(rows)]
                dC_db[l] = [self._put("finished-bias-gradients", self.at, j, g) for j, g in enumerate(dC_db[l])]
        return self._kept(dC_dw, dC_db)

    def _kept(self, dC_dw: list[Matrix], dC_db: Matrix) -> tuple[list[Matrix], Matrix]:
        if "weight_gradients" not in self.own:
            return dC_dw, dC_db
        self.made["weight_gradients"], self.made["bias_gradients"] = dC_dw, dC_db
        kind = type(dC_dw[0][0][0]) if self.at is None else self.at.network.number
        return _of_type(self.own["weight_gradients"], kind), _of_type(self.own["bias_gradients"], kind)

    def _over_examples(self, slot: str, rows: list[Vector], l: int) -> Vector:
        at = self.at
        assert at is not None
        at.enter(l)
        return [self._put(slot, at, 0, list(of_examples)) for of_examples in zip(*rows)]

    def _divided(self, slot: str, total_j: Vector, n: int, reduction: str, eq: Rules, l: int) -> Vector:
        if slot not in self.changes or self.at is None:
            reduced: Vector = RULES.reductions[reduction](total_j, n)
            return reduced
        self.at.enter(l)
        self.at.mean = reduction == "mean"
        mean: Vector = RULES.reductions["mean"](total_j, self._put(slot, self.at, n, n if reduction == "mean" else 1))
        return mean

    def _reduced(self, reduction: str) -> Callable[[Vector, int], Vector]:
        def reduced(total_j: Vector, n: int) -> Vector:
            return self._divided("divisor-of-cost", total_j, n, reduction, RULES, 0)

        return reduced

    # ---- update

    def update(self, network: Network, alpha: Number, dC_dw: list[Matrix], dC_db: Matrix, eq: Rules) -> Network:
        """(11) for every weight, (15) for every bias."""
        at = self.at if self.at is not None else Place(network, eq, [])
        at = _moved_to(at, network)
        at.dC_dw, at.dC_db = dC_dw, dC_db
        layers, put = [], self._put
        for l, layer in enumerate(network.layers):
            at.l, at.layer, at.b = l, layer, biases(layer)
            new_w, new_b = [], []
            for j, (w_j, dC_dw_j) in enumerate(zip(layer.w, dC_dw[l])):
                rate = put("rate-for-weights", at, j, alpha)
                old_j, gradient_j = put("old-weights", at, j, w_j), put("gradient-for-weights", at, j, dC_dw_j)
                new_w_j = eq.updated_weights(old_j, rate, gradient_j)
                new_w_j = put("new-weights", at, j, new_w_j)
                new_w.append(new_w_j)
            for j, (b_j, dC_db_j) in enumerate(zip(layer.b, dC_db[l])):
                rate = put("rate-for-biases", at, j, alpha)
                old_j, gradient_j = put("old-bias", at, j, b_j), put("gradient-for-biases", at, j, dC_db_j)
                new_b_j = eq.updated_bias(old_j, rate, gradient_j)
                new_b_j = put("new-bias", at, j, new_b_j)
                new_b.append(new_b_j)
            layers.append(Layer.trusted(new_w, new_b, layer.activation, layer.shared_bias))
        return Network.trusted(layers, network.number)

    # ---- around what an entry by hand puts in a pass's place

    def _wrapped(self, name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        def forward(network: Network, x: Vector, eq: Rules) -> Any:
            z, a = inner(network, x, eq)
            i, self.forwards = self.forwards, self.forwards + 1
            at = self._told(Place(network, eq, x))
            at.z, at.a = z, a
            for field, made in (("weighted_sums", z), ("activations", a)):
                said = self._said(field, i, x[0])
                if said is not None:
                    self.made[field].append(made)
                    setattr(at, "z" if made is z else "a", said)
            return at.z, at.a

        def backward(network: Network, y: Vector, z: Matrix, a: Matrix, cost: str, eq: Rules) -> Any:
            at = self._again(network, eq, a)
            at.y, at.z, at.cost = y, z, cost
            at.delta = inner(network, y, z, a, cost, eq)
            i, self.backwards = self.backwards, self.backwards + 1
            said = self._said("deltas", i, y[0])
            if said is not None:
                self.made["deltas"].append(at.delta)
                at.delta = said
            return at.delta

        def reduce(*arguments: Any) -> Any:
            return self._kept(*inner(*arguments))

        around: dict[str, Callable[..., Any]] = {"forward": forward, "backward": backward, "reduce": reduce}
        return around.get(name, inner)


HIDDEN = frozenset(("slope", "delta", "next-deltas", "next-weights", "next-sum", "back-sum", "function-back"))
FORWARD = frozenset(("given-inputs", "weights", "inputs", "sum", "bias", "weighted-sum", "argument", "activation",
                     "function", "kept-sum"))
BACKWARD = HIDDEN | {"given-targets", "target-going-back", "cost-slope", "softmax", "cost"}
GRADIENTS = frozenset(("delta-for-weights", "inputs-for-weights", "weight-gradients", "bias-gradient",
                       "shared-bias-gradient"))
UPDATES = ("rate-for-weights", "gradient-for-weights", "old-weights", "new-weights", "rate-for-biases",
           "gradient-for-biases", "old-bias", "new-bias")


class _Of:
    """What a change of a table looks at: the name of the cost, and how many examples a step then has."""

    def __init__(self, cost: str, course: Course) -> None:
        self.cost = cost
        self.course = course

    @property
    def examples(self) -> int:
        return len(self.course.batch)


def _moved_to(at: Place, network: Network) -> Place:
    at.network = network
    return at


def _of_type(value: Any, kind: Callable[[float], Number]) -> Any:
    if kind is float:
        return value
    return [_of_type(inner, kind) for inner in value] if isinstance(value, list) else kind(value)


def _with(layer: Layer, **changes: Any) -> Layer:
    """The layer with another activation."""
    return Layer.trusted(layer.w, layer.b, changes["activation"], layer.shared_bias)
