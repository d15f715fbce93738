// The keys and what else one should know, in a dialog that "?" opens.
(function (backprop) {
  "use strict";

  const { element, icon } = backprop;

  function table() {
    const rows = backprop.KEYS.map(([key, , what]) =>
      element(
        "div",
        { class: "key" },
        element("dt", {}, ...key.split("+").map((part) => element("kbd", { text: part }))),
        element("dd", { text: what }),
      ),
    );
    return element("dl", { class: "keys" }, ...rows);
  }

  const TIPS = [
    "Every number with a dotted line can be typed, dragged up and down (by touch: sideways), or moved with ↑ and ↓ (Shift: coarser, Alt: finer).",
    "Point at a neuron to see every weight into and out of it; click it to go to its equation. Click it again for the next one.",
    "Click a symbol in an equation to go where its number was computed.",
    "Drop a case file on the page, or paste one. The address holds the step and your changes: copy it to come back to them.",
  ];

  function open_help() {
    let dialog = document.getElementById("help");
    if (!dialog) {
      dialog = element("dialog", { id: "help", "aria-labelledby": "help-title" });
      const close = element(
        "button",
        { class: "quiet round", type: "button", "aria-label": "Close", on: { click: () => dialog.close() } },
        icon("close"),
      );
      dialog.append(
        element("header", {}, element("h2", { id: "help-title", text: "Keys" }), close),
        table(),
        element("h3", { text: "Mouse and touch" }),
        element("ul", {}, ...TIPS.map((text) => element("li", { text }))),
      );
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog) dialog.close();
      });
      document.body.append(dialog);
    }
    dialog.showModal();
  }

  Object.assign(backprop, { open_help });
})(globalThis.backprop = globalThis.backprop || {});
