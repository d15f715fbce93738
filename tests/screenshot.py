"""The picture of the classroom page in README.md: ``python -m tests.screenshot`` writes docs/classroom.png.

Needs Playwright and a Chromium: the one that BACKPROP_CHROMIUM names, or the machine's own, or Playwright's.
"""

import os
import pathlib
import shutil
import tempfile

from backprop_ref import classroom
from backprop_ref.cases import worked_example

PICTURE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "classroom.png"
STEP = {"rule": "hidden_delta", "l": 0, "j": 1}  # where the error signals of both outputs come together
MOST = 150_000  # bytes


def main():
    from playwright.sync_api import sync_playwright

    case = worked_example()
    browser_of_the_machine = os.environ.get("BACKPROP_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        page_file = pathlib.Path(directory) / "classroom.html"
        text = classroom(case.network, case.examples, case.alpha, case.cost, case.reduction)
        page_file.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=browser_of_the_machine, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme="light", reduced_motion="reduce")
        page.goto(page_file.as_uri())
        page.evaluate("(step) => backprop.go(backprop.state.walk.find(step))", STEP)
        page.wait_for_timeout(500)
        page.screenshot(path=str(PICTURE))
        browser.close()
    size = PICTURE.stat().st_size
    print(f"docs/{PICTURE.name}: {size} bytes" + (f", expected at most {MOST}" if size > MOST else ""))


if __name__ == "__main__":
    main()
