"""The learning panel in a real browser: its numbers are those of training, and every control does what it says."""

import json
import unittest

from backprop_ref import Example, Layer, Network, gradient_step
from backprop_ref.cases import Case, find
from backprop_ref.mistakes import MISTAKES
from tests.browser import PHONE, PROJECTOR, Pages, needs_browser, settled, state, wait_until

# leaky_relu and identity: no exp, so the numbers are the same to the last bit
FLAT = Case(
    "flat",
    Network([
        Layer([[0.5, -0.25], [0.75, 0.125], [-0.5, 0.375]], [0.125, -0.25, 0.5], "leaky_relu"),
        Layer([[0.25, -0.5, 0.75], [0.5, 0.25, -0.125]], [0.0625, -0.125], "identity"),
    ]),
    [Example([0.0, 1.0], [0.5, 0.25]), Example([1.0, 0.5], [0.75, 0.0]), Example([-1.0, 0.25], [0.125, 1.0])],
    0.125,
)


def stepped(case, batches, eq=None):
    network = case.network
    for batch in batches:
        rules = eq or gradient_step
        if eq is None:
            network = rules(network, batch, case.alpha, case.cost, case.reduction).network
        else:
            network = eq.gradient_step(network, batch, case.alpha, case.cost, case.reduction, eq).network
    return [[layer.w, layer.b] for layer in network.layers]


def case_now(page):
    return [[layer["w"], layer["b"]] for layer in state(page, "network")["layers"]]


class Learning(Pages):
    def learning(self, case=FLAT, viewport=PROJECTOR, **context):
        page = self.open(case, viewport=viewport, **context)
        page.get_by_role("tab", name="Learning").click()
        settled(page)
        return page

    def press(self, page, name):
        page.get_by_role("button", name=name, exact=True).click()

    def learned(self, page, updates):
        """Wait until it rests, so many updates after its start."""
        words = f"{updates} update{'' if updates == 1 else 's'}"
        page.wait_for_selector(".count-of-updates")
        page.wait_for_function(
            "(words) => document.querySelector('.count-of-updates').textContent.split(',')[0] === words"
            " && document.querySelector('.drive .run').textContent === 'Run'", arg=words,
        )
        settled(page)
        settled(page)

    def more_than(self, page, updates):
        page.wait_for_function(
            "(updates) => parseInt(document.querySelector('.count-of-updates').textContent) > updates", arg=updates
        )

    def costs(self, page):
        return page.locator(".outcome .figure").all_inner_texts()


