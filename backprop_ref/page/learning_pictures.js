// What becomes of networks that learn: results in numbers, the curve of costs, the regions, the deltas by layer.
//
//   learning_pictures   elements for the panel; show(…) shows learners
//   learning_words      how long they have learned
//   learning_summary    the results in a sentence or two
(function (backprop) {
  "use strict";

  const { element } = backprop;
  const KINDS = ["right", "wrong"];
  const BESIDE = 230; // pixels of the deltas' height where they stand beside the regions

  // learners: right and, where a wrong rule learns beside it, wrong.

  // ---- words ---------------------------------------------------------------------------------

  function learning_words({ right: { updates, epochs } }) {
    const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
    return counted(updates, "update") + (epochs === updates ? "" : `, ${counted(epochs, "epoch")}`);
  }

  function learning_summary(learners, rule) {
    const each = Object.entries(learners).map(([kind, one]) => {
      const said = [`cost ${backprop.to_digits(now_cost(one), 3)}`, hits_words(one)].filter(Boolean).join(", ");
      return `${name_of(kind, rule)}: ${one.finding ? `ended, ${one.finding.message}` : said}`;
    });
    return `After ${learning_words(learners)}. ${each.join(". ")}`;
  }

  // The wrong one is called after its rule.
  function name_of(kind, rule) {
    if (kind === "right") {
      return "right rule";
    }
    const { title } = backprop.MISTAKES[rule];
    return title[0].toLowerCase() + title.slice(1);
  }

  function hits_words(one) {
    const hits = backprop.hits(one.network, one.examples, one.eq);
    return hits === null ? "" : `${hits} of ${one.examples.length} right`;
  }

  function now_cost(one) {
    return backprop.total_cost(one.network, one.examples, one.cost, one.reduction, one.eq);
  }

  // ---- the elements --------------------------------------------------------------------------

  // through: called with "right" or "wrong" where its equations are to be stepped through; rescaled: with "log" or
  // "linear".
  function learning_pictures({ through, rescaled }) {
    const scale = element("input", { type: "checkbox", on: {
      change: () => rescaled(scale.checked ? "log" : "linear"),
    } });
    const costs = backprop.line_plot({ title: "Cost", x_label: "updates", y_label: "C", legend: true });
    const scale_label = element("label", { class: "check" }, scale, element("span", { text: "log" }));
    costs.figure.querySelector("figcaption").append(scale_label);
    const of = (made) => Object.fromEntries(KINDS.map((kind) => [kind, made(kind)]));
    const regions = of(() => backprop.regions("Regions"));
    const deltas = of(() => backprop.line_plot({ title: "Mean size of δ", x_label: "updates", y_label: "|δ|" }));
    const buttons = of((kind) => element("button", {
      type: "button", class: `chip through ${kind}`, text: "Step through its equations",
      on: { click: () => through(kind) },
    }));
    const results = element("div", { class: "results" });
    const no_regions = element("p", { class: "note" });
    const pictures = element("div", { class: "pictures" },
      ...KINDS.map((kind) => element("div", { class: `of-${kind}` }, regions[kind].figure, buttons[kind])),
      ...KINDS.map((kind) => deltas[kind].figure));
    const parts = { results, scale, costs, no_regions, pictures, regions, buttons, deltas };
    return {
      roots: [results, costs.figure, no_regions, pictures],
      show: (learners, given) => show(parts, learners, given),
    };
  }

  // rule: what the wrong one learns by.  scale: of the costs.  fine: points to a side of the regions.
  function show(parts, learners, { rule, scale, fine }) {
    show_results(parts, learners, rule);
    show_costs(parts, learners, rule, scale);
    show_regions(parts, learners, rule, fine);
    show_deltas(parts, learners, rule);
  }

  function show_results({ results }, learners, rule) {
    const rows = Object.entries(learners).map(([kind, one]) => element("div", { class: `outcome ${kind}` },
      element("span", { class: "swatch", "aria-hidden": "true" }),
      element("span", { class: "who", text: name_of(kind, rule) }),
      element("span", { class: "figure", text: `C = ${backprop.shown(now_cost(one))}` }),
      element("span", { class: "hits", text: hits_words(one) }),
      one.finding ? element("span", { class: "ended", text: `Ended: ${one.finding.message}.` }) : null));
    backprop.clear(results).append(...rows);
  }

  function show_costs({ costs, scale: box }, learners, rule, scale) {
    const log = scale === "log";
    box.checked = log;
    const curves = Object.entries(learners).map(([kind, one]) => (
      { kind, name: name_of(kind, rule), points: costs_of(one) }
    ));
    const highest = Math.max(...curves[0].points.map(([, C]) => C));
    const said = `Cost by updates. ${learning_summary(learners, rule)}`;
    costs.draw({ curves, log, top: log ? undefined : 2.5 * highest, said }); // a wrong rule may leave it
  }

  // As recorded and, within an epoch, as it is now.
  function costs_of(one) {
    const points = one.record.map(({ updates, C }) => [updates, C]);
    return points[points.length - 1][0] === one.updates ? points : [...points, [one.updates, now_cost(one)]];
  }

  function show_regions({ regions, buttons, pictures, no_regions }, learners, rule, fine) {
    const { examples } = learners.right;
    const inputs = examples[0].x.length;
    const is_plane = inputs === 2;
    no_regions.hidden = is_plane;
    no_regions.textContent = `Regions are drawn for two inputs, not for ${inputs}.`;
    pictures.classList.toggle("single", !learners.wrong);
    pictures.classList.toggle("no-plane", !is_plane);
    for (const kind of KINDS) {
      const one = learners[kind];
      regions[kind].figure.hidden = !is_plane || !one;
      buttons[kind].hidden = !one;
      if (one) {
        buttons[kind].setAttribute("aria-label", `Step through its equations: ${name_of(kind, rule)}`);
      }
      if (is_plane && one) {
        regions[kind].heading.textContent = `Regions: ${kind} rule`;
        const said = `Decision regions, ${name_of(kind, rule)}. ${hits_words(one)}`;
        const { network, eq } = one;
        regions[kind].draw({ network, examples, eq, box: backprop.box_around(examples), fine, said });
      }
    }
  }

  function show_deltas({ deltas }, learners, rule) {
    const y = decades_of(Object.values(learners));
    for (const kind of KINDS) {
      const one = learners[kind];
      deltas[kind].figure.hidden = !one;
      if (one) {
        const curves = curves_of_deltas(kind, one);
        const last = curves.map(({ name, points }) => `${name}: ${said_of(points)}`).join(", ");
        const said = `Mean size of δ by layer, ${name_of(kind, rule)}. ${last}`;
        deltas[kind].title.textContent = `Mean size of δ: ${kind} rule`;
        deltas[kind].draw({ curves, log: true, height: learners.wrong ? undefined : BESIDE, y, said });
      }
    }
  }

  function curves_of_deltas(kind, one) {
    const noted = one.record.filter(({ deltas }) => deltas);
    return one.network.layers.map((layer, l) => ({
      kind, nth: one.network.layers.length - 1 - l, name: `layer ${l}`, end: `l=${l}`,
      points: noted.map(({ updates, deltas }) => [updates, deltas[l]]),
    }));
  }

  function said_of(points) {
    return points.length ? backprop.to_digits(points[points.length - 1][1], 2) : "no epoch yet";
  }

  // The decades in which all deltas lie, so that both pictures have one scale.
  function decades_of(all) {
    let low = 0;
    let high = -Infinity;
    for (const { record } of all) {
      for (const { deltas } of record) {
        for (const size of deltas || []) {
          if (size > 0 && Number.isFinite(size)) {
            low = Math.min(low, Math.floor(Math.log10(size)));
            high = Math.max(high, Math.ceil(Math.log10(size)));
          }
        }
      }
    }
    return [10 ** low, 10 ** Math.max(high, low + 1)];
  }

  Object.assign(backprop, { learning_pictures, learning_words, learning_summary });
})(globalThis.backprop = globalThis.backprop || {});
