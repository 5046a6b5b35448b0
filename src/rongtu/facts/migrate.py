"""Migrations: bring a database to the schema of this version, as the owner, in one transaction.

Alembic is imported only where there is something to do: it takes a quarter of the time a command needs to start.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from rongtu.facts import job_queue
from rongtu.facts.schema import METADATA
from rongtu.vocab.problems import DependencyError

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"

MIGRATION_LOCK = 7_265_010_001
"""Advisory lock held while migrating, so that two processes starting together migrate once."""


def revisions() -> list[str]:
    """Every revision this version knows, oldest first; a migration's file begins with its revision."""
    return sorted(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def upgrade(owner: Engine) -> bool:
    """Apply what is missing; True if anything was. Raises DependencyError for a database newer than this program."""
    known = revisions()
    with owner.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        present = _present(connection)
        if present == known[-1]:
            return job_queue.upgrade(connection)
        if present is not None and present not in known:
            raise DependencyError(
                f"The database is at schema revision {present}, which this version of Rongtu does not know; "
                "install the version that made it, or a newer one."
            )
        from alembic import command

        command.upgrade(config(connection), "head")
        job_queue.upgrade(connection)
        return True


def config(connection: Connection) -> Config:
    """Alembic's configuration for this package's migrations on an open connection."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def difference(connection: Connection) -> list[object]:
    """What Alembic's autogenerate would change; empty when tables and definitions agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA))


def _present(connection: Connection) -> str | None:
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one() is None:
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found
