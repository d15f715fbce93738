// The drawing under the hand: what is pointed at lights up, a click goes to its equation, the arrows go from node to node.
//
//   around            a place with all that leads to it and from it
//   listen            to the pointer and the keys
//   focus_node, make_reachable    one stop for the Tab key
(function (backprop) {
  "use strict";

  const { drawing } = backprop;

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
      if (place) backprop.light(around(place));
      else backprop.light_held();
    });
    root.addEventListener("pointerleave", () => backprop.light_held());
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

  Object.assign(backprop, { around, choose, listen, focus_node, make_reachable });
})(globalThis.backprop = globalThis.backprop || {});
