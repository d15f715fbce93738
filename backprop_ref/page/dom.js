// Elements without markup: what a case contains is text wherever it is shown.
//
//   element, svg, math   an element with its attributes, listeners and children
//   clear                without children
//   say, tell, accept    the live region; a notice that everyone sees; the end of a refusal
(function (backprop) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const MATHML = "http://www.w3.org/1998/Math/MathML";

  // An element: attributes by name, `class` and `text`, `on` with a function for each event; null and false are left out.
  function made(node, given, children) {
    for (const [name, value] of Object.entries(given || {})) {
      if (name === "on") {
        for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
      } else if (name === "text") {
        node.textContent = value;
      } else if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, value === true ? "" : String(value));
      }
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  function element(tag, given, ...children) {
    return made(document.createElement(tag), given, children);
  }

  function svg(tag, given, ...children) {
    return made(document.createElementNS(SVG, tag), given, children);
  }

  function math(tag, given, ...children) {
    return made(document.createElementNS(MATHML, tag), given, children);
  }

  function clear(node) {
    node.textContent = "";
    return node;
  }

  // An icon of 24×24, drawn by strokes of the text's colour.
  const ICONS = {
    on: "M9 5l7 7-7 7",
    back: "M15 5l-7 7 7 7",
    first: "M17 5l-7 7 7 7M6 5v14",
    last: "M7 5l7 7-7 7M18 5v14",
    play: "M8 5.5v13l11-6.5z",
    pause: "M8 5v14M16 5v14",
    undo: "M9 7L4.5 11.5 9 16M5 11.5h9a5 5 0 015 5V18",
    redo: "M15 7l4.5 4.5L15 16M19 11.5h-9a5 5 0 00-5 5V18",
    reset: "M5 12a7 7 0 107-7c-2.4 0-4.3 1-5.7 2.7M6 3.5v4.6h4.6",
    copy: "M9 9h10v11H9zM5 15V4h10",
    load: "M12 4v11M7.5 8.5L12 4l4.5 4.5M5 19h14",
    help: "M9 9.2a3 3 0 115 2.2c-1.2 1-2 1.6-2 3M12 18v.4",
    close: "M6 6l12 12M18 6L6 18",
    add: "M12 5v14M5 12h14",
    less: "M5 12h14",
    book: "M12 6.5C10 5 7 4.7 4 5v13c3-.3 6 0 8 1.500c2-1.500 5-1.800 8-1.500V5c-3-.3-6 0-8 1.500zM12 6.500v13",
    dice: "M5 5h14v14H5zM9 9v.01M15 15v.01M12 12v.01M15 9v.01M9 15v.01",
  };

  function icon(name) {
    const given = { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" };
    return svg("svg", given, svg("path", { d: ICONS[name] }));
  }

  // ---- saying something ----

  // To a screen reader, politely.
  function say(text) {
    const region = document.getElementById("live");
    if (region.textContent !== text) region.textContent = text;
  }

  let notices = 0;

  function close_on_escape({ key }) {
    if (key === "Escape") clear(document.getElementById("notices"));
  }

  // To everyone, for a while; an error until it is closed, by Escape too, in a row of its own so that it covers nothing.
  // kind: "done" or "error".
  function tell(text, kind) {
    const box = document.getElementById("notices");
    clear(box);
    box.classList.toggle("stays", kind === "error");
    document.addEventListener("keydown", close_on_escape, true); // once: it is the same function each time
    const close = element(
      "button",
      { class: "quiet", type: "button", "aria-label": "Close this notice", on: { click: () => clear(box) } },
      icon("close"),
    );
    box.append(element("div", { class: `notice ${kind || "done"}` }, element("p", { text }), close));
    const number = ++notices;
    if (kind !== "error")
      setTimeout(() => {
        if (number === notices) clear(box);
      }, 4000);
  }

  // What was refused is over as soon as something else is taken.
  function accept() {
    const box = document.getElementById("notices");
    if (box.classList.contains("stays")) clear(box);
  }

  function is_reduced_motion() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  Object.assign(backprop, { element, svg, math, clear, icon, say, tell, accept, is_reduced_motion });
})(globalThis.backprop = globalThis.backprop || {});
