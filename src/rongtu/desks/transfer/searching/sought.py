"""What is sought for as a rule, as it is encoded: open needs and the items of chain nodes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, or_, select

from rongtu.facts.records.industry import ChainNode, Item
from rongtu.facts.records.knowledge import Need
from rongtu.facts.schema import table
from rongtu.vocab.means import NeedState
from rongtu.vocab.need_parts import need_parts


def sought_texts(connection: Connection) -> Iterator[str]:
    """The parts of every visible need that is open, and of every item that a chain node is of."""
    needs, items, nodes = table(Need).c, table(Item).c, table(ChainNode).c
    is_open = or_(needs.state.is_(None), needs.state == NeedState.OPEN)
    for need in connection.execute(select(needs.title, needs.text, needs.criteria).where(is_open)):
        yield from need_parts(need.title, "\n".join(filter(None, (need.text, need.criteria)))).texts()
    of_nodes = select(items.name, items.synonyms, items.name_en).where(items.id.in_(select(nodes.item)))
    for item in connection.execute(of_nodes):
        yield from need_parts(item.name, " ".join((item.name, *item.synonyms, item.name_en or ""))).texts()
