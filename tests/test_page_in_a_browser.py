"""The page in a real browser: what stands on it is what compute says, and every control does what it says."""

import json
import pathlib
import re
import unittest

from backprop_ref import Example, Layer, Network, gradient_step
from backprop_ref.cases import Case, case_object, find, read_case, worked_example
from backprop_ref.page.assembly import lessons
from backprop_ref.walk import events
from backprop_ref.walk.chain_rule_events import path_events
from backprop_ref.walk.step_events import PHASES
from tests.browser import PHONE, PROJECTOR, Pages, axe, needs_axe, needs_browser, settled, state, told, wait_until

XOR = Case(
    "xor",
    Network([Layer([[0.5, -0.75], [1.25, 0.5]], [0.25, -0.5], "tanh"), Layer([[0.75, -1.5]], [0.125], "sigmoid")]),
    [Example([0.0, 0.0], [0.0]), Example([0.0, 1.0], [1.0]), Example([1.0, 0.0], [1.0]), Example([1.0, 1.0], [0.0])],
    0.5,
    "binary_cross_entropy",
)
HIDDEN = ("sigmoid", "tanh", "relu", "leaky_relu", "softplus", "softsign", "elu", "silu", "gelu", "identity")
COSTS = ("half_squared_error", "squared_error", "mean_squared_error", "cross_entropy", "binary_cross_entropy")


def ten_cases():
    """Of all kinds: every activation and cost, shared biases, sums and means, one layer to three, no rate."""
    cases = []
    for n, name in enumerate(HIDDEN):
        cost = COSTS[n % 5]
        end = {"cross_entropy": "softmax", "binary_cross_entropy": "sigmoid"}.get(cost, HIDDEN[(n + 3) % 10])
        shape = Network.random([2 + n % 2, 3, 2, 2][: 2 + n % 3] if n != 4 else [2, 2], "identity", seed=n)
        layers = [
            Layer(
                layer.w,
                layer.b[:1] if n % 3 == l else layer.b,
                end if l == len(shape.layers) - 1 else name,
                n % 3 == l,
            )
            for l, layer in enumerate(shape.layers)
        ]
        outputs = len(layers[-1].w)
        examples = [
            Example(
                [0.5 + 0.25 * i - 0.125 * k for k in range(shape.sizes[0])],
                [float(j == i % outputs) for j in range(outputs)],
            )
            for i in range(1 + n % 3)
        ]
        cases.append(
            Case(f"kind {n}", Network(layers), examples, None if n == 7 else 0.25, cost, ("mean", "sum")[n % 2])
        )
    return cases


def step_of(case):
    return gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)


def paths_of(case):
    """What the chain rule says of the weight w_00 of every layer, last layer first."""
    step = step_of(case)
    for i in range(len(case.examples)):
        for l in reversed(range(len(case.network.layers))):
            yield from path_events(case, step, i, l, 0, 0)


def every_event(case):
    yield from events(case, step_of(case))
    yield from paths_of(case)


def key_of(event):
    return event.rule, (event.i, event.l, event.j, event.k), str(event.symbol)


def shown(x, digits=9):
    return "0" if x == 0 else f"{x:.{digits}g}"


# Of every step of the walk what stands on the page as its result.  Sparsely: looked at once for each rule and layer.
EVERY_STEP = """([digits, sparsely]) => {
  backprop.look({ digits });
  const steps = [], seen = new Set();
  for (let n = 0; n < backprop.state.walk.length; n++) {
    const { rule, i, l, j, k, symbol, value } = backprop.state.walk.at(n);
    const where = [i, l, j, k].map((at) => (at === undefined ? null : at));
    if (sparsely && seen.has(rule + l)) {
      steps.push([rule, where, symbol, backprop.figure(value)]);
      continue;
    }
    seen.add(rule + l);
    backprop.go(n);
    backprop.flush();
    const result = document.querySelector("#panel-equation .value .result");
    steps.push([rule, where, symbol, result.textContent.replace(/−/g, "-")]);
  }
  return steps;
}"""


# Every step of the walk as it comes: its phase, its rule, where it is, what it gives, by which equation.
ORDER = """() => {
  const steps = [];
  for (let n = 0; n < backprop.state.walk.length; n++) {
    const { phase, rule, i, l, j, k, symbol, equation } = backprop.state.walk.at(n);
    steps.push([phase, rule, [i, l, j, k].map((at) => (at === undefined ? null : at)), symbol, equation]);
  }
  return steps;
}"""


# Changes of every kind, drawn by a seed, and what the case is after each: kept in the window's name.
ANY_CHANGES = """([seed, many]) => {
  const draw = backprop.drawn(seed), below = (n) => Math.min(n - 1, Math.floor(((draw() + 1) / 2) * n));
  const all = Object.keys(backprop.ACTIVATIONS), costs = Object.keys(backprop.COSTS), texts = [];
  for (let n = 0; n < many; n++) {
    const { layers, examples } = backprop.state.case, last = layers.length - 1, l = below(layers.length);
    const change = [
      (given) => backprop.add_neuron(given, l - 1),
      (given) => layers[l].weights.length > 1 && backprop.remove_neuron(given, l, below(layers[l].weights.length)),
      (given) => last < 4 && backprop.add_layer(given, l),
      (given) => l < last && backprop.remove_layer(given, l),
      (given) => backprop.share_bias(given, l, !layers[l].shared_bias),
      (given) => { given.layers[l].activation = all[below(l === last ? all.length : all.length - 1)]; },
      (given) => examples.length < 5 && backprop.add_example(given),
      (given) => examples.length > 1 && backprop.remove_example(given, below(examples.length)),
      (given) => backprop.random_start(given, n),
      (given) => { given.cost = costs[below(3)]; },
    ][below(10)];
    if (n % 9 === 8) backprop.undo();
    else if (n % 17 === 16) backprop.redo();
    else backprop.edit("any", change);
    backprop.go(below(backprop.state.walk.length));
    backprop.look({ panel: ["equation", "change", "bias"][n % 3], show: ["values", "gradients", "updates"][below(3)] });
    backprop.flush();
    texts.push(backprop.case_text(backprop.state.case));
  }
  window.name = texts.join("\\n");
}"""


