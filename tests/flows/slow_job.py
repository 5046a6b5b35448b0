"""A job that takes its time over nothing and keeps a run, for tests that kill whoever does it."""

import time
import uuid

from sqlalchemy import text

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, StageContext, operation

NAME = "test.ponder"

KEEP = """
    INSERT INTO run (id, operation, snapshot, parameters, version, result_hash, result, visibility)
    VALUES (gen_random_uuid(), 'test.ponder', :run, '{}', 'test', 'none', '{}', 'public')
"""


class Asked(Model):
    """Nothing."""


class Told(Model):
    """What was kept."""

    run: str


def stage(context: StageContext, _request: Asked) -> str:
    """Some steps, each with a look at the facts."""
    for step in range(10):
        context.progress(f"step {step}")
        with context.short() as connection:
            connection.execute(text("SELECT count(*) FROM source")).scalar_one()
        time.sleep(0.02)
    return str(uuid.uuid4())


def declare():
    """Declare the operation."""

    @operation(NAME, kind=OperationKind.JOB, right=Right.RUN_LOOP, zh="想", en="ponder", stage=stage)
    def ponder(context: Context, _request: Asked) -> Told:
        context.connection.execute(text(KEEP), {"run": context.staged})
        context.progress("kept")
        time.sleep(0.05)
        return Told(run=context.staged)
