"""A program under test that computes the right numbers and misbehaves in the way its first argument names.

    python tests/harnesses/badly_behaved.py MANNER

It is started a hundred times: by its path, so that hypothesis, which all tests import, is not waited for.
"""

import itertools
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))  # the package, wherever this is started

from backprop_ref import gradient_step  # noqa: E402
from backprop_ref.cases import read_case, result_object  # noqa: E402

MIDDLE = 3  # the case at which most of these go wrong

BEHAVIOURS = {}


def behaviour(function):
    BEHAVIOURS[function.__name__.replace("_", "-")] = function
    return function


def result(line):
    case = read_case(line)
    return result_object(case, gradient_step(case.network, case.examples, case.alpha, case.cost, case.reduction))


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def answer_all(middle=None):
    """Answer every case; the case in the middle is given to that function instead."""
    for number, line in enumerate(sys.stdin):
        if number == MIDDLE and middle is not None:
            middle(result(line))
        else:
            say(json.dumps(result(line)))


def changed(change):
    """A behaviour that answers the case in the middle with a changed result."""

    def middle(answer):
        change(answer)
        say(json.dumps(answer))

    answer_all(middle)


# ---- right, whatever it looks like -----------------------------------------------------------


@behaviour
def right():
    answer_all()


@behaviour
def all_at_the_end():
    for text in [json.dumps(result(line)) for line in sys.stdin.readlines()]:
        say(text)


@behaviour
def no_last_end_of_line():
    sys.stdout.write("\n".join(json.dumps(result(line)) for line in sys.stdin))


@behaviour
def carriage_returns_and_blank_lines():
    for line in sys.stdin:
        sys.stdout.write(json.dumps(result(line)) + "\r\n\r\n")


@behaviour
def fails_after_the_last_answer():
    answer_all()
    os._exit(3)


@behaviour
def lingers_after_the_last_answer():
    answer_all()
    time.sleep(600)


@behaviour
def noisy_standard_error():
    sys.stderr.write("debug " * 200_000)
    answer_all(lambda answer: [sys.stderr.write("x" * 2_000_000), say(json.dumps(answer))])


@behaviour
def declines_some():
    answer_all(lambda answer: say(json.dumps({"id": answer["id"], "error": "unsupported: this"})))


@behaviour
def unknown_fields():
    for line in sys.stdin:
        say(json.dumps({**result(line), "seconds": 0.5, "author": None}))


@behaviour
def halves_of_lines():
    for line in sys.stdin:
        text = json.dumps(result(line))
        sys.stdout.write(text[:30])
        sys.stdout.flush()
        say(text[30:])


@behaviour
def leaves_a_child_with_its_output():
    answer_all()
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


# ---- manners ---------------------------------------------------------------------------------


@behaviour
def crashes():
    answer_all(lambda answer: [][0])


@behaviour
def is_killed():
    answer_all(lambda answer: os.kill(os.getpid(), signal.SIGKILL))


@behaviour
def crashes_in_a_line():
    def middle(answer):
        sys.stdout.write(json.dumps(answer)[:40])
        sys.stdout.flush()
        os._exit(1)

    answer_all(middle)


@behaviour
def hangs():
    answer_all(lambda answer: time.sleep(600))


@behaviour
def hangs_with_children():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with open(sys.argv[2], "w") as file:
        file.write(f"{os.getpid()} {child.pid}")
    time.sleep(600)


@behaviour
def never_reads():
    time.sleep(600)


@behaviour
def leaves_a_child_behind():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with open(sys.argv[2], "w") as file:
        file.write(f"{child.pid}")
    answer_all()


@behaviour
def leaves_a_session_behind():
    sleeper = "import os, time; os.name == 'posix' and os.setsid(); print(os.getpid(), flush=True); time.sleep(600)"
    child = subprocess.Popen([sys.executable, "-c", sleeper], stdout=subprocess.PIPE)
    with open(sys.argv[2], "w") as file:
        file.write(child.stdout.readline().decode())
    answer_all()


@behaviour
def ignores_termination():
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    with open(sys.argv[2], "w") as file:
        file.write(f"{os.getpid()} {os.getpid()}")
    time.sleep(600)


