"""The rules of a mistake do what its words say, on any number type, and leave everything else alone."""

import inspect
import unittest
from decimal import Decimal
from fractions import Fraction

from backprop_ref import RULES, Example, Layer, Network, gradient_step
from backprop_ref.cases import bundled, case_object, find, result_object
from backprop_ref.catalogue.entry import TAPED, Mistake
from backprop_ref.catalogue.precision import quotient_of
from backprop_ref.mistakes import MISTAKES
from tests.separation import FINE, OTHER, TAUGHT, alike, answers, differ

TABLES = {"activations": ("sigma", "slope"), "costs": ("cost", "slope")}


def step_of(name, case, **changes):
    """The step of a program with this mistake."""
    eq = MISTAKES[name].rules()
    given = {"network": case.network, "examples": case.examples, "alpha": case.alpha, **changes}
    return eq.gradient_step(given["network"], given["examples"], given["alpha"], case.cost, case.reduction, eq)


def positional(function):
    return len(inspect.signature(function).parameters)


def needed(function):
    """How many parameters have no default."""
    return sum(one.default is one.empty for one in inspect.signature(function).parameters.values())


def every_form():
    """Every mistake in each of the ways to write it, by name."""
    return [(name, form) for name, mistake in MISTAKES.items() for form in mistake.forms()]


class Replacements(unittest.TestCase):
    def test_each_has_as_many_parameters_as_what_it_replaces(self):
        for name, mistake in every_form():
            for rule, replacement in mistake.replacements().items():
                if rule in TABLES:
                    for key, entry in replacement.items():
                        for part in TABLES[rule]:
                            right = getattr(getattr(RULES, rule)[key], part)
                            self.assertEqual(positional(right), positional(getattr(entry, part)), f"{name}: {key}")
                elif rule == "reductions":
                    for key, reduced in replacement.items():
                        self.assertEqual(positional(RULES.reductions[key]), positional(reduced), name)
                else:
                    self.assertLessEqual(needed(replacement), positional(getattr(RULES, rule)), f"{name}: {rule}")
                    self.assertGreaterEqual(positional(replacement), positional(getattr(RULES, rule)), name)

    def test_each_mistake_replaces_a_rule_or_rewrites_a_result(self):
        result = answers()["shared-bias"]
        for name, mistake in MISTAKES.items():
            rewritten = mistake.answer(result, find("shared-bias")) != result
            self.assertTrue(mistake.replacements() or rewritten, name)

    def test_no_mistake_changes_the_rules_themselves_or_a_case(self):
        before = dict(RULES.__dict__), dict(RULES.activations), dict(RULES.costs), dict(RULES.reductions)
        cases = [case_object(case) for case in bundled()]
        results = {id: repr(result) for id, result in answers().items()}
        for name, mistake in MISTAKES.items():
            answers(name)
            mistake.answer(answers()["square"], find("square"))
        after = dict(RULES.__dict__), dict(RULES.activations), dict(RULES.costs), dict(RULES.reductions)
        self.assertEqual(before, after)
        self.assertEqual(cases, [case_object(case) for case in bundled()])
        self.assertEqual(results, {id: repr(result) for id, result in answers().items()})

    def test_a_name_that_is_no_rule_is_refused(self):
        wrong = Mistake("x", "equation", "14", "a", "b", "c", "d", {"bias_gradiant": abs})
        with self.assertRaisesRegex(ValueError, "no rule named 'bias_gradiant'"):
            wrong.rules()


