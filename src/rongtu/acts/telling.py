"""Telling: how far a job has come, a few times a second at most, and hearing on the way that it is to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Engine

from rongtu.acts import jobs
from rongtu.acts.work import Progress
from rongtu.vocab.problems import RefusedError

PAUSE_SECONDS = 0.25
"""Between two steps that are kept."""


class CancelledError(RefusedError):
    """Somebody cancelled the job; nothing of it remains."""


class StoppedError(RefusedError):
    """The worker is to stop; the job waits for another one."""


class Telling:
    """What hears the steps of a job."""

    def __init__(self, engine: Engine, identity: UUID, progress: Progress, stopping: Callable[[], bool]) -> None:
        self._engine = engine
        self._identity = identity
        self._progress = progress
        self._stopping = stopping
        self._next = float("-inf")

    def __call__(self, step: str) -> None:
        """Tell a step; CancelledError or StoppedError where the job is to stop."""
        self._progress(step)
        if self._stopping():
            raise StoppedError("The worker stops; the job waits for the next one.")
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + PAUSE_SECONDS
        if jobs.tell_progress(self._engine, self._identity, step):
            raise CancelledError("The job was cancelled; nothing of it remains.")
