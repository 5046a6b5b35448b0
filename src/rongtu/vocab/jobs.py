"""Code list for jobs: how far a piece of background work has come."""

from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
"""States a job does not leave."""
