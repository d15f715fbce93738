"""Pictures: well-formed, escaped, safe for the colour-blind; every number that they show is one of the network's."""

import re
import unittest
import xml.etree.ElementTree as ElementTree
import zlib

import tests  # noqa: F401  (the hypothesis profile)
from backprop_ref import Layer, Network, drawing, gradient_step
from backprop_ref.cases import bundled, find, worked_example
from backprop_ref.pictures import escaped_markup, line_chart, regions
from backprop_ref.pictures.maps import png

SVG = "{http://www.w3.org/2000/svg}"


def parts(picture, name):
    return list(ElementTree.fromstring(picture.svg).iter(SVG + name))


def titles(picture):
    return [title.text for title in parts(picture, "title")]


class Drawing(unittest.TestCase):
    def drawn(self, case, **options):
        step = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        return step, drawing(case.network, step, case.examples, **options)

    def test_every_bias_is_a_node_of_its_own_with_a_weight_from_1(self):
        step, picture = self.drawn(worked_example())
        ones = [text for text in parts(picture, "text") if text.text == "1"]
        self.assertEqual(4, len(ones))
        self.assertIn("b_0^1 = 0.6: the bias of neuron 0 of layer 1, a weight from 1", titles(picture))

    def test_a_shared_bias_is_one_node_with_an_edge_to_every_neuron(self):
        case = find("shared-bias")
        step, picture = self.drawn(case)
        for l, layer in enumerate(case.network.layers):
            edges = [edge for edge in parts(picture, "line") if edge.find(SVG + "title") is not None
                     and edge.find(SVG + "title").text.startswith(f"b^{l} = ")]
            self.assertEqual(len(layer.w), len(edges))
            self.assertEqual(1, len({(edge.get("x1"), edge.get("y1")) for edge in edges}))

    def test_values_gradients_and_updates_are_those_of_the_step(self):
        case = worked_example()
        step, picture = self.drawn(case)
        self.assertIn("w_01^1 = 0.45: from neuron 1 of layer 0 to neuron 0 of layer 1", titles(picture))
        self.assertIn("neuron 0 of layer 1, sigmoid: z = 1.10590597, a = 0.75136507, δ = 0.138498562", titles(picture))
        _, picture = self.drawn(case, show="gradients")
        self.assertIn("∂C/∂w_01^1 = 0.0826676278: from neuron 1 of layer 0 to neuron 0 of layer 1", titles(picture))
        _, picture = self.drawn(case, show="updates")
        moved = step.network.layers[1].b[0] - case.network.layers[1].b[0]
        told = f"change of b_0^1 = −{-moved:.9g}: the bias of neuron 0 of layer 1, a weight from 1"
        self.assertIn(told, titles(picture))

    def test_sign_is_said_by_colour_and_by_dash(self):
        network = Network([Layer([[0.5, -0.5]], [-1.0], "tanh")])
        for edge in parts(drawing(network), "line"):
            negative = "= −" in edge.find(SVG + "title").text
            self.assertEqual(negative, edge.get("stroke-dasharray") is not None)
            self.assertEqual("#d55e00" if negative else "#0072b2", edge.get("stroke"))

    def test_the_largest_number_has_the_widest_edge(self):
        network = Network([Layer([[0.25, 1.0]], [0.5], "tanh")])
        edges = parts(drawing(network), "line")
        widths = {edge.find(SVG + "title").text[:6]: float(edge.get("stroke-width")) for edge in edges}
        self.assertLess(widths["w_00^0"], widths["b_0^0 "])
        self.assertLess(widths["b_0^0 "], widths["w_01^0"])

    def test_large_layers_are_left_out_in_the_middle(self):
        picture = drawing(Network.random([784, 30, 10], seed=1))
        self.assertLess(len(picture.svg), 100_000)
        self.assertEqual(3, sum(text.text == "⋮" for text in parts(picture, "text")))

    def test_every_bundled_case_can_be_drawn_inside_its_frame(self):
        for case in bundled()[::2]:
            step, picture = self.drawn(case)
            for circle in parts(picture, "circle"):
                x, y, r = (float(circle.get(name)) for name in ("cx", "cy", "r"))
                self.assertTrue(r <= x <= picture.width - r and r <= y <= picture.height - r, case.id)

    def test_a_notebook_shows_it(self):
        picture = drawing(worked_example().network)
        self.assertEqual(picture.svg, picture._repr_svg_())
        self.assertEqual(picture.svg, picture._repr_html_())
        self.assertNotRegex(picture.svg, r"\sstyle=|<script|<style|https?://(?!www\.w3\.org)")

    def test_what_cannot_be_shown_is_refused(self):
        network = worked_example().network
        for options, said in [({"show": "all"}, "show: found 'all'"), ({"show": "gradients"}, "without a step")]:
            with self.assertRaisesRegex(ValueError, said):
                drawing(network, **options)
        step = gradient_step(network, worked_example().examples)
        with self.assertRaisesRegex(ValueError, "learning rate"):
            drawing(network, step, show="updates")
        with self.assertRaisesRegex(ValueError, "example: found 1, expected 0 to 0"):
            drawing(network, step, example=1)


