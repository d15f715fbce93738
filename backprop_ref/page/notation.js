// How a step is written: in symbols and with numbers, as pieces that the equation panel makes MathML of.
//
//   sides      of a record: {left, sign, symbols, formula, numbers, value}
//   stated     the equation of a rule, in general
//   plain      pieces as a line of text
//
// A piece is a text ("+", "½ ["), an operand of the record ({operand: n}), "…", or one of these with pieces in it:
// {frac: [above, below]}, {sup: [base, exponent]}, {row: pieces}.  What belongs together on a line is a {row}.
(function (backprop) {
  "use strict";

  const SOFTMAX = "softmax";
  const MOST = 8; // terms; more are elided in the middle unless all are asked for

  const frac = (above, below) => ({ frac: [above, below] });
  const sup = (base, exponent) => ({ sup: [base, exponent] });
  const row = (...pieces) => ({ row: pieces });

  // ---- the formulas of the tables: σ(z), and σ′(z) by z and a ----

  const SIGMA = {
    identity: (z) => [z],
    sigmoid: (z) => [frac(["1"], ["1 + ", sup(["e"], ["−", z])])],
    tanh: (z) => ["tanh ", z],
    relu: (z) => ["max(0, ", z, ")"],
    leaky_relu: (z) => [z, " if ", z, " > 0, else ", z, "/100"],
    softplus: (z) => ["ln(1 + ", sup(["e"], [z]), ")"],
    softsign: (z) => [frac([z], ["1 + |", z, "|"])],
    elu: (z) => [z, " if ", z, " > 0, else ", sup(["e"], [z]), " − 1"],
    silu: (z) => [z, " · ", frac(["1"], ["1 + ", sup(["e"], ["−", z])])],
    gelu: (z) => [z, " Φ(", z, ")"],
  };

  const SLOPE = {
    identity: () => ["1"],
    sigmoid: (z, a) => [a, "(1 − ", a, ")"],
    tanh: (z, a) => ["1 − ", sup([a], ["2"])],
    relu: (z) => ["1 if ", z, " > 0, else 0"],
    leaky_relu: (z) => ["1 if ", z, " > 0, else 1/100"],
    softplus: (z) => [frac(["1"], ["1 + ", sup(["e"], ["−", z])])],
    softsign: (z) => [frac(["1"], [sup(["(1 + |", z, "|)"], ["2"])])],
    elu: (z) => ["1 if ", z, " > 0, else ", sup(["e"], [z])],
    silu: (z) => ["s(1 + ", z, "(1 − s)),  s = ", frac(["1"], ["1 + ", sup(["e"], ["−", z])])],
    gelu: (z) => ["Φ(", z, ") + ", z, " φ(", z, ")"],
  };

  // A term of C for one output, and ∂C/∂a_j; y: its target as a number, since a term whose factor is 0 is absent.
  const COST = {
    half_squared_error: {
      before: "½ ",
      term: (a, y) => [sup(["(", a, " − ", y, ")"], ["2"])],
      slope: (a, y) => [a, " − ", y],
    },
    squared_error: {
      before: "",
      term: (a, y) => [sup(["(", a, " − ", y, ")"], ["2"])],
      slope: (a, y) => ["2(", a, " − ", y, ")"],
    },
    mean_squared_error: {
      before: (n) => `1/${n} `,
      term: (a, y) => [sup(["(", a, " − ", y, ")"], ["2"])],
      slope: (a, y, n) => ["2(", a, " − ", y, ")/", n],
    },
    binary_cross_entropy: {
      before: "−",
      term: (a, y, target) =>
        joined([target === 0 ? null : [y, " ln ", a], target === 1 ? null : ["(1 − ", y, ") ln(1 − ", a, ")"]]),
      slope: (a, y, n, target) =>
        joined([target === 0 ? null : ["−", frac([y], [a])], target === 1 ? null : [frac(["1 − ", y], ["1 − ", a])]]),
    },
    cross_entropy: {
      before: "−",
      term: (a, y, target) => joined([target === 0 ? null : [y, " ln ", a]]),
      slope: (a, y, n, target) => joined([target === 0 ? null : ["−", frac([y], [a])]]),
    },
  };

  function joined(terms) {
    const there = terms.filter((term) => term !== null);
    return there.flatMap((term, n) => (n ? [" + ", ...term] : term));
  }

  // ---- sums ----

  // Which of n terms are shown; null where some are elided.
  function picked(n, everything) {
    if (n <= MOST || everything) return Array.from({ length: n }, (_, m) => m);
    return [0, 1, 2, 3, null, n - 3, n - 2, n - 1];
  }

  // Terms of so many operands each, from operand `from` on, with signs between them.
  function products(count, size, dot, everything, from = 0) {
    const pieces = [];
    for (const m of picked(count, everything)) {
      if (pieces.length) pieces.push(" + ");
      if (m === null) pieces.push({ elided: count - 7 });
      else
        pieces.push(row(...operands(from + m * size, size).flatMap((operand, n) => (n ? [dot, operand] : [operand]))));
    }
    return pieces;
  }

  function operands(from, count) {
    return Array.from({ length: count }, (_, n) => ({ operand: from + n }));
  }

  function bracketed(pieces, open, close) {
    return pieces.length > 1 ? [open, ...pieces, close] : pieces;
  }

  // ---- the rules: each gives the pieces of a record, written with this dot between factors ----

  const PIECES = {
    weighted_sum: (record, dot, everything) => [
      ...products((record.operands.length - 1) / 2, 2, dot, everything),
      " + ",
      { operand: record.operands.length - 1 },
    ],
    activation: (record, dot, everything) => {
      if (record.entry !== SOFTMAX) return ["σ(", { operand: 0 }, ")"];
      return [frac([sup(["e"], [{ operand: 0 }])], exponentials(record, everything))];
    },
    cost: (record, dot, everything) => cost_pieces(record, everything, () => undefined),
    cost_slope: (record) => COST[record.entry].slope({ operand: 0 }, { operand: 1 }, { operand: 2 }),
    activation_slope: (record, dot) => {
      if (record.entry !== SOFTMAX) return SLOPE[record.entry]({ operand: 0 }, { operand: 1 });
      const [a_i, a_j] = operands(0, 2);
      return record.k === record.j ? [a_i, "(1 − ", a_j, ")"] : ["−", a_i, dot, a_j];
    },
    output_delta: () => [{ operand: 0 }, " · ", { operand: 1 }],
    softmax_sum: (record, dot, everything) => products(record.operands.length / 2, 2, dot, everything),
    softmax_delta: (record, dot) => [{ operand: 0 }, dot, "(", { operand: 1 }, " − ", { operand: 2 }, ")"],
    softmax_delta_by_jacobian: (record, dot, everything) =>
      products(record.operands.length / 2, 2, " · ", everything),
    hidden_delta: (record, dot, everything) => {
      const n = record.operands.length - 1;
      return ["(", ...products(n / 2, 2, dot, everything), ")", dot.trim() ? dot : " ", { operand: n }];
    },
    weight_gradients: (record, dot) => [{ operand: 0 }, dot, { operand: 1 }],
    bias_gradient: () => [{ operand: 0 }, " · ", "1"],
    shared_bias_gradient: (record, dot, everything) => products(record.operands.length, 1, dot, everything),
    chain_rule: () => [{ operand: 0 }, " · ", { operand: 1 }, " · ", { operand: 2 }],
    chain_rule_through_softmax: (record, dot, everything) => {
      const n = record.operands.length - 1;
      return ["[", ...products(n / 2, 2, " · ", everything), "]", " · ", { operand: n }];
    },
    chain_rule_through_next_layer: (record, dot, everything) => {
      const n = record.operands.length - 2;
      return ["[", ...products(n / 3, 3, " · ", everything), "]", " · ", { operand: n }, " · ", { operand: n + 1 }];
    },
    error_recurrence: (record, dot, everything) => {
      const n = record.operands.length - 1;
      const pieces = [];
      for (const m of picked(n / 2, everything)) {
        if (pieces.length) pieces.push(" + ");
        if (m === null) pieces.push({ elided: n / 2 - 7 });
        else pieces.push(row({ operand: 2 * m }, " · ", { operand: 2 * m + 1 }, " · ", { operand: n }));
      }
      return pieces;
    },
    difference_quotient: (record) => {
      const moved = (sign) => [`${record.C}(`, { operand: 0 }, ` ${sign} h)`];
      return [frac([...moved("+"), " − ", ...moved("−")], ["2h"])];
    },
    reductions: (record, dot, everything) => {
      const sum = products(record.operands.length, 1, dot, everything);
      return record.entry === "sum" ? sum : ["(", ...sum, ")", `/${record.operands.length}`];
    },
    updated_weights: () => update_pieces(),
    updated_bias: () => update_pieces(),
    cost_after: () => [],
  };

  function update_pieces() {
    return [{ operand: 0 }, " − ", row({ operand: 1 }, " · ", { operand: 2 })];
  }

  function exponentials(record, everything) {
    const pieces = [];
    for (const m of picked(record.operands.length - 1, everything)) {
      if (pieces.length) pieces.push(" + ");
      pieces.push(m === null ? "…" : sup(["e"], [{ operand: m + 1 }]));
    }
    return pieces;
  }

  function cost_pieces(record, everything, target) {
    const { before, term } = COST[record.entry];
    const n = record.operands.length / 2;
    const pieces = [];
    for (const j of picked(n, everything)) {
      const there =
        j === null
          ? [{ elided: n - 7 }]
          : term({ operand: 2 * j }, { operand: 2 * j + 1 }, target(record.operands[2 * j + 1].value));
      if (!there.length) continue;
      if (pieces.length) pieces.push(" + ");
      pieces.push(row(...there));
    }
    if (!pieces.length) return ["0"];
    const head = typeof before === "function" ? before(n) : before;
    return head ? [head, ...bracketed(pieces, "[", "]")] : pieces;
  }

  // With numbers, a term whose factor is 0 is absent, and σ is written out.
  const NUMBERS = {
    activation: (record, dot, everything) =>
      record.entry === SOFTMAX ? PIECES.activation(record, dot, everything) : SIGMA[record.entry]({ operand: 0 }),
    cost: (record, dot, everything) => cost_pieces(record, everything, (y_j) => y_j),
    cost_slope: (record) => {
      const there = COST[record.entry].slope({ operand: 0 }, { operand: 1 }, { operand: 2 }, record.operands[1].value);
      return there.length ? there : ["0"];
    },
  };

  function sides(record, everything) {
    const symbols = PIECES[record.rule](record, " ", everything);
    const formula =
      record.rule === "activation" && record.entry !== SOFTMAX ? SIGMA[record.entry]({ operand: 0 }) : null;
    const numbers = (NUMBERS[record.rule] || PIECES[record.rule])(record, " · ", everything);
    return { symbols, formula, numbers };
  }

  // ---- the equations in general ----

  const STATED = {
    weighted_sum: "z_j^l = Σ_k w_jk^l a_k^(l−1) + b_j^l",
    activation: "a_j^l = σ(z_j^l)",
    cost_slope: "δ_j^(L−1) = ∂C/∂a_j^(L−1) · σ′(z_j^(L−1))",
    output_delta: "δ_j^(L−1) = ∂C/∂a_j^(L−1) · σ′(z_j^(L−1))",
    softmax_sum: "Σ_i a_i^(L−1) ∂C/∂a_i^(L−1)",
    softmax_delta: "δ_j^(L−1) = a_j^(L−1) (∂C/∂a_j^(L−1) − Σ_i a_i^(L−1) ∂C/∂a_i^(L−1))",
    softmax_delta_by_jacobian: "δ_j^(L−1) = Σ_i ∂C/∂a_i^(L−1) · ∂a_i^(L−1)/∂z_j^(L−1)",
    hidden_delta: "δ_j^l = (Σ_m δ_m^(l+1) w_mj^(l+1)) σ′(z_j^l)",
    weight_gradients: "∂C/∂w_jk^l = δ_j^l a_k^(l−1)",
    bias_gradient: "∂C/∂b_j^l = ∂C/∂z_j^l · ∂z_j^l/∂b_j^l = δ_j^l",
    shared_bias_gradient: "∂C/∂b^l = Σ_j ∂C/∂z_j^l · ∂z_j^l/∂b^l = Σ_j δ_j^l",
    chain_rule: "∂C/∂w_jk^l = ∂C/∂a_j^l · ∂a_j^l/∂z_j^l · ∂z_j^l/∂w_jk^l",
    chain_rule_through_softmax: "∂C/∂w_jk^l = Σ_i ∂C/∂a_i^l · ∂a_i^l/∂z_j^l · ∂z_j^l/∂w_jk^l",
    chain_rule_through_next_layer:
      "∂C/∂w_jk^l = [Σ_m ∂C/∂a_m^(l+1) · ∂a_m^(l+1)/∂z_m^(l+1) · ∂z_m^(l+1)/∂a_j^l] · ∂a_j^l/∂z_j^l · ∂z_j^l/∂w_jk^l",
    error_recurrence: "∂C/∂z_j^l = Σ_m ∂C/∂z_m^(l+1) · ∂z_m^(l+1)/∂a_j^l · ∂a_j^l/∂z_j^l",
    difference_quotient: "∂C/∂w_jk^l = lim_(h→0) (C(w_jk^l + h) − C(w_jk^l)) / h",
    updated_weights: "w_jk^l ← w_jk^l − α ∂C/∂w_jk^l",
    updated_bias: "b_j^l ← b_j^l − α δ_j^l",
  };

  const STATED_COST = {
    half_squared_error: "C = ½ Σ_j (a_j − y_j)²",
    squared_error: "C = Σ_j (a_j − y_j)²",
    mean_squared_error: "C = 1/n Σ_j (a_j − y_j)²",
    binary_cross_entropy: "C = −Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)]",
    cross_entropy: "C = −Σ_j y_j ln a_j",
  };

  function stated(record) {
    if (record.rule === "cost") return STATED_COST[record.entry];
    if (record.rule === "reductions") return record.entry === "sum" ? "C = Σ_i C_i" : "C = (Σ_i C_i)/n";
    if (record.rule === "activation" && record.entry === SOFTMAX) return "a_j = e^(z_j) / Σ_i e^(z_i)";
    if (record.rule === "activation_slope")
      return record.equation === "8"
        ? STATED.hidden_delta
        : record.entry === SOFTMAX
          ? STATED.softmax_delta_by_jacobian
          : STATED.output_delta;
    if (record.rule === "cost_slope" && record.equation !== "9") return STATED.softmax_delta;
    return STATED[record.rule] || "";
  }

  // ---- as text ----

  // A number as an operand, in parentheses where its sign would be misread.
  function in_parentheses(text, first) {
    return text.startsWith("−") && !first ? `(${text})` : text;
  }

  // begins: may a sign stand here without parentheses, as at the beginning of a line or of a bracket?
  function plain(pieces, record, with_numbers, begins = true) {
    const part = (of, first) => plain(of, record, with_numbers, first);
    return pieces
      .map((piece, n) => {
        const first = begins && (n === 0 || (n === 1 && "[(".includes(pieces[0])));
        if (typeof piece === "string") return piece;
        if ("elided" in piece) return "…";
        if ("row" in piece) return part(piece.row, first);
        if ("frac" in piece) return `(${part(piece.frac[0], true)})/(${part(piece.frac[1], true)})`;
        if ("sup" in piece) return `${part(piece.sup[0], piece.sup[0].length > 1)}^(${part(piece.sup[1], true)})`;
        const { symbol, value } = record.operands[piece.operand];
        return with_numbers ? in_parentheses(backprop.shown(value), first) : symbol;
      })
      .join("");
  }

  function plain_equation(record) {
    const { symbols, numbers } = sides(record, false);
    const parts = [symbols, numbers].filter((pieces) => pieces.length);
    const texts = parts.map((pieces) => plain(pieces, record, pieces === numbers));
    const sides_shown = texts.filter((text, n) => n === 0 || text !== texts[n - 1]);
    return [record.symbol, ...sides_shown, backprop.shown(record.value)].join(` = `).replace(" = ", ` ${record.sign} `);
  }

  Object.assign(backprop, { sides, stated, plain, plain_equation, in_parentheses, picked });
})(globalThis.backprop = globalThis.backprop || {});
