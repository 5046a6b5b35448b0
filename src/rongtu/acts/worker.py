"""Worker: does jobs that wait, one after the other, until stopped or until none is left."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

from rongtu.acts.dispatcher import Dispatcher
from rongtu.acts.performing import Performed
from rongtu.vocab.problems import DependencyError

LOGGER = logging.getLogger(__name__)

WAIT_SECONDS = 0.5
"""How long a worker waits at a time for a job to be asked for, before it looks whether it is to stop."""

LOOK_EVERY = 10
"""After so many waits it looks for itself: for entries that have become due, and jobs whose process died."""

LOST_SECONDS = 5.0
"""After which it tries again where the database was lost."""

Told = Callable[[Performed], None]


class Worker:
    """Does jobs in `threads` threads of this process, as many at a time; `told` hears of each."""

    def __init__(self, dispatcher: Dispatcher, *, threads: int = 1, told: Told = lambda _performed: None) -> None:
        self._dispatcher = dispatcher
        self._told = told
        self._stop = Event()
        self._count = threads
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Begin in the background."""
        self._threads = [Thread(target=self.until_stopped, name=f"jobs-{n}", daemon=True) for n in range(self._count)]
        for thread in self._threads:
            thread.start()

    def ask_to_stop(self) -> None:
        """Let it end: what is under way stops at its next step and waits for another worker."""
        self._stop.set()

    def wait(self) -> None:
        """Wait until what was begun in the background has ended."""
        for thread in self._threads:
            while thread.is_alive():
                # in slices, between which a signal to the process is heard
                thread.join(WAIT_SECONDS)

    def stop(self) -> None:
        """End, and return when all has ended."""
        self.ask_to_stop()
        self.wait()

    def until_empty(self) -> int:
        """Do, in this thread, what waits and is due; how many jobs that were."""
        done = 0
        self._dispatcher.recover()
        while not self._stop.is_set() and (performed := self._dispatcher.perform_next(self._stop.is_set)):
            if isinstance(performed, Performed):
                done += 1
                self._told(performed)
        return done

    def until_stopped(self) -> None:
        """Do, in this thread, whatever comes, until `stop` is called; a lost database is waited for."""
        while not self._stop.is_set():
            try:
                self._go_on()
            except DependencyError as error:
                LOGGER.warning("%s", error)
                self._stop.wait(LOST_SECONDS)
            except Exception:
                LOGGER.exception("the worker failed in what nobody foresaw, and goes on")
                self._stop.wait(LOST_SECONDS)

    def _go_on(self) -> None:
        with self._dispatcher.listening() as wait:
            while not self._stop.is_set():
                self.until_empty()
                for _ in range(LOOK_EVERY):
                    if self._stop.is_set() or wait(WAIT_SECONDS):
                        break
