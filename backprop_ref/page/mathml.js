// Symbols as MathML: "∂C/∂w_00^1" is a fraction, "z_j^l" has an index below and one above.
//
//   math_of      a text as <math>
//   math_nodes   the same as nodes to put into one
//   with_symbols a sentence with the symbols in it
(function (backprop) {
  "use strict";

  const { math } = backprop;
  const WORDS = /^(?:ln|lim|max|tanh|if|else)/;
  const INDEX = /^(?:\(([^()]*(?:\([^()]*\))*[^()]*)\)|([A-Za-z0-9]+(?:,\d+)?|−?\d+))/;

  class Symbols {
    // in_line: derivatives with a slash, as they stand in a sentence.
    constructor(text, in_line) {
      this.rest = text;
      this.in_line = in_line;
    }

    take(pattern) {
      const found = pattern.exec(this.rest);
      if (found) this.rest = this.rest.slice(found[0].length);
      return found;
    }

    all() {
      const nodes = [];
      while (this.rest) nodes.push(this.take(/^∂/) ? this.derivative() : this.atom());
      return nodes;
    }

    // After a ∂: a fraction if it goes on as one.
    derivative() {
      const above = [math("mo", { text: "∂", lspace: "0", rspace: "0" }), this.atom()];
      if (this.in_line || !this.take(/^\/∂/)) return math("mrow", {}, ...above);
      const below = [math("mo", { text: "∂", lspace: "0", rspace: "0" }), this.atom()];
      return math("mfrac", {}, math("mrow", {}, ...above), math("mrow", {}, ...below));
    }

    atom() {
      const base = this.base();
      const below = this.take(/^_/) ? this.index() : null;
      const above = this.take(/^\^/) ? this.index() : null;
      const prime = this.take(/^′/)
        ? math("mo", { text: "′", lspace: "0", rspace: "0" })
        : this.take(/^²/)
          ? math("mn", { text: "2" })
          : null;
      const up = above || prime;
      if (below && up) return math("msubsup", {}, base, below, up);
      if (below) return math("msub", {}, base, below);
      return up ? math("msup", {}, base, up) : base;
    }

    index() {
      const [, inside, bare] = this.take(INDEX) || [null, null, ""];
      const nodes = new Symbols(inside === undefined || inside === null ? bare : inside).all();
      return math("mrow", {}, ...nodes);
    }

    base() {
      const number = this.take(/^(?:\d+(?:\.\d+)?(?:e[+−-]\d+)?|½|∞|…|NaN)/);
      if (number) return math("mn", { text: number[0] });
      const word = this.take(WORDS);
      if (word) return math(/if|else/.test(word[0]) ? "mtext" : "mi", { text: word[0], class: "word" });
      const letter = this.take(/^[A-Za-zα-ωΑ-Ω]/);
      if (letter && letter[0] === "Σ") return math("mo", { text: "Σ", lspace: "0", rspace: "0.1em" });
      if (letter) return math("mi", { text: letter[0] });
      const blank = this.take(/^ +/);
      if (blank) return math("mspace", { width: "0.22em" });
      const [sign] = this.take(/^[^]/u);
      const given = { text: sign, stretchy: "false" };
      if ("()[]|/,".includes(sign)) Object.assign(given, { lspace: "0", rspace: "0" });
      if ("+−=·←≈<>".includes(sign)) Object.assign(given, { lspace: "0.1em", rspace: "0.1em" });
      return math("mo", given);
    }
  }

  function math_nodes(text) {
    return new Symbols(text).all();
  }

  // large: fractions at full size, as in a formula that stands by itself.
  function math_of(text, large) {
    return math("math", { displaystyle: large ? "true" : null }, ...math_nodes(text));
  }

  const WRITTEN = /(?<![A-Za-z0-9_])(?:∂[A-Za-zα-ω](?:_[0-9a-z]{1,3})?(?:\^[0-9a-z])?\/)?∂?[A-Za-zα-ωΣ](?:_[0-9a-z]{1,3}(?![A-Za-z_])(?:\^[0-9a-z](?![A-Za-z]))?|\^[0-9a-z](?![A-Za-z])|(?<=∂.))/gu;

  // A text with the symbols in it as MathML: "δ_j is ∂C/∂b_j".
  //
  // A short sum or difference stays on one line.
  function with_symbols(given) {
    const text = unbroken(given);
    const nodes = [];
    let at = 0;
    for (const found of text.matchAll(WRITTEN)) {
      nodes.push(text.slice(at, found.index), math("math", {}, ...new Symbols(found[0], true).all()));
      at = found.index + found[0].length;
    }
    nodes.push(text.slice(at));
    return together(nodes.filter((node) => node !== ""));
  }

  // "a − y" with spaces at which no line ends.
  function unbroken(text) {
    return text.replace(/(?<![^ ]{6}) ([−+·=]) (?![^ ]{7})/g, "\u00a0$1\u00a0");
  }

  // Beside MathML a browser may end a line at such a space, too: two symbols with a sign between them become one.
  function together(nodes) {
    const kept = [];
    for (let n = 0; n < nodes.length; n++) {
      const is_sign = n > 0 && n + 1 < nodes.length && /^\u00a0[−+·=]\u00a0$/.test(nodes[n]);
      if (is_sign) kept.push(backprop.element("span", { class: "unbroken" }, kept.pop(), nodes[n], nodes[++n]));
      else kept.push(nodes[n]);
    }
    return kept;
  }

  Object.assign(backprop, { unbroken, math_of, math_nodes, with_symbols });
})(globalThis.backprop = globalThis.backprop || {});
