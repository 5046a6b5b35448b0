"""Row-level security of a table, as migrations apply it: the program's role has what a policy opens, and no more.

The dispatcher says in each transaction what is open: `rongtu.levels` the levels seen, `rongtu.writes` whether it may
write, `rongtu.principal` for whom, `rongtu.audits` whether the audit may be read. Migrations already shipped rest on
these functions: a change of what they do is a new migration and a new function.
"""

from __future__ import annotations

from alembic import op

LEVELS = "string_to_array(current_setting('rongtu.levels', true), ',')"
VISIBLE = f"visibility = ANY ({LEVELS})"
WRITING = "current_setting('rongtu.writes', true) = 'on'"
OWN = "principal = current_setting('rongtu.principal', true)"
AUDITING = "current_setting('rongtu.audits', true) = 'on'"


def protect_facts(table: str) -> None:
    """A table of facts: seen at the levels open, added to and changed by commands at these levels, never deleted."""
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
