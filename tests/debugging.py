"""Sessions with ``step``: commands in, what pdb and we say out; and those of docs/debugger.md written again.

    python -m tests.debugging            show what has changed in the sessions of the page
    python -m tests.debugging --write    write it into the page

A session of the page is a block of the language ``text``: "$ " and how it begins, then each command behind "(Pdb) ".
Line numbers are left out, and so is where the package lies: neither says anything about the mathematics.
"""

import os
import re
import subprocess
import sys
import tempfile

from tests.pages import ROOT, blocks, read

PAGE = ROOT / "docs" / "debugger.md"
PROMPT = "(Pdb) "


def step(arguments, commands="", encoding="utf-8", python=sys.executable):
    """Runs ``step`` with these commands as its standard input: exit status, standard output, standard error."""
    with tempfile.TemporaryDirectory() as home:  # nobody's .pdbrc
        environment = dict(os.environ, HOME=home, USERPROFILE=home, PYTHONPATH=str(ROOT), PYTHONIOENCODING=encoding)
        done = subprocess.run(
            [python, "-m", "backprop_ref", "step", *arguments], input=commands.encode(), env=environment, cwd=home,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
        )
    return done.returncode, done.stdout.decode(encoding).replace("\r\n", "\n"), done.stderr.decode(encoding)


def answers(arguments, commands):
    """What is said before the first command, and after each."""
    status, said, complaints = step(arguments, "".join(f"{command}\n" for command in commands))
    if status or complaints:
        raise AssertionError(f"status {status}: {complaints}")
    return said.split(PROMPT)


def without_places(text):
    """The text without line numbers and without the directories above the package's own."""
    return re.sub(r"(?m)^> .*?(backprop_ref)[/\\](\w+\.py)\(\d+\)", r"> \1/\2(…)", text)


def sessions(page):
    """Every session of a page: as it stands there, and as it is now."""
    for block in blocks(page, "text"):
        first, *lines = block.splitlines()
        if not first.startswith("$ python3 -m backprop_ref step"):
            continue
        commands = [line[len(PROMPT):] for line in lines if line.startswith(PROMPT)]
        begin, *said = answers(first.split()[5:], commands)
        now = first + "\n" + begin
        for command, answer in zip(commands, said):
            now += PROMPT + command + "\n" + answer
        yield block, without_places(now)


def main(write):
    text = read(PAGE)
    for block, now in sessions(text):
        if block != now:
            print(now)
            text = text.replace(block, now, 1)
    if write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
