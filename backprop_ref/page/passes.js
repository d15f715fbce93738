// The passes, as in backprop.py and descent.py: equations and loops, and nothing else.
//
//     forward        (2)           z and a of every neuron, first layer to last
//     backward       (8), (9)      δ of every neuron, last layer to first
//     gradients      (10), (14)    ∂C/∂w of every weight and ∂C/∂b of every bias, from δ and a
//     backpropagate                the three in this order, of one example
//     add_up, reduce               the gradients of all examples, then their sum or mean
//     update         (11), (15)    a new network; the old one stays as it is
//     gradient_step                the whole of it
//
// network: { layers: [{ w, b, activation, shared_bias }] }.  example: { x, y }.
// eq: the rules; RULES is the standard set, and RULES.replaced({ bias_gradient: … }) the same with one replaced.

(function () {
  "use strict";

  const SOFTMAX = "softmax";
  const { all_finite } = backprop.numerals;
  const equations = backprop.equations;

  // ---- the rules -----------------------------------------------------------------------------

  // One property for each rule, named as the function that is the rule when nothing is replaced.
  function Rules(rules) {
    Object.assign(this, rules);
  }

  // The same rules with these in place of those of the same name; an error where there is none.
  //
  // >>> RULES.replaced({ bias_gradient: Math.abs }).bias_gradient(-3)
  // 3
  Rules.prototype.replaced = function (rules) {
    for (const name of Object.keys(rules)) {
      if (!Object.prototype.hasOwnProperty.call(this, name)) {
        throw new Error(`rules: no rule named '${name}'`);
      }
    }
    return new Rules(Object.assign({}, this, rules));
  };

  // ---- one example ---------------------------------------------------------------------------

  // The weighted sums z[l][j] and activations a[l][j] for one input x.
  //
  // >>> forward({ layers: [{ w: [[2, 3]], b: [4], activation: "relu" }] }, [10, 100], RULES)
  // {"z":[[324]],"a":[[324]]}
  function forward(network, x, eq) {
    const z = [];
    const a = [];
    let a_before = x;
    for (let l = 0; l < network.layers.length; l++) {
      const layer = network.layers[l];
      const z_l = [];
      for (let j = 0; j < layer.w.length; j++) {
        const b_j = layer.shared_bias ? layer.b[0] : layer.b[j]; // every neuron uses the one bias
        const z_j = eq.weighted_sum(layer.w[j], a_before, b_j);
        z_l.push(z_j);
      }
      must_be_finite(z_l, "z_j", l);
      const a_l = layer_activations(layer, z_l, eq);
      must_be_finite(a_l, "a_j", l);
      z.push(z_l);
      a.push(a_l);
      a_before = a_l;
    }
    return { z, a };
  }

  // The activations of a layer from its weighted sums: each from its own z_j, in softmax each from all of them.
  function layer_activations(layer, z_l, eq) {
    const sigma = eq.activations[layer.activation].sigma;
    if (layer.activation === SOFTMAX) {
      return sigma(z_l);
    }
    const a_l = [];
    for (const z_j of z_l) {
      const a_j = eq.activation(sigma, z_j);
      a_l.push(a_j);
    }
    return a_l;
  }

  // The error signals delta[l][j] for one target y, from what forward returned.
  function backward(network, y, z, a, cost, eq) {
    const last = network.layers.length - 1;
    const delta = new Array(network.layers.length);
    delta[last] = output_deltas(network.layers[last], last, y, z[last], a[last], cost, eq);
    must_be_finite(delta[last], "delta_j", last);
    for (let l = last - 1; l >= 0; l--) {
      delta[l] = hidden_deltas(network.layers[l], network.layers[l + 1].w, delta[l + 1], z[l], eq);
      must_be_finite(delta[l], "delta_j", l);
    }
    return delta;
  }

  // The error signals of the last layer, by (9).
  function output_deltas(layer, l, y, z_l, a_l, cost, eq) {
    const dC_da = [];
    for (let j = 0; j < y.length; j++) {
      const dC_da_j = eq.costs[cost].slope(a_l[j], y[j], y.length);
      dC_da.push(dC_da_j);
    }
    must_be_finite(dC_da, "dC_da_j", l);
    const delta_l = [];
    if (layer.activation === SOFTMAX) {
      const sum = eq.softmax_sum(a_l, dC_da);
      for (let j = 0; j < a_l.length; j++) {
        const delta_j = eq.softmax_delta(a_l[j], dC_da[j], sum);
        delta_l.push(delta_j);
      }
      return delta_l;
    }
    const slope = eq.activations[layer.activation].slope;
    for (let j = 0; j < z_l.length; j++) {
      const da_dz_j = slope(z_l[j]);
      const delta_j = eq.output_delta(dC_da[j], da_dz_j);
      delta_l.push(delta_j);
    }
    return delta_l;
  }

  // The error signals of a hidden layer, by (8), from the weights and error signals of the layer after it.
  function hidden_deltas(layer, w_next, delta_next, z_l, eq) {
    const slope = eq.activations[layer.activation].slope;
    const delta_l = [];
    for (let j = 0; j < z_l.length; j++) {
      const da_dz_j = slope(z_l[j]);
      const delta_j = eq.hidden_delta(delta_next, w_next, j, da_dz_j);
      delta_l.push(delta_j);
    }
    return delta_l;
  }

  // dC_dw[l][j][k] and dC_db[l][j], from activations and error signals; with a shared bias dC_db[l][0].
  function gradients(network, x, a, delta, eq) {
    const dC_dw = [];
    const dC_db = [];
    let a_before = x;
    for (let l = 0; l < network.layers.length; l++) {
      const layer = network.layers[l];
      const dC_dw_l = [];
      const dC_db_l = [];
      for (let j = 0; j < delta[l].length; j++) {
        const delta_j = delta[l][j];
        const dC_dw_j = eq.weight_gradients(delta_j, a_before);
        must_be_finite(dC_dw_j, "dC_dw_jk", l, j);
        dC_dw_l.push(dC_dw_j);
        if (!layer.shared_bias) {
          const dC_db_j = eq.bias_gradient(delta_j);
          dC_db_l.push(dC_db_j);
        }
      }
      if (layer.shared_bias) {
        const dC_db_shared = eq.shared_bias_gradient(delta[l]);
        must_be_finite([dC_db_shared], "dC_db", l, 0);
        dC_db_l.push(dC_db_shared);
      }
      dC_dw.push(dC_dw_l);
      dC_db.push(dC_db_l);
      a_before = a[l];
    }
    return { dC_dw, dC_db };
  }

  // Forward, backward and gradients of one example: { z, a, C, delta, dC_dw, dC_db }.
  function backpropagate(network, example, cost, eq) {
    const { x, y } = example;
    const { z, a } = eq.forward(network, x, eq);
    const C = eq.costs[cost].cost(a[a.length - 1], y);
    must_be_finite([C], "C");
    const delta = eq.backward(network, y, z, a, cost, eq);
    const { dC_dw, dC_db } = eq.gradients(network, x, a, delta, eq);
    return { z, a, C, delta, dC_dw, dC_db };
  }

  // ---- several examples ----------------------------------------------------------------------

  // One more example's gradients of one neuron added to those of the examples before it.
  //
  // >>> add_up([60, 600], [1, 2])
  // [61,602]
  function add_up(total_j, dC_j) {
    const new_total_j = [];
    for (let k = 0; k < total_j.length; k++) {
      const new_total_jk = total_j[k] + dC_j[k];
      new_total_j.push(new_total_jk);
    }
    return new_total_j;
  }

  // add_up for every neuron of every layer.
  function added(total_w, dC_dw, total_b, dC_db, eq) {
    const new_total_w = [];
    const new_total_b = [];
    for (let l = 0; l < total_w.length; l++) {
      const new_total_w_l = [];
      for (let j = 0; j < total_w[l].length; j++) {
        const new_total_j = eq.add_up(total_w[l][j], dC_dw[l][j]);
        new_total_w_l.push(new_total_j);
      }
      new_total_w.push(new_total_w_l);
      const new_total_b_l = eq.add_up(total_b[l], dC_db[l]);
      new_total_b.push(new_total_b_l);
    }
    return { total_w: new_total_w, total_b: new_total_b };
  }

  // The gradients of the whole cost, from what was added up over n examples.  reduction: "sum" or "mean".
  function reduce(total_w, total_b, n, reduction, eq) {
    const reduced = eq.reductions[reduction];
    const dC_dw = [];
    const dC_db = [];
    for (let l = 0; l < total_w.length; l++) {
      const dC_dw_l = [];
      for (const total_j of total_w[l]) {
        const dC_dw_j = reduced(total_j, n);
        dC_dw_l.push(dC_dw_j);
      }
      const dC_db_l = reduced(total_b[l], n);
      dC_dw.push(dC_dw_l);
      dC_db.push(dC_db_l);
    }
    return { dC_dw, dC_db };
  }

  // A new network, every weight moved by (11) and every bias by (15).
  function update(network, alpha, dC_dw, dC_db, eq) {
    const layers = [];
    for (let l = 0; l < network.layers.length; l++) {
      const layer = network.layers[l];
      const new_w = [];
      for (let j = 0; j < layer.w.length; j++) {
        const new_w_j = eq.updated_weights(layer.w[j], alpha, dC_dw[l][j]);
        if (!all_finite(new_w_j)) {
          must_be_finite(dC_dw[l][j], "dC_dw_jk", l, j); // named first, if that is where it began
          must_be_finite(new_w_j, "new_w_jk", l, j);
        }
        new_w.push(new_w_j);
      }
      const new_b = [];
      for (let j = 0; j < layer.b.length; j++) {
        const new_b_j = eq.updated_bias(layer.b[j], alpha, dC_db[l][j]);
        new_b.push(new_b_j);
      }
      if (!all_finite(new_b)) {
        must_be_finite(dC_db[l], "dC_db_j", l);
        must_be_finite(new_b, "new_b_j", l);
      }
      layers.push({ w: new_w, b: new_b, activation: layer.activation, shared_bias: layer.shared_bias });
    }
    return { layers };
  }

  // Backpropagate every example, add up, reduce; then one update with learning rate alpha, unless that is null.
  //
  // z, a, delta: for example i alone, at [i][l][j].  C, dC_dw, dC_db: reduced over the examples.  network: the new one.
  function gradient_step(network, examples, alpha, cost, reduction, eq) {
    const z = [];
    const a = [];
    const delta = [];
    let total, total_w, total_b;
    for (let i = 0; i < examples.length; i++) {
      const one = of_example(network, examples[i], i, cost, eq);
      z.push(one.z);
      a.push(one.a);
      delta.push(one.delta);
      if (i === 0) {
        total = [one.C];
        total_w = one.dC_dw;
        total_b = one.dC_db;
      } else {
        total = eq.add_up(total, [one.C]);
        ({ total_w, total_b } = added(total_w, one.dC_dw, total_b, one.dC_db, eq));
      }
    }
    const C = eq.reductions[reduction](total, examples.length)[0];
    must_be_finite([C], "C");
    const { dC_dw, dC_db } = eq.reduce(total_w, total_b, examples.length, reduction, eq);
    let moved = null;
    if (alpha === null) {
      dC_dw.forEach((dC_dw_l, l) => dC_dw_l.forEach((dC_dw_j, j) => must_be_finite(dC_dw_j, "dC_dw_jk", l, j)));
      dC_db.forEach((dC_db_l, l) => must_be_finite(dC_db_l, "dC_db_j", l));
    } else {
      moved = eq.update(network, alpha, dC_dw, dC_db, eq); // which looks at what became of the gradients
    }
    return { z, a, delta, C, dC_dw, dC_db, network: moved };
  }

  // backpropagate for example i, which an Unfinished is told.
  function of_example(network, example, i, cost, eq) {
    try {
      return eq.backpropagate(network, example, cost, eq);
    } catch (error) {
      if (error instanceof Unfinished) {
        error.example = i;
      }
      throw error;
    }
  }

  // ---- where doubles cannot go on ------------------------------------------------------------

  // A number that a double cannot hold: an infinity or a NaN.  what: the symbol.  layer, neuron, example: where.
  class Unfinished extends Error {
    constructor(what, found, layer, neuron) {
      super();
      Object.assign(this, { name: "Unfinished", what, found, layer, neuron, example: undefined });
    }

    get message() {
      const places = ["layer", "neuron", "example"].filter((name) => this[name] !== undefined);
      const place = places.map((name) => `${name} ${this[name]}`).join(", ");
      return `${place && place + ": "}${this.what} is ${this.found}, expected a finite number`;
    }
  }

  // Unfinished, with the place of the first number that is not finite.
  //
  // values: one for each neuron of the layer, or, with a neuron, a row of that neuron's.
  function must_be_finite(values, what, layer, neuron) {
    if (!all_finite(values)) {
      const j = values.findIndex((value) => !Number.isFinite(value));
      const found = String(values[j]).replace("Infinity", "inf").replace("NaN", "nan");
      throw new Unfinished(what, found, layer, neuron === undefined && layer !== undefined ? j : neuron);
    }
  }

  const RULES = new Rules({
    ...equations,
    activations: backprop.ACTIVATIONS,
    costs: backprop.COSTS,
    reductions: { sum: equations.sum_over_examples, mean: equations.mean_over_examples },
    forward, backward, gradients, backpropagate, add_up, reduce, update, gradient_step,
  });

  Object.assign(backprop, { RULES, Unfinished, hidden_deltas, added, must_be_finite });

  // ---- a case of the data format, and its result ---------------------------------------------

  // The network, examples and settings of a case that the door has let through, its numbers as doubles.
  backprop.read_case = function (given) {
    const { number } = backprop.numerals;
    const numbers = (values, place) => values.map((value, k) => number(value, `${place}[${k}]`));
    const layers = given.layers.map((layer, l) => ({
      w: layer.weights.map((row, j) => numbers(row, `layers[${l}].weights[${j}]`)),
      b: numbers(layer.biases, `layers[${l}].biases`),
      activation: layer.activation,
      shared_bias: layer.shared_bias === true,
    }));
    const examples = given.examples.map(({ x, y }, i) => ({
      x: numbers(x, `examples[${i}].x`),
      y: numbers(y, `examples[${i}].y`),
    }));
    const rate = given.learning_rate;
    return {
      id: given.id,
      network: { layers },
      examples,
      alpha: rate === undefined ? null : number(rate, "learning_rate"),
      cost: given.cost === undefined ? "half_squared_error" : given.cost,
      reduction: given.reduction === undefined ? "mean" : given.reduction,
    };
  };

  // What the case asks for: a step.
  backprop.step_of = function (read, eq = RULES) {
    return eq.gradient_step(read.network, read.examples, read.alpha, read.cost, read.reduction, eq);
  };

  // Every field of a result, from a step.
  backprop.result_object = function (id, step) {
    const result = {
      id,
      weight_gradients: step.dC_dw,
      bias_gradients: step.dC_db,
      cost: step.C,
      outputs: step.a.map((a) => a[a.length - 1]),
      weighted_sums: step.z,
      activations: step.a,
      deltas: step.delta,
    };
    if (step.network) {
      result.new_weights = step.network.layers.map((layer) => layer.w);
      result.new_biases = step.network.layers.map((layer) => layer.b);
    }
    return result;
  };
})();
