"""Runs the program in a process of its own that says when it begins, to be killed at a moment of our choosing."""

import json
import subprocess
import sys
import textwrap
import time

PROGRAM = """
    import json
    import sys
    from pathlib import Path
    from rongtu import wiring
    from rongtu.acts.uploads import upload
    store = wiring.store()
    dispatcher = wiring.dispatcher(store)
    print("ready", flush=True)
    operation, payload, *files = sys.argv[1:]
    files = [upload(Path(file)) for file in files]
    dispatcher.run(operation, json.loads(payload), wiring.local_principal(), files=files)
    print("done", flush=True)
"""

WORKER = """
    import sys
    sys.path[:0] = sys.argv[1:]
    import slow_job
    from rongtu import wiring
    from rongtu.acts.worker import Worker
    slow_job.declare()
    store = wiring.store()
    dispatcher = wiring.dispatcher(store)
    print("ready", flush=True)
    Worker(dispatcher).until_empty()
    print("done", flush=True)
"""


def start(operation, environment, payload=None, files=()):
    """A process about to run the operation."""
    return begin(PROGRAM, environment, operation, json.dumps(payload or {}), *map(str, files))


def begin(program, environment, *arguments):
    """A process about to do what the program does."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def duration(operation, environment, payload=None, files=()):
    """Seconds the operation takes when nobody kills it."""
    return seconds_of(start(operation, environment, payload, files))


def seconds_of(process):
    """Seconds a process takes when nobody kills it."""
    begun = time.monotonic()
    assert process.stdout.readline() == "done\n"
    taken = time.monotonic() - begun
    process.stdout.close()
    process.wait()
    return taken


def kill_after(operation, environment, seconds, payload=None, files=()):
    """Run the operation and kill -9 it after so many seconds; True if it had ended before."""
    return kill(start(operation, environment, payload, files), seconds)


def kill(process, seconds):
    """Kill -9 a process after so many seconds; True if it had ended before."""
    time.sleep(seconds)
    process.kill()
    ended = process.stdout.readline() == "done\n"
    process.stdout.close()
    process.wait()
    return ended