@needs_browser
class TheNumbersOnThePageAreThoseOfCompute(Pages):
    def test_of_ten_cases_of_all_kinds_step_by_step(self):
        page = self.open()
        for case in ten_cases():
            with self.subTest(case=case.id, network=repr(case.network), cost=case.cost):
                page.evaluate(
                    "(text) => { backprop.load(backprop.case_from(text)); backprop.flush(); }",
                    json.dumps(case_object(case)),
                )
                found = page.evaluate(EVERY_STEP, [9, True])
                ours = {(rule, tuple(where), symbol): text for rule, where, symbol, text in found}
                expected = {}
                for event in every_event(case):
                    expected[key_of(event)] = shown(event.value)
                for key, text in expected.items():
                    self.assertTrue(key in ours, key)
                    self.assertLess(abs(float(ours[key]) - float(text)), 1.5e-9 * max(abs(float(text)), 1e-3), key)
                extra = {rule for rule, _, _ in ours.keys() - expected.keys()}
                self.assertLessEqual(extra, {"difference_quotient", "cost_after"})

    def test_of_ten_cases_of_all_kinds_in_the_order_of_the_walk(self):
        page = self.open()
        for case in ten_cases():
            with self.subTest(case=case.id, network=repr(case.network), cost=case.cost):
                text = json.dumps(case_object(case))
                page.evaluate("(text) => { backprop.load(backprop.case_from(text)); backprop.flush(); }", text)
                ours = [(phase, rule, tuple(where), *more) for phase, rule, where, *more in page.evaluate(ORDER)]
                for phase in ("backward", "paths"):
                    walked = events(case, step_of(case)) if phase == "backward" else paths_of(case)
                    expected = [
                        (*key_of(event), event.equation)
                        for event in walked
                        if phase == "paths" or PHASES[event.rule] == phase
                    ]
                    rules = {rule for rule, *_ in expected}
                    found = [one[1:] for one in ours if one[0] == phase and one[1] in rules]
                    self.assertEqual(expected, found)

    def test_of_the_worked_example_as_they_are_printed_by_compute(self):
        page = self.open()
        found = {
            (rule, tuple(where), symbol): text for rule, where, symbol, text in page.evaluate(EVERY_STEP, [9, False])
        }
        case = worked_example()
        for event in events(case, step_of(case)):
            self.assertEqual(
                found[(event.rule, (event.i, event.l, event.j, event.k), str(event.symbol))], shown(event.value)
            )

    def test_in_full_where_the_arithmetic_is_exact(self):
        layers = [Layer([[2.0, 3.0]], [1.0], "relu"), Layer([[1.5], [-1.0]], [0.0, 2.0], "identity")]
        case = Case("exact", Network(layers), [Example([1.0, 1.1], [5.0, 0.0])], 0.1)
        page = self.open(case)
        found = {
            (rule, tuple(where), symbol): text for rule, where, symbol, text in page.evaluate(EVERY_STEP, [17, False])
        }
        for event in events(case, step_of(case)):
            text = found[(event.rule, (event.i, event.l, event.j, event.k), str(event.symbol))]
            self.assertEqual(text, "0" if event.value == 0 else re.sub(r"\.0$", "", repr(event.value)))

    def test_the_paths_give_the_gradients(self):
        page = self.open(XOR)
        values = page.evaluate("""() => {
          const { walk } = backprop.state, found = [];
          for (let n = 0; n < walk.length; n++) {
            const one = walk.at(n);
            if (one.phase !== "paths" || one.rule === "error_recurrence") continue;
            const gradient = walk.at(walk.find({ rule: "weight_gradients", i: one.i, l: one.l, j: one.j, k: one.k }));
            found.push([one.rule, one.value, gradient.value]);
          }
          return found;
        }""")
        self.assertEqual(
            {rule for rule, _, _ in values}, {"chain_rule", "chain_rule_through_next_layer", "difference_quotient"}
        )
        for rule, value, gradient in values:
            self.assertAlmostEqual(value, gradient, delta=1e-9, msg=rule)


