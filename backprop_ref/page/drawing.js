// The drawing of the network: everything that the equations name stands in it, each bias as a node of its own.
//
//   draw    into an element; follows the state from then on
//
// Built anew when the shape, the size or the neuron in question changes; else only its numbers, widths and colours.
(function (backprop) {
  "use strict";

  const { svg, clear, geometry } = backprop;
  const BEND = 0.2; // how far a line goes straight on at its ends
  const MOST_LABELS = 9; // weights between two layers that are written beside their edges

  const drawing = { root: null, box: null, geometry: null, parts: new Map(), updates: [], key: "", at: null };

  // ---- what is to be seen ----

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

  // ---- building ----

  // An element of the drawing with what it stands for: places to light up, and what a click does.
  function part(places, ...elements) {
    for (const place of places) {
      if (!drawing.parts.has(place)) drawing.parts.set(place, []);
      drawing.parts.get(place).push(...elements);
    }
  }

  function build(state) {
    const { root, box } = drawing;
    const shared = state.network.layers.map((layer) => layer.shared_bias);
    const found = geometry(sizes_of(state), focus_of(state), box.width, box.height, shared);
    drawing.geometry = found;
    drawing.parts = new Map();
    drawing.updates = [];
    clear(root);
    root.setAttribute("viewBox", `0 0 ${found.width} ${found.height}`);
    root.setAttribute("width", found.width);
    root.setAttribute("height", found.height);
    root.setAttribute("class", `drawing ${scale_of(found)}`);
    const edges = svg("g", { class: "edges" });
    const nodes = svg("g", { class: "nodes" });
    const labels = svg("g", { class: "labels" });
    const all = { edges, nodes, labels };
    root.append(edges, nodes, labels);
    heads(state, found, nodes);
    for (const list of found.places) for (const place of list) build_slot(state, found, place, all);
    for (let l = 0; l < found.places.length - 1; l++) build_edges(state, found, l, all);
    for (const bias of found.biases) build_bias(state, found, bias, all);
    build_end(state, found, all);
    make_reachable();
  }

  function scale_of({ size }) {
    return size.height >= 52 && size.width >= 92 ? "large" : size.height >= 34 ? "medium" : "small";
  }

  function heads(state, found, nodes) {
    const titles = [
      ["input", "x"],
      ...state.network.layers.map((layer, l) => [`layer ${l}`, layer.activation]),
      ["cost", state.cost.replace(/_/g, " ")],
    ];
    titles.forEach(([title, below], c) => {
      const text = svg("text", { class: "head", x: found.x_of(c), y: 15, "text-anchor": "middle" });
      text.append(svg("tspan", { text: title }));
      const second =
        found.pitch < 130
          ? below
              .replace("binary cross entropy", "binary c.-e.")
              .replace("cross entropy", "cross-ent.")
              .replace("half squared error", "½ sq. error")
              .replace("squared error", "sq. error")
          : below;
      text.append(svg("tspan", { class: "below", x: found.x_of(c), dy: 14, text: second }));
      nodes.append(text);
    });
  }

  function build_slot(state, found, place, { nodes }) {
    const l = place.c - 1;
    if (typeof place.slot !== "number") {
      nodes.append(gap(place, l));
    } else if (l < 0) {
      nodes.append(input_node(found, place));
    } else {
      nodes.append(neuron_node(found, place, l));
    }
  }

  // Three dots: a click shows the middle of what is left out.
  function gap(place, l) {
    const { from, to } = place.slot;
    const middle = Math.round((from + to) / 2);
    const what = l < 0 ? "inputs" : `neurons of layer ${l}`;
    const node = svg("g", {
      class: "gap",
      "data-node": `gap.${l}.${from}`,
      role: "button",
      tabindex: "-1",
      "aria-label": `⋮ ${to - from + 1} more ${what}: show number ${middle}`,
    });
    node.append(svg("rect", { class: "hit", x: place.x - 30, y: place.y - 14, width: 60, height: 28, rx: 14 }));
    node.append(svg("text", { x: place.x, y: place.y + 4, "text-anchor": "middle", text: `⋮ ${to - from + 1} more` }));
    node.addEventListener("click", () => show_neuron(place.c, middle));
    return node;
  }

  function show_neuron(c, j) {
    const { state } = backprop;
    const focus = { ...state.view.focus, [c]: j };
    if (c > 0) choose(`z.${c - 1}.${j}`, true);
    backprop.look({ focus });
  }

  const SHAPES = ["rect", "circle"];

  // What is reached by the keyboard and named is the shape; the texts upon it are for the eye.
  function node_of(name, label, given, ...children) {
    const there = children.filter((child) => child !== null);
    const shapes = there.filter((child) => SHAPES.includes(child.tagName));
    const texts = there.filter((child) => !SHAPES.includes(child.tagName));
    const tip = svg("title");
    const button = svg(
      "g",
      { "data-node": name, "data-place": given.place, role: "button", tabindex: "-1", "aria-label": label },
      tip,
      ...shapes,
    );
    const node = svg(
      "g",
      { class: given.class, "data-place": given.place },
      button,
      svg("g", { class: "texts", "aria-hidden": "true" }, ...texts),
    );
    Object.assign(node, { button, tip });
    return node;
  }

  function input_node(found, place) {
    const k = place.slot;
    const [w, h] = [Math.min(found.size.width, 84), Math.min(found.size.height, 34)];
    const value = svg("text", { class: "value", x: place.x, y: place.y + 4, "text-anchor": "middle" });
    const shape = svg("rect", { class: "shape", x: place.x - w / 2, y: place.y - h / 2, width: w, height: h, rx: 6 });
    const name =
      found.size.height > 34
        ? svg(
            "text",
            { class: "name", x: place.x, y: place.y - h / 2 - 5, "text-anchor": "middle" },
            ...indexed("x", k),
          )
        : null;
    const node = node_of(
      `x.${k}`,
      "",
      { class: "node input", place: `x.${k}` },
      ring(place.x, place.y, w, h, 6),
      shape,
      value,
      name,
    );
    drawing.updates.push((now) => {
      const text = now.figure(now.examples[now.i].x[k]);
      value.textContent = text;
      label(node, `input ${k}: ${text}`);
    });
    part([`x.${k}`], node);
    place.left = place.x - w / 2;
    place.right = place.x + w / 2;
    return node;
  }

  function ring(x, y, w, h, r) {
    return svg("rect", { class: "ring", x: x - w / 2 - 4, y: y - h / 2 - 4, width: w + 8, height: h + 8, rx: r + 4 });
  }

  // A letter with its index set below.
  function indexed(letter, below, above) {
    const spans = [svg("tspan", { class: "letter", text: letter })];
    if (below !== undefined) spans.push(svg("tspan", { class: "index", dy: 3, text: below }));
    if (above !== undefined)
      spans.push(svg("tspan", { class: "index", dy: below === undefined ? -4 : -8, text: above }));
    return spans;
  }

  // Its name for a screen reader, and the tip for the eye.
  function label({ button, tip }, text) {
    if (tip.textContent === text) return;
    tip.textContent = text;
    button.setAttribute("aria-label", text);
  }

  // A neuron: on the left what it receives, on the right what it hands on, below its error signal.
  function neuron_node(found, place, l) {
    const j = place.slot;
    const { width: w, height: h } = found.size;
    const scale = scale_of(found);
    const [left, top] = [place.x - w / 2, place.y - h / 2];
    const radius = Math.min(12, h / 2);
    const children = [
      ring(place.x, place.y, w, h, radius),
      svg("rect", { class: "shape", x: left, y: top, width: w, height: h, rx: radius }),
    ];
    const fill = svg("rect", { class: "fill", x: left, y: top, width: w, height: h, rx: radius });
    children.push(fill);
    const text = (name, x, y, anchor = "middle") =>
      svg("text", { class: `value ${name}`, x, y, "text-anchor": anchor });
    let [z, a, d] = [null, null, null];
    if (scale === "large") {
      z = text("z", place.x - w / 4, top + h * 0.47);
      a = text("a", place.x + w / 4, top + h * 0.47);
      d = text("d", place.x + 6, top + h - 8);
      children.push(svg("line", { class: "hair", x1: place.x, x2: place.x, y1: top + 6, y2: top + h * 0.58 }));
      children.push(
        svg("line", { class: "hair", x1: left + 8, x2: left + w - 8, y1: top + h * 0.62, y2: top + h * 0.62 }),
      );
      children.push(
        caption("z", place.x - w / 4, top + 13),
        caption("a", place.x + w / 4, top + 13),
        caption("δ", left + 14, top + h - 8),
      );
    } else if (scale === "medium") {
      a = text("a", place.x, place.y - 2);
      d = text("d small", place.x, place.y + h / 2 - 6);
    } else {
      a = text("a", place.x, place.y + 4);
    }
    children.push(z, a, d);
    const node = node_of(`n.${l}.${j}`, "", { class: "node neuron", place: `a.${l}.${j}` }, ...children);
    drawing.updates.push((now) => update_neuron(now, { node, fill, z, a, d, l, j, scale }));
    part([`z.${l}.${j}`, `a.${l}.${j}`, `d.${l}.${j}`], node);
    place.left = left;
    place.right = left + w;
    return node;
  }

  function caption(letter, x, y) {
    return svg("text", { class: "caption", x, y, "text-anchor": "middle", text: letter });
  }

  function update_neuron(now, { node, fill, z, a, d, l, j, scale }) {
    const [z_j, a_j, delta_j] = [now.step.z[now.i][l][j], now.step.a[now.i][l][j], now.step.delta[now.i][l][j]];
    const shown_values = now.show === "values";
    if (z) z.textContent = now.half(z_j);
    if (a)
      a.textContent = scale === "large" ? now.half(a_j) : shown_values ? now.figure(a_j) : `δ ${now.figure(delta_j)}`;
    if (d)
      d.textContent =
        scale === "large" ? now.figure(delta_j) : shown_values ? `δ ${now.figure(delta_j)}` : `a ${now.figure(a_j)}`;
    const seen = shown_values ? a_j : delta_j;
    const most = shown_values ? Math.max(1, now.most_a) : now.most_delta;
    fill.setAttribute("class", `fill ${seen < 0 ? "negative" : "positive"}`);
    fill.setAttribute(
      "fill-opacity",
      Number.isFinite(seen) && most ? (0.05 + 0.3 * Math.min(1, Math.abs(seen) / most)).toFixed(3) : 0,
    );
    label(node, `layer ${l}, neuron ${j}: z ${now.figure(z_j)}, a ${now.figure(a_j)}, δ ${now.figure(delta_j)}`);
  }

  // ---- edges ----

  function path_between(x1, y1, x2, y2) {
    const bend = (x2 - x1) * BEND;
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }

  // Where such a path is at t, from 0 to 1.
  function along(x1, y1, x2, y2, t) {
    const bend = (x2 - x1) * BEND;
    const u = 1 - t;
    const x = u ** 3 * x1 + 3 * u * u * t * (x1 + bend) + 3 * u * t * t * (x2 - bend) + t ** 3 * x2;
    const y = u ** 3 * y1 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t ** 3 * y2;
    return [x, y];
  }

  function build_edges(state, found, l, { edges, labels }) {
    const numbers = ({ slot }) => typeof slot === "number";
    const [from, to] = [found.places[l].filter(numbers), found.places[l + 1].filter(numbers)];
    const free = room_for_labels(from.length * to.length <= MOST_LABELS && found.pitch >= 118);
    for (const target of to) {
      for (const source of from) {
        const place = `w.${l}.${target.slot}.${source.slot}`;
        const ends = [source.right, source.y, target.left, target.y + (source.y - target.y) * 0.03];
        const node = edge(place, path_between(...ends), edges);
        const at = free(ends);
        const text = written(labels, place, ...at.slice(0, 2), at[2]);
        drawing.updates.push((now) =>
          update_edge(
            now,
            node,
            text,
            now.parameter(l, target.slot, source.slot),
            `weight from ${l ? "neuron" : "input"} ${source.slot} to neuron ${target.slot} of layer ${l}`,
          ),
        );
      }
    }
  }

  // Where the number of an edge is written: the first place along it that no other number takes; and is there one?
  function room_for_labels(wanted) {
    const taken = [];
    return (ends) => {
      for (const t of wanted ? [0.34, 0.26, 0.44, 0.54, 0.64] : []) {
        const [x, y] = along(...ends, t);
        if (taken.every(([u, v]) => Math.abs(u - x) > 44 || Math.abs(v - y) > 15)) {
          taken.push([x, y]);
          return [x, y, true];
        }
      }
      return [...along(...ends, 0.34), false];
    };
  }

  function edge(place, d, edges) {
    const glow = svg("path", { class: "glow", d });
    const line = svg("path", { class: "line", d });
    const hit = svg("path", { class: "hit", d });
    const tip = svg("title");
    const node = svg("g", { class: "edge", "data-place": place }, tip, glow, line, hit);
    Object.assign(node, { line, tip });
    edges.append(node);
    part([place], node);
    return node;
  }

  function written(labels, place, x, y, always) {
    const text = svg("text", {
      class: `weight${always ? " always" : ""}`,
      x,
      y: y + 4,
      "text-anchor": "middle",
      "data-place": place,
    });
    labels.append(text);
    part([place], text);
    return text;
  }

  // value: what is shown of the parameter; most: the largest of its kind.
  function update_edge(now, node, text, { value, shown, most }, what) {
    const size = most > 0 && Number.isFinite(value) ? Math.abs(value) / most : 0;
    node.line.setAttribute("stroke-width", (1 + 5 * size).toFixed(2));
    node.setAttribute(
      "class",
      `edge ${value < 0 ? "negative" : "positive"}${node.classList.contains("lit") ? " lit" : ""}${node.classList.contains("of-step") ? " of-step" : ""}`,
    );
    if (text.textContent !== shown) text.textContent = shown;
    node.tip.textContent = `${what}: ${shown}`;
  }

  function build_bias(state, found, bias, all) {
    const { l, j, x, y, to } = bias;
    const shared = j === undefined;
    const place = backprop.place_of_bias(j || 0, l, shared);
    const r = found.size.height >= 34 ? 8.5 : 6.5;
    const lines = to.map((target) =>
      edge(
        place,
        `M${x} ${y}L${shared ? target.left : x + (target.left + 8 - x) * 0.9} ${shared ? target.y : target.y - found.size.height / 2 + 1}`,
        all.edges,
      ),
    );
    const text = svg("text", {
      class: "weight always bias",
      x: x + r + 5,
      y: y + 1,
      "text-anchor": "start",
      "data-place": place,
    });
    const node = node_of(
      place,
      "",
      { class: "node bias", place },
      svg("circle", { class: "ring", cx: x, cy: y, r: r + 4 }),
      svg("circle", { class: "shape", cx: x, cy: y, r }),
      svg("text", { class: "one", x, y: y + 3.5, "text-anchor": "middle", text: "1" }),
    );
    all.nodes.append(node);
    all.labels.append(text);
    part([place], node, text);
    const what = shared ? `the one bias of layer ${l}` : `bias of layer ${l}, neuron ${j}`;
    drawing.updates.push((now) => {
      const found_now = now.parameter(l, j, undefined);
      for (const line of lines) update_edge(now, line, text, found_now, what);
      text.textContent = found.size.height < 26 && !now.small_labels ? "" : now.of_bias(found_now);
      label(node, `${what}, from 1: ${found_now.shown}`);
    });
  }

  // ---- the end: targets and the cost ----

  function build_end(state, found, { edges, nodes }) {
    const { cost, size } = found;
    const [w, h] = [Math.min(found.narrow ? 60 : 96, size.width), 44];
    const last = found.places[found.places.length - 1];
    const l = found.places.length - 2;
    for (const { slot, right, y } of last) {
      if (typeof slot === "number") {
        const line = svg("path", { class: "wire", d: path_between(right, y, cost.x - w / 2, cost.y) });
        edges.append(line);
        part([`a.${l}.${slot}`], line);
      }
    }
    for (const target of found.targets) nodes.append(target_node(found, target, cost, edges));
    const value = svg("text", { class: "value", x: cost.x, y: cost.y + 12, "text-anchor": "middle" });
    const node = node_of(
      "C",
      "",
      { class: "node cost", place: "C" },
      ring(cost.x, cost.y, w, h, 8),
      svg("rect", { class: "shape", x: cost.x - w / 2, y: cost.y - h / 2, width: w, height: h, rx: 8 }),
      svg("text", { class: "caption", x: cost.x, y: cost.y - 7, "text-anchor": "middle", text: "C" }),
      value,
    );
    nodes.append(node);
    part(["C"], node);
    drawing.updates.push((now) => {
      const text = now.figure(now.batch ? now.step.C : now.cost);
      value.textContent = text;
      label(
        node,
        `cost ${now.batch ? "of all examples" : now.examples.length > 1 ? `of example ${now.i}` : ""}: ${text}`,
      );
    });
  }

  function target_node(found, { j, x, y }, cost, edges) {
    const w = found.narrow ? 50 : 66;
    edges.append(
      svg("path", {
        class: "wire faint",
        d: path_between(
          x + (x < cost.x - 10 ? w / 2 - 8 : 0),
          y,
          cost.x - (x < cost.x - 10 ? 20 : 0),
          cost.y + (y > cost.y ? 20 : -20),
        ),
      }),
    );
    const value = svg("text", { class: "value small", x, y: y + 3.5, "text-anchor": "middle" });
    const node = node_of(
      `y.${j}`,
      "",
      { class: "node target", place: `y.${j}` },
      ring(x, y, w, 20, 10),
      svg("rect", { class: "shape", x: x - w / 2, y: y - 10, width: w, height: 20, rx: 10 }),
      value,
    );
    drawing.updates.push((now) => {
      const text = now.figure(now.examples[now.i].y[j]);
      value.textContent = "";
      value.append(...indexed("y", j), svg("tspan", { dy: -3, text: ` ${text}` }));
      label(node, `target ${j}: ${text}`);
    });
    part([`y.${j}`], node);
    return node;
  }

  // ---- following the state ----

  // What the updates ask of the state, once for all of them.
  function now_of(here) {
    const state = here.preview === null ? here : { ...here, ...here.preview };
    const i = example_of(state);
    const { phase } = state.walk.where(state.step);
    const { show } = state.view;
    const batch = phase === "batch" || phase === "update" || (show === "updates" && state.examples.length > 1);
    const most = most_of(state, show, batch, i);
    const written_to = (most_digits) => (x) =>
      Number.isFinite(x) ? backprop.to_digits(x, Math.min(state.view.digits, most_digits)).replace(/-/g, "−") : "–";
    const { width } = drawing.geometry.size;
    const figure = width < 90 ? (x) => fitting(x, written_to, Math.floor((width - 6) / 6.8) - 2) : written_to(5);
    const half = (x) => fitting(x, written_to, Math.floor((width / 2 - 6) / 7.6));
    const short = written_to(3);
    const parameter = (l, j, k) => {
      const value = shown_parameter(state, show, batch, i, l, j, k);
      const sign = show === "updates" && value > 0 ? "+" : "";
      return { value, most, shown: sign + short(value) };
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
      of_bias: ({ shown }) => shown,
    };
  }

  // With as many digits as there is room for.
  function fitting(x, written_to, room) {
    return [4, 3, 2].map((digits) => written_to(digits)(x)).find((text) => text.length <= room) || written_to(1)(x);
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

  function follow(structure) {
    const { state } = backprop;
    if (!drawing.box || !drawing.box.width) return;
    const key = JSON.stringify([
      sizes_of(state),
      backprop.all_slots(sizes_of(state), focus_of(state), drawing.box.height),
      drawing.box,
      state.network.layers.map((layer) => [layer.activation, layer.shared_bias]),
      state.cost,
    ]);
    if (structure || key !== drawing.key) {
      const held =
        document.activeElement && drawing.root.contains(document.activeElement)
          ? document.activeElement.getAttribute("data-node")
          : null;
      drawing.key = key;
      build(state);
      if (held) focus_node(held);
    }
    const now = now_of(state);
    for (const update of drawing.updates) update(now);
    mark_step(state);
    mark_lit(state);
  }

  function mark_step(state) {
    for (const node of drawing.root.querySelectorAll(".of-step")) node.classList.remove("of-step", "given");
    const record = state.walk.at(state.step);
    const operands = record.operands.map(({ place }) => place);
    for (const place of [...operands, record.place]) {
      for (const node of drawing.parts.get(place) || []) node.classList.add("of-step");
    }
    for (const node of drawing.parts.get(record.place) || []) node.classList.add("given");
    drawing.root.classList.toggle("stepping", state.view.panel === "equation");
    if (drawing.geometry.width > drawing.box.width + 1) scroll_to(record.place);
  }

  function scroll_to(place) {
    const [node] = drawing.parts.get(place) || [];
    if (!node) return;
    const box = node.getBBox();
    const scroller = drawing.root.parentElement;
    const middle = box.x + box.width / 2 - scroller.clientWidth / 2;
    if (Math.abs(scroller.scrollLeft - middle) > scroller.clientWidth * 0.3) scroller.scrollLeft = middle;
  }

  function mark_lit(state) {
    for (const node of drawing.root.querySelectorAll(".lit")) node.classList.remove("lit");
    drawing.root.classList.toggle("fading", state.lit.length > 0);
    for (const place of state.lit) for (const node of drawing.parts.get(place) || []) node.classList.add("lit");
  }

  // A neuron with every weight into and out of it, and the neurons at their other ends.
  function around(place) {
    const { state } = backprop;
    const [kind, ...at] = place.split(".").map((part_of, n) => (n ? Number(part_of) : part_of));
    const { layers } = state.network;
    const places = [place];
    if (kind === "w") return [place, `a.${at[0]}.${at[1]}`, at[0] ? `a.${at[0] - 1}.${at[2]}` : `x.${at[2]}`];
    if (kind === "b")
      return [place, ...(at.length > 1 ? [`a.${at[0]}.${at[1]}`] : layers[at[0]].w.map((_, j) => `a.${at[0]}.${j}`))];
    if (kind === "y") return [place, "C"];
    if (kind === "C")
      return [place, ...state.examples[0].y.flatMap((_, j) => [`y.${j}`, `a.${layers.length - 1}.${j}`])];
    const [l, j] = kind === "x" ? [-1, at[0]] : at;
    if (l >= 0) {
      places.push(backprop.place_of_bias(j, l, layers[l].shared_bias));
      layers[l].w[j].forEach((_, k) => places.push(`w.${l}.${j}.${k}`, l ? `a.${l - 1}.${k}` : `x.${k}`));
    }
    if (l + 1 < layers.length)
      layers[l + 1].w.forEach((_, m) => places.push(`w.${l + 1}.${m}.${j}`, `a.${l + 1}.${m}`));
    else places.push("C", `y.${j}`);
    return places;
  }

  // ---- under the hand ----

  function place_under(target) {
    const node = target.closest("[data-place]");
    return node && drawing.root.contains(node) ? node.getAttribute("data-place") : null;
  }

  // Go to the equation of what was clicked, in the phase that the walk is in; and offer the others.
  function choose(place, quietly) {
    const n = backprop.equation_of(place);
    if (n >= 0) backprop.go(n);
    backprop.look({ panel: "equation" });
    if (!quietly) backprop.open_menu(place, drawing.parts.get(place)[0]);
  }

  function nodes() {
    return [...drawing.root.querySelectorAll("[data-node]")];
  }

  // One stop for the Tab key; the arrows go on from there.
  function make_reachable() {
    const all = nodes();
    const kept = all.find((node) => node.getAttribute("data-node") === drawing.at) || all[0];
    for (const node of all) node.setAttribute("tabindex", node === kept ? "0" : "-1");
  }

  function focus_node(name) {
    const node = nodes().find((one) => one.getAttribute("data-node") === name);
    if (!node) return;
    drawing.at = name;
    make_reachable();
    node.focus();
  }

  // The nearest node in the direction of an arrow key.
  function neighbour(from, key) {
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
    const middle = (node) => {
      const box = node.getBBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = middle(from);
    let best = null;
    for (const node of nodes()) {
      const [u, v] = middle(node);
      const ahead = dx * (u - x) + dy * (v - y);
      const aside = Math.abs(dx * (v - y) + dy * (u - x));
      if (node === from || ahead <= 4) continue;
      const far = ahead + 2.5 * aside;
      if (best === null || far < best.far) best = { node, far };
    }
    return best && best.node;
  }

  function listen(root) {
    root.addEventListener("pointerover", (event) => {
      const place = place_under(event.target);
      backprop.light(place ? around(place) : []);
    });
    root.addEventListener("pointerleave", () => backprop.light([]));
    root.addEventListener("focusin", (event) => {
      const place = place_under(event.target);
      if (place && event.target.matches(":focus-visible")) backprop.light(around(place));
    });
    root.addEventListener("focusout", () => backprop.light([]));
    root.addEventListener("click", (event) => {
      const place = place_under(event.target);
      if (place) choose(place, event.shiftKey);
    });
    root.addEventListener("keydown", (event) => {
      const node = event.target.closest("[data-node]");
      if (!node) return;
      if (event.key.startsWith("Arrow") && !event.altKey && !event.ctrlKey) {
        event.preventDefault();
        event.stopPropagation();
        const next = neighbour(node, event.key);
        if (next) focus_node(next.getAttribute("data-node"));
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        event.stopPropagation();
        const place = node.getAttribute("data-place");
        if (place) choose(place, event.shiftKey);
        else node.dispatchEvent(new MouseEvent("click"));
      }
    });
  }

  function draw(container) {
    drawing.root = svg("svg", {
      class: "drawing",
      role: "group",
      "aria-label": "The network",
      "aria-describedby": "drawing-help",
    });
    container.append(drawing.root);
    listen(drawing.root);
    new ResizeObserver(() => {
      drawing.box = { width: Math.floor(container.clientWidth), height: Math.floor(container.clientHeight) };
      follow(false);
    }).observe(container);
    backprop.on("case", ({ structure }) => follow(structure));
    backprop.on("step", () => follow(false));
    backprop.on("view", () => follow(false));
    backprop.on("preview", () => follow(false));
    backprop.on("light", () => mark_lit(backprop.state));
  }

  Object.assign(backprop, { draw, around, example_of, shown_example: () => example_of(backprop.state) });
})(globalThis.backprop = globalThis.backprop || {});
