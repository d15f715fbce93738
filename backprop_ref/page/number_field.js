// A number that is typed, dragged, or moved by the arrow keys; what depends on it follows while it moves.
//
//   number_field    an <input> for the number at a place, or for any number
//   refresh_fields  those in an element show what their numbers are now
//   light_held      the number of the field that has the focus is lit up, or nothing
(function (backprop) {
  "use strict";

  const { element } = backprop;
  const refreshers = new WeakMap();
  const START = 4; // pixels before a press is a drag

  // How far a step goes: finer with Alt, coarser with Shift.
  function fineness(event, plain) {
    if (event.shiftKey) return plain * 10;
    return event.altKey ? plain / 10 : plain;
  }

  // Digits behind the point, twelve at most.
  function decimals_of(x) {
    for (let decimals = 0; decimals < 12; decimals++) {
      if (Math.abs(Math.round(x * 10 ** decimals) / 10 ** decimals - x) <= 1e-15 * Math.abs(x)) return decimals;
    }
    return 12;
  }

  // x moved by so many steps, without digits that nobody asked for.
  function moved(x, steps, size) {
    const decimals = Math.max(decimals_of(size), decimals_of(x));
    const grid = 10 ** decimals;
    const y = Math.round((x + steps * size) * grid) / grid;
    return y === 0 ? 0 : y;
  }

  const ANY = { fits: () => true, expected: "a number" };
  const AT_LEAST_0 = { fits: (x) => x >= 0, expected: "a number of at least 0" };

  // given: {label, get, set, place, wide, kind}.  set is called with each new number; place: what is lit up meanwhile;
  // kind: {fits(x), expected, step}, of what may be typed, and by how much an arrow key moves it.
  function number_field(given) {
    const { label, get, set, place, kind = place === "alpha" ? AT_LEAST_0 : ANY } = given;
    const { step = 0.1 } = kind;
    const read = () => {
      const x = backprop.typed(input.value);
      return x !== null && kind.fits(x) ? x : null;
    };
    const input = element("input", {
      type: "text",
      inputmode: "decimal",
      class: "number",
      role: "spinbutton",
      "aria-label": label,
      autocomplete: "off",
      spellcheck: "false",
      "data-place": place,
      title: given.title || "type, drag, or use ↑ ↓",
    });
    let typing = false;

    function refresh() {
      if (typing) return;
      const x = get();
      const text = backprop.shown(x);
      if (input.value !== text) input.value = text;
      input.setAttribute("aria-valuenow", String(Number.isFinite(x) ? x : 0));
      input.setAttribute("aria-valuetext", text);
      input.style.width = `${Math.max(given.wide || 3, text.length) + 1.1}ch`;
    }

    function take() {
      if (!typing) return;
      typing = false;
      delete input.dataset.typing;
      const x = read();
      if (x === null) {
        backprop.tell(`${label}: ${backprop.refusal_of(input.value, kind.expected)}`, "error");
      } else {
        backprop.accept();
        if (x !== get()) {
          set(x);
          backprop.settle();
        }
      }
      input.removeAttribute("aria-invalid");
      refresh();
    }

    function begin_typing() {
      typing = true;
      input.dataset.typing = "";
      input.value = backprop.full(get());
      input.style.width = `${Math.max(6, input.value.length) + 1.1}ch`;
    }

    input.addEventListener("focus", light_held);
    input.addEventListener("blur", () => {
      take();
      backprop.light([]);
    });
    input.addEventListener("input", () => {
      typing = true;
      input.dataset.typing = "";
      input.toggleAttribute("aria-invalid", false);
      if (read() === null) input.setAttribute("aria-invalid", "true");
    });
    input.addEventListener("keydown", (event) => {
      const up = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
      if (up) {
        event.preventDefault();
        take();
        set(moved(get(), up, fineness(event, step)));
        refresh();
      } else if (event.key === "Enter") {
        if (typing) {
          input.blur(); // which takes it
        } else {
          begin_typing();
          input.select();
        }
      } else if (event.key === "Escape" && typing) {
        event.stopPropagation();
        typing = false;
        delete input.dataset.typing;
        input.removeAttribute("aria-invalid");
        refresh();
      }
    });
    input.addEventListener("pointerenter", () => {
      if (place && document.activeElement !== input) backprop.light([place]);
    });
    input.addEventListener("pointerleave", () => {
      if (!input.classList.contains("dragged")) light_held();
    });
    input.addEventListener("pointerdown", (event) =>
      drag(event, input, { get, set, place, step, typing: () => typing, begin_typing, refresh }),
    );
    refreshers.set(input, refresh);
    refresh();
    return input;
  }

  function drag(event, input, { get, set, place, step, typing, begin_typing, refresh }) {
    if (event.button !== 0 || typing()) return;
    event.preventDefault();
    const from = { x: event.clientX, y: event.clientY, value: get() };
    const by_touch = event.pointerType === "touch"; // up and down is for the page, which scrolls
    let dragging = false;
    const move = (at) => {
      const way = at.clientX - from.x - (by_touch ? 0 : at.clientY - from.y);
      if (!dragging && Math.abs(way) < START) return;
      if (!dragging && place) backprop.light([place], false);
      dragging = true;
      input.classList.add("dragged");
      set(moved(from.value, way, fineness(at, step / 10)));
      refresh();
    };
    const let_go = () => {
      for (const [name, listener] of Object.entries(heard)) input.removeEventListener(name, listener);
      input.classList.remove("dragged");
    };
    const end = () => {
      let_go();
      input.focus();
      if (dragging) {
        backprop.settle();
      } else {
        begin_typing();
        input.select();
      }
    };
    // The browser has taken the pointer, to scroll: what it has moved was not meant.
    const cancel = () => {
      let_go();
      backprop.light([]);
      if (!dragging) return;
      set(from.value);
      backprop.settle();
      refresh();
    };
    const heard = { pointermove: move, pointerup: end, pointercancel: cancel };
    input.setPointerCapture(event.pointerId);
    for (const [name, listener] of Object.entries(heard)) input.addEventListener(name, listener);
  }

  // Where nothing is pointed at, the number in hand stays lit, and the drawing readable, as its numbers follow.
  function light_held() {
    const held = document.activeElement;
    const place = held && held.matches("input.number") ? held.dataset.place : undefined;
    backprop.light(place ? [place] : [], false);
  }

  function refresh_fields(container) {
    for (const input of container.querySelectorAll("input.number")) refreshers.get(input)();
  }

  // The field of a parameter; i: the example that x and y are of.
  function parameter_field(place, i) {
    return number_field({
      place,
      label: backprop.named(place, i),
      get: () => backprop.value_at(backprop.state.case, place, i),
      set: (x) => backprop.set_value(place, i, x),
    });
  }

  Object.assign(backprop, { light_held, number_field, parameter_field, refresh_fields, moved });
})(globalThis.backprop = globalThis.backprop || {});
