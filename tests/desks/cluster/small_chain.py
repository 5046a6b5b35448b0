"""A chain of two nodes in a small nation, by hand: rows as they are read, to be changed one at a time."""

from dataclasses import replace
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

import polars as pl

from rongtu.desks.cluster.value.placed import COLUMNS, PLACES, SUPPLYING, placed
from rongtu.desks.cluster.value.rows import ValueRows
from rongtu.facts import records
from rongtu.facts.assumed import Assumptions, Range
from rongtu.facts.fields import KINDS
from rongtu.facts.reading import Stored
from rongtu.facts.scope import scope_of
from rongtu.vocab.chains import BasisGrade, CapabilityRole, CapacityBasis, Completeness, Relation
from rongtu.vocab.evidence import Confidence, Distribution, Nature
from rongtu.vocab.geography import Origin
from rongtu.vocab.places import RegionLevel

assert records

WAN = 1_000_000
"""Fen in a 万元."""


def identity(kind, code):
    """The id of a row of test data."""
    return uuid5(NAMESPACE_URL, f"{kind}|{code}")


def row(kind, code, /, **said):
    """A row of a kind: what is said, and of the rest nothing where it may be unknown, else something."""
    values = {column.name: said.get(column.name, _blank(column, code)) for column in KINDS[kind].columns}
    assert said.keys() <= values.keys()
    return Stored(identity(kind, code), KINDS[kind].record(**values), kind)


def _blank(column, code):
    if column.optional:
        return None
    if column.field.refers:
        return identity(column.field.refers, "any")
    if column.codes:
        return next(iter(column.codes))
    if column.type == tuple[str, ...]:
        return ()
    return {str: code, bool: True, int: 1, Decimal: Decimal(1)}.get(column.type, "2025")


REGIONS = [
    row("region", "CN", code="CN", level=RegionLevel.NATION),
    row("region", "north", code="110000", level=RegionLevel.PROVINCE, parent=identity("region", "CN")),
    row("region", "north-east", code="110101", level=RegionLevel.COUNTY, parent=identity("region", "north")),
    row("region", "south", code="440000", level=RegionLevel.PROVINCE, parent=identity("region", "CN")),
]
ZONE = row("zone", "Z", name="Z", members=("110000",))
PART = row("zone", "Z1", name="Z1", parent=identity("region", "north"))
SCOPE = scope_of(ZONE, REGIONS, [ZONE, PART])

BODIES = [
    row("organisation", "near", name="近处", region=identity("region", "north")),
    row("organisation", "far", name="远处", region=identity("region", "south")),
    row("organisation", "abroad", name="境外"),
]


def node(code, chain="C", **said):
    """A node of the chain, and an item of the same code."""
    return row("chain_node", code, code=code, chain=identity("chain", chain), item=identity("item", code[-1]), **said)


def capability(node_code, body="near", amount=100, **said):
    """What a body makes on a node in a year, in 万元; None: nobody says how much."""
    values = {
        "organisation": identity("organisation", body),
        "node": identity("chain_node", node_code),
        "role": CapabilityRole.PRODUCES,
        "grade": BasisGrade.REGISTRY,
        "capacity": None if amount is None else round(amount * WAN),
        "capacity_basis": None if amount is None else CapacityBasis.CAPACITY,
        "as_of": "2026",
    }
    return row("capability", f"{node_code}{body}{said}{amount}", **{**values, **said})


def survey(node_code, completeness=Completeness.CENSUS, as_of="2026", zone="Z"):
    """How completely a node was looked at."""
    return row(
        "survey",
        f"{node_code}{as_of}",
        node=identity("chain_node", node_code),
        zone=identity("zone", zone),
        as_of=as_of,
        completeness=completeness,
    )


