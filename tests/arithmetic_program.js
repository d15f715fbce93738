// The page's arithmetic as a program under test: cases on standard input, results on standard output.
//
//     node tests/arithmetic_program.js FILE...
//
// The files are run as the page runs them: their very bytes, one after the other, in one global scope.

const fs = require("fs");
const readline = require("readline");
const vm = require("vm");

for (const file of process.argv.slice(2)) {
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
}

function networkOf(layers) {
  return {
    layers: layers.map(({ weights, biases, activation, shared_bias }) => ({
      w: weights, b: biases, activation, shared_bias: shared_bias === true,
    })),
  };
}

function answer(given) {
  const { learning_rate = null, cost = "half_squared_error", reduction = "mean" } = given;
  const step = backprop.gradient_step(networkOf(given.layers), given.examples, learning_rate, cost, reduction);
  const result = {
    id: given.id,
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
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const given = JSON.parse(line);
  let result;
  try {
    result = answer(given);
  } catch (error) {
    result = { id: given.id, error: error.message };
  }
  process.stdout.write(JSON.stringify(result) + "\n");
});
