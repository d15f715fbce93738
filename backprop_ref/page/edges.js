// The edges of the drawing: weights, biases from a node of their own, and the wires to the cost.
//
//   weight_edges    those between two layers
//   bias_node       a bias with its edge, or with one to each neuron that shares it
//   cost_node       the cost, the targets, and what leads there
(function (backprop) {
  "use strict";

  const { svg, drawing, part, node_of, ring, indexed, label } = backprop;
  const BEND = 0.2; // how far a line goes straight on at its ends
  const MOST_LABELS = 9; // weights between two layers that are written beside their edges

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

  function weight_edges(state, found, l, { edges, labels }) {
    const numbers = ({ slot }) => typeof slot === "number";
    const [from, to] = [found.places[l].filter(numbers), found.places[l + 1].filter(numbers)];
    const free = room_for_labels(from.length * to.length <= MOST_LABELS && found.pitch >= 118);
    for (const target of to) {
      for (const source of from) {
        const place = `w.${l}.${target.slot}.${source.slot}`;
        const ends = [source.right, source.y, target.left, target.y + (source.y - target.y) * 0.03];
        const node = edge(place, path_between(...ends), edges);
        const text = written(labels, place, free(ends), ends, found.size.height);
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

  // Between the nodes; where it is too long for that, below the one that the edge leads to.
  function written(labels, place, [x, y, always], [from, , to, below], height) {
    const text = svg("text", { class: `weight${always ? " always" : ""}`, "text-anchor": "middle", "data-place": place });
    text.fit = (shown) => {
      const half = (7.8 * shown.length) / 2 + 2;
      const fits = to - from >= 2 * half;
      text.setAttribute("x", fits ? Math.max(from + half, Math.min(to - half, x)) : (from + to) / 2);
      text.setAttribute("y", fits ? y + 4 : below + height / 2 + 17);
      text.classList.toggle("always", always && fits);
    };
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
    if (text.textContent !== shown) {
      text.textContent = shown;
      if (text.fit) text.fit(shown);
    }
    node.tip.textContent = `${what}: ${shown}`;
  }

  function bias_node(state, found, bias, all) {
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
    const what = shared ? `the shared bias of layer ${l}` : `bias of layer ${l}, neuron ${j}`;
    drawing.updates.push((now) => {
      const found_now = now.parameter(l, j, undefined);
      for (const line of lines) update_edge(now, line, text, found_now, what);
      text.textContent = found.size.height < 26 ? "" : shown_within(found_now, (found.pitch - 26) / 7.4);
      label(node, `${what}, from 1: ${found_now.shown}`);
    });
  }

  // As it is shown, or as much of it as there is room for before the next one.
  function shown_within({ shown, within }, room) {
    return shown.length <= room ? shown : within(room);
  }

  function cost_node(state, found, { edges, nodes }) {
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

  Object.assign(backprop, { weight_edges, bias_node, cost_node });
})(globalThis.backprop = globalThis.backprop || {});
