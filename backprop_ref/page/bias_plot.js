// The plot of the bias question: C against h, with tangents at h = 0 and a handle.
//
//   bias_view       what is chosen, and the parts of the panel
//   plot            two curves: one bias alone, and all biases of its layer
//   move_handle     to another h
(function (backprop) {
  "use strict";

  const { svg, clear } = backprop;
  const WIDTH = 480;
  const HEIGHT = 204;
  const EDGE = { left: 50, right: 14, top: 12, bottom: 30 };
  const chosen = { l: null, j: 0, h: 0, wide: 1, all: false };
  const parts = {};

  function scales(all_points) {
    const finite = all_points.map(([, y]) => y).filter(Number.isFinite);
    let [low, high] = [Math.min(...finite), Math.max(...finite)];
    if (!finite.length) [low, high] = [0, 1];
    const room =
      high - low > 1e-12 * Math.max(1, Math.abs(high)) ? 0.08 * (high - low) : Math.max(0.05, Math.abs(high) * 0.1);
    low -= room;
    high += room;
    const x = (h) => EDGE.left + ((h / chosen.wide + 1) / 2) * (WIDTH - EDGE.left - EDGE.right);
    const y = (C) => EDGE.top + ((high - C) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
    return {
      x,
      y,
      low,
      high,
      h_of: (px) => (((px - EDGE.left) / (WIDTH - EDGE.left - EDGE.right)) * 2 - 1) * chosen.wide,
    };
  }

  function path(points, { x, y }) {
    return points
      .filter(([, C]) => Number.isFinite(C))
      .map(([h, C], n) => `${n ? "L" : "M"}${x(h).toFixed(1)} ${y(C).toFixed(1)}`)
      .join("");
  }

  function axes(scale) {
    const group = svg("g", { class: "axes" });
    const bottom = HEIGHT - EDGE.bottom;
    group.append(
      svg("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: bottom, y2: bottom }),
      svg("line", { class: "zero", x1: scale.x(0), x2: scale.x(0), y1: EDGE.top, y2: bottom }),
    );
    for (const part of [-1, -0.5, 0, 0.5, 1]) {
      const h = part * chosen.wide;
      group.append(
        svg("text", {
          x: scale.x(h),
          y: bottom + 15,
          "text-anchor": "middle",
          text: backprop.to_digits(h, 3).replace("-", "−"),
        }),
      );
    }
    for (const part of [0.1, 0.5, 0.9]) {
      const C = scale.low + part * (scale.high - scale.low);
      group.append(
        svg("line", { class: "grid", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: scale.y(C), y2: scale.y(C) }),
      );
      group.append(
        svg("text", {
          x: EDGE.left - 6,
          y: scale.y(C) + 4,
          "text-anchor": "end",
          text: backprop.to_digits(C, 3).replace("-", "−"),
        }),
      );
    }
    group.append(
      svg("text", { class: "title", x: EDGE.left - 6, y: EDGE.top + 4, "text-anchor": "end", text: "C" }),
      svg("text", { class: "title", x: WIDTH - EDGE.right, y: HEIGHT - 2, "text-anchor": "end", text: "h" }),
    );
    return group;
  }

  // A straight line through h = 0 with this slope, on one side or on both, cut where the plot ends.
  function tangent(one, slope, name, from, to, scale) {
    const C_0 = one.C(0);
    const reach = slope === 0 ? Infinity : Math.abs((slope > 0 ? scale.high - C_0 : C_0 - scale.low) / slope);
    const back = slope === 0 ? Infinity : Math.abs((slope > 0 ? C_0 - scale.low : scale.high - C_0) / slope);
    const [a, b] = [Math.max(from * chosen.wide, -back), Math.min(to * chosen.wide, reach)];
    return svg("line", {
      class: `tangent ${name}`,
      x1: scale.x(a),
      y1: scale.y(C_0 + slope * a),
      x2: scale.x(b),
      y2: scale.y(C_0 + slope * b),
    });
  }

  function tangents(one, name, scale) {
    if (!one.sides) return [tangent(one, one.slope, name, -0.8, 0.8, scale)];
    return [tangent(one, one.sides.left, name, -0.8, 0, scale), tangent(one, one.sides.right, name, 0, 0.8, scale)];
  }

  // At their right ends, one above the other.
  function label_tangents({ alone, all }) {
    const ends = [
      ["all", ["Σδ"], all],
      ["alone", ["δ", chosen.j], alone],
    ]
      .filter(([, , one]) => one)
      .map(([name, [letter, index]]) => {
        const lines = parts.plot.querySelectorAll(`.tangent.${name}`);
        const line = lines[lines.length - 1];
        return { name, letter, index, x: Number(line.getAttribute("x2")), y: Number(line.getAttribute("y2")) };
      })
      .sort((one, other) => one.y - other.y);
    const [top, bottom] = [EDGE.top + 11, HEIGHT - EDGE.bottom - 6];
    const near = ends.length > 1 ? Math.max(0, 18 - (ends[1].y - ends[0].y)) / 2 : 0;
    const heights = ends.map(({ y }, n) => Math.max(top, Math.min(bottom, y + 4 + (n ? near : -near))));
    if (ends.length > 1 && heights[1] - heights[0] < 18) {
      if (heights[0] === top) heights[1] = top + 18;
      else heights[0] = heights[1] - 18;
    }
    ends.forEach(({ name, letter, index, x }, n) => {
      const text = svg("text", { class: `tangent-name ${name}`, x: x + 7, y: heights[n] });
      text.append(svg("tspan", { text: letter }));
      if (index !== undefined) text.append(svg("tspan", { class: "index", dy: 3, text: index }));
      parts.plot.append(text);
    });
  }

  function plot(found) {
    const { alone, all } = found;
    const scale = scales([...(alone ? alone.points : []), ...all.points]);
    parts.scale = scale;
    clear(parts.plot).append(axes(scale));
    for (const [name, one] of [
      ["all", all],
      ["alone", alone],
    ]) {
      if (!one) continue;
      parts.plot.append(
        ...tangents(one, name, scale),
        svg("path", { class: `curve ${name}`, d: path(one.points, scale) }),
      );
    }
    label_tangents(found);
    parts.plot.append(svg("circle", { class: "origin", cx: scale.x(0), cy: scale.y(all.C(0)), r: 4 }));
    parts.handle = svg("g", { class: "handle" }, svg("line", { y1: EDGE.top, y2: HEIGHT - EDGE.bottom }));
    parts.dots = {};
    for (const [name, one] of [
      ["all", all],
      ["alone", alone],
    ]) {
      if (!one) continue;
      parts.dots[name] = svg("circle", { class: `dot ${name}`, r: 6 });
      parts.handle.append(parts.dots[name]);
    }
    parts.plot.append(parts.handle);
    move_handle(found);
  }

  function move_handle({ alone, all }) {
    const { scale } = parts;
    parts.handle.querySelector("line").setAttribute("x1", scale.x(chosen.h));
    parts.handle.querySelector("line").setAttribute("x2", scale.x(chosen.h));
    for (const [name, one] of [
      ["all", all],
      ["alone", alone],
    ]) {
      if (!one) continue;
      const C = one.C(chosen.h);
      parts.dots[name].setAttribute("cx", scale.x(chosen.h));
      parts.dots[name].setAttribute("cy", Number.isFinite(C) ? scale.y(C) : -20);
    }
    parts.slider.value = chosen.h / chosen.wide;
    parts.slider.setAttribute("aria-valuetext", `h is ${backprop.shown(chosen.h)}`);
    const at = (one) => backprop.shown(one.C(chosen.h));
    parts.now.textContent = `h = ${backprop.shown(chosen.h)}: C = ${alone ? `${at(alone)} if b moves alone, ${at(all)} if all move` : at(all)}`;
  }

  Object.assign(backprop, {
    bias_view: { chosen, parts, width: WIDTH, height: HEIGHT },
    plot_biases: plot,
    move_handle,
  });
})(globalThis.backprop = globalThis.backprop || {});
