"""Which small changes to a module would no test notice?  ``python -m tests.mutants MODULE… [--tests NAME…]``

A program for a person with time, outside any ordinary run.  For each module (``numbers/bounded.py``) it changes one
comparison, sign, constant or operator at a time, in a copy of everything, and runs the tests that reach its line, the
quickest first.  A change that no test notices survives, and is printed by kind at the end.

    --tests NAME…    the test modules to run, without "tests."; without this all
    --minutes N      stop after so long, comparisons, signs and constants having come first
    --limit S        seconds after which a mutant that still runs is taken as noticed (20)

Needs ``os.fork``.
"""

import argparse
import ast
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = ("comparison", "sign", "constant", "operator")

COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}
SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add}
OPERATORS = {
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}
NAMES = {"min": "max", "max": "min", "down": "up", "up": "down", "low": "high", "high": "low",
         "next_minus": "next_plus", "next_plus": "next_minus"}


# ---- the mutants -----------------------------------------------------------------------------


class Mutant:
    """One change: a stretch of the source and what stands there instead.  once: does it run on import alone?"""

    once = False

    def __init__(self, kind, node, text):
        self.kind = kind
        self.line, self.column = node.lineno, node.col_offset
        self.end = node.end_lineno, node.end_col_offset
        self.text = text

    def apply(self, source):
        """The source with the change."""
        lines = source.encode().splitlines(keepends=True)
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        whole = b"".join(lines)
        begin, end = starts[self.line - 1] + self.column, starts[self.end[0] - 1] + self.end[1]
        return (whole[:begin] + self.text.encode() + whole[end:]).decode()

    def shown(self, source):
        changed = self.apply(source).splitlines()[self.line - 1].strip()
        return f"{self.kind}, line {self.line}: {source.splitlines()[self.line - 1].strip()}  →  {changed}"


def mutants_of(source):
    """Every mutant of a module's source, those of one kind after those of another."""
    tree = ast.parse(source)
    found = []
    skipped, inside = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            inside.update(map(id, ast.walk(node)))
        for part in ([node.annotation] if getattr(node, "annotation", None) else []) + \
                ([node.returns] if getattr(node, "returns", None) else []):
            skipped.update(map(id, ast.walk(part)))
        checks = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance"
        if checks or isinstance(node, ast.JoinedStr):
            skipped.update(map(id, ast.walk(node)))
    for node in ast.walk(tree):
        if id(node) not in skipped:
            for mutant in _of_node(node):
                mutant.once = id(node) not in inside
                found.append(mutant)
    return sorted(found, key=lambda mutant: (KINDS.index(mutant.kind), mutant.line))


