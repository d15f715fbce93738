// The door: the standard rules, made once, and the one look at what was computed, when it is finished; as in door.py.
//
//   RULES           the rules by name; RULES.replaced({ bias_gradient: … }) the same with one replaced
//   gradient_step   compute, look: several examples, then the update
//   Unfinished      what a double could not hold, with layer, neuron and example
//
// The passes raise nothing of their own.
(function (backprop) {
  "use strict";

  const { all_finite } = backprop.numerals;

  // ---- the rules -----------------------------------------------------------------------------

  // One property for each rule, named as the function that is the rule when nothing is replaced.
  class Rules {
    constructor(rules) {
      Object.assign(this, rules);
    }

    // The same rules with these in place of those of the same name; an error where there is none.
    //
    // >>> RULES.replaced({ bias_gradient: Math.abs }).bias_gradient(-3)
    // 3
    replaced(rules) {
      for (const name of Object.keys(rules)) {
        if (!(name in this)) {
          throw new Error(`rules: no rule named '${name}'`);
        }
      }
      return new Rules({ ...this, ...rules });
    }
  }

  const RULES = new Rules({
    ...backprop.equations,
    activations: backprop.ACTIVATIONS,
    costs: backprop.COSTS,
    reductions: backprop.REDUCTIONS,
    ...backprop.PASSES,
  });

  // The step of passes.js; throws Unfinished where a double cannot hold a result.
  //
  // alpha: null for no update.
  //
  // >>> gradient_step({ layers: [{ w: [[2]], b: [1], activation: "relu" }] }, [{ x: [3], y: [4] }], null,
  // ...     "half_squared_error", "mean").dC_dw
  // [[[9]]]
  function gradient_step(network, examples, alpha, cost, reduction, eq = RULES) {
    const step = eq.gradient_step(network, examples, alpha, cost, reduction, eq);
    must_be_finished(step, examples, cost, eq);
    return step;
  }

  // ---- what was finished ---------------------------------------------------------------------

  // A number that a double cannot hold: an infinity or a NaN.  what: the symbol.  layer, neuron, example: where.
  class Unfinished extends Error {
    constructor(what, found, { layer, neuron, example }) {
      const places = Object.entries({ layer, neuron, example }).filter(([, index]) => index !== undefined);
      const place = places.map(([name, index]) => `${name} ${index}`).join(", ");
      super(`${place && place + ": "}${what} is ${found}, expected a finite number`);
      Object.assign(this, { name: "Unfinished", what, found, layer, neuron, example });
    }
  }

  // Unfinished, with the place of the first number in the order of computation that is not finite.
  function must_be_finished(step, examples, cost, eq) {
    for (let i = 0; i < examples.length; i++) {
      const last = step.z[i].length - 1;
      for (let l = 0; l <= last; l++) {
        must_be_finite(step.z[i][l], "z_j", { layer: l, example: i });
        must_be_finite(step.a[i][l], "a_j", { layer: l, example: i });
      }
      must_be_finite([step.costs[i]], "C", { example: i });
      for (let l = last; l >= 0; l--) {
        if (!all_finite(step.delta[i][l])) {
          if (l === last) {
            must_not_divide_by_0(step.a[i][l], examples[i].y, i, l, cost, eq);
          }
          must_be_finite(step.delta[i][l], "delta_j", { layer: l, example: i });
        }
      }
    }
    must_be_finite([step.C], "C", {});
    step.dC_dw.forEach((dC_dw_l, l) => {
      dC_dw_l.forEach((dC_dw_j, j) => must_be_finite(dC_dw_j, "dC_dw_jk", { layer: l, neuron: j }));
      must_be_finite(step.dC_db[l], "dC_db_j", { layer: l });
    });
    (step.network ? step.network.layers : []).forEach(({ w, b }, l) => {
      w.forEach((w_j, j) => must_be_finite(w_j, "new_w_jk", { layer: l, neuron: j }));
      must_be_finite(b, "new_b_j", { layer: l });
    });
  }

  // Unfinished where ∂C/∂a_j divides by an a_j or a 1 − a_j that is 0.
  function must_not_divide_by_0(a_l, y, i, l, cost, eq) {
    a_l.forEach((a_j, j) => {
      const dC_da_j = eq.costs[cost].slope(a_j, y[j], y.length);
      if (!Number.isFinite(dC_da_j) && (a_j === 0 || a_j === 1)) {
        throw new Unfinished("dC_da_j", "a division by 0", { layer: l, neuron: j, example: i });
      }
    });
  }

  // values: one for each neuron of the layer, or a row of one neuron's.
  function must_be_finite(values, what, place) {
    if (!all_finite(values)) {
      const j = values.findIndex((value) => !Number.isFinite(value));
      const found = String(values[j]).replace("Infinity", "inf").replace("NaN", "nan");
      const names_neuron = place.layer !== undefined && place.neuron === undefined;
      throw new Unfinished(what, found, names_neuron ? { ...place, neuron: j } : place);
    }
  }

  const { forward, backward, gradients, backpropagate } = RULES;
  Object.assign(backprop, { RULES, Unfinished, gradient_step, forward, backward, gradients, backpropagate });
})(globalThis.backprop = globalThis.backprop || {});