@needs_browser
class ThePageFollows(Learning):
    def test_case_itself_learns_and_its_numbers_are_those_of_gradient_steps(self):
        page = self.learning()
        for button, updates in (("+1 update", 1), ("+10 updates", 11), ("+100 updates", 111)):
            self.press(page, button)
            self.learned(page, updates)
            self.assertEqual(stepped(FLAT, [FLAT.examples] * updates), case_now(page))

    def test_start_again_and_undo_bring_its_numbers_back(self):
        page = self.learning()
        self.press(page, "+10 updates")
        self.learned(page, 10)
        self.press(page, "Start again")
        self.learned(page, 0)
        self.assertEqual(stepped(FLAT, []), case_now(page))
        self.press(page, "+10 updates")
        self.learned(page, 10)
        page.evaluate("backprop.undo()")
        self.learned(page, 0)
        self.assertEqual(stepped(FLAT, []), case_now(page))

    def test_online_and_mini_batches_and_the_rate_are_those_chosen(self):
        page = self.learning()
        page.locator(".setup summary").click()
        page.get_by_label("update after").select_option("online")
        self.press(page, "+10 updates")
        self.learned(page, 10)
        self.assertEqual(stepped(FLAT, [[example] for example in (FLAT.examples * 4)[:10]]), case_now(page))
        self.press(page, "Start again")
        page.get_by_label("update after").select_option("mini")
        page.get_by_label("of so many").fill("2")
        page.get_by_label("rate α").fill("0.25")
        page.get_by_label("rate α").press("Enter")
        self.press(page, "+1 update")
        self.learned(page, 1)
        fast = Case("fast", FLAT.network, FLAT.examples, 0.25)
        self.assertEqual(stepped(fast, [FLAT.examples[:2]]), case_now(page))

    def test_another_data_set_and_back_leaves_the_case_what_it_is(self):
        page = self.learning()
        self.press(page, "+10 updates")
        self.learned(page, 10)
        for name in ("xor", "own"):
            page.get_by_label("Data set").select_option(name)
            self.learned(page, 0)
        self.assertEqual(stepped(FLAT, [FLAT.examples] * 10), case_now(page))
        self.press(page, "+1 update")
        self.learned(page, 1)
        self.assertEqual(stepped(FLAT, [FLAT.examples] * 11), case_now(page))

    def test_change_of_the_case_is_a_new_beginning(self):
        page = self.learning()
        self.press(page, "+10 updates")
        self.learned(page, 10)
        page.evaluate("backprop.edit('w', (given) => { given.layers[0].weights[0][0] = 3; })")
        self.learned(page, 0)
        self.assertEqual(3, state(page, "network.layers[0].w[0][0]"))
        self.press(page, "+1 update")
        self.learned(page, 1)
        self.assertNotEqual(3, state(page, "network.layers[0].w[0][0]"))

    def test_wrong_rule_learns_beside_it_from_the_same_numbers(self):
        page = self.learning()
        page.get_by_label("wrong rule").select_option("hidden-slope-missing")
        self.press(page, "+10 updates")
        self.learned(page, 10)
        self.assertEqual(stepped(FLAT, [FLAT.examples] * 10), case_now(page))
        page.get_by_role("button", name="Step through its equations: slope left out in hidden layers").click()
        settled(page)
        self.assertEqual("equation", state(page, "view.panel"))
        eq = MISTAKES["hidden-slope-missing"].rules()
        self.assertEqual(stepped(FLAT, [FLAT.examples] * 10, eq), case_now(page))

    def test_run_goes_on_until_pause_and_stops_where_the_panel_is_left(self):
        page = self.learning()
        self.press(page, "Run")
        self.more_than(page, 30)
        page.get_by_role("tab", name="Equation").click()
        settled(page)
        page.get_by_role("tab", name="Learning").click()
        settled(page)
        updates = int(page.locator(".count-of-updates").inner_text().split()[0])
        self.learned(page, updates)
        self.press(page, "Run")
        self.more_than(page, updates)
        self.press(page, "Pause")
        updates = int(page.locator(".count-of-updates").inner_text().split()[0])
        self.learned(page, updates)
        self.assertEqual(stepped(FLAT, [FLAT.examples] * updates), case_now(page))

    def test_a_cost_that_grows_beyond_the_picture_leaves_it(self):
        page = self.learning()
        page.get_by_label("wrong rule").select_option("parameters-ascent")
        page.get_by_label("rate α").fill("0.5")
        page.get_by_label("rate α").press("Enter")
        self.press(page, "+100 updates")
        wait_until(page, "parseInt(document.querySelector('.count-of-updates').textContent) >= 100")
        settled(page)
        picture = page.locator(".learning .curves").first
        points = picture.locator("polyline.wrong").get_attribute("points").split()
        xs, ys = zip(*(map(float, point.split(",")) for point in points))
        self.assertLess(ys[-1], ys[0])
        self.assertEqual(ys[-1], min(ys))
        self.assertEqual(1, ys.count(min(ys)), "no plateau at the edge")
        self.assertLess(xs[-1], 200, "it ends where it leaves")
        self.assertEqual(1, picture.locator("path.exit.wrong").count())
        self.assertEqual(0, picture.locator("path.exit.right").count())
        self.assertRegex(picture.locator("text.end.wrong").text_content(), r"^up to (\d\.\d+e\d+|∞)$")

    def test_the_drawing_says_where_it_is_not_of_what_learns(self):
        page = self.learning()
        note = page.locator("#drawing-note")
        self.assertFalse(note.is_visible())
        page.get_by_label("Data set").select_option("moons")
        settled(page)
        self.assertEqual("This is the network of the case; another one is learning.", note.inner_text())
        page.get_by_role("tab", name="Change").click()
        settled(page)
        self.assertFalse(note.is_visible())
        page.get_by_role("tab", name="Learning").click()
        settled(page)
        self.assertTrue(note.is_visible())
        page.get_by_label("Data set").select_option("own")
        settled(page)
        self.assertFalse(note.is_visible())


