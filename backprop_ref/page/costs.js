// The costs C of one example, each with its derivative ∂C/∂a_j, as in costs.py.
//
// A term whose factor (y_j or 1 − y_j) is 0 is absent from C and from ∂C/∂a_j, whatever a_j is.

(function (backprop) {
  "use strict";

  const { ln } = backprop.numerals;

  // C = ½ Σ_j (a_j − y_j)²
  //
  // >>> half_squared_error([3, 5], [1, 1])
  // 10
  function half_squared_error(a, y) {
    const C = squared_error(a, y) / 2;
    return C;
  }

  // ∂C/∂a_j = a_j − y_j
  //
  // >>> half_squared_error_slope(3, 1, 2)
  // 2
  function half_squared_error_slope(a_j, y_j, n) {
    const dC_da_j = a_j - y_j;
    return dC_da_j;
  }

  // C = Σ_j (a_j − y_j)²
  //
  // >>> squared_error([3, 5], [1, 1])
  // 20
  function squared_error(a, y) {
    let C = 0;
    for (let j = 0; j < a.length; j++) {
      const e_j = a[j] - y[j];
      C = C + e_j * e_j;
    }
    return C;
  }

  // ∂C/∂a_j = 2(a_j − y_j)
  //
  // >>> squared_error_slope(3, 1, 2)
  // 4
  function squared_error_slope(a_j, y_j, n) {
    const dC_da_j = 2 * (a_j - y_j);
    return dC_da_j;
  }

  // C = (1/n) Σ_j (a_j − y_j)², n the number of outputs
  //
  // >>> mean_squared_error([3, 5], [1, 1])
  // 10
  function mean_squared_error(a, y) {
    const C = squared_error(a, y) / a.length;
    return C;
  }

  // ∂C/∂a_j = 2(a_j − y_j)/n, n the number of outputs
  //
  // >>> mean_squared_error_slope(3, 1, 2)
  // 2
  function mean_squared_error_slope(a_j, y_j, n) {
    const dC_da_j = 2 * (a_j - y_j) / n;
    return dC_da_j;
  }

  // C = −Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)]
  //
  // >>> binary_cross_entropy([1, 0], [1, 0]) === 0
  // true
  function binary_cross_entropy(a, y) {
    let C = 0;
    for (let j = 0; j < a.length; j++) {
      const a_j = a[j];
      const y_j = y[j];
      if (y_j !== 0) {
        C = C - y_j * ln(a_j);
      }
      if (y_j !== 1) {
        C = C - (1 - y_j) * ln(1 - a_j);
      }
    }
    return C;
  }

  // ∂C/∂a_j = −y_j/a_j + (1 − y_j)/(1 − a_j)
  //
  // >>> binary_cross_entropy_slope(0.5, 0.25, 1)
  // 1
  function binary_cross_entropy_slope(a_j, y_j, n) {
    let dC_da_j = 0;
    if (y_j !== 0) {
      dC_da_j = dC_da_j - y_j / a_j;
    }
    if (y_j !== 1) {
      dC_da_j = dC_da_j + (1 - y_j) / (1 - a_j);
    }
    return dC_da_j;
  }

  // C = −Σ_j y_j ln a_j
  //
  // >>> cross_entropy([1, 0], [1, 0]) === 0
  // true
  function cross_entropy(a, y) {
    let C = 0;
    for (let j = 0; j < a.length; j++) {
      const a_j = a[j];
      const y_j = y[j];
      if (y_j !== 0) {
        C = C - y_j * ln(a_j);
      }
    }
    return C;
  }

  // ∂C/∂a_j = −y_j/a_j
  //
  // >>> cross_entropy_slope(0.5, 0.25, 1)
  // -0.5
  function cross_entropy_slope(a_j, y_j, n) {
    if (y_j === 0) {
      return 0;
    }
    const dC_da_j = -y_j / a_j;
    return dC_da_j;
  }

  // cost: of the outputs a and targets y.  slope: of a_j, y_j and the number of outputs n.
  backprop.COSTS = {
    half_squared_error: { cost: half_squared_error, slope: half_squared_error_slope },
    squared_error: { cost: squared_error, slope: squared_error_slope },
    mean_squared_error: { cost: mean_squared_error, slope: mean_squared_error_slope },
    binary_cross_entropy: { cost: binary_cross_entropy, slope: binary_cross_entropy_slope },
    cross_entropy: { cost: cross_entropy, slope: cross_entropy_slope },
  };
})(globalThis.backprop = globalThis.backprop || {});