class Forms(unittest.TestCase):
    """Other ways to write the same slip, and other numbers in it."""

    def answer(self, form, case, eq=None):
        eq = eq or form.rules()
        try:
            step = eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq)
        except ArithmeticError:
            return None
        return form.answer(result_object(case, step), case)

    def test_every_form_answers_otherwise_than_those_before_it(self):
        cases = bundled()
        for name, mistake in MISTAKES.items():
            forms = [] if mistake.stateful or len(mistake.forms()) == 1 else mistake.forms()
            seen = []
            for form in forms:
                if form.effort == TAPED:  # which comes to the same where a slip brings its own derivative
                    continue
                new = [self.answer(form, case) for case in cases]
                for old in seen:
                    self.assertTrue(
                        any(differ(*pair, (*TAUGHT, *OTHER), FINE) for pair in zip(new, old)), f"{name}: {form.form}"
                    )
                seen.append(new)

    def test_every_form_shows_where_the_mistake_does_or_where_it_is_kept_out(self):
        for name, form in every_form():
            if not form.stateful and form.form:
                shown = any(differ(self.answer(form, case), answers()[case.id], (*TAUGHT, *OTHER), FINE)
                            for case in bundled())
                self.assertTrue(shown, f"{name}: {form.form}")
                if form.only:
                    self.assertFalse(any(differ(self.answer(form, case), answers()[case.id], TAUGHT, FINE)
                                         for case in bundled()), f"{name}: {form.form}")

    def course(self, form):
        """What it answers to one case after the other."""
        eq = form.rules()
        return [self.answer(form, case, eq) for case in bundled()]

    def test_the_number_of_a_mistake_matters(self):
        for name, mistake in MISTAKES.items():
            if mistake.parameter is None:
                continue
            values = (mistake.parameter.typical, *mistake.parameter.others)
            self.assertEqual(len(values), len(set(values)), name)
            typical = self.course(mistake)
            for value in mistake.parameter.others:
                other = self.course(mistake.with_value(value))
                self.assertTrue(
                    any(differ(*pair, (*TAUGHT, *OTHER), 1e-14) for pair in zip(typical, other)), f"{name}: {value}"
                )

    def test_a_form_keeps_its_name_its_words_and_its_number(self):
        mistake = MISTAKES["weight-decay"]
        last = mistake.with_value(0.25).forms()[-1]
        self.assertEqual(("weight-decay", 0.25, mistake.written), (last.name, last.value, last.written))
        self.assertEqual(0.01, mistake.value)
        self.assertEqual([last], last.forms())


class State(unittest.TestCase):
    """Only what says so remembers anything."""

    def test_rules_are_fresh_each_time(self):
        for name, mistake in MISTAKES.items():
            if mistake.stateful:
                cases = [find(f"in-a-row-{number}") for number in (1, 2, 3)]
                runs = []
                for _ in range(2):
                    eq = mistake.rules()
                    runs.append([
                        eq.gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction, eq).network
                        for case in cases
                    ])
                self.assertEqual(*runs, name)

    def test_a_mistake_without_state_answers_a_case_alone_as_in_a_row(self):
        case = find("in-a-row-3")
        for name, mistake in MISTAKES.items():
            alone = mistake.answer(result_object(case, step_of(name, case)), case)
            same = alike(*(list(map(result.get, sorted(result)[:-1])) for result in without_id(
                alone, answers(name)[case.id])), 0)
            self.assertEqual(same, not mistake.stateful, name)


def without_id(*results):
    return [{name: value for name, value in result.items() if name != "id"} for result in results]


