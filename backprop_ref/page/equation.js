// The panel of the equation: in symbols, with numbers, and what comes out; each term tied to its edge or neuron.
(function (backprop) {
  "use strict";

  const { element, math, clear, math_of, math_nodes } = backprop;
  let root = null;
  let everything = false; // are all terms of a long sum shown?
  let key = "";
  let before_full = 4; // digits, to go back to

  // ---- pieces as elements ----

  // In a line that flows: operands are buttons, or numbers to be changed; what has its own shape is MathML.
  // begins: does the line begin here, so that a sign is not misread?
  function flow(pieces, record, with_numbers, begins = true) {
    return kept_together(
      pieces,
      pieces.map((piece, n) => {
        const first = n === 0 ? begins : begins && n === 1 && "[(".includes(pieces[0]);
        if (typeof piece === "string") return element("span", { class: "sign" }, math_of(piece));
        if ("elided" in piece) return more(piece.elided);
        if ("row" in piece) return element("span", { class: "term" }, ...flow(piece.row, record, with_numbers, first));
        if ("sup" in piece && piece.sup[1][0] === "2" && piece.sup[0].length > 1) {
          return element(
            "span",
            { class: "term" },
            ...flow(piece.sup[0], record, with_numbers, first),
            element("span", { class: "sign" }, squared()),
          );
        }
        if ("operand" in piece) return operand(record, piece.operand, with_numbers, first);
        return element(
          "span",
          { class: "shape" },
          math("math", { displaystyle: "true" }, ...shaped([piece], record, with_numbers)),
        );
      }),
    );
  }

  // A sign stands on the line of what comes after it.
  function kept_together(pieces, nodes) {
    const kept = [];
    nodes.forEach((node, n) => {
      const sign = n > 0 && [" + ", " · ", " − "].includes(pieces[n - 1]) && typeof pieces[n] !== "string";
      if (sign) kept.push(element("span", { class: "joined" }, kept.pop(), node));
      else kept.push(node);
    });
    return kept;
  }

  function squared() {
    return math("math", {}, math("msup", {}, math("mrow", {}), math("mn", { text: "2" })));
  }

  // Within MathML: operands are rows that light up what they stand for.
  // alone: may a number with a sign stand without parentheses, if it is all there is?
  function shaped(pieces, record, with_numbers, alone = true) {
    return pieces.flatMap((piece) => {
      if (typeof piece === "string") return math_nodes(piece);
      if ("elided" in piece) return math_nodes("…");
      if ("row" in piece) return shaped(piece.row, record, with_numbers);
      if ("frac" in piece)
        return [
          math("mfrac", {}, ...piece.frac.map((part) => math("mrow", {}, ...shaped(part, record, with_numbers)))),
        ];
      if ("sup" in piece) {
        const [base, exponent] = piece.sup.map((part, at) =>
          math("mrow", {}, ...shaped(part, record, with_numbers, at === 1)),
        );
        return [math("msup", {}, base, exponent)];
      }
      const { symbol, value, place } = record.operands[piece.operand];
      const text = with_numbers
        ? backprop.in_parentheses(backprop.shown(value), alone && pieces.length === 1)
        : symbol;
      return [math("mrow", { class: "operand", "data-place": place }, ...math_nodes(text))];
    });
  }

  function operand(record, n, with_numbers, first) {
    const { symbol, value, place } = record.operands[n];
    if (with_numbers && backprop.is_parameter(place) && is_own(record.operands[n])) {
      const negative = value < 0 && !first;
      const i = record.i === undefined ? backprop.shown_example() : record.i;
      const field = backprop.parameter_field(place, i);
      return element("span", { class: `changeable${negative ? " negative" : ""}` }, field);
    }
    const text = with_numbers ? backprop.in_parentheses(backprop.shown(value), first) : symbol;
    if (place === undefined) return element("span", { class: "sign" }, math_of(text));
    const target = backprop.equation_of_operand(record, n);
    const label = `${symbol}, ${backprop.shown(value)}${target >= 0 ? ": go to its equation" : ""}`;
    const given = {
      class: "operand",
      type: "button",
      "data-place": place,
      title: target >= 0 ? "go to its equation" : null,
      on: { click: () => go_to(record, n) },
    };
    const seen = element(
      "span",
      { "aria-hidden": "true" },
      with_numbers ? element("span", { class: "figure", text }) : math_of(text, true),
    );
    return element("button", given, seen, element("span", { class: "unseen", text: label }));
  }

  // Does the operand stand there as itself, not as the derivative by it?
  function is_own({ symbol, place, made_by }) {
    return made_by === undefined && symbol === backprop.symbol_of(place);
  }

  function go_to(record, n) {
    const target = backprop.equation_of_operand(record, n);
    const { place } = record.operands[n];
    if (target >= 0 && target !== record.n) backprop.go(target);
    else if (backprop.is_parameter(place)) focus_field(place);
    if (place) backprop.look({ chosen: place });
  }

  function focus_field(place) {
    const field = root.querySelector(`input[data-place="${place}"]`);
    if (field) field.focus();
  }

  function more(count) {
    return element("button", {
      class: "more",
      type: "button",
      text: `… ${count} more …`,
      "aria-label": `… ${count} more … terms: show them`,
      on: {
        click: () => {
          everything = true;
          backprop.look({});
        },
      },
    });
  }

  // ---- the panel ----

  function line(left, sign, right, given) {
    return [
      element("div", { class: "left" }, left),
      element("div", { class: "equals" }, sign ? math_of(sign) : null),
      element("div", { class: `right ${given || ""}` }, ...right),
    ];
  }

  function result_of(record) {
    const text = backprop.shown(record.value);
    return element("output", { class: "result", "data-place": record.place, text });
  }

  function lines_of(record) {
    const { symbols, formula, numbers } = backprop.sides(record, everything);
    const left = element(
      "span",
      { class: "operand of-result", "data-place": record.place },
      math_of(record.symbol, true),
    );
    const lines = [];
    if (symbols.length) lines.push(...line(left, record.sign, flow(symbols, record, false), "symbols"));
    if (formula && !same(formula, symbols)) lines.push(...line(null, "=", flow(formula, record, false), "formula"));
    if (numbers.length && has_numbers(numbers)) lines.push(...line(null, "=", flow(numbers, record, true), "numbers"));
    lines.push(
      ...line(
        symbols.length ? null : left,
        symbols.length && record.sign !== "≈" ? "=" : record.sign === "≈" ? "≈" : "=",
        [result_of(record)],
        "value",
      ),
    );
    return lines;
  }

  function same(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
  }

  // Do the numbers say more than the result does?
  function has_numbers(pieces) {
    return !(pieces.length === 1 && typeof pieces[0] === "string") && !(pieces.length === 1 && "operand" in pieces[0]);
  }

  function head_of(record) {
    const place = backprop.where_words(record);
    const tag = record.equation ? element("span", { class: "tag", text: `(${record.equation})` }) : null;
    return element(
      "header",
      { class: "of-step" },
      element(
        "p",
        { class: `eyebrow ${record.phase}` },
        element("span", { class: "dot", "aria-hidden": "true" }),
        element("span", {
          text: [backprop.PHASE_NAMES[record.phase], place].filter(Boolean).join(" · ").replace(/, /g, " · "),
        }),
        tag,
      ),
      element("h2", {}, ...backprop.with_symbols(backprop.title_of(record))),
      element("p", { class: "why" }, ...backprop.with_symbols(backprop.why_of(record))),
    );
  }

  function finding_of(finding) {
    return element("p", {
      class: "finding",
      role: "alert",
      text: `This step goes beyond what a double can hold: ${finding.message}. On the command line, compute may have the exact answer.`,
    });
  }

  function after(record) {
    if (record.rule !== "cost_after") return null;
    const before = record.operands[0].value;
    const word = record.value < before ? "less" : record.value > before ? "more" : "the same";
    return element("p", { class: "remark", text: `Before the update it was ${backprop.shown(before)}: ${word} now.` });
  }

  function size_of({ operands, rule }) {
    if ((rule === "chain_rule_through_next_layer" && operands.length > 5) || operands.length > 12) return "long";
    const most = rule === "reductions" ? 2 : 5;
    return operands.length <= most && !rule.startsWith("chain_rule_") && rule !== "error_recurrence" ? "short" : "";
  }

  function build(record) {
    clear(root);
    const general = backprop.stated(record);
    const body = element("div", { class: `lines ${size_of(record)}` }, ...lines_of(record));
    root.append(
      head_of(record),
      backprop.state.finding ? finding_of(backprop.state.finding) : "",
      element("p", { class: "unseen", id: "equation-text", text: backprop.plain_equation(record) }),
      body,
    );
    const remark = after(record);
    if (remark) root.append(remark);
    if (general)
      root.append(
        element(
          "div",
          { class: "stated" },
          element("span", { class: "label", text: "in general" }),
          element("span", { class: "general" }, math_of(general)),
        ),
      );
    root.append(digits_control());
  }

  function digits_control() {
    const { view } = backprop.state;
    const full = view.digits >= backprop.FULL;
    const range = element("input", {
      type: "range",
      min: 2,
      max: backprop.FULL,
      value: view.digits,
      id: "digits",
      "aria-label": "Digits",
      "aria-valuetext": full ? "all" : String(view.digits),
      on: {
        input: (event) => backprop.look({ digits: Number(event.target.value) }),
        keydown: (event) => event.stopPropagation(),
      },
    });
    const all = element("button", {
      class: "chip",
      type: "button",
      "aria-pressed": String(full),
      text: "all digits",
      on: { click: () => toggle_full() },
    });
    return element(
      "div",
      { class: "digits" },
      element("span", { class: "label", text: "digits" }),
      range,
      element("output", { class: "count", text: full ? "all" : String(view.digits) }),
      all,
    );
  }

  function toggle_full() {
    const { digits } = backprop.state.view;
    if (digits < backprop.FULL) before_full = digits;
    backprop.look({ digits: digits >= backprop.FULL ? before_full : backprop.FULL });
  }

  // The numbers alone, where the step is the same and a field is being changed: the field must stay.
  function refresh(record) {
    const holds =
      root.querySelector("input.dragged") || (root.contains(document.activeElement) && document.activeElement);
    const held = holds && (holds.getAttribute("data-place") || holds.id || holds.className);
    const kind = holds && holds.tagName;
    if (holds && (holds.classList.contains("number") || holds.classList.contains("dragged") || holds.id === "digits")) {
      refresh_around(record, holds);
      return;
    }
    build(record);
    if (held) {
      const again = [...root.querySelectorAll(kind.toLowerCase())].find(
        (node) => (node.getAttribute("data-place") || node.id || node.className) === held,
      );
      if (again) again.focus();
    }
  }

  // Everything but the element that is held in the hand is made anew.
  function refresh_around(record, held) {
    const fresh = element("div");
    const kept = root;
    root = fresh;
    build(record);
    root = kept;
    replace(kept, fresh, held);
    backprop.refresh_fields(root);
  }

  // Make one tree what the other is, and leave the held element, and those that are alike, where they are.
  function replace(old, fresh, held) {
    const [ours, theirs] = [[...old.childNodes], [...fresh.childNodes]];
    theirs.forEach((node, n) => {
      const mine = ours[n];
      if (mine === undefined) old.append(node);
      else if (mine === held) return;
      else if (mine.nodeType === 1 && mine.contains(held) && node.nodeType === 1) {
        mine.className = node.className;
        replace(mine, node, held);
      } else old.replaceChild(node, mine);
    });
    for (const extra of ours.slice(theirs.length)) if (!extra.contains(held)) extra.remove();
  }

  function mark() {
    const { lit } = backprop.state;
    for (const node of root.querySelectorAll("[data-place]"))
      node.classList.toggle(
        "lit",
        (lit.length > 0 && lit[0] === node.getAttribute("data-place")) || is_of_neuron(node, lit),
      );
  }

  // A neuron stands for its z, its a and its δ.
  function is_of_neuron(node, lit) {
    if (!lit.length || !lit[0].startsWith("a.")) return false;
    const [, l, j] = lit[0].split(".");
    return [`z.${l}.${j}`, `d.${l}.${j}`].includes(node.getAttribute("data-place"));
  }

  function pointed(event) {
    const node = event.target.closest && event.target.closest("[data-place]");
    if (node && node !== document.activeElement) backprop.light([node.getAttribute("data-place")]);
    else backprop.light_held();
  }

  backprop.panel({
    id: "equation",
    title: "Equation",
    mount(section) {
      root = section;
      root.addEventListener("pointerover", pointed);
      root.addEventListener("pointerleave", () => backprop.light_held());
      root.addEventListener("focusin", (event) => {
        if (event.target.matches(":focus-visible")) pointed(event);
      });
      root.addEventListener("focusout", () => backprop.light([]));
    },
    update(changes) {
      if (changes.case || changes.step || changes.view) {
        const record = backprop.state.walk.at(backprop.state.step);
        const now = String(record.n);
        if (now !== key) everything = false;
        key = now;
        refresh(record);
      }
      mark();
    },
  });

  Object.assign(backprop, { shaped, toggle_full });
})(globalThis.backprop = globalThis.backprop || {});
