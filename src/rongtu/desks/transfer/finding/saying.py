"""What the rows that connect two things say, each in a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select

from rongtu.desks.transfer.need_reasons import JUDGED_ZH
from rongtu.desks.transfer.offering.streams import one_of
from rongtu.facts.records.industry import ChainNode, Item
from rongtu.facts.schema import table
from rongtu.vocab.chains import CapabilityRole
from rongtu.vocab.labels import label
from rongtu.vocab.means import BookingState, DealStage


def sentences(connection: Connection, facts: Iterable[str]) -> dict[str, str]:
    """A sentence for each of these rows (KIND:UUID) of which there is something to say."""
    wanted: defaultdict[str, set[UUID]] = defaultdict(set)
    for fact in facts:
        kind, _, identity = fact.partition(":")
        wanted[kind].add(UUID(identity))
    found = {}
    for kind, (query, says) in SAYING.items():
        if wanted[kind]:
            for row in connection.execute(query().where(one_of(table(kind).c.id, wanted[kind]))):
                found[f"{kind}:{row.id}"] = says(row)
    return found


def _plain(kind: str, *names: str) -> Callable[[], Select[Any]]:
    return lambda: select(*(table(kind).c[name] for name in ("id", *names)))


def _of_item(kind: str) -> Callable[[], Select[Any]]:
    """Rows with the name of their item, which a need has by way of its node."""

    def query() -> Select[Any]:
        rows, item, node = table(kind), table(Item), table(ChainNode)
        joined = rows.outerjoin(node, node.c.id == rows.c.node) if kind == "need" else rows
        of = node.c.item if kind == "need" else rows.c.item
        return select(rows.c.id, item.c.name).select_from(joined.outerjoin(item, item.c.id == of))

    return query


def _booking() -> Select[Any]:
    booking, capacity = table("booking"), table("capacity")
    joined = booking.join(capacity, capacity.c.id == booking.c.capacity)
    return select(booking.c.id, booking.c.amount, booking.c.state, capacity.c.resource, capacity.c.unit).select_from(
        joined
    )


def _judged(row: Row[Any]) -> str:
    by = "，".join(filter(None, (row.judge, row.judged_on)))
    return JUDGED_ZH[row.score] + (f"（{by}）" if by else "")


SAYING: Mapping[str, tuple[Callable[[], Select[Any]], Callable[[Row[Any]], str]]] = {
    "judgement": (_plain("judgement", "score", "judge", "judged_on"), _judged),
    "deal": (
        _plain("deal", "stage", "stage_on"),
        lambda row: f"双方已在对接：{label(DealStage(row.stage)).zh}（{row.stage_on}）",
    ),
    "booking": (
        _booking,
        lambda row: f"{label(BookingState(row.state)).zh}预约 {row.amount:g} {row.unit} {row.resource}",
    ),
    "capability": (
        _plain("capability", "role", "basis"),
        lambda row: f"{label(CapabilityRole(row.role)).zh}：{row.basis}",
    ),
    "capacity": (_plain("capacity", "resource"), lambda row: f"为该环节提供 {row.resource}"),
    "technology": (_of_item("technology"), lambda row: f"登记的对应条目就是这一环节（{row.name}）"),
    "dataset": (_of_item("dataset"), lambda row: f"登记的对应条目就是这一环节（{row.name}）"),
    "need": (_of_item("need"), lambda row: f"需求就在这一环节上（{row.name}）"),
}
"""How rows of each kind are read and what they say, the weightiest kind first."""

ORDER = tuple(SAYING)
