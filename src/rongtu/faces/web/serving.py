"""Serving the pages: a worker for jobs beside them, a clean end."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

import uvicorn
from starlette.types import ASGIApp

from rongtu.acts.dispatcher import Dispatcher
from rongtu.acts.worker import Worker

AT_ONCE = 64
"""Requests answered at a time; more are told to come again."""

LONGEST_HEAD = 16_384
"""Bytes of a request before its body."""

SECONDS_TO_END = 3


def configure(app: ASGIApp) -> uvicorn.Config:
    """How the pages are served: one protocol, nothing said of the server, short heads, a bounded number at once."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        http="h11",
        lifespan="off",
        limit_concurrency=AT_ONCE,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )


def run(app: ASGIApp, dispatcher: Dispatcher, opened: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until interrupted; `ready` is called once the pages can be asked for."""
    worker = Worker(dispatcher)
    worker.start()
    try:
        with _ended_by_signals(), suppress(KeyboardInterrupt):
            _Server(configure(app), ready).run(sockets=[opened])
    finally:
        worker.stop()
        opened.close()


class _Server(uvicorn.Server):
    """A server that says when it has begun."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        self._ready()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM ends as Ctrl-C does: the server hands signals back to us once it has ended."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
