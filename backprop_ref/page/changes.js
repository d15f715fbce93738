// Changes of a case: one number by its place, or its shape.
//
//   value_at, set_value     the number at a place: "w.0.1.2", "b.0.1", "b.0", "x.3", "y.0", "alpha"
//   named                   a place in words
//   add_neuron, …           changes of shape, of a case that is changed in place
//   random_start            all weights and biases drawn anew by a seed
(function (backprop) {
  "use strict";

  // ---- one number ----

  // The list in which the number stands, and where in it.  i: the example, for x and y.
  function slot_of(given, place, i) {
    const [kind, ...rest] = place.split(".");
    const at = rest.map(Number);
    if (kind === "w") return [given.layers[at[0]].weights[at[1]], at[2]];
    if (kind === "b") return [given.layers[at[0]].biases, at.length > 1 ? at[1] : 0];
    if (kind === "alpha") return [given, "learning_rate"];
    return [given.examples[i][kind], at[0]];
  }

  function value_at(given, place, i) {
    const [list, at] = slot_of(given, place, i);
    return list[at];
  }

  function is_parameter(place) {
    return place !== undefined && /^(?:[wbxy]\.|alpha$)/.test(place);
  }

  function set_value(place, i, value) {
    const x = place === "alpha" ? Math.max(0, value) : value;
    const merge = `${place} ${/^[xy]/.test(place) ? i : ""}`;
    const change = (given) => {
      const [list, at] = slot_of(given, place, i);
      list[at] = x;
    };
    backprop.edit(`${symbol_of(place)} = ${backprop.figure(x)}`, change, { merge });
  }

  // The number at a place of this very case; a Refusal where there is no such place.
  function put_value(given, place, value, i) {
    let slot;
    try {
      slot = slot_of(given, place, i);
    } catch {
      slot = [undefined, 0];
    }
    const [list, at] = slot;
    if (!list || !(at in list)) throw new backprop.Refusal(`${place}: found no such number in the case`);
    if (place === "alpha" && value < 0) throw new backprop.Refusal(`${place}: found ${value}, expected at least 0`);
    list[at] = value;
  }

  function symbol_of(place) {
    const [kind, ...at] = place.split(".").map((part, n) => (n ? Number(part) : part));
    if (kind === "w") return backprop.of_weight(at[1], at[2], at[0]);
    if (kind === "b") return backprop.of_bias(at[1] || 0, at[0], at.length === 1);
    return kind === "alpha" ? "α" : `${kind}_${at[0]}`;
  }

  function named(place, i) {
    const [kind, ...at] = place.split(".").map((part, n) => (n ? Number(part) : part));
    const of_example = backprop.state.examples.length > 1 ? ` of example ${i}` : "";
    if (kind === "w") {
      const from = at[0] ? `neuron ${at[2]}` : `input ${at[2]}`;
      return `weight of layer ${at[0]} from ${from} to neuron ${at[1]}`;
    }
    if (kind === "b")
      return at.length > 1 ? `bias of layer ${at[0]}, neuron ${at[1]}` : `bias that layer ${at[0]} shares`;
    if (kind === "alpha") return "learning rate α";
    return `${kind === "x" ? "input" : "target"} ${at[0]}${of_example}`;
  }

  // ---- chance ----

  // Numbers from (−1, 1) with two decimals, none of them 0; the same seed gives the same (mulberry32, Tommy Ettinger, public domain).
  function drawn(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      const part = ((t ^ (t >>> 14)) >>> 0) / 4294967296;
      const x = Math.round((2 * part - 1) * 100) / 100;
      return x === 0 ? 0.01 : x;
    };
  }

  function random_start(given, seed) {
    const draw = drawn(seed);
    for (const layer of given.layers) {
      layer.weights = layer.weights.map((row) => row.map(draw));
      layer.biases = layer.biases.map(draw);
    }
  }

  // A seed for what is added: by the shape, so that the same clicks give the same network.
  function draw_for(given) {
    return drawn(
      given.layers.reduce(
        (sum, layer) => 31 * sum + layer.weights.length * 7 + layer.weights[0].length,
        given.examples.length,
      ),
    );
  }

  // ---- shape: l = −1 is the input ----

  function add_neuron(given, l) {
    const draw = draw_for(given);
    const { layers, examples } = given;
    if (l < 0) {
      for (const example of examples) example.x.push(0.5);
    } else {
      layers[l].weights.push(layers[l].weights[0].map(draw));
      if (!layers[l].shared_bias) layers[l].biases.push(draw());
      if (l === layers.length - 1) for (const example of examples) example.y.push(0);
    }
    if (l + 1 < layers.length) for (const row of layers[l + 1].weights) row.push(draw());
  }

  function remove_neuron(given, l, j) {
    const { layers, examples } = given;
    if (l < 0) {
      for (const example of examples) example.x.splice(j, 1);
    } else {
      layers[l].weights.splice(j, 1);
      if (!layers[l].shared_bias) layers[l].biases.splice(j, 1);
      if (l === layers.length - 1) for (const example of examples) example.y.splice(j, 1);
    }
    if (l + 1 < layers.length) for (const row of layers[l + 1].weights) row.splice(j, 1);
  }

  // A hidden layer as wide as what comes before it, instead of layer l.
  function add_layer(given, l) {
    const draw = draw_for(given);
    const n = given.layers[l].weights[0].length;
    const weights = Array.from({ length: n }, () => Array.from({ length: n }, draw));
    const activation = given.layers[l].activation === "softmax" ? "sigmoid" : given.layers[l].activation;
    given.layers.splice(l, 0, { activation, weights, biases: weights.map(draw) });
  }

  // The layer after it gets weights from what came before it.
  function remove_layer(given, l) {
    const draw = draw_for(given);
    const n = given.layers[l].weights[0].length;
    given.layers.splice(l, 1);
    const after = given.layers[l];
    after.weights = after.weights.map((row) => Array.from({ length: n }, (_, k) => (k < row.length ? row[k] : draw())));
  }

  function add_example(given) {
    const last = given.examples[given.examples.length - 1];
    given.examples.push({ x: last.x.slice(), y: last.y.slice() });
  }

  function remove_example(given, i) {
    given.examples.splice(i, 1);
  }

  // One bias for all neurons starts as the first one's; each neuron's own starts as the shared one.
  function share_bias(given, l, shared) {
    const layer = given.layers[l];
    if (shared) {
      layer.biases = [layer.biases[0]];
      layer.shared_bias = true;
    } else {
      layer.biases = layer.weights.map(() => layer.biases[0]);
      delete layer.shared_bias;
    }
  }

  Object.assign(backprop, {
    value_at,
    set_value,
    put_value,
    is_parameter,
    named,
    symbol_of,
    drawn,
    random_start,
    add_neuron,
    remove_neuron,
    add_layer,
    remove_layer,
    add_example,
    remove_example,
    share_bias,
  });
})(globalThis.backprop = globalThis.backprop || {});
