// Random numbers from a seed: the very numbers of Python's random.Random(seed).random(), so that what was drawn on the
// page can be drawn again anywhere.
//
//   random           a function that draws from [0, 1)
//   random_network   the numbers of Network.random(sizes, activations, seed)
//   shuffled         a list in another order
(function (backprop) {
  "use strict";

  const N = 624;
  const M = 397;

  // MT19937, seeded by an array and read as doubles of 53 bits.
  //
  // Source: Matsumoto and Nishimura 1998, "Mersenne Twister", doi 10.1145/272991.272995, and their mt19937ar.c of 2002.
  //
  // seed: a whole number from 0 to 2⁵³ − 1.
  //
  // >>> random(0)()
  // 0.8444218515250481
  function random(seed) {
    const words = seeded_by_array(seed < 2 ** 32 ? [seed] : [seed % 2 ** 32, Math.floor(seed / 2 ** 32)]);
    let at = N;

    function word() {
      if (at === N) {
        twist(words);
        at = 0;
      }
      let y = words[at];
      at = at + 1;
      y = y ^ (y >>> 11);
      y = y ^ ((y << 7) & 0x9d2c5680);
      y = y ^ ((y << 15) & 0xefc60000);
      return (y ^ (y >>> 18)) >>> 0;
    }

    return function draw() {
      const a = word() >>> 5;
      const b = word() >>> 6;
      return (a * 67108864 + b) / 9007199254740992;
    };
  }

  function seeded_by_array(key) {
    const words = new Uint32Array(N);
    words[0] = 19650218;
    for (let i = 1; i < N; i++) {
      words[i] = Math.imul(1812433253, words[i - 1] ^ (words[i - 1] >>> 30)) + i;
    }
    const mixed = (i, factor) => words[i] ^ Math.imul(words[i - 1] ^ (words[i - 1] >>> 30), factor);
    let i = 1;
    function next() {
      i = i + 1;
      if (i === N) {
        words[0] = words[N - 1];
        i = 1;
      }
    }
    for (let k = 0; k < N; k++) {
      words[i] = mixed(i, 1664525) + key[k % key.length] + (k % key.length);
      next();
    }
    for (let k = 1; k < N; k++) {
      words[i] = mixed(i, 1566083941) - i;
      next();
    }
    words[0] = 0x80000000;
    return words;
  }

  function twist(words) {
    for (let i = 0; i < N; i++) {
      const y = (words[i] & 0x80000000) | (words[(i + 1) % N] & 0x7fffffff);
      words[i] = words[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
  }

  // A network of numbers from (−1, 1), layer by layer, the rows of weights first, then the biases.
  //
  // sizes: of the input, the hidden layers and the output.  activations: one name for each layer.
  function random_network(sizes, activations, seed) {
    const draw = random(seed);
    const uniform = () => -1 + 2 * draw();
    const layers = activations.map((activation, l) => ({
      w: Array.from({ length: sizes[l + 1] }, () => Array.from({ length: sizes[l] }, uniform)),
      b: Array.from({ length: sizes[l + 1] }, uniform),
      activation,
      shared_bias: false,
    }));
    return { layers };
  }

  // The items in an order that the generator draws, by Fisher and Yates: from the last place on, each is swapped with
  // one before it or itself.
  //
  // >>> shuffled([1, 2, 3], () => 0)
  // [2,3,1]
  function shuffled(items, draw) {
    const order = items.slice();
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(draw() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  Object.assign(backprop, { random, random_network, shuffled });
})(globalThis.backprop = globalThis.backprop || {});
