// The panel of changes: every number, and the shape of the network.
(function (backprop) {
  "use strict";

  const { element, clear, icon, number_field, parameter_field, slots_of } = backprop;
  const MOST = 8; // rows or columns of a table; more are elided around the neuron in question
  const MOST_SEED = 2 ** 32 - 1; // another one would be taken for one of these
  const SEEDS = `a whole number from 0 to ${MOST_SEED}`;
  let root = null;
  let seed = 1;

  function button(name, label, act, text) {
    return element(
      "button",
      {
        class: `small-button${text ? "" : " bare"}`,
        type: "button",
        "aria-label": label,
        title: label,
        on: { click: act },
      },
      icon(name),
      text ? element("span", { text }) : null,
    );
  }

  // why: where the button cannot be pressed; it says so when it is pointed at, and aloud.
  function barred(made, why) {
    if (!why) return made;
    made.disabled = true;
    made.title = why;
    made.setAttribute("aria-label", `${made.getAttribute("aria-label")}: ${why}`);
    return made;
  }

  function select(label, names, chosen, act) {
    const options = names.map((name) =>
      element("option", { value: name, text: name.replace(/_/g, " "), selected: name === chosen }),
    );
    return element(
      "label",
      { class: "field" },
      element("span", { class: "label", text: label }),
      element("select", { "aria-label": label, on: { change: (event) => act(event.target.value) } }, ...options),
    );
  }

  function edit(words, change) {
    backprop.edit(words, change);
    backprop.say(words);
  }

  // ---- the whole case ----

  function settings(state) {
    const costs = select("cost", Object.keys(backprop.COSTS), state.cost, (name) =>
      edit(`cost ${name}`, (given) => {
        given.cost = name;
      }),
    );
    const reduction = select("over examples", ["mean", "sum"], state.reduction, (name) =>
      edit(`reduction ${name}`, (given) => {
        given.reduction = name;
      }),
    );
    const rate = element(
      "label",
      { class: "field" },
      element("span", { class: "label", text: "rate α" }),
      number_field({
        label: "learning rate α",
        place: "alpha",
        get: () => (backprop.state.alpha === null ? 0 : backprop.state.alpha),
        set: (x) => backprop.set_value("alpha", 0, x),
      }),
    );
    const of_seed = number_field({
      label: "seed",
      get: () => seed,
      set: (x) => {
        seed = Math.max(0, Math.min(MOST_SEED, Math.round(x)));
      },
      wide: 3,
      kind: { fits: (x) => Number.isInteger(x) && x >= 0 && x <= MOST_SEED, expected: SEEDS, step: 1 },
    });
    const random = button(
      "dice",
      "random start: draw all weights and biases again, from the seed",
      () => {
        edit(`random start, seed ${seed}`, (given) => backprop.random_start(given, seed));
        seed += 1;
        backprop.refresh_fields(root);
      },
      "random start",
    );
    return element(
      "div",
      { class: "settings" },
      rate,
      costs,
      reduction,
      element(
        "div",
        { class: "field" },
        element("span", { class: "label", text: "seed" }),
        element("span", { class: "together" }, of_seed, random),
      ),
    );
  }

  // ---- a layer ----

  function activations(state, l) {
    const last = l === state.network.layers.length - 1;
    return Object.keys(backprop.ACTIVATIONS).filter((name) => last || name !== "softmax");
  }

  function layer_head(state, l) {
    const layer = state.network.layers[l];
    const shared = element("input", {
      type: "checkbox",
      checked: layer.shared_bias,
      on: {
        change: (event) =>
          edit(event.target.checked ? `one bias for layer ${l}` : `a bias for each neuron of layer ${l}`, (given) =>
            backprop.share_bias(given, l, event.target.checked),
          ),
      },
    });
    shared.checked = layer.shared_bias;
    const remove = button("close", `Remove layer ${l}`, () =>
      edit(`remove layer ${l}`, (given) => backprop.remove_layer(given, l)),
    );
    barred(remove, l === state.network.layers.length - 1 && "the output layer stays");
    return element(
      "div",
      { class: "layer-head" },
      element("h3", { text: `Layer ${l}` }),
      select("activation", activations(state, l), layer.activation, (name) =>
        edit(`layer ${l} ${name}`, (given) => {
          given.layers[l].activation = name;
        }),
      ),
      element("label", { class: "check" }, shared, element("span", { text: "shared bias" })),
      element(
        "span",
        { class: "acts" },
        button(
          "add",
          `Add a neuron to layer ${l}`,
          () => edit(`add a neuron to layer ${l}`, (given) => backprop.add_neuron(given, l)),
          "neuron",
        ),
        button(
          "add",
          `Add a layer before layer ${l}`,
          () => edit(`add a layer before layer ${l}`, (given) => backprop.add_layer(given, l)),
          "layer",
        ),
        remove,
      ),
    );
  }

  function cell(content, header) {
    return element(header ? "th" : "td", header ? { scope: header } : {}, content);
  }

  function text_head(text, header = "col") {
    return element("th", { scope: header }, backprop.math_of(text), element("span", { class: "unseen", text }));
  }

  function layer_table(state, l, focus) {
    const layer = state.network.layers[l];
    const columns = slots_of(layer.w[0].length, focus.k, MOST);
    const rows = slots_of(layer.w.length, focus.j, MOST);
    const from = (k) => text_head(l ? `a_${k}^${l - 1}` : `x_${k}`);
    const head = element(
      "tr",
      {},
      element("td"),
      ...columns.map((k) => (typeof k === "number" ? from(k) : cell("…"))),
      text_head("b"),
      element("td"),
    );
    const body = rows.map((j) =>
      typeof j === "number"
        ? layer_row(state, l, j, columns)
        : element(
            "tr",
            {},
            element("td", { class: "elided", colspan: columns.length + 3, text: `… neurons ${j.from} to ${j.to} …` }),
          ),
    );
    return element(
      "div",
      { class: "scroller" },
      element(
        "table",
        { class: "numbers" },
        element("caption", { class: "unseen", text: `Weights and biases of layer ${l}` }),
        element("thead", {}, head),
        element("tbody", {}, ...body),
      ),
    );
  }

  function layer_row(state, l, j, columns) {
    const layer = state.network.layers[l];
    const weights = columns.map((k) => cell(typeof k === "number" ? parameter_field(`w.${l}.${j}.${k}`, 0) : "…"));
    const bias = layer.shared_bias
      ? j === 0
        ? element("td", { rowspan: 1 }, parameter_field(`b.${l}`, 0))
        : element("td", { class: "same", text: "same" })
      : cell(parameter_field(`b.${l}.${j}`, 0));
    const remove = button("close", `Remove neuron ${j} of layer ${l}`, () =>
      edit(`remove neuron ${j} of layer ${l}`, (given) => backprop.remove_neuron(given, l, j)),
    );
    barred(remove, layer.w.length === 1 && "a layer keeps one neuron");
    return element("tr", {}, text_head(`z_${j}^${l}`, "row"), ...weights, bias, cell(remove));
  }

  // ---- examples ----

  function examples_table(state, focus) {
    const { x, y } = state.examples[0];
    const xs = slots_of(x.length, focus, MOST);
    const ys = slots_of(y.length, 0, MOST);
    const rows = slots_of(state.examples.length, backprop.shown_example(), MOST);
    const heads = (letter, list) => list.map((n) => (typeof n === "number" ? text_head(`${letter}_${n}`) : cell("…")));
    const head = element(
      "tr",
      {},
      element("td"),
      ...heads("x", xs),
      element("td", { class: "arrow", text: "→" }),
      ...heads("y", ys),
      element("td"),
    );
    const body = rows.map((i) => {
      if (typeof i !== "number")
        return element(
          "tr",
          {},
          element("td", {
            class: "elided",
            colspan: xs.length + ys.length + 3,
            text: `… examples ${i.from} to ${i.to} …`,
          }),
        );
      const fields = (letter, list) =>
        list.map((n) => cell(typeof n === "number" ? parameter_field(`${letter}.${n}`, i) : "…"));
      const remove = button("close", `Remove example ${i}`, () =>
        edit(`remove example ${i}`, (given) => backprop.remove_example(given, i)),
      );
      barred(remove, state.examples.length === 1 && "a case keeps one example");
      return element(
        "tr",
        {},
        element("th", { scope: "row", text: String(i) }),
        ...fields("x", xs),
        element("td", { class: "arrow", text: "→" }),
        ...fields("y", ys),
        cell(remove),
      );
    });
    return element(
      "div",
      { class: "scroller" },
      element(
        "table",
        { class: "numbers" },
        element("caption", { class: "unseen", text: "Examples" }),
        element("thead", {}, head),
        element("tbody", {}, ...body),
      ),
    );
  }

  function examples_head(state) {
    const inputs = state.examples[0].x.length;
    const fewer = button(
      "less",
      "Remove the last input",
      () => edit("remove an input", (given) => backprop.remove_neuron(given, -1, inputs - 1)),
      "input",
    );
    barred(fewer, inputs === 1 && "a network keeps one input");
    return element(
      "div",
      { class: "layer-head" },
      element("h3", { text: "Examples" }),
      element(
        "span",
        { class: "acts" },
        button(
          "add",
          "Add an example",
          () => edit("add an example", (given) => backprop.add_example(given)),
          "example",
        ),
        button("add", "Add an input", () => edit("add an input", (given) => backprop.add_neuron(given, -1)), "input"),
        fewer,
      ),
    );
  }

  function build() {
    const { state } = backprop;
    const { l, j, k } = state.walk.at(state.step);
    const held = root.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    const scrolled = root.scrollTop;
    clear(root);
    root.append(
      element("h2", { text: "Change anything" }),
      element("p", { class: "why", text: "Type a number, drag it, or use ↑ and ↓. Everything on the page follows." }),
      settings(state),
    );
    state.network.layers.forEach((_, at) =>
      root.append(layer_head(state, at), layer_table(state, at, at === l ? { j: j || 0, k: k || 0 } : { j: 0, k: 0 })),
    );
    root.append(examples_head(state), examples_table(state, l === 0 && k !== undefined ? k : 0));
    root.scrollTop = scrolled;
    const again =
      held && [...root.querySelectorAll("[aria-label]")].find((node) => node.getAttribute("aria-label") === held);
    if (again) again.focus();
  }

  backprop.panel({
    id: "change",
    title: "Change",
    mount(section) {
      root = section;
    },
    update(changes) {
      if (changes.structure) build();
      else if (changes.case || changes.view) backprop.refresh_fields(root);
      for (const node of root.querySelectorAll("input[data-place]"))
        node.classList.toggle("lit", backprop.state.lit[0] === node.dataset.place);
    },
  });
})(globalThis.backprop = globalThis.backprop || {});
