"""Migrations: bring a database to the schema of this version, as the owner, in one transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from rongtu.facts.schema import METADATA
from rongtu.vocab.problems import DependencyError

MIGRATION_LOCK = 7_265_010_001
"""Advisory lock held while migrating, so that two processes starting together migrate once."""


def upgrade(owner: Engine) -> bool:
    """Apply what is missing; True if anything was. Raises DependencyError for a database newer than this program."""
    with owner.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        present = _revision(connection)
        config = _config(connection)
        script = ScriptDirectory.from_config(config)
        if present == script.get_current_head():
            return False
        if present is not None and present not in {revision.revision for revision in script.walk_revisions()}:
            raise DependencyError(
                f"The database is at schema revision {present}, which this version of Rongtu does not know; "
                "install the version that made it, or a newer one."
            )
        command.upgrade(config, "head")
        return True


def difference(connection: Connection) -> list[object]:
    """What Alembic's autogenerate would change; empty when tables and definitions agree."""
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
