// What is on the page: the case, what it computes to, the step in question, and how it is seen.  Everything else follows.
//
//   start, load, edit   a case; another one; a change of it
//   undo, redo, reset   through the changes
//   go, look, light     the step; the view; what is lit up
//   on                  hear of it, once a frame
(function (backprop) {
  "use strict";

  const MOST_UNDONE = 200;

  const state = {
    case: null,
    network: null,
    examples: null,
    alpha: null,
    cost: null,
    reduction: null,
    computed: null,
    finding: null,
    walk: null,
    step: 0,
    lit: [],
    fades: true,
    preview: null,
    view: { show: "values", digits: 4, panel: "equation", speed: 1, layer: null, alone: 0, paths: {} },
  };

  const listeners = { case: [], step: [], view: [], light: [], preview: [], lesson: [] };
  let original = null; // the case that the page came with
  let done = []; // {words, merge, before}
  let undone = [];

  // ---- hearing of it ----

  let waiting = null; // what has changed since the last frame

  function changed(name, detail) {
    if (waiting === null) {
      waiting = {};
      requestAnimationFrame(flush);
    }
    waiting[name] = { ...waiting[name], ...detail };
  }

  // Tell everyone now what the next frame would.
  function flush() {
    while (waiting !== null) {
      const now = waiting;
      waiting = null;
      for (const name of Object.keys(listeners)) {
        if (name in now) for (const listener of listeners[name]) listener(now[name]);
      }
    }
  }

  function on(name, listener) {
    listeners[name].push(listener);
  }

  // ---- the case ----

  function copy(value) {
    return JSON.parse(JSON.stringify(value));
  }

  // What the walk's steps depend on: everything but the numbers.
  function shape(given) {
    const layers = given.layers.map((layer) => [
      layer.activation,
      layer.weights.length,
      layer.weights[0].length,
      Boolean(layer.shared_bias),
    ]);
    return JSON.stringify([
      layers,
      given.examples.length,
      given.learning_rate === undefined,
      given.reduction,
      given.cost,
    ]);
  }

  // The case in the words of the arithmetic, and its step.
  function take(given) {
    const structure = state.case === null || shape(state.case) !== shape(given);
    const record = structure && state.walk !== null ? state.walk.at(state.step) : null;
    state.case = given;
    state.network = backprop.network_of(given);
    state.examples = given.examples;
    state.alpha = given.learning_rate === undefined ? null : given.learning_rate;
    state.cost = given.cost;
    state.reduction = given.reduction;
    [state.computed, state.finding] = computed(state.network);
    state.preview = null;
    if (structure) {
      state.walk = backprop.walk(state);
      state.step = record === null ? 0 : state.walk.nearest(record);
      state.view.layer = null;
      changed("step");
    }
    changed(
      "case",
      structure
        ? { structure: true }
        : { structure: waiting !== null && Boolean(waiting.case && waiting.case.structure) },
    );
  }

  // The step of a network; and what doubles could not finish in it, or null.
  function computed(network) {
    const { examples, alpha, cost, reduction } = state;
    try {
      return [backprop.gradient_step(network, examples, alpha, cost, reduction), null];
    } catch (error) {
      if (!(error instanceof backprop.Unfinished)) throw error;
      const { RULES } = backprop;
      return [RULES.gradient_step(network, examples, alpha, cost, reduction, RULES), error]; // as far as it goes
    }
  }

  // The case that the page came with.
  function start(given) {
    original = copy(given);
    done = [];
    undone = [];
    take(copy(given));
  }

  function remember(words, merge) {
    const last = done[done.length - 1];
    undone = [];
    if (merge && last && last.merge === merge) return;
    done.push({ words, merge, before: state.case });
    if (done.length > MOST_UNDONE) done.shift();
  }

  function edit(words, change, options) {
    const next = copy(state.case);
    change(next);
    remember(words, options && options.merge);
    take(next);
    backprop.accept();
  }

  // A run of merged edits is over: the next one is undone by itself.
  function settle() {
    if (done.length) done[done.length - 1].merge = null;
  }

  function load(given, words) {
    remember(words || `load ${given.id}`);
    take(copy(given));
    go(0);
  }

  function undo() {
    if (!done.length) return null;
    const last = done.pop();
    undone.push({ words: last.words, before: state.case });
    take(last.before);
    return last.words;
  }

  function redo() {
    if (!undone.length) return null;
    const last = undone.pop();
    done.push({ words: last.words, merge: null, before: state.case });
    take(last.before);
    return last.words;
  }

  // Back to the case that the page came with; that too can be undone.
  function reset() {
    remember("reset");
    take(copy(original));
  }

  // ---- what is seen ----

  function go(n) {
    const step = Math.max(0, Math.min(state.walk.length - 1, Math.round(n)));
    if (step === state.step) return;
    state.step = step;
    changed("step");
  }

  function look(view) {
    Object.assign(state.view, view);
    changed("view");
  }

  // fades: does everything else fade in the drawing?
  function light(places, fades = true) {
    if (places.join() === state.lit.join() && fades === state.fades) return;
    state.lit = places;
    state.fades = fades;
    changed("light");
  }

  // Another network in the drawing for a while, as when a bias is moved by h; null for the case's own.
  function preview(network) {
    if (network === null && state.preview === null) return;
    state.preview = network === null ? null : { network, computed: computed(network)[0] };
    changed("preview");
  }

  function lesson(found) {
    changed("lesson", found);
  }

  Object.assign(backprop, {
    state,
    on,
    flush,
    start,
    load,
    edit,
    settle,
    undo,
    redo,
    reset,
    go,
    look,
    light,
    preview,
    lesson,
    original: () => original,
    undoable: () => (done.length ? done[done.length - 1].words : null),
    redoable: () => (undone.length ? undone[undone.length - 1].words : null),
  });
})(globalThis.backprop = globalThis.backprop || {});
