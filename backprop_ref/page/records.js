// The records of the walk: one equation, applied once, with its numbers; those of walk/ in Python.
//
//   Records     of one state: a method for each rule
//   of_neuron, of_weight, of_bias, place_of_bias    symbols and places
//
// A record: rule, phase, equation, i, l, j, k, entry, symbol, place, value, operands [{symbol, value, place}], sign.
// What the passes returned is read; what does not stand there, such as σ′(z_j), is asked of the same rules.
// Over 400 lines: a method for each equation.
(function (backprop) {
  "use strict";

  const SOFTMAX = "softmax";

  // ---- symbols and places ----

  function of_neuron(letter, j, l) {
    return l >= 0 ? `${letter}_${j}^${l}` : `x_${j}`;
  }

  function of_weight(j, k, l) {
    return j < 10 && k < 10 ? `w_${j}${k}^${l}` : `w_${j},${k}^${l}`;
  }

  function of_bias(j, l, shared) {
    return shared ? `b^${l}` : `b_${j}^${l}`;
  }

  function place_of_a(j, l) {
    return l >= 0 ? `a.${l}.${j}` : `x.${j}`;
  }

  function place_of_bias(j, l, shared) {
    return shared ? `b.${l}` : `b.${l}.${j}`;
  }

  // ---- the records of one case ----

  class Records {
    constructor(state) {
      this.state = state;
    }

    get layers() {
      return this.state.network.layers;
    }

    get step() {
      return this.state.computed;
    }

    get last() {
      return this.layers.length - 1;
    }

    C(i) {
      return this.state.examples.length === 1 ? "C" : `C_${i}`;
    }

    before(i, l) {
      return l ? this.step.a[i][l - 1] : this.state.examples[i].x;
    }

    slope(i, l, j) {
      return backprop.ACTIVATIONS[this.layers[l].activation].slope(this.step.z[i][l][j]);
    }

    softmax_slopes(i, j) {
      return backprop.ACTIVATIONS[SOFTMAX].slope(this.step.a[i][this.last], j);
    }

    cost_of(i) {
      return backprop.COSTS[this.state.cost].cost(this.step.a[i][this.last], this.state.examples[i].y);
    }

    cost_slope_of(i, j) {
      const y = this.state.examples[i].y;
      return backprop.COSTS[this.state.cost].slope(this.step.a[i][this.last][j], y[j], y.length);
    }

    // ∂C/∂a_j for a neuron of any layer: the cost's own in the last, before it the bracket of (8).
    dC_da(i, l, j) {
      if (l === this.last) return this.cost_slope_of(i, j);
      return backprop.equations.hidden_delta(this.step.delta[i][l + 1], this.layers[l + 1].w, j, 1);
    }

    // ---- operands ----

    w(l, j, k) {
      return { symbol: of_weight(j, k, l), value: this.layers[l].w[j][k], place: `w.${l}.${j}.${k}` };
    }

    b(l, j) {
      const { b, shared_bias } = this.layers[l];
      return {
        symbol: of_bias(j, l, shared_bias),
        value: b[shared_bias ? 0 : j],
        place: place_of_bias(j, l, shared_bias),
      };
    }

    a(i, l, j) {
      const value = l >= 0 ? this.step.a[i][l][j] : this.state.examples[i].x[j];
      return { symbol: of_neuron("a", j, l), value, place: place_of_a(j, l) };
    }

    z(i, l, j) {
      return { symbol: of_neuron("z", j, l), value: this.step.z[i][l][j], place: `z.${l}.${j}` };
    }

    delta(i, l, j) {
      return { symbol: of_neuron("δ", j, l), value: this.step.delta[i][l][j], place: `d.${l}.${j}` };
    }

    y(i, j) {
      return { symbol: `y_${j}`, value: this.state.examples[i].y[j], place: `y.${j}` };
    }

    // σ′(z_j), or ∂a_j/∂z_j where the chain rule is written out.
    da_dz(i, l, j, written) {
      const symbol = written ? `∂${of_neuron("a", j, l)}/∂${of_neuron("z", j, l)}` : `σ′(${of_neuron("z", j, l)})`;
      return {
        symbol,
        value: this.slope(i, l, j),
        place: `z.${l}.${j}`,
        made_by: { rule: "activation_slope", i, l, j },
      };
    }

    dC_da_operand(i, l, j) {
      const made_by = l === this.last ? { rule: "cost_slope", i, l, j } : { rule: "hidden_delta", i, l, j };
      return {
        symbol: `∂${this.C(i)}/∂${of_neuron("a", j, l)}`,
        value: this.dC_da(i, l, j),
        place: l === this.last ? "C" : `a.${l}.${j}`,
        made_by,
      };
    }

    // ---- forward and cost ----

    weighted_sum(i, l, j) {
      const operands = [];
      const { w } = this.layers[l];
      for (let k = 0; k < w[j].length; k++) operands.push(this.w(l, j, k), this.a(i, l - 1, k));
      operands.push(this.b(l, j));
      return this.record("forward", "2", "weighted_sum", this.z(i, l, j), operands, { i, l, j });
    }

    activation(i, l, j) {
      const { activation, w } = this.layers[l];
      const operands = [this.z(i, l, j)];
      if (activation === SOFTMAX) for (let m = 0; m < w.length; m++) operands.push(this.z(i, l, m));
      return this.record("forward", "2", "activation", this.a(i, l, j), operands, { i, l, j, entry: activation });
    }

    cost(i) {
      const operands = [];
      for (let j = 0; j < this.state.examples[i].y.length; j++) operands.push(this.a(i, this.last, j), this.y(i, j));
      const result = { symbol: this.C(i), value: this.cost_of(i), place: "C" };
      return this.record("cost", "", "cost", result, operands, { i, entry: this.state.cost });
    }

    // ---- backward ----

    cost_slope(i, j) {
      const l = this.last;
      const n = this.state.examples[i].y.length;
      const result = {
        symbol: `∂${this.C(i)}/∂${of_neuron("a", j, l)}`,
        value: this.cost_slope_of(i, j),
        place: `a.${l}.${j}`,
      };
      const operands = [this.a(i, l, j), this.y(i, j), { symbol: "n", value: n }];
      const equation = this.layers[l].activation === SOFTMAX ? "9, softmax" : "9";
      return this.record("backward", equation, "cost_slope", result, operands, { i, l, j, entry: this.state.cost });
    }

    activation_slope(i, l, j) {
      const result = { ...this.da_dz(i, l, j), made_by: undefined };
      const where = { i, l, j, entry: this.layers[l].activation };
      return this.record(
        "backward",
        l === this.last ? "9" : "8",
        "activation_slope",
        result,
        [this.z(i, l, j), this.a(i, l, j)],
        where,
      );
    }

    output_delta(i, j) {
      const l = this.last;
      const operands = [this.dC_da_operand(i, l, j), this.da_dz(i, l, j)];
      return this.record("backward", "9", "output_delta", this.delta(i, l, j), operands, { i, l, j });
    }

    // S, which the neurons of a softmax layer have in common.
    S(i) {
      const l = this.last;
      const a = this.step.a[i][l];
      const value = backprop.equations.softmax_sum(a, a.map((_, m) => this.cost_slope_of(i, m)));
      return { symbol: `S^${l}`, value, place: "C", made_by: { rule: "softmax_sum", i, l } };
    }

    softmax_sum(i) {
      const l = this.last;
      const operands = this.step.a[i][l].flatMap((_, m) => [this.a(i, l, m), this.dC_da_operand(i, l, m)]);
      return this.record("backward", "9, softmax sum", "softmax_sum", this.S(i), operands, { i, l });
    }

    softmax_delta(i, j) {
      const l = this.last;
      const operands = [this.a(i, l, j), this.dC_da_operand(i, l, j), this.S(i)];
      const value = backprop.equations.softmax_delta(...operands.map((operand) => operand.value));
      const result = { ...this.delta(i, l, j), value };
      return this.record("backward", "9, softmax", "softmax_delta", result, operands, { i, l, j });
    }

    hidden_delta(i, l, j) {
      const operands = [];
      for (let m = 0; m < this.layers[l + 1].w.length; m++) operands.push(this.delta(i, l + 1, m), this.w(l + 1, m, j));
      operands.push(this.da_dz(i, l, j));
      return this.record("backward", "8", "hidden_delta", this.delta(i, l, j), operands, { i, l, j });
    }

    // ---- gradients of one example ----

    gradient_of_weight(i, l, j, k) {
      const value = this.step.delta[i][l][j] * this.before(i, l)[k];
      return {
        symbol: `∂${this.C(i)}/∂${of_weight(j, k, l)}`,
        value,
        place: `w.${l}.${j}.${k}`,
        made_by: { rule: "weight_gradients", i, l, j, k },
      };
    }

    gradient_of_bias(i, l, j) {
      const shared = this.layers[l].shared_bias;
      const { bias_gradient, shared_bias_gradient } = backprop.equations;
      const value = shared ? shared_bias_gradient(this.step.delta[i][l]) : bias_gradient(this.step.delta[i][l][j]);
      const made_by = shared ? { rule: "shared_bias_gradient", i, l } : { rule: "bias_gradient", i, l, j };
      return { symbol: `∂${this.C(i)}/∂${of_bias(j, l, shared)}`, value, place: place_of_bias(j, l, shared), made_by };
    }

    weight_gradients(i, l, j, k) {
      const operands = [this.delta(i, l, j), this.a(i, l - 1, k)];
      return this.record("gradients", "10", "weight_gradients", this.gradient_of_weight(i, l, j, k), operands, {
        i,
        l,
        j,
        k,
      });
    }

    bias_gradient(i, l, j) {
      return this.record("gradients", "14", "bias_gradient", this.gradient_of_bias(i, l, j), [this.delta(i, l, j)], {
        i,
        l,
        j,
      });
    }

    shared_bias_gradient(i, l) {
      const operands = this.layers[l].w.map((w_j, j) => this.delta(i, l, j));
      return this.record(
        "gradients",
        "14, shared bias",
        "shared_bias_gradient",
        this.gradient_of_bias(i, l, 0),
        operands,
        { i, l },
      );
    }

    // ---- the chain rule, path by path ----

    ends(i, l, j, k) {
      const dz_dw = { ...this.a(i, l - 1, k), symbol: `∂${of_neuron("z", j, l)}/∂${of_weight(j, k, l)}` };
      return [this.da_dz(i, l, j, true), dz_dw];
    }

    chain_rule(i, l, j, k) {
      const result = this.gradient_of_weight(i, l, j, k);
      if (this.layers[l].activation === SOFTMAX) {
        const dz_dw = this.ends(i, l, j, k)[1];
        result.value = this.delta_by_jacobian(i, j) * dz_dw.value;
        const operands = [...this.through_softmax(i, j), dz_dw];
        return this.record("paths", "4, softmax", "chain_rule_through_softmax", result, operands, { i, l, j, k });
      }
      const operands = [this.dC_da_operand(i, l, j), ...this.ends(i, l, j, k)];
      const value = backprop.equations.chain_rule(...operands.map((operand) => operand.value));
      return this.record("paths", "4", "chain_rule", { ...result, value }, operands, { i, l, j, k });
    }

    softmax_slope(i, j, m) {
      const l = this.last;
      const result = this.through_softmax(i, j)[2 * m + 1];
      const operands = [this.a(i, l, m), this.a(i, l, j)];
      const where = { i, l, j, k: m, entry: SOFTMAX };
      return this.record("paths", "9, softmax Jacobian", "activation_slope", result, operands, where);
    }

    // From the cost to z_j of the softmax layer: through every output, ∂C/∂a_m and ∂a_m/∂z_j.
    through_softmax(i, j) {
      const l = this.last;
      return this.softmax_slopes(i, j).flatMap((value, m) => {
        const symbol = `∂${of_neuron("a", m, l)}/∂${of_neuron("z", j, l)}`;
        const made_by = { rule: "activation_slope", i, l, j, k: m };
        return [this.dC_da_operand(i, l, m), { symbol, value, place: `z.${l}.${j}`, made_by }];
      });
    }

    delta_by_jacobian(i, j) {
      const dC_da = this.step.a[i][this.last].map((_, m) => this.cost_slope_of(i, m));
      return backprop.equations.softmax_delta_by_jacobian(dC_da, this.softmax_slopes(i, j));
    }

    softmax_delta_by_jacobian(i, j) {
      const l = this.last;
      const result = { ...this.delta(i, l, j), value: this.delta_by_jacobian(i, j) };
      const operands = this.through_softmax(i, j);
      const where = { i, l, j };
      return this.record("paths", "9, softmax Jacobian", "softmax_delta_by_jacobian", result, operands, where);
    }

    // From the cost to a_j, one path through every neuron m that it feeds; under softmax each m through every output.
    paths_after(i, l, j) {
      const softmax = this.layers[l + 1].activation === SOFTMAX;
      const operands = [];
      this.layers[l + 1].w.forEach((w_m, m) => {
        const outputs = softmax
          ? this.softmax_slopes(i, m).map((value, n) => [n, value])
          : [[m, this.slope(i, l + 1, m)]];
        for (const [n, value] of outputs) {
          const da_dz = `∂${of_neuron("a", n, l + 1)}/∂${of_neuron("z", m, l + 1)}`;
          const dz_da = `∂${of_neuron("z", m, l + 1)}/∂${of_neuron("a", j, l)}`;
          operands.push(this.dC_da_operand(i, l + 1, n), { symbol: da_dz, value, place: `z.${l + 1}.${m}` });
          operands.push({ ...this.w(l + 1, m, j), symbol: dz_da });
        }
      });
      return operands;
    }

    chain_rule_through_next_layer(i, l, j, k) {
      const paths = this.paths_after(i, l, j);
      const ends = this.ends(i, l, j, k);
      const columns = [0, 1, 2].map((n) => paths.filter((_, at) => at % 3 === n).map((operand) => operand.value));
      const value = backprop.equations.chain_rule_through_next_layer(...columns, ends[0].value, ends[1].value);
      const result = { ...this.gradient_of_weight(i, l, j, k), value };
      return this.record("paths", "5", "chain_rule_through_next_layer", result, [...paths, ...ends], { i, l, j, k });
    }

    error_recurrence(i, l, j) {
      const operands = [];
      const column = this.layers[l + 1].w.map((w_m) => w_m[j]);
      this.layers[l + 1].w.forEach((w_m, m) => {
        const dz_da = `∂${of_neuron("z", m, l + 1)}/∂${of_neuron("a", j, l)}`;
        operands.push({ ...this.delta(i, l + 1, m), symbol: `∂${this.C(i)}/∂${of_neuron("z", m, l + 1)}` });
        operands.push({ ...this.w(l + 1, m, j), symbol: dz_da });
      });
      const da_dz = this.da_dz(i, l, j, true);
      operands.push(da_dz);
      const value = backprop.equations.error_recurrence(this.step.delta[i][l + 1], column, da_dz.value);
      const result = { symbol: `∂${this.C(i)}/∂${of_neuron("z", j, l)}`, value, place: `d.${l}.${j}` };
      return this.record("paths", "7", "error_recurrence", result, operands, { i, l, j });
    }

    // (3) from (C(w + h) − C(w − h))/2h, twice, so that the first error cancels.
    difference_quotient(i, l, j, k) {
      const value = backprop.slope_at(backprop.cost_along(this.state, [[l, j, k]], i));
      const result = { ...this.gradient_of_weight(i, l, j, k), value };
      const record = this.record("paths", "3", "difference_quotient", result, [this.w(l, j, k)], { i, l, j, k });
      record.sign = "≈";
      record.C = this.C(i);
      return record;
    }

    // ---- all examples ----

    batch(l, j, k) {
      const { reduction, examples } = this.state;
      const every = examples.map((_, i) => i);
      const where = { l, j, k, entry: reduction };
      let result;
      let operands;
      if (l === undefined) {
        result = { symbol: "C", value: this.step.C, place: "C" };
        operands = every.map((i) => ({
          symbol: `C_${i}`,
          value: this.cost_of(i),
          place: "C",
          made_by: { rule: "cost", i },
        }));
      } else if (k !== undefined) {
        result = this.reduced_weight(l, j, k);
        operands = every.map((i) => this.gradient_of_weight(i, l, j, k));
      } else {
        result = this.reduced_bias(l, j || 0);
        operands = every.map((i) => this.gradient_of_bias(i, l, j || 0));
      }
      return this.record("batch", `batch, ${reduction}`, "reductions", result, operands, where);
    }

    reduced_weight(l, j, k) {
      const made_by = this.made_by_batch("weight_gradients", { l, j, k });
      return {
        symbol: `∂C/∂${of_weight(j, k, l)}`,
        value: this.step.dC_dw[l][j][k],
        place: `w.${l}.${j}.${k}`,
        made_by,
      };
    }

    reduced_bias(l, j) {
      const shared = this.layers[l].shared_bias;
      const made_by = this.made_by_batch(shared ? "shared_bias_gradient" : "bias_gradient", shared ? { l } : { l, j });
      return {
        symbol: `∂C/∂${of_bias(j, l, shared)}`,
        value: this.step.dC_db[l][shared ? 0 : j],
        place: place_of_bias(j, l, shared),
        made_by,
      };
    }

    made_by_batch(rule, where) {
      return this.state.examples.length > 1 ? { rule: "reductions", ...where } : { rule, i: 0, ...where };
    }

    // ---- the update ----

    updated(parameter, gradient, value, equation, rule, where) {
      const alpha = { symbol: "α", value: this.state.alpha, place: "alpha" };
      const result = { symbol: parameter.symbol, value, place: parameter.place };
      const record = this.record("update", equation, rule, result, [parameter, alpha, gradient], where);
      record.sign = "←";
      return record;
    }

    updated_weights(l, j, k) {
      const value = this.step.network.layers[l].w[j][k];
      return this.updated(this.w(l, j, k), this.reduced_weight(l, j, k), value, "11", "updated_weights", { l, j, k });
    }

    updated_bias(l, j) {
      const value = this.step.network.layers[l].b[j || 0];
      return this.updated(this.b(l, j || 0), this.reduced_bias(l, j || 0), value, "15", "updated_bias", { l, j });
    }

    cost_after() {
      const { examples, cost, reduction } = this.state;
      const value = backprop.total_cost(this.step.network, examples, cost, reduction);
      const before = { symbol: "C", value: this.step.C, place: "C", made_by: this.made_by_batch("cost", {}) };
      return this.record("update", "", "cost_after", { symbol: "C", value, place: "C" }, [before], {});
    }

    record(phase, equation, rule, result, operands, where) {
      const { i, l, j, k, entry } = where;
      return { phase, equation, rule, i, l, j, k, entry: entry || "", ...result, operands, sign: "=" };
    }
  }

  Object.assign(backprop, { Records, of_neuron, of_weight, of_bias, place_of_bias });
})(globalThis.backprop = globalThis.backprop || {});