@needs_browser
class EditingIsComputingTheEditedCase(Pages):
    def same_as_computed(self, page):
        """What is on the page is what the heart makes of "copy as a case"."""
        text = page.evaluate("backprop.case_text(backprop.state.case)")
        case = read_case(text)
        step = step_of(case)
        for name in ("z", "a", "delta", "dC_dw", "dC_db", "C"):
            self.assertClose(state(page, f"computed.{name}"), getattr(step, name), name)
        return case

    def assertClose(self, found, expected, name):
        if isinstance(expected, list):
            self.assertEqual(len(found), len(expected), name)
            for one, other in zip(found, expected):
                self.assertClose(one, other, name)
        else:
            self.assertAlmostEqual(found, expected, delta=1e-12 * max(1, abs(expected)), msg=name)

    def test_a_number_is_typed_into_the_equation(self):
        page = self.open()
        field = page.locator('#panel-equation input[data-place="w.0.0.1"]')
        field.click()
        field.fill("-1/4")
        field.press("Enter")
        settled(page)
        self.assertEqual(self.same_as_computed(page).network.layers[0].w[0][1], -0.25)
        self.assertEqual(page.locator("#panel-equation .result").inner_text(), "0.3325")
        self.assertIn("w_01^0", page.get_by_role("button", name="Undo").get_attribute("title"))

    def test_a_number_is_dragged_and_everything_follows_while_it_moves(self):
        page = self.open()
        field = page.locator('#panel-equation input[data-place="w.0.0.0"]')
        box = field.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        seen = []
        for up in (20, 40, 60):
            page.mouse.move(x, y - up)
            settled(page)
            seen.append(
                (state(page, "case.layers[0].weights[0][0]"), page.locator("#panel-equation .result").inner_text())
            )
        page.mouse.up()
        self.assertEqual([w for w, _ in seen], [0.35, 0.55, 0.75])
        self.assertEqual([text for _, text in seen], ["0.3875", "0.3975", "0.4075"])
        self.same_as_computed(page)
        page.get_by_role("button", name="Undo").click()
        self.assertEqual(state(page, "case.layers[0].weights[0][0]"), 0.15, "a drag is undone as one")

    def test_enter_takes_a_number_and_leaves_its_field(self):
        page = self.open()
        for place in ("#panel-equation", "#inspector", "#panel-change"):
            if place == "#panel-change":
                page.get_by_role("tab", name="Change").click()
            elif place == "#inspector":
                page.evaluate(
                    "backprop.go(backprop.state.walk.find({ rule: 'weight_gradients', i: 0, l: 0, j: 0, k: 0 }));"
                    "backprop.look({ chosen: 'w.0.0.0' })"
                )
            settled(page)
            field = page.locator(f'{place} input[data-place="w.0.0.0"]')
            field.click()
            field.fill("0.625")
            page.keyboard.press("Enter")
            settled(page)
            self.assertEqual(0.625, state(page, "case.layers[0].weights[0][0]"), place)
            self.assertEqual("BODY", page.evaluate("document.activeElement.tagName"), place)
            page.evaluate("backprop.undo()")
            settled(page)

    def test_the_drawing_stays_readable_while_a_number_is_changed(self):
        page = self.open()
        faded = "document.querySelector('.drawing').classList.contains('fading')"
        field = page.locator('#panel-equation input[data-place="w.0.0.0"]')
        field.hover()
        settled(page)
        self.assertTrue(page.evaluate(faded), "pointed at, it stands out")
        page.mouse.down()
        page.mouse.move(*(field.bounding_box()[side] - 20 for side in "xy"))
        settled(page)
        self.assertFalse(page.evaluate(faded), "dragged, everything is seen to follow")
        page.mouse.up()
        settled(page)
        self.assertFalse(page.evaluate(faded))
        field.press("ArrowUp")
        settled(page)
        self.assertFalse(page.evaluate(faded))
        self.assertEqual("w.0.0.0", page.locator(".drawing .edge.lit").get_attribute("data-place"))
        page.mouse.move(5, 5)
        settled(page)
        self.assertEqual(1, page.locator(".drawing .edge.lit").count(), "as long as the field is in hand")
        field.press("Enter")
        field.press("Enter")
        settled(page)
        self.assertEqual(0, page.locator(".drawing .edge.lit").count())

    def test_a_refusal_covers_nothing(self):
        page = self.open()
        page.evaluate("backprop.open_lesson(0)")
        for panel in page.evaluate("backprop.panels()"):
            page.evaluate(f"backprop.tell('found nothing at all, expected something: {'long ' * 30}', 'error');"
                          f"backprop.look({{ panel: '{panel}' }})")
            settled(page)
            covered = page.evaluate("""() => {
              const over = document.getElementById("notices").getBoundingClientRect();
              const under = [...document.querySelectorAll("header, aside, main > section, footer")].filter((one) => {
                const { top, bottom, left, right } = one.getBoundingClientRect();
                return top < over.bottom && bottom > over.top && left < over.right && right > over.left;
              });
              return [over.height > 0, under.map((one) => one.outerHTML.slice(0, 60))];
            }""")
            self.assertEqual([True, []], covered, panel)
        phone = self.open(viewport=PHONE)
        phone.evaluate("backprop.tell('found abc, expected a number', 'error')")
        for name in ("Change", "Learning", "Equation"):
            phone.get_by_role("tab", name=name).click()
        self.assertIn("found abc", phone.locator("#notices").inner_text())

    def test_arrow_keys_move_a_number(self):
        page = self.open()
        field = page.locator('#panel-equation input[data-place="b.0.0"]')
        field.focus()
        for key, expected in (("ArrowUp", 0.45), ("Shift+ArrowUp", 1.45), ("Alt+ArrowDown", 1.44)):
            field.press(key)
            settled(page)
            self.assertEqual(state(page, "case.layers[0].biases[0]"), expected)
        self.assertEqual(page.evaluate("document.activeElement.dataset.place"), "b.0.0", "the field is kept")
        self.same_as_computed(page)

    def test_what_is_no_number_is_refused(self):
        page = self.open()
        field = page.locator('#panel-equation input[data-place="w.0.0.0"]')
        field.click()
        field.fill("abc")
        self.assertEqual(field.get_attribute("aria-invalid"), "true")
        field.press("Tab")
        self.assertIn("found 'abc', expected a number", page.locator("#notices").inner_text())
        self.assertEqual(state(page, "case.layers[0].weights[0][0]"), 0.15)

    def test_a_refusal_ends_with_the_next_number_that_is_taken(self):
        page = self.open()
        page.evaluate("backprop.look({ panel: 'change' })")
        weight, seed = '#panel-change input[data-place="w.0.0.0"]', "#panel-change [aria-label='seed']"
        for field, typed, why, good in (
            ("#panel-change input[data-place='alpha']", "-1", "α: found '-1', expected a number of at least 0", "0.25"),
            (seed, "1.5", "seed: found '1.5', expected a whole number from 0 to 4294967295", "1"),
            (weight, "1e400", "found '1e400', too large, expected a number in the range of a double", "0.15"),
        ):
            with self.subTest(typed=typed):
                before = page.locator(field).input_value()
                for text in (typed, good):
                    page.locator(field).click()
                    page.locator(field).fill(text)
                    page.locator(field).press("Enter")
                    settled(page)
                    if text == typed:
                        told(page, why)
                        self.assertEqual(before, page.locator(field).input_value())
                self.assertEqual("", page.locator("#notices").inner_text())

    def test_an_arrow_key_moves_the_seed_by_one(self):
        page = self.open()
        page.evaluate("backprop.look({ panel: 'change' })")
        seed = page.locator("#panel-change [aria-label='seed']")
        seed.focus()
        for key, expected in (("ArrowUp", "2"), ("ArrowDown", "1"), ("ArrowDown", "0"), ("ArrowDown", "0")):
            seed.press(key)
            self.assertEqual(expected, seed.input_value())

    def test_what_cannot_be_removed_says_why(self):
        page = self.open()
        page.evaluate("backprop.look({ panel: 'change' })")
        whys = {"Remove layer 1": "the output layer stays", "Remove example 0": "a case keeps one example"}
        for name, why in whys.items():
            button = page.get_by_role("button", name=name)
            self.assertTrue(button.is_disabled())
            self.assertEqual(why, button.get_attribute("title"))

    def test_a_finger_that_scrolls_changes_no_number(self):
        page = self.open(viewport=PHONE, has_touch=True)
        touch = page.context.new_cdp_session(page)
        field = page.locator('#panel-equation input[data-place="b.0.0"]')
        field.scroll_into_view_if_needed()

        def swipe(across, down):
            box = field.bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            for n in range(7):
                touch.send("Input.dispatchTouchEvent", {
                    "type": "touchMove" if n else "touchStart",
                    "touchPoints": [{"x": x + across * n / 6, "y": y + down * n / 6}],
                })
                settled(page)
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            settled(page)
            return state(page, "case.layers[0].biases[0]")

        scrolled = page.evaluate("scrollY")
        self.assertEqual(0.35, swipe(0, 60))
        self.assertLess(page.evaluate("scrollY"), scrolled, "the page has scrolled")
        self.assertGreater(swipe(60, 0), 0.5)
        before, seen = state(page, "case.layers[0].biases[0]"), []
        for kind, across in (("pointerdown", 0), ("pointermove", 50), ("pointercancel", 50)):
            given = {"pointerId": 1, "pointerType": "touch", "button": 0, "clientX": across, "clientY": 0}
            field.dispatch_event(kind, given)
            seen.append(state(page, "case.layers[0].biases[0]"))
        self.assertEqual([before, before], [seen[0], seen[2]], "what moved before the browser took it is undone")
        self.assertNotEqual(before, seen[1])

    def test_every_control_of_the_change_panel(self):
        page = self.open(XOR)
        page.get_by_role("tab", name="Change").click()
        panel = page.locator("#panel-change")

        def click(name):
            panel.get_by_role("button", name=name, exact=True).click()
            settled(page)
            return self.same_as_computed(page)

        def choose(label, value, nth=0):
            panel.get_by_label(label, exact=True).nth(nth).select_option(value)
            settled(page)
            return self.same_as_computed(page)

        self.assertEqual(click("Add a neuron to layer 0").network.sizes, [2, 3, 1])
        self.assertEqual(click("Add a neuron to layer 1").network.sizes, [2, 3, 2])
        self.assertEqual(click("Remove neuron 1 of layer 0").network.sizes, [2, 2, 2])
        self.assertEqual(click("Add a layer before layer 1").network.sizes, [2, 2, 2, 2])
        self.assertEqual(click("Remove layer 0").network.sizes, [2, 2, 2])
        self.assertEqual(click("Add an input").network.sizes, [3, 2, 2])
        self.assertEqual(click("Remove the last input").network.sizes, [2, 2, 2])
        self.assertEqual(len(click("Add an example").examples), 5)
        self.assertEqual(len(click("Remove example 1").examples), 4)
        self.assertEqual(choose("cost", "squared_error").cost, "squared_error")
        self.assertEqual(choose("over examples", "sum").reduction, "sum")
        self.assertEqual(choose("activation", "relu").network.layers[0].activation, "relu")
        self.assertEqual(choose("activation", "softmax", 1).network.layers[1].activation, "softmax")
        panel.get_by_label("shared bias").first.check()
        settled(page)
        self.assertTrue(self.same_as_computed(page).network.layers[0].shared_bias)
        panel.get_by_label("shared bias").first.uncheck()
        settled(page)
        self.assertFalse(self.same_as_computed(page).network.layers[0].shared_bias)
        first = click("random start: draw all weights and biases again, from the seed").network
        second = click("random start: draw all weights and biases again, from the seed").network
        self.assertNotEqual(first, second)
        page.keyboard.press("Control+z")
        self.assertEqual(self.same_as_computed(page).network, first)
        rate = panel.get_by_label("learning rate α")
        rate.click()
        rate.fill("2")
        rate.press("Enter")
        settled(page)
        self.assertEqual(self.same_as_computed(page).alpha, 2)
        for place in ("x.0", "y.1"):
            field = panel.locator(f'input[data-place="{place}"]').nth(1)
            field.click()
            field.fill("0.75")
            field.press("Enter")
        settled(page)
        example = self.same_as_computed(page).examples[1]
        self.assertEqual((example.x[0], example.y[1]), (0.75, 0.75))

    def test_undo_redo_and_reset(self):
        page = self.open()
        original = page.evaluate("backprop.case_text(backprop.state.case)")
        page.evaluate("backprop.set_value('w.1.0.0', 0, 9)")
        page.evaluate("backprop.settle()")
        page.evaluate("backprop.set_value('alpha', 0, 3)")
        settled(page)
        page.get_by_role("button", name="Undo").click()
        self.assertEqual(state(page, "alpha"), 0.5)
        page.get_by_role("button", name="Redo").click()
        self.assertEqual(state(page, "alpha"), 3)
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+z")
        self.assertEqual(page.evaluate("backprop.case_text(backprop.state.case)"), original)
        settled(page)
        self.assertTrue(page.get_by_role("button", name="Undo").is_disabled())
        page.keyboard.press("Control+y")
        page.keyboard.press("Control+Shift+z")
        self.assertEqual(state(page, "alpha"), 3)
        page.get_by_role("button", name="Reset").click()
        self.assertEqual(page.evaluate("backprop.case_text(backprop.state.case)"), original)

    def test_after_any_changes_the_case_is_one_that_the_command_line_takes(self):
        page = self.open()
        page.evaluate(ANY_CHANGES, [5, 120])
        texts = page.evaluate("window.name").split("\n")
        self.assertGreater(len(set(texts)), 60)
        for text in texts:
            read_case(text)
        settled(page)
        self.same_as_computed(page)

    def test_a_panel_that_was_not_seen_meanwhile_knows_of_everything(self):
        page = self.open(XOR)
        for panel in ("change", "equation"):
            page.evaluate(f"backprop.look({{ panel: '{panel}' }})")
            settled(page)
        for edit in ("backprop.remove_example(given, 3)", "given.layers[0].biases[0] = 2"):
            page.evaluate(f"backprop.edit('unseen', (given) => {{ {edit}; }})")
            settled(page)
        page.evaluate("backprop.look({ panel: 'change' })")
        settled(page)
        self.assertEqual(page.locator("#panel-change").get_by_role("button", name="Remove example").count(), 3)

    def test_where_doubles_cannot_go_on_the_page_says_so(self):
        page = self.open()
        page.evaluate(
            """backprop.edit("far", (given) => {
              given.layers[1].weights[0][0] = 1e308;
              given.layers[1].activation = "identity";
              given.cost = "squared_error";
            })"""
        )
        settled(page)
        self.assertIn("This step goes beyond what a double can hold", page.locator(".finding").inner_text())
        page.keyboard.press("Control+z")
        settled(page)
        self.assertEqual(page.locator(".finding").count(), 0)


