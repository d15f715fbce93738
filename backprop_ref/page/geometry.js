// Where everything stands in the drawing.
//
//   geometry   of a network in a rectangle: columns, neurons, biases, edges, targets, the cost
//   slots_of   which neurons of a layer are shown, those around one of them
(function (backprop) {
  "use strict";

  const MOST = 8; // neurons of a layer; more are elided in the middle
  const HEAD = 40;
  const FOOT = 16;
  const [LEAST, SIDE] = [82, 40]; // between two columns, and beside the outer ones, where there is little room

  // The least width of a drawing with so many columns.
  function width_of(columns) {
    return LEAST * (columns - 1) + 2 * SIDE;
  }

  // Indices, and {from, to} where neurons are left out.
  function slots_of(n, focus, most = MOST) {
    if (n <= most) return Array.from({ length: n }, (_, j) => j);
    const around = most - 4 > 2 ? 1 : 0; // on each side of the one in question
    const middle = Math.max(1 + around, Math.min(n - 2 - around, focus));
    const kept = new Set([0, n - 1]);
    for (let j = middle - around; j <= middle + around; j++) kept.add(j);
    for (let j = 1; kept.size < most - 2; j++) kept.add(focus < n / 2 ? j : n - 1 - j);
    const slots = [];
    let before = -1;
    for (const j of [...kept].sort((a, b) => a - b)) {
      if (j === before + 2) slots.push(before + 1);
      else if (j > before + 1) slots.push({ from: before + 1, to: j - 1 });
      slots.push(j);
      before = j;
    }
    return slots;
  }

  // Those of every column.
  function all_slots(sizes, focus, height) {
    const most = height < 330 ? 5 : height < 440 ? 6 : MOST;
    return sizes.map((n, c) => slots_of(n, focus[c], most));
  }

  // sizes: [inputs, neurons of layer 0, …].  focus: for each of these the neuron in question.
  function geometry(sizes, focus, width, height, shared) {
    const columns = sizes.length + 1;
    const narrow = width < Math.max(560, 104 * columns);
    const slots = all_slots(sizes, focus, height);
    const least = narrow ? LEAST : 104;
    const side = narrow ? SIDE : 66;
    const pitch = Math.max(least, Math.min(250, (width - 2 * side) / (columns - 1)));
    const w = Math.max(width, pitch * (columns - 1) + 2 * side);
    const rows = Math.max(...slots.map((list) => list.length));
    const room = (height - HEAD - FOOT) / rows;
    const size = {
      width: Math.round(Math.max(52, Math.min(132, pitch * 0.6))),
      height: Math.round(Math.max(20, Math.min(70, room - 40))),
    };
    const start = (w - pitch * (columns - 1)) / 2;
    const x_of = (c) => start + c * pitch;
    const places = slots.map((list, c) => {
      const step = Math.min(height < 440 ? 120 : 190, (height - HEAD - FOOT) / list.length);
      const top = HEAD + (height - HEAD - FOOT) / 2 - (step * (list.length - 1)) / 2 + (c ? 8 : 0);
      return list.map((slot, n) => ({ slot, c, x: x_of(c), y: top + n * step, step }));
    });
    const last = places[places.length - 1];
    const cost = { x: x_of(columns - 1), y: (last[0].y + last[last.length - 1].y) / 2 };
    return {
      width: w,
      height,
      pitch,
      size,
      places,
      cost,
      narrow,
      x_of,
      ...small_things(places, cost, size, pitch, shared),
    };
  }

  // Bias nodes above and to the left of their neurons, one above a layer that shares its bias; targets before the cost.
  function small_things(places, cost, size, pitch, shared) {
    const biases = [];
    places.slice(1).forEach((list, l) => {
      const shown = list.filter(({ slot }) => typeof slot === "number");
      if (shared[l]) {
        biases.push({
          l,
          x: shown[0].x - pitch * 0.5,
          y: Math.max(HEAD + 12, shown[0].y - size.height / 2 - 26),
          to: shown,
        });
        return;
      }
      for (const at of shown)
        biases.push({ l, j: at.slot, x: at.x - size.width / 2 - 2, y: at.y - size.height / 2 - 15, to: [at] });
    });
    return { biases, targets: targets_of(places[places.length - 1], cost, pitch) };
  }

  // Between the outputs and the cost where there is room; else above and below the cost.
  function targets_of(outputs, cost, pitch) {
    const last = outputs.filter(({ slot }) => typeof slot === "number");
    return last.map(({ slot, x, y, step }) => {
      if (last.length > 1 && pitch >= 180) return { j: slot, x: x + pitch * 0.48, y: y + Math.min(46, step * 0.32) };
      const near = Math.abs(y - cost.y) < 36;
      return { j: slot, x: cost.x, y: near ? cost.y + 42 : y };
    });
  }

  Object.assign(backprop, { geometry, width_of, slots_of, all_slots });
})(globalThis.backprop = globalThis.backprop || {});