def _of_node(node):
    def changed(kind, **fields):
        fields = {**{name: getattr(node, name) for name in node._fields}, **fields}
        return Mutant(kind, node, f"({ast.unparse(type(node)(**fields))})")

    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            if type(op) in COMPARISONS:
                yield changed("comparison", ops=[*node.ops[:n], COMPARISONS[type(op)](), *node.ops[n + 1:]])
    elif isinstance(node, ast.BoolOp):
        yield changed("comparison", op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield Mutant("comparison", node, f"({ast.unparse(node.operand)})")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield Mutant("sign", node, f"({ast.unparse(node.operand)})")
    elif isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        yield changed("sign", op=SIGNS[type(node.op)]())
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield changed("operator", op=OPERATORS[type(node.op)]())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield Mutant("constant", node, repr(node.value + 1))
        if node.value:
            yield Mutant("constant", node, "0" if node.value != 1 else "2.5")
        else:
            yield Mutant("constant", node, "(-1)")
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield Mutant("constant", node, repr(not node.value))
    elif isinstance(node, ast.Attribute) and node.attr in NAMES and isinstance(node.ctx, ast.Load):
        yield Mutant("operator", node, f"{ast.unparse(node.value)}.{NAMES[node.attr]}")
    elif isinstance(node, ast.Name) and node.id in ("min", "max"):
        yield Mutant("operator", node, NAMES[node.id])


# ---- running tests ---------------------------------------------------------------------------


def tests_in(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests_in(test)
        else:
            yield test


def reached(copy, modules, names):
    """For each test its seconds and the lines of each module that it reaches, by a process of its own in the copy."""
    command = [sys.executable, "-m", "tests.mutants", "--reach", *modules, "--tests", *names]
    done = subprocess.run(command, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def reach(modules, names):
    """What ``reached`` asks for, printed."""
    files = {str(ROOT / "backprop_ref" / module): module for module in modules}
    lines = {}

    def trace(frame, event, argument):
        module = files.get(frame.f_code.co_filename)
        if module is None:
            return None
        seen = lines.setdefault(module, set())

        def each(frame, event, argument):
            seen.add(frame.f_lineno)
            return each

        seen.add(frame.f_lineno)
        return each

    found = {}
    suite = unittest.defaultTestLoader.loadTestsFromNames([f"tests.{name}" for name in names])
    for test in tests_in(suite):
        lines.clear()
        start = time.perf_counter()
        sys.settrace(trace)
        try:
            result = unittest.TestResult()
            test.run(result)
        finally:
            sys.settrace(None)
        if result.wasSuccessful() and not result.skipped:
            found[test.id()] = time.perf_counter() - start, {name: sorted(seen) for name, seen in lines.items()}
    print(json.dumps(found))


def notices(copy, tests, limit):
    """Does one of these tests fail in the copy, or not end within the limit?  In a child: nothing is imported here."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        status = 1
        try:
            os.chdir(copy)
            sys.path[:] = [str(copy)] + [entry for entry in sys.path if entry not in ("", str(ROOT), str(copy))]
            for name in [name for name in sys.modules if name.split(".")[0] in ("tests", "backprop_ref")]:
                del sys.modules[name]
            for test in tests:
                result = unittest.TestResult()
                unittest.defaultTestLoader.loadTestsFromName(test).run(result)
                if not result.wasSuccessful():
                    break
            else:
                status = 0
        finally:
            os._exit(status)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.01)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return True


# ---- the whole of it -------------------------------------------------------------------------


def main(modules, names, minutes, limit):
    names = names or sorted(path.stem for path in (ROOT / "tests").glob("test_*.py"))
    end = time.monotonic() + 60 * minutes
    survivors, counts = [], dict.fromkeys(("noticed", "survived", "not reached", "not tried"), 0)
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, "copy").resolve()
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "__pycache__", ".hypothesis", "build"))
        found = reached(copy, modules, names)
        print(f"{len(found)} tests pass without a change", flush=True)
        sources = {module: (ROOT / "backprop_ref" / module).read_text() for module in modules}
        todo = [(module, mutant) for module in modules for mutant in mutants_of(sources[module])]
        random.Random(1).shuffle(todo)
        todo.sort(key=lambda pair: pair[1].kind == "operator")
        for module, mutant in todo:
            if time.monotonic() > end:
                counts["not tried"] += 1
                continue
            source, lines = sources[module], set(range(mutant.line, mutant.end[0] + 1))
            reaching = [(seconds, test, seen[module]) for test, (seconds, seen) in found.items() if module in seen]
            tests = [(seconds, test) for seconds, test, seen in reaching if lines & set(seen)]
            if not tests and mutant.once:  # what runs on import every test has behind it
                tests = [(seconds, test) for seconds, test, seen in reaching]
            path = copy / "backprop_ref" / module
            path.write_text(mutant.apply(source))
            try:
                if not tests:
                    outcome = "not reached"
                elif notices(copy, [test for _, test in sorted(tests)], limit):
                    outcome = "noticed"
                else:
                    outcome = "survived"
            finally:
                path.write_text(source)
            counts[outcome] += 1
            if outcome in ("survived", "not reached"):
                survivors.append((mutant.kind, f"{module}: {mutant.shown(source)} ({outcome})"))
                print(survivors[-1][1], flush=True)
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    for kind in KINDS:
        print(f"\n{kind}:")
        for _, text in sorted(pair for pair in survivors if pair[0] == kind):
            print(f"    {text}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--reach", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--tests", nargs="+", default=[])
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--limit", type=float, default=20)
    given = parser.parse_args()
    sys.dont_write_bytecode = True
    if given.reach:
        reach(given.reach, given.tests)
    else:
        import hypothesis  # noqa: F401  # once, for all children

        main(given.modules, given.tests, given.minutes, given.limit)
