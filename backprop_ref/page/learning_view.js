// The panel in which the network learns: update by update or at a run, and beside it, from the same numbers, a network
// that learns by a wrong rule.  Where it is the case's own network that learns, the whole page follows.
(function (backprop) {
  "use strict";

  const { element } = backprop;
  const BUDGET = 9; // milliseconds of a frame that updates may take
  const COARSE = 40; // points to a side of the regions while it runs, and when it rests
  const FINE = 100;
  const PACES = [1, 10, 100];
  const FEW = 8; // examples of a large set that are stepped through
  const LEAST_BETWEEN = 30; // milliseconds between two pictures, and where motion is to be reduced
  const REDUCED = 500;
  const FOLLOWED = 200; // milliseconds between two changes of the case while it runs
  const LARGE = 2000; // weights of a network that the page follows only when it rests

  const settings = backprop.learning_settings();
  let start = null; // what both begin with
  let learners = {}; // right and, with a wrong rule, wrong
  let parts = null; // of the panel
  let known = null; // the case that the learners know: what they began with, or what they made of it
  let run = 0; // number of beginnings: the changes of one are undone as one
  let pending = 0; // updates that were asked for
  let pace = 10; // updates a frame while it runs
  let running = false;
  let asked = false; // for a frame
  let drawn_at = 0;
  let took = 0; // milliseconds that the last picture took
  let followed_at = 0;
  let start_with = 0; // updates that a lesson asked for before the panel was ever shown

  // ---- beginning -----------------------------------------------------------------------------

  // With the numbers of the case; or, where these are what was learned, with those it began with.
  function begin() {
    pause();
    const again = start !== null && start.data === "own" && is_followed() && known === backprop.state.case;
    const { network: first } = start || {};
    start = { ...backprop.learning_start(settings), data: settings.data };
    if (again) {
      follow(first);
      start.network = first;
    }
    known = backprop.state.case;
    run = run + 1;
    const { network, examples, alpha, cost, reduction, batch, seed } = start;
    const made = (eq) => backprop.learner({ network, examples, alpha, cost, reduction, batch, seed, eq });
    learners = { right: made(backprop.RULES) };
    if (settings.rule) {
      learners.wrong = made(backprop.MISTAKES[settings.rule].eq);
    }
  }

  // Goes on with another rate or batch, from where it is.
  function go_on() {
    const { alpha, batch, seed } = backprop.learning_start(settings);
    for (const one of Object.values(learners)) {
      if ((seed === null) !== (one.draw === null)) {
        one.draw = seed === null ? null : backprop.random(seed);
      }
      Object.assign(one, { alpha, batch });
    }
  }

  // ---- frame by frame ------------------------------------------------------------------------

  // Not while a field has what it cannot have: that it goes on with what was there before would not be seen.
  function may_go_on() {
    if (!parts.controls.is_good()) parts.controls.root.scrollIntoView({ block: "nearest" });
    return parts.controls.is_good();
  }

  function ask(updates) {
    pending = pending + updates;
    frame_soon();
  }

  function frame_soon() {
    if (!asked) {
      asked = true;
      requestAnimationFrame(frame);
    }
  }

  // A portion of the updates that were asked for; both networks make each before either makes the next.
  function frame(now) {
    asked = false;
    if (!is_shown() || is_changed()) {
      pause();
    }
    if (running) {
      pending = Math.max(pending, pace);
    }
    const began = performance.now();
    while (pending > 0 && performance.now() - began < BUDGET && !is_ended()) {
      Object.values(learners).forEach((one) => backprop.advance(one, 1));
      pending = pending - 1;
    }
    if (is_ended()) {
      pause();
    }
    if (is_shown() && !is_changed()) {
      show_if_due(now);
    }
    if (pending > 0 || running) {
      frame_soon();
    }
  }

  function is_shown() {
    return parts !== null && parts.root.offsetParent !== null;
  }

  // Have all networks come to where doubles end?
  function is_ended() {
    return Object.values(learners).every(({ finding }) => finding !== null);
  }

  function rests() {
    return pending === 0 && !running;
  }

  function pause() {
    running = false;
    pending = 0;
  }

  function toggle() {
    if (running) {
      pause();
    } else {
      running = may_go_on() && !is_ended();
    }
    frame_soon();
    show();
    backprop.say(running ? "running" : backprop.learning_summary(learners, settings.rule));
  }

  // Pictures are drawn as often as leaves half of the time to learning, and at last when it rests.
  function show_if_due(now) {
    const between = Math.max(2 * took, backprop.is_reduced_motion() ? REDUCED : LEAST_BETWEEN);
    if (rests() || now - drawn_at >= between) {
      show();
      if (is_followed() && (rests() || (now - followed_at >= FOLLOWED && !is_large(start.network)))) {
        follow(learners.right.network);
        followed_at = now;
      }
      if (rests()) {
        backprop.say(backprop.learning_summary(learners, settings.rule));
      }
    }
  }

  function is_large({ layers }) {
    return layers.reduce((sum, { w }) => sum + w.length * w[0].length, 0) > LARGE;
  }

  function show() {
    const began = performance.now();
    note_at_drawing();
    parts.run.textContent = running ? "Pause" : "Run";
    parts.run.setAttribute("aria-pressed", String(running));
    parts.count.textContent = backprop.learning_words(learners);
    const { rule, scale } = settings;
    parts.pictures.show(learners, { rule, scale, fine: rests() ? FINE : COARSE });
    drawn_at = performance.now();
    took = drawn_at - began;
  }

  // ---- the case ------------------------------------------------------------------------------

  // Is it the case itself that learns, so that its numbers are those of the learner?
  function is_followed() {
    return settings.data === "own";
  }

  // Has the case become another than the learners know, and does it matter to them?
  function is_changed() {
    return known !== backprop.state.case && (settings.data === "own" || start.is_own);
  }

  function layers_of(network) {
    return network.layers.map(({ w, b, activation, shared_bias }) => ({
      activation, weights: w, biases: b, ...(shared_bias && { shared_bias }),
    }));
  }

  // The case's numbers become those of the network.
  function follow(network) {
    if (network.layers !== backprop.state.network.layers && differs(network)) {
      backprop.edit("learning", (given) => {
        given.layers = layers_of(network);
      }, { merge: `learning ${run}` });
    }
    known = backprop.state.case;
  }

  function differs(network) {
    return JSON.stringify(layers_of(network)) !== JSON.stringify(layers_of(backprop.state.network));
  }

  // The network as it is now becomes the case, with the examples or, of many, the next few.
  function step_through(kind) {
    pause();
    const one = learners[kind];
    if (is_followed() && kind === "right") {
      follow(one.network);
    } else {
      take_over(one);
    }
    backprop.look({ panel: "equation" });
  }

  function take_over(one) {
    const few = one.examples.length > FEW && !is_followed();
    const examples = few ? backprop.next_batch(one).slice(0, FEW) : one.examples;
    const after = `after ${one.updates} updates`;
    backprop.edit(after, (given) => {
      Object.assign(given, { cost: one.cost, learning_rate: one.alpha, reduction: one.reduction, examples });
      given.layers = layers_of(one.network);
    });
    known = is_followed() ? known : backprop.state.case; // of its own case it begins anew with what it is now
    const which = few ? `, with ${examples.length} of its ${one.examples.length} examples` : "";
    backprop.tell(`The network ${after}${which}. Undo brings the case back.`, "done");
  }

  // ---- the panel -----------------------------------------------------------------------------

  function changed(what) {
    if (what === "refused") {
      pause();
    } else if (what === "start") {
      begin();
    } else if (what !== "scale") {
      go_on();
    }
    parts.controls.refresh();
    show();
  }

  // The drawing shows the case; where that is not what learns, it says so.
  function note_at_drawing() {
    const note = document.getElementById("drawing-note");
    note.hidden = parts === null || backprop.state.view.panel !== "learning" || is_followed();
    note.textContent = "This is the network of the case; another one is learning.";
  }

  function button(label, click, given) {
    return element("button", { type: "button", class: "chip", text: label, ...given, on: { click } });
  }

  function pace_choice() {
    const words = "Updates per frame while it runs";
    const take = (event) => {
      pace = Number(event.target.value);
    };
    return element("select", { "aria-label": words, title: words, on: { change: take } },
      ...PACES.map((n) => element("option", { value: n, text: `${n}×`, selected: n === pace })));
  }

  function mount(root) {
    const controls = backprop.learning_controls(settings, changed);
    const run_button = button("Run", toggle, { class: "chip run", "aria-pressed": "false" });
    const again = element("button", {
      type: "button", class: "quiet round small", "aria-label": "Start again", title: "Start again",
      on: { click: () => may_go_on() && changed("start") },
    }, backprop.icon("reset"));
    const count = element("output", { class: "count-of-updates" });
    const pictures = backprop.learning_pictures({
      through: step_through,
      rescaled: (scale) => {
        settings.scale = scale;
        changed("scale");
      },
    });
    root.append(
      controls.root,
      element("div", { class: "drive", role: "group", "aria-label": "Learn" },
        ...PACES.map((n) => button(`+${n}`, () => may_go_on() && ask(n), { "aria-label": `+${n} update${n === 1 ? "" : "s"}` })),
        run_button, pace_choice(), again),
      controls.refusal, // below the buttons, which must not move away when they are pressed
      count, ...pictures.roots);
    parts = { root, controls, run: run_button, count, pictures };
    begin();
    const show_later = () => is_shown() && frame_soon();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show_later);
    addEventListener("resize", show_later);
  }

  function update(changes) {
    const anew = changes.case && is_changed();
    if (anew) {
      if (settings.data === "own") {
        settings.alpha = null;
      }
      begin();
    }
    if (anew || changes.view) {
      parts.controls.refresh();
      show();
    }
  }

  // What a lesson asks for.
  function take_lesson({ updates = 0, ...given }) {
    Object.assign(settings, backprop.learning_settings(), backprop.learning_proposed(given.data || "own"), given);
    if (parts === null) {
      start_with = updates;
      return;
    }
    start = null;
    parts.controls.reset();
    begin();
    parts.controls.refresh();
    show();
    ask(updates);
  }

  backprop.on("lesson", take_lesson);
  backprop.on("view", note_at_drawing);
  backprop.panel({
    id: "learning",
    title: "Learning",
    mount(root) {
      mount(root);
      ask(start_with);
    },
    update,
  });
})(globalThis.backprop = globalThis.backprop || {});