@behaviour
def says_how_to_use_it():
    say("usage: program FILE")
    sys.exit(2)


@behaviour
def closes_its_input():
    lines = [sys.stdin.readline() for _ in range(MIDDLE)]
    os.close(0)
    for line in lines:
        say(json.dumps(result(line)))


@behaviour
def banner():
    say("MLP v1.0 ready.")
    answer_all()


@behaviour
def debug_text():
    for line in sys.stdin:
        say("epoch 1, loss 0.25")
        say(json.dumps(result(line)))


@behaviour
def out_of_order():
    for line in reversed(sys.stdin.readlines()):
        say(json.dumps(result(line)))


@behaviour
def answers_twice():
    answer_all(lambda answer: [say(json.dumps(answer)), say(json.dumps(answer))])


@behaviour
def leaves_one_out():
    answer_all(lambda answer: None)


@behaviour
def stops_early():
    for line in itertools.islice(sys.stdin, MIDDLE):
        say(json.dumps(result(line)))


@behaviour
def exits_at_once():
    pass


@behaviour
def exits_at_once_badly():
    sys.exit(1)


@behaviour
def endless_line():
    while True:
        sys.stdout.write("0.125, " * 100_000)


@behaviour
def endless_output():
    while True:
        sys.stdout.write("still training\n" * 1000)


@behaviour
def endless_blank_lines():
    while True:
        sys.stdout.write("\n" * 1000)


@behaviour
def floods_both():
    threading.Thread(target=lambda: [sys.stderr.write("x" * 100_000) for _ in itertools.count()], daemon=True).start()
    endless_output()


@behaviour
def invalid_utf_8():
    answer_all(lambda answer: [sys.stdout.buffer.write(b"{\"id\": \"\xff\xfe\"}\n"), sys.stdout.buffer.flush()])


@behaviour
def python_repr():
    for line in sys.stdin:
        say(repr(result(line)))


@behaviour
def several_lines():
    for line in sys.stdin:
        say(json.dumps(result(line), indent=1))


@behaviour
def half_a_line():
    answer_all(lambda answer: say(json.dumps(answer)[:50]))


@behaviour
def one_list():
    say(json.dumps([result(line) for line in sys.stdin]))


@behaviour
def no_id():
    answer_all(lambda answer: say(json.dumps({"bias_gradients": answer["bias_gradients"]})))


@behaviour
def foreign_id():
    answer_all(lambda answer: say(json.dumps({**answer, "id": "somebody else"})))


@behaviour
def nothing_in_it():
    answer_all(lambda answer: say(json.dumps({"id": answer["id"]})))


# ---- values and shapes -----------------------------------------------------------------------


def in_a_bias(value):
    def change(answer):
        answer["bias_gradients"][0][0] = value

    return lambda: changed(change)


BEHAVIOURS["nan"] = in_a_bias(float("nan"))
BEHAVIOURS["infinity"] = in_a_bias(float("inf"))
BEHAVIOURS["null"] = in_a_bias(None)
BEHAVIOURS["text"] = in_a_bias("about a half")
BEHAVIOURS["true"] = in_a_bias(True)


@behaviour
def null_field():
    changed(lambda answer: answer.update(bias_gradients=None))


@behaviour
def ragged():
    changed(lambda answer: answer["weight_gradients"][0][0].pop())


@behaviour
def flat():
    def change(answer):
        answer["weight_gradients"] = [w for layer in answer["weight_gradients"] for row in layer for w in row]

    changed(change)


@behaviour
def transposed():
    for line in sys.stdin:
        answer = result(line)
        answer["weight_gradients"] = [[list(column) for column in zip(*rows)] for rows in answer["weight_gradients"]]
        say(json.dumps(answer))


@behaviour
def layer_missing():
    changed(lambda answer: [answer["weight_gradients"].pop(), answer["bias_gradients"].pop()])


@behaviour
def nested_too_deep():
    answer_all(lambda answer: say('{"id": "%s", "bias_gradients": %s}' % (answer["id"], "[" * 100_000 + "]" * 100_000)))


if __name__ == "__main__":
    BEHAVIOURS[sys.argv[1]]()
