// Learning: update after update by the page's own equations, in small portions, and what becomes of it.
//
//   learner    a network that learns, with the record of its costs and deltas
//   advance    so many updates more
//   hits       how many examples lie on their side
(function (backprop) {
  "use strict";

  const { RULES, gradient_step, total_cost, outputs } = backprop;
  const LONGEST = 1000; // points of a record, which is then halved

  // A network that learns.
  //
  // network, examples, alpha, cost, reduction: of gradient_step.  eq: the rules it learns by.
  // batch: how many examples to an update: 1 is online, all of them full batch; the last of an epoch may have fewer.
  // seed: of the order of the examples, drawn anew for each epoch from that of the epoch before; null: as they stand.
  //
  // It then has: updates, epochs; record: [{ updates, C, deltas }, …], from before the first update on and after each
  // epoch; finding: null, or the Unfinished at which it ended.  In a record deltas[l] is the mean of |δ_j^l| over the
  // epoch's examples, each when it was shown, and null before the first.
  function learner({ network, examples, alpha, cost, reduction = "mean", eq = RULES, batch, seed = null }) {
    const made = {
      network, examples, alpha, cost, reduction, eq, batch,
      draw: seed === null ? null : backprop.random(seed),
      order: null, before: examples, at: 0, updates: 0, epochs: 0, every: 1, record: [], finding: null,
      sums: network.layers.map(() => 0), shown: 0,
    };
    note(made, null);
    return made;
  }

  function note(made, deltas) {
    const C = total_cost(made.network, made.examples, made.cost, made.reduction, made.eq);
    made.record.push({ updates: made.updates, C, deltas });
    if (made.record.length > LONGEST) { // every other from the first on; later ones as far apart as these are now
      made.record = made.record.filter((point, n) => n % 2 === 0);
      made.every = 2 * made.every;
    }
  }

  // The examples of the next update: of an order that is drawn when an epoch begins.
  function next_batch(made) {
    if (made.order === null) {
      made.order = made.draw === null ? made.examples : backprop.shuffled(made.before, made.draw);
      made.before = made.order;
    }
    return made.order.slice(made.at, made.at + made.batch);
  }

  // One update, and at the end of an epoch its record.
  function update_once(made) {
    const examples = next_batch(made);
    const step = gradient_step(made.network, examples, made.alpha, made.cost, made.reduction, made.eq);
    made.network = step.network;
    made.updates = made.updates + 1;
    made.at = made.at + examples.length;
    step.delta.forEach((delta) => delta.forEach((delta_l, l) => {
      made.sums[l] = made.sums[l] + mean_size(delta_l);
    }));
    made.shown = made.shown + examples.length;
    if (made.at >= made.examples.length) {
      made.at = 0;
      made.order = null;
      made.epochs = made.epochs + 1;
      if (made.epochs % made.every === 0) {
        note(made, made.sums.map((sum) => sum / made.shown));
        made.sums = made.sums.map(() => 0);
        made.shown = 0;
      }
    }
  }

  function mean_size(values) {
    let sum = 0;
    for (let j = 0; j < values.length; j++) {
      sum = sum + Math.abs(values[j]);
    }
    return sum / values.length;
  }

  // So many updates more, or fewer where the time is up or doubles cannot go on; how many there were.
  //
  // is_over: asked after each update.
  function advance(made, updates, is_over = () => false) {
    let done = 0;
    while (done < updates && made.finding === null) {
      try {
        update_once(made);
      } catch (error) {
        if (!(error instanceof backprop.Unfinished)) {
          throw error;
        }
        made.finding = error;
        break;
      }
      done = done + 1;
      if (is_over()) {
        break;
      }
    }
    return done;
  }

  // How many examples the network puts on the side of their target; null where targets are no classes.
  function hits(network, examples, eq = RULES) {
    let count = 0;
    for (const { x, y } of examples) {
      if (!y.every((y_j) => y_j === 0 || y_j === 1)) {
        return null;
      }
      const a = outputs(network, x, eq);
      count = count + (class_of(a) === class_of(y) ? 1 : 0);
    }
    return count;
  }

  // Of one output, whether it is ½ or more; of several, the first of the largest.
  //
  // >>> [class_of([0.7]), class_of([0.1, 0.8, 0.1])]
  // [1,1]
  function class_of(a) {
    return a.length === 1 ? Number(a[0] >= 0.5) : a.indexOf(Math.max(...a));
  }

  Object.assign(backprop, { learner, advance, next_batch, hits, class_of });
})(globalThis.backprop = globalThis.backprop || {});
