// Data sets with two inputs, generated from a seed; and iris, whose rows come with the page.
//
// The points are drawn by random.js, so the same seed gives the same points everywhere.
(function (backprop) {
  "use strict";

  const SIZE = 200; // points of a generated set, half of them of each class

  // About normal with standard deviation 1: twelve draws, each with variance 1/12.
  function noise(draw) {
    let sum = 0;
    for (let n = 0; n < 12; n++) {
      sum = sum + draw();
    }
    return sum - 6;
  }

  // One example for each: place(t, c) with t from 0 to 1 gives the point of class c, before noise.
  function two_curves(seed, spread, place) {
    const draw = backprop.random(seed);
    const examples = [];
    for (let n = 0; n < SIZE / 2; n++) {
      for (const c of [0, 1]) {
        const [x_0, x_1] = place(draw(), c);
        examples.push({ x: [x_0 + spread * noise(draw), x_1 + spread * noise(draw)], y: [c] });
      }
    }
    return examples;
  }

  function table(outputs) {
    const corners = [[0, 0], [0, 1], [1, 0], [1, 1]];
    return corners.map((x, n) => ({ x: x.slice(), y: [outputs[n]] }));
  }

  function circles(seed) {
    return two_curves(seed, 0.08, (t, c) => {
      const radius = c ? 0.35 : 0.85;
      return [radius * Math.cos(2 * Math.PI * t), radius * Math.sin(2 * Math.PI * t)];
    });
  }

  // The upper half of a circle, and the lower half of another that reaches into it.
  function moons(seed) {
    return two_curves(seed, 0.08, (t, c) => {
      const [along, up] = [0.7 * Math.cos(Math.PI * t), 0.7 * Math.sin(Math.PI * t)];
      return c ? [0.35 - along, 0.15 - up] : [along - 0.35, up - 0.15];
    });
  }

  // Two arms, each once and a half around.
  function spiral(seed) {
    return two_curves(seed, 0.02, (t, c) => {
      const angle = 3 * Math.PI * t + (c ? Math.PI : 0);
      return [(0.1 + 0.85 * t) * Math.cos(angle), (0.1 + 0.85 * t) * Math.sin(angle)];
    });
  }

  // Two of the four measures, each moved and scaled to mean 0 and standard deviation 1; the species as three outputs.
  //
  // rows: [[sepal length, sepal width, petal length, petal width, species], …], the species 0, 1 or 2.
  function iris(rows, measures) {
    const columns = measures.map((m) => standardised(rows.map((row) => row[m])));
    return rows.map((row, n) => ({
      x: columns.map((column) => column[n]),
      y: [0, 1, 2].map((c) => (c === row[4] ? 1 : 0)),
    }));
  }

  function standardised(values) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
    return values.map((value) => (value - mean) / Math.sqrt(variance));
  }

  // examples: of a seed.  classes: their names.  hidden, alpha, activation: a network that learns it.
  backprop.DATA_SETS = {
    xor: {
      title: "XOR", classes: ["0", "1"], seeded: false,
      examples: () => table([0, 1, 1, 0]), hidden: [4], activation: "tanh", alpha: 0.5,
    },
    and: {
      title: "AND", classes: ["0", "1"], seeded: false,
      examples: () => table([0, 0, 0, 1]), hidden: [2], activation: "tanh", alpha: 0.5,
    },
    circles: {
      title: "Two circles", classes: ["outer", "inner"], seeded: true,
      examples: circles, hidden: [4], activation: "tanh", alpha: 0.5,
    },
    moons: {
      title: "Two moons", classes: ["upper", "lower"], seeded: true, examples: moons,
      hidden: [4], activation: "tanh", alpha: 0.5,
    },
    spiral: {
      title: "Spiral", classes: ["arm 0", "arm 1"], seeded: true,
      examples: spiral, hidden: [16, 8], activation: "tanh", alpha: 0.2,
    },
  };
  backprop.iris_examples = iris;
})(globalThis.backprop = globalThis.backprop || {});
