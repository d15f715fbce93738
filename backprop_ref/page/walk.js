// The walk: one step for each equation that is applied, in the order in which they are read.
//
//   walk    its steps: length, at(n), find({rule, i, l, j, k}), phases and places to jump to
//
// Records are made when they are asked for: a network of 784-30-10 has some 50,000 steps.
(function (backprop) {
  "use strict";

  const { Records } = backprop;
  const SOFTMAX = "softmax";
  const PHASES = ["forward", "cost", "backward", "gradients", "paths", "batch", "update"];

  // ---- blocks: runs of steps of one phase, example and layer ----

  // count: how many steps.  at(n): the call that makes the nth.  A call: [name of a method of Records, ...its arguments].
  function blocks_of(state) {
    const { layers } = state.network;
    const last = layers.length - 1;
    const blocks = [];
    const add = (phase, i, l, count, at) => blocks.push({ phase, i, l, count, at });
    state.examples.forEach((_, i) => {
      layers.forEach((layer, l) => add("forward", i, l, 2 * layer.w.length, forward_at(layer, i, l)));
      add("cost", i, undefined, 1, () => ["cost", i]);
      for (let l = last; l >= 0; l--) add("backward", i, l, ...backward_of(layers[l], i, l, l === last));
      layers.forEach((layer, l) => add("gradients", i, l, parameters(layer), gradients_at(layer, i, l)));
      for (let l = last; l >= 0; l--) add("paths", i, l, ...paths_of(state, i, l, last));
    });
    if (state.examples.length > 1) {
      add("batch", undefined, undefined, 1, () => ["batch"]);
      layers.forEach((layer, l) =>
        add("batch", undefined, l, parameters(layer), parameters_at(layer, ["batch", l], ["batch", l])),
      );
    }
    if (state.alpha !== null) {
      layers.forEach((layer, l) => {
        add(
          "update",
          undefined,
          l,
          parameters(layer),
          parameters_at(layer, ["updated_weights", l], ["updated_bias", l]),
        );
      });
      add("update", undefined, undefined, 1, () => ["cost_after"]);
    }
    return blocks;
  }

  function forward_at(layer, i, l) {
    const n = layer.w.length;
    if (layer.activation === SOFTMAX)
      return (at) => (at < n ? ["weighted_sum", i, l, at] : ["activation", i, l, at - n]);
    return (at) => [at % 2 ? "activation" : "weighted_sum", i, l, at >> 1];
  }

  function backward_of(layer, i, l, output) {
    const n = layer.w.length;
    if (!output) return [2 * n, (at) => [at % 2 ? "hidden_delta" : "activation_slope", i, l, at >> 1]];
    if (layer.activation !== SOFTMAX) {
      const rules = [(j) => ["cost_slope", i, j], (j) => ["activation_slope", i, l, j], (j) => ["output_delta", i, j]];
      return [3 * n, (at) => rules[at % 3](Math.floor(at / 3))];
    }
    const after = (at) => (at ? ["softmax_delta", i, at - 1] : ["softmax_sum", i]);
    return [2 * n + 1, (at) => (at < n ? ["cost_slope", i, at] : after(at - n))];
  }

  function parameters(layer) {
    return layer.w.length * layer.w[0].length + (layer.shared_bias ? 1 : layer.w.length);
  }

  // The weights of neuron 0, its bias, those of neuron 1, …; a shared bias last.
  function parameters_at(layer, weight, bias) {
    const k = layer.w[0].length;
    const row = layer.shared_bias ? k : k + 1;
    return (at) => {
      const j = Math.floor(at / row);
      if (j === layer.w.length) return bias;
      return at % row === k ? [...bias, j] : [...weight, j, at % row];
    };
  }

  function gradients_at(layer, i, l) {
    const bias = layer.shared_bias ? ["shared_bias_gradient", i, l] : ["bias_gradient", i, l];
    return parameters_at(layer, ["weight_gradients", i, l], bias);
  }

  // Of one weight of the layer: w_00, or the one that was chosen; in softmax first what its neuron's z moves.
  function paths_of(state, i, l, last) {
    const rules = ["chain_rule", "chain_rule_through_next_layer", "error_recurrence", "difference_quotient"];
    const mine = l === last ? [rules[0], rules[3]] : rules;
    const { w, activation } = state.network.layers[l];
    const n = activation === SOFTMAX ? w.length + 1 : 0;
    const first = (at, j) => (at === n - 1 ? ["softmax_delta_by_jacobian", i, j] : ["softmax_slope", i, j, at]);
    const at = (nth) => {
      const [j, k] = chosen_weight(state, l);
      return nth < n ? first(nth, j) : [mine[nth - n], i, l, j, k];
    };
    return [n + mine.length, at];
  }

  function chosen_weight(state, l) {
    const { w } = state.network.layers[l];
    const [j, k] = state.view.paths[l] || [0, 0];
    return [Math.min(j, w.length - 1), Math.min(k, w[0].length - 1)];
  }

  // ---- the walk ----

  class Walk {
    constructor(state) {
      this.records = new Records(state);
      this.blocks = blocks_of(state);
      this.length = 0;
      for (const block of this.blocks) {
        block.start = this.length;
        this.length += block.count;
      }
    }

    block_of(n) {
      let [low, high] = [0, this.blocks.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.blocks[middle].start <= n) low = middle;
        else high = middle - 1;
      }
      return this.blocks[low];
    }

    at(n) {
      const block = this.block_of(n);
      const [name, ...given] = block.at(n - block.start);
      const record = this.records[name](...given);
      record.phase = block.phase;
      record.n = n;
      return record;
    }

    // What the nth step is of, without its numbers.
    where(n) {
      const block = this.block_of(n);
      const call = block.at(n - block.start);
      return { phase: block.phase, i: block.i, l: block.l, j: neuron_of(call) };
    }

    // The first step with these fields, or −1.
    find(given) {
      const rule = given.rule === "chain_rule_through_softmax" ? "chain_rule" : given.rule;
      const wanted = { ...given, rule };
      for (const block of this.blocks) {
        if (wanted.phase !== undefined && block.phase !== wanted.phase) continue;
        if (wanted.i !== undefined && block.i !== wanted.i) continue;
        if (wanted.l !== undefined && block.l !== wanted.l && block.phase !== "cost") continue;
        for (let at = 0; at < block.count; at++) {
          if (fits(block.at(at), block, wanted)) return block.start + at;
        }
      }
      return -1;
    }

    // Where a step with this record's fields stands now, or the one most like it.
    nearest(record) {
      const { phase, rule, i, l, j, k } = record;
      const tries = [
        { phase, rule, i, l, j, k },
        { phase, rule, i, l, j },
        { phase, rule, l },
        { phase, i, l },
        { phase, rule },
        { phase },
      ];
      for (const wanted of tries) {
        const n = this.find(wanted);
        if (n >= 0) return n;
      }
      return 0;
    }

    // The next step (direction 1) or the one before (−1) at which the key of the step is another one; at its beginning.
    jump(n, direction, key) {
      const here = key(this.where(n));
      let at = n;
      while (at >= 0 && at < this.length && key(this.where(at)) === here) at += direction;
      if (direction > 0) return at < this.length ? at : n;
      const start = at + 1;
      if (start < n || at < 0) return Math.max(0, start);
      const before = key(this.where(at));
      while (at >= 0 && key(this.where(at)) === before) at--;
      return at + 1;
    }

    // Runs of one phase: {phase, i, start, count}, in order.
    phases() {
      const runs = [];
      for (const { phase, i, start, count } of this.blocks) {
        const run = runs[runs.length - 1];
        if (run && run.phase === phase && run.i === i) run.count += count;
        else runs.push({ phase, i, start, count });
      }
      return runs;
    }
  }

  const RULE_OF = { softmax_slope: "activation_slope", batch: "reductions" };
  const WITHOUT_LAYER = /^(cost_slope|output_delta|softmax_.*)$/; // their arguments: i, j, m
  const OF_PARAMETER = ["batch", "updated_weights", "updated_bias"]; // l, j, k

  function indices([name, ...given]) {
    if (WITHOUT_LAYER.test(name)) return { j: given[1], k: given[2] };
    if (OF_PARAMETER.includes(name)) return { j: given[1], k: given[2] };
    return { j: given[2], k: given[3] };
  }

  function neuron_of(call) {
    return indices(call).j;
  }

  function fits(call, block, wanted) {
    const rule = RULE_OF[call[0]] || call[0];
    const { j, k } = indices(call);
    if (wanted.rule !== undefined && rule !== wanted.rule) return false;
    if (wanted.rule === "reductions" && "l" in wanted && wanted.l === undefined && block.l !== undefined) return false;
    if (wanted.j !== undefined && j !== wanted.j) return false;
    if (
      wanted.k !== undefined
        ? k !== wanted.k
        : wanted.j !== undefined && k !== undefined && wanted.rule === "reductions"
    )
      return false;
    return true;
  }

  Object.assign(backprop, { PHASES, chosen_weight, walk: (state) => new Walk(state) });
})(globalThis.backprop = globalThis.backprop || {});
