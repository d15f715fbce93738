// The activations σ, each with its slope σ′, as in activations.py.  None of these overflows at any finite z.

(function (backprop) {
  "use strict";

  const { exp, expm1, log1p, normal_cdf, normal_pdf } = backprop.numerals;
  const tanh_of = backprop.numerals.tanh;

  // σ(z) = z
  function identity(z) {
    return z;
  }

  // σ′(z) = 1
  function identity_slope(z) {
    return 1;
  }

  // σ(z) = 1/(1 + e^−z)
  //
  // For negative z written as e^z/(1 + e^z), which is the same and does not overflow.
  //
  // >>> sigmoid(0)
  // 0.5
  function sigmoid(z) {
    let a;
    if (z >= 0) {
      const e = exp(-z);
      a = 1 / (1 + e);
    } else {
      const e = exp(z);
      a = e / (1 + e);
    }
    return a;
  }

  // σ′(z) = σ(z)(1 − σ(z))
  //
  // >>> sigmoid_slope(0)
  // 0.25
  function sigmoid_slope(z) {
    const a = sigmoid(z);
    const da_dz = a * (1 - a);
    return da_dz;
  }

  // σ(z) = tanh z
  function tanh(z) {
    const a = tanh_of(z);
    return a;
  }

  // σ′(z) = 1 − tanh² z
  function tanh_slope(z) {
    const a = tanh_of(z);
    const da_dz = 1 - a * a;
    return da_dz;
  }

  // σ(z) = max(0, z)
  //
  // >>> [relu(3), relu(-3)]
  // [3,0]
  function relu(z) {
    if (z > 0) {
      return z;
    }
    return 0;
  }

  // σ′(z) = 1 if z > 0 else 0
  //
  // >>> [relu_slope(3), relu_slope(0)]
  // [1,0]
  function relu_slope(z) {
    if (z > 0) {
      return 1;
    }
    return 0;
  }

  // σ(z) = z if z > 0 else z/100
  //
  // >>> [leaky_relu(3), leaky_relu(-300)]
  // [3,-3]
  function leaky_relu(z) {
    if (z > 0) {
      return z;
    }
    const a = z / 100;
    return a;
  }

  // σ′(z) = 1 if z > 0 else 1/100
  //
  // >>> [leaky_relu_slope(3), leaky_relu_slope(0)]
  // [1,0.01]
  function leaky_relu_slope(z) {
    if (z > 0) {
      return 1;
    }
    const da_dz = 1 / 100;
    return da_dz;
  }

  // σ(z) = ln(1 + e^z)
  //
  // For positive z written as z + ln(1 + e^−z), which is the same and does not overflow.
  //
  // >>> [softplus(1000), softplus(-1000)]
  // [1000,0]
  function softplus(z) {
    let a;
    if (z > 0) {
      a = z + log1p(exp(-z));
    } else {
      a = log1p(exp(z));
    }
    return a;
  }

  // σ′(z) = 1/(1 + e^−z)
  function softplus_slope(z) {
    return sigmoid(z);
  }

  // σ(z) = z/(1 + |z|)
  //
  // >>> softsign(-3)
  // -0.75
  function softsign(z) {
    const d = 1 + Math.abs(z);
    const a = z / d;
    return a;
  }

  // σ′(z) = 1/(1 + |z|)²
  //
  // >>> softsign_slope(-3)
  // 0.0625
  function softsign_slope(z) {
    const d = 1 + Math.abs(z);
    const da_dz = 1 / (d * d);
    return da_dz;
  }

  // σ(z) = z if z > 0 else e^z − 1
  //
  // >>> [elu(3), elu(-1000)]
  // [3,-1]
  function elu(z) {
    if (z > 0) {
      return z;
    }
    const a = expm1(z);
    return a;
  }

  // σ′(z) = 1 if z > 0 else e^z
  //
  // >>> [elu_slope(3), elu_slope(0)]
  // [1,1]
  function elu_slope(z) {
    if (z > 0) {
      return 1;
    }
    const da_dz = exp(z);
    return da_dz;
  }

  // σ(z) = z s, where s = 1/(1 + e^−z)
  function silu(z) {
    const s = sigmoid(z);
    const a = z * s;
    return a;
  }

  // σ′(z) = s(1 + z(1 − s)), where s = 1/(1 + e^−z)
  //
  // >>> silu_slope(0)
  // 0.5
  function silu_slope(z) {
    const s = sigmoid(z);
    const da_dz = s * (1 + z * (1 - s));
    return da_dz;
  }

  // σ(z) = z Φ(z), Φ the standard normal distribution function
  function gelu(z) {
    const a = z * normal_cdf(z);
    return a;
  }

  // σ′(z) = Φ(z) + z φ(z), φ the standard normal density
  //
  // >>> gelu_slope(0)
  // 0.5
  function gelu_slope(z) {
    const da_dz = normal_cdf(z) + z * normal_pdf(z);
    return da_dz;
  }

  // a_j = e^z_j / Σ_i e^z_i
  //
  // Of a whole layer.  The largest z is subtracted from each first: the same quotients, and no overflow.
  //
  // >>> softmax([1000, 1000])
  // [0.5,0.5]
  function softmax(z) {
    let z_max = z[0];
    for (const z_j of z) {
      if (z_j > z_max) {
        z_max = z_j;
      }
    }
    const e = [];
    let total = 0;
    for (const z_j of z) {
      const e_j = exp(z_j - z_max);
      e.push(e_j);
      total = total + e_j;
    }
    const a = [];
    for (const e_j of e) {
      const a_j = e_j / total;
      a.push(a_j);
    }
    return a;
  }

  // ∂a_i/∂z_j = a_i(1 − a_j) if i = j else −a_i a_j
  //
  // How every output a_i moves with z_j, for the chain rule path by path.
  //
  // >>> softmax_slopes([0.5, 0.5], 0)
  // [0.25,-0.25]
  function softmax_slopes(a, j) {
    const a_j = a[j];
    const da_dz_j = [];
    for (let i = 0; i < a.length; i++) {
      const a_i = a[i];
      da_dz_j.push(i === j ? a_i * (1 - a_j) : -a_i * a_j);
    }
    return da_dz_j;
  }

  // sigma, slope: of one z; softmax: sigma of all z of the layer, slope of all a and j.
  // kinks: every z at which σ′ jumps.
  backprop.ACTIVATIONS = {
    identity: { sigma: identity, slope: identity_slope, kinks: [] },
    sigmoid: { sigma: sigmoid, slope: sigmoid_slope, kinks: [] },
    tanh: { sigma: tanh, slope: tanh_slope, kinks: [] },
    relu: { sigma: relu, slope: relu_slope, kinks: [0] },
    leaky_relu: { sigma: leaky_relu, slope: leaky_relu_slope, kinks: [0] },
    softplus: { sigma: softplus, slope: softplus_slope, kinks: [] },
    softsign: { sigma: softsign, slope: softsign_slope, kinks: [] },
    elu: { sigma: elu, slope: elu_slope, kinks: [] },
    silu: { sigma: silu, slope: silu_slope, kinks: [] },
    gelu: { sigma: gelu, slope: gelu_slope, kinks: [] },
    softmax: { sigma: softmax, slope: softmax_slopes, kinks: [] },
  };
})(globalThis.backprop = globalThis.backprop || {});