def trade(item, origin=Origin.ELSEWHERE, bought=10, available=50, **said):
    """What was bought of an item from one origin in a year, and what could have been, in 万元."""
    return row(
        "trade",
        f"{item}{origin}{said}",
        **{
            "zone": identity("zone", "Z"),
            "item": identity("item", item),
            "origin": origin,
            "year": 2025,
            "amount": bought * WAN,
            "available": None if available is None else available * WAN,
            "confidence": Confidence.QUOTED,
            **said,
        },
    )


def demand(node_code="C-P", amount=200, **said):
    """What is demanded of a product in a year, in 万元."""
    values = {"node": identity("chain_node", node_code), "zone": identity("zone", "Z"), "amount": amount * WAN}
    return row("demand", f"{node_code}{said}", **{"year": 2025, "confidence": Confidence.QUOTED, **values, **said})


def group(code="G", node_code="C-P", share="0.4", **said):
    """An input group of a node."""
    decimal = None if share is None else Decimal(share)
    return row("input_group", code, code=code, node=identity("chain_node", node_code), share=decimal, **said)


def link(source, target, relation=Relation.SUPPLIES, through=None):
    """A link between two nodes."""
    return row(
        "link",
        f"{source}{target}{relation}",
        from_node=identity("chain_node", source),
        to_node=identity("chain_node", target),
        relation=relation,
        input_group=through and identity("input_group", through),
    )


def assumed(stored, field, low, high, code="A1"):
    """That a range is stated for a field of a row."""
    stated = row("assumption", code, code=code, kind=stored.kind, field=field, nature=Nature.FICTIONAL)
    return Assumptions({(stored.id, field): Range(low, high, None, Distribution.UNIFORM, stated)})


def as_placed(capabilities, bodies, scope=SCOPE):
    """Capabilities as the columns the desk reads of them; one on no node or of nobody known is not among them."""
    known = {body.id: body.row for body in bodies}
    told = [
        {
            "id": str(one.id),
            "node": str(one.row.node),
            "body": str(one.row.organisation),
            "grade": one.row.grade,
            "as_of": one.row.as_of,
            "capacity": one.row.capacity,
            "basis": one.row.capacity_basis,
            "visibility": one.row.visibility,
            **{name: _text(getattr(known[one.row.organisation], name)) for name in PLACES},
        }
        for one in capabilities
        if one.row.organisation in known and one.row.node and one.row.role in SUPPLYING
    ]
    return placed(pl.DataFrame(told, schema={name: kind() for name, kind in COLUMNS.items()}), scope)


def _text(value):
    return None if value is None else str(value)


def _rows(rows, parts):
    """The rows with other lists, and what follows from them."""
    made = replace(rows, **parts)
    dates = [need.row.posted_on for need in made.needs] + [need.row.confirmed_on for need in made.needs]
    dates += [deal.row.stage_on for deal in made.deals]
    columns = as_placed(made.capabilities, made.organisations, made.scope)
    return replace(made, placed=columns, said=[day for day in dates if day])


BARE = _rows(
    ValueRows(scope=SCOPE),
    {
        "chains": [row("chain", "C", code="C", name="链")],
        "items": [row("item", code, name=f"物{code}") for code in "APQRL"],
        "nodes": [node("C-A"), node("C-P", final=True)],
        "groups": [group()],
        "links": [link("C-A", "C-P", through="G")],
        "surveys": [survey("C-A"), survey("C-P")],
        "capabilities": [capability("C-A"), capability("C-P", amount=300)],
        "organisations": BODIES,
        "trades": [trade("A"), trade("P", Origin.SCOPE, available=None)],
        "demands": [demand()],
    },
)
"""P is made from A, whose share is 0.4: everything is known, so that each test takes away or adds one thing."""


def changed(**parts):
    """The rows with some lists in place of theirs."""
    return _rows(BARE, parts)


def more(**parts):
    """The rows with some lists added to theirs."""
    return _rows(BARE, {name: [*getattr(BARE, name), *added] for name, added in parts.items()})
