"""Runs an operation in a process of its own that says when it begins, to be killed at a moment of our choosing."""

import subprocess
import sys
import textwrap
import time

PROGRAM = """
    import sys
    from rongtu import wiring
    store = wiring.store()
    dispatcher = wiring.dispatcher(store)
    print("ready", flush=True)
    dispatcher.run(sys.argv[1], {}, wiring.local_principal())
    print("done", flush=True)
"""


def start(operation, environment):
    """A process about to run the operation."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), operation],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def duration(operation, environment):
    """Seconds the operation takes when nobody kills it."""
    process = start(operation, environment)
    begun = time.monotonic()
    assert process.stdout.readline() == "done\n"
    taken = time.monotonic() - begun
    process.stdout.close()
    process.wait()
    return taken


def kill_after(operation, environment, seconds):
    """Run the operation and kill -9 it after so many seconds; True if it had ended before."""
    process = start(operation, environment)
    time.sleep(seconds)
    process.kill()
    ended = process.stdout.readline() == "done\n"
    process.stdout.close()
    process.wait()
    return ended
