"""An editor's debugger, driven by the launch settings of docs/debugger.md, shows the symbols and the right numbers.

Needs debugpy, what VS Code's Python extension runs, and is skipped by that name where it is missing.
"""

import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
import unittest
from xml.etree import ElementTree

from backprop_ref import breakpoints, gradient_step
from backprop_ref.cases import worked_example
from tests.debugging import PAGE, ROOT
from tests.pages import blocks, read

PATIENCE = 60  # seconds without a message, on a machine that has other things to do


class Adapter:
    """A debug adapter on its standard input and output: requests, and waiting for their responses and for events."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "debugpy.adapter"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=dict(os.environ, PYTHONPATH=str(ROOT)),
        )
        self.sent = 0
        self.unread = []
        self.arrived = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            length = 0
            for line in iter(self.process.stdout.readline, b"\r\n"):
                if not line:
                    return
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            self.arrived.put(json.loads(self.process.stdout.read(length)))

    def send(self, command, **arguments):
        self.sent += 1
        body = json.dumps({"seq": self.sent, "type": "request", "command": command, "arguments": arguments}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()
        return self.sent

    def wait(self, wanted):
        """The first message that is wanted; the others wait for their turn."""
        for message in self.unread:
            if wanted(message):
                self.unread.remove(message)
                return message
        while True:
            message = self.arrived.get(timeout=PATIENCE)
            if wanted(message):
                return message
            self.unread.append(message)

    def event(self, *names):
        return self.wait(lambda message: message["type"] == "event" and message["event"] in names)

    def response(self, number):
        response = self.wait(lambda message: message["type"] == "response" and message["request_seq"] == number)
        if not response["success"]:
            raise AssertionError(response)
        return response.get("body", {})

    def ask(self, command, **arguments):
        return self.response(self.send(command, **arguments))

    def end(self):
        with self.process:
            try:
                self.ask("disconnect", terminateDebuggee=True)
            except (OSError, queue.Empty):  # it is gone already
                pass
            self.process.stdin.close()
            self.process.kill()


def launch_settings():
    """The first launch configuration of the page, as it would be run without a terminal."""
    settings, = (json.loads(block) for block in blocks(read(PAGE), "json"))
    return dict(settings["configurations"][0], console="internalConsole", cwd=str(ROOT), redirectOutput=False)


class AnEditor(unittest.TestCase):
    def setUp(self):
        if importlib.util.find_spec("debugpy") is None:
            self.skipTest("debugpy is not installed")
        self.adapter = Adapter()
        self.addCleanup(self.adapter.end)

    def launch(self, at):
        """Launches as the page says, with a breakpoint at file, line and condition of each."""
        adapter = self.adapter
        adapter.ask("initialize", adapterID="debugpy", pathFormat="path", linesStartAt1=True, columnsStartAt1=True)
        launched = adapter.send("launch", **launch_settings(), python=[sys.executable], env={"PYTHONPATH": str(ROOT)})
        adapter.event("initialized")
        for file in {file for file, line, condition in at}:
            lines = [{"line": line, "condition": condition} for of, line, condition in at if of == file]
            set_there = adapter.ask("setBreakpoints", source={"path": file}, breakpoints=lines)["breakpoints"]
            self.assertEqual([True] * len(lines), [found["verified"] for found in set_there])
        adapter.ask("configurationDone")
        adapter.response(launched)

    def locals(self):
        """Where it has stopped: function and line, and the locals as the variables pane shows them."""
        stopped = self.adapter.event("stopped", "terminated")
        self.assertEqual("stopped", stopped["event"], "the program came to its end without a stop")
        frames = self.adapter.ask("stackTrace", threadId=stopped["body"]["threadId"], levels=1)["stackFrames"]
        scopes = self.adapter.ask("scopes", frameId=frames[0]["id"])["scopes"]
        reference = next(scope["variablesReference"] for scope in scopes if scope["name"] == "Locals")
        shown = self.adapter.ask("variables", variablesReference=reference)["variables"]
        return frames[0], {variable["name"]: variable["value"] for variable in shown}

    def test_breaks_on_14_and_shows_delta_j_and_dC_db_j(self):
        b = next(b for b in breakpoints() if b.equation == "14")
        case = worked_example()
        expected = gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction)
        l, j = 1, 0
        self.launch([(b.file, b.line, b.condition(layer=l, neuron=j))])
        frame, shown = self.locals()
        self.assertEqual(("gradients", b.line), (frame["name"], frame["line"]))
        self.assertEqual((str(l), str(j)), (shown["l"], shown["j"]))
        self.assertEqual(expected.delta[0][l][j], float(shown["delta_j"]))
        self.assertEqual(expected.dC_db[l][j], float(shown["dC_db_j"]))
        self.assertEqual("Network(2-2-2, sigmoid, sigmoid, float)", shown["network"])


class PyCharm(unittest.TestCase):
    def test_its_run_configuration_runs_the_same_module_with_the_same_arguments(self):
        block, = blocks(read(PAGE), "xml")
        options = {option.get("name"): option.get("value") for option in ElementTree.fromstring(block).iter("option")}
        settings = launch_settings()
        self.assertEqual((settings["module"], "true"), (options["SCRIPT_NAME"], options["MODULE_MODE"]))
        self.assertEqual(" ".join(settings["args"]), options["PARAMETERS"])


if __name__ == "__main__":
    unittest.main()