@needs_browser
class DataSets(Learning):
    def test_every_set_is_learned_and_drawn(self):
        page = self.learning(find("two-two-two"))
        options = page.get_by_label("Data set").locator("option").evaluate_all("(all) => all.map(({ value }) => value)")
        self.assertLessEqual({"own", "xor", "and", "circles", "moons", "spiral"}, set(options))
        for name in options[1:]:
            page.get_by_label("Data set").select_option(name)
            first = self.costs(page)
            self.press(page, "+10 updates")
            self.learned(page, 10)
            self.assertNotEqual(first, self.costs(page), name)
            colours = page.evaluate(
                "(() => { const seen = document.querySelector('.of-right canvas');"
                " const copy = new OffscreenCanvas(seen.width, seen.height).getContext('2d');"
                " copy.drawImage(seen, 0, 0);"
                " const { data } = copy.getImageData(0, 0, seen.width, seen.height);"
                " return new Set(new Uint32Array(data.buffer)).size; })()"
            )
            self.assertGreater(colours, 50, name)

    def test_network_after_some_updates_can_be_stepped_through(self):
        page = self.learning(find("two-two-two"))
        page.get_by_label("Data set").select_option("moons")
        self.press(page, "+10 updates")
        self.learned(page, 10)
        page.get_by_role("button", name="Step through its equations: right rule").click()
        settled(page)
        self.assertEqual("equation", state(page, "view.panel"))
        self.assertEqual([4, 1], [len(layer["w"]) for layer in state(page, "network")["layers"]])
        self.assertEqual(8, len(state(page, "examples")))
        page.evaluate("backprop.undo()")
        settled(page)
        self.assertEqual("two-two-two", state(page, "case.id"))
        self.assertEqual(find("two-two-two").network.layers[0].w, state(page, "network.layers[0].w"))

    def test_network_is_drawn_from_its_seed(self):
        page = self.learning(find("two-two-two"))
        page.get_by_label("Data set").select_option("xor")
        page.locator(".setup summary").click()
        page.get_by_label("hidden neurons").fill("3-2")
        page.get_by_label("hidden neurons").press("Enter")
        page.get_by_label("seed of the weights").fill("7")
        page.get_by_label("seed of the weights").press("Enter")
        page.get_by_role("button", name="Step through its equations: right rule").click()
        settled(page)
        network = Network.random([2, 3, 2, 1], ["tanh", "tanh", "sigmoid"], seed=7)
        self.assertEqual([[layer.w, layer.b] for layer in network.layers], case_now(page))

    def test_what_is_no_number_is_refused_beside_its_field(self):
        page = self.learning()
        page.get_by_label("rate α").fill("fast")
        page.get_by_label("rate α").press("Enter")
        self.assertEqual(
            "rate α: found 'fast', expected a number of at least 0", page.locator(".learning .refusal").inner_text()
        )
        page.get_by_label("rate α").fill("1/8")
        page.get_by_label("rate α").press("Enter")
        self.assertEqual("", page.locator(".learning .refusal").inner_text())

    def test_it_waits_as_long_as_any_field_has_what_it_cannot_have(self):
        page = self.learning()
        page.get_by_label("rate α").fill("-1")
        page.locator(".setup summary").click()
        page.get_by_label("update after").select_option("mini")
        page.get_by_label("of so many").fill("0")
        self.press(page, "+1 update")
        settled(page)
        refusal = page.locator(".learning .refusal")
        bad = ["rate α: found '-1', expected a number of at least 0",
               "of so many: found '0', expected a whole number of at least 1"]
        self.assertEqual("; ".join(bad), refusal.inner_text())
        self.learned(page, 0)
        page.get_by_label("of so many").fill("1")
        self.press(page, "Run")
        settled(page)
        self.assertEqual(bad[0], refusal.inner_text())
        self.assertEqual("-1", page.get_by_label("rate α").input_value(), "it stays to be corrected")
        self.learned(page, 0)
        page.get_by_label("rate α").fill("0.5")
        self.press(page, "+1 update")
        self.learned(page, 1)
        self.assertEqual("", refusal.inner_text())

    def test_it_says_where_doubles_end(self):
        page = self.learning()
        page.get_by_label("rate α").fill("1e200")
        page.get_by_label("rate α").press("Enter")
        self.press(page, "+100 updates")
        page.wait_for_selector(".learning .ended")
        self.assertRegex(page.locator(".learning .ended").inner_text(), r"^Ended: .* is -?(inf|nan), expected")

    def test_lesson_sets_everything_and_learns_at_once(self):
        page = self.open(find("two-two-two"))
        page.evaluate("(learning) => { backprop.look({ panel: 'learning' }); backprop.lesson(learning); }", {
            "data": "xor", "rule": "biases-never-updated", "network": [3], "seed": 2, "alpha": 1, "batch": "online",
            "updates": 40, "scale": "log",
        })
        self.learned(page, 40)
        self.assertEqual(["xor", "biases-never-updated", "1"], [
            page.get_by_label(label).input_value() for label in ("Data set", "wrong rule", "rate α")
        ])
        self.assertTrue(page.get_by_label("log", exact=True).is_checked())
        self.assertEqual(
            "Online; 2-3-1, tanh, sigmoid, binary cross entropy, seed 2", page.locator(".setup summary").inner_text()
        )


@needs_browser
class OnEveryScreen(Learning):
    def test_nothing_is_wider_than_the_screen(self):
        for viewport in (PROJECTOR, PHONE):
            page = self.learning(find("two-two-two"), viewport=viewport)
            page.get_by_label("Data set").select_option("spiral")
            page.get_by_label("wrong rule").select_option("sum-of-layer-deltas")
            page.locator(".setup summary").click()
            settled(page)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), viewport["width"])
            panel = page.evaluate("document.querySelector('.panel.learning').getBoundingClientRect().right")
            beyond = page.locator(".panel.learning *").evaluate_all(
                "(all, right) => all.filter((one) => one.getBoundingClientRect().right > right + 0.5)"
                ".map((one) => one.outerHTML.slice(0, 80))", panel
            )
            self.assertEqual([], beyond)

    def test_every_picture_is_said_in_words(self):
        page = self.learning()
        page.get_by_label("wrong rule").select_option("input-missing")
        self.press(page, "+10 updates")
        self.learned(page, 10)
        labels = page.locator(".learning [role=img]:visible").evaluate_all(
            "(all) => all.map((one) => one.getAttribute('aria-label'))"
        )
        self.assertEqual(5, len(labels), json.dumps(labels))
        for label in labels:
            self.assertRegex(label, "^(Cost by updates|Decision regions, |Mean size of δ by layer, )")


if __name__ == "__main__":
    unittest.main()
