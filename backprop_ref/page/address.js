// The address holds the step and the changes, so that what is on the screen can be sent, or is there after a reload.
//
//   #step=12&show=gradients&panel=bias&set=[["w.0.1.0",0.5]]     numbers that were changed
//   #step=12&case={…}                                             another case, or another shape
(function (backprop) {
  "use strict";

  const LONGEST = 200000; // characters; beyond it only the step is kept
  let own = "";

  function same_shape(one, other) {
    const shape = (given) => JSON.stringify(given, (key, value) => (typeof value === "number" ? 0 : value));
    return shape(one) === shape(other);
  }

  // [place, number] or ["x.0", number, example] of every number that differs.
  function differences(from, to) {
    const changes = [];
    const compare = (place, one, other, i) => {
      if (one !== other) changes.push(i === undefined ? [place, other] : [place, other, i]);
    };
    to.layers.forEach((layer, l) => {
      const old = from.layers[l];
      layer.weights.forEach((row, j) => row.forEach((w, k) => compare(`w.${l}.${j}.${k}`, old.weights[j][k], w)));
      layer.biases.forEach((b, j) => compare(layer.shared_bias ? `b.${l}` : `b.${l}.${j}`, old.biases[j], b));
    });
    compare("alpha", from.learning_rate, to.learning_rate);
    to.examples.forEach((example, i) => {
      for (const name of ["x", "y"])
        example[name].forEach((x, n) => compare(`${name}.${n}`, from.examples[i][name][n], x, i));
    });
    return changes;
  }

  function fragment() {
    const { state } = backprop;
    const parts = [`step=${state.step}`];
    if (state.view.show !== "values") parts.push(`show=${state.view.show}`);
    if (state.view.panel !== "equation") parts.push(`panel=${state.view.panel}`);
    if (state.view.digits !== 4) parts.push(`digits=${state.view.digits}`);
    if (Object.keys(state.view.paths).length)
      parts.push(`paths=${encodeURIComponent(JSON.stringify(state.view.paths))}`);
    const [from, to] = [backprop.original(), state.case];
    let changes = "";
    if (!same_shape(from, to)) changes = `case=${encodeURIComponent(backprop.case_text(to))}`;
    else {
      const found = differences(from, to);
      if (found.length) changes = `set=${encodeURIComponent(JSON.stringify(found))}`;
    }
    if (changes && changes.length <= LONGEST) parts.push(changes);
    return "#" + parts.join("&");
  }

  let waiting = null;

  // Not in every frame: browsers count.
  function write() {
    if (waiting !== null) return;
    waiting = setTimeout(() => {
      waiting = null;
      own = fragment();
      if (own === location.hash) return;
      try {
        history.replaceState(null, "", own);
      } catch {
        own = ""; // a place where addresses do not change
      }
    }, 250);
  }

  function changed_case(given, changes) {
    const next = JSON.parse(JSON.stringify(given));
    if (!Array.isArray(changes)) throw new backprop.Refusal("set: expected a list");
    for (const [place, value, i] of changes) {
      if (typeof place !== "string" || !backprop.is_parameter(place) || !Number.isFinite(value))
        throw new backprop.Refusal(`set: found ${backprop.shown_text(String(place))}, expected a place and a number`);
      backprop.put_value(next, place, value, i);
    }
    return next;
  }

  function number_of(text, most) {
    const n = Number(text);
    return Number.isInteger(n) && n >= 0 && n <= most ? n : null;
  }

  // What the address asks for; a message where it asks for nothing that is there.
  function read() {
    if (location.hash.length < 2 || location.hash === own) return;
    own = location.hash;
    const asked = new URLSearchParams(location.hash.slice(1));
    try {
      if (asked.has("case")) backprop.load(backprop.case_from(asked.get("case")), "the address");
      else if (asked.has("set"))
        backprop.load(changed_case(backprop.original(), JSON.parse(asked.get("set"))), "the address");
    } catch (error) {
      backprop.tell(
        `address: ${error instanceof backprop.Refusal ? error.message : "found no case that can be read"}`,
        "error",
      );
    }
    const view = {};
    if (["values", "gradients", "updates"].includes(asked.get("show"))) view.show = asked.get("show");
    if (backprop.panels().includes(asked.get("panel"))) view.panel = asked.get("panel");
    if (number_of(asked.get("digits"), backprop.FULL) >= 2) view.digits = number_of(asked.get("digits"), backprop.FULL);
    const paths = chosen_paths(asked.get("paths"));
    if (paths) view.paths = paths;
    backprop.look(view);
    const step = number_of(asked.get("step"), Infinity);
    if (step !== null) backprop.go(step);
  }

  function chosen_paths(text) {
    try {
      const paths = JSON.parse(text || "null");
      const good =
        paths &&
        Object.entries(paths).every(
          ([l, at]) =>
            /^\d+$/.test(l) && Array.isArray(at) && at.length === 2 && at.every((n) => Number.isInteger(n) && n >= 0),
        );
      return good ? paths : null;
    } catch {
      return null;
    }
  }

  function follow_address() {
    read();
    window.addEventListener("hashchange", read);
    for (const name of ["case", "step", "view"]) backprop.on(name, write);
  }

  Object.assign(backprop, { follow_address, fragment });
})(globalThis.backprop = globalThis.backprop || {});