class AnyNumberType(unittest.TestCase):
    """The replaced rules run over Decimals and Fractions and mean the same there."""

    # They are about floats themselves.
    FLOATS = {
        "parameters-in-single", "examples-in-single", "rate-in-single", "weights-in-single", "biases-in-single",
        "inputs-in-single", "targets-in-single", "deltas-in-single", "deltas-in-half", "gradient-sums-in-single",
        "gradients-in-single", "updates-in-single",
    }
    # They have a root, or an activation that is not rational, in every layer.
    IRRATIONAL = {
        "sigmoid-everywhere", "tanh-everywhere", "sigmoid-in-hidden-layers", "tanh-in-hidden-layers",
        "sigmoid-in-output-layer", "softmax-in-output-layer", "sigmoid-slope-everywhere",
        "sigmoid-slope-in-hidden-layers", "inputs-normalised", "inputs-standardised", "sum-over-root-of-inputs",
        "length-of-layer-deltas", "gradient-norm-clipped", "gradient-norms-clipped-list-by-list",
        "gradients-normalised", "root-of-cost", "over-root-of-examples", "adam-without-bias-correction", "rmsprop",
        "adagrad-with-a-start", "new-weights-of-bounded-length",
        "softmax-in-cost-too",
        "activations-rounded-to-5-decimals",  # one of them lies halfway, and a double a little beside that
    }

    def same(self, name, number, convert, case):
        examples = [example.map(convert) for example in case.examples]
        alpha = None if case.alpha is None else convert(case.alpha)
        try:
            floats = step_of(name, case)
        except ArithmeticError:
            return
        other = step_of(name, case, network=case.network.map(convert), examples=examples, alpha=alpha)
        for part in ("dC_dw", "dC_db", "delta", "C"):
            left, right = getattr(floats, part), as_floats(getattr(other, part), number, self, name)
            # Rounding moves what is about 1 by some 1e-16, and a quotient of it over a step of 1e-5 by some 1e-11.
            tolerance = 1e-6 if name.endswith("-difference") else 1e-12
            self.assertTrue(close(left, right, tolerance), f"{name}: {part} of {case.id}")

    def test_decimals(self):
        for n, name in enumerate(MISTAKES):
            if name not in self.FLOATS:
                for id in ("in-a-row-1", "gelu", "softmax-soft", "elu")[n % 2::2]:  # by turns
                    self.same(name, Decimal, Decimal, find(id))

    def test_fractions(self):
        for name in MISTAKES:
            # Where the network is rational but the mistake is not, there is no answer to compare.
            if name not in self.FLOATS | self.IRRATIONAL:
                self.same(name, Fraction, Fraction, find("leaky-relu"))


def close(left, right, tolerance):
    """No further apart than that, or by that share of the larger one, number by number."""
    if isinstance(left, list):
        return len(left) == len(right) and all(close(*pair, tolerance) for pair in zip(left, right))
    return abs(left - right) <= tolerance * max(1, abs(left), abs(right))


def as_floats(value, number, test, name):
    if isinstance(value, list):
        return [as_floats(item, number, test, name) for item in value]
    test.assertIsInstance(value, (number, int), name)
    return float(value)


