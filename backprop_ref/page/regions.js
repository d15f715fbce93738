// Decision regions: what a network with two inputs answers all over the plane, with the examples on top.
//
//   regions     a figure with a canvas; its draw(…) shows a network
//   box_around  the part of the plane in which the examples lie
(function (backprop) {
  "use strict";

  const { element } = backprop;
  const COLOURS = ["--negative", "--positive", "--soft", "--accent-line"]; // of classes 0, 1, 2 and any further
  const ROOM = 0.18; // around the examples, as a share of their width
  const WASH = 0.55; // how strong a region is at its strongest

  // [[low, high] of x_0, [low, high] of x_1]
  //
  // >>> box_around([{ x: [0, 0] }, { x: [1, 2] }]).map((side) => side.map((v) => Number(v.toFixed(2))))
  // [[-0.18,1.18],[-0.36,2.36]]
  function box_around(examples) {
    return [0, 1].map((k) => {
      let low = Infinity;
      let high = -Infinity;
      for (const { x } of examples) {
        low = Math.min(low, x[k]);
        high = Math.max(high, x[k]);
      }
      const width = high - low || 2;
      return [low - ROOM * width, high + ROOM * width];
    });
  }

  // How much of class 1, or of each class, an answer is: from 0 to 1.  ends: the lowest and the highest target.
  function shares_of(a, [low, high]) {
    if (a.length === 1) {
      const share = Math.max(0, Math.min(1, (a[0] - low) / (high - low)));
      return [1 - share, share];
    }
    return a;
  }

  // ---- colours -------------------------------------------------------------------------------

  // What a custom property is as red, green and blue, whatever it is written as.
  function bytes_of(name, beside) {
    const probe = element("span", { hidden: true });
    probe.style.color = `var(${name})`;
    beside.append(probe);
    const dot = element("canvas", { width: 1, height: 1 }).getContext("2d");
    dot.fillStyle = getComputedStyle(probe).color;
    dot.fillRect(0, 0, 1, 1);
    probe.remove();
    return [...dot.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }

  // The colour of a point: the page's own where nothing is decided, the class's where it is.
  function mixed(shares, colours, page) {
    if (shares.length === 2) {
      const strength = WASH * Math.abs(2 * shares[1] - 1);
      return between(page, colours[shares[1] >= 0.5 ? 1 : 0], strength);
    }
    let best = 0;
    for (let c = 1; c < shares.length; c++) {
      if (shares[c] > shares[best]) {
        best = c;
      }
    }
    const strength = Math.max(0, Math.min(1, shares[best]));
    return between(page, colours[Math.min(best, colours.length - 1)], WASH * strength * strength);
  }

  function between(one, other, share) {
    return one.map((byte, n) => byte + share * (other[n] - byte));
  }

  // ---- the figure ----------------------------------------------------------------------------

  function regions(title) {
    const canvas = element("canvas", { role: "img", class: "plane" });
    const shades = element("canvas");
    const heading = element("span", { text: title });
    const caption = element("figcaption", { class: "heading" }, heading);
    const axes = element("p", { class: "axes", "aria-hidden": "true" });
    const figure = element("figure", { class: "plotted" }, caption, canvas, axes);
    return { figure, heading, draw: (given) => draw(canvas, shades, axes, given) };
  }

  // given: {network, examples, eq, box, fine, said}; fine: how many points a side has.
  function draw(canvas, shades, axes, { network, examples, eq, box, fine, said }) {
    const side = Math.max(120, Math.floor(canvas.parentNode.clientWidth));
    const density = Math.min(2, globalThis.devicePixelRatio || 1);
    canvas.width = canvas.height = Math.round(side * density);
    axes.textContent = axes_words(box);
    canvas.setAttribute("aria-label", `${said}. ${axes.textContent}`);
    const paint = canvas.getContext("2d");
    paint.scale(density, density);
    const page = bytes_of("--page", canvas.parentNode);
    const colours = COLOURS.map((name) => bytes_of(name, canvas.parentNode));
    const ends = ends_of(examples);
    const grid = answers(network, box, fine, ends, eq);
    paint_shades(shades, grid, fine, colours, page);
    paint.imageSmoothingEnabled = true;
    paint.drawImage(shades, 0, 0, side, side);
    if (grid[0].length === 2) {
      paint_border(paint, grid, fine, side, bytes_of("--ink", canvas.parentNode));
    }
    for (const { x, y } of examples) {
      const c = y.length === 1 ? Number(y[0] >= (ends[0] + ends[1]) / 2) : y.indexOf(Math.max(...y));
      paint_point(paint, place_of(x, box, side), c, colours, page, examples.length);
    }
  }

  function ends_of(examples) {
    const targets = examples.flatMap(({ y }) => y);
    const [low, high] = [Math.min(...targets), Math.max(...targets)];
    return low < high ? [low, high] : [low - 0.5, low + 0.5];
  }

  // What the network answers at fine × fine points, row by row from the top.
  function answers(network, [[left, right], [bottom, top]], fine, ends, eq) {
    const grid = [];
    for (let row = 0; row < fine; row++) {
      const x_1 = top - (top - bottom) * (row + 0.5) / fine;
      for (let column = 0; column < fine; column++) {
        const x_0 = left + (right - left) * (column + 0.5) / fine;
        grid.push(shares_of(backprop.outputs(network, [x_0, x_1], eq), ends));
      }
    }
    return grid;
  }

  function paint_shades(shades, grid, fine, colours, page) {
    shades.width = shades.height = fine;
    const paint = shades.getContext("2d");
    const image = paint.createImageData(fine, fine);
    grid.forEach((shares, n) => image.data.set([...mixed(shares, colours, page), 255], 4 * n));
    paint.putImageData(image, 0, 0);
  }

  // The line on which both classes are equal, through every square of four points that it crosses.
  function paint_border(paint, grid, fine, side, ink) {
    const value = (row, column) => grid[row * fine + column][1] - 0.5;
    const at = (row, column) => [(column + 0.5) * side / fine, (row + 0.5) * side / fine];
    paint.strokeStyle = `rgb(${ink.join()})`;
    paint.lineWidth = 1.5;
    paint.beginPath();
    for (let row = 0; row + 1 < fine; row++) {
      for (let column = 0; column + 1 < fine; column++) {
        const corners = [[row, column], [row, column + 1], [row + 1, column + 1], [row + 1, column]];
        const crossings = [];
        corners.forEach((corner, n) => {
          const next = corners[(n + 1) % 4];
          const [v, w] = [value(...corner), value(...next)];
          if (v >= 0 !== w >= 0) {
            crossings.push(between(at(...corner), at(...next), v / (v - w)));
          }
        });
        for (let n = 0; n + 1 < crossings.length; n = n + 2) {
          paint.moveTo(...crossings[n]);
          paint.lineTo(...crossings[n + 1]);
        }
      }
    }
    paint.stroke();
  }

  function place_of([x_0, x_1], [[left, right], [bottom, top]], side) {
    return [side * (x_0 - left) / (right - left), side * (top - x_1) / (top - bottom)];
  }

  // Each class has a shape of its own: a square, a disc, a triangle, a cross.
  function paint_point(paint, [x, y], c, colours, page, count) {
    const r = count > 50 ? 3 : 5.5;
    paint.beginPath();
    if (c === 0) {
      paint.rect(x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r);
    } else if (c === 1) {
      paint.arc(x, y, r, 0, 2 * Math.PI);
    } else if (c === 2) {
      paint.moveTo(x, y - 1.25 * r);
      paint.lineTo(x + 1.15 * r, y + 0.85 * r);
      paint.lineTo(x - 1.15 * r, y + 0.85 * r);
      paint.closePath();
    } else {
      paint.rect(x - r, y - r / 3, 2 * r, 2 * r / 3);
      paint.rect(x - r / 3, y - r, 2 * r / 3, 2 * r);
    }
    paint.fillStyle = `rgb(${colours[Math.min(c, colours.length - 1)].join()})`;
    paint.fill();
    paint.strokeStyle = `rgb(${page.join()})`;
    paint.lineWidth = 1;
    paint.stroke();
  }

  // Where the picture begins and ends.
  function axes_words([[left, right], [bottom, top]]) {
    const short = (x) => backprop.to_digits(x, 2).replace("-", "−");
    return `→ x₀: ${short(left)} to ${short(right)}, ↑ x₁: ${short(bottom)} to ${short(top)}`;
  }

  Object.assign(backprop, { regions, box_around });
})(globalThis.backprop = globalThis.backprop || {});
