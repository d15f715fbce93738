// The equations, in the order of their numbers, each as one function that treats one neuron.
//
// Names and order of operations are those of equations.py, so the bits are, too.
//
// Layers l = 0 … L−1; the last is L−1; the input x stands where l−1 would be −1.
// j: a neuron of this layer.  k: of the layer before.  m: of the layer after.  All count from 0.
// w_jk leads from neuron k to neuron j.  C: the cost of one example.  α: the learning rate.

(function (backprop) {
  "use strict";

  // ---- forward: what a neuron computes -------------------------------------------------------

  // (1)  z = Σ_k w_k x_k + b, and a = σ(z)
  //
  // >>> neuron([2, 3], [10, 100], 4, Math.abs)
  // 324
  function neuron(w, x, b, sigma) {
    let z = 0;
    for (let k = 0; k < w.length; k++) {
      const w_k = w[k];
      const x_k = x[k];
      z = z + w_k * x_k;
    }
    z = z + b;
    const a = sigma(z);
    return a;
  }

  // (2)  z_j^l = Σ_k w_jk^l a_k^(l−1) + b_j^l
  //
  // >>> weighted_sum([2, 3], [10, 100], 4)
  // 324
  function weighted_sum(w_j, a, b_j) {
    let z_j = 0;
    for (let k = 0; k < w_j.length; k++) {
      const w_jk = w_j[k];
      const a_k = a[k];
      z_j = z_j + w_jk * a_k;
    }
    z_j = z_j + b_j;
    return z_j;
  }

  // (2)  a_j^l = σ(z_j^l)
  //
  // >>> activation(Math.abs, -324)
  // 324
  function activation(sigma, z_j) {
    const a_j = sigma(z_j);
    return a_j;
  }

  // ---- the literal chain rule ----------------------------------------------------------------

  // (3)  ∂C/∂w_jk^l = lim_(h→0) (C(w_jk^l + h) − C(w_jk^l)) / h
  //
  // The quotient for the given h, not yet the limit.  C: the cost as a function of this one weight.
  //
  // >>> difference_quotient((w) => w * w, 3, 1)
  // 7
  function difference_quotient(C, w_jk, h) {
    const C_moved = C(w_jk + h);
    const C_here = C(w_jk);
    const dC_dw_jk = (C_moved - C_here) / h;
    return dC_dw_jk;
  }

  // (4)  ∂C/∂w_jk^l = ∂C/∂a_j^l · ∂a_j^l/∂z_j^l · ∂z_j^l/∂w_jk^l
  //
  // >>> chain_rule(2, 3, 5)
  // 30
  function chain_rule(dC_da_j, da_dz_j, dz_dw_jk) {
    const dC_dz_j = dC_da_j * da_dz_j;
    const dC_dw_jk = dC_dz_j * dz_dw_jk;
    return dC_dw_jk;
  }

  // (5)  ∂C/∂w_jk^l = [Σ_m ∂C/∂a_m^(l+1) · ∂a_m^(l+1)/∂z_m^(l+1) · ∂z_m^(l+1)/∂a_j^l] · ∂a_j^l/∂z_j^l · ∂z_j^l/∂w_jk^l
  //
  // >>> chain_rule_through_next_layer([2, 1], [3, 1], [5, 1], 10, 10)
  // 3100
  function chain_rule_through_next_layer(dC_da_next, da_dz_next, dz_da_j, da_dz_j, dz_dw_jk) {
    let dC_da_j = 0;
    for (let m = 0; m < dC_da_next.length; m++) {
      const dC_da_m = dC_da_next[m];
      const da_dz_m = da_dz_next[m];
      const dz_m_da_j = dz_da_j[m];
      dC_da_j = dC_da_j + dC_da_m * da_dz_m * dz_m_da_j;
    }
    const dC_dz_j = dC_da_j * da_dz_j;
    const dC_dw_jk = dC_dz_j * dz_dw_jk;
    return dC_dw_jk;
  }

  // ---- error signals -------------------------------------------------------------------------

  // (6)  δ_j^l = ∂C/∂z_j^l
  //
  // A definition computes nothing; from here on delta_j is dC_dz_j.

  // (7)  ∂C/∂z_j^l = Σ_m ∂C/∂z_m^(l+1) · ∂z_m^(l+1)/∂a_j^l · ∂a_j^l/∂z_j^l
  //
  // >>> error_recurrence([6, 1], [5, 1], 10)
  // 310
  function error_recurrence(dC_dz_next, dz_da_j, da_dz_j) {
    let dC_dz_j = 0;
    for (let m = 0; m < dC_dz_next.length; m++) {
      const dC_dz_m = dC_dz_next[m];
      const dz_m_da_j = dz_da_j[m];
      dC_dz_j = dC_dz_j + dC_dz_m * dz_m_da_j * da_dz_j;
    }
    return dC_dz_j;
  }

  // (8)  δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)
  //
  // delta_next, w_next: one δ and one row for each neuron m of the next layer.
  //
  // >>> hidden_delta([6, 1], [[5, 0], [1, 0]], 0, 10)
  // 310
  function hidden_delta(delta_next, w_next, j, da_dz_j) {
    let dC_da_j = 0;
    for (let m = 0; m < delta_next.length; m++) {
      const delta_m = delta_next[m];
      const w_m = w_next[m];
      dC_da_j = dC_da_j + delta_m * w_m[j];
    }
    const delta_j = dC_da_j * da_dz_j;
    return delta_j;
  }

  // (9)  δ_j^(L−1) = ∂C/∂a_j^(L−1) · σ′(z_j^(L−1))
  //
  // >>> output_delta(2, 3)
  // 6
  function output_delta(dC_da_j, da_dz_j) {
    const delta_j = dC_da_j * da_dz_j;
    return delta_j;
  }

  // (9, softmax sum)  Σ_i a_i^(L−1) ∂C/∂a_i^(L−1)
  //
  // >>> softmax_sum([3, 4], [2, 1])
  // 10
  function softmax_sum(a, dC_da) {
    let a_dC_da = 0;
    for (let i = 0; i < a.length; i++) {
      const a_i = a[i];
      const dC_da_i = dC_da[i];
      a_dC_da = a_dC_da + a_i * dC_da_i;
    }
    return a_dC_da;
  }

  // (9, softmax)  δ_j^(L−1) = a_j^(L−1) (∂C/∂a_j^(L−1) − Σ_i a_i^(L−1) ∂C/∂a_i^(L−1))
  //
  // >>> softmax_delta(3, 12, 10)
  // 6
  function softmax_delta(a_j, dC_da_j, a_dC_da) {
    const delta_j = a_j * (dC_da_j - a_dC_da);
    return delta_j;
  }

  // (9, softmax Jacobian)  δ_j^(L−1) = Σ_i ∂C/∂a_i^(L−1) · ∂a_i^(L−1)/∂z_j^(L−1)
  //
  // >>> softmax_delta_by_jacobian([2, 1], [3, 4])
  // 10
  function softmax_delta_by_jacobian(dC_da, da_dz_j) {
    let delta_j = 0;
    for (let i = 0; i < dC_da.length; i++) {
      const dC_da_i = dC_da[i];
      const da_i_dz_j = da_dz_j[i];
      delta_j = delta_j + dC_da_i * da_i_dz_j;
    }
    return delta_j;
  }

  // ---- gradients and updates of the weights --------------------------------------------------

  // (10)  ∂C/∂w_jk^l = δ_j^l a_k^(l−1)
  //
  // >>> weight_gradients(6, [10, 100])
  // [60,600]
  function weight_gradients(delta_j, a) {
    const dC_dw_j = [];
    for (let k = 0; k < a.length; k++) {
      const a_k = a[k];
      const dC_dw_jk = delta_j * a_k;
      dC_dw_j.push(dC_dw_jk);
    }
    return dC_dw_j;
  }

  // (11)  w_jk^l ← w_jk^l − α ∂C/∂w_jk^l = w_jk^l − α (δ_j^l a_k^(l−1))
  //
  // >>> updated_weights([200, 300], 2, [60, 600])
  // [80,-900]
  function updated_weights(w_j, alpha, dC_dw_j) {
    const new_w_j = [];
    for (let k = 0; k < w_j.length; k++) {
      const w_jk = w_j[k];
      const dC_dw_jk = dC_dw_j[k];
      const new_w_jk = w_jk - alpha * dC_dw_jk;
      new_w_j.push(new_w_jk);
    }
    return new_w_j;
  }

  // ---- gradient and update of the bias -------------------------------------------------------

  // (12)  ∂(u + b)/∂b = 1 for every u that does not contain b
  //
  // (13)  ∂z_j^l/∂b_j^l = 1
  //
  // It is the 1 in the function below, and in no other place.

  // (14)  ∂C/∂b_j^l = ∂C/∂z_j^l · ∂z_j^l/∂b_j^l = δ_j^l
  //
  // Its own δ, not the sum over the layer.
  //
  // >>> bias_gradient(6)
  // 6
  function bias_gradient(delta_j) {
    const dz_db_j = 1;
    const dC_db_j = delta_j * dz_db_j;
    return dC_db_j;
  }

  // (14, shared bias)  ∂C/∂b^l = Σ_j ∂C/∂z_j^l · ∂z_j^l/∂b^l = Σ_j δ_j^l
  //
  // >>> shared_bias_gradient([6, 1])
  // 7
  function shared_bias_gradient(delta) {
    const dz_j_db = 1;
    let dC_db = 0;
    for (let j = 0; j < delta.length; j++) {
      const delta_j = delta[j];
      dC_db = dC_db + delta_j * dz_j_db;
    }
    return dC_db;
  }

  // (15)  b_j^l ← b_j^l − α δ_j^l
  //
  // >>> updated_bias(40, 2, 6)
  // 28
  function updated_bias(b_j, alpha, dC_db_j) {
    const new_b_j = b_j - alpha * dC_db_j;
    return new_b_j;
  }

  // ---- several examples ----------------------------------------------------------------------

  // (batch, sum)  C = Σ_i C_i, so ∂C/∂w_jk^l = Σ_i ∂C_i/∂w_jk^l
  //
  // >>> sum_over_examples([60, 600], 2)
  // [60,600]
  function sum_over_examples(total_j, n) {
    return total_j;
  }

  // (batch, mean)  C = (Σ_i C_i)/n, so ∂C/∂w_jk^l = (Σ_i ∂C_i/∂w_jk^l)/n
  //
  // >>> mean_over_examples([60, 600], 2)
  // [30,300]
  function mean_over_examples(total_j, n) {
    if (n === 1) {
      return total_j;
    }
    const mean_j = [];
    for (let k = 0; k < total_j.length; k++) {
      const total_jk = total_j[k];
      const mean_jk = total_jk / n;
      mean_j.push(mean_jk);
    }
    return mean_j;
  }

  backprop.equations = {
    neuron, weighted_sum, activation, difference_quotient, chain_rule, chain_rule_through_next_layer,
    error_recurrence, hidden_delta, output_delta, softmax_sum, softmax_delta, softmax_delta_by_jacobian,
    weight_gradients, updated_weights, bias_gradient, shared_bias_gradient, updated_bias, sum_over_examples, mean_over_examples,
  };
  backprop.REDUCTIONS = { sum: sum_over_examples, mean: mean_over_examples };
})(globalThis.backprop = globalThis.backprop || {});
