// Wrong rules that people write, each as the rules with the slip in place: a rule replaced, or a pass.
//
// Names and numbers are those of the package's catalogue (`python -m backprop_ref mistakes NAME`).
(function (backprop) {
  "use strict";

  const { RULES, gradients, hidden_deltas, finished_step } = backprop;
  const { hidden_delta } = backprop.equations;

  // (14) with the sum of the layer's deltas in place of each one's own; a bias that is really shared stays right.
  function gradients_by_sum(network, x, a, delta, eq) {
    const { dC_dw, dC_db } = gradients(network, x, a, delta, eq);
    const wrong_db = network.layers.map((layer, l) => {
      if (layer.shared_bias) {
        return dC_db[l];
      }
      const sum = eq.shared_bias_gradient(delta[l]);
      return delta[l].map(() => sum);
    });
    return { dC_dw, dC_db: wrong_db };
  }

  function bias_kept(b_j, alpha, dC_db_j) {
    return b_j;
  }

  // Each layer is moved before the layer in front of it gets its δ, through the weights as they are then.
  function step_through_moved_weights(network, examples, alpha, cost, reduction, eq) {
    const ones = examples.map((example) => eq.backpropagate(network, example, cost, eq));
    let step = finished_step(network, ones, alpha, reduction, eq);
    for (let l = network.layers.length - 2; l >= 0 && step.network; l--) {
      const new_w = step.network.layers[l + 1].w;
      ones.forEach((one, i) => {
        one.delta[l] = hidden_deltas(network.layers[l], l, new_w, one.delta[l + 1], one.z[l], eq);
        Object.assign(one, eq.gradients(network, examples[i].x, one.a, one.delta, eq));
      });
      step = finished_step(network, ones, alpha, reduction, eq);
    }
    return step;
  }

  function output_delta_without_slope(dC_da_j, da_dz_j) {
    return dC_da_j;
  }

  function hidden_delta_without_slope(delta_next, w_next, j, da_dz_j) {
    return hidden_delta(delta_next, w_next, j, 1);
  }

  function weights_uphill(w_j, alpha, dC_dw_j) {
    return w_j.map((w_jk, k) => w_jk + alpha * dC_dw_j[k]);
  }

  function bias_uphill(b_j, alpha, dC_db_j) {
    return b_j + alpha * dC_db_j;
  }

  function gradients_without_input(delta_j, a) {
    return a.map(() => delta_j);
  }

  // title: what was done.  written, right: the wrong formula and the right one.
  backprop.MISTAKES = {
    "sum-of-layer-deltas": {
      title: "Sum of the layer’s deltas",
      equation: "14", written: "∂C/∂b_j = Σ_i δ_i over the layer", right: "∂C/∂b_j = δ_j",
      eq: RULES.replaced({ gradients: gradients_by_sum }),
    },
    "biases-never-updated": {
      title: "Biases never updated",
      equation: "15", written: "b_j stays", right: "b_j − α δ_j",
      eq: RULES.replaced({ updated_bias: bias_kept }),
    },
    "updated-weights-in-delta": {
      title: "Weights updated before δ is computed",
      equation: "8", written: "δ_j = (Σ_m δ_m w_mj) σ′(z_j) with w_mj after its update", right: "w_mj before its update",
      eq: RULES.replaced({ gradient_step: step_through_moved_weights }),
    },
    "output-slope-missing": {
      title: "Slope left out at the output",
      equation: "9", written: "δ_j = ∂C/∂a_j", right: "δ_j = ∂C/∂a_j · σ′(z_j)",
      eq: RULES.replaced({ output_delta: output_delta_without_slope }),
    },
    "hidden-slope-missing": {
      title: "Slope left out in hidden layers",
      equation: "8", written: "δ_j = Σ_m δ_m w_mj", right: "δ_j = (Σ_m δ_m w_mj) σ′(z_j)",
      eq: RULES.replaced({ hidden_delta: hidden_delta_without_slope }),
    },
    "parameters-ascent": {
      title: "Sign: uphill",
      equation: "11/15", written: "p + α ∂C/∂p", right: "p − α ∂C/∂p",
      eq: RULES.replaced({ updated_weights: weights_uphill, updated_bias: bias_uphill }),
    },
    "input-missing": {
      title: "No input factor",
      equation: "10", written: "∂C/∂w_jk = δ_j", right: "∂C/∂w_jk = δ_j a_k",
      eq: RULES.replaced({ weight_gradients: gradients_without_input }),
    },
  };
})(globalThis.backprop = globalThis.backprop || {});
