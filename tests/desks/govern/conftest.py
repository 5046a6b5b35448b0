"""The public sample in a transaction of the program's own role, to which tests add; rolled back afterwards."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from rongtu.acts.openings import tell
from rongtu.acts.operation import Context
from rongtu.desks.govern.conflicts import ConflictsRequest, list_conflicts
from rongtu.desks.govern.provenance import SourceRequest, find_source
from rongtu.facts.fields import record_id
from rongtu.facts.schema import table
from rongtu.facts.store.roles import Role
from rongtu.vocab.evidence import Nature


class World:
    """What may be seen and added in one transaction, and what is asked of it."""

    def __init__(self, connection: Connection, principal) -> None:
        self.connection = connection
        self.context = Context(principal, connection, lambda _step: None)

    def source(self, text):
        """Id of the source with this text."""
        code = f"S{hashlib.sha256(text.encode()).hexdigest()[:10]}"
        return self.add("source", record_id("source", code), code=code, text=text, terms="none")

    def indicator(self, code, **said):
        """Id of a new indicator."""
        values = {
            "code": code,
            "name_zh": f"指标{code}",
            "name_en": code,
            "definition": "defined for a test",
            "unit": "家",
            "side": "none",
            "direction": "none",
            "kind": "count",
            "family": "test",
            "source": self.source(f"definition of {code}"),
        }
        return self.add("indicator", record_id("indicator", code), **{**values, **said})

    def figure(self, indicator, value, *, source="a test", **said):
        """Ref of a new figure of 北京 in 2023, unless another subject or period is said; `source` is its text."""
        subject = {} if said.keys() & {"zone", "item", "organisation"} else {"region": record_id("region", "110000")}
        values = {
            "indicator": indicator,
            "period": "2023",
            "period_type": "annual",
            "year": 2023,
            "value": value,
            "vintage": "unstated",
            "confidence": "quoted",
            "source": self.source(source),
        }
        return f"observation:{self.add('observation', uuid.uuid4(), **{**values, **subject, **said})}"

    def add(self, kind, identity, /, **values):
        """The id of a row, which is put into the store unless it is there."""
        row = insert(table(kind)).values(id=identity, nature=Nature.REAL.value, visibility="public", **values)
        self.connection.execute(row.on_conflict_do_nothing())
        return identity

    def walked(self, *words, **asked):
        """The points that words, or a row, lead to."""
        return find_source(self.context, SourceRequest(words=words, **asked)).points

    def conflicts(self, **asked):
        """A page of what has several figures."""
        return list_conflicts(self.context, ConflictsRequest(**asked))


@pytest.fixture
def world(loaded_store, administrator):
    """The sample and room for more."""
    with loaded_store.engine(Role.APP).connect() as connection:
        tell(connection, {"levels": "public", "natures": Nature.REAL.value, "writes": "on"})
        yield World(connection, administrator)
        connection.rollback()
