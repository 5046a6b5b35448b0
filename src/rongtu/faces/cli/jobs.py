"""`rongtu job work`: do the jobs that wait, in this process."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from rongtu import wiring
from rongtu.acts.performing import Performed
from rongtu.acts.worker import Worker
from rongtu.vocab.labels import label

MOST_AT_ONCE = 3
"""Each has three connections at a time, of the twelve that one process opens at the most."""


def add(group: typer.Typer) -> None:
    """Add this module's command to the group of the operations on jobs."""
    group.command("work", help="做排队的作业，直到中断 (Do the jobs that wait, until interrupted)")(work)


def work(
    *,
    until_empty: Annotated[bool, typer.Option("--until-empty", help="做完就停，不等新的作业")] = False,
    threads: Annotated[int, typer.Option("--threads", min=1, max=MOST_AT_ONCE, help="同时做几个")] = 1,
) -> None:
    """Do the jobs that wait (做排队的作业)."""
    store = wiring.store()
    try:
        worker = Worker(wiring.dispatcher(store), threads=threads, told=_tell)
        with _stopped_by_signals(worker):
            if until_empty:
                typer.echo(f"作业  {worker.until_empty()} 个")
            else:
                worker.start()
                worker.wait()
    finally:
        store.close()


@contextmanager
def _stopped_by_signals(worker: Worker) -> Iterator[None]:
    """An interrupt or a request to end lets the worker stop at the next step of what is under way."""
    before = {name: signal.signal(name, lambda *_: worker.ask_to_stop()) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _tell(performed: Performed) -> None:
    """A line for each job."""
    words = f"  {performed.words.splitlines()[0]}" if performed.words else ""
    typer.echo(f"{label(performed.state).zh}  {performed.operation}  {performed.id}{words}")