class Charts(unittest.TestCase):
    def path(self, points, **options):
        return parts(line_chart([("a", points)], **options), "path")[0].get("d")

    def places(self, path):
        return [tuple(map(float, pair.split())) for pair in re.findall(r"[ML](\S+ [^MLh]+)", path)]

    def test_the_line_goes_where_the_numbers_are(self):
        xy = self.places(self.path([(0, 0), (1, 1), (2, 0)]))
        self.assertEqual(3, len(xy))
        self.assertLess(xy[1][1], xy[0][1])  # higher is further up
        self.assertEqual(xy[0][1], xy[2][1])
        self.assertAlmostEqual(xy[1][0] - xy[0][0], xy[2][0] - xy[1][0], delta=0.11)

    def test_logarithmic_decades_are_as_far_apart(self):
        ys = [y for _, y in self.places(self.path([(0, 1), (1, 0.1), (2, 0.01)], log=True))]
        self.assertAlmostEqual(ys[1] - ys[0], ys[2] - ys[1], delta=0.11)

    def test_an_axis_has_room_for_what_it_shall_be_over(self):
        (_, half), (_, whole) = self.places(self.path([(0, 0.5), (1, 0.75)], over=(0, 1)))
        (_, bottom), (_, top) = self.places(self.path([(0, 0), (1, 1)]))
        self.assertAlmostEqual((bottom - top) / 2, bottom - half, delta=0.11)
        self.assertAlmostEqual((bottom - top) * 3 / 4, bottom - whole, delta=0.11)

    def test_what_is_no_number_leaves_a_gap(self):
        for gap in (None, float("nan"), float("inf")):
            self.assertEqual(2, self.path([(0, 1), (1, 2), (2, gap), (3, 1), (4, 2)]).count("M"))
        self.assertEqual(2, self.path([(0, 1), (1, 2), (2, 0), (3, 1), (4, 2)], log=True).count("M"))
        self.assertEqual([], parts(line_chart([("a", [(0, None)]), ("b", [])]), "path"))

    def test_many_points_keep_their_extremes_and_few_kilobytes(self):
        points = [(n, 1.0) for n in range(50_000)]
        points[31_234] = (31_234, 5.0)
        path = self.path(points)
        self.assertLess(len(path), 50_000)
        self.assertEqual(2, len({y for _, y in self.places(path)}))

    def test_curves_differ_by_dash_too(self):
        curves = parts(line_chart([(str(n), [(0, n), (1, n)]) for n in range(8)]), "path")
        self.assertEqual(8, len({curve.get("stroke-dasharray") for curve in curves}))
        with self.assertRaisesRegex(ValueError, "curves: found 9"):
            line_chart([("", [])] * 9)

    def test_the_legend_stands_above_all_curves_and_within_the_picture(self):
        names = [f"sum-of-layer-deltas, held out {n}" for n in range(8)]
        picture = line_chart([(name, [(0, 0.2), (1, 1), (2, 1)]) for name in names], over=(0, 1))
        named = {text.text: text for text in parts(picture, "text") if text.text in names}
        self.assertEqual(set(names), set(named))
        highest = min(y for path in parts(picture, "path") for _, y in self.places(path.get("d")))
        self.assertLess(max(float(text.get("y")) for text in named.values()), highest)
        for text in named.values():
            self.assertLess(float(text.get("x")) + 6 * len(text.text), picture.width)

    def test_a_name_is_text(self):
        picture = line_chart([("<script>&\x00", [(0, 1)]), ("b", [(0, 2)])], title='"<b>')
        self.assertEqual([], parts(picture, "script"))
        self.assertIn("<script>&\ufffd", [text.text for text in parts(picture, "text")])
        self.assertEqual("&quot;&#39;&lt;", escaped_markup("\"'<"))


class Regions(unittest.TestCase):
    def test_a_png_holds_the_colours(self):
        rows = [[(255, 0, 0), (0, 255, 0)], [(0, 0, 255), (1, 2, 3)]]
        data = png(rows)
        at = data.index(b"IDAT")
        size = int.from_bytes(data[at - 4:at], "big")
        lines = zlib.decompress(data[at + 4:at + 4 + size])
        self.assertEqual(b"\0\xff\0\0\0\xff\0" + b"\0\0\0\xff\1\2\3", lines)
        self.assertEqual(zlib.crc32(data[at:at + 4 + size]), int.from_bytes(data[at + 4 + size:at + 8 + size], "big"))

    def test_the_picture_is_in_the_text_and_points_have_a_shape_for_each_class(self):
        picture = regions(lambda x, y: 0 if x < y else 1, [(0, 1, 0), (1, 0, 1), (2, 2, 2)], ["a", "b", "c"])
        image = parts(picture, "image")[0]
        self.assertTrue(image.get("href").startswith("data:image/png;base64,"))
        shapes = [len(parts(picture, shape)) for shape in ("circle", "polygon")]
        self.assertEqual([2, 2], shapes)  # each in the legend too

    def test_a_probability_is_paler_where_it_is_unsure(self):
        from backprop_ref.pictures.maps import _tint

        self.assertLess(sum(_tint(0.99)), sum(_tint(0.6)))
        self.assertNotEqual(_tint(0.1), _tint(0.9))
        self.assertEqual(_tint(float("nan")), _tint(0.5))


if __name__ == "__main__":
    unittest.main()
