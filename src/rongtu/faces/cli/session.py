"""One call from the command line: the local principal, the store, the dispatcher, progress on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from rongtu import wiring
from rongtu.acts.models import Model
from rongtu.acts.uploads import Upload
from rongtu.vocab.evidence import Nature


def run(
    name: str,
    payload: Mapping[str, Any],
    *,
    key: str | None = None,
    progress: Callable[[str], None] | None = None,
    nature: Nature = Nature.REAL,
    files: Sequence[Upload] = (),
    out: Path | None = None,
) -> Model:
    """The answer of an operation to the local principal; progress shows on a terminal unless the caller takes it."""
    store = wiring.store()
    try:
        with terminal_progress() as told:
            told("数据库 database")
            dispatcher = wiring.dispatcher(store)
            return dispatcher.run(
                name,
                payload,
                wiring.local_principal(),
                key=key,
                progress=progress or told,
                nature=nature,
                files=files,
                out=out,
            )
    finally:
        store.close()


def ask(name: str, payload: Mapping[str, Any], *, key: str | None, nature: Nature) -> None:
    """Ask for an operation to be done by a worker, and say under which number it can be followed."""
    store = wiring.store()
    try:
        ticket = wiring.dispatcher(store).submit(name, payload, wiring.local_principal(), key=key, nature=nature)
        typer.echo(f"作业  {ticket.id}  已排队 (queued)；进度见 rongtu job show {ticket.id}")
    finally:
        store.close()


@contextmanager
def terminal_progress() -> Iterator[Callable[[str], None]]:
    """Tells steps in one line that is overwritten; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    with Console(stderr=True).status("") as status:
        yield status.update
