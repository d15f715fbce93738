// From a place to its equations, and from an operand to the equation that made it.
//
//   equations_of         of a place: all that it stands in, each with a name
//   equation_of          the one of the phase that the walk is in
//   equation_of_operand  where an operand of a record comes from
(function (backprop) {
  "use strict";

  function parsed(place) {
    const [kind, ...at] = place.split(".").map((part, n) => (n ? Number(part) : part));
    return { kind, at };
  }

  // Steps by what they are: {name, wanted}, for the example that is shown.
  function wanted_of(place) {
    const { state } = backprop;
    const { kind, at } = parsed(place);
    const i = backprop.shown_example();
    const last = state.network.layers.length - 1;
    const several = state.examples.length > 1;
    if (kind === "w") return of_weight(i, ...at);
    if (kind === "b") return of_bias(i, at[0], at[1]);
    if (kind === "x")
      return [
        { name: "z, first layer", wanted: { rule: "weighted_sum", i, l: 0 } },
        { name: "∂C/∂w", wanted: { rule: "weight_gradients", i, l: 0, j: 0, k: at[0] } },
      ];
    if (kind === "y")
      return [
        { name: "C", wanted: { rule: "cost", i } },
        { name: "∂C/∂a", wanted: { rule: "cost_slope", i, l: last, j: at[0] } },
      ];
    if (kind === "C")
      return [
        { name: several ? `cost of example ${i}` : "C", wanted: { rule: "cost", i } },
        ...(several ? [{ name: "cost of all", wanted: { rule: "reductions", l: undefined } }] : []),
      ];
    if (kind === "alpha") return [{ name: "update", wanted: { phase: "update" } }];
    return of_neuron(i, ...at);
  }

  function of_neuron(i, l, j) {
    const { state } = backprop;
    const { layers } = state.network;
    const { activation, shared_bias } = layers[l];
    const delta = l < layers.length - 1 ? "hidden_delta" : activation === "softmax" ? "softmax_delta" : "output_delta";
    const bias = shared_bias ? { rule: "shared_bias_gradient", i, l } : { rule: "bias_gradient", i, l, j };
    return [
      { name: "z", wanted: { rule: "weighted_sum", i, l, j } },
      { name: "a", wanted: { rule: "activation", i, l, j } },
      activation === "softmax"
        ? { name: "∂a/∂z", wanted: { rule: "activation_slope", i, l }, path: [l, j, backprop.chosen_weight(state, l)[1]] }
        : { name: "σ′", wanted: { rule: "activation_slope", i, l, j } },
      { name: "δ", wanted: { rule: delta, i, l, j } },
      { name: "∂C/∂b", wanted: bias },
      ...batch_and_update(l, shared_bias ? undefined : j, undefined),
    ];
  }

  function of_weight(i, l, j, k) {
    return [
      { name: "in z", wanted: { rule: "weighted_sum", i, l, j } },
      ...(l ? [{ name: "in δ", wanted: { rule: "hidden_delta", i, l: l - 1, j: k } }] : []),
      { name: "∂C/∂w", wanted: { rule: "weight_gradients", i, l, j, k } },
      { name: "path by path", wanted: { rule: "chain_rule", i, l }, path: [l, j, k] },
      ...batch_and_update(l, j, k),
    ];
  }

  function of_bias(i, l, j) {
    const shared = j === undefined;
    return [
      { name: "in z", wanted: { rule: "weighted_sum", i, l, j: j || 0 } },
      { name: "∂C/∂b", wanted: shared ? { rule: "shared_bias_gradient", i, l } : { rule: "bias_gradient", i, l, j } },
      ...batch_and_update(l, j, undefined),
    ];
  }

  function batch_and_update(l, j, k) {
    const { state } = backprop;
    const steps = [];
    if (state.examples.length > 1)
      steps.push({ name: state.reduction, wanted: { rule: "reductions", phase: "batch", l, j, k } });
    if (state.alpha !== null)
      steps.push({ name: "update", wanted: { rule: k === undefined ? "updated_bias" : "updated_weights", l, j, k } });
    return steps;
  }

  function equations_of(place) {
    const { walk } = backprop.state;
    return wanted_of(place)
      .map(({ name, wanted, path }) => ({ name, path, n: walk.find(wanted) }))
      .filter(({ n }) => n >= 0);
  }

  const OF_PHASE = {
    forward: ["in z", "z", "z, first layer", "C"],
    cost: ["a", "C", "in z"],
    backward: ["δ", "in δ", "∂C/∂a", "∂C/∂w", "∂C/∂b", "z, first layer"],
    gradients: ["∂C/∂w", "∂C/∂b", "∂C/∂a"],
    paths: ["path by path", "δ", "∂C/∂b", "∂C/∂w", "∂C/∂a"],
    batch: ["sum", "mean", "cost of all"],
    update: ["update", "cost of all"],
  };

  // A second click on a neuron whose z is shown goes to its a.
  function equation_of(place) {
    const { state } = backprop;
    const found = equations_of(place);
    const names = OF_PHASE[state.walk.where(state.step).phase];
    const first = names.map((name) => found.find((one) => one.name === name)).find(Boolean) || found[0];
    if (!first) return -1;
    if (first.path) choose_path(first.path);
    if (first.n !== state.step) return first.n;
    const next = { z: "a", δ: "∂C/∂b", "in z": "∂C/∂w" }[first.name];
    const second = found.find((one) => one.name === next);
    return second ? second.n : first.n;
  }

  // The weight whose paths the walk shows in this layer.
  function choose_path([l, j, k]) {
    backprop.look({ paths: { ...backprop.state.view.paths, [l]: [j, k] } });
  }

  function equation_of_operand(record, n) {
    const { walk } = backprop.state;
    const { place, made_by } = record.operands[n];
    if (made_by) return walk.find(made_by);
    if (place === undefined) return -1;
    const { kind, at } = parsed(place);
    const i = record.i === undefined ? backprop.shown_example() : record.i;
    if (kind === "z") return walk.find({ rule: "weighted_sum", i, l: at[0], j: at[1] });
    if (kind === "a") return walk.find({ rule: "activation", i, l: at[0], j: at[1] });
    if (kind === "d") {
      const rules = ["hidden_delta", "output_delta", "softmax_delta"];
      return rules.map((rule) => walk.find({ rule, i, l: at[0], j: at[1] })).find((step) => step >= 0);
    }
    return -1;
  }

  Object.assign(backprop, { equations_of, equation_of, equation_of_operand, choose_path });
})(globalThis.backprop = globalThis.backprop || {});
