// What a step is, in words: where it stands, what it is called, what it says.
//
//   where_words   "layer 1, neuron 0, example 0"
//   title_of      a headline
//   why_of        a sentence or two
//   spoken        the whole step, for the live region
(function (backprop) {
  "use strict";

  const PHASE_NAMES = {
    forward: "Forward",
    cost: "Cost",
    backward: "Backward",
    gradients: "Gradients",
    paths: "Path by path",
    batch: "All examples",
    update: "Update",
  };

  const SHORT_NAMES = { ...PHASE_NAMES, paths: "Paths", batch: "Batch" };

  function where_words({ i, l, j, k, rule }) {
    const words = [];
    if (l !== undefined) words.push(`layer ${l}`);
    if (j !== undefined) words.push(`neuron ${j}`);
    if (k !== undefined && rule !== "activation_slope")
      words.push(l === 0 ? `from input ${k}` : `from neuron ${k} of layer ${l - 1}`);
    if (i !== undefined) words.push(`example ${i}`);
    return words.join(", ");
  }

  const TITLES = {
    weighted_sum: ({ j }) => `What neuron ${j} receives`,
    activation: ({ j }) => `What neuron ${j} passes on`,
    cost: () => "The cost: how wrong the answer is",
    cost_slope: ({ j }) => `How the cost changes with output ${j}`,
    activation_slope: ({ j, entry }) =>
      entry === "softmax" ? `How an output changes with z_${j}` : `How steep σ is for neuron ${j}`,
    output_delta: ({ j }) => `The error signal of output neuron ${j}`,
    softmax_sum: () => "What the outputs have in common",
    softmax_delta: ({ j }) => `The error signal of output neuron ${j}`,
    softmax_delta_by_jacobian: ({ j }) => `The error signal of output neuron ${j}, through every output`,
    hidden_delta: ({ j }) => `The error signal of neuron ${j}`,
    weight_gradients: () => "The gradient of a weight",
    bias_gradient: () => "The gradient of a bias: its own δ",
    shared_bias_gradient: () => "One bias for all: here, the deltas are added up",
    chain_rule: () => "The chain rule through the neuron",
    chain_rule_through_softmax: () => "The chain rule through every output",
    chain_rule_through_next_layer: () => "The chain rule, path by path",
    error_recurrence: () => "The recurrence inside (5)",
    difference_quotient: () => "Ask the cost itself",
    reductions: ({ entry }) => (entry === "sum" ? "Added up over the examples" : "The mean over the examples"),
    updated_weights: () => "The weight after the update",
    updated_bias: () => "The bias after the update",
    cost_after: () => "The cost after the update",
  };

  const WHY = {
    weighted_sum: () => "Each incoming number times its weight, added up; then the bias by itself.",
    activation: ({ entry }) =>
      entry === "softmax"
        ? "Its share of the whole layer: every a depends on every z."
        : `The ${entry.replace("_", " ")} of its sum.`,
    cost: ({ operands }) =>
      operands.length > 2 ? "Every output is compared with its target." : "The output is compared with its target.",
    cost_slope: () => "The first factor of the error signal. It needs only the output of the network.",
    activation_slope: ({ entry }) =>
      entry === "softmax"
        ? "With softmax, one z changes every output."
        : "Where σ is flat, little of the error gets through.",
    output_delta: () =>
      "δ is ∂C/∂z: how much the cost changes when this neuron receives a little more. It starts at the output.",
    softmax_sum: () => "Each ∂C/∂a times its output, added up: the sum is the same for every neuron, so it is computed once.",
    softmax_delta: () =>
      "Under softmax each z moves every output, so δ_j is a_j times the difference between ∂C/∂a_j and S, the weighted sum of all of them.",
    softmax_delta_by_jacobian: () => "The same δ, from everything that z changes: one term for every output.",
    hidden_delta: () =>
      "The δ of every neuron that it leads to, each times the weight that leads there, added up; then times its own slope.",
    weight_gradients: () => "The error signal where the weight ends, times the number where it starts.",
    bias_gradient: () =>
      "The bias goes only into this neuron, and ∂z/∂b is 1. So its gradient is this neuron’s δ, not the sum over the layer.",
    shared_bias_gradient: () =>
      "When the one bias moves, every z of the layer moves. Here, and only here, the deltas are added up.",
    chain_rule: () => "From the cost through a and z to the weight: one factor for each step of the way.",
    chain_rule_through_softmax: () => "One path through every output, since z changes them all; then on to the weight.",
    chain_rule_through_next_layer: () =>
      "One path through every neuron that this one leads to. The paths are added up, and common factors are written once.",
    error_recurrence: () =>
      "The bracket has already been computed: it contains the error signals of the next layer.",
    difference_quotient: () =>
      "Move this weight a little, run only the forward pass, and see how the cost changes.",
    reductions: ({ l }) =>
      l === undefined
        ? "The cost of the batch is made up of the costs of its examples."
        : "The cost is made up of the costs of the examples, so its gradient is made up of their gradients. This sum runs over examples, not over neurons.",
    updated_weights: () => "A step downhill: against the gradient, by the learning rate.",
    updated_bias: ({ j }) =>
      `The ${j === undefined ? "shared bias" : "bias"} moves against ${over_examples()}${j === undefined ? "the sum of the deltas" : "its own δ"}, times α.`,
    cost_after: () => "The forward pass once more, with the new weights and biases.",
  };

  // Of several examples: what their gradients are reduced by.
  function over_examples() {
    const { examples, reduction } = backprop.state;
    return examples.length > 1 ? `the ${reduction} over the examples of ` : "";
  }

  function spoken(record) {
    const equation = record.equation ? `, equation ${record.equation}` : "";
    const place = where_words(record);
    return `${PHASE_NAMES[record.phase]}${place ? `, ${place}` : ""}: ${TITLES[record.rule](record)}${equation}. ${record.symbol} is ${backprop.shown(record.value)}`;
  }

  Object.assign(backprop, {
    PHASE_NAMES,
    SHORT_NAMES,
    where_words,
    spoken,
    title_of: (record) => TITLES[record.rule](record),
    why_of: (record) => WHY[record.rule](record),
  });
})(globalThis.backprop = globalThis.backprop || {});
