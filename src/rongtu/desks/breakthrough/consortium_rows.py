"""Rows that say what a body does at a node: capabilities, results, patents, papers, measures, facilities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, any_, cast
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import ARRAY

from rongtu.desks.breakthrough.consortium_figures import stages_of
from rongtu.engines.match.consortium import Stage
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import Capability, ChainNode, Intervention
from rongtu.facts.records.knowledge import Paper, Patent, Technology
from rongtu.facts.records.means import Capacity, Facility
from rongtu.facts.schema import table
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.labels import label
from rongtu.vocab.organisations import BodyKind

PROVEN = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""A trade or a word in a name says whom to ask, not who can do it."""


@dataclass(frozen=True, slots=True)
class Said:
    """One row that says what a body does at a node: in words, in which role, at which level, for which price in yuan.

    `stages` are those it speaks of itself; where there are none, role and level tell them, with the kind of the body.
    """

    node: UUID
    words: str
    ref: str
    level: Visibility
    role: CapabilityRole
    grade: BasisGrade
    trl: int | None = None
    stages: frozenset[Stage] = frozenset()
    price: float | None = None
    on: PartialDate | None = None

    def by(self, kind: BodyKind) -> Said:
        """The same, said of a body of this kind: with its stages."""
        return replace(self, stages=self.stages or stages_of(self.role, self.trl, kind))


def one_of(column: Any, values: Iterable[UUID]) -> ColumnElement[bool]:
    """Whether a column is one of these, however many."""
    same: ColumnElement[bool] = column == any_(cast(sorted(values), ARRAY(SqlUuid)))
    return same


def said_of(connection: Connection, nodes: Mapping[UUID, Stored[ChainNode]]) -> dict[UUID, list[Said]]:
    """By body, every row that says what it does at one of the nodes."""
    found: defaultdict[UUID, list[Said]] = defaultdict(list)
    of_item = defaultdict[UUID, list[UUID]](list)
    for node in nodes.values():
        of_item[node.row.item].append(node.id)
    for body, said in (*_of_nodes(connection, nodes), *_of_items(connection, of_item)):
        found[body].append(said)
    return found


def _of_nodes(connection: Connection, nodes: Collection[UUID]) -> Iterator[tuple[UUID, Said]]:
    registry, develops = BasisGrade.REGISTRY, CapabilityRole.DEVELOPS
    grades = [grade.value for grade in PROVEN]
    columns = table(Capability).c
    for one in rows(connection, Capability, one_of(columns.node, nodes), columns.grade.in_(grades)):
        row = one.row
        assert row.node is not None
        level = f"（就绪度 {row.trl}）" if row.trl else ""
        words = f"{label(row.role).zh}{level}：{row.basis}"
        said = Said(row.node, words, one.ref, row.visibility, row.role, row.grade, trl=row.trl, on=row.as_of)
        yield row.organisation, said
    stages = frozenset({Stage.ENGINEERING})
    for measure in rows(connection, Intervention, one_of(table(Intervention).c.node, nodes)):
        plan, ref = measure.row, measure.ref
        if plan.organisation:
            words = f"拟承担：{plan.title}"
            said = Said(plan.node, words, ref, plan.visibility, develops, registry, stages=stages)
            yield plan.organisation, said
    given = rows(connection, Capacity, one_of(table(Capacity).c.node, nodes))
    hosts = {
        one.id: one.row.host_organisation
        for one in rows(connection, Facility, one_of(table(Facility).c.id, {one.row.facility for one in given}))
    }
    for capacity in given:
        host, node = hosts.get(capacity.row.facility), capacity.row.node
        if host and node:
            words = f"有设施：{capacity.row.resource}"
            tests = CapabilityRole.TESTS
            yield host, Said(node, words, capacity.ref, capacity.row.visibility, tests, registry)


def _of_items(connection: Connection, of_item: Mapping[UUID, Sequence[UUID]]) -> Iterator[tuple[UUID, Said]]:
    """Results, patents and papers on the item of a node."""
    registry, develops = BasisGrade.REGISTRY, CapabilityRole.DEVELOPS
    for one in rows(connection, Technology, one_of(table(Technology).c.item, of_item)):
        row = one.row
        if row.holder and row.item:
            price = None if row.price is None else row.price / 100
            level = f"（就绪度 {row.trl}）" if row.trl else ""
            for node in of_item[row.item]:
                words = f"有成果{level}：{row.title}"
                said = Said(node, words, one.ref, row.visibility, develops, registry, trl=row.trl, price=price)
                yield row.holder, said
    patents = rows(connection, Patent, one_of(table(Patent).c.item, of_item))
    papers = rows(connection, Paper, one_of(table(Paper).c.item, of_item))
    told: list[tuple[Stored[Any], Stage, str]] = [(one, Stage.APPLIED, "有专利") for one in patents]
    told += [(one, Stage.BASIC, "有论文") for one in papers]
    for kept, stage, what in told:
        if kept.row.organisation and kept.row.item:
            for node in of_item[kept.row.item]:
                words, stages = f"{what}：{kept.row.title}", frozenset({stage})
                said = Said(node, words, kept.ref, kept.row.visibility, develops, registry, stages=stages)
                yield kept.row.organisation, said
