"""Row-level security of a table, as migrations apply it: the program's role has what a policy opens, and no more.

The dispatcher says in each transaction what is open: `rongtu.levels` the levels seen, `rongtu.natures` whether facts
are real, fictional or synthetic, `rongtu.writes` whether it may write, `rongtu.principal` and `rongtu.actor` for whom,
`rongtu.audits` whether the audit may be read, `rongtu.erases` whether a person may be erased; the sealer of the audit
says `rongtu.seals`, whoever does or oversees the jobs of others `rongtu.works`. Migrations already shipped rest on
these functions: a change of what they do is a new migration and a new function.
"""

from __future__ import annotations

from alembic import op

LEVELS = "string_to_array(current_setting('rongtu.levels', true), ',')"
VISIBLE = f"visibility = ANY ({LEVELS})"
WRITING = "current_setting('rongtu.writes', true) = 'on'"
OWN = "principal = current_setting('rongtu.principal', true)"
AUDITING = "current_setting('rongtu.audits', true) = 'on'"
OPENED = "current_setting('rongtu.levels', true) <> ''"
SEALING = "current_setting('rongtu.seals', true) = 'on'"
ERASING = "current_setting('rongtu.erases', true) = 'on'"
OWN_NAME = "name = current_setting('rongtu.principal', true)"
OWN_ACTOR = "actor = nullif(current_setting('rongtu.actor', true), '')::uuid"
WORKING = "current_setting('rongtu.works', true) = 'on'"
OWN_JOB = "actor = (SELECT a.id FROM actor a WHERE a.name = current_setting('rongtu.principal', true))"


SEEN = f"visibility = ANY ((SELECT {LEVELS})::text[])"
WORLD = "nature = ANY ((SELECT string_to_array(current_setting('rongtu.natures', true), ','))::text[])"
DEFINED = f"({WORLD} OR nature = 'real')"
WRITABLE = f"(SELECT {WRITING})"
"""What the transaction opened is asked once for a statement, not once for a row: hence the SELECT."""


def protect_records(table: str, *, definition: bool = False) -> None:
    """A table of records: seen at the levels and of the natures open, added to and changed by commands, never deleted.

    Real definitions, such as indicators and regions, are seen beside fictional and synthetic ones.
    """
    seen = f"{SEEN} AND {DEFINED if definition else WORLD}"
    written = f"{WRITABLE} AND {SEEN} AND {WORLD}"
    protect(table, select=seen, insert=written, update=written)


def part_natures(table: str, *, definition: bool = False) -> None:
    """Part what a table protected by `protect_facts` shows by nature, as `protect_records` does."""
    for policy in ("see", "add", "change"):
        op.execute(f"DROP POLICY {policy} ON {table}")
    protect_records(table, definition=definition)


def protect_facts(table: str) -> None:
    """What migration 0001 made of facts: seen at the levels open, whatever their nature; see `protect_records`."""
    protect(table, select=VISIBLE, insert=f"{WRITING} AND {VISIBLE}", update=f"{WRITING} AND {VISIBLE}")


def protect(table: str, *, select: str, insert: str, update: str | None = None) -> None:
    """Enable row-level security and grant the program's role what these conditions (SQL over a row) allow."""
    granted = "SELECT, INSERT, UPDATE" if update else "SELECT, INSERT"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"GRANT {granted} ON {table} TO rongtu_app")
    op.execute(f"CREATE POLICY see ON {table} FOR SELECT TO rongtu_app USING ({select})")
    op.execute(f"CREATE POLICY add ON {table} FOR INSERT TO rongtu_app WITH CHECK ({insert})")
    if update:
        op.execute(f"CREATE POLICY change ON {table} FOR UPDATE TO rongtu_app USING ({update}) WITH CHECK ({update})")


def allow_removal(table: str, condition: str) -> None:
    """Let the program's role remove the rows of a protected table that a condition (SQL over a row) allows."""
    op.execute(f"GRANT DELETE ON {table} TO rongtu_app")
    op.execute(f"CREATE POLICY remove ON {table} FOR DELETE TO rongtu_app USING ({condition})")
