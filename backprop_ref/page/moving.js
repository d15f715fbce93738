// Moving through the walk: the buttons and the slider below, play, and the keys.
(function (backprop) {
  "use strict";

  const { element, clear, icon } = backprop;
  const SPEEDS = [0.5, 1, 2, 4]; // steps a second
  const bar = {};
  let timer = null;

  // ---- ways to move ----

  const of_neuron = ({ phase, i, l, j }) => `${phase} ${i} ${l} ${j}`;
  const of_layer = ({ phase, i, l }) => `${phase} ${i} ${l}`;
  const of_phase = ({ phase, i }) => `${phase} ${i}`;
  const of_example = ({ i }) => String(i);

  function jump(direction, key) {
    const { state } = backprop;
    backprop.go(state.walk.jump(state.step, direction, key));
  }

  const MOVES = {
    on: () => backprop.go(backprop.state.step + 1),
    back: () => backprop.go(backprop.state.step - 1),
    "next neuron": () => jump(1, of_neuron),
    "previous neuron": () => jump(-1, of_neuron),
    "next layer": () => jump(1, of_layer),
    "previous layer": () => jump(-1, of_layer),
    "next phase": () => jump(1, of_phase),
    "previous phase": () => jump(-1, of_phase),
    "next example": () => jump(1, of_example),
    "previous example": () => jump(-1, of_example),
    first: () => backprop.go(0),
    last: () => backprop.go(backprop.state.walk.length - 1),
    play: () => play(timer === null),
    "all digits": () => backprop.toggle_full(),
    values: () => backprop.look({ show: "values" }),
    gradients: () => backprop.look({ show: "gradients" }),
    updates: () => backprop.look({ show: "updates" }),
    undo: () => told("undone", backprop.undo()),
    redo: () => told("done again", backprop.redo()),
    help: () => backprop.open_help(),
    "equation tab": () => open_tab(0),
    "change tab": () => open_tab(1),
    "bias tab": () => open_tab(2),
    "learning tab": () => open_tab(3),
  };

  function told(what, words) {
    if (words) backprop.say(`${what}: ${words}`);
  }

  function open_tab(n) {
    const id = backprop.panels()[n];
    if (id) backprop.look({ panel: id });
  }

  // [the key, what it does, what it is called]; shown by "?"
  const KEYS = [
    ["→", "on", "Next step"],
    ["←", "back", "Back"],
    ["↓", "next neuron", "Next neuron"],
    ["↑", "previous neuron", "Previous neuron"],
    ["L", "next layer", "Next layer"],
    ["Shift+L", "previous layer", "Previous layer"],
    ["P", "next phase", "Next phase"],
    ["Shift+P", "previous phase", "Previous phase"],
    ["E", "next example", "Next example"],
    ["Shift+E", "previous example", "Previous example"],
    ["Home", "first", "First step"],
    ["End", "last", "Last step"],
    ["Space", "play", "Play, pause"],
    ["V", "values", "Drawing: values"],
    ["G", "gradients", "Drawing: gradients"],
    ["U", "updates", "Drawing: updates"],
    ["F", "all digits", "Show all digits, or as many as before"],
    ["1", "equation tab", "Equation"],
    ["2", "change tab", "Change"],
    ["3", "bias tab", "δ or Σδ?"],
    ["4", "learning tab", "Learning"],
    ["Ctrl+Z", "undo", "Undo"],
    ["Ctrl+Y", "redo", "Redo"],
    ["?", "help", "These keys"],
  ];

  function key_of(event) {
    const names = { ArrowRight: "→", ArrowLeft: "←", ArrowDown: "↓", ArrowUp: "↑", " ": "Space" };
    if (event.ctrlKey || event.metaKey) {
      const letter = event.key.toUpperCase();
      return `Ctrl+${letter === "Z" && event.shiftKey ? "Y" : letter}`;
    }
    if (event.key in names) return names[event.key];
    if (/^[a-z]$/i.test(event.key))
      return event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key.toUpperCase();
    return event.key;
  }

  // Is the key for the control that has the focus, and not for the walk?
  function is_for(target, key) {
    const with_control = key.startsWith("Ctrl+");
    if (target.matches("input.number")) return !with_control || "typing" in target.dataset;
    if (target.matches("input[type=range]")) return !with_control && !/^([A-Z]|Shift.*|\?|Space)$/.test(key);
    if (target.matches("button, summary, a, input[type=checkbox]")) return key === "Space";
    return target.matches("input, textarea, select") && !(target.matches("select") && with_control);
  }

  function pressed(event) {
    if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
    const key = key_of(event);
    const target = event.target;
    if (is_for(target, key)) return;
    if (
      target.closest("[role=tabpanel]") === target &&
      (key === "↓" || key === "↑") &&
      target.scrollHeight > target.clientHeight + 2
    )
      return;
    const found = KEYS.find(([name]) => name === key);
    if (!found) return;
    event.preventDefault();
    MOVES[found[1]]();
  }

  // ---- play ----

  function play(on) {
    if (timer !== null) clearInterval(timer);
    timer = null;
    if (on) {
      if (backprop.state.step === backprop.state.walk.length - 1) backprop.go(0);
      timer = setInterval(tick, 1000 / backprop.state.view.speed);
    }
    clear(bar.play).append(icon(on ? "pause" : "play"));
    bar.play.setAttribute("aria-label", on ? "Pause" : "Play");
    bar.play.setAttribute("aria-pressed", String(on));
  }

  function tick() {
    const { state } = backprop;
    if (state.step >= state.walk.length - 1) play(false);
    else backprop.go(state.step + 1);
  }

  // ---- the bar ----

  // Where one column is all there is room for, the equation may be out of sight, or under the bar.
  function bring_equation() {
    if (!matchMedia("(max-width: 999px)").matches) return;
    backprop.flush();
    for (const part of document.querySelectorAll("#panel-equation .of-step, #panel-equation .lines"))
      part.scrollIntoView({ block: "nearest" });
  }

  function button(name, label, key, small) {
    const title = `${label} (${key})`;
    return element("button", {
      class: `round${small ? " small" : ""}`,
      type: "button",
      "aria-label": label,
      title,
      on: {
        click: () => {
          MOVES[name]();
          bring_equation();
        },
      },
    });
  }

  function stepper(what) {
    const label = what[0].toUpperCase() + what.slice(1);
    const back = button(
      `previous ${what}`,
      `Previous ${what}`,
      KEYS.find(([, name]) => name === `previous ${what}`)[0],
      true,
    );
    const on = button(`next ${what}`, `Next ${what}`, KEYS.find(([, name]) => name === `next ${what}`)[0], true);
    back.append(icon("back"));
    on.append(icon("on"));
    return element(
      "div",
      { class: "stepper", role: "group", "aria-label": label },
      back,
      element("span", { class: "label", "aria-hidden": "true", text: what }),
      on,
    );
  }

  function mount_moving(container) {
    bar.first = button("first", "First step", "Home");
    bar.back = button("back", "Back", "←");
    bar.on = button("on", "Next step", "→");
    bar.last = button("last", "Last step", "End");
    bar.play = button("play", "Play", "Space");
    for (const name of ["first", "back", "on", "last", "play"]) bar[name].append(icon(name));
    bar.on.classList.add("main");
    bar.speed = element(
      "select",
      {
        "aria-label": "Steps a second",
        title: "Steps a second",
        class: "quiet",
        on: {
          change: (event) => {
            backprop.look({ speed: Number(event.target.value) });
            if (timer !== null) play(true);
          },
        },
      },
      ...SPEEDS.map((speed) =>
        element("option", { value: speed, text: `${speed}×`.replace("0.5", "½"), selected: speed === 1 }),
      ),
    );
    bar.slider = element("input", {
      type: "range",
      min: 0,
      class: "slider",
      "aria-label": "Step",
      on: { input: (event) => backprop.go(Number(event.target.value)) },
    });
    bar.count = element("output", { class: "count", for: "" });
    bar.phases = element("div", { class: "phases", role: "group", "aria-label": "Phases" });
    bar.example = stepper("example");
    container.append(
      element("div", { class: "buttons" }, bar.first, bar.back, bar.play, bar.on, bar.last, bar.speed),
      element("div", { class: "track" }, bar.phases, bar.slider),
      element("div", { class: "steppers" }, bar.count, stepper("neuron"), stepper("layer"), bar.example),
    );
    document.addEventListener("keydown", pressed);
    backprop.on("case", ({ structure }) => structure && follow_walk());
    backprop.on("step", follow_step);
    backprop.on("view", () => say_step());
  }

  const MOST = 7; // phases that are shown side by side; of several examples those of the one in question

  function runs_shown() {
    const { walk, step } = backprop.state;
    const runs = walk.phases();
    if (runs.length <= MOST) return runs;
    const { i } = walk.where(step);
    if (i !== undefined) bar.shown = i;
    return runs.filter((run) => run.i === (bar.shown || 0) || run.i === undefined);
  }

  function follow_walk() {
    const { walk } = backprop.state;
    bar.slider.max = walk.length - 1;
    bar.example.hidden = backprop.state.examples.length < 2;
    clear(bar.phases);
    const runs = runs_shown();
    const runs_length = runs.reduce((sum, run) => sum + run.count, 0);
    for (const run of runs) {
      const name = backprop.PHASE_NAMES[run.phase];
      const of = run.i === undefined || backprop.state.examples.length < 2 ? "" : `, example ${run.i}`;
      const segment = element(
        "button",
        {
          class: `phase ${run.phase}`,
          type: "button",
          "data-start": run.start,
          "data-end": run.start + run.count,
          "aria-label": `${backprop.SHORT_NAMES[run.phase]}${of}`,
          title: `${name}${of}`,
          on: { click: () => backprop.go(run.start) },
        },
        element("span", { text: backprop.SHORT_NAMES[run.phase], "aria-hidden": "true" }),
      );
      segment.style.flexGrow = String(Math.max(run.count, runs_length / 40));
      bar.phases.append(segment);
    }
    follow_step();
  }

  function follow_step() {
    const { walk, step } = backprop.state;
    const { i } = walk.where(step);
    if (i !== undefined && i !== (bar.shown || 0) && walk.phases().length > MOST) {
      follow_walk();
      return;
    }
    bar.slider.value = step;
    bar.slider.setAttribute("aria-valuetext", `step ${step + 1} of ${walk.length}`);
    bar.count.textContent = `${step + 1} / ${walk.length}`;
    bar.back.disabled = bar.first.disabled = step === 0;
    bar.on.disabled = bar.last.disabled = step === walk.length - 1;
    for (const segment of bar.phases.children) {
      const here = Number(segment.dataset.start) <= step && step < Number(segment.dataset.end);
      if (here) segment.setAttribute("aria-current", "step");
      else segment.removeAttribute("aria-current");
    }
    say_step();
  }

  function say_step() {
    backprop.say(backprop.spoken(backprop.state.walk.at(backprop.state.step)));
  }

  Object.assign(backprop, { mount_moving, bring_equation, KEYS, MOVES, stop: () => timer !== null && play(false) });
})(globalThis.backprop = globalThis.backprop || {});
