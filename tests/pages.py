"""What the tests need to know of README.md and docs/*.md: their blocks, links and headings, and the screens in them.

A block of the language ``console`` shows commands, each behind "$ ", and what they print.  A block right behind a
line that ends in "`name`:" is a file of that name.  The commands of a page run in a directory that has its
files, in the order of the page, so that what a reader sees is what a reader gets:

    python -m tests.pages            run every screen, look up every linked function, and show what has changed
    python -m tests.pages --write    write it into the pages

A line of three dots in a screen stands for any number of lines, … for any text in a line.
"""

from __future__ import annotations

import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w.-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(page):
    return page.read_text(encoding="utf-8")


def blocks(text, language):
    """The contents of every fenced block of that language."""
    return [content for found, content in _BLOCK.findall(text) if found == language]


def prose(text):
    """The text without its fenced blocks and without its code spans."""
    return re.sub(r"`[^`\n]*`", "", _BLOCK.sub("", text))


def files(text):
    """Every file that the page shows whole: its name and contents."""
    return dict(_FILE.findall(text))


def headings(text):
    """The anchors of the headings, made as GitHub makes them: lower case, no punctuation, hyphens for blanks."""
    titles = re.findall(r"^#+ (.*)$", _BLOCK.sub("", text), re.MULTILINE)
    anchors = []
    for title in titles:
        anchor = re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()).replace(" ", "-")
        same = sum(1 for other in anchors if re.fullmatch(re.escape(anchor) + r"(-\d+)?", other))
        anchors.append(f"{anchor}-{same}" if same else anchor)
    return anchors


def links(text):
    """The targets of all links in the page."""
    return re.findall(r"\]\(([^)\s]+)\)", _BLOCK.sub("", text))


# ---- screens ---------------------------------------------------------------------------------


def commands(screen):
    """Each command of a console block, with the output shown below it."""
    found = []
    for line in screen.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:].strip(), ""])
        else:
            found[-1][1] += line
    return found


def run(command, directory):
    """What a command of a page prints, run by a POSIX shell in that directory with this Python and this package."""
    path = os.pathsep.join([str(_this_python_as_python3(directory)), os.environ["PATH"]])
    environment = dict(
        os.environ, PATH=path, PYTHONPATH=str(ROOT), PYTHONIOENCODING="utf-8", NO_COLOR="1", COLUMNS="80"
    )
    done = subprocess.run(
        ["sh", "-c", command], cwd=directory, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )
    return done.stdout.decode("utf-8")


def _this_python_as_python3(directory):
    """A folder in which python3 is the Python that runs the tests, for the shell and for what a command starts."""
    folder = pathlib.Path(directory, ".bin")
    if not folder.exists():
        folder.mkdir()
        starter = folder / "python3"
        starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
        starter.chmod(0o755)
    return folder


def matches(shown, printed):
    """Is this the output shown, with a line of three dots for any number of lines, and … for any text in one?

    Numbers are compared to 12 digits: the last ones of exp are the platform's.
    """
    shown, printed = _to_12_digits(shown), _to_12_digits(printed)
    if printed and not printed.endswith("\n"):
        printed += "\n"
    pattern = re.sub(r"(?m)^\\.\\.\\.\\\n", r"(?:.*\\n)*?", re.escape(shown)).replace("…", ".*")
    return re.fullmatch(pattern, printed) is not None


def _to_12_digits(text):
    return re.sub(r"\d+\.\d{12,}(e-\d+)?", lambda number: f"{float(number[0]):.12g}", text)


def missing(page):
    """What the screens of the page need and this machine does not have, or None."""
    if shutil.which("sh") is None:
        return "POSIX shell"
    if page.name == "verify.md" and not has_numpy():
        return "NumPy for this Python"
    return None


def has_numpy():
    return importlib.util.find_spec("numpy") is not None


def screens(page):
    """Every command that the page shows: the command, what the page says it prints, and what it does print."""
    text = read(page)
    with tempfile.TemporaryDirectory() as directory:
        for name, content in files(text).items():
            pathlib.Path(directory, name).write_text(content, encoding="utf-8")
        for screen in blocks(text, "console"):
            for command, shown in commands(screen):
                yield command, shown, run(command, directory)


# ---- links to functions ----------------------------------------------------------------------


def with_lines(text):
    """The page with every link to a function of equations.py leading to the line where it is defined."""
    source = read(ROOT / "backprop_ref" / "equations.py").splitlines()
    lines = {line[4:line.index("(")]: number for number, line in enumerate(source, 1) if line.startswith("def ")}
    return re.sub(
        r"\[`(\w+)`\]\((\S*/equations\.py)#L\d+\)",
        lambda link: f"[`{link[1]}`]({link[2]}#L{lines[link[1]]})",
        text,
    )


def main(write):
    changed = 0
    for page in PAGES:
        text = with_lines(read(page))
        if text != read(page):
            changed += 1
            print(f"{page.name}: a linked function stands on another line")
        lacking = missing(page)
        if lacking:
            print(f"{page.name}: screens not run, no {lacking}")
        for command, shown, printed in () if lacking else screens(page):
            if matches(shown, printed):
                continue
            changed += 1
            print(f"{page.name}: $ {command}\n{printed}")
            text = text.replace(f"$ {command}\n{shown}", f"$ {command}\n{printed}", 1)
        if write:
            page.write_text(text, encoding="utf-8")
    return 1 if changed and not write else 0


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
