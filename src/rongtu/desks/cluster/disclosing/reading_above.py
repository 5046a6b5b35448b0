"""The facts of a scope for whoever asks: figures of every level, words of those he sees.

Totals are made of figures their readers need not see, each with its level. Names, titles, remarks, interventions and
assumptions are no totals: where anything is hidden from the reader they come from a second reading at his own levels,
so that nothing he may not see can be among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Text, all_, cast, exists, false, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from rongtu.acts.operation import Context
from rongtu.desks.cluster.value.facts import ValueFacts, read_value_facts
from rongtu.facts.fields import KINDS
from rongtu.facts.reading import Stored
from rongtu.facts.records.industry import Chain
from rongtu.facts.records.places import Zone
from rongtu.facts.schema import table
from rongtu.vocab.disclosure import ORDER, up_to
from rongtu.vocab.evidence import Visibility

UNREAD = frozenset({"trace", "review"})
"""Sections of kinds that are no facts."""


def value_facts_for(context: Context, zone: Stored[Zone] | None, chain: Stored[Chain] | None = None) -> ValueFacts:
    """What `read_value_facts` gives: figures of every level where the answer is cut down later, else of those seen."""
    connection = context.connection
    if not context.cut or set(context.levels) == set(ORDER):
        return read_value_facts(connection, zone, chain)
    with context.above():
        everything = read_value_facts(connection, zone, chain)
        hidden = anything_above(connection, context.levels)
    return _in_words_of(everything, read_value_facts(connection, zone, chain)) if hidden else everything


def anything_above(connection: Connection, levels: Iterable[Visibility]) -> bool:
    """Whether any fact this transaction shows has another level than these."""
    seen = cast(list(levels), ARRAY(Text))
    kinds = (kind for kind in KINDS.values() if kind.section not in UNREAD and "visibility" in kind.names)
    found: list[ColumnElement[bool]] = []
    for kind in kinds:
        rows = table(kind.name)
        found.append(exists(select(literal(1)).select_from(rows).where(rows.c.visibility != all_(seen))))
    return bool(connection.execute(select(or_(false(), *found))).scalar_one())


def level_of_facts(connection: Connection) -> Visibility:
    """The highest level of any fact this transaction shows."""
    return next(level for level in ORDER if not anything_above(connection, up_to(level)))


def _in_words_of(everything: ValueFacts, own: ValueFacts) -> ValueFacts:
    """The figures of one reading with the rows, remarks and interventions of another."""
    network = everything.network
    if network is not None:
        codes = {node.code for node in network.nodes}
        seen = (one for part in own.pieces for one in part.interventions if one.node in codes)
        network = replace(network, interventions=tuple(seen))
    return replace(everything, rows=own.rows, notes=own.notes, network=network)
