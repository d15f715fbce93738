// Numbers: the functions that the equations need beyond + − · /.
//
//   exp, expm1, ln, log1p, tanh             as the platform has them
//   normal_pdf, normal_cdf, mills_ratio     derived here, since JavaScript has no erf
//   all_finite                              infinities and NaN: not raised, but looked for
//
// The arithmetic is numerals, equations, activations, costs and passes, in this order; node runs the same bytes.
(function (backprop) {
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
  // around the next quarter, whose R is found once, by the fraction.
  function mills_ratio(x) {
    if (x >= NEAR) {
      return by_fraction(x, TERMS);
    }
    const n = Math.ceil(4 * x);
    return by_taylor(n / 4, QUARTERS[n], x - n / 4);
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

  const NEAR = 5;
  const TERMS = 40; // enough from 5 on, and the others from ¾ on: they leave about e^(−2x√(2n))
  const TERMS_OF_QUARTERS = 800;
  const QUARTERS = [null]; // R(n/4) at [n]
  for (let n = 1; n <= 4 * NEAR; n++) {
    QUARTERS.push(by_fraction(n / 4, TERMS_OF_QUARTERS));
  }

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

  backprop.numerals = {
    exp, expm1, ln, log1p, tanh, normal_pdf, normal_cdf, mills_ratio, all_finite,
  };
})(globalThis.backprop = globalThis.backprop || {});
