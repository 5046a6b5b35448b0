"""A small sealed chain in a transaction that is never committed, and ways to tamper with it as the owner could."""

from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import text

from rongtu.acts import audit
from rongtu.acts.actors import Actor
from rongtu.acts.chaining import head
from rongtu.acts.sealing import seal_batch
from rongtu.acts.verifying import verify
from rongtu.facts.store.roles import Role
from rongtu.vocab.digests import HashAlgorithm

TABLES = ("audit_entry", "audit_payload", "audit_link")
CONSTRAINTS = {
    "audit_payload": ("fk_audit_payload_entry", "uq_audit_payload"),
    "audit_waiting": ("fk_audit_waiting_entry",),
    "audit_link": ("fk_audit_link_entry", "uq_audit_link"),
}
WHO = Actor(uuid4(), bytes(32))


def append(connection, mark="x", actor=WHO, algorithm=HashAlgorithm.SHA256):
    """An entry as a command leaves it."""
    outcome = f'{{"told":"{mark}"}}'
    audit.append(connection, actor=actor, operation="test.write", request=b"{}", outcome=outcome, algorithm=algorithm)


class Chain:
    """A chain in an open transaction of the owner's, whom no constraint holds up."""

    def __init__(self, connection, length):
        self.connection = connection
        self.run("TRUNCATE audit_entry CASCADE")
        for number in range(length):
            append(connection, f"entry {number}")
        seal_batch(connection, HashAlgorithm.SHA256)
        for table, names in CONSTRAINTS.items():
            for name in names:
                self.run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def run(self, statement, **values):
        """Run a statement."""
        return self.connection.execute(text(statement), values)

    def entry(self, position):
        """The id of the entry at a position."""
        found = self.run("SELECT entry FROM audit_link WHERE position = :at", at=position).scalar_one()
        return found

    def remove(self, position, *tables):
        """Remove the rows of the entry at a position from these tables."""
        entry = self.entry(position)
        for table in tables:
            self.run(f"DELETE FROM {table} WHERE {'id' if table == 'audit_entry' else 'entry'} = :id", id=entry)

    def head(self):
        """The head as it would be exported."""
        found = head(self.connection)
        return found.position, found.link_hash

    def misfit(self, exported=None):
        """What verifying finds: fault, position and entry; None where all fits."""
        found = verify(self.connection, exported).misfit
        return None if found is None else (found.fault, found.position, found.entry)


@contextmanager
def chain_in(store, length=5):
    """A chain of so many entries, gone afterwards."""
    with store.engine(Role.OWNER).connect() as connection:
        try:
            yield Chain(connection, length)
        finally:
            connection.rollback()
