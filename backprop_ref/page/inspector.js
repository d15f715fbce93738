// The strip below the drawing: what was chosen, its number to be changed, and every equation that it stands in.
(function (backprop) {
  "use strict";

  const { element, clear } = backprop;
  let root = null;
  let key = "";

  // What was clicked, as long as the step is about it; else what the step gives.
  function place_of(state) {
    const record = state.walk.at(state.step);
    const about = [record.place, ...record.operands.map(({ place }) => place)];
    const { chosen } = state.view;
    if (
      chosen &&
      (about.includes(chosen) ||
        (chosen.startsWith("a.") && about.some((place) => place && place.slice(1) === chosen.slice(1))))
    )
      return chosen;
    return record.place;
  }

  function title_of(place) {
    const [kind, ...at] = place.split(".").map((part, n) => (n ? Number(part) : part));
    if (kind === "C") return ["C", "cost"];
    if ("zad".includes(kind)) return [null, `neuron ${at[1]} of layer ${at[0]}`];
    if (kind === "w")
      return [backprop.symbol_of(place), `from ${at[0] ? "neuron" : "input"} ${at[2]} to neuron ${at[1]}`];
    return [backprop.symbol_of(place), backprop.named(place, backprop.shown_example())];
  }

  function build(place) {
    clear(root);
    const [symbol, words] = title_of(place);
    const name = element(
      "div",
      { class: "chosen" },
      symbol ? backprop.math_of(symbol) : null,
      element("span", { class: "words", text: words }),
    );
    if (
      backprop.is_parameter(place) &&
      backprop.value_at(backprop.state.case, place, backprop.shown_example()) !== undefined
    ) {
      name.append(backprop.parameter_field(place, backprop.shown_example()));
    }
    const chips = element("div", { class: "chips", role: "group", "aria-label": `Equations of ${words}` });
    for (const { name: text, n, path } of backprop.equations_of(place)) {
      chips.append(
        element("button", {
          class: "chip",
          type: "button",
          "data-step": n,
          text,
          on: {
            click: () => {
              if (path) backprop.choose_path(path);
              backprop.look({ chosen: place, panel: "equation" });
              backprop.go(n);
              backprop.bring_equation();
            },
          },
        }),
      );
    }
    root.append(name, chips);
  }

  function mark() {
    for (const chip of root.querySelectorAll(".chip")) {
      const here = Number(chip.dataset.step) === backprop.state.step;
      if (here) chip.setAttribute("aria-current", "step");
      else chip.removeAttribute("aria-current");
    }
  }

  function follow(structure) {
    const { state } = backprop;
    const place = place_of(state);
    const now = `${place} ${backprop.shown_example()}`;
    if (structure || now !== key) {
      const held = root.contains(document.activeElement) ? document.activeElement.textContent : null;
      key = now;
      build(place);
      const again = held && [...root.querySelectorAll("button")].find((chip) => chip.textContent === held);
      if (again) again.focus();
    } else {
      backprop.refresh_fields(root);
    }
    mark();
  }

  function inspect(container) {
    root = container;
    backprop.on("case", ({ structure }) => follow(structure));
    backprop.on("step", () => follow(false));
    backprop.on("view", () => follow(false));
  }

  // The place that a click chose; the drawing shows its equation.
  function open_menu(place) {
    backprop.look({ chosen: place });
  }

  Object.assign(backprop, { inspect, open_menu });
})(globalThis.backprop = globalThis.backprop || {});
