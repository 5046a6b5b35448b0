"""The sheets of a synthetic set, in the order in which they can be loaded: rows are made as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat

from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.sources import source_code
from rongtu.facts.synthetic import chains, flows
from rongtu.facts.synthetic.capabilities import capability_columns
from rongtu.facts.synthetic.marks import BASIS, TERMS, Columns, sheet, source_text
from rongtu.facts.synthetic.organisations import organisation_columns
from rongtu.facts.synthetic.parameters import Parameters
from rongtu.facts.synthetic.places import HOME
from rongtu.vocab.places import ZoneKind

TABLES: tuple[tuple[str, tuple[str, ...], Callable[[Parameters], Iterator[Columns]]], ...] = (
    ("item", ("name", "name_en", "kind"), chains.item_columns),
    ("chain", ("code", "name"), chains.chain_columns),
    ("chain_node", ("code", "chain", "item", "tier", "tier_basis", "final"), chains.node_columns),
    ("input_group", ("code", "node", "name", "share", "essential", "loss", "as_of"), chains.group_columns),
    ("link", ("from_node", "to_node", "relation", "input_group", "basis"), chains.link_columns),
    ("survey", ("node", "zone", "as_of", "completeness"), chains.survey_columns),
    (
        "organisation",
        (
            "uscc",
            "name",
            "kind",
            "standing",
            "region",
            "city",
            "industry",
            "size",
            "established_on",
            "capital",
            "employees",
        ),
        organisation_columns,
    ),
    (
        "capability",
        ("organisation", "node", "role", "grade", "basis", "as_of", "trl", "capacity", "capacity_basis"),
        capability_columns,
    ),
    ("demand", ("node", "zone", "year", "amount", "weight"), flows.demand_columns),
    ("trade", ("zone", "item", "origin", "country", "year", "amount", "available"), flows.trade_columns),
    ("supply", ("seller", "buyer", "year", "amount"), flows.supply_columns),
)
"""Kinds after source and zone: their columns, and what fills them."""


def sheets(parameters: Parameters) -> tuple[Sheet, ...]:
    """A synthetic set as sheets; each may be read any number of times, in memory bounded by a block of rows.

    Only `supply` needs more: 8 bytes for each organisation. Regions are referred to by their codes and not among them.
    """
    made = [_source(parameters), _zone(parameters)]
    made += [sheet(parameters, kind, header, partial(fill, parameters)) for kind, header, fill in TABLES]
    return tuple(made)


def _source(parameters: Parameters) -> Sheet:
    told = source_text(parameters)

    def columns() -> Iterator[Columns]:
        yield [source_code(told)], repeat(told), repeat(TERMS)

    return sheet(parameters, "source", ("code", "text", "terms"), columns)


def _zone(parameters: Parameters) -> Sheet:
    """The scope that surveys, demand and trade are of: a zone of its own, since a real one holds real facts only."""

    def columns() -> Iterator[Columns]:
        yield [chains.ZONE], repeat(chains.ZONE), repeat(ZoneKind.GROUP.value), repeat("|".join(HOME)), repeat(BASIS)

    return sheet(parameters, "zone", ("name", "full_name", "kind", "members", "note"), columns)
