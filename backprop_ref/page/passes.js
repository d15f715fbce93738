// The passes, as in backprop.py and descent.py: equations and loops, and nothing else.
//
//   forward        (2)           z and a of every neuron, first layer to last
//   backward       (8), (9)      δ of every neuron, last layer to first
//   gradients      (10), (14)    ∂C/∂w of every weight and ∂C/∂b of every bias, from δ and a
//   backpropagate                the three in this order, of one example
//   add_up, reduce               the gradients of all examples, then their sum or mean
//   update         (11), (15)    a new network; the old one stays as it is
//   gradient_step                the whole of it
//   total_cost                   C alone
//
// network: { layers: [{ w, b, activation, shared_bias }] }.  example: { x, y }.  eq: the rules, of door.js.
(function (backprop) {
  "use strict";

  const SOFTMAX = "softmax";

  // ---- one example ---------------------------------------------------------------------------

  // The weighted sums z[l][j] and activations a[l][j] for one input x.
  //
  // >>> forward({ layers: [{ w: [[2, 3]], b: [4], activation: "relu" }] }, [10, 100], backprop.RULES)
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
      const a_l = eq.layer_activations(layer, l, z_l, eq);
      z.push(z_l);
      a.push(a_l);
      a_before = a_l;
    }
    return { z, a };
  }

  // The activations of layer l from its weighted sums: each from its own z_j, in softmax each from all of them.
  function layer_activations(layer, l, z_l, eq) {
    const sigma = eq.activations[layer.activation].sigma;
    if (layer.activation === SOFTMAX) {
      return sigma(z_l);
    }
    const a_l = [];
    for (let j = 0; j < z_l.length; j++) {
      const a_j = eq.activation(sigma, z_l[j]);
      a_l.push(a_j);
    }
    return a_l;
  }

  // The error signals delta[l][j] for one target y, from what forward returned.
  function backward(network, y, z, a, cost, eq) {
    const { layers } = network;
    const last = layers.length - 1;
    const delta = new Array(layers.length);
    delta[last] = eq.output_deltas(layers[last], last, y, z[last], a[last], cost, eq);
    for (let l = last - 1; l >= 0; l--) {
      delta[l] = eq.hidden_deltas(layers[l], l, layers[l + 1].w, delta[l + 1], z[l], eq);
    }
    return delta;
  }

  // The error signals of the last layer, by (9): each from its own output, in softmax each from all of them.
  function output_deltas(layer, l, y, z_l, a_l, cost, eq) {
    if (layer.activation === SOFTMAX) {
      return eq.softmax_deltas(layer, l, y, a_l, cost, eq);
    }
    const slope = eq.activations[layer.activation].slope;
    const delta_l = [];
    for (let j = 0; j < z_l.length; j++) {
      const dC_da_j = eq.costs[cost].slope(a_l[j], y[j], y.length);
      const da_dz_j = slope(z_l[j]);
      const delta_j = eq.output_delta(dC_da_j, da_dz_j);
      delta_l.push(delta_j);
    }
    return delta_l;
  }

  // The error signals of a softmax layer, by the extension of (9).
  function softmax_deltas(layer, l, y, a_l, cost, eq) {
    const dC_da = [];
    for (let j = 0; j < a_l.length; j++) {
      const dC_da_j = eq.costs[cost].slope(a_l[j], y[j], y.length);
      dC_da.push(dC_da_j);
    }
    const a_dC_da = eq.softmax_sum(a_l, dC_da);
    const delta_l = [];
    for (let j = 0; j < a_l.length; j++) {
      const delta_j = eq.softmax_delta(a_l[j], dC_da[j], a_dC_da);
      delta_l.push(delta_j);
    }
    return delta_l;
  }

  // The error signals of a hidden layer l, by (8), from the weights and error signals of the layer after it.
  function hidden_deltas(layer, l, w_next, delta_next, z_l, eq) {
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
      for (let j = 0; j < layer.w.length; j++) {
        const delta_j = delta[l][j];
        const dC_dw_j = eq.weight_gradients(delta_j, a_before);
        dC_dw_l.push(dC_dw_j);
        if (!layer.shared_bias) {
          const dC_db_j = eq.bias_gradient(delta_j);
          dC_db_l.push(dC_db_j);
        }
      }
      if (layer.shared_bias) {
        const dC_db_shared = eq.shared_bias_gradient(delta[l]);
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
  function added(total, one, eq) {
    const total_w = [];
    const total_b = [];
    for (let l = 0; l < total.dC_dw.length; l++) {
      const total_w_l = [];
      for (let j = 0; j < total.dC_dw[l].length; j++) {
        const total_j = eq.add_up(total.dC_dw[l][j], one.dC_dw[l][j]);
        total_w_l.push(total_j);
      }
      total_w.push(total_w_l);
      const total_b_l = eq.add_up(total.dC_db[l], one.dC_db[l]);
      total_b.push(total_b_l);
    }
    return { dC_dw: total_w, dC_db: total_b };
  }

  // The gradients of the whole cost, from what was added up over n examples.  reduction: "sum" or "mean".
  function reduce(total_w, total_b, n, reduction, eq) {
    const reduced = eq.reductions[reduction];
    const dC_dw = [];
    const dC_db = [];
    for (let l = 0; l < total_w.length; l++) {
      const dC_dw_l = [];
      for (let j = 0; j < total_w[l].length; j++) {
        const dC_dw_j = reduced(total_w[l][j], n);
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
        new_w.push(new_w_j);
      }
      const new_b = [];
      for (let j = 0; j < layer.b.length; j++) {
        const new_b_j = eq.updated_bias(layer.b[j], alpha, dC_db[l][j]);
        new_b.push(new_b_j);
      }
      layers.push({ w: new_w, b: new_b, activation: layer.activation, shared_bias: layer.shared_bias });
    }
    return { layers };
  }

  // Backpropagate every example, add up, reduce; then one update with learning rate alpha, unless that is null.
  //
  // z, a, delta: for example i alone, at [i][l][j].  costs: of each alone.  C, dC_dw, dC_db: reduced over the examples.
  // network: the new one, or null.
  function gradient_step(network, examples, alpha, cost, reduction, eq) {
    const ones = [];
    for (let i = 0; i < examples.length; i++) {
      const one = eq.backpropagate(network, examples[i], cost, eq);
      ones.push(one);
    }
    return finished_step(network, ones, alpha, reduction, eq);
  }

  // The step from what every example gave: added up, reduced and, with a learning rate, the update.
  function finished_step(network, ones, alpha, reduction, eq) {
    const n = ones.length;
    let total_C = [ones[0].C];
    let total = ones[0];
    for (let i = 1; i < n; i++) {
      total_C = eq.add_up(total_C, [ones[i].C]);
      total = added(total, ones[i], eq);
    }
    const C = eq.reductions[reduction](total_C, n)[0];
    const { dC_dw, dC_db } = eq.reduce(total.dC_dw, total.dC_db, n, reduction, eq);
    return {
      z: ones.map((one) => one.z),
      a: ones.map((one) => one.a),
      delta: ones.map((one) => one.delta),
      costs: ones.map((one) => one.C),
      C, dC_dw, dC_db,
      network: alpha === null ? null : eq.update(network, alpha, dC_dw, dC_db, eq),
    };
  }

  // C by (2) alone; NaN or an infinity where doubles cannot finish.
  function total_cost(network, examples, cost, reduction, eq = backprop.RULES) {
    let total = [0];
    for (let i = 0; i < examples.length; i++) {
      const { x, y } = examples[i];
      const a = outputs(network, x, eq);
      const C = eq.costs[cost].cost(a, y);
      total = i === 0 ? [C] : eq.add_up(total, [C]);
    }
    return eq.reductions[reduction](total, examples.length)[0];
  }

  // The last layer's activations for one input.
  function outputs(network, x, eq = backprop.RULES) {
    const { a } = eq.forward(network, x, eq);
    return a[a.length - 1];
  }

  Object.assign(backprop, {
    PASSES: {
      layer_activations, output_deltas, softmax_deltas, hidden_deltas,
      forward, backward, gradients, backpropagate, add_up, reduce, update, gradient_step,
    },
    hidden_deltas, finished_step, total_cost, outputs,
  });
})(globalThis.backprop = globalThis.backprop || {});