@needs_browser
class TheWalkIsMovedThrough(Pages):
    def where(self, page):
        return page.evaluate(
            "(({ phase, rule, i, l, j, k }) => [phase, rule, i, l, j, k])(backprop.state.walk.at(backprop.state.step))"
        )

    def test_every_key_does_what_the_help_says(self):
        page = self.open(XOR)
        keys = page.evaluate("backprop.KEYS.map(([key, , what]) => [key, what])")
        page.keyboard.press("?")
        shown_keys = page.locator("#help .key").all_inner_texts()
        self.assertEqual(len(shown_keys), len(keys))
        page.keyboard.press("Escape")
        last = state(page, "walk.length") - 1

        def press(key):
            page.keyboard.press(key)
            settled(page)
            return state(page, "step")

        tried = {"?"}

        def does(key, expected):
            tried.add(key)
            names = {
                "→": "ArrowRight",
                "←": "ArrowLeft",
                "↓": "ArrowDown",
                "↑": "ArrowUp",
                "Ctrl+Z": "Control+z",
                "Ctrl+Y": "Control+y",
            }
            self.assertEqual(press(names.get(key, key)), expected, key)

        does("→", 1)
        does("←", 0)
        does("↓", 2)
        does("↓", 4)
        does("↑", 2)
        does("L", 4)
        does("Shift+L", 0)
        does("P", 6)
        self.assertEqual(self.where(page)[:3], ["cost", "cost", 0])
        does("P", 7)
        does("Shift+P", 6)
        does("Shift+P", 0)
        example_1 = page.evaluate("backprop.state.walk.find({ i: 1 })")
        does("E", example_1)
        does("Shift+E", 0)
        does("End", last)
        does("Home", 0)
        for key, show in (("G", "gradients"), ("U", "updates"), ("V", "values")):
            does(key, 0)
            self.assertEqual(state(page, "view.show"), show)
            self.assertEqual(page.locator(".switch [aria-pressed=true]").inner_text().lower(), show)
        does("F", 0)
        self.assertEqual(state(page, "view.digits"), 17)
        does("F", 0)
        self.assertEqual(state(page, "view.digits"), 4)
        for key, panel in (("2", "change"), ("3", "bias"), ("4", "learning"), ("1", "equation")):
            does(key, 0)
            self.assertTrue(page.locator(f"#panel-{panel}").is_visible())
        page.evaluate("backprop.set_value('alpha', 0, 3)")
        does("Ctrl+Z", 0)
        self.assertEqual(state(page, "alpha"), 0.5)
        does("Ctrl+Y", 0)
        self.assertEqual(state(page, "alpha"), 3)
        page.evaluate("backprop.look({ speed: 50 })")
        tried.add("Space")
        page.keyboard.press("Space")
        wait_until(page, "backprop.state.step > 2")
        page.keyboard.press("Space")
        stopped = state(page, "step")
        page.wait_for_timeout(80)
        self.assertEqual(state(page, "step"), stopped)
        self.assertEqual({key for key, _ in keys}, tried, "a key was not tried")

    def test_every_button_of_the_bar(self):
        page = self.open(XOR)
        bar = page.locator("#moving")

        def click(name):
            bar.get_by_role("button", name=name, exact=True).click()
            settled(page)
            return state(page, "step")

        last = state(page, "walk.length") - 1
        self.assertTrue(bar.get_by_role("button", name="Back", exact=True).is_disabled())
        self.assertEqual([click("Next step"), click("Next step"), click("Back")], [1, 2, 1])
        self.assertEqual([click("Next neuron"), click("Previous neuron")], [2, 0])
        self.assertEqual([click("Next layer"), click("Previous layer")], [4, 0])
        self.assertEqual(click("Next example"), page.evaluate("backprop.state.walk.find({ i: 1 })"))
        self.assertEqual(click("Previous example"), 0)
        self.assertEqual([click("Last step"), click("First step")], [last, 0])
        for phase in ("Cost, example 0", "Backward, example 0", "Update"):
            click(phase)
            self.assertEqual(self.where(page)[0], phase.split(",")[0].lower())
        self.assertEqual(bar.locator(".phase[aria-current]").get_attribute("aria-label"), "Update")
        bar.get_by_label("Step", exact=True).fill("7")
        settled(page)
        self.assertEqual(state(page, "step"), 7)
        self.assertIn("8 / ", bar.locator(".count").inner_text())
        bar.get_by_label("Steps a second").select_option("4")
        click("Play")
        wait_until(page, "backprop.state.step > 7")
        click("Pause")

    def test_the_step_is_said_in_words(self):
        page = self.open(XOR)
        self.assertEqual(
            page.locator("#live").inner_text(),
            "Forward, layer 0, neuron 0, example 0: What neuron 0 receives, equation 2. z_0^0 is 0.25",
        )
        page.keyboard.press("End")
        settled(page)
        self.assertIn("The cost after the update", page.locator("#live").inner_text())

    def test_a_click_on_a_neuron_or_an_edge_goes_to_its_equation(self):
        page = self.open()
        neuron = page.locator('[data-node="n.1.0"]')
        neuron.click()
        settled(page)
        self.assertEqual(self.where(page)[:5], ["forward", "weighted_sum", 0, 1, 0])
        neuron.click()
        settled(page)
        self.assertEqual(self.where(page)[1], "activation", "the second click goes on")
        chips = page.locator("#inspector .chip").all_inner_texts()
        self.assertEqual(chips, ["z", "a", "σ′", "δ", "∂C/∂b", "update"])
        for chip, rule in zip(
            chips, ["weighted_sum", "activation", "activation_slope", "output_delta", "bias_gradient", "updated_bias"]
        ):
            page.locator("#inspector .chip", has_text=re.compile(f"^{re.escape(chip)}$")).click()
            settled(page)
            self.assertEqual(self.where(page)[1], rule)
        page.get_by_role("button", name="Gradients", exact=True).last.click()
        page.locator('.edge[data-place="w.1.1.0"] .hit').dispatch_event("click")
        settled(page)
        self.assertEqual(self.where(page), ["gradients", "weight_gradients", 0, 1, 1, 0])
        page.locator("#inspector .chip", has_text="path by path").click()
        settled(page)
        self.assertEqual(self.where(page), ["paths", "chain_rule", 0, 1, 1, 0])

    def test_terms_and_edges_light_each_other_up(self):
        page = self.open()
        page.locator('#panel-equation button[data-place="w.0.0.1"]').hover()
        settled(page)
        self.assertEqual(page.locator(".drawing .edge.lit").get_attribute("data-place"), "w.0.0.1")
        page.locator('[data-node="x.1"]').hover()
        settled(page)
        lit = set(page.locator(".drawing .edge.lit").evaluate_all("(all) => all.map((one) => one.dataset.place)"))
        self.assertEqual(lit, {"w.0.0.1", "w.0.1.1"})
        self.assertTrue(
            page.locator('#panel-equation .symbols [data-place="x.1"]').evaluate(
                "(one) => one.classList.contains('lit')"
            )
        )
        page.locator('[data-node="n.0.0"]').hover()
        settled(page)
        lit = set(page.locator(".drawing .edge.lit").evaluate_all("(all) => all.map((one) => one.dataset.place)"))
        self.assertEqual(lit, {"w.0.0.0", "w.0.0.1", "w.1.0.0", "w.1.1.0", "b.0.0"}, "every weight into and out of it")

    def test_a_number_with_a_sign_is_read_out_in_parentheses(self):
        page = self.open()
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'hidden_delta', l: 0, j: 0 }))")
        settled(page)
        self.assertRegex(
            page.locator("#equation-text").inner_text(),
            r"= \(0\.1385 · 0\.4 \+ \(−0\.0381\) · 0\.5\) · 0\.2413 = 0\.008771$",
        )
        page.evaluate("backprop.edit('w', (given) => { given.layers[0].activation = 'tanh';"
                      " given.layers[0].biases = [-1, -1]; })")
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'activation_slope', l: 0, j: 0 }))")
        settled(page)
        self.assertRegex(page.locator("#equation-text").inner_text(), r"= 1 − \(−0\.\d+\)\^\(2\) = 0\.\d+$")

    def test_a_symbol_goes_where_its_number_was_computed(self):
        page = self.open()
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'hidden_delta', l: 0, j: 1 }))")
        settled(page)
        page.locator('#panel-equation .symbols button[data-place="d.1.0"]').click()
        settled(page)
        self.assertEqual(self.where(page)[1:5], ["output_delta", 0, 1, 0])

    def test_the_drawing_is_walked_by_the_keyboard(self):
        page = self.open()
        page.locator('.drawing [data-node][tabindex="0"]').focus()
        self.assertEqual(page.locator('.drawing [data-node][tabindex="0"]').count(), 1)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        self.assertEqual(state(page, "step"), 0, "the arrows move in the drawing")
        name = page.evaluate("document.activeElement.getAttribute('data-node')")
        page.keyboard.press("Enter")
        settled(page)
        record = page.evaluate("backprop.state.walk.at(backprop.state.step)")
        self.assertIn(str(record["l"]), name)
        self.assertEqual(page.evaluate("document.activeElement.getAttribute('data-node')"), name)

    def test_the_address_holds_the_step_and_the_changes(self):
        page = self.open(XOR)
        page.evaluate(
            """backprop.set_value("w.1.0.1", 0, 0.75);
            backprop.set_value("x.1", 2, 7);
            backprop.go(30);
            backprop.look({ show: "gradients", panel: "bias", digits: 6 });"""
        )
        wait_until(page, "location.hash.includes('set=')")
        fragment = page.evaluate("location.hash")
        again = self.open(XOR, fragment)
        settled(again)
        self.assertEqual(state(again, "case"), state(page, "case"))
        self.assertEqual(
            [state(again, "step"), state(again, "view.show"), state(again, "view.panel"), state(again, "view.digits")],
            [30, "gradients", "bias", 6],
        )
        page.evaluate("backprop.edit('wider', (given) => backprop.add_neuron(given, 0))")
        wait_until(page, "location.hash.includes('case=')")
        again = self.open(XOR, page.evaluate("location.hash"))
        self.assertEqual(state(again, "case"), state(page, "case"))

    def test_an_address_that_asks_for_nothing_that_is_there_is_refused(self):
        page = self.open()
        for fragment, why in (
            ("#case=%7B%22id%22:3%7D", "address: layers: missing"),
            ("#set=[[%22w.9.0.0%22,1]]", "address: w.9.0.0: found no such number in the case"),
            ("#set=[[%22alpha%22,-1]]", "address: alpha: found -1, expected at least 0"),
            ("#set=oops", "address: found no case that can be read"),
            ("#set=[[%22constructor%22,1]]", "expected a place and a number"),
        ):
            with self.subTest(fragment=fragment):
                page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
                told(page, why)
                self.assertEqual(state(page, "case.id"), "worked-example")


