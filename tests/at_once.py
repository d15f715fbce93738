"""Modules of tests in several processes at once, as many as there are processors, and one report of them all.

Where a process can be forked, and the result is that of unittest's own runner; else one after another, as with
TESTS_AT_ONCE=1 in the environment (for a debugger, a profiler, or whoever measures coverage).
"""

import io
import os
import sys
import traceback
import unittest
from multiprocessing import Pipe, connection

FORKS = hasattr(os, "fork") and sys.platform != "darwin"  # where the system's own libraries may not survive it
MOST = 4  # processes: with more the longest module takes as long by itself
PLACE = "\0"  # in what a module says: how many are done is known to whoever collects it
LISTS = ("failures", "errors", "skipped", "expectedFailures")  # of a result: tests, each with a text


def processes():
    """How many at once."""
    if not FORKS:
        return 1
    if os.environ.get("TESTS_AT_ONCE"):
        return int(os.environ["TESTS_AT_ONCE"])
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(here, MOST)


class Told:
    """A test that was run elsewhere: what a report says of it."""

    def __init__(self, said, name, description=None):
        self.said, self.name, self.description = said, name, description

    def __str__(self):
        return self.said

    def id(self):
        return self.name

    def shortDescription(self):
        return self.description


class AtOnce(unittest.TestSuite):
    """A suite for each module: whichever process is free takes the next, the first of the list first."""

    def run(self, result, debug=False):
        modules = list(self)
        several = min(processes(), len(modules) // 2)
        if debug or several < 2 or type(result) is not unittest.TextTestResult:
            return super().run(result, debug)
        waiting, end = os.pipe()
        os.write(end, bytes(range(len(modules))))  # each byte is read by one process alone
        os.close(end)
        left, pipes, children = [module.name for module in modules], [], []
        try:
            for _ in range(several):
                child, pipe = forked(modules, waiting, result)
                children.append(child)
                pipes.append(pipe)
            for name, *report in received(pipes):
                left.remove(name)
                add(result, f"{len(modules) - len(left)} of {len(modules)}: ", *report)
                if result.shouldStop:
                    os.read(waiting, len(modules))
        finally:
            os.read(waiting, len(modules))  # whatever happened here, nobody takes another
            os.close(waiting)
            for child in children:
                os.waitpid(child, 0)
        for name in [] if result.shouldStop else left:
            result.errors.append((Told(name, name), "the process that ran it has ended\n"))
        return result


def forked(modules, waiting, result):
    """A process that runs what it takes from the waiting modules, and the pipe by which it tells what came of them."""
    sys.stdout.flush()
    sys.stderr.flush()
    here, there = Pipe(duplex=False)
    child = os.fork()
    if child:
        there.close()
        return child, here
    try:
        number = os.read(waiting, 1)
        while number:
            there.send(run_by_itself(modules[number[0]], result))
            number = os.read(waiting, 1)
    except KeyboardInterrupt:
        pass  # the process that forked says so
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # what is to be done at exit is done by the process that forked


def run_by_itself(module, result):
    """Run a module with a result like this one: its name, what came of it, and what was said on the way."""
    text = io.StringIO()
    verbosity = 2 if result.showAll else 1 if result.dots else 0
    own = unittest.TextTestResult(type(result.stream)(text), result.descriptions, verbosity)
    for name in ("failfast", "buffer", "tb_locals", "durations"):  # the last from Python 3.12 on
        if hasattr(result, name):
            setattr(own, name, getattr(result, name))
    module.place = PLACE
    module.run(own)
    lists = {name: [(told(test), why) for test, why in getattr(own, name)] for name in LISTS}
    lists["unexpectedSuccesses"] = list(map(told, own.unexpectedSuccesses))
    lists["collectedDurations"] = getattr(own, "collectedDurations", [])
    return module.name, lists, own.testsRun, own.shouldStop, text.getvalue()


def told(test):
    return Told(str(test), test.id(), test.shortDescription())


def received(pipes):
    """What comes through these pipes, as it comes, until all are at their ends."""
    pipes = list(pipes)
    while pipes:
        for pipe in connection.wait(pipes):
            try:
                yield pipe.recv()
            except EOFError:
                pipes.remove(pipe)
                pipe.close()


def add(result, place, lists, count, stopped, text):
    """What came of a module, to the result of all."""
    for name, some in lists.items():
        if hasattr(result, name):
            getattr(result, name).extend(some)
    result.testsRun += count
    result.stream.write(text.replace(PLACE, place))
    result.stream.flush()
    if stopped:
        result.stop()
