// The nodes of the drawing: inputs, neurons, and the three dots where neurons are left out.
//
//   drawing       what is being drawn: its parts by place, and what is to be done when numbers change
//   part          an element with the places that it stands for
//   node_of, input_node, neuron_node, gap
(function (backprop) {
  "use strict";

  const { svg } = backprop;
  const SHAPES = ["rect", "circle"];
  const drawing = { root: null, box: null, geometry: null, parts: new Map(), updates: [], key: "", at: null };

  // An element of the drawing with what it stands for: places to light up, and what a click does.
  function part(places, ...elements) {
    for (const place of places) {
      if (!drawing.parts.has(place)) drawing.parts.set(place, []);
      drawing.parts.get(place).push(...elements);
    }
  }

  function scale_of({ size }) {
    return size.height >= 52 && size.width >= 92 ? "large" : size.height >= 34 ? "medium" : "small";
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
    if (c > 0) backprop.choose(`z.${c - 1}.${j}`, true);
    backprop.look({ focus });
  }

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
    const [w, h] = [Math.min(found.size.width, found.narrow ? 62 : 84), Math.min(found.size.height, 34)];
    const value = svg("text", { class: "value", x: place.x, y: place.y + 4, "text-anchor": "middle" });
    const shape = svg("rect", { class: "shape", x: place.x - w / 2, y: place.y - h / 2, width: w, height: h, rx: 6 });
    const name =
      found.size.height > 34
        ? svg(
            "text",
            { class: "name", x: place.x, y: place.y - h / 2 - 10, "text-anchor": "middle" },
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
      const tall = h >= 56;
      if (tall) z = text("z small", place.x, place.y - h / 2 + 17);
      a = text(tall ? "a small" : "a", place.x, tall ? place.y + 4 : place.y - 2);
      d = text("d small", place.x, place.y + h / 2 - (tall ? 10 : 6));
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
    if (scale === "large") {
      z.textContent = now.half(z_j);
      a.textContent = now.half(a_j);
      d.textContent = now.figure(delta_j);
    } else {
      const [first, second] = shown_values ? ["a", "δ"] : ["δ", "a"];
      const figures = { a: now.figure(a_j), δ: now.figure(delta_j) };
      if (z) z.textContent = `z ${now.figure(z_j)}`;
      if (d) d.textContent = `${second} ${figures[second]}`;
      a.textContent = z ? `${first} ${figures[first]}` : figures[first];
    }
    const seen = shown_values ? a_j : delta_j;
    const most = shown_values ? Math.max(1, now.most_a) : now.most_delta;
    fill.setAttribute("class", `fill ${seen < 0 ? "negative" : "positive"}`);
    fill.setAttribute(
      "fill-opacity",
      Number.isFinite(seen) && most ? (0.05 + 0.3 * Math.min(1, Math.abs(seen) / most)).toFixed(3) : 0,
    );
    label(node, `layer ${l}, neuron ${j}: z ${now.figure(z_j)}, a ${now.figure(a_j)}, δ ${now.figure(delta_j)}`);
  }

  Object.assign(backprop, { drawing, part, node_of, input_node, neuron_node, gap, ring, indexed, label, scale_of });
})(globalThis.backprop = globalThis.backprop || {});
