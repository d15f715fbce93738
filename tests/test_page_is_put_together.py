"""The page as a text: one file, allowed by its hashes alone, in which nothing that a case contains is markup."""

import base64
import hashlib
import html.parser
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from contextlib import redirect_stdout
from decimal import Decimal
from fractions import Fraction
from unittest import mock

import backprop_ref
from backprop_ref import Example, Layer, Network
from backprop_ref.cases import Case, case_object, find, read_case, worked_example
from backprop_ref.commands import main
from backprop_ref.page import classroom, page_of
from backprop_ref.page.assembly import ARITHMETIC, SCRIPTS, STYLES, lessons
from backprop_ref.page.document import document_of
from tests import DEEP
from tests.javascript import PAGE

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)><!-- {scripts} {case} & \"'"


class Read(html.parser.HTMLParser):
    """The elements of a page, and the texts of those whose text is not markup."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.texts = {"script": [], "style": []}
        self.data = {}
        self.policy = ""
        self.inside = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.inside = (tag, dict(attributes))
        if dict(attributes).get("http-equiv") == "Content-Security-Policy":
            self.policy = dict(attributes)["content"]

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        tag, attributes = self.inside or (None, {})
        if tag in self.texts:
            if attributes.get("type") == "application/json":
                self.data[attributes["id"]] = json.loads(data)
            else:
                self.texts[tag].append(data)


def hash_of(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class ThePageIsOneFile(unittest.TestCase):
    def test_its_policy_allows_its_own_styles_and_scripts_by_their_hashes_and_nothing_else(self):
        read = Read(page_of(worked_example()))
        rules = dict(rule.split(" ", 1) for rule in read.policy.split("; "))
        self.assertEqual(rules["default-src"], "'none'")
        for source, tag, names in (("script-src", "script", SCRIPTS), ("style-src", "style", STYLES)):
            self.assertEqual(rules[source].split(" "), [hash_of(text) for text in read.texts[tag]])
            self.assertEqual(len(read.texts[tag]), len(names))
        self.assertEqual(set(rules), {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"})

    def test_it_asks_for_nothing(self):
        text = page_of(worked_example())
        for tag, attributes in Read(text).elements:
            self.assertNotIn("style", attributes, tag)
            self.assertEqual([name for name in attributes if name.startswith("on")], [], tag)
            for name in ("src", "href", "action", "data", "srcset"):
                self.assertRegex(attributes.get(name, "#"), r"^(#|data:,)", f"<{tag} {name}>")
        for script in Read(text).texts["script"]:
            for word in (
                r"\beval\(",
                r"\bFunction\(",
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                r"\bfetch\(",
                "XMLHttpRequest",
                "WebSocket",
                r"import\(",
            ):
                self.assertIsNone(re.search(word, script), word)
        for style in Read(text).texts["style"]:
            self.assertNotIn("url(", style)
            self.assertNotIn("@import", style)

    def test_every_script_and_style_of_the_folder_is_in_it(self):
        self.assertEqual({path.stem for path in PAGE.glob("*.js")}, set(SCRIPTS))
        self.assertEqual({path.stem for path in PAGE.glob("*.css")}, set(STYLES))

    def test_the_arithmetic_is_in_it_byte_by_byte(self):
        page = page_of(worked_example())
        for name in ARITHMETIC:
            self.assertIn((PAGE / f"{name}.js").read_text(encoding="utf-8"), page)

    def test_no_script_can_end_its_element(self):
        for path in [*PAGE.glob("*.js"), *PAGE.glob("*.css")]:
            self.assertNotRegex(path.read_text(encoding="utf-8"), r"(?i)</(script|style)|<!--", path.name)

    def test_a_script_is_a_function_that_adds_to_the_one_global(self):
        for path in PAGE.glob("*.js"):
            code = re.sub(r"(?m)^//.*\n|^\s*\n", "", path.read_text(encoding="utf-8")).replace(
                "var backprop = {};\n", "", 1
            )
            with self.subTest(script=path.name):
                self.assertTrue(re.match(r"\(function \((backprop)?\) \{\n  \"use strict\";", code))
                end = r"\n\}\)\((globalThis\.backprop = globalThis\.backprop \|\| \{\})?\);\n$"
                self.assertTrue(re.search(end, code))

    def test_colours_stand_in_one_place(self):
        for path in PAGE.glob("*.css"):
            if path.stem not in ("colours", "document"):
                self.assertNotRegex(path.read_text(encoding="utf-8"), r"#[0-9a-f]{3,8}\b", path.name)

    def test_the_same_case_gives_the_same_bytes(self):
        self.assertEqual(page_of(worked_example()), page_of(worked_example()))

    def test_it_stays_small(self):
        self.assertLess(len(page_of(worked_example()).encode()), 400 * 1024)
        for sizes, n in (([196, 12, 10], 5), ([784, 30, 10], 10)) if DEEP else (([196, 12, 10], 5),):
            network = Network.random(sizes, "sigmoid", seed=1)
            examples = [Example([0.123456789] * sizes[0], [0.0] * 10) for _ in range(n)]
            case = len(json.dumps(case_object(Case("network", network, examples, 0.5))))
            self.assertLess(len(classroom(network, examples, 0.5).encode()), case + 1.75 * 1024 * 1024)

    def test_the_walk_stands_in_it_as_a_document(self):
        text = page_of(worked_example())
        document = text[text.index('<article id="document"') : text.index("</article>")]
        for line in ("Forward: from the input to the cost", "0.298371109", "The cost before and after", "0.280471447"):
            self.assertIn(line, document)

    def test_a_long_formula_of_the_document_can_end_its_line_at_each_term(self):
        for name in ("softmax", "three-hidden-layers"):
            text = document_of(find(name))
            self.assertNotIn("--", text, "paper has no options")
            longest = max(re.findall("<math>.*?</math>", text), key=lambda one: len(re.sub("<[^>]*>", "", one)))
            self.assertLess(len(re.sub("<[^>]*>", "", longest)), 90, longest)
            self.assertIn('<math><mo form="infix">+</mo>', text)


class NothingThatACaseContainsIsMarkup(unittest.TestCase):
    def test_ids_and_notes_are_text(self):
        case = worked_example()
        case = Case(HOSTILE, case.network, case.examples, case.alpha, note=HOSTILE, flags=(HOSTILE,))
        harmless = Case("plain", case.network, case.examples, case.alpha, note="plain", flags=("plain",))
        ours, plain = Read(page_of(case)), Read(page_of(harmless))
        self.assertEqual([tag for tag, _ in ours.elements], [tag for tag, _ in plain.elements])
        self.assertEqual(ours.texts, plain.texts)
        self.assertEqual(ours.data["case"]["id"], HOSTILE)
        self.assertEqual(ours.data["case"]["note"], HOSTILE)

    def test_the_case_in_it_is_the_case(self):
        text = (
            '{"id": "a", "layers": [{"activation": "softsign", "weights": [["1/3", 2]], "biases": ["-1/6"]}], '
            '"examples": [{"x": [1, 1], "y": [0]}]}'
        )
        self.assertEqual(Read(page_of(read_case(text))).data["case"], case_object(read_case(text)))

    def test_half_a_character_in_a_name_is_shown_as_one_that_cannot_be(self):
        case = worked_example()
        page = page_of(Case("a\ud800b", case.network, case.examples))
        self.assertIn("<title>a\ufffdb", page.encode("utf-8").decode("utf-8"))
        self.assertEqual(Read(page).data["case"]["id"], "a\ud800b")

    def test_a_case_without_numbers_has_a_page_all_the_same(self):
        layers = [Layer([[1e200]], [0.0], "identity"), Layer([[1e200]], [0.0], "identity")]
        page = page_of(Case("far", Network(layers), [Example([1e200], [0.0])]))
        self.assertIn("far", page)


class ClassroomTakesWhatGradientStepTakes(unittest.TestCase):
    def test_networks_of_every_number_type(self):
        for number in (float, Fraction, Decimal):
            network = Network([Layer([[number(1) / 2]], [number(2)], "identity")])
            case = Read(classroom(network, [Example([number(3)], [number(1)])], number(1) / 4)).data["case"]
            self.assertEqual(float(Fraction(case["layers"][0]["weights"][0][0])), 0.5)
            self.assertEqual(float(Fraction(case["learning_rate"])), 0.25)

    def test_what_does_not_fit_is_refused(self):
        with self.assertRaisesRegex(ValueError, r"examples\[1\]\.x: 1 number, expected 2"):
            classroom(Network.random([2, 1]), [Example([1.0, 2.0], [1.0]), Example([1.0], [1.0])])
        with self.assertRaisesRegex(ValueError, "cost: found 'mse', expected one of half_squared_error"):
            classroom(Network.random([2, 1]), [Example([1.0, 2.0], [1.0])], cost="mse")
        with self.assertRaisesRegex(ValueError, "reduction: found 'max', expected one of"):
            classroom(Network.random([2, 1]), [Example([1.0, 2.0], [1.0])], reduction="max")
        with self.assertRaisesRegex(ValueError, "examples: none, expected at least one"):
            classroom(Network.random([2, 1]), [])


class TheCommand(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name) / "page.html"

    def run_it(self, *arguments, stdin=b""):
        environment = {**os.environ, "PYTHONPATH": str(pathlib.Path(backprop_ref.__file__).parent.parent)}
        command = [sys.executable, "-m", "backprop_ref", "classroom", *arguments]
        return subprocess.run(
            command, capture_output=True, input=stdin, cwd=self.folder.name, env=environment, timeout=60
        )

    def here(self, *arguments):
        output = io.StringIO()
        with redirect_stdout(output):
            status = main(["classroom", *arguments])
        return status, output.getvalue()

    def test_writes_the_page_and_says_where(self):
        done = self.run_it()
        self.assertEqual(done.returncode, 0)
        path = pathlib.Path(self.folder.name) / "classroom.html"
        self.assertEqual(path.read_text(encoding="utf-8"), page_of(worked_example()))
        self.assertIn(
            os.path.realpath(path), done.stdout.decode().replace(self.folder.name, os.path.realpath(self.folder.name))
        )

    def test_without_a_name_it_replaces_only_a_page_and_says_so(self):
        here = os.getcwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.folder.name)
        for verb, arguments in (("wrote", []), ("replaced", ["softmax"])):
            status, said = self.here(*arguments)
            self.assertEqual((0, f"{verb} {os.path.abspath('classroom.html')} ("), (status, said[:said.index("(") + 1]))
        mine = pathlib.Path("classroom.html")
        mine.write_text("<html>my own</html>")
        with mock.patch("sys.stderr", io.StringIO()) as said:
            self.assertEqual((2, ""), self.here("relu"))
        self.assertIn("classroom.html: found another file with that name, expected --output FILE", said.getvalue())
        self.assertEqual("<html>my own</html>", mine.read_text())
        self.assertEqual(0, self.here("relu", "--output", "classroom.html")[0])

    def test_an_existing_file_is_replaced_whole(self):
        self.path.write_text("x" * 10_000_000)
        status, said = self.here("--output", str(self.path))
        self.assertEqual(status, 0)
        self.assertIn(str(self.path), said)
        self.assertEqual(self.path.read_text(encoding="utf-8"), page_of(worked_example()))
        self.assertEqual(os.listdir(self.folder.name), ["page.html"])

    def test_or_not_at_all(self):
        self.path.write_text("as it was")
        with mock.patch("os.replace", side_effect=OSError(28, "No space left on device")), mock.patch(
            "sys.stderr", io.StringIO()
        ) as said:
            status, _ = self.here("--output", str(self.path))
        self.assertEqual(status, 2)
        self.assertIn("No space left on device", said.getvalue())
        self.assertEqual(self.path.read_text(), "as it was")
        self.assertEqual(os.listdir(self.folder.name), ["page.html"])

    @unittest.skipUnless(hasattr(os, "mkfifo"), "no pipes with a name on this system")
    def test_a_pipe_or_a_device_is_written_to_and_stays_one(self):
        pipe = pathlib.Path(self.folder.name) / "pipe"
        os.mkfifo(pipe)
        read = []
        reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
        reader.start()
        self.assertEqual(self.here("--output", str(pipe))[0], 0)
        reader.join(10)
        self.assertEqual(read, [page_of(worked_example())])
        self.assertTrue(pipe.is_fifo())

    @unittest.skipIf(os.name == "nt", "links need a privilege there")
    def test_of_a_link_what_it_leads_to_is_replaced(self):
        self.path.write_text("as it was")
        link = pathlib.Path(self.folder.name) / "link.html"
        link.symlink_to(self.path)
        self.assertEqual(self.here("--output", str(link))[0], 0)
        self.assertTrue(link.is_symlink())
        self.assertEqual(self.path.read_text(encoding="utf-8"), page_of(worked_example()))

    def test_dash_is_standard_output_in_utf_8(self):
        done = self.run_it("--output", "-", "-", stdin=json.dumps(case_object(worked_example())).encode())
        self.assertEqual(done.stdout.decode("utf-8"), page_of(read_case(json.dumps(case_object(worked_example())))))
        self.assertEqual(os.listdir(self.folder.name), [])

    def test_where_it_cannot_be_written_one_line_says_so(self):
        for arguments, why in (
            (["--output", self.folder.name], "found a directory, expected a file"),
            (["--output", "no/such/folder/a.html"], "--output no/such/folder/a.html: found no folder "),
            (["--output", ""], "--output: found '', expected the name of a file"),
            (["no-such-case"], "found nothing with that name"),
            (["--open", "--output", "-"], "--open: found --output -, expected a file"),
        ):
            with self.subTest(arguments=arguments), mock.patch("sys.stderr", io.StringIO()) as said:
                self.assertEqual(self.here(*arguments)[0], 2)
                self.assertIn(why, said.getvalue())
                self.assertEqual(said.getvalue().count("\n"), 1)

    def test_open_opens_it(self):
        with mock.patch("webbrowser.open", return_value=True) as opened:
            self.assertEqual(self.here("--open", "--output", str(self.path))[0], 0)
        opened.assert_called_once_with(self.path.resolve().as_uri())


class LessonsAreData(unittest.TestCase):
    def test_each_has_what_a_lesson_needs_and_a_case_that_is_read(self):
        for lesson in lessons():
            with self.subTest(lesson=lesson.get("title")):
                self.assertLessEqual(
                    set(lesson), {"title", "text", "look", "case", "view", "step", "learning", "question", "answer"}
                )
                for name in ("title", "text", "question", "answer"):
                    self.assertTrue(lesson[name])
                if "case" in lesson:
                    read_case(json.dumps(lesson["case"]))
