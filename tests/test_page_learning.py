"""What the page learns, it learns by the equations: the same numbers as the package, update after update."""

import random
import unittest

from backprop_ref import Example, Layer, Network, gradient_step
from backprop_ref.mistakes import MISTAKES
from backprop_ref.page import assembly
from tests.javascript import needs_node, value_of

try:
    from backprop_ref.training import train
except ImportError:
    train = None

LEARNED = """(() => {
  const made = backprop.learner({ ...given, eq: backprop.MISTAKES[given.rule]?.eq });
  const done = backprop.advance(made, given.updates);
  const { network, updates, epochs, record, finding } = made;
  return { done, network, updates, epochs, record, finding: finding && finding.message };
})()"""


def a_network(activation="leaky_relu"):
    return Network([
        Layer([[0.5, -0.25], [0.75, 0.125], [-0.5, 0.375]], [0.125, -0.25, 0.5], activation),
        Layer([[0.25, -0.5, 0.75], [0.5, 0.25, -0.125]], [0.0625, -0.125], "identity"),
    ])


def some_examples(n):
    draw = random.Random(3)
    return [Example([draw.uniform(-1, 1), draw.uniform(-1, 1)], [draw.random(), draw.random()]) for _ in range(n)]


def in_layers(network):
    return {"layers": [
        {"w": layer.w, "b": layer.b, "activation": layer.activation, "shared_bias": layer.shared_bias}
        for layer in network.layers
    ]}


def learned(network, examples, updates, **given):
    return value_of(LEARNED, {
        "network": in_layers(network), "examples": [{"x": example.x, "y": example.y} for example in examples],
        "alpha": 0.125, "cost": "half_squared_error", "reduction": "mean", "updates": updates, **given,
    })


def stepped(network, batches, **given):
    for batch in batches:
        network = gradient_step(network, batch, 0.125, "half_squared_error", "mean", **given).network
    return network


@needs_node
class RandomNumbers(unittest.TestCase):
    SEEDS = [0, 1, 42, 2**31, 2**32 - 1, 2**32, 2**40 + 3, 2**53 - 1]

    def test_they_are_those_of_python_from_the_same_seed(self):
        found = value_of("given.map((seed) => Array.from({ length: 700 }, backprop.random(seed)))", self.SEEDS)
        for seed, numbers in zip(self.SEEDS, found):
            draw = random.Random(seed).random
            self.assertEqual([draw() for _ in numbers], numbers, seed)

    def test_random_network_is_that_of_the_package(self):
        found = value_of("backprop.random_network([2, 3, 2, 1], ['tanh', 'relu', 'sigmoid'], 7)")
        self.assertEqual(in_layers(Network.random([2, 3, 2, 1], ["tanh", "relu", "sigmoid"], seed=7)), found)

    def test_shuffling_keeps_every_item_and_leaves_the_list_as_it_was(self):
        order, items = value_of(
            "(() => { const items = Array.from({ length: 50 }, (_, n) => n);"
            " return [backprop.shuffled(items, backprop.random(1)), items]; })()"
        )
        self.assertEqual(list(range(50)), items)
        self.assertEqual(items, sorted(order))
        self.assertNotEqual(items, order)


