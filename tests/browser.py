"""The page in a real browser, where there is one: Playwright for Python, and Chromium.

    needs_browser    skips by name what cannot be run here
    needs_axe        the same where axe-core is missing: the file that BACKPROP_AXE names
    Pages            a test case with one browser, whose pages are watched: no error, no word on the console, no request

BACKPROP_CHROMIUM names a Chromium, where it is not found by its usual names.
"""

import importlib.util
import os
import pathlib
import shutil
import tempfile
import time
import unittest

from backprop_ref.cases import worked_example
from backprop_ref.page import page_of

PROJECTOR = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}


def chromium():
    named = os.environ.get("BACKPROP_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def axe():
    named = os.environ.get("BACKPROP_AXE")
    return pathlib.Path(named) if named and os.path.exists(named) else None


def _missing():
    if importlib.util.find_spec("playwright") is None:
        return "no Playwright on this machine"
    return None if chromium() else "no Chromium on this machine"


needs_browser = unittest.skipIf(_missing() is not None, _missing() or "")
needs_axe = unittest.skipIf(axe() is None, "no axe-core on this machine (BACKPROP_AXE)")


class Pages(unittest.TestCase):
    """Opens pages; whatever a page says, asks for or stumbles over fails the test that opened it."""

    @classmethod
    def setUpClass(cls):
        from playwright.sync_api import sync_playwright

        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.browser = cls.playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        cls.addClassCleanup(cls.browser.close)
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)

    def setUp(self):
        self.heard = []

    def tearDown(self):
        self.assertEqual(self.heard, [], "the page is quiet and asks for nothing")

    def file_of(self, case):
        path = pathlib.Path(self.folder.name) / f"page-{abs(hash(case.id))}.html"
        path.write_text(page_of(case), encoding="utf-8")
        return path

    def open(self, case=None, fragment="", viewport=PROJECTOR, **context):
        """A page of the case, ready."""
        made = self.browser.new_context(viewport=viewport, **context)
        self.addCleanup(made.close)
        page = made.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: self.heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.goto(self.file_of(case or worked_example()).as_uri() + fragment)
        if context.get("java_script_enabled", True):
            page.wait_for_selector("html.ready")
        return page

    def _asked(self, url):
        if not url.startswith((pathlib.Path(self.folder.name).as_uri(), "data:")):
            self.heard.append(f"request: {url}")


def settled(page):
    """Wait until the page has followed what was done: two frames."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def wait_until(page, expression, seconds=5):
    """Until an expression is true; asked from outside, as the page evaluates no texts."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise AssertionError(f"never true: {expression}")
        page.wait_for_timeout(20)


def told(page, text):
    """Until a notice has this text in it."""
    notices = page.locator("#notices")
    notices.filter(has_text=text).wait_for()


def state(page, expression):
    """What a part of the page's state is: "step", "view.show", "computed.C"."""
    return page.evaluate(f"backprop.state.{expression}")