class Derivatives(unittest.TestCase):
    """What is said to come with its own slope, or to be differentiated as it is computed, is."""

    def test_another_activation_comes_with_its_derivative(self):
        changed = [
            (name, of, entry) for name, mistake in MISTAKES.items()
            for of, entry in mistake.replacements().get("activations", {}).items()
            if of != "softmax" and entry.sigma is not RULES.activations[of].sigma
            and name != "exponential-in-single"  # which goes up in steps
        ]
        self.assertGreater(len(changed), 15)
        for name, of, entry in changed:
            for z in (-4.3, -1.7, -0.4, 0.6, 1.9, 2.8, 5.3, 21.5):
                h = 1e-6  # the quotient is off by h² and by 1e-16/h
                quotient = (entry.sigma(z + h) - entry.sigma(z - h)) / (2 * h)
                self.assertAlmostEqual(quotient, entry.slope(z), delta=1e-7, msg=f"{name} at {z}")

    def test_another_cost_comes_with_its_derivative(self):
        changed = [
            (name, of, entry) for name, mistake in MISTAKES.items() if not mistake.only
            for of, entry in mistake.replacements().get("costs", {}).items()
            if entry.cost is not RULES.costs[of].cost and name != "zero-times-infinity"
        ]
        self.assertGreater(len(changed), 30)
        for name, of, entry in changed:
            if name in ("slopes-at-outputs-clipped", "output-and-target-swapped", "softmax-in-cost-too"):
                continue  # whose slope is not that of its cost, and says so, or comes from all outputs
            for a_0 in (0.2, 0.45, 0.8):
                a, y, h = [a_0, 0.35, 0.6], [0.3, 0.9, 0.5], 1e-6
                quotient = (entry.cost([a_0 + h, *a[1:]], y) - entry.cost([a_0 - h, *a[1:]], y)) / (2 * h)
                self.assertAlmostEqual(quotient, entry.slope(a_0, 0.3, 3), delta=1e-7, msg=f"{name} at {a_0}")

    # Entries that compute another function, but differentiate it rightly: the gradient is that of their own cost.
    CONSISTENT = (
        "bias-as-threshold", "output-activation-ignored", "hidden-activation-ignored", "activation-of-layer-before",
        "activation-of-first-layer", "activation-of-last-layer", "sigmoid-everywhere", "softmax-twice",
        "softmax-over-examples", "weight-decay-over-examples", "weights-from-to", "gelu-tanh", "sum-for-mean",
        "mean-for-sum", "tanh-everywhere", "sigmoid-in-hidden-layers", "sigmoid-in-output-layer", "softmax-temperature",
        "tanh-gain", "inputs-standardised", "targets-smoothed",
        "input-activated", "targets-shifted",
    )

    def test_a_consistent_mistake_has_the_gradient_of_its_own_cost(self):
        for name in self.CONSISTENT:
            for id in ("square-sum", "softmax-squared", "gelu", "in-a-row-1"):
                case = find(id)
                gradient = step_of(name, case)
                for l in range(len(case.network.layers)):
                    for j, k in ((0, 0), (0, 1), (1, 0)):
                        self.assertAlmostEqual(
                            self.quotient(name, case, l, j, k), gradient.dC_dw[l][j][k], delta=1e-6, msg=f"{name}, {id}"
                        ) if name != "weights-from-to" else None
                    self.assertAlmostEqual(
                        self.quotient(name, case, l, 0, None), gradient.dC_db[l][0], delta=1e-6, msg=f"{name}, {id}"
                    )

    def quotient(self, name, case, l, j, k, h=1e-5):
        """The central difference of the mistaken cost in one parameter; off by some h² and 1e-16/h."""
        costs = []
        for side in (h, -h):
            layers = [Layer(layer.w, layer.b, layer.activation, layer.shared_bias) for layer in case.network.layers]
            if k is None:
                layers[l].b[j] += side
            else:
                layers[l].w[j][k] += side
            costs.append(step_of(name, case, network=Network(layers), alpha=None).C)
        return (costs[0] - costs[1]) / (2 * h)

    def test_difference_quotients_are_near_the_gradient(self):
        case = find("square")
        right = gradient_step(case.network, case.examples)
        for name, h, error in (("forward-difference", 1e-5, 1e-5), ("central-difference", 1e-4, 1e-8)):
            eq = MISTAKES[name].with_value(h).rules()
            wrong = eq.gradient_step(case.network, case.examples, None, case.cost, case.reduction, eq)
            for here, there in zip(wrong.dC_db, right.dC_db):
                for one, other in zip(here, there):
                    self.assertAlmostEqual(one, other, delta=error)

    def test_the_quotient_of_one_parameter_is_that_of_the_whole_pass(self):
        for name, central in (("forward-difference", False), ("central-difference", True)):
            for id in ("square", "shared-bias", "softmax-soft"):
                case = find(id)
                step = step_of(name, case)
                for l, layer in enumerate(case.network.layers):
                    asked = case.network, case.examples, case.cost, case.reduction, l
                    last = len(layer.b) - 1
                    self.assertEqual(step.dC_db[l][last], quotient_of(*asked, last, None, 1e-5, central))
                    self.assertEqual(step.dC_dw[l][1][0], quotient_of(*asked, 1, 0, 1e-5, central))

    def test_the_quotient_sees_a_forward_pass_with_a_mistake_of_its_own(self):
        case = find("square")
        eq = MISTAKES["no-bias-in-output-layer"].rules()
        asked = case.network, case.examples, case.cost, case.reduction
        taken = quotient_of(*asked, 2, 0, 1, 1e-5, True, eq)
        network = case.network.map(lambda value: value)
        network.layers[2].b[:] = [0.0, 0.0, 0.0]
        self.assertEqual(quotient_of(network, *asked[1:], 2, 0, 1, 1e-5, True), taken)


