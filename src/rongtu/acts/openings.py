"""Openings: what row-level security is told at the start of a transaction, and forgets at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, text

from rongtu.vocab.evidence import Nature, Visibility


def tell(connection: Connection, settings: Mapping[str, str]) -> None:
    """Tell row-level security `rongtu.NAME` for each setting, until this transaction ends."""
    calls = ", ".join(f"set_config('rongtu.{name}', :{name}, true)" for name in settings)
    connection.execute(text(f"SELECT {calls}"), dict(settings))


def show_levels(connection: Connection, levels: Iterable[Visibility]) -> None:
    """Show rows of these levels alone from now on, until this transaction ends or is told otherwise."""
    tell(connection, {"levels": ",".join(levels)})


def show_natures(connection: Connection, natures: Iterable[Nature]) -> None:
    """Show rows of these natures alone from now on, until this transaction ends or is told otherwise."""
    tell(connection, {"natures": ",".join(natures)})
