"""The queue's own tables: those of procrastinate, in a schema beside ours, brought forward by its own migrations.

Apart from ours they are no business of Alembic's, and stay what procrastinate makes them. The comment on the schema
names the newest of procrastinate's migrations it has: a package that brings newer ones applies them at the next start.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from sqlalchemy import Connection, text

SCHEMA = "jobs"

GRANTS = (
    f"GRANT USAGE ON SCHEMA {SCHEMA} TO rongtu_app",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {SCHEMA}.procrastinate_jobs TO rongtu_app",
    f"GRANT INSERT ON {SCHEMA}.procrastinate_events TO rongtu_app",
    f"GRANT SELECT, UPDATE ON {SCHEMA}.procrastinate_periodic_defers TO rongtu_app",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO rongtu_app",
)
"""What the program's role needs to put entries in, take them and remove them; events go with their entry."""


def install(owner: Connection) -> None:
    """Make the tables as the installed package has them: what all its migrations together come to."""
    from procrastinate.schema import SchemaManager

    owner.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    _apply(owner, [SchemaManager.get_schema()])


def upgrade(owner: Connection) -> bool:
    """Apply what the installed package has that the tables lack; True if anything was. Cheap where nothing is."""
    query = text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :schema")
    has = owner.execute(query, {"schema": SCHEMA}).scalar_one_or_none()
    missing = [file for file in migrations() if has is not None and file.stem > has]
    if missing:
        _apply(owner, [file.read_text(encoding="utf-8") for file in missing])
    return bool(missing)


def migrations() -> list[Path]:
    """The migrations of the installed package, oldest first; the package itself is not imported, which takes long."""
    spec = importlib.util.find_spec("procrastinate")
    assert spec is not None
    assert spec.submodule_search_locations
    return sorted((Path(spec.submodule_search_locations[0]) / "sql" / "migrations").glob("*.sql"))


def _apply(owner: Connection, scripts: list[str]) -> None:
    path = owner.execute(text("SELECT current_setting('search_path')")).scalar_one()
    owner.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
    for script in scripts:
        # a script is many statements, which only the driver takes at once
        driver = owner.connection.driver_connection
        assert driver is not None
        driver.execute(script)
    owner.execute(text("SELECT set_config('search_path', :path, true)"), {"path": path})
    owner.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '{migrations()[-1].stem}'"))
    for grant in GRANTS:
        owner.execute(text(grant))