class ByHand(unittest.TestCase):
    """Numbers that mental arithmetic gives: 2-2-2 of identity layers, x = (1, 2), one example."""

    def setUp(self):
        # z = a = (1·1 + 2·2 + 1, 3·1 + 4·2 + 2) = (6, 13); output (5·6 + 6·13 + 3, 7·6 + 8·13 + 4) = (111, 150).
        # δ of the output (111 − 110, 150 − 148) = (1, 2); hidden (5·1 + 7·2, 6·1 + 8·2) = (19, 22).
        self.network = Network([
            Layer([[1, 2], [3, 4]], [1, 2], "identity"), Layer([[5, 6], [7, 8]], [3, 4], "identity"),
        ])
        self.example = Example([1, 2], [110, 148])

    def step(self, name):
        eq = MISTAKES[name].rules()
        return eq.gradient_step(self.network, [self.example], Fraction(1, 10), "half_squared_error", "mean", eq)

    def test_right(self):
        step = gradient_step(self.network, [self.example], Fraction(1, 10))
        self.assertEqual([[[6, 13], [111, 150]]], step.a)
        self.assertEqual([[[19, 22], [1, 2]]], step.delta)

    def test_forward(self):
        for name, first in (
            ("no-bias-forward", [5, 11]), ("bias-subtracted", [4, 9]), ("bias-added-twice", [7, 15]),
            ("bias-added-in-the-loop", [7, 15]), ("one-bias-per-layer", [6, 12]), ("biases-in-reverse", [7, 12]),
            ("last-input-left-out", [2, 5]), ("first-input-left-out", [5, 10]), ("weighted-sum-overwritten", [5, 10]),
            ("weights-transposed-forward", [8, 12]), ("mean-of-inputs", [Fraction(7, 2), Fraction(15, 2)]),
        ):
            self.assertEqual(first, self.step(name).z[0][0], name)

    def test_hidden_deltas(self):
        for name, hidden in (
            ("first-next-neuron-only", [5, 6]), ("last-next-neuron-only", [14, 16]), ("own-index-only", [5, 16]),
            ("unweighted-sum", [3, 3]), ("deltas-left-out-of-sum", [12, 14]), ("index-swapped", [17, 23]),
            ("mean-over-next", [Fraction(19, 2), 11]), ("own-weights", [7, 10]), ("bias-row-kept", [11, 19]),
            ("hidden-delta-0", [0, 0]), ("deltas-in-one-array", [19, 130]), ("next-deltas-of-example-before", [0, 0]),
            ("normalised-by-weights", [Fraction(5, 11) + Fraction(14, 15), Fraction(6, 11) + Fraction(16, 15)]),
        ):
            self.assertEqual(hidden, self.step(name).delta[0][0], name)

    def test_weight_gradients_of_the_output(self):
        for name, w in (
            ("x-for-a", [[1, 2], [2, 4]]), ("own-activation-for-input", [[111, 150], [222, 300]]),
            ("gradient-transposed", [[6, 12], [13, 26]]), ("times-weight", [[30, 78], [84, 208]]),
            ("weight-for-input", [[5, 6], [14, 16]]), ("input-missing", [[1, 1], [2, 2]]),
            ("delta-missing", [[6, 13], [6, 13]]), ("sum-of-inputs", [[19, 19], [38, 38]]),
            ("over-fan-in", [[3, Fraction(13, 2)], [6, 13]]),
            ("sum-of-layer-deltas-for-weights", [[18, 39], [18, 39]]), ("last-row-for-all", [[12, 26], [12, 26]]),
        ):
            self.assertEqual(w, self.step(name).dC_dw[1], name)

    def test_bias_gradients(self):
        for name, b in (
            ("sum-of-layer-deltas", [[41, 41], [3, 3]]), ("first-delta-of-layer", [[19, 19], [1, 1]]),
            ("mean-of-layer-deltas", [[Fraction(41, 2)] * 2, [Fraction(3, 2)] * 2]),
            ("deltas-in-reverse", [[22, 19], [2, 1]]), ("bias-times-inputs", [[57, 66], [19, 38]]),
            ("bias-times-first-input", [[19, 22], [6, 12]]), ("bias-times-last-input", [[38, 44], [13, 26]]),
            ("bias-times-own-activation", [[114, 286], [111, 300]]), ("bias-times-bias", [[19, 44], [3, 8]]),
            ("bias-times-fan-in", [[38, 44], [2, 4]]), ("bias-for-gradient", [[1, 2], [3, 4]]),
            ("next-layer-delta", [[1, 2], [1, 2]]), ("layer-before-delta", [[19, 22], [19, 22]]),
            ("hidden-bias-gradient-0", [[0, 0], [1, 2]]), ("bias-gradient-0", [[0, 0], [0, 0]]),
        ):
            self.assertEqual(b, self.step(name).dC_db, name)

    def test_new_biases_of_the_output(self):
        for name, b in (
            ("biases-ascent", ["31/10", "42/10"]), ("biases-rate-twice", ["299/100", "398/100"]),
            ("biases-rate-missing", ["2", "2"]), ("biases-never-updated", ["3", "4"]),
            ("biases-assigned", ["-1/10", "-2/10"]), ("biases-doubled", ["59/10", "78/10"]),
            ("biases-updated-twice", ["28/10", "36/10"]), ("biases-times-parameter", ["27/10", "32/10"]),
            ("bias-moved-for-each-weight", ["28/10", "36/10"]), ("rate-divided", ["-7", "-16"]),
            ("parameters-sign-of-gradient", ["29/10", "39/10"]), ("first-bias-only-updated", ["29/10", "4"]),
            ("nesterov-momentum", ["281/100", "362/100"]), ("bias-moved-by-last-weight", ["17/10", "14/10"]),
            ("gradients-clipped", ["29/10", "39/10"]), ("biases-only-if-several-examples", ["3", "4"]),
        ):
            self.assertEqual([Fraction(value) for value in b], self.step(name).network.layers[1].b, name)

    def test_other_forms(self):
        # δ through the first weights 1 and 3 of the neurons themselves; gradients that meet a_j, not a_k.
        own, alone = MISTAKES["own-weights"].forms()[1], MISTAKES["own-activation-for-input"].forms()[2]
        steps = [form.rules().gradient_step(self.network, [self.example], eq=form.rules()) for form in (own, alone)]
        self.assertEqual([3, 9], steps[0].delta[0][0])
        self.assertEqual([[111, 111], [300, 300]], steps[1].dC_dw[1])

    def test_an_error_that_is_not_set_to_0(self):
        # With a layer of the identity in front, w = (1, 0), (0, 1): its error is that of the layer after it, (19, 22),
        # and what that layer hands back, (19·1 + 22·3, 19·2 + 22·4).
        layers = [Layer([[1, 0], [0, 1]], [0, 0], "identity"), *self.network.layers]
        for name in ("propagated-error-not-zeroed", "propagated-error-never-zeroed"):
            eq = MISTAKES[name].rules()
            step = eq.gradient_step(Network(layers), [self.example], None, "half_squared_error", "sum", eq)
            self.assertEqual([[19 + 85, 22 + 126], [19, 22], [1, 2]], step.delta[0], name)

    def test_slopes_of_costs(self):
        # e = 1 and 2, so e² − ½ for half of the square.
        self.assertEqual([Fraction(1, 2), Fraction(7, 2)], self.step("power-rule-without-brackets").delta[0][1])

    def test_slopes_of_activations(self):
        for name, of, z, slope in (
            ("softsign-slope-of-square", "softsign", 2.0, 1 / 5),
            ("softsign-slope-of-whole-part", "softsign", -1.5, 1 / 4),
            ("gelu-slope-pi-with-few-digits", "gelu", 0.0, 1 / 2),
        ):
            self.assertEqual(slope, MISTAKES[name].replacements()["activations"][of].slope(z), name)

    def test_updated_weights_in_delta(self):
        # New output weights: 5 − 0.6, 6 − 1.3, 7 − 1.2, 8 − 2.6; so δ is (4.4 + 2·5.8, 4.7 + 2·5.4).
        self.assertEqual([16, Fraction(155, 10)], self.step("updated-weights-in-delta").delta[0][0])


