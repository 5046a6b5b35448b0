"""Facts of one chain as the chain engine takes them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.cluster.chain_presence import Presence, read_presence
from rongtu.desks.cluster.value.rows import newest_surveys
from rongtu.engines.chain import inputs
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records import industry
from rongtu.facts.schema import table
from rongtu.facts.scope import Scope, read_scope
from rongtu.vocab.chains import Completeness
from rongtu.vocab.dates import year_of
from rongtu.vocab.problems import RefusedError


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """One chain: its rows by id, and the same as engine inputs, whose `fact` is the ref of a row."""

    chain: Stored[industry.Chain]
    nodes: tuple[Stored[industry.ChainNode], ...]
    items: dict[UUID, industry.Item]
    claims: dict[str, Stored[industry.Claim]]
    structure: inputs.Chain
    engine_claims: tuple[inputs.Claim, ...]
    presence: Presence


def read_chain(connection: Connection, code: str, scope: Scope | None = None) -> ChainFacts:
    """The chain of that code, surveyed as the scope was (None: the nation); RefusedError where there is none."""
    seen_from = scope or read_scope(connection, None)
    found = rows(connection, industry.Chain, table(industry.Chain).c.code == code)
    if not found:
        raise RefusedError(f"There is no chain {code}; see rongtu chain list.")
    chain = found[0]
    nodes = rows(connection, industry.ChainNode, table(industry.ChainNode).c.chain == chain.id)
    codes = {node.id: node.row.code for node in nodes}
    own = table(industry.Item).c.id.in_({node.row.item for node in nodes})
    items = {item.id: item.row for item in rows(connection, industry.Item, own)}
    claims = rows(connection, industry.Claim, table(industry.Claim).c.node.in_(list(codes)))
    return ChainFacts(
        chain=chain,
        nodes=tuple(nodes),
        items=items,
        claims={claim.ref: claim for claim in claims},
        structure=inputs.Chain(
            code,
            chain.row.name,
            _nodes(connection, nodes, items, seen_from),
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
        presence=read_presence(connection, chain.id, codes),
    )


def _nodes(
    connection: Connection, nodes: list[Stored[industry.ChainNode]], items: dict[UUID, industry.Item], scope: Scope
) -> tuple[inputs.Node, ...]:
    surveyed = table(industry.Survey).c.node.in_([node.id for node in nodes])
    newest = newest_surveys(rows(connection, industry.Survey, surveyed), scope)
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
    link, own = table(industry.Link).c, list(codes)
    return tuple(
        inputs.Link(codes[found.row.from_node], codes[found.row.to_node], found.row.relation, found.ref)
        for found in rows(connection, industry.Link, link.from_node.in_(own), link.to_node.in_(own))
    )