@needs_node
class Learning(unittest.TestCase):
    def test_full_batch_is_a_gradient_step_over_all_examples(self):
        network, examples = a_network(), some_examples(5)
        made = learned(network, examples, 20, batch=5)
        self.assertEqual(in_layers(stepped(network, [examples] * 20)), made["network"])
        self.assertEqual((20, 20, 20), (made["done"], made["updates"], made["epochs"]))

    def test_online_is_a_gradient_step_for_each_example(self):
        network, examples = a_network(), some_examples(5)
        made = learned(network, examples, 12, batch=1)
        self.assertEqual(in_layers(stepped(network, [[one] for one in (examples * 3)[:12]])), made["network"])
        self.assertEqual(2, made["epochs"])

    def test_mini_batches_go_through_all_examples_and_the_last_is_what_is_left(self):
        network, examples = a_network(), some_examples(5)
        made = learned(network, examples, 6, batch=2)
        epoch = [examples[:2], examples[2:4], examples[4:]]
        self.assertEqual(in_layers(stepped(network, epoch * 2)), made["network"])

    def test_order_is_drawn_anew_for_each_epoch_and_every_example_comes_once(self):
        orders = value_of("""(() => {
          const examples = Array.from({ length: 9 }, (_, n) => ({ x: [n], y: [0] }));
          const network = { layers: [{ w: [[0]], b: [0], activation: "identity", shared_bias: false }] };
          const cost = "squared_error";
          const made = backprop.learner({ network, examples, alpha: 0, cost, batch: 1, seed: 5 });
          return [0, 1].map(() => examples.map(() => {
            const [{ x }] = backprop.next_batch(made);
            backprop.advance(made, 1);
            return x[0];
          }));
        })()""")
        self.assertEqual([list(range(9))] * 2, [sorted(order) for order in orders])
        self.assertNotEqual(orders[0], orders[1])

    @unittest.skipIf(train is None, "no chapter training in this package")
    def test_it_goes_the_way_of_train_whatever_the_batches_and_the_order(self):
        network, examples = a_network(), some_examples(7)
        for batch, seed in ((1, None), (1, 4), (3, 4), (7, 4)):
            for epoch in train(network, examples, alpha=0.125, epochs=5, batch_size=batch, seed=seed):
                pass
            found = learned(network, examples, epoch.steps, batch=batch, seed=seed)
            self.assertEqual(in_layers(epoch.network), found["network"], (batch, seed))

    def test_record_has_the_cost_before_and_after_each_epoch(self):
        network, examples = a_network(), some_examples(4)
        made = learned(network, examples, 8, batch=2)
        expected = [stepped(network, [examples[:2], examples[2:]] * n) for n in range(5)]
        costs = [gradient_step(one, examples).C for one in expected]
        self.assertEqual(list(zip([0, 2, 4, 6, 8], costs)), [(one["updates"], one["C"]) for one in made["record"]])

    def test_record_has_the_mean_size_of_delta_by_layer(self):
        network, examples = a_network(), some_examples(4)
        made = learned(network, examples, 2, batch=4)
        self.assertIsNone(made["record"][0]["deltas"])
        for n in (0, 1):
            step = gradient_step(stepped(network, [examples] * n), examples)
            for l in (0, 1):
                sizes = [abs(delta_j) for delta in step.delta for delta_j in delta[l]]
                self.assertAlmostEqual(sum(sizes) / len(sizes), made["record"][n + 1]["deltas"][l], delta=1e-15)

    def test_long_record_is_thinned_and_stays_even(self):
        made = learned(a_network(), some_examples(1), 4321, batch=1)
        updates = [one["updates"] for one in made["record"]]
        self.assertLessEqual(len(updates), 1001)
        self.assertEqual(list(range(0, 4321, 8)), updates)

    def test_wrong_rule_goes_where_it_goes_in_python(self):
        network, examples = a_network(), some_examples(3)
        for rule in ("sum-of-layer-deltas", "hidden-slope-missing", "updated-weights-in-delta"):
            eq = MISTAKES[rule].rules()
            expected = network
            for _ in range(10):
                expected = eq.gradient_step(expected, examples, 0.125, "half_squared_error", "mean", eq).network
            found = learned(network, examples, 10, batch=3, rule=rule)["network"]
            self.assertEqual(in_layers(expected), found, rule)
            self.assertNotEqual(in_layers(stepped(network, [examples] * 10)), found)

    def test_it_ends_where_doubles_end_and_says_where(self):
        network, examples = a_network("identity"), some_examples(2)
        made = learned(network, examples, 10_000, batch=2, alpha=50.0)
        self.assertLess(made["done"], 10_000)
        self.assertRegex(made["finding"], r"^layer \d, neuron \d.* is -?(inf|nan), expected a finite number$")

    def test_hits_are_counted_where_targets_are_classes(self):
        network = {"layers": [{"w": [[1]], "b": [0], "activation": "identity", "shared_bias": False}]}
        given = {"network": network, "examples": [{"x": [0.75], "y": [1]}, {"x": [0.25], "y": [1]}]}
        self.assertEqual(1, value_of("backprop.hits(given.network, given.examples)", given))
        given["examples"][0]["y"] = [0.5]
        self.assertIsNone(value_of("backprop.hits(given.network, given.examples)", given))


@needs_node
class DataSets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sets = value_of(
            "Object.fromEntries(Object.entries(backprop.DATA_SETS).map(([name, set]) =>"
            " [name, [set.examples(1), set.examples(1), set.examples(2), set.seeded]]))"
        )

    def test_same_seed_gives_the_same_points_and_another_seed_others(self):
        for name, (one, same, other, seeded) in self.sets.items():
            self.assertEqual(one, same, name)
            self.assertEqual(seeded, one != other, name)

    def test_classes_are_balanced_and_points_lie_in_the_picture(self):
        for name in ("circles", "moons", "spiral"):
            examples = self.sets[name][0]
            self.assertEqual(100, sum(example["y"][0] for example in examples), name)
            self.assertLess(max(abs(x_k) for example in examples for x_k in example["x"]), 1.4, name)

    def test_tables_are_those_of_logic(self):
        for name, rule in (("xor", lambda p, q: p ^ q), ("and", lambda p, q: p & q)):
            for example in self.sets[name][0]:
                self.assertEqual([rule(*example["x"])], example["y"], name)

    def test_network_that_a_set_proposes_learns_it(self):
        shares = value_of("""Object.entries(backprop.DATA_SETS).map(([name, set]) => {
          const examples = set.examples(1);
          const activations = [...set.hidden.map(() => set.activation), "sigmoid"];
          const network = backprop.random_network([2, ...set.hidden, 1], activations, 1);
          const { alpha } = set;
          const cost = "binary_cross_entropy";
          const made = backprop.learner({ network, examples, alpha, cost, batch: 10, seed: 1 });
          backprop.advance(made, name === "spiral" ? 6000 : 2000);
          return [name, backprop.hits(made.network, examples) / examples.length];
        })""")
        for name, share in shares:
            self.assertGreaterEqual(share, 0.95, name)

    def test_page_has_every_flower_of_iris(self):
        rows = assembly.iris()
        if rows is None:
            self.skipTest("no iris in this package")
        self.assertEqual([50, 50, 50], [sum(row[4] == species for row in rows) for species in (0, 1, 2)])
        self.assertEqual([5.1, 3.5, 1.4, 0.2, 0], rows[0])

    def test_iris_has_two_measures_of_mean_0_and_deviation_1(self):
        rows = [[5.0, 3.5, 1.5, 0.25, 0], [6.0, 3.0, 4.5, 1.5, 1], [7.0, 2.5, 6.0, 2.0, 2]]
        examples = value_of("backprop.iris_examples(given, [2, 3])", rows)
        self.assertEqual([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [example["y"] for example in examples])
        for k in (0, 1):
            column = [example["x"][k] for example in examples]
            self.assertAlmostEqual(0, sum(column), delta=1e-14)
            self.assertAlmostEqual(3, sum(x_k * x_k for x_k in column), delta=1e-14)


if __name__ == "__main__":
    unittest.main()
