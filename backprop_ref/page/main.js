// Everything is put in its place; the case that the page came with is the first to be shown.
(function (backprop) {
  "use strict";

  const { element, icon } = backprop;
  const SHOWN = [
    ["values", "Values"],
    ["gradients", "Gradients"],
    ["updates", "Updates"],
  ];

  function data(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }

  function mount_title(container) {
    const name = element("span", { class: "case-name" });
    const shape = element("span", { class: "case-shape" });
    container.append(name, shape);
    backprop.on("case", () => {
      const { layers } = backprop.state.network;
      name.textContent = backprop.state.case.id;
      name.title = backprop.state.case.note || backprop.state.case.id;
      shape.textContent = [layers[0].w[0].length, ...layers.map((layer) => layer.w.length)].join("-");
      document.title = `${backprop.state.case.id} – backpropagation`;
    });
  }

  function mount_history(container) {
    const act = (name, label, key, run) =>
      element(
        "button",
        { class: "quiet round", type: "button", "aria-label": label, title: `${label} (${key})`, on: { click: run } },
        icon(name),
      );
    const undo = act("undo", "Undo", "Ctrl+Z", () => backprop.MOVES.undo());
    const redo = act("redo", "Redo", "Ctrl+Y", () => backprop.MOVES.redo());
    const reset = act("reset", "Reset", "back to the start", () => {
      backprop.reset();
      backprop.say("reset");
    });
    container.append(undo, redo, reset);
    backprop.on("case", () => {
      undo.disabled = backprop.undoable() === null;
      redo.disabled = backprop.redoable() === null;
      undo.title = undo.disabled ? "Undo (Ctrl+Z)" : `Undo ${backprop.undoable()} (Ctrl+Z)`;
      redo.title = redo.disabled ? "Redo (Ctrl+Y)" : `Redo ${backprop.redoable()} (Ctrl+Y)`;
      reset.disabled = undo.disabled && redo.disabled;
    });
  }

  // MathML gives a space its width; where it is unknown there is none.
  function has_mathml() {
    const space = backprop.math("mspace", { width: "40px" });
    const probe = element("span", { class: "probe" }, backprop.math("math", {}, space));
    document.body.append(probe);
    const { width } = space.getBoundingClientRect();
    probe.remove();
    return width > 30;
  }

  function mount_switch(container) {
    const buttons = SHOWN.map(([show, text]) =>
      element("button", { type: "button", "data-show": show, text, on: { click: () => backprop.look({ show }) } }),
    );
    container.append(
      element("div", { class: "switch", role: "group", "aria-label": "What the drawing shows" }, ...buttons),
    );
    const follow = () => {
      for (const button of buttons)
        button.setAttribute("aria-pressed", String(button.dataset.show === backprop.state.view.show));
    };
    backprop.on("view", follow);
    follow();
  }

  function start() {
    const at = (id) => document.getElementById(id);
    mount_title(at("title"));
    backprop.mount_next(at("title"));
    mount_history(at("history"));
    backprop.mount_print();
    document.documentElement.classList.toggle("without-mathml", !has_mathml());
    at("files").append(
      ...backprop.file_buttons(),
      element(
        "button",
        {
          class: "quiet round",
          type: "button",
          "aria-label": "Keys",
          title: "Keys (?)",
          on: { click: () => backprop.open_help() },
        },
        icon("help"),
      ),
    );
    mount_switch(at("switch"));
    backprop.draw(at("drawing"));
    backprop.inspect(at("inspector"));
    backprop.mount_panels(at("tabs"), at("panels"));
    backprop.mount_moving(at("moving"));
    backprop.mount_lessons(data("lessons"), at("lessons-menu"), at("lesson"));
    backprop.listen_for_cases();
    backprop.start(backprop.case_from(document.getElementById("case").textContent));
    backprop.flush();
    backprop.follow_address();
    document.documentElement.classList.add("ready");
  }

  document.documentElement.classList.replace("still", "live");
  start();
})(globalThis.backprop = globalThis.backprop || {});
