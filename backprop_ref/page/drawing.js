// The drawing of the network: everything that the equations name stands in it, each bias as a node of its own.
//
//   draw    into an element; follows the state from then on
//
// Built anew when the shape, the size or the neuron in question changes; else only its numbers, widths and colours.
(function (backprop) {
  "use strict";

  const { svg, clear, geometry, drawing } = backprop;

  function build(state) {
    const { root, box } = drawing;
    const shared = state.network.layers.map((layer) => layer.shared_bias);
    const found = geometry(backprop.sizes_of(state), backprop.focus_of(state), box.width, box.height, shared);
    drawing.geometry = found;
    drawing.parts = new Map();
    drawing.updates = [];
    clear(root);
    root.setAttribute("viewBox", `0 0 ${found.width} ${found.height}`);
    root.setAttribute("width", found.width * box.scale);
    root.setAttribute("height", found.height * box.scale);
    root.setAttribute("class", `drawing ${backprop.scale_of(found)}`);
    const edges = svg("g", { class: "edges" });
    const nodes = svg("g", { class: "nodes" });
    const labels = svg("g", { class: "labels" });
    const all = { edges, nodes, labels };
    root.append(edges, nodes, labels);
    heads(state, found, nodes);
    for (const list of found.places) for (const place of list) build_slot(state, found, place, all);
    for (let l = 0; l < found.places.length - 1; l++) backprop.weight_edges(state, found, l, all);
    for (const bias of found.biases) backprop.bias_node(state, found, bias, all);
    backprop.cost_node(state, found, all);
    backprop.make_reachable();
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
        found.narrow || found.pitch < 130
          ? below
              .replace("binary cross entropy", "binary c.-e.")
              .replace("cross entropy", "cross-ent.")
              .replace("half squared error", "½ sq. error")
              .replace("mean squared error", "mean sq. err.")
              .replace("squared error", "sq. error")
          : below;
      text.append(svg("tspan", { class: "below", x: found.x_of(c), dy: 14, text: second }));
      nodes.append(text);
    });
  }

  function build_slot(state, found, place, { nodes }) {
    const l = place.c - 1;
    if (typeof place.slot !== "number") {
      nodes.append(backprop.gap(place, l));
    } else if (l < 0) {
      nodes.append(backprop.input_node(found, place));
    } else {
      nodes.append(backprop.neuron_node(found, place, l));
    }
  }

  function follow(structure) {
    const { state } = backprop;
    if (!drawing.box || !drawing.box.width) return;
    const key = JSON.stringify([
      backprop.sizes_of(state),
      backprop.all_slots(backprop.sizes_of(state), backprop.focus_of(state), drawing.box.height),
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
      if (held) backprop.focus_node(held);
    }
    const now = backprop.numbers_of(state, drawing.geometry.size.width);
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
    const middle = (box.x + box.width / 2) * drawing.box.scale - scroller.clientWidth / 2;
    if (Math.abs(scroller.scrollLeft - middle) > scroller.clientWidth * 0.3) scroller.scrollLeft = middle;
  }

  function mark_lit(state) {
    for (const node of drawing.root.querySelectorAll(".lit")) node.classList.remove("lit");
    drawing.root.classList.toggle("fading", state.fades && state.lit.length > 0);
    for (const place of state.lit) for (const node of drawing.parts.get(place) || []) node.classList.add("lit");
  }

  const SMALLEST = 0.7; // of the scale at which a deep network is still read

  // The room for the drawing, in its own units: on a large screen these are larger, for a deep network smaller.
  function box_of({ clientWidth, clientHeight }, columns) {
    const large = Math.max(1, Math.min(1.8, clientWidth / 700, clientHeight / 480));
    const whole = clientWidth / backprop.width_of(columns);
    const scale = whole >= SMALLEST ? Math.min(large, whole) : large;
    return { width: Math.floor(clientWidth / scale), height: Math.floor(clientHeight / scale), scale };
  }

  function draw(container) {
    drawing.root = svg("svg", {
      class: "drawing",
      role: "group",
      "aria-label": "The network",
      "aria-describedby": "drawing-help",
    });
    container.append(drawing.root);
    backprop.listen(drawing.root);
    const measure = () => {
      drawing.box = box_of(container, backprop.sizes_of(backprop.state).length + 1);
    };
    new ResizeObserver(() => {
      measure();
      follow(false);
    }).observe(container);
    backprop.on("case", ({ structure }) => {
      if (structure) measure();
      follow(structure);
    });
    backprop.on("step", () => follow(false));
    backprop.on("view", () => follow(false));
    backprop.on("preview", () => follow(false));
    backprop.on("light", () => mark_lit(backprop.state));
  }

  Object.assign(backprop, { draw });
})(globalThis.backprop = globalThis.backprop || {});