class BatchByHand(unittest.TestCase):
    """One neuron 1-1 of the identity, w = 2, b = 0: examples (1, 1), (3, 4), (2, 1) have δ = 1, 2, 3."""

    def step(self, name, reduction="mean"):
        eq = MISTAKES[name].rules()
        network = Network([Layer([[Fraction(2)]], [0], "identity")])
        examples = [Example([1], [1]), Example([3], [4]), Example([2], [1])]
        return eq.gradient_step(network, examples, Fraction(1, 10), "half_squared_error", reduction, eq)

    def test_bias_gradients(self):
        for name, mean in (
            ("sum-for-mean", 6), ("biases-not-averaged", 6), ("weights-not-averaged", 2), ("over-one-less", 3),
            ("averaged-twice", Fraction(2, 3)), ("over-one-more", Fraction(3, 2)), ("over-outputs", 6),
            ("over-twice-the-examples", 1), ("last-example-only", 1), ("first-example-only", Fraction(1, 3)),
            ("last-example-left-out", 1), ("first-example-left-out", Fraction(5, 3)),
            ("running-average", Fraction(9, 4)), ("divided-in-the-loop", Fraction(34, 27)),
            ("deltas-not-zeroed", Fraction(10, 3)),
        ):
            self.assertEqual([[mean]], self.step(name).dC_db, name)
        self.assertEqual([[2]], self.step("mean-for-sum", "sum").dC_db)

    def test_weight_gradients(self):
        # Right: 1·1 + 2·3 + 3·2 = 13.
        for name, total in (
            ("outer-product-of-sums", 36), ("outer-product-of-means", 12), ("summed-deltas-last-inputs", 12),
            ("errors-added-before-going-back", 12), ("last-example-only", 6), ("first-example-left-out", 12),
        ):
            self.assertEqual([[[total]]], self.step(name, "sum").dC_dw, name)

    def test_online(self):
        # w = 2, b = 0, δ = 1 → w = 1.9, b = −0.1; then z = 5.6, δ = 1.6 → w = 1.42, b = −0.26; then z = 2.58, δ = 1.58.
        step = self.step("online-in-batch", "sum")
        self.assertEqual([[[1]], [[Fraction(16, 10)]], [[Fraction(158, 100)]]], step.delta)
        self.assertEqual([Fraction(-418, 1000)], step.network.layers[0].b)

    def test_all_forward_then_all_backward(self):
        # δ = 1, 2, 3 of their own, each times x = 2; what is told of z is the last one's.
        self.assertEqual([[[12]]], self.step("all-forward-then-all-backward", "sum").dC_dw)
        told = MISTAKES["all-forward-then-all-backward"].answer({"weighted_sums": [1, 2, 3], "deltas": [1, 2, 3]}, None)
        self.assertEqual({"weighted_sums": [3, 3, 3], "deltas": [1, 2, 3]}, told)

    def test_mean_squared_over_the_examples(self):
        # 2·1/3, 2·2/3, 2·3/3 where the one output gives 2·1, 2·2, 2·3; C is (1 + 4 + 9)/3.
        for form, C in zip(MISTAKES["mean-squared-over-examples"].forms(), (Fraction(14, 3), 14)):
            network = Network([Layer([[Fraction(2)]], [0], "identity")])
            examples = [Example([1], [1]), Example([3], [4]), Example([2], [1])]
            step = form.rules().gradient_step(network, examples, None, "mean_squared_error", "sum", form.rules())
            self.assertEqual(([[4]], C), (step.dC_db, step.C))

    def test_activations_of_the_last_example(self):
        # z of the last is 4, so δ = 4 − 1, 4 − 4, 4 − 1, each times x = 2.
        step = self.step("activations-of-last-example", "sum")
        self.assertEqual(([[[3]], [[0]], [[3]]], [[[12]]]), (step.delta, step.dC_dw))


