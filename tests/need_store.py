"""A store of its own on the server of the other tests, for tests that post needs: others count those of 示例区."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from rongtu import wiring
from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.facts.store.cluster import ADMINISTRATOR
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store
from rongtu.settings import Settings
from rongtu.vocab.evidence import Nature


@contextmanager
def needs_posted_here(store: Store, settings: Settings, name: str) -> Iterator[Settings]:
    """Settings of a database of that name, with 示例区 loaded; gone afterwards."""
    place = conninfo_to_dict(store.conninfo(Role.OWNER))
    url = settings.database_url or f"postgresql://{ADMINISTRATOR}@/any?host={place['host']}&port={place['port']}"
    at = make_url(url)
    own = replace(settings, database_url=at.set(database=name).render_as_string(hide_password=False))
    opened = wiring.store(own)
    try:
        administrator = Principal("test:loader", frozenset({PrincipalRole.ADMINISTRATOR}))
        wiring.dispatcher(opened, own).run("sample.load", {"which": "example"}, administrator)
        yield own
    finally:
        opened.close()
        server = at.set(database="postgres", drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def asker(own: Settings, opened: Store, role: PrincipalRole, name: str | None = None):
    """Asks operations about 示例区 in that role."""
    dispatcher = wiring.dispatcher(opened, own)
    principal = Principal(name or f"test:{role.value}", frozenset({role}))

    def ask(operation, nature=Nature.FICTIONAL, progress=lambda _step: None, **given):
        return dispatcher.run(operation, given, principal, nature=nature, progress=progress)

    return ask
