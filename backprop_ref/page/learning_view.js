// The panel in which the network learns: update by update or at a run, with what becomes of cost, regions and deltas,
// and beside it, from the same numbers, a network that learns by a wrong rule.
(function (backprop) {
  "use strict";

  const { element } = backprop;
  const BUDGET = 9; // milliseconds of a frame that updates may take
  const COARSE = 40; // points to a side of the regions while it runs, and when it rests
  const FINE = 100;
  const PACES = [1, 10, 100];
  const SHOWN_EXAMPLES = 8; // of a large set, that are stepped through
  const REDUCED = 500; // milliseconds between two pictures where motion is to be reduced
  const LEAST_BETWEEN = 30;

  const settings = backprop.learning_settings();
  let start = null; // what both begin with
  let learners = {}; // right and, with a wrong rule, wrong
  let parts = null; // of the panel
  let known = null; // the case that start was made of
  let pending = 0; // updates that were asked for
  let pace = 10; // updates a frame while it runs
  let running = false;
  let asked = false; // for a frame
  let drawn_at = 0;
  let took = 0; // milliseconds that the last picture took

  // ---- learning ------------------------------------------------------------------------------

  function begin() {
    pause();
    known = backprop.state.case;
    start = backprop.learning_start(settings);
    const { network, examples, alpha, cost, reduction, batch, seed } = start;
    const made = (eq) => backprop.learner({ network, examples, alpha, cost, reduction, batch, seed, eq });
    learners = { right: made(backprop.RULES) };
    if (settings.rule) {
      learners.wrong = made(backprop.MISTAKES[settings.rule].eq);
    }
  }

  // Goes on with another rate or batch, from where it is.
  function go_on() {
    const { alpha, batch, seed } = backprop.learning_start(settings);
    for (const one of Object.values(learners)) {
      if ((seed === null) !== (one.draw === null)) {
        one.draw = seed === null ? null : backprop.random(seed);
      }
      Object.assign(one, { alpha, batch });
    }
  }

  function ask(updates) {
    pending = pending + updates;
    frame_soon();
  }

  function frame_soon() {
    if (!asked) {
      asked = true;
      requestAnimationFrame(frame);
    }
  }

  // A portion of the updates that were asked for; both networks make each before either makes the next.
  function frame() {
    asked = false;
    const began = performance.now();
    const is_shown = parts && parts.root.offsetParent !== null;
    if (running && !is_shown) {
      pause();
    }
    if (running) {
      pending = Math.max(pending, pace);
    }
    while (pending > 0 && performance.now() - began < BUDGET && !is_ended()) {
      Object.values(learners).forEach((one) => backprop.advance(one, 1));
      pending = pending - 1;
    }
    if (is_ended()) {
      pause();
    }
    if (is_shown) {
      show_if_due(began);
    }
    if (pending > 0 || running) {
      frame_soon();
    }
  }

  // Have all networks come to where doubles end?
  function is_ended() {
    return Object.values(learners).every(({ finding }) => finding !== null);
  }

  function pause() {
    running = false;
    pending = 0;
  }

  function toggle() {
    if (running) {
      pause();
    } else {
      running = !is_ended();
    }
    show();
    backprop.say(running ? "running" : summary());
    frame_soon();
  }

  // ---- showing -------------------------------------------------------------------------------

  // Pictures are drawn as often as leaves half of the time to learning, and at last when it rests.
  function show_if_due(now) {
    const rests = pending === 0 && !running;
    const between = Math.max(2 * took, backprop.is_reduced_motion() ? REDUCED : LEAST_BETWEEN);
    if (rests || now - drawn_at >= between) {
      show();
      if (rests) {
        backprop.say(summary());
      }
    }
  }

  function show() {
    const began = performance.now();
    const rests = pending === 0 && !running;
    parts.run.textContent = running ? "Pause" : "Run";
    parts.run.setAttribute("aria-pressed", String(running));
    parts.status.textContent = count_words();
    show_results();
    show_costs();
    show_regions(rests ? FINE : COARSE);
    show_deltas();
    drawn_at = performance.now();
    took = drawn_at - began;
  }

  function count_words() {
    const { updates, epochs } = learners.right;
    const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
    return counted(updates, "update") + (epochs === updates ? "" : `, ${counted(epochs, "epoch")}`);
  }

  function now_cost(one) {
    return backprop.total_cost(one.network, one.examples, one.cost, one.reduction, one.eq);
  }

  function hits_words(one) {
    const hits = backprop.hits(one.network, one.examples, one.eq);
    return hits === null ? "" : `${hits} of ${one.examples.length} right`;
  }

  function name_of(kind) {
    return kind === "right" ? "right rule" : lower_first(backprop.MISTAKES[settings.rule].title);
  }

  function lower_first(text) {
    return text[0].toLowerCase() + text.slice(1);
  }

  function summary() {
    const each = Object.entries(learners).map(([kind, one]) => {
      const said = [`cost ${backprop.to_digits(now_cost(one), 3)}`, hits_words(one)].filter(Boolean).join(", ");
      return `${name_of(kind)}: ${one.finding ? `ended, ${one.finding.message}` : said}`;
    });
    return `After ${count_words()}. ${each.join(". ")}`;
  }

  function show_results() {
    const rows = Object.entries(learners).map(([kind, one]) => element("div", { class: `outcome ${kind}` },
      element("span", { class: "swatch", "aria-hidden": "true" }),
      element("span", { class: "who", text: name_of(kind) }),
      element("span", { class: "figure", text: `C = ${backprop.shown(now_cost(one))}` }),
      element("span", { class: "hits", text: hits_words(one) }),
      one.finding ? element("span", { class: "ended", text: `Ended: ${one.finding.message}.` }) : null));
    backprop.clear(parts.results).append(...rows);
  }

  function show_costs() {
    const log = settings.scale === "log";
    parts.scale.checked = log;
    const curves = Object.entries(learners).map(([kind, one]) => (
      { kind, name: name_of(kind), points: costs_of(one) }
    ));
    const highest = Math.max(...costs_of(learners.right).map(([, C]) => C));
    parts.costs.draw({ curves, log, top: log ? undefined : 2.5 * highest, said: `Cost by updates. ${summary()}` });
  }

  function costs_of(one) {
    const points = one.record.map(({ updates, C }) => [updates, C]);
    return one.at === 0 ? points : [...points, [one.updates, now_cost(one)]];
  }

  function show_regions(fine) {
    const { examples } = start;
    const is_plane = examples[0].x.length === 2;
    parts.no_regions.hidden = is_plane;
    parts.pictures.classList.toggle("single", !learners.wrong);
    parts.pictures.classList.toggle("no-plane", !is_plane);
    if (!is_plane) {
      parts.no_regions.textContent = `Regions are drawn for two inputs; here there are ${examples[0].x.length}.`;
    }
    for (const [kind, regions] of Object.entries(parts.regions)) {
      const one = learners[kind];
      regions.figure.hidden = !is_plane || !one;
      if (is_plane && one) {
        regions.heading.textContent = `Regions: ${kind} rule`;
        const said = `Decision regions, ${name_of(kind)}. ${hits_words(one)}`;
        const { network, eq } = one;
        regions.draw({ network, examples, eq, box: backprop.box_around(examples), fine, said });
      }
    }
    for (const [kind, button] of Object.entries(parts.through)) {
      button.hidden = !learners[kind];
      if (learners[kind]) {
        button.setAttribute("aria-label", `Step through the equations of this network: ${name_of(kind)}`);
      }
    }
  }

  function show_deltas() {
    const values = Object.values(learners).flatMap(({ record }) => record.flatMap(({ deltas }) => deltas || []));
    const sizes = values.filter((value) => value > 0 && Number.isFinite(value));
    const exponents = sizes.map(Math.log10);
    const low = Math.floor(exponents.reduce((one, other) => Math.min(one, other), 0));
    const high = Math.ceil(exponents.reduce((one, other) => Math.max(one, other), low + 1));
    for (const [kind, plot] of Object.entries(parts.deltas)) {
      const one = learners[kind];
      plot.figure.hidden = !one;
      if (one) {
        plot.title.textContent = `Mean size of δ: ${kind} rule`;
        const curves = one.network.layers.map((layer, l) => ({
          kind, nth: one.network.layers.length - 1 - l, name: `layer ${l}`, end: `l=${l}`,
          points: one.record.filter(({ deltas }) => deltas).map(({ updates, deltas }) => [updates, deltas[l]]),
        }));
        const height = learners.wrong ? undefined : 230; // beside the regions, else below them
        plot.draw({ curves, log: true, height, y: [10 ** low, 10 ** high], said: said_of_deltas(kind, one) });
      }
    }
  }

  function said_of_deltas(kind, one) {
    const { deltas } = one.record[one.record.length - 1];
    const each = (deltas || []).map((size, l) => `layer ${l}: ${backprop.to_digits(size, 2)}`);
    return `Mean size of δ by layer, ${name_of(kind)}. ${each.join(", ") || "no epoch yet"}`;
  }

  // ---- onto the page -------------------------------------------------------------------------

  // The network as it is now becomes the case, with the examples or, of many, the next few.
  function step_through(kind) {
    pause();
    const one = learners[kind];
    const few = one.examples.length > SHOWN_EXAMPLES && settings.data !== "own";
    const examples = few ? backprop.next_batch(one).slice(0, SHOWN_EXAMPLES) : one.examples;
    backprop.edit(`after ${count_words()}`, (given) => {
      given.layers = one.network.layers.map(({ w, b, activation, shared_bias }) => ({
        activation, weights: w, biases: b, ...(shared_bias && { shared_bias }),
      }));
      Object.assign(given, { cost: one.cost, learning_rate: one.alpha, reduction: one.reduction, examples });
    });
    known = backprop.state.case;
    backprop.look({ panel: "equation" });
    backprop.go(0);
    const which = few ? `, with ${examples.length} of its ${one.examples.length} examples` : "";
    backprop.tell(`The network after ${count_words()}${which}. Undo brings the case back.`, "done");
  }

  // ---- the panel -----------------------------------------------------------------------------

  function changed(what) {
    if (what === "start") {
      begin();
    } else if (what !== "scale") {
      go_on();
    }
    parts.controls.refresh();
    show();
  }

  function button(label, click, given) {
    return element("button", { type: "button", class: "chip", text: label, ...given, on: { click } });
  }

  function mount(root) {
    const controls = backprop.learning_controls(settings, changed);
    const run = button("Run", toggle, { class: "chip run", "aria-pressed": "false" });
    const pace_words = "Updates a frame while it runs";
    const take_pace = (event) => {
      pace = Number(event.target.value);
    };
    const pace_input = element("select", { "aria-label": pace_words, title: pace_words, on: { change: take_pace } },
      ...PACES.map((n) => element("option", { value: n, text: `${n}×`, selected: n === pace })));
    const scale = element("input", { type: "checkbox", on: { change: () => {
      settings.scale = scale.checked ? "log" : "linear";
      changed("scale");
    } } });
    const costs = backprop.line_plot({ title: "Cost", x_label: "updates", y_label: "C", legend: true });
    const scale_label = element("label", { class: "check" }, scale, element("span", { text: "log" }));
    costs.figure.querySelector("figcaption").append(scale_label);
    const regions = { right: backprop.regions("Regions"), wrong: backprop.regions("Regions") };
    const deltas = Object.fromEntries(["right", "wrong"].map((kind) => [
      kind, backprop.line_plot({ title: "Mean size of δ", x_label: "updates", y_label: "|δ|" }),
    ]));
    const through = Object.fromEntries(["right", "wrong"].map((kind) => [
      kind, button("Step through its equations", () => step_through(kind), { class: `chip through ${kind}` }),
    ]));
    const pictures = element("div", { class: "pictures" },
      ...["right", "wrong"].map((kind) => element("div", { class: `of-${kind}` }, regions[kind].figure, through[kind])),
      ...["right", "wrong"].map((kind) => deltas[kind].figure));
    const status = element("output", { class: "count-of-updates" });
    const results = element("div", { class: "results" });
    const no_regions = element("p", { class: "note" });
    root.append(
      controls.root,
      element("div", { class: "drive", role: "group", "aria-label": "Learn" },
        ...PACES.map((n) => button(`+${n}`, () => ask(n), { "aria-label": `${n} update${n === 1 ? "" : "s"}` })),
        run, pace_input,
        element("button", {
          type: "button", class: "quiet round small", "aria-label": "Start again", title: "Start again",
          on: { click: () => changed("start") },
        }, backprop.icon("reset"))),
      status, results, costs.figure, no_regions, pictures);
    parts = { root, pictures, controls, run, scale, status, results, costs, regions, no_regions, through, deltas };
    begin();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show_later);
    addEventListener("resize", show_later);
  }

  function show_later() {
    if (parts.root.offsetParent !== null) {
      frame_soon();
    }
  }

  // Does what is learned depend on the case?
  function follows_case() {
    return settings.data === "own" || start.is_own;
  }

  function update(changes) {
    if (changes.case && known !== backprop.state.case && follows_case()) {
      if (settings.data === "own") {
        settings.alpha = null;
      }
      begin();
    }
    if (changes.case || changes.view) {
      parts.controls.refresh();
      show();
    }
  }

  // What a lesson asks for.
  function take_lesson({ updates = 0, ...given }) {
    Object.assign(settings, backprop.learning_settings(), backprop.learning_proposed(given.data || "own"), given);
    if (parts) {
      begin();
      parts.controls.refresh();
      show();
    } else {
      start_with = updates;
      return;
    }
    if (updates) {
      ask(updates);
    }
  }

  let start_with = 0; // updates that a lesson asked for before the panel was ever shown

  backprop.on("lesson", take_lesson);
  backprop.panel({
    id: "learning",
    title: "Learning",
    mount(root) {
      mount(root);
      ask(start_with);
      start_with = 0;
    },
    update,
  });
})(globalThis.backprop = globalThis.backprop || {});