class WrittenByHand(unittest.TestCase):
    def test_what_is_slipped_in_writing(self):
        case = find("shared-bias")
        result = {
            "id": "x", "weight_gradients": [[[1.25, 2.0], [3.0, 4.0], [5.0, 6.0]], [[7.0]]],
            "bias_gradients": [[0.5], [-0.123456789]], "deltas": [[[9.0], [8.0]]],
        }

        def answer(name):
            return MISTAKES[name].answer(result, case)

        self.assertEqual([[[1.25, 3.0, 5.0], [2.0, 4.0, 6.0]], [[7.0]]],
                         answer("gradients-written-transposed")["weight_gradients"])
        self.assertEqual([[7.0]], answer("layers-in-reverse")["weight_gradients"][0])
        self.assertEqual([[1.25, 2.0, 3.0, 4.0, 5.0, 6.0], [7.0]], answer("weights-flat")["weight_gradients"])
        self.assertEqual([1.25, 2.0, 0.5], answer("biases-in-weight-rows")["weight_gradients"][0][0])
        self.assertEqual([[0.5] * 3, [-0.123456789] * 2], answer("shared-bias-repeated")["bias_gradients"])
        self.assertEqual([[[0.5]], [[-0.123456789]]], answer("biases-as-columns")["bias_gradients"])
        self.assertEqual([[0.5], [-0.123457]], answer("printed-with-6-digits")["bias_gradients"])
        self.assertEqual([[0.5], [-0.1235]], answer("printed-with-4-decimals")["bias_gradients"])
        self.assertEqual([[0.5], [-0.12347412109375]], answer("half-precision")["bias_gradients"])
        self.assertEqual([[0.5], [-0.12353515625]], answer("bfloat16")["bias_gradients"])
        self.assertEqual([[[-9.0], [-8.0]]], answer("negative-gradients")["deltas"])
        self.assertEqual([[-0.5], [0.123456789]], answer("negative-gradients")["bias_gradients"])
        self.assertEqual([[0.5], [-0.123456789]], answer("negative-deltas")["bias_gradients"])
        self.assertEqual([[[3.0], [8.0 / 3]]], answer("deltas-over-examples")["deltas"])
        rated = [[0.5 * case.alpha], [-0.123456789 * case.alpha]]
        self.assertEqual(rated, answer("rate-in-gradients")["bias_gradients"])
        self.assertEqual([[7.0]], answer("first-layer-missing")["weight_gradients"][0])
        self.assertEqual(1, len(answer("last-layer-missing")["weight_gradients"]))

    def test_overflow_is_shown_as_nan(self):
        for name, id in (
            ("sigmoid-overflow", "far-sigmoid"), ("tanh-overflow", "far-tanh"), ("softplus-overflow", "far-softplus"),
            ("softmax-overflow", "far-softmax"), ("zero-times-infinity", "zero-times-infinity"),
        ):
            wrong = answers(name)[id]["bias_gradients"][0][0]
            self.assertNotEqual(wrong, wrong, name)


if __name__ == "__main__":
    unittest.main()
