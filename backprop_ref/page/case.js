// Cases: what a file must contain, as the command line has it, and the same refusals (place, found, expected).
//
//   cases_in     of each case of a file what reads it: one over several lines, or one a line
//   read_case    one case from its JSON text; throws a Refusal
//   network_of   its network in the words of the arithmetic
//   case_text    the line that the command line takes
(function (backprop) {
  "use strict";

  const { Refusal, Numeral, read_json, shown_text, shown_value, kind_of } = backprop;

  const CASE_FIELDS = ["version", "id", "note", "flags", "layers", "cost", "learning_rate", "reduction", "examples"];
  const LAYER_FIELDS = ["weights", "biases", "shared_bias", "activation"];
  const EXAMPLE_FIELDS = ["x", "y"];
  const MOST_DIGITS = 4000; // of a fraction's numerator or denominator

  // ---- reading ----

  function cases_in(text) {
    const lines = text.split("\n");
    const first = lines.findIndex((line) => line.trim());
    if (first < 0) throw new Refusal("found no case, expected at least one line");
    if (!lines[first].trim().endsWith("}")) return [() => case_from(lines.slice(first).join("\n"))];
    const numbers = [...lines.keys()].filter((n) => lines[n].trim());
    return numbers.map((n) => () => case_of_line(lines[n], n));
  }

  function case_of_line(line, n) {
    try {
      return case_from(line);
    } catch (error) {
      if (error instanceof Refusal) error.message = `line ${n + 1}: ${error.message}`;
      throw error;
    }
  }

  function case_from(text) {
    const given = read_json(text);
    if (!(given instanceof Map)) throw new Refusal(`found ${kind_of(given)}, expected an object`);
    must_have_fields(given, "", CASE_FIELDS, ["id", "layers", "examples"]);
    must_be_version_1(given);
    const id = text_of(given.get("id"), "id");
    if (!id) throw new Refusal("id: empty, expected a name");
    const made = { id };
    const note = given.has("note") ? text_of(given.get("note"), "note") : "";
    if (note) made.note = note;
    const flags = given.has("flags")
      ? list_of(given.get("flags"), "flags").map((flag, n) => text_of(flag, `flags[${n}]`))
      : [];
    if (flags.length) made.flags = flags;
    const cost = one_of(given, "cost", "half_squared_error", Object.keys(backprop.COSTS));
    const reduction = one_of(given, "reduction", "mean", Object.keys(backprop.REDUCTIONS));
    made.layers = list_of(given.get("layers"), "layers").map((layer, l) => layer_of(layer, `layers[${l}]`));
    if (!made.layers.length) throw new Refusal("layers: none, expected at least one");
    made.cost = cost;
    const examples = list_of(given.get("examples"), "examples").map((example, i) =>
      example_of(example, `examples[${i}]`),
    );
    if (!examples.length) throw new Refusal("examples: none, expected at least one");
    if (given.has("learning_rate")) made.learning_rate = rate_of(given.get("learning_rate"));
    made.reduction = reduction;
    made.examples = examples;
    must_fit(made);
    return made;
  }

  function must_be_version_1(given) {
    const version = given.has("version") ? given.get("version") : new Numeral("1");
    if (!(version instanceof Numeral) || version.value !== 1) {
      throw new Refusal(`version: found ${shown_value(version)}, expected 1`);
    }
  }

  function must_have_fields(given, place, known, required) {
    const dot = place ? place + "." : "";
    if (!(given instanceof Map)) throw new Refusal(`${place}: found ${kind_of(given)}, expected an object`);
    if (given.repeated !== undefined) throw new Refusal(`${dot}${name_of(given.repeated)}: repeated, expected once`);
    for (const name of given.keys()) {
      if (!known.includes(name))
        throw new Refusal(`${dot}${name_of(name)}: unknown field, expected ${known.join(", ")}`);
    }
    for (const name of required) if (!given.has(name)) throw new Refusal(`${dot}${name}: missing`);
  }

  function name_of(name) {
    return /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(name) ? name : shown_text(name);
  }

  function text_of(value, place) {
    if (typeof value !== "string") throw new Refusal(`${place}: found ${kind_of(value)}, expected a text`);
    return value;
  }

  function list_of(value, place) {
    if (!Array.isArray(value)) throw new Refusal(`${place}: found ${kind_of(value)}, expected a list`);
    return value;
  }

  function one_of(given, name, fallback, names, place = name) {
    const value = given.has(name) ? given.get(name) : fallback;
    if (typeof value !== "string" || !names.includes(value)) {
      throw new Refusal(`${place}: found ${shown_value(value)}, expected one of ${names.join(", ")}`);
    }
    return value;
  }

  function layer_of(given, place) {
    must_have_fields(given, place, LAYER_FIELDS, ["weights", "biases", "activation"]);
    const weights = list_of(given.get("weights"), `${place}.weights`).map((row, j) =>
      numbers_of(row, `${place}.weights[${j}]`),
    );
    const biases = numbers_of(given.get("biases"), `${place}.biases`);
    const activation = one_of(given, "activation", null, Object.keys(backprop.ACTIVATIONS), `${place}.activation`);
    const shared = given.has("shared_bias") ? given.get("shared_bias") : false;
    if (typeof shared !== "boolean") {
      throw new Refusal(`${place}.shared_bias: found ${shown_value(shared)}, expected true or false`);
    }
    if (!weights.length) throw new Refusal(`${place}.weights: empty, expected at least one row (one for each neuron)`);
    must_be_long(weights[0], `${place}.weights[0]`, "weight");
    weights.forEach((row, j) => {
      if (j) must_be_long(row, `${place}.weights[${j}]`, "weight", weights[0].length, "as in weights[0]");
    });
    if (shared) must_be_long(biases, `${place}.biases`, "bias", 1, "shared by all neurons");
    else must_be_long(biases, `${place}.biases`, "bias", weights.length, "one for each neuron");
    return shared ? { activation, weights, biases, shared_bias: true } : { activation, weights, biases };
  }

  function example_of(given, place) {
    must_have_fields(given, place, EXAMPLE_FIELDS, EXAMPLE_FIELDS);
    const [x, y] = EXAMPLE_FIELDS.map((name) => numbers_of(given.get(name), `${place}.${name}`));
    must_be_long(x, `${place}.x`, "number");
    must_be_long(y, `${place}.y`, "number");
    return { x, y };
  }

  function rate_of(given) {
    const alpha = number_of(given, "learning_rate");
    if (alpha < 0) throw new Refusal(`learning_rate: found ${shown_value(given)}, expected at least 0`);
    return alpha;
  }

  function counted(n, what) {
    return `${n} ${n === 1 ? what : what === "bias" ? "biases" : what + "s"}`;
  }

  function must_be_long(values, place, what, length, reason) {
    if (length !== undefined && values.length !== length) {
      throw new Refusal(`${place}: ${counted(values.length, what)}, expected ${length} (${reason})`);
    }
    if (!values.length) throw new Refusal(`${place}: empty, expected at least one ${what}`);
  }

  // Do its layers and examples fit each other?
  function must_fit(made) {
    const { layers, examples } = made;
    layers.forEach((layer, l) => {
      if (l && layer.weights[0].length !== layers[l - 1].weights.length) {
        const expected = `expected ${layers[l - 1].weights.length} (one for each neuron of layers[${l - 1}])`;
        throw new Refusal(`layers[${l}].weights[0]: ${counted(layer.weights[0].length, "weight")}, ${expected}`);
      }
      if (layer.activation === "softmax" && l !== layers.length - 1) {
        throw new Refusal(`layers[${l}].activation: softmax, expected only in the output layer`);
      }
    });
    examples.forEach((example, i) => {
      const inputs = layers[0].weights[0].length;
      const outputs = layers[layers.length - 1].weights.length;
      must_be_long(example.x, `examples[${i}].x`, "number", inputs, "one for each weight of layers[0].weights[0]");
      must_be_long(example.y, `examples[${i}].y`, "number", outputs, "one for each output");
    });
  }

  // ---- numbers ----

  function numbers_of(values, place) {
    return list_of(values, place).map((value, k) => number_of(value, `${place}[${k}]`));
  }

  function number_of(value, place) {
    if (typeof value === "string") {
      const number = value.includes("/") ? fraction(value, place) : from_hexadecimal(value, place);
      return must_be_in_range(number, value, place);
    }
    if (!(value instanceof Numeral)) throw new Refusal(`${place}: found ${kind_of(value)}, expected a number`);
    if (value.value !== value.value) throw new Refusal(`${place}: found NaN, expected a finite number`);
    return must_be_in_range(value.value, value, place);
  }

  function must_be_in_range(number, value, place) {
    if (!Number.isFinite(number)) {
      throw new Refusal(`${place}: found ${shown_value(value)}, expected a number in the range of a double`);
    }
    return number;
  }

  // The double nearest to digits/digits.
  function fraction(text, place) {
    const bar = text.indexOf("/");
    const [above, below] = [text.slice(0, bar), text.slice(bar + 1)];
    for (const digits of [above.replace(/^[+-]/, ""), below]) {
      if (!/^[0-9]+$/.test(digits)) {
        throw new Refusal(`${place}: found ${shown_text(text)}, expected digits/digits in a fraction`);
      }
      if (digits.length > MOST_DIGITS) {
        throw new Refusal(`${place}: ${digits.length} digits, expected at most ${MOST_DIGITS} in a fraction`);
      }
    }
    if (!BigInt(below)) throw new Refusal(`${place}: found ${shown_text(text)}, expected a denominator other than 0`);
    const negative = above.startsWith("-");
    const size = nearest_double(BigInt(above.replace(/^[+-]/, "")), BigInt(below));
    return negative ? -size : size;
  }

  function bits(n) {
    const digits = n.toString(16);
    return 4 * (digits.length - 1) + parseInt(digits[0], 16).toString(2).length;
  }

  // p/q with p ≥ 0, rounded once, to the even one of two that are equally near.
  function nearest_double(p, q) {
    if (!p) return 0;
    let shift = Math.max(-1074, bits(p) - bits(q) - 54); // so that the quotient has 54 or 55 bits
    let quotient = shift < 0 ? (p << BigInt(-shift)) / q : p / (q << BigInt(shift));
    const exact = shift < 0 ? quotient * q === p << BigInt(-shift) : quotient * (q << BigInt(shift)) === p;
    const extra = BigInt(Math.max(0, bits(quotient) - 53));
    if (extra || !exact) quotient = rounded(p, q, shift, extra);
    shift += Number(extra);
    const whole = Number(quotient);
    return shift > 0
      ? whole * 2 ** Math.min(shift, 971) * (shift > 971 ? 2 ** (shift - 971) : 1)
      : scaled(whole, shift);
  }

  // p/q · 2^−(shift + extra) to the nearest whole number.
  function rounded(p, q, shift, extra) {
    const places = BigInt(shift) + extra;
    const [above, below] = places < 0n ? [p << -places, q] : [p, q << places];
    const down = above / below;
    const twice = 2n * (above - down * below);
    return twice > below || (twice === below && down % 2n) ? down + 1n : down;
  }

  function scaled(whole, shift) {
    return shift < -1000 ? whole * 2 ** -1000 * 2 ** (shift + 1000) : whole * 2 ** shift;
  }

  // A C99 hexadecimal float.
  function from_hexadecimal(text, place) {
    const [, sign, whole, part, power] =
      /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?$/.exec(text) || [];
    if (whole === undefined || !(whole + (part || ""))) {
      throw new Refusal(
        `${place}: found ${shown_text(text)}, expected a hexadecimal float (0x1.8p+1) or a fraction (1/3)`,
      );
    }
    const digits = BigInt("0x" + whole + (part || ""));
    const exponent = BigInt(power || 0) - 4n * BigInt((part || "").length);
    let size = 0;
    if (digits && exponent + BigInt(bits(digits)) > 1100n) size = Infinity;
    else if (digits && exponent + BigInt(bits(digits)) > -1100n) {
      size = exponent < 0n ? nearest_double(digits, 1n << -exponent) : nearest_double(digits << exponent, 1n);
    }
    if (size === Infinity)
      throw new Refusal(`${place}: found ${shown_text(text)}, expected a number in the range of a double`);
    return sign === "-" ? -size : size;
  }

  // ---- in other words ----

  function network_of(given) {
    return {
      layers: given.layers.map((layer) => ({
        w: layer.weights,
        b: layer.biases,
        activation: layer.activation,
        shared_bias: Boolean(layer.shared_bias),
      })),
    };
  }

  function case_text(given) {
    const { id, note, flags, layers, cost, learning_rate, reduction, examples } = given;
    return JSON.stringify({ id, note, flags, layers, cost, learning_rate, reduction, examples });
  }

  Object.assign(backprop, { cases_in, case_from, network_of, case_text });
})(globalThis.backprop = globalThis.backprop || {});
