// How numbers are written: as Python writes them, so that what stands here can be compared with the command line.
//
//   full        as many digits as tell a double from its neighbours: Python's repr, without ".0"
//   to_digits   so many significant ones: Python's %.9g
//   figure      with the digits that were chosen on the page
//   typed       the number that a person typed, or null; refusal_of: why it is refused
(function (backprop) {
  "use strict";

  const FULL = 17; // of the control: as many digits as there are

  // Digits without a point and the exponent of the first, written as Python does; −5 < exponent < most: without "e".
  function written(negative, digits, exponent, most) {
    const sign = negative ? "-" : "";
    const kept = digits.replace(/0+$/, "") || "0";
    if (exponent < -4 || exponent >= most) {
      const size = String(Math.abs(exponent)).padStart(2, "0");
      return `${sign}${kept[0]}${kept.length > 1 ? "." + kept.slice(1) : ""}e${exponent < 0 ? "-" : "+"}${size}`;
    }
    if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${kept}`;
    const whole = kept.slice(0, exponent + 1).padEnd(exponent + 1, "0");
    const part = kept.slice(exponent + 1);
    return sign + whole + (part ? "." + part : "");
  }

  function in_parts(text) {
    const [, sign, first, rest, exponent] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
    return [sign === "-", first + (rest || ""), Number(exponent)];
  }

  function special(x) {
    if (x === 0) return "0";
    if (x !== x) return "NaN";
    return x === Infinity ? "∞" : x === -Infinity ? "-∞" : null;
  }

  function full(x) {
    return special(x) || written(...in_parts(x.toExponential()), 16);
  }

  function to_digits(x, digits) {
    return special(x) || written(...in_parts(x.toExponential(digits - 1)), digits);
  }

  function figure(x) {
    const digits = backprop.state.view.digits;
    return digits >= FULL ? full(x) : to_digits(x, digits);
  }

  // With a minus sign in place of the hyphen: as a person reads it.
  function shown(x) {
    return figure(x).replace(/-/g, "\u2212");
  }

  // What a person typed, or null: a number, a fraction, with either sign for minus and either decimal mark.
  function typed(text) {
    const x = as_typed(text);
    return Number.isFinite(x) ? x : null;
  }

  // NaN for what is no number, or none with a bar over 0; an infinity for what is too large.
  function as_typed(text) {
    const plain = text
      .trim()
      .replace(/\u2212/g, "-")
      .replace(/^([+-]?\d*),(\d+)$/, "$1.$2");
    const [, above, below] = /^([^/]+)\/([^/]+)$/.exec(plain) || [null, plain, "1"];
    const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
    const is_number = number.test(above.trim()) && number.test(below.trim()) && Number(below) !== 0;
    return is_number ? Number(above) / Number(below) : NaN;
  }

  // Why what was typed is refused.
  function refusal_of(text, expected) {
    const far = Math.abs(as_typed(text)) === Infinity;
    const found = `found ${backprop.shown_text(text)}`;
    return far ? `${found}, too large, expected a number in the range of a double` : `${found}, expected ${expected}`;
  }

  Object.assign(backprop, { FULL, full, to_digits, figure, shown, typed, refusal_of });
})(globalThis.backprop = globalThis.backprop || {});
