"""A node with everything the facts say of it: what it is, where it stands, what is said, who and what is on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, or_

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.models import ClaimState
from rongtu.desks.cluster.node_bodies import placed_bodies, placed_counts
from rongtu.desks.cluster.node_means import (
    controls_of,
    facilities_of,
    figures_of,
    interventions_of,
    needs_of,
    technologies_of,
)
from rongtu.desks.cluster.node_models import (
    Ask,
    AskKind,
    ClassPlace,
    Document,
    Neighbour,
    NodeFacts,
    NodeRequest,
    PlacedCount,
    Standing,
)
from rongtu.facts.provenance import source_codes
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.evidence import Source
from rongtu.facts.records.industry import Chain, ChainNode, Claim, Crosswalk, InputGroup, Item, Link, Survey
from rongtu.facts.schema import table
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Completeness
from rongtu.vocab.dates import PartialDate, year_of
from rongtu.vocab.problems import RefusedError

PROVEN = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
MAKERS = frozenset({CapabilityRole.PRODUCES, CapabilityRole.INTEGRATES})


@dataclass(frozen=True, slots=True)
class _Place:
    """The node as stored, its item, its chain, and the code of every source."""

    node: Stored[ChainNode]
    item: Stored[Item]
    chain: Stored[Chain]
    sources: dict[UUID, str]


@operation(
    "chain.node",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="查看一个环节",
    en="Show one node: what it is, where it stands, what is said of it, who and what is on it",
)
def show_node(context: Context, request: NodeRequest) -> NodeFacts:
    """Everything the visible facts say of the node; RefusedError where there is no such node."""
    connection = context.connection
    place = _find(connection, request.node)
    node, item, sources = place.node, place.item, place.sources
    claims = tuple(_claims(connection, place))
    counts = placed_counts(connection, node.id)
    bodies, following = placed_bodies(connection, node.id, sources, request.after, request.most)
    survey = _survey(connection, node.id)
    found = NodeFacts(
        code=node.row.code,
        name=item.row.name,
        name_en=item.row.name_en,
        synonyms=item.row.synonyms,
        kind=item.row.kind,
        chain=place.chain.row.code,
        chain_name=place.chain.row.name,
        final=node.row.final,
        item_ref=item.ref,
        ref=node.ref,
        source=sources[item.row.source],
        classes=tuple(_classes(connection, place)),
        standings=tuple(_standings(connection, place)),
        neighbours=tuple(_neighbours(connection, place)),
        claims=claims,
        counts=counts,
        bodies=bodies,
        next=following,
        facilities=facilities_of(connection, node.id, sources),
        technologies=technologies_of(connection, item.id, sources),
        needs=needs_of(connection, node.id, sources),
        controls=controls_of(connection, node.id, sources),
        interventions=interventions_of(connection, node.id, sources),
        figures=figures_of(connection, item.id, sources),
        survey=survey.row.completeness if survey else Completeness.NONE,
        surveyed_on=survey.row.as_of if survey else None,
        survey_source=sources[survey.row.source] if survey else None,
        asks=asks(claims, counts, survey.row.completeness if survey else Completeness.NONE),
        documents=(),
    )
    return found.model_copy(update={"documents": _documents(connection, found)})


def asks(claims: Sequence[ClaimState], counts: Sequence[PlacedCount], survey: Completeness) -> tuple[Ask, ...]:
    """What to ask first: does the claim hold, who makes it or how much, and, without a census, who else there is."""
    years = [year_of(PartialDate(claim.as_of)) for claim in claims if claim.as_of]
    named = {count.role for count in counts if count.grade in PROVEN}
    first = AskKind.CLAIM_YEAR if claims else AskKind.BOUGHT_FROM
    second = AskKind.WHO_ELSE_MAKES if named else AskKind.WHO_MAKES
    found = [
        Ask(kind=AskKind.CLAIM_HOLDS, year=max(years)) if years else Ask(kind=first),
        Ask(kind=AskKind.HOW_MUCH if named & MAKERS else second),
    ]
    return (*found, *([Ask(kind=AskKind.CENSUS)] if survey is not Completeness.CENSUS else []))


def _find(connection: Connection, code: str) -> _Place:
    nodes = rows(connection, ChainNode, table(ChainNode).c.code == code)
    if not nodes:
        raise RefusedError(f"There is no chain node {code}; see rongtu chain list.")
    (item,) = rows(connection, Item, table(Item).c.id == nodes[0].row.item)
    (chain,) = rows(connection, Chain, table(Chain).c.id == nodes[0].row.chain)
    return _Place(nodes[0], item, chain, source_codes(connection))


def _claims(connection: Connection, place: _Place) -> Iterator[ClaimState]:
    for claim in rows(connection, Claim, table(Claim).c.node == place.node.id):
        row = claim.row
        yield ClaimState(text=row.text, as_of=row.as_of, source=place.sources[row.source], ref=claim.ref)


def _classes(connection: Connection, place: _Place) -> Iterator[ClassPlace]:
    for one in rows(connection, Crosswalk, table(Crosswalk).c.node == place.node.id):
        yield ClassPlace(
            scheme=one.row.scheme,
            name=one.row.class_name,
            grade=one.row.grade,
            precision=one.row.precision,
            ref=one.ref,
            source=place.sources[one.row.source],
        )


def _standings(connection: Connection, place: _Place) -> Iterator[Standing]:
    chains = {chain.id: chain.row for chain in rows(connection, Chain)}
    for node in rows(connection, ChainNode, table(ChainNode).c.item == place.item.id):
        yield Standing(
            chain=chains[node.row.chain].code,
            chain_name=chains[node.row.chain].name,
            node=node.row.code,
            tier=node.row.tier,
            tier_basis=node.row.tier_basis,
            ref=node.ref,
            source=place.sources[node.row.source],
        )


def _neighbours(connection: Connection, place: _Place) -> Iterator[Neighbour]:
    """The nodes linked to this one, those that lead here first."""
    links, own = table(Link).c, place.node.id
    found = rows(connection, Link, or_(links.from_node == own, links.to_node == own))
    others = {link.row.from_node if link.row.to_node == own else link.row.to_node for link in found}
    nodes = {node.id: node.row for node in rows(connection, ChainNode, table(ChainNode).c.id.in_(others))}
    wanted = {node.item for node in nodes.values()}
    items = {item.id: item.row for item in rows(connection, Item, table(Item).c.id.in_(wanted))}
    groups = {group.id: group.row.name for group in rows(connection, InputGroup, table(InputGroup).c.node == own)}
    for link in sorted(found, key=lambda link: link.row.to_node != own):
        inward = link.row.to_node == own
        other = nodes[link.row.from_node if inward else link.row.to_node]
        yield Neighbour(
            node=other.code,
            name=items[other.item].name,
            name_en=items[other.item].name_en,
            inward=inward,
            relation=link.row.relation,
            group=groups.get(link.row.input_group) if link.row.input_group else None,
            basis=link.row.basis,
            remark=link.row.remark,
            ref=link.ref,
            source=place.sources[link.row.source],
        )


def _survey(connection: Connection, node: UUID) -> Stored[Survey] | None:
    """The newest look at the node."""
    return max(rows(connection, Survey, table(Survey).c.node == node), key=lambda row: row.row.as_of, default=None)


def _documents(connection: Connection, found: NodeFacts) -> tuple[Document, ...]:
    """The sources the answer names, by code."""
    parts = [part for _, value in found if isinstance(value, tuple) for part in value if isinstance(part, Model)]
    codes = {source for part in parts if (source := getattr(part, "source", None))}
    codes |= {code for code in (found.source, found.survey_source) if code}
    return tuple(
        Document(
            code=row.row.code,
            text=row.row.text,
            terms=row.row.terms,
            notice=row.row.notice,
            published=row.row.published,
            nature=row.row.nature,
            ref=row.ref,
        )
        for row in rows(connection, Source, table(Source).c.code.in_(codes))
    )
