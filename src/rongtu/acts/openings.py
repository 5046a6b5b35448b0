"""Openings: what row-level security is told at the start of a transaction, and forgets at its end."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text


def tell(connection: Connection, settings: Mapping[str, str]) -> None:
    """Tell row-level security `rongtu.NAME` for each setting, until this transaction ends."""
    calls = ", ".join(f"set_config('rongtu.{name}', :{name}, true)" for name in settings)
    connection.execute(text(f"SELECT {calls}"), dict(settings))
