// On paper: the walk through the case as it is now, where it is another one than the page came with.
//
//   mount_print    follows the case, and makes the document when it is to be printed
(function (backprop) {
  "use strict";

  const { element, math } = backprop;
  const MOST = 3000; // steps that are written out; of a longer walk the original is printed, which says so
  const DIGITS = 9;
  let made = null;

  function document_of({ walk, network, cost, alpha, reduction, examples, case: given }) {
    const { layers } = network;
    const sizes = [layers[0].w[0].length, ...layers.map(({ w }) => w.length)].join("-");
    const words = [`${sizes}: ${layers.map(({ activation }) => activation).join(", ")}`, cost];
    if (alpha !== null) words.push(`α = ${backprop.shown(alpha)}`);
    if (examples.length > 1) words.push(`${reduction} over ${examples.length} examples`);
    const article = element("article", { id: "printed", class: "document" });
    article.append(
      element("h2", { text: `${given.id}, as it is on the page now` }),
      element("p", { text: `${words.join("; ")}. Numbers to ${DIGITS} digits.` }),
    );
    let heading = "";
    for (let n = 0; n < walk.length; n++) {
      const record = walk.at(n);
      const now = backprop.PHASE_NAMES[record.phase] + (record.i === undefined ? "" : `, example ${record.i}`);
      if (now !== heading) article.append(element("h3", { text: (heading = now) }));
      article.append(line_of(record));
    }
    return article;
  }

  function line_of(record) {
    const { symbols, formula, numbers } = backprop.sides(record, false);
    const sides = [symbols, formula, numbers].filter((pieces) => pieces && pieces.length);
    const texts = sides.map((pieces) => backprop.plain(pieces, record, pieces === numbers));
    const nodes = [backprop.math_of(record.symbol, true)];
    sides.forEach((pieces, n) => {
      const sign = nodes.length > 1 ? "=" : record.sign;
      if (n === 0 || texts[n] !== texts[n - 1]) nodes.push(...terms_of([`${sign} `, ...pieces], record, pieces === numbers));
    });
    nodes.push(backprop.math_of(`${nodes.length > 1 ? "=" : record.sign} ${backprop.shown(record.value)}`));
    if (record.equation) nodes.push(element("span", { class: "tag", text: `(${record.equation})` }));
    return element("p", { class: "equation" }, ...nodes);
  }

  // One formula for each term, so that the line can end between them.
  function terms_of(pieces, record, with_numbers) {
    const terms = [[]];
    for (const piece of pieces.flatMap((piece) => (piece.row ? piece.row : [piece]))) {
      if (piece === " + ") terms.push(["+ "]);
      else terms[terms.length - 1].push(piece);
    }
    return terms.map((term) => math("math", { displaystyle: "true" }, ...backprop.shaped(term, record, with_numbers, false)));
  }

  function make() {
    const { state } = backprop;
    if (made) made.remove();
    made = null;
    if (is_changed() && state.walk.length <= MOST) {
      const { digits } = state.view;
      state.view.digits = DIGITS;
      made = document_of(state);
      state.view.digits = digits;
      document.body.append(made);
    }
    document.documentElement.classList.toggle("reprinted", made !== null);
  }

  function is_changed() {
    const changed = backprop.case_text(backprop.state.case) !== backprop.case_text(backprop.original());
    document.documentElement.classList.toggle("changed", changed);
    return changed;
  }

  // Asked at leisure, since a case may be long.
  function mount_print() {
    let waiting = null;
    backprop.on("case", () => {
      clearTimeout(waiting);
      waiting = setTimeout(is_changed, 200);
    });
    window.addEventListener("beforeprint", make);
  }

  Object.assign(backprop, { mount_print });
})(globalThis.backprop = globalThis.backprop || {});
