// Numbers: the functions that the equations need beyond + − · /, and how the data format's numbers are read.
//
// exp, expm1, ln, log1p, tanh             as the platform has them
// normal_pdf, normal_cdf, mills_ratio     derived here, since JavaScript has no erf
// all_finite                              infinities and NaN: not raised, but looked for
// number                                  a number of the data format as a double
//
// All of the page's JavaScript hangs on this one global; the files are put into the page in the order
// numerals, equations, activations, costs, passes, and the same bytes run in node.

var backprop = {};

(function () {
  "use strict";

  // ---- functions -----------------------------------------------------------------------------

  const exp = Math.exp;
  const expm1 = Math.expm1;
  const ln = Math.log; // of 0 −∞ and of less NaN
  const log1p = Math.log1p;
  const tanh = Math.tanh;

  // ---- the normal distribution ---------------------------------------------------------------

  const FARTHEST = 40; // |z| from which on φ(z) and Φ(−|z|) lie below the smallest double
  const GRID = 65536; // a multiple of 1/65536 below 40 has at most 22 bits, its square at most 44: it is exact
  const ROOT_OF_2_PI = Math.sqrt(2 * Math.PI);

  // φ(z) = e^(−z²/2)/√(2π), the standard normal density.
  //
  // The rounding of z² alone would cost up to z²/2 units in the last place.  So z = h + r, h on the grid:
  // z² = h² + (z − h)(z + h), where h² has no rounding and the rest is small.
  //
  // >>> normal_pdf(0) === 1 / Math.sqrt(2 * Math.PI)
  // true
  function normal_pdf(z) {
    if (Math.abs(z) >= FARTHEST) {
      return 0;
    }
    const h = Math.trunc(z * GRID) / GRID;
    const e = exp(-h * h / 2);
    const rest = expm1(-(z - h) * (z + h) / 2);
    return (e + e * rest) / ROOT_OF_2_PI;
  }

  // Φ(z), the standard normal distribution function.
  //
  //     Φ(z) = ½ + φ(z)(z + z³/3 + z⁵/(3·5) + …)      for |z| ≤ ½
  //     Φ(−x) = φ(x) R(x), Φ(x) = 1 − φ(x) R(x)        beyond
  //
  // The series: Marsaglia 2004, "Evaluating the Normal Distribution", doi 10.18637/jss.v011.i04.
  //
  // >>> normal_cdf(0)
  // 0.5
  function normal_cdf(z) {
    if (Math.abs(z) <= 0.5) {
      return 0.5 + normal_pdf(z) * integral_by_series(z);
    }
    if (Math.abs(z) >= FARTHEST) {
      return z < 0 ? 0 : 1;
    }
    const tail = normal_pdf(z) * mills_ratio(Math.abs(z));
    return z < 0 ? tail : 1 - tail;
  }

  // (Φ(z) − ½)/φ(z) = z + z³/3 + z⁵/(3·5) + …, all terms of one sign.
  function integral_by_series(z) {
    let total = z;
    let term = z;
    let last = 0;
    for (let n = 3; total !== last; n = n + 2) {
      last = total;
      term = term * z * z / n;
      total = total + term;
    }
    return total;
  }

  // R(x) = Φ(−x)/φ(x) for x ≥ ½, Mills' ratio.
  //
  // Far out by Laplace's continued fraction, which takes ever longer towards 0; nearer by Taylor's series
  // around the next of the anchors 1, 2, 3, 4, 5, whose R is found once, by the fraction.
  function mills_ratio(x) {
    if (x >= ANCHORS.length - 1) {
      return by_fraction(x, TERMS);
    }
    const n = Math.ceil(x);
    return by_taylor(n, ANCHORS[n], x - n);
  }

  // 1/(x + 1/(x + 2/(x + 3/(x + …)))), Laplace's continued fraction, from its last term inwards.
  function by_fraction(x, terms) {
    let rest = x;
    for (let n = terms; n >= 1; n--) {
      rest = x + n / rest;
    }
    return 1 / rest;
  }

  // R(x + h) = R(x) + R′(x)h + R″(x)h²/2 + … with R′ = xR − 1 and R⁽ⁿ⁺¹⁾ = xR⁽ⁿ⁾ + nR⁽ⁿ⁻¹⁾ (Marsaglia 2004).
  //
  // The derivatives change sign from one to the next, so with h ≤ 0 all terms are positive.
  function by_taylor(x, R, h) {
    let before = R;
    let derivative = x * R - 1;
    let power = h; // hⁿ/n!
    let total = R + derivative * power;
    let last = R;
    for (let n = 1; total !== last; n++) {
      const next = x * derivative + n * before;
      before = derivative;
      derivative = next;
      power = power * h / (n + 1);
      last = total;
      total = total + derivative * power;
    }
    return total;
  }

  const TERMS = 40; // enough from 5 on: e^(−2x√(2n)) is far below the last place
  const TERMS_AT_1 = 600; // and here from 1 on
  const ANCHORS = [null, 1, 2, 3, 4, 5].map((x) => x && by_fraction(x, TERMS_AT_1));

  // Is there no infinity and no NaN in the list?
  //
  // >>> all_finite([1, 2])
  // true
  function all_finite(values) {
    for (let j = 0; j < values.length; j++) {
      if (!Number.isFinite(values[j])) {
        return false;
      }
    }
    return true;
  }

  // ---- the numbers of the data format --------------------------------------------------------

  // A number of the format as a double: a JSON number, a C99 hexadecimal float or a fraction, the nearest double.
  //
  // place: where it stands, for the message of the error if it is none.
  //
  // >>> number("0x1.8p+1", "x[0]")
  // 3
  // >>> number("1/3", "x[0]") === 1 / 3
  // true
  function number(value, place) {
    let double = value;
    if (typeof value === "string") {
      double = value.includes("/") ? fraction(value, place) : hexadecimal(value, place);
    } else if (typeof value !== "number") {
      throw new Error(`${place}: found ${kind(value)}, expected a number`);
    }
    if (!Number.isFinite(double)) {
      throw new Error(`${place}: found ${shown(value)}, expected a number in the range of a double`);
    }
    return double;
  }

  // A sign, digits, /, digits.
  function fraction(text, place) {
    const parts = /^([+-]?)([0-9]+)\/([0-9]+)$/.exec(text);
    if (!parts) {
      throw new Error(`${place}: found ${shown(text)}, expected digits/digits in a fraction`);
    }
    for (const part of parts.slice(2)) {
      if (part.length > 4000) {
        throw new Error(`${place}: ${part.length} digits, expected at most 4000 in a fraction`);
      }
    }
    const below = BigInt(parts[3]);
    if (below === 0n) {
      throw new Error(`${place}: found ${shown(text)}, expected a denominator other than 0`);
    }
    const size = quotient(BigInt(parts[2]), below);
    return parts[1] === "-" ? -size : size;
  }

  // A sign, 0x, hexadecimal digits with at most one point, p and a decimal exponent.
  function hexadecimal(text, place) {
    const parts = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/.exec(text);
    if (!parts || !(parts[2] + parts[3])) {
      throw new Error(`${place}: found ${shown(text)}, expected a hexadecimal float or a fraction in a text`);
    }
    const digits = BigInt("0x" + parts[2] + parts[3]);
    const exponent = Number(parts[4]) - 4 * parts[3].length;
    const length = digits.toString(2).length;
    let size;
    if (digits === 0n || exponent + length < -1080) {
      size = 0;
    } else if (exponent + length > 1080) {
      size = Infinity;
    } else if (exponent >= 0) {
      size = quotient(digits << BigInt(exponent), 1n);
    } else {
      size = quotient(digits, 1n << BigInt(-exponent));
    }
    return parts[1] === "-" ? -size : size;
  }

  // The double nearest to above/below, ties to even: two whole numbers, neither negative, below not 0.
  function quotient(above, below) {
    if (above === 0n) {
      return 0;
    }
    let exponent = above.toString(2).length - below.toString(2).length - 54; // 54 or 55 bits remain
    exponent = Math.max(exponent, -1076); // fewer below the smallest normal double
    if (exponent >= 0) {
      below = below << BigInt(exponent);
    } else {
      above = above << BigInt(-exponent);
    }
    const whole = above / below;
    const sticky = above % below === 0n ? 0n : 1n; // one bit for all that was cut off
    let scaled = (whole << 1n) | sticky;
    exponent = exponent - 1;
    const spare = BigInt(Math.max(scaled.toString(2).length - 53, -1074 - exponent, 0));
    if (spare > 0n) {
      const cut = scaled & ((1n << spare) - 1n);
      const half = 1n << (spare - 1n);
      scaled = scaled >> spare;
      if (cut > half || (cut === half && scaled & 1n)) {
        scaled = scaled + 1n;
      }
    }
    return times_power_of_two(Number(scaled), exponent + Number(spare));
  }

  // n 2^exponent where that is a double, in steps that are doubles, too.
  function times_power_of_two(n, exponent) {
    while (exponent > 1000) {
      n = n * 2 ** 1000;
      exponent = exponent - 1000;
    }
    while (exponent < -1000) {
      n = n * 2 ** -60;
      exponent = exponent + 60;
    }
    return n * 2 ** exponent;
  }

  // A value as a message shows it, cut and without control characters.
  function shown(value) {
    const text = JSON.stringify(value);
    return text.length <= 40 ? text : text.slice(0, 39) + "…";
  }

  // What a value of JSON is.
  function kind(value) {
    if (value === null || value === undefined) {
      return "null";
    }
    if (typeof value === "boolean") {
      return String(value);
    }
    return Array.isArray(value) ? "a list" : typeof value === "string" ? "a text" : "an object";
  }

  backprop.numerals = {
    exp, expm1, ln, log1p, tanh, normal_pdf, normal_cdf, mills_ratio, all_finite, number, quotient, shown, kind,
  };
})();
