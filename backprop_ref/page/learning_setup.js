// What is to be learned, by which network, and how: the settings of the panel and their controls.
//
//   learning_settings   as the page begins
//   learning_proposed   those that go with a data set
//   learning_start      what a learner needs, from the settings and the case
//   learning_controls   the controls; each change is told
(function (backprop) {
  "use strict";

  const { element } = backprop;
  const IRIS_MEASURES = [2, 3]; // petal length and width
  const IRIS_NOTE =
    "Petal length x_0 and width x_1, standardised. R. A. Fisher, UCI Machine Learning Repository, " +
    "doi 10.24432/C56C76, CC BY 4.0.";
  const MOST_NEURONS = 64;
  const MOST_LAYERS = 12;
  const SIZES = `sizes such as 4 or 8-4, each at most ${MOST_NEURONS}`;
  const BATCHES = [["full", "all examples: full batch"], ["mini", "a mini-batch"], ["online", "each example: online"]];

  // data: "own" or a name from DATA_SETS or "iris".  network: "own" or the sizes of hidden layers.
  // batch: "full", "online" or a number.  rule: null or a name from MISTAKES.  alpha: null for that of the case or set.
  function learning_settings() {
    return {
      data: "own", data_seed: 1, network: "own", seed: 1, activation: "tanh", cost: "binary_cross_entropy",
      alpha: null, batch: "full", shuffled: false, rule: null, scale: "linear",
    };
  }

  // ---- what they mean ------------------------------------------------------------------------

  // The rows of iris, where the page has them.
  function iris_rows() {
    const found = document.getElementById("iris");
    return found && JSON.parse(found.textContent);
  }

  let sets = null; // once they are asked for

  function data_sets() {
    sets = sets || all_sets(iris_rows());
    return sets;
  }

  function all_sets(iris) {
    return {
      own: { title: "this case’s examples", seeded: false },
      ...backprop.DATA_SETS,
      ...(iris && {
        iris: {
          title: "Iris: petals", seeded: false, hidden: [4], activation: "tanh", alpha: 0.2,
          note: IRIS_NOTE,
          classes: ["setosa", "versicolor", "virginica"], examples: () => backprop.iris_examples(iris, IRIS_MEASURES),
        },
      }),
    };
  }

  function examples_of({ data, data_seed }) {
    return data === "own" ? backprop.state.examples : data_sets()[data].examples(data_seed);
  }

  // Does the case's network take these examples?
  function fits(network, [{ x, y }]) {
    const { layers } = network;
    return layers[0].w[0].length === x.length && layers[layers.length - 1].w.length === y.length;
  }

  // network, examples, alpha, cost, reduction, batch, seed: of a learner, but for its rules.
  function learning_start(settings) {
    const examples = examples_of(settings);
    const { data, batch } = settings;
    const is_own = data === "own" || (settings.network === "own" && fits(backprop.state.network, examples));
    const { state } = backprop;
    const outputs = examples[0].y.length;
    const hidden = hidden_of(settings);
    const sizes = [examples[0].x.length, ...hidden, outputs];
    const activations = [...hidden.map(() => settings.activation), outputs > 1 ? "softmax" : "sigmoid"];
    return {
      network: is_own ? state.network : backprop.random_network(sizes, activations, settings.seed),
      cost: is_own ? state.cost : settings.cost,
      reduction: data === "own" ? state.reduction : "mean",
      examples, is_own,
      alpha: alpha_of(settings),
      batch: batch === "full" ? examples.length : batch === "online" ? 1 : Math.min(batch, examples.length),
      seed: settings.shuffled && batch !== "full" ? settings.seed : null,
    };
  }

  function hidden_of({ data, network }) {
    return network === "own" ? data_sets()[data].hidden || [4] : network;
  }

  // What goes with a data set until something else is chosen.
  function proposed(data) {
    const { hidden = "own", activation = "tanh", classes = [] } = data_sets()[data];
    return { network: hidden, activation, cost: classes.length > 2 ? "cross_entropy" : "binary_cross_entropy" };
  }

  function alpha_of({ data, alpha }) {
    if (alpha !== null) {
      return alpha;
    }
    return data === "own" ? (backprop.state.alpha === null ? 0.5 : backprop.state.alpha) : data_sets()[data].alpha;
  }

  // "8-4" as [8, 4], or null.
  //
  // >>> [sizes_from("8-4"), sizes_from("8, 4"), sizes_from("0"), sizes_from("x")]
  // [[8,4],[8,4],null,null]
  function sizes_from(text) {
    const sizes = text.trim().split(/\s*[-–,\s]\s*/).map((part) => (/^[0-9]+$/.test(part) ? Number(part) : 0));
    const good = sizes.length <= MOST_LAYERS && sizes.every((size) => size >= 1 && size <= MOST_NEURONS);
    return good ? sizes : null;
  }

  // ---- the controls --------------------------------------------------------------------------

  // settings is changed by the controls; changed(what) is called after it: "start" where learning begins anew, "rate",
  // "batch" or "scale" where it goes on, "refused" where a field has what it cannot have.
  function learning_controls(settings, changed) {
    const refusal = element("p", { class: "refusal", role: "alert" });
    const refused = new Map(); // of each field that has what it cannot have: why
    const refuse = (label, why) => {
      if (why) refused.set(label, why);
      else refused.delete(label);
      refusal.textContent = [...refused].map((one) => one.join(": ")).join("; ");
      if (why) changed("refused");
    };
    const fields = fields_of(settings, changed, refuse, () => reset());
    const reset = () => {
      for (const { input } of Object.values(fields)) input.removeAttribute("aria-invalid");
      for (const label of [...refused.keys()]) refuse(label, "");
    };
    const roots = (...names) => names.map((name) => fields[name].root);
    const summary = element("summary");
    const note = element("p", { class: "note" });
    const root = element("div", { class: "setup" },
      element("div", { class: "row first" }, ...roots("data", "rule", "alpha")),
      element("details", {}, summary,
        element("div", { class: "row" }, ...roots("batch", "size", "shuffled")),
        element("div", { class: "row" }, ...roots("data_seed", "network", "hidden", "activation", "cost", "seed"))),
      note);
    return { root, refusal, reset, is_good: () => !refused.size, refresh: () => refresh(settings, fields, refuse, summary, note) };
  }

  function fields_of(settings, changed, refuse, reset) {
    const set = (name, what = "start") => (value) => {
      settings[name] = value;
      changed(what);
    };
    const set_data = (value) => {
      reset();
      Object.assign(settings, { data: value, alpha: null, shuffled: value !== "own" });
      Object.assign(settings, proposed(value));
      changed("start");
    };
    const set_batch = (value) => {
      settings.batch = value === "mini" ? 10 : value;
      changed("batch");
    };
    const set_network = (value) => {
      settings.network = value === "own" ? "own" : data_sets()[settings.data].hidden || [4];
      changed("start");
    };
    const activations = Object.keys(backprop.ACTIVATIONS).filter((name) => name !== "softmax");
    const mistakes = Object.entries(backprop.MISTAKES).map(([name, { title }]) => [name, title]);
    return {
      data: choice("Data set", Object.entries(data_sets()).map(([name, { title }]) => [name, title]), set_data),
      data_seed: whole("seed of the points", 0, set("data_seed"), refuse),
      network: choice("numbers", [["own", "of the case"], ["drawn", "drawn from a seed"]], set_network),
      hidden: text("hidden neurons", sizes_from, SIZES, set("network"), refuse),
      activation: choice("hidden activation", activations.map((name) => [name, words(name)]), set("activation")),
      cost: choice("cost", Object.keys(backprop.COSTS).map((name) => [name, words(name)]), set("cost")),
      seed: whole("seed of the weights", 0, set("seed"), refuse),
      alpha: text("rate α", rate_from, "a number of at least 0", set("alpha", "rate"), refuse),
      batch: choice("update after", BATCHES, set_batch),
      size: whole("of so many", 1, set("batch", "batch"), refuse),
      shuffled: tick("shuffled", set("shuffled", "batch")),
      rule: choice("Compare with a wrong rule", [["", "none"], ...mistakes], (value) => set("rule")(value || null)),
    };
  }

  function words(name) {
    return name.replace(/_/g, " ");
  }

  function rate_from(written) {
    const rate = backprop.typed(written);
    return rate !== null && rate >= 0 ? rate : null;
  }

  function labelled(label, input) {
    return element("label", { class: "field" }, element("span", { class: "label", text: label }), input);
  }

  function choice(label, options, set) {
    const input = element("select", { on: { change: () => set(input.value) } },
      ...options.map(([value, shown]) => element("option", { value, text: shown })));
    return { root: labelled(label, input), input };
  }

  function tick(label, set) {
    const input = element("input", { type: "checkbox", on: { change: () => set(input.checked) } });
    return { root: element("label", { class: "check" }, input, element("span", { text: label })), input };
  }

  // refuse is told of which field what was wrong, and "" when it is no more.
  function text(label, read, expected, set, refuse) {
    const take = () => {
      const value = read(input.value);
      input.toggleAttribute("aria-invalid", false);
      if (value === null) {
        input.setAttribute("aria-invalid", "true");
        refuse(label, backprop.refusal_of(input.value, expected));
      } else {
        refuse(label, "");
        set(value);
      }
    };
    const keys = (event) => {
      event.stopPropagation(); // the page's own keys are not for who is typing
    };
    const on = { change: take, keydown: keys };
    const input = element("input", { type: "text", class: "short", autocomplete: "off", on });
    return { root: labelled(label, input), input, label };
  }

  function whole(label, least, set, refuse) {
    const is_good = (written) => /^[0-9]{1,9}$/.test(written.trim()) && Number(written) >= least;
    const read = (written) => (is_good(written) ? Number(written) : null);
    const made = text(label, read, `a whole number of at least ${least}`, set, refuse);
    made.input.inputMode = "numeric";
    return made;
  }

  // Every control shows what is set, and only those are seen that matter.
  function refresh(settings, fields, refuse, summary, note) {
    const { data, batch, rule } = settings;
    const set = data_sets()[data];
    const { is_own, network: begun, cost } = learning_start(settings);
    const origin = is_own ? "as in the case" : `seed ${settings.seed}`;
    summary.textContent = `${batch_words(batch)}; ${network_words(begun, origin, cost)}`;
    const written = {
      ...settings,
      network: is_own ? "own" : "drawn",
      hidden: hidden_of(settings).join("-"),
      alpha: backprop.full(alpha_of(settings)),
      batch: typeof batch === "number" ? "mini" : batch, size: typeof batch === "number" ? batch : 10, rule: rule || "",
    };
    fields.shuffled.input.checked = settings.shuffled;
    const seen = {
      data_seed: set.seeded, hidden: !is_own, activation: !is_own, cost: !is_own,
      seed: !is_own || (settings.shuffled && batch !== "full"), network: data !== "own",
      size: typeof batch === "number", shuffled: batch !== "full",
    };
    for (const [name, is_seen] of Object.entries(seen)) {
      fields[name].root.hidden = !is_seen;
    }
    for (const name of Object.keys(fields).filter((name) => name !== "shuffled")) {
      write(fields[name], written[name], refuse);
    }
    const own = fields.network.input.querySelector("option");
    own.disabled = data !== "own" && !fits(backprop.state.network, examples_of(settings));
    const notes = [set.note, rule && said_of(backprop.MISTAKES[rule])].filter(Boolean);
    backprop.clear(note).append(...with_subscripts(notes.join(" ")));
    note.hidden = !notes.length;
  }

  // What is set; but what is being typed, or was refused, stays as long as it is seen.
  function write({ input, root, label }, value, refuse) {
    const is_refused = input.hasAttribute("aria-invalid");
    if (is_refused && root.hidden) {
      input.removeAttribute("aria-invalid");
      refuse(label, "");
    } else if (input.tagName !== "SELECT" && (is_refused || document.activeElement === input)) {
      return;
    }
    input.value = value;
  }

  function batch_words(batch) {
    return typeof batch === "number" ? `Mini-batches of ${batch}` : batch === "full" ? "Full batch" : "Online";
  }

  function network_words({ layers }, origin, cost) {
    const sizes = [layers[0].w[0].length, ...layers.map(({ w }) => w.length)].join("-");
    const names = [...new Set(layers.map(({ activation }) => words(activation)))].join(", ");
    return `${sizes}, ${names}, ${words(cost)}, ${origin}`;
  }

  function said_of({ written, right, equation }) {
    return `Wrong: ${written}. Right: ${right} (${equation}).`;
  }

  // δ_j with its index where a reader expects it.
  function with_subscripts(text) {
    return text.split(/_([a-z0-9]+)/).map((part, n) => (n % 2 ? element("sub", { text: part }) : part));
  }

  Object.assign(backprop, { learning_settings, learning_proposed: proposed, learning_start, learning_controls });
})(globalThis.backprop = globalThis.backprop || {});
