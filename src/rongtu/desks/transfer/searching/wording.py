"""The words that are kept whole when text is cut into terms: names and synonyms of the items that may be seen."""

from __future__ import annotations

from sqlalchemy import Connection, select

from rongtu.facts.records.industry import Item
from rongtu.facts.schema import table


def user_words(connection: Connection) -> tuple[str, ...]:
    """Names and synonyms of every visible item, each once, in order."""
    items = table(Item).c
    found = connection.execute(select(items.name, items.synonyms))
    return tuple(sorted({word for name, synonyms in found for word in (name, *synonyms)}))
