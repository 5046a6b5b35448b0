"""Posted needs and what is on record for each: results and data on offer, judgements, deals, capacities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.transfer.candidates import Candidates, read_candidates
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.industry import ChainNode, Item
from rongtu.facts.records.knowledge import Judgement, Need, Technology
from rongtu.facts.records.means import Capacity, Dataset
from rongtu.vocab.dates import PartialDate, interval
from rongtu.vocab.means import NeedState

Row = TypeVar("Row", Deal, Judgement)


@dataclass(frozen=True, slots=True)
class Posted:
    """Needs by code, what may answer them by ref, and the rows that connect the two by the id of the need."""

    candidates: Candidates
    needs: dict[str, Stored[Need]]
    technologies: dict[str, Stored[Technology]]
    datasets: dict[str, Stored[Dataset]]
    nodes: dict[UUID, Stored[ChainNode]]
    items: dict[UUID, Stored[Item]]
    capacities: tuple[Stored[Capacity], ...]
    deals: Mapping[UUID, tuple[Stored[Deal], ...]]
    judgements: Mapping[UUID, tuple[Stored[Judgement], ...]]

    def body(self, identity: UUID | None) -> str | None:
        """The name of a body."""
        body = self.candidates.organisations.get(f"organisation:{identity}")
        return body.row.name if body else None

    def newest_day(self) -> PartialDate | None:
        """The latest day on which something was posted, confirmed, judged or agreed, never one to come."""
        told: list[PartialDate | None] = [row.row.as_of for row in self.candidates.capabilities.values()]
        for technology in self.technologies.values():
            told += [technology.row.confirmed_on, technology.row.trl_on]
        for need in self.needs.values():
            told += [need.row.posted_on, need.row.confirmed_on]
        told += [dataset.row.updated_on for dataset in self.datasets.values()]
        told += [deal.row.stage_on for deals in self.deals.values() for deal in deals]
        told += [judgement.row.judged_on for judgements in self.judgements.values() for judgement in judgements]
        return max((when for when in told if when), key=interval, default=None)


def offer_of(deal: Deal) -> str:
    """The offer a deal is about: the result, or the partner where it names none."""
    return f"technology:{deal.technology}" if deal.technology else f"organisation:{deal.partner}"


def is_open(need: Need) -> bool:
    """Whether a need waits for an answer; one that says nothing of its state does."""
    return need.state in (None, NeedState.OPEN)


def read_posted(connection: Connection) -> Posted:
    """Every visible need and offer."""
    return Posted(
        candidates=read_candidates(connection),
        needs={row.row.code: row for row in rows(connection, Need)},
        technologies={row.ref: row for row in rows(connection, Technology)},
        datasets={row.ref: row for row in rows(connection, Dataset)},
        nodes={row.id: row for row in rows(connection, ChainNode)},
        items={row.id: row for row in rows(connection, Item)},
        capacities=tuple(rows(connection, Capacity)),
        deals=_by_need(rows(connection, Deal)),
        judgements=_by_need(rows(connection, Judgement)),
    )


def _by_need(found: list[Stored[Row]]) -> dict[UUID, tuple[Stored[Row], ...]]:
    groups: defaultdict[UUID, list[Stored[Row]]] = defaultdict(list)
    for row in found:
        groups[row.row.need].append(row)
    return {need: tuple(group) for need, group in groups.items()}
