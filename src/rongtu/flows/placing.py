"""Placing firms on chains: the classes a register gives them, read by the crosswalk records of the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field
from sqlalchemy import Connection, select

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, StageContext, operation
from rongtu.facts.intake.crosswalks import SURE, Crosswalk, Firm, capability_sheet, crosswalk
from rongtu.facts.intake.staged import Staged
from rongtu.facts.schema import table
from rongtu.flows.loading import LoadAnswer, land_staged, stage_sheets
from rongtu.vocab.evidence import Nature

PAGE = 20_000
"""Firms read together."""

WALK, NODES, CHAINS, CLUSTERS = table("crosswalk"), table("chain_node"), table("chain"), table("cluster")
FIRMS, CAPABILITIES, SOURCES = table("organisation"), table("capability"), table("source")


class PlaceRequest(Model):
    """Which firms: real, fictional or synthetic ones."""

    nature: Nature = Field(default=Nature.REAL, description="real 真实、fictional 虚构、synthetic 合成")


def _stage(context: StageContext, request: PlaceRequest) -> Staged:
    nature = request.nature.value
    with context.short():
        known = _crosswalk(context.connection, nature)
        settled = _settled(context.connection, nature)
    sheet = capability_sheet(known, lambda: _firms(context.connection, nature), settled)
    return stage_sheets(context, [replace(sheet, nature=nature)])


@operation(
    "load.placements",
    kind=OperationKind.STREAM,
    right=Right.LOAD_FACTS,
    zh="按行业对照把企业放到链上环节",
    en="Place firms on chain nodes by the crosswalk records",
    stage=_stage,
)
def place_firms(context: Context, request: PlaceRequest) -> LoadAnswer:
    """Place the firms; each placement carries its grade and the class it rests on, and is a lead, not proof."""
    return land_staged(context)


def _crosswalk(connection: Connection, nature: str) -> Crosswalk:
    """The crosswalk of the store, and which chain each node is of."""
    in_chain = select(NODES.c.code, CHAINS.c.code).join(CHAINS, CHAINS.c.id == NODES.c.chain)
    chain_of = {row[0]: row[1] for row in connection.execute(in_chain.where(NODES.c.nature == nature))}
    said = ("scheme", "class_name", "grade", "precision", "priority", "applies_when")
    query = (
        select(
            *(WALK.c[name] for name in said),
            NODES.c.code.label("node"),
            CHAINS.c.code.label("chain"),
            CLUSTERS.c.code.label("cluster"),
        )
        .outerjoin(NODES, NODES.c.id == WALK.c.node)
        .outerjoin(CHAINS, CHAINS.c.id == WALK.c.chain)
        .outerjoin(CLUSTERS, CLUSTERS.c.id == WALK.c.cluster)
        .where(WALK.c.nature == nature)
        .order_by(WALK.c.scheme, WALK.c.class_name, WALK.c.id)
    )
    rows = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in connection.execute(query).mappings()
    ]
    return crosswalk(rows, chain_of)


def _settled(connection: Connection, nature: str) -> dict[str, set[str]]:
    """The chains and clusters on which a firm stands by name or by register."""
    own = CHAINS.alias("own_chain")
    query = (
        select(FIRMS.c.code, own.c.code, CHAINS.c.code, CLUSTERS.c.code)
        .join(FIRMS, FIRMS.c.id == CAPABILITIES.c.organisation)
        .outerjoin(NODES, NODES.c.id == CAPABILITIES.c.node)
        .outerjoin(own, own.c.id == NODES.c.chain)
        .outerjoin(CHAINS, CHAINS.c.id == CAPABILITIES.c.chain)
        .outerjoin(CLUSTERS, CLUSTERS.c.id == CAPABILITIES.c.cluster)
        .where(CAPABILITIES.c.nature == nature, CAPABILITIES.c.grade.in_([grade.value for grade in SURE]))
    )
    settled: defaultdict[str, set[str]] = defaultdict(set)
    for firm, *places in connection.execute(query):
        settled[firm] |= {place for place in places if place}
    return settled


def _firms(connection: Connection, nature: str) -> Iterator[Firm]:
    """The organisations in the order of their keys, a page at a time."""
    said = ("code", "name", "short_name", "industry_sw", "industry_ts", "industry")
    query = (
        select(*(FIRMS.c[name] for name in said), SOURCES.c.code.label("source"))
        .join(SOURCES, SOURCES.c.id == FIRMS.c.source)
        .where(FIRMS.c.nature == nature)
        .order_by(FIRMS.c.code)
        .limit(PAGE)
    )
    last = ""
    while page := connection.execute(query.where(FIRMS.c.code > last)).mappings().all():
        last = page[-1]["code"]
        yield from (Firm(**{name: value or "" for name, value in row.items()}) for row in page)
