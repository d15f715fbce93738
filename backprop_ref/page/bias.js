// δ or Σδ?  The cost against h, where one bias moves and where all biases of its layer move, with their tangents.
(function (backprop) {
  "use strict";

  const { element, svg, clear, move_handle } = backprop;
  const { chosen, parts, width: WIDTH, height: HEIGHT } = backprop.bias_view;
  const POINTS = 80;
  const WIDTHS = [0.1, 0.5, 1, 2, 5];
  let root = null;

  // ---- what is plotted ----

  function layer_in_question(state) {
    const layers = state.network.layers;
    if (chosen.l === null || chosen.l >= layers.length) chosen.l = layers.length - 1;
    if (chosen.j >= layers[chosen.l].w.length) chosen.j = 0;
    return layers[chosen.l];
  }

  function curves(state) {
    const layer = layer_in_question(state);
    const { l, j } = chosen;
    const every = layer.shared_bias ? [[l, 0]] : layer.w.map((_, m) => [l, m]);
    const gradients = state.computed.dC_db[l];
    const sum = backprop.equations.shared_bias_gradient(gradients);
    const all = curve(backprop.cost_along(state, every), sum);
    const alone = layer.shared_bias ? null : curve(backprop.cost_along(state, [[l, j]]), gradients[j]);
    return { alone, all };
  }

  function curve(C, slope) {
    const points = [];
    for (let n = 0; n <= POINTS; n++) {
      const h = ((2 * n) / POINTS - 1) * chosen.wide;
      points.push([h, C(h)]);
    }
    return { C, points, slope, sides: backprop.sides_at(C), quotient: backprop.slope_at(C) };
  }

  // ---- in the drawing ----

  // The drawing shows the network as it is with the biases moved.
  function preview() {
    const { state } = backprop;
    if (chosen.h === 0 || state.view.panel !== "bias") {
      backprop.preview(null);
      return;
    }
    const { l, j, h, all } = chosen;
    const layer = state.network.layers[l];
    const b = layer.b.map((b_j, m) => (layer.shared_bias || all || m === j ? b_j + h : b_j));
    backprop.preview({ layers: state.network.layers.map((one, m) => (m === l ? { ...one, b } : one)) });
  }

  // ---- the table, and what is to be said ----

  function sign_between(value, quotient) {
    return backprop.figure(value) === backprop.figure(quotient)
      ? "="
      : Math.abs(value - quotient) <= 1e-6 * Math.max(1e-3, Math.abs(quotient))
        ? "≈"
        : "≠";
  }

  function table(state, found) {
    const layer = state.network.layers[chosen.l];
    const shown = backprop.slots_of(layer.b.length, chosen.j, 6);
    const [of, many] = [of_examples(state), state.examples.length > 1];
    const heads = ["bias", many ? `${of} own δ` : "own δ", "quotient, it alone", many ? `${of} Σδ` : "Σδ", "quotient, all"].map((text) =>
      element("th", { scope: "col", text }),
    );
    const rows = shown.map((j) => {
      if (typeof j !== "number")
        return element("tr", {}, element("td", { colspan: 5, text: `… ${j.to - j.from + 1} more …` }));
      const name = element(
        "th",
        { scope: "row" },
        backprop.math_of(backprop.of_bias(j, chosen.l, layer.shared_bias)),
        element("span", { class: "unseen", text: backprop.of_bias(j, chosen.l, layer.shared_bias) }),
      );
      const gradient = state.computed.dC_db[chosen.l][j];
      const alone = layer.shared_bias
        ? null
        : j === chosen.j
          ? found.alone.quotient
          : backprop.slope_at(backprop.cost_along(state, [[chosen.l, j]]));
      const own =
        alone === null
          ? [element("td", { class: "none", text: "–" }), element("td", { class: "none", text: "–" })]
          : [
              element("td", { class: "alone", text: backprop.shown(gradient) }),
              element("td", { class: "alone", text: `${sign_between(gradient, alone)} ${backprop.shown(alone)}` }),
            ];
      const { slope, quotient } = found.all;
      const row = element(
        "tr",
        { class: j === chosen.j && !layer.shared_bias ? "chosen" : null },
        name,
        ...own,
        element("td", { class: "all", text: backprop.shown(tidy(slope, state.computed.dC_db[chosen.l])) }),
        element("td", {
          class: "all",
          text: `${sign_between(tidy(slope, state.computed.dC_db[chosen.l]), tidy(quotient, [1]))} ${backprop.shown(tidy(quotient, [1]))}`,
        }),
      );
      return row;
    });
    clear(parts.table).append(element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
  }

  // What rounding leaves of a sum that is 0 is shown as 0.
  function tidy(sum, terms) {
    const size = terms.reduce((total, term) => total + Math.abs(term), 0);
    return Math.abs(sum) < 1e-11 * size ? 0 : sum;
  }

  function note(state, found) {
    const layer = state.network.layers[chosen.l];
    const notes = [];
    if (found.all.sides || (found.alone && found.alone.sides)) {
      const { left, right } = (found.alone && found.alone.sides) || found.all.sides;
      notes.push(
        `Here a z is exactly at a kink of its activation: C has a slope of ${backprop.shown(left)} on the left and ${backprop.shown(right)} on the right. δ, with σ′ at the kink, is one of them.`,
      );
    }
    if (layer.activation === "softmax")
      notes.push(
        "With softmax the deltas of a layer add up to 0: shifting every z changes no output, and the second curve is flat. If you update the biases with the sum, you never train them.",
      );
    if (layer.shared_bias)
      notes.push(
        "One bias for the whole layer: when it moves, every z moves. Its curve is the second one, and its gradient is Σδ.",
      );
    else
      notes.push(
        "b moves alone, so C follows the first curve, and its slope is δ: that is the gradient of this bias. Σδ is the slope of the second curve: it shows what happens when all biases move together.",
      );
    clear(parts.note).append(...notes.map((text) => element("p", { text })));
  }

  // Of several examples the curves and every δ are reduced over them; the drawing shows one.
  function of_examples({ examples, reduction }) {
    return examples.length > 1 ? (reduction === "mean" ? "mean" : "sum of") : "";
  }

  function say_of_what(state) {
    const { examples, reduction } = state;
    parts.of_all.hidden = examples.length < 2;
    parts.of_all.textContent = `C and each δ here: the ${reduction} over the ${examples.length} examples. The drawing shows the δ of example ${backprop.shown_example()} alone.`;
  }

  function legend(found) {
    const { l, j } = chosen;
    const items = [];
    const of = ` ${of_examples(backprop.state)}`.trimEnd();
    if (found.alone)
      items.push(key("alone", `${backprop.of_bias(j, l, false)}`, ` alone:${of}`, ` δ_${j}^${l}`, found.alone.slope));
    const shared = backprop.state.network.layers[l].shared_bias;
    items.push(
      key(
        "all",
        shared ? `b^${l}` : null,
        `${shared ? ", shared:" : "all of the layer:"}${of}`,
        ` Σ_j δ_j^${l}`,
        tidy(found.all.slope, backprop.state.computed.dC_db[l]),
      ),
    );
    clear(parts.legend).append(...items);
  }

  function key(name, symbol, words, slope, value) {
    return element(
      "span",
      { class: `key ${name}` },
      element("span", { class: "swatch", "aria-hidden": "true" }),
      symbol ? backprop.math_of(symbol) : null,
      element("span", { text: words }),
      backprop.math_of(slope.trim()),
      element("strong", { text: ` = ${backprop.shown(value)}` }),
    );
  }

  // ---- controls ----

  function select(label, options, act) {
    const list = element(
      "select",
      { "aria-label": label, on: { change: (event) => act(Number(event.target.value)) } },
      ...options.map(([value, text]) => element("option", { value, text })),
    );
    return [element("label", { class: "field" }, element("span", { class: "label", text: label }), list), list];
  }

  function build() {
    clear(root);
    const [of_layer, layers] = select("layer", [], (l) => {
      Object.assign(chosen, { l, j: 0, h: 0 });
      follow(true);
    });
    const [of_bias, biases] = select("bias", [], (j) => {
      Object.assign(chosen, { j, h: 0 });
      follow(true);
    });
    const [of_width, widths] = select(
      "h up to",
      WIDTHS.map((wide) => [wide, `±${wide}`]),
      (wide) => {
        Object.assign(chosen, { wide, h: 0 });
        follow(false);
      },
    );
    widths.value = chosen.wide;
    const shared = element("input", {
      type: "checkbox",
      on: {
        change: (event) =>
          backprop.edit(
            event.target.checked ? `one bias for layer ${chosen.l}` : `a bias for each neuron of layer ${chosen.l}`,
            (given) => backprop.share_bias(given, chosen.l, event.target.checked),
          ),
      },
    });
    const all = element("input", {
      type: "checkbox",
      on: {
        change: (event) => {
          chosen.all = event.target.checked;
          preview();
        },
      },
    });
    Object.assign(parts, { layers, biases, shared, all, of_bias });
    parts.plot = svg("svg", {
      class: "plot",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": "The cost against h, with one bias moved and with all moved",
    });
    parts.slider = element("input", {
      type: "range",
      min: -1,
      max: 1,
      step: 0.01,
      value: 0,
      class: "h",
      "aria-label": "h",
      on: { input: (event) => move(Number(event.target.value) * chosen.wide) },
    });
    parts.now = element("p", { class: "now", "aria-live": "off" });
    parts.table = element("table", { class: "quotients" });
    parts.note = element("div", { class: "notes" });
    parts.of_all = element("p", { class: "why" });
    parts.legend = element("div", { class: "legend" });
    parts.plot.addEventListener("pointerdown", grab);
    root.append(
      element("h2", { text: "δ, or the sum of the deltas?" }),
      parts.of_all,
      element(
        "div",
        { class: "settings" },
        of_layer,
        of_bias,
        of_width,
        element("label", { class: "check" }, shared, element("span", { text: "shared bias" })),
      ),
      parts.legend,
      parts.plot,
      parts.slider,
      element(
        "div",
        { class: "under" },
        parts.now,
        element("label", { class: "check" }, all, element("span", { text: "in the drawing, all move" })),
      ),
      element("div", { class: "scroller" }, parts.table),
      parts.note,
    );
  }

  function grab(event) {
    const move_to = (at) => {
      const box = parts.plot.getBoundingClientRect();
      const h = parts.scale.h_of(((at.clientX - box.left) * WIDTH) / box.width);
      move(Math.max(-chosen.wide, Math.min(chosen.wide, (Math.round((h / chosen.wide) * 100) / 100) * chosen.wide)));
    };
    const before = chosen.h;
    const end = ({ type }) => {
      for (const [name, listener] of Object.entries(heard)) parts.plot.removeEventListener(name, listener);
      if (type === "pointercancel") move(before); // the browser scrolls
    };
    const heard = { pointermove: move_to, pointerup: end, pointercancel: end };
    move_to(event);
    parts.plot.setPointerCapture(event.pointerId);
    for (const [name, listener] of Object.entries(heard)) parts.plot.addEventListener(name, listener);
  }

  function move(h) {
    chosen.h = h;
    move_handle(parts.found);
    preview();
  }

  function options(list, entries, value) {
    const now = entries.join();
    if (list.dataset.entries !== now) {
      list.dataset.entries = now;
      clear(list).append(...entries.map((text, n) => element("option", { value: n, text })));
    }
    list.value = value;
  }

  function follow() {
    const { state } = backprop;
    const layer = layer_in_question(state);
    options(
      parts.layers,
      state.network.layers.map((_, l) => String(l)),
      chosen.l,
    );
    options(
      parts.biases,
      layer.w.map((_, j) => String(j)),
      chosen.j,
    );
    parts.of_bias.hidden = layer.shared_bias;
    parts.shared.checked = layer.shared_bias;
    parts.all.checked = chosen.all || layer.shared_bias;
    parts.all.disabled = layer.shared_bias;
    parts.found = curves(state);
    backprop.plot_biases(parts.found);
    say_of_what(state);
    legend(parts.found);
    table(state, parts.found);
    note(state, parts.found);
    preview();
  }

  // The layer and the bias of the step, where it has them.
  function take_step() {
    const { l, j } = backprop.state.walk.at(backprop.state.step);
    if (l === undefined) return;
    Object.assign(chosen, { l, j: j || 0, h: 0 });
  }

  backprop.panel({
    id: "bias",
    title: "δ or Σδ?",
    mount(section) {
      root = section;
      take_step();
      build();
    },
    update(changes) {
      if (changes.step && !changes.structure) take_step();
      if (changes.case || changes.step || changes.view) follow();
    },
  });

  backprop.on("view", () => backprop.state.view.panel !== "bias" && backprop.preview(null));
})(globalThis.backprop = globalThis.backprop || {});
