"""Procrastinate's statements on an open connection of ours, as part of the transaction that is open there."""

from __future__ import annotations

from typing import Any, cast

import psycopg
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy import Connection


class OpenConnection(SyncPsycopgConnector):
    """A connector that opens nothing and commits nothing: both are its owner's business.

    Its asynchronous methods answer at once, so that what procrastinate offers only so works here too.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = cast("psycopg.Connection[Any]", connection.connection.driver_connection)

    def execute_query(self, query: Any, **arguments: Any) -> None:
        """Run a statement."""
        self.execute_query_all_with_connection(self._connection, query, **arguments)

    def execute_query_one(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """The first row."""
        return self.execute_query_one_with_connection(self._connection, query, **arguments)

    def execute_query_all(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Every row."""
        return self.execute_query_all_with_connection(self._connection, query, **arguments)

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """Run a statement."""
        self.execute_query(query, **arguments)

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """The first row."""
        return self.execute_query_one(query, **arguments)

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Every row."""
        return self.execute_query_all(query, **arguments)