@needs_browser
class TheBiasQuestionIsPlotted(Pages):
    def slopes(self, page):
        page.get_by_role("tab", name="δ or Σδ?").click()
        settled(page)
        return [text.replace("−", "-") for text in page.locator(".legend strong").all_inner_texts()]

    def test_tangents_are_delta_and_the_sum_of_the_deltas(self):
        page = self.open()
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'bias_gradient', l: 1, j: 1 }))")
        step = step_of(worked_example())
        self.assertEqual(self.slopes(page), [f"= {step.dC_db[1][1]:.4g}", f"= {sum(step.dC_db[1]):.4g}"])
        rows = [row.split("\t") for row in page.locator("table.quotients tbody tr").all_inner_texts()]
        self.assertEqual(
            [[cell.replace("−", "-") for cell in row[1:]] for row in rows],
            [["0.1385", "= 0.1385", "0.1004", "= 0.1004"], ["-0.0381", "= -0.0381", "0.1004", "= 0.1004"]],
        )

    def test_the_tangents_are_named_in_the_plot(self):
        page = self.open()
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'bias_gradient', l: 1, j: 1 }))")
        self.slopes(page)
        self.assertEqual(sorted(page.locator(".plot .tangent-name").all_text_contents()), ["Σδ", "δ1"])

    def test_the_handle_moves_h_and_the_drawing_follows(self):
        page = self.open()
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'bias_gradient', l: 1, j: 1 }))")
        self.slopes(page)
        before = page.locator('[data-node="b.1.1"]').get_attribute("aria-label")
        page.get_by_label("h", exact=True).fill("0.5")
        settled(page)
        self.assertIn("0.6", before)
        self.assertIn("1.1", page.locator('[data-node="b.1.1"]').get_attribute("aria-label"))
        self.assertIn("0.6", page.locator('[data-node="b.1.0"]').get_attribute("aria-label"))
        page.get_by_label("in the drawing, all move").check()
        settled(page)
        self.assertIn("1.1", page.locator('[data-node="b.1.0"]').get_attribute("aria-label"))
        page.get_by_role("tab", name="Equation").click()
        settled(page)
        self.assertIn(
            "0.6", page.locator('[data-node="b.1.1"]').get_attribute("aria-label"), "and then it is as it was"
        )

    def test_a_shared_bias_has_the_second_curve_for_its_own(self):
        page = self.open()
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'bias_gradient', l: 1, j: 1 }))")
        self.slopes(page)
        second = page.locator(".plot .curve.all").get_attribute("d")
        page.locator("#panel-bias").get_by_label("shared bias").check()
        settled(page)
        self.assertEqual(page.locator(".plot .curve.alone").count(), 0)
        points = re.findall(r"[\d.]+", page.locator(".plot .curve.all").get_attribute("d"))
        self.assertEqual(len(points), len(re.findall(r"[\d.]+", second)))
        self.assertAlmostEqual(
            page.evaluate("backprop.state.computed.dC_db[1][0]"), sum(step_of(worked_example()).dC_db[1]), places=12
        )

    def test_of_several_examples_it_says_that_it_is_of_all(self):
        page = self.open(XOR)
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'bias_gradient', i: 2, l: 0, j: 1 }));"
                      "backprop.look({ panel: 'bias' })")
        settled(page)
        said = page.locator("#panel-bias .why")
        self.assertEqual(
            "C and each δ here: the mean over the 4 examples. The drawing shows the δ of example 2 alone.",
            said.inner_text(),
        )
        mean = sum(delta[0][1] for delta in step_of(XOR).delta) / 4
        self.assertEqual(
            [f"= {mean:.4g}".replace("-", "−")], page.locator("#panel-bias .key.alone strong").all_inner_texts()
        )
        self.assertIn("alone: mean", page.locator("#panel-bias .key.alone").inner_text())
        page.evaluate("backprop.edit('sum', (given) => { given.reduction = 'sum'; })")
        settled(page)
        self.assertIn("the sum over the 4 examples", said.inner_text())
        self.assertFalse(self.open().locator("#panel-bias .why").is_visible())

    def test_under_softmax_the_second_curve_is_flat(self):
        case = Case(
            "flat",
            Network([Layer([[0.5, 1.0], [2.0, -1.0]], [0.25, 0.5], "softmax")]),
            [Example([1.0, 2.0], [0.0, 1.0])],
            0.5,
            "cross_entropy",
        )
        page = self.open(case)
        self.assertEqual(self.slopes(page)[1], "= 0")
        heights = {
            float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", page.locator(".plot .curve.all").get_attribute("d"))
        }
        self.assertLess(max(heights) - min(heights), 0.2)

    def test_at_a_kink_there_is_a_tangent_on_each_side(self):
        case = Case("kink", Network([Layer([[1.0]], [0.0], "relu")]), [Example([0.0], [1.0])], 0.5)
        page = self.open(case)
        self.slopes(page)
        self.assertEqual(page.locator(".plot .tangent.alone").count(), 2)
        note = page.locator(".notes").inner_text()
        self.assertIn("a slope of 0 on the left and −1 on the right", note)


