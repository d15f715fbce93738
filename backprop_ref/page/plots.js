// Plots of curves, in SVG: axes with names and round numbers, curves told apart by colour and by dash.
//
//   line_plot    a figure; its draw(…) shows curves
//   round_ticks, decades    where an axis has its numbers
(function (backprop) {
  "use strict";

  const { element, svg, clear } = backprop;
  const HEIGHT = 150; // unless another is asked for
  const MARGIN = { left: 52, right: 12, top: 8, bottom: 30 };
  const NARROWEST = 120;

  // ---- axes ----------------------------------------------------------------------------------

  // Round numbers from low to high, about so many.
  //
  // >>> round_ticks(0, 10, 5)
  // [0,2,4,6,8,10]
  function round_ticks(low, high, about) {
    const rough = (high - low) / about;
    const power = 10 ** Math.floor(Math.log10(rough));
    const size = power * [1, 2, 5, 10].find((step) => step * power >= rough * 0.999);
    const ticks = [];
    for (let n = Math.ceil(low / size - 1e-9); n * size <= high + size * 1e-9; n++) {
      ticks.push(Number((n * size).toPrecision(12)));
    }
    return ticks;
  }

  // Powers of ten from low to high, at most so many.
  //
  // >>> decades(0.002, 30, 4)
  // [0.01,0.1,1,10]
  function decades(low, high, most) {
    const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const every = Math.max(1, Math.ceil((last - first + 1) / most));
    const ticks = [];
    for (let n = first; n <= last; n = n + every) {
      ticks.push(Number(`1e${n}`));
    }
    return ticks;
  }

  // The lowest and the highest of what can be shown, a little apart.
  function range(values, log) {
    let low = Infinity;
    let high = -Infinity;
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (!(low <= high)) {
      return log ? [0.1, 1] : [0, 1];
    }
    if (log) { // whole decades where there are few, so that the curve is not all of the picture
      const first = Math.floor(Math.log10(low));
      return [10 ** first, 10 ** Math.max(Math.ceil(Math.log10(high)), first + 1)];
    }
    return [Math.min(0, low), high > 0 ? high * 1.05 : 1];
  }

  // Where a value stands between 0 and 1.
  function share(value, [low, high], log) {
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  }

  function tick_text(value) {
    return backprop.to_digits(value, 3).replace("e+", "e").replace(/e(-?)0/, "e$1").replace(/-/g, "−");
  }

  // ---- the figure ----------------------------------------------------------------------------

  // given: {title, x_label, y_label, legend}.  title: its element.  draw({curves, log, height, top, y, said}) shows:
  //
  // curves: [{name, points: [[x, y], …], kind, nth, end}, …]; kind "right" or "wrong" is its colour and its dash, nth
  // its place among several of a kind, end a text beside its last point.  log: of the y axis.  height: of the picture.
  // top: y beyond which a curve leaves the picture.  y: [low, high] instead of the curves' own.  said: it in words.
  //
  // Where a curve leaves the picture it ends at the upper edge, with an arrow, and how far it gets beside it.
  function line_plot(given) {
    const picture = svg("svg", { class: "curves", role: "img" });
    const title = element("span", { text: given.title });
    const heading = element("figcaption", { class: "heading" }, title);
    const legend = element("span", { class: "legend", "aria-hidden": "true" });
    heading.append(legend);
    const figure = element("figure", { class: "plotted" }, heading, picture);
    return { figure, title, draw: (shown) => draw(picture, legend, given, shown) };
  }

  function draw(picture, legend, given, shown) {
    const width = Math.max(NARROWEST, picture.parentNode.clientWidth);
    const right = MARGIN.right + (shown.curves.some(({ end }) => end) ? 22 : 0);
    const { log, height = HEIGHT } = shown;
    const inner = { width: width - MARGIN.left - right, height: height - MARGIN.top - MARGIN.bottom };
    const known = (points) => points.filter(([, y]) => is_shown(y, log) || y === Infinity);
    const curves = shown.curves.map((curve) => ({ ...curve, points: known(curve.points) }));
    const ys = curves.flatMap(({ points }) => points.map(([, y]) => (shown.top ? Math.min(y, shown.top) : y)));
    const y_range = shown.y || range(ys.filter(Number.isFinite), log);
    const last = Math.max(1, ...curves.map(({ points }) => (points.length ? points[points.length - 1][0] : 0)));
    const at_x = (x) => MARGIN.left + inner.width * (x / last);
    const at_y = (y) => MARGIN.top + inner.height * (1 - Math.max(-0.02, share(y, y_range, log)));

    clear(picture);
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.setAttribute("width", width);
    picture.setAttribute("height", height);
    picture.setAttribute("aria-label", shown.said);
    picture.append(...axes(given, inner, { at_x, at_y, last, y_range, log }));
    for (const curve of curves) {
      const parts = parts_within(curve.points, y_range, log);
      picture.append(...parts.lines.flatMap((points) => drawn_curve({ ...curve, points }, at_x, at_y)));
      picture.append(...exits(parts.exits, curve, at_x, MARGIN.top, MARGIN.left + inner.width));
    }
    const inside = ({ points }) => points.length && share(points[points.length - 1][1], y_range, log) <= 1;
    picture.append(...ends(curves.filter((curve) => curve.end && inside(curve)), at_x, at_y, height));
    if (given.legend) {
      clear(legend).append(...(curves.length > 1 ? curves : []).map(legend_entry));
    }
  }

  function is_shown(y, log) {
    return Number.isFinite(y) && (!log || y > 0);
  }

  // A curve as lines within the picture, and the x at which it leaves through the upper edge.
  //
  // >>> parts_within([[0, 1], [1, 3], [2, 3], [3, 1]], [0, 2], false)
  // {"lines":[[[0,1],[0.5,2]],[[2.5,2],[3,1]]],"exits":[0.5]}
  // >>> parts_within([[0, 1], [1, Infinity]], [0.1, 10], true)
  // {"lines":[[[0,1],[1,10]]],"exits":[1]}
  // >>> parts_within([[0, 5], [2, 3], [4, 1]], [0, 2], false)
  // {"lines":[[[3,2],[4,1]]],"exits":[0]}
  function parts_within(points, y_range, log) {
    const top = y_range[1];
    const lines = [];
    const exits = [];
    let line = [];
    let before = null; // the point before, and where it stands
    for (const [x, y] of points) {
      const at = share(y, y_range, log);
      const leaves = before !== null && before.at <= 1 && at > 1;
      const comes_back = before !== null && before.at > 1 && at <= 1;
      if (before === null && at > 1) exits.push(x);
      if (leaves || comes_back) {
        const crossing = crossing_of(before, { x, at });
        line.push([crossing, top]);
        if (leaves) exits.push(crossing);
      }
      if (at <= 1) line.push([x, y]);
      if (leaves) {
        lines.push(line);
        line = [];
      }
      before = { x, at };
    }
    return { lines: line.length ? [...lines, line] : lines, exits };
  }

  // The x at which the line between two points meets the edge; towards infinity, straight up where that was seen.
  function crossing_of(one, other) {
    if (one.at === Infinity || other.at === Infinity) return one.at === Infinity ? one.x : other.x;
    return one.x + (other.x - one.x) * ((1 - one.at) / (other.at - one.at));
  }

  // An arrow at each exit; beside the first how far the curve gets.
  function exits(xs, { points, kind, nth }, at_x, y, right) {
    const classes = `exit ${kind} nth-${(nth || 0) % 4}`;
    const arrows = xs.map((x) => {
      const middle = at_x(x);
      return svg("path", { class: classes, d: `M${middle - 4.5},${y + 8} L${middle},${y} L${middle + 4.5},${y + 8}` });
    });
    if (!xs.length) return [];
    const most = points.reduce((highest, [, value]) => Math.max(highest, value), 0);
    const from = at_x(xs[0]);
    const place = from > right - 90 ? { x: from - 8, "text-anchor": "end" } : { x: from + 8 };
    const text = `up to ${most === Infinity ? "∞" : tick_text(most)}`;
    return [...arrows, svg("text", { class: `end ${kind}`, ...place, y: y + 8, text })];
  }

  function axes(given, inner, { at_x, at_y, last, y_range, log }) {
    const [left, bottom] = [MARGIN.left, MARGIN.top + inner.height];
    const parts = [];
    for (const y of log ? decades(...y_range, 5) : round_ticks(...y_range, 5)) {
      parts.push(svg("line", { class: "grid", x1: left, x2: left + inner.width, y1: at_y(y), y2: at_y(y) }));
      const place = { x: left - 5, y: at_y(y) + 3.5, "text-anchor": "end" };
      parts.push(svg("text", { class: "tick", ...place, text: tick_text(y) }));
    }
    const ticks = round_ticks(0, last, Math.max(3, inner.width / 80)).filter(Number.isInteger);
    for (const x of ticks) {
      parts.push(svg("line", { class: "axis", x1: at_x(x), x2: at_x(x), y1: bottom, y2: bottom + 4 }));
      parts.push(svg("text", { class: "tick", x: at_x(x), y: bottom + 14, "text-anchor": "middle", text: String(x) }));
    }
    parts.push(svg("line", { class: "axis", x1: left, x2: left + inner.width, y1: bottom, y2: bottom }));
    const name = { class: "name", "text-anchor": "middle" };
    parts.push(svg("text", { ...name, x: left + inner.width / 2, y: bottom + 27, text: given.x_label }));
    const turned = `translate(9 ${MARGIN.top + inner.height / 2}) rotate(-90)`;
    parts.push(svg("text", { ...name, transform: turned, text: given.y_label + (log ? ", log" : "") }));
    return parts;
  }

  function drawn_curve({ points, kind, nth }, at_x, at_y) {
    const places = points.map(([x, y]) => `${at_x(x).toFixed(1)},${at_y(y).toFixed(1)}`);
    const classes = `curve ${kind} nth-${(nth || 0) % 4}`;
    if (places.length === 1) {
      const [cx, cy] = places[0].split(",");
      return [svg("circle", { class: classes, cx, cy, r: 2.5 })];
    }
    return places.length ? [svg("polyline", { class: classes, points: places.join(" ") })] : [];
  }

  // The texts beside the last points, pushed apart where they would touch.
  function ends(curves, at_x, at_y, height) {
    const labels = curves.map((curve) => {
      const [x, y] = curve.points[curve.points.length - 1];
      return { curve, x: at_x(x) + 4, y: at_y(y) + 3.5 };
    });
    labels.sort((one, other) => one.y - other.y);
    for (let n = labels.length - 2, limit = height - MARGIN.bottom; n >= -1; n--) {
      const label = labels[n + 1];
      label.y = Math.min(label.y, limit);
      limit = label.y - 11;
    }
    return labels.map(({ curve, x, y }) => svg("text", { class: `end ${curve.kind}`, x, y, text: curve.end }));
  }

  function legend_entry({ name, kind, nth }) {
    const sample = svg("svg", { class: "sample", viewBox: "0 0 26 8", width: 26, height: 8 },
      svg("line", { class: `curve ${kind} nth-${(nth || 0) % 4}`, x1: 1, x2: 25, y1: 4, y2: 4 }));
    return element("span", { class: "entry" }, sample, element("span", { text: name }));
  }

  Object.assign(backprop, { line_plot, round_ticks, decades, parts_within });
})(globalThis.backprop = globalThis.backprop || {});
