// What the drawing asks of the state: which neurons are in question, and which numbers stand at them.
//
//   focus_of, sizes_of, example_of    the neuron in question in each column; how many there are; the example
//   numbers_of                        what is shown, by the switch: values, gradients, updates
(function (backprop) {
  "use strict";

  // The neuron in question in each column: what the step names, else what was chosen, else the first.
  function focus_of(state) {
    const { l, j, k } = state.walk.at(state.step);
    const focus = [0, ...state.network.layers.map(() => 0)];
    for (const [c, chosen] of Object.entries(state.view.focus || {})) focus[c] = chosen;
    if (l !== undefined && j !== undefined) {
      focus[l + 1] = j;
      if (k !== undefined) focus[l] = k;
    }
    return focus;
  }

  function sizes_of(state) {
    return [state.network.layers[0].w[0].length, ...state.network.layers.map((layer) => layer.w.length)];
  }

  // The example whose numbers are shown: that of the step, else the one that was seen last.
  function example_of(state) {
    const { i } = state.walk.where(state.step);
    if (i !== undefined) state.view.example = i;
    return Math.min(state.view.example || 0, state.examples.length - 1);
  }

  // What the updates ask of the state, once for all of them.
  function numbers_of(here, width) {
    const state = here.preview === null ? here : { ...here, ...here.preview };
    const i = example_of(state);
    const { phase } = state.walk.where(state.step);
    const { show } = state.view;
    const batch = phase === "batch" || phase === "update" || (show === "updates" && state.examples.length > 1);
    const most = most_of(state, show, batch, i);
    const written_to = (most_digits) => (x) =>
      Number.isFinite(x) ? backprop.to_digits(x, Math.min(state.view.digits, most_digits)).replace(/-/g, "−") : "–";
    const figure = width < 90 ? (x) => fitting(x, written_to, Math.floor((width - 6) / 6.8) - 2) : written_to(5);
    const half = (x) => fitting(x, written_to, Math.floor((width / 2 - 6) / 7.6));
    const short = written_to(3);
    const parameter = (l, j, k) => {
      const value = shown_parameter(state, show, batch, i, l, j, k);
      const sign = show === "updates" && value > 0 ? "+" : "";
      return { value, most, shown: sign + short(value), within: (room) => sign + fitting(value, written_to, room) };
    };
    const cost = backprop.COSTS[state.cost].cost(
      state.computed.a[i][state.network.layers.length - 1],
      state.examples[i].y,
    );
    return {
      i,
      figure,
      half,
      parameter,
      show,
      batch,
      cost,
      step: state.computed,
      examples: state.examples,
      most_a: largest(state.computed.a[i]),
      most_delta: largest(state.computed.delta[i]),
    };
  }

  // With as many digits as there is room for; else as short as can be.
  function fitting(x, written_to, room) {
    const texts = [4, 3, 2, 1].map((digits) => written_to(digits)(x).replace(/e\+0?/, "e").replace(/(e.)0/, "$1"));
    if (Number.isFinite(x)) texts.push(x.toExponential(0).replace("+", "").replace(/-/g, "−"));
    return texts.find((text) => text.length <= room) || texts.sort((one, other) => one.length - other.length)[0];
  }

  function largest(lists) {
    let most = 0;
    for (const list of lists) for (const x of list) if (Math.abs(x) > most) most = Math.abs(x);
    return most;
  }

  function most_of(state, show, batch, i) {
    if (show === "values")
      return Math.max(...state.network.layers.map((layer) => Math.max(largest(layer.w), largest([layer.b]))));
    if (show === "updates" || batch) {
      const most = Math.max(...state.computed.dC_dw.map(largest), largest(state.computed.dC_db));
      return show === "updates" ? most * (state.alpha || 0) : most;
    }
    let most = 0;
    state.computed.delta[i].forEach((delta, l) => {
      const before = l ? state.computed.a[i][l - 1] : state.examples[i].x;
      const shared = state.network.layers[l].shared_bias ? Math.abs(backprop.equations.shared_bias_gradient(delta)) : 0;
      most = Math.max(most, largest([delta]) * Math.max(1, largest([before])), shared);
    });
    return most;
  }

  function shown_parameter(state, show, batch, i, l, j, k) {
    const layer = state.network.layers[l];
    const shared = j === undefined;
    if (show === "values") return k === undefined ? layer.b[shared ? 0 : j] : layer.w[j][k];
    if (show === "updates") {
      if (state.alpha === null) return NaN;
      return -state.alpha * (k === undefined ? state.computed.dC_db[l][shared ? 0 : j] : state.computed.dC_dw[l][j][k]);
    }
    if (batch) return k === undefined ? state.computed.dC_db[l][shared ? 0 : j] : state.computed.dC_dw[l][j][k];
    const delta = state.computed.delta[i][l];
    if (shared) return backprop.equations.shared_bias_gradient(delta);
    const before = l ? state.computed.a[i][l - 1] : state.examples[i].x;
    return k === undefined ? delta[j] : delta[j] * before[k];
  }

  Object.assign(backprop, {
    focus_of,
    sizes_of,
    example_of,
    numbers_of,
    shown_example: () => example_of(backprop.state),
  });
})(globalThis.backprop = globalThis.backprop || {});