@needs_browser
class FilesComeInAndGoOut(Pages):
    LOADED = (
        '{"id": "mine", "layers": [{"activation": "relu", "weights": [[2, 3]], "biases": [1]}], '
        '"examples": [{"x": [1, "1/2"], "y": [5]}]}'
    )

    def drop(self, page, text, name="case.json"):
        page.evaluate(
            """([text, name]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
            [text, name],
        )

    def paste(self, page, text):
        page.evaluate(
            """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const given = { clipboardData: data, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new ClipboardEvent("paste", given));
        }""",
            text,
        )
        settled(page)

    def test_dropped_pasted_and_chosen(self):
        page = self.open()
        self.drop(page, self.LOADED)
        wait_until(page, "backprop.state.case.id === 'mine'")
        self.assertEqual(state(page, "examples[0].x"), [1, 0.5])
        page.keyboard.press("Control+z")
        self.assertEqual(state(page, "case.id"), "worked-example", "loading is undone, too")
        self.paste(page, "\n" + self.LOADED + '\n{"id": "second"}\n')
        self.assertEqual(state(page, "case.id"), "mine")
        page.keyboard.press("Control+z")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Load").click()
        chooser.value.set_files([{"name": "c.jsonl", "mimeType": "application/json", "buffer": self.LOADED.encode()}])
        wait_until(page, "backprop.state.case.id === 'mine'")

    def test_refused_as_on_the_command_line(self):
        page = self.open()
        for text, why in (
            (self.LOADED.replace("relu", "rule"), "line 1: layers[0].activation: found 'rule', expected one of"),
            ("", "found no case, expected at least one line"),
            ('{"id": "a",\n "layers": 3, "examples": []}', "layers: found a number, expected a list"),
            ("hello", "column 1: found 'hello', expected JSON (Expecting value)"),
        ):
            with self.subTest(text=text):
                self.drop(page, text, "bad.json")
                told(page, "bad.json: " + why)
                self.assertEqual(state(page, "case.id"), "worked-example")

    def test_of_several_cases_it_says_which_and_offers_the_next(self):
        page = self.open(viewport=PHONE)
        self.drop(page, f"{self.LOADED}\n\n{self.LOADED.replace('mine', 'yours')}\noops\n", "three.jsonl")
        told(page, "three.jsonl: mine, case 1 of 3")
        after = page.locator("#title button")
        after.click()
        told(page, "three.jsonl: yours, case 2 of 3")
        after.click()
        told(page, "three.jsonl: line 4: column 1: found 'oops', expected JSON")
        self.assertEqual(state(page, "case.id"), "yours")
        after.click()
        told(page, "three.jsonl: mine, case 1 of 3")
        page.evaluate("backprop.open_lesson(0)")
        settled(page)
        self.assertFalse(after.is_visible(), "another case is on the page")

    def test_of_several_files_none_is_taken_in_silence(self):
        page = self.open()
        page.evaluate("""() => {
          const data = new DataTransfer();
          for (const name of ["a", "b"]) data.items.add(new File(["{}"], name));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""")
        told(page, "dropped: found 2 files, expected one")

    def test_the_byte_that_is_no_utf_8_is_named(self):
        page = self.open()
        for content, why in (
            ([0x7B, 0xE2, 0x28], "byte 2: found 0xe2"), ([0xFF], "byte 1: found 0xff"),
            ([0x61, 0xE2], "byte 2: found 0xe2"), ([0xC3, 0xA9, 0x80], "byte 3: found 0x80"),
            ([0xFF, 0xFE, 0x61], "found UTF-16"),
        ):
            page.evaluate("(bytes) => backprop.take_file(new File([new Uint8Array(bytes)], 'a.json'))", content)
            told(page, f"a.json: {why}, expected UTF-8")

    def test_copied_as_the_line_that_the_command_line_takes(self):
        page = self.open(None, "", PROJECTOR, permissions=["clipboard-read", "clipboard-write"])
        page.evaluate("backprop.set_value('w.0.0.0', 0, 0.25)")
        page.get_by_role("button", name="Copy as a case").click()
        told(page, "Copied")
        case = read_case(page.evaluate("navigator.clipboard.readText()"))
        self.assertEqual(case.network.layers[0].w[0], [0.25, 0.2])

    def test_where_the_clipboard_is_refused_it_stands_in_a_selected_field(self):
        page = self.open()
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
        page.get_by_role("button", name="Copy as a case").click()
        field = page.locator("dialog textarea")
        text = field.input_value()
        self.assertEqual(read_case(text).id, "worked-example")
        self.assertEqual(
            field.evaluate("(one) => [one.selectionStart, one.selectionEnd, document.activeElement === one]"),
            [0, len(text), True],
        )

    def test_hostile_ids_notes_and_files_show_as_text(self):
        bad = '<img src=x onerror="document.title=1"></script><script>window.hit=1</script>'
        case = worked_example()
        hostile = Case(bad, case.network, case.examples, case.alpha, note=bad)
        page = self.open(hostile)
        self.assertEqual(page.locator(".case-name").inner_text(), bad)
        self.drop(page, json.dumps({**case_object(case), "id": bad + "2", "note": bad}), bad)
        wait_until(page, "backprop.state.case.id.endsWith('2')")
        self.drop(page, json.dumps({**case_object(case), bad: 1}), bad)
        wait_until(page, "document.querySelector('#notices .error') !== null")
        self.assertEqual(
            page.evaluate("[window.hit, document.images.length, document.querySelectorAll('#notices script').length]"),
            [None, 0, 0],
        )


@needs_browser
class LessonsAreShown(Pages):
    def test_each_has_its_case_its_text_and_its_answer_folded_away(self):
        page = self.open()
        for n, lesson in enumerate(lessons()):
            with self.subTest(lesson=lesson["title"]):
                page.locator(".menu summary").click()
                page.locator(".menu li button").nth(n).click()
                settled(page)
                self.assertEqual(page.locator("#lesson .eyebrow").inner_text(), f"Lesson {n + 1} of {len(lessons())}")
                self.assertEqual(state(page, "case.id"), lesson["case"]["id"])
                self.assertEqual(state(page, "view.panel"), lesson.get("view", {}).get("panel", "equation"))
                self.assertEqual(state(page, "view.show"), lesson.get("view", {}).get("show", "values"))
                if "step" in lesson and "learning" not in lesson:
                    record = page.evaluate("backprop.state.walk.at(backprop.state.step)")
                    self.assertEqual({name: record.get(name) for name in lesson["step"]}, lesson["step"])
                self.assertFalse(page.locator("#lesson .answer p").first.is_visible())
                page.locator("#lesson .answer summary").click()
                self.assertTrue(page.locator("#lesson .answer p").first.is_visible())
                self.assertLessEqual(page.evaluate("document.documentElement.scrollHeight"), PROJECTOR["height"])
                page.evaluate("backprop.look({ panel: 'equation' })")

    def test_each_question_and_each_answer_is_seen_whole(self):
        for viewport in (PROJECTOR, {"width": 1920, "height": 1080}):
            page = self.open(viewport=viewport)
            hidden = """(one) => {
              const { top, bottom } = one.getBoundingClientRect();
              const box = document.getElementById("lesson").getBoundingClientRect();
              return Math.max(0, box.top - top) + Math.max(0, bottom - box.bottom);
            }"""
            for n, lesson in enumerate(lessons()):
                with self.subTest(lesson=lesson["title"], viewport=viewport):
                    page.evaluate(f"backprop.open_lesson({n})")
                    settled(page)
                    self.assertLess(page.locator("#lesson summary").evaluate(hidden), 1)
                    page.locator("#lesson summary").click()
                    settled(page)
                    self.assertLess(page.locator("#lesson .answer").evaluate(hidden), 1)
                    self.assertGreater(page.locator("#drawing").evaluate("(one) => one.clientHeight"), 200)

    def test_on_a_phone_the_menu_is_on_the_screen_and_the_bar_brings_the_equation(self):
        page = self.open(viewport=PHONE)
        page.locator(".menu summary").click()
        box = page.locator(".menu ol").bounding_box()
        self.assertGreaterEqual(box["x"], 0)
        self.assertLessEqual(box["x"] + box["width"], PHONE["width"])
        page.evaluate("backprop.open_lesson(6); scrollTo(0, 0)")
        page.get_by_role("button", name="Next step", exact=True).click()
        settled(page)
        lines, bar = (page.locator(one).bounding_box() for one in ("#panel-equation .lines", "#moving"))
        self.assertLessEqual(lines["y"] + lines["height"], bar["y"])
        self.assertGreater(lines["y"], 0)

    def test_no_line_ends_within_a_short_formula(self):
        page = self.open(viewport=PHONE)
        lines = """(all) => all.flatMap((one) => [...one.childNodes].filter((node) => node.nodeType === 3)).flatMap(
          (text) => [...text.data.matchAll(/\\S+ [−+·=] \\S+/g)].filter(({ 0: { length }, index }) => {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + length);
            return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
          }).map(([found]) => found))"""
        seen = 0
        for n, lesson in enumerate(lessons()):
            page.evaluate(f"backprop.open_lesson({n})")
            settled(page)
            title = page.locator("#lesson h2")
            seen += "a − y" in lesson["title"]
            self.assertEqual([], title.evaluate_all(lines), lesson["title"])
            self.assertEqual(lesson["title"], title.inner_text().replace("\xa0", " "))
            self.assertEqual(0, page.locator("#lesson .unbroken").evaluate_all(
                "(all) => all.filter((one) => one.getClientRects().length > 1).length"))
        self.assertEqual(1, seen)

    def test_on_back_and_closed(self):
        page = self.open()
        page.locator(".menu summary").click()
        page.keyboard.press("Escape")
        self.assertFalse(page.locator(".menu ol").is_visible())
        page.evaluate("backprop.open_lesson(0)")
        self.assertTrue(page.get_by_role("button", name="Lesson before").is_disabled())
        page.get_by_role("button", name="Next lesson").click()
        self.assertEqual(page.locator("#lesson h2").inner_text(), lessons()[1]["title"])
        page.get_by_role("button", name="Close the lesson").click()
        self.assertFalse(page.locator("#lesson").is_visible())
        self.assertEqual(page.evaluate("document.activeElement.tagName"), "SUMMARY")


@needs_browser
class ThePageIsWellMade(Pages):
    CASES = {
        "the worked example": worked_example(),
        "four examples": XOR,
        "wide": Case("wide", Network.random([16, 16, 16], "tanh", seed=1), [Example([0.5] * 16, [0.25] * 16)], 0.5),
        "deep": Case(
            "deep", Network.random([2] + [4] * 9 + [1], "sigmoid", seed=1), [Example([0.5, 1.0], [0.25])], 0.5
        ),
    }

    def test_nothing_overflows_on_the_projector_and_on_the_phone(self):
        for name, case in self.CASES.items():
            for viewport in (PROJECTOR, PHONE):
                page = self.open(case, "", viewport)
                for panel in page.evaluate("backprop.panels()"):
                    for step in (0, 0.3, 0.62, 1):
                        with self.subTest(case=name, viewport=viewport, panel=panel, step=step):
                            page.evaluate(
                                f"backprop.go({step} * (backprop.state.walk.length - 1));"
                                f"backprop.look({{ panel: '{panel}' }})"
                            )
                            settled(page)
                            wide, high = page.evaluate(
                                "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
                            )
                            self.assertLessEqual(wide, viewport["width"])
                            if viewport is PROJECTOR:
                                self.assertLessEqual(high, viewport["height"], "the main view needs no scrolling")

    def test_the_walk_is_printed_whole_and_shown_without_script(self):
        for context in ({"java_script_enabled": False}, {}):
            page = self.open(None, "", PROJECTOR, **context)
            if not context:
                page.emulate_media(media="print")
            with self.subTest(context=context):
                self.assertFalse(page.locator("main").is_visible())
                text = page.locator("#document").inner_text()
                for part in (
                    "Forward: from the input to the cost", "0.3775", "1.2249214", "0.298371109", "Backward",
                    "-0.0380982365", "Gradients", "0.000497712735", "path by path", "Update", "0.561370121",
                    "The cost before and after", "0.280471447",
                ):
                    self.assertIn(part, text.replace("−", "-"))

    def test_no_name_of_a_phase_is_cut_and_no_label_lies_on_a_node(self):
        overlaps = """() => {
          const box = (one) => one.getBoundingClientRect();
          const shapes = [...document.querySelectorAll(".drawing .neuron .shape, .drawing .input .shape")].map(box);
          const texts = [...document.querySelectorAll(".drawing .weight:not(.bias)")].filter(
            (one) => getComputedStyle(one).opacity === "1");
          return texts.filter((one) => shapes.some(({ left, right, top, bottom }) => {
            const { left: x, right: to, top: y, bottom: end } = box(one);
            return x < right - 3 && to > left + 3 && y < bottom - 3 && end > top + 3;
          })).map((one) => one.textContent);
        }"""
        for n in (0, 2, 5, 6):
            page = self.open()
            page.evaluate(f"backprop.open_lesson({n})")
            page.wait_for_timeout(300)
            with self.subTest(lesson=n):
                self.assertEqual([], page.locator(".phase").evaluate_all(
                    "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"))
                self.assertEqual([], page.evaluate(overlaps))
                self.assertLessEqual(
                    *page.locator("#drawing").evaluate("(one) => [one.scrollWidth, one.clientWidth]"), "all is seen")

    def test_a_changed_case_is_printed_as_it_is_now(self):
        page = self.open()
        page.evaluate("backprop.set_value('w.0.0.0', 0, 0.25)")
        page.set_viewport_size({"width": 718, "height": 1000})
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        text = page.locator("#printed").inner_text()
        self.assertIn("0.3825", text, "0.25 · 0.05 + 0.2 · 0.1 + 0.35")
        self.assertNotIn("0.3775", text)
        self.assertFalse(page.locator("#document").is_visible())
        self.assertEqual(4, state(page, "view.digits"))
        self.assertEqual([], page.locator("#printed *").evaluate_all(
            "(all) => all.filter((one) => one.getBoundingClientRect().right > 719).map((one) => one.textContent)"))
        page.evaluate("backprop.undo(); window.dispatchEvent(new Event('beforeprint'))")
        self.assertTrue(page.locator("#document").is_visible())
        self.assertEqual(0, page.locator("#printed").count())

    def test_no_line_of_a_walk_is_wider_than_the_paper(self):
        for name in ("softmax", "three-hidden-layers"):
            page = self.open(find(name), viewport={"width": 718, "height": 1000})
            page.emulate_media(media="print")
            self.assertEqual([], page.locator("#document *").evaluate_all(
                "(all) => all.filter((one) => one.getBoundingClientRect().right > 719).map((one) => one.textContent)"))

    def test_print_says_where_the_case_was_changed(self):
        page = self.open()
        page.emulate_media(media="print")
        self.assertFalse(page.locator(".changed-note").is_visible())
        page.evaluate("backprop.set_value('w.0.0.0', 0, 0.25)")
        page.locator(".changed-note").wait_for()

    def test_where_there_is_no_mathml_the_equation_is_a_line_of_text(self):
        page = self.open()
        self.assertFalse(page.evaluate("document.documentElement.classList.contains('without-mathml')"))
        page.evaluate("document.documentElement.classList.add('without-mathml')")
        line = page.locator("#equation-text")
        self.assertEqual(
            line.inner_text(),
            "z_0^0 = w_00^0 x_0 + w_01^0 x_1 + b_0^0 = 0.15 · 0.05 + 0.2 · 0.1 + 0.35 = 0.3775",
        )
        self.assertGreater(line.bounding_box()["height"], 15)

    def test_there_is_one_global(self):
        page = self.open()
        ours = set(page.evaluate("Object.getOwnPropertyNames(window)"))
        blank = page.context.new_page()
        (pathlib.Path(self.folder.name) / "blank.html").write_text("<title>blank</title>")
        blank.goto((pathlib.Path(self.folder.name) / "blank.html").as_uri())
        self.assertEqual(ours - set(blank.evaluate("Object.getOwnPropertyNames(window)")), {"backprop"})

    def test_a_large_network_stays_usable(self):
        network = Network.random([784, 30, 10], "sigmoid", seed=1)
        page = self.open(Case("784-30-10", network, [Example([0.5] * 784, [0.0] * 9 + [1.0])], 0.5))
        self.assertGreater(state(page, "walk.length"), 40_000)
        page.evaluate("backprop.go(backprop.state.walk.find({ rule: 'weight_gradients', l: 0, j: 17, k: 391 }))")
        settled(page)
        self.assertEqual(
            page.locator('.edge[data-place="w.0.17.391"]').count(), 1, "what is in question is not elided"
        )
        page.evaluate("backprop.go(0)")
        settled(page)
        page.get_by_role("button", name="… 777 more … terms: show them").first.click()
        settled(page)
        self.assertEqual(page.locator("#panel-equation .symbols [data-place^='w.0.0.']").count(), 784)


@needs_browser
@needs_axe
class EveryoneCanUseThePage(Pages):
    def reported(self, page):
        found = page.evaluate("axe.run(document)")
        return [(one["id"], [node["target"] for node in one["nodes"]][:4]) for one in found["violations"]]

    def test_axe_reports_nothing(self):
        for scheme, viewport in (("light", PROJECTOR), ("dark", PHONE)):
            page = self.open(XOR, "", viewport, color_scheme=scheme, bypass_csp=True)
            page.evaluate(axe().read_text(encoding="utf-8"))
            for panel in page.evaluate("backprop.panels()"):
                page.evaluate(f"backprop.go(20); backprop.look({{ panel: '{panel}' }})")
                settled(page)
                page.wait_for_timeout(250)  # what fades has faded
                with self.subTest(scheme=scheme, viewport=viewport, panel=panel):
                    self.assertEqual(self.reported(page), [])
            page.evaluate("backprop.open_help()")
            self.assertEqual(self.reported(page), [])


if __name__ == "__main__":
    unittest.main()
