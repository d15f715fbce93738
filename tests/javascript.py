"""The page's scripts, run by node as they stand.

    ARITHMETIC, LEARNING   the files without a document, in the order in which the page has them
    program                a command for ``check``: the arithmetic reads cases and writes results
    value_of               what an expression is, once the files have run
"""

import json
import pathlib
import re
import shutil
import subprocess
import unittest

import backprop_ref

PAGE = pathlib.Path(backprop_ref.__file__).parent / "page"
PROGRAM = pathlib.Path(__file__).parent / "arithmetic_program.js"

ARITHMETIC = [PAGE / f"{name}.js" for name in ("numerals", "equations", "activations", "costs", "passes", "door")]
LEARNING = ARITHMETIC + [PAGE / f"{name}.js" for name in ("random", "mistakes", "datasets", "learning")]

_LOADED = """
const fs = require("fs"), vm = require("vm");
for (const file of process.argv.slice(1)) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
const given = JSON.parse(fs.readFileSync(0, "utf8"));
const { value } = { value: EXPRESSION };
process.stdout.write(JSON.stringify(value));
"""

_EXAMPLE = re.compile(r"^ *// >>> (.*(?:\n *// \.\.\. .*)*)\n *// (.*)$", re.MULTILINE)

needs_node = unittest.skipIf(shutil.which("node") is None, "no node on this machine")


def program(files=ARITHMETIC):
    return ["node", str(PROGRAM), *map(str, files)]


def value_of(expression, given=None, files=LEARNING):
    """The value of a JavaScript expression, in which ``given`` is what was given, as JSON has it."""
    command = ["node", "-e", _LOADED.replace("EXPRESSION", expression), *map(str, files)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, encoding="utf-8", timeout=60)
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    return json.loads(done.stdout)


def examples_in(file):
    """The examples in a script's comments: an expression, and what JSON has for its value."""
    found = _EXAMPLE.findall(file.read_text(encoding="utf-8"))
    return [(re.sub(r"\n *// \.\.\. +", " ", expression), value) for expression, value in found]
