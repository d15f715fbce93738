// The cost while something moves: the forward pass alone, asked again and again.
//
//   cost_along    C as a function of h: of these weights and biases, each moved by h
//   slope_at      its derivative at h, by two difference quotients
//   sides_at      the derivatives on the left and on the right of h = 0, where a z stands on a kink
(function (backprop) {
  "use strict";

  const SOFTMAX = "softmax";

  function activations_of(layer, z) {
    const { sigma } = backprop.ACTIVATIONS[layer.activation];
    return layer.activation === SOFTMAX ? sigma(z) : z.map((z_j) => sigma(z_j));
  }

  function sums_of(layer, a) {
    const { weighted_sum } = backprop.equations;
    return layer.w.map((w_j, j) => weighted_sum(w_j, a, layer.b[layer.shared_bias ? 0 : j]));
  }

  function kinks_of(layer) {
    return backprop.ACTIVATIONS[layer.activation].kinks;
  }

  // moved: [[l, j, k]] a weight, [[l, j]] biases, all of one layer l.  i: of this example alone, else of all, reduced.
  // C(h) is a number; C.signs(h) says on which side of each of its kinks every z stands.
  function cost_along(state, moved, i) {
    const { layers } = state.network;
    const l = moved[0][0];
    const chosen = i === undefined ? state.examples.map((_, n) => n) : [i];
    const starts = chosen.map((n) => start_of(state, moved, l, n));
    const { cost } = backprop.COSTS[state.cost];
    const mean = i === undefined && state.reduction === "mean";

    function each(h, see) {
      for (const { z, rates, y } of starts) {
        let sums = z.map((z_j, j) => z_j + h * rates[j]);
        for (let m = l; m < layers.length; m++) {
          if (m > l) sums = sums_of(layers[m], see.a);
          see.z(m, sums);
          see.a = activations_of(layers[m], sums);
        }
        see.cost(see.a, y);
      }
    }

    function C(h) {
      let total = 0;
      each(h, {
        z: () => {},
        cost: (a, y) => {
          total += cost(a, y);
        },
      });
      return mean ? total / starts.length : total;
    }

    C.signs = (h) => {
      const signs = [];
      const z = (m, sums) => {
        for (const kink of kinks_of(layers[m])) for (const z_j of sums) signs.push(Math.sign(z_j - kink));
      };
      each(h, { z, cost: () => {} });
      return signs;
    };
    return C;
  }

  // z of layer l, how fast each grows with h, and the target, for example n.
  function start_of(state, moved, l, n) {
    const { layers } = state.network;
    const { x, y } = state.examples[n];
    let a = x;
    for (let m = 0; m < l; m++) a = activations_of(layers[m], sums_of(layers[m], a));
    const rates = layers[l].w.map(() => 0);
    for (const [, j, k] of moved) {
      if (k === undefined && layers[l].shared_bias) rates.fill(1);
      else rates[j] += k === undefined ? 1 : a[k];
    }
    return { z: sums_of(layers[l], a), rates, y };
  }

  // (4 D(h/2) − D(h))/3, D(h) = (C(at + h) − C(at − h))/2h: the errors in h² cancel.
  function slope_at(C, at = 0) {
    let h = 1e-3;
    while (h > 1e-8 && !C.signs(at + h).every((sign, n) => sign === C.signs(at - h)[n])) h /= 10;
    if (h <= 1e-8) h = 1e-3; // a kink in the very point: the quotient lies halfway between its sides
    const D = (d) => (C(at + d) - C(at - d)) / (2 * d);
    return (4 * D(h / 2) - D(h)) / 3;
  }

  // null where no z stands on a kink, else the one-sided derivatives.
  function sides_at(C) {
    const signs = C.signs(0);
    if (!signs.includes(0)) return null;
    const h = 1e-5;
    const side = (d) => (-3 * C(0) + 4 * C(d) - C(2 * d)) / (2 * d);
    return { left: side(-h), right: side(h) };
  }

  Object.assign(backprop, { cost_along, slope_at, sides_at });
})(globalThis.backprop = globalThis.backprop || {});
