"""Alembic's entry: runs migrations on the connection handed over by `rongtu.facts.migrate`."""

from alembic import context

from rongtu.facts.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, compare_type=True, compare_server_default=True)
with context.begin_transaction():
    context.run_migrations()
