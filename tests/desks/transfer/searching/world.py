"""A small world of synthetic rows at any level, put and taken away as the owner of the tables, and asked as anybody."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert

from rongtu import wiring
from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.acts.operation import OPERATIONS
from rongtu.acts.work import Work
from rongtu.desks.transfer.searching import open_offers
from rongtu.facts.fields import KINDS, record_id
from rongtu.facts.schema import table
from rongtu.facts.store.roles import Role
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.evidence import Nature

assert wiring

PUBLIC, MEMBERS, RESTRICTED, PRIVATE = ORDER
NATURE = Nature.SYNTHETIC
VISITOR = Principal("test:visitor", frozenset({PrincipalRole.VISITOR}))
OFFICE = Principal("test:office", frozenset({PrincipalRole.CHAIN_OFFICE}))
ADMINISTRATOR = Principal("test:administrator", frozenset({PrincipalRole.ADMINISTRATOR}))
SEES = {VISITOR: (PUBLIC,), OFFICE: (PUBLIC, MEMBERS, RESTRICTED), ADMINISTRATOR: ORDER}


def identity(kind, code):
    """The id of a row of this world."""
    return record_id(kind, code, nature=NATURE)


class World:
    """Rows of the world, which are gone at its end."""

    def __init__(self, store):
        self.engine, self.app = store.engine(Role.OWNER), store.engine(Role.APP)
        self.rows = []
        self.put("source", "S0123456789", PUBLIC)

    def put(self, kind, code, level=PUBLIC, **said):
        """Write a row, over what it was; its ref."""
        told = {
            column.name: _stored(said[column.name] if column.name in said else _blank(column, code, level))
            for column in KINDS[kind].columns
        }
        row = {"id": identity(kind, code), **told}
        rows = table(kind)
        with self.engine.begin() as connection:
            written = insert(rows).values(row).on_conflict_do_update(index_elements=["id"], set_=told)
            connection.execute(written)
        if (kind, row["id"]) not in self.rows:
            self.rows.append((kind, row["id"]))
        return f"{kind}:{row['id']}"

    def drop(self, kind, code):
        """Remove a row, as nothing in the program does."""
        with self.engine.begin() as connection:
            connection.execute(delete(table(kind)).where(table(kind).c.id == identity(kind, code)))
        self.rows.remove((kind, identity(kind, code)))

    def clear(self):
        """Remove every row of the world."""
        with self.engine.begin() as connection:
            connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
            for kind, row in reversed(self.rows):
                connection.execute(delete(table(kind)).where(table(kind).c.id == row))
        self.rows.clear()

    def as_seen(self, principal, do, **given):
        """What `do(context)` gives in a transaction of that principal."""
        work = Work(OPERATIONS["match.encode"], OPERATIONS["match.encode"].request(), principal, nature=NATURE, **given)
        with self.app.execution_options(isolation_level="REPEATABLE READ").begin() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            told = {f"rongtu.{name}": value for name, value in work.opening().items()}
            for name, value in told.items():
                connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value})
            return do(work.context(connection))

    def opened(self, principal, **given):
        """The offers as that principal opens them."""
        return self.as_seen(principal, lambda context: open_offers(context, **given))


def _stored(value):
    return list(value) if isinstance(value, tuple) else value


def _blank(column, code, level):
    if column.name == "nature":
        return NATURE.value
    if column.name == "visibility":
        return level.value
    if column.name == "source":
        return identity("source", "S0123456789")
    if column.optional:
        return None
    if column.codes:
        return next(iter(column.codes)).value
    if column.type == tuple[str, ...]:
        return ()
    if column.type is UUID:
        raise TypeError(f"say {column.name}")
    made = {str: code, bool: True, int: 1, Decimal: Decimal(1), datetime: datetime(2025, 1, 1)}
    return made.get(column.type, "2025")
