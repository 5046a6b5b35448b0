"""Facts of one chain as the chain engine takes them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, or_

from rongtu.desks.cluster.scope import Scope
from rongtu.desks.cluster.value_rows import newest_surveys
from rongtu.engines.chain import inputs
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records import industry
from rongtu.facts.schema import table
from rongtu.vocab.chains import Completeness
from rongtu.vocab.dates import year_of
from rongtu.vocab.problems import RefusedError

EVERYWHERE = Scope(None)


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """One chain: its rows by id, and the same as engine inputs, whose `fact` is the ref of a row."""

    chain: Stored[industry.Chain]
    nodes: tuple[Stored[industry.ChainNode], ...]
    items: dict[UUID, industry.Item]
    claims: dict[str, Stored[industry.Claim]]
    structure: inputs.Chain
    engine_claims: tuple[inputs.Claim, ...]
    placements: tuple[inputs.Placement, ...]


def read_chain(connection: Connection, code: str, scope: Scope = EVERYWHERE) -> ChainFacts:
    """The chain of that code, surveyed as the scope was; RefusedError where there is none."""
    found = rows(connection, industry.Chain, table(industry.Chain).c.code == code)
    if not found:
        raise RefusedError(f"There is no chain {code}; see rongtu chain list.")
    chain = found[0]
    nodes = rows(connection, industry.ChainNode, table(industry.ChainNode).c.chain == chain.id)
    codes = {node.id: node.row.code for node in nodes}
    items = {item.id: item.row for item in rows(connection, industry.Item)}
    claims = [claim for claim in rows(connection, industry.Claim) if claim.row.node in codes]
    return ChainFacts(
        chain=chain,
        nodes=tuple(nodes),
        items=items,
        claims={claim.ref: claim for claim in claims},
        structure=inputs.Chain(
            code,
            chain.row.name,
            _nodes(connection, nodes, items, scope),
            _links(connection, codes),
            tuple(node.row.code for node in nodes if node.row.final),
        ),
        engine_claims=tuple(
            inputs.Claim(
                codes[claim.row.node],
                claim.row.text,
                year_of(claim.row.as_of) if claim.row.as_of else None,
                claim.ref,
            )
            for claim in claims
        ),
        placements=_placements(connection, chain.id, codes),
    )


def _nodes(
    connection: Connection, nodes: list[Stored[industry.ChainNode]], items: dict[UUID, industry.Item], scope: Scope
) -> tuple[inputs.Node, ...]:
    newest = newest_surveys(rows(connection, industry.Survey), scope)
    return tuple(
        inputs.Node(
            code=node.row.code,
            item=items[node.row.item].name,
            name=items[node.row.item].name,
            tier=node.row.tier,
            kind=items[node.row.item].kind,
            survey=newest[node.id].row.completeness if node.id in newest else Completeness.NONE,
            fact=node.ref,
            survey_fact=newest[node.id].ref if node.id in newest else "",
        )
        for node in nodes
    )


def _links(connection: Connection, codes: dict[UUID, str]) -> tuple[inputs.Link, ...]:
    return tuple(
        inputs.Link(codes[link.row.from_node], codes[link.row.to_node], link.row.relation, link.ref)
        for link in rows(connection, industry.Link)
        if link.row.from_node in codes and link.row.to_node in codes
    )


def _placements(connection: Connection, chain: UUID, codes: dict[UUID, str]) -> tuple[inputs.Placement, ...]:
    capability = table(industry.Capability)
    found = rows(connection, industry.Capability, or_(capability.c.chain == chain, capability.c.node.in_(list(codes))))
    return tuple(
        inputs.Placement(
            node=codes[row.row.node] if row.row.node else None,
            body=str(row.row.organisation),
            role=row.row.role,
            grade=row.row.grade,
            fact=row.ref,
        )
        for row in found
    )
